//! KML 2.2 (OGC 07-147r2) and KMZ: placemarks with their geometry, name, fields and time. Always WGS84.

use std::io::{Cursor, Read};

use geo::{Coord, Geometry, GeometryCollection, LineString, MultiPoint, MultiPolygon, Point, Polygon};

use crate::io::crs::StatedCrs;
use crate::model::LayerFault;

use super::layer::{Damage, Layer};
use super::record::name_within;
use super::rings::{RingFaults, is_coordinate, polygon_of};
use super::room::{Room, VERTEX_BYTES};
use super::xml::{XmlReader, read_xml};

pub(super) const FORMAT: &str = "KML";

/// A document unpacked from a KMZ may be this long.
const MAX_DOCUMENT_BYTES: u64 = 128 << 20;
/// Longer descriptions are web pages.
const MAX_DESCRIPTION: usize = 2_000;

/// Reads a whole document.
pub(super) fn parse(bytes: &[u8], room: Room) -> Result<Layer, Damage> {
    let mut reader = KmlReader { layer: Layer::new(FORMAT, room), ..KmlReader::default() };
    read_xml(bytes, &mut reader)?;
    reader.close_placemark();
    Layer { crs: StatedCrs::Wgs84, ..reader.layer }.count_damage()
}

/// The document in a KMZ: `doc.kml`, else its first KML. `None` for an archive of something else.
pub(super) fn document_of_kmz(bytes: &[u8]) -> Result<Option<Vec<u8>>, Damage> {
    let corrupt = || Damage::whole(LayerFault::Corrupt);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| corrupt())?;
    let is_kml = |name: &&str| name.to_ascii_lowercase().ends_with(".kml") && !name.starts_with("__MACOSX");
    let mut names: Vec<String> = archive.file_names().filter(is_kml).map(str::to_owned).collect();
    names.sort_by_key(|name| (name != "doc.kml", name.matches('/').count(), name.clone()));
    let Some(name) = names.first() else { return Ok(None) };
    let member = archive.by_name(name).map_err(|_| corrupt())?;
    let mut document = Vec::new();
    member.take(MAX_DOCUMENT_BYTES + 1).read_to_end(&mut document).map_err(|_| corrupt())?;
    if document.len() as u64 > MAX_DOCUMENT_BYTES {
        return Err(Damage::whole(LayerFault::TooLarge));
    }
    Ok(Some(document))
}

#[derive(Default)]
struct KmlReader {
    layer: Layer,
    /// Names of the folders around, innermost last.
    folders: Vec<String>,
    in_placemark: bool,
    fields: Vec<(String, String)>,
    /// Name of the `Data` or `SimpleData` that is open.
    field: String,
    is_damaged: bool,
    faults: RingFaults,
    points: Vec<Point<f64>>,
    lines: Vec<LineString<f64>>,
    polygons: Vec<Polygon<f64>>,
    /// Rings of the polygon that is open, the outer one first.
    outer: Option<Vec<Coord<f64>>>,
    holes: Vec<Vec<Coord<f64>>>,
}

impl XmlReader for KmlReader {
    fn start(&mut self, path: &[String], attributes: &[(String, String)]) {
        let name = || attributes.iter().find(|(key, _)| key == "name").map(|(_, value)| value.clone());
        match path.last().map(String::as_str) {
            Some("Placemark") => {
                self.close_placemark();
                self.in_placemark = true;
            }
            Some("Folder") => self.folders.push(String::new()),
            Some("Data" | "SimpleData") => self.field = name().unwrap_or_default(),
            Some("Polygon") => (self.outer, self.holes) = (None, Vec::new()),
            _ => {}
        }
    }

    fn end(&mut self, path: &[String], text: &str) {
        let Some((element, above)) = path.split_last() else { return };
        let parent = above.last().map(String::as_str).unwrap_or_default();
        match (element.as_str(), parent) {
            ("Placemark", _) => self.close_placemark(),
            ("Folder", _) => {
                self.folders.pop();
            }
            ("name", "Folder") => {
                if let Some(folder) = self.folders.last_mut() {
                    name_within(text.trim()).clone_into(folder);
                }
            }
            ("name", "Placemark") => self.add_field("name", text),
            ("description", "Placemark") => {
                let short: String = text.trim().chars().take(MAX_DESCRIPTION).collect();
                self.add_field("description", &short);
            }
            ("when", "TimeStamp") | ("begin", "TimeSpan") if self.in_placemark => self.add_field("time", text),
            ("value", "Data") | ("SimpleData", _) => {
                let name = std::mem::take(&mut self.field);
                self.add_field(&name, text);
            }
            ("coordinates", _) => self.coordinates(above, text),
            ("Polygon", _) => {
                let rings = self.outer.take().into_iter().chain(std::mem::take(&mut self.holes)).collect();
                self.polygons.extend(polygon_of(rings, &mut self.faults));
            }
            _ => {}
        }
    }
}

