//! Grades of a stratum from its votes, and how many more votes would settle it (method of the programme, §7).

use crate::model::{Conditions, Grade, Verdict};

use super::interval::{Z_80, Z_95, share, wilson};

/// More votes than this are not foreseen: the stratum lies at the limit.
pub const BORDERLINE: u32 = 385;

/// Failing share assumed for a stratum without votes where the whole study has none either.
pub const ASSUMED_SHARE: f64 = 0.2;

/// Votes of one stratum, added up.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tally {
    /// Votes and failing votes.
    pub n: u64,
    pub k: u64,
    /// Distinct known sources, plus one for each unknown vote.
    pub n_sources: u64,
    pub conditions: Conditions,
}

impl Tally {
    /// At least five phones saw it fail, on two days, four hours apart, in two spots.
    pub fn has_breadth(&self) -> bool {
        let c = &self.conditions;
        c.failing_sources >= 5 && c.failing_days >= 2 && c.failing_span_s >= 4 * 3600 && c.failing_spots >= 2
    }

    /// Grade against the allowed failing share `allowed`.
    pub fn grade(&self, allowed: f64) -> Grade {
        let c = &self.conditions;
        if self.n == 0 {
            return Grade::None;
        }
        let (low_known, _) = wilson(c.k_known, c.n_known, Z_95);
        if c.n_known >= 6
            && low_known > allowed
            && c.low_without_one.is_some_and(|low| low > allowed)
            && self.has_breadth()
        {
            return Grade::A;
        }
        let (_, high) = wilson(self.k, self.n, Z_95);
        if self.n >= 6
            && high < allowed
            && c.high_without_one.is_some_and(|high| high < allowed)
            && self.n_sources >= 3
            && c.spots >= 2
        {
            return Grade::E;
        }
        let (low_80, _) = wilson(self.k, self.n, Z_80);
        if low_80 > allowed {
            Grade::B
        } else if self.k as f64 / self.n as f64 > allowed {
            Grade::C
        } else {
            Grade::D
        }
    }

    /// The verdict; `wider_share` is the failing share of the same operator and class over the study area, used where
    /// there are no votes.
    pub fn verdict(&self, allowed: f64, wider_share: Option<f64>) -> Verdict {
        let grade = self.grade(allowed);
        let votes_needed = match grade {
            Grade::A | Grade::E => 0,
            _ => self.votes_needed(allowed, wider_share),
        };
        let share = share(self.k, self.n);
        let patchy = grade == Grade::E && allowed >= 0.5 && share.is_some_and(|s| s.value >= 0.2);
        Verdict { n_failing_votes: self.k, share, grade, votes_needed, patchy, conditions: self.conditions }
    }

    /// Smallest number of further votes that is expected to settle the stratum; [`BORDERLINE`] when more than 384.
    pub fn votes_needed(&self, allowed: f64, wider_share: Option<f64>) -> u32 {
        let is_weak = self.n > 0 && self.k as f64 / self.n as f64 > allowed;
        let sources_missing = if is_weak {
            5u64.saturating_sub(self.conditions.failing_sources)
        } else {
            3u64.saturating_sub(self.n_sources)
        };
        let (low, _) = wilson(self.k, self.n, Z_95);
        let proven_weak = self.n > 0 && low > allowed;
        let settles = |m: u64| {
            let n = self.n + m;
            if n < 6 {
                return false;
            }
            if proven_weak {
                return true;
            }
            let (low, high) = wilson(self.expected_failing(m, wider_share).min(n), n, Z_95);
            low > allowed || high < allowed
        };
        match (1..u64::from(BORDERLINE)).find(|m| settles(*m)) {
            Some(m) => m.max(sources_missing) as u32,
            None => BORDERLINE,
        }
    }

    /// Failing votes expected after `m` more: floor(k + m·p* + ½) with p* = (k + 1)/(n + 2), in whole numbers, since a
    /// product of floats can fall on the wrong side of the floor.
    fn expected_failing(&self, m: u64, wider_share: Option<f64>) -> u64 {
        if self.n == 0 {
            return (m as f64 * wider_share.unwrap_or(ASSUMED_SHARE) + 0.5).floor() as u64;
        }
        let (k, n) = (self.k, self.n);
        (2 * k * (n + 2) + 2 * m * (k + 1) + (n + 2)) / (2 * (n + 2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broad(k: u64, n: u64) -> Tally {
        let (low, _) = wilson(k.saturating_sub(1), n - 1, Z_95);
        let (_, high) = wilson(k, n - 1, Z_95);
        Tally {
            n,
            k,
            n_sources: n,
            conditions: Conditions {
                n_known: n,
                k_known: k,
                low_without_one: Some(low),
                high_without_one: Some(high),
                failing_sources: k,
                failing_days: 3,
                failing_span_s: 86_400,
                failing_spots: 4,
                spots: 5,
            },
        }
    }

    #[test]
    fn nine_of_ten_phones_confirm_a_weak_place() {
        // Without one failing vote: 8/9, Wilson lower bound 0.565 > 0.5.
        assert_eq!(broad(9, 10).grade(0.5), Grade::A);
    }

    #[test]
    fn one_phone_cannot_confirm_a_weak_place() {
        let mut tally = broad(9, 10);
        tally.conditions.failing_sources = 1;
        assert_eq!(tally.grade(0.5), Grade::B);
    }

    #[test]
    fn votes_of_unknown_phones_are_capped_at_likely() {
        let mut tally = broad(10, 10);
        tally.conditions.n_known = 0;
        tally.conditions.k_known = 0;
        tally.conditions.failing_sources = 0;
        assert_eq!(tally.grade(0.5), Grade::B);
    }

    #[test]
    fn a_desk_phone_cannot_acquit_a_place() {
        let mut tally = broad(0, 12);
        assert_eq!(tally.grade(0.5), Grade::E);
        tally.conditions.spots = 1;
        assert_eq!(tally.grade(0.5), Grade::D);
    }

    #[test]
    fn seven_of_eight_is_proven_but_falls_without_one_phone() {
        // 6/7: Wilson lower bound 0.4869 < 0.5; 7/8 at 80 %: 0.63 > 0.5.
        assert_eq!(broad(7, 8).grade(0.5), Grade::B);
    }

    #[test]
    fn suspected_and_undecided_are_told_by_the_share() {
        assert_eq!(broad(2, 3).grade(0.5), Grade::C);
        assert_eq!(broad(2, 4).grade(0.5), Grade::D);
        assert_eq!(Tally::default().grade(0.5), Grade::None);
    }

    #[test]
    fn an_unmeasured_place_asks_for_as_many_votes_as_its_operator_suggests() {
        // Worked by hand: p* = 0.2, a = 0.5: m = 6 gives k = floor(1.7) = 1, Wilson upper 0.5635; m = 7: floor(1.9) = 1,
        // upper 0.5131; m = 8: floor(2.1) = 2, upper 0.5907; 9: 2, 0.5474; 10: 2, 0.5098; 11: 2, 0.4770 < 0.5.
        assert_eq!(Tally::default().votes_needed(0.5, None), 11);
        // p* = 0: six clean votes, upper 0.3903.
        assert_eq!(Tally::default().votes_needed(0.5, Some(0.0)), 6);
    }

    #[test]
    fn a_share_at_the_limit_is_borderline() {
        assert_eq!(broad(50, 100).votes_needed(0.5, None), BORDERLINE);
    }
}
