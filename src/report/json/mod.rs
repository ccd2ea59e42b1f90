//! `结果.json`: the decisions for machines. Domain types are not serialisable on purpose; the views here are the boundary.

mod congress;
mod evaluation;
pub mod explained;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;

use serde::{Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use crate::model::Kind;
use crate::model::decision::{Decision, Reason};
use crate::model::facts::{Rank, Student, outcome_text};
use crate::model::number::round_half_up;
use crate::model::origin::SheetIdx;
use crate::model::text::hex;
use crate::problem::Place;

use super::{Outcome, TOOL, structure};
use congress::{CheckView, DelegatesView, QuotaView, VoteView, check_view, delegates_view, quota_view, vote_views};
use evaluation::{EvaluationView, ExitView, evaluation_views, exit_view};

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
    #[serde(skip_serializing_if = "Option::is_none")]
    evaluation: Option<Vec<EvaluationView<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exit: Option<Vec<ExitView<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    checks: Vec<CheckView<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    recorded: Vec<RecordedView<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    scorecard: Vec<ScoreView<'a>>,
}

/// What is counted and not judged.
#[derive(Serialize)]
struct RecordedView<'a> {
    rule: &'static str,
    found: &'a str,
    clause: &'a str,
    layer: &'static str,
    evidence: Vec<String>,
}

#[derive(Serialize)]
struct ScoreView<'a> {
    college: &'a str,
    passed: u32,
    failed: u32,
    review: u32,
    score: String,
    rank: u32,
}

#[derive(Serialize)]
struct PolicyView<'a> {
    id: &'a str,
    layers: &'a [String],
    sha256: String,
    evaluation_sha256: String,
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
    scores: Vec<ScoresView<'a>>,
}

/// A student's scores in one sheet: course, term, sort of attempt, what was found, credit, cell. Thirty thousand students have
/// hundreds of thousands of them, so that the sheet is named once and the rest has no keys.
#[derive(Serialize)]
struct ScoresView<'a> {
    sheet: String,
    of: Vec<ScoreEntry<'a>>,
}

type ScoreEntry<'a> = (&'a str, String, &'static str, String, String, String);

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
struct NotEnrolledView<'a> {
    student_id: &'a str,
    name: &'a str,
    status: &'a str,
}

/// Writes the result file.
///
/// # Errors
///
/// When the writer fails.
pub fn write(outcome: &Outcome<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    let has_students = outcome.facts.inputs.missing().is_empty();
    let students = Lazily(|| outcome.decisions.iter().map(|decision| student(outcome, decision)));
    serde_json::to_writer(&mut *out, &view(outcome, has_students.then_some(students)))?;
    Ok(out.write_all(b"\n")?)
}

/// Everything of the result file but its students, to be compared with an earlier one.
///
/// # Errors
///
/// None that a decision can cause.
pub fn without_students(outcome: &Outcome<'_>) -> anyhow::Result<Vec<u8>> {
    let nobody: [(); 0] = [];
    let has_students = outcome.facts.inputs.missing().is_empty();
    Ok(serde_json::to_vec(&view(outcome, has_students.then_some(nobody)))?)
}

/// One student as the result file has them.
///
/// # Errors
///
/// None that a decision can cause.
pub fn one_student(outcome: &Outcome<'_>, decision: &Decision) -> anyhow::Result<String> {
    Ok(serde_json::to_string(&student(outcome, decision))?)
}

fn view<'a, E>(outcome: &Outcome<'a>, eligibility: Option<E>) -> ResultView<'a, E> {
    let facts = outcome.facts;
    ResultView {
        schema: SCHEMA,
        tool: TOOL,
        as_of: facts.as_of.map_or_else(String::new, |day| day.to_string()),
        term: facts.term.map_or_else(String::new, |term| term.to_string()),
        policy: policy_view(outcome),
        inputs: inputs(outcome),
        skipped: skipped(outcome),
        problems: problems(outcome),
        eligibility,
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
        evaluation: outcome.evaluations.map(|own| evaluation_views(outcome, own)),
        exit: outcome.suggests_exits().then(|| outcome.exits.iter().map(|exit| exit_view(outcome, exit)).collect()),
        checks: outcome.checks.iter().map(|check| check_view(outcome, check)).collect(),
        recorded: outcome
            .recorded
            .iter()
            .map(|own| RecordedView {
                rule: own.rule,
                found: &own.found,
                clause: &own.basis.clause,
                layer: own.basis.layer.id(),
                evidence: facts.sources.show_all(&own.evidence),
            })
            .collect(),
        scorecard: outcome
            .scores
            .iter()
            .map(|own| ScoreView {
                college: facts.words.text(own.college),
                passed: own.passed,
                failed: own.failed,
                review: own.review,
                score: round_half_up(own.points(), 2),
                rank: own.rank,
            })
            .collect(),
    }
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

