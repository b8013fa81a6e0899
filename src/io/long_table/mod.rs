//! Tables with a row for each direction of a test, or for each of its metrics: recognised here, and written out anew with
//! a row for each test (domain.md §1b).
//!
//! A test keeps the place of one of its rows, so that row numbers stay those a person sees in the file.

mod form;
mod pairs;

pub(super) use form::LongForm;

use std::io::Read;

use csv::{ReaderBuilder, StringRecord};

use self::pairs::{Metric, Pairs, Test};
use super::ReadOptions;
use super::columns::SpeedUnit;
use super::columns::headers::Header;
use super::encoding::{Encoding, Utf8Reader};
use super::plan::TablePlan;
use super::samples::OpenTable;
use super::source::PREFIX_BYTES;
use super::table::rows::for_each_numbered_row;
use super::transcript::{Transcript, TranscriptWriter};
use super::value::number::{self, Number};
use crate::model::{Error, Meaning, Note, Result};

/// Rows held while their partners are looked for.
const MAX_ROWS: usize = 5_000_000;

/// A long table as a table with a row for each test.
pub(super) fn pivot(table: OpenTable, long: &LongForm, options: &ReadOptions) -> Result<OpenTable> {
    let (path, name, form) = (table.path.clone(), table.name.clone(), table.form.clone());
    let (source, stamp) = (table.source.clone(), table.stamp);
    let has_header = table.plan.header_row > 0;
    let options = &without_columns_that_go(options, long, &table.plan.guesses);
    let Written { mut transcript, sha256, joined_rows, note } = write_out(table, long, options)?;
    let unreadable = |e: std::io::Error| Error::unreadable(&path, &e);
    let mut beginning = Vec::new();
    transcript.by_ref().take(PREFIX_BYTES).read_to_end(&mut beginning).map_err(unreadable)?;
    let n_bytes = transcript.n_bytes();
    // The header that a table without one was given stands in no row of the file.
    let data_from = if has_header { 0 } else { memchr::memchr(b'\n', &beginning).map_or(0, |end| end + 1) };
    let whole = std::io::Cursor::new(beginning.get(data_from..).unwrap_or_default().to_vec()).chain(transcript);
    if beginning.len() as u64 == PREFIX_BYTES
        && let Some(end) = memchr::memrchr(b'\n', &beginning)
    {
        beginning.truncate(end + 1);
    }
    let mut plan = TablePlan::new(&beginning, &path, options)?;
    if !has_header {
        plan.header_row = 0;
    }
    if long.is_unit_doubtful && options.unit.is_none() && options.units.is_empty() {
        let column = Metric::Download.header().to_owned();
        plan.refusal.get_or_insert(Error::AmbiguousUnit { path: path.clone(), column });
    }
    plan.notes.insert(0, note);
    let text = Utf8Reader::new(Box::new(whole) as Box<dyn Read>, Encoding::Utf8);
    Ok(OpenTable { path, name, form, plan, n_bytes, text, sha256: Some(sha256), source, stamp, joined_rows })
}

/// What the user says of columns that the new table has too.
fn without_columns_that_go(options: &ReadOptions, long: &LongForm, guesses: &[super::ColumnGuess]) -> ReadOptions {
    let gone = [Some(long.direction), Some(long.value), long.unit];
    let header = |column: Option<usize>| guesses.get(column?).map(|guess| Header::new(&guess.header).key);
    let gone = gone.map(header);
    let mut options = options.clone();
    options.columns.retain(|(_, name)| !gone.contains(&Some(Header::new(name).key)));
    options
}

/// A long table written out with a row for each test.
struct Written {
    transcript: Transcript,
    /// Hash of the file.
    sha256: String,
    joined_rows: Vec<(u32, u32)>,
    note: Note,
}

fn write_out(table: OpenTable, long: &LongForm, options: &ReadOptions) -> Result<Written> {
    let path = table.path.clone();
    let header_row = table.plan.header_row;
    let decimal_comma = table.plan.decimal_comma;
    let headers: Vec<String> = table.plan.guesses.iter().map(|guess| guess.header.clone()).collect();
    let layout = Layout::new(long, &table.plan.guesses, options);
    let mut pairs = Pairs::new(&table.plan);
    let mut rows = TranscriptWriter::new();
    let (mut n_rows, mut n_others, mut failure) = (0, 0, None);
    let sha256 = for_each_numbered_row(table, |row, cells| {
        let Some(metric) = form::metric_of(cells.get(long.direction).unwrap_or_default()) else {
            n_others += 1;
            return;
        };
        let Some(metric) = metric else { return };
        n_rows += 1;
        if n_rows > MAX_ROWS || failure.is_some() {
            return;
        }
        let value = layout.value(metric, cells, decimal_comma);
        pairs.add(row, metric, &value, number::parse(value.as_bytes(), decimal_comma).value(), cells);
        cells.iter().for_each(|cell| rows.text(cell));
        failure = rows.end_row().err();
    })?;
    if let Some(error) = failure {
        return Err(error);
    }
    if n_rows > MAX_ROWS {
        return Err(Error::TooMany { what: "rows".to_owned(), limit: MAX_ROWS as u64 });
    }
    let (row_of, tests, values) = pairs.finish();
    let (joined_rows, n_alone) = joined(&tests);
    let note = Note::LongTable {
        column: headers.get(long.direction).cloned().unwrap_or_default(),
        rows: n_rows as u64,
        tests: tests.len() as u64,
        alone: n_alone,
        others: n_others,
    };
    let mut out = TranscriptWriter::new();
    for _ in 1..header_row {
        out.end_row()?;
    }
    layout.kept.iter().for_each(|column| out.text(headers.get(*column).map_or("", String::as_str)));
    layout.added.iter().for_each(|(_, header)| out.text(header));
    out.end_row()?;
    let mut written = header_row as u32;
    let unreadable = |e: csv::Error| Error::unreadable(&path, &std::io::Error::from(e));
    let mut records = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(rows.finish()?);
    let (mut record, mut tests) = (StringRecord::new(), tests.iter().peekable());
    for row in row_of {
        if !records.read_record(&mut record).map_err(unreadable)? {
            break;
        }
        let Some(test) = tests.next_if(|test| test.row() == Some(row)) else { continue };
        while written + 1 < row {
            out.end_row()?;
            written += 1;
        }
        layout.write(test, &record, &values, &mut out);
        out.end_row()?;
        written = row;
    }
    Ok(Written { transcript: out.finish()?, sha256, joined_rows, note })
}

