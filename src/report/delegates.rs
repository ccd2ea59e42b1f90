//! `04-代表资格审查.xlsx`: the delegates one by one, their composition, the draft of the credentials report, the votes, and what
//! the congress has to keep to.

use std::fmt::Write as _;

use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::facts::Student;
use crate::model::number::Exact;
use crate::model::origin::CellRef;
use crate::model::union::{Delegate, Known};
use crate::model::words::Word;
use crate::model::{Basis, Kind, Strength};
use crate::problem::{Fault, Problem};
use crate::rules::congress;
use crate::rules::congress::delegates::{self as review, DelegateReview, Member, UnitCount};
use crate::rules::congress::votes::{self, ContestResult, Elected};
use crate::rules::{rule_name, staff};

use super::checks::{self, cells_text};
use super::layout::{Align, BookLayout, ColumnLayout};
use super::quota::office_order;
use super::sheet::{Book, Cell};
use super::{Outcome, clause_text, listed, lot_lines};

/// File name.
pub const NAME: &str = "04-代表资格审查.xlsx";

/// Builds the workbook.
///
/// # Errors
///
/// If the library refuses a value.
pub fn build(outcome: &Outcome<'_>) -> anyhow::Result<Book> {
    let layout = BookLayout::parse(include_str!("../../templates/reports/04-delegates.toml"))?;
    let fill = [("school", outcome.policy.school.as_str())];
    let mut book = Book::new("代表资格审查")?;
    if let Some(review) = outcome.delegates {
        let draft = draft(outcome, review);
        let notes = ["下面“报告草稿”一栏可直接复制到代表资格审查报告里，数字都来自本表，请核对后使用。".to_owned()];
        book.add_table(&layout.sheet("summary", &fill)?, &notes, summary(outcome, review, &draft))?;
        book.add_table(&layout.sheet("findings", &fill)?, &[], finding_rows(outcome, review))?;
        book.add_table(&layout.sheet("units", &fill)?, &[unit_note(outcome)], unit_rows(outcome, review))?;
        book.add_table(&layout.sheet("composition", &fill)?, &[], composition_rows(review))?;
        if !review.floors.is_empty() {
            book.add_table(&layout.sheet("floors", &fill)?, &[], floor_rows(review))?;
        }
        add_channels(&mut book, &layout, review)?;
        book.add_table(&layout.sheet("list", &fill)?, &[], list_rows(outcome, review))?;
    }
    if !outcome.votes.is_empty() {
        book.add_table(&layout.sheet("votes", &fill)?, &vote_notes(outcome), vote_rows(outcome))?;
    }
    let rows = own_checks(outcome).map(|check| checks::row(outcome, check)).collect();
    book.add_table(&layout.sheet("checks", &fill)?, &[], rows)?;
    book.add_table(&layout.sheet("basis", &fill)?, &[], basis_rows(outcome))?;
    Ok(book)
}

fn percent(part: u32, whole: u32) -> Cell<'static> {
    if whole == 0 { Cell::Blank } else { Cell::Percent(Exact::new(i128::from(part), i128::from(whole))) }
}

fn name_of<'a>(outcome: &Outcome<'a>, word: Word) -> &'a str {
    outcome.facts.words.text(word)
}

fn member<'a>(outcome: &Outcome<'a>, member: &Member) -> &'a Delegate {
    &outcome.facts.delegates.present[member.delegate]
}

fn student<'a>(outcome: &Outcome<'a>, delegate: &Delegate) -> Option<&'a Student> {
    match delegate.person.known {
        Known::Enrolled(idx) => outcome.facts.students.get(idx),
        _ => None,
    }
}

