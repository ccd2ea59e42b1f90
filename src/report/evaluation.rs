//! `05-评议汇总.xlsx`: who stands where, by which dimensions and groups, what was trimmed, which ballots do not count, how the raters
//! rated, a slip for each person. Raters' names stand in the sheets marked 内部 and nowhere else.

use std::collections::BTreeMap;

use crate::model::Basis;
use crate::model::check::Check;
use crate::model::evaluation::{Evaluated, Rating};
use crate::model::number::{Exact, round_half_up};
use crate::model::origin::CellRef;
use crate::model::past::PastResult;
use crate::model::words::Word;
use crate::rules::evaluation::{Evaluation, Evaluations, GroupScore, invalid_ratings, lot_names, places};
use crate::rules::panel::{self, Panel};

use super::checks::{self, cells_text};
use super::layout::{Align, BookLayout, ColumnLayout, SheetLayout};
use super::sheet::{Book, Cell};
use super::{Outcome, clause_text, lot_lines, part_heading, slips};

/// File name.
pub const NAME: &str = "05-评议汇总.xlsx";

/// Builds the workbook.
///
/// # Errors
///
/// If the library refuses a value.
pub fn build(outcome: &Outcome<'_>, evaluations: &Evaluations) -> anyhow::Result<Book> {
    let layout = BookLayout::parse(include_str!("../../templates/reports/05-evaluation.toml"))?;
    let fill = [("school", outcome.policy.school.as_str())];
    let mut book = Book::new("评议汇总")?;
    let order = in_order(outcome, evaluations);
    let rows = order.iter().map(|person| ranking_row(outcome, person)).collect();
    book.add_table(&layout.sheet("ranking", &fill)?, &notes(outcome, evaluations), rows)?;
    let sheet = parts_sheet(outcome, layout.sheet("parts", &fill)?);
    let rated = order.iter().filter(|person| !person.body.is_by_ballots);
    let rows = rated.map(|person| parts_row(outcome, person)).collect();
    book.add_table(&sheet, &[], rows)?;
    let rows = order.iter().flat_map(|person| counted_rows(outcome, person)).collect();
    book.add_table(&layout.sheet("counted", &fill)?, &[counted_note(outcome)], rows)?;
    if let Some(past) = outcome.facts.past.as_ref().filter(|_| !outcome.changes.is_empty()) {
        let rows = change_rows(outcome, evaluations, &order);
        book.add_table(&layout.sheet("changes", &fill)?, &change_notes(outcome, past), rows)?;
    }
    if outcome.facts.evaluated.iter().any(|person| !person.ratings.is_empty()) {
        let panels = panel::panels(outcome.facts, evaluations);
        let rows = panels.iter().flat_map(|panel| rater_rows(outcome, panel)).collect();
        book.add_table(&layout.sheet("raters", &fill)?, &rater_notes(outcome, &panels), rows)?;
        book.add_table(&layout.sheet("invalid", &fill)?, &[], invalid_rows(outcome))?;
    }
    book.push(slips::sheet(outcome, &order)?);
    let rows = own(outcome).map(|check| checks::row(outcome, check)).collect();
    book.add_table(&layout.sheet("checks", &fill)?, &[], rows)?;
    book.add_table(&layout.sheet("basis", &fill)?, &[], basis_rows(outcome, &order))?;
    Ok(book)
}

/// The checks this report shows.
pub fn own<'a>(outcome: &Outcome<'a>) -> impl Iterator<Item = &'a Check> {
    outcome.checks.iter().filter(|check| panel::RULES.contains(&check.rule))
}

/// People by body and rank; those without a rank behind.
fn in_order<'e>(outcome: &Outcome<'_>, evaluations: &'e Evaluations) -> Vec<&'e Evaluation> {
    let mut order: Vec<&Evaluation> = evaluations.people.iter().collect();
    let id = |own: &Evaluation| outcome.facts.words.text(evaluated(outcome, own).person.student);
    order.sort_by_key(|own| (own.body.level.is_none(), own.body.clone(), own.rank.is_none(), own.rank, id(own)));
    order
}

fn evaluated<'a>(outcome: &Outcome<'a>, own: &Evaluation) -> &'a Evaluated {
    &outcome.facts.evaluated[own.evaluated]
}

/// The name as the ratings write it, else the number.
pub(super) fn name_of<'a>(outcome: &Outcome<'a>, own: &Evaluation) -> &'a str {
    let person = evaluated(outcome, own).person;
    let name = outcome.facts.words.text(person.name);
    if name.is_empty() { outcome.facts.words.text(person.id) } else { name }
}

