mod properties;

use serde_json::Value;

use super::*;

fn p(x: i64, y: i64) -> Point {
    Point { x: x * 1000, y: y * 1000 }
}

/// A drawing of one face with these rings, in metres.
fn ward(rings: &[Vec<(f64, f64)>]) -> Coverage {
    let mut coverage = Coverage::empty(5899);
    let id = coverage.new_id();
    let rings = rings.iter().enumerate().map(|(i, ring)| {
        let mut ring: Vec<Point> = ring.iter().map(|(x, y)| Point::from_metres(*x, *y).unwrap()).collect();
        if (point::twice_area(&ring) > 0) != (i == 0) {
            ring.reverse();
        }
        ring
    });
    let edges: Vec<Edge> = rings.flat_map(|ring| edges_of(&ring).collect::<Vec<_>>()).collect();
    coverage.add(id, &edges);
    assert!(coverage.is_sound());
    coverage
}

fn square(side: f64) -> Coverage {
    ward(&[vec![(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)]])
}

fn split(coverage: &Coverage, line: &[(i64, i64)]) -> Result<Coverage, Refusal> {
    let line = line.iter().map(|(x, y)| p(*x, *y)).collect();
    coverage.after(&Edit::Split { faces: Vec::new(), line }).map(|(next, _)| next)
}

fn done(coverage: &Coverage, edit: &Edit) -> Result<Coverage, Refusal> {
    coverage.after(edit).map(|(next, _)| next)
}

fn areas_m2(coverage: &Coverage) -> Vec<f64> {
    let mut areas: Vec<f64> = coverage.faces().map(|(_, face)| face.twice_area() as f64 / 2e6).collect();
    areas.sort_by(|a, b| b.total_cmp(a));
    areas
}

fn numbers(coverage: &Coverage) -> Vec<&str> {
    coverage.faces().map(|(_, face)| face.number.as_str()).collect()
}

#[test]
fn a_line_across_makes_two_that_share_their_corners() {
    let halves = split(&square(100.0), &[(-10, 40), (50, 60), (110, 40)]).unwrap();
    // By hand: the line enters at (0, 43.333), leaves at (100, 43.333).
    assert_eq!(areas_m2(&halves).iter().map(|a| a.round()).collect::<Vec<_>>(), [5167.0, 4833.0]);
    assert_eq!(numbers(&halves), ["1", "2"]);
    assert_eq!(halves.borders().iter().filter(|(_, _, outline)| !outline).count(), 2);
    let corner = Point { x: 0, y: 43_333 };
    assert!(halves.faces().all(|(_, face)| face.rings().iter().any(|ring| ring.contains(&corner))));
}

#[test]
fn a_line_that_ends_inside_or_passes_by_cuts_nothing() {
    let whole = square(100.0);
    assert_eq!(split(&whole, &[(-10, 50), (60, 50)]), Err(Refusal::CutsNothing));
    assert_eq!(split(&whole, &[(-10, -5), (110, -5)]), Err(Refusal::CutsNothing));
    assert_eq!(split(&whole, &[(0, 0), (100, 0)]), Err(Refusal::CutsNothing));
    assert_eq!(split(&whole, &[(50, 50)]), Err(Refusal::TooShort));
    assert_eq!(split(&whole, &[(-10, 20), (50, 80), (50, 20), (-10, 80)]), Err(Refusal::CrossesItself));
}

#[test]
fn ends_that_lead_nowhere_fall_away() {
    let halves = split(&square(100.0), &[(-30, 50), (130, 50)]).unwrap();
    let thirds = split(&halves, &[(50, -10), (50, 70)]).unwrap();
    // The line goes on into the upper half and stops there.
    assert_eq!(areas_m2(&thirds), [5000.0, 2500.0, 2500.0]);
    assert!(!thirds.corners().contains_key(&p(50, 70)));
}

