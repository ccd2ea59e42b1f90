//! `00-说明与数据问题.xlsx`: what was read, what was set aside, every problem by how to mend it, and the policy in force.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use crate::model::decision::Verdict;
use crate::model::intake::FileReport;
use crate::model::text::fold_student_id;
use crate::problem::{Place, Problem, Severity};

use super::json::policy_sha256;
use super::layout::BookLayout;
use super::sheet::{Book, Cell};
use super::{Outcome, TOOL, layer_names, part_notes};

/// File name.
pub const NAME: &str = "00-说明与数据问题.xlsx";

/// Builds the workbook.
///
/// # Errors
///
/// If the library refuses a value.
pub fn build(outcome: &Outcome<'_>) -> anyhow::Result<Book> {
    let layout = BookLayout::parse(include_str!("../../templates/reports/00-problems.toml"))?;
    let school = outcome.policy.school.as_str();
    let mut book = Book::new("说明与数据问题")?;
    let fill = [("school", school)];
    let notes = [
        "先看“数据问题”：错误会使有关学生的候选资格列为复核，评议、考勤、选举等表里有错误的票或行不计入；请按建议更正原表后重新运行；提醒和说明不会把学生列为复核，但可能牵涉名次或统计，请逐条看过。".to_owned(),
        "原表没有任何改动；没有使用的行都列在“搁置的行”。".to_owned(),
    ];
    book.add_table(&layout.sheet("summary", &fill)?, &notes, summary(outcome))?;
    book.add_table(&layout.sheet("counts", &fill)?, &[], counts(outcome))?;
    book.add_table(&layout.sheet("problems", &fill)?, &[], problems(outcome))?;
    let conserved = "每张表：读入行 = 使用行 + 搁置行。读入行指表头以下有内容的行。".to_owned();
    book.add_table(&layout.sheet("files", &fill)?, &[conserved], files(outcome))?;
    book.add_table(&layout.sheet("aside", &fill)?, &[], set_aside(outcome))?;
    book.add_table(&layout.sheet("away", &fill)?, &[], not_enrolled(outcome))?;
    let assumed =
        "“假设”表示这一项没有条文依据，是本工具的默认值；“本批设置”来自材料文件夹里的 policy.toml。".to_owned();
    book.add_table(&layout.sheet("basis", &fill)?, &[assumed], basis(outcome))?;
    Ok(book)
}

/// Builds the workbook of `check`: problems and how the sheets were understood, without any decision.
///
/// # Errors
///
/// If the library refuses a value.
pub fn build_list(outcome: &Outcome<'_>) -> anyhow::Result<Book> {
    let layout = BookLayout::parse(include_str!("../../templates/reports/00-problems.toml"))?;
    let mut book = Book::new("数据问题清单")?;
    book.add_table(&layout.sheet("counts", &[])?, &[], counts(outcome))?;
    book.add_table(&layout.sheet("problems", &[])?, &[], problems(outcome))?;
    book.add_table(&layout.sheet("files", &[])?, &[], files(outcome))?;
    book.add_table(&layout.sheet("aside", &[])?, &[], set_aside(outcome))?;
    Ok(book)
}

