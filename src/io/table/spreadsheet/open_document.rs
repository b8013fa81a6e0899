//! Spreadsheets of LibreOffice (ODS), cell by cell. Layout: OASIS OpenDocument 1.3, part 3, chapter 9.
//!
//! Rows and cells may say that they repeat a million times; only what holds something is written out.

use std::collections::HashSet;
use std::fs::File;

use zip::ZipArchive;

use crate::io::source::Source;
use crate::job::Feedback;
use crate::model::{Error, Result};

use super::pieces::{Attributes, Fault, Piece, Pieces, resolved};
use super::sheet::{SheetWriter, Value};
use super::{SheetName, moment};

/// Sheets, rows, columns and bytes of a text beyond which a file says nothing any more.
const MAX_SHEETS: usize = 1_000;
const MAX_ROWS: u32 = 1 << 20;
const MAX_COLUMNS: u32 = 1 << 14;
const MAX_TEXT_BYTES: usize = 1 << 20;

/// The content may grow by this factor over the file, and by a fixed amount.
const MAX_RATIO: u64 = 100;
const FREE_BYTES: u64 = 64 << 20;

const PIECES_BETWEEN_CHECKS: u32 = 1 << 16;

/// A spreadsheet that has been looked into.
pub(super) struct OpenDocument {
    pub sheets: Vec<SheetName>,
    source: Source,
    feedback: Feedback,
}

/// A cell of a row that repeats.
struct Held {
    column: u32,
    repeats: u32,
    content: Content<String>,
}

#[derive(Clone, Copy)]
enum Content<T> {
    Text(T),
    Number(f64),
}

impl OpenDocument {
    pub fn open(source: &Source, feedback: &Feedback) -> Result<Self> {
        let mut document = Self { sheets: Vec::new(), source: source.clone(), feedback: feedback.clone() };
        document.sheets = document.list()?;
        Ok(document)
    }

    fn damaged(&self) -> Error {
        Error::DamagedFile { path: self.source.shown.clone() }
    }

    /// Hands the pieces of the content to `take` until it returns `false`.
    fn pieces(&self, mut take: impl FnMut(Piece<'_>) -> Result<bool>) -> Result<()> {
        let file = File::open(&self.source.path).map_err(|_| self.damaged())?;
        let n_bytes = file.metadata().map_or(0, |metadata| metadata.len());
        let limit = FREE_BYTES + n_bytes.saturating_mul(MAX_RATIO);
        let mut archive = ZipArchive::new(file).map_err(|_| self.damaged())?;
        let content = archive.by_name("content.xml").map_err(|_| self.damaged())?;
        let mut pieces = Pieces::new(content, limit);
        let mut n_pieces = 0u32;
        loop {
            n_pieces = n_pieces.wrapping_add(1);
            if n_pieces.is_multiple_of(PIECES_BETWEEN_CHECKS) {
                self.feedback.check()?;
            }
            match pieces.next() {
                Ok(Some(Piece::End { name: b"document-content" })) => return Ok(()),
                Ok(Some(piece)) => {
                    if !take(piece)? {
                        return Ok(());
                    }
                }
                Ok(None) | Err(Fault::Broken) => return Err(self.damaged()),
                Err(Fault::TooMuch) => {
                    let path = self.source.shown.clone();
                    return Err(Error::UnpacksTooLarge { path, limit_mb: limit >> 20 });
                }
            }
        }
    }

    fn list(&self) -> Result<Vec<SheetName>> {
        let mut sheets = Vec::new();
        let mut hidden_styles = HashSet::new();
        let mut style = String::new();
        self.pieces(|piece| {
            if let Piece::Start { name, attributes, .. } = piece {
                let value = |name: &[u8]| value_of(attributes, name).unwrap_or_default();
                match name {
                    b"style" => style = value(b"style:name"),
                    b"table-properties" if value(b"table:display") == "false" => {
                        hidden_styles.insert(style.clone());
                    }
                    b"table" if sheets.len() < MAX_SHEETS => {
                        let is_hidden = hidden_styles.contains(&value(b"table:style-name"));
                        sheets.push(SheetName { name: value(b"table:name"), is_hidden });
                    }
                    _ => {}
                }
            }
            Ok(true)
        })?;
        Ok(sheets)
    }

    pub fn read(&self, index: usize, into: &mut SheetWriter<'_>) -> Result<()> {
        let mut state = Reading { table: 0, wanted: index + 1, ..Reading::default() };
        self.pieces(|piece| state.take(&piece, into))
    }
}

fn value_of(mut attributes: Attributes<'_>, wanted: &[u8]) -> Option<String> {
    attributes.find(|(name, _)| *name == wanted).map(|(_, value)| resolved(value).into_owned())
}

/// Where the reading of one sheet stands.
#[derive(Default)]
struct Reading {
    /// Number of the table that began last, from 1.
    table: usize,
    wanted: usize,
    row: u32,
    row_repeats: u32,
    column: u32,
    /// Cells of a row that repeats; those of any other are written at once.
    cells: Vec<Held>,
    cell: Open,
    /// Depth of what is no text of the cell: notes, drawings.
    aside: usize,
}

/// The cell that is being read; its texts are used again for the next.
#[derive(Default)]
struct Open {
    is_open: bool,
    repeats: u32,
    kind: Kind,
    value: String,
    text: String,
    n_paragraphs: usize,
    is_in_paragraph: bool,
}

/// What a cell says that it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    #[default]
    Text,
    Number,
    Date,
    Time,
    Boolean,
}

