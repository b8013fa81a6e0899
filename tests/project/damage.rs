//! A file that was cut short or written over: what can be read is read, what is lost is said, and nothing gets worse.

use super::folder::{Folder, clean_rows};
use super::import;

fn damaged(change: impl FnOnce(&mut Vec<u8>)) -> (Folder, Vec<u8>) {
    let folder = Folder::with_ward();
    folder.write("a.csv", clean_rows(3000));
    import(&folder, &["ward", "--zones", "zones.geojson"]);
    import(&folder, &["a.csv"]);
    let mut bytes = folder.bytes("p.gpkg");
    change(&mut bytes);
    folder.write("p.gpkg", &bytes);
    (folder, bytes)
}

/// Reads a damaged project in every way and sees to it that it stays as it is.
fn look(folder: &Folder, bytes: &[u8]) -> (i32, String) {
    let call = ["analyze", "p.gpkg", "--only", "stats", "--out", "out", "--overwrite", "--lang", "en"];
    let done = folder.run(&call);
    assert!(!done.err.contains("panicked") && [0, 1].contains(&done.code), "{}", done.err);
    if done.code == 1 {
        assert!(done.err.contains("damaged") || done.err.contains("no samples"), "{}", done.err);
    }
    let info = folder.run(&["info", "p.gpkg", "--lang", "en"]);
    assert!(!info.err.contains("panicked"), "{}", info.err);
    let writing = folder.run(&["import", "p.gpkg", "a.csv", "--lang", "en"]);
    assert!(!writing.err.contains("panicked"), "{}", writing.err);
    if writing.code == 1 {
        assert!(folder.bytes("p.gpkg") == bytes, "a damaged file was written");
    }
    (done.code, done.err)
}

#[test]
fn a_file_cut_short_gives_what_is_left() {
    for share in [0.98, 0.7, 0.4, 0.1, 0.001] {
        let (folder, bytes) = damaged(|bytes| bytes.truncate((bytes.len() as f64 * share) as usize));
        let (code, said) = look(&folder, &bytes);
        assert!(code == 1 || said.contains("is damaged"), "{share}: {said}");
        assert!(folder.bytes("p.gpkg") == bytes, "{share}");
    }
}

