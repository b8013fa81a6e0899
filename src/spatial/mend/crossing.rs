//! Where edges cross: a line sweeps over them, and each meets only those it is abreast of.

use geo::kernels::{Kernel, RobustKernel};
use geo::{Coord, Line, Orientation};

/// How often edges cross.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crossings {
    Some(u64),
    /// More than was asked for, or too many edges abreast to tell.
    TooMany,
    Cancelled,
}

/// Pairs of edges looked at, with some that were left behind, before the search is given up: a second or so.
const MAX_PAIRS: u64 = 500_000_000;

/// Proper crossings of edges: touching, and sharing an end, do not count.
pub fn crossings_of(edges: impl Iterator<Item = Line<f64>>, limit: u64, is_cancelled: &dyn Fn() -> bool) -> Crossings {
    let mut edges: Vec<Line<f64>> = edges.collect();
    // The sweep runs along the side on which fewer edges are abreast.
    let spread = |of: fn(&Coord<f64>) -> f64| {
        let ends = || edges.iter().flat_map(|l| [of(&l.start), of(&l.end)]);
        let range = ends().fold(f64::NEG_INFINITY, f64::max) - ends().fold(f64::INFINITY, f64::min);
        edges.iter().map(|l| (of(&l.end) - of(&l.start)).abs()).sum::<f64>() / range.max(f64::MIN_POSITIVE)
    };
    if spread(|c| c.y) < spread(|c| c.x) {
        for edge in &mut edges {
            for end in [&mut edge.start, &mut edge.end] {
                (end.x, end.y) = (end.y, end.x);
            }
        }
    }
    let mut edges: Vec<Edge> = edges.into_iter().map(Edge::new).collect();
    edges.sort_by(|a, b| a.x.0.total_cmp(&b.x.0));
    let mut abreast: Vec<Edge> = Vec::new();
    let (mut n, mut n_pairs) = (0_u64, 0_u64);
    for (i, edge) in edges.iter().enumerate() {
        if i % 1024 == 0 && is_cancelled() {
            return Crossings::Cancelled;
        }
        // To pass over a few that were left behind costs less than to take them out at every step.
        if i % 32 == 0 {
            abreast.retain(|other| other.x.1 >= edge.x.0);
        }
        n_pairs += abreast.len() as u64;
        n += abreast.iter().filter(|other| edge.crosses(other)).count() as u64;
        if n > limit || n_pairs > MAX_PAIRS {
            return Crossings::TooMany;
        }
        abreast.push(*edge);
    }
    Crossings::Some(n)
}

/// An edge with its lowest and highest coordinates.
#[derive(Debug, Clone, Copy)]
struct Edge {
    x: (f64, f64),
    y: (f64, f64),
    line: Line<f64>,
}

impl Edge {
    fn new(line: Line<f64>) -> Self {
        let range = |a: f64, b: f64| (a.min(b), a.max(b));
        Self { x: range(line.start.x, line.end.x), y: range(line.start.y, line.end.y), line }
    }

    /// Whether it crosses one that begins no farther along the sweep.
    #[inline]
    fn crosses(&self, other: &Self) -> bool {
        let are_near = (other.x.1 >= self.x.0) & (self.y.0 <= other.y.1) & (other.y.0 <= self.y.1);
        are_near && cross(&self.line, &other.line)
    }
}

fn cross(a: &Line<f64>, b: &Line<f64>) -> bool {
    !share_an_end(a, b) && parts(a, b.start, b.end) && parts(b, a.start, a.end)
}

/// Such edges cross nowhere else. Nearly all that come this far do, and to tell that three points are in line takes long.
fn share_an_end(a: &Line<f64>, b: &Line<f64>) -> bool {
    [a.start, a.end].into_iter().any(|end| end == b.start || end == b.end)
}

/// Whether two points lie on either side of a line.
fn parts(line: &Line<f64>, p: Coord<f64>, q: Coord<f64>) -> bool {
    let side = |r| RobustKernel::orient2d(line.start, line.end, r);
    let (p, q) = (side(p), side(q));
    p != q && p != Orientation::Collinear && q != Orientation::Collinear
}
