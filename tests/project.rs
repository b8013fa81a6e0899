//! Project files from outside: what goes in comes out, whatever happens on the way.

// A step of a test that fails is a failing test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "project/context.rs"]
mod context;
#[path = "project/damage.rs"]
mod damage;
#[path = "project/decided.rs"]
mod decided;
#[cfg(unix)]
#[path = "project/export.rs"]
mod export;
#[path = "cli/folder.rs"]
#[allow(dead_code)]
mod folder;
#[path = "project/gdal.rs"]
mod gdal;
#[path = "project/geopackage.rs"]
mod geopackage;
#[path = "project/history.rs"]
mod history;
#[cfg(unix)]
#[path = "project/kill.rs"]
mod kill;
#[path = "project/privacy.rs"]
mod privacy;
#[cfg(unix)]
#[path = "project/read_only.rs"]
mod read_only;
#[path = "project/version.rs"]
mod version;

use std::collections::BTreeMap;

use folder::Folder;
use serde_json::Value;

const NOW: &str = "2026-12-01";

/// What `phusong info` says of `p.gpkg`.
fn info(folder: &Folder) -> Value {
    let done = folder.run(&["info", "p.gpkg", "--json"]);
    assert_eq!(done.code, 0, "{}", done.err);
    serde_json::from_str(&done.out).unwrap()
}

fn samples(folder: &Folder) -> u64 {
    info(folder)["standing"]["samples"].as_u64().unwrap()
}

/// Imports files into `p.gpkg` and gives what is said in English.
fn import(folder: &Folder, files: &[&str]) -> String {
    let done = folder.run(&[&["import", "p.gpkg", "--now", NOW, "--lang", "en"], files].concat());
    assert_eq!(done.code, 0, "{}", done.err);
    done.out
}

/// The tables of an analysis, and its summary without the times it took.
fn tables(folder: &Folder, arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let call = [&["analyze"], arguments, &["--out", "out", "--overwrite", "--write-samples", "--quiet"]].concat();
    let done = folder.run(&call);
    assert_eq!(done.code, 0, "{}", done.err);
    let mut files = folder.files("out");
    let mut summary: Value = serde_json::from_slice(&files["summary.json"]).unwrap();
    summary.as_object_mut().unwrap().remove("timings");
    files.insert("summary.json".to_owned(), summary.to_string().into_bytes());
    files
}

fn assert_same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in one {
        assert!(*bytes == other[name], "{name} differs");
    }
}

#[test]
fn the_tables_of_a_project_are_those_of_its_files_byte_for_byte() {
    let folder = Folder::with_ward();
    let direct = tables(&folder, &["ward", "--zones", "zones.geojson", "--now", NOW]);
    let mut months: Vec<String> = folder.files("ward").into_keys().map(|name| format!("ward/{name}")).collect();
    // Month after month, in an order of their own, and some twice.
    months.rotate_left(5);
    for part in months.chunks(5) {
        import(&folder, &part.iter().map(String::as_str).collect::<Vec<_>>());
    }
    import(&folder, &["ward", "--zones", "zones.geojson"]);
    // The project stands alone: its sources may be gone.
    std::fs::rename(folder.path("ward"), folder.path("elsewhere")).unwrap();
    std::fs::remove_file(folder.path("zones.geojson")).unwrap();
    assert_same(&direct, &tables(&folder, &["p.gpkg", "--now", NOW]));
    // Without a time in the call, that of each import holds.
    assert_same(&direct, &tables(&folder, &["p.gpkg"]));
}

#[test]
fn a_plan_of_a_project_is_that_of_its_files() {
    let folder = Folder::with_ward();
    import(&folder, &["ward", "--zones", "zones.geojson"]);
    let plan = |arguments: &[&str]| {
        let call = [&["plan"], arguments, &["--out", "plan", "--overwrite", "--quiet", "--now", NOW]].concat();
        assert_eq!(folder.run(&call).code, 0);
        folder.files("plan")
    };
    assert_same(&plan(&["ward", "--zones", "zones.geojson"]), &plan(&["p.gpkg"]));
}

#[test]
fn what_is_no_project_of_this_program_is_refused_and_left_alone() {
    let folder = Folder::new();
    folder.write_clean("a.csv", 20);
    import(&folder, &["a.csv"]);
    let database = rusqlite::Connection::open(folder.path("p.gpkg")).unwrap();
    database.execute("UPDATE phusong_project SET value = 99 WHERE key = 'schema_version'", []).unwrap();
    drop(database);
    let before = folder.bytes("p.gpkg");
    for call in [
        &["info", "p.gpkg"] as &[&str],
        &["import", "p.gpkg", "a.csv"],
        &["undo-import", "p.gpkg"],
        &["analyze", "p.gpkg", "--out", "out"],
        &["purge", "p.gpkg", "--device-hashes"],
    ] {
        let done = folder.run(&[call, &["--lang", "en"]].concat());
        assert_eq!(done.code, 1, "{call:?}");
        assert!(done.err.contains("later version"), "{call:?}: {}", done.err);
    }
    assert!(folder.bytes("p.gpkg") == before);

    folder.write("text.gpkg", "no database");
    let other = rusqlite::Connection::open(folder.path("other.gpkg")).unwrap();
    other.execute_batch("CREATE TABLE t (a)").unwrap();
    drop(other);
    for file in ["text.gpkg", "other.gpkg"] {
        let before = folder.bytes(file);
        let done = folder.run(&["import", file, "a.csv", "--lang", "en"]);
        assert_eq!((done.code, done.err.contains("no project")), (1, true), "{}", done.err);
        assert!(folder.bytes(file) == before, "{file}");
    }
}

#[test]
fn a_project_stands_alone_and_knows_how_its_files_were_read() {
    let folder = Folder::new();
    folder.write_clean("a.csv", 20);
    import(&folder, &["a.csv"]);
    let done = folder.run(&["analyze", "p.gpkg", "a.csv", "--out", "out", "--lang", "en"]);
    assert_eq!((done.code, done.err.contains("stands alone")), (1, true), "{}", done.err);
    let done = folder.run(&["import", "q.gpkg", "p.gpkg", "--lang", "en"]);
    assert_eq!((done.code, done.err.contains("stands alone")), (1, true), "{}", done.err);
    assert!(!folder.path("q.gpkg").exists());
    assert_eq!(folder.run(&["analyze", "p.gpkg", "--unit", "kbps", "--out", "out"]).code, 2);
    // Nothing that failed leaves a project behind.
    assert_eq!(folder.run(&["import", "q.gpkg", "nothing.csv"]).code, 1);
    assert!(!folder.path("q.gpkg").exists() && !folder.path("q.gpkg.lock").exists());
}
