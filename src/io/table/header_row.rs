//! Finds the row, or the rows, that name the columns.

use crate::io::columns::headers::{Header, is_unit_word, meaning_of_part, meanings_of};
use crate::io::value::cell::is_nothing;
use crate::model::{Meaning, fold_text};

use super::dialect::Row;

/// A row with more cells names no columns: to look up so many names would take seconds.
const MOST_NAMES: usize = 2_000;

/// Where the header stands and what it says.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct HeaderRow {
    /// Rows up to and including the header; 0 when no row looks like one.
    pub last_row: usize,
    /// One name for each column; of a header of two rows, both.
    pub names: Vec<String>,
    /// Cells of the last row of the header.
    pub last_names: Vec<String>,
    /// Number of meanings the names have.
    pub score: usize,
    pub has_coordinates: bool,
}

/// Looks for the header among the first rows of a table with `n_columns`. `named`: headers the user gave.
pub(super) fn find_header(rows: &[Row], n_columns: usize, named: &[(Meaning, String)]) -> HeaderRow {
    let scores: Vec<(usize, usize, bool)> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !is_comment(&row.cells, n_columns))
        .map(|(i, row)| {
            let (score, coordinates) = header_score(&row.cells, named);
            (i, score, coordinates)
        })
        .collect();
    let full_of_words = || {
        let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        let mut fullness: Vec<usize> = rows.iter().map(filled).collect();
        fullness.sort_unstable();
        let usual = fullness.get(fullness.len() / 2).copied().unwrap_or(0);
        let is_full = |row: &&Row| {
            let mut words = row.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
            row.cells.len() == n_columns && filled(row) >= usual.max(2) && words.all(is_word)
        };
        rows.iter().position(|row| is_full(&row)).map(|i| (i, 0, false))
    };
    let found = scores
        .iter()
        .find(|(_, score, coordinates)| *coordinates && *score >= 3)
        .or_else(|| scores.iter().rev().max_by_key(|(_, score, _)| *score).filter(|(_, score, _)| *score >= 2))
        .copied()
        .or_else(full_of_words);
    let Some((index, score, has_coordinates)) = found else { return HeaderRow::default() };
    let Some(row) = rows.get(index) else { return HeaderRow::default() };
    let one = HeaderRow {
        last_row: row.number,
        names: row.cells.clone(),
        last_names: row.cells.clone(),
        score,
        has_coordinates,
    };
    let above = index.checked_sub(1).and_then(|i| rows.get(i)).map(|above| (above, row));
    let below = rows.get(index + 1).map(|below| (row, below));
    [above, below]
        .into_iter()
        .flatten()
        .filter_map(|(upper, lower)| joined(upper, lower, &one, named))
        .next()
        .unwrap_or(one)
}

/// Two rows as one header, where together they say more than one of them does, or where one groups the other's names.
fn joined(upper: &Row, lower: &Row, one: &HeaderRow, named: &[(Meaning, String)]) -> Option<HeaderRow> {
    let width = upper.cells.len().max(lower.cells.len());
    let says_something = |row: &Row| row.cells.iter().filter(|cell| !cell.is_empty()).count() >= 2;
    let has_values =
        |row: &Row| row.cells.iter().any(|cell| cell.starts_with(|c: char| c.is_ascii_digit() || c == '-'));
    if !says_something(upper) || !says_something(lower) || has_values(upper) || has_values(lower) {
        return None;
    }
    let cell = |row: &Row, i: usize| row.cells.get(i).map(|cell| cell.trim().to_owned()).unwrap_or_default();
    let mut group = String::new();
    let names: Vec<String> = (0..width)
        .map(|i| {
            let (above, below) = (cell(upper, i), cell(lower, i));
            if !above.is_empty() {
                group.clone_from(&above);
            }
            match (above.is_empty(), below.is_empty()) {
                (_, true) => above,
                (true, false) => format!("{group} {below}").trim().to_owned(),
                (false, false) if is_unit(&below) => format!("{above} ({below})"),
                (false, false) => format!("{above} {below}"),
            }
        })
        .collect();
    let (score, has_coordinates) = header_score(&names, named);
    let has_units = (0..width).any(|i| is_unit(&cell(lower, i)));
    let is_grouped = upper.cells.iter().any(String::is_empty)
        && lower.cells.iter().all(|cell| is_word(cell))
        && upper.cells.len() == lower.cells.len();
    let mut distinct = lower.cells.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let repeats = distinct.len() < lower.cells.len();
    let tells_apart = is_grouped && (repeats || (one.score == 0 && one.last_row == upper.number));
    let says_more = score > one.score || tells_apart || (score == one.score && has_units);
    says_more.then(|| HeaderRow {
        last_row: lower.number,
        names,
        last_names: lower.cells.clone(),
        score,
        has_coordinates,
    })
}

