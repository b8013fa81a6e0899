//! The files a data set is read from: named by the user, found in a folder, or unpacked from an archive.

use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use crate::job::Feedback;
use crate::model::{Error, Result};

use super::archive::{self, Unpacked};
use super::detect::{Format, format_of};
use super::inputs::ending_of;
use super::part::{Part, input_name};
use super::pipe::Pipe;

/// Bytes looked at before a file is read.
pub(super) const PREFIX_BYTES: u64 = 512 << 10;

/// One of several sheets of a workbook that are read each as a table of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OneSheet {
    pub name: String,
    /// Sheets that are not read at all.
    pub unread: Vec<String>,
    /// Those of them that hold samples in other columns, or are hidden.
    pub unread_samples: Vec<String>,
}

/// A file to be read: where it lies, and how it is called in sentences and tables.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub path: PathBuf,
    /// Path as sentences show it.
    pub shown: String,
    /// Name without its folder; for a file out of an archive, the archive's name and the path inside.
    pub name: String,
    /// The sheet that is meant, of a workbook whose sheets are read one by one.
    pub sheet: Option<OneSheet>,
    /// Size of the archive that the file came out of.
    archive_bytes: Option<u64>,
    /// Keeps what was unpacked as long as it is needed.
    _unpacked: Option<Arc<Unpacked>>,
}

impl Source {
    /// A file that lies where the user said.
    pub fn of(path: &Path) -> Self {
        let shown = path.display().to_string();
        let name = path.file_name().map_or_else(|| shown.clone(), |name| name.to_string_lossy().into_owned());
        Self { path: path.to_path_buf(), shown, name, sheet: None, archive_bytes: None, _unpacked: None }
    }

    pub fn is_standard_input(&self) -> bool {
        self.shown == "-"
    }

    /// The same file, of which one sheet is meant.
    pub fn of_sheet(&self, sheet: OneSheet) -> Self {
        let inside = |outer: &str| format!("{outer}/{}", sheet.name);
        Self { shown: inside(&self.shown), name: inside(&self.name), sheet: Some(sheet), ..self.clone() }
    }

    /// The files a path stands for: those inside of an archive whose ending is wanted, else the file itself.
    pub fn all_of(path: &Path, is_wanted: impl Fn(&str) -> bool, feedback: &Feedback) -> Result<Vec<Self>> {
        if let Some(part) = Part::of(path) {
            return Self::part(path, &part, feedback).map(|source| vec![source]);
        }
        let outer = Self::of(path);
        // What flows through a pipe can be looked at only once.
        if !path.is_file() || !matches!(outer.format()?, Format::Zip | Format::Gzip) {
            return Ok(vec![outer]);
        }
        let unpacked = Arc::new(archive::unpack(path, &outer.shown, &|_| true, feedback)?);
        let archive_bytes = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
        let members = unpacked.members.iter();
        let members = members.filter(|member| ending_of(&member.path).is_none_or(|ending| is_wanted(&ending)));
        let inside = |outer: &str, inner: &str| match inner {
            "" => outer.to_owned(),
            inner => format!("{outer}/{inner}"),
        };
        let sources: Vec<Self> = members
            .map(|member| Self {
                path: member.path.clone(),
                shown: inside(&outer.shown, &member.inner),
                name: inside(&outer.name, &member.inner),
                sheet: None,
                archive_bytes: Some(archive_bytes),
                _unpacked: Some(Arc::clone(&unpacked)),
            })
            .collect();
        if sources.is_empty() { Err(Error::EmptyArchive { path: outer.shown }) } else { Ok(sources) }
    }

    /// The member of an archive or the sheet of a workbook that a path leads to.
    fn part(path: &Path, part: &Part, feedback: &Feedback) -> Result<Self> {
        let outer = Self::of(&part.file);
        let (shown, name) = (path.display().to_string(), input_name(path));
        let sheet = |name: String| OneSheet { name, unread: Vec::new(), unread_samples: Vec::new() };
        if !matches!(outer.format()?, Format::Zip | Format::Gzip) {
            return Ok(Self { shown, name, ..outer.of_sheet(sheet(part.sheet())) });
        }
        let unpacked = Arc::new(archive::unpack(&part.file, &outer.shown, &|member| part.needs(member), feedback)?);
        let member = unpacked.members.iter().find_map(|member| Some((member, part.within(&member.inner)?)));
        let Some((member, rest)) = member else { return Err(Error::NotFound { path: shown }) };
        Ok(Self {
            path: member.path.clone(),
            shown,
            name,
            sheet: (!rest.is_empty()).then(|| sheet(rest)),
            archive_bytes: Some(outer.n_bytes_given()),
            _unpacked: Some(Arc::clone(&unpacked)),
        })
    }

    /// Bytes that the user gave: of an archive, those before it was unpacked.
    pub fn n_bytes_given(&self) -> u64 {
        self.archive_bytes.unwrap_or_else(|| std::fs::metadata(&self.path).map_or(0, |metadata| metadata.len()))
    }

