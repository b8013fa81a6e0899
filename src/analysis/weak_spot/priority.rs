//! Priority of a weak spot: severity × evidence × persistence × reach (method §11), and the ranking by it.

use geo::{BooleanOps, BoundingRect, Intersects, MultiPolygon};

use super::super::evidence::Witnesses;
use super::super::quantile::median_of;
use super::Scene;
use crate::model::{Grade, Metric, PriorityParts, Vote, WeakSpot};
use crate::spatial::geodesic_area_m2;

pub fn evidence_of(grade: Grade) -> f64 {
    match grade {
        Grade::A => 1.0,
        Grade::B => 0.7,
        _ => 0.4,
    }
}

/// The parts of the product; `evidence` is set with the grade.
pub fn parts(
    scene: &Scene<'_>,
    witnesses: &Witnesses<'_>,
    votes: &[&Vote],
    shape: &MultiPolygon<f64>,
    (months_weak, months_measured): (u32, u32),
) -> PriorityParts {
    let mut severities: Vec<f64> = votes.iter().filter_map(|vote| severity(witnesses, vote)).collect();
    PriorityParts {
        severity: median_of(&mut severities).unwrap_or(0.0),
        reach: reach(scene, shape),
        persistence: if months_measured == 0 { 0.0 } else { f64::from(months_weak) / f64::from(months_measured) },
        evidence: 0.0,
    }
}

fn severity(witnesses: &Witnesses<'_>, vote: &Vote) -> Option<f64> {
    let threshold = witnesses.criterion.thresholds.of(vote.technology)?;
    let shortfall = match witnesses.metric {
        Metric::Latency => 1.0 - threshold / vote.value,
        Metric::Download | Metric::Upload => 1.0 - vote.value / threshold,
    };
    Some(shortfall.clamp(0.0, 1.0))
}

/// Zone weight × share of the zone's area inside the shape, over all zones.
fn reach(scene: &Scene<'_>, shape: &MultiPolygon<f64>) -> f64 {
    let Some(bounds) = shape.bounding_rect() else { return 0.0 };
    let zones =
        scene.analysis.zones.zones.iter().filter(|zone| {
            zone.area_m2 > 0.0 && zone.shape.bounding_rect().is_some_and(|zone| zone.intersects(&bounds))
        });
    zones
        .map(|zone| {
            let inside_m2 = geodesic_area_m2(&zone.shape.intersection(shape));
            zone.weight.unwrap_or(zone.area_m2) * inside_m2 / zone.area_m2
        })
        .sum()
}

/// Sets priority and rank: significant before suspected, then priority, then id.
pub fn rank(spots: &mut [WeakSpot]) {
    let max_reach = spots.iter().map(|s| s.priority_parts.reach).fold(0.0, f64::max);
    for spot in spots.iter_mut() {
        let parts = spot.priority_parts;
        let reach = if max_reach > 0.0 { parts.reach / max_reach } else { 1.0 };
        spot.priority = parts.severity * parts.evidence * (0.5 + 0.5 * parts.persistence) * (0.5 + 0.5 * reach);
    }
    spots.sort_by(|a, b| {
        let suspected = |s: &WeakSpot| s.proof.is_none();
        suspected(a)
            .cmp(&suspected(b))
            .then(b.priority.total_cmp(&a.priority))
            .then_with(|| a.spot_id.as_bytes().cmp(b.spot_id.as_bytes()))
    });
    for (rank, spot) in (1..).zip(spots) {
        spot.rank = rank;
    }
}
