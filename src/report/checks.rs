//! Checks as rows: what was found beside what is asked, and the clause and cells behind it. Every report of checks shows them alike.

use std::borrow::Cow;

use crate::model::check::Check;
use crate::model::origin::CellRef;
use crate::model::words::Word;
use crate::rules::rule_name;

use super::sheet::Cell;
use super::{Outcome, clause_text};

/// A check as a row: rule, what it is about, unit, period, found, limit, verdict, strength, note, persons.
#[must_use]
pub fn row<'a>(outcome: &Outcome<'a>, check: &'a Check) -> Vec<Cell<'a>> {
    vec![
        Cell::text(check.rule),
        Cell::text(rule_name(check.rule)),
        Cell::text(if check.unit.is_empty() { "全校" } else { check.unit.as_str() }),
        Cell::text(check.period.as_str()),
        Cell::text(check.found.as_str()),
        Cell::text(limit_text(check)),
        Cell::Verdict(check.verdict),
        Cell::text(check.basis.strength_chinese()),
        Cell::text(check.note.as_str()),
        Cell::text(persons_text(outcome, &check.persons)),
    ]
}

/// Persons two a line: a number that is parted by the end of a line cannot be read. Beyond what a cell shows, how many there are;
/// all of them stand in the result file.
#[must_use]
pub fn persons_text(outcome: &Outcome<'_>, persons: &[(Word, Word)]) -> String {
    const MOST: usize = 40;
    let text = |word| outcome.facts.words.text(word);
    let persons: Vec<String> = persons.iter().map(|(id, name)| format!("{} {}", text(*name), text(*id))).collect();
    let lines: Vec<String> = persons[..persons.len().min(MOST)].chunks(2).map(|pair| pair.join("  ")).collect();
    let more = if persons.len() > MOST {
        format!("\n等 {} 人，全部见 结果.json", persons.len())
    } else {
        String::new()
    };
    format!("{}{more}", lines.join("\n"))
}

/// What is asked, in words: a bare number is the most there may be.
#[must_use]
pub fn limit_text(check: &Check) -> Cow<'_, str> {
    let is_bare = !check.limit.is_empty() && check.limit.bytes().all(|byte| byte.is_ascii_digit());
    if is_bare { format!("不超过 {}", check.limit).into() } else { check.limit.as_str().into() }
}

/// What a check rests on: rule and unit, verdict with both sides, clause, cells.
#[must_use]
pub fn basis_row<'a>(outcome: &Outcome<'a>, check: &'a Check) -> Vec<Cell<'a>> {
    let of = [check.unit.as_str(), check.period.as_str()].into_iter().filter(|part| !part.is_empty());
    let of: Vec<&str> = of.collect();
    let of = if of.is_empty() { String::new() } else { format!("（{}）", of.join("，")) };
    vec![
        Cell::text(format!("{} {}{of}", check.rule, rule_name(check.rule))),
        Cell::text(format!("{}：{}；要求 {}", check.verdict.chinese(), check.found, limit_text(check))),
        Cell::text(clause_text(&check.basis)),
        Cell::text(cells_text(outcome, &check.evidence)),
    ]
}

/// Cells in a row of text: all of a few, the first of many with how many there are.
#[must_use]
pub fn cells_text(outcome: &Outcome<'_>, cells: &[CellRef]) -> String {
    const MOST: usize = 20;
    let shown = outcome.facts.sources.show_all(cells);
    let more = if shown.len() > MOST { format!("；等 {} 处", shown.len()) } else { String::new() };
    format!("{}{more}", shown[..shown.len().min(MOST)].join("；"))
}
