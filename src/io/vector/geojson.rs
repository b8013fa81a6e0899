//! GeoJSON (RFC 7946), one object or one a line, read straight into coordinates: no tree of JSON values is built for them.

use std::fmt;

use geo::{Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point};
use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::io::crs::StatedCrs;
use crate::model::{LayerFault, LayerPlace};

use super::layer::{Damage, Layer};
use super::rings::{RingFaults, polygon_of};

pub(super) const FORMAT: &str = "GeoJSON";

/// Deepest nesting of coordinates: the polygons of a multi-polygon.
const MAX_DEPTH: u8 = 4;

/// Reads a whole file. Without a `crs` member, which the standard of 2016 took out, the CRS is not stated: whether the
/// coordinates are degrees at all is for the caller to see.
pub(super) fn parse(bytes: &[u8]) -> Result<Layer, Damage> {
    let mut layer = Layer { format: FORMAT, ..Layer::default() };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    // RFC 8142 sets a record separator before each object.
    let without_separators: Vec<u8>;
    let bytes = if bytes.first() == Some(&0x1e) {
        without_separators = bytes.iter().map(|b| if *b == 0x1e { b' ' } else { *b }).collect();
        &without_separators
    } else {
        bytes
    };
    let mut n_objects = 0;
    for root in serde_json::Deserializer::from_slice(bytes).into_iter::<Object>() {
        let root = root.map_err(|e| syntax(&e))?;
        n_objects += 1;
        layer.add_root(root)?;
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
    fn add_root(&mut self, root: Object) -> Result<(), Damage> {
        if let Some(name) = root.crs.as_ref().and_then(crs_name) {
            self.crs = StatedCrs::Name(name);
        }
        match root.kind.as_str() {
            "FeatureCollection" => {
                for feature in root.features.ok_or(Damage::whole(LayerFault::Structure))? {
                    self.add_feature(feature)?;
                }
                Ok(())
            }
            "Feature" => self.add_feature(root),
            _ => {
                self.add_geometry(None, Vec::new(), Some(root));
                Ok(())
            }
        }
    }

    fn add_feature(&mut self, feature: Object) -> Result<(), Damage> {
        if feature.kind != "Feature" {
            return Err(Damage::in_feature(LayerFault::Structure, self.n_records as usize));
        }
        let id = feature.id.as_ref().and_then(field_text);
        let fields = feature.properties.map_or_else(Vec::new, |properties| {
            properties.into_iter().map(|(key, value)| (key, field_text(&value).unwrap_or_default())).collect()
        });
        self.add_geometry(id, fields, feature.geometry.map(|geometry| *geometry));
        Ok(())
    }

    fn add_geometry(&mut self, id: Option<String>, fields: Vec<(String, String)>, geometry: Option<Object>) {
        let mut faults = RingFaults::default();
        let geometry = geometry.map_or(Ok(None), |geometry| geometry_of(geometry, &mut faults));
        self.add(id, fields, geometry, faults);
    }
}

/// `None` for a geometry without coordinates.
fn geometry_of(object: Object, faults: &mut RingFaults) -> Result<Option<Geometry<f64>>, LayerFault> {
    let points = |line: Vec<Coord<f64>>| Geometry::MultiPoint(MultiPoint(line.into_iter().map(Point).collect()));
    Ok(Some(match (object.kind.as_str(), object.coordinates) {
        ("Polygon", Some(Nest::Rings(rings))) => match polygon_of(rings, faults) {
            Some(polygon) => Geometry::Polygon(polygon),
            None => return Ok(None),
        },
        ("MultiPolygon", Some(Nest::Polygons(list))) => {
            let polygons: Vec<_> = list.into_iter().filter_map(|rings| polygon_of(rings, faults)).collect();
            if polygons.is_empty() {
                return Ok(None);
            }
            Geometry::MultiPolygon(MultiPolygon(polygons))
        }
        ("Point", Some(Nest::Position(position))) => Geometry::Point(Point(position)),
        ("MultiPoint", Some(Nest::Line(line))) => points(line),
        ("LineString", Some(Nest::Line(line))) => Geometry::LineString(LineString(line)),
        ("MultiLineString", Some(Nest::Rings(lines))) => {
            Geometry::MultiLineString(MultiLineString(lines.into_iter().map(LineString).collect()))
        }
        ("GeometryCollection", _) => {
            let members: Result<Vec<_>, _> =
                object.geometries.unwrap_or_default().into_iter().map(|member| geometry_of(member, faults)).collect();
            Geometry::GeometryCollection(GeometryCollection(members?.into_iter().flatten().collect()))
        }
        ("Polygon" | "MultiPolygon" | "Point" | "MultiPoint" | "LineString" | "MultiLineString", Some(Nest::Empty)) => {
            return Ok(None);
        }
        _ => return Err(LayerFault::Structure),
    }))
}

/// A field as text; `None` for null and for what has parts.
pub(super) fn field_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15 => format!("{float:.0}"),
            _ => number.to_string(),
        }),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn crs_name(crs: &Value) -> Option<String> {
    crs.pointer("/properties/name").and_then(Value::as_str).map(str::to_owned)
}

