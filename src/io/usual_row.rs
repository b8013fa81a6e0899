//! Rows without surprises, which most are: plain numbers in their ranges, an ISO or day-first time, a known network.
//!
//! They are read without copying, flags or second thoughts. A row with anything else about it is left to [`super::row`],
//! which gives the same sample for every row that is read here.

use std::borrow::Cow;

use crate::model::{Flags, OperatorId, Technology};

use super::chunk_samples::ChunkSamples;
use super::columns::SpeedUnit;
use super::plan::TablePlan;
use super::radio::Radio;
use super::row::RowParser;
use super::table::index::Record;
use super::value::cell::is_nothing;
use super::value::plain;

/// Decimals that the columns of a data set keep.
const POSITION_DECIMALS: u8 = 7;
const METRIC_DECIMALS: u8 = 4;

const MAX_LATITUDE: u64 = 90 * 10u64.pow(POSITION_DECIMALS as u32);
const MAX_LONGITUDE: u64 = 180 * 10u64.pow(POSITION_DECIMALS as u32);
/// Both coordinates below it lie near the null island.
const NEAR_ZERO: u64 = 10u64.pow(POSITION_DECIMALS as u32 - 2);
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

/// What the cells of a row say.
struct Usual {
    /// Multiples of 10^−7 degrees and of 10^−4 Mbps or ms.
    lat: i32,
    lon: i32,
    download: i32,
    upload: i32,
    latency: i32,
    time: i64,
}

impl RowParser<'_> {
    /// Adds the row if it is a usual one; else `false`, and nothing has changed that the longer way would not change.
    #[inline]
    pub(super) fn push_usual_row(
        &mut self,
        columns: &UsualColumns,
        record: &Record<'_>,
        out: &mut ChunkSamples,
    ) -> bool {
        // Cells past the last column are counted by the longer way.
        if record.len() > columns.n_columns {
            return false;
        }
        let Some(usual) = self.usual(columns, record) else { return false };
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
        samples.lat.push_scaled(usual.lat);
        samples.lon.push_scaled(usual.lon);
        samples.time.push(usual.time);
        samples.download.push_scaled(usual.download);
        samples.upload.push_scaled(usual.upload);
        samples.latency.push_scaled(usual.latency);
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

    #[inline]
    fn usual(&self, columns: &UsualColumns, record: &Record<'_>) -> Option<Usual> {
        let number = |column: usize, decimals: u8, low: u64, high: u64| -> Option<i32> {
            let (bytes, start, end) = record.place(column)?;
            let scaled = plain::scaled(bytes, start, end, columns.decimal_sign, decimals)?;
            (scaled >= low && scaled <= high).then_some(scaled as i32)
        };
        let lat = number(columns.latitude, POSITION_DECIMALS, 0, MAX_LATITUDE)?;
        let lon = number(columns.longitude, POSITION_DECIMALS, 0, MAX_LONGITUDE)?;
        if (lat as u64) < NEAR_ZERO && (lon as u64) < NEAR_ZERO {
            return None;
        }
        Some(Usual {
            lat,
            lon,
            download: number(columns.download, columns.download_decimals, 1, MAX_SPEED)?,
            upload: number(columns.upload, columns.upload_decimals, 0, MAX_SPEED)?,
            latency: number(columns.latency, columns.latency_decimals, 1, MAX_LATENCY)?,
            time: self.time(record.plain_cell(columns.time))?,
        })
    }
}
