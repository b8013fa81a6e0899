//! Finds where cells and records end in a chunk, and hands out records.

use std::borrow::Cow;

use memchr::memchr2;

use crate::io::value::cell;

use super::chunk::{Signs, end_of_quoted};

/// Marks the end of a cell that is also the end of its record.
const RECORD_END: u32 = 1 << 31;

/// Ends of cells in one chunk. Used again for the next chunk.
#[derive(Debug, Default)]
pub(in crate::io) struct CellIndex {
    ends: Vec<u32>,
}

impl CellIndex {
    /// Indexes a chunk, which must be shorter than 2 GiB.
    pub fn build(&mut self, bytes: &[u8], signs: Signs, has_quotes: bool) {
        self.ends.clear();
        if has_quotes {
            index_quoted(bytes, signs, &mut self.ends);
        } else {
            index_plain(bytes, signs, &mut self.ends);
        }
        let has_open_record = match self.ends.last() {
            Some(end) => end & RECORD_END == 0 || ((end & !RECORD_END) as usize) + 1 < bytes.len(),
            None => !bytes.is_empty(),
        };
        if has_open_record {
            self.ends.push(bytes.len() as u32 | RECORD_END);
        }
    }

    /// The records of the indexed chunk, in order, blank ones included.
    pub fn records<'a>(&'a self, bytes: &'a [u8], has_quotes: bool) -> Records<'a> {
        Records { bytes, has_quotes, rest: &self.ends, start: 0 }
    }
}

/// Iterator over the records of a chunk.
#[derive(Debug)]
pub(in crate::io) struct Records<'a> {
    bytes: &'a [u8],
    has_quotes: bool,
    rest: &'a [u32],
    start: usize,
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    #[inline]
    fn next(&mut self) -> Option<Record<'a>> {
        let n = self.rest.iter().position(|end| end & RECORD_END != 0)? + 1;
        let (ends, rest) = self.rest.split_at_checked(n)?;
        let record = Record { bytes: self.bytes, has_quotes: self.has_quotes, ends, start: self.start };
        self.rest = rest;
        self.start = record.end() + 1;
        Some(record)
    }
}

/// One record of a chunk.
#[derive(Debug, Clone, Copy)]
pub(in crate::io) struct Record<'a> {
    bytes: &'a [u8],
    has_quotes: bool,
    ends: &'a [u32],
    start: usize,
}

impl<'a> Record<'a> {
    #[inline]
    fn end(&self) -> usize {
        self.ends.last().map_or(self.start, |end| (end & !RECORD_END) as usize)
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The whole record as written.
    #[inline]
    pub fn line(&self) -> &'a [u8] {
        self.bytes.get(self.start..self.end()).unwrap_or_default()
    }

    /// The text of the chunk, and where in it a cell begins and ends, untrimmed; `None` past the last cell.
    #[inline]
    pub fn place(&self, column: usize) -> Option<(&'a [u8], usize, usize)> {
        let end = (self.ends.get(column)? & !RECORD_END) as usize;
        let start = match column.checked_sub(1).and_then(|before| self.ends.get(before)) {
            Some(before) => *before as usize + 1,
            None => self.start,
        };
        let ends_line = column + 1 == self.ends.len() && self.bytes.get(end.wrapping_sub(1)) == Some(&b'\r');
        Some((self.bytes, start, if ends_line { (end - 1).max(start) } else { end }))
    }

    /// A cell as written, without the sign that ends a line; empty past the last.
    #[inline]
    fn raw(&self, column: usize) -> &'a [u8] {
        self.place(column).and_then(|(bytes, start, end)| bytes.get(start..end)).unwrap_or_default()
    }

    /// A cell of a chunk without quotes, without blanks around it.
    #[inline]
    pub fn plain_cell(&self, column: usize) -> &'a [u8] {
        cell::trim(self.raw(column))
    }

    /// A cell without quotes and blanks around it.
    #[inline(always)] // Called a dozen times for each row; most of the cost would be handing the result over.
    pub fn cell(&self, column: usize) -> Cow<'a, [u8]> {
        let cell = cell::trim(self.raw(column));
        if self.has_quotes && cell.first() == Some(&b'"') { unquote(cell) } else { Cow::Borrowed(cell) }
    }

    /// Whether no cell holds anything.
    pub fn is_blank(&self) -> bool {
        (0..self.len()).all(|column| self.cell(column).is_empty())
    }
}

#[cold]
fn unquote(cell: &[u8]) -> Cow<'_, [u8]> {
    let inner = cell.get(1..).unwrap_or_default();
    if let Some(inner) = inner.strip_suffix(b"\"")
        && !inner.contains(&b'"')
    {
        return Cow::Borrowed(cell::trim(inner));
    }
    let mut text = Vec::with_capacity(inner.len());
    let mut bytes = inner.iter().copied().peekable();
    let mut quoted = true;
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' if quoted && bytes.peek() == Some(&b'"') => {
                bytes.next();
                text.push(b'"');
            }
            b'"' if quoted => quoted = false,
            _ => text.push(byte),
        }
    }
    Cow::Owned(cell::trim(&text).to_vec())
}

