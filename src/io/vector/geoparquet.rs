//! GeoParquet 1.1: geometries as well-known binary or as nested lists of x and y, with flat columns as fields.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use geo::{Coord, Geometry, LineString, MultiPolygon, Point};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, RowAccessor};
use serde_json::Value;

use crate::io::crs::StatedCrs;
use crate::io::source::Source;
use crate::io::table::parquet::{is_affordable, open};
use crate::job::Feedback;
use crate::model::{Error, LayerFault, Result};

use super::layer::{Damage, Layer};
use super::rings::{RingFaults, is_coordinate, polygon_of};
use super::room::Room;
use super::wkb;

pub(super) const FORMAT: &str = "GeoParquet";

/// Values that repeat take hardly any room in a file: beyond this, boundaries are none.
const MAX_UNPACKED_BYTES: u64 = 512 << 20;
const ROWS_BETWEEN_CHECKS: u64 = 1024;

/// Reads the primary geometry of a file.
pub(super) fn read(source: &Source, feedback: &Feedback) -> Result<Layer> {
    let file = File::open(&source.path).map_err(|e| Error::unreadable(&source.shown, &e))?;
    // The decoder was written for files that are what they say they are.
    let layer = catch_unwind(AssertUnwindSafe(|| rows(file, source, feedback)));
    layer.unwrap_or_else(|_| Err(Damage::whole(LayerFault::Corrupt).in_file(&source.shown, FORMAT)))
}

fn rows(file: File, source: &Source, feedback: &Feedback) -> Result<Layer> {
    let refused = |fault| Damage::whole(fault).in_file(&source.shown, FORMAT);
    let mut pages = file.try_clone().map_err(|_| refused(LayerFault::Corrupt))?;
    let reader = open(file).ok_or_else(|| refused(LayerFault::Corrupt))?;
    if !is_affordable(reader.metadata(), &mut pages, feedback)? {
        return Err(refused(LayerFault::TooLarge));
    }
    let sizes = reader.metadata().row_groups().iter().map(|group| u64::try_from(group.total_byte_size()).unwrap_or(0));
    if sizes.fold(0, u64::saturating_add) > MAX_UNPACKED_BYTES {
        return Err(refused(LayerFault::TooLarge));
    }
    let Some((column, mut layer)) = primary(&reader) else {
        return Err(Error::NoPolygons { path: source.shown.clone() });
    };
    layer.room = Room::for_file(source.n_bytes_given());
    for row in reader.get_row_iter(None).map_err(|_| refused(LayerFault::Corrupt))? {
        let row = row.map_err(|_| refused(LayerFault::Corrupt))?;
        if layer.n_records.is_multiple_of(ROWS_BETWEEN_CHECKS) {
            feedback.check()?;
            if layer.room.is_over() {
                return Err(refused(LayerFault::TooLarge));
            }
        }
        let mut faults = RingFaults::default();
        let mut geometry = Ok(None);
        let mut fields = Vec::new();
        for (name, field) in row.get_column_iter() {
            if *name == column {
                geometry = geometry_of(field, &mut faults);
            } else if let Some(text) = text_of(field) {
                fields.push((name.clone(), text));
            }
        }
        layer.add(None, &fields, geometry, faults);
    }
    layer.count_damage().map_err(|damage| damage.in_file(&source.shown, FORMAT))
}

/// The column of the geometry, and a layer without features in the system that the metadata state for it: a column
/// without a system is WGS84, one with `null` is in none that is known.
pub(in crate::io) fn primary(reader: &SerializedFileReader<File>) -> Option<(String, Layer)> {
    let pairs = reader.metadata().file_metadata().key_value_metadata()?;
    let geo: Value = serde_json::from_str(pairs.iter().find(|pair| pair.key == "geo")?.value.as_ref()?).ok()?;
    let column = geo.get("primary_column")?.as_str()?.to_owned();
    let crs = match geo.get("columns")?.get(&column)?.get("crs") {
        None => StatedCrs::Wgs84,
        Some(Value::Null) => StatedCrs::Nothing,
        Some(Value::String(text)) => StatedCrs::WellKnownText(text.clone()),
        Some(crs) => {
            let id = |key: &str| crs.get("id").and_then(|id| id.get(key));
            let code = id("code").and_then(Value::as_u64).and_then(|code| u32::try_from(code).ok());
            match (id("authority").and_then(Value::as_str), code) {
                (Some("EPSG"), Some(code)) => StatedCrs::Epsg(code),
                (Some("OGC"), _) => StatedCrs::Wgs84,
                _ => StatedCrs::Name(crs.get("name").and_then(Value::as_str).unwrap_or_default().to_owned()),
            }
        }
    };
    Some((column, Layer { format: FORMAT, crs, ..Layer::default() }))
}

