//! What lies beside the evidence is kept in the project, and goes with its import.

use super::folder::Folder;
use super::{NOW, import, info, tables};

const TOWERS: &str = "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal\n\
                      LTE,452,4,1001,2564,0,106.77,21.03,1000,12,1,1459692342,1488347104,-90\n\
                      LTE,457,99,1001,2564,0,106.78,21.03,1000,12,1,1459692342,1488347104,-90\n";
/// Two tiles of zoom level 16. Their centres by the formulas of Bing's tile system, worked out in Python:
/// 106.7678833, 21.0306736 and 106.7788696, 21.0358008.
const TILES: &str = "quadkey,avg_d_kbps,avg_u_kbps,avg_lat_ms,tests,devices\n\
                     1322101131321120,45500,12250,31,17,5\n1322101131321112,8125,2000,64,3,2\n";
const SIGNAL: &str = "Timestamp\tLongitude\tLatitude\tOperatorname\tCellID\tNetworkTech\tLevel\tQual\n\
                      2026.03.18_22.11.08\t106.77\t21.03\tVIETTEL\t11\t4G\t-81\t-8\n\
                      2026.03.18_22.11.09\t106.78\t21.04\tVNPT\t11\t3G\t-101\t-10\n\
                      2026.03.18_22.11.10\t106.78\t21.04\tQuê Nhà\t11\t4G\t-97\t-10\n";
const QUOTA: &str = "Khu phố;Số mẫu;Trung vị tải xuống (Mbps)\nKP01;310;45,5\nNơi khác;120;20\nTổng cộng;430;\n";

