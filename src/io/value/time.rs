//! Times as apps and offices write them, as Unix seconds.

use crate::model::LocalDay;

use super::cell::is_nothing;
use super::parts::{Parts, seconds_of_day};
use super::plain::{Shape, pairs_in_shape};
use super::zone::{TimeZoneChoice, offset_suffix};

pub(super) const DAY_S: i64 = 86_400;

/// 1990 to 2100: clocks that were never set show 1970 or 1980, and cell counts look like seconds.
const POSSIBLE_TIMES: std::ops::Range<i64> = 631_152_000..4_102_444_800;

/// Order of day and month in dates that do not begin with the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// As in Viet Nam.
    #[default]
    DayMonth,
    MonthDay,
}

/// How the times of one file are read.
#[derive(Debug, Clone, Default)]
pub(in crate::io) struct TimeFormat {
    pub order: DateOrder,
    pub zone: TimeZoneChoice,
}

impl TimeFormat {
    /// Unix seconds of a trimmed cell, rounded down; `None` when it is no time, or one that no test can have.
    #[inline]
    pub fn parse(&self, cell: &[u8]) -> Option<i64> {
        self.parse_any(cell).filter(|unix_s| POSSIBLE_TIMES.contains(unix_s))
    }

    #[inline]
    fn parse_any(&self, cell: &[u8]) -> Option<i64> {
        let Some((local_s, rest)) = iso_seconds(cell).or_else(|| day_first_seconds(cell, self.order)) else {
            return self.parse_unusual(cell);
        };
        match offset_after_seconds(rest) {
            Some(None) => self.zone.unix_s(local_s),
            Some(Some(offset_s)) => Some(local_s - offset_s),
            None => self.parse_unusual(cell),
        }
    }

    /// Joins the cells of a date column and a time-of-day column.
    pub fn parse_pair(&self, date: &[u8], time_of_day: &[u8]) -> Option<i64> {
        if is_nothing(date) || is_nothing(time_of_day) {
            return None;
        }
        let mut joined = Vec::with_capacity(date.len() + time_of_day.len() + 1);
        joined.extend_from_slice(date);
        joined.push(b' ');
        joined.extend_from_slice(time_of_day);
        self.parse(&joined)
    }

    fn parse_unusual(&self, cell: &[u8]) -> Option<i64> {
        if is_nothing(cell) || cell.len() > 64 {
            return None;
        }
        if cell.iter().all(|b| b.is_ascii_digit() || *b == b'.' || *b == b',') && count_separators(cell) <= 1 {
            return self.parse_digits(cell);
        }
        let (rest, offset_s) = match offset_suffix(cell) {
            Some((rest, offset_s)) if has_time_of_day(rest) => (rest, Some(offset_s)),
            _ => (cell, None),
        };
        let parts = Parts::split(rest)?;
        let local_s = parts.local_s(self.order)?;
        match offset_s {
            Some(offset_s) => Some(local_s - offset_s),
            None => self.zone.unix_s(local_s),
        }
    }

    /// Unix time in s, ms, µs or ns, or a date written without signs between its parts.
    fn parse_digits(&self, cell: &[u8]) -> Option<i64> {
        let whole = cell.split(|b| *b == b'.' || *b == b',').next()?;
        let text = std::str::from_utf8(whole).ok()?;
        if whole.len() == cell.len()
            && (text.starts_with("19") || text.starts_with("20"))
            && matches!(text.len(), 8 | 14)
        {
            let (date, time) = text.split_at(8);
            let day = LocalDay::from_year_month_day(
                date.get(..4)?.parse().ok()?,
                date.get(4..6)?.parse().ok()?,
                date.get(6..)?.parse().ok()?,
            );
            let seconds = match time {
                "" => Some(0),
                _ => seconds_of_day(
                    time.get(..2)?.parse().ok()?,
                    time.get(2..4)?.parse().ok()?,
                    time.get(4..)?.parse().ok()?,
                ),
            };
            if let (Some(day), Some(seconds)) = (day, seconds) {
                return self.zone.unix_s(i64::from(day.0) * DAY_S + seconds);
            }
        }
        let number: i64 = text.parse().ok()?;
        match text.len() {
            9..=11 => Some(number),
            12..=14 => Some(number.div_euclid(1_000)),
            15..=17 => Some(number.div_euclid(1_000_000)),
            18..=19 => Some(number.div_euclid(1_000_000_000)),
            _ => None,
        }
    }
}

