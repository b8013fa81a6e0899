//! `phusong inspect`: what a file is and how it is understood. Changes nothing.

use std::io::Write;
use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};

use super::FAILED;
use super::arguments::ReadArguments;
use crate::io::{
    BoundaryContent, Content, DateOrder, FirstSample, How, Inspection, ReadOptions, SampleSummary, TableContent,
    expand_inputs, inspect,
};
use crate::model::{Error, LonLat, Result};
use crate::text::{Text, printable};

#[derive(Debug, Args)]
pub struct InspectOptions {
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<String>,
    #[command(flatten)]
    pub read: ReadArguments,
    #[arg(long)]
    pub json: bool,
}

impl InspectOptions {
    pub fn run(&self, text: &Text) -> Result<ExitCode> {
        run(&self.files, &self.read.read_options()?, self.json, text)
    }
}

/// Reports on every file, also after one that cannot be used; then the exit code is that of a failure.
pub fn run(paths: &[String], options: &ReadOptions, json: bool, text: &Text) -> Result<ExitCode> {
    let mut values = Vec::new();
    let mut all_usable = true;
    for pattern in paths {
        let files = match expand_inputs(std::slice::from_ref(pattern)) {
            Ok(files) => files,
            Err(error) => {
                all_usable = false;
                values.push(say_error(pattern, &error, json, text)?);
                continue;
            }
        };
        for path in files {
            match inspect(&path, options) {
                Ok(inspection) => {
                    all_usable &= inspection.refusal.is_none();
                    if json {
                        values.push(inspection_json(&inspection, text));
                    } else {
                        print(&report(&inspection, text))?;
                    }
                }
                Err(error) => {
                    all_usable = false;
                    values.push(say_error(&path.display().to_string(), &error, json, text)?);
                }
            }
        }
    }
    if json {
        print(&format!("{:#}\n", Value::Array(values)))?;
    }
    Ok(if all_usable { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
}

fn say_error(path: &str, error: &Error, json: bool, text: &Text) -> Result<Value> {
    let sentence = text.error(error);
    if !json {
        print(&format!("{path}\n  {}\n\n", text.with("inspect-refused", &[("reason", &sentence)])))?;
    }
    Ok(json!({ "path": path, "refusal": { "key": error.key(), "text": sentence } }))
}

/// A reader that closed the pipe has seen enough.
fn print(report: &str) -> Result<()> {
    match std::io::stdout().write_all(report.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::Unwritable { path: "-".to_owned(), reason: error.to_string() })
        }
        _ => Ok(()),
    }
}

/// Lines of a report, each with its title.
struct Lines<'a> {
    text: &'a Text,
    lines: String,
}

impl Lines<'_> {
    fn line(&mut self, line: &str) {
        self.lines.push_str("  ");
        self.lines.push_str(&printable(line));
        self.lines.push('\n');
    }

    fn titled(&mut self, key: &str, value: &str) {
        let title = self.text.get(key);
        self.line(&format!("{title}: {value}"));
    }

    fn list(&mut self, key: &str, items: impl Iterator<Item = String>) {
        let title = self.text.get(key);
        self.line(&format!("{title}:"));
        for item in items {
            self.line(&format!("  {item}"));
        }
    }
}

fn report(inspection: &Inspection, text: &Text) -> String {
    let mut lines = Lines { text, lines: format!("{}\n", printable(&inspection.path)) };
    if let Some(refusal) = &inspection.refusal {
        lines.line(&text.with("inspect-refused", &[("reason", &text.error(refusal))]));
    }
    match &inspection.content {
        Content::Table(table) => report_table(table, &mut lines),
        Content::Boundaries(boundaries) => report_boundaries(boundaries, &mut lines),
    }
    lines.titled("inspect-sha256", &inspection.sha256);
    lines.lines.push('\n');
    lines.lines
}

