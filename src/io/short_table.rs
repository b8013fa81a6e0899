//! A short table as text, whatever its format: decisions of a person, not measurements.

use std::io::Read;

use super::ReadOptions;
use super::detect::Format;
use super::encoding::{Encoding, decode_prefix};
use super::source::Source;
use super::table::transcribe::transcribe;
use crate::job::Feedback;
use crate::model::{Error, Result};

/// What is longer is no list that a person keeps.
const MAX_BYTES: u64 = 64 << 20;

/// What may stand between the columns of such a table.
pub(super) const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The table as UTF-8 text with a line for each row.
pub(super) fn short_table_text(source: &Source, feedback: &Feedback) -> Result<String> {
    let unreadable = |e: std::io::Error| Error::unreadable(&source.shown, &e);
    let mut bytes = Vec::new();
    match source.format()? {
        Format::Text(_) => {
            let (opened, _) = source.open(feedback)?;
            bytes.extend_from_slice(&opened.prefix);
            opened.rest.take(MAX_BYTES).read_to_end(&mut bytes).map_err(unreadable)?;
            bytes = decode_prefix(&bytes, Encoding::of(bytes.get(..bytes.len().min(1 << 20)).unwrap_or_default()));
        }
        format => {
            let table = transcribe(source, format, &ReadOptions::default(), feedback);
            let table = table.map_err(|error| match error {
                Error::NoPoints { path } => Error::NoTable { path },
                error => error,
            })?;
            table.transcript.take(MAX_BYTES).read_to_end(&mut bytes).map_err(unreadable)?;
        }
    }
    Ok(String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned())
}
