//! The numbers of the three gates in FCC style (method §8), and what they say of a hexagon. They are a reference from the
//! United States, no Vietnamese law.

use super::{CellId, Metric, OperatorId, Thresholds};

/// When the tests of a hexagon would carry a challenge.
///
/// Source: 47 CFR 1.7006(e), as far as it is known here; every number can be set in a file of criteria.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FccGates {
    /// What a test must reach, in Mbps; classes without a threshold take no part.
    pub download: Thresholds,
    pub upload: Thresholds,
    /// Space: so many of a hexagon's seven parts, or all that can be reached if fewer …
    pub parts: u64,
    /// … with at least so many tests each, one of them failing.
    pub tests_in_part: u64,
    /// Time: two failing tests at least so many hours apart in time of day.
    pub hours_apart: f64,
    /// Number: with at most so many tests …
    pub few_tests: u64,
    /// … so many must fail; with more, a share of them.
    pub failing_of_few: u64,
    /// Number of tests from which on the share holds, and the share, 0..=1; sorted.
    pub failing_shares: Vec<(u64, f64)>,
    /// Local hours within which a test counts, both inclusive.
    pub hours: (f64, f64),
    /// Days before the latest accepted sample within which a test counts.
    pub days: u32,
}

impl Default for FccGates {
    fn default() -> Self {
        let by_class = |four_g, five_g| Thresholds { three_g: None, four_g, five_g, unknown: None };
        Self {
            download: by_class(Some(5.0), Some(7.0)),
            upload: by_class(Some(1.0), Some(1.0)),
            parts: 4,
            tests_in_part: 2,
            hours_apart: 4.0,
            few_tests: 20,
            failing_of_few: 5,
            failing_shares: vec![(21, 0.24), (30, 0.22), (46, 0.20), (61, 0.18), (71, 0.17), (100, 0.16)],
            hours: (6.0, 22.0),
            days: 365,
        }
    }
}

impl FccGates {
    /// Metrics with thresholds; latency has no gate.
    pub fn thresholds(&self) -> [(Metric, &Thresholds); 2] {
        [(Metric::Download, &self.download), (Metric::Upload, &self.upload)]
    }

    /// Whether so many failing tests of so many are enough.
    pub fn has_number(&self, failing: u64, n: u64) -> bool {
        let share = self.failing_shares.iter().rev().find(|(from, _)| *from <= n).map(|(_, share)| *share);
        match share.filter(|_| n > self.few_tests) {
            // 0.24 · 25 must not be more than 6 by rounding.
            Some(share) => failing as f64 >= share * n as f64 - 1e-9,
            None => failing >= self.failing_of_few,
        }
    }
}

/// A row of `fcc_gates.csv`: the votes of an operator in an H3 hexagon of resolution 8.
#[derive(Debug, Clone, PartialEq)]
pub struct FccRow {
    pub hexagon: CellId,
    pub operator: OperatorId,
    pub metric: Metric,
    pub n: u64,
    pub failing: u64,
    pub space: bool,
    pub time: bool,
    pub number: bool,
}

impl FccRow {
    pub fn passed(&self) -> bool {
        self.space && self.time && self.number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_failing_share_asked_for_falls_with_the_number_of_tests() {
        let gates = FccGates::default();
        // Fewest failing tests by hand: ⌈share · n⌉.
        for (n, fewest) in [
            (5, 5),
            (20, 5),
            (21, 6),
            (25, 6),
            (29, 7),
            (30, 7),
            (45, 10),
            (46, 10),
            (60, 12),
            (61, 11),
            (70, 13),
            (71, 13),
            (99, 17),
            (100, 16),
            (1000, 160),
        ] {
            assert!(gates.has_number(fewest, n) && !gates.has_number(fewest - 1, n), "{n}");
        }
    }
}
