//! Bytes of a file into UTF-8 block by block, and the hash that names the file.

use std::io::{ErrorKind, Read, Result};

use ring::digest::{Context, SHA256};

use super::Encoding;

/// Counts and hashes what is read through it.
pub(in crate::io) struct Hashing<R> {
    source: R,
    /// `None` where somebody else hashes the file.
    hasher: Option<Context>,
    n_bytes: u64,
}

impl<R: Read> Hashing<R> {
    pub fn new(source: R) -> Self {
        Self { source, hasher: Some(Context::new(&SHA256)), n_bytes: 0 }
    }

    /// Hex digits of the SHA-256 of all bytes read so far; empty where it is not taken.
    pub fn hex(&self) -> String {
        let digest = self.hasher.clone().map(Context::finish);
        digest.iter().flat_map(|digest| digest.as_ref()).map(|byte| format!("{byte:02x}")).collect()
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let n = self.source.read(buffer)?;
        if let Some(hasher) = &mut self.hasher {
            hasher.update(buffer.get(..n).unwrap_or_default());
        }
        self.n_bytes += n as u64;
        Ok(n)
    }
}

/// Reads any encoding as UTF-8, without the mark at its beginning.
pub(in crate::io) struct Utf8Reader<R> {
    source: Hashing<R>,
    encoding: Encoding,
    /// Bytes as they stand in the file, and decoded text not yet handed out.
    raw: Vec<u8>,
    decoded: Vec<u8>,
    handed_out: usize,
    /// Begin of a character or word that the last block had to leave out.
    kept: Vec<u8>,
    /// A mark may still come.
    at_start: bool,
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

impl<R: Read> Utf8Reader<R> {
    pub fn new(source: R, encoding: Encoding) -> Self {
        Self {
            source: Hashing::new(source),
            encoding,
            raw: Vec::new(),
            decoded: Vec::new(),
            handed_out: 0,
            kept: Vec::new(),
            at_start: true,
        }
    }

    /// The same reader without a hash.
    pub fn unhashed(mut self) -> Self {
        self.source.hasher = None;
        self
    }

    /// Bytes of the file read so far.
    pub fn n_bytes(&self) -> u64 {
        self.source.n_bytes
    }

    /// Hex digits of the SHA-256 of the bytes read so far.
    pub fn sha256(&self) -> String {
        self.source.hex()
    }

    fn decode_block(&mut self) -> Result<()> {
        const BLOCK: usize = 64 << 10;
        self.decoded.clear();
        self.handed_out = 0;
        while self.decoded.is_empty() {
            self.raw.clear();
            self.raw.append(&mut self.kept);
            let start = self.raw.len();
            self.raw.resize(start + BLOCK, 0);
            let n = match self.source.read(self.raw.get_mut(start..).unwrap_or_default()) {
                Ok(n) => n,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            self.raw.truncate(start + n);
            if n == 0 {
                let text = self.encoding.decode(&self.raw);
                self.decoded.extend_from_slice(self.without_mark(&text).as_bytes());
                return Ok(());
            }
            let whole =
                if self.encoding.is_utf16() { whole_utf16(&self.raw, self.encoding) } else { whole_words(&self.raw) };
            self.kept.extend_from_slice(self.raw.get(whole..).unwrap_or_default());
            let text = self.encoding.decode(self.raw.get(..whole).unwrap_or_default());
            self.decoded.extend_from_slice(self.without_mark(&text).as_bytes());
            self.at_start &= text.is_empty();
        }
        Ok(())
    }

    fn without_mark<'t>(&self, text: &'t str) -> &'t str {
        if self.at_start { text.strip_prefix('\u{feff}').unwrap_or(text) } else { text }
    }

    /// Reads the first three bytes of a text in UTF-8; what is no mark is handed out first.
    fn read_mark(&mut self) -> Result<()> {
        self.at_start = false;
        let mark = (&mut self.source).take(BYTE_ORDER_MARK.len() as u64).read_to_end(&mut self.decoded);
        if self.decoded == BYTE_ORDER_MARK {
            self.decoded.clear();
        }
        mark.map(drop)
    }
}

