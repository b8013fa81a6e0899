//! Projects of older versions, brought to the version of the program: a copy is kept beside the file, then all steps
//! are done in one transaction.

use std::path::{Path, PathBuf};

use super::contents::Contents;
use super::page::{Page, ROWS};
use super::{Store, history, is_project, schema};
use crate::model::{Error, Result};

/// Brings a project from one version to the next, within the caller's transaction.
pub type Step = fn(&Store) -> Result<()>;

/// Under which stand the names of the copies that were kept, a line each.
const COPIES: &str = "kept_copies";

/// The first leads from version 1 to version 2.
pub const STEPS: [Step; schema::VERSION as usize - 1] = [to_version_2];

impl Store {
    pub(super) fn version(&self) -> Result<u32> {
        Ok(schema::get(&self.database, "schema_version").map_err(self.failed())?.unwrap_or(0))
    }

    /// Brings the project to the version after the last of `steps`; whatever fails, it stays what it was.
    pub(super) fn migrate(&mut self, steps: &[Step]) -> Result<()> {
        self.transaction(|store| store.climb(steps))
    }

    /// The same within the caller's transaction.
    pub(super) fn climb(&self, steps: &[Step]) -> Result<()> {
        let version = self.version()?;
        steps.iter().skip(version.saturating_sub(1) as usize).try_for_each(|step| step(self))?;
        schema::set(&self.database, "schema_version", steps.len() as u32 + 1).map_err(self.failed())
    }

    /// The same with all steps, taking note of the copy that was kept.
    pub(super) fn migrate_beside(&mut self, copy: &Path) -> Result<()> {
        self.transaction(|store| {
            store.climb(&STEPS)?;
            let kept: Option<String> = schema::get(&store.database, COPIES).map_err(store.failed())?;
            let name = copy.file_name().unwrap_or_default().to_string_lossy();
            let names = kept.iter().flat_map(|names| names.lines()).chain([&*name]).collect::<Vec<_>>().join("\n");
            schema::set(&store.database, COPIES, names).map_err(store.failed())
        })
    }

    /// Copies of the project as it was before it was brought to a later version that still lie beside it.
    pub fn older_copies(&self) -> Result<Vec<PathBuf>> {
        let kept: Option<String> = schema::get(&self.database, COPIES).map_err(self.failed())?;
        let copies = kept.iter().flat_map(|names| names.lines()).filter_map(|name| {
            let copy = self.path.with_file_name(name);
            // The name of a file, not a way to one elsewhere.
            (copy.parent() == self.path.parent() && is_older(&copy)).then_some(copy)
        });
        Ok(copies.collect())
    }

    /// Deletes them, and says how many there were.
    pub fn delete_older_copies(&self) -> Result<u64> {
        let copies = self.older_copies()?;
        for copy in &copies {
            let unwritable = |e: std::io::Error| Error::unwritable(copy.display(), &e);
            std::fs::remove_file(copy).map_err(unwritable)?;
        }
        Ok(copies.len() as u64)
    }

    /// Saves the project as it is beside itself, and says where.
    pub(super) fn keep_copy(&self) -> Result<PathBuf> {
        let copy = free_name(&self.path, self.version()?);
        self.save_copy(&copy)?;
        Ok(copy)
    }
}

/// Whether a file is a project of an older version.
fn is_older(path: &Path) -> bool {
    let version = || Store::connect(path).ok().and_then(|database| schema::get(&database, "schema_version").ok()?);
    is_project(path) && version().is_some_and(|version: u32| version < schema::VERSION)
}

/// `phường.gpkg` of version 1 is kept as `phường.v1.gpkg`, or with a number where that name is taken.
fn free_name(project: &Path, version: u32) -> PathBuf {
    let stem = project.file_stem().unwrap_or_default().to_string_lossy();
    let named = |number: String| project.with_file_name(format!("{stem}.v{version}{number}.gpkg"));
    let others = (2u32..).map(|number| named(format!("-{number}")));
    std::iter::once(named(String::new())).chain(others).find(|path| !path.exists()).unwrap_or_default()
}

