//! Samples out of a project: the pages of all sources become one data set, the same as that of their files.

use std::collections::HashMap;

use rayon::prelude::*;
use rusqlite::params;

use super::page::Page;
use super::veil::Veil;
use super::{Store, history};
use crate::io::identity::PAIR;
use crate::job::Feedback;
use crate::model::{
    Dataset, Error, Flag, Flags, NO_SOURCE, Operator, OperatorCatalogue, OperatorId, Result, SampleColumns,
};

/// Samples of a project with their numbers in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stored {
    pub dataset: Dataset,
    /// Number in the project of each sample, ascending.
    pub fids: Vec<i64>,
    /// Number in the project of each file of the data set.
    pub sources: Vec<i64>,
    /// Number in the project of each source of the data set.
    pub phones: Vec<u32>,
}

/// Pages that are decoded side by side.
const PAGES_AT_ONCE: usize = 128;

impl Store {
    /// All samples, those that repeat others too. Of names of operators that are not known, `aliases` says what is meant.
    pub fn read_samples(&self, aliases: &[(String, String)], feedback: &Feedback) -> Result<Stored> {
        let files = history::files(self)?;
        let orphans = "SELECT EXISTS (SELECT 1 FROM sample_pages WHERE source NOT IN (SELECT id FROM sources))";
        if self.database.query_row(orphans, [], |row| row.get::<_, bool>(0)).map_err(self.failed())? {
            return Err(self.damaged());
        }
        feedback.begin("stage-read", files.iter().map(|file| file.rows).sum())?;
        let mut gathering = Gathering::default();
        for file in files {
            let first_sample = gathering.samples.len();
            self.read_pages(file.id, &mut gathering, feedback)?;
            let mut source = file.source_file();
            (source.first_sample, source.n_samples) = (first_sample, gathering.samples.len() - first_sample);
            gathering.stored.dataset.files.push(source);
            gathering.stored.sources.push(file.id);
        }
        let operators = self.operators(&gathering.operators, aliases)?;
        let phones = self.phones(&gathering.samples)?;
        Ok(gathering.finish(operators, phones))
    }

    fn read_pages(&self, source: i64, gathering: &mut Gathering, feedback: &Feedback) -> Result<()> {
        let failed = self.failed();
        let mut query =
            self.database.prepare("SELECT data FROM sample_pages WHERE source = ?1 ORDER BY page").map_err(failed)?;
        let mut rows = query.query([source]).map_err(failed)?;
        let veil = &self.test_veil;
        let mut blobs: Vec<Vec<u8>> = Vec::with_capacity(PAGES_AT_ONCE);
        loop {
            let row = rows.next().map_err(failed)?;
            let is_last = row.is_none();
            if let Some(row) = row {
                blobs.push(row.get_ref(0).map_err(failed)?.as_blob().map_err(|_| self.damaged())?.to_vec());
            }
            if blobs.len() == PAGES_AT_ONCE || is_last {
                let decode = |blob: &Vec<u8>| decode(blob, veil);
                let pages: Option<Vec<Page>> = blobs.par_iter().map(decode).collect();
                blobs.clear();
                for page in pages.ok_or_else(|| self.damaged())? {
                    feedback.advance(page.len() as u64)?;
                    gathering.add(page)?;
                }
            }
            if is_last {
                return Ok(());
            }
        }
    }

    pub(super) fn damaged(&self) -> Error {
        Error::ProjectDamaged { path: self.path.display().to_string() }
    }

    /// The operators with these numbers, resolved anew where their names were not known.
    fn operators(&self, numbers: &[u32], aliases: &[(String, String)]) -> Result<Vec<(Operator, bool)>> {
        let failed = self.failed();
        let catalogue = (!aliases.is_empty()).then(|| OperatorCatalogue::default().with_aliases(aliases));
        let mut query = self
            .database
            .prepare("SELECT brand, host, known, fixed_line FROM operators WHERE id = ?1")
            .map_err(failed)?;
        let mut operator = |id: &u32| {
            let found = query.query_row([id], |row| {
                Ok(Operator { brand: row.get(0)?, host: row.get(1)?, known: row.get(2)?, fixed_line: row.get(3)? })
            });
            let found = found.map_err(failed)?;
            let meant = catalogue.as_ref().filter(|_| !found.known).map(|c| c.resolve(None, &found.brand));
            Ok(meant.filter(|meant| meant.known).map_or((found, false), |meant| (meant, true)))
        };
        numbers.iter().map(&mut operator).collect()
    }

