//! What a file was found to be, in the terms of the import page.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::runs::now_unix_s;
use crate::io::{
    ColumnGuess, Content, DateOrder, Inspection, OrderProof, ReadOptions, SampleSummary, SpeedColumn, TableContent,
    ZoneOptions, expand_inputs, inspect, parts_of, read_zones,
};
use crate::job::Feedback;
use crate::model::{Beside, ContextKind, Error, LonLat, Note, Result, Zones};
use crate::spatial::Crs;

/// What a file is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    SpeedTests,
    Boundaries,
    SignalLog,
    TowerList,
    Aggregate,
    /// Averages over map tiles.
    Tiles,
    /// Boundaries that are only drawn.
    Neighbours,
    /// A table without the columns that samples need.
    OtherTable,
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
            Self::Neighbours => "import-kind-neighbours",
            Self::OtherTable => "import-kind-other",
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
    /// What the file gives beside the evidence.
    pub beside: Option<Arc<Beside>>,
}

/// A table as it would be read.
#[derive(Debug, Clone, Default)]
pub struct TableLook {
    /// Of a text.
    pub delimiter: Option<char>,
    /// The sheet or layer that was read, and the others.
    pub sheet: Option<String>,
    pub other_sheets: Vec<String>,
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
    /// What the dates themselves say of their order.
    pub order_proof: OrderProof,
    /// What was put right, assumed or left out.
    pub notes: Vec<Note>,
    /// What the rows gave; absent for a refused table.
    pub samples: Option<SampleSummary>,
}

/// Boundaries as they would be read.
#[derive(Debug, Clone)]
pub struct BoundaryLook {
    pub zones: Arc<Zones>,
    /// Coordinate system of the file.
    pub crs: String,
    /// Whether the file's coordinates are VN-2000 and were shifted to WGS84.
    pub is_vn2000: bool,
    /// The layer that was read, of a file with several, and the others.
    pub layer: Option<String>,
    pub other_layers: Vec<String>,
    /// Fields that name and identify a zone.
    pub name_field: Option<String>,
    pub id_field: Option<String>,
}

/// Where boundaries may lie that do not say so themselves.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BoundaryPlace {
    /// Their coordinate system as [`Crs::parse`] reads it.
    pub crs: Option<String>,
    /// Positions of samples, by which the systems in question are ranked.
    pub near: Vec<LonLat>,
}

/// Looks at one file; what is neither a table nor boundaries is an error.
pub(in crate::app) fn look(
    path: &Path,
    options: &ReadOptions,
    place: &BoundaryPlace,
    feedback: &Feedback,
) -> Result<FileLook> {
    let options = &ReadOptions { now_unix_s: Some(now_unix_s()), ..options.clone() };
    let Inspection { content, refusal, .. } = inspect(path, options, feedback)?;
    Ok(match content {
        Content::Table(table) => {
            let kind = match &refusal {
                Some(Error::NoCoordinates { .. } | Error::NoTimeColumn { .. } | Error::NoMetricColumn { .. }) => {
                    FileKind::OtherTable
                }
                _ => FileKind::SpeedTests,
            };
            table_look(kind, *table, refusal)
        }
        Content::Quota(table, quota) => {
            let look = table_look(FileKind::Aggregate, *table, refusal);
            FileLook { beside: Some(Arc::new(Beside::Quota(quota))), ..look }
        }
        Content::Context(table, layer) => {
            let kind = match layer.kind() {
                ContextKind::Tiles => FileKind::Tiles,
                ContextKind::Signal => FileKind::SignalLog,
                ContextKind::Towers => FileKind::TowerList,
                ContextKind::Neighbours => FileKind::Neighbours,
            };
            FileLook { beside: Some(Arc::new(Beside::Layer(layer))), ..table_look(kind, *table, refusal) }
        }
        Content::Boundaries(found) => match read_zones(path, &place.options(options.sheet.clone()), feedback) {
            Ok(zones) => boundary_look(zones, found.name_field, found.id_field),
            Err(Error::Cancelled) => return Err(Error::Cancelled),
            Err(error) => FileLook {
                kind: FileKind::Boundaries,
                format: String::new(),
                encoding: String::new(),
                refusal: Some(error),
                table: None,
                boundary: None,
                beside: None,
            },
        },
    })
}

