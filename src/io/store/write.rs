//! Samples into a project: one import is one transaction.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rayon::prelude::*;
use rusqlite::params;

use super::contents::Contents;
use super::history::{Details, bytes_of, flags_json};
use super::page::{Page, ROWS};
use super::settle::Settled;
use super::veil::Veil;
use super::{Store, contents, read, schema, times};
use crate::job::Feedback;
use crate::model::{
    Beside, Dataset, FlagCounts, Meaning, NO_SOURCE, OperatorId, Result, SampleColumns, SourceFile, Zones,
};

/// Pages that are made side by side.
const PAGES_AT_ONCE: usize = 64;

/// What is to be imported.
#[derive(Debug)]
pub struct NewImport<'a> {
    /// Read from files just now.
    pub dataset: Dataset,
    /// Boundaries that take the place of those there.
    pub zones: Option<&'a Zones>,
    /// What lies beside the evidence; files that are there already are passed over.
    pub beside: Vec<&'a Beside>,
    /// Who imports it, as the system knows them.
    pub who: &'a str,
    /// The clock, Unix seconds.
    pub time_unix_s: i64,
    /// What `future-time` compares with.
    pub now_unix_s: i64,
}

/// A column whose values meant something else in an earlier file of the same source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeaningChange {
    pub file: String,
    pub earlier: String,
    pub column: String,
    /// Meaning or unit then and now; `None`: not used.
    pub before: Option<String>,
    pub now: Option<String>,
}

/// What came of an import.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// `None` where nothing was new.
    pub import: Option<i64>,
    /// Files that were there already, with the name under which they came.
    pub known: Vec<(String, String)>,
    pub changes: Vec<MeaningChange>,
    /// All samples of the project afterwards.
    pub stored: read::Stored,
}

/// Finds rows that repeat others: pairs of a sample and the one it repeats. The method is the caller's.
pub type FindRepeats<'a> = &'a dyn Fn(&Dataset) -> Vec<(u32, u32)>;

impl Store {
    /// Adds files; those that are there already, by their hash, are passed over. A killed program leaves all or nothing.
    pub fn import(&mut self, new: NewImport<'_>, repeats: FindRepeats<'_>, feedback: &Feedback) -> Result<Imported> {
        // Hashes are still in the making while samples are read: what changed meanwhile fails here.
        let hashes = new.dataset.files.iter().map(|file| file.sha256.hex().map(str::to_owned));
        let hashes = hashes.collect::<Result<Vec<String>>>()?;
        self.transaction(|store| {
            if let Some(zones) = new.zones {
                store.put_zones(zones)?;
            }
            let mut known = Vec::new();
            let mut seen: HashMap<&str, &str> = HashMap::new();
            let mut fresh = Vec::new();
            for (place, (file, hash)) in new.dataset.files.iter().zip(&hashes).enumerate() {
                let earlier = store.known_file(hash)?.map(|earlier| earlier.file);
                match earlier.or_else(|| seen.get(hash.as_str()).map(|name| (*name).to_owned())) {
                    Some(earlier) => known.push((file.name.clone(), earlier)),
                    None => fresh.push(place),
                }
                seen.entry(hash).or_insert(&file.name);
            }
            let beside = store.new_context(&new.beside)?;
            if fresh.is_empty() && beside.is_empty() {
                let stored = store.read_samples(&[], feedback)?;
                return Ok(Imported { import: None, known, changes: Vec::new(), stored });
            }
            let earlier = super::history::files(store)?;
            let files = || fresh.iter().filter_map(|place| new.dataset.files.get(*place));
            let changes = files().flat_map(|file| changes(file, &earlier)).collect();
            let import = store.begin_import(&new)?;
            store.put_context(import, &beside)?;
            if fresh.is_empty() {
                let stored = store.read_samples(&[], feedback)?;
                return Ok(Imported { import: Some(import), known, changes, stored });
            }
            store.put_samples(&new.dataset, &fresh, (import, new.now_unix_s), feedback)?;
            drop(new.dataset);
            let (stored, _) = store.settle(repeats, feedback)?;
            Ok(Imported { import: Some(import), known, changes, stored })
        })
    }

