//! Outlines of what lies around the zones, below all else of the map: thin lines, small grey names.

use std::sync::Arc;

use eframe::egui::{FontId, Painter, Pos2, Stroke};

use super::glance::Glance;
use super::lines::CORNERS_A_POINT;
use super::meshes;
use super::moving::{Moving, Order, key_of};
use super::names::{Free, KeptNames, Type};
use super::shapes::{Shapes, ZoneShape};
use super::view::View;
use crate::app::App;
use crate::model::{ContextKind, ContextLayer};
use crate::ui::context_words;
use crate::ui::theme::{self, Tokens};

/// Width of the lines in points.
pub const LINE: f32 = 1.0;

/// An outline of which more than this share lies in the study area is what is studied, and is drawn already.
const SAME_GROUND: f64 = 0.5;

/// The outlines of a layer beside what is studied.
struct Outlines {
    layer: Arc<ContextLayer>,
    /// What is studied: outlines of it are left out.
    of: Arc<Shapes>,
    shapes: Arc<Vec<ZoneShape>>,
    /// Places of the shapes in the layer.
    records: Vec<u32>,
}

/// One layer as drawn.
struct Drawn {
    outlines: Arc<Outlines>,
    lines: Moving,
    names: KeptNames,
}

/// The layers of outlines.
#[derive(Default)]
pub struct Neighbours {
    drawn: Vec<Drawn>,
}

impl Neighbours {
    /// Draws the outlines of the layers that are on.
    pub fn paint(&mut self, painter: &Painter, app: &App, shapes: &Arc<Shapes>, glance: Glance, stroke: Stroke) {
        self.follow(app, shapes);
        self.drawn.iter_mut().for_each(|drawn| drawn.paint(painter, glance, stroke));
    }

    /// Draws their names where nothing else is.
    pub fn names(&mut self, painter: &Painter, free: &mut Free<'_>, tokens: &Tokens, enlarged: f32) {
        let font = FontId::proportional(theme::LABEL * enlarged);
        let written = Type { font, color: tokens.subdued, halo: tokens.page };
        for Drawn { outlines, names, .. } in &mut self.drawn {
            names.paint(painter, (outlines.shapes.as_slice(), None), free, &written);
        }
    }

    /// Takes over the outlines that another map has worked out.
    pub fn share(&mut self, of: &Self) {
        for other in &of.drawn {
            if !self.drawn.iter().any(|drawn| Arc::ptr_eq(&drawn.outlines, &other.outlines)) {
                let is_older = |drawn: &Drawn| Arc::ptr_eq(&drawn.outlines.layer, &other.outlines.layer);
                self.drawn.retain(|drawn| !is_older(drawn));
                self.drawn.push(Drawn::new(Arc::clone(&other.outlines)));
            }
        }
    }

    /// Whether no picture is on its way.
    pub fn is_settled(&self) -> bool {
        self.drawn.iter().all(|drawn| drawn.lines.is_settled())
    }

    /// What lies under the pointer, in words.
    pub fn sentence(&self, app: &App, view: View, at: Pos2) -> Option<String> {
        let place = view.to_plane(at);
        self.drawn.iter().rev().find_map(|drawn| {
            let Outlines { layer, shapes, records, .. } = drawn.outlines.as_ref();
            let near = shapes.iter().zip(records).filter(|(shape, _)| shape.meets((place, place)));
            let mut here = near.filter(|(shape, _)| shape.contains(place));
            context_words::record(app.text(), layer, *here.next()?.1)
        })
    }

    /// Takes up what is on now.
    fn follow(&mut self, app: &App, shapes: &Arc<Shapes>) {
        let layers = app.context().layers().iter();
        let on = layers.filter(|on_map| on_map.on && on_map.layer.kind() == ContextKind::Neighbours);
        let on: Vec<&Arc<ContextLayer>> = on.map(|on_map| &on_map.layer).collect();
        self.drawn.retain(|Drawn { outlines, .. }| {
            Arc::ptr_eq(&outlines.of, shapes) && on.iter().any(|layer| Arc::ptr_eq(layer, &outlines.layer))
        });
        for layer in on {
            if !self.drawn.iter().any(|drawn| Arc::ptr_eq(&drawn.outlines.layer, layer)) {
                self.drawn.push(Drawn::new(Arc::new(Outlines::new(layer, shapes))));
            }
        }
    }
}

impl Outlines {
    fn new(layer: &Arc<ContextLayer>, of: &Arc<Shapes>) -> Self {
        let ground = of.ground.as_ref();
        let shape = |(record, outline): (u32, &crate::model::Outline)| {
            let mut shape = ZoneShape::named(&outline.shape, outline.shown_name().to_owned());
            if let Some((own, ground)) = shape.rows.as_ref().zip(ground) {
                if own.share_inside(ground) > SAME_GROUND {
                    return None;
                }
                // The province around a ward: its name would stand on the ward.
                if ground.share_inside(own) > SAME_GROUND {
                    shape.name.clear();
                }
            }
            Some((record, shape))
        };
        let (records, shapes) = (0u32..).zip(layer.outlines()).filter_map(shape).unzip();
        let (layer, of, shapes) = (Arc::clone(layer), Arc::clone(of), Arc::new(shapes));
        Self { layer, of, shapes, records }
    }
}

impl Drawn {
    fn new(outlines: Arc<Outlines>) -> Self {
        Self { outlines, lines: Moving::default(), names: KeptNames::default() }
    }

    fn paint(&mut self, painter: &Painter, glance: Glance, stroke: Stroke) {
        let options = painter.ctx().options(|options| options.tessellation_options);
        self.lines.draw(painter, glance, key_of(()), |room| {
            let shapes = Arc::clone(&self.outlines.shapes);
            let corners = CORNERS_A_POINT * meshes::points_of_zones(shapes.iter(), room);
            Order::new(corners, move |room| vec![meshes::borders(&[(&shapes, stroke)], room, options)])
        });
    }
}
