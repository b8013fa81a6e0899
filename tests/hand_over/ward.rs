//! An invented ward, analysed once, and its lists as files.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};

use phusong::analysis::{analyze, grid_of, plan};
use phusong::io::export::{Format, HandOver, Placing, What, Written, offered_projection};
use phusong::io::{ReadOptions, ZoneOptions, read_samples, read_zones};
use phusong::job::Feedback;
use phusong::model::{Analysis, AnalysisSettings, Metric, Plan, PlanRequest, Profile, Result, Zones};
use phusong::spatial::Grid;
use phusong::text::{Language, Text};
use tempfile::TempDir;

/// An operator whose name is a trap.
pub const FORMULA: &str = "=1+1";

pub const WHAT: [What; 9] = [
    What::WeakSpots,
    What::Cells,
    What::Zones,
    What::Gaps,
    What::Plan,
    What::Samples,
    What::Operators,
    What::Rejected,
    What::Changes,
];

/// 2027-01-01, after every measurement.
const NOW: i64 = 1_798_761_600;

pub struct Ward {
    pub analysis: Analysis,
    plan: Plan,
    grid: Grid,
    text: Text,
    folder: TempDir,
}

impl Ward {
    pub fn get() -> &'static Self {
        static WARD: OnceLock<Ward> = OnceLock::new();
        WARD.get_or_init(Self::new)
    }

    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ward = folder.path().join("ward");
        let mut simulate = Command::new(env!("CARGO_BIN_EXE_phusong"));
        simulate.args(["simulate", "--samples", "1200", "--zones", "6", "--weak", "3", "--out"]).arg(&ward);
        assert!(simulate.output().unwrap().status.success());
        let named = |part: &str, path: &PathBuf| path.file_name().unwrap().to_string_lossy().contains(part);
        let mut files: Vec<PathBuf> = std::fs::read_dir(&ward).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let zones = ward.join("khu_pho_gia_dinh.geojson");
        let mut samples: Vec<PathBuf> = files.into_iter().filter(|path| named("i-speed", path)).collect();
        let trap = ward.join("bẫy.csv");
        let mut rows = "time,lat,lon,operator,technology,download,upload,latency\n".to_owned();
        for i in 0..12 {
            let lat = 21.02 + f64::from(i) * 1e-4;
            rows += &format!("2026-03-{:02}T08:00:00+07:00,{lat:.4},106.76,\"{FORMULA}\",4G,{i}.3,0.1,40\n", i + 1);
        }
        std::fs::write(&trap, rows).unwrap();
        samples.push(trap);
        let feedback = Feedback::default();
        let dataset = read_samples(&samples, &ReadOptions::default(), &feedback).unwrap();
        let zones = read_zones(&zones, &ZoneOptions::default(), &feedback).unwrap();
        let settings = AnalysisSettings {
            replicas: 19,
            max_radius_m: 300.0,
            ..AnalysisSettings::new(Profile::quick(Metric::Download, 40.0), NOW)
        };
        let analysis = analyze(Arc::new(dataset), Arc::new(zones), &settings, &feedback).unwrap();
        let grid = grid_of(&analysis).unwrap();
        let plan = plan(&analysis, &grid, &PlanRequest::default(), &feedback).unwrap();
        assert!(!analysis.weak_spots.is_empty() && !plan.stops.is_empty() && !analysis.gaps.is_empty());
        Self { analysis, plan, grid, text: Text::new(Language::Vi), folder }
    }

    pub fn write_to(
        &self,
        what: What,
        format: Format,
        to: (&Path, bool),
        epsg: u32,
        feedback: &Feedback,
    ) -> Result<Written> {
        let words = |key: &str| self.text.get(key);
        let placing = Placing { projection: offered_projection(epsg)?, ..Placing::default() };
        let (analysis, grid, plan) = (&self.analysis, &self.grid, Some(&self.plan));
        HandOver { analysis, grid, plan, changes: &[], words: &words, placing: &placing }
            .write(what, format, to, feedback)
    }

    /// The list as a file of its own.
    pub fn write(&self, what: What, format: Format) -> PathBuf {
        self.write_in(what, format, 4326)
    }

    pub fn write_in(&self, what: What, format: Format, epsg: u32) -> PathBuf {
        let path = self.fresh().join(what.file_name(format));
        self.write_to(what, format, (&path, false), epsg, &Feedback::default()).unwrap();
        path
    }

    /// The files of a Shapefile beside one another.
    pub fn write_open(&self, what: What) -> PathBuf {
        let path = self.fresh().join(format!("{}.shp", what.stem(Format::Shapefile)));
        self.write_to(what, Format::Shapefile, (&path, false), 4326, &Feedback::default()).unwrap();
        path
    }

    /// Boundaries in the place of the ward's own.
    pub fn write_boundaries(&self, zones: &Zones, format: Format, epsg: u32) -> PathBuf {
        let words = |key: &str| self.text.get(key);
        let placing = Placing { projection: offered_projection(epsg).unwrap(), ..Placing::default() };
        let analysis = Analysis { zones: Arc::new(zones.clone()), ..self.analysis.clone() };
        let (analysis, grid) = (&analysis, &self.grid);
        let hand_over = HandOver { analysis, grid, plan: None, changes: &[], words: &words, placing: &placing };
        let path = self.fresh().join(What::Boundaries.file_name(format));
        hand_over.write(What::Boundaries, format, (&path, false), &Feedback::default()).unwrap();
        path
    }

    fn fresh(&self) -> PathBuf {
        tempfile::tempdir_in(self.folder.path()).unwrap().keep()
    }

    /// Header and rows of the list's CSV, formulas without their guard.
    pub fn csv(&self, what: What) -> (Vec<String>, Vec<Vec<String>>) {
        let text = std::fs::read_to_string(self.write(what, Format::Csv)).unwrap();
        let mut reader = csv::Reader::from_reader(text.strip_prefix('\u{feff}').unwrap().as_bytes());
        let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let guarded = ["'=", "'+", "'-", "'@"];
        let plain = |field: &str| {
            let is_guarded = guarded.iter().any(|guard| field.starts_with(guard));
            field.get(usize::from(is_guarded)..).unwrap().to_owned()
        };
        let rows = reader.records().map(|row| row.unwrap().iter().map(plain).collect()).collect();
        (header, rows)
    }
}

/// The same text, or numbers that differ in nothing but their writing.
pub fn assert_same(found: &str, expected: &str, column: &str) {
    if found == expected || (column == "robust" && (found == "true") == (expected == "1")) {
        return;
    }
    match (found.parse::<f64>(), expected.parse::<f64>()) {
        (Ok(a), Ok(b)) => assert!((a - b).abs() <= 1e-14 * b.abs(), "{column}: {found} {expected}"),
        _ => panic!("{column}: {found:?} instead of {expected:?}"),
    }
}
