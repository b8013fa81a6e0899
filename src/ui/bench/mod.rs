//! What a frame costs while the map is moved, and how soon the pictures of samples and cells follow.
//!
//! The map is dragged by a pointer of its own, as a person would: interface, tessellation and upload are all in it.

mod clock;

use std::time::{Duration, Instant};

use eframe::egui::{Context, Event, Modifiers, PointerButton, Pos2, RawInput, ViewportCommand, pos2, vec2};

use crate::app::{App, Command, Layer, Stage};
use crate::job::memory_mib;
use clock::{Clock, Parts};

/// Frames before anything is counted: fonts, textures and the first pictures settle.
const WARM: u32 = 15;

/// Frames in which the map is dragged in a scene, and of one drag.
const DRAGGED: u32 = 60;
const ONE_DRAG: u32 = 30;

/// Steps nearer, and then back, whose pictures are waited for.
const ZOOMS: u32 = 4;

/// Longest that the pictures are waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// The middle of the map, in a window as it is designed.
const MIDDLE: Pos2 = pos2(630.0, 290.0);

/// What the map shows while it is dragged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scene {
    /// As it opens: cells, weak spots, zones.
    Opened,
    /// And the samples.
    Samples,
    /// The same from nearer.
    Near,
    /// Everything at once, gaps and suspicions too.
    All,
}

impl Scene {
    const LIST: [Self; 4] = [Self::Opened, Self::Samples, Self::Near, Self::All];

    fn name(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Samples => "samples",
            Self::Near => "near",
            Self::All => "all",
        }
    }

    /// What makes it of the scene before.
    fn commands(self) -> Vec<Command> {
        let zoom = |nearer| std::iter::repeat_n(Command::Zoom { nearer }, 3);
        match self {
            Self::Opened => vec![Command::ShowReport(false)],
            Self::Samples => vec![Command::ShowLayer(Layer::Samples, true)],
            Self::Near => zoom(true).collect(),
            Self::All => zoom(false)
                .chain([Command::ShowLayer(Layer::Gaps, true), Command::Unfold(crate::app::Part::FewVotes)])
                .collect(),
        }
    }
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Step {
    #[default]
    Loading,
    Warm(u32),
    Drag(u32),
    /// The pointer was let go; the pictures have to follow.
    Wait(u32, Waiting),
    /// The map was zoomed; the pictures have to follow.
    Zoomed(u32, Waiting),
    Ended,
}

/// What has come of the pictures that are made in the background.
#[derive(Debug, Clone, Copy)]
pub struct Settled {
    /// How long the density of the samples in the present view was in the making, once it is there.
    pub density_took: Option<Duration>,
    pub all: bool,
}

/// Pictures are waited for. The window rests meanwhile, as it does when nobody touches it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Waiting {
    since: Instant,
    density_came: bool,
}

impl Waiting {
    fn begin() -> Self {
        Self { since: Instant::now(), density_came: false }
    }

    /// Whether everything has come, or the patience is at its end.
    fn ends(&mut self, settled: Settled, followed: &mut Followed) -> bool {
        let ms = self.since.elapsed().as_secs_f64() * 1000.0;
        let late = self.since.elapsed() > PATIENCE;
        let came = settled.density_took.or(late.then_some(PATIENCE)).filter(|_| !self.density_came);
        if let Some(took) = came {
            self.density_came = true;
            followed.density_made_ms.push(took.as_secs_f64() * 1000.0);
            followed.density_ms.push(ms);
        }
        if settled.all || late {
            followed.all_ms.push(ms);
        }
        settled.all || late
    }
}

/// How soon pictures were there: that of the density as it was made, then with the frames that show it and what the
/// software rasteriser takes for them.
#[derive(Debug, Default)]
struct Followed {
    density_made_ms: Vec<f64>,
    density_ms: Vec<f64>,
    all_ms: Vec<f64>,
}

impl Followed {
    fn print(&mut self, after: &str) {
        println!("density_made_after_{after}_ms {}", spread(&mut self.density_made_ms));
        println!("density_after_{after}_ms {}", spread(&mut self.density_ms));
        println!("pictures_after_{after}_ms {}", spread(&mut self.all_ms));
    }
}

/// Drags the map about and takes the times.
#[derive(Debug, Default)]
pub struct Bench {
    step: Step,
    scene: usize,
    parts: Vec<Parts>,
    /// The window's own measure, less what measuring takes.
    window_ms: Vec<f64>,
    after_drag: Followed,
    after_zoom: Followed,
}

impl Bench {
    /// Begins to take times of a window's frames.
    pub fn new(ctx: &Context) -> Self {
        ctx.add_plugin(Clock::default());
        Self::default()
    }

