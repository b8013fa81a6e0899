//! The tables of `phusong analyze` against those of a second implementation of the method, which shares no line and no
//! library with the program: see `tests/reference/analysis/README.md`. Runs without Python: its tables are kept.

// A step of a test that fails is a failing test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const SHOWN: usize = 12;

/// Columns of numbers that are not counts, and how far they may be apart: relative, absolute.
fn tolerance(table: &str, column: &str) -> Option<(f64, f64)> {
    match column {
        "mean" | "p10" | "p25" | "median" | "p75" | "p90" | "median_lo" | "median_hi" | "threshold"
        | "share_failing" | "share_lo" | "share_hi" | "median_download" | "median_upload" | "median_latency"
        | "eb_share" | "gi_star_z" | "gi_star_p" | "moran_i" | "mean_difference" | "share_a" | "share_b"
        | "median_a" | "median_b" | "mean_upload" | "p10_upload" | "p90_upload" | "mean_latency" | "p10_latency"
        | "p90_latency" => Some((1e-9, 1e-12)),
        // By chance on both sides.
        "moran_p" => Some((0.0, 0.1)),
        // Written with 7 decimals.
        "lon" | "lat" => Some((0.0, 1.5e-7)),
        // Areas, and what follows from them, come from two libraries of geometry.
        "weight" => Some((1e-6, 0.011)),
        "area_m2" => Some((1e-3, 0.011)),
        "priority" if table == "weak_spots" => Some((1e-3, 1e-9)),
        _ => None,
    }
}

fn same(table: &str, column: &str, ours: &str, theirs: &str) -> bool {
    if ours == theirs {
        return true;
    }
    let (Some((relative, absolute)), Ok(a), Ok(b)) =
        (tolerance(table, column), ours.parse::<f64>(), theirs.parse::<f64>())
    else {
        return false;
    };
    (a - b).abs() <= absolute.max(relative * a.abs().max(b.abs()))
}

struct Table {
    columns: HashMap<String, usize>,
    names: Vec<String>,
    rows: Vec<csv::StringRecord>,
}

impl Table {
    fn read(path: &Path) -> Self {
        let mut reader = csv::Reader::from_path(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let names: Vec<String> =
            reader.headers().unwrap().iter().map(|name| name.trim_start_matches('\u{feff}').to_owned()).collect();
        let columns = names.iter().cloned().zip(0..).collect();
        Self { columns, names, rows: reader.records().map(|row| row.unwrap()).collect() }
    }

    fn cell<'a>(&self, row: &'a csv::StringRecord, column: &str) -> &'a str {
        &row[*self.columns.get(column).unwrap_or_else(|| panic!("no column {column}"))]
    }

    fn number(&self, row: &csv::StringRecord, column: &str) -> f64 {
        self.cell(row, column).parse().unwrap_or(f64::NAN)
    }

    fn by_key(&self, keys: &[&str]) -> BTreeMap<Vec<&str>, &csv::StringRecord> {
        let keyed = self.rows.iter().map(|row| (keys.iter().map(|key| self.cell(row, key)).collect(), row));
        let keyed: BTreeMap<_, _> = keyed.collect();
        assert_eq!(keyed.len(), self.rows.len(), "{keys:?} is no key");
        keyed
    }
}

/// What differs in one table of one run.
struct Differences {
    place: String,
    n: usize,
    shown: Vec<String>,
}

impl Differences {
    fn add(&mut self, what: impl FnOnce() -> String) {
        self.n += 1;
        if self.shown.len() < SHOWN {
            self.shown.push(what());
        }
    }

    fn compare_cells(
        &mut self,
        table: &str,
        columns: &[String],
        ours: (&Table, &csv::StringRecord),
        theirs: (&Table, &csv::StringRecord),
        key: &[&str],
    ) {
        // What is found among p-values by chance is by chance.
        for column in columns.iter().filter(|column| *column != "moran_fdr") {
            let (a, b) = (ours.0.cell(ours.1, column), theirs.0.cell(theirs.1, column));
            if !same(table, column, a, b) {
                self.add(|| format!("{key:?} {column}: {a:?}, reference {b:?}"));
            }
        }
    }
}

