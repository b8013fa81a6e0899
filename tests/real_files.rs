//! Every file of the data folder, said for what it is. The folder is not part of the repository: where it is absent
//! nothing is tested. `cargo test --test real_files -- --nocapture` prints the table; with `PHUSONG_REAL_FILES=FILE` it is
//! written there. docs/real-files.md has the figures for polluted tables.

// A step of a test that fails is a failing test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use phusong::analysis;
use phusong::io::{Content, Inspection, ReadOptions, inspect_all, read_samples};
use phusong::job::Feedback;
use phusong::model::{AnalysisSettings, Metric, Profile, Zones};

/// No file of the folder may take longer, built without optimisation.
const LONGEST: Duration = Duration::from_secs(60);

/// 2026-12-01, after every measurement.
const NOW: i64 = 1_796_083_200;

fn data_folder() -> Option<PathBuf> {
    let shared = match std::env::var_os("PHUSONG_SHARED") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
    };
    Some(shared.join("data")).filter(|folder| folder.is_dir())
}

fn files_within(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            files_within(&entry, files);
        } else {
            files.push(entry);
        }
    }
}

/// Runs `work` beside, so that one that never ends fails the test and one that panics is seen.
fn within_limit<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, &'static str> {
    let (done, result) = mpsc::channel();
    std::thread::spawn(move || {
        let _ = done.send(std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)));
    });
    match result.recv_timeout(LONGEST) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(_)) => Err("panic"),
        Err(_) => Err("no end"),
    }
}

/// Kept samples of a file of samples.
fn kept(path: PathBuf) -> Option<u64> {
    let dataset = read_samples(&[path], &ReadOptions::default(), &Feedback::default()).ok()?;
    let settings =
        AnalysisSettings { only_stats: true, ..AnalysisSettings::new(Profile::quick(Metric::Download, 40.0), NOW) };
    let zones = Arc::new(Zones::default());
    let analysis = analysis::analyze(Arc::new(dataset), zones, &settings, &Feedback::default()).ok()?;
    Some(analysis.judgement.kept.iter().sum())
}

/// What the program says a file is, its rows and its flags.
fn said(inspection: &Inspection) -> (String, Option<u64>, String) {
    let refusal = inspection.refusal.as_ref().map(|error| error.key().trim_start_matches("error-"));
    match &inspection.content {
        Content::Boundaries(content) => {
            let what = refusal.map_or_else(|| format!("{} zones", content.n_zones), str::to_owned);
            (what, Some(content.n_features as u64), String::new())
        }
        Content::Quota(table, quota) => {
            (format!("{} quota table", table.form.format), Some(quota.rows.len() as u64), String::new())
        }
        Content::Context(table, layer) => {
            let what = format!("{} context layer: {}", table.form.format, layer.kind().code());
            (what, Some(layer.len() as u64), format!("other rows {}", layer.n_other_rows))
        }
        Content::Table(table) => {
            let flags = table.samples.as_ref().map(|samples| samples.flags.by_code()).unwrap_or_default();
            let flags: Vec<String> = flags.into_iter().map(|(code, n)| format!("{code} {n}")).collect();
            let what = refusal.unwrap_or("samples");
            let rows = table.samples.as_ref().map(|samples| samples.n_rows);
            (format!("{} {what}", table.form.format), rows, flags.join("; "))
        }
    }
}

/// What was said of one file, or of one that it holds.
struct Line {
    file: String,
    said: String,
    rows: Option<u64>,
    kept: Option<u64>,
    flags: String,
}

impl Line {
    fn text(&self) -> String {
        let shown = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
        format!("{}\t{}\t{}\t{}\t{}", self.file, self.said, shown(self.rows), shown(self.kept), self.flags)
    }
}

/// Lines for one file of the folder; the error says what went wrong that never may.
fn lines_of(path: &Path, name: &str) -> Result<Vec<Line>, String> {
    let of_path = path.to_owned();
    let look = move || inspect_all(&of_path, &ReadOptions::default(), &Feedback::default());
    let inspections = within_limit(look).map_err(|what| format!("{name}: {what}"))?;
    let line = |(shown, inspection): (String, Result<Inspection, phusong::model::Error>)| {
        let inner = shown.strip_prefix(&path.display().to_string()).unwrap_or_default();
        let file = format!("{name}{inner}");
        let inspection = match inspection {
            Ok(inspection) => inspection,
            Err(error) => {
                let said = error.key().trim_start_matches("error-").to_owned();
                return Ok(Line { file, said, rows: None, kept: None, flags: String::new() });
            }
        };
        let (said, rows, flags) = said(&inspection);
        let of_path = path.to_owned();
        let kept = match said.ends_with(" samples") {
            true => within_limit(move || kept(of_path)).map_err(|what| format!("{name}: {what} in analysis"))?,
            false => None,
        };
        Ok(Line { file, said, rows, kept, flags })
    };
    inspections.into_iter().map(line).collect()
}

#[test]
fn every_file_is_understood_or_refused_in_time_and_without_a_panic() {
    let Some(folder) = data_folder() else { return };
    let mut files = Vec::new();
    files_within(&folder, &mut files);
    let (mut broken, mut table) = (Vec::new(), vec!["file\tsaid\trows\tkept\tflags".to_owned()]);
    for path in files {
        let name = path.strip_prefix(&folder).unwrap().display().to_string();
        match lines_of(&path, &name) {
            Ok(lines) => table.extend(lines.iter().map(Line::text)),
            Err(what) => broken.push(what),
        }
    }
    table.push(String::new());
    match std::env::var_os("PHUSONG_REAL_FILES") {
        Some(report) => std::fs::write(report, table.join("\n")).unwrap(),
        None => println!("{}", table.join("\n")),
    }
    assert!(broken.is_empty(), "{broken:#?}");
}
