//! From polygons of a file to zones: ids, areas, parents and overlaps (method §5).

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use geo::{BooleanOps, Coord, Line, LineString, MultiPolygon, Polygon};
use rayon::prelude::*;
use rstar::{AABB, RTree, RTreeObject};

use super::ZoneTree;
use super::locator::{crosses, rings};
use super::mend::{Crossings, Mended, crossings_of};
use super::shape::{bounds, geodesic_area_m2, planar_area};
use crate::model::{BoundaryReport, DeclaredArea, LonLat, OverlapOfZones, Repair, Zone, ZoneIndex, Zones};

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
    Ok(Zones { zones: children, parents, study_area, overlaps, source, weight_source, report })
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

/// Ground that two zones share, in square degrees; `first < second`.
struct Shared {
    first: u32,
    second: u32,
    square_deg: f64,
}

/// Pairs of zones whose boxes meet: all communes of the country with their provinces have a third of this.
const MAX_PAIRS: usize = 300_000;

/// So many zones lie over each other that they are no division of any land.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyOverlaps {
    pub limit: usize,
}

/// All pairs that share ground, sorted.
fn shared_ground(zones: &[Zone]) -> Result<Vec<Shared>, TooManyOverlaps> {
    let tree = ZoneTree::of_shapes(zones.iter().map(|zone| &zone.shape));
    let mut n_pairs = 0;
    for zone in zones {
        // Each pair is met from both sides, and each zone meets itself.
        n_pairs += bounds(&zone.shape).map_or(0, |(low, high)| tree.zones_in_view(low, high).len());
        if n_pairs > 2 * MAX_PAIRS + zones.len() {
            return Err(TooManyOverlaps { limit: MAX_PAIRS });
        }
    }
    let edges: Vec<Option<EdgeTree>> = zones.par_iter().map(|zone| EdgeTree::of_large(&zone.shape)).collect();
    let apart_or_within = |outer: usize, inner: usize| -> Option<f64> {
        edges.get(outer)?.as_ref()?.share_without_crossing(&zones.get(inner)?.shape)
    };
    let of_zone = |(i, zone): (usize, &Zone)| -> Vec<Shared> {
        let first = i as u32;
        let Some((low, high)) = bounds(&zone.shape) else { return Vec::new() };
        let later = tree.zones_in_view(low, high).into_iter().filter(|second| second.0 > first);
        let shared = later.filter_map(|ZoneIndex(second)| {
            let j = second as usize;
            let quick = apart_or_within(i, j).or_else(|| apart_or_within(j, i));
            let square_deg = match quick {
                Some(square_deg) => square_deg,
                None => shared_square_deg(&zone.shape, &zones.get(j)?.shape),
            };
            (square_deg > 0.0).then_some(Shared { first, second, square_deg })
        });
        shared.collect()
    };
    Ok(zones.par_iter().enumerate().flat_map_iter(of_zone).collect())
}

/// Edges of a shape with many: most zones under a ward lie clear of its border.
struct EdgeTree(RTree<Edge>);

struct Edge(Line<f64>);

impl RTreeObject for Edge {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners([self.0.start.x, self.0.start.y], [self.0.end.x, self.0.end.y])
    }
}

impl EdgeTree {
    const MANY: usize = 1000;

    fn of_large(shape: &MultiPolygon<f64>) -> Option<Self> {
        let lines = || rings(shape).flat_map(|ring| ring.lines());
        (lines().count() >= Self::MANY).then(|| Self(RTree::bulk_load(lines().map(Edge).collect())))
    }

