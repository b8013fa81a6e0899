//! Compound files (OLE2): which of the older office formats, or which locked workbook, lies in one.
//!
//! Layout after Microsoft's [MS-CFB]: a header, sectors chained by an allocation table, a directory of named streams.

use std::path::Path;

use crate::model::{Error, Result};

use super::detect::Format;

/// Larger numbers are no sectors: the end of a chain, or no entry at all.
const MAX_SECTOR: u32 = 0xffff_fff9;

/// Allocation sectors that the header itself lists.
const LISTED_IN_HEADER: usize = 109;

const DIRECTORY_ENTRY_BYTES: usize = 128;

/// Streams below this size lie in small sectors within a stream of their own.
const SMALL_STREAM_BYTES: usize = 4096;
const SMALL_SECTOR_BYTES: usize = 64;

/// Says what a compound file is. A workbook locked with a password is an error.
pub(super) fn format_of(path: &Path, shown: &str) -> Result<Format> {
    let bytes = std::fs::read(path).map_err(|e| Error::unreadable(shown, &e))?;
    let file = Compound::new(&bytes);
    let has = |wanted: &str| file.entry(wanted).is_some();
    if file.directory.is_empty() {
        Err(Error::DamagedFile { path: shown.to_owned() })
    } else if has("EncryptedPackage") {
        Err(Error::LockedFile { path: shown.to_owned() })
    } else if has("Workbook") || has("Book") {
        Ok(Format::Xls)
    } else if has("WordDocument") {
        Ok(Format::Other("word"))
    } else if has("PowerPoint Document") {
        Ok(Format::Other("powerpoint"))
    } else {
        Ok(Format::Other("office"))
    }
}

/// The parts of a compound file. What is cut off or leads astray is missing, not an error.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector_bytes: usize,
    /// Sector that follows each sector.
    next: Vec<u32>,
    directory: Vec<u8>,
}

impl<'a> Compound<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        let sector_bytes = 1usize << two_bytes(bytes, 30).clamp(7, 12);
        let mut file = Self { bytes, sector_bytes, next: Vec::new(), directory: Vec::new() };
        file.next = file.allocation_table();
        file.directory = file.chain(four_bytes(bytes, 48));
        file
    }

    fn sector(&self, number: u32) -> &'a [u8] {
        let start = (number as usize).saturating_add(1).saturating_mul(self.sector_bytes);
        let rest = self.bytes.get(start..).unwrap_or_default();
        rest.get(..self.sector_bytes).unwrap_or(rest)
    }

    fn allocation_table(&self) -> Vec<u32> {
        let mut tables: Vec<u32> = (0..LISTED_IN_HEADER).map(|i| four_bytes(self.bytes, 76 + 4 * i)).collect();
        let mut further = four_bytes(self.bytes, 68);
        // No file has more sectors of any kind than it has bytes for.
        let n_sectors = self.bytes.len() / self.sector_bytes;
        while further <= MAX_SECTOR && tables.len() <= n_sectors + LISTED_IN_HEADER {
            let (entries, _) = self.sector(further).as_chunks::<4>();
            let Some((next, listed)) = entries.split_last() else { break };
            tables.extend(listed.iter().map(|entry| u32::from_le_bytes(*entry)));
            further = u32::from_le_bytes(*next);
        }
        let mut next = Vec::new();
        for table in tables.into_iter().filter(|table| *table <= MAX_SECTOR).take(n_sectors) {
            next.extend(self.sector(table).as_chunks::<4>().0.iter().map(|entry| u32::from_le_bytes(*entry)));
            // What the end of the file cut off reads as zeros.
            next.resize(next.len().next_multiple_of(self.sector_bytes / 4), 0);
            if next.len() > n_sectors {
                break;
            }
        }
        next
    }

    /// All bytes of a chain of sectors.
    fn chain(&self, first: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut sector = first;
        while sector <= MAX_SECTOR && bytes.len() < self.bytes.len() {
            let part = self.sector(sector);
            bytes.extend_from_slice(part);
            match self.next.get(sector as usize) {
                Some(next) if !part.is_empty() => sector = *next,
                _ => break,
            }
        }
        bytes
    }

    fn entry(&self, wanted: &str) -> Option<&[u8]> {
        let mut entries = self.directory.chunks_exact(DIRECTORY_ENTRY_BYTES);
        entries.find(|entry| name_of(entry).is_some_and(|name| name.eq_ignore_ascii_case(wanted)))
    }

    /// Whether a chain that leads to one of these streams never ends: a decoder would follow it for ever.
    pub fn is_endless(&self, names: &[&str]) -> bool {
        let entries = self.directory.chunks_exact(DIRECTORY_ENTRY_BYTES);
        let wanted = entries.filter(|entry| {
            name_of(entry).is_some_and(|name| names.iter().any(|wanted| name.eq_ignore_ascii_case(wanted)))
        });
        let starts: Vec<u32> = wanted.map(|entry| four_bytes(entry, 116)).collect();
        let small: Vec<u32> = self
            .chain(four_bytes(self.bytes, 60))
            .as_chunks::<4>()
            .0
            .iter()
            .map(|entry| u32::from_le_bytes(*entry))
            .collect();
        // Directory, and table and container of the small sectors, where there are any.
        let own = [four_bytes(self.bytes, 48), four_bytes(self.bytes, 60), four_bytes(&self.directory, 116)];
        let n_own = if four_bytes(self.bytes, 64) == 0 { 1 } else { own.len() };
        own.iter().take(n_own).chain(&starts).any(|first| never_ends(*first, &self.next))
            || starts.iter().any(|first| never_ends(*first, &small))
    }

    /// The bytes of a stream.
    pub fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entry(name)?;
        let (first, size) = (four_bytes(entry, 116), four_bytes(entry, 120) as usize);
        let mut bytes = if size < SMALL_STREAM_BYTES { self.small_chain(first) } else { self.chain(first) };
        bytes.truncate(size);
        Some(bytes)
    }

    fn small_chain(&self, first: u32) -> Vec<u8> {
        let root = self.directory.get(..DIRECTORY_ENTRY_BYTES).unwrap_or_default();
        let container = self.chain(four_bytes(root, 116));
        let table = self.chain(four_bytes(self.bytes, 60));
        let mut bytes = Vec::new();
        let mut sector = first;
        while sector <= MAX_SECTOR && bytes.len() < SMALL_STREAM_BYTES {
            let start = sector as usize * SMALL_SECTOR_BYTES;
            let Some(part) = container.get(start..(start + SMALL_SECTOR_BYTES).min(container.len())) else { break };
            bytes.extend_from_slice(part);
            sector = four_bytes(&table, 4 * sector as usize);
        }
        bytes
    }
}

