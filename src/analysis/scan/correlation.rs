//! How alike the votes of one phone are: the intraclass correlation of outcomes.

/// Largest correlation used: at 1 a phone would be one vote.
const MAX_CORRELATION: f64 = 0.95;

/// One-way ANOVA estimate from (votes, failing votes) of each source, clamped to 0..=0.95.
///
/// Source: M. S. Ridout, C. G. B. Demétrio and D. Firth, "Estimating intraclass correlation for binary data",
/// Biometrics 55 (1999).
pub fn intra_source_correlation(tallies: &[(u32, u32)]) -> f64 {
    let k = tallies.len() as f64;
    let n: f64 = tallies.iter().map(|(n, _)| f64::from(*n)).sum();
    if tallies.len() < 2 || n <= k {
        return 0.0;
    }
    let failing: f64 = tallies.iter().map(|(_, c)| f64::from(*c)).sum();
    let mean = failing / n;
    let squares: f64 = tallies.iter().map(|(n, _)| f64::from(*n).powi(2)).sum();
    let share = |(n, c): &(u32, u32)| f64::from(*c) / f64::from(*n);
    let between: f64 = tallies.iter().map(|t| f64::from(t.0) * (share(t) - mean).powi(2)).sum::<f64>() / (k - 1.0);
    let within: f64 = tallies.iter().map(|t| f64::from(t.0) * share(t) * (1.0 - share(t))).sum::<f64>() / (n - k);
    let typical_size = (n - squares / n) / (k - 1.0);
    let correlation = (between - within) / (between + (typical_size - 1.0) * within);
    if correlation.is_finite() { correlation.clamp(0.0, MAX_CORRELATION) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_that_agree_with_themselves_correlate() {
        // By hand: sizes 2, 2, 2, shares 1, 0, ½: MSB = 2(¼ + ¼ + 0)/2 = ½, MSW = (2·¼)/3 = 1/6, n0 = 2,
        // (½ − 1/6)/(½ + 1/6) = ½.
        assert!((intra_source_correlation(&[(2, 2), (2, 0), (2, 1)]) - 0.5).abs() < 1e-12);
        assert_eq!(intra_source_correlation(&[(4, 4), (4, 0)]), 0.95);
        assert_eq!(intra_source_correlation(&[(1, 1), (1, 0), (1, 0)]), 0.0);
        assert_eq!(intra_source_correlation(&[(4, 2), (4, 2)]), 0.0);
    }
}