#[test]
fn only_the_chosen_face_is_cut() {
    let halves = split(&square(100.0), &[(-30, 50), (130, 50)]).unwrap();
    let lower = halves.face_at(p(10, 10)).unwrap();
    let line = vec![p(50, -10), p(50, 110)];
    let cut = done(&halves, &Edit::Split { faces: vec![lower], line }).unwrap();
    assert_eq!(areas_m2(&cut), [5000.0, 2500.0, 2500.0]);
}

#[test]
fn a_line_from_the_outline_to_a_lake_parts_nothing_and_two_do() {
    let ward = ward(&[
        vec![(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)],
        vec![(40.0, 40.0), (60.0, 40.0), (60.0, 60.0), (40.0, 60.0)],
    ]);
    assert_eq!(split(&ward, &[(-10, 50), (50, 50)]), Err(Refusal::CutsNothing));
    let halves = split(&ward, &[(-10, 50), (110, 50)]).unwrap();
    assert_eq!(areas_m2(&halves), [4800.0, 4800.0]);
}

#[test]
fn an_island_stays_with_the_largest_piece() {
    let mut two = square(100.0);
    let first = two.faces().next().unwrap().0;
    let island = [p(200, 0), p(210, 0), p(210, 10), p(200, 10)];
    let edges: Vec<Edge> = two.edges().into_keys().chain(edges_of(&island)).collect();
    two.set_edges(first, &edges);
    let halves = split(&two, &[(-10, 30), (110, 30)]).unwrap();
    assert_eq!(areas_m2(&halves), [7100.0, 3000.0]);
}

#[test]
fn a_ring_is_cut_out_of_the_faces_that_it_covers() {
    let halves = split(&square(100.0), &[(-30, 50), (130, 50)]).unwrap();
    let ring = vec![p(30, 30), p(70, 30), p(70, 70), p(30, 70)];
    let (three, made) = halves.after(&Edit::Draw { ring: ring.clone(), beyond: false }).unwrap();
    assert_eq!(three.face(made.unwrap()).unwrap().twice_area(), 2 * 1600 * 1_000_000);
    assert_eq!(areas_m2(&three), [4200.0, 4200.0, 1600.0]);
    // Inside one face alone it becomes a hole of it.
    let small = vec![p(10, 10), p(20, 10), p(20, 20)];
    let holed = done(&halves, &Edit::Draw { ring: small, beyond: false }).unwrap();
    assert_eq!(areas_m2(&holed), [5000.0, 4950.0, 50.0]);
    let away = vec![p(300, 300), p(310, 300), p(300, 310)];
    assert_eq!(done(&halves, &Edit::Draw { ring: away.clone(), beyond: false }), Err(Refusal::Outside));
    assert_eq!(areas_m2(&done(&halves, &Edit::Draw { ring: away, beyond: true }).unwrap()), [5000.0, 5000.0, 50.0]);
    assert_eq!(done(&halves, &Edit::Draw { ring: ring[..2].to_vec(), beyond: false }), Err(Refusal::TooShort));
}

#[test]
fn ground_beyond_the_outline_is_drawn_only_where_that_is_meant() {
    let ring = vec![p(80, 20), p(140, 20), p(140, 60), p(80, 60)];
    let whole = square(100.0);
    let within = done(&whole, &Edit::Draw { ring: ring.clone(), beyond: false }).unwrap();
    assert_eq!(areas_m2(&within), [9200.0, 800.0]);
    let beyond = done(&whole, &Edit::Draw { ring, beyond: true }).unwrap();
    assert_eq!(areas_m2(&beyond), [9200.0, 2400.0]);
}

#[test]
fn a_drawing_begins_with_the_first_ring() {
    let ring = vec![p(0, 0), p(0, 50), p(80, 50), p(80, 0)];
    let first = done(&Coverage::empty(5899), &Edit::Draw { ring, beyond: true }).unwrap();
    assert_eq!(areas_m2(&first), [4000.0]);
}

