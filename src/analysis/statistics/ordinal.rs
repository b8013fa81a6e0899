//! Values as integers of the same order, so that sorting, bisection and sums are exact and fast.

/// A value of a metric that sorts as an integer.
pub trait Ordinal: Copy + Ord + Default + Send + Sync {
    fn to_u64(self) -> u64;
    fn from_u64(ordinal: u64) -> Self;
    /// The number it stands for; `scale` is that of its column.
    fn number(self, scale: f64) -> f64;
    /// Sorts; `spare` is a buffer that is used again.
    fn sort(values: &mut [Self], spare: &mut Vec<Self>) {
        let _ = spare;
        values.sort_unstable();
    }
    /// Mean of values in sorted runs, the same for any order of the samples; `None` without values.
    fn mean(runs: &[&[Self]], scale: f64) -> Option<f64>;
}

/// Whole multiples of 1/scale.
impl Ordinal for i32 {
    fn to_u64(self) -> u64 {
        u64::from(self as u32 ^ 1 << 31)
    }
    fn from_u64(ordinal: u64) -> Self {
        (ordinal as u32 ^ 1 << 31) as i32
    }
    #[inline]
    fn number(self, scale: f64) -> f64 {
        f64::from(self) / scale
    }
    fn sort(values: &mut [Self], spare: &mut Vec<Self>) {
        if values.len() < WORTH_COUNTING {
            values.sort_unstable();
        } else {
            sort_by_digits(values, spare);
        }
    }
    #[inline]
    fn mean(runs: &[&[Self]], scale: f64) -> Option<f64> {
        let sum_of = |run: &[Self]| run.iter().map(|value| i64::from(*value)).sum::<i64>();
        let sum: i64 = runs.iter().map(|run| sum_of(run)).sum();
        let n = count(runs);
        (n > 0).then(|| sum as f64 / (n as f64 * scale))
    }
}

/// From so many values on, counting digits beats comparing.
const WORTH_COUNTING: usize = 768;

const DIGIT_BITS: u32 = 11;
const DIGITS: usize = 1 << DIGIT_BITS;

/// Radix sort from the lowest digit of eleven bits up, leaving out digits that all values share.
fn sort_by_digits(values: &mut [i32], spare: &mut Vec<i32>) {
    let digit =
        |value: i32, place: usize| (value as u32 ^ 1 << 31) as usize >> (place as u32 * DIGIT_BITS) & (DIGITS - 1);
    let mut counts = [[0u32; DIGITS]; 3];
    for value in values.iter() {
        for (place, counts) in counts.iter_mut().enumerate() {
            counts[digit(*value, place)] += 1;
        }
    }
    if spare.len() < values.len() {
        spare.resize(values.len(), 0);
    }
    let n = values.len() as u32;
    let spare = spare.get_mut(..values.len()).unwrap_or_default();
    let (mut from, mut to) = (&mut *values, spare);
    let mut is_swapped = false;
    for (place, counts) in counts.iter_mut().enumerate() {
        if from.first().is_none_or(|first| counts[digit(*first, place)] == n) {
            continue;
        }
        let mut sum = 0;
        for count in counts.iter_mut() {
            sum += std::mem::replace(count, sum);
        }
        for value in from.iter() {
            let next = &mut counts[digit(*value, place)];
            if let Some(slot) = to.get_mut(*next as usize) {
                *slot = *value;
            }
            *next += 1;
        }
        std::mem::swap(&mut from, &mut to);
        is_swapped = !is_swapped;
    }
    if is_swapped {
        to.copy_from_slice(from);
    }
}

/// The bits of a float, flipped so that they sort as the numbers do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct FloatOrdinal(u64);

impl FloatOrdinal {
    pub fn new(value: f64) -> Self {
        let bits = value.to_bits();
        Self(if bits >> 63 == 1 { !bits } else { bits | 1 << 63 })
    }
}

impl Ordinal for FloatOrdinal {
    fn to_u64(self) -> u64 {
        self.0
    }
    fn from_u64(ordinal: u64) -> Self {
        Self(ordinal)
    }
    fn number(self, _: f64) -> f64 {
        f64::from_bits(if self.0 >> 63 == 1 { self.0 & !(1 << 63) } else { !self.0 })
    }
    fn mean(runs: &[&[Self]], scale: f64) -> Option<f64> {
        let n = count(runs);
        let sum = compensated_sum(runs.iter().flat_map(|run| run.iter()).map(|value| value.number(scale)));
        (n > 0).then(|| sum / n as f64)
    }
}

fn count<T>(runs: &[&[T]]) -> usize {
    runs.iter().map(|run| run.len()).sum()
}

/// How many of sorted values fail, where `fails` holds for all below or for all above some value.
#[inline]
pub fn count_failing<T: Ordinal>(sorted: &[T], scale: f64, fails: impl Fn(f64) -> bool) -> usize {
    let fails_low = sorted.first().is_some_and(|value| fails(value.number(scale)));
    let n_like_low = sorted.partition_point(|value| fails(value.number(scale)) == fails_low);
    if fails_low { n_like_low } else { sorted.len() - n_like_low }
}

/// Neumaier's sum: the rounding errors are added up beside it.
fn compensated_sum(values: impl Iterator<Item = f64>) -> f64 {
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
    fn floats_keep_their_order_as_integers() {
        let values = [f64::NEG_INFINITY, -2.5, -0.0, 0.0, 1e-300, 3.5, f64::INFINITY];
        assert!(values.map(FloatOrdinal::new).is_sorted());
        for value in values {
            assert_eq!(FloatOrdinal::new(value).number(1.0).to_bits(), value.to_bits());
        }
    }

    #[test]
    fn counting_digits_sorts_as_comparing_does() {
        // Numerical Recipes' quick generator.
        let mut state = 1u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state
        };
        for limit in [i32::MAX, 100_000_000, 2_000, 1] {
            let values: Vec<i32> = (0..3_000).map(|_| next() as i32 % limit).collect();
            let (mut sorted, mut expected) = (values.clone(), values);
            sort_by_digits(&mut sorted, &mut Vec::new());
            expected.sort_unstable();
            assert_eq!(sorted, expected);
        }
    }

    #[test]
    fn small_terms_are_not_lost_in_a_sum() {
        assert_eq!(compensated_sum([1e16, 1.0, 1.0, -1e16].into_iter()), 2.0);
    }

    #[test]
    fn failing_values_lie_at_one_end() {
        let sorted = [5, 10, 10, 20, 90];
        assert_eq!(count_failing(&sorted, 10.0, |value| value < 2.0), 3);
        assert_eq!(count_failing(&sorted, 10.0, |value| value > 1.0), 2);
        assert_eq!(count_failing(&sorted, 10.0, |value| value > 100.0), 0);
        assert_eq!(count_failing::<i32>(&[], 10.0, |value| value < 2.0), 0);
    }
}