fn is_unit(cell: &str) -> bool {
    let header = Header::new(&format!("x ({cell})"));
    let other = ["deg", "degree", "degrees", "do", "utc"];
    !cell.trim().is_empty() && (is_unit_word(&header.unit) || other.contains(&fold_text(cell).as_str()))
}

/// A line that begins with `#` and does not have the cells of a row.
pub(super) fn is_comment(cells: &[String], n_columns: usize) -> bool {
    cells.len() != n_columns && cells.first().is_some_and(|cell| cell.starts_with('#'))
}

/// Number of meanings a row names as headers, and whether both coordinates are among them.
fn header_score(row: &[String], named: &[(Meaning, String)]) -> (usize, bool) {
    let mut found: Vec<Meaning> = Vec::new();
    if row.len() > MOST_NAMES {
        return (0, false);
    }
    // Without a letter only the user's word makes a header.
    let may_name = |cell: &&String| cell.len() < 60 && (!named.is_empty() || cell.chars().any(char::is_alphabetic));
    for cell in row.iter().filter(may_name) {
        let header = Header::new(cell);
        let by_user = named.iter().find(|(_, name)| *name == header.text).map(|(meaning, _)| *meaning);
        let by_name = || meanings_of(&header).first().map(|(meaning, _)| *meaning);
        found.extend(by_user.or_else(by_name).or_else(|| meaning_of_part(&header)));
    }
    found.sort_unstable();
    found.dedup();
    let coordinates = found.contains(&Meaning::Latitude) && found.contains(&Meaning::Longitude);
    (found.len(), coordinates)
}

/// Whether a cell could be a header: it says something and is no number or date.
fn is_word(cell: &str) -> bool {
    cell.chars().any(char::is_alphabetic)
        && !is_nothing(cell.as_bytes())
        && !cell.starts_with(|c: char| c.is_ascii_digit() || c == '-')
}

#[cfg(test)]
mod tests {
    use crate::io::table::dialect::sniff;

    fn headers(text: &str) -> (usize, Vec<String>) {
        let dialect = sniff(text.as_bytes(), 10, &[]).unwrap();
        (dialect.header_row, dialect.headers.into_iter().map(|h| h.text).collect())
    }

    #[test]
    fn a_header_of_two_rows_is_one() {
        let (row, names) = headers(
            "Thời gian;Tọa độ;;Tốc độ (Mbps);\n;Vĩ độ;Kinh độ;Tải xuống;Tải lên\n05/10/2025 08:00;21,03;106,77;45;12\n",
        );
        assert_eq!(row, 2);
        assert_eq!(names[0], "Thời gian");
        assert!(names[1].ends_with("Vĩ độ") && names[3].ends_with("Tải xuống"), "{names:?}");
        let (row, names) =
            headers("time,lat,lon,download,upload\n,deg,deg,kbps,kbps\n2025-10-05 08:00,21,106,45000,900\n");
        assert_eq!((row, names[3].as_str()), (2, "download (kbps)"));
    }

    #[test]
    fn a_row_of_countless_cells_is_no_header() {
        let text = format!("time,lat,lon,ping\n2025,21,106,5\ntime,lat,lon,ping{}\n", ",a".repeat(200_000));
        let start = std::time::Instant::now();
        assert_eq!(headers(&text).0, 1);
        assert!(start.elapsed().as_secs() < 10);
    }

    #[test]
    fn a_comment_may_be_the_header() {
        let (row, names) = headers("# exported today\n#time,lat,lon,ping\n2025-10-05 08:00,21,106,45\n");
        assert_eq!((row, names[0].as_str()), (2, "#time"));
    }
}
