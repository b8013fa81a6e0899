//! Numbers, times and samples as tables write them. One definition, because duplicates are told by it too.

use std::io::Write;

use super::{Dataset, LOCAL_OFFSET_S, MISSING_TIME, OperatorId, Technology, local_day};

/// Appends the shortest decimal that reads back to the same 64-bit number, without an exponent.
pub fn write_number(value: f64, out: &mut Vec<u8>) {
    if value == 0.0 {
        out.push(b'0');
        return;
    }
    // Between these bounds the text has no exponent.
    if (1e-5..1e16).contains(&value.abs()) {
        let mut buffer = zmij::Buffer::new();
        let text = buffer.format(value).as_bytes();
        out.extend_from_slice(text.strip_suffix(b".0").unwrap_or(text));
    } else {
        // Display never uses an exponent and is shortest too; it is only slower.
        let _ = write!(out, "{value}");
    }
}

/// Appends `value` with exactly `decimals` decimals, never as `-0`.
pub fn write_fixed(value: f64, decimals: usize, out: &mut Vec<u8>) {
    if write_short(value, decimals, out) {
        return;
    }
    let start = out.len();
    let _ = write!(out, "{value:.decimals$}");
    let is_negative_zero =
        out.get(start) == Some(&b'-') && out.iter().skip(start + 1).all(|b| matches!(b, b'0' | b'.'));
    if is_negative_zero {
        out.remove(start);
    }
}

/// Writes a number that has no more than `decimals` decimals; `false` when this is not one.
///
/// A double that is nearest to such a decimal differs from it by far less than half a unit of the last place written,
/// so rounding its exact value gives that decimal.
fn write_short(value: f64, decimals: usize, out: &mut Vec<u8>) -> bool {
    const POWERS: [f64; 8] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7];
    let Some(scale) = POWERS.get(decimals) else { return false };
    let scaled = value * scale + 0.5;
    if !(0.5..1e14).contains(&scaled) || (scaled as u64) as f64 / scale != value {
        return false;
    }
    let mut digits = [b'0'; 24];
    let mut rest = scaled as u64;
    let mut start = digits.len();
    for place in 0.. {
        if place == decimals && decimals > 0 {
            start -= 1;
            digits[start] = b'.';
        }
        if rest == 0 && place > decimals {
            break;
        }
        start -= 1;
        digits[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    out.extend_from_slice(digits.get(start..).unwrap_or_default());
    true
}

/// Appends a Unix time as local ISO 8601 with its offset; nothing for [`MISSING_TIME`].
pub fn write_time(unix_s: i64, out: &mut Vec<u8>) {
    if unix_s == MISSING_TIME {
        return;
    }
    let seconds = (unix_s + LOCAL_OFFSET_S).rem_euclid(86_400);
    let _ =
        write!(out, "{}T{:02}:{:02}:{:02}+07:00", local_day(unix_s), seconds / 3600, seconds / 60 % 60, seconds % 60);
}

/// Appends the columns time … latency of `samples.csv` of one sample, joined by `separator`.
///
/// `text` writes the operator's names: a table quotes them, the canonical line takes them as they are.
pub fn write_sample_columns(dataset: &Dataset, sample: usize, out: &mut Vec<u8>, text: impl Fn(&str, &mut Vec<u8>)) {
    let samples = &dataset.samples;
    write_time(samples.time.get(sample).copied().unwrap_or(MISSING_TIME), out);
    for coordinate in [&samples.lon, &samples.lat] {
        out.push(b',');
        if let Some(degrees) = coordinate.get(sample) {
            write_fixed(degrees, 7, out);
        }
    }
    let operator = samples.operator.get(sample).copied().unwrap_or(OperatorId(u16::MAX));
    let (brand, host) = dataset.operator(operator).map_or(("", ""), |o| (o.brand.as_str(), o.host.as_str()));
    out.push(b',');
    text(brand, out);
    out.push(b',');
    text(host, out);
    out.push(b',');
    let technology = samples.technology.get(sample).copied().unwrap_or(Technology::Unknown);
    out.extend_from_slice(technology.label().as_bytes());
    for metric in [&samples.download, &samples.upload, &samples.latency] {
        out.push(b',');
        if let Some(value) = metric.get(sample) {
            write_number(value, out);
        }
    }
}

/// The columns time … latency of a sample joined by commas: what decides between rows that repeat each other.
pub fn canonical_line(dataset: &Dataset, sample: usize) -> Vec<u8> {
    let mut line = Vec::with_capacity(96);
    write_sample_columns(dataset, sample, &mut line, |text, out| out.extend_from_slice(text.as_bytes()));
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_are_the_shortest_that_read_back() {
        for (value, text) in [
            (0.1, "0.1"),
            (12.0, "12"),
            (-0.0, "0"),
            (1e21, "1000000000000000000000"),
            (1e-7, "0.0000001"),
            (2.0 / 3.0, "0.6666666666666666"),
            (123456.789, "123456.789"),
        ] {
            assert_eq!(written(|out| write_number(value, out)), text);
        }
    }

    #[test]
    fn fixed_numbers_have_no_negative_zero() {
        assert_eq!(written(|out| write_fixed(-0.000_000_01, 7, out)), "0.0000000");
        assert_eq!(written(|out| write_fixed(106.7658803, 7, out)), "106.7658803");
    }

    #[test]
    fn fixed_numbers_are_those_of_the_standard_library() {
        for value in [0.0, 0.05, 0.5, 1.0, 9.99, 10.0, 21.034_567_8, 106.765_880_3, 123.456_789_012, 1e13, -3.5, 0.125]
        {
            for decimals in [0, 1, 2, 7, 9] {
                assert_eq!(written(|out| write_fixed(value, decimals, out)), format!("{value:.decimals$}"));
            }
        }
    }

    #[test]
    fn times_are_local_with_offset() {
        // 2026-02-28 17:00:00 UTC.
        assert_eq!(written(|out| write_time(1_772_298_000, out)), "2026-03-01T00:00:00+07:00");
        assert_eq!(written(|out| write_time(MISSING_TIME, out)), "");
    }
}
