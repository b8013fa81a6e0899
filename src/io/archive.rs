//! Archives: what may be inside, unpacked into a temporary folder within limits of number, size and ratio.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;
use zip::ZipArchive;

use crate::job::Feedback;
use crate::model::{Error, Result};

use super::detect::{Format, detect};
use super::inputs::{SAMPLE_ENDINGS, ending_of};

/// Files unpacked from one archive.
const MAX_MEMBERS: usize = 10_000;

/// An archive may grow by this factor, and by a fixed amount so that small ones are not refused for being regular.
const MAX_RATIO: u64 = 100;
const FREE_BYTES: u64 = 64 << 20;

/// No archive may grow beyond this.
const MAX_BYTES: u64 = 16 << 30;

/// Files that belong to another file.
const COMPANION_ENDINGS: &[&str] = &["shx", "dbf", "prj", "cpg", "qpj", "topojson"];

/// Texts that come along with data.
const COMPANION_TEXTS: &[&str] = &["readme", "license", "licence", "changelog", "notice", "provenance", "doc_truoc"];

/// Files of an archive, kept until this is dropped.
#[derive(Debug)]
pub(in crate::io) struct Unpacked {
    /// Removed with all in it when this is dropped.
    _folder: TempDir,
    /// Sorted by shown name.
    pub members: Vec<Member>,
}

/// A file that came out of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::io) struct Member {
    pub path: PathBuf,
    /// Name within the archive, with `/` between its parts; empty for the one file of a compressed stream.
    pub inner: String,
}

/// Tells office files from archives by the names of their parts.
pub(super) fn format_of(path: &Path, shown: &str) -> Result<Format> {
    let archive = open(path, shown)?;
    let has = |wanted: &str| archive.file_names().any(|name| name.replace('\\', "/").eq_ignore_ascii_case(wanted));
    if has("META-INF/manifest.xml") && has("content.xml") {
        return open_document(archive, shown);
    }
    if has("[Content_Types].xml") {
        let any = |ending: &str| archive.file_names().any(|name| name.to_lowercase().ends_with(ending));
        if any("workbook.xml") {
            return Ok(Format::Xlsx);
        } else if any("workbook.bin") {
            return Ok(Format::Xlsb);
        } else if any("document.xml") {
            return Ok(Format::Other("word"));
        } else if any("presentation.xml") {
            return Ok(Format::Other("powerpoint"));
        }
    }
    let is_named_kmz = ending_of(path).as_deref() == Some("kmz");
    let has_kml = || archive.file_names().any(|name| name.to_lowercase().ends_with(".kml"));
    if has("doc.kml") || (is_named_kmz && has_kml()) {
        return Ok(Format::Kmz);
    }
    Ok(Format::Zip)
}

/// A spreadsheet names itself in the part `mimetype`; some programs leave it out.
fn open_document(mut archive: ZipArchive<File>, shown: &str) -> Result<Format> {
    let mut part = |name: &str| {
        let mut text = String::new();
        let read = archive.by_name(name).ok().map(|part| part.take(1 << 20).read_to_string(&mut text));
        read.and_then(std::result::Result::ok).map(|_| text)
    };
    if part("META-INF/manifest.xml").is_some_and(|manifest| manifest.contains("encryption-data")) {
        return Err(Error::LockedFile { path: shown.to_owned() });
    }
    match part("mimetype") {
        Some(kind) if !kind.contains("spreadsheet") => Ok(Format::Other("office")),
        _ => Ok(Format::Ods),
    }
}

fn open(path: &Path, shown: &str) -> Result<ZipArchive<File>> {
    let file = File::open(path).map_err(|e| Error::unreadable(shown, &e))?;
    ZipArchive::new(file).map_err(|_| Error::DamagedFile { path: shown.to_owned() })
}

