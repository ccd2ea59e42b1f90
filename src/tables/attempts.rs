//! A student's attempts at one course → the score that counts and whether the course is passed (spec §4, 成绩认定).
//!
//! Pure, and without polars: the frames bring the attempts together, this decides what they amount to.

use crate::model::facts::{AttemptKind, CourseState, Exclusion, Outcome};
use crate::model::number::{Decimal, Exact};
use crate::model::rows::GradeRow;
use crate::policy::{Gpa, GradePolicy, MakeupRule, RetakeRule, Weight};

/// What the attempts at one course amount to.
#[derive(Clone, Debug)]
pub struct Settled {
    /// The score that counts; `None` without a result on the scale.
    pub counted: Option<Decimal>,
    /// The attempt it comes from, as an index into the attempts.
    pub counted_from: Option<usize>,
    /// Whether the course is passed.
    pub state: CourseState,
    /// Whether any attempt failed, and whether it was before a pass.
    pub has_failed: bool,
    /// Whether an attempt was a make-up or a retake.
    pub is_repeated: bool,
    /// Why the course is out of the mean whatever the policy excludes.
    pub excluded: Option<Exclusion>,
    /// The sort each attempt turned out to be: a make-up after a deferred exam is the first exam.
    pub kinds: Vec<AttemptKind>,
    /// Whether only repeats are there.
    pub lacks_first: bool,
}

/// Settles the attempts at one course, given in order of time. `is_doubtful` marks attempts that contradict each other.
#[must_use]
pub fn settle(attempts: &[GradeRow], is_doubtful: bool, policy: &GradePolicy) -> Settled {
    let kinds = resolve_kinds(attempts);
    let of_kind = |kind: AttemptKind| {
        attempts
            .iter()
            .enumerate()
            .zip(&kinds)
            .filter(move |(_, other)| **other == kind)
            .map(|((idx, attempt), _)| (idx, attempt.outcome))
            .filter(|(_, outcome)| *outcome != Outcome::Deferred)
            .collect::<Vec<_>>()
    };
    let firsts = of_kind(AttemptKind::First);
    let makeups = of_kind(AttemptKind::Makeup);
    let retakes = of_kind(AttemptKind::Retake);

    let outcomes = || attempts.iter().map(|attempt| attempt.outcome);
    let any = |wanted: Outcome| outcomes().any(|outcome| outcome == wanted);
    let is_unreadable = is_doubtful || any(Outcome::Unreadable);
    let has_result = outcomes().any(|outcome| !matches!(outcome, Outcome::Deferred));
    let has_score = outcomes().any(|outcome| matches!(outcome, Outcome::Score(_)));
    let is_two_level = any(Outcome::Pass) || any(Outcome::Fail);

    let passes = |outcome: Outcome| passes(outcome, policy);
    let has_passed = outcomes().any(|outcome| passes(outcome) == Some(true));
    let has_failed = outcomes().any(|outcome| passes(outcome) == Some(false));
    let first_fail = outcomes().position(|outcome| passes(outcome) == Some(false));
    let last_pass = attempts.iter().rposition(|attempt| passes(attempt.outcome) == Some(true));
    let state = if is_unreadable {
        CourseState::Unclear
    } else if !has_result {
        CourseState::Deferred
    } else if !has_passed {
        CourseState::Outstanding
    } else if first_fail.is_some_and(|fail| last_pass.is_some_and(|pass| fail < pass)) {
        CourseState::Cleared
    } else {
        CourseState::Passed
    };

    let first = firsts.iter().find_map(|(idx, outcome)| score(*outcome).map(|score| (score, *idx)));
    let after_makeup = count_makeups(first, &makeups, policy);
    let counted = count_retakes(after_makeup, &retakes, policy);
    let excluded = if is_unreadable {
        Some(Exclusion::Unreadable)
    } else if !has_result {
        Some(Exclusion::Deferred)
    } else if is_two_level && !has_score {
        Some(Exclusion::TwoLevel)
    } else if counted.is_none() {
        Some(if any(Outcome::Exempt) { Exclusion::Exempt } else { Exclusion::NoCountedScore })
    } else {
        None
    };
    Settled {
        counted: counted.map(|(score, _)| score),
        counted_from: counted.map(|(_, idx)| idx),
        state,
        has_failed,
        is_repeated: !makeups.is_empty() || !retakes.is_empty(),
        excluded,
        lacks_first: firsts.is_empty() && !any(Outcome::Exempt) && has_result,
        kinds,
    }
}

/// Whether an outcome passes; `None` where it is no result.
#[must_use]
pub fn passes(outcome: Outcome, policy: &GradePolicy) -> Option<bool> {
    match outcome {
        Outcome::Score(score) => Some(score >= policy.pass_mark),
        Outcome::Pass | Outcome::Exempt => Some(true),
        Outcome::Fail | Outcome::Zero => Some(false),
        Outcome::Deferred | Outcome::Unreadable | Outcome::Blank => None,
    }
}

/// The score of an outcome: absent and cheating count 0; two-level results have none.
fn score(outcome: Outcome) -> Option<Decimal> {
    match outcome {
        Outcome::Score(score) => Some(score),
        Outcome::Zero => Some(Decimal::ZERO),
        _ => None,
    }
}

