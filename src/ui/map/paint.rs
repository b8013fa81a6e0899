//! Drawing of marks, outlines and names.

use std::sync::Arc;

use eframe::egui::{
    Align2, Color32, Context, FontId, Painter, Pos2, Shape, Stroke, TextureHandle, TextureId, TextureOptions, Vec2,
    pos2, vec2,
};

use super::shapes::ZoneShape;
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

/// Names of zones on the screen at most, those with the most room first: more could not be read.
const NAMES: usize = 400;

/// Sizes of the names of zones, measured once for a size of type.
#[derive(Default)]
pub struct NameSizes {
    made_for: Option<(FontId, u32)>,
    sizes: Vec<Vec2>,
}

impl NameSizes {
    /// The names of zones with their sizes in a size of type.
    pub fn of<'a>(
        &'a mut self,
        painter: &Painter,
        zones: &'a [ZoneShape],
        size: f32,
    ) -> impl Iterator<Item = (&'a ZoneShape, &'a str, Vec2)> {
        let font = theme::bold(size);
        let made_for = Some((font, painter.ctx().pixels_per_point().to_bits()));
        if self.made_for != made_for {
            self.sizes = zones.iter().map(|zone| name_size(painter, &zone.name, size)).collect();
            self.made_for = made_for;
        }
        zones.iter().zip(&self.sizes).map(|(zone, size)| (zone, zone.name.as_str(), *size))
    }
}

/// Size of a name of a zone in a size of type.
pub fn name_size(painter: &Painter, name: &str, size: f32) -> Vec2 {
    painter.layout_no_wrap(name.to_owned(), theme::bold(size), Color32::PLACEHOLDER).size()
}

/// Names of zones where they fit, large zones first; returns the places that they take.
pub fn zone_names<'a>(
    painter: &Painter,
    names: impl Iterator<Item = (&'a ZoneShape, &'a str, Vec2)>,
    view: View,
    taken: &[LabelBox],
    tokens: &Tokens,
    size: f32,
) -> Vec<LabelBox> {
    let font = theme::bold(size);
    let mut wanted: Vec<(LabelBox, &str, f64)> = names
        .filter_map(|(zone, name, size)| {
            let (place, room) = zone.label?;
            let room = room * view.scale;
            let centre = view.to_screen(place);
            let fits = room > f64::from(size.x) * 0.65 && painter.clip_rect().contains(centre);
            let label = LabelBox { x: centre.x, y: centre.y, width: size.x + 6.0, height: size.y + 1.0 };
            (fits && !name.is_empty()).then_some((label, name, room))
        })
        .collect();
    if wanted.len() > NAMES {
        wanted.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| a.1.cmp(b.1)));
        wanted.truncate(NAMES);
    }
    wanted.sort_by(|a, b| b.0.width.total_cmp(&a.0.width).then_with(|| a.1.cmp(b.1)));
    let boxes: Vec<LabelBox> = wanted.iter().map(|(label, ..)| *label).collect();
    let placed = place_labels(&boxes, taken);
    for (place, (_, name, _)) in placed.iter().zip(&wanted) {
        if let Some(place) = place {
            text_with_halo(painter, pos2(place.x, place.y), name, font.clone(), tokens.zone_name, tokens.halo);
        }
    }
    placed.into_iter().flatten().collect()
}

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
