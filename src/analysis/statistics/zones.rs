//! Rows of the zone table: every zone × operator × class × metric, with `*` for all.

use std::ops::Range;

use rayon::prelude::*;

use super::super::strata::Strata;
use super::distinct::{CountsByStratum, count_distinct, count_distinct_by_mask, rows_of_run, runs_of_rows};
use super::leaves::{LeafOrder, LeafValues};
use super::{Groups, SampleKeys};
use crate::job::{Cancelled, Feedback};
use crate::model::{
    Cell, Criterion, Dataset, Judgement, MISSING_TIME, Metric, OperatorId, Profile, StratumStats, Technology,
    ZoneIndex, ZoneRow, local_day,
};

/// Samples that a thread looks at together.
const CHUNK: usize = 1 << 14;

/// What the zone rows are computed from.
struct Tables {
    strata: Strata,
    /// Leaves with samples, by stratum.
    leaves: Vec<Vec<u32>>,
    quota: Vec<u64>,
    cells: CountsByStratum,
    devices: CountsByStratum,
    days: CountsByStratum,
}

/// All rows, sorted by their key. `cells` and `operators` are those met.
pub fn zone_rows(
    dataset: &Dataset,
    judgement: &Judgement,
    keys: &SampleKeys,
    strata: Strata,
    cells: &[Cell],
    operators: &[OperatorId],
    profile: &Profile,
    feedback: &Feedback,
) -> Result<Vec<ZoneRow>, Cancelled> {
    let tables = Tables::new(dataset, judgement, keys, strata, cells, feedback)?;
    let order = LeafOrder::new(keys, strata);
    let of_metric = |(bit, metric): (usize, Metric)| {
        let values = LeafValues::new(dataset.samples.metric(metric), &order, bit, strata);
        tables.rows_of_metric(metric, bit, &values, profile.criterion(metric))
    };
    let mut rows: Vec<ZoneRow> = Metric::ALL.into_par_iter().enumerate().flat_map_iter(of_metric).collect();
    feedback.check()?;
    tables.add_empty_rows(operators, profile, &mut rows);
    rows.par_sort_unstable_by_key(|row| (row.zone, row.operator, row.technology, row.metric));
    Ok(rows)
}

impl Tables {
    fn new(
        dataset: &Dataset,
        judgement: &Judgement,
        keys: &SampleKeys,
        strata: Strata,
        cells: &[Cell],
        feedback: &Feedback,
    ) -> Result<Self, Cancelled> {
        let ((cells, devices), (days, (leaves, quota))) = rayon::join(
            || (count_cells(judgement, keys, strata, cells), count_devices(dataset, keys, strata)),
            || (count_days(dataset, keys, strata), leaves_and_quota(dataset, judgement, keys, strata)),
        );
        feedback.check()?;
        Ok(Self { strata, leaves, quota, cells, devices, days })
    }

    fn rows_of_metric(
        &self,
        metric: Metric,
        bit: usize,
        values: &LeafValues,
        criterion: Option<&Criterion>,
    ) -> Vec<ZoneRow> {
        (0..self.leaves.len())
            .into_par_iter()
            .filter_map(|stratum| {
                let leaves = self.leaves.get(stratum)?;
                let n_samples = leaves.iter().map(|leaf| values.len(*leaf)).sum();
                if n_samples == 0 {
                    return None;
                }
                let (zone, operator, technology) = self.strata.key(stratum as u32);
                let count =
                    |counts: &[[u32; 3]]| u64::from(counts.get(stratum).and_then(|c| c.get(bit)).copied().unwrap_or(0));
                let is_one_class = technology.is_some();
                let stats = StratumStats {
                    n_samples,
                    n_devices: count(&self.devices),
                    n_days: count(&self.days),
                    n_cells: count(&self.cells),
                    n_quota: self.quota.get(stratum).copied().unwrap_or(0),
                    mean: if is_one_class { values.mean(leaves) } else { None },
                    quantiles: if is_one_class { values.quantiles(leaves) } else { None },
                    threshold: criterion.and_then(|c| match technology {
                        Some(class) => c.thresholds.of(class),
                        None => c.thresholds.common(),
                    }),
                    n_failing_samples: criterion.and_then(|c| match technology {
                        Some(class) if c.thresholds.of(class).is_none() => None,
                        _ => Some(self.failing_samples(leaves, values, c)),
                    }),
                    evidence: None,
                };
                Some(ZoneRow { zone, operator, technology, metric, stats })
            })
            .collect()
    }

