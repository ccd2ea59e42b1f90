//! `结果.json` of an earlier run: what it decided, to be compared with this run.

use serde::Deserialize;

use crate::model::number::Decimal;
use crate::model::past::{PastEvaluation, PastResult};
use crate::model::term::Term;
use crate::model::text::fold_student_id;
use crate::problem::Fault;

/// The newest form of the file that is understood here.
const SCHEMA: u32 = 1;

#[derive(Deserialize)]
struct ResultFile {
    schema: u32,
    tool: String,
    #[serde(default)]
    term: String,
    #[serde(default)]
    policy: PolicyFile,
    #[serde(default)]
    evaluation: Vec<EvaluationFile>,
}

#[derive(Default, Deserialize)]
struct PolicyFile {
    #[serde(default)]
    evaluation_sha256: String,
}

#[derive(Deserialize)]
struct EvaluationFile {
    student_id: String,
    name: String,
    #[serde(default)]
    organisation: String,
    score: Option<String>,
    grade: Option<String>,
    rank: Option<u32>,
    #[serde(default)]
    of: u32,
    verdict: String,
    #[serde(default)]
    groups: Vec<GroupFile>,
}

#[derive(Deserialize)]
struct GroupFile {
    raters: u32,
}

/// Reads the bytes of a file that may be a result.
///
/// # Errors
///
/// A file that is no result of this program is a stray; one that is and cannot be used says why.
pub fn read(bytes: &[u8], file: usize) -> Result<PastResult, Fault> {
    #[derive(Deserialize)]
    struct Probe {
        schema: u32,
        tool: String,
    }
    // The program writes these first, so that even a file cut short tells whose it is.
    const HEAD: usize = 400;
    let is_own = |tool: &str| tool.starts_with("tuanxue ");
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let unusable = |reason: &str| Fault::PastUnusable { reason: reason.to_owned() };
    if let Ok(probe) = serde_json::from_slice::<Probe>(bytes)
        && is_own(&probe.tool)
        && probe.schema > SCHEMA
    {
        return Err(unusable("它由更新的版本写出，请用新版本的工具运行"));
    }
    let result: ResultFile = match serde_json::from_slice(bytes) {
        Ok(result) => result,
        Err(_) if head.contains("\"tool\"") && head.contains("\"tuanxue ") => {
            return Err(unusable("文件不完整或被改动过，请重新拷贝"));
        }
        Err(_) => return Err(Fault::NotASpreadsheet),
    };
    if !is_own(&result.tool) || result.schema == 0 {
        return Err(Fault::NotASpreadsheet);
    }
    let term = Term::parse(&result.term).ok_or_else(|| unusable("里面没有写学期"))?;
    let evaluation = result.evaluation.into_iter().map(evaluation).collect();
    Ok(PastResult { file, term, evaluation_sha256: result.policy.evaluation_sha256, evaluation })
}

fn evaluation(own: EvaluationFile) -> PastEvaluation {
    let places = own.score.as_deref().and_then(|score| score.split_once('.')).map_or(0, |(_, decimals)| decimals.len());
    PastEvaluation {
        student: fold_student_id(&own.student_id).map_or_else(|| own.student_id.clone(), std::borrow::Cow::into_owned),
        id: own.student_id,
        name: own.name,
        organisation: own.organisation,
        score: own.score.as_deref().and_then(Decimal::parse),
        places: u32::try_from(places).unwrap_or(0),
        is_by_ballots: own.groups.iter().all(|group| group.raters == 0),
        grade: own.grade,
        rank: own.rank,
        of: own.of,
        is_final: own.verdict == "final",
    }
}
