//! What the commands on a project have in common.

use std::io::Write;
use std::path::Path;

use super::analyze::AnalyzeOptions;
use super::decided::Decided;
use crate::analysis::grid_of;
use crate::io::export::{HandOver, Placing};
use crate::io::store::{Import, Loss, Store, is_project, who};
use crate::job::Feedback;
use crate::model::{Analysis, AnalysisSettings, Dataset, Error, Result, Zones};
use crate::text::{Text, printable};

/// The project that a command is to read instead of files; one among others is an error.
pub fn project_among(samples: &[String]) -> Result<Option<&Path>> {
    let project = samples.iter().map(Path::new).find(|path| is_project(path));
    match project {
        Some(path) if samples.len() > 1 => Err(Error::ProjectAmongFiles { path: path.display().to_string() }),
        project => Ok(project),
    }
}

/// A project to be read, with a word on what a damaged one has lost.
pub fn open_readable(path: &Path, quiet: bool, text: &Text) -> Result<Store> {
    let store = Store::open(path)?;
    say_losses(&store, quiet, text);
    Ok(store)
}

/// Samples and boundaries of a project as an analysis takes them.
#[derive(Debug)]
pub struct Opened {
    pub dataset: Dataset,
    pub zones: Zones,
    /// Time of the latest import, where the call names none.
    pub now_unix_s: Option<i64>,
    /// Whether nothing of it is damaged, or taken for something else by the call.
    pub is_sound: bool,
    pub decided: Decided,
}

/// Reads a project for an analysis.
pub fn open_for_analysis(path: &Path, options: &AnalyzeOptions, feedback: &Feedback, text: &Text) -> Result<Opened> {
    refuse_reading_options(options)?;
    let of_call = options.read.read_options()?.operator_aliases;
    let mut store = open_readable(path, options.quiet, text)?;
    let decided = Decided::of(&store)?;
    let aliases = decided.aliases(&of_call);
    let mut read = store.read_samples(&aliases, feedback);
    if matches!(read, Err(Error::ProjectDamaged { .. })) && store.losses().is_empty() {
        store = Store::open_damaged(path)?;
        say_losses(&store, options.quiet, text);
        read = store.read_samples(&aliases, feedback);
    }
    let mut dataset = read?.dataset;
    if dataset.files.is_empty() {
        return Err(Error::EmptyProject { path: path.display().to_string() });
    }
    let now_unix_s = match options.now {
        Some(_) => None,
        None => dataset.files.iter().filter_map(|file| file.now_unix_s).max(),
    };
    if options.now.is_some() {
        dataset.files.iter_mut().for_each(|file| file.now_unix_s = None);
    }
    let is_sound = store.losses().is_empty() && of_call.is_empty();
    let mut zones = store.read_zones()?;
    zones.weigh(&decided.weights);
    Ok(Opened { dataset, zones, now_unix_s, is_sound, decided })
}

impl Opened {
    /// The settings of an analysis of the project: `future-time` compares with the time of the import, and what was left
    /// out by hand in the window is left out.
    pub fn settings(&self, settings: &AnalysisSettings) -> AnalysisSettings {
        AnalysisSettings {
            now_unix_s: self.now_unix_s.unwrap_or(settings.now_unix_s),
            corrections: self.decided.corrections.clone(),
            ..settings.clone()
        }
    }
}

/// Puts what was found into the project as layers for other programs; where the project cannot be written, says so.
pub fn keep_results(
    project: &Path,
    analysis: &Analysis,
    (quiet, text): (bool, &Text),
    feedback: &Feedback,
) -> Result<()> {
    if analysis.settings.only_stats {
        return Ok(());
    }
    match Store::open_for_writing(project, &who()) {
        Ok(mut store) => {
            let (words, placing, grid) = (|key: &str| text.get(key), Placing::default(), grid_of(analysis)?);
            let results = HandOver { analysis, grid: &grid, plan: None, words: &words, placing: &placing };
            store.put_results(&results, feedback).map(drop)
        }
        Err(reason @ (Error::ProjectInUse { .. } | Error::ProjectReadOnly { .. } | Error::ProjectBusy { .. })) => {
            if !quiet {
                let said = text.with("project-results-not-kept", &[("reason", &text.error(&reason))]);
                // Standard error may be closed; there is nobody left to tell.
                let _ = writeln!(std::io::stderr(), "{said}");
            }
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// How files are read was decided when they were imported.
fn refuse_reading_options(options: &AnalyzeOptions) -> Result<()> {
    let read = &options.read;
    let given = [
        ("--columns", !read.columns.is_empty()),
        ("--unit", read.unit.is_some()),
        ("--operator", read.operator.is_some()),
        ("--timezone", read.timezone.is_some()),
        ("--sheet", read.sheet.is_some()),
    ];
    match given.into_iter().find(|(_, given)| *given) {
        Some((option, _)) => Err(Error::UselessOption { option: option.to_owned() }),
        None => Ok(()),
    }
}

fn say_losses(store: &Store, quiet: bool, text: &Text) {
    if quiet || store.losses().is_empty() {
        return;
    }
    let path = store.path().display().to_string();
    let mut lines = vec![text.with("project-rescued", &[("path", &path)])];
    lines.extend(store.losses().iter().map(|loss| loss_sentence(loss, text)));
    // Standard error may be closed; there is nobody left to tell.
    let _ = writeln!(std::io::stderr(), "{}", lines.join("\n"));
}

/// What was lost of one table.
pub fn loss_sentence(loss: &Loss, text: &Text) -> String {
    match (&loss.file, loss.rows) {
        (Some(file), Some(rows)) => {
            text.with("project-lost-samples", &[("file", &*printable(file)), ("rows", &text.count(rows))])
        }
        _ => text.with("project-lost-table", &[("table", &loss.table)]),
    }
}

/// One import in a line.
pub fn import_sentence(import: &Import, text: &Text) -> String {
    let rows: u64 = import.files.iter().map(|file| file.rows).sum();
    let files: Vec<String> = import.files.iter().map(|file| printable(&file.file)).collect();
    let facts = [
        ("id", import.id.to_string()),
        ("time", import.unix_s().map(|time| text.date_time(time)).unwrap_or_default()),
        ("who", printable(&import.who)),
        ("rows", text.count(rows)),
        ("files", files.join("; ")),
    ];
    let facts: Vec<(&str, &str)> = facts.iter().map(|(key, value)| (*key, value.as_str())).collect();
    text.with("project-import-line", &facts)
}
