//! Edges of each shape by horizontal strip, all shapes in one arena.

use geo::{Coord, MultiPolygon};
use rayon::prelude::*;

use super::{crosses, rings};

/// A range of `Strips::edges`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct EdgeRange {
    start: u32,
    end: u32,
}

/// Edges of several shapes. About 30 bytes a vertex.
#[derive(Debug, Default)]
pub(super) struct Strips {
    /// Rings one after another, each closed: an edge is a vertex and its successor.
    vertices: Vec<Coord<f64>>,
    shapes: Vec<Shape>,
    /// For every strip of every shape, where its edges start in `edges`; one more at the end.
    starts: Vec<u32>,
    /// First vertex of each edge.
    edges: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Shape {
    first_vertex: u32,
    end_vertex: u32,
    low: Coord<f64>,
    high: Coord<f64>,
    strips_per_deg: f64,
    first_strip: u32,
    n_strips: u32,
}

impl Shape {
    /// Grows with latitude, so an edge lies in all strips from that of its lower to that of its upper end.
    #[inline]
    fn strip(&self, lat: f64) -> u32 {
        // A conversion to an integer saturates.
        (((lat - self.low.y) * self.strips_per_deg) as u32).min(self.n_strips - 1)
    }
}

impl Strips {
    pub(super) fn new(shapes: &[&MultiPolygon<f64>]) -> Self {
        let mut strips = Self::default();
        let n_vertices: usize = shapes.iter().flat_map(|s| rings(s)).map(|ring| ring.0.len() + 1).sum();
        strips.vertices.reserve_exact(n_vertices);
        for shape in shapes {
            strips.add_shape(shape);
        }
        strips.fill();
        strips
    }

    pub(super) fn n_shapes(&self) -> usize {
        self.shapes.len()
    }

    pub(super) fn n_vertices(&self) -> usize {
        self.vertices.len()
    }

    /// South-west and north-east corner of all shapes that have an area.
    pub(super) fn extent(&self) -> Option<(Coord<f64>, Coord<f64>)> {
        let corners = self.shapes.iter().filter(|s| s.n_strips > 0).map(|s| (s.low, s.high));
        corners.reduce(|(low, high), (l, h)| {
            let low = Coord { x: low.x.min(l.x), y: low.y.min(l.y) };
            (low, Coord { x: high.x.max(h.x), y: high.y.max(h.y) })
        })
    }

    /// All edges of a shape, horizontal ones too; none when all are.
    pub(super) fn edges_of(&self, shape: u32) -> impl Iterator<Item = (Coord<f64>, Coord<f64>)> {
        let shape = self.shapes.get(shape as usize).filter(|s| s.n_strips > 0);
        let range = shape.map_or(0..0, |s| s.first_vertex as usize..s.end_vertex as usize);
        edges(&self.vertices, range).map(|(_, a, b)| (a, b))
    }

    /// Edges of a shape that a line east from the point may cross.
    #[inline]
    pub(super) fn edges_near(&self, shape: u32, lon: f64, lat: f64) -> EdgeRange {
        let shape = &self.shapes[shape as usize];
        // NaN is in no range.
        if shape.n_strips == 0 || !(shape.low.y..=shape.high.y).contains(&lat) || lon > shape.high.x {
            return EdgeRange::default();
        }
        let strip = (shape.first_strip + shape.strip(lat)) as usize;
        EdgeRange { start: self.starts[strip], end: self.starts[strip + 1] }
    }

    /// Whether a point lies in the shape these edges were looked up for.
    #[inline]
    pub(super) fn is_inside(&self, edges: EdgeRange, lon: f64, lat: f64) -> bool {
        self.edges[edges.start as usize..edges.end as usize].iter().fold(false, |inside, edge| {
            let edge = *edge as usize;
            inside ^ crosses(self.vertices[edge], self.vertices[edge + 1], lon, lat)
        })
    }

    pub(super) fn contains(&self, shape: u32, lon: f64, lat: f64) -> bool {
        self.is_inside(self.edges_near(shape, lon, lat), lon, lat)
    }

