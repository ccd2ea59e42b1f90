//! Two results compared: two folders of reports that are there, or what a run is about to write with what it replaces.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::bail;
use serde::Deserialize;

use crate::cli::DiffArgs;
use crate::ingest::results;
use crate::model::results::{Results, StudentResult};
use crate::output;
use crate::report::{self, Outcome, comparison};
use crate::rules::comparison::{Comparing, Comparison};

use super::Exit;

/// Compares two results and says what changed.
pub(super) fn diff(args: &DiffArgs) -> anyhow::Result<Exit> {
    let (old, new) = (result_file(&args.old)?, result_file(&args.new)?);
    let mut left = BTreeMap::new();
    let mut keep = |text: &str| {
        left.insert(Who::read(text)?.student_id, text.to_owned());
        Ok(())
    };
    let newer = read(&new, &mut keep)?;
    let mut comparing = Comparing::default();
    let mut each = |text: &str| {
        let new = left.remove(&Who::read(text)?.student_id);
        compare(&mut comparing, Some(text), new.as_deref())
    };
    let older = read(&old, &mut each)?;
    for text in left.values() {
        compare(&mut comparing, None, Some(text)).map_err(anyhow::Error::msg)?;
    }
    let comparison = comparing.finish(&older, &newer);
    if let Some(path) = &args.xlsx {
        output::write_file(path, &comparison::build(&comparison)?.finish()?)?;
    }
    let text = if args.json { comparison::json(&comparison)? } else { comparison::text(&comparison) };
    std::io::stdout().lock().write_all(text.as_bytes())?;
    if let Some(path) = &args.xlsx {
        writeln!(std::io::stderr().lock(), "已写入　{}", path.display())?;
    }
    Ok(Exit::Done)
}

/// What a run says of the results that it replaces.
pub(super) enum WithLast {
    /// There are none.
    None,
    /// They are not compared, and this is why.
    Not(String),
    /// This is what changed.
    Is(Box<Comparison>),
}

/// Compares what a run is about to write with the results in the folder that it replaces.
pub(super) fn with_last(outcome: &Outcome<'_>, folder: &Path) -> anyhow::Result<WithLast> {
    let path = folder.join(report::json::NAME);
    if !path.is_file() {
        return Ok(WithLast::None);
    }
    let facts = outcome.facts;
    let number = |student: usize| facts.words.text(facts.students[student].id);
    let mut left: BTreeMap<&str, _> =
        outcome.decisions.iter().map(|decision| (number(decision.student), decision)).collect();
    let text_of = |decision| report::json::one_student(outcome, decision).map_err(|error| error.to_string());
    let mut comparing = Comparing::default();
    let mut each = |text: &str| {
        let decision = left.remove(Who::read(text)?.student_id.as_str());
        let new = decision.map(text_of).transpose()?;
        compare(&mut comparing, Some(text), new.as_deref())
    };
    // A run is not the place to fail over an older one.
    let older = match read(&path, &mut each) {
        Ok(older) => older,
        Err(error) => return Ok(WithLast::Not(format!("没有比较：{error}"))),
    };
    for decision in left.into_values() {
        compare(&mut comparing, None, Some(&text_of(decision).map_err(anyhow::Error::msg)?))
            .map_err(anyhow::Error::msg)?;
    }
    let rest = report::json::without_students(outcome)?;
    let newer = results::read(rest.as_slice(), &mut |_| Ok(())).map_err(anyhow::Error::msg)?;
    if (&older.term, &older.policy.id) != (&newer.term, &newer.policy.id) {
        // Another term or another school's rules: everything is another, and a list of everything helps nobody.
        return Ok(WithLast::Not(format!(
            "没有比较，上次的结果是 {} 学期、政策 {} 的",
            if older.term.is_empty() { "不明" } else { &older.term },
            report::layer_name(&older.policy.id)
        )));
    }
    Ok(WithLast::Is(Box::new(comparing.finish(&older, &newer))))
}

/// Reads a result file that lies somewhere.
fn read(path: &Path, each: &mut dyn FnMut(&str) -> Result<(), String>) -> anyhow::Result<Results> {
    results::read(output::open(path)?, each).map_err(|why| anyhow::anyhow!("“{}”{why}", path.display()))
}

/// Compares the texts of one student. Most students are the same to the letter, and need not be understood.
fn compare(comparing: &mut Comparing, old: Option<&str>, new: Option<&str>) -> Result<(), String> {
    if let (Some(old), Some(new)) = (old, new)
        && old == new
    {
        comparing.same(&Who::read(old)?.verdict);
        return Ok(());
    }
    let read = |text| serde_json::from_str::<StudentResult>(text).map_err(|error| error.to_string());
    comparing.student(old.map(read).transpose()?, new.map(read).transpose()?);
    Ok(())
}

/// The least that is to be known of a student's text.
#[derive(Deserialize)]
struct Who {
    student_id: String,
    verdict: String,
}

impl Who {
    fn read(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }
}

/// The result file that was meant: itself, the one in a folder of reports, or in the reports of a folder of materials.
fn result_file(given: &Path) -> anyhow::Result<PathBuf> {
    let name = report::json::NAME;
    let places = [given.to_path_buf(), given.join(name), given.join(report::FOLDER).join(name)];
    if let Some(found) = places.into_iter().find(|path| path.is_file()) {
        return Ok(found);
    }
    if given.exists() {
        bail!("“{}”里没有 {name}。请写一次运行的报告文件夹、放着它的材料文件夹，或 {name} 本身", given.display());
    }
    let near = output::nearest_name(given).map(|near| format!("，是不是“{near}”？")).unwrap_or_default();
    bail!("“{}”不存在{near}", given.display())
}
