//! Drawing of grounds, cells, outlines and names.

use std::sync::Arc;

use eframe::egui::{
    Align2, Color32, Context, FontId, Mesh, Painter, Pos2, Rect, Shape, Stroke, TextureHandle, TextureId,
    TextureOptions, Vec2, pos2, vec2,
};

use super::shapes::{Shapes, ZoneShape};
use super::view::View;
use crate::cartography::{Fill, LabelBox, PlanePoint, Trapezoid, place_labels};
use crate::ui::theme::{self, Tokens};

/// Cells smaller than this are drawn without a gap between them.
const GAP_FROM_POINTS: f32 = 7.0;

/// The hatch picture on the graphics card.
#[derive(Default)]
pub struct Hatch(Option<TextureHandle>);

impl Hatch {
    pub fn id(&mut self, ctx: &Context) -> TextureId {
        let load = || ctx.load_texture("hatch", theme::hatch_image(), TextureOptions::LINEAR_REPEAT);
        self.0.get_or_insert_with(load).id()
    }
}

/// Which way the lines of a hatch lean.
#[derive(Clone, Copy, PartialEq)]
pub enum Lean {
    Right,
    Left,
}

fn hatch_uv(position: Pos2, origin: Pos2, lean: Lean, side: f32) -> Pos2 {
    let x = if lean == Lean::Right { 1.0 } else { -1.0 };
    pos2(x * (position.x - origin.x) / side, (position.y - origin.y) / side)
}

fn add_polygon(mesh: &mut Mesh, corners: &[Pos2], color: Color32, uv: impl Fn(Pos2) -> Pos2) {
    let Ok(first) = u32::try_from(mesh.vertices.len()) else { return };
    for corner in corners {
        mesh.vertices.push(eframe::egui::epaint::Vertex { pos: *corner, uv: uv(*corner), color });
    }
    for i in 2..corners.len() as u32 {
        mesh.add_triangle(first, first + i - 1, first + i);
    }
}

/// Meshes made for one view and some room around it. As long as the map is only moved within that room they are moved along:
/// making them anew in every frame would take longer than the frame may.
pub struct Moving {
    view: View,
    /// Part of the screen that they cover.
    covered: Rect,
    dark: bool,
    moves: u32,
    layers: Vec<Arc<Mesh>>,
}

/// Room around the view that cells are drawn in, as a share of its size.
const AROUND: f32 = 0.5;

/// Moves after which meshes are made anew, before roundings add up to what can be seen.
const MOVES: u32 = 120;

impl Moving {
    /// The inside of zones.
    pub fn ground<'a>(pieces: impl Iterator<Item = &'a Trapezoid>, view: View, color: Color32, dark: bool) -> Self {
        let layers = vec![Arc::new(area_mesh(pieces, view, color, None))];
        Self { view, covered: Rect::EVERYTHING, dark, moves: 0, layers }
    }

    /// The coloured cells: grounds, and the hatch over them.
    pub fn cells(
        shapes: &Shapes,
        classes: &[(u32, Fill)],
        view: View,
        area: Rect,
        (tokens, dark): (&Tokens, bool),
        hatch: TextureId,
    ) -> Self {
        let mut grounds = Mesh::default();
        let mut lines = Mesh::with_texture(hatch);
        // Anchored to the ground, so that the hatch moves with the map.
        let origin = view.to_screen(shapes.bounds.map_or(PlanePoint { x: 0.0, y: 0.0 }, |(low, _)| low));
        let origin = pos2(origin.x.rem_euclid(theme::HATCH_SIDE), origin.y.rem_euclid(theme::HATCH_SIDE));
        let covered = area.expand2(area.size() * AROUND);
        let size = shapes.cell_size(view).unwrap_or(0.0);
        // Small cells need a finer hatch, or some would show no line.
        let side = theme::HATCH_SIDE * (size / 22.0).clamp(0.4, 1.0);
        let mut corners: Vec<Pos2> = Vec::with_capacity(6);
        for (cell, fill) in classes {
            let Some(shape) = shapes.cells.get(*cell as usize) else { continue };
            let centre = view.to_screen(shape.centre);
            if !covered.expand(size).contains(centre) {
                continue;
            }
            corners.clear();
            corners.extend(shape.corners.iter().map(|c| view.to_screen(*c)));
            if size >= GAP_FROM_POINTS {
                for corner in &mut corners {
                    let inward = (centre - *corner).normalized();
                    *corner += inward * 0.7;
                }
            }
            let (ground, line) = tokens.fill(*fill);
            add_polygon(&mut grounds, &corners, ground, |_| eframe::egui::epaint::WHITE_UV);
            if let Some(line) = line {
                add_polygon(&mut lines, &corners, line, |p| hatch_uv(p, origin, Lean::Right, side));
            }
        }
        Self { view, covered, dark, moves: 0, layers: vec![Arc::new(grounds), Arc::new(lines)] }
    }

    /// The same meshes in another view; `None` where they have to be made anew.
    pub fn moved_to(mut self, view: View, area: Rect, dark: bool) -> Option<Self> {
        let shift = self.view.shift_to(view)?;
        self.covered = self.covered.translate(shift);
        if self.dark != dark || !self.covered.contains_rect(area) || self.moves >= MOVES {
            return None;
        }
        if shift != Vec2::ZERO {
            self.moves += 1;
            for layer in &mut self.layers {
                Arc::make_mut(layer).translate(shift);
            }
        }
        self.view = view;
        Some(self)
    }

    pub fn shapes(&self) -> impl Iterator<Item = Shape> + '_ {
        self.layers.iter().map(|mesh| Shape::Mesh(Arc::clone(mesh)))
    }
}

