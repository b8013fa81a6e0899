//! No row is lost: what the tables count adds up to what was read.

use std::collections::{BTreeMap, BTreeSet};

use super::folder::{Folder, Table};

const EXCLUDED: [&str; 7] =
    ["no-position", "null-island", "outside", "no-time", "future-time", "not-mobile", "duplicate"];
const NO_EVIDENCE: [&str; 3] = ["low-accuracy", "teleport", "implausible"];

struct Result {
    folder: Folder,
    zones: Table,
    cells: Table,
    samples: Table,
    summary: serde_json::Value,
}

fn result(options: &[&str]) -> Result {
    let folder = Folder::with_ward();
    let call = ["analyze", "ward", "--zones", "zones.geojson", "--out", "out", "--quiet", "--write-samples"];
    let done = folder.run(&[call.as_slice(), options].concat());
    assert_eq!(done.code, 0, "{}", done.err);
    let [zones, cells, samples] =
        ["zone_stats", "cell_stats", "samples"].map(|name| folder.table(&format!("out/{name}.csv")));
    let summary = serde_json::from_str(&folder.read("out/summary.json")).unwrap();
    Result { folder, zones, cells, samples, summary }
}

fn counts(object: &serde_json::Value) -> BTreeMap<String, u64> {
    let pairs = object.as_object().unwrap().iter().map(|(key, n)| (key.clone(), n.as_u64().unwrap()));
    pairs.filter(|(_, n)| *n > 0).collect()
}

fn flags(samples: &Table) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for row in &samples.rows {
        for flag in samples.cell(row, "flags").split(';').filter(|flag| !flag.is_empty()) {
            *counts.entry(flag.to_owned()).or_default() += 1;
        }
    }
    counts
}

#[test]
fn every_row_of_the_input_has_its_row_in_the_samples_table() {
    let result = result(&[]);
    let mut n_rows = 0;
    let mut expected = BTreeSet::new();
    for (name, bytes) in result.folder.files("ward") {
        // No cell of these files holds a line end.
        let n = String::from_utf8(bytes).unwrap().lines().count() as u64 - 1;
        expected.extend((2..n + 2).map(|row| (name.clone(), row.to_string())));
        n_rows += n;
    }
    let samples = &result.samples;
    let found: BTreeSet<(String, String)> = samples
        .rows
        .iter()
        .map(|row| (samples.cell(row, "file").to_owned(), samples.cell(row, "row").to_owned()))
        .collect();
    assert_eq!(samples.rows.len() as u64, n_rows);
    assert_eq!(found, expected);
    let inputs = result.summary["inputs"].as_array().unwrap();
    assert_eq!(inputs.iter().map(|input| input["rows"].as_u64().unwrap()).sum::<u64>(), n_rows);
}

#[test]
fn flags_are_counted_as_they_stand_in_the_samples_table() {
    let result = result(&["--period", "12m"]);
    let in_samples = flags(&result.samples);
    assert!(in_samples.len() > 6, "the ward is dirty: {in_samples:?}");
    assert_eq!(counts(&result.summary["flags"]), in_samples);
    let mut by_file: BTreeMap<String, u64> = BTreeMap::new();
    let mut kept = 0;
    for input in result.summary["inputs"].as_array().unwrap() {
        kept += input["kept"].as_u64().unwrap();
        for (flag, n) in counts(&input["flags"]) {
            *by_file.entry(flag).or_default() += n;
        }
    }
    assert_eq!(by_file, in_samples);
    let samples = &result.samples;
    let accepted = samples.rows.iter().filter(|row| {
        let flags = samples.cell(row, "flags");
        !flags.split(';').any(|flag| EXCLUDED.contains(&flag) || flag == "out-of-period")
    });
    let accepted = accepted.count() as u64;
    assert_eq!(kept, accepted);
    let all = [("zone_id", "*"), ("operator", "*"), ("technology", "*"), ("metric", "download")];
    assert_eq!(result.zones.sum("n_quota", &all), accepted);
    assert_eq!(counts(&result.summary["operators"]).values().sum::<u64>(), accepted);
    assert_eq!(counts(&result.summary["months"]).values().sum::<u64>(), accepted);
}

