//! What stands twice in the sheets of an evaluation: a rater's rating of a person, the ballots of a group.

use std::collections::{BTreeMap, HashMap};

use crate::model::evaluation::{BallotCount, Evaluated, Invalid};
use crate::model::number::Exact;
use crate::model::origin::{CellRef, SheetIdx};
use crate::model::text::fold;
use crate::model::words::Word;
use crate::problem::{Fault, Place, Problem};

use super::lists::Lists;

/// Ratings that stand twice, by the two sheets and whether they say the same: the first pair of cells, and how many there are.
pub(super) type Repeats = BTreeMap<(SheetIdx, SheetIdx, bool), (CellRef, CellRef, u32)>;

/// What tells a rater of one person: name, group of the policy, else the group's word, else the sheet.
type Key = (String, Option<usize>, Word, Option<SheetIdx>);

impl Lists<'_, '_> {
    /// The same ballots of the same group twice are hardly of two polls: they count once, and a human looks. Others are added.
    pub(super) fn drop_repeated_ballots(&mut self, person: &mut Evaluated) {
        let mut kept: Vec<BallotCount> = Vec::new();
        for own in std::mem::take(&mut person.ballots) {
            // A row may be a single ballot, of which many are alike.
            let is_poll = own.boxes.iter().chain([&own.unknown]).flatten().sum::<u32>() > 1;
            let is_same = |other: &&BallotCount| {
                let is_of_group = match own.group {
                    Some(_) => other.group == own.group,
                    None => other.group_written == own.group_written,
                };
                is_poll && is_of_group && other.boxes == own.boxes && other.unknown == own.unknown
            };
            let Some(first) = kept.iter().find(is_same).and_then(|other| other.cells.first()) else {
                kept.push(own);
                continue;
            };
            if let Some(cell) = own.cells.first() {
                let group = self.context.words.text(own.group_written).to_owned();
                let fault = Fault::BallotsTwice { group, first: self.context.sources.show(*first) };
                self.context.problems.push(Problem::of_student(fault, Place::Cell(*cell), person.person.student));
            }
            if !person.repeated_ballots.contains(&own.group) {
                person.repeated_ballots.push(own.group);
            }
        }
        person.ballots = kept;
    }

    /// A rater has one rating of a person: said twice alike it counts once, said differently it does not count.
    pub(super) fn mark_repeated_raters(&self, person: &mut Evaluated, repeats: &mut Repeats) {
        let rules = &self.context.policy.evaluation;
        let mut by_rater: HashMap<Key, Vec<usize>> = HashMap::new();
        for (idx, rating) in person.ratings.iter().enumerate() {
            // Raters without a name cannot be told apart.
            if rating.rater.is_some() {
                let rater = fold(self.context.words.text(rating.rater)).into_owned();
                // Two words for one group are one group.
                let word = if rating.group.is_some() { Word::NONE } else { rating.group_written };
                // Of whom no group is known 评委1 is somebody else on every sheet.
                let is_nowhere = rating.group.is_none() && !rating.group_written.is_some();
                let sheet = is_nowhere.then(|| rating.cell.sheet());
                by_rater.entry((rater, rating.group, word, sheet)).or_default().push(idx);
            }
        }
        let mut repeated: Vec<Vec<usize>> = by_rater.into_values().filter(|own| own.len() > 1).collect();
        repeated.sort_unstable();
        for mut own in repeated {
            let marks = |idx: usize| &person.ratings[idx].marks;
            let n_marks = |idx: usize| marks(idx).iter().filter(|mark| mark.value.is_some()).count();
            // A sheet of totals beside those of the dimensions says the same; the fuller one counts.
            own.sort_by_key(|idx| (std::cmp::Reverse(n_marks(*idx)), *idx));
            let values = |idx: usize| marks(idx).iter().map(|mark| (mark.dimension, mark.value)).collect::<Vec<_>>();
            let says_same = |idx: usize| {
                let totals = (rules.total(marks(idx)), rules.total(marks(own[0])));
                let is_near = |(a, b): (Exact, Exact)| (if a > b { a - b } else { b - a }) <= Exact::new(1, 200);
                values(idx) == values(own[0])
                    || n_marks(idx) != n_marks(own[0]) && totals.0.zip(totals.1).is_some_and(is_near)
            };
            let is_same = own.iter().all(|idx| says_same(*idx));
            let first = person.ratings[own[0]].cell;
            for idx in &own {
                let rating = &mut person.ratings[*idx];
                if is_same && *idx == own[0] {
                    continue;
                }
                rating.invalid =
                    rating.invalid.or(Some(if is_same { Invalid::Repeated } else { Invalid::Contradicted }));
                if *idx != own[0] {
                    let key = (first.sheet(), rating.cell.sheet(), is_same);
                    repeats.entry(key).or_insert((first, rating.cell, 0)).2 += 1;
                }
            }
        }
    }
}
