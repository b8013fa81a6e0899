//! Dates and times of day by their groups of digits, for all forms without a faster way.

use crate::model::LocalDay;

use super::time::{DAY_S, DateOrder};

/// Date and time of day as written.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub date: Vec<Digits>,
    pub time: Vec<Digits>,
    /// Afternoon (`Some(true)`) or morning, where the hours run to twelve.
    afternoon: Option<bool>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Digits {
    pub value: u32,
    pub length: usize,
}

impl Parts {
    /// Splits a text into its groups of digits and tells date groups from time groups.
    ///
    /// Groups parted by `:` are the time. `2019.11.28_07.00.00` has six groups parted by points: the last three.
    pub fn split(text: &[u8]) -> Option<Self> {
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

    pub fn local_s(&self, order: DateOrder) -> Option<i64> {
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

/// A leap second counts as the second before it.
#[inline]
pub(super) fn seconds_of_day(hour: u8, minute: u8, second: u8) -> Option<i64> {
    if hour > 24 || minute > 59 || second > 60 || (hour == 24 && (minute > 0 || second > 0)) {
        return None;
    }
    Some(i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second.min(59)))
}
