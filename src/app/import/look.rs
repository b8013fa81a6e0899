//! What a file was found to be, in the terms of the import page.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::io::{
    ColumnGuess, Content, DateOrder, Inspection, ReadOptions, SampleSummary, SpeedColumn, TableContent, ZoneOptions,
    expand_inputs, inspect, read_zones,
};
use crate::job::Feedback;
use crate::model::{Error, Result, Zones};
use crate::spatial::Crs;

/// What a file is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    SpeedTests,
    Boundaries,
    SignalLog,
    TowerList,
    Aggregate,
    Tiles,
}

impl FileKind {
    /// Key of its name in the text catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::SpeedTests => "import-kind-tests",
            Self::Boundaries => "import-kind-boundaries",
            Self::SignalLog => "import-kind-signal",
            Self::TowerList => "import-kind-towers",
            Self::Aggregate => "import-kind-aggregate",
            Self::Tiles => "import-kind-tiles",
        }
    }
}

/// One file as it would be read.
#[derive(Debug, Clone)]
pub struct FileLook {
    pub kind: FileKind,
    /// Name of the format, such as `CSV`.
    pub format: String,
    /// Name of the encoding; empty where the format has only one.
    pub encoding: String,
    /// Why it cannot be used as it is.
    pub refusal: Option<Error>,
    pub table: Option<TableLook>,
    pub boundary: Option<BoundaryLook>,
}

/// A table as it would be read.
#[derive(Debug, Clone, Default)]
pub struct TableLook {
    /// Of a text.
    pub delimiter: Option<char>,
    /// The sheet that was read, of a workbook.
    pub sheet: Option<String>,
    pub decimal_comma: bool,
    /// Row of the header as a person counts; 0 when there is none.
    pub header_row: usize,
    pub columns: Vec<ColumnGuess>,
    /// Cells of the first rows as written.
    pub first_rows: Vec<Vec<String>>,
    pub speeds: Vec<SpeedColumn>,
    /// Zone of times without offset.
    pub timezone: String,
    pub date_order: DateOrder,
    /// What the rows gave; absent for a refused table.
    pub samples: Option<SampleSummary>,
}

/// Boundaries as they would be read.
#[derive(Debug, Clone)]
pub struct BoundaryLook {
    pub zones: Arc<Zones>,
    /// Code and name of the coordinate system of the file.
    pub crs: String,
    /// Whether the file's coordinates are VN-2000 and were shifted to WGS84.
    pub is_vn2000: bool,
    /// Fields that name and identify a zone.
    pub name_field: Option<String>,
    pub id_field: Option<String>,
}

/// Looks at one file; what is neither a table nor boundaries is an error.
pub(in crate::app) fn look(
    path: &Path,
    options: &ReadOptions,
    crs: Option<u32>,
    feedback: &Feedback,
) -> Result<FileLook> {
    let Inspection { content, refusal, .. } = inspect(path, options, feedback)?;
    Ok(match content {
        Content::Table(table) => {
            let kind = match &refusal {
                Some(Error::SignalLog { .. }) => FileKind::SignalLog,
                Some(Error::TowerList { .. }) => FileKind::TowerList,
                Some(Error::AggregateTable { .. }) => FileKind::Aggregate,
                _ => FileKind::SpeedTests,
            };
            table_file(kind, refusal, *table)
        }
        Content::Quota(table, _) => table_file(FileKind::Aggregate, refusal, *table),
        Content::Tiles(table, _) => table_file(FileKind::Tiles, refusal, *table),
        Content::Boundaries(found) => {
            let crs = crs.map(Crs::from_epsg).transpose()?;
            let zones = match read_zones(path, &ZoneOptions { crs, ..ZoneOptions::default() }, feedback) {
                // The file is sound; only the user can say where it lies.
                Err(error @ (Error::UnclearCrs { .. } | Error::ForeignCrs { .. })) => {
                    return Ok(FileLook {
                        kind: FileKind::Boundaries,
                        format: String::new(),
                        encoding: String::new(),
                        refusal: Some(error),
                        table: None,
                        boundary: None,
                    });
                }
                read => read?,
            };
            let file = zones.report.files.first();
            let crs = file.map(|file| file.crs.clone()).unwrap_or_default();
            let format = file.map_or("", |file| file.format).to_owned();
            let encoding = file.map(|file| file.encoding.clone()).unwrap_or_default();
            let boundary = BoundaryLook {
                zones: Arc::new(zones),
                is_vn2000: crs.contains("VN-2000"),
                crs,
                name_field: found.name_field,
                id_field: found.id_field,
            };
            FileLook {
                kind: FileKind::Boundaries,
                format,
                encoding,
                refusal: None,
                table: None,
                boundary: Some(boundary),
            }
        }
    })
}

fn table_file(kind: FileKind, refusal: Option<Error>, table: TableContent) -> FileLook {
    let format = table.form.format.to_uppercase();
    let encoding = table.form.encoding.unwrap_or_default().to_owned();
    FileLook { kind, format, encoding, refusal, table: Some(table_look(table)), boundary: None }
}

fn table_look(table: TableContent) -> TableLook {
    TableLook {
        delimiter: table.form.delimiter,
        sheet: table.form.sheet,
        decimal_comma: table.decimal_comma,
        header_row: table.header_row,
        columns: table.columns,
        first_rows: table.first_rows,
        speeds: table.speeds,
        timezone: table.timezone,
        date_order: table.date_order,
        samples: table.samples,
    }
}

/// The files behind paths: a folder stands for the tables and boundaries in it.
pub(in crate::app) fn files_of(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let patterns = ["*.geojson", "*.GeoJSON", "*.json"].map(|ending| path.join(ending).display().to_string());
            let boundaries = patterns.iter().filter_map(|p| expand_inputs(std::slice::from_ref(p)).ok()).flatten();
            let before = files.len();
            files.extend(boundaries);
            match expand_inputs(&[path.display().to_string()]) {
                Ok(tables) => files.extend(tables),
                Err(error) if files.len() == before => return Err(error),
                Err(_) => {}
            }
        } else {
            files.push(path.clone());
        }
    }
    let mut seen = std::collections::HashSet::new();
    files.retain(|file| seen.insert(file.clone()));
    Ok(files)
}
