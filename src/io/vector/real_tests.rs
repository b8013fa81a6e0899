//! Boundary files of portals and programs. They are not part of the repository: where they are absent nothing is tested.

use std::collections::HashMap;
use std::path::Path;

use crate::io::real_files_tests::real_file;
use crate::io::{Content, ReadOptions, ZoneOptions, inspect, read_zones};
use crate::job::Feedback;
use crate::model::{BoundaryNote, Error, RepairKind, Result, Zones};
use crate::spatial::Crs;

fn zones(path: &Path) -> Result<Zones> {
    read_zones(path, &ZoneOptions::default(), &Feedback::default())
}

/// Geodesic areas of the wards of Quảng Ninh in km², by code: pyproj 3.7 `Geod(ellps="WGS84").polygon_area_perimeter` of each
/// ring, holes taken out.
const WARDS_KM2: [(&str, f64); 54] = [
    ("06652", 50.5833),
    ("06658", 38.8000),
    ("06661", 42.0309),
    ("06673", 30.1097),
    ("06676", 11.9943),
    ("06685", 31.6603),
    ("06688", 12.6977),
    ("06706", 61.9998),
    ("06709", 42.0709),
    ("06712", 65.7767),
    ("06724", 132.0445),
    ("06733", 84.1089),
    ("06736", 77.8851),
    ("06757", 35.0799),
    ("06760", 167.2244),
    ("06778", 62.1967),
    ("06781", 40.9999),
    ("06793", 21.6995),
    ("06799", 95.6461),
    ("06811", 49.8521),
    ("06820", 93.6705),
    ("06832", 113.1893),
    ("06838", 225.0429),
    ("06841", 137.9962),
    ("06856", 107.2089),
    ("06862", 127.2633),
    ("06874", 239.5296),
    ("06877", 138.2359),
    ("06886", 130.9866),
    ("06895", 90.7027),
    ("06913", 184.7856),
    ("06922", 80.4619),
    ("06931", 131.4146),
    ("06946", 216.3776),
    ("06967", 21.6755),
    ("06978", 333.0428),
    ("06979", 273.5148),
    ("06985", 225.2796),
    ("06994", 461.5921),
    ("07030", 177.4671),
    ("07054", 165.6737),
    ("07060", 274.8389),
    ("07069", 46.8838),
    ("07081", 138.5847),
    ("07090", 107.2359),
    ("07093", 39.4239),
    ("07114", 63.8450),
    ("07132", 20.5689),
    ("07135", 50.4335),
    ("07147", 35.8508),
    ("07168", 71.0660),
    ("07180", 61.2541),
    ("07183", 41.8139),
    ("07192", 41.3393),
];

#[test]
fn the_wards_of_quang_ninh_have_their_geodesic_areas() {
    let Some(folder) = real_file("vn_admin_2025/22_quang_ninh/wards") else { return };
    let zones = zones(&folder).unwrap();
    let areas: HashMap<&str, f64> = zones.zones.iter().map(|zone| (zone.id.as_str(), zone.area_m2 / 1e6)).collect();
    assert_eq!(areas.len(), WARDS_KM2.len());
    for (code, expected) in WARDS_KM2 {
        assert!((areas[code] / expected - 1.0).abs() < 0.005, "{code}: {} instead of {expected}", areas[code]);
    }
    // The file states the land of islands that it draws without.
    let declared: Vec<&str> = zones.report.areas.iter().map(|area| area.zone_id.as_str()).collect();
    assert!(declared.contains(&"06685") && !declared.contains(&"06811"), "{declared:?}");
}

#[test]
fn a_survey_in_vn2000_lies_on_its_twin_in_utm() {
    let (Some(vn2000), Some(utm)) =
        (real_file("vn2000_shapefile/Nha_Quan1_VN2000.shp"), real_file("vn2000_shapefile/Nha_Quan1_32648.shp"))
    else {
        return;
    };
    let (vn2000, utm) = (zones(&vn2000).unwrap(), zones(&utm).unwrap());
    assert_eq!((vn2000.zones.len(), utm.zones.len()), (3556, 3556));
    assert_eq!(vn2000.report.files[0].crs, "EPSG:9210 (VN-2000 / TM-3 105-45)");
    assert_eq!(utm.report.files[0].crs, "EPSG:32648 (WGS 84 / UTM zone 48N)");
    let lost = |zones: &Zones| zones.report.notes.iter().any(|n| matches!(n, BoundaryNote::LostLetters { .. }));
    assert!(lost(&vn2000) && lost(&utm));
    for (a, b) in vn2000.zones.iter().zip(&utm.zones) {
        let (a, b) = (a.shape.0[0].exterior().0[0], b.shape.0[0].exterior().0[0]);
        // pyproj puts them nanometres apart; a centimetre is 9e-8 degrees, and without the shift they were 200 m apart.
        assert!((a.x - b.x).abs() < 9e-8 && (a.y - b.y).abs() < 9e-8, "{a:?} {b:?}");
    }
}

