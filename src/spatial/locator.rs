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

use raster::{Candidate, Raster, Square};
use strips::{EdgeRange, Strips};

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
    pub fn locate(&self, lon: f64, lat: f64) -> Option<u32> {
        let square = Square(self.raster.square_at(lon, lat));
        if !square.is_on_boundary() {
            return Some(square.whole()).filter(|zone| *zone != Self::NONE);
        }
        let mut entry = square.list();
        loop {
            let candidate = self.raster.candidate(entry);
            if candidate.is_sure() || self.strips.contains(candidate.shape(), lon, lat) {
                return Some(candidate.shape());
            }
            if candidate.is_last() {
                return None;
            }
            entry += 1;
        }
    }

    /// As [`Self::locate`] for as many points as all three slices hold; [`Self::NONE`] where there is no shape.
    pub fn locate_batch(&self, lon: &[f64], lat: &[f64], out: &mut [u32]) {
        let n = lon.len().min(lat.len()).min(out.len());
        let points = lon[..n].chunks(BATCH).zip(lat[..n].chunks(BATCH));
        for ((lon, lat), out) in points.zip(out[..n].chunks_mut(BATCH)) {
            self.locate_few(lon, lat, out);
        }
    }

    /// At most [`BATCH`] points, slices of one length. Each step is done for all points before the next: its look-ups
    /// into memory are independent of one another and overlap.
    #[inline]
    fn locate_few(&self, lon: &[f64], lat: &[f64], out: &mut [u32]) {
        let mut pending = [Pending::default(); BATCH];
        let mut n_pending = 0;
        for ((lon, lat), out) in lon.iter().zip(lat).zip(out.iter_mut()) {
            *out = self.raster.square_at(*lon, *lat);
        }
        for (point, out) in (0..).zip(out.iter_mut()) {
            let square = Square(*out);
            *out = square.whole();
            pending[n_pending] = Pending { point, entry: square.list() };
            n_pending += usize::from(square.is_on_boundary());
        }
        while n_pending > 0 {
            n_pending = self.test_candidates(&mut pending[..n_pending], lon, lat, out);
        }
    }

    /// Tests the next candidate of each pending point; keeps, in front, those that need another, and tells how many.
    fn test_candidates(&self, pending: &mut [Pending], lon: &[f64], lat: &[f64], out: &mut [u32]) -> usize {
        let mut candidates = [Candidate::default(); BATCH];
        let mut edges = [EdgeRange::default(); BATCH];
        for (p, candidate) in pending.iter().zip(&mut candidates) {
            *candidate = self.raster.candidate(p.entry);
        }
        for ((p, candidate), edges) in pending.iter().zip(&candidates).zip(&mut edges) {
            *edges = self.strips.edges_near(candidate.shape(), lon[p.point as usize], lat[p.point as usize]);
        }
        let mut n_kept = 0;
        for k in 0..pending.len() {
            let Pending { point, entry } = pending[k];
            let (candidate, i) = (candidates[k], point as usize);
            if candidate.is_sure() || self.strips.is_inside(edges[k], lon[i], lat[i]) {
                out[i] = candidate.shape();
            } else if !candidate.is_last() {
                pending[n_kept] = Pending { point, entry: entry + 1 };
                n_kept += 1;
            }
        }
        n_kept
    }
}

/// Whether one shape contains points, by the same rule: quick to make, for thousands of points rather than millions.
#[derive(Debug)]
pub struct ShapeLocator(Strips);

impl ShapeLocator {
    /// WGS84 degrees.
    pub fn new(shape: &MultiPolygon<f64>) -> Self {
        Self(Strips::new(&[shape]))
    }

    pub fn contains(&self, lon: f64, lat: f64) -> bool {
        self.0.contains(0, lon, lat)
    }
}

/// A point near a boundary and its next candidate.
#[derive(Debug, Clone, Copy, Default)]
struct Pending {
    point: u32,
    entry: u32,
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

/// Whether the edge counts for the point. Without branches: near a boundary nothing about the next edge is predictable.
#[inline]
pub(super) fn crosses(a: Coord<f64>, b: Coord<f64>, lon: f64, lat: f64) -> bool {
    let upwards = a.y < b.y;
    let (low_x, low_y) = if upwards { (a.x, a.y) } else { (b.x, b.y) };
    let (high_x, high_y) = if upwards { (b.x, b.y) } else { (a.x, a.y) };
    let crossing = low_x + (high_x - low_x) * ((lat - low_y) / (high_y - low_y));
    (low_y <= lat) & (lat < high_y) & (crossing > lon)
}

#[cfg(test)]
mod tests;
