//! Which of the earlier results in a drop this run is compared with.

use crate::model::past::PastResult;
use crate::model::term::Term;
use crate::problem::{Fault, Place, Problem};

/// The latest result of an earlier term. The others are said not to be used.
pub fn choose(past: Vec<PastResult>, term: Option<Term>, problems: &mut Vec<Problem>) -> Option<PastResult> {
    let is_earlier = |result: &PastResult| term.is_some_and(|term| result.term < term);
    let latest = past.iter().filter(|result| is_earlier(result)).map(|result| result.term).max();
    let mut chosen: Option<PastResult> = None;
    for result in past {
        if Some(result.term) == latest && chosen.is_none() {
            chosen = Some(result);
            continue;
        }
        let (file, term) = (result.file, result.term);
        problems.push(Problem::new(Fault::PastNotCompared { term, with: latest }, Place::File(file)));
    }
    chosen
}
