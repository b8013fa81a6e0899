use super::*;
use geo::polygon;
use proptest::prelude::*;

fn grid(spec: &str) -> Grid {
    Grid::new(GridSpec::parse(spec).unwrap(), Projection::from_epsg(5899).unwrap())
}

fn at(lon: f64, lat: f64) -> LonLat {
    LonLat { lon, lat }
}

/// Uông Bí: E 397515.57, N 2327035.82 in EPSG:5899 (PROJ).
const WARD: LonLat = LonLat { lon: 106.76588026, lat: 21.03400387 };

const SPECS: [&str; 7] = ["square:100", "square:62.5", "square:auto", "hex:100", "hex:33.3", "h3:9", "h3:12"];

#[test]
fn a_square_is_named_by_the_floor_of_its_coordinates() {
    let id = |spec: &str| grid(spec).id(grid(spec).cell_of(WARD).unwrap());
    assert_eq!(id("square:100"), "sq100:3975:23270");
    assert_eq!(id("square:62.5"), "sq62.5:6360:37232");
    assert_eq!(id("square:auto"), "sq100:3975:23270");
    assert_eq!(grid("square:100").spot_of(WARD), Some((15900, 93081)));
    assert_eq!(grid("h3:9").spot_of(WARD), Some((15900, 93081)));
}

#[test]
fn a_hexagon_is_named_by_axial_coordinates_growing_north() {
    // r = 2327035.82 / (100·√3/2) = 26870.29…; q = 397515.57/100 − r/2 = −9459.99…: the nearest centre is (−9460, 26870).
    let hexagons = grid("hex:100");
    let cell = hexagons.cell_of(WARD).unwrap();
    assert_eq!(hexagons.id(cell), "hx100:-9460:26870");
    let centre = hexagons.centre_in_grid(cell).unwrap();
    assert!(centre.distance_m(hexagons.projection().forward(WARD).unwrap()) < 100.0 / 3.0_f64.sqrt());
    let origin = hex::Hex { size_m: 100.0 };
    let at = |east_m, north_m| unpack(origin.cell_and_margin(GridPoint { east_m, north_m }).0.unwrap());
    assert_eq!((at(0.0, 0.0), at(49.0, 0.0), at(51.0, 0.0), at(60.0, 80.0)), ((0, 0), (0, 0), (1, 0), (0, 1)));
}

#[test]
fn a_point_between_hexagons_belongs_to_the_smaller_id() {
    let origin = hex::Hex { size_m: 100.0 };
    let at = |east_m, north_m| unpack(origin.cell_and_margin(GridPoint { east_m, north_m }).0.unwrap());
    assert_eq!(at(50.0, 0.0), (0, 0));
    assert_eq!(at(-50.0, 0.0), (-1, 0));
    // The corner north of the centre is shared with (-1, 1) and (0, 1).
    assert_eq!(at(0.0, 100.0 / 3.0_f64.sqrt()), (-1, 1));
}

#[test]
fn an_h3_cell_is_that_of_the_reference_library() {
    // h3.latlng_to_cell(21.03400387, 106.76588026, 9) of the C library's Python binding.
    let h3 = grid("h3:9");
    assert_eq!(h3.id(h3.cell_of(WARD).unwrap()), "89414260d3bffff");
}

#[test]
fn ids_read_back_and_other_spellings_do_not() {
    for spec in SPECS {
        let grid = grid(spec);
        let cell = grid.cell_of(WARD).unwrap();
        assert_eq!(grid.parse_id(&grid.id(cell)), Some(cell), "{spec}");
        for wrong in ["", "sq100", "sq100:1", "sq100:1:2:3", "sq100:+1:2", "sq100:01:2", "hx101:1:2", "sq1:1:2", "zz"] {
            assert_eq!(grid.parse_id(wrong), None, "{spec} {wrong}");
        }
    }
    assert_eq!(grid("hex:100").parse_id("hx100:-3:0"), Some(pack(-3, 0)));
    assert_eq!(grid("h3:9").parse_id("8a414260d387fff"), None);
}

