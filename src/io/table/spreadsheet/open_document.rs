//! Spreadsheets of LibreOffice (ODS), cell by cell. Layout: OASIS OpenDocument 1.3, part 3, chapter 9.
//!
//! Rows and cells may say that they repeat a million times; only what holds something is written out.

use std::collections::HashSet;
use std::fs::File;
use std::io::BufReader;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use crate::io::source::Source;
use crate::job::Feedback;
use crate::model::{Error, Result};

use super::sheet::{SheetWriter, Value};
use super::{SheetName, moment, parts};

/// Sheets, rows, columns and bytes of a text beyond which a file says nothing any more.
const MAX_SHEETS: usize = 1_000;
const MAX_ROWS: u32 = 1 << 20;
const MAX_COLUMNS: u32 = 1 << 14;
const MAX_TEXT_BYTES: usize = 1 << 20;

/// A spreadsheet that has been looked into.
pub(super) struct OpenDocument {
    pub sheets: Vec<SheetName>,
    source: Source,
}

/// A cell of the row that is being read.
struct Held {
    column: u32,
    repeats: u32,
    content: Content,
}

enum Content {
    Text(String),
    Number(f64),
}

impl OpenDocument {
    pub fn open(source: &Source, feedback: &Feedback) -> Result<Self> {
        parts::check(source, feedback)?;
        let mut document = Self { sheets: Vec::new(), source: source.clone() };
        document.sheets = document.list()?;
        Ok(document)
    }

    fn damaged(&self) -> Error {
        Error::DamagedFile { path: self.source.shown.clone() }
    }

    /// Hands the events of the content to `take` until it returns `false`.
    fn events(&self, mut take: impl FnMut(Event<'_>) -> Result<bool>) -> Result<()> {
        let file = File::open(&self.source.path).map_err(|_| self.damaged())?;
        let mut archive = ZipArchive::new(file).map_err(|_| self.damaged())?;
        let content = archive.by_name("content.xml").map_err(|_| self.damaged())?;
        let mut reader = Reader::from_reader(BufReader::new(content));
        reader.config_mut().expand_empty_elements = true;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Eof) => return Err(self.damaged()),
                Ok(Event::End(end)) if end.local_name().as_ref() == b"document-content" => return Ok(()),
                Ok(event) => {
                    if !take(event)? {
                        return Ok(());
                    }
                }
                Err(_) => return Err(self.damaged()),
            }
        }
    }

    fn list(&self) -> Result<Vec<SheetName>> {
        let mut sheets = Vec::new();
        let mut hidden_styles = HashSet::new();
        let mut style = String::new();
        self.events(|event| {
            if let Event::Start(start) = event {
                match start.local_name().as_ref() {
                    b"style" => style = attribute(&start, b"style:name").unwrap_or_default(),
                    b"table-properties" if attribute(&start, b"table:display").as_deref() == Some("false") => {
                        hidden_styles.insert(style.clone());
                    }
                    b"table" if sheets.len() < MAX_SHEETS => {
                        let style = attribute(&start, b"table:style-name").unwrap_or_default();
                        sheets.push(SheetName {
                            name: attribute(&start, b"table:name").unwrap_or_default(),
                            is_hidden: hidden_styles.contains(&style),
                        });
                    }
                    _ => {}
                }
            }
            Ok(true)
        })?;
        Ok(sheets)
    }

    pub fn read(&self, index: usize, into: &mut SheetWriter<'_>) -> Result<()> {
        let mut state = Reading { table: 0, wanted: index + 1, ..Reading::default() };
        self.events(|event| state.take(&event, into))
    }
}

/// Where the reading of one sheet stands.
#[derive(Default)]
struct Reading {
    /// Number of the table that began last, from 1.
    table: usize,
    wanted: usize,
    row: u32,
    row_repeats: u32,
    column: u32,
    cells: Vec<Held>,
    cell: Option<Open>,
    /// Depth of what is no text of the cell: notes, drawings.
    aside: usize,
}

/// The cell that is being read.
#[derive(Default)]
struct Open {
    repeats: u32,
    kind: String,
    value: String,
    text: String,
    n_paragraphs: usize,
    is_in_paragraph: bool,
}

impl Reading {
    fn take(&mut self, event: &Event<'_>, into: &mut SheetWriter<'_>) -> Result<bool> {
        match event {
            Event::Start(start) if start.local_name().as_ref() == b"table" => self.table += 1,
            _ if self.table != self.wanted => {}
            Event::Start(start) => self.start(start),
            Event::End(end) => match end.local_name().as_ref() {
                b"table" => return Ok(false),
                b"table-row" => {
                    self.end_row(into)?;
                    return Ok(!into.is_full());
                }
                b"table-cell" | b"covered-table-cell" => self.end_cell(),
                b"annotation" | b"shapes" => self.aside = self.aside.saturating_sub(1),
                b"p" => self.in_paragraph(false),
                _ => {}
            },
            Event::Text(text) => self.add(&text.decode().unwrap_or_default()),
            Event::CData(text) => self.add(&text.decode().unwrap_or_default()),
            Event::GeneralRef(reference) => self.add(&resolved(reference)),
            _ => {}
        }
        Ok(true)
    }

