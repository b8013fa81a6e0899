//! Meshes of areas and lines: cells, zones, their borders, weak spots. Made from what is owned, so that a large one can be
//! made on any thread.

use eframe::egui::epaint::{TessellationOptions, Vertex, WHITE_UV};
use eframe::egui::{Color32, Mesh, Pos2, Rect, Stroke, TextureId, pos2};

use super::glance::Room;
use super::lines::{CORNERS_A_POINT, Lines};
use super::shapes::{Shapes, ZoneShape};
use super::view::View;
use crate::cartography::{Fill, PlanePoint, coarse_fill, thinned};
use crate::ui::theme::{self, Tokens};

/// Cells smaller than this are drawn without a gap between them.
const GAP_FROM_POINTS: f32 = 7.0;

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
        mesh.vertices.push(Vertex { pos: *corner, uv: uv(*corner), color });
    }
    for i in 2..corners.len() as u32 {
        mesh.add_triangle(first, first + i - 1, first + i);
    }
}

/// Side of the hatch on cells of a size in points: small cells need a finer one, or some would show no line.
fn hatch_side(size: f32) -> f32 {
    theme::HATCH_SIDE * (size / 22.0).clamp(0.4, 1.0)
}

/// The coloured cells that lie in a room, each with its place among the cells.
fn cells_in<'a>(shapes: &'a Shapes, classes: &'a [(u32, Fill)], room: Room) -> impl Iterator<Item = (u32, Fill)> + 'a {
    let view = room.glance.view;
    let wide = room.covered.expand(shapes.cell_size(view).unwrap_or(0.0));
    let is_in =
        move |cell: u32| shapes.cells.get(cell as usize).is_some_and(|s| wide.contains(view.to_screen(s.centre)));
    classes.iter().copied().filter(move |(cell, _)| is_in(*cell))
}

/// Corners that a mesh of cells has, near enough.
pub fn corners_of_cells(shapes: &Shapes, classes: &[(u32, Fill)], room: Room, tokens: &Tokens) -> usize {
    let each = shapes.cells.first().map_or(4, |cell| cell.corners.len());
    let layers = |fill| 1 + usize::from(tokens.fill(fill).1.is_some());
    cells_in(shapes, classes, room).map(|(_, fill)| each * layers(fill)).sum()
}

/// The coloured cells in a room: grounds, and the hatch over them.
pub fn cells(shapes: &Shapes, classes: &[(u32, Fill)], room: Room, tokens: &Tokens, hatch: TextureId) -> Vec<Mesh> {
    let view = room.glance.view;
    let (mut grounds, mut lines) = (Mesh::default(), Mesh::with_texture(hatch));
    let size = shapes.cell_size(view).unwrap_or(0.0);
    let side = hatch_side(size);
    let origin = ground_origin(shapes, view, side);
    let mut corners: Vec<Pos2> = Vec::with_capacity(6);
    for (cell, fill) in cells_in(shapes, classes, room) {
        let Some(shape) = shapes.cells.get(cell as usize) else { continue };
        let centre = view.to_screen(shape.centre);
        corners.clear();
        corners.extend(shape.corners.iter().map(|c| view.to_screen(*c)));
        if size >= GAP_FROM_POINTS {
            for corner in &mut corners {
                let inward = (centre - *corner).normalized();
                *corner += inward * 0.7;
            }
        }
        let (ground, line) = tokens.fill(fill);
        add_polygon(&mut grounds, &corners, ground, |_| WHITE_UV);
        if let Some(line) = line {
            add_polygon(&mut lines, &corners, line, |p| hatch_uv(p, origin, Lean::Right, side));
        }
    }
    vec![grounds, lines]
}

/// Where a hatch with such a side begins: it is anchored to the ground, so that it moves with the map.
fn ground_origin(shapes: &Shapes, view: View, side: f32) -> Pos2 {
    let origin = view.to_screen(shapes.bounds.map_or(PlanePoint { x: 0.0, y: 0.0 }, |(low, _)| low));
    pos2(origin.x.rem_euclid(side), origin.y.rem_euclid(side))
}

/// The coloured zones in a room: grounds, and the hatch over them.
pub fn zone_fills(shapes: &Shapes, zones: &[(u32, Fill)], room: Room, tokens: &Tokens, hatch: TextureId) -> Vec<Mesh> {
    let origin = ground_origin(shapes, room.glance.view, theme::HATCH_SIDE);
    let (mut grounds, mut lines) = (Mesh::default(), Mesh::with_texture(hatch));
    for (zone, fill) in zones {
        let (ground, line) = tokens.fill(*fill);
        let shape = || shapes.zones.get(*zone as usize).into_iter();
        grounds.append(area_mesh(shape(), room, ground, None));
        if let Some(line) = line {
            lines.append(area_mesh(shape(), room, line, Some((hatch, Lean::Right, origin))));
        }
    }
    vec![grounds, lines]
}

