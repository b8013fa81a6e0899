//! Opens and creates project files, and says what a file is that cannot be opened.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::owner::Owner;
use super::purge::random_key;
use super::veil::Veil;
use super::{Store, damage, failure, migrate, schema};
use crate::model::{Error, Loss, Result};

/// How long a step waits for one of another program to end.
const PATIENCE: Duration = Duration::from_secs(20);

/// The first bytes of every SQLite file.
const SQLITE: &[u8; 16] = b"SQLite format 3\0";

/// Part of a file in which the name of the program's own table stands.
const BEGINNING: u64 = 256 << 10;

/// Whether a file is a project, sound or damaged, rather than any other file. Pipes are left alone: what is read of them
/// is gone, and one that nobody writes to waits for ever.
pub fn is_project(path: &Path) -> bool {
    if !path.is_file() {
        return false;
    }
    let mut beginning = Vec::new();
    let read = File::open(path).and_then(|file| file.take(BEGINNING).read_to_end(&mut beginning));
    let marked = |bytes: &[u8]| memchr::memmem::find(bytes, schema::MARK.as_bytes()).is_some();
    read.is_ok() && (beginning.starts_with(SQLITE) || has_ending(path)) && marked(&beginning)
}

fn has_ending(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gpkg"))
}

impl Store {
    /// Opens a project to read it. Of a damaged one, what can still be read is opened from a copy, and
    /// [`Self::losses`] says what cannot. One of an older version is brought to this one in a copy.
    pub fn open(path: &Path) -> Result<Self> {
        let opened = Self::connect(path)
            .and_then(|database| Self::of(database, path))
            .and_then(|store| if store.version()? < schema::VERSION { store.open_older() } else { Ok(store) });
        match opened {
            Err(Error::ProjectDamaged { .. }) => Self::open_damaged(path),
            opened => opened,
        }
    }

    /// This project of an older version, to be read as one of this version; the file itself stays as it is.
    fn open_older(self) -> Result<Self> {
        let folder = private_folder(&self.path)?;
        let copy = folder.path().join("older.gpkg");
        self.save_copy(&copy)?;
        let mut store = Self::of(Self::connect(&copy)?, &copy)?;
        store.own(Owner::take(&copy, "")?)?;
        store.migrate(&migrate::STEPS)?;
        store.disown()?;
        (store.path, store._read_to) = (self.path, Some(folder));
        Ok(store)
    }

    /// Lets changes be written.
    fn own(&mut self, owner: Owner) -> Result<()> {
        self.owner = Some(owner);
        self.database.pragma_update(None, "query_only", false).map_err(self.failed())
    }

    fn disown(&mut self) -> Result<()> {
        self.owner = None;
        self.database.pragma_update(None, "query_only", true).map_err(self.failed())
    }

    /// Opens what can be read of a damaged project, from a copy; the file itself stays as it is.
    pub fn open_damaged(path: &Path) -> Result<Self> {
        let folder = private_folder(path)?;
        let copy = folder.path().join("rescued.gpkg");
        let losses: Vec<Loss> = damage::rescue(path, &copy)?;
        let database = Self::connect(&copy)?;
        let mut store = Self::of(database, &copy)?;
        (store.path, store._read_to) = (path.to_path_buf(), Some(folder));
        (store.is_damaged, store.losses) = (true, losses);
        Ok(store)
    }

    /// Opens a project to change it; `who` is told to others who want to. One of an older version is brought to this
    /// one, and [`Self::kept_copy`] is what it was.
    pub fn open_for_writing(path: &Path, who: &str) -> Result<Self> {
        if !path.is_file() {
            return Err(Error::NotFound { path: path.display().to_string() });
        }
        let owner = Owner::take(path, who)?;
        let database = Self::connect(path)?;
        if database.is_readonly("main").map_err(failure::at(path))? {
            return Err(Error::ProjectReadOnly { path: path.display().to_string() });
        }
        let mut store = Self::of(database, path)?;
        store.own(owner)?;
        if store.version()? < schema::VERSION {
            let copy = store.keep_copy()?;
            if let Err(error) = store.migrate_beside(&copy) {
                // The project is still what the copy is.
                let _ = std::fs::remove_file(copy);
                return Err(error);
            }
            store.kept_copy = Some(copy);
        }
        Ok(store)
    }

    /// Creates a project where there is no file, or an empty one.
    pub fn create(path: &Path, who: &str) -> Result<Self> {
        if std::fs::metadata(path).is_ok_and(|m| !m.is_file() || m.len() > 0) {
            return Err(Error::ProjectExists { path: path.display().to_string() });
        }
        let owner = Owner::take(path, who)?;
        let failed = failure::at(path);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let database = Connection::open_with_flags(path, flags).map_err(failed)?;
        configure(&database).map_err(failed)?;
        let (device_key, test_key) = (random_key(path)?, random_key(path)?);
        database.execute_batch("BEGIN IMMEDIATE").map_err(failed)?;
        schema::create(&database, &device_key, &test_key).map_err(failed)?;
        database.execute_batch("COMMIT").map_err(failed)?;
        let mut store = Self::of(database, path)?;
        store.own(owner)?;
        Ok(store)
    }

