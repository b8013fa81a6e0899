//! The chance that visits settle an open verdict.

use std::collections::BTreeMap;

use crate::analysis::grade::ASSUMED_SHARE;
use crate::analysis::interval::{Z_95, wilson};
use crate::analysis::sampling_gap::Places;
use crate::analysis::votes::is_known;
use crate::model::{Analysis, OperatorId, ZoneIndex};
use crate::spatial::Grid;

/// Votes that the operator's share over the study area counts for, beside the votes of the place itself.
const PRIOR_VOTES: f64 = 2.0;

/// Different phones that must have seen a place fail, or be there at all, before it is graded (method §7).
const FAILING_SOURCES: u64 = 5;
const SOURCES: u64 = 3;
const VOTES: u64 = 6;

/// Votes of one place and operator, as far as its grade hangs on them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Record {
    /// Votes and failing votes of each known phone; alike phones once. Sorted.
    phones: Vec<(u64, u64)>,
    /// Votes and failing votes: all, and those of known phones.
    all: (u64, u64),
    known: (u64, u64),
    n_sources: u64,
    failing_sources: u64,
    /// Failing share of the operator over the study area, in millionths.
    wider_share: u64,
}

impl Record {
    /// Records of every gap of an analysis.
    pub fn of_gaps(analysis: &Analysis, grid: &Grid) -> BTreeMap<(ZoneIndex, OperatorId), Self> {
        let metric = analysis.settings.profile.first_metric();
        let of_cells = Places::new(analysis, &analysis.gap_places, grid);
        let places: Vec<Option<ZoneIndex>> = analysis.cells.iter().map(|cell| of_cells.of(cell)).collect();
        let by_zones = std::sync::Arc::ptr_eq(&analysis.gap_places, &analysis.zones);
        let mut votes: BTreeMap<(ZoneIndex, OperatorId), Vec<(Option<u32>, bool)>> =
            analysis.gaps.iter().map(|gap| ((gap.zone, gap.operator), Vec::new())).collect();
        for vote in analysis.votes(metric).into_iter().flat_map(|votes| &votes.votes) {
            let of_cell = places.get(vote.cell as usize).copied().flatten();
            let place = if by_zones { Some(ZoneIndex(vote.zone)) } else { of_cell };
            if let (Some(place), Some(fails)) = (place, vote.fails)
                && let Some(votes) = votes.get_mut(&(place, vote.operator))
            {
                votes.push((is_known(vote).then_some(vote.source), fails));
            }
        }
        let wider = |operator| {
            let row = analysis.zone_row(None, Some(operator), None, metric)?;
            Some(row.stats.evidence.as_ref()?.verdict.as_ref()?.share?.value)
        };
        let record = |((zone, operator), votes): ((ZoneIndex, OperatorId), Vec<_>)| {
            ((zone, operator), Self::new(votes, wider(operator).unwrap_or(ASSUMED_SHARE)))
        };
        votes.into_iter().map(record).collect()
    }

    /// Votes as (phone, where it is known; fails), and the failing share of the operator elsewhere.
    fn new(mut votes: Vec<(Option<u32>, bool)>, wider_share: f64) -> Self {
        votes.sort_unstable();
        let count = |votes: &[(Option<u32>, bool)]| (votes.len() as u64, votes.iter().filter(|v| v.1).count() as u64);
        let all = count(&votes);
        let n_unknown = votes.partition_point(|(phone, _)| phone.is_none());
        let known = votes.split_off(n_unknown);
        let mut phones: Vec<(u64, u64)> = known.chunk_by(|a, b| a.0 == b.0).map(count).collect();
        let failing_sources = phones.iter().filter(|(_, k)| *k > 0).count() as u64;
        let n_sources = phones.len() as u64 + n_unknown as u64;
        phones.sort_unstable();
        phones.dedup();
        let wider_share = (wider_share.clamp(0.02, 0.98) * 1e6).round() as u64;
        Self { phones, all, known: count(&known), n_sources, failing_sources, wider_share }
    }

