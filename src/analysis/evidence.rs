//! From votes to a tally: how many, from how many phones, on how many days, hours and spots (method §5–§7).

use super::grade::Tally;
use super::interval::{Z_95, wilson};
use super::votes::is_known;
use crate::model::{Conditions, Criterion, Dataset, MISSING_TIME, Metric, Vote, Votes, local_day};

/// What tallies are computed from, for one metric.
#[derive(Debug, Clone, Copy)]
pub struct Witnesses<'a> {
    pub dataset: &'a Dataset,
    pub votes: &'a Votes,
    pub metric: Metric,
    pub criterion: &'a Criterion,
    /// 25 m square of each sample, packed.
    pub spots: &'a [u64],
}

/// Buffers that are used again from stratum to stratum.
#[derive(Debug, Default)]
pub struct Scratch {
    sources: Vec<(u32, bool)>,
    days: Vec<i32>,
    spots: Vec<u64>,
    failing_spots: Vec<u64>,
}

impl Witnesses<'_> {
    /// Adds up votes. Those of a class without a threshold have no verdict and are left out.
    pub fn tally<'v>(&self, votes: impl Iterator<Item = &'v Vote>, scratch: &mut Scratch) -> Tally {
        let mut tally = Tally::default();
        let mut span: Option<(i64, i64)> = None;
        let Scratch { sources, days, spots, failing_spots } = scratch;
        sources.clear();
        days.clear();
        spots.clear();
        failing_spots.clear();
        let mut n_unknown = 0;
        for vote in votes {
            let Some(fails) = vote.fails else { continue };
            tally.n += 1;
            tally.k += u64::from(fails);
            if is_known(vote) {
                sources.push((vote.source, fails));
            } else {
                n_unknown += 1;
            }
            for row in self.votes.samples_of(vote) {
                let spot = self.spots.get(*row as usize).copied().unwrap_or_default();
                spots.push(spot);
                if fails && let Some(time) = self.failing_time(*row, vote) {
                    failing_spots.push(spot);
                    days.push(local_day(time).0);
                    span = Some(span.map_or((time, time), |(a, b)| (a.min(time), b.max(time))));
                }
            }
        }
        sources.sort_unstable();
        let n_known_sources = sources.chunk_by(|a, b| a.0 == b.0).count() as u64;
        let k_known = sources.iter().filter(|(_, fails)| *fails).count() as u64;
        tally.n_sources = n_known_sources + n_unknown;
        tally.conditions = Conditions {
            n_known: sources.len() as u64,
            k_known,
            failing_sources: sources.chunk_by(|a, b| a.0 == b.0).filter(|s| s.iter().any(|(_, f)| *f)).count() as u64,
            failing_days: count_distinct(days),
            failing_span_s: span.map_or(0, |(first, last)| last - first),
            failing_spots: count_distinct(failing_spots),
            spots: count_distinct(spots),
            ..Conditions::default()
        };
        leave_one_out(&mut tally, sources, n_unknown);
        tally
    }

    /// Time of a sample that itself fails, in a vote that fails.
    fn failing_time(&self, row: u32, vote: &Vote) -> Option<i64> {
        let value = self.dataset.samples.metric(self.metric).get(row as usize)?;
        let time = self.dataset.samples.time.get(row as usize).copied().filter(|t| *t != MISSING_TIME)?;
        (self.criterion.fails(vote.technology, value) == Some(true)).then_some(time)
    }
}

fn count_distinct<T: Ord>(values: &mut Vec<T>) -> u64 {
    values.sort_unstable();
    values.dedup();
    values.len() as u64
}

/// Bounds that remain when all votes of any one source are left out. `sources` is sorted.
fn leave_one_out(tally: &mut Tally, sources: &[(u32, bool)], n_unknown: u64) {
    let (n, k) = (tally.n, tally.k);
    let conditions = &mut tally.conditions;
    let (n_known, k_known) = (conditions.n_known, conditions.k_known);
    let mut low: Option<f64> = None;
    let mut high: Option<f64> = None;
    let mut raise = |k: u64, n: u64| high = Some(high.map_or(0.0, |h: f64| h).max(wilson(k, n, Z_95).1));
    for source in sources.chunk_by(|a, b| a.0 == b.0) {
        let n_source = source.len() as u64;
        let k_source = source.iter().filter(|(_, fails)| *fails).count() as u64;
        let without = wilson(k_known - k_source, n_known - n_source, Z_95).0;
        low = Some(low.map_or(without, |l| l.min(without)));
        raise(k - k_source, n - n_source);
    }
    if n_unknown > 0 {
        let k_unknown = k - k_known;
        // The worst for "adequate" is to lose a vote that met the threshold, where there is one.
        let loses_failing = u64::from(k_unknown == n_unknown);
        raise(k - loses_failing, n - 1);
    }
    conditions.low_without_one = low;
    conditions.high_without_one = high;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaving_out_the_phone_with_most_failures_lowers_the_bound_most() {
        let sources = [(1, true), (1, true), (1, true), (2, true), (3, false), (4, true)];
        let mut tally = Tally {
            n: 6,
            k: 5,
            conditions: Conditions { n_known: 6, k_known: 5, ..Conditions::default() },
            ..Tally::default()
        };
        leave_one_out(&mut tally, &sources, 0);
        // Without phone 1: 2 of 3; without phone 3: 5 of 5.
        assert_eq!(tally.conditions.low_without_one, Some(wilson(2, 3, Z_95).0));
        assert_eq!(tally.conditions.high_without_one, Some(1.0));
    }

    #[test]
    fn each_unknown_vote_is_a_source_of_its_own() {
        let mut tally = Tally { n: 8, k: 1, ..Tally::default() };
        leave_one_out(&mut tally, &[], 8);
        assert_eq!(tally.conditions.high_without_one, Some(wilson(1, 7, Z_95).1));
        assert_eq!(tally.conditions.low_without_one, None);
    }
}
