//! Who measured is kept only under a key of the project: equal ids stay equal within one project, and nowhere else.
//!
//! Ids are already hashes when they come here (`io::identity`, SipHash-1-3 without a key). They are veiled by a Feistel
//! network of four rounds whose function is SipHash-2-4 under the project's random key (M. Luby and C. Rackoff, "How to
//! construct pseudorandom permutations from pseudorandom functions", SIAM J. Comput. 17, 1988). A permutation rather
//! than a plain hash, so that phones keep the order in which the scan permutes them: the same files give the same
//! p-values with and without a project.

use std::hash::Hasher;

use siphasher::sip::SipHasher24;

const ROUNDS: u8 = 4;

/// Key of a project, for one purpose.
#[derive(Clone)]
pub struct Veil([u8; 16]);

impl std::fmt::Debug for Veil {
    /// The key is nobody's business.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Veil")
    }
}

impl Veil {
    /// `None` unless the key has 16 bytes.
    pub fn new(key: &[u8]) -> Option<Self> {
        key.try_into().ok().map(Self)
    }

    /// A hash as it is kept; 0, which stands for none, stays 0.
    pub fn hide(&self, hash: u64) -> u64 {
        match hash {
            0 => 0,
            // Whatever falls on 0 goes where 0 would have gone.
            hash => Some(self.forth(hash)).filter(|hidden| *hidden != 0).unwrap_or_else(|| self.forth(0)),
        }
    }

    /// The hash behind what is kept.
    pub fn reveal(&self, hidden: u64) -> u64 {
        match hidden {
            0 => 0,
            hidden => Some(self.back(hidden)).filter(|hash| *hash != 0).unwrap_or_else(|| self.back(0)),
        }
    }

    fn forth(&self, value: u64) -> u64 {
        let start = ((value >> 32) as u32, value as u32);
        let (high, low) = (0..ROUNDS).fold(start, |(high, low), round| (low, high ^ self.mixed(low, round)));
        u64::from(high) << 32 | u64::from(low)
    }

    fn back(&self, value: u64) -> u64 {
        let start = ((value >> 32) as u32, value as u32);
        let (high, low) = (0..ROUNDS).rev().fold(start, |(high, low), round| (low ^ self.mixed(high, round), high));
        u64::from(high) << 32 | u64::from(low)
    }

    fn mixed(&self, half: u32, round: u8) -> u32 {
        let mut hasher = SipHasher24::new_with_key(&self.0);
        hasher.write(&half.to_le_bytes());
        hasher.write(&[round]);
        hasher.finish() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_can_be_told_again_under_the_same_key_only() {
        let (one, other) = (Veil([7; 16]), Veil([8; 16]));
        for hash in [0, 1, u64::MAX, 0x30dd_c697_9f43_c1ee, 1 << 63] {
            assert_eq!(one.reveal(one.hide(hash)), hash);
            assert_eq!(one.hide(hash) == 0, hash == 0);
        }
        assert_ne!(one.hide(5), other.hide(5));
        assert_ne!(other.reveal(one.hide(5)), 5);
    }
}
