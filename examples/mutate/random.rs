//! Choices that depend on a number alone, so that any mutant can be made again.

/// A splitmix64 generator.
pub struct Random(u64);

impl Random {
    /// A stream of its own for each text and number.
    pub fn of(name: &str, seed: u64, number: u64) -> Self {
        let hash =
            name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
        let mut random = Self(hash ^ seed.rotate_left(32) ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        random.next();
        random
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `n`; 0 where `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.next() % n as u64) as usize }
    }

    pub fn pick<T: Copy>(&mut self, list: &[T]) -> Option<T> {
        list.get(self.below(list.len())).copied()
    }

    /// Lengths of all orders of magnitude up to `n`.
    pub fn length(&mut self, n: usize) -> usize {
        let bits = usize::BITS - n.leading_zeros();
        let up_to = 1_usize << self.below(bits as usize + 1).min(62);
        self.below(up_to.min(n) + 1)
    }
}
