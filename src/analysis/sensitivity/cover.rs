//! How much of one set of cells another covers, though their grids differ.

use rustc_hash::FxHashSet;

use crate::model::{CellId, GridPoint};
use crate::spatial::{Grid, convex_overlap_m2, ring_area_m2};

/// A cell's ring in the projected CRS with its box.
struct Tile {
    ring: Vec<GridPoint>,
    low: GridPoint,
    high: GridPoint,
}

impl Tile {
    fn new(grid: &Grid, cell: CellId) -> Option<Self> {
        let ring = grid.boundary_in_grid(cell);
        let first = *ring.first()?;
        let corner = |pick: fn(f64, f64) -> f64| {
            ring.iter()
                .fold(first, |a, b| GridPoint { east_m: pick(a.east_m, b.east_m), north_m: pick(a.north_m, b.north_m) })
        };
        let (low, high) = (corner(f64::min), corner(f64::max));
        Some(Self { ring, low, high })
    }
}

/// Cells that count once each, however many spots they belong to.
pub struct Cover {
    /// Sorted by their western side.
    tiles: Vec<Tile>,
    widest_m: f64,
}

impl Cover {
    pub fn new(grid: &Grid, cells: impl Iterator<Item = CellId>) -> Self {
        let distinct: FxHashSet<CellId> = cells.collect();
        let mut distinct: Vec<CellId> = distinct.into_iter().collect();
        distinct.sort_unstable();
        let mut tiles: Vec<Tile> = distinct.into_iter().filter_map(|cell| Tile::new(grid, cell)).collect();
        tiles.sort_by(|a, b| a.low.east_m.total_cmp(&b.low.east_m));
        let widest_m = tiles.iter().map(|tile| tile.high.east_m - tile.low.east_m).fold(0.0, f64::max);
        Self { tiles, widest_m }
    }

    /// Share of the area of `cells` that is covered, 0..=1.
    pub fn share_of(&self, grid: &Grid, cells: &[CellId]) -> f64 {
        let tiles = cells.iter().filter_map(|cell| Tile::new(grid, *cell));
        let (area, covered) = tiles.fold((0.0, 0.0), |(area, covered), tile| {
            (area + ring_area_m2(&tile.ring), covered + self.covered_m2(&tile))
        });
        if area > 0.0 { covered / area } else { 0.0 }
    }

    /// Cells of one grid do not overlap, so their shares add up.
    fn covered_m2(&self, tile: &Tile) -> f64 {
        let first = self.tiles.partition_point(|other| other.low.east_m < tile.low.east_m - self.widest_m);
        let near = self.tiles.iter().skip(first).take_while(|other| other.low.east_m < tile.high.east_m);
        let meets = |other: &&Tile| {
            other.high.east_m > tile.low.east_m
                && other.low.north_m < tile.high.north_m
                && other.high.north_m > tile.low.north_m
        };
        near.filter(meets).map(|other| convex_overlap_m2(&tile.ring, &other.ring)).sum()
    }
}
