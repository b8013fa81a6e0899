//! Criteria from a TOML file.
//!
//! ```toml
//! name = "Nghị quyết 12"
//! source = "Nghị quyết 12/NQ-HĐND"
//! date = 2026-03-01
//! [[criteria]]
//! metric = "download"          # download, upload or latency
//! allowed_failing_share = 0.5
//! threshold = { 4G = 25, 5G = 80, unknown = 25 }   # or one number for all classes
//! ```
//!
//! The first criterion is the main one. A table `[gates]` adds the gates in FCC style: see [`super::gates`].

use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::gates::{GatesFile, gates_text};
use crate::model::{CriteriaFault, Criterion, Error, LayerPlace, LocalDay, Metric, Profile, Result, Thresholds};

/// Longest value quoted in a sentence, in characters.
const LONGEST_VALUE: usize = 40;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileFile {
    name: Option<String>,
    #[serde(default)]
    source: String,
    date: Option<Spanned<DateFile>>,
    criteria: Spanned<Vec<CriterionFile>>,
    gates: Option<Spanned<GatesFile>>,
}

/// A date as TOML has it, or in quotes.
#[derive(Deserialize)]
#[serde(untagged)]
enum DateFile {
    Date(toml::value::Datetime),
    Text(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CriterionFile {
    metric: Spanned<String>,
    allowed_failing_share: Option<Spanned<f64>>,
    threshold: Spanned<ThresholdFile>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum ThresholdFile {
    Same(f64),
    ByClass(ByClass),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ByClass {
    #[serde(rename = "3G")]
    three_g: Option<f64>,
    #[serde(rename = "4G")]
    four_g: Option<f64>,
    #[serde(rename = "5G")]
    five_g: Option<f64>,
    unknown: Option<f64>,
}

/// Share of failing tests that a criterion allows where it does not say: the median must meet it.
const USUAL_SHARE: f64 = 0.5;

/// A built-in profile by name, else the profile in a TOML file.
pub fn read_profile(name_or_path: &str) -> Result<Profile> {
    if let Some(profile) = Profile::built_in(name_or_path) {
        return Ok(profile);
    }
    let path = Path::new(name_or_path);
    // A name with an ending, or in a folder, is meant as a file.
    if !path.exists() && (path.extension().is_some() || path.components().count() > 1) {
        return Err(Error::NotFound { path: name_or_path.to_owned() });
    }
    if !path.exists() {
        return Err(Error::BadOption { option: "--criteria".to_owned(), value: name_or_path.to_owned() });
    }
    let bytes = std::fs::read(path).map_err(|e| Error::unreadable(name_or_path, &e))?;
    match String::from_utf8(bytes) {
        Ok(text) => parse_profile(text.trim_start_matches('\u{feff}'), name_or_path),
        Err(_) => Err(Error::BadCriteria {
            path: name_or_path.to_owned(),
            fault: CriteriaFault::NotText,
            place: LayerPlace::Whole,
        }),
    }
}

fn parse_profile(text: &str, path: &str) -> Result<Profile> {
    let bad = |(fault, span): (CriteriaFault, Option<Range<usize>>)| Error::BadCriteria {
        path: path.to_owned(),
        fault,
        place: span.map_or(LayerPlace::Whole, |span| place_of(text, span.start)),
    };
    profile(text, path).map_err(bad)
}

/// What is wrong, and the bytes it stands at.
type Fault = (CriteriaFault, Option<Range<usize>>);

fn profile(text: &str, path: &str) -> std::result::Result<Profile, Fault> {
    toml::from_str::<toml::Table>(text).map_err(|e| (CriteriaFault::Syntax, e.span()))?;
    let file: ProfileFile = toml::from_str(text).map_err(|e| (fault_of(&e, text), e.span()))?;
    let value_at = |span: Range<usize>, expects| (value(text, &span, expects), Some(span));
    let mut criteria: Vec<Criterion> = Vec::new();
    let span_of_all = file.criteria.span();
    for criterion in file.criteria.into_inner() {
        let CriterionFile { metric, allowed_failing_share: share, threshold } = criterion;
        let named = Metric::from_label(metric.get_ref());
        let Some(named) = named else { return Err(value_at(metric.span(), "criteria-expects-metric")) };
        if criteria.iter().any(|before| before.metric == named) {
            return Err((CriteriaFault::Twice { metric: metric.get_ref().clone() }, Some(metric.span())));
        }
        if let Some(share) = share.as_ref().filter(|share| !(0.0..1.0).contains(share.get_ref())) {
            return Err(value_at(share.span(), "criteria-expects-share"));
        }
        let span = threshold.span();
        let thresholds = thresholds(threshold.into_inner());
        let all = [thresholds.three_g, thresholds.four_g, thresholds.five_g, thresholds.unknown];
        let is_wrong = |threshold: f64| !threshold.is_finite() || threshold <= 0.0;
        if all.iter().all(Option::is_none) || all.into_iter().flatten().any(is_wrong) {
            return Err(value_at(span, "criteria-expects-threshold"));
        }
        let allowed_failing_share = share.map_or(USUAL_SHARE, Spanned::into_inner);
        criteria.push(Criterion { metric: named, thresholds, allowed_failing_share });
    }
    if criteria.is_empty() {
        return Err(value_at(span_of_all, "criteria-expects-criteria"));
    }
    let gates = file.gates.map(|gates| {
        let span = gates.span();
        let wrong = |(entry, expects): (&str, _)| {
            (CriteriaFault::Value { value: format!("[gates] {entry}"), expects }, Some(span))
        };
        gates.into_inner().gates().map_err(wrong)
    });
    let gates = gates.transpose()?;
    let date = match file.date {
        None => None,
        Some(date) => {
            let span = date.span();
            let day = match date.into_inner() {
                DateFile::Date(date) => LocalDay::from_iso(&date.to_string()),
                DateFile::Text(text) => LocalDay::from_iso(text.trim()),
            };
            Some(day.ok_or_else(|| value_at(span, "criteria-expects-date"))?)
        }
    };
    Ok(Profile { name: file.name.unwrap_or_else(|| path.to_owned()), source: file.source, date, criteria, gates })
}

/// The text of a file that [`read_profile`] reads to the same profile.
pub fn profile_text(profile: &Profile) -> String {
    let mut out = format!("name = {}\nsource = {}\n", quoted(&profile.name), quoted(&profile.source));
    if let Some(date) = profile.date {
        out += &format!("date = {date}\n");
    }
    for criterion in &profile.criteria {
        out += &format!(
            "\n[[criteria]]\nmetric = \"{}\"\nallowed_failing_share = {:?}\nthreshold = {}\n",
            criterion.metric.label(),
            criterion.allowed_failing_share,
            by_class(&criterion.thresholds)
        );
    }
    if let Some(gates) = &profile.gates {
        out += "\n";
        out += &gates_text(gates);
    }
    out
}

/// `{ 4G = 25.0, 5G = 80.0 }`
pub(super) fn by_class(thresholds: &Thresholds) -> String {
    let classes = [
        ("3G", thresholds.three_g),
        ("4G", thresholds.four_g),
        ("5G", thresholds.five_g),
        ("unknown", thresholds.unknown),
    ];
    let given = classes.iter().filter_map(|(class, value)| Some(format!("{class} = {:?}", (*value)?)));
    format!("{{ {} }}", given.collect::<Vec<_>>().join(", "))
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// What the decoder found wrong. Its messages are English: only the names in backquotes are taken from them.
fn fault_of(error: &toml::de::Error, text: &str) -> CriteriaFault {
    let message = error.message();
    let mut names = message.split('`').skip(1).step_by(2).map(str::to_owned);
    if message.starts_with("unknown field") {
        let entry = names.next().unwrap_or_default();
        return CriteriaFault::UnknownEntry { entry, known: names.collect::<Vec<_>>().join("; ") };
    }
    if message.starts_with("missing field") {
        return CriteriaFault::MissingEntry { entry: names.next().unwrap_or_default() };
    }
    let expected = message.rsplit_once("expected ").map_or("", |(_, expected)| expected);
    let expects = match expected {
        _ if message.contains("ThresholdFile") => "criteria-expects-threshold",
        _ if message.contains("DateFile") => "criteria-expects-date",
        "a string" => "criteria-expects-text",
        _ if ["sequence", "array", "tuple"].iter().any(|kind| expected.contains(kind)) => "criteria-expects-list",
        _ if ["struct", "map", "table"].iter().any(|kind| expected.contains(kind)) => "criteria-expects-table",
        _ => "criteria-expects-number",
    };
    value(text, &error.span().unwrap_or_default(), expects)
}

fn value(text: &str, span: &Range<usize>, expects: &'static str) -> CriteriaFault {
    let written = text.get(span.clone()).unwrap_or_default().lines().next().unwrap_or_default();
    CriteriaFault::Value { value: written.trim().chars().take(LONGEST_VALUE).collect(), expects }
}

/// Line and column as a person counts characters.
fn place_of(text: &str, at: usize) -> LayerPlace {
    let before = text.get(..at.min(text.len())).unwrap_or(text);
    let line = before.matches('\n').count() as u64 + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() as u64 + 1;
    LayerPlace::Line(line, column)
}

pub(super) fn thresholds(file: ThresholdFile) -> Thresholds {
    match file {
        ThresholdFile::Same(value) => Thresholds::same(value),
        ThresholdFile::ByClass(by) => {
            Thresholds { three_g: by.three_g, four_g: by.four_g, five_g: by.five_g, unknown: by.unknown }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Technology;

    #[test]
    fn a_file_gives_thresholds_by_class_or_one_for_all() {
        let text = "name = 'X'\n[[criteria]]\nmetric = 'download'\nthreshold = { 4G = 25, 5G = 80 }\n\
                    [[criteria]]\nmetric = 'latency'\nallowed_failing_share = 0.1\nthreshold = 50";
        let profile = parse_profile(text, "x.toml").unwrap();
        assert_eq!(profile.first_metric(), Metric::Download);
        let download = profile.criterion(Metric::Download).unwrap();
        assert_eq!(download.thresholds.of(Technology::FiveG), Some(80.0));
        assert_eq!(download.thresholds.of(Technology::ThreeG), None);
        assert_eq!(profile.criterion(Metric::Latency).unwrap().allowed_failing_share, 0.1);
    }

    #[test]
    fn every_profile_reads_back_as_written() {
        let built_in = Profile::BUILT_IN.into_iter().filter_map(Profile::built_in);
        let own = Profile { name: "Nghị quyết \"12\" \\ x".to_owned(), ..Profile::quick(Metric::Latency, 62.5) };
        for profile in built_in.chain([own]) {
            let text = profile_text(&profile);
            assert_eq!(parse_profile(&text, "x.toml").unwrap(), profile, "{text}");
        }
    }

    #[test]
    fn a_date_is_read_with_and_without_quotes() {
        let rest = "[[criteria]]\nmetric = 'latency'\nthreshold = 50";
        for date in ["2026-03-01", "'2026-03-01'"] {
            let profile = parse_profile(&format!("date = {date}\n{rest}"), "x.toml").unwrap();
            assert_eq!(profile.date, LocalDay::from_year_month_day(2026, 3, 1));
        }
        let wrong = parse_profile(&format!("date = '01/03/2026'\n{rest}"), "x.toml");
        assert!(matches!(wrong, Err(Error::BadCriteria { .. })));
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for text in [
            "criteria = []",
            "[[criteria]]\nmetric = 'speed'\nthreshold = 1",
            "[[criteria]]\nmetric = 'download'\nthreshold = -1",
            "[[criteria]]\nmetric = 'download'\nthreshold = 1\nallowed_failing_share = 1.5",
            "not toml",
        ] {
            assert!(matches!(parse_profile(text, "x.toml"), Err(Error::BadCriteria { .. })), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place_and_what_was_expected() {
        let fault = |text: &str| match parse_profile(text, "x.toml") {
            Err(Error::BadCriteria { fault, place: LayerPlace::Line(line, column), .. }) => (fault, line, column),
            other => panic!("{text}: {other:?}"),
        };
        let value = |value: &str, expects| CriteriaFault::Value { value: value.to_owned(), expects };
        let head = "[[criteria]]\nmetric = 'download'\n";
        assert_eq!(
            fault("[[criteria]]\nmetric = 'tốc độ'\nthreshold = 1"),
            (value("'tốc độ'", "criteria-expects-metric"), 2, 10)
        );
        assert_eq!(fault(&format!("{head}threshold = 'cao'")), (value("'cao'", "criteria-expects-threshold"), 3, 13));
        assert_eq!(
            fault(&format!("{head}threshold = {{ 6G = 5 }}")),
            (value("{ 6G = 5 }", "criteria-expects-threshold"), 3, 13)
        );
        assert_eq!(
            fault(&format!("{head}threshold = 5\nallowed_failing_share = 1.5")),
            (value("1.5", "criteria-expects-share"), 4, 25)
        );
        assert_eq!(
            fault(&format!("{head}threshold = 5\nallowed_failing_share = 'nửa'")),
            (value("'nửa'", "criteria-expects-number"), 4, 25)
        );
        assert_eq!(fault("[[criteria]]\nmetric 'download'").0, CriteriaFault::Syntax);
        assert_eq!(fault("[[criteria]]\nmetric 'download'").1, 2);
        let (unknown, line, column) = fault(&format!("{head}treshold = 5"));
        assert_eq!((line, column), (3, 1));
        let known = "metric; allowed_failing_share; threshold".to_owned();
        assert_eq!(unknown, CriteriaFault::UnknownEntry { entry: "treshold".to_owned(), known });
        assert_eq!(fault(head).0, CriteriaFault::MissingEntry { entry: "threshold".to_owned() });
        let twice = format!("{head}threshold = 5\n{head}threshold = 6");
        assert_eq!(fault(&twice), (CriteriaFault::Twice { metric: "download".to_owned() }, 5, 10));
        let gates = format!("{head}threshold = 5\n[gates]\nparts = 9");
        assert_eq!(fault(&gates).0, value("[gates] parts", "criteria-expects-parts"));
    }
}
