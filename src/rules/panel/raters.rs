//! Raters over everybody they rated in one panel, and how far the panel agrees.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::evaluation::{Invalid, Rating};
use crate::model::facts::Facts;
use crate::model::number::{Exact, count};
use crate::model::origin::CellRef;
use crate::model::text::fold;
use crate::model::words::Word;
use crate::policy::Policy;

use super::Panel;

/// One rater over everybody they rated (评委).
#[derive(Clone, Debug)]
pub struct Rater {
    /// The rater, as first written.
    pub rater: Word,
    /// The group, as first written.
    pub group: Word,
    /// Persons rated, invalid ratings included.
    pub rated: u32,
    /// Ratings that do not count, by reason.
    pub invalid: BTreeMap<Invalid, u32>,
    /// Whether three or more persons all got the same total.
    pub is_all_equal: bool,
    /// By how much the rater's totals lie above (or below) the mean of the other raters of the same persons, in points, in the mean
    /// over the persons; `None` where nobody else rated them.
    pub distance: Option<Exact>,
    /// Whether that is far: a tenth of the scale or more.
    pub is_far: bool,
    /// The first cell.
    pub cell: CellRef,
}

/// How far raters agree on the order of the persons (一致程度): Kendall's W, corrected for ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Raters who rated everybody.
    pub raters: u32,
    /// Persons.
    pub persons: u32,
    /// W, from 0 (no agreement) to 1 (the same order).
    pub w: Exact,
}

impl Agreement {
    /// What it means, in words.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        let at_least = |numer| self.w >= Exact::new(numer, 10);
        match () {
            () if at_least(7) => "看法高度一致",
            () if at_least(5) => "看法比较一致",
            () if at_least(3) => "看法一致程度一般",
            () => "看法不一致，排名的差别请谨慎看待",
        }
    }
}

/// What one rater said.
#[derive(Default)]
struct Said<'f> {
    ratings: Vec<&'f Rating>,
    /// Each valid total, with the mean of the others' on the same person.
    totals: Vec<(Exact, Option<Exact>)>,
}

/// The raters of a panel, in order of group and name.
#[must_use]
pub fn raters(policy: &Policy, facts: &Facts, panel: &Panel<'_>) -> Vec<Rater> {
    let rules = &policy.evaluation;
    let key = |rating: &Rating| {
        let text = |word: Word| fold(facts.words.text(word)).into_owned();
        (text(rating.group_written), text(rating.rater))
    };
    let mut by_rater: BTreeMap<(String, String), Said<'_>> = BTreeMap::new();
    for person in &panel.people {
        let valid: Vec<(&Rating, Exact)> = person
            .ratings
            .iter()
            .filter(|rating| rating.invalid.is_none())
            .filter_map(|rating| Some((rating, rules.total(&rating.marks)?)))
            .collect();
        let sum: Exact = valid.iter().map(|(_, total)| *total).sum();
        for rating in person.ratings.iter().filter(|rating| rating.rater.is_some()) {
            by_rater.entry(key(rating)).or_default().ratings.push(rating);
        }
        for (rating, own) in valid.iter().filter(|(rating, _)| rating.rater.is_some()) {
            let others = (valid.len() > 1)
                .then(|| (sum - own) / Exact::from_integer(i128::try_from(valid.len() - 1).unwrap_or(i128::MAX)));
            by_rater.entry(key(rating)).or_default().totals.push((*own, others));
        }
    }
    let (low, high) = rules.scale.value;
    let far = (high.exact() - low.exact()) / Exact::from_integer(10);
    by_rater
        .into_values()
        .map(|Said { ratings, totals }| {
            let mut invalid: BTreeMap<Invalid, u32> = BTreeMap::new();
            for reason in ratings.iter().filter_map(|rating| rating.invalid) {
                *invalid.entry(reason).or_default() += 1;
            }
            let differences: Vec<Exact> =
                totals.iter().filter_map(|(own, others)| others.map(|others| own - others)).collect();
            let n = i128::try_from(differences.len()).unwrap_or(i128::MAX);
            let distance = (n > 0).then(|| differences.iter().sum::<Exact>() / Exact::from_integer(n));
            let size = |value: Exact| if value < Exact::from_integer(0) { -value } else { value };
            Rater {
                rater: ratings[0].rater,
                group: ratings[0].group_written,
                rated: count(ratings.len()),
                invalid,
                is_all_equal: totals.len() >= 3 && totals.iter().all(|(own, _)| *own == totals[0].0),
                distance,
                is_far: distance.is_some_and(|distance| size(distance) >= far),
                cell: ratings[0].cell,
            }
        })
        .collect()
}

/// How far those agree who rated everybody; `None` with fewer than two raters or three persons.
#[must_use]
pub fn agreement(policy: &Policy, facts: &Facts, panel: &Panel<'_>) -> Option<Agreement> {
    let people: Vec<&_> = panel.people.iter().filter(|person| !person.ratings.is_empty()).collect();
    let n = people.len();
    if n < 3 {
        return None;
    }
    let mut totals: BTreeMap<(String, String), Vec<Option<Exact>>> = BTreeMap::new();
    for (at, person) in people.iter().enumerate() {
        for rating in person.ratings.iter().filter(|rating| rating.invalid.is_none() && rating.rater.is_some()) {
            let text = |word: Word| fold(facts.words.text(word)).into_owned();
            let own = totals.entry((text(rating.group_written), text(rating.rater))).or_insert_with(|| vec![None; n]);
            own[at] = policy.evaluation.total(&rating.marks);
        }
    }
    let complete: Vec<Vec<Exact>> =
        totals.into_values().filter_map(|own| own.into_iter().collect::<Option<Vec<Exact>>>()).collect();
    kendall(&complete).map(|w| Agreement { raters: count(complete.len()), persons: count(n), w })
}

/// Kendall's W of several raters' values, corrected for ties: 12·S ÷ (m²(n³−n) − m·ΣT). Source: Kendall and Babington Smith 1939.
#[must_use]
pub fn kendall(raters: &[Vec<Exact>]) -> Option<Exact> {
    let m = i128::try_from(raters.len()).ok().filter(|m| *m >= 2)?;
    let n = raters[0].len();
    let persons = i128::try_from(n).ok().filter(|n| *n >= 2)?;
    // Ranks are doubled, so that the mean rank of a tie stays whole.
    let mut sums = vec![0_i128; n];
    let mut ties = 0_i128;
    for values in raters {
        for (at, own) in values.iter().enumerate() {
            let below = values.iter().filter(|other| *other < own).count();
            let level = values.iter().filter(|other| *other == own).count();
            sums[at] += i128::try_from(2 * below + level + 1).ok()?;
        }
        let distinct: BTreeSet<&Exact> = values.iter().collect();
        for value in distinct {
            let t = i128::try_from(values.iter().filter(|other| *other == value).count()).ok()?;
            ties += t * t * t - t;
        }
    }
    let all: i128 = sums.iter().sum();
    // Four times S, times n to keep it whole.
    let spread: i128 = sums.iter().map(|sum| (persons * sum - all) * (persons * sum - all)).sum();
    let bottom = m * m * (persons * persons * persons - persons) - m * ties;
    (bottom > 0).then(|| Exact::new(12 * spread, 4 * persons * persons * bottom))
}
