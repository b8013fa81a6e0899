//! Measures of polygons, and the outline of a set of cells.

use std::collections::{BTreeMap, BTreeSet};

use geo::{Coord, LineString, MultiPolygon, Polygon};
use geographiclib_rs::{Geodesic, PolygonArea, Winding};

use super::grid::{Corner, Grid};
use super::locator::{contains, rings};
use crate::model::{CellId, LonLat};

/// Area on the WGS84 ellipsoid with geodesic edges (Karney 2013), holes taken out; the direction of rings is of no matter.
pub fn geodesic_area_m2(shape: &MultiPolygon<f64>) -> f64 {
    let ring = |ring: &LineString<f64>| geodesic_area_of_ring_m2(ring.0.iter().map(|c| (c.x, c.y)));
    let polygon = |p: &Polygon<f64>| (ring(p.exterior()) - p.interiors().iter().map(ring).sum::<f64>()).max(0.0);
    shape.iter().map(polygon).sum()
}

/// Geodesic area of one ring of (longitude, latitude), closed or not, in square metres.
pub(super) fn geodesic_area_of_ring_m2(ring: impl Iterator<Item = (f64, f64)> + Clone) -> f64 {
    if let Some(area) = area_of_short_edges_m2(ring.clone()) {
        return area.abs();
    }
    let ellipsoid = Geodesic::wgs84();
    let mut area = PolygonArea::new(&ellipsoid, Winding::CounterClockwise);
    let mut previous = None;
    for (lon, lat) in ring {
        if previous != Some((lon, lat)) {
            area.add_point(lat, lon);
        }
        previous = Some((lon, lat));
    }
    let (_, area, _) = area.compute(true);
    if area.is_finite() { area.abs() } else { 0.0 }
}

/// Longest edge, in degrees either way, and highest latitude for which [`area_of_short_edges_m2`] is right to 1e-9.
const SHORT_EDGE_DEG: f64 = 0.02;
const SHORT_EDGE_LAT: f64 = 75.0;

/// Signed area of a ring without long edges, in a tenth of the time; `None` when it has one.
///
/// The area between an edge and the equator is that below the straight line in longitude and latitude, by the trapezoid
/// rule with its first correction, and that between this line and the geodesic, to the third order in the edge's length
/// (from the Christoffel symbols of the ellipsoid: M and N are its radii of curvature along meridian and prime vertical).
fn area_of_short_edges_m2(ring: impl Iterator<Item = (f64, f64)> + Clone) -> Option<f64> {
    let first = ring.clone().next();
    let mut sum = 0.0;
    let mut previous: Option<(f64, f64, f64)> = None;
    for (lon, lat) in ring.chain(first) {
        if lat.is_nan() || lat.abs() > SHORT_EDGE_LAT {
            return None;
        }
        let below = area_below_parallel_m2(lat);
        if let Some((lon_before, lat_before, below_before)) = previous {
            let (d_lon, d_lat) = (lon - lon_before, lat - lat_before);
            if d_lon.is_nan() || d_lon.abs() > SHORT_EDGE_DEG || d_lat.abs() > SHORT_EDGE_DEG {
                return None;
            }
            let (d_lon, d_lat) = (d_lon.to_radians(), d_lat.to_radians());
            let (sin, cos) = (0.5 * (lat + lat_before)).to_radians().sin_cos();
            let w2 = 1.0 - E2 * sin * sin;
            let m_n = SEMI_MAJOR_M * SEMI_MAJOR_M * (1.0 - E2) / (w2 * w2);
            let (n_by_m, m_slope) = (w2 / (1.0 - E2), 3.0 * E2 * sin * cos / w2);
            let curvature = m_n * (4.0 * E2 * sin * cos * cos / w2 - sin);
            let line = 0.5 * (below + below_before) - curvature * d_lat * d_lat / 12.0;
            let north_bulge = 0.5 * (n_by_m * sin * cos * d_lon * d_lon + m_slope * d_lat * d_lat);
            let west_bulge = sin / (n_by_m * cos) * d_lat * d_lon;
            sum += line * d_lon + m_n * cos / 6.0 * (north_bulge * d_lon + west_bulge * d_lat);
        }
        previous = Some((lon, lat, below));
    }
    // Counter-clockwise is positive.
    Some(-sum)
}

const SEMI_MAJOR_M: f64 = 6_378_137.0;
/// Square of the eccentricity of WGS84.
const E2: f64 = 0.006_694_379_990_141_316;

