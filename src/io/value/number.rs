//! Decimal numbers as they stand in a file: mantissa and decimals, so that no digit is lost on the way.

use crate::model::DecimalColumn;

use super::cell::is_nothing;

/// What a cell says as a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::io) enum Number {
    Missing,
    /// mantissa × 10^−decimals.
    Decimal(i64, u8),
    /// Written with an exponent, with too many digits, or infinite.
    Float(f64),
    /// Text that is no number.
    Unreadable,
}

/// Most digits of a mantissa that cannot overflow.
const MAX_DIGITS: usize = 18;

impl Number {
    /// The value; `None` where there is none.
    #[inline]
    pub fn value(self) -> Option<f64> {
        match self {
            Self::Decimal(mantissa, decimals) => Some(mantissa as f64 / power_of_ten(decimals)),
            Self::Float(value) => Some(value),
            Self::Missing | Self::Unreadable => None,
        }
    }

    #[inline]
    pub fn push_to(self, column: &mut DecimalColumn) {
        match self {
            Self::Decimal(mantissa, decimals) => column.push_decimal(mantissa, decimals),
            Self::Float(value) => column.push(value),
            Self::Missing | Self::Unreadable => column.push_missing(),
        }
    }

    /// The number with the decimal sign of its file; nothing where there is none.
    pub fn text(self, decimal_comma: bool) -> String {
        let text = match self {
            Self::Decimal(mantissa, 0) => mantissa.to_string(),
            Self::Decimal(mantissa, decimals) => {
                let width = usize::from(decimals) + 1;
                let digits = format!("{:0width$}", mantissa.unsigned_abs());
                let (whole, fraction) = digits.split_at(digits.len() - usize::from(decimals));
                format!("{}{whole}.{fraction}", if mantissa < 0 { "-" } else { "" })
            }
            Self::Float(value) => value.to_string(),
            Self::Missing | Self::Unreadable => String::new(),
        };
        if decimal_comma { text.replace('.', ",") } else { text }
    }

    /// The number times `factor` × 10^−`decimals`, exactly where it was exact.
    #[inline]
    pub fn scaled(self, factor: i64, more_decimals: i8) -> Self {
        match self {
            _ if factor == 1 && more_decimals == 0 => self,
            Self::Decimal(mantissa, decimals) => {
                let exact = mantissa.checked_mul(factor).and_then(|mantissa| {
                    let decimals = i16::from(decimals) + i16::from(more_decimals);
                    match u8::try_from(decimals) {
                        Ok(decimals) => Some(Self::Decimal(mantissa, decimals)),
                        Err(_) => 10i64
                            .checked_pow(u32::from(decimals.unsigned_abs()))
                            .and_then(|power| mantissa.checked_mul(power))
                            .map(|mantissa| Self::Decimal(mantissa, 0)),
                    }
                });
                exact.unwrap_or(Self::Float(
                    mantissa as f64 / power_of_ten(decimals) * factor as f64 / 10f64.powi(i32::from(more_decimals)),
                ))
            }
            Self::Float(value) => Self::Float(value * factor as f64 / 10f64.powi(i32::from(more_decimals))),
            Self::Missing | Self::Unreadable => self,
        }
    }
}

#[inline]
fn power_of_ten(decimals: u8) -> f64 {
    const EXACT: [f64; 23] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ];
    EXACT.get(usize::from(decimals)).copied().unwrap_or_else(|| 10f64.powi(i32::from(decimals)))
}

/// Reads a trimmed cell. `decimal_comma`: a lone comma is the decimal sign, else it parts thousands.
#[inline]
pub(in crate::io) fn parse(cell: &[u8], decimal_comma: bool) -> Number {
    let (negative, digits) = match cell {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, cell),
    };
    if digits.is_empty() || digits.len() > MAX_DIGITS + 1 {
        return parse_unusual(cell, decimal_comma);
    }
    let mut mantissa = 0i64;
    // Digits after the point, counted from the point on.
    let mut decimals = 0u8;
    let mut after_point = 0u8;
    for &byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(i64::from(digit));
            decimals += after_point;
        } else if byte == b'.' && after_point == 0 {
            after_point = 1;
        } else {
            return parse_unusual(cell, decimal_comma);
        }
    }
    let n_digits = digits.len() - usize::from(after_point);
    if n_digits == 0 || n_digits > MAX_DIGITS {
        return parse_unusual(cell, decimal_comma);
    }
    Number::Decimal(if negative { -mantissa } else { mantissa }, decimals)
}

