//! The analysis grid: squares and hexagons in the projected CRS, or H3 cells from WGS84.

mod h3;
mod hex;
mod local;
mod square;
mod window;

pub use self::h3::{centre as h3_centre, children as h3_children, parent as h3_parent, write_id as write_h3_id};
pub use self::local::LocalGrid;
pub use self::window::CellWindow;

use geo::MultiPolygon;
use rayon::prelude::*;

use super::locator::ShapeLocator;
use super::projection::Projection;
use super::{LocalProjection, shape};
use crate::model::{CellId, GridPoint, GridSpec, LonLat};

/// Side in metres of the squares that tell spots apart.
pub const SPOT_M: f64 = 25.0;

/// The origin of the projected CRS.
const ORIGIN: GridPoint = GridPoint { east_m: 0.0, north_m: 0.0 };

/// Corner of a cell on an integer lattice: neighbours that share a corner agree on it exactly.
pub(super) type Corner = (i64, i64);

/// Which cell a position lies in, and where the cells are. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Grid {
    spec: GridSpec,
    kind: Kind,
    projection: Projection,
    /// Where the origin of the grid lies in the projected CRS.
    origin: GridPoint,
    /// `sq100:`, `hx100:`; empty for H3.
    prefix: Box<str>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Square(square::Square),
    Hex(hex::Hex),
    H3(h3o::Resolution),
}

impl Grid {
    /// [`GridSpec::SquareAuto`] is resolved by the caller and means 100 m here.
    pub fn new(spec: GridSpec, projection: Projection) -> Self {
        Self::shifted(spec, projection, ORIGIN)
    }

    /// A grid whose origin is not that of the projected CRS. Its ids read like those of [`Self::new`] and mean other cells.
    pub fn shifted(spec: GridSpec, projection: Projection, origin: GridPoint) -> Self {
        let spec = if spec == GridSpec::SquareAuto { GridSpec::Square(100.0) } else { spec };
        let (kind, prefix) = match spec {
            GridSpec::Square(size_m) => (Kind::Square(square::Square { size_m }), format!("sq{size_m}:")),
            GridSpec::Hex(size_m) => (Kind::Hex(hex::Hex { size_m }), format!("hx{size_m}:")),
            GridSpec::H3(resolution) => (Kind::H3(h3::resolution(resolution)), String::new()),
            GridSpec::SquareAuto => (Kind::Square(square::Square { size_m: 100.0 }), "sq100:".to_owned()),
        };
        Self { spec, kind, projection, origin, prefix: prefix.into() }
    }

    pub fn spec(&self) -> GridSpec {
        self.spec
    }

    pub fn projection(&self) -> &Projection {
        &self.projection
    }

    /// The cell a position lies in; `None` where the projection has no coordinates.
    pub fn cell_of(&self, position: LonLat) -> Option<CellId> {
        let in_grid = || self.projection.forward(position).map(|point| point.minus(self.origin));
        match self.kind {
            Kind::Square(square) => square.cell_and_margin(in_grid()?).0,
            Kind::Hex(hex) => hex.cell_and_margin(in_grid()?).0,
            Kind::H3(resolution) => h3::cell_of(resolution, self.h3_from_lonlat(position)?),
        }
    }

    /// As [`Self::cell_of`], for a point of the projected CRS.
    pub fn cell_at(&self, point: GridPoint) -> Option<CellId> {
        match self.kind {
            Kind::Square(square) => square.cell_and_margin(point.minus(self.origin)).0,
            Kind::Hex(hex) => hex.cell_and_margin(point.minus(self.origin)).0,
            Kind::H3(resolution) => h3::cell_of(resolution, self.h3_from_lonlat(self.projection.inverse(point)?)?),
        }
    }

    /// The 25 m square (floor(east/25), floor(north/25)) of the projected CRS, whatever the grid.
    pub fn spot_of(&self, position: LonLat) -> Option<(i32, i32)> {
        spot_of(&self.projection, position)
    }

    /// A fast form of this grid for the positions between two corners; others are served too, slower.
    pub fn for_bounds(&self, south_west: LonLat, north_east: LonLat) -> LocalGrid {
        let projection = LocalProjection::new(&self.projection, south_west, north_east);
        LocalGrid::new(self.kind, projection, self.clone())
    }

    /// `sq100:3975:23270`, `hx100:q:r` or 15 hex digits.
    pub fn id(&self, cell: CellId) -> String {
        let mut text = Vec::with_capacity(24);
        self.write_id(cell, &mut text);
        String::from_utf8(text).unwrap_or_default()
    }

    /// Appends the id's text.
    pub fn write_id(&self, cell: CellId, out: &mut Vec<u8>) {
        if let Kind::H3(_) = self.kind {
            return h3::write_id(cell, out);
        }
        let (first, second) = unpack(cell);
        out.extend_from_slice(self.prefix.as_bytes());
        write_integer(first, out);
        out.push(b':');
        write_integer(second, out);
    }