#[test]
fn a_moved_corner_moves_the_border_of_both_sides() {
    let halves = split(&square(100.0), &[(-10, 50), (50, 50), (110, 50)]).unwrap();
    let moved = done(&halves, &Edit::Move { corner: p(50, 50), to: p(50, 70), outline: false }).unwrap();
    assert_eq!(areas_m2(&moved), [6000.0, 4000.0]);
    assert_eq!(moved.twice_area(), halves.twice_area());
    let refused = |to| done(&halves, &Edit::Move { corner: p(50, 50), to, outline: false });
    assert_eq!(refused(p(50, 120)), Err(Refusal::Folds));
    assert_eq!(refused(p(50, -20)), Err(Refusal::Folds));
}

#[test]
fn the_outline_moves_only_when_unlocked() {
    let whole = square(100.0);
    let edit = |outline| Edit::Move { corner: p(100, 100), to: p(120, 120), outline };
    assert_eq!(done(&whole, &edit(false)), Err(Refusal::OutlineLocked));
    assert_eq!(areas_m2(&done(&whole, &edit(true)).unwrap()), [12000.0]);
}

#[test]
fn the_end_of_a_border_slides_along_the_outline() {
    let halves = split(&square(100.0), &[(-10, 50), (110, 50)]).unwrap();
    let names = |coverage: &Coverage| coverage.face_at(p(10, 10)).zip(coverage.face_at(p(10, 90)));
    let slid = done(&halves, &Edit::Move { corner: p(100, 50), to: p(100, 80), outline: false }).unwrap();
    assert_eq!(areas_m2(&slid), [6500.0, 3500.0]);
    assert_eq!(slid.twice_area(), halves.twice_area());
    assert_eq!(names(&slid), names(&halves));
    assert_eq!(numbers(&slid), ["1", "2"]);
    // Into a corner of the outline.
    let corner = done(&halves, &Edit::Move { corner: p(100, 50), to: p(100, 100), outline: false }).unwrap();
    assert_eq!(areas_m2(&corner), [7500.0, 2500.0]);
}

#[test]
fn a_corner_moved_onto_another_joins_it() {
    let halves = split(&square(100.0), &[(-10, 50), (30, 50), (60, 50), (110, 50)]).unwrap();
    let joined = done(&halves, &Edit::Move { corner: p(30, 50), to: p(60, 50), outline: false }).unwrap();
    assert!(!joined.corners().contains_key(&p(30, 50)));
    assert_eq!(areas_m2(&joined), [5000.0, 5000.0]);
}

#[test]
fn a_corner_put_into_a_border_is_put_into_both_sides() {
    let halves = split(&square(100.0), &[(-10, 50), (110, 50)]).unwrap();
    let border = (p(0, 50), p(100, 50));
    let bent = done(&halves, &Edit::InsertVertex { border, at: p(50, 60), outline: false }).unwrap();
    assert_eq!(areas_m2(&bent), [5500.0, 4500.0]);
    let straight = done(&bent, &Edit::RemoveVertex { corner: p(50, 60), outline: false }).unwrap();
    assert_eq!(straight, halves);
    let outer = Edit::InsertVertex { border: (p(0, 0), p(100, 0)), at: p(50, -10), outline: false };
    assert_eq!(done(&halves, &outer), Err(Refusal::OutlineLocked));
    assert_eq!(done(&halves, &Edit::RemoveVertex { corner: p(0, 50), outline: false }), Err(Refusal::Junction));
    assert_eq!(done(&halves, &Edit::RemoveVertex { corner: p(0, 0), outline: false }), Err(Refusal::OutlineLocked));
}

