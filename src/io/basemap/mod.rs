//! Base maps: pictures of the ground, or its shapes, in tiles (Web Mercator, z/x/y from the north-west), out of a folder, an
//! MBTiles file, a PMTiles file or, where the user has switched it on, from a server. A tile that is missing or broken is no
//! error.

mod folder;
mod mbtiles;
mod online;
mod pmtiles;
mod vector;

use std::path::Path;

use self::folder::FolderTiles;
use self::mbtiles::MbTiles;
use self::online::{DEEPEST_ONLINE, OnlineTiles};
pub use self::online::{Fetch, Fetched};
use self::pmtiles::PmTiles;
pub use self::vector::{Feature as TileFeature, Geometry as TileGeometry, Layer as TileLayer};
use crate::model::{Error, Result};

/// Largest tile that is read, in bytes.
pub const LARGEST_TILE: u64 = 16 << 20;

/// Deepest zoom that any archive may have.
const DEEPEST: u8 = 24;

/// What tiles hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TileKind {
    /// PNG or JPEG.
    Pictures,
    /// Vector tiles; see [`BaseMap::layers`].
    Vectors,
}

/// An open archive of tiles.
#[derive(Debug)]
pub struct BaseMap {
    tiles: Archive,
    /// Least and greatest zoom with tiles.
    pub zooms: (u8, u8),
    /// Whom to name; empty where the archive does not say.
    pub attribution: String,
    pub kind: TileKind,
}

#[derive(Debug)]
enum Archive {
    Folder(FolderTiles),
    MbTiles(MbTiles),
    PmTiles(PmTiles),
    Online(OnlineTiles),
}

impl BaseMap {
    /// Opens a folder with `z/x/y.png` or `.jpg`, an `.mbtiles` or a `.pmtiles` file.
    ///
    /// # Errors
    /// [`Error::Unreadable`] where nothing can be read, [`Error::NoPictureTiles`] where no picture tiles are in it.
    pub fn open(path: &Path) -> Result<Self> {
        if path.is_dir() {
            let (tiles, zooms) = FolderTiles::open(path)?;
            let (attribution, kind) = (String::new(), TileKind::Pictures);
            return Ok(Self { tiles: Archive::Folder(tiles), zooms, attribution, kind });
        }
        if starts_with(path, b"PMTiles")? {
            let (tiles, zooms, attribution, kind) = PmTiles::open(path)?;
            return Ok(Self { tiles: Archive::PmTiles(tiles), zooms, attribution: plain(&attribution), kind });
        }
        if starts_with(path, b"SQLite format 3\0")? {
            let (tiles, zooms, attribution, kind) = MbTiles::open(path)?;
            return Ok(Self { tiles: Archive::MbTiles(tiles), zooms, attribution: plain(&attribution), kind });
        }
        Err(no_pictures(path))
    }

    /// Pictures from an address with `{z}`, `{x}` and `{y}`, kept in a folder if there is one.
    ///
    /// # Errors
    /// [`Error::BadTileAddress`].
    pub fn online(address: &str, attribution: &str, folder: Option<&Path>, fetch: Fetch) -> Result<Self> {
        Ok(Self {
            tiles: Archive::Online(OnlineTiles::open(address, folder, fetch)?),
            zooms: (0, DEEPEST_ONLINE),
            attribution: plain(attribution),
            kind: TileKind::Pictures,
        })
    }

    /// Whether a tile that is not there now may be later.
    pub fn is_online(&self) -> bool {
        matches!(self.tiles, Archive::Online(_))
    }

    /// What lies on the ground of a vector tile; `None` where there is none.
    pub fn layers(&self, zoom: u8, x: u32, y: u32) -> Option<Vec<TileLayer>> {
        (self.kind == TileKind::Vectors).then(|| self.tile(zoom, x, y)).flatten().map(|bytes| vector::layers(&bytes))
    }

    /// The bytes of a tile: a picture (PNG or JPEG) or a vector tile; `None` where there is none.
    pub fn tile(&self, zoom: u8, x: u32, y: u32) -> Option<Vec<u8>> {
        let side = 1u32.checked_shl(u32::from(zoom))?;
        if zoom > DEEPEST || x >= side || y >= side {
            return None;
        }
        match &self.tiles {
            Archive::Folder(tiles) => tiles.tile(zoom, x, y),
            Archive::MbTiles(tiles) => tiles.tile(zoom, x, y),
            Archive::PmTiles(tiles) => tiles.tile(zoom, x, y),
            Archive::Online(tiles) => tiles.tile(zoom, x, y),
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

fn unreadable(path: &Path, error: &(dyn std::error::Error + 'static)) -> Error {
    Error::unreadable(path.display(), error)
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
