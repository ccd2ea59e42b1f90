//! The corpus of the fuzz targets, replayed: no file of it ends the process, and rows are conserved in each.

use std::path::Path;

use tuanxue::ingest::read_bytes_alone;
use tuanxue::policy::load;

fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|path| (path.display().to_string(), std::fs::read(&path).unwrap())).collect()
}

#[test]
fn every_file_of_the_corpus_is_read_or_refused() {
    let policy = load("hunan-jiaotong", None, &|_| None).unwrap();
    let files = corpus("sheet");
    assert!(files.len() >= 10);
    let mut n_read = 0;
    for (name, bytes) in files {
        for sheet in read_bytes_alone(&bytes, &policy).sheets {
            let aside: usize = sheet.set_aside.values().map(std::collections::BTreeSet::len).sum();
            assert!(sheet.kind.is_none() || sheet.n_read as usize == sheet.n_used as usize + aside, "{name}");
            n_read += usize::from(sheet.kind.is_some());
        }
    }
    assert!(n_read >= 5, "the seeds of the corpus are read: {n_read}");
}

#[test]
fn every_policy_of_the_corpus_is_accepted_or_explained() {
    let files = corpus("policy");
    assert!(files.len() >= 5);
    for (name, bytes) in files {
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        if let Err(problems) = load("", Some(("policy.toml", text)), &|_| None) {
            assert!(!problems.is_empty(), "{name}");
        }
    }
}
