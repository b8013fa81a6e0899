//! The samples of a range of cells, gathered from the columns in one pass and held together cell by cell.
//!
//! Going from cell to cell through the columns instead would wait for memory at each value.

use std::ops::Range;

use rayon::prelude::*;

use super::ordinal::Ordinal;
use super::plausible;
use crate::model::{Dataset, Flags, Judgement, MISSING_TIME, Metric, OperatorId, Technology, local_day};

/// One accepted sample of a cell.
#[derive(Debug, Clone, Copy)]
pub struct Entry<V> {
    /// Number of the cell.
    cell: u32,
    /// In the order of [`Metric::ALL`]; only those in `mask` count.
    pub values: [V; 3],
    day: i32,
    device: u32,
    pub operator: OperatorId,
    pub technology: Technology,
    /// Metrics that enter statistics; 0 for samples that only count for the quota.
    pub mask: u8,
}

/// Day of a sample without time, device of a sample without one.
const NO_DAY: i32 = i32::MIN;
const NO_DEVICE: u32 = u32::MAX;

impl<V> Entry<V> {
    pub fn cell(&self) -> u32 {
        self.cell
    }

    pub fn day(&self) -> Option<i32> {
        (self.day != NO_DAY).then_some(self.day)
    }

    pub fn device(&self) -> Option<u32> {
        (self.device != NO_DEVICE).then_some(self.device)
    }

    fn class(&self) -> usize {
        usize::from(self.operator.0) * Technology::ALL.len() + self.technology as usize
    }
}

/// Samples of some parts, each a range of cells; of each part one list for each run of rows that was gathered alone.
#[derive(Debug)]
pub struct CellSamples<V> {
    lists: Vec<Vec<Vec<Entry<V>>>>,
    n_classes: usize,
}

impl<V: Ordinal> CellSamples<V> {
    /// Gathers the accepted samples of consecutive `parts`, each with its number of samples. `values` hands out the
    /// metrics of a row, and which of them it has (bit i: [`Metric::ALL`] i).
    pub fn gather(
        dataset: &Dataset,
        judgement: &Judgement,
        parts: &[(Range<u32>, usize)],
        values: impl Fn(usize) -> ([V; 3], u8) + Sync,
    ) -> Self {
        let (first, end) = (parts.first().map_or(0, |(p, _)| p.start), parts.last().map_or(0, |(p, _)| p.end));
        let mut part_of = Vec::with_capacity((end - first) as usize);
        for (number, (part, _)) in (0u16..).zip(parts) {
            part_of.extend(part.clone().map(|_| number));
        }
        let n_rows = judgement.cell.len();
        let rows_of_run = n_rows.div_ceil(2 * rayon::current_num_threads()).max(1 << 14);
        let lists = judgement
            .cell
            .par_chunks(rows_of_run)
            .enumerate()
            .map(|(run, cells)| {
                // Runs that hold about their share of each part need not grow.
                let share = |n: usize| n * cells.len() / n_rows.max(1) * 9 / 8 + 64;
                let mut lists: Vec<Vec<Entry<V>>> = parts.iter().map(|(_, n)| Vec::with_capacity(share(*n))).collect();
                let from = run * rows_of_run;
                let columns = Columns::of(dataset, judgement, from..from + cells.len());
                for (place, cell) in cells.iter().enumerate() {
                    let part = part_of.get(cell.wrapping_sub(first) as usize);
                    if let Some(list) = part.and_then(|part| lists.get_mut(usize::from(*part))) {
                        list.extend(columns.entry(place, *cell, values(from + place)));
                    }
                }
                lists
            })
            .collect();
        Self { lists, n_classes: dataset.operators.len() * Technology::ALL.len() }
    }

    /// Samples of one part by cell, operator and technology class; rows of equal keys stay in their order.
    pub fn part(&self, number: usize, cells: &Range<u32>) -> Vec<Entry<V>> {
        let lists: Vec<&[Entry<V>]> =
            self.lists.iter().filter_map(|of_run| of_run.get(number).map(Vec::as_slice)).collect();
        let n_keys = (cells.end - cells.start) as usize * self.n_classes;
        let n_samples: usize = lists.iter().map(|list| list.len()).sum();
        if n_keys > MOST_KEYS.max(n_samples) {
            let mut entries = lists.concat();
            entries.sort_by_key(|entry| (entry.cell, entry.class()));
            return entries;
        }
        in_order_of(&lists, n_keys, |entry| (entry.cell - cells.start) as usize * self.n_classes + entry.class())
    }
}