    fn start(&mut self, start: &BytesStart<'_>) {
        let number = |name: &[u8]| attribute(start, name).and_then(|text| text.parse::<u32>().ok()).unwrap_or(1);
        match start.local_name().as_ref() {
            b"table-row" => {
                self.row_repeats = number(b"table:number-rows-repeated");
                self.column = 0;
                self.cells.clear();
            }
            b"table-cell" | b"covered-table-cell" => {
                let kind = attribute(start, b"office:value-type").unwrap_or_default();
                let value = match kind.as_str() {
                    "date" => attribute(start, b"office:date-value"),
                    "time" => attribute(start, b"office:time-value"),
                    "boolean" => attribute(start, b"office:boolean-value"),
                    "string" => attribute(start, b"office:string-value"),
                    _ => attribute(start, b"office:value"),
                };
                let repeats = number(b"table:number-columns-repeated");
                self.cell = Some(Open { repeats, kind, value: value.unwrap_or_default(), ..Open::default() });
            }
            b"annotation" | b"shapes" => self.aside += 1,
            b"p" => self.in_paragraph(true),
            b"s" => {
                let n = attribute(start, b"text:c").and_then(|text| text.parse().ok()).unwrap_or(1usize);
                self.add(&" ".repeat(n.min(100)));
            }
            b"tab" => self.add("\t"),
            b"line-break" => self.add("\n"),
            _ => {}
        }
    }

    fn in_paragraph(&mut self, begins: bool) {
        if let Some(cell) = self.cell.as_mut().filter(|_| self.aside == 0) {
            if begins && cell.n_paragraphs > 0 {
                cell.text.push('\n');
            }
            cell.n_paragraphs += usize::from(begins);
            cell.is_in_paragraph = begins;
        }
    }

    fn add(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|cell| cell.is_in_paragraph && self.aside == 0)
            && cell.text.len() + text.len() <= MAX_TEXT_BYTES
        {
            cell.text.push_str(text);
        }
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let repeats = cell.repeats.min(MAX_COLUMNS.saturating_sub(self.column));
        let column = self.column;
        self.column += repeats;
        if let Some(content) = content(cell) {
            self.cells.push(Held { column, repeats, content });
        }
    }

    fn end_row(&mut self, into: &mut SheetWriter<'_>) -> Result<()> {
        let repeats = self.row_repeats.min(MAX_ROWS.saturating_sub(self.row));
        let first = self.row;
        self.row += repeats;
        if self.cells.is_empty() {
            return Ok(());
        }
        for row in first..self.row {
            for cell in &self.cells {
                for column in cell.column..cell.column + cell.repeats {
                    let value = match &cell.content {
                        Content::Text(text) => Value::Text(text),
                        Content::Number(number) => Value::Number(*number),
                    };
                    into.cell(row, column, value)?;
                }
            }
            if into.is_full() {
                break;
            }
        }
        Ok(())
    }
}

/// What a cell holds; `None` for nothing and for the error values of formulas.
fn content(cell: Open) -> Option<Content> {
    let Open { kind, value, text, .. } = cell;
    let text_or = |value: String| if value.is_empty() { text.clone() } else { value };
    let text = match kind.as_str() {
        "float" | "percentage" | "currency" => match value.parse() {
            Ok(number) if !is_error(&text) => return Some(Content::Number(number)),
            _ => return None,
        },
        "date" => {
            let value = text_or(value);
            value.strip_suffix("T00:00:00").map(str::to_owned).unwrap_or(value)
        }
        "time" => moment::iso_duration(&value).unwrap_or(text),
        "boolean" => text_or(value),
        _ if is_error(&text) => return None,
        _ => text_or(value),
    };
    (!text.is_empty()).then_some(Content::Text(text))
}

/// `#N/A`, `#DIV/0!`, `#NAME?`, `Err:502`.
fn is_error(text: &str) -> bool {
    text == "#N/A" || (text.starts_with('#') && text.ends_with(['!', '?'])) || text.starts_with("Err:")
}

fn attribute(start: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let attribute = start.try_get_attribute(name).ok()??;
    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// A character by its number or one of the five names that XML knows; any other name stands for nothing.
fn resolved(reference: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    let name = reference.decode().unwrap_or_default();
    quick_xml::escape::resolve_predefined_entity(&name).unwrap_or_default().to_owned()
}
