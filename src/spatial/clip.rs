//! Shapes cut to a box.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::locator::rings;
use crate::model::LonLat;

/// Rings cut to a box and moved to its corner, each as a polygon of its own: the even–odd rule needs no more.
pub(super) fn cut(shape: &MultiPolygon<f64>, low: LonLat, high: LonLat) -> MultiPolygon<f64> {
    let (width, height) = (high.lon - low.lon, high.lat - low.lat);
    let swapped = |ring: Vec<Coord<f64>>| -> Vec<_> { ring.into_iter().map(|c| Coord { x: c.y, y: c.x }).collect() };
    let rings = rings(shape).map(|ring| {
        let ring = without_detours(ring, low, high).into_iter().map(|c| Coord { x: c.x - low.lon, y: c.y - low.lat });
        let ring = cut_at(cut_at(ring.collect(), |x| x, 0.0), |x| width - x, width);
        swapped(cut_at(cut_at(swapped(ring), |y| y, 0.0), |y| height - y, height))
    });
    MultiPolygon(rings.filter(|ring| ring.len() > 2).map(|ring| Polygon::new(LineString(ring), Vec::new())).collect())
}

/// A closed ring without the vertices of stretches that stay beyond one side of a box: inside the box it is the same.
fn without_detours(ring: &LineString<f64>, low: LonLat, high: LonLat) -> Vec<Coord<f64>> {
    let beyond = |c: &Coord<f64>| -> u8 {
        u8::from(c.x < low.lon)
            | u8::from(c.x > high.lon) << 1
            | u8::from(c.y < low.lat) << 2
            | u8::from(c.y > high.lat) << 3
    };
    let mut kept = Vec::new();
    // Sides beyond which everything since the last kept vertex lies.
    let mut sides = 0;
    let next = ring.0.iter().skip(1).map(beyond).chain([0]);
    for (vertex, next) in ring.0.iter().zip(next) {
        let here = beyond(vertex);
        if sides & here & next == 0 {
            kept.push(*vertex);
            sides = here;
        } else {
            sides &= here;
        }
    }
    kept
}

/// Keeps the part of a closed ring where `inside(x) ≥ 0` (Sutherland and Hodgman 1974); `at` is the x of the cut.
fn cut_at(ring: Vec<Coord<f64>>, inside: impl Fn(f64) -> f64, at: f64) -> Vec<Coord<f64>> {
    if ring.iter().all(|c| inside(c.x) >= 0.0) {
        return ring;
    }
    let mut kept = Vec::with_capacity(ring.len());
    for (a, b) in ring.iter().zip(ring.iter().skip(1)) {
        let (a_in, b_in) = (inside(a.x) >= 0.0, inside(b.x) >= 0.0);
        if a_in {
            kept.push(*a);
        }
        if a_in != b_in {
            kept.push(Coord { x: at, y: a.y + (b.y - a.y) * ((at - a.x) / (b.x - a.x)) });
        }
    }
    kept.extend(kept.first().copied());
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spatial::contains;

    #[test]
    fn leaving_detours_out_changes_nothing_inside_the_box() {
        use rand::{RngExt, SeedableRng};
        let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(7);
        let (low, high) = (LonLat { lon: 0.3, lat: 0.4 }, LonLat { lon: 0.6, lat: 0.8 });
        for _ in 0..500 {
            let n = random.random_range(3..40);
            let points: Vec<(f64, f64)> = (0..n).map(|_| (random.random(), random.random())).collect();
            let whole = Polygon::new(LineString::from(points), vec![]);
            let short = Polygon::new(LineString(without_detours(whole.exterior(), low, high)), vec![]);
            let (whole, short) = (MultiPolygon(vec![whole]), MultiPolygon(vec![short]));
            let pieces = cut(&whole, low, high);
            for _ in 0..50 {
                let (x, y) = (random.random_range(0.3..0.6), random.random_range(0.4..0.8));
                assert_eq!(contains(&whole, x, y), contains(&short, x, y));
                assert_eq!(contains(&whole, x, y), contains(&pieces, x - low.lon, y - low.lat));
            }
        }
    }
}