    /// Chance that so many visits by phones of so many teams end in grade A or E. Failures are beta-binomial: the share
    /// of the place is not known, and the fewer its votes, the less.
    pub fn chance(&self, visits: u32, teams: u32, allowed: f64) -> f64 {
        let (n, k) = (self.all.0 as f64, self.all.1 as f64);
        let prior = self.wider_share as f64 / 1e6;
        let (alpha, beta) = (k + PRIOR_VOTES * prior, n - k + PRIOR_VOTES * (1.0 - prior));
        let v = f64::from(visits);
        let mut probability: f64 = (0..visits).map(|i| (beta + f64::from(i)) / (alpha + beta + f64::from(i))).product();
        let mut chance = 0.0;
        for failing in 0..=visits {
            if self.is_settled_by(u64::from(visits), u64::from(failing), u64::from(teams), allowed) {
                chance += probability;
            }
            let f = f64::from(failing);
            probability *= (v - f) / (f + 1.0) * (alpha + f) / (beta + v - f - 1.0);
        }
        chance.min(1.0)
    }

    /// Whether so many new votes, of which some fail, end in grade A or E (method §7). They come from as many phones as
    /// there are teams, as evenly as may be. Days, hours and places of failing samples are taken for broad enough: the
    /// plan sees to hours and places.
    fn is_settled_by(&self, new: u64, failing: u64, teams: u64, allowed: f64) -> bool {
        let phones = teams.min(new);
        let largest = if phones == 0 { 0 } else { new.div_ceil(phones) };
        let (n, k) = (self.all.0 + new, self.all.1 + failing);
        if n < VOTES {
            return false;
        }
        let high_without = |n_out: u64, k_out: u64| wilson(k - k_out, n - n_out, Z_95).1;
        // The new phone that failed least is missed most.
        let passing = largest.min(new - failing);
        let lone = self.all.0 - self.known.0 > self.all.1 - self.known.1;
        let is_adequate = self.n_sources + phones >= SOURCES
            && high_without(0, 0) < allowed
            && high_without(largest, largest - passing) < allowed
            && (!lone || high_without(1, 0) < allowed)
            && self.phones.iter().all(|(n, k)| high_without(*n, *k) < allowed);
        if is_adequate {
            return true;
        }
        let (n, k) = (self.known.0 + new, self.known.1 + failing);
        let low_without = |n_out: u64, k_out: u64| wilson(k - k_out, n - n_out, Z_95).0;
        n >= VOTES
            && self.failing_sources + phones.min(failing) >= FAILING_SOURCES
            && low_without(0, 0) > allowed
            && low_without(largest, largest.min(failing)) > allowed
            && self.phones.iter().all(|(n, k)| low_without(*n, *k) > allowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phones(passing: u32, failing: u32) -> Record {
        let votes = (0..passing + failing).map(|phone| (Some(phone), phone >= passing)).collect();
        Record::new(votes, 0.1)
    }

    #[test]
    fn one_team_alone_settles_nothing_where_nobody_measured() {
        // Without its phone there would be no vote at all.
        let nobody = phones(0, 0);
        assert_eq!(nobody.chance(20, 1, 0.5), 0.0);
        assert!(nobody.chance(20, 4, 0.5) > 0.5);
    }

    #[test]
    fn chances_are_those_of_a_beta_binomial() {
        // SciPy: betabinom(n, a, b).pmf with a = 0 + 2·0.1, b = 5 + 2·0.9. Five passing votes and one visit: n = 6,
        // all passing (Wilson upper bound 0.3903, without one phone 0.4345 < 0.5) settles, one failing (0.5635) does not.
        // P(0) = b/(a + b) = 6.8/7.
        let chance = phones(5, 0).chance(1, 1, 0.5);
        assert!((chance - 6.8 / 7.0).abs() < 1e-12, "{chance}");
    }

    #[test]
    fn a_failing_place_needs_five_phones_that_saw_it() {
        // Three phones saw it fail. One team makes four, however often it tests there; four teams make seven.
        let weak = phones(0, 3);
        assert!(!weak.is_settled_by(8, 8, 1, 0.5));
        assert!(weak.is_settled_by(8, 8, 4, 0.5));
    }

    #[test]
    fn visits_to_a_place_at_the_limit_are_wasted() {
        assert!(phones(20, 20).chance(10, 3, 0.5) < 0.05);
        assert!(phones(20, 9).chance(10, 3, 0.5) > 0.3);
    }
}