/// How many findings there are of each sort, the serious first.
fn counted(review: &DelegateReview) -> Vec<(&'static str, u32)> {
    let mut counted: Vec<(&'static str, u32)> = Vec::new();
    for finding in &review.findings {
        let sort = finding.fault.chinese();
        match counted.iter_mut().find(|(other, _)| *other == sort) {
            Some((_, number)) => *number += 1,
            None => counted.push((sort, 1)),
        }
    }
    counted
}

fn counted_text(review: &DelegateReview) -> String {
    let parts = counted(review).into_iter().map(|(sort, number)| format!("{sort} {number} 处"));
    parts.collect::<Vec<_>>().join("、")
}

fn summary<'a>(outcome: &Outcome<'a>, review: &'a DelegateReview, draft: &str) -> Vec<Vec<Cell<'a>>> {
    let row = |item: &'static str, value: String, verdict: Option<Verdict>| {
        vec![Cell::text(item), Cell::text(value), verdict.map_or(Cell::Blank, Cell::Verdict)]
    };
    let mut rows = vec![
        row("代表", total_text(outcome, review), None),
        row(
            "名单核对",
            if review.findings.is_empty() {
                format!("核对了{}，没有发现问题", checked(outcome).join("、"))
            } else {
                format!("{} 处，见“发现的问题”：{}", review.findings.len(), counted_text(review))
            },
            Some(worst(review.findings.iter().map(|finding| finding.verdict))),
        ),
    ];
    let open = unchecked(outcome);
    if !open.is_empty() {
        let value = format!(
            "{}。没有处分名单（或有的处分认不出是谁的）、没有工作人员名册、名额还没有定，都会这样；补上后重新运行",
            open.join("、")
        );
        rows.push(row("没有核对", value, Some(Verdict::Review)));
    }
    let own = |check: &&Check| matches!(check.rule, "H-C3" | "H-C4" | "H-C8");
    rows.extend(outcome.checks.iter().filter(own).map(|check| {
        let mut value = format!("{}（要求：{}）", check.found, check.limit);
        if !check.note.is_empty() {
            let _ = write!(value, "。{}", check.note);
        }
        if check.basis.strength != Strength::Error {
            let _ = write!(value, "（{}）", check.basis.strength_chinese());
        }
        row(rule_name(check.rule), value, Some(check.verdict))
    }));
    rows.extend(review.floors.iter().map(|floor| {
        let unclear = if floor.unclear > 0 { format!("，另有 {} 名不明", floor.unclear) } else { String::new() };
        let value = format!("{} {} 名，至少 {} 名{unclear}", floor.group, floor.count, floor.minimum);
        row("各类代表下限", value, Some(floor.verdict()))
    }));
    rows.push(row("报告草稿", draft.to_owned(), None));
    rows
}

/// The gravest of several verdicts; 符合 where there is none.
fn worst(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    verdicts.max().unwrap_or(Verdict::Pass)
}

fn total_text(outcome: &Outcome<'_>, review: &DelegateReview) -> String {
    let repeated = review.members.iter().filter(|member| member.is_repeated).count();
    let mut text = format!("名单 {} 行，代表 {} 名", review.members.len() + review.unusable as usize, review.total);
    if repeated > 0 {
        let _ = write!(text, "（重复 {repeated} 行只计一人）");
    }
    if review.unusable > 0 {
        let _ = write!(text, "，其中 {} 行没有可用的学号", review.unusable);
    }
    if let Some(quota) = outcome.quota {
        let _ = write!(text, "；分配名额 {} 名", quota.total);
        let outside = if outcome.policy.congress.associations_inside.value {
            0
        } else {
            quota.associations.iter().flatten().map(|(_, seats, _)| seats).sum::<u32>()
        };
        let more = outside + outcome.policy.congress.ex_officio.value;
        if more > 0 {
            let _ = write!(text, "，另有社团和当然代表 {more} 名");
        }
    }
    text
}

