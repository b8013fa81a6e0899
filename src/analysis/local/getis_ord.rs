//! Getis and Ord's Gi*: is the sum over a cell and its neighbours unusually large or small?
//!
//! Binary weights, the cell itself included. It says "a statistically significant cluster", not "weak": a ward that is
//! weak everywhere has none.
//!
//! Source: J. K. Ord and A. Getis, "Local spatial autocorrelation statistics", Geographical Analysis 27 (1995). The
//! variance is over n, as in PySAL's `esda.G_Local`; the original's is over n as well.

use super::are_all_equal;
use super::neighbours::Neighbours;

/// z of each place; `None` where all values are equal or the neighbourhood is everything.
pub fn gi_star(values: &[f64], neighbours: &Neighbours) -> Vec<Option<f64>> {
    if are_all_equal(values) {
        return vec![None; values.len()];
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|y| (y - mean).powi(2)).sum::<f64>() / n;
    let z = |(place, (value, beside)): (usize, (&f64, f64))| {
        let weight = 1.0 + neighbours.of(place).len() as f64;
        let spread = variance * weight * (n - weight) / (n - 1.0);
        (spread > 0.0).then(|| (value + beside - weight * mean) / spread.sqrt())
    };
    values.iter().zip(neighbours.sums(values)).enumerate().map(z).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_all_shares_are_equal_nothing_clusters() {
        // Sums of thirds differ by rounding alone.
        let row = Neighbours::from_lists(
            (0..9u32).map(|i| [i.checked_sub(1), (i < 8).then_some(i + 1)].into_iter().flatten().collect::<Vec<_>>()),
        );
        assert!(gi_star(&[1.0 / 3.0; 9], &row).iter().all(Option::is_none));
        assert!(gi_star(&[0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0], &row).iter().all(Option::is_some));
    }
}