#[test]
fn of_a_file_that_lost_its_end_the_rest_is_read() {
    // The last of three months is not all there, as after a copy that broke off.
    let (folder, bytes) = damaged(|bytes| bytes.truncate(bytes.len() * 97 / 100));
    let (code, said) = look(&folder, &bytes);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("is damaged"), "{said}");
    let done = folder.run(&["info", "p.gpkg", "--rescue", "q.gpkg", "--lang", "en"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let said = folder.run(&["info", "q.gpkg", "--lang", "en"]);
    assert!(said.code == 0 && !said.err.contains("damaged"), "{}", said.err);
}

/// Overwrites something in the page that begins so many bytes after the mark of the page with so many rows.
fn noise_in_page(bytes: &mut [u8], rows: u32, after: usize) {
    let beginning = [b"PSp1".as_slice(), &rows.to_le_bytes()].concat();
    let place = memchr::memmem::find(bytes, &beginning).unwrap() + after;
    bytes[place..place + 64].fill(0xa5);
}

#[test]
fn rows_of_a_damaged_page_are_read_from_the_layer() {
    let (folder, bytes) = damaged(|bytes| noise_in_page(bytes, 3000, 100));
    let (code, said) = look(&folder, &bytes);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("is damaged") && said.contains("3,000 of them were read from the layer"), "{said}");
    assert!(said.contains("a.csv (import 2): rows 2 to 3,001") && !said.contains("are lost"), "{said}");
    let whole = Folder::with_ward();
    whole.write("a.csv", clean_rows(3000));
    import(&whole, &["ward", "--zones", "zones.geojson"]);
    import(&whole, &["a.csv"]);
    let call = ["analyze", "p.gpkg", "--only", "stats", "--out", "out", "--overwrite", "--quiet"];
    assert_eq!(whole.run(&call).code, 0);
    assert_eq!(folder.read("out/zone_stats.csv"), whole.read("out/zone_stats.csv"));
    // All of it goes into a new file that is sound.
    let done = folder.run(&["info", "p.gpkg", "--rescue", "q.gpkg", "--lang", "en"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(folder.bytes("p.gpkg") == bytes);
    std::fs::rename(folder.path("q.gpkg"), folder.path("p.gpkg")).unwrap();
    assert_eq!(super::info(&folder)["lost"], serde_json::json!([]));
    assert_eq!(super::samples(&folder), super::samples(&whole));
}

#[test]
fn a_page_without_its_rows_in_the_layer_is_all_that_is_lost_and_is_told_exactly() {
    let folder = Folder::with_ward();
    folder.write("a.csv", clean_rows(9000));
    import(&folder, &["a.csv"]);
    // Pages of 4096 rows: the middle one, and its rows in the layer.
    let database = rusqlite::Connection::open(folder.path("p.gpkg")).unwrap();
    database.execute("DELETE FROM samples WHERE fid BETWEEN 4097 AND 8192", []).unwrap();
    database.execute("UPDATE sample_pages SET data = x'00' WHERE page = 1", []).unwrap();
    drop(database);
    let (code, said) = look(&folder, &folder.bytes("p.gpkg"));
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("a.csv (import 1): rows 4,098 to 8,193"), "{said}");
    assert!(said.contains("measured from 03/03/2026 to 06/03/2026") || said.contains("measured from"), "{said}");
    assert!(said.contains("4,096 are lost"), "{said}");
    // Nothing of the samples need be asked for to hear of it.
    let info = folder.run(&["info", "p.gpkg", "--lang", "en"]);
    assert!(info.err.contains("rows 4,098 to 8,193") && info.err.contains("4,096 are lost"), "{}", info.err);
    let done = folder.run(&["info", "p.gpkg", "--rescue", "q.gpkg", "--json"]);
    assert_eq!(done.code, 0, "{}", done.err);
    std::fs::rename(folder.path("q.gpkg"), folder.path("p.gpkg")).unwrap();
    assert_eq!(super::samples(&folder), 9000 - 4096);
    // The project remembers what is missing until the file is imported again, which brings it back.
    let file = |folder: &Folder, import: usize| super::info(folder)["imports"][import]["files"][0].clone();
    assert_eq!(file(&folder, 0)["lost"], 4096);
    let info = folder.run(&["info", "p.gpkg", "--lang", "en"]);
    assert!(info.out.contains("4,096 rows are missing"), "{}", info.out);
    import(&folder, &["a.csv"]);
    assert_eq!(super::samples(&folder), 9000);
    assert_eq!((file(&folder, 0)["lost"].as_u64(), file(&folder, 1)["repeats"].as_u64()), (Some(0), Some(9000 - 4096)));
    assert!(import(&folder, &["a.csv"]).contains("imported before"));
    assert_eq!(folder.run(&["undo-import", "p.gpkg"]).code, 0);
    assert_eq!((super::samples(&folder), file(&folder, 0)["lost"].as_u64()), (9000 - 4096, Some(4096)));
}

#[test]
fn damage_outside_the_samples_loses_none_and_is_not_written_over() {
    let folder = Folder::with_ward();
    folder.write("a.csv", clean_rows(900));
    import(&folder, &["a.csv", "--zones", "zones.geojson"]);
    let call = ["analyze", "p.gpkg", "--out", "out", "--overwrite", "--lang", "en"];
    assert_eq!(folder.run(&call).code, 0);
    let before = folder.read("out/zone_stats.csv");
    // The layer of samples for other programs is damaged; the program itself has its pages.
    let database = rusqlite::Connection::open(folder.path("p.gpkg")).unwrap();
    let root: usize = database
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'samples'", [], |row| row.get::<_, i64>(0))
        .unwrap() as usize;
    let size: usize = database.query_row("PRAGMA page_size", [], |row| row.get::<_, i64>(0)).unwrap() as usize;
    drop(database);
    let mut bytes = folder.bytes("p.gpkg");
    bytes[(root - 1) * size..(root - 1) * size + 64].fill(0xa5);
    folder.write("p.gpkg", &bytes);
    assert_eq!(folder.run(&call).code, 0);
    assert_eq!(folder.read("out/zone_stats.csv"), before);
    let done = folder.run(&["import", "p.gpkg", "ward", "--lang", "en"]);
    assert_eq!((done.code, done.err.contains("damaged")), (1, true), "{}", done.err);
    let done = folder.run(&["info", "p.gpkg", "--rescue", "q.gpkg", "--lang", "en"]);
    assert!(done.code == 0 && done.err.contains("No sample is lost"), "{}", done.err);
    std::fs::rename(folder.path("q.gpkg"), folder.path("p.gpkg")).unwrap();
    assert_eq!(super::samples(&folder), 900);
    import(&folder, &["ward"]);
}

#[test]
fn samples_outlive_the_tables_that_tell_of_their_files_phones_and_operators() {
    let folder = Folder::with_ward();
    folder.write("a.csv", clean_rows(900));
    import(&folder, &["a.csv"]);
    let database = rusqlite::Connection::open(folder.path("p.gpkg")).unwrap();
    database
        .execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM imports; DELETE FROM sources; DELETE FROM operators;")
        .unwrap();
    // So that the damage is seen at all.
    database.execute("UPDATE sample_pages SET data = x'00' WHERE page = 0", []).unwrap();
    drop(database);
    let done = folder.run(&["info", "p.gpkg", "--rescue", "q.gpkg", "--lang", "en"]);
    assert_eq!(done.code, 0, "{}", done.err);
    std::fs::rename(folder.path("q.gpkg"), folder.path("p.gpkg")).unwrap();
    assert_eq!(super::samples(&folder), 900);
    let call = ["analyze", "p.gpkg", "--only", "stats", "--out", "out", "--quiet"];
    assert_eq!(folder.run(&call).code, 0);
    let zones = folder.table("out/zone_stats.csv");
    assert!(!zones.rows_where(&[("operator", "VinaPhone")]).is_empty());
}

#[test]
fn noise_anywhere_never_crashes_the_program() {
    let (_, sound) = damaged(|_| {});
    for place in (0..12).map(|i| i * (sound.len() - 600) / 11) {
        let (folder, bytes) = damaged(|bytes| {
            let noise = (0..512u64).map(|i| (i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8);
            bytes[place..place + 512].copy_from_slice(&noise.collect::<Vec<u8>>());
        });
        look(&folder, &bytes);
    }
}

#[test]
fn a_damaged_boundary_is_all_that_is_lost() {
    let folder = Folder::with_ward();
    folder.write("a.csv", clean_rows(300));
    import(&folder, &["a.csv", "--zones", "zones.geojson"]);
    let database = rusqlite::Connection::open(folder.path("p.gpkg")).unwrap();
    drop_triggers(&database);
    database.execute("UPDATE zones SET geom = zeroblob(length(geom)) WHERE fid = 2", []).unwrap();
    drop(database);
    for call in [&["info", "p.gpkg"] as &[&str], &["analyze", "p.gpkg", "--only", "stats", "--out", "out"]] {
        let done = folder.run(&[call, &["--lang", "en"]].concat());
        assert!(done.code == 0 && done.err.contains("Some boundaries are lost"), "{call:?}: {}", done.err);
    }
    assert_eq!(super::samples(&folder), 300);
}

/// Takes the triggers of the layer of zones away: they call functions that SQLite itself lacks.
fn drop_triggers(database: &rusqlite::Connection) {
    for name in ["insert", "update1", "update2", "update3", "update4", "delete"] {
        database.execute_batch(&format!("DROP TRIGGER IF EXISTS rtree_zones_geom_{name};")).unwrap();
    }
}

#[test]
fn a_file_without_its_table_of_contents_is_told_to_be_lost() {
    let (folder, bytes) = damaged(|bytes| bytes[100..4096].fill(0xa5));
    let (code, said) = look(&folder, &bytes);
    assert_eq!(code, 1);
    let rescued = folder.run(&["info", "p.gpkg", "--rescue", "r.gpkg", "--lang", "en"]);
    for words in [&said, &rescued.err] {
        // What cannot help is not advised.
        assert!(words.contains("nothing can be read") && !words.contains("--rescue"), "{words}");
    }
    assert!(!folder.path("r.gpkg").exists());
}
