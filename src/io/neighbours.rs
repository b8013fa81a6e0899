//! Boundaries that are only drawn, so that a person sees what lies around the zones. No figure knows of them.

use std::path::{Path, PathBuf};

use ring::digest::{SHA256, digest};

use super::part::input_name;
use super::vector::{ZoneOptions, read_zones_of};
use crate::job::Feedback;
use crate::model::{BoundaryNote, ContextLayer, ContextRecords, Outline, Result, Zones};

/// Reads boundary files, or folders of such, as one layer of outlines; with what was noticed of the files.
pub fn read_neighbours(
    paths: &[PathBuf],
    options: &ZoneOptions,
    feedback: &Feedback,
) -> Result<(ContextLayer, Vec<BoundaryNote>)> {
    let mut zones = read_zones_of(paths, options, feedback)?;
    let notes = std::mem::take(&mut zones.report.notes);
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    Ok((neighbours_of(&paths, &[&zones]), notes))
}

/// One layer of the areas of boundary files that were read already, together or one by one.
pub fn neighbours_of(paths: &[&Path], zones: &[&Zones]) -> ContextLayer {
    let hashes: Vec<&str> =
        zones.iter().flat_map(|zones| &zones.report.files).map(|file| file.sha256.as_str()).collect();
    let sha256 = match hashes.as_slice() {
        [one] => (*one).to_owned(),
        several => digest(&SHA256, several.join("\n").as_bytes()).as_ref().iter().map(|b| format!("{b:02x}")).collect(),
    };
    let outlines = zones.iter().flat_map(|zones| Outline::of_zones(zones)).collect();
    let (name, path) = named(paths);
    ContextLayer {
        name,
        path,
        sha256,
        records: ContextRecords::Neighbours(outlines),
        operators: Vec::new(),
        n_other_rows: 0,
        is_cut: false,
    }
}

/// Name and path of a layer: those of its file; of several, those of their folder, or of the first and how many more.
fn named(paths: &[&Path]) -> (String, String) {
    match paths {
        [one] => (input_name(one), one.display().to_string()),
        [first, rest @ ..] => {
            let all = paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join("\n");
            let folder = first.parent().filter(|folder| rest.iter().all(|path| path.parent() == Some(folder)));
            let folder = folder.and_then(Path::file_name).map(|name| format!("{}/", name.to_string_lossy()));
            (folder.unwrap_or_else(|| format!("{} +{}", input_name(first), rest.len())), all)
        }
        [] => (String::new(), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zones(sha256: &str, n: usize) -> Zones {
        let zone = |i: usize| crate::model::Zone {
            id: i.to_string(),
            name: String::new(),
            shape: geo::MultiPolygon(Vec::new()),
            area_m2: 1.0,
            weight: None,
        };
        let mut zones = Zones { zones: (0..n).map(zone).collect(), ..Zones::default() };
        zones.report.files.push(crate::model::BoundaryFile { sha256: sha256.to_owned(), ..Default::default() });
        zones
    }

    #[test]
    fn one_file_keeps_its_name_and_hash_and_several_are_called_after_their_folder() {
        let (a, b) = (zones("aa", 2), zones("bb", 3));
        let one = neighbours_of(&[Path::new("/x/wards/a.geojson")], &[&a]);
        assert_eq!((one.name.as_str(), one.sha256.as_str(), one.len()), ("a.geojson", "aa", 2));
        let wards = [Path::new("/x/wards/a.geojson"), Path::new("/x/wards/b.geojson")];
        let both = neighbours_of(&wards, &[&a, &b]);
        assert_eq!((both.name.as_str(), both.len()), ("wards/", 5));
        // `printf 'aa\nbb' | sha256sum`
        assert_eq!(both.sha256, "80c0d5c7137871baa75af2038f350bf60a4d45a131a653d0eb93f3cda3d28609");
        let apart = neighbours_of(&[Path::new("/x/a.geojson"), Path::new("/y/b.geojson")], &[&a, &b]);
        assert_eq!(apart.name, "a.geojson +1");
    }
}
