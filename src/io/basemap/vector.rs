//! Vector tiles: what lies on the ground as points, lines and areas, to be drawn by whoever shows them.
//!
//! Source: "Vector Tile Specification 2.1", Mapbox, 2016. Only what a quiet ground needs is kept: what kind of thing a
//! feature is, its name, and its shape. A damaged part of a tile is left out.

use std::io::Read;

use super::LARGEST_TILE;
use super::pmtiles::varint;

/// What a feature is drawn as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Geometry {
    Points,
    Lines,
    Areas,
}

/// One thing on the ground.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    pub geometry: Geometry,
    /// What kind of thing it is in the words of the tile's maker, as `major_road` or `park`; empty where it is not said.
    pub class: String,
    /// Vietnamese where there is one.
    pub name: String,
    /// Points, lines or rings as shares of the tile's side from its north-west corner; they may go beyond it.
    pub parts: Vec<Vec<[f32; 2]>>,
}

/// Features of one subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    pub name: String,
    pub features: Vec<Feature>,
}

/// Attributes that say what a feature is, the best first, and what it is called.
const CLASS: [&str; 4] = ["kind", "class", "type", "fclass"];
const NAME: [&str; 2] = ["name:vi", "name"];

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The layers of a tile, packed or not.
pub fn layers(bytes: &[u8]) -> Vec<Layer> {
    let mut unpacked = Vec::new();
    let bytes = if bytes.starts_with(&GZIP_MAGIC) {
        // What comes before a damaged place is kept.
        let _ = flate2::read::GzDecoder::new(bytes).take(LARGEST_TILE).read_to_end(&mut unpacked);
        unpacked.as_slice()
    } else {
        bytes
    };
    let messages = Fields(bytes).filter_map(|(field, value)| if field == 3 { value.bytes() } else { None });
    messages.filter_map(layer).collect()
}

/// A value of a protocol buffer.
enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    /// Floating point numbers: nothing here needs one.
    Fixed,
}

impl<'a> Value<'a> {
    fn bytes(self) -> Option<&'a [u8]> {
        if let Value::Bytes(bytes) = self { Some(bytes) } else { None }
    }
}

/// Fields of a message, in their order; it ends where the message is damaged.
struct Fields<'a>(&'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = (u64, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let tag = varint(&mut self.0)?;
        let value = match tag & 7 {
            0 => Value::Number(varint(&mut self.0)?),
            1 => self.take(8).map(|_| Value::Fixed)?,
            2 => {
                let length = usize::try_from(varint(&mut self.0)?).ok()?;
                Value::Bytes(self.take(length)?)
            }
            5 => self.take(4).map(|_| Value::Fixed)?,
            _ => return None,
        };
        Some((tag >> 3, value))
    }
}

impl<'a> Fields<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }
}

/// Numbers that lie packed behind each other.
fn numbers(mut bytes: &[u8]) -> impl Iterator<Item = u64> {
    std::iter::from_fn(move || if bytes.is_empty() { None } else { varint(&mut bytes) })
}

