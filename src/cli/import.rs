//! `phusong import`: files into a project, safe to repeat.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::analyze::{bad, now_unix_s};
use super::arguments::{BoundaryArguments, ReadArguments};
use super::dates::unix_time;
use super::print;
use super::progress::Watched;
use super::project::{context_sentence, open_writable};
use super::reading::{read_both, say_passed_over};
use crate::analysis::repeats_in;
use crate::io::store::{Imported, MeaningChange, NewImport, Store, is_project, who};
use crate::io::{InhabitedSource, SampleInputs, ZoneOptions, is_beside, read_neighbours, read_weights, sample_inputs};
use crate::job::Feedback;
use crate::model::{Beside, BoundaryNote, Dataset, Error, Meaning, Result, Zones};
use crate::text::{Text, printable};

#[derive(Debug, Args)]
pub struct ImportOptions {
    #[arg(value_name = "PROJECT")]
    pub project: PathBuf,
    #[arg(required_unless_present_any = ["zones", "neighbours"], value_name = "SAMPLES")]
    pub samples: Vec<String>,
    #[command(flatten)]
    pub boundaries: BoundaryArguments,
    #[arg(long, value_name = "FILE")]
    pub neighbours: Vec<PathBuf>,
    #[command(flatten)]
    pub read: ReadArguments,
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    #[arg(long)]
    pub quiet: bool,
    #[arg(long)]
    pub json: bool,
}

