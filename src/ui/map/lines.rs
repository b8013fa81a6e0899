//! Lines as a mesh.

use eframe::egui::epaint::{TessellationOptions, Tessellator};
use eframe::egui::{Mesh, Pos2, Rect, Shape, Stroke};

use super::glance::Room;
use crate::cartography::{PlanePoint, thinned};

/// Corners of the mesh at each point of a line: two of the line itself, two of its soft edges.
pub const CORNERS_A_POINT: usize = 4;

/// Gathers lines: what is not in the room, or too fine to be seen, is left out.
pub struct Lines {
    room: Room,
    tessellator: Tessellator,
    mesh: Mesh,
}

impl Lines {
    pub fn new(room: Room, options: TessellationOptions) -> Self {
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
    use eframe::egui::{pos2, vec2};

    use super::*;
    use crate::ui::map::glance::Glance;
    use crate::ui::map::view::View;
    use crate::ui::theme;

    #[test]
    fn lines_outside_of_the_room_are_left_out() {
        let area = Rect::from_min_size(Pos2::ZERO, vec2(800.0, 400.0));
        let view = View::at(PlanePoint { x: 1.2e7, y: 2.4e6 }, pos2(400.0, 200.0), 0.05);
        let glance = Glance { view, area, dark: false, pixels_per_point: 1.0 };
        let square = |x: f64| {
            [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)]
                .map(|(east, north)| PlanePoint { x: x + east, y: 2.4e6 + north })
                .to_vec()
        };
        let mut lines = Lines::new(Room::around(glance, 0.1), TessellationOptions::default());
        lines.rings(&[square(1.3e7)], Stroke::new(1.0, theme::NO_TINT));
        assert!(lines.mesh.is_empty());
        lines.rings(&[square(1.2e7)], Stroke::new(1.0, theme::NO_TINT));
        assert!(!lines.into_mesh().is_empty());
    }
}
