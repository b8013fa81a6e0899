//! From polygons of a file to zones: ids, areas, parents and overlaps (method §5).

use std::collections::HashSet;

use geo::MultiPolygon;
use rayon::prelude::*;

use super::mend::Mended;
use super::shape::geodesic_area_m2;
use super::shared_ground::{Shared, TooManyOverlaps, planar_square_deg, shared_ground, shared_square_deg};
use crate::model::{BoundaryReport, DeclaredArea, Inhabited, OverlapOfZones, Repair, Zone, Zones};

/// A zone that covers this share of two or more others is their parent.
const PARENT_SHARE: f64 = 0.9;

/// Overlaps below are slivers of drawing: in square metres, and as a share of the smaller zone.
const SLIVER_M2: f64 = 1.0;
const SLIVER_SHARE: f64 = 1e-6;

/// A polygon of a file. WGS84 degrees.
#[derive(Debug, Clone, PartialEq)]
pub struct RawZone {
    pub id: Option<String>,
    pub name: String,
    pub shape: MultiPolygon<f64>,
    pub weight: Option<f64>,
    /// What was mended in its shape.
    pub mended: Mended,
    /// Field of the file that states an area, and the area in square metres.
    pub declared_m2: Option<(String, f64)>,
}

/// Sorts out which polygons are zones and which are outlines of others, and where zones overlap.
///
/// Ids are kept when every polygon has one of its own, else they are 1…n in the order of the file.
pub fn assemble_zones(
    raw: Vec<RawZone>,
    source: String,
    weight_source: String,
    study_area: Option<MultiPolygon<f64>>,
) -> Result<Zones, TooManyOverlaps> {
    let (zones, report) = identified(raw);
    let shared = shared_ground(&zones)?;
    let is_parent = parents(&zones, &shared);
    let is_zone = |i: u32| is_parent.get(i as usize) == Some(&false);
    let overlaps = shared.iter().filter(|s| is_zone(s.first) && is_zone(s.second));
    let overlaps = overlaps.filter_map(|s| overlap(&zones, s)).collect();
    let (mut parents, mut children) = (Vec::new(), Vec::new());
    for (zone, is_parent) in zones.into_iter().zip(is_parent) {
        if is_parent { &mut parents } else { &mut children }.push(zone);
    }
    Ok(Zones {
        zones: children,
        parents,
        study_area,
        overlaps,
        inhabited: Inhabited::Everywhere,
        source,
        weight_source,
        report,
    })
}

/// What is told of a zone beside itself.
struct Told {
    mended: Mended,
    declared_m2: Option<(String, f64)>,
}

/// A declared area farther from that of the shape, as a share of it, is pointed out.
const AREA_TOLERANCE: f64 = 0.1;

/// Zones with ids and areas, sorted by id in byte order, and what is to be said of their shapes.
fn identified(raw: Vec<RawZone>) -> (Vec<Zone>, BoundaryReport) {
    let mut seen = HashSet::new();
    let keep_ids = raw.iter().all(|zone| zone.id.as_deref().is_some_and(|id| !id.is_empty() && seen.insert(id)));
    let mut told: Vec<(Zone, Told)> = (1_usize..)
        .zip(raw)
        .map(|(number, raw)| {
            let id = raw.id.filter(|_| keep_ids).unwrap_or_else(|| number.to_string());
            let zone = Zone { id, name: raw.name, shape: raw.shape, area_m2: 0.0, weight: raw.weight };
            (zone, Told { mended: raw.mended, declared_m2: raw.declared_m2 })
        })
        .collect();
    told.par_iter_mut().for_each(|(zone, _)| zone.area_m2 = geodesic_area_m2(&zone.shape));
    told.sort_by(|(a, _), (b, _)| a.id.as_bytes().cmp(b.id.as_bytes()));
    let mut report = BoundaryReport::default();
    let mut zones = Vec::with_capacity(told.len());
    for (zone, Told { mended, declared_m2 }) in told {
        report.repairs.extend(mended.into_iter().map(|(kind, n)| Repair {
            zone_id: zone.id.clone(),
            zone_name: zone.name.clone(),
            kind,
            n,
        }));
        if let Some((field, declared_m2)) = declared_m2
            && (declared_m2 - zone.area_m2).abs() > AREA_TOLERANCE * zone.area_m2
        {
            report.areas.push(DeclaredArea {
                zone_id: zone.id.clone(),
                zone_name: zone.name.clone(),
                field,
                declared_m2,
                area_m2: zone.area_m2,
            });
        }
        zones.push(zone);
    }
    (zones, report)
}

