//! The length of the scale bar: a round number that fits.

/// Largest of 1, 2, 5 × 10ⁿ metres that is at most `longest_m`; `None` when that is not a positive number.
pub fn scale_bar_m(longest_m: f64) -> Option<f64> {
    if !(longest_m.is_finite() && longest_m > 0.0) {
        return None;
    }
    let power = 10f64.powf(longest_m.log10().floor());
    [5.0, 2.0, 1.0].into_iter().map(|step| step * power).find(|length| *length <= longest_m * (1.0 + 1e-9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_a_round_length_that_fits() {
        assert_eq!(scale_bar_m(730.0), Some(500.0));
        assert_eq!(scale_bar_m(499.0), Some(200.0));
        assert_eq!(scale_bar_m(1000.0), Some(1000.0));
        assert_eq!(scale_bar_m(0.0), None);
        assert_eq!(scale_bar_m(f64::NAN), None);
    }
}
