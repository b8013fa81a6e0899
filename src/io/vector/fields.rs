//! Which fields of a boundary file identify and name a zone.

use std::collections::HashSet;

use crate::model::{Error, Result, fold_text};

use super::record::Fields;
use super::{Feature, ZoneOptions};

/// Fields that were chosen; `None` where no field serves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::io) struct ChosenFields {
    pub id: Option<String>,
    pub name: Option<String>,
}

/// Names of all fields, in order of appearance.
pub(in crate::io) fn names_of<'a>(records: impl Iterator<Item = &'a Fields>) -> Vec<&'a str> {
    let mut seen = HashSet::new();
    let mut names = Vec::new();
    let mut last: Option<&Fields> = None;
    for fields in records {
        if !last.is_some_and(|last| last.shares_names_with(fields)) {
            names.extend(fields.iter().map(|(name, _)| name).filter(|name| seen.insert(*name)));
        }
        last = Some(fields);
    }
    names
}

/// Chooses the fields: what the user says, else `zone_id`, `ma*`, `code`, `id` and `ten*`, `fullName`, `name`.
///
/// An id must be there for every feature and belong to one only.
pub(super) fn choose(path: &str, features: &[Feature], options: &ZoneOptions) -> Result<ChosenFields> {
    let names: Vec<String> = names_of(features.iter().map(|f| &f.fields)).into_iter().map(str::to_owned).collect();
    let known = |field: &Option<String>| -> Result<Option<String>> {
        let Some(field) = field else { return Ok(None) };
        check_exists(path, &names, field)?;
        Ok(Some(field.clone()))
    };
    let folded: Vec<(String, &String)> = names.iter().map(|name| (fold_text(name).replace(' ', ""), name)).collect();
    let with_prefix = |prefix: &str| -> Vec<&String> {
        folded.iter().filter(|(key, _)| key.starts_with(prefix)).map(|(_, name)| *name).collect()
    };
    let exactly = |wanted: &str| -> Vec<&String> {
        folded.iter().filter(|(key, _)| key == wanted).map(|(_, name)| *name).collect()
    };
    let id = match known(&options.id_field)? {
        Some(field) => Some(field),
        None => [exactly("zoneid"), with_prefix("ma"), exactly("code"), exactly("id")]
            .concat()
            .into_iter()
            .find(|name| identifies(features, name))
            .cloned(),
    };
    let name = match known(&options.name_field)? {
        Some(field) => Some(field),
        None => [exactly("zonename"), with_prefix("ten"), exactly("fullname"), exactly("name")]
            .concat()
            .into_iter()
            .next()
            .cloned(),
    };
    Ok(ChosenFields { id, name })
}

/// Refuses a field that no feature has.
pub(super) fn check_exists(path: &str, names: &[String], field: &str) -> Result<()> {
    if names.iter().any(|name| name == field) {
        return Ok(());
    }
    Err(Error::UnknownField { path: path.to_owned(), field: field.to_owned(), fields: names.join(", ") })
}

fn identifies(features: &[Feature], field: &str) -> bool {
    let mut seen = HashSet::new();
    features.iter().all(|f| f.field(field).is_some_and(|id| !id.is_empty() && seen.insert(id)))
}

#[cfg(test)]
mod tests {
    use geo::MultiPolygon;

    use super::*;

    fn features(rows: &[&[(&str, &str)]]) -> Vec<Feature> {
        rows.iter()
            .map(|fields| Feature {
                id: None,
                fields: Fields::of(&fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<Vec<_>>()),
                shape: MultiPolygon(Vec::new()),
                faults: Default::default(),
            })
            .collect()
    }

    fn chosen(rows: &[&[(&str, &str)]]) -> (Option<String>, Option<String>) {
        let chosen = choose("f", &features(rows), &ZoneOptions::default()).unwrap();
        (chosen.id, chosen.name)
    }

    #[test]
    fn vietnamese_and_english_fields_are_found() {
        let pair = |id: &str, name: &str| (Some(id.to_owned()), Some(name.to_owned()));
        assert_eq!(chosen(&[&[("code", "1"), ("name", "a"), ("fullName", "Phường a")]]), pair("code", "fullName"));
        assert_eq!(
            chosen(&[&[("Mã khu phố", "1"), ("id", "7"), ("Tên khu phố", "a")]]),
            pair("Mã khu phố", "Tên khu phố")
        );
        assert_eq!(chosen(&[&[("zone_id", "1"), ("MA", "2"), ("name", "x")]]), pair("zone_id", "name"));
    }

    #[test]
    fn an_id_that_repeats_or_is_missing_is_none() {
        assert_eq!(chosen(&[&[("ma", "1"), ("id", "1")], &[("ma", "1"), ("id", "2")]]).0.as_deref(), Some("id"));
        assert_eq!(chosen(&[&[("id", "1")], &[("id", "")]]).0, None);
        let options = ZoneOptions { id_field: Some("mã".into()), ..ZoneOptions::default() };
        assert!(matches!(choose("f", &features(&[&[("id", "1")]]), &options), Err(Error::UnknownField { .. })));
    }
}
