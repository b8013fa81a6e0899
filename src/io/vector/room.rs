//! How much memory the geometries of a file may take.

use std::cell::Cell;

use geo::Geometry;

use super::rings::RingFaults;

/// Any file may take this, however small it is: a file of less than 10 MB stays below 1 GB with its text.
const FREE_BYTES: u64 = 512 << 20;

/// A large file may take more: so many times its size as it was given, packed or not.
const TIMES_ITS_SIZE: u64 = 32;

/// What a vertex takes while lists grow, and what a list does.
pub(super) const VERTEX_BYTES: u64 = 32;
pub(super) const LIST_BYTES: u64 = 48;

/// Bytes that may still be taken.
#[derive(Debug, Clone)]
pub(in crate::io) struct Room {
    left: Cell<u64>,
    is_over: Cell<bool>,
}

impl Room {
    /// Room for a file of which this many bytes were given.
    pub fn for_file(n_bytes_given: u64) -> Self {
        Self::of(FREE_BYTES.saturating_add(n_bytes_given.saturating_mul(TIMES_ITS_SIZE)))
    }

    pub fn of(n_bytes: u64) -> Self {
        Self { left: Cell::new(n_bytes), is_over: Cell::new(false) }
    }

    /// Whether so much is left; it is no longer.
    pub fn take(&self, n_bytes: u64) -> bool {
        let left = self.left.get().checked_sub(n_bytes);
        self.left.set(left.unwrap_or(0));
        self.is_over.set(self.is_over.get() || left.is_none());
        left.is_some()
    }

    /// Whether more was asked for than there is.
    pub fn is_over(&self) -> bool {
        self.is_over.get()
    }

    pub fn left(&self) -> u64 {
        self.left.get()
    }
}

impl Default for Room {
    fn default() -> Self {
        Self::for_file(0)
    }
}

/// Bytes that a geometry takes beside itself.
pub(super) fn bytes_of(geometry: &Geometry<f64>) -> u64 {
    let line = |n: usize| 16 * n as u64 + LIST_BYTES;
    let polygon = |polygon: &geo::Polygon<f64>| {
        line(polygon.exterior().0.len()) + polygon.interiors().iter().map(|hole| line(hole.0.len())).sum::<u64>()
    };
    match geometry {
        Geometry::Polygon(one) => polygon(one),
        Geometry::MultiPolygon(list) => list.iter().map(polygon).sum::<u64>() + LIST_BYTES,
        Geometry::LineString(one) => line(one.0.len()),
        Geometry::MultiLineString(list) => list.iter().map(|one| line(one.0.len())).sum::<u64>() + LIST_BYTES,
        Geometry::MultiPoint(points) => line(points.0.len()),
        Geometry::GeometryCollection(list) => {
            list.iter().map(|member| bytes_of(member) + size_of::<Geometry<f64>>() as u64).sum::<u64>() + LIST_BYTES
        }
        _ => 0,
    }
}

/// Bytes of a record beside its fields and the vertices of its geometry.
pub(super) const RECORD_BYTES: u64 = (size_of::<Geometry<f64>>() + size_of::<RingFaults>() + 64) as u64;
