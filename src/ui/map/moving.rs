//! Meshes made for one view and some room around it. As long as the map is only moved within that room they are moved
//! along: making them anew in every frame would take longer than the frame may.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use eframe::egui::epaint::Tessellator;
use eframe::egui::{Mesh, Painter, Pos2, Rect, Shape, Stroke, Vec2};
use rustc_hash::FxHasher;

use super::view::View;
use crate::cartography::{PlanePoint, thinned};

/// Room around the view that meshes are made for, as a share of its size.
const AROUND: f32 = 0.5;

/// Moves after which meshes are made anew, before roundings add up to what can be seen.
const MOVES: u32 = 1000;

/// Points of a line nearer than this to the one before are left out, in points of the screen.
const NEAREST: f64 = 0.4;

/// What a frame shows of the plane, and how.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glance {
    pub view: View,
    /// Part of the screen that the map fills.
    pub area: Rect,
    pub dark: bool,
    pub pixels_per_point: f32,
}

impl Glance {
    /// The part of the plane within a part of the screen: south-west and north-east corner.
    pub fn plane_of(self, part: Rect) -> (PlanePoint, PlanePoint) {
        (self.view.to_plane(part.left_bottom()), self.view.to_plane(part.right_top()))
    }

    /// Distance on the plane below which nothing can be told apart.
    pub fn detail(self) -> f64 {
        NEAREST / self.view.scale
    }
}

/// The part of the screen that meshes are made for, as seen from `glance`.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    pub glance: Glance,
    pub covered: Rect,
}

impl Room {
    /// What a painter shows, for meshes that are not kept.
    pub fn of_frame(view: View, painter: &Painter) -> Self {
        let (area, pixels_per_point) = (painter.clip_rect(), painter.ctx().pixels_per_point());
        Self { glance: Glance { view, area, dark: false, pixels_per_point }, covered: area }
    }
}

/// Kept meshes.
#[derive(Debug)]
pub struct Moving {
    room: Room,
    /// What else they depend on.
    key: u64,
    moves: u32,
    layers: Vec<Arc<Mesh>>,
}

impl Moving {
    /// Draws what `make` makes: what is kept of it, where that still serves.
    pub fn draw(
        kept: &mut Option<Self>,
        painter: &Painter,
        glance: Glance,
        key: u64,
        make: impl FnOnce(Room) -> Vec<Mesh>,
    ) {
        let served = kept.take().and_then(|made| made.moved_to(glance, key));
        let made = served.unwrap_or_else(|| {
            let room = Room { glance, covered: glance.area.expand2(glance.area.size() * AROUND) };
            let layers = make(room).into_iter().filter(|mesh| !mesh.is_empty()).map(Arc::new).collect();
            Self { room, key, moves: 0, layers }
        });
        painter.extend(made.layers.iter().map(|mesh| Shape::Mesh(Arc::clone(mesh))));
        *kept = Some(made);
    }

    /// The same meshes at another place of the screen; `None` where they have to be made anew.
    fn moved_to(mut self, glance: Glance, key: u64) -> Option<Self> {
        let before = self.room.glance;
        let shift = before.view.shift_to(glance.view)?;
        let is_alike = (before.dark, before.pixels_per_point, self.key) == (glance.dark, glance.pixels_per_point, key);
        let covered = self.room.covered.translate(shift);
        if !is_alike || !covered.contains_rect(glance.area) || self.moves >= MOVES {
            return None;
        }
        if shift != Vec2::ZERO {
            self.moves += 1;
            for layer in &mut self.layers {
                Arc::make_mut(layer).translate(shift);
            }
        }
        self.room = Room { glance, covered };
        Some(self)
    }
}

/// One number for whatever meshes depend on besides the view.
pub fn key_of(what: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    what.hash(&mut hasher);
    hasher.finish()
}

/// Lines as a mesh: what is not in the room, or too fine to be seen, is left out.
pub struct Lines {
    room: Room,
    tessellator: Tessellator,
    mesh: Mesh,
}

