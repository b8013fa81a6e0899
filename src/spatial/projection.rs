//! WGS84 ⇄ projected coordinates. The only place with projection arithmetic.
//!
//! VN-2000 uses the WGS84 ellipsoid, shifted and turned: EPSG's "VN-2000 to WGS 84 (2)". EPSG lists its rotations in the
//! coordinate-frame sense; `towgs84` wants the position-vector sense, so their signs are flipped here. The wrong sign
//! costs 0.75 m, leaving the shift out 224 m.

use std::fmt;
use std::sync::Arc;

use proj4rs::Proj;
use proj4rs::transform::transform;

use crate::model::{Error, GridPoint, LonLat, Result};

pub(super) const VN2000_TO_WGS84: &str =
    "-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278";

/// Central meridians of VN-2000 TM-3 in degrees, by EPSG code.
pub(super) const VN2000_TM3: [(u32, f64); 18] = [
    (5896, 102.0),
    (5897, 105.0),
    (5898, 108.0),
    (5899, 107.75),
    (9205, 103.0),
    (9206, 104.0),
    (9207, 104.5),
    (9208, 104.75),
    (9209, 105.5),
    (9210, 105.75),
    (9211, 106.0),
    (9212, 106.25),
    (9213, 106.5),
    (9214, 107.0),
    (9215, 107.25),
    (9216, 107.5),
    (9217, 108.25),
    (9218, 108.5),
];

/// Between WGS84 longitude/latitude and one projected CRS. Cheap to clone.
#[derive(Clone)]
pub struct Projection {
    inner: Arc<Inner>,
}

struct Inner {
    epsg: u32,
    central_meridian: Option<f64>,
    geographic: Proj,
    projected: Proj,
}

impl fmt::Debug for Projection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Projection").field("epsg", &self.inner.epsg).finish_non_exhaustive()
    }
}

impl Projection {
    /// VN-2000 TM-3 (5896–5899, 9205–9218) and UTM (3405, 3406), WGS84 UTM (326xx, 327xx) and Web Mercator (3857).
    ///
    /// The deprecated codes 6956–6959 of old files mean 5896–5899 and are reported as those.
    pub fn from_epsg(epsg: u32) -> Result<Self> {
        let unknown = || Error::UnknownCrs { epsg };
        let code = if (6956..=6959).contains(&epsg) { epsg - 1060 } else { epsg };
        let (definition, central_meridian) = definition(code).ok_or_else(unknown)?;
        let projected = Proj::from_proj_string(&definition).map_err(|_| unknown())?;
        let geographic = Proj::from_proj_string("+proj=longlat +datum=WGS84 +no_defs").map_err(|_| unknown())?;
        Ok(Self { inner: Arc::new(Inner { epsg: code, central_meridian, geographic, projected }) })
    }

    /// EPSG code of the projected CRS.
    pub fn epsg(&self) -> u32 {
        self.inner.epsg
    }

    /// Longitude the projection is centred on, in degrees; `None` for Web Mercator.
    pub fn central_meridian(&self) -> Option<f64> {
        self.inner.central_meridian
    }

    /// Whether coordinates are VN-2000.
    pub fn is_vn2000(&self) -> bool {
        central_meridian_of_vn2000(self.inner.epsg).is_some()
    }

    /// Metres of a position; `None` where it is not on the globe or too far from the projection's meridian.
    pub fn forward(&self, position: LonLat) -> Option<GridPoint> {
        // Written so that NaN fails.
        if !(position.lon.abs() <= 180.0 && position.lat.abs() <= 90.0) {
            return None;
        }
        let mut point = (position.lon.to_radians(), position.lat.to_radians(), 0.0);
        transform(&self.inner.geographic, &self.inner.projected, &mut point).ok()?;
        (point.0.is_finite() && point.1.is_finite()).then_some(GridPoint { east_m: point.0, north_m: point.1 })
    }

