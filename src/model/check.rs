//! Checks of organisations (核查): one rule, one unit, one period, both sides of the comparison.

use super::Basis;
use super::decision::Verdict;
use super::origin::CellRef;
use super::words::Word;

/// What a rule found of a unit.
#[derive(Clone, Debug)]
pub struct Check {
    /// The rule's id.
    pub rule: &'static str,
    /// The unit it is about; empty: the whole school.
    pub unit: String,
    /// The month, term or academic year it is about; may be empty.
    pub period: String,
    /// What follows.
    pub verdict: Verdict,
    /// What the rule rests on.
    pub basis: Basis,
    /// What was found.
    pub found: String,
    /// What it is compared with.
    pub limit: String,
    /// What to say beside the two, or what to do; may be empty.
    pub note: String,
    /// Whether it is due by the day of the run: what there is still time for counts for nobody and against nobody.
    pub is_due: bool,
    /// Persons concerned: student number and name.
    pub persons: Vec<(Word, Word)>,
    /// The cells.
    pub evidence: Vec<CellRef>,
}

impl Check {
    /// A check that passes and has found nothing yet, to be filled in.
    #[must_use]
    pub fn new(rule: &'static str, unit: &str, basis: &Basis) -> Self {
        Self {
            rule,
            unit: unit.to_owned(),
            period: String::new(),
            verdict: Verdict::Pass,
            basis: basis.clone(),
            found: String::new(),
            limit: String::new(),
            note: String::new(),
            is_due: true,
            persons: Vec::new(),
            evidence: Vec::new(),
        }
    }
}
