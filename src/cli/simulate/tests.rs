use std::collections::BTreeMap;

use clap::Parser;

use std::fs;
use std::path::Path;

use super::*;

#[derive(Debug, Parser)]
struct Command {
    #[command(flatten)]
    args: SimulateArgs,
}

fn args(options: &[&str]) -> SimulateArgs {
    Command::try_parse_from(["simulate"].iter().chain(options)).expect("good options").args
}

fn files_of(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry"));
    entries
        .map(|e| (e.file_name().to_string_lossy().into_owned(), fs::read_to_string(e.path()).expect("a text")))
        .collect()
}

fn made(options: &[&str]) -> BTreeMap<String, String> {
    let home = tempfile::tempdir().expect("a temporary folder");
    let out = home.path().join("ward");
    let mut args = args(&[options, &["--out", "."]].concat());
    args.out.clone_from(&out);
    run(&args, &Text::new(Language::Vi)).expect("a ward");
    files_of(&out)
}

#[test]
fn options_out_of_range_are_wrong_usage() {
    for options in [["--zones", "0"], ["--samples", "0"], ["--weak", "51"], ["--seed", "-1"]] {
        assert!(Command::try_parse_from(["simulate", "--out", "x", options[0], options[1]]).is_err(), "{options:?}");
    }
}

#[test]
fn a_folder_holds_a_file_per_month_zones_outline_truth_and_a_warning() {
    let files = made(&["--samples", "600"]);
    assert_eq!(files.keys().filter(|name| name.starts_with(SAMPLES_PREFIX)).count(), 12);
    assert!(files.keys().all(|name| is_own(name)));
    assert!(files[README_FILE].starts_with("DỮ LIỆU GIẢ ĐỊNH") && files[README_FILE].contains("INVENTED DATA"));
    assert!(files[README_FILE].contains("--seed 1 --samples 600 --zones 12 --weak 5"));
    let rows: usize = files
        .iter()
        .filter(|(name, _)| name.starts_with(SAMPLES_PREFIX))
        .map(|(_, content)| content.lines().count() - 1)
        .sum();
    assert_eq!(rows, 600);
}

#[test]
fn months_come_in_two_styles() {
    let files = made(&["--samples", "600"]);
    let vietnamese = &files["i-speed_gia-dinh_2025-11.csv"];
    assert!(vietnamese.starts_with("\u{feff}Mã kết quả;Thời gian;Vĩ độ;Kinh độ;Sai số (m);Nhà mạng;"));
    assert!(vietnamese.contains(";21,0") && vietnamese.contains("/11/2025 "));
    let international = &files["i-speed_gia-dinh_2026-05.csv"];
    assert!(international.starts_with("test_id,time,latitude,longitude,"));
    assert!(international.contains(",2026-05-") && international.contains("+07:00,21.0"));
}

#[test]
fn every_feature_says_that_it_is_invented() {
    let files = made(&["--samples", "600"]);
    for name in [ZONES_FILE, OUTLINE_FILE, TRUTH_SHAPES_FILE] {
        let json: serde_json::Value = serde_json::from_str(&files[name]).expect("valid JSON");
        let features = json["features"].as_array().expect("features");
        assert!(!features.is_empty(), "{name}");
        assert!(features.iter().all(|f| f["properties"]["invented"] == true), "{name}");
    }
}

/// On other systems the last digit of a sine may differ.
#[cfg(target_os = "linux")]
#[test]
fn the_sample_ward_is_what_its_command_makes() {
    let mut committed = files_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample_ward"));
    let command = committed.remove("README.md").expect("a note");
    assert!(command.contains("phusong simulate --seed 8 --samples 5040 --out data/sample_ward"));
    let made = made(&["--seed", "8", "--samples", "5040"]);
    assert_eq!(committed.keys().collect::<Vec<_>>(), made.keys().collect::<Vec<_>>());
    for (name, content) in made {
        assert!(committed[&name] == content, "{name} differs");
    }
    assert!(committed.values().map(String::len).sum::<usize>() <= 900_000);
}