/// Sixty-four bytes at a time: one bit for each sign, then from bit to bit.
fn index_plain(bytes: &[u8], signs: Signs, ends: &mut Vec<u32>) {
    let (blocks, rest) = bytes.as_chunks::<64>();
    let mut base = 0u32;
    for block in blocks {
        let delimiters = equal_bytes(block, signs.delimiter);
        let newlines = equal_bytes(block, signs.newline);
        let mut bits = delimiters | newlines;
        while bits != 0 {
            let bit = bits.trailing_zeros();
            ends.push((base + bit) | ((newlines >> bit) as u32) << 31);
            bits &= bits - 1;
        }
        base += 64;
    }
    for (i, byte) in rest.iter().enumerate() {
        if *byte == signs.newline {
            ends.push((base + i as u32) | RECORD_END);
        } else if *byte == signs.delimiter {
            ends.push(base + i as u32);
        }
    }
}

/// One bit for each byte that is `wanted`.
#[cfg(target_arch = "x86_64")]
#[inline]
fn equal_bytes(block: &[u8; 64], wanted: u8) -> u64 {
    use std::arch::x86_64::{_mm_cmpeq_epi8, _mm_movemask_epi8, _mm_set_epi64x, _mm_set1_epi8};
    let (quarters, _) = block.as_chunks::<16>();
    quarters.iter().rev().fold(0, |bits, quarter| {
        let word = u128::from_le_bytes(*quarter);
        // SAFETY: these need SSE2, which every x86-64 processor has, and touch no memory. Measured: finding the ends of
        // cells takes a fifth of the instructions that words of eight bytes need, which is a tenth of reading a table.
        #[expect(unsafe_code)]
        let equal = unsafe {
            let lanes = _mm_set_epi64x((word >> 64) as i64, word as i64);
            _mm_movemask_epi8(_mm_cmpeq_epi8(lanes, _mm_set1_epi8(wanted.cast_signed())))
        };
        bits << 16 | u64::from(equal as u16)
    })
}

/// One bit for each byte that is `wanted`.
#[cfg(not(target_arch = "x86_64"))]
#[inline]
fn equal_bytes(block: &[u8; 64], wanted: u8) -> u64 {
    block.iter().rev().fold(0, |bits, byte| bits << 1 | u64::from(*byte == wanted))
}

fn index_quoted(bytes: &[u8], signs: Signs, ends: &mut Vec<u32>) {
    let mut at = 0;
    while at < bytes.len() {
        let after_quotes = if bytes.get(at) == Some(&b'"') { end_of_quoted(bytes, at + 1) } else { at };
        let found = bytes.get(after_quotes..).and_then(|rest| memchr2(signs.delimiter, signs.newline, rest));
        let Some(end) = found.map(|i| after_quotes + i) else { break };
        let is_record_end = bytes.get(end) == Some(&signs.newline);
        ends.push(end as u32 | if is_record_end { RECORD_END } else { 0 });
        at = end + 1;
        // A delimiter as the very last byte leaves an empty cell open.
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str, has_quotes: bool) -> Vec<Vec<String>> {
        let mut index = CellIndex::default();
        index.build(text.as_bytes(), Signs { delimiter: b',', newline: b'\n' }, has_quotes);
        index
            .records(text.as_bytes(), has_quotes)
            .map(|r| (0..r.len()).map(|c| String::from_utf8_lossy(&r.cell(c)).into_owned()).collect())
            .collect()
    }

    #[test]
    fn both_ways_of_indexing_agree_without_quotes() {
        let mut text = String::new();
        for i in 0..40 {
            text.push_str(&format!("{i},, a b ,{}\r\n\n", i * 1_234_567));
        }
        text.push_str("last,record");
        assert_eq!(table(&text, false), table(&text, true));
        let rows = table(&text, false);
        assert_eq!(rows.len(), 81);
        assert_eq!(rows[2], ["1", "", "a b", "1234567"]);
        assert_eq!(rows[80], ["last", "record"]);
    }

    #[test]
    fn every_sign_is_found_wherever_it_stands() {
        for at in 0..130 {
            let mut text = vec![b'x'; 130];
            text[at] = b',';
            let mut index = CellIndex::default();
            index.build(&text, Signs { delimiter: b',', newline: b'\n' }, false);
            assert_eq!(index.ends, [at as u32, 130 | RECORD_END], "{at}");
        }
    }

    #[test]
    fn quoted_cells_lose_their_quotes() {
        let rows = table("\"a, b\",\"say \"\"hi\"\"\",\"line\nbreak\",5\" x,\"\"\n\"open,1\n2", true);
        assert_eq!(rows, [vec!["a, b", "say \"hi\"", "line\nbreak", "5\" x", ""], vec!["open,1\n2"]]);
    }

    #[test]
    fn a_record_knows_when_it_is_blank() {
        let mut index = CellIndex::default();
        let text = b" , ,\r\na,,\n";
        index.build(text, Signs { delimiter: b',', newline: b'\n' }, false);
        let blank: Vec<bool> = index.records(text, false).map(|r| r.is_blank()).collect();
        assert_eq!(blank, [true, false]);
    }
}
