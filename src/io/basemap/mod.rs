//! Base maps: pictures of the ground in tiles (Web Mercator, z/x/y from the north-west), out of a folder, an MBTiles file
//! or a PMTiles file. Nothing here goes to a network, and a tile that is missing or broken is no error.

mod folder;
mod mbtiles;
mod pmtiles;

use std::path::Path;

use self::folder::FolderTiles;
use self::mbtiles::MbTiles;
use self::pmtiles::PmTiles;
use crate::model::{Error, Result};

/// Largest tile that is read, in bytes.
const LARGEST_TILE: u64 = 16 << 20;

/// Deepest zoom that any archive may have.
const DEEPEST: u8 = 24;

/// An open archive of tiles.
#[derive(Debug)]
pub struct BaseMap {
    tiles: Archive,
    /// Least and greatest zoom with tiles.
    pub zooms: (u8, u8),
    /// Whom to name; empty where the archive does not say.
    pub attribution: String,
}

#[derive(Debug)]
enum Archive {
    Folder(FolderTiles),
    MbTiles(MbTiles),
    PmTiles(PmTiles),
}

impl BaseMap {
    /// Opens a folder with `z/x/y.png` or `.jpg`, an `.mbtiles` or a `.pmtiles` file.
    ///
    /// # Errors
    /// [`Error::Unreadable`] where nothing can be read, [`Error::NoPictureTiles`] where no picture tiles are in it.
    pub fn open(path: &Path) -> Result<Self> {
        if path.is_dir() {
            let (tiles, zooms) = FolderTiles::open(path)?;
            return Ok(Self { tiles: Archive::Folder(tiles), zooms, attribution: String::new() });
        }
        if starts_with(path, b"PMTiles")? {
            let (tiles, zooms, attribution) = PmTiles::open(path)?;
            return Ok(Self { tiles: Archive::PmTiles(tiles), zooms, attribution: plain(&attribution) });
        }
        if starts_with(path, b"SQLite format 3\0")? {
            let (tiles, zooms, attribution) = MbTiles::open(path)?;
            return Ok(Self { tiles: Archive::MbTiles(tiles), zooms, attribution: plain(&attribution) });
        }
        Err(no_pictures(path))
    }

    /// The bytes of a picture (PNG or JPEG); `None` where there is none.
    pub fn tile(&self, zoom: u8, x: u32, y: u32) -> Option<Vec<u8>> {
        let side = 1u32.checked_shl(u32::from(zoom))?;
        if zoom > DEEPEST || x >= side || y >= side {
            return None;
        }
        match &self.tiles {
            Archive::Folder(tiles) => tiles.tile(zoom, x, y),
            Archive::MbTiles(tiles) => tiles.tile(zoom, x, y),
            Archive::PmTiles(tiles) => tiles.tile(zoom, x, y),
        }
    }
}

fn starts_with(path: &Path, magic: &[u8]) -> Result<bool> {
    use std::io::Read;
    let mut begin = Vec::new();
    let file = std::fs::File::open(path).map_err(|e| unreadable(path, &e))?;
    file.take(magic.len() as u64).read_to_end(&mut begin).map_err(|e| unreadable(path, &e))?;
    Ok(begin == magic)
}

fn unreadable(path: &Path, reason: &impl ToString) -> Error {
    Error::Unreadable { path: path.display().to_string(), reason: reason.to_string() }
}

fn no_pictures(path: &Path) -> Error {
    Error::NoPictureTiles { path: path.display().to_string() }
}

/// Attributions are often written in HTML.
fn plain(html: &str) -> String {
    let mut words = String::new();
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            c if !in_tag => words.push(c),
            _ => {}
        }
    }
    let words = words.replace("&copy;", "©").replace("&amp;", "&").replace("&quot;", "\"");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribution_is_plain_text() {
        let html = "&copy; <a href=\"https://www.openstreetmap.org/copyright\">OpenStreetMap</a>\n contributors";
        assert_eq!(plain(html), "© OpenStreetMap contributors");
        assert_eq!(plain("a < b"), "a");
    }

    #[test]
    fn what_holds_no_pictures_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "lon,lat\n").unwrap();
        assert!(matches!(BaseMap::open(&path), Err(Error::NoPictureTiles { .. })));
        assert!(matches!(BaseMap::open(folder.path()), Err(Error::NoPictureTiles { .. })));
        assert!(matches!(BaseMap::open(&folder.path().join("gone")), Err(Error::Unreadable { .. })));
    }
}
