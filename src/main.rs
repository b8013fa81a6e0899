//! The program: a command line whose first command is to open the window.

use std::process::ExitCode;

fn main() -> ExitCode {
    phusong::cli::run(std::env::args_os())
}
