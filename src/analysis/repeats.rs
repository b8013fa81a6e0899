//! Rows that share a hash with another row, found without sorting all rows.
//!
//! Two bit sets, "seen" and "seen again", leave a few candidates; only these are collected and sorted.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

const CHUNK: usize = 1 << 16;

/// (hash, row) of all rows whose hash occurs more than once, sorted. `hash_of` gives `None` for rows to leave out.
pub fn repeated(n_rows: usize, hash_of: impl Fn(usize) -> Option<u64> + Sync) -> Vec<(u64, u32)> {
    let n_bits = (n_rows.saturating_mul(8)).next_power_of_two().max(1 << 12);
    let bits = || -> Vec<AtomicU64> { (0..n_bits / 64).map(|_| AtomicU64::new(0)).collect() };
    let (seen, again) = (bits(), bits());
    let place = |hash: u64| {
        // The high bits pick the place: the low ones may be weak in a multiplicative hash.
        let bit = (hash >> 20) as usize & (n_bits - 1);
        (bit / 64, 1u64 << (bit % 64))
    };
    let chunks = n_rows.div_ceil(CHUNK);
    let rows_of = |chunk: usize| chunk * CHUNK..((chunk + 1) * CHUNK).min(n_rows);
    (0..chunks).into_par_iter().for_each(|chunk| {
        for (word, mask) in rows_of(chunk).filter_map(&hash_of).map(place) {
            if let (Some(first), Some(second)) = (seen.get(word), again.get(word))
                && first.fetch_or(mask, Ordering::Relaxed) & mask != 0
            {
                second.fetch_or(mask, Ordering::Relaxed);
            }
        }
    });
    let mut candidates: Vec<(u64, u32)> = (0..chunks)
        .into_par_iter()
        .flat_map_iter(|chunk| {
            rows_of(chunk).filter_map(|row| {
                let hash = hash_of(row)?;
                let (word, mask) = place(hash);
                let is_candidate = again.get(word).is_some_and(|w| w.load(Ordering::Relaxed) & mask != 0);
                is_candidate.then_some((hash, row as u32))
            })
        })
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
}
