//! What has changed since an earlier period: which periods there are, and the table that was asked for.

use std::sync::Arc;

use super::{App, Edit, Page, Tab};
use crate::model::{Analysis, Change, Month, Period};

/// The changes since a period.
#[derive(Debug)]
pub struct ChangesSince {
    pub earlier: Period,
    pub list: Vec<Change>,
}

impl App {
    /// Periods before that of the analysis on screen: the one just before it, then single months, latest first.
    pub fn earlier_periods(&self, analysis: &Analysis) -> Vec<Period> {
        let months = self.loaded.as_ref().map(|loaded| loaded.months.as_slice()).unwrap_or_default();
        earlier_periods(analysis.settings.period, analysis.months.last().map(|(month, _)| *month), months)
    }

    pub fn changes(&self) -> Option<&ChangesSince> {
        self.changes.found()
    }

    pub fn is_comparing_periods(&self) -> bool {
        self.changes.is_running()
    }

    /// Opens the table of changes of the latest month since the month before; of another period on screen only after
    /// the month has been analysed.
    pub(super) fn show_changes(&mut self) {
        self.session.tab = Tab::Changes;
        self.preferences.bottom_open = true;
        let Some(analysis) = &self.analysis else { return };
        let latest = self.loaded.as_ref().and_then(|loaded| loaded.months.first());
        let Some(month) = latest.map(|month| Period::Month(*month)) else { return };
        if self.project.period == month && self.analyzing.is_none() {
            let before = self.earlier_periods(analysis).first().copied();
            self.compare_with(before);
        } else {
            self.first_page = Some(Page::Changes);
            self.edit(Edit::Period(month));
        }
    }

    pub(super) fn compare_with(&mut self, earlier: Option<Period>) {
        self.changes.forget();
        let Some((analysis, earlier)) = self.analysis.clone().zip(earlier) else { return };
        let engine = Arc::clone(&self.engine);
        let work = move |feedback: &crate::job::Feedback| {
            Ok(ChangesSince { earlier, list: engine.changes_since(&analysis, earlier, feedback)? })
        };
        if let Err(error) = self.changes.ask("changes", &self.wake, work) {
            self.fail(error);
        }
    }
}

/// `months` are those with samples, latest first.
fn earlier_periods(period: Period, latest: Option<Month>, months: &[Month]) -> Vec<Period> {
    let Some(begin) = period.days(latest).0 else { return Vec::new() };
    let singles: Vec<Month> = months.iter().copied().filter(|month| *month < begin.month()).collect();
    let has_samples = |period: &Period| {
        let (from, to) = period.days(None);
        from.zip(to).is_some_and(|(from, to)| singles.iter().any(|m| (from.month()..=to.month()).contains(m)))
    };
    let just_before = period.before(latest).filter(has_samples);
    let singles = singles.iter().map(|month| Period::Month(*month)).filter(|single| Some(*single) != just_before);
    just_before.into_iter().chain(singles).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_earlier_periods_with_samples_are_offered() {
        let month = |number| Month::new(2026, number).unwrap();
        let months = [month(11), month(10), month(8), month(7)];
        let offered = |period| earlier_periods(period, Some(month(11)), &months);
        assert_eq!(offered(Period::Month(month(11))), [10, 8, 7].map(|m| Period::Month(month(m))));
        // Before September to November: June to August.
        let (from, to) = Period::of_months(month(6), month(8));
        let just_before = Period::Days { from, to };
        assert_eq!(offered(Period::LastMonths(3)), [just_before, Period::Month(month(8)), Period::Month(month(7))]);
        assert_eq!(offered(Period::LastMonths(12)), []);
        assert_eq!(offered(Period::All), []);
    }
}