/// The hash of what an evaluation is computed by: SHA-256 over one line per key of `[evaluation]`, `path<TAB>value`.
#[must_use]
pub fn evaluation_sha256(policy: &crate::policy::Policy) -> String {
    let mut hash = Sha256::new();
    for (key, effective) in policy.listing().filter(|(key, _)| key.path.starts_with("evaluation.")) {
        hash.update(format!("{}\t{}\n", key.path, effective.value).as_bytes());
    }
    hex(&hash.finalize())
}

fn policy_view<'a>(outcome: &Outcome<'a>) -> PolicyView<'a> {
    let policy = outcome.policy;
    let evaluation_sha256 = evaluation_sha256(policy);
    PolicyView { id: &policy.id, layers: &policy.layers, sha256: policy_sha256(policy), evaluation_sha256 }
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

/// The canonical column; a course of a class matrix and a rater's column go by their own names.
fn column_name<'a>(role: &'a str, label: &'a str) -> &'a str {
    if matches!(role, "课程" | "评委打分" | "测评票") { label } else { role }
}

fn skipped(outcome: &Outcome<'_>) -> Vec<SkippedView> {
    let missing: Vec<&'static str> = outcome.facts.inputs.missing().into_iter().map(Kind::id).collect();
    let parts = PARTS.iter().filter(|_| !missing.is_empty());
    let skipped = parts.map(|(report, _)| SkippedView { report, missing: missing.clone() });
    // What is wrong with the roster, if it is there, a problem says.
    let quota = outcome.quota.is_none().then(|| SkippedView { report: "quota", missing: vec!["roster"] });
    // A sheet without a usable row is as good as none.
    let lacking =
        [(outcome.facts.delegates.present.is_empty(), Kind::Delegates), (!outcome.facts.inputs.roster, Kind::Roster)];
    let lacking = lacking.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, kind)| kind.id());
    let delegates =
        outcome.delegates.is_none().then(|| SkippedView { report: "delegates", missing: lacking.collect() });
    let votes = outcome.votes.is_empty().then(|| SkippedView { report: "votes", missing: vec!["votes"] });
    let has_structure = structure::own(outcome).next().is_some();
    let structure = (!has_structure).then(|| SkippedView { report: "structure", missing: vec!["cadres"] });
    let evaluation =
        outcome.evaluations.is_none().then(|| SkippedView { report: "evaluation", missing: vec!["ratings"] });
    let ledgers = outcome.ledgers.is_none().then(|| SkippedView { report: "ledgers", missing: vec!["meetings"] });
    let self_assessment =
        outcome.forms.is_empty().then(|| SkippedView { report: "self_assessment", missing: vec!["cadres"] });
    let lacks_scores = outcome.scores.is_empty() && outcome.policy.scorecard.enabled.value;
    let scorecard = lacks_scores.then(|| SkippedView { report: "scorecard", missing: vec!["cadres"] });
    let exit = (!outcome.suggests_exits()).then(|| SkippedView { report: "exit", missing: vec!["cadres"] });
    skipped
        .chain(quota)
        .chain(delegates)
        .chain(votes)
        .chain(evaluation)
        .chain(structure)
        .chain(exit)
        .chain(ledgers)
        .chain(self_assessment)
        .chain(scorecard)
        .collect()
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
        rank: ranked.map(|(_, rank)| rank_view(rank)),
        cohort_size: ranked.map(|(standing, _)| standing.cohort_size),
        metric: ranked.and_then(|(standing, _)| standing.metric).map(crate::model::facts::Metric::id),
        metric_value: standing.and_then(|standing| standing.value).map(|value| round_half_up(value, decimals)),
        reasons: decision.reasons.iter().map(|reason| reason_view(outcome, student, reason)).collect(),
        scores: scores(outcome, student),
    }
}

fn rank_view(rank: Rank) -> RankView {
    if rank.halves.is_multiple_of(2) { RankView::Whole(rank.halves / 2) } else { RankView::Mean(rank.to_string()) }
}

fn scores<'a>(outcome: &Outcome<'a>, student: &Student) -> Vec<ScoresView<'a>> {
    let facts = outcome.facts;
    let mut sheets: BTreeMap<SheetIdx, Vec<ScoreEntry<'a>>> = BTreeMap::new();
    for course in facts.courses_of(student) {
        let credit = course.credit.map_or_else(String::new, |credit| credit.to_string());
        for attempt in course.attempts(facts) {
            let term = attempt.term.map_or_else(String::new, |term| term.to_string());
            let found = outcome_text(attempt.outcome(), facts.words.text(attempt.written));
            sheets.entry(attempt.cell.sheet()).or_default().push((
                facts.words.text(course.name),
                term,
                attempt.kind.chinese(),
                found,
                credit.clone(),
                attempt.cell.a1(),
            ));
        }
    }
    sheets.into_iter().map(|(sheet, of)| ScoresView { sheet: outcome.title_of(sheet), of }).collect()
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