/// The draft of the credentials report (代表资格审查报告), every figure from the review.
fn draft(outcome: &Outcome<'_>, review: &DelegateReview) -> String {
    let school = &outcome.policy.school;
    let total = review.total;
    let mut text = format!("{school}学生代表大会");
    let seats: u32 = review.units.iter().filter_map(|unit| unit.seats.map(|(fewest, _)| fewest)).sum();
    let has_lot = review.units.iter().any(|unit| unit.seats.is_some_and(|(fewest, most)| fewest != most));
    if seats > 0 && !has_lot {
        let _ = write!(text, "应选代表 {seats} 名，");
    }
    let _ = write!(text, "实际产生代表 {total} 名。");
    let groups = |part: &str| review.composition.iter().find(|(name, _)| *name == part).map(|(_, rows)| rows);
    let listed_groups = |part: &str| -> Option<String> {
        let rows = groups(part).filter(|rows| rows.iter().any(|(name, _)| name != "不明"))?;
        let shown =
            rows.iter().map(|(name, number)| format!("{name} {number} 名，占 {}%", review::share_text(*number, total)));
        Some(shown.collect::<Vec<_>>().join("；"))
    };
    for (part, label) in [("性别", "按性别"), ("政治面貌", "按政治面貌"), ("民族", "按民族"), ("年级", "按年级")]
    {
        if let Some(shown) = listed_groups(part) {
            let _ = write!(text, "{label}：{shown}。");
        }
    }
    let own = &review.shares[0];
    if staff::is_listed(outcome.facts) {
        let _ = write!(
            text,
            "非校、院级学生会骨干的代表 {} 名，占 {}%，{}不低于 {} 的要求（至少 {} 名）。",
            own.count,
            review::share_text(own.count, total),
            match review.verdict {
                Verdict::Pass => "符合",
                Verdict::Fail => "不符合",
                _ => "待复核是否符合",
            },
            outcome.policy.congress.non_backbone_min.value,
            own.minimum
        );
    }
    if let Some(shown) = listed_groups("产生渠道") {
        let _ = write!(text, "按产生渠道：{shown}。");
    }
    let mut open = unchecked(outcome);
    // The list of punishments is there; what it says of somebody nobody can name.
    let has_nobodys = outcome.facts.inputs.discipline && open.contains(&"处分");
    if has_nobodys {
        open.retain(|what| *what != "处分");
    }
    let is_sound = review.findings.is_empty()
        && review.unusable == 0
        && review.verdict == Verdict::Pass
        && review.floors.iter().all(|floor| floor.verdict() == Verdict::Pass);
    let _ = write!(text, "经逐一核对{}，", checked(outcome).join("、"));
    if is_sound && open.is_empty() && !has_nobodys {
        text.push_str("没有发现不符合代表资格的情况，建议确认全体代表资格有效。");
    } else if is_sound {
        text.push_str("没有发现不符合代表资格的情况；");
        if !open.is_empty() {
            let _ = write!(text, "{}还没有核对，", open.join("、"));
        }
        if has_nobodys {
            text.push_str("处分名单里有认不出是谁的，");
        }
        text.push_str("核对后再作结论。");
    } else {
        let floors = review.floors.iter().filter(|floor| floor.verdict() != Verdict::Pass);
        let floors = floors.map(|floor| {
            let what = if floor.verdict() == Verdict::Fail { "少于下限" } else { "是否够下限待复核" };
            format!("{}{what}", floor.group)
        });
        let share = match review.verdict {
            Verdict::Fail => Some("非骨干比例不够".to_owned()),
            Verdict::Review if staff::is_listed(outcome.facts) => Some("非骨干比例待复核".to_owned()),
            _ => None,
        };
        let unusable = (review.unusable > 0).then(|| format!("{} 行没有可用的学号", review.unusable));
        let found = Some(counted_text(review)).filter(|text| !text.is_empty());
        let found: Vec<String> = found.into_iter().chain(unusable).chain(share).chain(floors).collect();
        let found = if found.is_empty() { String::new() } else { format!("（{}）", found.join("、")) };
        let open = if open.is_empty() { String::new() } else { format!("，{}也还没有核对", open.join("、")) };
        let nobodys = if has_nobodys { "，处分名单里还有认不出是谁的" } else { "" };
        let _ = write!(text, "尚有待处理的情况{found}{open}{nobodys}，处理完毕前不宜作出全体代表资格有效的结论。");
    }
    text
}

