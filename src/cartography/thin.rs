//! Outlines with no more points than can be seen, and fills of them.

use super::{PlanePoint, Trapezoid, trapezoids};

/// The points of a ring that lie at least `step` plane metres from the one kept before, the first always.
pub fn thinned(ring: &[PlanePoint], step: f64) -> impl Iterator<Item = &PlanePoint> {
    let mut kept: Option<PlanePoint> = None;
    ring.iter().filter(move |point| {
        let is_far = kept.is_none_or(|last| (point.x - last.x).hypot(point.y - last.y) >= step);
        if is_far {
            kept = Some(**point);
        }
        is_far
    })
}

/// The inside of rings as trapezoids whose heights are multiples of `step`: many points make no more of them than can be
/// seen.
pub fn coarse_fill(rings: &[Vec<PlanePoint>], step: f64) -> Vec<Trapezoid> {
    let round = |p: &PlanePoint| PlanePoint { x: p.x, y: (p.y / step).round() * step };
    let thin: Vec<Vec<PlanePoint>> = rings.iter().map(|ring| thinned(ring, step).map(round).collect()).collect();
    trapezoids(&thin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_left_out() {
        let ring: Vec<PlanePoint> = (0..100).map(|i| PlanePoint { x: f64::from(i), y: 0.0 }).collect();
        let kept: Vec<f64> = thinned(&ring, 10.0).map(|p| p.x).collect();
        assert_eq!(kept, [0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0]);
        assert_eq!(thinned(&ring, 0.0).count(), 100);
    }

    #[test]
    fn a_coarse_fill_has_nearly_the_area_of_the_shape() {
        let point = |i: u32| {
            let angle = f64::from(i) * std::f64::consts::TAU / 10_000.0;
            PlanePoint { x: 100.0 * angle.cos(), y: 100.0 * angle.sin() }
        };
        let circle = vec![(0..10_000).map(point).collect::<Vec<_>>()];
        let pieces = coarse_fill(&circle, 1.0);
        let area: f64 = pieces
            .iter()
            .map(|t| (t.bottom_right_x - t.bottom_left_x + t.top_right_x - t.top_left_x) / 2.0 * (t.top_y - t.bottom_y))
            .sum();
        assert!(pieces.len() <= 200, "{}", pieces.len());
        assert!((area / (std::f64::consts::PI * 1e4) - 1.0).abs() < 0.01, "{area}");
    }
}
