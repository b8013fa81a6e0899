//! What the cells of one row say: place, time, metrics, network, and the flags that follow (method.md §2).

use std::borrow::Cow;

use crate::io::plan::TablePlan;
use crate::io::radio::Radio;
use crate::io::status::says_yes;
use crate::io::table::index::Record;
use crate::io::value::cell::{is_nothing, text};
use crate::io::value::degrees;
use crate::io::value::number::{self, Number};
use crate::model::{Flag, Flags, MISSING_TIME, Meaning, Operator, RejectedText, SampleColumns};

const MAX_SPEED_MBPS: f64 = 10_000.0;
const MAX_LATENCY_MS: f64 = 60_000.0;
const MAX_UNCERTAINTY_M: f64 = 100.0;
const NULL_ISLAND_DEGREES: f64 = 0.01;

/// The cell, empty where it says that there is nothing.
#[inline]
pub(in crate::io) fn known(cell: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    if is_nothing(&cell) { Cow::Borrowed(b"") } else { cell }
}

/// Degrees as a number, or as degrees, minutes and seconds.
#[inline]
pub(in crate::io) fn coordinate(plan: &TablePlan, cell: &[u8]) -> Number {
    match number::parse(cell, plan.decimal_comma) {
        Number::Unreadable => degrees::parse(cell).map_or(Number::Unreadable, Number::Float),
        number => number,
    }
}

/// Unix seconds of a row, or the text that is no time.
#[inline]
pub(in crate::io) fn time<'r>(plan: &TablePlan, record: &Record<'r>) -> Result<i64, Cow<'r, [u8]>> {
    let cell = |column: Option<usize>| column.map_or(Cow::Borrowed(b"".as_slice()), |column| record.cell(column));
    match plan.columns.time {
        Some(column) => {
            let cell = record.cell(column);
            plan.time_format.parse(&cell).ok_or(cell)
        }
        None => {
            let (date, time_of_day) = (cell(plan.columns.date), cell(plan.columns.time_of_day));
            plan.time_format.parse_pair(&date, &time_of_day).ok_or_else(|| {
                let joined = [date.as_ref(), time_of_day.as_ref()].join(&b' ');
                Cow::Owned(joined.trim_ascii().to_vec())
            })
        }
    }
}

/// One row on its way.
pub(in crate::io) struct Row<'p, 'r> {
    pub plan: &'p TablePlan,
    pub record: &'p Record<'r>,
    pub sample: u32,
    pub flags: Flags,
    pub rejected: &'p mut Vec<RejectedText>,
}

