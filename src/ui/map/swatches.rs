//! What the legend shows of the map.

use eframe::egui::{self, Context, Painter, Rect, Stroke};

use super::meshes::{self, Lean};
use super::paint::Hatch;
use crate::app::App;
use crate::cartography::{Colouring, Fill};
use crate::model::Analysis;
use crate::ui::theme::Tokens;

/// Small pictures for the legend.
#[derive(Default)]
pub struct Swatches(Hatch);

impl Swatches {
    /// A sample of a class, as it looks on the map.
    pub fn paint(&mut self, ctx: &Context, painter: &Painter, rect: Rect, fill: Option<Fill>, tokens: &Tokens) {
        let Some(fill) = fill else {
            painter.rect(rect, 2.0, tokens.ground, Stroke::new(1.0, tokens.line), egui::StrokeKind::Inside);
            return;
        };
        let (ground, line) = tokens.fill(fill);
        painter.rect_filled(rect, 2.0, ground);
        if let Some(line) = line {
            painter.add(meshes::hatched_rect(rect, line, self.0.id(ctx), Lean::Right));
            painter.rect_stroke(rect, 2.0, Stroke::new(1.0, tokens.line), egui::StrokeKind::Inside);
        }
    }

    /// The hatch of sampling gaps.
    pub fn paint_gap(&mut self, ctx: &Context, painter: &Painter, rect: Rect, tokens: &Tokens) {
        painter.add(meshes::hatched_rect(rect, tokens.gap_hatch, self.0.id(ctx), Lean::Left));
        painter.rect_stroke(rect, 2.0, Stroke::new(1.0, tokens.line), egui::StrokeKind::Inside);
    }
}

/// The colouring that the legend explains.
pub fn legend_of(app: &App, analysis: &Analysis) -> Vec<crate::cartography::LegendEntry> {
    let colouring: Colouring = app.project().colouring;
    let criterion = analysis.settings.profile.criteria.first();
    criterion.map(|c| crate::cartography::legend(colouring, c, app.project().technology)).unwrap_or_default()
}
