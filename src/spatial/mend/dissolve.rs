//! The outline of land that neighbours divide among themselves, without an overlay: borders they share cancel.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use geo::{BooleanOps, Coord, LineString, MultiPolygon, Polygon};

use super::super::locator::rings;

/// A vertex by the bits of its coordinates: neighbours of one drawing share theirs exactly.
type Vertex = [u64; 2];

pub(super) fn vertex(c: Coord<f64>) -> Vertex {
    [c.x.to_bits(), c.y.to_bits()]
}

/// Ground that lies in an odd number of shapes, by the even–odd rule: all their land where no two share ground.
///
/// `None` where the overlay of what is left fails.
pub(super) fn dissolved(shapes: &[MultiPolygon<f64>]) -> Option<MultiPolygon<f64>> {
    let outline = closed_rings(&unshared_edges(shapes));
    let rings = outline.into_iter().map(|ring| Polygon::new(LineString(ring), Vec::new())).collect();
    // The overlay with nothing sorts the rings into each other; it sees a fraction of all edges.
    catch_unwind(AssertUnwindSafe(|| MultiPolygon(rings).union(&MultiPolygon(Vec::new())))).ok()
}

/// Edges that an odd number of rings have, in either direction: sorted, the lesser vertex first.
pub(super) fn unshared_edges(shapes: &[MultiPolygon<f64>]) -> Vec<[Vertex; 2]> {
    let lines = shapes.iter().flat_map(rings).flat_map(LineString::lines);
    let mut edges: Vec<[Vertex; 2]> = lines
        .map(|line| {
            let (a, b) = (vertex(line.start), vertex(line.end));
            if a < b { [a, b] } else { [b, a] }
        })
        .filter(|[a, b]| a != b)
        .collect();
    edges.sort_unstable();
    let odd = edges.chunk_by(|a, b| a == b).filter(|same| same.len() % 2 == 1);
    odd.filter_map(|same| same.first().copied()).collect()
}

/// Edges walked into closed rings. Each vertex has an even number of them, so a walk ends where it began.
fn closed_rings(edges: &[[Vertex; 2]]) -> Vec<Vec<Coord<f64>>> {
    let mut around: HashMap<Vertex, Vec<(Vertex, usize)>> = HashMap::with_capacity(edges.len());
    for (i, [a, b]) in edges.iter().enumerate() {
        around.entry(*a).or_default().push((*b, i));
        around.entry(*b).or_default().push((*a, i));
    }
    let mut walked = vec![false; edges.len()];
    let position = |[x, y]: Vertex| Coord { x: f64::from_bits(x), y: f64::from_bits(y) };
    let mut rings = Vec::new();
    for [start, _] in edges {
        let (mut here, mut ring) = (*start, vec![position(*start)]);
        while let Some((next, edge)) = around.get_mut(&here).and_then(Vec::pop) {
            if let Some(was_walked) = walked.get_mut(edge)
                && !std::mem::replace(was_walked, true)
            {
                ring.push(position(next));
                here = next;
            }
        }
        if ring.len() > 3 {
            rings.push(ring);
        }
    }
    rings
}
