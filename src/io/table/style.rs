//! How a text file marks cells and records, beyond what the fast way of reading knows, and how a record is cut by it.

use memchr::{memchr, memchr3, memmem};

use crate::io::value::cell::trim;

/// A quoted cell with more bytes or lines than this was never closed.
const MAX_QUOTED_BYTES: usize = 64 << 10;
const MAX_QUOTED_LINES: usize = 100;

/// A text that has opened so many quotes in vain is broken: there, quotes close in their line, and behind one that does
/// not the rest of the line has none. Each open quote costs a search for its end; this bounds them by the length of
/// the text.
const BROKEN_FROM: u64 = 100;

/// As many CR before an LF are one end of a line where lines end in several ways; of a longer run each is one.
const MOST_RETURNS: usize = 16;

/// What ends a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::io) enum Newline {
    /// LF, also with a CR before it.
    Lf,
    Cr,
    /// Any of LF, CR and CRLF.
    Mixed,
}

/// The signs of a file as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::io) struct Style {
    /// One to three ASCII characters.
    pub delimiter: &'static str,
    pub quote: u8,
    /// A quote within quotes has a backslash before it, not its double.
    pub backslash: bool,
    pub newline: Newline,
    /// Quotes that were opened in vain so far.
    pub(super) n_open_quotes: u64,
}

/// One record cut into its cells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::io) struct RawRecord {
    /// Without quotes and blanks around them.
    pub cells: Vec<Vec<u8>>,
    /// Which of them stood between quotes.
    pub quoted: Vec<bool>,
    /// Bytes of the record with its end.
    pub n_bytes: usize,
    /// Quotes that opened a cell and never closed it.
    pub n_open_quotes: u64,
}

/// What stands at a place of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Delimiter,
    Newline(usize),
    End,
    Other,
}

impl Style {
    pub const fn plain(delimiter: &'static str, newline: Newline) -> Self {
        Self { delimiter, quote: b'"', backslash: false, newline, n_open_quotes: 0 }
    }

    /// Whether the fast way of reading knows these signs.
    pub fn is_plain(&self) -> bool {
        self.delimiter.len() == 1 && self.quote == b'"' && !self.backslash && self.newline != Newline::Mixed
    }

    /// The delimiter's byte in the canonical form.
    pub fn canonical_delimiter(&self) -> u8 {
        self.delimiter.bytes().find(|b| *b != b' ').unwrap_or(b' ')
    }

    /// Learns of quotes that were opened in vain.
    pub fn note_open_quotes(&mut self, n: u64) {
        self.n_open_quotes += n;
    }

    /// Whether the text has opened too many quotes in vain, `n_more` of them since the last were noted.
    pub fn is_broken(&self, n_more: u64) -> bool {
        self.n_open_quotes + n_more >= BROKEN_FROM
    }

    /// Cuts the first record of `bytes`; `None` when it may go on behind them.
    pub fn record(&self, bytes: &[u8], at_end: bool) -> Option<RawRecord> {
        let mut record = RawRecord::default();
        let mut at = 0;
        loop {
            let start = self.quoted_start(bytes, at);
            let is_broken = self.is_broken(record.n_open_quotes);
            let quoted = match start {
                Some(start) if !(is_broken && record.n_open_quotes > 0) => {
                    self.quoted_within(bytes, start, at_end, is_broken)?
                }
                _ => None,
            };
            record.n_open_quotes += u64::from(start.is_some() && quoted.is_none());
            record.quoted.push(quoted.is_some());
            let (cell, after) = match quoted {
                Some(cell) => cell,
                None => self.unquoted(bytes, at, at_end)?,
            };
            record.cells.push(cell);
            match self.sign(bytes, after, at_end)? {
                Sign::Delimiter => at = after + self.delimiter.len(),
                Sign::Newline(n) => {
                    record.n_bytes = after + n;
                    return Some(record);
                }
                Sign::End | Sign::Other => {
                    record.n_bytes = after;
                    return Some(record);
                }
            }
        }
    }

    /// Position after the quote that opens the cell at `at`; blanks may stand before it.
    fn quoted_start(&self, bytes: &[u8], at: usize) -> Option<usize> {
        let rest = bytes.get(at..)?;
        let blanks = if self.delimiter.starts_with([' ', '\t']) { 0 } else { count_blanks(rest) };
        (rest.get(blanks) == Some(&self.quote)).then_some(at + blanks + 1)
    }

