//! What each page of samples holds, kept apart from it: where a page is damaged, this says exactly what was in it.

use std::ops::RangeInclusive;

use rusqlite::params;
use rusqlite::types::Value;

use super::Store;
use super::page::Page;
use crate::model::{MISSING_TIME, Result};

/// Table of what the pages hold.
pub const TABLE: &str = "page_contents";

/// What stands in one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    pub source: i64,
    pub page: i64,
    pub rows: u64,
    /// Numbers of the samples in the project.
    pub fids: RangeInclusive<i64>,
    /// Numbers of the rows in the file.
    pub file_rows: RangeInclusive<u32>,
    /// First and last time, Unix seconds.
    pub times: Option<(i64, i64)>,
}

impl Contents {
    /// `None` for a page without rows.
    pub fn of(source: i64, number: i64, page: &Page) -> Option<Self> {
        let (fids, rows) = (&page.fids, &page.columns.row);
        let times = || page.columns.time.iter().copied().filter(|time| *time != MISSING_TIME);
        Some(Self {
            source,
            page: number,
            rows: page.len() as u64,
            fids: *fids.first()?..=*fids.last()?,
            file_rows: *rows.iter().min()?..=*rows.iter().max()?,
            times: times().min().zip(times().max()),
        })
    }

    /// The row of the table with these values.
    pub fn of_values(values: &[Value]) -> Option<Self> {
        let number = |place: usize| match values.get(place) {
            Some(Value::Integer(number)) => Some(*number),
            _ => None,
        };
        let row = |place| number(place).and_then(|row| u32::try_from(row).ok());
        Some(Self {
            source: number(0)?,
            page: number(1)?,
            rows: number(2)?.unsigned_abs(),
            fids: number(3)?..=number(4)?,
            file_rows: row(5)?..=row(6)?,
            times: number(7).zip(number(8)),
        })
    }
}

impl Store {
    /// Puts a page in the place of that of the same number; `bytes` are the page's own.
    pub(super) fn put_page(&self, contents: &Contents, bytes: &[u8]) -> Result<()> {
        let failed = self.failed();
        let Contents { source, page, rows, fids, file_rows, times } = contents;
        let rows = *rows as i64;
        self.database
            .prepare("INSERT OR REPLACE INTO sample_pages (source, page, rows, data) VALUES (?1, ?2, ?3, ?4)")
            .and_then(|mut put| put.execute(params![source, page, rows, bytes]))
            .map_err(failed)?;
        let (first_time, last_time) = (times.map(|(first, _)| first), times.map(|(_, last)| last));
        let values = params![
            source,
            page,
            rows,
            fids.start(),
            fids.end(),
            file_rows.start(),
            file_rows.end(),
            first_time,
            last_time
        ];
        self.database
            .prepare(
                "INSERT OR REPLACE INTO page_contents (source, page, rows, first_fid, last_fid, first_row, last_row,
                 first_time, last_time) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )
            .and_then(|mut put| put.execute(values))
            .map(drop)
            .map_err(failed)
    }

    /// Takes a page away.
    pub(super) fn drop_page(&self, source: i64, page: i64) -> Result<()> {
        let of = |table| format!("DELETE FROM {table} WHERE source = ?1 AND page = ?2");
        ["sample_pages", TABLE]
            .into_iter()
            .try_for_each(|table| self.database.execute(&of(table), [source, page]).map(drop))
            .map_err(self.failed())
    }

    /// Numbers of the pages of a source, ascending.
    pub(super) fn page_numbers(&self, source: i64) -> Result<Vec<i64>> {
        let failed = self.failed();
        let query = "SELECT page FROM sample_pages WHERE source = ?1 ORDER BY page";
        let mut query = self.database.prepare(query).map_err(failed)?;
        let pages = query.query_map([source], |row| row.get::<_, i64>(0)).map_err(failed)?;
        pages.collect::<rusqlite::Result<_>>().map_err(failed)
    }

    /// A page as it stands in the file.
    pub(super) fn page(&self, source: i64, number: i64) -> Result<Page> {
        let query = "SELECT data FROM sample_pages WHERE source = ?1 AND page = ?2";
        let bytes: Vec<u8> =
            self.database.query_row(query, [source, number], |row| row.get(0)).map_err(self.failed())?;
        Page::from_bytes(&bytes).ok_or_else(|| self.damaged())
    }
}
