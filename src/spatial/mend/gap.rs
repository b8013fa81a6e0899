//! Ground between zones that belongs to none of them.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use geo::{BooleanOps, LineString, MultiPolygon, Polygon};

use super::super::locator::{contains, rings};
use super::super::nesting::box_of;
use super::super::shape::{geodesic_area_m2, point_on_surface};
use super::dissolve::dissolved;
use super::open_gap::open_gaps;
use super::{Crossings, SLIVER_M2, crossings_of};
use crate::model::GapBetweenZones;

/// Vertices of all shapes together beyond which gaps are not sought.
const MAX_VERTICES: usize = 300_000;
/// Crossings of all borders beyond which gaps are not sought either.
const MAX_CROSSINGS: u64 = 100_000;
/// Gaps reported.
const MAX_GAPS: usize = 100;

/// Holes of the land that shapes cover together where they are no hole of one of them alone, and slivers between
/// neighbours that are open to the outside; largest first.
///
/// `are_apart`: no two of the shapes share ground. `None` when there are too many vertices or crossings to look, or on a
/// cancelled call.
pub fn gaps_between<'a>(
    shapes: impl Iterator<Item = &'a MultiPolygon<f64>>,
    are_apart: bool,
    is_cancelled: &dyn Fn() -> bool,
) -> Option<Vec<GapBetweenZones>> {
    let layers: Vec<MultiPolygon<f64>> = shapes.cloned().collect();
    if layers.iter().flat_map(rings).map(|ring| ring.0.len()).sum::<usize>() > MAX_VERTICES {
        return None;
    }
    // Where borders weave through each other there is no telling whose ground a gap is, and joining takes minutes.
    let edges = layers.iter().flat_map(rings).flat_map(LineString::lines);
    let Crossings::Some(n_crossings) = crossings_of(edges, MAX_CROSSINGS, is_cancelled) else { return None };
    let own_holes: HashSet<[i64; 4]> = layers.iter().flatten().flat_map(Polygon::interiors).map(rounded_box).collect();
    // Of a sound division the outline is found from the borders alone, in a tenth of the time.
    let is_sound = are_apart && n_crossings == 0;
    let land = if is_sound { dissolved(&layers)? } else { joined(layers.clone(), is_cancelled)? };
    let mut enclosed = Vec::new();
    let holes = land.iter().flat_map(Polygon::interiors).filter(|hole| !own_holes.contains(&rounded_box(hole)));
    let mut gaps: Vec<GapBetweenZones> = holes
        .filter_map(|hole| {
            let ground = MultiPolygon(vec![Polygon::new(hole.clone(), Vec::new())]);
            let area_m2 = geodesic_area_m2(&ground);
            (area_m2 > SLIVER_M2).then_some(())?;
            let at = point_on_surface(&ground)?;
            enclosed.push(ground);
            Some(GapBetweenZones { area_m2, at, is_open: false })
        })
        .collect();
    let is_enclosed = |gap: &GapBetweenZones| enclosed.iter().any(|ground| contains(ground, gap.at.lon, gap.at.lat));
    gaps.extend(open_gaps(&layers, is_cancelled)?.into_iter().filter(|gap| !is_enclosed(gap)));
    gaps.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2));
    gaps.truncate(MAX_GAPS);
    if is_sound {
        // Shared ground too little to be told of is no gap.
        gaps.retain(|gap| !layers.iter().any(|shape| contains(shape, gap.at.lon, gap.at.lat)));
    }
    Some(gaps)
}

/// All shapes in one. Neighbours in the list are joined two by two: each vertex takes part in as many unions as the list
/// halves.
fn joined(mut layers: Vec<MultiPolygon<f64>>, is_cancelled: &dyn Fn() -> bool) -> Option<MultiPolygon<f64>> {
    while layers.len() > 1 {
        let mut joined = Vec::with_capacity(layers.len().div_ceil(2));
        for pair in layers.chunks(2) {
            if is_cancelled() {
                return None;
            }
            match pair {
                [a, b] => joined.push(catch_unwind(AssertUnwindSafe(|| a.union(b))).ok()?),
                rest => joined.extend(rest.iter().cloned()),
            }
        }
        layers = joined;
    }
    Some(layers.pop().unwrap_or(MultiPolygon(Vec::new())))
}

/// The overlay moves vertices by less than a millimetre.
fn rounded_box(ring: &LineString<f64>) -> [i64; 4] {
    let corners = box_of(ring);
    let (low, high) = (corners.lower(), corners.upper());
    [low[0], low[1], high[0], high[1]].map(|degrees| (degrees * 1e6).round() as i64)
}
