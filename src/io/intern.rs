//! Values looked up once for each distinct text of a chunk.

use rustc_hash::FxHashMap;

/// Texts met lately, by length and last byte: a column of few words seldom needs its hash.
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
        let last = key.last().copied().unwrap_or(0);
        let recent = &mut self.recent[(key.len() * 7 + usize::from(last)) % N_RECENT];
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

    pub fn values(&self) -> &[T] {
        &self.values
    }

    pub fn clear(&mut self) {
        self.ids.clear();
        self.texts.clear();
        self.values.clear();
    }
}
