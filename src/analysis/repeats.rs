//! Rows that share a hash with another row, found without sorting all rows.
//!
//! Two bit sets, "seen" and "seen again", leave a few candidates; only these are collected and sorted.

use rayon::prelude::*;

const CHUNK: usize = 1 << 16;

/// Words of a part of the bit sets, which is filled by one thread: half a megabyte stays near the processor.
const WORDS_OF_PART: usize = 1 << 16;

/// Each part looks at all places, so there must not be many.
const MAX_PARTS: usize = 16;

/// Rows to leave out have no place.
const NO_PLACE: u32 = u32::MAX;

/// (hash, row) of all rows whose hash occurs more than once, sorted. `hash_of` gives `None` for rows to leave out.
pub fn repeated(n_rows: usize, hash_of: impl Fn(usize) -> Option<u64> + Sync) -> Vec<(u64, u32)> {
    let n_bits = (n_rows.saturating_mul(8)).next_power_of_two().clamp(1 << 12, 1 << 31);
    // The high bits pick the place: the low ones may be weak in a multiplicative hash.
    let place = |hash: u64| (hash >> 20) as u32 & (n_bits - 1) as u32;
    let places = all_places(n_rows, |row| hash_of(row).map_or(NO_PLACE, place));
    let n_parts = (n_bits / 64 / WORDS_OF_PART).clamp(1, MAX_PARTS);
    let again = Shared::new(n_rows, n_bits, n_parts, |row| places.get(row).copied().unwrap_or(NO_PLACE));
    let mut candidates: Vec<(u64, u32)> = again
        .rows(n_rows, |row| places.get(row).copied().unwrap_or(NO_PLACE))
        .into_par_iter()
        .filter_map(|row| Some((hash_of(row as usize)?, row)))
        .collect();
    candidates.par_sort_unstable();
    let mut repeats = Vec::new();
    for group in candidates.chunk_by(|a, b| a.0 == b.0) {
        if group.len() > 1 {
            repeats.extend_from_slice(group);
        }
    }
    repeats
}

/// Rows whose number, such as a time in seconds, is that of another row, ascending. `number_of` gives `None` for rows to
/// leave out. Numbers far apart may be taken for equal: what is found must be compared.
pub fn sharing(n_rows: usize, number_of: impl Fn(usize) -> Option<i64> + Sync) -> Vec<u32> {
    let n_bits = n_rows.saturating_mul(8).next_power_of_two().clamp(1 << 12, 1 << 31);
    let place = |row: usize| number_of(row).map_or(NO_PLACE, |n| n as u32 & (n_bits - 1) as u32);
    let places = all_places(n_rows, place);
    let place = |row: usize| places.get(row).copied().unwrap_or(NO_PLACE);
    // Each thread looks at all rows: more parts than threads would only look more often.
    let shared = Shared::new(n_rows, n_bits, rayon::current_num_threads().min(MAX_PARTS), place);
    shared.rows(n_rows, place)
}

fn all_places(n_rows: usize, place_of: impl Fn(usize) -> u32 + Sync) -> Vec<u32> {
    let mut places = vec![NO_PLACE; n_rows];
    places.par_chunks_mut(CHUNK).enumerate().for_each(|(chunk, places)| {
        (chunk * CHUNK..).zip(places).for_each(|(row, slot)| *slot = place_of(row));
    });
    places
}

/// A bit for each place that occurs more than once.
struct Shared(Vec<u64>);

impl Shared {
    fn new(n_rows: usize, n_bits: usize, n_parts: usize, place_of: impl Fn(usize) -> u32 + Sync) -> Self {
        let mut again = vec![0u64; n_bits / 64];
        let part_len = again.len().div_ceil(n_parts);
        again.par_chunks_mut(part_len).enumerate().for_each(|(part, again)| {
            let mut seen = vec![0u64; again.len()];
            let first = (part * part_len * 64) as u32;
            for place in (0..n_rows).map(&place_of) {
                let place = place.wrapping_sub(first);
                let (word, bit) = (place as usize / 64, 1u64 << (place % 64));
                if let (Some(seen), Some(again)) = (seen.get_mut(word), again.get_mut(word)) {
                    *again |= *seen & bit;
                    *seen |= bit;
                }
            }
        });
        Self(again)
    }

    /// Rows with a place that occurs more than once, ascending.
    fn rows(&self, n_rows: usize, place_of: impl Fn(usize) -> u32 + Sync) -> Vec<u32> {
        let is_shared = |place: u32| self.0.get(place as usize / 64).is_some_and(|w| w >> (place % 64) & 1 == 1);
        let chunks = (0..n_rows.div_ceil(CHUNK)).into_par_iter();
        let rows_of = |chunk: usize| (chunk * CHUNK..((chunk + 1) * CHUNK).min(n_rows)).map(|row| row as u32);
        chunks.flat_map_iter(|chunk| rows_of(chunk).filter(|row| is_shared(place_of(*row as usize)))).collect()
    }
}

/// Mixes the parts of a key into 64 bits (the finaliser of SplitMix64 after each part).
pub fn mix(parts: &[u64]) -> u64 {
    parts.iter().fold(0x9E37_79B9_7F4A_7C15, |state, part| {
        let mut z = (state ^ part).wrapping_add(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_that_share_a_hash_are_found() {
        let hashes: Vec<u64> = (0..100_000).map(|i| mix(&[i % 99_990])).collect();
        let found = repeated(hashes.len(), |row| hashes.get(row).copied());
        let mut rows: Vec<u32> = found.iter().map(|(_, row)| *row).collect();
        rows.sort_unstable();
        let expected: Vec<u32> = (0..10).chain(99_990..100_000).collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn rows_that_share_a_number_are_found_near_and_far() {
        let near = [Some(7), None, Some(-3), Some(7), Some(8)];
        assert_eq!(sharing(near.len(), |row| near[row]), [0, 3]);
        let far = [Some(i64::MIN), Some(i64::MAX), Some(5), Some(i64::MAX)];
        let found = sharing(far.len(), |row| far[row]);
        assert!([1, 3].iter().all(|row| found.contains(row)), "{found:?}");
        assert_eq!(sharing(3, |_| None), [] as [u32; 0]);
    }
}
