//! What lies beside the evidence: each file of tiles, signal levels, towers, outlines or numbers of samples as rows of a
//! layer or a table that other programs read too. It came with an import and goes with it.

use rusqlite::{Row, Statement, params};
use serde::{Deserialize, Serialize};

use super::context_row::{ContextRow, INSERT, signal_point, tile, tower};
use super::{Store, neighbours, schema};
use crate::model::{
    Beside, ContextKind, ContextLayer, ContextRecords, LonLat, Operator, OperatorId, QuotaRow, QuotaTable, Result,
};

/// What a table of numbers of samples is called among kinds of layers.
const QUOTA: &str = "quota";

/// A file that lies beside the evidence, in the history of imports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContextFile {
    pub id: i64,
    pub import: i64,
    pub file: String,
    /// `tiles`, `signal`, `towers`, `neighbours` or `quota`.
    pub kind: String,
    pub records: u64,
    pub sha256: String,
}

/// An operator as the list of a file keeps it.
#[derive(Serialize, Deserialize)]
struct KeptOperator {
    brand: String,
    host: String,
    known: bool,
    fixed_line: bool,
}

impl KeptOperator {
    fn of(operator: &Operator) -> Self {
        let Operator { brand, host, known, fixed_line } = operator.clone();
        Self { brand, host, known, fixed_line }
    }

    fn operator(self) -> Operator {
        Operator { brand: self.brand, host: self.host, known: self.known, fixed_line: self.fixed_line }
    }
}

impl Store {
    /// Files that lie beside the evidence, in the order in which they came.
    pub(super) fn context_files(&self) -> Result<Vec<ContextFile>> {
        let failed = self.failed();
        let query = "SELECT id, import_id, file, kind, records, sha256 FROM context_files ORDER BY id";
        let mut query = self.database.prepare(query).map_err(failed)?;
        let files = query.query_map([], |row| {
            Ok(ContextFile {
                id: row.get(0)?,
                import: row.get(1)?,
                file: row.get(2)?,
                kind: row.get(3)?,
                records: row.get::<_, i64>(4)?.unsigned_abs(),
                sha256: row.get(5)?,
            })
        });
        files.map_err(failed)?.collect::<rusqlite::Result<_>>().map_err(failed)
    }

