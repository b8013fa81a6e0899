//! A layer that was taken out of the file, as it was, so that it can be laid back.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::results::ResultsMade;
use crate::io::export::{forget_layer, index_of_layer};

/// Lists of the file in which a layer stands.
const LISTS: [&str; 3] = ["gpkg_contents", "gpkg_geometry_columns", "gpkg_extensions"];

/// Everything that the file holds of a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptLayer {
    name: &'static str,
    /// How its table and its spatial index are made, each with its name and its rows.
    tables: Vec<(String, String, Vec<Vec<Value>>)>,
    /// Its rows in each of [`LISTS`].
    entries: Vec<Vec<Vec<Value>>>,
    /// How its other indexes and its triggers are made: last, since the triggers would fill the index twice.
    helpers: Vec<String>,
    /// Who made it, and when.
    made: Option<ResultsMade>,
}

impl KeptLayer {
    /// The layer of this name; `None` where there is none.
    pub(super) fn read(
        name: &'static str,
        made: Option<ResultsMade>,
        database: &Connection,
    ) -> rusqlite::Result<Option<Self>> {
        let mut tables = Vec::new();
        for table in [name.to_owned(), index_of_layer(name)] {
            let definitions = definitions("type = 'table' AND name = ?1", &table, database)?;
            if let Some(definition) = definitions.into_iter().next() {
                let rows = rows(&format!("SELECT * FROM {}", quoted(&table)), [], database)?;
                tables.push((table, definition, rows));
            }
        }
        if tables.first().is_none_or(|(table, ..)| table != name) {
            return Ok(None);
        }
        let of_list = |list| rows(&format!("SELECT * FROM {list} WHERE table_name = ?1"), [name], database);
        Ok(Some(Self {
            name,
            tables,
            entries: LISTS.into_iter().map(of_list).collect::<rusqlite::Result<_>>()?,
            helpers: definitions("type IN ('index', 'trigger') AND tbl_name = ?1", name, database)?,
            made,
        }))
    }

    pub(super) fn made(&self) -> Option<&ResultsMade> {
        self.made.as_ref()
    }

    /// Lays it into the file in the place of the one there. The transaction is the caller's.
    pub(super) fn write(&self, database: &Connection) -> rusqlite::Result<()> {
        forget_layer(self.name, database)?;
        for (table, definition, rows) in &self.tables {
            database.execute_batch(definition)?;
            insert(&quoted(table), rows, database)?;
        }
        for (list, rows) in LISTS.into_iter().zip(&self.entries) {
            insert(list, rows, database)?;
        }
        self.helpers.iter().try_for_each(|definition| database.execute_batch(definition))
    }
}

/// What makes the things of the file for which `condition` holds. What SQLite makes by itself has no text.
fn definitions(condition: &str, name: &str, database: &Connection) -> rusqlite::Result<Vec<String>> {
    let query = format!("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND {condition} ORDER BY name");
    let mut query = database.prepare(&query)?;
    let found = query.query_map([name], |row| row.get(0))?;
    found.collect()
}

fn rows<P: rusqlite::Params>(query: &str, params: P, database: &Connection) -> rusqlite::Result<Vec<Vec<Value>>> {
    let mut query = database.prepare(query)?;
    let n_columns = query.column_count();
    let rows = query.query_map(params, |row| (0..n_columns).map(|column| row.get(column)).collect())?;
    rows.collect()
}

fn insert(table: &str, rows: &[Vec<Value>], database: &Connection) -> rusqlite::Result<()> {
    let Some(first) = rows.first() else { return Ok(()) };
    let mut insert =
        database.prepare(&format!("INSERT INTO {table} VALUES ({})", vec!["?"; first.len()].join(", ")))?;
    rows.iter().try_for_each(|row| insert.execute(params_from_iter(row)).map(drop))
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
