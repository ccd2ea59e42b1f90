//! Ledgers against the plan (制度台账): what had to be done over the academic year, by whom, and what the ledgers say was done.
//!
//! A ledger proves what it holds and nothing else: where it has not one record of a sort, the sort may be kept elsewhere, and that
//! is for a human. A record that cannot be understood may be the missing one.

mod associations;
mod meetings;
mod requests;
mod rotation;
mod selection;
mod services;
mod training;

use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::facts::Facts;
use crate::model::number::count;
use crate::model::{Basis, Cited, Kind, Layer};
use crate::policy::Policy;
use crate::rules::basis_of;
use crate::rules::recorded::Recorded;
use crate::rules::staff::SCHOOL;
use crate::rules::year::{Part, Year};

pub use requests::{Group, Requests, Standing};
pub use selection::NoticeFinding;
pub use services::Services;
pub use training::TrainingRow;

/// The rules of the ledgers, each with checks.
pub const RULES: [&str; 13] =
    ["H-E1", "W-E1", "H-E2", "H-E3", "W-E4", "W-E5", "W-E3", "H-A7", "H-A8", "H-E7", "H-B10", "H-E5", "H-B13"];

/// The kinds of sheets that are ledgers.
pub const LEDGERS: [Kind; 7] =
    [Kind::Meetings, Kind::Training, Kind::Requests, Kind::Notices, Kind::Rotation, Kind::Services, Kind::Associations];

/// What the ledgers say.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// The checks.
    pub checks: Vec<Check>,
    /// Colleges × months of joint meetings: how many they came to of how many.
    pub joint: Option<Matrix>,
    /// Unions × months of their own meetings.
    pub own: Option<Matrix>,
    /// Units × what the party organisation has to look at.
    pub party: Option<Matrix>,
    /// Trainings by union and term.
    pub trainings: Vec<TrainingRow>,
    /// Requests.
    pub requests: Option<Requests>,
    /// Notices, each by itself.
    pub notices: Vec<NoticeFinding>,
    /// Help by college and sort.
    pub services: Option<Services>,
    /// What is counted and not judged.
    pub recorded: Vec<Recorded>,
}

/// A table of units by periods.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// Periods.
    pub columns: Vec<String>,
    /// Units, each with a mark for every period.
    pub rows: Vec<(String, Vec<Mark>)>,
}

/// What a unit did in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// So many times.
    Times(u32),
    /// At so many of so many meetings.
    At(u32, u32),
    /// Not, though it was due.
    Missing,
    /// Not yet, and there is time.
    NotYet,
    /// Nothing is asked for.
    Excused,
    /// There was nothing to come to, though there should have been.
    NotHeld,
    /// Nobody can say.
    Unclear,
}

/// Judges all ledgers of a drop; `None` where it has none.
#[must_use]
pub fn review(policy: &Policy, facts: &Facts) -> Option<Findings> {
    if !LEDGERS.iter().any(|kind| facts.kinds.contains(kind)) {
        return None;
    }
    let mut findings = Findings::default();
    meetings::review(policy, facts, &mut findings);
    training::review(policy, facts, &mut findings);
    requests::review(policy, facts, &mut findings);
    selection::review(policy, facts, &mut findings);
    rotation::review(policy, facts, &mut findings);
    services::review(policy, facts, &mut findings);
    associations::review(policy, facts, &mut findings);
    // What no text asks for can be pointed out, and is no breach of anything.
    for check in findings.checks.iter_mut().filter(|check| check.basis.layer == Layer::Assumed) {
        check.verdict = if check.verdict == Verdict::Fail { Verdict::Review } else { check.verdict };
    }
    let place = |rule: &str| RULES.iter().position(|own| *own == rule);
    findings.checks.sort_by(|a, b| {
        let key = |own: &Check| (place(own.rule), !own.unit.is_empty(), own.unit != SCHOOL);
        key(a).cmp(&key(b)).then_with(|| (&a.unit, &a.period).cmp(&(&b.unit, &b.period)))
    });
    // A ledger of nothing but debriefs, or a list of associations for the delegates, is no ledger to report on.
    let is_empty = findings.checks.is_empty() && findings.recorded.is_empty() && findings.notices.is_empty();
    (!is_empty).then_some(findings)
}

/// What a rule rests on whose frequency or number the policy has: the text behind the number, else the text that asks for the thing
/// without a number, with a note that the number is assumed.
fn asked<T>(policy: &Policy, rule: &str, value: &Cited<T>, shown: &str) -> (Basis, Option<String>) {
    if value.basis.layer != Layer::Assumed {
        return (value.basis.clone(), None);
    }
    let basis = basis_of(policy, rule);
    let note = if basis.layer == Layer::Assumed {
        format!("没有条文要求，“{shown}”是本工具的假设，不符合的列为复核")
    } else {
        format!("条文没有写频次或数目，“{shown}”是本工具的假设")
    };
    (basis, Some(note))
}

/// Whether a text asks for a rule, by its number or by its name, or the drop's own policy does.
fn is_asked<T>(policy: &Policy, rule: &str, value: &Cited<T>) -> bool {
    value.basis.layer != Layer::Assumed || policy.rule_basis(rule).layer != Layer::Assumed
}

/// How often a unit did something in a period, and what follows.
fn judge(part: Part, done: usize, unclear: usize, needed: u32, year: Year, holidays: &[u32]) -> Mark {
    let done = count(done);
    if done >= needed {
        Mark::Times(done)
    } else if part.is_holiday(holidays) {
        if done > 0 { Mark::Times(done) } else { Mark::Excused }
    } else if !part.is_over(year.as_of, holidays) {
        Mark::NotYet
    } else if unclear > 0 {
        Mark::Unclear
    } else {
        Mark::Missing
    }
}

/// What marks of all periods come to: a gap is a failure, a doubt is for a human.
fn verdict_of<'m, I: Iterator<Item = &'m Mark>>(marks: &dyn Fn() -> I) -> Verdict {
    if marks().any(|mark| *mark == Mark::Missing) {
        Verdict::Fail
    } else if marks().any(|mark| *mark == Mark::Unclear) {
        Verdict::Review
    } else {
        Verdict::Pass
    }
}

/// The verdict with its note, where not one record of the sort stands in the ledger: it may be kept elsewhere.
fn none_at_all(check: Check, what: &str) -> Check {
    let note = format!("台账里一次{what}的记录也没有，可能记在别处。请把有关台账放进来；确实没有的，按不符合处理");
    Check { verdict: Verdict::Review, note: with(check.note, &note), ..check }
}

/// A note behind another one.
fn with(note: String, more: &str) -> String {
    match (note.is_empty(), more.is_empty()) {
        (_, true) => note,
        (true, false) => more.to_owned(),
        (false, false) => format!("{note}；{more}"),
    }
}
