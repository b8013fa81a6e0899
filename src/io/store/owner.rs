//! Who may write a project: one window or command at a time, told by a locked file beside it.
//!
//! The system releases the lock when its holder ends, however it ends, so no lock is ever stale; the file itself may
//! then stay behind, empty of meaning. SQLite's own locks protect the file within each step; this one protects a person
//! from two windows that overwrite each other's settings.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::model::{Error, Result};

/// Who works at this computer, as the system knows them.
pub fn who() -> String {
    ["USER", "USERNAME", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default()
}

/// The right to write, held until it is dropped.
#[derive(Debug)]
pub struct Owner {
    path: PathBuf,
    /// Open as long as the lock holds.
    _file: File,
}

impl Owner {
    /// Takes the right to write `project`; `Error::ProjectInUse` says who has it.
    pub fn take(project: &Path, who: &str) -> Result<Self> {
        let mut name = project.file_name().unwrap_or_default().to_os_string();
        name.push(".lock");
        let path = project.with_file_name(name);
        loop {
            let mut file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)
                .map_err(|error| unwritable(project, &error))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let mut owner = String::new();
                    // Where a locked file cannot be read, the name is not known.
                    let _ = file.read_to_string(&mut owner);
                    let path = project.display().to_string();
                    return Err(Error::ProjectInUse { path, owner: owner.trim().to_owned() });
                }
                // Some file systems know no locks: then SQLite's own have to do.
                Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => return Err(unwritable(project, &error)),
            }
            // The holder before removes the file: a lock on what is no longer there is worth nothing.
            if !is_still_there(&file, &path) {
                continue;
            }
            let written = file.rewind().and_then(|()| file.set_len(0)).and_then(|()| file.write_all(who.as_bytes()));
            written.map_err(|error| unwritable(project, &error))?;
            return Ok(Self { path, _file: file });
        }
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        // Left behind, the file does no harm.
        let _ = std::fs::remove_file(&self.path);
    }
}

fn unwritable(project: &Path, error: &std::io::Error) -> Error {
    match error.kind() {
        // Of a project that is not there yet, only the folder can be at fault.
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem if project.exists() => {
            Error::ProjectReadOnly { path: project.display().to_string() }
        }
        _ => Error::unwritable(project.display(), error),
    }
}

#[cfg(unix)]
fn is_still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = |a: &std::fs::Metadata, b: &std::fs::Metadata| a.ino() == b.ino() && a.dev() == b.dev();
    matches!((&file.metadata(), &std::fs::metadata(path)), (Ok(a), Ok(b)) if same(a, b))
}

#[cfg(not(unix))]
fn is_still_there(_file: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_owner_at_a_time_and_none_is_left_over() {
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("phường.gpkg");
        let first = Owner::take(&project, "Lan").unwrap();
        let refused = Owner::take(&project, "Minh").unwrap_err();
        assert_eq!(refused, Error::ProjectInUse { path: project.display().to_string(), owner: "Lan".to_owned() });
        drop(first);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        // What a killed holder leaves behind is no lock.
        std::fs::write(folder.path().join("phường.gpkg.lock"), "Lan").unwrap();
        drop(Owner::take(&project, "Minh").unwrap());
    }
}
