//! A drop of which nothing can be made: what was found in it, and what is missing.

use std::fmt::Write as _;

use anyhow::bail;

use crate::ingest::results;
use crate::model::Kind;
use crate::model::intake::SheetReport;
use crate::output;
use crate::problem::{Fault, Place, Problem};
use crate::report::{check, json, needs};

use super::materials::{Materials, typed};
use super::pipeline::Judged;

/// A drop from which no report can be made: says what was found, and what would help.
pub(super) fn refuse_if_nothing_can_be_made(judged: &Judged, materials: &Materials) -> anyhow::Result<()> {
    let is_enough = judged.facts.inputs.missing().is_empty()
        || judged.quota.is_some()
        || judged.outcome().has_congress()
        || !judged.checks.is_empty()
        || judged.ledgers.is_some()
        || judged.evaluations.is_some();
    if is_enough {
        return Ok(());
    }
    let sheets = || judged.files.iter().flat_map(|file| &file.sheets).filter(|sheet| sheet.kind.is_some());
    if sheets().next().is_some() && sheets().all(SheetReport::is_unfilled_form) {
        bail!(
            "{}里的 {} 张表都是空白表，还没有填，没有可以判断的。请把手头的表格放进来，或填好用得着的空白表再运行；\
             要做候选资格审查，至少要有学籍名册和成绩（或综合测评）",
            materials.show(),
            sheets().count()
        );
    }
    let mut message = format!("{}里的表格还不够做出报告。", materials.show());
    write_found(&mut message, judged);
    write_lacking(&mut message, judged);
    message.push('\n');
    check::write_gains(&mut message, &needs::gains(&judged.outcome(), &[]));
    write_hint(&mut message, materials);
    bail!(message)
}

/// Files that were given by themselves, where reports of more files already lie: those would be gone.
pub(super) fn refuse_if_less_than_before(judged: &Judged, materials: &Materials) -> anyhow::Result<()> {
    let path = materials.output.join(json::NAME);
    if materials.paths.iter().all(|given| given.is_dir()) || !path.is_file() {
        return Ok(());
    }
    // What cannot be read as a result says nothing of what it was made from.
    let Ok(before) = results::read(output::open(&path)?, &mut |_| Ok(())) else { return Ok(()) };
    let is_given = |name: &String| judged.files.iter().any(|file| file.name == *name);
    let others: Vec<String> =
        before.inputs.into_iter().map(|input| input.file).filter(|name| !is_given(name)).collect();
    if others.is_empty() {
        return Ok(());
    }
    let shown = others.iter().take(3).map(String::as_str).collect::<Vec<_>>().join("、");
    bail!(
        "“{}”里现在的报告还用到这次没有给的 {} 个文件（{shown}{}）；只用这次给的重做，原来的报告就换掉了，所以没有运行。\n  \
         要整批重做，请把整个文件夹拖到程序上，或写：tuanxue run {}\n  只用这几个文件，请另写一个放报告的文件夹：--out 另一个文件夹",
        materials.output.display(),
        others.len(),
        if others.len() > 3 { "等" } else { "" },
        typed(&materials.home)
    );
}

/// A drop without what decisions on students need.
pub(super) fn refuse_without_grades(judged: &Judged, materials: &Materials) -> anyhow::Result<()> {
    if judged.facts.inputs.missing().is_empty() {
        return Ok(());
    }
    let mut message = format!("{}里的表格还不够判断学生的资格。", materials.show());
    write_found(&mut message, judged);
    write_lacking(&mut message, judged);
    message.push('\n');
    write_hint(&mut message, materials);
    bail!(message)
}

/// Which of roster and grades is missing: who brings nothing but ledgers or lists of unions wants something else.
fn write_lacking(message: &mut String, judged: &Judged) {
    let missing = judged.facts.inputs.missing();
    let kinds = &judged.facts.kinds;
    let about_students = [Kind::Roster, Kind::Grades, Kind::Comprehensive, Kind::Discipline, Kind::Reviews];
    if !kinds.is_empty() && !about_students.iter().any(|kind| kinds.contains(kind)) {
        return;
    }
    if missing.contains(&Kind::Roster) {
        message.push_str("\n  缺学籍名册：要有学号、姓名、专业、年级四列（政治面貌、学院、班级、学籍状态最好也有）");
    }
    if missing.contains(&Kind::Grades) {
        message.push_str("\n  缺成绩：要有学号、课程名称、成绩、学分各列；或综合测评：学号、综测总分");
    }
}

/// What each file was taken for, and what is wrong with it.
fn write_found(message: &mut String, judged: &Judged) {
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
}

fn write_hint(message: &mut String, materials: &Materials) {
    let _ = write!(message, "每张表怎样读的，可以看：tuanxue check {}", materials.typed());
}

/// Whether a problem says something of the files, or why there is no allocation of delegates.
fn is_about_files(problem: &Problem) -> bool {
    problem.place != Place::Drop || matches!(problem.fault, Fault::QuotaRefused { .. })
}
