//! Squares: (floor(east/size), floor(north/size)).

use super::{Corner, pack, pack_wide, unpack};
use crate::model::{CellId, GridPoint};
use crate::spatial::local_projection::floor_and_margin;

pub(super) const SHARING_AN_EDGE: [(i32, i32); 4] = [(-1, 0), (0, -1), (0, 1), (1, 0)];

/// An edge or a corner.
pub(super) const TOUCHING: [(i32, i32); 8] = [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)];

/// 3 × 2⁵¹: the sum with a smaller number is whole.
const WHOLE: f64 = 6_755_399_441_055_744.0;

/// Columns and rows nearer to the origin, counted in cells, fit into 32 bits.
const FARTHEST: f64 = 2_147_483_647.0;

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Square {
    pub(super) size_m: f64,
}

impl Square {
    /// The cell, and the distance in metres to its nearest side.
    #[inline]
    pub(super) fn cell_and_margin(self, point: GridPoint) -> (Option<CellId>, f64) {
        let (column, east_margin) = floor_and_margin(point.east_m, self.size_m);
        let (row, north_margin) = floor_and_margin(point.north_m, self.size_m);
        (pack_wide(column, row), east_margin.min(north_margin))
    }

    /// The same for a point of which both numbers are near zero or both NaN; elsewhere the distance is not positive.
    #[inline]
    pub(super) fn near_cell_and_margin(self, [east_m, north_m]: [f64; 2]) -> (CellId, f64) {
        let floor_and_part = |value_m: f64| {
            let quotient = value_m / self.size_m;
            // The sum has the nearest whole number in its lowest bits, and no place for what is behind the point.
            let sum = quotient + WHOLE;
            let nearest = sum - WHOLE;
            let is_above = nearest > quotient;
            let floor = (sum.to_bits() as u32).cast_signed().wrapping_sub(i32::from(is_above));
            let part = quotient - (nearest - f64::from(u8::from(is_above)));
            (floor, if quotient.abs() < FARTHEST { part.min(1.0 - part) } else { -1.0 })
        };
        let ((column, east), (row, north)) = (floor_and_part(east_m), floor_and_part(north_m));
        (pack(column, row), east.min(north) * self.size_m)
    }

    pub(super) fn centre(self, cell: CellId) -> GridPoint {
        let (column, row) = unpack(cell);
        GridPoint { east_m: (f64::from(column) + 0.5) * self.size_m, north_m: (f64::from(row) + 0.5) * self.size_m }
    }

    pub(super) fn corner_in_grid(self, (column, row): Corner) -> GridPoint {
        GridPoint { east_m: column as f64 * self.size_m, north_m: row as f64 * self.size_m }
    }

    /// Cells with their centre in the box; `None` when there are more than `limit`.
    pub(super) fn cells_between(self, low: GridPoint, high: GridPoint, limit: usize) -> Option<Vec<CellId>> {
        let range = |from: f64, to: f64| ((from / self.size_m - 0.5).ceil(), (to / self.size_m - 0.5).floor());
        let (west, east) = range(low.east_m, high.east_m);
        let (south, north) = range(low.north_m, high.north_m);
        let count = (east - west + 1.0).max(0.0) * (north - south + 1.0).max(0.0);
        if count > limit as f64 {
            return None;
        }
        let rows = south as i64..=north as i64;
        let columns = west as i64..=east as i64;
        Some(columns.flat_map(|column| rows.clone().filter_map(move |row| pack_wide(column, row))).collect())
    }
}

/// Lattice of multiples of the side.
pub(super) fn corners(cell: CellId) -> [Corner; 4] {
    let (column, row) = unpack(cell);
    let (column, row) = (i64::from(column), i64::from(row));
    [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_near_way_finds_the_cell_of_the_exact_one_or_leaves_it_to_it() {
        let square = Square { size_m: 100.0 };
        for (at, column, margin_m) in
            [(-0.001, -1, 0.001), (0.0, 0, 0.0), (199.5, 1, 0.5), (-100.0, -1, 0.0), (1e9, 10_000_000, 0.0)]
        {
            let (cell, margin) = square.near_cell_and_margin([at, 50.0]);
            assert_eq!(unpack(cell), (column, 0), "{at}");
            assert!((margin - margin_m).abs() < 1e-9, "{at}");
        }
        for beyond in [f64::NAN, 214_748_364_700.0, -214_748_364_800.0, f64::INFINITY] {
            assert!(square.near_cell_and_margin([beyond, 50.0]).1 <= 0.0, "{beyond}");
        }
    }
}