/// More keys than this, most of them without a sample, are not counted.
const MOST_KEYS: usize = 1 << 16;

/// Entries of all lists ordered by a key below `n_keys`, equal ones in their order (counting sort).
fn in_order_of<T: Copy>(lists: &[&[T]], n_keys: usize, key: impl Fn(&T) -> usize) -> Vec<T> {
    let Some(any) = lists.iter().find_map(|list| list.first()) else { return Vec::new() };
    let mut next = vec![0u32; n_keys + 1];
    for entry in lists.iter().flat_map(|list| list.iter()) {
        if let Some(count) = next.get_mut(key(entry) + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut next {
        sum += *start;
        *start = sum;
    }
    let mut ordered = vec![*any; sum as usize];
    for entry in lists.iter().flat_map(|list| list.iter()) {
        let Some(place) = next.get_mut(key(entry)) else { continue };
        if let Some(slot) = ordered.get_mut(*place as usize) {
            *slot = *entry;
        }
        *place += 1;
    }
    ordered
}

/// What is needed of some consecutive samples, besides their metrics.
struct Columns<'a> {
    flags: &'a [Flags],
    time: &'a [i64],
    operator: &'a [OperatorId],
    technology: &'a [Technology],
    /// Empty where no sample has one.
    source: &'a [u32],
    n_devices: u32,
}

impl<'a> Columns<'a> {
    fn of(dataset: &'a Dataset, judgement: &'a Judgement, rows: Range<usize>) -> Self {
        let samples = &dataset.samples;
        Self {
            flags: judgement.flags.get(rows.clone()).unwrap_or_default(),
            time: samples.time.get(rows.clone()).unwrap_or_default(),
            operator: samples.operator.get(rows.clone()).unwrap_or_default(),
            technology: samples.technology.get(rows.clone()).unwrap_or_default(),
            source: samples.source.as_ref().and_then(|source| source.get(rows)).unwrap_or_default(),
            n_devices: dataset.n_devices,
        }
    }

    /// The sample at a place of these, with its metrics and which of them are present.
    #[inline]
    fn entry<V>(&self, place: usize, cell: u32, (values, present): ([V; 3], u8)) -> Option<Entry<V>> {
        let (flags, time) = (*self.flags.get(place)?, *self.time.get(place)?);
        Some(Entry {
            cell,
            values,
            day: if time == MISSING_TIME { NO_DAY } else { local_day(time).0 },
            device: self.source.get(place).copied().filter(|source| *source < self.n_devices).unwrap_or(NO_DEVICE),
            operator: *self.operator.get(place)?,
            technology: *self.technology.get(place)?,
            mask: if flags.is_evidence() { plausible(flags, present) } else { 0 },
        })
    }
}

/// Place of a metric in [`Metric::ALL`].
pub fn bit_of(metric: Metric) -> usize {
    match metric {
        Metric::Download => 0,
        Metric::Latency => 1,
        Metric::Upload => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_classes_and_many_give_the_same_order() {
        let entry = |number: i32| Entry {
            cell: 7 + number.unsigned_abs() * 5 % 3,
            values: [number; 3],
            day: 0,
            device: NO_DEVICE,
            operator: OperatorId((number * 3 % 2) as u16),
            technology: Technology::from_index((number * 7 % 4) as u8),
            mask: 7,
        };
        let lists = || vec![vec![(0..40).map(entry).collect()], vec![(40..90).map(entry).collect()]];
        let numbers = |n_classes: usize| -> Vec<i32> {
            let samples = CellSamples { lists: lists(), n_classes };
            samples.part(0, &(7..10)).iter().map(|entry| entry.values[0]).collect()
        };
        assert_eq!(numbers(2 * Technology::ALL.len()), numbers(MOST_KEYS));
        assert_eq!(numbers(MOST_KEYS).len(), 90);
    }

    #[test]
    fn equal_keys_keep_their_order() {
        let lists: [&[(usize, char)]; 3] = [&[(2, 'a'), (0, 'b')], &[], &[(1, 'c'), (2, 'd'), (0, 'e')]];
        assert_eq!(in_order_of(&lists, 3, |entry| entry.0), [(0, 'b'), (0, 'e'), (1, 'c'), (2, 'a'), (2, 'd')]);
        assert_eq!(in_order_of::<u8>(&[], 3, |_| 0), [] as [u8; 0]);
    }
}
