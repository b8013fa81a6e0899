//! Rows and cells of a sheet of LibreOffice, from their tags to what they hold.

use crate::model::Result;

use super::moment;
use super::pieces::{Attributes, Piece, resolved};
use super::sheet::{SheetWriter, Value};

/// Rows, columns and bytes of a text beyond which a sheet says nothing any more.
const MAX_ROWS: u32 = 1 << 20;
const MAX_COLUMNS: u32 = 1 << 14;
const MAX_TEXT_BYTES: usize = 1 << 20;

/// A cell of a row that repeats.
struct Held {
    column: u32,
    repeats: u32,
    holds: Holding<String>,
}

#[derive(Clone, Copy)]
enum Holding<T> {
    Text(T),
    Number(f64),
}

/// Where the reading of one sheet stands.
#[derive(Default)]
pub(super) struct Reading {
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
    /// Takes the next piece of a sheet in; `false` when nothing more is wanted of it.
    pub fn take(&mut self, piece: &Piece<'_>, into: &mut SheetWriter<'_>) -> Result<bool> {
        match piece {
            Piece::Start { name, attributes, is_end, .. } => {
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
        let Some(holds) = self.cell.holds() else { return Ok(()) };
        if self.row_repeats == 1 {
            return if self.row < MAX_ROWS { write(into, self.row, column, repeats, &holds) } else { Ok(()) };
        }
        let holds = match holds {
            Holding::Text(text) => Holding::Text(text.to_owned()),
            Holding::Number(number) => Holding::Number(number),
        };
        self.cells.push(Held { column, repeats, holds });
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
            for Held { column, repeats, holds } in &self.cells {
                let holds = match holds {
                    Holding::Text(text) => Holding::Text(text.as_str()),
                    Holding::Number(number) => Holding::Number(*number),
                };
                write(into, row, *column, *repeats, &holds)?;
            }
            if into.is_full() {
                break;
            }
        }
        Ok(())
    }
}

fn write(into: &mut SheetWriter<'_>, row: u32, column: u32, repeats: u32, holds: &Holding<&str>) -> Result<()> {
    let value = match holds {
        Holding::Text(text) => Value::Text(text),
        Holding::Number(number) => Value::Number(*number),
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
    fn holds(&mut self) -> Option<Holding<&str>> {
        if self.kind == Kind::Number {
            let number = self.value.parse().ok().filter(|_| !is_error(&self.text));
            return number.map(Holding::Number);
        }
        if self.kind == Kind::Text && is_error(&self.text) {
            return None;
        }
        if self.kind == Kind::Time {
            self.value = moment::iso_duration(&self.value).unwrap_or_default();
        }
        let text = if self.value.is_empty() { self.text.as_str() } else { self.value.as_str() };
        let text = if self.kind == Kind::Date { text.strip_suffix("T00:00:00").unwrap_or(text) } else { text };
        (!text.is_empty()).then_some(Holding::Text(text))
    }
}

/// `#N/A`, `#DIV/0!`, `#NAME?`, `Err:502`.
fn is_error(text: &str) -> bool {
    text == "#N/A" || (text.starts_with('#') && text.ends_with(['!', '?'])) || text.starts_with("Err:")
}
