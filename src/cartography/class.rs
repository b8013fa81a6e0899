//! Classes: which of a few looks a cell has. Missing evidence is a hatch or nothing, never a colour of a ramp.

use crate::model::{Analysis, CellRow, ChangeKind, GiStar, Grade, Metric, OperatorId, Technology};

/// What cells are coloured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
pub enum Colouring {
    #[default]
    Grade,
    ShareFailing,
    Median,
    Samples,
    /// Failing share of another operator less that of the chosen one, in cells where both were measured.
    Difference,
    /// What became of each zone since an earlier period: a month proves a zone, hardly ever a cell.
    Change,
    /// Clusters of cells by Getis–Ord Gi*, a second opinion.
    Clusters,
}

impl Colouring {
    pub const ALL: [Self; 7] =
        [Self::Grade, Self::ShareFailing, Self::Median, Self::Samples, Self::Difference, Self::Change, Self::Clusters];

    /// Key of its name in the text catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::Grade => "colouring-grade",
            Self::ShareFailing => "colouring-share",
            Self::Median => "colouring-median",
            Self::Samples => "colouring-samples",
            Self::Difference => "colouring-difference",
            Self::Change => "colouring-change",
            Self::Clusters => "colouring-clusters",
        }
    }
}

/// The look of a cell, as a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fill {
    /// Grade A or B, or another grade without steps.
    Grade(Grade),
    /// Grade E, 0 (few votes) to 2 (many).
    Adequate(u8),
    /// Step of the diverging ramp: 0 is worst (red), 4 is best (blue).
    Diverging(u8),
    /// Step of the sequential ramp: 0 is least, 4 is most.
    Sequential(u8),
}

/// Upper limits of the first four classes of a failing share, best class first.
pub const SHARE_STEPS: [f64; 4] = [0.2, 0.4, 0.6, 0.8];

/// Limits between the five classes of a median, as multiples of the threshold.
pub const MEDIAN_STEPS: [f64; 4] = [0.5, 1.0, 1.5, 2.0];

/// Upper limits (inclusive) of the first four classes of a number of samples.
pub const SAMPLE_STEPS: [u64; 4] = [2, 5, 10, 30];

/// Limits between the five classes of a difference of failing shares: another operator's less the chosen one's.
pub const DIFFERENCE_STEPS: [f64; 4] = [-0.5, -0.2, 0.2, 0.5];

/// The row of a cell that is shown: of the asked class, or for medians, which are never pooled, of the class with most
/// samples (ties: 4G, 5G, 3G, unknown).
pub fn row_shown(
    analysis: &Analysis,
    cell: u32,
    operator: Option<OperatorId>,
    technology: Option<Technology>,
    colouring: Colouring,
) -> Option<&CellRow> {
    let metric = analysis.settings.profile.first_metric();
    if colouring == Colouring::Median && technology.is_none() {
        let order = [Technology::Unknown, Technology::ThreeG, Technology::FiveG, Technology::FourG];
        return order
            .into_iter()
            .filter_map(|class| analysis.cell_row(cell, operator, Some(class), metric))
            .max_by_key(|row| row.stats.n_samples);
    }
    analysis.cell_row(cell, operator, technology, metric)
}

/// The look of a cell in which two operators were measured: blue where the chosen one fails less, red where it fails more,
/// a hatch where their intervals meet, so that the difference may be chance.
pub fn difference_of(chosen: &CellRow, rival: &CellRow) -> Option<Fill> {
    let share = |row: &CellRow| row.stats.evidence.as_ref()?.verdict.as_ref()?.share;
    let (own, other) = (share(chosen)?, share(rival)?);
    if own.low <= other.high && other.low <= own.high {
        return Some(Fill::Grade(Grade::D));
    }
    let difference = other.value - own.value;
    Some(Fill::Diverging(DIFFERENCE_STEPS.iter().filter(|limit| difference >= **limit).count() as u8))
}

/// The look of a zone by what became of it: red where it is worse, blue where it is better, a hatch where nobody measured
/// again, nothing where no change is proven.
pub fn fill_of_change(kind: ChangeKind) -> Option<Fill> {
    match kind {
        ChangeKind::New => Some(Fill::Diverging(0)),
        ChangeKind::Worse => Some(Fill::Diverging(1)),
        ChangeKind::Better => Some(Fill::Diverging(3)),
        ChangeKind::Resolved => Some(Fill::Diverging(4)),
        ChangeKind::NotMeasured => Some(Fill::Grade(Grade::D)),
        ChangeKind::Same | ChangeKind::FirstMeasured => None,
    }
}

/// What a cell stands among.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cluster {
    Failing,
    Passing,
    /// No discovery, or no neighbour with data.
    None,
}

impl Cluster {
    /// Of a cell's Gi*, where it has one; with `few` cells nothing is said (method §10).
    pub fn of(gi_star: Option<GiStar>, few: bool) -> Self {
        match gi_star.filter(|gi| gi.is_discovery && !few) {
            Some(gi) if gi.z > 0.0 => Self::Failing,
            Some(_) => Self::Passing,
            None => Self::None,
        }
    }

    pub fn fill(self) -> Fill {
        match self {
            Self::Failing => Fill::Diverging(0),
            Self::Passing => Fill::Diverging(4),
            Self::None => Fill::Grade(Grade::D),
        }
    }
}

