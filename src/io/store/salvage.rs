//! Rows of pages that cannot be read, taken from the layer of samples: it has all of a row but the id of its test and
//! whether it was measured indoors. Rows that repeat others are not in the layer.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};

use super::contents::Contents;
use super::damage::each_row;
use super::page::Page;
use super::{Store, history, shape, times};
use crate::model::{
    DecimalColumn, Error, Flag, Flags, Loss, LostRows, MISSING_TIME, Meaning, NO_SOURCE, OperatorCatalogue, OperatorId,
    RejectedText, Result, SampleColumns, Technology,
};

/// Decimals of degrees and of what was measured.
const DEGREES: u8 = 7;
const MEASURED: u8 = 4;

/// Later than any time measured: whether the rows of a lost import lie in the future is not known.
const NO_NOW_UNIX_S: i64 = 9_999_999_999;

/// What was saved so far, and what is missing.
pub struct Salvage<'a> {
    from: &'a Connection,
    to: &'a Store,
    /// Pages that were whole, by source and number of their first sample.
    whole: BTreeMap<(i64, i64), Contents>,
    /// A sample of each operator and its number in the project.
    operators: BTreeMap<u32, i64>,
    phones: BTreeSet<u32>,
}

impl<'a> Salvage<'a> {
    pub fn new(from: &'a Connection, to: &'a Store) -> Self {
        Self { from, to, whole: BTreeMap::new(), operators: BTreeMap::new(), phones: BTreeSet::new() }
    }

    /// Takes note of a page that was whole.
    pub fn note(&mut self, contents: Contents, page: &Page) {
        for (fid, operator) in page.fids.iter().zip(&page.columns.operator) {
            if let Some(number) = page.operators.get(usize::from(operator.0)) {
                self.operators.entry(*number).or_insert(*fid);
            }
        }
        self.phones.extend(page.columns.source.iter().flatten().filter(|phone| **phone != NO_SOURCE));
        self.whole.insert((contents.source, *contents.fids.start()), contents);
    }

    /// Makes what is missing from the layer, and says what could not be read. `known` is what pages held, in order.
    pub fn finish(mut self, known: &[Contents]) -> Result<Vec<Loss>> {
        let files = history::files(self.to)?;
        let n_whole = |source| self.of_source(source).map(|contents| contents.rows).sum::<u64>();
        let is_short = files.iter().any(|file| n_whole(file.id) < file.rows)
            || known.iter().any(|contents| !self.is_whole(*contents.fids.start(), contents.source));
        let recovered = if is_short { self.read_layer()? } else { BTreeMap::new() };
        self.replace_lost_rows()?;
        let mut losses = Vec::new();
        for file in history::files(self.to)? {
            let taken = recovered.get(&file.id).map(Vec::as_slice).unwrap_or_default();
            let mine: Vec<&Contents> = known.iter().filter(|contents| contents.source == file.id).collect();
            let named = || LostRows { file: file.file.clone(), import: file.import, ..LostRows::default() };
            let (mut told, n_before) = (0, losses.len());
            for run in mine.chunk_by(|a, b| self.is_hit(a) && self.is_hit(b)) {
                if !run.iter().any(|contents| self.is_hit(contents)) {
                    continue;
                }
                let rows: u64 = run.iter().map(|contents| contents.rows).sum();
                let within = |fid: &&i64| run.iter().any(|contents| contents.fids.contains(*fid));
                let n_taken = taken.iter().filter(within).count() as u64;
                told += rows;
                losses.push(Loss::of_samples(LostRows {
                    lost: rows.saturating_sub(n_taken),
                    recovered: n_taken,
                    file_rows: run
                        .iter()
                        .map(|contents| (*contents.file_rows.start(), *contents.file_rows.end()))
                        .reduce(|(first, last), (a, b)| (first.min(a), last.max(b))),
                    times: run
                        .iter()
                        .filter_map(|contents| contents.times)
                        .reduce(|(first, last), (a, b)| (first.min(a), last.max(b))),
                    ..named()
                }));
            }
            // What no list tells of: pages of version 1, or a list that is damaged itself.
            let untold = file.rows.saturating_sub(self.of_source(file.id).map(|c| c.rows).sum::<u64>() + told);
            if untold > 0 {
                let told_of = |fid: &&i64| mine.iter().any(|contents| contents.fids.contains(*fid));
                let n_taken = taken.iter().filter(|fid| !told_of(fid)).count() as u64;
                let lost = untold.saturating_sub(n_taken);
                losses.push(Loss::of_samples(LostRows { lost, recovered: n_taken, times: file.times(), ..named() }));
            }
            let lost: u64 = losses.iter().skip(n_before).filter_map(|loss| Some(loss.samples.as_ref()?.lost)).sum();
            if lost > 0 {
                history::note_lost(self.to, file.id, lost)?;
            }
        }
        Ok(losses)
    }

