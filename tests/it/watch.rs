//! `watch`: what starts another run, what does not, and how it ends.
#![cfg(unix)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use tempfile::NamedTempFile;

use crate::support::{Drop, tuanxue};

const ROSTER: &str = "学号|姓名|政治面貌|专业|年级|学籍状态\n202301010001|王伟|团员|软件|2023|在读";

/// A workbook of one student's grades; the score is the only difference between two of them.
fn grades(score: u8) -> Vec<u8> {
    let rows = format!("学号|课程名称|学分|成绩|学期\n202301010001|数学|4|{score}|2025-2026-1");
    std::fs::read(Drop::new().sheet("成绩.xlsx", &rows).path().join("成绩.xlsx")).unwrap()
}

fn sound() -> Drop {
    Drop::new().sheet("名册.xlsx", ROSTER).file("成绩.xlsx", &grades(70))
}

/// A watch that is going on, and what it has said so far.
struct Watch {
    drop: Drop,
    stderr: NamedTempFile,
    stdout: NamedTempFile,
    child: Child,
}

impl Watch {
    fn start(drop: Drop, options: &[&str]) -> Self {
        let [stderr, stdout] = [NamedTempFile::new().unwrap(), NamedTempFile::new().unwrap()];
        let mut command = Command::new(env!("CARGO_BIN_EXE_tuanxue"));
        command.arg("watch").arg(drop.path()).args(["--as-of", "2026-01-20"]).args(options);
        let child = command.stderr(stderr.reopen().unwrap()).stdout(stdout.reopen().unwrap()).spawn().unwrap();
        Self { drop, stderr, stdout, child }
    }

    /// Starts it and waits for the end of its first run.
    fn started(drop: Drop, options: &[&str]) -> Self {
        let watch = Self::start(drop, options);
        watch.wait_for("正在守着", 1);
        watch
    }

    fn said(&self) -> String {
        std::fs::read_to_string(self.stderr.path()).unwrap()
    }

    /// Waits until it has said something so many times.
    fn wait_for(&self, words: &str, times: usize) {
        wait_until(|| self.said().matches(words).count() >= times);
    }

    /// How often it has run again.
    fn runs_again(&self) -> usize {
        self.said().matches("重新运行……").count()
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.drop.path().join(name), bytes).unwrap();
    }

    fn average(&self) -> String {
        let path = self.drop.path().join("报告/结果.json");
        let result: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        result["eligibility"][0]["average"].as_str().unwrap().to_owned()
    }

    /// Ctrl-C; the exit code, all that was said, and the average in the result file.
    fn interrupt(mut self) -> (i32, String, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        let code = self.child.wait().unwrap().code().unwrap();
        let names = names(self.drop.path());
        assert!(names.iter().all(|name| !name.starts_with(".报告")), "a half-written set: {names:?}");
        (code, self.said(), self.average())
    }
}

impl std::ops::Drop for Watch {
    /// A test that fails leaves nobody watching.
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

/// Waits for what is sure to come, however busy the machine is.
fn wait_until(is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_mins(1), "it never came");
        pause(20);
    }
}

fn pause(milliseconds: u64) {
    std::thread::sleep(Duration::from_millis(milliseconds));
}

fn names(folder: &Path) -> Vec<String> {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn a_file_is_read_once_when_it_is_completely_written() {
    let watch = Watch::started(sound(), &[]);
    let bytes = grades(90);
    let (half, _) = bytes.split_at(bytes.len() / 2);
    // Longer in all than the quiet that is waited for, though never quiet for so long.
    for _ in 0..7 {
        watch.write("成绩.xlsx", half);
        pause(300);
    }
    watch.write("成绩.xlsx", &bytes);
    watch.wait_for("与上次相比", 1);
    assert_eq!((watch.average().as_str(), watch.runs_again()), ("90.00", 1), "{}", watch.said());
    assert!(watch.said().contains("　成绩.xlsx 改过了，重新运行……"), "{}", watch.said());
    assert!(!watch.said().contains("打不开"), "half a file was read: {}", watch.said());
    // The way Excel saves: a temporary file takes the name.
    watch.write("A1B2C3.tmp", &grades(80));
    std::fs::rename(watch.drop.path().join("A1B2C3.tmp"), watch.drop.path().join("成绩.xlsx")).unwrap();
    watch.wait_for("与上次相比", 2);
    assert_eq!(watch.average(), "80.00");
}

#[test]
fn lock_files_temporary_files_and_our_own_reports_start_nothing() {
    let watch = Watch::started(sound(), &["-v"]);
    for name in [
        "~$成绩.xlsx",
        ".~成绩.xlsx",
        ".~lock.成绩.xlsx#",
        "._成绩.xlsx",
        "成绩.tmp",
        "报告/~$01-候选资格审查.xlsx",
        "数据问题清单.xlsx",
    ] {
        watch.write(name, b"lock");
    }
    std::fs::read(watch.drop.path().join("成绩.xlsx")).unwrap();
    pause(4000);
    assert_eq!(watch.runs_again(), 0, "{}", watch.said());
    let (code, said, _) = watch.interrupt();
    assert_eq!(code, 0);
    assert!(said.trim_end().ends_with("已结束"), "{said}");
}

#[test]
fn a_run_that_fails_is_told_and_the_watch_goes_on() {
    let watch = Watch::started(sound(), &[]);
    watch.write("policy.toml", b"[eligibility.rank]\npercnt = \"30%\"\n");
    watch.wait_for("没有完成：政策有 1 处问题", 1);
    assert!(watch.said().contains("policy.toml 是新放进来的"), "{}", watch.said());
    std::fs::remove_file(watch.drop.path().join("policy.toml")).unwrap();
    watch.wait_for("policy.toml 不在了", 1);
    watch.wait_for("与上次相比", 1);
    let (code, said, _) = watch.interrupt();
    assert_eq!(code, 0, "{said}");
}

#[test]
fn ctrl_c_lets_the_run_that_is_going_on_end() {
    let mut roster = ROSTER.to_owned();
    for student in 2..3000 {
        let _ = write!(roster, "\n20230101{student:04}|王伟|团员|软件|2023|在读");
    }
    let watch = Watch::started(sound().sheet("名册.xlsx", &roster), &[]);
    watch.write("成绩.xlsx", &grades(90));
    watch.wait_for("重新运行……", 1);
    let (code, said, average) = watch.interrupt();
    assert_eq!((code, average.as_str()), (0, "90.00"), "{said}");
    let ends = said.split("重新运行……").nth(1).unwrap();
    assert!(ends.contains("与上次相比") && ends.trim_end().ends_with("已结束"), "{said}");
}

#[test]
fn options_mean_what_they_mean_to_a_run() {
    let watch = Watch::start(sound(), &["--quiet", "--json", "--dry-run"]);
    let results = || std::fs::read_to_string(watch.stdout.path()).unwrap().matches("\"eligibility\"").count();
    wait_until(|| results() == 1);
    watch.write("成绩.xlsx", &grades(90));
    wait_until(|| results() == 2);
    assert!(!watch.drop.path().join("报告").exists());
    assert_eq!(watch.said(), "");
    // What can never go well is told at once.
    for wrong in [["--only", "花名册"], ["--as-of", "去年"]] {
        let folder = watch.drop.path().to_str().unwrap();
        let said = tuanxue(&[&["watch", folder], &wrong[..]].concat());
        assert!(said.code == 2 && said.stderr.contains(wrong[1]), "{}", said.stderr);
    }
}
