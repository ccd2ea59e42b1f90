//! How long a run takes beside what no run can do without: inflating the sheets, and calamine's bare pass over their cells.
//!
//! `cargo bench` measures a class and a school; `cargo bench -- province` a province, too. Whole runs are runs of the program.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark makes its own files, reads the clock and prints"
)]

mod data;

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use calamine::{Reader as _, Xlsx};
use rust_xlsxwriter::{Format, FormatBorder, Workbook};
use tuanxue::model::term::Date;
use tuanxue::report::layout::BookLayout;
use tuanxue::report::sheet::{Book, Cell, Plan};
use tuanxue::report::{self, Outcome};
use tuanxue::{ingest, policy, rules, tables};

use data::Texts;

/// A whole run of the program: time, and the most memory it held.
struct Run {
    time: Duration,
    peak: u64,
}

fn main() {
    if let Some(folder) = std::env::var_os("KEEP") {
        let n_students = std::env::var("STUDENTS").ok().and_then(|n| n.parse().ok()).unwrap_or(30_000);
        data::drop(Path::new(&folder), n_students, (n_students / 25_000).max(1), Texts::Shared);
        return;
    }
    let wants_province = std::env::args().any(|argument| argument == "province");
    let folder = tempfile::tempdir().unwrap();
    let make = |name: &str, n_students, n_files, texts| {
        let drop = folder.path().join(name);
        let files = data::drop(&drop, n_students, n_files, texts);
        (drop, files)
    };
    let (class, _) = make("class", 40, 1, Texts::Shared);
    println!("class, 40 students × {} courses: {:.0} ms", data::COURSES, 1e3 * median(&class, 9).time.as_secs_f64());
    for (title, n_files, texts) in [
        ("school, one file, shared strings", 1, Texts::Shared),
        ("school, one file, inline strings", 1, Texts::Inline),
        ("school, two files, shared strings", 2, Texts::Shared),
    ] {
        let (drop, files) = make(title, 30_000, n_files, texts);
        println!("\n{title}: 30,000 students × {} courses, {:.1} MB", data::COURSES, megabytes(&files));
        compare(&drop, &files);
        if n_files == 1 && texts == Texts::Shared {
            stages(&drop);
        }
        std::fs::remove_dir_all(drop).unwrap();
    }
    writing();
    if wants_province {
        let mut before: Option<Run> = None;
        for (n_students, n_files) in [(100_000, 4), (1_000_000, 40)] {
            let (drop, files) = make("province", n_students, n_files, Texts::Shared);
            let run = median(&drop, if before.is_some() { 1 } else { 3 });
            println!(
                "\nprovince, {n_students} students × {} courses, {n_files} files, {:.0} MB: {:.1} s, peak {:.0} MB",
                data::COURSES,
                megabytes(&files),
                run.time.as_secs_f64(),
                run.peak as f64 / 1e6
            );
            if let Some(before) = before {
                println!("  ten times the rows: {:.1} × the time", ratio(run.time, before.time));
            }
            before = Some(run);
            std::fs::remove_dir_all(drop).unwrap();
        }
    }
}

/// A run beside the bare passes, taken in turn.
fn compare(drop: &Path, files: &[PathBuf]) {
    let (mut inflating, mut passes, mut runs) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..5 {
        inflating.push(timed(|| files.iter().for_each(|file| inflate(file))));
        passes.push(timed(|| files.iter().for_each(|file| pass(file))));
        runs.push(run(drop));
    }
    runs.sort_by_key(|run| run.time);
    inflating.sort();
    passes.sort();
    let (run, inflating, pass) = (&runs[2], inflating[2], passes[2]);
    println!("  inflating alone      {:6.2} s", inflating.as_secs_f64());
    println!("  calamine, bare pass  {:6.2} s", pass.as_secs_f64());
    println!(
        "  whole run            {:6.2} s = {:.2} × the bare pass, {:.1} × inflating; peak {:.0} MB",
        run.time.as_secs_f64(),
        ratio(run.time, pass),
        ratio(run.time, inflating),
        run.peak as f64 / 1e6
    );
}

/// What each stage takes, within this process.
fn stages(drop: &Path) {
    let policy = policy::load("national", None, &|_| None).unwrap();
    let listing = ingest::list_files(&[drop.to_path_buf()], &drop.join(report::FOLDER)).unwrap();
    let as_of = Date::new(2025, 7, 1).unwrap();
    let mut spans: Vec<(&str, Duration, u64)> = Vec::new();
    let mut stage = |name: &'static str, start: Instant| {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        spans.push((name, start.elapsed(), marked(&status, "VmRSS:").unwrap_or(0)));
    };

    let start = Instant::now();
    let ingested = ingest::read_files(drop, &listing.files, &policy, &ingest::meter::Meter::default());
    stage("ingest", start);
    let (files, input) = tuanxue::run::hand_over(ingested);
    let start = Instant::now();
    let built = tables::build(input, &policy, as_of).unwrap();
    stage("tables", start);
    let start = Instant::now();
    let decisions = rules::eligibility::decide_all(&policy, &built.facts);
    stage("rules", start);
    let outcome = Outcome {
        policy: &policy,
        facts: &built.facts,
        files: &files,
        problems: &built.problems,
        decisions: &decisions,
        quota: None,
        delegates: None,
        votes: &[],
        evaluations: None,
        changes: &[],
        exits: &[],
        ledgers: None,
        recorded: &[],
        forms: &[],
        scores: &[],
        notices: None,
        checks: &[],
        copies: &[],
    };
    let start = Instant::now();
    let bytes = report::problems::build(&outcome).unwrap().finish().unwrap();
    stage("report 00", start);
    let mut written = vec![("00", bytes.len())];
    let start = Instant::now();
    written.push(("01", report::eligibility::build(&outcome).unwrap().finish().unwrap().len()));
    stage("report 01", start);
    let start = Instant::now();
    written.push(("02", report::ranking::build(&outcome).unwrap().finish().unwrap().len()));
    stage("report 02", start);
    let start = Instant::now();
    let mut json = Vec::new();
    report::json::write(&outcome, &mut json).unwrap();
    written.push(("json", json.len()));
    stage("json", start);
    let whole: Duration = spans.iter().map(|(_, span, _)| *span).sum();
    for (name, span, held) in spans {
        let (share, held) = (100.0 * ratio(span, whole), held as f64 / 1e6);
        println!("  {name:<10} {:6.2} s  {share:4.1} %  holding {held:4.0} MB then", span.as_secs_f64());
    }
    let sizes: Vec<String> =
        written.iter().map(|(name, size)| format!("{name} {:.1} MB", *size as f64 / 1e6)).collect();
    println!("  written: {}", sizes.join(", "));
}

