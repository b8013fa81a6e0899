//! Slivers between neighbours that are open to the outside: no ring encloses them, so no overlay finds them.
//!
//! Two drawings of one border run beside each other, a few metres apart and for long. The border of one zone is walked
//! in small steps; where the nearest border of another zone stays close and no zone lies between, the ground between them
//! is a gap. Bays, river mouths and notches of a coast are wider, or no longer than wide, and are none.

use geo::{Coord, LineString, MultiPolygon};
use rstar::primitives::{GeomWithData, Line};
use rstar::{AABB, RTree};

use super::super::locator::{contains, rings};
use super::super::shape::geodesic_area_of_ring_m2;
use super::SLIVER_M2;
use super::dissolve::{unshared_edges, vertex};
use crate::model::{GapBetweenZones, LonLat};

/// Neighbours further apart than this were not meant to touch.
const MAX_WIDTH_M: f64 = 20.0;
/// Nearer than this they touch.
const TOUCHING_M: f64 = 0.01;
/// Length of a sliver over its mean width. A notch with an opening of 10 degrees reaches it.
const LEAST_ELONGATION: f64 = 12.0;
/// Where two borders meet at the rim of a land they may part a few metres before it.
const LEAST_LENGTH_M: f64 = 50.0;
const STEP_M: f64 = 5.0;
/// Distances looked at beyond which the search is given up: a border of kilometres without a vertex, a million times.
const MAX_WORK: usize = 50_000_000;

/// A degree of latitude; half a percent is enough to tell what is near.
const M_PER_DEGREE: f64 = 111_195.0;

type Edge = GeomWithData<Line<[f64; 2]>, usize>;

/// A place on the border of a zone, and the nearest one on that of another.
#[derive(Debug, Clone, Copy)]
struct Facing {
    zone: usize,
    here: Coord<f64>,
    there: Coord<f64>,
    width_m: f64,
}

/// Open gaps between shapes, each found from the earlier of its two. `None` for too much work, or on a cancelled call.
pub(super) fn open_gaps(layers: &[MultiPolygon<f64>], is_cancelled: &dyn Fn() -> bool) -> Option<Vec<GapBetweenZones>> {
    let outline = unshared_edges(layers);
    let is_outline = |line: &geo::Line<f64>| {
        let (a, b) = (vertex(line.start), vertex(line.end));
        outline.binary_search(&if a < b { [a, b] } else { [b, a] }).is_ok()
    };
    let mut borders: Vec<Edge> = Vec::new();
    for (zone, shape) in layers.iter().enumerate() {
        let lines = rings(shape).flat_map(LineString::lines).filter(is_outline);
        borders.extend(lines.map(|l| Edge::new(Line::new([l.start.x, l.start.y], [l.end.x, l.end.y]), zone)));
    }
    let mut search = Search { borders: RTree::bulk_load(borders), work: 0, gaps: Vec::new(), layers };
    for (zone, shape) in layers.iter().enumerate() {
        if is_cancelled() {
            return None;
        }
        for ring in rings(shape) {
            let mut strip = Vec::new();
            for line in ring.lines() {
                if is_outline(&line) {
                    search.walk(zone, &line, &mut strip)?;
                } else {
                    search.close(&mut strip);
                }
            }
            search.close(&mut strip);
        }
    }
    Some(search.gaps)
}

struct Search<'l> {
    borders: RTree<Edge>,
    work: usize,
    gaps: Vec<GapBetweenZones>,
    layers: &'l [MultiPolygon<f64>],
}

impl Search<'_> {
    /// Goes along an edge of a zone; what faces another zone is added to the strip, where nothing does the strip ends.
    fn walk(&mut self, zone: usize, line: &geo::Line<f64>, strip: &mut Vec<Facing>) -> Option<()> {
        let scale = Scale::at(line.start.y);
        let (dx, dy) = (MAX_WIDTH_M / scale.x, MAX_WIDTH_M / scale.y);
        let (w, e) = (line.start.x.min(line.end.x) - dx, line.start.x.max(line.end.x) + dx);
        let (s, n) = (line.start.y.min(line.end.y) - dy, line.start.y.max(line.end.y) + dy);
        let around = AABB::from_corners([w, s], [e, n]);
        let near: Vec<(usize, Line<[f64; 2]>)> = self
            .borders
            .locate_in_envelope_intersecting(around)
            .filter(|edge| edge.data > zone)
            .map(|edge| (edge.data, *edge.geom()))
            .collect();
        if near.is_empty() {
            self.close(strip);
            return Some(());
        }
        let n_steps = (scale.distance(line.start, line.end) / STEP_M).ceil().clamp(1.0, 1e7) as usize;
        self.work = self.work.saturating_add(n_steps.saturating_mul(near.len()));
        if self.work > MAX_WORK {
            return None;
        }
        // The last place of an edge is the first of the next.
        for step in 0..n_steps {
            let here = line.start + line.delta() * (step as f64 / n_steps as f64);
            let places = near.iter().map(|(zone, edge)| {
                let there = scale.nearest(edge, here);
                Facing { zone: *zone, here, there, width_m: scale.distance(here, there) }
            });
            let nearest = places.min_by(|a, b| a.width_m.total_cmp(&b.width_m).then(a.zone.cmp(&b.zone)));
            match nearest.filter(|facing| facing.width_m <= MAX_WIDTH_M && facing.width_m > TOUCHING_M) {
                Some(facing) => {
                    if strip.last().is_some_and(|last| last.zone != facing.zone) {
                        self.close(strip);
                    }
                    strip.push(facing);
                }
                None => self.close(strip),
            }
        }
        Some(())
    }

    /// Ends a strip, and keeps it if it is a sliver of ground that belongs to nobody.
    fn close(&mut self, strip: &mut Vec<Facing>) {
        let strip = std::mem::take(strip);
        let Some(middle) = strip.get(strip.len() / 2) else { return };
        let scale = Scale::at(middle.here.y);
        let length_m: f64 =
            strip.windows(2).map(|pair| if let [a, b] = pair { scale.distance(a.here, b.here) } else { 0.0 }).sum();
        let (one, other) = (strip.iter().map(|f| f.here), strip.iter().rev().map(|f| f.there));
        let area_m2 = geodesic_area_of_ring_m2(one.chain(other).map(|c| (c.x, c.y)));
        if area_m2 <= SLIVER_M2 || length_m < LEAST_LENGTH_M || length_m * length_m < LEAST_ELONGATION * area_m2 {
            return;
        }
        let between = |facing: &Facing| (facing.here + facing.there) / 2.0;
        let is_nobodys = |facing: &Facing| {
            let place = between(facing);
            !self.layers.iter().any(|shape| contains(shape, place.x, place.y))
        };
        let quarters = [strip.len() / 4, strip.len() / 2, strip.len() * 3 / 4];
        if quarters.iter().filter_map(|i| strip.get(*i)).all(is_nobodys) {
            let at = between(middle);
            self.gaps.push(GapBetweenZones { area_m2, at: LonLat { lon: at.x, lat: at.y }, is_open: true });
        }
    }
}

