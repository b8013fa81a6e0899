//! PMTiles version 3: one file with a directory of tiles along a Hilbert curve.
//!
//! Source: "PMTiles Version 3 Specification", Protomaps, 2022.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex};

use super::{DEEPEST, LARGEST_TILE, TileKind, no_pictures, unreadable};
use crate::model::Result;

const HEADER: usize = 127;

/// Largest directory, unpacked, in bytes.
const LARGEST_DIRECTORY: u64 = 64 << 20;

/// Directories kept in memory.
const KEPT: usize = 64;

/// Levels of directories at most.
const LEVELS: usize = 4;

const PLAIN: u8 = 1;
const GZIP: u8 = 2;
const VECTORS: u8 = 1;
const PNG: u8 = 2;
const JPEG: u8 = 3;

/// Tiles that follow each other on the curve and are one picture, or, where `run` is 0, a further directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    first: u64,
    run: u64,
    offset: u64,
    length: u64,
}

#[derive(Debug)]
pub struct PmTiles {
    file: Mutex<File>,
    root: Vec<Entry>,
    leaves_at: u64,
    tiles_at: u64,
    directories_packed: bool,
    leaves: Mutex<HashMap<u64, Arc<Vec<Entry>>>>,
}

impl PmTiles {
    /// The tiles, their least and greatest zoom, whom to name, and what the tiles are.
    pub fn open(path: &Path) -> Result<(Self, (u8, u8), String, TileKind)> {
        let mut file = File::open(path).map_err(|e| unreadable(path, &e))?;
        let mut header = [0; HEADER];
        file.read_exact(&mut header).map_err(|_| no_pictures(path))?;
        let number =
            |at: usize| header.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes);
        let byte = |at: usize| header.get(at).copied().unwrap_or_default();
        let kind = match (byte(99), byte(98)) {
            (PNG | JPEG, 0 | PLAIN) => TileKind::Pictures,
            // A vector tile tells by itself whether it is packed.
            (VECTORS, 0 | PLAIN | GZIP) => TileKind::Vectors,
            _ => return Err(no_pictures(path)),
        };
        if byte(7) != 3 {
            return Err(no_pictures(path));
        }
        let packed = byte(97) == GZIP;
        let root = read(&mut file, number(8), number(16), packed).and_then(|bytes| directory(&bytes));
        let root = root.ok_or_else(|| no_pictures(path))?;
        let facts = read(&mut file, number(24), number(32), packed).unwrap_or_default();
        let facts: serde_json::Value = serde_json::from_slice(&facts).unwrap_or_default();
        let attribution = facts.get("attribution").and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        let tiles = Self {
            file: Mutex::new(file),
            root,
            leaves_at: number(40),
            tiles_at: number(56),
            directories_packed: packed,
            leaves: Mutex::default(),
        };
        Ok((tiles, (byte(100).min(DEEPEST), byte(101).min(DEEPEST)), attribution, kind))
    }

    pub fn tile(&self, zoom: u8, x: u32, y: u32) -> Option<Vec<u8>> {
        let id = tile_id(zoom, x, y);
        let mut entry = find(&self.root, id)?;
        for _ in 0..LEVELS {
            if entry.run > 0 {
                let mut file = self.file.lock().ok()?;
                return read(&mut file, self.tiles_at.checked_add(entry.offset)?, entry.length, false);
            }
            entry = find(&self.leaf(entry)?, id)?;
        }
        None
    }

    fn leaf(&self, entry: Entry) -> Option<Arc<Vec<Entry>>> {
        let mut leaves = self.leaves.lock().ok()?;
        if let Some(known) = leaves.get(&entry.offset) {
            return Some(Arc::clone(known));
        }
        let at = self.leaves_at.checked_add(entry.offset)?;
        let bytes = read(&mut *self.file.lock().ok()?, at, entry.length, self.directories_packed)?;
        let leaf = Arc::new(directory(&bytes)?);
        if leaves.len() >= KEPT {
            leaves.clear();
        }
        leaves.insert(entry.offset, Arc::clone(&leaf));
        Some(leaf)
    }
}

/// A part of the file; `None` where it is not whole or too large.
fn read(file: &mut File, offset: u64, length: u64, packed: bool) -> Option<Vec<u8>> {
    if length > LARGEST_TILE {
        return None;
    }
    file.seek(SeekFrom::Start(offset)).ok()?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes).ok()?;
    if bytes.len() as u64 != length {
        return None;
    }
    if !packed {
        return Some(bytes);
    }
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(bytes.as_slice()).take(LARGEST_DIRECTORY).read_to_end(&mut unpacked).ok()?;
    Some(unpacked)
}