/// Writing by itself: a table as the reports write it, beside the same cells handed to the library as its first page shows. Both on
/// one core.
fn writing() {
    const ROWS: u32 = 200_000;
    const COLUMNS: u16 = 8;
    let format = Format::new().set_font_size(10).set_border(FormatBorder::Thin);
    let plainly = || {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for row in 0..ROWS {
            for column in 0..COLUMNS {
                if column < 2 {
                    sheet.write_number_with_format(row, column, f64::from(row), &format).unwrap();
                } else {
                    sheet.write_string_with_format(row, column, format!("第 {} 行", row % 5000), &format).unwrap();
                }
            }
        }
        workbook.save_to_buffer().unwrap();
    };
    let keys = (0..COLUMNS).map(|idx| format!("{{ key = \"{idx}\", label = \"{idx}\", width = 9 }}"));
    let columns = keys.collect::<Vec<_>>().join(", ");
    let layout = format!("file = \"b.xlsx\"\n[sheets.t]\nname = \"t\"\ntitle = \"t\"\ncolumns = [{columns}]");
    let layout = BookLayout::parse(&layout).unwrap().sheet("t", &[]).unwrap();
    let as_a_report = || {
        let mut book = Book::new("b").unwrap();
        let plan = Plan::new(layout.clone(), Vec::new(), ROWS as usize, |idx| {
            let idx = u32::try_from(idx).unwrap();
            (0..COLUMNS)
                .map(|column| if column < 2 { Cell::Count(idx) } else { Cell::text(format!("第 {} 行", idx % 5000)) })
                .collect()
        });
        book.add_tables(vec![plan]).unwrap();
        book.finish().unwrap();
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let (mut plain, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        plain.push(timed(plainly));
        ours.push(timed(|| pool.install(as_a_report)));
    }
    plain.sort();
    ours.sort();
    let a_cell = |time: Duration| 1e6 * time.as_secs_f64() / f64::from(ROWS * u32::from(COLUMNS));
    println!(
        "\nwriting, one core: {:.2} µs a cell, the library used plainly {:.2} µs",
        a_cell(ours[1]),
        a_cell(plain[1])
    );
}

fn median(drop: &Path, times: usize) -> Run {
    let mut runs: Vec<Run> = (0..times).map(|_| run(drop)).collect();
    runs.sort_by_key(|run| run.time);
    runs.swap_remove(times / 2)
}

/// Runs the program on a drop, with all reports.
fn run(drop: &Path) -> Run {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_tuanxue"))
        .args(["run", "--as-of", "2025-07-01", "--quiet"])
        .arg(drop)
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = 0;
    // The highest mark is read until the end; where a system keeps none it stays zero.
    let code = loop {
        peak = std::fs::read_to_string(&status).ok().and_then(|text| marked(&text, "VmHWM:")).unwrap_or(peak).max(peak);
        if let Some(code) = child.try_wait().unwrap() {
            break code;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    // Colleges of one size tie, so that the run may end waiting for a lot.
    assert!(code.code().is_some_and(|code| code != 2), "the run failed");
    Run { time: start.elapsed(), peak }
}

/// A size that the system tells of a process.
fn marked(status: &str, mark: &str) -> Option<u64> {
    let line = status.lines().find(|line| line.starts_with(mark))?;
    Some(1024 * line.split_whitespace().nth(1)?.parse::<u64>().ok()?)
}

fn inflate(path: &Path) {
    let bytes = std::fs::read(path).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes.as_slice())).unwrap();
    let mut buffer = vec![0; 256 << 10];
    let mut part = archive.by_name("xl/worksheets/sheet1.xml").unwrap();
    while part.read(&mut buffer).unwrap() > 0 {}
}

fn pass(path: &Path) {
    let bytes = std::fs::read(path).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes.as_slice())).unwrap();
    let name = book.sheet_names()[0].clone();
    let mut cells = book.worksheet_cells_reader(&name).unwrap();
    while cells.next_cell().unwrap().is_some() {}
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

fn megabytes(files: &[PathBuf]) -> f64 {
    files.iter().map(|file| std::fs::metadata(file).unwrap().len()).sum::<u64>() as f64 / 1e6
}
