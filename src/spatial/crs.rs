//! The coordinate reference systems that files of Viet Nam come in, and their way to WGS84.

use std::ops::RangeInclusive;
use std::sync::Arc;

use proj4rs::Proj;
use proj4rs::transform::transform;

use super::projection::{Projection, VN2000_TM3, VN2000_TO_WGS84, vn2000_tm3_with_meridian};
use crate::model::{Error, GridPoint, LonLat, Result};

/// Datums of which a projection can be written by its meridian.
const WRITTEN_DATUMS: [(&str, Datum); 3] =
    [("vn2000:", Datum::Vn2000), ("wgs84:", Datum::Wgs84), ("hn72:", Datum::Hanoi1972)];

/// Meridians that are written so: farther from Viet Nam they are slips of the pen.
const MERIDIANS: RangeInclusive<f64> = 100.0..=120.0;

/// EPSG's "Hanoi 1972 to WGS 84 (1)", good to 5 m.
const HANOI1972_TO_WGS84: &str = "-17.51,-108.32,-62.39,0,0,0,0";

/// What coordinates are measured from.
#[derive(Debug, Clone, PartialEq)]
pub enum Datum {
    Wgs84,
    Vn2000,
    Hanoi1972,
    /// Semi-major axis in metres, inverse flattening, and the seven parameters as PROJ's `towgs84` wants them.
    Other {
        axis_m: f64,
        inverse_flattening: f64,
        to_wgs84: [f64; 7],
    },
}

impl Datum {
    fn definition(&self) -> String {
        match self {
            Self::Wgs84 => "+datum=WGS84".to_owned(),
            Self::Vn2000 => format!("+ellps=WGS84 +towgs84={VN2000_TO_WGS84}"),
            Self::Hanoi1972 => format!("+ellps=krass +towgs84={HANOI1972_TO_WGS84}"),
            Self::Other { axis_m, inverse_flattening, to_wgs84 } => {
                let shift = to_wgs84.map(|value| value.to_string()).join(",");
                // A sphere is written with an inverse flattening of 0.
                let shape = if *inverse_flattening > 0.0 {
                    format!("+a={axis_m} +rf={inverse_flattening}")
                } else {
                    format!("+a={axis_m} +b={axis_m}")
                };
                format!("{shape} +towgs84={shift}")
            }
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Wgs84 => "WGS 84",
            Self::Vn2000 => "VN-2000",
            Self::Hanoi1972 => "Hanoi 1972",
            Self::Other { .. } => "local datum",
        }
    }
}

/// A transverse Mercator projection: degrees and metres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TransverseMercator {
    pub central_meridian: f64,
    pub latitude_of_origin: f64,
    pub scale: f64,
    pub false_east_m: f64,
    pub false_north_m: f64,
}

impl TransverseMercator {
    /// The 3° zone of Vietnamese cadastral maps.
    pub fn vn2000_tm3(central_meridian: f64) -> Self {
        Self::of_zone(central_meridian, 0.9999)
    }

    pub fn of_zone(central_meridian: f64, scale: f64) -> Self {
        Self { central_meridian, latitude_of_origin: 0.0, scale, false_east_m: 500_000.0, false_north_m: 0.0 }
    }

    fn is_zone(&self, scale: f64) -> bool {
        let zone = Self::of_zone(self.central_meridian, scale);
        (self.scale - zone.scale).abs() < 1e-9
            && self.latitude_of_origin == 0.0
            && (self.false_east_m - zone.false_east_m).abs() < 1e-3
            && self.false_north_m.abs() < 1e-3
    }

    /// What [`Crs::parse`] reads back; `None` for what nobody writes.
    fn code(&self, datum: &Datum) -> Option<String> {
        let (prefix, _) = WRITTEN_DATUMS.iter().find(|(_, known)| known == datum)?;
        let zone = Self::vn2000_tm3(self.central_meridian);
        let mut code = format!("{prefix}{}", degrees_and_minutes(self.central_meridian));
        for (key, value, usual) in [
            ("k", self.scale, zone.scale),
            ("e", self.false_east_m, zone.false_east_m),
            ("n", self.false_north_m, zone.false_north_m),
            ("lat", self.latitude_of_origin, zone.latitude_of_origin),
        ] {
            if value != usual {
                code += &format!(",{key}={value}");
            }
        }
        MERIDIANS.contains(&self.central_meridian).then_some(code)
    }

