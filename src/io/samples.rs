//! Reads tables of speed tests: one thread reads and cuts, all parse, the chunks are put together in their order.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded, unbounded};

use crate::job::Feedback;
use crate::model::{Dataset, Error, FileHash, Note, OperatorCatalogue, Result, SourceFile, SourceForm, SourceKind};

use super::ReadOptions;
use super::chunk_samples::ChunkSamples;
use super::detect::{Format, detect, format_of};
use super::encoding::{Encoding, Utf8Reader, decode_prefix};
use super::inputs::{Others, samples_within};
use super::long_table::pivot;
use super::merge::Merger;
use super::plan::TablePlan;
use super::row::RowParser;
use super::source::{Opened, PREFIX_BYTES, Source, Stamp, sha256_of};
use super::table::canonical::Canonical;
use super::table::chunk::{Chunk, ChunkError, ChunkReader, MAX_RECORD_BYTES};
use super::table::transcribe::{Transcribed, transcribe};
use super::whole_text::WholeText;

/// A table that has been looked at and can be read from its beginning.
pub(super) struct OpenTable {
    pub path: String,
    pub name: String,
    pub form: SourceForm,
    pub plan: TablePlan,
    /// Size of the text; 0 where it is not known.
    pub n_bytes: u64,
    pub text: Utf8Reader<Box<dyn Read>>,
    /// Hash of the file that a transcript was made from.
    pub sha256: Option<String>,
    pub source: Source,
    pub stamp: Stamp,
    /// The row of a test and each other row that it came from, sorted: of a table with a row for each direction.
    pub joined_rows: Vec<(u32, u32)>,
}

/// Reads all samples of the files as one data set. `-` stands for standard input, an archive for the files in it.
pub fn read_samples(paths: &[PathBuf], options: &ReadOptions, feedback: &Feedback) -> Result<Dataset> {
    read_each(paths.iter().map(|path| (path, options)), feedback)
}

/// The same where each file is read in its own way.
pub fn read_sample_files(files: &[(PathBuf, ReadOptions)], feedback: &Feedback) -> Result<Dataset> {
    read_each(files.iter().map(|(path, options)| (path, options)), feedback)
}

fn read_each<'a>(files: impl Iterator<Item = (&'a PathBuf, &'a ReadOptions)>, feedback: &Feedback) -> Result<Dataset> {
    // Told to nobody here: `sample_inputs` is for callers who want to know what was passed over.
    let mut others = Others::default();
    let mut sources = Vec::new();
    feedback.begin("stage-read", 0)?;
    for (path, options) in files {
        let within = samples_within(path, options, feedback, &mut others)?;
        sources.extend(within.into_iter().map(|source| (source, options)));
    }
    let sources: Vec<_> = sources.iter().map(|(source, options)| (source, *options)).collect();
    read_sources(&sources, feedback)
}

/// Reads all samples of single files as one data set.
pub(super) fn read_sources(sources: &[(&Source, &ReadOptions)], feedback: &Feedback) -> Result<Dataset> {
    let size = |(source, _): &(&Source, &ReadOptions)| std::fs::metadata(&source.path).map_or(0, |m| m.len());
    feedback.begin("stage-read", sources.iter().map(size).sum())?;
    let mut merger = Merger::default();
    for (source, options) in sources {
        let catalogue = OperatorCatalogue::default().with_aliases(&options.operator_aliases);
        let read = OpenTable::open(source, options, feedback).and_then(|table| match table.plan.refusal.clone() {
            Some(refusal) => Err(refusal),
            None => table.read_into(&mut merger, &catalogue, options, feedback),
        });
        // A pipe that nobody waits for any longer fails, and whatever else fails after the cancel button does not matter.
        feedback.check()?;
        read?;
    }
    Ok(merger.finish())
}

