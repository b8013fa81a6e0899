//! What the commands on a project have in common.

use std::io::Write;
use std::path::Path;

use super::analyze::{AnalyzeOptions, now_unix_s};
use super::decided::Decided;
use crate::analysis::grid_of;
use crate::io::export::{HandOver, Placing};
use crate::io::store::{ContextFile, Import, Store, is_project, who};
use crate::job::Feedback;
use crate::model::{Analysis, AnalysisSettings, Beside, Dataset, Error, OperatorCatalogue, Plan, Result, Zones};
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

/// The same for a project that is not analysed: damage in what it holds is looked for, and with `deeply` in all of it.
pub fn open_checked(path: &Path, deeply: bool, quiet: bool, text: &Text) -> Result<Store> {
    let store = open_readable(path, quiet, text)?;
    if store.is_damaged() {
        return Ok(store);
    }
    match if deeply { store.check() } else { store.check_contents() } {
        Ok(()) => Ok(store),
        Err(_) => {
            let rescued = Store::open_damaged(path)?;
            say_losses(&rescued, quiet, text);
            Ok(rescued)
        }
    }
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
    /// What lies beside the evidence.
    pub beside: Vec<Beside>,
}

/// Reads a project for an analysis; of one whose damage shows only now, what can be read.
pub fn open_for_analysis(path: &Path, options: &AnalyzeOptions, feedback: &Feedback, text: &Text) -> Result<Opened> {
    refuse_reading_options(options)?;
    let store = open_readable(path, options.quiet, text)?;
    match Opened::read(&store, options, feedback) {
        Err(Error::ProjectDamaged { .. }) if !store.is_damaged() => {
            let rescued = Store::open_damaged(path)?;
            say_losses(&rescued, options.quiet, text);
            Opened::read(&rescued, options, feedback)
        }
        read => read,
    }
}

impl Opened {
    fn read(store: &Store, options: &AnalyzeOptions, feedback: &Feedback) -> Result<Self> {
        let of_call = options.read.read_options()?.operator_aliases;
        let decided = Decided::of(store)?;
        let aliases = decided.aliases(&of_call);
        let mut dataset = store.read_samples(&aliases, feedback)?.dataset;
        if dataset.files.is_empty() {
            return Err(Error::EmptyProject { path: store.path().display().to_string() });
        }
        let now_unix_s = match options.now {
            Some(_) => None,
            None => dataset.files.iter().filter_map(|file| file.now_unix_s).max(),
        };
        if options.now.is_some() {
            dataset.files.iter_mut().for_each(|file| file.now_unix_s = None);
        }
        let is_sound = !store.is_damaged() && of_call.is_empty();
        let mut zones = store.read_zones()?;
        zones.weigh(&decided.weights);
        let catalogue = OperatorCatalogue::default().with_aliases(&aliases);
        let beside = store.read_context()?.iter().map(|one| one.named(&catalogue)).collect();
        Ok(Self { dataset, zones, now_unix_s, is_sound, decided, beside })
    }

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
    keep(project, (analysis, None), (quiet, text), |store, results| {
        store.put_results(results, (&who(), now_unix_s()), feedback).map(drop)
    })
}

/// The same with a plan alone: the results beside it stay those of the last analysis.
pub fn keep_plan(
    project: &Path,
    (analysis, plan): (&Analysis, &Plan),
    (quiet, text): (bool, &Text),
    feedback: &Feedback,
) -> Result<()> {
    keep(project, (analysis, Some(plan)), (quiet, text), |store, results| {
        store.put_plan(results, (&who(), now_unix_s()), feedback).map(drop)
    })
}

fn keep(
    project: &Path,
    (analysis, plan): (&Analysis, Option<&Plan>),
    (quiet, text): (bool, &Text),
    put: impl FnOnce(&mut Store, &HandOver<'_>) -> Result<()>,
) -> Result<()> {
    let (words, placing, grid) = (|key: &str| text.get(key), Placing::default(), grid_of(analysis)?);
    let results = HandOver { analysis, grid: &grid, plan, changes: &[], words: &words, placing: &placing };
    let kept = open_writable(project, false, quiet, text).and_then(|mut store| put(&mut store, &results));
    match kept {
        Err(
            reason @ (Error::ProjectInUse { .. }
            | Error::ProjectReadOnly { .. }
            | Error::ProjectBusy { .. }
            | Error::ProjectDamaged { .. }),
        ) => {
            if !quiet {
                let said = text.with("project-results-not-kept", &[("reason", &text.error(&reason))]);
                // Standard error may be closed; there is nobody left to tell.
                let _ = writeln!(std::io::stderr(), "{said}");
            }
            Ok(())
        }
        kept => kept,
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
    if quiet || !store.is_damaged() {
        return;
    }
    let path = store.path().display().to_string();
    let mut lines = vec![text.with("project-rescued", &[("path", &path)])];
    lines.extend(store.losses().iter().map(|loss| text.loss(loss)));
    if store.losses().is_empty() {
        lines.push(text.get("lost-nothing"));
    }
    // Standard error may be closed; there is nobody left to tell.
    let _ = writeln!(std::io::stderr(), "{}", lines.join("\n"));
}

/// Opens a project to write it, which is created where `create` says so, with a word on one of an older version.
pub fn open_writable(path: &Path, create: bool, quiet: bool, text: &Text) -> Result<Store> {
    let who = who();
    let store = if create { Store::open_or_create(path, &who)? } else { Store::open_for_writing(path, &who)? };
    if let Some(copy) = store.kept_copy().filter(|_| !quiet) {
        let facts = [("path", path.display().to_string()), ("copy", copy.display().to_string())];
        // Standard error may be closed; there is nobody left to tell.
        let _ = writeln!(std::io::stderr(), "{}", text.with_facts("project-migrated", &facts));
    }
    Ok(store)
}

/// Copies of the project from before it was brought to a later version, a line each.
pub fn older_copy_sentences(store: &Store, text: &Text) -> Result<Vec<String>> {
    let path = store.path().display().to_string();
    let line = |copy: &std::path::PathBuf| {
        text.with_facts("project-older-copy", &[("path", path.clone()), ("copy", copy.display().to_string())])
    };
    Ok(store.older_copies()?.iter().map(line).collect())
}

/// A file that lies beside the evidence, in a line.
pub fn context_sentence(file: &ContextFile, text: &Text) -> String {
    let facts = [
        ("file", printable(&file.file)),
        ("kind", text.get(&format!("project-context-{}", file.kind))),
        ("n", text.count(file.records)),
    ];
    text.with_facts("project-context-line", &facts)
}

/// A name as the system gives it; a dash where it gives none.
pub fn shown_who(who: &str) -> String {
    if who.is_empty() { "–".to_owned() } else { printable(who) }
}

/// One import in a line.
pub fn import_sentence(import: &Import, text: &Text) -> String {
    let rows: u64 = import.files.iter().map(|file| file.rows).sum();
    let names = import.files.iter().map(|file| &file.file).chain(import.context.iter().map(|file| &file.file));
    let files: Vec<String> = names.map(|name| printable(name)).collect();
    let facts = [
        ("id", import.id.to_string()),
        ("time", import.unix_s().map(|time| text.date_time(time)).unwrap_or_default()),
        ("who", shown_who(&import.who)),
        ("rows", text.count(rows)),
        ("files", files.join("; ")),
    ];
    let facts: Vec<(&str, &str)> = facts.iter().map(|(key, value)| (*key, value.as_str())).collect();
    text.with("project-import-line", &facts)
}
