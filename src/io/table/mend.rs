//! Puts right rows whose separators were lost or doubled, where their cells fit the columns in exactly one way.
//!
//! The columns are known from the rows that are whole. A row that fits in no way, or in several, is left as it is.

use std::collections::{BTreeMap, BTreeSet};

use crate::io::value::number;

use super::style::{RawRecord, Style};

/// Whole rows needed before others are measured by them.
const MIN_ROWS: usize = 5;

/// Tables of other widths are left alone: there the places of a separator are too few, or too many to try.
const COLUMNS: std::ops::Range<usize> = 3..64;

/// A cell that is longer, or holds more quotes, is not searched for a lost separator. With only the two parts of a cell
/// compared at each place, the work on a row is bounded by its length.
const LONGEST_SEARCHED: usize = 4096;
const MOST_QUOTES: usize = 16;

/// Forms of a column of codes, dates or times: no more than these.
const MAX_SHAPES: usize = 12;

/// A text longer than this has no form worth knowing.
const LONGEST_SHAPED: usize = 24;

/// A text of more words than this is no name.
const MAX_JOINED: usize = 30;

/// Separators that a single row may have instead of its file's.
const OTHER_DELIMITERS: [&str; 5] = [";", "\t", ",", "|", " "];

/// What the whole rows say of the columns.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::io) struct Mender {
    columns: Vec<Profile>,
}

/// What stands in one column.
#[derive(Debug, Clone, PartialEq)]
struct Profile {
    may_be_empty: bool,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    /// Nothing in any row.
    Empty,
    /// Numbers between these limits.
    Numbers(f64, f64),
    /// Few forms, such as `00/00/0000`.
    Shapes(BTreeSet<Vec<u8>>),
    /// Text that begins alike in all rows.
    Text(Vec<u8>),
}

