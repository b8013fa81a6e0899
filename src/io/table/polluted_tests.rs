//! Polluted tables against their clean twins, cell by cell. They are not part of the repository: where they are absent
//! nothing is tested. tests/reference/dialects.py measures other programs on the same files.

use std::path::{Path, PathBuf};

use super::canonical::{Canonical, Form};
use super::dialect::sniff;
use super::second_header::Names;
use super::style::{Newline, Style};
use crate::io::encoding::{Encoding, decode_prefix};

fn shared(name: &str) -> Option<PathBuf> {
    let shared = match std::env::var_os("PHUSONG_SHARED") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
    };
    Some(shared.join("data").join(name)).filter(|path| path.exists())
}

type Table = Vec<Vec<String>>;

/// Rows of a file as the program understands them, the header first; blank rows and cells at the ends left out.
fn understood(bytes: &[u8], max_rows: usize) -> Table {
    let text = decode_prefix(bytes, Encoding::of(bytes));
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text);
    let Some(dialect) = sniff(text, max_rows, &[]) else {
        return lines(text);
    };
    let header = (dialect.header_row > 0).then(|| dialect.headers.iter().map(|h| h.text.clone()).collect());
    trimmed(header.into_iter().chain(dialect.rows).collect())
}

/// A text without columns has one.
fn lines(text: &[u8]) -> Table {
    let form = Form { style: Style::plain(",", Newline::Lf), rewrites: true, mender: None, names: Names::default() };
    trimmed(form.rows(text).collect())
}

fn trimmed(rows: Table) -> Table {
    let mut rows: Table = rows
        .into_iter()
        .map(|mut row| {
            for cell in &mut row {
                *cell = cell.split_whitespace().collect::<Vec<_>>().join(" ");
            }
            while row.last().is_some_and(String::is_empty) {
                row.pop();
            }
            row
        })
        .collect();
    rows.retain(|row| !row.is_empty());
    rows
}

fn clean(path: &Path) -> Table {
    let bytes = std::fs::read(path).unwrap();
    let text = decode_prefix(&bytes, Encoding::of(&bytes));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_slice());
    let rows = reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
    trimmed(rows)
}

/// Files read to the same cells, all files, and the names of those that were not.
fn compared(folder: &str) -> Option<(usize, usize, Vec<String>)> {
    let folder = shared(folder)?;
    let mut files: Vec<_> = std::fs::read_dir(folder.join("csv")).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    let (mut same, mut other) = (0, Vec::new());
    for file in &files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let parameters = std::fs::read_to_string(folder.join("parameters").join(format!("{name}_parameters.json")));
        let is_headerless = parameters.is_ok_and(|p| p.contains("\"col_0\""));
        let mut expected = clean(&folder.join("clean").join(&name));
        if is_headerless {
            expected.remove(0);
        }
        let found = understood(&std::fs::read(file).unwrap(), usize::MAX / 2);
        if found == expected {
            same += 1;
        } else {
            if std::env::var_os("SHOW").is_some() {
                let at =
                    found.iter().zip(&expected).position(|(a, b)| a != b).unwrap_or(found.len().min(expected.len()));
                println!(
                    "{name}: {} rows for {}, row {at}\n  {:?}\n  {:?}",
                    found.len(),
                    expected.len(),
                    found.get(at),
                    expected.get(at)
                );
            }
            other.push(name);
        }
    }
    Some((same, files.len(), other))
}

#[test]
fn polluted_tables_are_read_to_the_cells_of_their_clean_twins() {
    let Some((same, all, other)) = compared("pollock/polluted_files") else { return };
    println!("polluted: {same} of {all}; others: {other:#?}");
    assert!(same * 100 >= all * 90, "{same} of {all}: {other:#?}");
}

#[test]
fn tables_of_portals_are_read_to_the_cells_of_their_clean_twins() {
    let Some((same, all, other)) = compared("pollock/survey_sample") else { return };
    println!("portals: {same} of {all}; others: {other:#?}");
    assert!(same * 100 >= all * 85, "{same} of {all}: {other:#?}");
}

#[test]
fn the_spectrum_of_csv_is_read() {
    let Some(folder) = shared("csv_spectrum") else { return };
    let mut n = 0;
    for file in std::fs::read_dir(folder.join("csvs")).unwrap() {
        let path = file.unwrap().path();
        let json = folder.join("json").join(path.file_stem().unwrap()).with_extension("json");
        let expected: Vec<serde_json::Map<String, serde_json::Value>> =
            serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap();
        let text = std::fs::read(&path).unwrap();
        let dialect = sniff(&text, 1_000, &[]).unwrap();
        let rows: Vec<Vec<String>> = dialect.form.rows(&text).filter(|r| r.iter().any(|c| !c.is_empty())).collect();
        let values = expected.iter().map(|row| row.values().map(|v| v.as_str().unwrap().to_owned()).collect());
        let header = expected[0].keys().cloned().collect();
        let expected: Table = std::iter::once(header).chain(values).collect();
        assert_eq!(trimmed(rows), trimmed(expected), "{}", path.display());
        n += 1;
    }
    assert!(n >= 10);
}

#[test]
fn the_canonical_stream_is_what_was_understood() {
    let Some(folder) = shared("pollock/polluted_files/csv") else { return };
    for file in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let Some(dialect) = sniff(&bytes, usize::MAX / 2, &[]) else { continue };
        let mut stream = Vec::new();
        let mut reader = Canonical::new(bytes.as_slice(), dialect.form.clone());
        std::io::Read::read_to_end(&mut reader, &mut stream).unwrap();
        let mut index = super::index::CellIndex::default();
        index.build(&stream, dialect.signs, true);
        let rows = index
            .records(&stream, true)
            .map(|r| (0..r.len()).map(|c| String::from_utf8_lossy(&r.cell(c)).into_owned()).collect::<Vec<_>>());
        assert_eq!(trimmed(rows.skip(dialect.header_row).collect()), trimmed(dialect.rows));
    }
}
