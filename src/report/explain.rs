//! One student's whole chain in words: cells → courses counted → average → rank → each rule with its clause.

use std::fmt::Write as _;

use crate::model::facts::{Course, Facts, Standing, Student, outcome_text};
use crate::model::number::{Exact, round_half_up};
use crate::model::text::{fold_name, fold_student_id};
use crate::rules::rule_name;

use super::Outcome;
use super::terminal::{Side, pad};

/// Whom a number or name means.
pub enum Found {
    /// One enrolled student, as an index.
    One(usize),
    /// A student who is not enrolled; what to say.
    NotEnrolled(String),
    /// Several of one name; the list.
    Several(String),
    /// Nobody.
    None,
}

/// Finds a student by number, or by name when it is unique.
#[must_use]
pub fn find(facts: &Facts, wanted: &str) -> Found {
    let number = fold_student_id(wanted);
    let has_number = |id| number.is_some() && fold_student_id(facts.words.text(id)) == number;
    if let Some(idx) = facts.students.iter().position(|student| has_number(student.id)) {
        return Found::One(idx);
    }
    let name = fold_name(wanted);
    let named: Vec<usize> = (0..facts.students.len())
        .filter(|idx| fold_name(facts.words.text(facts.students[*idx].name)) == name)
        .collect();
    let mut away = facts
        .not_enrolled
        .iter()
        .filter(|student| has_number(student.id) || fold_name(facts.words.text(student.name)) == name);
    match named.as_slice() {
        [only] => Found::One(*only),
        [] => match away.next() {
            Some(student) => Found::NotEnrolled(format!(
                "{} {}：学籍状态“{}”，不在籍，不参加资格审查和排名（{}）\n",
                facts.words.text(student.id),
                facts.words.text(student.name),
                facts.words.text(student.status),
                facts.sources.show(student.cell)
            )),
            None => Found::None,
        },
        several => {
            let mut text = format!("叫“{wanted}”的有 {} 人，请用学号查询：\n", several.len());
            for idx in several {
                let _ = writeln!(text, "  {}", who(facts, &facts.students[*idx]));
            }
            Found::Several(text)
        }
    }
}

fn who(facts: &Facts, student: &Student) -> String {
    let words = [student.id, student.name, student.college, student.major, student.class];
    let mut parts: Vec<&str> =
        words.iter().map(|word| facts.words.text(*word)).filter(|text| !text.is_empty()).collect();
    let cohort = format!("{}级", facts.words.text(student.cohort));
    parts.insert(parts.len().min(4), &cohort);
    parts.join("  ")
}

/// The page of one student.
#[must_use]
pub fn page(outcome: &Outcome<'_>, student: usize) -> String {
    let facts = outcome.facts;
    let subject = &facts.students[student];
    let decision = &outcome.decisions[student];
    let mut text = String::new();
    let _ = writeln!(text, "{}", who(facts, subject));
    if let Some(cell) = subject.cell {
        let _ = writeln!(text, "名册：{}", facts.sources.show(cell));
    }
    let _ = writeln!(text, "结论：{}\n", decision.verdict.chinese());

    let _ = writeln!(text, "一、逐条结论");
    for reason in &decision.reasons {
        let _ = writeln!(text, "  {} {}：{}", reason.rule, rule_name(reason.rule), reason.verdict.chinese());
        let _ = writeln!(text, "      {}", reason.finding);
        let basis = &reason.basis;
        let clause = if basis.clause.is_empty() { "没有条文依据" } else { &basis.clause };
        let _ = writeln!(text, "      依据：{}，{}，{}", basis.layer.chinese(), clause, basis.strength_chinese());
        let cells = facts.sources.show_all(&reason.evidence.cells(facts, subject));
        if !cells.is_empty() {
            let _ = writeln!(text, "      单元格：{}", cells.join("；"));
        }
    }

    let _ = writeln!(text, "\n二、课程（{} 门）", subject.courses.len());
    for course in facts.courses_of(subject) {
        write_course(&mut text, facts, course);
    }

    let _ = writeln!(text, "\n三、平均与名次");
    for standing in &subject.standings {
        write_standing(&mut text, outcome, subject, standing);
    }
    text
}

fn write_course(text: &mut String, facts: &Facts, course: &Course) {
    let name = facts.words.text(course.name);
    let term = course.term.map_or_else(|| "学期不明".to_owned(), |term| term.to_string());
    let credit = course.credit.map_or_else(|| "—".to_owned(), |credit| credit.to_string());
    let counted = match (course.excluded, course.counted) {
        (Some(why), _) => format!("不计入平均（{why}）"),
        (None, Some(score)) => format!("计 {score}"),
        (None, None) => "不计入平均".to_owned(),
    };
    let _ = writeln!(text, "  {term}  {}  学分 {credit}  {counted}", pad(name, 24, Side::Left));
    for attempt in course.attempts(facts) {
        let cell = facts.sources.show(attempt.cell);
        let _ = writeln!(
            text,
            "      {} {}（{cell}）",
            attempt.kind.chinese(),
            outcome_text(attempt.outcome(), facts.words.text(attempt.written))
        );
    }
}

fn write_standing(text: &mut String, outcome: &Outcome<'_>, student: &Student, standing: &Standing) {
    let decimals = outcome.policy.grades.decimals;
    let facts = outcome.facts;
    let _ = writeln!(text, "  {}：", standing.window.chinese());
    match standing.average {
        Some(average) => {
            let _ = writeln!(
                text,
                "    加权平均分 {}（{} 门，学分合计 {}，按{}加权；精确值 {}）",
                round_half_up(average, decimals),
                standing.n_courses,
                standing.credits,
                outcome.policy.grades.weight.value.chinese(),
                exact(average)
            );
        }
        None => {
            let _ = writeln!(text, "    没有可计入平均的课程");
        }
    }
    let cohort = student.ranked_in.and_then(|cohort| facts.cohorts.get(cohort as usize));
    if let (Some(rank), Some(cohort)) = (standing.rank, cohort) {
        let metric = standing.metric.map_or("", crate::model::facts::Metric::chinese);
        let value = standing.value.map(|value| format!(" {}", round_half_up(value, decimals))).unwrap_or_default();
        let _ = writeln!(
            text,
            "    {metric}{value}，在“{}”{} 人中第 {rank} 名{}",
            cohort.label,
            standing.cohort_size,
            if standing.n_tied > 1 { format!("（{} 人并列）", standing.n_tied) } else { String::new() }
        );
    } else {
        let _ = writeln!(text, "    未参加排名");
    }
}

/// The unrounded value, as a decimal where it ends, else as a fraction.
pub fn exact(value: Exact) -> String {
    let mut denominator = *value.denom();
    for factor in [2, 5] {
        while denominator % factor == 0 {
            denominator /= factor;
        }
    }
    if denominator == 1 {
        let decimal = round_half_up(value, 13);
        decimal.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        format!("{}/{}", value.numer(), value.denom())
    }
}
