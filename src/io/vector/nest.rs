//! Coordinates nested in arrays of JSON, read straight into what they are: no tree of values is built for them.

use std::fmt;

use geo::Coord;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, SeqAccess, Visitor};

use super::room::{LIST_BYTES, Room, VERTEX_BYTES};

/// Deepest nesting of coordinates: the polygons of a multi-polygon.
const MAX_DEPTH: u8 = 4;

/// Coordinates of any geometry, told apart by how deep they nest: `coordinates` may come before `type`.
#[derive(Debug)]
pub(super) enum Nest {
    Empty,
    Position(Coord<f64>),
    Line(Vec<Coord<f64>>),
    Rings(Vec<Vec<Coord<f64>>>),
    Polygons(Vec<Vec<Vec<Coord<f64>>>>),
}

/// Reads coordinates as long as there is room for them.
#[derive(Clone, Copy)]
pub(super) struct Coordinates<'r>(pub &'r Room);

impl<'de> DeserializeSeed<'de> for Coordinates<'_> {
    type Value = Nest;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Nest, D::Error> {
        match deserializer.deserialize_any(Level { may_nest: MAX_DEPTH, room: self.0 })? {
            Element::Nest(nest) => Ok(nest),
            Element::Number(_) => Err(D::Error::custom("coordinates are a number")),
        }
    }
}

/// What is said where there is no more room; the caller asks the room itself.
pub(super) fn too_large<E: Error>() -> E {
    E::custom("too large")
}

/// A number, or an array of numbers or arrays.
enum Element {
    Number(f64),
    Nest(Nest),
}

/// Reads an [`Element`] that may nest as deep as it says.
#[derive(Clone, Copy)]
struct Level<'r> {
    may_nest: u8,
    room: &'r Room,
}

impl<'de> DeserializeSeed<'de> for Level<'_> {
    type Value = Element;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Element, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level<'_> {
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
        let Some(may_nest) = self.may_nest.checked_sub(1) else {
            return Err(A::Error::custom("coordinates nest too deep"));
        };
        let deeper = Level { may_nest, room: self.room };
        if !self.room.take(LIST_BYTES) {
            return Err(too_large());
        }
        let nest = match seq.next_element_seed(deeper)? {
            None => Nest::Empty,
            Some(Element::Number(x)) => Nest::Position(rest_of_position(x, seq)?),
            Some(Element::Nest(Nest::Position(first))) => {
                let mut line = vec![first];
                while let Some(Position(coord)) = seq.next_element()? {
                    if !self.room.take(VERTEX_BYTES) {
                        return Err(too_large());
                    }
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
    deeper: Level<'_>,
    take: impl Fn(Nest) -> Option<T>,
) -> Result<Vec<T>, A::Error> {
    let mut list = vec![first];
    while let Some(element) = seq.next_element_seed(deeper)? {
        let Element::Nest(nest) = element else { return Err(A::Error::custom("a number beside arrays")) };
        list.push(take(nest).ok_or_else(|| A::Error::custom("coordinates are not nested alike"))?);
    }
    Ok(list)
}

/// Longitude and latitude; height and more are skipped.
pub(super) struct Position(pub Coord<f64>);

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
