//! Figures do not depend on how many threads compute them, nor on the order of rows and files.

use super::folder::Folder;

/// Everything but the tables that carry row numbers and the timings.
const SAME: [&str; 8] = [
    "zone_stats.csv",
    "cell_stats.csv",
    "operators.csv",
    "weak_spots.csv",
    "weak_spots.geojson",
    "sampling_gaps.csv",
    "sampling_gaps.geojson",
    "cells.geojson",
];

fn analyse(folder: &Folder, inputs: &[&str], out: &str, options: &[&str]) {
    let call = ["analyze", "--zones", "zones.geojson", "--quiet", "--now", "2027-01-01", "--out", out];
    let done = folder.run(&[call.as_slice(), inputs, options].concat());
    assert_eq!(done.code, 0, "{}", done.err);
}

#[track_caller]
fn assert_same(folder: &Folder, a: &str, b: &str) {
    for name in SAME {
        let (a_bytes, b_bytes) = (folder.bytes(&format!("{a}/{name}")), folder.bytes(&format!("{b}/{name}")));
        if a_bytes != b_bytes {
            let (a_text, b_text) = (String::from_utf8_lossy(&a_bytes), String::from_utf8_lossy(&b_bytes));
            let first = a_text.lines().zip(b_text.lines()).find(|(x, y)| x != y);
            panic!("{name} differs between {a} and {b}: {first:?}");
        }
    }
}

/// The lines behind the first in another order, the same every time.
fn shuffled(table: &str) -> String {
    let mut lines = table.lines();
    let header = lines.next().unwrap_or_default();
    let mut rows: Vec<&str> = lines.collect();
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    for i in (1..rows.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        rows.swap(i, (state >> 33) as usize % (i + 1));
    }
    std::iter::once(header).chain(rows).map(|line| format!("{line}\n")).collect()
}

#[test]
fn one_thread_and_several_give_the_same_bytes() {
    let folder = Folder::with_ward();
    analyse(&folder, &["ward"], "one", &["--threads", "1", "--write-samples"]);
    for (threads, out) in [("2", "two"), ("7", "seven")] {
        analyse(&folder, &["ward"], out, &["--threads", threads, "--write-samples"]);
        assert_same(&folder, "one", out);
        for name in ["samples.csv", "rejected.csv"] {
            assert_eq!(folder.bytes(&format!("one/{name}")), folder.bytes(&format!("{out}/{name}")), "{name}");
        }
    }
}

#[test]
fn the_order_of_rows_and_of_files_changes_no_byte() {
    let folder = Folder::with_ward();
    analyse(&folder, &["ward"], "as_is", &[]);
    let mut names = Vec::new();
    for (k, (name, bytes)) in folder.files("ward").into_iter().enumerate() {
        // Other names, so that the files sort the other way round.
        let other = format!("mixed/{:02}.csv", 90 - k);
        folder.write(&other, shuffled(std::str::from_utf8(&bytes).unwrap_or_else(|_| panic!("{name}"))));
        names.push(other);
    }
    analyse(&folder, &["mixed"], "sorted", &[]);
    assert_same(&folder, "as_is", "sorted");
    names.rotate_left(5);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    analyse(&folder, &names, "named", &[]);
    assert_same(&folder, "as_is", "named");
}

#[test]
fn a_file_cut_in_two_gives_the_same_figures() {
    let folder = Folder::with_ward();
    folder.write_clean("whole.csv", 600);
    let whole = folder.read("whole.csv");
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    folder.write("parts/a.csv", [&lines[..1], &lines[301..]].concat().concat());
    folder.write("parts/b.csv", lines[..301].concat());
    analyse(&folder, &["whole.csv"], "whole", &[]);
    analyse(&folder, &["parts"], "in_parts", &[]);
    assert_same(&folder, "whole", "in_parts");
}

#[test]
fn the_same_file_twice_adds_nothing() {
    let folder = Folder::with_ward();
    folder.write_clean("a.csv", 200);
    folder.write_clean("b.csv", 200);
    analyse(&folder, &["a.csv"], "once", &[]);
    analyse(&folder, &["a.csv", "b.csv"], "twice", &["--write-samples"]);
    assert_same(&folder, "once", "twice");
    let samples = folder.table("twice/samples.csv");
    assert_eq!(samples.rows_where(&[("flags", "duplicate")]).len(), 200);
}
