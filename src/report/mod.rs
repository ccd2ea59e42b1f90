//! Decisions → bytes of reports. Knows layout and wording, decides nothing, and touches no file.

pub mod explain;
pub mod json;
pub mod policy_text;
pub mod summary;

use crate::ingest::FileReport;
use crate::model::decision::Decision;
use crate::model::facts::Facts;
use crate::policy::Policy;
use crate::problem::Problem;

/// The folder of the reports, inside the drop.
pub const FOLDER: &str = "报告";

/// The program's name and version, as printed.
pub const TOOL: &str = concat!("tuanxue ", env!("CARGO_PKG_VERSION"));

/// File names of all reports, in their order.
pub const NAMES: [&str; 1] = [json::NAME];

/// Everything a report may show.
pub struct Outcome<'a> {
    /// The policy in force.
    pub policy: &'a Policy,
    /// What is known.
    pub facts: &'a Facts,
    /// What became of the files.
    pub files: &'a [FileReport],
    /// All problems, sorted.
    pub problems: &'a [Problem],
    /// Eligibility, in the order of the students.
    pub decisions: &'a [Decision],
}

/// One finished report.
pub struct Report {
    /// File name.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A part of the result that can be asked for alone (`--only`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 候选资格审查.
    Eligibility,
    /// 专业排名.
    Ranking,
}

impl Part {
    const ALL: [(Self, &'static str); 2] = [(Self::Eligibility, "eligibility"), (Self::Ranking, "ranking")];
}

/// Reads the words of `--only`; none means all parts.
///
/// # Errors
///
/// A word that is no part, in Chinese.
pub fn parse_only(words: &[String]) -> Result<Vec<Part>, String> {
    if words.is_empty() {
        return Ok(Part::ALL.map(|(part, _)| part).to_vec());
    }
    words
        .iter()
        .map(|word| {
            let known = Part::ALL.iter().find(|(_, name)| name == word);
            known.map(|(part, _)| *part).ok_or_else(|| {
                let names: Vec<&str> = Part::ALL.iter().map(|(_, name)| *name).collect();
                format!("--only 没有“{word}”这一项，可写：{}", names.join("、"))
            })
        })
        .collect()
}

/// Builds the reports that were asked for.
///
/// # Errors
///
/// Only if a library refuses what it is given, which no decision can cause.
pub fn build_all(outcome: &Outcome<'_>, _parts: &[Part]) -> anyhow::Result<Vec<Report>> {
    Ok(vec![Report { name: json::NAME, bytes: json::build(outcome)? }])
}