/// Which zones cover at least 90 % of two or more others. Of two that cover each other, the larger may be the parent.
fn parents(zones: &[Zone], shared: &[Shared]) -> Vec<bool> {
    let planar: Vec<f64> = zones.iter().map(|zone| planar_square_deg(&zone.shape)).collect();
    let area = |i: u32| planar.get(i as usize).copied().unwrap_or(0.0);
    let covers = |square_deg: f64, i: u32| square_deg >= PARENT_SHARE * area(i);
    // The area of a polygon that crosses itself is not what its corners say: measured again before it counts.
    let really_covers = |square_deg: f64, i: u32| {
        let shape = zones.get(i as usize).map(|zone| &zone.shape);
        shape.is_some_and(|shape| square_deg >= PARENT_SHARE * shared_square_deg(shape, shape))
    };
    let mut covered = vec![0_u32; zones.len()];
    for s in shared {
        let (first_covered, second_covered) = (covers(s.square_deg, s.first), covers(s.square_deg, s.second));
        let (parent, child) = if second_covered && (area(s.first) >= area(s.second) || !first_covered) {
            (s.first, s.second)
        } else if first_covered {
            (s.second, s.first)
        } else {
            continue;
        };
        if let Some(n) = covered.get_mut(parent as usize)
            && *n < 2
            && really_covers(s.square_deg, child)
        {
            *n += 1;
        }
    }
    covered.into_iter().map(|n| n >= 2).collect()
}

fn overlap(zones: &[Zone], shared: &Shared) -> Option<OverlapOfZones> {
    let (first, second) = (zones.get(shared.first as usize)?, zones.get(shared.second as usize)?);
    let smaller = if first.area_m2 <= second.area_m2 { first } else { second };
    // Square metres of a square degree, here.
    let scale = smaller.area_m2 / planar_square_deg(&smaller.shape);
    let area_m2 = (shared.square_deg * scale).min(smaller.area_m2);
    (area_m2 > SLIVER_M2 && area_m2 > SLIVER_SHARE * smaller.area_m2).then(|| OverlapOfZones {
        first: first.id.clone(),
        second: second.id.clone(),
        area_m2,
    })
}

#[cfg(test)]
mod tests {
    use geo::{LineString, Polygon, polygon};

    use super::*;
    use crate::spatial::shared_ground::MAX_PAIRS;

    /// A rectangle in units of 0.001° around Uông Bí.
    fn rectangle(west: f64, south: f64, east: f64, north: f64) -> MultiPolygon<f64> {
        let (x, y) = (|x: f64| 106.75 + x * 1e-3, |y: f64| 21.0 + y * 1e-3);
        MultiPolygon(vec![polygon![
            (x: x(west), y: y(south)), (x: x(east), y: y(south)), (x: x(east), y: y(north)), (x: x(west), y: y(north))
        ]])
    }

    fn raw(id: &str, shape: MultiPolygon<f64>) -> RawZone {
        let id = (!id.is_empty()).then(|| id.to_owned());
        RawZone { id, name: "Khu".to_owned(), shape, weight: None, mended: Vec::new(), declared_m2: None }
    }

    fn assemble(raw: Vec<RawZone>) -> Zones {
        assemble_zones(raw, "zones.geojson".to_owned(), String::new(), None).unwrap()
    }

    fn ids(zones: &[Zone]) -> Vec<&str> {
        zones.iter().map(|zone| zone.id.as_str()).collect()
    }

    #[test]
    fn a_ward_over_its_quarters_is_a_parent() {
        let zones = assemble(vec![
            raw("b", rectangle(0.0, 0.0, 10.0, 10.0)),
            raw("ward", rectangle(0.0, 0.0, 20.0, 10.0)),
            raw("a", rectangle(10.0, 0.0, 20.0, 10.0)),
        ]);
        assert_eq!(ids(&zones.zones), ["a", "b"]);
        assert_eq!(ids(&zones.parents), ["ward"]);
        assert_eq!(zones.overlaps, []);
    }

    #[test]
    fn a_ward_with_one_quarter_almost_as_large_is_still_the_parent() {
        let zones = assemble(vec![
            raw("large", rectangle(0.0, 0.0, 19.0, 10.0)),
            raw("small", rectangle(19.0, 0.0, 20.0, 10.0)),
            raw("ward", rectangle(0.0, 0.0, 20.0, 10.0)),
        ]);
        assert_eq!(ids(&zones.parents), ["ward"]);
    }