impl Mender {
    /// Learns from the rows that have all `n` columns; `None` when they are too few.
    pub fn new<'a>(n: usize, rows: impl Iterator<Item = &'a [Vec<u8>]>) -> Option<Self> {
        let whole: Vec<&[Vec<u8>]> = rows.filter(|row| row.len() == n).collect();
        if whole.len() < MIN_ROWS || !COLUMNS.contains(&n) {
            return None;
        }
        let column = |c: usize| whole.iter().filter_map(move |row| row.get(c)).map(Vec::as_slice);
        Some(Self { columns: (0..n).map(|c| Profile::of(column(c))).collect() })
    }

    /// The cells as they should have been; `None` when the row is whole, or cannot be put right.
    pub fn mend(&self, line: &[u8], record: &RawRecord, style: &Style) -> Option<Vec<Vec<u8>>> {
        let n = self.columns.len();
        let cells = record.cells.as_slice();
        let is_whole = cells.len() == n || self.fits(cells.iter().map(Vec::as_slice));
        if is_whole || self.is_cut_off(cells) || cells.iter().all(Vec::is_empty) {
            return None;
        }
        let mended = match cells.len() {
            len if len == n + 1 => self.without_one_separator(record, style.delimiter),
            len if len + 1 == n => self.with_one_more_separator(cells),
            _ => None,
        };
        mended.or_else(|| self.with_other_delimiter(line, cells, style))
    }

    /// Whether every cell can stand in its column. Cells that are missing at the end are empty.
    fn fits<'a>(&self, cells: impl Iterator<Item = &'a [u8]>) -> bool {
        let mut cells = cells;
        let fits = self.columns.iter().all(|column| column.takes(cells.next().unwrap_or_default()));
        fits && cells.all(<[u8]>::is_empty)
    }

    /// Nothing is wrong with the row but that cells are missing at its end: what stands there is not taken apart.
    fn is_cut_off(&self, cells: &[Vec<u8>]) -> bool {
        (2..self.columns.len()).contains(&cells.len())
            && self.columns.iter().zip(cells).all(|(column, cell)| column.takes(cell))
    }

    fn takes(&self, column: usize, cell: &[u8]) -> bool {
        self.columns.get(column).is_some_and(|column| column.takes(cell))
    }

    /// An empty cell too many, or a separator within a text.
    fn without_one_separator(&self, record: &RawRecord, delimiter: &str) -> Option<Vec<Vec<u8>>> {
        let cells = record.cells.as_slice();
        let dropped = self.places(cells, 1).filter(|i| cells.get(*i).is_some_and(Vec::is_empty)).map(|i| {
            let mut row = cells.to_vec();
            row.remove(i);
            row
        });
        only(dropped).or_else(|| only(self.joined(record, 2, delimiter)))
    }

    /// A separator was lost: one cell is two.
    fn with_one_more_separator(&self, cells: &[Vec<u8>]) -> Option<Vec<Vec<u8>>> {
        let split = |i: usize, left: &[u8], right: &[u8]| {
            let (left, right) = (left.trim_ascii(), right.trim_ascii());
            (self.takes(i, left) && self.takes(i + 1, right)).then(|| {
                let mut row = cells.to_vec();
                row.splice(i..=i, [left.to_vec(), right.to_vec()]);
                row
            })
        };
        let searched = |longest: usize| {
            let short = move |cell: &&Vec<u8>| cell.len() <= longest;
            self.places(cells, 1).filter_map(move |i| Some((i, cells.get(i).filter(short)?)))
        };
        let has_few_quotes = |cell: &[u8]| memchr::memchr_iter(b'"', cell).nth(MOST_QUOTES).is_none();
        // Where quotes met, `…text""more…`, one of them is left.
        let at_quotes = searched(LONGEST_SEARCHED).filter(|(_, cell)| has_few_quotes(cell)).flat_map(|(i, cell)| {
            memchr::memchr_iter(b'"', cell).filter_map(move |at| match cell.get(at.checked_sub(1)?..=at + 1) {
                Some([before, _, after]) if !before.is_ascii_whitespace() && !after.is_ascii_whitespace() => {
                    let right = cell.get(at + 1..)?;
                    split(i, cell.get(..at)?, right.strip_suffix(b"\"").unwrap_or(right))
                }
                _ => None,
            })
        });
        let found = only(at_quotes);
        let anywhere = searched(2 * LONGEST_SHAPED).flat_map(|(i, cell)| {
            let text = std::str::from_utf8(cell).unwrap_or_default();
            let borders = text.char_indices().skip(1).filter(move |(at, _)| self.may_part(i, cell, *at));
            borders.filter_map(move |(at, _)| split(i, cell.get(..at)?, cell.get(at..)?))
        });
        found.or_else(|| only(anywhere))
    }

    /// Whether a separator may have been lost at `at` of a cell in column `i`: between signs of two classes, or where
    /// the form of a column says where it ends. Within a number, every place would do.
    fn may_part(&self, i: usize, cell: &[u8], at: usize) -> bool {
        let has_form = |column: usize| match self.columns.get(column).map(|column| &column.kind) {
            Some(Kind::Shapes(_)) => true,
            Some(Kind::Text(beginning)) => column > i && !beginning.is_empty(),
            _ => false,
        };
        let class = |byte: Option<&u8>| byte.map(|byte| Class::of(*byte));
        class(at.checked_sub(1).and_then(|before| cell.get(before))) != class(cell.get(at))
            || has_form(i)
            || has_form(i + 1)
    }

    /// The row with `n` neighbouring cells made one, for each place where they may stand. Quoted cells are whole.
    fn joined<'a>(
        &'a self,
        record: &'a RawRecord,
        n: usize,
        delimiter: &'a str,
    ) -> impl Iterator<Item = Vec<Vec<u8>>> + 'a {
        let cells = record.cells.as_slice();
        let is_unquoted = move |i: &usize| !record.quoted.iter().skip(*i).take(n).any(|quoted| *quoted);
        self.places(cells, n).filter(is_unquoted).filter_map(move |i| {
            let parts: Vec<&[u8]> = cells.iter().skip(i).take(n).map(Vec::as_slice).collect();
            let one = parts.join(delimiter.as_bytes());
            self.takes(i, &one).then(|| {
                let mut row = cells.to_vec();
                row.splice(i..i + n, [one]);
                row
            })
        })
    }

    /// Places where `n` cells of a row may be wrong: all cells before fit from the left, all behind from the right.
    fn places(&self, cells: &[Vec<u8>], n: usize) -> std::ops::Range<usize> {
        let left = self.columns.iter().zip(cells).take_while(|(column, cell)| column.takes(cell)).count();
        let right = self.columns.iter().rev().zip(cells.iter().rev()).take_while(|(c, cell)| c.takes(cell)).count();
        let first = cells.len().saturating_sub(n + right);
        first..(left + 1).min((cells.len() + 1).saturating_sub(n)).max(first)
    }

    /// The whole row is written with another separator.
    fn with_other_delimiter(&self, line: &[u8], cells: &[Vec<u8>], style: &Style) -> Option<Vec<Vec<u8>>> {
        let n = self.columns.len();
        if cells.len() * 3 > n * 2 {
            return None;
        }
        let others = OTHER_DELIMITERS.iter().filter(|delimiter| **delimiter != style.delimiter);
        let mut found = others.filter_map(|delimiter| {
            let other = Style { delimiter, ..style.clone() };
            let row = other.record(line, true)?;
            match row.cells.len().checked_sub(n)? {
                0 => self.fits_mostly(&row.cells).then_some(row.cells),
                surplus if surplus > MAX_JOINED => None,
                surplus => only(self.joined(&row, surplus + 1, delimiter)),
            }
        });
        found.next().filter(|_| found.next().is_none())
    }

    /// Whether seven of ten cells can stand in their columns.
    fn fits_mostly(&self, cells: &[Vec<u8>]) -> bool {
        let fitting = self.columns.iter().zip(cells).filter(|(column, cell)| column.takes(cell)).count();
        cells.len() == self.columns.len() && fitting * 10 >= cells.len() * 7
    }
}

