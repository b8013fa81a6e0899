//! Values of one metric, sorted within each leaf, and quantiles over several leaves without merging them.

use std::cell::Cell;

use rayon::prelude::*;

use super::super::quantile::quantiles;
use super::super::strata::Strata;
use super::SampleKeys;
use super::ordinal::{FloatOrdinal, Ordinal, count_failing};
use crate::model::{DecimalColumn, Quantiles};

/// Values of one metric by leaf.
pub struct LeafValues {
    starts: Vec<u32>,
    values: Values,
}

enum Values {
    Scaled { values: Vec<i32>, scale: f64 },
    Exact(Vec<FloatOrdinal>),
}

/// Samples that are evidence by leaf: chunks of consecutive samples, each in order of its leaves. One order serves all
/// metrics.
pub struct LeafOrder(Vec<ChunkOrder>);

struct ChunkOrder {
    starts: Vec<u32>,
    /// The first sample of the chunk.
    first: usize,
    /// Samples counted from the first, each with its metrics: `sample << 3 | mask`.
    packed: Vec<u32>,
    /// Metrics that every one of them has (bit i: [`crate::model::Metric::ALL`] i).
    in_all: u8,
}

impl LeafOrder {
    pub fn new(keys: &SampleKeys, strata: Strata) -> Self {
        let n_leaves = strata.n_leaves();
        // The values of a chunk stay near the processor; with many leaves their counts must not outgrow the values.
        let rows_of_chunk = (1 << 16).max(4 * n_leaves);
        let rows = |chunk: usize| chunk * rows_of_chunk..((chunk + 1) * rows_of_chunk).min(keys.len());
        let chunks = (0..keys.len().div_ceil(rows_of_chunk)).into_par_iter();
        Self(chunks.map(|chunk| ChunkOrder::new(keys, n_leaves, rows(chunk))).collect())
    }
}

