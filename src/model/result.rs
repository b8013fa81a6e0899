//! What an analysis finds. `analysis` fills these, `io` writes them, `text` words them, the window shows them.

use std::ops::Range;
use std::sync::Arc;

use super::{
    AnalysisSettings, Dataset, FlagCounts, Flags, Grade, GridSpec, LonLat, Metric, Month, OperatorComparison,
    OperatorId, Robustness, Technology, WhoIsWeak, ZoneIndex, Zones,
};

/// A cell of the analysis grid: packed axial or row/column coordinates, or an H3 index. `spatial::Grid` reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellId(pub u64);

/// A cell that holds at least one accepted sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    pub id: CellId,
    pub centre: LonLat,
    /// Zone of the centre.
    pub zone: Option<ZoneIndex>,
}

/// The fate of each sample.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Judgement {
    /// All flags of each sample.
    pub flags: Vec<Flags>,
    /// Index into [`Zones::zones`], or `u32::MAX`.
    pub zone: Vec<u32>,
    /// Index into [`Analysis::cells`], or `u32::MAX`.
    pub cell: Vec<u32>,
    /// (sample, the sample it repeats), sorted.
    pub duplicate_of: Vec<(u32, u32)>,
    /// (sample, the neighbour in time it cannot have come from), sorted.
    pub teleport_from: Vec<(u32, u32)>,
    /// (sample, the correction that leaves it out, as an index into [`AnalysisSettings::corrections`]), sorted.
    pub left_out_by: Vec<(u32, u32)>,
    /// Samples that each correction means.
    pub n_left_out: Vec<u64>,
    /// Rows per flag in each file.
    pub counts: Vec<FlagCounts>,
    /// Accepted samples in each file.
    pub kept: Vec<u64>,
}

impl Judgement {
    pub const NOWHERE: u32 = u32::MAX;

    pub fn zone_of(&self, sample: usize) -> Option<ZoneIndex> {
        self.zone.get(sample).copied().filter(|z| *z != Self::NOWHERE).map(ZoneIndex)
    }

    /// The correction that leaves a sample out, as an index into [`AnalysisSettings::corrections`].
    pub fn correction_of(&self, sample: u32) -> Option<usize> {
        let place = self.left_out_by.binary_search_by_key(&sample, |(sample, _)| *sample).ok()?;
        self.left_out_by.get(place).map(|(_, correction)| *correction as usize)
    }

    /// Rows per flag over all files.
    pub fn total(&self) -> FlagCounts {
        let mut total = FlagCounts::default();
        for counts in &self.counts {
            total.merge(counts);
        }
        total
    }
}

/// A share with its two-sided 95 % Wilson interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

/// One testimony: all samples of one source, operator, class, zone and cell over the period.
#[derive(Debug, Clone, PartialEq)]
pub struct Vote {
    /// [`super::NO_SOURCE`] when unknown.
    pub source: u32,
    pub operator: OperatorId,
    pub technology: Technology,
    /// Index into [`Zones::zones`], or [`Judgement::NOWHERE`].
    pub zone: u32,
    /// Index into [`Analysis::cells`].
    pub cell: u32,
    /// Median of the daily medians, in Mbps or ms.
    pub value: f64,
    /// `None`: no criterion for this metric and class.
    pub fails: Option<bool>,
    /// Its samples in [`Votes::order`].
    pub samples: Range<u32>,
}

/// All votes of one metric.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Votes {
    /// Sorted by (operator, technology, zone, cell, source).
    pub votes: Vec<Vote>,
    /// Samples grouped by vote.
    pub order: Vec<u32>,
}

impl Votes {
    /// Votes of one operator, with the number of the first.
    pub fn of_operator(&self, operator: OperatorId) -> (u32, &[Vote]) {
        let from = self.votes.partition_point(|vote| vote.operator < operator);
        let to = self.votes.partition_point(|vote| vote.operator <= operator);
        (from as u32, self.votes.get(from..to).unwrap_or(&[]))
    }

    /// Samples of a vote.
    pub fn samples_of(&self, vote: &Vote) -> &[u32] {
        self.order.get(vote.samples.start as usize..vote.samples.end as usize).unwrap_or(&[])
    }
}

/// Statistics of one stratum and metric. An absent value is `None`, never 0 or NaN.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StratumStats {
    pub n_samples: u64,
    pub n_devices: u64,
    pub n_days: u64,
    pub n_cells: u64,
    pub n_quota: u64,
    /// Mean and quantiles are absent where technology classes are together.
    pub mean: Option<f64>,
    pub quantiles: Option<Quantiles>,
    pub threshold: Option<f64>,
    pub n_failing_samples: Option<u64>,
    /// Absent when only statistics were asked for.
    pub evidence: Option<Box<Evidence>>,
}

