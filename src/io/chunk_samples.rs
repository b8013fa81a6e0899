//! What one chunk of a table gave, before it is put together with the others.

use crate::model::{Operator, RejectedText, SampleColumns};

use super::identity::{Sources, TestIds};
use super::intern::Interner;

/// Samples of one chunk. Operators, sources and rows are numbered within the chunk. Used again for another chunk.
#[derive(Debug, Default)]
pub(super) struct ChunkSamples {
    pub columns: SampleColumns,
    pub operators: Interner<Operator>,
    pub sources: Sources,
    pub source_of: Vec<u32>,
    pub test_ids: TestIds,
    pub rejected: Vec<RejectedText>,
    /// Rows with more cells than the header.
    pub surplus: Tally,
    /// Sums and remarks below the data.
    pub footnotes: Tally,
    /// Headers that name the columns otherwise: what is below them cannot be read by the first.
    pub other_headers: Tally,
    /// Rows with bytes that are no UTF-8.
    pub foreign: Tally,
    /// Rows of any kind, which number the rows of the next chunk.
    pub n_rows: u32,
}

/// How many rows something was met in, and the first of them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub rows: u32,
    pub first: u32,
}

impl Tally {
    pub fn add(&mut self, other: Self) {
        if self.rows == 0 {
            self.first = other.first;
        }
        self.rows += other.rows;
    }
}

impl ChunkSamples {
    pub fn clear(&mut self) {
        let columns = &mut self.columns;
        for column in
            [&mut columns.lon, &mut columns.lat, &mut columns.download, &mut columns.upload, &mut columns.latency]
        {
            column.clear();
        }
        columns.time.clear();
        columns.operator.clear();
        columns.technology.clear();
        columns.flags.clear();
        columns.row.clear();
        columns.indoors.clear();
        self.operators.clear();
        self.sources.clear();
        self.source_of.clear();
        self.test_ids = TestIds::default();
        self.rejected.clear();
        (self.surplus, self.footnotes, self.other_headers, self.foreign) = Default::default();
        self.n_rows = 0;
    }
}
