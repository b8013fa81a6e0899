//! The common outline of a set of cells: the edges that only one of them has, joined into rings.

use std::collections::BTreeMap;

use super::PlanePoint;

/// Corners closer than this are one corner (plane metres). Cells are at least a metre wide.
const SNAP_M: f64 = 0.25;

type Key = (i64, i64);

fn key_of(point: PlanePoint) -> Key {
    ((point.x / SNAP_M).round() as i64, (point.y / SNAP_M).round() as i64)
}

/// Rings around the union of polygons that meet edge to edge. All polygons turn the same way round.
pub fn union_outline<'a>(polygons: impl Iterator<Item = &'a [PlanePoint]>) -> Vec<Vec<PlanePoint>> {
    let mut edges: BTreeMap<(Key, Key), (PlanePoint, PlanePoint)> = BTreeMap::new();
    for polygon in polygons {
        for (a, b) in polygon.iter().zip(polygon.iter().cycle().skip(1)) {
            let (from, to) = (key_of(*a), key_of(*b));
            // The neighbour runs along a shared edge the other way.
            if from != to && edges.remove(&(to, from)).is_none() {
                edges.insert((from, to), (*a, *b));
            }
        }
    }
    let mut rings = Vec::new();
    while let Some((&(start, second), &(first_point, second_point))) = edges.iter().next() {
        edges.remove(&(start, second));
        let mut ring = vec![first_point];
        let (mut before, mut here, mut here_point) = (start, second, second_point);
        while here != start {
            ring.push(here_point);
            let Some(next) = next_edge(&edges, before, here) else { break };
            let Some((_, next_point)) = edges.remove(&(here, next)) else { break };
            (before, here, here_point) = (here, next, next_point);
        }
        if ring.len() >= 3 {
            rings.push(without_straight_corners(&ring));
        }
    }
    rings
}

/// The edge that goes on from `here`; at a corner where four meet, the one that turns left, so that rings stay apart.
fn next_edge(edges: &BTreeMap<(Key, Key), (PlanePoint, PlanePoint)>, before: Key, here: Key) -> Option<Key> {
    let way_in = (here.0 - before.0, here.1 - before.1);
    let turn = |to: Key| {
        let way_out = (to.0 - here.0, to.1 - here.1);
        let cross = (way_in.0 * way_out.1 - way_in.1 * way_out.0) as f64;
        let dot = (way_in.0 * way_out.0 + way_in.1 * way_out.1) as f64;
        cross.atan2(dot)
    };
    edges
        .range((here, (i64::MIN, i64::MIN))..=(here, (i64::MAX, i64::MAX)))
        .map(|((_, to), _)| *to)
        .max_by(|a, b| turn(*a).total_cmp(&turn(*b)))
}

fn without_straight_corners(ring: &[PlanePoint]) -> Vec<PlanePoint> {
    let n = ring.len();
    (0..n)
        .filter(|&i| {
            let (a, b, c) = (ring[(i + n - 1) % n], ring[i], ring[(i + 1) % n]);
            let cross = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
            let length = (c.x - a.x).hypot(c.y - a.y);
            cross.abs() > length * SNAP_M
        })
        .map(|i| ring[i])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(column: i32, row: i32) -> Vec<PlanePoint> {
        let (x, y) = (f64::from(column) * 100.0, f64::from(row) * 100.0);
        [(x, y), (x + 100.0, y), (x + 100.0, y + 100.0), (x, y + 100.0)].map(|(x, y)| PlanePoint { x, y }).to_vec()
    }

    #[test]
    fn two_squares_side_by_side_have_four_corners() {
        let cells = [square(0, 0), square(1, 0)];
        let rings = union_outline(cells.iter().map(Vec::as_slice));
        assert_eq!(rings.iter().map(Vec::len).collect::<Vec<_>>(), [4]);
    }

    #[test]
    fn squares_that_touch_at_a_corner_stay_two_rings() {
        let cells = [square(0, 0), square(1, 1)];
        let rings = union_outline(cells.iter().map(Vec::as_slice));
        assert_eq!(rings.iter().map(Vec::len).collect::<Vec<_>>(), [4, 4]);
    }

    #[test]
    fn a_ring_of_squares_has_an_outer_and_an_inner_outline() {
        let cells: Vec<_> = (0..3)
            .flat_map(|c| (0..3).map(move |r| (c, r)))
            .filter(|p| *p != (1, 1))
            .map(|(c, r)| square(c, r))
            .collect();
        assert_eq!(union_outline(cells.iter().map(Vec::as_slice)).len(), 2);
    }
}