/// Every row that is kept of the reference must be ours; `whole` tables may have no others either.
fn compare_keyed(table: &str, keys: &[&str], whole: bool, ours: &Table, theirs: &Table, found: &mut Differences) {
    assert!(ours.names.starts_with(&theirs.names) || !whole, "{}: {:?}", found.place, ours.names);
    let (mine, expected) = (ours.by_key(keys), theirs.by_key(keys));
    for (key, row) in &expected {
        match mine.get(key) {
            Some(own) => found.compare_cells(table, &theirs.names, (ours, own), (theirs, row), key),
            None => found.add(|| format!("{key:?} is missing")),
        }
    }
    for key in mine.keys().filter(|key| whole && !expected.contains_key(*key)) {
        found.add(|| format!("{key:?} is not in the reference"));
    }
}

/// Pairs of operators. Beyond 14 shared cells both draw signs of their own: p agrees as well as 9999 draws allow (four
/// standard errors), and after the correction over at most six pairs six times as well.
fn compare_pairs(ours: &Table, theirs: &Table, found: &mut Differences) {
    let keys = ["metric", "technology", "operator_a", "operator_b"];
    let (mine, expected) = (ours.by_key(&keys), theirs.by_key(&keys));
    assert_eq!(mine.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{}", found.place);
    let in_file: Vec<Vec<&str>> = ours.rows.iter().map(|row| keys.map(|key| ours.cell(row, key)).to_vec()).collect();
    assert!(in_file.is_sorted(), "{}: {in_file:?}", found.place);
    let is_drawn = |row: &csv::StringRecord| theirs.number(row, "n_cells") > 14.0;
    let drawn: Vec<[&str; 2]> = theirs
        .rows
        .iter()
        .filter(|r| is_drawn(r))
        .map(|r| ["metric", "technology"].map(|c| theirs.cell(r, c)))
        .collect();
    let mut columns = theirs.names.clone();
    columns.retain(|column| !["p", "p_holm", "result"].contains(&column.as_str()));
    for (key, row) in expected {
        let own = mine[&key];
        found.compare_cells("operators", &columns, (ours, own), (theirs, row), &key);
        let family_is_drawn = drawn.iter().any(|family| family[..] == key[..2]);
        for (column, tolerance) in
            [("p", if is_drawn(row) { 0.03 } else { 1e-12 }), ("p_holm", if family_is_drawn { 0.18 } else { 1e-12 })]
        {
            let (a, b) = (ours.number(own, column), theirs.number(row, column));
            if !((a - b).abs() <= tolerance) {
                found.add(|| format!("{key:?} {column}: {a}, reference {b}"));
            }
        }
        let at_the_limit = family_is_drawn && (theirs.number(row, "p_holm") - 0.05).abs() < 0.02;
        let (a, b) = (ours.cell(own, "result"), theirs.cell(row, "result"));
        if a != b && !at_the_limit {
            found.add(|| format!("{key:?} result: {a}, reference {b}"));
        }
    }
}

/// Flags, zones and cells of all rows, and the same rows together in one vote, whatever its number.
fn compare_samples(ours: &Table, theirs: &Table, found: &mut Differences) {
    assert_eq!(ours.rows.len(), theirs.rows.len(), "{}", found.place);
    let left_out =
        ["no-position", "null-island", "outside", "no-time", "future-time", "not-mobile", "duplicate", "out-of-period"];
    let (mut ours_of, mut theirs_of) = (HashMap::new(), HashMap::new());
    let mine = ours.by_key(&["row"]);
    for theirs_row in &theirs.rows {
        let number = theirs.cell(theirs_row, "row");
        let Some(own) = mine.get(&vec![number]) else {
            found.add(|| format!("row {number} is missing"));
            continue;
        };
        let flags = theirs.cell(theirs_row, "flags");
        // Where a row that takes no part lies is no matter of the method.
        let columns: &[&str] = if flags.split(';').any(|flag| left_out.contains(&flag)) {
            &["flags"]
        } else {
            &["flags", "zone_id", "cell_id"]
        };
        let columns: Vec<String> = columns.iter().map(|c| (*c).to_owned()).collect();
        found.compare_cells("samples", &columns, (ours, own), (theirs, theirs_row), &[number]);
        let (a, b) = (ours.cell(own, "vote_id"), theirs.cell(theirs_row, "vote_id"));
        let together = a.is_empty() == b.is_empty()
            && *theirs_of.entry(a).or_insert(b) == b
            && (a.is_empty() || *ours_of.entry(b).or_insert(a) == a);
        if !together {
            found.add(|| format!("row {number} is in vote {a:?}, reference {b:?}"));
        }
    }
}

/// Suspected spots, found again by what they hold. Operators with significant windows are left to the tests of the scan:
/// the reference has none, and there a window takes cells from its neighbours.
fn compare_spots(ours: &Table, theirs: &Table, found: &mut Differences) {
    let place_columns = [
        "rank",
        "spot_id",
        "lon",
        "lat",
        "vn2000_x",
        "vn2000_y",
        "radius_m",
        "place_name",
        "note",
        "robust",
        "p_corrected",
    ];
    let is_suspected =
        |row: &&csv::StringRecord| ours.cell(row, "p_corrected").is_empty() && ours.cell(row, "grade") == "C";
    let scanned: Vec<&str> = ours.rows.iter().filter(|r| !is_suspected(r)).map(|r| ours.cell(r, "operator")).collect();
    let mut pool: Vec<&csv::StringRecord> = ours.rows.iter().filter(is_suspected).collect();
    pool.retain(|row| !scanned.contains(&ours.cell(row, "operator")));
    let same_content = ["operator", "n_cells", "n_votes", "n_failing_votes", "n_samples"];
    let mut columns: Vec<String> = theirs.names.clone();
    columns.retain(|c| !place_columns.contains(&c.as_str()));
    if !scanned.is_empty() {
        // The largest reach of all spots enters every priority.
        columns.retain(|c| c != "priority");
    }
    for row in theirs.rows.iter().filter(|row| !scanned.contains(&theirs.cell(row, "operator"))) {
        let apart = |own: &csv::StringRecord| {
            (ours.number(own, "lon") - theirs.number(row, "lon"))
                .hypot(ours.number(own, "lat") - theirs.number(row, "lat"))
        };
        let alike = pool
            .iter()
            .enumerate()
            .filter(|(_, own)| same_content.iter().all(|c| ours.cell(own, c) == theirs.cell(row, c)));
        let nearest = alike.min_by(|a, b| apart(a.1).total_cmp(&apart(b.1))).map(|(index, _)| index);
        let id = theirs.cell(row, "spot_id");
        match nearest {
            Some(index) => {
                let own = pool.swap_remove(index);
                found.compare_cells("weak_spots", &columns, (ours, own), (theirs, row), &[id]);
            }
            None => found.add(|| format!("{id} is missing")),
        }
    }
    for own in pool {
        found.add(|| format!("{} is not in the reference", ours.cell(own, "spot_id")));
    }
    let priorities: Vec<f64> = ours.rows.iter().filter(is_suspected).map(|row| ours.number(row, "priority")).collect();
    // Priorities that differ by rounding alone are settled by name.
    if !priorities.is_sorted_by(|a, b| *a >= b * (1.0 - 1e-9)) {
        found.add(|| format!("not in the order of priority: {priorities:?}"));
    }
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/analysis/cases")
}

fn run_of(case: &str, run: &str) -> Vec<String> {
    let args: serde_json::Value =
        serde_json::from_slice(&fs::read(cases().join(case).join("args.json")).unwrap()).unwrap();
    let mut args: Vec<String> =
        args["runs"][run].as_array().unwrap().iter().map(|arg| arg.as_str().unwrap().to_owned()).collect();
    if !args.iter().any(|arg| arg == "--grid-crs") {
        args.extend(["--grid-crs".to_owned(), "5899".to_owned()]);
    }
    args
}

fn agrees(case: &str, run: &str) {
    let folder = cases().join(case);
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    let done = Command::new(env!("CARGO_BIN_EXE_phusong"))
        .args(["analyze", "samples.csv", "--zones", "zones.geojson", "--write-samples", "--quiet", "--lang", "en"])
        .arg("--out")
        .arg(&out)
        .args(run_of(case, run))
        .current_dir(&folder)
        .output()
        .unwrap();
    assert!(done.status.success(), "{case} {run}: {}", String::from_utf8_lossy(&done.stderr));

    let expected = folder.join("expected").join(run);
    let mut all = Vec::new();
    let mut n_tables = 0;
    for (table, keys, whole) in [
        ("zone_stats", ["zone_id", "operator", "technology", "metric"].as_slice(), run == "default"),
        ("cell_stats", &["cell_id", "operator", "technology", "metric"], false),
        ("operators", &[], true),
        ("sampling_gaps", &["zone_id", "operator"], true),
        ("samples", &["row"], false),
        ("weak_spots", &[], true),
        ("local_statistics", &["cell_id", "operator"], true),
        ("fcc_gates", &["hex", "operator", "metric"], true),
    ] {
        let path = expected.join(table).with_extension("csv");
        if !path.exists() {
            continue;
        }
        n_tables += 1;
        let (ours, theirs) = (Table::read(&out.join(table).with_extension("csv")), Table::read(&path));
        let mut found = Differences { place: format!("{case} {run} {table}"), n: 0, shown: Vec::new() };
        match table {
            "samples" => compare_samples(&ours, &theirs, &mut found),
            "operators" => compare_pairs(&ours, &theirs, &mut found),
            "weak_spots" => compare_spots(&ours, &theirs, &mut found),
            _ => compare_keyed(table, keys, whole, &ours, &theirs, &mut found),
        }
        if found.n > 0 {
            all.push(format!("{}: {} differences\n    {}", found.place, found.n, found.shown.join("\n    ")));
        }
    }
    assert!(n_tables >= 2, "{case} {run}: nothing to compare with");
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn every_kind_of_dirt_is_judged_alike() {
    agrees("dirty_small", "default");
}

#[test]
fn figures_agree_on_every_grid() {
    for (case, run) in
        [("dirty_small", "hex"), ("dirty_small", "h3"), ("grades_mid", "h3"), ("parent_overlap_holes", "h3")]
    {
        agrees(case, run);
    }
}

#[test]
fn figures_agree_under_other_criteria() {
    for (case, run) in [("dirty_small", "latency50"), ("grades_mid", "qcvn")] {
        agrees(case, run);
    }
}

#[test]
fn figures_agree_for_a_part_of_the_time() {
    agrees("dirty_small", "month");
    agrees("grades_sparse", "3m");
}

#[test]
fn second_opinions_agree() {
    agrees("dirty_small", "local");
    agrees("grades_mid", "sq200");
}

#[test]
fn gates_in_fcc_style_agree() {
    agrees("gates", "fcc");
    agrees("grades_mid", "fcc");
}

#[test]
fn statistics_alone_agree() {
    agrees("dirty_small", "stats");
    agrees("no_identity", "stats");
}

#[test]
fn grades_from_a_to_e_agree() {
    agrees("grades_mid", "default");
    agrees("grades_sparse", "default");
}

#[test]
fn phones_are_told_apart_alike() {
    agrees("no_identity", "default");
    agrees("pairs", "default");
}

#[test]
fn repeats_and_jumps_are_found_alike() {
    agrees("duplicates", "default");
    agrees("teleport", "default");
}

#[test]
fn zones_with_parents_overlaps_holes_and_shared_edges_agree() {
    for (case, run) in
        [("parent_overlap_holes", "default"), ("holes", "default"), ("holes", "weight"), ("on_the_edge", "default")]
    {
        agrees(case, run);
    }
}

#[test]
fn gaps_of_an_outline_are_listed_by_hexagon() {
    agrees("outline_only", "default");
    agrees("outline_only", "h3");
    agrees("outline_only", "hex");
    // More than a first month: the outline is the only place.
    agrees("outline_only", "year");
}

#[test]
fn medians_on_the_threshold_fail_nobody() {
    agrees("median_ties", "default");
}

#[test]
fn rows_of_one_direction_become_the_same_tests() {
    agrees("long_table", "default");
}

#[test]
fn names_of_operators_and_vietnamese_headers_are_read_alike() {
    agrees("operators", "default");
    agrees("vietnamese", "default");
}

#[test]
fn every_kept_run_is_compared() {
    let source = include_str!("reference.rs");
    for case in fs::read_dir(cases()).unwrap().map(|case| case.unwrap().path()) {
        for run in fs::read_dir(case.join("expected")).unwrap().map(|run| run.unwrap().file_name()) {
            let pair = format!("\"{}\", \"{}\"", case.file_name().unwrap().to_string_lossy(), run.to_string_lossy());
            assert!(source.contains(&pair), "no test compares {pair}");
        }
    }
}