    fn of_source(&self, source: i64) -> impl Iterator<Item = &Contents> {
        self.whole.range((source, i64::MIN)..=(source, i64::MAX)).map(|(_, contents)| contents)
    }

    /// Whether the sample with this number stands in a page that was whole.
    fn is_whole(&self, fid: i64, source: i64) -> bool {
        let before = self.whole.range((source, i64::MIN)..=(source, fid)).next_back();
        before.is_some_and(|(_, contents)| contents.fids.contains(&fid))
    }

    fn is_hit(&self, contents: &Contents) -> bool {
        !self.is_whole(*contents.fids.start(), contents.source)
    }

    /// Puts the rows of the layer that stand in no whole page into pages of their own; returns their numbers by source.
    fn read_layer(&mut self) -> Result<BTreeMap<i64, Vec<i64>>> {
        // By source and number of the page that comes after the whole one before.
        let mut pages: BTreeMap<(i64, i64), Vec<LayerRow>> = BTreeMap::new();
        each_row(self.from, "samples", |values| {
            let Some(row) = LayerRow::of(&values) else { return Ok(()) };
            if !self.is_whole(row.fid, row.source) {
                let before = self.whole.range((row.source, i64::MIN)..=(row.source, row.fid)).next_back();
                let number = before.map_or(0, |(_, contents)| contents.page + 1);
                pages.entry((row.source, number)).or_default().push(row);
            }
            Ok(())
        })?;
        let mut recovered: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for ((source, number), rows) in pages {
            if self.of_source(source).any(|contents| contents.page == number) {
                continue;
            }
            let page = self.page_of(&rows)?;
            let Some(contents) = Contents::of(source, number, &page) else { continue };
            self.to.put_page(&contents, &page.to_bytes())?;
            recovered.entry(source).or_default().extend(&page.fids);
            self.phones.extend(page.columns.source.iter().flatten().filter(|phone| **phone != NO_SOURCE));
        }
        Ok(recovered)
    }

    fn page_of(&self, rows: &[LayerRow]) -> Result<Page> {
        let mut operators: Vec<u32> = Vec::new();
        let mut places: HashMap<(&str, &str), u16> = HashMap::new();
        let mut columns = SampleColumns {
            lon: DecimalColumn::with_digits(DEGREES),
            lat: DecimalColumn::with_digits(DEGREES),
            download: DecimalColumn::with_digits(MEASURED),
            upload: DecimalColumn::with_digits(MEASURED),
            latency: DecimalColumn::with_digits(MEASURED),
            source: Some(rows.iter().map(|row| row.phone.unwrap_or(NO_SOURCE)).collect()),
            ..SampleColumns::default()
        };
        let mut rejected = Vec::new();
        for (place, row) in (0u32..).zip(rows) {
            let name = (row.operator.as_str(), row.host.as_str());
            let operator = match places.get(&name) {
                Some(place) => *place,
                None => {
                    operators.push(operator_number(self.to, name)?);
                    let place = u16::try_from(operators.len() - 1).unwrap_or(u16::MAX);
                    places.insert(name, place);
                    place
                }
            };
            columns.operator.push(OperatorId(operator));
            let (lon, lat) = row.position.unwrap_or((f64::NAN, f64::NAN));
            columns.lon.push(lon);
            columns.lat.push(lat);
            columns.time.push(row.time);
            columns.technology.push(row.technology);
            columns.download.push(row.download.unwrap_or(f64::NAN));
            columns.upload.push(row.upload.unwrap_or(f64::NAN));
            columns.latency.push(row.latency.unwrap_or(f64::NAN));
            columns.flags.push(row.flags);
            columns.row.push(row.file_row);
            rejected.extend(row.unread.iter().map(|(meaning, text)| RejectedText {
                sample: place,
                meaning: *meaning,
                text: text.as_str().into(),
            }));
        }
        Ok(Page { fids: rows.iter().map(|row| row.fid).collect(), columns, operators, rejected })
    }