/// The hatch over some places of sampling gaps.
pub fn gaps(shapes: &Shapes, places: &[u32], room: Room, tokens: &Tokens, hatch: TextureId) -> Mesh {
    let origin = ground_origin(shapes, room.glance.view, theme::HATCH_SIDE);
    let zones = places.iter().filter_map(|zone| shapes.gap_places().get(*zone as usize));
    area_mesh(zones, room, tokens.gap_hatch, Some((hatch, Lean::Left, origin)))
}

/// A mesh over the inside of those of some zones that lie in a part of the plane; a hatch begins at a place of the screen.
pub fn area_mesh<'a>(
    zones: impl Iterator<Item = &'a ZoneShape>,
    Room { glance, covered }: Room,
    color: Color32,
    hatch: Option<(TextureId, Lean, Pos2)>,
) -> Mesh {
    let mut mesh = hatch.map_or_else(Mesh::default, |(texture, ..)| Mesh::with_texture(texture));
    let room = glance.plane_of(covered);
    for t in zones.filter(|zone| zone.meets(room)).flat_map(|zone| coarse_fill(&zone.rings, glance.detail())) {
        let corners = [
            (t.bottom_left_x, t.bottom_y),
            (t.bottom_right_x, t.bottom_y),
            (t.top_right_x, t.top_y),
            (t.top_left_x, t.top_y),
        ]
        .map(|(x, y)| glance.view.to_screen(PlanePoint { x, y }));
        add_polygon(&mut mesh, &corners, color, |p| match hatch {
            Some((_, lean, origin)) => hatch_uv(p, origin, lean, theme::HATCH_SIDE),
            None => WHITE_UV,
        });
    }
    mesh
}

/// Points of some outlines that can be told apart in a room.
pub fn points_of<'a>(rings: impl Iterator<Item = &'a Vec<PlanePoint>>, room: Room) -> usize {
    let (view, detail) = (room.glance.view, room.glance.detail());
    let seen = |point: &&PlanePoint| room.covered.contains(view.to_screen(**point));
    rings.map(|ring| thinned(ring, detail).filter(seen).count()).sum()
}

/// Points of the outlines of some zones that can be told apart in a room.
pub fn points_of_zones<'a>(zones: impl Iterator<Item = &'a ZoneShape>, room: Room) -> usize {
    let part = room.glance.plane_of(room.covered);
    points_of(zones.filter(|zone| zone.meets(part)).flat_map(|zone| &zone.rings), room)
}

/// Lines around zones.
pub fn borders(lists: &[(&[ZoneShape], Stroke)], room: Room, options: TessellationOptions) -> Mesh {
    let mut lines = Lines::new(room, options);
    let part = room.glance.plane_of(room.covered);
    for (zones, stroke) in lists {
        for zone in zones.iter().filter(|zone| zone.meets(part)) {
            lines.rings(&zone.rings, *stroke);
        }
    }
    lines.into_mesh()
}

/// The outline of a weak spot as it is to be drawn.
#[derive(Debug, Clone, Copy)]
pub struct SpotLine {
    /// Place among the weak spots.
    pub spot: usize,
    pub chosen: bool,
    pub proven: bool,
}

/// Corners that a mesh of outlines of weak spots has, near enough: each has a rim.
pub fn corners_of_spots(shapes: &Shapes, spots: &[SpotLine], room: Room) -> usize {
    let rings = spots.iter().filter_map(|line| shapes.spots.get(line.spot)).flatten();
    2 * CORNERS_A_POINT * points_of(rings, room)
}

/// Outlines of weak spots, the later over the former. `enlarged`: times the designed size.
pub fn outlines_of_spots(
    shapes: &Shapes,
    spots: &[SpotLine],
    room: Room,
    tokens: &Tokens,
    (enlarged, options): (f32, TessellationOptions),
) -> Mesh {
    // Seen from afar, a full line would hide the cells that it goes around.
    let size = shapes.cell_size(room.glance.view);
    let thin = enlarged.sqrt() * size.map_or(1.0, |size| (size / 9.0).clamp(0.5, 1.0));
    let mut lines = Lines::new(room, options);
    for SpotLine { spot, chosen, proven } in spots.iter().copied() {
        let Some(outline) = shapes.spots.get(spot) else { continue };
        let width = thin * if proven || chosen { theme::SPOT_LINE } else { theme::SUSPECTED_LINE };
        if chosen {
            lines.rings(outline, Stroke::new(width + 5.0 * thin, tokens.accent));
        }
        lines.rings(outline, Stroke::new(width + 2.0 * thin, tokens.halo));
        lines.rings(outline, Stroke::new(width, tokens.spot_line));
    }
    lines.into_mesh()
}

/// A hatched rectangle, for the legend.
pub fn hatched_rect(rect: Rect, color: Color32, hatch: TextureId, lean: Lean) -> Mesh {
    let mut mesh = Mesh::with_texture(hatch);
    let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()];
    add_polygon(&mut mesh, &corners, color, |p| hatch_uv(p, rect.min, lean, theme::HATCH_SIDE * 0.7));
    mesh
}
