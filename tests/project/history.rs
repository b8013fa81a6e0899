//! Month after month: what is there already is told again, and an import can be taken back.

use super::folder::{Folder, HEADER, clean_rows};
use super::{import, info, samples, tables};

/// The rows of a clean table without the header.
fn rows(n: usize) -> Vec<String> {
    clean_rows(n).lines().skip(1).map(str::to_owned).collect()
}

fn table(rows: &[String]) -> String {
    format!("{HEADER}{}\n", rows.join("\n"))
}

#[test]
fn the_same_file_again_adds_nothing_and_says_so() {
    let folder = Folder::new();
    folder.write_clean("a.csv", 50);
    import(&folder, &["a.csv"]);
    let before = info(&folder);
    std::fs::copy(folder.path("a.csv"), folder.path("b.csv")).unwrap();
    for file in ["a.csv", "b.csv"] {
        let said = import(&folder, &[file]);
        assert!(said.contains("imported before (as a.csv)"), "{said}");
    }
    assert_eq!(info(&folder)["imports"], before["imports"]);
}

#[test]
fn rows_are_told_again_under_any_name_in_any_order_and_format() {
    let folder = Folder::new();
    let mut all = rows(60);
    folder.write("a.csv", table(&all[..40]));
    import(&folder, &["a.csv"]);
    // The next export overlaps, and is turned round.
    all.reverse();
    folder.write("tháng sau.csv", table(&all));
    let said = import(&folder, &["tháng sau.csv"]);
    assert!(said.contains("60 rows") && said.contains("40 repeat"), "{said}");
    assert_eq!(samples(&folder), 60);
    // Another dialect of the same rows, without the ids.
    let other: Vec<String> = all.iter().map(|row| row.split_once(',').unwrap().1.replace(',', ";")).collect();
    let header = HEADER.split_once(',').unwrap().1.trim().replace(',', ";");
    folder.write("khác.txt", format!("{header}\n{}\n", other.join("\n")));
    let said = import(&folder, &["khác.txt"]);
    assert!(said.contains("60 repeat"), "{said}");
    assert_eq!(samples(&folder), 60);
}

#[test]
fn an_import_lists_the_rows_that_it_did_not_store_again() {
    let folder = Folder::new();
    let all = rows(4);
    folder.write("a.csv", table(&all[..3]));
    import(&folder, &["a.csv"]);
    folder.write("b.csv", table(&[all[3].clone(), all[1].clone()]));
    let done = folder.run(&["import", "p.gpkg", "b.csv", "--json"]);
    let said: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    let expected = serde_json::json!([{"file": "b.csv", "row": 3, "repeats_file": "a.csv", "repeats_row": 3}]);
    assert_eq!(said["repeats"], expected);
    assert_eq!(said["import"]["files"][0]["flags"]["duplicate"], 1);
    assert_eq!(
        (said["import"]["files"][0]["rows"].as_u64(), said["import"]["files"][0]["kept"].as_u64()),
        (Some(2), Some(1))
    );
}

#[test]
fn an_import_taken_back_gives_room_to_what_repeated_it() {
    let folder = Folder::new();
    let all = rows(30);
    folder.write("a.csv", table(&all[..20]));
    folder.write("b.csv", table(&all[10..]));
    folder.write("c.csv", table(&all[5..15]));
    for file in ["a.csv", "b.csv", "c.csv"] {
        import(&folder, &[file]);
    }
    assert_eq!(samples(&folder), 30);
    let done = folder.run(&["undo-import", "p.gpkg", "1", "--lang", "en"]);
    assert!(done.out.contains("15 rows that had counted as repeats"), "{}{}", done.out, done.err);
    // Rows 5 to 29 are there still.
    assert_eq!(samples(&folder), 25);
    let direct = tables(&folder, &["b.csv", "c.csv", "--now", super::NOW]);
    super::assert_same(&direct, &tables(&folder, &["p.gpkg"]));
    // Without a number the last one goes; then there is nothing left to undo but the other.
    for expected in [20, 0] {
        assert_eq!(folder.run(&["undo-import", "p.gpkg"]).code, 0);
        assert_eq!(samples(&folder), expected);
    }
    let done = folder.run(&["undo-import", "p.gpkg", "--lang", "en"]);
    assert_eq!((done.code, done.err.contains("no samples")), (1, true), "{}", done.err);
    // What was taken back can come again.
    import(&folder, &["a.csv"]);
    assert_eq!(samples(&folder), 20);
}

#[test]
fn a_column_that_means_something_else_is_announced() {
    let folder = Folder::new();
    folder.write_clean("a.csv", 30);
    assert!(!import(&folder, &["a.csv"]).contains("Note:"));
    let changed = clean_rows(30).replace("2026-03-", "2026-04-");
    folder.write("b.csv", &changed);
    let said = import(&folder, &["b.csv", "--columns", "latency=upload_mbps,upload=latency_ms"]);
    assert!(said.contains("Note: b.csv, column “upload_mbps” is now latency, in a.csv it was upload"), "{said}");
    folder.write("c.csv", changed.replace("2026-04-", "2026-05-"));
    let said = import(&folder, &["c.csv", "--unit", "kbps", "--columns", "latency=upload_mbps,upload=latency_ms"]);
    assert!(said.contains("is now Kbps, in b.csv it was Mbps"), "{said}");
}

#[test]
fn old_samples_are_purged_for_good() {
    let folder = Folder::new();
    let old = clean_rows(30).replace("33\n", "31337\n");
    folder.write("old.csv", &old);
    folder.write(
        "new.csv",
        clean_rows(30)
            .replace("2026-03-", "2026-06-")
            .replace("t", "n")
            .replacen("nesn_id,nimesnamp,lanin", "test_id,timestamp,latit", 1)
            .replacen("longinude,operanor,nechnology", "longitude,operator,technology", 1),
    );
    import(&folder, &["old.csv"]);
    import(&folder, &["new.csv"]);
    assert_eq!(samples(&folder), 60);
    let done = folder.run(&["purge", "p.gpkg", "--before", "2026-05-01", "--lang", "en"]);
    assert!(done.out.contains("30 rows"), "{}{}", done.out, done.err);
    assert_eq!(samples(&folder), 30);
    assert_eq!(tables(&folder, &["p.gpkg", "--only", "stats"])["samples.csv"].split(|b| *b == b'\n').count(), 32);
    assert_eq!(folder.run(&["purge", "p.gpkg"]).code, 2);
    assert_eq!(folder.run(&["purge", "p.gpkg", "--before", "1/5/2026"]).code, 2);
}