#[test]
fn every_row_that_is_left_out_is_listed_with_its_reason() {
    let result = result(&[]);
    let rejected = result.folder.table("out/rejected.csv");
    let listed: BTreeSet<[String; 3]> = rejected
        .rows
        .iter()
        .map(|row| ["file", "row", "flag"].map(|column| rejected.cell(row, column).to_owned()))
        .collect();
    let samples = &result.samples;
    let mut expected = BTreeSet::new();
    for row in &samples.rows {
        for flag in samples.cell(row, "flags").split(';') {
            if EXCLUDED.contains(&flag) || NO_EVIDENCE.contains(&flag) {
                expected.insert([samples.cell(row, "file"), samples.cell(row, "row"), flag].map(str::to_owned));
            }
        }
    }
    assert_eq!(listed, expected);
    for row in &rejected.rows {
        let effect = if EXCLUDED.contains(&rejected.cell(row, "flag")) { "excluded" } else { "no-evidence" };
        assert_eq!(rejected.cell(row, "effect"), effect);
    }
}

#[test]
fn each_sample_lies_in_one_cell_and_cells_add_up_to_the_study() {
    for options in [&[] as &[&str], &["--grid", "hex:150"], &["--grid", "h3:9"], &["--period", "2026-03"]] {
        let result = result(options);
        for metric in ["download", "upload", "latency"] {
            for technology in ["*", "4G", "5G"] {
                let key = [("operator", "*"), ("technology", technology), ("metric", metric)];
                let study = result.zones.sum("n_samples", &[key.as_slice(), &[("zone_id", "*")]].concat());
                assert!(study > 0, "{options:?} {metric} {technology}");
                assert_eq!(result.cells.sum("n_samples", &key), study, "{options:?} {metric} {technology}");
                let votes = result.zones.sum("n_votes", &[key.as_slice(), &[("zone_id", "*")]].concat());
                assert_eq!(result.cells.sum("n_votes", &key), votes, "votes: {options:?} {metric} {technology}");
            }
        }
        let samples = &result.samples;
        for row in &samples.rows {
            let placed = !samples.cell(row, "flags").split(';').any(|flag| ["no-position", "outside"].contains(&flag));
            assert_eq!(!samples.cell(row, "cell_id").is_empty(), placed, "{row:?}");
        }
    }
}

#[test]
fn parts_add_up_to_the_star() {
    let result = result(&[]);
    let zones = &result.zones;
    let fixed = |zone, operator, technology| {
        [("zone_id", zone), ("operator", operator), ("technology", technology), ("metric", "download")]
    };
    let ids = |column: &str| -> BTreeSet<&str> {
        zones.rows.iter().map(|row| zones.cell(row, column)).filter(|id| *id != "*").collect()
    };
    for column in ["n_samples", "n_votes", "n_failing_votes"] {
        let all = zones.sum(column, &fixed("*", "*", "*"));
        let over_operators: u64 = ids("operator").iter().map(|o| zones.sum(column, &fixed("*", o, "*"))).sum();
        assert_eq!(over_operators, all, "{column} over operators");
        let over_classes: u64 = ids("technology").iter().map(|t| zones.sum(column, &fixed("*", "*", t))).sum();
        assert_eq!(over_classes, all, "{column} over technologies");
    }
    let in_zones: u64 = ids("zone_id").iter().map(|z| zones.sum("n_quota", &fixed(z, "*", "*"))).sum();
    let samples = &result.samples;
    let nowhere = samples.rows.iter().filter(|row| {
        let flags: Vec<&str> = samples.cell(row, "flags").split(';').collect();
        flags.contains(&"no-zone") && !flags.iter().any(|flag| EXCLUDED.contains(flag))
    });
    assert_eq!(in_zones + nowhere.count() as u64, zones.sum("n_quota", &fixed("*", "*", "*")));
    let votes: BTreeSet<&str> =
        samples.rows.iter().map(|row| samples.cell(row, "vote_id")).filter(|id| !id.is_empty()).collect();
    assert_eq!(votes.len() as u64, zones.sum("n_votes", &fixed("*", "*", "*")), "votes of samples.csv");
}
