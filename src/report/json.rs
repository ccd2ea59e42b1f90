//! `结果.json`: the decisions for machines. Domain types are not serialisable on purpose; the views here are the boundary.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;

use serde::{Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use crate::model::Kind;
use crate::model::check::Check;
use crate::model::decision::{Decision, Reason};
use crate::model::facts::Student;
use crate::model::number::round_half_up;
use crate::model::seats::Backbone;
use crate::model::text::hex;
use crate::problem::Place;
use crate::rules::apportion::Apportioned;
use crate::rules::congress::delegates::{self, DelegateReview};
use crate::rules::congress::votes::ContestResult;
use crate::rules::congress::{Alternative, Quota, UnitQuota};

use crate::rules::staff;

use super::{Outcome, TOOL};

/// File name of the result file.
pub const NAME: &str = "结果.json";

/// Rises with any breaking change.
const SCHEMA: u32 = 1;

/// Reports of later issues that are never made yet are not listed; these can be made when their inputs are there.
const PARTS: [(&str, &[&str]); 2] = [("eligibility", &["roster", "grades"]), ("ranking", &["roster", "grades"])];

#[derive(Serialize)]
struct ResultView<'a, E> {
    schema: u32,
    tool: &'static str,
    as_of: String,
    term: String,
    policy: PolicyView<'a>,
    inputs: Vec<InputView<'a>>,
    skipped: Vec<SkippedView>,
    problems: Vec<ProblemView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    eligibility: Option<E>,
    not_enrolled: Vec<NotEnrolledView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quota: Option<QuotaView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delegates: Option<DelegatesView<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    votes: Vec<VoteView<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    checks: Vec<CheckView<'a>>,
}

#[derive(Serialize)]
struct PolicyView<'a> {
    id: &'a str,
    layers: &'a [String],
    sha256: String,
}

#[derive(Serialize)]
struct InputView<'a> {
    file: &'a str,
    sha256: &'a str,
    state: &'static str,
    sheets: Vec<SheetView<'a>>,
}

#[derive(Serialize)]
struct SheetView<'a> {
    sheet: &'a str,
    kind: &'static str,
    header_row: Option<u32>,
    rows_read: u32,
    rows_used: u32,
    rows_set_aside: u32,
    columns: BTreeMap<&'a str, String>,
}

#[derive(Serialize)]
struct SkippedView {
    report: &'static str,
    missing: Vec<&'static str>,
}

#[derive(Serialize)]
struct ProblemView<'a> {
    code: &'static str,
    severity: &'static str,
    file: &'a str,
    sheet: &'a str,
    cell: String,
    message: String,
}

#[derive(Serialize)]
struct StudentView<'a> {
    student_id: &'a str,
    name: &'a str,
    college: &'a str,
    major: &'a str,
    cohort: &'a str,
    class: &'a str,
    verdict: &'static str,
    average: Option<String>,
    credits: Option<String>,
    rank: Option<RankView>,
    cohort_size: Option<u32>,
    metric: Option<&'static str>,
    metric_value: Option<String>,
    reasons: Vec<ReasonView<'a>>,
}

/// A list of which each item is made when it is written, so that a school is never held as views of itself.
struct Lazily<F>(F);

impl<F, I> Serialize for Lazily<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// A whole rank is a number, the mean rank of a tie a string.
#[derive(Serialize)]
#[serde(untagged)]
enum RankView {
    Whole(u32),
    Mean(String),
}

#[derive(Serialize)]
struct ReasonView<'a> {
    rule: &'static str,
    verdict: &'static str,
    strength: &'static str,
    finding: String,
    clause: Cow<'a, str>,
    layer: &'static str,
    evidence: Vec<String>,
}

#[derive(Serialize)]
struct QuotaView<'a> {
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

#[derive(Serialize)]
struct NotEnrolledView<'a> {
    student_id: &'a str,
    name: &'a str,
    status: &'a str,
}

