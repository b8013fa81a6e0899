//! A project: one GeoPackage that holds samples, zones, settings and the history of imports for a year.
//!
//! Samples are kept twice: as the layer `samples` for QGIS and other programs, and in columns (`page`) for this one,
//! which reads them as fast as it reads the files they came from. Rows that repeat others stay in the pages, so that
//! taking an import back restores what had been left out beside it, and out of the layer. Both are written in one
//! transaction.
//!
//! The journal is SQLite's rollback journal: a write-ahead log would leave two more files beside the project, and a
//! copy without them would lack the last changes. New pages need no journal, so an import costs no more for it.
//! `synchronous = EXTRA` makes a commit outlast a power cut.

mod contents;
mod context;
mod context_row;
mod damage;
mod failure;
mod history;
mod kept_layer;
mod layer;
mod migrate;
mod neighbours;
mod open;
mod owner;
mod page;
mod purge;
mod read;
mod results;
mod salvage;
mod schema;
mod settings;
mod settle;
mod shape;
mod times;
mod veil;
mod write;
mod zones;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

pub use context::ContextFile;
pub use damage::rescue;
pub use history::{Import, ImportedFile, RepeatedRow, Standing};
pub use kept_layer::KeptLayer;
pub use open::is_project;
pub use owner::who;
pub use purge::Purged;
pub use read::Stored;
pub use results::ResultsMade;
pub use settings::WINDOW_CHOICES;
pub use settle::Settled;
pub use write::{Imported, MeaningChange, NewImport};

use crate::job::Feedback;
use crate::model::{Error, Loss, Result};
use owner::Owner;
use veil::Veil;
use write::FindRepeats;

/// An open project.
#[derive(Debug)]
pub struct Store {
    database: Connection,
    path: PathBuf,
    /// Held while this may write.
    owner: Option<Owner>,
    /// Whether the project at hand is what could be read of a damaged file, in a copy of its own.
    is_damaged: bool,
    losses: Vec<Loss>,
    /// Where the project is kept as it was before it was brought to this version.
    kept_copy: Option<PathBuf>,
    /// Ids of devices are kept under one key and ids of tests under another, so that one can be thrown away.
    device_veil: Veil,
    test_veil: Veil,
    /// Where a damaged file, or one of an older version, was read to; removed with this.
    _read_to: Option<tempfile::TempDir>,
}

impl Store {
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether changes can be written.
    pub fn is_writable(&self) -> bool {
        self.owner.is_some()
    }

    /// Whether the file is damaged and what could be read of it was opened in its place.
    pub fn is_damaged(&self) -> bool {
        self.is_damaged
    }

    /// What could not be read of a damaged file; empty for a sound one.
    pub fn losses(&self) -> &[Loss] {
        &self.losses
    }

    /// The copy of a project of an older version that was brought to this one just now.
    pub fn kept_copy(&self) -> Option<&Path> {
        self.kept_copy.as_deref()
    }

    /// Counts up with every change of samples or zones.
    pub fn revision(&self) -> Result<i64> {
        Ok(schema::get(&self.database, "revision").map_err(self.failed())?.unwrap_or(0))
    }

    /// Whether every part of the file can be read; an error says that it cannot.
    pub fn check(&self) -> Result<()> {
        self.check_structure()?;
        self.read_samples(&[], &Feedback::default())?;
        self.read_zones().map(drop)
    }

    /// Whether the file is in order as SQLite sees it.
    fn check_structure(&self) -> Result<()> {
        let answer: String =
            self.database.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(self.failed())?;
        if answer == "ok" { Ok(()) } else { Err(self.damaged()) }
    }

    /// Runs a change that takes something out, of a file without damage: what is left of a damaged one is for rescue.
    fn transaction_of_sound<T>(&mut self, change: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.check_structure()?;
        self.check_contents()?;
        self.transaction(change)
    }

    /// Whether samples, boundaries and what lies beside them can be read; an error says that they cannot.
    pub fn check_contents(&self) -> Result<()> {
        let failed = self.failed();
        let mut query = self.database.prepare("SELECT data FROM sample_pages").map_err(failed)?;
        let mut rows = query.query([]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let bytes = row.get_ref(0).map_err(failed)?.as_blob().map_err(|_| self.damaged())?;
            if !page::is_whole(bytes) {
                return Err(self.damaged());
            }
        }
        self.read_zones()?;
        self.read_context().map(drop)
    }

    /// Writes what could be read of a damaged project into a new one, with its layer of samples.
    pub fn save_rescued(&self, target: &Path, who: &str, repeats: FindRepeats<'_>, feedback: &Feedback) -> Result<()> {
        self.save_copy(target)?;
        Self::open_for_writing(target, who)?.rebuild_layer(repeats, feedback)
    }

    /// Writes a copy under another name, whole or not at all.
    pub fn save_copy(&self, target: &Path) -> Result<()> {
        if target.exists() {
            return Err(Error::ProjectExists { path: target.display().to_string() });
        }
        let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let unwritable = |error: std::io::Error| Error::unwritable(target.display(), &error);
        let draft = tempfile::Builder::new().prefix(".phusong-").tempdir_in(folder).map_err(unwritable)?;
        let copy = draft.path().join("copy.gpkg");
        // What is written is the copy alone, but SQLite takes the word for both.
        let read_only = |on: bool| self.database.pragma_update(None, "query_only", on);
        read_only(false).map_err(self.failed())?;
        let copied = self.database.execute("VACUUM INTO ?1", [copy.to_string_lossy()]);
        read_only(self.owner.is_none()).map_err(self.failed())?;
        copied.map_err(failure::at(target))?;
        std::fs::rename(&copy, target).map_err(unwritable)
    }

    fn failed(&self) -> impl Fn(rusqlite::Error) -> Error + Copy + '_ {
        failure::at(&self.path)
    }

    /// Runs `change` in one transaction: all of it is there afterwards, or nothing.
    fn transaction<T>(&mut self, change: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.is_damaged {
            return Err(self.damaged());
        }
        if self.owner.is_none() {
            return Err(Error::ProjectReadOnly { path: self.path.display().to_string() });
        }
        self.database.execute_batch("BEGIN IMMEDIATE").map_err(self.failed())?;
        let outcome = change(self).and_then(|value| {
            self.database.execute_batch("COMMIT").map_err(self.failed())?;
            Ok(value)
        });
        if outcome.is_err() && !self.database.is_autocommit() {
            // What failed is reported, not this; the journal takes the rest back at the next opening.
            let _ = self.database.execute_batch("ROLLBACK");
        }
        outcome
    }
}
