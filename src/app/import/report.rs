//! What an import brought: rows read and kept, what was left out and why, rows that were there before.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::{BoundaryLook, FileKind};
use crate::model::{Analysis, Beside, MISSING_TIME};

/// One file of samples.
#[derive(Debug, Clone, PartialEq)]
pub struct FileReport {
    pub name: String,
    pub n_rows: u64,
    /// Accepted samples in the period.
    pub n_kept: u64,
    /// Rows per flag code.
    pub flags: Vec<(&'static str, u64)>,
    /// Rows that repeat, or are repeated by, a row that was loaded before.
    pub n_known: u64,
    /// First and last time, Unix seconds.
    pub times: Option<(i64, i64)>,
}

/// Boundaries that came with the import.
#[derive(Debug, Clone, PartialEq)]
pub struct ZoneReport {
    pub name: String,
    pub n_zones: usize,
    pub crs: String,
    pub is_vn2000: bool,
    /// Repairs of shapes, of all zones.
    pub n_repairs: u64,
    pub n_gaps: usize,
    /// Pairs of zones that share ground, and how much in m².
    pub overlaps: Vec<(String, String, f64)>,
}

impl ZoneReport {
    pub(super) fn new(name: String, look: &BoundaryLook) -> Self {
        let zones = &look.zones;
        Self {
            name,
            n_zones: zones.zones.len(),
            crs: look.crs.clone(),
            is_vn2000: look.is_vn2000,
            n_repairs: zones.report.repairs.iter().map(|repair| u64::from(repair.n)).sum(),
            n_gaps: zones.report.gaps.len(),
            overlaps: zones.overlaps.iter().map(|o| (o.first.clone(), o.second.clone(), o.area_m2)).collect(),
        }
    }
}

/// A file that lies beside the evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct BesideReport {
    pub name: String,
    pub kind: FileKind,
    pub beside: Arc<Beside>,
}

/// One import.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ImportReport {
    pub files: Vec<FileReport>,
    pub zones: Vec<ZoneReport>,
    pub beside: Vec<BesideReport>,
}

/// What is to be reported once the data are judged.
#[derive(Debug, Clone, Default)]
pub(in crate::app) struct ReportDue {
    pub files: Vec<PathBuf>,
    pub zones: Vec<ZoneReport>,
    pub beside: Vec<BesideReport>,
    /// The files were read without a word, as remembered.
    pub at_once: bool,
}

impl ImportReport {
    /// Of the files among `due`, as they were judged.
    pub(super) fn new(analysis: &Analysis, due: ReportDue) -> Self {
        let dataset = &analysis.dataset;
        let asked: HashSet<String> = due.files.iter().map(|path| path.display().to_string()).collect();
        let is_new = |file: usize| dataset.files.get(file).is_some_and(|f| asked.contains(&f.path));
        let mut n_known = vec![0u64; dataset.files.len()];
        for (row, other) in &analysis.judgement.duplicate_of {
            let (Some(a), Some(b)) = (dataset.file_of(*row as usize), dataset.file_of(*other as usize)) else {
                continue;
            };
            let new = match (is_new(a), is_new(b)) {
                (true, false) => a,
                (false, true) => b,
                _ => continue,
            };
            if let Some(count) = n_known.get_mut(new) {
                *count += 1;
            }
        }
        let files = (0..dataset.files.len()).filter(|i| is_new(*i)).filter_map(|i| {
            let file = dataset.files.get(i)?;
            let rows = file.first_sample..file.first_sample + file.n_samples;
            // A row from the future says nothing about when was measured.
            let used = |row: &usize| analysis.judgement.flags.get(*row).is_none_or(|flags| flags.count_excluded() == 0);
            let times = rows.filter(used).filter_map(|row| dataset.samples.time.get(row));
            let times = times.filter(|t| **t != MISSING_TIME).fold(None, |range: Option<(i64, i64)>, t| {
                Some(range.map_or((*t, *t), |(a, b)| (a.min(*t), b.max(*t))))
            });
            Some(FileReport {
                name: file.name.clone(),
                n_rows: file.n_samples as u64,
                n_kept: analysis.judgement.kept.get(i).copied().unwrap_or(0),
                flags: analysis.judgement.counts.get(i).map(|counts| counts.by_code()).unwrap_or_default(),
                n_known: n_known.get(i).copied().unwrap_or(0),
                times,
            })
        });
        Self { files: files.collect(), zones: due.zones, beside: due.beside }
    }
}
