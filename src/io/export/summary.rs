//! `summary.json`: what was read, under which settings, and what became of it.

use std::time::Duration;

use rayon::prelude::*;
use serde_json::{Map, Value, json};

use super::beside::{context_json, quota_json};
use super::boundaries::report_json;
use crate::model::{
    Analysis, Beside, Criterion, Extent, FccGates, FlagCounts, LeftOut, Note, Period, SourceFile, Technology,
    Thresholds, write_time,
};

/// What a summary says besides the analysis itself.
#[derive(Debug)]
pub struct SummaryInput<'a> {
    pub analysis: &'a Analysis,
    /// Stage and time spent in it.
    pub timings: &'a [(&'static str, Duration)],
    /// Files that lie beside the evidence.
    pub beside: &'a [Beside],
    /// Further settings, by name.
    pub settings: &'a [(&'a str, String)],
}

/// The summary; its keys are the contract's, in the contract's order.
pub fn summary_json(input: &SummaryInput<'_>) -> Value {
    let analysis = input.analysis;
    let operators: Map<String, Value> = analysis
        .operators_met
        .iter()
        .map(|(operator, n)| (analysis.dataset.brand(*operator).to_owned(), json!(n)))
        .collect();
    let months: Map<String, Value> = analysis.months.iter().map(|(m, n)| (m.to_string(), json!(n))).collect();
    let timings: Map<String, Value> = input
        .timings
        .iter()
        .map(|(stage, time)| {
            let name = stage.strip_prefix("stage-").unwrap_or(stage);
            (name.to_owned(), json!((time.as_secs_f64() * 1e4).round() / 1e4))
        })
        .collect();
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "settings": settings(input),
        "now": time_text(analysis.settings.now_unix_s),
        "inputs": inputs(analysis),
        "flags": flags(&analysis.judgement.total()),
        "operators": operators,
        "months": months,
        "bounds": analysis.bounds.map(|(sw, ne)| [sw.lon, sw.lat, ne.lon, ne.lat]),
        "grid_crs": analysis.grid_crs,
        "timings": timings,
        "boundaries": boundaries(analysis),
        "operator_reversals": reversals(analysis),
        "context": context_json(input.beside),
        "quota": quota_json(input.beside, &analysis.zones),
    })
}

/// Pairs whose crude order turns round within the cells that both were measured in.
fn reversals(analysis: &Analysis) -> Vec<Value> {
    let brand = |operator| analysis.dataset.brand(operator);
    let reversed = analysis.comparisons.iter().filter_map(|row| Some((row, row.reversal()?)));
    reversed
        .map(|(row, reversal)| {
            json!({
                "metric": row.metric.label(),
                "technology": row.technology.map_or("*", Technology::label),
                "operator_a": brand(row.a),
                "operator_b": brand(row.b),
                "crude_order_by_median": (row.technology.is_some()).then(|| row.crude_order.code()),
                "crude_order_by_share": row.crude_order_of_shares.code(),
                "matched_order": row.matched_order.code(),
                "of_medians": reversal.of_medians,
                "of_shares": reversal.of_shares,
                "proven": reversal.is_proven,
            })
        })
        .collect()
}

/// `null` without zones.
fn boundaries(analysis: &Analysis) -> Option<Value> {
    let zones = &analysis.zones;
    zones.bounds_study().then(|| report_json(&zones.report, zones.zones.len() + zones.parents.len(), &zones.overlaps))
}

