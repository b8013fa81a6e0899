//! The same place at different times: hours of the day, before and after a fix, one period against another (method §13).

mod before_after;
mod changes;
mod hours;
mod rolling;

pub use before_after::before_after;
pub use changes::{changes, changes_since};
pub use hours::hours_view;
pub use rolling::{ROLLING_MONTHS, SeriesOf, SeriesPlace, rolling_shares};

use super::quantile::median_of;
use crate::model::{Analysis, CellId, MISSING_TIME, OperatorId, Vote, VoteCount, Votes, local_day};

/// Any statement on a share asks for so many votes (method §7: grades A and E).
const MIN_VOTES: u64 = 6;

/// A vote on the samples of some of the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Testimony {
    cell: CellId,
    fails: bool,
}

/// Votes of an operator in cells (sorted indices), counted over the samples whose time `takes_part`: the value of a vote
/// is the median of the daily medians of these samples alone, so a vote may speak before and after.
fn testimonies(
    analysis: &Analysis,
    operator: OperatorId,
    cells: &[u32],
    takes_part: impl Fn(i64) -> bool,
) -> Vec<Testimony> {
    let Some(votes) = analysis.votes(analysis.settings.profile.first_metric()) else { return Vec::new() };
    let here = votes.of_operator(operator).1.iter().filter(|vote| cells.binary_search(&vote.cell).is_ok());
    here.filter_map(|vote| testimony(analysis, votes, vote, &takes_part)).collect()
}

/// What a vote says of the samples whose time `takes_part`; `None` where it has none.
fn testimony(analysis: &Analysis, votes: &Votes, vote: &Vote, takes_part: &impl Fn(i64) -> bool) -> Option<Testimony> {
    let criterion = analysis.settings.profile.criteria.first()?;
    let column = analysis.dataset.samples.metric(criterion.metric);
    let value = |row: &u32| {
        let time = analysis.dataset.samples.time.get(*row as usize).copied()?;
        let counts = time != MISSING_TIME && takes_part(time);
        counts.then_some((local_day(time).0, column.get(*row as usize)?))
    };
    let mut values: Vec<(i32, f64)> = votes.samples_of(vote).iter().filter_map(value).collect();
    let fails = criterion.fails(vote.technology, median_of_daily_medians(&mut values)?)?;
    Some(Testimony { cell: analysis.cells.get(vote.cell as usize)?.id, fails })
}

fn median_of_daily_medians(values: &mut [(i32, f64)]) -> Option<f64> {
    values.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let of_day = |day: &[(i32, f64)]| median_of(&mut day.iter().map(|(_, value)| *value).collect::<Vec<_>>());
    median_of(&mut values.chunk_by(|a, b| a.0 == b.0).filter_map(of_day).collect::<Vec<_>>())
}

fn count(testimonies: &[Testimony]) -> VoteCount {
    let failing = testimonies.iter().filter(|testimony| testimony.fails).count() as u64;
    VoteCount { failing, votes: testimonies.len() as u64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_speaks_once_however_often_it_was_measured() {
        // Days 1: 10, 20, 30 → 20; day 2: 50; day 3: 60 → median 50.
        let mut values = [(1, 30.0), (2, 50.0), (1, 10.0), (3, 60.0), (1, 20.0)];
        assert_eq!(median_of_daily_medians(&mut values), Some(50.0));
        assert_eq!(median_of_daily_medians(&mut []), None);
    }
}
