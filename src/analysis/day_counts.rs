//! How many samples each day has, without looking a day up for each of them.

use std::collections::BTreeMap;

use crate::model::LocalDay;

/// Days that are counted in a row: more than a century.
const LONGEST: i64 = 1 << 16;

/// Counts by day.
#[derive(Debug, Default)]
pub struct DayCounts {
    /// The day that `near` begins with.
    first: i64,
    near: Vec<u64>,
    /// Days too far from the others.
    far: BTreeMap<LocalDay, u64>,
}

impl DayCounts {
    #[inline]
    pub fn add(&mut self, day: LocalDay, n: u64) {
        let place = i64::from(day.0).wrapping_sub(self.first) as usize;
        match self.near.get_mut(place) {
            Some(count) => *count += n,
            None => self.add_outside(day, n),
        }
    }

    #[cold]
    fn add_outside(&mut self, day: LocalDay, n: u64) {
        let number = i64::from(day.0);
        if self.near.is_empty() {
            self.first = number;
        }
        let first = self.first.min(number);
        let n_days = (self.first + self.near.len() as i64).max(number + 1) - first;
        if n_days > LONGEST {
            *self.far.entry(day).or_default() += n;
            return;
        }
        let n_before = (self.first - first) as usize;
        self.near.splice(0..0, std::iter::repeat_n(0, n_before));
        self.near.resize(n_days as usize, 0);
        self.first = first;
        self.add(day, n);
    }

    /// Days that have any, in no order; a day may come twice.
    pub fn iter(&self) -> impl Iterator<Item = (LocalDay, u64)> {
        let near = (self.first..).map(|day| LocalDay(day as i32)).zip(self.near.iter().copied());
        near.chain(self.far.iter().map(|(day, n)| (*day, *n))).filter(|(_, n)| *n > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_near_and_far_are_counted_in_any_order() {
        let days = [20_000, 19_990, 20_100, 20_000, i32::MIN, i32::MAX, i32::MAX, 19_990, -30_000, 90_000];
        let mut counts = DayCounts::default();
        let mut expected: BTreeMap<LocalDay, u64> = BTreeMap::new();
        for day in days.map(LocalDay) {
            counts.add(day, 1);
            *expected.entry(day).or_default() += 1;
        }
        let mut found: BTreeMap<LocalDay, u64> = BTreeMap::new();
        counts.iter().for_each(|(day, n)| *found.entry(day).or_default() += n);
        assert_eq!(found, expected);
    }
}
