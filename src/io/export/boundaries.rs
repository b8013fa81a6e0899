//! The boundaries of a study: as a list that can be read again, in `summary.json` and in the report of `inspect`.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::fields::Fields;
use super::list::{List, Place, Shape};
use crate::model::{BoundaryNote, BoundaryReport, OverlapOfZones, Zones};

/// Each zone with its outline, under the names that a boundary file is read by.
pub fn boundaries_list(zones: &Zones) -> List<'_> {
    let list = List::of("boundaries", "zone_id,zone_name,area_m2", &zones.zones, |zone, records| {
        records.text(&zone.id).text(&zone.name).fixed(zone.area_m2, 2);
        records.end(Shape::Area(Cow::Borrowed(&zone.shape)));
    });
    list.placed(Place::MultiPolygon, &["zone_name"])
}

/// What was understood and mended of boundary files. Notes are keys with facts: sentences are made in `text`.
pub fn report_json(report: &BoundaryReport, n_zones: usize, overlaps: &[OverlapOfZones]) -> Value {
    let file = |part: fn(&crate::model::BoundaryFile) -> &str| report.files.first().map(part);
    let files: Vec<Value> = report
        .files
        .iter()
        .map(|f| json!({"file": f.name, "sha256": f.sha256, "format": f.format, "crs": f.crs, "encoding": f.encoding}))
        .collect();
    let repairs: Vec<Value> = report
        .repairs
        .iter()
        .map(|r| json!({"zone_id": r.zone_id, "zone_name": r.zone_name, "kind": r.kind.code(), "n": r.n}))
        .collect();
    let overlaps: Vec<Value> =
        overlaps.iter().map(|o| json!({"first": o.first, "second": o.second, "area_m2": rounded(o.area_m2)})).collect();
    let gaps: Vec<Value> = report
        .gaps
        .iter()
        .map(|g| json!({"area_m2": rounded(g.area_m2), "lon": g.at.lon, "lat": g.at.lat, "open": g.is_open}))
        .collect();
    let areas: Vec<Value> = report
        .areas
        .iter()
        .map(|a| {
            json!({
                "zone_id": a.zone_id, "zone_name": a.zone_name, "field": a.field,
                "declared_m2": rounded(a.declared_m2), "area_m2": rounded(a.area_m2),
            })
        })
        .collect();
    json!({
        "file": file(|f| &f.name),
        "sha256": file(|f| &f.sha256),
        "format": file(|f| &*f.format),
        "crs": file(|f| &f.crs),
        "zones": n_zones,
        "files": files,
        "notes": report.notes.iter().map(note).collect::<Vec<_>>(),
        "repairs": repairs,
        "overlaps": overlaps,
        "gaps": gaps,
        "declared_areas": areas,
    })
}

fn note(note: &BoundaryNote) -> Value {
    let facts: Map<String, Value> =
        note.facts().into_iter().map(|(key, value)| (key.to_owned(), json!(value))).collect();
    let key = note.key();
    json!({"note": key.strip_prefix("boundary-note-").unwrap_or(key), "facts": facts})
}

/// Square metres with two decimals.
fn rounded(area_m2: f64) -> f64 {
    (area_m2 * 100.0).round() / 100.0
}