    /// Takes an import back as a whole. Rows that had been left out because they repeat it come in its place.
    pub fn undo_import(&mut self, id: i64, repeats: FindRepeats<'_>, feedback: &Feedback) -> Result<Settled> {
        let imports = self.imports()?;
        if !imports.iter().any(|import| import.id == id) {
            let list: Vec<String> = imports.iter().map(|import| import.id.to_string()).collect();
            let path = self.path.display().to_string();
            return Err(crate::model::Error::NoSuchImport { path, id: id.to_string(), imports: list.join(", ") });
        }
        self.transaction_of_sound(|store| {
            let failed = store.failed();
            let mine = "(SELECT id FROM sources WHERE import_id = ?1)";
            for table in ["sample_pages", contents::TABLE, "samples", "import_duplicates"] {
                let statement = format!("DELETE FROM {table} WHERE source IN {mine}");
                store.database.execute(&statement, [id]).map_err(failed)?;
            }
            store.drop_context(id)?;
            store.database.execute("DELETE FROM sources WHERE import_id = ?1", [id]).map_err(failed)?;
            store.database.execute("DELETE FROM imports WHERE id = ?1", [id]).map_err(failed)?;
            let (stored, settled) = store.settle(repeats, feedback)?;
            store.forget_unused(&stored)?;
            Ok(settled)
        })
    }

    fn begin_import(&self, new: &NewImport<'_>) -> Result<i64> {
        let time = times::text(new.time_unix_s).unwrap_or_default();
        self.database
            .execute(
                "INSERT INTO imports (time, now_unix_s, who, program) VALUES (?1, ?2, ?3, ?4)",
                params![time, new.now_unix_s, new.who, env!("CARGO_PKG_VERSION")],
            )
            .map_err(self.failed())?;
        Ok(self.database.last_insert_rowid())
    }

    /// Writes the pages of some files of a data set; `import` with what `future-time` compares with.
    fn put_samples(
        &self,
        dataset: &Dataset,
        files: &[usize],
        (import, now_unix_s): (i64, i64),
        feedback: &Feedback,
    ) -> Result<()> {
        let files: Vec<&SourceFile> = files.iter().filter_map(|place| dataset.files.get(*place)).collect();
        feedback.begin("stage-store", files.iter().map(|file| file.n_samples as u64).sum())?;
        let numbers = Numbers { operators: self.put_operators(dataset)?, phones: self.put_phones(dataset, &files)? };
        let failed = self.failed();
        let mut fid: i64 = schema::get(&self.database, "next_fid").map_err(failed)?.unwrap_or(1);
        for file in files {
            let source = self.put_source(dataset, file, (import, now_unix_s))?;
            let end = file.first_sample + file.n_samples;
            let starts: Vec<usize> = (file.first_sample..end).step_by(ROWS).collect();
            let veil = &self.test_veil;
            for (wave, starts) in (0..).zip(starts.chunks(PAGES_AT_ONCE)) {
                let pages: Vec<(Option<Contents>, Vec<u8>)> = (wave * PAGES_AT_ONCE
                    ..wave * PAGES_AT_ONCE + starts.len())
                    .into_par_iter()
                    .zip(starts)
                    .map(|(number, start)| {
                        let rows = *start..(start + ROWS).min(end);
                        let first_fid = fid + (start - file.first_sample) as i64;
                        let page = page_of(dataset, rows, first_fid, &numbers, veil);
                        (Contents::of(source, number as i64, &page), page.to_bytes())
                    })
                    .collect();
                for (contents, bytes) in pages {
                    let Some(contents) = contents else { continue };
                    self.put_page(&contents, &bytes)?;
                    feedback.advance(contents.rows)?;
                }
            }
            fid += file.n_samples as i64;
        }
        schema::set(&self.database, "next_fid", fid).map_err(failed)
    }

