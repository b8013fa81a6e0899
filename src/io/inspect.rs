//! Says what a file is and how it would be read, and changes nothing.

use std::path::Path;

use crate::job::Feedback;
use crate::model::{
    Beside, BoundaryReport, ContextLayer, Dataset, Error, Flag, FlagCounts, Flags, LonLat, MISSING_TIME, Meaning, Note,
    OperatorCatalogue, OverlapOfZones, QuotaTable, Result, SourceForm, Technology, is_in_future,
};

use super::ReadOptions;
use super::beside::{self, is_beside};
use super::columns::{ColumnGuess, OrderProof, SpeedUnit};
use super::inputs::may_hold_samples;
use super::merge::Merger;
use super::samples::OpenTable;
use super::source::{Source, sha256_of};
use super::table::transcribe::sheets_of;
use super::value::{DateOrder, number};
use super::vector::{ZoneOptions, may_hold_boundaries, may_hold_geometries, read_boundaries_of, zones_of};
use crate::spatial::bounds;

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

impl Inspection {
    /// The same with what the user says of the operators of files that are no samples.
    pub fn named(mut self, options: &ReadOptions) -> Self {
        let catalogue = OperatorCatalogue::default().with_aliases(&options.operator_aliases);
        self.content = match self.content {
            Content::Context(table, layer) => Content::Context(table, layer.named(&catalogue)),
            Content::Quota(table, quota) => Content::Quota(table, quota.named(&catalogue)),
            other => other,
        };
        self
    }
}

#[derive(Debug, Clone)]
pub enum Content {
    Table(Box<TableContent>),
    /// Numbers of samples, with how the table was read.
    Quota(Box<TableContent>, QuotaTable),
    /// A layer of context, with how the table was read.
    Context(Box<TableContent>, ContextLayer),
    Boundaries(Box<BoundaryContent>),
}

/// A table of any format.
#[derive(Debug, Clone)]
pub struct TableContent {
    pub form: SourceForm,
    pub decimal_comma: bool,
    /// Row of the header as a person counts; 0 when there is none.
    pub header_row: usize,
    pub columns: Vec<ColumnGuess>,
    pub speeds: Vec<SpeedColumn>,
    /// Zone of times without offset.
    pub timezone: String,
    /// Order of day and month where the year does not come first.
    pub date_order: DateOrder,
    /// What the dates themselves say of it.
    pub order_proof: OrderProof,
    /// Cells of the first data rows as written.
    pub first_rows: Vec<Vec<String>>,
    /// What the rows gave; absent for a refused table.
    pub samples: Option<SampleSummary>,
    /// What was put right, assumed or left out.
    pub notes: Vec<Note>,
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
    /// Unix seconds of the first and the last sample with a time that does not lie in the future.
    pub times: Option<(i64, i64)>,
    /// South-west and north-east corner.
    pub bounds: Option<(LonLat, LonLat)>,
    /// Flags that follow from the rows alone, and from the clock.
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
#[derive(Debug, Clone, PartialEq, Default)]
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
    pub overlaps: Vec<OverlapOfZones>,
    pub report: BoundaryReport,
}

/// Looks at one file, and at each file of an archive. What is neither a table nor boundaries is an error.
pub fn inspect_all(path: &Path, options: &ReadOptions, feedback: &Feedback) -> Vec<(String, Result<Inspection>)> {
    let look = |source: &Source| (source.shown.clone(), inspect_source(source, options, feedback));
    let may_be_data = |ending: &str| may_hold_samples(ending) || may_hold_boundaries(ending);
    let sources = Source::all_of(path, may_be_data, feedback).and_then(|sources| {
        let sheets = sources.iter().map(|source| sheets_of(source, options, feedback));
        Ok(sheets.collect::<Result<Vec<_>>>()?.concat())
    });
    match sources {
        Ok(sources) => sources.iter().map(look).collect(),
        Err(error) => vec![(path.display().to_string(), Err(error))],
    }
}

/// Looks at one file; of an archive, at the first file in it.
pub fn inspect(path: &Path, options: &ReadOptions, feedback: &Feedback) -> Result<Inspection> {
    feedback.begin("stage-inspect", std::fs::metadata(path).map_or(0, |m| m.len()))?;
    let nothing = || Err(Error::EmptyArchive { path: path.display().to_string() });
    inspect_all(path, options, feedback).into_iter().next().map_or_else(nothing, |(_, inspection)| inspection)
}

fn inspect_source(source: &Source, options: &ReadOptions, feedback: &Feedback) -> Result<Inspection> {
    // What flows through a pipe can be looked at only once, and is a table.
    if source.path.is_file() && source.format()?.has_features() {
        match boundaries(source, options, feedback) {
            // Points may be samples, and tiles lie beside them.
            Err(error @ (Error::NoPolygons { .. } | Error::TileTable { .. } | Error::UnsupportedFormat { .. })) => {
                let table = table(source, options, feedback);
                return table.map_err(|other| match other {
                    Error::UnsupportedFormat { .. } | Error::NoPoints { .. } => error,
                    other => other,
                });
            }
            done => return done,
        }
    }
    let table = table(source, options, feedback)?;
    let may_be_zones = matches!(table.refusal, Some(Error::NoCoordinates { .. })) && !source.is_standard_input();
    if may_be_zones && may_hold_geometries(source, feedback)? {
        match boundaries(source, options, feedback) {
            Err(Error::NoPolygons { .. } | Error::UnsupportedFormat { .. }) => {}
            done => return done,
        }
    }
    Ok(table)
}

