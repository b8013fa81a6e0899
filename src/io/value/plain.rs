//! Decimal numbers in their most usual form, eight bytes at a time.
//!
//! Most cells of a table of measurements are digits with one decimal sign. Reading them byte by byte waits for each
//! product; here all digits of a half are checked and joined at once (after D. Lemire, "Number parsing at a gigabyte per
//! second", 2021, §4). Anything else is left to [`super::number`].

#[cfg(target_arch = "x86_64")]
mod wide;

/// Most digits before and after the decimal sign.
const WIDTH: usize = 8;

const ZEROS: u64 = 0x3030_3030_3030_3030;
const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH_BITS: u64 = ONES << 7;

const POWERS_OF_TEN: [u64; WIDTH + 1] = {
    let mut powers = [1u64; WIDTH + 1];
    let mut i = 1;
    while i < powers.len() {
        powers[i] = powers[i - 1] * 10;
        i += 1;
    }
    powers
};

/// The number in `bytes[start..end]` times 10^`decimals`, which must come out whole.
///
/// `None` for a sign, blanks, anything but digits and one `decimal_sign`, more decimals than asked for or eight, more
/// than eight digits before them, and near the ends of `bytes`.
#[inline]
fn scaled(bytes: &[u8], start: usize, end: usize, decimal_sign: u8, decimals: u8) -> Option<u64> {
    match end.wrapping_sub(start) {
        0 => None,
        n @ 1..=WIDTH => short(bytes, end, n, decimal_sign, decimals),
        n => long(bytes, start, end, n, decimal_sign, decimals),
    }
}

/// How the numbers of a column are written, and which of them are usual.
#[derive(Debug, Clone, Copy)]
pub(in crate::io) struct NumberColumn {
    pub decimal_sign: u8,
    /// Decimals kept, at most eight.
    pub decimals: u8,
    /// Smallest and largest value times 10^`decimals`, at most [`i32::MAX`].
    pub low: u64,
    pub high: u64,
}

/// Reads the numbers of many cells, each a begin and an end in `bytes`, times 10^`decimals`; clears `is_usual` where a
/// cell holds none as [`scaled`] reads them, or one out of range.
pub(in crate::io) fn read_each(
    bytes: &[u8],
    cells: &[(u32, u32)],
    column: NumberColumn,
    numbers: &mut [i32],
    is_usual: &mut [bool],
) {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi1") {
        // SAFETY: the processor was asked. Measured: a third of the instructions of the plain way, which reads a table
        // in a tenth more.
        #[expect(unsafe_code)]
        return unsafe { wide::read_each(bytes, cells, column, numbers, is_usual) };
    }
    read_each_plainly(bytes, cells, column, numbers, is_usual);
}

fn read_each_plainly(
    bytes: &[u8],
    cells: &[(u32, u32)],
    column: NumberColumn,
    numbers: &mut [i32],
    is_usual: &mut [bool],
) {
    for ((cell, number), is_usual) in cells.iter().zip(numbers).zip(is_usual) {
        let scaled = scaled(bytes, cell.0 as usize, cell.1 as usize, column.decimal_sign, column.decimals);
        let value = scaled.filter(|value| (column.low..=column.high).contains(value));
        *number = value.unwrap_or(0) as i32;
        *is_usual &= value.is_some();
    }
}

/// A number in `n` ≤ 8 bytes.
#[inline]
fn short(bytes: &[u8], end: usize, n: usize, decimal_sign: u8, decimals: u8) -> Option<u64> {
    let cell = window(bytes, end, n)?;
    let signs = zero_bytes(cell ^ (u64::from(decimal_sign ^ b'0') * ONES));
    if signs == 0 {
        return Some(number(cell)? * POWERS_OF_TEN.get(usize::from(decimals))?);
    }
    // Digits before the sign move up to close its gap; a second sign is no digit.
    let at = signs.trailing_zeros() & !7;
    let before = cell & ((1 << at) - 1);
    let after = cell & (u64::MAX << at << 8);
    let n_decimals = 7 - at as usize / 8;
    let rest = POWERS_OF_TEN.get(usize::from(decimals).checked_sub(n_decimals)?)?;
    (n > 1).then_some(number(before << 8 | after)? * rest)
}

