//! A row becomes a sample, with the flags that follow from the row alone (method.md §2). No row is left out.

mod values;

use std::borrow::Cow;

use crate::model::{Error, Flag, Flags, MccMnc, Operator, OperatorCatalogue, OperatorId, Result, Technology};

use super::chunk_samples::{ChunkSamples, Tally};
use super::identity::source_key;
use super::intern::Interner;
use super::plan::TablePlan;
use super::radio::Radio;
use super::status::{says_failure, says_footnote, says_indoors};
use super::table::index::{CellIndex, Record};
use super::table::second_header::Naming;
use super::usual_row::{ROWS_OF_BLOCK, UsualBlock, UsualColumns};
use super::value::cell::text;
use super::value::degrees;
use values::{Row, coordinate, known, time};

/// Parses chunks of one file.
#[derive(Debug)]
pub(super) struct RowParser<'a> {
    plan: &'a TablePlan,
    catalogue: &'a OperatorCatalogue,
    /// Operator of a file without such a column.
    operator: &'a str,
    radios: Interner<Radio>,
    statuses: Interner<bool>,
    index: CellIndex,
    operator_key: Vec<u8>,
    usual: Option<UsualColumns>,
}

impl<'a> RowParser<'a> {
    pub fn new(plan: &'a TablePlan, catalogue: &'a OperatorCatalogue, operator: &'a str) -> Self {
        Self {
            plan,
            catalogue,
            operator,
            radios: Interner::default(),
            statuses: Interner::default(),
            index: CellIndex::default(),
            operator_key: Vec::new(),
            usual: UsualColumns::of(plan),
        }
    }

    /// Parses all rows of a chunk; `skip` rows at its beginning are no data.
    pub fn parse(&mut self, bytes: &[u8], has_quotes: bool, skip: usize, out: &mut ChunkSamples) -> Result<()> {
        self.radios.clear();
        self.statuses.clear();
        let mut index = std::mem::take(&mut self.index);
        index.build(bytes, self.plan.signs, has_quotes);
        let usual = self.usual.filter(|_| !has_quotes);
        let mut block = UsualBlock::default();
        // Asked of the chunk as a whole, which costs next to nothing where all is well.
        let has_foreign_bytes = is_foreign(bytes);
        for (number, record) in index.records(bytes, has_quotes).enumerate() {
            out.n_rows += 1;
            if has_foreign_bytes && is_foreign(record.line()) {
                out.foreign.add(Tally { rows: 1, first: out.n_rows });
            }
            let is_usual = usual.as_ref().is_some_and(|columns| {
                let place = number % ROWS_OF_BLOCK;
                if place == 0 {
                    block.flush(&mut out.columns);
                    block.read(columns, self.plan, bytes, &index, number);
                }
                number >= skip && self.push_usual_row(columns, &mut block, place, &record, out)
            });
            if !is_usual && out.n_rows as usize > skip && self.is_data(&record) {
                let here = Tally { rows: 1, first: out.n_rows };
                match self.naming(&record) {
                    Naming::Nothing => {}
                    Naming::Again => continue,
                    Naming::Otherwise(_) => out.other_headers.add(here),
                }
                if is_footnote(&record, self.plan) {
                    out.footnotes.add(here);
                    continue;
                }
                let n_columns = self.plan.guesses.len();
                if record.len() > n_columns && (n_columns..record.len()).any(|c| !record.cell(c).is_empty()) {
                    out.surplus.add(here);
                }
                block.flush(&mut out.columns);
                self.push_row(&record, out)?;
            }
        }
        block.flush(&mut out.columns);
        self.index = index;
        Ok(())
    }

    #[inline]
    fn is_data(&self, record: &Record<'_>) -> bool {
        let line = record.line();
        match line.first() {
            None | Some(b'\r') => return false,
            Some(first)
                if Some(first) == self.plan.header_line.first() && line.trim_ascii() == self.plan.header_line =>
            {
                return false;
            }
            Some(b'0'..=b'9') => return true,
            Some(b'#') if record.len() != self.plan.guesses.len() => return self.tells_where_and_when(record),
            _ => {}
        }
        !record.is_blank()
    }

    /// What a row says of the columns.
    #[inline]
    fn naming(&self, record: &Record<'_>) -> Naming {
        let names = &self.plan.form.names;
        if !names.may_begin(record.line()) || !names.has(&record.cell(0)) {
            return Naming::Nothing;
        }
        let cells: Vec<Vec<u8>> = (0..record.len()).map(|c| record.cell(c).into_owned()).collect();
        names.read(&cells, u64::MAX)
    }

    /// Whether place and time can be read: then a row is a test, whatever sign it begins with.
    #[cold]
    fn tells_where_and_when(&self, record: &Record<'_>) -> bool {
        let columns = &self.plan.columns;
        let has_place = match columns.position {
            Some(column) => degrees::pair(&record.cell(column), self.plan.decimal_comma).is_some(),
            None => [(columns.latitude, 90.0), (columns.longitude, 180.0)].iter().all(|(column, limit)| {
                let value = column.and_then(|column| coordinate(self.plan, &record.cell(column)).value());
                value.is_some_and(|degrees| degrees.abs() <= *limit)
            }),
        };
        has_place && time(self.plan, record).is_ok()
    }

    /// The parser that looks closely at every row.
    #[cfg(test)]
    pub fn without_usual_rows(mut self) -> Self {
        self.usual = None;
        self
    }

