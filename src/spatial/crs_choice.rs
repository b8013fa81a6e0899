//! Which projected CRS a study area gets when the user names none.
//!
//! Vietnamese offices survey in the VN-2000 TM-3 zone prescribed for their province (Thông tư 973/2001/TT-TCĐC and
//! 25/2014/TT-BTNMT), which is not the zone of the nearest meridian: Uông Bí lies at 106.77° and uses 107°45′. The list
//! has the 63 provinces before the merger of July 2025: a merged province keeps the meridians of its parts.

use super::geodesic::geodesic_m;
use super::projection::vn2000_tm3_with_meridian;
use crate::model::{Error, LonLat, Result};

/// Farther than this from any listed town is not Viet Nam.
const REACH_M: f64 = 150_000.0;

/// Columns: province, town, longitude, latitude (WGS84, about 0.01°), central meridian in degrees, EPSG code.
const TOWNS: &str = include_str!("../../data/vn2000_provinces.csv");

struct Town {
    name: String,
    position: LonLat,
    epsg: u32,
}

/// The listed town nearest to a position.
pub(super) struct NearestTown {
    /// With its province: `Uông Bí, Quảng Ninh`.
    pub name: String,
    pub distance_m: f64,
    /// EPSG code of the VN-2000 TM-3 zone of its province.
    pub epsg: u32,
}

/// EPSG code for a study area around `centre`: VN-2000 TM-3 of the province whose listed town is nearest, else WGS84 UTM.
pub fn grid_crs_for(centre: LonLat) -> Result<u32> {
    if !(centre.lon.abs() <= 180.0 && centre.lat.abs() <= 90.0) {
        return Err(Error::NoGridCrs);
    }
    match nearest_town(centre) {
        Some(town) => Ok(town.epsg),
        None if (-80.0..=84.0).contains(&centre.lat) => Ok(utm_for(centre)),
        None => Err(Error::NoGridCrs),
    }
}

/// The nearest of the listed towns; `None` farther than 150 km from all of them.
pub(super) fn nearest_town(position: LonLat) -> Option<NearestTown> {
    // Spares the geodesics of towns that are out of reach: a degree is at least 110 km of latitude.
    let near =
        |town: &Town| (town.position.lat - position.lat).abs() < 1.5 && (town.position.lon - position.lon).abs() < 2.0;
    let nearest = towns()
        .filter(near)
        .map(|town| (geodesic_m(position, town.position), town))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|(distance, _)| *distance <= REACH_M)?;
    Some(NearestTown { name: nearest.1.name, distance_m: nearest.0, epsg: nearest.1.epsg })
}

/// EPSG code of the WGS84 UTM zone of a position, without the exceptions of Norway and Svalbard.
pub fn utm_for(position: LonLat) -> u32 {
    let zone = ((position.lon + 180.0) / 6.0).floor().clamp(0.0, 59.0) as u32 + 1;
    if position.lat < 0.0 { 32700 + zone } else { 32600 + zone }
}

fn towns() -> impl Iterator<Item = Town> {
    TOWNS.lines().skip(1).filter_map(|line| {
        let mut parts = line.split(',');
        let (province, town) = (parts.next()?, parts.next()?);
        let name = if province == town { town.to_owned() } else { format!("{town}, {province}") };
        let mut fields = parts.map(|field| field.parse::<f64>().ok());
        let position = LonLat { lon: fields.next()??, lat: fields.next()?? };
        let epsg = vn2000_tm3_with_meridian(fields.next()??)?;
        Some(Town { name, position, epsg })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lon: f64, lat: f64) -> Option<u32> {
        grid_crs_for(LonLat { lon, lat }).ok()
    }

    #[test]
    fn each_province_gets_its_prescribed_meridian() {
        for (town, lon, lat, epsg) in [
            ("Uông Bí", 106.77, 21.03, 5899),
            ("Móng Cái", 107.97, 21.53, 5899),
            ("Đông Triều", 106.53, 21.09, 5899),
            ("Chí Linh", 106.38, 21.12, 9209),
            ("Hải Phòng", 106.69, 20.85, 9210),
            ("Thủy Nguyên", 106.68, 20.93, 9210),
            ("Hà Nội", 105.84, 21.02, 5897),
            ("Bắc Giang", 106.20, 21.28, 9214),
            ("Thái Nguyên", 105.83, 21.58, 9213),
            ("Vinh", 105.68, 18.68, 9208),
            ("Huế", 107.58, 16.47, 9214),
            ("Đà Nẵng", 108.21, 16.06, 5899),
            ("Quảng Ngãi", 108.79, 15.12, 5898),
            ("Pleiku", 108.01, 13.98, 9218),
            ("Nha Trang", 109.18, 12.25, 9217),
            ("Đà Lạt", 108.45, 11.95, 5899),
            ("Biên Hòa", 106.83, 10.95, 5899),
            ("TP Hồ Chí Minh", 106.69, 10.78, 9210),
            ("Cần Thơ", 105.77, 10.04, 5897),
            ("Cà Mau", 105.15, 9.18, 9207),
            ("Phú Quốc", 103.98, 10.21, 9207),
            ("Côn Đảo", 106.60, 8.69, 5899),
            ("Điện Biên Phủ", 103.01, 21.38, 9205),
        ] {
            assert_eq!(at(lon, lat), Some(epsg), "{town}");
        }
    }

    #[test]
    fn outside_viet_nam_the_utm_zone_is_used() {
        assert_eq!(at(100.5, 13.75), Some(32647));
        assert_eq!(at(110.4, -7.0), Some(32749));
        assert_eq!(at(180.0, 10.0), Some(32660));
        assert_eq!(at(-180.0, 10.0), Some(32601));
    }

    #[test]
    fn poles_and_nonsense_have_no_grid() {
        assert_eq!(grid_crs_for(LonLat { lon: 0.0, lat: 89.0 }), Err(Error::NoGridCrs));
        assert_eq!(grid_crs_for(LonLat { lon: f64::NAN, lat: 0.0 }), Err(Error::NoGridCrs));
    }

    #[test]
    fn every_line_of_the_list_reads_and_its_code_fits_its_meridian() {
        let mut provinces = std::collections::BTreeSet::new();
        for line in TOWNS.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            assert_eq!(fields.len(), 6, "{line}");
            let epsg = vn2000_tm3_with_meridian(fields[4].parse().unwrap());
            assert_eq!(epsg.map(|e| e.to_string()).as_deref(), Some(fields[5]), "{line}");
            provinces.insert(fields[0]);
        }
        assert_eq!(provinces.len(), 63);
        assert_eq!(towns().count(), TOWNS.lines().count() - 1);
    }
}
