//! Which coordinate reference systems fit a boundary file that states none: ranked, never chosen.
//!
//! A system fits when it puts the boundaries where the samples are, or, without samples, near a Vietnamese town whose
//! province surveys in it. Systems 224 m apart (VN-2000 UTM and WGS84 UTM) cannot be told apart by towns.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::crs::Crs;
use super::crs_choice::nearest_town;
use super::locator::contains;
use super::projection::VN2000_TM3;
use super::shape::bounds;
use crate::model::{CrsCandidate, LonLat};

/// Candidates shown.
const SHOWN: usize = 5;
/// Vertices of a file and samples that are looked at.
const MAX_VERTICES: usize = 20_000;
const MAX_SAMPLES: usize = 2_000;
/// Farther from a town, what its province surveys in says nothing.
const NEAR_M: f64 = 40_000.0;
/// Degrees beyond the meridian of a projection at which a system is used in practice.
const REACH_OF_TM3: f64 = 2.0;
const REACH_OF_UTM: f64 = 3.5;

/// Systems ranked by how well they fit the polygons of a file, best first; none where none fits.
///
/// `shape` is in the coordinates of the file. `among` are the systems in question; all known ones where empty.
pub fn rank_crs(shape: &MultiPolygon<f64>, samples: &[LonLat], among: &[Crs]) -> Vec<CrsCandidate> {
    let shape = thinned(shape);
    let all;
    let among = if among.is_empty() {
        all = every_crs(in_degrees(&shape));
        &all
    } else {
        among
    };
    let step = samples.len().div_ceil(MAX_SAMPLES).max(1);
    let samples: Vec<LonLat> = samples.iter().copied().step_by(step).collect();
    let mut ranked: Vec<(CrsCandidate, bool)> = among
        .iter()
        .filter_map(|crs| {
            let placed = placed(&shape, crs)?;
            let (low, high) = bounds(&placed)?;
            let at = LonLat { lon: 0.5 * (low.lon + high.lon), lat: 0.5 * (low.lat + high.lat) };
            let town = nearest_town(at);
            let share_inside = (!samples.is_empty()).then(|| share_inside(&placed, &samples));
            if town.is_none() && share_inside.unwrap_or(0.0) == 0.0 {
                return None;
            }
            let reach =
                if crs.is_vn2000() && !matches!(crs.epsg(), Some(3405 | 3406)) { REACH_OF_TM3 } else { REACH_OF_UTM };
            let off_meridian = crs.central_meridian().map_or(0.0, |meridian| (at.lon - meridian).abs());
            // Nobody maps a place in a zone two zones away.
            if off_meridian > 2.0 * reach {
                return None;
            }
            let is_far = off_meridian > reach;
            let is_prescribed = town.as_ref().is_some_and(|t| crs.epsg() == Some(t.epsg) && t.distance_m <= NEAR_M);
            let town = town.map(|town| (town.name, town.distance_m));
            Some((
                CrsCandidate {
                    code: crs.code().trim_start_matches("EPSG:").to_owned(),
                    name: crs.name().to_owned(),
                    at,
                    town,
                    is_prescribed,
                    share_inside,
                },
                is_far,
            ))
        })
        .collect();
    // Stable: systems that fit alike stay in the order of how common they are.
    ranked.sort_by(|(a, a_far), (b, b_far)| {
        let share = |c: &CrsCandidate| (c.share_inside.unwrap_or(0.0) * 1000.0).round();
        let distance = |c: &CrsCandidate| c.town.as_ref().map_or(f64::INFINITY, |(_, d)| (d / 1000.0).round());
        share(b)
            .total_cmp(&share(a))
            .then(b.is_prescribed.cmp(&a.is_prescribed))
            .then(a_far.cmp(b_far))
            .then(distance(a).total_cmp(&distance(b)))
    });
    ranked.into_iter().map(|(candidate, _)| candidate).take(SHOWN).collect()
}

/// Whether coordinates are small enough for longitude and latitude.
fn in_degrees(shape: &MultiPolygon<f64>) -> bool {
    let mut vertices = shape.iter().flat_map(|polygon| &polygon.exterior().0);
    vertices.all(|c| c.x.abs() <= 180.0 && c.y.abs() <= 90.0)
}

/// Most common first.
fn every_crs(in_degrees: bool) -> Vec<Crs> {
    let codes: Vec<u32> = if in_degrees {
        vec![4326, 4756, 4147]
    } else {
        let tm3 = VN2000_TM3.iter().map(|(epsg, _)| *epsg);
        tm3.chain([3405, 32648, 3406, 32649, 32647, 3857, 2093, 2044, 2045]).collect()
    };
    codes.into_iter().filter_map(|epsg| Crs::from_epsg(epsg).ok()).collect()
}

/// Fewer vertices where there are very many: where a file lies does not hang on them.
fn thinned(shape: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let n: usize = shape.iter().map(|polygon| polygon.exterior().0.len()).sum();
    let step = n.div_ceil(MAX_VERTICES).max(1);
    let ring = |ring: &LineString<f64>| LineString(ring.0.iter().copied().step_by(step).collect::<Vec<Coord<f64>>>());
    MultiPolygon(
        shape.iter().map(|p| Polygon::new(ring(p.exterior()), p.interiors().iter().map(ring).collect())).collect(),
    )
}

