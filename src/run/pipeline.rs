//! The pipeline on one page: drop → ingest → tables → rules, with the policy beside it.

use std::path::PathBuf;

use anyhow::{Context as _, bail};

use crate::cli::DropArgs;
use crate::ingest;
use crate::model::Layer;
use crate::model::check::Check;
use crate::model::decision::Decision;
use crate::model::facts::Facts;
use crate::model::intake::{FileReport, SheetCopy, set_aside};
use crate::model::term::Date;
use crate::policy::Policy;
use crate::problem::{self, Fault, Place, Problem, Severity};
use crate::report::{self, Outcome};
use crate::rules::change::{self, Change};
use crate::rules::congress::delegates::{self, DelegateReview};
use crate::rules::congress::votes::{self, ContestResult};
use crate::rules::congress::{self, Quota, QuotaRefused};
use crate::rules::evaluation::{self, Evaluations};
use crate::rules::ledgers::Findings;
use crate::rules::notice::{self, Notices};
use crate::rules::recorded::{self, Recorded};
use crate::rules::scorecard::{self, Score};
use crate::rules::self_assessment::{self, Form};
use crate::rules::{exit, panel, structure};
use crate::{rules, tables};

use super::materials::Materials;
use super::policies::load_policy;
use super::progress::Progress;

/// What one pass over a drop yields.
pub(super) struct Judged {
    pub(super) policy: Policy,
    pub(super) paths: Vec<PathBuf>,
    pub(super) files: Vec<FileReport>,
    pub(super) facts: Facts,
    pub(super) problems: Vec<Problem>,
    pub(super) decisions: Vec<Decision>,
    pub(super) quota: Option<Quota>,
    pub(super) delegates: Option<DelegateReview>,
    pub(super) votes: Vec<ContestResult>,
    pub(super) evaluations: Option<Evaluations>,
    pub(super) changes: Vec<Change>,
    pub(super) exits: Vec<exit::Exit>,
    pub(super) checks: Vec<Check>,
    pub(super) ledgers: Option<Findings>,
    pub(super) recorded: Vec<Recorded>,
    pub(super) forms: Vec<Form>,
    pub(super) scores: Vec<Score>,
    pub(super) notices: Option<Notices>,
    pub(super) copies: Vec<SheetCopy>,
}

impl Judged {
    pub(super) fn outcome(&self) -> Outcome<'_> {
        Outcome {
            policy: &self.policy,
            facts: &self.facts,
            files: &self.files,
            problems: &self.problems,
            decisions: &self.decisions,
            quota: self.quota.as_ref(),
            delegates: self.delegates.as_ref(),
            votes: &self.votes,
            evaluations: self.evaluations.as_ref(),
            changes: &self.changes,
            exits: &self.exits,
            checks: &self.checks,
            ledgers: self.ledgers.as_ref(),
            recorded: &self.recorded,
            forms: &self.forms,
            scores: &self.scores,
            notices: self.notices.as_ref(),
            copies: &self.copies,
        }
    }

    /// Reads the sheets with problems once more, to show them there.
    pub(super) fn copy_sheets(&mut self) {
        self.copies = ingest::copy_sheets(&self.paths, &report::annotated::wanted(&self.problems));
    }

    pub(super) fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.fault.severity() == severity).count()
    }
}

/// What reading hands to the tables, and what became of the files.
#[must_use]
pub fn hand_over(ingested: ingest::Ingested) -> (Vec<FileReport>, tables::Input) {
    let kinds = ingested.kinds();
    let ingest::Ingested { sources, files, tables, past, problems } = ingested;
    (files, tables::Input { tables, sources, kinds, past, problems })
}

