//! The evaluation of cadres in the result file.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::number::{Exact, round_half_up};
use crate::report::Outcome;
use crate::report::exit::posts_text;
use crate::rules::change::Change;
use crate::rules::evaluation::{Evaluation, Evaluations, places};
use crate::rules::exit::Exit;

/// `score` is that by ratings, else that by ballots; null where it cannot be computed. Raters are not named.
#[derive(Serialize)]
pub(super) struct EvaluationView<'a> {
    student_id: &'a str,
    name: &'a str,
    organisation: &'a str,
    score: Option<String>,
    ballot_score: Option<String>,
    rank: Option<u32>,
    of: u32,
    grade: Option<&'a str>,
    verdict: &'static str,
    groups: Vec<GroupView<'a>>,
    dimensions: BTreeMap<&'a str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<ChangeView<'a>>,
    reasons: Vec<String>,
}

/// The person's result in an earlier term, and how much the score has changed since.
#[derive(Serialize)]
struct ChangeView<'a> {
    term: String,
    score: Option<String>,
    grade: Option<&'a str>,
    rank: Option<u32>,
    of: u32,
    difference: Option<String>,
}

#[derive(Serialize)]
struct GroupView<'a> {
    group: &'a str,
    raters: u32,
    counted: u32,
    score: Option<String>,
    ballots: u32,
    ballot_score: Option<String>,
}

/// Somebody who should be talked to about leaving a post.
#[derive(Serialize)]
pub(super) struct ExitView<'a> {
    student_id: &'a str,
    name: &'a str,
    post: String,
    triggers: Vec<TriggerView<'a>>,
    suggestion: Option<&'a str>,
}

#[derive(Serialize)]
struct TriggerView<'a> {
    rule: &'static str,
    verdict: &'static str,
    finding: String,
    clause: &'a str,
    layer: &'static str,
    evidence: Vec<String>,
}

pub(super) fn exit_view<'a>(outcome: &Outcome<'a>, exit: &'a Exit) -> ExitView<'a> {
    let facts = outcome.facts;
    let person = facts.cadres.present[exit.posts[0]].person;
    ExitView {
        student_id: facts.words.text(person.id),
        name: facts.words.text(person.name),
        post: posts_text(outcome, exit),
        triggers: exit
            .triggers
            .iter()
            .map(|trigger| TriggerView {
                rule: "H-D6",
                verdict: trigger.verdict.id(),
                finding: trigger.finding.to_string(),
                clause: &trigger.basis.clause,
                layer: trigger.basis.layer.id(),
                evidence: facts.sources.show_all(&trigger.evidence),
            })
            .collect(),
        suggestion: exit.procedure.as_deref(),
    }
}

pub(super) fn evaluation_views<'a>(outcome: &Outcome<'a>, evaluations: &'a Evaluations) -> Vec<EvaluationView<'a>> {
    let mut changes = outcome.changes.iter();
    evaluations.people.iter().map(|own| evaluation_view(outcome, own, changes.next())).collect()
}

fn change_view<'a>(outcome: &Outcome<'a>, change: &Change) -> Option<ChangeView<'a>> {
    let then = change.past(outcome.facts)?;
    Some(ChangeView {
        term: outcome.facts.past.as_ref()?.term.to_string(),
        score: then.score.map(|score| round_half_up(score.exact(), then.places)),
        grade: then.grade.as_deref(),
        rank: then.rank,
        of: then.of,
        difference: change.difference.map(|(difference, decimals)| round_half_up(difference, decimals)),
    })
}

fn evaluation_view<'a>(outcome: &Outcome<'a>, own: &'a Evaluation, change: Option<&Change>) -> EvaluationView<'a> {
    let rules = &outcome.policy.evaluation;
    let person = &outcome.facts.evaluated[own.evaluated].person;
    let shown = |value: Option<Exact>| value.map(|value| round_half_up(value, places(rules, value)));
    EvaluationView {
        student_id: outcome.facts.words.text(person.id),
        name: outcome.facts.words.text(person.name),
        organisation: &own.body.organisation,
        score: shown(own.deciding()),
        ballot_score: shown(own.ballot_score),
        rank: own.rank,
        of: own.of,
        grade: own.grade.as_deref(),
        verdict: if own.is_final() { "final" } else { "review" },
        groups: rules
            .groups
            .value
            .iter()
            .zip(&own.groups)
            .map(|((name, _), group)| GroupView {
                group: name,
                raters: group.raters,
                counted: group.counted,
                score: shown(group.score),
                ballots: group.ballots,
                ballot_score: shown(group.ballot_score),
            })
            .collect(),
        dimensions: rules
            .dimensions
            .value
            .iter()
            .zip(&own.dimensions)
            .filter_map(|((name, _), value)| Some((name.as_str(), round_half_up((*value)?, rules.decimals))))
            .collect(),
        change: change.and_then(|change| change_view(outcome, change)),
        reasons: own.reasons.iter().map(ToString::to_string).collect(),
    }
}
