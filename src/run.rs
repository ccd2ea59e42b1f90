//! One function per command; the pipeline on one page; the only writer of files.
//!
//! drop → ingest → tables → rules → report → `报告/`, with the policy beside it.

use std::fmt::Write as _;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Termination};

use anyhow::{Context as _, bail};

use crate::cli::{CheckArgs, Cli, Command, DropArgs, ExplainArgs, FormsArgs, PolicyCommand, RunArgs};
use crate::ingest;
use crate::ingest::legacy::{self, Legacy};
use crate::model::check::Check;
use crate::model::decision::{Decision, Verdict};
use crate::model::facts::Facts;
use crate::model::intake::{FileReport, SheetCopy, set_aside};
use crate::model::term::Date;
use crate::model::{Kind, Layer, PROBLEM_LIST};
use crate::policy::{self, Policy, PolicyProblem};
use crate::problem::{self, Fault, Place, Problem, Severity};
use crate::report::explain;
use crate::report::summary::Written;
use crate::report::{self, Outcome, Report};
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
use crate::{output, rules, tables};

/// How a run ended: one number each, in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done, nothing to report.
    Done = 0,
    /// Done, but errors were found in the data.
    ErrorsInData = 1,
    /// Could not run, or wrong usage.
    CouldNotRun = 2,
    /// Done, but a human decision is awaited.
    DecisionAwaited = 3,
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        exit.report()
    }
}

/// Does what the command line asks.
///
/// # Errors
///
/// When the world outside fails: a folder that cannot be read, a report that cannot be written, a policy with errors.
pub fn run(cli: Cli) -> anyhow::Result<Exit> {
    match cli.command {
        Command::Run(args) => run_drop(&args),
        Command::Check(args) => check_drop(&args),
        Command::Explain(args) => explain_student(&args),
        Command::Forms(args) => write_forms(&args),
        Command::Read { format, file } => read_for_parent(&format, &file),
        Command::Policy(PolicyCommand::List) => list_policies(),
        Command::Policy(PolicyCommand::Show { name }) => show_policy(&name),
        Command::Policy(PolicyCommand::Check { file }) => check_policy(&file),
    }
}

/// What one pass over a drop yields.
struct Judged {
    policy: Policy,
    paths: Vec<PathBuf>,
    files: Vec<FileReport>,
    facts: Facts,
    problems: Vec<Problem>,
    decisions: Vec<Decision>,
    quota: Option<Quota>,
    delegates: Option<DelegateReview>,
    votes: Vec<ContestResult>,
    evaluations: Option<Evaluations>,
    changes: Vec<Change>,
    exits: Vec<exit::Exit>,
    checks: Vec<Check>,
    ledgers: Option<Findings>,
    recorded: Vec<Recorded>,
    forms: Vec<Form>,
    scores: Vec<Score>,
    notices: Option<Notices>,
    copies: Vec<SheetCopy>,
}

impl Judged {
    fn outcome(&self) -> Outcome<'_> {
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
    fn copy_sheets(&mut self) {
        self.copies = ingest::copy_sheets(&self.paths, &report::annotated::wanted(&self.problems));
    }

    fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.fault.severity() == severity).count()
    }
}

/// The main job: read everything, decide everything the inputs allow, write the reports.
fn run_drop(args: &RunArgs) -> anyhow::Result<Exit> {
    let parts = report::parse_only(&args.only).map_err(anyhow::Error::msg)?;
    let output = output_folder(&args.drop, &args.common);
    if !args.dry_run {
        output::prepare(&output)?;
    }
    let mut judged = judge(&args.drop, &args.common, &output)?;
    refuse_if_nothing_can_be_made(&judged, &args.drop)?;
    let has_errors = judged.count(Severity::Error) > 0;
    if !args.dry_run {
        judged.copy_sheets();
    }
    let outcome = judged.outcome();
    let reports: Vec<Report<'_>> = report::wanted(&outcome, &parts);
    let writes = !(args.dry_run || args.strict && has_errors);
    if writes {
        output::replace(&output, &reports)?;
    }
    if args.json {
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        report::json::write(&outcome, &mut out)?;
        out.flush()?;
    }
    if !args.quiet {
        let written = if writes {
            Written::To(&output)
        } else if args.dry_run {
            Written::DryRun
        } else {
            Written::RefusedForErrors
        };
        let text = report::summary::text(&outcome, &reports, written, args.verbose);
        std::io::stderr().lock().write_all(text.as_bytes())?;
    }
    let needs_lot = judged.quota.as_ref().is_some_and(Quota::needs_lot);
    let is_tied = judged.votes.iter().any(|result| result.tie.is_some())
        || judged.evaluations.as_ref().is_some_and(|evaluations| !evaluations.ties.is_empty());
    Ok(if needs_lot || is_tied {
        Exit::DecisionAwaited
    } else if has_errors {
        Exit::ErrorsInData
    } else {
        Exit::Done
    })
}

