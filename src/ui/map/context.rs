//! What lies beside the evidence, on the map: marks where they are few, a picture made off the window's thread where many.

use std::sync::Arc;

use eframe::egui::{Color32, ColorImage, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, vec2};

use super::following::Following;
use super::glance::Glance;
use super::picture::{Picture, image_of};
use super::view::View;
use crate::app::{App, ContextOnMap};
use crate::cartography::{PlanePoint, TOWER_COLOURS, level_class, plane_from_lonlat, tile_class};
use crate::model::{ContextKind, ContextLayer, ContextRecords, LonLat};
use crate::ui::context_words;
use crate::ui::theme::Tokens;

/// Up to so many marks in view are drawn one by one.
const MARKS: usize = 2500;

/// How near the pointer has to be to a point, in points of the screen.
const REACH: f32 = 6.0;

/// Earth's circumference at the equator in plane metres.
const PLANE_WIDTH: f64 = 2.0 * std::f64::consts::PI * 6_378_137.0;

/// A record on the plane.
#[derive(Clone, Copy)]
struct Mark {
    place: PlanePoint,
    /// Half the side of a tile in plane metres; 0 for a point.
    half: f32,
    class: u8,
    /// Place in the layer.
    record: u32,
}

/// One layer as drawn.
struct Drawn {
    layer: Arc<ContextLayer>,
    /// Brand whose records are shown; `None`: all.
    operator: Option<String>,
    marks: Arc<Vec<Mark>>,
    picture: Following,
}

/// The layers of context.
#[derive(Default)]
pub struct ContextLayers {
    drawn: Vec<Drawn>,
}

impl ContextLayers {
    /// Draws the layers that are on: those that lie below the evidence, or towers, which stand on it.
    pub fn paint(&mut self, painter: &Painter, app: &App, below: bool, glance: Glance, tokens: &'static Tokens) {
        let layers = app.context().layers();
        self.drawn.retain(|drawn| layers.iter().any(|on_map| Arc::ptr_eq(&on_map.layer, &drawn.layer)));
        let operator = app.project().operator.as_ref();
        // Outlines around lie below all of the map: `Neighbours` draws them.
        let is_here = |kind| kind != ContextKind::Neighbours && (kind != ContextKind::Towers) == below;
        for on_map in layers.iter().filter(|l| l.on && is_here(l.layer.kind())) {
            let place = self.drawn.iter().position(|drawn| Arc::ptr_eq(&drawn.layer, &on_map.layer));
            let place = place.unwrap_or_else(|| {
                self.drawn.push(Drawn::new(on_map, operator));
                self.drawn.len() - 1
            });
            let Some(drawn) = self.drawn.get_mut(place) else { continue };
            if drawn.operator.as_ref() != operator {
                *drawn = Drawn::new(on_map, operator);
            }
            drawn.paint(painter, glance, tokens);
        }
    }

    /// Whether no picture is on its way.
    pub fn is_settled(&self) -> bool {
        self.drawn.iter().all(|drawn| drawn.picture.is_settled())
    }

    /// What lies under the pointer, in a sentence; the layer drawn last comes first.
    pub fn sentence(&self, app: &App, view: View, at: Pos2) -> Option<String> {
        let on = app.context().layers().iter().filter(|on_map| on_map.on);
        let drawn = on.filter_map(|on_map| self.drawn.iter().find(|drawn| Arc::ptr_eq(&drawn.layer, &on_map.layer)));
        let mut drawn: Vec<&Drawn> = drawn.collect();
        // Points lie over areas.
        drawn.sort_by_key(|drawn| drawn.layer.kind());
        drawn.into_iter().rev().find_map(|drawn| {
            let record = drawn.nearest(view, at)?;
            context_words::record(app.text(), &drawn.layer, record)
        })
    }
}

impl Drawn {
    fn new(on_map: &ContextOnMap, operator: Option<&String>) -> Self {
        let marks = Arc::new(marks_of(on_map, operator));
        Self { layer: Arc::clone(&on_map.layer), operator: operator.cloned(), marks, picture: Following::default() }
    }

    fn paint(&mut self, painter: &Painter, glance: Glance, tokens: &'static Tokens) {
        let view = glance.view;
        let visible = |mark: &&Mark| {
            let half = (f64::from(mark.half) * view.scale) as f32;
            glance.area.expand(4.0 + half).contains(view.to_screen(mark.place))
        };
        if self.marks.iter().filter(visible).take(MARKS + 1).count() > MARKS {
            let (marks, kind) = (Arc::clone(&self.marks), self.layer.kind());
            let order = move |picture| move || draw(&marks, kind, picture, tokens);
            return self.picture.paint(painter, glance, "context", order);
        }
        let kind = self.layer.kind();
        for mark in self.marks.iter().filter(visible) {
            let at = view.to_screen(mark.place);
            let color = color_of(kind, mark.class, tokens);
            match kind {
                ContextKind::Tiles => {
                    let side = (2.0 * f64::from(mark.half) * view.scale) as f32;
                    let rect = Rect::from_center_size(at, vec2(side, side));
                    painter.rect(rect, 0.0, color.gamma_multiply(0.45), Stroke::new(0.8, color), StrokeKind::Inside);
                }
                ContextKind::Signal => {
                    painter.circle(at, 3.0, color, Stroke::new(0.6, tokens.halo));
                }
                ContextKind::Towers => {
                    let corners = vec![at + vec2(0.0, -5.5), at + vec2(5.0, 4.0), at + vec2(-5.0, 4.0)];
                    painter.add(Shape::convex_polygon(corners, color, Stroke::new(1.0, tokens.halo)));
                }
                ContextKind::Neighbours => {}
            }
        }
    }

