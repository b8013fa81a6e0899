//! Layers that are made for one view and some room around it: meshes where they are small, pictures of them, made off the
//! window's thread, where they are large. As long as the map is only moved within that room they are moved along: making or
//! handing over a large mesh in every frame would take longer than the frame may.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use eframe::egui::{ColorImage, Mesh, Painter, Shape, Vec2};
use rustc_hash::FxHasher;

use super::develop::develop;
use super::glance::{Glance, Room};
use super::picture::{Developed, Picture};
use super::view::View;
use crate::job::{Cancelled, Job};

/// Corners of meshes that a frame hands over as they are: some two thousand cells in view, since a mesh is made for four
/// times the view.
const MOST_CORNERS: usize = 32_000;

/// Room around the view that meshes are made for, as a share of its size.
const AROUND: f32 = 0.5;

/// Moves after which meshes are made anew, before roundings add up to what can be seen.
const MOVES: u32 = 1000;

/// Meshes that are still to be made.
pub struct Order {
    /// Corners that they will have, near enough.
    pub corners: usize,
    /// Size in points of the screen of the smallest thing that is to be told apart, where there is one.
    pub finest: Option<f32>,
    pub make: Box<dyn FnOnce(Room) -> Vec<Mesh> + Send>,
}

impl Order {
    pub fn new(corners: usize, make: impl FnOnce(Room) -> Vec<Mesh> + Send + 'static) -> Self {
        Self { corners, finest: None, make: Box::new(make) }
    }

    /// Pixels each way that are averaged to one, so that no cell is lost between the middles of pixels.
    fn times(&self, pixels_per_point: f32) -> usize {
        let pixels = self.finest.map_or(2.0, |points| points * pixels_per_point);
        (2.0 / pixels.max(0.5)).ceil().clamp(1.0, 4.0) as usize
    }
}

/// Meshes at their present place.
struct Meshes {
    /// The room that they were made for, as it was then.
    room: Room,
    /// Where they have been moved to.
    at: View,
    moves: u32,
    list: Vec<Arc<Mesh>>,
}

enum Made {
    Meshes(Meshes),
    Picture(Developed),
}

/// A picture on its way.
type Drawing = Job<Result<ColorImage, Cancelled>>;

/// One layer, kept from frame to frame.
#[derive(Default)]
pub struct Moving {
    /// With what it depends on besides the view.
    made: Option<(u64, Made)>,
    coming: Option<(u64, Picture, Drawing)>,
}

impl Moving {
    /// Whether no picture is on its way.
    pub fn is_settled(&self) -> bool {
        self.coming.is_none()
    }

    /// The layer is not shown: a picture that is on its way is given up.
    pub fn rest(&mut self) {
        self.coming = None;
    }

    /// Draws what is ordered: what is kept of it, where that still serves. A picture that is on its way is stood in for by
    /// what was drawn before.
    pub fn draw(&mut self, painter: &Painter, glance: Glance, key: u64, order: impl FnOnce(Room) -> Order) {
        self.receive(painter, key);
        let serves = self.made.as_ref().is_some_and(|(made_for, made)| *made_for == key && made.serves(glance));
        if !serves && self.coming.is_none() {
            self.begin(painter, glance, key, order);
        }
        match &mut self.made {
            Some((_, Made::Meshes(meshes))) => {
                meshes.move_to(glance.view);
                painter.extend(meshes.list.iter().map(|mesh| Shape::Mesh(Arc::clone(mesh))));
            }
            Some((_, Made::Picture(developed))) => developed.paint(painter, glance.view),
            None => {}
        }
    }

    /// Takes the picture that was on its way; one that nobody wants any more is given up.
    fn receive(&mut self, painter: &Painter, key: u64) {
        let Some((made_for, picture, job)) = self.coming.take() else { return };
        if made_for != key {
            return;
        }
        match (job.poll(), &mut self.made) {
            (None, _) => self.coming = Some((made_for, picture, job)),
            (Some(Ok(Ok(image))), Some((of, Made::Picture(developed)))) => {
                *of = key;
                developed.replace(picture, image);
            }
            (Some(Ok(Ok(image))), made) => {
                let developed = Developed::new(painter.ctx(), "layer", picture, image);
                *made = Some((key, Made::Picture(developed)));
            }
            (Some(_), _) => {}
        }
    }

    fn begin(&mut self, painter: &Painter, glance: Glance, key: u64, order: impl FnOnce(Room) -> Order) {
        let room = Room::around(glance, AROUND);
        let order = order(room);
        if order.corners <= MOST_CORNERS {
            self.made = Some((key, Made::Meshes(Meshes::new(room, (order.make)(room)))));
            return;
        }
        let picture = Picture::around(glance, painter.ctx().input(|input| input.max_texture_side));
        let times = order.times(picture.pixels_per_point);
        let (wake, make) = (painter.ctx().clone(), order.make);
        let work = move |feedback: &_| develop(&make(picture.room()), &picture, times, feedback);
        let job = Job::spawn("layer", move || wake.request_repaint(), work);
        self.coming = job.ok().map(|job| (key, picture, job));
    }
}

impl Made {
    /// Whether nothing better has to be made for a view.
    fn serves(&self, glance: Glance) -> bool {
        match self {
            Self::Meshes(meshes) => meshes.serves(glance),
            Self::Picture(developed) => developed.picture.serves(glance),
        }
    }
}

impl Meshes {
    fn new(room: Room, list: Vec<Mesh>) -> Self {
        let list = list.into_iter().filter(|mesh| !mesh.is_empty()).map(Arc::new).collect();
        Self { room, at: room.glance.view, moves: 0, list }
    }

