//! Check values computed by other programs (statsmodels, SciPy, NumPy, PROJ, H3, GeographicLib) against the public
//! functions that everything rests on. `tests/reference/analysis/make_vectors.py` writes the values.

// A step of a test that fails is a failing test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use geo::{LineString, MultiPolygon, Polygon};
use phusong::analysis::{Tally, Z_80, Z_95, median_interval_ranks, type7, wilson};
use phusong::model::{Conditions, GridPoint, GridSpec, LonLat, MccMnc, OperatorCatalogue, Technology};
use phusong::spatial::{Grid, Projection, ZoneLocator, contains, geodesic_area_m2};
use serde_json::Value;

fn vectors() -> Value {
    serde_json::from_str(include_str!("reference/analysis/vectors.json")).unwrap()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("no list {key}"))
}

fn number(value: &Value, key: &str) -> f64 {
    value[key].as_f64().unwrap_or_else(|| panic!("no number {key} in {value}"))
}

fn count(value: &Value, key: &str) -> u64 {
    value[key].as_u64().unwrap_or_else(|| panic!("no count {key} in {value}"))
}

fn pair(value: &Value) -> (f64, f64) {
    (value[0].as_f64().unwrap(), value[1].as_f64().unwrap())
}

fn shape(rings: &Value) -> MultiPolygon<f64> {
    let ring = |ring: &Value| LineString::from(ring.as_array().unwrap().iter().map(pair).collect::<Vec<_>>());
    let mut rings: Vec<LineString<f64>> = rings.as_array().unwrap().iter().map(ring).collect();
    let outer = rings.remove(0);
    MultiPolygon::from(Polygon::new(outer, rings))
}

#[track_caller]
fn assert_close(got: f64, expected: f64, tolerance: f64, what: &dyn std::fmt::Display) {
    assert!((got - expected).abs() <= tolerance, "{what}: {got}, expected {expected}");
}

#[test]
fn bounds_of_shares_agree_with_statsmodels() {
    for case in list(&vectors(), "wilson") {
        let (k, n) = (count(case, "k"), count(case, "n"));
        let (low, high) = wilson(k, n, Z_95);
        assert_close(low, number(case, "lb95"), 1e-13, case);
        assert_close(high, number(case, "ub95"), 1e-13, case);
        assert_close(wilson(k, n, Z_80).0, number(case, "lb80"), 1e-13, case);
    }
}

#[test]
fn ranks_around_the_median_agree_with_the_binomial_distribution() {
    for case in list(&vectors(), "median_ci_ranks") {
        let expected = case["lo"].as_u64().zip(case["hi"].as_u64()).map(|(lo, hi)| (lo as usize, hi as usize));
        assert_eq!(median_interval_ranks(count(case, "n") as usize), expected, "{case}");
    }
}

#[test]
fn quantiles_agree_with_numpy() {
    for case in list(&vectors(), "quantiles_type7") {
        let mut values: Vec<f64> = list(case, "values").iter().filter_map(Value::as_f64).collect();
        values.sort_by(f64::total_cmp);
        for (p, expected) in case["quantiles"].as_object().unwrap() {
            let expected = expected.as_f64().unwrap();
            let got = type7(&values, p.parse().unwrap()).unwrap();
            assert_close(got, expected, 1e-12 * expected.abs().max(1.0), &format!("{case} at {p}"));
        }
    }
}

#[test]
fn a_median_on_the_threshold_is_not_rounded_below_it() {
    for case in list(&vectors(), "median_at_threshold") {
        let values: Vec<f64> = list(case, "values").iter().filter_map(Value::as_f64).collect();
        assert_eq!(type7(&values, 0.5), Some(number(case, "median")), "{case}");
    }
}

#[test]
fn votes_needed_agree_with_exact_fractions() {
    let vectors = vectors();
    for case in list(&vectors, "votes_needed") {
        let conditions = Conditions { failing_sources: count(case, "known_failing_sources"), ..Conditions::default() };
        let tally = Tally { n: count(case, "n"), k: count(case, "k"), n_sources: count(case, "n_sources"), conditions };
        let expected = count(case, "votes_needed");
        assert_eq!(u64::from(tally.votes_needed(number(case, "a"), None)), expected, "{case}");
    }
    let of_none = &vectors["votes_needed_none"];
    for case in list(of_none, "with_prior") {
        let share = number(case, "study_failing") / number(case, "study_votes");
        let got = Tally::default().votes_needed(number(case, "a"), Some(share));
        assert_eq!(u64::from(got), count(case, "votes_needed"), "{case}");
    }
    for (allowed, expected) in of_none["without_prior"].as_object().unwrap() {
        let got = Tally::default().votes_needed(allowed.parse().unwrap(), None);
        assert_eq!(u64::from(got), expected.as_u64().unwrap(), "{allowed}");
    }
}

