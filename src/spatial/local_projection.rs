//! The projection of a study area as polynomials: the exact one costs hundreds of nanoseconds a point, this about twenty.
//!
//! The area is cut into blocks of 0.05°. A block is interpolated at 4 × 4 Chebyshev nodes by a bicubic polynomial, whose
//! error at that size is about 1e-9 m; it is measured at check points when the block is first used, and a block that
//! errs by more than [`MAX_ERROR_M`] keeps the exact projection. So does everything outside the area.

mod batch;

use std::sync::OnceLock;

use super::Projection;
use crate::model::{GridPoint, LonLat};

pub(super) use batch::BATCH;

/// Largest difference from the exact projection in metres.
pub const MAX_ERROR_M: f64 = 1e-6;

/// Nearer to a boundary than this, in metres, the exact projection decides.
pub const BOUNDARY_M: f64 = 1e-5;

const BLOCK_DEG: f64 = 0.05;
const BLOCKS_PER_DEG: f64 = 20.0;
/// Degrees to both sides of the central meridian that are worth blocks.
const REACH_DEG: f64 = 4.0;
/// A place for each block is kept even before it is built, 16 bytes each.
const MAX_BLOCKS: usize = 1 << 18;
const NODES: usize = 4;

/// An approximation of a [`Projection`] over a rectangle of longitude and latitude, safe to share between threads.
#[derive(Debug)]
pub struct LocalProjection {
    exact: Projection,
    west: f64,
    south: f64,
    columns: usize,
    rows: usize,
    /// Row by row; `None` inside: the block errs too much.
    blocks: Vec<OnceLock<Option<Box<Block>>>>,
}

impl LocalProjection {
    /// For positions between two corners. A rectangle that is too large or not one is served by the exact projection.
    pub fn new(projection: &Projection, south_west: LonLat, north_east: LonLat) -> Self {
        let (mut west, mut east) = (south_west.lon, north_east.lon);
        if let Some(meridian) = projection.central_meridian() {
            // One stray sample far away must not cost the others their blocks.
            west = west.max(meridian - REACH_DEG);
            east = east.min(meridian + REACH_DEG);
        }
        let (south, north) = (south_west.lat, north_east.lat);
        let count = |from: f64, to: f64| ((to - from) * BLOCKS_PER_DEG).floor() + 1.0;
        let (columns, rows) = (count(west, east), count(south, north));
        // Written so that NaN and empty rectangles fail.
        let fits = columns >= 1.0 && rows >= 1.0 && columns * rows <= MAX_BLOCKS as f64;
        let (columns, rows) = if fits { (columns as usize, rows as usize) } else { (0, 0) };
        let blocks = (0..columns * rows).map(|_| OnceLock::new()).collect();
        Self { exact: projection.clone(), west, south, columns, rows, blocks }
    }

    /// The projection this one approximates.
    pub fn exact(&self) -> &Projection {
        &self.exact
    }

    /// Metres of a position, within a micrometre of the exact projection.
    #[inline]
    pub fn forward(&self, position: LonLat) -> Option<GridPoint> {
        match self.approximate(position) {
            Some(point) => Some(point),
            None => self.exact.forward(position),
        }
    }

    /// The square of side `size_m` a position lies in: (floor(east/size), floor(north/size)) of the exact projection.
    #[inline]
    pub fn floor_cell(&self, position: LonLat, size_m: f64) -> Option<(i64, i64)> {
        self.decide(position, |point| {
            let (east, east_margin) = floor_and_margin(point.east_m, size_m);
            let (north, north_margin) = floor_and_margin(point.north_m, size_m);
            ((east, north), east_margin.min(north_margin))
        })
    }

    /// What `rule` makes of the exact point. `rule` gives a result and the distance in metres to where it would change.
    #[inline]
    pub fn decide<T>(&self, position: LonLat, rule: impl Fn(GridPoint) -> (T, f64)) -> Option<T> {
        if let Some(point) = self.approximate(position) {
            let (result, margin_m) = rule(point);
            if margin_m > BOUNDARY_M {
                return Some(result);
            }
        }
        self.exact.forward(position).map(|point| rule(point).0)
    }

