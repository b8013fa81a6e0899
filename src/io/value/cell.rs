//! What counts as nothing in a cell, and what as its text.

use unicode_normalization::UnicodeNormalization;

/// The cell without white space, NUL bytes, no-break spaces and byte order marks at its ends.
#[inline]
pub(in crate::io) fn trim(cell: &[u8]) -> &[u8] {
    match (cell.first(), cell.last()) {
        (Some(b'!'..=0x7e), Some(b'!'..=0x7e)) | (None, _) => cell,
        _ => trim_ends(cell),
    }
}

fn trim_ends(mut cell: &[u8]) -> &[u8] {
    loop {
        cell = match cell {
            [0..=b' ', rest @ ..]
            | [rest @ .., 0..=b' ']
            | [0xc2, 0xa0, rest @ ..]
            | [rest @ .., 0xc2, 0xa0]
            | [0xef, 0xbb, 0xbf, rest @ ..] => rest,
            _ => return cell,
        }
    }
}

/// Whether the trimmed cell says that there is no value.
#[inline]
pub(in crate::io) fn is_nothing(cell: &[u8]) -> bool {
    match cell.len() {
        0 => true,
        1 => cell == b"-",
        2 => cell == b"--" || cell.eq_ignore_ascii_case(b"na"),
        3 => [b"n/a".as_slice(), b"nan"].iter().any(|word| cell.eq_ignore_ascii_case(word)),
        4 => [b"null".as_slice(), b"none", b"#n/a"].iter().any(|word| cell.eq_ignore_ascii_case(word)),
        _ => false,
    }
}

/// Text of a cell, composed (NFC); bytes that are no UTF-8 become the replacement character. An apostrophe that keeps
/// a spreadsheet from taking the text for a formula is no part of it.
pub(in crate::io) fn text(cell: &[u8]) -> String {
    const LONGEST: usize = 200;
    let cell = match cell {
        [b'\'', rest @ ..] if matches!(rest, [b'=' | b'+' | b'-' | b'@', ..]) => rest,
        _ => cell,
    };
    let text = String::from_utf8_lossy(cell);
    let text = match text.char_indices().nth(LONGEST) {
        Some((end, _)) => text.get(..end).unwrap_or_default(),
        None => &text,
    };
    if text.is_ascii() { text.to_owned() } else { text.nfc().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_of_all_kinds_are_trimmed() {
        assert_eq!(trim(b"\xef\xbb\xbf a b\xc2\xa0\t\r"), b"a b");
        assert_eq!(trim(b"\0\0"), b"");
        assert_eq!(trim("Vĩ độ".as_bytes()), "Vĩ độ".as_bytes());
    }

    #[test]
    fn a_text_is_composed_and_without_the_guard_against_formulas() {
        assert_eq!(text(b"'=1+1"), "=1+1");
        assert_eq!(text(b"'tis"), "'tis");
        assert_eq!(text("Phu\u{31b}o\u{31b}\u{300}ng".as_bytes()), "Phường");
    }

    #[test]
    fn placeholders_are_nothing_and_words_are_something() {
        for cell in ["", "-", "--", "na", "N/A", "NaN", "NULL", "None"] {
            assert!(is_nothing(cell.as_bytes()), "{cell}");
        }
        for cell in ["0", "abc", "inf", "---"] {
            assert!(!is_nothing(cell.as_bytes()), "{cell}");
        }
    }
}