/// Area between the equator and a parallel, per radian of longitude.
fn area_below_parallel_m2(lat: f64) -> f64 {
    let sin = lat.to_radians().sin();
    let e = E2.sqrt();
    0.5 * SEMI_MAJOR_M * SEMI_MAJOR_M * (1.0 - E2) * (sin / (1.0 - E2 * sin * sin) + (e * sin).atanh() / e)
}

/// South-west and north-east corner; `None` without a vertex.
pub fn bounds(shape: &MultiPolygon<f64>) -> Option<(LonLat, LonLat)> {
    let positions = rings(shape).flat_map(|ring| ring.coords()).map(|c| LonLat { lon: c.x, lat: c.y });
    positions.map(|p| (p, p)).reduce(|(low, high), (p, _)| {
        let low = LonLat { lon: low.lon.min(p.lon), lat: low.lat.min(p.lat) };
        (low, LonLat { lon: high.lon.max(p.lon), lat: high.lat.max(p.lat) })
    })
}

/// A point inside: the middle of the widest part along a parallel near the middle of the largest polygon.
///
/// `None` without a vertex; a vertex where the shape has no inside.
pub fn point_on_surface(shape: &MultiPolygon<f64>) -> Option<LonLat> {
    let largest =
        shape.iter().max_by(|a, b| planar_area(a.exterior()).abs().total_cmp(&planar_area(b.exterior()).abs()))?;
    let first = largest.exterior().coords().next()?;
    let mut latitudes: Vec<f64> = rings(shape).flat_map(|ring| ring.coords()).map(|c| c.y).collect();
    latitudes.sort_unstable_by(f64::total_cmp);
    latitudes.dedup();
    let own = || largest.exterior().coords().map(|c| c.y);
    let middle = 0.5 * (own().fold(f64::INFINITY, f64::min) + own().fold(f64::NEG_INFINITY, f64::max));
    // Parallels between two vertices, the one nearest to the middle first.
    let mut between: Vec<f64> =
        latitudes.windows(2).filter_map(|pair| Some(0.5 * (pair.first()? + pair.last()?))).collect();
    between.sort_by(|a, b| (a - middle).abs().total_cmp(&(b - middle).abs()));
    let inside = between.iter().take(64).find_map(|lat| widest_part(shape, *lat));
    Some(inside.unwrap_or(LonLat { lon: first.x, lat: first.y }))
}

/// Middle of the widest stretch of a parallel inside the shape.
fn widest_part(shape: &MultiPolygon<f64>, lat: f64) -> Option<LonLat> {
    let mut crossings: Vec<f64> = rings(shape)
        .flat_map(|ring| ring.lines())
        .filter(|line| (line.start.y <= lat) != (line.end.y <= lat))
        .map(|line| line.start.x + (line.end.x - line.start.x) * ((lat - line.start.y) / (line.end.y - line.start.y)))
        .collect();
    crossings.sort_unstable_by(f64::total_cmp);
    let mut widest = None;
    let mut width = 0.0;
    for pair in crossings.chunks_exact(2) {
        if let [west, east] = pair
            && east - west > width
        {
            width = east - west;
            widest = Some(0.5 * (west + east));
        }
    }
    widest.filter(|lon| contains(shape, *lon, lat)).map(|lon| LonLat { lon, lat })
}

/// Twice the signed area in the units of the coordinates; positive when counter-clockwise.
pub fn planar_area(ring: &LineString<f64>) -> f64 {
    let Some(origin) = ring.coords().next() else { return 0.0 };
    ring.lines()
        .map(|l| (l.start.x - origin.x) * (l.end.y - origin.y) - (l.end.x - origin.x) * (l.start.y - origin.y))
        .sum()
}

/// The cells dissolved into one shape: shared edges cancel, holes stay. Rings as RFC 7946 wants them: outer ones
/// counter-clockwise, holes clockwise. Parts that touch in a corner are polygons of their own.
pub fn cells_outline(grid: &Grid, cells: &[CellId]) -> MultiPolygon<f64> {
    let mut edges: BTreeMap<Corner, BTreeSet<Corner>> = BTreeMap::new();
    let distinct: BTreeSet<CellId> = cells.iter().copied().collect();
    for cell in distinct {
        let corners = grid.corners(cell);
        for (from, to) in corners.iter().zip(corners.iter().cycle().skip(1)) {
            // The same edge of the neighbour runs the other way.
            if !remove_edge(&mut edges, *to, *from) {
                edges.entry(*from).or_default().insert(*to);
            }
        }
    }
    let mut rings = Vec::new();
    while let Some(start) = edges.keys().next().copied() {
        rings.extend(split_at_touching_corners(trace(&mut edges, start)));
    }
    let rings: Vec<LineString<f64>> = rings.iter().filter_map(|ring| ring_of(grid, ring)).collect();
    assemble(rings)
}

