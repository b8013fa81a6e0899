//! Coordinates of a file to WGS84. What the file states decides, then the user; nothing is guessed in silence.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use crate::io::columns::assign::{VIET_NAM_LATITUDES, VIET_NAM_LONGITUDES};
use crate::io::crs::{ResolvedCrs, StatedCrs, resolve};
use crate::model::{BoundaryNote, Error, LonLat, Result};
use crate::spatial::{Crs, rank_crs};

use super::Feature;
use super::geojson;
use super::layer::Layer;

/// Programs write the rim of the map as 180.00000000000003 or 90.0002.
const ROUNDING: f64 = 1e-3;

/// The system of a file's coordinates, and what is to be said of the choice.
pub(super) struct Placed {
    pub crs: Crs,
    pub notes: Vec<BoundaryNote>,
}

/// Brings the polygons of a file to WGS84. `choice` is the user's system for files that state none; `samples` help to
/// rank the candidates where that is needed.
pub(super) fn place(
    shown: &str,
    layer: &Layer,
    features: &mut [Feature],
    choice: Option<&Crs>,
    samples: &[LonLat],
) -> Result<Placed> {
    let shape = || MultiPolygon(features.iter().flat_map(|f| f.shape.0.iter().cloned()).collect());
    let placed = choose(shown, layer, || vertices(features).copied(), shape, choice, samples)?;
    if placed.crs.is_degrees() {
        snap(features);
    }
    if !placed.crs.is_wgs84() {
        convert(shown, features, &placed.crs)?;
    }
    if let Some(first) = first_not_lon_lat(features.iter().flat_map(|f| &f.shape.0)) {
        return Err(Error::NotLonLat { path: shown.to_owned(), first: format!("{}, {}", first.x, first.y) });
    }
    Ok(placed)
}

/// The system of a file's coordinates, which `vertices` hands out as often as asked, and `shape` as polygons.
pub(super) fn choose<I: Iterator<Item = Coord<f64>>>(
    shown: &str,
    layer: &Layer,
    vertices: impl Fn() -> I,
    shape: impl FnOnce() -> MultiPolygon<f64>,
    choice: Option<&Crs>,
    samples: &[LonLat],
) -> Result<Placed> {
    let in_degrees = vertices().all(|c| c.x.abs() <= 180.0 + ROUNDING && c.y.abs() <= 90.0 + ROUNDING);
    // Metres chosen for a file of degrees are meant for another file of the same call.
    let choice = choice.filter(|crs| crs.is_degrees() || !in_degrees);
    let chosen = |crs: &Crs| Ok(Placed { crs: crs.clone(), notes: Vec::new() });
    let among = match resolve(&layer.crs) {
        // Metres cannot be the degrees that a careless program stated.
        ResolvedCrs::Certain(crs, _) if crs.is_degrees() && !in_degrees => Vec::new(),
        ResolvedCrs::Certain(crs, mut notes) => {
            if choice.is_some_and(|choice| choice.code() != crs.code()) {
                notes.push(BoundaryNote::CrsOptionUnused { stated: crs.name().to_owned() });
            }
            return Ok(Placed { crs, notes });
        }
        ResolvedCrs::Unknown(name) => {
            return choice.map_or(Err(Error::ForeignCrs { path: shown.to_owned(), name }), chosen);
        }
        ResolvedCrs::Doubtful(among) => among,
    };
    if let Some(crs) = choice {
        return chosen(crs);
    }
    // The standard knows no other degrees.
    let is_geojson = layer.format.starts_with(geojson::FORMAT) && layer.crs == StatedCrs::Nothing;
    if is_geojson && in_degrees {
        return chosen(&Crs::wgs84());
    }
    let candidates = rank_crs(&shape(), samples, &among);
    if candidates.is_empty() && in_degrees {
        return Ok(Placed { crs: Crs::wgs84(), notes: vec![BoundaryNote::TakenForWgs84] });
    }
    let first = vertices().next().map_or_else(String::new, |c| format!("{}, {}", c.x, c.y));
    if in_degrees && vertices().all(is_swapped) {
        return Err(Error::NotLonLat { path: shown.to_owned(), first });
    }
    Err(Error::UnclearCrs { path: shown.to_owned(), first, candidates })
}

