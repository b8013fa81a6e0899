//! Brings any dialect of delimited text into the one form that the fast way of reading knows.
//!
//! It stands between the decoder and the cutting into chunks. One record of the file stays one record, so that rows are
//! numbered as a person counts them: what is left out becomes an empty line. A file that already has the form is handed
//! through, and only its quotes are looked at: one that never closes would swallow all rows behind it.

use std::io::{ErrorKind, Read, Result};

use memchr::memchr;

use crate::model::Note;

use super::characters::{mended, need_mending, text_of};
use super::chunk::MAX_RECORD_BYTES;
use super::mend::Mender;
use super::second_header::{Names, Naming};
use super::style::{Newline, RawRecord, RawRecords, Style, write_canonical};

const BLOCK: usize = 256 << 10;

/// Longest text quoted in a note, in characters.
const LONGEST_EXAMPLE: usize = 40;

/// How a file is brought into its canonical form.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::io) struct Form {
    pub style: Style,
    /// Records are taken apart and written anew; otherwise only quotes are looked at.
    pub rewrites: bool,
    pub mender: Option<Mender>,
    /// What the columns are called, to know a header further down.
    pub names: Names,
}

/// Reads text in canonical form.
#[derive(Debug)]
pub(in crate::io) struct Canonical<R> {
    source: R,
    form: Form,
    /// Bytes read but not yet understood, and text not yet handed out.
    pending: Vec<u8>,
    out: Vec<u8>,
    handed_out: usize,
    at_end: bool,
    /// The byte before those that are pending, and the last that was no blank.
    last: u8,
    last_sign: u8,
    n_rows: u64,
    found: Found,
}

/// What was put right on the way.
#[derive(Debug, Default)]
struct Found {
    open_quotes: u64,
    example: String,
    mended: u64,
    first_mended: u64,
    second_table: Option<SecondTable>,
    /// Quotes behind blanks at the beginning of a cell, where such quotes are letters.
    late_quotes: u64,
}

/// Rows below a header that names the columns otherwise.
#[derive(Debug)]
struct SecondTable {
    first_row: u64,
    n_rows: u64,
    /// Where the cells of each column stand now; `None` once the first header was met again.
    order: Option<Vec<Option<usize>>>,
}

impl<R: Read> Canonical<R> {
    pub fn new(source: R, form: Form) -> Self {
        Self {
            source,
            form,
            pending: Vec::new(),
            out: Vec::new(),
            handed_out: 0,
            at_end: false,
            last: b'\n',
            last_sign: b'\n',
            n_rows: 0,
            found: Found::default(),
        }
    }

    pub fn source(&self) -> &R {
        &self.source
    }

    pub fn into_source(self) -> R {
        self.source
    }

    /// What a person should know of the file, as far as it was read.
    pub fn notes(&self) -> Vec<Note> {
        let found = &self.found;
        let quotes = (found.open_quotes > 0)
            .then(|| Note::OpenQuotes { cells: found.open_quotes, example: found.example.clone() });
        let mended =
            (found.mended > 0).then_some(Note::MendedRows { rows: found.mended, first_row: found.first_mended });
        let second_table = found.second_table.as_ref();
        let second_table = second_table.map(|t| Note::SecondTable { rows: t.n_rows, first_row: t.first_row });
        let late_quotes = (found.late_quotes > 0).then_some(Note::LateQuotes { cells: found.late_quotes });
        [quotes, late_quotes, mended, second_table].into_iter().flatten().collect()
    }

