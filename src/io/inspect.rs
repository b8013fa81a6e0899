//! Says what a file is and how it would be read, and changes nothing.

use std::io::Read;
use std::path::Path;

use crate::job::Feedback;
use crate::model::{
    Dataset, Error, Flag, FlagCounts, LonLat, MISSING_TIME, Meaning, OperatorCatalogue, Result, Technology,
};

use super::ReadOptions;
use super::columns::{ColumnGuess, SpeedUnit};
use super::detect::{Format, detect};
use super::encoding::Encoding;
use super::merge::Merger;
use super::samples::{OpenTable, Opened, open};
use super::value::{DateOrder, number};
use super::vector::{ZoneOptions, bounds_of, read_boundaries};

/// Positions kept for a small map.
const POINTS: usize = 1500;

/// Rows and values shown as examples.
const EXAMPLES: usize = 5;

/// What a file was understood to be.
#[derive(Debug, Clone)]
pub struct Inspection {
    pub path: String,
    /// Hex digits.
    pub sha256: String,
    pub content: Content,
    /// Why the file cannot be used as it is.
    pub refusal: Option<Error>,
}

#[derive(Debug, Clone)]
pub enum Content {
    Table(Box<TableContent>),
    Boundaries(BoundaryContent),
}

/// A delimited text.
#[derive(Debug, Clone)]
pub struct TableContent {
    pub encoding: Encoding,
    pub delimiter: char,
    pub decimal_comma: bool,
    /// Row of the header as a person counts; 0 when there is none.
    pub header_row: usize,
    pub columns: Vec<ColumnGuess>,
    pub speeds: Vec<SpeedColumn>,
    /// Zone of times without offset.
    pub timezone: String,
    /// Order of day and month where the year does not come first.
    pub date_order: DateOrder,
    /// Cells of the first data rows as written.
    pub first_rows: Vec<Vec<String>>,
    /// What the rows gave; absent for a refused table.
    pub samples: Option<SampleSummary>,
}

/// A speed column with its unit and its first values.
#[derive(Debug, Clone, PartialEq)]
pub struct SpeedColumn {
    pub header: String,
    pub unit: SpeedUnit,
    pub first_mbps: Vec<f64>,
}

/// All rows of a table in a few figures.
#[derive(Debug, Clone, Default)]
pub struct SampleSummary {
    pub n_rows: u64,
    /// Unix seconds of the first and the last sample with a time.
    pub times: Option<(i64, i64)>,
    /// South-west and north-east corner.
    pub bounds: Option<(LonLat, LonLat)>,
    /// Flags that follow from the rows alone.
    pub flags: FlagCounts,
    /// Rows of each operator, sorted by brand.
    pub operators: Vec<(String, u64)>,
    pub technologies: Vec<(Technology, u64)>,
    /// Names of operators that the program does not know, sorted.
    pub unresolved: Vec<UnresolvedName>,
    pub n_devices: u32,
    pub has_test_ids: bool,
    pub first: Vec<FirstSample>,
    /// Positions of rows spread evenly over the table.
    pub points: Vec<LonLat>,
}

/// A name of an operator that the program does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnresolvedName {
    pub name: String,
    pub n_rows: u64,
    /// The first row that has it, as a person counts.
    pub first_row: u32,
}

/// One of the first rows as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstSample {
    pub row: u32,
    pub time: Option<i64>,
    pub position: Option<LonLat>,
    pub operator: String,
    pub technology: Technology,
    pub download_mbps: Option<f64>,
    pub upload_mbps: Option<f64>,
    pub latency_ms: Option<f64>,
}

/// A file of polygons.
#[derive(Debug, Clone, PartialEq)]
pub struct BoundaryContent {
    pub n_features: usize,
    /// Features with an area.
    pub n_zones: usize,
    pub n_polygons: usize,
    pub fields: Vec<String>,
    pub id_field: Option<String>,
    pub name_field: Option<String>,
    /// Names of the first zones.
    pub first_names: Vec<String>,
    pub bounds: Option<(LonLat, LonLat)>,
    pub epsg: u32,
}

