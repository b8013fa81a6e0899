//! When a weak spot is weak: hours of the day, before and since a fix.

use super::{Card, Subject};
use crate::analysis::{before_after, hours_view};
use crate::job::Feedback;
use crate::model::Analysis;

impl Card {
    pub(super) fn gather_times(&mut self, analysis: &Analysis) {
        let Subject::Spot(index) = self.subject else { return };
        let Some(spot) = analysis.weak_spots.get(index) else { return };
        self.hours_view = hours_view(analysis, spot.operator, &spot.cells);
        self.fix = self.key.fix_month.and_then(|month| {
            let first_day = month.first_day()?;
            // One place is done before a frame is over: there is nothing to cancel.
            let found = before_after(analysis, spot.operator, &spot.cells, first_day, &Feedback::default()).ok()?;
            Some((month, found))
        });
    }
}
