//! Zones and offsets of times.

use jiff::civil;
use jiff::tz::TimeZone;

use crate::model::LOCAL_OFFSET_S;

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
        Self::Fixed(LOCAL_OFFSET_S)
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
            Self::Fixed(LOCAL_OFFSET_S) => "Asia/Ho_Chi_Minh".to_owned(),
            Self::Fixed(0) => "UTC".to_owned(),
            Self::Fixed(s) => {
                format!("{}{:02}:{:02}", if *s < 0 { '-' } else { '+' }, s.abs() / 3600, s.abs() / 60 % 60)
            }
            Self::Zone(zone) => zone.iana_name().unwrap_or_default().to_owned(),
        }
    }

    /// Unix seconds of a local time given as seconds since 1970-01-01 00:00 local.
    #[inline]
    pub(super) fn unix_s(&self, local_s: i64) -> Option<i64> {
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

/// Splits off `Z`, `UTC`, `GMT`, `+07:00`, `+0700`, `+7`, `GMT+7`: what is before it, and seconds east of Greenwich.
pub(super) fn offset_suffix(text: &[u8]) -> Option<(&[u8], i64)> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_go_by_name_or_offset() {
        let name = |text: &str| TimeZoneChoice::parse(text).map(|zone| zone.name());
        assert_eq!(name("Asia/Ho_Chi_Minh").as_deref(), Some("Asia/Ho_Chi_Minh"));
        assert_eq!((name("UTC").as_deref(), name("-03:30").as_deref()), (Some("UTC"), Some("-03:30")));
        assert_eq!(name("Europe/Vienna").as_deref(), Some("Europe/Vienna"));
        assert_eq!(name("Asia/Nowhere"), None);
    }

    #[test]
    fn offsets_are_split_off() {
        assert_eq!(offset_suffix(b"08:00 GMT+7"), Some((b"08:00".as_slice(), 25_200)));
        assert_eq!(offset_suffix(b"08:00-0330"), Some((b"08:00".as_slice(), -12_600)));
        assert_eq!(offset_suffix(b"08:00Z"), Some((b"08:00".as_slice(), 0)));
        assert_eq!(offset_suffix(b"08:00"), None);
    }
}
