//! The drawing plane: Web Mercator metres (EPSG:3857), in which a map view is a shift and a scale.

use geo::{LineString, MultiPolygon};

use crate::model::LonLat;

/// Equatorial radius of EPSG:3857.
const RADIUS_M: f64 = 6_378_137.0;

/// East and north in Web Mercator metres. Not ground metres: they are stretched by 1/cos(latitude).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlanePoint {
    pub x: f64,
    pub y: f64,
}

/// Spherical Mercator of a WGS84 position; latitudes are cut off at ±85.06°.
pub fn plane_from_lonlat(position: LonLat) -> PlanePoint {
    let lat = position.lat.clamp(-85.06, 85.06).to_radians();
    PlanePoint {
        x: RADIUS_M * position.lon.to_radians(),
        y: RADIUS_M * (std::f64::consts::FRAC_PI_4 + lat / 2.0).tan().ln(),
    }
}

/// Outer and inner rings of a WGS84 shape on the plane, each without its closing point.
pub fn rings_of(shape: &MultiPolygon<f64>) -> Vec<Vec<PlanePoint>> {
    let ring = |line: &LineString<f64>| -> Vec<PlanePoint> {
        let mut points: Vec<PlanePoint> =
            line.coords().map(|c| plane_from_lonlat(LonLat { lon: c.x, lat: c.y })).collect();
        if points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        points
    };
    shape
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
        .map(ring)
        .filter(|points| points.len() >= 3)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plane_is_that_of_epsg_3857() {
        // Example of EPSG guidance note 7-2, "Popular Visualisation Pseudo Mercator".
        let lat = 24.0 + 22.0 / 60.0 + 54.433 / 3600.0;
        let lon = -(100.0 + 20.0 / 60.0);
        let point = plane_from_lonlat(LonLat { lon, lat });
        assert!((point.x + 11_169_055.58).abs() < 0.01, "{point:?}");
        assert!((point.y - 2_800_000.00).abs() < 0.01, "{point:?}");
    }
}