#[test]
fn layers_and_tables_beside_the_samples_come_back_from_the_project() {
    let folder = Folder::with_ward();
    folder.write("towers.csv", TOWERS);
    folder.write("quota.csv", QUOTA);
    let files = ["ward", "towers.csv", "quota.csv", "--zones", "zones.geojson", "--now", NOW];
    let direct = tables(&folder, &files);
    import(&folder, &["ward", "--zones", "zones.geojson"]);
    let without = tables(&folder, &["p.gpkg"]);
    // Alone they are an import of their own; again, they are known.
    let said = import(&folder, &["towers.csv"]);
    assert!(said.contains("towers.csv: cell towers, 2 records"), "{said}");
    assert!(
        import(&folder, &["quota.csv", "towers.csv"]).contains("quota.csv: numbers of samples of wards, 2 records")
    );
    super::assert_same(&direct, &tables(&folder, &["p.gpkg"]));
    let imports = info(&folder)["imports"].clone();
    assert_eq!(
        (imports[1]["context"][0]["kind"].as_str(), imports.as_array().map(Vec::len)),
        (Some("towers"), Some(3))
    );
    let layers = |folder: &Folder| -> i64 {
        let database = rusqlite::Connection::open(folder.path("p.gpkg")).unwrap();
        let query = "SELECT count(*) FROM gpkg_contents WHERE table_name IN ('context', 'quota')";
        database.query_row(query, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(layers(&folder), 2);
    for id in ["3", "2"] {
        assert_eq!(folder.run(&["undo-import", "p.gpkg", id]).code, 0);
    }
    assert_eq!(layers(&folder), 0);
    super::assert_same(&without, &tables(&folder, &["p.gpkg"]));
}

/// Kind, longitude, latitude, operator, level in dBm, number of tests and download in Mbps.
type LayerRow = (String, f64, f64, Option<String>, Option<f64>, Option<i64>, Option<f64>);

/// Rows of the layer as other programs see them.
fn layer(folder: &Folder) -> Vec<LayerRow> {
    let database = rusqlite::Connection::open(folder.path("p.gpkg")).unwrap();
    let mut query = database
        .prepare("SELECT kind, geom, operator, level_dbm, n_tests, download FROM context ORDER BY fid")
        .unwrap();
    let rows = query.query_map([], |row| {
        let blob: Vec<u8> = row.get(1)?;
        // The last sixteen bytes of a point are its longitude and latitude.
        let number = |at: usize| f64::from_le_bytes(blob[at..at + 8].try_into().unwrap());
        let (lon, lat) = (number(blob.len() - 16), number(blob.len() - 8));
        Ok((row.get(0)?, lon, lat, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
    });
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn tiles_and_signal_levels_come_back_from_the_project_and_go_with_their_import() {
    let folder = Folder::with_ward();
    folder.write("tiles.csv", TILES);
    folder.write("signal.txt", SIGNAL);
    let of_files =
        |files: &[&str]| tables(&folder, &[&["ward", "--zones", "zones.geojson", "--now", NOW], files].concat());
    let (with_both, with_tiles) = (of_files(&["tiles.csv", "signal.txt"]), of_files(&["tiles.csv"]));
    import(&folder, &["ward", "--zones", "zones.geojson"]);
    let said = import(&folder, &["tiles.csv"]);
    assert!(said.contains("tiles.csv: map tiles with averages, 2 records"), "{said}");
    let said = import(&folder, &["signal.txt"]);
    assert!(said.contains("signal.txt: signal levels, 3 records"), "{said}");
    // Under another name they are known all the same.
    std::fs::rename(folder.path("signal.txt"), folder.path("log.txt")).unwrap();
    import(&folder, &["log.txt"]);
    assert_eq!(info(&folder)["imports"].as_array().map(Vec::len), Some(3));
    super::assert_same(&with_both, &tables(&folder, &["p.gpkg"]));

    let rows = layer(&folder);
    let kinds: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
    assert_eq!(kinds, ["tiles", "tiles", "signal", "signal", "signal"]);
    let (_, lon, lat, _, _, tests, download) = &rows[0];
    assert!((lon - 106.767_883_3).abs() < 1e-7 && (lat - 21.030_673_6).abs() < 1e-7, "{lon} {lat}");
    assert_eq!((*tests, *download), (Some(17), Some(45.5)));
    let (_, lon, lat, operator, level, ..) = &rows[3];
    assert_eq!((*lon, *lat, operator.as_deref(), *level), (106.78, 21.04, Some("VinaPhone"), Some(-101.0)));
    assert_eq!(rows[4].3.as_deref(), Some("Quê Nhà"));

    // What a name stands for is decided when it is looked at, not when it was imported.
    let call = ["analyze", "p.gpkg", "--operator-alias", "Quê Nhà=Viettel", "--out", "out", "--overwrite", "--quiet"];
    assert_eq!(folder.run(&call).code, 0);
    let summary: serde_json::Value = serde_json::from_str(&folder.read("out/summary.json")).unwrap();
    let of_kind = |kind: &str| summary["context"].as_array().unwrap().iter().find(|one| one["kind"] == kind).cloned();
    let operators = of_kind("signal").unwrap()["operators"].clone();
    assert_eq!(operators, serde_json::json!({ "Viettel": 2, "VinaPhone": 1 }));

    assert_eq!(folder.run(&["undo-import", "p.gpkg", "3"]).code, 0);
    super::assert_same(&with_tiles, &tables(&folder, &["p.gpkg"]));
    // What lies beside is no sample of any list that is handed over.
    let call = ["export", "p.gpkg", "--what", "samples", "--format", "csv", "--out", "x.csv", "--quiet"];
    assert_eq!(folder.run(&call).code, 0);
    let standing = info(&folder)["standing"].clone();
    let rows = standing["samples"].as_u64().unwrap() + standing["repeats"].as_u64().unwrap();
    assert_eq!(folder.table("x.csv").rows.len() as u64, rows);
}

#[test]
fn a_damaged_layer_beside_the_samples_is_told_and_can_be_imported_again() {
    let folder = Folder::with_ward();
    folder.write("tiles.csv", TILES);
    folder.write("signal.txt", SIGNAL);
    import(&folder, &["ward", "--zones", "zones.geojson"]);
    import(&folder, &["tiles.csv"]);
    import(&folder, &["signal.txt"]);
    let whole = layer(&folder);
    // One record is gone; the page makes the damage seen.
    let database = rusqlite::Connection::open(folder.path("p.gpkg")).unwrap();
    database.execute_batch("DELETE FROM context WHERE fid = 4; UPDATE sample_pages SET data = x'00'").unwrap();
    drop(database);
    let done = folder.run(&["info", "p.gpkg", "--rescue", "q.gpkg"]);
    assert_eq!(done.code, 0, "{}", done.err);
    std::fs::rename(folder.path("q.gpkg"), folder.path("p.gpkg")).unwrap();
    assert_eq!(layer(&folder), whole[..2]);
    let said = import(&folder, &["tiles.csv", "signal.txt"]);
    assert!(said.contains("signal.txt: signal levels, 3 records") && !said.contains("tiles.csv: "), "{said}");
    assert_eq!(layer(&folder), whole);
}

/// Three wards of squares side by side, the first over the zones of the ward.
const AROUND: &str = r#"{"type":"FeatureCollection","features":[
    {"type":"Feature","properties":{"code":"1","name":"Phường Một"},"geometry":{"type":"Polygon","coordinates":
        [[[106.7,21.0],[106.8,21.0],[106.8,21.1],[106.7,21.1],[106.7,21.0]]]}},
    {"type":"Feature","properties":{"code":"2","name":"Phường Hai"},"geometry":{"type":"Polygon","coordinates":
        [[[106.8,21.0],[106.9,21.0],[106.9,21.1],[106.8,21.1],[106.8,21.0]]]}},
    {"type":"Feature","properties":{"code":"3","name":"Xã Ba"},"geometry":{"type":"Polygon","coordinates":
        [[[106.9,21.0],[107.0,21.0],[107.0,21.1],[106.9,21.1],[106.9,21.0]]]}}]}"#;

/// Names of the layer of outlines, and whether GeoPackage lists it as polygons; `None` without the layer.
fn around(folder: &Folder, project: &str) -> Option<(Vec<String>, bool)> {
    let database = rusqlite::Connection::open(folder.path(project)).unwrap();
    let mut query = database.prepare("SELECT name FROM neighbours ORDER BY fid").ok()?;
    let names = query.query_map([], |row| row.get(0)).unwrap().collect::<Result<Vec<String>, _>>().unwrap();
    let listed = "SELECT count(*) FROM gpkg_geometry_columns c JOIN gpkg_contents USING (table_name)
        WHERE table_name = 'neighbours' AND geometry_type_name = 'MULTIPOLYGON'";
    Some((names, database.query_row(listed, [], |row| row.get::<_, i64>(0)).unwrap() == 1))
}

#[test]
fn outlines_around_the_zones_are_kept_change_no_figure_and_go_with_their_import() {
    let folder = Folder::with_ward();
    folder.write("around.geojson", AROUND);
    import(&folder, &["ward", "--zones", "zones.geojson"]);
    let without = tables(&folder, &["p.gpkg"]);
    let said = import(&folder, &["--neighbours", "around.geojson"]);
    assert!(said.contains("around.geojson: areas around, 3 records"), "{said}");
    let names = ["Phường Một", "Phường Hai", "Xã Ba"].map(str::to_owned).to_vec();
    assert_eq!(around(&folder, "p.gpkg"), Some((names.clone(), true)));
    // Again they are known; tables but the summary are what they were.
    import(&folder, &["--neighbours", "around.geojson"]);
    assert_eq!(info(&folder)["imports"].as_array().map(Vec::len), Some(2));
    let call = ["analyze", "p.gpkg", "--out", "out", "--overwrite", "--quiet"];
    assert_eq!(folder.run(&call).code, 0);
    let summary: serde_json::Value = serde_json::from_str(&folder.read("out/summary.json")).unwrap();
    let layer = &summary["context"][0];
    assert_eq!((layer["kind"].as_str(), layer["records"].as_u64()), (Some("neighbours"), Some(3)));
    assert_eq!(layer["bounds"], serde_json::json!([106.7, 21.0, 107.0, 21.1]));

    // Of a damaged project they are saved with the rest.
    std::fs::copy(folder.path("p.gpkg"), folder.path("r.gpkg")).unwrap();
    let database = rusqlite::Connection::open(folder.path("r.gpkg")).unwrap();
    database.execute_batch("UPDATE sample_pages SET data = x'00'").unwrap();
    drop(database);
    assert_eq!(folder.run(&["info", "r.gpkg", "--rescue", "q.gpkg"]).code, 0);
    assert_eq!(around(&folder, "q.gpkg"), Some((names, true)));

    assert_eq!(folder.run(&["undo-import", "p.gpkg", "2"]).code, 0);
    assert_eq!(around(&folder, "p.gpkg"), Some((Vec::new(), false)));
    super::assert_same(&without, &tables(&folder, &["p.gpkg"]));
}