fn summary<'a>(outcome: &Outcome<'a>) -> Vec<Vec<Cell<'a>>> {
    let facts = outcome.facts;
    let policy = outcome.policy;
    let decided = |verdict: Verdict| outcome.decisions.iter().filter(|decision| decision.verdict == verdict).count();
    let severe = |severity: Severity| outcome.problems.iter().filter(|p| p.fault.severity() == severity).count();
    let mut rows: Vec<(&str, String)> = vec![
        ("学校", if policy.school.is_empty() { "（政策未写）".to_owned() } else { policy.school.clone() }),
        ("学期", facts.term.map_or_else(|| "不明".to_owned(), |term| term.to_string())),
        ("判断日期", facts.as_of.map_or_else(String::new, |day| day.to_string())),
        ("政策", format!("{}（{}），依次叠加：{}", policy.title, policy.id, layer_names(policy))),
        ("政策校验值", policy_sha256(policy)),
        ("工具版本", TOOL.to_owned()),
        ("文件", format!("{} 个", outcome.files.len())),
        ("在籍学生", format!("{} 人", facts.students.len())),
        ("不在籍学生", format!("{} 人，见“不在籍学生”", facts.not_enrolled.len())),
        (
            "候选资格",
            outcome.missing_text().map_or_else(
                || {
                    format!(
                        "符合 {}，复核 {}，不符合 {}",
                        decided(Verdict::Pass),
                        decided(Verdict::Review),
                        decided(Verdict::Fail)
                    )
                },
                |missing| format!("没有做，{missing}"),
            ),
        ),
        (
            "数据问题",
            format!(
                "错误 {}，提醒 {}，说明 {}",
                severe(Severity::Error),
                severe(Severity::Warning),
                severe(Severity::Info)
            ),
        ),
    ];
    rows.extend(part_notes(outcome, |_| true).into_iter().map(|note| ("注意", note)));
    rows.into_iter().map(|(item, value)| vec![Cell::text(item), Cell::text(value)]).collect()
}

fn grouped<'a>(outcome: &Outcome<'a>) -> Vec<&'a Problem> {
    let mut problems: Vec<&Problem> = outcome.problems.iter().collect();
    // The order within a group and severity stays that of the files.
    problems.sort_by_key(|problem| (problem.fault.severity(), problem.fault.group(), problem.fault.code()));
    problems
}

fn counts<'a>(outcome: &Outcome<'a>) -> Vec<Vec<Cell<'a>>> {
    let row = |(example, count): (&Problem, u32)| {
        let place = example.place.show(&outcome.facts.sources);
        vec![
            Cell::text(example.fault.group().chinese()),
            Cell::text(example.fault.code()),
            severity_cell(example.fault.severity()),
            Cell::Count(count),
            Cell::text(format!("{place}：{}", example.message())),
        ]
    };
    outcome.counted().into_iter().map(row).collect()
}

fn severity_cell(severity: Severity) -> Cell<'static> {
    let colour = match severity {
        Severity::Error => Verdict::Fail,
        Severity::Warning => Verdict::Review,
        Severity::Info => Verdict::Exempt,
    };
    Cell::Marked(colour, severity.chinese().into())
}

fn problems<'a>(outcome: &Outcome<'a>) -> Vec<Vec<Cell<'a>>> {
    let sources = &outcome.facts.sources;
    let facts = outcome.facts;
    let enrolled = facts.students.iter().map(|student| (student.id, student.name));
    let away = facts.not_enrolled.iter().map(|student| (student.id, student.name));
    let names: HashMap<Cow<str>, &str> = enrolled
        .chain(away)
        .filter_map(|(id, name)| Some((fold_student_id(facts.words.text(id))?, facts.words.text(name))))
        .collect();
    grouped(outcome)
        .into_iter()
        .map(|problem| {
            let (file, sheet, cell) = match problem.place {
                Place::Drop => ("整批材料", "", String::new()),
                Place::File(file) => (sources.file(file), "", String::new()),
                Place::Sheet(sheet) => (sources.file(sheet.file()), sources.sheet(sheet), String::new()),
                Place::Cell(cell) => (sources.file(cell.sheet().file()), sources.sheet(cell.sheet()), cell.a1()),
            };
            let student = problem.student.map_or("", |student| outcome.facts.words.text(student));
            let name = names.get(student).copied().unwrap_or("");
            vec![
                Cell::text(problem.fault.group().chinese()),
                severity_cell(problem.fault.severity()),
                Cell::text(problem.fault.code()),
                Cell::text(file),
                Cell::text(sheet),
                Cell::text(cell),
                Cell::text(student),
                Cell::text(name),
                Cell::Count(problem.count),
                Cell::text(problem.fault.to_string()),
            ]
        })
        .collect()
}

