//! Two results beside each other: a few lines at the end of a run, a page for the terminal, JSON, and `与上次对比.xlsx`.

use std::fmt::Write as _;

use serde::Serialize;

use crate::model::decision::Verdict;
use crate::model::results::StudentResult;
use crate::rules::comparison::{Cause, Comparison, FileFate, Side, StudentChange, rank_text, verdict_text};

use super::layout::BookLayout;
use super::sheet::{Book, Cell};
use super::{layer_name, listed};

/// The lists whose comings and goings are told, in the order of print.
const LISTS: [Verdict; 3] = [Verdict::Pass, Verdict::Review, Verdict::Fail];

/// Students named one by one on a page for the terminal, for each list; the workbook has all.
const MOST: usize = 20;

/// What stands where nothing was or is.
const NOTHING: &str = "—";

/// What is said at the end of a run; nothing but that nothing changed, if so.
#[must_use]
pub fn brief(comparison: &Comparison) -> String {
    if comparison.is_empty() {
        return "结论没有变化".to_owned();
    }
    let mut parts: Vec<String> = Vec::new();
    for list in LISTS {
        let (entered, left): (Vec<_>, Vec<_>) = (comparison.entered(list).collect(), comparison.left(list).collect());
        if !(entered.is_empty() && left.is_empty()) {
            parts.push(format!("{}名单进 {}、出 {}", list.chinese(), people(&entered), people(&left)));
        }
    }
    let ranks = comparison.students.iter().filter(|change| change.is_of_rank()).count();
    if ranks > 0 {
        parts.push(format!("名次或平均分变化 {ranks} 人"));
    }
    if !comparison.others.is_empty() {
        parts.push(format!("其他结论变化 {} 处", comparison.others.len()));
    }
    let rest = comparison.students.iter().filter(|change| !change.is_of_rank() && !change.is_of_verdict()).count();
    if rest > 0 {
        parts.push(format!("另有 {rest} 人的成绩或情况有变化，结论和名次不变"));
    }
    parts.join("；")
}

/// How many people, and who they are if they are few.
fn people(changes: &[&StudentChange]) -> String {
    const FEW: usize = 3;
    let names: Vec<&str> = changes.iter().map(|change| change.student().name.as_str()).collect();
    let shown = if (1..=FEW).contains(&names.len()) { format!("（{}）", names.join("、")) } else { String::new() };
    format!("{} 人{shown}", names.len())
}

/// The page for the terminal.
#[must_use]
pub fn text(comparison: &Comparison) -> String {
    let mut text = String::new();
    for (label, side) in [("旧", &comparison.old), ("新", &comparison.new)] {
        let _ = writeln!(text, "{label}　{}", side_text(side));
    }
    if comparison.is_other_policy {
        text.push_str("政策的设置有变化，两次的标准不完全一样\n");
    }
    for fate in [FileFate::Changed, FileFate::Added, FileFate::Removed] {
        let names: Vec<&str> =
            comparison.files.iter().filter(|(_, own)| *own == fate).map(|(name, _)| name.as_str()).collect();
        if !names.is_empty() {
            let _ = writeln!(text, "材料{}　{} 个：{}", fate.chinese(), names.len(), listed(&names));
        }
    }
    if let (Some(old), Some(new)) = (comparison.old.counts, comparison.new.counts) {
        let shown: Vec<String> = LISTS
            .iter()
            .zip(old.iter().zip(new))
            .map(|(list, (old, new))| format!("{} {old} → {new}", list.chinese()))
            .collect();
        let _ = writeln!(text, "候选资格　{}", shown.join("，"));
    } else {
        let _ = writeln!(text, "候选资格　{}", undecided(comparison));
    }
    text.push_str(&brief(comparison));
    let students = |is: &dyn Fn(&StudentChange) -> bool| -> Vec<&StudentChange> {
        comparison.students.iter().filter(|change| is(change)).collect()
    };
    let pass = |change: &StudentChange| change.moves(Verdict::Pass);
    let is_rank_alone = |change: &StudentChange| change.is_of_rank() && !change.is_of_verdict();
    write_students(&mut text, "进入符合名单", &students(&|change| pass(change) > 0));
    write_students(&mut text, "离开符合名单", &students(&|change| pass(change) < 0));
    write_students(&mut text, "其他结论变化", &students(&|change| change.is_of_verdict() && pass(change) == 0));
    write_students(
        &mut text,
        "结论不变，本人成绩和名次变化",
        &students(&|change| is_rank_alone(change) && !change.causes.is_empty()),
    );
    write_students(
        &mut text,
        "结论不变，因其他人的变化而名次变化",
        &students(&|change| is_rank_alone(change) && change.causes.is_empty()),
    );
    let is_rest = |change: &StudentChange| !change.is_of_rank() && !change.is_of_verdict();
    write_students(&mut text, "结论和名次不变，成绩或情况变化", &students(&is_rest));
    if !comparison.others.is_empty() {
        let _ = writeln!(text, "\n其他结论（{} 处）", comparison.others.len());
        for change in comparison.others.iter().take(MOST) {
            let (old, new) = (or_nothing(&change.old), or_nothing(&change.new));
            let _ = writeln!(text, "  {}　{}　{}：{old} → {new}", change.part, change.subject, change.item);
        }
        write_more(&mut text, comparison.others.len(), "处");
    }
    text
}

