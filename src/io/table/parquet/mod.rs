//! Parquet: flat columns become text, row group by row group. Points of GeoParquet (specification 1.1) become degrees.

mod pages;

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use geo::Coord;
use parquet::basic::{LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, RowAccessor};
use parquet::schema::types::{Type, TypePtr};

use crate::io::ReadOptions;
use crate::io::source::Source;
use crate::io::transcript::TranscriptWriter;
use crate::io::vector::{crs_of_points, point_of_wkb, primary};
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

fn read(source: &Source, options: &ReadOptions, feedback: &Feedback) -> Result<Transcribed> {
    let unreadable = |e: std::io::Error| Error::Unreadable { path: source.shown.clone(), reason: e.to_string() };
    let file = File::open(&source.path).map_err(unreadable)?;
    let mut pages = File::open(&source.path).map_err(unreadable)?;
    let n_bytes = file.metadata().map_or(0, |metadata| metadata.len());
    let reader = SerializedFileReader::new(file).map_err(|_| damaged(source))?;
    let limit = FREE_BYTES + n_bytes.saturating_mul(MAX_RATIO);
    let n_rows = u64::try_from(reader.metadata().file_metadata().num_rows()).unwrap_or(u64::MAX);
    if n_rows > n_bytes + FREE_ROWS || !pages::fit(reader.metadata(), &mut pages, feedback)? {
        return Err(Error::UnpacksTooLarge { path: source.shown.clone(), limit_mb: limit >> 20 });
    }
    let geometry = primary(&reader);
    let schema = reader.metadata().file_metadata().schema_descr().root_schema_ptr();
    let mut form = SourceForm::default();
    let mut columns = Vec::new();
    let mut kept: Vec<TypePtr> = Vec::new();
    for field in schema.get_fields() {
        match column_of(field, geometry.as_ref().map(|(column, _)| column.as_str())) {
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
        }
    }
    writer.end_row()
}

fn write(column: &Column, field: &Field, crs: Option<&Crs>, writer: &mut TranscriptWriter) {
    if let Column::Value { unit } = column {
        return write_value(field, *unit, writer);
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

#[cfg(test)]
mod tests {
    use parquet::file::metadata::KeyValue;
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};

    use super::*;

    /// A file of two rows, written with the library's own writer.
    fn file_of(message: &str, write: impl Fn(usize, &mut SerializedColumnWriter<'_>)) -> Vec<u8> {
        file_with(message, None, write)
    }

    fn file_with(
        message: &str,
        geo: Option<String>,
        write: impl Fn(usize, &mut SerializedColumnWriter<'_>),
    ) -> Vec<u8> {
        let schema = Arc::new(parquet::schema::parser::parse_message_type(message).unwrap());
        let mut bytes = Vec::new();
        let pairs = geo.map(|geo| vec![KeyValue::new("geo".to_owned(), geo)]);
        let properties = Arc::new(WriterProperties::builder().set_key_value_metadata(pairs).build());
        let mut writer = SerializedFileWriter::new(&mut bytes, schema, properties).unwrap();
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
    fn points_are_in_the_system_that_is_stated_or_chosen() {
        use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
        let read = |crs: &str, position: (f64, f64), choice: Option<&str>| {
            let geo = format!(
                "{{\"primary_column\":\"geometry\",\"columns\":{{\"geometry\":{{\"encoding\":\"WKB\"{crs}}}}}}}"
            );
            let message =
                "message t { required binary time (UTF8); required double download_mbps; required binary geometry; }";
            let bytes = file_with(message, Some(geo), |i, column| {
                let point = [&[1u8, 1, 0, 0, 0], &position.0.to_le_bytes()[..], &position.1.to_le_bytes()].concat();
                let written = match i {
                    0 => column.typed::<ByteArrayType>().write_batch(
                        &[ByteArray::from("2026-03-01 08:00:00"), ByteArray::from("2026-03-01 09:00:00")],
                        None,
                        None,
                    ),
                    1 => column.typed::<DoubleType>().write_batch(&[42.5, 10.0], None, None),
                    // The second is cut off.
                    _ => column.typed::<ByteArrayType>().write_batch(
                        &[ByteArray::from(point.clone()), ByteArray::from(point[..9].to_vec())],
                        None,
                        None,
                    ),
                };
                assert_eq!(written.unwrap(), 2);
            });
            let files = crate::io::test_files::Files::new();
            let path = files.write("t.parquet", &bytes);
            let options = ReadOptions { crs: choice.and_then(|code| Crs::parse(code).ok()), ..ReadOptions::default() };
            crate::io::read_samples(&[path], &options, &Feedback::default()).map(|data| {
                assert_eq!((data.samples.len(), data.samples.lon.get(1)), (2, None));
                (data.samples.lon.get(0).unwrap(), data.samples.lat.get(0).unwrap(), data.files[0].form.epsg)
            })
        };
        let is_near = |(lon, lat, _): (f64, f64, Option<u32>)| {
            // PROJ: VN-2000 / TM-3 107-45 E 397515.57 N 2327035.82 is WGS84 106.76588026, 21.03400387.
            assert!((lon - 106.765_880_26).abs() < 2e-7 && (lat - 21.034_003_87).abs() < 2e-7, "{lon} {lat}");
        };
        let metres = (397_515.57, 2_327_035.82);
        is_near(read(",\"crs\":{\"id\":{\"authority\":\"EPSG\",\"code\":5899}}", metres, None).unwrap());
        is_near(read(",\"crs\":null", metres, Some("vn2000:107-45")).unwrap());
        let degrees = (106.77, 21.03);
        assert_eq!(read("", degrees, None).unwrap(), (106.77, 21.03, Some(4326)));
        let key = |crs, position| read(crs, position, None).err().map(|error| error.key());
        assert_eq!(key(",\"crs\":null", metres), Some("error-unclear-crs"));
        assert_eq!(key(",\"crs\":{\"name\":\"Local grid of a mine\"}", metres), Some("error-foreign-crs"));
        let (lon, lat, epsg) = read(",\"crs\":{\"id\":{\"authority\":\"EPSG\",\"code\":4756}}", degrees, None).unwrap();
        // PROJ: EPSG:4756 to 4326.
        assert_eq!(epsg, Some(4756));
        assert!((lon - 106.771_880_18).abs() < 2e-7 && (lat - 21.029_003_78).abs() < 2e-7, "{lon} {lat}");
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
        let mut written = read(&Source::of(&path), &ReadOptions::default(), &Feedback::default()).unwrap().transcript;
        std::io::Read::read_to_string(&mut written, &mut text).unwrap();
        assert!(text.contains("2025-10-05T01:02:03Z,2025-10-05T08:02:03.5,"), "{text}");
        let cut = files.write("cut.parquet", &bytes[..bytes.len() - 9]);
        assert!(matches!(crate::io::test_files::read_file(&cut), Err(Error::DamagedFile { .. })));
    }
}