#[test]
fn faces_that_touch_can_be_one_again() {
    let whole = square(100.0);
    let thirds = split(&split(&whole, &[(-10, 30), (110, 30)]).unwrap(), &[(-10, 60), (110, 60)]).unwrap();
    let at = |y| thirds.face_at(p(50, y)).unwrap();
    assert_eq!(done(&thirds, &Edit::Merge { into: at(10), from: at(90) }), Err(Refusal::Apart));
    let two = done(&thirds, &Edit::Merge { into: at(40), from: at(90) }).unwrap();
    assert_eq!(areas_m2(&two), [7000.0, 3000.0]);
    assert!(two.face(at(40)).is_some() && two.face(at(90)).is_none());
}

#[test]
fn names_and_numbers_are_kept_apart() {
    let halves = split(&square(100.0), &[(-10, 50), (110, 50)]).unwrap();
    let (first, second) = (halves.face_at(p(50, 90)).unwrap(), halves.face_at(p(50, 10)).unwrap());
    let rename = Edit::Rename { face: first, name: " Khu phố Bắc Sơn ".to_owned() };
    let named = done(&halves, &rename).unwrap();
    assert_eq!(named.face(first).unwrap().name, "Khu phố Bắc Sơn");
    let number = |face, number: &str| Edit::Renumber { face, number: number.to_owned() };
    let taken = named.face(second).unwrap().number.clone();
    assert_eq!(done(&named, &number(first, &taken)), Err(Refusal::NumberTaken));
    assert_eq!(done(&named, &number(first, " ")), Err(Refusal::NumberEmpty));
    let other = done(&named, &number(first, "5A")).unwrap();
    let again = done(&other, &Edit::NumberAll).unwrap();
    assert_eq!([first, second].map(|id| again.face(id).unwrap().number.as_str()), ["1", "2"]);
}

#[test]
fn a_sliver_is_refused() {
    let line = vec![Point { x: -1000, y: 500 }, Point { x: 101_000, y: -490 }];
    let whole = square(100.0);
    assert!(done(&whole, &Edit::Split { faces: Vec::new(), line }).is_ok());
    let line = vec![Point { x: -1000, y: 300 }, Point { x: 4_000, y: -900 }];
    assert_eq!(done(&whole, &Edit::Split { faces: Vec::new(), line }), Err(Refusal::Sliver));
}

fn rings_of_json(value: &Value) -> Vec<Vec<(f64, f64)>> {
    let pair = |c: &Value| (c[0].as_f64().unwrap(), c[1].as_f64().unwrap());
    value.as_array().unwrap().iter().map(|ring| ring.as_array().unwrap().iter().map(pair).collect()).collect()
}

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../../tests/reference/coverage.json")).unwrap()
}

/// Half a millimetre and a little along a line of a few kilometres.
const ROUNDING_M2: f64 = 10.0;

#[test]
fn splits_agree_with_shapely() {
    for (n, case) in vectors()["splits"].as_array().unwrap().iter().enumerate() {
        let whole = ward(&rings_of_json(&case["ward"]));
        let line = rings_of_json(&Value::Array(vec![case["line"].clone()])).remove(0);
        let line = line.iter().map(|(x, y)| Point::from_metres(*x, *y).unwrap()).collect();
        let parts = done(&whole, &Edit::Split { faces: Vec::new(), line }).unwrap();
        let expected: Vec<f64> = case["areas"].as_array().unwrap().iter().map(|a| a.as_f64().unwrap()).collect();
        let areas = areas_m2(&parts);
        assert_eq!(areas.len(), expected.len(), "case {n}");
        for (area, expected) in areas.iter().zip(&expected) {
            assert!((area - expected).abs() < ROUNDING_M2, "case {n}: {area} {expected}");
        }
    }
}

