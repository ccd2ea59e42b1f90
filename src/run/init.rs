//! A new folder of materials: settings with their meaning, blank workbooks, the guide.

use std::fmt::Write as _;
use std::io::Write as _;

use crate::cli::FormsArgs;
use crate::{output, report};

use super::Exit;
use super::policies::{load_named_policy, load_policy_file};

/// Everything a new folder of materials wants.
pub(super) fn init(args: &FormsArgs) -> anyhow::Result<Exit> {
    forms(args)
}

/// Writes the blank input workbooks. A file that is there may be half filled in, and stays.
pub(super) fn forms(args: &FormsArgs) -> anyhow::Result<Exit> {
    let own = args.folder.join("policy.toml");
    let policy = match &args.policy {
        Some(name) => load_named_policy(name)?,
        None if own.is_file() => load_policy_file(&own)?,
        None => load_named_policy("national")?,
    };
    let mut books = Vec::new();
    for form in report::forms::all(&policy) {
        let mut bytes = Vec::new();
        form.write(&mut bytes)?;
        books.push((form.name, bytes));
    }
    output::create_folder(&args.folder)?;
    let (mut written, mut kept) = (Vec::new(), Vec::new());
    for (name, bytes) in &books {
        let names = if output::write_new(&args.folder.join(name), bytes)? { &mut written } else { &mut kept };
        names.push(name.as_str());
    }
    let mut text = format!("“{}”　政策：{}\n", args.folder.display(), policy.title);
    if !written.is_empty() {
        let _ = writeln!(text, "已写入　{} 个空白表：{}", written.len(), written.join("、"));
    }
    if !kept.is_empty() {
        let _ = writeln!(
            text,
            "没有动　{} 个，已有同名的文件，为免丢失填好的内容没有覆盖：{}。要重新写出，请先把它们移走或改名",
            kept.len(),
            kept.join("、")
        );
    }
    std::io::stderr().lock().write_all(text.as_bytes())?;
    Ok(Exit::Done)
}
