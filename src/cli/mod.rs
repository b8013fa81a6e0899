//! The command line: the same engine and the same figures as the window. One command a file.

mod analyze;
mod arguments;
mod bench_frame;
mod beside;
mod dates;
mod decided;
mod demo;
mod earlier;
mod export;
mod import;
mod info;
mod inspect;
mod language;
mod opinions;
mod plan;
mod progress;
mod project;
mod purge;
mod reading;
mod simulate;
mod undo_import;
mod usage;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use self::arguments::{Arguments, Command};
use crate::app::StartOptions;
use crate::model::Error;
use crate::text::{Language, Text};

/// Something failed: a sentence on standard error says what.
const FAILED: u8 = 1;
/// The call itself is wrong.
const WRONG_USAGE: u8 = 2;
/// `--strict`, and rows were left out.
const ROWS_LEFT_OUT: u8 = 3;

/// Opens the window and returns when it is closed; a sentence says why it could not be opened. The binary hands it in:
/// the command line itself draws nothing.
pub type OpenWindow = fn(&StartOptions, &Text) -> Result<(), String>;

/// Runs the program with its arguments, the first being its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>, open: OpenWindow) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let text = Text::new(language::of_call(&arguments));
    let parse = |command: clap::Command| {
        command.try_get_matches_from(&arguments).and_then(|matches| Arguments::from_arg_matches(&matches))
    };
    // Words are put into the command only for somebody who reads them.
    let parsed = parse(Arguments::command()).or_else(|_| parse(language::localized(Arguments::command(), &text)));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => {
            if error.use_stderr() {
                // Standard error may be closed; there is nobody left to tell.
                let _ = std::io::stderr().write_all(usage::explained(&error, &text).as_bytes());
                return ExitCode::from(WRONG_USAGE);
            }
            // Help and version are asked for, and print themselves.
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
    };
    let language = arguments.lang.as_deref().and_then(Language::from_code);
    let outcome = match arguments.command {
        None => Ok(demo::open_files(&arguments, language, open, &text)),
        Some(Command::BenchFrame(options)) => Ok(bench_frame::run(options, open, &text)),
        Some(Command::Demo(options)) => demo::run(&options, language, open, &text),
        Some(Command::Inspect(options)) => options.run(&text),
        Some(Command::Simulate(options)) => simulate::run(&options, &text),
        Some(Command::Plan(options)) => plan::run(&options, &text),
        Some(Command::Export(options)) => export::run(&options, &text),
        Some(Command::Analyze(options)) => analyze::run(&options, &text),
        Some(Command::Import(options)) => import::run(&options, &text),
        Some(Command::Info(options)) => info::run(&options, &text),
        Some(Command::UndoImport(options)) => undo_import::run(&options, &text),
        Some(Command::Purge(options)) => purge::run(&options, &text),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => report(&error, &text),
    }
}

/// Writes to standard output. A reader that closed the pipe has seen enough; a full disk is a failure.
fn print(said: &[u8]) -> crate::model::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(said).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Error::unwritable("-", &error)),
        _ => Ok(()),
    }
}

/// Prints the error in one line and gives its exit code.
fn report(error: &Error, text: &Text) -> ExitCode {
    let sentence = text.error(error).replace('\n', " ");
    // Standard error may be closed; there is nobody left to tell.
    let _ = writeln!(std::io::stderr(), "phusong: {sentence}");
    match error {
        Error::BadOption { .. }
        | Error::BadStart { .. }
        | Error::MoreStartsThanTeams { .. }
        | Error::NotEarlier { .. }
        | Error::UselessOption { .. }
        | Error::NoPlaces { .. }
        | Error::OnlyWgs84 { .. }
        | Error::UnknownCrs { .. }
        | Error::NotProjected { .. } => ExitCode::from(WRONG_USAGE),
        _ => ExitCode::from(FAILED),
    }
}