    /// A meridian, `105-45` or `105.75`, and what differs from the zones of VN-2000: `105-45,k=0.9996,e=0`.
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(',');
        let meridian = parts.next()?;
        let degrees = match meridian.split_once('-') {
            Some((whole, minutes)) => {
                let minutes = minutes.parse::<f64>().ok().filter(|m| (0.0..60.0).contains(m))?;
                whole.parse::<f64>().ok()? + minutes / 60.0
            }
            None => meridian.parse().ok()?,
        };
        let mut projection = Self::vn2000_tm3(degrees);
        for part in parts {
            let (key, value) = part.split_once('=')?;
            let field = match key.trim() {
                "k" => &mut projection.scale,
                "e" => &mut projection.false_east_m,
                "n" => &mut projection.false_north_m,
                "lat" => &mut projection.latitude_of_origin,
                _ => return None,
            };
            *field = value.trim().parse().ok()?;
        }
        MERIDIANS.contains(&degrees).then_some(projection)
    }

    /// EPSG code of this projection of a datum, where it has one.
    fn epsg(&self, datum: &Datum) -> Option<u32> {
        let meridian = self.central_meridian;
        match datum {
            Datum::Vn2000 if self.is_zone(0.9999) => {
                VN2000_TM3.iter().find(|(_, zone)| (zone - meridian).abs() < 1e-7).map(|(epsg, _)| *epsg)
            }
            Datum::Vn2000 if self.is_zone(0.9996) && meridian == 105.0 => Some(3405),
            Datum::Vn2000 if self.is_zone(0.9996) && meridian == 111.0 => Some(3406),
            Datum::Wgs84 => {
                let number = (meridian + 183.0) / 6.0;
                let south = Self { false_north_m: self.false_north_m - 10_000_000.0, ..*self };
                let is_utm_meridian = number.fract() == 0.0 && (1.0..=60.0).contains(&number);
                match (is_utm_meridian, self.is_zone(0.9996), south.is_zone(0.9996)) {
                    (true, true, _) => Some(32600 + number as u32),
                    (true, _, true) => Some(32700 + number as u32),
                    _ => None,
                }
            }
            Datum::Hanoi1972 => [(2044, 105.0, 18.5e6), (2045, 111.0, 19.5e6), (2093, 106.0, 5e5)]
                .into_iter()
                .find(|(_, zone, east)| self.scale == 1.0 && *zone == meridian && *east == self.false_east_m)
                .map(|(epsg, ..)| epsg),
            _ => None,
        }
    }
}

/// A coordinate reference system of a file. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Crs(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    epsg: Option<u32>,
    code: String,
    name: String,
    is_vn2000: bool,
    is_hanoi1972: bool,
    central_meridian: Option<f64>,
    way: Way,
}

#[derive(Debug)]
enum Way {
    /// Coordinates are WGS84 degrees already.
    None,
    Grid(Projection),
    Degrees(Box<(Proj, Proj)>),
    Metres(Box<(Proj, Proj)>),
}

impl Crs {
    pub fn wgs84() -> Self {
        Self(Arc::new(Inner {
            epsg: Some(4326),
            code: "EPSG:4326".to_owned(),
            name: "WGS 84".to_owned(),
            is_vn2000: false,
            is_hanoi1972: false,
            central_meridian: None,
            way: Way::None,
        }))
    }