    #[inline]
    fn approximate(&self, position: LonLat) -> Option<GridPoint> {
        let (x, y) = ((position.lon - self.west) * BLOCKS_PER_DEG, (position.lat - self.south) * BLOCKS_PER_DEG);
        if !(x >= 0.0 && y >= 0.0) {
            return None;
        }
        let (column, row) = (x as usize, y as usize);
        if column >= self.columns || row >= self.rows {
            return None;
        }
        let slot = self.blocks.get(row * self.columns + column)?;
        let block = slot.get_or_init(|| self.build(column, row)).as_deref()?;
        Some(block.evaluate(2.0 * (x - column as f64) - 1.0, 2.0 * (y - row as f64) - 1.0))
    }

    #[cold]
    fn build_numbered(&self, number: u32) -> Option<Box<Block>> {
        let (number, columns) = (number as usize, self.columns.max(1));
        self.build(number % columns, number / columns)
    }

    fn build(&self, column: usize, row: usize) -> Option<Box<Block>> {
        // u and v run from -1 to 1 over the block.
        let exact = |u: f64, v: f64| {
            let lon = self.west + (column as f64 + 0.5 + 0.5 * u) * BLOCK_DEG;
            let lat = self.south + (row as f64 + 0.5 + 0.5 * v) * BLOCK_DEG;
            self.exact.forward(LonLat { lon, lat })
        };
        let block = Block::interpolate(exact)?;
        for u in CHECKS {
            for v in CHECKS {
                let error_m = exact(u, v)?.distance_m(block.evaluate(u, v));
                if error_m.is_nan() || error_m > 0.2 * MAX_ERROR_M {
                    return None;
                }
            }
        }
        Some(Box::new(block))
    }
}

/// floor(value / size) and the distance in metres from `value` to the nearer multiple of `size`.
#[inline]
pub(super) fn floor_and_margin(value_m: f64, size_m: f64) -> (i64, f64) {
    let quotient = value_m / size_m;
    // Rounded towards zero, then down: processors of all ages do that in two steps.
    let towards_zero = quotient as i64;
    let floor = towards_zero - i64::from(towards_zero as f64 > quotient);
    let part = quotient - floor as f64;
    (floor, part.min(1.0 - part) * size_m)
}

/// Where a block is checked: the extremes of the error of a cubic lie between the nodes and at the ends.
const CHECKS: [f64; 5] = [-1.0, -0.7, 0.0, 0.7, 1.0];

/// A bicubic polynomial in u, v ∈ [−1, 1] for east and north.
#[derive(Debug, Clone, PartialEq)]
struct Block {
    /// East and north of u^i v^j at `[i][j]`.
    terms: [[[f64; 2]; NODES]; NODES],
}

impl Block {
    fn interpolate(exact: impl Fn(f64, f64) -> Option<GridPoint>) -> Option<Self> {
        let mut values = [[[0.0; 2]; NODES]; NODES];
        for (column, u) in values.iter_mut().zip(chebyshev_nodes()) {
            for (value, v) in column.iter_mut().zip(chebyshev_nodes()) {
                let point = exact(u, v)?;
                *value = [point.east_m, point.north_m];
            }
        }
        let to_powers = powers_from_values();
        // Along v first, then along u.
        let along_v = values.map(|column| combine(&to_powers, &column));
        let mut terms = [[[0.0; 2]; NODES]; NODES];
        for j in 0..NODES {
            let column: [[f64; 2]; NODES] = std::array::from_fn(|i| along_v[i][j]);
            for (i, term) in combine(&to_powers, &column).into_iter().enumerate() {
                terms[i][j] = term;
            }
        }
        Some(Self { terms })
    }

    #[inline]
    fn evaluate(&self, u: f64, v: f64) -> GridPoint {
        let row = |i: usize| -> [f64; 2] {
            let [a, b, c, d] = &self.terms[i];
            std::array::from_fn(|k| a[k] + v * (b[k] + v * (c[k] + v * d[k])))
        };
        let (a, b, c, d) = (row(0), row(1), row(2), row(3));
        let [east_m, north_m] = std::array::from_fn(|k| a[k] + u * (b[k] + u * (c[k] + u * d[k])));
        GridPoint { east_m, north_m }
    }
}

fn chebyshev_nodes() -> [f64; NODES] {
    std::array::from_fn(|k| ((k as f64 + 0.5) * std::f64::consts::PI / NODES as f64).cos())
}

