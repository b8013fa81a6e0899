//! Which of many p-values stand when at most a given share of the discoveries may be false.
//!
//! Source: Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal Statistical Society
//! B 57 (1995).

/// Share of false discoveries that is put up with.
pub const FALSE_DISCOVERY_RATE: f64 = 0.05;

/// Whether each p-value is a discovery: p ≤ rate · i / m for the largest i (by rank) for which that holds.
pub fn discoveries(ps: &[f64], rate: f64) -> Vec<bool> {
    let mut sorted = ps.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let m = ps.len() as f64;
    let stands = |(i, p): (usize, &f64)| *p <= rate * (i + 1) as f64 / m;
    let limit = sorted.iter().enumerate().rev().find(|(i, p)| stands((*i, *p))).map(|(_, p)| *p);
    ps.iter().map(|p| limit.is_some_and(|limit| *p <= limit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_paper_has_four_discoveries() {
        // Benjamini and Hochberg (1995), section 3.2: fifteen p-values, four rejected at 0.05.
        let ps = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0,
        ];
        let found = discoveries(&ps, 0.05);
        assert_eq!(found.iter().filter(|d| **d).count(), 4);
        assert!(found.iter().take(4).all(|d| *d));
    }

    #[test]
    fn a_small_p_lifts_smaller_ones_that_fail_their_own_rank() {
        // 0.03 > 0.05/3, but 0.04 ≤ 0.05 stands at rank 3 and takes both along.
        assert_eq!(discoveries(&[0.04, 0.03, 0.035], 0.05), [true, true, true]);
        assert_eq!(discoveries(&[0.06, 0.2], 0.05), [false, false]);
        assert_eq!(discoveries(&[], 0.05), Vec::<bool>::new());
    }
}
