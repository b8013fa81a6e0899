//! Rows that share a hash with another row, found without sorting all rows.
//!
//! Two bit sets, "seen" and "seen again", leave a few candidates; only these are collected and sorted. Rows are first put
//! in order of the part of the bit sets that they touch, so that a part stays near the processor while it is filled.

use std::ops::Range;

use rayon::prelude::*;

/// Rows that are put in order together, unless that leaves threads without work.
const ROWS_OF_RUN: std::ops::RangeInclusive<usize> = 1 << 11..=1 << 16;

/// Bits for each row: one in so many rows is taken for a candidate by chance.
const BITS_OF_ROW: usize = 32;

/// Bits of a part: both sets of it stay near the processor.
const BITS_OF_PART: usize = 1 << 19;

/// More parts would be a few rows each.
const MAX_PARTS: usize = 256;

/// Rows to leave out have no place.
const NO_PLACE: u32 = u32::MAX;

fn n_bits_for(n_rows: usize) -> usize {
    n_rows.saturating_mul(BITS_OF_ROW).next_power_of_two().clamp(1 << 12, 1 << 31)
}

/// (hash, row) of all rows whose hash occurs more than once, sorted. `hash_of` gives `None` for rows to leave out.
pub fn repeated(n_rows: usize, hash_of: impl Fn(usize) -> Option<u64> + Sync) -> Vec<(u64, u32)> {
    let n_bits = n_bits_for(n_rows);
    // The high bits pick the place: the low ones may be weak in a multiplicative hash.
    let place = |row: usize| hash_of(row).map_or(NO_PLACE, |hash| (hash >> 20) as u32 & (n_bits - 1) as u32);
    let mut candidates: Vec<(u64, u32)> = rows_that_share(n_rows, n_bits, place)
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
/// leave out.
pub fn sharing(n_rows: usize, number_of: impl Fn(usize) -> Option<i64> + Sync) -> Vec<u32> {
    let n_bits = n_bits_for(n_rows);
    // Of numbers far apart some have one place: most of what shares a place shares no more than that.
    let place = |row: usize| number_of(row).map_or(NO_PLACE, |n| n as u32 & (n_bits - 1) as u32);
    let mut numbered: Vec<(i64, u32)> = rows_that_share(n_rows, n_bits, place)
        .into_par_iter()
        .filter_map(|row| Some((number_of(row as usize)?, row)))
        .collect();
    numbered.par_sort_unstable();
    let groups = numbered.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
    let mut rows: Vec<u32> = groups.flatten().map(|(_, row)| *row).collect();
    rows.par_sort_unstable();
    rows
}

/// Rows whose place, below `n_bits`, is that of another row, ascending.
fn rows_that_share(n_rows: usize, n_bits: usize, place_of: impl Fn(usize) -> u32 + Sync) -> Vec<u32> {
    let n_parts = (n_bits / BITS_OF_PART).clamp(1, MAX_PARTS);
    let bits_of_part = n_bits / n_parts;
    let rows_of_run = n_rows.div_ceil(4 * rayon::current_num_threads()).clamp(*ROWS_OF_RUN.start(), *ROWS_OF_RUN.end());
    let rows_of = |run: usize| run * rows_of_run..((run + 1) * rows_of_run).min(n_rows);
    let runs: Vec<Run> = (0..n_rows.div_ceil(rows_of_run))
        .into_par_iter()
        .map(|run| Run::new(rows_of(run), n_parts, bits_of_part, &place_of))
        .collect();
    let sets = || [(); 2].map(|()| vec![0u64; bits_of_part.div_ceil(64)]);
    let found: Vec<Vec<u32>> = (0..n_parts)
        .into_par_iter()
        .map_init(sets, |[seen, again], part| {
            seen.fill(0);
            again.fill(0);
            for (place, _) in runs.iter().flat_map(|run| run.part(part)) {
                let (word, bit) = word_and_bit(*place, bits_of_part);
                if let (Some(seen), Some(again)) = (seen.get_mut(word), again.get_mut(word)) {
                    *again |= *seen & bit;
                    *seen |= bit;
                }
            }
            let is_shared = |(place, _): &&(u32, u32)| {
                let (word, bit) = word_and_bit(*place, bits_of_part);
                again.get(word).is_some_and(|again| again & bit != 0)
            };
            runs.iter().flat_map(|run| run.part(part)).filter(is_shared).map(|(_, row)| *row).collect()
        })
        .collect();
    let mut rows = found.concat();
    rows.par_sort_unstable();
    rows
}

#[inline]
fn word_and_bit(place: u32, bits_of_part: usize) -> (usize, u64) {
    let place = place as usize & (bits_of_part - 1);
    (place / 64, 1 << (place % 64))
}

/// Places and rows of some consecutive rows, by the part of the bit sets that they touch.
struct Run {
    starts: Vec<u32>,
    placed: Vec<(u32, u32)>,
}

impl Run {
    fn new(rows: Range<usize>, n_parts: usize, bits_of_part: usize, place_of: impl Fn(usize) -> u32) -> Self {
        let places: Vec<u32> = rows.clone().map(place_of).collect();
        let part_of = |place: u32| place as usize / bits_of_part;
        // Rows without a place count beyond the last part.
        let mut starts = vec![0u32; n_parts + 2];
        for place in &places {
            if let Some(count) = starts.get_mut((part_of(*place) + 1).min(n_parts + 1)) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut placed = vec![(0, 0); places.len()];
        for (place, row) in places.into_iter().zip(rows) {
            let Some(next) = next.get_mut(part_of(place).min(n_parts)) else { continue };
            if let Some(slot) = placed.get_mut(*next as usize) {
                *slot = (place, row as u32);
            }
            *next += 1;
        }
        Self { starts, placed }
    }

    fn part(&self, part: usize) -> &[(u32, u32)] {
        let range = self.starts.get(part).zip(self.starts.get(part + 1));
        range.and_then(|(from, to)| self.placed.get(*from as usize..*to as usize)).unwrap_or_default()
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
        assert_eq!(sharing(far.len(), |row| far[row]), [1, 3]);
        // As far apart as there are places.
        assert_eq!(sharing(3, |row| Some((row as i64) << 40)), [] as [u32; 0]);
        assert_eq!(sharing(3, |_| None), [] as [u32; 0]);
    }
}
