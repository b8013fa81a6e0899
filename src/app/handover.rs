//! Lists that are written to files.

use std::path::PathBuf;
use std::sync::Arc;

use super::session::NoticeKind;
use super::{App, Export, ExportFormat, Running};
use crate::model::Result;

impl App {
    pub(super) fn export(&mut self, what: Export, format: ExportFormat, path: PathBuf) {
        let Some(analysis) = self.analysis.clone() else { return };
        let engine = Arc::clone(&self.engine);
        let job: Result<Running<String>> = Running::start("export", &self.wake, move |_| {
            engine.export(&analysis, what, format, &path)?;
            Ok(path.display().to_string())
        });
        match job {
            Ok(job) => self.exporting = Some(job),
            Err(error) => self.fail(error),
        }
    }

    pub(super) fn receive_export(&mut self) -> bool {
        let Some(outcome) = self.exporting.as_ref().and_then(Running::poll) else { return false };
        self.exporting = None;
        match outcome {
            Ok(path) => self.session.say(NoticeKind::Exported(path)),
            Err(error) => self.fail(error),
        }
        true
    }
}
