//! Geometries as a GeoPackage holds them (OGC 12-128r17 §2.1.3): a header, then well-known binary.
//!
//! Read back they are the same to the last bit; what others wrote is read by `io/vector`.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use crate::io::vector::polygons_of_geopackage;

const SRS: i32 = 4326;
const LITTLE: u8 = 1;
const POINT: u32 = 1;
const POLYGON: u32 = 3;
const MULTIPOLYGON: u32 = 6;

/// Smallest and largest x, smallest and largest y.
pub type Envelope = [f64; 4];

/// A point.
pub fn point(lon: f64, lat: f64) -> [u8; 29] {
    let mut out = [0; 29];
    let [head, kind, x, y] = [0..8, 9..13, 13..21, 21..29];
    // Little-endian, no envelope: a point is its own.
    out[head].copy_from_slice(&[b'G', b'P', 0, LITTLE, SRS as u8, (SRS >> 8) as u8, 0, 0]);
    out[8] = LITTLE;
    out[kind].copy_from_slice(&POINT.to_le_bytes());
    out[x].copy_from_slice(&lon.to_le_bytes());
    out[y].copy_from_slice(&lat.to_le_bytes());
    out
}

/// Longitude and latitude of a point as [`point`] writes it.
pub fn point_of(blob: &[u8]) -> Option<(f64, f64)> {
    let (head, body) = blob.split_at_checked(13)?;
    let (x, y) = body.split_at_checked(8)?;
    let number = |bytes: &[u8]| bytes.try_into().ok().map(f64::from_le_bytes);
    head.starts_with(b"GP").then_some(())?;
    number(x).zip(number(y))
}

/// Polygons with their envelope.
pub fn multipolygon(shape: &MultiPolygon<f64>) -> Vec<u8> {
    const WITH_ENVELOPE: u8 = 1 << 1;
    const EMPTY: u8 = 1 << 4;
    let envelope = envelope(shape);
    let mut out = vec![b'G', b'P', 0, LITTLE | if envelope.is_some() { WITH_ENVELOPE } else { EMPTY }];
    out.extend(SRS.to_le_bytes());
    out.extend(envelope.iter().flatten().flat_map(|x| x.to_le_bytes()));
    let count = |n: usize, out: &mut Vec<u8>| out.extend((n as u32).to_le_bytes());
    let head = |kind: u32, out: &mut Vec<u8>| {
        out.push(LITTLE);
        out.extend(kind.to_le_bytes());
    };
    head(MULTIPOLYGON, &mut out);
    count(shape.0.len(), &mut out);
    for polygon in &shape.0 {
        head(POLYGON, &mut out);
        count(1 + polygon.interiors().len(), &mut out);
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            count(ring.0.len(), &mut out);
            out.extend(ring.0.iter().flat_map(|c| [c.x, c.y]).flat_map(f64::to_le_bytes));
        }
    }
    out
}

/// `None` for a shape without vertices.
pub fn envelope(shape: &MultiPolygon<f64>) -> Option<Envelope> {
    let vertices = shape.0.iter().flat_map(|polygon| &polygon.exterior().0);
    vertices.fold(None, |envelope: Option<Envelope>, c| {
        let [west, east, south, north] = envelope.unwrap_or([c.x, c.x, c.y, c.y]);
        Some([west.min(c.x), east.max(c.x), south.min(c.y), north.max(c.y)])
    })
}

/// The polygons in a geometry, whoever wrote it; `None` for bytes that are none, or that do not fit their own envelope.
pub fn multipolygon_of(blob: &[u8]) -> Option<MultiPolygon<f64>> {
    let stated: Option<Vec<f64>> = match blob.get(3)? >> 1 & 7 {
        1 => Some(blob.get(8..40)?.as_chunks::<8>().0.iter().map(|x| f64::from_le_bytes(*x)).collect()),
        _ => None,
    };
    let shape = own(blob).or_else(|| polygons_of_geopackage(blob))?;
    let is_sound = match (stated, envelope(&shape)) {
        (Some(stated), Some(found)) => stated == found || blob.get(3)? & LITTLE == 0,
        _ => true,
    };
    is_sound.then_some(shape)
}

/// Polygons as [`multipolygon`] writes them, to the last bit.
fn own(blob: &[u8]) -> Option<MultiPolygon<f64>> {
    let [b'G', b'P', 0, flags, ..] = *blob else { return None };
    let start = 8 + if flags >> 1 & 7 == 1 { 32 } else { 0 };
    let mut input = Input(blob.get(start..)?);
    input.head(MULTIPOLYGON)?;
    let polygons = (0..input.count(9)?).map(|_| {
        input.head(POLYGON)?;
        let mut rings = (0..input.count(4)?).map(|_| input.ring()).collect::<Option<Vec<_>>>()?.into_iter();
        Some(Polygon::new(rings.next()?, rings.collect()))
    });
    Some(MultiPolygon(polygons.collect::<Option<_>>()?))
}

struct Input<'a>(&'a [u8]);

impl Input<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    fn head(&mut self, kind: u32) -> Option<()> {
        (self.take()? == [LITTLE] && u32::from_le_bytes(self.take()?) == kind).then_some(())
    }

    /// A count of things that take at least so many bytes each.
    fn count(&mut self, least: usize) -> Option<usize> {
        let n = u32::from_le_bytes(self.take()?) as usize;
        (n <= self.0.len() / least).then_some(n)
    }

    fn ring(&mut self) -> Option<LineString<f64>> {
        let n = self.count(16)?;
        let mut vertex = || Some(Coord { x: f64::from_le_bytes(self.take()?), y: f64::from_le_bytes(self.take()?) });
        Some(LineString((0..n).map(|_| vertex()).collect::<Option<_>>()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_come_back_as_they_were() {
        let ring = |x: f64, size: f64| {
            let corners = [(x, 21.0), (x + size, 21.0), (x + size, 21.0 + size), (x, 21.0)];
            LineString(corners.map(|(x, y)| Coord { x, y }).to_vec())
        };
        let shape = MultiPolygon(vec![
            Polygon::new(ring(106.1 + 0.2, 1.0 / 3.0), vec![ring(106.4, 0.01)]),
            Polygon::new(ring(107.0, 0.1), Vec::new()),
        ]);
        let blob = multipolygon(&shape);
        assert_eq!(multipolygon_of(&blob), Some(shape));
        assert_eq!(multipolygon_of(&blob[..blob.len() - 1]), None);
        let mut noisy = blob;
        noisy[80..88].copy_from_slice(&1e9f64.to_le_bytes());
        assert_eq!(multipolygon_of(&noisy), None);
        assert_eq!(multipolygon_of(&multipolygon(&MultiPolygon(Vec::new()))), Some(MultiPolygon(Vec::new())));
        assert_eq!(&point(106.5, 21.25)[13..21], 106.5f64.to_le_bytes());
    }
}
