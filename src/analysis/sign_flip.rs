//! Two-sided sign-flip permutation of matched differences (method §12, §13).
//!
//! Under the hypothesis that nothing tells the two sides apart, each difference is as likely with the other sign.
//! Source: R. A. Fisher, "The Design of Experiments" (1935), §21; drawn instead of enumerated after M. Dwass, "Modified
//! Randomization Tests for Nonparametric Hypotheses", Annals of Mathematical Statistics 28 (1957).

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::job::{Cancelled, Feedback};

/// Up to so many differences every assignment of signs is counted, the observed one included.
const EXACT_UP_TO: usize = 14;

/// Assignments drawn where there are more.
const DRAWS: usize = 9999;

/// Sums this much below the observed one still count as reaching it: rounding must not make proof.
const TOLERANCE: f64 = 1e-9;

/// Differences whose signs come from one random byte.
const SIGNS_OF_BYTE: usize = 8;

/// Equal absolute differences, which only their number of signs tells apart.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Group {
    size: f64,
    n: u32,
}

/// p of |mean| of `differences`: exact up to 14 of them, else (1 + draws that reach it) / 10 000. 1 for none.
pub fn sign_flip_p(differences: &[f64], seed: u64, feedback: &Feedback) -> Result<f64, Cancelled> {
    let observed = differences.iter().sum::<f64>().abs();
    if differences.len() <= EXACT_UP_TO {
        return Ok(count_reaching(&groups(differences), 0.0, observed) as f64 / (1u64 << differences.len()) as f64);
    }
    let sums = drawn_sums(differences, seed, feedback)?;
    let reaching = sums.iter().filter(|sum| sum.abs() >= observed - TOLERANCE).count();
    Ok((1 + reaching) as f64 / (1 + DRAWS) as f64)
}

/// Sum of the differences under each drawn assignment of signs.
fn drawn_sums(differences: &[f64], seed: u64, feedback: &Feedback) -> Result<Vec<f64>, Cancelled> {
    // Sorted, so that the order of cells changes nothing. A zero stays zero under either sign.
    let mut sizes: Vec<f64> = differences.iter().map(|d| d.abs()).filter(|d| *d > 0.0).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut sums = vec![0.0; DRAWS];
    let mut bytes = vec![0u8; DRAWS];
    for few in sizes.chunks(SIGNS_OF_BYTE) {
        feedback.check()?;
        let signed = signed_sums(few);
        rng.fill(bytes.as_mut_slice());
        for (sum, byte) in sums.iter_mut().zip(&bytes) {
            *sum += signed.get(usize::from(*byte)).copied().unwrap_or(0.0);
        }
    }
    Ok(sums)
}

/// Sum of up to eight numbers for every assignment of signs: bit k set counts the k-th as positive.
fn signed_sums(few: &[f64]) -> [f64; 1 << SIGNS_OF_BYTE] {
    let signed = |signs: usize| (0..).zip(few).map(|(k, d): (u32, _)| if signs >> k & 1 == 1 { *d } else { -*d }).sum();
    std::array::from_fn(signed)
}

fn groups(differences: &[f64]) -> Vec<Group> {
    let mut sizes: Vec<f64> = differences.iter().map(|d| d.abs()).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    let runs = sizes.chunk_by(|a, b| a == b);
    runs.filter_map(|run| Some(Group { size: *run.first()?, n: run.len() as u32 })).collect()
}

/// Assignments of signs whose sum, on top of `partial`, reaches the observed one.
fn count_reaching(groups: &[Group], partial: f64, observed: f64) -> u64 {
    let Some((group, rest)) = groups.split_first() else {
        return u64::from(partial.abs() >= observed - TOLERANCE);
    };
    let mut ways = 1u64;
    (0..=group.n)
        .map(|positive| {
            let sum = partial + group.size * (2.0 * f64::from(positive) - f64::from(group.n));
            let reaching = ways * count_reaching(rest, sum, observed);
            ways = ways * u64::from(group.n - positive) / u64::from(positive + 1);
            reaching
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(differences: &[f64]) -> f64 {
        sign_flip_p(differences, 1, &Feedback::default()).unwrap()
    }

    #[test]
    fn small_tests_agree_with_scipy() {
        // tests/reference/sign_flip.py: scipy.stats.permutation_test((d,), mean of d, permutation_type="samples").
        for (differences, expected) in [
            (vec![0.5], 1.0),
            (vec![1.0, 1.0, 1.0, 1.0, 1.0], 0.0625),
            (vec![1.0, 1.0, 1.0, 1.0, 1.0, 1.0], 0.03125),
            (vec![0.0, 0.0, 0.5, -0.25, 1.0, 0.75], 0.25),
            (vec![1.0 / 3.0, -2.0 / 3.0, 0.5, 0.5, 1.0, 0.0, 0.25, 0.25], 0.15625),
            (vec![0.2, 0.4, -0.1, 0.3, 0.6, 0.5, 0.1, -0.2, 0.7, 0.3], 0.0234375),
        ] {
            assert!((p(&differences) - expected).abs() < 1e-12, "{differences:?}: {}", p(&differences));
        }
        assert_eq!(p(&[]), 1.0);
        assert_eq!(p(&[0.0; 9]), 1.0);
    }

    #[test]
    fn drawn_signs_come_near_to_all_of_them() {
        let differences: Vec<f64> = (0..20).map(|i| f64::from(i % 7) / 6.0 - 0.35).collect();
        let groups = groups(&differences);
        let observed = differences.iter().sum::<f64>().abs();
        let exact = count_reaching(&groups, 0.0, observed) as f64 / f64::from(1u32 << 20);
        // Four standard errors of 9999 draws.
        let apart = (p(&differences) - exact).abs();
        assert!(apart < 4.0 * (exact * (1.0 - exact) / DRAWS as f64).sqrt(), "{apart} from {exact}");
    }

    #[test]
    fn a_byte_stands_for_eight_signs() {
        let sums = signed_sums(&[1.0, 2.0, 4.0]);
        // By hand: no bit set is −7, all three are 7, only the second is −1 + 2 − 4; bits beyond the third say nothing.
        assert_eq!([sums[0], sums[7], sums[2], sums[0xfa]], [-7.0, 7.0, -3.0, -3.0]);
    }

    #[test]
    fn the_order_of_cells_changes_nothing() {
        let forward: Vec<f64> = (0..40).map(|i| f64::from(i % 5) / 4.0 - 0.3).collect();
        let backward: Vec<f64> = forward.iter().rev().copied().collect();
        assert_eq!(p(&forward), p(&backward));
    }
}
