//! Cuts a stream of text into chunks that end with a record, so that they can be parsed in parallel.
//!
//! Quotes are followed while cutting, because a newline between quotes ends no record. A quote opens a cell only
//! where a cell begins (RFC 4180); anywhere else it is a character like any other, and breaks nothing.

use std::io::{ErrorKind, Read};

use memchr::{memchr, memrchr};

/// Bytes of a chunk: enough to keep a worker busy for a millisecond, little enough to stay with what is made of it in
/// the cache of one core.
const CHUNK_BYTES: usize = 512 << 10;

/// Longest record that is taken for a record.
pub(in crate::io) const MAX_RECORD_BYTES: usize = 8 << 20;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Whole records, in the first `len` bytes of a buffer that is used again.
#[derive(Debug, Default)]
pub(in crate::io) struct Chunk {
    buffer: Vec<u8>,
    len: usize,
    /// Position in the file, counted in chunks.
    pub number: usize,
    pub has_quotes: bool,
}

impl Chunk {
    pub fn bytes(&self) -> &[u8] {
        self.buffer.get(..self.len).unwrap_or_default()
    }
}

/// What can stop the cutting.
#[derive(Debug)]
pub(in crate::io) enum ChunkError {
    Read(std::io::Error),
    RecordTooLong,
}

/// The signs that part cells and records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::io) struct Signs {
    pub delimiter: u8,
    pub newline: u8,
}

/// Reads a source in [`Chunk`]s.
#[derive(Debug)]
pub(in crate::io) struct ChunkReader<R> {
    source: R,
    signs: Signs,
    /// Begin of the record that the last chunk had to leave out.
    tail: Vec<u8>,
    at_end: bool,
    n_chunks: usize,
}

impl<R: Read> ChunkReader<R> {
    pub fn new(source: R, signs: Signs) -> Self {
        Self { source, signs, tail: Vec::new(), at_end: false, n_chunks: 0 }
    }

    pub fn source(&self) -> &R {
        &self.source
    }

    pub fn into_source(self) -> R {
        self.source
    }

    /// Fills `chunk` with the next records; `false` when there are none left.
    pub fn next(&mut self, chunk: &mut Chunk) -> Result<bool, ChunkError> {
        let mut len = self.tail.len();
        if chunk.buffer.len() < len + CHUNK_BYTES {
            chunk.buffer.resize(len + CHUNK_BYTES, 0);
        }
        if let Some(start) = chunk.buffer.get_mut(..len) {
            start.copy_from_slice(&self.tail);
        }
        self.tail.clear();
        loop {
            len = self.fill(&mut chunk.buffer, len)?;
            if self.n_chunks == 0 && chunk.buffer.starts_with(BYTE_ORDER_MARK) && len >= 3 {
                chunk.buffer.copy_within(3..len, 0);
                len -= 3;
            }
            let bytes = chunk.buffer.get(..len).unwrap_or_default();
            let (end, has_quotes) = last_record_end(bytes, self.signs, self.at_end);
            let end = if self.at_end { Some(len) } else { end };
            if let Some(end) = end {
                self.tail.extend_from_slice(bytes.get(end..).unwrap_or_default());
                chunk.len = end;
                chunk.has_quotes = has_quotes;
                chunk.number = self.n_chunks;
                self.n_chunks += 1;
                return Ok(end > 0);
            }
            if len >= MAX_RECORD_BYTES {
                return Err(ChunkError::RecordTooLong);
            }
            chunk.buffer.resize(len + CHUNK_BYTES, 0);
        }
    }

    fn fill(&mut self, buffer: &mut [u8], mut len: usize) -> Result<usize, ChunkError> {
        while let Some(free) = buffer.get_mut(len..).filter(|free| !free.is_empty()) {
            match self.source.read(free) {
                Ok(0) => {
                    self.at_end = true;
                    break;
                }
                Ok(n) => len += n,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(ChunkError::Read(error)),
            }
        }
        Ok(len)
    }
}

