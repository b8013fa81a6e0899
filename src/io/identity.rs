//! Who measured, and which test it was, without keeping the texts that say so.
//!
//! Texts are hashed by [`FixedHasher`], so that equal texts are equal everywhere and numbers given out by rank of hash
//! depend on no order of rows, files or threads, and on no version of the compiler. Two of ten million texts share a
//! hash with a probability of about 3 in a million.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::fixed_hash::FixedHasher;
use super::intern::Short;
use super::value::cell::{is_nothing, trim};
use crate::model::NO_SOURCE;

/// Set in the keys of (model, referral code) pairs, which therefore sort after all devices.
pub(super) const PAIR: u64 = 1 << 63;

pub(super) fn hash(parts: &[&[u8]]) -> u64 {
    let mut hasher = FixedHasher::new();
    for part in parts {
        hasher.write(part);
        hasher.write(&[0xff]);
    }
    hasher.finish()
}

/// Source of one row: its device, else what is known of model and referral code.
pub(super) fn source_key(device: &[u8], model: &[u8], referral: &[u8]) -> Option<u64> {
    if !device.is_empty() {
        Some(hash(&[device]) & !PAIR)
    } else if !model.is_empty() || !referral.is_empty() {
        Some(hash(&[model, referral]) | PAIR)
    } else {
        None
    }
}

/// Key of the phone with this device id.
pub(super) fn phone_key(device: &str) -> Option<u64> {
    let device = trim(device.as_bytes());
    if is_nothing(device) { None } else { source_key(device, b"", b"") }
}

/// How many of the keys are those of devices.
pub(super) fn n_devices_of(keys: &[u64]) -> u32 {
    keys.iter().filter(|key| *key & PAIR == 0).count() as u32
}

/// Sources numbered in order of appearance.
#[derive(Debug, Default)]
pub(super) struct Sources {
    numbers: FxHashMap<u64, u32>,
    keys: Vec<u64>,
}

impl Sources {
    #[inline]
    pub fn number(&mut self, key: Option<u64>) -> u32 {
        let Some(key) = key else { return NO_SOURCE };
        let next = self.keys.len() as u32;
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.keys.push(key);
        }
        number
    }

    pub fn keys(&self) -> &[u64] {
        &self.keys
    }

    pub fn clear(&mut self) {
        self.numbers.clear();
        self.keys.clear();
    }

    /// New number of each source by rank of its key, and how many are devices.
    pub fn ranks(&self) -> (Vec<u32>, u32) {
        let mut order: Vec<u32> = (0..self.keys.len() as u32).collect();
        order.sort_unstable_by_key(|i| self.keys.get(*i as usize));
        let mut ranks = vec![0; order.len()];
        for (rank, number) in order.iter().enumerate() {
            if let Some(slot) = ranks.get_mut(*number as usize) {
                *slot = rank as u32;
            }
        }
        (ranks, n_devices_of(&self.keys))
    }

    /// The keys in the order of the numbers by rank.
    pub fn into_sorted_keys(mut self) -> Vec<u64> {
        self.keys.sort_unstable();
        self.keys
    }
}

/// Ids of the tests of consecutive rows. Numbers that count up by one take no room.
#[derive(Debug, Default)]
pub(super) struct TestIds {
    /// While every row so far counts up by one.
    run: Option<Run>,
    /// One hash for each row, 0 where there is no id; empty while [`Self::run`] holds.
    hashes: Vec<u64>,
    pub numbers: Numbers,
}

impl TestIds {
    #[inline]
    pub fn push(&mut self, id: &[u8]) {
        if let Some(run) = self.run.as_mut().filter(|run| run.next.is(id)) {
            self.numbers.add(Some(run.first + run.length));
            run.length += 1;
            return run.next.count_up();
        }
        self.push_other(id);
    }

    fn push_other(&mut self, id: &[u8]) {
        let number = whole_number(id);
        if !id.is_empty() {
            self.numbers.add(number);
        }
        match number {
            Some(number) if self.run.is_none() && self.hashes.is_empty() => {
                let mut next = Counter::of(number);
                next.count_up();
                self.run = Some(Run { first: number, length: 1, next });
            }
            _ => {
                self.write_out();
                self.hashes.push(id_hash(id));
            }
        }
    }