/// Unpacks a ZIP or GZIP file, and archives within it one level deep. What cannot be data is left inside, and so is what
/// `wanted` refuses by its name.
pub(in crate::io) fn unpack(
    path: &Path,
    shown: &str,
    wanted: &dyn Fn(&str) -> bool,
    feedback: &Feedback,
) -> Result<Unpacked> {
    let unreadable = |e: std::io::Error| Error::unreadable(shown, &e);
    let n_bytes = std::fs::metadata(path).map_err(unreadable)?.len();
    let limit = n_bytes.saturating_mul(MAX_RATIO).saturating_add(FREE_BYTES).min(MAX_BYTES);
    let folder = tempfile::Builder::new().prefix("phusong-").tempdir().map_err(|e| unwritable(&e))?;
    let mut unpacking = Unpacking { shown, wanted, feedback, left: limit, limit, members: Vec::new() };
    unpacking.archive(path, folder.path(), "")?;
    for outer in std::mem::take(&mut unpacking.members) {
        if is_archive(&outer.path) {
            let inside = folder_beside(&outer.path);
            unpacking.archive(&outer.path, &inside, &outer.inner)?;
        } else {
            unpacking.members.push(outer);
        }
    }
    let mut members = unpacking.members;
    members.sort_by(|a, b| a.inner.cmp(&b.inner));
    Ok(Unpacked { _folder: folder, members })
}

fn folder_beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".d");
    path.with_file_name(name)
}

/// Whether a file is an archive and no office file.
fn is_archive(path: &Path) -> bool {
    let mut prefix = [0u8; 16];
    let read = File::open(path).and_then(|mut file| file.read(&mut prefix));
    let prefix = read.ok().and_then(|n| prefix.get(..n)).unwrap_or_default();
    match detect("", prefix) {
        Ok(Format::Gzip) => true,
        Ok(Format::Zip) => format_of(path, "") == Ok(Format::Zip),
        _ => false,
    }
}

fn unwritable(error: &std::io::Error) -> Error {
    Error::unwritable(std::env::temp_dir().display(), error)
}

/// What is left of the limits of one archive.
struct Unpacking<'a> {
    shown: &'a str,
    wanted: &'a dyn Fn(&str) -> bool,
    feedback: &'a Feedback,
    left: u64,
    limit: u64,
    members: Vec<Member>,
}

