//! GeoJSON (RFC 7946) polygons, read straight into coordinates: no tree of JSON values is built for them.

use std::fmt;

use geo::{Coord, MultiPolygon, Polygon};
use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::Feature;
use super::rings::polygon_of;

/// Deepest nesting of coordinates: the polygons of a multi-polygon.
const MAX_DEPTH: u8 = 4;

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub features: Vec<Feature>,
    /// Features of any geometry.
    pub n_features: usize,
    /// Name of the CRS where the file states one, as files before 2016 did.
    pub crs: Option<String>,
}

/// Reads a whole file. `Err` says in English what is wrong, as the standard's words are English.
pub(super) fn parse(bytes: &[u8]) -> Result<Content, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let root: Object = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let mut content = Content { crs: root.crs.as_ref().and_then(crs_name), ..Content::default() };
    match root.kind.as_str() {
        "FeatureCollection" => {
            let features = root.features.ok_or("FeatureCollection without features")?;
            for (i, feature) in features.into_iter().enumerate() {
                content.add(feature).map_err(|reason| format!("feature {}: {reason}", i + 1))?;
            }
        }
        "Feature" => content.add(root)?,
        _ => {
            content.n_features = 1;
            content.add_shape(None, Vec::new(), root)?;
        }
    }
    Ok(content)
}

impl Content {
    fn add(&mut self, feature: Object) -> Result<(), String> {
        if feature.kind != "Feature" {
            return Err(format!("type {:?} is not Feature", feature.kind));
        }
        self.n_features += 1;
        let id = feature.id.as_ref().and_then(field_text);
        let fields = feature.properties.map_or_else(Vec::new, |properties| {
            properties.into_iter().map(|(key, value)| (key, field_text(&value).unwrap_or_default())).collect()
        });
        match feature.geometry {
            Some(geometry) => self.add_shape(id, fields, *geometry),
            None => Ok(()),
        }
    }

    fn add_shape(&mut self, id: Option<String>, fields: Vec<(String, String)>, geometry: Object) -> Result<(), String> {
        let mut polygons = Vec::new();
        collect_polygons(geometry, &mut polygons)?;
        if !polygons.is_empty() {
            self.features.push(Feature { id, fields, shape: MultiPolygon(polygons) });
        }
        Ok(())
    }
}

/// Polygons of a geometry; points and lines bound nothing and are left out.
fn collect_polygons(geometry: Object, polygons: &mut Vec<Polygon<f64>>) -> Result<(), String> {
    let wrong = |kind: &str| format!("{kind} with coordinates of another type");
    match (geometry.kind.as_str(), geometry.coordinates) {
        ("Polygon", Some(Nest::Rings(rings))) => polygons.extend(polygon_of(rings)),
        ("MultiPolygon", Some(Nest::Polygons(list))) => polygons.extend(list.into_iter().filter_map(polygon_of)),
        ("Polygon" | "MultiPolygon", Some(Nest::Empty)) => {}
        (kind @ ("Polygon" | "MultiPolygon"), _) => return Err(wrong(kind)),
        ("GeometryCollection", _) => {
            for member in geometry.geometries.unwrap_or_default() {
                collect_polygons(member, polygons)?;
            }
        }
        ("Point" | "MultiPoint" | "LineString" | "MultiLineString", _) => {}
        (kind, _) => return Err(format!("type {kind:?} is not a geometry")),
    }
    Ok(())
}

/// A field as text; `None` for null and for what has parts.
fn field_text(value: &Value) -> Option<String> {
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
            let content = parse(text.as_bytes()).unwrap();
            assert_eq!(content.features[0].shape.0.len(), n, "{text}");
            assert_eq!(content.features[0].shape.0[0].exterior().0.len(), 4);
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
    fn numbers_in_fields_have_no_needless_decimals() {
        let value = |text: &str| serde_json::from_str::<Value>(text).ok().as_ref().and_then(field_text);
        assert_eq!(value("6811.0").as_deref(), Some("6811"));
        assert_eq!(value("49.81").as_deref(), Some("49.81"));
        assert_eq!(value("\" 06811 \"").as_deref(), Some("06811"));
        assert_eq!(value("null"), None);
    }
}
