//! Criteria from a TOML file.
//!
//! ```toml
//! name = "Nghị quyết 12"
//! source = "Nghị quyết 12/NQ-HĐND ngày 01/03/2026"
//! [[criteria]]
//! metric = "download"          # download, upload or latency
//! allowed_failing_share = 0.5
//! threshold = { 4G = 25, 5G = 80, unknown = 25 }   # or one number for all classes
//! ```
//!
//! A table `[gates]` adds the gates in FCC style: see [`super::gates`].

use std::path::Path;

use serde::Deserialize;

use super::gates::GatesFile;
use crate::model::{Criterion, Error, Metric, Profile, Result, Thresholds};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileFile {
    name: Option<String>,
    #[serde(default)]
    source: String,
    criteria: Vec<CriterionFile>,
    gates: Option<GatesFile>,
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
    let gates = file.gates.map(GatesFile::gates).transpose().map_err(bad)?;
    Ok(Profile { name: file.name.unwrap_or_else(|| path.to_owned()), source: file.source, criteria, gates })
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