impl Unpacking<'_> {
    /// `within`: name of this archive inside the outer one.
    fn archive(&mut self, path: &Path, folder: &Path, within: &str) -> Result<()> {
        let mut signature = [0u8; 2];
        let mut file = File::open(path).map_err(|_| self.damaged())?;
        file.read_exact(&mut signature).map_err(|_| self.damaged())?;
        if signature == *b"PK" { self.zip(path, folder, within) } else { self.gzip(path, folder, within) }
    }

    fn zip(&mut self, path: &Path, folder: &Path, within: &str) -> Result<()> {
        let mut archive = open(path, self.shown)?;
        for i in 0..archive.len() {
            let raw = archive.by_index_raw(i).map_err(|_| self.damaged())?;
            let name = raw.name().replace('\\', "/");
            if raw.is_dir() || raw.is_symlink() || name.ends_with('/') || !may_be_data(&name) {
                continue;
            }
            let inner = if within.is_empty() { name.clone() } else { format!("{within}/{name}") };
            if !(self.wanted)(&inner) {
                continue;
            }
            let unsafe_name = raw.enclosed_name().is_none();
            let is_locked = raw.encrypted();
            drop(raw);
            let parts = safe_parts(&name).filter(|_| !unsafe_name);
            let parts =
                parts.ok_or_else(|| Error::UnsafeArchive { path: self.shown.to_owned(), name: name.clone() })?;
            if is_locked {
                return Err(Error::LockedFile { path: self.shown.to_owned() });
            }
            if self.members.len() >= MAX_MEMBERS {
                return Err(self.too_large());
            }
            let target = parts.iter().fold(folder.to_path_buf(), |path, part| path.join(part));
            let member = archive.by_index(i).map_err(|_| self.damaged())?;
            let target = self.write(member, &target)?;
            self.members.push(Member { path: target, inner });
        }
        Ok(())
    }

    fn gzip(&mut self, path: &Path, folder: &Path, within: &str) -> Result<()> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let stem = name.get(..name.len().saturating_sub(3)).filter(|_| name.to_lowercase().ends_with(".gz"));
        let parts = safe_parts(stem.unwrap_or(&name)).unwrap_or_else(|| vec!["data".to_owned()]);
        let target = parts.iter().fold(folder.to_path_buf(), |path, part| path.join(part));
        let source = File::open(path).map_err(|_| self.damaged())?;
        let target = self.write(flate2::read::MultiGzDecoder::new(source), &target)?;
        self.members.push(Member { path: target, inner: within.to_owned() });
        Ok(())
    }

    /// Writes one file, whatever size its entry declares, and says under which name.
    fn write(&mut self, mut source: impl Read, target: &Path) -> Result<PathBuf> {
        if let Some(folder) = target.parent() {
            std::fs::create_dir_all(folder).map_err(|e| unwritable(&e))?;
        }
        let (mut file, target) = self.create(target).map_err(|e| unwritable(&e))?;
        let mut block = vec![0u8; 256 << 10];
        loop {
            let n = match source.read(&mut block) {
                Ok(0) => return file.flush().map(|()| target).map_err(|e| unwritable(&e)),
                Ok(n) => n,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(_) => return Err(self.damaged()),
            };
            self.feedback.check()?;
            self.left = self.left.checked_sub(n as u64).ok_or_else(|| self.too_large())?;
            file.write_all(block.get(..n).unwrap_or_default()).map_err(|e| unwritable(&e))?;
        }
    }

    /// A new file: members whose names differ in signs that a file may not have, or only in case, become two files.
    fn create(&self, target: &Path) -> std::io::Result<(File, PathBuf)> {
        match File::create_new(target) {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                let stem = target.file_stem().unwrap_or_default().to_string_lossy();
                let ending = target.extension().map_or_else(String::new, |e| format!(".{}", e.to_string_lossy()));
                // The number of a member is unlike that of any other.
                let numbered = target.with_file_name(format!("{stem}~{}{ending}", self.members.len()));
                Ok((File::create_new(&numbered)?, numbered))
            }
            created => Ok((created?, target.to_path_buf())),
        }
    }

    fn damaged(&self) -> Error {
        Error::DamagedFile { path: self.shown.to_owned() }
    }

    fn too_large(&self) -> Error {
        Error::UnpacksTooLarge { path: self.shown.to_owned(), limit_mb: self.limit >> 20 }
    }
}

/// Whether a member may hold samples or boundaries, by its name.
fn may_be_data(name: &str) -> bool {
    let mut parts = name.rsplit('/');
    let file = parts.next().unwrap_or_default().to_lowercase();
    if file.starts_with('.') || parts.any(|part| part == "__MACOSX") {
        return false;
    }
    let Some((stem, ending)) = file.rsplit_once('.') else { return false };
    if ending == "txt" && COMPANION_TEXTS.iter().any(|word| stem.starts_with(word)) {
        return false;
    }
    SAMPLE_ENDINGS.contains(&ending) || COMPANION_ENDINGS.contains(&ending)
}

/// Parts of a member's name as files on any system may be called; `None` for names that lead out of the folder.
fn safe_parts(name: &str) -> Option<Vec<String>> {
    let parts: Vec<String> = Path::new(name)
        .components()
        .filter(|component| !matches!(component, Component::CurDir))
        .map(|component| match component {
            Component::Normal(part) => part.to_str().map(safe_name),
            _ => None,
        })
        .collect::<Option<_>>()?;
    (!parts.is_empty()).then_some(parts)
}

/// A file name without characters and words that Windows keeps for itself.
fn safe_name(name: &str) -> String {
    let name: String = name.chars().map(|c| if c.is_control() || "<>:\"|?*\\".contains(c) { '_' } else { c }).collect();
    if is_device_name(&name) { format!("_{name}") } else { name }
}