impl<'r> Row<'_, 'r> {
    #[inline]
    fn cell(&self, column: Option<usize>) -> Cow<'r, [u8]> {
        column.map_or(Cow::Borrowed(b""), |column| self.record.cell(column))
    }

    /// A cell, empty where it says that there is nothing.
    #[inline]
    pub fn known_cell(&self, column: Option<usize>) -> Cow<'r, [u8]> {
        known(self.cell(column))
    }

    fn reject(&mut self, meaning: Meaning, cell: &[u8]) {
        if !cell.is_empty() {
            self.rejected.push(RejectedText { sample: self.sample, meaning, text: text(cell).into_boxed_str() });
        }
    }

    #[inline]
    fn number(&self, cell: &[u8]) -> Number {
        number::parse(cell, self.plan.decimal_comma)
    }

    /// Both coordinates from one cell.
    #[cold]
    fn pair(&mut self, column: usize) -> (Number, Number) {
        let cell = self.record.cell(column);
        degrees::pair(&cell, self.plan.decimal_comma).unwrap_or_else(|| {
            self.reject(Meaning::Latitude, &cell);
            (Number::Missing, Number::Missing)
        })
    }

    pub fn position(&mut self, columns: &mut SampleColumns) {
        let latitude = self.cell(self.plan.columns.latitude);
        let longitude = self.cell(self.plan.columns.longitude);
        let (lat, lon) = match self.plan.columns.position {
            None => (coordinate(self.plan, &latitude), coordinate(self.plan, &longitude)),
            Some(column) => self.pair(column),
        };
        let in_range = |number: Number, limit: f64| number.value().filter(|v| v.abs() <= limit);
        let (lat_value, lon_value) = (in_range(lat, 90.0), in_range(lon, 180.0));
        // What could be read is kept for the person who mends the file, also where it cannot be a position.
        lat.push_to(&mut columns.lat);
        lon.push_to(&mut columns.lon);
        if let (Some(lat_value), Some(lon_value)) = (lat_value, lon_value) {
            if lat_value.abs() < NULL_ISLAND_DEGREES && lon_value.abs() < NULL_ISLAND_DEGREES {
                self.flags.insert(Flag::NullIsland);
            }
            return;
        }
        self.flags.insert(Flag::NoPosition);
        if lat_value.is_none() {
            self.reject(Meaning::Latitude, &latitude);
        }
        if lon_value.is_none() {
            self.reject(Meaning::Longitude, &longitude);
        }
    }

    pub fn time(&mut self, columns: &mut SampleColumns) {
        columns.time.push(time(self.plan, self.record).unwrap_or_else(|cell| {
            self.flags.insert(Flag::NoTime);
            self.reject(Meaning::Time, &cell);
            MISSING_TIME
        }));
    }

    /// The number of a metric; a text that is none is kept and counts as empty.
    #[inline]
    fn metric(&mut self, column: Option<usize>, meaning: Meaning) -> Number {
        let cell = self.cell(column);
        let number = self.number(&cell);
        if number == Number::Unreadable {
            self.reject(meaning, &cell);
            return Number::Missing;
        }
        number
    }

    /// Whether the source itself takes the test for impossible.
    fn is_declared_implausible(&mut self) -> bool {
        let cell = self.cell(self.plan.columns.implausible);
        let declared = !cell.is_empty() && says_yes(&text(&cell));
        if declared {
            self.reject(Meaning::Implausible, &cell);
        }
        declared
    }

    pub fn metrics(&mut self, failed: bool, columns: &mut SampleColumns) {
        const ZERO: Number = Number::Decimal(0, 0);
        let plan = self.plan;
        let mut download = plan.download_unit.to_mbps(self.metric(plan.columns.download, Meaning::Download));
        let mut upload = plan.upload_unit.to_mbps(self.metric(plan.columns.upload, Meaning::Upload));
        let mut latency = self.metric(plan.columns.latency, Meaning::Latency).scaled(1, plan.latency_shift);
        if failed || download.value() == Some(0.0) {
            self.flags.insert(Flag::FailedTest);
            download = ZERO;
            if upload == Number::Missing {
                upload = ZERO;
            }
            if latency.value().is_some_and(|ms| ms <= 0.0) {
                latency = Number::Missing;
            }
        }
        let is_implausible_speed = |mbps: f64| !(0.0..=MAX_SPEED_MBPS).contains(&mbps);
        let checks = [
            (download.value().map(is_implausible_speed), Flag::ImplausibleDownload),
            (upload.value().map(is_implausible_speed), Flag::ImplausibleUpload),
            (latency.value().map(|ms| ms <= 0.0 || ms > MAX_LATENCY_MS), Flag::ImplausibleLatency),
        ];
        let declared = self.is_declared_implausible();
        for (is_implausible, flag) in checks {
            match is_implausible {
                Some(false) if !declared => {}
                Some(false) => self.flags.insert(flag),
                Some(true) => self.flags.insert(flag),
                None => self.flags.insert(Flag::NoMetric),
            }
        }
        download.push_to(&mut columns.download);
        upload.push_to(&mut columns.upload);
        latency.push_to(&mut columns.latency);
    }

    pub fn accuracy(&mut self) {
        let Some(column) = self.plan.columns.accuracy else { return };
        let cell = self.record.cell(column);
        if self.number(&cell).value().is_some_and(|metres| metres > MAX_UNCERTAINTY_M) {
            self.flags.insert(Flag::LowAccuracy);
            self.reject(Meaning::Accuracy, &cell);
        }
    }

    pub fn mobile(&mut self, connection: Radio, technology: Radio, operator: &Operator) {
        let columns = &self.plan.columns;
        let (meaning, column) = if connection.is_mobile == Some(false) {
            (Meaning::Connection, columns.connection)
        } else if technology.is_mobile == Some(false) {
            (Meaning::Technology, columns.technology)
        } else if operator.fixed_line && connection.is_mobile != Some(true) {
            (Meaning::Operator, columns.operator)
        } else {
            return;
        };
        self.flags.insert(Flag::NotMobile);
        let cell = self.cell(column);
        self.reject(meaning, &cell);
    }
}
