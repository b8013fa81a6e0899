//! Lists of a project as hand-over files: in every format, read back to the same values, whole or not at all.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::folder::{Folder, phusong};
use super::{NOW, import};

const LISTS: [&str; 6] = ["weak-spots", "cells", "zones", "gaps", "plan", "samples"];
const FORMATS: [&str; 7] = ["csv", "xlsx", "geojson", "kml", "gpx", "gpkg", "shp"];

fn export(folder: &Folder, what: &str, format: &str) -> String {
    let name = format!("{what}.{}", if format == "shp" { "zip" } else { format });
    let call = ["export", "p.gpkg", "--what", what, "--format", format, "--out", &name, "--overwrite", "--quiet"];
    let done = folder.run(&call);
    assert_eq!(done.code, 0, "{what} {format}: {}", done.err);
    name
}

/// What an analysis says of some samples.
fn figures(folder: &Folder, samples: &str) -> String {
    let call = ["analyze", samples, "--zones", "zones.geojson", "--only", "stats", "--now", NOW, "--out", "out"];
    let done = folder.run(&[&call[..], &["--overwrite", "--quiet"]].concat());
    assert_eq!(done.code, 0, "{samples}: {}", done.err);
    folder.read("out/zone_stats.csv")
}

#[test]
fn samples_of_a_project_are_read_back_to_the_same_figures_from_every_format() {
    let folder = Folder::with_ward();
    folder.write_clean("a.csv", 500);
    import(&folder, &["a.csv", "--zones", "zones.geojson"]);
    let expected = figures(&folder, "a.csv");
    for format in FORMATS {
        let name = export(&folder, "samples", format);
        assert_eq!(figures(&folder, &name), expected, "{format}");
        // They can be imported too, where every row is known already by its time, place and values.
        std::fs::copy(folder.path("p.gpkg"), folder.path("q.gpkg")).unwrap();
        let done = folder.run(&["import", "q.gpkg", &name, "--now", NOW, "--json"]);
        let said: serde_json::Value = serde_json::from_str(&done.out).unwrap();
        assert_eq!(said["repeats"].as_array().map(Vec::len), Some(500), "{format}");
    }
}

#[test]
fn every_list_is_written_in_every_format_and_shapes_are_read_back() {
    let folder = Folder::with_ward();
    folder.write_clean("a.csv", 400);
    import(&folder, &["a.csv", "--zones", "zones.geojson"]);
    for what in LISTS {
        for format in FORMATS {
            let name = export(&folder, what, format);
            assert!(!folder.bytes(&name).is_empty(), "{name}");
            let done = folder.run(&["inspect", &name, "--json"]);
            assert!(done.code <= 1 && !done.err.contains("panicked"), "{name}: {}", done.err);
        }
    }
    // Areas of the cells, whatever the format they come in.
    let zone_ids = |name: &str| {
        let call = ["analyze", "a.csv", "--zones", name, "--only", "stats", "--now", NOW, "--out", "out"];
        let done = folder.run(&[&call[..], &["--overwrite", "--quiet"]].concat());
        assert_eq!(done.code, 0, "{name}: {}", done.err);
        let zones = folder.table("out/zone_stats.csv");
        zones.rows.iter().map(|row| zones.cell(row, "zone_id").to_owned() + zones.cell(row, "n_samples")).collect()
    };
    let expected: Vec<String> = zone_ids("cells.geojson");
    for name in ["cells.kml", "cells.gpkg", "cells.zip"] {
        assert!(zone_ids(name) == expected, "{name}");
    }
}

#[test]
fn a_killed_export_leaves_a_whole_file_or_none() {
    let folder = Folder::with_ward();
    import(&folder, &["ward", "--zones", "zones.geojson"]);
    let call = ["export", "p.gpkg", "--what", "samples", "--format", "csv", "--out", "x.csv", "--quiet"];
    let begun = Instant::now();
    assert_eq!(folder.run(&call).code, 0);
    let (whole, expected) = (begun.elapsed(), folder.bytes("x.csv"));
    let (mut all, mut none) = (0, 0);
    for part in 0..16u32 {
        let _ = std::fs::remove_file(folder.path("x.csv"));
        let mut command = phusong(&folder.path("."));
        let mut child = command.args(call).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole.mul_f64(f64::from(part) / 14.0) + Duration::from_millis(1));
        child.kill().unwrap();
        child.wait().unwrap();
        match std::fs::read(folder.path("x.csv")) {
            Ok(bytes) => {
                assert!(bytes == expected, "part {part}");
                all += 1;
            }
            Err(_) => none += 1,
        }
    }
    println!("{all} whole, {none} not at all");
}

#[test]
fn an_export_that_the_disk_has_no_room_for_leaves_nothing() {
    let folder = Folder::with_ward();
    import(&folder, &["ward", "--zones", "zones.geojson"]);
    let program = phusong(&folder.path(".")).get_program().to_owned();
    for format in FORMATS {
        // The limit is on the size of each file; without the signal, writing fails as on a full disk.
        let script =
            "trap '' XFSZ; ulimit -f 8; exec \"$0\" export p.gpkg --what samples --format \"$1\" --out x/ --lang en";
        let mut command = Command::new("bash");
        command.arg("-c").arg(script).arg(&program).arg(format).current_dir(folder.path("."));
        let done = command.output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(1), "{format}: {said}");
        assert!(!said.contains("panicked"), "{format}: {said}");
        assert!(!folder.path("x").exists() && folder.drafts().is_empty(), "{format}");
    }
}