    /// WGS84, Web Mercator, UTM, VN-2000 (deprecated codes as their successors) and Hanoi 1972.
    pub fn from_epsg(epsg: u32) -> Result<Self> {
        let hanoi = |central_meridian, false_east_m| {
            let projection =
                TransverseMercator { scale: 1.0, false_east_m, ..TransverseMercator::vn2000_tm3(central_meridian) };
            Self::transverse_mercator(&Datum::Hanoi1972, projection).ok_or(Error::UnknownCrs { epsg })
        };
        match epsg {
            4326 | 4979 => Ok(Self::wgs84()),
            4756 => Self::geographic(&Datum::Vn2000).ok_or(Error::UnknownCrs { epsg }),
            4147 => Self::geographic(&Datum::Hanoi1972).ok_or(Error::UnknownCrs { epsg }),
            2044 => hanoi(105.0, 18.5e6),
            2045 => hanoi(111.0, 19.5e6),
            2093 => hanoi(106.0, 5e5),
            // Names that software gave Web Mercator before it had a code of EPSG.
            900_913 | 102_100 | 102_113 | 3785 => Self::from_epsg(3857),
            _ => {
                let projection = Projection::from_epsg(epsg)?;
                let epsg = projection.epsg();
                Ok(Self(Arc::new(Inner {
                    epsg: Some(epsg),
                    code: format!("EPSG:{epsg}"),
                    name: name_of(epsg, projection.central_meridian()),
                    is_vn2000: projection.is_vn2000(),
                    is_hanoi1972: false,
                    central_meridian: projection.central_meridian(),
                    way: Way::Grid(projection),
                })))
            }
        }
    }

    /// Longitude and latitude of a datum.
    pub fn geographic(datum: &Datum) -> Option<Self> {
        if *datum == Datum::Wgs84 {
            return Some(Self::wgs84());
        }
        let epsg = match datum {
            Datum::Vn2000 => Some(4756),
            Datum::Hanoi1972 => Some(4147),
            _ => None,
        };
        let way = Way::Degrees(pair(&format!("+proj=longlat {} +no_defs", datum.definition()))?);
        Some(Self::of(datum, epsg, datum.name().to_owned(), None, way))
    }

    /// A transverse Mercator projection of any meridian; `None` where the parameters make none.
    pub fn transverse_mercator(datum: &Datum, projection: TransverseMercator) -> Option<Self> {
        let epsg = projection.epsg(datum);
        if let Some(epsg) = epsg.filter(|_| *datum != Datum::Hanoi1972) {
            return Self::from_epsg(epsg).ok();
        }
        let TransverseMercator { central_meridian, latitude_of_origin, scale, false_east_m, false_north_m } =
            projection;
        let is_possible = central_meridian.abs() <= 180.0
            && latitude_of_origin.abs() <= 90.0
            && (0.1..10.0).contains(&scale)
            && false_east_m.abs() < 1e9
            && false_north_m.abs() < 1e9;
        if !is_possible {
            return None;
        }
        let way = pair(&format!(
            "+proj=tmerc +lat_0={latitude_of_origin} +lon_0={central_meridian} +k_0={scale} +x_0={false_east_m} \
             +y_0={false_north_m} {} +units=m +no_defs",
            datum.definition()
        ))?;
        let name = format!("{} / TM {} k = {scale}", datum.name(), degrees_and_minutes(central_meridian));
        let mut crs = Self::of(datum, epsg, name, Some(central_meridian), Way::Metres(way));
        if epsg.is_none()
            && let Some(inner) = Arc::get_mut(&mut crs.0)
        {
            if *datum == Datum::Vn2000 && projection.is_zone(0.9999) {
                inner.name = format!("VN-2000 / TM-3 {}", degrees_and_minutes(central_meridian));
            }
            if let Some(code) = projection.code(datum) {
                inner.code = code;
            }
        }
        Some(crs)
    }

    fn of(datum: &Datum, epsg: Option<u32>, name: String, central_meridian: Option<f64>, way: Way) -> Self {
        Self(Arc::new(Inner {
            epsg,
            code: epsg.map_or_else(|| name.clone(), |epsg| format!("EPSG:{epsg}")),
            name,
            is_vn2000: *datum == Datum::Vn2000,
            is_hanoi1972: *datum == Datum::Hanoi1972,
            central_meridian,
            way,
        }))
    }