fn report_table(table: &TableContent, lines: &mut Lines<'_>) {
    let text = lines.text;
    let delimiter = match table.delimiter {
        '\t' => text.get("inspect-delimiter-tab"),
        sign => format!("“{sign}”"),
    };
    lines.line(&text.with(
        "inspect-format-table",
        &[
            ("encoding", table.encoding.name()),
            ("delimiter", &delimiter),
            ("decimal", if table.decimal_comma { "," } else { "." }),
        ],
    ));
    match table.header_row {
        0 => lines.line(&text.get("inspect-no-header")),
        row => lines.titled("inspect-header-row", &row.to_string()),
    }
    lines.list(
        "inspect-columns",
        table.columns.iter().map(|column| {
            let Some(meaning) = column.meaning else {
                return format!("{}: {}", column.header, text.get("inspect-column-unused"));
            };
            let how = text.get(&format!("inspect-how-{}", how_code(column.how)));
            let certainty = match column.confidence {
                1.0.. => String::new(),
                share => format!(", {}", text.with("inspect-certainty", &[("share", &text.percent(f64::from(share)))])),
            };
            format!(
                "{} → {} ({how}{certainty})",
                column.header,
                text.get(&format!("inspect-meaning-{}", meaning.code()))
            )
        }),
    );
    for speed in &table.speeds {
        let values: Vec<String> = speed.first_mbps.iter().map(|v| shortest(*v, text)).collect();
        let facts = [("column", speed.header.as_str()), ("unit", speed.unit.code()), ("values", &values.join("; "))];
        lines.line(&text.with("inspect-speed", &facts));
    }
    let order = match table.date_order {
        DateOrder::DayMonth => "inspect-order-day-month",
        DateOrder::MonthDay => "inspect-order-month-day",
    };
    lines.line(&text.with("inspect-times", &[("zone", &table.timezone), ("order", &text.get(order))]));
    if !table.notes.is_empty() {
        lines.list("inspect-notes", table.notes.iter().map(|note| text.note(note)));
    }
    match &table.samples {
        Some(samples) => report_samples(samples, lines),
        None => lines.list("inspect-first-cells", table.first_rows.iter().map(|row| row.join(" | "))),
    }
}

fn report_samples(samples: &SampleSummary, lines: &mut Lines<'_>) {
    let text = lines.text;
    let none = || text.get("inspect-none");
    lines.titled("inspect-rows", &text.count(samples.n_rows));
    let times = samples.times.map(|(a, b)| format!("{} – {}", text.date_time(a), text.date_time(b)));
    lines.titled("inspect-time-range", &times.unwrap_or_else(none));
    lines.titled("inspect-bounds", &samples.bounds.map_or_else(none, |b| corners(b, text)));
    let counted = |name: &str, n: u64| format!("{name} {}", text.count(n));
    let operators: Vec<String> = samples
        .operators
        .iter()
        .map(|(brand, n)| counted(&if brand == "unknown" { text.get("operator-unknown") } else { brand.clone() }, *n))
        .collect();
    lines.titled("inspect-operators", &operators.join("; "));
    let technologies: Vec<String> = samples
        .technologies
        .iter()
        .map(|(t, n)| counted(&text.get(&format!("technology-{}", t.label().to_lowercase())), *n))
        .collect();
    lines.titled("inspect-technologies", &technologies.join("; "));
    lines.titled("inspect-devices", &text.count(u64::from(samples.n_devices)));
    lines.titled("inspect-test-ids", &text.get(if samples.has_test_ids { "inspect-yes" } else { "inspect-no" }));
    let flags: Vec<String> =
        samples.flags.by_code().into_iter().map(|(code, n)| counted(&text.get(&format!("flag-{code}")), n)).collect();
    lines.titled("inspect-flags", &if flags.is_empty() { none() } else { flags.join("; ") });
    lines.list("inspect-first-rows", samples.first.iter().map(|sample| sample_line(sample, text)));
}

