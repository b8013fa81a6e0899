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
use crate::model::{Error, LOCAL_OFFSET_S};

/// Rows of a sheet besides the header.
const MAX_ROWS: u64 = (1 << 20) - 1;
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
    or_no_room(|| write_book(list, words, feedback, out))
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
    out: W,
) -> io::Result<Written> {
    if list.n_rows() > MAX_ROWS {
        let (format, instead) = ("xlsx".to_owned(), "csv".to_owned());
        return Err(io::Error::other(Error::FormatTooSmall { format, rows: list.n_rows(), instead }));
    }
    let mut workbook = Workbook::new();
    let styles = Styles::default();
    let sheet = workbook.add_worksheet_with_constant_memory().map_err(failed)?;
    sheet.set_name(list.name).map_err(failed)?;
    begin(sheet, list, &styles).map_err(failed)?;
    let (mut row, mut n_cut) = (0, 0);
    list.each_part(
        feedback,
        |records| records,
        |records| {
            for (values, _) in records.rows() {
                row += 1;
                for (at, (column, value)) in (0..).zip(list.columns.iter().zip(values)) {
                    n_cut += u64::from(write_cell(sheet, (row, at), column, value, &styles).map_err(failed)?);
                }
            }
            Ok(())
        },
    )?;
    if let Some(last) = list.columns.len().checked_sub(1) {
        sheet.autofilter(0, 0, row, u16::try_from(last).unwrap_or(u16::MAX)).map_err(failed)?;
    }
    let legend = workbook.add_worksheet();
    legend.set_name(words("legend")).map_err(failed)?;
    write_legend(legend, list, words, &styles).map_err(failed)?;
    workbook.save_to_writer(out).map_err(failed)?;
    Ok(Written { n_rows: u64::from(row), n_left_out: 0, n_cut })
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
