//! The project file behind the window: opened, created, copied, imported into, and kept up with what is chosen.

mod earlier_plan;
mod filing;
mod keeping;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::runs::now_unix_s;
use super::session::NoticeKind;
use super::{App, History, Loaded, Project, Running, Sources};
use crate::io::store::Store;
pub use crate::io::store::{Import as PastImport, ImportedFile};
use crate::job::Feedback;
use crate::model::{Beside, Error, Loss, Result};
pub(super) use earlier_plan::FiledPlan;

/// What may be asked of project files.
#[derive(Debug, Clone, PartialEq)]
pub enum ProjectCommand {
    /// Create one, with the files that are open.
    New(PathBuf),
    Open(PathBuf),
    SaveCopy(PathBuf),
    ShowHistory(bool),
    /// Ask once more before an import is taken back; `None`: it stays.
    AskUndo(Option<i64>),
    UndoImport(i64),
    /// What a damaged project lost.
    ShowLosses(bool),
    /// Ask once more before copies of earlier versions are deleted.
    AskDeleteCopies(bool),
    DeleteCopies,
}

/// The project that is open.
#[derive(Debug, Clone)]
pub struct ProjectFile {
    store: Arc<Mutex<Store>>,
    path: PathBuf,
    imports: Vec<PastImport>,
    read_only: bool,
    /// What a damaged file lost; `None` for a sound one.
    losses: Option<Vec<Loss>>,
    older_copies: Vec<PathBuf>,
    has_plan: bool,
}

impl ProjectFile {
    fn new(store: Store) -> Result<Self> {
        Ok(Self {
            path: store.path().to_path_buf(),
            imports: store.imports()?,
            read_only: !store.is_writable(),
            losses: store.is_damaged().then(|| store.losses().to_vec()),
            older_copies: store.older_copies()?,
            has_plan: store.plan_made()?.is_some(),
            store: Arc::new(Mutex::new(store)),
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Name of the file without its ending.
    pub fn name(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The first import first.
    pub fn imports(&self) -> &[PastImport] {
        &self.imports
    }

    /// Whether it can only be looked at.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// What a damaged file lost, which may be nothing; `None` for a sound one.
    pub fn losses(&self) -> Option<&[Loss]> {
        self.losses.as_deref()
    }

    /// The project as it was before it was brought to a later version, where such copies still lie beside it.
    pub fn older_copies(&self) -> &[PathBuf] {
        &self.older_copies
    }

    /// Whether it keeps the layer of a plan.
    pub fn has_plan(&self) -> bool {
        self.has_plan
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What lies beside the evidence.
    fn context(&self) -> Result<Vec<Arc<Beside>>> {
        Ok(self.store().read_context()?.into_iter().map(Arc::new).collect())
    }

    /// The data as they are now.
    fn loaded(&self, names: &[(String, String)], feedback: &Feedback) -> Result<Option<Loaded>> {
        let store = self.store();
        let dataset = store.read_samples(names, feedback)?.dataset;
        let zones = store.read_zones()?;
        Ok((!dataset.files.is_empty()).then(|| Loaded::new(dataset, zones, now_unix_s())))
    }
}

/// What came of work on a project file.
#[derive(Debug)]
pub(super) enum Filed {
    Opened(Box<Opened>),
    Copied(PathBuf),
    /// Not even a damaged project can be read.
    Failed(Error),
}

/// A project as it is now.
#[derive(Debug)]
pub(super) struct Opened {
    file: ProjectFile,
    /// `None` while the project has no samples.
    loaded: Option<Loaded>,
    /// What was chosen when it was open last.
    choices: Option<Project>,
    /// What lies beside the evidence, where it may be other than what is on the map.
    context: Option<Vec<Arc<Beside>>>,
    /// Boundaries were read from files in the place of those before.
    new_zones: bool,
    said: Option<NoticeKind>,
}

impl Opened {
    fn filed(self) -> Result<Filed> {
        Ok(Filed::Opened(Box::new(self)))
    }
}

impl App {
    /// The project that is open.
    pub fn project_file(&self) -> Option<&ProjectFile> {
        self.project_file.as_ref()
    }

    pub(super) fn step_project(&mut self, command: ProjectCommand) {
        match command {
            ProjectCommand::New(path) => self.new_project(path),
            ProjectCommand::Open(path) => self.open_project(path),
            ProjectCommand::SaveCopy(path) => self.copy_project(path),
            ProjectCommand::ShowHistory(open) => {
                self.session.imports_open = open && self.project_file.is_some();
                self.session.undo_asked = None;
            }
            ProjectCommand::AskUndo(id) => self.session.undo_asked = id,
            ProjectCommand::UndoImport(id) => self.undo_import(id),
            ProjectCommand::ShowLosses(open) => {
                self.session.losses_open = open && self.project_file.as_ref().is_some_and(|f| f.losses.is_some());
            }
            ProjectCommand::AskDeleteCopies(asked) => self.session.delete_copies_asked = asked,
            ProjectCommand::DeleteCopies => self.delete_older_copies(),
        }
    }

    fn is_open(&self, path: &str) -> bool {
        self.project_file.as_ref().is_some_and(|file| file.path.display().to_string() == path)
    }

    /// Nothing can be written into a damaged project: what can be read of it is shown, with what to do.
    fn meet_damage(&mut self) {
        match &self.project_file {
            Some(file) if file.losses.is_none() => self.reopen_damaged(file.path.clone()),
            _ => self.session.losses_open = true,
        }
    }

    pub(super) fn receive_filed(&mut self) -> bool {
        self.receive_saved();
        self.receive_kept();
        self.receive_filed_plan();
        let Some(outcome) = self.filing.as_ref().and_then(Running::poll) else { return false };
        self.filing = None;
        match outcome {
            Ok(Filed::Opened(opened)) => {
                let Opened { file, loaded, choices, context, new_zones, said } = *opened;
                let is_another = self.project_file.as_ref().is_none_or(|open| open.path != file.path);
                if is_another {
                    self.close();
                    self.preferences.remember_project(&file.path);
                }
                if new_zones {
                    self.forget_drawn_zones();
                }
                if let Some(choices) = choices {
                    if choices.drawn.is_some() {
                        self.forget_unsaved_drawing();
                    }
                    (self.project, self.history) = (choices, History::default());
                }
                if let Some(context) = context {
                    let names = self.name_pairs();
                    self.context.replace(context, &names);
                }
                self.session.losses_open = file.losses.is_some();
                self.session.delete_copies_asked = false;
                self.project_file = Some(file);
                self.sources = Sources::default();
                self.analysis = self.analysis.take().filter(|_| loaded.is_some());
                self.loaded = loaded;
                said.into_iter().for_each(|said| self.session.say(said));
                self.session.focus(true);
                self.analyze();
            }
            Ok(Filed::Copied(path)) => self.session.say(NoticeKind::Exported(path.display().to_string())),
            Ok(Filed::Failed(error)) => self.fail(error),
            // Of another project than the open one it is an error like any other.
            Err(Error::ProjectDamaged { path }) if self.is_open(&path) => self.meet_damage(),
            Err(error) => self.fail(error),
        }
        true
    }
}