/// The one row among several that are the same; `None` when there is none, or when they differ.
fn only(rows: impl Iterator<Item = Vec<Vec<u8>>>) -> Option<Vec<Vec<u8>>> {
    let mut known: Option<Vec<Vec<u8>>> = None;
    for row in rows {
        match &known {
            Some(known) if *known != row => return None,
            _ => known = Some(row),
        }
    }
    known
}

/// What numbers are made of, what words are made of, and the rest.
#[derive(PartialEq)]
enum Class {
    Number,
    Word,
    Other,
}

impl Class {
    fn of(byte: u8) -> Self {
        match byte {
            b'0'..=b'9' | b'.' | b',' => Self::Number,
            _ if byte.is_ascii_alphabetic() || !byte.is_ascii() => Self::Word,
            _ => Self::Other,
        }
    }
}

impl Profile {
    fn of<'a>(cells: impl Iterator<Item = &'a [u8]> + Clone) -> Self {
        let may_be_empty = cells.clone().any(<[u8]>::is_empty);
        let filled = cells.filter(|cell| !cell.is_empty());
        Self { may_be_empty, kind: Kind::of(filled) }
    }

    fn takes(&self, cell: &[u8]) -> bool {
        if cell.is_empty() {
            return self.may_be_empty;
        }
        match &self.kind {
            Kind::Empty => false,
            Kind::Numbers(low, high) => number::parse(cell, true).value().is_some_and(|v| (*low..=*high).contains(&v)),
            Kind::Shapes(shapes) => cell.len() <= LONGEST_SHAPED && shapes.contains(&shape(cell)),
            Kind::Text(beginning) => cell.starts_with(beginning) && cell.iter().any(|b| b.is_ascii_alphabetic()),
        }
    }
}

impl Kind {
    fn of<'a>(cells: impl Iterator<Item = &'a [u8]> + Clone) -> Self {
        let Some(first) = cells.clone().next() else { return Self::Empty };
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        let all_numbers = cells.clone().all(|cell| match number::parse(cell, true).value() {
            Some(value) => {
                (low, high) = (low.min(value), high.max(value));
                value.is_finite()
            }
            None => false,
        });
        if all_numbers {
            let room = (high - low) / 2.0;
            return Self::Numbers(low - room, high + room);
        }
        let mut shapes: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
        for cell in cells.clone().filter(|cell| cell.len() <= LONGEST_SHAPED) {
            *shapes.entry(shape(cell)).or_default() += 1;
        }
        let (n, n_shaped) = (cells.clone().count(), shapes.values().sum::<usize>());
        let has_digits = shapes.keys().all(|shape| shape.iter().any(u8::is_ascii_digit));
        if n_shaped == n && has_digits && shapes.len() <= MAX_SHAPES && shapes.len() * 4 <= n.max(8) {
            return Self::Shapes(shapes.into_keys().collect());
        }
        let alike =
            cells.fold(first.len(), |len, cell| first.iter().zip(cell).take(len).take_while(|(a, b)| a == b).count());
        let beginning = first.get(..alike).unwrap_or_default();
        Self::Text(if alike >= 4 { beginning.to_vec() } else { Vec::new() })
    }
}

