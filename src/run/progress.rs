//! Bars on standard error while a long run goes on: rows and files read, reports written. Where nobody looks, there are none.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::ingest::meter::Meter;

/// How often a bar is drawn anew.
const TICK: Duration = Duration::from_millis(100);

/// What is shown of a run while it goes on.
pub(super) struct Progress {
    meter: Arc<Meter>,
    bar: ProgressBar,
    /// Each stage and when it began.
    stages: Mutex<Vec<(&'static str, Instant)>>,
}

impl Progress {
    /// Shows bars if standard error is a terminal and nobody wants silence.
    pub(super) fn new(is_quiet: bool) -> Self {
        let target = if is_quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let progress =
            Self { meter: Arc::default(), bar: ProgressBar::with_draw_target(None, target), stages: Mutex::default() };
        progress.enter("准备");
        progress
    }

    /// A stage begins.
    #[expect(clippy::disallowed_methods, reason = "how long a stage took, for the log; no report knows it")]
    fn enter(&self, stage: &'static str) {
        if let Ok(mut stages) = self.stages.lock()
            && stages.last().is_none_or(|(last, _)| *last != stage)
        {
            stages.push((stage, Instant::now()));
        }
    }

    /// How long each stage has taken, up to now.
    pub(super) fn stages(&self) -> Vec<(&'static str, Duration)> {
        self.enter("");
        let stages = self.stages.lock().map(|stages| stages.clone()).unwrap_or_default();
        stages.iter().zip(stages.iter().skip(1)).map(|((stage, from), (_, to))| (*stage, *to - *from)).collect()
    }

    /// What counts the rows.
    pub(super) fn meter(&self) -> &Meter {
        &self.meter
    }

    /// Files are read.
    pub(super) fn reading(&self, files: usize) {
        self.enter("读取");
        let meter = self.meter.clone();
        // One key for the whole line: it is read off the meter each time it is drawn, so that reading need not draw.
        let line = move |_: &ProgressState, out: &mut dyn std::fmt::Write| {
            let opened = meter.files().min(files);
            let _ =
                write!(out, "{}　{opened}/{files} 个文件　{} 行　{}", drawn(opened, files), meter.rows(), meter.name());
        };
        let style = style("读取　{read}").with_key("read", line);
        self.bar.set_length(files as u64);
        self.bar.set_style(style);
        self.bar.enable_steady_tick(TICK);
    }

    /// Everything is read.
    pub(super) fn deciding(&self) {
        self.enter("判断");
        self.bar.set_style(style(&format!("判断　{} 行", self.meter.rows())));
    }

    /// Reports are written.
    pub(super) fn writing(&self, reports: usize) {
        self.enter("写报告");
        self.bar.set_length(reports as u64);
        self.bar.set_position(0);
        self.bar.set_style(style("写报告 {bar:24} {pos}/{len}　{msg}"));
    }

    /// One report was written.
    pub(super) fn wrote(&self, name: &str) {
        self.bar.set_message(name.to_owned());
        self.bar.inc(1);
    }

    /// Takes the bar off the screen.
    pub(super) fn clear(&self) {
        self.enter("收尾");
        self.bar.finish_and_clear();
    }
}

impl Drop for Progress {
    /// However a run ends, what is said of its end must not stand beside a bar.
    fn drop(&mut self) {
        self.clear();
    }
}

/// Cells of a bar.
const WIDTH: usize = 24;

/// A bar as text, in the manner of [`style`].
fn drawn(done: usize, of: usize) -> String {
    let full = WIDTH * done / of.max(1);
    format!("{}{}", "━".repeat(full), "─".repeat(WIDTH - full))
}

/// A style of our own; the library's own one if it did not understand the template, which a test would see.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("━━─")
}