/// The review of the delegates. `verdict` is that of the share under the policy's reading (H-C3); shares are in percent, and null
/// where the drop has no list of cadres.
#[derive(Serialize)]
struct DelegatesView<'a> {
    total: u32,
    non_backbone: Option<u32>,
    share: Option<String>,
    verdict: &'static str,
    share_all_staff: Option<String>,
    findings: Vec<FindingView<'a>>,
    composition: BTreeMap<&'static str, BTreeMap<&'a str, u32>>,
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
struct VoteView<'a> {
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
struct CheckView<'a> {
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
    evidence: Vec<String>,
}

/// Writes the result file.
///
/// # Errors
///
/// When the writer fails.
pub fn write(outcome: &Outcome<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    let facts = outcome.facts;
    let view = ResultView {
        schema: SCHEMA,
        tool: TOOL,
        as_of: facts.as_of.map_or_else(String::new, |day| day.to_string()),
        term: facts.term.map_or_else(String::new, |term| term.to_string()),
        policy: policy_view(outcome),
        inputs: inputs(outcome),
        skipped: skipped(outcome),
        problems: problems(outcome),
        eligibility: facts
            .inputs
            .missing()
            .is_empty()
            .then_some(Lazily(|| outcome.decisions.iter().map(|decision| student(outcome, decision)))),
        not_enrolled: facts
            .not_enrolled
            .iter()
            .map(|student| NotEnrolledView {
                student_id: facts.words.text(student.id),
                name: facts.words.text(student.name),
                status: facts.words.text(student.status),
            })
            .collect(),
        quota: outcome.quota.map(|quota| quota_view(outcome, quota)),
        delegates: outcome.delegates.map(|review| delegates_view(outcome, review)),
        votes: outcome.votes.iter().flat_map(|result| vote_views(outcome, result)).collect(),
        checks: outcome.checks.iter().map(|check| check_view(outcome, check)).collect(),
    };
    serde_json::to_writer(&mut *out, &view)?;
    Ok(out.write_all(b"\n")?)
}

/// The hash of the effective policy: SHA-256 over one line per key, `path<TAB>value<TAB>layer<TAB>clause<TAB>strength`.
#[must_use]
pub fn policy_sha256(policy: &crate::policy::Policy) -> String {
    let mut hash = Sha256::new();
    for (key, effective) in policy.listing() {
        let basis = &effective.basis;
        let line = format!(
            "{}\t{}\t{}\t{}\t{}\n",
            key.path,
            effective.value,
            basis.layer.id(),
            basis.clause,
            basis.strength.id()
        );
        hash.update(line.as_bytes());
    }
    hex(&hash.finalize())
}

fn policy_view<'a>(outcome: &Outcome<'a>) -> PolicyView<'a> {
    let policy = outcome.policy;
    PolicyView { id: &policy.id, layers: &policy.layers, sha256: policy_sha256(policy) }
}

fn inputs<'a>(outcome: &Outcome<'a>) -> Vec<InputView<'a>> {
    let sheet_view = |sheet: &'a crate::model::intake::SheetReport| SheetView {
        sheet: &sheet.name,
        kind: sheet.kind.map_or("unrecognised", Kind::id),
        header_row: sheet.header_row,
        rows_read: sheet.n_read,
        rows_used: sheet.n_used,
        rows_set_aside: sheet.n_read - sheet.n_used,
        columns: sheet
            .columns
            .iter()
            .rev()
            .map(|(role, letters, label)| (column_name(role, label), letters.clone()))
            .collect(),
    };
    outcome
        .files
        .iter()
        .map(|file| InputView {
            file: &file.name,
            sha256: &file.sha256,
            state: file.state.id(),
            sheets: file.sheets.iter().map(sheet_view).collect(),
        })
        .collect()
}

/// The canonical column; a course of a class matrix goes by its own name.
fn column_name<'a>(role: &'a str, label: &'a str) -> &'a str {
    if role == "课程" { label } else { role }
}