fn count_separators(cell: &[u8]) -> usize {
    cell.iter().filter(|b| !b.is_ascii_digit()).count()
}

/// `YYYY-MM-DD` and `HH:MM:SS` with `T` or a blank between them: local seconds since 1970, and what follows.
#[inline]
fn iso_seconds(cell: &[u8]) -> Option<(i64, &[u8])> {
    const DATE: Shape = Shape::new(*b"0000-00-");
    const TIME: Shape = Shape::new(*b"00:00:00");
    let (head, rest) = cell.split_first_chunk::<19>()?;
    let [century, _, years, _, _, month, ..] = pairs_in_shape(*head.first_chunk()?, &DATE)?;
    let [hour, _, _, minute, _, _, second, _] = pairs_in_shape(*head.last_chunk()?, &TIME)?;
    let [.., d0, d1, b'T' | b' ', _, _, _, _, _, _, _, _] = *head else { return None };
    let year = i64::from(century) * 100 + i64::from(years);
    let day = LocalDay::from_year_month_day(year, month, two(d0, d1)?)?;
    Some((i64::from(day.0) * DAY_S + seconds_of_day(hour, minute, second)?, rest))
}

/// `dd/MM/yyyy HH:MM:SS`, or the month first: local seconds since 1970, and what follows.
#[inline]
fn day_first_seconds(cell: &[u8], order: DateOrder) -> Option<(i64, &[u8])> {
    let (head, rest) = cell.split_first_chunk::<19>()?;
    let [
        a0,
        a1,
        b'/' | b'-' | b'.',
        b0,
        b1,
        b'/' | b'-' | b'.',
        y0,
        y1,
        y2,
        y3,
        b' ',
        h0,
        h1,
        b':',
        n0,
        n1,
        b':',
        s0,
        s1,
    ] = *head
    else {
        return None;
    };
    let (first, second) = (two(a0, a1)?, two(b0, b1)?);
    let (month, day) = if order == DateOrder::DayMonth { (second, first) } else { (first, second) };
    let year = i64::from(two(y0, y1)?) * 100 + i64::from(two(y2, y3)?);
    let day = LocalDay::from_year_month_day(year, month, day)?;
    let seconds = seconds_of_day(two(h0, h1)?, two(n0, n1)?, two(s0, s1)?)?;
    Some((i64::from(day.0) * DAY_S + seconds, rest))
}

#[inline]
fn two(tens: u8, ones: u8) -> Option<u8> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| tens * 10 + ones)
}

/// What follows the seconds: a fraction, `Z` or `+07:00`, or nothing. `None`: something else.
#[inline]
fn offset_after_seconds(rest: &[u8]) -> Option<Option<i64>> {
    let rest = match rest {
        [b'.', fraction @ ..] => {
            let n_digits = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
            fraction.get(n_digits..).filter(|_| n_digits > 0)?
        }
        _ => rest,
    };
    match *rest {
        [] => Some(None),
        [b'Z'] => Some(Some(0)),
        [sign @ (b'+' | b'-'), h0, h1, b':', m0, m1] => {
            let (hours, minutes) = (two(h0, h1)?, two(m0, m1).filter(|m| *m < 60)?);
            let seconds = i64::from(hours) * 3600 + i64::from(minutes) * 60;
            (hours <= 15).then_some(Some(if sign == b'-' { -seconds } else { seconds }))
        }
        _ => None,
    }
}

fn has_time_of_day(text: &[u8]) -> bool {
    text.contains(&b':') || text.contains(&b'T')
}

/// The two numbers before the year in a date that does not begin with it.
pub(in crate::io) fn leading_pair(cell: &[u8]) -> Option<(u32, u32)> {
    let parts =
        Parts::split(offset_suffix(cell).map_or(cell, |(rest, _)| if has_time_of_day(rest) { rest } else { cell }))?;
    let [first, second, _] = *parts.date.as_slice() else { return None };
    (first.length <= 2).then_some((first.value, second.value))
}

