//! Chunks of all files become one data set, in the order of the files.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::model::{Dataset, Error, NO_SOURCE, Note, Operator, OperatorId, Result, SourceFile};

use super::chunk_samples::{ChunkSamples, Tally};
use super::identity::{Numbers, Sources, TestIds};

/// Data set in the making.
#[derive(Debug, Default)]
pub(super) struct Merger {
    dataset: Dataset,
    /// Operator of each known brand and of each unknown name in lower case.
    operator_of: HashMap<(bool, String), u16>,
    sources: Sources,
    file: FileInMaking,
}

/// What is known of the file that is being read.
#[derive(Debug, Default)]
struct FileInMaking {
    first_sample: usize,
    n_rows: u64,
    test_ids: Vec<TestIds>,
    numbers: Numbers,
    surplus: Tally,
    footnotes: Tally,
    other_headers: Tally,
    foreign: Tally,
}

impl Merger {
    pub fn begin_file(&mut self) {
        self.file = FileInMaking { first_sample: self.dataset.samples.len(), ..FileInMaking::default() };
    }

    /// Rows of the current file so far, of any kind.
    pub fn n_rows(&self) -> u64 {
        self.file.n_rows
    }

    /// The first row of the current file that names the columns otherwise than the header, where the rows below it were
    /// read by the header all the same.
    pub fn other_header(&self) -> Option<u64> {
        let Tally { rows, first } = self.file.other_headers;
        (rows > 0).then(|| first.into())
    }

    /// What a person should know of the rows of the current file.
    pub fn notes(&self) -> Vec<Note> {
        let Tally { rows, first } = self.file.surplus;
        let surplus = Note::SurplusCells { rows: rows.into(), first_row: first.into() };
        let Tally { rows: n_footnotes, first } = self.file.footnotes;
        let footnotes = Note::Footnotes { rows: n_footnotes.into(), first_row: first.into() };
        let Tally { rows: n_foreign, first } = self.file.foreign;
        let foreign = Note::ForeignBytes { rows: n_foreign.into(), first_row: first.into() };
        let notes = [(rows, surplus), (n_footnotes, footnotes), (n_foreign, foreign)];
        notes.into_iter().filter(|(n, _)| *n > 0).map(|(_, note)| note).collect()
    }

    /// Makes room for `additional` samples without touching it.
    pub fn reserve(&mut self, additional: usize) {
        let samples = &mut self.dataset.samples;
        for column in
            [&mut samples.lon, &mut samples.lat, &mut samples.download, &mut samples.upload, &mut samples.latency]
        {
            column.reserve(additional);
        }
        samples.time.reserve(additional);
        samples.operator.reserve(additional);
        samples.technology.reserve(additional);
        samples.flags.reserve(additional);
        samples.row.reserve(additional);
    }

    /// Adds the next chunk of the current file.
    pub fn append(&mut self, chunk: &mut ChunkSamples) -> Result<()> {
        let before = self.dataset.samples.len();
        let limit = u32::MAX - 1;
        if before + chunk.columns.len() > limit as usize
            || self.file.n_rows + u64::from(chunk.n_rows) > u64::from(limit)
        {
            return Err(Error::TooMany { what: "samples".to_owned(), limit: u64::from(limit) });
        }
        let operators =
            chunk.operators.values().iter().map(|o| self.operator(o)).collect::<Result<Vec<OperatorId>>>()?;
        let samples = &mut self.dataset.samples;
        samples.lon.append(&chunk.columns.lon);
        samples.lat.append(&chunk.columns.lat);
        samples.download.append(&chunk.columns.download);
        samples.upload.append(&chunk.columns.upload);
        samples.latency.append(&chunk.columns.latency);
        samples.time.extend_from_slice(&chunk.columns.time);
        samples.technology.extend_from_slice(&chunk.columns.technology);
        samples.flags.extend_from_slice(&chunk.columns.flags);
        let unknown = OperatorId(u16::MAX);
        let number = |local: &OperatorId| operators.get(usize::from(local.0)).copied().unwrap_or(unknown);
        samples.operator.extend(chunk.columns.operator.iter().map(number));
        let rows_before = self.file.n_rows as u32;
        samples.row.extend(chunk.columns.row.iter().map(|row| rows_before + row));
        samples.indoors.extend(chunk.columns.indoors.iter().map(|sample| before as u32 + sample));
        self.append_sources(chunk, before);
        self.dataset.rejected_texts.extend(chunk.rejected.drain(..).map(|mut rejected| {
            rejected.sample += before as u32;
            rejected
        }));
        self.file.numbers.merge(&chunk.test_ids.numbers);
        self.file.test_ids.push(std::mem::take(&mut chunk.test_ids));
        let in_file = |tally: Tally| Tally { first: rows_before + tally.first, ..tally };
        if chunk.surplus.rows > 0 {
            self.file.surplus.add(in_file(chunk.surplus));
        }
        if chunk.footnotes.rows > 0 {
            self.file.footnotes.add(in_file(chunk.footnotes));
        }
        if chunk.other_headers.rows > 0 {
            self.file.other_headers.add(in_file(chunk.other_headers));
        }
        if chunk.foreign.rows > 0 {
            self.file.foreign.add(in_file(chunk.foreign));
        }
        self.file.n_rows += u64::from(chunk.n_rows);
        Ok(())
    }

