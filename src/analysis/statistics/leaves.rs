//! Values of one metric, sorted within each leaf, and quantiles over several leaves without merging them.

use rayon::prelude::*;

use super::super::quantile::quantiles;
use super::super::strata::Strata;
use super::SampleKeys;
use crate::model::{DecimalColumn, Quantiles};

/// A value as an integer of the same order, so that sorting and bisection are exact and fast.
trait Ordinal: Copy + Ord + Default + Send + Sync {
    fn to_u64(self) -> u64;
    fn from_u64(ordinal: u64) -> Self;
}

impl Ordinal for i32 {
    fn to_u64(self) -> u64 {
        u64::from(self as u32 ^ 1 << 31)
    }
    fn from_u64(ordinal: u64) -> Self {
        (ordinal as u32 ^ 1 << 31) as i32
    }
}

/// The bits of a float, flipped so that they sort as the numbers do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct FloatOrdinal(u64);

impl FloatOrdinal {
    fn new(value: f64) -> Self {
        let bits = value.to_bits();
        Self(if bits >> 63 == 1 { !bits } else { bits | 1 << 63 })
    }
    fn value(self) -> f64 {
        f64::from_bits(if self.0 >> 63 == 1 { self.0 & !(1 << 63) } else { !self.0 })
    }
}

impl Ordinal for FloatOrdinal {
    fn to_u64(self) -> u64 {
        self.0
    }
    fn from_u64(ordinal: u64) -> Self {
        Self(ordinal)
    }
}

/// Values of one metric by leaf.
pub struct LeafValues {
    starts: Vec<u32>,
    values: Values,
}

enum Values {
    Scaled { values: Vec<i32>, scale: f64 },
    Exact(Vec<FloatOrdinal>),
}

impl LeafValues {
    /// Collects the values of samples whose metric bit is set.
    pub fn new(column: &DecimalColumn, keys: &SampleKeys, bit: usize, strata: Strata) -> Self {
        match column.scaled() {
            Some((raw, scale)) => {
                let (starts, values) = sorted_by_leaf(keys, bit, strata, |row| raw.get(row).copied().unwrap_or(0));
                Self { starts, values: Values::Scaled { values, scale } }
            }
            None => {
                let value = |row: usize| FloatOrdinal::new(column.get(row).unwrap_or(0.0));
                let (starts, values) = sorted_by_leaf(keys, bit, strata, value);
                Self { starts, values: Values::Exact(values) }
            }
        }
    }

    pub fn len(&self, leaf: u32) -> u64 {
        u64::from(self.range(leaf).len() as u32)
    }

    fn range(&self, leaf: u32) -> std::ops::Range<usize> {
        match (self.starts.get(leaf as usize), self.starts.get(leaf as usize + 1)) {
            (Some(from), Some(to)) => *from as usize..*to as usize,
            _ => 0..0,
        }
    }

    /// Values of a leaf for which `fails` holds, which must hold for all below or for all above some value.
    pub fn count_failing(&self, leaf: u32, fails: impl Fn(f64) -> bool) -> u64 {
        let range = self.range(leaf);
        let n = range.len();
        let value_at = |i: usize| match &self.values {
            Values::Scaled { values, scale } => values.get(range.start + i).map(|v| f64::from(*v) / scale),
            Values::Exact(values) => values.get(range.start + i).map(|v| v.value()),
        };
        let fails_at = |i: usize| value_at(i).is_some_and(&fails);
        let fails_low = n > 0 && fails_at(0);
        // Bisection for the first index where the answer differs from that at the low end.
        let (mut low, mut high) = (0, n);
        while low < high {
            let middle = low + (high - low) / 2;
            if fails_at(middle) == fails_low {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (if fails_low { low } else { n - low }) as u64
    }

    /// Mean over the leaves, the same whatever order the samples came in.
    pub fn mean(&self, leaves: &[u32]) -> Option<f64> {
        let n: u64 = leaves.iter().map(|leaf| self.len(*leaf)).sum();
        if n == 0 {
            return None;
        }
        Some(match &self.values {
            Values::Scaled { values, scale } => {
                let sum: i64 = self.slices(values, leaves).flatten().map(|v| i64::from(*v)).sum();
                sum as f64 / (n as f64 * scale)
            }
            Values::Exact(values) => {
                compensated_sum(self.slices(values, leaves).flatten().map(|v| v.value())) / n as f64
            }
        })
    }

    pub fn quantiles(&self, leaves: &[u32]) -> Option<Quantiles> {
        match &self.values {
            Values::Scaled { values, scale } => {
                let runs: Vec<&[i32]> = self.slices(values, leaves).collect();
                quantiles_of_runs(&runs, |v| f64::from(v) / scale)
            }
            Values::Exact(values) => {
                let runs: Vec<&[FloatOrdinal]> = self.slices(values, leaves).collect();
                quantiles_of_runs(&runs, FloatOrdinal::value)
            }
        }
    }

    fn slices<'a, T>(&'a self, values: &'a [T], leaves: &'a [u32]) -> impl Iterator<Item = &'a [T]> {
        leaves.iter().filter_map(|leaf| values.get(self.range(*leaf))).filter(|slice| !slice.is_empty())
    }
}

