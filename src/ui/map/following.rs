//! A layer as one picture that follows the map: a new one is made off the window's thread, one at a time, and until it is
//! there the one before moves and grows along.

use std::time::{Duration, Instant};

use eframe::egui::{ColorImage, Painter};

use super::glance::Glance;
use super::picture::{Developed, Picture};
use crate::job::Job;

#[derive(Default)]
pub struct Following {
    developed: Option<Developed>,
    drawing: Option<(Picture, Job<(ColorImage, Duration)>)>,
    took: Duration,
}

impl Following {
    /// Whether no picture is on its way.
    pub fn is_settled(&self) -> bool {
        self.drawing.is_none()
    }

    /// From the moment the last picture was asked for until it lay ready; the window shows it with its next frame.
    pub fn took(&self) -> Duration {
        self.took
    }

    /// The layer is not shown: a picture that is on its way is given up.
    pub fn rest(&mut self) {
        self.drawing = None;
    }

    /// Shows what is there, and begins a new picture where that no longer serves. `order` gives the work that draws it.
    pub fn paint<W>(&mut self, painter: &Painter, glance: Glance, name: &str, order: impl FnOnce(Picture) -> W)
    where
        W: FnOnce() -> ColorImage + Send + 'static,
    {
        let ctx = painter.ctx();
        if let Some((picture, drawn)) = self.drawing.as_ref().and_then(|(p, job)| Some((*p, job.poll()?))) {
            self.drawing = None;
            if let Ok((image, took)) = drawn {
                self.took = took;
                match &mut self.developed {
                    Some(developed) => developed.replace(picture, image),
                    none => *none = Some(Developed::new(ctx, name, picture, image)),
                }
            }
        }
        if self.drawing.is_none() && !self.developed.as_ref().is_some_and(|made| made.picture.serves(glance)) {
            let picture = Picture::around(glance, ctx.input(|input| input.max_texture_side));
            let (wake, work, asked) = (ctx.clone(), order(picture), Instant::now());
            let job = Job::spawn(name, move || wake.request_repaint(), move |_| (work(), asked.elapsed()));
            self.drawing = job.ok().map(|job| (picture, job));
        }
        if let Some(developed) = &self.developed {
            developed.paint(painter, glance.view);
        }
    }
}
