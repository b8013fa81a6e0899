//! Pictures made off the window's thread for one view and some room around it. Until a new one is there, the old one moves
//! and grows along with the map.

use eframe::egui::{Color32, ColorImage, Context, Painter, Rect, TextureHandle, TextureOptions, pos2};

use super::glance::{Glance, Room};
use super::view::View;
use crate::ui::theme;

/// Room around the view that a picture is made with, and what must be left of it, as shares of the view's size: a new
/// picture is begun before the old one ends.
const AROUND: f32 = 0.25;
const LEFT_AROUND: f32 = 0.1;

/// What a picture is made for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Picture {
    /// As the map was looked at.
    glance: Glance,
    /// Part of the screen that it covers: whole pixels.
    pub area: Rect,
    /// Its own: fewer than the screen's where a picture could not be so large.
    pub pixels_per_point: f32,
    /// Room around the view below which it no longer serves, as a share of the view's size.
    left: f32,
}

impl Picture {
    /// The picture to make where a map is looked at in this way; `longest` is the longest side in pixels that a graphics
    /// card takes.
    pub fn around(glance: Glance, longest: usize) -> Self {
        let side = glance.area.width().max(glance.area.height()).max(1.0);
        let mut pixels_per_point = glance.pixels_per_point;
        // Two pixels are lost to rounding.
        let room = |pixels_per_point: f32| ((longest as f32 - 2.0) / pixels_per_point / side - 1.0) / 2.0;
        while room(pixels_per_point) < 0.01 && pixels_per_point > 0.1 {
            pixels_per_point /= 2.0;
        }
        let around = room(pixels_per_point).clamp(0.01, AROUND);
        let pixel = |points: f32| (points * pixels_per_point).round() / pixels_per_point;
        let wide = Room::around(glance, around).covered;
        let area = Rect::from_min_max(
            pos2(pixel(wide.left()), pixel(wide.top())),
            pos2(pixel(wide.right()), pixel(wide.bottom())),
        );
        Self { glance, area, pixels_per_point, left: around * LEFT_AROUND / AROUND }
    }

    pub fn view(&self) -> View {
        self.glance.view
    }

    /// What meshes that are drawn into it are made for.
    pub fn room(&self) -> Room {
        Room { glance: self.glance, covered: self.area }
    }

    /// Width and height in pixels.
    pub fn size(&self) -> [usize; 2] {
        let pixels = |points: f32| (points * self.pixels_per_point).round().max(1.0) as usize;
        [pixels(self.area.width()), pixels(self.area.height())]
    }

    /// Whether it is sharp in another view and goes beyond its edges.
    pub fn serves(&self, glance: Glance) -> bool {
        let made = self.glance;
        let is_alike = (made.dark, made.pixels_per_point) == (glance.dark, glance.pixels_per_point);
        let wanted = Room::around(glance, self.left).covered;
        let shift = made.view.shift_to(glance.view).filter(|_| is_alike);
        shift.is_some_and(|shift| self.area.translate(shift).contains_rect(wanted))
    }

    /// Where it lies on the screen in another view: on whole pixels where it is sharp.
    pub fn place_in(&self, view: View) -> Rect {
        let made = self.glance.view;
        let corner = |p| view.to_screen(made.to_plane(p));
        match made.shift_to(view) {
            Some(shift) => self.area.translate((shift * self.pixels_per_point).round() / self.pixels_per_point),
            None => Rect::from_two_pos(corner(self.area.min), corner(self.area.max)),
        }
    }
}

/// A picture that has been made, on the graphics card.
pub struct Developed {
    pub picture: Picture,
    texture: TextureHandle,
}

impl Developed {
    pub fn new(ctx: &Context, name: &str, picture: Picture, image: ColorImage) -> Self {
        Self { picture, texture: ctx.load_texture(name, image, TextureOptions::LINEAR) }
    }

    /// A newer picture takes the place of this one.
    pub fn replace(&mut self, picture: Picture, image: ColorImage) {
        self.picture = picture;
        self.texture.set(image, TextureOptions::LINEAR);
    }

    pub fn paint(&self, painter: &Painter, view: View) {
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        painter.image(self.texture.id(), self.picture.place_in(view), whole, theme::NO_TINT);
    }
}

/// A picture of one colour a pixel, row by row from the top.
pub fn image_of(picture: &Picture, pixels: Vec<Color32>) -> ColorImage {
    ColorImage::new(picture.size(), pixels)
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Vec2, vec2};

    use super::*;
    use crate::cartography::PlanePoint;

    fn glance(shift: Vec2, scale: f64) -> Glance {
        let view = View::at(PlanePoint { x: 1.2e7, y: 2.4e6 }, pos2(400.0, 200.0) + shift, scale);
        let area = Rect::from_min_size(pos2(100.25, 50.0), vec2(800.0, 400.0));
        Glance { view, area, dark: false, pixels_per_point: 2.0 }
    }

    #[test]
    fn a_picture_serves_while_the_map_moves_a_little() {
        let picture = Picture::around(glance(Vec2::ZERO, 0.05), 8192);
        assert!(picture.serves(glance(vec2(115.0, 0.0), 0.05)));
        assert!(!picture.serves(glance(vec2(125.0, 0.0), 0.05)), "its edge comes near");
        assert!(!picture.serves(glance(Vec2::ZERO, 0.06)), "it is not sharp");
        assert!(!picture.serves(Glance { dark: true, ..glance(Vec2::ZERO, 0.05) }));
    }

    #[test]
    fn a_moved_picture_stays_on_whole_pixels() {
        let picture = Picture::around(glance(Vec2::ZERO, 0.05), 8192);
        assert_eq!(picture.area.min, pos2(-100.0, -50.0));
        let place = picture.place_in(glance(vec2(10.3, -7.1), 0.05).view);
        assert!((place.min - pos2(-89.5, -57.0)).length() < 1e-3, "{place:?}");
        assert!((place.size() - picture.area.size()).length() < 1e-3);
        let nearer = picture.place_in(glance(Vec2::ZERO, 0.1).view);
        assert!((nearer.width() - 2.0 * picture.area.width()).abs() < 0.01);
    }

    #[test]
    fn no_picture_is_larger_than_a_graphics_card_takes() {
        let still = glance(Vec2::ZERO, 0.05);
        for longest in [8192, 2048, 1700, 1500, 512] {
            let picture = Picture::around(still, longest);
            assert!(picture.size().into_iter().all(|side| side <= longest), "{longest}: {:?}", picture.size());
            assert!(picture.serves(still), "{longest}");
        }
    }
}