    /// What a user writes: `5899`, `EPSG:5899`, or a VN-2000 TM-3 zone by its meridian, `vn2000:105-45` or
    /// `vn2000:105.75`. Where a file has other parameters they follow, as in `wgs84:105-20,k=1,e=0`.
    pub fn parse(text: &str) -> Result<Self> {
        let bad = || Error::BadOption { option: "--crs".to_owned(), value: text.to_owned() };
        let folded = text.trim().to_ascii_lowercase();
        for (prefix, datum) in WRITTEN_DATUMS {
            if let Some(rest) = folded.strip_prefix(prefix) {
                let projection = TransverseMercator::parse(rest).ok_or_else(bad)?;
                return Self::transverse_mercator(&datum, projection).ok_or_else(bad);
            }
        }
        let code = folded.strip_prefix("epsg:").unwrap_or(&folded);
        Self::from_epsg(code.parse().map_err(|_| bad())?)
    }

    pub fn epsg(&self) -> Option<u32> {
        self.0.epsg
    }

    /// What [`Crs::parse`] reads back, where the system has such a text: `EPSG:5899`, `vn2000:105-20`.
    pub fn code(&self) -> &str {
        &self.0.code
    }

    pub fn name(&self) -> &str {
        &self.0.name
    }

    pub fn is_degrees(&self) -> bool {
        matches!(self.0.way, Way::None | Way::Degrees(_))
    }

    pub fn is_wgs84(&self) -> bool {
        matches!(self.0.way, Way::None)
    }

    pub fn is_vn2000(&self) -> bool {
        self.0.is_vn2000
    }

    pub fn is_hanoi1972(&self) -> bool {
        self.0.is_hanoi1972
    }

    pub fn central_meridian(&self) -> Option<f64> {
        self.0.central_meridian
    }

    /// WGS84 position of coordinates as a file has them: east or longitude first, then north or latitude.
    pub fn position(&self, x: f64, y: f64) -> Option<LonLat> {
        let (from, to, scale) = match &self.0.way {
            Way::None => return (x.abs() <= 180.0 && y.abs() <= 90.0).then_some(LonLat { lon: x, lat: y }),
            Way::Grid(projection) => return projection.inverse(GridPoint { east_m: x, north_m: y }),
            Way::Degrees(pair) if x.abs() <= 180.0 && y.abs() <= 90.0 => {
                (&pair.0, &pair.1, std::f64::consts::PI / 180.0)
            }
            Way::Degrees(_) => return None,
            Way::Metres(pair) => (&pair.0, &pair.1, 1.0),
        };
        if !(x.is_finite() && y.is_finite()) {
            return None;
        }
        let mut point = (x * scale, y * scale, 0.0);
        transform(from, to, &mut point).ok()?;
        let (lon, lat) = (point.0.to_degrees(), point.1.to_degrees());
        (lon.is_finite() && lat.is_finite()).then_some(LonLat { lon, lat })
    }
}

fn pair(definition: &str) -> Option<Box<(Proj, Proj)>> {
    let from = Proj::from_proj_string(definition).ok()?;
    let to = Proj::from_proj_string("+proj=longlat +datum=WGS84 +no_defs").ok()?;
    Some(Box::new((from, to)))
}

/// `105-45` for 105.75, as EPSG writes the zones of VN-2000; more digits where minutes are not whole.
fn degrees_and_minutes(degrees: f64) -> String {
    let minutes = (degrees.abs() * 60.0 * 1e6).round() / 1e6;
    let (whole, rest) = ((minutes / 60.0).floor(), minutes % 60.0);
    let sign = if degrees < 0.0 { "-" } else { "" };
    if rest.fract() == 0.0 { format!("{sign}{whole}-{rest:02}") } else { format!("{sign}{whole}-{rest}") }
}

fn name_of(epsg: u32, central_meridian: Option<f64>) -> String {
    let meridian = central_meridian.unwrap_or_default();
    match epsg {
        3405 | 3406 => format!("VN-2000 / UTM zone {}N", epsg - 3357),
        3857 => "WGS 84 / Pseudo-Mercator".to_owned(),
        32601..=32660 => format!("WGS 84 / UTM zone {}N", epsg - 32600),
        32701..=32760 => format!("WGS 84 / UTM zone {}S", epsg - 32700),
        _ if vn2000_tm3_with_meridian(meridian).is_some() => {
            format!("VN-2000 / TM-3 {}", degrees_and_minutes(meridian))
        }
        _ => format!("EPSG:{epsg}"),
    }
}

#[cfg(test)]
mod tests;
