//! An output folder that appears whole or not at all: files are written beside it and renamed at the end.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::model::{Error, Result};

/// A folder being written. Dropping it without [`OutputFolder::commit`] leaves nothing behind.
#[derive(Debug)]
pub struct OutputFolder {
    target: PathBuf,
    draft: TempDir,
    is_own: fn(&str) -> bool,
}

impl OutputFolder {
    /// Prepares to write into `target`. Refuses when one of the command's own files, known by name, is there and
    /// `overwrite` is off.
    pub fn prepare(target: &Path, overwrite: bool, is_own: fn(&str) -> bool) -> Result<Self> {
        let unwritable = |reason: &io::Error| unwritable(target, reason);
        if target.exists() && !target.is_dir() {
            return Err(Error::Unwritable { path: target.display().to_string(), reason: "not-a-folder".to_owned() });
        }
        let in_the_way = own_files(target, is_own).into_iter().map(|name| target.join(name)).find(|path| path.is_dir());
        if let Some(path) = in_the_way {
            return Err(Error::Unwritable { path: path.display().to_string(), reason: "a-folder".to_owned() });
        }
        if !overwrite && let Some(name) = own_files(target, is_own).into_iter().next() {
            return Err(Error::OutputExists { path: target.join(name).display().to_string() });
        }
        // Inside the folder where it is there, since it may lie on another file system than its parent; else in the
        // nearest folder above that is there, so that a failed run leaves no new folders.
        let beside = target.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("."));
        let draft = tempfile::Builder::new().prefix(".phusong-").tempdir_in(beside).map_err(|e| unwritable(&e))?;
        Ok(Self { target: target.to_owned(), draft, is_own })
    }

    /// Writes one file of the folder.
    pub fn write(&self, name: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        let path = self.draft.path().join(name);
        let written = File::create(&path).and_then(|file| {
            let mut out = BufWriter::with_capacity(1 << 18, file);
            write(&mut out)?;
            out.flush()
        });
        written.map_err(|reason| unwritable(&self.target.join(name), &reason))
    }

    /// Makes the files visible. Own files of an earlier run are replaced or, where this one did not write them, removed:
    /// all together, or none where one of them cannot be moved. Killed in between, the folder may lack some.
    pub fn commit(self) -> Result<()> {
        let failed = |reason: io::Error| unwritable(&self.target, &reason);
        if !self.target.exists() {
            let draft = self.draft.keep();
            let parent = self.target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let moved = open_to_others(&draft)
                .and_then(|()| fs::create_dir_all(parent))
                .and_then(|()| fs::rename(&draft, &self.target));
            moved.map_err(|reason| {
                // The draft is useless now; what failed is reported, not this.
                let _ = fs::remove_dir_all(&draft);
                failed(reason)
            })?;
            return Ok(());
        }
        let new = own_files(self.draft.path(), |_| true);
        let old = own_files(&self.target, self.is_own);
        if let Some(path) = old.iter().map(|name| self.target.join(name)).find(|path| path.is_dir()) {
            return Err(Error::Unwritable { path: path.display().to_string(), reason: "a-folder".to_owned() });
        }
        let aside = self.draft.path().join(ASIDE);
        fs::create_dir(&aside).map_err(failed)?;
        // What is in the way goes first: a file that another program holds open stops everything while nothing has
        // changed yet. Besides, the disk is waited for when a file is renamed over another, not when its name is free.
        let away = old.iter().map(|name| (name, self.target.as_path(), aside.as_path()));
        let mut all = away.chain(new.iter().map(|name| (name, self.draft.path(), self.target.as_path())));
        let mut moves = Moves::default();
        let moved = all.try_for_each(|(name, from, to)| {
            moves.rename(from.join(name), to.join(name)).map_err(|reason| (self.target.join(name), reason))
        });
        let Err((path, reason)) = moved else { return Ok(()) };
        if moves.take_back().is_ok() {
            return Err(unwritable(&path, &reason));
        }
        // It holds files of an earlier run: whoever reads the error must be able to find them.
        let kept = self.draft.keep().join(ASIDE);
        Err(Error::unwritable(format!("{} ({})", path.display(), kept.display()), &reason))
    }
}

/// Within the draft, where files of an earlier run wait for their removal.
const ASIDE: &str = ".earlier";

/// Renames that can be taken back.
#[derive(Debug, Default)]
struct Moves(Vec<(PathBuf, PathBuf)>);

impl Moves {
    fn rename(&mut self, from: PathBuf, to: PathBuf) -> io::Result<()> {
        fs::rename(&from, &to)?;
        self.0.push((from, to));
        Ok(())
    }