    fn serves(&self, glance: Glance) -> bool {
        let before = self.room.glance;
        let is_alike = (before.dark, before.pixels_per_point) == (glance.dark, glance.pixels_per_point);
        let shift = before.view.shift_to(glance.view).filter(|_| is_alike && self.moves < MOVES);
        shift.is_some_and(|shift| self.room.covered.translate(shift).contains_rect(glance.area))
    }

    /// Lays the meshes where the map has been moved to; where it has been zoomed they grow with it until others are there.
    fn move_to(&mut self, view: View) {
        if self.at == view {
            return;
        }
        let shift = self.at.shift_to(view);
        if shift == Some(Vec2::ZERO) {
            return;
        }
        self.moves += 1;
        let grown = self.at.grown_to(view);
        for mesh in &mut self.list {
            let mesh = Arc::make_mut(mesh);
            match shift {
                Some(shift) => mesh.translate(shift),
                None => mesh.transform(grown),
            }
        }
        self.at = view;
    }
}

/// One number for whatever a layer depends on besides the view.
pub fn key_of(what: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    what.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Context, LayerId, Pos2, Rect, pos2, vec2};

    use super::*;
    use crate::cartography::PlanePoint;
    use crate::ui::theme;

    const MIDDLE: PlanePoint = PlanePoint { x: 1.2e7, y: 2.4e6 };

    fn glance(middle: Pos2, scale: f64) -> Glance {
        let area = Rect::from_min_size(Pos2::ZERO, vec2(800.0, 400.0));
        Glance { view: View::at(MIDDLE, middle, scale), area, dark: false, pixels_per_point: 1.0 }
    }

    /// A square of 80 plane metres, said to have so many corners.
    fn order(corners: usize) -> Order {
        Order::new(corners, |room| {
            let view = room.glance.view;
            let side = (80.0 * view.scale) as f32;
            let mut mesh = Mesh::default();
            mesh.add_colored_rect(Rect::from_center_size(view.to_screen(MIDDLE), vec2(side, side)), theme::NO_TINT);
            vec![mesh]
        })
    }

    /// Draws a frame; whether something had to be ordered for it, and where the square is seen.
    fn draw(kept: &mut Moving, glance: Glance, key: u64, corners: usize) -> (bool, Option<Rect>) {
        let mut made = false;
        let ctx = Context::default();
        let painter = Painter::new(ctx, LayerId::background(), glance.area);
        kept.draw(&painter, glance, key, |_| {
            made = true;
            order(corners)
        });
        let place = match &kept.made {
            Some((_, Made::Meshes(meshes))) => Some(meshes.list[0].calc_bounds()),
            Some((_, Made::Picture(developed))) => Some(developed.picture.place_in(glance.view)),
            None => None,
        };
        (made, place)
    }

    fn wait(kept: &mut Moving, glance: Glance, key: u64) {
        for _ in 0..500 {
            draw(kept, glance, key, MOST_CORNERS + 1);
            if kept.is_settled() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        panic!("no picture came");
    }

    #[test]
    fn meshes_move_along_with_the_map_and_are_made_anew_beyond_their_room() {
        let mut kept = Moving::default();
        assert!(draw(&mut kept, glance(pos2(400.0, 200.0), 0.05), 1, 4).0);
        let (made, place) = draw(&mut kept, glance(pos2(430.0, 190.0), 0.05), 1, 4);
        assert_eq!((made, place.map(|rect| rect.center())), (false, Some(pos2(430.0, 190.0))));
        assert!(draw(&mut kept, glance(pos2(430.0, 190.0), 0.05), 2, 4).0, "something else is shown");
        assert!(draw(&mut kept, glance(pos2(430.0 + 401.0, 190.0), 0.05), 2, 4).0, "the room ends");
        assert!(draw(&mut kept, glance(pos2(400.0, 200.0), 0.1), 2, 4).0, "the scale is another");
    }

    #[test]
    fn a_large_layer_becomes_a_picture_and_is_stood_in_for_until_then() {
        let mut kept = Moving::default();
        draw(&mut kept, glance(pos2(400.0, 200.0), 0.05), 1, 4);
        let nearer = glance(pos2(300.0, 200.0), 0.1);
        let (made, place) = draw(&mut kept, nearer, 1, MOST_CORNERS + 1);
        assert!(made && !kept.is_settled());
        let place = place.unwrap();
        assert!((place.center() - pos2(300.0, 200.0)).length() < 0.01 && (place.width() - 8.0).abs() < 0.01);
        wait(&mut kept, nearer, 1);
        assert!(matches!(kept.made, Some((1, Made::Picture(_)))));
        assert!(!draw(&mut kept, nearer, 1, MOST_CORNERS + 1).0);
        assert!(draw(&mut kept, nearer, 2, MOST_CORNERS + 1).0, "something else is shown");
        wait(&mut kept, nearer, 2);
        assert!(matches!(kept.made, Some((2, Made::Picture(_)))));
        assert!(!draw(&mut kept, nearer, 2, 4).0 && draw(&mut kept, nearer, 3, 4).0);
        assert!(matches!(kept.made, Some((3, Made::Meshes(_)))), "few corners need no picture");
    }

    #[test]
    fn cells_finer_than_pixels_are_averaged() {
        let times = |finest: f32| Order { finest: Some(finest), ..order(4) }.times(1.0);
        assert_eq!([3.0, 2.0, 1.9, 1.0, 0.9, 0.2].map(times), [1, 1, 2, 2, 3, 4]);
        assert_eq!(order(4).times(1.0), 1);
    }
}
