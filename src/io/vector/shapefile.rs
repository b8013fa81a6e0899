//! ESRI Shapefile: geometry from `.shp`, read from record to record; `.shx` is not needed.
//!
//! Format: ESRI Shapefile Technical Description, 1998. Counts are checked against the length of their record before
//! anything is set aside for them. Rings are sorted into polygons by what lies in what, since programs do not agree on
//! their order and direction.

use std::path::{Path, PathBuf};

use geo::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point};

use crate::io::crs::StatedCrs;
use crate::model::{BoundaryNote, LayerFault, Result};
use crate::spatial::{planar_area, polygons_of_rings};

use super::dbf::{Dbf, read_dbf};
use super::files::read_beside;
use super::layer::{Damage, Layer, LayerFeature};
use super::rings::{RingFaults, is_coordinate, ring_of};

pub(super) const FORMAT: &str = "Shapefile";
const HEADER_BYTES: usize = 100;

/// Reads a `.shp` and what lies beside it: `.dbf`, `.cpg`, `.prj` or `.qpj`.
pub(super) fn read(path: &Path, shown: &str, bytes: &[u8]) -> Result<Layer> {
    let shapes = parse(bytes).map_err(|damage| damage.in_file(shown, FORMAT))?;
    let mut layer = Layer { format: FORMAT, n_records: shapes.len() as u64, ..Layer::default() };
    let table = match read_beside(path, "dbf")? {
        Some(bytes) => {
            let code_page = read_beside(path, "cpg")?.map(|text| String::from_utf8_lossy(&text).trim().to_owned());
            let table = read_dbf(&bytes, code_page.as_deref());
            Some(table.map_err(|damage| damage.in_file(&beside(path, "dbf").display().to_string(), "dBASE"))?)
        }
        None => None,
    };
    layer.crs = stated_crs(path)?;
    let table = table.unwrap_or_default();
    layer.encoding = table.encoding.clone();
    if table.n_lost > 0 {
        layer.notes.push(BoundaryNote::LostLetters { example: table.lost_example.clone(), n: table.n_lost });
    }
    let n_deleted = shapes.iter().zip(&table.rows).filter(|(_, row)| row.is_none()).count() as u64;
    if n_deleted > 0 {
        layer.n_records -= n_deleted;
        layer.notes.push(BoundaryNote::DeletedRecords { n: n_deleted });
    }
    layer.features = with_fields(shapes, table);
    Ok(layer)
}

fn with_fields(shapes: Vec<Shape>, table: Dbf) -> Vec<LayerFeature> {
    let Dbf { names, mut rows, .. } = table;
    let features = shapes.into_iter().enumerate().filter_map(|(i, shape)| {
        let (geometry, faults) = shape.unzip();
        // Shapes beyond the end of the table have no fields; those of deleted records are deleted with them.
        let values = rows.get_mut(i).map_or(Some(Vec::new()), Option::take)?;
        let fields = names.iter().cloned().zip(values).collect();
        Some(LayerFeature { id: None, fields, geometry, faults: faults.unwrap_or_default() })
    });
    features.collect()
}

/// `.qpj` is what QGIS wrote beside a `.prj` that lost the code.
fn stated_crs(path: &Path) -> Result<StatedCrs> {
    for extension in ["qpj", "prj"] {
        let text = read_beside(path, extension)?.map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned());
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            return Ok(StatedCrs::WellKnownText(text));
        }
    }
    Ok(StatedCrs::Nothing)
}

fn beside(path: &Path, extension: &str) -> PathBuf {
    path.with_extension(extension)
}

/// `None` for a record without geometry.
type Shape = Option<(Geometry<f64>, RingFaults)>;

/// All records, in their order.
pub(super) fn parse(bytes: &[u8]) -> std::result::Result<Vec<Shape>, Damage> {
    let header = bytes.get(..HEADER_BYTES).ok_or(Damage::whole(LayerFault::Truncated))?;
    if big_u32(header, 0) != Some(9994) {
        return Err(Damage::whole(LayerFault::Structure));
    }
    let announced = big_u32(header, 24).map_or(0, |words| words as usize * 2);
    if announced > bytes.len() {
        return Err(Damage::at_byte(LayerFault::Truncated, bytes.len()));
    }
    let mut shapes = Vec::new();
    let mut at = HEADER_BYTES;
    // Some writers leave the length of the whole at that of the header.
    let end = if announced > HEADER_BYTES { announced } else { bytes.len() };
    while at + 8 <= end {
        if !begins_record(bytes, at) {
            // Editors leave gaps where a record became shorter.
            match next_record(bytes, at, shapes.len() + 1) {
                Some(next) => at = next,
                None if shapes.is_empty() => return Err(Damage::in_feature(LayerFault::Truncated, 0)),
                None if end - at < MIN_GAP => break,
                None => return Err(Damage::in_feature(LayerFault::Truncated, shapes.len())),
            }
        }
        let n_bytes = big_u32(bytes, at + 4).map_or(0, |words| words as usize * 2);
        let record = bytes.get(at + 8..at + 8 + n_bytes);
        let record = record.ok_or(Damage::in_feature(LayerFault::Truncated, shapes.len()))?;
        shapes.push(shape(record).map_err(|fault| Damage::in_feature(fault, shapes.len()))?);
        at += 8 + n_bytes;
    }
    Ok(shapes)
}

