//! Distances on the ground.

use geographiclib_rs::{Geodesic, InverseGeodesic};

use crate::model::LonLat;

/// Length in metres of the shortest way between two positions on the WGS84 ellipsoid.
///
/// Source: C. F. F. Karney, "Algorithms for geodesics", Journal of Geodesy 87, 2013.
pub fn geodesic_m(a: LonLat, b: LonLat) -> f64 {
    Geodesic::wgs84().inverse(a.lat, a.lon, b.lat, b.lon)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_is_that_of_geographiclib() {
        // pyproj 3.7.2: Geod(ellps="WGS84").inv(106.77, 21.035, 106.78, 21.041)[2]
        let a = LonLat { lon: 106.77, lat: 21.035 };
        let b = LonLat { lon: 106.78, lat: 21.041 };
        assert!((geodesic_m(a, b) - 1_233.587_505_687_747_6).abs() < 1e-6);
        assert_eq!(geodesic_m(a, a), 0.0);
    }
}
