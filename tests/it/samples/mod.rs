//! The samples are made here and checked byte for byte against `samples/`. `BLESS=1 cargo test --release samples` writes them.

pub(crate) mod book;
mod class;
mod congress;
mod hunan;
mod hunan_union;
mod office;
mod people;
mod plan;
mod runs;
mod union;
mod wuchang;
mod wuchang_union;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A file of a sample drop.
pub(crate) struct SampleFile {
    /// Path below `samples/`.
    path: &'static str,
    bytes: Vec<u8>,
}

impl SampleFile {
    fn new(path: &'static str, bytes: Vec<u8>) -> Self {
        Self { path, bytes }
    }

    fn text(path: &'static str, text: &str) -> Self {
        Self { path, bytes: text.as_bytes().to_vec() }
    }
}

/// The folder of the samples.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

/// The sample drops.
pub(crate) const DROPS: [&str; 6] =
    ["hunan-jiaotong", "wuchang-shouyi", "one-class", "congress-tie", "congress-lot", "union"];

fn all() -> Vec<SampleFile> {
    [hunan::files(), wuchang::files(), class::files(), congress::files(), union::files()]
        .into_iter()
        .flatten()
        .collect()
}

#[test]
fn samples_are_what_the_code_makes() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut expected = BTreeSet::new();
    for file in all() {
        let path = folder().join(file.path);
        expected.insert(path.clone());
        // A file that is right is left alone: other tests read it meanwhile.
        if bless && std::fs::read(&path).ok().as_ref() != Some(&file.bytes) {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &file.bytes).unwrap();
        }
        let stored = std::fs::read(&path).unwrap_or_default();
        assert!(stored == file.bytes, "{} differs from what the code makes; BLESS=1 writes it", file.path);
    }
    for drop in DROPS {
        for path in files_below(&folder().join(drop)) {
            assert!(expected.contains(&path), "{} is made by no code", path.display());
        }
    }
}

pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().is_some_and(|name| name == "报告") {
            continue;
        }
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}