/// A number in more than eight bytes: the digits before and after the sign are read apart.
#[inline]
fn long(bytes: &[u8], start: usize, end: usize, n: usize, decimal_sign: u8, decimals: u8) -> Option<u64> {
    let first = u64::from_le_bytes(*bytes.get(start..)?.first_chunk()?);
    let signs = zero_bytes(first ^ (u64::from(decimal_sign) * ONES));
    let n_whole = signs.trailing_zeros() as usize / 8;
    let n_decimals = n.saturating_sub(n_whole + 1);
    if n_whole >= WIDTH || n_decimals > WIDTH {
        return None;
    }
    let scale = POWERS_OF_TEN.get(usize::from(decimals))?;
    let rest = POWERS_OF_TEN.get(usize::from(decimals).checked_sub(n_decimals)?)?;
    let whole = number(window(bytes, start + n_whole, n_whole)?)?;
    let fraction = number(window(bytes, end, n_decimals)?)?;
    Some(whole * scale + fraction * rest)
}

/// The `n` ≤ 8 characters before `end`, less that of zero, the last in the highest byte; zeros before them.
#[inline]
fn window(bytes: &[u8], end: usize, n: usize) -> Option<u64> {
    let window = u64::from_le_bytes(*bytes.get(end.wrapping_sub(WIDTH)..end)?.first_chunk()?);
    let outside = 1u64.checked_shl(8 * (WIDTH - n) as u32).map_or(u64::MAX, |bit| bit - 1);
    Some((window ^ ZEROS) & !outside)
}

/// Eight digits, the first in the lowest byte, as one number; `None` when one is no digit.
#[inline]
fn number(digits: u64) -> Option<u64> {
    if (digits.wrapping_add(ONES * 0x76) | digits) & HIGH_BITS != 0 {
        return None;
    }
    let pairs = (digits.wrapping_mul(10).wrapping_add(digits >> 8)) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(100).wrapping_add(pairs >> 16)) & 0x0000_ffff_0000_ffff;
    Some((fours.wrapping_mul(10_000).wrapping_add(fours >> 32)) & 0xffff_ffff)
}

/// Eight characters where `SHAPE` has digits for its zeros and else the same signs: byte i of the result is the number
/// of two digits that begins at i, where two stand side by side.
#[inline]
pub(in crate::io) fn pairs_in_shape(text: [u8; WIDTH], shape: &Shape) -> Option<[u8; WIDTH]> {
    let digits = u64::from_le_bytes(text) ^ shape.signs;
    if (digits.wrapping_add(shape.allowance) | digits) & HIGH_BITS != 0 {
        return None;
    }
    Some(digits.wrapping_mul(10).wrapping_add(digits >> 8).to_le_bytes())
}

/// Which of eight characters are digits, and what the others are.
#[derive(Debug)]
pub(in crate::io) struct Shape {
    signs: u64,
    /// What a byte may grow by before its high bit is set: up to nine for a digit, nothing for a sign.
    allowance: u64,
}

impl Shape {
    pub const fn new(signs: [u8; WIDTH]) -> Self {
        let mut allowance = [0x7f; WIDTH];
        let mut i = 0;
        while i < WIDTH {
            if signs[i] == b'0' {
                allowance[i] = 0x76;
            }
            i += 1;
        }
        Self { signs: u64::from_le_bytes(signs), allowance: u64::from_le_bytes(allowance) }
    }
}

