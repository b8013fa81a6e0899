//! Rows of the cell table, made cell by cell, so that a caller can write them while the next are computed.

use std::ops::Range;

use rayon::prelude::*;

use super::super::quantile::{at_rank, quantiles};
use super::cell_samples::{CellSamples, Entry, bit_of};
use super::distinct::{rows_of_run, runs_of_rows};
use super::ordinal::{FloatOrdinal, Ordinal, count_failing};
use crate::model::{
    CellRow, Criterion, Dataset, Judgement, Metric, OperatorId, OtherMetrics, Profile, Quantiles, StratumStats,
    Technology,
};

/// Fewest samples of a part, unless one cell alone has more: their entries stay near a processor.
const SAMPLES_OF_PART: u32 = 1 << 14;

/// Samples held at once, about thirty bytes each.
const SAMPLES_OF_WAVE: u32 = 1 << 22;

/// How the rows of the cell table are made: wave by wave, so that memory is bounded, and in parts for all threads.
#[derive(Debug)]
pub struct CellStatistics<'a> {
    dataset: &'a Dataset,
    judgement: &'a Judgement,
    profile: &'a Profile,
    /// Accepted samples in the cells before each cell.
    starts: Vec<u32>,
    only_stats: bool,
}

/// Samples of some consecutive parts of the cell table.
#[derive(Debug)]
pub struct CellWave<'a> {
    statistics: &'a CellStatistics<'a>,
    parts: Vec<Range<u32>>,
    samples: Samples,
}

#[derive(Debug)]
enum Samples {
    /// With the scale of each metric.
    Scaled(CellSamples<i32>, [f64; 3]),
    Exact(CellSamples<FloatOrdinal>),
}

impl<'a> CellStatistics<'a> {
    /// Counts the accepted samples. With `only_stats` a row is one cell × operator × class of download.
    pub fn new(
        dataset: &'a Dataset,
        judgement: &'a Judgement,
        profile: &'a Profile,
        n_cells: usize,
        only_stats: bool,
    ) -> Self {
        let count = |rows: Range<usize>| {
            let mut counts = vec![0u32; n_cells + 1];
            let cells = judgement.cell.get(rows).unwrap_or_default();
            for cell in cells.iter().filter(|cell| **cell != Judgement::NOWHERE) {
                if let Some(count) = counts.get_mut(*cell as usize + 1) {
                    *count += 1;
                }
            }
            counts
        };
        let n_rows = judgement.cell.len();
        let counts = runs_of_rows(n_rows, rows_of_run(n_rows).max(n_cells)).map(count).reduce_with(|mut a, b| {
            a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
            a
        });
        let mut starts = counts.unwrap_or_else(|| vec![0; n_cells + 1]);
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        Self { dataset, judgement, profile, starts, only_stats }
    }

    /// The waves, which cover all cells in order.
    pub fn waves(&self) -> impl Iterator<Item = CellWave<'_>> {
        let n_cells = self.starts.len() as u32 - 1;
        self.ranges(0..n_cells, SAMPLES_OF_WAVE).into_iter().map(|cells| self.wave(cells))
    }

    /// Cuts cells into ranges with about `target` samples each.
    fn ranges(&self, cells: Range<u32>, target: u32) -> Vec<Range<u32>> {
        let mut ranges = Vec::new();
        let mut first = cells.start;
        while first < cells.end {
            let from = self.starts.get(first as usize).copied().unwrap_or(0);
            let end = self.starts.partition_point(|start| *start <= from.saturating_add(target)) as u32;
            let end = end.saturating_sub(1).clamp(first + 1, cells.end);
            ranges.push(first..end);
            first = end;
        }
        ranges
    }

    fn n_samples(&self, cells: &Range<u32>) -> usize {
        let before = |cell: u32| self.starts.get(cell as usize).copied().unwrap_or(0);
        (before(cells.end) - before(cells.start)) as usize
    }

    fn wave(&self, cells: Range<u32>) -> CellWave<'_> {
        let parts = self.ranges(cells, SAMPLES_OF_PART);
        let with_size: Vec<(Range<u32>, usize)> =
            parts.iter().map(|part| (part.clone(), self.n_samples(part))).collect();
        let columns = Metric::ALL.map(|metric| self.dataset.samples.metric(metric));
        let samples = if let [Some(a), Some(b), Some(c)] = columns.map(|column| column.scaled()) {
            let values = |row: usize| {
                let values = [a, b, c].map(|(raw, _)| raw.get(row).copied().unwrap_or(i32::MIN));
                (values, mask_of(values.map(|value| value != i32::MIN)))
            };
            let gathered = CellSamples::gather(self.dataset, self.judgement, &with_size, values);
            Samples::Scaled(gathered, [a, b, c].map(|(_, scale)| scale))
        } else {
            let values = |row: usize| {
                let values = columns.map(|column| column.get(row));
                let present = mask_of(values.map(|value| value.is_some()));
                (values.map(|value| FloatOrdinal::new(value.unwrap_or(0.0))), present)
            };
            Samples::Exact(CellSamples::gather(self.dataset, self.judgement, &with_size, values))
        };
        CellWave { statistics: self, parts, samples }
    }
}

