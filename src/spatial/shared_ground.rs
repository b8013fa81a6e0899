//! Which zones share ground, and how much: boxes first, borders next, an overlay only where borders meet.

use std::panic::{AssertUnwindSafe, catch_unwind};

use geo::{BooleanOps, Line, LineString, MultiPolygon, Polygon};
use rayon::prelude::*;
use rstar::{AABB, RTree, RTreeObject};

use super::ZoneTree;
use super::clip::cut;
use super::locator::{crosses, rings};
use super::mend::{Crossings, crossings_of};
use super::shape::{bounds, planar_area};
use crate::model::{LonLat, Zone, ZoneIndex};

/// Ground that two zones share, in square degrees; `first < second`.
pub(super) struct Shared {
    pub first: u32,
    pub second: u32,
    pub square_deg: f64,
}

/// Pairs of zones whose boxes meet: all communes of the country with their provinces have a third of this.
pub(super) const MAX_PAIRS: usize = 300_000;

/// So many zones lie over each other that they are no division of any land.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyOverlaps {
    pub limit: usize,
}

/// All pairs that share ground, sorted.
pub(super) fn shared_ground(zones: &[Zone]) -> Result<Vec<Shared>, TooManyOverlaps> {
    let tree = ZoneTree::of_shapes(zones.iter().map(|zone| &zone.shape));
    let mut n_pairs = 0;
    for zone in zones {
        // Each pair is met from both sides, and each zone meets itself.
        n_pairs += bounds(&zone.shape).map_or(0, |(low, high)| tree.zones_in_view(low, high).len());
        if n_pairs > 2 * MAX_PAIRS + zones.len() {
            return Err(TooManyOverlaps { limit: MAX_PAIRS });
        }
    }
    let edges: Vec<Option<EdgeTree>> = zones.par_iter().map(|zone| EdgeTree::of_large(&zone.shape)).collect();
    let apart_or_within = |outer: usize, inner: usize| -> Option<f64> {
        edges.get(outer)?.as_ref()?.share_without_crossing(&zones.get(inner)?.shape)
    };
    let of_zone = |(i, zone): (usize, &Zone)| -> Vec<Shared> {
        let first = i as u32;
        let Some((low, high)) = bounds(&zone.shape) else { return Vec::new() };
        let later = tree.zones_in_view(low, high).into_iter().filter(|second| second.0 > first);
        let shared = later.filter_map(|ZoneIndex(second)| {
            let j = second as usize;
            let quick = apart_or_within(i, j).or_else(|| apart_or_within(j, i));
            let square_deg = match quick {
                Some(square_deg) => square_deg,
                None => shared_square_deg(&zone.shape, &zones.get(j)?.shape),
            };
            (square_deg > 0.0).then_some(Shared { first, second, square_deg })
        });
        shared.collect()
    };
    Ok(zones.par_iter().enumerate().flat_map_iter(of_zone).collect())
}

/// Edges of a shape with many: most zones under a ward lie clear of its border.
struct EdgeTree(RTree<Edge>);

struct Edge(Line<f64>);

impl RTreeObject for Edge {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners([self.0.start.x, self.0.start.y], [self.0.end.x, self.0.end.y])
    }
}

impl EdgeTree {
    const MANY: usize = 1000;

    fn of_large(shape: &MultiPolygon<f64>) -> Option<Self> {
        let lines = || rings(shape).flat_map(|ring| ring.lines());
        (lines().count() >= Self::MANY).then(|| Self(RTree::bulk_load(lines().map(Edge).collect())))
    }

    /// Ground that `inner` shares with this tree's shape when no edge of that comes near it: all or nothing.
    fn share_without_crossing(&self, inner: &MultiPolygon<f64>) -> Option<f64> {
        let (low, high) = bounds(inner)?;
        let near = AABB::from_corners([low.lon, low.lat], [high.lon, high.lat]);
        if self.0.locate_in_envelope_intersecting(near).next().is_some() {
            return None;
        }
        let [east_end, _] = self.0.root().envelope().upper();
        let east = AABB::from_corners([low.lon, low.lat], [east_end.max(low.lon), low.lat]);
        let crossing = |edge: &&Edge| crosses(edge.0.start, edge.0.end, low.lon, low.lat);
        let is_inside = self.0.locate_in_envelope_intersecting(east).filter(crossing).count() % 2 == 1;
        Some(if is_inside { planar_square_deg(inner) } else { 0.0 })
    }
}

