//! How many different cells, phones or days stand behind each stratum.

use rayon::prelude::*;

use super::super::strata::Strata;
use super::{Groups, SampleKeys};

/// Counts per stratum and metric (order of [`crate::model::Metric::ALL`]).
pub type CountsByStratum = Vec<[u32; 3]>;

/// Counts the groups that have at least one sample in each stratum. A group is a cell, a phone or a day.
///
/// Inside a group every leaf is looked at once, so `*` strata need no sets of their own.
pub fn count_distinct(groups: &Groups, keys: &SampleKeys, strata: Strata) -> CountsByStratum {
    let n_parts = (rayon::current_num_threads() * 4).min(groups.len().max(1));
    let part_len = groups.len().div_ceil(n_parts);
    let parts: Vec<CountsByStratum> = (0..n_parts)
        .into_par_iter()
        .map(|part| {
            let mut counter = Counter::new(strata);
            for group in part * part_len..((part + 1) * part_len).min(groups.len()) {
                counter.add_group(groups.rows(group as u32), keys);
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

/// Most group × leaf masks that [`count_distinct_in_place`] should keep: they must stay near the processor.
pub const MAX_MASKS: usize = 1 << 21;

/// As [`count_distinct`], for so few groups that a mask for each group and leaf is cheaper than collecting the rows.
pub fn count_distinct_in_place(
    n_groups: usize,
    group_of: impl Fn(usize) -> Option<u32>,
    keys: &SampleKeys,
    strata: Strata,
) -> CountsByStratum {
    let n_leaves = strata.n_leaves();
    let mut masks = vec![0u8; n_groups * n_leaves];
    for row in 0..keys.len() {
        let Some((leaf, mask)) = keys.get(row) else { continue };
        let Some(group) = group_of(row) else { continue };
        if let Some(seen) = masks.get_mut(group as usize * n_leaves + leaf as usize) {
            *seen |= mask;
        }
    }
    let mut counter = Counter::new(strata);
    for of_group in masks.chunks_exact(n_leaves.max(1)) {
        for (leaf, mask) in (0..).zip(of_group).filter(|(_, mask)| **mask != 0) {
            counter.add(leaf, *mask);
        }
        counter.close_group();
    }
    counter.counts
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
        self.close_group();
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
