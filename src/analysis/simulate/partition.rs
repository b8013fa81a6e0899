//! Cuts the ward into khu phố without gaps or overlaps: neighbours share their border vertex by vertex.
//!
//! Every cell of a fine raster gets a label; the edges between labels form arcs that run from one meeting point of
//! three labels to the next. Arcs are smoothed once and then used by both neighbours. Where smoothing makes two
//! arcs cross, all arcs keep the raster's corners, which cannot cross.

use std::collections::BTreeMap;

use geo::{LineString, MultiPolygon, Polygon};

use super::plane::{Point, Raster};

/// Label of a cell outside everything.
pub(super) const OUTSIDE: i32 = -1;

/// How arcs are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drawing {
    /// Along the cells' edges.
    Corners,
    /// Rounded by this many passes of a 1-2-1 mean, ends fixed.
    Smooth(usize),
}

/// A border between two labels, from one meeting point to another or closed.
#[derive(Debug, Clone)]
struct Arc {
    /// Corners of the lattice, `j * (side + 1) + i`.
    corners: Vec<usize>,
    left: i32,
    right: i32,
    line: Vec<Point>,
}

impl Arc {
    fn is_closed(&self) -> bool {
        self.corners.len() > 2 && self.corners.first() == self.corners.last()
    }
}

/// Polygons in WGS84 degrees.
#[derive(Debug, Clone)]
pub(super) struct Shapes {
    /// By label, [`OUTSIDE`] left out.
    pub of_label: BTreeMap<i32, MultiPolygon<f64>>,
    /// All labels together, made of the same arcs.
    pub whole: MultiPolygon<f64>,
}

pub(super) fn polygons(raster: Raster, labels: &[i32], drawing: Drawing) -> Shapes {
    let arcs = drawn_arcs(raster, labels, drawing);
    let mut names: Vec<i32> = labels.iter().copied().filter(|l| *l != OUTSIDE).collect();
    names.sort_unstable();
    names.dedup();
    let of_label = names.into_iter().map(|label| (label, polygon_of(&arcs, |l| l == label))).collect();
    Shapes { of_label, whole: polygon_of(&arcs, |l| l != OUTSIDE) }
}

/// Labels cleaned so that each is one piece and no two of its cells meet at a corner only.
pub(super) fn tidy(raster: Raster, labels: &mut Vec<i32>) {
    for _ in 0..20 {
        let before = labels.clone();
        part_corner_contacts(raster, labels);
        keep_largest_pieces(raster, labels);
        if *labels == before {
            break;
        }
    }
}

fn part_corner_contacts(raster: Raster, labels: &mut [i32]) {
    for j in 1..raster.side {
        for i in 1..raster.side {
            let [a, b, c, d] = around(raster, i, j).map(|cell| cell.unwrap_or(0));
            let label = |k: usize| labels.get(k).copied().unwrap_or(OUTSIDE);
            let (la, lb, lc, ld) = (label(a), label(b), label(c), label(d));
            let mut set = |k: usize, l: i32| {
                if let Some(slot) = labels.get_mut(k) {
                    *slot = l;
                }
            };
            if la == ld && la != lb && la != lc {
                set(b, la);
            } else if lb == lc && lb != la && lb != ld {
                set(a, lb);
            }
        }
    }
}

/// The cells south-west, south-east, north-west and north-east of a corner; `None` off the raster.
fn around(raster: Raster, i: usize, j: usize) -> [Option<usize>; 4] {
    let cell = |i: Option<usize>, j: Option<usize>| match (i, j) {
        (Some(i), Some(j)) if i < raster.side && j < raster.side => Some(j * raster.side + i),
        _ => None,
    };
    let (w, s) = (i.checked_sub(1), j.checked_sub(1));
    [cell(w, s), cell(Some(i), s), cell(w, Some(j)), cell(Some(i), Some(j))]
}

