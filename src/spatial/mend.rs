//! Shapes as people draw them into shapes that bound an area: spikes, crossings, misplaced holes, specks.
//!
//! What is inside is decided by the even–odd rule, as everywhere in the program: a bow-tie is two triangles.

mod crossing;
mod dissolve;
mod gap;
mod open_gap;

use std::panic::{AssertUnwindSafe, catch_unwind};

use geo::{BooleanOps, Coord, LineString, MultiPolygon, Polygon};

use super::locator::{contains, rings};
use super::nesting::{lies_within, polygons_of_rings};
use super::shape::{bounds, geodesic_area_m2};
use crate::model::RepairKind;
pub(super) use crossing::{Crossings, crossings_of};
pub use gap::gaps_between;

/// Parts smaller than this, in square metres and as a share of their zone, are specks of drawing.
const SLIVER_M2: f64 = 1.0;
const SLIVER_SHARE: f64 = 1e-6;

/// What was done to a shape: kinds with how many rings, vertices, places or parts they concern.
pub type Mended = Vec<(RepairKind, u32)>;

/// The border crosses itself more often than any drawing does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooTangled {
    pub limit: u64,
}

/// Crossings of one shape that are still mended.
const MAX_CROSSINGS: u64 = 10_000;

/// Mends a shape in place. WGS84 degrees.
///
/// `is_cancelled` is asked now and then; a cancelled call returns with the work half done.
pub fn mend(shape: &mut MultiPolygon<f64>, is_cancelled: &dyn Fn() -> bool) -> Result<Mended, TooTangled> {
    let mut mended = Mended::new();
    let mut note = |kind: RepairKind, n: usize| {
        if n > 0 {
            mended.push((kind, u32::try_from(n).unwrap_or(u32::MAX)));
        }
    };
    note(RepairKind::Antimeridian, cut_at_antimeridian(shape));
    note(RepairKind::Spikes, take_spikes(shape));
    note(RepairKind::RingOrder, put_holes_right(shape));
    match crossings_of(rings(shape).flat_map(LineString::lines), MAX_CROSSINGS, is_cancelled) {
        Crossings::Some(0) | Crossings::Cancelled => {}
        Crossings::Some(n) => {
            untangle(shape);
            note(RepairKind::SelfCrossing, usize::try_from(n).unwrap_or(usize::MAX));
        }
        Crossings::TooMany => return Err(TooTangled { limit: MAX_CROSSINGS }),
    }
    note(RepairKind::OverlappingParts, join_overlapping_parts(shape));
    note(RepairKind::Slivers, take_slivers(shape));
    Ok(mended)
}

/// Rings that step over the meridian of 180° cut into parts on both sides. Returns how many polygons were cut.
fn cut_at_antimeridian(shape: &mut MultiPolygon<f64>) -> usize {
    // An edge from −180° to 180° runs along the rim of the map, mostly over a pole, and steps over nothing.
    let is_rim = |c: Coord<f64>| c.x.abs() > 180.0 - 1e-6;
    let steps = |l: geo::Line<f64>| (l.end.x - l.start.x).abs() > 180.0 && !(is_rim(l.start) && is_rim(l.end));
    let steps_over = |ring: &LineString<f64>| ring.lines().any(steps);
    if !rings(shape).any(steps_over) {
        return 0;
    }
    let mut n = 0;
    let mut parts = Vec::new();
    for polygon in std::mem::take(&mut shape.0) {
        if !steps_over(polygon.exterior()) {
            parts.push(polygon);
            continue;
        }
        n += 1;
        // Longitudes from 0 to 360 are whole here; the half beyond 180 goes back to the west.
        let east = |ring: &LineString<f64>| {
            LineString(ring.0.iter().map(|c| Coord { x: if c.x < 0.0 { c.x + 360.0 } else { c.x }, ..*c }).collect())
        };
        let whole = Polygon::new(east(polygon.exterior()), polygon.interiors().iter().map(east).collect());
        for (from, to, shift) in [(0.0, 180.0, 0.0), (180.0, 360.0, -360.0)] {
            let half = Polygon::new(
                LineString::from(vec![(from, -90.0), (to, -90.0), (to, 90.0), (from, 90.0), (from, -90.0)]),
                Vec::new(),
            );
            let cut = catch_unwind(AssertUnwindSafe(|| whole.intersection(&half))).unwrap_or(MultiPolygon(Vec::new()));
            for mut part in cut {
                let back = |ring: &mut LineString<f64>| {
                    for c in &mut ring.0 {
                        c.x = (c.x + shift).clamp(-180.0, 180.0);
                    }
                };
                part.exterior_mut(back);
                part.interiors_mut(|holes| holes.iter_mut().for_each(back));
                parts.push(part);
            }
        }
    }
    shape.0 = parts;
    n
}

/// Takes out vertices where the border turns back along itself. Returns how many.
fn take_spikes(shape: &mut MultiPolygon<f64>) -> usize {
    let mut n = 0;
    let mut clean = |ring: &mut LineString<f64>| {
        if !ring.0.windows(3).any(|w| matches!(w, [a, b, c] if is_spike(*a, *b, *c))) && !closes_in_spike(ring) {
            return;
        }
        let mut open = std::mem::take(&mut ring.0);
        open.pop();
        let mut kept: Vec<Coord<f64>> = Vec::with_capacity(open.len() + 1);
        for here in open {
            kept.push(here);
            n += drop_spikes_at_end(&mut kept);
        }
        // The ends meet: a spike may lie across them.
        while let [first, second, .., before, last] = *kept.as_slice() {
            if is_spike(before, last, first) {
                kept.pop();
            } else if is_spike(last, first, second) {
                kept.remove(0);
            } else {
                break;
            }
            n += 1;
            if kept.first() == kept.last() {
                kept.pop();
            }
        }
        if kept.len() > 2 {
            kept.extend(kept.first().copied());
            ring.0 = kept;
        }
    };
    for polygon in &mut shape.0 {
        polygon.exterior_mut(&mut clean);
        polygon.interiors_mut(|holes| holes.iter_mut().for_each(&mut clean));
    }
    for polygon in &mut shape.0 {
        let holes: Vec<_> = polygon.interiors().iter().filter(|hole| hole.0.len() > 3).cloned().collect();
        if holes.len() < polygon.interiors().len() {
            *polygon = Polygon::new(polygon.exterior().clone(), holes);
        }
    }
    shape.0.retain(|polygon| polygon.exterior().0.len() > 3);
    n
}

