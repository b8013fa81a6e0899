//! Which files a command means: files, folders, archives, patterns with `*` and `?`, and `-` for standard input.

use std::path::{Path, PathBuf};

use crate::job::Feedback;
use crate::model::{Beside, Dataset, Error, OperatorCatalogue, Result};

use super::ReadOptions;
use super::beside::{self, is_beside};
use super::detect::Format;
use super::samples::{OpenTable, read_sources};
use super::source::Source;
use super::table::transcribe::sheets_of;

/// Endings of files that may hold samples.
pub(super) const SAMPLE_ENDINGS: &[&str] = &[
    "csv",
    "txt",
    "tsv",
    "tab",
    "xlsx",
    "xlsm",
    "xls",
    "xlsb",
    "ods",
    "geojson",
    "json",
    "ndjson",
    "jsonl",
    "geojsonl",
    "geojsons",
    "kml",
    "kmz",
    "gpx",
    "gpkg",
    "fgb",
    "parquet",
    "geoparquet",
    "shp",
    "zip",
    "gz",
];

pub(super) fn may_hold_samples(ending: &str) -> bool {
    SAMPLE_ENDINGS.contains(&ending)
}

/// Ending of a file's name in lower case, without the point.
pub(super) fn ending_of(path: &Path) -> Option<String> {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase())
}

/// Inputs of a command, where a folder or an archive stands for the sample files in it.
#[derive(Debug, Default)]
pub struct SampleInputs {
    /// Files on the disk, archives as they are.
    pub files: Vec<PathBuf>,
    /// Why other files of a folder or an archive were passed over.
    pub passed_over: Vec<Error>,
    sources: Vec<Source>,
    /// Files that are no evidence and can be put to use beside it.
    beside: Vec<Source>,
}

impl SampleInputs {
    /// A project that stands for all files: nothing is to be read beside it.
    pub fn of_project(path: &Path) -> Self {
        Self { files: vec![path.to_path_buf()], ..Self::default() }
    }

    /// Files of which none is evidence, to be put to use beside it.
    pub fn all_beside(patterns: &[String], feedback: &Feedback) -> Result<Self> {
        let mut inputs = Self { files: expand_inputs(patterns)?, ..Self::default() };
        for file in &inputs.files {
            inputs.beside.extend(Source::all_of(file, may_hold_samples, feedback)?);
        }
        Ok(inputs)
    }

    /// Reads all samples as one data set.
    pub fn read(&self, options: &ReadOptions, feedback: &Feedback) -> Result<Dataset> {
        let sources: Vec<_> = self.sources.iter().map(|source| (source, options)).collect();
        read_sources(&sources, feedback)
    }

    /// Reads what lies beside the evidence: layers of context and tables of numbers of samples.
    pub fn read_beside(&self, options: &ReadOptions, feedback: &Feedback) -> Result<Vec<Beside>> {
        let read = self.beside.iter().map(|source| beside::of_source(source, options, feedback));
        let catalogue = OperatorCatalogue::default().with_aliases(&options.operator_aliases);
        Ok(read.collect::<Result<Vec<_>>>()?.into_iter().flatten().map(|one| one.named(&catalogue)).collect())
    }
}

/// The sample files behind `patterns`. A file named by the user is taken as it is; of a folder or an archive, files that
/// are something else are passed over. A folder without any sample file is an error: that of its first file.
pub fn sample_inputs(patterns: &[String], options: &ReadOptions, feedback: &Feedback) -> Result<SampleInputs> {
    let mut inputs = SampleInputs::default();
    let (mut set_aside, mut n_samples) = (None, 0);
    for pattern in patterns {
        let files = expand_inputs(std::slice::from_ref(pattern))?;
        let is_folder = Path::new(pattern).is_dir();
        let n_before = inputs.files.len();
        let mut first_error = None;
        for file in files {
            let mut others = Others::default();
            let within = samples_within(&file, options, feedback, &mut others);
            // What is named by the user is looked at only where there are other files beside which it could lie.
            let within = match within {
                Ok(sources) if is_folder || patterns.len() > 1 => {
                    or_what_else(sources, is_folder, options, feedback, &mut others)
                }
                within => within,
            };
            inputs.passed_over.append(&mut others.passed_over);
            let is_aside = !others.beside.is_empty();
            for (source, error) in others.beside {
                set_aside.get_or_insert(error);
                inputs.beside.push(source);
            }
            match within {
                Ok(sources) => {
                    n_samples += sources.len();
                    inputs.sources.extend(sources);
                    inputs.files.push(file);
                }
                Err(error) if is_aside && is_beside(&error) => inputs.files.push(file),
                Err(error) if is_folder && says_something_else(&error) => {
                    first_error.get_or_insert(error.clone());
                    inputs.passed_over.push(error);
                }
                Err(error) => return Err(error),
            }
        }
        if let Some(error) = first_error.filter(|_| inputs.files.len() == n_before) {
            return Err(error);
        }
    }
    match set_aside.filter(|_| n_samples == 0) {
        Some(error) => Err(error),
        None => Ok(inputs),
    }
}