    fn add_shape(&mut self, shape: &MultiPolygon<f64>) {
        let first = self.vertices.len();
        for ring in rings(shape).filter(|ring| ring.0.iter().all(|c| c.x.is_finite() && c.y.is_finite())) {
            self.vertices.extend_from_slice(&ring.0);
            if let (Some(start), Some(end)) = (ring.0.first(), ring.0.last())
                && start != end
            {
                self.vertices.push(*start);
            }
            // Between two rings: an edge to or from NaN crosses nothing.
            self.vertices.push(Coord { x: f64::NAN, y: f64::NAN });
        }
        let range = first..self.vertices.len();
        let (mut low, mut high) = (Coord { x: f64::MAX, y: f64::MAX }, Coord { x: f64::MIN, y: f64::MIN });
        let (mut n_edges, mut climbed) = (0_usize, 0.0);
        for (_, a, b) in sloping_edges(&self.vertices, range.clone()) {
            low = Coord { x: low.x.min(a.x).min(b.x), y: low.y.min(a.y).min(b.y) };
            high = Coord { x: high.x.max(a.x).max(b.x), y: high.y.max(a.y).max(b.y) };
            n_edges += 1;
            climbed += (a.y - b.y).abs();
        }
        let height = high.y - low.y;
        // A strip meets climbed/height edges on average: all strips together hold about 3 entries an edge at most.
        let n_strips = if n_edges == 0 {
            0
        } else {
            (n_edges as f64 / 2.0).min(2.0 * n_edges as f64 * height / climbed).clamp(1.0, 1e7) as u32
        };
        self.shapes.push(Shape {
            first_vertex: range.start as u32,
            end_vertex: range.end as u32,
            low,
            high,
            strips_per_deg: f64::from(n_strips) / height,
            first_strip: 0,
            n_strips,
        });
    }

    /// Puts the edges into their strips, counted first so that one allocation holds all.
    fn fill(&mut self) {
        let vertices = &self.vertices;
        let lists: Vec<(Vec<u32>, Vec<u32>)> = self.shapes.par_iter().map(|shape| strips_of(vertices, shape)).collect();
        let (mut n_strips, mut n_edges) = (0, 0);
        self.starts.reserve_exact(lists.iter().map(|(counts, _)| counts.len()).sum::<usize>() + 1);
        self.edges.reserve_exact(lists.iter().map(|(_, edges)| edges.len()).sum());
        self.starts.push(0);
        for (shape, (counts, edges)) in self.shapes.iter_mut().zip(lists) {
            shape.first_strip = n_strips;
            n_strips += shape.n_strips;
            for count in counts {
                n_edges += count;
                self.starts.push(n_edges);
            }
            self.edges.extend(edges);
        }
    }
}

/// Number of edges in each strip of a shape, and the edges strip by strip.
fn strips_of(vertices: &[Coord<f64>], shape: &Shape) -> (Vec<u32>, Vec<u32>) {
    let mut counts = vec![0_u32; shape.n_strips as usize];
    if shape.n_strips == 0 {
        return (counts, Vec::new());
    }
    let range = shape.first_vertex as usize..shape.end_vertex as usize;
    let spanned =
        |a: Coord<f64>, b: Coord<f64>| shape.strip(a.y.min(b.y)) as usize..=shape.strip(a.y.max(b.y)) as usize;
    for (_, a, b) in sloping_edges(vertices, range.clone()) {
        for count in &mut counts[spanned(a, b)] {
            *count += 1;
        }
    }
    let mut next: Vec<u32> = counts
        .iter()
        .scan(0, |sum, count| {
            let start = *sum;
            *sum += count;
            Some(start)
        })
        .collect();
    let mut list = vec![0; counts.iter().map(|c| *c as usize).sum()];
    for (vertex, a, b) in sloping_edges(vertices, range) {
        for slot in &mut next[spanned(a, b)] {
            list[*slot as usize] = vertex;
            *slot += 1;
        }
    }
    (counts, list)
}

/// Edges between successive vertices: (first vertex, its position, the next one's position).
fn edges(
    vertices: &[Coord<f64>],
    range: std::ops::Range<usize>,
) -> impl Iterator<Item = (u32, Coord<f64>, Coord<f64>)> {
    let first = range.start as u32;
    let pairs = vertices.get(range).unwrap_or(&[]).windows(2).zip(first..);
    pairs.filter_map(|(pair, vertex)| match pair {
        [a, b] if !a.x.is_nan() && !b.x.is_nan() => Some((vertex, *a, *b)),
        _ => None,
    })
}

/// Edges that can cross a parallel.
fn sloping_edges(
    vertices: &[Coord<f64>],
    range: std::ops::Range<usize>,
) -> impl Iterator<Item = (u32, Coord<f64>, Coord<f64>)> {
    edges(vertices, range).filter(|(_, a, b)| a.y != b.y)
}
