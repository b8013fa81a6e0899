//! The readers alone, and how bytes become a file that they read.
//!
//! The rooms are taken in as they are instead of through the program: with the window, some four hundred crates would have
//! to be built with the sanitizer.

#[path = "../../src/io/mod.rs"]
pub mod io;
#[path = "../../src/job/mod.rs"]
pub mod job;
#[path = "../../src/model/mod.rs"]
pub mod model;
#[path = "../../src/spatial/mod.rs"]
pub mod spatial;

use std::io::Write;
use std::path::Path;
use std::sync::LazyLock;

use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use io::{ReadOptions, ZoneOptions, inspect_all, read_profile, read_samples, read_zones};
use job::Feedback;
use model::Error;
use spatial::Crs;

/// Stands between the files of an input that holds several; `examples/mutate` writes seeds so.
const BETWEEN_FILES: &[u8] = b"\n\x1c\x1d\x1e\x1f\n";

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    // A decoder's panic that a reader catches is no find; what nobody catches still ends the run.
    std::panic::set_hook(Box::new(|info| eprintln!("{info}")));
    tempfile::tempdir().expect("a folder for the input")
});

/// Reads bytes as a file of this name.
pub fn read_as(name: &str, bytes: &[u8]) {
    let path = write(name, bytes);
    read(&path);
}

/// Reads bytes as a TOML file of criteria.
pub fn read_criteria(bytes: &[u8]) {
    let path = write("a.toml", bytes);
    let _ = read_profile(&path.to_string_lossy());
}

/// Reads several files that lie beside each other, by the name of the first.
pub fn read_beside(bytes: &[u8]) {
    clear();
    let mut first = None;
    for (name, content) in files_of(bytes) {
        // A name that leads elsewhere is the fuzzer's, not a file's.
        let is_plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.') && name.starts_with('a');
        if is_plain {
            first.get_or_insert(write(name, content));
        }
    }
    if let Some(path) = first {
        read(&path);
    }
}

/// Packs several files into an archive of this name, uncompressed, and reads that: the checksums of an archive would keep
/// a fuzzer out.
pub fn read_packed(name: &str, bytes: &[u8]) {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (part, content) in files_of(bytes) {
        if writer.start_file(part, stored).is_ok() && writer.write_all(content).is_err() {
            return;
        }
    }
    if let Ok(archive) = writer.finish() {
        read_as(name, &archive.into_inner());
    }
}

/// Name and content of each file: the name is the first line.
fn files_of(bytes: &[u8]) -> Vec<(&str, &[u8])> {
    let mut files = Vec::new();
    let mut rest = Some(bytes);
    while let Some(all) = rest {
        let (file, next) = match memchr::memmem::find(all, BETWEEN_FILES) {
            Some(at) => (&all[..at], Some(&all[at + BETWEEN_FILES.len()..])),
            None => (all, None),
        };
        if let Some(end) = memchr::memchr(b'\n', file)
            && let Ok(name) = std::str::from_utf8(&file[..end])
        {
            files.push((name, &file[end + 1..]));
        }
        rest = next;
    }
    files
}

fn write(name: &str, bytes: &[u8]) -> std::path::PathBuf {
    let path = FOLDER.path().join(name);
    std::fs::write(&path, bytes).expect("the input is written");
    path
}

fn clear() {
    for entry in std::fs::read_dir(FOLDER.path()).expect("the folder").flatten() {
        let _ = std::fs::remove_file(entry.path());
    }
}

/// Reads a file in every way the program knows.
fn read(path: &Path) {
    let feedback = Feedback::default();
    let options = ReadOptions::default();
    let _ = inspect_all(path, &options, &feedback);
    let _ = read_samples(&[path.to_owned()], &options, &feedback);
    if let Err(Error::UnclearCrs { .. }) = read_zones(path, &ZoneOptions::default(), &feedback) {
        let options = ZoneOptions { crs: Crs::from_epsg(4326).ok(), ..ZoneOptions::default() };
        let _ = read_zones(path, &options, &feedback);
    }
}
