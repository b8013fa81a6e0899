//! Khu phố: small where people live close together, large elsewhere, with invented names and households.

use std::collections::BTreeMap;

use geo::MultiPolygon;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::landscape::{GROUND, Landscape, draw_cell, draw_point_in};
use super::partition::{Drawing, OUTSIDE, polygons, tidy};
use super::plane::{Point, Raster};

/// Raster of the borders, half the cell of the ground.
const BORDERS: Raster = Raster { side: 240, cell_m: 50.0 };
const SMOOTHING: Drawing = Drawing::Smooth(3);
const HOUSEHOLDS: f64 = 11_000.0;
/// A khu phố of fields and hills still has some farms.
const FEWEST_HOUSEHOLDS: u32 = 24;

/// A khu phố before anybody reads it as a zone of an analysis.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulatedZone {
    /// `KP01`, `KP02`, … from the centre outwards.
    pub id: String,
    /// Invented, and saying so.
    pub name: String,
    /// WGS84 degrees.
    pub shape: MultiPolygon<f64>,
    pub households: u32,
}

/// The ward cut into khu phố.
#[derive(Debug, Clone)]
pub(super) struct Ward {
    pub zones: Vec<SimulatedZone>,
    pub outline: MultiPolygon<f64>,
    /// Label of each cell of [`BORDERS`].
    labels: Vec<i32>,
}

impl Ward {
    pub fn draw(rng: &mut ChaCha8Rng, land: &Landscape, count: usize) -> Self {
        let seeds = seeds(rng, land, count);
        let mut labels = labels(land, &seeds);
        tidy(BORDERS, &mut labels);
        let mut shapes = polygons(BORDERS, &labels, SMOOTHING);
        let households = households(land, &labels);
        let names = names(rng, count);
        let zones = (0i32..)
            .zip(names)
            .filter_map(|(label, name)| {
                let shape = shapes.of_label.remove(&label)?;
                let households = households.get(&label).copied().unwrap_or(0).max(FEWEST_HOUSEHOLDS);
                Some(SimulatedZone { id: format!("KP{:02}", label + 1), name, shape, households })
            })
            .collect();
        Self { zones, outline: shapes.whole, labels }
    }

    /// Number of the khu phố in which a point lies, up to the rounding of borders; `None` outside the ward.
    pub fn zone_number(&self, p: Point) -> Option<usize> {
        BORDERS.cell(p).and_then(|c| self.labels.get(c)).and_then(|label| usize::try_from(*label).ok())
    }
}

/// Middles of the khu phố, nearest to the centre first.
fn seeds(rng: &mut ChaCha8Rng, land: &Landscape, count: usize) -> Vec<Point> {
    let people = land.cumulative(|_| 1.0);
    let inside: Vec<usize> = (0..GROUND.len()).filter(|c| land.outline.contains(GROUND.centre(*c))).collect();
    let area_m2 = inside.len() as f64 * GROUND.cell_m * GROUND.cell_m;
    let mut apart_m = 0.8 * (area_m2 / count as f64).sqrt();
    let mut seeds: Vec<Point> = Vec::new();
    while seeds.len() < count {
        for _ in 0..30 {
            let among_people = rng.random_bool(0.75);
            let cell = if among_people { draw_cell(rng, &people) } else { pick(rng, &inside) };
            let Some(p) = cell.map(|c| draw_point_in(rng, c)) else { continue };
            let apart_m = if among_people { apart_m * 0.5 } else { apart_m };
            if seeds.len() < count && seeds.iter().all(|q| q.distance(p) > apart_m) {
                seeds.push(p);
            }
        }
        apart_m *= 0.95;
    }
    seeds.sort_by(|p, q| p.x.hypot(p.y).total_cmp(&q.x.hypot(q.y)));
    seeds
}

fn pick<T: Copy>(rng: &mut ChaCha8Rng, list: &[T]) -> Option<T> {
    if list.is_empty() { None } else { list.get(rng.random_range(0..list.len())).copied() }
}

/// Each cell belongs to the nearest middle on the bent plane, so that borders wind.
fn labels(land: &Landscape, seeds: &[Point]) -> Vec<i32> {
    let bent: Vec<Point> = seeds.iter().map(|p| land.bend.apply(*p)).collect();
    let nearest = |p: Point| {
        let p = land.bend.apply(p);
        let squared_distance = |q: &Point| (q.x - p.x) * (q.x - p.x) + (q.y - p.y) * (q.y - p.y);
        let distances = (0i32..).zip(bent.iter().map(squared_distance));
        distances.min_by(|(_, a), (_, b)| a.total_cmp(b)).map_or(OUTSIDE, |(label, _)| label)
    };
    (0..BORDERS.len())
        .map(|cell| BORDERS.centre(cell))
        .map(|p| if land.outline.contains(p) { nearest(p) } else { OUTSIDE })
        .collect()
}

