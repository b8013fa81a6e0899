//! Reads tables of speed tests: one thread reads and cuts, all parse, the chunks are put together in their order.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded, unbounded};

use crate::job::Feedback;
use crate::model::{Dataset, Error, OperatorCatalogue, Result, SourceFile, SourceKind};

use super::ReadOptions;
use super::detect::{Format, detect};
use super::encoding::{Encoding, Utf8Reader, decode_prefix};
use super::expand_inputs;
use super::merge::Merger;
use super::plan::TablePlan;
use super::row::{ChunkSamples, RowParser};
use super::table::chunk::{Chunk, ChunkError, ChunkReader, MAX_RECORD_BYTES};

/// Bytes looked at before a table is read.
const PREFIX_BYTES: u64 = 512 << 10;

/// A table that has been looked at and can be read from its beginning.
pub(super) struct OpenTable {
    pub path: String,
    pub name: String,
    pub encoding: Encoding,
    pub plan: TablePlan,
    /// Size of the file; 0 where it is not known.
    n_bytes: u64,
    source: Utf8Reader<Box<dyn Read>>,
}

/// Reads all samples of the files as one data set. `-` stands for standard input.
pub fn read_samples(paths: &[PathBuf], options: &ReadOptions, feedback: &Feedback) -> Result<Dataset> {
    read_each(paths.iter().map(|path| (path.as_path(), options)), feedback)
}

/// The same where each file is read in its own way.
pub fn read_sample_files(files: &[(PathBuf, ReadOptions)], feedback: &Feedback) -> Result<Dataset> {
    read_each(files.iter().map(|(path, options)| (path.as_path(), options)), feedback)
}

fn read_each<'a>(
    files: impl Iterator<Item = (&'a Path, &'a ReadOptions)> + Clone,
    feedback: &Feedback,
) -> Result<Dataset> {
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |m| m.len());
    feedback.begin("stage-read", files.clone().map(|(path, _)| size(path)).sum())?;
    let mut merger = Merger::default();
    for (path, options) in files {
        let catalogue = OperatorCatalogue::default().with_aliases(&options.operator_aliases);
        let table = OpenTable::open(path, options)?;
        if let Some(refusal) = table.plan.refusal.clone() {
            return Err(refusal);
        }
        table.read_into(&mut merger, &catalogue, options, feedback)?;
    }
    Ok(merger.finish())
}

/// Inputs of a command, where a folder stands for the sample files in it.
#[derive(Debug, Default)]
pub struct SampleInputs {
    pub files: Vec<PathBuf>,
    /// Why other files of a folder were passed over.
    pub passed_over: Vec<Error>,
}

/// The sample files behind `patterns`. A file named by the user is taken as it is; of a folder, files that are
/// something else are passed over. A folder without any sample file is an error: that of its first file.
pub fn sample_inputs(patterns: &[String], options: &ReadOptions) -> Result<SampleInputs> {
    let mut inputs = SampleInputs::default();
    for pattern in patterns {
        let files = expand_inputs(std::slice::from_ref(pattern))?;
        if !Path::new(pattern).is_dir() {
            inputs.files.extend(files);
            continue;
        }
        let before = inputs.files.len();
        let mut first_error = None;
        for file in files {
            match what_else(&file, options) {
                Some(error) => {
                    first_error.get_or_insert(error.clone());
                    inputs.passed_over.push(error);
                }
                None => inputs.files.push(file),
            }
        }
        if let Some(error) = first_error.filter(|_| inputs.files.len() == before) {
            return Err(error);
        }
    }
    Ok(inputs)
}

/// Why a file holds no samples; `None` for sample files and for those whose reading needs a word from the user.
fn what_else(path: &Path, options: &ReadOptions) -> Option<Error> {
    let refusal = OpenTable::open(path, options).map_or_else(Some, |table| table.plan.refusal);
    refusal.filter(|error| {
        matches!(
            error,
            Error::EmptyFile { .. }
                | Error::NotATable { .. }
                | Error::UnsupportedFormat { .. }
                | Error::NoCoordinates { .. }
                | Error::NoTimeColumn { .. }
                | Error::NoMetricColumn { .. }
                | Error::SignalLog { .. }
                | Error::TowerList { .. }
                | Error::AggregateTable { .. }
        )
    })
}

