//! What `inspect` says of files that are no evidence: numbers of samples, and layers of context.

use serde_json::{Value, json};

use super::json::bounds_json;
use super::words::{Lines, corners, shortest};
use crate::io::export::operators_json;
use crate::model::{ContextLayer, ContextRecords, QuotaRow, QuotaTable, SignalPoint, Tile, Tower};
use crate::text::Text;

/// Rows shown as examples.
const EXAMPLES: usize = 5;

pub(super) fn quota_json(quota: &QuotaTable) -> Value {
    let row = |row: &QuotaRow| {
        json!({
            "ward": row.ward, "operator": row.operator, "samples": row.n_samples,
            "download": row.download_mbps, "upload": row.upload_mbps,
            "row": row.row, "code": row.code, "month": row.month,
        })
    };
    let rows: Vec<Value> = quota.rows.iter().map(row).collect();
    json!({ "wards": quota.n_wards(), "samples": quota.n_samples(), "other_rows": quota.n_other_rows, "rows": rows })
}

/// The key of a layer, and what it holds.
pub(super) fn layer_json(layer: &ContextLayer) -> (&'static str, Value) {
    let mut value = json!({
        layer.kind().code(): layer.len(),
        "other_rows": layer.n_other_rows,
        "bounds": layer.bounds().map(bounds_json),
        "operators": operators_json(layer),
        "is_cut": layer.is_cut,
    });
    if let (Some((tests, devices)), Some(map)) = (layer.weights(), value.as_object_mut()) {
        map.insert("tests".to_owned(), json!(tests));
        map.insert("devices".to_owned(), json!(devices));
    }
    (layer.kind().code(), value)
}

fn facts<'a>(list: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    list.iter().map(|(key, value)| (*key, value.as_str())).collect()
}

pub(super) fn report_quota(quota: &QuotaTable, lines: &mut Lines<'_>) {
    let text = lines.text;
    let counts = [
        ("rows", text.count(quota.rows.len() as u64)),
        ("wards", text.count(quota.n_wards() as u64)),
        ("samples", text.count(quota.n_samples())),
    ];
    lines.line(&text.with("inspect-format-quota", &facts(&counts)));
    lines.line(&text.get("inspect-quota-use"));
    lines.titled("inspect-other-rows", &text.count(quota.n_other_rows));
    let row = |row: &QuotaRow| {
        let or_dash = |value: &str| if value.is_empty() { "–".to_owned() } else { value.to_owned() };
        let cells = [
            ("ward", or_dash(if row.ward.is_empty() { &row.code } else { &row.ward })),
            ("operator", or_dash(&row.operator)),
            ("samples", text.count(row.n_samples)),
            ("download", row.download_mbps.map_or_else(|| "–".to_owned(), |v| shortest(v, text))),
        ];
        text.with("inspect-quota-row", &facts(&cells))
    };
    lines.list("inspect-quota-first", quota.rows.iter().take(EXAMPLES).map(row));
}

pub(super) fn report_layer(layer: &ContextLayer, lines: &mut Lines<'_>) {
    let text = lines.text;
    let (n_tests, n_devices) = layer.weights().unwrap_or_default();
    let n = text.count(layer.len() as u64);
    let counts = [("n", n.clone()), ("tiles", n), ("tests", text.count(n_tests)), ("devices", text.count(n_devices))];
    let kind = layer.kind().code();
    lines.line(&text.with(&format!("inspect-format-{kind}"), &facts(&counts)));
    lines.line(&text.get(&format!("inspect-{kind}-use")));
    if layer.n_other_rows > 0 {
        lines.line(&text.with("context-other-rows", &[("n", &text.count(layer.n_other_rows))]));
    }
    if layer.is_cut {
        lines.line(&text.with("context-cut", &[("n", &text.count(layer.len() as u64))]));
    }
    lines.titled("inspect-bounds", &layer.bounds().map_or_else(|| text.get("inspect-none"), |b| corners(b, text)));
    let operators = layer.n_by_operator();
    if !operators.is_empty() {
        let named = operators.iter().map(|(brand, n)| format!("{} {}", text.brand(brand), text.count(*n)));
        lines.titled("inspect-operators", &named.collect::<Vec<_>>().join("; "));
    }
    let brand = |id| layer.operator(id).map(|operator| text.brand(&operator.brand)).unwrap_or_default();
    let rows: Vec<String> = match &layer.records {
        ContextRecords::Tiles(list) => list.iter().take(EXAMPLES).map(|tile| tile_line(tile, text)).collect(),
        ContextRecords::Signal(list) => {
            list.iter().take(EXAMPLES).map(|point| signal_line(point, &brand(point.operator), text)).collect()
        }
        ContextRecords::Towers(list) => {
            list.iter().take(EXAMPLES).map(|tower| tower_line(tower, &brand(tower.operator), text)).collect()
        }
        ContextRecords::Neighbours(list) => {
            list.iter().take(EXAMPLES).map(|outline| outline.shown_name().to_owned()).collect()
        }
    };
    lines.list("inspect-quota-first", rows.into_iter());
}

fn place(position: crate::model::LonLat, text: &Text) -> String {
    format!("{} {}", text.number(position.lat, 5), text.number(position.lon, 5))
}

fn tile_line(tile: &Tile, text: &Text) -> String {
    let metric = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| shortest(v, text));
    let cells = [
        ("position", place(tile.centre, text)),
        ("tests", text.count(u64::from(tile.n_tests))),
        ("devices", text.count(u64::from(tile.n_devices))),
        ("download", metric(tile.download_mbps)),
        ("upload", metric(tile.upload_mbps)),
        ("latency", metric(tile.latency_ms)),
    ];
    text.with("inspect-tile-row", &facts(&cells))
}

fn signal_line(point: &SignalPoint, brand: &str, text: &Text) -> String {
    let level = text.number(f64::from(point.level_dbm), 0);
    [place(point.position, text), brand.to_owned(), point.technology.label().to_owned(), format!("{level} dBm")]
        .join(" | ")
}

fn tower_line(tower: &Tower, brand: &str, text: &Text) -> String {
    let range =
        tower.range_m.map_or_else(|| "–".to_owned(), |metres| format!("{} m", text.number(f64::from(metres), 0)));
    [place(tower.position, text), brand.to_owned(), tower.technology.label().to_owned(), range].join(" | ")
}
