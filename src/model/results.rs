//! What a result file (结果.json) says, as far as two of them are compared. Words and numbers stand here as they were printed: the
//! comparison is of what people were told.

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

/// Everything but the students, whom a school has too many of to hold twice.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Results {
    /// The program that wrote it (`tuanxue 0.1.0`).
    pub tool: String,
    /// The day it was for.
    pub as_of: String,
    /// The term it was for; empty if unclear.
    pub term: String,
    /// The policy it was by.
    pub policy: PolicyResult,
    /// The files it rests on.
    #[serde(default)]
    pub inputs: Vec<InputResult>,
    /// Whether students were decided on; told by whoever reads the file.
    #[serde(skip)]
    pub has_students: bool,
    /// Students who are not enrolled.
    #[serde(default)]
    pub not_enrolled: Vec<NotEnrolledResult>,
    /// Seats.
    #[serde(default)]
    pub quota: Option<QuotaResult>,
    /// The review of the delegates.
    #[serde(default)]
    pub delegates: Option<DelegatesResult>,
    /// Elections.
    #[serde(default)]
    pub votes: Vec<VoteResult>,
    /// Evaluated persons.
    #[serde(default)]
    pub evaluation: Vec<EvaluationResult>,
    /// Suggested exits.
    #[serde(default)]
    pub exit: Vec<ExitResult>,
    /// Checks of organisation and ledgers.
    #[serde(default)]
    pub checks: Vec<CheckResult>,
    /// The scorecard.
    #[serde(default)]
    pub scorecard: Vec<ScoreResult>,
}

/// The policy of a run.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct PolicyResult {
    /// Its id.
    pub id: String,
    /// The hash of all its values.
    pub sha256: String,
}

/// A file that was read.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of the result file")]
pub struct InputResult {
    pub file: String,
    pub sha256: String,
}

/// A student who is not enrolled.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of the result file")]
pub struct NotEnrolledResult {
    pub student_id: String,
    pub name: String,
    pub status: String,
}

/// What was decided on one student.
#[derive(Clone, Debug, Default, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of the result file")]
pub struct StudentResult {
    pub student_id: String,
    pub name: String,
    pub college: String,
    pub major: String,
    pub cohort: String,
    pub class: String,
    pub verdict: String,
    pub average: Option<String>,
    #[serde(deserialize_with = "rank")]
    pub rank: Option<String>,
    pub cohort_size: Option<u32>,
    pub metric: Option<String>,
    pub metric_value: Option<String>,
    pub reasons: Vec<ReasonResult>,
    /// The scores there are, by sheet; results of versions that did not write them have none.
    #[serde(default)]
    pub scores: Vec<ScoresResult>,
}

/// What one rule found.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of the result file")]
pub struct ReasonResult {
    pub rule: String,
    pub verdict: String,
    pub finding: String,
    pub evidence: Vec<String>,
}

/// A student's scores in one sheet.
#[derive(Clone, Debug, Deserialize)]
pub struct ScoresResult {
    /// File and sheet: `成绩.xlsx › Sheet1`.
    pub sheet: String,
    /// The scores: course, term, sort of attempt, what was found, credit, cell.
    pub of: Vec<[String; 6]>,
}

/// The allocation of seats.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of the result file")]
pub struct QuotaResult {
    pub total: u32,
    pub status: String,
    pub tied: Vec<String>,
    pub units: Vec<UnitResult>,
}

/// The seats of a unit.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of the result file")]
pub struct UnitResult {
    pub unit: String,
    pub population: u32,
    pub seats: u32,
}

/// The review of the delegates.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of the result file")]
pub struct DelegatesResult {
    pub total: u32,
    pub share: Option<String>,
    pub verdict: String,
    pub findings: Vec<DelegateFindingResult>,
}

/// A fault of the list of delegates.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of the result file")]
pub struct DelegateFindingResult {
    pub student_id: String,
    pub unit: String,
    pub message: String,
    pub evidence: Vec<String>,
}

/// What became of a candidate.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of the result file")]
pub struct VoteResult {
    #[serde(default)]
    pub contest: String,
    pub candidate: String,
    #[serde(rename = "for")]
    pub in_favour: Option<u32>,
    pub elected: String,
    #[serde(default)]
    pub evidence: Vec<String>,
}

/// An evaluated person.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of the result file")]
pub struct EvaluationResult {
    pub student_id: String,
    pub name: String,
    #[serde(default)]
    pub organisation: String,
    pub score: Option<String>,
    pub rank: Option<u32>,
    #[serde(default)]
    pub of: u32,
    pub grade: Option<String>,
    pub verdict: String,
}

/// Somebody who should be talked to.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of the result file")]
pub struct ExitResult {
    pub student_id: String,
    pub name: String,
    pub post: String,
    pub triggers: Vec<TriggerResult>,
}

/// Why somebody should be talked to.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of the result file")]
pub struct TriggerResult {
    pub finding: String,
    pub evidence: Vec<String>,
}

/// A check of an organisation.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of the result file")]
pub struct CheckResult {
    pub rule: String,
    pub unit: String,
    pub period: String,
    pub verdict: String,
    pub found: String,
    pub limit: String,
    #[serde(default)]
    pub evidence: Vec<String>,
}

/// A college on the scorecard.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "the fields are those of the result file")]
pub struct ScoreResult {
    pub college: String,
    pub score: String,
    pub rank: u32,
}

/// A whole rank is a number in the file, the mean rank of a tie a text.
fn rank<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Rank {
        Whole(u32),
        Mean(String),
    }
    let rank = Option::<Rank>::deserialize(deserializer).map_err(D::Error::custom)?;
    Ok(rank.map(|rank| match rank {
        Rank::Whole(whole) => whole.to_string(),
        Rank::Mean(mean) => mean,
    }))
}