/// Metres of a degree around a latitude.
#[derive(Debug, Clone, Copy)]
struct Scale {
    x: f64,
    y: f64,
}

impl Scale {
    fn at(lat: f64) -> Self {
        Self { x: M_PER_DEGREE * lat.to_radians().cos().max(1e-6), y: M_PER_DEGREE }
    }

    fn distance(self, a: Coord<f64>, b: Coord<f64>) -> f64 {
        ((b.x - a.x) * self.x).hypot((b.y - a.y) * self.y)
    }

    /// The place on an edge that is nearest to `here`.
    fn nearest(self, edge: &Line<[f64; 2]>, here: Coord<f64>) -> Coord<f64> {
        let (from, to) = (Coord { x: edge.from[0], y: edge.from[1] }, Coord { x: edge.to[0], y: edge.to[1] });
        let (along, off) = (to - from, here - from);
        let (ux, uy, vx, vy) = (along.x * self.x, along.y * self.y, off.x * self.x, off.y * self.y);
        let length2 = ux * ux + uy * uy;
        let share = if length2 > 0.0 { ((ux * vx + uy * vy) / length2).clamp(0.0, 1.0) } else { 0.0 };
        from + along * share
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(ring: &[(f64, f64)]) -> MultiPolygon<f64> {
        let ring = ring.iter().chain(ring.first()).map(|(x, y)| Coord { x: *x, y: *y }).collect();
        MultiPolygon(vec![geo::Polygon::new(LineString(ring), Vec::new())])
    }

    fn gaps(shapes: &[MultiPolygon<f64>]) -> Vec<GapBetweenZones> {
        open_gaps(shapes, &|| false).unwrap()
    }

    const WEST: [(f64, f64); 4] = [(106.7, 21.0), (106.75, 21.0), (106.75, 21.1), (106.7, 21.1)];

    /// Areas by GeographicLib (`pyproj.Geod.polygon_area_perimeter`) of the ground between the two.
    #[test]
    fn a_sliver_that_is_open_to_the_outside_is_a_gap() {
        let apart = [(106.7501, 21.0), (106.8, 21.0), (106.8, 21.1), (106.7501, 21.1)];
        let wedge = [(106.75, 21.0), (106.8, 21.0), (106.8, 21.1), (106.7501, 21.1)];
        for (east, area_m2) in [(apart, 115_075.2), (wedge, 57_518.4)] {
            for order in [[shape(&WEST), shape(&east)], [shape(&east), shape(&WEST)]] {
                let found = gaps(&order);
                assert_eq!(found.len(), 1, "{found:?}");
                // The walk begins and ends within a step, and where the two touch.
                assert!((found[0].area_m2 / area_m2 - 1.0).abs() < 0.01, "{found:?}");
                assert!(found[0].is_open && (106.75..106.7501).contains(&found[0].at.lon), "{found:?}");
            }
        }
    }

    #[test]
    fn bays_channels_and_common_borders_are_none() {
        let neighbour = [(106.75, 21.0), (106.8, 21.0), (106.8, 21.1), (106.75, 21.1)];
        // A vertex more on the common border, as one of two drawings may have it.
        let with_vertex = [(106.75, 21.0), (106.8, 21.0), (106.8, 21.1), (106.75, 21.1), (106.75, 21.05)];
        // 52 m of water, and a bay of 45 degrees where the border meets the coast.
        let across = [(106.7505, 21.0), (106.8, 21.0), (106.8, 21.1), (106.7505, 21.1)];
        let bay = [(106.75, 21.0), (106.8, 21.0), (106.8, 21.1), (106.76, 21.06), (106.75, 21.05)];
        for east in [neighbour.as_slice(), &with_vertex, &across, &bay] {
            assert_eq!(gaps(&[shape(&WEST), shape(east)]), [], "{east:?}");
        }
        // Shared ground is no gap.
        let over = [(106.7499, 21.0), (106.8, 21.0), (106.8, 21.1), (106.7499, 21.1)];
        assert_eq!(gaps(&[shape(&WEST), shape(&over)]), []);
    }
}
