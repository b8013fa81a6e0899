//! What reading an XLS file would cost, from its records alone.
//!
//! The decoder makes a full rectangle of each sheet and a copy of each text: a few far cells or one long text named a
//! million times would take all memory. Records as in Microsoft's [MS-XLS].

use crate::io::compound::Compound;
use crate::io::source::Source;
use crate::model::{Error, Result};

/// Memory that a workbook may take.
const MAX_BYTES: u64 = 512 << 20;

/// Of one cell, value and formula.
const CELL_BYTES: u64 = 64;

/// Of one byte of a formula, which may stand for a part of a long name.
const FORMULA_BYTES: u64 = 32;

/// Records looked at, sheets that share records counted again.
const MAX_RECORDS: u64 = 40_000_000;

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;
const LOCKED: u16 = 0x002f;
const SHEET: u16 = 0x0085;
const STRINGS: u16 = 0x00fc;
const CONTINUED: u16 = 0x003c;
const FORMULA: u16 = 0x0006;
const DIMENSIONS: u16 = 0x0200;
const STRING_CELL: u16 = 0x00fd;
const MANY_NUMBERS: u16 = 0x00bd;

/// Records that begin with row and column of a cell.
const CELLS: &[u16] = &[FORMULA, 0x00bd, 0x00d6, 0x00fd, 0x0201, 0x0203, 0x0204, 0x0205, 0x027e];

/// Refuses a workbook that would not fit, and one that is locked.
pub(super) fn check(source: &Source) -> Result<()> {
    let bytes = std::fs::read(&source.path).map_err(|e| Error::unreadable(&source.shown, &e))?;
    let file = Compound::new(&bytes);
    if file.is_endless(&["Workbook", "Book"]) {
        return Err(Error::DamagedFile { path: source.shown.clone() });
    }
    let Some(stream) = file.stream("Workbook").or_else(|| file.stream("Book")) else {
        return Err(Error::DamagedFile { path: source.shown.clone() });
    };
    match cost(&stream) {
        None => Err(Error::LockedFile { path: source.shown.clone() }),
        Some(bytes) if bytes > MAX_BYTES => {
            Err(Error::SheetTooLarge { path: source.shown.clone(), limit_mb: MAX_BYTES >> 20 })
        }
        Some(_) => Ok(()),
    }
}

/// Records from a position on: type and data.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (head, rest) = self.0.split_first_chunk::<4>()?;
        let [t0, t1, l0, l1] = *head;
        let (data, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes([l0, l1])))?;
        self.0 = rest;
        Some((u16::from_le_bytes([t0, t1]), data))
    }
}

/// Bytes of memory; `None` for a locked workbook.
fn cost(stream: &[u8]) -> Option<u64> {
    let mut sheets = Vec::new();
    let mut strings: Vec<&[u8]> = Vec::new();
    let mut is_in_strings = false;
    for (kind, data) in Records(stream) {
        match kind {
            LOCKED => return None,
            SHEET => sheets.push(long(data, 0) as usize),
            STRINGS => strings.push(data),
            CONTINUED if is_in_strings => strings.push(data),
            END => break,
            _ => {}
        }
        is_in_strings = kind == STRINGS || (kind == CONTINUED && is_in_strings);
    }
    let lengths = Strings { parts: &strings, at: 8 }.lengths();
    let mut cost = 0u64;
    let mut n_records = 0;
    for sheet in sheets {
        let of_sheet = cost_of_sheet(stream.get(sheet..).unwrap_or_default(), &lengths, &mut n_records);
        cost = cost.saturating_add(of_sheet);
        if n_records > MAX_RECORDS || cost > MAX_BYTES {
            return Some(u64::MAX);
        }
    }
    Some(cost)
}

fn cost_of_sheet(stream: &[u8], strings: &[u32], n_records: &mut u64) -> u64 {
    let (mut rows, mut columns) = ((u64::MAX, 0), (u64::MAX, 0));
    let mut text_bytes = 0u64;
    let mut depth = 0usize;
    for (kind, data) in Records(stream) {
        *n_records += 1;
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            // Room is made for as many cells as are announced.
            DIMENSIONS if !is_sheet_size(data) => return u64::MAX,
            kind if CELLS.contains(&kind) => {
                let (row, column) = (u64::from(short(data, 0)), u64::from(short(data, 2)));
                let last = if kind == MANY_NUMBERS { (data.len() as u64).saturating_sub(6) / 6 } else { 0 };
                rows = (rows.0.min(row), rows.1.max(row));
                columns = (columns.0.min(column), columns.1.max(column + last));
                if kind == FORMULA {
                    text_bytes = text_bytes.saturating_add(FORMULA_BYTES * data.len() as u64);
                }
                if kind == STRING_CELL {
                    let length = strings.get(long(data, 6) as usize).copied().unwrap_or(0);
                    text_bytes = text_bytes.saturating_add(u64::from(length));
                }
            }
            _ => {}
        }
    }
    let extent = |(low, high): (u64, u64)| if low > high { 0 } else { high - low + 1 };
    (extent(rows) * extent(columns)).saturating_mul(CELL_BYTES).saturating_add(text_bytes)
}

/// Whether the announced first and last row and column, one after the last each, can be those of a sheet. Older files
/// count in words of two bytes. Nothing at all is announced with zeros.
fn is_sheet_size(data: &[u8]) -> bool {
    let word = |at| u64::from(short(data, at));
    let (rows, columns) = match data.len() {
        10 => ((word(0), word(2)), (word(4), word(6))),
        _ => ((u64::from(long(data, 0)), u64::from(long(data, 4))), (word(8), word(10))),
    };
    let is_empty = rows.1 == 0 || columns.1 == 0;
    is_empty || (rows.0 < rows.1 && rows.1 - rows.0 <= 1 << 16 && columns.1 <= 1 << 8)
}

