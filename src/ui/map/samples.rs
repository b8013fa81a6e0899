//! Samples on the map: circles when they are few, a picture of their density, made off the window's thread, when many.

use std::sync::Arc;

use eframe::egui::{Color32, ColorImage, Context, Painter, Rect, Stroke, TextureHandle, TextureOptions, pos2};
use rayon::prelude::*;

use super::moving::Glance;
use super::shapes::Choice;
use super::view::View;
use crate::cartography::{PlanePoint, SampleField};
use crate::job::Job;
use crate::model::Analysis;
use crate::ui::theme::{self, Tokens};

/// Up to so many samples in view are drawn one by one.
const CIRCLES: usize = 2500;

/// Room around the view that a picture is made with, and what must be left of it, as shares of the view's size: a new
/// picture is begun before the old one ends.
const AROUND: f32 = 0.25;
const LEFT_AROUND: f32 = 0.1;

/// A picture of the density, and what it was made for.
#[derive(Clone, Copy, PartialEq)]
struct Picture {
    view: View,
    /// Part of the screen that it covers: whole pixels.
    area: Rect,
    dark: bool,
    pixels_per_point: f32,
}

impl Picture {
    /// The picture to make where a map is looked at in this way.
    fn around(glance: Glance) -> Self {
        let Glance { view, area, dark, pixels_per_point } = glance;
        let pixel = |points: f32| (points * pixels_per_point).round() / pixels_per_point;
        let wide = area.expand2(area.size() * AROUND);
        let area = Rect::from_min_max(
            pos2(pixel(wide.left()), pixel(wide.top())),
            pos2(pixel(wide.right()), pixel(wide.bottom())),
        );
        Self { view, area, dark, pixels_per_point }
    }

    /// Whether it is sharp in another view and goes beyond its edges.
    fn serves(&self, glance: Glance) -> bool {
        let is_alike = (self.dark, self.pixels_per_point) == (glance.dark, glance.pixels_per_point);
        let wanted = glance.area.expand2(glance.area.size() * LEFT_AROUND);
        let shift = self.view.shift_to(glance.view).filter(|_| is_alike);
        shift.is_some_and(|shift| self.area.translate(shift).contains_rect(wanted))
    }

    /// Where it lies on the screen in another view: on whole pixels where it is sharp.
    fn place_in(&self, view: View) -> Rect {
        let corner = |p| view.to_screen(self.view.to_plane(p));
        match self.view.shift_to(view) {
            Some(shift) => self.area.translate((shift * self.pixels_per_point).round() / self.pixels_per_point),
            None => Rect::from_two_pos(corner(self.area.min), corner(self.area.max)),
        }
    }
}

/// The layer of samples.
#[derive(Default)]
pub struct SampleLayer {
    made_for: Option<(usize, Choice)>,
    field: Arc<SampleField>,
    /// Sorts the samples of the present choice; until it is done the former ones are shown.
    sorting: Option<Job<SampleField>>,
    texture: Option<(Picture, TextureHandle)>,
    drawing: Option<(Picture, Job<ColorImage>)>,
}

impl SampleLayer {
    /// Whether what is drawn is what was asked for last.
    pub fn is_settled(&self) -> bool {
        self.sorting.is_none() && self.drawing.is_none()
    }

    /// Draws the samples of the present choice.
    pub fn paint(
        &mut self,
        painter: &Painter,
        analysis: &Arc<Analysis>,
        choice: Choice,
        glance: Glance,
        tokens: &'static Tokens,
    ) {
        self.gather(painter.ctx(), analysis, choice);
        let (low, high) = glance.plane_of(glance.area);
        let runs = self.field.runs(low, high);
        if runs.iter().map(|run| run.places.len()).sum::<usize>() > CIRCLES {
            return self.paint_density(painter, glance, tokens);
        }
        let Some(corner) = self.field.corner() else { return };
        let rim = Stroke::new(0.8, tokens.halo);
        for run in runs {
            for ([east, north], fails) in run.places.iter().zip(run.fails) {
                let place = PlanePoint { x: corner.x + f64::from(*east), y: corner.y + f64::from(*north) };
                let color = if *fails { tokens.sample_fail } else { tokens.sample_pass };
                painter.circle(glance.view.to_screen(place), 2.6, color, rim);
            }
        }
    }

