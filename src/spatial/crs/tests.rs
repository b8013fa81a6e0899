use super::*;

/// pyproj 3.7 (PROJ 9.5), EPSG operations "VN-2000 to WGS 84 (2)" and "Hanoi 1972 to WGS 84 (1)": code, x, y, longitude, latitude.
const FROM_PROJ: &[(u32, f64, f64, f64, f64)] = &[
    (4326, 106.764, 21.035, 106.764, 21.035),
    (4756, 106.764, 21.035, 106.765_880_260, 21.034_003_865),
    (4756, 105.15, 9.18, 105.151_781_041, 9.178_988_662),
    (4147, 106.764, 21.035, 106.764_461_860, 21.034_810_236),
    (2044, 18_683_309.3, 2_327_034.28, 106.763_623_418, 21.026_036_609),
    (2093, 579_000.0, 2_327_000.0, 106.760_432_945, 21.033_170_711),
    (3405, 683_309.3, 2_327_034.28, 106.765_880_267, 21.034_003_900),
    (5899, 397_515.57, 2_327_035.82, 106.765_880_261, 21.034_003_865),
    (6959, 397_515.57, 2_327_035.82, 106.765_880_261, 21.034_003_865),
    (9210, 603_697.762_5, 1_192_284.909_7, 106.700_000_001, 10.780_000_000),
    (32648, 683_505.956_6, 2_326_926.153_7, 106.765_880_260, 21.034_003_870),
    (3857, 11_885_123.424_6, 2_395_933.648_3, 106.765_880_260, 21.034_003_870),
    (900_913, 11_885_123.424_6, 2_395_933.648_3, 106.765_880_260, 21.034_003_870),
];

/// One centimetre, in degrees of latitude.
const CENTIMETRE: f64 = 9e-8;

#[test]
fn positions_agree_with_proj_to_a_centimetre() {
    for &(epsg, x, y, lon, lat) in FROM_PROJ {
        let position = Crs::from_epsg(epsg).unwrap().position(x, y).unwrap();
        let is_near = (position.lon - lon).abs() < CENTIMETRE && (position.lat - lat).abs() < CENTIMETRE;
        assert!(is_near, "EPSG:{epsg}: {position:?}");
    }
}

#[test]
fn a_meridian_without_a_code_is_computed_all_the_same() {
    // PROJ pipeline of EPSG's parameters with +lon_0=105.3333333333333 +k=0.9999.
    let crs = Crs::parse("vn2000:105-20").unwrap();
    let position = crs.position(548_845.574_7, 2_261_030.497_6).unwrap();
    assert!(
        (position.lon - 105.803_333_749_8).abs() < CENTIMETRE && (position.lat - 20.440_001_806_2).abs() < CENTIMETRE
    );
    assert_eq!((crs.epsg(), crs.name(), crs.code()), (None, "VN-2000 / TM-3 105-20", "vn2000:105-20"));
}

#[test]
fn parameters_are_recognised_as_the_codes_they_make() {
    let code = |datum: Datum, projection| Crs::transverse_mercator(&datum, projection).unwrap().code().to_owned();
    assert_eq!(code(Datum::Vn2000, TransverseMercator::vn2000_tm3(107.75)), "EPSG:5899");
    assert_eq!(code(Datum::Vn2000, TransverseMercator::of_zone(105.0, 0.9996)), "EPSG:3405");
    assert_eq!(code(Datum::Wgs84, TransverseMercator::of_zone(111.0, 0.9996)), "EPSG:32649");
    let gauss_kruger = TransverseMercator { scale: 1.0, ..TransverseMercator::of_zone(106.0, 1.0) };
    assert_eq!(code(Datum::Hanoi1972, gauss_kruger), "EPSG:2093");
}

#[test]
fn a_crs_is_written_by_code_or_by_meridian() {
    for (text, code) in [
        ("5899", "EPSG:5899"),
        ("epsg:6959", "EPSG:5899"),
        ("vn2000:105.75", "EPSG:9210"),
        ("VN2000:107-45", "EPSG:5899"),
        ("4756", "EPSG:4756"),
    ] {
        assert_eq!(Crs::parse(text).unwrap().code(), code, "{text}");
    }
    for text in
        ["wgs84:105-20", "vn2000:105-20", "vn2000:107-45,k=1,e=0", "wgs84:106-15,e=600000,lat=1.5", "hn72:104-30,n=-5"]
    {
        assert_eq!(Crs::parse(text).unwrap().code(), text);
    }
    for text in [
        "",
        "vn2000:105-45,",
        "vn2000:105-45,k=x",
        "vn2000:105-45,x=1",
        "wgs84:105-45,k=0",
        "vn2000:",
        "vn2000:45",
        "vn2000:105-75",
        "vn2000:NaN",
        "Quảng Ninh",
        "-1",
        "0",
    ] {
        assert!(Crs::parse(text).is_err(), "{text}");
    }
}

#[test]
fn what_is_no_coordinate_has_no_position() {
    for epsg in [4326, 4756, 5899, 2044, 3857] {
        let crs = Crs::from_epsg(epsg).unwrap();
        for (x, y) in [(f64::NAN, 0.0), (0.0, f64::INFINITY)] {
            assert_eq!(crs.position(x, y), None, "EPSG:{epsg}");
        }
        // Either no position or one on the globe.
        if let Some(position) = crs.position(1e308, -1e308) {
            assert!(position.lon.is_finite() && position.lat.is_finite());
        }
    }
}
