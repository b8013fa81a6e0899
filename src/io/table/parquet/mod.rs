//! Parquet: flat columns become text, row group by row group. Points of GeoParquet (specification 1.1) become degrees.

mod pages;

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, RowAccessor};
use parquet::schema::types::{Type, TypePtr};

use crate::io::source::Source;
use crate::io::transcript::TranscriptWriter;
use crate::job::Feedback;
use crate::model::{Error, GridPoint, LonLat, Result, SourceForm};
use crate::spatial::Projection;

use super::transcribe::Transcribed;

/// Columns may unpack to this many times the file, and to a fixed amount: values that repeat take hardly any room.
const MAX_RATIO: u64 = 64;
const FREE_BYTES: u64 = 256 << 20;

/// Rows beyond one for each byte of the file: a sample has coordinates, which take bytes.
const FREE_ROWS: u64 = 1_000_000;

/// Rows between two looks at the cancel button.
const ROWS_BETWEEN_CHECKS: usize = 1024;

/// EPSG code of WGS84.
const WGS84: u32 = 4326;

/// How the values of one column become text.
enum Column {
    Value {
        unit: Option<Clock>,
    },
    /// A point as well-known binary.
    Binary,
    /// A point as a group of two numbers.
    Group,
}

/// What the numbers of a time count, and whether from an hour in UTC.
#[derive(Clone, Copy)]
struct Clock {
    is_nanoseconds: bool,
    is_utc: bool,
}

/// Where a GeoParquet file keeps its geometry.
#[derive(Default)]
struct Geometry {
    column: String,
    /// EPSG code; absent for WGS84.
    epsg: Option<u32>,
}

