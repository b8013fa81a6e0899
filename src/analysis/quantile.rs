//! Quantiles of type 7 (Hyndman and Fan, "Sample quantiles in statistical packages", 1996; NumPy's and Excel's default)
//! and the distribution-free interval of the median.

use std::sync::OnceLock;

use crate::model::Quantiles;

/// Type 7 quantile of a sorted slice; `None` when it is empty.
pub fn type7(sorted: &[f64], p: f64) -> Option<f64> {
    at_rank(sorted.len(), p, |i| sorted.get(i).copied())
}

/// Type 7 quantile of `n` values whose order statistics (from 0) `order` hands out.
pub fn at_rank(n: usize, p: f64, order: impl Fn(usize) -> Option<f64>) -> Option<f64> {
    if n == 0 {
        return None;
    }
    let h = (n - 1) as f64 * p;
    let below = h as usize;
    let low = order(below)?;
    let fraction = h - below as f64;
    if fraction == 0.0 {
        return Some(low);
    }
    let high = order(below + 1)?;
    Some(between(low, high, fraction))
}

/// Linear between two neighbours, worked from the nearer one as NumPy does: a median that lies on a threshold in decimal
/// numbers must not fall below it by rounding.
fn between(low: f64, high: f64, fraction: f64) -> f64 {
    if fraction == 0.5 {
        low / 2.0 + high / 2.0
    } else if fraction < 0.5 {
        low + fraction * (high - low)
    } else {
        high - (1.0 - fraction) * (high - low)
    }
}

/// Median of values in any order; `None` when there are none.
pub fn median_of(values: &mut [f64]) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    type7(values, 0.5)
}

/// Ranks (r, n+1−r), from 1, of the order statistics that hold the median with at least 95 %; `None` for n < 6.
///
/// r is the largest with P(Bin(n, ½) < r) ≤ 0.025.
pub fn median_interval_ranks(n: usize) -> Option<(usize, usize)> {
    if n < 6 {
        return None;
    }
    let r = match small_ranks().get(n) {
        Some(rank) => usize::from(*rank),
        None => rank_by_walk(n),
    };
    (r >= 1).then(|| (r, n + 1 - r))
}

/// Ranks for n ≤ 1000, which most strata need.
fn small_ranks() -> &'static [u16] {
    static RANKS: OnceLock<Vec<u16>> = OnceLock::new();
    RANKS.get_or_init(|| (0..=1000).map(|n| rank_by_sum(n) as u16).collect())
}

/// Adds the binomial probabilities from 0 upwards; 2^−n is representable for n ≤ 1000.
fn rank_by_sum(n: usize) -> usize {
    let mut probability = 0.5f64.powi(n as i32);
    let mut below = 0.0;
    for r in 1..=n / 2 + 1 {
        below += probability;
        if below > 0.025 {
            return r - 1;
        }
        probability *= (n + 1 - r) as f64 / r as f64;
    }
    n / 2
}

/// Walks down from the middle, where probabilities are large, until the lower tail is at most 0.025.
fn rank_by_walk(n: usize) -> usize {
    let middle = n / 2;
    let mut probability =
        (ln_factorial(n) - ln_factorial(middle) - ln_factorial(n - middle) - n as f64 * std::f64::consts::LN_2).exp();
    // P(X ≤ middle): one half, and half (even n) of the middle term.
    let mut at_most = if n.is_multiple_of(2) { 0.5 + probability / 2.0 } else { 0.5 };
    let mut k = middle;
    // Invariant: at_most = P(X ≤ k) = P(X < k + 1).
    while at_most > 0.025 && k > 0 {
        at_most -= probability;
        probability *= k as f64 / (n - k + 1) as f64;
        k -= 1;
    }
    k + 1
}

/// Stirling's series; the error is below 1e-12 for n ≥ 100.
fn ln_factorial(n: usize) -> f64 {
    let x = n as f64 + 1.0;
    (x - 0.5) * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI).ln() + 1.0 / (12.0 * x) - 1.0 / (360.0 * x.powi(3))
}

/// All quantiles shown, from order statistics; `None` when there are no values.
pub fn quantiles(n: usize, order: impl Fn(usize) -> Option<f64>) -> Option<Quantiles> {
    let median_interval = median_interval_ranks(n).and_then(|(low, high)| Some((order(low - 1)?, order(high - 1)?)));
    Some(Quantiles {
        p10: at_rank(n, 0.10, &order)?,
        p25: at_rank(n, 0.25, &order)?,
        median: at_rank(n, 0.50, &order)?,
        p75: at_rank(n, 0.75, &order)?,
        p90: at_rank(n, 0.90, &order)?,
        median_interval,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_numpy() {
        // numpy.quantile([1, 2, 4, 8, 16, 32.5], [.1, .25, .5, .75, .9])
        let values = [1.0, 2.0, 4.0, 8.0, 16.0, 32.5];
        let got: Vec<f64> = [0.1, 0.25, 0.5, 0.75, 0.9].iter().filter_map(|p| type7(&values, *p)).collect();
        for (got, numpy) in got.iter().zip([1.5, 2.5, 6.0, 14.0, 24.25]) {
            assert!((got - numpy).abs() < 1e-12, "{got} {numpy}");
        }
        assert_eq!(type7(&[], 0.5), None);
        assert_eq!(type7(&[3.0], 0.9), Some(3.0));
    }

    #[test]
    fn a_median_on_the_threshold_is_not_below_it() {
        // 7.93 and 72.07: low + 0.5 × (high − low) rounds to 39.99999999999999.
        assert_eq!(type7(&[7.93, 72.07], 0.5), Some(40.0));
    }

    #[test]
    fn ranks_of_the_median_interval_are_the_published_ones() {
        // method.md §4.
        for (n, ranks) in [
            (6, (1, 6)),
            (8, (1, 8)),
            (10, (2, 9)),
            (15, (4, 12)),
            (20, (6, 15)),
            (30, (10, 21)),
            (100, (40, 61)),
            (300, (133, 168)),
        ] {
            assert_eq!(median_interval_ranks(n), Some(ranks));
        }
        assert_eq!(median_interval_ranks(5), None);
    }

    #[test]
    fn both_ways_to_the_rank_agree() {
        for n in [100, 101, 500, 777, 1000] {
            assert_eq!(rank_by_sum(n), rank_by_walk(n), "{n}");
        }
        // scipy.stats.binom.ppf(0.025, 100000, 0.5) = 49690: the largest r with P(X < r) ≤ 0.025.
        assert_eq!(rank_by_walk(100_000), 49_690);
    }
}