    #[test]
    fn covering_one_other_zone_is_an_overlap() {
        let zones = assemble(vec![raw("a", rectangle(0.0, 0.0, 10.0, 10.0)), raw("b", rectangle(2.0, 2.0, 4.0, 4.0))]);
        assert_eq!(ids(&zones.zones), ["a", "b"]);
        let overlap = zones.overlaps.first().unwrap();
        assert_eq!((overlap.first.as_str(), overlap.second.as_str()), ("a", "b"));
        // Geodesic area of b by GeographicLib (see `shape`): the overlap is all of it.
        assert!((overlap.area_m2 - zones.zones[1].area_m2).abs() < 1.0, "{overlap:?}");
    }

    #[test]
    fn borders_in_common_are_no_overlap() {
        let zones = assemble(vec![
            raw("a", rectangle(0.0, 0.0, 10.0, 10.0)),
            raw("b", rectangle(10.0, 0.0, 20.0, 10.0)),
            // Two tenths of a millimetre into the other.
            raw("c", rectangle(19.999_998, 0.0, 30.0, 10.0)),
        ]);
        assert_eq!(zones.overlaps, []);
        assert_eq!(zones.zones.len(), 3);
    }

    #[test]
    fn ids_that_are_missing_or_repeated_become_numbers_in_file_order() {
        let shape = |i: u32| rectangle(f64::from(i), 0.0, f64::from(i) + 1.0, 1.0);
        let repeated = assemble((0..11).map(|i| raw(if i == 0 { "x" } else { "y" }, shape(i))).collect());
        assert_eq!(ids(&repeated.zones), ["1", "10", "11", "2", "3", "4", "5", "6", "7", "8", "9"]);
        assert_eq!(repeated.zones[3].shape, shape(1));
        let missing = assemble(vec![raw("x", shape(0)), raw("", shape(1))]);
        assert_eq!(ids(&missing.zones), ["1", "2"]);
        let kept = assemble(vec![raw("x", shape(0)), raw("B", shape(1))]);
        assert_eq!(ids(&kept.zones), ["B", "x"]);
    }

    #[test]
    fn a_heap_of_zones_is_refused() {
        let heap: Vec<RawZone> = (0..1_000).map(|_| raw("", rectangle(0.0, 0.0, 1.0, 1.0))).collect();
        let outcome = assemble_zones(heap, String::new(), String::new(), None);
        assert_eq!(outcome, Err(TooManyOverlaps { limit: MAX_PAIRS }));
    }

    #[test]
    fn three_copies_of_one_polygon_leave_two_zones_that_overlap() {
        let zones = assemble(["a", "b", "c"].map(|id| raw(id, rectangle(0.0, 0.0, 1.0, 1.0))).to_vec());
        assert_eq!((ids(&zones.parents), ids(&zones.zones)), (vec!["a"], vec!["b", "c"]));
        assert_eq!(zones.overlaps.len(), 1);
    }

    #[test]
    fn a_ward_with_a_long_border_is_a_parent_of_those_inside_and_across_it() {
        let points = |n: i32| (0..n).map(move |i| std::f64::consts::TAU * f64::from(i) / f64::from(n));
        let circle: Vec<(f64, f64)> = points(3000).map(|a| (106.76 + 0.01 * a.cos(), 21.01 + 0.01 * a.sin())).collect();
        let circle = MultiPolygon(vec![Polygon::new(LineString::from(circle), vec![])]);
        let zones = assemble(vec![
            raw("ward", circle),
            raw("inside", rectangle(9.0, 9.0, 11.0, 11.0)),
            raw("outside", rectangle(0.0, 0.0, 1.0, 1.0)),
            raw("across", rectangle(10.0, 10.0, 20.5, 10.1)),
        ]);
        assert_eq!((ids(&zones.parents), ids(&zones.zones)), (vec!["ward"], vec!["across", "inside", "outside"]));
    }

    #[test]
    fn polygons_that_are_none_do_no_harm() {
        let line = |points: &[(f64, f64)]| MultiPolygon(vec![Polygon::new(LineString::from(points.to_vec()), vec![])]);
        let zones = assemble(vec![
            raw("empty", MultiPolygon(vec![])),
            raw("point", line(&[(106.75, 21.0)])),
            raw("line", line(&[(106.75, 21.0), (106.76, 21.0)])),
            raw("bow-tie", line(&[(106.75, 21.0), (106.76, 21.01), (106.76, 21.0), (106.75, 21.01)])),
            raw("hollow", MultiPolygon(vec![Polygon::new(LineString(vec![]), vec![])])),
            raw("square", rectangle(-1.0, -1.0, 11.0, 11.0)),
        ]);
        assert_eq!(zones.zones.len() + zones.parents.len(), 6);
        assert_eq!(zones.parents, []);
        assert_eq!(zones.zones.iter().filter(|z| z.id == "empty").map(|z| z.area_m2).sum::<f64>(), 0.0);
    }
}
