//! `01-候选资格审查.xlsx`: who is eligible, who has to be looked at and for what, everybody with every rule, and who stands near
//! the line.

use std::collections::{BTreeMap, HashMap};

use rust_xlsxwriter::{Chart, ChartType};

use crate::model::Kind;
use crate::model::decision::{Decision, Finding, Reason, Verdict};
use crate::model::facts::{Standing, Student};
use crate::model::number::Exact;
use crate::model::words::Word;
use crate::rules::{CATALOGUE, rule_name};

use super::layout::BookLayout;
use super::line::{Line, Side, lines};
use super::sheet::{Book, Cell, Plan, Table};
use super::{Outcome, assumption_note, clause_text, metric_label, part_notes};

/// File name.
pub const NAME: &str = "01-候选资格审查.xlsx";

/// Builds the workbook.
///
/// # Errors
///
/// If the library refuses a value.
pub fn build(outcome: &Outcome<'_>) -> anyhow::Result<Book> {
    let layout = BookLayout::parse(include_str!("../../templates/reports/01-eligibility.toml"))?;
    let metric = metric_label(outcome);
    let fill = [("school", outcome.policy.school.as_str()), ("metric", metric)];
    let notes = part_notes(outcome, Kind::decides_eligibility);
    let order = ListOrder::new(outcome);
    let mut book = Book::new("候选资格审查")?;

    let sheet = layout.sheet("summary", &fill)?;
    let table = book.add_table(&sheet, &notes, summary(outcome))?;
    if let Some(chart) = chart(&table) {
        book.add_chart(&table, &chart)?;
    }
    let sheets: [(&str, Option<Verdict>); 3] =
        [("pass", Some(Verdict::Pass)), ("review", Some(Verdict::Review)), ("all", None)];
    let mut plans = Vec::new();
    for (key, verdict) in sheets {
        let mut sheet = layout.sheet(key, &fill)?;
        sheet.columns.retain(|column| column.key != "H-A2" || outcome.policy.rank.enabled.value);
        let chosen =
            outcome.decisions.iter().filter(|decision| verdict.is_none_or(|wanted| decision.verdict == wanted));
        let mut rows: Vec<&Decision> = chosen.collect();
        // Those who only wait for their turn in the reviews come behind those in whose data something has to be looked at.
        let waits = |decision: &Decision| verdict == Some(Verdict::Review) && only_waits_for_reviews(decision);
        rows.sort_by_cached_key(|decision| (waits(decision), order.key(outcome, decision)));
        let mut notes = if verdict == Some(Verdict::Pass) { notes.clone() } else { notes[..1].to_vec() };
        let n_waiting = rows.iter().filter(|decision| waits(decision)).count();
        if n_waiting > 0 {
            notes.push(format!(
                "最后 {n_waiting} 人只因未列入资格审核意见表，数据没有疑问；确定人选并完成审核后自然消除。"
            ));
        }
        let keys: Vec<String> = sheet.columns.iter().map(|column| column.key.clone()).collect();
        plans.push(Plan::new(sheet, notes, rows.len(), move |idx| {
            let seq = u32::try_from(idx + 1).unwrap_or(u32::MAX);
            student_row(outcome, &keys, seq, rows[idx])
        }));
    }
    let explains = "线内：名次在线以内；线外：在线以外；并列线上：与线内最后一名同分。名单含线内最后、线外最前各一个名次的全部学生。".to_owned();
    if outcome.policy.rank.enabled.value {
        plans.push(Plan::of(layout.sheet("line", &fill)?, vec![explains], near_the_line(outcome)));
    }
    let reasons: Vec<(&Decision, &Reason)> = outcome
        .decisions
        .iter()
        .flat_map(|decision| decision.reasons.iter().map(move |reason| (decision, reason)))
        .collect();
    let note = assumption_note(outcome.policy);
    plans.push(Plan::new(layout.sheet("basis", &fill)?, vec![note], reasons.len(), move |idx| {
        let (decision, reason) = reasons[idx];
        basis_row(outcome, decision, reason)
    }));
    book.add_tables(plans)?;
    Ok(book)
}

