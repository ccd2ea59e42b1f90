//! Which of the earlier results in a drop this run is compared with.

use crate::model::origin::Sources;
use crate::model::past::PastResult;
use crate::model::term::Term;
use crate::problem::{Fault, PastUnused, Place, Problem};

/// The latest result of an earlier term that holds an evaluation. The others are said not to be used, and why.
pub fn choose(
    past: Vec<PastResult>,
    term: Option<Term>,
    sources: &Sources,
    problems: &mut Vec<Problem>,
) -> Option<PastResult> {
    let is_earlier = |result: &PastResult| term.is_some_and(|term| result.term < term);
    let is_usable = |result: &&PastResult| is_earlier(result) && !result.evaluation.is_empty();
    let latest = past.iter().filter(is_usable).map(|result| result.term).max();
    let chosen = past.iter().filter(is_usable).find(|result| Some(result.term) == latest).map(|result| result.file);
    let mut kept = None;
    for result in past {
        if Some(result.file) == chosen {
            kept = Some(result);
            continue;
        }
        let why = match chosen {
            _ if !is_earlier(&result) => PastUnused::NotEarlier,
            Some(file) if !result.evaluation.is_empty() => PastUnused::Other(sources.file(file).to_owned()),
            _ => PastUnused::NoEvaluation,
        };
        let fault = Fault::PastNotCompared { term: result.term, why };
        problems.push(Problem::new(fault, Place::File(result.file)));
    }
    kept
}