    fn write_out(&mut self) {
        if let Some(Run { first, length, .. }) = self.run.take() {
            self.hashes.extend((first..first + length).map(|number| id_hash(number.to_string().as_bytes())));
        }
    }

    pub fn into_hashes(mut self) -> Vec<u64> {
        self.write_out();
        self.hashes
    }
}

/// Numbers that count up by one.
#[derive(Debug)]
struct Run {
    first: u64,
    length: u64,
    /// The next number, as it would be written: comparing it is cheaper than reading one.
    next: Counter,
}

/// Digits of a number that counts up.
#[derive(Debug)]
struct Counter {
    digits: [u8; Self::MOST],
    start: usize,
}

impl Counter {
    const MOST: usize = 20;

    fn of(number: u64) -> Self {
        let text = number.to_string();
        let mut counter = Self { digits: [b'0'; Self::MOST], start: Self::MOST - text.len() };
        counter.digits[Self::MOST - text.len()..].copy_from_slice(text.as_bytes());
        counter
    }

    /// Whether a text is this number; one of at most sixteen bytes is compared without a call.
    #[inline]
    fn is(&self, text: &[u8]) -> bool {
        let number = self.digits.get(self.start..).unwrap_or_default();
        match (Short::of(number), Short::of(text)) {
            (Some(number), Some(text)) => number == text,
            _ => number == text,
        }
    }

    #[inline]
    fn count_up(&mut self) {
        for (place, digit) in self.digits.iter_mut().enumerate().rev() {
            self.start = self.start.min(place);
            if *digit < b'9' {
                *digit += 1;
                return;
            }
            *digit = b'0';
        }
    }
}

/// 0 is kept for rows without id.
fn id_hash(id: &[u8]) -> u64 {
    if id.is_empty() { 0 } else { hash(&[id]).max(1) }
}

/// A number as a counter writes it: digits without leading zero.
fn whole_number(id: &[u8]) -> Option<u64> {
    if id.is_empty() || id.len() > 15 || (id.len() > 1 && id.first() == Some(&b'0')) {
        return None;
    }
    id.iter().try_fold(0u64, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u64::from(byte - b'0')))
}

/// What must be known of a column's numbers to tell whether they just count the rows, in any order.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbers {
    /// The latest ones, which count up by one; not yet in what follows.
    run: Range<u64>,
    count: u64,
    others: u64,
    min: Option<u64>,
    max: u64,
    /// Wrapping sum of mixed numbers: equal sets of numbers have equal sums.
    mixed: u64,
}

impl Numbers {
    #[inline]
    fn add(&mut self, number: Option<u64>) {
        match number {
            Some(number) if number == self.run.end && !self.run.is_empty() => self.run.end += 1,
            Some(number) => {
                self.settle();
                self.run = number..number.saturating_add(1);
            }
            None => self.others += 1,
        }
    }

    /// Takes the numbers of the run in one by one.
    fn settle(&mut self) {
        let run = std::mem::take(&mut self.run);
        if run.is_empty() {
            return;
        }
        self.count += run.end - run.start;
        self.min = Some(self.min.map_or(run.start, |min| min.min(run.start)));
        self.max = self.max.max(run.end - 1);
        self.mixed = run.fold(self.mixed, |sum, number| sum.wrapping_add(mix(number)));
    }

    /// Takes in those of the rows behind these.
    pub fn merge(&mut self, other: &Self) {
        self.others += other.others;
        if other.count == 0 && (other.run.is_empty() || other.run.start == self.run.end) {
            self.run.end += other.run.end - other.run.start;
            return;
        }
        self.settle();
        self.count += other.count;
        self.min = [self.min, other.min].into_iter().flatten().min();
        self.max = self.max.max(other.max);
        self.mixed = self.mixed.wrapping_add(other.mixed);
        self.run = other.run.clone();
    }

