//! ESRI Shapefile: geometry from `.shp`, read from record to record; `.shx` is not needed.
//!
//! Format: ESRI Shapefile Technical Description, 1998. Counts are checked against the length of their record before
//! anything is set aside for them. Rings are sorted into polygons by what lies in what, since programs do not agree on
//! their order and direction.

use std::path::{Path, PathBuf};

use geo::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point};

use crate::io::crs::StatedCrs;
use crate::io::encoding::has_lost_letters;
use crate::model::{BoundaryNote, LayerFault, Result};
use crate::spatial::{planar_area, polygons_of_rings};

use super::dbf::{Dbf, Row};
use super::files::read_beside;
use super::layer::{Damage, Layer};
use super::rings::{RingFaults, is_coordinate, ring_of};
use super::room::Room;

pub(super) const FORMAT: &str = "Shapefile";
const HEADER_BYTES: usize = 100;
/// The files beside a `.shp` that name a code page or a reference system are no longer than this.
const TEXT_BYTES: u64 = 1 << 20;

/// Reads a `.shp` and what lies beside it: `.dbf`, `.cpg`, `.prj` or `.qpj`.
pub(super) fn read(path: &Path, shown: &str, bytes: &[u8], room: Room) -> Result<Layer> {
    let table = match read_beside(path, "dbf", room.left())? {
        Some(bytes) => {
            room.take(bytes.len() as u64);
            let code_page =
                read_beside(path, "cpg", TEXT_BYTES)?.map(|text| String::from_utf8_lossy(&text).trim().to_owned());
            let table = Dbf::of(bytes, code_page.as_deref());
            table.map_err(|damage| damage.in_file(&beside(path, "dbf").display().to_string(), "dBASE"))?
        }
        None => Dbf::default(),
    };
    let mut layer = Layer { crs: stated_crs(path)?, encoding: table.encoding_name(), ..Layer::new(FORMAT, room) };
    let (mut n_deleted, mut n_lost, mut lost_example) = (0, 0, String::new());
    let shapes = parse(bytes, |index, shape| {
        let fields = match table.row(index) {
            Row::Fields(fields) => fields,
            Row::Beyond => Vec::new(),
            // Shapes of deleted records are deleted with them.
            Row::Deleted => {
                n_deleted += 1;
                return;
            }
        };
        for (_, text) in fields.iter().filter(|(_, text)| has_lost_letters(text)) {
            if n_lost == 0 {
                lost_example.clone_from(text);
            }
            n_lost += 1;
        }
        let faults = shape.as_ref().ok().and_then(Option::as_ref).map(|(_, faults)| *faults).unwrap_or_default();
        layer.add(None, &fields, shape.map(|shape| shape.map(|(geometry, _)| geometry)), faults);
    });
    shapes.map_err(|damage| damage.in_file(shown, FORMAT))?;
    if n_lost > 0 {
        layer.notes.push(BoundaryNote::LostLetters { example: lost_example, n: n_lost });
    }
    if n_deleted > 0 {
        layer.notes.push(BoundaryNote::DeletedRecords { n: n_deleted });
    }
    layer.count_damage().map_err(|damage| damage.in_file(shown, FORMAT))
}

/// `.qpj` is what QGIS wrote beside a `.prj` that lost the code.
fn stated_crs(path: &Path) -> Result<StatedCrs> {
    for extension in ["qpj", "prj"] {
        let text =
            read_beside(path, extension, TEXT_BYTES)?.map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned());
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

/// Hands out all records in their order, with their number from 0; a broken one with what is wrong with it.
pub(super) fn parse(
    bytes: &[u8],
    mut take: impl FnMut(usize, std::result::Result<Shape, LayerFault>),
) -> std::result::Result<(), Damage> {
    let header = bytes.get(..HEADER_BYTES).ok_or(Damage::whole(LayerFault::Truncated))?;
    if big_u32(header, 0) != Some(9994) {
        return Err(Damage::whole(LayerFault::Structure));
    }
    let announced = big_u32(header, 24).map_or(0, |words| words as usize * 2);
    if announced > bytes.len() {
        return Err(Damage::at_byte(LayerFault::Truncated, bytes.len()));
    }
    let mut n = 0;
    let mut at = HEADER_BYTES;
    // Some writers leave the length of the whole at that of the header.
    let end = if announced > HEADER_BYTES { announced } else { bytes.len() };
    while at + 8 <= end {
        if !begins_record(bytes, at) {
            match next_record(bytes, at, n) {
                Some((next, number)) => {
                    // Between them lies a gap that an editor left, or records whose beginning is lost.
                    for lost in n..number {
                        take(lost, Err(LayerFault::Corrupt));
                    }
                    (at, n) = (next, number);
                }
                None if n == 0 => return Err(Damage::in_feature(LayerFault::Truncated, 0)),
                None if end - at < MIN_GAP => break,
                None => return Err(Damage::in_feature(LayerFault::Truncated, n)),
            }
        }
        let n_bytes = big_u32(bytes, at + 4).map_or(0, |words| words as usize * 2);
        let record = bytes.get(at + 8..at + 8 + n_bytes);
        take(n, shape(record.ok_or(Damage::in_feature(LayerFault::Truncated, n))?));
        n += 1;
        at += 8 + n_bytes;
    }
    Ok(())
}

/// Bytes behind the last record that are no record and no loss.
const MIN_GAP: usize = 12;

/// Records whose beginning may be lost in a row.
const MAX_LOST: usize = 1000;

/// Whether a header of a record that fits into the file, and a known kind of shape, stand here.
fn begins_record(bytes: &[u8], at: usize) -> bool {
    const KINDS: [u32; 14] = [0, 1, 3, 5, 8, 11, 13, 15, 18, 21, 23, 25, 28, 31];
    let n_bytes = big_u32(bytes, at + 4).map_or(0, |words| words as usize * 2);
    n_bytes >= 4
        && at + 8 + n_bytes <= bytes.len()
        && little_u32(bytes, at + 8).is_some_and(|kind| KINDS.contains(&kind))
}

/// Where the next record begins behind what is none, and its number from 0, where `n` are known.
fn next_record(bytes: &[u8], from: usize, n: usize) -> Option<(usize, usize)> {
    (from..bytes.len().saturating_sub(11)).step_by(4).find_map(|at| {
        let number = (big_u32(bytes, at)? as usize).checked_sub(1)?;
        let is_near = (n..n + MAX_LOST).contains(&number);
        (is_near && begins_record(bytes, at)).then_some((at, number))
    })
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