/// What reading hands to the tables, and what became of the files.
#[must_use]
pub fn hand_over(ingested: ingest::Ingested) -> (Vec<FileReport>, tables::Input) {
    let kinds = ingested.kinds();
    let ingest::Ingested { sources, files, tables, past, problems } = ingested;
    (files, tables::Input { tables, sources, kinds, past, problems })
}

/// The pipeline.
fn judge(drop: &Path, common: &DropArgs, output: &Path) -> anyhow::Result<Judged> {
    let as_of = as_of(common.as_of.as_deref())?;
    if let Some(jobs) = common.jobs {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.max(1)).build_global();
        pool.context("无法设置处理器数")?;
    }
    if !drop.is_dir() {
        bail!("“{}”不是文件夹，或者打不开。请写材料所在的文件夹，例如：tuanxue run 本学期材料", drop.display());
    }
    let listing = ingest::list_files(drop, output)?;
    let (policy, ignored) = load_policy(drop, &listing.policies, common.policy.as_deref())?;
    if listing.files.is_empty() {
        bail!("“{}”里没有表格文件。请把名册、成绩等 .xlsx 文件放进去再运行", drop.display());
    }
    let mut ingested = ingest::read_files(drop, &listing.files, &policy);
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

/// How every sheet was understood and what is wrong with it, without decisions.
fn check_drop(args: &CheckArgs) -> anyhow::Result<Exit> {
    let output = output_folder(&args.drop, &args.common);
    let judged = judge(&args.drop, &args.common, &output)?;
    let outcome = judged.outcome();
    std::io::stdout().lock().write_all(report::check::text(&outcome).as_bytes())?;
    if !args.dry_run {
        let path = args.common.out.as_deref().unwrap_or(&args.drop).join(PROBLEM_LIST);
        output::write_file(&path, &report::problems::build_list(&outcome)?.finish()?)?;
        writeln!(std::io::stderr().lock(), "已写入　{}", path.display())?;
    }
    Ok(if judged.count(Severity::Error) > 0 { Exit::ErrorsInData } else { Exit::Done })
}

/// A drop from which no report can be made: says what was found and what is missing.
fn refuse_if_nothing_can_be_made(judged: &Judged, drop: &Path) -> anyhow::Result<()> {
    let is_enough = judged.quota.is_some()
        || judged.outcome().has_congress()
        || !judged.checks.is_empty()
        || judged.ledgers.is_some()
        || judged.evaluations.is_some();
    if is_enough { Ok(()) } else { refuse_without_grades(judged, drop) }
}

/// A drop without what decisions on students need.
fn refuse_without_grades(judged: &Judged, drop: &Path) -> anyhow::Result<()> {
    let missing = judged.facts.inputs.missing();
    if missing.is_empty() {
        return Ok(());
    }
    let mut message = format!("“{}”里的表格还不够做出报告。", drop.display());
    if missing.contains(&Kind::Roster) {
        message.push_str("\n  缺学籍名册：要有学号、姓名、专业、年级四列（政治面貌、学院、班级、学籍状态最好也有）");
    }
    if missing.contains(&Kind::Grades) {
        message.push_str("\n  缺成绩：要有学号、课程名称、成绩、学分各列；或综合测评：学号、综测总分");
    }
    message.push_str("\n已读的文件：");
    for file in &judged.files {
        let kinds: Vec<String> = file
            .sheets
            .iter()
            .filter_map(|sheet| {
                let kind = sheet.kind?.chinese();
                Some(if sheet.n_used == 0 { format!("{kind}（没有一行可用）") } else { kind.to_owned() })
            })
            .collect();
        let kinds = if kinds.is_empty() { file.state.chinese().to_owned() } else { kinds.join("、") };
        let _ = write!(message, "\n  {}：{kinds}", file.name);
    }
    for (problem, count) in judged.outcome().counted().into_iter().filter(|(p, _)| is_about_files(p)) {
        let place = problem.place.show(&judged.facts.sources);
        let more = if count > 1 { format!("（共 {count} 条）") } else { String::new() };
        let _ = write!(message, "\n  {place}：{}{more}", problem.message());
    }
    message.push_str("\n每张表怎样读的，可以看：tuanxue check ");
    message.push_str(&drop.display().to_string());
    bail!(message)
}