/// Hyndman–Fan type 7 quantiles, and the distribution-free 95 % interval of the median.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantiles {
    pub p10: f64,
    pub p25: f64,
    pub median: f64,
    pub p75: f64,
    pub p90: f64,
    /// Exists from six samples on.
    pub median_interval: Option<(f64, f64)>,
}

/// Votes of one stratum and metric.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Evidence {
    pub n_votes: u64,
    pub n_sources: u64,
    /// Absent when the metric has no criterion.
    pub verdict: Option<Verdict>,
}

/// How a stratum stands against a criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    pub n_failing_votes: u64,
    /// Absent without votes.
    pub share: Option<Share>,
    pub grade: Grade,
    pub votes_needed: u32,
    /// An adequate stratum with a failing share of at least 0.2.
    pub patchy: bool,
    pub conditions: Conditions,
}

/// The conditions of grade A, for the evidence card.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Conditions {
    /// Votes and failing votes of known sources.
    pub n_known: u64,
    pub k_known: u64,
    /// Smallest lower bound over known sources when any one is left out.
    pub low_without_one: Option<f64>,
    /// Largest upper bound when any one source is left out.
    pub high_without_one: Option<f64>,
    pub failing_sources: u64,
    pub failing_days: u64,
    pub failing_span_s: i64,
    pub failing_spots: u64,
    pub spots: u64,
}

/// A row of `zone_stats.csv`. `None` in a key is `*`.
#[derive(Debug, Clone, PartialEq)]
pub struct ZoneRow {
    pub zone: Option<ZoneIndex>,
    pub operator: Option<OperatorId>,
    pub technology: Option<Technology>,
    pub metric: Metric,
    pub stats: StratumStats,
}

/// A row of `cell_stats.csv`. `None` in a key is `*`.
#[derive(Debug, Clone, PartialEq)]
pub struct CellRow {
    /// Index into [`Analysis::cells`].
    pub cell: u32,
    pub operator: Option<OperatorId>,
    pub technology: Option<Technology>,
    pub metric: Metric,
    pub stats: StratumStats,
}

/// Mean, P10, median and P90 of upload and of latency, which stand beside the row of download with statistics only.
pub type OtherMetrics = [Option<[f64; 4]>; 2];

/// A place that is weak, or suspected to be, for one operator.
#[derive(Debug, Clone, PartialEq)]
pub struct WeakSpot {
    pub rank: u32,
    /// Operator and centre cell: the same from month to month.
    pub spot_id: String,
    pub operator: OperatorId,
    pub zone: Option<ZoneIndex>,
    /// A point on the shape.
    pub point: LonLat,
    pub radius_m: f64,
    pub area_m2: f64,
    /// Cells of the window, whose votes speak, as sorted indices into [`Analysis::cells`].
    pub cells: Vec<u32>,
    /// Cells drawn: those of the window that fail, and unsampled ones they enclose.
    pub shape: Vec<CellId>,
    pub n_samples: u64,
    pub n_votes: u64,
    pub n_failing_votes: u64,
    pub n_devices: u64,
    pub n_days: u64,
    pub share: Share,
    /// Technology class with most votes, which the medians are of.
    pub technology: Technology,
    pub median_download: Option<f64>,
    pub median_upload: Option<f64>,
    pub median_latency: Option<f64>,
    pub grade: Grade,
    pub votes_needed: u32,
    pub priority: f64,
    pub priority_parts: PriorityParts,
    /// Operators adequate at the same place, sorted by brand.
    pub others_ok: Vec<OperatorId>,
    /// Operators shown weak (A or B) at the same place, sorted by brand.
    pub others_weak: Vec<OperatorId>,
    /// Local hours with a failing sample, sorted.
    pub hours: Vec<u8>,
    pub months_weak: u32,
    pub months_measured: u32,
    pub conditions: Conditions,
    /// The scan's proof; `None` for a suspected spot.
    pub proof: Option<ScanProof>,
    pub place_name: String,
    /// Absent where it was not tested, and for suspected spots.
    pub robustness: Option<Robustness>,
}

