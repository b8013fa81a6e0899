//! The two log likelihood ratios of a window, high side only.

/// Tables for one operator: `n` votes of which `c` fail, against the allowed share.
#[derive(Debug)]
pub struct Statistics {
    n: usize,
    c: usize,
    /// x ln x for whole numbers up to `n`.
    x_ln_x: Vec<f64>,
    ln_allowed: f64,
    ln_not_allowed: f64,
    allowed: f64,
    whole: f64,
}

impl Statistics {
    pub fn new(n: usize, c: usize, allowed: f64) -> Self {
        let x_ln_x: Vec<f64> = (0..=n).map(|x| if x == 0 { 0.0 } else { x as f64 * (x as f64).ln() }).collect();
        let mut statistics =
            Self { n, c, x_ln_x, ln_allowed: allowed.ln(), ln_not_allowed: (1.0 - allowed).ln(), allowed, whole: 0.0 };
        statistics.whole = statistics.likelihood(c, n);
        statistics
    }

    fn x_ln_x(&self, x: usize) -> f64 {
        self.x_ln_x.get(x).copied().unwrap_or(0.0)
    }

    /// c ln(c/n) + (n−c) ln((n−c)/n).
    fn likelihood(&self, c: usize, n: usize) -> f64 {
        self.x_ln_x(c) + self.x_ln_x(n.saturating_sub(c)) - self.x_ln_x(n)
    }

    /// Kulldorff's Bernoulli statistic: worse than the rest. 0 where the window is not worse.
    pub fn relative(&self, c: u32, n: u32) -> f64 {
        let (c, n) = (c as usize, n as usize);
        let (rest_c, rest_n) = (self.c.saturating_sub(c), self.n.saturating_sub(n));
        // c/n > rest_c/rest_n without division.
        if c * rest_n <= rest_c * n {
            return 0.0;
        }
        self.likelihood(c, n) + self.likelihood(rest_c, rest_n) - self.whole
    }

    /// Worse than allowed. 0 where the window is not worse.
    pub fn absolute(&self, c: u32, n: u32) -> f64 {
        if f64::from(c) <= self.allowed * f64::from(n) {
            return 0.0;
        }
        let not_failing = f64::from(n.saturating_sub(c));
        // At an allowed share of 0 a logarithm is infinite: any failure is then beyond doubt.
        let expected =
            f64::from(c) * self.ln_allowed + if not_failing > 0.0 { not_failing * self.ln_not_allowed } else { 0.0 };
        self.likelihood(c as usize, n as usize) - expected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_agree_with_the_formulas_by_hand() {
        let statistics = Statistics::new(100, 20, 0.5);
        // L(9,10) + L(11,90) − L(20,100) with natural logarithms, by hand (Python's math.log).
        assert!((statistics.relative(9, 10) - 13.369_770_6).abs() < 1e-6, "{}", statistics.relative(9, 10));
        // 9 ln(0.9/0.5) + 1 ln(0.1/0.5).
        assert!((statistics.absolute(9, 10) - (9.0 * 1.8f64.ln() + 0.2f64.ln())).abs() < 1e-12);
        assert_eq!(statistics.relative(2, 10), 0.0);
        assert_eq!(statistics.absolute(5, 10), 0.0);
    }

    #[test]
    fn both_grow_with_the_failing_votes_and_fall_with_the_votes() {
        let statistics = Statistics::new(60, 20, 0.5);
        for n in 1..30 {
            for c in 1..=n.min(20) {
                assert!(statistics.relative(c, n) >= statistics.relative(c, n + 1) - 1e-12);
                assert!(statistics.absolute(c, n) >= statistics.absolute(c, n + 1) - 1e-12);
                assert!(statistics.relative(c, n) >= statistics.relative(c - 1, n));
                assert!(statistics.absolute(c, n) >= statistics.absolute(c - 1, n));
            }
        }
    }
}
