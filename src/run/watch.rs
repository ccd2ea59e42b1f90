//! A run whenever the materials have changed, until Ctrl-C.
//!
//! What decides is a look at the inputs as they lie there: their sizes and times of change beside those of the last run. The
//! operating system only wakes us early; where it cannot, as on many network drives, the regular look finds the change a little
//! later. Since only inputs are looked at, neither our own reports nor lock files nor anybody's reading can start a run.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::cli::RunArgs;
use crate::{output, report};

use super::materials::{Materials, folder_of};
use super::{Exit, complain, is_broken_pipe, pipeline, run_once, set_jobs};

/// How often we look if nothing wakes us.
const LOOK: Duration = Duration::from_secs(3);
/// How often we look while something changes.
const TICK: Duration = Duration::from_millis(250);
/// How long nothing must have changed for the files to be completely written.
const QUIET: Duration = Duration::from_millis(1500);
/// How long we wait for a file that somebody keeps to himself; then the run says that it cannot be opened.
const PATIENCE: Duration = Duration::from_secs(20);

/// Runs once, and again after every change. A run that fails is told and does not end the watch; Ctrl-C does, after the run that
/// is going on, and that is no failure either: the exit code is 0.
///
/// # Errors
///
/// When the command line is wrong, or nobody can be told anything any more.
pub(super) fn watch(args: &RunArgs) -> anyhow::Result<Exit> {
    set_jobs(args.common.jobs)?;
    report::parse_only(&args.only).map_err(anyhow::Error::msg)?;
    pipeline::as_of(args.common.as_of.as_deref())?;
    let materials = Materials::find(&args.paths, args.common.out.as_deref())?;
    let stop = stop_on_interrupt()?;
    let _watcher = wake_on_changes(&materials);
    let say = |line: &str| if args.quiet { Ok(()) } else { writeln!(std::io::stderr().lock(), "{line}") };

    let mut done = look(&materials, args).unwrap_or_default();
    run(args)?;
    say(&format!("\n正在守着{}：表格一保存好就重新运行。按 Ctrl-C 结束", materials.show()))?;
    let (mut last, mut since) = (done.clone(), now());
    while !stop.load(Ordering::Relaxed) {
        if last == done {
            std::thread::park_timeout(LOOK);
        } else {
            std::thread::sleep(TICK);
        }
        // A folder that changes under our eyes may not be listed; the next look will.
        let Ok(here) = look(&materials, args) else { continue };
        if here != last {
            (last, since) = (here, now());
        }
        let changed = changed(&done, &last);
        let is_quiet = since.elapsed() >= QUIET;
        let is_free = || changed.iter().all(|path| !last.contains_key(*path) || output::open(path).is_ok());
        if changed.is_empty() || !is_quiet || !(is_free() || since.elapsed() >= PATIENCE) {
            continue;
        }
        say(&format!(
            "\n{}　{}，重新运行……",
            pipeline::clock("%H:%M:%S"),
            said(&changed, &done, &last, &materials.base)
        ))?;
        // What changes while the run goes on is another change.
        done.clone_from(&last);
        run(args)?;
    }
    say("\n已结束")?;
    Ok(Exit::Done)
}

/// One run of the watch.
fn run(args: &RunArgs) -> anyhow::Result<()> {
    match run_once(args) {
        Ok(_) => Ok(()),
        Err(error) if is_broken_pipe(&error) => Err(error),
        Err(error) => {
            complain(&error);
            Ok(())
        }
    }
}

/// The inputs as they lie there: size and time of change.
type Inputs = BTreeMap<PathBuf, (u64, Option<Duration>)>;

/// Looks at everything that a run would read.
fn look(materials: &Materials, args: &RunArgs) -> anyhow::Result<Inputs> {
    let listing = materials.list()?;
    let named = args.common.policy.as_ref().map(PathBuf::from);
    let paths = listing.files.into_iter().chain(listing.policies).chain(listing.settings).chain(named);
    let found = paths.filter_map(|path| {
        let metadata = path.metadata().ok().filter(std::fs::Metadata::is_file)?;
        let changed = metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        Some((path, (metadata.len(), changed)))
    });
    Ok(found.collect())
}

/// What is new, changed or gone.
fn changed<'i>(before: &'i Inputs, after: &'i Inputs) -> BTreeSet<&'i PathBuf> {
    let paths = before.keys().chain(after.keys());
    paths.filter(|path| before.get(*path) != after.get(*path)).collect()
}

/// The changes in words: the first of many.
fn said(changed: &BTreeSet<&PathBuf>, before: &Inputs, after: &Inputs, base: &Path) -> String {
    const MOST: usize = 3;
    let one = |path: &&PathBuf| {
        let name = path.strip_prefix(base).unwrap_or(path).display();
        match (before.contains_key(*path), after.contains_key(*path)) {
            (false, _) => format!("{name} 是新放进来的"),
            (true, true) => format!("{name} 改过了"),
            (true, false) => format!("{name} 不在了"),
        }
    };
    let all: Vec<String> = changed.iter().take(MOST).map(one).collect();
    let more =
        if changed.len() > MOST { format!("等，共 {} 个文件有变化", changed.len()) } else { String::new() };
    format!("{}{more}", all.join("、"))
}

/// Ctrl-C asks for the end.
fn stop_on_interrupt() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let (asked, watching) = (Arc::clone(&stop), std::thread::current());
    let handler = move || {
        asked.store(true, Ordering::Relaxed);
        watching.unpark();
    };
    ctrlc::set_handler(handler).context("不能用 Ctrl-C 结束，所以没有开始")?;
    Ok(stop)
}

/// Wakes this thread when something in the folders of the materials changes; `None` where that cannot be had.
fn wake_on_changes(materials: &Materials) -> Option<RecommendedWatcher> {
    let watching = std::thread::current();
    let handler = move |event: notify::Result<notify::Event>| {
        // Our own looking is no reason to look again.
        if event.is_ok_and(|event| !event.kind.is_access()) {
            watching.unpark();
        }
    };
    let mut watcher = notify::recommended_watcher(handler).ok()?;
    let mut folders: BTreeMap<PathBuf, RecursiveMode> = BTreeMap::new();
    for path in &materials.paths {
        let mode = if path.is_dir() { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        let known = folders.entry(folder_of(path)).or_insert(mode);
        if mode == RecursiveMode::Recursive {
            *known = mode;
        }
    }
    for (folder, mode) in &folders {
        // Where it cannot be watched it is looked at.
        let _ = watcher.watch(folder, *mode);
    }
    Some(watcher)
}

/// The clock by which quiet is measured.
#[expect(clippy::disallowed_methods, reason = "how long nothing has changed; decides nothing in a report")]
fn now() -> Instant {
    Instant::now()
}
