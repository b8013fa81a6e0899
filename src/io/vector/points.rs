//! Points of a file as a table of samples: the fields of each, and where it lies in WGS84.

use std::collections::HashMap;

use geo::{Coord, Geometry, LineString, MultiPolygon, Polygon};

use crate::io::ReadOptions;
use crate::io::source::Source;
use crate::io::table::transcribe::Transcribed;
use crate::io::transcript::TranscriptWriter;
use crate::job::Feedback;
use crate::model::{BoundaryNote, Error, LayerFault, Note, Result, SourceForm, fold_text};
use crate::spatial::Crs;

use super::fields::names_of;
use super::layer::{Damage, Layer, LayerFeature, Wanted};
use super::place::{Placed, choose};
use super::read::read_layer;
use super::tiles::{are_tiles, transcribe_tiles};

/// Columns of a table of samples; a file with more fields is none.
const MAX_COLUMNS: usize = 1_000;
/// Cells of all rows, blank ones too: fields that each occur once would fill a disk.
const MAX_CELLS: u64 = 200_000_000;

/// Writes the points of a file out as text.
pub(in crate::io) fn transcribe_points(
    source: &Source,
    options: &ReadOptions,
    feedback: &Feedback,
) -> Result<Transcribed> {
    let layer = read_layer(source, Wanted::Points, options.sheet.as_deref(), feedback)?;
    if are_tiles(&layer) {
        return transcribe_tiles(&source.shown, &layer, options, feedback);
    }
    if !layer.features.iter().any(|feature| !positions_of(feature).is_empty()) {
        return Err(Error::NoPoints { path: source.shown.clone() });
    }
    let vertices = || layer.features.iter().flat_map(positions_of);
    let (crs, notes) = crs_of_points(&source.shown, &layer, vertices, options.crs.as_ref())?;
    let names = columns_of(&layer.features);
    if names.len() > MAX_COLUMNS || names.len() as u64 * layer.features.len() as u64 > MAX_CELLS {
        return Err(Damage::whole(LayerFault::TooLarge).in_file(&source.shown, layer.format));
    }
    let mut table = TranscriptWriter::new();
    for name in names.iter().copied().chain(["longitude", "latitude"]) {
        table.text(name);
    }
    table.end_row()?;
    for (i, feature) in layer.features.iter().enumerate() {
        if i % 4096 == 0 {
            feedback.check()?;
        }
        write_rows(feature, &names, &crs, &mut table)?;
    }
    transcribed(table, &layer, &crs, notes)
}

/// What became of a layer: its text, and what is said of it before what is said of its place.
pub(super) fn transcribed(
    table: TranscriptWriter,
    layer: &Layer,
    crs: &Crs,
    of_place: impl IntoIterator<Item = Note>,
) -> Result<Transcribed> {
    let form = SourceForm {
        epsg: crs.epsg(),
        sheet: layer.name.clone(),
        other_sheets: layer.others.clone(),
        ..SourceForm::default()
    };
    let notes = layer.notes.iter().cloned().map(note_on_points).chain(of_place).collect();
    Ok(Transcribed { transcript: table.finish()?, form, notes })
}

/// The system of points: what the file states, else what the user says. `points` hands them out as often as asked.
pub(in crate::io) fn crs_of_points<I: Iterator<Item = Coord<f64>>>(
    shown: &str,
    layer: &Layer,
    points: impl Fn() -> I,
    choice: Option<&Crs>,
) -> Result<(Crs, Vec<Note>)> {
    let outline = || MultiPolygon(vec![Polygon::new(LineString(points().collect()), Vec::new())]);
    let Placed { crs, notes } = choose(shown, layer, &points, outline, choice, &[])?;
    Ok((crs, notes.into_iter().map(Note::Geometry).collect()))
}

/// A note on the file as it applies to samples: a damaged record stays a row.
pub(super) fn note_on_points(note: BoundaryNote) -> Note {
    match note {
        BoundaryNote::DamagedRecords { n } => Note::BrokenGeometries { rows: n },
        note => Note::Geometry(note),
    }
}

/// One row for each point; a row without position for what is no point, so that it is counted.
fn write_rows(feature: &LayerFeature, names: &[&str], crs: &Crs, table: &mut TranscriptWriter) -> Result<()> {
    let fields: HashMap<&str, &str> = feature.fields.iter().collect();
    let mut write = |position: Option<Coord<f64>>| {
        for name in names {
            match fields.get(name) {
                Some(value) if !value.is_empty() => table.text(value),
                _ => table.empty(),
            }
        }
        match position.and_then(|c| crs.position(c.x, c.y)) {
            Some(position) => {
                table.number(position.lon);
                table.number(position.lat);
            }
            None => {
                table.empty();
                table.empty();
            }
        }
        table.end_row()
    };
    let positions = positions_of(feature);
    if positions.is_empty() {
        return write(None);
    }
    positions.into_iter().try_for_each(|position| write(Some(position)))
}

fn positions_of(feature: &LayerFeature) -> Vec<Coord<f64>> {
    feature.geometry.as_ref().map_or_else(Vec::new, positions)
}

/// Points of a geometry; lines and areas have none.
fn positions(geometry: &Geometry<f64>) -> Vec<Coord<f64>> {
    match geometry {
        Geometry::Point(point) => vec![point.0],
        Geometry::MultiPoint(points) => points.0.iter().map(|point| point.0).collect(),
        Geometry::GeometryCollection(members) => members.0.iter().flat_map(positions).collect(),
        _ => Vec::new(),
    }
}

/// Whether a field repeats where the point lies: its geometry says it better.
fn repeats_position(name: &str) -> bool {
    let key = fold_text(name).replace(' ', "");
    matches!(key.as_str(), "lat" | "latitude" | "lon" | "long" | "lng" | "longitude" | "vido" | "kinhdo" | "x" | "y")
}

/// Names of the fields that become columns, in order of appearance.
fn columns_of(features: &[LayerFeature]) -> Vec<&str> {
    let mut names = names_of(features.iter().map(|feature| &feature.fields));
    names.retain(|name| !repeats_position(name));
    names
}

#[cfg(test)]
#[path = "points_tests.rs"]
mod tests;
