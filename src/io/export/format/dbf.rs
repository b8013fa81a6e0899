//! dBASE III tables, the fields of a Shapefile. Texts are UTF-8 and figures as exact as in CSV.

use std::io::{self, Write};

use super::names::{prefix, shortened};
use crate::io::export::columns::Kind;
use crate::io::export::list::{List, Records, Value};
use crate::job::Feedback;

/// Longest text, in bytes.
const MAX_TEXT: usize = 254;
/// Longest name of a field, in bytes.
const MAX_NAME: usize = 10;
/// Figures are given the room and the decimals that GDAL gives to 64-bit numbers.
const NUMBER: (u8, u8) = (24, 15);
/// `2026-11-22T08:00:00+07:00`
const TIME_LEN: u8 = 25;

/// The fields of a table, wide enough for all of its values.
pub(super) struct Fields {
    /// Short names, in the order of the list's columns.
    pub names: Vec<String>,
    kinds: Vec<Kind>,
    widths: Vec<u8>,
    /// Texts longer than a field can be.
    pub n_cut: u64,
}

impl Fields {
    /// Looks at all rows, since a field has one width.
    pub fn measure(list: &List<'_>, feedback: &Feedback) -> io::Result<Self> {
        let kinds: Vec<Kind> = list.columns.iter().map(|column| column.kind).collect();
        let names: Vec<&str> = list.columns.iter().map(|column| column.name.as_str()).collect();
        let mut longest = vec![0; kinds.len()];
        let mut n_cut = 0;
        list.each_part(
            feedback,
            |records| lengths(&records, &kinds),
            |(part, n)| {
                longest.iter_mut().zip(part).for_each(|(longest, len)| *longest = len.max(*longest));
                n_cut += n;
                Ok(())
            },
        )?;
        let width = |(kind, longest): (&Kind, &usize)| match kind {
            Kind::Text | Kind::Integer => u8::try_from((*longest).clamp(1, MAX_TEXT)).unwrap_or(u8::MAX),
            Kind::Decimal => NUMBER.0,
            Kind::Time => TIME_LEN,
            Kind::Truth => 1,
        };
        let widths = kinds.iter().zip(&longest).map(width).collect();
        Ok(Self { names: shortened(&names, MAX_NAME), kinds, widths, n_cut })
    }

    /// Bytes of a record with the mark before it.
    pub fn record_len(&self) -> usize {
        1 + self.widths.iter().map(|width| usize::from(*width)).sum::<usize>()
    }

    fn header_len(&self) -> usize {
        32 * (self.names.len() + 1) + 1
    }

    /// Whether the format's own counts can hold the table.
    pub fn fits(&self) -> bool {
        self.record_len() <= usize::from(u16::MAX) && self.header_len() <= usize::from(u16::MAX)
    }

    /// `date`: year, month and day of the last change.
    pub fn write_header(&self, n_rows: u32, date: (i16, i8, i8), out: &mut dyn Write) -> io::Result<()> {
        let short = |n: usize| u16::try_from(n).unwrap_or(u16::MAX).to_le_bytes();
        let byte = |n: i16| u8::try_from(n).unwrap_or_default();
        out.write_all(&[3, byte(date.0 - 1900), byte(date.1.into()), byte(date.2.into())])?;
        out.write_all(&n_rows.to_le_bytes())?;
        out.write_all(&short(self.header_len()))?;
        out.write_all(&short(self.record_len()))?;
        out.write_all(&[0; 20])?;
        for ((name, kind), width) in self.names.iter().zip(&self.kinds).zip(&self.widths) {
            let mut field = name.as_bytes().to_vec();
            field.resize(11, 0);
            let (sign, decimals) = match kind {
                Kind::Text | Kind::Time => (b'C', 0),
                Kind::Integer => (b'N', 0),
                Kind::Decimal => (b'N', NUMBER.1),
                Kind::Truth => (b'L', 0),
            };
            field.extend_from_slice(&[sign, 0, 0, 0, 0, *width, decimals]);
            field.resize(32, 0);
            out.write_all(&field)?;
        }
        out.write_all(b"\r")
    }

    pub fn add_record(&self, row: &[Value], out: &mut Vec<u8>) {
        out.push(b' ');
        for ((value, kind), width) in row.iter().zip(&self.kinds).zip(&self.widths) {
            let width = usize::from(*width);
            let text = text_of(value, *kind);
            let text = prefix(&text, width);
            let pad = || std::iter::repeat_n(b' ', width - text.len());
            if matches!(kind, Kind::Integer | Kind::Decimal) {
                out.extend(pad());
                out.extend_from_slice(text.as_bytes());
            } else {
                out.extend_from_slice(text.as_bytes());
                out.extend(pad());
            }
        }
    }
}

/// Longest text of each column in bytes, and how many texts have to be cut.
fn lengths(records: &Records<'_>, kinds: &[Kind]) -> (Vec<usize>, u64) {
    let (mut longest, mut n_cut) = (vec![0; kinds.len()], 0);
    for (row, _) in records.rows() {
        for ((value, kind), longest) in row.iter().zip(kinds).zip(&mut longest) {
            if matches!(kind, Kind::Text | Kind::Integer) {
                let len = text_of(value, *kind).len();
                n_cut += u64::from(len > MAX_TEXT);
                *longest = len.max(*longest);
            }
        }
    }
    (longest, n_cut)
}

/// A value as a field shows it. What a spreadsheet could take for a formula has an apostrophe before it.
fn text_of(value: &Value, kind: Kind) -> String {
    let text = value.text();
    match kind {
        _ if value.is_empty() => String::new(),
        Kind::Truth => if *value == Value::Integer(1) { "T" } else { "F" }.to_owned(),
        Kind::Text if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{text}"),
        // Very small figures have more digits than a field; with an exponent they are as exact.
        Kind::Decimal if text.len() > usize::from(NUMBER.0) => format!("{:e}", value.number().unwrap_or_default()),
        _ => text.into_owned(),
    }
}
