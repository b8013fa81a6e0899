//! What is not as it was the last time a file of this source was read.

use super::memory::Remembered;
use super::{DateOrder, SpeedUnit, TableLook};
use crate::model::Meaning;

/// One difference from last time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The values of a column now speak for another meaning; `None`: not used.
    Meaning {
        column: String,
        before: Option<Meaning>,
        now: Option<Meaning>,
    },
    /// A meaning has moved to another column.
    Column {
        meaning: Meaning,
        before: String,
        now: String,
    },
    /// No column has this meaning any more.
    Lost {
        meaning: Meaning,
        before: String,
    },
    Unit {
        meaning: Meaning,
        before: SpeedUnit,
        now: SpeedUnit,
    },
    /// The dates prove the other order of day and month.
    DateOrder {
        before: DateOrder,
        now: DateOrder,
    },
}

/// Meanings whose loss is worth a word.
const WORTH_A_WORD: [Meaning; 10] = [
    Meaning::Time,
    Meaning::Latitude,
    Meaning::Longitude,
    Meaning::Operator,
    Meaning::Technology,
    Meaning::Connection,
    Meaning::Download,
    Meaning::Upload,
    Meaning::Latency,
    Meaning::Device,
];

/// Compares what the program found by itself now with what held last time; `found` has one entry per column.
///
/// What the officer corrected last time and is found again as it was then is no change: the correction holds.
pub(super) fn changes(look: &TableLook, found: &[Option<Meaning>], last: &Remembered) -> Vec<Change> {
    let mut changes = Vec::new();
    let with_meaning = |meaning| look.columns.iter().zip(found).find(|(_, m)| **m == Some(meaning)).map(|(c, _)| c);
    for (column, now) in look.columns.iter().zip(found) {
        let Some(known) = last.column(&column.header) else { continue };
        let (before, was_found) = (known.meaning(), known.found());
        if *now == before || *now == was_found {
            continue;
        }
        changes.push(Change::Meaning { column: column.header.clone(), before, now: *now });
    }
    for known in &last.columns {
        let Some(meaning) = known.meaning().filter(|m| WORTH_A_WORD.contains(m)) else { continue };
        let still_there = look.columns.iter().any(|c| last.column(&c.header).is_some_and(|k| k == known));
        if still_there {
            continue;
        }
        let before = known.header.clone();
        changes.push(match with_meaning(meaning) {
            Some(column) => Change::Column { meaning, before, now: column.header.clone() },
            None => Change::Lost { meaning, before },
        });
    }
    for unit in &last.units {
        let (Some(meaning), Some(before)) = (unit.meaning(), unit.unit()) else { continue };
        let Some(now) = unit_of(look, meaning) else { continue };
        if now != before && Some(now) != unit.found() {
            changes.push(Change::Unit { meaning, before, now });
        }
    }
    changes
}

/// Unit in which a speed column is read at present.
pub(super) fn unit_of(look: &TableLook, meaning: Meaning) -> Option<SpeedUnit> {
    let header = &look.columns.iter().find(|column| column.meaning == Some(meaning))?.header;
    look.speeds.iter().find(|speed| speed.header == *header).map(|speed| speed.unit)
}