impl Lines {
    pub fn new(room: Room, painter: &Painter) -> Self {
        let options = painter.ctx().options(|options| options.tessellation_options);
        // The size of the picture of letters and the discs in it matter to letters and discs only.
        let tessellator = Tessellator::new(room.glance.pixels_per_point, options, [1, 1], Vec::new());
        Self { room, tessellator, mesh: Mesh::default() }
    }

    /// Closed lines around rings.
    pub fn rings(&mut self, rings: &[Vec<PlanePoint>], stroke: Stroke) {
        let Room { glance, covered } = self.room;
        for ring in rings {
            let points: Vec<Pos2> = thinned(ring, glance.detail()).map(|p| glance.view.to_screen(*p)).collect();
            if Rect::from_points(&points).expand(stroke.width).intersects(covered) {
                self.tessellator.tessellate_shape(Shape::closed_line(points, stroke), &mut self.mesh);
            }
        }
    }

    pub fn into_mesh(self) -> Mesh {
        self.mesh
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Context, pos2, vec2};

    use super::*;
    use crate::ui::theme;

    fn glance(middle: Pos2) -> Glance {
        let area = Rect::from_min_size(Pos2::ZERO, vec2(800.0, 400.0));
        let view = View::at(PlanePoint { x: 1.2e7, y: 2.4e6 }, middle, 0.05);
        Glance { view, area, dark: false, pixels_per_point: 1.0 }
    }

    fn draw(kept: &mut Option<Moving>, glance: Glance, key: u64) -> bool {
        let mut made = false;
        let painter = Painter::new(Context::default(), eframe::egui::LayerId::background(), glance.area);
        Moving::draw(kept, &painter, glance, key, |_| {
            made = true;
            let mut mesh = Mesh::default();
            mesh.add_colored_rect(
                Rect::from_center_size(glance.view.to_screen(PlanePoint { x: 1.2e7, y: 2.4e6 }), vec2(4.0, 4.0)),
                theme::NO_TINT,
            );
            vec![mesh]
        });
        made
    }

    #[test]
    fn meshes_move_along_with_the_map_and_are_made_anew_beyond_their_room() {
        let mut kept = None;
        assert!(draw(&mut kept, glance(pos2(400.0, 200.0)), 1));
        assert!(!draw(&mut kept, glance(pos2(430.0, 190.0)), 1));
        let moved = kept.as_ref().map(|made| made.layers[0].calc_bounds().center());
        assert_eq!(moved, Some(pos2(430.0, 190.0)));
        assert!(draw(&mut kept, glance(pos2(430.0, 190.0)), 2), "something else is shown");
        assert!(draw(&mut kept, glance(pos2(430.0 + 401.0, 190.0)), 2), "the room ends");
        let nearer =
            Glance { view: View::at(PlanePoint { x: 1.2e7, y: 2.4e6 }, Pos2::ZERO, 0.1), ..glance(Pos2::ZERO) };
        assert!(draw(&mut kept, nearer, 2), "the scale is another");
    }

    #[test]
    fn lines_outside_of_the_room_are_left_out() {
        let glance = glance(pos2(400.0, 200.0));
        let painter = Painter::new(Context::default(), eframe::egui::LayerId::background(), glance.area);
        let room = Room { glance, covered: glance.area.expand(10.0) };
        let square = |x: f64| {
            [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)]
                .map(|(east, north)| PlanePoint { x: x + east, y: 2.4e6 + north })
                .to_vec()
        };
        let mut lines = Lines::new(room, &painter);
        lines.rings(&[square(1.3e7)], Stroke::new(1.0, theme::NO_TINT));
        assert!(lines.mesh.is_empty());
        lines.rings(&[square(1.2e7)], Stroke::new(1.0, theme::NO_TINT));
        assert!(!lines.into_mesh().is_empty());
    }
}
