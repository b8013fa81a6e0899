//! How many different cells, phones or days stand behind each stratum.

use std::ops::Range;

use rayon::prelude::*;

use super::super::strata::Strata;
use super::{Groups, SampleKeys};

/// Counts per stratum and metric (order of [`crate::model::Metric::ALL`]).
pub type CountsByStratum = Vec<[u32; 3]>;

/// Counts the groups that have at least one sample in each stratum. A group is a cell, a phone or a day.
///
/// Inside a group every leaf is looked at once, so `*` strata need no sets of their own.
pub fn count_distinct(groups: &Groups, keys: &SampleKeys, strata: Strata) -> CountsByStratum {
    sum_of_parts(groups.len(), strata, |group, counter| counter.add_group(groups.rows(group as u32), keys))
}

/// Counts all groups, some at a time in each thread. `count` tells a counter what one group has.
fn sum_of_parts(n_groups: usize, strata: Strata, count: impl Fn(usize, &mut Counter) + Sync) -> CountsByStratum {
    let n_parts = (rayon::current_num_threads() * 4).min(n_groups.max(1));
    let part_len = n_groups.div_ceil(n_parts);
    let parts: Vec<CountsByStratum> = (0..n_parts)
        .into_par_iter()
        .map(|part| {
            let mut counter = Counter::new(strata);
            for group in part * part_len..((part + 1) * part_len).min(n_groups) {
                count(group, &mut counter);
                counter.close_group();
            }
            counter.counts
        })
        .collect();
    let mut total = vec![[0; 3]; strata.n_strata()];
    for part in parts {
        for (total, part) in total.iter_mut().zip(part) {
            for (total, part) in total.iter_mut().zip(part) {
                *total += part;
            }
        }
    }
    total
}

/// As [`count_distinct`], without collecting rows: a mask for each group and each of the `width` leaves that begin with
/// the group's own `first_leaf`. Samples of other leaves are listed, so there should be few.
pub fn count_distinct_by_mask(
    n_groups: usize,
    width: usize,
    first_leaf: impl Fn(u32) -> u32 + Sync,
    group_of: impl Fn(usize) -> Option<u32> + Sync,
    keys: &SampleKeys,
    strata: Strata,
) -> CountsByStratum {
    let met_in_run = |rows: Range<usize>| {
        let mut met = Met { masks: vec![0; n_groups * width], strays: Vec::new() };
        for row in rows {
            let Some((leaf, mask)) = keys.get(row) else { continue };
            let Some(group) = group_of(row) else { continue };
            let near = leaf.wrapping_sub(first_leaf(group)) as usize;
            match met.masks.get_mut(group as usize * width + near).filter(|_| near < width) {
                Some(seen) => *seen |= mask,
                None => met.strays.push((group, leaf, mask)),
            }
        }
        met
    };
    let runs = runs_of_rows(keys.len(), rows_of_run(keys.len()));
    let Some(Met { masks, mut strays }) = runs.map(met_in_run).reduce_with(Met::join) else {
        return vec![[0; 3]; strata.n_strata()];
    };
    strays.par_sort_unstable();
    sum_of_parts(n_groups, strata, |group, counter| {
        let of_group = masks.get(group * width..(group + 1) * width).unwrap_or_default();
        for (leaf, mask) in (first_leaf(group as u32)..).zip(of_group).filter(|(_, mask)| **mask != 0) {
            counter.add(leaf, *mask);
        }
        let from = strays.partition_point(|(other, ..)| (*other as usize) < group);
        for (_, leaf, mask) in strays.iter().skip(from).take_while(|(other, ..)| *other as usize == group) {
            counter.add(*leaf, *mask);
        }
    })
}

/// Rows that a thread counts together, of `n_rows`: a few runs for each thread, so that none works on alone at the end.
pub fn rows_of_run(n_rows: usize) -> usize {
    n_rows.div_ceil(4 * rayon::current_num_threads()).max(1 << 16)
}

/// Runs of `length` rows, the last may be shorter.
pub fn runs_of_rows(n_rows: usize, length: usize) -> impl IndexedParallelIterator<Item = Range<usize>> {
    (0..n_rows.div_ceil(length)).into_par_iter().map(move |run| run * length..((run + 1) * length).min(n_rows))
}

/// Metrics met in some rows, by group and leaf.
struct Met {
    masks: Vec<u8>,
    /// Group, leaf and metrics of samples that have no mask of their own.
    strays: Vec<(u32, u32, u8)>,
}

impl Met {
    fn join(mut self, mut other: Self) -> Self {
        self.masks.iter_mut().zip(&other.masks).for_each(|(mask, other)| *mask |= other);
        self.strays.append(&mut other.strays);
        self
    }
}

struct Counter {
    strata: Strata,
    counts: CountsByStratum,
    mask_of_leaf: Vec<u8>,
    mask_of_stratum: Vec<u8>,
    leaves: Vec<u32>,
    met: Vec<u32>,
}

impl Counter {
    fn new(strata: Strata) -> Self {
        Self {
            strata,
            counts: vec![[0; 3]; strata.n_strata()],
            mask_of_leaf: vec![0; strata.n_leaves()],
            mask_of_stratum: vec![0; strata.n_strata()],
            leaves: Vec::new(),
            met: Vec::new(),
        }
    }

    fn add_group(&mut self, rows: &[u32], keys: &SampleKeys) {
        for (leaf, mask) in rows.iter().filter_map(|row| keys.get(*row as usize)) {
            let Some(seen) = self.mask_of_leaf.get_mut(leaf as usize) else { continue };
            if *seen == 0 && mask != 0 {
                self.leaves.push(leaf);
            }
            *seen |= mask;
        }
        let mut leaves = std::mem::take(&mut self.leaves);
        for leaf in leaves.drain(..) {
            let mask = self.mask_of_leaf.get_mut(leaf as usize).map_or(0, std::mem::take);
            self.add(leaf, mask);
        }
        self.leaves = leaves;
    }

    /// A leaf of the current group and the metrics met in it.
    fn add(&mut self, leaf: u32, mask: u8) {
        for stratum in self.strata.strata_of_leaf(leaf) {
            let Some(seen) = self.mask_of_stratum.get_mut(stratum as usize) else { continue };
            if *seen == 0 {
                self.met.push(stratum);
            }
            *seen |= mask;
        }
    }

    fn close_group(&mut self) {
        for stratum in self.met.drain(..) {
            let Some(mask) = self.mask_of_stratum.get_mut(stratum as usize).map(std::mem::take) else { continue };
            let Some(counts) = self.counts.get_mut(stratum as usize) else { continue };
            for (bit, count) in counts.iter_mut().enumerate() {
                *count += u32::from(mask >> bit & 1);
            }
        }
    }
}