    /// What is known of each phone that has a sample, in the order in which data sets number them.
    fn phones(&self, samples: &SampleColumns) -> Result<Vec<Phone>> {
        let Some(sources) = &samples.source else { return Ok(Vec::new()) };
        let most = sources.iter().filter(|s| **s != NO_SOURCE).max().map_or(0, |most| *most as usize + 1);
        let mut is_used = vec![false; most];
        for source in sources {
            is_used.get_mut(*source as usize).into_iter().for_each(|used| *used = true);
        }
        let failed = self.failed();
        let mut query = self.database.prepare("SELECT id, keyed_hash, is_pair, place FROM phones").map_err(failed)?;
        let phones = query.query_map(params![], |row| {
            let hash: Option<i64> = row.get(1)?;
            Ok(Phone {
                number: row.get(0)?,
                key: hash.map_or(0, |h| h as u64),
                is_pair: row.get(2)?,
                place: row.get(3)?,
            })
        });
        let mut phones: Vec<Phone> = phones.map_err(failed)?.collect::<rusqlite::Result<_>>().map_err(failed)?;
        phones.retain(|phone| is_used.get(phone.number as usize).is_some_and(|used| *used));
        let veil = &self.device_veil;
        phones.par_iter_mut().for_each(|phone| {
            phone.key = match phone.key {
                0 => stand_in(veil, phone.number, phone.is_pair),
                hidden => veil.reveal(hidden),
            };
        });
        phones.par_sort_unstable_by_key(|phone| (phone.is_pair, phone.place.unwrap_or(i64::MAX), phone.key));
        Ok(phones)
    }
}

/// The page in some bytes, with hashes of tests as files give them.
pub(super) fn decode(blob: &[u8], test_veil: &Veil) -> Option<Page> {
    let mut page = Page::from_bytes(blob)?;
    for id in page.columns.test_id.iter_mut().flatten() {
        *id = test_veil.reveal(*id);
    }
    Some(page)
}

/// What tells a phone whose hash was thrown away: its number in the project, made to look like a hash.
pub(super) fn stand_in(veil: &Veil, number: u32, is_pair: bool) -> u64 {
    let hidden = veil.hide(u64::from(number) + 1);
    if is_pair { hidden | PAIR } else { hidden & !PAIR }
}

/// A source of samples.
#[derive(Debug, Clone, PartialEq)]
struct Phone {
    number: u32,
    key: u64,
    is_pair: bool,
    /// Its place among all at that time.
    place: Option<i64>,
}

/// Pages put together, still under the numbers of the project.
#[derive(Debug, Default)]
struct Gathering {
    samples: SampleColumns,
    stored: Stored,
    /// Numbers in the project of the operators met, in order of appearance.
    operators: Vec<u32>,
    place_of: HashMap<u32, u16>,
}

impl Gathering {
    fn add(&mut self, page: Page) -> Result<()> {
        let before = self.samples.len();
        let limit = u64::from(u32::MAX - 1);
        if (before + page.len()) as u64 > limit {
            return Err(Error::TooMany { what: "samples".to_owned(), limit });
        }
        let places = page.operators.iter().map(|number| self.place(*number)).collect::<Result<Vec<u16>>>()?;
        let columns = page.columns;
        let samples = &mut self.samples;
        samples.lon.append(&columns.lon);
        samples.lat.append(&columns.lat);
        samples.download.append(&columns.download);
        samples.upload.append(&columns.upload);
        samples.latency.append(&columns.latency);
        samples.time.extend(columns.time);
        samples.technology.extend(columns.technology);
        samples.flags.extend(columns.flags);
        samples.row.extend(columns.row);
        samples.indoors.extend(columns.indoors.iter().map(|place| before as u32 + place));
        let place = |id: OperatorId| OperatorId(places.get(usize::from(id.0)).copied().unwrap_or(u16::MAX));
        samples.operator.extend(columns.operator.into_iter().map(place));
        let n = samples.flags.len();
        append_or_fill(&mut samples.source, columns.source, before, n, NO_SOURCE);
        append_or_fill(&mut samples.test_id, columns.test_id, before, n, 0);
        self.stored.fids.extend(page.fids);
        self.stored.dataset.rejected_texts.extend(page.rejected.into_iter().map(|mut rejected| {
            rejected.sample += before as u32;
            rejected
        }));
        Ok(())
    }

