//! From samples and zones to verdicts. One method a file, each citing its source; pure functions: the same input gives
//! the same output on any number of threads and in any order of rows and files.
//!
//! ```text
//! judge (flags, zones) → bin (cells) → statistics → votes → verdicts → sampling gaps, weak spots
//! ```

mod auto_grid;
mod binning;
mod comparison;
mod corrections;
mod day_counts;
mod duplicates;
mod evidence;
mod fcc;
mod grade;
mod interval;
pub mod local;
mod normal;
mod overturn;
mod plan;
mod quality;
mod quantile;
mod repeats;
mod sampling_gap;
mod scan;
mod sensitivity;
mod sign_flip;
pub mod simulate;
mod statistics;
mod strata;
mod teleport;
mod time;
mod verdicts;
mod votes;
mod weak_spot;

pub use corrections::{LeftOutSamples, left_out};
pub use duplicates::repeats_in;
pub use fcc::fcc_gates;
pub use grade::{ASSUMED_SHARE, BORDERLINE, Tally};
pub use interval::{Z_80, Z_95, share, wilson};
pub use local::local_statistics;
pub use overturn::votes_to_overturn;
pub use plan::plan;
pub use quantile::{median_interval_ranks, type7};
pub use scan::{MIN_VOTES, REPLICAS, SIGNIFICANT_P};
pub use sensitivity::test_robustness;
pub use statistics::{CellStatistics, CellWave};
pub use time::{
    ROLLING_MONTHS, SeriesOf, SeriesPlace, before_after, changes, changes_since, hours_view, rolling_shares,
};

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use self::day_counts::DayCounts;
use self::statistics::SampleKeys;
use self::strata::Strata;
use crate::job::Feedback;
use crate::model::{
    Analysis, AnalysisSettings, Dataset, Error, Flags, GridSpec, Judgement, LonLat, Month, OperatorId, Result, Zones,
    local_day,
};
use crate::spatial::{Crs, Grid, Projection, ZoneLocator, bounds, grid_crs_for};

/// More names than this are no operators: the column means something else.
const MAX_OPERATORS: usize = 1000;

/// Everything the program computes from `dataset` and `zones` under `settings`.
pub fn analyze(
    dataset: Arc<Dataset>,
    zones: Arc<Zones>,
    settings: &AnalysisSettings,
    feedback: &Feedback,
) -> Result<Analysis> {
    feedback.begin("stage-quality", dataset.samples.len() as u64)?;
    if dataset.operators.len() > MAX_OPERATORS {
        return Err(Error::TooMany { what: "operators".to_owned(), limit: MAX_OPERATORS as u64 });
    }
    let strata = Strata::new(zones.zones.len(), dataset.operators.len()).ok_or_else(too_many_strata)?;
    // Some of the first is one thread's work.
    let (locator, unjudged) = rayon::join(|| binning::zone_locator(&zones), || quality::unjudged(&dataset));
    let judgement = quality::judge(&dataset, &zones, &locator, unjudged, settings, feedback)?;
    let bounds = bounds_of(&dataset, &judgement);
    let projection = grid_projection(&dataset, &judgement.flags, &zones, settings)?;
    let keys = SampleKeys::new(&dataset, &judgement, strata);
    let grid_spec = match settings.grid {
        GridSpec::SquareAuto => {
            auto_grid::choose(&dataset, &judgement, &keys, strata, settings.profile.first_metric(), &projection)
        }
        fixed => fixed,
    };
    let grid = Grid::new(grid_spec, projection);
    let mut analysis = Analysis {
        settings: settings.clone(),
        grid: grid_spec,
        grid_crs: grid.projection().epsg(),
        months: months(&dataset, &judgement),
        operators_met: operators_met(&dataset, &judgement),
        bounds,
        gap_places: Arc::clone(&zones),
        dataset,
        zones,
        judgement,
        cells: Vec::new(),
        votes: Vec::new(),
        zone_rows: Vec::new(),
        cell_rows: Vec::new(),
        weak_spots: Vec::new(),
        gaps: Vec::new(),
        comparisons: Vec::new(),
    };
    fill_statistics(&mut analysis, locator, &grid, &keys, strata, feedback)?;
    if !settings.only_stats {
        fill_verdicts(&mut analysis, &grid, &keys, strata, feedback)?;
    }
    Ok(analysis)
}

/// Adds to an analysis that was asked for statistics only what tells which vote each sample belongs to: the votes of the
/// profile's first metric.
pub fn with_first_votes(analysis: Analysis, feedback: &Feedback) -> Result<Analysis> {
    feedback.begin("stage-votes", 0)?;
    let Analysis { dataset, judgement, settings, zones, .. } = &analysis;
    let strata = Strata::new(zones.zones.len(), dataset.operators.len()).ok_or_else(too_many_strata)?;
    let keys = SampleKeys::new(dataset, judgement, strata);
    let first = [settings.profile.first_metric()];
    let votes = votes::count_votes_of(&first, (dataset, judgement), &keys, strata, &settings.profile, feedback)?;
    Ok(Analysis { votes, ..analysis })
}