/// Looks at one file. What is neither a table nor boundaries is an error.
pub fn inspect(path: &Path, options: &ReadOptions, feedback: &Feedback) -> Result<Inspection> {
    feedback.begin("stage-inspect", std::fs::metadata(path).map_or(0, |m| m.len()))?;
    let is_standard_input = path.as_os_str() == "-";
    if !is_standard_input {
        let Opened { shown, prefix, rest, .. } = open(path)?;
        if detect(&shown, &prefix)? == Format::Json {
            return boundaries(path, shown, prefix.as_slice().chain(rest));
        }
    }
    let table = OpenTable::open(path, options)?;
    let path = table.path.clone();
    let refusal = table.plan.refusal.clone();
    let mut content = table_content(&table, options);
    let sha256 = if refusal.is_some() {
        table.hash_to_end()?
    } else {
        let mut merger = Merger::default();
        let catalogue = OperatorCatalogue::default().with_aliases(&options.operator_aliases);
        table.read_into(&mut merger, &catalogue, options, feedback)?;
        let dataset = merger.finish();
        content.samples = Some(summary(&dataset));
        dataset.files.into_iter().next().map(|file| file.sha256).unwrap_or_default()
    };
    Ok(Inspection { path, sha256, content: Content::Table(Box::new(content)), refusal })
}

fn boundaries(path: &Path, shown: String, mut bytes: impl Read) -> Result<Inspection> {
    let boundaries = read_boundaries(path, &ZoneOptions::default())?;
    let mut hashing = super::encoding::Hashing::new(&mut bytes);
    std::io::copy(&mut hashing, &mut std::io::sink())
        .map_err(|e| Error::Unreadable { path: shown.clone(), reason: e.to_string() })?;
    let sha256 = hashing.hex();
    let names = boundaries.features.iter().filter_map(|f| f.field(boundaries.chosen.name.as_deref()?));
    let content = BoundaryContent {
        n_features: boundaries.n_features,
        n_zones: boundaries.features.len(),
        n_polygons: boundaries.features.iter().map(|f| f.shape.0.len()).sum(),
        first_names: names.take(EXAMPLES).map(str::to_owned).collect(),
        bounds: bounds_of(&boundaries.features),
        epsg: boundaries.epsg,
        id_field: boundaries.chosen.id.clone(),
        name_field: boundaries.chosen.name.clone(),
        fields: boundaries.field_names,
    };
    Ok(Inspection { path: shown, sha256, content: Content::Boundaries(content), refusal: None })
}

fn table_content(table: &OpenTable, options: &ReadOptions) -> TableContent {
    let plan = &table.plan;
    let speeds = [
        (Meaning::Download, plan.columns.download, plan.download_unit),
        (Meaning::Upload, plan.columns.upload, plan.upload_unit),
    ];
    let speeds = speeds.into_iter().filter_map(|(_, column, unit)| {
        let column = column?;
        let cells = plan.first_rows.iter().filter_map(|row| row.get(column));
        let mbps = cells.filter_map(|cell| unit.to_mbps(number::parse(cell.as_bytes(), plan.decimal_comma)).value());
        let header = plan.guesses.get(column)?.header.clone();
        Some(SpeedColumn { header, unit, first_mbps: mbps.take(EXAMPLES).collect() })
    });
    TableContent {
        encoding: table.encoding,
        delimiter: char::from(plan.signs.delimiter),
        decimal_comma: plan.decimal_comma,
        header_row: plan.header_row,
        columns: plan.guesses.clone(),
        speeds: if options.unit.is_none() && matches!(plan.refusal, Some(Error::AmbiguousUnit { .. })) {
            Vec::new()
        } else {
            speeds.collect()
        },
        timezone: plan.time_format.zone.name(),
        date_order: plan.time_format.order,
        first_rows: plan.first_rows.iter().take(EXAMPLES).cloned().collect(),
        samples: None,
    }
}