#[test]
fn drawn_rings_agree_with_shapely() {
    for (n, case) in vectors()["draws"].as_array().unwrap().iter().enumerate() {
        let whole = ward(&rings_of_json(&case["ward"]));
        let ring = rings_of_json(&Value::Array(vec![case["ring"].clone()])).remove(0);
        let ring: Vec<Point> = ring.iter().map(|(x, y)| Point::from_metres(*x, *y).unwrap()).collect();
        for (beyond, taken, whole_m2) in [(false, "taken", None), (true, "beyond", Some("both"))] {
            let (parts, made) = whole.after(&Edit::Draw { ring: ring.clone(), beyond }).unwrap();
            let area = parts.face(made.unwrap()).unwrap().twice_area() as f64 / 2e6;
            assert!((area - case[taken].as_f64().unwrap()).abs() < ROUNDING_M2, "case {n}: {area} {}", case[taken]);
            let all = parts.twice_area() as f64 / 2e6;
            let expected = whole_m2.map_or_else(
                || case["taken"].as_f64().unwrap() + case["left"].as_f64().unwrap(),
                |key| case[key].as_f64().unwrap(),
            );
            assert!((all - expected).abs() < ROUNDING_M2, "case {n}: {all} {expected}");
        }
    }
}

/// Every border has a face at its left and, inside, another at its right that walks it the other way; no two borders
/// have more in common than ends. Looked at pair by pair, without the program's own means.
fn assert_sound(coverage: &Coverage) {
    let mut walked = BTreeMap::new();
    for (id, face) in coverage.faces() {
        assert!(face.twice_area() > 0);
        for ring in face.rings() {
            for i in 0..ring.len() {
                let edge = (ring[i], ring[(i + 1) % ring.len()]);
                assert!(walked.insert(edge, id).is_none(), "walked twice: {edge:?}");
            }
        }
    }
    let once: Vec<Edge> = walked.keys().filter(|(a, b)| a < b || !walked.contains_key(&(*b, *a))).copied().collect();
    for (i, (a, b)) in once.iter().enumerate() {
        for (c, d) in &once[..i] {
            assert!(!point::disturb(*a, *b, *c, *d), "{a:?} {b:?} {c:?} {d:?}");
        }
    }
}

/// The outline as twice the area it encloses: inner borders cancel, so it is the sum over the faces as well.
fn outline_twice_area(coverage: &Coverage) -> i128 {
    let origin = Point { x: 0, y: 0 };
    let outline = coverage.borders().into_iter().filter(|(_, _, outline)| *outline);
    outline.map(|(a, b, _)| point::cross(origin, a, b)).sum()
}

#[test]
fn polygons_of_a_file_become_one_drawing() {
    use geo::{LineString, MultiPolygon, Polygon};
    let projection = Projection::from_epsg(5899).unwrap();
    let (lon, lat) = (106.76, 21.03);
    let shape = |corners: &[(f64, f64)]| {
        let ring: Vec<(f64, f64)> = corners.iter().map(|(x, y)| (lon + x * 1e-5, lat + y * 1e-5)).collect();
        MultiPolygon(vec![Polygon::new(LineString::from(ring), vec![])])
    };
    // The second has a corner of its own on the border of the first, a gap of half a metre, and an overlap above.
    let left = shape(&[(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)]);
    let right = shape(&[(100.0, 0.0), (200.0, 0.0), (200.0, 100.0), (100.0, 100.0), (100.3, 50.0)]);
    let above = shape(&[(0.0, 99.0), (200.0, 99.0), (200.0, 150.0), (0.0, 150.0)]);
    let found = Coverage::found(&[("1", "A", &left), ("2", "B", &right), ("3", "C", &above)], &projection).unwrap();
    assert_sound(&found.coverage);
    assert_eq!((found.coverage.n_faces(), found.n_overlaps, found.n_gaps), (3, 2, 1));
    let shape = found.coverage.shape(FaceId(1), &projection).unwrap();
    assert!((shape.0[0].exterior().0[0].x - lon).abs() < 1e-7);
    let names: Vec<&str> = found.coverage.faces().map(|(_, face)| face.name.as_str()).collect();
    assert_eq!(names, ["A", "B", "C"]);
}