/// Lists go by college, major, cohort, class and number; colleges, majors and classes in the order in which the roster first
/// names them, which is the order an office knows.
struct ListOrder {
    first_named: HashMap<Word, usize>,
}

impl ListOrder {
    fn new(outcome: &Outcome<'_>) -> Self {
        let mut students: Vec<&Student> = outcome.facts.students.iter().collect();
        students.sort_by_key(|student| student.cell);
        let mut first_named = HashMap::new();
        for word in students.iter().flat_map(|student| [student.college, student.major, student.class]) {
            let next = first_named.len();
            first_named.entry(word).or_insert(next);
        }
        Self { first_named }
    }

    fn key<'a>(&self, outcome: &Outcome<'a>, decision: &Decision) -> (usize, usize, &'a str, usize, &'a str) {
        let student = &outcome.facts.students[decision.student];
        let place = |word: Word| self.first_named.get(&word).copied().unwrap_or(usize::MAX);
        let text = |word: Word| outcome.facts.words.text(word);
        (place(student.college), place(student.major), text(student.cohort), place(student.class), text(student.id))
    }
}

/// Whether all there is to look at is that the student does not stand in the reviews sheet.
fn only_waits_for_reviews(decision: &Decision) -> bool {
    let mut open = decision.reasons.iter().filter(|reason| reason.verdict == Verdict::Review);
    open.all(|reason| matches!(reason.finding, Finding::NotInReviews))
}

fn summary<'a>(outcome: &Outcome<'a>) -> Vec<Vec<Cell<'a>>> {
    let mut by_college: BTreeMap<&str, Vec<&Decision>> = BTreeMap::new();
    for decision in outcome.decisions {
        let college = outcome.facts.words.text(outcome.facts.students[decision.student].college);
        by_college.entry(if college.is_empty() { outcome.no_college() } else { college }).or_default().push(decision);
    }
    let mut rows: Vec<Vec<Cell>> =
        by_college.iter().map(|(college, decisions)| college_row(college, decisions)).collect();
    let all: Vec<&Decision> = outcome.decisions.iter().collect();
    rows.push(college_row("合计", &all));
    rows
}

fn college_row<'a>(college: &'a str, decisions: &[&Decision]) -> Vec<Cell<'a>> {
    let count = |verdict: Verdict| decisions.iter().filter(|decision| decision.verdict == verdict).count();
    let cell = |count: usize| Cell::Count(u32::try_from(count).unwrap_or(u32::MAX));
    let mut failures: BTreeMap<&str, usize> = BTreeMap::new();
    for reason in decisions.iter().flat_map(|decision| &decision.reasons) {
        if reason.verdict == Verdict::Fail {
            *failures.entry(reason.rule).or_default() += 1;
        }
    }
    let texts: Vec<String> = CATALOGUE
        .iter()
        .filter_map(|rule| failures.get(rule.id).map(|count| format!("{} {count}", rule.chinese)))
        .collect();
    let total = i128::try_from(decisions.len()).unwrap_or(1).max(1);
    let passed = i128::try_from(count(Verdict::Pass)).unwrap_or(0);
    vec![
        Cell::text(college),
        cell(decisions.len()),
        cell(count(Verdict::Pass)),
        cell(count(Verdict::Review)),
        cell(count(Verdict::Fail)),
        Cell::Percent(Exact::new(passed, total)),
        Cell::text(texts.join("，")),
    ]
}