    /// The cell whose opening quote stands before `start`, and where it ends. The outer `None` asks for more bytes,
    /// the inner one says that the quote opens nothing.
    #[expect(clippy::option_option, reason = "the two questions are asked one after the other")]
    pub fn quoted(&self, bytes: &[u8], start: usize, at_end: bool) -> Option<Option<(Vec<u8>, usize)>> {
        self.quoted_within(bytes, start, at_end, self.is_broken(0))
    }

    #[expect(clippy::option_option, reason = "as above")]
    fn quoted_within(
        &self,
        bytes: &[u8],
        start: usize,
        at_end: bool,
        is_broken: bool,
    ) -> Option<Option<(Vec<u8>, usize)>> {
        let mut cell = Vec::new();
        let mut from = start;
        let mut n_lines = 0;
        // An apostrophe is more often a letter than a quote: as a quote it stands in one line.
        let max_lines = if is_broken || self.quote == b'\'' { 0 } else { MAX_QUOTED_LINES };
        loop {
            let last = (start + MAX_QUOTED_BYTES + 2).min(bytes.len());
            let rest = bytes.get(from..last).unwrap_or_default();
            let backslash = if self.backslash { b'\\' } else { self.quote };
            let Some(found) = memchr3(self.quote, backslash, b'\n', rest) else {
                let too_long = bytes.len().saturating_sub(start) > MAX_QUOTED_BYTES;
                return (too_long || at_end).then_some(None);
            };
            let at = from + found;
            cell.extend_from_slice(rest.get(..found).unwrap_or_default());
            if at - start > MAX_QUOTED_BYTES {
                return Some(None);
            }
            let next = bytes.get(at + 1).copied();
            let here = bytes.get(at).copied().unwrap_or_default();
            if next.is_none() && !at_end {
                return None;
            }
            if here == b'\n' {
                n_lines += 1;
                if n_lines > max_lines {
                    return Some(None);
                }
                cell.push(here);
                from = at + 1;
            } else if self.backslash && here == b'\\' {
                cell.extend(next.filter(|n| *n != self.quote).is_some().then_some(here));
                cell.extend(next);
                from = at + 2;
            } else if next == Some(self.quote) {
                cell.push(self.quote);
                from = at + 2;
            } else {
                let blanks = if self.delimiter.starts_with([' ', '\t']) {
                    0
                } else {
                    count_blanks(bytes.get(at + 1..).unwrap_or_default())
                };
                match self.sign(bytes, at + 1 + blanks, at_end)? {
                    Sign::Other if cell.is_empty() => {
                        // `""Word…",`: the second quote is a character of the cell.
                        cell.push(self.quote);
                        from = at + 1;
                    }
                    // Apostrophes stand within words and behind them.
                    Sign::Other if self.quote == b'\'' => {
                        cell.push(self.quote);
                        from = at + 1;
                    }
                    Sign::Other if self.may_hold_more_cells(&cell) => return Some(None),
                    // `"Word" and more`: the quotes close early and the rest belongs to the cell.
                    Sign::Other => {
                        let (rest, end) = self.unquoted_untrimmed(bytes, at + 1, at_end)?;
                        cell.extend(rest);
                        return Some(Some((trim(&cell).to_vec(), end)));
                    }
                    // Apostrophes took the place of quotes that were doubled within a cell.
                    _ if self.quote == b'\'' && memmem::find(&cell, b"\"\"").is_some() => {
                        let text = String::from_utf8_lossy(&cell).replace("\"\"", "\"");
                        return Some(Some((text.trim().as_bytes().to_vec(), at + 1 + blanks)));
                    }
                    _ => return Some(Some((trim(&cell).to_vec(), at + 1 + blanks))),
                }
            }
        }
    }

    fn may_hold_more_cells(&self, cell: &[u8]) -> bool {
        cell.contains(&b'\n') || memmem::find(cell, self.delimiter.as_bytes()).is_some()
    }

    /// The cell at `at` without regard to quotes, and where it ends; `None` asks for more bytes.
    pub fn unquoted(&self, bytes: &[u8], at: usize, at_end: bool) -> Option<(Vec<u8>, usize)> {
        let (mut cell, end) = self.unquoted_untrimmed(bytes, at, at_end)?;
        // Few cells have blanks around them: the others are not copied.
        let n = trim(&cell).len();
        if n < cell.len() {
            cell = trim(&cell).to_vec();
        }
        Some((cell, end))
    }

