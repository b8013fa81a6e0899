//! Priority of a weak spot: severity × evidence × persistence × reach (method §11), and the ranking by it.

use geo::{Area, BooleanOps, BoundingRect, Coord, Intersects, LineString, MultiPolygon, Polygon, Rect};

use super::super::evidence::Witnesses;
use super::super::quantile::median_of;
use super::Scene;
use crate::model::{Grade, LonLat, Metric, PriorityParts, Vote, WeakSpot, Zone, Zones};
use crate::spatial::Projection;

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
        reach: scene.zones.reach(shape, scene.grid.projection()),
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

/// Zones in the plane of the grid, for shares of their area.
#[derive(Debug)]
pub struct PlaneZones(Vec<PlaneZone>);

#[derive(Debug)]
struct PlaneZone {
    shape: MultiPolygon<f64>,
    bounds: Option<Rect<f64>>,
    area_m2: f64,
    weight: f64,
}

impl PlaneZones {
    pub fn new(zones: &Zones, projection: &Projection) -> Self {
        let plane = |zone: &Zone| {
            let shape = to_plane(&zone.shape, projection);
            PlaneZone {
                area_m2: shape.unsigned_area(),
                bounds: shape.bounding_rect(),
                shape,
                weight: zone.weight.unwrap_or(zone.area_m2),
            }
        };
        Self(zones.zones.iter().map(plane).collect())
    }

    /// Zone weight × share of the zone's area inside the shape, over all zones.
    pub fn reach(&self, shape: &MultiPolygon<f64>, projection: &Projection) -> f64 {
        let shape = to_plane(shape, projection);
        let Some(bounds) = shape.bounding_rect() else { return 0.0 };
        let is_near =
            |zone: &&PlaneZone| zone.area_m2 > 0.0 && zone.bounds.is_some_and(|zone| zone.intersects(&bounds));
        let part = |zone: &PlaneZone| zone.weight * zone.shape.intersection(&shape).unsigned_area() / zone.area_m2;
        self.0.iter().filter(is_near).map(part).sum()
    }
}

/// The shape in metres; vertices that have no place in the plane are dropped.
fn to_plane(shape: &MultiPolygon<f64>, projection: &Projection) -> MultiPolygon<f64> {
    let point = |c: &Coord<f64>| projection.forward(LonLat { lon: c.x, lat: c.y }).map(|p| (p.east_m, p.north_m));
    let ring = |ring: &LineString<f64>| LineString::from(ring.coords().filter_map(point).collect::<Vec<_>>());
    shape.iter().map(|p| Polygon::new(ring(p.exterior()), p.interiors().iter().map(ring).collect())).collect()
}

/// Sets priority and rank: significant before suspected, then priority, then id.
pub fn rank(spots: &mut [WeakSpot]) {
    let max_reach = spots.iter().map(|s| s.priority_parts.reach).fold(0.0, f64::max);
    for spot in spots.iter_mut() {
        let parts = spot.priority_parts;
        let reach = if max_reach > 0.0 { parts.reach / max_reach } else { 0.0 };
        spot.priority = parts.severity * parts.evidence * (0.5 + 0.5 * parts.persistence) * (0.5 + 0.5 * reach);
    }
    spots.sort_by(|a, b| {
        let suspected = |s: &WeakSpot| s.proof.is_none();
        // What rounding alone tells apart is equal.
        let priority = |s: &WeakSpot| (s.priority * 1e9).round() as i64;
        suspected(a)
            .cmp(&suspected(b))
            .then(priority(b).cmp(&priority(a)))
            .then_with(|| a.spot_id.as_bytes().cmp(b.spot_id.as_bytes()))
    });
    for (rank, spot) in (1..).zip(spots) {
        spot.rank = rank;
    }
}
