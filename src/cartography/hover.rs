//! The facts behind the sentence that appears under the pointer.

use super::class::{Colouring, row_shown};
use crate::model::{Analysis, Grade, Metric, OperatorId, Share, StratumStats, Technology, WeakSpot, ZoneIndex};

/// What is known of a place, in figures.
#[derive(Debug, Clone, PartialEq)]
pub struct HoverFacts {
    pub zone: Option<ZoneIndex>,
    pub metric: Metric,
    /// Class of the median, where one is given.
    pub technology: Option<Technology>,
    pub n_samples: u64,
    pub n_votes: u64,
    pub n_failing_votes: u64,
    pub share: Option<Share>,
    pub grade: Option<Grade>,
    pub median: Option<f64>,
    pub threshold: Option<f64>,
}

fn facts(zone: Option<ZoneIndex>, metric: Metric, technology: Option<Technology>, stats: &StratumStats) -> HoverFacts {
    let evidence = stats.evidence.as_ref();
    let verdict = evidence.and_then(|e| e.verdict.as_ref());
    HoverFacts {
        zone,
        metric,
        technology,
        n_samples: stats.n_samples,
        n_votes: evidence.map_or(0, |e| e.n_votes),
        n_failing_votes: verdict.map_or(0, |v| v.n_failing_votes),
        share: verdict.and_then(|v| v.share),
        grade: verdict.map(|v| v.grade),
        median: stats.quantiles.map(|q| q.median),
        threshold: stats.threshold,
    }
}

/// Facts of a cell under the current filters; `None` when it holds nothing of them.
pub fn hover_of_cell(
    analysis: &Analysis,
    cell: u32,
    operator: Option<OperatorId>,
    technology: Option<Technology>,
    colouring: Colouring,
) -> Option<HoverFacts> {
    let row = row_shown(analysis, cell, operator, technology, colouring)?;
    let zone = analysis.cells.get(cell as usize).and_then(|c| c.zone);
    Some(facts(zone, row.metric, row.technology, &row.stats))
}

/// Facts of a weak spot, of its own operator whatever is chosen.
pub fn hover_of_spot(analysis: &Analysis, spot: &WeakSpot) -> HoverFacts {
    let criterion = analysis.settings.profile.criteria.first();
    let metric = analysis.settings.profile.first_metric();
    HoverFacts {
        zone: spot.zone,
        metric,
        technology: Some(spot.technology),
        n_samples: spot.n_samples,
        n_votes: spot.n_votes,
        n_failing_votes: spot.n_failing_votes,
        share: Some(spot.share),
        grade: Some(spot.grade),
        median: match metric {
            Metric::Download => spot.median_download,
            Metric::Upload => spot.median_upload,
            Metric::Latency => spot.median_latency,
        },
        threshold: criterion.and_then(|criterion| criterion.thresholds.of(spot.technology)),
    }
}

/// Facts of a zone under the current filters.
pub fn hover_of_zone(
    analysis: &Analysis,
    zone: ZoneIndex,
    operator: Option<OperatorId>,
    technology: Option<Technology>,
) -> Option<HoverFacts> {
    let metric = analysis.settings.profile.first_metric();
    let row = analysis.zone_row(Some(zone), operator, technology, metric)?;
    Some(facts(Some(zone), metric, technology, &row.stats))
}
