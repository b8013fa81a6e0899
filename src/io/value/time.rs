//! Times as apps and offices write them, as Unix seconds.

use jiff::civil;
use jiff::tz::TimeZone;

use crate::model::LocalDay;

use super::cell::is_nothing;

const DAY_S: i64 = 86_400;

/// Zone of times that carry no offset.
#[derive(Debug, Clone)]
pub enum TimeZoneChoice {
    /// Seconds east of Greenwich.
    Fixed(i64),
    Zone(TimeZone),
}

impl Default for TimeZoneChoice {
    /// Asia/Ho_Chi_Minh: UTC+7 without exception since 1975.
    fn default() -> Self {
        Self::Fixed(crate::model::LOCAL_OFFSET_S)
    }
}

impl TimeZoneChoice {
    /// A zone of the IANA database, `UTC`, or an offset such as `+07:00`.
    pub fn parse(name: &str) -> Option<Self> {
        if matches!(name, "Asia/Ho_Chi_Minh" | "Asia/Saigon") {
            return Some(Self::default());
        }
        if let Some(offset) = offset_suffix(name.as_bytes()).filter(|(rest, _)| rest.is_empty()) {
            return Some(Self::Fixed(offset.1));
        }
        TimeZone::get(name).ok().map(Self::Zone)
    }

    /// The name, as far as it is known.
    pub fn name(&self) -> String {
        match self {
            Self::Fixed(crate::model::LOCAL_OFFSET_S) => "Asia/Ho_Chi_Minh".to_owned(),
            Self::Fixed(0) => "UTC".to_owned(),
            Self::Fixed(s) => {
                format!("{}{:02}:{:02}", if *s < 0 { '-' } else { '+' }, s.abs() / 3600, s.abs() / 60 % 60)
            }
            Self::Zone(zone) => zone.iana_name().unwrap_or_default().to_owned(),
        }
    }

    /// Unix seconds of a local time given as seconds since 1970-01-01 00:00 local.
    #[inline]
    fn unix_s(&self, local_s: i64) -> Option<i64> {
        match self {
            Self::Fixed(offset_s) => Some(local_s - offset_s),
            Self::Zone(zone) => {
                let epoch = civil::date(1970, 1, 1).at(0, 0, 0, 0);
                let local = epoch.checked_add(jiff::SignedDuration::from_secs(local_s)).ok()?;
                zone.to_timestamp(local).ok().map(jiff::Timestamp::as_second)
            }
        }
    }
}

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
    /// Unix seconds of a trimmed cell, rounded down; `None` when it is no time.
    #[inline]
    pub fn parse(&self, cell: &[u8]) -> Option<i64> {
        match iso_seconds(cell) {
            Some((local_s, b"")) => self.zone.unix_s(local_s),
            Some((local_s, b"Z")) => Some(local_s),
            _ => self.parse_unusual(cell),
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
        self.parse_unusual(&joined)
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
    let (head, rest) = cell.split_first_chunk::<19>()?;
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b'T' | b' ', h0, h1, b':', n0, n1, b':', s0, s1] = *head else {
        return None;
    };
    let two = |tens: u8, ones: u8| {
        let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
        (tens < 10 && ones < 10).then(|| tens * 10 + ones)
    };
    let year = i64::from(two(y0, y1)?) * 100 + i64::from(two(y2, y3)?);
    let day = LocalDay::from_year_month_day(year, two(m0, m1)?, two(d0, d1)?)?;
    let seconds = seconds_of_day(two(h0, h1)?, two(n0, n1)?, two(s0, s1)?)?;
    Some((i64::from(day.0) * DAY_S + seconds, rest))
}

/// A leap second counts as the second before it.
fn seconds_of_day(hour: u8, minute: u8, second: u8) -> Option<i64> {
    if hour > 24 || minute > 59 || second > 60 || (hour == 24 && (minute > 0 || second > 0)) {
        return None;
    }
    Some(i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second.min(59)))
}

fn has_time_of_day(text: &[u8]) -> bool {
    text.contains(&b':') || text.contains(&b'T')
}

/// Splits off `Z`, `UTC`, `GMT`, `+07:00`, `+0700`, `+7`, `GMT+7`: what is before it, and seconds east of Greenwich.
fn offset_suffix(text: &[u8]) -> Option<(&[u8], i64)> {
    let upper = |tail: &[u8], word: &[u8]| {
        tail.len() >= word.len() && tail[tail.len() - word.len()..].eq_ignore_ascii_case(word)
    };
    let without = |n: usize| text.get(..text.len() - n).map(<[u8]>::trim_ascii_end);
    if upper(text, b"UTC") || upper(text, b"GMT") {
        return Some((without(3)?, 0));
    }
    if upper(text, b"Z") {
        return Some((without(1)?, 0));
    }
    let at = text.iter().rposition(|b| matches!(b, b'+' | b'-'))?;
    let (before, offset) = text.split_at(at);
    let digits: Vec<u8> = offset.iter().skip(1).copied().filter(|b| *b != b':').collect();
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number: i64 = std::str::from_utf8(&digits).ok()?.parse().ok()?;
    let (hours, minutes) = match digits.len() {
        1 | 2 => (number, 0),
        3 | 4 => (number / 100, number % 100),
        _ => return None,
    };
    if hours > 15 || minutes > 59 {
        return None;
    }
    let seconds = hours * 3600 + minutes * 60;
    let mut rest = before.trim_ascii_end();
    if upper(rest, b"UTC") || upper(rest, b"GMT") {
        rest = rest.get(..rest.len() - 3)?.trim_ascii_end();
    }
    Some((rest, if offset.first() == Some(&b'-') { -seconds } else { seconds }))
}

