//! Well-known text (OGC 06-103r4) of geometries, as tables have it in a column; PostGIS sets `SRID=5899;` before it.

use geo::{Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point};

use crate::model::LayerFault;

use super::rings::{RingFaults, is_coordinate, polygon_of};

/// Collections in collections.
const MAX_DEPTH: u8 = 16;

/// Whether a cell begins as a geometry does.
pub(super) fn looks_like_wkt(text: &str) -> bool {
    const KINDS: [&str; 7] =
        ["POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION"];
    let text = text.trim_start();
    let text = split_srid(text).map_or(text, |(_, rest)| rest).trim_start();
    let word: String = text.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_ascii_uppercase();
    let rest = text.get(word.len()..).unwrap_or_default().trim_start().to_ascii_uppercase();
    KINDS.contains(&word.trim_end_matches(['Z', 'M']))
        && (rest.starts_with('(') || ["Z", "M", "EMPTY"].iter().any(|w| rest.starts_with(w)))
}

fn split_srid(text: &str) -> Option<(u32, &str)> {
    let (head, rest) = text.split_once(';')?;
    let (key, code) = head.split_once('=')?;
    if !key.trim().eq_ignore_ascii_case("SRID") {
        return None;
    }
    Some((code.trim().parse().ok()?, rest))
}

/// A geometry with its SRID; `None` for an empty one.
pub(super) fn parse(text: &str, faults: &mut RingFaults) -> Result<(Option<u32>, Option<Geometry<f64>>), LayerFault> {
    let text = text.trim();
    let (srid, text) = split_srid(text).map_or((None, text), |(srid, rest)| (Some(srid), rest));
    let mut cursor = Cursor { rest: text };
    let geometry = cursor.geometry(0, faults)?;
    if cursor.rest.trim().is_empty() { Ok((srid, geometry)) } else { Err(LayerFault::Syntax) }
}

struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn word(&mut self) -> &'a str {
        self.skip_blanks();
        let end = self.rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn takes(&mut self, sign: char) -> bool {
        self.skip_blanks();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, sign: char) -> Result<(), LayerFault> {
        match self.takes(sign) {
            true => Ok(()),
            false if self.rest.is_empty() => Err(LayerFault::Truncated),
            false => Err(LayerFault::Syntax),
        }
    }

    /// `( item, item … )`
    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Result<T, LayerFault>) -> Result<Vec<T>, LayerFault> {
        self.expect('(')?;
        let mut items = Vec::new();
        loop {
            items.push(item(self)?);
            if !self.takes(',') {
                self.expect(')')?;
                return Ok(items);
            }
        }
    }

    fn position(&mut self) -> Result<Coord<f64>, LayerFault> {
        self.skip_blanks();
        let end = self.rest.find([',', ')', '(']).ok_or(LayerFault::Truncated)?;
        let (numbers, rest) = self.rest.split_at(end);
        self.rest = rest;
        let mut numbers = numbers.split_ascii_whitespace().map(|n| n.parse::<f64>().map_err(|_| LayerFault::Syntax));
        let (x, y) = (numbers.next().ok_or(LayerFault::Syntax)??, numbers.next().ok_or(LayerFault::Syntax)??);
        Some(Coord { x, y }).filter(|c| is_coordinate(*c)).ok_or(LayerFault::Coordinates)
    }

    fn line(&mut self) -> Result<Vec<Coord<f64>>, LayerFault> {
        self.list(Self::position)
    }

    fn lines(&mut self) -> Result<Vec<Vec<Coord<f64>>>, LayerFault> {
        self.list(Self::line)
    }

    fn geometry(&mut self, depth: u8, faults: &mut RingFaults) -> Result<Option<Geometry<f64>>, LayerFault> {
        if depth > MAX_DEPTH {
            return Err(LayerFault::TooDeep);
        }
        self.skip_blanks();
        if self.rest.is_empty() {
            return Err(LayerFault::Truncated);
        }
        let kind = self.word().to_ascii_uppercase();
        // `POLYGON Z (`, `POLYGONZ (`, `POLYGON EMPTY`.
        let kind = kind.trim_end_matches(['Z', 'M']);
        // A dimension may stand before the word for emptiness.
        for _ in 0..2 {
            self.skip_blanks();
            if !self.rest.starts_with('(') && self.word().eq_ignore_ascii_case("EMPTY") {
                return Ok(None);
            }
        }
        Ok(Some(match kind {
            "POINT" => Geometry::Point(Point(self.line()?.into_iter().next().ok_or(LayerFault::Syntax)?)),
            "LINESTRING" => Geometry::LineString(LineString(self.line()?)),
            "POLYGON" => match polygon_of(self.lines()?, faults) {
                Some(polygon) => Geometry::Polygon(polygon),
                None => return Ok(None),
            },
            "MULTIPOINT" => {
                let points = self.list(|cursor| {
                    cursor.skip_blanks();
                    if cursor.rest.starts_with('(') { cursor.line() } else { cursor.position().map(|p| vec![p]) }
                });
                Geometry::MultiPoint(MultiPoint(points?.into_iter().flatten().map(Point).collect()))
            }
            "MULTILINESTRING" => {
                Geometry::MultiLineString(MultiLineString(self.lines()?.into_iter().map(LineString).collect()))
            }
            "MULTIPOLYGON" => {
                let polygons = self.list(Self::lines)?.into_iter().filter_map(|rings| polygon_of(rings, faults));
                Geometry::MultiPolygon(MultiPolygon(polygons.collect()))
            }
            "GEOMETRYCOLLECTION" => {
                let members = self.list(|cursor| cursor.geometry(depth + 1, faults))?;
                Geometry::GeometryCollection(GeometryCollection(members.into_iter().flatten().collect()))
            }
            _ => return Err(LayerFault::Syntax),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(Option<u32>, Option<Geometry<f64>>), LayerFault> {
        parse(text, &mut RingFaults::default())
    }

    #[test]
    fn geometries_are_read_as_programs_write_them() {
        let (srid, geometry) =
            read("SRID=5899;POLYGON Z((0 0 1,4 0 1, 4 4 1,0 0 1), (1 0.5 0,2 0.5 0,2 1 0,1 0.5 0))").unwrap();
        let Some(Geometry::Polygon(polygon)) = geometry else { panic!("no polygon") };
        assert_eq!((srid, polygon.exterior().0.len(), polygon.interiors().len()), (Some(5899), 4, 1));
        let two = read("multipolygon(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))").unwrap().1;
        assert!(matches!(two, Some(Geometry::MultiPolygon(list)) if list.0.len() == 2));
        assert!(
            matches!(read("MULTIPOINT ((1 2),(3 4))"), Ok((_, Some(Geometry::MultiPoint(list)))) if list.0.len() == 2)
        );
        assert!(matches!(read("MULTIPOINT (1 2,3 4)"), Ok((_, Some(Geometry::MultiPoint(list)))) if list.0.len() == 2));
        assert_eq!(read("POINT (106.77 2.103e1)"), Ok((None, Some(Geometry::Point(Point::new(106.77, 21.03))))));
        for empty in ["POLYGON EMPTY", "MULTIPOLYGON Z EMPTY", "POINTZ EMPTY"] {
            assert_eq!(read(empty), Ok((None, None)), "{empty}");
        }
    }

    #[test]
    fn what_is_broken_is_refused() {
        for (text, fault) in [
            ("POLYGON((0 0,4 0,4 4,0 0)", LayerFault::Truncated),
            ("POLYGON", LayerFault::Truncated),
            ("POLYGON((0 0,4 x,4 4,0 0))", LayerFault::Syntax),
            ("POLYGON((0 0,4 1e308,4 4,0 0))", LayerFault::Coordinates),
            ("POLYGON((0 0,4 NaN,4 4,0 0))", LayerFault::Coordinates),
            ("POLYGON((0 0,4 0,4 4,0 0)) x", LayerFault::Syntax),
            ("VÙNG((0 0))", LayerFault::Syntax),
            ("", LayerFault::Truncated),
        ] {
            assert_eq!(read(text), Err(fault), "{text}");
        }
        assert_eq!(read(&"GEOMETRYCOLLECTION(".repeat(100_000)), Err(LayerFault::TooDeep));
    }

    #[test]
    fn cells_of_geometry_are_recognised() {
        for text in ["POLYGON((0 0", " multipolygon (((", "SRID=4326;POINT(1 2)", "POINT EMPTY", "POLYGON Z ((0 0 0"] {
            assert!(looks_like_wkt(text), "{text}");
        }
        for text in ["Point Reyes", "pointless", "", "106.77", "polygon"] {
            assert!(!looks_like_wkt(text), "{text}");
        }
    }
}
