//! Finds the signs that part cells and records, sixty-four bytes at a time: one bit for each, then from bit to bit.

use super::chunk::Signs;
use super::index::BEFORE;

const BLOCK: usize = 64;

/// Signs of a block that are written down without asking whether there are so many: most blocks have fewer, and how
/// many is hard to predict.
const UNASKED: usize = 12;

/// Finds the ends of all cells of a text without quotes, and adds after each record the number of cells so far; gives
/// that of all. `ends` begins with [`BEFORE`]; what it held is written over, and what is left of it means nothing.
pub(super) fn index_plain(bytes: &[u8], signs: Signs, ends: &mut Vec<u32>, firsts: &mut Vec<u32>) -> usize {
    #[cfg(target_arch = "x86_64")]
    if is_wide() {
        // SAFETY: the processor was asked. Measured: half of the instructions of the plain way.
        #[expect(unsafe_code)]
        return unsafe { index_wide(bytes, signs, ends, firsts) };
    }
    index_blocks(bytes, signs, ends, firsts, bits_of_block)
}

#[cfg(target_arch = "x86_64")]
fn is_wide() -> bool {
    is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi1") && is_x86_feature_detected!("popcnt")
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,popcnt")]
fn index_wide(bytes: &[u8], signs: Signs, ends: &mut Vec<u32>, firsts: &mut Vec<u32>) -> usize {
    use std::arch::x86_64::{_mm256_cmpeq_epi8, _mm256_movemask_epi8, _mm256_set_epi64x, _mm256_set1_epi8};
    index_blocks(bytes, signs, ends, firsts, |block, wanted| {
        let (halves, _) = block.as_chunks::<32>();
        halves.iter().rev().fold(0, |bits, half| {
            let word = |i: usize| half.as_chunks::<8>().0.get(i).map_or(0, |word| i64::from_le_bytes(*word));
            let lanes = _mm256_set_epi64x(word(3), word(2), word(1), word(0));
            let equal = _mm256_movemask_epi8(_mm256_cmpeq_epi8(lanes, _mm256_set1_epi8(wanted.cast_signed())));
            bits << 32 | u64::from(equal as u32)
        })
    })
}

#[inline(always)] // In each of its two callers for the instructions that this one may use.
fn index_blocks(
    bytes: &[u8],
    signs: Signs,
    ends: &mut Vec<u32>,
    firsts: &mut Vec<u32>,
    bits_of: impl Fn(&[u8; BLOCK], u8) -> u64,
) -> usize {
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    match ends.first_mut() {
        Some(first) => *first = BEFORE,
        None => ends.push(BEFORE),
    }
    let mut n = 1;
    for (block, base) in blocks.iter().zip((0u32..).step_by(BLOCK)) {
        let newlines = bits_of(block, signs.newline);
        let all = bits_of(block, signs.delimiter) | newlines;
        if ends.len() < n + BLOCK {
            ends.resize(2 * ends.len() + BLOCK, 0);
        }
        if let Some(room) = ends.get_mut(n..).and_then(|room| room.first_chunk_mut()) {
            write_places(all, base, room);
        }
        let mut bits = newlines;
        while bits != 0 {
            let before = all & (bits & bits.wrapping_neg()).wrapping_sub(1);
            // The first entry belongs to no cell, the sign itself ends one.
            firsts.push(n as u32 + before.count_ones());
            bits &= bits - 1;
        }
        n += all.count_ones() as usize;
    }
    let base = bytes.len() - rest.len();
    for (at, byte) in (base as u32..).zip(rest) {
        if *byte == signs.newline || *byte == signs.delimiter {
            ends.truncate(n);
            ends.push(at);
            if *byte == signs.newline {
                firsts.push(n as u32);
            }
            n += 1;
        }
    }
    n - 1
}

/// Writes the place of each bit.
#[inline(always)]
fn write_places(mut bits: u64, base: u32, room: &mut [u32; BLOCK]) {
    let (unasked, more) = room.split_at_mut(UNASKED);
    let n_more = (bits.count_ones() as usize).saturating_sub(UNASKED);
    for slot in unasked {
        *slot = base + bits.trailing_zeros();
        bits &= bits.wrapping_sub(1);
    }
    for slot in more.iter_mut().take(n_more) {
        *slot = base + bits.trailing_zeros();
        bits &= bits - 1;
    }
}

/// One bit for each byte that is `wanted`.
#[cfg(target_arch = "x86_64")]
#[inline]
fn bits_of_block(block: &[u8; BLOCK], wanted: u8) -> u64 {
    use std::arch::x86_64::{_mm_cmpeq_epi8, _mm_movemask_epi8, _mm_set_epi64x, _mm_set1_epi8};
    let (quarters, _) = block.as_chunks::<16>();
    quarters.iter().rev().fold(0, |bits, quarter| {
        let word = u128::from_le_bytes(*quarter);
        // SAFETY: these need SSE2, which every x86-64 processor has, and touch no memory. Measured: finding the ends of
        // cells takes a fifth of the instructions that words of eight bytes need, which is a tenth of reading a table.
        #[expect(unsafe_code)]
        let equal = unsafe {
            let lanes = _mm_set_epi64x((word >> 64) as i64, word as i64);
            _mm_movemask_epi8(_mm_cmpeq_epi8(lanes, _mm_set1_epi8(wanted.cast_signed())))
        };
        bits << 16 | u64::from(equal as u16)
    })
}

/// One bit for each byte that is `wanted`.
#[cfg(not(target_arch = "x86_64"))]
#[inline]
fn bits_of_block(block: &[u8; BLOCK], wanted: u8) -> u64 {
    block.iter().rev().fold(0, |bits, byte| bits << 1 | u64::from(*byte == wanted))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COMMA: Signs = Signs { delimiter: b',', newline: b'\n' };

    /// Byte by byte.
    fn expected(bytes: &[u8]) -> (Vec<u32>, Vec<u32>) {
        let (mut ends, mut firsts) = (vec![u32::MAX], vec![0]);
        for (at, byte) in bytes.iter().enumerate().filter(|(_, byte)| b",\n".contains(byte)) {
            ends.push(at as u32);
            if *byte == b'\n' {
                firsts.push(ends.len() as u32 - 1);
            }
        }
        (ends, firsts)
    }

    proptest! {
        #[test]
        fn every_way_of_indexing_finds_the_same(text in "[a0,,,\n;]{0,400}") {
            let bytes = text.as_bytes();
            let plainly = |b: &[u8], s, e: &mut Vec<u32>, f: &mut Vec<u32>| index_blocks(b, s, e, f, bits_of_block);
            for index in [index_plain as fn(&[u8], Signs, &mut Vec<u32>, &mut Vec<u32>) -> usize, plainly] {
                // What an earlier chunk left behind does not matter.
                for mut ends in [vec![], vec![7; 40], vec![7; 900]] {
                    let mut firsts = vec![0];
                    let n_cells = index(bytes, COMMA, &mut ends, &mut firsts);
                    ends.truncate(n_cells + 1);
                    prop_assert_eq!((ends, firsts), expected(bytes));
                }
            }
        }
    }
}
