//! Reading and analysing in the background: what is started, what comes back, what is given up.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::planning::weighted;
use super::session::NoticeKind;
use super::{App, Running, Sources};
use crate::model::Error;

pub(super) fn now_unix_s() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|d| i64::try_from(d.as_secs()).ok()).unwrap_or(0)
}

impl App {
    pub(super) fn load(&mut self, mut sources: Sources) {
        sources.names = self.name_pairs();
        if self.project_file.is_some() && !sources.sample_ward {
            return self.file_sources(sources);
        }
        if sources.is_empty() {
            return;
        }
        if sources.samples.is_empty() && !sources.sample_ward {
            // Boundaries alone: remember them until samples arrive.
            self.sources = sources;
            return;
        }
        let (engine, wanted) = (Arc::clone(&self.engine), sources.clone());
        self.failure = None;
        match Running::start("load", &self.wake, move |feedback| engine.load(&wanted, feedback)) {
            Ok(job) => self.loading = Some((sources, job)),
            Err(error) => self.fail(error),
        }
    }

    pub(super) fn receive_loaded(&mut self) -> bool {
        let Some(outcome) = self.loading.as_ref().and_then(|(_, job)| job.poll()) else { return false };
        let Some((sources, _)) = self.loading.take() else { return false };
        // Only the sample ward is read beside a project, and takes its place.
        self.project_file = None;
        match outcome {
            Ok(loaded) => {
                if sources.zones != self.sources.zones || sources.sample_ward != self.sources.sample_ward {
                    self.forget_drawn_zones();
                }
                self.sources = sources;
                self.loaded = Some(loaded);
                self.session.focus(true);
                self.analyze();
            }
            Err(error) => {
                if self.loaded.is_none() && error != Error::Cancelled {
                    // Retry reads the same files again.
                    self.sources = sources;
                }
                self.fail(error);
            }
        }
        true
    }

    /// Starts an analysis of the present choices. Replacing the older job drops it, and dropping cancels it.
    pub(super) fn analyze(&mut self) {
        let Some(mut loaded) = self.loaded.clone() else { return };
        loaded.zones = weighted(&self.zones_in_force(&loaded), &self.project.weights);
        self.forget_on_request();
        self.testing = None;
        let mut settings = self.project.settings(now_unix_s());
        if self.proves_nothing {
            settings.replicas = 0;
        }
        let engine = Arc::clone(&self.engine);
        let job = Running::start("analysis", &self.wake, move |feedback| engine.analyze(&loaded, &settings, feedback));
        match job {
            Ok(job) => self.analyzing = Some(job),
            Err(error) => self.fail(error),
        }
    }

    pub(super) fn receive_analysis(&mut self) -> bool {
        let Some(outcome) = self.analyzing.as_ref().and_then(Running::poll) else { return false };
        self.analyzing = None;
        match outcome {
            Ok(analysis) => {
                self.failure = None;
                self.analysis = Some(self.named(analysis));
                self.drawn_on_screen.clone_from(&self.project.drawn);
                self.forget_plan();
                self.forget_on_request();
                self.ask_gates();
                self.ask_for_colouring();
                self.choose_at_start();
                self.report_import();
                self.show_first_page();
                self.drop_lost_selection();
                self.keep_results();
                self.look_for_drawing();
                self.begin_tour_if_due();
            }
            Err(error) => self.fail(error),
        }
        true
    }

    /// Gates are judged wherever the criteria have them.
    pub(super) fn ask_gates(&mut self) {
        let has_gates = |analysis: &Arc<crate::model::Analysis>| analysis.settings.profile.gates.is_some();
        let Some(analysis) = self.analysis.clone().filter(has_gates) else { return };
        let engine = Arc::clone(&self.engine);
        let work = move |feedback: &crate::job::Feedback| engine.fcc_gates(&analysis, feedback);
        if let Err(error) = self.gates.ask("gates", &self.wake, work) {
            self.fail(error);
        }
    }

    pub(super) fn receive_on_request(&mut self) -> bool {
        let received = [self.opinions.receive(), self.gates.receive(), self.changes.receive()];
        let any = received.iter().any(Option::is_some);
        received.into_iter().flatten().filter_map(Result::err).for_each(|error| self.fail(error));
        any
    }

    /// What was asked for is about an analysis that is no more.
    pub(super) fn forget_on_request(&mut self) {
        self.opinions.forget();
        self.gates.forget();
        self.changes.forget();
    }

    /// With a picture on screen an error is a notice; without one it is the picture.
    pub(super) fn fail(&mut self, error: Error) {
        let cancelled = error == Error::Cancelled;
        if self.analysis.is_some() {
            self.session.say(NoticeKind::Failed(error));
        } else if cancelled {
            self.close();
        } else {
            self.failure = Some(error);
        }
    }

    pub(super) fn retry(&mut self) {
        self.failure = None;
        if self.loaded.is_some() {
            self.analyze();
        } else {
            self.load(self.sources.clone());
        }
    }

    pub(super) fn close(&mut self) {
        // The file of a drawing that is not in force stays, and is offered again.
        self.drawing = None;
        self.zones_before_drawing = None;
        self.project_file = None;
        self.filing = None;
        self.keeping = None;
        self.filing_plan = None;
        self.removed_plan = None;
        self.import = None;
        self.last_import = None;
        self.report_due = None;
        self.report = None;
        self.loading = None;
        self.analyzing = None;
        self.testing = None;
        self.loaded = None;
        self.analysis = None;
        self.failure = None;
        self.tour = None;
        self.tour_due = false;
        self.context = super::Context::default();
        self.card = None;
        self.flagged = None;
        self.forget_plan();
        self.forget_on_request();
        self.sources = Sources::default();
        self.project = super::Project { names: self.memory.names.clone(), ..super::Project::default() };
        self.history = super::History::default();
        self.session = super::Session::default();
    }

    pub(super) fn cancel(&mut self) {
        let was_updating = self.analyzing.take().is_some() && self.analysis.is_some();
        self.loading = None;
        self.filing = None;
        self.testing = None;
        self.exporting = None;
        self.opinions.stop();
        self.gates.stop();
        self.changes.stop();
        self.planning = None;
        self.import = None;
        self.report_due = None;
        if was_updating {
            self.project_of_picture();
        }
        self.fail(Error::Cancelled);
    }

    /// After a cancelled update the choices are again those of the picture on screen.
    fn project_of_picture(&mut self) {
        let Some(analysis) = &self.analysis else { return };
        let asked = &self.project;
        let settings = &analysis.settings;
        let differs = asked.grid != settings.grid
            || asked.period != settings.period
            || asked.profile != settings.profile
            || asked.corrections != settings.corrections
            || asked.drawn != self.drawn_on_screen;
        if differs {
            self.project.corrections = analysis.settings.corrections.clone();
            self.zones_changed |= self.project.drawn != self.drawn_on_screen;
            self.project.drawn = self.drawn_on_screen.clone();
            self.project.period = analysis.settings.period;
            self.project.profile = analysis.settings.profile.clone();
            self.project.grid = analysis.settings.grid;
        }
    }
}
