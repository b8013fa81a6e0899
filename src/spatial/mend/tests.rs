use geo::polygon;
use rand::{RngExt, SeedableRng};

use super::*;
use crate::spatial::shape::planar_area;

fn shape(rings: &[&[(f64, f64)]]) -> MultiPolygon<f64> {
    let mut rings = rings.iter().map(|ring| LineString::from(ring.to_vec()));
    let outer = rings.next().unwrap();
    MultiPolygon(vec![Polygon::new(outer, rings.collect())])
}

/// Area in square degrees, holes taken out.
fn square_degrees(shape: &MultiPolygon<f64>) -> f64 {
    let ring = |ring: &LineString<f64>| 0.5 * planar_area(ring).abs();
    shape.iter().map(|p| ring(p.exterior()) - p.interiors().iter().map(ring).sum::<f64>()).sum()
}

fn mended(mut shape: MultiPolygon<f64>) -> (MultiPolygon<f64>, Mended) {
    let mended = mend(&mut shape, &|| false).unwrap();
    (shape, mended)
}

#[test]
fn a_sound_shape_stays_as_it_is() {
    let sound = shape(&[
        &[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0), (0.0, 0.0)],
        &[(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 1.0)],
    ]);
    assert_eq!(mended(sound.clone()), (sound, vec![]));
}

#[test]
fn a_bow_tie_is_two_triangles() {
    let (shape, kinds) = mended(shape(&[&[(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0), (0.0, 0.0)]]));
    assert_eq!(kinds, [(RepairKind::SelfCrossing, 1)]);
    assert_eq!(shape.0.len(), 2);
    // shapely.make_valid: 2.0
    assert!((square_degrees(&shape) - 2.0).abs() < 1e-6, "{shape:?}");
}

#[test]
fn spikes_are_cut_off_wherever_the_ring_begins() {
    let spiked = [(0.0, 0.0), (4.0, 0.0), (4.0, 2.0), (9.0, 2.0), (4.0, 2.0), (4.0, 4.0), (0.0, 4.0)];
    for start in 0..spiked.len() {
        let mut ring = spiked;
        ring.rotate_left(start);
        let closed: Vec<(f64, f64)> = ring.iter().chain(&ring[..1]).copied().collect();
        let (shape, kinds) = mended(shape(&[&closed]));
        assert_eq!(kinds, [(RepairKind::Spikes, 1)], "{start}");
        assert_eq!(square_degrees(&shape), 16.0, "{start}: {shape:?}");
    }
}

#[test]
fn a_hole_outside_is_a_part_and_a_ring_around_is_the_outer_one() {
    let square = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)];
    let apart = [(5.0, 0.0), (6.0, 0.0), (6.0, 1.0), (5.0, 1.0), (5.0, 0.0)];
    let (parts, kinds) = mended(shape(&[&square, &apart]));
    assert_eq!((parts.0.len(), square_degrees(&parts)), (2, 2.0));
    assert_eq!(kinds, [(RepairKind::RingOrder, 1)]);
    let around = [(-1.0, -1.0), (2.0, -1.0), (2.0, 2.0), (-1.0, 2.0), (-1.0, -1.0)];
    let (ring, kinds) = mended(shape(&[&square, &around]));
    assert_eq!((ring.0.len(), square_degrees(&ring)), (1, 8.0));
    assert_eq!(kinds, [(RepairKind::RingOrder, 1)]);
}

