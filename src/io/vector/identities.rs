//! Ids and names of the zones of one file or of several: fields are chosen for each file, and ids that several files
//! share are told apart.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::model::{BoundaryNote, Result};

use super::fields::{ChosenFields, choose, names_of};
use super::{Feature, ZoneOptions};

/// Ids named in a note; the rest is counted.
const LISTED: usize = 5;

/// The features of one file among those of all.
#[derive(Debug, Clone)]
pub(super) struct FilePart {
    pub name: String,
    pub n_features: usize,
}

/// Id and name of a feature as its file has them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::io) struct Identity {
    pub id: Option<String>,
    pub name: String,
}

#[derive(Debug, Default)]
pub(super) struct Identified {
    /// Fields of the first file.
    pub chosen: ChosenFields,
    /// In the order of the features.
    pub identities: Vec<Identity>,
    pub notes: Vec<BoundaryNote>,
}

/// Fields that serve all files are used for all; where there are none, each file has its own.
///
/// An id that an earlier file has too is followed by `~2`, `~3` …; where a file has no ids of its own beside others that
/// have, all zones are numbered (`assemble_zones`), and a note says so.
pub(super) fn identify(
    shown: &str,
    features: &[Feature],
    parts: &[FilePart],
    options: &ZoneOptions,
) -> Result<Identified> {
    let of_all = choose(shown, features, options)?;
    let mut rest = features;
    let mut by_file = Vec::with_capacity(parts.len());
    for part in parts {
        let (own, others) = rest.split_at(part.n_features.min(rest.len()));
        rest = others;
        by_file.push((part, own, fields_of_file(shown, own, &of_all, options)?));
    }
    let chosen = by_file.first().map(|(_, _, chosen)| chosen.clone()).unwrap_or_default();
    let mut identities: Vec<Vec<Identity>> =
        by_file.iter().map(|(_, own, chosen)| own.iter().map(|feature| identity(feature, chosen)).collect()).collect();
    let without: Vec<&FilePart> =
        by_file.iter().zip(&identities).filter(|(_, ids)| !are_told_apart(ids)).map(|((part, ..), _)| *part).collect();
    let is_to_say = options.id_field.is_some() || without.len() < parts.len();
    let notes = match without.is_empty() {
        true => tell_apart(&mut identities, parts),
        false if is_to_say => {
            without.into_iter().map(|part| BoundaryNote::NumberedAnew { file: part.name.clone() }).collect()
        }
        false => Vec::new(),
    };
    Ok(Identified { chosen, identities: identities.concat(), notes })
}

/// The fields that serve a file: those of all where it has them, else the best of its own.
fn fields_of_file(
    shown: &str,
    features: &[Feature],
    of_all: &ChosenFields,
    options: &ZoneOptions,
) -> Result<ChosenFields> {
    let names: HashSet<&str> = names_of(features.iter().map(|feature| &feature.fields)).into_iter().collect();
    let there = |field: &Option<String>| field.clone().filter(|field| names.contains(field.as_str()));
    let (id_field, name_field) = (there(&of_all.id), there(&of_all.name));
    if id_field.is_some() && name_field.is_some() {
        return Ok(ChosenFields { id: id_field, name: name_field });
    }
    choose(shown, features, &ZoneOptions { id_field, name_field, ..options.clone() })
}

fn identity(feature: &Feature, chosen: &ChosenFields) -> Identity {
    let id = match &chosen.id {
        Some(field) => feature.field(field).map(str::to_owned),
        None => feature.id.clone(),
    };
    let name = chosen.name.as_deref().and_then(|field| feature.field(field)).unwrap_or_default().to_owned();
    Identity { id: id.filter(|id| !id.is_empty()), name }
}

/// Whether each feature of a file has an id of its own.
fn are_told_apart(identities: &[Identity]) -> bool {
    let mut seen = HashSet::new();
    identities.iter().all(|one| one.id.as_deref().is_some_and(|id| seen.insert(id)))
}

