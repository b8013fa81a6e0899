//! What the officer leaves out by hand, each with a written reason (flag `manual`, method §2).
//!
//! A correction names what it means by marks that outlast a run: a file and a row, a phone, a place. None of them is a
//! device id: of a phone only the hash is kept.

use serde::{Deserialize, Serialize};

/// What is left out.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum LeftOut {
    /// One row of a file.
    Sample {
        /// Name without its folder.
        file: String,
        /// Counted as a person counts it: the header is row 1.
        row: u32,
        /// Unix time in seconds: another file of the same name has another test in this row. `None`: whatever the time.
        time: Option<i64>,
    },
    /// All samples of a phone.
    Phone {
        /// One of [`super::Dataset::source_keys`].
        key: u64,
    },
    /// All samples of a square of 25 m: a desk on which a phone tests by itself.
    Desk {
        /// EPSG code of the projected CRS of the square.
        crs: u32,
        /// (floor(east/25), floor(north/25)) in metres.
        square: (i32, i32),
        /// Brand; `None`: of all operators.
        operator: Option<String>,
    },
}

impl LeftOut {
    /// The name in tables.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Sample { .. } => "sample",
            Self::Phone { .. } => "phone",
            Self::Desk { .. } => "desk",
        }
    }
}

/// One decision to leave something out.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Correction {
    #[serde(flatten)]
    pub what: LeftOut,
    /// Never empty: it is printed wherever the result is.
    pub reason: String,
}

/// What is wrong with a row of a file of corrections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorrectionFault {
    /// Neither sample, phone nor desk.
    Kind,
    NoReason,
    /// A sample without a file.
    NoFile,
    /// A sample whose row is no whole number from 1 on.
    Row,
    /// A time that cannot be read.
    Time,
    /// A phone without a device id.
    NoDevice,
    /// A desk without longitude and latitude.
    Position,
}

impl CorrectionFault {
    /// Key of the words in the text catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::Kind => "correction-fault-kind",
            Self::NoReason => "correction-fault-no-reason",
            Self::NoFile => "correction-fault-no-file",
            Self::Row => "correction-fault-row",
            Self::Time => "correction-fault-time",
            Self::NoDevice => "correction-fault-no-device",
            Self::Position => "correction-fault-position",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_reads_back_as_written() {
        let desk = LeftOut::Desk { crs: 5899, square: (15_900, 93_081), operator: Some("Viettel".to_owned()) };
        let all = [
            LeftOut::Sample { file: "do.csv".to_owned(), row: 12, time: Some(1_772_298_000) },
            LeftOut::Phone { key: u64::MAX - 1 },
            desk,
        ];
        for what in all {
            let correction = Correction { what, reason: "máy thử".to_owned() };
            let text = serde_json::to_string(&correction).unwrap();
            assert_eq!(serde_json::from_str::<Correction>(&text).unwrap(), correction, "{text}");
        }
    }
}
