//! Where each cohort's line falls, as the decisions drew it: who is the last inside, who the first outside, who is tied there.

use crate::model::decision::{Decision, Reason, Verdict};
use crate::model::facts::{Aspect, Student};
use crate::model::number::Exact;
use crate::rules::eligibility::{is_within_line, seats};

use super::Outcome;

/// The line of one cohort.
pub struct Line {
    /// The cohort, as an index into the facts.
    pub cohort: usize,
    /// Ranked students.
    pub of: u32,
    /// Ranked students inside the line.
    pub n_within: u32,
    /// The last standing inside the line.
    pub last: Option<(String, Option<Exact>)>,
    /// The highest value.
    pub best: Option<Exact>,
    /// Students of the cohort, ranked or not, whose rank may still change when their data are mended.
    pub n_unsettled: u32,
    /// Students of the last rank inside and the first outside, as indices, in order of rank.
    pub near: Vec<(usize, Side)>,
}

impl Line {
    /// What to say of students whose data are still in doubt: the ranks of all others hang on them.
    #[must_use]
    pub fn unsettled(&self) -> Option<String> {
        (self.n_unsettled > 0).then(|| format!("另有 {} 人的排名数据待复核，名次和线可能变动", self.n_unsettled))
    }
}

/// On which side of the line a student stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Inside.
    Inside,
    /// Sharing the last place inside, or the first outside, with others.
    TiedOnLine,
    /// Outside.
    Outside,
}

/// The lines of all cohorts with a ranked student.
#[must_use]
pub fn lines(outcome: &Outcome<'_>) -> Vec<Line> {
    let facts = outcome.facts;
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); facts.cohorts.len()];
    let mut unsettled = vec![0_u32; facts.cohorts.len()];
    for (idx, student) in facts.students.iter().enumerate() {
        if let Some(cohort) = student.ranked_in
            && is_unsettled(outcome, idx)
        {
            unsettled[cohort as usize] += 1;
        }
        let is_ranked = student.standings.first().is_some_and(|standing| standing.rank.is_some());
        if let (Some(cohort), true) = (student.ranked_in, is_ranked) {
            members[cohort as usize].push(idx);
        }
    }
    members
        .into_iter()
        .enumerate()
        .filter(|(_, students)| !students.is_empty())
        .map(|(cohort, students)| Line { n_unsettled: unsettled[cohort], ..line(outcome, cohort, students) })
        .collect()
}

/// Students of whom nobody can say with whom they are ranked: they might belong to any cohort.
#[must_use]
pub fn n_nowhere(outcome: &Outcome<'_>) -> u32 {
    let is_nowhere = |(student, decision): &(&Student, &Decision)| {
        let is_awaited = |reason: &Reason| reason.rule == "H-A2" && reason.verdict == Verdict::Review;
        student.ranked_in.is_none() && decision.reasons.iter().any(is_awaited)
    };
    let all = outcome.facts.students.iter().zip(outcome.decisions);
    u32::try_from(all.filter(is_nowhere).count()).unwrap_or(u32::MAX)
}

/// Whether the rank rests on doubtful data, or there is none although the rule asks for one.
fn is_unsettled(outcome: &Outcome<'_>, student: usize) -> bool {
    let subject = &outcome.facts.students[student];
    let is_doubtful = |aspect: &Aspect| {
        matches!(aspect, Aspect::Course | Aspect::GradesOfWhom | Aspect::Comprehensive | Aspect::Cohort)
    };
    let is_ranked = subject.standings.first().is_some_and(|standing| standing.rank.is_some());
    let reasons = &outcome.decisions[student].reasons;
    let is_awaited = || reasons.iter().any(|reason| reason.rule == "H-A2" && reason.verdict == Verdict::Review);
    subject.doubts.iter().any(|doubt| doubt.aspects.iter().any(is_doubtful)) || !is_ranked && is_awaited()
}

fn line(outcome: &Outcome<'_>, cohort: usize, mut students: Vec<usize>) -> Line {
    let standing = |student: usize| outcome.facts.students[student].standings.first();
    students.sort_by_key(|student| standing(*student).and_then(|standing| standing.rank));
    let (within, beyond): (Vec<usize>, Vec<usize>) = students
        .iter()
        .partition(|student| standing(**student).is_some_and(|standing| is_within_line(outcome.policy, standing)));
    let last = within.last().and_then(|student| standing(*student));
    let rank =
        |student: Option<&usize>| student.and_then(|student| standing(*student)).and_then(|standing| standing.rank);
    let (last_rank, next_rank) = (rank(within.last()), rank(beyond.first()));
    // A group of equals lies on the line only if some of them would be inside and some outside were they told apart.
    let of = standing(students[0]).map_or(0, |standing| standing.cohort_size);
    let seats = seats(outcome.policy, of) as usize;
    let side = |student: usize, inside: bool| {
        let n_tied = standing(student).map_or(1, |standing| standing.n_tied as usize);
        let above = if inside { within.len().saturating_sub(n_tied) } else { within.len() };
        match inside {
            _ if n_tied > 1 && above < seats && above + n_tied > seats => Side::TiedOnLine,
            true => Side::Inside,
            false => Side::Outside,
        }
    };
    let near_inside = within.iter().filter(|student| rank(Some(student)) == last_rank).map(|s| (*s, side(*s, true)));
    let near_outside = beyond.iter().filter(|student| rank(Some(student)) == next_rank).map(|s| (*s, side(*s, false)));
    Line {
        cohort,
        of,
        n_within: u32::try_from(within.len()).unwrap_or(u32::MAX),
        last: last.and_then(|standing| Some((standing.rank?.to_string(), standing.value))),
        best: standing(students[0]).and_then(|standing| standing.value),
        n_unsettled: 0,
        near: near_inside.chain(near_outside).collect(),
    }
}