/// The high bit of each zero byte, the lowest one for certain; bytes above it may be marked wrongly.
#[inline]
fn zero_bytes(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & HIGH_BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str, decimals: u8) -> Option<u64> {
        let bytes = format!("0123456789,;.x 99.9;{cell};1.5;tail");
        scaled(bytes.as_bytes(), 20, 20 + cell.len(), b'.', decimals)
    }

    #[test]
    fn digits_with_one_sign_are_read_exactly() {
        for (cell, decimals, expected) in [
            ("21.018243", 7, 210_182_430),
            ("106.678969", 7, 1_066_789_690),
            ("53.15", 4, 531_500),
            ("0", 4, 0),
            ("7", 0, 7),
            ("15000", 1, 150_000),
            ("5.", 1, 50),
            (".5", 1, 5),
            ("1234567.12345678", 8, 123_456_712_345_678),
            ("00000001", 0, 1),
            ("12345678", 0, 12_345_678),
        ] {
            assert_eq!(read(cell, decimals), Some(expected), "{cell}");
        }
    }

    #[test]
    fn anything_else_is_left_to_others() {
        let others =
            ["", ".", "-1", "+1", "1.2.3", "1,5", " 1", "1 ", "1e3", "1.23456", "a", "1:2", "1/2", "1.2345678901"];
        for cell in others {
            assert_eq!(read(cell, 4), None, "{cell}");
        }
        // Too near the ends of the text for one look.
        assert_eq!(scaled(b"12;34", 0, 2, b'.', 2), None);
    }

    #[test]
    fn both_ways_read_the_same_numbers() {
        let alphabet = [b"0123456789".as_slice(), b".", b".,- +e\0/:\xff"];
        let mut random = 1u64;
        let mut next = |n: usize| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (random >> 33) as usize % n
        };
        let (mut bytes, mut cells) = (b"0123456789012345".to_vec(), Vec::new());
        for _ in 0..20_000 {
            let start = bytes.len() as u32;
            for _ in 0..next(13) {
                let letters = alphabet[[0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2][next(12)]];
                bytes.push(letters[next(letters.len())]);
            }
            cells.push((start, bytes.len() as u32));
            bytes.push(b',');
        }
        bytes.extend_from_slice(b"0123456789012345");
        for (decimals, high) in [(0, 9), (1, i32::MAX as u64), (4, 100_000_000), (7, 1_800_000_000), (8, 2_000_000_000)]
        {
            let column = NumberColumn { decimal_sign: b'.', decimals, low: 1, high };
            let read = |plainly: bool| {
                let (mut numbers, mut is_usual) = (vec![0; cells.len()], vec![true; cells.len()]);
                let way = if plainly { read_each_plainly } else { read_each };
                way(&bytes, &cells, column, &mut numbers, &mut is_usual);
                numbers.into_iter().zip(is_usual).map(|(n, usual)| usual.then_some(n)).collect::<Vec<_>>()
            };
            let (fast, plain) = (read(false), read(true));
            assert!(plain.iter().flatten().count() > 0, "{decimals}");
            for ((fast, plain), (from, to)) in fast.iter().zip(&plain).zip(&cells) {
                let cell = String::from_utf8_lossy(&bytes[*from as usize..*to as usize]);
                // The fast way takes more digits than eight where the value is small enough.
                assert!(fast == plain || cell.len() > 8 && plain.is_none(), "{cell} {decimals}: {fast:?} {plain:?}");
                if let (Some(fast), Ok(number)) = (fast, cell.parse::<f64>()) {
                    assert_eq!(f64::from(*fast), (number * 10f64.powi(decimals.into())).round(), "{cell}");
                }
            }
        }
    }

    #[test]
    fn dates_are_read_in_their_shape() {
        const DATE: Shape = Shape::new(*b"0000-00-");
        let read = |text: &[u8; 8]| pairs_in_shape(*text, &DATE).map(|pairs| (pairs[0], pairs[2], pairs[5]));
        assert_eq!(read(b"2026-11-"), Some((20, 26, 11)));
        assert_eq!(read(b"1999-09-"), Some((19, 99, 9)));
        for text in [b"2026/11-", b"2026-1a-", b"2026-11 ", b"202:-11-", b"/026-11-", b"2026-11\xad"] {
            assert_eq!(read(text), None);
        }
    }

    #[test]
    fn every_byte_but_a_digit_is_noticed_in_every_place() {
        for place in 0..6 {
            for byte in (0..=255u8).filter(|b| !b.is_ascii_digit() && *b != b'.') {
                let mut bytes = b"xxxxxxxxxxxxxxxx123456xxxxxxxx".to_vec();
                bytes[16 + place] = byte;
                assert_eq!(scaled(&bytes, 16, 22, b'.', 2), None, "{byte} at {place}");
            }
        }
    }
}
