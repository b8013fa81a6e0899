//! When and where samples were measured.

use std::ops::Range;

use super::{Dataset, Flag, Flags, LonLat, MISSING_TIME};

/// How far samples reach.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Extent {
    /// Unix seconds.
    pub times: Option<(i64, i64)>,
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
        Self { times, bounds }
    }
}

impl Dataset {
    /// First and last time and the corners of some samples, without those that have neither.
    pub fn extent(&self, samples: Range<usize>) -> Extent {
        let times = self.samples.time.get(samples.clone()).unwrap_or_default();
        let times = times.iter().copied().filter(|time| *time != MISSING_TIME);
        let times = times.map(|time| (time, time)).reduce(|(a, b), (time, _)| (a.min(time), b.max(time)));
        let flags = &self.samples.flags;
        Extent { times, bounds: self.bounds(samples, flags, |flags| !flags.has(Flag::NoPosition)) }
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
