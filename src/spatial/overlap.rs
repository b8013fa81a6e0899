//! Area that convex polygons share.

use crate::model::GridPoint;

/// Area in square metres that two convex polygons have in common; rings counter-clockwise, not closed.
///
/// Source: I. E. Sutherland and G. W. Hodgman, "Reentrant polygon clipping", Communications of the ACM 17 (1974).
pub fn convex_overlap_m2(a: &[GridPoint], b: &[GridPoint]) -> f64 {
    let mut left = if b.is_empty() { Vec::new() } else { a.to_vec() };
    for (from, to) in b.iter().zip(b.iter().cycle().skip(1)) {
        if left.is_empty() {
            break;
        }
        left = on_the_left(&left, *from, *to);
    }
    ring_area_m2(&left)
}

/// Area of a ring, positive where it runs counter-clockwise.
pub fn ring_area_m2(ring: &[GridPoint]) -> f64 {
    // Grid coordinates run into millions: areas are taken around a corner, where little is lost.
    let Some(corner) = ring.first() else { return 0.0 };
    let pairs = ring.iter().zip(ring.iter().skip(1)).map(|(a, b)| (a.minus(*corner), b.minus(*corner)));
    pairs.map(|(a, b)| a.east_m * b.north_m - a.north_m * b.east_m).sum::<f64>() / 2.0
}

/// The part of a ring to the left of a directed line.
fn on_the_left(ring: &[GridPoint], from: GridPoint, to: GridPoint) -> Vec<GridPoint> {
    let along = to.minus(from);
    let side = |p: GridPoint| {
        let p = p.minus(from);
        along.east_m * p.north_m - along.north_m * p.east_m
    };
    let mut kept = Vec::with_capacity(ring.len() + 1);
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let (side_a, side_b) = (side(*a), side(*b));
        if side_a >= 0.0 {
            kept.push(*a);
        }
        if (side_a > 0.0 && side_b < 0.0) || (side_a < 0.0 && side_b > 0.0) {
            let t = side_a / (side_a - side_b);
            let step = b.minus(*a);
            kept.push(a.plus(GridPoint { east_m: t * step.east_m, north_m: t * step.north_m }));
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(corners: &[(f64, f64)]) -> Vec<GridPoint> {
        corners.iter().map(|(east_m, north_m)| GridPoint { east_m: 4e5 + east_m, north_m: 2.3e6 + north_m }).collect()
    }

    #[test]
    fn overlaps_agree_with_shapely() {
        let square = ring(&[(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)]);
        let shifted = ring(&[(50.0, 50.0), (150.0, 50.0), (150.0, 150.0), (50.0, 150.0)]);
        let hexagon = ring(&[(60.0, 0.0), (110.0, 30.0), (110.0, 90.0), (60.0, 120.0), (10.0, 90.0), (10.0, 30.0)]);
        let apart = ring(&[(200.0, 0.0), (300.0, 0.0), (250.0, 80.0)]);
        // shapely 2.1: Polygon(a).intersection(Polygon(b)).area.
        assert!((convex_overlap_m2(&square, &shifted) - 2500.0).abs() < 1e-6);
        assert!((convex_overlap_m2(&square, &hexagon) - 7_673.333_333_333).abs() < 1e-6);
        assert!((convex_overlap_m2(&hexagon, &square) - 7_673.333_333_333).abs() < 1e-6);
        assert_eq!(convex_overlap_m2(&square, &apart), 0.0);
        assert!((convex_overlap_m2(&hexagon, &hexagon) - 9_000.0).abs() < 1e-6);
        assert_eq!(convex_overlap_m2(&square, &[]), 0.0);
    }
}
