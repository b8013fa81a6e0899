//! What a boundary file is, what was mended in it, and how its zones lie to each other.

use serde_json::{Value, json};

use super::json::bounds_json;
use super::words::{Lines, corners};
use crate::io::BoundaryContent;
use crate::io::export::report_json;
use crate::model::BoundaryFile;
use crate::text::Text;

/// Items of a list that are shown; the rest is counted.
const SHOWN: usize = 20;

pub(super) fn report(content: &BoundaryContent, lines: &mut Lines<'_>) {
    // Nothing is known of a file that lies nowhere yet.
    if content.report.files.is_empty() {
        return;
    }
    let text = lines.text;
    let of_files = |part: fn(&BoundaryFile) -> &str| {
        let mut parts: Vec<&str> = content.report.files.iter().map(part).filter(|part| !part.is_empty()).collect();
        parts.sort_unstable();
        parts.dedup();
        parts.join("; ")
    };
    let (formats, systems) = (of_files(|file| &*file.format), of_files(|file| file.crs.as_str()));
    lines.line(&text.with(
        "inspect-format-boundaries",
        &[
            ("zones", &text.count(content.n_zones as u64)),
            ("features", &text.count(content.n_features as u64)),
            ("polygons", &text.count(content.n_polygons as u64)),
            ("format", &formats),
            ("crs", &systems),
        ],
    ));
    let encodings = of_files(|file| file.encoding.as_str());
    if !encodings.is_empty() {
        lines.titled("inspect-boundary-encoding", &encodings);
    }
    let notes = content.report.notes.iter().map(|note| text.with_facts(note.key(), &note.facts()));
    list(lines, "inspect-boundary-notes", notes.collect());
    lines.titled("inspect-fields", &content.fields.join("; "));
    let or = |field: &Option<String>, key: &str| field.clone().unwrap_or_else(|| text.get(key));
    lines.titled("inspect-id-field", &or(&content.id_field, "inspect-numbered"));
    lines.titled("inspect-name-field", &or(&content.name_field, "inspect-none"));
    lines.titled("inspect-first-names", &content.first_names.join("; "));
    let bounds = content.bounds.map_or_else(|| text.get("inspect-none"), |b| corners(b, text));
    lines.titled("inspect-bounds", &bounds);
    report_shapes(content, lines);
}

/// Repairs, overlaps, gaps and doubtful areas.
fn report_shapes(content: &BoundaryContent, lines: &mut Lines<'_>) {
    let text = lines.text;
    let report = &content.report;
    let zone =
        |id: &str, name: &str| if name.is_empty() || name == id { id.to_owned() } else { format!("{id} {name}") };
    let area = |square_metres: f64| text.number(square_metres, 0);
    let repairs = report.repairs.iter().map(|repair| {
        let what = text.get(&format!("boundary-repair-{}", repair.kind.code()));
        let zone = zone(&repair.zone_id, &repair.zone_name);
        let n = text.count(u64::from(repair.n));
        text.with("inspect-boundary-repair", &[("zone", &zone), ("what", &what), ("n", &n)])
    });
    list(lines, "inspect-boundary-repairs", repairs.collect());
    let overlaps = content.overlaps.iter().map(|overlap| {
        let facts = [("first", overlap.first.as_str()), ("second", &overlap.second), ("area", &area(overlap.area_m2))];
        text.with("inspect-boundary-overlap", &facts)
    });
    list(lines, "inspect-boundary-overlaps", overlaps.collect());
    let gaps = report.gaps.iter().map(|gap| {
        let at = format!("{} {}", text.number(gap.at.lat, 5), text.number(gap.at.lon, 5));
        text.with(gap.key(), &[("area", &area(gap.area_m2)), ("at", &at)])
    });
    list(lines, "inspect-boundary-gaps", gaps.collect());
    let areas = report.areas.iter().map(|declared| {
        let facts = [
            ("zone", zone(&declared.zone_id, &declared.zone_name)),
            ("field", declared.field.clone()),
            ("declared", area(declared.declared_m2)),
            ("area", area(declared.area_m2)),
        ];
        text.with_facts("inspect-boundary-area", &facts)
    });
    list(lines, "inspect-boundary-areas", areas.collect());
}

/// A list with its title; nothing where it is empty.
fn list(lines: &mut Lines<'_>, key: &str, mut items: Vec<String>) {
    if items.is_empty() {
        return;
    }
    let n_more = items.len().saturating_sub(SHOWN);
    items.truncate(SHOWN);
    if n_more > 0 {
        items.push(lines.text.with("inspect-boundary-more", &[("n", &lines.text.count(n_more as u64))]));
    }
    lines.list(key, items.into_iter());
}

pub(super) fn json(content: &BoundaryContent, text: &Text) -> Value {
    let first = content.report.files.first();
    json!({
        "format": first.map(|file| file.format.to_lowercase()),
        "features": content.n_features,
        "zones": content.n_zones,
        "polygons": content.n_polygons,
        "fields": content.fields,
        "id_field": content.id_field,
        "name_field": content.name_field,
        "first_names": content.first_names,
        "bounds": content.bounds.map(bounds_json),
        "crs": first.map(|file| file.crs.as_str()),
        "encoding": first.map(|file| file.encoding.as_str()),
        "notes": content.report.notes.iter().map(|note| text.with_facts(note.key(), &note.facts())).collect::<Vec<_>>(),
        "boundaries": report_json(&content.report, content.n_zones, &content.overlaps),
    })
}