/// Row i: how much the value at each node counts in the coefficient of the i-th power.
fn powers_from_values() -> [[f64; NODES]; NODES] {
    // Chebyshev polynomials T0..T3 in powers.
    const CHEBYSHEV: [[f64; NODES]; NODES] =
        [[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [-1.0, 0.0, 2.0, 0.0], [0.0, -3.0, 0.0, 4.0]];
    let mut weights = [[0.0; NODES]; NODES];
    for (node, x) in chebyshev_nodes().into_iter().enumerate() {
        for (degree, powers) in CHEBYSHEV.iter().enumerate() {
            let at_node = powers.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient);
            let share = if degree == 0 { 1.0 } else { 2.0 } / NODES as f64 * at_node;
            for (row, coefficient) in weights.iter_mut().zip(powers) {
                row[node] += share * coefficient;
            }
        }
    }
    weights
}

fn combine(weights: &[[f64; NODES]; NODES], values: &[[f64; 2]; NODES]) -> [[f64; 2]; NODES] {
    weights.map(|row| std::array::from_fn(|k| row.iter().zip(values).map(|(weight, value)| weight * value[k]).sum()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    const SOUTH_WEST: LonLat = LonLat { lon: 106.5, lat: 20.8 };
    const NORTH_EAST: LonLat = LonLat { lon: 108.1, lat: 21.7 };

    fn exact() -> Projection {
        Projection::from_epsg(5899).unwrap()
    }

    #[test]
    fn a_hundred_thousand_points_lie_within_a_micrometre_of_the_exact_projection() {
        let mut random = ChaCha8Rng::seed_from_u64(1);
        for epsg in [5899, 32648, 3857] {
            let exact = Projection::from_epsg(epsg).unwrap();
            let local = LocalProjection::new(&exact, SOUTH_WEST, NORTH_EAST);
            let mut worst = 0.0_f64;
            for _ in 0..100_000 / 3 {
                let position = LonLat { lon: random.random_range(106.4..108.2), lat: random.random_range(20.7..21.8) };
                let error = local.forward(position).unwrap().distance_m(exact.forward(position).unwrap());
                worst = worst.max(error);
            }
            assert!(worst <= MAX_ERROR_M, "EPSG:{epsg}: {worst} m");
            assert!(local.blocks.iter().any(|block| matches!(block.get(), Some(Some(_)))), "EPSG:{epsg}: no block");
        }
    }

    #[test]
    fn the_cell_is_always_that_of_the_exact_projection() {
        let exact = exact();
        let local = LocalProjection::new(&exact, SOUTH_WEST, NORTH_EAST);
        let mut random = ChaCha8Rng::seed_from_u64(2);
        for round in 0..100_000 {
            let position = if round % 4 == 0 {
                // On a boundary, as near as longitude and latitude can be written.
                let corner = GridPoint {
                    east_m: f64::from(random.random_range(3800_u32..5300)) * 100.0,
                    north_m: f64::from(random.random_range(23100_u32..23900)) * 100.0,
                };
                exact.inverse(corner).unwrap()
            } else {
                LonLat { lon: random.random_range(106.5..108.1), lat: random.random_range(20.8..21.7) }
            };
            let point = exact.forward(position).unwrap();
            let cell = ((point.east_m / 100.0).floor() as i64, (point.north_m / 100.0).floor() as i64);
            assert_eq!(local.floor_cell(position, 100.0), Some(cell), "{position:?}");
        }
    }

    #[test]
    fn a_rectangle_that_is_none_or_too_large_falls_back_to_the_exact_projection() {
        let exact = exact();
        let ward = LonLat { lon: 106.77, lat: 21.03 };
        let nowhere = LonLat { lon: f64::NAN, lat: f64::NAN };
        let world = (LonLat { lon: -180.0, lat: -90.0 }, LonLat { lon: 180.0, lat: 90.0 });
        for (south_west, north_east) in [(NORTH_EAST, SOUTH_WEST), (nowhere, nowhere), world] {
            let local = LocalProjection::new(&exact, south_west, north_east);
            assert_eq!(local.forward(ward), exact.forward(ward));
            assert_eq!(local.forward(nowhere), None);
        }
    }

    #[test]
    fn a_stray_position_keeps_the_blocks_of_the_others() {
        let local = LocalProjection::new(&exact(), LonLat { lon: 0.0, lat: 0.0 }, NORTH_EAST);
        assert!(local.approximate(LonLat { lon: 106.77, lat: 21.03 }).is_some());
    }
}
