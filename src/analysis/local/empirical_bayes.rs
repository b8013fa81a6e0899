//! Failing shares drawn towards the share of all cells, the more the fewer votes they rest on. For ranking and colour
//! only, always beside the raw share.
//!
//! Source: R. J. Marshall, "Mapping disease and mortality rates using empirical Bayes estimators", Applied Statistics 40
//! (1991), global estimator; PySAL's `esda.smoothing.Empirical_Bayes`. Where the cells differ by no more than chance,
//! Marshall's estimate of their variance is negative and counts as 0, so that all get the common share; PySAL goes on
//! with the negative one, which turns the order of the cells round.

/// Shrunken share of each (failing, votes); at least one vote each.
pub fn shrunken_shares(tallies: &[(u64, u64)]) -> Vec<f64> {
    let failing: u64 = tallies.iter().map(|(k, _)| k).sum();
    let votes: u64 = tallies.iter().map(|(_, n)| n).sum();
    let common = failing as f64 / votes as f64;
    let share = |k: u64, n: u64| k as f64 / n as f64;
    let spread: f64 = tallies.iter().map(|(k, n)| *n as f64 * (share(*k, *n) - common).powi(2)).sum();
    let by_chance = common / (votes as f64 / tallies.len() as f64);
    let variance = (spread / votes as f64 - by_chance).max(0.0);
    let shrink = |(k, n): &(u64, u64)| {
        if variance == 0.0 {
            return common;
        }
        let trust = variance / (variance + common / *n as f64);
        trust * share(*k, *n) + (1.0 - trust) * common
    };
    tallies.iter().map(shrink).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_votes_are_drawn_further() {
        let shares = shrunken_shares(&[(9, 10), (1, 1), (0, 20), (0, 1), (1, 30)]);
        let [many_failing, one_failing, many_passing, one_passing, _] = shares.as_slice() else { panic!() };
        assert!(0.0 <= *many_passing && many_passing < one_passing);
        assert!(one_failing < many_failing && *many_failing < 0.9);
    }

    #[test]
    fn without_differences_beyond_chance_all_cells_share_one_share() {
        assert_eq!(shrunken_shares(&[(1, 2), (0, 2), (1, 2), (2, 2)]), [0.5; 4]);
        assert_eq!(shrunken_shares(&[(0, 3), (0, 1)]), [0.0; 2]);
    }
}
