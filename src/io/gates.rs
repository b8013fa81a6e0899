//! The gates in FCC style in a file of criteria. Every number may be left out.
//!
//! ```toml
//! [gates]
//! download = { 4G = 5, 5G = 7 }   # Mbps; classes that are not named take no part
//! upload = { 4G = 1, 5G = 1 }
//! parts = 4                       # of the seven parts of a hexagon …
//! tests_in_part = 2               # … with so many tests each, one of them failing
//! hours_apart = 4
//! few_tests = 20                  # with at most so many tests …
//! failing_of_few = 5              # … so many must fail, with more a share of them:
//! failing_shares = [[21, 0.24], [30, 0.22], [46, 0.20], [61, 0.18], [71, 0.17], [100, 0.16]]
//! hours = [6, 22]
//! days = 365
//! ```

use serde::Deserialize;

use super::criteria::{ThresholdFile, by_class, thresholds};
use crate::model::FccGates;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GatesFile {
    download: Option<ThresholdFile>,
    upload: Option<ThresholdFile>,
    parts: Option<u64>,
    tests_in_part: Option<u64>,
    hours_apart: Option<f64>,
    few_tests: Option<u64>,
    failing_of_few: Option<u64>,
    failing_shares: Option<Vec<(u64, f64)>>,
    hours: Option<(f64, f64)>,
    days: Option<u32>,
}

impl GatesFile {
    /// The gates; the error names the entry that cannot be meant, and the key of what may stand there.
    pub fn gates(self) -> Result<FccGates, (&'static str, &'static str)> {
        let usual = FccGates::default();
        let gates = FccGates {
            download: self.download.map_or(usual.download, thresholds),
            upload: self.upload.map_or(usual.upload, thresholds),
            parts: self.parts.unwrap_or(usual.parts),
            tests_in_part: self.tests_in_part.unwrap_or(usual.tests_in_part),
            hours_apart: self.hours_apart.unwrap_or(usual.hours_apart),
            few_tests: self.few_tests.unwrap_or(usual.few_tests),
            failing_of_few: self.failing_of_few.unwrap_or(usual.failing_of_few),
            failing_shares: self.failing_shares.unwrap_or(usual.failing_shares),
            hours: self.hours.unwrap_or(usual.hours),
            days: self.days.unwrap_or(usual.days),
        };
        let of_day = 0.0..=24.0;
        let shares = &gates.failing_shares;
        let all_thresholds = gates.thresholds().map(|(_, t)| [t.three_g, t.four_g, t.five_g, t.unknown]);
        let faults = [
            (
                "download, upload",
                "criteria-expects-threshold",
                all_thresholds.iter().flatten().flatten().any(|t| !t.is_finite() || *t <= 0.0),
            ),
            ("parts", "criteria-expects-parts", !(1..=7).contains(&gates.parts)),
            ("tests_in_part", "criteria-expects-whole", gates.tests_in_part == 0),
            ("hours_apart", "criteria-expects-hours-apart", !of_day.contains(&gates.hours_apart)),
            (
                "failing_shares",
                "criteria-expects-shares",
                !shares.is_sorted_by(|a, b| a.0 < b.0) || shares.iter().any(|s| !(0.0..=1.0).contains(&s.1)),
            ),
            (
                "hours",
                "criteria-expects-hours",
                !(of_day.contains(&gates.hours.0) && of_day.contains(&gates.hours.1) && gates.hours.0 < gates.hours.1),
            ),
            ("days", "criteria-expects-whole", gates.days == 0),
        ];
        match faults.into_iter().find(|(_, _, is_wrong)| *is_wrong) {
            Some((entry, expects, _)) => Err((entry, expects)),
            None => Ok(gates),
        }
    }
}

/// The table of a file of criteria that gives these gates.
pub(super) fn gates_text(gates: &FccGates) -> String {
    let shares: Vec<String> = gates.failing_shares.iter().map(|(from, share)| format!("[{from}, {share:?}]")).collect();
    format!(
        "[gates]\ndownload = {}\nupload = {}\nparts = {}\ntests_in_part = {}\nhours_apart = {:?}\nfew_tests = {}\n\
         failing_of_few = {}\nfailing_shares = [{}]\nhours = [{:?}, {:?}]\ndays = {}\n",
        by_class(&gates.download),
        by_class(&gates.upload),
        gates.parts,
        gates.tests_in_part,
        gates.hours_apart,
        gates.few_tests,
        gates.failing_of_few,
        shares.join(", "),
        gates.hours.0,
        gates.hours.1,
        gates.days
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<FccGates, String> {
        toml::from_str::<GatesFile>(text)
            .map_err(|e| e.message().to_owned())?
            .gates()
            .map_err(|(entry, _)| entry.to_owned())
    }

    #[test]
    fn what_is_left_out_is_as_usual() {
        assert_eq!(read(""), Ok(FccGates::default()));
        let gates = read("download = { 4G = 35 }\nhours = [7, 21.5]\nfailing_shares = [[10, 0.5]]").unwrap();
        assert_eq!((gates.download.four_g, gates.download.five_g, gates.hours), (Some(35.0), None, (7.0, 21.5)));
        assert!(gates.has_number(15, 30) && !gates.has_number(14, 30) && gates.has_number(5, 12));
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for text in [
            "parts = 8",
            "hours = [22, 6]",
            "days = 0",
            "failing_shares = [[30, 0.2], [21, 0.3]]",
            "gate = 1",
            "upload = -1",
            "failing_shares = [[21, 24]]",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