fn mask_of([a, b, c]: [bool; 3]) -> u8 {
    u8::from(a) | u8::from(b) << 1 | u8::from(c) << 2
}

impl CellWave<'_> {
    pub fn n_parts(&self) -> usize {
        self.parts.len()
    }

    /// Rows of a part, sorted by their key, without evidence.
    pub fn rows(&self, part: usize) -> Vec<CellRow> {
        let mut rows = Vec::new();
        self.each_row(part, &mut |row, _| rows.push(row));
        rows
    }

    /// Hands out the rows of a part one by one, with statistics only also the other metrics of each.
    pub fn each_row(&self, part: usize, take: TakeRow<'_>) {
        let Some(cells) = self.parts.get(part) else { return };
        let CellStatistics { profile, only_stats, .. } = self.statistics;
        match &self.samples {
            Samples::Scaled(samples, scales) => {
                Summariser::new(profile, *scales, *only_stats).each_row(&samples.part(part, cells), take);
            }
            Samples::Exact(samples) => {
                Summariser::new(profile, [1.0; 3], *only_stats).each_row(&samples.part(part, cells), take);
            }
        }
    }
}

/// Takes a row, and the other metrics where there are any.
pub type TakeRow<'a> = &'a mut dyn FnMut(CellRow, Option<&OtherMetrics>);

/// Makes rows of entries, with buffers that are used again from stratum to stratum.
struct Summariser<'a, V> {
    profile: &'a Profile,
    scales: [f64; 3],
    only_stats: bool,
    values: Vec<V>,
    spare: Vec<V>,
    numbers: Vec<u32>,
}

impl<'a, V: Ordinal> Summariser<'a, V> {
    fn new(profile: &'a Profile, scales: [f64; 3], only_stats: bool) -> Self {
        Self { profile, scales, only_stats, values: Vec::new(), spare: Vec::new(), numbers: Vec::new() }
    }

    /// `entries` are sorted by cell, operator and class.
    fn each_row(&mut self, entries: &[Entry<V>], take: TakeRow<'_>) {
        for of_cell in entries.chunk_by(|a, b| a.cell() == b.cell()) {
            if !self.only_stats {
                self.add(None, None, of_cell, take);
                for class in Technology::ALL {
                    let of_class: Vec<_> = of_cell.iter().filter(|e| e.technology == class).copied().collect();
                    self.add(None, Some(class), &of_class, take);
                }
            }
            for of_operator in of_cell.chunk_by(|a, b| a.operator == b.operator) {
                let operator = of_operator.first().map(|e| e.operator);
                if !self.only_stats {
                    self.add(operator, None, of_operator, take);
                }
                for of_class in of_operator.chunk_by(|a, b| a.technology == b.technology) {
                    self.add(operator, of_class.first().map(|e| e.technology), of_class, take);
                }
            }
        }
    }

