//! Criteria: what counts as failing, with a name and a source that a report can cite.

use super::{FccGates, LocalDay, Technology};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Metric {
    Download,
    Latency,
    Upload,
}

impl Metric {
    /// All metrics, in byte order of their labels.
    pub const ALL: [Self; 3] = [Self::Download, Self::Latency, Self::Upload];

    pub fn label(self) -> &'static str {
        match self {
            Self::Download => "download",
            Self::Latency => "latency",
            Self::Upload => "upload",
        }
    }

    /// `Mbps` or `ms`.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Latency => "ms",
            Self::Download | Self::Upload => "Mbps",
        }
    }

    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.label() == label)
    }
}

/// Threshold of each technology class, in Mbps or ms; `None`: the class has no verdict.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Thresholds {
    pub three_g: Option<f64>,
    pub four_g: Option<f64>,
    pub five_g: Option<f64>,
    pub unknown: Option<f64>,
}

impl Thresholds {
    pub fn same(value: f64) -> Self {
        let value = Some(value);
        Self { three_g: value, four_g: value, five_g: value, unknown: value }
    }

    /// All thresholds times a factor.
    pub fn times(&self, factor: f64) -> Self {
        let times = |threshold: Option<f64>| threshold.map(|value| value * factor);
        Self {
            three_g: times(self.three_g),
            four_g: times(self.four_g),
            five_g: times(self.five_g),
            unknown: times(self.unknown),
        }
    }

    pub fn of(&self, technology: Technology) -> Option<f64> {
        match technology {
            Technology::ThreeG => self.three_g,
            Technology::FourG => self.four_g,
            Technology::FiveG => self.five_g,
            Technology::Unknown => self.unknown,
        }
    }

    /// The threshold when all classes that have one share it.
    pub fn common(&self) -> Option<f64> {
        let mut values = Technology::ALL.into_iter().filter_map(|t| self.of(t));
        let first = values.next()?;
        values.all(|v| v == first).then_some(first)
    }
}

/// One metric judged against thresholds, with the share of tests that may fail.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Criterion {
    pub metric: Metric,
    pub thresholds: Thresholds,
    /// Share of tests that may fail, 0..1: 0.5 asks that the median meets the threshold.
    pub allowed_failing_share: f64,
}

impl Criterion {
    /// Whether a value of this class fails; `None` when the class has no threshold.
    pub fn fails(&self, technology: Technology, value: f64) -> Option<bool> {
        self.thresholds.of(technology).map(|threshold| match self.metric {
            Metric::Latency => value > threshold,
            Metric::Download | Metric::Upload => value < threshold,
        })
    }
}

/// A named, dated, citable set of criteria.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Profile {
    /// Short name as given on the command line, or the path of a file.
    pub name: String,
    /// Where the figures come from, in words fit for a legend.
    pub source: String,
    /// Day from which they hold.
    pub date: Option<LocalDay>,
    /// At least one. Weak spots, gaps and the map use the first.
    pub criteria: Vec<Criterion>,
    /// Gates in FCC style that are judged besides.
    pub gates: Option<FccGates>,
}

impl Profile {
    /// Names of the built-in profiles.
    pub const BUILT_IN: [&'static str; 4] = ["qd36", "qcvn126-floor", "basic", "fcc-style"];

    /// A built-in profile.
    pub fn built_in(name: &str) -> Option<Self> {
        let download = |three_g, four_g, five_g, unknown, allowed_failing_share| Criterion {
            metric: Metric::Download,
            thresholds: Thresholds { three_g, four_g, five_g, unknown },
            allowed_failing_share,
        };
        let (source, criterion) = match name {
            "qd36" => {
                ("Quyết định 36/QĐ-TTg ngày 11/01/2024", download(Some(1.0), Some(40.0), Some(100.0), Some(40.0), 0.5))
            }
            "qcvn126-floor" => ("QCVN 126:2021/BTTTT", download(None, None, Some(30.0), None, 0.05)),
            "basic" => ("10 Mbps", download(Some(10.0), Some(10.0), Some(10.0), Some(10.0), 0.5)),
            // Its gates are judged per hexagon; the grades of the run are those of `basic` (method.md §8).
            "fcc-style" => (
                "tham khảo kiểu FCC, không phải quy định của Việt Nam; xếp mức theo 10 Mbps",
                download(Some(10.0), Some(10.0), Some(10.0), Some(10.0), 0.5),
            ),
            _ => return None,
        };
        let gates = (name == "fcc-style").then(FccGates::default);
        // The day on which the decision was signed; the other sources state none.
        let date = if name == "qd36" { LocalDay::from_year_month_day(2024, 1, 11) } else { None };
        Some(Self { name: name.to_owned(), source: source.to_owned(), date, criteria: vec![criterion], gates })
    }

    /// A single criterion for all technologies, share 0.5.
    pub fn quick(metric: Metric, threshold: f64) -> Self {
        Self {
            name: format!("{} {threshold}", metric.label()),
            source: String::new(),
            date: None,
            criteria: vec![Criterion { metric, thresholds: Thresholds::same(threshold), allowed_failing_share: 0.5 }],
            gates: None,
        }
    }

    pub fn criterion(&self, metric: Metric) -> Option<&Criterion> {
        self.criteria.iter().find(|c| c.metric == metric)
    }

    /// The metric that weak spots, gaps and the map are about.
    pub fn first_metric(&self) -> Metric {
        self.criteria.first().map_or(Metric::Download, |c| c.metric)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_the_threshold_meets_it() {
        let qd36 = Profile::built_in("qd36").and_then(|p| p.criteria.into_iter().next());
        let fails = |t, v| qd36.as_ref().and_then(|c| c.fails(t, v));
        assert_eq!(fails(Technology::FourG, 40.0), Some(false));
        assert_eq!(fails(Technology::FourG, 39.99), Some(true));
        assert_eq!(fails(Technology::FiveG, 99.0), Some(true));
        assert_eq!(fails(Technology::Unknown, 39.0), Some(true));
        assert_eq!(fails(Technology::ThreeG, 2.0), Some(false));
    }

    #[test]
    fn a_class_without_threshold_has_no_verdict() {
        let floor = Profile::built_in("qcvn126-floor").and_then(|p| p.criteria.into_iter().next());
        assert_eq!(floor.and_then(|c| c.fails(Technology::FourG, 1.0)), None);
    }

    #[test]
    fn latency_fails_above_its_threshold() {
        let profile = Profile::quick(Metric::Latency, 50.0);
        let fails = |v| profile.criterion(Metric::Latency).and_then(|c| c.fails(Technology::FourG, v));
        assert_eq!(fails(50.0), Some(false));
        assert_eq!(fails(50.1), Some(true));
    }
}
