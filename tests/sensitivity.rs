//! The test of robustness against analyses that are asked for one by one, and `geo`'s union and intersection of shapes.

// A step of a test that fails is a failing test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;

use geo::{Area, BooleanOps, MultiPolygon};
use phusong::analysis::{analyze, grid_of, test_robustness};
use phusong::io::read_sample_ward;
use phusong::job::Feedback;
use phusong::model::{Analysis, AnalysisSettings, Grade, GridSpec, OperatorId, Profile, Variant};
use phusong::spatial::cells_outline;

/// 2026-11-22.
const NOW: i64 = 1_795_280_400;

fn settings() -> AnalysisSettings {
    AnalysisSettings {
        replicas: 199,
        max_radius_m: 300.0,
        ..AnalysisSettings::new(Profile::built_in("qd36").unwrap(), NOW)
    }
}

fn is_proven(grade: Grade) -> bool {
    matches!(grade, Grade::A | Grade::B)
}

fn proven_ground(analysis: &Analysis, operator: OperatorId) -> MultiPolygon<f64> {
    let grid = grid_of(analysis).unwrap();
    let spots = analysis.weak_spots.iter().filter(|spot| spot.operator == operator && is_proven(spot.grade));
    spots.fold(MultiPolygon(Vec::new()), |ground, spot| ground.union(&cells_outline(&grid, &spot.shape)))
}

#[test]
fn each_variant_is_an_analysis_with_that_threshold_or_cell_size() {
    let feedback = Feedback::default();
    let (dataset, zones) = read_sample_ward(&feedback).unwrap();
    let (dataset, zones) = (Arc::new(dataset), Arc::new(zones));
    let run =
        |settings: &AnalysisSettings| analyze(Arc::clone(&dataset), Arc::clone(&zones), settings, &feedback).unwrap();
    let asked = run(&settings());
    let grid = grid_of(&asked).unwrap();
    let robustness = test_robustness(&asked, &feedback).unwrap();
    let mut n_tested = 0;
    for (spot, robustness) in asked.weak_spots.iter().zip(&robustness) {
        assert_eq!(is_proven(spot.grade), robustness.is_some());
        n_tested += usize::from(robustness.is_some());
    }
    assert!(n_tested >= 2, "the sample ward has proven weak spots");

    for variant in [Variant::HigherThreshold, Variant::SmallerCells, Variant::LargerCells] {
        let mut varied = settings();
        let criterion = varied.profile.criteria.first_mut().unwrap();
        criterion.thresholds = criterion.thresholds.times(variant.threshold_factor());
        varied.grid = match variant {
            Variant::SmallerCells => GridSpec::Square(50.0),
            Variant::LargerCells => GridSpec::Square(200.0),
            _ => GridSpec::Square(100.0),
        };
        let varied = run(&varied);
        let place = Variant::ALL.iter().position(|v| *v == variant).unwrap();
        for (spot, robustness) in asked.weak_spots.iter().zip(&robustness) {
            let Some(robustness) = robustness else { continue };
            let shape = cells_outline(&grid, &spot.shape);
            let covered = shape.intersection(&proven_ground(&varied, spot.operator)).unsigned_area();
            let share = covered / shape.unsigned_area();
            let ours = robustness.covered[place];
            assert!((ours - share).abs() < 1e-4, "{} {variant:?}: {ours}, by geo {share}", spot.spot_id);
        }
    }
}
