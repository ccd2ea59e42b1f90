//! A new folder of materials: settings with their meaning, blank workbooks, the guide.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use crate::cli::FormsArgs;
use crate::model::GUIDE;
use crate::policy::{self, Policy};
use crate::{output, report};

use super::Exit;
use super::materials::{POLICY_FILE, typed};
use super::policies::{load_named_policy, load_policy_file};

/// What holds where nobody names a policy.
const NATIONAL: &str = "national";

/// Everything a new folder of materials wants.
pub(super) fn init(args: &FormsArgs) -> anyhow::Result<Exit> {
    let policy = policy_of(args)?;
    let mut files = vec![(POLICY_FILE.to_owned(), policy_file(args)?.into_bytes())];
    files.push((GUIDE.to_owned(), report::guide::build()?.finish()?));
    files.extend(blank_workbooks(&policy)?);
    let mut text = write_all(args, &policy, &files, "文件")?;
    let folder = typed(&args.folder);
    let steps = [
        "1. 把手头的表格原样放进这个文件夹；没有现成的表，填空白表，用不着的空白表留着不碍事".to_owned(),
        format!("2. 看看每张表认作什么、有什么问题：tuanxue check {folder}"),
        format!("3. 写出报告：tuanxue run {folder}（也可以把文件夹拖到程序上）"),
        format!("怎样用、报告怎样读，见 {GUIDE}；要改比例、人数、天数，见 {POLICY_FILE}"),
    ];
    for (idx, step) in steps.iter().enumerate() {
        let _ = writeln!(text, "{}{step}", if idx == 0 { "接下来　　" } else { "　　　　　" });
    }
    std::io::stderr().lock().write_all(text.as_bytes())?;
    // A file of settings may stand on another that does not lie here.
    load_policy_file(&args.folder.join(POLICY_FILE))?;
    Ok(Exit::Done)
}

/// Writes the blank input workbooks.
pub(super) fn forms(args: &FormsArgs) -> anyhow::Result<Exit> {
    let policy = policy_of(args)?;
    let text = write_all(args, &policy, &blank_workbooks(&policy)?, "空白表")?;
    std::io::stderr().lock().write_all(text.as_bytes())?;
    Ok(Exit::Done)
}

/// The policy whose words and values the files show: the named one, that of the folder, or the national one.
fn policy_of(args: &FormsArgs) -> anyhow::Result<Policy> {
    let own = args.folder.join(POLICY_FILE);
    match &args.policy {
        Some(name) => load_named_policy(name),
        None if own.is_file() => load_policy_file(&own),
        None => load_named_policy(NATIONAL),
    }
}

/// The settings to begin with. Who names a file wants that one again, with all that was changed in it.
fn policy_file(args: &FormsArgs) -> anyhow::Result<String> {
    let name = args.policy.as_deref().unwrap_or(NATIONAL);
    match policy::built_in(name) {
        Some(built_in) => Ok(report::policy_text::draft(&load_named_policy(built_in.name)?, built_in.name)),
        None => output::read_text(Path::new(name)),
    }
}

fn blank_workbooks(policy: &Policy) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let written = report::forms::all(policy).into_iter().map(|form| {
        let mut bytes = Vec::new();
        form.write(&mut bytes)?;
        Ok((form.name, bytes))
    });
    written.collect()
}

/// Writes the files. One that is there may be half filled in, and stays. The answer says what was done.
fn write_all(args: &FormsArgs, policy: &Policy, files: &[(String, Vec<u8>)], what: &str) -> anyhow::Result<String> {
    output::create_folder(&args.folder)?;
    let (mut written, mut kept) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let names = if output::write_new(&args.folder.join(name), bytes)? { &mut written } else { &mut kept };
        names.push(name.as_str());
    }
    let mut text = format!("“{}”　政策：{}\n", args.folder.display(), policy.title);
    if !written.is_empty() {
        let _ = writeln!(text, "已写入　　{} 个{what}：{}", written.len(), written.join("、"));
    }
    if !kept.is_empty() {
        let _ = writeln!(
            text,
            "没有动　　{} 个，已有同名的文件，为免丢失填好的内容没有覆盖：{}。要重新写出，请先把它们移走或改名",
            kept.len(),
            kept.join("、")
        );
    }
    Ok(text)
}
