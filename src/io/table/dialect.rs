//! How a text file parts its cells, and which row holds the headers.

use memchr::{memchr, memmem};

use crate::io::columns::headers::Header;
use crate::model::Meaning;

use super::canonical::Form;
use super::characters::{cell_text, need_mending};
use super::chunk::Signs;
use super::header_row::{HeaderRow, find_header, is_comment};
use super::mend::Mender;
use super::second_header::Names;
use super::style::{Newline, RawRecord, RawRecords, Style, write_canonical};

/// Delimiters that are tried; the first wins where all else is equal.
const DELIMITERS: [&str; 9] = [";", "\t", ",", "|", "||", ", ", "; ", "~", "^"];

/// Rows among which the header is looked for.
pub(super) const ROWS_BEFORE_HEADER: usize = 30;

/// Rows that teach what the columns hold.
const ROWS_LEARNT_FROM: usize = 2_000;

/// Bytes in which quotes and line ends are counted.
const COUNTED_BYTES: usize = 64 << 10;

/// Form of a table.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::io) struct Dialect {
    /// Signs of the canonical form.
    pub signs: Signs,
    /// What the file is made of, and how it becomes canonical.
    pub form: Form,
    /// Rows up to and including the header; 0 when no row looks like one.
    pub header_row: usize,
    /// The header as written in canonical form.
    pub header_line: Vec<u8>,
    pub headers: Vec<Header>,
    /// First rows after the header, blank ones and comments left out.
    pub rows: Vec<Vec<String>>,
}

/// Tries each delimiter on the beginning of a file; `None` when none makes columns. `named`: headers the user gave.
pub(in crate::io) fn sniff(prefix: &[u8], max_rows: usize, named: &[(Meaning, String)]) -> Option<Dialect> {
    let newline = newline_of(prefix);
    DELIMITERS
        .into_iter()
        .filter(|delimiter| is_candidate(prefix, delimiter))
        .filter_map(|delimiter| Trial::new(prefix, style_of(prefix, delimiter, newline), named))
        .rev()
        .max_by_key(Trial::merit)
        .map(|trial| trial.dialect(prefix, max_rows))
}

/// A lone CR ends a line where no LF follows; a file may have lines of both kinds.
fn newline_of(prefix: &[u8]) -> Newline {
    let beginning = prefix.get(..COUNTED_BYTES).unwrap_or(prefix);
    let has_lf = memchr(b'\n', beginning).is_some();
    let has_lone_cr =
        beginning.windows(2).any(|pair| matches!(pair, [b'\r', after] if !matches!(after, b'\n' | b'\r')))
            || (!has_lf && beginning.ends_with(b"\r"));
    match (has_lf, has_lone_cr) {
        (true, true) => Newline::Mixed,
        (false, true) => Newline::Cr,
        _ => Newline::Lf,
    }
}

/// A delimiter of two signs stands wherever its first sign does; one of them alone then parts nothing.
fn is_candidate(prefix: &[u8], delimiter: &str) -> bool {
    let beginning = prefix.get(..COUNTED_BYTES).unwrap_or(prefix);
    let count = |text: &str| memmem::find_iter(beginning, text.as_bytes()).count();
    match delimiter {
        "|" => count("|") > 2 * count("||") || count("||") == 0,
        "||" => count("||") > 0 && count("|") == 2 * count("||"),
        _ => count(delimiter) > 0,
    }
}

/// The quote that opens and closes cells next to the delimiter, and how it is written within a cell.
fn style_of(prefix: &[u8], delimiter: &'static str, newline: Newline) -> Style {
    let beginning = prefix.get(..COUNTED_BYTES).unwrap_or(prefix);
    let pairs = |quote: u8| {
        let is_border =
            |byte: Option<&u8>| byte.is_none_or(|b| matches!(b, b'\n' | b'\r') || delimiter.as_bytes().contains(b));
        let (mut opening, mut closing) = (0, 0);
        for at in memchr::memchr_iter(quote, beginning) {
            let before = is_border(at.checked_sub(1).and_then(|before| beginning.get(before)));
            let after = is_border(beginning.get(at + 1));
            // A quote that is all of its cell opens and closes nothing.
            opening += usize::from(before && !after);
            closing += usize::from(after && !before);
        }
        opening.min(closing)
    };
    let quote = if pairs(b'\'') > pairs(b'"') { b'\'' } else { b'"' };
    let plain = Style { quote, ..Style::plain(delimiter, newline) };
    if memmem::find(prefix, &[b'\\', quote]).is_none() {
        return plain;
    }
    let backslash = Style { backslash: true, ..plain };
    if evenness(prefix, &backslash) > evenness(prefix, &plain) { backslash } else { plain }
}