impl KmlReader {
    fn add_field(&mut self, name: &str, text: &str) {
        if self.in_placemark && !name.is_empty() {
            self.fields.push((name.to_owned(), text.trim().to_owned()));
        }
    }

    fn coordinates(&mut self, above: &[String], text: &str) {
        let Some(line) = coordinates_of(text, &self.layer.room) else {
            self.is_damaged = true;
            return;
        };
        let is_within = |name: &str| above.iter().rev().take(2).any(|element| element == name);
        match above.last().map(String::as_str) {
            Some("LinearRing") if is_within("innerBoundaryIs") => self.holes.push(line),
            Some("LinearRing") if is_within("outerBoundaryIs") => self.outer = Some(line),
            Some("Point") => self.points.extend(line.first().map(|c| Point(*c))),
            Some("LineString" | "LinearRing") => self.lines.push(LineString(line)),
            _ => {}
        }
    }

    fn close_placemark(&mut self) {
        let (mut points, lines) = (std::mem::take(&mut self.points), std::mem::take(&mut self.lines));
        let polygons = std::mem::take(&mut self.polygons);
        let (faults, is_damaged) = (std::mem::take(&mut self.faults), std::mem::take(&mut self.is_damaged));
        let mut fields = std::mem::take(&mut self.fields);
        let is_placemark = std::mem::take(&mut self.in_placemark);
        if let Some(folder) = self.folders.iter().rev().find(|folder| !folder.is_empty()) {
            fields.push(("folder".to_owned(), folder.clone()));
        }
        let mut members: Vec<Geometry<f64>> = Vec::new();
        if !polygons.is_empty() {
            members.push(Geometry::MultiPolygon(MultiPolygon(polygons)));
        }
        match points.len() {
            0 => {}
            1 => members.extend(points.pop().map(Geometry::Point)),
            _ => members.push(Geometry::MultiPoint(MultiPoint(points))),
        }
        members.extend(lines.into_iter().map(Geometry::LineString));
        let geometry = match members.len() {
            _ if is_damaged => Err(LayerFault::Coordinates),
            0 | 1 => Ok(members.pop()),
            _ => Ok(Some(Geometry::GeometryCollection(GeometryCollection(members)))),
        };
        // Geometries without a placemark count too.
        if is_placemark || geometry != Ok(None) {
            self.layer.add(None, &fields, geometry, faults);
        }
    }
}

/// `lon,lat[,height]` parted by white space; blanks around the commas are forgiven.
fn coordinates_of(text: &str, room: &Room) -> Option<Vec<Coord<f64>>> {
    let mut line = Vec::new();
    let mut numbers: Vec<f64> = Vec::with_capacity(3);
    let mut expects_more = false;
    for word in text.split_ascii_whitespace() {
        if !(expects_more || word.starts_with(',') || numbers.is_empty()) {
            line.push(coordinate(&numbers)?);
            numbers.clear();
            if line.len() as u64 * VERTEX_BYTES > room.left() {
                room.take(u64::MAX);
                return None;
            }
        }
        for number in word.split(',').filter(|number| !number.is_empty()) {
            numbers.push(number.parse().ok()?);
        }
        expects_more = word.ends_with(',');
    }
    if !numbers.is_empty() {
        line.push(coordinate(&numbers)?);
    }
    Some(line)
}