/// Area in the plane of longitude and latitude, holes taken out.
pub(super) fn planar_square_deg(shape: &MultiPolygon<f64>) -> f64 {
    let ring = |ring: &LineString<f64>| 0.5 * planar_area(ring).abs();
    let polygon = |p: &Polygon<f64>| (ring(p.exterior()) - p.interiors().iter().map(ring).sum::<f64>()).max(0.0);
    shape.iter().map(polygon).sum()
}

/// Area of the intersection of two shapes under the even–odd rule, in square degrees.
pub fn shared_square_deg(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> f64 {
    let (Some((a_low, a_high)), Some((b_low, b_high))) = (bounds(a), bounds(b)) else { return 0.0 };
    let low = LonLat { lon: a_low.lon.max(b_low.lon), lat: a_low.lat.max(b_low.lat) };
    let high = LonLat { lon: a_high.lon.min(b_high.lon), lat: a_high.lat.min(b_high.lat) };
    if !(low.lon < high.lon && low.lat < high.lat) {
        return 0.0;
    }
    // Cut to the common box first: a ward of many thousand vertices meets each of its parts in a few.
    let (a, b) = (cut(a, low, high), cut(b, low, high));
    if a.0.is_empty() || b.0.is_empty() {
        return 0.0;
    }
    // Where borders weave through each other the overlay would take minutes: parallels are cheap, and near enough.
    let edges = || rings(&a).chain(rings(&b)).flat_map(LineString::lines);
    let may_weave = |shape: &MultiPolygon<f64>| rings(shape).map(|ring| ring.0.len() as u64).sum::<u64>();
    if may_weave(&a) * may_weave(&b) > MAX_CROSSINGS * 10
        && crossings_of(edges(), MAX_CROSSINGS, &|| false) == Crossings::TooMany
    {
        return shared_by_parallels(&a, &b);
    }
    // The overlay is meant for valid polygons; files hold others, and a defect there must not end the program.
    catch_unwind(AssertUnwindSafe(|| planar_square_deg(&a.intersection(&b)))).unwrap_or(0.0)
}

/// Crossings of two borders that the overlay still makes short work of.
const MAX_CROSSINGS: u64 = 100_000;

/// Parallels on which shared ground is measured where borders weave.
const N_PARALLELS: usize = 512;

/// Shared ground by its length on evenly spaced parallels.
fn shared_by_parallels(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> f64 {
    let Some((low, high)) = bounds(a) else { return 0.0 };
    let step = (high.lat - low.lat) / N_PARALLELS as f64;
    let on_parallel = |k: usize| -> f64 {
        let lat = low.lat + (k as f64 + 0.5) * step;
        // Where either shape begins or ends.
        let ends = |shape: &MultiPolygon<f64>, of_a: bool| -> Vec<(f64, bool)> {
            let lines = rings(shape).flat_map(LineString::lines);
            let crossing = lines.filter(|l| (l.start.y <= lat) != (l.end.y <= lat));
            crossing
                .map(|l| (l.start.x + (l.end.x - l.start.x) * ((lat - l.start.y) / (l.end.y - l.start.y)), of_a))
                .collect()
        };
        let mut ends = [ends(a, true), ends(b, false)].concat();
        ends.sort_by(|p, q| p.0.total_cmp(&q.0));
        let (mut in_a, mut in_b, mut length, mut before) = (false, false, 0.0, 0.0);
        for (x, of_a) in ends {
            if in_a && in_b {
                length += x - before;
            }
            if of_a {
                in_a = !in_a;
            } else {
                in_b = !in_b;
            }
            before = x;
        }
        length
    };
    (0..N_PARALLELS).map(on_parallel).sum::<f64>() * step
}
