//! Drawings that are not finished, kept so that a crash or a power cut loses no more than the step being written.
//!
//! A file holds the drawing as it was begun and then a line for each step, each with a check sum and forced to the disk
//! before the next. Wherever the file is cut off, what stands before is whole. Its holder keeps it locked, so a drawing
//! that nobody holds was left by a window that ended without saying so.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::model::{Error, Result};
use crate::spatial::coverage::{Coverage, Edit};

const ENDING: &str = "ranh";

/// Larger files are none of ours.
const MAX_BYTES: u64 = 256 << 20;

/// What a drawing is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftOf {
    /// Name of the boundary file or project that it began with.
    pub source: String,
    pub begun_unix_s: i64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Begin {
    version: u32,
    of: DraftOf,
    base: Coverage,
}

const VERSION: u32 = 1;

/// One step, in the order in which they were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    Edit(Edit),
    Undo,
    Redo,
}

/// A drawing as its file tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub of: DraftOf,
    pub base: Coverage,
    pub steps: Vec<Step>,
}

/// The file of a drawing, held by whoever draws.
#[derive(Debug)]
pub struct DraftFile {
    path: PathBuf,
    file: File,
}

impl DraftFile {
    /// Begins a drawing in a file of its own.
    pub fn begin(folder: &Path, of: DraftOf, base: Coverage) -> Result<Self> {
        let failed = |error: io::Error| unwritable(folder, &error);
        fs::create_dir_all(folder).map_err(failed)?;
        let begin = Begin { version: VERSION, of, base };
        let json = serde_json::to_string(&begin).map_err(|error| unwritable(folder, &io::Error::other(error)))?;
        // Under another name until it is whole: a file of ours has a beginning.
        let mut new = tempfile::Builder::new().prefix("ve").suffix(".tmp").tempfile_in(folder).map_err(failed)?;
        new.write_all(line(&json).as_bytes()).and_then(|()| new.as_file().sync_all()).map_err(failed)?;
        for n in 1..10_000 {
            let path = folder.join(format!("khu-pho-{n}.{ENDING}"));
            match new.persist_noclobber(&path) {
                Ok(_) => {
                    let file = OpenOptions::new().append(true).read(true).open(&path).map_err(failed)?;
                    // Where the system knows no locks, every drawing left over is offered.
                    let _ = file.try_lock();
                    return Ok(Self { path, file });
                }
                Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => new = error.file,
                Err(error) => return Err(unwritable(folder, &error.error)),
            }
        }
        Err(unwritable(folder, &io::Error::other("khu-pho")))
    }

    /// Writes a step down; it is on the disk when this returns.
    pub fn add(&mut self, step: &Step) -> Result<()> {
        let json = serde_json::to_string(step).map_err(|error| unwritable(&self.path, &io::Error::other(error)))?;
        let written = self.file.write_all(line(&json).as_bytes()).and_then(|()| self.file.sync_data());
        written.map_err(|error| unwritable(&self.path, &error))
    }

    /// The drawing is in force or given up: its file goes.
    pub fn remove(self) {
        let path = self.path.clone();
        drop(self);
        // A file that cannot be taken away is offered once more, which does no harm.
        let _ = fs::remove_file(path);
    }

    /// A drawing that was left over, with its file; the latest first. Files that are no drawings stay where they are.
    pub fn left_over(folder: &Path) -> Option<(Draft, Self)> {
        let mut paths: Vec<PathBuf> = fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.retain(|path| path.extension().is_some_and(|ending| ending == ENDING));
        paths.sort_by_key(|path| {
            let changed = fs::metadata(path).and_then(|about| about.modified()).ok();
            (std::cmp::Reverse(changed), path.clone())
        });
        paths.into_iter().find_map(Self::take)
    }

    fn take(path: PathBuf) -> Option<(Draft, Self)> {
        let mut file = OpenOptions::new().append(true).read(true).open(&path).ok()?;
        if matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)) || file.metadata().ok()?.len() > MAX_BYTES {
            return None;
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).ok()?;
        let (draft, whole) = read(&bytes)?;
        // What was cut off must not stand before the next step.
        file.set_len(whole as u64).ok()?;
        Some((draft, Self { path, file }))
    }
}

/// A drawing from the bytes of its file, and how many of them are whole lines.
fn read(bytes: &[u8]) -> Option<(Draft, usize)> {
    let mut whole = 0;
    let mut draft: Option<Draft> = None;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let Some(json) = checked(line) else { break };
        match &mut draft {
            None => {
                let begin: Begin = serde_json::from_str(json).ok()?;
                let is_known = begin.version == VERSION && (begin.base.n_faces() == 0 || begin.base.is_sound());
                draft = is_known.then_some(Draft { of: begin.of, base: begin.base, steps: Vec::new() });
                draft.as_ref()?;
            }
            Some(draft) => match serde_json::from_str(json) {
                Ok(step) => draft.steps.push(step),
                Err(_) => break,
            },
        }
        whole += line.len();
    }
    draft.map(|draft| (draft, whole))
}

