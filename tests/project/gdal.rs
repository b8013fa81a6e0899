//! The layers as GDAL reads them; skipped where its programs are missing.

use std::process::Command;

use super::folder::Folder;
use super::import;

/// What a program of GDAL says; `None` where there is none.
fn gdal(program: &str, folder: &Folder, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).current_dir(folder.path(".")).output().ok()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {said}");
    assert!(!said.contains("Warning") && !said.contains("ERROR"), "{program} {arguments:?}: {said}");
    Some(said)
}

#[test]
fn layers_counts_systems_and_values_are_read_by_gdal() {
    let folder = Folder::with_ward();
    folder.write_clean("a.csv", 25);
    import(&folder, &["a.csv", "--zones", "zones.geojson"]);
    let Some(list) = gdal("ogrinfo", &folder, &["-q", "p.gpkg"]) else {
        println!("skipped: no ogrinfo (apt-get install gdal-bin)");
        return;
    };
    for layer in ["samples (Point)", "zones (Multi Polygon)", "sources (None)"] {
        assert!(list.contains(layer), "{list}");
    }
    let of = |arguments: &[&str]| gdal("ogrinfo", &folder, arguments).unwrap();
    let samples = of(&["-so", "p.gpkg", "samples"]);
    assert!(samples.contains("Feature Count: 25") && samples.contains("ID[\"EPSG\",4326]"), "{samples}");
    let zones = of(&["-so", "p.gpkg", "zones"]);
    assert!(zones.contains("Feature Count: 6"), "{zones}");
    let row = of(&["-q", "p.gpkg", "samples", "-where", "file_row = 4"]);
    for value in ["2026/02/28 17:02:00+00", "MobiFone", "download (Real) = 12.4", "POINT (106.77026 21.03014)"] {
        assert!(row.contains(value), "{value}: {row}");
    }
    // The index of the standard answers a question for a place.
    let inside = of(&["-q", "-so", "p.gpkg", "zones", "-spat", "0", "0", "1", "1"]);
    assert!(inside.contains("Layer name: zones"), "{inside}");
    let index = of(&["-q", "p.gpkg", "-sql", "SELECT count(*) AS n FROM rtree_zones_geom"]);
    assert!(index.contains("n (Integer) = 6"), "{index}");
    gdal("ogr2ogr", &folder, &["-f", "GeoJSON", "zones-out.geojson", "p.gpkg", "zones"]).unwrap();
    assert_eq!(folder.read("zones-out.geojson").matches("\"Feature\"").count(), 6);
}

#[test]
fn another_program_may_write_a_zone_and_the_index_follows() {
    let folder = Folder::with_ward();
    folder.write_clean("a.csv", 25);
    import(&folder, &["a.csv", "--zones", "zones.geojson"]);
    let sql = "UPDATE zones SET name = 'Khu phố mới' WHERE fid = 1";
    let Some(_) = gdal("ogrinfo", &folder, &["-q", "p.gpkg", "-sql", sql]) else { return };
    gdal("ogrinfo", &folder, &["-q", "p.gpkg", "-sql", "DELETE FROM zones WHERE fid = 6"]).unwrap();
    let index =
        gdal("ogrinfo", &folder, &["-q", "p.gpkg", "-sql", "SELECT count(*) AS n FROM rtree_zones_geom"]).unwrap();
    assert!(index.contains("n (Integer) = 5"), "{index}");
    let done = folder.run(&["analyze", "p.gpkg", "--only", "stats", "--out", "out", "--quiet"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(folder.read("out/zone_stats.csv").contains("Khu phố mới"));
}

#[test]
fn results_are_layers_of_the_project() {
    let folder = Folder::with_ward();
    import(&folder, &["ward", "--zones", "zones.geojson"]);
    let call = ["analyze", "p.gpkg", "--out", "out", "--overwrite", "--quiet"];
    // The second time they take the place of the first.
    for _ in 0..2 {
        assert_eq!(folder.run(&call).code, 0);
        let Some(list) = gdal("ogrinfo", &folder, &["-q", "p.gpkg"]) else { return };
        for layer in ["weak_spots (", "sampling_gaps (", "cells (", "zone_stats ("] {
            assert_eq!(list.matches(layer).count(), 1, "{layer}: {list}");
        }
        let count = |table: &str| folder.table(&format!("out/{table}.csv")).rows.len();
        for table in ["weak_spots", "sampling_gaps", "zone_stats"] {
            let said = gdal("ogrinfo", &folder, &["-so", "p.gpkg", table]).unwrap();
            assert!(said.contains(&format!("Feature Count: {}", count(table))), "{said}");
        }
        assert_eq!(folder.run(&["import", "p.gpkg", "ward/i-speed_gia-dinh_2026-01.csv", "--quiet"]).code, 0);
    }
}

#[test]
fn the_plan_and_what_lies_beside_are_layers_too() {
    let folder = Folder::with_ward();
    import(&folder, &["ward", "--zones", "zones.geojson"]);
    folder.write(
        "towers.csv",
        "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal\n\
         LTE,452,4,1001,2564,0,106.77,21.03,1000,12,1,1459692342,1488347104,-90\n\
         LTE,452,2,1001,2565,0,106.78,21.03,900,7,1,1459692342,1488347104,-90\n",
    );
    import(&folder, &["towers.csv"]);
    assert_eq!(folder.run(&["plan", "p.gpkg", "--out", "plan", "--quiet"]).code, 0);
    let n_stops = folder.table("plan/plan.csv").rows.len();
    let Some(list) = gdal("ogrinfo", &folder, &["-q", "p.gpkg"]) else { return };
    for layer in ["plan (Point)", "context (Point)"] {
        assert!(list.contains(layer), "{layer}: {list}");
    }
    let of = |arguments: &[&str]| gdal("ogrinfo", &folder, arguments).unwrap();
    for (layer, n) in [("plan", n_stops), ("context", 2)] {
        let said = of(&["-so", "p.gpkg", layer]);
        assert!(said.contains(&format!("Feature Count: {n}")) && said.contains("ID[\"EPSG\",4326]"), "{said}");
    }
    let tower = of(&["-q", "p.gpkg", "context", "-where", "operator = 'Viettel'"]);
    for value in
        ["kind (String) = towers", "technology (String) = 4G", "n_tests (Integer64) = 12", "POINT (106.77 21.03)"]
    {
        assert!(tower.contains(value), "{value}: {tower}");
    }
    gdal("ogr2ogr", &folder, &["-f", "GeoJSON", "plan-out.geojson", "p.gpkg", "plan"]).unwrap();
    assert_eq!(folder.read("plan-out.geojson").matches("\"Feature\"").count(), n_stops);
}
