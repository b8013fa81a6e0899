//! A row of the layer of what lies beside the evidence: a tile, a signal level or a tower, to and from its columns.

use rusqlite::types::Value;
use rusqlite::{Row, Statement, params_from_iter};

use super::shape;
use crate::model::{LonLat, OperatorId, SignalPoint, Technology, Tile, Tower};

pub const INSERT: &str = "INSERT INTO context (geom, context_file, kind, operator, operator_number, technology, level_dbm, \
    range_m, n_tests, n_devices, zoom, download, upload, latency) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";

/// A row of the layer.
pub struct ContextRow {
    pub file: i64,
    pub kind: &'static str,
    pub place: LonLat,
    pub operator: Option<String>,
    pub operator_number: Option<i64>,
    pub technology: Option<Technology>,
    pub level_dbm: Option<f32>,
    pub range_m: Option<f32>,
    pub n_tests: Option<u32>,
    pub n_devices: Option<u32>,
    pub zoom: Option<u8>,
    pub measured: [Option<f64>; 3],
}

impl Default for ContextRow {
    fn default() -> Self {
        Self {
            file: 0,
            kind: "",
            place: LonLat { lon: 0.0, lat: 0.0 },
            operator: None,
            operator_number: None,
            technology: None,
            level_dbm: None,
            range_m: None,
            n_tests: None,
            n_devices: None,
            zoom: None,
            measured: [None; 3],
        }
    }
}

impl ContextRow {
    pub fn put(self, put: &mut Statement<'_>) -> rusqlite::Result<()> {
        let real = |value: Option<f64>| value.map_or(Value::Null, Value::Real);
        let whole = |value: Option<i64>| value.map_or(Value::Null, Value::Integer);
        let word = |value: Option<String>| value.map_or(Value::Null, Value::Text);
        let [download, upload, latency] = self.measured;
        let values = [
            Value::Blob(shape::point(self.place.lon, self.place.lat).to_vec()),
            Value::Integer(self.file),
            Value::Text(self.kind.to_owned()),
            word(self.operator),
            whole(self.operator_number),
            word(self.technology.map(|technology| technology.label().to_owned())),
            real(self.level_dbm.map(f64::from)),
            real(self.range_m.map(f64::from)),
            whole(self.n_tests.map(i64::from)),
            whole(self.n_devices.map(i64::from)),
            whole(self.zoom.map(i64::from)),
            real(download),
            real(upload),
            real(latency),
        ];
        put.execute(params_from_iter(values)).map(drop)
    }
}

fn position(row: &Row<'_>) -> rusqlite::Result<Option<LonLat>> {
    let blob: Option<Vec<u8>> = row.get("geom")?;
    Ok(blob.as_deref().and_then(shape::point_of).map(|(lon, lat)| LonLat { lon, lat }))
}

fn technology(row: &Row<'_>) -> rusqlite::Result<Technology> {
    let label: Option<String> = row.get("technology")?;
    Ok(label.map_or(Technology::Unknown, |label| Technology::from_name(&label)))
}

fn operator(row: &Row<'_>) -> rusqlite::Result<OperatorId> {
    let number: Option<u16> = row.get("operator_number")?;
    Ok(OperatorId(number.unwrap_or(u16::MAX)))
}

pub fn tile(row: &Row<'_>) -> rusqlite::Result<Option<Tile>> {
    let Some(centre) = position(row)? else { return Ok(None) };
    Ok(Some(Tile {
        centre,
        zoom: row.get::<_, Option<u8>>("zoom")?.unwrap_or(0),
        n_tests: row.get::<_, Option<u32>>("n_tests")?.unwrap_or(0),
        n_devices: row.get::<_, Option<u32>>("n_devices")?.unwrap_or(0),
        download_mbps: row.get("download")?,
        upload_mbps: row.get("upload")?,
        latency_ms: row.get("latency")?,
    }))
}

pub fn signal_point(row: &Row<'_>) -> rusqlite::Result<Option<SignalPoint>> {
    let level: Option<f64> = row.get("level_dbm")?;
    let Some((position, level)) = position(row)?.zip(level) else { return Ok(None) };
    Ok(Some(SignalPoint { position, level_dbm: level as f32, technology: technology(row)?, operator: operator(row)? }))
}

pub fn tower(row: &Row<'_>) -> rusqlite::Result<Option<Tower>> {
    let Some(position) = position(row)? else { return Ok(None) };
    Ok(Some(Tower {
        position,
        technology: technology(row)?,
        operator: operator(row)?,
        range_m: row.get::<_, Option<f64>>("range_m")?.map(|range| range as f32),
        n_samples: row.get::<_, Option<u32>>("n_tests")?.unwrap_or(0),
    }))
}
