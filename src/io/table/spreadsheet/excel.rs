//! The formats of Excel: XLSX and XLSB cell by cell, XLS as a whole.

use std::fs::File;
use std::io::BufReader;

use calamine::{
    Data, DataRef, ExcelDateTime, Reader, Sheet, SheetType, SheetVisible, Xls, XlsError, Xlsb, XlsbError, Xlsx,
    XlsxError,
};

use crate::io::detect::Format;
use crate::io::source::Source;
use crate::job::Feedback;
use crate::model::{Error, Result};

use super::sheet::{SheetWriter, Value};
use super::{SheetName, biff, moment, parts};

/// A workbook of Excel.
pub(super) struct Excel {
    pub sheets: Vec<SheetName>,
    book: Book,
    shown: String,
}

enum Book {
    Xlsx(Xlsx<BufReader<File>>),
    Xlsb(Xlsb<BufReader<File>>),
    Xls(Xls<BufReader<File>>),
}

impl Excel {
    pub fn open(source: &Source, format: Format, feedback: &Feedback) -> Result<Self> {
        if format == Format::Xls {
            biff::check(source)?;
        } else {
            parts::check(source, feedback)?;
        }
        let shown = source.shown.clone();
        let file = File::open(&source.path).map_err(|e| Error::unreadable(&shown, &e))?;
        let file = BufReader::new(file);
        let book = match format {
            Format::Xlsb => Book::Xlsb(Xlsb::new(file).map_err(|e| refused(&shown, matches!(e, XlsbError::Password)))?),
            Format::Xls => Book::Xls(Xls::new(file).map_err(|e| refused(&shown, matches!(e, XlsError::Password)))?),
            _ => Book::Xlsx(Xlsx::new(file).map_err(|e| refused(&shown, matches!(e, XlsxError::Password)))?),
        };
        let listed = match &book {
            Book::Xlsx(book) => book.sheets_metadata(),
            Book::Xlsb(book) => book.sheets_metadata(),
            Book::Xls(book) => book.sheets_metadata(),
        };
        let sheets = listed.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).map(name_of).collect();
        Ok(Self { sheets, book, shown })
    }

    pub fn read(&mut self, index: usize, into: &mut SheetWriter<'_>) -> Result<()> {
        let Some(SheetName { name, .. }) = self.sheets.get(index) else { return Ok(()) };
        let shown = &self.shown;
        match &mut self.book {
            Book::Xlsx(book) => {
                let mut cells = book.worksheet_cells_reader(name).map_err(|_| refused(shown, false))?;
                while let Some(cell) = cells.next_cell().map_err(|_| refused(shown, false))? {
                    write_ref(cell.get_position(), cell.get_value(), into)?;
                    if into.is_full() {
                        break;
                    }
                }
            }
            Book::Xlsb(book) => {
                let mut cells = book.worksheet_cells_reader(name).map_err(|_| refused(shown, false))?;
                while let Some(cell) = cells.next_cell().map_err(|_| refused(shown, false))? {
                    write_ref(cell.get_position(), cell.get_value(), into)?;
                    if into.is_full() {
                        break;
                    }
                }
            }
            Book::Xls(book) => {
                let range = book.worksheet_range(name).map_err(|_| refused(shown, false))?;
                let (first_row, first_column) = range.start().unwrap_or_default();
                for (row, column, value) in range.used_cells() {
                    write(first_row + row as u32, first_column + column as u32, value, into)?;
                    if into.is_full() {
                        break;
                    }
                }
            }
        }
        Ok(())
    }
}

fn name_of(sheet: &Sheet) -> SheetName {
    SheetName { name: sheet.name.clone(), is_hidden: sheet.visible != SheetVisible::Visible }
}

fn refused(shown: &str, is_locked: bool) -> Error {
    let path = shown.to_owned();
    if is_locked { Error::LockedFile { path } } else { Error::DamagedFile { path } }
}

fn write_ref((row, column): (u32, u32), value: &DataRef<'_>, into: &mut SheetWriter<'_>) -> Result<()> {
    match value {
        DataRef::SharedString(text) => put_text(row, column, text, into),
        DataRef::String(text) => put_text(row, column, text, into),
        DataRef::Float(number) => into.cell(row, column, Value::Number(*number)),
        DataRef::Int(number) => put_text(row, column, &number.to_string(), into),
        DataRef::Bool(flag) => put_text(row, column, word(*flag), into),
        DataRef::DateTime(time) => put_time(row, column, *time, into),
        DataRef::DateTimeIso(text) => put_text(row, column, text, into),
        DataRef::DurationIso(text) => put_text(row, column, &moment::iso_duration(text).unwrap_or_default(), into),
        DataRef::Error(_) | DataRef::Empty => Ok(()),
    }
}

fn write(row: u32, column: u32, value: &Data, into: &mut SheetWriter<'_>) -> Result<()> {
    match value {
        Data::String(text) => put_text(row, column, text, into),
        Data::Float(number) => into.cell(row, column, Value::Number(*number)),
        Data::Int(number) => put_text(row, column, &number.to_string(), into),
        Data::Bool(flag) => put_text(row, column, word(*flag), into),
        Data::DateTime(time) => put_time(row, column, *time, into),
        Data::DateTimeIso(text) => put_text(row, column, text, into),
        Data::DurationIso(text) => put_text(row, column, &moment::iso_duration(text).unwrap_or_default(), into),
        Data::Error(_) | Data::Empty => Ok(()),
    }
}

fn word(flag: bool) -> &'static str {
    if flag { "true" } else { "false" }
}

fn put_text(row: u32, column: u32, text: &str, into: &mut SheetWriter<'_>) -> Result<()> {
    if text.is_empty() { Ok(()) } else { into.cell(row, column, Value::Text(text)) }
}

fn put_time(row: u32, column: u32, time: ExcelDateTime, into: &mut SheetWriter<'_>) -> Result<()> {
    let days = time.as_f64();
    let text = if time.is_duration() { moment::duration(days) } else { moment::moment(days, time.to_ymd_hms_milli()) };
    match text {
        Some(text) => into.cell(row, column, Value::Text(&text)),
        None => into.cell(row, column, Value::Number(days)),
    }
}