/// Rows of the cell table of an analysis that was asked for statistics only, for the caller to write as they come.
pub fn cell_statistics(analysis: &Analysis) -> CellStatistics<'_> {
    let Analysis { dataset, judgement, settings, cells, .. } = analysis;
    CellStatistics::new(dataset, judgement, &settings.profile, cells.len(), settings.only_stats)
}

/// The grid of an analysis.
pub fn grid_of(analysis: &Analysis) -> Result<Grid> {
    Ok(Grid::new(analysis.grid, Projection::from_epsg(analysis.grid_crs)?))
}

fn too_many_strata() -> Error {
    Error::TooMany { what: "zones × operators".to_owned(), limit: strata::LIMIT }
}

/// The projection that an analysis would choose, as far as it can be told before rows are judged.
pub fn projection_of(dataset: &Dataset, zones: &Zones, settings: &AnalysisSettings) -> Result<Projection> {
    grid_projection(dataset, &dataset.samples.flags, zones, settings)
}

/// The projection asked for, else that of the province around the study area's centre.
fn grid_projection(
    dataset: &Dataset,
    flags: &[Flags],
    zones: &Zones,
    settings: &AnalysisSettings,
) -> Result<Projection> {
    if let Some(epsg) = settings.grid_crs {
        let in_degrees = Crs::from_epsg(epsg).is_ok();
        return Projection::from_epsg(epsg).map_err(|e| if in_degrees { Error::NotProjected { epsg } } else { e });
    }
    let middle = |(sw, ne): (LonLat, LonLat)| LonLat { lon: (sw.lon + ne.lon) / 2.0, lat: (sw.lat + ne.lat) / 2.0 };
    match study_bounds(zones).map(middle).or_else(|| median_position(dataset, flags)) {
        Some(centre) => Projection::from_epsg(grid_crs_for(centre)?),
        // Nothing is accepted and nothing bounds the study: any grid will do for an empty result.
        None => Projection::from_epsg(5899),
    }
}

/// Median longitude and latitude of the accepted samples: a stray position must not choose the grid.
fn median_position(dataset: &Dataset, flags: &[Flags]) -> Option<LonLat> {
    let accepted = flags.iter().enumerate().filter(|(_, flags)| flags.is_accepted()).map(|(row, _)| row);
    let rows: Vec<usize> = accepted.collect();
    let median = |column: &crate::model::DecimalColumn| {
        let mut values: Vec<f64> = rows.iter().filter_map(|row| column.get(*row)).collect();
        let middle = values.len() / 2;
        if values.is_empty() { None } else { Some(*values.select_nth_unstable_by(middle, f64::total_cmp).1) }
    };
    Some(LonLat { lon: median(&dataset.samples.lon)?, lat: median(&dataset.samples.lat)? })
}

/// Corners of the study area; `None` when it is everything.
pub fn study_bounds(zones: &Zones) -> Option<(LonLat, LonLat)> {
    let shapes = zones.zones.iter().chain(&zones.parents).map(|zone| &zone.shape).chain(&zones.study_area);
    shapes.filter_map(bounds).reduce(join_bounds)
}

fn join_bounds(a: (LonLat, LonLat), b: (LonLat, LonLat)) -> (LonLat, LonLat) {
    (
        LonLat { lon: a.0.lon.min(b.0.lon), lat: a.0.lat.min(b.0.lat) },
        LonLat { lon: a.1.lon.max(b.1.lon), lat: a.1.lat.max(b.1.lat) },
    )
}

fn bounds_of(dataset: &Dataset, judgement: &Judgement) -> Option<(LonLat, LonLat)> {
    const PART: usize = 1 << 16;
    let n = dataset.samples.len();
    let of_part = |part: usize| {
        dataset.bounds(part * PART..((part + 1) * PART).min(n), &judgement.flags, |flags| flags.is_accepted())
    };
    (0..n.div_ceil(PART)).into_par_iter().filter_map(of_part).reduce_with(join_bounds)
}

/// Rows that a thread looks at together.
const ROWS_OF_TASK: usize = 1 << 16;

fn months(dataset: &Dataset, judgement: &Judgement) -> Vec<(Month, u64)> {
    let accepted = judgement.flags.par_chunks(ROWS_OF_TASK).zip(dataset.samples.time.par_chunks(ROWS_OF_TASK));
    let of_day = accepted.map(|(flags, times)| {
        let mut counts = DayCounts::default();
        let accepted = flags.iter().zip(times).filter(|(flags, _)| flags.is_accepted());
        accepted.for_each(|(_, time)| counts.add(local_day(*time), 1));
        counts
    });
    let of_day = of_day.reduce(DayCounts::default, |mut counts, others| {
        others.iter().for_each(|(day, count)| counts.add(day, count));
        counts
    });
    let mut counts = BTreeMap::new();
    for (day, count) in of_day.iter() {
        *counts.entry(day.month()).or_default() += count;
    }
    counts.into_iter().collect()
}