impl OpenTable {
    /// Looks at the beginning of a file. What is no table is an error; what is another kind of table is not.
    pub fn open(source: &Source, options: &ReadOptions, feedback: &Feedback) -> Result<Self> {
        let (Opened { shown, n_bytes, prefix, rest }, stamp) = source.open(feedback)?;
        let format = match source.is_standard_input() {
            true => detect(&shown, &prefix)?,
            false => format_of(&source.path, &shown, &prefix)?,
        };
        let mut notes = Vec::new();
        let (prefix, rest, n_bytes, encoding, mut form, sha256) = match format {
            Format::Text(encoding) => {
                let form = SourceForm { encoding: Some(encoding.name().into()), ..SourceForm::default() };
                (prefix, rest, n_bytes, encoding, form, None)
            }
            _ => {
                drop((prefix, rest));
                let Transcribed { mut transcript, form, notes: of_transcript } =
                    transcribe(source, format, options, feedback)?;
                notes = of_transcript;
                let mut prefix = Vec::new();
                transcript
                    .by_ref()
                    .take(PREFIX_BYTES)
                    .read_to_end(&mut prefix)
                    .map_err(|e| Error::unreadable(&shown, &e))?;
                let n_bytes = transcript.n_bytes();
                let rest: Box<dyn Read> = Box::new(transcript);
                (prefix, rest, n_bytes, Encoding::Utf8, form, Some(sha256_of(source, feedback)?))
            }
        };
        let mut beginning = decode_prefix(&prefix, encoding);
        if beginning.starts_with(b"\xef\xbb\xbf") {
            beginning.drain(..3);
        }
        // The last row of the prefix is cut unless the file ends with it.
        if prefix.len() as u64 == PREFIX_BYTES
            && let Some(end) = memchr::memrchr(b'\n', &beginning)
        {
            beginning.truncate(end + 1);
        }
        let plan = TablePlan::new(&beginning, &shown, options)?;
        form.format = format.name().into();
        form.delimiter = matches!(format, Format::Text(_)).then(|| char::from(plan.signs.delimiter));
        let text: Box<dyn Read> = Box::new(std::io::Cursor::new(prefix).chain(rest));
        let text = Utf8Reader::new(text, encoding);
        let (path, name, source) = (shown, source.name.clone(), source.clone());
        let table = Self { path, name, form, plan, n_bytes, text, sha256, source, stamp, joined_rows: Vec::new() };
        let mut table = match (table.plan.long.clone(), &table.plan.refusal) {
            (Some(long), Some(Error::LongTable { .. })) => pivot(table, &long, options)?,
            _ => table,
        };
        table.plan.notes.append(&mut notes);
        Ok(table)
    }

    /// The whole text, for tables that are not parsed as samples.
    pub fn into_text(self) -> WholeText {
        WholeText { text: self.text, sha256: self.sha256 }
    }