    fn put_source(&self, dataset: &Dataset, file: &SourceFile, (import, now_unix_s): (i64, i64)) -> Result<i64> {
        let rows = file.first_sample..file.first_sample + file.n_samples;
        let times = dataset.extent(rows, now_unix_s).times;
        let text = |time: Option<i64>| time.and_then(times::text);
        let details = Details {
            columns: file.columns.clone(),
            units: file.units.clone(),
            form: file.form.clone(),
            notes: file.notes.iter().filter_map(|note| serde_json::to_value(note).ok()).collect(),
            lost_rows: 0,
        };
        let details = serde_json::to_string(&details).unwrap_or_default();
        self.database
            .execute(
                "INSERT INTO sources (import_id, file, path, sha256, rows, kept, repeats, flags, first_time, last_time,
                 details, joined_rows) VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, ?6, ?7, ?8, ?9, ?10)",
                params![
                    import,
                    file.name,
                    file.path,
                    file.sha256.hex()?,
                    file.n_samples as i64,
                    flags_json(&FlagCounts::default()),
                    text(times.map(|(first, _)| first)),
                    text(times.map(|(_, last)| last)),
                    details,
                    bytes_of(&file.joined_rows),
                ],
            )
            .map_err(self.failed())?;
        Ok(self.database.last_insert_rowid())
    }

    /// Number in the project of each operator of a data set.
    fn put_operators(&self, dataset: &Dataset) -> Result<Vec<u32>> {
        let failed = self.failed();
        let number = |operator: &crate::model::Operator| {
            let (brand, host) = (&operator.brand, &operator.host);
            let key = params![brand, host, operator.known, operator.fixed_line];
            let find = "SELECT id FROM operators WHERE brand = ?1 AND host = ?2 AND known = ?3 AND fixed_line = ?4";
            match self.database.query_row(find, key, |row| row.get::<_, u32>(0)) {
                Err(rusqlite::Error::QueryReturnedNoRows) => {
                    let put = "INSERT INTO operators (brand, host, known, fixed_line) VALUES (?1, ?2, ?3, ?4)";
                    self.database.execute(put, key)?;
                    Ok(u32::try_from(self.database.last_insert_rowid()).unwrap_or(u32::MAX))
                }
                found => found,
            }
        };
        dataset.operators.iter().map(number).collect::<rusqlite::Result<_>>().map_err(failed)
    }

    /// Number in the project of each phone of a data set that has a sample in one of `files`.
    fn put_phones(&self, dataset: &Dataset, files: &[&SourceFile]) -> Result<Vec<u32>> {
        let Some(sources) = &dataset.samples.source else { return Ok(Vec::new()) };
        let failed = self.failed();
        let mut is_used = vec![false; dataset.source_keys.len()];
        for file in files {
            let rows = file.first_sample..file.first_sample + file.n_samples;
            for source in sources.get(rows).unwrap_or_default() {
                is_used.get_mut(*source as usize).into_iter().for_each(|used| *used = true);
            }
        }
        let mut query =
            self.database.prepare("SELECT keyed_hash, id FROM phones WHERE keyed_hash IS NOT NULL").map_err(failed)?;
        let known = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(failed)?;
        let known: HashMap<i64, u32> = known.collect::<rusqlite::Result<_>>().map_err(failed)?;
        let mut put =
            self.database.prepare("INSERT INTO phones (keyed_hash, is_pair) VALUES (?1, ?2)").map_err(failed)?;
        let keys = (0..).zip(&dataset.source_keys).zip(is_used);
        keys.map(|((rank, key), is_used)| {
            let hash = self.device_veil.hide(*key) as i64;
            match known.get(&hash) {
                _ if !is_used => Ok(NO_SOURCE),
                Some(number) => Ok(*number),
                None => {
                    put.execute(params![hash, rank >= dataset.n_devices]).map_err(failed)?;
                    Ok(u32::try_from(self.database.last_insert_rowid()).unwrap_or(NO_SOURCE))
                }
            }
        })
        .collect()
    }

    /// Phones and operators without a sample are forgotten.
    pub(super) fn forget_unused(&self, stored: &read::Stored) -> Result<()> {
        let failed = self.failed();
        let used: HashSet<u32> = stored.phones.iter().copied().collect();
        let mut query = self.database.prepare("SELECT id FROM phones").map_err(failed)?;
        let all = query.query_map([], |row| row.get::<_, u32>(0)).map_err(failed)?;
        let all: Vec<u32> = all.collect::<rusqlite::Result<_>>().map_err(failed)?;
        let mut forget = self.database.prepare("DELETE FROM phones WHERE id = ?1").map_err(failed)?;
        all.iter().filter(|id| !used.contains(id)).try_for_each(|id| forget.execute([id]).map(drop)).map_err(failed)
    }
}

