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

use std::path::Path;

use serde::Deserialize;

use super::gates::{GatesFile, gates_text};
use crate::model::{Criterion, Error, LocalDay, Metric, Profile, Result, Thresholds};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileFile {
    name: Option<String>,
    #[serde(default)]
    source: String,
    date: Option<DateFile>,
    criteria: Vec<CriterionFile>,
    gates: Option<GatesFile>,
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
    metric: String,
    #[serde(default = "half")]
    allowed_failing_share: f64,
    threshold: ThresholdFile,
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

fn half() -> f64 {
    0.5
}

/// A built-in profile by name, else the profile in a TOML file.
pub fn read_profile(name_or_path: &str) -> Result<Profile> {
    if let Some(profile) = Profile::built_in(name_or_path) {
        return Ok(profile);
    }
    let path = Path::new(name_or_path);
    if !path.exists() {
        return Err(Error::BadOption { option: "--criteria".to_owned(), value: name_or_path.to_owned() });
    }
    let text = std::fs::read_to_string(path)
        .map_err(|e| Error::Unreadable { path: name_or_path.to_owned(), reason: e.to_string() })?;
    parse_profile(&text, name_or_path)
}

fn parse_profile(text: &str, path: &str) -> Result<Profile> {
    let bad = |reason: String| Error::BadCriteria { path: path.to_owned(), reason };
    let file: ProfileFile = toml::from_str(text).map_err(|e| bad(e.message().to_owned()))?;
    let criteria: Vec<Criterion> = file
        .criteria
        .into_iter()
        .map(|criterion| {
            let metric = Metric::from_label(&criterion.metric)
                .ok_or_else(|| bad(format!("metric = \"{}\" (download, upload, latency)", criterion.metric)))?;
            if !(0.0..1.0).contains(&criterion.allowed_failing_share) {
                return Err(bad(format!("allowed_failing_share = {}", criterion.allowed_failing_share)));
            }
            let thresholds = thresholds(criterion.threshold);
            let all = [thresholds.three_g, thresholds.four_g, thresholds.five_g, thresholds.unknown];
            if all.iter().all(Option::is_none) {
                return Err(bad("threshold = {}".to_owned()));
            }
            if let Some(wrong) = all.into_iter().flatten().find(|t| !t.is_finite() || *t <= 0.0) {
                return Err(bad(format!("threshold = {wrong}")));
            }
            Ok(Criterion { metric, thresholds, allowed_failing_share: criterion.allowed_failing_share })
        })
        .collect::<Result<_>>()?;
    let repeats = |(i, c): (usize, &Criterion)| criteria.iter().take(i).any(|before| before.metric == c.metric);
    if let Some((_, twice)) = criteria.iter().enumerate().find(|(i, c)| repeats((*i, c))) {
        return Err(bad(format!("metric = \"{}\" × 2", twice.metric.label())));
    }
    if criteria.is_empty() {
        return Err(bad("criteria = []".to_owned()));
    }
    let date = match file.date {
        None => None,
        Some(date) => {
            let text = match date {
                DateFile::Date(date) => date.to_string(),
                DateFile::Text(text) => text,
            };
            Some(LocalDay::from_iso(text.trim()).ok_or_else(|| bad(format!("date = {text} (2026-03-01)")))?)
        }
    };
    let gates = file.gates.map(GatesFile::gates).transpose().map_err(bad)?;
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
}