    /// What the file is, from its beginning.
    pub fn format(&self) -> Result<Format> {
        let (mut file, stamp) = open_file(&self.path, &self.shown)?;
        let mut prefix = Vec::with_capacity(stamp.n_bytes.min(PREFIX_BYTES) as usize);
        file.by_ref().take(PREFIX_BYTES).read_to_end(&mut prefix).map_err(|e| self.unreadable(&e))?;
        format_of(&self.path, &self.shown, &prefix)
    }

    fn unreadable(&self, error: &std::io::Error) -> Error {
        Error::unreadable(&self.shown, error)
    }

    /// Opens the file and reads its first bytes.
    pub fn open(&self, feedback: &Feedback) -> Result<(Opened, Stamp)> {
        let is_pipe = || std::fs::metadata(&self.path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir());
        let (mut source, stamp): (Box<dyn Read>, Stamp) = if self.is_standard_input() {
            (Box::new(Pipe::open(None, feedback)), Stamp::default())
        } else if is_pipe() && !is_device(&self.path) {
            (Box::new(Pipe::open(Some(self.path.clone()), feedback)), Stamp::default())
        } else {
            let (file, stamp) = open_file(&self.path, &self.shown)?;
            (Box::new(file), stamp)
        };
        let mut prefix = Vec::with_capacity(stamp.n_bytes.min(PREFIX_BYTES) as usize);
        source.by_ref().take(PREFIX_BYTES).read_to_end(&mut prefix).map_err(|e| self.unreadable(&e))?;
        Ok((Opened { shown: self.shown.clone(), n_bytes: stamp.n_bytes, prefix, rest: source }, stamp))
    }

    /// Refuses a file that is no longer what it was when it was opened.
    pub fn check_unchanged(&self, stamp: Stamp) -> Result<()> {
        if self.is_standard_input() || !stamp.is_of_regular_file {
            return Ok(());
        }
        let now = std::fs::metadata(&self.path).map(|metadata| Stamp::of(&metadata));
        if now.is_ok_and(|now| now == stamp) { Ok(()) } else { Err(Error::FileChanged { path: self.shown.clone() }) }
    }
}

/// A file that has been opened.
pub(super) struct Opened {
    /// Path as sentences show it.
    pub shown: String,
    /// 0 where it is not known.
    pub n_bytes: u64,
    /// Its first bytes.
    pub prefix: Vec<u8>,
    /// All that follows.
    pub rest: Box<dyn Read>,
}

/// What changes when a file is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Stamp {
    is_of_regular_file: bool,
    n_bytes: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    pub fn is_of_regular_file(self) -> bool {
        self.is_of_regular_file
    }

    pub fn n_bytes(self) -> u64 {
        self.n_bytes
    }

    fn of(metadata: &Metadata) -> Self {
        Self { is_of_regular_file: metadata.is_file(), n_bytes: metadata.len(), modified: metadata.modified().ok() }
    }
}

fn open_file(path: &Path, shown: &str) -> Result<(File, Stamp)> {
    let refused = |error: &std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::NotFound { path: shown.to_owned() },
        _ => Error::unreadable(shown, error),
    };
    let metadata = std::fs::metadata(path).map_err(|e| refused(&e))?;
    if metadata.is_dir() || is_device(path) {
        return Err(Error::NotAFile { path: shown.to_owned() });
    }
    let file = File::open(path).map_err(|e| refused(&e))?;
    Ok((file, Stamp::of(&metadata)))
}

/// Names that Windows keeps for devices, in any folder and with any ending.
fn is_device(path: &Path) -> bool {
    cfg!(windows) && path.file_name().is_some_and(|name| archive::is_device_name(&name.to_string_lossy()))
}

/// SHA-256 of a whole file as hex digits.
pub(super) fn sha256_of(source: &Source, feedback: &Feedback) -> Result<String> {
    let (Opened { prefix, rest, .. }, _) = source.open(feedback)?;
    let mut hashing = super::encoding::Hashing::new(std::io::Cursor::new(prefix).chain(rest));
    // Little enough to be hashed before it leaves the processor's own cache.
    let mut block = vec![0u8; 1 << 17];
    while hashing.read(&mut block).map_err(|e| source.unreadable(&e))? > 0 {
        feedback.check()?;
    }
    Ok(hashing.hex())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::test_files::Files;

    #[test]
    fn a_file_that_grows_while_it_is_read_is_refused() {
        let files = Files::new();
        let source = Source::of(&files.write("a.csv", "time,lat\n"));
        let (_, stamp) = source.open(&Feedback::default()).unwrap();
        assert_eq!(source.check_unchanged(stamp), Ok(()));
        files.write("a.csv", "time,lat\n1,2\n");
        assert!(matches!(source.check_unchanged(stamp), Err(Error::FileChanged { .. })));
        std::fs::remove_file(&source.path).unwrap();
        assert!(matches!(source.check_unchanged(stamp), Err(Error::FileChanged { .. })));
    }

    #[test]
    fn a_folder_is_no_file() {
        let files = Files::new();
        files.write("sub/a.csv", "");
        assert!(matches!(Source::of(&files.path("sub")).open(&Feedback::default()), Err(Error::NotAFile { .. })));
        assert!(matches!(Source::of(&files.path("none")).open(&Feedback::default()), Err(Error::NotFound { .. })));
    }
}