fn drop_spikes_at_end(kept: &mut Vec<Coord<f64>>) -> usize {
    let mut n = 0;
    while let [.., a, b, c] = *kept.as_slice() {
        if !is_spike(a, b, c) {
            break;
        }
        kept.pop();
        kept.pop();
        // Back where the spike began there is nothing to add.
        if kept.last() != Some(&c) {
            kept.push(c);
        }
        n += 1;
    }
    n
}

fn closes_in_spike(ring: &LineString<f64>) -> bool {
    match ring.0.as_slice() {
        [first, second, .., before, _] => is_spike(*before, *first, *second),
        _ => false,
    }
}

/// Whether the border runs back exactly along itself at `b`.
fn is_spike(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> bool {
    let (u, v) = ((b.x - a.x, b.y - a.y), (c.x - b.x, c.y - b.y));
    let (cross, dot) = (u.0 * v.1 - u.1 * v.0, u.0 * v.0 + u.1 * v.1);
    dot < 0.0 && cross.abs() <= 1e-9 * dot.abs()
}

/// Rings of polygons with a hole outside, or around, sorted anew. Returns how many holes were misplaced.
fn put_holes_right(shape: &mut MultiPolygon<f64>) -> usize {
    let mut n = 0;
    let mut parts = Vec::new();
    for polygon in std::mem::take(&mut shape.0) {
        let misplaced = polygon.interiors().iter().filter(|hole| !lies_within(hole, polygon.exterior())).count();
        let (outer, mut all) = if misplaced == 0 {
            parts.push(polygon);
            continue;
        } else {
            polygon.into_inner()
        };
        all.insert(0, outer);
        match polygons_of_rings(all.clone()) {
            Some(sorted) => parts.extend(sorted),
            None => parts.extend(all.into_iter().map(|ring| Polygon::new(ring, Vec::new()))),
        }
        n += misplaced;
    }
    shape.0 = parts;
    n
}

/// Overlaid with itself, a shape keeps what is inside by the even–odd rule, in rings that do not cross.
fn untangle(shape: &mut MultiPolygon<f64>) {
    // Parts may cross each other: each is mended alone, so that what two of them cover is not taken for a hole.
    let parts = std::mem::take(&mut shape.0);
    let mut joined = MultiPolygon(Vec::new());
    for part in parts {
        let mended = catch_unwind(AssertUnwindSafe(|| {
            let alone = MultiPolygon(vec![part.clone()]);
            let mended = alone.union(&MultiPolygon(Vec::new()));
            if joined.0.is_empty() { mended } else { joined.union(&mended) }
        }));
        match mended {
            Ok(union) => joined = union,
            Err(_) => joined.0.push(part),
        }
    }
    *shape = joined;
}

/// Joins parts that lie in others. Returns how many.
fn join_overlapping_parts(shape: &mut MultiPolygon<f64>) -> usize {
    /// Parts beyond which a shape is not searched: no zone has as many that also lie in each other.
    const MANY: usize = 5_000;
    if shape.0.len() < 2 || shape.0.len() > MANY {
        return 0;
    }
    let boxes: Vec<_> = shape.0.iter().map(|part| bounds(&MultiPolygon(vec![part.clone()]))).collect();
    let lies_in_another = |i: usize| {
        let (Some(part), Some(Some((low, high)))) = (shape.0.get(i), boxes.get(i)) else { return false };
        shape.0.iter().enumerate().any(|(j, other)| {
            let Some(Some((other_low, other_high))) = boxes.get(j) else { return false };
            let is_in_box = other_low.lon <= low.lon
                && other_low.lat <= low.lat
                && high.lon <= other_high.lon
                && high.lat <= other_high.lat;
            if i == j || !is_in_box {
                return false;
            }
            // Of two that are the same the later one goes.
            if part.exterior() == other.exterior() {
                return j < i;
            }
            let Some(edge) = part.exterior().lines().next() else { return false };
            let (x, y) = (0.5 * (edge.start.x + edge.end.x), 0.5 * (edge.start.y + edge.end.y));
            lies_within(part.exterior(), other.exterior()) && contains(&MultiPolygon(vec![other.clone()]), x, y)
        })
    };
    let n = (0..shape.0.len()).filter(|i| lies_in_another(*i)).count();
    if n > 0 {
        untangle(shape);
    }
    n
}

/// Takes out parts too small to be ground, unless nothing else is left. Returns how many.
fn take_slivers(shape: &mut MultiPolygon<f64>) -> usize {
    if shape.0.len() < 2 {
        return 0;
    }
    let areas: Vec<f64> = shape.0.iter().map(|part| geodesic_area_m2(&MultiPolygon(vec![part.clone()]))).collect();
    let limit = SLIVER_M2.min(SLIVER_SHARE * areas.iter().sum::<f64>());
    let n_before = shape.0.len();
    let mut areas = areas.into_iter();
    shape.0.retain(|_| areas.next().is_none_or(|area| area > limit));
    n_before - shape.0.len()
}

#[cfg(test)]
mod tests;