/// Decimal commas, thousands, signs, exponents, infinities and words for nothing.
#[cold]
fn parse_unusual(cell: &[u8], decimal_comma: bool) -> Number {
    if is_nothing(cell) {
        return Number::Missing;
    }
    let Ok(text) = std::str::from_utf8(cell) else { return Number::Unreadable };
    // A quote that closes nothing, and the apostrophe of spreadsheets.
    let text = text.trim_matches(['"', '\'']);
    let text = text.strip_prefix('+').unwrap_or(text).replace('\u{2212}', "-");
    let unsigned = text.strip_prefix('-').unwrap_or(&text);
    if ["inf", "infinity", "∞"].iter().any(|word| unsigned.eq_ignore_ascii_case(word)) {
        return Number::Float(if text.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY });
    }
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == ',') {
        return Number::Unreadable;
    }
    let Some(plain) = with_point(&text, decimal_comma) else { return Number::Unreadable };
    let body = plain.strip_prefix('-').unwrap_or(&plain);
    let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if is_digits(whole) && is_digits(fraction) {
        let n_digits = whole.len() + fraction.len();
        if n_digits == 0 {
            return Number::Unreadable;
        }
        if n_digits <= MAX_DIGITS
            && let Ok(mantissa) = format!("{whole}{fraction}").parse::<i64>()
        {
            return Number::Decimal(if plain.starts_with('-') { -mantissa } else { mantissa }, fraction.len() as u8);
        }
    }
    match plain.parse::<f64>() {
        Ok(value) if body.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')) => {
            Number::Float(value)
        }
        _ => Number::Unreadable,
    }
}

/// The number with a point as decimal sign and nothing between thousands.
fn with_point(text: &str, decimal_comma: bool) -> Option<String> {
    let text: String = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'')).collect();
    let points = text.matches('.').count();
    let commas = text.matches(',').count();
    let decimal = match (points, commas) {
        (0, 0) => return Some(text),
        (1, 0) => Some('.'),
        (0, 1) if decimal_comma => Some(','),
        (0, _) | (_, 0) => None,
        _ => match (text.rfind('.'), text.rfind(',')) {
            (Some(point), Some(comma)) if point > comma => (points == 1).then_some('.'),
            _ => (commas == 1).then_some(','),
        },
    };
    let (whole, fraction) = match decimal {
        Some(sign) => text.rsplit_once(sign)?,
        None => (text.as_str(), ""),
    };
    let groups: Vec<&str> = whole.trim_start_matches('-').split(['.', ',']).collect();
    let well_grouped =
        groups.iter().skip(1).all(|group| group.len() == 3) && groups.first().is_some_and(|g| g.len() <= 3);
    if groups.len() > 1 && !well_grouped {
        return None;
    }
    let whole: String = whole.chars().filter(|c| !matches!(c, '.' | ',')).collect();
    Some(match decimal {
        Some(_) => format!("{whole}.{fraction}"),
        None => whole,
    })
}

#[cfg(test)]
mod tests {
    use super::Number::{Decimal, Float, Missing, Unreadable};
    use super::*;

    #[test]
    fn plain_numbers_keep_their_digits() {
        for (text, expected) in [
            ("12.34", Decimal(1234, 2)),
            ("-0.5", Decimal(-5, 1)),
            ("11524", Decimal(11_524, 0)),
            ("5.", Decimal(5, 0)),
            (".5", Decimal(5, 1)),
            ("+3", Decimal(3, 0)),
            ("106.7712345678901", Decimal(1_067_712_345_678_901, 13)),
            ("", Missing),
            ("N/A", Missing),
            ("nan", Missing),
            ("abc", Unreadable),
            ("21,o34", Unreadable),
            ("1.2.3", Unreadable),
            ("-", Missing),
            (".", Unreadable),
            ("1e3", Float(1000.0)),
            ("\"15", Decimal(15, 0)),
            ("'-5.5", Decimal(-55, 1)),
            ("inf", Float(f64::INFINITY)),
            ("-Infinity", Float(f64::NEG_INFINITY)),
            ("0x10", Unreadable),
            ("12345678901234567890", Float(12_345_678_901_234_567_890.0)),
        ] {
            assert_eq!(parse(text.as_bytes(), true), expected, "{text}");
        }
    }

    #[test]
    fn the_comma_is_read_as_the_file_uses_it() {
        assert_eq!(parse(b"12,5", true), Decimal(125, 1));
        assert_eq!(parse(b"1,234", true), Decimal(1234, 3));
        assert_eq!(parse(b"1,234", false), Decimal(1234, 0));
        assert_eq!(parse(b"12,5", false), Unreadable);
        assert_eq!(parse(b"1.234,5", false), Decimal(12_345, 1));
        assert_eq!(parse(b"1,234.5", true), Decimal(12_345, 1));
        assert_eq!(parse(b"1.234.567", true), Decimal(1_234_567, 0));
        assert_eq!(parse("1 234,5".as_bytes(), true), Decimal(12_345, 1));
    }

    #[test]
    fn units_convert_without_rounding() {
        // 11 524 kbit/s are 11.524 Mbit/s; 1 440 500 byte/s are 11.524 Mbit/s.
        assert_eq!(Decimal(11_524, 0).scaled(1, 3), Decimal(11_524, 3));
        assert_eq!(Decimal(1_440_500, 0).scaled(8, 6).value(), Some(11.524));
        assert_eq!(Decimal(25, 2).scaled(1, -3), Decimal(250, 0).scaled(1, 0));
    }
}
