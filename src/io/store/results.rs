//! What the last analysis found, as layers for other programs: derived, and replaced as a whole.

use serde::Serialize;

use super::{Store, schema, times};
use crate::io::export::HandOver;
use crate::job::Feedback;
use crate::model::{AnalysisSettings, Error, Result};

/// Under which the layers of results say what they were made from.
const KEY: &str = "results_of";
/// Under which stand who made them, and when.
const WHO: &str = "results_who";
const TIME: &str = "results_time";

/// Who made the layers of results, and when.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ResultsMade {
    pub who: String,
    /// UTC, ISO 8601.
    pub time: String,
}

impl ResultsMade {
    /// Unix seconds.
    pub fn unix_s(&self) -> Option<i64> {
        times::unix_s(&self.time)
    }
}

impl Store {
    /// Puts the layers `weak_spots`, `sampling_gaps`, `cells`, `zone_stats` and, where there is one, `plan` in the place
    /// of those there. Returns whether anything was to be done: results of other samples than those of the project are
    /// not kept. `made` is who made them, and the clock in Unix seconds.
    pub fn put_results(
        &mut self,
        results: &HandOver<'_>,
        (who, time_unix_s): (&str, i64),
        feedback: &Feedback,
    ) -> Result<bool> {
        let standing = self.standing()?;
        if standing.samples + standing.repeats != results.analysis.dataset.samples.len() as u64 {
            return Ok(false);
        }
        let key = fingerprint(standing.revision, results);
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
            let time = times::text(time_unix_s).unwrap_or_default();
            let note = format!("phusong {}; {who}; {time}", env!("CARGO_PKG_VERSION"));
            store
                .database
                .execute(
                    "UPDATE gpkg_contents SET description = ?1 WHERE table_name IN \
                     ('weak_spots', 'sampling_gaps', 'cells', 'zone_stats', 'plan')",
                    [note],
                )
                .map_err(store.failed())?;
            let set = |key, value: &str| schema::set(&store.database, key, value).map_err(store.failed());
            set(WHO, who)?;
            set(TIME, &time)?;
            set(KEY, &key)
        })?;
        Ok(true)
    }

    /// Who made the layers of results; `None` where there are none.
    pub fn results_made(&self) -> Result<Option<ResultsMade>> {
        let get = |key| schema::get::<String>(&self.database, key).map_err(self.failed());
        Ok(get(WHO)?.zip(get(TIME)?).map(|(who, time)| ResultsMade { who, time }))
    }

    /// The layers stay; that they are those of some settings is not known any more.
    pub(super) fn forget_results(&self) -> Result<()> {
        let forget = format!("DELETE FROM {} WHERE key = ?1", schema::MARK);
        self.database.execute(&forget, [KEY]).map(drop).map_err(self.failed())
    }
}

/// Tells results from others. The settings name phones, so that only a digest of them goes into the file.
fn fingerprint(revision: i64, results: &HandOver<'_>) -> String {
    let analysis = results.analysis;
    let names: Vec<&str> = analysis.weak_spots.iter().map(|spot| spot.place_name.as_str()).collect();
    let plan = results.plan.map(|plan| (&plan.request, plan.stops.len()));
    let weights: Vec<Option<f64>> = analysis.zones.zones.iter().map(|zone| zone.weight).collect();
    // Where each file has a time of its own that the future begins with, that of the analysis decides nothing.
    let has_now = analysis.dataset.files.iter().all(|file| file.now_unix_s.is_some());
    let now_unix_s = if has_now { 0 } else { analysis.settings.now_unix_s };
    let settings = AnalysisSettings { now_unix_s, ..analysis.settings.clone() };
    let text = format!("{revision} {settings:?} {names:?} {plan:?} {weights:?}");
    let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