fn line(json: &str) -> String {
    format!("{:08x} {json}\n", check_sum(json.as_bytes()))
}

/// The text of a line that ends and agrees with its check sum.
fn checked(line: &[u8]) -> Option<&str> {
    let line = std::str::from_utf8(line).ok()?.strip_suffix('\n')?;
    let (sum, json) = line.split_once(' ')?;
    (u32::from_str_radix(sum, 16).ok()? == check_sum(json.as_bytes())).then_some(json)
}

/// FNV-1a (Fowler, Noll and Vo): enough to tell a line that was cut or mixed up.
fn check_sum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |sum, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

fn unwritable(path: &Path, error: &io::Error) -> Error {
    Error::unwritable(path.display(), error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spatial::coverage::Point;

    fn p(x: i64, y: i64) -> Point {
        Point { x: x * 1000, y: y * 1000 }
    }

    fn begun() -> Coverage {
        let ring = vec![p(0, 0), p(100, 0), p(100, 100), p(0, 100)];
        Coverage::empty(5899).after(&Edit::Draw { ring, beyond: true }).unwrap().0
    }

    fn of() -> DraftOf {
        DraftOf { source: "phường.geojson".to_owned(), begun_unix_s: 1_760_000_000 }
    }

    fn steps() -> Vec<Step> {
        vec![
            Step::Edit(Edit::Split { faces: Vec::new(), line: vec![p(-5, 50), p(105, 50)] }),
            Step::Edit(Edit::NumberAll),
            Step::Undo,
            Step::Redo,
        ]
    }

    #[test]
    fn a_drawing_is_found_again_when_nobody_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = DraftFile::begin(folder.path(), of(), begun()).unwrap();
        steps().iter().for_each(|step| file.add(step).unwrap());
        assert!(DraftFile::left_over(folder.path()).is_none(), "it is held");
        drop(file);
        let (draft, held) = DraftFile::left_over(folder.path()).unwrap();
        assert_eq!(draft, Draft { of: of(), base: begun(), steps: steps() });
        held.remove();
        assert!(DraftFile::left_over(folder.path()).is_none());
    }

    #[test]
    fn a_file_cut_off_anywhere_keeps_every_whole_step() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = DraftFile::begin(folder.path(), of(), begun()).unwrap();
        let mut ends = vec![fs::metadata(&file.path).unwrap().len() as usize];
        for step in steps() {
            file.add(&step).unwrap();
            ends.push(fs::metadata(&file.path).unwrap().len() as usize);
        }
        let path = file.path.clone();
        drop(file);
        let bytes = fs::read(&path).unwrap();
        for cut in 0..=bytes.len() {
            fs::write(&path, &bytes[..cut]).unwrap();
            let whole = ends.iter().filter(|end| **end <= cut).count();
            match DraftFile::left_over(folder.path()) {
                None => assert_eq!(whole, 0, "cut at {cut}"),
                Some((draft, mut file)) => {
                    assert_eq!(draft.steps, steps()[..whole - 1], "cut at {cut}");
                    // And it goes on from there.
                    file.add(&Step::Undo).unwrap();
                    drop(file);
                    let (again, _) = DraftFile::left_over(folder.path()).unwrap();
                    assert_eq!(again.steps.len(), whole);
                }
            }
        }
    }

    #[test]
    fn a_byte_that_was_turned_ends_what_can_be_believed() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = DraftFile::begin(folder.path(), of(), begun()).unwrap();
        steps().iter().for_each(|step| file.add(step).unwrap());
        let path = file.path.clone();
        drop(file);
        let bytes = fs::read(&path).unwrap();
        for at in (0..bytes.len()).step_by(7) {
            let mut turned = bytes.clone();
            turned[at] ^= 0x15;
            fs::write(&path, &turned).unwrap();
            if let Some((draft, _)) = DraftFile::left_over(folder.path()) {
                assert_eq!(draft.base, begun());
                assert_eq!(draft.steps, steps()[..draft.steps.len()]);
            }
        }
    }

    #[test]
    fn two_windows_draw_in_two_files() {
        let folder = tempfile::tempdir().unwrap();
        let first = DraftFile::begin(folder.path(), of(), begun()).unwrap();
        let second = DraftFile::begin(folder.path(), of(), begun()).unwrap();
        assert_ne!(first.path, second.path);
        assert!(DraftFile::left_over(folder.path()).is_none());
        drop(second);
        assert!(DraftFile::left_over(folder.path()).is_some());
    }
}
