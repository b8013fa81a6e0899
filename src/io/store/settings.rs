//! What was chosen, as key and JSON value; written as it changes.

use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Store;
use crate::model::Result;

/// Name of the setting that holds what is chosen in the window.
pub const WINDOW_CHOICES: &str = "window";

impl Store {
    /// The setting of this name; `None` where there is none or it is not understood any more.
    pub fn setting<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        let query = "SELECT value FROM settings WHERE key = ?1";
        let value: Option<String> =
            self.database.query_row(query, [key], |row| row.get(0)).optional().map_err(self.failed())?;
        Ok(value.and_then(|json| serde_json::from_str(&json).ok()))
    }

    pub fn put_setting(&mut self, key: &str, value: &impl Serialize) -> Result<()> {
        let json = serde_json::to_string(value).unwrap_or_default();
        self.transaction(|store| {
            let put = "INSERT OR REPLACE INTO settings VALUES (?1, ?2, strftime('%Y-%m-%dT%H:%M:%fZ','now'))";
            store.database.execute(put, params![key, json]).map(drop).map_err(store.failed())
        })
    }
}