fn operators_met(dataset: &Dataset, judgement: &Judgement) -> Vec<(OperatorId, u64)> {
    let none = || vec![0u64; dataset.operators.len()];
    let parts = judgement.flags.par_chunks(ROWS_OF_TASK).zip(dataset.samples.operator.par_chunks(ROWS_OF_TASK));
    let counts = parts
        .map(|(flags, operators)| {
            let mut counts = none();
            for (_, operator) in flags.iter().zip(operators).filter(|(flags, _)| flags.is_accepted()) {
                counts.get_mut(usize::from(operator.0)).into_iter().for_each(|count| *count += 1);
            }
            counts
        })
        .reduce(none, |a, b| a.into_iter().zip(b).map(|(a, b)| a + b).collect());
    (0..).map(OperatorId).zip(counts).filter(|(_, count)| *count > 0).collect()
}

fn fill_statistics(
    analysis: &mut Analysis,
    locator: ZoneLocator,
    grid: &Grid,
    keys: &SampleKeys,
    strata: Strata,
    feedback: &Feedback,
) -> Result<()> {
    let Analysis { dataset, settings, judgement, .. } = analysis;
    feedback.begin("stage-binning", dataset.samples.len() as u64)?;
    let cells = binning::bin(dataset, judgement, grid, &locator, analysis.bounds, feedback)?;
    // Of ten thousand zones it is the largest thing in memory.
    drop(locator);
    feedback.begin("stage-statistics", 0)?;
    let operators: Vec<OperatorId> = analysis.operators_met.iter().map(|(operator, _)| *operator).collect();
    analysis.zone_rows =
        statistics::zone_rows(dataset, judgement, keys, strata, &cells, &operators, &settings.profile, feedback)?;
    analysis.cells = cells;
    Ok(())
}

fn fill_verdicts(
    analysis: &mut Analysis,
    grid: &Grid,
    keys: &SampleKeys,
    strata: Strata,
    feedback: &Feedback,
) -> Result<()> {
    feedback.begin("stage-votes", 0)?;
    let dataset = Arc::clone(&analysis.dataset);
    let profile = analysis.settings.profile.clone();
    let n_cells = analysis.cells.len();
    analysis.votes = votes::count_votes(&dataset, &analysis.judgement, keys, strata, &profile, feedback)?;
    let spots = spots(&dataset, keys, grid, analysis.bounds);
    let mut zone_rows = std::mem::take(&mut analysis.zone_rows);
    let court = verdicts::Court { dataset: &dataset, profile: &profile, strata, votes: &analysis.votes, spots: &spots };

    feedback.begin("stage-grades", 0)?;
    court.judge_zones(&mut zone_rows, None, feedback)?;
    let cells = CellStatistics::new(&dataset, &analysis.judgement, &profile, n_cells, false);
    let mut cell_rows = Vec::new();
    for wave in cells.waves() {
        cell_rows.par_extend((0..wave.n_parts()).into_par_iter().flat_map_iter(|part| wave.rows(part)));
    }
    court.judge_cells(n_cells, &mut cell_rows, &zone_rows, feedback)?;
    analysis.zone_rows = zone_rows;
    analysis.cell_rows = cell_rows;

    feedback.begin("stage-comparison", 0)?;
    analysis.comparisons = comparison::compare_operators(analysis, feedback)?;

    feedback.begin("stage-gaps", 0)?;
    (analysis.gap_places, analysis.gaps) = sampling_gap::sampling_gaps(analysis, grid, feedback)?;
    let court = verdicts::Court { dataset: &dataset, profile: &profile, strata, votes: &analysis.votes, spots: &spots };
    let scene = weak_spot::Scene::new(analysis, court, grid);
    analysis.weak_spots = weak_spot::weak_spots(&scene, feedback)?;
    Ok(())
}

/// 25 m square of each sample that is evidence, packed; 0 for the others.
fn spots(dataset: &Dataset, keys: &SampleKeys, grid: &Grid, bounds: Option<(LonLat, LonLat)>) -> Vec<u64> {
    let Some((south_west, north_east)) = bounds else { return Vec::new() };
    let local_grid = grid.for_bounds(south_west, north_east);
    let samples = &dataset.samples;
    (0..keys.len())
        .into_par_iter()
        .with_min_len(1 << 12)
        .map(|row| {
            let position = keys.get(row).and_then(|_| Some((samples.lon.get(row)?, samples.lat.get(row)?)));
            let spot = position.and_then(|(lon, lat)| local_grid.spot_of(LonLat { lon, lat }));
            spot.map_or(0, |(x, y)| u64::from(x as u32) << 32 | u64::from(y as u32))
        })
        .collect()
}
