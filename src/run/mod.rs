//! One function per command, and the only writer of files.
//!
//! drop → ingest → tables → rules → report → `报告/`: `pipeline` decides, what stands here writes.

mod complain;
mod diff;
mod init;
mod log;
mod materials;
mod pipeline;
mod policies;
mod progress;
mod refuse;
mod watch;
mod window;

use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Termination};

use anyhow::{Context as _, bail};
use clap::CommandFactory as _;

use crate::cli::{CheckArgs, Cli, Command, ExplainArgs, PolicyCommand, RunArgs};
use crate::ingest::legacy::{self, Legacy};
use crate::model::decision::Verdict;
use crate::model::{COMPARISON, PROBLEM_LIST};
use crate::output;
use crate::policy;
use crate::problem::Severity;
use crate::report::explain;
use crate::report::summary::Written;
use crate::report::{self, Part, Report};
use crate::rules::congress::Quota;

pub use complain::{complain, complain_usage, explain_panics, is_broken_pipe, why};
use diff::WithLast;
use log::Log;
use materials::Materials;
pub use pipeline::hand_over;
use pipeline::judge;
use policies::{check_policy, list_policies, load_named_policy, show_policy};
use progress::Progress;
use refuse::{refuse_if_less_than_before, refuse_if_nothing_can_be_made, refuse_without_grades};
pub use window::hold_window;

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
    output::catching(|| obey(cli))
}

fn obey(cli: Cli) -> anyhow::Result<Exit> {
    if cli.version {
        return say_version();
    }
    match cli.command {
        None => greet(),
        Some(Command::Init(args)) => init::init(&args),
        Some(Command::Run(args)) => run_drop(&args),
        Some(Command::Check(args)) => check_drop(&args),
        Some(Command::Explain(args)) => explain_student(&args),
        Some(Command::Diff(args)) => diff::diff(&args),
        Some(Command::Watch(args)) => watch::watch(&args),
        Some(Command::Forms(args)) => init::forms(&args),
        Some(Command::Policy(PolicyCommand::List)) => list_policies(),
        Some(Command::Policy(PolicyCommand::Show { name })) => show_policy(&name),
        Some(Command::Policy(PolicyCommand::Check { file })) => check_policy(&file),
        Some(Command::Completions { shell }) => write_completions(shell),
    }
}

/// What one does who starts the program with nothing: a double-click, or its bare name.
fn greet() -> anyhow::Result<Exit> {
    let text = "团学 tuanxue：把手头的表格放进一个文件夹，得到候选资格审查等 Excel 报告。

没有写要做什么。最简单的用法：
  1. 把学籍名册、成绩等表格放进一个文件夹（没有现成的表，可以先写出空白表，见下）；
  2. 把这个文件夹拖到程序图标上，或者在命令行里写：tuanxue run 文件夹
     报告写在那个文件夹里的“报告”。

其他常用的：
  tuanxue init 本学期材料        新建材料文件夹：设置、空白表、使用说明
  tuanxue check 本学期材料       先看看每张表认作什么、有什么问题
  tuanxue --help                 全部用法
";
    std::io::stderr().lock().write_all(text.as_bytes())?;
    Ok(Exit::CouldNotRun)
}

/// The program's version, and those of the built-in policies: two machines that print the same decide the same.
fn say_version() -> anyhow::Result<Exit> {
    let mut text = format!("{}\n内置政策的版本：\n", report::TOOL);
    for built_in in &policy::BUILT_IN {
        let policy = load_named_policy(built_in.name)?;
        let version = report::json::policy_sha256(&policy);
        let _ = writeln!(text, "  {:<16}{}　{}", built_in.name, &version[..VERSION_DIGITS], policy.title);
    }
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Exit::Done)
}

/// Digits of a policy's hash that are shown as its version; the whole one stands in the result file.
const VERSION_DIGITS: usize = 12;

fn write_completions(shell: clap_complete::Shell) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "tuanxue", &mut script);
    std::io::stdout().lock().write_all(&script)?;
    Ok(Exit::Done)
}

/// The main job: read everything, decide everything the inputs allow, write the reports.
fn run_drop(args: &RunArgs) -> anyhow::Result<Exit> {
    set_jobs(args.common.jobs)?;
    run_once(args)
}

/// One run; `watch` makes many.
fn run_once(args: &RunArgs) -> anyhow::Result<Exit> {
    let parts = report::parse_only(&args.only).map_err(anyhow::Error::msg)?;
    let materials = Materials::find(&args.paths, args.common.out.as_deref())?;
    let progress = Progress::new(args.quiet);
    let mut log = Log::begin(args, &materials);
    let ended = output::catching(|| make_reports(args, &parts, &materials, &progress, &mut log));
    progress.clear();
    let said = log.end(&materials.output, &progress, &ended);
    if !args.quiet {
        std::io::stderr().lock().write_all(said.as_bytes())?;
    }
    ended
}

