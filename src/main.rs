//! The program: a command line whose first command is to open the window.

use std::process::ExitCode;

use phusong::app::StartOptions;
use phusong::text::Text;
use phusong::{cli, ui};

fn main() -> ExitCode {
    cli::run(std::env::args_os(), open_window)
}

/// The one place where the command line meets the window.
fn open_window(options: &StartOptions, text: &Text) -> Result<(), String> {
    ui::start(options).map_err(|error| {
        let facts = error.facts();
        let facts: Vec<(&str, &str)> = facts.iter().map(|(key, value)| (*key, value.as_str())).collect();
        text.with(error.key(), &facts)
    })
}
