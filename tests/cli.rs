//! The program from outside: exit codes, files, sentences. Each test runs the real binary in a folder of its own.

// A step of a test that fails is a failing test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "cli/beside.rs"]
mod beside;
#[path = "cli/export.rs"]
mod export;
#[path = "cli/folder.rs"]
mod folder;
#[cfg(unix)]
#[path = "cli/interrupt.rs"]
mod interrupt;
#[path = "cli/leave_out.rs"]
mod leave_out;
#[path = "cli/order.rs"]
mod order;
#[path = "cli/plan.rs"]
mod plan;
#[path = "cli/refusals.rs"]
mod refusals;
#[path = "cli/sums.rs"]
mod sums;
#[path = "cli/tables.rs"]
mod tables;

use folder::Folder;

#[test]
fn an_analysis_exits_with_0_and_says_where_the_results_are() {
    let folder = Folder::with_ward();
    let done = folder.run(&["analyze", "ward", "--zones", "zones.geojson", "--out", "out", "--lang", "en"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("rows read") && done.out.contains("Results are in out"), "{}", done.out);
    assert!(folder.path("out/zone_stats.csv").is_file() && folder.path("out/summary.json").is_file());
    assert_eq!(folder.drafts(), [""; 0]);
}

#[test]
fn a_wrong_call_exits_with_2() {
    let folder = Folder::with_ward();
    let good = ["analyze", "ward", "--zones", "zones.geojson", "--out", "out"];
    for wrong in [
        &["analyze", "ward"] as &[&str],
        &["analyze", "--out", "out"],
        &["analyze", "ward", "--out", "out", "--no-such-option"],
        &[good.as_slice(), &["--grid", "square:0"]].concat(),
        &[good.as_slice(), &["--grid", "circle:5"]].concat(),
        &[good.as_slice(), &["--period", "2026-13"]].concat(),
        &[good.as_slice(), &["--now", "yesterday"]].concat(),
        &[good.as_slice(), &["--metric", "download"]].concat(),
        &[good.as_slice(), &["--threshold", "-4"]].concat(),
        &[good.as_slice(), &["--grid-crs", "1"]].concat(),
        &[good.as_slice(), &["--timezone", "Mars"]].concat(),
        &[good.as_slice(), &["--columns", "download"]].concat(),
        &["simulate"],
    ] {
        let done = folder.run(wrong);
        assert_eq!(done.code, 2, "{wrong:?}: {}", done.err);
        assert!(!done.err.is_empty() && !done.err.contains("panicked"), "{wrong:?}: {}", done.err);
        assert!(!folder.path("out").exists(), "{wrong:?}");
        assert_eq!(folder.drafts(), [""; 0], "{wrong:?}");
    }
}

#[test]
fn strict_exits_with_3_when_rows_are_left_out_and_still_writes_them_down() {
    let folder = Folder::with_ward();
    let call = ["analyze", "--zones", "zones.geojson", "--quiet", "--strict", "--now", "2027-01-01"];
    let dirty = folder.run(&[call.as_slice(), &["ward", "--out", "dirty"]].concat());
    assert_eq!(dirty.code, 3, "{}", dirty.err);
    assert!(folder.table("dirty/rejected.csv").rows.len() > 1);

    folder.write_clean("clean.csv", 40);
    let clean = folder.run(&[call.as_slice(), &["clean.csv", "--out", "clean"]].concat());
    assert_eq!(clean.code, 0, "{}", clean.err);
    assert!(folder.table("clean/rejected.csv").rows.is_empty());
}

#[test]
fn files_of_an_earlier_run_are_not_overwritten_unasked() {
    let folder = Folder::with_ward();
    let call = ["analyze", "ward", "--zones", "zones.geojson", "--out", "out", "--quiet", "--lang", "en"];
    assert_eq!(folder.run(&[call.as_slice(), &["--write-samples"]].concat()).code, 0);
    let before = folder.files("out");
    let again = folder.run(&[call.as_slice(), &["--only", "stats"]].concat());
    assert_eq!(again.code, 1);
    assert!(again.err.contains("out") && again.err.contains("--overwrite"), "{}", again.err);
    assert_eq!(folder.files("out"), before);
    assert_eq!(folder.drafts(), [""; 0]);
}

#[test]
fn overwriting_replaces_the_own_files_and_keeps_all_others() {
    let folder = Folder::with_ward();
    let call = ["analyze", "ward", "--zones", "zones.geojson", "--out", "out", "--quiet"];
    assert_eq!(folder.run(&[call.as_slice(), &["--write-samples"]].concat()).code, 0);
    folder.write("out/ghi chú.txt", "của tôi");
    folder.write("out/my_zone_stats.csv", "mine");
    folder.write("out/sub/weak_spots.csv", "mine too");
    assert_eq!(folder.run(&[call.as_slice(), &["--overwrite", "--only", "stats"]].concat()).code, 0);
    assert_eq!(folder.read("out/ghi chú.txt"), "của tôi");
    assert_eq!(folder.read("out/my_zone_stats.csv"), "mine");
    assert_eq!(folder.read("out/sub/weak_spots.csv"), "mine too");
    let names: Vec<String> = folder.files("out").into_keys().collect();
    let expected =
        ["cell_stats.csv", "ghi chú.txt", "my_zone_stats.csv", "rejected.csv", "summary.json", "zone_stats.csv"];
    assert_eq!(names, expected, "nothing of the earlier run stays beside the new figures");
}

#[test]
fn a_folder_with_files_of_others_alone_may_be_written_into() {
    let folder = Folder::with_ward();
    folder.write("out/thesis.docx", "mine");
    let done = folder.run(&["analyze", "ward", "--zones", "zones.geojson", "--out", "out", "--quiet"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(folder.read("out/thesis.docx"), "mine");
}

#[test]
fn standard_input_gives_the_figures_of_the_file() {
    let folder = Folder::with_ward();
    folder.write_clean("clean.csv", 60);
    let options = ["--zones", "zones.geojson", "--quiet", "--now", "2027-01-01"];
    assert_eq!(folder.run(&[&["analyze", "clean.csv", "--out", "file"], options.as_slice()].concat()).code, 0);
    let piped =
        folder.pipe(&[&["analyze", "-", "--out", "piped"], options.as_slice()].concat(), &folder.bytes("clean.csv"));
    assert_eq!(piped.code, 0, "{}", piped.err);
    for table in ["zone_stats.csv", "cell_stats.csv", "weak_spots.csv", "sampling_gaps.csv", "cells.geojson"] {
        assert_eq!(folder.read(&format!("piped/{table}")), folder.read(&format!("file/{table}")), "{table}");
    }
}

#[test]
fn json_on_standard_output_is_the_summary_with_the_keys_of_the_contract() {
    let folder = Folder::with_ward();
    let done = folder.run(&["analyze", "ward", "--zones", "zones.geojson", "--out", "out", "--json"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let said: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    let written: serde_json::Value = serde_json::from_str(&folder.read("out/summary.json")).unwrap();
    assert_eq!(said, written);
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let contract =
        ["version", "settings", "now", "inputs", "flags", "operators", "months", "bounds", "grid_crs", "timings"];
    assert_eq!(keys(&said)[..contract.len()], contract);
    for input in said["inputs"].as_array().unwrap() {
        assert_eq!(keys(input)[..5], ["file", "sha256", "rows", "kept", "flags"]);
        assert_eq!(input["sha256"].as_str().unwrap().len(), 64);
    }
}

#[test]
fn inspect_says_what_a_file_is_and_changes_nothing() {
    let folder = Folder::with_ward();
    folder.write_clean("clean.csv", 20);
    folder.write("signal.csv", "time,lat,lon,rsrp,rsrq,cellid\n2026-03-01T08:00:00,21.03,106.77,-98,-11,4711\n");
    let before = folder.files(".");
    let good = folder.run(&["inspect", "clean.csv", "zones.geojson", "--lang", "en"]);
    assert_eq!(good.code, 0, "{}{}", good.out, good.err);
    for word in ["clean.csv", "UTF-8", "download_mbps", "Mbps", "zones.geojson"] {
        assert!(good.out.contains(word), "{word} is missing in {}", good.out);
    }
    let refused = folder.run(&["inspect", "signal.csv", "clean.csv", "none.csv", "--lang", "en"]);
    assert_eq!(refused.code, 1);
    assert!(refused.out.contains("none.csv") && refused.out.contains("clean.csv"), "all are reported: {}", refused.out);
    let json = folder.run(&["inspect", "clean.csv", "none.csv", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 2);
    assert_eq!(json[1]["refusal"]["key"], "error-not-found");
    assert_eq!(folder.files("."), before);
}

#[test]
fn the_same_seed_simulates_the_same_ward() {
    let folder = Folder::new();
    let make = |out: &str, seed: &str| {
        let done =
            folder.run(&["simulate", "--out", out, "--seed", seed, "--samples", "300", "--zones", "4", "--weak", "2"]);
        assert_eq!(done.code, 0, "{}", done.err);
        folder.files(out)
    };
    let first = make("a", "7");
    assert!(first.len() > 5);
    assert_eq!(make("b", "7"), first);
    assert_ne!(make("c", "8"), first);
    let again = folder.run(&["simulate", "--out", "a", "--seed", "8"]);
    assert_eq!(again.code, 1, "an earlier ward is not overwritten unasked");
    assert_eq!(folder.files("a"), first);
}

#[cfg(target_os = "linux")]
#[test]
fn the_demo_without_a_display_writes_its_tables_and_says_so() {
    let folder = Folder::new();
    let done = folder.run(&["demo", "--out", "demo", "--lang", "en"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("tables are written into a folder"), "{}", done.out);
    assert!(done.out.contains("Results are in demo"), "{}", done.out);
    let zones = folder.table("demo/zone_stats.csv");
    assert!(zones.rows.len() > 100);
    assert_eq!(folder.run(&["demo", "--out", "demo"]).code, 1, "not overwritten unasked");
}
