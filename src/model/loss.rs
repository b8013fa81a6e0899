//! What a damaged project lost.

/// What was lost of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    pub table: String,
    /// The samples that are concerned.
    pub samples: Option<LostRows>,
}

/// Samples of one file that follow each other and whose page cannot be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LostRows {
    pub file: String,
    pub import: i64,
    /// Rows that are gone.
    pub lost: u64,
    /// Rows that were taken from the layer: all but the id of their test.
    pub recovered: u64,
    /// First and last row in the file, as a person counts; `None` where nobody can tell.
    pub file_rows: Option<(u32, u32)>,
    /// First and last time of these rows, Unix seconds.
    pub times: Option<(i64, i64)>,
}

impl Loss {
    pub fn of_table(table: &str) -> Self {
        Self { table: table.to_owned(), samples: None }
    }

    pub fn of_samples(lost: LostRows) -> Self {
        Self { table: "samples".to_owned(), samples: Some(lost) }
    }

    /// Whether the file it came from brings back what is lost.
    pub fn is_in_a_file(&self) -> bool {
        match &self.samples {
            Some(rows) => rows.lost > 0,
            None => ["zones", "zone_weights", "context_files", "context", "neighbours", "quota"]
                .contains(&self.table.as_str()),
        }
    }
}
