//! Compound files (OLE2): which of the older office formats, or which locked workbook, lies in one.
//!
//! Layout after Microsoft's [MS-CFB]: a header, sectors chained by an allocation table, a directory of named streams.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use crate::model::{Error, Result};

use super::detect::Format;

/// Marks the end of a chain; every larger number is no sector either.
const MAX_SECTOR: u32 = 0xffff_fff9;

/// Directory sectors looked at; a workbook has one or two.
const MAX_DIRECTORY_BYTES: usize = 1 << 20;

const DIRECTORY_ENTRY_BYTES: usize = 128;

/// Says what a compound file is. A workbook locked with a password is an error.
pub(super) fn format_of(path: &Path, shown: &str) -> Result<Format> {
    let names = File::open(path).and_then(|mut file| stream_names(&mut file));
    let names = names.map_err(|_| Error::DamagedFile { path: shown.to_owned() })?;
    let has = |wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
    if has("EncryptedPackage") {
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

/// Names of all streams and folders.
fn stream_names(file: &mut File) -> std::io::Result<Vec<String>> {
    let mut header = [0u8; 512];
    file.seek(SeekFrom::Start(0))?;
    file.read_exact(&mut header)?;
    let sector_bytes = 1u64 << two_bytes(&header, 30).clamp(7, 12);
    let mut names = Vec::new();
    let mut sector = four_bytes(&header, 48);
    let mut n_bytes = 0;
    while sector <= MAX_SECTOR && n_bytes < MAX_DIRECTORY_BYTES {
        let mut directory = vec![0u8; sector_bytes as usize];
        file.seek(SeekFrom::Start((u64::from(sector) + 1) * sector_bytes))?;
        file.read_exact(&mut directory)?;
        n_bytes += directory.len();
        names.extend(directory.chunks_exact(DIRECTORY_ENTRY_BYTES).filter_map(name_of));
        sector = next_sector(file, &header, sector, sector_bytes)?;
    }
    Ok(names)
}

/// The sector that follows in a chain, from the allocation table whose first 109 sectors the header lists.
fn next_sector(file: &mut File, header: &[u8], sector: u32, sector_bytes: u64) -> std::io::Result<u32> {
    let entries_in_sector = sector_bytes / 4;
    let table = u64::from(sector) / entries_in_sector;
    if table >= 109 {
        return Ok(u32::MAX);
    }
    let table_sector = four_bytes(header, 76 + 4 * table as usize);
    if table_sector > MAX_SECTOR {
        return Ok(u32::MAX);
    }
    let at = (u64::from(table_sector) + 1) * sector_bytes + u64::from(sector) % entries_in_sector * 4;
    file.seek(SeekFrom::Start(at))?;
    let mut entry = [0u8; 4];
    file.read_exact(&mut entry)?;
    Ok(u32::from_le_bytes(entry))
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
        file[76..80].copy_from_slice(&0u32.to_le_bytes());
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
    }

    #[test]
    fn a_directory_that_leads_back_to_itself_ends() {
        let mut file = compound(&["Root Entry"]);
        file[516..520].copy_from_slice(&1u32.to_le_bytes());
        assert_eq!(format(&file), Ok(Format::Other("office")));
    }
}
