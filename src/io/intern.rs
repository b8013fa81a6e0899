//! Values looked up once for each distinct text of a chunk.

use rustc_hash::FxHashMap;

/// Short texts met lately, by length, first and last byte: a column of few words seldom needs its hash.
const N_RECENT: usize = 32;

/// Distinct texts in order of appearance, with what they stand for.
#[derive(Debug)]
pub(super) struct Interner<T> {
    ids: FxHashMap<Box<[u8]>, usize>,
    values: Vec<T>,
    recent: [Option<(Short, usize)>; N_RECENT],
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self { ids: FxHashMap::default(), values: Vec::new(), recent: [None; N_RECENT] }
    }
}

impl<T> Interner<T> {
    /// Number and value of a text; `make` runs once for each distinct one.
    #[inline]
    pub fn get(&mut self, key: &[u8], make: impl FnOnce() -> T) -> (usize, &T) {
        let id = self.number(key).unwrap_or_else(|| {
            let id = self.values.len();
            self.ids.insert(key.into(), id);
            self.values.push(make());
            id
        });
        (id, &self.values[id])
    }

    /// Number of a text met before, where its value is as wanted.
    #[inline]
    pub fn known(&mut self, key: &[u8], is_wanted: impl FnOnce(&T) -> bool) -> Option<usize> {
        let id = self.number(key)?;
        self.values.get(id).is_some_and(is_wanted).then_some(id)
    }

    #[inline]
    fn number(&mut self, key: &[u8]) -> Option<usize> {
        let short = Short::of(key);
        let recent = &mut self.recent[slot_of(key)];
        match (short, *recent) {
            (Some(short), Some((text, id))) if short == text => Some(id),
            _ => {
                let id = *self.ids.get(key)?;
                *recent = short.map(|short| (short, id));
                Some(id)
            }
        }
    }

    pub fn values(&self) -> &[T] {
        &self.values
    }

    pub fn clear(&mut self) {
        self.ids.clear();
        self.values.clear();
        self.recent = [None; N_RECENT];
    }
}

fn slot_of(key: &[u8]) -> usize {
    let (first, last) = (key.first().copied().unwrap_or(0), key.last().copied().unwrap_or(0));
    (key.len() * 7 + usize::from(first) * 3 + usize::from(last)) % N_RECENT
}

/// A text of at most sixteen bytes, compared without a call: its first and its last bytes, which may overlap, and its
/// length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Short(u64, u64, usize);

impl Short {
    #[inline]
    pub fn of(text: &[u8]) -> Option<Self> {
        let n = text.len();
        if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
            return (n <= 16).then(|| Self(u64::from_le_bytes(*first), u64::from_le_bytes(*last), n));
        }
        if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
            return Some(Self(u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into(), n));
        }
        let byte = |place: usize| text.get(place).map_or(0, |byte| u64::from(*byte));
        Some(Self(byte(0), byte(1) << 8 | byte(2), n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_every_length_are_told_apart() {
        let mut interner = Interner::default();
        let texts: Vec<String> = (0..20)
            .flat_map(|n: usize| {
                // The same first and last byte, so that they share a place; each inner byte differs once.
                let plain = format!("V{}l", "i".repeat(n));
                (0..n)
                    .map(move |at| [&plain[..=at], "e", &plain[at + 2..]].concat())
                    .chain([format!("V{}l", "i".repeat(n))])
            })
            .chain(["", "V", "l"].map(str::to_owned))
            .collect();
        for round in 0..3 {
            for (number, text) in texts.iter().enumerate() {
                assert_eq!(interner.known(text.as_bytes(), |_| true), (round > 0).then_some(number), "{text}");
                let (id, value) = interner.get(text.as_bytes(), || text.clone());
                assert_eq!((id, value), (number, text));
            }
        }
        interner.clear();
        assert_eq!(interner.known(b"", |_| true), None);
        assert_eq!(interner.known(b"Viettel", |_| true), None);
    }
}
