//! Quality flags: a row is flagged with a reason, never deleted.

use std::ops::{BitOr, BitOrAssign};

use super::Meaning;

/// What a flag does to its sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Neither quota nor statistics.
    Excluded,
    /// Counts for the quota, not for statistics and votes (for flags of one metric: not for that metric).
    NoEvidence,
    /// Outside the period asked for: left out, counted, not listed.
    LeftOut,
    /// Nothing is left out.
    Warning,
}

impl Effect {
    pub fn code(self) -> &'static str {
        match self {
            Self::Excluded => "excluded",
            Self::NoEvidence => "no-evidence",
            Self::LeftOut => "left-out",
            Self::Warning => "warning",
        }
    }
}

/// Whether a time lies so long after `now` that no clock a little fast explains it: more than a day (method §3). Both in
/// Unix seconds.
pub fn is_in_future(time_unix_s: i64, now_unix_s: i64) -> bool {
    const ONE_DAY_S: i64 = 86_400;
    time_unix_s > now_unix_s.saturating_add(ONE_DAY_S)
}

/// One reason. Its position in [`Flag::ALL`] is its bit in [`Flags`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Flag {
    Duplicate,
    FailedTest,
    FutureTime,
    IdConflict,
    ImplausibleDownload,
    ImplausibleUpload,
    ImplausibleLatency,
    LowAccuracy,
    Manual,
    NoMetric,
    NoPosition,
    NoTime,
    NoZone,
    NotMobile,
    NullIsland,
    OutOfPeriod,
    Outside,
    Teleport,
    UnknownOperator,
}

impl Flag {
    /// All flags, in byte order of their codes.
    pub const ALL: [Self; 19] = [
        Self::Duplicate,
        Self::FailedTest,
        Self::FutureTime,
        Self::IdConflict,
        Self::ImplausibleDownload,
        Self::ImplausibleUpload,
        Self::ImplausibleLatency,
        Self::LowAccuracy,
        Self::Manual,
        Self::NoMetric,
        Self::NoPosition,
        Self::NoTime,
        Self::NoZone,
        Self::NotMobile,
        Self::NullIsland,
        Self::OutOfPeriod,
        Self::Outside,
        Self::Teleport,
        Self::UnknownOperator,
    ];

    /// The code in tables. The three implausible flags share one code: the metric stands beside it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::FailedTest => "failed-test",
            Self::FutureTime => "future-time",
            Self::IdConflict => "id-conflict",
            Self::ImplausibleDownload | Self::ImplausibleUpload | Self::ImplausibleLatency => "implausible",
            Self::LowAccuracy => "low-accuracy",
            Self::Manual => "manual",
            Self::NoMetric => "no-metric",
            Self::NoPosition => "no-position",
            Self::NoTime => "no-time",
            Self::NoZone => "no-zone",
            Self::NotMobile => "not-mobile",
            Self::NullIsland => "null-island",
            Self::OutOfPeriod => "out-of-period",
            Self::Outside => "outside",
            Self::Teleport => "teleport",
            Self::UnknownOperator => "unknown-operator",
        }
    }

    /// Columns in which the reason stands, the likeliest first; none for a flag that speaks of two rows or of none.
    pub fn columns(self) -> &'static [Meaning] {
        match self {
            Self::NoPosition | Self::NullIsland | Self::Outside | Self::NoZone => {
                &[Meaning::Latitude, Meaning::Longitude]
            }
            Self::NoTime | Self::FutureTime | Self::OutOfPeriod | Self::IdConflict => {
                &[Meaning::Time, Meaning::Date, Meaning::TimeOfDay]
            }
            Self::NotMobile => &[Meaning::Connection, Meaning::Technology, Meaning::Operator],
            Self::LowAccuracy => &[Meaning::Accuracy],
            Self::FailedTest => &[Meaning::Status],
            Self::NoMetric => &[Meaning::Download, Meaning::Upload, Meaning::Latency],
            Self::ImplausibleDownload => &[Meaning::Download],
            Self::ImplausibleUpload => &[Meaning::Upload],
            Self::ImplausibleLatency => &[Meaning::Latency],
            Self::UnknownOperator => &[Meaning::Operator],
            Self::Duplicate | Self::Teleport | Self::Manual => &[],
        }
    }

    pub fn effect(self) -> Effect {
        match self {
            Self::NoPosition
            | Self::NullIsland
            | Self::Outside
            | Self::NoTime
            | Self::FutureTime
            | Self::Manual
            | Self::NotMobile
            | Self::Duplicate => Effect::Excluded,
            Self::ImplausibleDownload
            | Self::ImplausibleUpload
            | Self::ImplausibleLatency
            | Self::NoMetric
            | Self::LowAccuracy
            | Self::Teleport => Effect::NoEvidence,
            Self::OutOfPeriod => Effect::LeftOut,
            Self::NoZone | Self::IdConflict | Self::UnknownOperator | Self::FailedTest => Effect::Warning,
        }
    }
}

