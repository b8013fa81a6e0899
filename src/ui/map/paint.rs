//! Drawing of marks, outlines and names.

use std::sync::Arc;

use eframe::egui::{
    Align2, Color32, Context, FontId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, TextureHandle, TextureId,
    TextureOptions, Vec2, pos2, vec2,
};

use super::names::Free;
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

/// How much wider than a disc the mark of a rank is for each digit after the second.
const DIGIT: f32 = 7.0;

/// How much wider than round the mark of a rank is at the designed size: three digits do not fit into a disc.
pub fn wider_than_round(rank: u32) -> f32 {
    DIGIT * rank.checked_ilog10().unwrap_or(0).saturating_sub(1) as f32
}

/// The numbered disc of a weak spot: filled when the spot is proven, hollow when it is only suspected.
pub struct Disc {
    pub at: Pos2,
    pub rank: u32,
    pub chosen: bool,
    pub proven: bool,
    /// Times the designed size.
    pub enlarged: f32,
}

impl Disc {
    fn size(&self, radius: f32) -> Vec2 {
        vec2(2.0 * radius + wider_than_round(self.rank) * self.enlarged, 2.0 * radius)
    }

    /// The place it takes.
    pub fn room(&self) -> LabelBox {
        let size = self.size(DISC_RADIUS * self.enlarged + 3.0);
        LabelBox { x: self.at.x, y: self.at.y, width: size.x, height: size.y }
    }

    /// Whether a press at a position means it.
    pub fn holds(&self, position: Pos2) -> bool {
        let radius = self.enlarged * (DISC_RADIUS + 2.0);
        let away = self.at - position;
        let across = (away.x.abs() - self.enlarged * wider_than_round(self.rank) / 2.0).max(0.0);
        across.hypot(away.y) <= radius
    }

    pub fn paint(&self, painter: &Painter, tokens: &Tokens) {
        let (rim, width) = if self.chosen { (tokens.accent, 3.5) } else { (tokens.halo, 1.5) };
        let radius = self.enlarged * if self.proven || self.chosen { DISC_RADIUS } else { DISC_RADIUS - 2.0 };
        self.fill(painter, radius + width, rim, Stroke::NONE);
        let (fill, color) =
            if self.proven { (tokens.spot_line, tokens.on_spot) } else { (tokens.panel, tokens.spot_line) };
        self.fill(painter, radius, fill, Stroke::new(1.2, tokens.spot_line));
        let size = self.enlarged * if self.proven { theme::LABEL } else { 10.0 };
        painter.text(self.at, Align2::CENTER_CENTER, self.rank, theme::bold(size), color);
    }

    fn fill(&self, painter: &Painter, radius: f32, fill: Color32, rim: Stroke) {
        if wider_than_round(self.rank) > 0.0 {
            painter.rect(Rect::from_center_size(self.at, self.size(radius)), radius, fill, rim, StrokeKind::Middle);
        } else {
            painter.circle(self.at, radius, fill, rim);
        }
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

/// Names of places of a base map, where neither marks nor other names are.
pub fn place_names(painter: &Painter, places: &[(String, PlanePoint)], free: &Free<'_>, tokens: &Tokens) {
    let font = FontId::proportional(theme::LABEL);
    let seen = places.iter().map(|(name, at)| (name, free.view.to_screen(*at)));
    let wanted: Vec<(LabelBox, &String)> = seen
        .filter(|(_, at)| free.room.contains(*at))
        .take(NAMES)
        .map(|(name, at)| {
            let size = painter.layout_no_wrap(name.clone(), font.clone(), tokens.subdued).size();
            (LabelBox { x: at.x, y: at.y, width: size.x + 8.0, height: size.y + 2.0 }, name)
        })
        .filter(|(label, _)| free.reaches(label))
        .collect();
    let boxes: Vec<LabelBox> = wanted.iter().map(|(label, _)| *label).collect();
    for (place, (_, name)) in place_labels(&boxes, &free.taken).into_iter().zip(wanted) {
        if let Some(place) = place.filter(|place| free.reaches(place)) {
            text_with_halo(painter, pos2(place.x, place.y), name, font.clone(), tokens.subdued, tokens.halo);
        }
    }
}