/// Digits as `0`, runs of letters as one `a`, signs as they are.
fn shape(cell: &[u8]) -> Vec<u8> {
    let mut shape = Vec::with_capacity(cell.len());
    for byte in cell {
        match byte {
            b'0'..=b'9' => shape.push(b'0'),
            _ if byte.is_ascii_alphabetic() || !byte.is_ascii() => {
                if shape.last() != Some(&b'a') {
                    shape.push(b'a');
                }
            }
            _ => shape.push(*byte),
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::table::style::Newline;

    const COMMA: Style = Style::plain(",", Newline::Lf);

    fn cells(line: &str) -> Vec<Vec<u8>> {
        COMMA.record(line.as_bytes(), true).unwrap().cells
    }

    fn mend(line: &str) -> Option<String> {
        let rows: Vec<Vec<Vec<u8>>> = (0..20)
            .map(|i| {
                let place = ["Uông Bí", "Vàng Danh, Quảng Ninh", "Yên Tử"][i % 3];
                cells(&format!("0{}/10/2025,0{}:15,21.03{i:02},106.7{i:02},\"{place}\",{},", i % 9 + 1, i % 9, i * 7))
            })
            .collect();
        let mender = Mender::new(7, rows.iter().map(Vec::as_slice)).unwrap();
        let mended = mender.mend(line.as_bytes(), &COMMA.record(line.as_bytes(), true)?, &COMMA)?;
        Some(mended.iter().map(|c| String::from_utf8_lossy(c).into_owned()).collect::<Vec<_>>().join("|"))
    }

    #[test]
    fn a_row_that_fits_in_one_way_is_put_right() {
        let expected = Some("05/10/2025|08:15|21.0301|106.701|Uông Bí|45|".to_owned());
        assert_eq!(mend("05/10/2025,08:15,,21.0301,106.701,Uông Bí,45,"), expected, "an empty cell too many");
        assert_eq!(mend("05/10/202508:15,21.0301,106.701,Uông Bí,45,"), expected, "a separator lost");
        assert_eq!(mend("05/10/2025;08:15;21.0301;106.701;Uông Bí;45;"), expected, "another separator");
        assert_eq!(mend("05/10/2025 08:15 21.0301 106.701 Uông Bí 45 "), expected, "blanks for separators");
        let joined = Some("05/10/2025|08:15|21.0301|106.701|Uông Bí, Quảng Ninh|45|".to_owned());
        assert_eq!(
            mend("05/10/2025,08:15,21.0301,106.701,Uông Bí, Quảng Ninh,45,").map(|s| s.replace(",Q", ", Q")),
            joined
        );
    }

    #[test]
    fn no_number_is_split_to_fill_a_row_that_was_cut_off() {
        let rows: Vec<Vec<Vec<u8>>> = (0..10)
            .map(|i| cells(&format!("2025-10-05 08:1{i}:00,21.03{i},106.7{i},Viettel,{},{}", 5 + i * 30, 10 + i * 7)))
            .collect();
        let mender = Mender::new(6, rows.iter().map(Vec::as_slice)).unwrap();
        let mend = |line: &str| mender.mend(line.as_bytes(), &COMMA.record(line.as_bytes(), true).unwrap(), &COMMA);
        assert_eq!(mend("2025-10-05 08:15:00,21.0301,106.701,Viettel,45"), None);
        assert_eq!(mend("2025-10-05 08:15:00,21.0301,106.701,Viettel45"), None);
        assert_eq!(mend("2025-10-05 08:15:00,21.0301,106.701,Viettel,4512"), None, "nor where its columns are unclear");
        let expected = cells("2025-10-05 08:15:00,21.0301,106.701,Viettel,45,12");
        assert_eq!(mend("2025-10-05 08:15:00,21.0301,106.701Viettel,45,12"), Some(expected.clone()));
        assert_eq!(mend("2025-10-05 08:15:0021.0301,106.701,Viettel,45,12"), Some(expected));
        assert_eq!(mend("2025-10-05 08:15:00,21.0301106.701,Viettel,45,12"), None);
    }

    #[test]
    fn a_hostile_row_costs_little_time() {
        let wide = |cell: &str| vec![cell.as_bytes().to_vec(); 60];
        let rows = vec![wide("ab"); 6];
        let mender = Mender::new(60, rows.iter().map(Vec::as_slice)).unwrap();
        let line = vec!["a\"b".repeat(1300); 59].join(",");
        let record = COMMA.record(line.as_bytes(), true).unwrap();
        let began = std::time::Instant::now();
        for _ in 0..20 {
            let _ = mender.mend(line.as_bytes(), &record, &COMMA);
        }
        assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
    }

    #[test]
    fn a_row_that_is_whole_or_fits_in_several_ways_is_left_alone() {
        for line in [
            "05/10/2025,08:15,21.0301,106.701,Uông Bí,45,",
            "05/10/2025,08:15,21.0301,106.701,Uông Bí,45",
            "05/10/2025,08:15,21.0301,,,,",
            "Tổng cộng,,,,,900,",
            "05/10/2025,08:15,21.0301106.701,Uông Bí",
            "",
        ] {
            assert_eq!(mend(line), None, "{line}");
        }
    }
}