    /// The pointer of the present frame.
    pub fn move_pointer(&mut self, input: &mut RawInput) {
        let own = |event: &Event| matches!(event, Event::PointerMoved(_) | Event::PointerGone | Event::MouseMoved(_));
        input.events.retain(|event| !own(event));
        let Step::Drag(frame) = self.step else { return };
        let along = frame % ONE_DRAG;
        // One drag goes one way, the next goes back.
        let way = if (frame / ONE_DRAG).is_multiple_of(2) { 1.0 } else { -1.0 };
        let at = MIDDLE + way * vec2(8.0, 2.5) * (along as f32 - ONE_DRAG as f32 / 2.0);
        input.events.push(Event::PointerMoved(at));
        if along == 0 || along == ONE_DRAG - 1 {
            let button = PointerButton::Primary;
            let pressed = along == 0;
            input.events.push(Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
        }
    }

    /// Called at the end of each frame; the costs are those of the one before.
    pub fn after_frame(&mut self, ctx: &Context, app: &App, window_s: Option<f32>, settled: Settled) -> Vec<Command> {
        let Some(commands) = self.step_on(ctx, app, window_s, settled) else {
            // Whoever makes a picture wakes the window when it is there.
            ctx.request_repaint_after(PATIENCE);
            return Vec::new();
        };
        ctx.request_repaint();
        commands
    }

    /// What comes next; `None`: nothing until a picture comes.
    fn step_on(&mut self, ctx: &Context, app: &App, window_s: Option<f32>, settled: Settled) -> Option<Vec<Command>> {
        match self.step {
            Step::Loading => {
                if matches!(app.stage(), Stage::Ready { .. }) && !app.is_working() {
                    self.step = Step::Warm(0);
                    return Some(Scene::Opened.commands());
                }
            }
            Step::Warm(frame) => {
                let ready = frame >= WARM && settled.all;
                self.step = if ready { Step::Drag(0) } else { Step::Warm(frame + 1) };
            }
            Step::Drag(frame) => {
                if !frame.is_multiple_of(ONE_DRAG) {
                    self.count(ctx, window_s);
                }
                let next = frame + 1;
                let ends = next % ONE_DRAG == 0;
                self.step = if ends { Step::Wait(next, Waiting::begin()) } else { Step::Drag(next) };
            }
            Step::Wait(next, mut waiting) => {
                let ends = waiting.ends(settled, &mut self.after_drag);
                self.step = if ends { Step::Drag(next) } else { Step::Wait(next, waiting) };
                return match ends {
                    true if next >= DRAGGED => Some(self.next_scene(ctx, app)),
                    true => Some(Vec::new()),
                    false => None,
                };
            }
            Step::Zoomed(n, mut waiting) => {
                let ends = waiting.ends(settled, &mut self.after_zoom);
                self.step = Step::Zoomed(n, waiting);
                return ends.then(|| self.zoom(ctx, n + 1));
            }
            Step::Ended => {}
        }
        Some(Vec::new())
    }

    fn count(&mut self, ctx: &Context, window_s: Option<f32>) {
        let Some(parts) = ctx.with_plugin(|clock: &mut Clock| clock.last).flatten() else { return };
        self.parts.push(parts);
        self.window_ms.extend(window_s.map(|s| f64::from(s) * 1000.0 - parts.measuring));
    }

    /// Says what the scene has cost, and begins the next.
    fn next_scene(&mut self, ctx: &Context, app: &App) -> Vec<Command> {
        let scene = Scene::LIST.get(self.scene).copied().unwrap_or(Scene::All);
        if scene == Scene::Opened {
            let analysis = app.analysis();
            let n = analysis.map_or(0, |analysis| analysis.judgement.kept.iter().sum::<u64>());
            let cells = analysis.map_or(0, |analysis| analysis.cells.len());
            println!("samples={n} cells={cells}");
        }
        let of = |part: fn(&Parts) -> f64| spread(&mut self.parts.iter().map(part).collect::<Vec<_>>());
        println!("scene={} frame_cpu_ms {}", scene.name(), of(|parts| parts.sum()));
        println!("  interface_ms {}", of(|parts| parts.interface));
        println!("  tessellation_ms {}", of(|parts| parts.tessellation));
        println!("  upload_ms {}", of(|parts| parts.upload));
        println!("  upload_kib {}", of(|parts| parts.bytes as f64 / 1024.0));
        println!("  window_ms_with_rasteriser {}", spread(&mut self.window_ms));
        (self.parts, self.window_ms) = (Vec::new(), Vec::new());
        self.scene += 1;
        match Scene::LIST.get(self.scene) {
            Some(next) => {
                self.step = Step::Warm(0);
                next.commands()
            }
            None => self.zoom(ctx, 0),
        }
    }

    /// Zooms one step on; after the last says how soon pictures have followed.
    fn zoom(&mut self, ctx: &Context, n: u32) -> Vec<Command> {
        if n < 2 * ZOOMS {
            self.step = Step::Zoomed(n, Waiting::begin());
            return vec![Command::Zoom { nearer: n < ZOOMS }];
        }
        self.after_drag.print("drag");
        self.after_zoom.print("zoom");
        let (now, most) = memory_mib().unwrap_or_default();
        println!("memory_mib now={now} most={most}");
        ctx.send_viewport_cmd(ViewportCommand::Close);
        self.step = Step::Ended;
        Vec::new()
    }
}

/// Median, 90th percentile and largest.
fn spread(values: &mut [f64]) -> String {
    values.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = (values.len().saturating_sub(1) as f64 * share).round() as usize;
        values.get(place).copied().unwrap_or(f64::NAN)
    };
    format!("median={:.2} p90={:.2} worst={:.2} n={}", at(0.5), at(0.9), at(1.0), values.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spread_is_that_of_numpy() {
        // numpy.quantile([5,1,4,2,3], [.5, .9, 1], method="nearest")
        assert_eq!(spread(&mut [5.0, 1.0, 4.0, 2.0, 3.0]), "median=3.00 p90=5.00 worst=5.00 n=5");
    }
}
