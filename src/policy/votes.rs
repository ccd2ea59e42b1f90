//! `[votes]`: when an election holds, who is elected, what a tie at the last seat means.

use crate::model::number::Share;

use super::Cited;
use super::read::Getter;

/// Elections (选举).
#[derive(Clone, Debug)]
pub struct VotesPolicy {
    /// Least share of the issued ballots that must be returned.
    pub quorum: Cited<Share>,
    /// Share of the valid ballots that the votes for a candidate must exceed.
    pub majority: Cited<Share>,
    /// What a tie at the last seat means.
    pub tie: Cited<VoteTie>,
}

/// What a tie at the last seat means (末位同票).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoteTie {
    /// A human decides: another ballot, a show of hands, a lot.
    NeedsDecision,
    /// The seat stays vacant.
    Vacant,
}

impl VotesPolicy {
    pub(super) fn read(get: &Getter<'_>) -> Self {
        Self {
            quorum: get.share("votes.quorum"),
            majority: get.share("votes.majority"),
            tie: get.text("votes.tie").map(|word| match word.as_str() {
                "vacant" => VoteTie::Vacant,
                _ => VoteTie::NeedsDecision,
            }),
        }
    }
}