/// A file that has been opened.
pub(super) struct Opened {
    /// Path as sentences show it.
    pub shown: String,
    /// 0 where it is not known.
    pub n_bytes: u64,
    /// Its first bytes.
    pub prefix: Vec<u8>,
    /// All that follows.
    pub rest: Box<dyn Read>,
}

/// Opens a file, or standard input for `-`, and reads its first bytes.
pub(super) fn open(path: &Path) -> Result<Opened> {
    let shown = path.display().to_string();
    let unreadable = |error: &std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::NotFound { path: shown.clone() },
        _ => Error::Unreadable { path: shown.clone(), reason: error.to_string() },
    };
    let (mut source, n_bytes): (Box<dyn Read>, u64) = if shown == "-" {
        (Box::new(std::io::stdin()), 0)
    } else {
        let file = File::open(path).map_err(|e| unreadable(&e))?;
        let metadata = file.metadata().map_err(|e| unreadable(&e))?;
        if metadata.is_dir() {
            return Err(Error::Unreadable { path: shown, reason: "is a folder".to_owned() });
        }
        (Box::new(file), metadata.len())
    };
    let mut prefix = Vec::new();
    source.by_ref().take(PREFIX_BYTES).read_to_end(&mut prefix).map_err(|e| unreadable(&e))?;
    Ok(Opened { shown, n_bytes, prefix, rest: source })
}

impl OpenTable {
    /// Looks at the beginning of a file. What is no table of text is an error; what is another kind of table is not.
    pub fn open(path: &Path, options: &ReadOptions) -> Result<Self> {
        let Opened { shown, n_bytes, prefix, rest } = open(path)?;
        let encoding = match detect(&shown, &prefix)? {
            Format::Table(encoding) => encoding,
            Format::Json => {
                return Err(Error::NotATable { path: shown, reason: "JSON".to_owned() });
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
        let name = path.file_name().map_or_else(|| shown.clone(), |name| name.to_string_lossy().into_owned());
        let source: Box<dyn Read> = Box::new(std::io::Cursor::new(prefix).chain(rest));
        Ok(Self { path: shown, name, encoding, plan, n_bytes, source: Utf8Reader::new(source, encoding) })
    }

    /// Hash of a table that is not parsed.
    pub fn hash_to_end(mut self) -> Result<String> {
        std::io::copy(&mut self.source, &mut std::io::sink())
            .map_err(|e| Error::Unreadable { path: self.path.clone(), reason: e.to_string() })?;
        Ok(self.source.sha256())
    }

    /// Parses the whole table and adds its samples.
    pub fn read_into(
        self,
        merger: &mut Merger,
        catalogue: &OperatorCatalogue,
        options: &ReadOptions,
        feedback: &Feedback,
    ) -> Result<()> {
        let Self { path, name, plan, n_bytes, source, .. } = self;
        merger.begin_file();
        let mut reader = ChunkReader::new(source, plan.signs);
        let operator = options.operator.as_deref().unwrap_or_default();
        let parser = || RowParser::new(&plan, catalogue, operator);
        let n_workers = rayon::current_num_threads().saturating_sub(1);
        let mut work = Work { path: &path, n_bytes, skip: plan.header_row, merger, feedback, n_advanced: 0 };
        std::thread::scope(|scope| -> Result<()> {
            let (jobs, job_queue) = bounded::<Box<Task>>(n_workers + 1);
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
        let sha256 = reader.source().sha256();
        let columns = plan.meanings();
        merger.end_file(SourceFile {
            name,
            path,
            sha256,
            kind: SourceKind::SpeedTests,
            first_sample: 0,
            n_samples: 0,
            columns,
        });
        Ok(())
    }
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
        reader: &mut ChunkReader<Utf8Reader<Box<dyn Read>>>,
        parser: &mut RowParser<'_>,
        lines: &Lines,
    ) -> Result<()> {
        // Chunks that are read but not yet merged: what bounds the memory.
        let max_in_flight = 2 * lines.n_workers + 3;
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
                self.advance(reader.source().n_bytes())?;
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
            ChunkError::Read(error) => Error::Unreadable { path, reason: error.to_string() },
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
