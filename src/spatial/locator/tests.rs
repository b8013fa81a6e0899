use super::*;
use geo::{Polygon, polygon};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn square(west: f64, south: f64, side: f64) -> MultiPolygon<f64> {
    let (east, north) = (west + side, south + side);
    MultiPolygon(vec![polygon![(x: west, y: south), (x: east, y: south), (x: east, y: north), (x: west, y: north)]])
}

fn ring(points: Vec<(f64, f64)>) -> Polygon<f64> {
    Polygon::new(LineString::from(points), Vec::new())
}

/// The smallest index by the rule itself.
fn naive(shapes: &[MultiPolygon<f64>], lon: f64, lat: f64) -> Option<u32> {
    shapes.iter().position(|shape| contains(shape, lon, lat)).map(|i| i as u32)
}

fn locator(shapes: &[MultiPolygon<f64>]) -> ZoneLocator {
    ZoneLocator::new(&shapes.iter().collect::<Vec<_>>())
}

/// Compares the locator with the rule at random points, at vertices, on edges and just beside them.
fn assert_exact(shapes: &[MultiPolygon<f64>], random: &mut ChaCha8Rng, n: usize) {
    let locator = locator(shapes);
    let vertices: Vec<Coord<f64>> =
        shapes.iter().flat_map(rings).flat_map(|r| r.coords()).copied().filter(|c| c.x.is_finite()).collect();
    let unit = (Coord { x: 0.0_f64, y: 0.0_f64 }, Coord { x: 1.0_f64, y: 1.0_f64 });
    let (low, high) = vertices.iter().fold(unit, |(low, high), c| {
        (Coord { x: low.x.min(c.x), y: low.y.min(c.y) }, Coord { x: high.x.max(c.x), y: high.y.max(c.y) })
    });
    let mut points = vec![(f64::NAN, 0.5), (0.5, f64::NAN), (f64::INFINITY, 0.5), (0.5, f64::NEG_INFINITY)];
    for _ in 0..n {
        points.push((random.random_range(low.x - 0.1..high.x + 0.1), random.random_range(low.y - 0.1..high.y + 0.1)));
        if vertices.len() < 2 {
            continue;
        }
        let i = random.random_range(0..vertices.len() - 1);
        let (a, b, c) = (vertices[i], vertices[i + 1], vertices[random.random_range(0..vertices.len())]);
        let t: f64 = random.random();
        let on_edge = (a.x + t * (b.x - a.x), a.y + t * (b.y - a.y));
        points.extend([(a.x, a.y), (a.x, c.y), (c.x, b.y), on_edge, (on_edge.0, a.y)]);
        points.extend([(on_edge.0.next_up(), on_edge.1), (on_edge.0, on_edge.1.next_down())]);
    }
    let (lon, lat): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
    let mut batch = vec![7; points.len()];
    locator.locate_batch(&lon, &lat, &mut batch);
    for ((lon, lat), from_batch) in points.into_iter().zip(batch) {
        let expected = naive(shapes, lon, lat);
        assert_eq!(locator.locate(lon, lat), expected, "({lon:?}, {lat:?})");
        assert_eq!(from_batch, expected.unwrap_or(ZoneLocator::NONE), "({lon:?}, {lat:?})");
    }
}

#[test]
fn borders_belong_to_the_east_and_north() {
    let unit = square(0.0, 0.0, 1.0);
    // By hand from the rule: y1 ≤ lat < y2, crossing strictly east.
    for (lon, lat, inside) in [
        (0.5, 0.5, true),
        (0.0, 0.5, true),
        (1.0, 0.5, false),
        (0.5, 0.0, true),
        (0.5, 1.0, false),
        (0.0, 0.0, true),
        (1.0, 0.0, false),
        (0.0, 1.0, false),
        (-0.1, 0.5, false),
    ] {
        assert_eq!(contains(&unit, lon, lat), inside, "({lon}, {lat})");
        assert_eq!(locator(std::slice::from_ref(&unit)).locate(lon, lat).is_some(), inside, "({lon}, {lat})");
    }
}

#[test]
fn each_point_of_a_tiling_lies_in_exactly_one_zone() {
    // A lattice with shaken corners; neighbours have their corners in common and run them in opposite order.
    let mut random = ChaCha8Rng::seed_from_u64(3);
    let n = 12;
    let corner: Vec<(f64, f64)> = (0..=n * (n + 1) + n)
        .map(|i| {
            let (x, y) = (i % (n + 1), i / (n + 1));
            let mut shake = |at: usize| if at == 0 || at == n { 0.0 } else { random.random_range(-0.4..0.4) };
            ((x as f64 + shake(x)) / n as f64, (y as f64 + shake(y)) / n as f64)
        })
        .collect();
    let at = |x: usize, y: usize| corner[y * (n + 1) + x];
    let tiles: Vec<MultiPolygon<f64>> = (0..n * n)
        .map(|i| {
            let (x, y) = (i % n, i / n);
            let mut points = vec![at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)];
            if i % 2 == 0 {
                points.reverse();
            }
            MultiPolygon(vec![ring(points)])
        })
        .collect();
    for i in 0..20_000 {
        let (lon, lat) = match i % 3 {
            0 => (random.random(), random.random()),
            1 => corner[random.random_range(0..corner.len())],
            _ => {
                let (a, b) = (at(i % n, i / n % n), at(i % n + 1, i / n % n));
                let t: f64 = random.random();
                (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1))
            }
        };
        if lon < 1.0 && lat < 1.0 {
            assert_eq!(tiles.iter().filter(|tile| contains(tile, lon, lat)).count(), 1, "({lon}, {lat})");
        }
    }
    assert_exact(&tiles, &mut random, 3000);
}

