//! What `inspect` says, for programs.

use serde_json::{Value, json};

use super::beside::{layer_json, quota_json};
use super::{boundaries, how_code};
use crate::io::{Content, DateOrder, Inspection, SampleSummary, TableContent};
use crate::model::LonLat;
use crate::text::Text;

pub(super) fn inspection_json(inspection: &Inspection, text: &Text) -> Value {
    let refusal = inspection.refusal.as_ref().map(|e| json!({ "key": e.key(), "text": text.error(e) }));
    let content = match &inspection.content {
        Content::Table(table) => table_json(table, text),
        Content::Quota(table, quota) => with(table_json(table, text), "quota", quota_json(quota)),
        Content::Context(table, layer) => {
            let (key, value) = layer_json(layer);
            with(table_json(table, text), key, value)
        }
        Content::Boundaries(content) => boundaries::json(content, text),
    };
    json!({ "path": inspection.path, "sha256": inspection.sha256, "refusal": refusal, "content": content })
}

pub(super) fn bounds_json((south_west, north_east): (LonLat, LonLat)) -> Value {
    json!([south_west.lon, south_west.lat, north_east.lon, north_east.lat])
}

fn table_json(table: &TableContent, text: &Text) -> Value {
    let columns: Vec<Value> = table
        .columns
        .iter()
        .map(|c| {
            let confidence = (f64::from(c.confidence) * 100.0).round() / 100.0;
            json!({ "header": c.header, "meaning": c.meaning.map(|m| m.code()), "confidence": confidence, "how": how_code(c.how) })
        })
        .collect();
    let speeds: Vec<Value> = table
        .speeds
        .iter()
        .map(|s| json!({ "header": s.header, "unit": s.unit.code(), "first_mbps": s.first_mbps }))
        .collect();
    json!({
        "format": "table",
        "encoding": table.form.encoding,
        "delimiter": table.form.delimiter,
        "decimal": if table.decimal_comma { "," } else { "." },
        "header_row": table.header_row,
        "columns": columns,
        "speeds": speeds,
        "timezone": table.timezone,
        "date_order": match table.date_order { DateOrder::DayMonth => "day-month", DateOrder::MonthDay => "month-day" },
        "first_rows": table.first_rows,
        "samples": table.samples.as_ref().map(samples_json),
        "notes": table.notes.iter().map(|note| json!({ "key": note.key(), "text": text.note(note) })).collect::<Vec<_>>(),
        "file_format": table.form.format,
        "sheet": table.form.sheet,
        "other_sheets": table.form.other_sheets,
        "skipped_columns": table.form.skipped_columns,
        "crs": table.form.epsg.map(|epsg| format!("EPSG:{epsg}")),
    })
}

fn with(mut content: Value, key: &str, value: Value) -> Value {
    if let Some(map) = content.as_object_mut() {
        map.insert(key.to_owned(), value);
    }
    content
}

fn samples_json(samples: &SampleSummary) -> Value {
    let first: Vec<Value> = samples
        .first
        .iter()
        .map(|s| {
            json!({
                "row": s.row, "time": s.time, "lon": s.position.map(|p| p.lon), "lat": s.position.map(|p| p.lat),
                "operator": s.operator, "technology": s.technology.label(),
                "download": s.download_mbps, "upload": s.upload_mbps, "latency": s.latency_ms,
            })
        })
        .collect();
    let flags: serde_json::Map<String, Value> =
        samples.flags.by_code().into_iter().map(|(code, n)| (code.to_owned(), json!(n))).collect();
    let operators: serde_json::Map<String, Value> =
        samples.operators.iter().map(|(brand, n)| (brand.clone(), json!(n))).collect();
    let technologies: serde_json::Map<String, Value> =
        samples.technologies.iter().map(|(t, n)| (t.label().to_owned(), json!(n))).collect();
    json!({
        "rows": samples.n_rows,
        "times": samples.times.map(|(a, b)| [a, b]),
        "bounds": samples.bounds.map(bounds_json),
        "flags": flags,
        "operators": operators,
        "technologies": technologies,
        "devices": samples.n_devices,
        "test_ids": samples.has_test_ids,
        "first": first,
    })
}
