//! Rings that come without an order, sorted into polygons by what lies in what.

use geo::{Coord, LineString, Polygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::shape::planar_area;

/// Edges looked at while rings are sorted into each other; beyond, a file is no map.
const MAX_WORK: u64 = 400_000_000;

/// A ring within an even number of others is an outer one, else a hole of the smallest around it. The direction of rings
/// is of no matter. `None` when there are too many to sort.
pub fn polygons_of_rings(rings: Vec<LineString<f64>>) -> Option<Vec<Polygon<f64>>> {
    if rings.len() < 2 {
        return Some(rings.into_iter().map(|ring| Polygon::new(ring, Vec::new())).collect());
    }
    let around = nesting(&rings)?;
    let mut holes: Vec<Vec<LineString<f64>>> = vec![Vec::new(); rings.len()];
    let mut outers = Vec::new();
    for (i, ring) in rings.into_iter().enumerate() {
        match around.get(i) {
            Some((depth, Some(parent))) if depth % 2 == 1 => {
                if let Some(list) = holes.get_mut(*parent) {
                    list.push(ring);
                }
            }
            _ => outers.push((i, ring)),
        }
    }
    let mut holes_of = |i: usize| holes.get_mut(i).map(std::mem::take).unwrap_or_default();
    Some(outers.into_iter().map(|(i, ring)| Polygon::new(ring, holes_of(i))).collect())
}

/// For each ring how many lie around it, and the smallest of them.
fn nesting(rings: &[LineString<f64>]) -> Option<Vec<(u32, Option<usize>)>> {
    let boxes = rings.iter().enumerate().map(|(i, ring)| GeomWithData::new(box_of(ring), i)).collect();
    let tree = RTree::bulk_load(boxes);
    let areas: Vec<f64> = rings.iter().map(|ring| planar_area(ring).abs()).collect();
    let area = |i: usize| areas.get(i).copied().unwrap_or(0.0);
    let mut work = 0_u64;
    let mut around = Vec::with_capacity(rings.len());
    for (i, ring) in rings.iter().enumerate() {
        let (mut depth, mut parent) = (0, None);
        let first = ring.0.first().map_or([0.0; 2], |c| [c.x, c.y]);
        for other in tree.locate_in_envelope_intersecting(AABB::from_point(first)) {
            let j = other.data;
            work += 1;
            if j == i || area(j) < area(i) || (area(j) == area(i) && j > i) {
                continue;
            }
            let Some(outer) = rings.get(j) else { continue };
            work += 50 + 2 * outer.0.len() as u64;
            if work > MAX_WORK {
                return None;
            }
            if lies_within(ring, outer) {
                depth += 1;
                if parent.is_none_or(|p| area(j) < area(p)) {
                    parent = Some(j);
                }
            }
        }
        around.push((depth, parent));
    }
    Some(around)
}

/// Points of a ring asked whether they lie in another: rings may share some.
const PROBES: usize = 3;

/// Whether most of a few points of a ring lie in another.
pub(super) fn lies_within(ring: &LineString<f64>, outer: &LineString<f64>) -> bool {
    let n = ring.0.len().saturating_sub(1).max(1);
    let probes = PROBES.min(n);
    let (mut inside, mut outside) = (0, 0);
    for k in 0..probes {
        let i = k * n / probes;
        let (Some(a), Some(b)) = (ring.0.get(i), ring.0.get(i + 1)) else { continue };
        let middle = Coord { x: 0.5 * (a.x + b.x), y: 0.5 * (a.y + b.y) };
        if is_inside(outer, middle) {
            inside += 1;
        } else {
            outside += 1;
        }
        // Two of a kind: rings that share more than a point or two are rare.
        if inside.max(outside) == 2 {
            break;
        }
    }
    inside > outside
}

/// Even–odd rule.
fn is_inside(ring: &LineString<f64>, p: Coord<f64>) -> bool {
    ring.lines().filter(|line| super::locator::crosses(line.start, line.end, p.x, p.y)).count() % 2 == 1
}

pub(super) fn box_of(ring: &LineString<f64>) -> Rectangle<[f64; 2]> {
    let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for c in &ring.0 {
        low = [low[0].min(c.x), low[1].min(c.y)];
        high = [high[0].max(c.x), high[1].max(c.y)];
    }
    Rectangle::from_corners(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, side: f64, clockwise: bool) -> LineString<f64> {
        let mut ring = vec![(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)];
        if clockwise {
            ring.reverse();
        }
        LineString::from(ring)
    }

    #[test]
    fn rings_find_their_polygons_whatever_their_order_and_direction() {
        // A lake in an island in a lake in a ward, the ward last, all directions mixed.
        let rings = vec![
            square(3.0, 3.0, 1.0, true),
            square(2.0, 2.0, 4.0, true),
            square(20.0, 0.0, 5.0, false),
            square(1.0, 1.0, 8.0, true),
            square(0.0, 0.0, 10.0, false),
        ];
        let polygons = polygons_of_rings(rings).unwrap();
        let mut sides: Vec<(f64, usize)> =
            polygons.iter().map(|p| ((planar_area(p.exterior()).abs() / 2.0).sqrt(), p.interiors().len())).collect();
        sides.sort_by(|a, b| b.0.total_cmp(&a.0));
        assert_eq!(sides, [(10.0, 1), (5.0, 0), (4.0, 1)]);
    }

    #[test]
    fn a_hole_that_touches_its_ring_is_still_a_hole() {
        let polygons = polygons_of_rings(vec![square(0.0, 0.0, 4.0, true), square(0.0, 1.0, 2.0, true)]).unwrap();
        assert_eq!((polygons.len(), polygons[0].interiors().len()), (1, 1));
    }
}
