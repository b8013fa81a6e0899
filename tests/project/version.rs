//! Projects of every version of the layout so far, each made by the program of its time, with values worked by hand.

use std::io::Read;

use super::folder::Folder;
use super::{info, tables};

/// The fixture of a version as `p.gpkg`.
fn of_version(number: u32) -> Folder {
    let packed: &[u8] = match number {
        1 => include_bytes!("version-1.gpkg.gz"),
        2 => include_bytes!("version-2.gpkg.gz"),
        _ => panic!("no fixture of version {number}"),
    };
    let folder = Folder::new();
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(packed).read_to_end(&mut bytes).unwrap();
    folder.write("p.gpkg", &bytes);
    folder
}

/// Downloads rise by 3.25 from 5 with each row; every sixth from the first is Viettel's in 4G: 5, 24.5 … 122. Of seven
/// values the fourth is the median, P10 is 5 + 0.6 · 19.5 and P90 is 102.5 + 0.4 · 19.5.
fn assert_figures(folder: &Folder) {
    let zones = folder.table("out/zone_stats.csv");
    let of = [("zone_id", "*"), ("operator", "Viettel"), ("technology", "4G"), ("metric", "download")];
    let [row] = zones.rows_where(&of)[..] else { panic!("not one row") };
    for (column, value) in [("n_samples", 7.0), ("mean", 63.5), ("p10", 16.7), ("median", 63.5), ("p90", 110.3)] {
        let found: f64 = zones.cell(row, column).parse().unwrap();
        assert!((found - value).abs() < 1e-9, "{column}: {found}");
    }
    let samples = folder.table("out/samples.csv");
    assert_eq!((samples.rows.len(), samples.rows_where(&[("flags", "duplicate;unknown-operator")]).len()), (42, 1));
}

#[test]
fn a_project_of_version_1_opens_and_stays_while_it_is_read() {
    let folder = of_version(1);
    let before = folder.bytes("p.gpkg");
    let said = info(&folder);
    assert_eq!((said["standing"]["samples"].as_u64(), said["standing"]["zones"].as_u64()), (Some(40), Some(2)));
    let call = ["analyze", "p.gpkg", "--out", "out", "--only", "stats", "--write-samples", "--quiet"];
    assert_eq!(folder.run(&call).code, 0);
    assert_figures(&folder);
    assert!(folder.bytes("p.gpkg") == before);
}

#[test]
fn a_project_of_version_1_is_brought_to_this_version_when_it_is_written() {
    let folder = of_version(1);
    folder.write_clean("a.csv", 30);
    let done = folder.run(&["import", "p.gpkg", "a.csv", "--lang", "en"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.err.contains("p.v1.gpkg"), "{}", done.err);
    let said = info(&folder);
    assert_eq!((said["standing"]["version"].as_u64(), said["standing"]["samples"].as_u64()), (Some(2), Some(70)));
    // What is purged stands in the copy still: that is said, and the copy can be deleted.
    let copies = |folder: &Folder| info(folder)["older_copies"].as_array().map(Vec::len);
    let purge = |what: &str| folder.run(&["purge", "p.gpkg", what, "--lang", "en"]);
    std::fs::copy(folder.path("p.v1.gpkg"), folder.path("kept")).unwrap();
    std::fs::copy(folder.path("p.gpkg"), folder.path("whole")).unwrap();
    let done = purge("--device-hashes");
    assert!(done.out.contains("p.v1.gpkg") && done.out.contains("--older-copies"), "{}", done.out);
    assert_eq!(copies(&folder), Some(1));
    let done = purge("--older-copies");
    assert!(done.out.contains("deleted: 1.") && !done.out.contains("p.v1.gpkg"), "{}", done.out);
    assert!(!folder.path("p.v1.gpkg").exists());
    assert_eq!(copies(&folder), Some(0));
    std::fs::rename(folder.path("kept"), folder.path("p.v1.gpkg")).unwrap();
    std::fs::rename(folder.path("whole"), folder.path("p.gpkg")).unwrap();
    // Without the new file it is what it was; and so is the copy.
    assert_eq!(folder.run(&["undo-import", "p.gpkg"]).code, 0);
    let brought = tables(&folder, &["p.gpkg", "--only", "stats"]);
    assert_figures(&folder);
    std::fs::rename(folder.path("p.v1.gpkg"), folder.path("p.gpkg")).unwrap();
    super::assert_same(&brought, &tables(&folder, &["p.gpkg", "--only", "stats"]));
}

/// The same samples as in version 1, with what came since: a tower and a number of samples beside them, and layers of
/// results and of a plan.
#[test]
fn a_project_of_version_2_opens_and_is_written_as_it_is() {
    let folder = of_version(2);
    let before = folder.bytes("p.gpkg");
    let said = info(&folder);
    let standing = &said["standing"];
    assert_eq!((standing["version"].as_u64(), standing["samples"].as_u64()), (Some(2), Some(40)));
    assert_eq!((standing["repeats"].as_u64(), standing["zones"].as_u64()), (Some(2), Some(2)));
    let kinds: Vec<&str> =
        said["imports"][1]["context"].as_array().unwrap().iter().filter_map(|file| file["kind"].as_str()).collect();
    assert_eq!(kinds, ["towers", "quota"]);
    assert!(said["results"]["time"].is_string() && said["plan"]["time"].is_string());
    let call = ["analyze", "p.gpkg", "--out", "out", "--only", "stats", "--write-samples", "--quiet"];
    assert_eq!(folder.run(&call).code, 0);
    assert_figures(&folder);
    assert!(folder.bytes("p.gpkg") == before);
    folder.write_clean("a.csv", 30);
    super::import(&folder, &["a.csv"]);
    assert_eq!(super::samples(&folder), 70);
    assert!(!folder.path("p.v2.gpkg").exists());
}
