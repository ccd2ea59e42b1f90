//! Arguments → run → exit code. A reader that stops reading (a broken pipe) is no failure.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;
use tuanxue::cli::{self, Cli};
use tuanxue::run::{self, Exit};

fn main() -> ExitCode {
    run::explain_panics();
    let code = std::panic::catch_unwind(go).unwrap_or(Exit::CouldNotRun.into());
    run::hold_window();
    code
}

fn go() -> ExitCode {
    // Windows leaves `*.xlsx` to the program.
    let arguments: Vec<OsString> = wild::args_os().collect();
    let ended = match run::serve(&arguments) {
        Some(ended) => ended,
        None => match Cli::try_parse_from(cli::with_command(arguments)) {
            Ok(cli) => run::run(cli),
            Err(error) => return usage(&error),
        },
    };
    match ended {
        Ok(exit) => exit.into(),
        Err(error) if run::is_broken_pipe(&error) => Exit::Done.into(),
        Err(error) => {
            run::complain(&error);
            Exit::CouldNotRun.into()
        }
    }
}

/// Help is an answer; everything else is wrong usage.
fn usage(error: &clap::Error) -> ExitCode {
    if error.kind() == ErrorKind::DisplayHelp {
        // Whoever asked may have stopped reading; the answer was given.
        let _ = error.print();
        return Exit::Done.into();
    }
    run::complain_usage(error);
    Exit::CouldNotRun.into()
}
