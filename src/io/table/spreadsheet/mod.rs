//! Workbooks: XLSX, XLSB, XLS and ODS. One sheet is read, the one that looks most like samples or that the user named.

mod biff;
mod excel;
mod moment;
mod open_document;
mod parts;
mod records;
mod sheet;

#[cfg(test)]
mod tests;

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::io::ReadOptions;
use crate::io::detect::Format;
use crate::io::plan::TablePlan;
use crate::io::source::Source;
use crate::job::Feedback;
use crate::model::{Error, Result, SourceForm, fold_text};

use self::excel::Excel;
use self::open_document::OpenDocument;
use self::sheet::SheetWriter;
use super::transcribe::Transcribed;

/// Sheets looked into before one is chosen.
const MAX_SHEETS_LOOKED_INTO: usize = 40;

/// A sheet as the workbook lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct SheetName {
    name: String,
    is_hidden: bool,
}

/// A workbook that has been opened.
enum Workbook {
    Excel(Box<Excel>),
    OpenDocument(OpenDocument),
}

impl Workbook {
    fn open(source: &Source, format: Format, feedback: &Feedback) -> Result<Self> {
        Ok(match format {
            Format::Ods => Self::OpenDocument(OpenDocument::open(source, feedback)?),
            _ => Self::Excel(Box::new(Excel::open(source, format, feedback)?)),
        })
    }

    fn sheets(&self) -> &[SheetName] {
        match self {
            Self::Excel(book) => &book.sheets,
            Self::OpenDocument(book) => &book.sheets,
        }
    }

    fn read(&mut self, index: usize, into: &mut SheetWriter<'_>) -> Result<()> {
        match self {
            Self::Excel(book) => book.read(index, into),
            Self::OpenDocument(book) => book.read(index, into),
        }
    }
}

/// Writes the chosen sheet of a workbook out as text.
pub(super) fn transcribe(
    source: &Source,
    format: Format,
    options: &ReadOptions,
    feedback: &Feedback,
) -> Result<Transcribed> {
    // Decoders of binary formats were written for files that are what they say they are.
    let outcome = catch_unwind(AssertUnwindSafe(|| chosen_sheet(source, format, options, feedback)));
    outcome.unwrap_or_else(|_| Err(Error::DamagedFile { path: source.shown.clone() }))
}

fn chosen_sheet(source: &Source, format: Format, options: &ReadOptions, feedback: &Feedback) -> Result<Transcribed> {
    let mut book = Workbook::open(source, format, feedback)?;
    let sheets = book.sheets().to_vec();
    let chosen = choose(&mut book, &sheets, source, options, feedback)?;
    let mut writer = SheetWriter::new(source, feedback);
    book.read(chosen, &mut writer)?;
    let name = |sheet: &SheetName| sheet.name.clone();
    let form = SourceForm {
        sheet: sheets.get(chosen).map(name),
        other_sheets: sheets.iter().enumerate().filter(|(i, _)| *i != chosen).map(|(_, sheet)| name(sheet)).collect(),
        ..SourceForm::default()
    };
    Ok(Transcribed { transcript: writer.finish()?, form })
}

fn choose(
    book: &mut Workbook,
    sheets: &[SheetName],
    source: &Source,
    options: &ReadOptions,
    feedback: &Feedback,
) -> Result<usize> {
    if let Some(wanted) = &options.sheet {
        let named = |same: fn(&str, &str) -> bool| sheets.iter().position(|sheet| same(&sheet.name, wanted));
        return named(|a, b| a == b).or_else(|| named(|a, b| fold_text(a) == fold_text(b))).ok_or_else(|| {
            let sheets: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
            Error::NoSuchSheet { path: source.shown.clone(), sheet: wanted.clone(), sheets: sheets.join(", ") }
        });
    }
    if sheets.is_empty() {
        return Err(Error::EmptyFile { path: source.shown.clone() });
    }
    if sheets.len() == 1 {
        return Ok(0);
    }
    let mut best: Option<(Merit, usize)> = None;
    for (index, sheet) in sheets.iter().enumerate().take(MAX_SHEETS_LOOKED_INTO) {
        let mut writer = SheetWriter::of_first_rows(source, feedback);
        match book.read(index, &mut writer) {
            // A chart or a broken sheet beside good ones.
            Err(error) if error != Error::Cancelled => continue,
            read => read?,
        }
        let merit = merit(writer, sheet, source, options)?;
        if best.is_none_or(|(of_best, _)| merit > of_best) {
            best = Some((merit, index));
        }
    }
    Ok(best.map_or(0, |(_, index)| index))
}

/// Samples before other tables, sheets that are shown before hidden ones, then more columns that are understood, then
/// more that is written at all.
type Merit = (bool, bool, usize, usize);

fn merit(writer: SheetWriter<'_>, sheet: &SheetName, source: &Source, options: &ReadOptions) -> Result<Merit> {
    let mut text = Vec::new();
    let unreadable = |e: std::io::Error| Error::Unreadable { path: source.shown.clone(), reason: e.to_string() };
    writer.finish()?.read_to_end(&mut text).map_err(unreadable)?;
    let Ok(plan) = TablePlan::new(&text, &source.shown, options) else {
        return Ok((false, !sheet.is_hidden, 0, text.len().min(1)));
    };
    let n_meanings = plan.guesses.iter().filter(|guess| guess.meaning.is_some()).count();
    Ok((plan.refusal.is_none(), !sheet.is_hidden, n_meanings, plan.first_rows.len()))
}
