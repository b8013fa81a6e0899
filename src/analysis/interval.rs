//! Wilson's score interval of a share.
//!
//! Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).

use crate::model::Share;

/// Two-sided 95 %.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// Two-sided 80 %.
pub const Z_80: f64 = 1.281_551_565_544_600_4;

/// Lower and upper bound of the share behind `k` of `n`; (0, 1) for `n` = 0: nothing is known.
pub fn wilson(k: u64, n: u64, z: f64) -> (f64, f64) {
    if n == 0 {
        return (0.0, 1.0);
    }
    let n = n as f64;
    let p = k as f64 / n;
    let z2 = z * z;
    let centre = p + z2 / (2.0 * n);
    let half = z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    // The formula reaches 0 and 1 exactly in real numbers; rounding must not carry it past them.
    let low = if p == 0.0 { 0.0 } else { ((centre - half) / scale).max(0.0) };
    let high = if p == 1.0 { 1.0 } else { ((centre + half) / scale).min(1.0) };
    (low, high)
}

/// Share with its 95 % interval; `None` for `n` = 0.
pub fn share(k: u64, n: u64) -> Option<Share> {
    (n > 0).then(|| {
        let (low, high) = wilson(k, n, Z_95);
        Share { value: k as f64 / n as f64, low, high }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_agree_with_the_published_ones() {
        // method.md §6.
        for (k, n, low, high) in [
            (4, 4, 0.5101, 1.0),
            (7, 8, 0.5291, 0.9776),
            (9, 10, 0.5958, 0.9821),
            (15, 20, 0.5313, 0.8881),
            (12, 20, 0.3866, 0.7812),
            (285, 300, 0.919, 0.969),
        ] {
            let (l, h) = wilson(k, n, Z_95);
            assert!((l - low).abs() < 6e-4 && (h - high).abs() < 6e-4, "{k}/{n}: {l} {h}");
        }
    }

    #[test]
    fn nothing_measured_bounds_nothing() {
        assert_eq!(wilson(0, 0, Z_95), (0.0, 1.0));
        assert_eq!(share(0, 0), None);
    }
}
