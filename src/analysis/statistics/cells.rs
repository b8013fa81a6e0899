//! Rows of the cell table, made cell by cell, so that a caller can write them while the next are computed.

use std::ops::Range;

use super::super::quantile::quantiles;
use super::leaves::compensated_sum;
use super::{Groups, metric_mask};
use crate::model::{
    CellRow, Dataset, Judgement, MISSING_TIME, Metric, NO_SOURCE, OperatorId, Profile, Quantiles, StratumStats,
    Technology, local_day,
};

/// Accepted samples by cell, ready to be turned into rows.
#[derive(Debug)]
pub struct CellStatistics {
    by_cell: Groups,
    only_stats: bool,
}

/// One accepted sample of a cell.
#[derive(Clone, Copy)]
struct Entry {
    operator: OperatorId,
    technology: Technology,
    row: u32,
    /// Metrics that enter statistics; 0 for samples that only count for the quota.
    mask: u8,
}

impl CellStatistics {
    /// Groups the accepted samples. With `only_stats` a row is one cell × operator × class of download.
    pub fn new(judgement: &Judgement, n_cells: usize, only_stats: bool) -> Self {
        let cell_of = |row: usize| judgement.cell.get(row).copied().filter(|c| *c != Judgement::NOWHERE);
        Self { by_cell: Groups::new(judgement.cell.len(), n_cells, cell_of), only_stats }
    }

    pub fn n_cells(&self) -> usize {
        self.by_cell.len()
    }

    /// Rows of a range of cells, sorted by their key, without evidence.
    pub fn rows(&self, dataset: &Dataset, judgement: &Judgement, profile: &Profile, cells: Range<u32>) -> Vec<CellRow> {
        let mut rows = Vec::new();
        let mut entries = Vec::new();
        let mut scratch = Scratch::default();
        for cell in cells {
            entries.clear();
            entries.extend(self.by_cell.rows(cell).iter().filter_map(|row| entry(dataset, judgement, *row)));
            entries.sort_unstable_by_key(|e| (e.operator, e.technology, e.row));
            let mut add = |operator, technology, entries: &[Entry]| {
                if self.only_stats {
                    rows.extend(scratch.speeds_row(dataset, profile, cell, operator, technology, entries));
                } else {
                    rows.extend(Metric::ALL.iter().filter_map(|metric| {
                        let stats = scratch.stats(dataset, profile, *metric, technology, entries)?;
                        Some(CellRow { cell, operator, technology, metric: *metric, stats, other_metrics: None })
                    }));
                }
            };
            if !self.only_stats {
                add(None, None, &entries);
                each_class(&entries, |technology, entries| add(None, Some(technology), entries));
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
}

fn entry(dataset: &Dataset, judgement: &Judgement, row: u32) -> Option<Entry> {
    let index = row as usize;
    let flags = judgement.flags.get(index).copied()?;
    Some(Entry {
        operator: *dataset.samples.operator.get(index)?,
        technology: *dataset.samples.technology.get(index)?,
        row,
        mask: if flags.is_evidence() { metric_mask(dataset, flags, index) } else { 0 },
    })
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
        dataset: &Dataset,
        profile: &Profile,
        metric: Metric,
        technology: Option<Technology>,
        entries: &[Entry],
    ) -> Option<StratumStats> {
        let bit = Metric::ALL.iter().position(|m| *m == metric).unwrap_or(0);
        let column = dataset.samples.metric(metric);
        let counted = || entries.iter().filter(move |e| e.mask >> bit & 1 == 1);
        let n_samples = counted().count() as u64;
        if n_samples == 0 {
            return None;
        }
        let criterion = profile.criterion(metric);
        let one_class = technology.map(|_| {
            self.values.clear();
            self.values.extend(counted().filter_map(|e| column.get(e.row as usize)));
            self.summary()
        });
        let (mean, quantiles) = one_class.unwrap_or((None, None));
        let fails = |e: &&Entry| {
            let value = column.get(e.row as usize);
            criterion.zip(value).and_then(|(c, value)| c.fails(e.technology, value)) == Some(true)
        };
        let n_failing_samples = criterion.and_then(|c| match technology {
            Some(class) if c.thresholds.of(class).is_none() => None,
            _ => Some(counted().filter(fails).count() as u64),
        });
        let n_devices = self.distinct(counted().filter_map(|e| {
            let source = dataset.samples.source(e.row as usize);
            (source != NO_SOURCE && source < dataset.n_devices).then_some(source)
        }));
        let n_days = self.distinct(counted().filter_map(|e| {
            let time = dataset.samples.time.get(e.row as usize).copied().filter(|t| *t != MISSING_TIME)?;
            Some(local_day(time).0 as u32)
        }));
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
        dataset: &Dataset,
        profile: &Profile,
        cell: u32,
        operator: Option<OperatorId>,
        technology: Option<Technology>,
        entries: &[Entry],
    ) -> Option<CellRow> {
        let stats = self.stats(dataset, profile, Metric::Download, technology, entries)?;
        let other = [Metric::Upload, Metric::Latency].map(|metric| {
            let bit = Metric::ALL.iter().position(|m| *m == metric).unwrap_or(0);
            let column = dataset.samples.metric(metric);
            self.values.clear();
            self.values
                .extend(entries.iter().filter(|e| e.mask >> bit & 1 == 1).filter_map(|e| column.get(e.row as usize)));
            let (mean, quantiles) = self.summary();
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

    /// Mean and quantiles of `self.values`; sums are taken in sorted order.
    fn summary(&mut self) -> (Option<f64>, Option<Quantiles>) {
        let values = &mut self.values;
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
