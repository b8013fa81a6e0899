//! The one place where the window meets reading, analysing and writing.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::PlanFormat;
use super::import::{self, BoundaryPlace, FileLook};
use super::runs::now_unix_s;
use crate::analysis::{analyze, changes_since, fcc_gates, grid_of, local_statistics, plan, test_robustness};
use crate::io::export::{self, HandOver, Placing, offered_projection, write_file};
pub use crate::io::export::{Format as ExportFormat, What as Export};
use crate::io::{
    ReadOptions, ZoneFile, ZoneOptions, profile_text, read_profile, read_sample_files, read_sample_ward,
    read_zone_files,
};
use crate::job::Feedback;
use crate::model::{
    Analysis, AnalysisSettings, Change, Dataset, FccRow, GridPoint, LocalRow, LonLat, MISSING_TIME, Month, Period,
    Plan, PlanRequest, Profile, Result, Zones, local_month,
};
use crate::report::plan_sheets;
use crate::spatial::{Crs, Projection};
use crate::text::Text;

/// A file of samples and how it is to be read.
#[derive(Debug, Clone)]
pub struct SampleSource {
    pub path: PathBuf,
    pub options: ReadOptions,
}

/// A file of boundaries, with the coordinate system where it states none: `5899`, `vn2000:105-20`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneSource {
    pub path: PathBuf,
    pub crs: Option<String>,
    /// Layer or sheet of a file with several.
    pub layer: Option<String>,
}

impl ZoneSource {
    fn file(&self) -> ZoneFile {
        let crs = self.crs.as_deref().and_then(|code| Crs::parse(code).ok());
        ZoneFile { path: self.path.clone(), crs, layer: self.layer.clone() }
    }
}

/// Where the data come from.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    pub samples: Vec<SampleSource>,
    /// Files of boundaries, which make one layer.
    pub zones: Vec<ZoneSource>,
    /// The bundled sample ward instead of files.
    pub sample_ward: bool,
    /// What names of operators stand for.
    pub names: Vec<(String, String)>,
}

impl Sources {
    pub fn is_empty(&self) -> bool {
        self.samples.is_empty() && self.zones.is_empty() && !self.sample_ward
    }

    /// Adds a file of samples; one that is there already is read in the new way.
    pub fn add(&mut self, source: SampleSource) {
        match self.samples.iter_mut().find(|known| known.path == source.path) {
            Some(known) => *known = source,
            None => self.samples.push(source),
        }
    }
}

/// Samples and zones in memory.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub dataset: Arc<Dataset>,
    pub zones: Arc<Zones>,
    /// Local months with samples up to the present one, latest first.
    pub months: Vec<Month>,
}

impl Loaded {
    pub fn new(dataset: Dataset, zones: Zones, now_unix_s: i64) -> Self {
        // A month to come is a clock's mistake: nobody would look for it.
        let present = local_month(now_unix_s);
        let times = dataset.samples.time.iter().filter(|time| **time != MISSING_TIME);
        let mut months: Vec<Month> = times.map(|time| local_month(*time)).filter(|month| *month <= present).collect();
        months.sort_by(|a, b| b.cmp(a));
        months.dedup();
        Self { dataset: Arc::new(dataset), zones: Arc::new(zones), months }
    }
}

/// A list on its way out, in the words of the window.
#[derive(Debug, Clone)]
pub struct Outgoing {
    pub analysis: Arc<Analysis>,
    pub plan: Option<Arc<Plan>>,
    /// The changes on screen, where there are any.
    pub changes: Vec<Change>,
    pub what: Export,
    pub format: ExportFormat,
    /// Code of the reference system; `None`: WGS84.
    pub epsg: Option<u32>,
    pub text: Text,
}

/// What the window needs done outside itself. The window's tests bring their own.
pub trait Engine: fmt::Debug + Send + Sync {
    /// The files behind paths; folders, archives and workbooks are opened.
    fn files_of(&self, paths: &[PathBuf], feedback: &Feedback) -> Result<Vec<PathBuf>>;

    /// Says what a file is and how it would be read.
    fn look(&self, path: &Path, options: &ReadOptions, place: &BoundaryPlace, feedback: &Feedback) -> Result<FileLook>;

    fn load(&self, sources: &Sources, feedback: &Feedback) -> Result<Loaded>;

    fn analyze(&self, loaded: &Loaded, settings: &AnalysisSettings, feedback: &Feedback) -> Result<Analysis>;

    /// The same analysis with what the test of robustness says of its weak spots.
    fn test_robustness(&self, analysis: &Analysis, feedback: &Feedback) -> Result<Analysis>;

    /// Second opinions on each cell.
    fn local_statistics(&self, analysis: &Analysis, feedback: &Feedback) -> Result<Vec<LocalRow>>;

    /// What the gates in FCC style say; nothing where the criteria have none.
    fn fcc_gates(&self, analysis: &Analysis, feedback: &Feedback) -> Result<Vec<FccRow>>;

    /// What has changed since an earlier period.
    fn changes_since(&self, analysis: &Analysis, earlier: Period, feedback: &Feedback) -> Result<Vec<Change>>;

    /// Writes one list, completely or not at all.
    fn export(&self, list: &Outgoing, path: &Path, feedback: &Feedback) -> Result<()>;

    /// Plans where to measure next.
    fn plan(&self, analysis: &Analysis, request: &PlanRequest, feedback: &Feedback) -> Result<Plan>;

    /// Writes a plan, completely or not at all; sheets to print are worded by `text`.
    fn export_plan(&self, analysis: &Analysis, plan: &Plan, format: PlanFormat, text: &Text, path: &Path)
    -> Result<()>;

    /// Criteria from a file.
    fn read_profile(&self, path: &Path) -> Result<Profile>;

