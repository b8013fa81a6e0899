//! The evening peak against the other hours: a site that is full fails in the evening, a signal that does not reach
//! fails at any hour (method §13).

use super::super::interval::{Z_80, wilson};
use super::{MIN_VOTES, count, testimonies};
use crate::model::{Analysis, HoursSuggestion, HoursView, OperatorId, VoteCount, local_hour};

/// 19:00 to 21:59, as the plan's evening outing.
const PEAK: std::ops::RangeInclusive<u8> = 19..=21;

/// Votes of the cells (sorted indices) in the peak and outside it; `None` without a criterion or votes.
pub fn hours_view(analysis: &Analysis, operator: OperatorId, cells: &[u32]) -> Option<HoursView> {
    let allowed = analysis.settings.profile.criteria.first()?.allowed_failing_share;
    let of_part = |in_peak: bool| {
        count(&testimonies(analysis, operator, cells, |time| PEAK.contains(&local_hour(time)) == in_peak))
    };
    let (peak, rest) = (of_part(true), of_part(false));
    (peak.votes + rest.votes > 0).then(|| HoursView { peak, rest, suggestion: suggestion(peak, rest, allowed) })
}

/// Both parts must have been measured: hours in which nobody measured are not good hours. Weak: the lower bound at 80 %
/// lies above the allowed share, as for grade B; adequate: the upper bound at 80 % lies below it.
fn suggestion(peak: VoteCount, rest: VoteCount, allowed: f64) -> HoursSuggestion {
    let bounds = |part: VoteCount| wilson(part.failing, part.votes, Z_80);
    let is_weak = |part| bounds(part).0 > allowed;
    let is_adequate = |part| bounds(part).1 < allowed;
    if peak.votes < MIN_VOTES {
        HoursSuggestion::PeakNotMeasured
    } else if rest.votes < MIN_VOTES {
        HoursSuggestion::RestNotMeasured
    } else if is_weak(peak) && is_weak(rest) {
        HoursSuggestion::Coverage
    } else if is_weak(peak) && is_adequate(rest) {
        HoursSuggestion::Capacity
    } else {
        HoursSuggestion::Unclear
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(failing: u64, votes: u64) -> VoteCount {
        VoteCount { failing, votes }
    }

    // Wilson bounds at 80 % (tests/reference/analysis/reference.py): 6/7 → 0.622–0.956; 1/9 → 0.034–0.308;
    // 8/9 → 0.692–0.966; 5/9 → 0.352–0.742.
    #[test]
    fn failing_in_the_evening_alone_suggests_capacity_and_at_all_hours_coverage() {
        assert_eq!(suggestion(part(6, 7), part(1, 9), 0.5), HoursSuggestion::Capacity);
        assert_eq!(suggestion(part(6, 7), part(8, 9), 0.5), HoursSuggestion::Coverage);
        assert_eq!(suggestion(part(6, 7), part(5, 9), 0.5), HoursSuggestion::Unclear);
        assert_eq!(suggestion(part(1, 9), part(6, 7), 0.5), HoursSuggestion::Unclear);
    }

    #[test]
    fn hours_in_which_nobody_measured_suggest_nothing() {
        assert_eq!(suggestion(part(7, 7), part(0, 0), 0.5), HoursSuggestion::RestNotMeasured);
        assert_eq!(suggestion(part(5, 5), part(9, 9), 0.5), HoursSuggestion::PeakNotMeasured);
    }
}