/// Level and organisation of the list the person is ranked in.
pub(super) fn body_of(own: &Evaluation) -> String {
    match (own.body.level, own.body.organisation.as_str()) {
        (_, name) if !name.is_empty() => name.to_owned(),
        (Some(level), _) => level.chinese().to_owned(),
        (None, _) => String::new(),
    }
}

pub(super) fn posts_of(outcome: &Outcome<'_>, own: &Evaluation) -> String {
    own.posts.iter().map(|post| outcome.facts.words.text(*post)).collect::<Vec<_>>().join("、")
}

fn number(outcome: &Outcome<'_>, value: Option<Exact>) -> Cell<'static> {
    value.map_or(Cell::Blank, |value| Cell::Number(value, outcome.policy.evaluation.decimals))
}

/// A score that is held against the lines.
fn score(outcome: &Outcome<'_>, score: Option<Exact>) -> Cell<'static> {
    score.map_or(Cell::Blank, |score| Cell::Number(score, places(&outcome.policy.evaluation, score)))
}

fn notes(outcome: &Outcome<'_>, evaluations: &Evaluations) -> Vec<String> {
    let rules = &outcome.policy.evaluation;
    let weights = |list: &[(String, u32)]| {
        list.iter().map(|(name, weight)| format!("{name} {weight}")).collect::<Vec<_>>().join("、")
    };
    let mut notes = vec![
        part_heading(outcome),
        format!("维度权重：{}；评委权重：{}。", weights(&rules.dimensions.value), weights(&rules.groups.value)),
        "名次按未取整的得分在同一组织内排，同分同名次。评先评优、推荐等以评议结果为依据，不以职务为依据；学习成绩决定候选资格，不决定职务。"
            .to_owned(),
    ];
    let by_ballots = |wanted: bool| evaluations.people.iter().any(|own| own.body.is_by_ballots == wanted);
    if by_ballots(true) && by_ballots(false) {
        notes.push("打分和测评票尺度不同，分开排名，优秀名额也分开算。".to_owned());
    }
    for tie in &evaluations.ties {
        let names = lot_names(outcome.facts, evaluations, &tie.tied);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        notes.push(format!(
            "{}同分，优秀只剩 {} 个名额，规则分不出先后，须另行决定。抽签的，在 policy.toml 末尾写下面几行（winner 写抽中的），再运行：\n{}",
            names.join("、"),
            tie.places,
            lot_lines(crate::rules::evaluation::EXCELLENT_CAP, &names, tie.places)
        ));
    }
    notes
}

fn ranking_row<'a>(outcome: &Outcome<'a>, own: &Evaluation) -> Vec<Cell<'a>> {
    let person = evaluated(outcome, own).person;
    let reasons: Vec<String> = own.reasons.iter().map(ToString::to_string).collect();
    vec![
        Cell::text(body_of(own)),
        own.rank.map_or(Cell::Blank, Cell::Count),
        Cell::text(outcome.facts.words.text(person.id)),
        Cell::text(name_of(outcome, own)),
        Cell::text(posts_of(outcome, own)),
        score(outcome, own.score),
        score(outcome, own.ballot_score),
        Cell::text(own.grade.clone().unwrap_or_default()),
        if own.is_final() { Cell::Marked(own.verdict(), "确定".into()) } else { Cell::Verdict(own.verdict()) },
        Cell::text(reasons.join("；")),
    ]
}

fn change_notes(outcome: &Outcome<'_>, past: &PastResult) -> Vec<String> {
    let file = outcome.facts.sources.file(past.file);
    let now = outcome.facts.term.map_or_else(String::new, |term| term.to_string());
    let mut notes =
        vec![format!("上次：{} 学期，取自“{file}”；本次：{now} 学期。变化为两次显示的得分之差。", past.term)];
    let sha = super::json::evaluation_sha256(outcome.policy);
    if !past.evaluation_sha256.is_empty() && past.evaluation_sha256 != sha {
        notes.push(
            "上次用的政策和这次不同（评议维度、权重、评委类别等有改动），两次的分数不完全可比，请留意。".to_owned(),
        );
    }
    notes
}

