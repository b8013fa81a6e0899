//! Rows with one quality flag, for the list behind a reason: which file, which row, which value.

use std::sync::Arc;

use crate::model::{Analysis, Flag, LonLat, MISSING_TIME, Metric};

/// Rows listed on screen; all of them are in `rejected.csv`.
pub const ROWS_LISTED: usize = 500;

/// The value that earned a row its flag, formatted by whoever shows it.
#[derive(Debug, Clone, PartialEq)]
pub enum FlaggedValue {
    /// As the file has it.
    Text(String),
    Figure(Metric, f64),
    Position(LonLat),
    /// Unix time in seconds.
    Time(i64),
    /// The other row it speaks of: name of the file and row.
    Row(String, u32),
    Nothing,
}

/// One row with the flag.
#[derive(Debug, Clone, PartialEq)]
pub struct FlaggedRow {
    /// Index into [`crate::model::Dataset::files`].
    pub file: usize,
    /// Row in the file, counted as a spreadsheet does.
    pub row: u32,
    pub value: FlaggedValue,
}

/// The first rows with a flag.
#[derive(Debug, Clone, PartialEq)]
pub struct FlaggedRows {
    /// Address of the analysis.
    analysis: usize,
    pub code: &'static str,
    pub rows: Vec<FlaggedRow>,
    /// All rows with the flag, listed or not.
    pub total: u64,
}

impl FlaggedRows {
    pub(super) fn is_of(&self, analysis: &Arc<Analysis>, code: &str) -> bool {
        self.analysis == Arc::as_ptr(analysis) as usize && self.code == code
    }

    /// Rows with any flag of this code, in the order of the files.
    pub(super) fn new(analysis: &Arc<Analysis>, code: &'static str) -> Self {
        let asked = |flag: &Flag| flag.code() == code;
        let flags = analysis.judgement.flags.iter().enumerate();
        let mut hits = flags.filter_map(|(sample, flags)| Some((sample, flags.iter().find(asked)?)));
        let rows: Vec<FlaggedRow> =
            hits.by_ref().take(ROWS_LISTED).filter_map(|(sample, flag)| row(analysis, sample, flag)).collect();
        let total = rows.len() as u64 + hits.count() as u64;
        Self { analysis: Arc::as_ptr(analysis) as usize, code, rows, total }
    }
}

fn row(analysis: &Analysis, sample: usize, flag: Flag) -> Option<FlaggedRow> {
    let dataset = &analysis.dataset;
    let file = dataset.file_of(sample)?;
    let row = dataset.samples.row.get(sample).copied()?;
    Some(FlaggedRow { file, row, value: value(analysis, sample, flag) })
}

fn value(analysis: &Analysis, sample: usize, flag: Flag) -> FlaggedValue {
    let dataset = &analysis.dataset;
    let samples = &dataset.samples;
    let text = || {
        let sample = u32::try_from(sample).ok()?;
        let found = flag.columns().iter().find_map(|meaning| dataset.rejected_text(sample, *meaning))?;
        Some(FlaggedValue::Text(found.to_owned()))
    };
    let figure = |metric| samples.metric(metric).get(sample).map(|value| FlaggedValue::Figure(metric, value));
    let other = |pairs: &[(u32, u32)]| {
        let place = pairs.binary_search_by_key(&(sample as u32), |(row, _)| *row).ok()?;
        let (_, other) = *pairs.get(place)?;
        let file = dataset.files.get(dataset.file_of(other as usize)?)?;
        Some(FlaggedValue::Row(file.name.clone(), *samples.row.get(other as usize)?))
    };
    let found = match flag {
        Flag::NoPosition | Flag::NoTime | Flag::NotMobile | Flag::LowAccuracy | Flag::FailedTest | Flag::NoMetric => {
            text()
        }
        Flag::NullIsland | Flag::Outside | Flag::NoZone => samples
            .lat
            .get(sample)
            .zip(samples.lon.get(sample))
            .map(|(lat, lon)| FlaggedValue::Position(LonLat { lon, lat })),
        Flag::FutureTime | Flag::OutOfPeriod | Flag::IdConflict => {
            samples.time.get(sample).filter(|time| **time != MISSING_TIME).map(|time| FlaggedValue::Time(*time))
        }
        Flag::ImplausibleDownload => figure(Metric::Download),
        Flag::ImplausibleUpload => figure(Metric::Upload),
        Flag::ImplausibleLatency => figure(Metric::Latency),
        Flag::Duplicate => other(&analysis.judgement.duplicate_of),
        Flag::Teleport => other(&analysis.judgement.teleport_from),
        Flag::UnknownOperator => {
            samples.operator.get(sample).map(|id| FlaggedValue::Text(dataset.brand(*id).to_owned()))
        }
        Flag::Manual => u32::try_from(sample).ok().and_then(|sample| {
            let correction = analysis.judgement.correction_of(sample)?;
            Some(FlaggedValue::Text(analysis.settings.corrections.get(correction)?.reason.clone()))
        }),
    };
    found.unwrap_or(FlaggedValue::Nothing)
}
