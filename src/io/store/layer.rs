//! The layer `samples`: what QGIS and other programs see of them.

use rusqlite::types::ToSqlOutput;
use rusqlite::{ToSql, params};

use super::shape;
use super::times::TimeWriter;
use super::{Store, Stored};
use crate::job::Feedback;
use crate::model::{
    Dataset, Flag, Flags, LonLat, MISSING_TIME, OperatorId, Result, SourceFile, Technology, is_in_future,
};

/// Rows between two looks at the cancel button.
const ROWS_AT_ONCE: usize = 1 << 13;

const INSERT: &str = "INSERT INTO samples (fid, geom, time, operator, host, technology, download, upload, latency, flags, \
    unread, phone, source, file_row) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";

/// Flags that follow from the row and the time of its import.
pub(super) fn flags_of(stored: &Stored, file: &SourceFile, sample: usize) -> Flags {
    let samples = &stored.dataset.samples;
    let mut flags = samples.flags.get(sample).copied().unwrap_or_default();
    let time = samples.time.get(sample).copied().unwrap_or(MISSING_TIME);
    if time != MISSING_TIME && file.now_unix_s.is_some_and(|now| is_in_future(time, now)) {
        flags.insert(Flag::FutureTime);
    }
    flags
}

/// Lays samples into the layer.
pub(super) fn insert(store: &Store, stored: &Stored, samples: &[u32], feedback: &Feedback) -> Result<()> {
    let failed = store.failed();
    let mut insert = store.database.prepare(INSERT).map_err(failed)?;
    let dataset = &stored.dataset;
    let columns = &dataset.samples;
    let mut times = TimeWriter::default();
    for samples in samples.chunks(ROWS_AT_ONCE) {
        for sample in samples {
            let row = *sample as usize;
            let Some((place, file)) = dataset.file_of(row).and_then(|p| Some((p, dataset.files.get(p)?))) else {
                continue;
            };
            let flags = flags_of(stored, file, row);
            let position = columns.lon.get(row).zip(columns.lat.get(row)).filter(|_| !flags.has(Flag::NoPosition));
            let point = position.map(|(lon, lat)| shape::point(lon, lat));
            let operator = columns.operator.get(row).copied().unwrap_or(OperatorId(u16::MAX));
            let (brand, host) = dataset.operator(operator).map_or(("", ""), |o| (o.brand.as_str(), o.host.as_str()));
            let technology = columns.technology.get(row).copied().unwrap_or(Technology::Unknown);
            let codes = (flags != Flags::NONE).then(|| flags.codes());
            let unread = unread(stored, *sample);
            let values: [&dyn ToSql; 14] = [
                &stored.fids.get(row).copied(),
                &point.as_ref().map(|point| Raw(point)),
                &times.text(columns.time.get(row).copied().unwrap_or(MISSING_TIME)),
                &brand,
                &Some(host).filter(|host| !host.is_empty()),
                &technology.label(),
                &columns.download.get(row),
                &columns.upload.get(row),
                &columns.latency.get(row),
                &codes,
                &unread,
                &stored.phones.get(columns.source(row) as usize),
                &stored.sources.get(place),
                &columns.row.get(row),
            ];
            insert.execute(values).map_err(failed)?;
        }
        feedback.advance(samples.len() as u64)?;
    }
    Ok(())
}

/// Bytes as a value.
struct Raw<'a>(&'a [u8]);

impl ToSql for Raw<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.0.to_sql()
    }
}

/// Values of a row that could not be used, as `meaning=text`.
fn unread(stored: &Stored, sample: u32) -> Option<String> {
    let texts = &stored.dataset.rejected_texts;
    let from = texts.partition_point(|text| text.sample < sample);
    let mine = texts.iter().skip(from).take_while(|text| text.sample == sample);
    let parts: Vec<String> = mine.map(|text| format!("{}={}", text.meaning.code(), text.text)).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// Writes how far the samples reach.
pub(super) fn describe(store: &Store, dataset: &Dataset) -> Result<()> {
    let has_position = |flags: Flags| !flags.has(Flag::NoPosition);
    let bounds = dataset.bounds(0..dataset.samples.len(), &dataset.samples.flags, has_position);
    let (south_west, north_east) = (bounds.map(|(corner, _)| corner), bounds.map(|(_, corner)| corner));
    let (lon, lat) = (|p: LonLat| p.lon, |p: LonLat| p.lat);
    store
        .database
        .execute(
            "UPDATE gpkg_contents SET min_x = ?1, min_y = ?2, max_x = ?3, max_y = ?4, \
             last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now') WHERE table_name = 'samples'",
            params![south_west.map(lon), south_west.map(lat), north_east.map(lon), north_east.map(lat)],
        )
        .map(drop)
        .map_err(store.failed())
}
