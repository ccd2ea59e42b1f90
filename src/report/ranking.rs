//! `02-专业排名.xlsx`: the full ranking of every cohort, a sheet per college, and where each line falls.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Chart, ChartType};

use crate::model::Kind;
use crate::model::facts::{CourseState, Exclusion, Metric, Standing, Student};
use crate::model::number::Exact;

use super::eligibility::rank_cell;
use super::explain::exact;
use super::layout::{BookLayout, ColumnLayout, SheetLayout};
use super::line::{Line, lines};
use super::sheet::{Book, Cell, Plan, Table};
use super::{Outcome, assumption_note, clause_text, metric_label, part_notes};
use crate::rules::eligibility::is_within_line;

/// File name.
pub const NAME: &str = "02-专业排名.xlsx";

/// Builds the workbook.
///
/// # Errors
///
/// If the library refuses a value.
pub fn build(outcome: &Outcome<'_>) -> anyhow::Result<Book> {
    let layout = BookLayout::parse(include_str!("../../templates/reports/02-ranking.toml"))?;
    let metric = metric_label(outcome);
    let school = outcome.policy.school.as_str();
    let notes = part_notes(outcome, Kind::decides_eligibility);
    let mut book = Book::new("专业排名")?;
    let has_line = outcome.policy.rank.enabled.value;
    let sheet = layout.sheet(if has_line { "lines" } else { "cohorts" }, &[("school", school), ("metric", metric)])?;
    let lines = lines(outcome);
    let rows: Vec<Vec<Cell>> = lines.iter().map(|line| line_row(outcome, &sheet, line)).collect();
    let table = book.add_table(&sheet, &notes, rows)?;
    if let Some(chart) = chart(&table, metric) {
        book.add_chart(&table, &chart)?;
    }
    let mut plans = Vec::new();
    for (college, students) in by_college(outcome) {
        let sheet = layout.sheet("college", &[("college", college), ("metric", metric)])?;
        let keys: Vec<String> = sheet.columns.iter().map(|column| column.key.clone()).collect();
        plans.push(Plan::new(sheet, notes[..1].to_vec(), students.len(), move |idx| {
            keys.iter().map(|key| ranking_cell(outcome, key, students[idx])).collect()
        }));
    }
    let sheet = layout.sheet("basis", &[])?;
    let rank = &outcome.policy.rank.percent;
    let line = has_line.then(|| format!("线：{}。条文：{}。", rank.value, clause_text(&rank.basis)));
    let ranked: Vec<(&Student, &Standing)> =
        outcome.facts.students.iter().filter_map(|student| Some((student, student.standings.first()?))).collect();
    plans.push(Plan::new(
        sheet,
        line.into_iter().chain([assumption_note(outcome.policy)]).collect(),
        ranked.len(),
        move |idx| {
            let (student, standing) = ranked[idx];
            basis_row(outcome, student, standing)
        },
    ));
    book.add_tables(plans)?;
    Ok(book)
}

fn line_row<'a>(outcome: &Outcome<'a>, sheet: &SheetLayout, line: &Line) -> Vec<Cell<'a>> {
    let decimals = outcome.policy.grades.decimals;
    let number = |value: Option<Exact>| value.map_or(Cell::Blank, |value| Cell::Number(value, decimals));
    let mut notes = Vec::new();
    if !outcome.policy.rank.enabled.value {
        // Without a line there is nothing to say of it.
    } else if line.n_within == 0 {
        notes.push("人数太少，线内没有名额".to_owned());
    } else if line.near.iter().any(|(_, side)| *side == super::line::Side::TiedOnLine) {
        notes.push("线上有并列，见 01 的“线边名单”".to_owned());
    }
    notes.extend(line.unsettled());
    let last = line.last.as_ref();
    let cell = |column: &ColumnLayout| match column.key.as_str() {
        "cohort" => Cell::text(&outcome.facts.cohorts[line.cohort].label),
        "of" => Cell::Count(line.of),
        "seats" => Cell::Count(line.n_within),
        "last" => Cell::text(last.map_or(String::new(), |(rank, _)| rank.clone())),
        "value" => number(last.and_then(|(_, value)| *value)),
        "best" => number(line.best),
        _ => Cell::text(notes.join("；")),
    };
    sheet.columns.iter().map(cell).collect()
}

/// The lowest value inside each line beside the highest.
fn chart(table: &Table, metric: &str) -> Option<Chart> {
    /// More cohorts than this make a chart nobody can read.
    const MOST: u32 = 40;
    let column = |key: &str| table.column(key);
    let bars = table.last_row.checked_sub(table.first_row)? + 1;
    if bars > MOST {
        return None;
    }
    let name = table.sheet.as_str();
    let mut chart = Chart::new(ChartType::Bar);
    for (key, label, colour) in [("value", "线内最低", 0x004F_81BD), ("best", "最高", 0x00BF_CFE3)] {
        let values = column(key)?;
        chart
            .add_series()
            .set_name(label)
            .set_categories((name, table.first_row, column("cohort")?, table.last_row, column("cohort")?))
            .set_values((name, table.first_row, values, table.last_row, values))
            .set_format(
                rust_xlsxwriter::ChartFormat::new().set_solid_fill(
                    rust_xlsxwriter::ChartSolidFill::new().set_color(rust_xlsxwriter::Color::RGB(colour)),
                ),
            );
    }
    chart.title().set_name(&format!("各专业的线：{metric}"));
    chart.y_axis().set_reverse();
    chart.set_width(760).set_height(160 + bars * 36);
    Some(chart)
}