impl ChunkOrder {
    fn new(keys: &SampleKeys, n_leaves: usize, rows: std::ops::Range<usize>) -> Self {
        let first = rows.start;
        let mut starts = vec![0u32; n_leaves + 1];
        let mut in_all = u8::MAX;
        for (leaf, mask) in rows.clone().filter_map(|row| keys.get(row)) {
            if let Some(count) = starts.get_mut(leaf as usize + 1) {
                *count += 1;
            }
            in_all &= mask;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut packed = vec![0u32; sum as usize];
        for row in rows {
            let Some((leaf, mask)) = keys.get(row) else { continue };
            let Some(place) = next.get_mut(leaf as usize) else { continue };
            if let Some(slot) = packed.get_mut(*place as usize) {
                *slot = ((row - first) as u32) << 3 | u32::from(mask);
            }
            *place += 1;
        }
        Self { starts, first, packed, in_all }
    }

    /// Values of a metric, of the samples that have it.
    fn values<T>(&self, bit: usize, value: impl Fn(usize) -> T) -> ChunkValues<T> {
        let value_of = |packed: &u32| value(self.first + (packed >> 3) as usize);
        if self.in_all >> bit & 1 == 1 {
            let values = self.packed.iter().map(value_of).collect();
            return ChunkValues { starts: self.starts.clone(), values };
        }
        let has_metric = |packed: &&u32| *packed >> bit & 1 == 1;
        let mut values = Vec::with_capacity(self.packed.len());
        let mut starts = vec![0];
        for pair in self.starts.windows(2) {
            if let [from, to] = pair {
                let packed = self.packed.get(*from as usize..*to as usize).unwrap_or_default();
                values.extend(packed.iter().filter(has_metric).map(value_of));
            }
            starts.push(values.len() as u32);
        }
        ChunkValues { starts, values }
    }
}

impl LeafValues {
    /// Collects the values of samples whose metric bit is set.
    pub fn new(column: &DecimalColumn, order: &LeafOrder, bit: usize, strata: Strata) -> Self {
        match column.scaled() {
            Some((raw, scale)) => {
                let value = |row: usize| raw.get(row).copied().unwrap_or(0);
                let (starts, values) = sorted_by_leaf(order, bit, strata, value);
                Self { starts, values: Values::Scaled { values, scale } }
            }
            None => {
                let value = |row: usize| FloatOrdinal::new(column.get(row).unwrap_or(0.0));
                let (starts, values) = sorted_by_leaf(order, bit, strata, value);
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
        let n = match &self.values {
            Values::Scaled { values, scale } => count_failing(values.get(range).unwrap_or_default(), *scale, fails),
            Values::Exact(values) => count_failing(values.get(range).unwrap_or_default(), 1.0, fails),
        };
        n as u64
    }

    /// Mean over the leaves, the same whatever order the samples came in.
    pub fn mean(&self, leaves: &[u32]) -> Option<f64> {
        match &self.values {
            Values::Scaled { values, scale } => Ordinal::mean(&self.runs(values, leaves), *scale),
            Values::Exact(values) => Ordinal::mean(&self.runs(values, leaves), 1.0),
        }
    }

    pub fn quantiles(&self, leaves: &[u32]) -> Option<Quantiles> {
        match &self.values {
            Values::Scaled { values, scale } => quantiles_of_runs(&self.runs(values, leaves), *scale),
            Values::Exact(values) => quantiles_of_runs(&self.runs(values, leaves), 1.0),
        }
    }

    fn runs<'a, T>(&'a self, values: &'a [T], leaves: &[u32]) -> Vec<&'a [T]> {
        leaves.iter().filter_map(|leaf| values.get(self.range(*leaf))).filter(|run| !run.is_empty()).collect()
    }
}

/// Values of some consecutive samples by leaf.
struct ChunkValues<T> {
    starts: Vec<u32>,
    values: Vec<T>,
}

/// Values of all samples by leaf, sorted within each: chunks of samples first, then leaf by leaf over the chunks.
fn sorted_by_leaf<T: Ordinal>(
    order: &LeafOrder,
    bit: usize,
    strata: Strata,
    value: impl Fn(usize) -> T + Sync,
) -> (Vec<u32>, Vec<T>) {
    let n_leaves = strata.n_leaves();
    let chunks: Vec<ChunkValues<T>> = order.0.par_iter().map(|chunk| chunk.values(bit, &value)).collect();
    let mut starts = vec![0u32; n_leaves + 1];
    for chunk in &chunks {
        starts.iter_mut().zip(&chunk.starts).for_each(|(sum, start)| *sum += start);
    }
    let mut values = vec![T::default(); starts.last().map_or(0, |n| *n as usize)];
    let mut slices = Vec::new();
    let mut rest = values.as_mut_slice();
    for (leaf, pair) in starts.windows(2).enumerate() {
        if let [from, to] = pair
            && to > from
        {
            let (head, tail) = rest.split_at_mut((to - from) as usize);
            slices.push((leaf, head));
            rest = tail;
        }
    }
    slices.into_par_iter().for_each_init(Vec::new, |spare, (leaf, slice)| {
        let mut filled = 0;
        for chunk in &chunks {
            let Some([from, to]) = chunk.starts.get(leaf..leaf + 2) else { continue };
            let part = chunk.values.get(*from as usize..*to as usize).unwrap_or_default();
            if let Some(place) = slice.get_mut(filled..filled + part.len()) {
                place.copy_from_slice(part);
            }
            filled += part.len();
        }
        T::sort(slice, spare);
    });
    (starts, values)
}

fn quantiles_of_runs<T: Ordinal>(runs: &[&[T]], scale: f64) -> Option<Quantiles> {
    if let [only] = runs {
        return quantiles(only.len(), |i| only.get(i).map(|v| v.number(scale)));
    }
    let n: usize = runs.iter().map(|run| run.len()).sum();
    if n <= 4096 {
        let mut all: Vec<T> = runs.concat();
        all.sort_unstable();
        return quantiles(n, |i| all.get(i).map(|v| v.number(scale)));
    }
    // The next rank is often asked for after one, and lies a step away.
    let last = Cell::new(None);
    quantiles(n, |rank| {
        let value = match last.get() {
            Some((before, value)) if before + 1 == rank => next_in_order(runs, value, rank)?,
            _ => order_statistic(runs, rank)?,
        };
        last.set(Some((rank, value)));
        Some(value.number(scale))
    })
}

/// The value of rank `rank` over sorted runs, where that of the rank before is known.
fn next_in_order<T: Ordinal>(runs: &[&[T]], before: T, rank: usize) -> Option<T> {
    let (mut at_most, mut next) = (0, None);
    for run in runs {
        let cut = run.partition_point(|value| *value <= before);
        at_most += cut;
        next = [next, run.get(cut).copied()].into_iter().flatten().min();
    }
    if at_most > rank { Some(before) } else { next }
}

/// Values of all runs that are put in order rather than cut once more.
const FEW: usize = 64;

/// The value of rank `rank` (from 0) over sorted runs: the values are cut again and again near where it should be, until
/// few are left.
fn order_statistic<T: Ordinal>(runs: &[&[T]], rank: usize) -> Option<T> {
    let mut low = runs.iter().filter_map(|run| run.first()).min()?.to_u64();
    let mut high = runs.iter().filter_map(|run| run.last()).max()?.to_u64();
    // Of each run only the part that may still hold the answer is searched.
    let mut parts: Vec<&[T]> = runs.to_vec();
    let mut cuts = vec![0; runs.len()];
    let (mut rank, mut n) = (rank, runs.iter().map(|run| run.len()).sum::<usize>());
    for turn in 0.. {
        if n <= FEW || low >= high {
            break;
        }
        let middle = cut_near(rank, n, turn)
            .map_or(low + (high - low) / 2, |share| low + (((high - low) as f64 * share) as u64).min(high - low - 1));
        let bound = T::from_u64(middle);
        for (part, cut) in parts.iter().zip(&mut cuts) {
            *cut = part.partition_point(|value| *value <= bound);
        }
        let at_most: usize = cuts.iter().sum();
        let is_below = at_most > rank;
        for (part, cut) in parts.iter_mut().zip(&cuts) {
            let (head, tail) = part.split_at_checked(*cut).unwrap_or((part, &[]));
            *part = if is_below { head } else { tail };
        }
        if is_below {
            (high, n) = (middle, at_most);
        } else {
            (low, n, rank) = (middle + 1, n - at_most, rank - at_most);
        }
    }
    let mut left: Vec<T> = if n <= FEW { parts.concat() } else { return Some(T::from_u64(low)) };
    left.sort_unstable();
    left.get(rank).copied()
}

/// At what share of the way from the lowest to the highest value to cut: a little above the rank, then a little below,
/// so that it is caught between two cuts; in the middle (`None`) every third time, whatever the values are like.
fn cut_near(rank: usize, n: usize, turn: u32) -> Option<f64> {
    const ASIDE: f64 = 1.0 / 32.0;
    let share = (rank as f64 + 0.5) / n as f64;
    match turn % 3 {
        0 => Some((share + ASIDE).min(1.0)),
        1 => Some((share - ASIDE).max(0.0)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_a_metric_stand_by_leaf_whether_all_samples_have_it_or_not() {
        // Leaf and metrics of each sample; the third is no evidence.
        let samples = [Some((1, 0b111)), Some((0, 0b011)), None, Some((1, 0b001)), Some((0, 0b111))];
        let packed = |sample: &Option<(u32, u32)>| sample.map_or(SampleKeys::NONE, |(leaf, mask)| leaf << 3 | mask);
        let keys = SampleKeys { packed: samples.iter().map(packed).collect() };
        let chunk = ChunkOrder::new(&keys, 2, 0..samples.len());
        for (bit, starts, rows) in
            [(0, [0, 2, 4], &[1, 4, 0, 3][..]), (1, [0, 2, 3], &[1, 4, 0]), (2, [0, 1, 2], &[4, 0])]
        {
            let found = chunk.values(bit, |row| row);
            assert_eq!((found.starts.as_slice(), found.values.as_slice()), (&starts[..], rows), "{bit}");
        }
        assert_eq!(chunk.in_all, 0b001);
    }

    #[test]
    fn order_statistics_over_runs_are_those_of_the_merged_list() {
        let runs: [&[i32]; 4] = [&[-5, -5, 0, 7], &[], &[-9, 3, 3, 3, 100], &[0]];
        let mut merged = runs.concat();
        merged.sort_unstable();
        for (rank, value) in merged.iter().enumerate() {
            assert_eq!(order_statistic(&runs, rank), Some(*value));
            let before = rank.checked_sub(1).and_then(|before| merged.get(before));
            assert!(before.is_none_or(|before| next_in_order(&runs, *before, rank) == Some(*value)), "{rank}");
        }
    }

    #[test]
    fn order_statistics_of_long_runs_are_those_of_the_merged_list() {
        // Numerical Recipes' quick generator.
        let mut state = 1u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 4
        };
        // Even, of few values, steep, and one far from all others.
        let forms: [fn(u32) -> i32; 4] = [
            |n| n as i32,
            |n| (n % 5) as i32,
            |n| ((n % 1000) * (n % 1000) * (n % 1000)) as i32,
            |n| if n % 4000 == 0 { i32::MAX } else { -((n % 50) as i32) },
        ];
        for form in forms {
            let mut runs: Vec<Vec<i32>> = (1..9).map(|k| (0..k * 90).map(|_| form(next())).collect()).collect();
            runs.iter_mut().for_each(|run| run.sort_unstable());
            let slices: Vec<&[i32]> = runs.iter().map(Vec::as_slice).collect();
            let mut merged = runs.concat();
            merged.sort_unstable();
            for (rank, value) in merged.iter().enumerate() {
                assert_eq!(order_statistic(&slices, rank), Some(*value), "{rank}");
            }
        }
        // As far apart as numbers can be.
        let far = [f64::NEG_INFINITY, -f64::MAX, -1.0, -0.0, 0.0, 1e-300, 1.0, f64::MAX, f64::INFINITY];
        let run: Vec<FloatOrdinal> = far.into_iter().flat_map(|value| [FloatOrdinal::new(value); 9]).collect();
        let mut merged = [run.as_slice(), &run].concat();
        merged.sort_unstable();
        for (rank, value) in merged.iter().enumerate() {
            assert_eq!(order_statistic(&[&run, &run], rank), Some(*value), "{rank}");
        }
    }
}