/// The one source of a file, unless it is something else than samples.
fn or_what_else(
    sources: Vec<Source>,
    is_folder: bool,
    options: &ReadOptions,
    feedback: &Feedback,
    others: &mut Others,
) -> Result<Vec<Source>> {
    let [source] = sources.as_slice() else { return Ok(sources) };
    if !is_folder && !is_quickly_opened(source) {
        return Ok(sources);
    }
    match what_else(source, options, feedback) {
        Some(error) if is_beside(&error) => {
            others.beside.push((source.clone(), error.clone()));
            Err(error)
        }
        Some(error) if is_folder => Err(error),
        _ => Ok(sources),
    }
}

/// Files that hold no samples: those that can lie beside the evidence, each with what it is, and the others.
#[derive(Debug, Default)]
pub(super) struct Others {
    pub passed_over: Vec<Error>,
    pub beside: Vec<(Source, Error)>,
}

/// Other formats than text are written out as a whole before they can be looked at: larger files are taken at their word.
const QUICKLY_OPENED: u64 = 64 << 20;

fn is_quickly_opened(source: &Source) -> bool {
    let is_small = std::fs::metadata(&source.path).is_ok_and(|m| m.is_file() && m.len() <= QUICKLY_OPENED);
    is_small || (source.path.is_file() && source.format().is_ok_and(|format| matches!(format, Format::Text(_))))
}

/// The samples a path stands for: of an archive, the files in it that are samples. One without any is an error: that of
/// its first file.
pub(super) fn samples_within(
    path: &Path,
    options: &ReadOptions,
    feedback: &Feedback,
    others: &mut Others,
) -> Result<Vec<Source>> {
    let mut all = Vec::new();
    for source in Source::all_of(path, may_hold_samples, feedback)? {
        all.extend(sheets_of(&source, options, feedback)?);
    }
    if all.len() == 1 {
        return Ok(all);
    }
    let (mut samples, mut first_error) = (Vec::new(), None);
    for source in all {
        // Sheets were looked into when they were told apart.
        let something_else = match source.sheet {
            Some(_) => None,
            None => what_else(&source, options, feedback),
        };
        let Some(error) = something_else else {
            samples.push(source);
            continue;
        };
        first_error.get_or_insert(error.clone());
        match is_beside(&error) {
            true => others.beside.push((source, error)),
            false => others.passed_over.push(error),
        }
    }
    match first_error.filter(|_| samples.is_empty()) {
        Some(error) => Err(others.beside.first().map_or(error, |(_, error)| error.clone())),
        None => Ok(samples),
    }
}

/// Why a file holds no samples; `None` for sample files and for those whose reading needs a word from the user.
fn what_else(source: &Source, options: &ReadOptions, feedback: &Feedback) -> Option<Error> {
    let refusal = OpenTable::open(source, options, feedback).map_or_else(Some, |table| table.plan.refusal);
    refusal.filter(says_something_else)
}

/// Whether an error says that a file is no file of samples, rather than one that is broken or not understood.
fn says_something_else(error: &Error) -> bool {
    matches!(
        error,
        Error::EmptyFile { .. }
            | Error::NotATable { .. }
            | Error::UnsupportedFormat { .. }
            | Error::NoPoints { .. }
            | Error::OtherDocument { .. }
            | Error::EmptyArchive { .. }
            | Error::NoCoordinates { .. }
            | Error::NoTimeColumn { .. }
            | Error::NoMetricColumn { .. }
            | Error::SignalLog { .. }
            | Error::TowerList { .. }
            | Error::AggregateTable { .. }
            | Error::LongTable { .. }
            | Error::AddressPositions { .. }
            | Error::TileTable { .. }
    )
}