/// Ranked and unranked students of each college, by cohort and rank.
fn by_college<'a>(outcome: &Outcome<'a>) -> BTreeMap<&'a str, Vec<&'a Student>> {
    let facts = outcome.facts;
    let mut by_college: BTreeMap<&str, Vec<&Student>> = BTreeMap::new();
    for student in &facts.students {
        let college = facts.words.text(student.college);
        by_college.entry(if college.is_empty() { outcome.no_college() } else { college }).or_default().push(student);
    }
    for students in by_college.values_mut() {
        students.sort_by_key(|student| {
            let rank = student.standings.first().and_then(|standing| standing.rank);
            (student.ranked_in.unwrap_or(u32::MAX), rank.is_none(), rank, facts.words.text(student.id))
        });
    }
    by_college
}

fn ranking_cell<'a>(outcome: &Outcome<'a>, key: &str, student: &Student) -> Cell<'a> {
    let facts = outcome.facts;
    let decimals = outcome.policy.grades.decimals;
    let standing = student.standings.first();
    let ranked = standing.filter(|standing| standing.rank.is_some());
    let number = |value: Option<Exact>| value.map_or(Cell::Blank, |value| Cell::Number(value, decimals));
    match key {
        "cohort" => Cell::text(cohort_label(outcome, student)),
        "rank" => match ranked {
            Some(_) => rank_cell(standing),
            None => Cell::text("未排"),
        },
        "of" => ranked.map_or(Cell::Blank, |standing| Cell::Count(standing.cohort_size)),
        "percent" => {
            ranked.and_then(|standing| Some((standing, standing.rank?))).map_or(Cell::Blank, |(standing, rank)| {
                Cell::Percent(Exact::new(i128::from(rank.halves), 2 * i128::from(standing.cohort_size.max(1))))
            })
        }
        "side" => match ranked {
            Some(standing) if outcome.policy.rank.enabled.value && is_within_line(outcome.policy, standing) => {
                Cell::Marked(crate::model::decision::Verdict::Pass, "线内".into())
            }
            _ => Cell::Blank,
        },
        "id" => Cell::text(facts.words.text(student.id)),
        "name" => Cell::text(facts.words.text(student.name)),
        "class" => Cell::text(facts.words.text(student.class)),
        "value" => number(standing.and_then(|standing| standing.value)),
        // Beside another metric only; else it is the metric.
        "average" => number(standing.filter(|s| s.metric != Some(Metric::Average)).and_then(|s| s.average)),
        "credits" => standing.filter(|s| s.n_courses > 0).map_or(Cell::Blank, |s| Cell::Number(s.credits.exact(), 1)),
        "n" => standing.filter(|s| s.n_courses > 0).map_or(Cell::Blank, |standing| Cell::Count(standing.n_courses)),
        "failed" => {
            let courses = facts.courses_of(student);
            let failed =
                courses.iter().filter(|course| course.is_asked && course.state == CourseState::Outstanding).count();
            if courses.is_empty() { Cell::Blank } else { Cell::Count(u32::try_from(failed).unwrap_or(u32::MAX)) }
        }
        _ => Cell::Blank,
    }
}

fn cohort_label<'a>(outcome: &Outcome<'a>, student: &Student) -> &'a str {
    student
        .ranked_in
        .and_then(|cohort| outcome.facts.cohorts.get(cohort as usize))
        .map_or("（名册信息不全）", |c| &c.label)
}

/// A standing with its exact value and the cells it comes from.
fn basis_row<'a>(outcome: &Outcome<'a>, student: &Student, standing: &Standing) -> Vec<Cell<'a>> {
    let facts = outcome.facts;
    let courses = facts.courses_of(student);
    let within = courses.iter().filter(|course| standing.window.holds(course.term, facts.term));
    let excluded: Vec<String> = within
        .filter_map(|course| Some((course, course.excluded?)))
        .filter(|(_, why)| *why != Exclusion::Minor)
        .map(|(course, why)| format!("{}（{why}）", facts.name_of(course, student)))
        .collect();
    vec![
        Cell::text(facts.words.text(student.id)),
        Cell::text(facts.words.text(student.name)),
        Cell::text(cohort_label(outcome, student)),
        rank_cell(Some(standing)),
        Cell::text(standing.metric.map_or("", Metric::chinese)),
        Cell::text(standing.value.map(exact).unwrap_or_default()),
        Cell::text(excluded.join("、")),
        Cell::text(facts.sources.show_all(&facts.cells_of(student, standing)).join("；")),
    ]
}
