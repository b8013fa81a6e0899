//! What can be saved of a damaged project: table by table, page by page, into a new file. The old one is never written.
//!
//! Samples stand in the file twice. Where a page cannot be read, its rows are taken from the layer (`salvage`).

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, OpenFlags, params_from_iter};

use super::contents::{self, Contents};
use super::open::journal_of;
use super::page::Page;
use super::{Store, migrate, neighbours, salvage, schema, shape};
use crate::model::{Error, Loss, Result};

/// Tables in the order in which they are saved. The layer of samples is made from the pages.
const TABLES: [&str; 17] = [
    "imports",
    "sources",
    "operators",
    "phones",
    "import_duplicates",
    "zones",
    "zone_weights",
    "settings",
    "corrections",
    "place_names",
    "operator_answers",
    "criteria",
    "request_ledger",
    "context_files",
    "context",
    "quota",
    neighbours::TABLE,
];

/// Tables that a project of version 1 has not.
const SINCE_VERSION_2: [&str; 4] = [contents::TABLE, "context_files", "context", "quota"];

/// Where the head of a database says how large its pages are, and how many there are.
const PAGE_SIZE_AT: usize = 16;
const PAGES_AT: usize = 28;

/// Makes the head of a file that was cut short say how long it is: SQLite reads nothing of one that is shorter than its
/// head says, though most of it may be there. Source: SQLite's "Database File Format", section 1.3.
fn admit_cut(copy: &Path) -> std::io::Result<()> {
    let mut file = OpenOptions::new().read(true).write(true).open(copy)?;
    let mut head = [0u8; 40];
    if file.read_exact(&mut head).is_err() {
        return Ok(());
    }
    let number = |at: usize| head.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_be_bytes);
    let page = number(PAGE_SIZE_AT) >> 16;
    // 65 536 does not fit into two bytes and stands as 1.
    let page = if page == 1 { 65_536 } else { page };
    let pages = u32::try_from(file.metadata()?.len() / u64::from(page.max(512))).unwrap_or(u32::MAX);
    if page < 512 || pages == 0 || pages >= number(PAGES_AT) {
        return Ok(());
    }
    file.seek(SeekFrom::Start(PAGES_AT as u64))?;
    file.write_all(&pages.to_be_bytes())?;
    // The list of free pages comes next; some of these may be gone.
    file.write_all(&[0; 8])
}

/// Saves what can be read of the project at `source` into a new file `target`, and says what cannot.
pub fn rescue(source: &Path, target: &Path) -> Result<Vec<Loss>> {
    let lost = || Error::ProjectLost { path: source.display().to_string() };
    let unwritable = |e: std::io::Error| Error::unwritable(target.display(), &e);
    let folder = tempfile::Builder::new().prefix(".phusong-").tempdir().map_err(unwritable)?;
    let copy = folder.path().join("damaged.gpkg");
    std::fs::copy(source, &copy).map_err(unwritable)?;
    if journal_of(source).exists() {
        std::fs::copy(journal_of(source), journal_of(&copy)).map_err(unwritable)?;
    }
    admit_cut(&copy).map_err(unwritable)?;
    let database = Connection::open_with_flags(&copy, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(|_| lost())?;
    // The table of tables must be readable: without it nothing can be told apart.
    let tables = database.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
    if tables.unwrap_or(0) == 0 {
        return Err(lost());
    }
    let version: Option<u32> = schema::get(&database, "schema_version").unwrap_or(None);
    if let Some(version) = version.filter(|version| *version > schema::VERSION) {
        return Err(Error::ProjectNewer { path: source.display().to_string(), version });
    }
    let mut store = Store::create(target, "")?;
    // What names a row that is lost stays all the same.
    store.database.pragma_update(None, "foreign_keys", false).map_err(store.failed())?;
    let saved = store.transaction(|store| {
        let version = version.unwrap_or(schema::VERSION);
        let mut rescue = Rescue { from: &database, to: store, version, losses: Vec::new() };
        rescue.save()?;
        let losses = rescue.losses;
        schema::set(&store.database, "schema_version", version).map_err(store.failed())?;
        store.climb(&migrate::STEPS)?;
        Ok(losses)
    });
    drop(store);
    if saved.is_err() {
        // What was begun is of no use; the error that is reported is the first one.
        let _ = std::fs::remove_file(target);
    }
    saved
}

struct Rescue<'a> {
    from: &'a Connection,
    to: &'a Store,
    version: u32,
    losses: Vec<Loss>,
}