    fn append_sources(&mut self, chunk: &ChunkSamples, before: usize) {
        let samples = &mut self.dataset.samples;
        if chunk.source_of.is_empty() {
            if let Some(sources) = &mut samples.source {
                sources.resize(before + chunk.columns.len(), NO_SOURCE);
            }
            return;
        }
        let numbers: Vec<u32> = chunk.sources.keys().iter().map(|key| self.sources.number(Some(*key))).collect();
        let sources = samples.source.get_or_insert_with(|| vec![NO_SOURCE; before]);
        sources.extend(chunk.source_of.iter().map(|local| numbers.get(*local as usize).copied().unwrap_or(NO_SOURCE)));
    }

    /// Number of an operator. Of several spellings of an unknown name the first in byte order is kept.
    fn operator(&mut self, operator: &Operator) -> Result<OperatorId> {
        // The brand of the unnamed is no name that someone else could bear in another case.
        let name = if operator.known { operator.brand.clone() } else { operator.brand.to_lowercase() };
        let operators = &mut self.dataset.operators;
        if let Some(number) = self.operator_of.get(&(operator.known, name.clone())) {
            if let Some(known) = operators.get_mut(usize::from(*number)).filter(|known| operator.brand < known.brand) {
                known.brand.clone_from(&operator.brand);
            }
            return Ok(OperatorId(*number));
        }
        let number = u16::try_from(operators.len())
            .ok()
            .filter(|n| *n < u16::MAX)
            .ok_or_else(|| Error::TooMany { what: "operators".to_owned(), limit: u64::from(u16::MAX) })?;
        operators.push(operator.clone());
        self.operator_of.insert((operator.known, name), number);
        Ok(OperatorId(number))
    }

    /// Closes the current file. A column that just counts its rows holds no ids.
    pub fn end_file(&mut self, mut file: SourceFile) {
        let FileInMaking { first_sample, test_ids, numbers, .. } = std::mem::take(&mut self.file);
        let n = self.dataset.samples.len();
        if !numbers.just_count_rows() {
            let ids = self.dataset.samples.test_id.get_or_insert_with(Vec::new);
            ids.resize(first_sample, 0);
            ids.reserve(n - first_sample);
            ids.extend(test_ids.into_iter().flat_map(TestIds::into_hashes));
        }
        file.first_sample = first_sample;
        file.n_samples = n - first_sample;
        self.dataset.files.push(file);
    }

    /// Numbers operators by brand and sources by rank of their keys.
    pub fn finish(self) -> Dataset {
        let mut dataset = self.dataset;
        let n = dataset.samples.len();
        if let Some(ids) = &mut dataset.samples.test_id {
            ids.resize(n, 0);
        }
        let mut order: Vec<usize> = (0..dataset.operators.len()).collect();
        order.sort_by(|a, b| dataset.operators.get(*a).cmp(&dataset.operators.get(*b)));
        let mut rank = vec![0u16; order.len()];
        for (new, old) in order.iter().enumerate() {
            if let Some(slot) = rank.get_mut(*old) {
                *slot = new as u16;
            }
        }
        if !order.is_sorted() {
            let rank_of = |id: &mut OperatorId| id.0 = rank.get(usize::from(id.0)).copied().unwrap_or(id.0);
            dataset.samples.operator.par_iter_mut().for_each(rank_of);
        }
        dataset.operators.sort();
        let (ranks, n_devices) = self.sources.ranks();
        if ranks.is_empty() {
            dataset.samples.source = None;
        }
        if let Some(sources) = &mut dataset.samples.source {
            let rank_of = |source: &mut u32| *source = ranks.get(*source as usize).copied().unwrap_or(NO_SOURCE);
            sources.par_iter_mut().for_each(rank_of);
        }
        dataset.n_devices = n_devices;
        dataset.n_sources = ranks.len() as u32;
        dataset.source_keys = self.sources.into_sorted_keys();
        dataset
    }
}
