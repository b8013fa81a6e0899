//! What a frame costs while the map is moved, and how soon the picture of the samples follows.
//!
//! The map is dragged by a pointer of its own, as a person would: interface, tessellation and upload are all in it.

use std::time::{Duration, Instant};

use eframe::egui::{Context, Event, Modifiers, PointerButton, Pos2, RawInput, ViewportCommand, pos2, vec2};

use crate::app::{App, Command, Layer, Stage};

/// Frames before anything is counted: fonts, textures and the first pictures settle.
const WARM: u32 = 40;

/// Frames in which the map is dragged, and of one drag.
const DRAGGED: u32 = 300;
const ONE_DRAG: u32 = 30;

/// Longest that the picture is waited for after a drag.
const PATIENCE: Duration = Duration::from_secs(5);

/// The middle of the map, in a window as it is designed.
const MIDDLE: Pos2 = pos2(630.0, 290.0);

#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Step {
    #[default]
    Loading,
    Warm(u32),
    Drag(u32),
    /// The pointer was let go; the picture has to follow.
    Wait(u32, Instant),
    Done,
    Ended,
}

/// Drags the map about and takes the times.
#[derive(Debug, Default)]
pub struct Bench {
    step: Step,
    frames_ms: Vec<f64>,
    follow_ms: Vec<f64>,
}

impl Bench {
    /// The pointer of the present frame.
    pub fn move_pointer(&mut self, input: &mut RawInput) {
        let own = |event: &Event| matches!(event, Event::PointerMoved(_) | Event::PointerGone | Event::MouseMoved(_));
        input.events.retain(|event| !own(event));
        let Step::Drag(frame) = self.step else { return };
        let along = frame % ONE_DRAG;
        // Every other drag goes back.
        let way = if (frame / ONE_DRAG).is_multiple_of(2) { 1.0 } else { -1.0 };
        let at = MIDDLE + way * vec2(6.0, 2.0) * (along as f32 - ONE_DRAG as f32 / 2.0);
        input.events.push(Event::PointerMoved(at));
        if along == 0 || along == ONE_DRAG - 1 {
            let button = PointerButton::Primary;
            let pressed = along == 0;
            input.events.push(Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
        }
    }

    /// Called at the end of each frame with the cost of the one before.
    pub fn after_frame(&mut self, ctx: &Context, app: &App, cpu_s: Option<f32>, settled: bool) -> Vec<Command> {
        ctx.request_repaint();
        match self.step {
            Step::Loading => {
                if matches!(app.stage(), Stage::Ready { .. }) && !app.is_working() {
                    self.step = Step::Warm(0);
                    return vec![Command::ShowReport(false), Command::ShowLayer(Layer::Samples, true)];
                }
            }
            Step::Warm(frame) => {
                let ready = frame >= WARM && settled;
                self.step = if ready { Step::Drag(0) } else { Step::Warm(frame + 1) };
            }
            Step::Drag(frame) => {
                self.frames_ms.extend(cpu_s.map(|s| f64::from(s) * 1000.0));
                let next = frame + 1;
                let ends = next % ONE_DRAG == 0;
                self.step = if ends { Step::Wait(next, Instant::now()) } else { Step::Drag(next) };
            }
            Step::Wait(next, since) => {
                if settled || since.elapsed() > PATIENCE {
                    self.follow_ms.push(since.elapsed().as_secs_f64() * 1000.0);
                    self.step = if next >= DRAGGED { Step::Done } else { Step::Drag(next) };
                }
            }
            Step::Done => {
                let n = app.analysis().map_or(0, |analysis| analysis.judgement.kept.iter().sum::<u64>());
                println!("samples={n}");
                println!("frame_cpu_ms {}", spread(&mut self.frames_ms));
                println!("density_follow_ms {}", spread(&mut self.follow_ms));
                ctx.send_viewport_cmd(ViewportCommand::Close);
                self.step = Step::Ended;
            }
            Step::Ended => {}
        }
        Vec::new()
    }
}

/// Median, 95th percentile and largest.
fn spread(values: &mut [f64]) -> String {
    values.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = (values.len().saturating_sub(1) as f64 * share).round() as usize;
        values.get(place).copied().unwrap_or(f64::NAN)
    };
    format!("median={:.2} p95={:.2} max={:.2} n={}", at(0.5), at(0.95), at(1.0), values.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spread_is_that_of_numpy() {
        // numpy.quantile([5,1,4,2,3], [.5, .95, 1], method="nearest")
        assert_eq!(spread(&mut [5.0, 1.0, 4.0, 2.0, 3.0]), "median=3.00 p95=5.00 max=5.00 n=5");
    }
}