/// The look of a cell; `None` where there is nothing to show.
pub fn class_of(row: &CellRow, colouring: Colouring) -> Option<Fill> {
    let verdict = row.stats.evidence.as_ref().and_then(|e| e.verdict.as_ref());
    match colouring {
        Colouring::Grade => {
            let votes = row.stats.evidence.as_ref().map_or(0, |e| e.n_votes);
            match verdict?.grade {
                Grade::None => None,
                Grade::E => Some(Fill::Adequate(if votes < 10 { 0 } else { 1 + u8::from(votes >= 20) })),
                grade => Some(Fill::Grade(grade)),
            }
        }
        Colouring::ShareFailing => {
            let share = verdict?.share?.value;
            let steps = SHARE_STEPS.iter().filter(|limit| share > **limit).count();
            Some(Fill::Diverging(4 - steps as u8))
        }
        Colouring::Median => {
            let (median, threshold) = (row.stats.quantiles?.median, row.stats.threshold?);
            let ratio = match row.metric {
                Metric::Latency => threshold / median.max(f64::MIN_POSITIVE),
                Metric::Download | Metric::Upload => median / threshold,
            };
            Some(Fill::Diverging(MEDIAN_STEPS.iter().filter(|limit| ratio >= **limit).count() as u8))
        }
        // One row alone has no difference, change or cluster.
        Colouring::Difference | Colouring::Change | Colouring::Clusters => None,
        Colouring::Samples => {
            let n = row.stats.n_samples;
            (n > 0).then(|| Fill::Sequential(SAMPLE_STEPS.iter().filter(|limit| n > **limit).count() as u8))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Conditions, Evidence, Quantiles, Share, StratumStats, Verdict};

    fn row(grade: Grade, n_votes: u64, share: f64, median: f64) -> CellRow {
        let verdict = Verdict {
            n_failing_votes: 0,
            share: Some(Share { value: share, low: 0.0, high: 1.0 }),
            grade,
            votes_needed: 0,
            patchy: false,
            conditions: Conditions::default(),
        };
        let quantiles = Quantiles { p10: 0.0, p25: 0.0, median, p75: 0.0, p90: 0.0, median_interval: None };
        let evidence = Evidence { n_votes, n_sources: n_votes, verdict: Some(verdict) };
        let stats = StratumStats {
            n_samples: 11,
            quantiles: Some(quantiles),
            threshold: Some(40.0),
            evidence: Some(Box::new(evidence)),
            ..StratumStats::default()
        };
        CellRow { cell: 0, operator: None, technology: None, metric: Metric::Download, stats }
    }

    #[test]
    fn adequate_cells_grow_darker_with_votes() {
        let class = |n| class_of(&row(Grade::E, n, 0.0, 80.0), Colouring::Grade);
        assert_eq!(class(6), Some(Fill::Adequate(0)));
        assert_eq!(class(10), Some(Fill::Adequate(1)));
        assert_eq!(class(20), Some(Fill::Adequate(2)));
    }

    #[test]
    fn a_cell_without_votes_has_no_fill() {
        assert_eq!(class_of(&row(Grade::None, 0, 0.0, 0.0), Colouring::Grade), None);
    }

    #[test]
    fn shares_and_medians_run_from_worst_to_best() {
        assert_eq!(class_of(&row(Grade::A, 9, 0.9, 10.0), Colouring::ShareFailing), Some(Fill::Diverging(0)));
        assert_eq!(class_of(&row(Grade::E, 9, 0.1, 90.0), Colouring::ShareFailing), Some(Fill::Diverging(4)));
        assert_eq!(class_of(&row(Grade::A, 9, 0.9, 19.9), Colouring::Median), Some(Fill::Diverging(0)));
        assert_eq!(class_of(&row(Grade::E, 9, 0.1, 40.0), Colouring::Median), Some(Fill::Diverging(2)));
        assert_eq!(class_of(&row(Grade::E, 9, 0.1, 80.0), Colouring::Median), Some(Fill::Diverging(4)));
        assert_eq!(class_of(&row(Grade::E, 9, 0.1, 80.0), Colouring::Samples), Some(Fill::Sequential(3)));
    }

    #[test]
    fn a_cluster_is_a_discovery_among_enough_cells() {
        let gi = |z: f64, is_discovery| Some(GiStar { z, p: 0.001, is_discovery });
        assert_eq!(Cluster::of(gi(3.2, true), false), Cluster::Failing);
        assert_eq!(Cluster::of(gi(-3.2, true), false), Cluster::Passing);
        assert_eq!(Cluster::of(gi(3.2, false), false), Cluster::None);
        assert_eq!(Cluster::of(gi(3.2, true), true), Cluster::None);
        assert_eq!(Cluster::of(None, false), Cluster::None);
    }

    #[test]
    fn silence_is_a_hatch_and_never_better() {
        assert_eq!(fill_of_change(ChangeKind::NotMeasured), Some(Fill::Grade(Grade::D)));
        assert_eq!(fill_of_change(ChangeKind::Same), None);
    }

    #[test]
    fn a_difference_counts_where_the_intervals_are_apart() {
        let row = |value: f64, low: f64, high: f64| {
            let mut row = row(Grade::D, 20, value, 10.0);
            let verdict = row.stats.evidence.as_mut().and_then(|e| e.verdict.as_mut()).unwrap();
            verdict.share = Some(Share { value, low, high });
            row
        };
        let (good, bad) = (row(0.1, 0.02, 0.3), row(0.9, 0.7, 0.98));
        assert_eq!(difference_of(&good, &bad), Some(Fill::Diverging(4)));
        assert_eq!(difference_of(&bad, &good), Some(Fill::Diverging(0)));
        assert_eq!(difference_of(&row(0.5, 0.31, 0.69), &good), Some(Fill::Diverging(1)));
        assert_eq!(difference_of(&good, &row(0.4, 0.2, 0.6)), Some(Fill::Grade(Grade::D)));
    }
}
