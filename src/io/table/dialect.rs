//! How a text file parts its cells, and which row holds the headers.

use memchr::memchr;

use crate::io::columns::headers::{Header, meaning_of_part, meanings_of};
use crate::model::Meaning;

use super::chunk::Signs;
use super::index::CellIndex;

/// Delimiters that are tried; the first wins where all else is equal.
const DELIMITERS: [u8; 4] = [b';', b'\t', b',', b'|'];

/// Rows among which the header is looked for.
const ROWS_BEFORE_HEADER: usize = 30;

/// Form of a table.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::io) struct Dialect {
    pub signs: Signs,
    /// Rows up to and including the header; 0 when no row looks like one.
    pub header_row: usize,
    /// The header as written.
    pub header_line: Vec<u8>,
    pub headers: Vec<Header>,
    /// First rows after the header, blank ones left out.
    pub rows: Vec<Vec<String>>,
}

/// Tries each delimiter on the beginning of a file; `None` when none makes columns. `named`: headers the user gave.
pub(in crate::io) fn sniff(prefix: &[u8], max_rows: usize, named: &[(Meaning, String)]) -> Option<Dialect> {
    let newline = if memchr(b'\n', prefix).is_none() && memchr(b'\r', prefix).is_some() { b'\r' } else { b'\n' };
    DELIMITERS
        .into_iter()
        .filter_map(|delimiter| Trial::new(prefix, Signs { delimiter, newline }, named))
        .rev()
        .max_by_key(|trial| trial.merit())
        .map(|trial| trial.dialect(prefix, max_rows))
}

/// First rows read with one delimiter.
struct Trial {
    signs: Signs,
    /// Index of the row that looks most like a header, its score, and whether it names coordinates.
    header: Option<(usize, usize, bool)>,
    /// Rows that have as many cells as most rows.
    n_even_rows: usize,
    n_columns: usize,
}

impl Trial {
    fn new(prefix: &[u8], signs: Signs, named: &[(Meaning, String)]) -> Option<Self> {
        let rows: Vec<Vec<String>> = first_rows(prefix, signs).take(ROWS_BEFORE_HEADER).map(|(_, row)| row).collect();
        let mut widths: Vec<usize> = rows.iter().map(Vec::len).filter(|n| *n > 1).collect();
        widths.sort_unstable();
        let (n_even_rows, n_columns) =
            widths.chunk_by(|a, b| a == b).map(|same| (same.len(), same.first().copied().unwrap_or(0))).max()?;
        let scores: Vec<(usize, usize, bool)> = rows
            .iter()
            .enumerate()
            .map(|(i, row)| {
                let (score, coordinates) = header_score(row, named);
                (i, score, coordinates)
            })
            .collect();
        let full_of_words =
            || rows.iter().position(|row| row.len() == n_columns && row.iter().all(|cell| is_word(cell)));
        let header = scores
            .iter()
            .find(|(_, score, coordinates)| *coordinates && *score >= 3)
            .or_else(|| scores.iter().rev().max_by_key(|(_, score, _)| *score).filter(|(_, score, _)| *score >= 2))
            .copied()
            .or_else(|| full_of_words().map(|i| (i, 0, false)));
        Some(Self { signs, header, n_even_rows, n_columns })
    }

    fn merit(&self) -> (bool, usize, usize, usize) {
        let (_, score, coordinates) = self.header.unwrap_or_default();
        (coordinates, score, self.n_even_rows, self.n_columns)
    }

    fn dialect(self, prefix: &[u8], max_rows: usize) -> Dialect {
        let header_index = self.header.map(|(index, ..)| index);
        let mut dialect = Dialect {
            signs: self.signs,
            header_row: 0,
            header_line: Vec::new(),
            headers: Vec::new(),
            rows: Vec::new(),
        };
        for (i, (row_number, row)) in first_rows(prefix, self.signs).take(max_rows + ROWS_BEFORE_HEADER).enumerate() {
            match header_index {
                Some(index) if i < index => {}
                Some(index) if i == index => {
                    dialect.header_row = row_number;
                    dialect.headers = row.iter().map(|cell| Header::new(cell)).collect();
                }
                _ => dialect.rows.push(row),
            }
        }
        if let Some(before) = dialect.header_row.checked_sub(1) {
            with_records(prefix, self.signs, |mut records| {
                dialect.header_line = records.nth(before).map(|r| r.line().trim_ascii().to_vec()).unwrap_or_default();
            });
        }
        dialect
    }
}