impl WeakSpot {
    /// Whether the other operators are weak at the same place.
    pub fn who_is_weak(&self) -> WhoIsWeak {
        WhoIsWeak::of(self.others_ok.len(), self.others_weak.len())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PriorityParts {
    pub severity: f64,
    pub reach: f64,
    pub persistence: f64,
    pub evidence: f64,
}

/// What the scan says of a window.
#[derive(Debug, Clone, PartialEq)]
pub struct ScanProof {
    pub p_relative: f64,
    pub p_absolute: f64,
    pub p_corrected: f64,
    pub llr_relative: f64,
    pub llr_absolute: f64,
    /// Centre of the window, as an index into [`Analysis::cells`].
    pub window_cell: u32,
    pub window_radius_m: f64,
    pub window_votes: u64,
    pub window_failing_votes: u64,
}

/// A place where people are and evidence is not.
#[derive(Debug, Clone, PartialEq)]
pub struct SamplingGap {
    pub rank: u32,
    /// Index into [`Analysis::gap_places`].
    pub zone: ZoneIndex,
    pub operator: OperatorId,
    pub grade: Grade,
    pub n_samples: u64,
    pub n_votes: u64,
    pub votes_needed: u32,
    pub weight: f64,
    pub cells_measured: u64,
    /// Absent where the zone has too many cells to count.
    pub cells_total: Option<u64>,
}

/// Everything found in one run. Immutable; a new key makes a new one.
#[derive(Debug, Clone)]
pub struct Analysis {
    pub settings: AnalysisSettings,
    pub dataset: Arc<Dataset>,
    pub zones: Arc<Zones>,
    /// The grid used; never [`GridSpec::SquareAuto`].
    pub grid: GridSpec,
    /// EPSG code of the projected CRS.
    pub grid_crs: u32,
    pub judgement: Judgement,
    /// Cells with at least one accepted sample, sorted by id text in byte order.
    pub cells: Vec<Cell>,
    /// Votes of [`Metric::ALL`], in that order; empty when only statistics were asked for.
    pub votes: Vec<Votes>,
    /// Sorted by their key, `*` first.
    pub zone_rows: Vec<ZoneRow>,
    /// Sorted by their key, `*` first; empty when only statistics were asked for: `analysis::CellStatistics` makes them.
    pub cell_rows: Vec<CellRow>,
    pub weak_spots: Vec<WeakSpot>,
    pub gaps: Vec<SamplingGap>,
    /// Places that gaps are about: the zones, or hexagons where there is only an outline.
    pub gap_places: Arc<Zones>,
    /// Sorted by metric, class (`*` first) and pair; empty when only statistics were asked for.
    pub comparisons: Vec<OperatorComparison>,
    /// Accepted samples of each local month, sorted.
    pub months: Vec<(Month, u64)>,
    /// Accepted samples of each operator met, sorted by brand.
    pub operators_met: Vec<(OperatorId, u64)>,
    /// South-west and north-east corner of the accepted samples.
    pub bounds: Option<(LonLat, LonLat)>,
}

impl Analysis {
    /// The same with what the test of robustness says of each spot.
    pub fn with_robustness(mut self, robustness: Vec<Option<Robustness>>) -> Self {
        for (spot, robustness) in self.weak_spots.iter_mut().zip(robustness) {
            spot.robustness = robustness;
        }
        self
    }

    /// Votes of a metric; `None` when only statistics were asked for.
    pub fn votes(&self, metric: Metric) -> Option<&Votes> {
        let index = Metric::ALL.iter().position(|m| *m == metric)?;
        self.votes.get(index)
    }

    /// The zone row with exactly this key.
    pub fn zone_row(
        &self,
        zone: Option<ZoneIndex>,
        operator: Option<OperatorId>,
        technology: Option<Technology>,
        metric: Metric,
    ) -> Option<&ZoneRow> {
        let key = (zone, operator, technology, metric);
        self.zone_rows
            .binary_search_by(|row| (row.zone, row.operator, row.technology, row.metric).cmp(&key))
            .ok()
            .and_then(|i| self.zone_rows.get(i))
    }

    /// All rows of one cell.
    pub fn rows_of_cell(&self, cell: u32) -> &[CellRow] {
        self.rows_of_cells(cell..cell.saturating_add(1))
    }

    /// All rows of a range of cells.
    pub fn rows_of_cells(&self, cells: Range<u32>) -> &[CellRow] {
        let start = self.cell_rows.partition_point(|row| row.cell < cells.start);
        let end = self.cell_rows.partition_point(|row| row.cell < cells.end);
        self.cell_rows.get(start..end).unwrap_or(&[])
    }

    /// The cell row with exactly this key.
    pub fn cell_row(
        &self,
        cell: u32,
        operator: Option<OperatorId>,
        technology: Option<Technology>,
        metric: Metric,
    ) -> Option<&CellRow> {
        let rows = self.rows_of_cell(cell);
        rows.binary_search_by(|row| (row.operator, row.technology, row.metric).cmp(&(operator, technology, metric)))
            .ok()
            .and_then(|i| rows.get(i))
    }
}