/// Rows that have as many cells as most rows.
fn evenness(prefix: &[u8], style: &Style) -> usize {
    let mut widths: Vec<usize> = rows_of(prefix, style).take(1_000).map(|row| row.cells.len()).collect();
    widths.sort_unstable();
    widths.chunk_by(|a, b| a == b).map(<[usize]>::len).max().unwrap_or(0)
}

/// A row with its number.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub number: usize,
    pub cells: Vec<String>,
    n_open_quotes: u64,
}

/// Rows of a text that hold something, as they stand.
fn rows_of(text: &[u8], style: &Style) -> impl Iterator<Item = Row> {
    RawRecords::new(text, style)
        .zip(1..)
        .filter(|((_, record), _)| record.cells.iter().any(|cell| !cell.is_empty()))
        .map(|((_, record), number)| {
            let RawRecord { cells, n_open_quotes, .. } = record;
            Row { number, cells: cells.into_iter().map(cell_text).collect(), n_open_quotes }
        })
}

/// First rows read with one delimiter.
struct Trial {
    style: Style,
    header: HeaderRow,
    /// Rows that have as many cells as most rows.
    n_even_rows: usize,
    n_columns: usize,
}

impl Trial {
    fn new(prefix: &[u8], style: Style, named: &[(Meaning, String)]) -> Option<Self> {
        let rows: Vec<Row> = rows_of(prefix, &style).take(ROWS_BEFORE_HEADER).collect();
        let mut widths: Vec<usize> = rows.iter().map(|row| row.cells.len()).filter(|n| *n > 1).collect();
        widths.sort_unstable();
        let (n_even_rows, n_columns) =
            widths.chunk_by(|a, b| a == b).map(|same| (same.len(), same.first().copied().unwrap_or(0))).max()?;
        let header = find_header(&rows, n_columns, named);
        Some(Self { style, header, n_even_rows, n_columns })
    }

    fn merit(&self) -> (bool, usize, usize, usize) {
        (self.header.has_coordinates, self.header.score, self.n_even_rows, self.n_columns)
    }

    fn dialect(self, prefix: &[u8], max_rows: usize) -> Dialect {
        let Self { style, header, n_columns, .. } = self;
        let newline = if style.newline == Newline::Cr { b'\r' } else { b'\n' };
        let mut signs = Signs { delimiter: style.canonical_delimiter(), newline };
        let form = form_of(prefix, style, &header, n_columns);
        if form.rewrites {
            signs.newline = b'\n';
        }
        let is_data = |row: &Vec<String>| row.iter().any(|cell| !cell.is_empty()) && !is_comment(row, n_columns);
        let rows = form.rows(prefix).skip(header.last_row).filter(is_data).take(max_rows).collect();
        let header_line = header_line(prefix, &form, &header, signs);
        let headers = header.names.iter().map(|cell| Header::new(cell)).collect();
        Dialect { signs, form, header_row: header.last_row, header_line, headers, rows }
    }
}

/// The header's last row, as it stands in the canonical text.
fn header_line(prefix: &[u8], form: &Form, header: &HeaderRow, signs: Signs) -> Vec<u8> {
    let Some(before) = header.last_row.checked_sub(1) else { return Vec::new() };
    let Some((line, record)) = RawRecords::new(prefix, &form.style).nth(before) else { return Vec::new() };
    if !form.rewrites {
        return line.trim_ascii().to_vec();
    }
    let mut line = Vec::new();
    write_canonical(record.cells.iter().map(Vec::as_slice), signs.delimiter, &mut line);
    line.trim_ascii().to_vec()
}

/// Whether the file has to be written anew before it can be read, and whether rows can be put right.
fn form_of(prefix: &[u8], style: Style, header: &HeaderRow, n_columns: usize) -> Form {
    let sign = style.delimiter;
    let is_before_quote = |blank| memmem::find(prefix, format!("{sign}{blank}\"").as_bytes()).is_some();
    let blanks_before_quote = sign != "\t" && (is_before_quote(" ") || is_before_quote("\t"));
    let mut rewrites = !style.is_plain() || blanks_before_quote || need_mending(prefix);
    let mender = mender_of(prefix, &style, header.last_row, n_columns);
    let names = header.last_names.iter().map(|name| name.trim().as_bytes().to_vec()).collect();
    let names = Names::new(names, header.last_row);
    rewrites |= mender.is_some() || has_second_header(&names, prefix, &style, header.last_row);
    Form { style, rewrites, mender, names }
}

