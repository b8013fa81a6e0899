//! Boundary files as they lie on the disk: folders, files of several parts, whole files in memory.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::io::detect::Format;
use crate::io::source::{Opened, Source};
use crate::job::Feedback;
use crate::model::{Error, LayerFault, LayerPlace, Result};

use super::room::Room;

/// A boundary file is read into memory whole; a country in full detail has half of this.
const MAX_BYTES: u64 = 1 << 30;

/// Endings of files that lie beside a `.shp` and say nothing alone.
const PARTS_OF_SHAPEFILE: [&str; 5] = ["dbf", "shx", "prj", "qpj", "cpg"];

/// Endings of boundary files that a folder is searched for.
const BOUNDARY_FILES: [&str; 14] = [
    "geojson",
    "json",
    "topojson",
    "geojsonl",
    "geojsons",
    "jsonl",
    "ndjson",
    "shp",
    "kml",
    "kmz",
    "gpkg",
    "fgb",
    "parquet",
    "geoparquet",
];

/// Endings of tables that may hold boundaries as well-known text; in an archive they are looked into.
const TABLES: [&str; 9] = ["csv", "txt", "tsv", "tab", "xlsx", "xlsm", "xls", "xlsb", "ods"];

/// Whether a file with this ending, out of an archive, may hold boundaries.
pub(in crate::io) fn may_hold_boundaries(ending: &str) -> bool {
    BOUNDARY_FILES.contains(&ending) || TABLES.contains(&ending)
}

/// Files behind a path.
pub(super) struct Files {
    pub files: Vec<Source>,
    /// Whether the user named a folder or an archive, in which other things may lie.
    pub is_collection: bool,
}

/// The files behind a path: those of a folder or an archive in the order of their names, the `.shp` for any of its parts.
pub(super) fn files_of(path: &Path, feedback: &Feedback) -> Result<Files> {
    if !path.is_dir() {
        let is_part = |extension: &str| PARTS_OF_SHAPEFILE.iter().any(|part| extension.eq_ignore_ascii_case(part));
        if extension(path).is_some_and(is_part)
            && let Some(shape) = part_beside(path, "shp")
        {
            return Ok(Files { files: vec![Source::of(&shape)], is_collection: false });
        }
        let is_archive = path.is_file() && matches!(Source::of(path).format()?, Format::Zip | Format::Gzip);
        return Ok(Files { files: Source::all_of(path, may_hold_boundaries, feedback)?, is_collection: is_archive });
    }
    let unreadable = |e: std::io::Error| Error::unreadable(path.display(), &e);
    let mut found = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let file = entry.map_err(unreadable)?.path();
        let is_hidden = file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(['.', '~', '_']));
        let is_known = |extension: &str| BOUNDARY_FILES.iter().any(|known| extension.eq_ignore_ascii_case(known));
        if !is_hidden && file.is_file() && extension(&file).is_some_and(is_known) {
            found.push(file);
        }
    }
    found.sort();
    let mut files = Vec::new();
    for file in found {
        files.extend(Source::all_of(&file, may_hold_boundaries, feedback)?);
    }
    if files.is_empty() {
        return Err(Error::NoPolygons { path: path.display().to_string() });
    }
    Ok(Files { files, is_collection: true })
}

pub(super) fn extension(path: &Path) -> Option<&str> {
    path.extension()?.to_str()
}

/// A file with the same name but another ending, whatever the case of either.
fn part_beside(path: &Path, wanted: &str) -> Option<PathBuf> {
    for extension in [wanted.to_owned(), wanted.to_ascii_uppercase()] {
        let part = path.with_extension(extension);
        if part.is_file() {
            return Some(part);
        }
    }
    let stem = path.file_stem()?.to_string_lossy().to_lowercase();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut parts: Vec<PathBuf> = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).collect();
    parts.retain(|part| {
        extension(part).is_some_and(|ending| ending.eq_ignore_ascii_case(wanted))
            && part.file_stem().is_some_and(|name| name.to_string_lossy().to_lowercase() == stem)
    });
    parts.sort();
    parts.into_iter().next()
}

/// The bytes of a file with the same name but another ending, which may be so long; `None` where there is none.
pub(super) fn read_beside(path: &Path, wanted: &str, limit: u64) -> Result<Option<Vec<u8>>> {
    part_beside(path, wanted).map(|part| read_within(&Source::of(&part), limit, &Feedback::default())).transpose()
}

/// All bytes of a file.
pub(super) fn read_whole(source: &Source, feedback: &Feedback) -> Result<Vec<u8>> {
    read_within(source, Room::for_file(source.n_bytes_given()).left(), feedback)
}

fn read_within(source: &Source, limit: u64, feedback: &Feedback) -> Result<Vec<u8>> {
    let limit = limit.min(MAX_BYTES);
    let (Opened { shown, n_bytes, prefix: mut bytes, rest }, stamp) = source.open(feedback)?;
    let too_large = || Error::DamagedLayer {
        path: shown.clone(),
        format: source.format().map_or("", Format::name),
        fault: LayerFault::TooLarge,
        place: LayerPlace::Whole,
    };
    if n_bytes > limit {
        return Err(too_large());
    }
    bytes.reserve_exact(usize::try_from(n_bytes).unwrap_or(0).saturating_sub(bytes.len()) + 1);
    // What is no file of its own has no length, and may have no end.
    let unreadable = |e: std::io::Error| Error::unreadable(&shown, &e);
    rest.take(limit).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > limit {
        return Err(too_large());
    }
    source.check_unchanged(stamp)?;
    Ok(bytes)
}