/// Eligible, to be reviewed and not eligible, college by college; the total stays out.
fn chart(table: &Table) -> Option<Chart> {
    let column = |key: &str| table.column(key);
    let last = table.last_row.checked_sub(1).filter(|last| *last >= table.first_row)?;
    let name = table.sheet.as_str();
    let mut chart = Chart::new(ChartType::BarStacked);
    for (key, label, colour) in
        [("pass", "符合", 0x0070_AD47), ("review", "复核", 0x00FF_C000), ("fail", "不符合", 0x00C5_5A5A)]
    {
        let values = column(key)?;
        chart
            .add_series()
            .set_name(label)
            .set_categories((name, table.first_row, column("college")?, last, column("college")?))
            .set_values((name, table.first_row, values, last, values))
            .set_format(
                rust_xlsxwriter::ChartFormat::new().set_solid_fill(
                    rust_xlsxwriter::ChartSolidFill::new().set_color(rust_xlsxwriter::Color::RGB(colour)),
                ),
            );
    }
    chart.title().set_name("各学院候选资格（人）");
    chart.y_axis().set_reverse();
    chart.x_axis().set_min(0);
    let bars = last - table.first_row + 1;
    chart.set_width(760).set_height(140 + bars.min(30) * 34);
    Some(chart)
}

fn student_row<'a>(outcome: &Outcome<'a>, keys: &[String], seq: u32, decision: &Decision) -> Vec<Cell<'a>> {
    let student = &outcome.facts.students[decision.student];
    keys.iter().map(|key| student_cell(outcome, key, seq, decision, student)).collect()
}

fn student_cell<'a>(outcome: &Outcome<'a>, key: &str, seq: u32, decision: &Decision, student: &Student) -> Cell<'a> {
    let word = |word| Cell::text(outcome.facts.words.text(word));
    let standing = student.standings.first();
    let decimals = outcome.policy.grades.decimals;
    match key {
        "seq" => Cell::Count(seq),
        "id" => word(student.id),
        "name" => word(student.name),
        "college" => word(student.college),
        "major" => word(student.major),
        "cohort" => word(student.cohort),
        "class" => word(student.class),
        "political" => word(student.political.status.unwrap_or(student.political.written)),
        "verdict" => Cell::Verdict(decision.verdict),
        "value" => number(standing.and_then(|standing| standing.value), decimals),
        "rank" => rank_cell(standing),
        "of" => standing.filter(|s| s.rank.is_some()).map_or(Cell::Blank, |s| Cell::Count(s.cohort_size)),
        "todo" => Cell::text(findings(decision, Verdict::Review, |_| true)),
        // Whoever fails one rule should hear of what is open in the others, too.
        "why" => {
            let is_open =
                |reason: &Reason| decision.verdict != Verdict::Fail || !matches!(reason.finding, Finding::NotInReviews);
            let texts = [findings(decision, Verdict::Fail, |_| true), findings(decision, Verdict::Review, is_open)];
            Cell::text(texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n"))
        }
        "note" => Cell::text(remarks(decision)),
        "reviews" => {
            let asked = decision.reasons.iter().filter(|reason| matches!(reason.rule, "H-A6" | "H-A9"));
            asked.map(|reason| reason.verdict).max().map_or(Cell::Blank, Cell::Verdict)
        }
        rule => decision.reasons.iter().find(|reason| reason.rule == rule).map_or(Cell::Blank, verdict_cell),
    }
}

/// A verdict; where there was nothing to look at, that.
fn verdict_cell<'a>(reason: &Reason) -> Cell<'a> {
    match reason.finding {
        Finding::NoPunishmentList => Cell::Marked(Verdict::Exempt, "未核查".into()),
        _ => Cell::Verdict(reason.verdict),
    }
}

fn number<'a>(value: Option<Exact>, decimals: u32) -> Cell<'a> {
    value.map_or(Cell::Blank, |value| Cell::Number(value, decimals))
}

/// A whole rank as a number, the mean rank of a tie with its half.
pub fn rank_cell<'a>(standing: Option<&Standing>) -> Cell<'a> {
    let Some(rank) = standing.and_then(|standing| standing.rank) else { return Cell::Blank };
    if rank.halves.is_multiple_of(2) {
        Cell::Count(rank.halves / 2)
    } else {
        Cell::Number(Exact::new(i128::from(rank.halves), 2), 1)
    }
}

