//! What is said when nothing was done.

use std::io::{ErrorKind, Write as _};
use std::path::Path;

use crate::{ingest, output, report};

/// Whether the reader of our output has gone.
#[must_use]
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

/// Says why nothing was done.
pub fn complain(error: &anyhow::Error) {
    // Nothing can be done when even standard error is gone.
    let _ = writeln!(std::io::stderr().lock(), "没有完成：{}", why(error));
}

/// What went wrong, where, and what to do.
#[must_use]
pub fn why(error: &anyhow::Error) -> String {
    let world =
        |cause: &(dyn std::error::Error + 'static)| cause.downcast_ref::<std::io::Error>().map(ingest::io_reason);
    let causes: Vec<String> = error
        .chain()
        // What a library says in English has been said in Chinese by the context above it.
        .filter_map(|cause| {
            world(cause).map(str::to_owned).or_else(|| Some(cause.to_string()).filter(|text| !text.is_ascii()))
        })
        .collect();
    let advice = error.chain().find_map(|cause| cause.downcast_ref().map(ingest::io_advice));
    format!("{}{}", causes.join("："), advice.map(|advice| format!("。{advice}")).unwrap_or_default())
}

/// Says in Chinese that the program itself went wrong; what the operating system refused is told where it is caught.
pub fn explain_panics() {
    std::panic::set_hook(Box::new(|panic| {
        if output::refused_in(panic.payload()).is_some() {
            return;
        }
        let place = panic.location().map(|place| {
            let file = Path::new(place.file()).file_name().unwrap_or_default();
            format!("（{} {}:{}）", report::TOOL, file.display(), place.line())
        });
        let _ = writeln!(
            std::io::stderr().lock(),
            "程序自身出错，没有完成{}。请把这一行发给技术支持",
            place.unwrap_or_default()
        );
    }));
}

/// Says what is wrong with the command line.
pub fn complain_usage(error: &clap::Error) {
    use clap::error::{ContextKind, ErrorKind};
    let context = |kind: ContextKind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let suggestion = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .map(context)
        .find(|text| !text.is_empty())
        .map_or_else(String::new, |text| format!("。是不是“{text}”？"));
    let message = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项{suggestion}"),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令{suggestion}", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "没有写要做什么".to_owned()
        }
        ErrorKind::MissingRequiredArgument => format!("还缺：{argument}"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("“{argument}”的值“{value}”不对{suggestion}")
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => format!("“{argument}”的值个数不对"),
        ErrorKind::ArgumentConflict => format!("“{argument}”写了不止一次，或不能一起用"),
        _ => "命令写法有误".to_owned(),
    };
    let usage = context(ContextKind::Usage);
    let usage = usage.trim().trim_start_matches("Usage:").trim();
    let usage = if usage.is_empty() { "tuanxue run 材料文件夹" } else { usage };
    let _ = writeln!(std::io::stderr().lock(), "{message}\n\n用法：{usage}\n完整说明：tuanxue --help");
}