fn remove_edge(edges: &mut BTreeMap<Corner, BTreeSet<Corner>>, from: Corner, to: Corner) -> bool {
    let Some(ends) = edges.get_mut(&from) else { return false };
    let removed = ends.remove(&to);
    if ends.is_empty() {
        edges.remove(&from);
    }
    removed
}

/// Follows edges from a corner until it comes back, always staying with the same cell where two touch in a corner.
fn trace(edges: &mut BTreeMap<Corner, BTreeSet<Corner>>, start: Corner) -> Vec<Corner> {
    let mut ring = vec![start];
    let mut here = start;
    let mut before: Option<Corner> = None;
    while let Some(ends) = edges.get(&here) {
        let leftmost = ends.iter().max_by_key(|end| before.map_or(0, |before| turn(before, here, **end))).copied();
        let Some(next) = leftmost else { break };
        remove_edge(edges, here, next);
        if next == start && edges.get(&start).is_none() {
            break;
        }
        ring.push(next);
        (before, here) = (Some(here), next);
    }
    ring
}

/// Sign of the turn at `b`: positive to the left.
fn turn(a: Corner, b: Corner, c: Corner) -> i64 {
    ((b.0 - a.0) * (c.1 - b.1) - (b.1 - a.1) * (c.0 - b.0)).signum()
}

/// Cuts a ring that passes the same corner twice into rings that do not.
fn split_at_touching_corners(ring: Vec<Corner>) -> Vec<Vec<Corner>> {
    let mut rings = Vec::new();
    let mut path: Vec<Corner> = Vec::new();
    let mut place: BTreeMap<Corner, usize> = BTreeMap::new();
    for corner in ring {
        if let Some(at) = place.get(&corner).copied() {
            let loop_ = path.split_off(at);
            for corner in &loop_ {
                place.remove(corner);
            }
            rings.push(loop_);
        }
        place.insert(corner, path.len());
        path.push(corner);
    }
    rings.push(path);
    rings.retain(|ring| ring.len() > 2);
    rings
}

fn ring_of(grid: &Grid, corners: &[Corner]) -> Option<LineString<f64>> {
    let position = |corner: &Corner| grid.corner_position(*corner).map(|p| Coord { x: p.lon, y: p.lat });
    let mut ring = LineString(corners.iter().map(position).collect::<Option<Vec<_>>>()?);
    ring.close();
    Some(ring)
}

/// Puts clockwise rings as holes into the smallest counter-clockwise ring around them.
fn assemble(rings: Vec<LineString<f64>>) -> MultiPolygon<f64> {
    let (mut outer, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|ring| planar_area(ring) > 0.0);
    // Smallest first, so that the first one around a hole is the right one.
    outer.sort_by(|a, b| planar_area(a).total_cmp(&planar_area(b)));
    let mut parts: Vec<_> = outer.into_iter().map(|ring| MultiPolygon(vec![Polygon::new(ring, Vec::new())])).collect();
    for hole in holes {
        let Some(edge) = hole.lines().next() else { continue };
        // Rings share corners at most, so the middle of an edge is on one side of every other ring.
        let (lon, lat) = (0.5 * (edge.start.x + edge.end.x), 0.5 * (edge.start.y + edge.end.y));
        let around = parts.iter_mut().find(|part| contains(part, lon, lat));
        if let Some(polygon) = around.and_then(|part| part.0.first_mut()) {
            polygon.interiors_push(hole);
        }
    }
    let mut polygons: Vec<Polygon<f64>> = parts.into_iter().flatten().collect();
    let key = |p: &Polygon<f64>| p.exterior().coords().next().map_or((0.0, 0.0), |c| (c.x, c.y));
    polygons.sort_by(|a, b| key(a).0.total_cmp(&key(b).0).then(key(a).1.total_cmp(&key(b).1)));
    MultiPolygon(polygons)
}

#[cfg(test)]
mod tests;
