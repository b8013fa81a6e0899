//! The project file behind the window: opened, created, copied, imported into, and kept up with what is chosen.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::runs::now_unix_s;
use super::session::NoticeKind;
use super::{App, History, Loaded, Project, Running, Sources};
use crate::analysis::{grid_of, repeats_in};
use crate::io::export::{HandOver, Placing};
pub use crate::io::store::Import as PastImport;
use crate::io::store::{NewImport, Store, WINDOW_CHOICES, who};
use crate::job::Feedback;
use crate::model::{Beside, Error, Result};

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
}

/// The project that is open.
#[derive(Debug, Clone)]
pub struct ProjectFile {
    store: Arc<Mutex<Store>>,
    path: PathBuf,
    imports: Vec<PastImport>,
    read_only: bool,
}

impl ProjectFile {
    fn new(store: Store) -> Result<Self> {
        let (path, imports, read_only) = (store.path().to_path_buf(), store.imports()?, !store.is_writable());
        Ok(Self { store: Arc::new(Mutex::new(store)), path, imports, read_only })
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

/// Opens a project to change it; where another has it, or the system forbids it, to look at it.
fn open(path: &Path) -> Result<(Store, Option<NoticeKind>)> {
    match Store::open_for_writing(path, &who()) {
        Ok(store) => {
            let said = store.kept_copy().map(|copy| NoticeKind::Migrated(copy.display().to_string()));
            Ok((store, said))
        }
        Err(reason @ (Error::ProjectInUse { .. } | Error::ProjectReadOnly { .. })) => {
            Ok((Store::open(path)?, Some(NoticeKind::Failed(reason))))
        }
        Err(reason @ Error::ProjectDamaged { .. }) => {
            Ok((Store::open_damaged(path)?, Some(NoticeKind::Failed(reason))))
        }
        Err(error) => Err(error),
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
        }
    }

    fn start_filing(&mut self, work: impl FnOnce(&Feedback) -> Result<Filed> + Send + 'static) {
        self.failure = None;
        // Layers of what will be no more are not waited for.
        self.keeping = None;
        match Running::start("project", &self.wake, work) {
            Ok(job) => self.filing = Some(job),
            Err(error) => self.fail(error),
        }
    }

    pub(super) fn open_project(&mut self, path: PathBuf) {
        if self.project_file.as_ref().is_some_and(|file| file.path == path) {
            return;
        }
        self.start_filing(move |feedback| {
            let (store, said) = open(&path)?;
            let choices: Option<Project> = store.setting(WINDOW_CHOICES)?;
            let file = ProjectFile::new(store)?;
            let names = choices.iter().flat_map(|project| project.names.clone()).collect::<Vec<_>>();
            let (loaded, context) = (file.loaded(&names, feedback)?, Some(file.context()?));
            Opened { file, loaded, choices, context, new_zones: false, said }.filed()
        });
    }

    /// Creates a project, and takes into it the files that are open, with what is chosen.
    fn new_project(&mut self, path: PathBuf) {
        let (engine, mut sources, choices) = (Arc::clone(&self.engine), self.sources.clone(), self.project.clone());
        let is_empty = sources.sample_ward || sources.is_empty();
        // Names keep what the files say; what they stand for is one of the choices.
        sources.names.clear();
        let (names, beside) = (self.name_pairs(), self.context.read().to_vec());
        let drawn = choices.drawn.as_ref().map(|drawn| Arc::clone(drawn.zones()));
        self.start_filing(move |feedback| {
            let read = if is_empty { None } else { Some(engine.load(&sources, feedback)?) };
            let mut store = Store::create(&path, &who())?;
            if let Some(loaded) = read {
                import(&mut store, loaded, !sources.zones.is_empty(), &beside, feedback)?;
                if let Some(zones) = &drawn {
                    store.replace_zones(zones)?;
                }
                store.put_setting(WINDOW_CHOICES, &choices)?;
            }
            let file = ProjectFile::new(store)?;
            let (loaded, context) = (file.loaded(&names, feedback)?, Some(file.context()?));
            let choices = loaded.is_some().then_some(choices);
            Opened { file, loaded, choices, context, new_zones: false, said: None }.filed()
        });
    }

    fn copy_project(&mut self, path: PathBuf) {
        let Some(file) = self.project_file.clone() else { return };
        self.start_filing(move |_| {
            file.store().save_copy(&path)?;
            Ok(Filed::Copied(path))
        });
    }

    /// Takes files into the open project, or reads it again where there are none.
    pub(super) fn file_sources(&mut self, mut sources: Sources) {
        let Some(file) = self.project_file.clone() else { return };
        let names = std::mem::take(&mut sources.names);
        let (engine, beside) = (Arc::clone(&self.engine), self.context.read().to_vec());
        self.start_filing(move |feedback| {
            let (mut said, new_zones) = (None, !sources.zones.is_empty());
            let list: Vec<&Beside> = beside.iter().map(Arc::as_ref).collect();
            let has_new_context = !file.read_only && !file.store().new_context(&list)?.is_empty();
            if !sources.is_empty() || has_new_context {
                let loaded = engine.load(&sources, feedback)?;
                let done = import(&mut file.store(), loaded, !sources.zones.is_empty(), &beside, feedback)?;
                said = (!sources.is_empty()).then_some(done);
            }
            let imports = file.store().imports()?;
            let loaded = file.loaded(&names, feedback)?;
            let file = ProjectFile { imports, ..file };
            Opened { file, loaded, choices: None, context: None, new_zones, said }.filed()
        });
    }

    fn undo_import(&mut self, id: i64) {
        self.session.undo_asked = None;
        let (Some(file), names) = (self.project_file.clone(), self.name_pairs()) else { return };
        self.start_filing(move |feedback| {
            file.store().undo_import(id, &repeats_in, feedback)?;
            let imports = file.store().imports()?;
            let (loaded, context) = (file.loaded(&names, feedback)?, Some(file.context()?));
            let said = Some(NoticeKind::ImportUndone);
            let file = ProjectFile { imports, ..file };
            Opened { file, loaded, choices: None, context, new_zones: false, said }.filed()
        });
    }

    pub(super) fn receive_filed(&mut self) -> bool {
        self.receive_saved();
        self.receive_kept();
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
                self.project_file = Some(file);
                self.sources = Sources::default();
                self.analysis = self.analysis.take().filter(|_| loaded.is_some());
                self.loaded = loaded;
                said.into_iter().for_each(|said| self.session.say(said));
                self.session.focus(true);
                self.analyze();
            }
            Ok(Filed::Copied(path)) => self.session.say(NoticeKind::Exported(path.display().to_string())),
            Err(error) => self.fail(error),
        }
        true
    }

    /// Writes what the analysis found into the project, as layers for other programs.
    pub(super) fn keep_results(&mut self) {
        let (Some(file), Some(analysis)) = (self.project_file.clone(), self.analysis.clone()) else { return };
        if file.read_only {
            return;
        }
        let (plan, text) = (self.plan.clone(), self.text.clone());
        let job = Running::start("results", &self.wake, move |feedback| {
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
        if let Err(error) = outcome
            && error != Error::Cancelled
        {
            self.session.say(NoticeKind::Failed(error));
        }
    }

    /// Writes what is chosen into the project, as soon as the last writing is done.
    pub(super) fn save_choices(&mut self) {
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

    fn receive_saved(&mut self) {
        let Some(outcome) = self.saving.as_ref().and_then(Running::poll) else { return };
        self.saving = None;
        if let Err(error) = outcome {
            self.session.say(NoticeKind::Failed(error));
        }
        self.start_saving();
    }
}

/// Takes what was read into a project, and says what came of it.
fn import(
    store: &mut Store,
    loaded: Loaded,
    with_zones: bool,
    beside: &[Arc<Beside>],
    feedback: &Feedback,
) -> Result<NoticeKind> {
    let Loaded { dataset, zones, .. } = loaded;
    let dataset = Arc::try_unwrap(dataset).unwrap_or_else(|shared| shared.as_ref().clone());
    let now = now_unix_s();
    let zones = with_zones.then_some(zones.as_ref());
    let beside = beside.iter().map(Arc::as_ref).collect();
    let new = NewImport { dataset, zones, beside, who: &who(), time_unix_s: now, now_unix_s: now };
    let imported = store.import(new, &repeats_in, feedback)?;
    let import = store.imports()?.into_iter().find(|import| Some(import.id) == imported.import);
    let files = import.map(|import| import.files).unwrap_or_default();
    let repeats = files.iter().map(|file| file.repeats).sum();
    let added = files.iter().map(|file| file.rows).sum::<u64>().saturating_sub(repeats);
    let known = imported.known.len() as u64;
    Ok(NoticeKind::Imported { added, repeats, known, changed: !imported.changes.is_empty() })
}