fn side_text(side: &Side) -> String {
    let term = if side.term.is_empty() { "学期不明".to_owned() } else { format!("{} 学期", side.term) };
    format!("{term}，按 {} 的情况判断，政策 {}，{}", side.as_of, layer_name(&side.policy), side.tool)
}

/// Why eligibility is not compared.
fn undecided(comparison: &Comparison) -> &'static str {
    match (comparison.old.counts, comparison.new.counts) {
        (None, Some(_)) => "没有比较，旧结果没有做候选资格审查",
        (Some(_), None) => "没有比较，新结果没有做候选资格审查",
        _ => "没有比较，两次都没有做候选资格审查",
    }
}

fn write_students(text: &mut String, head: &str, students: &[&StudentChange]) {
    if students.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{head}（{} 人）", students.len());
    for change in students.iter().take(MOST) {
        let student = change.student();
        let _ = writeln!(text, "  {} {}　{}　{}", student.student_id, student.name, student.major, moved(change));
        // Where the heading says it all, a line for each student would only hide those who have a reason of their own.
        let is_said = !change.is_of_verdict() && change.causes.is_empty();
        for line in reasons(change).into_iter().filter(|_| !is_said) {
            let _ = writeln!(text, "      {line}");
        }
    }
    write_more(text, students.len(), "人");
}

fn write_more(text: &mut String, all: usize, what: &str) {
    if all > MOST {
        let _ = writeln!(text, "  还有 {} {what}，全部见 Excel 表（tuanxue diff 加 --xlsx 文件）", all - MOST);
    }
}

/// `复核 → 符合，名次 9 / 45 → 7 / 45`.
fn moved(change: &StudentChange) -> String {
    let verdict = |student: &Option<StudentResult>| {
        student.as_ref().map_or("不在名单", |own| verdict_text(&own.verdict)).to_owned()
    };
    let mut parts = Vec::new();
    if change.is_of_verdict() {
        parts.push(format!("{} → {}", verdict(&change.old), verdict(&change.new)));
    } else {
        parts.push(verdict(&change.new));
    }
    if let (Some(old), Some(new)) = (&change.old, &change.new) {
        for (what, old, new) in
            [("名次", rank_text(old), rank_text(new)), ("平均分", average(old).to_owned(), average(new).to_owned())]
        {
            if old != new {
                parts.push(format!("{what} {} → {}", or_nothing(&old), or_nothing(&new)));
            }
        }
    }
    parts.join("，")
}

fn average(student: &StudentResult) -> &str {
    student.average.as_deref().unwrap_or_default()
}

fn or_nothing(text: &str) -> &str {
    if text.is_empty() { NOTHING } else { text }
}