impl Kind {
    fn of(written: &[u8]) -> Self {
        match written {
            b"float" | b"percentage" | b"currency" => Self::Number,
            b"date" => Self::Date,
            b"time" => Self::Time,
            b"boolean" => Self::Boolean,
            _ => Self::Text,
        }
    }
}

impl Reading {
    fn take(&mut self, piece: &Piece<'_>, into: &mut SheetWriter<'_>) -> Result<bool> {
        match piece {
            Piece::Start { name: b"table", is_end, .. } => {
                self.table += 1;
                return Ok(!(*is_end && self.table == self.wanted));
            }
            _ if self.table != self.wanted => {}
            Piece::Start { name, attributes, is_end } => {
                self.start(name, *attributes);
                if *is_end {
                    return self.end(name, into);
                }
            }
            Piece::End { name } => return self.end(name, into),
            Piece::Text(text) if self.takes_text() => self.add(&resolved(text)),
            Piece::Literal(text) if self.takes_text() => self.add(&String::from_utf8_lossy(text)),
            Piece::Text(_) | Piece::Literal(_) => {}
        }
        Ok(true)
    }

    fn end(&mut self, name: &[u8], into: &mut SheetWriter<'_>) -> Result<bool> {
        match name {
            b"table" => return Ok(false),
            b"table-row" => {
                self.end_row(into)?;
                return Ok(!into.is_full());
            }
            b"table-cell" | b"covered-table-cell" => self.end_cell(into)?,
            b"annotation" | b"shapes" => self.aside = self.aside.saturating_sub(1),
            b"p" => self.in_paragraph(false),
            _ => {}
        }
        Ok(true)
    }

    fn start(&mut self, name: &[u8], attributes: Attributes<'_>) {
        match name {
            b"table-row" => {
                self.row_repeats = number_of(attributes, b"table:number-rows-repeated");
                self.column = 0;
                self.cells.clear();
            }
            b"table-cell" | b"covered-table-cell" => self.cell.begin(attributes),
            b"annotation" | b"shapes" => self.aside += 1,
            b"p" => self.in_paragraph(true),
            b"s" => self.add(&" ".repeat(number_of(attributes, b"text:c").min(100) as usize)),
            b"tab" => self.add("\t"),
            b"line-break" => self.add("\n"),
            _ => {}
        }
    }

    fn in_paragraph(&mut self, begins: bool) {
        let cell = &mut self.cell;
        if cell.is_open && self.aside == 0 {
            if begins && cell.n_paragraphs > 0 {
                cell.text.push('\n');
            }
            cell.n_paragraphs += usize::from(begins);
            cell.is_in_paragraph = begins;
        }
    }

    fn takes_text(&self) -> bool {
        self.cell.is_open && self.cell.is_in_paragraph && self.aside == 0
    }

