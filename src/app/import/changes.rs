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

#[cfg(test)]
mod tests {
    use super::super::{ColumnGuess, How};
    use super::*;
    use crate::app::import::memory::RememberedColumn;

    fn look(columns: &[(&str, Option<Meaning>)]) -> TableLook {
        let column = |(header, meaning): &(&str, Option<Meaning>)| ColumnGuess {
            header: (*header).to_owned(),
            meaning: *meaning,
            confidence: 1.0,
            how: How::Content,
        };
        TableLook { columns: columns.iter().map(column).collect(), ..TableLook::default() }
    }

    fn last(columns: &[(&str, Option<Meaning>, Option<Meaning>)]) -> Remembered {
        let code = |meaning: &Option<Meaning>| meaning.map(|meaning| meaning.code().to_owned());
        let column = |(header, meaning, found): &(&str, Option<Meaning>, Option<Meaning>)| RememberedColumn {
            header: (*header).to_owned(),
            meaning: code(meaning),
            found: code(found),
        };
        Remembered {
            headers: Vec::new(),
            columns: columns.iter().map(column).collect(),
            units: Vec::new(),
            operator: None,
            timezone: None,
            month_first: None,
        }
    }

    fn found(columns: &[(&str, Option<Meaning>)], before: &[(&str, Option<Meaning>, Option<Meaning>)]) -> Vec<Change> {
        let meanings: Vec<_> = columns.iter().map(|(_, meaning)| *meaning).collect();
        changes(&look(columns), &meanings, &last(before))
    }

    const LAT: Option<Meaning> = Some(Meaning::Latitude);
    const LON: Option<Meaning> = Some(Meaning::Longitude);

    #[test]
    fn a_column_whose_values_speak_for_another_meaning_than_last_month_is_announced() {
        let before = [("X", LON, LON), ("Y", LAT, LAT)];
        assert_eq!(found(&[("X", LON), ("Y", LAT)], &before), []);
        let swapped = |column: &str, before, now| Change::Meaning { column: column.to_owned(), before, now };
        assert_eq!(found(&[("X", LAT), ("Y", LON)], &before), [swapped("X", LON, LAT), swapped("Y", LAT, LON)]);
        assert_eq!(found(&[("X", LON), ("Y", None)], &before), [swapped("Y", LAT, None)]);
    }

    #[test]
    fn what_was_corrected_last_month_and_is_found_as_then_is_no_change() {
        let download = Some(Meaning::Download);
        assert_eq!(found(&[("Tốc độ", None)], &[("Tốc độ", download, None)]), []);
        let lost = Change::Lost { meaning: Meaning::Download, before: "Tốc độ".to_owned() };
        assert_eq!(found(&[("Ghi chú", None)], &[("Tốc độ", download, None)]), [lost]);
    }
}
