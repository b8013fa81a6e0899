//! What is not what it should be is refused in one sentence that names it; what can be used is used, and counted.

use super::folder::{Folder, HEADER, clean_rows};

/// Coordinates of a closed ring around a rectangle.
fn rectangle(west: f64, south: f64, east: f64, north: f64) -> String {
    format!("[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]")
}

fn zones(rings: &[String]) -> String {
    let feature = |(i, ring): (usize, &String)| {
        format!(
            r#"{{"type":"Feature","properties":{{"zone_id":"Z{i}","name":"Khu {i}"}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#
        )
    };
    let features: Vec<String> = rings.iter().enumerate().map(feature).collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("good.csv", clean_rows(60));
    folder.write("zones.geojson", zones(&[rectangle(106.75, 21.01, 106.79, 21.05)]));
    folder
}

/// Exit 1, one line on standard error that names `named`, no output, in both languages and not in the same words.
#[track_caller]
fn assert_refused(folder: &Folder, samples: &str, zones: &str, out: &str, named: &str) {
    let sentences = ["vi", "en"].map(|language| {
        let before = folder.path(out).exists();
        let done = folder.run(&["analyze", samples, "--zones", zones, "--out", out, "--lang", language]);
        assert_eq!(done.code, 1, "{samples} {zones}: {}{}", done.out, done.err);
        assert_eq!(done.err.lines().count(), 1, "one line: {}", done.err);
        assert!(done.err.contains(named), "{} does not name {named}", done.err);
        assert!(!done.err.contains("panicked") && !done.err.contains("error-"), "{}", done.err);
        assert_eq!(folder.path(out).exists(), before, "{samples} {zones}: something was written");
        assert_eq!(folder.drafts(), [""; 0], "{samples} {zones}");
        done.err
    });
    assert_ne!(sentences[0], sentences[1]);
}

#[test]
fn files_that_are_no_samples_are_refused() {
    let folder = folder();
    folder.write("empty.csv", "");
    folder.write("picture.csv", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &[0, 7, 200, 255].repeat(2000)].concat());
    folder.write("zeros.csv", vec![0u8; 5000]);
    folder.write(
        "no_place.csv",
        "time,operator,download\n2026-03-01T00:00:00,Viettel,5\n2026-03-02T00:00:00,Viettel,6\n",
    );
    folder.write("one_line.csv", "x".repeat(10_000_000));
    folder.write("notes/readme.md", "no table here");
    std::fs::create_dir(folder.path("nothing")).unwrap();
    for samples in
        ["missing.csv", "empty.csv", "picture.csv", "zeros.csv", "no_place.csv", "one_line.csv", "notes", "nothing"]
    {
        assert_refused(&folder, samples, "zones.geojson", "out", samples);
    }
}

#[test]
fn files_that_are_no_zones_are_refused() {
    let folder = folder();
    folder.write("empty.geojson", "");
    folder.write("no_json.geojson", "xin chào {");
    folder.write("cut_off.geojson", &zones(&[rectangle(106.7, 21.0, 106.8, 21.1)])[..90]);
    folder.write("none.geojson", zones(&[]));
    folder.write(
        "points.geojson",
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[106.7,21.0]}}]}"#,
    );
    folder.write("metres.geojson", zones(&[rectangle(397_000.0, 2_325_000.0, 399_000.0, 2_327_000.0)]));
    for zones in [
        "missing.geojson",
        "empty.geojson",
        "no_json.geojson",
        "cut_off.geojson",
        "none.geojson",
        "points.geojson",
        "metres.geojson",
        "good.csv",
    ] {
        assert_refused(&folder, "good.csv", zones, "out", zones);
    }
}

#[test]
fn one_bad_file_among_good_ones_leaves_nothing_half_written() {
    let folder = folder();
    folder.write("month/1.csv", clean_rows(30));
    folder.write("month/2.csv", "time,operator,download\n2026-03-01T00:00:00,Viettel,5\n");
    assert_refused(&folder, "month/*.csv", "zones.geojson", "out", "2.csv");
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = folder();
    folder.write("taken", "a file where the folder should be");
    assert_refused(&folder, "good.csv", "zones.geojson", "taken", "taken");
    assert_refused(&folder, "good.csv", "zones.geojson", "taken/out", "taken");
    assert_eq!(folder.read("taken"), "a file where the folder should be");
}

#[test]
fn a_folder_with_earlier_results_is_refused_by_name() {
    let folder = folder();
    folder.write("out/zone_stats.csv", "mine");
    assert_refused(&folder, "good.csv", "zones.geojson", "out", "zone_stats.csv");
    assert_eq!(folder.read("out/zone_stats.csv"), "mine");
}

