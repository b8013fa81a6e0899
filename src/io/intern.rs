//! Values looked up once for each distinct text of a chunk.

use rustc_hash::FxHashMap;

/// Texts met lately, by length, first and last byte: a column of few words seldom needs its hash.
const N_RECENT: usize = 32;

/// Distinct texts in order of appearance, with what they stand for.
#[derive(Debug)]
pub(super) struct Interner<T> {
    ids: FxHashMap<Box<[u8]>, usize>,
    texts: Vec<Box<[u8]>>,
    values: Vec<T>,
    recent: [usize; N_RECENT],
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self { ids: FxHashMap::default(), texts: Vec::new(), values: Vec::new(), recent: [0; N_RECENT] }
    }
}

impl<T> Interner<T> {
    /// Number and value of a text; `make` runs once for each distinct one.
    #[inline]
    pub fn get(&mut self, key: &[u8], make: impl FnOnce() -> T) -> (usize, &T) {
        let recent = &mut self.recent[slot_of(key)];
        if self.texts.get(*recent).is_none_or(|text| **text != *key) {
            *recent = match self.ids.get(key) {
                Some(id) => *id,
                None => {
                    let id = self.values.len();
                    self.ids.insert(key.into(), id);
                    self.texts.push(key.into());
                    self.values.push(make());
                    id
                }
            };
        }
        (*recent, &self.values[*recent])
    }

    /// Number of a text met before, where its value is as wanted.
    #[inline]
    pub fn known(&mut self, key: &[u8], is_wanted: impl FnOnce(&T) -> bool) -> Option<usize> {
        let recent = &mut self.recent[slot_of(key)];
        if self.texts.get(*recent).is_none_or(|text| **text != *key) {
            *recent = *self.ids.get(key)?;
        }
        self.values.get(*recent).is_some_and(is_wanted).then_some(*recent)
    }

    pub fn values(&self) -> &[T] {
        &self.values
    }

    pub fn clear(&mut self) {
        self.ids.clear();
        self.texts.clear();
        self.values.clear();
    }
}

fn slot_of(key: &[u8]) -> usize {
    let (first, last) = (key.first().copied().unwrap_or(0), key.last().copied().unwrap_or(0));
    (key.len() * 7 + usize::from(first) * 3 + usize::from(last)) % N_RECENT
}