#[test]
fn parts_that_cover_each_other_are_joined_and_specks_go() {
    let big = polygon![(x: 0.0, y: 0.0), (x: 4.0, y: 0.0), (x: 4.0, y: 4.0), (x: 0.0, y: 4.0)];
    let across = polygon![(x: 3.0, y: 1.0), (x: 6.0, y: 1.0), (x: 6.0, y: 2.0), (x: 3.0, y: 2.0)];
    let within = polygon![(x: 1.0, y: 1.0), (x: 2.0, y: 1.0), (x: 2.0, y: 2.0), (x: 1.0, y: 2.0)];
    let speck = polygon![(x: 9.0, y: 9.0), (x: 9.000_001, y: 9.0), (x: 9.000_001, y: 9.000_001)];
    let (joined, kinds) = mended(MultiPolygon(vec![big.clone(), across]));
    assert!((square_degrees(&joined) - 18.0).abs() < 1e-6, "{joined:?}");
    assert_eq!(kinds, [(RepairKind::SelfCrossing, 2)]);
    let (joined, kinds) = mended(MultiPolygon(vec![big.clone(), within, big.clone()]));
    assert!((square_degrees(&joined) - 16.0).abs() < 1e-6, "{joined:?}");
    assert_eq!(kinds, [(RepairKind::OverlappingParts, 2)]);
    let (rest, kinds) = mended(MultiPolygon(vec![big.clone(), speck]));
    assert_eq!((rest, kinds), (MultiPolygon(vec![big]), vec![(RepairKind::Slivers, 1)]));
}

#[test]
fn a_zone_across_the_antimeridian_has_a_part_on_either_side() {
    let (shape, kinds) = mended(shape(&[&[(179.0, 0.0), (-179.0, 0.0), (-179.0, 1.0), (179.0, 1.0), (179.0, 0.0)]]));
    assert_eq!(kinds, [(RepairKind::Antimeridian, 1)]);
    assert_eq!(shape.0.len(), 2);
    assert!((square_degrees(&shape) - 2.0).abs() < 1e-6, "{shape:?}");
    assert!(shape.iter().flat_map(|p| &p.exterior().0).all(|c| c.x.abs() >= 179.0 - 1e-6 && c.x.abs() <= 180.0));
}

#[test]
fn land_around_a_pole_is_not_cut() {
    let pole =
        shape(&[&[(-180.0, -90.0), (180.0, -90.0), (180.0, -80.0), (0.0, -70.0), (-180.0, -80.0), (-180.0, -90.0)]]);
    assert_eq!(mended(pole.clone()), (pole, vec![]));
}

