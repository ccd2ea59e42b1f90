//! What `check` says: how each sheet was understood, what its problems are, and which reports the inputs suffice for.

use std::fmt::Write as _;

use crate::model::Kind;
use crate::model::intake::{FileReport, FileState, Nearest, SheetReport};
use crate::problem::Severity;

use super::needs::{self, spoken};
use super::terminal::{Side, columns};
use super::{NAMES, Outcome, listed, wanted};

/// The page for the terminal; with `all_columns` a line for every column and the first values read from it.
#[must_use]
pub fn text(outcome: &Outcome<'_>, all_columns: bool) -> String {
    let mut text = String::new();
    write_sheets(&mut text, outcome, all_columns);
    write_problems(&mut text, outcome);
    write_reports(&mut text, outcome);
    text
}

fn write_sheets(text: &mut String, outcome: &Outcome<'_>, all_columns: bool) {
    let sheets = || outcome.files.iter().flat_map(|file| file.sheets.iter().map(move |sheet| (file, sheet)));
    let known = || sheets().filter(|(_, sheet)| sheet.kind.is_some() && !sheet.is_unfilled_form());
    let _ = writeln!(text, "一、每张表认作什么（行数指表头以下有内容的行）\n");
    let mut rows = vec![["认作", "表头", "读入", "使用", "搁置", "文件 › 工作表"].map(str::to_owned).to_vec()];
    rows.extend(known().map(|(file, sheet)| {
        let header = sheet.header_row.map_or_else(String::new, |row| format!("第 {row} 行"));
        let [read, used, aside] = [sheet.n_read, sheet.n_used, sheet.n_read - sheet.n_used].map(|n| n.to_string());
        let name = format!("{} › {}", file.name, sheet.name);
        vec![sheet.kind_chinese().to_owned(), header, read, used, aside, name]
    }));
    let sides = [Side::Left, Side::Left, Side::Right, Side::Right, Side::Right, Side::Left];
    let mut lines = columns(&rows, &sides).into_iter();
    if known().next().is_some() {
        let _ = writeln!(text, "  {}", lines.next().unwrap_or_default());
    }
    for ((_, sheet), line) in known().zip(lines) {
        let _ = writeln!(text, "  {line}");
        if all_columns {
            write_columns(text, sheet);
        } else {
            let _ = writeln!(text, "      {}", mapping(sheet));
        }
        for (reason, rows) in &sheet.set_aside {
            let shown: Vec<String> = rows.iter().take(8).map(|row| (row + 1).to_string()).collect();
            let more = if rows.len() > shown.len() { "……" } else { "" };
            let _ = writeln!(
                text,
                "      搁置：{} {} 行（第 {}{more} 行）",
                reason.chinese(),
                rows.len(),
                shown.join("、")
            );
        }
    }
    write_unused(text, outcome.files);
}

/// What was taken for nothing: every file and sheet is accounted for.
fn write_unused(text: &mut String, files: &[FileReport]) {
    let mut unused = Vec::new();
    let mut blank = Vec::new();
    for file in files {
        if file.sheets.is_empty() {
            unused.push(vec![file.state.chinese().to_owned(), file.name.clone()]);
        }
        // A blank workbook and the notes in it are nothing to look at one by one.
        if file.sheets.iter().any(SheetReport::is_unfilled_form) {
            blank.push(file.name.as_str());
            continue;
        }
        // A file that was passed over for a reason of its own, such as an earlier report, says so among the problems.
        for sheet in file.sheets.iter().filter(|sheet| sheet.kind.is_none() && sheet.nearest != Some(Nearest::Guide)) {
            unused.push(vec![why_unused(sheet), format!("{} › {}", file.name, sheet.name)]);
        }
    }
    if !unused.is_empty() {
        text.push_str("\n  没有使用的\n");
        for line in columns(&unused, &[Side::Left, Side::Left]) {
            let _ = writeln!(text, "  {line}");
        }
    }
    if !blank.is_empty() {
        let _ = writeln!(text, "\n  空白表 {} 个，还没有填，当作没有放：{}", blank.len(), listed(&blank));
    }
}

/// Why a sheet was taken for nothing, in a few words; what to do stands among the problems.
fn why_unused(sheet: &SheetReport) -> String {
    let what = if sheet.is_stray() { FileState::Unrecognised.chinese() } else { sheet.kind_chinese() };
    match &sheet.nearest {
        Some(Nearest::Lacks(kind, lacks)) if sheet.is_stray() && !lacks.is_empty() => {
            format!("{what}（像{}，缺{}）", kind.chinese(), lacks.join("、"))
        }
        _ => what.to_owned(),
    }
}

/// `A 学号、B 姓名、F 年级（入学年份）`: which column was taken for what; one that is several times there is counted.
fn mapping(sheet: &SheetReport) -> String {
    let mut roles: Vec<(&str, Vec<(&str, &str)>)> = Vec::new();
    for (_, (role, letters, label)) in by_place(sheet) {
        match roles.iter_mut().find(|(own, _)| own == role) {
            Some((_, places)) => places.push((letters, label)),
            None => roles.push((role, vec![(letters, label)])),
        }
    }
    let shown = roles.iter().map(|(role, places)| match places.as_slice() {
        // The star of a column that a blank workbook wants filled.
        [(letters, label)] if label.trim_end_matches('*') == *role => format!("{letters} {role}"),
        [(letters, label)] => format!("{letters} {role}（{label}）"),
        [(first, _), .., (last, _)] => format!("{first} 至 {last} {role}（{} 列）", places.len()),
        [] => String::new(),
    });
    shown.collect::<Vec<_>>().join("、")
}

