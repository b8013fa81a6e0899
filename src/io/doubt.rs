//! What only the user can decide about a table, what it is instead of speed tests, and what was assumed of it.

use crate::model::{Error, Meaning, Note};

use super::ReadOptions;
use super::columns::assign::{
    ColumnGuess, FirstRows, How, Rival, VIET_NAM_LATITUDES, VIET_NAM_LONGITUDES, column_of, rivals,
};
use super::columns::headers::Header;
use super::columns::kind;
use super::columns::times::{OrderProof, date_order};
use super::encoding::has_lost_letters;
use super::table::dialect::Dialect;

/// Meanings that decide what a sample says. Of times there are often several, and the first in rank is meant.
const DECIDING: [Meaning; 5] =
    [Meaning::Latitude, Meaning::Longitude, Meaning::Download, Meaning::Upload, Meaning::Latency];

/// Tables that are something else than one speed test a row.
pub(super) fn other_kind(
    path: &str,
    dialect: &Dialect,
    headers: &[Header],
    guesses: &[ColumnGuess],
    first: FirstRows<'_>,
) -> Option<Error> {
    let path = || path.to_owned();
    if dialect.header_row == 0
        && let Some(row) = first.rows.first()
    {
        if kind::is_headerless_signal_log(row) {
            return Some(Error::SignalLog { path: path() });
        }
        if kind::is_headerless_tower_list(row) {
            return Some(Error::TowerList { path: path() });
        }
    }
    kind::refusal(&path(), headers, guesses)
}

/// What only the user can decide.
pub(super) fn doubt(
    path: &str,
    headers: &[Header],
    guesses: &[ColumnGuess],
    first: FirstRows<'_>,
    options: &ReadOptions,
) -> Option<Error> {
    let text = |column: usize| headers.get(column).map(|h| h.text.clone()).unwrap_or_default();
    let was_said = |column: usize| guesses.get(column).is_some_and(|guess| guess.how == How::Override);
    if let Some(uneven) = uneven_rows(path, headers, guesses, first) {
        return Some(uneven);
    }
    if let (Some(lat), Some(lon)) = (column_of(guesses, Meaning::Latitude), column_of(guesses, Meaning::Longitude))
        && !(was_said(lat) || was_said(lon))
        && first.is_swapped(lat, lon)
    {
        return Some(Error::SwappedCoordinates { path: path.to_owned(), latitude: text(lat), longitude: text(lon) });
    }
    for meaning in DECIDING {
        let rivals = rivals(headers, guesses, first, meaning);
        let mut same = rivals.into_iter().filter(|(_, rival)| *rival == Rival::SameName).map(|(c, _)| c).peekable();
        if let (Some(taken), true) = (column_of(guesses, meaning), same.peek().is_some()) {
            let columns: Vec<String> = std::iter::once(taken).chain(same).map(text).collect();
            return Some(Error::AmbiguousColumn { path: path.to_owned(), meaning, columns: columns.join("; ") });
        }
    }
    let dates = column_of(guesses, Meaning::Time).or_else(|| column_of(guesses, Meaning::Date))?;
    (options.date_order.is_none() && date_order(first, dates) == OrderProof::Contradiction)
        .then(|| Error::AmbiguousDate { path: path.to_owned(), column: text(dates) })
}

/// Most rows have more cells than the header, and the positions are nowhere in Viet Nam: separators that are also
/// decimal commas, as in `21,034,106,77`.
fn uneven_rows(path: &str, headers: &[Header], guesses: &[ColumnGuess], first: FirstRows<'_>) -> Option<Error> {
    let lat = column_of(guesses, Meaning::Latitude)?;
    let lon = column_of(guesses, Meaning::Longitude)?;
    let is_in_viet_nam = first.mostly_within(lat, VIET_NAM_LATITUDES) && first.mostly_within(lon, VIET_NAM_LONGITUDES);
    let n_filled = |row: &Vec<String>| row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    let surplus: Vec<usize> = first.rows.iter().map(n_filled).filter(|n| *n > headers.len()).collect();
    let cells = *surplus.first()?;
    (!is_in_viet_nam && surplus.len() * 2 > first.rows.len()).then(|| Error::UnevenRows {
        path: path.to_owned(),
        cells: cells as u64,
        columns: headers.len() as u64,
    })
}

/// What a person should know before trusting the first rows.
pub(super) fn notes_on(first: FirstRows<'_>, headers: &[Header], guesses: &[ColumnGuess]) -> Vec<Note> {
    let rows = first.rows;
    let mut broken = headers.iter().map(|h| h.text.as_str()).chain(rows.iter().flatten().map(String::as_str));
    let mut broken = broken.by_ref().filter(|text| has_lost_letters(text));
    let mut notes = Vec::new();
    if let Some(example) = broken.next() {
        notes.push(Note::BrokenText { cells: 1 + broken.count() as u64, example: example.chars().take(60).collect() });
    }
    for meaning in DECIDING {
        let rivals = rivals(headers, guesses, first, meaning);
        let text = |column: usize| headers.get(column).map(|h| h.text.clone()).unwrap_or_default();
        if let (Some(taken), false) = (column_of(guesses, meaning), rivals.is_empty()) {
            let others = rivals.into_iter().map(|(column, _)| text(column)).collect::<Vec<_>>().join("; ");
            notes.push(Note::OtherCandidates { meaning, column: text(taken), others });
        }
    }
    let by_content: Vec<&str> =
        guesses.iter().filter(|g| g.how == How::Content && g.meaning.is_some()).map(|g| g.header.as_str()).collect();
    if !by_content.is_empty() {
        notes.push(Note::ColumnsByContent { columns: by_content.join("; ") });
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::ReadOptions;
    use crate::io::plan::TablePlan;

    #[test]
    fn what_only_the_user_can_decide_is_asked() {
        let refusal = |text: &str| {
            TablePlan::new(text.as_bytes(), "f", &ReadOptions::default()).unwrap().refusal.map(|e| e.key())
        };
        assert_eq!(
            refusal("time,lat,lon,download (Mbps)\n2025-10-05,106.77,21.03,5\n"),
            Some("error-swapped-coordinates")
        );
        assert_eq!(
            refusal("time,lat,lon,download (Mbps),Download (Mbps)\n2025-10-05,21,106,5,6\n"),
            Some("error-ambiguous-column")
        );
        assert_eq!(refusal("time,lat,lon,ping,ping\n2025-10-05,21,106,5,5\n"), None);
        assert_eq!(
            refusal("time,lat,lon,ping\n21/02/2025,21,106,5\n02/21/2025,21,106,5\n"),
            Some("error-ambiguous-date")
        );
        assert_eq!(
            refusal(
                "Service Provider,Technology,Test_type,Data Speed(Mbps),lat,lon,time\na,4G,upload,5,21,106,2025-10-05\na,4G,download,45,21,106,2025-10-05\n"
            ),
            Some("error-long-table")
        );
        assert_eq!(
            refusal("a.TestTime,a.MeanThroughputMbps,client.Geo.Latitude,client.Geo.Longitude\n2025-10-05,5,21,106\n"),
            Some("error-address-positions")
        );
    }

    #[test]
    fn decimal_commas_between_commas_are_refused() {
        let text = "time,lat,lon,download (Mbps)\n2025-10-05,21,034,106,77,45,5\n2025-10-06,21,035,106,78,46,5\n";
        let plan = TablePlan::new(text.as_bytes(), "f", &ReadOptions::default()).unwrap();
        assert_eq!(plan.refusal, Some(Error::UnevenRows { path: "f".into(), cells: 7, columns: 4 }));
    }
}
