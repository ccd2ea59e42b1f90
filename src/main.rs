//! Arguments → run → exit code. A reader that stops reading (a broken pipe) is no failure.

use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;
use tuanxue::cli::Cli;
use tuanxue::run::{self, Exit};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    match run::run(cli) {
        Ok(exit) => exit.into(),
        Err(error) if run::is_broken_pipe(&error) => Exit::Done.into(),
        Err(error) => {
            run::complain(&error);
            Exit::CouldNotRun.into()
        }
    }
}

/// Help and version are answers; everything else is wrong usage.
fn usage(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // Whoever asked may have stopped reading; the answer was given.
            let _ = error.print();
            Exit::Done.into()
        }
        _ => {
            run::complain_usage(error);
            Exit::CouldNotRun.into()
        }
    }
}
