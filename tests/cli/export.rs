//! `phusong export`: where its files go, and what it refuses.

use super::folder::{Done, Folder};

fn export(folder: &Folder, options: &[&str]) -> Done {
    let call = ["export", "ward", "--zones", "zones.geojson", "--lang", "en", "--now", "2027-01-01"];
    folder.run(&[call.as_slice(), options].concat())
}

#[test]
fn a_list_goes_to_a_file_or_a_folder_and_replaces_nothing_unasked() {
    let folder = Folder::with_ward();
    let done = export(&folder, &["--what", "gaps", "--format", "gpkg", "--out", "out/"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("rows written to out/sampling_gaps.gpkg"), "{}", done.out);
    let again = export(&folder, &["--what", "gaps", "--format", "gpkg", "--out", "out/"]);
    assert!(again.code == 1 && again.err.contains("--overwrite"), "{}", again.err);
    let file = export(&folder, &["--what", "zones", "--format", "shp", "--out", "out/khu.zip", "--quiet"]);
    assert!(file.code == 0 && file.out.is_empty() && folder.bytes("out/khu.zip").starts_with(b"PK"), "{}", file.err);
    let open = export(&folder, &["--what", "zones", "--format", "shp", "--out", "out", "--out-crs", "EPSG:5899"]);
    assert_eq!(open.code, 0, "{}", open.err);
    assert!(folder.read("out/zone_stats.prj").contains("VN_2000_TM-3_107_45") && folder.drafts().is_empty());
    let gaps = folder.run(&["inspect", "out/sampling_gaps.gpkg", "--lang", "en"]);
    assert!(gaps.code == 0 && gaps.out.contains("GeoPackage"), "{}{}", gaps.out, gaps.err);
}

#[test]
fn the_csv_is_that_of_an_analysis() {
    let folder = Folder::with_ward();
    let call = ["analyze", "ward", "--zones", "zones.geojson", "--now", "2027-01-01", "--out", "all", "--quiet"];
    assert_eq!(folder.run(&[call.as_slice(), &["--write-samples", "--seed", "3"]].concat()).code, 0);
    for (what, name) in
        [("cells", "cell_stats"), ("zones", "zone_stats"), ("gaps", "sampling_gaps"), ("samples", "samples")]
    {
        let out = format!("{name}.csv");
        let done = export(&folder, &["--what", what, "--format", "csv", "--out", &out]);
        assert_eq!(done.code, 0, "{}", done.err);
        assert!(folder.bytes(&out) == folder.bytes(&format!("all/{out}")), "{name}");
    }
}

#[test]
fn what_makes_no_sense_is_refused_with_what_to_use() {
    let folder = Folder::with_ward();
    let refused = |options: &[&str], word: &str| {
        let done = export(&folder, &[options, &["--out", "out"]].concat());
        assert!(done.code == 2 && done.err.contains(word), "{options:?}: {} {}", done.code, done.err);
        assert!(!folder.path("out").exists());
    };
    refused(&["--what", "cells", "--format", "kml", "--out-crs", "5899"], "gpkg");
    refused(&["--what", "cells", "--format", "shp", "--out-crs", "3857"], "3857");
    refused(&["--what", "cells", "--format", "pdf"], "csv");
    refused(&["--what", "cells", "--format", "csv", "--only", "stats"], "--only");
    let done = export(&folder, &["--what", "cells", "--format", "xlsx", "--out", "a.csv"]);
    assert!(done.code == 2 && done.err.contains("a.csv"), "{}", done.err);
    let bare = ["export", "ward", "--lang", "en", "--what", "zones", "--format", "kml", "--out", "out"];
    let done = folder.run(&bare);
    assert!(done.code == 2 && done.err.contains("--zones"), "{}", done.err);
}

#[test]
fn an_input_is_never_written_over() {
    let folder = Folder::with_ward();
    let before = folder.bytes("zones.geojson");
    let options = ["--what", "cells", "--format", "geojson", "--out", "zones.geojson", "--overwrite"];
    let done = export(&folder, &options);
    assert!(done.code == 1 && folder.bytes("zones.geojson") == before, "{}", done.err);
}
