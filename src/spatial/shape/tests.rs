use super::*;
use crate::model::GridSpec;
use crate::spatial::Projection;
use geo::{Validation, polygon};

fn grid(spec: &str) -> Grid {
    Grid::new(GridSpec::parse(spec).unwrap(), Projection::from_epsg(5899).unwrap())
}

fn cells(grid: &Grid, coordinates: &[(i32, i32)]) -> Vec<CellId> {
    coordinates.iter().map(|(a, b)| grid.parse_id(&format!("{}{a}:{b}", prefix(grid))).unwrap()).collect()
}

fn prefix(grid: &Grid) -> &'static str {
    if matches!(grid.spec(), GridSpec::Square(_)) { "sq100:" } else { "hx100:" }
}

#[test]
fn areas_are_those_of_geographiclib() {
    // pyproj.Geod(ellps="WGS84").geometry_area_perimeter, hole taken out.
    let shape = MultiPolygon(vec![polygon![
        exterior: [(x: 106.75, y: 21.0), (x: 106.80, y: 21.0), (x: 106.80, y: 21.05), (x: 106.75, y: 21.05)],
        interiors: [[(x: 106.76, y: 21.01), (x: 106.77, y: 21.01), (x: 106.77, y: 21.02)]],
    ]]);
    assert!((geodesic_area_m2(&shape) - 28197997.033).abs() < 1.0, "{}", geodesic_area_m2(&shape));
    assert_eq!(geodesic_area_m2(&MultiPolygon(vec![])), 0.0);
}

#[test]
fn a_point_on_the_surface_is_inside_even_of_a_ring_and_a_crescent() {
    let ring = MultiPolygon(vec![polygon![
        exterior: [(x: 0.0, y: 0.0), (x: 9.0, y: 0.0), (x: 9.0, y: 9.0), (x: 0.0, y: 9.0)],
        interiors: [[(x: 1.0, y: 1.0), (x: 8.5, y: 1.0), (x: 8.5, y: 8.5), (x: 1.0, y: 8.5)]],
    ]]);
    let crescent = MultiPolygon(vec![polygon![
        (x: 0.0, y: 0.0), (x: 9.0, y: 0.0), (x: 9.0, y: 9.0), (x: 0.0, y: 9.0), (x: 8.0, y: 4.5)
    ]]);
    for shape in [ring, crescent] {
        let point = point_on_surface(&shape).unwrap();
        assert!(contains(&shape, point.lon, point.lat), "{point:?}");
    }
    assert_eq!(point_on_surface(&MultiPolygon(vec![])), None);
    let flat = MultiPolygon(vec![polygon![(x: 1.0, y: 2.0), (x: 3.0, y: 2.0)]]);
    assert_eq!(point_on_surface(&flat), Some(LonLat { lon: 1.0, lat: 2.0 }));
}

#[test]
fn the_outline_of_one_cell_is_its_boundary() {
    for spec in ["square:100", "hex:100", "h3:9"] {
        let grid = grid(spec);
        let cell = grid.cell_of(LonLat { lon: 106.77, lat: 21.03 }).unwrap();
        let outline = cells_outline(&grid, &[cell, cell]);
        assert_eq!(outline.0.len(), 1, "{spec}");
        let ring: BTreeSet<String> =
            outline.0[0].exterior().coords().map(|c| format!("{:.9} {:.9}", c.x, c.y)).collect();
        let boundary: BTreeSet<String> =
            grid.boundary(cell).iter().map(|p| format!("{:.9} {:.9}", p.lon, p.lat)).collect();
        assert_eq!(ring, boundary, "{spec}");
    }
}

#[test]
fn a_hole_stays_and_is_clockwise() {
    for (spec, (i, j), around) in [
        ("square:100", (3975, 23270), [(0, 0), (1, 0), (2, 0), (0, 1), (2, 1), (0, 2), (1, 2), (2, 2)].as_slice()),
        ("hex:100", (-9460, 26870), &[(1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1)]),
    ] {
        let grid = grid(spec);
        let cells = cells(&grid, &around.iter().map(|(a, b)| (a + i, b + j)).collect::<Vec<_>>());
        let outline = cells_outline(&grid, &cells);
        assert_eq!((outline.0.len(), outline.0[0].interiors().len()), (1, 1), "{spec}");
        assert!(planar_area(outline.0[0].exterior()) > 0.0 && planar_area(&outline.0[0].interiors()[0]) < 0.0);
        let expected: f64 = cells.iter().map(|cell| grid.area_m2(*cell)).sum();
        assert!((geodesic_area_m2(&outline) / expected - 1.0).abs() < 3e-4, "{spec}");
        assert!(outline.is_valid(), "{spec}");
    }
}

