//! Samples on the map: circles when they are few, a picture of their density, made off the window's thread, when many.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use eframe::egui::{Color32, ColorImage, Context, Painter, Stroke};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::following::Following;
use super::glance::Glance;
use super::picture::{Picture, image_of};
use super::shapes::Choice;
use crate::cartography::SampleField;
use crate::job::Job;
use crate::model::Analysis;
use crate::ui::theme::{self, Tokens};

/// Up to so many samples in view are drawn one by one.
const CIRCLES: usize = 2500;

/// Threads of the density alone: among those of all work it would wait in line behind the pictures of the other layers,
/// and it is the one that people follow with their eyes. `None` where the system gives no more threads.
static DRAWERS: LazyLock<Option<ThreadPool>> =
    LazyLock::new(|| ThreadPoolBuilder::new().thread_name(|_| "density".to_owned()).build().ok());

/// The layer of samples.
#[derive(Default)]
pub struct SampleLayer {
    made_for: Option<(usize, Choice)>,
    field: Arc<SampleField>,
    /// Sorts the samples of the present choice; until it is done the former ones are shown.
    sorting: Option<Job<SampleField>>,
    density: Following,
}

impl SampleLayer {
    /// Whether what is drawn is what was asked for last.
    pub fn is_settled(&self) -> bool {
        self.sorting.is_none() && self.density.is_settled()
    }

    /// How long the present picture of the density was in the making; `None` while another is, or without one.
    pub fn density_took(&self) -> Option<Duration> {
        self.is_settled().then(|| self.density.took())
    }

    /// The layer is not shown: what is on its way is given up.
    pub fn rest(&mut self) {
        if self.sorting.take().is_some() {
            self.made_for = None;
        }
        self.density.rest();
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
        if self.field.count(low, high) > CIRCLES {
            let field = Arc::clone(&self.field);
            let order = move |picture| {
                move || match DRAWERS.as_ref() {
                    Some(drawers) => drawers.install(|| draw(&field, picture, tokens)),
                    None => draw(&field, picture, tokens),
                }
            };
            return self.density.paint(painter, glance, "samples", order);
        }
        let rim = Stroke::new(0.8, tokens.halo);
        for (place, fails) in self.field.samples(low, high) {
            let color = if fails { tokens.sample_fail } else { tokens.sample_pass };
            painter.circle(glance.view.to_screen(place), 2.6, color, rim);
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
            self.density = Following::default();
        }
    }
}

/// One pixel per screen pixel: how many samples, and which part of them fails.
fn draw(field: &SampleField, picture: Picture, tokens: &Tokens) -> ColorImage {
    let [width, height] = picture.size();
    let north_west = picture.view().to_plane(picture.area.min);
    let per_metre = picture.view().scale * f64::from(picture.pixels_per_point);
    let density = field.density(north_west, per_metre, width, height);
    let shade = theme::Density::new(tokens, density.most());
    let color = |(n, failing): &(u32, u32)| match *n {
        0 => Color32::TRANSPARENT,
        n => shade.of(*failing, n),
    };
    image_of(&picture, density.pixels.par_iter().map(color).collect())
}