    /// Those that the project does not have, told by their hash.
    pub fn new_context<'a>(&self, beside: &[&'a Beside]) -> Result<Vec<&'a Beside>> {
        let known = self.context_files()?;
        let is_known = |one: &&&Beside| known.iter().all(|file| file.sha256 != sha256(one));
        let mut new: Vec<&Beside> = Vec::new();
        for one in beside.iter().filter(is_known) {
            if new.iter().all(|other| sha256(other) != sha256(one)) {
                new.push(one);
            }
        }
        Ok(new)
    }

    /// Adds files to an import, within the caller's transaction.
    pub(super) fn put_context(&self, import: i64, beside: &[&Beside]) -> Result<()> {
        for one in beside {
            match one {
                Beside::Layer(layer) => self.put_layer(import, layer)?,
                Beside::Quota(quota) => self.put_quota(import, quota)?,
            }
        }
        self.register_context()
    }

    /// Takes the files of an import away.
    pub(super) fn drop_context(&self, import: i64) -> Result<()> {
        let mine = "(SELECT id FROM context_files WHERE import_id = ?1)";
        let failed = self.failed();
        for table in self.record_tables()? {
            let statement = format!("DELETE FROM {table} WHERE context_file IN {mine}");
            self.database.execute(&statement, [import]).map_err(failed)?;
        }
        self.database.execute("DELETE FROM context_files WHERE import_id = ?1", [import]).map_err(failed)?;
        self.register_context()
    }

    /// Takes files away of which a record is lost: as long as they are listed, they are not imported again.
    pub(super) fn drop_broken_context(&self) -> Result<()> {
        let tables = self.record_tables()?;
        let counts =
            tables.iter().map(|table| format!("(SELECT count(*) FROM {table} WHERE context_file = context_files.id)"));
        let counts = counts.collect::<Vec<_>>().join(" + ");
        let mut statements = format!("DELETE FROM context_files WHERE records > {counts};");
        for table in tables {
            statements += &format!("DELETE FROM {table} WHERE context_file NOT IN (SELECT id FROM context_files);");
        }
        self.database.execute_batch(&statements).map_err(self.failed())?;
        self.register_context()
    }

    /// Tables with the records of files.
    fn record_tables(&self) -> Result<Vec<&'static str>> {
        let has_neighbours = neighbours::is_in(&self.database).map_err(self.failed())?;
        Ok(["context", "quota"].into_iter().chain(has_neighbours.then_some(neighbours::TABLE)).collect())
    }

    /// All that lies beside the evidence, in the order in which it came.
    pub fn read_context(&self) -> Result<Vec<Beside>> {
        let failed = self.failed();
        let query = "SELECT id, file, path, kind, sha256, other_rows, is_cut, operators FROM context_files ORDER BY id";
        let mut query = self.database.prepare(query).map_err(failed)?;
        let mut rows = query.query([]).map_err(failed)?;
        let mut all = Vec::new();
        while let Some(row) = rows.next().map_err(failed)? {
            all.extend(self.read_one(row)?);
        }
        Ok(all)
    }

    fn read_one(&self, row: &Row<'_>) -> Result<Option<Beside>> {
        let failed = self.failed();
        let id: i64 = row.get(0).map_err(failed)?;
        let text = |place: usize| row.get::<_, String>(place).map_err(failed);
        let (name, path, kind, sha256) = (text(1)?, text(2)?, text(3)?, text(4)?);
        let n_other_rows = row.get::<_, i64>(5).map_err(failed)?.unsigned_abs();
        if kind == QUOTA {
            let rows = self.quota_rows(id)?;
            return Ok(Some(Beside::Quota(QuotaTable { name, path, sha256, rows, n_other_rows })));
        }
        let kept: Vec<KeptOperator> = serde_json::from_str(&text(7)?).unwrap_or_default();
        let records = match kind.as_str() {
            kind if kind == ContextKind::Tiles.code() => ContextRecords::Tiles(self.records(id, tile)?),
            kind if kind == ContextKind::Signal.code() => ContextRecords::Signal(self.records(id, signal_point)?),
            kind if kind == ContextKind::Towers.code() => ContextRecords::Towers(self.records(id, tower)?),
            kind if kind == ContextKind::Neighbours.code() => ContextRecords::Neighbours(self.neighbours(id)?),
            // Written by a later hand.
            _ => return Ok(None),
        };
        Ok(Some(Beside::Layer(ContextLayer {
            name,
            path,
            sha256,
            records,
            operators: kept.into_iter().map(KeptOperator::operator).collect(),
            n_other_rows,
            is_cut: row.get(6).map_err(failed)?,
        })))
    }

    /// Records of a file; rows that another program left without what a record needs are passed over.
    fn records<T>(&self, file: i64, record: fn(&Row<'_>) -> rusqlite::Result<Option<T>>) -> Result<Vec<T>> {
        let failed = self.failed();
        let query = "SELECT * FROM context WHERE context_file = ?1 ORDER BY fid";
        let mut query = self.database.prepare(query).map_err(failed)?;
        let rows = query.query_map([file], record).map_err(failed)?;
        rows.filter_map(rusqlite::Result::transpose).collect::<rusqlite::Result<_>>().map_err(failed)
    }

    fn quota_rows(&self, file: i64) -> Result<Vec<QuotaRow>> {
        let failed = self.failed();
        let query = "SELECT file_row, code, ward, month, operator, n_samples, download, upload FROM quota \
            WHERE context_file = ?1 ORDER BY fid";
        let mut query = self.database.prepare(query).map_err(failed)?;
        let rows = query.query_map([file], |row| {
            Ok(QuotaRow {
                row: row.get(0)?,
                code: row.get(1)?,
                ward: row.get(2)?,
                month: row.get(3)?,
                operator: row.get(4)?,
                n_samples: row.get::<_, i64>(5)?.unsigned_abs(),
                download_mbps: row.get(6)?,
                upload_mbps: row.get(7)?,
            })
        });
        rows.map_err(failed)?.collect::<rusqlite::Result<_>>().map_err(failed)
    }

    fn put_file(&self, import: i64, one: &PutFile<'_>) -> Result<i64> {
        let kept: Vec<KeptOperator> = one.operators.iter().map(KeptOperator::of).collect();
        self.database
            .execute(
                "INSERT INTO context_files (import_id, file, path, kind, sha256, records, other_rows, is_cut, operators)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                params![
                    import,
                    one.name,
                    one.path,
                    one.kind,
                    one.sha256,
                    one.records as i64,
                    one.n_other_rows as i64,
                    one.is_cut,
                    serde_json::to_string(&kept).unwrap_or_default(),
                ],
            )
            .map_err(self.failed())?;
        Ok(self.database.last_insert_rowid())
    }

    fn put_layer(&self, import: i64, layer: &ContextLayer) -> Result<()> {
        let file = self.put_file(
            import,
            &PutFile {
                name: &layer.name,
                path: &layer.path,
                sha256: &layer.sha256,
                kind: layer.kind().code(),
                records: layer.len(),
                n_other_rows: layer.n_other_rows,
                is_cut: layer.is_cut,
                operators: &layer.operators,
            },
        )?;
        let mut put = self.database.prepare(INSERT).map_err(self.failed())?;
        let row = |place: LonLat| ContextRow { file, kind: layer.kind().code(), place, ..ContextRow::default() };
        let named = |row: ContextRow, id: OperatorId| ContextRow {
            operator: layer.operator(id).map(|operator| operator.brand.clone()),
            operator_number: Some(i64::from(id.0)),
            ..row
        };
        let put_row = |put: &mut Statement<'_>, row: ContextRow| row.put(put).map_err(self.failed());
        match &layer.records {
            ContextRecords::Tiles(list) => list.iter().try_for_each(|tile| {
                let row = ContextRow {
                    n_tests: Some(tile.n_tests),
                    n_devices: Some(tile.n_devices),
                    zoom: Some(tile.zoom),
                    measured: [tile.download_mbps, tile.upload_mbps, tile.latency_ms],
                    ..row(tile.centre)
                };
                put_row(&mut put, row)
            }),
            ContextRecords::Signal(list) => list.iter().try_for_each(|point| {
                let row = ContextRow {
                    technology: Some(point.technology),
                    level_dbm: Some(point.level_dbm),
                    ..row(point.position)
                };
                put_row(&mut put, named(row, point.operator))
            }),
            ContextRecords::Towers(list) => list.iter().try_for_each(|tower| {
                let row = ContextRow {
                    technology: Some(tower.technology),
                    range_m: tower.range_m,
                    n_tests: Some(tower.n_samples),
                    ..row(tower.position)
                };
                put_row(&mut put, named(row, tower.operator))
            }),
            ContextRecords::Neighbours(list) => self.put_neighbours(file, list),
        }
    }

    fn put_quota(&self, import: i64, quota: &QuotaTable) -> Result<()> {
        let file = self.put_file(
            import,
            &PutFile {
                name: &quota.name,
                path: &quota.path,
                sha256: &quota.sha256,
                kind: QUOTA,
                records: quota.rows.len(),
                n_other_rows: quota.n_other_rows,
                is_cut: false,
                operators: &[],
            },
        )?;
        let put = "INSERT INTO quota (context_file, file_row, code, ward, month, operator, n_samples, download, upload)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        let mut put = self.database.prepare(put).map_err(self.failed())?;
        quota
            .rows
            .iter()
            .try_for_each(|row| {
                let QuotaRow { row: number, code, ward, month, operator, n_samples, download_mbps, upload_mbps } = row;
                let n = i64::try_from(*n_samples).unwrap_or(i64::MAX);
                let values = params![file, number, code, ward, month, operator, n, download_mbps, upload_mbps];
                put.execute(values).map(drop)
            })
            .map_err(self.failed())
    }

    /// Makes the layer and the table known to other programs while there is something in them.
    pub(super) fn register_context(&self) -> Result<()> {
        let failed = self.failed();
        for table in self.record_tables()? {
            for list in ["gpkg_geometry_columns", "gpkg_contents"] {
                let forget = format!("DELETE FROM {list} WHERE table_name = ?1");
                self.database.execute(&forget, [table]).map_err(failed)?;
            }
            let any = format!("SELECT EXISTS (SELECT 1 FROM {table})");
            if !self.database.query_row(&any, [], |row| row.get::<_, bool>(0)).map_err(failed)? {
                continue;
            }
            let registered = match table {
                "context" => schema::register_layer(&self.database, table, "POINT"),
                neighbours::TABLE => schema::register_layer(&self.database, table, "MULTIPOLYGON"),
                _ => schema::register_table(&self.database, table),
            };
            registered.map_err(failed)?;
        }
        Ok(())
    }
}

fn sha256(beside: &Beside) -> &str {
    match beside {
        Beside::Layer(layer) => &layer.sha256,
        Beside::Quota(quota) => &quota.sha256,
    }
}

/// What is kept of a file itself.
struct PutFile<'a> {
    name: &'a str,
    path: &'a str,
    sha256: &'a str,
    kind: &'static str,
    records: usize,
    n_other_rows: u64,
    is_cut: bool,
    operators: &'a [Operator],
}