/// A set of [`Flag`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Flags(pub u32);

impl Flags {
    pub const NONE: Self = Self(0);

    /// Every flag that takes its sample out of quota and statistics.
    pub const EXCLUDED: Self = Self(
        Self::of(Flag::NoPosition).0
            | Self::of(Flag::NullIsland).0
            | Self::of(Flag::Outside).0
            | Self::of(Flag::NoTime).0
            | Self::of(Flag::FutureTime).0
            | Self::of(Flag::Manual).0
            | Self::of(Flag::NotMobile).0
            | Self::of(Flag::Duplicate).0,
    );

    /// Every flag that takes its sample out of the statistics of all metrics, beyond [`Self::EXCLUDED`].
    pub const NO_EVIDENCE: Self = Self(Self::of(Flag::LowAccuracy).0 | Self::of(Flag::Teleport).0);

    /// The three flags behind the code `implausible`.
    pub const IMPLAUSIBLE: Self = Self(
        Self::of(Flag::ImplausibleDownload).0
            | Self::of(Flag::ImplausibleUpload).0
            | Self::of(Flag::ImplausibleLatency).0,
    );

    pub const fn of(flag: Flag) -> Self {
        Self(1 << flag as u32)
    }

    pub fn has(self, flag: Flag) -> bool {
        self.0 & Self::of(flag).0 != 0
    }

    pub fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub fn insert(&mut self, flag: Flag) {
        self.0 |= Self::of(flag).0;
    }

    /// In the period and without an `excluded` flag: the sample counts for the quota.
    pub fn is_accepted(self) -> bool {
        !self.intersects(Self(Self::EXCLUDED.0 | Self::of(Flag::OutOfPeriod).0))
    }

    /// Accepted and without a flag that bars it from all statistics.
    pub fn is_evidence(self) -> bool {
        self.is_accepted() && !self.intersects(Self::NO_EVIDENCE)
    }

    /// How many flags of the effect `excluded` are set.
    pub fn count_excluded(self) -> u32 {
        (self.0 & Self::EXCLUDED.0).count_ones()
    }

    pub fn iter(self) -> impl Iterator<Item = Flag> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let flag = Flag::ALL.get(rest.trailing_zeros() as usize).copied();
            rest &= rest.wrapping_sub(1);
            flag
        })
    }

    /// The distinct codes joined by `;`, in byte order.
    pub fn codes(self) -> String {
        let mut codes: Vec<&str> = self.iter().map(Flag::code).collect();
        codes.dedup();
        codes.join(";")
    }
}

impl BitOr for Flags {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Flags {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// Rows per flag code. A row counts once for each code it carries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FlagCounts {
    by_flag: [u64; Flag::ALL.len()],
    implausible: u64,
}

impl FlagCounts {
    pub fn add(&mut self, flags: Flags) {
        let mut rest = flags.0;
        while rest != 0 {
            let bit = rest.trailing_zeros() as usize;
            if let Some(count) = self.by_flag.get_mut(bit) {
                *count += 1;
            }
            rest &= rest - 1;
        }
        self.implausible += u64::from(flags.intersects(Flags::IMPLAUSIBLE));
    }

    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.by_flag.iter_mut().zip(other.by_flag) {
            *mine += theirs;
        }
        self.implausible += other.implausible;
    }

    /// Rows that carry this flag.
    pub fn of(&self, flag: Flag) -> u64 {
        self.by_flag[flag as usize]
    }

    /// Code and rows of each code that occurs, in byte order of the codes.
    pub fn by_code(&self) -> Vec<(&'static str, u64)> {
        let mut list: Vec<(&'static str, u64)> = Vec::new();
        for flag in Flag::ALL {
            let count = if Flags::of(flag).intersects(Flags::IMPLAUSIBLE) { self.implausible } else { self.of(flag) };
            if count > 0 && list.last().is_none_or(|(code, _)| *code != flag.code()) {
                list.push((flag.code(), count));
            }
        }
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_with_two_implausible_metrics_counts_once() {
        let mut counts = FlagCounts::default();
        counts.add(Flags::of(Flag::ImplausibleDownload) | Flags::of(Flag::ImplausibleLatency));
        counts.add(Flags::of(Flag::Outside));
        assert_eq!(counts.by_code(), [("implausible", 1), ("outside", 1)]);
    }

    #[test]
    fn codes_are_sorted_and_said_once() {
        let flags = Flags::of(Flag::Outside)
            | Flags::of(Flag::ImplausibleUpload)
            | Flags::of(Flag::ImplausibleDownload)
            | Flags::of(Flag::Duplicate);
        assert_eq!(flags.codes(), "duplicate;implausible;outside");
        assert!(Flag::ALL.windows(2).all(|pair| pair[0].code() <= pair[1].code()));
    }

    #[test]
    fn low_accuracy_counts_for_the_quota_and_not_as_evidence() {
        let flags = Flags::of(Flag::LowAccuracy);
        assert!(flags.is_accepted());
        assert!(!flags.is_evidence());
    }
}
