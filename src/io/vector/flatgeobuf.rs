//! FlatGeobuf: geometries and fields of an open format for the web. Sizes are checked before its reader is let in.

use std::panic::{AssertUnwindSafe, catch_unwind};

use flatgeobuf::packed_r_tree::PackedRTree;
use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader};
use geo::{Geometry, GeometryCollection, MultiPolygon, Polygon};
use geozero::ToGeo;

use crate::io::crs::StatedCrs;
use crate::model::LayerFault;

use super::layer::{Damage, Layer};
use super::rings::{RingFaults, is_coordinate, polygon_of};
use super::room::Room;

pub(super) const FORMAT: &str = "FlatGeobuf";

/// Magic number and length of the header.
const BEFORE_HEADER: usize = 12;

/// Reads a whole file.
pub(super) fn parse(bytes: &[u8], room: Room) -> Result<Layer, Damage> {
    // The reader trusts the offsets in a feature's fields; a slice out of range must not end the program.
    let read = catch_unwind(AssertUnwindSafe(|| read(bytes, room)));
    read.unwrap_or_else(|_| Err(Damage::whole(LayerFault::Corrupt)))
}

fn read(bytes: &[u8], room: Room) -> Result<Layer, Damage> {
    let corrupt = |_| Damage::whole(LayerFault::Corrupt);
    let header_len = u32_at(bytes, 8).ok_or(Damage::whole(LayerFault::Truncated))?;
    if BEFORE_HEADER + header_len > bytes.len() {
        return Err(Damage::whole(LayerFault::Counts));
    }
    let reader = FgbReader::open(bytes).map_err(corrupt)?;
    let header = reader.header();
    let mut layer = Layer::new(FORMAT, room);
    if let Some(crs) = header.crs() {
        layer.crs = match (u32::try_from(crs.code()), crs.wkt()) {
            (Ok(code @ 1..), _) => StatedCrs::Epsg(code),
            (_, Some(text)) if !text.is_empty() => StatedCrs::WellKnownText(text.to_owned()),
            _ => StatedCrs::Nothing,
        };
    }
    let columns = header.columns().map(|list| list.iter().map(|column| column.name().to_owned()).collect::<Vec<_>>());
    let columns = columns.unwrap_or_default();
    let index_len = match (header.index_node_size(), usize::try_from(header.features_count()).unwrap_or(usize::MAX)) {
        (0, _) | (_, 0) => 0,
        (2.., n) if n <= bytes.len() => PackedRTree::index_size(n, header.index_node_size()),
        _ => return Err(Damage::whole(LayerFault::Counts)),
    };
    check_sizes(bytes, BEFORE_HEADER + header_len + index_len)?;
    let mut features = reader.select_all_seq().map_err(corrupt)?;
    while let Some(feature) = features.next().map_err(corrupt)? {
        let mut faults = RingFaults::default();
        let (mut values, is_sound) = feature.properties().map_or_else(|_| Default::default(), |values| (values, true));
        let geometry = match feature.geometry() {
            None => Ok(None),
            Some(_) if !is_sound => Err(LayerFault::Corrupt),
            Some(_) => {
                let geometry = feature.to_geo().ok().and_then(|geometry| cleaned(geometry, &mut faults));
                geometry.map(Some).ok_or(LayerFault::Corrupt)
            }
        };
        let fields = columns.iter().map(|name| (name.clone(), values.remove(name).unwrap_or_default()));
        layer.add(None, &fields.collect::<Vec<_>>(), geometry, faults);
    }
    layer.count_damage()
}

/// The reader sets aside what a feature announces before it looks whether so much is left.
fn check_sizes(bytes: &[u8], mut at: usize) -> Result<(), Damage> {
    let mut index = 0;
    while at < bytes.len() {
        let len = u32_at(bytes, at).ok_or(Damage::in_feature(LayerFault::Truncated, index))?;
        at = at.saturating_add(4).saturating_add(len);
        if at > bytes.len() {
            return Err(Damage::in_feature(LayerFault::Truncated, index));
        }
        index += 1;
    }
    if at > bytes.len() { Err(Damage::whole(LayerFault::Truncated)) } else { Ok(()) }
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(four)).ok()
}

/// Rings cleaned; `None` for what has coordinates that are none.
fn cleaned(geometry: Geometry<f64>, faults: &mut RingFaults) -> Option<Geometry<f64>> {
    use geo::CoordsIter;
    let mut polygon = |polygon: Polygon<f64>| {
        let (outer, holes) = polygon.into_inner();
        polygon_of(std::iter::once(outer).chain(holes).map(|ring| ring.0).collect(), faults)
    };
    if !geometry.coords_iter().all(is_coordinate) {
        return None;
    }
    Some(match geometry {
        Geometry::Polygon(one) => Geometry::Polygon(polygon(one)?),
        Geometry::MultiPolygon(list) => {
            Geometry::MultiPolygon(MultiPolygon(list.into_iter().filter_map(polygon).collect()))
        }
        Geometry::GeometryCollection(list) => {
            let members = list.into_iter().filter_map(|member| cleaned(member, faults));
            Geometry::GeometryCollection(GeometryCollection(members.collect()))
        }
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
    use geo::polygon;
    use geozero::{ColumnValue, PropertyProcessor};

    fn file() -> Vec<u8> {
        let options =
            FgbWriterOptions { crs: FgbCrs { code: 5899, ..FgbCrs::default() }, ..FgbWriterOptions::default() };
        let mut writer = FgbWriter::create_with_options("khu", GeometryType::MultiPolygon, options).unwrap();
        writer.add_column("tên", ColumnType::String, |_, _| {});
        for name in ["Khu 1", "Khu 2"] {
            let shape = MultiPolygon(vec![polygon![(x: 0.0, y: 0.0), (x: 9.0, y: 0.0), (x: 9.0, y: 9.0)]]);
            writer
                .add_feature_geom(Geometry::MultiPolygon(shape), |feature| {
                    feature.property(0, "tên", &ColumnValue::String(name)).unwrap();
                })
                .unwrap();
        }
        let mut bytes = Vec::new();
        writer.write(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn features_bring_fields_and_crs() {
        let layer = parse(&file(), Room::default()).unwrap();
        assert_eq!(layer.crs, StatedCrs::Epsg(5899));
        let mut names: Vec<_> = layer.features.iter().map(|f| f.fields.iter().next().unwrap()).collect();
        names.sort();
        assert_eq!(names, [("tên", "Khu 1"), ("tên", "Khu 2")]);
    }

    #[test]
    fn no_damage_ends_the_program() {
        let whole = file();
        for len in 0..whole.len() {
            let _ = parse(&whole[..len], Room::default());
        }
        for at in 0..whole.len() {
            for wrong in [0, 1, 0x7f, 0xff] {
                let mut damaged = whole.clone();
                damaged[at] = wrong;
                let _ = parse(&damaged, Room::default());
            }
        }
    }
}
