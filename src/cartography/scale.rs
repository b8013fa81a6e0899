//! Round lengths: of the scale bar, and between the lines of a graticule.

/// Largest of 1, 2, 5 × 10ⁿ metres that is at most `longest_m`; `None` when that is not a positive number.
pub fn scale_bar_m(longest_m: f64) -> Option<f64> {
    if !(longest_m.is_finite() && longest_m > 0.0) {
        return None;
    }
    let power = 10f64.powf(longest_m.log10().floor());
    [5.0, 2.0, 1.0].into_iter().map(|step| step * power).find(|length| *length <= longest_m * (1.0 + 1e-9))
}

/// Arc seconds between lines of a graticule, from the finest.
const STEPS_S: [i64; 17] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18_000, 36_000, 108_000];

/// Smallest round step in arc seconds that is at least `least_s`; `None` where lines would be rarer than each 30°.
pub fn graticule_step_s(least_s: f64) -> Option<i64> {
    STEPS_S.into_iter().find(|step| *step as f64 >= least_s)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_graticule_has_round_steps() {
        assert_eq!(graticule_step_s(16.0), Some(30));
        assert_eq!(graticule_step_s(60.0), Some(60));
        assert_eq!(graticule_step_s(1e6), None);
    }

    #[test]
    fn the_bar_is_a_round_length_that_fits() {
        assert_eq!(scale_bar_m(730.0), Some(500.0));
        assert_eq!(scale_bar_m(499.0), Some(200.0));
        assert_eq!(scale_bar_m(1000.0), Some(1000.0));
        assert_eq!(scale_bar_m(0.0), None);
        assert_eq!(scale_bar_m(f64::NAN), None);
    }
}
