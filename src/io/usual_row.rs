//! Rows without surprises, which most are: plain numbers in their ranges, an ISO or day-first time, a known network.
//!
//! They are read without copying, flags or second thoughts. A row with anything else about it is left to [`super::row`],
//! which gives the same sample for every row that is read here.

use std::borrow::Cow;
use std::ops::Range;

use crate::model::{Flags, OperatorId, SampleColumns, Technology};

use super::chunk_samples::ChunkSamples;
use super::columns::SpeedUnit;
use super::plan::TablePlan;
use super::radio::Radio;
use super::row::RowParser;
use super::table::index::{CellIndex, Record};
use super::value::cell::{is_nothing, trim};
use super::value::plain::{self, NumberColumn};

/// Decimals that the columns of a data set keep.
const POSITION_DECIMALS: u8 = 7;
const METRIC_DECIMALS: u8 = 4;

const MAX_LATITUDE: u64 = 90 * 10u64.pow(POSITION_DECIMALS as u32);
const MAX_LONGITUDE: u64 = 180 * 10u64.pow(POSITION_DECIMALS as u32);
/// Both coordinates below it lie near the null island.
const NEAR_ZERO: i32 = 10i32.pow(POSITION_DECIMALS as u32 - 2);
const MAX_SPEED: u64 = 10_000 * 10u64.pow(METRIC_DECIMALS as u32);
const MAX_LATENCY: u64 = 60_000 * 10u64.pow(METRIC_DECIMALS as u32);

/// Columns of a table whose rows can be read the short way.
#[derive(Debug, Clone, Copy)]
pub(super) struct UsualColumns {
    n_columns: usize,
    latitude: usize,
    longitude: usize,
    time: usize,
    download: usize,
    upload: usize,
    latency: usize,
    operator: usize,
    technology: Option<usize>,
    connection: Option<usize>,
    /// Decimals of a speed in its unit that are kept.
    download_decimals: u8,
    upload_decimals: u8,
    latency_decimals: u8,
    decimal_sign: u8,
}

impl UsualColumns {
    /// `None` for tables that need a closer look at each row.
    pub fn of(plan: &TablePlan) -> Option<Self> {
        let columns = &plan.columns;
        let special = [
            columns.status,
            columns.implausible,
            columns.place,
            columns.accuracy,
            columns.mcc_mnc,
            columns.mcc,
            columns.mnc,
        ];
        if special.iter().any(Option::is_some) {
            return None;
        }
        let decimals_of = |unit: SpeedUnit| match unit {
            SpeedUnit::Mbps => Some(METRIC_DECIMALS),
            SpeedUnit::Kbps => Some(METRIC_DECIMALS - 3),
            SpeedUnit::Bps | SpeedUnit::BytesPerSecond => None,
        };
        Some(Self {
            n_columns: plan.guesses.len(),
            latitude: columns.latitude?,
            longitude: columns.longitude?,
            time: columns.time?,
            download: columns.download?,
            upload: columns.upload?,
            latency: columns.latency?,
            operator: columns.operator?,
            technology: columns.technology,
            connection: columns.connection,
            download_decimals: decimals_of(plan.download_unit)?,
            upload_decimals: decimals_of(plan.upload_unit)?,
            latency_decimals: METRIC_DECIMALS.checked_add_signed(-plan.latency_shift)?,
            decimal_sign: if plan.decimal_comma { b',' } else { b'.' },
        })
    }
}

/// Rows whose numbers are read together: a column of them stays in the processor.
pub(super) const ROWS_OF_BLOCK: usize = 256;

/// Numbers and times of some consecutive rows, read column by column. Used again for the next rows.
#[derive(Debug)]
pub(super) struct UsualBlock {
    is_usual: [bool; ROWS_OF_BLOCK],
    cells: [(u32, u32); ROWS_OF_BLOCK],
    /// Multiples of 10^−7 degrees and of 10^−4 Mbps or ms, in the order of [`UsualColumns::numbers`].
    numbers: [[i32; ROWS_OF_BLOCK]; 5],
    times: [i64; ROWS_OF_BLOCK],
    /// Rows that have been added but for their numbers and times.
    pending: Range<usize>,
}

impl Default for UsualBlock {
    fn default() -> Self {
        Self {
            is_usual: [false; ROWS_OF_BLOCK],
            cells: [(0, 0); ROWS_OF_BLOCK],
            numbers: [[0; ROWS_OF_BLOCK]; 5],
            times: [0; ROWS_OF_BLOCK],
            pending: 0..0,
        }
    }
}

