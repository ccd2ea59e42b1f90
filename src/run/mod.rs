//! One function per command, and the only writer of files.
//!
//! drop → ingest → tables → rules → report → `报告/`: [`pipeline`] decides, what stands here writes.

mod complain;
mod pipeline;
mod policies;
mod refuse;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Termination};

use anyhow::bail;

use crate::cli::{CheckArgs, Cli, Command, DropArgs, ExplainArgs, FormsArgs, PolicyCommand, RunArgs};
use crate::ingest::legacy::{self, Legacy};
use crate::model::PROBLEM_LIST;
use crate::model::decision::Verdict;
use crate::output;
use crate::problem::Severity;
use crate::report::explain;
use crate::report::summary::Written;
use crate::report::{self, Report};
use crate::rules::congress::Quota;

pub use complain::{complain, complain_usage, is_broken_pipe};
pub use pipeline::hand_over;
use pipeline::judge;
use policies::{check_policy, list_policies, load_named_policy, load_policy_file, show_policy};
use refuse::{refuse_if_nothing_can_be_made, refuse_without_grades};

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

fn output_folder(drop: &Path, common: &DropArgs) -> PathBuf {
    common.out.clone().unwrap_or_else(|| drop.join(report::FOLDER))
}