/// The shared strings, over the records they are spread.
struct Strings<'a> {
    parts: &'a [&'a [u8]],
    at: usize,
}

impl Strings<'_> {
    /// Bytes that each string takes at most.
    fn lengths(mut self) -> Vec<u32> {
        let mut lengths = Vec::new();
        while let Some(length) = self.next_length() {
            lengths.push(length);
        }
        lengths
    }

    fn next_length(&mut self) -> Option<u32> {
        self.go_to_next_part();
        let part = self.parts.first()?;
        let head = part.get(self.at..self.at + 3)?;
        let n_characters = u32::from(short(head, 0));
        let flags = *head.get(2)?;
        self.at += 3;
        let mut skip = 0usize;
        if flags & 8 != 0 {
            skip += 4 * usize::from(short(part, self.at));
            self.at += 2;
        }
        if flags & 4 != 0 {
            skip = skip.saturating_add(long(part, self.at) as usize);
            self.at += 4;
        }
        let mut left = n_characters as usize;
        let mut width = 1 + usize::from(flags & 1);
        loop {
            let room = self.parts.first()?.len().saturating_sub(self.at) / width;
            let taken = room.min(left);
            (left, self.at) = (left - taken, self.at + taken * width);
            if left == 0 {
                break;
            }
            // A text that goes on in the next record says anew how wide its characters are.
            self.parts = self.parts.get(1..)?;
            width = 1 + usize::from(self.parts.first()?.first()? & 1);
            self.at = 1;
        }
        while skip > 0 {
            let taken = self.parts.first()?.len().saturating_sub(self.at).min(skip);
            (skip, self.at) = (skip - taken, self.at + taken);
            if skip > 0 {
                self.parts = self.parts.get(1..)?;
                self.at = 0;
            }
        }
        Some(3 * n_characters)
    }

    fn go_to_next_part(&mut self) {
        while self.parts.first().is_some_and(|part| self.at >= part.len()) {
            self.parts = self.parts.get(1..).unwrap_or_default();
            self.at = 0;
        }
    }
}

fn short(data: &[u8], at: usize) -> u16 {
    data.get(at..at + 2).and_then(|b| b.try_into().ok()).map_or(0, u16::from_le_bytes)
}

fn long(data: &[u8], at: usize) -> u32 {
    data.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
    }

    fn number(row: u16, column: u16) -> Vec<u8> {
        record(0x0203, &[&row.to_le_bytes(), &column.to_le_bytes(), [0u8; 10].as_slice()].concat())
    }

    /// A workbook whose sheets, `n` of them, are one and the same.
    fn workbook(n: usize, sheet: &[Vec<u8>]) -> Vec<u8> {
        let globals = 8 + n * 12 + 4;
        let listed = record(SHEET, &[&(globals as u32).to_le_bytes(), [0u8; 4].as_slice()].concat());
        [
            record(BEGIN, &[0; 4]),
            listed.repeat(n),
            record(END, &[]),
            record(BEGIN, &[0; 4]),
            sheet.concat(),
            record(END, &[]),
        ]
        .concat()
    }

    #[test]
    fn far_cells_cost_the_rectangle_between_them() {
        assert_eq!(cost(&workbook(1, &[number(0, 0), number(9, 4)])), Some(50 * CELL_BYTES));
        assert_eq!(cost(&workbook(1, &[number(0, 0), number(u16::MAX, 255)])), Some(u64::MAX));
        assert_eq!(cost(&workbook(3, &[number(0, 0), number(999, 9)])), Some(30_000 * CELL_BYTES));
        assert_eq!(cost(&record(LOCKED, &[])), None);
    }

    #[test]
    fn no_room_is_made_for_rows_that_no_sheet_has() {
        let announced = |rows: (u32, u32), columns: (u16, u16)| {
            let [first, last] = [rows.0, rows.1].map(u32::to_le_bytes);
            let [left, right] = [columns.0, columns.1].map(u16::to_le_bytes);
            let data = [&first[..], &last, &left, &right, &[0; 2]].concat();
            cost(&workbook(1, &[record(DIMENSIONS, &data), number(0, 0)]))
        };
        assert_eq!(announced((0, 65_536), (0, 256)), Some(CELL_BYTES));
        assert_eq!(announced((0, 0), (0, 0)), Some(CELL_BYTES));
        // The decoder subtracts the first row from the last without looking which is which.
        assert_eq!(announced((200, 100), (0, 5)), Some(u64::MAX));
        assert_eq!(announced((0, 100_000), (0, 5)), Some(u64::MAX));
        assert_eq!(announced((0, 3), (0, 60_000)), Some(u64::MAX));
        let older: Vec<u8> = [9_u16, 3, 0, 5, 0].iter().flat_map(|n| n.to_le_bytes()).collect();
        assert_eq!(cost(&workbook(1, &[record(DIMENSIONS, &older)])), Some(u64::MAX));
    }

    #[test]
    fn strings_are_measured_across_records() {
        // Two strings: "abc" in one byte each; four characters of two bytes, cut after two and going on in one byte.
        let first = [[0u8; 8].as_slice(), &[3, 0, 0], b"abc", &[4, 0, 1], &[1, 1, 1, 1]].concat();
        let second = [[0u8].as_slice(), b"xy", &[1, 0, 0], b"z"].concat();
        let lengths = Strings { parts: &[&first, &second], at: 8 }.lengths();
        assert_eq!(lengths, [9, 12, 3]);
    }
}
