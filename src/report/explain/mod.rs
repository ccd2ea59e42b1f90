//! One student's whole chain in words: each rule with its clause and cells, what would have to be different, the average and
//! the rank, the courses counted and why.

mod remedy;

use std::fmt::Write as _;

use crate::model::facts::{Course, Facts, Outcome as AttemptOutcome, Standing, Student, outcome_text};
use crate::model::number::{Exact, round_half_up};
use crate::model::text::{fold_name, fold_student_id};
use crate::policy::Weight;
use crate::rules::{eligibility, rule_name};

use super::terminal::{Side, columns};
use super::{Outcome, line};

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

/// The page of one student, to be read to a parent.
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
    let day = facts.as_of.map_or_else(String::new, |day| format!("按 {day} 的情况，"));
    let _ = writeln!(text, "结论：{}（{day}政策：{}）", decision.verdict.chinese(), outcome.policy.title);

    let _ = writeln!(text, "\n一、每一条要求");
    for reason in &decision.reasons {
        let _ = writeln!(text, "\n  {}：{}（{}）", rule_name(reason.rule), reason.verdict.chinese(), reason.rule);
        let _ = writeln!(text, "      {}", reason.finding);
        let basis = &reason.basis;
        let clause = if basis.clause.is_empty() { "没有条文依据" } else { &basis.clause };
        let _ = writeln!(text, "      依据：{}，{}，{}", basis.layer.chinese(), clause, basis.strength_chinese());
        let cells = facts.sources.show_all(&reason.evidence.cells(facts, subject));
        if !cells.is_empty() {
            let _ = writeln!(text, "      出处：{}", cells.join("；"));
        }
    }
    write_remedies(&mut text, outcome, student);

    let _ = writeln!(text, "\n三、平均分和名次");
    for standing in &subject.standings {
        write_standing(&mut text, outcome, subject, standing);
    }
    if let Some(unsettled) = unsettled(outcome, student) {
        let _ = writeln!(text, "\n  注意：{unsettled}，这名学生的结论也可能随之改变");
    }

    let n_counted = facts.courses_of(subject).iter().filter(|course| course.excluded.is_none()).count();
    let _ = writeln!(text, "\n四、课程（{} 门，计入平均分的 {n_counted} 门）\n", subject.courses.len());
    write_courses(&mut text, facts, facts.courses_of(subject));
    text
}

/// What is still open among those a student is ranked with: the rank and the line hang on it.
#[must_use]
pub fn unsettled(outcome: &Outcome<'_>, student: usize) -> Option<String> {
    let cohort = outcome.facts.students[student].ranked_in? as usize;
    let in_cohort = line::lines(outcome).into_iter().find(|line| line.cohort == cohort)?.unsettled();
    let nowhere = match line::n_nowhere(outcome) {
        0 => None,
        number => Some(format!("另有 {number} 人缺专业、年级等，不知道和谁一起排名")),
    };
    let parts: Vec<String> = in_cohort.into_iter().chain(nowhere).collect();
    (!parts.is_empty()).then(|| parts.join("；"))
}

/// What would have to be different, rule by rule, in the order of the page.
#[must_use]
pub fn remedies(outcome: &Outcome<'_>, student: usize) -> Vec<(&'static str, String)> {
    let reasons = &outcome.decisions[student].reasons;
    reasons.iter().filter_map(|reason| Some((reason.rule, remedy::remedy(outcome, student, reason)?))).collect()
}

fn write_remedies(text: &mut String, outcome: &Outcome<'_>, student: usize) {
    let _ = writeln!(text, "\n二、怎样才会不同\n");
    let remedies = remedies(outcome, student);
    if remedies.is_empty() {
        let _ = writeln!(text, "  每一条都符合，没有要改变的");
        return;
    }
    for (rule, remedy) in &remedies {
        let _ = writeln!(text, "  {}：{remedy}", rule_name(rule));
    }
    if remedies.len() > 1 {
        let _ = writeln!(text, "  以上 {} 项都解决之前，结论不会是“符合”", remedies.len());
    }
}

