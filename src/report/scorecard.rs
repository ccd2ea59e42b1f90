//! `10-二级学院考核.xlsx`: how each college does in every check about it, with score, rank and what to mend first.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Chart, ChartType};

use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::rules::rule_name;
use crate::rules::scorecard::{Score, weight};
use crate::rules::{congress, ledgers, panel, structure};

use super::layout::{BookLayout, SheetLayout};
use super::sheet::{Book, Cell, Table};
use super::{Outcome, checks, clause_text, errors_note, part_heading};

/// File name.
pub const NAME: &str = "10-二级学院考核.xlsx";

/// Builds the workbook.
///
/// # Errors
///
/// If the library refuses a value.
pub fn build(outcome: &Outcome<'_>) -> anyhow::Result<Book> {
    let layout = BookLayout::parse(include_str!("../../templates/reports/10-scorecard.toml"))?;
    let fill = [("school", outcome.policy.school.as_str())];
    let mut book = Book::new("二级学院考核")?;
    let rows = outcome.scores.iter().map(|score| score_row(outcome, score)).collect();
    let table = book.add_table(&layout.sheet("scores", &fill)?, &notes(outcome), rows)?;
    if let Some(chart) = chart(&table) {
        book.add_chart(&table, &chart)?;
    }
    let sheet = with_colleges(outcome, layout.sheet("matrix", &fill)?);
    book.add_table(&sheet, &[MATRIX_NOTE.to_owned()], matrix_rows(outcome))?;
    let rows = outcome.scores.iter().flat_map(|score| check_rows(outcome, score)).collect();
    book.add_table(&layout.sheet("checks", &fill)?, &[], rows)?;
    book.add_table(&layout.sheet("basis", &fill)?, &[], basis_rows(outcome))?;
    Ok(book)
}

const MATRIX_NOTE: &str = "一条规则有几项核查的，写最差的结论；空着的是没有这项材料，或还没有到期。";

fn notes(outcome: &Outcome<'_>) -> Vec<String> {
    let weights = &outcome.policy.scorecard.weights.value;
    let weights = if weights.is_empty() {
        "各项核查同样计分（方案没有写权重，这是本工具的假设）".to_owned()
    } else {
        let own: Vec<String> =
            weights.iter().map(|(rule, weight)| format!("{rule} {}：{weight}", rule_name(rule))).collect();
        format!("权重：{}；其余为 1", own.join("，"))
    };
    let heading = [
        part_heading(outcome),
        format!("得分 = 符合的权重 / 全部权重 × 100，复核的要等核清，暂不得分。{weights}。"),
        "各学院交的材料不同，核查的项数也不同，比较前请先看“各项结论”；还没有到期的不计分。".to_owned(),
    ];
    let errors = errors_note(outcome, |_| true, "可能牵涉的核查列为复核");
    heading.into_iter().chain(errors).collect()
}

/// A check in one line: what it is and what was found.
fn brief(check: &Check) -> String {
    // What is wrong often stands in the note: which task is missing, since when a congress is overdue.
    const LONGEST: usize = 48;
    let note: String = check.note.chars().take(LONGEST).collect();
    let more = if note.len() < check.note.len() { "……" } else { "" };
    let note = if note.is_empty() { note } else { format!("（{note}{more}）") };
    format!("{} {}：{}{note}", check.rule, rule_name(check.rule), check.found)
}

fn score_row<'a>(outcome: &Outcome<'a>, score: &Score) -> Vec<Cell<'a>> {
    const MOST: usize = 3;
    let first: Vec<String> = score
        .first
        .iter()
        .take(MOST)
        .enumerate()
        .map(|(at, idx)| {
            let check = &outcome.checks[*idx];
            let doubt = if check.verdict == Verdict::Review { "（复核）" } else { "" };
            format!("{}. {}{doubt}", at + 1, brief(check))
        })
        .collect();
    let more = score.first.len().saturating_sub(MOST);
    let more = if more > 0 { format!("\n另有 {more} 项，见“明细”") } else { String::new() };
    let is_weighted = !outcome.policy.scorecard.weights.value.is_empty();
    vec![
        Cell::Count(score.rank),
        Cell::text(outcome.facts.words.text(score.college)),
        Cell::Number(score.points(), 2),
        Cell::Count(score.passed),
        Cell::Count(score.review),
        Cell::Count(score.failed),
        if is_weighted { Cell::text(format!("{} / {}", score.weights.0, score.weights.1)) } else { Cell::Blank },
        Cell::text(format!("{}{more}", first.join("\n"))),
    ]
}