#[test]
fn every_boundary_file_is_read_or_refused_with_a_reason() {
    for (name, expected) in [
        ("vn_admin_2025/22_quang_ninh/22_quang_ninh.geojson", "1"),
        ("world110m/countries.geojson", "177"),
        ("georust_kml/tests/fixtures/countries.kml", "180"),
        ("georust_kml/tests/fixtures/polygon.kml", "1"),
        ("georust_kml/tests/fixtures/polygon.kmz", "1"),
        ("georust_kml/tests/fixtures/sample.kml", "9"),
        ("mbostock_shp/test/polygons.shp", "3"),
        ("mbostock_shp/test/polygonm.shp", "1"),
        ("mbostock_shp/test/ne_10m_time_zones.shp", "120"),
        ("mbostock_shp/test/null.shp", "error-no-polygons"),
        ("mbostock_shp/test/empty.shp", "error-no-polygons"),
        ("shapefile_rs/tests/data/multi_polygon.shp", "1"),
        ("shapefile_rs/tests/data/polygon_hole.shp", "1"),
        ("shapefile_rs/tests/data/ne_10m_lakes_north_america.shp", "1162"),
        ("shapefile_rs/tests/data/polygonz.shp", "error-unclear-crs"),
        ("geopandas/geopandas/tests/data/naturalearth_lowres/naturalearth_lowres.shp", "177"),
        ("geopandas/geopandas/tests/data/nybb_16a.zip", "error-foreign-crs"),
        ("pysal/libpysal/examples/sids2/sids2.shp", "100"),
        ("pysal/libpysal/examples/chicago/Chicago77.shp", "error-unclear-crs"),
        ("pysal/libpysal/examples/tokyo/tokyomet262.shp", "error-foreign-crs"),
        ("geopandas/geopandas/io/tests/data/arrow/geoparquet/data-polygon-encoding_wkb.parquet", "2"),
        ("geopandas/geopandas/io/tests/data/arrow/geoparquet/data-polygon-encoding_native.parquet", "2"),
        ("geopandas/geopandas/io/tests/data/arrow/geoparquet/data-multipolygon-encoding_wkb.parquet", "3"),
        ("geopandas/geopandas/io/tests/data/arrow/geoparquet/data-multipolygon-encoding_native.parquet", "3"),
        ("geopandas/geopandas/io/tests/data/arrow/geoparquet/data-point-encoding_wkb.parquet", "error-no-polygons"),
        ("mapnik/csv/wkt.csv", "5"),
        ("mapnik/csv/multi_poly_wkt.csv", "4"),
        ("gnettrack_kml_private5g/example/Open5GS_2026.05.21_16.26.40_csirsrp.kml", "error-no-polygons"),
    ] {
        let Some(path) = real_file(name) else { continue };
        let outcome = match zones(&path) {
            Ok(zones) => (zones.zones.len() + zones.parents.len()).to_string(),
            Err(error) => error.key().to_owned(),
        };
        assert_eq!(outcome, expected, "{name}");
    }
}

#[test]
fn a_crs_that_is_named_on_the_command_line_is_used() {
    let Some(path) = real_file("shapefile_rs/tests/data/polygonz.shp") else { return };
    let options = ZoneOptions { crs: Crs::from_epsg(32633).ok(), ..ZoneOptions::default() };
    assert_eq!(read_zones(&path, &options, &Feedback::default()).map(|zones| zones.zones.len()), Ok(1));
}

#[test]
fn invalid_geometries_are_mended_and_told() {
    for (name, kind) in [
        ("invalid_geometries/invalid_unclosed.geojson", Some(RepairKind::Unclosed)),
        ("invalid_geometries/invalid_exterior_not_ccw.geojson", None),
        ("invalid_geometries/invalid_interior_not_cw.geojson", None),
    ] {
        let Some(path) = real_file(&format!("geojson_invalid/examples/{name}")) else { continue };
        let zones = zones(&path).unwrap();
        assert_eq!(zones.report.repairs.first().map(|repair| repair.kind), kind, "{name}");
    }
    let Some(path) = real_file("geojson_invalid/examples/invalid_geometries/invalid_less_three_unique_nodes.geojson")
    else {
        return;
    };
    assert!(matches!(zones(&path), Err(Error::NoPolygons { .. })));
}

#[test]
fn inspect_shows_what_a_shapefile_is() {
    let Some(path) = real_file("vn2000_shapefile/Nha_Quan1_VN2000.dbf") else { return };
    let path = path.with_extension("shp");
    let Content::Boundaries(content) = inspect(&path, &ReadOptions::default(), &Feedback::default()).unwrap().content
    else {
        panic!("no boundaries")
    };
    assert_eq!((content.n_zones, content.n_polygons), (3556, 3557));
    assert_eq!(content.fields, ["LOAI", "SOTANG", "MAHC", "LOAIDOITUO"]);
}
