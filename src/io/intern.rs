//! Values looked up once for each distinct text of a chunk.

use rustc_hash::FxHashMap;

/// Distinct texts in order of appearance, with what they stand for.
#[derive(Debug)]
pub(super) struct Interner<T> {
    ids: FxHashMap<Box<[u8]>, usize>,
    values: Vec<T>,
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self { ids: FxHashMap::default(), values: Vec::new() }
    }
}

impl<T> Interner<T> {
    /// Number and value of a text; `make` runs once for each distinct one.
    #[inline]
    pub fn get(&mut self, key: &[u8], make: impl FnOnce() -> T) -> (usize, &T) {
        let id = match self.ids.get(key) {
            Some(id) => *id,
            None => {
                let id = self.values.len();
                self.ids.insert(key.into(), id);
                self.values.push(make());
                id
            }
        };
        (id, &self.values[id])
    }

    pub fn values(&self) -> &[T] {
        &self.values
    }

    pub fn clear(&mut self) {
        self.ids.clear();
        self.values.clear();
    }
}
