//! The congress in the result file: allocation, review of the delegates, votes, checks.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::check::Check;
use crate::model::number::round_half_up;
use crate::model::seats::Backbone;
use crate::report::Outcome;
use crate::rules::apportion::Apportioned;
use crate::rules::congress::delegates::{self, DelegateReview};
use crate::rules::congress::votes::ContestResult;
use crate::rules::congress::{Alternative, Quota, UnitQuota};
use crate::rules::staff;

#[derive(Serialize)]
pub(super) struct QuotaView<'a> {
    population: u32,
    minimum_total: u32,
    total: u32,
    method: &'static str,
    status: &'static str,
    tied: Vec<&'a str>,
    non_backbone_min: u32,
    units: Vec<UnitView<'a>>,
    pools: Vec<PoolView<'a>>,
    floors: Vec<FloorView<'a>>,
    alternatives: Vec<AlternativeView<'a>>,
}

#[derive(Serialize)]
struct UnitView<'a> {
    unit: &'a str,
    population: u32,
    exact: String,
    seats: u32,
    non_backbone_min: u32,
    candidates: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    classes: Vec<ClassView<'a>>,
}

#[derive(Serialize)]
struct ClassView<'a> {
    class: &'a str,
    population: u32,
    seats: u32,
}

#[derive(Serialize)]
struct PoolView<'a> {
    pool: &'static str,
    units: Vec<SeatsView<'a>>,
}

#[derive(Serialize)]
struct SeatsView<'a> {
    unit: &'a str,
    seats: u32,
}

#[derive(Serialize)]
struct FloorView<'a> {
    group: &'a str,
    minimum: u32,
    units: Vec<MinimumView<'a>>,
}

#[derive(Serialize)]
struct MinimumView<'a> {
    unit: &'a str,
    minimum: u32,
}

/// Without seats where the method cannot serve so few, with the tied units where it needs a lot.
#[derive(Serialize)]
struct AlternativeView<'a> {
    method: &'static str,
    seats: Option<Vec<u32>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tied: Vec<&'a str>,
}

/// The review of the delegates. `verdict` is that of the share under the policy's reading (H-C3); shares are in percent, and null
/// where the drop has no list of cadres.
#[derive(Serialize)]
pub(super) struct DelegatesView<'a> {
    total: u32,
    non_backbone: Option<u32>,
    share: Option<String>,
    verdict: &'static str,
    share_all_staff: Option<String>,
    findings: Vec<FindingView<'a>>,
    composition: BTreeMap<&'static str, BTreeMap<&'a str, u32>>,
    floors: Vec<FloorCountView<'a>>,
}

/// A floor of the policy beside what the list has.
#[derive(Serialize)]
struct FloorCountView<'a> {
    group: &'a str,
    minimum: u32,
    count: u32,
    verdict: &'static str,
}

/// A fault of the list. `student_id` is empty where it is about a unit or a total.
#[derive(Serialize)]
struct FindingView<'a> {
    student_id: &'a str,
    unit: &'a str,
    code: &'static str,
    message: String,
    evidence: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct VoteView<'a> {
    contest: &'a str,
    candidate: &'a str,
    #[serde(rename = "for")]
    in_favour: Option<u32>,
    against: Option<u32>,
    abstain: Option<u32>,
    valid: Option<u32>,
    share: Option<String>,
    elected: &'static str,
    findings: Vec<String>,
    evidence: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct CheckView<'a> {
    rule: &'static str,
    unit: &'a str,
    period: &'a str,
    verdict: &'static str,
    strength: &'static str,
    found: &'a str,
    limit: &'a str,
    note: &'a str,
    persons: Vec<&'a str>,
    clause: &'a str,
    layer: &'static str,
    /// Only said of what there is still time for.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<bool>,
    evidence: Vec<String>,
}

pub(super) fn quota_view<'a>(outcome: &Outcome<'a>, quota: &'a Quota) -> QuotaView<'a> {
    let congress = &outcome.policy.congress;
    let ex_officio = (congress.ex_officio.value > 0).then(|| PoolView {
        pool: "ex_officio",
        units: vec![SeatsView { unit: "当然代表", seats: congress.ex_officio.value }],
    });
    let associations = quota.associations.as_ref().map(|associations| PoolView {
        pool: "associations",
        units: associations.iter().map(|(unit, seats, _)| SeatsView { unit, seats: *seats }).collect(),
    });
    let alternative = |alternative: &'a Alternative| {
        let (seats, tied) = match &alternative.result {
            Ok(Apportioned::Settled { seats, .. }) => (Some(seats.clone()), Vec::new()),
            Ok(Apportioned::NeedsLot { tie, .. }) => (None, tie.units.iter().map(|unit| name(quota, *unit)).collect()),
            Err(_) => (None, Vec::new()),
        };
        AlternativeView { method: alternative.method.id(), seats, tied }
    };
    QuotaView {
        population: quota.population,
        minimum_total: quota.minimum_total,
        total: quota.total,
        method: congress.method.value.id(),
        status: if quota.needs_lot() { "needs_lot" } else { "settled" },
        tied: quota.tied(),
        non_backbone_min: quota.non_backbone_min,
        units: quota.units.iter().map(unit_view).collect(),
        pools: associations.into_iter().chain(ex_officio).collect(),
        floors: quota
            .floors
            .iter()
            .map(|floor| FloorView {
                group: &floor.group,
                minimum: floor.minimum,
                units: (0..floor.of_units.len())
                    .map(|unit| MinimumView { unit: name(quota, unit), minimum: floor.of_units[unit] })
                    .collect(),
            })
            .collect(),
        alternatives: quota.alternatives.iter().map(alternative).collect(),
    }
}