/// Why a student's result changed, a line each, with the cells: the scores first; of what the rules made of them the verdict, and
/// the whole finding where no score explains it.
fn reasons(change: &StudentChange) -> Vec<String> {
    let has_scores = has_scores(change);
    let line = |cause: &Cause| {
        if has_scores && !cause.is_score {
            let (old, new) = (or_nothing(verdict_of(&cause.old)), or_nothing(verdict_of(&cause.new)));
            return format!("{}：{old} → {new}", cause.what);
        }
        let (old, new) = (or_nothing(&cause.old), or_nothing(&cause.new));
        let within = |cells: &str| if cells.is_empty() { String::new() } else { format!("（{cells}）") };
        let old_cells = if cause.old_cells == cause.new_cells { "" } else { cause.old_cells.as_str() };
        format!("{}：{old}{} → {new}{}", cause.what, within(old_cells), within(&cause.new_cells))
    };
    let mut lines: Vec<String> = told(change).map(line).collect();
    lines.extend(general_reason(change));
    lines
}

fn has_scores(change: &StudentChange) -> bool {
    change.causes.iter().any(|cause| cause.is_score)
}

/// The causes that say something of their own: what a rule made of a score only where it came to another verdict.
fn told(change: &StudentChange) -> impl Iterator<Item = &Cause> {
    let has_scores = has_scores(change);
    let is_told =
        move |cause: &&Cause| !has_scores || cause.is_score || verdict_of(&cause.old) != verdict_of(&cause.new);
    change.causes.iter().filter(is_told)
}

/// The verdict that a finding begins with.
fn verdict_of(finding: &str) -> &str {
    finding.split_once('：').map_or(finding, |(verdict, _)| verdict)
}

/// What explains a change that the student's own sheets do not.
fn general_reason(change: &StudentChange) -> Option<String> {
    match (&change.old, &change.new) {
        (None, _) => Some("原来的名册里没有这名在籍学生".to_owned()),
        (Some(_), None) => {
            Some(change.status.as_ref().map_or_else(
                || "现在的名册里没有这名学生".to_owned(),
                |status| format!("现在不在籍：学籍状态“{status}”"),
            ))
        }
        (Some(_), Some(_)) if change.causes.is_empty() => Some("本人材料没有变化（其他人、政策或日期变了）".to_owned()),
        _ => None,
    }
}

/// Builds the workbook.
///
/// # Errors
///
/// If the library refuses a value.
pub fn build(comparison: &Comparison) -> anyhow::Result<Book> {
    let layout = BookLayout::parse(include_str!("../../templates/reports/comparison.toml"))?;
    let mut book = Book::new("两次结果对比")?;
    let mut notes = vec!["内部使用，不公示。原来、现在指比较的两次结果；每处变化的单元格见“依据”。".to_owned()];
    if comparison.is_other_policy {
        notes.push("政策的设置有变化，两次的标准不完全一样。".to_owned());
    }
    book.add_table(&layout.sheet("overview", &[])?, &notes, overview_rows(comparison))?;
    if comparison.old.counts.is_some() && comparison.new.counts.is_some() {
        book.add_table(&layout.sheet("students", &[])?, &[], student_rows(comparison))?;
    } else {
        let notes = [format!("{}。", undecided(comparison))];
        book.add_table(&layout.sheet("students", &[])?, &notes, Vec::new())?;
    }
    book.add_table(&layout.sheet("others", &[])?, &[], other_rows(comparison))?;
    book.add_table(&layout.sheet("basis", &[])?, &[], basis_rows(comparison))?;
    Ok(book)
}

