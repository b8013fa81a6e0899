//! `phusong bench-frame FILES`: what a frame of the window costs while the map is moved. For developers, not in the help.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{FAILED, OpenWindow};
use crate::app::StartOptions;
use crate::text::Text;

#[derive(Debug, Args)]
pub struct BenchFrameOptions {
    /// Samples and boundaries; none: the sample ward.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Boundaries around them that are only drawn.
    #[arg(long, value_name = "FILE")]
    pub neighbours: Vec<PathBuf>,
}

pub fn run(options: BenchFrameOptions, open: OpenWindow, text: &Text) -> ExitCode {
    let demo = options.files.is_empty();
    let BenchFrameOptions { files, neighbours } = options;
    let start = StartOptions { files, neighbours, demo, bench: true, ..StartOptions::default() };
    match open(&start, text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            // Standard error may be closed; there is nobody left to tell.
            let _ = writeln!(std::io::stderr(), "phusong: {reason}");
            ExitCode::from(FAILED)
        }
    }
}