    /// The last one first, all that can go; the first error.
    fn take_back(&mut self) -> io::Result<()> {
        self.0.drain(..).rev().map(|(from, to)| fs::rename(to, from)).fold(Ok(()), io::Result::and)
    }
}

/// Names of the files in a folder that `is_own` accepts, sorted; none where it cannot be read.
fn own_files(folder: &Path, is_own: impl Fn(&str) -> bool) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.file_name().into_string().ok()).filter(|name| is_own(name)).collect();
    names.sort();
    names
}

/// Writes one file completely or not at all.
pub fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = tempfile::Builder::new().prefix(".phusong-").tempfile_in(folder).and_then(|draft| {
        let mut out = BufWriter::with_capacity(1 << 18, draft);
        write(&mut out)?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?.persist(path).map_err(|e| e.error)?;
        Ok(())
    });
    written.map_err(|reason| unwritable(path, &reason))
}

fn unwritable(path: &Path, reason: &io::Error) -> Error {
    Error::unwritable(path.display(), reason)
}

/// Temporary folders are private to their owner; an output folder follows the user's ordinary rights.
#[cfg(unix)]
fn open_to_others(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let probe = tempfile::Builder::new().prefix(".phusong-").make_in(folder, |path| fs::create_dir(path))?;
    let mode = fs::metadata(probe.path())?.permissions().mode();
    fs::remove_dir(probe.path())?;
    fs::set_permissions(folder, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn open_to_others(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_own(name: &str) -> bool {
        super::super::OWN_FILES.contains(&name)
    }

    fn write_summary(folder: &OutputFolder, text: &str) {
        folder.write("summary.json", |out| out.write_all(text.as_bytes())).unwrap();
    }

    #[test]
    fn nothing_is_left_behind_without_commit() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("out");
        let folder = OutputFolder::prepare(&target, false, is_own).unwrap();
        write_summary(&folder, "{}");
        drop(folder);
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
    }

    #[test]
    fn own_files_are_replaced_only_when_asked_and_others_stay() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("out");
        let folder = OutputFolder::prepare(&target, false, is_own).unwrap();
        write_summary(&folder, "1");
        folder.write("samples.csv", |out| out.write_all(b"x")).unwrap();
        folder.commit().unwrap();
        fs::write(target.join("ghi chú.txt"), "mine").unwrap();

        assert!(matches!(OutputFolder::prepare(&target, false, is_own), Err(Error::OutputExists { .. })));
        let folder = OutputFolder::prepare(&target, true, is_own).unwrap();
        write_summary(&folder, "2");
        folder.commit().unwrap();
        assert_eq!(fs::read_to_string(target.join("summary.json")).unwrap(), "2");
        assert!(!target.join("samples.csv").exists());
        assert_eq!(fs::read_to_string(target.join("ghi chú.txt")).unwrap(), "mine");
        assert_eq!(fs::read_dir(&target).unwrap().count(), 2);
    }

    #[test]
    fn moves_that_cannot_all_be_taken_back_say_so() {
        let root = tempfile::tempdir().unwrap();
        let path = |name: &str| root.path().join(name);
        fs::create_dir(path("lost")).unwrap();
        for name in ["a", "lost/b"] {
            fs::write(path(name), name).unwrap();
        }
        let mut moves = Moves::default();
        moves.rename(path("a"), path("a2")).unwrap();
        moves.rename(path("lost/b"), path("b2")).unwrap();
        fs::remove_dir(path("lost")).unwrap();
        assert!(moves.take_back().is_err());
        assert_eq!(fs::read_to_string(path("a")).unwrap(), "a");
    }

    #[test]
    fn a_file_that_cannot_be_put_in_place_leaves_all_as_it_was() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("out");
        fs::create_dir_all(target.join("zones.csv/in use")).unwrap();
        for name in ["samples.csv", "summary.json"] {
            fs::write(target.join(name), "1").unwrap();
        }
        let folder = OutputFolder::prepare(&target, true, is_own).unwrap();
        write_summary(&folder, "2");
        folder.write("zones.csv", |out| out.write_all(b"new")).unwrap();
        assert!(matches!(folder.commit(), Err(Error::Unwritable { path, .. }) if path.ends_with("zones.csv")));
        for name in ["samples.csv", "summary.json"] {
            assert_eq!(fs::read_to_string(target.join(name)).unwrap(), "1");
        }
        assert_eq!(fs::read_dir(&target).unwrap().count(), 3);
    }
}
