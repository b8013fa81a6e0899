//! What reading a Parquet file would cost, from the headers of its pages.
//!
//! The decoder makes room for whatever size a header declares. Headers are structures of Thrift's compact protocol; only
//! their sizes and counts are looked at here.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use parquet::basic::Compression;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};

use crate::job::Feedback;
use crate::model::Result;

/// One page of one column; all columns of a row group are unpacked side by side.
const MAX_PAGE_BYTES: u64 = 128 << 20;
const MAX_BYTES_SIDE_BY_SIDE: u64 = 512 << 20;

/// A header with its statistics is far shorter.
const HEADER_BYTES: u64 = 64 << 10;

/// Structures within structures.
const MAX_DEPTH: usize = 16;

/// A footer of a thousand columns in a hundred row groups has half as many structures.
const MAX_STRUCTURES: usize = 1_000_000;

/// Bytes of a footer, and of the length and the mark behind it.
const MAX_FOOTER_BYTES: u64 = 64 << 20;
const TAIL_BYTES: u64 = 8;

/// Whether everything that the footer of a file announces is there. The decoder makes room for lists of any length before
/// it reads their first entry.
pub(super) fn is_footer_sound(file: &mut File) -> bool {
    footer(file).is_some_and(|bytes| Thrift::new(&bytes).skip(STRUCTURE, 0).is_some())
}