    fn add(&mut self, text: &str) {
        if self.takes_text() && self.cell.text.len() + text.len() <= MAX_TEXT_BYTES {
            self.cell.text.push_str(text);
        }
    }

    fn end_cell(&mut self, into: &mut SheetWriter<'_>) -> Result<()> {
        if !std::mem::take(&mut self.cell.is_open) {
            return Ok(());
        }
        let repeats = self.cell.repeats.min(MAX_COLUMNS.saturating_sub(self.column));
        let column = self.column;
        self.column += repeats;
        let Some(content) = self.cell.content() else { return Ok(()) };
        if self.row_repeats == 1 {
            return if self.row < MAX_ROWS { write(into, self.row, column, repeats, &content) } else { Ok(()) };
        }
        let content = match content {
            Content::Text(text) => Content::Text(text.to_owned()),
            Content::Number(number) => Content::Number(number),
        };
        self.cells.push(Held { column, repeats, content });
        Ok(())
    }

    fn end_row(&mut self, into: &mut SheetWriter<'_>) -> Result<()> {
        let repeats = self.row_repeats.min(MAX_ROWS.saturating_sub(self.row));
        let first = self.row;
        self.row += repeats;
        if self.cells.is_empty() {
            return Ok(());
        }
        for row in first..self.row {
            for Held { column, repeats, content } in &self.cells {
                let content = match content {
                    Content::Text(text) => Content::Text(text.as_str()),
                    Content::Number(number) => Content::Number(*number),
                };
                write(into, row, *column, *repeats, &content)?;
            }
            if into.is_full() {
                break;
            }
        }
        Ok(())
    }
}

fn write(into: &mut SheetWriter<'_>, row: u32, column: u32, repeats: u32, content: &Content<&str>) -> Result<()> {
    let value = match content {
        Content::Text(text) => Value::Text(text),
        Content::Number(number) => Value::Number(*number),
    };
    (column..column + repeats).try_for_each(|column| into.cell(row, column, value))
}

fn number_of(mut attributes: Attributes<'_>, wanted: &[u8]) -> u32 {
    let value = attributes.find(|(name, _)| *name == wanted).map(|(_, value)| value);
    value.and_then(|value| std::str::from_utf8(value).ok()?.parse().ok()).unwrap_or(1)
}

impl Open {
    fn begin(&mut self, attributes: Attributes<'_>) {
        self.text.clear();
        self.value.clear();
        (self.is_open, self.repeats, self.kind) = (true, 1, Kind::Text);
        (self.n_paragraphs, self.is_in_paragraph) = (0, false);
        for (name, value) in attributes {
            match name {
                b"office:value-type" => self.kind = Kind::of(value),
                // A cell has the value of its kind alone.
                b"office:value"
                | b"office:date-value"
                | b"office:time-value"
                | b"office:boolean-value"
                | b"office:string-value" => self.value.push_str(&resolved(value)),
                b"table:number-columns-repeated" => {
                    self.repeats = std::str::from_utf8(value).ok().and_then(|n| n.parse().ok()).unwrap_or(1);
                }
                _ => {}
            }
        }
    }

    /// What the cell holds; `None` for nothing and for the error values of formulas.
    fn content(&mut self) -> Option<Content<&str>> {
        if self.kind == Kind::Number {
            let number = self.value.parse().ok().filter(|_| !is_error(&self.text));
            return number.map(Content::Number);
        }
        if self.kind == Kind::Text && is_error(&self.text) {
            return None;
        }
        if self.kind == Kind::Time {
            self.value = moment::iso_duration(&self.value).unwrap_or_default();
        }
        let text = if self.value.is_empty() { self.text.as_str() } else { self.value.as_str() };
        let text = if self.kind == Kind::Date { text.strip_suffix("T00:00:00").unwrap_or(text) } else { text };
        (!text.is_empty()).then_some(Content::Text(text))
    }
}

/// `#N/A`, `#DIV/0!`, `#NAME?`, `Err:502`.
fn is_error(text: &str) -> bool {
    text == "#N/A" || (text.starts_with('#') && text.ends_with(['!', '?'])) || text.starts_with("Err:")
}