    /// Writes criteria so that they can be read again, completely or not at all.
    fn write_profile(&self, profile: &Profile, path: &Path) -> Result<()>;

    /// Metres in the projected CRS with this EPSG code.
    fn project(&self, epsg: u32, position: LonLat) -> Option<GridPoint>;
}

/// The real engine.
#[derive(Debug, Clone, Copy, Default)]
pub struct LiveEngine;

impl Engine for LiveEngine {
    fn files_of(&self, paths: &[PathBuf], feedback: &Feedback) -> Result<Vec<PathBuf>> {
        import::files_of(paths, feedback)
    }

    fn look(&self, path: &Path, options: &ReadOptions, place: &BoundaryPlace, feedback: &Feedback) -> Result<FileLook> {
        import::look(path, options, place, feedback)
    }

    fn load(&self, sources: &Sources, feedback: &Feedback) -> Result<Loaded> {
        if sources.sample_ward {
            let (dataset, zones) = read_sample_ward(feedback)?;
            return Ok(Loaded::new(dataset, zones, now_unix_s()));
        }
        let zones = match sources.zones.as_slice() {
            [] => Zones::default(),
            list => {
                let files: Vec<ZoneFile> = list.iter().map(ZoneSource::file).collect();
                read_zone_files(&files, &ZoneOptions::default(), feedback)?
            }
        };
        let dataset = match sources.samples.as_slice() {
            [] => Dataset::default(),
            list => {
                let named = |source: &SampleSource| {
                    let operator_aliases = sources.names.clone();
                    (source.path.clone(), ReadOptions { operator_aliases, ..source.options.clone() })
                };
                read_sample_files(&list.iter().map(named).collect::<Vec<_>>(), feedback)?
            }
        };
        Ok(Loaded::new(dataset, zones, now_unix_s()))
    }

    fn analyze(&self, loaded: &Loaded, settings: &AnalysisSettings, feedback: &Feedback) -> Result<Analysis> {
        analyze(Arc::clone(&loaded.dataset), Arc::clone(&loaded.zones), settings, feedback)
    }

    fn test_robustness(&self, analysis: &Analysis, feedback: &Feedback) -> Result<Analysis> {
        let robustness = test_robustness(analysis, feedback)?;
        Ok(analysis.clone().with_robustness(robustness))
    }

    fn local_statistics(&self, analysis: &Analysis, feedback: &Feedback) -> Result<Vec<LocalRow>> {
        Ok(local_statistics(analysis, &grid_of(analysis)?, feedback)?)
    }

    fn fcc_gates(&self, analysis: &Analysis, feedback: &Feedback) -> Result<Vec<FccRow>> {
        match &analysis.settings.profile.gates {
            Some(gates) => fcc_gates(analysis, gates, feedback),
            None => Ok(Vec::new()),
        }
    }

    fn changes_since(&self, analysis: &Analysis, earlier: Period, feedback: &Feedback) -> Result<Vec<Change>> {
        changes_since(analysis, earlier, feedback)
    }

    fn export(&self, list: &Outgoing, path: &Path, feedback: &Feedback) -> Result<()> {
        let grid = grid_of(&list.analysis)?;
        let words = |key: &str| list.text.get(key);
        let projection = list.epsg.map(offered_projection).transpose()?.flatten();
        let (plan, placing) = (list.plan.as_deref(), Placing { projection, ..Placing::default() });
        let (analysis, changes) = (&*list.analysis, &list.changes);
        let hand_over = HandOver { analysis, grid: &grid, plan, changes, words: &words, placing: &placing };
        // The dialog has asked whether a file may be replaced.
        hand_over.write(list.what, list.format, (path, true), feedback).map(drop)
    }

    fn plan(&self, analysis: &Analysis, request: &PlanRequest, feedback: &Feedback) -> Result<Plan> {
        plan(analysis, &grid_of(analysis)?, request, feedback)
    }

    fn export_plan(
        &self,
        analysis: &Analysis,
        plan: &Plan,
        format: PlanFormat,
        text: &Text,
        path: &Path,
    ) -> Result<()> {
        let grid = grid_of(analysis)?;
        write_file(path, |out| match format {
            PlanFormat::Csv => export::write_plan(analysis, plan, &grid, out),
            PlanFormat::Gpx => export::write_plan_gpx(analysis, plan, out),
            PlanFormat::Kml => export::write_plan_kml(analysis, plan, out),
            PlanFormat::Html => {
                let teams: Vec<u32> = plan.teams().collect();
                out.write_all(plan_sheets(analysis, plan, &teams, text).as_bytes())
            }
        })
    }

    fn read_profile(&self, path: &Path) -> Result<Profile> {
        read_profile(&path.display().to_string())
    }

    fn write_profile(&self, profile: &Profile, path: &Path) -> Result<()> {
        write_file(path, |out| out.write_all(profile_text(profile).as_bytes()))
    }

    fn project(&self, epsg: u32, position: LonLat) -> Option<GridPoint> {
        Projection::from_epsg(epsg).ok()?.forward(position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SampleColumns;

    #[test]
    fn months_to_come_are_not_offered() {
        // 2026-09-30 16:59:59 and 17:00:00 UTC, midnight in Viet Nam; 2036-10-05; none.
        let time = vec![1_790_787_599, 1_790_787_600, 2_106_864_000, MISSING_TIME, 1_790_787_599];
        let dataset = Dataset { samples: SampleColumns { time, ..SampleColumns::default() }, ..Dataset::default() };
        // 2026-11-22.
        let loaded = Loaded::new(dataset, Zones::default(), 1_795_305_600);
        let months: Vec<_> = [(2026, 10), (2026, 9)].into_iter().filter_map(|(y, m)| Month::new(y, m)).collect();
        assert_eq!(loaded.months, months);
    }
}
