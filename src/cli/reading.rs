//! What `analyze` and `plan` read, and that it is not written over.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::analyze::AnalyzeOptions;
use super::decided::Decided;
use super::project::{Opened, open_for_analysis, project_among};
use crate::analysis;
use crate::io::export::OutputFolder;
use crate::io::{
    CorrectionTable, InhabitedSource, ReadOptions, SampleInputs, ZoneOptions, read_corrections, read_weights,
    read_zones_of, sample_inputs,
};
use crate::job::{Feedback, start_pool};
use crate::model::{Analysis, AnalysisSettings, Beside, Dataset, Error, Flag, LonLat, Result, Zones};
use crate::text::Text;

/// What came of the files that the options name.
pub struct Analyzed<T> {
    pub analysis: Analysis,
    /// Files that are no evidence and lie beside it.
    pub beside: Vec<Beside>,
    /// Where the command writes.
    pub folder: T,
    /// The project it was read from, where its results are those of the project as it is.
    pub project: Option<PathBuf>,
}

/// Reads what the options name and analyzes it; `is_own` knows the files that the command writes into its folder.
pub fn analyzed(
    options: &AnalyzeOptions,
    settings: &AnalysisSettings,
    is_own: fn(&str) -> bool,
    feedback: &Feedback,
    text: &Text,
) -> Result<Analyzed<OutputFolder>> {
    analyzed_into(options, settings, feedback, text, |inputs| {
        refuse_to_replace_inputs(&options.out, inputs.iter().copied(), is_own)?;
        OutputFolder::prepare(&options.out, options.overwrite, is_own)
    })
}

/// The same; `prepare` looks at where the command writes before anything is read. It is given the files to be read.
pub fn analyzed_into<T>(
    options: &AnalyzeOptions,
    settings: &AnalysisSettings,
    feedback: &Feedback,
    text: &Text,
    prepare: impl FnOnce(&[&PathBuf]) -> Result<T>,
) -> Result<Analyzed<T>> {
    start_pool(options.threads.map(usize::from));
    let read_options = options.read.read_options()?;
    let boundaries = &options.boundaries;
    let zone_options = boundaries.zone_options(&read_options);
    let project = project_among(&options.samples)?;
    let inputs = match project {
        Some(path) => SampleInputs::of_project(path),
        None => sample_inputs(&options.samples, &read_options, feedback)?,
    };
    if !options.quiet {
        say_passed_over(&inputs, text);
    }
    let tables: Vec<&PathBuf> = boundaries
        .weight_table
        .iter()
        .chain(&boundaries.study_area)
        .chain(&boundaries.inhabited)
        .chain(&options.leave_out)
        .collect();
    let all = inputs.files.iter().chain(&boundaries.zones).chain(tables.iter().copied());
    let folder = prepare(&all.collect::<Vec<_>>())?;
    // Read first: it is short, and what is wrong in it must not wait for the samples.
    let left_out = options.leave_out.as_deref().map(|path| read_corrections(path, feedback)).transpose()?;

    let mut settings = settings.clone();
    let mut is_as_kept = false;
    let mut decided = Decided::default();
    let mut beside = Vec::new();
    let (dataset, mut zones) = match project {
        None => read_both(&inputs, &read_options, &boundaries.zones, zone_options, feedback)?,
        Some(path) => {
            let mut opened = open_for_analysis(path, options, feedback, text)?;
            beside = std::mem::take(&mut opened.beside);
            settings = opened.settings(&settings);
            decided = opened.decided.clone();
            is_as_kept = opened.is_sound && tables.is_empty() && boundaries.zones.is_empty();
            beside_project(opened, &boundaries.zones, zone_options, feedback)?
        }
    };
    let mut read = inputs.files.iter().chain(&boundaries.zones);
    if project.is_none() && read_options.sheet.is_some() && !read.any(|path| may_have_sheets(path)) && !options.quiet {
        // Standard error may be closed; there is nobody left to tell.
        let _ = writeln!(std::io::stderr(), "{}", text.get("cli-said-no-sheets"));
    }
    if let Some(table) = &boundaries.weight_table {
        let weights = read_weights(table, boundaries.weight.as_deref(), &zones, feedback)?;
        weights.apply(&mut zones);
        if !options.quiet {
            super::plan::say_weights(Some(&weights), &zones, text);
        }
    } else if boundaries.weight.is_some() && !options.quiet {
        super::plan::say_weights(None, &zones, text);
    }
    beside.extend(inputs.read_beside(&read_options, feedback)?);
    if let Some(table) = &left_out {
        // Those of the call first: their counts are told row by row.
        let of_call = table.corrections(&analysis::projection_of(&dataset, &zones, &settings)?);
        settings.corrections.splice(0..0, of_call);
    }
    let (dataset, zones) = (Arc::new(dataset), Arc::new(zones));
    // A thread of the pool does the steps between those that all do together: nobody has to be woken for each of them.
    let mut analysis = rayon::scope(|_| analysis::analyze(dataset, zones, &settings, feedback))?;
    decided.name_places(&mut analysis);
    if let Some(table) = left_out.filter(|_| !options.quiet) {
        say_left_out(&analysis, &table, text);
    }
    let project = project.filter(|_| is_as_kept).map(Path::to_path_buf);
    Ok(Analyzed { analysis, beside, folder, project })
}