/// Whether a chain comes back to where it was.
fn never_ends(first: u32, next: &[u32]) -> bool {
    let mut sector = first;
    for _ in 0..=next.len() {
        match next.get(sector as usize) {
            Some(following) => sector = *following,
            None => return false,
        }
    }
    true
}

fn name_of(entry: &[u8]) -> Option<String> {
    let n_bytes = usize::from(two_bytes(entry, 64));
    let text = entry.get(..n_bytes.checked_sub(2)?.min(64))?;
    let units: Vec<u16> = text.chunks_exact(2).map(|unit| two_bytes(unit, 0)).collect();
    Some(String::from_utf16_lossy(&units))
}

fn two_bytes(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map_or(0, u16::from_le_bytes)
}

fn four_bytes(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(u32::MAX, u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A compound file of 512-byte sectors: allocation table in sector 0, directory in sector 1.
    fn compound(names: &[&str]) -> Vec<u8> {
        let mut file = vec![0u8; 512 * 3];
        file[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
        file[30] = 9;
        file[48..52].copy_from_slice(&1u32.to_le_bytes());
        file[68..72].copy_from_slice(&u32::MAX.to_le_bytes());
        file[80..512].fill(0xff);
        file[516..520].copy_from_slice(&0xffff_fffeu32.to_le_bytes());
        for (i, name) in names.iter().enumerate() {
            let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let at = 1024 + 128 * i;
            file[at..at + units.len()].copy_from_slice(&units);
            file[at + 64] = units.len() as u8 + 2;
        }
        file
    }

    fn format(bytes: &[u8]) -> Result<Format> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        format_of(file.path(), "f")
    }

    #[test]
    fn what_lies_in_a_compound_file_is_named() {
        assert_eq!(format(&compound(&["Root Entry", "Workbook"])), Ok(Format::Xls));
        assert_eq!(format(&compound(&["Root Entry", "WordDocument"])), Ok(Format::Other("word")));
        let locked = format(&compound(&["Root Entry", "EncryptionInfo", "EncryptedPackage"]));
        assert!(matches!(locked, Err(Error::LockedFile { .. })));
        assert!(matches!(format(&compound(&["Book"])[..700]), Err(Error::DamagedFile { .. })));
        assert!(matches!(format(b"\xd0\xcf\x11\xe0"), Err(Error::DamagedFile { .. })));
    }

    #[test]
    fn a_directory_that_leads_back_to_itself_ends() {
        let mut file = compound(&["Root Entry"]);
        file[516..520].copy_from_slice(&1u32.to_le_bytes());
        assert_eq!(format(&file), Ok(Format::Other("office")));
    }

    #[test]
    fn chains_that_never_end_are_seen() {
        let first_of_book = |first: u32, next: u32| {
            let mut file = compound(&["Root Entry", "Workbook"]);
            file[520..524].copy_from_slice(&next.to_le_bytes());
            file[1024 + 128 + 116..][..4].copy_from_slice(&first.to_le_bytes());
            file[60..64].copy_from_slice(&u32::MAX.to_le_bytes());
            file[1024 + 116..][..4].copy_from_slice(&u32::MAX.to_le_bytes());
            Compound::new(&file).is_endless(&["workbook"])
        };
        assert!(!first_of_book(2, 0xffff_fffe));
        assert!(first_of_book(2, 2));
        let mut directory = compound(&["Root Entry"]);
        directory[516..520].copy_from_slice(&1u32.to_le_bytes());
        assert!(Compound::new(&directory).is_endless(&["Workbook"]));
    }
}
