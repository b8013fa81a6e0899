//! Parquet: flat columns become text, row group by row group. Points of GeoParquet (specification 1.1) become degrees.

mod pages;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use geo::Coord;
use parquet::basic::{LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, RowAccessor};
use parquet::schema::types::{Type, TypePtr};

use crate::io::ReadOptions;
use crate::io::columns::kind::are_fields_of_tiles;
use crate::io::source::Source;
use crate::io::transcript::TranscriptWriter;
use crate::io::vector::{RECTANGLE, corner_of_wkb, crs_of_points, point_of_wkb, primary, rectangle_of_wkb};
use crate::job::Feedback;
use crate::model::{Error, LonLat, Result, SourceForm};
use crate::spatial::Crs;

use super::transcribe::Transcribed;

/// Columns may unpack to this many times the file, and to a fixed amount: values that repeat take hardly any room.
const MAX_RATIO: u64 = 64;
const FREE_BYTES: u64 = 256 << 20;

/// Rows beyond one for each byte of the file: a sample has coordinates, which take bytes.
const FREE_ROWS: u64 = 1_000_000;

/// Rows between two looks at the cancel button.
const ROWS_BETWEEN_CHECKS: usize = 1024;

/// Positions looked at before the coordinate system is decided, besides the outermost.
const POSITIONS_LOOKED_AT: usize = 2_000;

/// How the values of one column become text.
enum Column {
    Value {
        unit: Option<Clock>,
    },
    /// A point as well-known binary.
    Binary,
    /// A point as a group of two numbers.
    Group,
    /// A map tile as well-known binary.
    Tile,
}

impl Column {
    /// How the same column is read where rows are map tiles.
    fn of_tiles(self) -> Self {
        if matches!(self, Self::Binary) { Self::Tile } else { self }
    }
}

/// What the numbers of a time count, and whether from an hour in UTC.
#[derive(Clone, Copy)]
struct Clock {
    is_nanoseconds: bool,
    is_utc: bool,
}

/// Writes the flat columns of a file out as text.
pub(super) fn transcribe(source: &Source, options: &ReadOptions, feedback: &Feedback) -> Result<Transcribed> {
    // The decoder was written for files that are what they say they are.
    let outcome = catch_unwind(AssertUnwindSafe(|| read(source, options, feedback)));
    outcome.unwrap_or_else(|_| Err(damaged(source)))
}

fn damaged(source: &Source) -> Error {
    Error::DamagedFile { path: source.shown.clone() }
}

/// Whether a file has no more rows than its size is worth, and no page that a decoder could not hold.
pub(in crate::io) fn is_affordable(metadata: &ParquetMetaData, file: &mut File, feedback: &Feedback) -> Result<bool> {
    let n_bytes = file.metadata().map_or(0, |metadata| metadata.len());
    let n_rows = u64::try_from(metadata.file_metadata().num_rows()).unwrap_or(u64::MAX);
    Ok(n_rows <= n_bytes + FREE_ROWS && pages::fit(metadata, file, feedback)?)
}

/// Opens a file whose footer is what it says it is; `None` for any other.
pub(in crate::io) fn open(mut file: File) -> Option<SerializedFileReader<File>> {
    pages::is_footer_sound(&mut file).then_some(())?;
    SerializedFileReader::new(file).ok()
}

