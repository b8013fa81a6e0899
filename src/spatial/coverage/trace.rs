//! From directed edges to rings: each edge has its face at its left.

use std::collections::{BTreeMap, BTreeSet};

use super::point::{Point, by_direction, left_is_behind, passes, twice_area};

/// An edge on its way from the first to the second corner.
pub type Edge = (Point, Point);

/// Walks the edges into rings, at each corner turning to the first edge clockwise. Edges with no way on are left out.
/// Rings come in the order of their smallest edges.
pub fn rings_of(edges: &[Edge]) -> Vec<Vec<Point>> {
    let mut out: BTreeMap<Point, Vec<Point>> = BTreeMap::new();
    for (a, b) in edges {
        out.entry(*a).or_default().push(*b);
    }
    for (from, to) in &mut out {
        to.sort_by(|a, b| by_direction(*from, *a, *b));
        to.dedup();
    }
    let mut left: BTreeSet<Edge> = edges.iter().copied().collect();
    let mut rings = Vec::new();
    while let Some(start) = left.pop_first() {
        let mut ring = vec![start.0];
        let mut at = start;
        while let Some(next) = next(&out, at) {
            if next == start {
                rings.push(ring);
                break;
            }
            if !left.remove(&next) {
                break;
            }
            ring.push(next.0);
            at = next;
        }
    }
    rings
}

fn next(out: &BTreeMap<Point, Vec<Point>>, (a, b): Edge) -> Option<Edge> {
    let ways = out.get(&b)?;
    // The last one before the way back, going around counter-clockwise.
    let back = ways.partition_point(|way| by_direction(b, *way, a).is_lt());
    let before = back.checked_sub(1).unwrap_or(ways.len().checked_sub(1)?);
    Some((b, *ways.get(before)?))
}

/// The edges of a ring.
pub fn edges_of(ring: &[Point]) -> impl Iterator<Item = Edge> + '_ {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1)).take(ring.len())
}

/// A ring that meets itself in corners, as rings that do not. Outer ones keep their direction, holes run the other way.
pub fn simple_rings(ring: &[Point]) -> Vec<Vec<Point>> {
    let mut rings = Vec::new();
    let mut way: Vec<Point> = Vec::new();
    let mut place: BTreeMap<Point, usize> = BTreeMap::new();
    for point in ring {
        if let Some(at) = place.get(point).copied() {
            let loop_of: Vec<Point> = way.drain(at..).collect();
            place.retain(|_, place| *place < at);
            rings.push(loop_of);
        }
        place.insert(*point, way.len());
        way.push(*point);
    }
    rings.push(way);
    rings.retain(|ring| ring.len() > 2);
    rings.into_iter().map(begun_at_smallest).collect()
}

fn begun_at_smallest(mut ring: Vec<Point>) -> Vec<Point> {
    let smallest = ring.iter().enumerate().min_by_key(|(_, p)| **p).map_or(0, |(i, _)| i);
    ring.rotate_left(smallest);
    ring
}

/// Whether the ground at the left of an edge is enclosed by edges, by the even–odd rule. The edge may be one of them, in
/// either direction.
pub fn is_left_inside(edge: Edge, of: impl Iterator<Item = Edge>) -> bool {
    let mut inside = false;
    for (a, b) in of {
        let itself = (a, b) == edge || (b, a) == edge;
        inside ^= if itself { left_is_behind(edge.0, edge.1) } else { passes((a, b), edge) };
    }
    inside
}

/// A connected piece of ground: an outer ring and its holes, both with the ground at their left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub outer: Vec<Point>,
    pub holes: Vec<Vec<Point>>,
}

impl Piece {
    pub fn edges(&self) -> impl Iterator<Item = Edge> + '_ {
        edges_of(&self.outer).chain(self.holes.iter().flat_map(|hole| edges_of(hole)))
    }

    /// Twice its area in square units.
    pub fn twice_area(&self) -> i128 {
        twice_area(&self.outer) + self.holes.iter().map(|hole| twice_area(hole)).sum::<i128>()
    }
}

/// Rings of one face, sorted into connected pieces; largest first. Rings may meet themselves in corners.
pub fn pieces_of(rings: Vec<Vec<Point>>) -> Vec<Piece> {
    let (outers, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|ring| twice_area(ring) > 0);
    let mut pieces: Vec<Piece> = outers.into_iter().map(|outer| Piece { outer, holes: Vec::new() }).collect();
    pieces.sort_by(|a, b| twice_area(&b.outer).cmp(&twice_area(&a.outer)).then_with(|| a.outer.cmp(&b.outer)));
    for hole in holes {
        let Some(edge) = edges_of(&hole).next() else { continue };
        // The smallest ring around it.
        let around = pieces.iter_mut().rev().find(|piece| is_left_inside(edge, edges_of(&piece.outer)));
        if let Some(piece) = around {
            piece.holes.push(hole);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(corners: &[(i64, i64)]) -> Vec<Point> {
        corners.iter().map(|c| Point::from(*c)).collect()
    }

    #[test]
    fn rings_with_a_hole_come_back_from_their_edges() {
        let outer = ring(&[(0, 0), (9, 0), (9, 9), (0, 9)]);
        let hole = ring(&[(3, 3), (3, 6), (6, 6), (6, 3)]);
        let mut edges: Vec<Edge> = edges_of(&outer).chain(edges_of(&hole)).collect();
        edges.reverse();
        let pieces = pieces_of(rings_of(&edges));
        assert_eq!(pieces, [Piece { outer, holes: vec![hole] }]);
        assert_eq!(pieces[0].twice_area(), 2 * (81 - 9));
    }

    #[test]
    fn a_hole_that_touches_its_ring_is_walked_with_it_and_told_from_it() {
        let outer = ring(&[(0, 0), (9, 0), (9, 9), (0, 9)]);
        let hole = ring(&[(0, 0), (2, 4), (4, 2)]);
        let edges: Vec<Edge> = edges_of(&outer).chain(edges_of(&hole)).collect();
        let rings = rings_of(&edges);
        assert_eq!(rings.len(), 1);
        let simple = simple_rings(&rings[0]);
        assert_eq!(simple.len(), 2);
        assert_eq!(simple.iter().map(|ring| twice_area(ring)).sum::<i128>(), 162 - 12);
    }

    #[test]
    fn two_triangles_that_meet_in_a_corner_are_two() {
        let (a, b) = (ring(&[(0, 0), (4, -2), (4, 2)]), ring(&[(0, 0), (-4, 2), (-4, -2)]));
        let edges: Vec<Edge> = edges_of(&a).chain(edges_of(&b)).collect();
        assert_eq!(rings_of(&edges).len(), 2);
    }

    #[test]
    fn the_left_of_an_edge_is_found_even_where_the_edge_is_part_of_the_ring() {
        let square = ring(&[(0, 0), (8, 0), (8, 8), (0, 8)]);
        for (a, b) in edges_of(&square) {
            assert!(is_left_inside((a, b), edges_of(&square)));
            assert!(!is_left_inside((b, a), edges_of(&square)));
        }
        let inside = (Point { x: 1, y: 1 }, Point { x: 4, y: 1 });
        assert!(is_left_inside(inside, edges_of(&square)) && is_left_inside((inside.1, inside.0), edges_of(&square)));
    }
}