/// Whether Windows takes a file name for a device, whatever its ending.
pub(super) fn is_device_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = |word: &str| stem.strip_prefix(word).is_some_and(|n| n.len() == 1 && n != "0");
    ["con", "prn", "aux", "nul"].contains(&stem.as_str()) || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::test_files::{Files, gzip_of, read_file, zip_of};

    const TABLE: &str = "time,lat,lon,ping\n2025-10-05,21,106,5\n";

    fn names(path: &Path) -> Vec<String> {
        read_file(path).unwrap().files.into_iter().map(|file| file.name).collect()
    }

    fn key(bytes: &[u8]) -> Option<&'static str> {
        let files = Files::new();
        read_file(&files.write("a.zip", bytes)).err().map(|error| error.key())
    }

    #[test]
    fn the_samples_of_an_archive_are_read_and_its_junk_is_not() {
        let files = Files::new();
        let inner = zip_of(&[("c.csv", TABLE)]);
        let path = files.write(
            "a.zip",
            zip_of(&[
                ("tháng 10/b.csv", TABLE.as_bytes()),
                ("__MACOSX/tháng 10/._b.csv", b"\0\x05\x16\x07"),
                ("Thumbs.db", b"\xd0\xcf\x11\xe0"),
                ("README.txt", b"how to read this, and why"),
                ("bao cao.pdf", b"%PDF"),
                ("towers.csv", b"radio,mcc,net,area,cell,lon,lat\nLTE,452,4,1,2,106,21\n"),
                ("inner.zip", &inner),
                ("d.csv.gz", &gzip_of(TABLE.as_bytes())),
            ]),
        );
        assert_eq!(names(&path), ["a.zip/d.csv.gz", "a.zip/inner.zip/c.csv", "a.zip/tháng 10/b.csv"]);
        let alone = files.write("e.csv.gz", gzip_of(TABLE.as_bytes()));
        assert_eq!(names(&alone), ["e.csv.gz"]);
    }

    #[test]
    fn archives_that_mean_harm_are_refused() {
        assert_eq!(key(&zip_of(&[("../../escape.csv", TABLE)])), Some("error-unsafe-archive"));
        assert_eq!(key(&zip_of(&[("/etc/cron.d/x.csv", TABLE)])), Some("error-unsafe-archive"));
        assert_eq!(key(&zip_of(&[("a.pdf", "%PDF")])), Some("error-empty-archive"));
        let bomb = zip_of(&[("a.csv", vec![b'0'; 200 << 20])]);
        assert!(bomb.len() < 1 << 20);
        assert_eq!(key(&bomb), Some("error-unpacks-too-large"));
        let whole = zip_of(&[("a.csv", TABLE)]);
        assert_eq!(key(&whole[..whole.len() - 30]), Some("error-damaged-file"));
        assert_eq!(key(&gzip_of(TABLE.as_bytes())[..30]), Some("error-damaged-file"));
        let twice = zip_of(&[("b.zip", zip_of(&[("c.zip", zip_of(&[("d.csv", TABLE)]))]))]);
        assert_eq!(key(&twice), Some("error-other-document"));
    }

    #[test]
    fn members_whose_names_become_the_same_stay_two_files() {
        let files = Files::new();
        let other = TABLE.replace(",5", ",7");
        let path = files.write("a.zip", zip_of(&[("a:b.csv", TABLE), ("a?b.csv", other.as_str()), ("a_b.csv", TABLE)]));
        let data = read_file(&path).unwrap();
        let latencies: Vec<_> = (0..3).map(|i| data.samples.latency.get(i)).collect();
        assert_eq!(latencies, [Some(5.0), Some(7.0), Some(5.0)]);
        assert_eq!(names(&path), ["a.zip/a:b.csv", "a.zip/a?b.csv", "a.zip/a_b.csv"]);
    }

    #[test]
    fn names_of_devices_are_changed() {
        assert_eq!(safe_parts("x/con.csv"), Some(vec!["x".to_owned(), "_con.csv".to_owned()]));
        assert_eq!(safe_parts("COM1"), Some(vec!["_COM1".to_owned()]));
        assert_eq!(safe_parts("console.csv"), Some(vec!["console.csv".to_owned()]));
        assert_eq!(safe_parts("a:b?.csv"), Some(vec!["a_b_.csv".to_owned()]));
        assert_eq!(safe_parts("../a"), None);
    }
}
