//! Which rows stand in the layer of samples and which repeat another: brought in step with the pages after each change.
//!
//! A row that is in the layer stays there; of rows that came together the method's rule decides (method §2). The
//! analysis judges all rows anew, so that its tables are those of the files themselves.

use std::collections::{BTreeMap, HashMap};

use rusqlite::params;

use super::history::flags_json;
use super::write::FindRepeats;
use super::{Store, layer, schema};
use crate::job::Feedback;
use crate::model::{Flag, FlagCounts, Flags, Result};

/// Rows with a smaller number are in the layer or listed as repeats.
pub(super) const SETTLED: &str = "settled_below";

/// What changed besides the rows that were added or taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settled {
    /// Rows that had repeated another one and now stand in the layer.
    pub restored: u64,
}

impl Store {
    /// Lays new and restored rows into the layer, lists repeats, and counts both for each file.
    pub(super) fn settle(&self, repeats: FindRepeats<'_>, feedback: &Feedback) -> Result<(super::Stored, Settled)> {
        let stored = self.read_samples(&[], feedback)?;
        let failed = self.failed();
        feedback.begin("stage-store", stored.fids.len() as u64)?;
        let listed = self.listed_repeats()?;
        let settled_below: i64 = schema::get(&self.database, SETTLED).map_err(failed)?.unwrap_or(i64::MIN);
        let fid = |sample: u32| stored.fids.get(sample as usize).copied().unwrap_or(0);
        let is_in_layer = |sample: u32| fid(sample) < settled_below && !listed.contains_key(&fid(sample));

        // (sample, the sample it repeats), those in the layer left alone.
        let mut repeating: BTreeMap<u32, u32> = BTreeMap::new();
        let mut groups: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (sample, first) in repeats(&stored.dataset) {
            groups.entry(first).or_default().push(sample);
        }
        for (first, others) in groups {
            let all = || others.iter().copied().chain([first]);
            let head = all().filter(|sample| is_in_layer(*sample)).min().unwrap_or(first);
            repeating.extend(all().filter(|s| *s != head && !is_in_layer(*s)).map(|sample| (sample, head)));
        }

        let is_new = |sample: &u32| fid(*sample) >= settled_below;
        let is_restored = |sample: &u32| listed.contains_key(&fid(*sample));
        let n = stored.fids.len() as u32;
        let enters = (0..n).filter(|s| (is_new(s) || is_restored(s)) && !repeating.contains_key(s));
        let enters: Vec<u32> = enters.collect();
        let restored = enters.iter().filter(|sample| is_restored(sample)).count() as u64;
        layer::insert(self, &stored, &enters, feedback)?;

        self.list_repeats(&stored, &repeating, &listed)?;
        self.count_files(&stored, &repeating)?;
        let end = stored.fids.last().map_or(settled_below, |last| settled_below.max(last + 1));
        schema::set(&self.database, SETTLED, end).map_err(failed)?;
        layer::describe(self, &stored.dataset)?;
        self.bump_revision()?;
        Ok((stored, Settled { restored }))
    }

    /// Lays all samples of the pages into an empty layer anew.
    pub fn rebuild_layer(&mut self, repeats: FindRepeats<'_>, feedback: &Feedback) -> Result<()> {
        self.transaction(|store| {
            let failed = store.failed();
            store.database.execute_batch("DELETE FROM samples; DELETE FROM import_duplicates;").map_err(failed)?;
            schema::set(&store.database, SETTLED, i64::MIN).map_err(failed)?;
            let (stored, _) = store.settle(repeats, feedback)?;
            store.forget_unused(&stored)
        })
    }

    pub(super) fn bump_revision(&self) -> Result<()> {
        schema::set(&self.database, "revision", self.revision()? + 1).map_err(self.failed())
    }

    /// Number of each row that repeats another, and of that other.
    pub(super) fn listed_repeats(&self) -> Result<HashMap<i64, i64>> {
        let failed = self.failed();
        let mut query = self.database.prepare("SELECT fid, repeats_fid FROM import_duplicates").map_err(failed)?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(failed)?;
        rows.collect::<rusqlite::Result<_>>().map_err(failed)
    }

    /// Writes the list of repeats where it differs from what is there.
    fn list_repeats(
        &self,
        stored: &super::Stored,
        repeating: &BTreeMap<u32, u32>,
        listed: &HashMap<i64, i64>,
    ) -> Result<()> {
        let failed = self.failed();
        let fid = |sample: u32| stored.fids.get(sample as usize).copied().unwrap_or(0);
        let mut drop_row = self.database.prepare("DELETE FROM import_duplicates WHERE fid = ?1").map_err(failed)?;
        let mut stale: Vec<i64> = listed.keys().copied().collect();
        stale.sort_unstable();
        for old in stale {
            let sample = stored.fids.binary_search(&old).ok().and_then(|sample| u32::try_from(sample).ok());
            if sample.is_none_or(|sample| !repeating.contains_key(&sample)) {
                drop_row.execute([old]).map_err(failed)?;
            }
        }
        let mut put = self
            .database
            .prepare("INSERT OR REPLACE INTO import_duplicates VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
            .map_err(failed)?;
        let place = |sample: u32| {
            let file = stored.dataset.file_of(sample as usize).and_then(|file| stored.sources.get(file));
            let row = stored.dataset.samples.row.get(sample as usize).copied().unwrap_or(0);
            (file.copied().unwrap_or(0), row)
        };
        for (sample, head) in repeating {
            if listed.get(&fid(*sample)) == Some(&fid(*head)) {
                continue;
            }
            let ((source, row), (head_source, head_row)) = (place(*sample), place(*head));
            put.execute(params![fid(*sample), source, row, fid(*head), head_source, head_row]).map_err(failed)?;
        }
        Ok(())
    }

    fn count_files(&self, stored: &super::Stored, repeating: &BTreeMap<u32, u32>) -> Result<()> {
        let failed = self.failed();
        let mut put = self
            .database
            .prepare("UPDATE sources SET rows = ?2, kept = ?3, repeats = ?4, flags = ?5 WHERE id = ?1")
            .map_err(failed)?;
        for (file, source) in stored.dataset.files.iter().zip(&stored.sources) {
            let rows = file.first_sample..file.first_sample + file.n_samples;
            let (first, end) = (rows.start as u32, rows.end as u32);
            let mut repeats = repeating.range(first..end).map(|(sample, _)| *sample).peekable();
            let (mut counts, mut kept, mut n_repeats) = (FlagCounts::default(), 0i64, 0i64);
            for sample in first..end {
                let mut flags = layer::flags_of(stored, file, sample as usize);
                if repeats.next_if_eq(&sample).is_some() {
                    flags.insert(Flag::Duplicate);
                    n_repeats += 1;
                }
                counts.add(flags);
                kept += i64::from(!flags.intersects(Flags::EXCLUDED));
            }
            put.execute(params![source, file.n_samples as i64, kept, n_repeats, flags_json(&counts)])
                .map_err(failed)?;
        }
        Ok(())
    }
}
