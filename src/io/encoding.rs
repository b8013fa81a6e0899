//! Bytes of a file into UTF-8, and the hash that names the file.

use std::io::{ErrorKind, Read, Result};

use ring::digest::{Context, SHA256};

/// How the characters of a text file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf8WithMark,
    Utf16LittleEndian,
    Utf16BigEndian,
    /// Some bytes are no UTF-8; each stands for the replacement character.
    Unknown,
}

impl Encoding {
    /// Tells from the first bytes of a file.
    pub fn of(prefix: &[u8]) -> Self {
        match prefix {
            [0xff, 0xfe, ..] => Self::Utf16LittleEndian,
            [0xfe, 0xff, ..] => Self::Utf16BigEndian,
            [0xef, 0xbb, 0xbf, ..] => Self::Utf8WithMark,
            _ => Self::without_mark(prefix),
        }
    }

    /// Latin text in UTF-16 has a NUL in every other byte.
    fn without_mark(prefix: &[u8]) -> Self {
        let zeros = |odd: usize| prefix.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
        let (even, odd) = (zeros(0), zeros(1));
        let many = prefix.len() / 5;
        if prefix.len() >= 4 && odd > many && even == 0 {
            Self::Utf16LittleEndian
        } else if prefix.len() >= 4 && even > many && odd == 0 {
            Self::Utf16BigEndian
        } else {
            match std::str::from_utf8(prefix) {
                Ok(_) => Self::Utf8,
                // The prefix may end within a character.
                Err(error) if error.error_len().is_none() => Self::Utf8,
                Err(_) => Self::Unknown,
            }
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8WithMark => "UTF-8 BOM",
            Self::Utf16LittleEndian => "UTF-16LE",
            Self::Utf16BigEndian => "UTF-16BE",
            Self::Unknown => "?",
        }
    }

    pub(super) fn is_utf8_or_unknown(self) -> bool {
        !self.is_utf16()
    }

    fn is_utf16(self) -> bool {
        matches!(self, Self::Utf16LittleEndian | Self::Utf16BigEndian)
    }
}

/// Counts and hashes what is read through it.
pub(super) struct Hashing<R> {
    source: R,
    hasher: Context,
    n_bytes: u64,
}

impl<R: Read> Hashing<R> {
    pub fn new(source: R) -> Self {
        Self { source, hasher: Context::new(&SHA256), n_bytes: 0 }
    }

    /// Hex digits of the SHA-256 of all bytes read so far.
    pub fn hex(&self) -> String {
        self.hasher.clone().finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let n = self.source.read(buffer)?;
        self.hasher.update(buffer.get(..n).unwrap_or_default());
        self.n_bytes += n as u64;
        Ok(n)
    }
}

/// Reads any encoding as UTF-8.
pub(super) struct Utf8Reader<R> {
    source: Hashing<R>,
    encoding: Encoding,
    /// Raw UTF-16 bytes, and decoded text not yet handed out.
    raw: Vec<u8>,
    decoded: Vec<u8>,
    handed_out: usize,
    /// First half of a character of two units, or an odd byte, kept for the next block.
    kept: Vec<u8>,
}

impl<R: Read> Utf8Reader<R> {
    pub fn new(source: R, encoding: Encoding) -> Self {
        Self {
            source: Hashing::new(source),
            encoding,
            raw: Vec::new(),
            decoded: Vec::new(),
            handed_out: 0,
            kept: Vec::new(),
        }
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
                // A lone half at the end of the file is one broken character.
                if start > 0 {
                    self.decoded.extend_from_slice("\u{fffd}".as_bytes());
                }
                return Ok(());
            }
            let mut whole = self.raw.len() / 2 * 2;
            if let Some([a, b]) = self.raw.get(whole.wrapping_sub(2)..whole)
                && (0xd800..0xdc00).contains(&self.unit([*a, *b]))
            {
                whole -= 2;
            }
            self.kept.extend_from_slice(self.raw.get(whole..).unwrap_or_default());
            let (pairs, _) = self.raw.get(..whole).unwrap_or_default().as_chunks::<2>();
            let units = pairs.iter().map(|pair| match self.encoding {
                Encoding::Utf16BigEndian => u16::from_be_bytes(*pair),
                _ => u16::from_le_bytes(*pair),
            });
            for c in char::decode_utf16(units) {
                let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
                self.decoded.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        Ok(())
    }

    fn unit(&self, pair: [u8; 2]) -> u16 {
        if self.encoding == Encoding::Utf16BigEndian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if !self.encoding.is_utf16() {
            return self.source.read(buffer);
        }
        if self.handed_out == self.decoded.len() {
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
pub(super) fn decode_prefix(prefix: &[u8], encoding: Encoding) -> Vec<u8> {
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
    fn the_encoding_shows_in_the_first_bytes() {
        let little: Vec<u8> = "time;lat;lon".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(Encoding::of(&little), Encoding::Utf16LittleEndian);
        assert_eq!(Encoding::of("Vĩ độ".as_bytes()), Encoding::Utf8);
        assert_eq!(Encoding::of(&"Vĩ độ".as_bytes()[..2]), Encoding::Utf8);
        assert_eq!(Encoding::of(b"\xef\xbb\xbfa"), Encoding::Utf8WithMark);
        assert_eq!(Encoding::of(b"V\xf4 \xff x"), Encoding::Unknown);
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