    /// Failing samples of the classes that have a threshold.
    fn failing_samples(&self, leaves: &[u32], values: &LeafValues, criterion: &Criterion) -> u64 {
        let of_leaf = |leaf: &u32| {
            let (_, _, class) = self.strata.parts_of_leaf(*leaf);
            values.count_failing(*leaf, |value| criterion.fails(class, value) == Some(true))
        };
        leaves.iter().map(of_leaf).sum()
    }

    /// Adds the row of every zone for every operator met, where it has no sample of the profile's first metric.
    fn add_empty_rows(&self, operators: &[OperatorId], profile: &Profile, rows: &mut Vec<ZoneRow>) {
        let metric = profile.first_metric();
        let threshold = profile.criteria.first().and_then(|c| c.thresholds.common());
        let has_row: rustc_hash::FxHashSet<_> = rows
            .iter()
            .filter(|row| row.technology.is_none() && row.metric == metric)
            .map(|row| (row.zone, row.operator))
            .collect();
        let zones = std::iter::once(None).chain((0..self.n_zones()).map(|z| Some(ZoneIndex(z))));
        for (zone, operator) in zones.flat_map(|zone| operators.iter().map(move |o| (zone, Some(*o)))) {
            if has_row.contains(&(zone, operator)) {
                continue;
            }
            let stratum = self.strata.stratum(zone, operator, None) as usize;
            let n_quota = self.quota.get(stratum).copied().unwrap_or(0);
            let stats = StratumStats { n_quota, threshold, n_failing_samples: Some(0), ..StratumStats::default() };
            rows.push(ZoneRow { zone, operator, technology: None, metric, stats });
        }
    }

    fn n_zones(&self) -> u32 {
        (0..).take_while(|zone| self.strata.is_in_zone(*zone)).count() as u32
    }
}

/// Whether so many masks, which each run of rows has of its own, are cheaper than collecting the rows.
fn are_few(n_masks: usize, keys: &SampleKeys) -> bool {
    n_masks <= 8 * rows_of_run(keys.len())
}

/// Nearly all samples of a cell lie in the zone of its centre.
fn count_cells(judgement: &Judgement, keys: &SampleKeys, strata: Strata, cells: &[Cell]) -> CountsByStratum {
    let cell_of = |row: usize| judgement.cell.get(row).copied().filter(|c| *c != Judgement::NOWHERE);
    let width = strata.leaves_of_zone();
    if are_few(cells.len().saturating_mul(width), keys) {
        let first_of = |zone: u32| strata.leaf(zone, OperatorId(0), Technology::ALL[0]);
        // Beside each other, as each sample asks for one.
        let first_leaves: Vec<u32> =
            cells.par_iter().map(|cell| first_of(cell.zone.map_or(u32::MAX, |zone| zone.0))).collect();
        let first_leaf = |cell: u32| first_leaves.get(cell as usize).copied().unwrap_or(first_of(u32::MAX));
        return count_distinct_by_mask(cells.len(), width, first_leaf, cell_of, keys, strata);
    }
    let number = |row: usize| cell_of(row).filter(|_| keys.get(row).is_some());
    count_distinct(&Groups::new(keys.len(), cells.len(), number), keys, strata)
}

fn count_devices(dataset: &Dataset, keys: &SampleKeys, strata: Strata) -> CountsByStratum {
    let n_devices = dataset.n_devices;
    if n_devices == 0 {
        return vec![[0; 3]; strata.n_strata()];
    }
    let device_of = |row: usize| Some(dataset.samples.source(row)).filter(|s| *s < n_devices);
    let number = |row: usize| device_of(row).filter(|_| keys.get(row).is_some());
    count_distinct(&Groups::new(keys.len(), n_devices as usize, number), keys, strata)
}

