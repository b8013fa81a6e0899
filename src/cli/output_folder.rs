//! An output folder that is written completely or not at all: beside its place first, then renamed.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::model::{Error, Result};

/// Fills `folder` through `fill`, which gets an empty folder beside it.
///
/// A folder that holds anything is refused unless `overwrite`; then new files replace those of the same name, files of
/// which `is_own` knows the name and that were not written again go, and all other files stay.
pub(super) fn write_folder(
    folder: &Path,
    overwrite: bool,
    is_own: impl Fn(&str) -> bool,
    fill: impl FnOnce(&Path) -> Result<()>,
) -> Result<()> {
    let holds_files = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(e) if e.kind() == io::ErrorKind::NotFound => false,
        Err(e) => return Err(unwritable(folder, &e)),
    };
    if holds_files && !overwrite {
        return Err(Error::OutputExists { path: folder.display().to_string() });
    }
    let beside = Beside::create(folder)?;
    fill(&beside.0)?;
    if holds_files {
        replace_files(&beside.0, folder, is_own).map_err(|e| unwritable(folder, &e))
    } else {
        put_in_place(&beside.0, folder).map_err(|e| unwritable(folder, &e))
    }
}

pub(super) fn unwritable(path: &Path, reason: &io::Error) -> Error {
    Error::Unwritable { path: path.display().to_string(), reason: reason.to_string() }
}

/// The folder being filled; what is left of it goes with this value.
#[derive(Debug)]
struct Beside(PathBuf);

impl Beside {
    fn create(folder: &Path) -> Result<Self> {
        let absolute = std::path::absolute(folder).map_err(|e| unwritable(folder, &e))?;
        let parent = absolute.parent().unwrap_or(&absolute);
        let mut name = OsString::from(".");
        name.push(absolute.file_name().unwrap_or_default());
        name.push(format!(".{}.part", std::process::id()));
        let path = parent.join(name);
        fs::create_dir_all(parent).and_then(|()| fs::create_dir(&path)).map_err(|e| unwritable(folder, &e))?;
        Ok(Self(path))
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // After a rename there is nothing left to remove.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn put_in_place(from: &Path, to: &Path) -> io::Result<()> {
    match fs::remove_dir(to) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    fs::rename(from, to)
}

fn replace_files(from: &Path, to: &Path, is_own: impl Fn(&str) -> bool) -> io::Result<()> {
    let written = names(from)?;
    for name in &written {
        fs::rename(from.join(name), to.join(name))?;
    }
    for name in names(to)? {
        if !written.contains(&name) && name.to_str().is_some_and(&is_own) {
            fs::remove_file(to.join(name))?;
        }
    }
    Ok(())
}

fn names(folder: &Path) -> io::Result<Vec<OsString>> {
    let mut names = fs::read_dir(folder)?.map(|e| e.map(|e| e.file_name())).collect::<io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_file(name: &'static str) -> impl FnOnce(&Path) -> Result<()> {
        move |folder| fs::write(folder.join(name), name).map_err(|e| unwritable(folder, &e))
    }

    #[test]
    fn a_full_folder_is_refused_and_an_empty_one_taken() {
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("deep").join("out");
        assert_eq!(write_folder(&out, false, |_| true, with_file("a.csv")), Ok(()));
        let again = write_folder(&out, false, |_| true, with_file("b.csv"));
        assert!(matches!(again, Err(Error::OutputExists { .. })));
        assert_eq!(names(&out).unwrap(), ["a.csv"]);
        fs::remove_file(out.join("a.csv")).unwrap();
        assert_eq!(write_folder(&out, false, |_| true, with_file("b.csv")), Ok(()));
    }

    #[test]
    fn overwriting_takes_away_own_files_and_no_others() {
        let home = tempfile::tempdir().unwrap();
        for name in ["old.csv", "notes.txt"] {
            fs::write(home.path().join(name), "x").unwrap();
        }
        let out = home.path();
        assert_eq!(write_folder(out, true, |name| name.ends_with(".csv"), with_file("new.csv")), Ok(()));
        assert_eq!(names(out).unwrap(), ["new.csv", "notes.txt"]);
    }

    #[test]
    fn a_failed_run_leaves_nothing_behind() {
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("out");
        let failed = write_folder(
            &out,
            false,
            |_| true,
            |folder| {
                with_file("half.csv")(folder)?;
                Err(Error::Cancelled)
            },
        );
        assert_eq!(failed, Err(Error::Cancelled));
        assert!(names(home.path()).unwrap().is_empty());
    }
}
