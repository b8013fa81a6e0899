//! What the last analysis found, as layers for other programs: derived, and replaced as a whole.

use super::{Store, schema};
use crate::io::export::HandOver;
use crate::job::Feedback;
use crate::model::{Error, Result};

/// Under which the layers of results say what they were made from.
const KEY: &str = "results_of";

impl Store {
    /// Puts the layers `weak_spots`, `sampling_gaps`, `cells` and `zone_stats` in the place of those there. Returns
    /// whether anything was to be done: results of other samples than those of the project are not kept.
    pub fn put_results(&mut self, results: &HandOver<'_>, feedback: &Feedback) -> Result<bool> {
        let standing = self.standing()?;
        if standing.samples + standing.repeats != results.analysis.dataset.samples.len() as u64 {
            return Ok(false);
        }
        let key = format!("{} {:?}", standing.revision, results.analysis.settings);
        if schema::get::<String>(&self.database, KEY).map_err(self.failed())?.as_ref() == Some(&key) {
            return Ok(false);
        }
        self.transaction(|store| {
            results.put_results(&store.database, feedback).map_err(|error| match error.downcast::<Error>() {
                Ok(error) => error,
                Err(_) if feedback.is_cancelled() => Error::Cancelled,
                Err(error) => match error.downcast::<rusqlite::Error>() {
                    Ok(error) => store.failed()(error),
                    Err(error) => {
                        Error::Unwritable { path: store.path.display().to_string(), reason: error.to_string() }
                    }
                },
            })?;
            schema::set(&store.database, KEY, key).map_err(store.failed())
        })?;
        Ok(true)
    }
}