fn table(source: &Source, options: &ReadOptions, feedback: &Feedback) -> Result<Inspection> {
    let table = OpenTable::open(source, options, feedback)?;
    let path = table.path.clone();
    let refusal = table.plan.refusal.clone();
    let mut content = Box::new(table_content(&table, options));
    let unreadable = |e: std::io::Error| Error::unreadable(&source.shown, &e);
    let (content, sha256) = match &refusal {
        Some(error) if is_beside(error) => match beside::of_table(table, options)? {
            Some(Beside::Quota(quota)) => {
                let sha256 = quota.sha256.clone();
                (Content::Quota(content, quota), sha256)
            }
            Some(Beside::Layer(layer)) => {
                let sha256 = layer.sha256.clone();
                (Content::Context(content, layer), sha256)
            }
            None => (Content::Table(content), String::new()),
        },
        Some(_) => (Content::Table(content), table.into_text().sha256().map_err(unreadable)?),
        None => {
            let mut merger = Merger::default();
            let catalogue = OperatorCatalogue::default().with_aliases(&options.operator_aliases);
            table.read_into(&mut merger, &catalogue, options, feedback)?;
            let dataset = merger.finish();
            content.samples = Some(summary(&dataset, options.now_unix_s));
            let file = dataset.files.into_iter().next();
            let sha256 = file.as_ref().map_or(Ok(""), |file| file.sha256.hex())?.to_owned();
            content.notes = file.map(|file| file.notes).unwrap_or_default();
            (Content::Table(content), sha256)
        }
    };
    Ok(Inspection { path, sha256, content, refusal })
}

fn boundaries(source: &Source, options: &ReadOptions, feedback: &Feedback) -> Result<Inspection> {
    let options = ZoneOptions { crs: options.crs.clone(), layer: options.sheet.clone(), ..ZoneOptions::default() };
    let boundaries = match read_boundaries_of(source, &options, feedback) {
        Ok(boundaries) => boundaries,
        // The file is sound; only the user can say where it lies.
        Err(error @ (Error::UnclearCrs { .. } | Error::ForeignCrs { .. })) => {
            let content = Content::Boundaries(Box::default());
            let sha256 = sha256_of(source, feedback)?;
            return Ok(Inspection { path: source.shown.clone(), sha256, content, refusal: Some(error) });
        }
        Err(error) => return Err(error),
    };
    let names = boundaries.features.iter().filter_map(|f| f.field(boundaries.chosen.name.as_deref()?));
    let mut content = BoundaryContent {
        n_features: boundaries.n_features,
        n_polygons: boundaries.features.iter().map(|f| f.shape.0.len()).sum(),
        first_names: names.take(EXAMPLES).map(str::to_owned).collect(),
        id_field: boundaries.chosen.id.clone(),
        name_field: boundaries.chosen.name.clone(),
        fields: boundaries.field_names.clone(),
        ..BoundaryContent::default()
    };
    let zones = zones_of(boundaries, &options, feedback)?;
    content.n_zones = zones.zones.len() + zones.parents.len();
    let corners = zones.zones.iter().chain(&zones.parents).filter_map(|zone| bounds(&zone.shape));
    content.bounds = corners.reduce(|(a, b), (c, d)| {
        let low = LonLat { lon: a.lon.min(c.lon), lat: a.lat.min(c.lat) };
        (low, LonLat { lon: b.lon.max(d.lon), lat: b.lat.max(d.lat) })
    });
    content.overlaps = zones.overlaps;
    content.report = zones.report;
    let sha256 = content.report.files.first().map(|file| file.sha256.clone()).unwrap_or_default();
    Ok(Inspection {
        path: source.shown.clone(),
        sha256,
        content: Content::Boundaries(Box::new(content)),
        refusal: None,
    })
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
        form: table.form.clone(),
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
        order_proof: plan.order_proof,
        first_rows: plan.first_rows.iter().take(EXAMPLES).cloned().collect(),
        samples: None,
        notes: plan.notes.clone(),
    }
}

fn summary(dataset: &Dataset, now_unix_s: Option<i64>) -> SampleSummary {
    let samples = &dataset.samples;
    let mut summary = SampleSummary {
        n_rows: samples.len() as u64,
        n_devices: dataset.n_devices,
        has_test_ids: samples.test_id.is_some(),
        ..SampleSummary::default()
    };
    let now_unix_s = now_unix_s.unwrap_or(i64::MAX);
    let extent = dataset.extent(0..samples.len(), now_unix_s);
    (summary.times, summary.bounds) = (extent.times, extent.bounds);
    let mut operators = vec![0u64; dataset.operators.len()];
    let mut first_rows = vec![0u32; dataset.operators.len()];
    let mut technologies = [0u64; Technology::ALL.len()];
    for (i, flags) in samples.flags.iter().enumerate() {
        let is_future = samples.time.get(i).is_some_and(|time| is_in_future(*time, now_unix_s));
        summary.flags.add(if is_future { *flags | Flags::of(Flag::FutureTime) } else { *flags });
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