fn sorted_by_leaf<T: Ordinal>(
    keys: &SampleKeys,
    bit: usize,
    strata: Strata,
    value: impl Fn(usize) -> T,
) -> (Vec<u32>, Vec<T>) {
    let n_leaves = strata.n_leaves();
    let leaf_of = |row: usize| keys.get(row).filter(|(_, mask)| mask >> bit & 1 == 1).map(|(leaf, _)| leaf as usize);
    let mut starts = vec![0u32; n_leaves + 1];
    for leaf in (0..keys.len()).filter_map(leaf_of) {
        if let Some(count) = starts.get_mut(leaf + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut next = starts.clone();
    let mut values = vec![T::default(); sum as usize];
    for row in 0..keys.len() {
        let Some(place) = leaf_of(row).and_then(|leaf| next.get_mut(leaf)) else { continue };
        if let Some(slot) = values.get_mut(*place as usize) {
            *slot = value(row);
        }
        *place += 1;
    }
    let mut slices = Vec::new();
    let mut rest = values.as_mut_slice();
    for pair in starts.windows(2) {
        if let [from, to] = pair
            && to > from
        {
            let (head, tail) = rest.split_at_mut((to - from) as usize);
            slices.push(head);
            rest = tail;
        }
    }
    slices.into_par_iter().for_each(<[T]>::sort_unstable);
    (starts, values)
}

fn quantiles_of_runs<T: Ordinal>(runs: &[&[T]], to_f64: impl Fn(T) -> f64) -> Option<Quantiles> {
    if let [only] = runs {
        return quantiles(only.len(), |i| only.get(i).map(|v| to_f64(*v)));
    }
    let n: usize = runs.iter().map(|run| run.len()).sum();
    if n <= 4096 {
        let mut all: Vec<T> = runs.concat();
        all.sort_unstable();
        return quantiles(n, |i| all.get(i).map(|v| to_f64(*v)));
    }
    quantiles(n, |i| Some(to_f64(order_statistic(runs, i)?)))
}

/// The value of rank `rank` (from 0) over sorted runs, by bisection on the values.
fn order_statistic<T: Ordinal>(runs: &[&[T]], rank: usize) -> Option<T> {
    let mut low = runs.iter().filter_map(|run| run.first()).min()?.to_u64();
    let mut high = runs.iter().filter_map(|run| run.last()).max()?.to_u64();
    // Of each run only the part that may still hold the answer is searched.
    let mut parts: Vec<(usize, usize)> = runs.iter().map(|run| (0, run.len())).collect();
    let mut cuts = vec![0; runs.len()];
    while low < high {
        let middle = low + (high - low) / 2;
        let bound = T::from_u64(middle);
        let mut at_most = 0;
        for ((run, (from, to)), cut) in runs.iter().zip(&parts).zip(&mut cuts) {
            let within = run.get(*from..*to).map_or(0, |part| part.partition_point(|v| *v <= bound));
            *cut = from + within;
            at_most += *cut;
        }
        if at_most > rank {
            high = middle;
            parts.iter_mut().zip(&cuts).for_each(|(part, cut)| part.1 = *cut);
        } else {
            low = middle + 1;
            parts.iter_mut().zip(&cuts).for_each(|(part, cut)| part.0 = *cut);
        }
    }
    Some(T::from_u64(low))
}

/// Neumaier's sum: the rounding errors are added up beside it.
pub fn compensated_sum(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut error) = (0.0f64, 0.0);
    for value in values {
        let next = sum + value;
        error += if sum.abs() >= value.abs() { (sum - next) + value } else { (value - next) + sum };
        sum = next;
    }
    sum + error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_statistics_over_runs_are_those_of_the_merged_list() {
        let runs: [&[i32]; 4] = [&[-5, -5, 0, 7], &[], &[-9, 3, 3, 3, 100], &[0]];
        let mut merged = runs.concat();
        merged.sort_unstable();
        for (rank, value) in merged.iter().enumerate() {
            assert_eq!(order_statistic(&runs, rank), Some(*value));
        }
    }

    #[test]
    fn floats_keep_their_order_as_integers() {
        let values = [f64::NEG_INFINITY, -2.5, -0.0, 0.0, 1e-300, 3.5, f64::INFINITY];
        assert!(values.map(FloatOrdinal::new).is_sorted());
        for value in values {
            assert_eq!(FloatOrdinal::new(value).value().to_bits(), value.to_bits());
        }
    }

    #[test]
    fn small_terms_are_not_lost_in_a_sum() {
        assert_eq!(compensated_sum([1e16, 1.0, 1.0, -1e16].into_iter()), 2.0);
    }
}
