//! Getis and Ord's Gi*: is the sum over a cell and its neighbours unusually large or small?
//!
//! Binary weights, the cell itself included. It says "a statistically significant cluster", not "weak": a ward that is
//! weak everywhere has none.
//!
//! Source: J. K. Ord and A. Getis, "Local spatial autocorrelation statistics", Geographical Analysis 27 (1995). The
//! variance is over n, as in PySAL's `esda.G_Local`; the original's is over n as well.

use super::neighbours::Neighbours;

/// z of each place; `None` where all values are equal or the neighbourhood is everything.
pub fn gi_star(values: &[f64], neighbours: &Neighbours) -> Vec<Option<f64>> {
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