pub fn run(options: &ImportOptions, text: &Text) -> Result<ExitCode> {
    let now = match &options.now {
        Some(text) => unix_time(text).ok_or_else(|| bad("--now", text))?,
        None => now_unix_s(),
    };
    if let Some(path) = options.samples.iter().find(|path| is_project(path.as_ref())) {
        return Err(Error::ProjectAmongFiles { path: path.clone() });
    }
    let watched = Watched::start(options.quiet, text);
    let feedback = watched.feedback();
    let (dataset, zones, beside) = read(options, feedback, text)?;
    let is_new = !options.project.exists();
    let who = who();
    let mut store = open_writable(&options.project, true, options.quiet, text)?;
    let new = NewImport {
        dataset,
        zones: zones.as_ref(),
        beside: beside.iter().collect(),
        who: &who,
        time_unix_s: now_unix_s(),
        now_unix_s: now,
    };
    let imported = store.import(new, &repeats_in, feedback);
    if imported.is_err() && is_new && store.imports().is_ok_and(|imports| imports.is_empty()) {
        // A project that was made for this import and holds nothing is of no use.
        let _ = std::fs::remove_file(&options.project);
    }
    let imported = imported?;
    drop(watched);
    if options.json {
        let list = store.repeats_of(imported.import.unwrap_or(0))?;
        let repeats: Vec<_> = list
            .iter()
            .map(
                |r| json!({"file": r.file, "row": r.row, "repeats_file": r.repeats_file, "repeats_row": r.repeats_row}),
            )
            .collect();
        let import = store.imports()?.into_iter().find(|import| Some(import.id) == imported.import);
        let known: Vec<_> = imported.known.iter().map(|(file, as_)| json!({"file": file, "known_as": as_})).collect();
        let changes = imported.changes.iter().map(
            |c| json!({"file": c.file, "earlier": c.earlier, "column": c.column, "before": c.before, "now": c.now}),
        );
        let said = json!({"import": import, "known": known, "changed_columns": changes.collect::<Vec<_>>(),
                          "repeats": repeats});
        print(format!("{said:#}\n").as_bytes())?;
    } else if !options.quiet {
        let mut said = Vec::new();
        // Writing into memory does not fail.
        let _ = say(&store, &imported, zones.as_ref(), text, &mut said);
        print(&said)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn read(options: &ImportOptions, feedback: &Feedback, text: &Text) -> Result<(Dataset, Option<Zones>, Vec<Beside>)> {
    let read_options = options.read.read_options()?;
    let boundaries = &options.boundaries;
    let zone_options = boundaries.zone_options(&read_options);
    let has_zones = !boundaries.zones.is_empty()
        || boundaries.study_area.is_some()
        || zone_options.inhabited != InhabitedSource::Everywhere;
    let found = sample_inputs(&options.samples, &read_options, feedback).and_then(|inputs| {
        let read = read_both(&inputs, &read_options, &boundaries.zones, zone_options.clone(), feedback)?;
        Ok((inputs, read))
    });
    let (inputs, (dataset, mut zones)) = match found {
        // Into a project they may come by themselves.
        Err(error) if is_beside(&error) => {
            let inputs = SampleInputs::all_beside(&options.samples, feedback)?;
            let read = read_both(&inputs, &read_options, &boundaries.zones, zone_options, feedback)?;
            (inputs, read)
        }
        found => found?,
    };
    if !options.quiet {
        say_passed_over(&inputs, text);
    }
    if let Some(table) = &boundaries.weight_table {
        let weights = read_weights(table, boundaries.weight.as_deref(), &zones, feedback)?;
        weights.apply(&mut zones);
    }
    let mut beside = inputs.read_beside(&read_options, feedback)?;
    if !options.neighbours.is_empty() {
        let how = ZoneOptions { crs: read_options.crs, preferred_layer: read_options.sheet, ..ZoneOptions::default() };
        let (layer, notes) = read_neighbours(&options.neighbours, &how, feedback)?;
        if !options.quiet {
            say_of_neighbours(&notes, text);
        }
        beside.push(Beside::Layer(layer));
    }
    Ok((dataset, has_zones.then_some(zones), beside))
}

fn say_of_neighbours(notes: &[BoundaryNote], text: &Text) {
    for note in notes {
        // Standard error may be closed; there is nobody left to tell.
        let _ = writeln!(std::io::stderr(), "{}", text.with_facts(note.key(), &note.facts()));
    }
}

/// What came in, file by file.
fn say(
    store: &Store,
    imported: &Imported,
    zones: Option<&Zones>,
    text: &Text,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let import = store.imports().unwrap_or_default().into_iter().find(|import| Some(import.id) == imported.import);
    for file in import.iter().flat_map(|import| &import.files) {
        let facts = [
            ("file", printable(&file.file)),
            ("rows", text.count(file.rows)),
            ("kept", text.count(file.kept)),
            ("repeats", text.count(file.repeats)),
        ];
        let facts: Vec<(&str, &str)> = facts.iter().map(|(key, value)| (*key, value.as_str())).collect();
        writeln!(out, "{}", text.with("project-imported-file", &facts))?;
    }
    for file in import.iter().flat_map(|import| &import.context) {
        writeln!(out, "{}", context_sentence(file, text))?;
    }
    for (file, earlier) in &imported.known {
        let facts = [("file", &*printable(file)), ("earlier", &*printable(earlier))];
        writeln!(out, "{}", text.with("project-known-file", &facts))?;
    }
    for change in &imported.changes {
        writeln!(out, "{}", change_sentence(change, text))?;
    }
    if let Some(zones) = zones {
        writeln!(out, "{}", text.with("project-imported-zones", &[("n", &text.count(zones.zones.len() as u64))]))?;
    }
    let path = store.path().display().to_string();
    match imported.import {
        Some(id) => writeln!(out, "{}", text.with("project-imported", &[("id", &id.to_string()), ("path", &path)])),
        None => writeln!(out, "{}", text.with("project-nothing-new", &[("path", &path)])),
    }
}

/// A column that means something else than last time.
fn change_sentence(change: &MeaningChange, text: &Text) -> String {
    let word = |meaning: &Option<String>| match meaning {
        None => text.get("project-meaning-none"),
        Some(code) if Meaning::from_code(code).is_some() => text.get(&format!("inspect-meaning-{code}")),
        Some(unit) => text.get(&format!("unit-{unit}")),
    };
    let facts = [
        ("file", printable(&change.file)),
        ("column", printable(&change.column)),
        ("before", word(&change.before)),
        ("now", word(&change.now)),
        ("earlier", printable(&change.earlier)),
    ];
    let facts: Vec<(&str, &str)> = facts.iter().map(|(key, value)| (*key, value.as_str())).collect();
    text.with("project-column-changed", &facts)
}