fn overview_rows(comparison: &Comparison) -> Vec<Vec<Cell<'_>>> {
    let (old, new) = (&comparison.old, &comparison.new);
    let text = |item: String, old: String, new: String| vec![Cell::text(item), Cell::text(old), Cell::text(new)];
    let mut rows = vec![
        text("学期".to_owned(), old.term.clone(), new.term.clone()),
        text("按哪一天判断".to_owned(), old.as_of.clone(), new.as_of.clone()),
        text("政策".to_owned(), layer_name(&old.policy).to_owned(), layer_name(&new.policy).to_owned()),
        text("程序".to_owned(), old.tool.clone(), new.tool.clone()),
    ];
    for (idx, list) in LISTS.into_iter().enumerate() {
        let count = |side: &Side| side.counts.map_or_else(|| Cell::text("没有做"), |counts| Cell::Count(counts[idx]));
        rows.push(vec![Cell::text(format!("候选资格{}人数", list.chinese())), count(old), count(new)]);
        let entered = comparison.entered(list).count();
        let left = comparison.left(list).count();
        if entered + left > 0 {
            rows.push(text(
                format!("　其中进出{}名单", list.chinese()),
                format!("出 {left} 人"),
                format!("进 {entered} 人"),
            ));
        }
    }
    for (name, fate) in &comparison.files {
        let (old, new) = match fate {
            FileFate::Changed => ("有", "有，内容改过"),
            FileFate::Added => (NOTHING, "新增"),
            FileFate::Removed => ("有", "没有了"),
        };
        rows.push(text(format!("材料　{name}"), old.to_owned(), new.to_owned()));
    }
    rows
}

fn student_rows(comparison: &Comparison) -> Vec<Vec<Cell<'_>>> {
    let verdict = |student: Option<&StudentResult>| {
        let found = student.and_then(|own| LISTS.into_iter().find(|list| list.id() == own.verdict));
        found.map_or_else(|| Cell::text("不在名单"), Cell::Verdict)
    };
    // Who enters or leaves a list comes before those whose rank alone moved.
    let mut changes: Vec<&StudentChange> = comparison.students.iter().collect();
    changes.sort_by_key(|change| (!change.is_of_verdict(), !change.is_of_rank()));
    let row = |(seq, change): (u32, &&StudentChange)| {
        let student = change.student();
        let (old, new) = (change.old.as_ref(), change.new.as_ref());
        let of = |own: Option<&StudentResult>, what: fn(&StudentResult) -> String| {
            Cell::text(own.map(what).unwrap_or_default())
        };
        let mut why: Vec<String> = told(change)
            .map(|cause| format!("{}：{} → {}", cause.what, or_nothing(&cause.old), or_nothing(&cause.new)))
            .collect();
        why.extend(general_reason(change));
        vec![
            Cell::Count(seq),
            Cell::text(student.student_id.clone()),
            Cell::text(student.name.clone()),
            Cell::text(student.college.clone()),
            Cell::text(student.major.clone()),
            verdict(old),
            verdict(new),
            of(old, rank_text),
            of(new, rank_text),
            of(old, |own| average(own).to_owned()),
            of(new, |own| average(own).to_owned()),
            Cell::text(why.join("\n")),
        ]
    };
    (1..).zip(&changes).map(row).collect()
}

fn other_rows(comparison: &Comparison) -> Vec<Vec<Cell<'_>>> {
    let row = |change: &'_ crate::rules::comparison::OtherChange| {
        vec![
            Cell::text(change.part),
            Cell::text(change.subject.clone()),
            Cell::text(change.item.clone()),
            Cell::text(or_nothing(&change.old).to_owned()),
            Cell::text(or_nothing(&change.new).to_owned()),
        ]
    };
    comparison.others.iter().map(row).collect()
}

fn basis_rows(comparison: &Comparison) -> Vec<Vec<Cell<'_>>> {
    let row = |subject: &str, name: &str, what: &str, sides: [&str; 4]| {
        let [old, old_cells, new, new_cells] = sides.map(str::to_owned);
        let texts = [subject.to_owned(), name.to_owned(), what.to_owned(), old, old_cells, new, new_cells];
        texts.map(Cell::text).to_vec()
    };
    let students = comparison.students.iter().flat_map(|change| {
        let student = change.student();
        change.causes.iter().map(move |own| {
            let sides = [or_nothing(&own.old), &own.old_cells, or_nothing(&own.new), &own.new_cells];
            row(&student.student_id, &student.name, &own.what, sides)
        })
    });
    let others = comparison.others.iter().map(|own| {
        let sides = [or_nothing(&own.old), &own.old_cells, or_nothing(&own.new), &own.new_cells];
        row(&own.subject, "", &format!("{} {}", own.part, own.item), sides)
    });
    students.chain(others).collect()
}