/// All of a run but its log.
fn make_reports(
    args: &RunArgs,
    parts: &[Part],
    materials: &Materials,
    progress: &Progress,
    log: &mut Log,
) -> anyhow::Result<Exit> {
    let output = &materials.output;
    if !args.dry_run {
        output::prepare(output)?;
    }
    let mut judged = judge(materials, &args.common, progress)?;
    log.read(&judged);
    if !args.dry_run {
        refuse_if_less_than_before(&judged, materials)?;
    }
    refuse_if_nothing_can_be_made(&judged, materials)?;
    let has_errors = judged.count(Severity::Error) > 0;
    if !args.dry_run {
        judged.copy_sheets();
    }
    let outcome = judged.outcome();
    let reports: Vec<Report<'_>> = report::wanted(&outcome, parts);
    let writes = !(args.dry_run || args.strict && has_errors);
    let last = diff::with_last(&outcome, output)?;
    if writes {
        progress.writing(reports.len());
        output::replace(output, &reports, &|name| progress.wrote(name))?;
        log.wrote(output, &reports);
    }
    progress.clear();
    let last_text = say_last(&last, writes.then(|| output.with_file_name(COMPARISON)));
    if args.json {
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        let printed = report::json::write(&outcome, &mut out).and_then(|()| Ok(out.flush()?));
        printed.context("结果没有全部输出到标准输出")?;
    }
    if !args.quiet {
        let written = if writes {
            Written::To(output)
        } else if args.dry_run {
            Written::DryRun
        } else {
            Written::RefusedForErrors
        };
        let text = report::summary::text(&outcome, &reports, written, last_text, args.verbose);
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

/// What has changed since the last results; also as a workbook beside the reports, where anything has.
fn say_last(last: &WithLast, path: Option<PathBuf>) -> Option<String> {
    let comparison = match last {
        WithLast::None => return None,
        WithLast::Not(why) => return Some(why.clone()),
        WithLast::Is(comparison) => comparison,
    };
    let mut text = report::comparison::brief(comparison);
    if let Some(path) = path.filter(|_| !comparison.is_empty()) {
        let written = report::comparison::build(comparison)
            .and_then(report::sheet::Book::finish)
            .and_then(|bytes| output::write_file(&path, &bytes));
        // The reports themselves are written; that this one is open elsewhere is no reason to call the run failed.
        let _ = match written {
            Ok(()) => write!(text, "\n是谁、因为哪些单元格，见 {}", path.display()),
            Err(error) => write!(text, "\n{}", why(&error)),
        };
    }
    Some(text)
}

/// How many processors are used; once in the life of the program.
fn set_jobs(jobs: Option<usize>) -> anyhow::Result<()> {
    if let Some(jobs) = jobs {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.max(1)).build_global();
        pool.context("无法设置处理器数")?;
    }
    Ok(())
}

/// How every sheet was understood and what is wrong with it, without decisions.
fn check_drop(args: &CheckArgs) -> anyhow::Result<Exit> {
    set_jobs(args.common.jobs)?;
    let materials = Materials::find(&args.paths, args.common.out.as_deref())?;
    let judged = judge(&materials, &args.common, &Progress::new(false))?;
    let outcome = judged.outcome();
    std::io::stdout().lock().write_all(report::check::text(&outcome, args.columns).as_bytes())?;
    if !args.dry_run {
        let path = args.common.out.as_ref().unwrap_or(&materials.home).join(PROBLEM_LIST);
        output::write_file(&path, &report::problems::build_list(&outcome)?.finish()?)?;
        writeln!(std::io::stderr().lock(), "已写入　{}", path.display())?;
    }
    Ok(if judged.count(Severity::Error) > 0 { Exit::ErrorsInData } else { Exit::Done })
}

/// One student's whole chain.
fn explain_student(args: &ExplainArgs) -> anyhow::Result<Exit> {
    set_jobs(args.common.jobs)?;
    if Path::new(&args.student).exists() {
        let right = args.paths.first().filter(|path| !path.exists()).map(|path| path.display().to_string());
        bail!(
            "学号（或姓名）要写在文件夹前面：tuanxue explain {} {}",
            right.as_deref().unwrap_or("学号"),
            args.student
        );
    }
    let materials = Materials::find(&args.paths, args.common.out.as_deref())?;
    let judged = judge(&materials, &args.common, &Progress::new(false))?;
    refuse_without_grades(&judged, &materials)?;
    match explain::find(&judged.facts, &args.student) {
        explain::Found::One(student) => {
            let outcome = judged.outcome();
            let text = if args.json {
                report::json::explained::page(&outcome, student)? + "\n"
            } else {
                explain::page(&outcome, student)
            };
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

/// Whether the program was called by itself, to read an old workbook in a process of its own; no command of the command line.
#[must_use]
pub fn serve(arguments: &[OsString]) -> Option<anyhow::Result<Exit>> {
    match arguments {
        [_, word, format, file] if word == legacy::COMMAND => {
            Some(read_for_parent(&format.to_string_lossy(), Path::new(file)))
        }
        _ => None,
    }
}

/// The child's side of reading an old workbook.
fn read_for_parent(format: &str, file: &Path) -> anyhow::Result<Exit> {
    let Some(format) = Legacy::parse(format) else { bail!("不认识的格式") };
    legacy::serve(&output::read_bytes(file)?, format, std::io::stdout().lock())?;
    Ok(Exit::Done)
}