    /// What a technology or connection cell says.
    #[inline]
    pub(super) fn radio(&mut self, cell: &[u8]) -> Radio {
        *self.radios.get(cell, || Radio::read(&text(cell))).1
    }

    /// Adds who measured, and which test it was. `cell` hands out the cells of the row.
    #[inline]
    pub(super) fn identity<'r>(&self, cell: impl Fn(usize) -> Cow<'r, [u8]>, out: &mut ChunkSamples) {
        let columns = &self.plan.columns;
        let known_cell = |column: Option<usize>| known(column.map_or(Cow::Borrowed(b""), &cell));
        if columns.device.is_some() || columns.model.is_some() || columns.referral.is_some() {
            let key =
                source_key(&known_cell(columns.device), &known_cell(columns.model), &known_cell(columns.referral));
            out.source_of.push(out.sources.number(key));
        }
        if columns.test_id.is_some() {
            out.test_ids.push(&known_cell(columns.test_id));
        }
    }

    fn push_row(&mut self, record: &Record<'_>, out: &mut ChunkSamples) -> Result<()> {
        let sample = out.columns.flags.len() as u32;
        let mut row = Row { plan: self.plan, record, sample, flags: Flags::NONE, rejected: &mut out.rejected };
        row.position(&mut out.columns);
        row.time(&mut out.columns);
        let failed = self.has_failed(&mut row);
        row.metrics(failed, &mut out.columns);
        row.accuracy();
        let [connection, technology] = [row.plan.columns.connection, row.plan.columns.technology]
            .map(|column| column.map_or(Radio::SILENT, |column| self.radio(&record.cell(column))));
        self.fill_operator_key(&row);
        let (number, operator) = out.operators.get(&self.operator_key, || self.resolve(&row));
        row.mobile(connection, technology, operator);
        if !operator.known {
            row.flags.insert(Flag::UnknownOperator);
        }
        let number = u16::try_from(number)
            .map_err(|_| Error::TooMany { what: "operators".to_owned(), limit: u64::from(u16::MAX) })?;
        let flags = row.flags;
        self.identity(|column| record.cell(column), out);
        if self.plan.columns.place.is_some_and(|column| says_indoors(&text(&record.cell(column)))) {
            out.columns.indoors.push(sample);
        }
        let columns = &mut out.columns;
        columns.operator.push(OperatorId(number));
        columns.technology.push(match technology.technology {
            Technology::Unknown => connection.technology,
            known => known,
        });
        columns.flags.push(flags);
        columns.row.push(out.n_rows);
        Ok(())
    }

    fn has_failed(&mut self, row: &mut Row<'_, '_>) -> bool {
        let Some(column) = row.plan.columns.status else { return false };
        let status = row.record.cell(column);
        !status.is_empty() && *self.statuses.get(&status, || says_failure(&text(&status))).1
    }

    /// Everything a row says of its operator: rows with the same key have the same one.
    #[inline]
    fn fill_operator_key(&mut self, row: &Row<'_, '_>) {
        let columns = &self.plan.columns;
        self.operator_key.clear();
        self.operator_key.extend_from_slice(&row.known_cell(columns.operator));
        for (number, column) in (0..).zip([columns.mcc_mnc, columns.mcc, columns.mnc]) {
            if column.is_some() {
                self.operator_key.push(number);
                self.operator_key.extend_from_slice(&row.known_cell(column));
            }
        }
    }

    #[cold]
    fn resolve(&self, row: &Row<'_, '_>) -> Operator {
        let columns = &self.plan.columns;
        let known_text = |column| text(&row.known_cell(column));
        let has_no_column = [columns.operator, columns.mcc_mnc, columns.mnc].iter().all(Option::is_none);
        let name = if has_no_column { self.operator.to_owned() } else { known_text(columns.operator) };
        let mnc = known_text(columns.mnc);
        let code = MccMnc::parse(&known_text(columns.mcc_mnc)).or_else(|| match columns.mcc {
            Some(_) => MccMnc::from_parts(&known_text(columns.mcc), &mnc),
            None => MccMnc::vietnamese(&mnc),
        });
        self.catalogue.resolve(code, &name)
    }
}

/// Whether there are bytes that are no UTF-8.
fn is_foreign(bytes: &[u8]) -> bool {
    // Most files are plain ASCII, which is told at twice the speed.
    !bytes.is_ascii() && std::str::from_utf8(bytes).is_err()
}

/// A sum or a remark below the data: a first word that says so, and neither place, time, operator nor number of a test.
/// It may have speeds, which are those of the sum.
#[inline]
fn is_footnote(record: &Record<'_>, plan: &TablePlan) -> bool {
    let columns = &plan.columns;
    let is_empty = |column: Option<usize>| column.is_none_or(|column| record.cell(column).is_empty());
    let first = record.line().first().copied().unwrap_or_default();
    !first.is_ascii_digit()
        && is_empty(columns.latitude)
        && is_empty(columns.longitude)
        && is_empty(columns.position)
        && (0..record.len()).find(|c| !record.cell(*c).is_empty()).is_some_and(|first| {
            let is_said_elsewhere = |column: &Option<usize>| *column != Some(first) && !is_empty(*column);
            says_footnote(&text(&record.cell(first)))
                && ![columns.operator, columns.mcc_mnc, columns.test_id].iter().any(is_said_elsewhere)
                && time(plan, record).is_err()
        })
}
