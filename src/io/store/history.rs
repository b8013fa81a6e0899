//! What was imported, when, by whom, and how each file was understood.

use std::collections::HashSet;

use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ContextFile, Store, times};
use crate::model::{FileHash, Flag, FlagCounts, Meaning, Note, Result, SourceFile, SourceForm, SourceKind};

/// Files that came in together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Import {
    pub id: i64,
    /// UTC, ISO 8601.
    pub time: String,
    pub who: String,
    /// Version of the program that read them.
    pub program: String,
    pub files: Vec<ImportedFile>,
    /// What came with them and lies beside the evidence.
    pub context: Vec<ContextFile>,
}

/// One file of an import.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ImportedFile {
    pub id: i64,
    pub import: i64,
    pub file: String,
    #[serde(skip)]
    pub path: String,
    pub sha256: String,
    /// Rows read.
    pub rows: u64,
    /// Rows that carry no `excluded` flag by themselves and repeat none.
    pub kept: u64,
    /// Rows that repeat another of the project.
    pub repeats: u64,
    /// Rows that carry each flag.
    pub flags: Value,
    /// First and last time that is not in the future, UTC.
    pub first_time: Option<String>,
    pub last_time: Option<String>,
    /// Rows that damage of the project took and no later import of the file brought back.
    pub lost: u64,
    /// Time that `future-time` compares with.
    pub now_unix_s: i64,
    #[serde(skip)]
    details: Details,
    #[serde(skip)]
    joined_rows: Vec<(u32, u32)>,
}

/// How a file was understood.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Details {
    pub columns: Vec<(Meaning, String)>,
    pub units: Vec<(Meaning, String)>,
    pub form: SourceForm,
    /// Each by itself, so that one that is not understood any more takes no other with it.
    pub notes: Vec<Value>,
    /// Rows that could not be read of a damaged project.
    pub lost_rows: u64,
}

/// A row that repeats another, each by its file and its number there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepeatedRow {
    pub file: String,
    pub row: u32,
    pub repeats_file: String,
    pub repeats_row: u32,
}

/// How far a project has come, in a few numbers.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Standing {
    pub version: u32,
    pub revision: i64,
    /// Rows that repeat no other.
    pub samples: u64,
    /// Rows that repeat one of them.
    pub repeats: u64,
    pub zones: u64,
    pub phones: u64,
}

impl Import {
    /// When it was done, Unix seconds.
    pub fn unix_s(&self) -> Option<i64> {
        times::unix_s(&self.time)
    }
}

impl ImportedFile {
    /// First and last time measured, Unix seconds.
    pub fn times(&self) -> Option<(i64, i64)> {
        Some((times::unix_s(self.first_time.as_deref()?)?, times::unix_s(self.last_time.as_deref()?)?))
    }

    /// Samples with a time that lay in the future when they were imported.
    pub fn n_future(&self) -> u64 {
        self.flags.get(Flag::FutureTime.code()).and_then(Value::as_u64).unwrap_or(0)
    }

    pub fn columns(&self) -> &[(Meaning, String)] {
        &self.details.columns
    }

    pub fn units(&self) -> &[(Meaning, String)] {
        &self.details.units
    }

    /// The file as a data set names it, without its samples.
    pub(super) fn source_file(&self) -> SourceFile {
        let Details { columns, units, form, notes, .. } = self.details.clone();
        SourceFile {
            name: self.file.clone(),
            path: self.path.clone(),
            sha256: FileHash::known(self.sha256.clone()),
            kind: SourceKind::SpeedTests,
            first_sample: 0,
            n_samples: 0,
            columns,
            units,
            form,
            notes: notes.into_iter().filter_map(|note| serde_json::from_value::<Note>(note).ok()).collect(),
            joined_rows: self.joined_rows.clone(),
            now_unix_s: Some(self.now_unix_s),
        }
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let (flags, details): (String, String) = (row.get("flags")?, row.get("details")?);
        let joined: Option<Vec<u8>> = row.get("joined_rows")?;
        let details: Details = serde_json::from_str(&details).unwrap_or_default();
        Ok(Self {
            id: row.get("id")?,
            import: row.get("import_id")?,
            file: row.get("file")?,
            path: row.get("path")?,
            sha256: row.get("sha256")?,
            rows: row.get::<_, i64>("rows")?.unsigned_abs(),
            kept: row.get::<_, i64>("kept")?.unsigned_abs(),
            repeats: row.get::<_, i64>("repeats")?.unsigned_abs(),
            flags: serde_json::from_str(&flags).unwrap_or_default(),
            first_time: row.get("first_time")?,
            last_time: row.get("last_time")?,
            lost: details.lost_rows,
            now_unix_s: row.get("now_unix_s")?,
            details,
            joined_rows: joined.as_deref().map(pairs_of).unwrap_or_default(),
        })
    }
}

/// Pairs of row numbers as bytes.
pub(super) fn bytes_of(pairs: &[(u32, u32)]) -> Option<Vec<u8>> {
    let bytes = pairs.iter().flat_map(|(of, other)| [*of, *other]).flat_map(u32::to_le_bytes);
    (!pairs.is_empty()).then(|| bytes.collect())
}