/// What the review could look at, and what it could not: a list that was not given proves nothing.
fn checked(outcome: &Outcome<'_>) -> Vec<&'static str> {
    asked(outcome).into_iter().filter(|(_, is_there)| *is_there).map(|(what, _)| what).collect()
}

fn unchecked(outcome: &Outcome<'_>) -> Vec<&'static str> {
    asked(outcome).into_iter().filter(|(_, is_there)| !is_there).map(|(what, _)| what).collect()
}

fn asked(outcome: &Outcome<'_>) -> Vec<(&'static str, bool)> {
    let mut asked = vec![("学籍", true)];
    if outcome.policy.congress.exclude_punished.value {
        // A record without a usable number may be anybody's.
        let is_of_nobody = |problem: &Problem| {
            matches!(
                problem.fault,
                Fault::IdMissing { kind: Kind::Discipline, .. }
                    | Fault::ExampleChanged { kind: Kind::Discipline }
                    | Fault::NotInRoster { kind: Kind::Discipline, .. }
            )
        };
        asked.push(("处分", outcome.facts.inputs.discipline && !outcome.problems.iter().any(is_of_nobody)));
    }
    asked.push(("名额", outcome.quota.is_some_and(|quota| !quota.needs_lot())));
    asked.push(("非骨干比例", staff::is_listed(outcome.facts)));
    asked
}

fn finding_rows<'a>(outcome: &Outcome<'a>, review: &'a DelegateReview) -> Vec<Vec<Cell<'a>>> {
    (1..)
        .zip(&review.findings)
        .map(|(seq, finding)| {
            let (id, name) = finding.person.unwrap_or((Word::NONE, Word::NONE));
            vec![
                Cell::Count(seq),
                Cell::text(finding.fault.chinese()),
                Cell::Verdict(finding.verdict),
                Cell::text(name_of(outcome, id)),
                Cell::text(name_of(outcome, name)),
                Cell::text(finding.unit.as_str()),
                Cell::text(finding.fault.to_string()),
                Cell::text(cells_text(outcome, &finding.evidence)),
            ]
        })
        .collect()
}

fn unit_note(outcome: &Outcome<'_>) -> String {
    match outcome.quota {
        Some(quota) if quota.needs_lot() => {
            "名额还有并列待抽签，有关单位的名额写作两种可能；见 03-代表名额分配。".to_owned()
        }
        Some(_) => "名额见 03-代表名额分配；名单写到班级、专业的，计入它所在的单位。".to_owned(),
        None => "没有做名额分配，只列人数。".to_owned(),
    }
}

fn unit_rows<'a>(outcome: &Outcome<'a>, review: &'a DelegateReview) -> Vec<Vec<Cell<'a>>> {
    let has_staff = staff::is_listed(outcome.facts);
    let row = |unit: &'a UnitCount| {
        let (seats, difference) = match unit.seats {
            None => (Cell::text("未设"), Cell::Blank),
            Some((fewest, most)) if fewest == most => (
                Cell::Count(fewest),
                match i64::from(unit.delegates) - i64::from(fewest) {
                    0 => Cell::Blank,
                    difference => Cell::Marked(Verdict::Fail, format!("{difference:+}").into()),
                },
            ),
            Some((fewest, most)) => (Cell::Marked(Verdict::Review, format!("{fewest} 或 {most}").into()), Cell::Blank),
        };
        vec![
            Cell::text(unit.name.as_str()),
            seats,
            Cell::Count(unit.delegates),
            difference,
            if has_staff { Cell::Count(unit.non_backbone) } else { Cell::Blank },
            Cell::Count(unit.minimum),
            if has_staff { percent(unit.non_backbone, unit.delegates) } else { Cell::Blank },
        ]
    };
    // As in 03; associations and the school's union stand behind.
    let in_office_order = outcome.quota.map(office_order).unwrap_or_default();
    let behind = in_office_order.len()..review.units.len();
    let shown = in_office_order.into_iter().chain(behind).map(|unit| &review.units[unit]);
    let shown = shown.filter(|unit| unit.seats.is_some() || unit.delegates > 0);
    let mut rows: Vec<Vec<Cell>> = shown.map(row).collect();
    let placed: u32 = review.units.iter().map(|unit| unit.delegates).sum();
    if placed < review.total {
        let mut row = vec![Cell::text("选举单位不明"), Cell::Blank, Cell::Count(review.total - placed)];
        row.resize(7, Cell::Blank);
        rows.push(row);
    }
    let seats: Option<u32> = review
        .units
        .iter()
        .filter_map(|unit| unit.seats)
        .map(|(fewest, most)| (fewest == most).then_some(fewest))
        .sum();
    let own = &review.shares[0];
    rows.push(vec![
        Cell::text("合计"),
        seats.filter(|seats| *seats > 0).map_or(Cell::Blank, Cell::Count),
        Cell::Count(review.total),
        Cell::Blank,
        if has_staff { Cell::Count(own.count) } else { Cell::Blank },
        Cell::Count(own.minimum),
        if has_staff { percent(own.count, review.total) } else { Cell::Blank },
    ]);
    rows
}

fn composition_rows(review: &DelegateReview) -> Vec<Vec<Cell<'_>>> {
    let mut rows = Vec::new();
    for (part, groups) in &review.composition {
        for (group, number) in groups {
            rows.push(vec![
                Cell::text(*part),
                Cell::text(group.as_str()),
                Cell::Count(*number),
                percent(*number, review.total),
            ]);
        }
    }
    rows
}