fn placed(shape: &MultiPolygon<f64>, crs: &Crs) -> Option<MultiPolygon<f64>> {
    let ring = |ring: &LineString<f64>| -> Option<LineString<f64>> {
        let position = |c: &Coord<f64>| crs.position(c.x, c.y).map(|p| Coord { x: p.lon, y: p.lat });
        ring.0.iter().map(position).collect::<Option<Vec<_>>>().map(LineString)
    };
    let polygon = |p: &Polygon<f64>| {
        Some(Polygon::new(ring(p.exterior())?, p.interiors().iter().map(ring).collect::<Option<Vec<_>>>()?))
    };
    shape.iter().map(polygon).collect::<Option<Vec<_>>>().map(MultiPolygon)
}

fn share_inside(shape: &MultiPolygon<f64>, samples: &[LonLat]) -> f64 {
    let Some((low, high)) = bounds(shape) else { return 0.0 };
    let is_inside = |p: &&LonLat| {
        (low.lon..=high.lon).contains(&p.lon)
            && (low.lat..=high.lat).contains(&p.lat)
            && shape.iter().any(|polygon| {
                let (west, east) = extent(polygon);
                (west..=east).contains(&p.lon) && contains_in(polygon, p)
            })
    };
    samples.iter().filter(is_inside).count() as f64 / samples.len().max(1) as f64
}

fn extent(polygon: &Polygon<f64>) -> (f64, f64) {
    let xs = || polygon.exterior().0.iter().map(|c| c.x);
    (xs().fold(f64::INFINITY, f64::min), xs().fold(f64::NEG_INFINITY, f64::max))
}

fn contains_in(polygon: &Polygon<f64>, p: &LonLat) -> bool {
    contains(&MultiPolygon(vec![polygon.clone()]), p.lon, p.lat)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;

    /// The extent of Uông Bí in VN-2000 TM-3 107-45, in metres.
    fn ward() -> MultiPolygon<f64> {
        MultiPolygon(vec![polygon![
            (x: 394_000.0, y: 2_320_000.0), (x: 401_000.0, y: 2_320_000.0),
            (x: 401_000.0, y: 2_332_000.0), (x: 394_000.0, y: 2_332_000.0)
        ]])
    }

    fn codes(candidates: &[CrsCandidate]) -> Vec<&str> {
        candidates.iter().map(|c| c.code.as_str()).collect()
    }

    #[test]
    fn samples_decide_where_there_are_some() {
        let samples: Vec<LonLat> = (0..50).map(|i| LonLat { lon: 106.74 + f64::from(i) * 0.001, lat: 21.03 }).collect();
        let ranked = rank_crs(&ward(), &samples, &[]);
        assert_eq!(codes(&ranked)[0], "5899");
        assert!(ranked[0].share_inside.unwrap() > 0.9, "{ranked:?}");
        assert!(ranked[1].share_inside.unwrap() < 0.5, "{ranked:?}");
    }

    #[test]
    fn without_samples_the_zones_of_provinces_come_first() {
        let ranked = rank_crs(&ward(), &[], &[]);
        assert!(codes(&ranked).contains(&"5899"), "{ranked:?}");
        assert!(ranked[0].is_prescribed);
        // VN-2000 and WGS84 UTM of the same meridian lie 224 m apart: both stay on the list.
        let utm = MultiPolygon(vec![polygon![
            (x: 680_000.0, y: 2_320_000.0), (x: 687_000.0, y: 2_320_000.0), (x: 687_000.0, y: 2_332_000.0)
        ]]);
        let ranked = rank_crs(&utm, &[], &[]);
        assert!(codes(&ranked).contains(&"3405") && codes(&ranked).contains(&"32648"), "{ranked:?}");
    }

    #[test]
    fn degrees_are_one_of_three() {
        let degrees = MultiPolygon(vec![polygon![(x: 106.7, y: 21.0), (x: 106.8, y: 21.0), (x: 106.8, y: 21.1)]]);
        assert_eq!(codes(&rank_crs(&degrees, &[], &[])), ["4326", "4756", "4147"]);
        let elsewhere = MultiPolygon(vec![polygon![(x: 6.7, y: 51.0), (x: 6.8, y: 51.0), (x: 6.8, y: 51.1)]]);
        assert_eq!(rank_crs(&elsewhere, &[], &[]), []);
    }

    #[test]
    fn what_lies_nowhere_has_no_candidates() {
        let huge = MultiPolygon(vec![polygon![(x: 1e308, y: 1e308), (x: 1e308, y: 0.0), (x: 0.0, y: 1e308)]]);
        assert_eq!(rank_crs(&huge, &[], &[]), []);
        let pixels = MultiPolygon(vec![polygon![(x: 800.0, y: 500.0), (x: 900.0, y: 500.0), (x: 900.0, y: 600.0)]]);
        assert_eq!(rank_crs(&pixels, &[], &[]), []);
    }
}