/// Whether a cell looks like a date, and whether it holds a time of day.
pub(in crate::io) fn shape(cell: &[u8]) -> (bool, bool) {
    let format = TimeFormat::default();
    let reversed = TimeFormat { order: DateOrder::MonthDay, ..TimeFormat::default() };
    if format.parse(cell).or_else(|| reversed.parse(cell)).is_some() {
        let only_date = Parts::split(cell).is_some_and(|parts| parts.time.is_empty());
        let digits = cell.iter().all(u8::is_ascii_digit) && cell.len() == 8;
        return (true, !only_date && !digits);
    }
    let joined = [b"2000-01-01 ".as_slice(), cell].concat();
    (false, cell.contains(&b':') && format.parse_unusual(&joined).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Option<i64> {
        TimeFormat::default().parse(text.as_bytes())
    }

    #[test]
    fn forms_of_one_moment_agree() {
        // `date -u -d '2025-10-05 01:02:03' +%s` = 1759626123, that is 08:02:03 in Viet Nam.
        for text in [
            "2025-10-05T08:02:03",
            "2025-10-05 08:02:03",
            "2025-10-05 08:02:03.999",
            "2025-10-05T01:02:03Z",
            "2025-10-05T08:02:03+07:00",
            "2025-10-05T08:02:03+0700",
            "2025-10-05T08:02:03.123456789+07",
            "2025-10-05 01:02:03 UTC",
            "2025-10-05 08:02:03 GMT+7",
            "05/10/2025 08:02:03",
            "5/10/2025 8:02:03",
            "05-10-2025 08:02:03",
            "05.10.2025 08:02:03",
            "05/10/25 08:02:03",
            "08:02:03 05/10/2025",
            "05/10/2025 8:02:03 SA",
            "05/10/2025, 08:02:03 AM",
            "2025.10.05_08.02.03",
            "2025/10/05 08:02:03",
            "20251005080203",
            "1759626123",
            "1759626123.75",
            "1759626123456",
            "1759626123456789",
        ] {
            assert_eq!(parse(text), Some(1_759_626_123), "{text}");
        }
    }

    #[test]
    fn seconds_and_time_of_day_may_be_missing() {
        // `date -u -d '2025-09-30 17:00' +%s` = 1759251600.
        for text in
            ["2025-10-01 00:00", "2025-10-01", "01/10/2025", "01/10/2025 00:00", "01/10/2025 12:00 AM", "20251001"]
        {
            assert_eq!(parse(text), Some(1_759_251_600), "{text}");
        }
        assert_eq!(parse("01/10/2025 12:00 CH"), Some(1_759_251_600 + 12 * 3600));
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "-",
            "1970-01-01 00:00:00",
            "01/01/1980",
            "2100-01-02",
            "123456789",
            "hôm qua",
            "2025-13-01",
            "31/02/2025",
            "2025-10-01 25:00:00",
            "12:30",
            "1",
            "1.2.3.4",
            "10/2025",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn another_zone_follows_its_daylight_saving() {
        // 2025-07-01 12:00 in Vienna is 10:00 UTC; 2025-12-01 12:00 is 11:00 UTC.
        let zone = TimeZoneChoice::parse("Europe/Vienna").unwrap();
        let format = TimeFormat { zone, ..TimeFormat::default() };
        assert_eq!(format.parse(b"2025-07-01 12:00:00"), Some(1_751_364_000));
        assert_eq!(format.parse(b"2025-12-01 12:00:00"), Some(1_764_586_800));
    }

    #[test]
    fn month_before_day_is_read_where_the_file_does_so() {
        let format = TimeFormat { order: DateOrder::MonthDay, ..TimeFormat::default() };
        assert_eq!(format.parse(b"10/05/2025 08:02:03"), Some(1_759_626_123));
        assert_eq!(leading_pair(b"10/25/2025 08:02"), Some((10, 25)));
        assert_eq!(leading_pair(b"2025-10-05 08:02"), None);
    }

    #[test]
    fn a_date_and_a_time_of_day_are_told_apart() {
        assert_eq!(shape(b"2025-10-05 08:02:03"), (true, true));
        assert_eq!(shape(b"05/10/2025"), (true, false));
        assert_eq!(shape(b"08:02:03"), (false, true));
        assert_eq!(shape(b"Viettel"), (false, false));
        let format = TimeFormat::default();
        assert_eq!(format.parse_pair(b"05/10/2025", b"08:02:03"), Some(1_759_626_123));
    }
}