/// A mesh over the inside of zones.
pub fn area_mesh<'a>(
    pieces: impl Iterator<Item = &'a Trapezoid>,
    view: View,
    color: Color32,
    hatch: Option<(TextureId, Lean)>,
) -> Mesh {
    let mut mesh = hatch.map_or_else(Mesh::default, |(texture, _)| Mesh::with_texture(texture));
    for t in pieces {
        let corners = [
            (t.bottom_left_x, t.bottom_y),
            (t.bottom_right_x, t.bottom_y),
            (t.top_right_x, t.top_y),
            (t.top_left_x, t.top_y),
        ]
        .map(|(x, y)| view.to_screen(PlanePoint { x, y }));
        add_polygon(&mut mesh, &corners, color, |p| match hatch {
            Some((_, lean)) => hatch_uv(p, Pos2::ZERO, lean, theme::HATCH_SIDE),
            None => eframe::egui::epaint::WHITE_UV,
        });
    }
    mesh
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

/// Where the numbered disc of a weak spot stands: at the north of its outline, a little off it.
pub fn disc_position(outline: &[Vec<PlanePoint>], view: View, enlarged: f32) -> Option<Pos2> {
    let north = outline.iter().flatten().max_by(|a, b| a.y.total_cmp(&b.y).then(b.x.total_cmp(&a.x)))?;
    Some(view.to_screen(*north) + enlarged * vec2(-3.0, -8.0))
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
    pub fn overlaps(&self, other: &Self) -> bool {
        self.at.distance(other.at) < 2.0 * DISC_RADIUS * self.enlarged
    }

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

/// Names of zones where they fit, large zones first.
pub fn zone_names<'a>(
    painter: &Painter,
    zones: impl Iterator<Item = (&'a ZoneShape, String)>,
    view: View,
    taken: &[LabelBox],
    tokens: &Tokens,
    size: f32,
) {
    let font = theme::bold(size);
    let mut wanted: Vec<(LabelBox, String)> = zones
        .filter_map(|(zone, name)| {
            let (place, room) = zone.label?;
            let size = painter.layout_no_wrap(name.clone(), font.clone(), tokens.zone_name).size();
            let centre = view.to_screen(place);
            let fits = room * view.scale > f64::from(size.x) * 0.65 && painter.clip_rect().contains(centre);
            let label = LabelBox { x: centre.x, y: centre.y, width: size.x + 6.0, height: size.y + 1.0 };
            (fits && !name.is_empty()).then_some((label, name))
        })
        .collect();
    wanted.sort_by(|a, b| b.0.width.total_cmp(&a.0.width).then_with(|| a.1.cmp(&b.1)));
    let boxes: Vec<LabelBox> = wanted.iter().map(|(label, _)| *label).collect();
    for (place, (_, name)) in place_labels(&boxes, taken).into_iter().zip(&wanted) {
        if let Some(place) = place {
            text_with_halo(painter, pos2(place.x, place.y), name, font.clone(), tokens.zone_name, tokens.halo);
        }
    }
}

/// A hatched rectangle, for the legend.
pub fn hatched_rect(rect: Rect, color: Color32, hatch: TextureId, lean: Lean) -> Mesh {
    let mut mesh = Mesh::with_texture(hatch);
    let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()];
    add_polygon(&mut mesh, &corners, color, |p| hatch_uv(p, rect.min, lean, theme::HATCH_SIDE * 0.7));
    mesh
}