/// Numbers in the project of what a data set numbers for itself.
struct Numbers {
    operators: Vec<u32>,
    phones: Vec<u32>,
}

/// Some rows of a data set as a page.
fn page_of(dataset: &Dataset, rows: Range<usize>, first_fid: i64, numbers: &Numbers, veil: &Veil) -> Page {
    let samples = &dataset.samples;
    let (first, end) = (rows.start as u32, rows.end as u32);
    let within = |list: &[u32]| -> Vec<u32> {
        let (from, to) = (list.partition_point(|s| *s < first), list.partition_point(|s| *s < end));
        list.get(from..to).unwrap_or_default().iter().map(|sample| sample - first).collect()
    };
    let texts = &dataset.rejected_texts;
    let (from, to) = (texts.partition_point(|t| t.sample < first), texts.partition_point(|t| t.sample < end));
    let mut rejected = texts.get(from..to).unwrap_or_default().to_vec();
    rejected.iter_mut().for_each(|text| text.sample -= first);
    let phone = |source: &u32| numbers.phones.get(*source as usize).copied().unwrap_or(NO_SOURCE);
    let columns = SampleColumns {
        lon: samples.lon.slice(rows.clone()),
        lat: samples.lat.slice(rows.clone()),
        time: part(&samples.time, &rows),
        operator: part::<OperatorId>(&samples.operator, &rows),
        technology: part(&samples.technology, &rows),
        download: samples.download.slice(rows.clone()),
        upload: samples.upload.slice(rows.clone()),
        latency: samples.latency.slice(rows.clone()),
        flags: part(&samples.flags, &rows),
        row: part(&samples.row, &rows),
        source: samples.source.as_ref().map(|s| part(s, &rows).iter().map(phone).collect()),
        test_id: samples.test_id.as_ref().map(|ids| part(ids, &rows).iter().map(|id| veil.hide(*id)).collect()),
        indoors: within(&samples.indoors),
    };
    let fids = (first_fid..).take(rows.len()).collect();
    Page { fids, columns, operators: numbers.operators.clone(), rejected }
}

fn part<T: Clone>(column: &[T], rows: &Range<usize>) -> Vec<T> {
    column.get(rows.clone()).unwrap_or_default().to_vec()
}

/// Part of the columns two files must share to come from one source.
const SAME_SOURCE: f64 = 0.6;

/// What the columns of a file mean now and did not mean in the latest file of the same source.
fn changes(file: &SourceFile, earlier: &[super::ImportedFile]) -> Vec<MeaningChange> {
    let headers = |columns: &[(Meaning, String)]| columns.iter().map(|(_, h)| h.clone()).collect::<HashSet<_>>();
    let mine = headers(&file.columns);
    let likeness = |other: &super::ImportedFile| {
        let theirs = headers(other.columns());
        mine.intersection(&theirs).count() as f64 / mine.union(&theirs).count().max(1) as f64
    };
    let Some(last) = earlier.iter().rev().find(|other| likeness(other) >= SAME_SOURCE) else { return Vec::new() };
    let meaning_in = |columns: &[(Meaning, String)], header: &str| {
        columns.iter().find(|(_, h)| h == header).map(|(meaning, _)| meaning.code().to_owned())
    };
    let change = |column: &str, before: Option<String>, now: Option<String>| {
        let (file, earlier, column) = (file.name.clone(), last.file.clone(), column.to_owned());
        (before != now).then_some(MeaningChange { file, earlier, column, before, now })
    };
    let mut all: Vec<&String> = file.columns.iter().chain(last.columns()).map(|(_, header)| header).collect();
    all.sort_unstable();
    all.dedup();
    let of_meaning = all
        .into_iter()
        .filter_map(|header| change(header, meaning_in(last.columns(), header), meaning_in(&file.columns, header)));
    let of_unit = file.units.iter().filter_map(|(meaning, now)| {
        let header = file.header_of(*meaning)?;
        let before = last.units().iter().find(|(m, _)| m == meaning).map(|(_, unit)| unit.clone())?;
        change(header, Some(before), Some(now.clone()))
    });
    of_meaning.chain(of_unit).collect()
}
