//! What was chosen, as key and JSON value; written as it changes.
//!
//! A phone that was left out by hand is named by a hash of its id: here, as everywhere in the file, that hash stands
//! under the key of the project.

use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

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
        let Some(mut value) = value.and_then(|json| serde_json::from_str::<Value>(&json).ok()) else { return Ok(None) };
        exchange_phones(&mut value, &mut |hidden| Some(self.device_veil.reveal(hidden)));
        Ok(serde_json::from_value(value).ok())
    }

    pub fn put_setting(&mut self, key: &str, value: &impl Serialize) -> Result<()> {
        let mut value = serde_json::to_value(value).unwrap_or_default();
        exchange_phones(&mut value, &mut |hash| Some(self.device_veil.hide(hash)));
        self.transaction(|store| {
            let put = "INSERT OR REPLACE INTO settings VALUES (?1, ?2, strftime('%Y-%m-%dT%H:%M:%fZ','now'))";
            store.database.execute(put, params![key, value.to_string()]).map(drop).map_err(store.failed())
        })
    }

    /// Exchanges the phones in all settings as they stand in the file, within the caller's transaction.
    pub(super) fn exchange_phones_of_settings(&self, put: &mut dyn FnMut(u64) -> Option<u64>) -> Result<()> {
        let failed = self.failed();
        let mut query = self.database.prepare("SELECT key, value FROM settings").map_err(failed)?;
        let all = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(failed)?;
        let all: Vec<(String, String)> = all.collect::<rusqlite::Result<_>>().map_err(failed)?;
        for (key, json) in all {
            let Ok(before) = serde_json::from_str::<Value>(&json) else { continue };
            let mut value = before.clone();
            exchange_phones(&mut value, put);
            if value != before {
                let update = "UPDATE settings SET value = ?2 WHERE key = ?1";
                self.database.execute(update, params![key, value.to_string()]).map_err(failed)?;
            }
        }
        Ok(())
    }
}

/// Puts what `put` gives in the place of each phone's key. What names a phone for which it gives nothing is taken out
/// of its list.
fn exchange_phones(value: &mut Value, put: &mut dyn FnMut(u64) -> Option<u64>) {
    match value {
        Value::Array(list) => list.retain_mut(|one| {
            let Some(key) = phone_in(one) else {
                exchange_phones(one, put);
                return true;
            };
            let new = put(key);
            if let (Some(new), Some(fields)) = (new, one.as_object_mut()) {
                fields.insert("key".to_owned(), new.into());
            }
            new.is_some()
        }),
        Value::Object(fields) => fields.values_mut().for_each(|field| exchange_phones(field, put)),
        _ => {}
    }
}

/// The key in a correction that leaves a phone out.
fn phone_in(value: &Value) -> Option<u64> {
    (value.get("kind")? == "phone").then(|| value.get("key")?.as_u64()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_keys_of_phones_are_exchanged() {
        let mut value = serde_json::json!({"corrections": [
            {"kind": "phone", "key": u64::MAX, "reason": "a"},
            {"kind": "sample", "key": 5, "row": 5},
            {"kind": "phone", "key": 7, "reason": "b"},
        ], "key": 7});
        exchange_phones(&mut value, &mut |key| (key != 7).then_some(key - 1));
        let expected = serde_json::json!({"corrections": [
            {"kind": "phone", "key": u64::MAX - 1, "reason": "a"},
            {"kind": "sample", "key": 5, "row": 5},
        ], "key": 7});
        assert_eq!(value, expected);
    }
}
