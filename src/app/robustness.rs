//! The test of robustness: asked for, run in the background, and kept until there is a new analysis.

use std::sync::Arc;

use super::session::NoticeKind;
use super::{App, Running};
use crate::model::{Grade, Robustness};

impl App {
    /// Starts the test for the analysis on screen, unless it runs already or nothing is to be tested.
    pub(super) fn start_testing(&mut self) {
        let Some(analysis) = self.analysis.clone().filter(|_| self.testing.is_none() && self.may_test()) else {
            return;
        };
        let engine = Arc::clone(&self.engine);
        let job = Running::start("robustness", &self.wake, move |feedback| engine.test_robustness(&analysis, feedback));
        match job {
            Ok(job) => self.testing = Some(job),
            Err(error) => self.fail(error),
        }
    }

    pub(super) fn receive_tested(&mut self) -> bool {
        let Some(outcome) = self.testing.as_ref().and_then(Running::poll) else { return false };
        self.testing = None;
        match outcome {
            Ok(analysis) => {
                let tested = || analysis.weak_spots.iter().filter_map(|spot| spot.robustness);
                let robust = tested().filter(|robustness| Robustness::is_robust(*robustness)).count() as u64;
                self.session.say(NoticeKind::Tested { robust, tested: tested().count() as u64 });
                self.analysis = Some(self.named(analysis));
            }
            Err(error) => self.fail(error),
        }
        true
    }

    /// Whether the test is running.
    pub fn is_testing(&self) -> bool {
        self.testing.is_some()
    }

    /// Whether there is a proven spot that was not tested, and nothing newer on its way.
    pub fn may_test(&self) -> bool {
        let newer_on_its_way = self.loading.is_some() || self.analyzing.is_some();
        let untested = self.analysis.iter().flat_map(|analysis| &analysis.weak_spots);
        !newer_on_its_way
            && untested.into_iter().any(|spot| matches!(spot.grade, Grade::A | Grade::B) && spot.robustness.is_none())
    }
}
