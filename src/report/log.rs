//! The log of a run, for support: what was read, how it was understood, what was written.
//!
//! Everything in it is a word of this program or a number. Nothing comes out of a cell, a label or a path: files and sheets bear
//! numbers, so that whoever sends the log need not look through it for names.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::Layer;
use crate::model::intake::SheetReport;
use crate::policy;
use crate::problem::{Place, Severity};

use super::{NAMES, Outcome, TOOL, annotated, json, notice};

/// Endings of files that are named; any other may be somebody's word.
const FORMATS: [&str; 13] =
    ["xlsx", "xlsm", "xls", "xlsb", "ods", "et", "csv", "tsv", "htm", "html", "json", "docx", "pdf"];

/// The program, the system, and what the program was asked for.
#[must_use]
pub fn head(begun: &str, options: &[String]) -> String {
    format!(
        "团学运行日志：里面没有姓名、学号、分数、单元格的内容和文件名，可以发给技术支持。\n\n程序　　{TOOL}\n系统　　{} {}\n开始　　{begun}\n选项　　{}\n",
        std::env::consts::OS,
        std::env::consts::ARCH,
        options.join("，")
    )
}

/// A policy by the name that it is built in under; any other name may be somebody's word.
#[must_use]
pub fn policy_name(name: &str) -> &str {
    if policy::built_in(name).is_some() { name } else { "文件" }
}

/// Policy, files and problems; the sizes are those of the files.
#[must_use]
pub fn intake(outcome: &Outcome<'_>, sizes: &[u64]) -> String {
    let (policy, facts) = (outcome.policy, outcome.facts);
    let layers: Vec<&str> = policy.layers.iter().map(|layer| policy_name(layer)).collect();
    let own = policy.listing().filter(|(_, effective)| effective.basis.layer == Layer::Drop);
    let own: Vec<&str> = own.map(|(key, _)| key.path).collect();
    let mut text = format!(
        "政策　　{}，{}\n改了　　{}\n判断日　{}\n学期　　{}\n学生　　在籍 {}，不在籍 {}\n",
        layers.join(" → "),
        json::policy_sha256(policy),
        if own.is_empty() { "无".to_owned() } else { own.join("、") },
        facts.as_of.map_or_else(|| "无".to_owned(), |day| day.to_string()),
        facts.term.map_or_else(|| "不明".to_owned(), |term| term.to_string()),
        facts.students.len(),
        facts.not_enrolled.len()
    );
    for (file, report) in outcome.files.iter().enumerate() {
        let ending = report.name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
        let format = FORMATS.iter().find(|known| **known == ending).unwrap_or(&"其他");
        let size = sizes.get(file).copied().unwrap_or_default();
        let _ = writeln!(
            text,
            "\n文件{}　{format}　{size} 字节　{}　工作表 {}",
            file + 1,
            report.state.chinese(),
            report.sheets.len()
        );
        for sheet in &report.sheets {
            text.push_str(&sheet_lines(sheet));
        }
    }
    text.push_str(&problem_lines(outcome));
    text
}

/// How a sheet was understood.
fn sheet_lines(sheet: &SheetReport) -> String {
    let mut text = format!("  表{}　{}", sheet.idx.sheet() + 1, sheet.kind_chinese());
    if let Some(row) = sheet.header_row {
        let _ = write!(text, "　表头在第 {row} 行　列名 {} 个", sheet.n_labels);
    }
    let _ = write!(text, "　读 {} 行，用 {} 行", sheet.n_read, sheet.n_used);
    for (reason, rows) in &sheet.set_aside {
        let _ = write!(text, "，{} {}", reason.chinese(), rows.len());
    }
    text.push('\n');
    // Where a role has several columns, the first of them: the courses of a matrix are many.
    let mut roles: Vec<(&str, &str, usize)> = Vec::new();
    for (role, place, _) in &sheet.columns {
        match roles.iter_mut().find(|(known, ..)| known == role) {
            Some((.., columns)) => *columns += 1,
            None => roles.push((role, place, 1)),
        }
    }
    let shown = |(role, place, columns): &(&str, &str, usize)| {
        format!("{role} {place}{}", if *columns > 1 { format!(" 等 {columns} 列") } else { String::new() })
    };
    if !roles.is_empty() {
        let _ = writeln!(text, "    {}", roles.iter().map(shown).collect::<Vec<_>>().join("、"));
    }
    text
}

/// The problems by their codes, and where they stand; what they say may name people.
fn problem_lines(outcome: &Outcome<'_>) -> String {
    const MOST: usize = 6;
    let mut counted: BTreeMap<(Severity, &str), BTreeMap<String, u32>> = BTreeMap::new();
    for problem in outcome.problems {
        let place = match (problem.place, problem.place.sheet()) {
            (_, Some(sheet)) => format!("文件{} 表{}", sheet.file() + 1, sheet.sheet() + 1),
            (Place::File(file), _) => format!("文件{}", file + 1),
            _ => "整批材料".to_owned(),
        };
        let places = counted.entry((problem.fault.severity(), problem.fault.code())).or_default();
        *places.entry(place).or_default() += problem.count;
    }
    let mut text = String::from("\n数据问题\n");
    for ((severity, code), places) in counted {
        let shown: Vec<String> = places.iter().take(MOST).map(|(place, count)| format!("{place} ×{count}")).collect();
        let more = if places.len() > MOST { format!("等 {} 处", places.len()) } else { String::new() };
        let total: u32 = places.values().sum();
        let _ = writeln!(text, "  {code} {}　共 {total}：{}{more}", severity.chinese(), shown.join("、"));
    }
    text
}

/// The reports that were written, by name and size. Copies of sheets are named after them, and only counted.
#[must_use]
pub fn written(reports: &[(String, u64)]) -> String {
    let mut text = String::from("\n已写入\n");
    let is_list =
        |name: &str| name.strip_prefix(notice::FOLDER).is_some_and(|rest| notice::NAMES.contains(&&rest[1..]));
    for (name, size) in reports.iter().filter(|(name, _)| NAMES.contains(&name.as_str()) || is_list(name)) {
        let _ = writeln!(text, "  {name}　{size} 字节");
    }
    let copies: Vec<u64> =
        reports.iter().filter(|(name, _)| name.starts_with(annotated::FOLDER)).map(|(_, size)| *size).collect();
    let _ = writeln!(text, "  {} {} 份　{} 字节", annotated::FOLDER, copies.len(), copies.iter().sum::<u64>());
    text
}