#[test]
fn random_shapes_with_holes_parts_and_overlaps_are_located_exactly() {
    let mut random = ChaCha8Rng::seed_from_u64(4);
    for round in 0..60 {
        let n_shapes = random.random_range(1..12);
        let shapes: Vec<MultiPolygon<f64>> = (0..n_shapes)
            .map(|_| MultiPolygon((0..random.random_range(1..3)).map(|_| star(&mut random, round % 3 == 0)).collect()))
            .collect();
        assert_exact(&shapes, &mut random, 400);
    }
}

/// A star-shaped polygon with a hole; or any polygon at all, crossing itself.
fn star(random: &mut ChaCha8Rng, wild: bool) -> Polygon<f64> {
    let (x, y, radius) = (random.random::<f64>(), random.random::<f64>(), random.random_range(0.001..0.6));
    let n = random.random_range(3..60);
    let mut around = |scale: f64| -> Vec<(f64, f64)> {
        (0..n)
            .map(|i| {
                let angle = std::f64::consts::TAU * if wild { random.random() } else { f64::from(i) / f64::from(n) };
                let reach = scale * radius * random.random_range(0.5..1.0);
                let (east, north) = (x + reach * angle.cos(), y + reach * angle.sin());
                // Round numbers make horizontal, vertical and repeated edges.
                if i % 4 == 0 { ((east * 20.0).round() / 20.0, (north * 20.0).round() / 20.0) } else { (east, north) }
            })
            .collect()
    };
    Polygon::new(LineString::from(around(1.0)), vec![LineString::from(around(0.4))])
}

#[test]
fn degenerate_shapes_are_harmless() {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let line = |points: Vec<(f64, f64)>| MultiPolygon(vec![ring(points)]);
    let cases: Vec<Vec<MultiPolygon<f64>>> = vec![
        vec![],
        vec![MultiPolygon(vec![])],
        vec![line(vec![])],
        vec![line(vec![(0.3, 0.4)])],
        vec![line(vec![(0.3, 0.4), (0.6, 0.4)]), line(vec![(0.3, 0.1), (0.3, 0.9)])],
        vec![line(vec![(0.3, 0.4); 5]), square(0.2, 0.2, 0.5)],
        vec![square(-180.0, -90.0, 180.0), square(0.1, 0.1, 1e-9), square(0.0, 0.0, 180.0)],
        vec![square(0.5, 0.5, 1e-14), square(0.5, 0.5, f64::MIN_POSITIVE)],
        vec![line(vec![(0.0, 0.5), (1.0, 0.5_f64.next_up()), (1.0, 0.5)])],
        vec![line(vec![(0.0, 0.0), (1.0, f64::MIN_POSITIVE), (0.5, 1.0)])],
        vec![line(vec![(0.0, 0.0), (f64::MAX, 1.0), (0.5, f64::MAX)]), square(0.0, 0.0, 1.0)],
        vec![line(vec![(f64::NAN, 0.0), (1.0, 1.0), (0.5, 2.0)]), square(0.0, 0.0, 1.0)],
    ];
    for shapes in &cases[..cases.len() - 2] {
        assert_exact(shapes, &mut random, 300);
    }
    for shapes in &cases[cases.len() - 2..] {
        assert!(locator(shapes).locate(0.9, 0.1).is_some());
    }
}

#[test]
fn long_edges_across_many_strips_are_located_exactly() {
    let mut random = ChaCha8Rng::seed_from_u64(6);
    // A comb: every edge runs from bottom to top.
    let comb: Vec<(f64, f64)> =
        (0..2000).map(|i| (f64::from(i) / 2000.0, f64::from(i % 2))).chain([(0.5, -1.0)]).collect();
    assert_exact(&[MultiPolygon(vec![ring(comb)])], &mut random, 500);
    let nested: Vec<_> = (0..300).map(|i| square(f64::from(i) * 1e-3, f64::from(i) * 1e-3, 1.0)).collect();
    assert_exact(&nested, &mut random, 300);
}

#[test]
fn lengths_that_differ_are_cut_to_the_shortest() {
    let locator = locator(&[square(0.0, 0.0, 1.0)]);
    let mut out = [7; 4];
    locator.locate_batch(&[0.5, 2.0, 0.5], &[0.5, 0.5], &mut out);
    assert_eq!(out, [0, ZoneLocator::NONE, 7, 7]);
}
