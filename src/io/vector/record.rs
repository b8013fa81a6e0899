//! Fields of a record, held so that millions of records take no more room than their values.

use std::collections::HashSet;
use std::sync::Arc;

/// Longest name of a field or a folder, in bytes.
const LONGEST_NAME: usize = 200;

/// Parts the values of a record in memory; no value has it.
const BETWEEN_VALUES: char = '\0';

/// A name, cut where it is too long to be one.
pub(super) fn name_within(name: &str) -> &str {
    name.get(..name.floor_char_boundary(LONGEST_NAME)).unwrap_or(name)
}

/// Names of the fields of a record, shared by all records with the same ones.
type Names = Arc<[Arc<str>]>;

/// Fields in the order of the file; numbers as texts without needless decimals.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::io) struct Fields {
    names: Names,
    /// All values, one behind the other.
    values: Box<str>,
}

impl Fields {
    #[cfg(test)]
    pub fn of(pairs: &[(String, String)]) -> Self {
        NamesInUse::default().fields(pairs).0
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.names.iter().map(|name| &**name).zip(self.values.split(BETWEEN_VALUES))
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        let place = self.names.iter().position(|known| **known == *name)?;
        self.values.split(BETWEEN_VALUES).nth(place)
    }

    /// Whether the names are those of another record, as far as can be told at a glance.
    pub fn shares_names_with(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.names, &other.names)
    }
}

/// Names of all records of a file that is being read.
#[derive(Debug, Default)]
pub(super) struct NamesInUse {
    names: HashSet<Arc<str>>,
    lists: HashSet<Names>,
    last: Names,
}

impl NamesInUse {
    /// Fields with shared names, and the bytes that they take beyond what was held before.
    pub fn fields(&mut self, pairs: &[(String, String)]) -> (Fields, u64) {
        let mut n_bytes = 0;
        let mut values = String::with_capacity(pairs.iter().map(|(_, value)| value.len() + 1).sum());
        for (i, (_, value)) in pairs.iter().enumerate() {
            if i > 0 {
                values.push(BETWEEN_VALUES);
            }
            values.extend(value.split(BETWEEN_VALUES));
        }
        let is_like_last = self.last.len() == pairs.len()
            && self.last.iter().zip(pairs).all(|(known, (name, _))| **known == *name_within(name));
        if !is_like_last {
            let names: Vec<Arc<str>> =
                pairs.iter().map(|(name, _)| self.name(name_within(name), &mut n_bytes)).collect();
            self.last = match self.lists.get(names.as_slice()) {
                Some(list) => Arc::clone(list),
                None => {
                    n_bytes += 64 + 16 * names.len() as u64;
                    let list: Names = names.into();
                    self.lists.insert(Arc::clone(&list));
                    list
                }
            };
        }
        n_bytes += values.len() as u64 + 16;
        (Fields { names: Arc::clone(&self.last), values: values.into_boxed_str() }, n_bytes)
    }

    fn name(&mut self, name: &str, n_bytes: &mut u64) -> Arc<str> {
        if let Some(known) = self.names.get(name) {
            return Arc::clone(known);
        }
        *n_bytes += 64 + name.len() as u64;
        let new: Arc<str> = name.into();
        self.names.insert(Arc::clone(&new));
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(fields: &[(&str, &str)]) -> Vec<(String, String)> {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn records_share_their_names_and_keep_their_values() {
        let mut names = NamesInUse::default();
        let (a, first) = names.fields(&pairs(&[("ma", "1"), ("ten", ""), ("dân", "12")]));
        let (b, second) = names.fields(&pairs(&[("ma", "2"), ("ten", "Khu\0 2"), ("dân", "")]));
        let (other, _) = names.fields(&pairs(&[("ma", "3")]));
        assert!(a.shares_names_with(&b) && !a.shares_names_with(&other) && second < first);
        assert_eq!(a.iter().collect::<Vec<_>>(), [("ma", "1"), ("ten", ""), ("dân", "12")]);
        assert_eq!((b.get("ten"), b.get("dân"), b.get("x"), other.get("ten")), (Some("Khu 2"), Some(""), None, None));
        assert_eq!(Fields::of(&[]).iter().count(), 0);
    }
}
