//! Outlines that lie around the zones, as a layer of polygons that other programs show too. Its table is made when the
//! first outline comes: a program that does not know it passes over the file, and a project without it lacks nothing.

use std::sync::Arc;

use rusqlite::{Connection, params};

use super::{Store, shape};
use crate::model::{Outline, Result};

pub const TABLE: &str = "neighbours";

const CREATE: &str = "CREATE TABLE IF NOT EXISTS neighbours (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, \
    geom MULTIPOLYGON, context_file INTEGER NOT NULL, zone_id TEXT NOT NULL, name TEXT NOT NULL)";

/// Whether a project has the table.
pub fn is_in(database: &Connection) -> rusqlite::Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1)";
    database.query_row(query, [TABLE], |row| row.get(0))
}

impl Store {
    /// Makes the table where it is missing.
    pub(super) fn make_neighbours(&self) -> Result<()> {
        self.database.execute_batch(CREATE).map_err(self.failed())
    }

    pub(super) fn put_neighbours(&self, file: i64, outlines: &[Outline]) -> Result<()> {
        self.make_neighbours()?;
        let failed = self.failed();
        let put = "INSERT INTO neighbours (geom, context_file, zone_id, name) VALUES (?1, ?2, ?3, ?4)";
        let mut put = self.database.prepare(put).map_err(failed)?;
        let put_one = |outline: &Outline| {
            put.execute(params![shape::multipolygon(&outline.shape), file, outline.id, outline.name]).map(drop)
        };
        outlines.iter().try_for_each(put_one).map_err(failed)
    }

    /// Outlines of a file; rows that another program left without a shape are passed over.
    pub(super) fn neighbours(&self, file: i64) -> Result<Vec<Outline>> {
        let failed = self.failed();
        if !is_in(&self.database).map_err(failed)? {
            return Ok(Vec::new());
        }
        let query = "SELECT geom, zone_id, name FROM neighbours WHERE context_file = ?1 ORDER BY fid";
        let mut query = self.database.prepare(query).map_err(failed)?;
        let outlines = query.query_map([file], |row| {
            let (geom, id, name): (Option<Vec<u8>>, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let shape = geom.as_deref().and_then(shape::multipolygon_of);
            Ok(shape.map(|shape| Outline { id, name, shape: Arc::new(shape) }))
        });
        let outlines = outlines.map_err(failed)?.filter_map(rusqlite::Result::transpose);
        outlines.collect::<rusqlite::Result<_>>().map_err(failed)
    }
}