/// Writes the flat columns of a file out as text.
pub(super) fn transcribe(source: &Source, feedback: &Feedback) -> Result<Transcribed> {
    // The decoder was written for files that are what they say they are.
    let outcome = catch_unwind(AssertUnwindSafe(|| read(source, feedback)));
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

fn read(source: &Source, feedback: &Feedback) -> Result<Transcribed> {
    let unreadable = |e: std::io::Error| Error::Unreadable { path: source.shown.clone(), reason: e.to_string() };
    let file = File::open(&source.path).map_err(unreadable)?;
    let mut pages = File::open(&source.path).map_err(unreadable)?;
    let n_bytes = file.metadata().map_or(0, |metadata| metadata.len());
    let reader = SerializedFileReader::new(file).map_err(|_| damaged(source))?;
    let limit = FREE_BYTES + n_bytes.saturating_mul(MAX_RATIO);
    if !is_affordable(reader.metadata(), &mut pages, feedback)? {
        return Err(Error::UnpacksTooLarge { path: source.shown.clone(), limit_mb: limit >> 20 });
    }
    let geometry = geometry(&reader);
    let schema = reader.metadata().file_metadata().schema_descr().root_schema_ptr();
    let mut form = SourceForm { epsg: geometry.as_ref().map(|g| g.epsg.unwrap_or(WGS84)), ..SourceForm::default() };
    let mut columns = Vec::new();
    let mut kept: Vec<TypePtr> = Vec::new();
    for field in schema.get_fields() {
        match column_of(field, geometry.as_ref()) {
            Some(column) => {
                columns.push((field.name().to_owned(), column));
                kept.push(Arc::clone(field));
            }
            None => form.skipped_columns.push(field.name().to_owned()),
        }
    }
    let projection = geometry.and_then(|g| g.epsg).map(Projection::from_epsg).transpose()?;
    let mut writer = TranscriptWriter::new();
    write_header(&columns, &mut writer)?;
    if !columns.is_empty() {
        let wanted = Type::group_type_builder(schema.name()).with_fields(kept).build().map_err(|_| damaged(source))?;
        let rows = reader.get_row_iter(Some(wanted)).map_err(|_| damaged(source))?;
        for (i, row) in rows.enumerate() {
            let row = row.map_err(|_| damaged(source))?;
            for ((_, column), (_, field)) in columns.iter().zip(row.get_column_iter()) {
                write(column, field, projection.as_ref(), &mut writer);
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
    Ok(Transcribed { transcript: writer.finish()?, form })
}

/// What the file's metadata say of its geometry.
fn geometry(reader: &SerializedFileReader<File>) -> Option<Geometry> {
    let pairs = reader.metadata().file_metadata().key_value_metadata()?;
    let text = pairs.iter().find(|pair| pair.key == "geo")?.value.as_ref()?;
    let geo: serde_json::Value = serde_json::from_str(text).ok()?;
    let column = geo.get("primary_column")?.as_str()?.to_owned();
    let crs = geo.get("columns")?.get(&column)?.get("crs");
    let id = crs.and_then(|crs| crs.get("id"));
    let authority = id.and_then(|id| id.get("authority")).and_then(serde_json::Value::as_str);
    let code = id.and_then(|id| id.get("code")).and_then(serde_json::Value::as_u64);
    let epsg = code.and_then(|code| u32::try_from(code).ok()).filter(|_| authority == Some("EPSG"));
    Some(Geometry { column, epsg: epsg.filter(|code| *code != WGS84) })
}

/// How a column is read; `None` for lists, maps and groups.
fn column_of(field: &Type, geometry: Option<&Geometry>) -> Option<Column> {
    let info = field.get_basic_info();
    let is_geometry = geometry.is_some_and(|geometry| geometry.column == field.name());
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
        }
    }
    writer.end_row()
}

fn write(column: &Column, field: &Field, projection: Option<&Projection>, writer: &mut TranscriptWriter) {
    let point = match (column, field) {
        (Column::Value { unit }, field) => return write_value(field, *unit, writer),
        (Column::Binary, Field::Bytes(bytes)) => point_of_binary(bytes.data()),
        (Column::Group, Field::Group(point)) => {
            let number = |name: &str| {
                let index = point.get_column_iter().position(|(field, _)| field == name)?;
                point.get_double(index).ok()
            };
            number("x").zip(number("y"))
        }
        _ => None,
    };
    let point = match (point, projection) {
        (Some((east_m, north_m)), Some(projection)) => projection.inverse(GridPoint { east_m, north_m }),
        (point, _) => point.map(|(lon, lat)| LonLat { lon, lat }),
    };
    match point {
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

/// A point in well-known binary, with or without height, measure and reference system.
fn point_of_binary(bytes: &[u8]) -> Option<(f64, f64)> {
    let (order, rest) = bytes.split_first()?;
    let is_little = match order {
        0 => false,
        1 => true,
        _ => return None,
    };
    let (kind, mut rest) = rest.split_first_chunk::<4>()?;
    let kind = if is_little { u32::from_le_bytes(*kind) } else { u32::from_be_bytes(*kind) };
    if kind & 0x2000_0000 != 0 {
        rest = rest.get(4..)?;
    }
    if (kind & 0x1fff_ffff) % 1000 != 1 {
        return None;
    }
    let (x, rest) = rest.split_first_chunk::<8>()?;
    let (y, _) = rest.split_first_chunk::<8>()?;
    let number = |bytes: [u8; 8]| if is_little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) };
    let (x, y) = (number(*x), number(*y));
    // An empty point has no numbers.
    (x.is_finite() && y.is_finite()).then_some((x, y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_in_either_order_of_bytes() {
        let little = [&[1u8, 1, 0, 0, 0], &106.5f64.to_le_bytes()[..], &21.25f64.to_le_bytes()].concat();
        let big = [&[0u8, 0, 0, 3, 0xe9], &106.5f64.to_be_bytes()[..], &21.25f64.to_be_bytes(), &[0; 8]].concat();
        let with_system =
            [&[1u8, 1, 0, 0, 0x20, 0xe6, 0x10, 0, 0], &106.5f64.to_le_bytes()[..], &21.25f64.to_le_bytes()].concat();
        for bytes in [&little, &big, &with_system] {
            assert_eq!(point_of_binary(bytes), Some((106.5, 21.25)));
        }
        assert_eq!(point_of_binary(&little[..20]), None);
        assert_eq!(point_of_binary(&[1, 3, 0, 0, 0, 0, 0, 0, 0]), None);
        let empty = [&[1u8, 1, 0, 0, 0], &f64::NAN.to_le_bytes()[..], &f64::NAN.to_le_bytes()].concat();
        assert_eq!(point_of_binary(&empty), None);
    }

    /// A file of two rows, written with the library's own writer.
    fn file_of(
        message: &str,
        write: impl Fn(usize, &mut parquet::file::writer::SerializedColumnWriter<'_>),
    ) -> Vec<u8> {
        let schema = Arc::new(parquet::schema::parser::parse_message_type(message).unwrap());
        let mut bytes = Vec::new();
        let properties = Arc::new(parquet::file::properties::WriterProperties::builder().build());
        let mut writer = parquet::file::writer::SerializedFileWriter::new(&mut bytes, schema, properties).unwrap();
        let mut group = writer.next_row_group().unwrap();
        let mut i = 0;
        while let Some(mut column) = group.next_column().unwrap() {
            write(i, &mut column);
            column.close().unwrap();
            i += 1;
        }
        group.close().unwrap();
        writer.close().unwrap();
        bytes
    }

    #[test]
    fn flat_columns_become_samples() {
        use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, FloatType, Int64Type};
        let message = "message t { required int64 time (TIMESTAMP(NANOS,true)); required int64 local \
                       (TIMESTAMP(MICROS,false)); required double lat; required double lon; required float download; \
                       required binary operator (UTF8); required int64 ping (DECIMAL(10,1)); }";
        let bytes = file_of(message, |i, column| {
            let written = match i {
                // 2025-10-05 01:02:03 UTC, and the same hour on the wall in Viet Nam.
                0 => column.typed::<Int64Type>().write_batch(
                    &[1_759_626_123_000_000_000, 1_759_626_124_000_000_000],
                    None,
                    None,
                ),
                1 => column.typed::<Int64Type>().write_batch(&[1_759_651_323_500_000, 0], None, None),
                2 => column.typed::<DoubleType>().write_batch(&[21.0341, 21.0], None, None),
                3 => column.typed::<DoubleType>().write_batch(&[106.77, f64::NAN], None, None),
                4 => column.typed::<FloatType>().write_batch(&[45.3, 0.0], None, None),
                5 => {
                    let names = ["Viettel", "vnpt"].map(ByteArray::from);
                    column.typed::<ByteArrayType>().write_batch(&names, None, None)
                }
                _ => column.typed::<Int64Type>().write_batch(&[315, 20], None, None),
            };
            assert_eq!(written.unwrap(), 2);
        });
        let files = crate::io::test_files::Files::new();
        let path = files.write("t.parquet", &bytes);
        let data = crate::io::test_files::read_file(&path).unwrap();
        let samples = &data.samples;
        assert_eq!((samples.len(), samples.time[0], samples.time[1]), (2, 1_759_626_123, 1_759_626_124));
        assert_eq!((samples.lat.get(0), samples.lon.get(0), samples.lon.get(1)), (Some(21.0341), Some(106.77), None));
        assert_eq!((samples.download.get(0), samples.latency.get(0)), (Some(45.3), Some(31.5)));
        let mut text = String::new();
        let mut written = read(&Source::of(&path), &Feedback::default()).unwrap().transcript;
        std::io::Read::read_to_string(&mut written, &mut text).unwrap();
        assert!(text.contains("2025-10-05T01:02:03Z,2025-10-05T08:02:03.5,"), "{text}");
        let cut = files.write("cut.parquet", &bytes[..bytes.len() - 9]);
        assert!(matches!(crate::io::test_files::read_file(&cut), Err(Error::DamagedFile { .. })));
    }
}