fn footer(file: &mut File) -> Option<Vec<u8>> {
    let tail_at = file.seek(SeekFrom::End(-(TAIL_BYTES as i64))).ok()?;
    let mut tail = [0; TAIL_BYTES as usize];
    file.read_exact(&mut tail).ok()?;
    let [a, b, c, d, ..] = tail;
    let length = u64::from(u32::from_le_bytes([a, b, c, d]));
    file.seek(SeekFrom::Start(tail_at.checked_sub(length).filter(|_| length <= MAX_FOOTER_BYTES)?)).ok()?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Whether the pages of all columns are as large as a reader can hold.
pub(super) fn fit(metadata: &ParquetMetaData, file: &mut File, feedback: &Feedback) -> Result<bool> {
    for group in metadata.row_groups() {
        let mut side_by_side = 0;
        for column in group.columns() {
            feedback.check()?;
            match largest_page(column, file) {
                Some(bytes) => side_by_side += bytes,
                None => return Ok(false),
            }
        }
        if side_by_side > MAX_BYTES_SIDE_BY_SIDE {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Bytes of the largest page of a column with its dictionary; `None` for pages that cannot be.
fn largest_page(column: &ColumnChunkMetaData, file: &mut File) -> Option<u64> {
    let (mut at, length) = column.byte_range();
    let end = at.checked_add(length)?;
    let (mut largest, mut dictionary) = (0, 0);
    while at < end {
        file.seek(SeekFrom::Start(at)).ok()?;
        let mut bytes = Vec::new();
        file.by_ref().take(HEADER_BYTES.min(end - at)).read_to_end(&mut bytes).ok()?;
        let mut thrift = Thrift::new(&bytes);
        let page = thrift.page()?;
        let header_bytes = (bytes.len() - thrift.rest.len()) as u64;
        let (unpacked, packed) = (u64::try_from(page.unpacked).ok()?, u64::try_from(page.packed).ok()?);
        if unpacked > MAX_PAGE_BYTES {
            return None;
        }
        if let Some(n_values) = page.n_dictionary_values {
            // Each value of a dictionary takes a byte at least.
            let n_values = u64::try_from(n_values).ok().filter(|n| *n <= unpacked)?;
            dictionary += unpacked + 32 * n_values;
        } else {
            largest = largest.max(unpacked);
        }
        let body = at + header_bytes;
        if matches!(column.compression(), Compression::GZIP(_)) && page.is_compressed {
            let levels = u64::try_from(page.levels).ok()?;
            file.seek(SeekFrom::Start(body.checked_add(levels)?)).ok()?;
            let source = flate2::read::MultiGzDecoder::new(file.by_ref().take(packed.saturating_sub(levels)));
            let n = std::io::copy(&mut source.take(unpacked + 1), &mut std::io::sink()).ok()?;
            if n > unpacked {
                return None;
            }
        }
        at = body.checked_add(packed)?;
    }
    Some(largest + dictionary)
}

/// What the header of a page says.
struct Page {
    unpacked: i64,
    packed: i64,
    n_dictionary_values: Option<i64>,
    /// Bytes before the compressed part.
    levels: i64,
    is_compressed: bool,
}

/// Bytes in Thrift's compact protocol.
struct Thrift<'a> {
    rest: &'a [u8],
    n_structures: usize,
}

const STOP: u8 = 0;
const TRUE: u8 = 1;
const FALSE: u8 = 2;
const STRUCTURE: u8 = 12;

impl<'a> Thrift<'a> {
    fn new(rest: &'a [u8]) -> Self {
        Self { rest, n_structures: 0 }
    }

    fn page(&mut self) -> Option<Page> {
        let mut page = Page { unpacked: -1, packed: -1, n_dictionary_values: None, levels: 0, is_compressed: true };
        self.fields(|thrift, id, kind| match (id, kind) {
            (2, 5) => thrift.integer().map(|n| page.unpacked = n),
            (3, 5) => thrift.integer().map(|n| page.packed = n),
            (7, STRUCTURE) => thrift.fields(|thrift, id, kind| match (id, kind) {
                (1, 5) => thrift.integer().map(|n| page.n_dictionary_values = Some(n)),
                _ => thrift.skip(kind, 1),
            }),
            (8, STRUCTURE) => thrift.fields(|thrift, id, kind| match (id, kind) {
                (5 | 6, 5) => thrift.integer().map(|n| page.levels += n),
                (7, FALSE) => {
                    page.is_compressed = false;
                    Some(())
                }
                _ => thrift.skip(kind, 1),
            }),
            _ => thrift.skip(kind, 1),
        })?;
        Some(page)
    }

    /// Hands out number and type of each field of a structure.
    fn fields(&mut self, mut take: impl FnMut(&mut Self, i64, u8) -> Option<()>) -> Option<()> {
        let mut id = 0i64;
        self.n_structures += 1;
        if self.n_structures > MAX_STRUCTURES {
            return None;
        }
        loop {
            let head = self.byte()?;
            let kind = head & 0x0f;
            if kind == STOP {
                return Some(());
            }
            id = match head >> 4 {
                0 => self.integer()?,
                more => id.checked_add(i64::from(more))?,
            };
            take(self, id, kind)?;
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*byte)
    }

    fn unsigned(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn integer(&mut self) -> Option<i64> {
        let number = self.unsigned()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    fn advance(&mut self, n: u64) -> Option<()> {
        self.rest = self.rest.get(usize::try_from(n).ok()?..)?;
        Some(())
    }

    fn skip(&mut self, kind: u8, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        match kind {
            TRUE | FALSE => Some(()),
            3 => self.advance(1),
            4..=6 => self.unsigned().map(drop),
            7 => self.advance(8),
            8 => {
                let n = self.unsigned()?;
                self.advance(n)
            }
            9 | 10 => {
                let head = self.byte()?;
                let n = if head >> 4 == 15 { self.unsigned()? } else { u64::from(head >> 4) };
                let kind = head & 0x0f;
                for _ in 0..n {
                    match kind {
                        TRUE | FALSE => self.advance(1)?,
                        kind => self.skip(kind, depth + 1)?,
                    }
                }
                Some(())
            }
            STRUCTURE => self.fields(|thrift, _, kind| thrift.skip(kind, depth + 1)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sizes_of_a_page_are_read() {
        // Type 0, unpacked 100, packed 60 as zigzag numbers, then a data page header with three numbers, then the stop.
        let header = [0x15, 0, 0x15, 0xc8, 1, 0x15, 120, 0x2c, 0x15, 20, 0x15, 0, 0x15, 6, 0, 0, 9, 9];
        let mut thrift = Thrift::new(&header);
        let page = thrift.page().unwrap();
        assert_eq!(
            (page.unpacked, page.packed, page.n_dictionary_values, thrift.rest),
            (100, 60, None, [9, 9].as_slice())
        );
        // Type 2 and a dictionary of 7 values.
        let header = [0x15, 4, 0x15, 40, 0x15, 40, 0x4c, 0x15, 14, 0x15, 0, 0x12, 0, 0];
        assert_eq!(Thrift::new(&header).page().unwrap().n_dictionary_values, Some(7));
    }

    #[test]
    fn headers_that_are_none_end() {
        for bytes in [&[][..], &[0x15], &[0xff; 40], &[0x8c; 40], &[0x19, 0xf5, 0xff, 0xff, 0xff, 0xff, 0x7f]] {
            assert!(Thrift::new(bytes).page().is_none(), "{bytes:?}");
        }
    }

    #[test]
    fn a_footer_that_announces_what_is_not_there_is_unsound() {
        let file_of = |footer: &[u8]| {
            let mut file = tempfile::tempfile().unwrap();
            let length = (footer.len() as u32).to_le_bytes();
            std::io::Write::write_all(&mut file, &[b"PAR1", footer, &length, b"PAR1"].concat()).unwrap();
            file
        };
        // Version 1 as field 1, an empty list of structures as field 2, no rows, no row groups.
        let sound = [0x15, 2, 0x19, 0x0c, 0x16, 0, 0x19, 0x0c, 0];
        assert!(is_footer_sound(&mut file_of(&sound)));
        // The same with 2³¹ − 1 structures in the list.
        let announcing = [0x15, 2, 0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07, 0, 0, 0];
        assert!(!is_footer_sound(&mut file_of(&announcing)));
        // Structures that are there, and too many of them.
        let countless = [[0x15u8, 2, 0x19, 0xfc].as_slice(), &[0x81, 0x89, 0x7a], &[0; 2_000_001], &[0]].concat();
        assert!(!is_footer_sound(&mut file_of(&countless)));
        assert!(!is_footer_sound(&mut file_of(&[])));
    }
}
