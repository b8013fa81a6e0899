//! Gi*, local Moran, the false discovery rate and the shrunken share against PySAL, SciPy and statsmodels.
//! `tests/reference/opinions/make_vectors.py` writes the values. The example data sets of libpysal are not part of the
//! repository: where they are absent only the invented cells are compared.

// A step of a test that fails is a failing test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};

use phusong::analysis::local::{
    FALSE_DISCOVERY_RATE, Neighbours, PERMUTATIONS, conditional_p, discoveries, gi_star, local_moran, shrunken_shares,
};
use phusong::job::Feedback;
use serde_json::Value;

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

fn counts(value: &Value) -> Vec<u64> {
    value.as_array().unwrap().iter().map(|v| v.as_u64().unwrap()).collect()
}

fn neighbours(value: &Value) -> Neighbours {
    let lists = value.as_array().unwrap().iter();
    Neighbours::from_lists(lists.map(|list| counts(list).into_iter().map(|i| i as u32).collect::<Vec<_>>()))
}

#[track_caller]
fn assert_close(ours: f64, theirs: f64, what: &str) {
    assert!((ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0), "{what}: {ours}, PySAL {theirs}");
}

/// Everything that needs no chance.
fn compare(values: &[f64], neighbours: &Neighbours, expected: &Value) {
    let name = expected["name"].as_str().unwrap_or("invented");
    let zs = gi_star(values, neighbours);
    for (ours, theirs) in zs.iter().zip(numbers(&expected["gi_star_z"])) {
        assert_close(ours.unwrap(), theirs, name);
    }
    let theirs: Vec<bool> = expected["gi_star_fdr"].as_array().unwrap().iter().map(|v| v.as_bool().unwrap()).collect();
    assert_eq!(discoveries(&numbers(&expected["gi_star_p"]), FALSE_DISCOVERY_RATE), theirs, "{name}");
    let quadrants = expected["moran_quadrant"].as_array().unwrap();
    for ((ours, theirs), quadrant) in
        local_moran(values, neighbours).iter().zip(numbers(&expected["moran_i"])).zip(quadrants)
    {
        let (i, ours) = ours.unwrap();
        assert_close(i, theirs, name);
        assert_eq!(ours.code(), quadrant.as_str().unwrap(), "{name}");
    }
    assert_eq!(zs.len(), theirs.len(), "{name}");
}

#[test]
fn invented_cells_agree_with_pysal() {
    let cases: Value = serde_json::from_str(include_str!("reference/opinions/vectors.json")).unwrap();
    for case in cases.as_array().unwrap() {
        let tallies: Vec<(u64, u64)> = counts(&case["failing"]).into_iter().zip(counts(&case["votes"])).collect();
        let shares: Vec<f64> = tallies.iter().map(|(k, n)| *k as f64 / *n as f64).collect();
        let neighbours = neighbours(&case["neighbours"]);
        compare(&shares, &neighbours, case);
        for (ours, theirs) in shrunken_shares(&tallies).into_iter().zip(numbers(&case["eb_share"])) {
            assert_close(ours, theirs, "shrunken share");
        }
        let ps = conditional_p(&shares, &neighbours, PERMUTATIONS, 1, &Feedback::default()).unwrap();
        for (ours, theirs) in ps.iter().zip(numbers(&case["moran_p"])) {
            // Theirs comes of 99,999 permutations, ours of 999.
            let error = (theirs * (1.0 - theirs) / PERMUTATIONS as f64).sqrt();
            assert!((ours - theirs).abs() < 5.0 * error + 0.002, "{ours}, PySAL {theirs}");
        }
    }
}

fn examples() -> Option<PathBuf> {
    let shared = match std::env::var_os("PHUSONG_SHARED") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
    };
    Some(shared.join("data/pysal/libpysal/examples")).filter(|folder| folder.is_dir())
}

fn column(path: &Path, name: &str) -> Vec<f64> {
    let text = std::fs::read_to_string(path).unwrap();
    if path.extension().is_some_and(|e| e == "json" || e == "geojson") {
        let layer: Value = serde_json::from_str(&text).unwrap();
        let features = layer["features"].as_array().unwrap();
        return features.iter().map(|feature| feature["properties"][name].as_f64().unwrap()).collect();
    }
    let table = if path.extension().is_some_and(|e| e == "txt") { text.split_once('\n').unwrap().1 } else { &text };
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let place = reader.headers().unwrap().iter().position(|header| header == name).unwrap();
    reader.records().map(|row| row.unwrap()[place].trim().parse().unwrap()).collect()
}

/// A GAL file: a line with the number of places, then for each a line with its name and one with its neighbours.
fn gal(path: &Path) -> Neighbours {
    let text = std::fs::read_to_string(path).unwrap();
    let lines: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split_whitespace().collect()).collect();
    let places: Vec<(&str, &[&str])> = lines.chunks(2).map(|pair| (pair[0][0], pair[1].as_slice())).collect();
    let index = |name: &&str| places.iter().position(|place| place.0 == *name).unwrap() as u32;
    Neighbours::from_lists(places.iter().map(|(_, beside)| beside.iter().map(index).collect::<Vec<_>>()))
}

#[test]
fn the_example_data_of_pysal_give_the_values_of_pysal() {
    let Some(folder) = examples() else { return };
    let cases: Value = serde_json::from_str(include_str!("reference/opinions/pysal.json")).unwrap();
    for case in cases.as_array().unwrap() {
        let column = |key: &str| column(&folder.join(case["table"].as_str().unwrap()), case[key].as_str().unwrap());
        if case["eb_share"].is_array() {
            let whole = |value: f64| value as u64;
            let tallies: Vec<(u64, u64)> =
                column("failing").into_iter().map(whole).zip(column("votes").into_iter().map(whole)).collect();
            for (ours, theirs) in shrunken_shares(&tallies).into_iter().zip(numbers(&case["eb_share"])) {
                assert!((ours - theirs).abs() <= 1e-9 * theirs, "{ours}, PySAL {theirs}");
            }
        } else {
            compare(&column("column"), &gal(&folder.join(case["gal"].as_str().unwrap())), case);
        }
    }
}
