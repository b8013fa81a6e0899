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

/// Pairs of edges compared before the search is given up: a second or so.
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
    let low = |l: &Line<f64>| l.start.x.min(l.end.x);
    edges.sort_by(|a, b| low(a).total_cmp(&low(b)));
    let mut abreast: Vec<Line<f64>> = Vec::new();
    let (mut n, mut n_pairs) = (0_u64, 0_u64);
    for (i, edge) in edges.iter().enumerate() {
        if i % 1024 == 0 && is_cancelled() {
            return Crossings::Cancelled;
        }
        let from = low(edge);
        abreast.retain(|other| other.start.x.max(other.end.x) >= from);
        n_pairs += abreast.len() as u64;
        n += abreast.iter().filter(|other| cross(edge, other)).count() as u64;
        if n > limit || n_pairs > MAX_PAIRS {
            return Crossings::TooMany;
        }
        abreast.push(*edge);
    }
    Crossings::Some(n)
}

fn cross(a: &Line<f64>, b: &Line<f64>) -> bool {
    let (a_low, a_high) = (a.start.y.min(a.end.y), a.start.y.max(a.end.y));
    let (b_low, b_high) = (b.start.y.min(b.end.y), b.start.y.max(b.end.y));
    a_low <= b_high && b_low <= a_high && !share_an_end(a, b) && parts(a, b.start, b.end) && parts(b, a.start, a.end)
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
