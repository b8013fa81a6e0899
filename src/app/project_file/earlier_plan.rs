//! The plan of an earlier time, which only the open project still has: taken out of it, and laid back.

use std::path::PathBuf;

use super::super::planning::RemovedPlan;
use super::super::session::NoticeKind;
use super::super::{App, Running};
use crate::io::store::{KeptLayer, Store};
use crate::model::{Error, Result};

/// What came of work on the layer of the project at this path.
#[derive(Debug)]
pub(in crate::app) struct FiledPlan {
    project: PathBuf,
    work: PlanWork,
}

#[derive(Debug)]
enum PlanWork {
    /// `None`: somebody else had done so.
    TakenOut(Option<KeptLayer>),
    LaidBack,
}

impl App {
    /// Takes the layer out. What is removed is said when it is: until then there is nothing to bring back.
    pub(in crate::app) fn take_out_kept_plan(&mut self) {
        self.file_plan(|store| store.drop_plan().map(PlanWork::TakenOut));
    }

    pub(in crate::app) fn lay_back_kept_plan(&mut self, layer: KeptLayer) {
        self.file_plan(move |store| store.lay_back_plan(&layer).map(|()| PlanWork::LaidBack));
    }

    fn file_plan(&mut self, work: impl FnOnce(&mut Store) -> Result<PlanWork> + Send + 'static) {
        let file = self.project_file.clone().filter(|file| !file.is_read_only());
        let Some(file) = file.filter(|_| self.filing_plan.is_none()) else { return };
        let job = Running::start("plan", &self.wake, move |_| {
            let work = work(&mut file.store())?;
            Ok(FiledPlan { project: file.path, work })
        });
        match job {
            Ok(job) => self.filing_plan = Some(job),
            Err(error) => self.session.say(NoticeKind::Failed(error)),
        }
    }

    pub(super) fn receive_filed_plan(&mut self) {
        let Some(outcome) = self.filing_plan.as_ref().and_then(Running::poll) else { return };
        self.filing_plan = None;
        match outcome {
            Ok(FiledPlan { project, work }) => {
                let Some(file) = self.project_file.as_mut().filter(|file| file.path == project) else { return };
                file.has_plan = matches!(work, PlanWork::LaidBack);
                match work {
                    PlanWork::TakenOut(Some(layer)) => {
                        self.removed_plan = Some(RemovedPlan::Kept(layer));
                        self.session.say(NoticeKind::PlanRemoved { kept: true });
                    }
                    PlanWork::TakenOut(None) => {}
                    PlanWork::LaidBack => self.session.say(NoticeKind::PlanLaidBack),
                }
            }
            Err(Error::ProjectDamaged { .. }) => self.meet_damage(),
            Err(error) => self.session.say(NoticeKind::Failed(error)),
        }
    }
}