fn coordinate(numbers: &[f64]) -> Option<Coord<f64>> {
    let (&[x, y] | &[x, y, _]) = numbers else { return None };
    Some(Coord { x, y }).filter(|c| is_coordinate(*c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BoundaryNote;

    const RING: &str = "106.7,21.0,0 106.8,21.0,0\n106.8,21.1 106.7,21.0";

    fn document(body: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>{body}</Document></kml>"
        )
    }

    fn polygon(inner: &str) -> String {
        format!(
            "<Polygon><outerBoundaryIs><LinearRing><coordinates>{RING}</coordinates></LinearRing></outerBoundaryIs>\
             {inner}</Polygon>"
        )
    }

    #[test]
    fn placemarks_bring_name_fields_folder_and_time() {
        let text = document(&format!(
            "<Folder><name>Khu phố</name><Placemark><name>Khu 1 &amp; 2</name><TimeStamp><when>2026-03-01T08:00:00Z</when>\
             </TimeStamp><ExtendedData><Data name=\"ma\"><displayName>x</displayName><value>07</value></Data><SchemaData \
             schemaUrl=\"#s\"><SimpleData name=\"dân\">120</SimpleData></SchemaData></ExtendedData>{}</Placemark></Folder>\
             <Placemark><name><![CDATA[Điểm <1>]]></name><Point><coordinates> 106.7, 21.0, 0 </coordinates></Point></Placemark>",
            polygon("")
        ));
        let layer = parse(text.as_bytes(), Room::default()).unwrap();
        let pairs: Vec<_> = layer.features[0].fields.iter().collect();
        assert_eq!(
            pairs,
            [
                ("name", "Khu 1 & 2"),
                ("time", "2026-03-01T08:00:00Z"),
                ("ma", "07"),
                ("dân", "120"),
                ("folder", "Khu phố")
            ]
        );
        assert_eq!(layer.features[1].geometry, Some(Geometry::Point(Point::new(106.7, 21.0))));
        assert_eq!(layer.features[1].fields.get("name"), Some("Điểm <1>"));
    }

    #[test]
    fn several_polygons_with_holes_are_one_zone() {
        let hole = "<innerBoundaryIs><LinearRing><coordinates>106.75,21.01 106.76,21.01 106.76,21.02 106.75,21.01\
                    </coordinates></LinearRing></innerBoundaryIs>";
        let text = document(&format!(
            "<Placemark><MultiGeometry>{}<MultiGeometry>{}</MultiGeometry></MultiGeometry></Placemark>",
            polygon(hole),
            polygon("")
        ));
        let shape = parse(text.as_bytes(), Room::default()).unwrap().features.remove(0).into_polygons();
        assert_eq!(shape.0.iter().map(|p| p.interiors().len()).collect::<Vec<_>>(), [1, 0]);
    }

    #[test]
    fn entities_and_depth_are_refused() {
        let fault = |text: &str| parse(text.as_bytes(), Room::default()).err().map(|damage| damage.fault);
        let bomb = "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]><kml>&lol2;</kml>";
        assert_eq!(fault(bomb), Some(LayerFault::Entities));
        let external = "<!DOCTYPE kml SYSTEM \"file:///etc/passwd\"><kml/>";
        assert_eq!(fault(external), Some(LayerFault::Entities));
        assert_eq!(fault(&"<Folder>".repeat(100_000)), Some(LayerFault::TooDeep));
        assert_eq!(fault("<kml><Placemark>"), Some(LayerFault::Truncated));
        assert_eq!(fault("<kml><a></b></kml>"), Some(LayerFault::Syntax));
    }

    #[test]
    fn a_placemark_with_broken_coordinates_is_counted_and_has_no_geometry() {
        let broken = polygon("").replace("106.8", "1e308");
        let text = document(&format!("<Placemark>{broken}</Placemark><Placemark>{}</Placemark>", polygon("")));
        let layer = parse(text.as_bytes(), Room::default()).unwrap();
        let are_placed: Vec<_> = layer.features.iter().map(|feature| feature.geometry.is_some()).collect();
        assert_eq!((are_placed, layer.notes), (vec![false, true], vec![BoundaryNote::DamagedRecords { n: 1 }]));
        assert!(parse(document(&format!("<Placemark>{broken}</Placemark>")).as_bytes(), Room::default()).is_err());
    }

    #[test]
    fn a_folder_with_a_name_of_megabytes_does_not_fill_the_memory() {
        let place = "<Placemark><Point><coordinates>106,21</coordinates></Point></Placemark>".repeat(20_000);
        let text = document(&format!("<Folder><name>{}</name>{place}</Folder>", "ừ".repeat(1 << 20)));
        let layer = parse(text.as_bytes(), Room::default()).unwrap();
        assert_eq!(layer.features.len(), 20_000);
        assert!(
            layer.features.iter().all(|feature| feature.fields.get("folder").is_some_and(|name| name.len() <= 200))
        );
    }

    #[test]
    fn a_text_in_utf16_is_read() {
        let text =
            document("<Placemark><name>Phường</name><Point><coordinates>106.7,21</coordinates></Point></Placemark>");
        let bytes: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(parse(&bytes, Room::default()).unwrap().features[0].fields.get("name"), Some("Phường"));
    }
}
