//! What is worked out in the background when it is asked for, and holds for the analysis on screen.

use super::{Running, Wake};
use crate::job::{Feedback, Progress};
use crate::model::{Error, Result};

/// An answer, or the work that will give it.
#[derive(Debug)]
pub(super) struct OnRequest<T> {
    running: Option<Running<T>>,
    found: Option<T>,
}

impl<T> Default for OnRequest<T> {
    fn default() -> Self {
        Self { running: None, found: None }
    }
}

impl<T: Send + 'static> OnRequest<T> {
    /// Starts the work; an older one is dropped, and dropping cancels it.
    pub fn ask(
        &mut self,
        name: &str,
        wake: &Wake,
        work: impl FnOnce(&Feedback) -> Result<T> + Send + 'static,
    ) -> Result<()> {
        self.running = Some(Running::start(name, wake, work)?);
        Ok(())
    }

    /// Takes in the answer, where it has come; the error says why there is none.
    pub fn receive(&mut self) -> Option<std::result::Result<(), Error>> {
        let outcome = self.running.as_ref().and_then(Running::poll)?;
        self.running = None;
        Some(outcome.map(|found| self.found = Some(found)))
    }

    pub fn found(&self) -> Option<&T> {
        self.found.as_ref()
    }

    pub fn progress(&self) -> Option<Progress> {
        self.running.as_ref().map(Running::progress)
    }

    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Stops the work; an answer stays.
    pub fn stop(&mut self) {
        self.running = None;
    }

    /// Forgets work and answer: they are about another analysis.
    pub fn forget(&mut self) {
        *self = Self::default();
    }
}