/// Any object of the standard. Members it does not have are absent; members the standard does not know are skipped.
#[derive(Debug, serde::Deserialize)]
struct Object {
    #[serde(rename = "type")]
    kind: String,
    id: Option<Value>,
    properties: Option<Map<String, Value>>,
    geometry: Option<Box<Object>>,
    geometries: Option<Vec<Object>>,
    features: Option<Vec<Object>>,
    coordinates: Option<Nest>,
    crs: Option<Value>,
}

/// Coordinates of any geometry, told apart by how deep they nest: `coordinates` may come before `type`.
#[derive(Debug)]
enum Nest {
    Empty,
    Position(Coord<f64>),
    Line(Vec<Coord<f64>>),
    Rings(Vec<Vec<Coord<f64>>>),
    Polygons(Vec<Vec<Vec<Coord<f64>>>>),
}

impl<'de> Deserialize<'de> for Nest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_any(Level(MAX_DEPTH))? {
            Element::Nest(nest) => Ok(nest),
            Element::Number(_) => Err(D::Error::custom("coordinates are a number")),
        }
    }
}

/// A number, or an array of numbers or arrays.
enum Element {
    Number(f64),
    Nest(Nest),
}

/// Reads an [`Element`] that may nest as deep as it says.
#[derive(Clone, Copy)]
struct Level(u8);

impl<'de> serde::de::DeserializeSeed<'de> for Level {
    type Value = Element;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Element, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level {
    type Value = Element;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("coordinates")
    }

    fn visit_f64<E>(self, value: f64) -> Result<Element, E> {
        Ok(Element::Number(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Element, E> {
        Ok(Element::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Element, E> {
        Ok(Element::Number(value as f64))
    }

    /// The first element decides what the others must be.
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Element, A::Error> {
        let Some(deeper) = self.0.checked_sub(1) else { return Err(A::Error::custom("coordinates nest too deep")) };
        let nest = match seq.next_element_seed(Level(deeper))? {
            None => Nest::Empty,
            Some(Element::Number(x)) => Nest::Position(rest_of_position(x, seq)?),
            Some(Element::Nest(Nest::Position(first))) => {
                let mut line = vec![first];
                while let Some(Position(coord)) = seq.next_element()? {
                    line.push(coord);
                }
                Nest::Line(line)
            }
            Some(Element::Nest(Nest::Line(first))) => Nest::Rings(rest_of(first, seq, deeper, |nest| match nest {
                Nest::Line(line) => Some(line),
                Nest::Empty => Some(Vec::new()),
                _ => None,
            })?),
            Some(Element::Nest(Nest::Rings(first))) => {
                Nest::Polygons(rest_of(first, seq, deeper, |nest| match nest {
                    Nest::Rings(rings) => Some(rings),
                    Nest::Empty => Some(Vec::new()),
                    _ => None,
                })?)
            }
            Some(Element::Nest(Nest::Empty | Nest::Polygons(_))) => {
                return Err(A::Error::custom("coordinates are not nested as in any geometry"));
            }
        };
        Ok(Element::Nest(nest))
    }
}

/// The elements after the first, all of its kind.
fn rest_of<'de, T, A: SeqAccess<'de>>(
    first: T,
    mut seq: A,
    deeper: u8,
    take: impl Fn(Nest) -> Option<T>,
) -> Result<Vec<T>, A::Error> {
    let mut list = vec![first];
    while let Some(element) = seq.next_element_seed(Level(deeper))? {
        let Element::Nest(nest) = element else { return Err(A::Error::custom("a number beside arrays")) };
        list.push(take(nest).ok_or_else(|| A::Error::custom("coordinates are not nested alike"))?);
    }
    Ok(list)
}

/// Longitude and latitude; height and more are skipped.
struct Position(Coord<f64>);

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PositionVisitor;
        impl<'de> Visitor<'de> for PositionVisitor {
            type Value = Position;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a position")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Position, A::Error> {
                let x = seq.next_element()?.ok_or_else(|| A::Error::custom("an empty position"))?;
                rest_of_position(x, seq).map(Position)
            }
        }
        deserializer.deserialize_seq(PositionVisitor)
    }
}

fn rest_of_position<'de, A: SeqAccess<'de>>(x: f64, mut seq: A) -> Result<Coord<f64>, A::Error> {
    let y = seq.next_element()?.ok_or_else(|| A::Error::custom("a position of one number"))?;
    while seq.next_element::<IgnoredAny>()?.is_some() {}
    Ok(Coord { x, y })
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let shape = parse(text.as_bytes()).unwrap().features.remove(0).into_polygons();
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
            assert!(parse(text.as_bytes()).is_err(), "{text}");
        }
        let deep = "[".repeat(100_000);
        assert!(parse(format!("{{\"type\":\"Polygon\",\"coordinates\":{deep}").as_bytes()).is_err());
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
            let layer = parse(text.as_bytes()).unwrap();
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