    fn place(&mut self, number: u32) -> Result<u16> {
        if let Some(place) = self.place_of.get(&number) {
            return Ok(*place);
        }
        let place = u16::try_from(self.operators.len()).ok().filter(|place| *place < u16::MAX);
        let limit = u64::from(u16::MAX);
        let place = place.ok_or_else(|| Error::TooMany { what: "operators".to_owned(), limit })?;
        self.operators.push(number);
        self.place_of.insert(number, place);
        Ok(place)
    }

    /// Numbers operators by brand and sources by rank, as the reader of files does.
    fn finish(self, operators: Vec<(Operator, bool)>, phones: Vec<Phone>) -> Stored {
        let Self { mut samples, mut stored, .. } = self;
        let became_known: Vec<bool> = operators.iter().map(|(_, became_known)| *became_known).collect();
        if became_known.contains(&true) {
            let unknown = Flags::of(Flag::UnknownOperator).0;
            samples.flags.par_iter_mut().zip(&samples.operator).for_each(|(flags, operator)| {
                if became_known.get(usize::from(operator.0)).is_some_and(|known| *known) {
                    flags.0 &= !unknown;
                }
            });
        }
        let plain: Vec<Operator> = operators.into_iter().map(|(operator, _)| operator).collect();
        let (ranks, operators) = ranked(&plain);
        samples.operator.par_iter_mut().for_each(|id| id.0 = ranks.get(usize::from(id.0)).copied().unwrap_or(id.0));

        let mut rank_of = vec![NO_SOURCE; phones.iter().map(|p| p.number as usize + 1).max().unwrap_or(0)];
        for (rank, phone) in (0..).zip(&phones) {
            rank_of.get_mut(phone.number as usize).into_iter().for_each(|slot| *slot = rank);
        }
        if phones.is_empty() {
            samples.source = None;
        }
        samples.source.iter_mut().flatten().for_each(|source| {
            *source = rank_of.get(*source as usize).copied().unwrap_or(NO_SOURCE);
        });
        let dataset = &mut stored.dataset;
        dataset.source_keys = phones.iter().map(|phone| phone.key).collect();
        dataset.n_devices = phones.iter().filter(|phone| !phone.is_pair).count() as u32;
        dataset.n_sources = phones.len() as u32;
        (dataset.samples, dataset.operators) = (samples, operators);
        stored.phones = phones.into_iter().map(|phone| phone.number).collect();
        stored
    }
}

/// Adds a part that may be missing to a whole that may be missing.
fn append_or_fill<T: Copy>(whole: &mut Option<Vec<T>>, part: Option<Vec<T>>, before: usize, n: usize, fill: T) {
    match part {
        Some(part) => whole.get_or_insert_with(|| vec![fill; before]).extend(part),
        None => whole.iter_mut().for_each(|whole| whole.resize(n, fill)),
    }
}

/// Operators in the order of their brands and the rank of each; of several spellings of an unknown name the first in
/// byte order is kept.
fn ranked(operators: &[Operator]) -> (Vec<u16>, Vec<Operator>) {
    let name = |o: &Operator| (o.known, if o.known { o.brand.clone() } else { o.brand.to_lowercase() });
    let mut merged: HashMap<(bool, String), Operator> = HashMap::new();
    for operator in operators {
        let kept = merged.entry(name(operator)).or_insert_with(|| operator.clone());
        if operator.brand < kept.brand {
            kept.brand.clone_from(&operator.brand);
        }
    }
    let mut list: Vec<Operator> = merged.values().cloned().collect();
    list.sort();
    let rank = |operator: &Operator| {
        let found = merged.get(&name(operator)).and_then(|kept| list.binary_search(kept).ok());
        found.and_then(|rank| u16::try_from(rank).ok()).unwrap_or(u16::MAX)
    };
    (operators.iter().map(rank).collect(), list)
}
