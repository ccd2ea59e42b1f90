//! One student's page for machines: what the result file says of the student, with the way to it and what would change it.

use serde::Serialize;

use crate::model::facts::{Course, Exclusion, Facts, outcome_text};
use crate::model::number::round_half_up;

use super::{RankView, StudentView, TOOL, rank_view, student};
use crate::report::{Outcome, explain};

#[derive(Serialize)]
struct PageView<'a> {
    tool: &'static str,
    as_of: String,
    term: String,
    policy: &'a str,
    #[serde(flatten)]
    student: StudentView<'a>,
    roster: Option<String>,
    changes: Vec<ChangeView>,
    unsettled: Option<String>,
    standings: Vec<StandingView<'a>>,
    courses: Vec<CourseView<'a>>,
}

/// What would have to be different for a rule to say something else.
#[derive(Serialize)]
struct ChangeView {
    rule: &'static str,
    what: String,
}

#[derive(Serialize)]
struct StandingView<'a> {
    window: &'static str,
    average: Option<String>,
    average_exact: Option<String>,
    courses: u32,
    credits: String,
    metric: Option<&'static str>,
    metric_value: Option<String>,
    cohort: Option<&'a str>,
    rank: Option<RankView>,
    cohort_size: u32,
    tied: u32,
}

#[derive(Serialize)]
struct CourseView<'a> {
    course: &'a str,
    term: Option<String>,
    credit: Option<String>,
    counted: Option<String>,
    excluded: Option<&'static str>,
    attempts: Vec<AttemptView>,
}

#[derive(Serialize)]
struct AttemptView {
    kind: &'static str,
    found: String,
    cell: String,
}

/// The page of one student.
///
/// # Errors
///
/// None that a decision can cause.
pub fn page(outcome: &Outcome<'_>, idx: usize) -> anyhow::Result<String> {
    let facts = outcome.facts;
    let subject = &facts.students[idx];
    let decimals = outcome.policy.grades.decimals;
    let cohort = subject.ranked_in.and_then(|cohort| facts.cohorts.get(cohort as usize));
    let changes = explain::remedies(outcome, idx).into_iter().map(|(rule, what)| ChangeView { rule, what });
    let standings = subject.standings.iter().map(|own| StandingView {
        window: own.window.chinese(),
        average: own.average.map(|value| round_half_up(value, decimals)),
        average_exact: own.average.map(explain::exact),
        courses: own.n_courses,
        credits: own.credits.to_string(),
        metric: own.metric.map(crate::model::facts::Metric::id),
        metric_value: own.value.map(|value| round_half_up(value, decimals)),
        cohort: cohort.map(|cohort| cohort.label.as_str()),
        rank: own.rank.map(rank_view),
        cohort_size: own.cohort_size,
        tied: own.n_tied,
    });
    let page = PageView {
        tool: TOOL,
        as_of: facts.as_of.map_or_else(String::new, |day| day.to_string()),
        term: facts.term.map_or_else(String::new, |term| term.to_string()),
        policy: &outcome.policy.title,
        student: student(outcome, &outcome.decisions[idx]),
        roster: subject.cell.map(|cell| facts.sources.show(cell)),
        changes: changes.collect(),
        unsettled: explain::unsettled(outcome, idx),
        standings: standings.collect(),
        courses: facts.courses_of(subject).iter().map(|course| course_view(facts, course)).collect(),
    };
    Ok(serde_json::to_string_pretty(&page)?)
}

fn course_view<'a>(facts: &'a Facts, course: &Course) -> CourseView<'a> {
    let attempts = course.attempts(facts).iter().map(|attempt| AttemptView {
        kind: attempt.kind.chinese(),
        found: outcome_text(attempt.outcome(), facts.words.text(attempt.written)),
        cell: facts.sources.show(attempt.cell),
    });
    CourseView {
        course: facts.words.text(course.name),
        term: course.term.map(|term| term.to_string()),
        credit: course.credit.map(|credit| credit.to_string()),
        counted: course.counted.filter(|_| course.excluded.is_none()).map(|score| score.to_string()),
        excluded: course.excluded.map(Exclusion::chinese),
        attempts: attempts.collect(),
    }
}