/// The entry that holds a tile, or the directory that may.
fn find(entries: &[Entry], id: u64) -> Option<Entry> {
    let after = entries.partition_point(|entry| entry.first <= id);
    let entry = *entries.get(after.checked_sub(1)?)?;
    (entry.run == 0 || id - entry.first < entry.run).then_some(entry)
}

/// Entries of a directory; `None` where it is damaged.
fn directory(bytes: &[u8]) -> Option<Vec<Entry>> {
    let mut rest = bytes;
    let n = usize::try_from(varint(&mut rest)?).ok()?;
    // Each entry takes four bytes at least.
    if n > bytes.len() / 4 + 1 {
        return None;
    }
    let mut entries = vec![Entry { first: 0, run: 0, offset: 0, length: 0 }; n];
    let mut id = 0u64;
    for entry in &mut entries {
        id = id.checked_add(varint(&mut rest)?)?;
        entry.first = id;
    }
    for entry in &mut entries {
        entry.run = varint(&mut rest)?;
    }
    for entry in &mut entries {
        entry.length = varint(&mut rest)?;
    }
    let mut end = 0u64;
    for entry in &mut entries {
        let value = varint(&mut rest)?;
        entry.offset = value.checked_sub(1).unwrap_or(end);
        end = entry.offset.checked_add(entry.length)?;
    }
    Some(entries)
}

/// A number in groups of seven bits, the lowest first.
pub(super) fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

/// Place of a tile on the curve: after all tiles of smaller zooms, then along the Hilbert curve of its own.
fn tile_id(zoom: u8, x: u32, y: u32) -> u64 {
    let before = ((1u64 << (2 * zoom)) - 1) / 3;
    let (mut x, mut y) = (u64::from(x), u64::from(y));
    let mut along = 0u64;
    let side = 1u64 << zoom;
    let mut half = side / 2;
    while half > 0 {
        let (right, below) = (u64::from(x & half > 0), u64::from(y & half > 0));
        along += half * half * ((3 * right) ^ below);
        if below == 0 {
            if right == 1 {
                (x, y) = (side - 1 - x, side - 1 - y);
            }
            std::mem::swap(&mut x, &mut y);
        }
        half /= 2;
    }
    before + along
}

#[cfg(test)]
mod tests {
    use super::super::BaseMap;
    use super::*;

    #[test]
    fn places_on_the_curve_are_those_of_the_specification() {
        // The table of the specification, and 12/3423/1763 of its reference implementation in Python.
        for (z, x, y, id) in [
            (0, 0, 0, 0),
            (1, 0, 0, 1),
            (1, 0, 1, 2),
            (1, 1, 1, 3),
            (1, 1, 0, 4),
            (2, 0, 0, 5),
            (12, 3423, 1763, 19_078_479),
        ] {
            assert_eq!(tile_id(z, x, y), id, "{z}/{x}/{y}");
        }
    }

    #[test]
    fn a_directory_is_read_as_written() {
        // Two entries: ids 5 and 9, runs 2 and 0, lengths 10 and 300, the second right after the first.
        let bytes = [2, 5, 4, 2, 0, 10, 0xac, 2, 1, 0];
        let entries = directory(&bytes).unwrap();
        let expected =
            [Entry { first: 5, run: 2, offset: 0, length: 10 }, Entry { first: 9, run: 0, offset: 10, length: 300 }];
        assert_eq!(entries, expected);
        assert_eq!(find(&entries, 6), Some(expected[0]));
        assert_eq!(find(&entries, 7), None);
        assert_eq!(find(&entries, 12), Some(expected[1]));
        assert_eq!(find(&entries, 4), None);
        for cut in 0..bytes.len() {
            assert_eq!(directory(&bytes[..cut]), None, "{cut}");
        }
    }

    #[test]
    fn a_map_of_the_world_has_its_tiles() {
        let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
        let path = &shared.join("data/pmtiles/stamen_toner_raster_z3.pmtiles");
        if !path.exists() {
            eprintln!("skipped: {} is not here", path.display());
            return;
        }
        let map = BaseMap::open(path).unwrap();
        assert_eq!(map.zooms, (0, 3));
        for zoom in 0..=3u8 {
            for x in 0..1 << zoom {
                for y in 0..1 << zoom {
                    let tile = map.tile(zoom, x, y).unwrap_or_else(|| panic!("{zoom}/{x}/{y}"));
                    assert!(tile.starts_with(b"\x89PNG"), "{zoom}/{x}/{y}");
                }
            }
        }
        assert_eq!(map.tile(4, 0, 0), None);
    }
}
