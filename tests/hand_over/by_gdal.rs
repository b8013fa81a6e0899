//! What GDAL makes of the files.

use std::path::Path;
use std::process::Command;

use phusong::io::export::{Format, What};
use serde_json::Value;

use crate::ward::{WHAT, Ward, assert_same};

fn has_gdal() -> bool {
    let is_there = Command::new("ogr2ogr").arg("--version").output().is_ok();
    if !is_there {
        eprintln!("SKIPPED: no ogr2ogr (apt-get install gdal-bin)");
    }
    is_there
}

/// Features of the first layer as GDAL reads them. Whatever it warns of is a failure.
fn features(path: &Path, layer: &str) -> Vec<Value> {
    let opened = match path.extension().unwrap().to_str() {
        Some("zip") => format!("/vsizip/{}", path.display()),
        _ => path.display().to_string(),
    };
    let mut command = Command::new("ogr2ogr");
    command.args(["-f", "GeoJSON", "-lco", "SIGNIFICANT_FIGURES=17", "-lco", "COORDINATE_PRECISION=9"]);
    let done = command.args(["/vsistdout/", &opened, layer]).output().unwrap();
    let complaints = String::from_utf8(done.stderr).unwrap();
    assert!(done.status.success() && complaints.is_empty(), "{}: {complaints}", path.display());
    let collection: Value = serde_json::from_slice(&done.stdout).unwrap();
    collection["features"].as_array().unwrap().clone()
}

fn text_of(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    }
}

/// The time of a GeoPackage, which is in UTC, as ours.
fn is_same_time(found: &str, expected: &str) -> bool {
    let instant = |text: &str| text.replace(' ', "T").replace('/', "-").parse::<jiff::Timestamp>().ok();
    found.is_empty() == expected.is_empty() && instant(found) == instant(expected)
}

#[test]
fn gdal_reads_every_list_of_every_map_format() {
    if !has_gdal() {
        return;
    }
    let ward = Ward::get();
    for what in WHAT.into_iter().filter(|what| what.has_places()) {
        // On a map a cell is one row.
        let table = ward.write(what, Format::GeoJson);
        let expected = features(&table, what.stem(Format::GeoJson));
        if what != What::Cells {
            let (header, rows) = ward.csv(what);
            assert_eq!(expected.len(), rows.len());
            for (feature, row) in expected.iter().zip(&rows) {
                for (name, value) in header.iter().zip(row).filter(|(name, _)| *name != "time") {
                    assert_same(&text_of(feature["properties"].get(name)), value, name);
                }
            }
        }
        for format in [Format::Kml, Format::GeoPackage, Format::Shapefile] {
            let path = ward.write(what, format);
            let layer = match format {
                Format::Kml => phusong::text::Text::new(phusong::text::Language::Vi).get(&list_key(what)),
                _ => what.stem(format).to_owned(),
            };
            let found = features(&path, &layer);
            assert_eq!(found.len(), expected.len(), "{what:?} {format:?}");
            for (found, expected) in found.iter().zip(&expected) {
                same_feature(found, expected, format);
            }
        }
        let waypoints = features(&ward.write(what, Format::Gpx), "waypoints");
        let placed = expected.iter().filter(|feature| !feature["geometry"].is_null()).count();
        assert_eq!(waypoints.len(), placed, "{what:?}");
    }
}

fn list_key(what: What) -> String {
    format!("list-{}", what.stem(Format::Kml).replace('_', "-"))
}

fn same_feature(found: &Value, expected: &Value, format: Format) {
    let (properties, wanted) = (&found["properties"], expected["properties"].as_object().unwrap());
    // A Shapefile has short names, in the same order.
    let by_place: Vec<&Value> = properties.as_object().unwrap().values().collect();
    for (place, (name, value)) in wanted.iter().enumerate() {
        let found = match format {
            Format::Shapefile => text_of(by_place.get(place).copied()),
            _ => text_of(properties.get(name)),
        };
        let expected = text_of(Some(value));
        if name == "time" {
            assert!(is_same_time(&found, &expected), "{format:?}: {found} {expected}");
            continue;
        }
        let found = found.strip_prefix('\'').unwrap_or(&found);
        assert_same(found, &expected, &format!("{format:?} {name}"));
    }
    let first = |feature: &Value| {
        let mut at = feature["geometry"]["coordinates"].clone();
        let mut n = 0;
        while at[0].is_array() {
            n += at.as_array().unwrap().len();
            at = at[0].clone();
        }
        (n, at)
    };
    if matches!(format, Format::GeoPackage) {
        assert_eq!(first(found), first(expected), "{format:?}");
    }
    assert_eq!(found["geometry"].is_null(), expected["geometry"].is_null(), "{format:?}");
}
