//! The failing share of a place in windows of some months, each a step of one month further (method §13).

use super::{Testimony, count, testimony};
use crate::analysis::interval::share;
use crate::job::{Cancelled, Feedback};
use crate::model::{Analysis, Month, OperatorId, RollingShare, Technology, Vote, ZoneIndex, local_month};

/// Months of a window.
pub const ROLLING_MONTHS: i32 = 3;

/// Whose votes a series is of. `None`: of all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeriesOf<'a> {
    pub place: SeriesPlace<'a>,
    pub operator: Option<OperatorId>,
    pub technology: Option<Technology>,
}

/// Where a series is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SeriesPlace<'a> {
    /// Sorted indices of cells.
    Cells(&'a [u32]),
    Zone(ZoneIndex),
}

impl SeriesOf<'_> {
    fn holds(&self, vote: &Vote) -> bool {
        let is_there = match self.place {
            SeriesPlace::Cells(cells) => cells.binary_search(&vote.cell).is_ok(),
            SeriesPlace::Zone(zone) => vote.zone == zone.0,
        };
        is_there
            && self.operator.is_none_or(|operator| operator == vote.operator)
            && self.technology.is_none_or(|technology| technology == vote.technology)
    }
}

/// A window for each month of the analysis that has a whole window behind it; a window without votes has no share. The
/// votes of a window are those of method §5 with the window as the period.
pub fn rolling_shares(
    analysis: &Analysis,
    of: SeriesOf<'_>,
    feedback: &Feedback,
) -> Result<Vec<RollingShare>, Cancelled> {
    let (Some((first, _)), Some((last, _))) = (analysis.months.first(), analysis.months.last()) else {
        return Ok(Vec::new());
    };
    let Some(votes) = analysis.votes(analysis.settings.profile.first_metric()) else { return Ok(Vec::new()) };
    let here: Vec<&Vote> = votes.votes.iter().filter(|vote| of.holds(vote)).collect();
    let mut series = Vec::new();
    for end in first.0 + ROLLING_MONTHS - 1..=last.0 {
        feedback.check()?;
        let months = end - ROLLING_MONTHS + 1..=end;
        let takes_part = |time: i64| months.contains(&local_month(time).0);
        let testimonies: Vec<Testimony> =
            here.iter().filter_map(|vote| testimony(analysis, votes, vote, &takes_part)).collect();
        let count = count(&testimonies);
        series.push(RollingShare { last: Month(end), count, share: share(count.failing, count.votes) });
    }
    Ok(series)
}
