//! Excel workbooks: the list with real figures and dates, and a sheet that explains its columns. Rows go to a temporary
//! file as they come, so that a million of them need no more memory than one.

use std::cell::Cell;
use std::io::{self, Seek, Write};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::{Written, legend_of};
use crate::io::export::Words;
use crate::io::export::columns::{Kind, unit_of};
use crate::io::export::list::{Column, List, Value};
use crate::job::Feedback;
use crate::model::LOCAL_OFFSET_S;

/// Most rows of a sheet besides the header.
pub const ROWS_OF_SHEET: u32 = (1 << 20) - 1;
/// Longest text of a cell, in characters.
const MAX_TEXT: usize = 32_767;
/// Days from 1899-12-30, where spreadsheets count from, to 1970-01-01.
const UNIX_EPOCH_DAY: f64 = 25_569.0;

thread_local! {
    /// Whether this thread is within [`or_no_room`].
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

pub fn write<W: Write + Seek + Send>(
    list: &List<'_>,
    words: Words<'_>,
    feedback: &Feedback,
    out: W,
) -> io::Result<Written> {
    or_no_room(|| write_book(list, words, feedback, ROWS_OF_SHEET, out))
}

/// The crate knows no other way than a panic to say that there is no room for its temporary file.
fn or_no_room<T>(write: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |what| {
            if !IS_GUARDED.get() {
                usual(what);
            }
        }));
    });
    IS_GUARDED.set(true);
    let written = panic::catch_unwind(AssertUnwindSafe(write));
    IS_GUARDED.set(false);
    written.unwrap_or_else(|_| Err(io::ErrorKind::StorageFull.into()))
}

fn write_book<W: Write + Seek + Send>(
    list: &List<'_>,
    words: Words<'_>,
    feedback: &Feedback,
    rows_of_sheet: u32,
    out: W,
) -> io::Result<Written> {
    let mut book = Book { workbook: Workbook::new(), list, rows_of_sheet, row: 0, n_sheets: 0 };
    let styles = Styles::default();
    book.begin_sheet(&styles).map_err(failed)?;
    let (mut n_rows, mut n_cut) = (0, 0);
    list.each_part(
        feedback,
        |records| records,
        |records| {
            for (values, _) in records.rows() {
                let (sheet, row) = book.next_row(&styles).map_err(failed)?;
                n_rows += 1;
                for (at, (column, value)) in (0..).zip(list.columns.iter().zip(values)) {
                    n_cut += u64::from(write_cell(sheet, (row, at), column, value, &styles).map_err(failed)?);
                }
            }
            Ok(())
        },
    )?;
    book.end_sheet().map_err(failed)?;
    let Book { mut workbook, n_sheets, .. } = book;
    let legend = workbook.add_worksheet();
    legend.set_name(words("legend")).map_err(failed)?;
    write_legend(legend, list, words, &styles).map_err(failed)?;
    workbook.save_to_writer(out).map_err(failed)?;
    Ok(Written { n_rows, n_left_out: 0, n_cut, n_sheets })
}

/// A workbook whose list goes on in a further sheet where one is full. All have the same header, so that they are read
/// again as one table.
struct Book<'a, 'b> {
    workbook: Workbook,
    list: &'b List<'a>,
    rows_of_sheet: u32,
    /// Rows in the last sheet, besides the header.
    row: u32,
    n_sheets: u32,
}

impl Book<'_, '_> {
    fn begin_sheet(&mut self, styles: &Styles) -> Result<(), XlsxError> {
        self.n_sheets += 1;
        self.row = 0;
        let name = match self.n_sheets {
            1 => self.list.name.to_owned(),
            number => format!("{} {number}", self.list.name),
        };
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        begin(sheet, self.list, styles)
    }

    /// Where the next row goes.
    fn next_row(&mut self, styles: &Styles) -> Result<(&mut Worksheet, u32), XlsxError> {
        if self.row == self.rows_of_sheet {
            self.end_sheet()?;
            self.begin_sheet(styles)?;
        }
        self.row += 1;
        Ok((self.workbook.worksheet_from_index(self.n_sheets as usize - 1)?, self.row))
    }

    fn end_sheet(&mut self) -> Result<(), XlsxError> {
        let Some(last) = self.list.columns.len().checked_sub(1) else { return Ok(()) };
        let sheet = self.workbook.worksheet_from_index(self.n_sheets as usize - 1)?;
        sheet.autofilter(0, 0, self.row, u16::try_from(last).unwrap_or(u16::MAX)).map(drop)
    }
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        error => io::Error::other(error),
    }
}