/// What puts rows right, learnt from whole ones; `None` where no row needs it.
fn mender_of(prefix: &[u8], style: &Style, header_row: usize, n_columns: usize) -> Option<Mender> {
    if is_even(prefix, style, header_row, n_columns) {
        return None;
    }
    let whole: Vec<Vec<Vec<u8>>> = rows_of(prefix, style)
        .skip_while(|row| row.number <= header_row)
        .take(ROWS_LEARNT_FROM)
        .filter(|row| row.cells.len() == n_columns && row.n_open_quotes == 0)
        .map(|row| row.cells.into_iter().map(String::into_bytes).collect())
        .collect();
    Mender::new(n_columns, whole.iter().map(Vec::as_slice))
        .filter(|mender| puts_something_right(mender, prefix, style, header_row, n_columns))
}

/// Whether one of the first uneven rows can be put right.
fn puts_something_right(mender: &Mender, prefix: &[u8], style: &Style, header_row: usize, n_columns: usize) -> bool {
    const TRIED: usize = 100;
    let uneven = RawRecords::new(prefix, style).skip(header_row).filter(|(_, record)| record.cells.len() != n_columns);
    uneven.take(TRIED).any(|(line, record)| mender.mend(line, &record, style).is_some())
}

/// Whether the columns are named otherwise further down.
fn has_second_header(names: &Names, prefix: &[u8], style: &Style, header_row: usize) -> bool {
    let mut from = 0;
    let ends = memchr::memchr2_iter(b'\n', b'\r', prefix).chain([prefix.len()]);
    let lines = ends.map(|end| prefix.get(std::mem::replace(&mut from, end + 1)..end).unwrap_or_default());
    header_row > 0 && lines.filter(|line| !line.is_empty()).skip(1).any(|line| names.are_otherwise_in(line, style))
}

/// Whether it shows at a glance that every row below the header has as many cells: no quotes, the same number of signs.
fn is_even(prefix: &[u8], style: &Style, header_row: usize, n_columns: usize) -> bool {
    let [sign] = style.delimiter.as_bytes() else { return false };
    let text = prefix.strip_suffix(b"\n").unwrap_or(prefix);
    style.is_plain()
        && style.newline != Newline::Cr
        && memchr::memchr2(b'"', b'\'', text).is_none()
        && text
            .split(|byte| *byte == b'\n')
            .skip(header_row)
            .all(|line| memchr::memchr_iter(*sign, line).count() + 1 == n_columns)
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
    fn delimiters_of_two_signs_are_told_from_one() {
        let style = |text: &str| sniff(text.as_bytes(), 10, &[]).map(|d| d.form.style.delimiter);
        assert_eq!(style("time||lat||lon||ping\n1||21||106||4\n"), Some("||"));
        assert_eq!(style("time, lat, lon, ping\n1, 21,03, 106,77, 4\n2, 21,03, 106,77, 4\n"), Some(", "));
        assert_eq!(style("time, lat, lon, ping\n1, 21.03, 106.77, 4\n"), Some(","));
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
        let mixed = sniff(b"time,lat,lon,download\r1,2,3,4\r\n5,6,7,8\n", 10, &[]).unwrap();
        assert_eq!((mixed.signs.newline, mixed.rows.len(), mixed.form.rewrites), (b'\n', 2, true));
    }

    #[test]
    fn quotes_of_other_kinds_are_found_by_where_they_stand() {
        let single = sniff(b"'time','lat','lon','ping'\n'x, it''s','1','2','3'\n", 10, &[]).unwrap();
        assert_eq!((single.form.style.quote, single.rows[0][0].as_str()), (b'\'', "x, it's"));
        let lone = sniff(b"time,lat,lon,ping\n1,2,3,'\n4,5,6,'\n", 10, &[]).unwrap();
        assert_eq!((lone.form.style.quote, lone.rows.len()), (b'"', 2));
        let text = b"time,place,lat,lon\n1,\"9\\\", long\",2,3\n1,\"8\\\", short\",2,3\n";
        let backslash = sniff(text, 10, &[]).unwrap();
        assert!(backslash.form.style.backslash);
        assert_eq!(backslash.rows[0], ["1", "9\", long", "2", "3"]);
    }
}