    /// Parses the whole table and adds its samples.
    pub fn read_into(
        self,
        merger: &mut Merger,
        catalogue: &OperatorCatalogue,
        options: &ReadOptions,
        feedback: &Feedback,
    ) -> Result<()> {
        let Self { path, name, form, plan, n_bytes, text, sha256, source, stamp, joined_rows } = self;
        let (text, sha256) = match sha256.map(FileHash::known).or_else(|| hash_aside(&source, stamp, feedback)) {
            Some(hash) => (text.unhashed(), Some(hash)),
            None => (text, None),
        };
        merger.begin_file();
        let mut reader = ChunkReader::new(Canonical::new(text, plan.form.clone()), plan.signs);
        let of_sheet = operator_of_sheet(&form, &plan, catalogue).filter(|_| options.operator.is_none());
        let operator = options.operator.as_deref().or(of_sheet.as_deref()).unwrap_or_default();
        let parser = || RowParser::new(&plan, catalogue, operator);
        let n_workers = rayon::current_num_threads().saturating_sub(1);
        let mut work = Work { path: &path, n_bytes, skip: plan.header_row, merger, feedback, n_advanced: 0 };
        std::thread::scope(|scope| -> Result<()> {
            let (jobs, job_queue) = bounded::<Box<Task>>(2 * n_workers + 2);
            let (done, results) = unbounded::<Done>();
            for _ in 0..n_workers {
                let (job_queue, done, mut parser) = (job_queue.clone(), done.clone(), parser());
                let skip = plan.header_row;
                scope.spawn(move || {
                    for task in job_queue {
                        if done.send(task.run(&mut parser, skip)).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(done);
            work.run(&mut reader, &mut parser(), &Lines { jobs, job_queue, results, n_workers })
        })?;
        source.check_unchanged(stamp)?;
        if let Some(row) = merger.other_header() {
            return Err(Error::SecondHeader { path, row });
        }
        let sha256 = sha256.unwrap_or_else(|| FileHash::known(reader.source().source().sha256()));
        let columns = plan.meanings();
        let units = plan.units();
        let mut notes = plan.notes.clone();
        notes.extend(of_sheet.clone().map(|operator| Note::OperatorOfSheet { operator }));
        notes.extend(reader.source().notes());
        let of_rows = merger.notes();
        if of_rows.iter().any(|note| matches!(note, Note::ForeignBytes { .. })) {
            // Counted over the whole file, with the row: what the first rows showed of it would be said twice.
            let is_same = |example: &str| example.contains(char::REPLACEMENT_CHARACTER);
            notes.retain(|note| !matches!(note, Note::BrokenText { example, .. } if is_same(example)));
        }
        notes.extend(of_rows);
        merger.end_file(SourceFile {
            name,
            path,
            sha256,
            kind: SourceKind::SpeedTests,
            first_sample: 0,
            n_samples: 0,
            columns,
            form,
            notes,
            joined_rows,
            units,
            now_unix_s: None,
        });
        Ok(())
    }
}

/// The operator that a sheet or layer is named after, where no column says which it is.
fn operator_of_sheet(form: &SourceForm, plan: &TablePlan, catalogue: &OperatorCatalogue) -> Option<String> {
    let columns = &plan.columns;
    if [columns.operator, columns.mcc_mnc, columns.mnc].iter().any(Option::is_some) {
        return None;
    }
    let operator = catalogue.resolve(None, form.sheet.as_deref()?);
    operator.known.then_some(operator.brand)
}

/// Files from this size on are hashed beside the reading, because a hash cannot be taken in parts.
const WORTH_A_THREAD: u64 = 4 << 20;

/// Whether the reading thread had better hash in passing, instead of another thread that reads the file once more: a
/// processor with instructions for it takes a quarter of the time that a thread needs to parse the same bytes. Asked of
/// x86-64 only.
fn is_hashed_in_passing() -> bool {
    #[cfg(target_arch = "x86_64")]
    let has_instructions = std::arch::is_x86_feature_detected!("sha");
    #[cfg(not(target_arch = "x86_64"))]
    let has_instructions = false;
    has_instructions && rayon::current_num_threads() <= 3
}

/// Hashes a regular file in a thread of its own, which reads it once more from the system's cache; `None` for others.
fn hash_aside(source: &Source, stamp: Stamp, feedback: &Feedback) -> Option<FileHash> {
    if !stamp.is_of_regular_file() || stamp.n_bytes() < WORTH_A_THREAD || is_hashed_in_passing() {
        return None;
    }
    let (hash, slot) = FileHash::pending();
    let (source, feedback) = (source.clone(), feedback.clone());
    let hashing = move || {
        let hashed = sha256_of(&source, &feedback).and_then(|hex| source.check_unchanged(stamp).map(|()| hex));
        slot.set(hashed);
    };
    std::thread::Builder::new().name("hash".to_owned()).spawn(hashing).ok().map(|_| hash)
}

/// A chunk to be parsed, with room for its samples.
#[derive(Default)]
struct Task {
    chunk: Chunk,
    samples: ChunkSamples,
}

/// A parsed chunk.
struct Done {
    task: Box<Task>,
    outcome: Result<()>,
}

impl Task {
    fn run(mut self: Box<Self>, parser: &mut RowParser<'_>, header_row: usize) -> Done {
        self.samples.clear();
        let skip = if self.chunk.number == 0 { header_row } else { 0 };
        let outcome = parser.parse(self.chunk.bytes(), self.chunk.has_quotes, skip, &mut self.samples);
        Done { task: self, outcome }
    }
}

/// Channels between the reading thread and the workers.
struct Lines {
    jobs: Sender<Box<Task>>,
    job_queue: Receiver<Box<Task>>,
    results: Receiver<Done>,
    n_workers: usize,
}

/// What the reading thread does with a file.
struct Work<'a> {
    path: &'a str,
    n_bytes: u64,
    /// Rows at the beginning of the file that are no data.
    skip: usize,
    merger: &'a mut Merger,
    feedback: &'a Feedback,
    n_advanced: u64,
}

impl Work<'_> {
    /// Reads chunk after chunk, hands them out, parses one itself when the workers have enough, and merges in order.
    fn run(
        &mut self,
        reader: &mut ChunkReader<Canonical<Utf8Reader<Box<dyn Read>>>>,
        parser: &mut RowParser<'_>,
        lines: &Lines,
    ) -> Result<()> {
        // Chunks that are read but not yet merged: what bounds the memory. With fewer, workers wait while this thread
        // parses a chunk of its own.
        let max_in_flight = 4 * lines.n_workers + 5;
        let mut spare: Vec<Box<Task>> = Vec::new();
        let mut waiting: BTreeMap<usize, Done> = BTreeMap::new();
        let (mut n_read, mut n_merged) = (0, 0);
        let mut reading = Ok(true);
        while matches!(reading, Ok(true)) || n_merged < n_read {
            if matches!(reading, Ok(true)) && n_read - n_merged < max_in_flight {
                let mut task = spare.pop().unwrap_or_default();
                reading = reader.next(&mut task.chunk);
                if matches!(reading, Ok(true)) {
                    n_read += 1;
                    if let Err(TrySendError::Full(task) | TrySendError::Disconnected(task)) = lines.hand_out(task) {
                        let done = task.run(parser, self.skip);
                        waiting.insert(done.task.chunk.number, done);
                    }
                }
            } else if let Ok(task) = lines.job_queue.try_recv() {
                let done = task.run(parser, self.skip);
                waiting.insert(done.task.chunk.number, done);
            } else {
                let lost = |_| Error::Unreadable {
                    path: self.path.to_owned(),
                    reason: "a reading thread was lost".to_owned(),
                };
                let done = lines.results.recv().map_err(lost)?;
                waiting.insert(done.task.chunk.number, done);
            }
            for done in lines.results.try_iter() {
                waiting.insert(done.task.chunk.number, done);
            }
            while let Some(done) = waiting.remove(&n_merged) {
                n_merged += 1;
                spare.push(self.merge(done)?);
                self.advance(reader.source().source().n_bytes())?;
            }
        }
        reading.map(drop).map_err(|error| self.error(error))
    }

    fn merge(&mut self, done: Done) -> Result<Box<Task>> {
        let Done { mut task, outcome } = done;
        outcome?;
        if task.chunk.number == 0 && !task.samples.columns.is_empty() && !task.chunk.bytes().is_empty() {
            let bytes_left = self.n_bytes.saturating_sub(task.chunk.bytes().len() as u64) as f64;
            let rows = task.samples.columns.len() as f64 * bytes_left / task.chunk.bytes().len() as f64;
            self.merger.reserve(task.samples.columns.len() + (rows * 1.03) as usize);
        }
        self.merger.append(&mut task.samples)?;
        Ok(task)
    }

    fn advance(&mut self, n_bytes: u64) -> Result<()> {
        let more = n_bytes.saturating_sub(self.n_advanced);
        self.n_advanced += more;
        Ok(self.feedback.advance(more)?)
    }

    fn error(&self, error: ChunkError) -> Error {
        let path = self.path.to_owned();
        match error {
            ChunkError::Read(error) => Error::unreadable(&path, &error),
            ChunkError::RecordTooLong => {
                let row = self.merger.n_rows() + 1;
                Error::RowTooLong { path, row, limit_bytes: MAX_RECORD_BYTES as u64 }
            }
        }
    }
}

impl Lines {
    fn hand_out(&self, task: Box<Task>) -> std::result::Result<(), TrySendError<Box<Task>>> {
        if self.n_workers == 0 { Err(TrySendError::Full(task)) } else { self.jobs.try_send(task) }
    }
}
