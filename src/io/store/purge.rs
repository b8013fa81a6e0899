//! Takes samples or the hashes of devices out for good: overwritten, and the file packed anew.

use std::collections::HashMap;

use ring::rand::{SecureRandom, SystemRandom};
use rusqlite::params;

use super::contents::Contents;
use super::page::Page;
use super::read::stand_in;
use super::veil::Veil;
use super::{Store, history, schema, times};
use crate::job::Feedback;
use crate::model::{Error, MISSING_TIME, RejectedText, Result, SampleColumns};

use super::write::FindRepeats;

/// What a purge took out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Purged {
    pub samples: u64,
    pub hashes: u64,
    /// Phones left out by hand that stay so: they are named by their number in the project from now on.
    pub corrections_kept: u64,
    /// Phones left out by hand that have no sample in the project and are forgotten.
    pub corrections_gone: u64,
}

impl Store {
    /// Takes out all samples measured before a Unix second. Those without a readable time stay.
    pub fn purge_before(&mut self, unix_s: i64, repeats: FindRepeats<'_>, feedback: &Feedback) -> Result<Purged> {
        let purged = self.transaction_of_sound(|store| {
            let mut samples = 0;
            for file in history::files(store)? {
                samples += store.purge_pages(file.id, unix_s)?;
            }
            if samples > 0 {
                let failed = store.failed();
                let before = times::text(unix_s).unwrap_or_default();
                store.database.execute("DELETE FROM samples WHERE time < ?1", [before]).map_err(failed)?;
                let (stored, _) = store.settle(repeats, feedback)?;
                store.forget_unused(&stored)?;
                store.retell_times(&stored)?;
            }
            Ok(Purged { samples, ..Purged::default() })
        })?;
        self.pack()?;
        Ok(purged)
    }