    /// Hands out the rows of one stratum: of each metric, or with statistics only the one of download.
    fn add(
        &mut self,
        operator: Option<OperatorId>,
        technology: Option<Technology>,
        entries: &[Entry<V>],
        take: TakeRow<'_>,
    ) {
        let Some(cell) = entries.first().map(Entry::cell) else { return };
        let metrics = if self.only_stats { &[Metric::Download] } else { Metric::ALL.as_slice() };
        for metric in metrics.iter().copied() {
            let Some(stats) = self.stats(metric, technology, entries) else { continue };
            let others: Option<OtherMetrics> = self
                .only_stats
                .then(|| [Metric::Upload, Metric::Latency].map(|metric| self.speeds(bit_of(metric), entries)));
            take(CellRow { cell, operator, technology, metric, stats }, others.as_ref());
        }
    }

    /// Statistics of one metric over the entries; `None` without samples.
    fn stats(&mut self, metric: Metric, technology: Option<Technology>, entries: &[Entry<V>]) -> Option<StratumStats> {
        let bit = bit_of(metric);
        let counted = || entries.iter().filter(move |e| e.mask >> bit & 1 == 1);
        let n_samples = counted().count() as u64;
        if n_samples == 0 {
            return None;
        }
        let criterion = self.profile.criterion(metric);
        let (mean, quantiles, n_failing_samples) = match technology {
            Some(class) => {
                self.sort_values(bit, entries);
                (self.mean(bit), self.quantiles(bit), criterion.and_then(|c| self.failing(bit, class, c)))
            }
            None => (None, None, criterion.map(|c| self.failing_of_all_classes(bit, entries, c))),
        };
        let n_devices = self.distinct(counted().filter_map(Entry::device));
        let n_days = self.distinct(counted().filter_map(|e| e.day().map(i32::cast_unsigned)));
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

    /// Mean, P10, median and P90 of a metric over one class.
    fn speeds(&mut self, bit: usize, entries: &[Entry<V>]) -> Option<[f64; 4]> {
        self.sort_values(bit, entries);
        let at = |p| at_rank(self.values.len(), p, self.order(bit));
        Some([self.mean(bit)?, at(0.1)?, at(0.5)?, at(0.9)?])
    }

    fn sort_values(&mut self, bit: usize, entries: &[Entry<V>]) {
        self.values.clear();
        self.values.extend(entries.iter().filter(|e| e.mask >> bit & 1 == 1).map(|e| e.values[bit]));
        V::sort(&mut self.values, &mut self.spare);
    }

    /// Of the sorted values.
    fn mean(&self, bit: usize) -> Option<f64> {
        V::mean(&[self.values.as_slice()], self.scales[bit])
    }

    /// Of the sorted values.
    fn quantiles(&self, bit: usize) -> Option<Quantiles> {
        quantiles(self.values.len(), self.order(bit))
    }

    /// The sorted values by rank.
    fn order(&self, bit: usize) -> impl Fn(usize) -> Option<f64> {
        move |i| self.values.get(i).map(|value| value.number(self.scales[bit]))
    }

    /// Failing ones of the sorted values, which are of one class; `None` where it has no threshold.
    fn failing(&self, bit: usize, class: Technology, criterion: &Criterion) -> Option<u64> {
        criterion.thresholds.of(class)?;
        let fails = |value| criterion.fails(class, value) == Some(true);
        Some(count_failing(&self.values, self.scales[bit], fails) as u64)
    }

    fn failing_of_all_classes(&self, bit: usize, entries: &[Entry<V>], criterion: &Criterion) -> u64 {
        let counted = entries.iter().filter(|e| e.mask >> bit & 1 == 1);
        let fails = |e: &&Entry<V>| criterion.fails(e.technology, e.values[bit].number(self.scales[bit])) == Some(true);
        counted.filter(fails).count() as u64
    }

    fn distinct(&mut self, numbers: impl Iterator<Item = u32>) -> u64 {
        self.numbers.clear();
        self.numbers.extend(numbers);
        self.numbers.sort_unstable();
        self.numbers.dedup();
        self.numbers.len() as u64
    }
}
