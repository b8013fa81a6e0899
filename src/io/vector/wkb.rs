//! Well-known binary (OGC 06-103r4, ISO 13249-3, PostGIS) and the GeoPackage header before it (OGC 12-128r18 §2.1.3).
//!
//! Counts are checked against the bytes that are left before anything is set aside for them.

#[cfg(feature = "parquet")]
use geo::CoordsIter;
use geo::{Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

use crate::model::LayerFault;
#[cfg(feature = "parquet")]
use crate::spatial::Crs;

use super::rings::{RingFaults, is_coordinate, polygon_of};
#[cfg(feature = "parquet")]
use super::tiles::rectangle;

/// Collections in collections.
const MAX_DEPTH: u8 = 16;

/// A geometry with the header of a GeoPackage; `None` for an empty one.
pub(super) fn of_geopackage(blob: &[u8], faults: &mut RingFaults) -> Result<Option<Geometry<f64>>, LayerFault> {
    let [b'G', b'P', _, flags, ..] = *blob else { return Err(LayerFault::Structure) };
    let envelope = match (flags >> 1) & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err(LayerFault::Structure),
    };
    of_wkb(blob.get(8 + envelope..).ok_or(LayerFault::Truncated)?, faults)
}

/// The polygons of a geometry with the header of a GeoPackage; `None` for anything else.
pub(in crate::io) fn polygons_of_geopackage(blob: &[u8]) -> Option<MultiPolygon<f64>> {
    match of_geopackage(blob, &mut RingFaults::default()) {
        Ok(Some(Geometry::Polygon(polygon))) => Some(MultiPolygon(vec![polygon])),
        Ok(Some(Geometry::MultiPolygon(polygons))) => Some(polygons),
        _ => None,
    }
}

/// A geometry without header; `None` for an empty one.
pub(super) fn of_wkb(bytes: &[u8], faults: &mut RingFaults) -> Result<Option<Geometry<f64>>, LayerFault> {
    Cursor { bytes, is_little: true, n_numbers: 2 }.geometry(0, faults)
}

/// A point without header; `None` for an empty one, and for what is no single point.
#[cfg(feature = "parquet")]
pub(in crate::io) fn point_of_wkb(bytes: &[u8]) -> Option<Coord<f64>> {
    match of_wkb(bytes, &mut RingFaults::default()) {
        Ok(Some(Geometry::Point(point))) => Some(point.0),
        Ok(Some(Geometry::MultiPoint(points))) if points.0.len() == 1 => points.0.first().map(|point| point.0),
        _ => None,
    }
}

/// An area without header as the rectangle around it in WGS84; `None` for what is no area.
#[cfg(feature = "parquet")]
pub(in crate::io) fn rectangle_of_wkb(bytes: &[u8], crs: &Crs) -> Option<String> {
    rectangle(&area_of_wkb(bytes)?, crs)
}

/// A corner of an area without header, in its own system.
#[cfg(feature = "parquet")]
pub(in crate::io) fn corner_of_wkb(bytes: &[u8]) -> Option<Coord<f64>> {
    area_of_wkb(bytes)?.coords_iter().next()
}

#[cfg(feature = "parquet")]
fn area_of_wkb(bytes: &[u8]) -> Option<Geometry<f64>> {
    let geometry = of_wkb(bytes, &mut RingFaults::default()).ok()??;
    matches!(geometry, Geometry::Polygon(_) | Geometry::MultiPolygon(_)).then_some(geometry)
}

struct Cursor<'a> {
    bytes: &'a [u8],
    is_little: bool,
    /// Numbers of a position: 2, 3 with height or measure, 4 with both.
    n_numbers: usize,
}

