//! Which zone a point lies in: a raster answers most points at once, strips of edges the ones near a boundary.
//!
//! The rule (method §5): even–odd over all rings of a shape; an edge counts when y1 ≤ lat < y2 and its crossing lies
//! strictly east of the point. Edges are straight in longitude and latitude, and a crossing is computed from the lower
//! end upwards, so that two zones which share an edge compute the same crossing: each point gets exactly one of them.
//!
//! The raster is tg's and S2's true-hit filtering, the strips tg's YStripes (github.com/tidwall/tg).

mod raster;
mod strips;

use geo::{Coord, LineString, MultiPolygon};

use raster::{Raster, Square};
use strips::Strips;

/// Points looked up together: the look-ups of a batch do not wait for one another.
const BATCH: usize = 256;

/// Finds the first of several shapes that contains a point. Immutable and safe to share between threads.
#[derive(Debug)]
pub struct ZoneLocator {
    raster: Raster,
    strips: Strips,
}

impl ZoneLocator {
    /// Answer of [`Self::locate_batch`] where no shape contains the point.
    pub const NONE: u32 = u32::MAX;

    /// Shapes in WGS84 degrees with finite coordinates, in the order in which they win where they overlap.
    pub fn new(shapes: &[&MultiPolygon<f64>]) -> Self {
        let strips = Strips::new(shapes);
        let raster = Raster::new(&strips);
        Self { raster, strips }
    }

    /// Smallest index of a shape that contains the point; `None` for NaN.
    #[inline]
    pub fn locate(&self, lon: f64, lat: f64) -> Option<u32> {
        let zone = match self.raster.at(lon, lat) {
            Square::Within(zone) => zone,
            Square::Outside => Self::NONE,
            Square::Boundary(list) => self.decide(list, lon, lat),
        };
        (zone != Self::NONE).then_some(zone)
    }

    /// As [`Self::locate`] for as many points as all three slices hold; [`Self::NONE`] where there is no shape.
    pub fn locate_batch(&self, lon: &[f64], lat: &[f64], out: &mut [u32]) {
        let points = lon.chunks(BATCH).zip(lat.chunks(BATCH));
        for ((lon, lat), out) in points.zip(out.chunks_mut(BATCH)) {
            let mut undecided = [(0_u32, 0_u32); BATCH];
            let mut n_undecided = 0;
            for (i, ((lon, lat), out)) in lon.iter().zip(lat).zip(out.iter_mut()).enumerate() {
                *out = match self.raster.at(*lon, *lat) {
                    Square::Within(zone) => zone,
                    Square::Outside => Self::NONE,
                    Square::Boundary(list) => {
                        undecided[n_undecided] = (i as u32, list);
                        n_undecided += 1;
                        Self::NONE
                    }
                };
            }
            for (i, list) in &undecided[..n_undecided] {
                let i = *i as usize;
                out[i] = self.decide(*list, lon[i], lat[i]);
            }
        }
    }

    /// The first candidate of a raster square that contains the point.
    #[inline]
    fn decide(&self, list: u32, lon: f64, lat: f64) -> u32 {
        for candidate in self.raster.candidates(list) {
            if candidate.is_sure() || self.strips.contains(candidate.shape(), lon, lat) {
                return candidate.shape();
            }
        }
        Self::NONE
    }
}

/// Whether a shape contains a point by the same rule, without an index. WGS84 degrees.
pub fn contains(shape: &MultiPolygon<f64>, lon: f64, lat: f64) -> bool {
    let crossings: usize =
        rings(shape).map(|ring| ring.lines().filter(|l| crosses(l.start, l.end, lon, lat)).count()).sum();
    crossings % 2 == 1
}

/// All rings of a shape, in its order.
pub(super) fn rings(shape: &MultiPolygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    shape.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
}

/// Whether the edge counts for the point.
#[inline]
fn crosses(a: Coord<f64>, b: Coord<f64>, lon: f64, lat: f64) -> bool {
    (a.y <= lat) != (b.y <= lat) && {
        let (low, high) = if a.y < b.y { (a, b) } else { (b, a) };
        low.x + (high.x - low.x) * ((lat - low.y) / (high.y - low.y)) > lon
    }
}

#[cfg(test)]
mod tests;
