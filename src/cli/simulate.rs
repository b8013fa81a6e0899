//! `phusong simulate`: an invented ward as files, in the style of a Vietnamese portal, with the truth beside them.

mod files;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::progress::Watched;
use crate::analysis::simulate::{Simulation, SimulationSettings, simulate};
use crate::io::export::OutputFolder;
use crate::model::{Error, Month, Result};
use crate::text::{Language, Text};

const ZONES_FILE: &str = "khu_pho_gia_dinh.geojson";
const OUTLINE_FILE: &str = "phuong_gia_dinh.geojson";
const TRUTH_SHAPES_FILE: &str = "truth.geojson";
const TRUTH_TABLE_FILE: &str = "truth.csv";
const README_FILE: &str = "README.txt";
const SAMPLES_PREFIX: &str = "i-speed_gia-dinh_";

/// A phone tests about this often over the whole period.
const TESTS_PER_PHONE: usize = 9;
const FEWEST_PHONES: usize = 40;

/// Make an invented ward with known weak places: sample files, zones, and the truth.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct SimulateArgs {
    /// Folder to make
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// The same number gives the same files
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Rows over the twelve months, dirty ones included
    #[arg(long, value_name = "N", default_value_t = 6000, value_parser = clap::value_parser!(u32).range(1..=20_000_000))]
    pub samples: u32,
    /// Number of khu phố
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..=200))]
    pub zones: u16,
    /// Places that are weak at all hours; up to two more are weak in the evening only; 0: a ward without any
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(0..=50))]
    pub weak: u8,
    /// Replace the files of an earlier run
    #[arg(long)]
    pub overwrite: bool,
}

impl SimulateArgs {
    /// What the command makes of its options.
    pub fn settings(&self) -> SimulationSettings {
        let samples = usize::try_from(self.samples).unwrap_or(usize::MAX);
        SimulationSettings {
            seed: self.seed,
            samples,
            zones: usize::from(self.zones),
            weak_places: usize::from(self.weak),
            evening_places: usize::from(self.weak.min(2)),
            phones: (samples / TESTS_PER_PHONE).max(FEWEST_PHONES),
            ..SimulationSettings::default()
        }
    }
}

/// Makes the folder and says so on standard output.
pub fn run(args: &SimulateArgs, text: &Text) -> Result<ExitCode> {
    let watched = Watched::start(false, text);
    let simulation = simulate(&args.settings(), watched.feedback()).map_err(|_| Error::Cancelled)?;
    let folder = OutputFolder::prepare(&args.out, args.overwrite, is_own)?;
    write_files(&folder, args, &simulation)?;
    folder.commit()?;
    let done = text.with(
        "simulate-done",
        &[
            ("folder", &args.out.display().to_string()),
            ("rows", &text.count(simulation.rows.len() as u64)),
            ("zones", &text.count(simulation.zones.len() as u64)),
            ("places", &text.count(simulation.truth.len() as u64)),
        ],
    );
    drop(watched);
    super::print(format!("{done}\n").as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn is_own(name: &str) -> bool {
    name.starts_with(SAMPLES_PREFIX)
        || [ZONES_FILE, OUTLINE_FILE, TRUTH_SHAPES_FILE, TRUTH_TABLE_FILE, README_FILE].contains(&name)
}

fn write_files(folder: &OutputFolder, args: &SimulateArgs, simulation: &Simulation) -> Result<()> {
    let write = |name: &str, content: &str| folder.write(name, |out| out.write_all(content.as_bytes()));
    let mut months: Vec<Month> = simulation.rows.iter().map(|row| row.file_month).collect();
    months.dedup();
    for (k, month) in months.iter().enumerate() {
        let rows: Vec<_> = simulation.rows.iter().filter(|row| row.file_month == *month).collect();
        // One month comes the international way, so that both are met.
        let style = if k > 0 && k == months.len() / 2 { files::Style::International } else { files::Style::Vietnamese };
        write(&format!("{SAMPLES_PREFIX}{month}.csv"), &files::samples_table(&rows, style)?)?;
    }
    write(ZONES_FILE, &files::zones_geojson(&simulation.zones))?;
    write(OUTLINE_FILE, &files::outline_geojson(&simulation.outline))?;
    write(TRUTH_SHAPES_FILE, &files::truth_geojson(&simulation.truth))?;
    write(TRUTH_TABLE_FILE, &files::truth_table(&simulation.truth)?)?;
    write(README_FILE, &readme(args, simulation))
}

/// In both languages, whatever the language of the command: the folder is passed on.
fn readme(args: &SimulateArgs, simulation: &Simulation) -> String {
    let parts = [Language::Vi, Language::En].map(|language| {
        let text = Text::new(language);
        text.with(
            "simulate-readme",
            &[
                ("seed", &args.seed.to_string()),
                ("samples", &args.samples.to_string()),
                ("zone_count", &args.zones.to_string()),
                ("weak", &args.weak.to_string()),
                ("rows", &text.count(simulation.rows.len() as u64)),
                ("prefix", SAMPLES_PREFIX),
                ("zones", ZONES_FILE),
                ("outline", OUTLINE_FILE),
                ("truth", TRUTH_SHAPES_FILE),
                ("truth_table", TRUTH_TABLE_FILE),
            ],
        )
    });
    format!("{}\n", parts.join("\n\n----\n\n"))
}

#[cfg(test)]
mod tests;
