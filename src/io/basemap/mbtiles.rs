//! MBTiles 1.3: tiles in one SQLite table, rows counted from the south.

use std::path::Path;
use std::sync::Mutex;

use rusqlite::{Connection, OpenFlags};

use super::{DEEPEST, LARGEST_TILE, TileKind, no_pictures, unreadable};
use crate::model::Result;

#[derive(Debug)]
pub struct MbTiles {
    connection: Mutex<Connection>,
}

impl MbTiles {
    /// The tiles, their least and greatest zoom, whom to name, and what the tiles are.
    pub fn open(path: &Path) -> Result<(Self, (u8, u8), String, TileKind)> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(|e| unreadable(path, &e))?;
        let fact = |name: &str| {
            let query = "SELECT value FROM metadata WHERE name = ?1";
            connection.query_row(query, [name], |row| row.get::<_, String>(0)).ok()
        };
        let format = fact("format").unwrap_or_default();
        let kind = match format.as_str() {
            "" | "png" | "jpg" | "jpeg" => TileKind::Pictures,
            "pbf" | "mvt" => TileKind::Vectors,
            _ => return Err(no_pictures(path)),
        };
        let zooms = "SELECT min(zoom_level), max(zoom_level) FROM tiles";
        let zooms: (Option<u8>, Option<u8>) =
            connection.query_row(zooms, [], |row| Ok((row.get(0)?, row.get(1)?))).map_err(|_| no_pictures(path))?;
        let (Some(least), Some(greatest)) = zooms else { return Err(no_pictures(path)) };
        let attribution = fact("attribution").unwrap_or_default();
        let tiles = Self { connection: Mutex::new(connection) };
        Ok((tiles, (least, greatest.min(DEEPEST)), attribution, kind))
    }

    pub fn tile(&self, zoom: u8, x: u32, y: u32) -> Option<Vec<u8>> {
        let from_south = (1u32 << zoom).checked_sub(y + 1)?;
        let connection = self.connection.lock().ok()?;
        let query = "SELECT tile_data FROM tiles WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3 \
                     AND length(tile_data) <= ?4";
        let mut statement = connection.prepare(query).ok()?;
        let largest = i64::try_from(LARGEST_TILE).ok()?;
        statement.query_row((zoom, x, from_south, largest), |row| row.get(0)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::super::BaseMap;
    use super::*;
    use crate::model::Error;

    fn written(format: &str) -> tempfile::TempPath {
        let path = tempfile::NamedTempFile::new().unwrap().into_temp_path();
        let connection = Connection::open(&path).unwrap();
        let schema = "CREATE TABLE metadata (name TEXT, value TEXT);
             CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);
             INSERT INTO metadata VALUES ('attribution', '<b>Một nguồn</b>');
             INSERT INTO tiles VALUES (2, 3, 0, x'01'), (4, 1, 15, x'02');";
        connection.execute_batch(schema).unwrap();
        connection.execute("INSERT INTO metadata VALUES ('format', ?1)", [format]).unwrap();
        path
    }

    #[test]
    fn rows_are_counted_from_the_south() {
        let path = written("png");
        let map = BaseMap::open(&path).unwrap();
        assert_eq!((map.zooms, map.attribution.as_str()), ((2, 4), "Một nguồn"));
        assert_eq!(map.tile(2, 3, 3), Some(vec![1]));
        assert_eq!(map.tile(4, 1, 0), Some(vec![2]));
        assert_eq!(map.tile(2, 3, 0), None);
        assert_eq!(map.tile(2, 4, 0), None);
    }

    #[test]
    fn tiles_are_pictures_or_vectors_or_refused() {
        let kind = |format| BaseMap::open(&written(format)).map(|map| map.kind);
        assert_eq!(kind("jpg"), Ok(TileKind::Pictures));
        assert_eq!(kind("pbf"), Ok(TileKind::Vectors));
        assert!(matches!(kind("webp"), Err(Error::NoPictureTiles { .. })));
    }
}
