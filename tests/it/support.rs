//! A drop in a few lines of text, one run of the tool on it, and what came out.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use calamine::{Data, Reader, Xlsx};
use serde_json::Value;

use crate::samples::book::{Sheet, cells, workbook};

/// A drop under construction, in a folder of its own that goes when it is dropped.
///
/// Sheets are written as text: one line a row, cells parted by `|`, nothing between two bars for an empty cell, `#85` for
/// the number 85. All other cells are text, as school systems export nearly everything.
pub(crate) struct Drop {
    folder: tempfile::TempDir,
}

impl Drop {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// Where it lies.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Adds a workbook with one sheet.
    pub(crate) fn sheet(self, file: &str, rows: &str) -> Self {
        self.book(file, &[("Sheet1", rows)])
    }

    /// Adds a workbook with several sheets.
    pub(crate) fn book(self, file: &str, sheets: &[(&'static str, &str)]) -> Self {
        let sheets: Vec<Sheet> = sheets
            .iter()
            .map(|(name, rows)| Sheet {
                name,
                titles: Vec::new(),
                header: Vec::new(),
                rows: rows.lines().map(str::trim).filter(|line| !line.is_empty()).map(cells).collect(),
                footers: Vec::new(),
            })
            .collect();
        self.file(file, &workbook(&sheets))
    }

    /// Adds the policy.
    pub(crate) fn policy(self, text: &str) -> Self {
        self.file("policy.toml", text.as_bytes())
    }

    /// Adds any file.
    pub(crate) fn file(self, name: &str, bytes: &[u8]) -> Self {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    /// `tuanxue run` on it, on a fixed day.
    pub(crate) fn run(self) -> Ran {
        self.run_with(&[])
    }

    /// `tuanxue run` with further options.
    pub(crate) fn run_with(self, options: &[&str]) -> Ran {
        let drop = self.path().to_string_lossy().into_owned();
        let mut arguments = vec!["run", &drop, "--as-of", "2026-01-20"];
        arguments.extend(options);
        let said = tuanxue(&arguments);
        Ran { drop: self, said }
    }
}

/// What one call of the program said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Calls the program.
pub(crate) fn tuanxue(arguments: &[&str]) -> Said {
    Said::of(Command::new(env!("CARGO_BIN_EXE_tuanxue")).args(arguments).output().unwrap())
}

impl Said {
    /// What a process that has ended said.
    pub(crate) fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// A run and the drop it was made on, reports inside.
pub(crate) struct Ran {
    pub(crate) drop: Drop,
    pub(crate) said: Said,
}

impl Ran {
    /// The reports' folder.
    pub(crate) fn reports(&self) -> PathBuf {
        self.drop.path().join("报告")
    }

    /// `结果.json`.
    pub(crate) fn result(&self) -> Value {
        let path = self.reports().join("结果.json");
        let bytes = std::fs::read(path).unwrap_or_else(|_| panic!("no result: {}", self.said.stderr));
        serde_json::from_slice(&bytes).unwrap()
    }

    /// One student's part of the result.
    pub(crate) fn student(&self, id: &str) -> Student {
        let result = self.result();
        let students = result["eligibility"].as_array().unwrap();
        let found = students.iter().find(|student| student["student_id"] == id);
        Student(found.unwrap_or_else(|| panic!("no student {id}")).clone())
    }

    /// `学号 verdict` of all students, in the order of the result.
    pub(crate) fn verdicts(&self) -> Vec<String> {
        let result = self.result();
        let students = result["eligibility"].as_array().unwrap();
        students
            .iter()
            .map(|student| format!("{} {}", text(&student["student_id"]), text(&student["verdict"])))
            .collect()
    }

    /// `学号 rank/of` of all students; `-` where there is no rank.
    pub(crate) fn ranks(&self) -> Vec<String> {
        let result = self.result();
        let students = result["eligibility"].as_array().unwrap();
        students
            .iter()
            .map(|student| {
                let rank = match &student["rank"] {
                    Value::Null => "-".to_owned(),
                    Value::String(half) => half.clone(),
                    number => number.to_string(),
                };
                format!("{} {rank}/{}", text(&student["student_id"]), student["cohort_size"])
            })
            .collect()
    }

    /// Every problem: `code severity place: message`.
    pub(crate) fn problems(&self) -> Vec<String> {
        let result = self.result();
        let problems = result["problems"].as_array().unwrap();
        problems
            .iter()
            .map(|problem| {
                let place = ["file", "sheet", "cell"].map(|part| text(&problem[part]));
                let place: Vec<&str> = place.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
                let (code, severity) = (text(&problem["code"]), text(&problem["severity"]));
                format!("{code} {severity} {}: {}", place.join(" › "), text(&problem["message"]))
            })
            .collect()
    }

    /// The codes of all problems, once each.
    pub(crate) fn codes(&self) -> Vec<String> {
        let mut codes: Vec<String> =
            self.problems().iter().map(|problem| problem.split(' ').next().unwrap().to_owned()).collect();
        codes.sort();
        codes.dedup();
        codes
    }

    /// The checks of a rule, as the result has them.
    pub(crate) fn checks(&self, rule: &str) -> Vec<Value> {
        let result = self.result();
        let checks = result["checks"].as_array().unwrap().iter().filter(|check| check["rule"] == rule);
        checks.cloned().collect()
    }

    /// `unit verdict: found / other` of the checks of a rule, `other` being one more of their fields.
    pub(crate) fn checked(&self, rule: &str, other: &str) -> Vec<String> {
        let line = |check: Value| {
            let [unit, verdict, found, other] = ["unit", "verdict", "found", other].map(|key| text(&check[key]));
            format!("{unit} {verdict}: {found} / {other}")
        };
        self.checks(rule).into_iter().map(line).collect()
    }

    /// A report as text.
    pub(crate) fn report(&self, name: &str) -> String {
        dump(&self.reports().join(name), usize::MAX)
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// One student of the result.
pub(crate) struct Student(pub(crate) Value);

impl Student {
    /// pass, fail or review.
    pub(crate) fn verdict(&self) -> String {
        text(&self.0["verdict"])
    }

    /// The average as printed; empty if there is none.
    pub(crate) fn average(&self) -> String {
        text(&self.0["average"])
    }

    /// `verdict: finding` of each reason with this rule or code, joined by line ends.
    pub(crate) fn reason(&self, rule: &str) -> String {
        let reasons = self.0["reasons"].as_array().unwrap().iter().filter(|reason| reason["rule"] == rule);
        let lines: Vec<String> =
            reasons.map(|reason| format!("{}: {}", text(&reason["verdict"]), text(&reason["finding"]))).collect();
        lines.join("\n")
    }

    /// The verdict of one rule; empty if it was not asked.
    pub(crate) fn verdict_on(&self, rule: &str) -> String {
        self.reason(rule).split(':').next().unwrap_or_default().to_owned()
    }

    /// The source cells of one rule.
    pub(crate) fn evidence(&self, rule: &str) -> Vec<String> {
        let reasons = self.0["reasons"].as_array().unwrap().iter().filter(|reason| reason["rule"] == rule);
        reasons.flat_map(|reason| reason["evidence"].as_array().unwrap().iter().map(text)).collect()
    }
}

/// The first rows of every sheet of a workbook, as text.
pub(crate) fn dump(path: &Path, rows: usize) -> String {
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    let mut text = String::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        let _ = writeln!(text, "[{name}] {} × {}", range.height(), range.width());
        for row in range.rows().take(rows) {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| match cell {
                    Data::Empty => String::new(),
                    other => other.to_string().replace('\n', "⏎"),
                })
                .collect();
            text.push_str(cells.join(" | ").trim_end_matches([' ', '|']));
            text.push('\n');
        }
    }
    text
}
