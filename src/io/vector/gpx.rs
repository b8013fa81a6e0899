//! GPX 1.0 and 1.1: waypoints with their time and extensions; track points where there are no waypoints. Always WGS84.

use geo::{Coord, Geometry, Point};

use crate::io::crs::StatedCrs;
use crate::model::LayerFault;

use super::layer::{Damage, Layer};
use super::rings::{RingFaults, is_coordinate};
use super::room::Room;
use super::xml::{XmlReader, read_xml};

pub(super) const FORMAT: &str = "GPX";

/// Reads a whole document.
pub(super) fn parse(bytes: &[u8], room: Room) -> Result<Layer, Damage> {
    let mut reader = GpxReader {
        // There are waypoints or a track; where there are both, one has room.
        waypoints: Layer::new(FORMAT, room.clone()),
        track: Layer::new(FORMAT, room),
        open: None,
        has_children: false,
    };
    read_xml(bytes, &mut reader)?;
    let GpxReader { waypoints, track, .. } = reader;
    let layer = if waypoints.n_records == 0 { track } else { waypoints };
    Layer { crs: StatedCrs::Wgs84, ..layer }.count_damage()
}

struct OpenPoint {
    /// `None` where the attributes name no place.
    position: Option<Coord<f64>>,
    fields: Vec<(String, String)>,
}

struct GpxReader {
    waypoints: Layer,
    track: Layer,
    /// The point that is open.
    open: Option<OpenPoint>,
    /// Whether the element that closes had elements in it.
    has_children: bool,
}

fn is_point(name: &str) -> bool {
    matches!(name, "wpt" | "trkpt" | "rtept")
}

impl XmlReader for GpxReader {
    fn start(&mut self, path: &[String], attributes: &[(String, String)]) {
        self.has_children = false;
        if path.last().is_some_and(|name| is_point(name)) {
            let number = |name: &str| attributes.iter().find(|(key, _)| key == name)?.1.trim().parse::<f64>().ok();
            let position = number("lon").zip(number("lat")).map(|(x, y)| Coord { x, y }).filter(|c| is_coordinate(*c));
            self.open = Some(OpenPoint { position, fields: Vec::new() });
        }
    }

    fn end(&mut self, path: &[String], text: &str) {
        let Some(name) = path.last() else { return };
        if is_point(name) {
            let Some(OpenPoint { position, fields }) = self.open.take() else { return };
            let geometry = position.map(|c| Some(Geometry::Point(Point(c)))).ok_or(LayerFault::Coordinates);
            let layer = if name == "wpt" { &mut self.waypoints } else { &mut self.track };
            layer.add(None, &fields, geometry, RingFaults::default());
        } else if let Some(OpenPoint { fields, .. }) = &mut self.open
            && !self.has_children
        {
            fields.push((name.clone(), text.trim().to_owned()));
        }
        self.has_children = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BoundaryNote;

    #[test]
    fn waypoints_bring_their_time_and_extensions() {
        let text = "<gpx version=\"1.1\"><trk><trkseg><trkpt lat=\"1\" lon=\"2\"/></trkseg></trk><wpt lat=\"21.03\" \
                    lon=\"106.77\"><time>2026-03-01T08:00:00Z</time><extensions><s:test><s:down>42.5</s:down></s:test>\
                    </extensions></wpt><wpt lat=\"x\" lon=\"106\"/></gpx>";
        let layer = parse(text.as_bytes(), Room::default()).unwrap();
        assert_eq!((layer.features.len(), &layer.features[1].geometry), (2, &None));
        assert_eq!(layer.features[0].geometry, Some(Geometry::Point(Point::new(106.77, 21.03))));
        let pairs: Vec<_> = layer.features[0].fields.iter().collect();
        assert_eq!(pairs, [("time", "2026-03-01T08:00:00Z"), ("down", "42.5")]);
        assert_eq!(layer.notes, [BoundaryNote::DamagedRecords { n: 1 }]);
    }

    #[test]
    fn a_track_stands_in_for_waypoints() {
        let text = "<gpx><trk><trkseg><trkpt lat=\"21\" lon=\"106\"><ele>3</ele></trkpt></trkseg></trk></gpx>";
        assert_eq!(parse(text.as_bytes(), Room::default()).unwrap().features[0].fields.get("ele"), Some("3"));
    }
}
