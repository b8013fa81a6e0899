//! Work in the background: files being read, an analysis, a dialog, an export.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Ask, BoundaryFile, Export, ExportFormat, PlanFormat, ProjectCommand};
use crate::job::{Feedback, Job, Progress};
use crate::model::{Error, Profile, Result};

/// Wakes the window when there is something new.
#[derive(Clone)]
pub struct Wake(Arc<dyn Fn() + Send + Sync>);

impl fmt::Debug for Wake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wake")
    }
}

impl Wake {
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(wake))
    }

    fn call(&self) {
        (self.0)();
    }
}

/// One piece of work whose result is waited for.
#[derive(Debug)]
pub struct Running<T>(Job<Result<T>>);

impl<T: Send + 'static> Running<T> {
    /// Starts `work`; the error says that the system gave no thread.
    pub(super) fn start(
        name: &str,
        wake: &Wake,
        work: impl FnOnce(&Feedback) -> Result<T> + Send + 'static,
    ) -> Result<Self> {
        let wake = wake.clone();
        Job::spawn(name, move || wake.call(), work).map(Self).map_err(|e| Error::unreadable(name, &e))
    }

    pub fn progress(&self) -> Progress {
        self.0.progress()
    }

    /// The result, once. A worker that died counts as cancelled.
    pub(super) fn poll(&self) -> Option<Result<T>> {
        self.0.poll().map(|outcome| outcome.unwrap_or(Err(Error::Cancelled)))
    }
}

/// What a dialog of the system was answered with.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Answer {
    Nothing,
    Open(Vec<PathBuf>),
    BaseMap(PathBuf),
    Save(Export, ExportFormat, PathBuf),
    SavePlan(PlanFormat, PathBuf),
    SaveBoundaries(BoundaryFile, PathBuf),
    LoadProfile(PathBuf),
    SaveProfile(Box<Profile>, PathBuf),
    Project(ProjectCommand),
}

/// Ending of project files.
const PROJECT: &str = "gpkg";

/// Endings of files that may hold samples or boundaries.
const FILES: &[&str] = &[
    "csv",
    "tsv",
    "txt",
    "tab",
    "xlsx",
    "xlsm",
    "xlsb",
    "xls",
    "ods",
    "geojson",
    "json",
    "topojson",
    "ndjson",
    "geojsonl",
    "kml",
    "kmz",
    "gpx",
    "shp",
    "dbf",
    "gpkg",
    "fgb",
    "parquet",
    "geoparquet",
    "zip",
    "gz",
];

/// Shows a dialog on its own thread: a dialog that hangs must not hang the window.
pub(super) fn ask(question: Ask, title: String, wake: &Wake) -> Result<Running<Answer>> {
    Running::start("dialog", wake, move |_| {
        let dialog = rfd::FileDialog::new().set_title(title);
        Ok(match question {
            Ask::Files => dialog
                .add_filter("CSV, Excel, GeoJSON, KML, Shapefile …", FILES)
                .add_filter("*", &["*"])
                .pick_files()
                .map_or(Answer::Nothing, Answer::Open),
            Ask::BaseMap => dialog
                .add_filter("MBTiles, PMTiles", &["mbtiles", "pmtiles"])
                .add_filter("*", &["*"])
                .pick_file()
                .map_or(Answer::Nothing, Answer::BaseMap),
            Ask::BaseMapFolder => dialog.pick_folder().map_or(Answer::Nothing, Answer::BaseMap),
            Ask::Folder => dialog.pick_folder().map_or(Answer::Nothing, |folder| Answer::Open(vec![folder])),
            Ask::Target(what, format) => dialog
                .set_file_name(what.file_name(format))
                .add_filter(format.extension(), &[format.extension()])
                .save_file()
                .map_or(Answer::Nothing, |path| Answer::Save(what, format, path)),
            Ask::PlanTarget(format) => dialog
                .set_file_name(format.file_name())
                .add_filter(format.extension(), &[format.extension()])
                .save_file()
                .map_or(Answer::Nothing, |path| Answer::SavePlan(format, path)),
            Ask::BoundaryTarget(file) => dialog
                .set_file_name(Export::Boundaries.file_name(file.format))
                .add_filter(file.format.extension(), &[file.format.extension()])
                .save_file()
                .map_or(Answer::Nothing, |path| Answer::SaveBoundaries(file, path)),
            Ask::ProfileFile => dialog
                .add_filter("TOML", &["toml"])
                .add_filter("*", &["*"])
                .pick_file()
                .map_or(Answer::Nothing, Answer::LoadProfile),
            Ask::ProfileTarget(profile) => dialog
                .set_file_name("criteria.toml")
                .add_filter("TOML", &["toml"])
                .save_file()
                .map_or(Answer::Nothing, |path| Answer::SaveProfile(profile, path)),
            Ask::Project => dialog
                .add_filter(PROJECT, &[PROJECT])
                .pick_file()
                .map_or(Answer::Nothing, |path| Answer::Project(ProjectCommand::Open(path))),
            Ask::NewProject | Ask::ProjectCopy => {
                let command = if question == Ask::NewProject { ProjectCommand::New } else { ProjectCommand::SaveCopy };
                dialog
                    .add_filter(PROJECT, &[PROJECT])
                    .save_file()
                    .map_or(Answer::Nothing, |path| Answer::Project(command(with_ending(path))))
            }
        })
    })
}

/// The name that was typed with the ending of a project; a dot in it may be one of a date.
fn with_ending(path: PathBuf) -> PathBuf {
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(PROJECT)) {
        return path;
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".");
    name.push(PROJECT);
    path.with_file_name(name)
}

/// Opens a folder in the system's file manager, a page in its browser.
pub(super) fn show_outside(path: &Path) -> Result<()> {
    let program = if cfg!(windows) { "explorer" } else { "xdg-open" };
    // What is missing is the program, not the folder.
    let refused =
        |e: std::io::Error| Error::Unreadable { path: path.display().to_string(), reason: format!("{program}: {e}") };
    std::process::Command::new(program).arg(path).spawn().map(drop).map_err(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_date_in_it_keeps_its_end() {
        let named = |name: &str| with_ending(PathBuf::from("a").join(name));
        assert_eq!(named("phường 23.11"), Path::new("a/phường 23.11.gpkg"));
        assert_eq!(named("phường"), Path::new("a/phường.gpkg"));
        assert_eq!(named("phường.GPKG"), Path::new("a/phường.GPKG"));
    }
}