    /// Reads more into `pending`, or finds the end.
    fn fill(&mut self) -> Result<()> {
        let len = self.pending.len();
        self.pending.resize(len + BLOCK, 0);
        let n = loop {
            match self.source.read(self.pending.get_mut(len..).unwrap_or_default()) {
                Ok(n) => break n,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    self.pending.truncate(len);
                    return Err(error);
                }
            }
        };
        self.pending.truncate(len + n);
        self.at_end |= n == 0;
        Ok(())
    }

    /// Reads straight into the reader's buffer up to the first quote that opens a cell.
    fn hand_through(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let n = self.source.read(buffer)?;
        self.at_end |= n == 0 && !buffer.is_empty();
        let bytes = buffer.get(..n).unwrap_or_default();
        let mut from = 0;
        while let Some(quote) = memchr(b'"', bytes.get(from..).unwrap_or_default()).map(|i| from + i) {
            if self.opens_cell(bytes, quote) {
                self.pending.extend_from_slice(bytes.get(quote..).unwrap_or_default());
                self.passed(bytes.get(..quote).unwrap_or_default());
                return Ok(quote);
            }
            self.look_at_late_quote(bytes, quote);
            from = quote + 1;
        }
        self.passed(bytes);
        Ok(n)
    }

    /// Remembers the end of what is no longer pending.
    fn passed(&mut self, bytes: &[u8]) {
        let sign = bytes.iter().rfind(|byte| !matches!(byte, b' ' | b'\t'));
        (self.last, self.last_sign) =
            (bytes.last().copied().unwrap_or(self.last), sign.copied().unwrap_or(self.last_sign));
    }

    /// Counts a quote that only blanks part from the beginning of its cell. The first part of the file, by which the
    /// way of reading was decided, had none.
    fn look_at_late_quote(&mut self, bytes: &[u8], quote: usize) {
        let delimiter = self.form.style.delimiter.as_bytes();
        let before = bytes.get(..quote).unwrap_or_default();
        let sign = before.iter().rfind(|byte| !matches!(byte, b' ' | b'\t')).copied().unwrap_or(self.last_sign);
        if !matches!(delimiter, b"\t" | b" ") && delimiter == [sign] {
            self.found.late_quotes += 1;
        }
    }

    fn opens_cell(&self, bytes: &[u8], quote: usize) -> bool {
        let before = quote.checked_sub(1).and_then(|i| bytes.get(i)).copied().unwrap_or(self.last);
        let newline = if self.form.style.newline == Newline::Cr { b'\r' } else { b'\n' };
        before == newline || self.form.style.delimiter.as_bytes() == [before]
    }

    /// Checks the quotes of what is pending, and writes the rest as it is.
    fn guard(&mut self) {
        let bytes = std::mem::take(&mut self.pending);
        // Everything before `written` is in `out`; everything before `at` is known to be right.
        let (mut written, mut at) = (0, 0);
        let mut open = None;
        // Where the line of the last open quote of a broken text goes on.
        let mut literal_from = None;
        while let Some(quote) = memchr(b'"', bytes.get(at..).unwrap_or_default()).map(|i| at + i) {
            if !self.opens_cell(&bytes, quote) {
                self.look_at_late_quote(&bytes, quote);
                at = quote + 1;
                continue;
            }
            if let Some(end) = end_of_plain_quotes(&bytes, quote + 1, self.form.style.delimiter) {
                at = end;
                continue;
            }
            let style = &mut self.form.style;
            let line = literal_from.and_then(|from: usize| bytes.get(from..quote));
            let is_literal = style.is_broken(0) && line.is_some_and(|line| memchr(b'\n', line).is_none());
            let quoted = if is_literal { Some(None) } else { style.quoted(&bytes, quote + 1, self.at_end) };
            let cell = match quoted {
                None => None,
                Some(Some(cell)) => Some(cell),
                Some(None) => style.unquoted(&bytes, quote, self.at_end).inspect(|(cell, _)| {
                    style.note_open_quotes(1);
                    self.found.quote(cell);
                    literal_from = Some(quote);
                }),
            };
            let Some((cell, end)) = cell else {
                open = Some(quote);
                break;
            };
            self.out.extend_from_slice(bytes.get(written..quote).unwrap_or_default());
            write_quoted(&cell, &mut self.out);
            (written, at) = (end, end);
        }
        let is_too_long = |quote: usize| bytes.len() - quote >= MAX_RECORD_BYTES;
        let end = open.filter(|quote| !self.at_end && !is_too_long(*quote)).unwrap_or(bytes.len());
        self.out.extend_from_slice(bytes.get(written..end).unwrap_or_default());
        self.pending.extend_from_slice(bytes.get(end..).unwrap_or_default());
        self.passed(bytes.get(..end).unwrap_or_default());
    }

    /// Takes the pending records apart and writes them anew.
    fn rewrite(&mut self) {
        let bytes = std::mem::take(&mut self.pending);
        let delimiter = self.form.style.canonical_delimiter();
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let Some(record) = self.form.style.record(rest, self.at_end) else { break };
            let line = rest.get(..record.n_bytes).unwrap_or_default();
            rest = rest.get(record.n_bytes.max(1)..).unwrap_or_default();
            self.n_rows += 1;
            let n_open_quotes = record.n_open_quotes;
            self.form.style.note_open_quotes(n_open_quotes);
            let cells = self.form.cells(line, record, self.n_rows, &mut self.found);
            if n_open_quotes > 0 {
                let open = cells.iter().find(|cell| cell.starts_with(b"\""));
                self.found.quote(open.map_or(b"\"", Vec::as_slice));
            }
            write_canonical(cells.iter().map(Vec::as_slice), delimiter, &mut self.out);
        }
        if rest.len() >= MAX_RECORD_BYTES {
            self.out.extend_from_slice(rest);
        } else {
            self.pending.extend_from_slice(rest);
        }
    }
}

