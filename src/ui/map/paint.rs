//! Drawing of marks, outlines and names.

use std::sync::Arc;

use eframe::egui::{
    Align2, Color32, Context, FontId, Painter, Pos2, Shape, Stroke, TextureHandle, TextureId, TextureOptions, pos2,
    vec2,
};

use super::view::View;
use crate::cartography::{LabelBox, PlanePoint, place_labels};
use crate::ui::theme::{self, Tokens};

/// The hatch picture on the graphics card.
#[derive(Default)]
pub struct Hatch(Option<TextureHandle>);

impl Hatch {
    pub fn id(&mut self, ctx: &Context) -> TextureId {
        let load = || ctx.load_texture("hatch", theme::hatch_image(), TextureOptions::LINEAR_REPEAT);
        self.0.get_or_insert_with(load).id()
    }
}

/// Rings as closed lines.
pub fn rings(painter: &Painter, rings: &[Vec<PlanePoint>], view: View, stroke: Stroke) {
    for ring in rings {
        let points: Vec<Pos2> = ring.iter().map(|p| view.to_screen(*p)).collect();
        painter.add(Shape::closed_line(points, stroke));
    }
}

/// The same dashed.
pub fn dashed_rings(painter: &Painter, rings: &[Vec<PlanePoint>], view: View, stroke: Stroke) {
    for ring in rings {
        let closed = ring.iter().chain(ring.first());
        let points: Vec<Pos2> = closed.map(|p| view.to_screen(*p)).collect();
        painter.extend(Shape::dashed_line(&points, stroke, 5.0, 4.0));
    }
}

/// Where the numbered disc of a weak spot stands: a little off the north of its outline.
pub fn disc_position(top: PlanePoint, view: View, enlarged: f32) -> Pos2 {
    view.to_screen(top) + enlarged * vec2(-3.0, -8.0)
}

/// Radius of a disc in points.
pub const DISC_RADIUS: f32 = 10.0;

/// The numbered disc of a weak spot: filled when the spot is proven, hollow when it is only suspected.
pub struct Disc {
    pub at: Pos2,
    pub rank: String,
    pub chosen: bool,
    pub proven: bool,
    /// Times the designed size.
    pub enlarged: f32,
}

impl Disc {
    /// The place it takes.
    pub fn room(&self) -> LabelBox {
        let side = 2.0 * DISC_RADIUS * self.enlarged + 6.0;
        LabelBox { x: self.at.x, y: self.at.y, width: side, height: side }
    }

    pub fn paint(&self, painter: &Painter, tokens: &Tokens) {
        let (rim, width) = if self.chosen { (tokens.accent, 3.5) } else { (tokens.halo, 1.5) };
        let radius = self.enlarged * if self.proven || self.chosen { DISC_RADIUS } else { DISC_RADIUS - 2.0 };
        painter.circle_filled(self.at, radius + width, rim);
        let (fill, color) =
            if self.proven { (tokens.spot_line, tokens.on_spot) } else { (tokens.panel, tokens.spot_line) };
        painter.circle(self.at, radius, fill, Stroke::new(1.2, tokens.spot_line));
        let size = self.enlarged * if self.proven { theme::LABEL } else { 10.0 };
        painter.text(self.at, Align2::CENTER_CENTER, &self.rank, theme::bold(size), color);
    }
}

/// Text with a rim of the ground's colour, so that it reads on cells and lines.
pub fn text_with_halo(painter: &Painter, centre: Pos2, text: &str, font: FontId, color: Color32, halo: Color32) {
    let galley = painter.layout_no_wrap(text.to_owned(), font, color);
    let corner = centre - galley.size() / 2.0;
    for (x, y) in [(-1.5, 0.0), (1.5, 0.0), (0.0, -1.5), (0.0, 1.5), (-1.1, -1.1), (1.1, -1.1), (-1.1, 1.1), (1.1, 1.1)]
    {
        painter.galley_with_override_text_color(corner + vec2(x, y), Arc::clone(&galley), halo);
    }
    painter.galley(corner, galley, color);
}

/// Names of places on the screen at most: more could not be read.
const NAMES: usize = 400;

/// Names of places of a base map, where neither marks nor names of zones are.
pub fn place_names(
    painter: &Painter,
    places: &[(String, PlanePoint)],
    view: View,
    taken: &[LabelBox],
    tokens: &Tokens,
) {
    let font = FontId::proportional(theme::LABEL);
    let seen = places.iter().map(|(name, at)| (name, view.to_screen(*at)));
    let wanted: Vec<(LabelBox, &String)> = seen
        .filter(|(_, at)| painter.clip_rect().contains(*at))
        .take(NAMES)
        .map(|(name, at)| {
            let size = painter.layout_no_wrap(name.clone(), font.clone(), tokens.subdued).size();
            (LabelBox { x: at.x, y: at.y, width: size.x + 8.0, height: size.y + 2.0 }, name)
        })
        .collect();
    let boxes: Vec<LabelBox> = wanted.iter().map(|(label, _)| *label).collect();
    for (place, (_, name)) in place_labels(&boxes, taken).into_iter().zip(wanted) {
        if let Some(place) = place {
            text_with_halo(painter, pos2(place.x, place.y), name, font.clone(), tokens.subdued, tokens.halo);
        }
    }
}
