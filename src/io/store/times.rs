//! Times as a GeoPackage writes them: UTC, ISO 8601, `2026-11-22T13:05:00.000Z`.

use crate::model::{LOCAL_OFFSET_S, LocalDay, MISSING_TIME, local_day};

/// The time of a Unix second; nothing for a missing one.
pub fn text(unix_s: i64) -> Option<String> {
    TimeWriter::default().text(unix_s).map(str::to_owned)
}

/// The Unix second of a text that [`text`] wrote.
pub fn unix_s(text: &str) -> Option<i64> {
    let (date, time) = text.strip_suffix(".000Z")?.split_once('T')?;
    let [year, month, day] = numbers(date, '-')?;
    let [hours, minutes, seconds] = numbers(time, ':')?;
    let day = LocalDay::from_year_month_day(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)?;
    Some(day.start_unix_s() + LOCAL_OFFSET_S + hours * 3600 + minutes * 60 + seconds)
}

fn numbers(text: &str, separator: char) -> Option<[i64; 3]> {
    let parts = text.split(separator).map(|part| part.parse().ok()).collect::<Option<Vec<i64>>>()?;
    parts.try_into().ok()
}

/// Writes one time after the other; most are of the same day as the one before.
#[derive(Debug, Default)]
pub struct TimeWriter {
    day: Option<LocalDay>,
    text: String,
    length_of_day: usize,
}

impl TimeWriter {
    pub fn text(&mut self, unix_s: i64) -> Option<&str> {
        const MARGIN_S: i64 = LOCAL_OFFSET_S + 86_400;
        if unix_s == MISSING_TIME || unix_s.checked_sub(MARGIN_S).is_none() {
            return None;
        }
        // `local_day` adds the local offset, which is taken away here.
        let day = local_day(unix_s - LOCAL_OFFSET_S);
        if self.day != Some(day) {
            (self.day, self.text) = (Some(day), day.to_string());
            self.length_of_day = self.text.len();
        }
        self.text.truncate(self.length_of_day);
        let seconds = unix_s.rem_euclid(86_400);
        for (sign, number) in [('T', seconds / 3600), (':', seconds / 60 % 60), (':', seconds % 60)] {
            let digit = |n: i64| char::from(b'0' + (n % 10) as u8);
            self.text.extend([sign, digit(number / 10), digit(number)]);
        }
        self.text.push_str(".000Z");
        Some(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_greenwich() {
        // `date -u -d @1772298000 +%FT%T`.
        assert_eq!(text(1_772_298_000).as_deref(), Some("2026-02-28T17:00:00.000Z"));
        assert_eq!(text(-1).as_deref(), Some("1969-12-31T23:59:59.000Z"));
        assert_eq!(text(MISSING_TIME), None);
        assert_eq!(unix_s("2026-02-28T17:00:00.000Z"), Some(1_772_298_000));
        assert_eq!(unix_s("hôm qua"), None);
    }
}
