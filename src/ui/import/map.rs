//! A small map of the points over the boundaries: a wrong file, a wrong CRS or swapped coordinates are seen at once.

use eframe::egui::{self, Pos2, Rect, Sense, Shape, Stroke, Ui, pos2, vec2};

use crate::app::{App, Import};
use crate::cartography::{PlanePoint, plane_from_lonlat, rings_of};
use crate::model::{Beside, ContextLayer, LonLat, Zones};
use crate::ui::theme::{self, tokens};

/// Height in points.
const HEIGHT: f32 = 208.0;

/// Marks of one file beside the evidence.
const MARKS: usize = 3000;

/// Points at each end of each axis that may lie outside the picture, in per cent.
const WILD_PER_CENT: usize = 3;

/// Boundaries smaller than this on the picture are circled: the points lie far from them.
const SMALLEST: f32 = 8.0;

/// Room between the outermost point and the edge.
const EDGE: f32 = 10.0;

/// What is drawn, made anew when the files change.
#[derive(Debug, Default)]
pub struct MiniMap {
    /// What it was made of: addresses and numbers that change with the contents.
    made_of: Option<(usize, usize, usize)>,
    rings: Vec<Vec<PlanePoint>>,
    /// Outlines of boundaries that are only drawn.
    around: Vec<Vec<PlanePoint>>,
    points: Vec<PlanePoint>,
    /// Places in files that lie beside the evidence.
    beside: Vec<PlanePoint>,
    bounds: Option<(PlanePoint, PlanePoint)>,
}

impl MiniMap {
    pub fn ui(&mut self, ui: &mut Ui, app: &App, import: &Import) {
        self.prepare(import);
        let t = tokens(ui);
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
        let name = app.text().get("import-map");
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &name));
        ui.painter().rect_filled(rect, theme::RADIUS, t.page);
        let Some((low, high)) = self.bounds else { return };
        let painter = ui.painter().with_clip_rect(rect);
        let place = placed(rect.shrink(EDGE), low, high);
        let around = Rect::from_points(&self.rings.iter().flatten().map(|p| place(*p)).collect::<Vec<_>>());
        if around.is_positive() && around.size().max_elem() < SMALLEST {
            painter.circle_stroke(around.center(), SMALLEST, Stroke::new(1.5, t.ward_line));
        }
        let around = self.around.iter().map(|ring| (ring, t.zone_line));
        for (ring, color) in around.chain(self.rings.iter().map(|ring| (ring, t.ward_line))) {
            let line = without_tiny_steps(ring.iter().map(|p| place(*p)));
            match line.as_slice() {
                [] => {}
                [at] | [at, _] => drop(painter.circle_filled(*at, 0.8, color)),
                _ => drop(painter.add(Shape::closed_line(line, Stroke::new(1.0, color)))),
            }
        }
        for point in &self.beside {
            painter.circle_filled(place(*point), 1.4, t.subdued);
        }
        for point in &self.points {
            painter.circle_filled(place(*point), 1.4, t.accent);
        }
    }

    fn prepare(&mut self, import: &Import) {
        let zones = import.zones();
        let layers: Vec<&ContextLayer> = import
            .beside()
            .filter_map(|(_, _, beside)| match beside.as_ref() {
                Beside::Layer(layer) => Some(layer),
                Beside::Quota(_) => None,
            })
            .collect();
        let addresses = zones.iter().map(|zones| std::ptr::from_ref::<Zones>(zones) as usize);
        let addresses = addresses.chain(layers.iter().map(|layer| std::ptr::from_ref::<ContextLayer>(layer) as usize));
        let drawn: Vec<&Zones> = import.neighbours().map(|(_, look)| look.zones.as_ref()).collect();
        let addresses = addresses.chain(drawn.iter().map(|zones| std::ptr::from_ref::<Zones>(zones) as usize + 1));
        let address = addresses.fold(zones.len(), |sum, address| sum.rotate_left(7) ^ address);
        let made_of = (address, import.points.len(), import.points.as_ptr() as usize);
        if self.made_of == Some(made_of) {
            return;
        }
        self.made_of = Some(made_of);
        let shapes =
            zones.iter().flat_map(|z| z.zones.iter().chain(&z.parents).map(|zone| &zone.shape).chain(&z.study_area));
        self.rings = shapes.flat_map(rings_of).collect();
        self.around = drawn.iter().flat_map(|z| &z.zones).flat_map(|zone| rings_of(&zone.shape)).collect();
        self.points = import.points.iter().copied().filter(is_on_earth).map(plane_from_lonlat).collect();
        let sparse = |layer: &&ContextLayer| layer.len().div_ceil(MARKS).max(1);
        let beside = layers.iter().flat_map(|layer| layer.positions().step_by(sparse(layer)));
        self.beside = beside.filter(is_on_earth).map(plane_from_lonlat).collect();
        // What lies beside the evidence decides on the picture's extent only where it is alone.
        let alone = self.rings.is_empty() && self.points.is_empty();
        let around = middle_of(if alone { &self.beside } else { &self.points });
        let drawn = self.around.iter().flatten().copied().filter(|_| alone);
        let shown = self.rings.iter().flatten().copied().chain(around).chain(drawn);
        self.bounds = crate::ui::map::bounds_of(shown);
    }
}

