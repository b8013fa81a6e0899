//! Files that appear whole or not at all: each is written under another name and renamed at the end.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::model::{Error, Result};

/// Refuses what lies at `path`, unless it may be replaced.
fn refuse_what_is_there(path: &Path, overwrite: bool) -> Result<()> {
    let shown = path.display().to_string();
    if path.is_dir() {
        return Err(Error::Unwritable { path: shown, reason: "a-folder".to_owned() });
    }
    if !overwrite && path.exists() { Err(Error::OutputExists { path: shown }) } else { Ok(()) }
}

/// The nearest folder above a file that is there: a failed run leaves no new folders.
fn folder_above(path: &Path) -> &Path {
    let above = path.ancestors().skip(1).find(|folder| folder.is_dir());
    above.unwrap_or(Path::new("."))
}

/// What `write` makes of an empty file takes the place of `path`.
pub(super) fn write_one<T>(
    path: &Path,
    overwrite: bool,
    write: impl FnOnce(&Path) -> io::Result<T>,
) -> io::Result<Result<T>> {
    if let Err(error) = refuse_what_is_there(path, overwrite) {
        return Ok(Err(error));
    }
    let draft = draft_options().tempfile_in(folder_above(path))?;
    let written = write(draft.path())?;
    settle(draft.path())?;
    create_folder_of(path)?;
    draft.persist(path).map_err(|error| error.error)?;
    Ok(Ok(written))
}

/// The files `stem.ending` that `write` makes in the folder it is given go to `folder` together.
pub(super) fn write_several<T>(
    (folder, stem): (&Path, &str),
    endings: &[&str],
    overwrite: bool,
    write: impl FnOnce(&Path) -> io::Result<T>,
) -> io::Result<Result<T>> {
    let names: Vec<String> = endings.iter().map(|ending| format!("{stem}.{ending}")).collect();
    let targets: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
    if let Some(error) = targets.iter().find_map(|path| refuse_what_is_there(path, overwrite).err()) {
        return Ok(Err(error));
    }
    let Some(first) = targets.first() else { return Err(io::Error::other("no file")) };
    let draft = tempfile::Builder::new().prefix(PREFIX).tempdir_in(folder_above(first))?;
    let written = write(draft.path())?;
    names.iter().try_for_each(|name| settle(&draft.path().join(name)))?;
    fs::create_dir_all(folder)?;
    for (name, target) in names.iter().zip(&targets) {
        fs::rename(draft.path().join(name), target)?;
    }
    Ok(Ok(written))
}

const PREFIX: &str = ".phusong-";

/// Temporary files are private to their owner; a hand-over file follows the user's ordinary rights.
fn draft_options() -> tempfile::Builder<'static, 'static> {
    let mut options = tempfile::Builder::new();
    options.prefix(PREFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        options.permissions(fs::Permissions::from_mode(0o666));
    }
    options
}

/// A name must not reach the disk before what it names.
fn settle(path: &Path) -> io::Result<()> {
    File::options().append(true).open(path)?.sync_all()
}

fn create_folder_of(path: &Path) -> io::Result<()> {
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => fs::create_dir_all(folder),
        None => Ok(()),
    }
}
