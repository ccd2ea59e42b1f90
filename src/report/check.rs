//! What `check` says: how each sheet was understood, what its problems are, and which reports the inputs suffice for.

use std::fmt::Write as _;

use crate::model::Kind;
use crate::model::intake::{FileReport, FileState, SheetReport};
use crate::problem::Severity;

use super::Outcome;

/// The page for the terminal.
#[must_use]
pub fn text(outcome: &Outcome<'_>) -> String {
    let mut text = String::new();
    for file in outcome.files {
        write_file(&mut text, file);
    }
    write_problems(&mut text, outcome);
    write_reports(&mut text, outcome);
    text
}

fn write_file(text: &mut String, file: &FileReport) {
    let _ = writeln!(text, "{}", file.name);
    if file.state != FileState::Read {
        let _ = writeln!(text, "  {}，没有使用", file.state.chinese());
    }
    for sheet in &file.sheets {
        write_sheet(text, sheet);
    }
}

fn write_sheet(text: &mut String, sheet: &SheetReport) {
    let Some(kind) = sheet.kind else {
        let what = if sheet.is_stray() { "没有认出，未使用" } else { sheet.kind_chinese() };
        let _ = writeln!(text, "  【{}】{what}", sheet.name);
        return;
    };
    let header = sheet.header_row.map_or_else(String::new, |row| format!("，表头在第 {row} 行"));
    let _ = writeln!(text, "  【{}】认作{}{header}", sheet.name, kind.chinese());
    let mut columns: Vec<(usize, &(&str, String, String))> = sheet.columns.iter().enumerate().collect();
    columns.sort_by_key(|(_, (_, letters, _))| (letters.len(), letters));
    for (idx, (role, letters, label)) in columns {
        let samples = sheet.samples.get(idx).map(|samples| samples.join("、")).unwrap_or_default();
        let renamed = if role == label { String::new() } else { format!("（{label}）") };
        let samples = if samples.is_empty() { String::new() } else { format!("：{samples}") };
        let _ = writeln!(text, "    {letters:<4} {role}{renamed}{samples}");
    }
    let _ =
        writeln!(text, "    共 {} 行，使用 {} 行，搁置 {} 行", sheet.n_read, sheet.n_used, sheet.n_read - sheet.n_used);
    for (reason, rows) in &sheet.set_aside {
        let shown: Vec<String> = rows.iter().take(8).map(|row| (row + 1).to_string()).collect();
        let more = if rows.len() > shown.len() { "……" } else { "" };
        let _ = writeln!(text, "      {} {} 行：第 {}{more} 行", reason.chinese(), rows.len(), shown.join("、"));
    }
}

/// Problems by code, with one example each.
fn write_problems(text: &mut String, outcome: &Outcome<'_>) {
    if outcome.problems.is_empty() {
        text.push_str("\n没有发现问题\n");
        return;
    }
    let _ = writeln!(text, "\n发现的问题");
    for (example, count) in outcome.counted() {
        let place = example.place.show(&outcome.facts.sources);
        let severity = example.fault.severity().chinese();
        let _ = writeln!(text, "  {severity} {} {count} 条，例如 {place}：{}", example.fault.code(), example.message());
    }
}

/// What can be made, and what one more sheet would add.
fn write_reports(text: &mut String, outcome: &Outcome<'_>) {
    let inputs = outcome.facts.inputs;
    let _ = writeln!(text, "\n可以做的报告");
    let missing = inputs.missing();
    let mut can = Vec::new();
    if missing.is_empty() {
        can.extend(["候选资格审查", "专业排名"]);
    }
    can.extend(outcome.quota.map(|_| "代表名额分配"));
    can.extend(outcome.has_congress().then_some("代表资格审查和选举、学代会核查"));
    can.extend(outcome.evaluations.map(|_| "评议汇总"));
    can.extend(super::structure::own(outcome).next().map(|_| "机构编制核查"));
    can.extend(outcome.ledgers.map(|_| "制度台账核查"));
    can.extend((!outcome.forms.is_empty()).then_some("改革自评表"));
    can.extend((!outcome.scores.is_empty()).then_some("二级学院考核"));
    if !can.is_empty() {
        let _ = writeln!(text, "  {}", can.join("、"));
    }
    if let (false, Some(missing)) = (can.is_empty(), outcome.missing_text()) {
        let _ = writeln!(text, "  候选资格审查、专业排名还做不了，{missing}");
    } else if !missing.is_empty() {
        let _ = writeln!(
            text,
            "  现在还做不出报告，还缺{}",
            missing.iter().map(|kind| kind.chinese()).collect::<Vec<_>>().join("、")
        );
    }
    let optional = [
        (inputs.grades, Kind::Grades, "才能判断有无不及格"),
        (inputs.discipline, Kind::Discipline, "才能核查违纪"),
        (inputs.reviews, Kind::Reviews, "才能核查五项标准和审批程序"),
    ];
    for (_, kind, gain) in optional.into_iter().filter(|(is_there, kind, _)| !is_there && !missing.contains(kind)) {
        let _ = writeln!(text, "  再放入{}，{gain}", kind.chinese());
    }
    let errors = outcome.problems.iter().filter(|problem| problem.fault.severity() == Severity::Error).count();
    if errors > 0 {
        let _ = writeln!(text, "  有 {errors} 处错误，有关学生会列为复核；更正后再运行更好");
    }
}