    fn unquoted_untrimmed(&self, bytes: &[u8], at: usize, at_end: bool) -> Option<(Vec<u8>, usize)> {
        let mut end = at;
        let mut kept = Vec::new();
        let first_sign = self.delimiter.bytes().next().unwrap_or_default();
        loop {
            if !self.backslash {
                let rest = bytes.get(end..).unwrap_or_default();
                let n = memchr3(first_sign, b'\n', b'\r', rest).unwrap_or(rest.len());
                kept.extend_from_slice(rest.get(..n).unwrap_or_default());
                end += n;
            }
            match self.sign(bytes, end, at_end)? {
                Sign::Other if self.backslash && bytes.get(end) == Some(&b'\\') => {
                    let escaped = bytes.get(end + 1..).unwrap_or_default().starts_with(self.delimiter.as_bytes());
                    if escaped {
                        kept.extend_from_slice(self.delimiter.as_bytes());
                        end += 1 + self.delimiter.len();
                    } else {
                        kept.push(b'\\');
                        end += 1;
                    }
                }
                Sign::Other => {
                    // Of a run of CR that ends no line, none does: asking each would cost the square of their number.
                    let rest = bytes.get(end..).unwrap_or_default();
                    let n = rest.iter().take_while(|byte| **byte == b'\r').count().max(1);
                    kept.extend(rest.iter().take(n));
                    end += n;
                }
                _ => return Some((kept, end)),
            }
        }
    }

    /// What stands at `at`; `None` when the next bytes decide.
    fn sign(&self, bytes: &[u8], at: usize, at_end: bool) -> Option<Sign> {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(first) = rest.first() else { return at_end.then_some(Sign::End) };
        let delimiter = self.delimiter.as_bytes();
        if delimiter.first() == Some(first) {
            if rest.starts_with(delimiter) {
                return Some(Sign::Delimiter);
            }
            if rest.len() < delimiter.len() && !at_end {
                return None;
            }
            // The blank of `, ` may be missing at the end of a line.
            let bare = delimiter.trim_ascii_end();
            if bare.len() < delimiter.len() && matches!(rest.get(bare.len()), None | Some(b'\r' | b'\n')) {
                return Some(Sign::Delimiter);
            }
        }
        match (first, self.newline) {
            (b'\n', Newline::Lf | Newline::Mixed) => Some(Sign::Newline(1)),
            (b'\r', Newline::Cr) => Some(Sign::Newline(1)),
            (b'\r', newline) => {
                let seen = if newline == Newline::Mixed { MOST_RETURNS } else { rest.len() };
                let returns = rest.iter().take(seen).take_while(|b| **b == b'\r').count();
                match rest.get(returns) {
                    None if !at_end => None,
                    Some(b'\n') => Some(Sign::Newline(returns + 1)),
                    _ if newline == Newline::Mixed => Some(Sign::Newline(1)),
                    None => Some(Sign::Newline(returns)),
                    Some(_) => Some(Sign::Other),
                }
            }
            _ => Some(Sign::Other),
        }
    }
}

/// The records of a whole text, each with its line.
#[derive(Debug)]
pub(in crate::io) struct RawRecords<'a> {
    style: Style,
    rest: &'a [u8],
}

impl<'a> RawRecords<'a> {
    pub fn new(text: &'a [u8], style: &Style) -> Self {
        Self { style: style.clone(), rest: text }
    }
}

impl<'a> Iterator for RawRecords<'a> {
    type Item = (&'a [u8], RawRecord);

    fn next(&mut self) -> Option<Self::Item> {
        let record = (!self.rest.is_empty()).then(|| self.style.record(self.rest, true)).flatten()?;
        self.style.note_open_quotes(record.n_open_quotes);
        let (line, rest) = self.rest.split_at_checked(record.n_bytes.max(1))?;
        self.rest = rest;
        Some((line, record))
    }
}

fn count_blanks(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| matches!(b, b' ' | b'\t')).count()
}

/// Writes a record in the form that the fast way reads: RFC 4180 quotes, one byte between cells, LF.
pub(in crate::io) fn write_canonical<'a>(cells: impl Iterator<Item = &'a [u8]>, delimiter: u8, out: &mut Vec<u8>) {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            out.push(delimiter);
        }
        let is_safe = memchr(delimiter, cell).is_none() && memchr3(b'"', b'\n', b'\r', cell).is_none();
        if is_safe {
            out.extend_from_slice(cell);
            continue;
        }
        out.push(b'"');
        for byte in cell {
            if *byte == b'"' {
                out.push(b'"');
            }
            out.push(*byte);
        }
        out.push(b'"');
    }
    out.push(b'\n');
}

#[cfg(test)]
mod tests;
