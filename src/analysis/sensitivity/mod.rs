//! Sensitivity (method §17): which weak spots stay when threshold, cell size and origin of the grid are chosen otherwise.
//!
//! Whoever doubts a spot says first that another grid would not have shown it. So the scan runs again under each of
//! [`Variant::ALL`], and what its proven spots cover of a spot decides.

mod cover;

use std::sync::Arc;

use self::cover::Cover;
use super::statistics::SampleKeys;
use super::strata::Strata;
use super::{binning, grid_of, spots, too_many_strata, verdicts, votes, weak_spot};
use crate::job::Feedback;
use crate::model::{
    Analysis, AnalysisSettings, CellId, Grade, GridPoint, GridSpec, OperatorId, Result, Robustness, Variant,
};
use crate::spatial::{Grid, ZoneLocator};

/// How each spot of the analysis fares, in their order; `None` for suspected ones, which nothing has proven yet.
///
/// Costs seven scans. Votes, flags and zones of samples are those of the analysis.
pub fn test_robustness(analysis: &Analysis, feedback: &Feedback) -> Result<Vec<Option<Robustness>>> {
    let steps = weak_spot::scan_steps(analysis) * Variant::ALL.len() as u64;
    feedback.begin("stage-sensitivity", steps)?;
    let is_tested = |grade: Grade| matches!(grade, Grade::A | Grade::B);
    let mut robustness: Vec<Option<Robustness>> =
        analysis.weak_spots.iter().map(|s| is_tested(s.grade).then_some(Robustness { covered: [0.0; 7] })).collect();
    if robustness.iter().all(Option::is_none) {
        return Ok(robustness);
    }
    let asked_grid = grid_of(analysis)?;
    let common = Common::new(analysis, &asked_grid)?;
    for (number, variant) in Variant::ALL.into_iter().enumerate() {
        let grid = varied_grid(&asked_grid, variant);
        let proven = common.proven_shapes(analysis, &grid, variant, feedback)?;
        for (spot, robustness) in analysis.weak_spots.iter().zip(&mut robustness) {
            let Some(share) = robustness.as_mut().and_then(|r| r.covered.get_mut(number)) else { continue };
            let of_operator = proven.iter().filter(|(operator, _)| *operator == spot.operator);
            let cover = Cover::new(&grid, of_operator.flat_map(|(_, cells)| cells.iter().copied()));
            *share = cover.share_of(&asked_grid, &spot.shape);
            feedback.check()?;
        }
    }
    Ok(robustness)
}

/// What all variants share.
struct Common {
    strata: Strata,
    keys: SampleKeys,
    spots: Vec<u64>,
    locator: ZoneLocator,
}

impl Common {
    fn new(analysis: &Analysis, grid: &Grid) -> Result<Self> {
        let dataset = &analysis.dataset;
        let strata = Strata::new(analysis.zones.zones.len(), dataset.operators.len()).ok_or_else(too_many_strata)?;
        let keys = SampleKeys::new(dataset, &analysis.judgement, strata);
        let spots = spots(dataset, &keys, grid, analysis.bounds);
        Ok(Self { strata, keys, spots, locator: binning::zone_locator(&analysis.zones) })
    }

    fn proven_shapes(
        &self,
        analysis: &Analysis,
        grid: &Grid,
        variant: Variant,
        feedback: &Feedback,
    ) -> Result<Vec<(OperatorId, Vec<CellId>)>> {
        let beside = feedback.beside();
        let (dataset, zones) = (&analysis.dataset, &analysis.zones);
        let settings = varied_settings(&analysis.settings, variant);
        let mut judgement = analysis.judgement.clone();
        let cells = binning::bin(dataset, &mut judgement, grid, &self.locator, analysis.bounds, &beside)?;
        let votes = votes::count_votes(dataset, &judgement, &self.keys, self.strata, &settings.profile, &beside)?;
        let varied = Analysis {
            grid: grid.spec(),
            grid_crs: analysis.grid_crs,
            dataset: Arc::clone(dataset),
            zones: Arc::clone(zones),
            gap_places: Arc::clone(zones),
            judgement,
            cells,
            votes,
            zone_rows: Vec::new(),
            cell_rows: Vec::new(),
            weak_spots: Vec::new(),
            comparisons: Vec::new(),
            gaps: Vec::new(),
            months: analysis.months.clone(),
            operators_met: analysis.operators_met.clone(),
            bounds: analysis.bounds,
            settings,
        };
        let court = verdicts::Court {
            dataset,
            profile: &varied.settings.profile,
            strata: self.strata,
            votes: &varied.votes,
            spots: &self.spots,
        };
        let scene = weak_spot::Scene::new(&varied, court, grid);
        Ok(weak_spot::proven_shapes(&scene, feedback)?)
    }
}

fn varied_settings(settings: &AnalysisSettings, variant: Variant) -> AnalysisSettings {
    let mut settings = settings.clone();
    if let Some(first) = settings.profile.criteria.first_mut() {
        first.thresholds = first.thresholds.times(variant.threshold_factor());
    }
    settings
}

/// H3 knows no half of a cell: the resolutions beside it have cells 2.6 times as wide or narrow.
fn varied_grid(grid: &Grid, variant: Variant) -> Grid {
    let spec = match (grid.spec(), variant) {
        (GridSpec::Square(size_m), Variant::SmallerCells) => GridSpec::Square(size_m * 0.5),
        (GridSpec::Square(size_m), Variant::LargerCells) => GridSpec::Square(size_m * 2.0),
        (GridSpec::Hex(size_m), Variant::SmallerCells) => GridSpec::Hex(size_m * 0.5),
        (GridSpec::Hex(size_m), Variant::LargerCells) => GridSpec::Hex(size_m * 2.0),
        (GridSpec::H3(resolution), Variant::SmallerCells) => GridSpec::H3((resolution + 1).min(15)),
        (GridSpec::H3(resolution), Variant::LargerCells) => GridSpec::H3(resolution.saturating_sub(1)),
        (same, _) => same,
    };
    let (east, north) = variant.shift();
    let origin = GridPoint { east_m: east * grid.width_m(), north_m: north * grid.width_m() };
    Grid::shifted(spec, grid.projection().clone(), origin)
}

#[cfg(test)]
mod tests;