    /// Files, phones and operators that are named by saved samples and could not be read get a row without what is not
    /// known of them, so that the samples stay.
    fn replace_lost_rows(&self) -> Result<()> {
        let (database, failed) = (&self.to.database, self.to.failed());
        let orphans = "SELECT DISTINCT source FROM sample_pages WHERE source NOT IN (SELECT id FROM sources)";
        let mut query = database.prepare(orphans).map_err(failed)?;
        let orphans = query.query_map([], |row| row.get(0)).map_err(failed)?;
        let orphans: Vec<i64> = orphans.collect::<rusqlite::Result<_>>().map_err(failed)?;
        if !orphans.is_empty() {
            let put = "INSERT INTO imports (time, now_unix_s, who, program) VALUES ('', ?1, '', '')";
            database.execute(put, [NO_NOW_UNIX_S]).map_err(failed)?;
            let import = database.last_insert_rowid();
            for source in orphans {
                let put = "INSERT INTO sources (id, import_id, file, path, sha256, rows, kept, repeats, flags, details)
                    SELECT ?1, ?2, '#' || ?1, '', '', sum(rows), 0, 0, '{}', '{}' FROM sample_pages WHERE source = ?1";
                database.execute(put, params![source, import]).map_err(failed)?;
            }
        }
        // A file whose import is lost belongs to one of which nothing is known.
        let put = "INSERT INTO imports (id, time, now_unix_s, who, program)
            SELECT DISTINCT import_id, '', ?1, '', '' FROM sources WHERE import_id NOT IN (SELECT id FROM imports)";
        database.execute(put, [NO_NOW_UNIX_S]).map_err(failed)?;
        let mut put = database.prepare("INSERT OR IGNORE INTO phones (id, is_pair) VALUES (?1, 0)").map_err(failed)?;
        self.phones.iter().try_for_each(|phone| put.execute([phone]).map(drop)).map_err(failed)?;
        self.operators.iter().try_for_each(|(number, fid)| self.replace_operator(*number, *fid))
    }

    /// An operator that could not be read is told by the layer, or else by its number.
    fn replace_operator(&self, number: u32, fid: i64) -> Result<()> {
        let failed = self.to.failed();
        let is_there = "SELECT 1 FROM operators WHERE id = ?1";
        let found = self.to.database.query_row(is_there, [number], |_| Ok(())).optional().map_err(failed)?;
        if found.is_some() {
            return Ok(());
        }
        let query = "SELECT operator FROM samples WHERE fid = ?1";
        let told: Option<String> = self.from.query_row(query, [fid], |row| row.get(0)).ok();
        let name = told.unwrap_or_else(|| format!("#{number}"));
        let operator = OperatorCatalogue::default().resolve(None, &name);
        let put = "INSERT INTO operators (id, brand, host, known, fixed_line) VALUES (?1, ?2, ?3, ?4, ?5)";
        let values = params![number, operator.brand, operator.host, operator.known, operator.fixed_line];
        self.to.database.execute(put, values).map(drop).map_err(failed)
    }
}