    /// Opens a project to change it, which is created where there is none.
    pub fn open_or_create(path: &Path, who: &str) -> Result<Self> {
        let is_there = std::fs::metadata(path).is_ok_and(|m| m.len() > 0);
        if is_there { Self::open_for_writing(path, who) } else { Self::create(path, who) }
    }

    /// A connection that may write, as far as the system lets it: a step that was cut short is taken back by it.
    pub(super) fn connect(path: &Path) -> Result<Connection> {
        let shown = || path.display().to_string();
        let mut head = [0; 100];
        let file = File::open(path).map_err(|e| match e.kind() {
            std::io::ErrorKind::NotFound => Error::NotFound { path: shown() },
            _ => Error::unreadable(shown(), &e),
        })?;
        let length = file.metadata().map_or(0, |m| m.len());
        let n = file.take(head.len() as u64).read(&mut head).unwrap_or(0);
        if n < head.len() || !head.starts_with(SQLITE) {
            let error = if is_project(path) { Error::ProjectDamaged { path: shown() } } else { not_a_project(path) };
            return Err(error);
        }
        // A file that was cut short is told at once, not where the missing part is first asked for.
        let (size, pages) =
            (u16::from_be_bytes([head[16], head[17]]), u32::from_be_bytes([head[28], head[29], head[30], head[31]]));
        let size = if size == 1 { 1 << 16 } else { u64::from(size) };
        if length < size * u64::from(pages) && !journal_of(path).exists() {
            return Err(if is_project(path) { Error::ProjectDamaged { path: shown() } } else { not_a_project(path) });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let read_only = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let database = Connection::open_with_flags(path, flags)
            .or_else(|_| Connection::open_with_flags(path, read_only))
            .map_err(failure::at(path))?;
        configure(&database).map_err(failure::at(path))?;
        Ok(database)
    }

    /// The project behind a connection, to be read.
    pub(super) fn of(database: Connection, path: &Path) -> Result<Self> {
        let failed = failure::at(path);
        database.pragma_update(None, "query_only", true).map_err(failed)?;
        let marked = database.query_row("SELECT count(*) FROM sqlite_schema WHERE name = ?1", [schema::MARK], |row| {
            row.get::<_, i64>(0)
        });
        if marked.map_err(failed)? == 0 {
            return Err(not_a_project(path));
        }
        let version: u32 = schema::get(&database, "schema_version").map_err(failed)?.unwrap_or(0);
        if version > schema::VERSION {
            return Err(Error::ProjectNewer { path: path.display().to_string(), version });
        }
        let veil = |key: &str| {
            let bytes: Option<Vec<u8>> = schema::get(&database, key).map_err(failed)?;
            let damaged = || Error::ProjectDamaged { path: path.display().to_string() };
            bytes.as_deref().and_then(Veil::new).ok_or_else(damaged)
        };
        Ok(Self {
            device_veil: veil("device_key")?,
            test_veil: veil("test_key")?,
            database,
            path: path.to_path_buf(),
            owner: None,
            is_damaged: false,
            losses: Vec::new(),
            kept_copy: None,
            _read_to: None,
        })
    }
}

/// A folder that goes with what is read from it.
fn private_folder(project: &Path) -> Result<tempfile::TempDir> {
    let unwritable = |e: std::io::Error| Error::unwritable(project.display(), &e);
    tempfile::Builder::new().prefix(".phusong-").tempdir().map_err(unwritable)
}

fn not_a_project(path: &Path) -> Error {
    Error::NotAProject { path: path.display().to_string() }
}

/// Where SQLite keeps what a step that was cut short has to be taken back with.
pub(super) fn journal_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push("-journal");
    path.with_file_name(name)
}

/// What every connection keeps to; see the module's documentation for the journal.
fn configure(database: &Connection) -> rusqlite::Result<()> {
    database.busy_timeout(PATIENCE)?;
    // Functions in the schema of a file are not to be trusted.
    database.pragma_update(None, "trusted_schema", "OFF")?;
    database.pragma_update(None, "cell_size_check", "ON")?;
    database.pragma_update(None, "synchronous", "EXTRA")?;
    database.pragma_update(None, "secure_delete", "ON")?;
    database.pragma_update(None, "temp_store", "MEMORY")?;
    // 64 MB, in the unit of the pragma.
    database.pragma_update(None, "cache_size", -(64 << 10))
}
