//! A progress bar with the time left, on a terminal only, and Ctrl+C as its cancel button.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::job::Feedback;
use crate::text::Text;

const REFRESH: Duration = Duration::from_millis(100);

/// A feedback whose progress is drawn while this lives, and which Ctrl+C cancels.
#[derive(Debug)]
pub struct Watched {
    feedback: Feedback,
    stop: Arc<AtomicBool>,
    drawer: Option<JoinHandle<()>>,
}

impl Watched {
    pub fn start(quiet: bool, text: &Text) -> Self {
        let feedback = Feedback::default();
        cancel_on_interrupt(feedback.clone());
        let stop = Arc::new(AtomicBool::new(false));
        let draws = !quiet && std::io::stderr().is_terminal();
        let drawer = draws.then(|| {
            let (feedback, stop, text) = (feedback.clone(), Arc::clone(&stop), text.clone());
            std::thread::spawn(move || draw(&feedback, &stop, &text))
        });
        Self { feedback, stop, drawer }
    }

    pub fn feedback(&self) -> &Feedback {
        &self.feedback
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(drawer) = self.drawer.take() {
            // A drawer that panicked has nothing to clean up.
            let _ = drawer.join();
        }
    }
}

/// The first Ctrl+C asks the work to stop, so that drafts are removed; a second one ends the process.
fn cancel_on_interrupt(feedback: Feedback) {
    static CURRENT: OnceLock<std::sync::Mutex<Feedback>> = OnceLock::new();
    let mut is_first = false;
    let current = CURRENT.get_or_init(|| {
        is_first = true;
        std::sync::Mutex::new(feedback.clone())
    });
    if let Ok(mut current) = current.lock() {
        *current = feedback;
    }
    if is_first {
        // Without a handler Ctrl+C ends the process at once; the draft folder is then left with its telling name.
        let _ = ctrlc::set_handler(move || {
            let Ok(current) = current.lock() else { std::process::exit(130) };
            if current.is_cancelled() {
                std::process::exit(130);
            }
            current.cancel();
        });
    }
}

fn draw(feedback: &Feedback, stop: &AtomicBool, text: &Text) {
    let bar = ProgressBar::no_length();
    let counted = style("{msg} {wide_bar} {percent}% {eta}");
    let open = style("{msg} {spinner} {elapsed}");
    while !stop.load(Ordering::Relaxed) {
        let progress = feedback.progress();
        if !progress.stage.is_empty() {
            if bar.message() != text.get(progress.stage) {
                bar.reset();
                bar.set_message(text.get(progress.stage));
            }
            if progress.total > 0 {
                bar.set_style(counted.clone());
                bar.set_length(progress.total);
                bar.set_position(progress.done);
            } else {
                bar.set_style(open.clone());
                bar.tick();
            }
        }
        std::thread::sleep(REFRESH);
    }
    bar.finish_and_clear();
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
