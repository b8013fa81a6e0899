//! `--compare-with`: what has changed since an earlier period.

use super::analyze::bad;
use super::dates::local_day;
use crate::analysis::changes_since;
use crate::io::export::{self, OutputFolder};
use crate::job::Feedback;
use crate::model::{Analysis, Error, LocalDay, Month, Period, Result};

/// What a period is compared with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum EarlierPeriod {
    /// As long, just before it.
    Previous,
    Days(Period),
}

impl EarlierPeriod {
    /// Reads `previous`, `2026-10`, `2026-08..2026-10` or `2026-08-15..2026-10-31`, to be compared with `later`.
    pub fn parse(text: &str, later: Period) -> Result<Self> {
        let unclear = || bad("--compare-with", text);
        if text == "previous" {
            // Whether months lie before it is known once the latest sample is.
            let is_open =
                matches!(later, Period::All | Period::Days { from: None, .. } | Period::Days { to: None, .. });
            return if is_open { Err(not_earlier(text)) } else { Ok(Self::Previous) };
        }
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let days = match (month(first), month(last)) {
            (Some(first), Some(last)) => Period::of_months(first, last),
            _ => (local_day(first), local_day(last)),
        };
        match days {
            (Some(from), Some(to)) if from <= to => Ok(Self::Days(Period::Days { from: Some(from), to: Some(to) })),
            _ => Err(unclear()),
        }
    }

    /// Analyses the earlier period on the same grid and writes what has changed since.
    pub fn write_changes(self, analysis: &Analysis, folder: &OutputFolder, feedback: &Feedback) -> Result<()> {
        feedback.begin("stage-changes", 0)?;
        let latest = analysis.months.last().map(|(month, _)| *month);
        let period = match self {
            Self::Days(period) => period,
            // Without a month of its own the period has none before it either, and nothing has changed.
            Self::Previous => analysis.settings.period.before(latest).unwrap_or(analysis.settings.period),
        };
        let (_, end) = period.days(latest);
        let (begin, _) = analysis.settings.period.days(latest);
        if let Self::Days(_) = self
            && end.zip(begin).is_none_or(|(end, begin)| end >= begin)
        {
            return Err(not_earlier(&end.map(|day| day.to_string()).unwrap_or_default()));
        }
        let found = changes_since(analysis, period, feedback)?;
        folder.write("changes.csv", |out| export::write_changes(analysis, &found, out))
    }
}

fn not_earlier(value: &str) -> Error {
    Error::NotEarlier { value: value.to_owned() }
}

/// Reads `2026-11`.
pub fn month(text: &str) -> Option<Month> {
    local_day(&format!("{text}-01")).map(LocalDay::month)
}