fn floor_rows(review: &DelegateReview) -> Vec<Vec<Cell<'_>>> {
    let row = |floor: &'_ review::FloorCount| {
        vec![
            Cell::text(floor.group.clone()),
            Cell::text(floor.share.to_string()),
            Cell::Count(floor.minimum),
            Cell::Count(floor.count),
            Cell::Count(floor.unclear),
            Cell::Verdict(floor.verdict()),
        ]
    };
    review.floors.iter().map(row).collect()
}

/// Units by channels; the columns are the channels of the list.
fn add_channels(book: &mut Book, layout: &BookLayout, review: &DelegateReview) -> anyhow::Result<()> {
    /// More channels than this are no channels but remarks; they stand in the list.
    const MOST: usize = 12;
    let names = &review.channels.names;
    if names.iter().all(String::is_empty) || names.len() > MOST {
        return Ok(());
    }
    let mut sheet = layout.sheet("channels", &[])?;
    let column = |key: String, label: String| ColumnLayout {
        key,
        label,
        width: 14,
        wrap: false,
        align: Align::Center,
        optional: false,
    };
    sheet.columns.extend(names.iter().map(|name| {
        let label = if name.is_empty() { "没有写".to_owned() } else { name.clone() };
        column(name.clone(), label)
    }));
    sheet.columns.push(column("sum".to_owned(), "合计".to_owned()));
    let number = |number: u32| if number == 0 { Cell::Blank } else { Cell::Count(number) };
    let mut rows: Vec<Vec<Cell>> = review
        .channels
        .units
        .iter()
        .map(|(unit, numbers)| {
            let sum = Cell::Count(numbers.iter().sum());
            std::iter::once(Cell::text(unit.as_str())).chain(numbers.iter().map(|n| number(*n))).chain([sum]).collect()
        })
        .collect();
    let sums = (0..names.len()).map(|idx| review.channels.units.iter().map(|(_, numbers)| numbers[idx]).sum::<u32>());
    rows.push(
        std::iter::once(Cell::text("合计")).chain(sums.map(Cell::Count)).chain([Cell::Count(review.total)]).collect(),
    );
    book.add_table(&sheet, &[], rows)?;
    Ok(())
}

