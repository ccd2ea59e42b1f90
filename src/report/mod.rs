//! Decisions → bytes of reports. Knows layout and wording, decides nothing, and touches no file.

pub mod eligibility;
pub mod explain;
pub mod json;
pub mod layout;
pub mod line;
pub mod policy_text;
pub mod problems;
pub mod ranking;
pub mod sheet;
pub mod summary;

use rayon::prelude::*;

use crate::model::decision::Decision;
use crate::model::facts::{Facts, Metric};
use crate::model::intake::FileReport;
use crate::policy::Policy;
use crate::problem::{Fault, Problem, Severity};

pub use crate::model::REPORT_FOLDER as FOLDER;

/// The program's name and version, as printed.
pub const TOOL: &str = concat!("tuanxue ", env!("CARGO_PKG_VERSION"));

/// File names of all reports, in their order.
pub const NAMES: [&str; 4] = [problems::NAME, eligibility::NAME, ranking::NAME, json::NAME];

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

/// Builds the reports that were asked for, side by side, in the order of their names.
///
/// # Errors
///
/// Only if a library refuses what it is given, which no decision can cause.
pub fn build_all(outcome: &Outcome<'_>, parts: &[Part]) -> anyhow::Result<Vec<Report>> {
    type Build = fn(&Outcome<'_>) -> anyhow::Result<Vec<u8>>;
    let mut wanted: Vec<(&'static str, Build)> = vec![(problems::NAME, problems::build)];
    if parts.contains(&Part::Eligibility) {
        wanted.push((eligibility::NAME, eligibility::build));
    }
    if parts.contains(&Part::Ranking) {
        wanted.push((ranking::NAME, ranking::build));
    }
    wanted.push((json::NAME, json::build));
    wanted.into_par_iter().map(|(name, build)| Ok(Report { name, bytes: build(outcome)? })).collect()
}

/// What is ranked by, for column labels.
#[must_use]
pub fn metric_label(outcome: &Outcome<'_>) -> &'static str {
    let standings = outcome.facts.students.iter().filter_map(|student| student.standings.first());
    standings.into_iter().find_map(|standing| standing.metric).map_or("成绩", Metric::chinese)
}

/// The lines under a report's title: what it is for, how many problems its inputs have, what was not given.
#[must_use]
pub fn part_notes(outcome: &Outcome<'_>) -> Vec<String> {
    let facts = outcome.facts;
    let term = facts.term.map_or_else(|| "学期不明".to_owned(), |term| format!("{term} 学期"));
    let day = facts.as_of.map_or_else(String::new, |day| format!("，按 {day} 的情况判断"));
    let mut notes =
        vec![format!("{term}{day}。政策：{}（{}）。", outcome.policy.title, outcome.policy.layers.join(" → "))];
    if outcome.policy.rank.windows.value.len() > 1 {
        notes.push("政策为任一统计窗口达到即可；表中的平均分、名次和线按“入学以来”列出，各窗口的比较见“依据”。".to_owned());
    }
    let errors = outcome.problems.iter().filter(|problem| problem.fault.severity() == Severity::Error).count();
    if errors > 0 {
        notes.push(format!("材料中有 {errors} 处错误，有关学生列为复核，详见 {}。", problems::NAME));
    }
    let missing = outcome.problems.iter().filter(|p| matches!(p.fault, Fault::NoDisciplineList | Fault::NoGradesSheet));
    notes.extend(missing.map(|problem| format!("{}。", problem.message())));
    notes
}
