//! What was given on the command line: a folder, as most do, or files and folders dragged onto the program.

use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::ingest::{self, Listing};
use crate::output;
use crate::report;

/// The file by which a policy is known in a folder of materials.
pub(super) const POLICY_FILE: &str = "policy.toml";

/// The materials of a run (材料).
#[derive(Clone, Debug)]
pub(super) struct Materials {
    /// What was given; one folder, or any number of files and folders.
    pub(super) paths: Vec<PathBuf>,
    /// The folder whose policy holds and beside whose files the reports go: the first that was given, or the one it lies in.
    pub(super) home: PathBuf,
    /// The folder to which the names of files are relative.
    pub(super) base: PathBuf,
    /// Where the reports go.
    pub(super) output: PathBuf,
}

impl Materials {
    /// Takes what was given; nothing means the folder one stands in.
    ///
    /// # Errors
    ///
    /// When something that was given does not exist; says what has a name like it.
    pub(super) fn find(given: &[PathBuf], out: Option<&Path>) -> anyhow::Result<Self> {
        let paths = if given.is_empty() { vec![PathBuf::from(".")] } else { given.to_vec() };
        if let Some(missing) = paths.iter().find(|path| !path.exists()) {
            let near = output::nearest_name(missing).map(|near| format!("是不是“{near}”？")).unwrap_or_default();
            bail!(
                "“{}”不存在{}{near}请写材料所在的文件夹（或把它拖到程序上），例如：tuanxue run 本学期材料",
                missing.display(),
                if near.is_empty() { "。" } else { "，" }
            );
        }
        let folders: Vec<PathBuf> = paths.iter().map(|path| folder_of(path)).collect();
        let home = folders[0].clone();
        let base = if folders.iter().all(|folder| *folder == home) { home.clone() } else { common(&folders) };
        let beside = if home == Path::new(".") { PathBuf::new() } else { home.clone() };
        let output = out.map_or_else(|| beside.join(report::FOLDER), Path::to_path_buf);
        Ok(Self { paths, home, base, output })
    }

    /// The files among them.
    ///
    /// # Errors
    ///
    /// When a folder cannot be listed.
    pub(super) fn list(&self) -> anyhow::Result<Listing> {
        let mut listing = ingest::list_files(&self.paths, &self.output)?;
        // Who drags files out of a folder means the policy that lies beside them, too.
        let own = self.home.join(POLICY_FILE);
        if listing.policies.is_empty() && own.is_file() {
            listing.policies.push(own);
        }
        Ok(listing)
    }

    /// How it is called in a sentence.
    pub(super) fn show(&self) -> String {
        match self.paths.as_slice() {
            [only] => format!("“{}”", only.display()),
            [first, ..] => format!("“{}”等 {} 项", first.display(), self.paths.len()),
            [] => String::new(),
        }
    }

    /// How it is typed after a command.
    pub(super) fn typed(&self) -> String {
        self.paths.iter().map(|path| typed(path)).collect::<Vec<_>>().join(" ")
    }
}

/// A path as it is typed in a command.
pub(super) fn typed(path: &Path) -> String {
    let text = path.display().to_string();
    if text.contains(' ') { format!("\"{text}\"") } else { text }
}

/// A folder itself, or the one a file lies in.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        _ if path.is_dir() => path.to_path_buf(),
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// The innermost folder that holds all of these.
fn common(folders: &[PathBuf]) -> PathBuf {
    let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    let mut all = folders.iter().map(absolute);
    let first = all.next().unwrap_or_default();
    all.fold(first, |common, path| {
        common.components().zip(path.components()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
    })
}