/// End of the last record that is complete, and whether any byte is a quote.
fn last_record_end(bytes: &[u8], signs: Signs, at_end: bool) -> (Option<usize>, bool) {
    let newline_before = |end: usize, start: usize| {
        bytes.get(start..end).and_then(|outside| memrchr(signs.newline, outside)).map(|i| start + i + 1)
    };
    let Some(first_quote) = memchr(b'"', bytes) else { return (newline_before(bytes.len(), 0), false) };
    let mut last_end = newline_before(first_quote, 0);
    // Everything between `outside` and the next opening quote is outside quotes.
    let mut outside = 0;
    let mut next = Some(first_quote);
    while let Some(quote) = next {
        if !opens_cell(bytes, quote, signs) {
            next = find_quote(bytes, quote + 1);
            continue;
        }
        last_end = newline_before(quote, outside).or(last_end);
        let Some(after) = closing_quote(bytes, quote + 1, at_end) else { return (last_end, true) };
        outside = after;
        next = find_quote(bytes, after);
    }
    (newline_before(bytes.len(), outside).or(last_end), true)
}

pub(super) fn find_quote(bytes: &[u8], from: usize) -> Option<usize> {
    bytes.get(from..).and_then(|rest| memchr(b'"', rest)).map(|i| from + i)
}

pub(super) fn opens_cell(bytes: &[u8], quote: usize, signs: Signs) -> bool {
    quote == 0 || bytes.get(quote - 1).is_some_and(|before| *before == signs.delimiter || *before == signs.newline)
}

/// Position after the quote that closes a cell; two quotes in a row are one character of it.
fn closing_quote(bytes: &[u8], mut from: usize, at_end: bool) -> Option<usize> {
    loop {
        let quote = find_quote(bytes, from)?;
        match bytes.get(quote + 1) {
            Some(b'"') => from = quote + 2,
            None if !at_end => return None,
            _ => return Some(quote + 1),
        }
    }
}

/// Like [`closing_quote`] in text that ends with its last record: an unclosed cell runs to the end.
pub(super) fn end_of_quoted(bytes: &[u8], from: usize) -> usize {
    closing_quote(bytes, from, true).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: Signs = Signs { delimiter: b',', newline: b'\n' };

    #[test]
    fn a_newline_between_quotes_ends_no_record() {
        let end = |text: &str| last_record_end(text.as_bytes(), COMMA, false).0;
        assert_eq!(end("a,b\nc,d"), Some(4));
        assert_eq!(end("a,\"b\nc\",d"), None);
        assert_eq!(end("a,b\n\"c\nd"), Some(4));
        assert_eq!(end("a,\"x\"\"\ny\"\nb"), Some(10));
        assert_eq!(end("5\" screen\nb"), Some(10));
        assert_eq!(end("a,\"b\""), None);
    }

    #[test]
    fn chunks_put_together_are_the_source() {
        let mut text = String::from("\u{feff}");
        for i in 0..200_000 {
            text.push_str(&format!("{i},\"row\n{i}\",x\r\n"));
        }
        let mut reader = ChunkReader::new(text.as_bytes(), COMMA);
        let (mut chunk, mut joined, mut n) = (Chunk::default(), Vec::new(), 0);
        while reader.next(&mut chunk).unwrap() {
            assert!(chunk.bytes().ends_with(b"\r\n"));
            joined.extend_from_slice(chunk.bytes());
            n += 1;
        }
        assert!(n > 1);
        assert_eq!(joined, &text.as_bytes()[3..]);
    }

    #[test]
    fn a_record_without_end_is_refused_in_bounded_memory() {
        let endless = std::io::repeat(b'x');
        let mut reader = ChunkReader::new(endless, COMMA);
        let mut chunk = Chunk::default();
        assert!(matches!(reader.next(&mut chunk), Err(ChunkError::RecordTooLong)));
        assert!(chunk.buffer.len() <= MAX_RECORD_BYTES + CHUNK_BYTES);
    }
}
