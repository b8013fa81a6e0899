//! Objects of GeoJSON from the text: members that the standard does not know are passed over, values that have parts too.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::super::nest::{Coordinates, Nest, too_large};
use super::super::room::{LIST_BYTES, Room};
use super::field_text::FieldText;

/// What an object says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    FeatureCollection,
    Feature,
    Point,
    MultiPoint,
    LineString,
    MultiLineString,
    Polygon,
    MultiPolygon,
    GeometryCollection,
    Other,
}

impl Kind {
    fn of(name: &str) -> Self {
        match name {
            "FeatureCollection" => Self::FeatureCollection,
            "Feature" => Self::Feature,
            "Point" => Self::Point,
            "MultiPoint" => Self::MultiPoint,
            "LineString" => Self::LineString,
            "MultiLineString" => Self::MultiLineString,
            "Polygon" => Self::Polygon,
            "MultiPolygon" => Self::MultiPolygon,
            "GeometryCollection" => Self::GeometryCollection,
            _ => Self::Other,
        }
    }
}

/// Any object of the standard, but for the features of a collection.
#[derive(Debug)]
pub(super) struct Object {
    pub kind: Kind,
    pub id: Option<String>,
    pub fields: Vec<(String, String)>,
    pub geometry: Option<Box<Object>>,
    pub geometries: Vec<Object>,
    pub coordinates: Option<Nest>,
    pub crs_name: Option<String>,
}

/// Takes the features of a collection one by one.
pub(super) trait Features {
    /// What may be taken while a feature is read.
    fn room(&self) -> Room;
    /// False where reading is to end.
    fn take(&mut self, feature: Object) -> bool;
    /// What the object around has taken already.
    fn also_taken(&mut self, n_bytes: u64);
    /// Hears that there are features at all, and whether their room is over.
    fn end(&mut self, reading: &Room);
}

/// Reads an object as long as there is room for it.
pub(super) struct ObjectReader<'r> {
    pub room: Room,
    /// Where the features of a collection go; absent within one.
    pub features: Option<&'r mut dyn Features>,
}

impl<'de> DeserializeSeed<'de> for &mut ObjectReader<'_> {
    type Value = Object;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Object, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut ObjectReader<'_> {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        let mut kind = None;
        let mut object = Object {
            kind: Kind::Other,
            id: None,
            fields: Vec::new(),
            geometry: None,
            geometries: Vec::new(),
            coordinates: None,
            crs_name: None,
        };
        if !self.room.take(size_of::<Object>() as u64 + LIST_BYTES) {
            return Err(too_large());
        }
        let before = self.room.left();
        while let Some(Key(key)) = map.next_key()? {
            match key.as_str() {
                "type" => kind = Some(map.next_value::<Key>()?.0),
                "id" => object.id = map.next_value::<FieldText>()?.0,
                "properties" => object.fields = map.next_value_seed(Properties(&self.room))?,
                "coordinates" => object.coordinates = map.next_value_seed(Maybe(Coordinates(&self.room)))?,
                "geometry" => {
                    let mut inner = ObjectReader { room: self.room.clone(), features: None };
                    let geometry = map.next_value_seed(Maybe(&mut inner));
                    self.room = inner.room;
                    object.geometry = geometry?.map(Box::new);
                }
                "geometries" => {
                    let mut inner = ObjectReader { room: self.room.clone(), features: None };
                    let geometries = map.next_value_seed(Maybe(List(&mut inner)));
                    self.room = inner.room;
                    object.geometries = geometries?.unwrap_or_default();
                }
                "crs" => object.crs_name = map.next_value::<FoundName>()?.0,
                "features" => match &mut self.features {
                    Some(features) => {
                        features.also_taken(before.saturating_sub(self.room.left()));
                        map.next_value_seed(Maybe(Collected(&mut **features)))?;
                        self.room = features.room();
                    }
                    None => {
                        map.next_value::<IgnoredAny>()?;
                    }
                },
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        object.kind = Kind::of(&kind.ok_or_else(|| A::Error::missing_field("type"))?);
        Ok(object)
    }
}

/// Reads what is there; `None` for null.
struct Maybe<S>(S);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Maybe<S> {
    type Value = Option<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Maybe<S> {
    type Value = Option<S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member or null")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        self.0.deserialize(deserializer).map(Some)
    }
}

/// The features of a collection, handed on one by one.
struct Collected<'r>(&'r mut dyn Features);

impl<'de> DeserializeSeed<'de> for Collected<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Collected<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        loop {
            let mut reader = ObjectReader { room: self.0.room(), features: None };
            let feature = seq.next_element_seed(&mut reader);
            if !matches!(feature, Ok(Some(_))) {
                self.0.end(&reader.room);
            }
            let Some(feature) = feature? else { return Ok(()) };
            if !self.0.take(feature) {
                return Err(too_large());
            }
        }
    }
}

/// Members of a geometry collection.
struct List<'a, 'r>(&'a mut ObjectReader<'r>);

impl<'de> DeserializeSeed<'de> for List<'_, '_> {
    type Value = Vec<Object>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<Object>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_, '_> {
    type Value = Vec<Object>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("geometries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Object>, A::Error> {
        let mut list = Vec::new();
        while let Some(object) = seq.next_element_seed(&mut *self.0)? {
            list.push(object);
        }
        Ok(list)
    }
}

/// A name of a member or of a kind.
#[derive(serde::Deserialize)]
struct Key(String);

/// The fields of a feature: a name that comes again keeps its place and takes the later value.
struct Properties<'r>(&'r Room);

impl<'de> DeserializeSeed<'de> for Properties<'_> {
    type Value = Vec<(String, String)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Properties<'_> {
    type Value = Vec<(String, String)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("properties")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = serde_json::Map::new();
        while let Some((Key(name), FieldText(value))) = map.next_entry()? {
            let value = value.unwrap_or_default();
            // A map holds its names twice.
            if !self.0.take(2 * name.len() as u64 + value.len() as u64 + 4 * LIST_BYTES) {
                return Err(too_large());
            }
            fields.insert(name, Value::String(value));
        }
        let text = |value| match value {
            Value::String(text) => text,
            _ => String::new(),
        };
        Ok(fields.into_iter().map(|(name, value)| (name, text(value))).collect())
    }
}

/// The name in the member `crs` of files before 2016: `{"properties": {"name": …}}`.
struct FoundName(Option<String>);

impl<'de> Deserialize<'de> for FoundName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NameVisitor { depth: 0 }).map(Self)
    }
}

/// Looks for the name two objects deep.
#[derive(Clone, Copy)]
struct NameVisitor {
    depth: u8,
}

impl<'de> DeserializeSeed<'de> for NameVisitor {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a reference system")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok((self.depth == 2).then(|| text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(Key(key)) = map.next_key()? {
            match (self.depth, key.as_str()) {
                (0, "properties") | (1, "name") => {
                    found = map.next_value_seed(Self { depth: self.depth + 1 })?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(found)
    }
}
