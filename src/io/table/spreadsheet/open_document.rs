//! Spreadsheets of LibreOffice (ODS), cell by cell. Layout: OASIS OpenDocument 1.3, part 3, chapter 9.
//!
//! Rows and cells may say that they repeat a million times; only what holds something is written out.

use std::collections::HashSet;
use std::fs::File;

use zip::ZipArchive;
use zip::read::ZipFile;

use crate::io::source::Source;
use crate::job::Feedback;
use crate::model::{Error, Result};

use super::SheetName;
use super::document_rows::Reading;
use super::pieces::{Attributes, Fault, Piece, Pieces, resolved};
use super::sheet::SheetWriter;

/// Sheets beyond which a file says nothing any more.
const MAX_SHEETS: usize = 1_000;

/// The content may grow by this factor over the file, and by a fixed amount.
const MAX_RATIO: u64 = 100;
const FREE_BYTES: u64 = 64 << 20;

const PIECES_BETWEEN_CHECKS: u32 = 1 << 16;

/// A spreadsheet that has been looked into.
pub(super) struct OpenDocument {
    pub sheets: Vec<SheetName>,
    source: Source,
    feedback: Feedback,
}

impl OpenDocument {
    pub fn open(source: &Source, feedback: &Feedback) -> Result<Self> {
        let mut document = Self { sheets: Vec::new(), source: source.clone(), feedback: feedback.clone() };
        document.sheets = document.list()?;
        Ok(document)
    }

    fn damaged(&self) -> Error {
        Error::DamagedFile { path: self.source.shown.clone() }
    }

    /// Hands the content out in pieces.
    fn content<T>(&self, take: impl FnOnce(&mut Content<'_>) -> std::result::Result<T, Stop>) -> Result<T> {
        let file = File::open(&self.source.path).map_err(|_| self.damaged())?;
        let n_bytes = file.metadata().map_or(0, |metadata| metadata.len());
        let limit = FREE_BYTES + n_bytes.saturating_mul(MAX_RATIO);
        let mut archive = ZipArchive::new(file).map_err(|_| self.damaged())?;
        let content = archive.by_name("content.xml").map_err(|_| self.damaged())?;
        take(&mut Pieces::new(content, limit)).map_err(|stop| match stop {
            Stop::Fault(Fault::Broken) => self.damaged(),
            Stop::Fault(Fault::TooMuch) => {
                Error::UnpacksTooLarge { path: self.source.shown.clone(), limit_mb: limit >> 20 }
            }
            Stop::Error(error) => error,
        })
    }

    fn list(&self) -> Result<Vec<SheetName>> {
        self.content(|pieces| {
            let mut sheets = Vec::new();
            let mut hidden_styles = HashSet::new();
            let mut style = String::new();
            while let Some(piece) = pieces.next()? {
                let Piece::Start { name, written, attributes, is_end } = piece else {
                    if piece == CONTENT_END {
                        return Ok(sheets);
                    }
                    continue;
                };
                let value = |name: &[u8]| value_of(attributes, name).unwrap_or_default();
                match name {
                    b"style" => style = value(b"style:name"),
                    b"table-properties" if value(b"table:display") == "false" => {
                        hidden_styles.insert(style.clone());
                    }
                    b"table" => {
                        if sheets.len() < MAX_SHEETS {
                            let is_hidden = hidden_styles.contains(&value(b"table:style-name"));
                            sheets.push(SheetName { name: value(b"table:name"), is_hidden });
                        }
                        if !is_end {
                            let end = end_of(written);
                            self.skip(&end, pieces)?;
                        }
                    }
                    _ => {}
                }
            }
            Err(Stop::Fault(Fault::Broken))
        })
    }

    pub fn read(&self, index: usize, into: &mut SheetWriter<'_>) -> Result<()> {
        self.content(|pieces| {
            let mut n_before = 0;
            while let Some(piece) = pieces.next()? {
                match piece {
                    Piece::Start { name: b"table", written, is_end, .. } => {
                        n_before += 1;
                        match (n_before > index, is_end) {
                            (true, true) => return Ok(()),
                            (true, false) => return self.rows(pieces, into),
                            (false, true) => {}
                            (false, false) => {
                                let end = end_of(written);
                                self.skip(&end, pieces)?;
                            }
                        }
                    }
                    CONTENT_END => return Ok(()),
                    _ => {}
                }
            }
            Err(Stop::Fault(Fault::Broken))
        })
    }

    fn skip(&self, end: &[u8], pieces: &mut Content<'_>) -> std::result::Result<(), Stop> {
        pieces.skip_past(end)?;
        Ok(self.feedback.check().map_err(Error::from)?)
    }

    /// Reads the sheet whose beginning was passed.
    fn rows(&self, pieces: &mut Content<'_>, into: &mut SheetWriter<'_>) -> std::result::Result<(), Stop> {
        let mut state = Reading::default();
        let mut n_pieces = 0u32;
        while let Some(piece) = pieces.next()? {
            n_pieces = n_pieces.wrapping_add(1);
            if n_pieces.is_multiple_of(PIECES_BETWEEN_CHECKS) {
                self.feedback.check().map_err(Error::from)?;
            }
            if !state.take(&piece, into)? {
                return Ok(());
            }
        }
        Err(Stop::Fault(Fault::Broken))
    }
}

type Content<'a> = Pieces<ZipFile<'a, File>>;

const CONTENT_END: Piece<'_> = Piece::End { name: b"document-content" };

/// Why the content was not read to its end.
enum Stop {
    Fault(Fault),
    Error(Error),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// `</table:table>` for `table:table`.
fn end_of(written: &[u8]) -> Vec<u8> {
    [b"</", written, b">"].concat()
}

fn value_of(mut attributes: Attributes<'_>, wanted: &[u8]) -> Option<String> {
    attributes.find(|(name, _)| *name == wanted).map(|(_, value)| resolved(value).into_owned())
}