/// Whether a file may have sheets or layers to choose from, by its ending.
fn may_have_sheets(path: &Path) -> bool {
    const WITHOUT: [&str; 5] = ["csv", "tsv", "txt", "json", "geojson"];
    let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
    !ending.is_some_and(|ending| WITHOUT.iter().any(|without| ending == *without))
}

/// Says on standard error how much was left out by hand, and which rows of the table mean no sample.
fn say_left_out(analysis: &Analysis, table: &CorrectionTable, text: &Text) {
    let counts = &analysis.judgement.n_left_out;
    let samples = analysis.judgement.left_out_by.len() as u64;
    let facts = [("n", text.count(counts.len() as u64)), ("samples", text.count(samples))];
    // Standard error may be closed; there is nobody left to tell.
    let _ = writeln!(std::io::stderr(), "{}", text.with_facts("cli-said-left-out", &facts));
    for (given, _) in table.given.iter().zip(counts).filter(|(_, n)| **n == 0) {
        let words = text.with("cli-said-leaves-nothing-out", &[("row", &text.count(given.row))]);
        let _ = writeln!(std::io::stderr(), "{words}");
    }
}

/// Says on standard error which files of a folder or an archive are no samples.
pub fn say_passed_over(inputs: &SampleInputs, text: &Text) {
    for error in &inputs.passed_over {
        // Standard error may be closed; there is nobody left to tell.
        let _ = writeln!(std::io::stderr(), "{}", text.with("cli-said-passed-over", &[("reason", &text.error(error))]));
    }
}

fn has_boundaries(zones: &[PathBuf], options: &ZoneOptions) -> bool {
    !zones.is_empty() || options.study_area.is_some() || options.inhabited != InhabitedSource::Everywhere
}

/// Samples of a project with its boundaries, or with those that the call names instead.
fn beside_project(
    opened: Opened,
    zones: &[PathBuf],
    options: ZoneOptions,
    feedback: &Feedback,
) -> Result<(Dataset, Zones)> {
    let Opened { dataset, zones: own, .. } = opened;
    if !has_boundaries(zones, &options) {
        return Ok((dataset, own));
    }
    let near = ZoneOptions { samples: positions(&dataset), ..options };
    let zones = read_zones_of(zones, &near, feedback)?;
    Ok((dataset, zones))
}

/// Reads samples and boundaries side by side.
pub fn read_both(
    inputs: &SampleInputs,
    read_options: &ReadOptions,
    zones: &[PathBuf],
    zone_options: ZoneOptions,
    feedback: &Feedback,
) -> Result<(Dataset, Zones)> {
    if !has_boundaries(zones, &zone_options) {
        return Ok((inputs.read(read_options, feedback)?, Zones::default()));
    }
    let beside = feedback.beside();
    let (dataset, found) = std::thread::scope(|scope| {
        let reading = scope.spawn(|| {
            let found = read_zones_of(zones, &zone_options, &beside);
            if !matches!(found, Ok(_) | Err(Error::UnclearCrs { .. })) {
                beside.cancel();
            }
            found
        });
        let dataset = inputs.read(read_options, feedback);
        if dataset.is_err() {
            feedback.cancel();
        }
        (dataset, reading.join().unwrap_or(Err(Error::Cancelled)))
    });
    feedback.add_timings_of(&beside);
    match found {
        // The samples show which of the systems in question it may be; the user still has to say.
        Err(Error::UnclearCrs { .. }) => {
            let dataset = dataset?;
            let zone_options = ZoneOptions { samples: positions(&dataset), ..zone_options };
            let zones = read_zones_of(zones, &zone_options, feedback)?;
            Ok((dataset, zones))
        }
        // Whichever failed first has cancelled the other.
        Err(Error::Cancelled) => dataset.and(Err(Error::Cancelled)),
        Err(error) => Err(error),
        Ok(zones) => Ok((dataset?, zones)),
    }
}

/// Where the samples lie.
fn positions(dataset: &Dataset) -> Vec<LonLat> {
    let samples = &dataset.samples;
    let has_position = |i: &usize| samples.flags.get(*i).is_some_and(|flags| !flags.has(Flag::NoPosition));
    let position = |i| Some(LonLat { lon: samples.lon.get(i)?, lat: samples.lat.get(i)? });
    (0..samples.len()).filter(has_position).filter_map(position).collect()
}

/// A table must not be written over a file that is being read.
fn refuse_to_replace_inputs<'a>(
    out: &Path,
    inputs: impl Iterator<Item = &'a PathBuf>,
    is_own: fn(&str) -> bool,
) -> Result<()> {
    let Ok(out) = out.canonicalize() else { return Ok(()) };
    for input in inputs {
        let is_replaced = input.canonicalize().is_ok_and(|input| {
            let is_table = input.file_name().is_some_and(|name| is_own(&name.to_string_lossy()));
            is_table && input.parent() == Some(&*out)
        });
        if is_replaced {
            return Err(Error::OutputExists { path: input.display().to_string() });
        }
    }
    Ok(())
}