fn sample_line(sample: &FirstSample, text: &Text) -> String {
    let dash = || "–".to_owned();
    let metric = |value: Option<f64>, unit: &str| value.map_or_else(dash, |v| format!("{} {unit}", shortest(v, text)));
    [
        text.with("inspect-row", &[("row", &sample.row.to_string())]),
        sample.time.map_or_else(dash, |t| text.date_time(t)),
        sample.position.map_or_else(dash, |p| format!("{}, {}", p.lat, p.lon)),
        sample.operator.clone(),
        sample.technology.label().to_owned(),
        metric(sample.download_mbps, "Mbps"),
        metric(sample.upload_mbps, "Mbps"),
        metric(sample.latency_ms, "ms"),
    ]
    .join(" | ")
}

fn report_boundaries(content: &BoundaryContent, lines: &mut Lines<'_>) {
    let text = lines.text;
    lines.line(&text.with(
        "inspect-format-boundaries",
        &[
            ("zones", &text.count(content.n_zones as u64)),
            ("features", &text.count(content.n_features as u64)),
            ("polygons", &text.count(content.n_polygons as u64)),
            ("epsg", &content.epsg.to_string()),
        ],
    ));
    lines.titled("inspect-fields", &content.fields.join("; "));
    let or = |field: &Option<String>, key: &str| field.clone().unwrap_or_else(|| text.get(key));
    lines.titled("inspect-id-field", &or(&content.id_field, "inspect-numbered"));
    lines.titled("inspect-name-field", &or(&content.name_field, "inspect-none"));
    lines.titled("inspect-first-names", &content.first_names.join("; "));
    let bounds = content.bounds.map_or_else(|| text.get("inspect-none"), |b| corners(b, text));
    lines.titled("inspect-bounds", &bounds);
}

fn corners((south_west, north_east): (LonLat, LonLat), text: &Text) -> String {
    let corner = |p: LonLat| format!("{} {}", text.number(p.lat, 5), text.number(p.lon, 5));
    format!("{} – {}", corner(south_west), corner(north_east))
}

/// A measured figure with its decimals, at most three.
fn shortest(value: f64, text: &Text) -> String {
    let decimals = (0..3).find(|d| (value * 10f64.powi(*d)).fract() == 0.0).unwrap_or(3);
    text.number(value, decimals as usize)
}

fn how_code(how: How) -> &'static str {
    match how {
        How::Name => "name",
        How::Content => "content",
        How::Override => "override",
    }
}

fn inspection_json(inspection: &Inspection, text: &Text) -> Value {
    let refusal = inspection.refusal.as_ref().map(|e| json!({ "key": e.key(), "text": text.error(e) }));
    let content = match &inspection.content {
        Content::Table(table) => table_json(table, text),
        Content::Boundaries(content) => json!({
            "format": "geojson",
            "features": content.n_features,
            "zones": content.n_zones,
            "polygons": content.n_polygons,
            "fields": content.fields,
            "id_field": content.id_field,
            "name_field": content.name_field,
            "first_names": content.first_names,
            "bounds": content.bounds.map(bounds_json),
            "epsg": content.epsg,
        }),
    };
    json!({ "path": inspection.path, "sha256": inspection.sha256, "refusal": refusal, "content": content })
}

fn bounds_json((south_west, north_east): (LonLat, LonLat)) -> Value {
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
        "encoding": table.encoding.name(),
        "delimiter": table.delimiter.to_string(),
        "decimal": if table.decimal_comma { "," } else { "." },
        "header_row": table.header_row,
        "columns": columns,
        "speeds": speeds,
        "timezone": table.timezone,
        "date_order": match table.date_order { DateOrder::DayMonth => "day-month", DateOrder::MonthDay => "month-day" },
        "first_rows": table.first_rows,
        "samples": table.samples.as_ref().map(samples_json),
        "notes": table.notes.iter().map(|note| json!({ "key": note.key(), "text": text.note(note) })).collect::<Vec<_>>(),
    })
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