fn skipped(outcome: &Outcome<'_>) -> Vec<SkippedView> {
    let missing: Vec<&'static str> = outcome.facts.inputs.missing().into_iter().map(Kind::id).collect();
    let parts = PARTS.iter().filter(|_| !missing.is_empty());
    let skipped = parts.map(|(report, _)| SkippedView { report, missing: missing.clone() });
    // What is wrong with the roster, if it is there, a problem says.
    let quota = outcome.quota.is_none().then(|| SkippedView { report: "quota", missing: vec!["roster"] });
    let lacking = [Kind::Delegates, Kind::Roster].into_iter().filter(|kind| !outcome.facts.kinds.contains(kind));
    let delegates = outcome
        .delegates
        .is_none()
        .then(|| lacking.map(Kind::id).collect::<Vec<_>>())
        .filter(|missing| !missing.is_empty())
        .map(|missing| SkippedView { report: "delegates", missing });
    let votes = outcome.votes.is_empty().then(|| SkippedView { report: "votes", missing: vec!["votes"] });
    skipped.chain(quota).chain(delegates).chain(votes).collect()
}

fn problems<'a>(outcome: &Outcome<'a>) -> Vec<ProblemView<'a>> {
    let sources = &outcome.facts.sources;
    outcome
        .problems
        .iter()
        .map(|problem| {
            let (file, sheet, cell) = match problem.place {
                Place::Drop => ("", "", String::new()),
                Place::File(file) => (sources.file(file), "", String::new()),
                Place::Sheet(sheet) => (sources.file(sheet.file()), sources.sheet(sheet), String::new()),
                Place::Cell(cell) => {
                    let sheet = cell.sheet();
                    (sources.file(sheet.file()), sources.sheet(sheet), cell.a1())
                }
            };
            ProblemView {
                code: problem.fault.code(),
                severity: problem.fault.severity().id(),
                file,
                sheet,
                cell,
                message: problem.message(),
            }
        })
        .collect()
}

fn student<'a>(outcome: &Outcome<'a>, decision: &'a Decision) -> StudentView<'a> {
    let facts = outcome.facts;
    let student = &facts.students[decision.student];
    let decimals = outcome.policy.grades.decimals;
    let standing = student.standings.first();
    let ranked = standing.and_then(|standing| standing.rank.map(|rank| (standing, rank)));
    StudentView {
        student_id: facts.words.text(student.id),
        name: facts.words.text(student.name),
        college: facts.words.text(student.college),
        major: facts.words.text(student.major),
        cohort: facts.words.text(student.cohort),
        class: facts.words.text(student.class),
        verdict: decision.verdict.id(),
        average: standing.and_then(|standing| standing.average).map(|average| round_half_up(average, decimals)),
        credits: standing.map(|standing| standing.credits.to_string()),
        rank: ranked.map(|(_, rank)| {
            if rank.halves.is_multiple_of(2) {
                RankView::Whole(rank.halves / 2)
            } else {
                RankView::Mean(rank.to_string())
            }
        }),
        cohort_size: ranked.map(|(standing, _)| standing.cohort_size),
        metric: ranked.and_then(|(standing, _)| standing.metric).map(crate::model::facts::Metric::id),
        metric_value: standing.and_then(|standing| standing.value).map(|value| round_half_up(value, decimals)),
        reasons: decision.reasons.iter().map(|reason| reason_view(outcome, student, reason)).collect(),
    }
}

fn reason_view<'a>(outcome: &Outcome<'a>, student: &Student, reason: &'a Reason) -> ReasonView<'a> {
    ReasonView {
        rule: reason.rule,
        verdict: reason.verdict.id(),
        strength: reason.basis.strength.id(),
        finding: reason.finding.to_string(),
        clause: Cow::Borrowed(&reason.basis.clause),
        layer: reason.basis.layer.id(),
        evidence: outcome.facts.sources.show_all(&reason.evidence.cells(outcome.facts, student)),
    }
}

fn quota_view<'a>(outcome: &Outcome<'a>, quota: &'a Quota) -> QuotaView<'a> {
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

fn delegates_view<'a>(outcome: &Outcome<'a>, review: &'a DelegateReview) -> DelegatesView<'a> {
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
    }
}

fn vote_views<'a>(outcome: &Outcome<'a>, result: &'a ContestResult) -> Vec<VoteView<'a>> {
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

fn check_view<'a>(outcome: &Outcome<'a>, check: &'a Check) -> CheckView<'a> {
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
        evidence: facts.sources.show_all(&check.evidence),
    }
}