fn read(source: &Source, options: &ReadOptions, feedback: &Feedback) -> Result<Transcribed> {
    let unreadable = |e: std::io::Error| Error::unreadable(&source.shown, &e);
    let file = File::open(&source.path).map_err(unreadable)?;
    let mut pages = File::open(&source.path).map_err(unreadable)?;
    let n_bytes = file.metadata().map_or(0, |metadata| metadata.len());
    let reader = open(file).ok_or_else(|| damaged(source))?;
    let limit = FREE_BYTES + n_bytes.saturating_mul(MAX_RATIO);
    if !is_affordable(reader.metadata(), &mut pages, feedback)? {
        return Err(Error::UnpacksTooLarge { path: source.shown.clone(), limit_mb: limit >> 20 });
    }
    let geometry = primary(&reader);
    let schema = reader.metadata().file_metadata().schema_descr().root_schema_ptr();
    let mut form = SourceForm::default();
    let mut columns = Vec::new();
    let mut kept: Vec<TypePtr> = Vec::new();
    let are_tiles = are_fields_of_tiles(schema.get_fields().iter().map(|field| field.name()));
    for field in schema.get_fields() {
        let column = column_of(field, geometry.as_ref().map(|(column, _)| column.as_str()));
        match column.map(|column| if are_tiles { column.of_tiles() } else { column }) {
            Some(column) => {
                columns.push((field.name().to_owned(), column));
                kept.push(Arc::clone(field));
            }
            None => form.skipped_columns.push(field.name().to_owned()),
        }
    }
    let only = |fields: Vec<TypePtr>| {
        Type::group_type_builder(schema.name()).with_fields(fields).build().map_err(|_| damaged(source))
    };
    let (mut crs, mut notes) = (None, Vec::new());
    let place = columns.iter().zip(&kept).find(|((_, column), _)| !matches!(column, Column::Value { .. }));
    if let (Some((_, layer)), Some(((_, column), field))) = (geometry, place) {
        let rows = reader.get_row_iter(Some(only(vec![Arc::clone(field)])?)).map_err(|_| damaged(source))?;
        let positions = telling_positions(rows, column, source, feedback)?;
        let points = || positions.iter().copied();
        let (chosen, of_choice) = crs_of_points(&source.shown, &layer, points, options.crs.as_ref())?;
        form.epsg = chosen.epsg();
        (crs, notes) = (Some(chosen), of_choice);
    }
    let mut writer = TranscriptWriter::new();
    write_header(&columns, &mut writer)?;
    if !columns.is_empty() {
        let rows = reader.get_row_iter(Some(only(kept)?)).map_err(|_| damaged(source))?;
        for (i, row) in rows.enumerate() {
            let row = row.map_err(|_| damaged(source))?;
            for ((_, column), (_, field)) in columns.iter().zip(row.get_column_iter()) {
                write(column, field, crs.as_ref(), &mut writer);
            }
            writer.end_row()?;
            if i % ROWS_BETWEEN_CHECKS == 0 {
                feedback.check()?;
                if writer.n_bytes() > limit {
                    return Err(Error::UnpacksTooLarge { path: source.shown.clone(), limit_mb: limit >> 20 });
                }
            }
        }
    }
    Ok(Transcribed { transcript: writer.finish()?, form, notes })
}

/// The first positions and the outermost: they show whether coordinates are degrees, and where they lie.
fn telling_positions(
    rows: RowIter<'_>,
    column: &Column,
    source: &Source,
    feedback: &Feedback,
) -> Result<Vec<Coord<f64>>> {
    let mut first = Vec::new();
    let mut outermost: Option<[Coord<f64>; 4]> = None;
    for (i, row) in rows.enumerate() {
        if i % ROWS_BETWEEN_CHECKS == 0 {
            feedback.check()?;
        }
        let row = row.map_err(|_| damaged(source))?;
        let Some(c) = row.get_column_iter().next().and_then(|(_, field)| position_of(column, field)) else { continue };
        if first.len() < POSITIONS_LOOKED_AT {
            first.push(c);
        }
        let [west, east, south, north] = outermost.get_or_insert([c; 4]);
        for (is_further, corner) in
            [(c.x < west.x, west), (c.x > east.x, east), (c.y < south.y, south), (c.y > north.y, north)]
        {
            if is_further {
                *corner = c;
            }
        }
    }
    first.extend(outermost.into_iter().flatten());
    Ok(first)
}

/// How a column is read; `None` for lists, maps and groups.
fn column_of(field: &Type, geometry: Option<&str>) -> Option<Column> {
    let info = field.get_basic_info();
    let is_geometry = geometry == Some(field.name());
    if info.has_repetition() && info.repetition() == Repetition::REPEATED {
        return None;
    }
    if !field.is_primitive() {
        let is_number = |name: &str| {
            let fields = field.get_fields();
            fields.iter().any(|f| f.name() == name && f.is_primitive() && f.get_physical_type() == Physical::DOUBLE)
        };
        return (is_geometry && is_number("x") && is_number("y")).then_some(Column::Group);
    }
    if is_geometry && field.get_physical_type() == Physical::BYTE_ARRAY {
        return Some(Column::Binary);
    }
    let unit = match info.logical_type_ref() {
        Some(LogicalType::Timestamp(kind)) => {
            Some(Clock { is_nanoseconds: kind.unit == TimeUnit::NANOS, is_utc: kind.is_adjusted_to_u_t_c })
        }
        _ => None,
    };
    Some(Column::Value { unit })
}

