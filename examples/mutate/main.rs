//! Reads damaged and hostile files by the thousand and reports what they cost: nothing may panic, take longer than 20
//! seconds or more than 1 GB.
//!
//! ```text
//! mutate FOLDER [--only FORMAT] [--seconds N] [--from NUMBER] [--to NUMBER] [--seed N] [--write-seeds]
//! ```
//!
//! Mutants are made from small seeds; one depends on its format, the seed and its number alone, so that
//! `--only FORMAT --from NUMBER --to NUMBER` makes it again. Each is read in a second process, as samples and as
//! boundaries. What goes wrong is kept in `FOLDER/found`, with its message beside it.

mod binary;
mod bytes;
mod child;
mod excel;
mod mutant;
mod office;
mod random;
mod seeds;
mod watch;
mod words;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use seeds::FAMILIES;

#[derive(Parser)]
struct Arguments {
    /// Folder for what is found; made where it is missing.
    folder: PathBuf,
    /// One format alone.
    #[arg(long)]
    only: Option<String>,
    /// Time for each format.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Number of the first mutant.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Number of the last mutant.
    #[arg(long, default_value_t = u64::MAX - 1)]
    to: u64,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write the sound files for the fuzzer instead, a folder for each format.
    #[arg(long)]
    write_seeds: bool,
    /// Read instead of watching.
    #[arg(long, hide = true)]
    child: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether nothing was found.
fn run(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    let families = FAMILIES.iter().filter(|family| arguments.only.as_deref().is_none_or(|only| only == family.name));
    let numbers = arguments.from..arguments.to.saturating_add(1);
    if arguments.write_seeds {
        for family in families {
            let folder = arguments.folder.join(family.name);
            std::fs::create_dir_all(&folder)?;
            for (i, seed) in (family.make)()?.iter().enumerate() {
                std::fs::write(folder.join(format!("seed-{i}")), mutant::for_fuzzer(seed)?)?;
            }
        }
        return Ok(true);
    }
    if arguments.child {
        let folder = arguments.folder.join("current");
        for family in families {
            child::read_all(family, arguments.seed, numbers.clone(), &folder)?;
        }
        return Ok(true);
    }
    std::fs::create_dir_all(&arguments.folder)?;
    println!("| format | mutants | read | refused | panics | slow | large | slowest (s) | most memory (MB) |");
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    let mut is_clean = true;
    for family in families {
        let tally = watch::watch(family, arguments, numbers.clone())?;
        println!("{}", tally.line(family.name));
        is_clean &= tally.is_clean();
    }
    Ok(is_clean)
}