#[test]
fn points_lie_in_polygons_by_even_and_odd_crossings() {
    let mut n = 0;
    for case in list(&vectors(), "point_in_polygon") {
        let shape = shape(&case["rings"]);
        let locator = ZoneLocator::new(&[&shape]);
        for (point, inside) in list(case, "points").iter().zip(list(case, "inside")) {
            let (lon, lat) = pair(point);
            let inside = inside.as_bool().unwrap();
            assert_eq!(contains(&shape, lon, lat), inside, "{} {point}", case["name"]);
            assert_eq!(locator.locate(lon, lat).is_some(), inside, "located: {} {point}", case["name"]);
            n += 1;
        }
    }
    assert_eq!(n, 500);
}

#[test]
fn projections_agree_with_proj_to_a_tenth_of_a_millimetre() {
    let vectors = vectors();
    let case = &vectors["projection"];
    for (epsg, expected) in case["epsg"].as_object().unwrap() {
        let projection = Projection::from_epsg(epsg.parse().unwrap()).unwrap();
        for (position, expected) in list(case, "points").iter().zip(expected.as_array().unwrap()) {
            let ((lon, lat), (x, y)) = (pair(position), pair(expected));
            let point = projection.forward(LonLat { lon, lat }).unwrap();
            assert_close(point.east_m, x, 1e-4, &format!("east of {position} in {epsg}"));
            assert_close(point.north_m, y, 1e-4, &format!("north of {position} in {epsg}"));
        }
    }
    let projection = Projection::from_epsg(5899).unwrap();
    for case in list(case, "inverse_5899") {
        let point = GridPoint { east_m: number(case, "x"), north_m: number(case, "y") };
        let position = projection.inverse(point).unwrap();
        assert_close(position.lon, number(case, "lon"), 1e-9, case);
        assert_close(position.lat, number(case, "lat"), 1e-9, case);
    }
}

fn grid(spec: &str) -> Grid {
    Grid::new(GridSpec::parse(spec).unwrap(), Projection::from_epsg(5899).unwrap())
}

fn position(case: &Value) -> LonLat {
    LonLat { lon: number(case, "lon"), lat: number(case, "lat") }
}

#[test]
fn cells_of_all_grids_have_the_ids_of_the_definition() {
    let vectors = vectors();
    let squares = grid("square:100");
    for case in list(&vectors, "square100") {
        assert_eq!(
            squares.cell_of(position(case)).map(|cell| squares.id(cell)).as_deref(),
            case["cell"].as_str(),
            "{case}"
        );
    }
    let h3 = grid("h3:9");
    for case in list(&vectors, "h3_9") {
        let cell = h3.cell_of(position(case)).unwrap();
        assert_eq!(Some(h3.id(cell).as_str()), case["cell"].as_str(), "{case}");
        let centre = h3.centre(cell).unwrap();
        assert_close(centre.lon, number(case, "centre_lon"), 1e-9, case);
        assert_close(centre.lat, number(case, "centre_lat"), 1e-9, case);
    }
}

#[test]
fn a_point_lies_in_the_hexagon_with_the_nearest_centre() {
    let hexagons = grid("hex:100");
    for case in list(&vectors()["hex100"], "cells") {
        let point = GridPoint { east_m: number(case, "x"), north_m: number(case, "y") };
        let cell = hexagons.parse_id(case["cell"].as_str().unwrap()).unwrap();
        let centre = hexagons.centre_in_grid(cell).unwrap();
        assert_close(centre.east_m, number(case, "centre_x"), 1e-6, case);
        assert_close(centre.north_m, number(case, "centre_y"), 1e-6, case);
        // Positions are degrees; far from the zone's meridian the way back is not exact enough for the last vectors.
        if point.north_m > 1e6 {
            let position = hexagons.projection().inverse(point).unwrap();
            assert_eq!(hexagons.cell_of(position), Some(cell), "{case}");
        }
    }
}

#[test]
fn areas_agree_with_geographiclib() {
    for case in list(&vectors(), "geodesic_area_m2") {
        let expected = number(case, "area");
        assert_close(geodesic_area_m2(&shape(&case["rings"])), expected, expected * 1e-9, &case["name"]);
    }
}

#[test]
fn operators_and_technologies_are_recognised_by_the_tables_of_the_domain() {
    let vectors = vectors();
    let catalogue = OperatorCatalogue::default();
    for case in list(&vectors, "operators") {
        let text = |key: &str| case[key].as_str().unwrap();
        let operator = catalogue.resolve(MccMnc::parse(text("mcc_mnc")), text("name"));
        assert_eq!(operator.brand, text("operator"), "{case}");
        assert_eq!(operator.known, case["known"].as_bool().unwrap(), "{case}");
        assert_eq!(operator.fixed_line, case["fixed_line"].as_bool().unwrap(), "{case}");
    }
    for (name, class) in vectors["technology"].as_object().unwrap() {
        assert_eq!(Some(Technology::from_name(name).label()), class.as_str(), "{name}");
    }
}