#[test]
fn a_tangle_is_refused_at_once() {
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(1);
    let ring: Vec<(f64, f64)> = (0..3_000).map(|_| (random.random(), random.random())).collect();
    let begun = std::time::Instant::now();
    let mut tangled = shape(&[&ring]);
    assert_eq!(mend(&mut tangled, &|| false), Err(TooTangled { limit: MAX_CROSSINGS }));
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

#[test]
fn crossings_are_counted_as_comparing_all_pairs_would() {
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(2);
    for n in [3, 10, 60] {
        let ring: Vec<(f64, f64)> = (0..n).map(|_| (random.random(), random.random())).collect();
        let ring = Polygon::new(LineString::from(ring), vec![]);
        let lines: Vec<geo::Line<f64>> = ring.exterior().lines().collect();
        let side = |l: &geo::Line<f64>, p: Coord<f64>| {
            ((l.end.x - l.start.x) * (p.y - l.start.y) - (l.end.y - l.start.y) * (p.x - l.start.x)).signum()
        };
        let cross = |a: &geo::Line<f64>, b: &geo::Line<f64>| {
            side(a, b.start) * side(a, b.end) < 0.0 && side(b, a.start) * side(b, a.end) < 0.0
        };
        let ends_meet = |a: &geo::Line<f64>, b: &geo::Line<f64>| a.start == b.end || a.end == b.start;
        let mut expected = 0;
        for (i, a) in lines.iter().enumerate() {
            expected += lines[..i].iter().filter(|b| !ends_meet(a, b) && cross(a, b)).count() as u64;
        }
        assert_eq!(crossings_of(lines.into_iter(), u64::MAX, &|| false), Crossings::Some(expected));
    }
}

#[test]
fn a_cancelled_search_ends() {
    let ring: Vec<(f64, f64)> = (0..5_000).map(|i| (f64::from(i), f64::from(i % 2))).collect();
    let lines = LineString::from(ring);
    assert_eq!(crossings_of(lines.lines(), 1, &|| true), Crossings::Cancelled);
}

#[test]
fn ground_between_neighbours_is_a_gap_but_a_lake_is_none() {
    // Two halves of a square with a lens left between them, and a lake of its own in one.
    let west = MultiPolygon(vec![Polygon::new(
        LineString::from(vec![
            (106.70, 20.9),
            (106.75, 20.9),
            (106.75, 21.0),
            (106.745, 21.05),
            (106.75, 21.1),
            (106.75, 21.2),
            (106.70, 21.2),
        ]),
        vec![LineString::from(vec![(106.71, 21.01), (106.72, 21.01), (106.72, 21.02), (106.71, 21.01)])],
    )]);
    let east = MultiPolygon(vec![polygon![
        (x: 106.75, y: 20.9), (x: 106.80, y: 20.9), (x: 106.80, y: 21.2), (x: 106.75, y: 21.2), (x: 106.75, y: 21.1),
        (x: 106.755, y: 21.05), (x: 106.75, y: 21.0)
    ]]);
    for are_apart in [false, true] {
        let gaps = gaps_between([&west, &east].into_iter(), are_apart, &|| false).unwrap();
        assert_eq!(gaps.len(), 1, "{gaps:?}");
        // pyproj.Geod of the four corners of the lens.
        assert!((gaps[0].area_m2 / LENS_M2 - 1.0).abs() < 1e-6, "{gaps:?}");
        assert!((gaps[0].at.lon - 106.75).abs() < 0.005 && (gaps[0].at.lat - 21.05).abs() < 0.05);
    }
}

#[test]
fn gaps_of_a_sound_division_are_the_ground_that_cannot_be_left() {
    const N: usize = 8;
    // Squares of a chessboard with some left out, borders of which may have a vertex more on one side than on the other.
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(3);
    for _ in 0..20 {
        let mut is_missing = [[false; N]; N];
        let mut squares = Vec::new();
        for (i, j) in (0..N).flat_map(|i| (0..N).map(move |j| (i, j))) {
            // In every other row only: ground that touches open ground in a corner may count as open.
            is_missing[i][j] = i % 2 == 1 && random.random_bool(0.4);
            if is_missing[i][j] {
                continue;
            }
            let x = |k: f64| 106.7 + (i as f64 + k) * 0.01;
            let y = |k: f64| 21.0 + (j as f64 + k) * 0.01;
            let mut ring = vec![(x(0.0), y(0.0)), (x(1.0), y(0.0)), (x(1.0), y(1.0)), (x(0.0), y(1.0))];
            if random.random_bool(0.5) {
                ring.insert(1, (x(0.5), y(0.0)));
            }
            squares.push(MultiPolygon(vec![Polygon::new(LineString::from(ring), vec![])]));
        }
        // Missing squares at the rim are open, and those beside open ones.
        let mut is_open = [[false; N]; N];
        for _ in 0..N * N {
            for (i, j) in (0..N).flat_map(|i| (0..N).map(move |j| (i, j))) {
                let beside = [(i.wrapping_sub(1), j), (i + 1, j), (i, j.wrapping_sub(1)), (i, j + 1)];
                let way_out =
                    |(i, j): (usize, usize)| is_open.get(i).and_then(|row| row.get(j)).is_none_or(|open| *open);
                is_open[i][j] = is_missing[i][j] && beside.into_iter().any(way_out);
            }
        }
        let n = |board: [[bool; N]; N]| board.iter().flatten().filter(|is_so| **is_so).count();
        let gaps = gaps_between(squares.iter(), true, &|| false).unwrap();
        let total: f64 = gaps.iter().map(|gap| gap.area_m2).sum();
        // pyproj.Geod: 0.01° by 0.01° are 1.1511 km² from 21.00° and 1.1506 km² from 21.07° on.
        assert_eq!((total / 1.151e6).round() as usize, n(is_missing) - n(is_open));
    }
}

#[test]
fn a_zone_drawn_twice_is_no_gap() {
    let square = |x: f64, side: f64| {
        MultiPolygon(vec![
            polygon![(x: x, y: 21.0), (x: x + side, y: 21.0), (x: x + side, y: 21.0 + side), (x: x, y: 21.0 + side)],
        ])
    };
    let (ward, twice) = (square(106.7, 0.1), square(106.72, 0.01));
    let layers = [&ward, &twice];
    assert_eq!(gaps_between(layers.into_iter(), true, &|| false), Some(vec![]));
}

const LENS_M2: f64 = 5_753_762.0;
