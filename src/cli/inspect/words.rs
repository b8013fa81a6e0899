//! What `inspect` says, in words.

use super::beside::{report_layer, report_quota};
use super::{boundaries, how_code, is_beside};
use crate::io::{Content, DateOrder, FirstSample, Inspection, SampleSummary, TableContent};
use crate::model::LonLat;
use crate::text::{Text, printable};

/// Lines of a report, each with its title.
pub(super) struct Lines<'a> {
    pub text: &'a Text,
    lines: String,
}

impl Lines<'_> {
    pub fn line(&mut self, line: &str) {
        self.lines.push_str("  ");
        self.lines.push_str(&printable(line));
        self.lines.push('\n');
    }

    pub fn titled(&mut self, key: &str, value: &str) {
        let title = self.text.get(key);
        self.line(&format!("{title}: {value}"));
    }

    pub fn list(&mut self, key: &str, items: impl Iterator<Item = String>) {
        let title = self.text.get(key);
        self.line(&format!("{title}:"));
        for item in items {
            self.line(&format!("  {item}"));
        }
    }
}

pub(super) fn report(inspection: &Inspection, text: &Text) -> String {
    let mut lines = Lines { text, lines: format!("{}\n", printable(&inspection.path)) };
    if let Some(refusal) = inspection.refusal.as_ref().filter(|_| !is_beside(&inspection.content)) {
        lines.line(&text.with("inspect-refused", &[("reason", &text.error(refusal))]));
    }
    match &inspection.content {
        Content::Table(table) => report_table(table, &mut lines),
        Content::Quota(table, quota) => {
            report_quota(quota, &mut lines);
            report_form(table, &mut lines);
        }
        Content::Context(table, layer) => {
            report_layer(layer, &mut lines);
            report_form(table, &mut lines);
        }
        Content::Boundaries(content) => boundaries::report(content, &mut lines),
    }
    lines.titled("inspect-sha256", &inspection.sha256);
    lines.lines.push('\n');
    lines.lines
}

/// How the table is written.
fn report_form(table: &TableContent, lines: &mut Lines<'_>) {
    let text = lines.text;
    let form = &table.form;
    let format = form.format.to_uppercase();
    let delimiter = match form.delimiter {
        Some('\t') => Some(text.get("inspect-delimiter-tab")),
        Some(sign) => Some(format!("“{sign}”")),
        None => None,
    };
    match (&delimiter, &form.sheet) {
        (Some(delimiter), _) => lines.line(&text.with(
            "inspect-format-table",
            &[
                ("encoding", form.encoding.as_deref().unwrap_or_default()),
                ("delimiter", delimiter),
                ("decimal", if table.decimal_comma { "," } else { "." }),
            ],
        )),
        (None, Some(sheet)) => {
            lines.line(&text.with("inspect-format-sheet", &[("format", &format), ("sheet", sheet)]));
        }
        (None, None) => lines.line(&text.with("inspect-format-other", &[("format", &format)])),
    }
    if !form.other_sheets.is_empty() {
        lines.titled("inspect-other-sheets", &form.other_sheets.join("; "));
    }
    if !form.skipped_columns.is_empty() {
        lines.titled("inspect-skipped-columns", &form.skipped_columns.join("; "));
    }
}

fn report_table(table: &TableContent, lines: &mut Lines<'_>) {
    let text = lines.text;
    report_form(table, lines);
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
    let operators: Vec<String> = samples.operators.iter().map(|(brand, n)| counted(&text.brand(brand), *n)).collect();
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

pub(super) fn corners((south_west, north_east): (LonLat, LonLat), text: &Text) -> String {
    let corner = |p: LonLat| format!("{} {}", text.number(p.lat, 5), text.number(p.lon, 5));
    format!("{} – {}", corner(south_west), corner(north_east))
}

/// A measured figure with its decimals, at most three.
pub(super) fn shortest(value: f64, text: &Text) -> String {
    let decimals = (0..3).find(|d| (value * 10f64.powi(*d)).fract() == 0.0).unwrap_or(3);
    text.number(value, decimals as usize)
}
