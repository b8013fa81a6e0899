//! The invented ground: outline, hills, roads, hamlets, and how densely people live.

use std::f64::consts::TAU;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Normal};

use super::plane::{Point, Raster};

/// Raster of settlement and of weak places.
pub(super) const GROUND: Raster = Raster { side: 120, cell_m: 100.0 };

/// Farthest that the outline may reach from the centre, inside the rasters.
const FARTHEST_M: f64 = 5_700.0;
/// Share of the radius by which its sum of waves may come out beyond all amplitudes together.
const ROUNDING: f64 = 1e-9;
/// Below this density nobody lives.
const EMPTY: f64 = 0.05;

/// A closed curve around the centre: radius as a sum of waves of the angle.
#[derive(Debug, Clone)]
pub(super) struct Outline {
    mean_radius_m: f64,
    /// (waves per turn, amplitude as a share of the mean radius, phase).
    waves: Vec<(f64, f64, f64)>,
}

impl Outline {
    fn draw(rng: &mut ChaCha8Rng, area_km2: f64) -> Self {
        // The first wave stretches the ward from south to north, between river and hills.
        let mut waves = vec![(2.0, 0.16, std::f64::consts::PI)];
        for (k, amplitude) in
            [(3.0, 0.09), (4.0, 0.06), (5.0, 0.05), (7.0, 0.035), (11.0, 0.02), (17.0, 0.012), (29.0, 0.006)]
        {
            waves.push((k, amplitude * rng.random_range(0.6..1.0), rng.random_range(0.0..TAU)));
        }
        // ½∫r² over a turn: the mixed terms cancel, as all wave numbers differ.
        let factor = 1.0 + waves.iter().map(|(_, a, _)| a * a / 2.0).sum::<f64>();
        Self { mean_radius_m: (area_km2 * 1e6 / (factor * TAU / 2.0)).sqrt(), waves }
    }

    pub fn radius(&self, angle: f64) -> f64 {
        let sum: f64 = self.waves.iter().map(|(k, a, phase)| a * (k * angle + phase).cos()).sum();
        (self.mean_radius_m * (1.0 + sum)).min(FARTHEST_M)
    }

    pub fn contains(&self, p: Point) -> bool {
        let from_centre = p.x.hypot(p.y);
        // Most points lie nearer than the curve ever comes or farther than it ever reaches.
        let all: f64 = self.waves.iter().map(|(_, a, _)| a).sum::<f64>() + ROUNDING;
        if from_centre < (self.mean_radius_m * (1.0 - all)).min(FARTHEST_M) {
            return true;
        }
        from_centre <= self.mean_radius_m * (1.0 + all) && from_centre < self.radius(p.y.atan2(p.x))
    }
}

/// Waves of the plane that bend straight lines a little; smooth and cheap.
#[derive(Debug, Clone)]
pub(super) struct Bend {
    /// (wave vector x, y, phase x, phase y, amplitude in metres).
    waves: Vec<(f64, f64, f64, f64, f64)>,
}

impl Bend {
    fn draw(rng: &mut ChaCha8Rng) -> Self {
        let waves = [(2600.0, 170.0), (1500.0, 100.0), (800.0, 55.0), (420.0, 32.0), (230.0, 18.0)].map(
            |(length, amplitude)| {
                let (sin, cos) = rng.random_range(0.0..TAU).sin_cos();
                let k = TAU / length;
                (k * cos, k * sin, rng.random_range(0.0..TAU), rng.random_range(0.0..TAU), amplitude)
            },
        );
        Self { waves: waves.to_vec() }
    }

    pub fn apply(&self, p: Point) -> Point {
        self.waves.iter().fold(p, |bent, (kx, ky, phase_x, phase_y, amplitude)| {
            let t = kx * p.x + ky * p.y;
            Point { x: bent.x + amplitude * (t + phase_x).sin(), y: bent.y + amplitude * (t + phase_y).sin() }
        })
    }
}

#[derive(Debug, Clone)]
pub(super) struct Landscape {
    pub outline: Outline,
    pub bend: Bend,
    /// People per cell of [`GROUND`], relative; 0 outside and where nobody lives.
    pub density: Vec<f64>,
}

impl Landscape {
    pub fn draw(rng: &mut ChaCha8Rng, area_km2: f64) -> Self {
        let outline = Outline::draw(rng, area_km2);
        let bend = Bend::draw(rng);
        let hamlets = hamlets(rng, &outline, (area_km2 / 6.0).ceil() as usize);
        let roads = roads(rng, &hamlets);
        let density =
            (0..GROUND.len()).map(|i| density_at(GROUND.centre(i), &outline, &bend, &roads, &hamlets)).collect();
        Self { outline, bend, density }
    }

    /// The settled cells with a running sum of their density times `factor`, to draw places from.
    pub fn cumulative(&self, factor: impl Fn(usize) -> f64) -> Vec<(usize, f64)> {
        let mut sum = 0.0;
        let mut list = Vec::new();
        for (index, density) in self.density.iter().enumerate().filter(|(_, d)| **d > 0.0) {
            let weight = density * factor(index);
            if weight > 0.0 {
                sum += weight;
                list.push((index, sum));
            }
        }
        list
    }
}

