//! Which attempts under one name are of one course: 大学英语 is taught over several terms, and each is a course of its own.

use crate::model::facts::AttemptKind;
use crate::model::rows::GradeRow;
use crate::policy::GradePolicy;

use super::attempts::passes;

/// Whether attempts, given in order of time, are of more than one term: only then can they be of several courses.
#[must_use]
pub fn are_of_several_terms(attempts: &[GradeRow]) -> bool {
    attempts.first().map(|first| first.term) != attempts.last().map(|last| last.term)
}

/// Parts the attempts of one student under one name (or code), given in order of time, among the courses they are of.
///
/// An ordinary exam in a term after one that was passed begins the next part: nobody sits an ordinary exam in what is passed.
/// Where a code says that it is the same course, the sheet must call the exam an ordinary one. Whatever else comes later is an
/// attempt at the last part that is not passed yet, else at the last.
#[must_use]
pub fn part(attempts: Vec<GradeRow>, policy: &GradePolicy) -> Vec<Vec<GradeRow>> {
    let has_code = attempts.iter().any(|attempt| attempt.code.is_some());
    let mut parts: Vec<Vec<GradeRow>> = Vec::new();
    for attempt in attempts {
        let is_of_one_exam = |other: &GradeRow| {
            let row = |of: &GradeRow| (of.cell.sheet(), of.cell.row());
            other.term == attempt.term && (other.kind == attempt.kind || row(other) == row(&attempt))
        };
        let is_passed = |part: &Vec<GradeRow>| part.iter().any(|other| passes(other.outcome, policy) == Some(true));
        let place = if let Some(place) = parts.iter().rposition(|part| part.iter().any(is_of_one_exam)) {
            Some(place)
        } else if (attempt.is_said_first || !has_code) && follows_pass(parts.iter().flatten(), &attempt, policy) {
            None
        } else {
            parts.iter().rposition(|part| !is_passed(part)).or(parts.len().checked_sub(1))
        };
        match place {
            Some(place) => parts[place].push(attempt),
            None => parts.push(vec![attempt]),
        }
    }
    parts
}

/// Whether an attempt is an ordinary exam in a later term than one of these that was passed.
fn follows_pass<'a>(mut before: impl Iterator<Item = &'a GradeRow>, attempt: &GradeRow, policy: &GradePolicy) -> bool {
    attempt.kind == AttemptKind::First
        && before.any(|other| {
            passes(other.outcome, policy) == Some(true)
                && other.term.zip(attempt.term).is_some_and(|(passed, term)| passed < term)
        })
}

/// Whether some attempt, given in order of time, is an ordinary exam in what was passed in an earlier term.
#[must_use]
pub fn has_exam_after_pass(attempts: &[GradeRow], policy: &GradePolicy) -> bool {
    (1..attempts.len()).any(|idx| follows_pass(attempts[..idx].iter(), &attempts[idx], policy))
}