/// Date and time of day as written.
#[derive(Debug, Default)]
struct Parts {
    date: Vec<Digits>,
    time: Vec<Digits>,
    /// Afternoon (`Some(true)`) or morning, where the hours run to twelve.
    afternoon: Option<bool>,
}

#[derive(Debug, Clone, Copy)]
struct Digits {
    value: u32,
    length: usize,
}

impl Parts {
    /// Splits a text into its groups of digits and tells date groups from time groups.
    ///
    /// Groups parted by `:` are the time. `2019.11.28_07.00.00` has six groups parted by points: the last three.
    fn split(text: &[u8]) -> Option<Self> {
        let mut parts = Self::default();
        let mut words = text.split(|b| matches!(b, b' ' | b'T' | b't' | b'_' | b'\t')).filter(|word| !word.is_empty());
        let mut tokens = Vec::new();
        for word in words.by_ref() {
            let word = word.strip_suffix(b",").unwrap_or(word);
            if let Some(afternoon) = half_of_day(word) {
                parts.afternoon = Some(afternoon);
            } else if let Some(afternoon) = word.split_last_chunk::<2>().and_then(|(_, tail)| half_of_day(tail)) {
                parts.afternoon = Some(afternoon);
                tokens.push(word.get(..word.len() - 2)?);
            } else if !word.is_empty() {
                tokens.push(word);
            }
        }
        for token in tokens {
            let is_time = token.contains(&b':') || parts.date.len() >= 3;
            let groups = digit_groups(token)?;
            let target = if is_time { &mut parts.time } else { &mut parts.date };
            target.extend(groups);
        }
        let complete = parts.date.len() == 3 && matches!(parts.time.len(), 0 | 2..=4);
        complete.then_some(parts)
    }

    fn local_s(&self, order: DateOrder) -> Option<i64> {
        let [first, second, third] = *self.date.as_slice() else { return None };
        let (year, month, day) = if first.length == 4 {
            (first, second, third)
        } else {
            match order {
                DateOrder::DayMonth => (third, second, first),
                DateOrder::MonthDay => (third, first, second),
            }
        };
        let year = match year.length {
            4 => year.value,
            2 => 2000 + year.value,
            _ => return None,
        };
        let day = LocalDay::from_year_month_day(i64::from(year), small(month)?, small(day)?)?;
        Some(i64::from(day.0) * DAY_S + self.seconds()?)
    }

    fn seconds(&self) -> Option<i64> {
        let mut time = self.time.iter();
        let Some(hour) = time.next() else { return Some(0) };
        let mut hour = small(*hour)?;
        let minute = small(*time.next()?)?;
        let second = time.next().map_or(Some(0), |s| small(*s))?;
        if let Some(afternoon) = self.afternoon {
            if hour > 12 {
                // `15:04 CH` says the same twice.
                return seconds_of_day(hour, minute, second).filter(|_| afternoon);
            }
            hour = hour % 12 + if afternoon { 12 } else { 0 };
        }
        seconds_of_day(hour, minute, second)
    }
}

fn small(digits: Digits) -> Option<u8> {
    u8::try_from(digits.value).ok().filter(|_| digits.length <= 2)
}

/// `AM`, `PM`, and the Vietnamese `SA` (sáng) and `CH` (chiều).
fn half_of_day(word: &[u8]) -> Option<bool> {
    [(b"AM", false), (b"PM", true), (b"SA", false), (b"CH", true)]
        .into_iter()
        .find(|(name, _)| word.eq_ignore_ascii_case(*name))
        .map(|(_, afternoon)| afternoon)
}

/// Groups of digits parted by one of `-/.:,`.
fn digit_groups(token: &[u8]) -> Option<Vec<Digits>> {
    token
        .split(|b| matches!(b, b'-' | b'/' | b'.' | b':' | b','))
        .map(|group| {
            let text = std::str::from_utf8(group).ok()?;
            // Fractions of a second may be longer than any number that counts.
            let value =
                if text.len() > 6 && text.bytes().all(|b| b.is_ascii_digit()) { 0 } else { text.parse().ok()? };
            Some(Digits { value, length: text.len() })
        })
        .collect()
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
        for text in
            ["", "-", "hôm qua", "2025-13-01", "31/02/2025", "2025-10-01 25:00:00", "12:30", "1", "1.2.3.4", "10/2025"]
        {
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
        assert!(TimeZoneChoice::parse("Asia/Nowhere").is_none());
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
