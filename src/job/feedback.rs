//! Progress out, cancel in. `feedback.advance(n)?` counts steps, and its `?` is the cancel button.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The work was asked to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancelled;

/// How far a piece of work has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Key of the stage's name in the text catalogue; empty before the first stage.
    pub stage: &'static str,
    pub done: u64,
    /// 0 when the number of steps is not known.
    pub total: u64,
    /// Time since the stage began.
    pub elapsed: Duration,
}

impl Progress {
    /// 0..=1, or `None` while the total is not known.
    pub fn fraction(&self) -> Option<f64> {
        (self.total > 0).then(|| (self.done as f64 / self.total as f64).min(1.0))
    }
}

#[derive(Debug)]
struct Shared {
    /// Shared with work beside this one.
    cancelled: Arc<AtomicBool>,
    done: AtomicU64,
    total: AtomicU64,
    stage: Mutex<(&'static str, Instant)>,
    timings: Mutex<Vec<(&'static str, Duration)>>,
}

/// Handle that the worker counts on and the watcher reads. Clones share one state.
#[derive(Debug, Clone)]
pub struct Feedback(Arc<Shared>);

impl Default for Feedback {
    fn default() -> Self {
        Self::with_cancel(Arc::default())
    }
}

impl Feedback {
    fn with_cancel(cancelled: Arc<AtomicBool>) -> Self {
        Self(Arc::new(Shared {
            cancelled,
            done: AtomicU64::new(0),
            total: AtomicU64::new(0),
            stage: Mutex::new(("", Instant::now())),
            timings: Mutex::new(Vec::new()),
        }))
    }
}

impl Feedback {
    /// For work beside this one: it stops with this one and has stages of its own.
    pub fn beside(&self) -> Self {
        Self::with_cancel(Arc::clone(&self.0.cancelled))
    }

    /// Takes over the timings of work beside this one.
    pub fn add_timings_of(&self, other: &Self) {
        let timings = other.finish();
        self.0.timings.lock().unwrap_or_else(PoisonError::into_inner).extend(timings);
    }

    /// Starts a stage of `total` steps (0: not known) and stops the clock of the one before.
    pub fn begin(&self, stage: &'static str, total: u64) -> Result<(), Cancelled> {
        self.close_stage(stage);
        self.0.done.store(0, Ordering::Relaxed);
        self.0.total.store(total, Ordering::Relaxed);
        self.check()
    }

    /// Counts `steps` more as done.
    pub fn advance(&self, steps: u64) -> Result<(), Cancelled> {
        self.0.done.fetch_add(steps, Ordering::Relaxed);
        self.check()
    }

    pub fn check(&self) -> Result<(), Cancelled> {
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }

    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Relaxed)
    }

    pub fn progress(&self) -> Progress {
        let (stage, since) = *self.0.stage.lock().unwrap_or_else(PoisonError::into_inner);
        Progress {
            stage,
            done: self.0.done.load(Ordering::Relaxed),
            total: self.0.total.load(Ordering::Relaxed),
            elapsed: since.elapsed(),
        }
    }

    /// Closes the running stage and hands out the time each stage took, in the order they ran.
    pub fn finish(&self) -> Vec<(&'static str, Duration)> {
        self.close_stage("");
        self.0.timings.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn close_stage(&self, next: &'static str) {
        let mut stage = self.0.stage.lock().unwrap_or_else(PoisonError::into_inner);
        let (name, since) = std::mem::replace(&mut *stage, (next, Instant::now()));
        if !name.is_empty() {
            self.0.timings.lock().unwrap_or_else(PoisonError::into_inner).push((name, since.elapsed()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cancelled_worker_stops_at_its_next_step() {
        let watcher = Feedback::default();
        let worker = watcher.clone();
        assert_eq!(worker.begin("stage-read", 10), Ok(()));
        assert_eq!(worker.advance(4), Ok(()));
        assert_eq!(watcher.progress().fraction(), Some(0.4));
        watcher.cancel();
        assert_eq!(worker.advance(1), Err(Cancelled));
    }

    #[test]
    fn work_beside_stops_too_and_keeps_its_own_count() {
        let main = Feedback::default();
        let beside = main.beside();
        assert_eq!((main.begin("stage-read", 10), beside.begin("stage-zones", 0)), (Ok(()), Ok(())));
        assert_eq!(main.progress().stage, "stage-read");
        main.cancel();
        assert_eq!(beside.check(), Err(Cancelled));
        main.add_timings_of(&beside);
        let names: Vec<_> = main.finish().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["stage-zones", "stage-read"]);
    }

    #[test]
    fn each_stage_is_timed_once_in_order() {
        let feedback = Feedback::default();
        assert_eq!(feedback.begin("stage-read", 0), Ok(()));
        assert_eq!(feedback.begin("stage-write", 0), Ok(()));
        let names: Vec<_> = feedback.finish().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["stage-read", "stage-write"]);
    }
}
