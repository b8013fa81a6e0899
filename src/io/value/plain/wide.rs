//! The numbers of a column, sixteen bytes at a time: the decimal sign is taken out by a shuffle, then pairs of digits are
//! joined, pairs of pairs, and so on (after W. Muła, "SIMD-ized parsing of integers", 2014).

use std::arch::x86_64::{
    __m128i, _mm_and_si128, _mm_cmpeq_epi8, _mm_cvtsi128_si64, _mm_madd_epi16, _mm_maddubs_epi16, _mm_movemask_epi8,
    _mm_packus_epi32, _mm_set_epi64x, _mm_set1_epi8, _mm_setzero_si128, _mm_shuffle_epi8, _mm_sub_epi8, _mm_subs_epu8,
};

use super::{NumberColumn, POWERS_OF_TEN};

const WIDTH: usize = 16;

/// The bytes of a cell that ends with the sixteenth byte, by its length.
const INSIDE: [u128; WIDTH + 1] = {
    let mut masks = [0; WIDTH + 1];
    let mut n = 1;
    while n <= WIDTH {
        masks[n] = u128::MAX << (8 * (WIDTH - n));
        n += 1;
    }
    masks
};

/// Moves up what stands before a sign at each place; the last leaves all as it is.
const WITHOUT_SIGN: [u128; WIDTH + 1] = {
    let mut moves = [0; WIDTH + 1];
    let mut sign = 0;
    while sign <= WIDTH {
        let mut bytes = [0u8; WIDTH];
        let mut i = 0;
        while i < WIDTH {
            // A place with the high bit set becomes zero.
            bytes[i] = if sign == WIDTH || i > sign { i as u8 } else { (i as u8).wrapping_sub(1) };
            i += 1;
        }
        moves[sign] = u128::from_le_bytes(bytes);
        sign += 1;
    }
    moves
};

/// As [`super::read_each`]. Also reads numbers of more digits, up to fifteen.
#[target_feature(enable = "avx2,bmi1")]
pub(super) fn read_each(
    bytes: &[u8],
    cells: &[(u32, u32)],
    column: NumberColumn,
    numbers: &mut [i32],
    is_usual: &mut [bool],
) {
    let factors = factors(column.decimals);
    let signs = _mm_set1_epi8(column.decimal_sign.cast_signed());
    for ((cell, number), is_usual) in cells.iter().zip(numbers).zip(is_usual) {
        let (start, end) = (cell.0 as usize, cell.1 as usize);
        let text = bytes.get(end.wrapping_sub(WIDTH)..end).and_then(|text| text.first_chunk::<WIDTH>());
        let n = end.wrapping_sub(start);
        let (Some(text), Some(inside)) = (text, INSIDE.get(n)) else {
            *is_usual = false;
            continue;
        };
        let (text, inside) = (lanes(u128::from_le_bytes(*text)), lanes(*inside));
        let found = _mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(text, signs), inside)) as u32;
        let sign = (found | 1 << WIDTH).trailing_zeros() as usize;
        let digits = _mm_and_si128(_mm_sub_epi8(text, _mm_set1_epi8(b'0'.cast_signed())), inside);
        let digits = _mm_shuffle_epi8(digits, lanes(WITHOUT_SIGN[sign]));
        let others = _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_subs_epu8(digits, _mm_set1_epi8(9)), _mm_setzero_si128()));
        let n_digits = n - usize::from(sign < WIDTH);
        let unscaled = joined(digits);
        let value = unscaled.wrapping_mul(factors[sign]);
        *number = value as i32;
        *is_usual &= (n_digits > 0)
            & (others == 0xffff)
            & (factors[sign] > 0)
            & (unscaled <= u64::from(u32::MAX))
            & (value >= column.low)
            & (value <= column.high);
    }
}

/// What a number is multiplied with, by the place of its sign; 0 where it has more decimals than are kept.
fn factors(decimals: u8) -> [u64; WIDTH + 1] {
    std::array::from_fn(|sign| {
        let n_decimals = if sign == WIDTH { 0 } else { WIDTH - 1 - sign };
        usize::from(decimals).checked_sub(n_decimals).and_then(|n| POWERS_OF_TEN.get(n)).copied().unwrap_or(0)
    })
}

/// Sixteen digits as one number.
#[inline]
#[target_feature(enable = "avx2")]
fn joined(digits: __m128i) -> u64 {
    let pairs =
        _mm_maddubs_epi16(digits, lanes(u128::from_le_bytes([10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1])));
    let fours = _mm_madd_epi16(pairs, lanes(0x0001_0064_0001_0064_0001_0064_0001_0064));
    let eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), lanes(0x0001_2710_0001_2710_0001_2710_0001_2710));
    let both = _mm_cvtsi128_si64(eights).cast_unsigned();
    (both & 0xffff_ffff) * 100_000_000 + (both >> 32)
}

#[inline]
#[target_feature(enable = "avx2")]
fn lanes(bytes: u128) -> __m128i {
    _mm_set_epi64x((bytes >> 64) as i64, bytes as i64)
}
