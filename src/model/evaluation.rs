//! What raters said of a person (评议): ratings dimension by dimension, ballots counted by group.

use std::collections::BTreeSet;

use super::lists::Mark;
use super::number::Decimal;
use super::origin::CellRef;
use super::union::Person;
use super::words::Word;

/// Everything that was said of one person.
#[derive(Clone, Debug)]
pub struct Evaluated {
    /// Who.
    pub person: Person,
    /// Ratings, in the order of the sheets.
    pub ratings: Vec<Rating>,
    /// Ballots, in the order of the sheets.
    pub ballots: Vec<BallotCount>,
    /// How many of these rows have another name than the roster has under the number.
    pub under_other_name: u32,
    /// Whether a name without a number was found in the roster and on no list of the union.
    pub is_by_name: bool,
    /// Raters who give nobody more than a quarter of the scale.
    pub low_raters: Option<LowRaters>,
    /// Labels of columns with marks of nobody knows whom, in the sheets the person stands in.
    pub unread_columns: BTreeSet<Word>,
    /// Groups with the same ballots twice, as indices into the policy's; counted once.
    pub repeated_ballots: Vec<Option<usize>>,
}

/// Raters who give nobody more than a quarter of the scale: they may have another full mark in mind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LowRaters {
    /// How many.
    pub raters: u32,
    /// The most that any of them gives.
    pub most: Decimal,
}

/// One rater's rating of one person (一票).
#[derive(Clone, Debug)]
pub struct Rating {
    /// The rater (评委), as written.
    pub rater: Word,
    /// The group of raters, as an index into the policy's; `None` where the policy does not know it.
    pub group: Option<usize>,
    /// The group (评委类别), as written.
    pub group_written: Word,
    /// What it says, dimension by dimension.
    pub marks: Vec<Mark>,
    /// Why it does not count.
    pub invalid: Option<Invalid>,
    /// The cell of the rater.
    pub cell: CellRef,
}

/// Why a rating does not count (作废的原因).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Invalid {
    /// A dimension is blank, no number, or off the scale; or there is no column for it.
    Incomplete,
    /// The rater rates themselves.
    OfOneself,
    /// The same rater has said the same before.
    Repeated,
    /// The same rater has said something else, too.
    Contradicted,
}

impl Invalid {
    /// The Chinese words.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Incomplete => "分数不全或不合格式",
            Self::OfOneself => "给自己打分",
            Self::Repeated => "重复的一票",
            Self::Contradicted => "同一评委两次打分不同",
        }
    }
}

/// Ballots of one group on one person, counted (民主测评票).
#[derive(Clone, Debug)]
pub struct BallotCount {
    /// The group of raters, as an index into the policy's; `None` where the policy does not know it.
    pub group: Option<usize>,
    /// The group, as written.
    pub group_written: Word,
    /// Number of ballots in each box of the policy, in its order; `None` where the cell could not be read.
    pub boxes: Vec<Option<u32>>,
    /// Ballots that say 不了解.
    pub unknown: Option<u32>,
    /// The cells of the group and of the boxes.
    pub cells: Vec<CellRef>,
}
