//! Dialogs of the system, and lists written to files.

use std::path::PathBuf;
use std::sync::Arc;

use super::session::NoticeKind;
use super::work::{self, Answer};
use super::{App, Ask, Command, CriteriaCommand, Export, ExportFormat, Outgoing, PlanCommand, PlanFormat, Running};
use crate::model::Result;

impl App {
    pub(super) fn ask(&mut self, question: Ask) {
        if self.dialog.is_some() {
            return;
        }
        let key = match question {
            Ask::Files => "dialog-open",
            Ask::ProfileFile => "criteria-load",
            Ask::ProfileTarget(_) => "criteria-save",
            Ask::Folder => "dialog-folder",
            Ask::BaseMap | Ask::BaseMapFolder => "dialog-base-map",
            Ask::Target(..) | Ask::PlanTarget(_) => "dialog-save",
            Ask::BoundaryTarget(_) => "boundary-file-title",
            Ask::Project => "project-menu-open",
            Ask::NewProject => "project-menu-new",
            Ask::ProjectCopy => "project-menu-copy",
        };
        match work::ask(question, self.text.get(key), &self.wake) {
            Ok(dialog) => self.dialog = Some(dialog),
            Err(error) => self.fail(error),
        }
    }

    pub(super) fn receive_answer(&mut self) -> bool {
        let Some(outcome) = self.dialog.as_ref().and_then(Running::poll) else { return false };
        self.dialog = None;
        match outcome {
            Ok(Answer::BaseMap(path)) => self.update(Command::SetBaseMap(Some(path))),
            Ok(Answer::Open(paths)) => self.update(Command::Open(paths)),
            Ok(Answer::Save(what, format, path)) => self.update(Command::Export(what, format, path)),
            Ok(Answer::SaveBoundaries(file, path)) => self.update(Command::SaveBoundaries(file, path)),
            Ok(Answer::SavePlan(format, path)) => self.update(Command::Plan(PlanCommand::Export(format, path))),
            Ok(Answer::LoadProfile(path)) => self.update(Command::Criteria(CriteriaCommand::Load(path))),
            Ok(Answer::SaveProfile(profile, path)) => {
                self.update(Command::Criteria(CriteriaCommand::Save(profile, path)));
            }
            Ok(Answer::Project(command)) => self.update(Command::Project(command)),
            Ok(Answer::Nothing) | Err(_) => {}
        }
        true
    }

    pub(super) fn export(&mut self, what: Export, format: ExportFormat, path: PathBuf) {
        self.export_in(what, format, None, path);
    }

    /// Writes a list in the reference system with this code; `None`: WGS84.
    pub(super) fn export_in(&mut self, what: Export, format: ExportFormat, epsg: Option<u32>, path: PathBuf) {
        let Some(analysis) = self.analysis.clone() else { return };
        let engine = Arc::clone(&self.engine);
        let changes = self.changes().map(|since| since.list.clone()).unwrap_or_default();
        let (plan, text) = (self.plan.clone(), self.text.clone());
        let list = Outgoing { analysis, plan, changes, what, format, epsg, text };
        let job: Result<Running<String>> = Running::start("export", &self.wake, move |feedback| {
            engine.export(&list, &path, feedback)?;
            Ok(path.display().to_string())
        });
        self.session.saving_boundaries = what == Export::Boundaries;
        match job {
            Ok(job) => self.exporting = Some(job),
            Err(error) => self.fail(error),
        }
    }

    pub(super) fn receive_export(&mut self) -> bool {
        let Some(outcome) = self.exporting.as_ref().and_then(Running::poll) else { return false };
        self.exporting = None;
        match outcome {
            Ok(path) => {
                if std::mem::take(&mut self.session.saving_boundaries) {
                    self.forget_unsaved_drawing();
                }
                self.session.say(NoticeKind::Exported(path));
            }
            Err(error) => self.fail(error),
        }
        true
    }

    pub(super) fn export_plan(&mut self, format: PlanFormat, path: PathBuf) {
        let Some((analysis, plan)) = self.analysis.clone().zip(self.plan.clone()) else { return };
        let (engine, text) = (Arc::clone(&self.engine), self.text.clone());
        let job: Result<Running<String>> = Running::start("export", &self.wake, move |_| {
            engine.export_plan(&analysis, &plan, format, &text, &path)?;
            Ok(path.display().to_string())
        });
        match job {
            Ok(job) => self.exporting = Some(job),
            Err(error) => self.fail(error),
        }
    }
}