/// Gives the ids that an earlier file has an ending of their own, one note a file.
fn tell_apart(by_file: &mut [Vec<Identity>], parts: &[FilePart]) -> Vec<BoundaryNote> {
    let all: BTreeSet<String> = by_file.iter().flatten().filter_map(|one| one.id.clone()).collect();
    let (mut uses, mut given, mut notes) = (BTreeMap::<String, usize>::new(), BTreeSet::new(), Vec::new());
    for (identities, part) in by_file.iter_mut().zip(parts) {
        let mut repeated = Vec::new();
        for id in identities.iter_mut().filter_map(|one| one.id.as_mut()) {
            let n = uses.entry(id.clone()).or_insert(0);
            *n += 1;
            if *n == 1 {
                continue;
            }
            repeated.push(id.clone());
            let mut other = format!("{id}~{n}");
            while all.contains(&other) || given.contains(&other) {
                *n += 1;
                other = format!("{id}~{n}");
            }
            given.insert(other.clone());
            *id = other;
        }
        if !repeated.is_empty() {
            let more = if repeated.len() > LISTED { " …" } else { "" };
            let ids = repeated.iter().take(LISTED).cloned().collect::<Vec<_>>().join("; ") + more;
            notes.push(BoundaryNote::RepeatedIds { file: part.name.clone(), ids, n: repeated.len() as u64 });
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::io::vector::zones::read_zones_of;
    use crate::job::Feedback;
    use crate::model::Zones;

    /// A file of squares side by side, one for each list of properties, from so many hundredths of a degree on.
    fn write(folder: &std::path::Path, name: &str, first: usize, properties: &[&str]) -> PathBuf {
        let squares = properties.iter().enumerate().map(|(i, properties)| {
            let (a, b) = (106.7 + 0.01 * (first + i) as f64, 106.7 + 0.01 * (first + i + 1) as f64);
            format!(
                "{{\"type\":\"Feature\",\"properties\":{{{properties}}},\"geometry\":{{\"type\":\"Polygon\",\
                 \"coordinates\":[[[{a},21.0],[{b},21.0],[{b},21.01],[{a},21.01],[{a},21.0]]]}}}}"
            )
        });
        let path = folder.join(name);
        let squares = squares.collect::<Vec<_>>().join(",");
        std::fs::write(&path, format!("{{\"type\":\"FeatureCollection\",\"features\":[{squares}]}}")).unwrap();
        path
    }

    fn ids_and_names(zones: &Zones) -> Vec<(&str, &str)> {
        zones.zones.iter().map(|zone| (zone.id.as_str(), zone.name.as_str())).collect()
    }

    fn read(paths: &[PathBuf], options: &ZoneOptions) -> Zones {
        read_zones_of(paths, options, &Feedback::default()).unwrap()
    }

    #[test]
    fn ids_stay_and_those_that_two_files_share_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let a = write(folder.path(), "a.geojson", 0, &["\"zone_id\":\"K1\"", "\"zone_id\":\"K2\""]);
        let b = write(folder.path(), "b.geojson", 2, &["\"zone_id\":\"K2\"", "\"zone_id\":\"K2~2\""]);
        let zones = read(&[a, b], &ZoneOptions::default());
        assert_eq!(zones.zones.iter().map(|zone| zone.id.as_str()).collect::<Vec<_>>(), ["K1", "K2", "K2~2", "K2~3"]);
        let note = BoundaryNote::RepeatedIds { file: "b.geojson".into(), ids: "K2".into(), n: 1 };
        assert_eq!(zones.report.notes, [note]);
    }

    #[test]
    fn each_file_has_its_own_fields() {
        let folder = tempfile::tempdir().unwrap();
        let a = write(folder.path(), "a.geojson", 0, &["\"zone_id\":\"K1\",\"ten\":\"Khu 1\""]);
        let b = write(folder.path(), "b.geojson", 1, &["\"MA\":\"K2\",\"TEN_KP\":\"Khu 2\",\"goi\":\"Hai\""]);
        let paths = [a, b];
        let expected = [("K1", "Khu 1"), ("K2", "Khu 2")];
        assert_eq!(ids_and_names(&read(&paths, &ZoneOptions::default())), expected);
        let options = ZoneOptions { name_field: Some("goi".into()), ..ZoneOptions::default() };
        assert_eq!(ids_and_names(&read(&paths, &options)), [("K1", "Khu 1"), ("K2", "Hai")]);
    }

    #[test]
    fn a_file_that_is_given_twice_is_read_once() {
        let folder = tempfile::tempdir().unwrap();
        let a = write(folder.path(), "a.geojson", 0, &["\"zone_id\":\"K1\"", "\"zone_id\":\"K2\""]);
        let zones = read(&[a.clone(), a], &ZoneOptions::default());
        assert_eq!(zones.zones.len(), 2);
        let note = BoundaryNote::SameFile { file: "a.geojson".into(), first: "a.geojson".into() };
        assert_eq!(zones.report.notes, [note]);
    }

    #[test]
    fn zones_that_are_numbered_beside_others_with_ids_are_said() {
        let folder = tempfile::tempdir().unwrap();
        let a = write(folder.path(), "a.geojson", 0, &["\"zone_id\":\"K1\""]);
        let b = write(folder.path(), "b.geojson", 1, &["\"x\":\"K2\""]);
        let zones = read(&[a, b], &ZoneOptions::default());
        assert_eq!(zones.zones.iter().map(|zone| zone.id.as_str()).collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(zones.report.notes, [BoundaryNote::NumberedAnew { file: "b.geojson".into() }]);
    }
}