    /// The cell of an id of this very grid.
    pub fn parse_id(&self, text: &str) -> Option<CellId> {
        if let Kind::H3(resolution) = self.kind {
            return h3::parse(resolution, text);
        }
        let (first, second) = text.strip_prefix(&*self.prefix)?.split_once(':')?;
        let cell = pack(first.parse().ok()?, second.parse().ok()?);
        // Refuses spellings that are not the id itself, such as "+7" or "007".
        (self.id(cell) == text).then_some(cell)
    }

    pub fn centre(&self, cell: CellId) -> Option<LonLat> {
        match self.kind {
            Kind::H3(_) => self.lonlat_from_h3(h3::centre(cell)?),
            _ => self.projection.inverse(self.centre_in_grid(cell)?),
        }
    }

    /// The centre in the projected CRS, also for H3.
    pub fn centre_in_grid(&self, cell: CellId) -> Option<GridPoint> {
        match self.kind {
            Kind::Square(square) => Some(square.centre(cell).plus(self.origin)),
            Kind::Hex(hex) => Some(hex.centre(cell).plus(self.origin)),
            Kind::H3(_) => Some(self.projection.forward(h3::centre(cell)?)?.plus(self.origin)),
        }
    }

    /// Closed ring, counter-clockwise; sides are straight between corners. Empty where the projection has no position.
    pub fn boundary(&self, cell: CellId) -> Vec<LonLat> {
        let mut ring: Vec<LonLat> = match self.kind {
            Kind::H3(_) => h3::boundary(cell).into_iter().filter_map(|p| self.lonlat_from_h3(p)).collect(),
            _ => match self.corners(cell).iter().map(|corner| self.corner_position(*corner)).collect() {
                Some(ring) => ring,
                None => return Vec::new(),
            },
        };
        ring.extend(ring.first().copied());
        ring
    }

    /// Corners in the projected CRS, counter-clockwise, not closed; empty where the projection has no coordinates.
    pub fn boundary_in_grid(&self, cell: CellId) -> Vec<GridPoint> {
        let corners: Option<Vec<GridPoint>> = match self.kind {
            Kind::Square(square) => Some(square::corners(cell).iter().map(|c| square.corner_in_grid(*c)).collect()),
            Kind::Hex(hex) => Some(hex::corners(cell).iter().map(|c| hex.corner_in_grid(*c)).collect()),
            Kind::H3(_) => h3::boundary(cell).into_iter().map(|p| self.projection.forward(p)).collect(),
        };
        corners.into_iter().flatten().map(|corner| corner.plus(self.origin)).collect()
    }

    /// Width across flats in metres; for H3 the average of its resolution.
    pub fn width_m(&self) -> f64 {
        match self.kind {
            Kind::Square(square) => square.size_m,
            Kind::Hex(hex) => hex.size_m,
            Kind::H3(resolution) => resolution.edge_length_m() * 3f64.sqrt(),
        }
    }

    /// H3 cells lie on the globe: a shifted grid is that of H3 moved in the plane.
    fn h3_from_lonlat(&self, position: LonLat) -> Option<LonLat> {
        if self.origin == ORIGIN {
            return Some(position);
        }
        self.projection.inverse(self.projection.forward(position)?.minus(self.origin))
    }

    fn lonlat_from_h3(&self, position: LonLat) -> Option<LonLat> {
        if self.origin == ORIGIN {
            return Some(position);
        }
        self.projection.inverse(self.projection.forward(position)?.plus(self.origin))
    }

    /// Corners counter-clockwise, not closed.
    pub(super) fn corners(&self, cell: CellId) -> Vec<Corner> {
        match self.kind {
            Kind::Square(_) => square::corners(cell).to_vec(),
            Kind::Hex(_) => hex::corners(cell).to_vec(),
            Kind::H3(_) => h3::corners(cell),
        }
    }

    pub(super) fn corner_position(&self, corner: Corner) -> Option<LonLat> {
        match self.kind {
            Kind::Square(square) => self.projection.inverse(square.corner_in_grid(corner).plus(self.origin)),
            Kind::Hex(hex) => self.projection.inverse(hex.corner_in_grid(corner).plus(self.origin)),
            Kind::H3(_) => self.lonlat_from_h3(h3::corner_position(corner)?),
        }
    }

    /// Cells that touch this one: 8 around a square, 6 around a hexagon, the first ring in H3. Sorted.
    pub fn neighbours(&self, cell: CellId) -> Vec<CellId> {
        self.around(cell, &square::TOUCHING)
    }

    /// Cells that share an edge with this one: 4 for a square, else as [`Self::neighbours`]. Sorted.
    pub fn edge_neighbours(&self, cell: CellId) -> Vec<CellId> {
        self.around(cell, &square::SHARING_AN_EDGE)
    }

    fn around(&self, cell: CellId, square_steps: &[(i32, i32)]) -> Vec<CellId> {
        let steps = match self.kind {
            Kind::Square(_) => square_steps,
            Kind::Hex(_) => &hex::STEPS,
            Kind::H3(_) => return h3::neighbours(cell),
        };
        let (first, second) = unpack(cell);
        let mut cells: Vec<CellId> =
            steps.iter().filter_map(|(a, b)| Some(pack(first.checked_add(*a)?, second.checked_add(*b)?))).collect();
        cells.sort_unstable();
        cells
    }

