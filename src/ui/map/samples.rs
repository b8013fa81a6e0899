//! Samples on the map: circles when they are few, a picture of their density, made off the window's thread, when many.

use std::sync::Arc;

use eframe::egui::{Color32, ColorImage, Context, Painter, Rect, Stroke, TextureHandle, TextureOptions, pos2};

use super::shapes::Choice;
use super::view::View;
use crate::cartography::{PlanePoint, SampleField};
use crate::job::Job;
use crate::model::Analysis;
use crate::ui::theme::{self, Tokens};

/// Up to so many samples in view are drawn one by one.
const CIRCLES: usize = 2500;

/// A picture of the density, and the view and part of the screen that it was made for.
#[derive(Clone, Copy, PartialEq)]
struct Picture {
    view: View,
    area: Rect,
    dark: bool,
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
        view: View,
        tokens: &'static Tokens,
        dark: bool,
    ) {
        self.gather(painter.ctx(), analysis, choice);
        let area = painter.clip_rect();
        let (low, high) = (view.to_plane(area.left_bottom()), view.to_plane(area.right_top()));
        let runs = self.field.runs(low, high);
        if runs.iter().map(|run| run.places.len()).sum::<usize>() > CIRCLES {
            return self.paint_density(painter, Picture { view, area, dark }, tokens);
        }
        let Some(corner) = self.field.corner() else { return };
        let rim = Stroke::new(0.8, tokens.halo);
        for run in runs {
            for ([east, north], fails) in run.places.iter().zip(run.fails) {
                let place = PlanePoint { x: corner.x + f64::from(*east), y: corner.y + f64::from(*north) };
                let color = if *fails { tokens.sample_fail } else { tokens.sample_pass };
                painter.circle(view.to_screen(place), 2.6, color, rim);
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

    fn paint_density(&mut self, painter: &Painter, wanted: Picture, tokens: &'static Tokens) {
        let ctx = painter.ctx();
        if let Some((picture, image)) = self.drawing.as_ref().and_then(|(p, job)| Some((*p, job.poll()?.ok()?))) {
            self.drawing = None;
            match &mut self.texture {
                Some((made, texture)) => {
                    *made = picture;
                    texture.set(image, TextureOptions::LINEAR);
                }
                empty => *empty = Some((picture, ctx.load_texture("samples", image, TextureOptions::LINEAR))),
            }
        }
        let made = self.texture.as_ref().map(|(picture, _)| *picture);
        if made != Some(wanted) && self.drawing.is_none() {
            self.drawing = start(ctx, Arc::clone(&self.field), wanted, tokens).map(|job| (wanted, job));
        }
        if let Some((picture, texture)) = &self.texture {
            // Until the new picture is there the old one moves along with the map.
            let corner = |p| wanted.view.to_screen(picture.view.to_plane(p));
            let place = Rect::from_two_pos(corner(picture.area.min), corner(picture.area.max));
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            painter.image(texture.id(), place, whole, theme::NO_TINT);
        }
    }
}

fn start(ctx: &Context, field: Arc<SampleField>, picture: Picture, tokens: &'static Tokens) -> Option<Job<ColorImage>> {
    let wake = ctx.clone();
    let pixels = ctx.pixels_per_point();
    Job::spawn("samples", move || wake.request_repaint(), move |_| draw(&field, picture, pixels, tokens)).ok()
}

/// One pixel per screen pixel: how many samples, and which part of them fails.
fn draw(field: &SampleField, picture: Picture, pixels_per_point: f32, tokens: &Tokens) -> ColorImage {
    let width = (picture.area.width() * pixels_per_point).ceil().max(1.0) as usize;
    let height = (picture.area.height() * pixels_per_point).ceil().max(1.0) as usize;
    let north_west = picture.view.to_plane(picture.area.min);
    let density = field.density(north_west, picture.view.scale * f64::from(pixels_per_point), width, height);
    let most = density.pixels.iter().map(|pixel| pixel.0).max().unwrap_or(0);
    let color = |(n, failing): &(u32, u32)| match *n {
        0 => Color32::TRANSPARENT,
        n => theme::density(tokens, *failing as f32 / n as f32, n, most),
    };
    ColorImage::new([width, height], density.pixels.iter().map(color).collect())
}