/// Gives each piece of a label but its largest to a neighbour.
fn keep_largest_pieces(raster: Raster, labels: &mut [i32]) {
    let mut piece = vec![usize::MAX; labels.len()];
    let mut sizes: Vec<usize> = Vec::new();
    let mut largest: BTreeMap<i32, usize> = BTreeMap::new();
    for start in 0..labels.len() {
        if piece[start] != usize::MAX {
            continue;
        }
        let name = sizes.len();
        let mut stack = vec![start];
        let mut size = 0;
        piece[start] = name;
        while let Some(cell) = stack.pop() {
            size += 1;
            for next in raster.neighbours(cell) {
                if piece[next] == usize::MAX && labels[next] == labels[cell] {
                    piece[next] = name;
                    stack.push(next);
                }
            }
        }
        sizes.push(size);
        let best = largest.entry(labels[start]).or_insert(name);
        if size > sizes[*best] {
            *best = name;
        }
    }
    let mut lost: Vec<bool> = piece.iter().zip(labels.iter()).map(|(p, l)| largest.get(l) != Some(p)).collect();
    loop {
        let taken: Vec<(usize, i32)> = (0..labels.len())
            .filter(|c| lost[*c])
            .filter_map(|c| raster.neighbours(c).find(|n| !lost[*n]).map(|n| (c, labels[n])))
            .collect();
        if taken.is_empty() {
            break;
        }
        for (cell, label) in taken {
            labels[cell] = label;
            lost[cell] = false;
        }
    }
}

fn drawn_arcs(raster: Raster, labels: &[i32], drawing: Drawing) -> Vec<Arc> {
    let mut arcs = arcs(raster, labels);
    if let Drawing::Smooth(passes) = drawing {
        for arc in &mut arcs {
            for _ in 0..passes {
                arc.line = smoothed(&arc.line, arc.is_closed());
            }
        }
        if cross(&arcs) {
            for arc in &mut arcs {
                arc.line = corner_line(raster, &arc.corners);
            }
        }
    }
    arcs
}

fn corner_line(raster: Raster, corners: &[usize]) -> Vec<Point> {
    let n = raster.side + 1;
    corners.iter().map(|c| raster.corner(c % n, c / n)).collect()
}

/// One edge of the lattice with the labels on its sides as seen when walking from `from` to `to`.
#[derive(Debug, Clone, Copy)]
struct Edge {
    from: usize,
    to: usize,
    left: i32,
    right: i32,
}

/// The edges between different labels that leave a corner: east, north, west, south.
fn edges_at(raster: Raster, labels: &[i32], corner: usize) -> impl Iterator<Item = Edge> {
    let n = raster.side + 1;
    let (i, j) = (corner % n, corner / n);
    let [sw, se, nw, ne] =
        around(raster, i, j).map(|cell| cell.and_then(|c| labels.get(c).copied()).unwrap_or(OUTSIDE));
    let edge = |exists: bool, to: usize, left: i32, right: i32| {
        (exists && left != right).then_some(Edge { from: corner, to, left, right })
    };
    [
        edge(i < raster.side, corner + 1, ne, se),
        edge(j < raster.side, corner + n, nw, ne),
        edge(i > 0, corner.wrapping_sub(1), sw, nw),
        edge(j > 0, corner.wrapping_sub(n), se, sw),
    ]
    .into_iter()
    .flatten()
}

fn arcs(raster: Raster, labels: &[i32]) -> Vec<Arc> {
    let n = raster.side + 1;
    let is_node = |corner: usize| edges_at(raster, labels, corner).count() > 2;
    let mut walked = std::collections::BTreeSet::new();
    let mut arcs = Vec::new();
    // Open arcs first: what is left then are rings that meet no third label.
    for only_nodes in [true, false] {
        for corner in 0..n * n {
            if only_nodes && !is_node(corner) {
                continue;
            }
            for start in edges_at(raster, labels, corner) {
                if walked.contains(&(start.from, start.to)) {
                    continue;
                }
                let mut corners = vec![start.from];
                let mut edge = start;
                loop {
                    walked.insert((edge.from, edge.to));
                    walked.insert((edge.to, edge.from));
                    corners.push(edge.to);
                    if edge.to == start.from || is_node(edge.to) {
                        break;
                    }
                    match edges_at(raster, labels, edge.to).find(|next| next.to != edge.from) {
                        Some(next) => edge = next,
                        None => break,
                    }
                }
                let line = corner_line(raster, &corners);
                arcs.push(Arc { corners, left: start.left, right: start.right, line });
            }
        }
    }
    arcs
}