/// Number in the project of the operator with this brand and host.
fn operator_number(store: &Store, (brand, host): (&str, &str)) -> Result<u32> {
    let find = "SELECT id FROM operators WHERE brand = ?1 AND host = ?2";
    let found = store.database.query_row(find, [brand, host], |row| row.get(0)).optional().map_err(store.failed())?;
    if let Some(number) = found {
        return Ok(number);
    }
    let operator = OperatorCatalogue::default().resolve(None, brand);
    let put = "INSERT INTO operators (brand, host, known, fixed_line) VALUES (?1, ?2, ?3, ?4)";
    let values = params![brand, host, operator.known, operator.fixed_line];
    store.database.execute(put, values).map_err(store.failed())?;
    let limit = u64::from(u32::MAX);
    u32::try_from(store.database.last_insert_rowid())
        .map_err(|_| Error::TooMany { what: "operators".to_owned(), limit })
}

/// A row of the layer, as far as it is understood.
#[derive(Debug, PartialEq)]
struct LayerRow {
    fid: i64,
    position: Option<(f64, f64)>,
    time: i64,
    operator: String,
    host: String,
    technology: Technology,
    download: Option<f64>,
    upload: Option<f64>,
    latency: Option<f64>,
    flags: Flags,
    unread: Vec<(Meaning, String)>,
    phone: Option<u32>,
    source: i64,
    file_row: u32,
}

impl LayerRow {
    /// `None` for a row that this program did not write so.
    fn of(values: &[Value]) -> Option<Self> {
        let [fid, point, time, operator, host, technology, download, upload, latency, flags, unread, rest @ ..] =
            values
        else {
            return None;
        };
        let [phone, source, file_row] = rest else { return None };
        let [download, upload, latency] = [download, upload, latency].map(number);
        let mut row = Self {
            fid: whole(fid)?,
            position: match point {
                Value::Blob(blob) => Some(shape::point_of(blob)?),
                _ => None,
            },
            time: match time {
                Value::Text(text) => times::unix_s(text)?,
                _ => MISSING_TIME,
            },
            operator: text(operator).to_owned(),
            host: text(host).to_owned(),
            technology: Technology::from_name(text(technology)),
            download,
            upload,
            latency,
            flags: Flags::NONE,
            unread: text(unread).split("; ").filter_map(rejected).collect(),
            phone: whole(phone).and_then(|phone| u32::try_from(phone).ok()),
            source: whole(source)?,
            file_row: u32::try_from(whole(file_row)?).ok()?,
        };
        row.flags = row.flags_of(text(flags));
        Some(row)
    }

    /// Flags of the row itself: what follows from others or from the time of the import is judged anew.
    fn flags_of(&self, codes: &str) -> Flags {
        let mut flags = Flags::NONE;
        for flag in Flag::ALL.into_iter().filter(|flag| codes.split(';').any(|code| code == flag.code())) {
            let speed = |value: Option<f64>| value.is_some_and(|v| !(0.0..=10_000.0).contains(&v));
            let is_meant = match flag {
                Flag::FutureTime => false,
                Flag::ImplausibleDownload => speed(self.download),
                Flag::ImplausibleUpload => speed(self.upload),
                Flag::ImplausibleLatency => self.latency.is_some_and(|v| v <= 0.0 || v > 60_000.0),
                _ => true,
            };
            if is_meant {
                flags.insert(flag);
            }
        }
        flags
    }
}

fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Integer(number) => Some(*number),
        _ => None,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Real(number) => Some(*number),
        Value::Integer(number) => Some(*number as f64),
        _ => None,
    }
}

fn text(value: &Value) -> &str {
    match value {
        Value::Text(text) => text,
        _ => "",
    }
}

fn rejected(part: &str) -> Option<(Meaning, String)> {
    let (code, text) = part.split_once('=')?;
    Some((Meaning::from_code(code)?, text.to_owned()))
}