/// A cell of a running sum, each with the probability of its weight; `None` from an empty one.
pub(super) fn draw_cell(rng: &mut ChaCha8Rng, cumulative: &[(usize, f64)]) -> Option<usize> {
    let total = cumulative.last()?.1;
    let at = rng.random_range(0.0..total);
    let k = cumulative.partition_point(|(_, sum)| *sum <= at).min(cumulative.len() - 1);
    cumulative.get(k).map(|(index, _)| *index)
}

/// A place drawn evenly inside a cell of the ground.
pub(super) fn draw_point_in(rng: &mut ChaCha8Rng, cell: usize) -> Point {
    let centre = GROUND.centre(cell);
    let half = GROUND.cell_m / 2.0;
    Point { x: centre.x + rng.random_range(-half..half), y: centre.y + rng.random_range(-half..half) }
}

fn hamlets(rng: &mut ChaCha8Rng, outline: &Outline, count: usize) -> Vec<Point> {
    let mut list: Vec<Point> = Vec::new();
    // Tries are bounded: a ward too small for its hamlets has fewer of them.
    for _ in 0..count * 40 {
        let angle = rng.random_range(0.0..TAU);
        let p = {
            let r = outline.radius(angle) * rng.random_range(0.35f64..0.9);
            Point { x: r * angle.cos(), y: r * angle.sin() }
        };
        if list.len() < count && !is_hill(p) && list.iter().all(|q| q.distance(p) > 900.0) {
            list.push(p);
        }
    }
    list
}

/// Two main roads that cross in the centre, then a lane to each hamlet.
fn roads(rng: &mut ChaCha8Rng, hamlets: &[Point]) -> Vec<Vec<Point>> {
    let (a, b): (f64, f64) = (rng.random_range(0.0..TAU), rng.random_range(0.0..TAU));
    let steps = || (-30..=30).map(|k| f64::from(k) * 200.0);
    let highway: Vec<Point> = steps().map(|x| Point { x, y: 260.0 * ((x / 1500.0 + a).sin() - a.sin()) }).collect();
    let avenue: Vec<Point> = steps().map(|y| Point { x: 220.0 * ((y / 1300.0 + b).sin() - b.sin()), y }).collect();
    let mut roads = vec![highway, avenue];
    let wander = Normal::new(0.0, 45.0).ok();
    for hamlet in hamlets {
        let start = roads
            .iter()
            .take(2)
            .flatten()
            .copied()
            .min_by(|p, q| p.distance(*hamlet).total_cmp(&q.distance(*hamlet)))
            .unwrap_or_default();
        let pieces = (start.distance(*hamlet) / 200.0).ceil().max(1.0) as usize;
        let lane = (0..=pieces).map(|k| {
            let t = k as f64 / pieces as f64;
            let mut aside = || wander.map_or(0.0, |n| n.sample(rng)) * (t * (1.0 - t) * 4.0);
            let (dx, dy) = (aside(), aside());
            Point { x: start.x + t * (hamlet.x - start.x) + dx, y: start.y + t * (hamlet.y - start.y) + dy }
        });
        roads.push(lane.collect());
    }
    roads
}

/// Hills close the ward in the north-west and in the far north.
fn is_hill(p: Point) -> bool {
    p.y - 0.45 * p.x > 2_300.0 + 350.0 * (p.x / 700.0).sin()
}

fn density_at(p: Point, outline: &Outline, bend: &Bend, roads: &[Vec<Point>], hamlets: &[Point]) -> f64 {
    if !outline.contains(p) || is_hill(p) {
        return 0.0;
    }
    let from_centre = p.distance(Point::default());
    let bell = |distance: f64, spread: f64| (-0.5 * (distance / spread).powi(2)).exp();
    let to_road = roads
        .iter()
        .flat_map(|road| road.windows(2))
        .filter_map(|pair| match pair {
            [a, b] => Some(p.distance_to_segment(*a, *b)),
            _ => None,
        })
        .fold(f64::INFINITY, f64::min);
    let centre = bell(from_centre, 850.0);
    let ribbon = 0.5 * (-to_road / 100.0).exp() * (-from_centre / 4_500.0).exp();
    let hamlet: f64 = hamlets.iter().map(|h| 0.75 * bell(p.distance(*h), 200.0)).sum();
    // Blocks differ: the waves that bend borders also make some blocks fuller than others.
    let bent = bend.apply(p);
    let uneven = 1.0 + 0.4 * ((bent.x - p.x) / 180.0).clamp(-1.0, 1.0);
    let density = (centre + ribbon + hamlet) * uneven;
    if density < EMPTY { 0.0 } else { density }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn the_outline_has_the_area_asked_for() {
        for seed in 0..5 {
            let outline = Outline::draw(&mut ChaCha8Rng::seed_from_u64(seed), 40.0);
            let area = (0..GROUND.len()).filter(|i| outline.contains(GROUND.centre(*i))).count() as f64 * 0.01;
            assert!((area - 40.0).abs() < 0.8, "seed {seed}: {area} km²");
        }
    }

    #[test]
    fn people_live_in_the_centre_and_not_in_the_hills() {
        let land = Landscape::draw(&mut ChaCha8Rng::seed_from_u64(3), 44.0);
        let at = |x, y| GROUND.cell(Point { x, y }).and_then(|c| land.density.get(c).copied());
        assert!(at(0.0, 0.0) > Some(0.5));
        assert_eq!(at(-1000.0, 4000.0), Some(0.0));
        let settled = land.density.iter().filter(|d| **d > 0.0).count();
        assert!((500..2500).contains(&settled), "{settled} settled cells");
    }
}