fn smoothed(line: &[Point], closed: bool) -> Vec<Point> {
    let mean =
        |a: &Point, b: &Point, c: &Point| Point { x: (a.x + 2.0 * b.x + c.x) / 4.0, y: (a.y + 2.0 * b.y + c.y) / 4.0 };
    let mut out = Vec::with_capacity(line.len());
    let [first, .., last] = line else { return line.to_vec() };
    let inner = line.windows(3).filter_map(|w| match w {
        [a, b, c] => Some(mean(a, b, c)),
        _ => None,
    });
    if closed && line.len() > 3 {
        // The first point stands again at the end.
        let joint = match (line.get(line.len() - 2), line.get(1)) {
            (Some(before), Some(after)) => mean(before, first, after),
            _ => *first,
        };
        out.push(joint);
        out.extend(inner);
        out.push(joint);
    } else {
        out.push(*first);
        out.extend(inner);
        out.push(*last);
    }
    out
}

/// Whether any two pieces of arcs cross or touch other than at a common end.
fn cross(arcs: &[Arc]) -> bool {
    let mut pieces: Vec<(Point, Point)> = Vec::new();
    for arc in arcs {
        pieces.extend(arc.line.windows(2).filter_map(|w| match w {
            [a, b] => Some((*a, *b)),
            _ => None,
        }));
    }
    pieces.sort_by(|p, q| p.0.x.min(p.1.x).total_cmp(&q.0.x.min(q.1.x)));
    pieces.iter().enumerate().any(|(k, p)| {
        let east = p.0.x.max(p.1.x);
        pieces.iter().skip(k + 1).take_while(|q| q.0.x.min(q.1.x) <= east).any(|q| pieces_cross(*p, *q))
    })
}