/// Whether a problem says something of the files, or why there is no allocation of delegates.
fn is_about_files(problem: &Problem) -> bool {
    problem.place != Place::Drop || matches!(problem.fault, Fault::QuotaRefused { .. })
}

fn output_folder(drop: &Path, common: &DropArgs) -> PathBuf {
    common.out.clone().unwrap_or_else(|| drop.join(report::FOLDER))
}

fn as_of(written: Option<&str>) -> anyhow::Result<Date> {
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

/// The policy in force, and a note if the drop's own file was passed over.
fn load_policy(drop: &Path, found: &[PathBuf], named: Option<&str>) -> anyhow::Result<(Policy, Option<Problem>)> {
    if let Some(below) = found.iter().find(|path| path.parent() != Some(drop)) {
        bail!(
            "子文件夹里有政策文件“{}”，像是另一批材料。一次只能处理一批：请对那个文件夹单独运行，或把政策文件移到“{}”下面",
            below.display(),
            drop.display()
        );
    }
    if let Some(misnamed) = found.iter().find(|path| path.extension().is_some_and(|extension| extension == "txt")) {
        bail!("“{}”的文件名多了 .txt，不会被当作政策使用。请改名为 policy.toml", misnamed.display());
    }
    match (named, found) {
        (Some(name), own) => {
            let absolute = |path: &Path| std::path::absolute(path).ok();
            let own = own.iter().find(|own| absolute(own) != absolute(Path::new(name)));
            let fault = Fault::PolicyFileIgnored { used: name.to_owned() };
            Ok((load_named_policy(name)?, own.map(|_| Problem::new(fault, Place::Drop))))
        }
        (None, [own, ..]) => Ok((load_policy_file(own)?, None)),
        (None, []) => Ok((load_named_policy("national")?, None)),
    }
}

/// A built-in policy by name, or a file.
fn load_named_policy(name: &str) -> anyhow::Result<Policy> {
    if policy::built_in(name).is_none() && Path::new(name).is_file() {
        return load_policy_file(Path::new(name));
    }
    policy::load(name, None, &|_| None).map_err(|problems| policy_error(&problems))
}

fn load_policy_file(path: &Path) -> anyhow::Result<Policy> {
    let text = output::read_text(path)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let file = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let read = |name: &str| output::read_text(&folder.join(name)).ok();
    let policy = policy::load("", Some((&file, &text)), &read).map_err(|problems| policy_error(&problems))?;
    let wrong = ingest::header::wrong_aliases(&policy).into_iter().chain(scorecard::wrong_weights(&policy));
    let wrong: Vec<PolicyProblem> =
        wrong.map(|message| PolicyProblem { file: file.clone(), line: 0, message }).collect();
    if wrong.is_empty() { Ok(policy) } else { Err(policy_error(&wrong)) }
}

fn policy_error(problems: &[PolicyProblem]) -> anyhow::Error {
    let lines: Vec<String> = problems.iter().map(|problem| format!("  {problem}")).collect();
    anyhow::anyhow!("政策有 {} 处问题，没有运行：\n{}", problems.len(), lines.join("\n"))
}

/// One student's whole chain.
fn explain_student(args: &ExplainArgs) -> anyhow::Result<Exit> {
    let output = output_folder(&args.drop, &args.common);
    let judged = judge(&args.drop, &args.common, &output)?;
    refuse_without_grades(&judged, &args.drop)?;
    match explain::find(&judged.facts, &args.student) {
        explain::Found::One(student) => {
            let text = explain::page(&judged.outcome(), student);
            std::io::stdout().lock().write_all(text.as_bytes())?;
            let has_doubt = judged.decisions[student].verdict == Verdict::Review;
            let doubts = &judged.facts.students[student].doubts;
            Ok(if has_doubt && !doubts.is_empty() { Exit::ErrorsInData } else { Exit::Done })
        }
        explain::Found::NotEnrolled(text) | explain::Found::Several(text) => {
            std::io::stdout().lock().write_all(text.as_bytes())?;
            Ok(Exit::Done)
        }
        explain::Found::None => bail!("名册里没有学号或姓名为“{}”的学生，请核对", args.student),
    }
}

/// Writes the blank input workbooks. A file that is there may be half filled in, and stays.
fn write_forms(args: &FormsArgs) -> anyhow::Result<Exit> {
    let own = args.folder.join("policy.toml");
    let policy = match &args.policy {
        Some(name) => load_named_policy(name)?,
        None if own.is_file() => load_policy_file(&own)?,
        None => load_named_policy("national")?,
    };
    let mut books = Vec::new();
    for form in report::forms::all(&policy) {
        let mut bytes = Vec::new();
        form.write(&mut bytes)?;
        books.push((form.name, bytes));
    }
    output::create_folder(&args.folder)?;
    let (mut written, mut kept) = (Vec::new(), Vec::new());
    for (name, bytes) in &books {
        let names = if output::write_new(&args.folder.join(name), bytes)? { &mut written } else { &mut kept };
        names.push(name.as_str());
    }
    let mut text = format!("“{}”　政策：{}\n", args.folder.display(), policy.title);
    if !written.is_empty() {
        let _ = writeln!(text, "已写入　{} 个空白表：{}", written.len(), written.join("、"));
    }
    if !kept.is_empty() {
        let _ = writeln!(
            text,
            "没有动　{} 个，已有同名的文件，为免丢失填好的内容没有覆盖：{}。要重新写出，请先把它们移走或改名",
            kept.len(),
            kept.join("、")
        );
    }
    std::io::stderr().lock().write_all(text.as_bytes())?;
    Ok(Exit::Done)
}

/// The child's side of reading an old workbook; only the program itself calls it.
fn read_for_parent(format: &str, file: &Path) -> anyhow::Result<Exit> {
    let Some(format) = Legacy::parse(format) else { bail!("不认识的格式") };
    legacy::serve(&output::read_bytes(file)?, format, std::io::stdout().lock())?;
    Ok(Exit::Done)
}

fn list_policies() -> anyhow::Result<Exit> {
    let mut text = String::from("内置政策（在 policy.toml 里写 extends = \"名称\"，或用 --policy 名称）：\n");
    for built_in in &policy::BUILT_IN {
        let policy = load_named_policy(built_in.name)?;
        let _ = writeln!(text, "  {:<16}{}", built_in.name, policy.title);
    }
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Exit::Done)
}