fn list_rows<'a>(outcome: &Outcome<'a>, review: &'a DelegateReview) -> Vec<Vec<Cell<'a>>> {
    let row = |(seq, of): (u32, &'a Member)| {
        let delegate = member(outcome, of);
        let student = student(outcome, delegate);
        let text = |word: fn(&Student) -> Word| student.map_or(Cell::Blank, |s| Cell::text(name_of(outcome, word(s))));
        let faults: Vec<String> = of.findings.iter().map(|idx| review.findings[*idx].fault.to_string()).collect();
        let verdict = worst(of.findings.iter().map(|idx| review.findings[*idx].verdict));
        let posts: Vec<&str> = of.posts.iter().map(|(post, _)| name_of(outcome, *post)).collect();
        let backbone = match of.is_backbone {
            Some(true) => format!("是（{}）", posts.join("、")),
            Some(false) if posts.is_empty() => "否".to_owned(),
            Some(false) => format!("否（{}）", posts.join("、")),
            None => "不明".to_owned(),
        };
        vec![
            Cell::Count(seq),
            Cell::text(name_of(outcome, delegate.person.id)),
            Cell::text(name_of(outcome, delegate.person.name)),
            text(|student| student.gender),
            text(|student| student.political.written),
            text(|student| student.ethnicity),
            text(|student| student.college),
            text(|student| student.class),
            Cell::text(name_of(outcome, delegate.unit)),
            Cell::text(name_of(outcome, delegate.channel)),
            Cell::text(backbone),
            Cell::Verdict(verdict),
            Cell::text(faults.join("；")),
        ]
    };
    (1..).zip(&review.members).map(row).collect()
}

fn vote_notes(outcome: &Outcome<'_>) -> Vec<String> {
    let votes = &outcome.policy.votes;
    let mut notes = vec![format!(
        "收回的票不多于发出、且不少于发出的 {}，选举有效；赞成票超过有效票的 {} 才能当选，按得票多少取应选人数。",
        votes.quorum.value, votes.majority.value
    )];
    for result in outcome.votes {
        let contest = &outcome.facts.contests[result.contest];
        let title = name_of(outcome, contest.title);
        let title = if title.is_empty() { String::new() } else { format!("{title}：") };
        notes.extend(result.findings.iter().map(|fault| format!("注意：{title}{fault}。")));
        notes.extend(tie_note(outcome, result));
    }
    notes
}

/// What to write into the policy once a tie has been settled.
fn tie_note(outcome: &Outcome<'_>, result: &ContestResult) -> Option<String> {
    let (places, seats) = result.tie.as_ref()?;
    let contest = &outcome.facts.contests[result.contest];
    let names: Vec<&str> = places.iter().map(|place| name_of(outcome, contest.candidates[*place].name)).collect();
    Some(format!(
        "{}末位同票，其中 {seats} 名当选，规则分不出先后。按本校规定（再次投票、举手表决或抽签）决定后，重新投票的请更新选举结果；抽签的在 policy.toml 末尾写下面几行（winner 写抽中的），再运行：\n{}",
        listed(&names),
        lot_lines(&votes::question(outcome.facts, contest), &names, *seats)
    ))
}

