//! Votes: one testimony per source, operator, class, zone and cell (method §5).

use rayon::prelude::*;

use super::quantile::median_of;
use super::statistics::SampleKeys;
use super::strata::Strata;
use crate::job::{Cancelled, Feedback};
use crate::model::{Criterion, Dataset, Judgement, MISSING_TIME, Metric, NO_SOURCE, Profile, Vote, Votes, local_day};

/// Sort key of a sample: its vote, then its day, then the sample.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    operator_class_zone: u64,
    cell: u32,
    source: u32,
    day: i32,
    row: u32,
}

impl Key {
    fn vote(&self) -> (u64, u32, u32) {
        (self.operator_class_zone, self.cell, self.source)
    }
}

/// Votes of every metric, in the order of [`Metric::ALL`].
pub fn count_votes(
    dataset: &Dataset,
    judgement: &Judgement,
    keys: &SampleKeys,
    strata: Strata,
    profile: &Profile,
    feedback: &Feedback,
) -> Result<Vec<Votes>, Cancelled> {
    count_votes_of(&Metric::ALL, (dataset, judgement), keys, strata, profile, feedback)
}

/// Votes of some metrics, at their places in the order of [`Metric::ALL`]; none of the others.
pub fn count_votes_of(
    metrics: &[Metric],
    (dataset, judgement): (&Dataset, &Judgement),
    keys: &SampleKeys,
    strata: Strata,
    profile: &Profile,
    feedback: &Feedback,
) -> Result<Vec<Votes>, Cancelled> {
    let has = |row: usize, bit: usize| keys.get(row).is_some_and(|(_, mask)| mask >> bit & 1 == 1);
    let is_wanted = |bit: usize| Metric::ALL.get(bit).is_some_and(|metric| metrics.contains(metric));
    let wanted: Vec<usize> = (0..Metric::ALL.len()).filter(|bit| is_wanted(*bit)).collect();
    let mut sorted: Vec<Key> = (0..keys.len())
        .into_par_iter()
        .filter(|row| wanted.iter().any(|bit| has(*row, *bit)))
        .filter_map(|row| key(dataset, judgement, keys, strata, row))
        .collect();
    sorted.par_sort_unstable();
    feedback.check()?;
    Metric::ALL
        .iter()
        .enumerate()
        .map(|(bit, metric)| {
            feedback.check()?;
            if !wanted.contains(&bit) {
                return Ok(Votes::default());
            }
            let of_metric: Vec<Key> = sorted.par_iter().filter(|key| has(key.row as usize, bit)).copied().collect();
            Ok(votes_of_metric(dataset, &of_metric, *metric, profile.criterion(*metric)))
        })
        .collect()
}

fn key(dataset: &Dataset, judgement: &Judgement, keys: &SampleKeys, strata: Strata, row: usize) -> Option<Key> {
    let (leaf, _) = keys.get(row)?;
    let (zone, operator, class) = strata.parts_of_leaf(leaf);
    let zone = if strata.is_in_zone(zone) { zone } else { Judgement::NOWHERE };
    let time = dataset.samples.time.get(row).copied().filter(|t| *t != MISSING_TIME)?;
    Some(Key {
        operator_class_zone: u64::from(operator.0) << 40 | (class as u64) << 32 | u64::from(zone),
        cell: judgement.cell.get(row).copied()?,
        source: dataset.samples.source(row),
        day: local_day(time).0,
        row: row as u32,
    })
}

fn votes_of_metric(dataset: &Dataset, keys: &[Key], metric: Metric, criterion: Option<&Criterion>) -> Votes {
    let column = dataset.samples.metric(metric);
    let mut starts: Vec<usize> = Vec::new();
    for (i, key) in keys.iter().enumerate() {
        if i == 0 || keys.get(i - 1).is_some_and(|before| before.vote() != key.vote()) {
            starts.push(i);
        }
    }
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(keys.len()));
    let ranges: Vec<_> = starts.iter().copied().zip(ends).collect();
    let votes = ranges
        .into_par_iter()
        .filter_map(|(from, to)| {
            let keys = keys.get(from..to)?;
            let first = keys.first()?;
            let technology = *dataset.samples.technology.get(first.row as usize)?;
            let value = median_of_daily_medians(keys, |row| column.get(row as usize))?;
            Some(Vote {
                source: first.source,
                operator: *dataset.samples.operator.get(first.row as usize)?,
                technology,
                zone: first.operator_class_zone as u32,
                cell: first.cell,
                value,
                fails: criterion.and_then(|c| c.fails(technology, value)),
                samples: from as u32..to as u32,
            })
        })
        .collect();
    Votes { votes, order: keys.iter().map(|key| key.row).collect() }
}

/// Keys of one vote, sorted by day.
fn median_of_daily_medians(keys: &[Key], value: impl Fn(u32) -> Option<f64>) -> Option<f64> {
    if let [only] = keys {
        return value(only.row);
    }
    let mut of_days = Vec::new();
    let mut of_day = Vec::new();
    for day in keys.chunk_by(|a, b| a.day == b.day) {
        of_day.clear();
        of_day.extend(day.iter().filter_map(|key| value(key.row)));
        of_days.extend(median_of(&mut of_day));
    }
    median_of(&mut of_days)
}

/// Whether a vote's source is known.
pub fn is_known(vote: &Vote) -> bool {
    vote.source != NO_SOURCE
}
