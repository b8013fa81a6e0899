//! Days, hours and months are always those of Asia/Ho_Chi_Minh (UTC+7, no daylight saving).

use std::fmt;

/// Offset of Vietnamese local time from UTC in seconds.
pub const LOCAL_OFFSET_S: i64 = 7 * 3600;

/// Local calendar day, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct LocalDay(pub i32);

/// Local calendar month, counted from January of year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Month(pub i32);

/// Local day of a Unix time in seconds.
pub fn local_day(unix_s: i64) -> LocalDay {
    let day = (unix_s + LOCAL_OFFSET_S).div_euclid(86_400);
    LocalDay(i32::try_from(day).unwrap_or(if day < 0 { i32::MIN } else { i32::MAX }))
}

/// Local hour of day, 0..=23.
pub fn local_hour(unix_s: i64) -> u8 {
    ((unix_s + LOCAL_OFFSET_S).rem_euclid(86_400) / 3600) as u8
}

/// Local calendar month of a Unix time in seconds.
pub fn local_month(unix_s: i64) -> Month {
    local_day(unix_s).month()
}

impl LocalDay {
    /// Year, month 1..=12 and day 1..=31 in the proleptic Gregorian calendar.
    ///
    /// Source: the era arithmetic of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    pub fn year_month_day(self) -> (i64, u8, u8) {
        let z = i64::from(self.0) + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year, month as u8, day as u8)
    }

    /// The day with this date; `None` when the month or the day is out of range.
    #[inline]
    pub fn from_year_month_day(year: i64, month: u8, day: u8) -> Option<Self> {
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let [before, after] =
            *DAYS_BEFORE_MONTH[usize::from(is_leap)].get(usize::from(month.checked_sub(1)?)..)?.first_chunk()?;
        if day == 0 || u16::from(day) > after - before || !(0..=9999).contains(&year) {
            return None;
        }
        // Days and leap days of the years before this one, counted from year 0, a leap year.
        let leap_days = (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400;
        let day_of_era = year * 365 + leap_days + i64::from(before) + i64::from(day) - 1;
        i32::try_from(day_of_era - DAYS_BEFORE_1970).ok().map(Self)
    }

    /// Reads `2026-11-22`.
    pub fn from_iso(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut part = |len: usize| parts.next().filter(|p| p.len() == len && p.bytes().all(|b| b.is_ascii_digit()));
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        if parts.next().is_some() {
            return None;
        }
        Self::from_year_month_day(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    pub fn month(self) -> Month {
        let (year, month, _) = self.year_month_day();
        Month((year * 12) as i32 + i32::from(month) - 1)
    }

    /// Unix time in seconds at which this local day begins.
    pub fn start_unix_s(self) -> i64 {
        i64::from(self.0) * 86_400 - LOCAL_OFFSET_S
    }
}

/// Days from the beginning of year 0 to that of 1970.
const DAYS_BEFORE_1970: i64 = 719_528;

/// Days of the year before each month and before the next year; of a leap year in the second list.
const DAYS_BEFORE_MONTH: [[u16; 13]; 2] = [
    [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365],
    [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366],
];

impl Month {
    pub fn new(year: i32, month: u8) -> Option<Self> {
        (1..=12).contains(&month).then(|| Self(year * 12 + i32::from(month) - 1))
    }

    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// 1..=12.
    pub fn month_of_year(self) -> u8 {
        (self.0.rem_euclid(12) + 1) as u8
    }

    /// First local day of the month.
    pub fn first_day(self) -> Option<LocalDay> {
        LocalDay::from_year_month_day(i64::from(self.year()), self.month_of_year(), 1)
    }
}

impl fmt::Display for LocalDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.year_month_day();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month_of_year())
    }
}

/// Which samples a verdict is about. Days are local and both ends are included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub enum Period {
    #[default]
    All,
    /// The last `n` calendar months, ending with the month of the latest accepted sample.
    LastMonths(u8),
    Month(Month),
    Days {
        from: Option<LocalDay>,
        to: Option<LocalDay>,
    },
}