impl Rescue<'_> {
    fn save(&mut self) -> Result<()> {
        let failed = self.to.failed();
        let to = &self.to.database;
        schema::drop_triggers(to, "zones").map_err(failed)?;
        self.save_table(schema::MARK)?;
        if neighbours::is_in(self.from).unwrap_or(false) {
            self.to.make_neighbours()?;
        }
        for table in TABLES {
            if self.has(table) {
                self.save_table(table)?;
            }
        }
        self.save_pages()?;
        if self.has("context") {
            self.to.drop_broken_context()?;
        }
        // The index of zones is made anew from their own headers.
        let zones = self.to.read_zones()?;
        self.to.put_zones(&zones)
    }

    /// Whether the project has a table at all.
    fn has(&self, table: &str) -> bool {
        match table {
            neighbours::TABLE => neighbours::is_in(self.from).unwrap_or(false),
            table => self.version > 1 || !SINCE_VERSION_2.contains(&table),
        }
    }

    /// Copies the rows of a table that can be read.
    fn save_table(&mut self, table: &str) -> Result<()> {
        let failed = self.to.failed();
        let mut put = None;
        let mut n_broken = 0;
        let is_whole = each_row(self.from, table, |row| {
            if ["zones", neighbours::TABLE].contains(&table) && !has_shape(&row) {
                n_broken += 1;
                return Ok(());
            }
            let places = (1..=row.len()).map(|i| format!("?{i}")).collect::<Vec<_>>().join(", ");
            let put = match &mut put {
                Some(put) => put,
                None => {
                    let statement = format!("INSERT OR REPLACE INTO {table} VALUES ({places})");
                    put.insert(self.to.database.prepare(&statement).map_err(failed)?)
                }
            };
            match put.execute(params_from_iter(row)) {
                // A row that does not fit its table was not written by this program.
                Err(rusqlite::Error::SqliteFailure(e, _)) if e.code == ErrorCode::ConstraintViolation => Ok(()),
                outcome => outcome.map(drop).map_err(failed),
            }
        })?;
        if !is_whole || n_broken > 0 {
            self.losses.push(Loss::of_table(table));
        }
        Ok(())
    }

    /// Copies the pages that are whole, and makes the others anew from the layer.
    fn save_pages(&mut self) -> Result<()> {
        let mut salvage = salvage::Salvage::new(self.from, self.to);
        each_row(self.from, "sample_pages", |row| {
            let [Value::Integer(source), Value::Integer(number), _, Value::Blob(data)] = row.as_slice() else {
                return Ok(());
            };
            let Some(page) = Page::from_bytes(data) else { return Ok(()) };
            let Some(contents) = Contents::of(*source, *number, &page) else { return Ok(()) };
            self.to.put_page(&contents, data)?;
            salvage.note(contents, &page);
            Ok(())
        })?;
        let known = if self.has(contents::TABLE) { self.known_contents()? } else { Vec::new() };
        self.losses.extend(salvage.finish(&known)?);
        Ok(())
    }

    /// What the pages held, as far as that can be read.
    fn known_contents(&self) -> Result<Vec<Contents>> {
        let mut known = Vec::new();
        each_row(self.from, contents::TABLE, |row| {
            known.extend(Contents::of_values(&row));
            Ok(())
        })?;
        known.sort_by_key(|contents| (contents.source, contents.page));
        Ok(known)
    }
}

/// Whether a row of the layer of zones has polygons that can be read.
fn has_shape(row: &[Value]) -> bool {
    matches!(row.get(1), Some(Value::Blob(blob)) if shape::multipolygon_of(blob).is_some())
}

/// Hands out the rows of a table that can be read, and says whether all were. Their numbers are found from the first
/// and from the last one towards the damage, and each is read by itself.
pub(super) fn each_row(
    database: &Connection,
    table: &str,
    mut row: impl FnMut(Vec<Value>) -> Result<()>,
) -> Result<bool> {
    let mut numbers = BTreeSet::new();
    let mut is_whole = false;
    for order in ["ASC", "DESC"] {
        let mut list = || -> rusqlite::Result<()> {
            let mut query = database.prepare(&format!("SELECT rowid FROM {table} ORDER BY rowid {order}"))?;
            let mut found = query.query([])?;
            while let Some(found) = found.next()? {
                if !numbers.insert(found.get::<_, i64>(0)?) {
                    break;
                }
            }
            Ok(())
        };
        is_whole = list().is_ok() && order == "ASC";
        if is_whole {
            break;
        }
    }
    let Ok(mut query) = database.prepare(&format!("SELECT * FROM {table} WHERE rowid = ?1")) else { return Ok(false) };
    let n = query.column_count();
    for number in numbers {
        let values = query.query_row([number], |row| (0..n).map(|i| row.get::<_, Value>(i)).collect());
        match values {
            Ok(values) => row(values)?,
            Err(_) => is_whole = false,
        }
    }
    Ok(is_whole)
}