/// Rows of the prefix that hold something and are no comment, with their row numbers. The last may be cut.
fn first_rows(prefix: &[u8], signs: Signs) -> impl Iterator<Item = (usize, Vec<String>)> {
    let mut rows = Vec::new();
    with_records(prefix, signs, |records| {
        for (i, record) in records.enumerate() {
            let in_preamble = rows.len() < ROWS_BEFORE_HEADER;
            if record.is_blank() || (in_preamble && record.line().trim_ascii_start().starts_with(b"#")) {
                continue;
            }
            let cells = (0..record.len()).map(|c| String::from_utf8_lossy(&record.cell(c)).into_owned()).collect();
            rows.push((i + 1, cells));
        }
    });
    rows.into_iter()
}

fn with_records(prefix: &[u8], signs: Signs, mut read: impl FnMut(super::index::Records<'_>)) {
    let has_quotes = memchr(b'"', prefix).is_some();
    let mut index = CellIndex::default();
    index.build(prefix, signs, has_quotes);
    read(index.records(prefix, has_quotes));
}

/// Number of meanings a row names as headers, and whether both coordinates are among them.
fn header_score(row: &[String], named: &[(Meaning, String)]) -> (usize, bool) {
    let mut found: Vec<Meaning> = Vec::new();
    for cell in row.iter().filter(|cell| cell.len() < 60) {
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
    cell.chars().any(char::is_alphabetic) && !cell.starts_with(|c: char| c.is_ascii_digit() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_makes_headers() {
        let sniffed =
            |text: &str| sniff(text.as_bytes(), 10, &[]).map(|d| (d.signs.delimiter, d.header_row, d.rows.len()));
        assert_eq!(sniffed("Thời gian;Vĩ độ;Kinh độ;Tải xuống\n2025;21,03;106,77;12,5\n"), Some((b';', 1, 1)));
        assert_eq!(sniffed("time\tlat\tlon\tdownload\n1\t2\t3\t4\n"), Some((b'\t', 1, 1)));
        assert_eq!(sniffed("time|lat|lon|download\n1|2|3|4"), Some((b'|', 1, 1)));
        assert_eq!(sniffed("# a, b\n\nBáo cáo tháng 10, phường\ntime,lat,lon,ping\n1,2,3,4\n"), Some((b',', 4, 1)));
        assert_eq!(sniffed("just some text\nin two lines\n"), None);
    }

    #[test]
    fn a_file_without_header_has_rows_only() {
        let dialect = sniff(b"51.3,9.4,LTE\n51.3,9.4,LTE\n", 10, &[]).unwrap();
        assert_eq!((dialect.signs.delimiter, dialect.header_row, dialect.rows.len()), (b',', 0, 2));
    }

    #[test]
    fn headers_that_say_nothing_are_headers_all_the_same() {
        let dialect = sniff(b"cot a;cot b;cot c\n1;2;x\n", 10, &[]).unwrap();
        assert_eq!((dialect.header_row, dialect.headers.len(), dialect.rows.len()), (1, 3, 1));
        let named = [
            (Meaning::Latitude, "p".to_owned()),
            (Meaning::Longitude, "q".to_owned()),
            (Meaning::Time, "2".to_owned()),
        ];
        let dialect = sniff(b"report\n2,p,q\n1,2,3\n", 10, &named).unwrap();
        assert_eq!((dialect.header_row, dialect.rows.len()), (2, 1));
    }

    #[test]
    fn line_ends_of_old_computers_are_understood() {
        let dialect = sniff(b"time,lat,lon,download\r1,2,3,4\r", 10, &[]).unwrap();
        assert_eq!((dialect.signs.newline, dialect.rows.len()), (b'\r', 1));
    }
}
