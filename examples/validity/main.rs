//! Measures on invented wards what the method promises (design of §9 of the method): clean wards stay clean, weak places
//! are found, and what is graded A is truly weak.
//!
//! ```text
//! validity FOLDER [--wards N] [--only SETTING] [--replicas R] [--docs FILE]
//! ```
//!
//! One line a ward goes to `FOLDER/wards.jsonl`; wards that are there already are not drawn again. `--docs` then writes
//! the figures. A ward depends on its setting and its number alone, never on the run.

mod measure;
mod report;
mod results;
mod settings;
mod ward;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use rayon::prelude::*;

use results::Results;

#[derive(Parser)]
struct Arguments {
    /// Folder of the results; made where it is missing.
    folder: PathBuf,
    /// Wards of each setting.
    #[arg(long, default_value_t = 40)]
    wards: u64,
    /// Settings whose name begins so.
    #[arg(long, default_value = "")]
    only: String,
    /// Monte Carlo replicas of the scan.
    #[arg(long, default_value_t = 199)]
    replicas: usize,
    /// Where to write the figures.
    #[arg(long)]
    docs: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let results = Results::open(&arguments.folder)?;
    let settings: Vec<_> = settings::all().into_iter().filter(|s| s.name.starts_with(&arguments.only)).collect();
    // Ward by ward through all settings, so that an interrupted run has some of each.
    let tasks: Vec<_> = (1..=arguments.wards)
        .flat_map(|seed| settings.iter().map(move |setting| (setting, seed)))
        .filter(|(setting, seed)| !results.has(&setting.name, *seed, arguments.replicas))
        .collect();
    tasks.par_iter().try_for_each(|(setting, seed)| -> Result<(), String> {
        let line =
            measure::measure(setting, *seed, arguments.replicas).map_err(|e| format!("{}: {e:?}", setting.name))?;
        results.add(line).map_err(|e| e.to_string())
    })?;
    if let Some(path) = &arguments.docs {
        let lines = results.lines().into_iter().filter(|line| line.seed <= arguments.wards).collect::<Vec<_>>();
        std::fs::write(path, report::report(&lines, arguments.replicas))?;
    }
    Ok(())
}
