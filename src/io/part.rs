//! Parts of files that stand for a file of their own: `thang-11.zip/do.csv`, `so-lieu.xlsx/Viettel`.

use std::path::{Component, Path, PathBuf};

use crate::job::Feedback;

use super::ReadOptions;
use super::detect::Format;
use super::inputs::may_hold_samples;
use super::source::Source;
use super::table::transcribe::sheets_of;
use super::vector::may_hold_boundaries;

/// A place within a file on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// The archive or workbook.
    pub file: PathBuf,
    /// Names of folders, members and sheets on the way to it.
    inner: Vec<String>,
}

impl Part {
    /// The part that a path means; `None` where the path is a file itself, or leads through none.
    pub fn of(path: &Path) -> Option<Self> {
        if path.exists() {
            return None;
        }
        let file = path.ancestors().skip(1).find(|above| above.is_file())?;
        let inner = path.strip_prefix(file).ok()?.to_str().map(names_of)?;
        (!inner.is_empty()).then(|| Self { file: file.to_path_buf(), inner })
    }

    /// Name of a sheet or layer, where nothing else is meant.
    pub fn sheet(&self) -> String {
        self.inner.join("/")
    }

    /// Whether a member of an archive is this part, holds it, or lies beside it with the same name and another ending.
    pub fn needs(&self, member: &str) -> bool {
        let names = names_of(member);
        let stem = |names: &[String]| -> Option<(Vec<String>, String)> {
            let (file, folder) = names.split_last()?;
            Some((folder.to_vec(), file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem).to_lowercase()))
        };
        self.within(member).is_some() || stem(&names) == stem(&self.inner)
    }

    /// What remains to be looked for in a member that is this part or holds it.
    pub fn within(&self, member: &str) -> Option<String> {
        Some(self.inner.strip_prefix(names_of(member).as_slice())?.join("/"))
    }
}

fn names_of(path: &str) -> Vec<String> {
    path.split(['/', '\\']).filter(|name| !matches!(*name, "" | ".")).map(str::to_owned).collect()
}

/// Name of an input as lists show it: that of the file, and behind it the part that is meant.
pub fn input_name(path: &Path) -> String {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    match Part::of(path) {
        Some(part) => format!("{}/{}", name(&part.file).unwrap_or_default(), part.inner.join("/")),
        None => name(path).unwrap_or_else(|| path.display().to_string()),
    }
}

/// The files in an archive and the sheets of a workbook that belong together, each as a path of its own; the path itself
/// for any other file, for one with a single part, and for one that cannot be opened.
pub fn parts_of(path: &Path, feedback: &Feedback) -> Vec<PathBuf> {
    let parts = found(path, feedback).unwrap_or_default();
    if parts.len() > 1 { parts } else { vec![path.to_path_buf()] }
}

fn found(path: &Path, feedback: &Feedback) -> Option<Vec<PathBuf>> {
    let source = Source::of(path);
    let format = if path.is_file() { source.format().ok()? } else { return None };
    if !matches!(format, Format::Zip | Format::Gzip | Format::Xlsx | Format::Xlsb | Format::Xls | Format::Ods) {
        return None;
    }
    let may_be_data = |ending: &str| may_hold_samples(ending) || may_hold_boundaries(ending);
    let mut parts = Vec::new();
    for member in Source::all_of(path, may_be_data, feedback).ok()? {
        let sheets = sheets_of(&member, &ReadOptions::default(), feedback).ok()?;
        let inside =
            |source: &Source| source.name.strip_prefix(&format!("{}/", Source::of(path).name)).map(str::to_owned);
        // A sheet whose name reads like a way through folders is not told apart.
        let is_plain = |name: &String| Path::new(name).components().all(|c| matches!(c, Component::Normal(_)));
        let names: Option<Vec<String>> = sheets.iter().map(|sheet| inside(sheet).filter(is_plain)).collect();
        match names {
            Some(names) => parts.extend(names),
            None => parts.extend(inside(&member)),
        }
    }
    Some(parts.into_iter().map(|inner| path.join(inner)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::test_files::{Files, gzip_of, zip_of};
    use crate::io::{ZoneOptions, inspect, read_samples, read_zones};

    const TABLE: &str = "time,lat,lon,operator,ping\n2025-10-05,21,106,Viettel,5\n";
    const AREA: &str = "{\"type\":\"Feature\",\"properties\":{\"name\":\"Khu 1\"},\"geometry\":{\"type\":\"Polygon\",\
        \"coordinates\":[[[106,21],[106.1,21],[106.1,21.1],[106,21]]]}}";

    #[test]
    fn every_member_of_an_archive_is_an_input_of_its_own() {
        let files = Files::new();
        let inner = zip_of(&[("c.csv", TABLE), ("d.csv", TABLE)]);
        let members = [
            ("tháng 10/a.csv", TABLE.as_bytes()),
            ("tháng 11/a.csv", TABLE.as_bytes()),
            ("khu.geojson", AREA.as_bytes()),
            ("trong.zip", &inner),
            ("e.csv.gz", &gzip_of(TABLE.as_bytes())),
            ("ghi chú.pdf", b"%PDF"),
        ];
        let path = files.write("a.zip", zip_of(&members));
        let parts = parts_of(&path, &Feedback::default());
        let names: Vec<String> = parts.iter().map(|part| input_name(part)).collect();
        let expected =
            ["e.csv.gz", "khu.geojson", "tháng 10/a.csv", "tháng 11/a.csv", "trong.zip/c.csv", "trong.zip/d.csv"];
        assert_eq!(names, expected.map(|name| format!("a.zip/{name}")));
        for part in &parts {
            if part.ends_with("khu.geojson") {
                let zones = read_zones(part, &ZoneOptions::default(), &Feedback::default()).unwrap();
                assert_eq!((zones.zones.len(), zones.zones[0].name.as_str()), (1, "Khu 1"));
                continue;
            }
            let data = read_samples(std::slice::from_ref(part), &ReadOptions::default(), &Feedback::default()).unwrap();
            assert_eq!((data.samples.len(), data.files.len()), (1, 1), "{part:?}");
            assert_eq!(data.files[0].path, part.display().to_string());
            assert!(inspect(part, &ReadOptions::default(), &Feedback::default()).unwrap().refusal.is_none());
        }
        let missing = read_samples(&[path.join("x.csv")], &ReadOptions::default(), &Feedback::default());
        assert_eq!(missing.err().map(|error| error.key()), Some("error-not-found"));
    }

    #[test]
    fn a_single_file_stands_for_itself() {
        let files = Files::new();
        let table = files.write("a.csv", TABLE);
        let single = files.write("b.zip", zip_of(&[("b.csv", TABLE)]));
        let damaged = files.write("c.zip", "PK\u{3}\u{4}");
        for path in [table, single, damaged, files.path("none.csv")] {
            assert_eq!(parts_of(&path, &Feedback::default()), std::slice::from_ref(&path));
        }
    }
}
