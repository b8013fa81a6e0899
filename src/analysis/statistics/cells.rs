//! Rows of the cell table, made cell by cell, so that a caller can write them while the next are computed.

use std::ops::Range;

use super::super::quantile::quantiles;
use super::leaves::compensated_sum;
use super::metric_mask;
use crate::model::{
    CellRow, Dataset, Judgement, MISSING_TIME, Metric, OperatorId, Profile, Quantiles, StratumStats, Technology,
    local_day,
};

/// Parts into which the cells are cut: enough for all threads, few enough, since each part looks at all samples.
const PARTS: u32 = 40;

/// Fewest samples of a part.
const SAMPLES_OF_PART: u32 = 1 << 16;

/// How many accepted samples lie in each cell, from which its rows are made part by part.
///
/// A part gathers its samples from the columns in their order and holds them together. Going from cell to cell through
/// the columns instead would wait for memory at each value.
#[derive(Debug)]
pub struct CellStatistics {
    /// Accepted samples in the cells before each cell.
    starts: Vec<u32>,
    only_stats: bool,
}

/// One accepted sample of a cell.
#[derive(Clone, Copy)]
struct Entry {
    /// In the order of [`Metric::ALL`]; only those in `mask` count.
    values: [f64; 3],
    day: Option<i32>,
    device: Option<u32>,
    operator: OperatorId,
    technology: Technology,
    /// Metrics that enter statistics; 0 for samples that only count for the quota.
    mask: u8,
}

