//! Numbers as a person of each language writes them.

use super::Language;

fn separators(language: Language) -> (char, char) {
    match language {
        Language::Vi => ('.', ','),
        Language::En => (',', '.'),
    }
}

/// A whole number with its thousands apart.
pub(super) fn whole(language: Language, value: u64) -> String {
    group(&value.to_string(), separators(language).0)
}

/// A rounded number; a dash for what is not finite.
pub(super) fn decimal(language: Language, value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let (thousands, point) = separators(language);
    let rounded = format!("{:.decimals$}", value.abs());
    let (integer, fraction) = rounded.split_once('.').unwrap_or((&rounded, ""));
    let mut out = String::new();
    // What rounds to zero has no sign.
    if value < 0.0 && rounded.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        out.push('−');
    }
    out.push_str(&group(integer, thousands));
    if !fraction.is_empty() {
        out.push(point);
        out.push_str(fraction);
    }
    out
}

/// The percent sign stands apart in Vietnamese, by a space that does not break the line.
pub(super) fn percent(language: Language, figure: &str) -> String {
    match language {
        Language::Vi => format!("{figure}\u{a0}%"),
        Language::En => format!("{figure}%"),
    }
}

fn group(digits: &str, separator: char) -> String {
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}