/// The pipeline.
pub(super) fn judge(materials: &Materials, common: &DropArgs, progress: &Progress) -> anyhow::Result<Judged> {
    let as_of = as_of(common.as_of.as_deref())?;
    let listing = materials.list()?;
    let (policy, ignored) = load_policy(&materials.home, &listing.policies, common.policy.as_deref())?;
    if listing.files.is_empty() {
        bail!(
            "{}里没有表格文件。请把名册、成绩等 .xlsx 文件放进去再运行；没有现成的表，可以先写出空白表：tuanxue init 本学期材料",
            materials.show()
        );
    }
    progress.reading(listing.files.len());
    let mut ingested = ingest::read_files(&materials.base, &listing.files, &policy, progress.meter());
    progress.deciding();
    ingested.problems.extend(listing.problems.into_iter().chain(ignored));
    let (mut files, input) = hand_over(ingested);
    let built = tables::build(input, &policy, as_of)?;
    set_aside(&mut files, &built.set_aside);
    // Without grades there is nothing to decide eligibility by.
    let decides = built.facts.inputs.missing().is_empty();
    let decisions = if decides { rules::eligibility::decide_all(&policy, &built.facts) } else { Vec::new() };
    let mut problems = built.problems;
    let quota = allocate(&policy, &built.facts, &mut problems);
    let votes = votes::decide_all(&policy, &built.facts);
    for (lot, why) in votes::lots_of_no_tie(&policy, &built.facts, &votes) {
        let fault = Fault::LotOfNoTie { question: lot.question.clone(), tied: lot.tied.clone(), why };
        problems.push(Problem::new(fault, Place::Drop));
    }
    for (fault, cell) in votes::wrong_numbers(&built.facts, &votes) {
        problems.push(Problem::new(Fault::VotesWrong { said: fault.to_string() }, Place::Cell(cell)));
    }
    let delegates = delegates::review(&policy, &built.facts, quota.as_ref());
    let mut checks = congress::check_all(&policy, &built.facts, quota.as_ref(), delegates.as_ref(), &votes);
    checks.extend(structure::check_all(&policy, &built.facts));
    let evaluations = (!built.facts.evaluated.is_empty()).then(|| evaluation::evaluate_all(&policy, &built.facts));
    if let Some(evaluations) = &evaluations {
        checks.extend(panel::check_all(&policy, &built.facts, evaluations));
    }
    let mut ledgers = rules::ledgers::review(&policy, &built.facts);
    let mut recorded = recorded::record_all(&policy, &built.facts);
    if let Some(findings) = &mut ledgers {
        checks.append(&mut findings.checks);
        recorded.append(&mut findings.recorded);
    }
    let forms = self_assessment::fill_all(&policy, &built.facts, &decisions, &checks);
    let notices = notice::make(&policy, &built.facts, &decisions, delegates.as_ref());
    let scores = scorecard::score_all(&policy, &built.facts, &checks);
    let changes = evaluations.as_ref().map(|own| change::compare(&policy, &built.facts, own)).unwrap_or_default();
    let exits = exit::suggest_all(&policy, &built.facts, evaluations.as_ref());
    for (lot, why) in evaluation::lots_of_no_tie(&policy, &built.facts, evaluations.as_ref()) {
        let fault = Fault::LotOfNoTie { question: lot.question.clone(), tied: lot.tied.clone(), why };
        problems.push(Problem::new(fault, Place::Drop));
    }
    problem::sort(&mut problems);
    Ok(Judged {
        policy,
        paths: listing.files,
        files,
        facts: built.facts,
        problems,
        decisions,
        quota,
        delegates,
        votes,
        evaluations,
        changes,
        exits,
        checks,
        ledgers,
        recorded,
        forms,
        scores,
        notices,
        copies: Vec::new(),
    })
}

/// Allocates the delegates. Why there can be no table, and what in the policy does not fit, becomes a problem.
fn allocate(policy: &Policy, facts: &Facts, problems: &mut Vec<Problem>) -> Option<Quota> {
    if facts.students.is_empty() && facts.headcount.is_none() {
        return None;
    }
    let quota = match congress::quota(policy, facts) {
        Ok(quota) => Some(quota),
        Err(refused) => {
            let place = match &refused {
                QuotaRefused::Unplaced(_, _, cell) => Place::Cell(*cell),
                _ => Place::Drop,
            };
            // A class has no congress; only who has set one up, or lacks it for a few students, has something to mend.
            let asks = ["congress.total", "congress.unit"].iter().filter_map(|path| policy.effective(path));
            let is_set = asks.into_iter().any(|effective| effective.basis.layer == Layer::Drop);
            let is_asked_for =
                is_set || matches!(refused, QuotaRefused::Unplaced(..) | QuotaRefused::DoubtfulHeadcount);
            problems.push(Problem::new(Fault::QuotaRefused { reason: refused.to_string(), is_asked_for }, place));
            None
        }
    };
    if let Some((quota, set)) = quota.as_ref().and_then(|quota| Some((quota, quota.below_minimum?))) {
        let fault = Fault::QuotaBelowMinimum { set, minimum: quota.minimum_total };
        problems.push(Problem::new(fault, Place::Drop));
    }
    for date in policy.congress.lots.iter().filter_map(|lot| Date::parse(&lot.date)) {
        if let Some(as_of) = facts.as_of.filter(|as_of| date > *as_of) {
            problems.push(Problem::new(Fault::LotAhead { date, as_of }, Place::Drop));
        }
    }
    for (lot, why) in congress::lots_of_no_tie(policy, quota.as_ref()) {
        let fault = Fault::LotOfNoTie { question: lot.question.clone(), tied: lot.tied.clone(), why };
        problems.push(Problem::new(fault, Place::Drop));
    }
    for floor in quota.iter().flat_map(|quota| &quota.floors).filter(|floor| floor.is_out_of_reach()) {
        let there = floor.there.as_ref().map_or(0, |there| there.total);
        let fault = Fault::FloorOutOfReach { group: floor.group.clone(), minimum: floor.minimum, there };
        problems.push(Problem::new(fault, Place::Drop));
    }
    quota
}

/// The day by which everything is judged: as written, or today.
pub(super) fn as_of(written: Option<&str>) -> anyhow::Result<Date> {
    if let Some(text) = written {
        return Date::parse(text).with_context(|| format!("--as-of 的日期“{text}”看不懂，请写成 2026-01-20 这样"));
    }
    let today = jiff::Zoned::now().date();
    let part = |number: i8| u8::try_from(number).unwrap_or(0);
    u16::try_from(today.year())
        .ok()
        .and_then(|year| Date::new(year, part(today.month()), part(today.day())))
        .context("电脑的日期不对，请用 --as-of 写明日期")
}

/// What the clock shows, to be shown.
pub(super) fn clock(format: &str) -> String {
    jiff::Zoned::now().strftime(format).to_string()
}
