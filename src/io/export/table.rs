//! CSV as the contract wants it: UTF-8 with BOM, comma, LF, RFC 4180 quoting, nothing a spreadsheet takes for a formula.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

use crossbeam_channel::{Receiver, Sender};
use rayon::Yield;

use crate::model::{write_fixed, write_number, write_whole};

/// Byte order mark, so that spreadsheets read UTF-8.
pub const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Fields of one row after another, appended to a buffer.
#[derive(Debug, Default)]
pub struct Rows {
    bytes: Vec<u8>,
    in_row: bool,
    /// The bits of the number written last, and where it stands: mean and quantiles of one sample are the same number.
    last: Option<(u64, Range<usize>)>,
}

impl Rows {
    fn separate(&mut self) {
        if self.in_row {
            self.bytes.push(b',');
        }
        self.in_row = true;
    }

    pub fn text(&mut self, text: &str) -> &mut Self {
        self.separate();
        write_text(text, &mut self.bytes);
        self
    }

    /// A word of the program's own, which needs no quotes.
    pub fn word(&mut self, word: &'static str) -> &mut Self {
        self.separate();
        self.bytes.extend_from_slice(word.as_bytes());
        self
    }

    pub fn empty(&mut self) -> &mut Self {
        self.separate();
        self
    }

    pub fn integer(&mut self, value: impl Into<u64>) -> &mut Self {
        self.separate();
        write_whole(value.into(), &mut self.bytes);
        self
    }

