//! Says what a file is, from its first bytes.

use crate::model::{Error, Result};

use super::encoding::Encoding;

/// What a file holds, before anything of it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Delimited text.
    Table(Encoding),
    Json,
}

/// Beginnings of formats that are told apart but not read as tables of text.
const SIGNATURES: &[&[u8]] = &[
    b"PK\x03\x04",
    b"SQLite format 3\0",
    b"PAR1",
    b"\x1f\x8b",
    b"fgb\x03",
    b"\xd0\xcf\x11\xe0",
    b"<?xml",
    b"<kml",
    b"<gpx",
    b"\x00\x00\x27\x0a",
];

/// Refuses what is empty or no text.
pub(super) fn detect(path: &str, prefix: &[u8]) -> Result<Format> {
    if prefix.is_empty() {
        return Err(Error::EmptyFile { path: path.to_owned() });
    }
    if SIGNATURES.iter().any(|signature| prefix.starts_with(signature)) {
        return Err(Error::UnsupportedFormat { path: path.to_owned() });
    }
    let encoding = Encoding::of(prefix);
    if encoding.is_utf8_or_unknown() && is_binary(prefix) {
        return Err(Error::NotATable { path: path.to_owned(), reason: "binary".to_owned() });
    }
    let text = prefix.strip_prefix(b"\xef\xbb\xbf").unwrap_or(prefix).trim_ascii_start();
    if text.is_empty() && encoding.is_utf8_or_unknown() {
        return Err(Error::EmptyFile { path: path.to_owned() });
    }
    Ok(if matches!(text.first(), Some(b'{' | b'[')) { Format::Json } else { Format::Table(encoding) })
}

/// Text has few control characters. Single NUL bytes occur in exports of damaged databases.
fn is_binary(prefix: &[u8]) -> bool {
    let control = prefix.iter().filter(|b| matches!(b, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f)).count();
    control * 10 > prefix.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_refused() {
        let key = |bytes: &[u8]| detect("f", bytes).err().map(|e| e.key());
        assert_eq!(key(b""), Some("error-empty-file"));
        assert_eq!(key(b" \n\r\n"), Some("error-empty-file"));
        assert_eq!(key(b"PK\x03\x04rest"), Some("error-unsupported-format"));
        assert_eq!(key(&[0, 1, 2, 3, 0, 0, 0, 0, b'a']), Some("error-not-a-table"));
        assert_eq!(detect("f", b"{\"type\":1}"), Ok(Format::Json));
        assert_eq!(detect("f", b"a;b\0;c;d;e;f;g\n"), Ok(Format::Table(Encoding::Utf8)));
    }
}