    /// Whether there are no ids at all, or exactly the numbers 0 … n or 1 … n, each once.
    pub fn just_count_rows(mut self) -> bool {
        if self.others > 0 {
            return false;
        }
        if self.count == 0 {
            return self.run.is_empty() || self.run.start <= 1;
        }
        self.settle();
        let Some(min) = self.min else { return true };
        min <= 1
            && self.max - min + 1 == self.count
            && (min..=self.max).fold(0u64, |sum, number| sum.wrapping_add(mix(number))) == self.mixed
    }
}

/// Finaliser of SplitMix64 (Steele, Lea, Flood 2014).
fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(texts: &[&str]) -> TestIds {
        let mut ids = TestIds::default();
        for text in texts {
            ids.push(text.as_bytes());
        }
        ids
    }

    #[test]
    fn a_counter_in_any_order_is_no_id() {
        for texts in [&["1", "2", "3"][..], &["3", "1", "2"], &["0", "2", "1"], &["1", "", "2"], &["", ""]] {
            assert!(ids(texts).numbers.just_count_rows(), "{texts:?}");
        }
        for texts in [
            &["1", "2", "4"][..],
            &["1", "1", "2"],
            &["2", "3"],
            &["1", "a"],
            &["1", "02"],
            &["1", "5", "6", "4", "2", "2"],
        ] {
            assert!(!ids(texts).numbers.just_count_rows(), "{texts:?}");
        }
    }

    #[test]
    fn chunks_that_go_on_counting_are_one_count() {
        let joined = |chunks: &[&[&str]]| {
            let mut all = Numbers::default();
            chunks.iter().for_each(|texts| all.merge(&ids(texts).numbers));
            all.just_count_rows()
        };
        assert!(joined(&[&["1", "2"], &[], &["3"], &["4", "5"]]));
        assert!(joined(&[&["0", "1"], &["3", "2"], &["4"]]));
        assert!(joined(&[&["3", "4"], &["1", "2"]]));
        for chunks in [
            [&["1", "2"][..], &["4"][..]],
            [&["1", "2"], &["2", "3"]],
            [&["2", "3"], &["4"]],
            [&["1", "2"], &["a"]],
            [&["2", "1"], &["3", "3"]],
        ] {
            assert!(!joined(&chunks), "{chunks:?}");
        }
    }

    #[test]
    fn a_run_hashes_like_its_texts() {
        let run = ids(&["17", "18", "19"]);
        assert!(run.hashes.is_empty());
        let expected: Vec<u64> = [b"17", b"18", b"19"].iter().map(|id| id_hash(*id)).collect();
        assert_eq!(run.into_hashes(), expected);
        let broken = ids(&["17", "18", "", "20"]).into_hashes();
        assert_eq!((broken.len(), broken[2]), (4, 0));
    }

    #[test]
    fn a_run_counts_over_every_power_of_ten() {
        let texts: Vec<String> = (7..1_102u64).map(|number| number.to_string()).collect();
        let run = ids(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(run.hashes.is_empty());
        assert_eq!((run.numbers.run.clone(), run.numbers.count), (7..1_102, 0));
        let mut numbers = run.numbers;
        numbers.settle();
        assert_eq!((numbers.count, numbers.min, numbers.max), (1_095, Some(7), 1_101));
    }

    #[test]
    fn devices_are_numbered_before_pairs_in_any_order() {
        let keys = [source_key(b"d1", b"", b""), source_key(b"", b"A12", b"R1"), source_key(b"d2", b"A12", b"")];
        let rank_of = |order: &[usize]| {
            let mut sources = Sources::default();
            let numbers: Vec<u32> = order.iter().map(|i| sources.number(keys[*i])).collect();
            let (ranks, n_devices) = sources.ranks();
            assert_eq!(n_devices, 2);
            let mut by_key = [0; 3];
            for (i, number) in order.iter().zip(numbers) {
                by_key[*i] = ranks[number as usize];
            }
            by_key
        };
        assert_eq!(rank_of(&[0, 1, 2]), rank_of(&[2, 1, 0]));
        assert_eq!(rank_of(&[0, 1, 2])[1], 2);
        assert_eq!(source_key(b"", b"", b""), None);
    }
}