    fn gather(&mut self, ctx: &Context, analysis: &Arc<Analysis>, choice: Choice) {
        let key = (Arc::as_ptr(analysis) as usize, choice);
        if self.made_for != Some(key) {
            self.made_for = Some(key);
            let (wake, analysis) = (ctx.clone(), Arc::clone(analysis));
            let sort = move |_: &_| SampleField::new(&analysis, choice.operator, choice.technology);
            self.sorting = Job::spawn("samples", move || wake.request_repaint(), sort).ok();
        }
        if let Some(field) = self.sorting.as_ref().and_then(Job::poll) {
            self.sorting = None;
            self.field = Arc::new(field.unwrap_or_default());
            (self.texture, self.drawing) = (None, None);
        }
    }

    fn paint_density(&mut self, painter: &Painter, glance: Glance, tokens: &'static Tokens) {
        let ctx = painter.ctx();
        if let Some((picture, drawn)) = self.drawing.as_ref().and_then(|(p, job)| Some((*p, job.poll()?))) {
            self.drawing = None;
            match (&mut self.texture, drawn) {
                (Some((made, texture)), Ok(image)) => {
                    *made = picture;
                    texture.set(image, TextureOptions::LINEAR);
                }
                (empty, Ok(image)) => {
                    *empty = Some((picture, ctx.load_texture("samples", image, TextureOptions::LINEAR)));
                }
                (_, Err(_)) => {}
            }
        }
        // One picture at a time: where the map is zoomed on and on, each is shown, larger or smaller, until the next.
        if self.drawing.is_none() && !self.texture.as_ref().is_some_and(|(picture, _)| picture.serves(glance)) {
            let picture = Picture::around(glance);
            self.drawing = start(ctx, Arc::clone(&self.field), picture, tokens).map(|job| (picture, job));
        }
        if let Some((picture, texture)) = &self.texture {
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            painter.image(texture.id(), picture.place_in(glance.view), whole, theme::NO_TINT);
        }
    }
}

fn start(ctx: &Context, field: Arc<SampleField>, picture: Picture, tokens: &'static Tokens) -> Option<Job<ColorImage>> {
    let wake = ctx.clone();
    Job::spawn("samples", move || wake.request_repaint(), move |_| draw(&field, picture, tokens)).ok()
}

/// One pixel per screen pixel: how many samples, and which part of them fails.
fn draw(field: &SampleField, picture: Picture, tokens: &Tokens) -> ColorImage {
    let pixels = |points: f32| (points * picture.pixels_per_point).round().max(1.0) as usize;
    let (width, height) = (pixels(picture.area.width()), pixels(picture.area.height()));
    let north_west = picture.view.to_plane(picture.area.min);
    let per_metre = picture.view.scale * f64::from(picture.pixels_per_point);
    let density = field.density(north_west, per_metre, width, height);
    let shade = theme::Density::new(tokens, density.most());
    let color = |(n, failing): &(u32, u32)| match *n {
        0 => Color32::TRANSPARENT,
        n => shade.of(*failing as f32 / n as f32, n),
    };
    ColorImage::new([width, height], density.pixels.par_iter().map(color).collect())
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Vec2, vec2};

    use super::*;

    fn glance(shift: Vec2, scale: f64) -> Glance {
        let view = View::at(PlanePoint { x: 1.2e7, y: 2.4e6 }, pos2(400.0, 200.0) + shift, scale);
        let area = Rect::from_min_size(pos2(100.25, 50.0), vec2(800.0, 400.0));
        Glance { view, area, dark: false, pixels_per_point: 2.0 }
    }

    #[test]
    fn a_picture_serves_while_the_map_moves_a_little() {
        let picture = Picture::around(glance(Vec2::ZERO, 0.05));
        assert!(picture.serves(glance(vec2(115.0, 0.0), 0.05)));
        assert!(!picture.serves(glance(vec2(125.0, 0.0), 0.05)), "its edge comes near");
        assert!(!picture.serves(glance(Vec2::ZERO, 0.06)), "it is not sharp");
        assert!(!picture.serves(Glance { dark: true, ..glance(Vec2::ZERO, 0.05) }));
    }

    #[test]
    fn a_moved_picture_stays_on_whole_pixels() {
        let picture = Picture::around(glance(Vec2::ZERO, 0.05));
        assert_eq!(picture.area.min, pos2(-100.0, -50.0));
        let place = picture.place_in(glance(vec2(10.3, -7.1), 0.05).view);
        assert!((place.min - pos2(-89.5, -57.0)).length() < 1e-3, "{place:?}");
        assert!((place.size() - picture.area.size()).length() < 1e-3);
        let nearer = picture.place_in(glance(Vec2::ZERO, 0.1).view);
        assert!((nearer.width() - 2.0 * picture.area.width()).abs() < 0.01);
    }
}
