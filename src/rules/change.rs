//! What has changed since an earlier evaluation (与上次评议比较): person by person, on the scores as shown, so that the numbers of
//! both reports add up. Nothing is decided by it.

use std::collections::BTreeMap;

use crate::model::facts::Facts;
use crate::model::number::{Decimal, Exact, round_half_up};
use crate::model::past::PastEvaluation;
use crate::policy::Policy;

use super::evaluation::{Evaluation, Evaluations, places};

/// One person then and now.
#[derive(Clone, Debug)]
pub struct Change {
    /// Then, as an index into the past evaluations of the facts; `None` for whom there was none.
    pub then: Option<usize>,
    /// Now, as an index into the evaluations; `None` for whom there is none.
    pub now: Option<usize>,
    /// The score as shown now less the score as shown then, and with how many decimals to print it; `None` where they cannot be compared.
    pub difference: Option<(Exact, u32)>,
    /// Why not, or what else to keep in mind.
    pub note: Note,
}

/// What to keep in mind of a comparison (说明).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// Nothing.
    None,
    /// There was no evaluation then.
    NotThen,
    /// There is none now.
    NotNow,
    /// Ballots once, ratings once.
    OtherScale,
    /// One of the two has no score.
    NoScore,
    /// The earlier result was for a human.
    WasForReview,
}

impl Change {
    /// What the earlier result says.
    #[must_use]
    pub fn past<'f>(&self, facts: &'f Facts) -> Option<&'f PastEvaluation> {
        facts.past.as_ref()?.evaluation.get(self.then?)
    }
}

impl Note {
    /// The Chinese words.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::None => "",
            Self::NotThen => "上次没有评议",
            Self::NotNow => "本次没有评议",
            Self::OtherScale => "一次用测评票、一次用打分，分数不能相减",
            Self::NoScore => "有一次没有算出得分",
            Self::WasForReview => "上次的结果当时还要复核",
        }
    }
}

/// Compares everybody: those evaluated now in their order, then those who were evaluated only then. Nothing where the drop has no
/// earlier result.
#[must_use]
pub fn compare(policy: &Policy, facts: &Facts, evaluations: &Evaluations) -> Vec<Change> {
    let Some(past) = &facts.past else { return Vec::new() };
    let mut then: BTreeMap<&str, usize> =
        past.evaluation.iter().enumerate().map(|(idx, own)| (own.student.as_str(), idx)).collect();
    let now = evaluations.people.iter().enumerate().map(|(idx, own)| {
        let student = facts.words.text(facts.evaluated[own.evaluated].person.student);
        let then = then.remove(student);
        let (difference, note) = match then {
            Some(then) => difference(policy, own, &past.evaluation[then]),
            None => (None, Note::NotThen),
        };
        Change { then, now: Some(idx), difference, note }
    });
    let mut changes: Vec<Change> = now.collect();
    let mut gone: Vec<usize> = then.into_values().collect();
    gone.sort_unstable();
    changes.extend(gone.into_iter().map(|then| Change {
        then: Some(then),
        now: None,
        difference: None,
        note: Note::NotNow,
    }));
    changes
}

fn difference(policy: &Policy, own: &Evaluation, then: &PastEvaluation) -> (Option<(Exact, u32)>, Note) {
    let (Some(before), Some(score)) = (then.score, own.deciding()) else { return (None, Note::NoScore) };
    if then.is_by_ballots != own.body.is_by_ballots {
        return (None, Note::OtherScale);
    }
    let decimals = places(&policy.evaluation, score);
    let shown = Decimal::parse(&round_half_up(score, decimals)).map_or(score, Decimal::exact);
    let note = if then.is_final { Note::None } else { Note::WasForReview };
    (Some((shown - before.exact(), decimals.max(then.places))), note)
}
