//! Numbers, times and samples as tables write them. One definition, because duplicates are told by it too.

use std::io::Write;

use super::{Dataset, LOCAL_OFFSET_S, MISSING_TIME, OperatorId, Technology, local_day};

/// Appends the shortest decimal that reads back to the same 64-bit number, without an exponent.
pub fn write_number(value: f64, out: &mut Vec<u8>) {
    if value == 0.0 {
        out.push(b'0');
        return;
    }
    if write_millionths(value, out) {
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
    if write_clear(value, decimals, out) {
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

/// Writes a number that lies clearly nearer to one decimal than to its neighbours; `false` when it may lie halfway.
fn write_clear(value: f64, decimals: usize, out: &mut Vec<u8>) -> bool {
    const POWERS: [f64; 8] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7];
    // Below the limit the product is off by less than a hundredth of this.
    const HALFWAY: f64 = 1e-3;
    const LIMIT: f64 = 1e11;
    let Some(scale) = POWERS.get(decimals) else { return false };
    let scaled = value.abs() * scale;
    let below = scaled as u64;
    let part = scaled - below as f64;
    if !(scaled < LIMIT && (part - 0.5).abs() > HALFWAY) {
        return false;
    }
    let rounded = below + u64::from(part > 0.5);
    if value < 0.0 && rounded > 0 {
        out.push(b'-');
    }
    write_scaled(rounded, decimals, out);
    true
}

/// Writes a number that has at most six decimals and so few digits that no shorter decimal reads back to it: of two
/// decimals with fifteen digits each has a double of its own.
#[inline]
fn write_millionths(value: f64, out: &mut Vec<u8>) -> bool {
    const SCALE: f64 = 1e6;
    let size = value.abs();
    let scaled = size * SCALE + 0.5;
    if !(1.0..1e15).contains(&scaled) || (scaled as u64) as f64 / SCALE != size {
        return false;
    }
    let (whole, millionths) = (scaled as u64 / 1_000_000, (scaled as u64 % 1_000_000) as u32);
    let decimals = eight_digits(millionths * 100);
    // The last digit stands highest.
    let n_zeros = (decimals ^ ZEROS).leading_zeros() / 8;
    append(value < 0.0, whole, decimals, 8 - n_zeros as usize, out);
    true
}

/// Appends the digits of a whole number.
#[inline]
pub fn write_whole(number: u64, out: &mut Vec<u8>) {
    if number < 10 {
        return out.push(b'0' + number as u8);
    }
    append(false, number, ZEROS, 0, out);
}

/// Room for twenty digits, a sign, a point and eight decimals.
const ROOM: usize = 32;

/// Appends a number with the first `n_decimals` of eight decimals.
///
/// It is written where it stays: put together elsewhere and copied, its digits would be read before they have arrived.
#[inline]
fn append(is_negative: bool, whole: u64, decimals: u64, n_decimals: usize, out: &mut Vec<u8>) {
    let from = out.len();
    out.extend_from_slice(&[b'0'; ROOM]);
    let Some(room) = out.get_mut(from..).and_then(|room| room.first_chunk_mut::<ROOM>()) else { return };
    room[0] = b'-';
    let end = usize::from(is_negative) + n_digits(whole);
    let (mut at, mut rest) = (end, whole);
    while rest >= 10 {
        at -= 2;
        [room[at], room[at + 1]] = two_digits((rest % 100) as u32);
        rest /= 100;
    }
    if at > usize::from(is_negative) {
        room[at - 1] = b'0' + rest as u8;
    }
    room[end] = b'.';
    room[end + 1..end + 9].copy_from_slice(&decimals.to_le_bytes());
    let n_behind = if n_decimals == 0 { 0 } else { 1 + n_decimals };
    out.truncate(from + end + n_behind);
}

#[inline]
fn n_digits(number: u64) -> usize {
    match number {
        0..10 => 1,
        10..100 => 2,
        100..1_000 => 3,
        1_000..10_000 => 4,
        _ => number.ilog10() as usize + 1,
    }
}

/// Eight zeros as [`eight_digits`] has them.
const ZEROS: u64 = u64::from_le_bytes([b'0'; 8]);

/// The digits of a number below 10⁸, the first in the lowest byte.
#[inline]
fn eight_digits(number: u32) -> u64 {
    let pairs = [number % 100, number / 100 % 100, number / 10_000 % 100, number / 1_000_000];
    pairs.into_iter().fold(0, |digits, pair| digits << 16 | u64::from(u16::from_le_bytes(two_digits(pair))))
}

#[inline]
fn two_digits(number: u32) -> [u8; 2] {
    const PAIRS: [[u8; 2]; 100] = {
        let mut pairs = [[b'0'; 2]; 100];
        let mut i = 0;
        while i < pairs.len() {
            pairs[i] = [b'0' + (i / 10) as u8, b'0' + (i % 10) as u8];
            i += 1;
        }
        pairs
    };
    PAIRS[number as usize % 100]
}

/// Writes `number` × 10^−`decimals` with all its decimals, at most eight.
#[inline]
fn write_scaled(number: u64, decimals: usize, out: &mut Vec<u8>) {
    const POWERS: [u64; 9] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];
    let scale = POWERS[decimals];
    let behind = (number % scale * POWERS[8 - decimals]) as u32;
    append(false, number / scale, eight_digits(behind), decimals, out);
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
            (-7.25, "-7.25"),
            (-123_456_789.000_001, "-123456789.000001"),
            (999_999_999.5, "999999999.5"),
            (1e9, "1000000000"),
        ] {
            assert_eq!(written(|out| write_number(value, out)), text);
        }
        for number in [0, 9, 10, 99, 100, 12_345, 99_999, 100_000, u64::MAX] {
            assert_eq!(written(|out| write_whole(number, out)), number.to_string());
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