/// Then and now: those evaluated now in the order of the ranking, then those who are not any more.
fn change_rows<'a>(outcome: &Outcome<'a>, evaluations: &Evaluations, order: &[&Evaluation]) -> Vec<Vec<Cell<'a>>> {
    let changes = outcome.changes;
    let text = |text: Option<&str>| Cell::text(text.unwrap_or_default().to_owned());
    let rank = |rank: Option<u32>, of: u32| Cell::text(rank.map(|rank| format!("{rank} / {of}")).unwrap_or_default());
    let gone = changes.iter().filter(|change| change.now.is_none());
    let now = order.iter().map(|own| &changes[own.evaluated]);
    now.chain(gone)
        .map(|change| {
            let (then, now) = (change.past(outcome.facts), change.now.map(|idx| &evaluations.people[idx]));
            let (body, id, name) = match (now, then) {
                (Some(own), _) => {
                    let person = evaluated(outcome, own).person;
                    (body_of(own), outcome.facts.words.text(person.id), name_of(outcome, own))
                }
                (None, Some(then)) => (then.organisation.clone(), then.id.as_str(), then.name.as_str()),
                (None, None) => (String::new(), "", ""),
            };
            let mut notes = vec![change.note.chinese()];
            notes.extend(now.filter(|own| !own.is_final()).map(|_| "本次的结果还要复核"));
            notes.retain(|note| !note.is_empty());
            let difference = change.difference.map(|(difference, decimals)| signed(difference, decimals));
            vec![
                Cell::text(body),
                Cell::text(id.to_owned()),
                Cell::text(name.to_owned()),
                then.and_then(|then| Some(Cell::Number(then.score?.exact(), then.places))).unwrap_or(Cell::Blank),
                now.map_or(Cell::Blank, |own| score(outcome, own.deciding())),
                Cell::text(difference.unwrap_or_default()),
                text(then.and_then(|then| then.grade.as_deref())),
                text(now.and_then(|own| own.grade.as_deref())),
                then.map_or(Cell::Blank, |then| rank(then.rank, then.of)),
                now.map_or(Cell::Blank, |own| rank(own.rank, own.of)),
                Cell::text(notes.join("；")),
            ]
        })
        .collect()
}

/// `+2.50`, `-0.10`, `0.00`.
pub(super) fn signed(value: Exact, decimals: u32) -> String {
    let sign = if value > Exact::from_integer(0) { "+" } else { "" };
    format!("{sign}{}", round_half_up(value, decimals))
}

fn value_column(key: String, label: String) -> ColumnLayout {
    ColumnLayout { key, label, width: 11, wrap: false, align: Align::Center, optional: false }
}

fn parts_sheet(outcome: &Outcome<'_>, mut sheet: SheetLayout) -> SheetLayout {
    let rules = &outcome.policy.evaluation;
    let dimensions = rules.dimensions.value.iter().map(|(name, _)| value_column(format!("维度{name}"), name.clone()));
    let groups =
        rules.groups.value.iter().map(|(name, _)| value_column(format!("评委{name}"), format!("{name}\n评分")));
    sheet.columns.extend(dimensions.chain(groups));
    sheet
}

fn parts_row<'a>(outcome: &Outcome<'a>, own: &Evaluation) -> Vec<Cell<'a>> {
    let head = [Cell::text(body_of(own)), Cell::text(name_of(outcome, own)), score(outcome, own.score)];
    let dimensions = own.dimensions.iter().map(|value| number(outcome, *value));
    let groups = own.groups.iter().map(|group| number(outcome, group.score));
    head.into_iter().chain(dimensions).chain(groups).collect()
}

fn counted_note(outcome: &Outcome<'_>) -> String {
    let rules = &outcome.policy.evaluation;
    let unknown = if rules.counts_unknown.value { "计入" } else { "不计入" };
    format!(
        "一类评委有效票多于 {} 人时，去掉一个最高总分和一个最低总分再平均；“不了解”{unknown}测评票总数。",
        rules.trim_above.value
    )
}

fn counted_rows<'a>(outcome: &Outcome<'a>, own: &Evaluation) -> Vec<Vec<Cell<'a>>> {
    let rules = &outcome.policy.evaluation;
    let person = evaluated(outcome, own);
    let row = |(idx, group): (usize, &GroupScore)| {
        let (name, weight) = &rules.groups.value[idx];
        let of_group = || person.ratings.iter().filter(|rating| rating.group == Some(idx));
        let invalid = of_group().filter(|rating| rating.invalid.is_some()).count();
        let trimmed: Vec<String> =
            group.trimmed.iter().map(|rating| shown(outcome, rules.total(&person.ratings[*rating].marks))).collect();
        vec![
            Cell::text(name_of(outcome, own)),
            Cell::text(name.clone()),
            Cell::Count(*weight),
            Cell::Count(u32::try_from(of_group().count()).unwrap_or(u32::MAX)),
            if invalid == 0 { Cell::Blank } else { Cell::Count(u32::try_from(invalid).unwrap_or(u32::MAX)) },
            Cell::text(trimmed.join("、")),
            Cell::Count(group.counted),
            number(outcome, group.score),
            Cell::text(boxes_text(outcome, person, idx)),
            number(outcome, group.ballot_score),
        ]
    };
    own.groups.iter().enumerate().map(row).collect()
}