fn write_header(columns: &[(String, Column)], writer: &mut TranscriptWriter) -> Result<()> {
    for (name, column) in columns {
        match column {
            Column::Value { .. } => writer.text(name),
            Column::Binary | Column::Group => {
                writer.text("longitude");
                writer.text("latitude");
            }
            Column::Tile => writer.text(RECTANGLE),
        }
    }
    writer.end_row()
}

fn write(column: &Column, field: &Field, crs: Option<&Crs>, writer: &mut TranscriptWriter) {
    if let Column::Value { unit } = column {
        return write_value(field, *unit, writer);
    }
    if let Column::Tile = column {
        let rectangle = match field {
            Field::Bytes(bytes) => crs.and_then(|crs| rectangle_of_wkb(bytes.data(), crs)),
            _ => None,
        };
        return writer.text(&rectangle.unwrap_or_default());
    }
    match position_of(column, field).and_then(|c| crs?.position(c.x, c.y)) {
        Some(LonLat { lon, lat }) => {
            writer.number(lon);
            writer.number(lat);
        }
        None => {
            writer.empty();
            writer.empty();
        }
    }
}

/// A point as the file has it.
fn position_of(column: &Column, field: &Field) -> Option<Coord<f64>> {
    match (column, field) {
        (Column::Binary, Field::Bytes(bytes)) => point_of_wkb(bytes.data()),
        (Column::Tile, Field::Bytes(bytes)) => corner_of_wkb(bytes.data()),
        (Column::Group, Field::Group(point)) => {
            let number = |name: &str| {
                let index = point.get_column_iter().position(|(field, _)| field == name)?;
                point.get_double(index).ok()
            };
            let (x, y) = number("x").zip(number("y"))?;
            (x.is_finite() && y.is_finite()).then_some(Coord { x, y })
        }
        _ => None,
    }
}

fn write_value(field: &Field, clock: Option<Clock>, writer: &mut TranscriptWriter) {
    let is_utc = clock.is_none_or(|clock| clock.is_utc);
    match field {
        Field::Long(n) if clock.is_some_and(|clock| clock.is_nanoseconds) => {
            write_moment(i128::from(*n), is_utc, writer);
        }
        Field::TimestampMillis(ms) => write_moment(i128::from(*ms) * 1_000_000, is_utc, writer),
        Field::TimestampMicros(us) => write_moment(i128::from(*us) * 1_000, is_utc, writer),
        Field::Date(days) => {
            write_day(*days, writer);
        }
        Field::TimeMillis(ms) => write_time_of_day(i64::from(*ms) / 1000, writer),
        Field::TimeMicros(us) => write_time_of_day(*us / 1_000_000, writer),
        Field::Bool(flag) => writer.text(if *flag { "true" } else { "false" }),
        Field::Byte(n) => writer.text(&n.to_string()),
        Field::Short(n) => writer.text(&n.to_string()),
        Field::Int(n) => writer.text(&n.to_string()),
        Field::Long(n) => writer.text(&n.to_string()),
        Field::UByte(n) => writer.text(&n.to_string()),
        Field::UShort(n) => writer.text(&n.to_string()),
        Field::UInt(n) => writer.text(&n.to_string()),
        Field::ULong(n) => writer.text(&n.to_string()),
        Field::Float16(n) => writer.number(f64::from(*n)),
        // The shortest decimal of a number in 32 bits is not that of the same number in 64.
        Field::Float(n) if n.is_finite() => writer.text(&n.to_string()),
        Field::Double(n) => writer.number(*n),
        Field::Decimal(_) => writer.text(&field.to_string()),
        Field::Str(text) => writer.text(text),
        // Older programs do not say that bytes are a text.
        Field::Bytes(bytes) => writer.text(std::str::from_utf8(bytes.data()).unwrap_or_default()),
        Field::Float(_) | Field::Null | Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => {
            writer.empty();
        }
    }
}

fn write_moment(nanoseconds: i128, is_utc: bool, writer: &mut TranscriptWriter) {
    match jiff::Timestamp::from_nanosecond(nanoseconds) {
        Ok(moment) => {
            let text = moment.to_string();
            writer.text(if is_utc { &text } else { text.trim_end_matches('Z') });
        }
        Err(_) => writer.empty(),
    }
}

fn write_day(days: i32, writer: &mut TranscriptWriter) {
    let day = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).unwrap_or_default());
    match day {
        Ok(day) => writer.text(&day.to_string()),
        Err(_) => writer.empty(),
    }
}

fn write_time_of_day(seconds: i64, writer: &mut TranscriptWriter) {
    let seconds = seconds.rem_euclid(86_400);
    writer.text(&format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
}
