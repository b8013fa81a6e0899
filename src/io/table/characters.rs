//! Characters that damaged exports leave in a text: NUL bytes, and signs of windows-1252 as control characters.

use encoding_rs::WINDOWS_1252;
use memchr::memchr;

/// Whether a text holds NUL bytes, or characters of windows-1252 that were taken for control characters.
pub(super) fn need_mending(text: &[u8]) -> bool {
    memchr(0, text).is_some() || memchr::memchr_iter(0xc2, text).any(|at| matches!(text.get(at + 1), Some(0x80..=0x9f)))
}

/// A cell as text, without what needs mending.
pub(super) fn cell_text(cell: Vec<u8>) -> String {
    text_of(if need_mending(&cell) { mended(&cell) } else { cell })
}

/// Bytes as text, with a sign in the place of what is no UTF-8. Most cells are taken as they are, without a copy.
pub(super) fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// The text in UTF-8, without NUL bytes and with the characters that were meant.
pub(super) fn mended(text: &[u8]) -> Vec<u8> {
    let mut text_meant = String::with_capacity(text.len());
    for c in String::from_utf8_lossy(text).chars().filter(|c| *c != '\0') {
        match u8::try_from(u32::from(c)) {
            Ok(byte @ 0x80..=0x9f) => text_meant.push_str(&WINDOWS_1252.decode_without_bom_handling(&[byte]).0),
            _ => text_meant.push(c),
        }
    }
    text_meant.into_bytes()
}
