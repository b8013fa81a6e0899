//! Whatever is done to a drawing, it stays sound.

use proptest::prelude::*;

use super::*;

/// What an officer might do next, whether or not it makes sense.
#[derive(Debug, Clone)]
enum Whim {
    Split(Vec<(i64, i64)>),
    Draw(Vec<(i64, i64)>),
    Move(usize, (i64, i64)),
    Join(usize, usize),
    Insert(usize, (i64, i64)),
    Remove(usize),
    Merge(usize, usize),
}

fn whim() -> impl Strategy<Value = Whim> {
    let place = || (-200_i64..=10_200, -200_i64..=10_200);
    prop_oneof![
        4 => proptest::collection::vec(place(), 2..6).prop_map(Whim::Split),
        2 => proptest::collection::vec(place(), 3..6).prop_map(Whim::Draw),
        4 => (any::<usize>(), place()).prop_map(|(i, to)| Whim::Move(i, to)),
        2 => (any::<usize>(), any::<usize>()).prop_map(|(i, j)| Whim::Join(i, j)),
        3 => (any::<usize>(), (-300_i64..300, -300_i64..300)).prop_map(|(i, by)| Whim::Insert(i, by)),
        2 => any::<usize>().prop_map(Whim::Remove),
        1 => (any::<usize>(), any::<usize>()).prop_map(|(i, j)| Whim::Merge(i, j)),
    ]
}

fn edit_of(coverage: &Coverage, whim: &Whim) -> Edit {
    let corners: Vec<Point> = coverage.corners().into_keys().collect();
    let borders = coverage.borders();
    let faces: Vec<FaceId> = coverage.faces().map(|(id, _)| id).collect();
    let points = |list: &[(i64, i64)]| list.iter().map(|p| Point::from(*p)).collect::<Vec<_>>();
    let corner = |i: &usize| corners[i % corners.len()];
    match whim {
        Whim::Split(line) => Edit::Split { faces: Vec::new(), line: points(line) },
        Whim::Draw(ring) => Edit::Draw { ring: points(ring), beyond: false },
        Whim::Move(i, to) => {
            // Mostly small steps: others are refused.
            let from = corner(i);
            let to = Point { x: from.x + (to.0 - 5000) / 10, y: from.y + (to.1 - 5000) / 10 };
            Edit::Move { corner: from, to, outline: false }
        }
        Whim::Join(i, j) => Edit::Move { corner: corner(i), to: corner(j), outline: false },
        Whim::Insert(i, by) => {
            let (a, b, _) = borders[i % borders.len()];
            let at = Point { x: (a.x + b.x) / 2 + by.0, y: (a.y + b.y) / 2 + by.1 };
            Edit::InsertVertex { border: (a, b), at, outline: false }
        }
        Whim::Remove(i) => Edit::RemoveVertex { corner: corner(i), outline: false },
        Whim::Merge(i, j) => Edit::Merge { into: faces[i % faces.len()], from: faces[j % faces.len()] },
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_the_faces_fill_the_ward(whims in proptest::collection::vec(whim(), 1..14)) {
        // A ward of ten metres with a lake, so that roundings matter.
        let mut coverage = ward(&[
            vec![(0.0, 0.0), (10.0, 0.3), (9.7, 10.0), (4.0, 9.0), (0.2, 9.8)],
            vec![(4.0, 4.0), (4.2, 6.0), (6.0, 5.8)],
        ]);
        let whole = coverage.twice_area();
        let mut perimeter_mm = 45_000.0;
        let mut n_done = 0;
        for whim in &whims {
            if let Ok((next, _)) = coverage.after(&edit_of(&coverage, whim)) {
                coverage = next;
                n_done += 1;
            }
            assert_sound(&coverage);
            prop_assert_eq!(outline_twice_area(&coverage), coverage.twice_area());
            // Each corner that is rounded onto the outline may move it by less than a millimetre.
            let slack = 2.0 * perimeter_mm * f64::from(n_done);
            let off = (coverage.twice_area() - whole) as f64;
            prop_assert!(off.abs() <= slack, "{off} {slack}");
            perimeter_mm += 1.0;
        }
        let json = serde_json::to_string(&coverage).unwrap();
        prop_assert_eq!(serde_json::from_str::<Coverage>(&json).unwrap(), coverage);
    }

    #[test]
    fn a_line_between_corners_keeps_the_area_to_the_last_unit(i in 0_usize..40, j in 0_usize..40) {
        let ring: Vec<(f64, f64)> = (0..40).map(|k| f64::from(k) * std::f64::consts::TAU / 40.0)
            .map(|t| (((1000.0 + 100.0 * (5.0 * t).sin()) * t.cos()).round(), ((1000.0 + 100.0 * (5.0 * t).sin()) * t.sin()).round()))
            .collect();
        let whole = ward(std::slice::from_ref(&ring));
        let at = |k: usize| Point::from_metres(ring[k].0, ring[k].1).unwrap();
        let line = vec![at(i), Point { x: 0, y: 0 }, at(j)];
        if let Ok(parts) = done(&whole, &Edit::Split { faces: Vec::new(), line }) {
            prop_assert_eq!(parts.twice_area(), whole.twice_area());
            assert_sound(&parts);
        }
    }
}