/// The scores as bars.
fn chart(table: &Table) -> Option<Chart> {
    let (college, score) = (table.column("college")?, table.column("score")?);
    let name = table.sheet.as_str();
    let mut chart = Chart::new(ChartType::Bar);
    chart
        .add_series()
        .set_name("得分")
        .set_categories((name, table.first_row, college, table.last_row, college))
        .set_values((name, table.first_row, score, table.last_row, score));
    chart.title().set_name("各学院得分");
    chart.legend().set_hidden();
    chart.y_axis().set_reverse();
    chart.x_axis().set_min(0).set_max(100);
    let bars = table.last_row - table.first_row + 1;
    chart.set_width(760).set_height(140 + bars.min(30) * 34);
    Some(chart)
}

fn with_colleges(outcome: &Outcome<'_>, mut sheet: SheetLayout) -> SheetLayout {
    let label = |score: &Score| outcome.facts.words.text(score.college).to_owned();
    sheet.add_columns(outcome.scores.iter().map(|score| (format!("学院{}", label(score)), label(score))));
    sheet
}

/// Rules × colleges: the worst verdict of each.
fn matrix_rows<'a>(outcome: &Outcome<'a>) -> Vec<Vec<Cell<'a>>> {
    let mut rules: BTreeMap<usize, &'static str> = BTreeMap::new();
    let mut worst: BTreeMap<(&'static str, usize), Verdict> = BTreeMap::new();
    for (column, score) in outcome.scores.iter().enumerate() {
        for idx in &score.checks {
            let check = &outcome.checks[*idx];
            let place = crate::rules::CATALOGUE.iter().position(|rule| rule.id == check.rule);
            rules.insert(place.unwrap_or(usize::MAX), check.rule);
            let verdict = worst.entry((check.rule, column)).or_insert(check.verdict);
            *verdict = check.verdict.max(*verdict);
        }
    }
    let row = |rule: &'static str| {
        let verdicts = (0..outcome.scores.len()).map(|column| worst.get(&(rule, column)).copied());
        let cells = verdicts.map(|verdict| verdict.map_or(Cell::Blank, Cell::Verdict));
        [Cell::text(rule), Cell::text(rule_name(rule))].into_iter().chain(cells).collect()
    };
    rules.into_values().map(row).collect()
}

/// The report in which a rule's checks stand.
fn report_of(rule: &str) -> &'static str {
    let parts: [(&[&str], &'static str); 4] =
        [(&congress::RULES, "04"), (&panel::RULES, "05"), (&structure::RULES, "06"), (&ledgers::RULES, "08")];
    parts.into_iter().find(|(rules, _)| rules.contains(&rule)).map_or("", |(_, report)| report)
}

fn check_rows<'a>(outcome: &Outcome<'a>, score: &Score) -> Vec<Vec<Cell<'a>>> {
    let row = |idx: &usize| {
        let check = &outcome.checks[*idx];
        vec![
            Cell::text(outcome.facts.words.text(score.college)),
            Cell::text(check.rule),
            Cell::text(rule_name(check.rule)),
            Cell::text(check.period.as_str()),
            Cell::text(check.found.as_str()),
            Cell::text(checks::limit_text(check)),
            Cell::Verdict(check.verdict),
            Cell::Count(weight(outcome.policy, check.rule)),
            Cell::text(check.note.as_str()),
            Cell::text(report_of(check.rule)),
        ]
    };
    score.checks.iter().map(row).collect()
}

fn basis_rows<'a>(outcome: &Outcome<'a>) -> Vec<Vec<Cell<'a>>> {
    let rules = &outcome.policy.scorecard;
    let basis = crate::rules::basis_of(outcome.policy, "H-E6");
    let about = [
        vec![
            Cell::text("H-E6 纳入二级学院考核"),
            Cell::text("每个学院的各项核查合成得分"),
            Cell::text(clause_text(&basis)),
            Cell::Blank,
        ],
        vec![
            Cell::text("权重"),
            Cell::text(if rules.weights.value.is_empty() { "都是 1" } else { "见表头说明" }),
            Cell::text(clause_text(&rules.weights.basis)),
            Cell::Blank,
        ],
    ];
    let own = outcome.scores.iter().flat_map(|score| &score.checks);
    about.into_iter().chain(own.map(|idx| checks::basis_row(outcome, &outcome.checks[*idx]))).collect()
}
