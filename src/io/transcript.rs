//! A table of any format, written out once as canonical text, so that one fast reader serves them all.
//!
//! UTF-8, commas, quotes as in RFC 4180, `.` as decimal sign, ISO 8601 times, one record for each row of the original
//! including blank ones: row numbers stay those a person sees there.

use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom, Write};

use tempfile::SpooledData;

use crate::model::{Error, Result};

/// Text kept in memory; what is longer goes to a temporary file without a name.
const BYTES_IN_MEMORY: usize = 64 << 20;

/// Outside these bounds a number is written with an exponent.
const PLAIN_MAGNITUDES: (f64, f64) = (1e-9, 1e15);

/// Writes a [`Transcript`] cell by cell.
#[derive(Debug)]
pub(in crate::io) struct TranscriptWriter {
    spool: tempfile::SpooledTempFile,
    row: Vec<u8>,
    is_row_begun: bool,
    n_bytes: u64,
}

impl TranscriptWriter {
    pub fn new() -> Self {
        Self { spool: tempfile::spooled_tempfile(BYTES_IN_MEMORY), row: Vec::new(), is_row_begun: false, n_bytes: 0 }
    }

    /// Bytes of all rows that have ended.
    pub fn n_bytes(&self) -> u64 {
        self.n_bytes
    }

    /// Bytes of the row that has not ended yet.
    pub fn n_row_bytes(&self) -> usize {
        self.row.len()
    }

    pub fn text(&mut self, text: &str) {
        self.begin_cell();
        if text.bytes().any(|b| matches!(b, b',' | b'"' | b'\n' | b'\r')) {
            self.row.push(b'"');
            for byte in text.bytes() {
                if byte == b'"' {
                    self.row.push(b'"');
                }
                self.row.push(byte);
            }
            self.row.push(b'"');
        } else {
            self.row.extend_from_slice(text.as_bytes());
        }
    }

    /// The shortest decimal that reads back to the same number; nothing for NaN.
    pub fn number(&mut self, number: f64) {
        self.begin_cell();
        let magnitude = number.abs();
        let written = if number.is_nan() {
            Ok(())
        } else if magnitude == 0.0 || (PLAIN_MAGNITUDES.0..PLAIN_MAGNITUDES.1).contains(&magnitude) {
            write!(self.row, "{number}")
        } else {
            write!(self.row, "{number:e}")
        };
        debug_assert!(written.is_ok(), "writing into memory cannot fail");
    }

    pub fn empty(&mut self) {
        self.begin_cell();
    }

    fn begin_cell(&mut self) {
        if self.is_row_begun {
            self.row.push(b',');
        }
        self.is_row_begun = true;
    }

    pub fn end_row(&mut self) -> Result<()> {
        self.row.push(b'\n');
        self.spool.write_all(&self.row).map_err(|e| unwritable(&e))?;
        self.n_bytes += self.row.len() as u64;
        self.row.clear();
        self.is_row_begun = false;
        Ok(())
    }

    /// Ends a row that is still open.
    pub fn finish(mut self) -> Result<Transcript> {
        if self.is_row_begun {
            self.end_row()?;
        }
        self.spool.seek(SeekFrom::Start(0)).map_err(|e| unwritable(&e))?;
        let text = match self.spool.into_inner() {
            SpooledData::InMemory(text) => Text::InMemory(text),
            SpooledData::OnDisk(file) => Text::OnDisk(file),
        };
        Ok(Transcript { text, n_bytes: self.n_bytes })
    }
}

fn unwritable(error: &std::io::Error) -> Error {
    Error::unwritable(std::env::temp_dir().display(), error)
}

/// The written text, to be read from its beginning.
#[derive(Debug)]
pub(in crate::io) struct Transcript {
    text: Text,
    n_bytes: u64,
}

#[derive(Debug)]
enum Text {
    InMemory(Cursor<Vec<u8>>),
    OnDisk(File),
}

impl Transcript {
    pub fn n_bytes(&self) -> u64 {
        self.n_bytes
    }
}

impl Read for Transcript {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match &mut self.text {
            Text::InMemory(text) => text.read(buffer),
            Text::OnDisk(file) => file.read(buffer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(mut transcript: Transcript) -> String {
        let mut text = String::new();
        transcript.read_to_string(&mut text).unwrap();
        assert_eq!(text.len() as u64, transcript.n_bytes());
        text
    }

    #[test]
    fn cells_are_quoted_only_where_they_must_be() {
        let mut writer = TranscriptWriter::new();
        for text in ["Vĩ độ", "a,b", "say \"hi\"", "two\nlines", ""] {
            writer.text(text);
        }
        writer.end_row().unwrap();
        writer.end_row().unwrap();
        writer.empty();
        writer.text("last");
        let text = text_of(writer.finish().unwrap());
        assert_eq!(text, "Vĩ độ,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\n\n,last\n");
    }

    #[test]
    fn numbers_read_back_to_themselves() {
        let numbers = [12.3, -0.1, 106.771_234_567_890_1, 0.0, 1e300, 1e-12, 45_000.0, f64::NAN, 1e14];
        let mut writer = TranscriptWriter::new();
        for number in numbers {
            writer.number(number);
        }
        let text = text_of(writer.finish().unwrap());
        assert_eq!(text, "12.3,-0.1,106.7712345678901,0,1e300,1e-12,45000,,100000000000000\n");
    }

    #[test]
    fn a_long_text_lies_on_disk_and_reads_back_whole() {
        let mut writer = TranscriptWriter::new();
        let cell = "x".repeat(1 << 20);
        for _ in 0..80 {
            writer.text(&cell);
            writer.end_row().unwrap();
        }
        let mut transcript = writer.finish().unwrap();
        assert!(matches!(transcript.text, Text::OnDisk(_)));
        let mut n = 0;
        let mut buffer = vec![0; 1 << 20];
        loop {
            match transcript.read(&mut buffer).unwrap() {
                0 => break,
                read => n += read as u64,
            }
        }
        assert_eq!((n, transcript.n_bytes()), (80 * ((1 << 20) + 1), 80 * ((1 << 20) + 1)));
    }
}