#[test]
fn cells_that_touch_in_a_corner_stay_valid_polygons() {
    let grid = grid("square:100");
    let shapes: [&[(i32, i32)]; 4] = [
        &[(0, 0), (1, 1)],
        // A hole that touches the outside in a corner.
        &[(0, 0), (1, 0), (2, 0), (0, 1), (2, 1), (0, 2), (1, 2)],
        // Two holes that touch in a corner.
        &[
            (0, 0),
            (1, 0),
            (2, 0),
            (3, 0),
            (0, 1),
            (2, 1),
            (3, 1),
            (0, 2),
            (1, 2),
            (3, 2),
            (0, 3),
            (1, 3),
            (2, 3),
            (3, 3),
        ],
        &[(0, 0), (2, 0), (1, 1), (0, 2), (2, 2)],
    ];
    for (shape, (n_polygons, n_holes)) in shapes.iter().zip([(2, 0), (1, 1), (1, 2), (5, 0)]) {
        let cells = cells(&grid, &shape.iter().map(|(a, b)| (a + 3975, b + 23270)).collect::<Vec<_>>());
        let outline = cells_outline(&grid, &cells);
        let holes: usize = outline.iter().map(|p| p.interiors().len()).sum();
        assert_eq!((outline.0.len(), holes), (n_polygons, n_holes), "{shape:?}");
        assert!(outline.is_valid(), "{shape:?}");
        for cell in cells {
            let centre = grid.centre(cell).unwrap();
            assert!(contains(&outline, centre.lon, centre.lat));
        }
    }
}

#[test]
fn an_island_in_a_hole_is_a_polygon_of_its_own() {
    let grid = grid("square:100");
    let edge = |i: i32| [0, 4].contains(&i);
    let ring =
        (0..5).flat_map(|i| (0..5).map(move |j| (i, j))).filter(|(i, j)| edge(*i) || edge(*j) || (*i, *j) == (2, 2));
    let outline = cells_outline(&grid, &cells(&grid, &ring.map(|(i, j)| (i + 3975, j + 23270)).collect::<Vec<_>>()));
    assert_eq!(outline.0.iter().map(|p| p.interiors().len()).collect::<Vec<_>>(), [1, 0]);
}

#[test]
fn an_outline_of_h3_cells_has_their_area() {
    let grid = grid("h3:9");
    let middle = grid.cell_of(LonLat { lon: 106.77, lat: 21.03 }).unwrap();
    let ring = grid.neighbours(middle);
    let outline = cells_outline(&grid, &ring);
    assert_eq!((outline.0.len(), outline.0[0].interiors().len()), (1, 1));
    let expected: f64 = ring.iter().map(|cell| grid.area_m2(*cell)).sum();
    assert!((geodesic_area_m2(&outline) / expected - 1.0).abs() < 1e-9);
}

#[test]
fn short_edges_give_the_area_of_geographiclib() {
    for middle in [(106.77, 21.03), (10.0, -60.0), (-70.0, 74.5), (0.0, 0.0)] {
        for (n, radius) in [(40, 0.1), (1000, 0.5), (300, 0.01)] {
            let ring: Vec<(f64, f64)> = (0..n)
                .map(|i| {
                    let angle = std::f64::consts::TAU * f64::from(i) / f64::from(n);
                    let reach = radius * (1.0 + 0.05 * (7.0 * angle).sin());
                    (middle.0 + reach * angle.cos(), middle.1 + reach.min(0.4) * angle.sin())
                })
                .collect();
            let ellipsoid = Geodesic::wgs84();
            let mut exact = PolygonArea::new(&ellipsoid, Winding::CounterClockwise);
            ring.iter().for_each(|(lon, lat)| exact.add_point(*lat, *lon));
            let (_, exact, _) = exact.compute(true);
            let fast = area_of_short_edges_m2(ring.iter().copied()).unwrap();
            assert!((fast / exact - 1.0).abs() < 1e-9, "{middle:?} {n} {radius}: {fast} {exact}");
        }
    }
    assert_eq!(area_of_short_edges_m2([(0.0, 0.0), (0.03, 0.0), (0.0, 0.01)].into_iter()), None);
    assert_eq!(area_of_short_edges_m2([(0.0, 76.0), (0.01, 76.0), (0.0, 76.01)].into_iter()), None);
}
