//! Work on project files in the background: opened, created, copied, imported into.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::runs::now_unix_s;
use super::super::session::NoticeKind;
use super::super::{App, Loaded, Project, Running, Sources};
use super::{Filed, Opened, ProjectFile};
use crate::analysis::repeats_in;
use crate::io::store::{NewImport, Store, WINDOW_CHOICES, who};
use crate::job::Feedback;
use crate::model::{Beside, Error, Result};

/// Opens a project to change it; where another has it, or the system forbids it, to look at it. Of a damaged one what
/// can be read is opened, even where the damage shows only when all of it is read.
fn open(path: &Path, feedback: &Feedback) -> Result<Filed> {
    let opened = match Store::open_for_writing(path, &who()) {
        Ok(store) => {
            let said = store.kept_copy().map(|copy| NoticeKind::Migrated(copy.display().to_string()));
            read_all(store, said, feedback)
        }
        Err(reason @ (Error::ProjectInUse { .. } | Error::ProjectReadOnly { .. })) => {
            Store::open(path).and_then(|store| read_all(store, Some(NoticeKind::Failed(reason)), feedback))
        }
        Err(error) => Err(error),
    };
    match opened {
        Err(Error::ProjectDamaged { .. }) => open_damaged(path, feedback),
        opened => opened,
    }
}

fn open_damaged(path: &Path, feedback: &Feedback) -> Result<Filed> {
    read_all(Store::open_damaged(path)?, None, feedback)
}

/// Everything that the window shows of a project.
fn read_all(store: Store, said: Option<NoticeKind>, feedback: &Feedback) -> Result<Filed> {
    let choices: Option<Project> = store.setting(WINDOW_CHOICES)?;
    let file = ProjectFile::new(store)?;
    let names = choices.iter().flat_map(|project| project.names.clone()).collect::<Vec<_>>();
    let (loaded, context) = (file.loaded(&names, feedback)?, Some(file.context()?));
    Opened { file, loaded, choices, context, new_zones: false, said }.filed()
}

impl App {
    fn start_filing(&mut self, work: impl FnOnce(&Feedback) -> Result<Filed> + Send + 'static) {
        self.failure = None;
        // Layers of what will be no more are not waited for.
        self.keeping = None;
        match Running::start("project", &self.wake, work) {
            Ok(job) => self.filing = Some(job),
            Err(error) => self.fail(error),
        }
    }

    pub(in crate::app) fn open_project(&mut self, path: PathBuf) {
        let is_same = |file: &ProjectFile| match (file.path.canonicalize(), path.canonicalize()) {
            (Ok(open), Ok(asked)) => open == asked,
            _ => file.path == path,
        };
        if self.project_file.as_ref().is_some_and(is_same) {
            return;
        }
        self.start_filing(move |feedback| open(&path, feedback));
    }

    /// Opens what can be read of the open project, in which damage was met.
    pub(super) fn reopen_damaged(&mut self, path: PathBuf) {
        self.start_filing(move |feedback| open_damaged(&path, feedback).or_else(|error| Ok(Filed::Failed(error))));
    }

    /// Creates a project, and takes into it the files that are open, with what is chosen.
    pub(super) fn new_project(&mut self, path: PathBuf) {
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

    /// Of a damaged project the copy is what could be read, and is opened to go on with.
    pub(super) fn copy_project(&mut self, path: PathBuf) {
        let Some(file) = self.project_file.clone() else { return };
        self.start_filing(move |feedback| {
            if file.losses().is_none() {
                file.store().save_copy(&path)?;
                return Ok(Filed::Copied(path));
            }
            file.store().save_rescued(&path, &who(), &repeats_in, feedback)?;
            let mut filed = open(&path, feedback)?;
            if let Filed::Opened(opened) = &mut filed {
                opened.said = Some(NoticeKind::Rescued(path.display().to_string()));
            }
            Ok(filed)
        });
    }

    /// Takes files into the open project, or reads it again where there are none.
    pub(in crate::app) fn file_sources(&mut self, mut sources: Sources) {
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

    pub(super) fn undo_import(&mut self, id: i64) {
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

    /// Deletes the copies that were kept when the project was brought to a later version.
    pub(super) fn delete_older_copies(&mut self) {
        self.session.delete_copies_asked = false;
        let Some(file) = &mut self.project_file else { return };
        let deleted = file.store().delete_older_copies();
        // What could not be deleted is still there.
        let rest = file.store().older_copies();
        file.older_copies = rest.unwrap_or_default();
        match deleted {
            Ok(n) => {
                self.session.notices.retain(|notice| !matches!(notice.kind, NoticeKind::Migrated(_)));
                self.session.say(NoticeKind::CopiesDeleted(n));
            }
            Err(error) => self.session.say(NoticeKind::Failed(error)),
        }
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