fn pieces_cross((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    if a == c || a == d || b == c || b == d {
        return false;
    }
    let side = |p: Point, q: Point, r: Point| ((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x)).signum();
    a.y.min(b.y) <= c.y.max(d.y)
        && c.y.min(d.y) <= a.y.max(b.y)
        && side(a, b, c) * side(a, b, d) <= 0.0
        && side(c, d, a) * side(c, d, b) <= 0.0
}

/// What lies inside of the arcs: outer rings counter-clockwise with the inside on their left, holes clockwise.
fn polygon_of(arcs: &[Arc], inside: impl Fn(i32) -> bool) -> MultiPolygon<f64> {
    let mut from: BTreeMap<usize, Vec<Point>> = BTreeMap::new();
    let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
    let mut rings: Vec<Vec<Point>> = Vec::new();
    for arc in arcs.iter().filter(|arc| inside(arc.left) != inside(arc.right)) {
        let (mut corners, mut line) = (arc.corners.clone(), arc.line.clone());
        if inside(arc.right) {
            corners.reverse();
            line.reverse();
        }
        match (corners.first(), corners.last()) {
            (Some(first), Some(last)) if first != last => {
                from.insert(*first, line);
                ends.insert(*first, *last);
            }
            _ => rings.push(line),
        }
    }
    while let Some((start, mut ring)) = from.pop_first() {
        let mut at = ends.get(&start).copied();
        while let Some(line) = at.and_then(|corner| from.remove(&corner)) {
            ring.extend(line.into_iter().skip(1));
            at = at.and_then(|corner| ends.get(&corner).copied());
        }
        rings.push(ring);
    }
    assemble(&rings)
}

fn assemble(rings: &[Vec<Point>]) -> MultiPolygon<f64> {
    let (outer, holes): (Vec<_>, Vec<_>) = rings.iter().partition(|ring| doubled_area(ring) > 0.0);
    let line = |ring: &Vec<Point>| -> LineString<f64> {
        ring.iter().map(|p| p.lonlat()).map(|p| (p.lon, p.lat)).collect::<Vec<_>>().into()
    };
    // With several outer rings a hole belongs to the one around it; a label in one piece has only one.
    let mut polygons: Vec<(Vec<Point>, Vec<LineString<f64>>)> =
        outer.into_iter().map(|ring| (ring.clone(), Vec::new())).collect();
    for hole in holes {
        let inside = hole.first().copied().unwrap_or_default();
        if let Some((_, list)) = polygons.iter_mut().find(|(ring, _)| contains(ring, inside)) {
            list.push(line(hole));
        }
    }
    polygons.iter().map(|(ring, holes)| Polygon::new(line(ring), holes.clone())).collect()
}

fn doubled_area(ring: &[Point]) -> f64 {
    ring.windows(2).map(|w| w[0].x * w[1].y - w[1].x * w[0].y).sum()
}

fn contains(ring: &[Point], p: Point) -> bool {
    ring.windows(2)
        .filter(|w| (w[0].y <= p.y) != (w[1].y <= p.y))
        .filter(|w| w[0].x + (p.y - w[0].y) / (w[1].y - w[0].y) * (w[1].x - w[0].x) > p.x)
        .count()
        % 2
        == 1
}

#[cfg(test)]
mod tests {
    use geo::Area;

    use super::*;

    const RASTER: Raster = Raster { side: 6, cell_m: 100.0 };

    fn labels(rows: [&str; 6]) -> Vec<i32> {
        rows.iter().rev().flat_map(|row| row.chars().map(|c| c.to_digit(10).map_or(OUTSIDE, |d| d as i32))).collect()
    }

    /// Square metres of a polygon in degrees near the centre.
    fn area_m2(shape: &MultiPolygon<f64>) -> f64 {
        shape.unsigned_area() * 103_949.0 * 110_718.0
    }

    #[test]
    fn each_label_has_the_area_of_its_cells_and_holes_are_cut_out() {
        let labels = labels(["......", ".0011.", ".0011.", ".0222.", ".0232.", ".0222."]);
        let shapes = polygons(RASTER, &labels, Drawing::Corners).of_label;
        let areas: Vec<i64> = shapes.values().map(|s| (area_m2(s) / 1000.0).round() as i64).collect();
        assert_eq!(areas, [70, 40, 80, 10]);
        assert_eq!(shapes[&2].0[0].interiors().len(), 1);
    }

    #[test]
    fn smoothed_neighbours_share_every_vertex_of_their_border() {
        let labels = labels(["......", ".0011.", ".0011.", ".0001.", ".0001.", ".0001."]);
        let shapes = polygons(RASTER, &labels, Drawing::Smooth(2)).of_label;
        let vertices = |label: i32| {
            let mut list: Vec<(u64, u64)> =
                shapes[&label].0[0].exterior().points().map(|p| (p.x().to_bits(), p.y().to_bits())).collect();
            list.sort_unstable();
            list.dedup();
            list
        };
        let other = vertices(1);
        // The border runs over six edges, hence seven corners.
        assert_eq!(vertices(0).into_iter().filter(|v| other.binary_search(v).is_ok()).count(), 7);
    }

    #[test]
    fn cells_that_meet_at_a_corner_only_are_joined_and_islands_given_away() {
        let mut labels = labels(["......", ".0011.", ".0101.", ".0011.", ".1000.", ".0000."]);
        tidy(RASTER, &mut labels);
        let before = labels.clone();
        tidy(RASTER, &mut labels);
        assert_eq!(labels, before);
        for shape in polygons(RASTER, &labels, Drawing::Corners).of_label.values() {
            assert_eq!(shape.0.len(), 1);
            assert!(shape.0[0].interiors().is_empty());
        }
    }
}
