//! Dates and times of spreadsheets as ISO 8601 text without offset: they mean local time.

/// Last day that a spreadsheet knows, 9999-12-31, as a number of days since the end of 1899.
const LAST_DAY: f64 = 2_958_465.0;

/// A date, a time of day or both. `(year, month, day, hour, minute, second, millisecond)` of the serial number `days`.
pub(super) fn moment(days: f64, parts: (u16, u8, u8, u8, u8, u8, u16)) -> Option<String> {
    if !(0.0..=LAST_DAY + 1.0).contains(&days) {
        return None;
    }
    let (year, month, day, hour, minute, second, ms) = parts;
    let date = format!("{year:04}-{month:02}-{day:02}");
    let mut time = format!("{hour:02}:{minute:02}:{second:02}");
    if ms > 0 {
        time.push_str(&format!(".{ms:03}"));
    }
    Some(if days < 1.0 {
        time
    } else if (hour, minute, second, ms) == (0, 0, 0, 0) {
        date
    } else {
        format!("{date}T{time}")
    })
}

/// An elapsed time as hours, minutes and seconds.
pub(super) fn duration(days: f64) -> Option<String> {
    if !(0.0..=LAST_DAY).contains(&days) {
        return None;
    }
    let total_ms = (days * 86_400_000.0).round() as u64;
    let (total_s, ms) = (total_ms / 1000, total_ms % 1000);
    let text = format!("{:02}:{:02}:{:02}", total_s / 3600, total_s / 60 % 60, total_s % 60);
    Some(if ms > 0 { format!("{text}.{ms:03}") } else { text })
}

/// `PT8H5M3.5S` and the like as hours, minutes and seconds.
pub(super) fn iso_duration(text: &str) -> Option<String> {
    let rest = text.strip_prefix('P').filter(|rest| rest.contains(|c: char| c.is_ascii_digit()))?;
    let (days, time) = rest.split_once('T').unwrap_or((rest, ""));
    let mut total_days = match days.strip_suffix('D') {
        Some(days) => days.parse::<f64>().ok()?,
        None if days.is_empty() => 0.0,
        None => return None,
    };
    let mut number = String::new();
    for c in time.chars() {
        let seconds = match c {
            'H' => 3600.0,
            'M' => 60.0,
            'S' => 1.0,
            _ => {
                number.push(c);
                continue;
            }
        };
        total_days += std::mem::take(&mut number).parse::<f64>().ok()? * seconds / 86_400.0;
    }
    if number.is_empty() { duration(total_days) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_keeps_what_was_written() {
        let midnight = (2025, 10, 5, 0, 0, 0, 0);
        assert_eq!(moment(45_935.0, midnight).as_deref(), Some("2025-10-05"));
        assert_eq!(moment(45_935.33, (2025, 10, 5, 8, 2, 3, 0)).as_deref(), Some("2025-10-05T08:02:03"));
        assert_eq!(moment(0.33, (1899, 12, 31, 8, 2, 3, 250)).as_deref(), Some("08:02:03.250"));
        assert_eq!(moment(-1.0, midnight), None);
        assert_eq!(moment(1e300, midnight), None);
    }

    #[test]
    fn durations_are_hours_minutes_and_seconds() {
        assert_eq!(duration(2.0 + 1.5 / 24.0).as_deref(), Some("49:30:00"));
        assert_eq!(iso_duration("PT08H05M03S").as_deref(), Some("08:05:03"));
        assert_eq!(iso_duration("P1DT1H").as_deref(), Some("25:00:00"));
        assert_eq!(iso_duration("PT1.5S").as_deref(), Some("00:00:01.500"));
        for text in ["", "P", "PT", "8:05", "PT5", "PTxS", "PT5S6"] {
            assert_eq!(iso_duration(text), None, "{text}");
        }
    }
}