/// The courses with what counts, why, and from which cells.
fn write_courses(text: &mut String, facts: &Facts, courses: &[Course]) {
    let mut rows = vec![["学期", "课程", "学分", "计入", "各次成绩"].map(str::to_owned).to_vec()];
    rows.extend(courses.iter().map(|course| {
        let attempts: Vec<String> = course
            .attempts(facts)
            .iter()
            .map(|attempt| {
                let found = outcome_text(attempt.outcome(), facts.words.text(attempt.written));
                format!("{} {found}", attempt.kind.chinese())
            })
            .collect();
        vec![
            course.term.map_or_else(|| "学期不明".to_owned(), |term| term.to_string()),
            facts.words.text(course.name).to_owned(),
            course.credit.map_or_else(|| "—".to_owned(), |credit| credit.to_string()),
            course
                .counted
                .filter(|_| course.excluded.is_none())
                .map_or_else(|| "—".to_owned(), |score| score.to_string()),
            format!("{}{}", attempts.join("，"), why_counted(facts, course)),
        ]
    }));
    let sides = [Side::Left, Side::Left, Side::Right, Side::Right, Side::Left];
    let mut lines = columns(&rows, &sides).into_iter();
    let _ = writeln!(text, "  {}", lines.next().unwrap_or_default());
    for (line, course) in lines.zip(courses) {
        let cells: Vec<_> = course.attempts(facts).iter().map(|attempt| attempt.cell).collect();
        let _ = writeln!(text, "  {line}");
        let _ = writeln!(text, "      出处：{}", facts.sources.show_all(&cells).join("；"));
    }
}

/// Why a course counts as it does, where that is not plain from a single score.
fn why_counted(facts: &Facts, course: &Course) -> String {
    match (course.excluded, course.counted, course.counted_attempt(facts)) {
        (Some(why), ..) => format!("。不计入平均分：{why}"),
        (None, Some(score), Some(attempt)) => match attempt.outcome() {
            AttemptOutcome::Score(own) if own == score && course.attempts(facts).len() == 1 => String::new(),
            AttemptOutcome::Score(own) if own == score => format!("。取{}的成绩", attempt.kind.chinese()),
            AttemptOutcome::Score(_) => format!("。{}的成绩按政策计 {score}", attempt.kind.chinese()),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

fn write_standing(text: &mut String, outcome: &Outcome<'_>, student: &Student, standing: &Standing) {
    let decimals = outcome.policy.grades.decimals;
    let facts = outcome.facts;
    let _ = writeln!(text, "\n  {}", standing.window.chinese());
    match standing.average {
        Some(average) => {
            let _ = writeln!(
                text,
                "      加权平均分 {}（精确值 {}）：{} 门课程，按{}加权{}",
                round_half_up(average, decimals),
                exact(average),
                standing.n_courses,
                outcome.policy.grades.weight.value.chinese(),
                sum(outcome, standing, average)
            );
        }
        None => {
            let _ = writeln!(text, "      没有可计入平均分的课程");
        }
    }
    let cohort = student.ranked_in.and_then(|cohort| facts.cohorts.get(cohort as usize));
    let (Some(rank), Some(cohort)) = (standing.rank, cohort) else {
        let _ = writeln!(text, "      没有参加排名");
        return;
    };
    let metric = standing.metric.map_or("", crate::model::facts::Metric::chinese);
    let value = standing.value.map(|value| format!(" {}", round_half_up(value, decimals))).unwrap_or_default();
    let tied = if standing.n_tied > 1 { format!("（{} 人并列）", standing.n_tied) } else { String::new() };
    let _ = writeln!(
        text,
        "      {metric}{value}，在“{}”参加排名的 {} 人中第 {rank} 名{tied}",
        cohort.label, standing.cohort_size
    );
    if outcome.policy.rank.enabled.value {
        let seats = eligibility::seats(outcome.policy, standing.cohort_size);
        let percent = outcome.policy.rank.percent.value;
        let line = if seats == 0 { "没有名额".to_owned() } else { format!("到第 {seats} 名为止") };
        let _ = writeln!(text, "      线：前 {percent}，{} 人里{line}", standing.cohort_size);
    }
}

/// The sum as it is done by hand, where the weights are the credits that are shown.
fn sum(outcome: &Outcome<'_>, standing: &Standing, average: Exact) -> String {
    if outcome.policy.grades.weight.value != Weight::Credit {
        return String::new();
    }
    let credits = standing.credits.exact();
    format!("，（计入 × 学分）相加 {} ÷ 学分相加 {}", exact(average * credits), standing.credits)
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
