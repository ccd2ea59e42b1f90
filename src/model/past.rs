//! What an earlier run decided (上学期的结果.json), for comparison with this one.

use super::number::Decimal;
use super::term::Term;

/// The result file of an earlier run, as far as it is compared.
#[derive(Clone, Debug)]
pub struct PastResult {
    /// Which of the drop's files it is.
    pub file: usize,
    /// The term it is of.
    pub term: Term,
    /// The check sum of the settings of the evaluation in force then; empty in files that do not say.
    pub evaluation_sha256: String,
    /// The evaluation of cadres, in the order of the file.
    pub evaluation: Vec<PastEvaluation>,
}

/// What became of one person's evaluation then.
#[derive(Clone, Debug)]
pub struct PastEvaluation {
    /// Student number as written.
    pub id: String,
    /// Folded student number.
    pub student: String,
    /// Name.
    pub name: String,
    /// The organisation the person was ranked in; empty where there was no list of cadres.
    pub organisation: String,
    /// The score as shown; `None` where there was none.
    pub score: Option<Decimal>,
    /// Decimals of the score as shown.
    pub places: u32,
    /// Whether it was by ballots alone, whose scale is another one than that of ratings.
    pub is_by_ballots: bool,
    /// The grade (等次), if it was settled.
    pub grade: Option<String>,
    /// Rank in the organisation.
    pub rank: Option<u32>,
    /// Of how many.
    pub of: u32,
    /// Whether the result was final and not for a human.
    pub is_final: bool,
}