/// Corners around all but the outermost points of each side, so that a few wild ones do not shrink the rest to a dot.
fn middle_of(points: &[PlanePoint]) -> impl Iterator<Item = PlanePoint> {
    let range = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        let wild = values.len() * WILD_PER_CENT / 100;
        Some((*values.get(wild)?, *values.get(values.len().checked_sub(wild + 1)?)?))
    };
    let x = range(points.iter().map(|p| p.x).collect());
    let y = range(points.iter().map(|p| p.y).collect());
    let corners = x.zip(y).map(|(x, y)| [PlanePoint { x: x.0, y: y.0 }, PlanePoint { x: x.1, y: y.1 }]);
    corners.into_iter().flatten()
}

/// Points of a line that can be told apart on the picture: corners of steps smaller than that grow into spikes.
fn without_tiny_steps(points: impl Iterator<Item = Pos2>) -> Vec<Pos2> {
    let mut line: Vec<Pos2> = Vec::new();
    for point in points {
        if line.last().is_none_or(|last| last.distance(point) >= 1.0) {
            line.push(point);
        }
    }
    while line.len() > 1 && line.first().zip(line.last()).is_some_and(|(a, b)| a.distance(*b) < 1.0) {
        line.pop();
    }
    line
}

fn is_on_earth(position: &LonLat) -> bool {
    position.lon.abs() <= 180.0 && position.lat.abs() <= 90.0
}

/// From the plane into a rectangle, the same scale in both directions.
fn placed(rect: Rect, low: PlanePoint, high: PlanePoint) -> impl Fn(PlanePoint) -> Pos2 {
    let (width, height) = ((high.x - low.x).max(1.0), (high.y - low.y).max(1.0));
    let scale = (f64::from(rect.width()) / width).min(f64::from(rect.height()) / height);
    let middle = ((low.x + high.x) / 2.0, (low.y + high.y) / 2.0);
    move |p| {
        let (x, y) = ((p.x - middle.0) * scale, (p.y - middle.1) * scale);
        pos2(rect.center().x + x as f32, rect.center().y - y as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_building_on_a_map_of_a_town_is_a_dot() {
        let corners = [(5.0, 5.0), (5.2, 5.0), (5.2, 5.3), (5.0, 5.3)].map(|(x, y)| pos2(x, y));
        assert_eq!(without_tiny_steps(corners.into_iter()), [pos2(5.0, 5.0)]);
        let square = [(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0), (0.2, 0.2)].map(|(x, y)| pos2(x, y));
        assert_eq!(without_tiny_steps(square.into_iter()).len(), 4);
    }

    #[test]
    fn a_few_wild_points_do_not_stretch_the_picture() {
        let mut points: Vec<PlanePoint> = (0..100).map(|i| PlanePoint { x: f64::from(i), y: 5.0 }).collect();
        points.push(PlanePoint { x: 1e7, y: -1e7 });
        let corners: Vec<PlanePoint> = middle_of(&points).collect();
        assert!(corners.iter().all(|p| p.x < 100.0 && p.y == 5.0), "{corners:?}");
        assert_eq!(middle_of(&points[..1]).count(), 2);
        assert_eq!(middle_of(&[]).count(), 0);
    }

    #[test]
    fn everything_lies_within_the_picture_and_north_is_up() {
        let rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(100.0, 50.0));
        let (low, high) = (PlanePoint { x: 0.0, y: 0.0 }, PlanePoint { x: 10.0, y: 10.0 });
        let place = placed(rect, low, high);
        assert_eq!(place(low), pos2(25.0, 50.0));
        assert_eq!(place(high), pos2(75.0, 0.0));
    }
}