/// The findings with a verdict, rule by rule, of those reasons that are wanted.
fn findings(decision: &Decision, verdict: Verdict, is_wanted: impl Fn(&Reason) -> bool) -> String {
    let texts: Vec<String> = decision
        .reasons
        .iter()
        .filter(|reason| {
            reason.verdict == verdict && reason.basis.strength == crate::model::Strength::Error && is_wanted(reason)
        })
        .map(|reason| format!("{}：{}", rule_name(reason.rule), reason.finding))
        .collect();
    texts.join("\n")
}

/// What a reader of the list should know of a student who passes: first-years are not ranked; one window of several may do.
fn remarks(decision: &Decision) -> String {
    let rank = decision.reasons.iter().find(|reason| reason.rule == "H-A2");
    match rank.map(|reason| &reason.finding) {
        Some(Finding::FirstYear { .. }) => "一年级，免排名和不及格".to_owned(),
        // The list shows the widest window; another is named only where it is the one that does it.
        Some(Finding::AnyWindow(findings)) if !matches!(findings.first(), Some(Finding::RankCompared(first)) if first.is_within) =>
        {
            let within = findings.iter().filter_map(|finding| match finding {
                Finding::RankCompared(compared) if compared.is_within => {
                    Some(format!("{}第 {} 名／{} 人", compared.window.chinese(), compared.rank, compared.of))
                }
                _ => None,
            });
            within.collect::<Vec<_>>().join("；")
        }
        _ => String::new(),
    }
}

fn near_the_line<'a>(outcome: &Outcome<'a>) -> Vec<Vec<Cell<'a>>> {
    lines(outcome).iter().flat_map(|line| line_rows(outcome, line)).collect()
}

fn line_rows<'a>(outcome: &Outcome<'a>, line: &Line) -> Vec<Vec<Cell<'a>>> {
    let facts = outcome.facts;
    let decimals = outcome.policy.grades.decimals;
    let unsettled = line.unsettled().map_or_else(String::new, |text| format!("\n{text}"));
    line.near
        .iter()
        .map(|(student, side)| {
            let subject = &facts.students[*student];
            let standing = subject.standings.first();
            let compared = outcome.decisions[*student].reasons.iter().find(|reason| reason.rule == "H-A2").map_or_else(
                String::new,
                |reason: &Reason| match &reason.finding {
                    Finding::FirstYear { .. } => "一年级，不作要求".to_owned(),
                    finding => finding.to_string(),
                },
            );
            let (mark, text) = match side {
                Side::Inside => (Verdict::Pass, "线内"),
                Side::TiedOnLine => (Verdict::Review, "并列线上"),
                Side::Outside => (Verdict::Fail, "线外"),
            };
            vec![
                Cell::text(&facts.cohorts[line.cohort].label),
                Cell::Count(line.of),
                Cell::text(outcome.policy.rank.percent.value.to_string()),
                Cell::Count(line.n_within),
                Cell::Marked(mark, text.into()),
                rank_cell(standing),
                Cell::Count(standing.map_or(1, |standing| standing.n_tied)),
                Cell::text(facts.words.text(subject.id)),
                Cell::text(facts.words.text(subject.name)),
                number(standing.and_then(|standing| standing.value), decimals),
                Cell::text(format!("{compared}{unsettled}")),
            ]
        })
        .collect()
}

/// One rule's outcome for one student, with clause and cells.
fn basis_row<'a>(outcome: &Outcome<'a>, decision: &Decision, reason: &'a Reason) -> Vec<Cell<'a>> {
    let facts = outcome.facts;
    let student = &facts.students[decision.student];
    let basis = &reason.basis;
    vec![
        Cell::text(facts.words.text(student.id)),
        Cell::text(facts.words.text(student.name)),
        Cell::text(format!("{} {}", reason.rule, rule_name(reason.rule))),
        verdict_cell(reason),
        Cell::text(reason.finding.to_string()),
        Cell::text(clause_text(basis)),
        Cell::text(facts.sources.show_all(&reason.evidence.cells(facts, student)).join("；")),
    ]
}