fn summary(dataset: &Dataset) -> SampleSummary {
    let samples = &dataset.samples;
    let mut summary = SampleSummary {
        n_rows: samples.len() as u64,
        n_devices: dataset.n_devices,
        has_test_ids: samples.test_id.is_some(),
        ..SampleSummary::default()
    };
    let mut operators = vec![0u64; dataset.operators.len()];
    let mut first_rows = vec![0u32; dataset.operators.len()];
    let mut technologies = [0u64; Technology::ALL.len()];
    for (i, flags) in samples.flags.iter().enumerate() {
        summary.flags.add(*flags);
        if let Some(time) = samples.time.get(i).copied().filter(|t| *t != MISSING_TIME) {
            summary.times = Some(summary.times.map_or((time, time), |(a, b)| (a.min(time), b.max(time))));
        }
        if !flags.has(Flag::NoPosition)
            && let (Some(lon), Some(lat)) = (samples.lon.get(i), samples.lat.get(i))
        {
            let here = LonLat { lon, lat };
            let (a, b) = summary.bounds.unwrap_or((here, here));
            summary.bounds = Some((
                LonLat { lon: a.lon.min(lon), lat: a.lat.min(lat) },
                LonLat { lon: b.lon.max(lon), lat: b.lat.max(lat) },
            ));
        }
        if let Some(count) = samples.operator.get(i).and_then(|id| operators.get_mut(usize::from(id.0))) {
            *count += 1;
        }
        if let Some(first) = samples.operator.get(i).and_then(|id| first_rows.get_mut(usize::from(id.0)))
            && *first == 0
        {
            *first = samples.row.get(i).copied().unwrap_or(0);
        }
        if let Some(count) = samples.technology.get(i).and_then(|t| technologies.get_mut(*t as usize)) {
            *count += 1;
        }
    }
    let named = dataset.operators.iter().zip(&operators).zip(first_rows);
    summary.unresolved = named
        .filter(|((operator, _), _)| !operator.known && !operator.is_unnamed())
        .map(|((operator, n_rows), first_row)| UnresolvedName {
            name: operator.brand.clone(),
            n_rows: *n_rows,
            first_row,
        })
        .collect();
    summary.operators = dataset.operators.iter().map(|o| o.brand.clone()).zip(operators).collect();
    summary.technologies = Technology::ALL.into_iter().zip(technologies).filter(|(_, n)| *n > 0).collect();
    let spread = (0..samples.len()).step_by(samples.len().div_ceil(POINTS).max(1));
    summary.points = spread.filter_map(|i| position(dataset, i)).collect();
    summary.first = (0..samples.len().min(EXAMPLES)).map(|i| first_sample(dataset, i)).collect();
    summary
}

/// Where a sample was measured, if the row says so.
fn position(dataset: &Dataset, i: usize) -> Option<LonLat> {
    let samples = &dataset.samples;
    samples.flags.get(i).filter(|flags| !flags.has(Flag::NoPosition) && !flags.has(Flag::NullIsland))?;
    Some(LonLat { lon: samples.lon.get(i)?, lat: samples.lat.get(i)? })
}

fn first_sample(dataset: &Dataset, i: usize) -> FirstSample {
    let samples = &dataset.samples;
    FirstSample {
        row: samples.row.get(i).copied().unwrap_or(0),
        time: samples.time.get(i).copied().filter(|t| *t != MISSING_TIME),
        position: samples.lon.get(i).zip(samples.lat.get(i)).map(|(lon, lat)| LonLat { lon, lat }),
        operator: samples.operator.get(i).map(|id| dataset.brand(*id).to_owned()).unwrap_or_default(),
        technology: samples.technology.get(i).copied().unwrap_or(Technology::Unknown),
        download_mbps: samples.download.get(i),
        upload_mbps: samples.upload.get(i),
        latency_ms: samples.latency.get(i),
    }
}
