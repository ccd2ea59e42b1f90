//! The scorecard of the colleges (二级学院考核) H-E6: every check of a college, weighted, with what to mend first.

use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::facts::Facts;
use crate::model::number::Exact;
use crate::model::text::fold;
use crate::model::union::of_whom;
use crate::model::words::Word;
use crate::policy::Policy;

use super::CATALOGUE;

/// How a college does.
#[derive(Clone, Debug)]
pub struct Score {
    /// Its name.
    pub college: Word,
    /// Its checks, as indices into all of them, in their order; rules without a weight left out.
    pub checks: Vec<usize>,
    /// How many pass.
    pub passed: u32,
    /// How many fail.
    pub failed: u32,
    /// How many are for a human.
    pub review: u32,
    /// The weight of those that pass, and of all.
    pub weights: (u32, u32),
    /// Competition rank (1, 2, 2, 4) by score.
    pub rank: u32,
    /// What to mend first: failures by how strictly they bind and how much they weigh, then what is for a human.
    pub first: Vec<usize>,
}

impl Score {
    /// Of a hundred points: the share of the weights that pass. What is for a human earns nothing until it is settled.
    #[must_use]
    pub fn points(&self) -> Exact {
        let (passed, all) = self.weights;
        Exact::new(100 * i128::from(passed), i128::from(all.max(1)))
    }
}

/// The weight of a rule: 1 where the policy gives none.
#[must_use]
pub fn weight(policy: &Policy, rule: &str) -> u32 {
    let own = policy.scorecard.weights.value.iter().find(|(id, _)| id == rule);
    own.map_or(1, |(_, weight)| *weight)
}

/// Weights of rules that there are not: they would reach nothing.
#[must_use]
pub fn wrong_weights(policy: &Policy) -> Vec<String> {
    let is_known = |id: &str| CATALOGUE.iter().any(|rule| rule.id == id);
    let wrong = policy.scorecard.weights.value.iter().filter(|(id, _)| !is_known(id));
    wrong
        .map(|(id, _)| format!("scorecard.weights 里的“{id}”不是规则的编号。编号写法例如 \"H-B2\"，见各报告的“规则”列"))
        .collect()
}

/// Scores every college that has a check; none where the policy turns it off.
#[must_use]
pub fn score_all(policy: &Policy, facts: &Facts, checks: &[Check]) -> Vec<Score> {
    if !policy.scorecard.enabled.value {
        return Vec::new();
    }
    let school = fold(&policy.school);
    let of: Vec<String> = checks.iter().map(|check| of_whom(&fold(&check.unit), &school).to_owned()).collect();
    let mut scores: Vec<Score> = facts
        .colleges
        .iter()
        .map(|(college, _)| *college)
        .filter_map(|college| {
            let name = fold(facts.words.text(college));
            let is_own = |idx: &usize| of[*idx] == name && weight(policy, checks[*idx].rule) > 0;
            let own: Vec<usize> = (0..checks.len())
                .filter(is_own)
                .filter(|idx| checks[*idx].is_due && checks[*idx].verdict != Verdict::Exempt)
                .collect();
            (!own.is_empty()).then(|| score(policy, checks, college, own))
        })
        .collect();
    let points: Vec<Exact> = scores.iter().map(Score::points).collect();
    for (score, own) in scores.iter_mut().zip(&points) {
        score.rank = 1 + crate::model::number::count(points.iter().filter(|other| *other > own).count());
    }
    scores.sort_by(|a, b| (a.rank, facts.words.text(a.college)).cmp(&(b.rank, facts.words.text(b.college))));
    scores
}

fn score(policy: &Policy, checks: &[Check], college: Word, own: Vec<usize>) -> Score {
    let number = |verdict: Verdict| {
        crate::model::number::count(own.iter().filter(|idx| checks[**idx].verdict == verdict).count())
    };
    let weigh = |is: &dyn Fn(&Check) -> bool| {
        own.iter()
            .map(|idx| &checks[*idx])
            .filter(|check| is(check))
            .map(|check| weight(policy, check.rule))
            .sum::<u32>()
    };
    let mut first: Vec<usize> = own.iter().copied().filter(|idx| checks[*idx].verdict != Verdict::Pass).collect();
    first.sort_by_key(|idx| {
        let check = &checks[*idx];
        let is_failed = check.verdict == Verdict::Fail;
        (!is_failed, check.basis.strength, std::cmp::Reverse(weight(policy, check.rule)), *idx)
    });
    Score {
        college,
        passed: number(Verdict::Pass),
        failed: number(Verdict::Fail),
        review: number(Verdict::Review),
        weights: (weigh(&|check| check.verdict == Verdict::Pass), weigh(&|_| true)),
        rank: 0,
        first,
        checks: own,
    }
}
