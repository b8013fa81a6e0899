//! What a run was asked to do. Every report prints it.

use std::fmt;

use super::{Correction, Period, Profile};

/// The analysis grid.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum GridSpec {
    /// Side in metres.
    Square(f64),
    /// Width across flats in metres.
    Hex(f64),
    /// H3 resolution 0..=15.
    H3(u8),
    /// Smallest of 100, 150, 200, 300, 400 m at which sampled cells hold at least 3 votes per operator on average.
    SquareAuto,
}

impl GridSpec {
    /// Reads `square:100`, `hex:100`, `h3:9` or `square:auto`.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, size) = text.split_once(':')?;
        let metres = || size.parse::<f64>().ok().filter(|m| m.is_finite() && (1.0..=100_000.0).contains(m));
        match kind {
            "square" if size == "auto" => Some(Self::SquareAuto),
            "square" => metres().map(Self::Square),
            "hex" => metres().map(Self::Hex),
            "h3" => size.parse().ok().filter(|r| *r <= 15).map(Self::H3),
            _ => None,
        }
    }
}

impl fmt::Display for GridSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Square(m) => write!(f, "square:{m}"),
            Self::Hex(m) => write!(f, "hex:{m}"),
            Self::H3(r) => write!(f, "h3:{r}"),
            Self::SquareAuto => f.write_str("square:auto"),
        }
    }
}

/// Everything an analysis depends on besides the samples and the zones.
#[derive(Debug, Clone, PartialEq)]
pub struct AnalysisSettings {
    pub profile: Profile,
    pub grid: GridSpec,
    /// EPSG code of the projected CRS; `None`: chosen from the study area's centre.
    pub grid_crs: Option<u32>,
    pub period: Period,
    /// Unix time in seconds that `future-time` compares with.
    pub now_unix_s: i64,
    pub seed: u64,
    /// Largest radius of a scan window in metres.
    pub max_radius_m: f64,
    /// Monte Carlo replicas of the scan; 0 looks for no proof.
    pub replicas: usize,
    /// Zone and cell statistics only: no votes, grades or weak spots.
    pub only_stats: bool,
    /// What the officer has left out by hand.
    pub corrections: Vec<Correction>,
}

impl AnalysisSettings {
    /// Replicas of the scan unless told otherwise: the smallest p-value is then 0.001.
    pub const REPLICAS: usize = 999;

    /// The documented defaults; `now` is the caller's clock.
    pub fn new(profile: Profile, now_unix_s: i64) -> Self {
        Self {
            profile,
            grid: GridSpec::Square(100.0),
            grid_crs: None,
            period: Period::All,
            now_unix_s,
            seed: 1,
            max_radius_m: 1000.0,
            replicas: Self::REPLICAS,
            only_stats: false,
            corrections: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grids_read_back_as_written() {
        for text in ["square:100", "square:auto", "hex:250", "h3:9", "square:62.5"] {
            assert_eq!(GridSpec::parse(text).map(|g| g.to_string()).as_deref(), Some(text));
        }
        for text in ["square", "square:0", "square:-5", "square:nan", "h3:16", "circle:5", ""] {
            assert_eq!(GridSpec::parse(text), None, "{text}");
        }
    }
}