/// The columns from left to right.
fn by_place(sheet: &SheetReport) -> Vec<(usize, &(&'static str, String, String))> {
    let mut columns: Vec<_> = sheet.columns.iter().enumerate().collect();
    columns.sort_by_key(|(_, (_, letters, _))| (letters.len(), letters));
    columns
}

fn write_columns(text: &mut String, sheet: &SheetReport) {
    for (idx, (role, letters, label)) in by_place(sheet) {
        let samples = sheet.samples.get(idx).map(|samples| samples.join("、")).unwrap_or_default();
        let renamed = if role == label { String::new() } else { format!("（{label}）") };
        let samples = if samples.is_empty() { String::new() } else { format!("：{samples}") };
        let _ = writeln!(text, "      {letters:<4}{role}{renamed}{samples}");
    }
}

/// Problems by how they are mended, one example of each sort.
fn write_problems(text: &mut String, outcome: &Outcome<'_>) {
    if outcome.problems.is_empty() {
        text.push_str("\n二、没有发现问题\n");
        return;
    }
    let count = |severity: Severity| outcome.problems.iter().filter(|own| own.fault.severity() == severity).count();
    let severities = [Severity::Error, Severity::Warning, Severity::Info];
    let counts = severities.map(|severity| format!("{} {}", severity.chinese(), count(severity)));
    let _ = writeln!(text, "\n二、发现的问题（{}），按怎样处理排列", counts.join("，"));
    let mut counted = outcome.counted();
    counted.sort_by_key(|(example, _)| (example.fault.group(), example.fault.severity(), example.fault.code()));
    let mut group = None;
    for (example, count) in counted {
        if group != Some(example.fault.group()) {
            group = Some(example.fault.group());
            let _ = writeln!(text, "\n  {}", example.fault.group().chinese());
        }
        let place = example.place.show(&outcome.facts.sources);
        let severity = example.fault.severity().chinese();
        let example_mark = if count > 1 { "例如 " } else { "" };
        let message = example.message();
        let _ = writeln!(text, "  {severity} {} {count} 条　{example_mark}{place}：{message}", example.fault.code());
    }
}

/// What can be made, and what one more sheet would add.
fn write_reports(text: &mut String, outcome: &Outcome<'_>) {
    let reports = wanted(outcome, &super::Part::every());
    let made: Vec<&str> = NAMES.iter().copied().filter(|name| reports.iter().any(|own| own.name == *name)).collect();
    let _ = writeln!(text, "\n三、报告\n");
    // The list of problems and the result file are always written, and are nothing to look forward to.
    let shown: Vec<String> = made.iter().filter(|name| is_of_interest(name)).map(|name| spoken(name)).collect();
    if shown.is_empty() {
        text.push_str("  现在还做不出报告\n");
    } else {
        let _ = writeln!(text, "  现在可以做：{}", shown.join("、"));
    }
    let hindered: Vec<String> = needs::hindered(outcome, &made).into_iter().map(spoken).collect();
    if !hindered.is_empty() {
        let _ = writeln!(text, "  材料有了，但里面的内容还不够做：{}。原因见上面的问题和搁置的行", hindered.join("、"));
    }
    write_gains(text, &needs::gains(outcome, &made));
    let inputs = outcome.facts.inputs;
    let missing = inputs.missing();
    let optional = [
        (inputs.grades, Kind::Grades, "判断有无不及格"),
        (inputs.discipline, Kind::Discipline, "核查违纪处分"),
        (inputs.reviews, Kind::Reviews, "核查五项标准和审批程序"),
    ];
    let more: Vec<Vec<String>> = optional
        .into_iter()
        .filter(|(is_there, ..)| !is_there && missing.is_empty())
        .map(|(_, kind, gain)| vec![kind.chinese().to_owned(), format!("才能{gain}")])
        .collect();
    if !more.is_empty() {
        text.push_str("  现有的报告里，再放入下面的表就查得更全：\n");
        for line in columns(&more, &[Side::Left, Side::Left]) {
            let _ = writeln!(text, "    {line}");
        }
    }
    let errors = outcome.problems.iter().filter(|problem| problem.fault.severity() == Severity::Error).count();
    if errors > 0 {
        let _ =
            writeln!(text, "  有 {errors} 处错误：牵涉资格的学生会列为复核，其余有错的行或票不计入；更正后再运行更好");
    }
}

/// What the next sheet would bring.
pub fn write_gains(text: &mut String, gains: &[needs::Gain]) {
    if gains.is_empty() {
        return;
    }
    text.push_str("  再放入下面的表，就能多做（一行一种办法）：\n");
    let rows = gains.iter().map(|gain| {
        let joint = if gain.together { " 和 " } else { " 或 " };
        let kinds: Vec<&str> = gain.kinds.iter().map(|kind| kind.chinese()).collect();
        let reports: Vec<String> = gain.reports.iter().map(|report| spoken(report)).collect();
        vec![kinds.join(joint), reports.join("、")]
    });
    for line in columns(&rows.collect::<Vec<_>>(), &[Side::Left, Side::Left]) {
        let _ = writeln!(text, "    {line}");
    }
}

fn is_of_interest(name: &str) -> bool {
    ![super::problems::NAME, super::json::NAME].contains(&name)
}