    /// The record under a place of the screen.
    fn nearest(&self, view: View, at: Pos2) -> Option<u32> {
        let distance = |mark: &Mark| {
            let away = view.to_screen(mark.place) - at;
            let half = (f64::from(mark.half) * view.scale) as f32;
            if half > 0.0 { (away.x.abs().max(away.y.abs()) - half).max(0.0) } else { away.length() - REACH }
        };
        let near = self.marks.iter().map(|mark| (distance(mark), mark.record)).filter(|(away, _)| *away <= 0.0);
        near.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).map(|(_, record)| record)
    }
}

fn marks_of(on_map: &ContextOnMap, operator: Option<&String>) -> Vec<Mark> {
    let layer = on_map.layer.as_ref();
    let asked: Vec<bool> = layer.operators.iter().map(|o| operator.is_none_or(|brand| o.brand == *brand)).collect();
    let is_asked = |id: crate::model::OperatorId| asked.get(usize::from(id.0)).copied().unwrap_or(true);
    // The operators with the most towers have colours of their own.
    let colour = |brand: &str| on_map.operators.iter().position(|(b, _)| b == brand).unwrap_or(TOWER_COLOURS);
    let colours: Vec<u8> = layer.operators.iter().map(|o| colour(&o.brand).min(TOWER_COLOURS) as u8).collect();
    let mark = |record: usize, place: LonLat, class: u8| Mark {
        place: plane_from_lonlat(place),
        half: 0.0,
        class,
        record: record as u32,
    };
    match &layer.records {
        ContextRecords::Tiles(list) => {
            let tiles = list.iter().enumerate().filter_map(|(i, tile)| {
                let half = (PLANE_WIDTH / 2f64.powi(i32::from(tile.zoom)) / 2.0) as f32;
                Some(Mark { half, ..mark(i, tile.centre, tile_class(tile.download_mbps)?) })
            });
            tiles.collect()
        }
        ContextRecords::Signal(list) => {
            let points = list.iter().enumerate().filter(|(_, point)| is_asked(point.operator));
            points.map(|(i, p)| mark(i, p.position, level_class(p.technology, p.level_dbm))).collect()
        }
        ContextRecords::Towers(list) => {
            let towers = list.iter().enumerate().filter(|(_, tower)| is_asked(tower.operator));
            let class =
                |id: crate::model::OperatorId| colours.get(usize::from(id.0)).copied().unwrap_or(TOWER_COLOURS as u8);
            towers.map(|(i, tower)| mark(i, tower.position, class(tower.operator))).collect()
        }
        ContextRecords::Neighbours(_) => Vec::new(),
    }
}

/// Colour of a class of a layer.
pub fn color_of(kind: ContextKind, class: u8, tokens: &Tokens) -> Color32 {
    let ramp: &[Color32] = match kind {
        ContextKind::Towers => &tokens.towers,
        ContextKind::Tiles | ContextKind::Signal => &tokens.context,
        ContextKind::Neighbours => &[tokens.zone_line],
    };
    ramp.get(usize::from(class)).copied().unwrap_or(tokens.subdued)
}

/// One pixel per screen pixel. Where several marks share it, ordered classes are averaged; of operators the first is seen.
fn draw(marks: &[Mark], kind: ContextKind, picture: Picture, tokens: &Tokens) -> ColorImage {
    let ([width, height], view, pixels_per_point) = (picture.size(), picture.view(), picture.pixels_per_point);
    let mut pixels = vec![(0u32, 0u32); width * height];
    let ordered = kind != ContextKind::Towers;
    for mark in marks {
        let at = (view.to_screen(mark.place) - picture.area.min) * pixels_per_point;
        let half = (f64::from(mark.half) * view.scale) as f32 * pixels_per_point;
        // A point is two pixels wide; a tile at least one.
        let (before, after) = if mark.half > 0.0 { (half, half.max(0.5)) } else { (0.5, 1.5) };
        let range = |middle: f32, end: usize| {
            let from = (middle - before).round().max(0.0) as usize;
            from..((middle + after).round().max(0.0) as usize).min(end)
        };
        let columns = range(at.x, width);
        for y in range(at.y, height) {
            let Some(row) = pixels.get_mut(y * width..(y + 1) * width) else { continue };
            for pixel in row.get_mut(columns.clone()).into_iter().flatten() {
                let class = u32::from(mark.class);
                pixel.1 = if ordered {
                    pixel.1 + class
                } else if pixel.0 == 0 {
                    class
                } else {
                    pixel.1.min(class)
                };
                pixel.0 += 1;
            }
        }
    }
    let strength = if kind == ContextKind::Tiles { 0.55 } else { 0.95 };
    let color = |(n, sum): &(u32, u32)| match *n {
        0 => Color32::TRANSPARENT,
        n => {
            let class = if ordered { (sum * 2 + n) / (2 * n) } else { *sum };
            color_of(kind, class as u8, tokens).gamma_multiply(strength)
        }
    };
    image_of(&picture, pixels.iter().map(color).collect())
}