#[derive(Serialize)]
struct ComparisonView<'a> {
    old: SideView<'a>,
    new: SideView<'a>,
    policy_changed: bool,
    files: Vec<FileView<'a>>,
    students: Vec<StudentView<'a>>,
    others: Vec<OtherView<'a>>,
}

#[derive(Serialize)]
struct SideView<'a> {
    tool: &'a str,
    as_of: &'a str,
    term: &'a str,
    policy: &'a str,
    counts: Option<CountsView>,
}

#[derive(Serialize)]
struct CountsView {
    pass: u32,
    review: u32,
    fail: u32,
}

#[derive(Serialize)]
struct FileView<'a> {
    file: &'a str,
    change: &'static str,
}

#[derive(Serialize)]
struct StudentView<'a> {
    student_id: &'a str,
    name: &'a str,
    college: &'a str,
    major: &'a str,
    old: Option<StandView<'a>>,
    new: Option<StandView<'a>>,
    causes: Vec<CauseView<'a>>,
}

#[derive(Serialize)]
struct StandView<'a> {
    verdict: &'a str,
    rank: Option<&'a str>,
    cohort_size: Option<u32>,
    average: Option<&'a str>,
}

#[derive(Serialize)]
struct CauseView<'a> {
    what: &'a str,
    old: &'a str,
    old_cells: &'a str,
    new: &'a str,
    new_cells: &'a str,
}

#[derive(Serialize)]
struct OtherView<'a> {
    part: &'a str,
    subject: &'a str,
    item: &'a str,
    old: &'a str,
    old_cells: &'a str,
    new: &'a str,
    new_cells: &'a str,
}

/// The comparison for machines, one object.
///
/// # Errors
///
/// None that a comparison can cause.
pub fn json(comparison: &Comparison) -> anyhow::Result<String> {
    fn side(side: &Side) -> SideView<'_> {
        let counts = side.counts.map(|[pass, review, fail]| CountsView { pass, review, fail });
        SideView { tool: &side.tool, as_of: &side.as_of, term: &side.term, policy: &side.policy, counts }
    }
    fn stand(student: &StudentResult) -> StandView<'_> {
        StandView {
            verdict: &student.verdict,
            rank: student.rank.as_deref(),
            cohort_size: student.cohort_size,
            average: student.average.as_deref(),
        }
    }
    fn student(change: &StudentChange) -> StudentView<'_> {
        let own = change.student();
        let causes = change.causes.iter().map(|cause| CauseView {
            what: &cause.what,
            old: &cause.old,
            old_cells: &cause.old_cells,
            new: &cause.new,
            new_cells: &cause.new_cells,
        });
        StudentView {
            student_id: &own.student_id,
            name: &own.name,
            college: &own.college,
            major: &own.major,
            old: change.old.as_ref().map(stand),
            new: change.new.as_ref().map(stand),
            causes: causes.collect(),
        }
    }
    let view = ComparisonView {
        old: side(&comparison.old),
        new: side(&comparison.new),
        policy_changed: comparison.is_other_policy,
        files: comparison.files.iter().map(|(file, fate)| FileView { file, change: fate.id() }).collect(),
        students: comparison.students.iter().map(student).collect(),
        others: comparison
            .others
            .iter()
            .map(|own| OtherView {
                part: own.part,
                subject: &own.subject,
                item: &own.item,
                old: &own.old,
                old_cells: &own.old_cells,
                new: &own.new,
                new_cells: &own.new_cells,
            })
            .collect(),
    };
    Ok(serde_json::to_string_pretty(&view)? + "\n")
}