    /// Throws the hashes of devices away, and the key they were made with. Which samples are of one phone stays known,
    /// so votes stay what they are, and a phone that was left out by hand stays out; later samples of that phone will
    /// count as those of another.
    pub fn purge_device_hashes(&mut self) -> Result<Purged> {
        let key = random_key(&self.path)?;
        let damaged = self.damaged();
        let next = Veil::new(&key).ok_or(damaged)?;
        let purged = self.transaction_of_sound(|store| {
            let failed = store.failed();
            let mut query =
                store.database.prepare("SELECT id, keyed_hash, is_pair, place FROM phones").map_err(failed)?;
            let phones = query.query_map([], |row| {
                let (number, hash, is_pair): (u32, Option<i64>, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
                let place = row.get::<_, Option<i64>>(3)?.unwrap_or(i64::MAX);
                Ok((is_pair, place, hash.map(|hash| store.device_veil.reveal(hash as u64)), number))
            });
            let mut phones = phones.map_err(failed)?.collect::<rusqlite::Result<Vec<_>>>().map_err(failed)?;
            // The order in which the scan takes them outlives the hashes that made it.
            phones.sort_unstable();
            let hashes = phones.iter().filter(|(_, _, key, _)| key.is_some()).count() as u64;
            let mut put = store
                .database
                .prepare("UPDATE phones SET keyed_hash = NULL, place = ?2 WHERE id = ?1")
                .map_err(failed)?;
            let mut new_keys = HashMap::new();
            for (place, (is_pair, _, key, number)) in (0i64..).zip(&phones) {
                put.execute(params![number, place]).map_err(failed)?;
                let known_by = key.unwrap_or_else(|| stand_in(&store.device_veil, *number, *is_pair));
                new_keys.insert(known_by, stand_in(&next, *number, *is_pair));
            }
            let mut purged = Purged { hashes, ..Purged::default() };
            store.exchange_phones_of_settings(&mut |hidden| {
                let new = new_keys.get(&store.device_veil.reveal(hidden));
                *if new.is_some() { &mut purged.corrections_kept } else { &mut purged.corrections_gone } += 1;
                new.map(|key| next.hide(*key))
            })?;
            store.forget_results()?;
            schema::set(&store.database, "device_key", key.as_slice()).map_err(failed)?;
            Ok(purged)
        })?;
        self.device_veil = next;
        self.pack()?;
        Ok(purged)
    }

    /// Rewrites the pages of a source without the samples before a time; returns how many went.
    fn purge_pages(&self, source: i64, unix_s: i64) -> Result<u64> {
        let mut gone = 0;
        for number in self.page_numbers(source)? {
            let page = self.page(source, number)?;
            let stays = |time: &i64| *time == MISSING_TIME || *time >= unix_s;
            let kept: Vec<usize> =
                (0..).zip(&page.columns.time).filter(|(_, time)| stays(time)).map(|(row, _)| row).collect();
            if kept.len() == page.len() {
                continue;
            }
            gone += (page.len() - kept.len()) as u64;
            let rest = page.only(&kept);
            match Contents::of(source, number, &rest) {
                Some(contents) => self.put_page(&contents, &rest.to_bytes())?,
                None => self.drop_page(source, number)?,
            }
        }
        Ok(gone)
    }

    fn retell_times(&self, stored: &super::Stored) -> Result<()> {
        for (file, source) in stored.dataset.files.iter().zip(&stored.sources) {
            let rows = file.first_sample..file.first_sample + file.n_samples;
            let times = stored.dataset.extent(rows, file.now_unix_s.unwrap_or(i64::MAX)).times;
            let text = |time: Option<i64>| time.and_then(times::text);
            self.database
                .execute(
                    "UPDATE sources SET first_time = ?2, last_time = ?3 WHERE id = ?1",
                    params![source, text(times.map(|(first, _)| first)), text(times.map(|(_, last)| last))],
                )
                .map_err(self.failed())?;
        }
        Ok(())
    }

    /// Writes the file anew, so that nothing that was taken out is left in it.
    fn pack(&self) -> Result<()> {
        self.database.execute_batch("VACUUM").map_err(self.failed())
    }
}

impl Page {
    /// Some rows of the page, given in order.
    pub(super) fn only(&self, rows: &[usize]) -> Self {
        fn pick<T: Copy>(column: &[T], rows: &[usize]) -> Vec<T> {
            rows.iter().filter_map(|row| column.get(*row).copied()).collect()
        }
        let columns = &self.columns;
        let place_of = |old: u32| rows.binary_search(&(old as usize)).ok().and_then(|new| u32::try_from(new).ok());
        let decimals = |column: &crate::model::DecimalColumn| column.pick(rows);
        Self {
            fids: pick(&self.fids, rows),
            operators: self.operators.clone(),
            rejected: self
                .rejected
                .iter()
                .filter_map(|text| Some(RejectedText { sample: place_of(text.sample)?, ..text.clone() }))
                .collect(),
            columns: SampleColumns {
                lon: decimals(&columns.lon),
                lat: decimals(&columns.lat),
                time: pick(&columns.time, rows),
                operator: pick(&columns.operator, rows),
                technology: pick(&columns.technology, rows),
                download: decimals(&columns.download),
                upload: decimals(&columns.upload),
                latency: decimals(&columns.latency),
                flags: pick(&columns.flags, rows),
                row: pick(&columns.row, rows),
                source: columns.source.as_ref().map(|source| pick(source, rows)),
                test_id: columns.test_id.as_ref().map(|ids| pick(ids, rows)),
                indoors: columns.indoors.iter().filter_map(|place| place_of(*place)).collect(),
            },
        }
    }
}

/// Sixteen bytes that nobody can guess.
pub(super) fn random_key(path: &std::path::Path) -> Result<[u8; 16]> {
    let mut key = [0; 16];
    let failed = |_| Error::Unwritable { path: path.display().to_string(), reason: "no random numbers".to_owned() };
    SystemRandom::new().fill(&mut key).map_err(failed)?;
    Ok(key)
}
