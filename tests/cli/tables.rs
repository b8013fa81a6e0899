//! The tables are a contract: names of files and columns, byte order mark, line ends, number format.

use super::folder::Folder;

const ZONE_STATS: &str = "zone_id,zone_name,operator,technology,metric,n_samples,n_votes,n_devices,n_days,n_cells,mean,p10,p25,median,p75,p90,median_lo,median_hi,threshold,n_failing_samples,n_failing_votes,share_failing,share_lo,share_hi,grade,votes_needed,n_quota,n_sources,note";
const CELL_STATS: &str = "cell_id,lon,lat,zone_id,operator,technology,metric,n_samples,n_votes,n_devices,n_days,mean,p10,p25,median,p75,p90,median_lo,median_hi,threshold,n_failing_samples,n_failing_votes,share_failing,share_lo,share_hi,grade,votes_needed,n_quota,n_sources,note";
const CELL_STATS_ALONE: &str =
    ",mean_upload,p10_upload,median_upload,p90_upload,mean_latency,p10_latency,median_latency,p90_latency";
const WEAK_SPOTS: &str = "rank,spot_id,operator,zone_id,zone_name,lon,lat,vn2000_x,vn2000_y,vn2000_epsg,radius_m,area_m2,n_cells,n_samples,n_votes,n_failing_votes,n_devices,n_days,share_failing,share_lo,share_hi,median_download,median_upload,median_latency,p_relative,p_absolute,grade,votes_needed,priority,others_ok,hours,llr_relative,llr_absolute,window_cell,window_radius_m,window_votes,window_failing_votes,months_weak,months_measured,robust,technology,place_name,note,p_corrected";
const SAMPLING_GAPS: &str = "rank,zone_id,zone_name,operator,grade,n_samples,n_votes,votes_needed,weight,weight_source,cells_measured,cells_total";
const OPERATORS: &str =
    "metric,technology,operator_a,operator_b,n_cells,mean_difference,p,p_holm,result,crude_order,matched_order";
const CHANGES: &str = "kind,place_id,place_name,operator,change,n_votes_before,n_failing_votes_before,share_before,share_lo_before,share_hi_before,grade_before,n_votes,n_failing_votes,share_failing,share_lo,share_hi,grade,n_cells,mean_difference,p,fix,cells_needed";
const REJECTED: &str = "file,row,flag,effect,column,value,detail";
const SAMPLES: &str =
    "file,row,time,lon,lat,operator,host,technology,download,upload,latency,zone_id,cell_id,vote_id,flags";

fn analysed(options: &[&str]) -> Folder {
    let folder = Folder::with_ward();
    let call = ["analyze", "ward", "--zones", "zones.geojson", "--out", "out", "--quiet", "--write-samples"];
    let done = folder.run(&[call.as_slice(), options].concat());
    assert_eq!(done.code, 0, "{}", done.err);
    folder
}

/// Columns may be added at the end; none may move, go or change its name.
#[track_caller]
fn assert_header(folder: &Folder, name: &str, contract: &str) {
    let header = folder.table(&format!("out/{name}")).header;
    assert!(header == contract || header.starts_with(&format!("{contract},")), "{name}: {header}");
}

#[test]
fn columns_have_the_names_and_the_order_of_the_contract() {
    let folder = analysed(&[]);
    for (name, contract) in [
        ("zone_stats.csv", ZONE_STATS),
        ("cell_stats.csv", CELL_STATS),
        ("weak_spots.csv", WEAK_SPOTS),
        ("sampling_gaps.csv", SAMPLING_GAPS),
        ("operators.csv", OPERATORS),
        ("rejected.csv", REJECTED),
        ("samples.csv", SAMPLES),
    ] {
        assert_header(&folder, name, contract);
    }
}

#[test]
fn an_earlier_period_is_compared_and_silence_is_never_better() {
    let folder = analysed(&["--period", "3m", "--compare-with", "previous"]);
    assert_header(&folder, "changes.csv", CHANGES);
    let (changes, zones) = (folder.table("out/changes.csv"), folder.table("out/zone_stats.csv"));
    let of_zones = changes.rows_where(&[("kind", "zone")]);
    assert!(!of_zones.is_empty());
    for row in of_zones {
        let key = [
            ("zone_id", changes.cell(row, "place_id")),
            ("operator", changes.cell(row, "operator")),
            ("technology", "*"),
            ("metric", "download"),
        ];
        let now = zones.rows_where(&key);
        for column in ["n_votes", "n_failing_votes", "share_failing", "share_lo", "share_hi", "grade"] {
            assert_eq!(changes.cell(row, column), zones.cell(now[0], column), "{key:?} {column}");
        }
        let is_weak = ["A", "B"].contains(&changes.cell(row, "grade"));
        let says_something = changes.count(row, "n_votes") >= 6 || is_weak;
        assert_eq!(changes.cell(row, "change") == "not-re-measured", !says_something, "{key:?}");
    }
    for row in changes.rows_where(&[("kind", "spot"), ("fix", "better")]) {
        assert!(changes.count(row, "n_cells") >= 6 && changes.cell(row, "mean_difference").starts_with('-'));
    }
}

#[test]
fn all_of_the_time_has_no_period_before_it() {
    let folder = Folder::with_ward();
    for earlier in ["previous", "2026-13", "2026-05..2026-01", "yesterday"] {
        let done = folder.run(&["analyze", "ward", "--out", "out", "--compare-with", earlier, "--lang", "en"]);
        assert!(done.code != 0 && done.err.contains("--compare-with"), "{earlier}: {}", done.err);
    }
}

