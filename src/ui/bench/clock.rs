//! What the parts of a frame cost the processor: interface, tessellation, upload.
//!
//! A window measures the time on the wall from the first to the last step of a frame. That counts other programs and,
//! where no graphics card is, the drawing of pixels too. Here each part is measured by itself, in time of this thread's
//! processor where the system tells it.

use std::time::{Duration, Instant};

use eframe::egui::epaint::{ImageData, Primitive, Vertex};
use eframe::egui::{ClippedPrimitive, Color32, Context, FullOutput, Plugin, RawInput};

use crate::job::thread_time;

/// Costs of a frame in milliseconds of the processor.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Parts {
    pub interface: f64,
    pub tessellation: f64,
    /// Handing triangles and pictures over, as copying them in memory.
    pub upload: f64,
    /// What is handed over.
    pub bytes: usize,
    /// Part of the window's own measure that is owed to measuring.
    pub measuring: f64,
}

impl Parts {
    pub fn sum(self) -> f64 {
        self.interface + self.tessellation + self.upload
    }
}

/// Takes the times; asked for the last frame's between frames.
#[derive(Debug)]
pub struct Clock {
    start: Instant,
    began: Option<Duration>,
    pub last: Option<Parts>,
    vertices: Vec<Vertex>,
    indices: Vec<u32>,
    pixels: Vec<Color32>,
}

impl Default for Clock {
    fn default() -> Self {
        Self {
            start: Instant::now(),
            began: None,
            last: None,
            vertices: Vec::new(),
            indices: Vec::new(),
            pixels: Vec::new(),
        }
    }
}

impl Clock {
    /// Time that this thread has had of the processor, or, where the system does not say, the time that has passed.
    fn now(&self) -> Duration {
        thread_time().unwrap_or_else(|| self.start.elapsed())
    }

    /// Copies what the graphics card would be given; returns how much that is.
    fn hand_over(&mut self, primitives: &[ClippedPrimitive], output: &FullOutput) -> usize {
        self.vertices.clear();
        self.indices.clear();
        self.pixels.clear();
        for ClippedPrimitive { primitive, .. } in primitives {
            if let Primitive::Mesh(mesh) = primitive {
                self.vertices.extend_from_slice(&mesh.vertices);
                self.indices.extend_from_slice(&mesh.indices);
            }
        }
        for delta in output.textures_delta.set.values().flatten() {
            let ImageData::Color(image) = &delta.image;
            self.pixels.extend_from_slice(&image.pixels);
        }
        size_of_val(self.vertices.as_slice())
            + size_of_val(self.indices.as_slice())
            + size_of_val(self.pixels.as_slice())
    }
}

impl Plugin for Clock {
    fn debug_name(&self) -> &'static str {
        "frame clock"
    }

    fn input_hook(&mut self, _ctx: &Context, _input: &mut RawInput) {
        self.began = self.began.or_else(|| Some(self.now()));
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        let measuring = Instant::now();
        let Some(began) = self.began.take() else { return };
        let drawn = self.now();
        let shapes = output.shapes.clone();
        let copied = self.now();
        let primitives = ctx.tessellate(shapes, output.pixels_per_point);
        let tessellated = self.now();
        let bytes = self.hand_over(&primitives, output);
        let ms = |from: Duration, to: Duration| to.saturating_sub(from).as_secs_f64() * 1000.0;
        self.last = Some(Parts {
            interface: ms(began, drawn),
            tessellation: ms(copied, tessellated),
            upload: ms(tessellated, self.now()),
            bytes,
            measuring: measuring.elapsed().as_secs_f64() * 1000.0,
        });
    }
}
