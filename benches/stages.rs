//! Time of each stage on an invented ward: `cargo bench --bench stages`. Items are samples.

#![allow(clippy::expect_used, reason = "a bench without its ward has nothing to measure")]

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

use phusong::analysis::{CellStatistics, analyze, cell_statistics, grid_of};
use phusong::cli;
use phusong::io::{ReadOptions, ZoneOptions, expand_inputs, export, read_profile, read_samples, read_zones};
use phusong::job::Feedback;
use phusong::model::{Analysis, AnalysisSettings, Dataset, LonLat, Zones};
use phusong::spatial::ZoneLocator;
use tempfile::TempDir;

const N_SAMPLES: usize = 200_000;
/// Enough for votes, grades and the scan, which cost far more for each sample.
const N_SAMPLES_JUDGED: usize = 10_000;
/// After every sample, so that none lies in the future.
const NOW_UNIX_S: i64 = 4_000_000_000;

static WARD: LazyLock<Ward> = LazyLock::new(|| Ward::new(N_SAMPLES, true));
static SMALL_WARD: LazyLock<Ward> = LazyLock::new(|| Ward::new(N_SAMPLES_JUDGED, false));

fn main() {
    divan::main();
}

/// An invented ward as files, as samples and as an analysis.
struct Ward {
    _folder: TempDir,
    files: Vec<PathBuf>,
    dataset: Arc<Dataset>,
    zones: Arc<Zones>,
    settings: AnalysisSettings,
    analysis: Analysis,
}

impl Ward {
    fn new(n_samples: usize, only_stats: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the ward");
        let out = folder.path().join("ward");
        let samples = n_samples.to_string();
        let call = ["phusong", "simulate", "--zones", "50", "--samples", &samples, "--out"].map(OsString::from);
        cli::run(call.into_iter().chain([out.clone().into_os_string()]), |_, _| Ok(()));
        let zones = read_zones(&out.join("khu_pho_gia_dinh.geojson"), &ZoneOptions::default(), &Feedback::default());
        let files = expand_inputs(&[format!("{}/*.csv", out.display())]).expect("the ward's files");
        let files: Vec<PathBuf> = files.into_iter().filter(|file| !file.ends_with("truth.csv")).collect();
        let dataset = Arc::new(read(&files));
        let zones = Arc::new(zones.expect("the ward's zones"));
        let profile = read_profile("qd36").expect("a profile of the program");
        let settings = AnalysisSettings { only_stats, ..AnalysisSettings::new(profile, NOW_UNIX_S) };
        let analysis = analyze(Arc::clone(&dataset), Arc::clone(&zones), &settings, &Feedback::default());
        Self { _folder: folder, files, dataset, zones, settings, analysis: analysis.expect("an analysis") }
    }

    fn analyze(&self) -> Analysis {
        let (dataset, zones) = (Arc::clone(&self.dataset), Arc::clone(&self.zones));
        analyze(dataset, zones, &self.settings, &Feedback::default()).expect("an analysis")
    }

    fn len(&self) -> ItemsCount {
        ItemsCount::new(self.dataset.samples.len())
    }

    /// Longitudes and latitudes; NaN where there is none.
    fn positions(&self) -> (Vec<f64>, Vec<f64>) {
        let samples = &self.dataset.samples;
        let all = |column: &phusong::model::DecimalColumn| {
            (0..samples.len()).map(|row| column.get(row).unwrap_or(f64::NAN)).collect()
        };
        (all(&samples.lon), all(&samples.lat))
    }
}

fn cell_rows(statistics: &CellStatistics<'_>) -> usize {
    let rows_of = |wave: phusong::analysis::CellWave<'_>| -> usize {
        (0..wave.n_parts()).map(|part| wave.rows(part).len()).sum()
    };
    statistics.waves().map(rows_of).sum()
}

fn read(files: &[PathBuf]) -> Dataset {
    read_samples(files, &ReadOptions::default(), &Feedback::default()).expect("the ward's samples")
}

#[divan::bench]
fn read_files(bencher: Bencher) {
    let ward = &*WARD;
    bencher.counter(ward.len()).bench(|| read(black_box(&ward.files)));
}

#[divan::bench]
fn locate_in_zones(bencher: Bencher) {
    let ward = &*WARD;
    let shapes: Vec<_> = ward.zones.zones.iter().map(|zone| &zone.shape).collect();
    let locator = ZoneLocator::new(&shapes);
    let (lon, lat) = ward.positions();
    let mut found = vec![ZoneLocator::NONE; lon.len()];
    bencher.counter(ward.len()).bench_local(|| locator.locate_batch(black_box(&lon), black_box(&lat), &mut found));
}

#[divan::bench]
fn bin_into_cells(bencher: Bencher) {
    let ward = &*WARD;
    let grid = grid_of(&ward.analysis).expect("the ward's grid");
    let outside = LonLat { lon: f64::NAN, lat: f64::NAN };
    let (south_west, north_east) = ward.analysis.bounds.unwrap_or((outside, outside));
    let grid = grid.for_bounds(south_west, north_east);
    let (lon, lat) = ward.positions();
    let mut cells = vec![None; lon.len()];
    bencher.counter(ward.len()).bench_local(|| grid.cells_of(black_box(&lon), black_box(&lat), &mut cells));
}

/// Flags, zones, cells and the rows of the zone table.
#[divan::bench]
fn flags_cells_and_zone_statistics(bencher: Bencher) {
    let ward = &*WARD;
    bencher.counter(ward.len()).bench(|| ward.analyze());
}

#[divan::bench]
fn cell_statistics_rows(bencher: Bencher) {
    let ward = &*WARD;
    bencher.counter(ward.len()).bench(|| cell_rows(&cell_statistics(&ward.analysis)));
}

/// All of an analysis: beside the statistics, votes, grades, the scan and sampling gaps.
#[divan::bench(sample_count = 5)]
fn votes_grades_and_weak_spots(bencher: Bencher) {
    let ward = &*SMALL_WARD;
    bencher.counter(ward.len()).bench(|| ward.analyze());
}

#[divan::bench]
fn write_cell_table(bencher: Bencher) {
    let (ward, analysis) = (&*WARD, &WARD.analysis);
    let grid = grid_of(analysis).expect("the ward's grid");
    bencher.counter(ward.len()).bench_local(|| {
        let mut out = Vec::new();
        export::write_cell_stats(analysis, &grid, &mut out).map(|()| out)
    });
}

#[divan::bench]
fn write_zone_table(bencher: Bencher) {
    let (ward, analysis) = (&*WARD, &WARD.analysis);
    bencher.counter(ward.len()).bench_local(|| {
        let mut out = Vec::new();
        export::write_zone_stats(analysis, &mut out).map(|()| out)
    });
}
