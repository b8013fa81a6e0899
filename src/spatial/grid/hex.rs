//! Pointy-top hexagons in axial coordinates (q, r): hexagon (0, 0) is centred on the origin of the CRS, and with s the
//! width across flats the centre of (q, r) is x = s(q + r/2), y = s·√3/2·r. Rounding follows Red Blob Games,
//! "Hexagonal Grids" (2013): in cube coordinates; a point on a boundary belongs to the smaller id.

use super::{Corner, pack_wide, unpack};
use crate::model::{CellId, GridPoint};

/// Steps to the six neighbours.
pub(super) const STEPS: [(i32, i32); 6] = [(-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0)];

const HALF_SQRT_3: f64 = 0.866_025_403_784_438_6;

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hex {
    /// Width across flats in metres.
    pub(super) size_m: f64,
}

impl Hex {
    /// The cell, and the distance in metres to its nearest side.
    #[inline]
    pub(super) fn cell_and_margin(self, point: GridPoint) -> (Option<CellId>, f64) {
        let (x, y) = (point.east_m / self.size_m, point.north_m / self.size_m);
        let (q, r) = round(x, y);
        let apart = apart_from_centre(x, y, q, r);
        let margin = 0.5 - apart;
        let (q, r) = if margin < 1e-9 { smallest_of_nearest(x, y, q, r) } else { (q, r) };
        (pack_wide(q as i64, r as i64), margin.max(0.0) * self.size_m)
    }

    pub(super) fn centre(self, cell: CellId) -> GridPoint {
        let (q, r) = unpack(cell);
        let (q, r) = (f64::from(q), f64::from(r));
        GridPoint { east_m: self.size_m * (q + r / 2.0), north_m: self.size_m * HALF_SQRT_3 * r }
    }

    pub(super) fn corner_in_grid(self, (x, y): Corner) -> GridPoint {
        GridPoint { east_m: x as f64 * self.size_m / 2.0, north_m: y as f64 * self.size_m * HALF_SQRT_3 / 3.0 }
    }

    /// Cells with their centre in the box, with a margin of rounding; `None` when there are more than `limit`.
    pub(super) fn cells_between(self, low: GridPoint, high: GridPoint, limit: usize) -> Option<Vec<CellId>> {
        let row = |north_m: f64| north_m / (self.size_m * HALF_SQRT_3);
        let (south, north) = (row(low.north_m).ceil(), row(high.north_m).floor());
        let columns_in_row = ((high.east_m - low.east_m) / self.size_m + 1.0).max(0.0);
        if columns_in_row * (north - south + 1.0).max(0.0) > limit as f64 {
            return None;
        }
        let cells = (south as i64..=north as i64).flat_map(|r| {
            let first = (low.east_m / self.size_m - r as f64 / 2.0).ceil() as i64;
            let last = (high.east_m / self.size_m - r as f64 / 2.0).floor() as i64;
            (first..=last).filter_map(move |q| pack_wide(q, r))
        });
        Some(cells.collect())
    }
}

/// Cube rounding of a point in units of the width across flats.
#[inline]
fn round(x: f64, y: f64) -> (f64, f64) {
    let r = y / HALF_SQRT_3;
    let q = x - r / 2.0;
    let s = -q - r;
    let (round_q, round_r, round_s) = (q.round(), r.round(), s.round());
    let (off_q, off_r, off_s) = ((round_q - q).abs(), (round_r - r).abs(), (round_s - s).abs());
    if off_q > off_r && off_q > off_s {
        (-round_r - round_s, round_r)
    } else if off_r > off_s {
        (round_q, -round_q - round_s)
    } else {
        (round_q, round_r)
    }
}

/// Distance from the centre of (q, r) across the flats: 0 at the centre, 0.5 on the boundary.
#[inline]
fn apart_from_centre(x: f64, y: f64, q: f64, r: f64) -> f64 {
    let (dx, dy) = (x - (q + r / 2.0), y - HALF_SQRT_3 * r);
    let (half_dx, slanted_dy) = (dx / 2.0, dy * HALF_SQRT_3);
    dx.abs().max((half_dx + slanted_dy).abs()).max((half_dx - slanted_dy).abs())
}

/// Of the hexagons whose centre is nearest, equal to rounding, the one with the smallest id.
#[cold]
fn smallest_of_nearest(x: f64, y: f64, q: f64, r: f64) -> (f64, f64) {
    let distance = |q: f64, r: f64| (x - (q + r / 2.0)).hypot(y - HALF_SQRT_3 * r);
    let around = STEPS.iter().map(|(a, b)| (q + f64::from(*a), r + f64::from(*b)));
    let candidates: Vec<(f64, f64)> = around.chain([(q, r)]).collect();
    let nearest = candidates.iter().map(|(q, r)| distance(*q, *r)).fold(f64::INFINITY, f64::min);
    // Coordinates of a projection are known to about 1e-9 m, and multiples of irrational heights to less.
    let tolerance = 1e-12 * (1.0 + x.abs() + y.abs());
    let tied = candidates.into_iter().filter(|(q, r)| distance(*q, *r) <= nearest + tolerance);
    tied.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))).unwrap_or((q, r))
}

/// Lattice with steps of s/2 east and s·√3/6 north, on which centres and corners are whole.
pub(super) fn corners(cell: CellId) -> [Corner; 6] {
    let (q, r) = unpack(cell);
    let (x, y) = (2 * i64::from(q) + i64::from(r), 3 * i64::from(r));
    [(x + 1, y - 1), (x + 1, y + 1), (x, y + 2), (x - 1, y + 1), (x - 1, y - 1), (x, y - 2)]
}
