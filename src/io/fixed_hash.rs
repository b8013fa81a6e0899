//! A hash whose values are part of the product: sources are numbered by it and the scan permutes them in that order, so a
//! p-value must not change with the compiler or its library.
//!
//! Source: J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast short-input PRF", INDOCRYPT 2012; here SipHash-1-3 (one
//! round a word, three at the end) under the key 0.

/// "somepseudorandomlygeneratedbytes", the initial state of the paper.
const INITIAL: [u64; 4] = [0x736f_6d65_7073_6575, 0x646f_7261_6e64_6f6d, 0x6c79_6765_6e65_7261, 0x7465_6462_7974_6573];
const WORD: usize = 8;

/// Bytes go in, in any portions; the hash depends on their sequence alone.
#[derive(Debug, Clone)]
pub(super) struct FixedHasher {
    state: [u64; 4],
    /// Bytes that do not fill a word yet, the first lowest.
    waiting: u64,
    length: usize,
}

impl FixedHasher {
    pub fn new() -> Self {
        Self { state: INITIAL, waiting: 0, length: 0 }
    }

    #[inline]
    pub fn write(&mut self, bytes: &[u8]) {
        let filled = self.length % WORD;
        self.length += bytes.len();
        // What the first waiting word still lacks.
        let (head, rest) = bytes.split_at(if filled == 0 { 0 } else { (WORD - filled).min(bytes.len()) });
        self.waiting |= little_endian(head) << (8 * filled);
        if filled + head.len() == WORD {
            let word = std::mem::take(&mut self.waiting);
            self.take_in(word);
        }
        let (words, tail) = rest.as_chunks::<WORD>();
        for word in words {
            self.take_in(u64::from_le_bytes(*word));
        }
        if !tail.is_empty() {
            self.waiting = little_endian(tail);
        }
    }

    pub fn finish(mut self) -> u64 {
        self.take_in((self.length as u64) << 56 | self.waiting);
        let [a, b, c, d] = self.state;
        self.state = [a, b, c ^ 0xff, d];
        for _ in 0..3 {
            self.round();
        }
        self.state.into_iter().fold(0, |sum, part| sum ^ part)
    }

    #[inline]
    fn take_in(&mut self, word: u64) {
        let [a, b, c, d] = self.state;
        self.state = [a, b, c, d ^ word];
        self.round();
        let [a, b, c, d] = self.state;
        self.state = [a ^ word, b, c, d];
    }

    #[inline]
    fn round(&mut self) {
        let [mut a, mut b, mut c, mut d] = self.state;
        a = a.wrapping_add(b);
        c = c.wrapping_add(d);
        b = b.rotate_left(13) ^ a;
        d = d.rotate_left(16) ^ c;
        a = a.rotate_left(32).wrapping_add(d);
        c = c.wrapping_add(b);
        b = b.rotate_left(17) ^ c;
        d = d.rotate_left(21) ^ a;
        c = c.rotate_left(32);
        self.state = [a, b, c, d];
    }
}

/// Fewer than nine bytes as a number.
#[inline]
fn little_endian(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CPython from 3.11 on hashes bytes with SipHash-1-3, and under PYTHONHASHSEED=0 with the key 0:
    /// `PYTHONHASHSEED=0 python3 -c "print(hash(b'...') % 2**64)"`.
    #[test]
    fn hashes_are_those_of_python() {
        for (bytes, of_python) in VECTORS {
            let mut hasher = FixedHasher::new();
            hasher.write(bytes);
            assert_eq!(hasher.finish(), of_python, "{bytes:?}");
        }
    }

    const VECTORS: [(&[u8], u64); 6] = [
        (b"a", 0x4074_48d2_b89b_1813),
        (b"d1\xff", 0xf3bd_fedc_58e2_e5dd),
        (b"abcdefg", 0x6db1_2aae_9070_f506),
        (b"abcdefgh", 0x3f7b_849c_0b8e_35ea),
        (b"SM-A125F\xffHS-01\xff", 0xb221_4234_4e97_8111),
        (b"3f2a8c1e-77aa-4c2b-9a55-0123456789ab\xff", 0x30dd_c697_9f43_c1ee),
    ];

    #[test]
    fn portions_do_not_matter() {
        let text = b"3f2a8c1e-77aa-4c2b-9a55-0123456789ab\xff";
        let mut whole = FixedHasher::new();
        whole.write(text);
        let whole = whole.finish();
        for size in 1..text.len() {
            let mut parts = FixedHasher::new();
            text.chunks(size).for_each(|part| parts.write(part));
            assert_eq!(parts.finish(), whole, "portions of {size}");
        }
    }
}