fn name(quota: &Quota, unit: usize) -> &str {
    &quota.units[unit].name
}

fn unit_view(unit: &UnitQuota) -> UnitView<'_> {
    let seats = match unit.within.as_ref().map(|within| &within.result) {
        Some(Ok(Apportioned::Settled { seats, .. } | Apportioned::NeedsLot { seats, .. })) => seats.as_slice(),
        _ => &[],
    };
    let parts = unit.within.iter().flat_map(|within| &within.parts);
    UnitView {
        unit: &unit.name,
        population: unit.population,
        exact: round_half_up(unit.exact, 3),
        seats: unit.seats,
        non_backbone_min: unit.non_backbone_min,
        candidates: unit.candidates,
        classes: parts
            .zip(seats)
            .map(|((class, population), seats)| ClassView { class, population: *population, seats: *seats })
            .collect(),
    }
}

pub(super) fn delegates_view<'a>(outcome: &Outcome<'a>, review: &'a DelegateReview) -> DelegatesView<'a> {
    let facts = outcome.facts;
    let has_staff = staff::is_listed(facts);
    let own = &review.shares[0];
    let of_all_staff = review.shares.iter().find(|share| share.reading == Backbone::AllStaff);
    let share = |part: u32| delegates::share_text(part, review.total);
    let finding = |finding: &'a delegates::Finding| FindingView {
        student_id: finding.person.map_or("", |(id, _)| facts.words.text(id)),
        unit: &finding.unit,
        code: finding.fault.code(),
        message: finding.fault.to_string(),
        evidence: facts.sources.show_all(&finding.evidence),
    };
    DelegatesView {
        total: review.total,
        non_backbone: has_staff.then_some(own.count),
        share: has_staff.then(|| share(own.count)),
        verdict: review.verdict.id(),
        share_all_staff: of_all_staff.filter(|_| has_staff).map(|of| share(of.count)),
        findings: review.findings.iter().map(finding).collect(),
        composition: review
            .composition
            .iter()
            .map(|(part, rows)| (*part, rows.iter().map(|(name, number)| (name.as_str(), *number)).collect()))
            .collect(),
        floors: review
            .floors
            .iter()
            .map(|floor| FloorCountView {
                group: &floor.group,
                minimum: floor.minimum,
                count: floor.count,
                verdict: floor.verdict().id(),
            })
            .collect(),
    }
}

pub(super) fn vote_views<'a>(outcome: &Outcome<'a>, result: &'a ContestResult) -> Vec<VoteView<'a>> {
    let facts = outcome.facts;
    let contest = &facts.contests[result.contest];
    contest
        .candidates
        .iter()
        .zip(&result.candidates)
        .map(|(candidate, decided)| {
            let [in_favour, against, abstain] = candidate.votes;
            let valid = candidate.ballots[2];
            let share = in_favour.zip(valid).filter(|(_, valid)| *valid > 0);
            VoteView {
                contest: facts.words.text(contest.title),
                candidate: facts.words.text(candidate.name),
                in_favour,
                against,
                abstain,
                valid,
                share: share.map(|(votes, valid)| delegates::share_text(votes, valid)),
                elected: decided.elected.id(),
                findings: decided.findings.iter().chain(&result.findings).map(ToString::to_string).collect(),
                evidence: facts.sources.show_all(
                    &std::iter::once(candidate.cell)
                        .chain(candidate.cells.iter().flatten().copied())
                        .collect::<Vec<_>>(),
                ),
            }
        })
        .collect()
}

pub(super) fn check_view<'a>(outcome: &Outcome<'a>, check: &'a Check) -> CheckView<'a> {
    let facts = outcome.facts;
    CheckView {
        rule: check.rule,
        unit: &check.unit,
        period: &check.period,
        verdict: check.verdict.id(),
        strength: check.basis.strength.id(),
        found: &check.found,
        limit: &check.limit,
        note: &check.note,
        persons: check.persons.iter().map(|(id, _)| facts.words.text(*id)).collect(),
        clause: &check.basis.clause,
        layer: check.basis.layer.id(),
        due: (!check.is_due).then_some(false),
        evidence: facts.sources.show_all(&check.evidence),
    }
}
