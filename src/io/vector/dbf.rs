//! dBASE tables beside a Shapefile: fields as text.
//!
//! Text is decoded by the `.cpg` file, else by the language byte, else by what the bytes look like; a table of UTF-8 is
//! recognised whatever they say, since no other text looks like it by chance.

use unicode_normalization::UnicodeNormalization;

use crate::io::encoding::Encoding;
use crate::model::LayerFault;

use super::layer::Damage;
use super::text::choose;

/// A table of texts, decoded record by record: held all at once they would take many times the file.
#[derive(Default)]
pub(super) struct Dbf {
    pub names: Vec<String>,
    fields: Vec<Field>,
    encoding: Option<Encoding>,
    bytes: Vec<u8>,
    header_len: usize,
    record_len: usize,
    n_records: usize,
}

/// What the table says of a shape.
pub(super) enum Row {
    /// Names and values.
    Fields(Vec<(String, String)>),
    /// A record that was deleted stays in the file until the table is packed.
    Deleted,
    /// The table ends before.
    Beyond,
}

struct Field {
    name: Vec<u8>,
    kind: u8,
    start: usize,
    len: usize,
}

/// First byte of a record that was deleted.
const DELETED: u8 = b'*';

const FIELD_BYTES: usize = 32;
/// Fields and cells that a file can hold.
const MAX_FIELDS: usize = 2048;
const MAX_CELLS: usize = 20_000_000;

impl Dbf {
    /// Takes a whole file.
    pub fn of(bytes: Vec<u8>, code_page: Option<&str>) -> Result<Self, Damage> {
        let truncated = || Damage::whole(LayerFault::Truncated);
        let header = bytes.get(..FIELD_BYTES).ok_or_else(truncated)?;
        let short = |at: usize| header.get(at..at + 2).and_then(|b| b.try_into().ok()).map_or(0, u16::from_le_bytes);
        let announced = header.get(4..8).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes) as usize;
        let (header_len, record_len) = (usize::from(short(8)), usize::from(short(10)));
        let fields = fields(bytes.get(FIELD_BYTES..header_len).ok_or_else(truncated)?);
        if fields.is_empty() || record_len == 0 {
            return Ok(Self::default());
        }
        if fields.len() > MAX_FIELDS || fields.iter().any(|f| f.start + f.len > record_len) {
            return Err(Damage::whole(LayerFault::Structure));
        }
        let data = bytes.get(header_len..).unwrap_or_default();
        // The last record may lack the mark that ends the file, but no byte of its own.
        let n_records = announced.min(data.len() / record_len);
        if n_records < announced {
            return Err(Damage::in_feature(LayerFault::Truncated, n_records));
        }
        if n_records.saturating_mul(fields.len()) > MAX_CELLS {
            return Err(Damage::whole(LayerFault::TooLarge));
        }
        let records = || data.chunks_exact(record_len).take(n_records);
        let cells = || records().flat_map(|record| fields.iter().filter_map(|f| f.text(record)));
        let names = fields.iter().map(|f| f.name.as_slice());
        let encoding = choose(code_page, header.get(29).copied().unwrap_or(0), || cells().chain(names.clone()));
        // A name cut at ten bytes may end within a letter.
        let names = names.map(|name| clean(&encoding.decode(name)).trim_end_matches('\u{fffd}').to_owned()).collect();
        Ok(Self { names, fields, encoding: Some(encoding), bytes, header_len, record_len, n_records })
    }

    /// How its texts are written; empty for a table without fields.
    pub fn encoding_name(&self) -> String {
        self.encoding.map(|encoding| encoding.name().to_owned()).unwrap_or_default()
    }

    /// The record of a shape; `index` counts from 0.
    pub fn row(&self, index: usize) -> Row {
        let start = self.header_len + index.min(self.n_records) * self.record_len;
        let (Some(encoding), true) = (self.encoding, index < self.n_records) else { return Row::Beyond };
        let record = self.bytes.get(start..start + self.record_len).unwrap_or_default();
        if record.first() == Some(&DELETED) {
            return Row::Deleted;
        }
        let values = self.fields.iter().map(|field| field.value(record, encoding));
        Row::Fields(self.names.iter().cloned().zip(values).collect())
    }
}

fn fields(mut bytes: &[u8]) -> Vec<Field> {
    let mut fields = Vec::new();
    // The first byte of a record marks it as deleted.
    let mut start = 1;
    while let Some((field, rest)) =
        bytes.split_at_checked(FIELD_BYTES).filter(|(field, _)| field.first() != Some(&0x0d))
    {
        let name = field.get(..11).unwrap_or_default();
        let name = name.split(|b| *b == 0).next().unwrap_or_default();
        let (kind, len) = (field.get(11).copied().unwrap_or(0), field.get(16).copied().unwrap_or(0));
        fields.push(Field { name: name.trim_ascii().to_owned(), kind, start, len: usize::from(len) });
        start += usize::from(len);
        bytes = rest;
    }
    fields
}

impl Field {
    fn bytes<'a>(&self, record: &'a [u8]) -> &'a [u8] {
        let cell = record.get(self.start..self.start + self.len).unwrap_or_default();
        // Programs pad with blanks or with zeros.
        let end = cell.iter().rposition(|b| !matches!(b, 0 | b' ')).map_or(0, |last| last + 1);
        cell.get(..end).unwrap_or_default().trim_ascii_start()
    }

    fn text<'a>(&self, record: &'a [u8]) -> Option<&'a [u8]> {
        (self.kind == b'C').then(|| self.bytes(record))
    }

    fn value(&self, record: &[u8], encoding: Encoding) -> String {
        let bytes = self.bytes(record);
        match self.kind {
            b'C' => clean(&encoding.decode(bytes)),
            b'N' | b'F' => number(&String::from_utf8_lossy(bytes)),
            b'D' => date(bytes),
            b'L' => match bytes.first() {
                Some(b'T' | b't' | b'Y' | b'y') => "true".to_owned(),
                Some(b'F' | b'f' | b'N' | b'n') => "false".to_owned(),
                _ => String::new(),
            },
            // Memos lie in another file, the rest is binary.
            _ => String::new(),
        }
    }
}

fn clean(text: &str) -> String {
    text.split('\0').next().unwrap_or_default().trim().nfc().collect()
}

/// `49.810000` is 49.81; stars fill a cell whose number did not fit.
fn number(text: &str) -> String {
    if text.contains('*') {
        return String::new();
    }
    match text.split_once('.') {
        Some((whole, decimals)) if decimals.bytes().all(|b| b.is_ascii_digit()) => {
            let decimals = decimals.trim_end_matches('0');
            if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") }
        }
        _ => text.to_owned(),
    }
}

fn date(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) => {
            format!("{}-{}-{}", text.get(..4).unwrap_or(""), text.get(4..6).unwrap_or(""), text.get(6..).unwrap_or(""))
        }
        _ => String::new(),
    }
}