/// The files behind `patterns`, in the order given; those of a folder or a pattern sorted by name.
///
/// A path that exists is taken as it is, even if it contains `*`.
pub fn expand_inputs(patterns: &[String]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for pattern in patterns {
        let path = Path::new(pattern);
        let before = files.len();
        if pattern == "-" || path.is_file() {
            files.push(path.to_path_buf());
        } else if path.is_dir() {
            tables_within(path, &mut files)?;
        } else if pattern.contains(['*', '?']) {
            files.extend(matches_of(path).into_iter().filter(|file| file.is_file()));
        } else if path.exists() {
            files.push(path.to_path_buf());
        } else {
            return Err(Error::NotFound { path: pattern.clone() });
        }
        if files.len() == before {
            return Err(Error::NoInput { pattern: pattern.clone() });
        }
    }
    Ok(files)
}

/// Sorted entries of a folder.
fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut list =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<std::io::Result<Vec<_>>>()?;
    list.sort();
    Ok(list)
}

fn tables_within(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let unreadable = |error: std::io::Error| Error::unreadable(folder.display(), &error);
    for entry in entries(folder).map_err(unreadable)? {
        if entry.is_file() && ending_of(&entry).is_some_and(|e| SAMPLE_ENDINGS.contains(&e.as_str())) {
            files.push(entry);
        } else if entry.is_dir() && !entry.is_symlink() {
            tables_within(&entry, files)?;
        }
    }
    Ok(())
}

/// Existing paths that match, component by component.
fn matches_of(pattern: &Path) -> Vec<PathBuf> {
    let mut found = vec![PathBuf::new()];
    for component in pattern.components() {
        let name = component.as_os_str().to_string_lossy();
        if !name.contains(['*', '?']) {
            found.iter_mut().for_each(|path| path.push(component));
            continue;
        }
        found = found
            .into_iter()
            .flat_map(|folder| {
                let look_in = if folder.as_os_str().is_empty() { Path::new(".") } else { folder.as_path() };
                let names = entries(look_in).unwrap_or_default();
                let matching = names.into_iter().filter_map(|path| path.file_name().map(std::ffi::OsStr::to_owned));
                let is_match = |entry: &std::ffi::OsString| matches(&name, &entry.to_string_lossy());
                matching.filter(is_match).map(|entry| folder.join(entry)).collect::<Vec<_>>()
            })
            .collect();
    }
    found
}

/// `*` stands for any characters, `?` for one. Names that begin with a point need a point in the pattern.
fn matches(pattern: &str, name: &str) -> bool {
    if name.starts_with('.') && !pattern.starts_with('.') {
        return false;
    }
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut p, mut n) = (0, 0);
    // Where the last `*` stood, and how much of the name it has taken.
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(c) if *c == '?' || name.get(n) == Some(c) => {
                p += 1;
                n += 1;
            }
            _ => match star {
                Some((at, taken)) => {
                    star = Some((at, taken + 1));
                    p = at + 1;
                    n = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(p).all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_in_a_shell() {
        for (pattern, name, expected) in [
            ("*.csv", "a.csv", true),
            ("*.csv", ".csv", false),
            ("t?_*.csv", "t1_a.b.csv", true),
            ("*a*b", "xaybzb", true),
            ("*a*b", "xaybz", false),
            ("tháng ??.csv", "tháng 10.csv", true),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn folders_and_patterns_give_sorted_files() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.csv", "a.csv", "note.md", "sub/c.TXT"] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        let names = |pattern: String| -> Vec<String> {
            let files = expand_inputs(&[pattern]).unwrap();
            files.iter().map(|f| f.file_name().unwrap().to_string_lossy().into_owned()).collect()
        };
        let root = folder.path().display();
        assert_eq!(names(format!("{root}")), ["a.csv", "b.csv", "c.TXT"]);
        assert_eq!(names(format!("{root}/*.csv")), ["a.csv", "b.csv"]);
        assert_eq!(names(format!("{root}/*/c.*")), ["c.TXT"]);
        assert!(matches!(expand_inputs(&[format!("{root}/*.xls")]), Err(Error::NoInput { .. })));
        assert!(matches!(expand_inputs(&[format!("{root}/none.csv")]), Err(Error::NotFound { .. })));
    }
}
