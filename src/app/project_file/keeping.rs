//! What goes into the open project by itself: what the analysis found, and what is chosen.

use super::super::runs::now_unix_s;
use super::super::session::NoticeKind;
use super::super::{App, Running};
use crate::analysis::grid_of;
use crate::io::export::{HandOver, Placing};
use crate::io::store::{WINDOW_CHOICES, who};
use crate::job::Feedback;
use crate::model::Error;

impl App {
    /// Writes what the analysis found into the project, as layers for other programs.
    pub(in crate::app) fn keep_results(&mut self) {
        self.keep(false);
    }

    /// The same without the plan that the project keeps.
    pub(in crate::app) fn drop_kept_plan(&mut self) {
        self.keep(true);
    }

    fn keep(&mut self, drops_plan: bool) {
        if let Some(file) = self.project_file.as_mut().filter(|file| !file.read_only) {
            file.has_plan = self.plan.is_some() || (file.has_plan && !drops_plan);
        }
        let (Some(file), Some(analysis)) = (self.project_file.clone(), self.analysis.clone()) else { return };
        if file.read_only {
            return;
        }
        let (plan, text) = (self.plan.clone(), self.text.clone());
        let job = Running::start("results", &self.wake, move |feedback| {
            if drops_plan {
                file.store().drop_plan()?;
            }
            let (words, placing, grid) = (|key: &str| text.get(key), Placing::default(), grid_of(&analysis)?);
            let results = HandOver {
                analysis: &analysis,
                grid: &grid,
                plan: plan.as_deref(),
                changes: &[],
                words: &words,
                placing: &placing,
            };
            file.store().put_results(&results, (&who(), now_unix_s()), feedback).map(drop)
        });
        match job {
            Ok(job) => self.keeping = Some(job),
            Err(error) => self.session.say(NoticeKind::Failed(error)),
        }
    }

    /// What could not be kept is said; the analysis itself is not touched by it.
    pub(super) fn receive_kept(&mut self) {
        let Some(outcome) = self.keeping.as_ref().and_then(Running::poll) else { return };
        self.keeping = None;
        match outcome {
            Ok(()) | Err(Error::Cancelled) => {}
            Err(Error::ProjectDamaged { .. }) => self.meet_damage(),
            Err(error) => self.session.say(NoticeKind::Failed(error)),
        }
    }

    /// Writes what is chosen into the project, as soon as the last writing is done.
    pub(in crate::app) fn save_choices(&mut self) {
        self.choices_changed = true;
        self.start_saving();
    }

    fn start_saving(&mut self) {
        let Some(file) = self.project_file.clone().filter(|file| !file.read_only) else { return };
        if self.saving.is_some() || !std::mem::take(&mut self.choices_changed) {
            return;
        }
        let choices = self.project.clone();
        let zones = self.loaded.as_ref().filter(|_| std::mem::take(&mut self.zones_changed));
        let zones = zones.map(|loaded| self.zones_in_force(loaded));
        let save = move |_: &Feedback| {
            let mut store = file.store();
            if let Some(zones) = zones {
                store.replace_zones(&zones)?;
            }
            store.put_setting(WINDOW_CHOICES, &choices)
        };
        match Running::start("save", &self.wake, save) {
            Ok(job) => self.saving = Some(job),
            Err(error) => self.fail(error),
        }
    }

    pub(super) fn receive_saved(&mut self) {
        let Some(outcome) = self.saving.as_ref().and_then(Running::poll) else { return };
        self.saving = None;
        if let Err(error) = outcome {
            self.session.say(NoticeKind::Failed(error));
        }
        self.start_saving();
    }
}