fn time_text(unix_s: i64) -> String {
    let mut out = Vec::new();
    write_time(unix_s, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

fn settings(input: &SummaryInput<'_>) -> Map<String, Value> {
    let settings = &input.analysis.settings;
    let mut map = Map::new();
    let mut set = |key: &str, value: Value| {
        map.insert(key.to_owned(), value);
    };
    set("criteria", json!(settings.profile.name));
    set("criteria_source", json!(settings.profile.source));
    if let Some(date) = settings.profile.date {
        set("criteria_date", json!(date.to_string()));
    }
    set("criteria_detail", settings.profile.criteria.iter().map(criterion).collect());
    if let Some(gates) = &settings.profile.gates {
        set("gates", gates_json(gates));
    }
    set("grid", json!(input.analysis.grid.to_string()));
    set("period", json!(period(settings.period)));
    let (from, to) = settings.period.days(input.analysis.months.last().map(|(month, _)| *month));
    set("from", json!(from.map(|day| day.to_string())));
    set("to", json!(to.map(|day| day.to_string())));
    set("seed", json!(settings.seed));
    set("max_radius_m", json!(settings.max_radius_m));
    set("replicas", json!(settings.replicas));
    set("only_stats", json!(settings.only_stats));
    if !settings.corrections.is_empty() {
        set("left_out", left_out(input.analysis));
    }
    let zones = &input.analysis.zones;
    set("zones", json!(zones.source));
    set("n_zones", json!(zones.zones.len()));
    set("parent_zones", zones.parents.iter().map(|zone| json!(zone.id)).collect());
    let overlaps = zones.overlaps.iter();
    set(
        "zone_overlaps",
        overlaps.map(|o| json!({"first": o.first, "second": o.second, "area_m2": o.area_m2})).collect(),
    );
    set("weight_source", json!(if zones.weight_source.is_empty() { "area" } else { &zones.weight_source }));
    for (key, value) in input.settings {
        set(key, json!(value));
    }
    map
}

/// What was left out by hand, why, and how many samples that takes out. Of a phone nothing is said that would name it.
fn left_out(analysis: &Analysis) -> Value {
    let corrections = analysis.settings.corrections.iter().zip(&analysis.judgement.n_left_out);
    corrections
        .map(|(correction, n)| {
            let what = match &correction.what {
                LeftOut::Sample { file, row, time } => json!({"file": file, "row": row, "time": time.map(time_text)}),
                LeftOut::Phone { .. } => json!({}),
                LeftOut::Desk { crs, square: (east, north), operator } => {
                    json!({"crs": crs, "square_25m": [east, north], "operator": operator})
                }
            };
            let mut entry = Map::from_iter([("kind".to_owned(), json!(correction.what.code()))]);
            entry.extend(what.as_object().cloned().unwrap_or_default());
            entry.insert("samples".to_owned(), json!(n));
            entry.insert("reason".to_owned(), json!(correction.reason));
            Value::Object(entry)
        })
        .collect()
}

fn criterion(criterion: &Criterion) -> Value {
    json!({
        "metric": criterion.metric.label(),
        "unit": criterion.metric.unit(),
        "thresholds": by_class(&criterion.thresholds),
        "allowed_failing_share": criterion.allowed_failing_share,
    })
}

fn gates_json(gates: &FccGates) -> Value {
    let thresholds = gates.thresholds().map(|(metric, t)| (metric.label().to_owned(), by_class(t)));
    json!({
        "thresholds": Map::from_iter(thresholds),
        "parts": gates.parts,
        "tests_in_part": gates.tests_in_part,
        "hours_apart": gates.hours_apart,
        "few_tests": gates.few_tests,
        "failing_of_few": gates.failing_of_few,
        "failing_shares": gates.failing_shares,
        "hours": [gates.hours.0, gates.hours.1],
        "days": gates.days,
    })
}

fn by_class(thresholds: &Thresholds) -> Value {
    let classes = Technology::ALL.iter();
    classes
        .filter_map(|class| Some((class.label().to_owned(), json!(thresholds.of(*class)?))))
        .collect::<Map<_, _>>()
        .into()
}

fn period(period: Period) -> String {
    match period {
        Period::All => "all".to_owned(),
        Period::LastMonths(n) => format!("{n}m"),
        Period::Month(month) => month.to_string(),
        Period::Days { .. } => "days".to_owned(),
    }
}

fn inputs(analysis: &Analysis) -> Vec<Value> {
    let mut files: Vec<_> = analysis.dataset.files.iter().enumerate().collect();
    // The order in which files were named decides nothing.
    files.sort_by_key(|(_, file)| (file.name.as_bytes(), file.sha256.hex().unwrap_or_default()));
    files
        .into_iter()
        .map(|(index, file)| {
            let extent = extent(analysis, file);
            let counts = analysis.judgement.counts.get(index).cloned().unwrap_or_default();
            json!({
                "file": file.name,
                "sha256": file.sha256.hex().unwrap_or_default(),
                "rows": file.n_samples,
                "kept": analysis.judgement.kept.get(index),
                "flags": flags(&counts),
                "format": file.form.format,
                "encoding": file.form.encoding,
                "sheet": file.form.sheet,
                "other_sheets": file.form.other_sheets,
                "delimiter": file.form.delimiter,
                "crs": file.form.epsg.map(|epsg| format!("EPSG:{epsg}")),
                "columns": columns(file),
                "first_time": extent.times.map(|(first, _)| time_text(first)),
                "last_time": extent.times.map(|(_, last)| time_text(last)),
                "bounds": extent.bounds.map(|(sw, ne)| [sw.lon, sw.lat, ne.lon, ne.lat]),
                "notes": file.notes.iter().map(note).collect::<Vec<_>>(),
            })
        })
        .collect()
}

/// When and where a file was measured.
fn extent(analysis: &Analysis, file: &SourceFile) -> Extent {
    const PART: usize = 1 << 16;
    let end = file.first_sample + file.n_samples;
    let now_unix_s = file.now_unix_s.unwrap_or(analysis.settings.now_unix_s);
    let of_part = |part: usize| {
        let first = file.first_sample + part * PART;
        analysis.dataset.extent(first..(first + PART).min(end), now_unix_s)
    };
    (0..file.n_samples.div_ceil(PART)).into_par_iter().map(of_part).reduce(Extent::default, Extent::join)
}

/// Header of the column that carries each meaning.
fn columns(file: &SourceFile) -> Map<String, Value> {
    file.columns.iter().map(|(meaning, header)| (meaning.code().to_owned(), json!(header))).collect()
}

/// Key and facts; the sentence depends on the language.
fn note(note: &Note) -> Value {
    let facts = note.facts().into_iter().map(|(name, value)| (name.to_owned(), json!(value)));
    json!({ "key": note.key(), "facts": facts.collect::<Map<String, Value>>() })
}

fn flags(counts: &FlagCounts) -> Map<String, Value> {
    counts.by_code().into_iter().map(|(code, n)| (code.to_owned(), json!(n))).collect()
}