impl Cursor<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], LayerFault> {
        let (head, rest) = self.bytes.split_first_chunk::<N>().ok_or(LayerFault::Truncated)?;
        self.bytes = rest;
        Ok(*head)
    }

    fn count(&mut self, least_bytes: usize) -> Result<usize, LayerFault> {
        let bytes = self.take::<4>()?;
        let n = if self.is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) } as usize;
        if n > self.bytes.len() / least_bytes { Err(LayerFault::Counts) } else { Ok(n) }
    }

    fn header(&mut self) -> Result<u32, LayerFault> {
        self.is_little = self.take::<1>()? != [0];
        let bytes = self.take::<4>()?;
        let code = if self.is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) };
        // ISO adds thousands, PostGIS sets the highest bits.
        let (iso, bits) = ((code & 0x0fff_ffff) / 1000, code >> 30);
        self.n_numbers = match (iso, bits) {
            (3, _) | (0, 3) => 4,
            (1 | 2, _) | (0, 1 | 2) => 3,
            _ => 2,
        };
        if code & 0x2000_0000 != 0 {
            self.take::<4>()?;
        }
        Ok((code & 0x0fff_ffff) % 1000)
    }

    /// `None` for the position of an empty point, which is written as NaN.
    fn position(&mut self) -> Result<Option<Coord<f64>>, LayerFault> {
        let mut numbers = [0.0; 4];
        for number in numbers.iter_mut().take(self.n_numbers) {
            let bytes = self.take::<8>()?;
            *number = if self.is_little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) };
        }
        let [x, y, ..] = numbers;
        if x.is_nan() && y.is_nan() {
            return Ok(None);
        }
        Some(Coord { x, y }).filter(|c| is_coordinate(*c)).map(Some).ok_or(LayerFault::Coordinates)
    }

    fn line(&mut self) -> Result<Vec<Coord<f64>>, LayerFault> {
        let n = self.count(8 * self.n_numbers)?;
        (0..n).map(|_| self.position()?.ok_or(LayerFault::Coordinates)).collect()
    }

    fn polygon(&mut self, faults: &mut RingFaults) -> Result<Option<Polygon<f64>>, LayerFault> {
        let n = self.count(4)?;
        let rings: Result<Vec<_>, _> = (0..n).map(|_| self.line()).collect();
        Ok(polygon_of(rings?, faults))
    }

    fn geometry(&mut self, depth: u8, faults: &mut RingFaults) -> Result<Option<Geometry<f64>>, LayerFault> {
        if depth > MAX_DEPTH {
            return Err(LayerFault::TooDeep);
        }
        Ok(Some(match self.header()? {
            1 => match self.position()? {
                Some(position) => Geometry::Point(Point(position)),
                None => return Ok(None),
            },
            2 => Geometry::LineString(LineString(self.line()?)),
            3 | 17 => match self.polygon(faults)? {
                Some(polygon) => Geometry::Polygon(polygon),
                None => return Ok(None),
            },
            4..=7 | 15 | 16 => return self.members(depth, faults).map(Some),
            // Curves: no program of an office writes them into boundaries.
            8..=14 => return Ok(None),
            _ => return Err(LayerFault::Structure),
        }))
    }

    fn members(&mut self, depth: u8, faults: &mut RingFaults) -> Result<Geometry<f64>, LayerFault> {
        let n = self.count(5)?;
        let mut members = Vec::new();
        for _ in 0..n {
            members.extend(self.geometry(depth + 1, faults)?);
        }
        let all = |is: fn(&Geometry<f64>) -> bool| !members.is_empty() && members.iter().all(is);
        Ok(if all(|g| matches!(g, Geometry::Polygon(_))) {
            let polygons = members.into_iter().filter_map(|g| Polygon::try_from(g).ok());
            Geometry::MultiPolygon(MultiPolygon(polygons.collect()))
        } else if all(|g| matches!(g, Geometry::Point(_))) {
            Geometry::MultiPoint(MultiPoint(members.into_iter().filter_map(|g| Point::try_from(g).ok()).collect()))
        } else if all(|g| matches!(g, Geometry::LineString(_))) {
            let lines = members.into_iter().filter_map(|g| LineString::try_from(g).ok());
            Geometry::MultiLineString(MultiLineString(lines.collect()))
        } else {
            Geometry::GeometryCollection(GeometryCollection(members))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect()
    }

    fn read(hex: &str) -> Result<Option<Geometry<f64>>, LayerFault> {
        of_wkb(&bytes(hex), &mut RingFaults::default())
    }

    /// shapely: `wkb.dumps(…, hex=True)` of POLYGON ((0 0, 4 0, 4 4, 0 0)), of the same with z, and of
    /// MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0))) with an SRID.
    const PLAIN: &str = "01030000000100000004000000000000000000000000000000000000000000000000001040000000000000000000000000000010400000000000001040000000000000000000\
                         00000000000000";

    #[test]
    fn polygons_are_read_in_every_dialect() {
        let Ok(Some(Geometry::Polygon(polygon))) = read(PLAIN) else { panic!("no polygon") };
        assert_eq!(polygon.exterior().0.len(), 4);
        let position = |x: f64, y: f64| [x.to_be_bytes(), y.to_be_bytes(), 7.0_f64.to_be_bytes()].concat();
        // Big-endian, with heights as ISO and as PostGIS write them.
        for code in [1003_u32, 0x8000_0003] {
            let head = [&[0][..], &code.to_be_bytes(), &1_u32.to_be_bytes(), &3_u32.to_be_bytes()].concat();
            let all = [head, position(0.0, 0.0), position(4.0, 0.0), position(4.0, 4.0)].concat();
            let Ok(Some(Geometry::Polygon(polygon))) = of_wkb(&all, &mut RingFaults::default()) else {
                panic!("no polygon")
            };
            assert_eq!(polygon.exterior().0.len(), 4);
        }
        let empty_point = [&[1][..], &1_u32.to_le_bytes(), &f64::NAN.to_le_bytes(), &f64::NAN.to_le_bytes()].concat();
        assert_eq!(of_wkb(&empty_point, &mut RingFaults::default()), Ok(None));
    }

    #[test]
    #[cfg(feature = "parquet")]
    fn points_are_read_in_either_order_of_bytes() {
        let little = [&[1u8, 1, 0, 0, 0], &106.5f64.to_le_bytes()[..], &21.25f64.to_le_bytes()].concat();
        let big = [&[0u8, 0, 0, 3, 0xe9], &106.5f64.to_be_bytes()[..], &21.25f64.to_be_bytes(), &[0; 8]].concat();
        let with_system =
            [&[1u8, 1, 0, 0, 0x20, 0xe6, 0x10, 0, 0], &106.5f64.to_le_bytes()[..], &21.25f64.to_le_bytes()].concat();
        for bytes in [&little, &big, &with_system] {
            assert_eq!(point_of_wkb(bytes), Some(Coord { x: 106.5, y: 21.25 }));
        }
        assert_eq!(point_of_wkb(&little[..20]), None);
        assert_eq!(point_of_wkb(&[1, 3, 0, 0, 0, 0, 0, 0, 0]), None);
        let empty = [&[1u8, 1, 0, 0, 0], &f64::NAN.to_le_bytes()[..], &f64::NAN.to_le_bytes()].concat();
        assert_eq!(point_of_wkb(&empty), None);
    }

    #[test]
    fn counts_depth_and_ends_are_checked() {
        assert_eq!(read(&PLAIN[..PLAIN.len() - 16]), Err(LayerFault::Counts));
        assert_eq!(read("0103000000ffffffff"), Err(LayerFault::Counts));
        assert_eq!(read("01"), Err(LayerFault::Truncated));
        assert_eq!(read(&"010700000001000000".repeat(10_000)), Err(LayerFault::TooDeep));
        assert_eq!(read("01630000000000"), Err(LayerFault::Structure));
    }
}
