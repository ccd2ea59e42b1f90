//! The reports' folder: at every instant the old set whole or the new set whole. The only code that writes files.
//!
//! The new set is written into a hidden folder beside the old one, then the two are exchanged in one step where the
//! platform can. Where it cannot, the old set is moved aside first, and [`prepare`] finishes or undoes an interrupted swap.
#![expect(clippy::disallowed_methods, reason = "the only module that writes files")]

use std::any::Any;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::Write as _;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use rayon::prelude::*;

use crate::model::lock_names;
use crate::model::text::nearest;
use crate::report::{self, Report};

/// Reads a small text file, such as a policy. UTF-8, with or without a byte order mark.
///
/// # Errors
///
/// When it cannot be read or is not UTF-8.
pub fn read_text(path: &Path) -> anyhow::Result<String> {
    let text = String::from_utf8(read_bytes(path)?)
        .with_context(|| format!("“{}”不是 UTF-8 编码的文本，请用记事本另存为 UTF-8", path.display()))?;
    Ok(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned))
}

/// Reads a file whole.
///
/// # Errors
///
/// When it cannot be read.
pub fn read_bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("“{}”打不开", path.display()))
}

/// The name in the same folder that a path which does not exist most likely meant.
#[must_use]
pub fn nearest_name(missing: &Path) -> Option<String> {
    let parent = missing.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(parent).ok()?;
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let written = missing.file_name()?.to_string_lossy().into_owned();
    nearest(&written, names.iter().map(String::as_str).filter(|name| !name.starts_with('.'))).map(str::to_owned)
}

/// Opens a file to be read piece by piece.
///
/// # Errors
///
/// When it cannot be opened.
pub fn open(path: &Path) -> anyhow::Result<std::io::BufReader<std::fs::File>> {
    let file = std::fs::File::open(path).with_context(|| format!("“{}”打不开", path.display()))?;
    Ok(std::io::BufReader::with_capacity(1 << 20, file))
}

/// Makes sure that the folder may be replaced, and ends a swap that was interrupted.
///
/// # Errors
///
/// When the folder holds files that are not ours: replacing it would lose them.
pub fn prepare(folder: &Path) -> anyhow::Result<()> {
    let (new, old) = (sibling(folder, "new"), sibling(folder, "old"));
    if !folder.exists() {
        // The new set is complete as soon as it bears this name; without it the old set is the whole one.
        let whole = if new.exists() { &new } else { &old };
        if whole.exists() {
            std::fs::rename(whole, folder).with_context(|| format!("“{}”改名失败", whole.display()))?;
        }
    }
    for leftover in [new, old, sibling(folder, "tmp")] {
        if leftover.exists() {
            std::fs::remove_dir_all(&leftover).with_context(|| format!("清理“{}”失败", leftover.display()))?;
        }
    }
    if !folder.exists() {
        return Ok(());
    }
    if !folder.is_dir() {
        bail!("“{}”已存在，但不是文件夹，报告没有地方放。请换一个位置（--out）", folder.display());
    }
    let mut foreign = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("文件夹“{}”打不开", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_ours_in: Option<fn(&str) -> bool> = match name.as_str() {
            report::annotated::FOLDER => Some(|copy| copy.to_lowercase().ends_with(".xlsx")),
            report::notice::FOLDER => Some(|list| report::notice::NAMES.contains(&list)),
            _ => None,
        };
        if let Some(is_ours_in) = is_ours_in.filter(|_| entry.path().is_dir()) {
            let within = std::fs::read_dir(entry.path()).with_context(|| format!("文件夹“{name}”打不开"))?;
            let names = within.flatten().map(|file| file.file_name().to_string_lossy().into_owned());
            foreign
                .extend(names.filter(|file| !is_ours_in(file) && !is_ours(file)).map(|file| format!("{name}/{file}")));
        } else if !is_ours(&name) {
            foreign.push(name);
        }
    }
    foreign.sort();
    if !foreign.is_empty() {
        bail!(
            "“{}”里有不是本工具生成的文件：{}。报告文件夹会整个替换，为免丢失，请先把它们移走，或用 --out 换一个文件夹",
            folder.display(),
            foreign.join("、")
        );
    }
    Ok(())
}

fn is_ours(name: &str) -> bool {
    report::NAMES.contains(&name)
        || name.starts_with("~$")
        || name.starts_with(".~")
        || name == "Thumbs.db"
        || name == ".DS_Store"
}

