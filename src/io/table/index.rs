//! Where cells and records end in a chunk, and what they hold.

use std::borrow::Cow;

use memchr::memchr2;

use crate::io::value::cell;

use super::chunk::{Signs, end_of_quoted};
use super::signs;

/// Where the cells of one chunk end, and which cells begin records. Used again for the next chunk.
#[derive(Debug, Default)]
pub(in crate::io) struct CellIndex {
    /// [`BEFORE`], then the end of each cell, which is one byte before the begin of the next; then what is left of an
    /// earlier chunk.
    ends: Vec<u32>,
    n_cells: usize,
    /// Number of the first cell of each record, and at last that of all cells.
    firsts: Vec<u32>,
}

/// Stands before the end of the first cell, so that it too begins one byte behind an end.
pub(super) const BEFORE: u32 = u32::MAX;

impl CellIndex {
    /// Indexes a chunk, which must be shorter than 2 GiB.
    pub fn build(&mut self, bytes: &[u8], signs: Signs, has_quotes: bool) {
        self.firsts.clear();
        self.firsts.push(0);
        if has_quotes {
            self.index_quoted(bytes, signs);
        } else {
            self.n_cells = signs::index_plain(bytes, signs, &mut self.ends, &mut self.firsts);
        }
        let begin = self.ends.get(self.n_cells).map_or(0, |end| end.wrapping_add(1)) as usize;
        if self.firsts.last() != Some(&(self.n_cells as u32)) || begin < bytes.len() {
            self.ends.truncate(self.n_cells + 1);
            self.ends.push(bytes.len() as u32);
            self.n_cells += 1;
            self.firsts.push(self.n_cells as u32);
        }
    }

    /// Number of records, blank ones included.
    pub fn len(&self) -> usize {
        self.firsts.len().saturating_sub(1)
    }

    /// The records of the indexed chunk, in order, blank ones included.
    pub fn records<'a>(&'a self, bytes: &'a [u8], has_quotes: bool) -> impl Iterator<Item = Record<'a>> {
        (0..self.len()).map(move |number| self.record(number, bytes, has_quotes))
    }

    /// One record of the indexed chunk; one without cells past the last.
    #[inline]
    pub fn record<'a>(&'a self, number: usize, bytes: &'a [u8], has_quotes: bool) -> Record<'a> {
        let cells = self.firsts.get(number).zip(self.firsts.get(number + 1));
        let ends = cells.and_then(|(from, to)| self.ends.get(*from as usize..=*to as usize)).unwrap_or(&[BEFORE]);
        Record { bytes, has_quotes, ends }
    }

    /// Where in the chunk the cells of one column begin and end, untrimmed, for the records from `first` on; an empty
    /// place for a record that has no such cell, or more than `n_columns`.
    pub fn places(&self, first: usize, column: usize, n_columns: usize, bytes: &[u8], places: &mut [(u32, u32)]) {
        let firsts = self.firsts.get(first..).unwrap_or_default();
        for (pair, place) in firsts.windows(2).zip(places) {
            let (from, n_cells) = (pair[0] as usize, (pair[1] - pair[0]) as usize);
            let is_whole = column < n_cells && n_cells <= n_columns;
            let ends = self.ends.get(from + column..).and_then(|ends| ends.first_chunk::<2>()).filter(|_| is_whole);
            *place = ends.map_or((0, 0), |[before, end]| {
                let start = before.wrapping_add(1);
                // In most tables the last column is none of those that are asked for.
                let end = if column + 1 < n_columns { *end } else { without_return(bytes, start, *end) };
                (start, end)
            });
        }
    }

    fn index_quoted(&mut self, bytes: &[u8], signs: Signs) {
        self.ends.clear();
        self.ends.push(BEFORE);
        let mut at = 0;
        while at < bytes.len() {
            let after_quotes = if bytes.get(at) == Some(&b'"') { end_of_quoted(bytes, at + 1) } else { at };
            let found = bytes.get(after_quotes..).and_then(|rest| memchr2(signs.delimiter, signs.newline, rest));
            let Some(end) = found.map(|i| after_quotes + i) else { break };
            self.ends.push(end as u32);
            if bytes.get(end) == Some(&signs.newline) {
                self.firsts.push(self.ends.len() as u32 - 1);
            }
            at = end + 1;
            // A delimiter as the very last byte leaves an empty cell open.
        }
        self.n_cells = self.ends.len() - 1;
    }
}

/// End of the last cell of a record without the sign that ends the line.
#[inline]
fn without_return(bytes: &[u8], start: u32, end: u32) -> u32 {
    let has_return = end > start && bytes.get(end as usize - 1) == Some(&b'\r');
    end - u32::from(has_return)
}

/// One record of a chunk.
#[derive(Debug, Clone, Copy)]
pub(in crate::io) struct Record<'a> {
    bytes: &'a [u8],
    has_quotes: bool,
    /// End of the cell before the first, then of each cell.
    ends: &'a [u32],
}

impl<'a> Record<'a> {
    pub fn len(&self) -> usize {
        self.ends.len() - 1
    }

    /// The whole record as written.
    #[inline]
    pub fn line(&self) -> &'a [u8] {
        let [before, .., end] = self.ends else { return &[] };
        self.bytes.get(before.wrapping_add(1) as usize..*end as usize).unwrap_or_default()
    }

    /// A cell as written, without the sign that ends a line; empty past the last.
    #[inline]
    fn raw(&self, column: usize) -> &'a [u8] {
        let Some([before, end]) = self.ends.get(column..).and_then(|ends| ends.first_chunk()) else { return &[] };
        let start = before.wrapping_add(1);
        let ends_line = column + 2 == self.ends.len();
        let end = if ends_line { without_return(self.bytes, start, *end) } else { *end };
        self.bytes.get(start as usize..end as usize).unwrap_or_default()
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
            index.ends.truncate(index.n_cells + 1);
            assert_eq!((index.ends, index.firsts), (vec![BEFORE, at as u32, 130], vec![0, 2]), "{at}");
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