#[test]
fn packed_ids_sort_like_their_coordinates() {
    let coordinates = [(i32::MIN, 5), (-1, i32::MAX), (0, i32::MIN), (0, -1), (0, 0), (0, 1), (7, -9), (i32::MAX, 0)];
    let packed: Vec<CellId> = coordinates.iter().map(|(a, b)| pack(*a, *b)).collect();
    assert!(packed.is_sorted());
    assert_eq!(packed.iter().map(|cell| unpack(*cell)).collect::<Vec<_>>(), coordinates);
}

#[test]
fn a_boundary_runs_counter_clockwise_around_its_centre() {
    for spec in SPECS {
        let grid = grid(spec);
        let cell = grid.cell_of(WARD).unwrap();
        let ring = grid.boundary(cell);
        assert_eq!(ring.first(), ring.last(), "{spec}");
        let line: geo::LineString<f64> = ring.iter().map(|p| (p.lon, p.lat)).collect::<Vec<_>>().into();
        assert!(shape::planar_area(&line) > 0.0, "{spec}");
        let polygon = MultiPolygon(vec![geo::Polygon::new(line, vec![])]);
        let centre = grid.centre(cell).unwrap();
        assert!(crate::spatial::contains(&polygon, centre.lon, centre.lat), "{spec}");
        // The scale of the projection at 99 km from its meridian is 1.00002.
        let area = shape::geodesic_area_m2(&polygon);
        assert!((area / grid.area_m2(cell) - 1.0).abs() < 3e-4, "{spec}: {area} {}", grid.area_m2(cell));
    }
}

#[test]
fn neighbours_are_mutual_and_sorted() {
    for (spec, touching, by_edge) in [("square:100", 8, 4), ("hex:100", 6, 6), ("h3:9", 6, 6)] {
        let grid = grid(spec);
        let cell = grid.cell_of(WARD).unwrap();
        let neighbours = grid.neighbours(cell);
        assert_eq!((neighbours.len(), grid.edge_neighbours(cell).len()), (touching, by_edge), "{spec}");
        assert!(neighbours.is_sorted() && !neighbours.contains(&cell));
        assert!(neighbours.iter().all(|n| grid.neighbours(*n).contains(&cell)), "{spec}");
        assert!(grid.edge_neighbours(cell).iter().all(|n| neighbours.contains(n)), "{spec}");
    }
}

#[test]
fn cells_in_a_polygon_are_those_whose_centre_is_in_it() {
    let polygon = MultiPolygon(vec![polygon![
        exterior: [(x: 106.76, y: 21.02), (x: 106.79, y: 21.025), (x: 106.775, y: 21.05)],
        interiors: [[(x: 106.772, y: 21.03), (x: 106.778, y: 21.03), (x: 106.775, y: 21.035)]],
    ]]);
    for spec in ["square:100", "hex:150", "h3:10"] {
        let grid = grid(spec);
        let cells = grid.cells_in(&polygon, 100_000).unwrap();
        // A fine lattice of positions meets every cell there can be.
        let mut expected = std::collections::BTreeSet::new();
        for i in 0..200 {
            for j in 0..200 {
                let cell = grid.cell_of(at(106.755 + f64::from(i) * 2e-4, 21.015 + f64::from(j) * 2e-4)).unwrap();
                let centre = grid.centre(cell).unwrap();
                if crate::spatial::contains(&polygon, centre.lon, centre.lat) {
                    expected.insert(cell);
                }
            }
        }
        assert_eq!(cells, expected.into_iter().collect::<Vec<_>>(), "{spec}");
        assert!(cells.len() > 50, "{spec}");
        assert_eq!(grid.cells_in(&polygon, 10), None, "{spec}");
        assert_eq!(grid.cells_in(&MultiPolygon(vec![]), 10), Some(Vec::new()), "{spec}");
    }
}