/// Replaces the folder by these reports, as a whole.
///
/// # Errors
///
/// When something cannot be written; then the old reports stay.
pub fn replace(folder: &Path, reports: &[Report<'_>], wrote: &(dyn Fn(&str) + Sync)) -> anyhow::Result<()> {
    let (tmp, new, old) = (sibling(folder, "tmp"), sibling(folder, "new"), sibling(folder, "old"));
    let written = write_all(&tmp, reports, wrote);
    if let Err(error) = written {
        let _ = std::fs::remove_dir_all(&tmp);
        return Err(error.context("报告没有写成，原来的报告没有动"));
    }
    if !folder.exists() {
        return std::fs::rename(&tmp, folder).with_context(|| format!("“{}”改名失败", tmp.display()));
    }
    // What is left of the old set when the new one stands goes now or, where it cannot, before the next run.
    if exchange(&tmp, folder) {
        let _ = std::fs::remove_dir_all(&tmp);
        return Ok(());
    }
    std::fs::rename(&tmp, &new).with_context(|| format!("“{}”改名失败", tmp.display()))?;
    let put_back = |_: &std::io::Error| {
        let _ = std::fs::rename(&old, folder);
    };
    let moved = std::fs::rename(folder, &old);
    if let Err(error) = moved.and_then(|()| std::fs::rename(&new, folder).inspect_err(put_back)) {
        let _ = std::fs::remove_dir_all(&new);
        return Err(not_replaced(folder, error));
    }
    let _ = std::fs::remove_dir_all(&old);
    Ok(())
}

/// Why the old reports could not be moved aside: most often, one of them is open.
#[must_use]
pub fn not_replaced(folder: &Path, error: std::io::Error) -> anyhow::Error {
    let what = format!("“{}”换不下来，原来的报告没有动", folder.display());
    let open = open_files(folder);
    if open.is_empty() {
        anyhow::Error::new(error).context(what)
    } else {
        anyhow!("{what}：{} 正在 Excel 或 WPS 里打开着。请关闭后再运行", open.join("、"))
    }
}

/// The reports that are open elsewhere, by the lock files beside them.
fn open_files(folder: &Path) -> Vec<String> {
    let folders = [folder.to_path_buf(), folder.join(report::notice::FOLDER), folder.join(report::annotated::FOLDER)];
    let entries = folders.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten().flatten();
    let mut open: Vec<String> = entries
        .map(|entry| entry.path())
        .filter(|path| is_open(path))
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    open.sort();
    open
}

fn is_open(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    lock_names(&name).iter().any(|lock| path.with_file_name(lock).exists())
}

/// Makes a folder, and those it lies in, where there is none yet.
///
/// # Errors
///
/// When it cannot be made, for instance because a file has its name.
pub fn create_folder(path: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(path).with_context(|| format!("建不了文件夹“{}”", path.display()))
}

/// Writes one file where there is none yet; `false` where there is one, which stays as it is.
///
/// # Errors
///
/// When it cannot be written.
pub fn write_new(path: &Path, bytes: &[u8]) -> anyhow::Result<bool> {
    if path.exists() {
        return Ok(false);
    }
    write_file(path, bytes).map(|()| true)
}

/// Writes one file, as a whole or not at all.
///
/// # Errors
///
/// When it cannot be written; then the old one stays.
pub fn write_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let tmp = sibling(path, "tmp");
    let written = std::fs::write(&tmp, bytes).and_then(|()| std::fs::rename(&tmp, path));
    written.map_err(|error| {
        let _ = std::fs::remove_file(&tmp);
        let what = format!("“{}”没有写成", path.display());
        if is_open(path) {
            anyhow!("{what}：它正在 Excel 或 WPS 里打开着。请关闭后再运行")
        } else {
            anyhow::Error::new(error).context(what)
        }
    })
}

/// Makes and writes the reports side by side.
fn write_all(folder: &Path, reports: &[Report<'_>], wrote: &(dyn Fn(&str) + Sync)) -> anyhow::Result<()> {
    let paths = reports.iter().map(|report| folder.join(&report.name));
    let parents: BTreeSet<PathBuf> = paths.filter_map(|path| path.parent().map(Path::to_owned)).collect();
    for parent in parents {
        create_folder(&parent)?;
    }
    reports.par_iter().try_for_each(|report| {
        let path = folder.join(&report.name);
        let failed = || format!("写不了“{}”", report.name);
        let file = std::fs::File::create(&path).with_context(failed)?;
        let mut out = std::io::BufWriter::with_capacity(1 << 20, file);
        catching(|| report.write(&mut out)).with_context(failed)?;
        out.flush().with_context(failed)?;
        wrote(&report.name);
        Ok(())
    })
}

/// Does something in which the library for workbooks panics where its temporary files cannot be written, and makes that the error
/// of the operating system that it is. Every other panic goes on.
///
/// # Errors
///
/// Those of what is done, and that one.
pub fn catching<T>(work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    std::panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| match refused_in(&*panic) {
        Some(error) => Err(anyhow::Error::new(error).context("临时文件写不了")),
        None => std::panic::resume_unwind(panic),
    })
}

/// What the operating system had refused when the program panicked over it.
#[must_use]
pub fn refused_in(panic: &dyn Any) -> Option<std::io::Error> {
    let (_, rest) = panic.downcast_ref::<String>()?.split_once("Os { code: ")?;
    rest.split(',').next()?.parse().ok().map(std::io::Error::from_raw_os_error)
}

/// A hidden folder beside the reports' folder, on the same file system.
fn sibling(folder: &Path, role: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(folder.file_name().unwrap_or_else(|| std::ffi::OsStr::new(report::FOLDER)));
    name.push(".");
    name.push(role);
    folder.with_file_name(name)
}

/// Exchanges two folders in one step; `false` where the platform cannot.
#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).is_ok()
}

/// Exchanges two folders in one step; `false` where the platform cannot.
#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}