impl Period {
    /// First and last day, both included; `None` means open. `latest` is the month of the latest accepted sample.
    pub fn days(self, latest: Option<Month>) -> (Option<LocalDay>, Option<LocalDay>) {
        match self {
            Self::All => (None, None),
            Self::LastMonths(n) => match latest {
                Some(last) => Self::of_months(Month(last.0 - i32::from(n) + 1), last),
                None => (None, None),
            },
            Self::Month(month) => Self::of_months(month, month),
            Self::Days { from, to } => (from, to),
        }
    }

    /// First day of one month and last day of another.
    pub fn of_months(first: Month, last: Month) -> (Option<LocalDay>, Option<LocalDay>) {
        (first.first_day(), Month(last.0 + 1).first_day().map(|day| LocalDay(day.0 - 1)))
    }

    /// The period just before this one and as long: months before months, days before days. `None` where it is open.
    pub fn before(self, latest: Option<Month>) -> Option<Self> {
        let months_before = |first: Month, n: i32| {
            let (from, to) = Self::of_months(Month(first.0 - n), Month(first.0 - 1));
            Some(Self::Days { from, to })
        };
        match self {
            Self::Month(month) => Some(Self::Month(Month(month.0 - 1))),
            Self::LastMonths(n) => months_before(Month(latest?.0 - i32::from(n) + 1), i32::from(n)),
            Self::Days { from: Some(from), to: Some(to) } => {
                let first = LocalDay(from.0 - (to.0 - from.0 + 1));
                Some(Self::Days { from: Some(first), to: Some(LocalDay(from.0 - 1)) })
            }
            Self::All | Self::Days { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seventeen_hours_utc_is_midnight_in_viet_nam() {
        // 2026-02-28 17:00:00 UTC = 2026-03-01 00:00 at UTC+7; `date -u -d @1772298000`.
        let t = 1_772_298_000;
        assert_eq!(local_day(t).to_string(), "2026-03-01");
        assert_eq!(local_day(t - 1).to_string(), "2026-02-28");
        assert_eq!(local_hour(t), 0);
        assert_eq!(local_hour(t - 1), 23);
        assert_eq!(local_month(t).to_string(), "2026-03");
    }

    #[test]
    fn dates_read_back_to_the_same_day() {
        for day in [-719_468, -1, 0, 11_016, 20_000, 20_514, 100_000] {
            let (y, m, d) = LocalDay(day).year_month_day();
            assert_eq!(LocalDay::from_year_month_day(y, m, d), Some(LocalDay(day)));
        }
        assert_eq!(LocalDay::from_year_month_day(2026, 2, 29), None);
        assert_eq!(LocalDay::from_year_month_day(2024, 2, 29).map(|d| d.to_string()).as_deref(), Some("2024-02-29"));
    }

    #[test]
    fn the_period_before_is_as_long() {
        let latest = Month::new(2026, 2);
        let before = |period: Period| {
            let (from, to) = period.before(latest).unwrap().days(latest);
            format!("{} {}", from.unwrap(), to.unwrap())
        };
        assert_eq!(before(Period::Month(Month::new(2026, 1).unwrap())), "2025-12-01 2025-12-31");
        assert_eq!(before(Period::LastMonths(3)), "2025-09-01 2025-11-30");
        let day = |d| LocalDay::from_year_month_day(2026, 1, d);
        assert_eq!(before(Period::Days { from: day(11), to: day(20) }), "2026-01-01 2026-01-10");
        assert_eq!(Period::All.before(latest), None);
    }

    #[test]
    fn twelve_months_end_with_the_month_of_the_latest_sample() {
        let (from, to) = Period::LastMonths(12).days(Month::new(2026, 11));
        assert_eq!(from.map(|d| d.to_string()).as_deref(), Some("2025-12-01"));
        assert_eq!(to.map(|d| d.to_string()).as_deref(), Some("2026-11-30"));
    }
}
