//! Workbooks: XLSX, XLSB, XLS and ODS. The sheet that looks most like samples is read, or the one that the user named;
//! sheets that have the same columns are further tables of the file.

mod biff;
mod document_rows;
mod excel;
mod moment;
mod open_document;
mod parts;
mod pieces;
mod records;
mod sheet;

#[cfg(test)]
mod tests;

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::io::ReadOptions;
use crate::io::detect::Format;
use crate::io::plan::TablePlan;
use crate::io::source::{OneSheet, Source};
use crate::job::Feedback;
use crate::model::{Error, Meaning, Note, Result, SourceForm, fold_text};

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
    let (chosen, sheet) = match &source.sheet {
        Some(sheet) => {
            let index = sheets.iter().position(|other| other.name == sheet.name);
            (index.ok_or_else(|| Error::FileChanged { path: source.shown.clone() })?, sheet.clone())
        }
        None => choose(&mut book, &sheets, source, options, feedback)?,
    };
    let mut writer = SheetWriter::new(source, feedback);
    book.read(chosen, &mut writer)?;
    let OneSheet { name, unread, unread_samples } = sheet;
    let notes = match unread_samples.is_empty() {
        true => Vec::new(),
        false => vec![Note::OtherSheets { sheets: unread_samples.join("; ") }],
    };
    let form = SourceForm { sheet: Some(name), other_sheets: unread, ..SourceForm::default() };
    Ok(Transcribed { transcript: writer.finish()?, form, notes })
}

/// The sheet that is read as the table of the workbook, with those that are not.
fn choose(
    book: &mut Workbook,
    sheets: &[SheetName],
    source: &Source,
    options: &ReadOptions,
    feedback: &Feedback,
) -> Result<(usize, OneSheet)> {
    let (chosen, with_samples) = match &options.sheet {
        Some(wanted) => (named(sheets, wanted, source)?, Vec::new()),
        None if sheets.len() == 1 => (0, Vec::new()),
        None => {
            let looks = look_into(book, sheets, source, options, feedback)?;
            let with_samples = looks.iter().filter(|look| look.merit.0).map(|look| look.index).collect();
            (best(&looks).map_or(0, |look| look.index), with_samples)
        }
    };
    let sheet = sheets.get(chosen).ok_or_else(|| Error::EmptyFile { path: source.shown.clone() })?;
    let name = |(_, sheet): (usize, &SheetName)| sheet.name.clone();
    let others = || sheets.iter().enumerate().filter(|(index, _)| *index != chosen);
    let unread_samples = others().filter(|(index, _)| with_samples.contains(index)).map(name).collect();
    Ok((chosen, OneSheet { name: sheet.name.clone(), unread: others().map(name).collect(), unread_samples }))
}

/// The sheets with samples that have the same columns as the best one and are shown like it: none where it is alone.
pub(super) fn sheets_with_samples(
    source: &Source,
    format: Format,
    options: &ReadOptions,
    feedback: &Feedback,
) -> Result<Vec<OneSheet>> {
    if matches!(format, Format::Xlsx | Format::Xlsb) && !parts::has_several_sheets(source) {
        return Ok(Vec::new());
    }
    let outcome = catch_unwind(AssertUnwindSafe(|| -> Result<Vec<OneSheet>> {
        let mut book = Workbook::open(source, format, feedback)?;
        let sheets = book.sheets().to_vec();
        let looks = look_into(&mut book, &sheets, source, options, feedback)?;
        let Some(best) = best(&looks).filter(|best| best.merit.0) else { return Ok(Vec::new()) };
        let is_same =
            |look: &&Look| (look.merit.0, look.merit.1) == (best.merit.0, best.merit.1) && look.columns == best.columns;
        let is_read = |index: usize| looks.iter().filter(is_same).any(|look| look.index == index);
        let has_samples = |index: usize| looks.iter().any(|look| look.merit.0 && look.index == index);
        let names = |wanted: &dyn Fn(usize) -> bool| -> Vec<String> {
            sheets.iter().enumerate().filter(|(i, _)| wanted(*i)).map(|(_, sheet)| sheet.name.clone()).collect()
        };
        let unread = names(&|index| !is_read(index));
        let unread_samples = names(&|index| !is_read(index) && has_samples(index));
        let one = |name| OneSheet { name, unread: unread.clone(), unread_samples: unread_samples.clone() };
        Ok(names(&is_read).into_iter().map(one).collect())
    }));
    outcome.unwrap_or_else(|_| Err(Error::DamagedFile { path: source.shown.clone() }))
}

/// The sheet that the user named, as written or as compared.
fn named(sheets: &[SheetName], wanted: &str, source: &Source) -> Result<usize> {
    let position = |same: fn(&str, &str) -> bool| sheets.iter().position(|sheet| same(&sheet.name, wanted));
    position(|a, b| a == b).or_else(|| position(|a, b| fold_text(a) == fold_text(b))).ok_or_else(|| {
        let sheets: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        Error::NoSuchSheet { path: source.shown.clone(), sheet: wanted.to_owned(), sheets: sheets.join(", ") }
    })
}

/// What the first rows of a sheet show.
struct Look {
    index: usize,
    merit: Merit,
    /// Header of each meaning that was recognised.
    columns: Vec<(Meaning, String)>,
}

fn look_into(
    book: &mut Workbook,
    sheets: &[SheetName],
    source: &Source,
    options: &ReadOptions,
    feedback: &Feedback,
) -> Result<Vec<Look>> {
    let mut looks = Vec::new();
    for (index, sheet) in sheets.iter().enumerate().take(MAX_SHEETS_LOOKED_INTO) {
        let mut writer = SheetWriter::of_first_rows(source, feedback);
        match book.read(index, &mut writer) {
            // A chart or a broken sheet beside good ones.
            Err(error) if error != Error::Cancelled => continue,
            read => read?,
        }
        looks.push(look(writer, index, sheet, source, options)?);
    }
    Ok(looks)
}

/// The first of the best.
fn best(looks: &[Look]) -> Option<&Look> {
    looks.iter().reduce(|best, look| if look.merit > best.merit { look } else { best })
}

/// Samples before other tables, sheets that are shown before hidden ones, then more columns that are understood, then
/// more that is written at all.
type Merit = (bool, bool, usize, usize);

fn look(
    writer: SheetWriter<'_>,
    index: usize,
    sheet: &SheetName,
    source: &Source,
    options: &ReadOptions,
) -> Result<Look> {
    let mut text = Vec::new();
    let unreadable = |e: std::io::Error| Error::unreadable(&source.shown, &e);
    writer.finish()?.read_to_end(&mut text).map_err(unreadable)?;
    let Ok(plan) = TablePlan::new(&text, &source.shown, options) else {
        let merit = (false, !sheet.is_hidden, 0, text.len().min(1));
        return Ok(Look { index, merit, columns: Vec::new() });
    };
    let columns = plan.meanings();
    let merit = (plan.refusal.is_none(), !sheet.is_hidden, columns.len(), plan.first_rows.len());
    Ok(Look { index, merit, columns })
}