/// Bytes up to the last character that is whole.
fn whole_utf16(bytes: &[u8], encoding: Encoding) -> usize {
    let whole = bytes.len() / 2 * 2;
    match bytes.get(whole.wrapping_sub(2)..whole) {
        Some([a, b]) if (0xd800..0xdc00).contains(&unit([*a, *b], encoding)) => whole - 2,
        _ => whole,
    }
}

/// Bytes up to the last that no mark can follow, so that no letter is parted from its marks, and no word from its case.
fn whole_words(bytes: &[u8]) -> usize {
    match bytes.iter().rposition(|b| b.is_ascii() && !b.is_ascii_alphabetic()) {
        Some(last) => last + 1,
        None => bytes.len(),
    }
}

fn unit(pair: [u8; 2], encoding: Encoding) -> u16 {
    if encoding == Encoding::Utf16BigEndian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
}

pub(super) fn decode_utf16(bytes: &[u8], encoding: Encoding) -> String {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair, encoding));
    let text = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
    text.chain((!odd.is_empty()).then_some(char::REPLACEMENT_CHARACTER)).collect()
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if self.encoding == Encoding::Utf8WithMark && self.at_start {
            self.read_mark()?;
        }
        if self.handed_out == self.decoded.len() {
            if self.encoding.is_utf8() {
                return self.source.read(buffer);
            }
            self.decode_block()?;
        }
        let rest = self.decoded.get(self.handed_out..).unwrap_or_default();
        let n = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..n), rest.get(..n)) {
            to.copy_from_slice(from);
        }
        self.handed_out += n;
        Ok(n)
    }
}

/// The beginning of a file as UTF-8.
pub(in crate::io) fn decode_prefix(prefix: &[u8], encoding: Encoding) -> Vec<u8> {
    let mut text = Vec::new();
    // Reading from memory does not fail.
    let _ = Utf8Reader::new(prefix, encoding).read_to_end(&mut text);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_becomes_utf8_across_blocks() {
        let text = "Vĩ độ;😀;Kinh độ\r\n".repeat(9_000);
        for (encoding, bytes) in [
            (Encoding::Utf16LittleEndian, text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
            (Encoding::Utf16BigEndian, text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        ] {
            assert_eq!(decode_prefix(&bytes, encoding), text.as_bytes());
        }
    }

    #[test]
    fn the_mark_of_a_text_is_no_part_of_it() {
        let utf16: Vec<u8> = "\u{feff}a".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, expected) in [
            (b"\xef\xbb\xbf\"a\"".as_slice(), b"\"a\"".as_slice()),
            (b"\xef\xbb\xbf", b""),
            (b"ab", b"ab"),
            (&utf16, b"a"),
            (&utf16[..2], b""),
        ] {
            assert_eq!(decode_prefix(bytes, Encoding::of(bytes)), expected);
            let mut reader = Utf8Reader::new(bytes, Encoding::of(bytes));
            let (mut text, mut byte) = (Vec::new(), [0]);
            while reader.read(&mut byte).unwrap() > 0 {
                text.push(byte[0]);
            }
            assert_eq!((text.as_slice(), reader.n_bytes()), (expected, bytes.len() as u64));
        }
    }

    #[test]
    fn letters_keep_their_marks_across_blocks() {
        // Windows-1258: "độ" is ð, ô and a combining dot below; the word stands across the border of every block.
        let bytes = b"V\xec\xcd;\xf0\xf4\xf2\r\n".repeat(30_000);
        let decoded = decode_prefix(&bytes, Encoding::Legacy(encoding_rs::WINDOWS_1258));
        let line = Encoding::Legacy(encoding_rs::WINDOWS_1258).decode(b"V\xec\xcd;\xf0\xf4\xf2\r\n");
        assert!(line.ends_with(";độ\r\n"), "{line}");
        assert_eq!(decoded, line.repeat(30_000).as_bytes());
    }

    #[test]
    fn the_hash_is_of_the_bytes_of_the_file() {
        // printf abc | sha256sum
        let mut reader = Utf8Reader::new(b"abc".as_slice(), Encoding::Utf8);
        reader.read_to_end(&mut Vec::new()).unwrap();
        assert_eq!(reader.sha256(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(reader.n_bytes(), 3);
    }
}