    /// Position of a point in metres; `None` where the projection has none.
    pub fn inverse(&self, point: GridPoint) -> Option<LonLat> {
        if !(point.east_m.is_finite() && point.north_m.is_finite()) {
            return None;
        }
        let mut position = (point.east_m, point.north_m, 0.0);
        transform(&self.inner.projected, &self.inner.geographic, &mut position).ok()?;
        let (lon, lat) = (position.0.to_degrees(), position.1.to_degrees());
        (lon.is_finite() && lat.is_finite()).then_some(LonLat { lon, lat })
    }
}

/// EPSG code of the VN-2000 TM-3 zone with this central meridian in degrees.
pub fn vn2000_tm3_with_meridian(degrees: f64) -> Option<u32> {
    VN2000_TM3.iter().find(|(_, meridian)| *meridian == degrees).map(|(epsg, _)| *epsg)
}

fn central_meridian_of_vn2000(epsg: u32) -> Option<(f64, f64)> {
    match epsg {
        3405 => Some((105.0, 0.9996)),
        3406 => Some((111.0, 0.9996)),
        _ => VN2000_TM3.iter().find(|(code, _)| *code == epsg).map(|(_, meridian)| (*meridian, 0.9999)),
    }
}

/// The PROJ string of a CRS and its central meridian.
fn definition(epsg: u32) -> Option<(String, Option<f64>)> {
    if let Some((meridian, scale)) = central_meridian_of_vn2000(epsg) {
        let text = format!(
            "+proj=tmerc +lat_0=0 +lon_0={meridian} +k_0={scale} +x_0=500000 +y_0=0 +ellps=WGS84 \
             +towgs84={VN2000_TO_WGS84} +units=m +no_defs"
        );
        return Some((text, Some(meridian)));
    }
    match epsg {
        32601..=32660 | 32701..=32760 => {
            let meridian = f64::from(epsg % 100) * 6.0 - 183.0;
            let false_north = if epsg > 32700 { 10_000_000 } else { 0 };
            let text = format!(
                "+proj=tmerc +lat_0=0 +lon_0={meridian} +k_0=0.9996 +x_0=500000 +y_0={false_north} +datum=WGS84 \
                 +units=m +no_defs"
            );
            Some((text, Some(meridian)))
        }
        // On a sphere and without a datum: WGS84 latitudes are taken as they are, which is what the code stands for.
        3857 => Some(("+proj=merc +lon_0=0 +k_0=1 +x_0=0 +y_0=0 +R=6378137 +units=m +no_defs".to_owned(), None)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Printed by `tests/reference/vn2000.py`: EPSG, longitude, latitude, east, north.
    const FROM_PROJ: &[(u32, f64, f64, f64, f64)] = &[
        (5896, 102.9, 21.4, 593118.4942, 2367499.5746),
        (5897, 105.85, 21.03, 588154.4766, 2326509.0539),
        (5897, 106.76588026, 21.03400387, 683364.3148, 2327732.6660),
        (5898, 108.8, 15.12, 585791.0051, 1672370.1013),
        (5898, 106.76588026, 21.03400387, 371527.9662, 2327216.7182),
        (5899, 106.76588026, 21.03400387, 397515.5705, 2327035.8202),
        (5899, 107.95, 21.52, 520523.9992, 2380538.0104),
        (5899, 108.22, 16.07, 550088.9352, 1777381.5594),
        (5899, 107.08, 10.35, 426432.3715, 1144643.9082),
        (9205, 103.02, 21.39, 501877.5707, 2366126.4106),
        (9206, 103.91, 21.33, 490468.3104, 2359487.5967),
        (9207, 105.15, 9.18, 571235.3824, 1015233.2614),
        (9208, 104.15, 22.34, 438001.2322, 2471432.4924),
        (9209, 105.97, 20.44, 548845.5747, 2261030.4976),
        (9210, 106.68, 20.86, 596579.7577, 2307734.6716),
        (9210, 106.7, 10.78, 603697.7625, 1192284.9097),
        (9211, 106.6, 17.48, 563525.4155, 1933447.2787),
        (9212, 107.1, 16.82, 590396.8649, 1860506.4973),
        (9213, 105.84, 21.59, 431463.3028, 2388417.9052),
        (9214, 106.19, 21.27, 415747.6369, 2353061.6713),
        (9215, 106.76, 21.85, 449158.0330, 2417140.5244),
        (9216, 108.0, 14.35, 553734.2703, 1587082.4691),
        (9217, 109.19, 12.24, 602076.1819, 1353790.2348),
        (9218, 108.05, 12.67, 450927.8921, 1401219.0133),
        (3405, 106.76588026, 21.03400387, 683309.3000, 2327034.2763),
        (3406, 109.19, 12.24, 302917.3900, 1353867.7401),
        (32648, 106.76588026, 21.03400387, 683505.9566, 2326926.1537),
        (32749, 110.4, -7.0, 433728.2004, 9226208.8446),
        (3857, 106.76588026, 21.03400387, 11885123.4246, 2395933.6483),
    ];

    #[test]
    fn coordinates_agree_with_proj_to_a_millimetre_in_both_directions() {
        for &(epsg, lon, lat, east_m, north_m) in FROM_PROJ {
            let projection = Projection::from_epsg(epsg).unwrap();
            let point = projection.forward(LonLat { lon, lat }).unwrap();
            let error = point.distance_m(GridPoint { east_m, north_m });
            assert!(error < 1e-3, "EPSG:{epsg} {lon} {lat}: {error} m");
            let back = projection.inverse(point).unwrap();
            // As in PROJ, heights of 0 on both ellipsoids make there and back differ by up to 2 mm.
            assert!((back.lon - lon).abs() < 2e-8 && (back.lat - lat).abs() < 2e-8, "EPSG:{epsg} {back:?}");
        }
    }

    #[test]
    fn the_ward_of_uong_bi_falls_where_surveyors_have_it() {
        // VN-2000 geographic (106.764, 21.035), computed with PROJ from EPSG's parameters.
        let ward = LonLat { lon: 106.76588026, lat: 21.03400387 };
        for (epsg, east_m, north_m) in [
            (5899, 397515.57, 2327035.82),
            (3405, 683309.30, 2327034.28),
            (5898, 371527.97, 2327216.72),
            (5897, 683364.31, 2327732.67),
        ] {
            let point = Projection::from_epsg(epsg).unwrap().forward(ward).unwrap();
            assert!(point.distance_m(GridPoint { east_m, north_m }) < 0.01, "EPSG:{epsg} {point:?}");
        }
    }

    #[test]
    fn deprecated_codes_are_read_as_their_successors() {
        assert_eq!(Projection::from_epsg(6959).unwrap().epsg(), 5899);
        assert_eq!(Projection::from_epsg(6956).unwrap().central_meridian(), Some(102.0));
    }

    #[test]
    fn unknown_codes_are_refused() {
        for epsg in [0, 4326, 9219, 9221, 32600, 32661, 32761] {
            assert_eq!(Projection::from_epsg(epsg).err(), Some(Error::UnknownCrs { epsg }));
        }
    }

    #[test]
    fn what_is_not_a_position_has_no_coordinates() {
        let projection = Projection::from_epsg(5899).unwrap();
        for (lon, lat) in [(f64::NAN, 21.0), (106.0, f64::NAN), (181.0, 0.0), (0.0, 90.1), (f64::INFINITY, 0.0)] {
            assert_eq!(projection.forward(LonLat { lon, lat }), None);
        }
        assert_eq!(projection.inverse(GridPoint { east_m: f64::NAN, north_m: 0.0 }), None);
    }

    #[test]
    fn projections_can_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Projection>();
    }
}
