//! When and where samples were measured.

use std::ops::Range;

use super::{Dataset, Flag, Flags, LonLat, MISSING_TIME, is_in_future};

/// How far samples reach.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Extent {
    /// Unix seconds; times in the future say nothing about when was measured.
    pub times: Option<(i64, i64)>,
    /// Samples with a time in the future.
    pub n_future: u64,
    /// South-west and north-east corner.
    pub bounds: Option<(LonLat, LonLat)>,
}

impl Extent {
    /// What holds both.
    pub fn join(self, other: Self) -> Self {
        let times = [self.times, other.times].into_iter().flatten().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        let bounds = [self.bounds, other.bounds].into_iter().flatten().reduce(|(a, b), (c, d)| {
            (
                LonLat { lon: a.lon.min(c.lon), lat: a.lat.min(c.lat) },
                LonLat { lon: b.lon.max(d.lon), lat: b.lat.max(d.lat) },
            )
        });
        Self { times, n_future: self.n_future + other.n_future, bounds }
    }
}

/// Rows whose flags are looked at before their positions: a loop over one column does several rows at once.
const ROWS_OF_BLOCK: usize = 1 << 10;

/// First and last of the times that are known and not ahead, and how many are ahead.
fn known_times(times: &[i64], now_unix_s: i64) -> (Option<(i64, i64)>, u64) {
    // A missing time is the smallest, and one second before it the largest.
    let widest = |(first, last): (i64, i64), time: i64| (first.min(time.wrapping_sub(1)), last.max(time));
    let range = |(first, last): (i64, i64)| (last > MISSING_TIME).then(|| (first.wrapping_add(1), last));
    let all = times.iter().copied().fold((i64::MAX, MISSING_TIME), widest);
    if !is_in_future(all.1, now_unix_s) {
        return (range(all), 0);
    }
    let past = times.iter().copied().filter(|time| !is_in_future(*time, now_unix_s));
    let n_ahead = times.iter().filter(|time| is_in_future(**time, now_unix_s)).count();
    (range(past.fold((i64::MAX, MISSING_TIME), widest)), n_ahead as u64)
}

/// What holds both ranges.
fn joined(a: Option<(f64, f64)>, b: Option<(f64, f64)>) -> Option<(f64, f64)> {
    [a, b].into_iter().flatten().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

impl Dataset {
    /// First and last time and the corners of some samples, without those that have neither.
    pub fn extent(&self, samples: Range<usize>, now_unix_s: i64) -> Extent {
        let times = self.samples.time.get(samples.clone()).unwrap_or_default();
        let (range, n_future) = known_times(times, now_unix_s);
        let bounds = self.bounds(samples, &self.samples.flags, |flags| !flags.has(Flag::NoPosition));
        Extent { times: range, n_future, bounds }
    }

    /// South-west and north-east corner of the samples with flags that `counts` holds for; none of them may lack a
    /// position.
    pub fn bounds(
        &self,
        samples: Range<usize>,
        flags: &[Flags],
        counts: impl Fn(Flags) -> bool,
    ) -> Option<(LonLat, LonLat)> {
        let (mut lon, mut lat) = (None, None);
        let mut counted = [false; ROWS_OF_BLOCK];
        let flags = flags.get(samples.clone()).unwrap_or_default();
        for (block, flags) in flags.chunks(ROWS_OF_BLOCK).enumerate() {
            let first = samples.start + block * ROWS_OF_BLOCK;
            counted.iter_mut().zip(flags).for_each(|(counted, flags)| *counted = counts(*flags));
            let counted = counted.get(..flags.len()).unwrap_or_default();
            lon = joined(lon, self.samples.lon.range(first, counted));
            lat = joined(lat, self.samples.lat.range(first, counted));
        }
        let ((west, east), (south, north)) = (lon?, lat?);
        Some((LonLat { lon: west, lat: south }, LonLat { lon: east, lat: north }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SampleColumns;

    #[test]
    fn a_clock_that_is_ahead_says_nothing_about_when_was_measured() {
        let now = 1_800_000_000;
        // Two days ago, an hour ahead, a day and a second ahead, ten years ahead, none.
        let time = vec![now - 172_800, now + 3600, now + 86_401, now + 315_360_000, MISSING_TIME];
        let dataset = Dataset { samples: SampleColumns { time, ..SampleColumns::default() }, ..Dataset::default() };
        let extent = dataset.extent(0..5, now);
        assert_eq!((extent.times, extent.n_future), (Some((now - 172_800, now + 3600)), 2));
        assert_eq!(dataset.extent(2..5, now).times, None);
        assert_eq!(dataset.extent(0..2, now).join(dataset.extent(2..5, now)), extent);
    }
}