fn vote_rows<'a>(outcome: &Outcome<'a>) -> Vec<Vec<Cell<'a>>> {
    let number = |number: Option<u32>| number.map_or(Cell::Blank, Cell::Count);
    let mut rows = Vec::new();
    for result in outcome.votes {
        let contest = &outcome.facts.contests[result.contest];
        for (candidate, decided) in contest.candidates.iter().zip(&result.candidates) {
            let [issued, returned, valid] = candidate.ballots;
            let [in_favour, against, abstain] = candidate.votes;
            let share = match (in_favour, valid) {
                (Some(votes), Some(valid)) => percent(votes, valid),
                _ => Cell::Blank,
            };
            let colour = match decided.elected {
                Elected::Yes => Verdict::Pass,
                Elected::No => Verdict::Exempt,
                Elected::NeedsDecision => Verdict::Review,
            };
            let said: Vec<String> = decided.findings.iter().map(ToString::to_string).collect();
            rows.push(vec![
                Cell::text(name_of(outcome, contest.title)),
                Cell::text(name_of(outcome, candidate.name)),
                number(issued),
                number(returned),
                number(valid),
                number(in_favour),
                number(against),
                number(abstain),
                share,
                number(decided.rank),
                Cell::Marked(colour, decided.elected.chinese().into()),
                Cell::text(said.join("；")),
            ]);
        }
    }
    rows
}

/// The checks this report shows.
fn own_checks<'a>(outcome: &Outcome<'a>) -> impl Iterator<Item = &'a Check> {
    outcome.checks.iter().filter(|check| congress::RULES.contains(&check.rule))
}

/// The settings with their clauses, each check with its clause and cells, each candidate's cells, each delegate's posts.
fn basis_rows<'a>(outcome: &Outcome<'a>) -> Vec<Vec<Cell<'a>>> {
    let congress = &outcome.policy.congress;
    let votes = &outcome.policy.votes;
    let setting = |what: &'static str, value: String, basis: &Basis| {
        vec![Cell::text(what), Cell::text(value), Cell::text(clause_text(basis)), Cell::Blank]
    };
    let yes_no = |is: bool| if is { "是" } else { "否" }.to_owned();
    let mut rows = vec![
        setting("骨干的范围", staff::reading_chinese(congress.backbone.value).to_owned(), &congress.backbone.basis),
        setting("H-C3 非骨干代表比例", congress.non_backbone_min.value.to_string(), &congress.non_backbone_min.basis),
        setting("受处分者不得当代表", yes_no(congress.exclude_punished.value), &congress.exclude_punished.basis),
        setting("选举成立：收回票占发出票", votes.quorum.value.to_string(), &votes.quorum.basis),
        setting("当选：赞成票超过有效票的", votes.majority.value.to_string(), &votes.majority.basis),
        setting("学代会间隔", format!("{} 个月", congress.frequency_months.value), &congress.frequency_months.basis),
        setting(
            "可开全体学生大会的学院",
            format!("学生少于 {} 人", congress.all_student_meeting_below.value),
            &congress.all_student_meeting_below.basis,
        ),
        setting("学代会任务", congress.agenda.value.join("、"), &congress.agenda.basis),
    ];
    rows.extend(own_checks(outcome).map(|check| checks::basis_row(outcome, check)));
    for result in outcome.votes {
        let contest = &outcome.facts.contests[result.contest];
        rows.extend(contest.candidates.iter().zip(&result.candidates).map(|(candidate, decided)| {
            let cells: Vec<CellRef> =
                std::iter::once(candidate.cell).chain(candidate.cells.iter().flatten().copied()).collect();
            vec![
                Cell::text(format!("候选人：{}", name_of(outcome, candidate.name))),
                Cell::text(decided.elected.chinese()),
                Cell::text(clause_text(&votes.majority.basis)),
                Cell::text(cells_text(outcome, &cells)),
            ]
        }));
    }
    let Some(review) = outcome.delegates else { return rows };
    rows.extend(review.members.iter().filter(|of| !of.is_repeated).flat_map(|of| {
        let delegate = member(outcome, of);
        of.posts.iter().map(move |(post, cell)| {
            let who = format!("{} {}", name_of(outcome, delegate.person.name), name_of(outcome, delegate.person.id));
            vec![
                Cell::text(format!("职务：{who}")),
                Cell::text(name_of(outcome, *post)),
                Cell::Blank,
                Cell::text(outcome.facts.sources.show(*cell)),
            ]
        })
    }));
    rows
}