fn show_policy(name: &str) -> anyhow::Result<Exit> {
    let policy = load_named_policy(name)?;
    let text = report::policy_text::text(&policy);
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Exit::Done)
}

fn check_policy(file: &Path) -> anyhow::Result<Exit> {
    let policy = load_policy_file(file)?;
    let text = format!("“{}”没有问题，依次叠加：{}\n", file.display(), policy.layers.join(" → "));
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Exit::Done)
}

/// Whether the reader of our output has gone.
#[must_use]
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

/// Says why nothing was done.
pub fn complain(error: &anyhow::Error) {
    let causes: Vec<String> = error
        .chain()
        .filter_map(|cause| match cause.downcast_ref::<std::io::Error>() {
            Some(world) => Some(ingest::io_reason(world).to_owned()),
            // What a library says in English has been said in Chinese by the context above it.
            None => Some(cause.to_string()).filter(|text| !text.is_ascii()),
        })
        .collect();
    // Nothing can be done when even standard error is gone.
    let _ = writeln!(std::io::stderr().lock(), "没有完成：{}", causes.join("："));
}

/// Says what is wrong with the command line.
pub fn complain_usage(error: &clap::Error) {
    use clap::error::{ContextKind, ErrorKind};
    let context = |kind: ContextKind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let suggestion = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .map(context)
        .find(|text| !text.is_empty())
        .map_or_else(String::new, |text| format!("。是不是“{text}”？"));
    let message = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项{suggestion}"),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令{suggestion}", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "没有写要做什么".to_owned()
        }
        ErrorKind::MissingRequiredArgument => format!("还缺：{argument}"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("“{argument}”的值“{value}”不对{suggestion}")
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => format!("“{argument}”的值个数不对"),
        ErrorKind::ArgumentConflict => format!("“{argument}”写了不止一次，或不能一起用"),
        _ => "命令写法有误".to_owned(),
    };
    let usage = context(ContextKind::Usage);
    let usage = usage.trim().trim_start_matches("Usage:").trim();
    let usage = if usage.is_empty() { "tuanxue run 材料文件夹" } else { usage };
    let _ = writeln!(std::io::stderr().lock(), "{message}\n\n用法：{usage}\n完整说明：tuanxue --help");
}