fn geometry_of(field: &Field, faults: &mut RingFaults) -> std::result::Result<Option<Geometry<f64>>, LayerFault> {
    match field {
        Field::Null => Ok(None),
        Field::Bytes(bytes) => wkb::of_wkb(bytes.data(), faults),
        nested => Ok(match Nest::of(nested).ok_or(LayerFault::Coordinates)? {
            Nest::Position(position) => Some(Geometry::Point(Point(position))),
            Nest::Line(line) => Some(Geometry::LineString(LineString(line))),
            Nest::Rings(rings) => polygon_of(rings, faults).map(Geometry::Polygon),
            Nest::Polygons(list) => {
                let polygons: Vec<_> = list.into_iter().filter_map(|rings| polygon_of(rings, faults)).collect();
                (!polygons.is_empty()).then_some(Geometry::MultiPolygon(MultiPolygon(polygons)))
            }
        }),
    }
}

/// Coordinates in as many lists as their geometry has levels.
enum Nest {
    Position(Coord<f64>),
    Line(Vec<Coord<f64>>),
    Rings(Vec<Vec<Coord<f64>>>),
    Polygons(Vec<Vec<Vec<Coord<f64>>>>),
}

impl Nest {
    fn of(field: &Field) -> Option<Self> {
        match field {
            Field::Group(point) => {
                let number = |name: &str| {
                    let index = point.get_column_iter().position(|(field, _)| field == name)?;
                    point.get_double(index).ok()
                };
                let position = Coord { x: number("x")?, y: number("y")? };
                is_coordinate(position).then_some(Self::Position(position))
            }
            Field::ListInternal(list) => {
                let mut nest = None;
                for i in 0..list.len() {
                    nest = Some(match (nest, Self::of(list.elements().get(i)?)?) {
                        (None, Self::Position(c)) => Self::Line(vec![c]),
                        (None, Self::Line(line)) => Self::Rings(vec![line]),
                        (None, Self::Rings(rings)) => Self::Polygons(vec![rings]),
                        (Some(Self::Line(mut line)), Self::Position(c)) => {
                            line.push(c);
                            Self::Line(line)
                        }
                        (Some(Self::Rings(mut rings)), Self::Line(line)) => {
                            rings.push(line);
                            Self::Rings(rings)
                        }
                        (Some(Self::Polygons(mut list)), Self::Rings(rings)) => {
                            list.push(rings);
                            Self::Polygons(list)
                        }
                        _ => return None,
                    });
                }
                nest
            }
            _ => None,
        }
    }
}

/// `None` for lists, maps and groups.
fn text_of(field: &Field) -> Option<String> {
    Some(match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        Field::Double(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Field::Double(number) => number.to_string(),
        Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => return None,
        other => other.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use parquet::data_type::ByteArrayType;
    use parquet::file::metadata::KeyValue;
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;

    use super::*;

    #[test]
    fn a_small_file_of_countless_rows_is_refused() {
        let geo = KeyValue::new(
            "geo".to_owned(),
            "{\"primary_column\":\"g\",\"columns\":{\"g\":{\"encoding\":\"WKB\"}}}".to_owned(),
        );
        let properties = Arc::new(WriterProperties::builder().set_key_value_metadata(Some(vec![geo])).build());
        let schema = parquet::schema::parser::parse_message_type("message t { optional binary g; }").unwrap();
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut writer =
            SerializedFileWriter::new(file.reopen().unwrap(), Arc::new(schema), Arc::clone(&properties)).unwrap();
        let mut group = writer.next_row_group().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&[], Some(&vec![0; 2_000_000]), None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
        writer.close().unwrap();
        assert!(file.path().metadata().unwrap().len() < 100_000);
        let read = read(&Source::of(file.path()), &Feedback::default());
        assert_eq!(read.err().map(|error| error.key()), Some("error-damaged-layer"));
    }
}