impl BoundaryPlace {
    /// How boundaries are read there.
    fn options(&self, layer: Option<String>) -> ZoneOptions {
        let crs = self.crs.as_deref().and_then(|code| Crs::parse(code).ok());
        ZoneOptions { crs, layer, samples: self.near.clone(), ..ZoneOptions::default() }
    }
}

fn boundary_look(zones: Zones, name_field: Option<String>, id_field: Option<String>) -> FileLook {
    let file = zones.report.files.first().cloned().unwrap_or_default();
    let boundary = BoundaryLook {
        is_vn2000: file.crs.contains("VN-2000"),
        crs: file.crs,
        layer: file.layer,
        other_layers: file.other_layers,
        name_field,
        id_field,
        zones: Arc::new(zones),
    };
    FileLook {
        kind: FileKind::Boundaries,
        format: file.format.clone().into_owned(),
        encoding: file.encoding,
        refusal: None,
        table: None,
        boundary: Some(boundary),
        beside: None,
    }
}

fn table_look(kind: FileKind, table: TableContent, refusal: Option<Error>) -> FileLook {
    let form = table.form;
    let look = TableLook {
        delimiter: form.delimiter,
        sheet: form.sheet,
        other_sheets: form.other_sheets,
        decimal_comma: table.decimal_comma,
        header_row: table.header_row,
        columns: table.columns,
        first_rows: table.first_rows,
        speeds: table.speeds,
        timezone: table.timezone,
        date_order: table.date_order,
        order_proof: table.order_proof,
        notes: table.notes,
        samples: table.samples,
    };
    FileLook {
        kind,
        format: form.format.to_uppercase(),
        encoding: form.encoding.as_deref().unwrap_or_default().to_owned(),
        refusal,
        table: Some(look),
        boundary: None,
        beside: None,
    }
}

/// The files behind paths: a folder stands for the files in it that may hold samples or boundaries, an archive and a
/// workbook for their parts.
pub(in crate::app) fn files_of(paths: &[PathBuf], feedback: &Feedback) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        match path.is_dir() {
            true => files.extend(expand_inputs(&[path.display().to_string()])?),
            false => files.push(path.clone()),
        }
    }
    // The parts of a Shapefile are dropped together; one of them stands for all.
    let shapes: HashSet<PathBuf> =
        files.iter().filter(|f| has_ending(f, &["shp"])).map(|f| f.with_extension("")).collect();
    let mut seen = HashSet::new();
    files.retain(|file| {
        let is_part = has_ending(file, SHAPE_PARTS) && shapes.contains(&file.with_extension(""));
        let is_about = has_ending(file, &["xml"]) && shapes.contains(&file.with_extension("").with_extension(""));
        !is_part && !is_about && seen.insert(file.clone())
    });
    let mut parts = Vec::new();
    for file in files {
        feedback.check()?;
        parts.extend(parts_of(&file, feedback));
    }
    Ok(parts)
}

/// Endings of the files beside a `.shp`.
const SHAPE_PARTS: &[&str] = &["dbf", "shx", "prj", "cpg", "sbn", "sbx", "qix", "qmd"];

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|ending| endings.iter().any(|e| ending.eq_ignore_ascii_case(e)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_shapefile_are_one_file() {
        let dropped = ["a.shp", "a.dbf", "a.PRJ", "a.shp.xml", "b.dbf", "t.csv", "t.csv"].map(PathBuf::from);
        assert_eq!(files_of(&dropped, &Feedback::default()).unwrap(), ["a.shp", "b.dbf", "t.csv"].map(PathBuf::from));
    }
}