fn households(land: &Landscape, labels: &[i32]) -> BTreeMap<i32, u32> {
    let people: f64 = land.density.iter().sum();
    let mut of_label: BTreeMap<i32, f64> = BTreeMap::new();
    for (cell, label) in labels.iter().enumerate().filter(|(_, label)| **label != OUTSIDE) {
        let density = GROUND.cell(BORDERS.centre(cell)).and_then(|c| land.density.get(c)).copied().unwrap_or(0.0);
        // Four cells of the borders make one of the ground.
        *of_label.entry(*label).or_default() += density / 4.0 / people.max(1e-9) * HOUSEHOLDS;
    }
    of_label.into_iter().map(|(label, n)| (label, n.round() as u32)).collect()
}

/// Invented names of places; none is meant to exist.
const PLACES: [&str; 24] = [
    "Sông Mới",
    "Đồi Xanh",
    "Bến Đò Cũ",
    "Cầu Gạch",
    "Đồng Lúa Vàng",
    "Tân Thịnh Hòa",
    "Chợ Trung Tâm và Bến xe liên tỉnh",
    "Giếng Đá",
    "Cây Gạo",
    "Khe Suối Trong",
    "Ao Sen",
    "Hồ Nước Ngọt – Nhà máy cơ khí",
    "Vườn Nhãn",
    "Đường Tàu",
    "Lò Vôi",
    "Mỏ Nhỏ",
    "Rừng Thông",
    "Bãi Soi",
    "Gò Cao",
    "Ngã Tư Mới",
    "Tập thể Công nhân Đường sắt và Vận tải thủy nội địa",
    "Đền Mây",
    "Ruộng Bậc",
    "Xóm Chài",
];

fn names(rng: &mut ChaCha8Rng, count: usize) -> Vec<String> {
    let mut places: Vec<&str> = PLACES.to_vec();
    for k in (1..places.len()).rev() {
        places.swap(k, rng.random_range(0..=k));
    }
    // About every second place is cut into several, told apart by numbers.
    let used = (count * 2).div_ceil(3).min(places.len()).max(1);
    // Lists and maps have to cope with a long name, so that one is always there.
    let longest = (0..places.len()).max_by_key(|k| places.get(*k).map_or(0, |p| p.len()));
    places.swap(used - 1, longest.unwrap_or(0));
    let name = |k: usize| {
        let place = places.get(k % used).copied().unwrap_or_default();
        if k % used + used < count || k >= used {
            format!("Khu phố {place} {} (giả định)", k / used + 1)
        } else {
            format!("Khu phố {place} (giả định)")
        }
    };
    (0..count).map(name).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use geo::{Area, LinesIter};
    use rand::SeedableRng;

    use super::*;

    fn ward(seed: u64, count: usize) -> Ward {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let land = Landscape::draw(&mut rng, 44.0);
        Ward::draw(&mut rng, &land, count)
    }

    type Vertex = (u64, u64);

    /// How often each directed piece of border occurs over all zones.
    fn pieces(zones: &[SimulatedZone]) -> BTreeMap<(Vertex, Vertex), usize> {
        let vertex = |c: geo::Coord| (c.x.to_bits(), c.y.to_bits());
        let mut pieces = BTreeMap::new();
        for line in zones.iter().flat_map(|z| z.shape.lines_iter()) {
            *pieces.entry((vertex(line.start), vertex(line.end))).or_default() += 1;
        }
        pieces
    }

    #[test]
    fn khu_pho_have_neither_gaps_nor_overlaps() {
        for (seed, count) in [(1, 12), (2, 12), (3, 1), (4, 30), (5, 60)] {
            let ward = ward(seed, count);
            assert_eq!(ward.zones.len(), count);
            let pieces = pieces(&ward.zones);
            assert!(pieces.values().all(|n| *n == 1), "a piece of border is used twice in one direction");
            // Inner borders occur once in each direction; what has no partner is the outline, one closed ring.
            let alone: Vec<_> = pieces.keys().filter(|(a, b)| !pieces.contains_key(&(*b, *a))).collect();
            let coordinate = |v: &Vertex| (f64::from_bits(v.0), f64::from_bits(v.1));
            let enclosed: f64 = alone
                .iter()
                .map(|(a, b)| (coordinate(a), coordinate(b)))
                .map(|((ax, ay), (bx, by))| ((ax - 106.7) * (by - 21.0) - (bx - 106.7) * (ay - 21.0)) / 2.0)
                .sum();
            let sum: f64 = ward.zones.iter().map(|z| z.shape.unsigned_area()).sum();
            assert!((sum - enclosed).abs() < 1e-12, "seed {seed}: {sum} against {enclosed}");
            let km2 = sum * 103_949.0 * 110_718.0 / 1e6;
            assert!((km2 - 44.0).abs() < 1.5, "{km2} km²");
        }
    }

    #[test]
    fn the_outline_is_that_of_the_khu_pho() {
        let ward = ward(1, 12);
        let sum: f64 = ward.zones.iter().map(|z| z.shape.unsigned_area()).sum();
        let ratio = sum / ward.outline.unsigned_area();
        assert!((ratio - 1.0).abs() < 1e-9, "{ratio}");
    }

    #[test]
    fn names_say_that_they_are_invented_and_differ() {
        let mut names: Vec<String> = ward(1, 60).zones.into_iter().map(|z| z.name).collect();
        assert!(names.iter().all(|n| n.ends_with("(giả định)")));
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 60);
    }
}
