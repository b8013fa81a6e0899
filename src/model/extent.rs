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

impl Dataset {
    /// First and last time and the corners of some samples, without those that have neither.
    pub fn extent(&self, samples: Range<usize>, now_unix_s: i64) -> Extent {
        let (mut range, mut n_future) = (None, 0);
        let times = self.samples.time.get(samples.clone()).unwrap_or_default();
        for time in times.iter().copied().filter(|time| *time != MISSING_TIME) {
            if is_in_future(time, now_unix_s) {
                n_future += 1;
            } else {
                range = range.map_or(Some((time, time)), |(a, b): (i64, i64)| Some((a.min(time), b.max(time))));
            }
        }
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
        let counted = || flags.get(samples.clone()).unwrap_or_default().iter().map(|flags| counts(*flags));
        let (west, east) = self.samples.lon.range(samples.start, counted())?;
        let (south, north) = self.samples.lat.range(samples.start, counted())?;
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