/// Latitude before longitude, both in the range of Viet Nam.
fn is_swapped(c: Coord<f64>) -> bool {
    let is_in = |value: f64, (low, high): (f64, f64)| (low..=high).contains(&value);
    is_in(c.x, VIET_NAM_LATITUDES) && is_in(c.y, VIET_NAM_LONGITUDES)
}

fn vertices(features: &[Feature]) -> impl Iterator<Item = &Coord<f64>> {
    features.iter().flat_map(|f| &f.shape.0).flat_map(|polygon| &polygon.exterior().0)
}

/// Degrees beyond the rim of the map by rounding alone set on it.
fn snap(features: &mut [Feature]) {
    let snapped = |value: f64, rim: f64| if value.abs() <= rim + ROUNDING { value.clamp(-rim, rim) } else { value };
    let snap_line = |line: &mut LineString<f64>| {
        for c in &mut line.0 {
            (c.x, c.y) = (snapped(c.x, 180.0), snapped(c.y, 90.0));
        }
    };
    for polygon in features.iter_mut().flat_map(|f| &mut f.shape.0) {
        polygon.exterior_mut(snap_line);
        polygon.interiors_mut(|lines| lines.iter_mut().for_each(snap_line));
    }
}

fn convert(path: &str, features: &mut [Feature], crs: &Crs) -> Result<()> {
    for polygon in features.iter_mut().flat_map(|f| &mut f.shape.0) {
        let mut failed = None;
        let mut convert = |line: &mut LineString<f64>| {
            for position in &mut line.0 {
                match crs.position(position.x, position.y) {
                    Some(LonLat { lon, lat }) => (position.x, position.y) = (lon, lat),
                    None => failed = failed.or(Some(*position)),
                }
            }
        };
        polygon.exterior_mut(&mut convert);
        polygon.interiors_mut(|lines| lines.iter_mut().for_each(&mut convert));
        if let Some(first) = failed {
            return Err(Error::NotLonLat { path: path.to_owned(), first: format!("{}, {}", first.x, first.y) });
        }
    }
    Ok(())
}

/// First position that cannot be longitude and latitude, among the vertices of all polygons.
///
/// Both numbers in the range of Viet Nam, but in the other order, are taken for swapped axes.
fn first_not_lon_lat<'a>(polygons: impl Iterator<Item = &'a Polygon<f64>>) -> Option<Coord<f64>> {
    let is_in = |value: f64, (low, high): (f64, f64)| (low..=high).contains(&value);
    let mut first = None;
    let mut all_swapped = true;
    for polygon in polygons {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            for position in &ring.0 {
                if !is_in(position.x, (-180.0, 180.0)) || !is_in(position.y, (-90.0, 90.0)) {
                    let is_swapped = is_in(position.x, VIET_NAM_LATITUDES) && is_in(position.y, VIET_NAM_LONGITUDES);
                    if !is_swapped || first.is_none() {
                        return Some(*position);
                    }
                }
                first = first.or(Some(*position));
                all_swapped &= is_in(position.x, VIET_NAM_LATITUDES) && is_in(position.y, VIET_NAM_LONGITUDES);
            }
        }
    }
    first.filter(|_| all_swapped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::vector::rings::{RingFaults, polygon_of};

    #[test]
    fn metres_and_swapped_axes_are_noticed() {
        let polygon = |list: &[(f64, f64)]| {
            let points = list.iter().map(|(x, y)| Coord { x: *x, y: *y }).collect();
            polygon_of(vec![points], &mut RingFaults::default()).unwrap()
        };
        let wrong = |list: &[(f64, f64)]| first_not_lon_lat(std::iter::once(&polygon(list))).map(|p| (p.x, p.y));
        assert_eq!(wrong(&[(106.7, 21.0), (106.8, 21.0), (106.8, 21.1)]), None);
        assert_eq!(
            wrong(&[(397515.0, 2327035.0), (397516.0, 2327035.0), (397516.0, 2327036.0)]),
            Some((397515.0, 2327035.0))
        );
        assert_eq!(wrong(&[(21.0, 106.7), (21.0, 106.8), (21.1, 106.8)]), Some((21.0, 106.7)));
        assert_eq!(wrong(&[(21.0, 50.7), (21.0, 50.8), (21.1, 50.8)]), None);
    }
}
