//! Any bytes as a file of the drop: packages, web pages, XML, text. Old and binary workbooks are read in a child process, where a
//! panic of their reader is an expected end, and are tried from outside.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tuanxue::ingest::read_bytes_alone;
use tuanxue::policy::{Policy, load};

static POLICY: LazyLock<Policy> = LazyLock::new(|| load("hunan-jiaotong", None, &|_| None).expect("built in"));

fuzz_target!(|bytes: &[u8]| {
    let report = read_bytes_alone(bytes, &POLICY);
    for sheet in &report.sheets {
        let aside: usize = sheet.set_aside.values().map(std::collections::BTreeSet::len).sum();
        // Rows are conserved, whatever the bytes are. (A sheet of no kind has no rows to account for.)
        assert!(sheet.kind.is_none() || sheet.n_read as usize == sheet.n_used as usize + aside);
    }
});
