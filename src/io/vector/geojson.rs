//! GeoJSON (RFC 7946), one object or one a line, record by record: what a file holds is never in memory twice.

mod field_text;
mod object;

use geo::{Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point};
use serde::de::DeserializeSeed;

use crate::io::crs::StatedCrs;
use crate::model::{LayerFault, LayerPlace};

use super::layer::{Damage, Layer};
use super::nest::Nest;
use super::rings::{RingFaults, polygon_of};
use super::room::Room;
pub(super) use field_text::field_text;
use object::{Features, Kind, Object, ObjectReader};

pub(super) const FORMAT: &str = "GeoJSON";

/// Reads a whole file. Without a `crs` member, which the standard of 2016 took out, the CRS is not stated: whether the
/// coordinates are degrees at all is for the caller to see.
pub(super) fn parse(bytes: &[u8], room: Room) -> Result<Layer, Damage> {
    let mut layer = Layer::new(FORMAT, room);
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    // RFC 8142 sets a record separator before each object.
    let without_separators: Vec<u8>;
    let bytes = if bytes.first() == Some(&0x1e) {
        without_separators = bytes.iter().map(|b| if *b == 0x1e { b' ' } else { *b }).collect();
        &without_separators
    } else {
        bytes
    };
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let mut n_objects = 0;
    while json.end().is_err() {
        n_objects += 1;
        layer.read_root(&mut json)?;
    }
    if n_objects == 0 {
        return Err(Damage::whole(LayerFault::Syntax));
    }
    if n_objects > 1 {
        layer.format = "GeoJSONL";
    }
    layer.count_damage()
}

pub(super) fn syntax(error: &serde_json::Error) -> Damage {
    let fault = match error.classify() {
        serde_json::error::Category::Eof => LayerFault::Truncated,
        serde_json::error::Category::Data => LayerFault::Structure,
        _ if error.to_string().starts_with("recursion limit") => LayerFault::TooDeep,
        _ => LayerFault::Syntax,
    };
    Damage { fault, place: LayerPlace::Line(error.line() as u64, error.column() as u64) }
}

impl Layer {
    fn read_root(&mut self, json: &mut serde_json::Deserializer<serde_json::de::SliceRead<'_>>) -> Result<(), Damage> {
        let n_before = self.n_records;
        let mut sink = Sink { layer: self, is_collection: false, damage: None };
        let mut reader = ObjectReader { room: sink.room(), features: Some(&mut sink) };
        let root = reader.deserialize(json);
        let is_over = reader.room.is_over();
        let Sink { is_collection, damage, .. } = sink;
        if is_over || self.room.is_over() {
            return Err(Damage::whole(LayerFault::TooLarge));
        }
        let root = root.map_err(|error| damage.unwrap_or_else(|| syntax(&error)))?;
        if let Some(name) = root.crs_name.clone() {
            self.crs = StatedCrs::Name(name);
        }
        match root.kind {
            Kind::FeatureCollection if is_collection => Ok(()),
            Kind::Feature if self.n_records == n_before => self.add_feature(root),
            Kind::FeatureCollection | Kind::Feature => Err(Damage::whole(LayerFault::Structure)),
            _ if self.n_records > n_before => Err(Damage::whole(LayerFault::Structure)),
            _ => {
                self.add_geometry(None, &[], Some(root));
                Ok(())
            }
        }
    }

    fn add_feature(&mut self, feature: Object) -> Result<(), Damage> {
        if feature.kind != Kind::Feature {
            return Err(Damage::in_feature(LayerFault::Structure, self.n_records as usize));
        }
        self.add_geometry(feature.id, &feature.fields, feature.geometry.map(|geometry| *geometry));
        Ok(())
    }

    fn add_geometry(&mut self, id: Option<String>, fields: &[(String, String)], geometry: Option<Object>) {
        let mut faults = RingFaults::default();
        let geometry = geometry.map_or(Ok(None), |geometry| geometry_of(geometry, &mut faults));
        self.add(id, fields, geometry, faults);
    }
}

/// Takes features into a layer while their collection is being read.
struct Sink<'l> {
    layer: &'l mut Layer,
    /// Whether there was a list of features, be it an empty one.
    is_collection: bool,
    damage: Option<Damage>,
}

impl Features for Sink<'_> {
    fn room(&self) -> Room {
        self.layer.room.clone()
    }

    fn take(&mut self, feature: Object) -> bool {
        self.damage = self.layer.add_feature(feature).err();
        self.damage.is_none() && !self.layer.room.is_over()
    }

    fn also_taken(&mut self, n_bytes: u64) {
        self.layer.room.take(n_bytes);
    }

    fn end(&mut self, reading: &Room) {
        self.is_collection = true;
        if reading.is_over() {
            self.layer.room.take(u64::MAX);
        }
    }
}