fn shown(outcome: &Outcome<'_>, value: Option<Exact>) -> String {
    value.map_or_else(String::new, |value| round_half_up(value, outcome.policy.evaluation.decimals))
}

/// The ballots of a group: `优秀 12、称职 6、不了解 1`.
fn boxes_text(outcome: &Outcome<'_>, person: &Evaluated, group: usize) -> String {
    let rules = &outcome.policy.evaluation;
    let mut sums: Vec<(String, u32)> = rules.ballots.value.iter().map(|(name, _)| (name.clone(), 0)).collect();
    sums.push(("不了解".to_owned(), 0));
    let mut any = false;
    for count in person.ballots.iter().filter(|count| count.group == Some(group)) {
        any = true;
        for ((_, sum), number) in sums.iter_mut().zip(count.boxes.iter().chain([&count.unknown])) {
            *sum += number.unwrap_or(0);
        }
    }
    if !any {
        return String::new();
    }
    sums.iter().map(|(name, number)| format!("{name} {number}")).collect::<Vec<_>>().join("、")
}

fn rater_notes(outcome: &Outcome<'_>, panels: &[Panel<'_>]) -> Vec<String> {
    let mut notes = vec![
        "差距：该评委的总分减去同一被评人其他评委总分的平均，再对各被评人平均；差到满分的十分之一及以上的列为“明显偏高”或“明显偏低”。这里只提示，没有因此去掉任何一票。"
            .to_owned(),
    ];
    let rated = panels.iter().filter(|panel| panel.people.iter().any(|person| !person.ratings.is_empty()));
    notes.extend(rated.map(|panel| agreement_note(outcome, panel)));
    notes
}

/// How far a panel agrees, in words.
fn agreement_note(outcome: &Outcome<'_>, panel: &Panel<'_>) -> String {
    let unit = if panel.unit.is_empty() { String::new() } else { format!("{}：", panel.unit) };
    match panel::agreement(outcome.policy, outcome.facts, panel) {
        Some(agreement) => format!(
            "{unit}给全部 {} 人都打了分的评委 {} 名，排名一致程度（肯德尔和谐系数 W，0 为不一致，1 为完全一致）为 {}：{}。",
            agreement.persons,
            agreement.raters,
            round_half_up(agreement.w, 3),
            agreement.chinese()
        ),
        None => format!("{unit}给全部被评人都打了分的评委不到两名，或被评人不到三名，没有算一致程度。"),
    }
}

fn rater_rows<'a>(outcome: &Outcome<'a>, panel: &Panel<'_>) -> Vec<Vec<Cell<'a>>> {
    let text = |word: Word| outcome.facts.words.text(word);
    panel::raters(outcome.policy, outcome.facts, panel)
        .into_iter()
        .map(|rater| {
            let mut notes: Vec<String> =
                rater.invalid.iter().map(|(why, number)| format!("{} {number} 票", why.chinese())).collect();
            if rater.is_all_equal {
                notes.push("给每个人的总分都一样".to_owned());
            }
            if let Some(distance) = rater.distance.filter(|_| rater.is_far) {
                notes.push(if distance > Exact::from_integer(0) { "明显偏高" } else { "明显偏低" }.to_owned());
            }
            let distance = rater.distance.map(|distance| signed(distance, outcome.policy.evaluation.decimals));
            vec![
                Cell::text(panel.unit.clone()),
                Cell::text(text(rater.group)),
                Cell::text(text(rater.rater)),
                Cell::Count(rater.rated),
                Cell::text(distance.unwrap_or_default()),
                Cell::text(notes.join("；")),
                Cell::text(outcome.facts.sources.show(rater.cell)),
            ]
        })
        .collect()
}

