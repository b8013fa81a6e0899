//! Dates and times as they are written on the command line.

use crate::model::LocalDay;

/// Reads `2026-11-22`.
pub(super) fn local_day(text: &str) -> Option<LocalDay> {
    LocalDay::from_iso(text)
}

/// No place on Earth is farther from UTC.
const MAX_OFFSET_S: i32 = 14 * 3600;

/// Reads a date or a time, with offset or in Vietnamese local time.
pub(super) fn unix_time(text: &str) -> Option<i64> {
    let offset = jiff::fmt::temporal::Pieces::parse(text).ok()?.to_numeric_offset();
    if offset.is_some_and(|offset| offset.seconds().abs() > MAX_OFFSET_S) {
        return None;
    }
    if let Ok(timestamp) = text.parse::<jiff::Timestamp>() {
        return Some(timestamp.as_second());
    }
    let local: jiff::civil::DateTime = text.parse().ok()?;
    local.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(7))).ok().map(|zoned| zoned.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_without_offset_are_local() {
        // 2026-03-01 00:00 at UTC+7.
        assert_eq!(unix_time("2026-03-01"), Some(1_772_298_000));
        assert_eq!(unix_time("2026-03-01T00:00:00+07:00"), Some(1_772_298_000));
        assert_eq!(unix_time("2026-02-28T17:00:00Z"), Some(1_772_298_000));
        assert_eq!(unix_time("hôm nay"), None);
        assert!(unix_time("2026-03-01T00:00:00+14:00").is_some());
        assert_eq!(unix_time("2026-03-01T00:00:00+25:00"), None);
    }

    #[test]
    fn dates_are_read_strictly() {
        assert_eq!(local_day("2026-03-01").map(|d| d.to_string()).as_deref(), Some("2026-03-01"));
        for text in ["2026-3-1", "01/03/2026", "2026-02-30", "2026-03-01-05", ""] {
            assert_eq!(local_day(text), None, "{text}");
        }
    }
}
