//! How far reading has come, for whoever shows it: rows so far, and the file that was opened last.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Counts while files are read side by side. Nothing is decided by it.
#[derive(Debug, Default)]
pub struct Meter {
    rows: AtomicU64,
    files: AtomicUsize,
    name: Mutex<String>,
}

impl Meter {
    /// A file was opened.
    pub fn open(&self, name: &str) {
        self.files.fetch_add(1, Ordering::Relaxed);
        name.clone_into(&mut self.name.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Some more rows were read.
    pub fn add_rows(&self, rows: u64) {
        self.rows.fetch_add(rows, Ordering::Relaxed);
    }

    /// Rows so far, in every sheet, headers included.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }

    /// Files opened so far.
    #[must_use]
    pub fn files(&self) -> usize {
        self.files.load(Ordering::Relaxed)
    }

    /// The file that was opened last.
    #[must_use]
    pub fn name(&self) -> String {
        self.name.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