    /// Area in the projected CRS; for H3 the geodesic area on WGS84.
    pub fn area_m2(&self, cell: CellId) -> f64 {
        match self.kind {
            Kind::Square(square) => square.size_m * square.size_m,
            Kind::Hex(hex) => 0.75_f64.sqrt() * hex.size_m * hex.size_m,
            Kind::H3(_) => shape::geodesic_area_of_ring_m2(h3::boundary(cell).iter().map(|p| (p.lon, p.lat))),
        }
    }

    /// Cells whose centre lies in the polygon, sorted; `None` when its bounding box holds more than `limit` centres.
    pub fn cells_in(&self, polygon: &MultiPolygon<f64>, limit: usize) -> Option<Vec<CellId>> {
        let Some((south_west, north_east)) = shape::bounds(polygon) else {
            return Some(Vec::new());
        };
        let candidates = match self.kind {
            Kind::H3(resolution) => match (self.h3_from_lonlat(south_west), self.h3_from_lonlat(north_east)) {
                (Some(low), Some(high)) => h3::cells_between(resolution, low, high, limit)?,
                _ => Vec::new(),
            },
            _ => {
                let Some((low, high)) = self.box_in_grid(south_west, north_east) else {
                    return Some(Vec::new());
                };
                let (low, high) = (low.minus(self.origin), high.minus(self.origin));
                match self.kind {
                    Kind::Hex(hex) => hex.cells_between(low, high, limit)?,
                    Kind::Square(square) => square.cells_between(low, high, limit)?,
                    Kind::H3(_) => Vec::new(),
                }
            }
        };
        let locator = ShapeLocator::new(polygon);
        let inside = |cell: &CellId| self.centre(*cell).is_some_and(|p| locator.contains(p.lon, p.lat));
        let mut cells: Vec<CellId> = candidates.into_par_iter().filter(inside).collect();
        cells.sort_unstable();
        Some(cells)
    }

    /// Smallest box of the projected CRS around a box of longitude and latitude, whose sides are curves there.
    fn box_in_grid(&self, south_west: LonLat, north_east: LonLat) -> Option<(GridPoint, GridPoint)> {
        const STEPS: u32 = 32;
        let between = |a: f64, b: f64, i: u32| a + (b - a) * f64::from(i) / f64::from(STEPS);
        let points = (0..=STEPS).flat_map(|i| {
            let lon = between(south_west.lon, north_east.lon, i);
            let lat = between(south_west.lat, north_east.lat, i);
            [(lon, south_west.lat), (lon, north_east.lat), (south_west.lon, lat), (north_east.lon, lat)]
        });
        let points = points.filter_map(|(lon, lat)| self.projection.forward(LonLat { lon, lat }));
        points.fold(None, |extent, p| {
            let (low, high) = extent.unwrap_or((p, p));
            let low = GridPoint { east_m: low.east_m.min(p.east_m), north_m: low.north_m.min(p.north_m) };
            let high = GridPoint { east_m: high.east_m.max(p.east_m), north_m: high.north_m.max(p.north_m) };
            Some((low, high))
        })
    }
}

/// The 25 m square of a position: (floor(east/25), floor(north/25)).
pub fn spot_of(projection: &Projection, position: LonLat) -> Option<(i32, i32)> {
    let point = projection.forward(position)?;
    spot((floor_i64(point.east_m / SPOT_M), floor_i64(point.north_m / SPOT_M)))
}

/// The middle of a 25 m square.
pub fn spot_centre(projection: &Projection, (east, north): (i32, i32)) -> Option<LonLat> {
    let middle = |number: i32| (f64::from(number) + 0.5) * SPOT_M;
    projection.inverse(GridPoint { east_m: middle(east), north_m: middle(north) })
}

fn spot((east, north): (i64, i64)) -> Option<(i32, i32)> {
    Some((i32::try_from(east).ok()?, i32::try_from(north).ok()?))
}

fn floor_i64(value: f64) -> i64 {
    value.floor() as i64
}

/// Packs two coordinates so that ids sort by the first, then the second.
pub(super) fn pack(first: i32, second: i32) -> CellId {
    let ordered = |value: i32| u64::from(value.cast_unsigned() ^ (1 << 31));
    CellId(ordered(first) << 32 | ordered(second))
}

pub(super) fn unpack(cell: CellId) -> (i32, i32) {
    let original = |ordered: u64| (ordered as u32 ^ (1 << 31)).cast_signed();
    (original(cell.0 >> 32), original(cell.0))
}

/// `None` beyond the range that ids can hold.
fn pack_wide(first: i64, second: i64) -> Option<CellId> {
    Some(pack(i32::try_from(first).ok()?, i32::try_from(second).ok()?))
}

fn write_integer(value: i32, out: &mut Vec<u8>) {
    if value < 0 {
        out.push(b'-');
    }
    let mut digits = [0; 10];
    let mut start = digits.len();
    let mut rest = value.unsigned_abs();
    loop {
        start -= 1;
        digits[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[start..]);
}

#[cfg(test)]
mod tests;
