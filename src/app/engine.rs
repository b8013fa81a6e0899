//! The one place where the window meets reading, analysing and writing.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::analysis::{analyze, grid_of};
use crate::io::export::{self, write_file};
use crate::io::{ReadOptions, ZoneOptions, read_sample_ward, read_samples, read_zones};
use crate::job::Feedback;
use crate::model::{
    Analysis, AnalysisSettings, Dataset, Flag, GridPoint, LonLat, MISSING_TIME, Month, Result, Zones, local_month,
};
use crate::spatial::Projection;

/// Where the data come from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sources {
    pub samples: Vec<PathBuf>,
    pub zones: Option<PathBuf>,
    /// The bundled sample ward instead of files.
    pub sample_ward: bool,
}

impl Sources {
    pub fn is_empty(&self) -> bool {
        self.samples.is_empty() && self.zones.is_none() && !self.sample_ward
    }

    /// With more files: boundaries replace boundaries, samples add to samples, files replace the sample ward.
    pub fn with(&self, paths: Vec<PathBuf>) -> Self {
        let mut next = if self.sample_ward { Self::default() } else { self.clone() };
        for path in paths {
            if is_boundary_file(&path) {
                next.zones = Some(path);
            } else if !next.samples.contains(&path) {
                next.samples.push(path);
            }
        }
        next
    }
}

fn is_boundary_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| ["geojson", "json"].iter().any(|e| extension.eq_ignore_ascii_case(e)))
}

/// Samples and zones in memory.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub dataset: Arc<Dataset>,
    pub zones: Arc<Zones>,
    /// Local months with samples, latest first.
    pub months: Vec<Month>,
}

impl Loaded {
    pub fn new(dataset: Dataset, zones: Zones) -> Self {
        let samples = &dataset.samples;
        let times = samples.time.iter().zip(&samples.flags);
        let mut months: Vec<Month> = times
            .filter(|(time, flags)| **time != MISSING_TIME && !flags.has(Flag::FutureTime))
            .map(|(time, _)| local_month(*time))
            .collect();
        months.sort_by(|a, b| b.cmp(a));
        months.dedup();
        Self { dataset: Arc::new(dataset), zones: Arc::new(zones), months }
    }
}

/// A list that can be handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Export {
    WeakSpots,
    Gaps,
    ZoneStats,
    CellStats,
    Rejected,
}

impl Export {
    /// File name offered in the dialog.
    pub fn file_name(self, format: ExportFormat) -> String {
        let stem = match self {
            Self::WeakSpots => "weak_spots",
            Self::Gaps => "sampling_gaps",
            Self::ZoneStats => "zone_stats",
            Self::CellStats if format == ExportFormat::GeoJson => "cells",
            Self::CellStats => "cell_stats",
            Self::Rejected => "rejected",
        };
        format!("{stem}.{}", format.extension())
    }

    /// Whether the list has a place on the map for each row.
    pub fn has_places(self) -> bool {
        matches!(self, Self::WeakSpots | Self::Gaps | Self::CellStats)
    }
}

/// Format of a hand-over file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    Csv,
    GeoJson,
}

impl ExportFormat {
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::GeoJson => "geojson",
        }
    }
}

/// What the window needs done outside itself. The window's tests bring their own.
pub trait Engine: fmt::Debug + Send + Sync {
    fn load(&self, sources: &Sources, feedback: &Feedback) -> Result<Loaded>;

    fn analyze(&self, loaded: &Loaded, settings: &AnalysisSettings, feedback: &Feedback) -> Result<Analysis>;

    /// Writes one list, completely or not at all.
    fn export(&self, analysis: &Analysis, what: Export, format: ExportFormat, path: &Path) -> Result<()>;

    /// Metres in the projected CRS with this EPSG code.
    fn project(&self, epsg: u32, position: LonLat) -> Option<GridPoint>;
}

/// The real engine.
#[derive(Debug, Clone, Copy, Default)]
pub struct LiveEngine;

impl Engine for LiveEngine {
    fn load(&self, sources: &Sources, feedback: &Feedback) -> Result<Loaded> {
        if sources.sample_ward {
            let (dataset, zones) = read_sample_ward(feedback)?;
            return Ok(Loaded::new(dataset, zones));
        }
        let zones = match &sources.zones {
            Some(path) => read_zones(path, &ZoneOptions::default(), feedback)?,
            None => Zones::default(),
        };
        let dataset = match sources.samples.as_slice() {
            [] => Dataset::default(),
            paths => read_samples(paths, &ReadOptions::default(), feedback)?,
        };
        Ok(Loaded::new(dataset, zones))
    }

    fn analyze(&self, loaded: &Loaded, settings: &AnalysisSettings, feedback: &Feedback) -> Result<Analysis> {
        analyze(Arc::clone(&loaded.dataset), Arc::clone(&loaded.zones), settings, feedback)
    }

    fn export(&self, analysis: &Analysis, what: Export, format: ExportFormat, path: &Path) -> Result<()> {
        let grid = grid_of(analysis)?;
        write_file(path, |out| match (what, format) {
            (Export::WeakSpots, ExportFormat::Csv) => export::write_spots(analysis, &grid, out),
            (Export::WeakSpots, ExportFormat::GeoJson) => export::write_spot_layer(analysis, &grid, out),
            (Export::Gaps, ExportFormat::Csv) => export::write_gaps(analysis, out),
            (Export::Gaps, ExportFormat::GeoJson) => export::write_gap_layer(analysis, out),
            (Export::CellStats, ExportFormat::GeoJson) => export::write_cell_layer(analysis, &grid, out),
            (Export::CellStats, ExportFormat::Csv) => export::write_cell_stats(analysis, &grid, out),
            (Export::ZoneStats, _) => export::write_zone_stats(analysis, out),
            (Export::Rejected, _) => export::write_rejected(analysis, out),
        })
    }

    fn project(&self, epsg: u32, position: LonLat) -> Option<GridPoint> {
        Projection::from_epsg(epsg).ok()?.forward(position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropped_files_find_their_place() {
        let first = Sources::default().with(vec!["a.csv".into(), "ward.geojson".into()]);
        let second = first.with(vec!["b.CSV".into(), "a.csv".into(), "khu-pho.GeoJSON".into()]);
        assert_eq!(second.samples, [PathBuf::from("a.csv"), PathBuf::from("b.CSV")]);
        assert_eq!(second.zones, Some(PathBuf::from("khu-pho.GeoJSON")));
    }

    #[test]
    fn own_files_replace_the_sample_ward() {
        let demo = Sources { sample_ward: true, ..Sources::default() };
        assert!(!demo.with(vec!["a.csv".into()]).sample_ward);
    }
}
