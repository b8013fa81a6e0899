//! The grid over one study area, through polynomials instead of the exact projection.

use super::square::Square;
use super::{Grid, Kind, SPOT_M, spot};
use crate::model::{CellId, GridPoint, LonLat};
use crate::spatial::LocalProjection;
use crate::spatial::local_projection::{BATCH, BOUNDARY_M};

/// A [`Grid`] over one study area: the same cells, several times faster. Shared between threads.
#[derive(Debug)]
pub struct LocalGrid {
    pub(super) kind: Kind,
    projection: LocalProjection,
    whole: Grid,
}

impl LocalGrid {
    pub(super) fn new(kind: Kind, projection: LocalProjection, whole: Grid) -> Self {
        Self { kind, projection, whole }
    }

    /// As [`Grid::cell_of`].
    #[inline]
    pub fn cell_of(&self, position: LonLat) -> Option<CellId> {
        match self.kind {
            Kind::Square(square) => {
                self.projection.decide(position, |p| square.cell_and_margin(p.minus(self.whole.origin))).flatten()
            }
            Kind::Hex(hex) => {
                self.projection.decide(position, |p| hex.cell_and_margin(p.minus(self.whole.origin))).flatten()
            }
            Kind::H3(_) => self.whole.cell_of(position),
        }
    }

    /// The cell of each position, which may be NaN, as far as all three slices go.
    pub fn cells_of(&self, lon: &[f64], lat: &[f64], out: &mut [Option<CellId>]) {
        match self.kind {
            Kind::Square(square) => self.squares_of(square, lon, lat, out),
            Kind::Hex(_) | Kind::H3(_) => {
                for ((lon, lat), cell) in lon.iter().zip(lat).zip(out) {
                    *cell = self.cell_of(LonLat { lon: *lon, lat: *lat });
                }
            }
        }
    }

    fn squares_of(&self, square: Square, lon: &[f64], lat: &[f64], out: &mut [Option<CellId>]) {
        let GridPoint { east_m, north_m } = self.whole.origin;
        let mut points = [[f64::NAN; 2]; BATCH];
        for ((lon, lat), out) in lon.chunks(BATCH).zip(lat.chunks(BATCH)).zip(out.chunks_mut(BATCH)) {
            self.projection.approximate_each(lon, lat, &mut points);
            for (((lon, lat), [east, north]), out) in lon.iter().zip(lat).zip(&points).zip(out) {
                let (cell, margin_m) = square.near_cell_and_margin([east - east_m, north - north_m]);
                // Near a border, and where nothing is approximated, the exact projection decides.
                *out = if margin_m > BOUNDARY_M {
                    Some(cell)
                } else if lon.is_nan() || lat.is_nan() {
                    None
                } else {
                    self.cell_of(LonLat { lon: *lon, lat: *lat })
                };
            }
        }
    }

    /// As [`Grid::spot_of`].
    #[inline]
    pub fn spot_of(&self, position: LonLat) -> Option<(i32, i32)> {
        self.projection.floor_cell(position, SPOT_M).and_then(spot)
    }

    /// The projection, approximated within a micrometre.
    pub fn projection(&self) -> &LocalProjection {
        &self.projection
    }
}