struct Styles {
    header: Format,
    time: Format,
    /// For texts that a spreadsheet would take for a formula when they are edited.
    quoted: Format,
    wrapped: Format,
}

impl Default for Styles {
    fn default() -> Self {
        Self {
            header: Format::new().set_bold(),
            time: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            quoted: Format::new().set_quote_prefix(),
            wrapped: Format::new().set_text_wrap(),
        }
    }
}

/// The header, which stays in sight, and widths that show it whole.
fn begin(sheet: &mut Worksheet, list: &List<'_>, styles: &Styles) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?;
    for (at, column) in (0..).zip(&list.columns) {
        let least = match column.kind {
            Kind::Time => 19,
            Kind::Text => 14,
            _ => 8,
        };
        // Room for the button of the filter.
        let width = column.name.chars().count() + 4;
        sheet.set_column_width(at, width.max(least) as f64)?;
        sheet.write_string_with_format(0, at, &column.name, &styles.header)?;
    }
    Ok(())
}

/// Whether a text had to be cut. A cell without a value is not written.
fn write_cell(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    column: &Column,
    value: &Value,
    styles: &Styles,
) -> Result<bool, XlsxError> {
    match (column.kind, value) {
        (_, value) if value.is_empty() => {}
        (Kind::Time, Value::Time(unix_s)) => {
            let days = (unix_s + LOCAL_OFFSET_S) as f64 / 86_400.0 + UNIX_EPOCH_DAY;
            sheet.write_number_with_format(row, at, days, &styles.time)?;
        }
        (Kind::Truth, value) => {
            sheet.write_boolean(row, at, *value == Value::Integer(1))?;
        }
        (Kind::Integer | Kind::Decimal, value) => {
            if let Some(number) = value.number() {
                sheet.write_number(row, at, number)?;
            }
        }
        (_, value) => {
            let text = value.text();
            let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
            let is_long = text.chars().nth(MAX_TEXT).is_some();
            let shown: String = if is_long { text.chars().take(MAX_TEXT).collect() } else { text.into_owned() };
            if is_formula {
                sheet.write_string_with_format(row, at, shown, &styles.quoted)?;
            } else {
                sheet.write_string(row, at, shown)?;
            }
            return Ok(is_long);
        }
    }
    Ok(false)
}

/// Name, unit and meaning of every column.
fn write_legend(sheet: &mut Worksheet, list: &List<'_>, words: Words<'_>, styles: &Styles) -> Result<(), XlsxError> {
    for (at, (key, width)) in
        (0..).zip([("sheet-column", 24.0), ("sheet-name", 32.0), ("sheet-unit", 14.0), ("sheet-meaning", 90.0)])
    {
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(0, at, words(key), &styles.header)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, column) in (1..).zip(&list.columns) {
        let legend = legend_of(list, column, words);
        for (at, text) in (0..).zip([column.name.as_str(), &legend.name, unit_of(&column.name), &legend.meaning]) {
            let is_formula = text.starts_with(['=', '+', '-', '@']);
            sheet.write_string_with_format(row, at, text, if is_formula { &styles.quoted } else { &styles.wrapped })?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;
    use crate::io::export::fields::Fields;

    #[test]
    fn a_list_that_is_longer_than_a_sheet_goes_on_in_the_next() {
        let numbers: Vec<u32> = (1..=7).collect();
        let list = List::of("samples", "row", &numbers, |number, records| {
            records.integer(*number);
            records.end(Default::default());
        });
        let mut out = Cursor::new(Vec::new());
        let written = write_book(&list, &|key| key.to_owned(), &Feedback::default(), 3, &mut out).unwrap();
        assert_eq!((written.n_rows, written.n_sheets), (7, 3));
        let mut book: Xlsx<_> = Xlsx::new(out).unwrap();
        assert_eq!(book.sheet_names(), ["samples", "samples 2", "samples 3", "legend"]);
        let rows: Vec<(usize, String)> = ["samples", "samples 2", "samples 3"]
            .map(|name| book.worksheet_range(name).unwrap())
            .iter()
            .map(|sheet| (sheet.height(), sheet.get_value((1, 0)).map(Data::to_string).unwrap_or_default()))
            .collect();
        // Each sheet has a header over its rows.
        assert_eq!(rows, [(4, "1".to_owned()), (4, "4".to_owned()), (2, "7".to_owned())]);
    }
}