fn files<'a>(outcome: &Outcome<'a>) -> Vec<Vec<Cell<'a>>> {
    outcome.files.iter().flat_map(file_rows).collect()
}

fn file_rows(file: &FileReport) -> Vec<Vec<Cell<'_>>> {
    if file.sheets.is_empty() {
        let mut row = vec![Cell::text(&file.name), Cell::Blank, Cell::text(file.state.chinese())];
        row.resize(9, Cell::Blank);
        row.push(Cell::text(&file.sha256));
        return vec![row];
    }
    file.sheets
        .iter()
        .map(|sheet| {
            let reasons: Vec<String> = sheet
                .set_aside
                .iter()
                .map(|(reason, rows)| format!("{} {} 行", reason.chinese(), rows.len()))
                .collect();
            let columns: Vec<String> =
                sheet.columns.iter().map(|(role, letters, label)| format!("{letters} 列“{label}”→{role}")).collect();
            vec![
                Cell::text(&file.name),
                Cell::text(&sheet.name),
                Cell::text(sheet.kind_chinese()),
                sheet.header_row.map_or(Cell::Blank, Cell::Count),
                Cell::Count(sheet.n_read),
                Cell::Count(sheet.n_used),
                Cell::Count(sheet.n_read - sheet.n_used),
                Cell::text(reasons.join("；")),
                Cell::text(columns.join("；")),
                Cell::text(&file.sha256),
            ]
        })
        .collect()
}

fn set_aside<'a>(outcome: &Outcome<'a>) -> Vec<Vec<Cell<'a>>> {
    let mut rows = Vec::new();
    for file in outcome.files {
        for sheet in &file.sheets {
            for (reason, aside) in &sheet.set_aside {
                rows.push(vec![
                    Cell::text(&file.name),
                    Cell::text(&sheet.name),
                    Cell::text(reason.chinese()),
                    Cell::Count(u32::try_from(aside.len()).unwrap_or(u32::MAX)),
                    Cell::text(row_ranges(aside)),
                ]);
            }
        }
    }
    rows
}

/// Row numbers from 1, runs written as `5–9`.
fn row_ranges(rows: &BTreeSet<u32>) -> String {
    let sorted: Vec<u32> = rows.iter().copied().collect();
    let mut texts = Vec::new();
    let mut rest = sorted.as_slice();
    while let Some(&first) = rest.first() {
        let run = rest.iter().zip(first..).take_while(|(row, expected)| **row == *expected).count();
        let last = rest[run - 1];
        texts.push(if run == 1 { (first + 1).to_string() } else { format!("{}–{}", first + 1, last + 1) });
        rest = &rest[run..];
    }
    texts.join("、")
}

fn not_enrolled<'a>(outcome: &Outcome<'a>) -> Vec<Vec<Cell<'a>>> {
    let facts = outcome.facts;
    (1..)
        .zip(&facts.not_enrolled)
        .map(|(seq, student)| {
            vec![
                Cell::Count(seq),
                Cell::text(facts.words.text(student.id)),
                Cell::text(facts.words.text(student.name)),
                Cell::text(facts.words.text(student.status)),
                Cell::text(facts.sources.show(student.cell)),
            ]
        })
        .collect()
}

/// The policy, every value with what it rests on.
fn basis<'a>(outcome: &Outcome<'a>) -> Vec<Vec<Cell<'a>>> {
    outcome
        .policy
        .listing()
        .map(|(key, effective)| {
            let basis = &effective.basis;
            let strength = if basis.clause.is_empty() { "" } else { basis.strength_chinese() };
            vec![
                Cell::text(key.path),
                Cell::text(key.chinese),
                Cell::text(effective.value.to_string()),
                Cell::text(basis.layer.chinese()),
                Cell::text(&*basis.clause),
                Cell::text(strength),
            ]
        })
        .collect()
}
