//! The log of a verbose run: gathered as the run goes, written at its end, however it ends.

use std::fmt::Write as _;
use std::path::Path;

use crate::cli::RunArgs;
use crate::model::LOG;
use crate::output;
use crate::report::{Report, log};

use super::materials::Materials;
use super::pipeline::{self, Judged};
use super::progress::Progress;
use super::{Exit, why};

/// A log, if one is wanted.
pub(super) struct Log(Option<String>);

impl Log {
    /// Begins with what the program was asked for; a run that writes nothing writes no log either.
    pub(super) fn begin(args: &RunArgs, materials: &Materials) -> Self {
        let is_wanted = args.verbose && !args.dry_run;
        Self(is_wanted.then(|| log::head(&pipeline::clock("%Y-%m-%d %H:%M:%S"), &options(args, materials))))
    }

    /// What was read and what is wrong with it.
    pub(super) fn read(&mut self, judged: &Judged) {
        if let Some(text) = &mut self.0 {
            let sizes: Vec<u64> = judged.paths.iter().map(|path| size(path)).collect();
            text.push_str(&log::intake(&judged.outcome(), &sizes));
        }
    }

    /// What was written.
    pub(super) fn wrote(&mut self, folder: &Path, reports: &[Report<'_>]) {
        if let Some(text) = &mut self.0 {
            let written = reports.iter().map(|report| (report.name.clone(), size(&folder.join(&report.name))));
            text.push_str(&log::written(&written.collect::<Vec<_>>()));
        }
    }

    /// Writes it beside the reports; what there is to say of it, nothing if none was wanted.
    pub(super) fn end(self, reports: &Path, progress: &Progress, ended: &anyhow::Result<Exit>) -> String {
        let Some(mut text) = self.0 else { return String::new() };
        text.push_str("\n用时");
        for (stage, took) in progress.stages() {
            let _ = write!(text, "　{stage} {} 毫秒", took.as_millis());
        }
        if let Some(memory) = peak_memory() {
            let _ = write!(text, "\n内存　　最多 {memory}");
        }
        let _ = match ended {
            Ok(exit) => writeln!(text, "\n结束　　退出码 {}", *exit as u8),
            // What the error says may name files; what the system said does not.
            Err(error) => match error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>()) {
                Some(world) => writeln!(text, "\n没有完成　系统：{:?}，{:?}", world.kind(), world.raw_os_error()),
                None => writeln!(text, "\n没有完成　材料、政策或选项不能用"),
            },
        };
        let path = reports.with_file_name(LOG);
        match output::write_file(&path, text.as_bytes()) {
            Ok(()) => {
                format!("日志　　已写入 {}，可以发给技术支持：里面没有姓名、学号、分数和文件名\n", path.display())
            }
            Err(error) => format!("日志　　{}\n", why(&error)),
        }
    }
}

/// The options, without what people wrote after them.
fn options(args: &RunArgs, materials: &Materials) -> Vec<String> {
    let folders = materials.paths.iter().filter(|path| path.is_dir()).count();
    let mut options = vec![format!("材料：文件夹 {folders}，文件 {}", materials.paths.len() - folders)];
    options.extend(args.common.policy.as_ref().map(|name| format!("--policy {}", log::policy_name(name))));
    options.extend((!args.only.is_empty()).then(|| format!("--only {}", args.only.join(","))));
    options.extend(args.common.jobs.map(|jobs| format!("--jobs {jobs}")));
    let switches = [
        ("--as-of", args.common.as_of.is_some()),
        ("--out", args.common.out.is_some()),
        ("--strict", args.strict),
        ("--json", args.json),
        ("--quiet", args.quiet),
    ];
    options.extend(switches.into_iter().filter(|(_, is_set)| *is_set).map(|(name, _)| name.to_owned()));
    options
}

fn size(path: &Path) -> u64 {
    path.metadata().map_or(0, |metadata| metadata.len())
}

/// The most memory that was held at once, where the system keeps account of it.
fn peak_memory() -> Option<String> {
    let status = output::read_text(Path::new("/proc/self/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map(|amount| amount.trim().to_owned())
}
