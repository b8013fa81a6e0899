//! What the GeoPackage standard (OGC 12-128r17) asks of a project, table by table.

use rusqlite::Connection;

use super::folder::Folder;
use super::import;

fn number(database: &Connection, query: &str) -> i64 {
    database.query_row(query, [], |row| row.get(0)).unwrap_or_else(|e| panic!("{query}: {e}"))
}

fn names(database: &Connection, query: &str) -> Vec<String> {
    let mut query = database.prepare(query).unwrap();
    query.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

/// A project with every layer that there is.
fn full() -> Folder {
    let folder = Folder::with_ward();
    folder.write(
        "towers.csv",
        "radio,mcc,net,area,cell,unit,lon,lat,range,samples\nLTE,452,4,1001,2564,0,106.77,21.03,1000,12\n\
         LTE,452,2,1001,2565,0,106.78,21.03,900,7\n",
    );
    folder.write("quota.csv", "Khu phố;Số mẫu;Trung vị tải xuống (Mbps)\nKP01;310;45,5\nNơi khác;120;20\n");
    import(&folder, &["ward", "--zones", "zones.geojson"]);
    import(&folder, &["towers.csv", "quota.csv"]);
    assert_eq!(folder.run(&["analyze", "p.gpkg", "--out", "out", "--quiet"]).code, 0);
    assert_eq!(folder.run(&["plan", "p.gpkg", "--out", "plan", "--quiet"]).code, 0);
    folder
}

#[test]
fn a_project_meets_the_requirements_of_the_standard() {
    let folder = full();
    let database = Connection::open(folder.path("p.gpkg")).unwrap();
    // Requirements 2 and 3: "GPKG" and version 1.3; 6 and 7: whole, with no dangling reference.
    assert_eq!(number(&database, "PRAGMA application_id"), 0x4750_4B47);
    assert_eq!(number(&database, "PRAGMA user_version"), 10_300);
    assert_eq!(names(&database, "PRAGMA integrity_check"), ["ok"]);
    assert_eq!(number(&database, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    // Requirement 11: the reference systems that every file has.
    assert_eq!(number(&database, "SELECT count(*) FROM gpkg_spatial_ref_sys WHERE srs_id IN (-1, 0, 4326)"), 3);

    let layers = names(&database, "SELECT table_name FROM gpkg_contents WHERE data_type = 'features' ORDER BY 1");
    let expected = ["cells", "context", "plan", "samples", "sampling_gaps", "weak_spots", "zone_stats", "zones"];
    assert_eq!(layers, expected);
    let tables = names(&database, "SELECT table_name FROM gpkg_contents WHERE data_type = 'attributes' ORDER BY 1");
    assert_eq!(tables, ["import_duplicates", "imports", "quota", "sources"]);
    for layer in &layers {
        let one = |query: &str| number(&database, &query.replace("<t>", layer));
        // Requirements 19 to 30: one geometry column, of the system that the contents name, with whole numbers as key.
        assert_eq!(
            one("SELECT count(*) FROM gpkg_geometry_columns g JOIN gpkg_contents c USING (table_name)
                 WHERE table_name = '<t>' AND g.srs_id = 4326 AND c.srs_id = 4326 AND column_name = 'geom'"),
            1,
            "{layer}"
        );
        assert_eq!(
            one("SELECT count(*) FROM pragma_table_info('<t>') WHERE pk = 1 AND type = 'INTEGER'"),
            1,
            "{layer}"
        );
        assert_eq!(
            one("SELECT count(*) FROM \"<t>\" WHERE geom IS NOT NULL AND hex(substr(geom, 1, 2)) <> '4750'"),
            0,
            "{layer}"
        );
        // Times as requirement 15 has them.
        assert_eq!(
            one("SELECT count(*) FROM gpkg_contents WHERE table_name = '<t>' AND last_change NOT GLOB
                 '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z'"),
            0,
            "{layer}"
        );
    }
    // Annex F.3: every layer but the samples, which may do without, and what lies beside, has its index with triggers.
    let indexed = names(
        &database,
        "SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index' AND column_name = 'geom'
         AND scope = 'write-only' ORDER BY 1",
    );
    assert_eq!(indexed, ["cells", "plan", "sampling_gaps", "weak_spots", "zone_stats", "zones"]);
    for layer in &indexed {
        let one = |query: &str| number(&database, &query.replace("<t>", layer));
        assert_eq!(
            one("SELECT count(*) FROM rtree_<t>_geom WHERE id IN (SELECT fid FROM \"<t>\" WHERE geom IS NOT NULL)"),
            one("SELECT count(*) FROM \"<t>\" WHERE geom IS NOT NULL"),
            "{layer}"
        );
        assert_eq!(one("SELECT count(*) FROM rtree_<t>_geom WHERE id NOT IN (SELECT fid FROM \"<t>\")"), 0, "{layer}");
        let triggers = "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'rtree_<t>_geom_%'";
        assert!(one(triggers) >= 6, "{layer}");
        one("SELECT count(*) FROM rtree_<t>_geom WHERE minx > maxx OR miny > maxy");
    }
    // What is the program's own is told to others as an extension.
    let own = "SELECT count(*) FROM gpkg_extensions WHERE table_name = 'sample_pages'";
    assert_eq!(number(&database, own), 1);
}

#[test]
fn the_plan_stays_with_its_own_date_when_new_results_come_without_one() {
    let folder = full();
    let stops = |folder: &Folder| {
        let database = Connection::open(folder.path("p.gpkg")).unwrap();
        names(&database, "SELECT cell_id || ' ' || team || ' ' || stop FROM plan ORDER BY fid")
    };
    let (before, made) = (stops(&folder), super::info(&folder)["plan"].clone());
    assert!(!before.is_empty() && made["time"].is_string(), "{made}");
    std::thread::sleep(std::time::Duration::from_millis(1100));
    folder.write_clean("a.csv", 300);
    import(&folder, &["a.csv"]);
    assert_eq!(folder.run(&["analyze", "p.gpkg", "--out", "out", "--overwrite", "--quiet"]).code, 0);
    assert_eq!(stops(&folder), before);
    let said = super::info(&folder);
    assert_eq!(said["plan"], made);
    assert_ne!(said["results"]["time"], made["time"]);
    let database = Connection::open(folder.path("p.gpkg")).unwrap();
    let description = |layer: &str| -> String {
        let query = "SELECT description FROM gpkg_contents WHERE table_name = ?1";
        database.query_row(query, [layer], |row| row.get(0)).unwrap()
    };
    assert!(description("plan").contains(made["time"].as_str().unwrap()), "{}", description("plan"));
    assert_ne!(description("plan"), description("cells"));
    drop(database);
    let info = folder.run(&["info", "p.gpkg", "--lang", "en"]);
    assert!(info.out.contains("Layer of the plan: made"), "{}", info.out);
    // A new plan takes its place; one that somebody removed is not spoken of.
    assert_eq!(folder.run(&["plan", "p.gpkg", "--teams", "1", "--stops", "2", "--out", "plan", "--overwrite"]).code, 0);
    assert_eq!(stops(&folder).len(), folder.table("plan/plan.csv").rows.len());
    let database = Connection::open(folder.path("p.gpkg")).unwrap();
    database.execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM gpkg_contents WHERE table_name = 'plan'").unwrap();
    drop(database);
    assert!(super::info(&folder)["plan"].is_null());
}