    /// The shortest decimal.
    pub fn number(&mut self, value: f64) -> &mut Self {
        self.separate();
        if let Some((last, place)) = &self.last
            && *last == value.to_bits()
        {
            self.bytes.extend_from_within(place.clone());
            return self;
        }
        let from = self.bytes.len();
        if value.is_finite() {
            write_number(value, &mut self.bytes);
        }
        self.last = Some((value.to_bits(), from..self.bytes.len()));
        self
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Forgets all rows and keeps their memory.
    pub fn clear(&mut self) {
        *self = Self { bytes: std::mem::take(&mut self.bytes), ..Self::default() };
        self.bytes.clear();
    }

    pub fn fixed(&mut self, value: f64, decimals: usize) -> &mut Self {
        self.separate();
        if value.is_finite() {
            write_fixed(value, decimals, &mut self.bytes);
        }
        self
    }

    /// Fields that are already written out.
    pub fn raw(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> &mut Self {
        self.separate();
        write(&mut self.bytes);
        self
    }

    pub fn end(&mut self) {
        self.bytes.push(b'\n');
        self.in_row = false;
    }
}

/// Appends a text: quoted where RFC 4180 asks for it, with an apostrophe before what could be read as a formula.
pub fn write_text(text: &str, out: &mut Vec<u8>) {
    let is_plain = |byte: u8| !matches!(byte, b',' | b'"' | b'\n' | b'\r');
    let starts_plain = |first: u8| !matches!(first, b'=' | b'+' | b'-' | b'@' | b'\t');
    if text.bytes().all(is_plain) && text.bytes().next().is_none_or(starts_plain) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    let guard = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let quote = text.contains([',', '"', '\n', '\r']);
    if quote {
        out.push(b'"');
    }
    if guard {
        out.push(b'\'');
    }
    for byte in text.bytes() {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    if quote {
        out.push(b'"');
    }
}

/// Writes a table whose parts are formatted in parallel and written in order. `part` appends the rows of one part.
pub fn write_table(
    out: &mut dyn Write,
    header: &str,
    n_parts: usize,
    part: impl Fn(usize, &mut Rows) + Sync,
) -> io::Result<()> {
    write_header(out, header)?;
    write_parts(out, n_parts, part)
}

pub fn write_header(out: &mut dyn Write, header: &str) -> io::Result<()> {
    out.write_all(BOM)?;
    out.write_all(header.as_bytes())?;
    out.write_all(b"\n")
}

/// Parts for each thread that are being formatted or wait to be written: what bounds the memory.
const PARTS_OF_THREAD: usize = 4;

/// Formats parts in parallel and writes them in order, each as soon as it is done.
pub fn write_parts(out: &mut dyn Write, n_parts: usize, part: impl Fn(usize, &mut Rows) + Sync) -> io::Result<()> {
    let at_a_time = (rayon::current_num_threads() * PARTS_OF_THREAD).min(n_parts);
    let (done, results) = crossbeam_channel::unbounded();
    rayon::in_place_scope_fifo(|scope| {
        let begin = |number: usize, rows: Rows| {
            let (mut formatted, part) = (Formatted { number, rows, done: done.clone() }, &part);
            scope.spawn_fifo(move |_| {
                formatted.rows.clear();
                part(number, &mut formatted.rows);
            });
        };
        (0..at_a_time).for_each(|number| begin(number, Rows::default()));
        let mut waiting = BTreeMap::new();
        for number in 0..n_parts {
            while !waiting.contains_key(&number) {
                waiting.extend(next_of(&results));
            }
            let rows = waiting.remove(&number).unwrap_or_default();
            out.write_all(&rows.bytes)?;
            if number + at_a_time < n_parts {
                begin(number + at_a_time, rows);
            }
        }
        Ok(())
    })
}

/// A part that hands itself over when it is done, or given up.
struct Formatted {
    number: usize,
    rows: Rows,
    done: Sender<(usize, Rows)>,
}

impl Drop for Formatted {
    fn drop(&mut self) {
        // Nobody waits for it where writing has failed.
        let _ = self.done.send((self.number, std::mem::take(&mut self.rows)));
    }
}

/// Waits for the next result. A thread of the pool works in the meantime, and stays awake where there is nothing to do:
/// a part takes a millisecond or two.
fn next_of<T>(results: &Receiver<T>) -> Option<T> {
    loop {
        match (results.try_recv(), rayon::current_thread_index()) {
            (Ok(result), _) => return Some(result),
            (Err(_), None) => return results.recv().ok(),
            (Err(_), Some(_)) if rayon::yield_now() == Some(Yield::Executed) => {}
            (Err(_), Some(_)) => std::thread::yield_now(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields::Fields;
    use super::*;

    fn text(value: &str) -> String {
        let mut out = Vec::new();
        write_text(value, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn parts_stand_in_order_whoever_writes_and_however_long_each_takes() {
        let write = || {
            let mut out = Vec::new();
            let part = |number: usize, rows: &mut Rows| {
                std::thread::sleep(std::time::Duration::from_micros((number as u64 * 7 % 5) * 100));
                rows.integer(number as u64).end();
            };
            write_parts(&mut out, 100, part).unwrap();
            String::from_utf8(out).unwrap()
        };
        let expected: String = (0..100).map(|number| format!("{number}\n")).collect();
        assert_eq!(write(), expected);
        assert_eq!(rayon::scope(|_| write()), expected);
        assert!(write_parts(&mut Vec::new(), 0, |_, _| {}).is_ok());
    }

    #[test]
    fn a_full_disk_ends_the_writing() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let failed = |number: usize, rows: &mut Rows| rows.integer(number as u64).end();
        let error = write_parts(&mut Full, 50, failed).map_err(|error| error.kind());
        assert_eq!(error, Err(io::ErrorKind::StorageFull));
    }

    #[test]
    fn texts_are_quoted_and_formulas_disarmed() {
        assert_eq!(text("Khu phố 1"), "Khu phố 1");
        assert_eq!(text("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(text("=1+1"), "'=1+1");
        assert_eq!(text("@SUM(a,b)"), "\"'@SUM(a,b)\"");
        assert_eq!(text("-5"), "'-5");
    }

    #[test]
    fn rows_have_one_comma_between_fields() {
        let mut rows = Rows::default();
        rows.text("a").empty().integer(1200u64).number(0.5).maybe_number(None).fixed(1.0, 2).end();
        rows.integer(0u64).end();
        assert_eq!(String::from_utf8(rows.bytes).unwrap(), "a,,1200,0.5,,1.00\n0\n");
    }

    #[test]
    fn equal_numbers_are_written_alike_wherever_they_stand() {
        let mut rows = Rows::default();
        rows.number(0.0).number(0.0).number(12.5).text("x").number(12.5).number(-0.0).end();
        rows.number(f64::NAN).number(f64::NAN).number(12.5).end();
        assert_eq!(rows.bytes, b"0,0,12.5,x,12.5,0\n,,12.5\n");
        rows.clear();
        rows.number(12.5).end();
        assert_eq!(rows.bytes, b"12.5\n");
    }
}
