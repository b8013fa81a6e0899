//! What the last analysis found, as layers for other programs: derived, and replaced as a whole.

use serde::Serialize;

use super::{KeptLayer, Store, schema, times};
use crate::io::export::{HandOver, forget_layer};
use crate::job::Feedback;
use crate::model::{AnalysisSettings, Error, Result};

/// Under which the layers of results say what they were made from.
const KEY: &str = "results_of";
/// Under which stand who made them, and when.
const WHO: &str = "results_who";
const TIME: &str = "results_time";
const PLAN_WHO: &str = "plan_who";
const PLAN_TIME: &str = "plan_time";

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

/// Layers of an analysis; the plan comes and stays by itself.
const LAYERS: [&str; 4] = ["weak_spots", "sampling_gaps", "cells", "zone_stats"];
const PLAN: &str = "plan";

impl Store {
    /// Puts the layers `weak_spots`, `sampling_gaps`, `cells`, `zone_stats` and, where there is a plan, `plan` in the
    /// place of those there; without one, an earlier plan stays as it is. Returns whether anything was to be done:
    /// results of other samples than those of the project are not kept. `made` is who made them, and the clock in Unix
    /// seconds.
    pub fn put_results(&mut self, results: &HandOver<'_>, made: (&str, i64), feedback: &Feedback) -> Result<bool> {
        let Some(revision) = self.revision_of(results)? else { return Ok(false) };
        let key = fingerprint(revision, results);
        if schema::get::<String>(&self.database, KEY).map_err(self.failed())?.as_ref() == Some(&key) {
            return Ok(false);
        }
        self.transaction(|store| {
            results.put_results(&store.database, feedback).map_err(|error| store.told(error, feedback))?;
            store.describe(&LAYERS, (WHO, TIME), made)?;
            if results.plan.is_some() {
                store.describe(&[PLAN], (PLAN_WHO, PLAN_TIME), made)?;
            }
            schema::set(&store.database, KEY, &key).map_err(store.failed())
        })?;
        Ok(true)
    }

    /// Puts the layer `plan` alone in the place of the one there.
    pub fn put_plan(&mut self, results: &HandOver<'_>, made: (&str, i64), feedback: &Feedback) -> Result<bool> {
        if results.plan.is_none() || self.revision_of(results)?.is_none() {
            return Ok(false);
        }
        self.transaction(|store| {
            results.put_plan(&store.database, feedback).map_err(|error| store.told(error, feedback))?;
            store.describe(&[PLAN], (PLAN_WHO, PLAN_TIME), made)
        })?;
        Ok(true)
    }

    /// Takes the layer `plan` out; what comes back can be laid back.
    pub fn drop_plan(&mut self) -> Result<Option<KeptLayer>> {
        self.transaction(|store| {
            let layer = KeptLayer::read(PLAN, store.plan_made()?, &store.database).map_err(store.failed())?;
            forget_layer(PLAN, &store.database).map_err(store.failed())?;
            store.forget_results()?;
            Ok(layer)
        })
    }

    /// Lays the layer `plan` back as it was, in the place of the one there.
    pub fn lay_back_plan(&mut self, layer: &KeptLayer) -> Result<()> {
        self.transaction(|store| {
            layer.write(&store.database).map_err(store.failed())?;
            let Some(ResultsMade { who, time }) = layer.made() else { return Ok(()) };
            schema::set(&store.database, PLAN_WHO, who.as_str()).map_err(store.failed())?;
            schema::set(&store.database, PLAN_TIME, time.as_str()).map_err(store.failed())
        })
    }

    /// The state of the project that the results are of; `None` where they are of other samples.
    fn revision_of(&self, results: &HandOver<'_>) -> Result<Option<i64>> {
        let standing = self.standing()?;
        let is_same = standing.samples + standing.repeats == results.analysis.dataset.samples.len() as u64;
        Ok(is_same.then_some(standing.revision))
    }

    /// Says in some layers, and under two keys, who made them and when.
    fn describe(&self, layers: &[&str], keys: (&str, &str), (who, time_unix_s): (&str, i64)) -> Result<()> {
        let time = times::text(time_unix_s).unwrap_or_default();
        let note = format!("phusong {}; {who}; {time}", env!("CARGO_PKG_VERSION"));
        let put = "UPDATE gpkg_contents SET description = ?2 WHERE table_name = ?1";
        let mut put = self.database.prepare(put).map_err(self.failed())?;
        layers.iter().try_for_each(|layer| put.execute([layer, note.as_str()]).map(drop)).map_err(self.failed())?;
        schema::set(&self.database, keys.0, who).map_err(self.failed())?;
        schema::set(&self.database, keys.1, time).map_err(self.failed())
    }

    /// What went wrong while layers were written.
    fn told(&self, error: std::io::Error, feedback: &Feedback) -> Error {
        match error.downcast::<Error>() {
            Ok(error) => error,
            Err(_) if feedback.is_cancelled() => Error::Cancelled,
            Err(error) => match error.downcast::<rusqlite::Error>() {
                Ok(error) => self.failed()(error),
                Err(error) => Error::unwritable(self.path.display(), &error),
            },
        }
    }

    /// Who made the plan; `None` where there is none.
    pub fn plan_made(&self) -> Result<Option<ResultsMade>> {
        let there = "SELECT EXISTS (SELECT 1 FROM gpkg_contents WHERE table_name = ?1)";
        if !self.database.query_row(there, [PLAN], |row| row.get::<_, bool>(0)).map_err(self.failed())? {
            return Ok(None);
        }
        let get = |key| schema::get::<String>(&self.database, key).map_err(self.failed());
        match get(PLAN_WHO)?.zip(get(PLAN_TIME)?) {
            Some((who, time)) => Ok(Some(ResultsMade { who, time })),
            // Of a time when a plan went with the results it came with.
            None => self.results_made(),
        }
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
