//! Looks at the records of an XLSB part before a decoder holds what they say. Records as in Microsoft's [MS-XLSB].
//!
//! The decoder reads a text beyond the end of its record, where the one before it lies, and copies the name of a sheet
//! for each reference to it: a small part could take all memory.

use std::io::{Read, copy, sink};

/// Records and their first bytes that are looked at.
const SHARED_STRING: u16 = 0x0013;
const SHEET: u16 = 0x009c;
const LOOKED_AT: u64 = 5;

/// Of state, numbers, a relation and a name of 31 characters.
const MAX_SHEET_BYTES: u64 = 4096;

/// A shared string has 32,767 characters, and their fonts and readings.
const MAX_RECORD_BYTES: u64 = 4 << 20;

/// Whether each string lies within its record.
pub(super) fn are_sound_strings(part: impl Read) -> bool {
    all(part, |kind, len, first| {
        let n_characters = first.get(1..5).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes);
        kind != SHARED_STRING || n_characters.is_some_and(|n| LOOKED_AT + 2 * u64::from(n) <= len)
    })
}

/// Whether no sheet has a name without end.
pub(super) fn are_sound_sheets(part: impl Read) -> bool {
    all(part, |kind, len, _| kind != SHEET || len <= MAX_SHEET_BYTES)
}

/// Asks each record: its type, its length and its first bytes. A part that is cut off is left to the decoder.
fn all(mut part: impl Read, is_sound: impl Fn(u16, u64, &[u8]) -> bool) -> bool {
    while let Some((kind, len)) = head(&mut part) {
        let mut first = Vec::new();
        let is_read = part.by_ref().take(LOOKED_AT.min(len)).read_to_end(&mut first).is_ok();
        if !is_read || len > MAX_RECORD_BYTES || !is_sound(kind, len, &first) {
            return false;
        }
        if copy(&mut part.by_ref().take(len - first.len() as u64), &mut sink()).is_err() {
            return false;
        }
    }
    true
}

/// Type and length: each byte has seven bits, and one that says whether another follows.
fn head(part: &mut impl Read) -> Option<(u16, u64)> {
    let mut byte = || {
        let mut byte = [0];
        part.read_exact(&mut byte).ok().map(|()| byte[0])
    };
    let low = byte()?;
    let high = if low & 0x80 == 0 { 0 } else { byte()? & 0x7f };
    let mut len = 0;
    for shift in [0, 7, 14, 21] {
        let next = byte()?;
        len |= u64::from(next & 0x7f) << shift;
        if next & 0x80 == 0 {
            break;
        }
    }
    Some((u16::from(low & 0x7f) | u16::from(high) << 7, len))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn string(n_characters: u32, text: &[u8]) -> Vec<u8> {
        let len = 5 + text.len() as u8;
        [&[0x13, len, 0][..], &n_characters.to_le_bytes(), text].concat()
    }

    #[test]
    fn a_string_lies_within_its_record() {
        let begin = [0x9f, 1, 8, 2, 0, 0, 0, 2, 0, 0, 0];
        assert!(are_sound_strings([&begin[..], &string(2, b"a\0b\0"), &string(0, b"")].concat().as_slice()));
        // The second would be read out of the first.
        assert!(!are_sound_strings([&begin[..], &string(2, b"a\0b\0"), &string(2, b"")].concat().as_slice()));
        assert!(!are_sound_strings([0x13, 0].as_slice()));
        // A length of 256 MB.
        assert!(!are_sound_strings([0, 0xff, 0xff, 0xff, 0x7f].as_slice()));
    }

    #[test]
    fn the_name_of_a_sheet_ends() {
        let sheet = |len: u16| {
            let head = [0x9c, 1, (len & 0x7f) as u8 | 0x80, (len >> 7) as u8];
            [&head[..], &vec![0; usize::from(len)]].concat()
        };
        assert!(are_sound_sheets(sheet(200).as_slice()));
        assert!(!are_sound_sheets(sheet(5000).as_slice()));
    }
}