/// Bytes behind the last record that are no record and no loss.
const MIN_GAP: usize = 12;

/// Whether a header of a record that fits into the file, and a known kind of shape, stand here.
fn begins_record(bytes: &[u8], at: usize) -> bool {
    const KINDS: [u32; 14] = [0, 1, 3, 5, 8, 11, 13, 15, 18, 21, 23, 25, 28, 31];
    let n_bytes = big_u32(bytes, at + 4).map_or(0, |words| words as usize * 2);
    n_bytes >= 4
        && at + 8 + n_bytes <= bytes.len()
        && little_u32(bytes, at + 8).is_some_and(|kind| KINDS.contains(&kind))
}

/// Where the record of this number begins, behind a gap.
fn next_record(bytes: &[u8], from: usize, number: usize) -> Option<usize> {
    let number = u32::try_from(number).ok();
    (from..bytes.len().saturating_sub(11))
        .step_by(4)
        .find(|at| big_u32(bytes, *at) == number && begins_record(bytes, *at))
}

fn shape(record: &[u8]) -> std::result::Result<Shape, LayerFault> {
    let kind = little_u32(record, 0).ok_or(LayerFault::Truncated)?;
    let mut faults = RingFaults::default();
    let geometry = match kind {
        0 => return Ok(None),
        1 | 11 | 21 => Geometry::Point(Point(points(record, 4, 1)?.into_iter().next().ok_or(LayerFault::Truncated)?)),
        8 | 18 | 28 => {
            let n = little_u32(record, 36).ok_or(LayerFault::Truncated)? as usize;
            Geometry::MultiPoint(MultiPoint(points(record, 40, n)?.into_iter().map(Point).collect()))
        }
        3 | 13 | 23 => Geometry::MultiLineString(MultiLineString(parts(record)?.into_iter().map(LineString).collect())),
        5 | 15 | 25 => {
            let rings: Vec<LineString<f64>> =
                parts(record)?.into_iter().filter_map(|ring| ring_of(ring, &mut faults)).collect();
            if rings.is_empty() {
                return Ok(None);
            }
            let polygons = polygons_of_rings(rings).ok_or(LayerFault::TooLarge)?;
            // Outer rings run clockwise in this format, holes the other way.
            let is_wrong = |ring: &LineString<f64>, clockwise: bool| u32::from((planar_area(ring) > 0.0) == clockwise);
            for polygon in &polygons {
                faults.misplaced += is_wrong(polygon.exterior(), true);
                faults.misplaced += polygon.interiors().iter().map(|hole| is_wrong(hole, false)).sum::<u32>();
            }
            Geometry::MultiPolygon(MultiPolygon(polygons))
        }
        // Surfaces in space bound no ground.
        31 => return Ok(None),
        _ => return Err(LayerFault::Structure),
    };
    Ok(Some((geometry, faults)))
}

/// The vertices of each part of a line or polygon.
fn parts(record: &[u8]) -> std::result::Result<Vec<Vec<Coord<f64>>>, LayerFault> {
    let n_parts = little_u32(record, 36).ok_or(LayerFault::Truncated)? as usize;
    let n_points = little_u32(record, 40).ok_or(LayerFault::Truncated)? as usize;
    if n_parts > record.len() / 4 || n_points > record.len() / 16 {
        return Err(LayerFault::Counts);
    }
    let all = points(record, 44 + 4 * n_parts, n_points)?;
    let start = |part: usize| match part {
        part if part >= n_parts => Some(n_points),
        part => little_u32(record, 44 + 4 * part).map(|start| start as usize),
    };
    (0..n_parts)
        .map(|part| {
            let range = start(part).zip(start(part + 1)).map(|(from, to)| from..to);
            range.and_then(|range| all.get(range)).map(<[_]>::to_vec).ok_or(LayerFault::Counts)
        })
        .collect()
}

fn points(record: &[u8], at: usize, n: usize) -> std::result::Result<Vec<Coord<f64>>, LayerFault> {
    let end = n.checked_mul(16).and_then(|len| len.checked_add(at)).ok_or(LayerFault::Counts)?;
    let bytes = record.get(at..end).ok_or(LayerFault::Counts)?;
    let (pairs, _) = bytes.as_chunks::<16>();
    let coordinate = |pair: &[u8; 16]| {
        let c = Coord { x: little_f64(pair, 0), y: little_f64(pair, 8) };
        is_coordinate(c).then_some(c).ok_or(LayerFault::Coordinates)
    };
    pairs.iter().map(coordinate).collect()
}

fn four(bytes: &[u8], at: usize) -> Option<[u8; 4]> {
    bytes.get(at..at + 4)?.try_into().ok()
}

fn big_u32(bytes: &[u8], at: usize) -> Option<u32> {
    four(bytes, at).map(u32::from_be_bytes)
}

fn little_u32(bytes: &[u8], at: usize) -> Option<u32> {
    four(bytes, at).map(u32::from_le_bytes)
}

fn little_f64(bytes: &[u8], at: usize) -> f64 {
    bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(f64::NAN, f64::from_le_bytes)
}

#[cfg(test)]
#[path = "shapefile_tests.rs"]
mod tests;