    /// Ground that `inner` shares with this tree's shape when no edge of that comes near it: all or nothing.
    fn share_without_crossing(&self, inner: &MultiPolygon<f64>) -> Option<f64> {
        let (low, high) = bounds(inner)?;
        let near = AABB::from_corners([low.lon, low.lat], [high.lon, high.lat]);
        if self.0.locate_in_envelope_intersecting(near).next().is_some() {
            return None;
        }
        let [east_end, _] = self.0.root().envelope().upper();
        let east = AABB::from_corners([low.lon, low.lat], [east_end.max(low.lon), low.lat]);
        let crossing = |edge: &&Edge| crosses(edge.0.start, edge.0.end, low.lon, low.lat);
        let is_inside = self.0.locate_in_envelope_intersecting(east).filter(crossing).count() % 2 == 1;
        Some(if is_inside { planar_square_deg(inner) } else { 0.0 })
    }
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

fn planar_square_deg(shape: &MultiPolygon<f64>) -> f64 {
    let ring = |ring: &LineString<f64>| 0.5 * planar_area(ring).abs();
    let polygon = |p: &Polygon<f64>| (ring(p.exterior()) - p.interiors().iter().map(ring).sum::<f64>()).max(0.0);
    shape.iter().map(polygon).sum()
}

/// Area of the intersection of two shapes under the even–odd rule, in square degrees.
fn shared_square_deg(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> f64 {
    let (Some((a_low, a_high)), Some((b_low, b_high))) = (bounds(a), bounds(b)) else { return 0.0 };
    let low = LonLat { lon: a_low.lon.max(b_low.lon), lat: a_low.lat.max(b_low.lat) };
    let high = LonLat { lon: a_high.lon.min(b_high.lon), lat: a_high.lat.min(b_high.lat) };
    if !(low.lon < high.lon && low.lat < high.lat) {
        return 0.0;
    }
    // Cut to the common box first: a ward of many thousand vertices meets each of its parts in a few.
    let (a, b) = (cut(a, low, high), cut(b, low, high));
    if a.0.is_empty() || b.0.is_empty() {
        return 0.0;
    }
    // Where borders weave through each other the overlay would take minutes: parallels are cheap, and near enough.
    let edges = || rings(&a).chain(rings(&b)).flat_map(LineString::lines);
    let may_weave = |shape: &MultiPolygon<f64>| rings(shape).map(|ring| ring.0.len() as u64).sum::<u64>();
    if may_weave(&a) * may_weave(&b) > MAX_CROSSINGS * 10
        && crossings_of(edges(), MAX_CROSSINGS, &|| false) == Crossings::TooMany
    {
        return shared_by_parallels(&a, &b);
    }
    // The overlay is meant for valid polygons; files hold others, and a defect there must not end the program.
    catch_unwind(AssertUnwindSafe(|| planar_square_deg(&a.intersection(&b)))).unwrap_or(0.0)
}

/// Crossings of two borders that the overlay still makes short work of.
const MAX_CROSSINGS: u64 = 100_000;

/// Parallels on which shared ground is measured where borders weave.
const N_PARALLELS: usize = 512;

/// Shared ground by its length on evenly spaced parallels.
fn shared_by_parallels(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> f64 {
    let Some((low, high)) = bounds(a) else { return 0.0 };
    let step = (high.lat - low.lat) / N_PARALLELS as f64;
    let on_parallel = |k: usize| -> f64 {
        let lat = low.lat + (k as f64 + 0.5) * step;
        // Where either shape begins or ends.
        let ends = |shape: &MultiPolygon<f64>, of_a: bool| -> Vec<(f64, bool)> {
            let lines = rings(shape).flat_map(LineString::lines);
            let crossing = lines.filter(|l| (l.start.y <= lat) != (l.end.y <= lat));
            crossing
                .map(|l| (l.start.x + (l.end.x - l.start.x) * ((lat - l.start.y) / (l.end.y - l.start.y)), of_a))
                .collect()
        };
        let mut ends = [ends(a, true), ends(b, false)].concat();
        ends.sort_by(|p, q| p.0.total_cmp(&q.0));
        let (mut in_a, mut in_b, mut length, mut before) = (false, false, 0.0, 0.0);
        for (x, of_a) in ends {
            if in_a && in_b {
                length += x - before;
            }
            if of_a {
                in_a = !in_a;
            } else {
                in_b = !in_b;
            }
            before = x;
        }
        length
    };
    (0..N_PARALLELS).map(on_parallel).sum::<f64>() * step
}

/// Rings cut to a box and moved to its corner, each as a polygon of its own: the even–odd rule needs no more.
fn cut(shape: &MultiPolygon<f64>, low: LonLat, high: LonLat) -> MultiPolygon<f64> {
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
    use geo::polygon;

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