fn layer(message: &[u8]) -> Option<Layer> {
    let (mut name, mut extent) = (String::new(), 4096u64);
    let (mut features, mut keys, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for (field, value) in Fields(message) {
        match (field, value) {
            (1, Value::Bytes(bytes)) => name = String::from_utf8_lossy(bytes).into_owned(),
            (2, Value::Bytes(bytes)) => features.push(bytes),
            (3, Value::Bytes(bytes)) => keys.push(String::from_utf8_lossy(bytes)),
            (4, Value::Bytes(bytes)) => values.push(word(bytes)),
            (5, Value::Number(n)) => extent = n,
            _ => {}
        }
    }
    let side = (1..=1 << 20).contains(&extent).then_some(extent as f32)?;
    let attribute = |tags: &[u64], asked: &[&str]| {
        let of = |name: &str| {
            tags.chunks_exact(2).find_map(|pair| {
                let [key, value] = [pair.first()?, pair.get(1)?].map(|index| usize::try_from(*index).ok());
                let is_it = keys.get(key?).is_some_and(|key| key == name);
                values.get(value?).filter(|word| is_it && !word.is_empty()).cloned()
            })
        };
        asked.iter().find_map(|name| of(name)).unwrap_or_default()
    };
    let feature = |message: &&[u8]| {
        let (mut tags, mut geometry, mut shape) = (Vec::new(), None, &[][..]);
        for (field, value) in Fields(message) {
            match (field, value) {
                (2, Value::Bytes(bytes)) => tags = numbers(bytes).collect(),
                (3, Value::Number(1)) => geometry = Some(Geometry::Points),
                (3, Value::Number(2)) => geometry = Some(Geometry::Lines),
                (3, Value::Number(3)) => geometry = Some(Geometry::Areas),
                (4, Value::Bytes(bytes)) => shape = bytes,
                _ => {}
            }
        }
        let (class, name) = (attribute(&tags, &CLASS), attribute(&tags, &NAME));
        Some(Feature { geometry: geometry?, class, name, parts: parts(shape, side) })
    };
    let features = features.iter().filter_map(feature).filter(|feature| !feature.parts.is_empty()).collect();
    Some(Layer { name, features })
}

/// A value where it is a text; empty otherwise.
fn word(message: &[u8]) -> String {
    let texts = Fields(message).filter_map(|(field, value)| if field == 1 { value.bytes() } else { None });
    texts.last().map(|text| String::from_utf8_lossy(text).into_owned()).unwrap_or_default()
}

const MOVE_TO: u64 = 1;
const LINE_TO: u64 = 2;

/// Points, lines or rings of a feature's commands; every move begins another.
fn parts(commands: &[u8], side: f32) -> Vec<Vec<[f32; 2]>> {
    let mut numbers = numbers(commands);
    let (mut x, mut y) = (0i64, 0i64);
    let mut parts: Vec<Vec<[f32; 2]>> = Vec::new();
    while let Some(command) = numbers.next() {
        let (kind, count) = (command & 7, command >> 3);
        if kind != MOVE_TO && kind != LINE_TO {
            continue;
        }
        for _ in 0..count {
            let Some((dx, dy)) = numbers.next().zip(numbers.next()) else { return parts };
            (x, y) = (x.wrapping_add(signed(dx)), y.wrapping_add(signed(dy)));
            let point = [x as f32 / side, y as f32 / side];
            match parts.last_mut() {
                Some(part) if kind == LINE_TO => part.push(point),
                _ => parts.push(vec![point]),
            }
        }
    }
    parts
}

/// A number whose lowest bit is its sign.
fn signed(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written by `tests/reference/vector_tile.py` with the package mapbox-vector-tile.
    const TILE: &[u8] = include_bytes!("../../../tests/reference/vector_tile.mvt");

    #[test]
    fn a_tile_is_read_as_another_program_wrote_it() {
        let layers = layers(TILE);
        let names: Vec<&str> = layers.iter().map(|layer| layer.name.as_str()).collect();
        assert_eq!(names, ["water", "roads", "places"]);
        let water = &layers[0].features[0];
        assert_eq!((water.geometry, water.class.as_str()), (Geometry::Areas, "lake"));
        assert_eq!(water.parts.len(), 2, "a ring and a hole");
        let mut corners = water.parts[0].clone();
        corners.sort_by(|a, b| a.partial_cmp(b).unwrap());
        assert_eq!(corners, [[0.25, 0.25], [0.25, 0.75], [0.75, 0.25], [0.75, 0.75]]);
        let road = &layers[1].features[0];
        assert_eq!((road.geometry, road.class.as_str()), (Geometry::Lines, "major_road"));
        assert_eq!(road.parts, [vec![[0.0, 0.5], [0.5, 0.5], [1.0, 0.25]]]);
        let place = &layers[2].features[0];
        assert_eq!((place.geometry, place.name.as_str()), (Geometry::Points, "Uông Bí"));
        assert_eq!(place.parts, [vec![[0.125, 0.875]]]);
    }

    #[test]
    fn a_damaged_tile_gives_what_can_be_read() {
        for end in 0..TILE.len() {
            let some = layers(&TILE[..end]);
            assert!(some.len() <= 3);
        }
        for at in 0..TILE.len() {
            let mut bytes = TILE.to_vec();
            bytes[at] ^= 0xff;
            let _ = layers(&bytes);
        }
    }
}
