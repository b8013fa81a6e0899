//! H3 cells (Uber's hexagonal hierarchy), indexed from WGS84.

use h3o::{CellIndex, LatLng, Resolution, VertexIndex};

use super::Corner;
use crate::model::{CellId, LonLat};

const METRES_PER_DEG: f64 = 111_195.0;

/// Resolutions above 15 do not exist and count as 15.
pub(super) fn resolution(number: u8) -> Resolution {
    Resolution::try_from(number).unwrap_or(Resolution::Fifteen)
}

#[inline]
pub(super) fn cell_of(resolution: Resolution, position: LonLat) -> Option<CellId> {
    if !(position.lon.abs() <= 180.0 && position.lat.abs() <= 90.0) {
        return None;
    }
    let position = LatLng::new(position.lat, position.lon).ok()?;
    Some(CellId(position.to_cell(resolution).into()))
}

pub(super) fn parse(resolution: Resolution, text: &str) -> Option<CellId> {
    let is_id = text.len() == 15 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let index = index(CellId(u64::from_str_radix(text, 16).ok().filter(|_| is_id)?))?;
    (index.resolution() == resolution).then_some(CellId(index.into()))
}

/// Middle of a cell; `None` for what is not one.
pub fn centre(cell: CellId) -> Option<LonLat> {
    index(cell).map(|index| lonlat(LatLng::from(index)))
}

/// Counter-clockwise, not closed; empty for what is not a cell.
pub(super) fn boundary(cell: CellId) -> Vec<LonLat> {
    index(cell).map(|index| index.boundary().iter().map(|p| lonlat(*p)).collect()).unwrap_or_default()
}

/// Numbers of the cell's vertices, counter-clockwise. Where an edge crosses the icosahedron's, H3 adds a point that is
/// no vertex; it lies within centimetres of the straight edge at the resolutions used and is left out.
pub(super) fn corners(cell: CellId) -> Vec<Corner> {
    let vertices = index(cell).into_iter().flat_map(CellIndex::vertexes);
    vertices.map(|vertex| (u64::from(vertex).cast_signed(), 0)).collect()
}

pub(super) fn corner_position(corner: Corner) -> Option<LonLat> {
    VertexIndex::try_from(corner.0.cast_unsigned()).ok().map(|vertex| lonlat(LatLng::from(vertex)))
}

/// The cell of a coarser resolution that holds a cell in H3's hierarchy; `None` for what is no finer cell.
pub fn parent(cell: CellId, resolution_number: u8) -> Option<CellId> {
    index(cell)?.parent(resolution(resolution_number)).map(|parent| CellId(parent.into()))
}

/// The cells of the next finer resolution: seven, six of a pentagon. Sorted; empty for what is not a cell.
pub fn children(cell: CellId) -> Vec<CellId> {
    let finer = index(cell).and_then(|index| Some((index, index.resolution().succ()?)));
    let mut cells: Vec<CellId> =
        finer.into_iter().flat_map(|(index, finer)| index.children(finer)).map(|child| CellId(child.into())).collect();
    cells.sort_unstable();
    cells
}

/// Appends the index as 15 hex digits.
pub fn write_id(cell: CellId, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.extend((0..15).rev().map(|place| DIGITS[(cell.0 >> (4 * place) & 15) as usize]));
}

pub(super) fn neighbours(cell: CellId) -> Vec<CellId> {
    let disk: Vec<CellIndex> = index(cell).map(|index| index.grid_disk(1)).unwrap_or_default();
    let mut cells: Vec<CellId> = disk.into_iter().map(|index| CellId(index.into())).filter(|id| *id != cell).collect();
    cells.sort_unstable();
    cells
}

/// Every cell with its centre in the box, and more around; `None` when the box holds more than `limit`.
pub(super) fn cells_between(
    resolution: Resolution,
    south_west: LonLat,
    north_east: LonLat,
    limit: usize,
) -> Option<Vec<CellId>> {
    let nearest_to_equator =
        if south_west.lat * north_east.lat < 0.0 { 0.0 } else { south_west.lat.abs().min(north_east.lat.abs()) };
    let deg_lon_m = METRES_PER_DEG * nearest_to_equator.to_radians().cos().max(0.01);
    let (width_m, height_m) =
        ((north_east.lon - south_west.lon) * deg_lon_m, (north_east.lat - south_west.lat) * METRES_PER_DEG);
    if width_m * height_m > limit as f64 * resolution.area_m2() {
        return None;
    }
    // A lattice this fine meets every cell: no cell's inner radius is below 0.36 of the average edge.
    let step_m = 0.5 * resolution.edge_length_m();
    let margin = 2.0 * resolution.edge_length_m();
    let steps = |length_m: f64| ((length_m + 2.0 * margin) / step_m).ceil() as i64;
    let mut cells = Vec::new();
    for row in 0..=steps(height_m) {
        let lat = south_west.lat + (row as f64 * step_m - margin) / METRES_PER_DEG;
        let in_row = (0..=steps(width_m)).filter_map(|column| {
            let lon = south_west.lon + (column as f64 * step_m - margin) / deg_lon_m;
            cell_of(resolution, LonLat { lon, lat })
        });
        cells.extend(in_row);
        cells.dedup();
    }
    cells.sort_unstable();
    cells.dedup();
    Some(cells)
}

fn index(cell: CellId) -> Option<CellIndex> {
    CellIndex::try_from(cell.0).ok()
}

fn lonlat(position: LatLng) -> LonLat {
    LonLat { lon: position.lng(), lat: position.lat() }
}
