//! The small map on a team's sheet: boundaries, ways and numbered stops, drawn as SVG.

use std::fmt::Write;

use super::html::escaped;
use crate::cartography::{PlanePoint, label_text, plane_from_lonlat, rings_of, scale_bar_m};
use crate::model::{Analysis, LonLat, PlanStop, TimeSlot};
use crate::text::Text;

/// Size of the picture in its own units, which are pixels on a screen.
const WIDTH: f64 = 680.0;
const HEIGHT: f64 = 400.0;

/// Room around the stops, as a share of their extent, and the least extent in plane metres.
const MARGIN: f64 = 0.18;
const LEAST_EXTENT_M: f64 = 300.0;

/// Longest scale bar.
const LONGEST_BAR: f64 = 120.0;

/// Radius of a stop's disc.
const DISC: f64 = 10.0;

/// Where plane points lie on the picture.
struct Frame {
    west: f64,
    north: f64,
    /// Units for each plane metre.
    scale: f64,
}

impl Frame {
    fn around(points: &[PlanePoint]) -> Option<Self> {
        let low = |of: fn(&PlanePoint) -> f64| points.iter().map(of).reduce(f64::min);
        let high = |of: fn(&PlanePoint) -> f64| points.iter().map(of).reduce(f64::max);
        let (west, east, south, north) = (low(|p| p.x)?, high(|p| p.x)?, low(|p| p.y)?, high(|p| p.y)?);
        let wide = (east - west).max(LEAST_EXTENT_M) * (1.0 + 2.0 * MARGIN);
        let tall = (north - south).max(LEAST_EXTENT_M) * (1.0 + 2.0 * MARGIN);
        let scale = (WIDTH / wide).min(HEIGHT / tall);
        let (middle_x, middle_y) = ((west + east) / 2.0, (south + north) / 2.0);
        Some(Self { west: middle_x - WIDTH / 2.0 / scale, north: middle_y + HEIGHT / 2.0 / scale, scale })
    }

    fn place(&self, point: PlanePoint) -> (f64, f64) {
        ((point.x - self.west) * self.scale, (self.north - point.y) * self.scale)
    }

    /// Whether any part of a ring's box is on the picture.
    fn shows(&self, ring: &[PlanePoint]) -> bool {
        let places: Vec<(f64, f64)> = ring.iter().map(|p| self.place(*p)).collect();
        places.iter().any(|(x, _)| *x >= 0.0)
            && places.iter().any(|(x, _)| *x <= WIDTH)
            && places.iter().any(|(_, y)| *y >= 0.0)
            && places.iter().any(|(_, y)| *y <= HEIGHT)
    }
}

fn path(points: impl Iterator<Item = (f64, f64)>) -> String {
    let steps = points.enumerate().map(|(i, (x, y))| format!("{}{x:.1} {y:.1}", if i == 0 { 'M' } else { 'L' }));
    steps.collect::<Vec<_>>().join("")
}

/// Draws a team's stops; off-peak stops are discs joined by a full line, peak stops squares joined by a dashed one.
pub fn plan_map(analysis: &Analysis, stops: &[PlanStop], start: Option<LonLat>, text: &Text) -> String {
    let plane: Vec<PlanePoint> = stops.iter().map(|stop| plane_from_lonlat(stop.position)).collect();
    let Some(frame) = Frame::around(&plane) else { return String::new() };
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\"><rect class=\"ground\" width=\"{WIDTH}\" \
         height=\"{HEIGHT}\"/>",
        escaped(&text.get("map-name"))
    );
    // Writing into a String cannot fail.
    let zones = &analysis.zones;
    let lines = zones.zones.iter().map(|zone| (&zone.shape, "zone"));
    let outlines = zones.parents.iter().map(|zone| &zone.shape).chain(&zones.study_area).map(|shape| (shape, "ward"));
    for (shape, class) in lines.chain(outlines) {
        for ring in rings_of(shape).iter().filter(|ring| frame.shows(ring)) {
            let line = path(ring.iter().map(|p| frame.place(*p)));
            let _ = write!(svg, "<path class=\"{class}\" d=\"{line}Z\"/>");
        }
    }
    for zone in &zones.zones {
        zone_name(&mut svg, &frame, &label_text(zone.shown_name()), &zone.shape);
    }
    let start = start.map(plane_from_lonlat);
    for slot in TimeSlot::ALL {
        let of_slot = stops.iter().zip(&plane).filter(|(stop, _)| stop.slot == slot).map(|(_, point)| *point);
        let line = path(start.into_iter().chain(of_slot).map(|p| frame.place(p)));
        let _ = write!(svg, "<path class=\"way {}\" d=\"{line}\"/>", class_of(slot));
    }
    if let Some((x, y)) = start.map(|start| frame.place(start)) {
        let _ = write!(svg, "<path class=\"start\" d=\"M{:.1} {:.1}l9 16h-18z\"/>", x, y - 10.0);
    }
    for (stop, point) in stops.iter().zip(&plane) {
        let (x, y) = frame.place(*point);
        let class = class_of(stop.slot);
        let _ = match stop.slot {
            TimeSlot::OffPeak => {
                write!(svg, "<circle class=\"stop {class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{DISC}\"/>")
            }
            TimeSlot::Peak => write!(
                svg,
                "<rect class=\"stop {class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"19\" height=\"19\" rx=\"2\"/>",
                x - 9.5,
                y - 9.5
            ),
        };
        let _ = write!(svg, "<text class=\"number {class}\" x=\"{x:.1}\" y=\"{:.1}\">{}</text>", y + 4.0, stop.stop);
    }
    furniture(&mut svg, &frame, stops, text);
    svg.push_str("</svg>");
    svg
}

pub fn class_of(slot: TimeSlot) -> &'static str {
    match slot {
        TimeSlot::OffPeak => "day",
        TimeSlot::Peak => "evening",
    }
}

fn zone_name(svg: &mut String, frame: &Frame, name: &str, shape: &geo::MultiPolygon<f64>) {
    let Some((at, _)) = crate::cartography::label_point(&rings_of(shape)) else { return };
    let (x, y) = frame.place(at);
    if (0.0..=WIDTH).contains(&x) && (0.0..=HEIGHT).contains(&y) {
        let _ = write!(svg, "<text class=\"name\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>", escaped(name));
    }
}

/// North and scale.
fn furniture(svg: &mut String, frame: &Frame, stops: &[PlanStop], text: &Text) {
    let (x, north) = (WIDTH - 24.0, escaped(&text.get("map-north")));
    let _ = write!(svg, "<path class=\"north\" d=\"M{x} 10l7 18l-7 -5l-7 5z\"/>");
    let _ = write!(svg, "<text class=\"name\" x=\"{x}\" y=\"42\">{north}</text>");
    let Some(lat) = stops.first().map(|stop| stop.position.lat) else { return };
    let per_metre = frame.scale / lat.to_radians().cos();
    let Some(length_m) = scale_bar_m(LONGEST_BAR / per_metre) else { return };
    let length = length_m * per_metre;
    let (right, y) = (WIDTH - 14.0, HEIGHT - 14.0);
    let _ = write!(svg, "<path class=\"bar\" d=\"M{:.1} {:.1}v5H{right}v-5\"/>", right - length, y - 5.0);
    let label = match length_m >= 1000.0 {
        true => format!("{} km", text.number(length_m / 1000.0, 0)),
        false => format!("{} m", text.number(length_m, 0)),
    };
    let _ = write!(svg, "<text class=\"name\" x=\"{:.1}\" y=\"{:.1}\">{label}</text>", right - length / 2.0, y - 9.0);
}
