//! How far a student is from the line (差多少): the lowest value that would have put the rank inside, everybody else unchanged.

use crate::model::facts::{Facts, Rank};
use crate::model::number::Exact;
use crate::policy::{Policy, Ties};

use super::eligibility::is_rank_within;

/// What would have been enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enough {
    /// The lowest value, in steps of the decimals that are printed, that is inside the line.
    pub value: Exact,
    /// The rank it would have.
    pub rank: Rank,
}

/// What would have put a student inside the line in the window of that index; `None` where nothing is ranked by a value, or
/// where no value would have been enough.
#[must_use]
pub fn enough(policy: &Policy, facts: &Facts, student: usize, window: usize) -> Option<Enough> {
    let subject = &facts.students[student];
    let standing = subject.standings.get(window)?;
    let (_, _) = (standing.rank?, standing.value?);
    let others: Vec<Exact> = facts
        .students
        .iter()
        .enumerate()
        .filter(|(idx, other)| *idx != student && other.ranked_in == subject.ranked_in)
        .filter_map(|(_, other)| other.standings.get(window).filter(|own| own.rank.is_some())?.value)
        .collect();
    let step = Exact::new(1, 10_i128.pow(policy.grades.decimals));
    // The rank only changes at the values of others: at one of them, or just above.
    let on_grid = |value: Exact| (value / step).ceil() * step;
    let above = |value: Exact| ((value / step).floor() + Exact::from_integer(1)) * step;
    let mut candidates: Vec<Exact> = others.iter().flat_map(|value| [on_grid(*value), above(*value)]).collect();
    candidates.sort_unstable();
    candidates.dedup();
    candidates.into_iter().find_map(|value| {
        let rank = rank_among(policy.rank.ties.value, &others, value);
        is_rank_within(policy, standing, rank).then_some(Enough { value, rank })
    })
}

/// The rank of a value among those of others.
fn rank_among(ties: Ties, others: &[Exact], value: Exact) -> Rank {
    let count = |wanted: fn(&Exact, &Exact) -> bool| {
        u32::try_from(others.iter().filter(|other| wanted(other, &value)).count()).unwrap_or(u32::MAX / 4)
    };
    let (above, equal) = (count(|other, value| other > value), count(|other, value| other == value));
    let halves = match ties {
        Ties::CompetitionMin => 2 * (above + 1),
        Ties::CompetitionMax => 2 * (above + equal + 1),
        Ties::Average => 2 * (above + 1) + equal,
        Ties::Dense => {
            let mut higher: Vec<&Exact> = others.iter().filter(|other| **other > value).collect();
            higher.sort_unstable();
            higher.dedup();
            2 * (u32::try_from(higher.len()).unwrap_or(u32::MAX / 4) + 1)
        }
    };
    Rank { halves }
}