impl Form {
    /// The cells of a record as they should have been; none for a record that is left out.
    fn cells(&self, line: &[u8], mut record: RawRecord, row: u64, found: &mut Found) -> Vec<Vec<u8>> {
        for cell in record.cells.iter_mut().filter(|cell| need_mending(cell)) {
            *cell = mended(cell);
        }
        match self.names.read(&record.cells, row) {
            Naming::Nothing => {}
            // Whoever reads the rows knows the header.
            Naming::Again => {
                found.header(None, row);
                return record.cells;
            }
            Naming::Otherwise(order) => {
                found.header(Some(order), row);
                return Vec::new();
            }
        }
        if let Some(cells) = found.second_table.as_mut().and_then(|table| table.rearranged(&record.cells)) {
            return cells;
        }
        let Some(mender) = &self.mender else { return record.cells };
        match mender.mend(line, &record, &self.style) {
            Some(mended) => {
                if found.mended == 0 {
                    found.first_mended = row;
                }
                found.mended += 1;
                mended
            }
            None => record.cells,
        }
    }

    /// All of a text in canonical form, cells as text, row by row.
    pub fn rows<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = Vec<String>> + 'a {
        let mut found = Found::default();
        RawRecords::new(text, &self.style).zip(1..).map(move |((line, record), row)| {
            let cells = self.cells(line, record, row, &mut found);
            cells.into_iter().map(text_of).collect()
        })
    }
}

impl SecondTable {
    /// The cells in the order of the first header; cells beyond the second one stand behind them.
    fn rearranged(&mut self, cells: &[Vec<u8>]) -> Option<Vec<Vec<u8>>> {
        let order = self.order.as_ref()?;
        if cells.iter().all(Vec::is_empty) {
            return None;
        }
        self.n_rows += 1;
        let cell = |place: &Option<usize>| place.and_then(|i| cells.get(i)).cloned().unwrap_or_default();
        let n_named = order.iter().flatten().max().map_or(0, |last| last + 1);
        let surplus = cells.iter().skip(n_named).filter(|cell| !cell.is_empty()).cloned();
        Some(order.iter().map(cell).chain(surplus).collect())
    }
}

impl Found {
    /// Learns of a header below the first.
    fn header(&mut self, order: Option<Vec<Option<usize>>>, row: u64) {
        match &mut self.second_table {
            Some(table) => table.order = order,
            None if order.is_some() => self.second_table = Some(SecondTable { first_row: row, n_rows: 0, order }),
            None => {}
        }
    }

    fn quote(&mut self, cell: &[u8]) {
        if self.open_quotes == 0 {
            self.example = String::from_utf8_lossy(cell).chars().take(LONGEST_EXAMPLE).collect();
        }
        self.open_quotes += 1;
    }
}

/// End of a cell whose quotes are as RFC 4180 wants them, so that nothing has to be changed; `None` asks for a closer
/// look. `from` is the place after the opening quote.
fn end_of_plain_quotes(bytes: &[u8], from: usize, delimiter: &str) -> Option<usize> {
    const LONGEST: usize = 300;
    let mut at = from;
    loop {
        let quote = memchr(b'"', bytes.get(at..)?).map(|i| at + i).filter(|quote| quote - from <= LONGEST)?;
        match bytes.get(quote + 1)? {
            b'"' => at = quote + 2,
            b'\n' | b'\r' => return Some(quote + 1),
            after if delimiter.as_bytes() == [*after] => return Some(quote + 1),
            _ => return None,
        }
    }
}

fn write_quoted(cell: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    let mut rest = cell;
    while let Some(quote) = memchr(b'"', rest) {
        out.extend_from_slice(rest.get(..=quote).unwrap_or_default());
        out.push(b'"');
        rest = rest.get(quote + 1..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

impl<R: Read> Read for Canonical<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        loop {
            let rest = self.out.get(self.handed_out..).unwrap_or_default();
            if !rest.is_empty() || buffer.is_empty() {
                let n = rest.len().min(buffer.len());
                if let (Some(to), Some(from)) = (buffer.get_mut(..n), rest.get(..n)) {
                    to.copy_from_slice(from);
                }
                self.handed_out += n;
                return Ok(n);
            }
            self.out.clear();
            self.handed_out = 0;
            if self.at_end && self.pending.is_empty() {
                return Ok(0);
            }
            if !self.form.rewrites && self.pending.is_empty() {
                let n = self.hand_through(buffer)?;
                if n > 0 {
                    return Ok(n);
                }
                continue;
            }
            if !self.at_end {
                self.fill()?;
            }
            if self.form.rewrites { self.rewrite() } else { self.guard() }
        }
    }
}

#[cfg(test)]
mod tests;