/// Phones that were left out by hand were named by hashes without a key, and a damaged page took 65 536 rows with it.
fn to_version_2(store: &Store) -> Result<()> {
    schema::add_version_2(&store.database).map_err(store.failed())?;
    store.exchange_phones_of_settings(&mut |hash| Some(store.device_veil.hide(hash)))?;
    store.forget_results()?;
    history::files(store)?.iter().try_for_each(|file| cut_pages(store, file.id))
}

/// Longest pages of version 1, in pages of today.
const PARTS: i64 = (1 << 16) / ROWS as i64;

/// Cuts the pages of a source into such of today. The last one first: its parts take numbers that are free.
fn cut_pages(store: &Store, source: i64) -> Result<()> {
    for number in store.page_numbers(source)?.into_iter().rev() {
        let page = store.page(source, number)?;
        store.drop_page(source, number)?;
        let rows: Vec<usize> = (0..page.len()).collect();
        for (part, rows) in (number * PARTS..).zip(rows.chunks(ROWS)) {
            put(store, source, part, &page.only(rows))?;
        }
    }
    Ok(())
}

fn put(store: &Store, source: i64, number: i64, page: &Page) -> Result<()> {
    let Some(contents) = Contents::of(source, number, page) else { return Ok(()) };
    store.put_page(&contents, &page.to_bytes())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::job::Feedback;

    /// The project that version 1 of the layout made, in a folder of its own.
    fn of_version_1() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.gpkg");
        let packed = include_bytes!("../../../tests/project/version-1.gpkg.gz");
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut bytes).unwrap();
        std::fs::write(&path, bytes).unwrap();
        (folder, path)
    }

    /// What the next version might do.
    fn to_version_3(store: &Store) -> Result<()> {
        let add = "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT); DROP TABLE place_names;";
        store.database.execute_batch(add).map_err(store.failed())
    }

    fn breaks(store: &Store) -> Result<()> {
        to_version_3(store)?;
        Err(Error::Cancelled)
    }

    #[test]
    fn all_steps_are_done_or_none() {
        let (_folder, path) = of_version_1();
        let before = std::fs::read(&path).unwrap();
        let database = Store::connect(&path).unwrap();
        let mut store = Store::of(database, &path).unwrap();
        store.owner = Some(super::super::Owner::take(&path, "").unwrap());
        store.database.pragma_update(None, "query_only", false).unwrap();
        let samples = store.read_samples(&[], &Feedback::default()).unwrap();

        assert_eq!(store.migrate(&[STEPS[0], breaks]), Err(Error::Cancelled));
        assert_eq!(store.version().unwrap(), 1);
        assert!(std::fs::read(&path).unwrap() == before);

        store.migrate(&[STEPS[0], to_version_3]).unwrap();
        assert_eq!(store.version().unwrap(), 3);
        assert_eq!(store.read_samples(&[], &Feedback::default()).unwrap(), samples);
        assert!(store.database.execute("INSERT INTO notes (text) VALUES ('a')", []).is_ok());
        drop(store);
        // This version of the program leaves what a later one made alone.
        let refused = Store::open_for_writing(&path, "").unwrap_err();
        assert_eq!(refused, Error::ProjectNewer { path: path.display().to_string(), version: 3 });
    }

    #[test]
    fn an_older_project_is_brought_here_with_a_copy_beside_it_when_it_is_written() {
        let (folder, path) = of_version_1();
        let before = std::fs::read(&path).unwrap();
        let read = Store::open(&path).unwrap();
        let samples = read.read_samples(&[], &Feedback::default()).unwrap();
        assert_eq!((read.version().unwrap(), read.path()), (schema::VERSION, path.as_path()));
        assert!(!read.is_writable() && std::fs::read(&path).unwrap() == before);
        drop(read);

        let store = Store::open_for_writing(&path, "").unwrap();
        assert_eq!(store.kept_copy(), Some(folder.path().join("p.v1.gpkg").as_path()));
        assert_eq!(store.read_samples(&[], &Feedback::default()).unwrap(), samples);
        drop(store);
        let again = Store::open_for_writing(&path, "").unwrap();
        assert_eq!(again.kept_copy(), None);
        assert_eq!(again.older_copies().unwrap(), [folder.path().join("p.v1.gpkg")]);
        drop(again);
        // The copy is what the file was, and is brought here in its turn, with a copy of its own.
        let copy = Store::open_for_writing(&folder.path().join("p.v1.gpkg"), "").unwrap();
        assert_eq!(copy.read_samples(&[], &Feedback::default()).unwrap(), samples);
        assert_eq!(copy.kept_copy(), Some(folder.path().join("p.v1.v1.gpkg").as_path()));
    }

    #[test]
    fn of_the_copies_only_those_of_older_versions_are_deleted() {
        let (folder, path) = of_version_1();
        let at = |name: &str| folder.path().join(name);
        let store = Store::open_for_writing(&path, "").unwrap();
        // Names that somebody put there mean no other file.
        std::fs::create_dir(at("x")).unwrap();
        for name in ["x/p.gpkg", "q.gpkg"] {
            std::fs::copy(at("p.v1.gpkg"), at(name)).unwrap();
        }
        std::fs::write(at("text.gpkg"), "phusong_project").unwrap();
        drop(Store::open_for_writing(&at("q.gpkg"), "").unwrap());
        let names = "x/p.gpkg\ntext.gpkg\nq.gpkg\ngone.gpkg\np.v1.gpkg";
        schema::set(&store.database, COPIES, names).unwrap();
        assert_eq!(store.older_copies().unwrap(), [at("p.v1.gpkg")]);
        assert_eq!((store.delete_older_copies(), store.delete_older_copies()), (Ok(1), Ok(0)));
        assert!(!at("p.v1.gpkg").exists() && at("x/p.gpkg").exists() && at("q.gpkg").exists());
    }

    #[test]
    fn phones_left_out_by_hand_come_under_the_key() {
        let (_folder, path) = of_version_1();
        let key = Store::open(&path).unwrap().read_samples(&[], &Feedback::default()).unwrap().dataset.source_keys[0];
        let put = format!(r#"INSERT INTO settings VALUES ('window', '[{{"kind":"phone","key":{key}}}]', '')"#);
        rusqlite::Connection::open(&path).unwrap().execute(&put, []).unwrap();
        let store = Store::open_for_writing(&path, "").unwrap();
        let stated: serde_json::Value = store.setting("window").unwrap().unwrap();
        assert_eq!(stated[0]["key"].as_u64(), Some(key));
        let kept: String = store.database.query_row("SELECT value FROM settings", [], |row| row.get(0)).unwrap();
        assert!(!kept.contains(&key.to_string()), "{kept}");
    }

    #[test]
    fn long_pages_are_cut_in_order() {
        let (_folder, path) = of_version_1();
        let store = Store::open_for_writing(&path, "").unwrap();
        let source = history::files(&store).unwrap()[0].id;
        let page = store.page(source, 0).unwrap();
        let rows: Vec<usize> = (0..page.len()).cycle().take(ROWS * 2 + 5).collect();
        let mut long = page.only(&rows);
        long.fids = (1..).take(rows.len()).collect();
        long.rejected.clear();
        long.columns.indoors.clear();
        let mut next = long.clone();
        next.fids = (1 + long.len() as i64..).take(long.len()).collect();
        let failed = "PRAGMA query_only = OFF; DELETE FROM sample_pages; DELETE FROM page_contents;";
        store.database.execute_batch(failed).unwrap();
        put(&store, source, 0, &long).unwrap();
        put(&store, source, 1, &next).unwrap();
        cut_pages(&store, source).unwrap();
        assert_eq!(store.page_numbers(source).unwrap(), [0, 1, 2, 16, 17, 18]);
        let stored = store.read_samples(&[], &Feedback::default()).unwrap();
        assert_eq!(stored.fids, (1..=2 * long.len() as i64).collect::<Vec<_>>());
    }
}