fn invalid_rows<'a>(outcome: &Outcome<'a>) -> Vec<Vec<Cell<'a>>> {
    let text = |word: Word| outcome.facts.words.text(word);
    let mut rows = Vec::new();
    for person in &outcome.facts.evaluated {
        rows.extend(invalid_ratings(person).map(|(rating, why)| {
            vec![
                Cell::text(text(person.person.name)),
                Cell::text(text(rating.group_written)),
                Cell::text(text(rating.rater)),
                Cell::text(why.chinese()),
                Cell::text(cells_text(outcome, &unusable_cells(rating))),
            ]
        }));
    }
    rows
}

/// The cells that make a rating invalid, else that of the rater.
fn unusable_cells(rating: &Rating) -> Vec<CellRef> {
    let unusable: Vec<CellRef> =
        rating.marks.iter().filter(|mark| mark.value.is_none()).map(|mark| mark.cell).collect();
    if unusable.is_empty() { vec![rating.cell] } else { unusable }
}

/// The settings with their clauses, the checks, each person's ratings with their cells.
fn basis_rows<'a>(outcome: &Outcome<'a>, order: &[&Evaluation]) -> Vec<Vec<Cell<'a>>> {
    let rules = &outcome.policy.evaluation;
    let setting = |what: &'static str, value: String, basis: &Basis| {
        vec![Cell::text(what), Cell::text(value), Cell::text(clause_text(basis)), Cell::Blank]
    };
    let weights = |list: &[(String, u32)]| {
        list.iter().map(|(name, weight)| format!("{name} {weight}")).collect::<Vec<_>>().join("、")
    };
    let lines: Vec<String> = rules.lines.value.iter().map(|(grade, from)| format!("{grade} ≥ {from}")).collect();
    let boxes: Vec<String> = rules.ballots.value.iter().map(|(name, worth)| format!("{name} {worth}")).collect();
    let mut rows = vec![
        setting("评议维度和权重", weights(&rules.dimensions.value), &rules.dimensions.basis),
        setting("评委类别和权重", weights(&rules.groups.value), &rules.groups.basis),
        setting("多于几人去掉最高最低", rules.trim_above.value.to_string(), &rules.trim_above.basis),
        setting("测评票各档分值", boxes.join("、"), &rules.ballots.basis),
        setting("等次线", lines.join("、"), &rules.lines.basis),
        setting(
            "优秀比例上限",
            if rules.excellent_cap.value.numer == 0 {
                "不限".to_owned()
            } else {
                rules.excellent_cap.value.to_string()
            },
            &rules.excellent_cap.basis,
        ),
        setting("最少有效评委", rules.min_raters.value.to_string(), &rules.min_raters.basis),
    ];
    rows.extend(own(outcome).map(|check| checks::basis_row(outcome, check)));
    rows.extend(order.iter().map(|own| {
        let person = evaluated(outcome, own);
        let ratings = person.ratings.iter().flat_map(|rating| rating.marks.iter().map(|mark| mark.cell));
        let ballots = person.ballots.iter().flat_map(|count| count.cells.iter().copied());
        let cells: Vec<CellRef> = ratings.chain(ballots).collect();
        let score = shown(outcome, own.deciding());
        vec![
            Cell::text(format!("得分：{}", name_of(outcome, own))),
            Cell::text(if score.is_empty() { "没有算出".to_owned() } else { score }),
            Cell::text(clause_text(&rules.groups.basis)),
            Cell::text(cells_text(outcome, &cells)),
        ]
    }));
    rows
}

/// The means of all dimensions over the people of one body, to be shown beside each of them.
pub(super) fn means(order: &[&Evaluation]) -> BTreeMap<String, Vec<Option<Exact>>> {
    let mut by_body: BTreeMap<String, Vec<&Evaluation>> = BTreeMap::new();
    for own in order {
        by_body.entry(body_of(own)).or_default().push(own);
    }
    let mean = |people: &[&Evaluation], dimension: usize| {
        let values: Vec<Exact> =
            people.iter().filter_map(|own| own.dimensions.get(dimension).copied().flatten()).collect();
        let n = i128::try_from(values.len()).unwrap_or(i128::MAX);
        (n > 0).then(|| values.iter().sum::<Exact>() / Exact::from_integer(n))
    };
    let of = |people: Vec<&Evaluation>| {
        let n_dimensions = people.first().map_or(0, |own| own.dimensions.len());
        (0..n_dimensions).map(|dimension| mean(&people, dimension)).collect()
    };
    by_body.into_iter().map(|(body, people)| (body, of(people))).collect()
}