#[test]
fn nowhere_is_in_no_cell() {
    for spec in SPECS {
        let grid = grid(spec);
        let local = grid.for_bounds(at(106.7, 21.0), at(106.8, 21.1));
        for nowhere in [at(f64::NAN, 21.0), at(106.0, f64::INFINITY), at(999.0, 0.0)] {
            assert_eq!((grid.cell_of(nowhere), local.cell_of(nowhere), local.spot_of(nowhere)), (None, None, None));
        }
    }
}

proptest! {
    #[test]
    fn the_local_grid_gives_the_same_cells_and_spots(lon in 106.7_f64..106.8, lat in 20.9_f64..21.1) {
        for spec in SPECS {
            let grid = grid(spec);
            let local = grid.for_bounds(at(106.72, 20.95), at(106.8, 21.05));
            prop_assert_eq!(local.cell_of(at(lon, lat)), grid.cell_of(at(lon, lat)));
            prop_assert_eq!(local.spot_of(at(lon, lat)), grid.spot_of(at(lon, lat)));
        }
    }

    #[test]
    fn the_cell_of_a_centre_is_the_cell(q in -50_000_i32..50_000, r in 10_000_i32..30_000) {
        for spec in ["square:100", "hex:100", "square:62.5"] {
            let grid = grid(spec);
            let centre = grid.centre_in_grid(pack(q, r)).unwrap();
            if let Some(position) = grid.projection().inverse(centre)
                && (100.0..115.0).contains(&position.lon)
            {
                prop_assert_eq!(grid.cell_of(position), Some(pack(q, r)));
            }
        }
    }
}

#[test]
fn a_batch_answers_like_single_questions() {
    let grid = grid("square:100");
    let local = grid.for_bounds(at(106.7, 21.0), at(106.8, 21.1));
    let (lon, lat) = ([106.75, f64::NAN, 106.77], [21.03, 21.03, 21.05]);
    let mut cells = [None; 3];
    local.cells_of(&lon, &lat, &mut cells);
    assert_eq!(cells, [grid.cell_of(at(106.75, 21.03)), None, grid.cell_of(at(106.77, 21.05))]);
}

#[test]
fn a_batch_answers_like_the_exact_projection_on_borders_and_off_the_area() {
    let (south_west, north_east) = (at(106.7, 21.0), at(106.8, 21.1));
    for (spec, origin) in [("square:100", (0.0, 0.0)), ("square:62.5", (17.25, -4.5)), ("hex:100", (0.0, 0.0))] {
        let plain = grid(spec);
        let (east_m, north_m) = origin;
        let shifted = Grid::shifted(plain.spec(), plain.projection().clone(), GridPoint { east_m, north_m });
        let local = shifted.for_bounds(south_west, north_east);
        let mut positions = Vec::new();
        for step in 0..3000_u32 {
            let (x, y) = (f64::from(step * 7919 % 3001) / 3001.0, f64::from(step * 104_729 % 2999) / 2999.0);
            let inside = at(106.69 + 0.12 * x, 20.99 + 0.12 * y);
            positions.push(inside);
            // On a corner of its cell, as near as degrees can be written.
            let corners = shifted.cell_of(inside).map(|cell| shifted.boundary(cell)).unwrap_or_default();
            positions.extend(corners.first());
        }
        positions.extend([at(f64::NAN, 21.0), at(106.7, f64::NAN), at(0.0, 0.0), at(-180.0, -90.0), at(1e300, 21.0)]);
        let (lon, lat): (Vec<f64>, Vec<f64>) = positions.iter().map(|p| (p.lon, p.lat)).unzip();
        let mut cells = vec![None; positions.len()];
        local.cells_of(&lon, &lat, &mut cells);
        for (position, cell) in positions.iter().zip(cells) {
            assert_eq!(cell, shifted.cell_of(*position), "{spec} {position:?}");
        }
    }
}