impl UsualBlock {
    /// Reads the records from `first` on.
    pub fn read(&mut self, columns: &UsualColumns, plan: &TablePlan, bytes: &[u8], index: &CellIndex, first: usize) {
        let n = index.len().saturating_sub(first).min(ROWS_OF_BLOCK);
        let Self { is_usual, cells, numbers, times, pending } = self;
        *pending = 0..0;
        is_usual.fill(true);
        let cells = cells.get_mut(..n).unwrap_or_default();
        for ((column, form), numbers) in columns.numbers().into_iter().zip(numbers) {
            index.places(first, column, columns.n_columns, bytes, cells);
            plain::read_each(bytes, cells, form, numbers, is_usual);
        }
        index.places(first, columns.time, columns.n_columns, bytes, cells);
        for ((cell, time), is_usual) in cells.iter().zip(times).zip(is_usual) {
            let text = bytes.get(cell.0 as usize..cell.1 as usize).unwrap_or_default();
            let parsed = plan.time_format.parse(trim(text));
            *time = parsed.unwrap_or(0);
            *is_usual &= parsed.is_some();
        }
    }

    /// Whether there is nothing unusual about the numbers and the time of the row at a place of the block.
    #[inline]
    fn is_usual(&self, place: usize) -> bool {
        let [lat, lon, ..] = &self.numbers;
        let is_far_from_zero = [lat, lon].into_iter().filter_map(|degrees| degrees.get(place));
        let is_far_from_zero = is_far_from_zero.fold(false, |far, degrees| far | (*degrees >= NEAR_ZERO));
        is_far_from_zero && self.is_usual.get(place).is_some_and(|usual| *usual)
    }

    /// Notes that the row at a place has been added; its numbers follow with those of the rows next to it.
    #[inline]
    fn add(&mut self, place: usize, samples: &mut SampleColumns) {
        if self.pending.end != place {
            self.flush(samples);
            self.pending.start = place;
        }
        self.pending.end = place + 1;
    }

    /// Adds the numbers and times of rows that have been added.
    pub fn flush(&mut self, samples: &mut SampleColumns) {
        let columns =
            [&mut samples.lat, &mut samples.lon, &mut samples.download, &mut samples.upload, &mut samples.latency];
        for (numbers, column) in self.numbers.iter().zip(columns) {
            column.extend_scaled(numbers.get(self.pending.clone()).unwrap_or_default());
        }
        samples.time.extend_from_slice(self.times.get(self.pending.clone()).unwrap_or_default());
        self.pending = 0..0;
    }
}

impl UsualColumns {
    /// Latitude, longitude, download, upload and latency.
    fn numbers(&self) -> [(usize, NumberColumn); 5] {
        let form = |decimals, low, high| NumberColumn { decimal_sign: self.decimal_sign, decimals, low, high };
        [
            (self.latitude, form(POSITION_DECIMALS, 0, MAX_LATITUDE)),
            (self.longitude, form(POSITION_DECIMALS, 0, MAX_LONGITUDE)),
            (self.download, form(self.download_decimals, 1, MAX_SPEED)),
            (self.upload, form(self.upload_decimals, 0, MAX_SPEED)),
            (self.latency, form(self.latency_decimals, 1, MAX_LATENCY)),
        ]
    }
}

impl RowParser<'_> {
    /// Adds the row at a place of the block if it is a usual one; else `false`, and nothing has changed that the longer
    /// way would not change. Its numbers are added by [`UsualBlock::flush`].
    #[inline]
    pub(super) fn push_usual_row(
        &mut self,
        columns: &UsualColumns,
        block: &mut UsualBlock,
        place: usize,
        record: &Record<'_>,
        out: &mut ChunkSamples,
    ) -> bool {
        if !block.is_usual(place) {
            return false;
        }
        let radio = |column: Option<usize>, parser: &mut Self| match column.map(|column| record.plain_cell(column)) {
            None => Radio::SILENT,
            Some(cell) => parser.radio(cell),
        };
        let connection = radio(columns.connection, self);
        let technology = radio(columns.technology, self);
        let operator_cell = record.plain_cell(columns.operator);
        if connection.is_mobile == Some(false) || technology.is_mobile == Some(false) || is_nothing(operator_cell) {
            return false;
        }
        let Some(number) = out.operators.known(operator_cell, |o| o.known && !o.fixed_line) else { return false };
        let Ok(number) = u16::try_from(number) else { return false };
        let samples = &mut out.columns;
        block.add(place, samples);
        samples.operator.push(OperatorId(number));
        samples.technology.push(match technology.technology {
            Technology::Unknown => connection.technology,
            known => known,
        });
        samples.flags.push(Flags::NONE);
        samples.row.push(out.n_rows);
        self.identity(|column| Cow::Borrowed(record.plain_cell(column)), out);
        true
    }
}