/// Runs, writes samples.csv, and gives (rows, kept).
#[track_caller]
fn used(folder: &Folder, samples: &str, zones: &str) -> (u64, u64) {
    let done =
        folder.run(&["analyze", samples, "--zones", zones, "--out", "out", "--overwrite", "--write-samples", "--json"]);
    assert_eq!(done.code, 0, "{samples} {zones}: {}", done.err);
    let summary: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    let sum = |key: &str| summary["inputs"].as_array().unwrap().iter().map(|i| i[key].as_u64().unwrap()).sum();
    let (rows, kept) = (sum("rows"), sum("kept"));
    assert_eq!(folder.table("out/samples.csv").rows.len() as u64, rows);
    (rows, kept)
}

#[test]
fn polygons_that_cross_themselves_are_used_by_even_and_odd() {
    let folder = folder();
    let bow = "[[106.75,21.01],[106.79,21.05],[106.79,21.01],[106.75,21.05],[106.75,21.01]]".to_owned();
    folder.write("bow.geojson", zones(&[bow]));
    let (rows, kept) = used(&folder, "good.csv", "bow.geojson");
    assert_eq!(rows, 60);
    assert!(kept > 0 && kept < 60, "the waist of the bow divides the points: {kept}");
}

#[test]
fn samples_that_all_lie_elsewhere_are_counted_and_none_is_kept() {
    let folder = folder();
    folder.write("far.geojson", zones(&[rectangle(105.0, 20.0, 105.1, 20.1)]));
    assert_eq!(used(&folder, "good.csv", "far.geojson"), (60, 0));
    let samples = folder.table("out/samples.csv");
    assert_eq!(samples.rows_where(&[("flags", "outside")]).len(), 60);
    let zones = folder.table("out/zone_stats.csv");
    assert!(zones.rows.is_empty(), "no operator is met");
}

#[test]
fn swapped_latitudes_and_longitudes_are_refused_with_the_way_out() {
    let folder = folder();
    let swapped = clean_rows(40).replace("latitude,longitude", "longitude,latitude");
    folder.write("swapped.csv", swapped);
    assert_refused(&folder, "swapped.csv", "zones.geojson", "out", "lat=longitude,lon=latitude");
    let columns = ["--columns", "lat=longitude,lon=latitude"];
    let done = folder
        .run(&[["analyze", "swapped.csv", "--zones", "zones.geojson", "--out", "out"].as_slice(), &columns].concat());
    assert_eq!(done.code, 0, "{}", done.err);
}

#[test]
fn thousands_of_broken_rows_stop_nothing_and_are_counted() {
    let folder = folder();
    let broken = [
        "t,khong,abc,def,,??,x,y,z\n",
        "a,b\n",
        "1,2,3,4,5,6,7,8,9,10,11,12\n",
        "\u{1};;;\n",
        "x\"y\"z,\"q\"r,é,\u{202e},'\n",
    ];
    folder.write("broken.csv", format!("{}{}", clean_rows(100), broken.concat().repeat(1000)));
    assert_eq!(used(&folder, "broken.csv", "zones.geojson"), (5100, 100));
}

#[test]
fn bytes_that_are_no_text_cost_one_row_at_most() {
    let folder = folder();
    let mut bytes = clean_rows(50).into_bytes();
    bytes.extend_from_slice(b"t\0,2026-03-01T08:00:00,21.03,106.77,Vi\0ttel,4G,5,\xff\xfe,3\n");
    folder.write("nul.csv", bytes);
    let (rows, kept) = used(&folder, "nul.csv", "zones.geojson");
    assert_eq!(rows, 51);
    assert!(kept >= 50, "{kept}");
}