/// "First is the first exam (or a deferred exam's result)": the attempt after a deferred exam takes its place, unless it is
/// a retake. A further ordinary exam in a later term is a retake.
fn resolve_kinds(attempts: &[GradeRow]) -> Vec<AttemptKind> {
    let mut has_first = false;
    let is_given_twice = |idx: usize| {
        let exam =
            |attempt: &GradeRow| (attempt.kind, attempt.term, attempt.sequence, attempt.outcome == Outcome::Deferred);
        attempts[..idx].iter().any(|other| exam(other) == exam(&attempts[idx]))
    };
    attempts
        .iter()
        .enumerate()
        .map(|(idx, attempt)| {
            let is_result = attempt.outcome != Outcome::Deferred;
            let was_deferred = attempts.iter().any(|other| other.outcome == Outcome::Deferred);
            let kind = match attempt.kind {
                AttemptKind::First | AttemptKind::Deferred if !has_first => AttemptKind::First,
                // The same exam given twice with different scores stays what it is.
                AttemptKind::First if is_given_twice(idx) => AttemptKind::First,
                AttemptKind::First => AttemptKind::Retake,
                AttemptKind::Deferred => AttemptKind::Makeup,
                AttemptKind::Makeup if !has_first && was_deferred && is_result => AttemptKind::First,
                kind => kind,
            };
            has_first |= kind == AttemptKind::First && is_result;
            kind
        })
        .collect()
}

type Counted = Option<(Decimal, usize)>;

/// "A passed first exam stands. A failed one is replaced" as `grades.makeup` says; a missing one counts as failed.
fn count_makeups(first: Counted, makeups: &[(usize, Outcome)], policy: &GradePolicy) -> Counted {
    if let Some((score, _)) = first
        && score >= policy.pass_mark
    {
        return first;
    }
    if first.is_none() && makeups.is_empty() {
        return None;
    }
    let scored = makeups.iter().filter_map(|(idx, outcome)| score(*outcome).map(|score| (score, *idx)));
    let best = better(first, scored);
    match policy.makeup.value {
        MakeupRule::FirstAttempt => first,
        MakeupRule::Actual => best,
        MakeupRule::Zero => {
            let from = first.or(best).map(|(_, idx)| idx).or(makeups.first().map(|(idx, _)| *idx));
            from.map(|idx| (Decimal::ZERO, idx))
        }
        MakeupRule::CapPassMark => match passed(makeups, policy) {
            Some(idx) => Some((policy.pass_mark, idx)),
            None => best,
        },
    }
}

/// What `grades.retake` makes of the score so far.
fn count_retakes(so_far: Counted, retakes: &[(usize, Outcome)], policy: &GradePolicy) -> Counted {
    let scored: Vec<(Decimal, usize)> =
        retakes.iter().filter_map(|(idx, outcome)| score(*outcome).map(|score| (score, *idx))).collect();
    match policy.retake.value {
        RetakeRule::First => so_far,
        RetakeRule::Max => better(so_far, scored),
        RetakeRule::Latest => scored.last().copied().or(so_far),
        RetakeRule::CapPassMark => match passed(retakes, policy) {
            Some(idx) => Some((policy.pass_mark, idx)),
            None => so_far.or_else(|| better(None, scored)),
        },
    }
}

/// The best score, the earlier one where two are equal.
fn better(so_far: Counted, others: impl IntoIterator<Item = (Decimal, usize)>) -> Counted {
    others.into_iter().fold(so_far, |best, other| match best {
        Some((score, _)) if score >= other.0 => best,
        _ => Some(other),
    })
}

/// The first attempt that passed.
fn passed(attempts: &[(usize, Outcome)], policy: &GradePolicy) -> Option<usize> {
    attempts.iter().find(|(_, outcome)| passes(*outcome, policy) == Some(true)).map(|(idx, _)| *idx)
}

/// The weight of a course in the mean; `None` where the sheet lacks it.
#[must_use]
pub fn weight_of(row: &GradeRow, policy: &GradePolicy) -> Option<Decimal> {
    match policy.weight.value {
        Weight::Credit => row.credit,
        Weight::Hours => row.hours,
        Weight::Equal => Decimal::whole(1),
    }
}

/// The grade point of a counted score (绩点). `imported` is the sheet's own.
///
/// Exact for scores of up to three decimals; beyond, the curve is cut at the thirteenth decimal.
#[must_use]
pub fn grade_point(counted: Decimal, imported: Option<Decimal>, policy: &GradePolicy) -> Option<Decimal> {
    let has_passed = counted >= policy.pass_mark;
    match &policy.gpa.value {
        Gpa::Imported => imported,
        Gpa::Linear5 | Gpa::Pku if !has_passed => Some(Decimal::ZERO),
        Gpa::Linear5 => to_decimal(counted.exact() / Exact::from_integer(10) - Exact::from_integer(5)),
        Gpa::Pku => {
            let missing = (Decimal::HUNDRED.exact() - counted.exact()).reduced();
            to_decimal(Exact::from_integer(4) - missing * missing * Exact::new(3, 1600))
        }
        Gpa::Table(points) => {
            Some(points.iter().find(|(bound, _)| counted >= *bound).map_or(Decimal::ZERO, |(_, point)| *point))
        }
    }
}

fn to_decimal(value: Exact) -> Option<Decimal> {
    let unit = Exact::from_integer(10_i128.pow(crate::model::number::DECIMAL_PLACES));
    i64::try_from((value * unit).round().to_integer()).ok().map(Decimal::from_units)
}
