//! TopoJSON 1.0: borders stored once as arcs, which neighbours share.

use geo::{Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::model::LayerFault;

use super::geojson::{field_text, syntax};
use super::layer::{Damage, Layer, Wanted};
use super::nest::Position;
use super::rings::{RingFaults, is_coordinate, polygon_of};
use super::room::Room;

pub(super) const FORMAT: &str = "TopoJSON";

/// A tree of values takes so many times its text.
const TREE_TIMES_TEXT: u64 = 12;

/// Vertices of all shapes together: a small file can repeat a long arc without end.
const MAX_VERTICES: usize = 20_000_000;

/// Whether a JSON text that begins so is of this format.
pub(super) fn is_topology(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let squeezed: Vec<u8> = head.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    squeezed.windows(17).any(|window| window == b"\"type\":\"Topology\"")
}

#[derive(Deserialize)]
struct Topology {
    transform: Option<Transform>,
    #[serde(default)]
    arcs: Vec<Vec<Position>>,
    objects: Map<String, Value>,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

/// Reads the object with most of what is wanted, as one file holds several levels of the same land.
pub(super) fn parse(bytes: &[u8], wanted: Wanted, room: &Room) -> Result<Layer, Damage> {
    if !room.clone().take(bytes.len() as u64 * TREE_TIMES_TEXT) {
        return Err(Damage::whole(LayerFault::TooLarge));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let topology: Topology = serde_json::from_slice(bytes).map_err(|e| syntax(&e))?;
    let Topology { transform, arcs, objects } = topology;
    let arcs = absolute(arcs, transform.as_ref())?;
    let mut shapes = Shapes { arcs, transform, n_vertices: 0 };
    let mut best = Layer::default();
    for (name, object) in &objects {
        let mut layer = Layer::new(FORMAT, room.clone());
        shapes.read(object, &mut layer)?;
        if layer.room.is_over() {
            return Err(Damage::whole(LayerFault::TooLarge));
        }
        if best.format.is_empty() || wanted.worth(&layer).0 > wanted.worth(&best).0 {
            best = Layer { name: Some(name.clone()), ..layer };
        }
    }
    best.format = FORMAT;
    best.others = objects.keys().filter(|name| Some(*name) != best.name.as_ref()).cloned().collect();
    Ok(best)
}

/// Arcs as coordinates: with a transform each vertex is a step from the one before.
fn absolute(arcs: Vec<Vec<Position>>, transform: Option<&Transform>) -> Result<Vec<Vec<Coord<f64>>>, Damage> {
    let arc = |arc: Vec<Position>| -> Result<Vec<Coord<f64>>, Damage> {
        let (mut x, mut y) = (0.0, 0.0);
        let position = |Position(Coord { x: dx, y: dy })| {
            let c = match transform {
                Some(transform) => {
                    (x, y) = (x + dx, y + dy);
                    transform.apply(x, y)
                }
                None => Coord { x: dx, y: dy },
            };
            is_coordinate(c).then_some(c).ok_or(Damage::whole(LayerFault::Coordinates))
        };
        arc.into_iter().map(position).collect()
    };
    arcs.into_iter().map(arc).collect()
}

impl Transform {
    fn apply(&self, x: f64, y: f64) -> Coord<f64> {
        let ([scale_x, scale_y], [x_0, y_0]) = (self.scale, self.translate);
        Coord { x: x * scale_x + x_0, y: y * scale_y + y_0 }
    }
}

struct Shapes {
    arcs: Vec<Vec<Coord<f64>>>,
    transform: Option<Transform>,
    n_vertices: usize,
}

impl Shapes {
    fn read(&mut self, object: &Value, layer: &mut Layer) -> Result<(), Damage> {
        let text = |key: &str| object.get(key).and_then(Value::as_str);
        if text("type") == Some("GeometryCollection") {
            for member in object.get("geometries").and_then(Value::as_array).into_iter().flatten() {
                self.read(member, layer)?;
            }
            return Ok(());
        }
        let mut faults = RingFaults::default();
        let geometry = self.geometry(object, &mut faults);
        let geometry = geometry.map_err(|fault| Damage::in_feature(fault, layer.n_records as usize))?;
        let fields = object.get("properties").and_then(Value::as_object).into_iter().flatten();
        let fields = fields.map(|(key, value)| (key.clone(), field_text(value).unwrap_or_default()));
        let id = object.get("id").and_then(field_text);
        layer.add(id, &fields.collect::<Vec<_>>(), Ok(geometry), faults);
        Ok(())
    }

    /// `None` for an object without geometry.
    fn geometry(&mut self, object: &Value, faults: &mut RingFaults) -> Result<Option<Geometry<f64>>, LayerFault> {
        let kind = object.get("type").and_then(Value::as_str);
        let arcs = object.get("arcs");
        let coordinates = object.get("coordinates");
        Ok(Some(match kind {
            Some("Polygon") => match polygon_of(self.lines(arcs)?, faults) {
                Some(polygon) => Geometry::Polygon(polygon),
                None => return Ok(None),
            },
            Some("MultiPolygon") => {
                let mut polygons = Vec::new();
                for member in list(arcs)? {
                    polygons.extend(polygon_of(self.lines(Some(member))?, faults));
                }
                Geometry::MultiPolygon(MultiPolygon(polygons))
            }
            Some("LineString") => Geometry::LineString(LineString(self.line(arcs)?)),
            Some("MultiLineString") => {
                Geometry::MultiLineString(MultiLineString(self.lines(arcs)?.into_iter().map(LineString).collect()))
            }
            Some("Point") => Geometry::Point(self.point(coordinates)?),
            Some("MultiPoint") => {
                let points: Result<Vec<_>, _> = list(coordinates)?.iter().map(|p| self.point(Some(p))).collect();
                Geometry::MultiPoint(MultiPoint(points?))
            }
            Some("GeometryCollection") => Geometry::GeometryCollection(GeometryCollection(Vec::new())),
            None if object.get("type").is_some_and(Value::is_null) => return Ok(None),
            _ => return Err(LayerFault::Structure),
        }))
    }

    fn point(&self, value: Option<&Value>) -> Result<Point<f64>, LayerFault> {
        let number = |i: usize| value?.get(i)?.as_f64();
        let (x, y) = number(0).zip(number(1)).ok_or(LayerFault::Structure)?;
        let c = self.transform.as_ref().map_or(Coord { x, y }, |transform| transform.apply(x, y));
        is_coordinate(c).then_some(Point(c)).ok_or(LayerFault::Coordinates)
    }

    fn lines(&mut self, value: Option<&Value>) -> Result<Vec<Vec<Coord<f64>>>, LayerFault> {
        list(value)?.iter().map(|member| self.line(Some(member))).collect()
    }

    /// Arcs one after the other; each begins where the one before ends. `~i` is arc i backwards.
    fn line(&mut self, value: Option<&Value>) -> Result<Vec<Coord<f64>>, LayerFault> {
        let mut line: Vec<Coord<f64>> = Vec::new();
        for index in list(value)? {
            let index = index.as_i64().ok_or(LayerFault::Structure)?;
            let number = if index < 0 { !index } else { index };
            let arc = usize::try_from(number).ok().and_then(|i| self.arcs.get(i)).ok_or(LayerFault::Structure)?;
            self.n_vertices += arc.len();
            if self.n_vertices > MAX_VERTICES {
                return Err(LayerFault::TooLarge);
            }
            let skipped = usize::from(!line.is_empty());
            if index < 0 {
                line.extend(arc.iter().rev().skip(skipped));
            } else {
                line.extend(arc.iter().skip(skipped));
            }
        }
        Ok(line)
    }
}

fn list(value: Option<&Value>) -> Result<&Vec<Value>, LayerFault> {
    value.and_then(Value::as_array).ok_or(LayerFault::Structure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::{ZoneOptions, read_zones};
    use crate::job::Feedback;
    use crate::spatial::Crs;

    /// Two squares that share an edge, quantised: the example of the specification's kind, drawn by hand.
    const TWO: &str = r#"{"type":"Topology","transform":{"scale":[0.01,0.01],"translate":[106,21]},
        "arcs":[[[10,0],[0,10]],[[10,10],[-10,0],[0,-10],[10,0]],[[10,0],[10,0],[0,10],[-10,0]]],
        "objects":{"outline":{"type":"Polygon","arcs":[[1,2]]},"zones":{"type":"GeometryCollection","geometries":[
        {"type":"Polygon","id":"a","properties":{"name":"Khu 1"},"arcs":[[0,1]]},
        {"type":"MultiPolygon","properties":{"name":"Khu 2"},"arcs":[[[2,-1]]]},
        {"type":"Point","coordinates":[5,5]}]}}}"#;

    #[test]
    fn arcs_are_joined_forwards_and_backwards() {
        let layer = parse(TWO.as_bytes(), Wanted::Areas, &Room::default()).unwrap();
        assert_eq!(layer.features.len(), 3);
        let corners = |i: usize| -> Vec<(f64, f64)> {
            let shape = layer.features[i].clone().into_polygons();
            shape.0[0]
                .exterior()
                .0
                .iter()
                .map(|c| ((c.x * 100.0).round() / 100.0, (c.y * 100.0).round() / 100.0))
                .collect()
        };
        assert_eq!(corners(0), [(106.1, 21.0), (106.1, 21.1), (106.0, 21.1), (106.0, 21.0), (106.1, 21.0)]);
        assert_eq!(corners(1), [(106.1, 21.0), (106.2, 21.0), (106.2, 21.1), (106.1, 21.1), (106.1, 21.0)]);
        assert_eq!(layer.features[2].geometry, Some(Geometry::Point(Point::new(106.05, 21.05))));
        assert_eq!(
            (layer.features[0].id.as_deref(), layer.features[1].fields.get("name").unwrap_or_default()),
            (Some("a"), "Khu 2")
        );
    }

    #[test]
    fn arcs_that_are_not_there_and_bombs_are_refused() {
        let fault =
            |text: &str| parse(text.as_bytes(), Wanted::Areas, &Room::default()).err().map(|damage| damage.fault);
        assert_eq!(fault(&TWO.replace("[[0,1]]", "[[0,9]]")), Some(LayerFault::Structure));
        assert_eq!(fault(&TWO.replace("[[0,1]]", "[[0,-9223372036854775808]]")), Some(LayerFault::Structure));
        assert_eq!(fault(&TWO.replace("0.01", "1e308")), Some(LayerFault::Coordinates));
        assert_eq!(fault(&TWO[..300]), Some(LayerFault::Truncated));
        let arc = vec!["[1,1]"; 100_000].join(",");
        let rings = vec!["[0]"; 1_000].join(",");
        let bomb = format!(
            "{{\"type\":\"Topology\",\"arcs\":[[{arc}]],\"objects\":{{\"a\":{{\"type\":\"Polygon\",\"arcs\":[{rings}]}}}}}}"
        );
        assert_eq!(fault(&bomb), Some(LayerFault::TooLarge));
    }

    #[test]
    fn it_is_read_out_of_an_archive_too() {
        let files = crate::io::test_files::Files::new();
        let path = files.write("phuong.zip", crate::io::test_files::zip_of(&[("phuong.topojson", TWO)]));
        let options = ZoneOptions { crs: Some(Crs::wgs84()), ..ZoneOptions::default() };
        let zones = read_zones(&path, &options, &Feedback::default());
        assert_eq!(zones.unwrap().zones.len(), 2);
    }
}
