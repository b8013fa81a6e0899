//! When a weak spot is weak: hours of the day, before and since a fix.

use super::{Card, Subject};
use crate::analysis::{SeriesOf, SeriesPlace, before_after, hours_view, rolling_shares};
use crate::job::Feedback;
use crate::model::{Analysis, RollingShare};

impl Card {
    fn rolling_shares(&self, analysis: &Analysis) -> Vec<RollingShare> {
        let place = match self.subject {
            Subject::Spot(index) => match analysis.weak_spots.get(index) {
                Some(spot) => SeriesPlace::Cells(&spot.cells),
                None => return Vec::new(),
            },
            Subject::Cell(ref cell) => SeriesPlace::Cells(std::slice::from_ref(cell)),
            Subject::Zone(zone) => SeriesPlace::Zone(zone),
        };
        let of = SeriesOf { place, operator: self.operator, technology: self.technology };
        // One place is done before a frame is over: there is nothing to cancel.
        rolling_shares(analysis, of, &Feedback::default()).unwrap_or_default()
    }

    pub(super) fn gather_times(&mut self, analysis: &Analysis) {
        self.rolling = self.rolling_shares(analysis);
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