impl CellStatistics {
    /// Counts the accepted samples. With `only_stats` a row is one cell × operator × class of download.
    pub fn new(judgement: &Judgement, n_cells: usize, only_stats: bool) -> Self {
        let mut starts = vec![0u32; n_cells + 1];
        for cell in judgement.cell.iter().filter(|cell| **cell != Judgement::NOWHERE) {
            if let Some(count) = starts.get_mut(*cell as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        Self { starts, only_stats }
    }

    pub fn n_cells(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Ranges of cells with about as many samples each, for [`Self::rows`].
    pub fn parts(&self) -> Vec<Range<u32>> {
        let n_samples = self.starts.last().copied().unwrap_or(0);
        let target = (n_samples / PARTS).max(SAMPLES_OF_PART);
        let n_cells = self.n_cells() as u32;
        let mut parts = Vec::new();
        let mut first = 0;
        while first < n_cells {
            let from = self.starts.get(first as usize).copied().unwrap_or(0);
            let end = self.starts.partition_point(|start| *start <= from.saturating_add(target)) as u32;
            let end = end.saturating_sub(1).clamp(first + 1, n_cells);
            parts.push(first..end);
            first = end;
        }
        parts
    }

    /// Rows of a range of cells, sorted by their key, without evidence.
    pub fn rows(&self, dataset: &Dataset, judgement: &Judgement, profile: &Profile, cells: Range<u32>) -> Vec<CellRow> {
        let mut rows = Vec::new();
        let mut scratch = Scratch::default();
        let mut entries = self.entries(dataset, judgement, cells.clone());
        let mut rest = entries.as_mut_slice();
        for cell in cells {
            let (entries, after) = rest.split_at_mut_checked(self.len(cell)).unwrap_or_default();
            rest = after;
            entries.sort_unstable_by_key(|e| u32::from(e.operator.0) << 8 | e.technology as u32);
            let entries = &*entries;
            let mut add = |operator, technology, entries: &[Entry]| {
                if self.only_stats {
                    rows.extend(scratch.speeds_row(profile, cell, operator, technology, entries));
                } else {
                    rows.extend(Metric::ALL.iter().filter_map(|metric| {
                        let stats = scratch.stats(profile, *metric, technology, entries)?;
                        Some(CellRow { cell, operator, technology, metric: *metric, stats, other_metrics: None })
                    }));
                }
            };
            if !self.only_stats {
                add(None, None, entries);
                each_class(entries, |technology, entries| add(None, Some(technology), entries));
            }
            for of_operator in entries.chunk_by(|a, b| a.operator == b.operator) {
                let operator = of_operator.first().map(|e| e.operator);
                if !self.only_stats {
                    add(operator, None, of_operator);
                }
                for of_class in of_operator.chunk_by(|a, b| a.technology == b.technology) {
                    add(operator, of_class.first().map(|e| e.technology), of_class);
                }
            }
        }
        rows
    }

    /// Accepted samples of a cell.
    fn len(&self, cell: u32) -> usize {
        let range = self.starts.get(cell as usize).zip(self.starts.get(cell as usize + 1));
        range.map_or(0, |(from, to)| (to - from) as usize)
    }

    /// Samples of a range of cells, cell by cell.
    fn entries(&self, dataset: &Dataset, judgement: &Judgement, cells: Range<u32>) -> Vec<Entry> {
        let starts = self.starts.get(cells.start as usize..=cells.end as usize).unwrap_or_default();
        let (Some(first), Some(end)) = (starts.first(), starts.last()) else { return Vec::new() };
        let mut next: Vec<u32> = starts.iter().map(|start| start - first).collect();
        let mut entries = vec![Entry::NONE; (end - first) as usize];
        let n_cells = cells.end - cells.start;
        for (row, cell) in judgement.cell.iter().enumerate() {
            let number = cell.wrapping_sub(cells.start);
            if number < n_cells
                && let Some(place) = next.get_mut(number as usize)
                && let Some(slot) = entries.get_mut(*place as usize)
            {
                *slot = entry(dataset, judgement, row);
                *place += 1;
            }
        }
        entries
    }
}

impl Entry {
    const NONE: Self = Self {
        values: [0.0; 3],
        day: None,
        device: None,
        operator: OperatorId(0),
        technology: Technology::Unknown,
        mask: 0,
    };
}

fn entry(dataset: &Dataset, judgement: &Judgement, row: usize) -> Entry {
    let samples = &dataset.samples;
    let flags = judgement.flags.get(row).copied().unwrap_or_default();
    Entry {
        values: Metric::ALL.map(|metric| samples.metric(metric).get(row).unwrap_or(0.0)),
        day: samples.time.get(row).filter(|t| **t != MISSING_TIME).map(|t| local_day(*t).0),
        device: Some(samples.source(row)).filter(|source| *source < dataset.n_devices),
        operator: samples.operator.get(row).copied().unwrap_or(OperatorId(u16::MAX)),
        technology: samples.technology.get(row).copied().unwrap_or(Technology::Unknown),
        mask: if flags.is_evidence() { metric_mask(dataset, flags, row) } else { 0 },
    }
}

fn each_class(entries: &[Entry], mut visit: impl FnMut(Technology, &[Entry])) {
    for technology in Technology::ALL {
        let of_class: Vec<Entry> = entries.iter().filter(|e| e.technology == technology).copied().collect();
        if !of_class.is_empty() {
            visit(technology, &of_class);
        }
    }
}

/// Buffers that are used again from stratum to stratum.
#[derive(Default)]
struct Scratch {
    values: Vec<f64>,
    numbers: Vec<u32>,
}

impl Scratch {
    /// Statistics of one metric over the entries; `None` without samples.
    fn stats(
        &mut self,
        profile: &Profile,
        metric: Metric,
        technology: Option<Technology>,
        entries: &[Entry],
    ) -> Option<StratumStats> {
        let bit = bit_of(metric);
        let counted = || entries.iter().filter(move |e| e.mask >> bit & 1 == 1);
        let criterion = profile.criterion(metric);
        let fails = |class, value| criterion.is_some_and(|c| c.fails(class, value) == Some(true));
        let n_samples = counted().count() as u64;
        if n_samples == 0 {
            return None;
        }
        let (mean, quantiles) = match technology {
            Some(_) => self.summary(bit, entries),
            None => (None, None),
        };
        let n_failing_samples = criterion.and_then(|c| match technology {
            Some(class) if c.thresholds.of(class).is_none() => None,
            _ => Some(counted().filter(|e| fails(e.technology, e.values[bit])).count() as u64),
        });
        let n_devices = self.distinct(counted().filter_map(|e| e.device));
        let n_days = self.distinct(counted().filter_map(|e| e.day.map(i32::cast_unsigned)));
        Some(StratumStats {
            n_samples,
            n_devices,
            n_days,
            n_cells: 1,
            n_quota: entries.len() as u64,
            mean,
            quantiles,
            threshold: criterion.and_then(|c| match technology {
                Some(class) => c.thresholds.of(class),
                None => c.thresholds.common(),
            }),
            n_failing_samples,
            evidence: None,
        })
    }

    /// The row of a run with statistics only: download, and mean, P10, median and P90 of the other metrics.
    fn speeds_row(
        &mut self,
        profile: &Profile,
        cell: u32,
        operator: Option<OperatorId>,
        technology: Option<Technology>,
        entries: &[Entry],
    ) -> Option<CellRow> {
        let stats = self.stats(profile, Metric::Download, technology, entries)?;
        let other = [Metric::Upload, Metric::Latency].map(|metric| {
            let (mean, quantiles) = self.summary(bit_of(metric), entries);
            mean.zip(quantiles).map(|(mean, q)| [mean, q.p10, q.median, q.p90])
        });
        Some(CellRow {
            cell,
            operator,
            technology,
            metric: Metric::Download,
            stats,
            other_metrics: Some(Box::new(other)),
        })
    }

    /// Mean and quantiles of a metric; sums are taken in sorted order.
    fn summary(&mut self, bit: usize, entries: &[Entry]) -> (Option<f64>, Option<Quantiles>) {
        let values = &mut self.values;
        values.clear();
        values.extend(entries.iter().filter(|e| e.mask >> bit & 1 == 1).map(|e| e.values[bit]));
        values.sort_unstable_by(f64::total_cmp);
        let n = values.len();
        let mean = (n > 0).then(|| compensated_sum(values.iter().copied()) / n as f64);
        (mean, quantiles(n, |i| values.get(i).copied()))
    }

    fn distinct(&mut self, numbers: impl Iterator<Item = u32>) -> u64 {
        self.numbers.clear();
        self.numbers.extend(numbers);
        self.numbers.sort_unstable();
        self.numbers.dedup();
        self.numbers.len() as u64
    }
}

/// Place of a metric in [`Metric::ALL`].
fn bit_of(metric: Metric) -> usize {
    match metric {
        Metric::Download => 0,
        Metric::Latency => 1,
        Metric::Upload => 2,
    }
}