fn pairs_of(bytes: &[u8]) -> Vec<(u32, u32)> {
    let numbers = bytes.as_chunks::<4>().0.iter().map(|b| u32::from_le_bytes(*b)).collect::<Vec<_>>();
    numbers.as_chunks::<2>().0.iter().map(|[of, other]| (*of, *other)).collect()
}

/// Counts by code as the table keeps them.
pub(super) fn flags_json(counts: &FlagCounts) -> String {
    let map = counts.by_code().into_iter().map(|(code, n)| (code.to_owned(), Value::from(n)));
    Value::Object(map.collect()).to_string()
}

const FILES: &str = "SELECT s.*, i.now_unix_s AS now_unix_s FROM sources s JOIN imports i ON i.id = s.import_id";

/// All files, in the order in which they came.
pub(super) fn files(store: &Store) -> Result<Vec<ImportedFile>> {
    let failed = store.failed();
    let mut query = store.database.prepare(&format!("{FILES} ORDER BY s.id")).map_err(failed)?;
    let rows = query.query_map([], ImportedFile::read).map_err(failed)?;
    rows.collect::<rusqlite::Result<_>>().map_err(failed)
}

/// Takes note that rows of a file are lost: it may be imported again.
pub(super) fn note_lost(store: &Store, source: i64, lost: u64) -> Result<()> {
    let failed = store.failed();
    let query = "SELECT details FROM sources WHERE id = ?1";
    let details: String = store.database.query_row(query, [source], |row| row.get(0)).map_err(failed)?;
    let details: Details = serde_json::from_str(&details).unwrap_or_default();
    let details = serde_json::to_string(&Details { lost_rows: details.lost_rows + lost, ..details });
    let put = "UPDATE sources SET details = ?2 WHERE id = ?1";
    store.database.execute(put, params![source, details.unwrap_or_default()]).map(drop).map_err(failed)
}

impl Store {
    /// All imports, the first one first.
    pub fn imports(&self) -> Result<Vec<Import>> {
        let failed = self.failed();
        let (mut files, mut context) = (files(self)?, self.context_files()?);
        let whole: HashSet<String> =
            files.iter().filter(|file| file.lost == 0).map(|file| file.sha256.clone()).collect();
        files.iter_mut().filter(|file| whole.contains(&file.sha256)).for_each(|file| file.lost = 0);
        let mut query =
            self.database.prepare("SELECT id, time, who, program FROM imports ORDER BY id").map_err(failed)?;
        let imports = query.query_map([], |row| {
            let (id, time, who, program) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            Ok(Import { id, time, who, program, files: Vec::new(), context: Vec::new() })
        });
        let mut imports: Vec<Import> = imports.map_err(failed)?.collect::<rusqlite::Result<_>>().map_err(failed)?;
        for import in &mut imports {
            let (mine, others) = files.into_iter().partition(|file| file.import == import.id);
            (import.files, files) = (mine, others);
            let (mine, others) = context.into_iter().partition(|file| file.import == import.id);
            (import.context, context) = (mine, others);
        }
        Ok(imports)
    }

    /// The file with this hash, where it was imported before and none of its rows was lost.
    pub fn known_file(&self, sha256: &str) -> Result<Option<ImportedFile>> {
        let failed = self.failed();
        let mut query = self.database.prepare(&format!("{FILES} WHERE s.sha256 = ?1 ORDER BY s.id")).map_err(failed)?;
        let mut found = query.query_map([sha256], ImportedFile::read).map_err(failed)?;
        found.find(|file| file.as_ref().map_or(true, |file| file.lost == 0)).transpose().map_err(failed)
    }

    /// Rows of an import that were not stored again, in the order of its files and rows.
    pub fn repeats_of(&self, import: i64) -> Result<Vec<RepeatedRow>> {
        let failed = self.failed();
        let mut query = self
            .database
            .prepare(
                "SELECT s.file, d.file_row, r.file, d.repeats_file_row FROM import_duplicates d
                 JOIN sources s ON s.id = d.source JOIN sources r ON r.id = d.repeats_source
                 WHERE s.import_id = ?1 ORDER BY d.fid",
            )
            .map_err(failed)?;
        let rows = query.query_map([import], |row| {
            Ok(RepeatedRow { file: row.get(0)?, row: row.get(1)?, repeats_file: row.get(2)?, repeats_row: row.get(3)? })
        });
        rows.map_err(failed)?.collect::<rusqlite::Result<_>>().map_err(failed)
    }

    pub fn standing(&self) -> Result<Standing> {
        let failed = self.failed();
        let count = |table: &str| {
            let count =
                self.database.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0));
            count.map(i64::unsigned_abs).map_err(failed)
        };
        let total = "SELECT coalesce(sum(rows), 0) FROM sample_pages";
        let rows: i64 = self.database.query_row(total, [], |row| row.get(0)).map_err(failed)?;
        let repeats = count("import_duplicates")?;
        Ok(Standing {
            version: super::schema::get(&self.database, "schema_version").map_err(failed)?.unwrap_or(0),
            revision: self.revision()?,
            samples: rows.unsigned_abs().saturating_sub(repeats),
            repeats,
            zones: count("zones WHERE role = 'zone'")?,
            phones: count("phones")?,
        })
    }
}