#[test]
fn a_row_of_ten_million_characters_is_one_broken_row_or_refused() {
    let folder = folder();
    let long = "x".repeat(10_000_000);
    folder.write("last.csv", format!("{}{long}", clean_rows(5)));
    folder.write("middle.csv", format!("{}{long}\n{}", clean_rows(5), &clean_rows(5)[HEADER.len()..]));
    for samples in ["last.csv", "middle.csv"] {
        let done = folder.run(&["analyze", samples, "--zones", "zones.geojson", "--out", "out", "--overwrite"]);
        assert!(
            done.code == 0 || done.code == 1 && done.err.contains(samples),
            "{samples}: {} {}",
            done.code,
            done.err
        );
        assert!(done.err.lines().count() <= 1 && !done.err.contains("panicked"), "{}", done.err);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_a_failure() {
    let folder = folder();
    for arguments in [
        ["analyze", "good.csv", "--out", "out", "--json"].as_slice(),
        &["inspect", "good.csv"],
        &["inspect", "good.csv", "--json"],
    ] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let mut command = super::folder::phusong(&folder.path("."));
        let done = command.args(arguments).stdout(full).output().unwrap();
        assert_eq!(done.status.code(), Some(1), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    }
}

#[test]
fn an_archive_gives_the_tables_of_the_file_in_it() {
    let folder = folder();
    let text = std::fs::read(folder.path("good.csv")).unwrap();
    let mut zip = zip::ZipWriter::new(std::fs::File::create(folder.path("good.zip")).unwrap());
    zip.start_file("tháng 3/good.csv", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut zip, &text).unwrap();
    zip.finish().unwrap();
    for (samples, out) in [("good.csv", "a"), ("good.zip", "b")] {
        let done = folder.run(&["analyze", samples, "--zones", "zones.geojson", "--out", out, "--quiet"]);
        assert_eq!(done.code, 0, "{}", done.err);
    }
    for table in ["zone_stats.csv", "cell_stats.csv", "weak_spots.csv"] {
        assert_eq!(folder.read(&format!("a/{table}")), folder.read(&format!("b/{table}")), "{table}");
    }
    let summary = folder.read("b/summary.json");
    assert!(summary.contains("good.zip/tháng 3/good.csv") && summary.contains("\"first_time\""), "{summary}");
}

#[test]
fn files_that_hold_something_else_are_not_called_unreadable() {
    let folder = folder();
    folder.write("weights.csv", "a;b\n1;2\n");
    let refused = |more: &[&str], samples: &str| {
        let done = folder.run(&[&["analyze", samples, "--out", "out", "--lang", "en"], more].concat());
        assert_eq!(done.code, 1, "{}", done.err);
        done.err
    };
    assert!(refused(&["--zones", "good.csv"], "good.csv").contains("no polygons"));
    assert!(refused(&["--zones", "zones.geojson", "--inhabited", "good.csv"], "good.csv").contains("no polygons"));
    assert!(refused(&[], "zones.geojson").contains("no measured points"));
    let said = refused(&["--zones", "zones.geojson", "--weight-table", "zones.geojson"], "good.csv");
    assert!(said.contains("not a table"), "{said}");
}

#[test]
fn where_no_row_is_used_the_reason_is_said_and_unknown_operators_are_named() {
    let folder = folder();
    let analyze = |more: &[&str]| {
        let call = ["analyze", "good.csv", "--zones", "zones.geojson", "--out", "out", "--overwrite", "--lang", "en"];
        let done = folder.run(&[&call, more].concat());
        assert_eq!(done.code, 0, "{}", done.err);
        done.out
    };
    let said = analyze(&["--from", "2010-01-01", "--to", "2010-02-01"]);
    assert!(said.contains("No row could be used") && said.contains("--period"), "{said}");
    folder.write("good.csv", clean_rows(60).replace("Viettel", "Mạng Z"));
    let said = analyze(&[]);
    assert!(said.contains("Mạng Z (") && said.contains("--operator-alias"), "{said}");
}

#[test]
fn a_wrong_call_is_explained_in_the_language_of_the_user() {
    let folder = folder();
    for (arguments, vietnamese, english) in [
        (&["analyze", "good.csv"][..], "Thiếu --out", "--out <DIR> is missing"),
        (&["analyze", "good.csv", "--ou", "x"], "Không có tùy chọn “--ou”", "There is no option “--ou”"),
        (&["inspect", "good.csv", "--unit", "knots"], "Hãy chọn một trong: mbps", "Choose one of: mbps"),
        (&["inspect", "good.csv", "--operator"], "cần một giá trị", "needs a value"),
        (&["simulate", "--out", "x", "--weak", "99"], "phải từ 0 đến 50", "must be 0 to 50"),
        (&["simulate", "--out", "x", "--seed", "abc"], "“abc” không dùng được", "“abc” cannot be used"),
    ] {
        for (language, said) in [("vi", vietnamese), ("en", english)] {
            let done = folder.run(&[arguments, &["--lang", language]].concat());
            assert_eq!(done.code, 2, "{arguments:?}: {}{}", done.out, done.err);
            assert!(done.err.contains(said), "{arguments:?}: {}", done.err);
            let first = done.err.lines().next().unwrap_or_default();
            let is_foreign =
                language == "vi" && ["error:", "Usage", "found", "value"].iter().any(|w| done.err.contains(w));
            assert!(first.starts_with("phusong: ") && !is_foreign, "{}", done.err);
        }
    }
}

#[test]
fn criteria_that_are_not_understood_are_named_with_their_place() {
    let folder = folder();
    folder.write("criteria.toml", "name = 'Phường'\n[[criteria]]\nmetric = 'download'\nthreshold = 'cao'\n");
    let run = |language: &str| {
        let call = ["analyze", "good.csv", "--out", "out", "--criteria", "criteria.toml", "--lang", language];
        folder.run(&call)
    };
    let (vi, en) = (run("vi"), run("en"));
    assert_eq!((vi.code, en.code), (1, 1));
    assert!(vi.err.contains("dòng 4, cột 13") && vi.err.contains("Cần một số lớn hơn 0"), "{}", vi.err);
    assert!(en.err.contains("line 4, column 13") && en.err.contains("Expected: a number above 0"), "{}", en.err);
}
