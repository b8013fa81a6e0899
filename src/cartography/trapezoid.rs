//! Fills of concave shapes with holes, cut into trapezoids between the heights of their vertices (even–odd rule).

use super::PlanePoint;

/// A piece with two horizontal sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trapezoid {
    pub bottom_y: f64,
    pub top_y: f64,
    pub bottom_left_x: f64,
    pub bottom_right_x: f64,
    pub top_left_x: f64,
    pub top_right_x: f64,
}

struct Edge {
    low: PlanePoint,
    high: PlanePoint,
}

impl Edge {
    fn x_at(&self, y: f64) -> f64 {
        let t = (y - self.low.y) / (self.high.y - self.low.y);
        self.low.x + t * (self.high.x - self.low.x)
    }
}

/// Trapezoids that together cover the inside of the rings, from south to north.
pub fn trapezoids(rings: &[Vec<PlanePoint>]) -> Vec<Trapezoid> {
    let mut edges = edges_of(rings);
    edges.sort_by(|a, b| a.low.y.total_cmp(&b.low.y));
    let mut heights: Vec<f64> = rings.iter().flatten().map(|p| p.y).collect();
    heights.sort_by(f64::total_cmp);
    heights.dedup();
    let mut pieces = Vec::new();
    let mut active: Vec<&Edge> = Vec::new();
    let mut waiting = edges.iter().peekable();
    for (bottom, top) in heights.iter().zip(heights.iter().skip(1)) {
        active.retain(|edge| edge.high.y > *bottom);
        while let Some(edge) = waiting.next_if(|edge| edge.low.y <= *bottom) {
            active.push(edge);
        }
        let middle = (bottom + top) / 2.0;
        active.sort_by(|a, b| a.x_at(middle).total_cmp(&b.x_at(middle)));
        pieces.extend(active.chunks_exact(2).map(|pair| Trapezoid {
            bottom_y: *bottom,
            top_y: *top,
            bottom_left_x: pair[0].x_at(*bottom),
            bottom_right_x: pair[1].x_at(*bottom),
            top_left_x: pair[0].x_at(*top),
            top_right_x: pair[1].x_at(*top),
        }));
    }
    pieces
}

fn edges_of(rings: &[Vec<PlanePoint>]) -> Vec<Edge> {
    rings
        .iter()
        .flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)))
        .filter(|(a, b)| a.y != b.y)
        .map(|(a, b)| if a.y < b.y { Edge { low: *a, high: *b } } else { Edge { low: *b, high: *a } })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(pieces: &[Trapezoid]) -> f64 {
        let piece = |t: &Trapezoid| {
            let widths = (t.bottom_right_x - t.bottom_left_x) + (t.top_right_x - t.top_left_x);
            widths / 2.0 * (t.top_y - t.bottom_y)
        };
        pieces.iter().map(piece).sum()
    }

    fn ring(points: &[(f64, f64)]) -> Vec<PlanePoint> {
        points.iter().map(|(x, y)| PlanePoint { x: *x, y: *y }).collect()
    }

    #[test]
    fn a_square_with_a_hole_keeps_its_hole() {
        let outer = ring(&[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]);
        let hole = ring(&[(1.0, 1.0), (2.0, 1.0), (2.0, 3.0), (1.0, 3.0)]);
        assert_eq!(area(&trapezoids(&[outer, hole])), 14.0);
    }

    #[test]
    fn a_concave_shape_is_filled_to_its_area() {
        // An L: 3×1 and 1×2, by hand 5.
        let shape = ring(&[(0.0, 0.0), (3.0, 0.0), (3.0, 1.0), (1.0, 1.0), (1.0, 3.0), (0.0, 3.0)]);
        assert_eq!(area(&trapezoids(&[shape])), 5.0);
    }
}