#[test]
fn statistics_alone_have_no_verdicts_and_more_columns_of_cells() {
    let folder = analysed(&["--only", "stats"]);
    assert_header(&folder, "zone_stats.csv", ZONE_STATS);
    assert_header(&folder, "cell_stats.csv", &format!("{CELL_STATS}{CELL_STATS_ALONE}"));
    for absent in ["operators.csv", "weak_spots.csv", "sampling_gaps.csv", "cells.geojson"] {
        assert!(!folder.path(&format!("out/{absent}")).exists(), "{absent}");
    }
    for name in ["zone_stats.csv", "cell_stats.csv"] {
        let table = folder.table(&format!("out/{name}"));
        assert!(!table.rows.is_empty());
        for (row, column) in
            table.rows.iter().flat_map(|row| ["n_votes", "grade", "votes_needed", "note"].map(|c| (row, c)))
        {
            assert_eq!(table.cell(row, column), "", "{name} {column}");
        }
    }
    let cells = folder.table("out/cell_stats.csv");
    assert!(cells.rows.iter().all(|row| cells.cell(row, "metric") == "download" && cells.cell(row, "operator") != "*"));
}

#[test]
fn tables_are_utf8_with_byte_order_mark_and_line_feeds() {
    let folder = analysed(&[]);
    for (name, bytes) in folder.files("out").iter().filter(|(name, _)| name.ends_with(".csv")) {
        assert!(bytes.starts_with(b"\xEF\xBB\xBF"), "{name} has no byte order mark");
        assert!(!bytes.contains(&b'\r'), "{name} has carriage returns");
        assert!(bytes.ends_with(b"\n") && !bytes.ends_with(b"\n\n"), "{name} does not end with one line feed");
        let text = std::str::from_utf8(bytes).unwrap();
        for word in ["NaN", "nan", "inf", "-0,", "1e", "undefined"] {
            assert!(!text.lines().skip(1).any(|l| l.split(',').any(|cell| cell == word)), "{name} holds {word}");
        }
        // Every record has as many fields as the header, or the reader fails.
        folder.table(&format!("out/{name}"));
    }
}

#[test]
fn rows_are_sorted_by_their_keys_with_the_star_first() {
    let folder = analysed(&[]);
    let key = |text: &str| (text != "*", text.to_owned());
    for (name, keys) in [
        ("zone_stats.csv", ["zone_id", "operator", "technology", "metric"]),
        ("cell_stats.csv", ["cell_id", "operator", "technology", "metric"]),
    ] {
        let table = folder.table(&format!("out/{name}"));
        let rows: Vec<Vec<_>> = table.rows.iter().map(|row| keys.map(|k| key(table.cell(row, k))).into()).collect();
        assert!(rows.is_sorted_by(|a, b| a < b), "{name}: not sorted, or a key twice");
    }
    for name in ["weak_spots.csv", "sampling_gaps.csv"] {
        let table = folder.table(&format!("out/{name}"));
        let ranks: Vec<u64> = table.rows.iter().map(|row| table.count(row, "rank")).collect();
        assert_eq!(ranks, (1..=ranks.len() as u64).collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn layers_are_geojson_in_wgs84() {
    let folder = analysed(&[]);
    for name in ["cells.geojson", "weak_spots.geojson", "sampling_gaps.geojson"] {
        let layer: geojson::GeoJson =
            folder.read(&format!("out/{name}")).parse().unwrap_or_else(|e| panic!("{name}: {e}"));
        let geojson::GeoJson::FeatureCollection(layer) = layer else { panic!("{name} is no collection") };
        assert!(!layer.features.is_empty(), "{name}");
        let rows = match name {
            "cells.geojson" => continue,
            _ => folder.table(&format!("out/{}", name.replace("geojson", "csv"))).rows.len(),
        };
        assert_eq!(layer.features.len(), rows, "{name}");
    }
    let cells = folder.read("out/cells.geojson");
    let cells: serde_json::Value = serde_json::from_str(&cells).unwrap();
    for cell in cells["features"].as_array().unwrap() {
        let ring = cell["geometry"]["coordinates"][0].as_array().unwrap();
        assert_eq!(ring.first(), ring.last(), "rings are closed");
        for place in ring {
            let (lon, lat) = (place[0].as_f64().unwrap(), place[1].as_f64().unwrap());
            assert!((106.0..108.0).contains(&lon) && (20.0..22.0).contains(&lat), "{place}");
        }
    }
}

#[test]
fn what_a_spreadsheet_would_run_is_disarmed() {
    let folder = Folder::with_ward();
    let rows = super::folder::clean_rows(9).replace("MobiFone", "\"=HYPERLINK(\"\"x\"\")\"");
    folder.write("formula.csv", rows);
    let done = folder.run(&["analyze", "formula.csv", "--zones", "zones.geojson", "--out", "out", "--write-samples"]);
    assert_eq!(done.code, 0, "{}", done.err);
    for name in ["zone_stats.csv", "cell_stats.csv", "samples.csv"] {
        let table = folder.table(&format!("out/{name}"));
        let operators: Vec<&str> = table.rows.iter().map(|row| table.cell(row, "operator")).collect();
        assert!(operators.iter().all(|o| !o.starts_with('=')), "{name}");
        assert!(operators.contains(&"'=HYPERLINK(\"x\")"), "{name}");
    }
}