fn count_days(dataset: &Dataset, keys: &SampleKeys, strata: Strata) -> CountsByStratum {
    let times = &dataset.samples.time;
    let range_of = |first: usize| {
        let times = (first..).zip(times.get(first..).unwrap_or_default()).take(CHUNK);
        times.fold((i64::MAX, i64::MIN), |(low, high), (row, time)| {
            let counts = (*time != MISSING_TIME) & keys.get(row).is_some();
            (low.min(if counts { *time } else { i64::MAX }), high.max(if counts { *time } else { i64::MIN }))
        })
    };
    let (first, last) = (0..times.len().div_ceil(CHUNK))
        .into_par_iter()
        .map(|chunk| range_of(chunk * CHUNK))
        .reduce(|| (i64::MAX, i64::MIN), |a, b| (a.0.min(b.0), a.1.max(b.1)));
    if first > last {
        return vec![[0; 3]; strata.n_strata()];
    }
    let (first, last) = (local_day(first), local_day(last));
    let span = (i64::from(last.0) - i64::from(first.0) + 1) as usize;
    let day_of = |row: usize| {
        let time = times.get(row).copied().filter(|t| *t != MISSING_TIME)?;
        u32::try_from(i64::from(local_day(time).0) - i64::from(first.0)).ok()
    };
    let n_leaves = strata.n_leaves();
    if are_few(span.saturating_mul(n_leaves), keys) {
        return count_distinct_by_mask(span, n_leaves, |_| 0, day_of, keys, strata);
    }
    let number = |row: usize| day_of(row).filter(|_| keys.get(row).is_some());
    count_distinct(&Groups::new(keys.len(), span, number), keys, strata)
}

fn leaves_and_quota(
    dataset: &Dataset,
    judgement: &Judgement,
    keys: &SampleKeys,
    strata: Strata,
) -> (Vec<Vec<u32>>, Vec<u64>) {
    let samples = &dataset.samples;
    let count = |rows: Range<usize>| {
        let (mut accepted, mut has_evidence) = (vec![0u64; strata.n_leaves()], vec![false; strata.n_leaves()]);
        for row in rows {
            if !judgement.flags.get(row).is_some_and(|flags| flags.is_accepted()) {
                continue;
            }
            let (Some(operator), Some(class)) = (samples.operator.get(row), samples.technology.get(row)) else {
                continue;
            };
            let zone = judgement.zone.get(row).copied().unwrap_or(Judgement::NOWHERE);
            let leaf = strata.leaf(zone, *operator, *class) as usize;
            if let (Some(count), Some(seen)) = (accepted.get_mut(leaf), has_evidence.get_mut(leaf)) {
                *count += 1;
                *seen |= keys.get(row).is_some();
            }
        }
        (accepted, has_evidence)
    };
    let runs = runs_of_rows(samples.len(), rows_of_run(samples.len()).max(strata.n_leaves()));
    let (accepted, has_evidence) =
        runs.map(count).reduce(Default::default, |(mut n, mut seen), (other_n, other_seen)| {
            if n.is_empty() {
                return (other_n, other_seen);
            }
            n.iter_mut().zip(other_n).for_each(|(n, other)| *n += other);
            seen.iter_mut().zip(other_seen).for_each(|(seen, other)| *seen |= other);
            (n, seen)
        });
    let mut leaves = vec![Vec::new(); strata.n_strata()];
    let mut quota = vec![0; strata.n_strata()];
    for (leaf, (count, seen)) in accepted.iter().zip(&has_evidence).enumerate().filter(|(_, (count, _))| **count > 0) {
        for stratum in strata.strata_of_leaf(leaf as u32) {
            if let (Some(total), Some(members)) = (quota.get_mut(stratum as usize), leaves.get_mut(stratum as usize)) {
                *total += count;
                if *seen {
                    members.push(leaf as u32);
                }
            }
        }
    }
    (leaves, quota)
}