/// The row of each test with its other rows, and how many tests have one row.
fn joined(tests: &[Test]) -> (Vec<(u32, u32)>, u64) {
    let (mut rows, mut n_alone) = (Vec::new(), 0);
    for test in tests {
        let mut all = test.rows();
        let Some(first) = all.next() else { continue };
        let before = rows.len();
        rows.extend(all.map(|other| (first, other)));
        n_alone += u64::from(rows.len() == before);
    }
    rows.sort_unstable();
    (rows, n_alone)
}

/// Which columns the new table has.
struct Layout {
    value: usize,
    unit: Option<usize>,
    direction: usize,
    /// Unit that holds where no cell names one; `None`: figures stay as they are written.
    speed_unit: Option<SpeedUnit>,
    /// Whether each figure is brought to Mbps.
    converts: bool,
    /// Columns of the old table that stay, in their order.
    kept: Vec<usize>,
    /// Columns that are added, with their headers.
    added: Vec<(Metric, String)>,
    /// Columns that stay and already have the meaning of a metric.
    there: Vec<(Metric, usize)>,
}

impl Layout {
    fn new(long: &LongForm, guesses: &[super::ColumnGuess], options: &ReadOptions) -> Self {
        let gone = [Some(long.direction), Some(long.value), long.unit];
        let kept: Vec<usize> = (0..guesses.len()).filter(|column| !gone.contains(&Some(*column))).collect();
        let place = |meaning: Meaning| {
            kept.iter().copied().find(|c| guesses.get(*c).is_some_and(|g| g.meaning == Some(meaning)))
        };
        // What the user says of units is said of the figures as they stand in the file.
        let is_said = options.unit.is_some() || !options.units.is_empty();
        let converts = !is_said
            && !long.is_unit_doubtful
            && (long.speed_unit.is_some() || long.unit.is_some() || long.names_units);
        let mut layout = Self {
            value: long.value,
            unit: long.unit,
            direction: long.direction,
            speed_unit: long.speed_unit,
            converts,
            kept: kept.clone(),
            added: Vec::new(),
            there: Vec::new(),
        };
        for metric in Metric::ALL.into_iter().filter(|metric| long.metrics.contains(metric)) {
            match place(metric.meaning()) {
                Some(column) => layout.there.push((metric, column)),
                None => layout.added.push((metric, layout.header(metric, long))),
            }
        }
        layout
    }

    fn header(&self, metric: Metric, long: &LongForm) -> String {
        match metric {
            Metric::Latency => "Latency (ms)".to_owned(),
            _ if self.converts => format!("{} (Mbps)", metric.header()),
            _ if long.doubtful_unit.is_empty() => metric.header().to_owned(),
            _ => format!("{} ({})", metric.header(), long.doubtful_unit),
        }
    }

    /// The figure of a row as it is written into the new table.
    fn value(&self, metric: Metric, cells: &StringRecord, decimal_comma: bool) -> String {
        let cell = cells.get(self.value).unwrap_or_default();
        let named = self.unit.and_then(|unit| cells.get(unit)).filter(|unit| !unit.trim().is_empty());
        let unit =
            named.map_or_else(|| form::unit_within(cells.get(self.direction).unwrap_or_default()), str::to_owned);
        let number = number::parse(cell.as_bytes(), decimal_comma);
        let number = match metric {
            Metric::Latency => form::milliseconds(number, &unit),
            _ if !self.converts => return cell.to_owned(),
            _ => match SpeedUnit::from_header(&crate::model::fold_text(&unit)).or(self.speed_unit) {
                Some(unit) => unit.to_mbps(number),
                // A figure of an unknown unit is no speed; the text says which it was.
                None => return format!("{cell} {unit}"),
            },
        };
        match number {
            Number::Unreadable | Number::Missing => cell.to_owned(),
            number => number.text(decimal_comma),
        }
    }

    /// One test: the cells of its row, and the figures of all its rows.
    fn write(&self, test: &Test, record: &StringRecord, values: &pairs::Values, out: &mut TranscriptWriter) {
        let figure = |metric: Metric| test.value(metric).map(|at| values.get(at)).unwrap_or_default();
        for column in &self.kept {
            let cell = record.get(*column).unwrap_or_default();
            let metric = self.there.iter().find(|(_, place)| place == column).map(|(metric, _)| *metric);
            match metric.map(figure).filter(|figure| !figure.is_empty()) {
                Some(figure) => out.text(figure),
                None => out.text(cell),
            }
        }
        self.added.iter().for_each(|(metric, _)| out.text(figure(*metric)));
    }
}

#[cfg(test)]
mod tests;
