//! Samples on the map: circles when they are few, a picture of their density, made off the window's thread, when many.

use std::sync::Arc;

use eframe::egui::{ColorImage, Context, Painter, Rect, TextureHandle, TextureOptions, pos2};

use super::shapes::Choice;
use super::view::View;
use crate::cartography::{PlanePoint, plane_from_lonlat};
use crate::job::Job;
use crate::model::{Analysis, LonLat};
use crate::ui::theme::{self, Tokens};

/// Up to so many samples in view are drawn one by one.
const CIRCLES: usize = 2500;

/// A sample's place and whether it fails.
type Sample = (PlanePoint, bool);

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
    samples: Arc<Vec<Sample>>,
    texture: Option<(Picture, TextureHandle)>,
    drawing: Option<(Picture, Job<ColorImage>)>,
}

impl SampleLayer {
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
        let key = (Arc::as_ptr(analysis) as usize, choice);
        if self.made_for != Some(key) {
            self.made_for = Some(key);
            self.samples = Arc::new(samples_of(analysis, choice));
            (self.texture, self.drawing) = (None, None);
        }
        let area = painter.clip_rect();
        let visible = |s: &&Sample| area.expand(4.0).contains(view.to_screen(s.0));
        if self.samples.len() <= CIRCLES || self.samples.iter().filter(visible).take(CIRCLES + 1).count() <= CIRCLES {
            for (place, fails) in self.samples.iter().filter(visible) {
                let color = if *fails { tokens.sample_fail } else { tokens.sample_pass };
                painter.circle(view.to_screen(*place), 2.6, color, eframe::egui::Stroke::new(0.8, tokens.halo));
            }
            return;
        }
        self.paint_density(painter, Picture { view, area, dark }, tokens);
    }

    fn paint_density(&mut self, painter: &Painter, wanted: Picture, tokens: &'static Tokens) {
        let ctx = painter.ctx();
        if let Some((picture, image)) = self.drawing.as_ref().and_then(|(p, job)| Some((*p, job.poll()?.ok()?))) {
            self.drawing = None;
            self.texture = Some((picture, ctx.load_texture("samples", image, TextureOptions::LINEAR)));
        }
        let made = self.texture.as_ref().map(|(picture, _)| *picture);
        if made != Some(wanted) && self.drawing.is_none() {
            self.drawing = start(ctx, Arc::clone(&self.samples), wanted, tokens).map(|job| (wanted, job));
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

fn samples_of(analysis: &Analysis, choice: Choice) -> Vec<Sample> {
    let samples = &analysis.dataset.samples;
    let Some(criterion) = analysis.settings.profile.criteria.first() else { return Vec::new() };
    let values = samples.metric(criterion.metric);
    let flags = analysis.judgement.flags.iter().enumerate();
    flags
        .filter(|(_, flags)| flags.is_evidence())
        .filter_map(|(i, _)| {
            let (operator, technology) = (*samples.operator.get(i)?, *samples.technology.get(i)?);
            let asked =
                choice.operator.is_none_or(|o| o == operator) && choice.technology.is_none_or(|t| t == technology);
            let fails = criterion.fails(technology, values.get(i)?)?;
            let position = LonLat { lon: samples.lon.get(i)?, lat: samples.lat.get(i)? };
            asked.then(|| (plane_from_lonlat(position), fails))
        })
        .collect()
}

fn start(
    ctx: &Context,
    samples: Arc<Vec<Sample>>,
    picture: Picture,
    tokens: &'static Tokens,
) -> Option<Job<ColorImage>> {
    let wake = ctx.clone();
    let pixels = ctx.pixels_per_point();
    Job::spawn("samples", move || wake.request_repaint(), move |_| draw(&samples, picture, pixels, tokens)).ok()
}

/// One pixel per screen pixel: how many samples, and which part of them fails.
fn draw(samples: &[Sample], picture: Picture, pixels_per_point: f32, tokens: &Tokens) -> ColorImage {
    let width = (picture.area.width() * pixels_per_point).ceil().max(1.0) as usize;
    let height = (picture.area.height() * pixels_per_point).ceil().max(1.0) as usize;
    let mut counts = vec![(0u32, 0u32); width * height];
    for (place, fails) in samples {
        let at = (picture.view.to_screen(*place) - picture.area.min) * pixels_per_point;
        for (dx, dy) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
            let (x, y) = (at.x + dx, at.y + dy);
            if x >= 0.0 && y >= 0.0 && (x as usize) < width && (y as usize) < height {
                let pixel = &mut counts[y as usize * width + x as usize];
                pixel.0 += 1;
                pixel.1 += u32::from(*fails);
            }
        }
    }
    let most = counts.iter().map(|c| c.0).max().unwrap_or(0);
    let color = |(n, failing): &(u32, u32)| {
        if *n == 0 {
            eframe::egui::Color32::TRANSPARENT
        } else {
            theme::density(tokens, *failing as f32 / *n as f32, *n, most)
        }
    };
    ColorImage::new([width, height], counts.iter().map(color).collect())
}