/// `None` for a geometry without coordinates.
fn geometry_of(object: Object, faults: &mut RingFaults) -> Result<Option<Geometry<f64>>, LayerFault> {
    let points = |line: Vec<Coord<f64>>| Geometry::MultiPoint(MultiPoint(line.into_iter().map(Point).collect()));
    Ok(Some(match (object.kind, object.coordinates) {
        (Kind::Polygon, Some(Nest::Rings(rings))) => match polygon_of(rings, faults) {
            Some(polygon) => Geometry::Polygon(polygon),
            None => return Ok(None),
        },
        (Kind::MultiPolygon, Some(Nest::Polygons(list))) => {
            let polygons: Vec<_> = list.into_iter().filter_map(|rings| polygon_of(rings, faults)).collect();
            if polygons.is_empty() {
                return Ok(None);
            }
            Geometry::MultiPolygon(MultiPolygon(polygons))
        }
        (Kind::Point, Some(Nest::Position(position))) => Geometry::Point(Point(position)),
        (Kind::MultiPoint, Some(Nest::Line(line))) => points(line),
        (Kind::LineString, Some(Nest::Line(line))) => Geometry::LineString(LineString(line)),
        (Kind::MultiLineString, Some(Nest::Rings(lines))) => {
            Geometry::MultiLineString(MultiLineString(lines.into_iter().map(LineString).collect()))
        }
        (Kind::GeometryCollection, _) => {
            let members: Result<Vec<_>, _> =
                object.geometries.into_iter().map(|member| geometry_of(member, faults)).collect();
            Geometry::GeometryCollection(GeometryCollection(members?.into_iter().flatten().collect()))
        }
        (
            Kind::Polygon
            | Kind::MultiPolygon
            | Kind::Point
            | Kind::MultiPoint
            | Kind::LineString
            | Kind::MultiLineString,
            Some(Nest::Empty),
        ) => {
            return Ok(None);
        }
        _ => return Err(LayerFault::Structure),
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn read(bytes: &[u8]) -> Result<Layer, Damage> {
        parse(bytes, Room::default())
    }

    const RING: &str = "[[106.7,21.0,5],[106.8,21.0],[106.8,21.1],[106.7,21.0]]";

    #[test]
    fn polygons_are_found_wherever_they_stand() {
        for (text, n) in [
            (format!("{{\"type\":\"Polygon\",\"coordinates\":[{RING}]}}"), 1),
            (format!("{{\"coordinates\":[[{RING}],[{RING}]],\"type\":\"MultiPolygon\"}}"), 2),
            (
                format!(
                    "{{\"type\":\"Feature\",\"properties\":null,\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{RING}]}}}}"
                ),
                1,
            ),
            (
                format!(
                    "{{\"type\":\"GeometryCollection\",\"geometries\":[{{\"type\":\"Point\",\"coordinates\":[1,2]}},\
                     {{\"type\":\"GeometryCollection\",\"geometries\":[{{\"type\":\"Polygon\",\"coordinates\":[{RING}]}}]}}]}}"
                ),
                1,
            ),
        ] {
            let shape = read(text.as_bytes()).unwrap().features.remove(0).into_polygons();
            assert_eq!(shape.0.len(), n, "{text}");
            assert_eq!(shape.0[0].exterior().0.len(), 4);
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        for text in [
            "{\"type\":\"FeatureCollection\"}",
            "{\"type\":\"featurecollection\",\"features\":[]}",
            "{\"type\":\"Polygon\",\"coordinates\":[[106.7,21.0]]}",
            "{\"type\":\"Polygon\",\"coordinates\":[[[106.7],[1,2],[3,4]]]}",
            "{\"type\":\"Polygon\",\"coordinates\":[[[\"106.7\",21.0]]]}",
            "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[[1,2]]]]]}",
            "{\"features\":[null],\"type\":\"FeatureCollection\"}",
            "[1,2]",
            "",
        ] {
            assert!(read(text.as_bytes()).is_err(), "{text}");
        }
        let deep = "[".repeat(100_000);
        assert!(read(format!("{{\"type\":\"Polygon\",\"coordinates\":{deep}").as_bytes()).is_err());
    }

    #[test]
    fn a_feature_off_the_earth_does_not_stop_the_others() {
        let feature = |x: &str| {
            format!(
                "{{\"type\":\"Feature\",\"properties\":{{}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":\
                 [[[{x},21.0],[106.8,21.0],[106.8,21.1],[{x},21.0]]]}}}}"
            )
        };
        let text =
            format!("{{\"type\":\"FeatureCollection\",\"features\":[{},{}]}}", feature("1e308"), feature("106.7"));
        let layer = read(text.as_bytes()).unwrap();
        assert_eq!((layer.n_records, layer.n_damaged), (2, 1));
        assert_eq!(layer.first_damage, Some(Damage::in_feature(LayerFault::Coordinates, 0)));
        assert!(layer.features[0].geometry.is_none() && layer.features[1].geometry.is_some());
    }

    #[test]
    fn one_object_a_line_is_one_layer() {
        let feature = |n: u32| {
            format!(
                "{{\"type\":\"Feature\",\"properties\":{{\"n\":{n}}},\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{n},2]}}}}"
            )
        };
        for text in
            [format!("{}\n{}\n", feature(1), feature(2)), format!("\u{1e}{}\n\u{1e}{}\n", feature(1), feature(2))]
        {
            let layer = read(text.as_bytes()).unwrap();
            assert_eq!((layer.format, layer.features.len()), ("GeoJSONL", 2));
            assert_eq!(layer.features[1].geometry, Some(Geometry::Point(Point::new(2.0, 2.0))));
        }
    }

    #[test]
    fn numbers_in_fields_have_no_needless_decimals() {
        let value = |text: &str| serde_json::from_str::<Value>(text).ok().as_ref().and_then(field_text);
        assert_eq!(value("6811.0").as_deref(), Some("6811"));
        assert_eq!(value("49.81").as_deref(), Some("49.81"));
        assert_eq!(value("\" 06811 \"").as_deref(), Some("06811"));
        assert_eq!(value("null"), None);
    }
}
