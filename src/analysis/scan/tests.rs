//! Behaviour on invented streets, and agreement with the brute-force scan of `tests/reference/analysis/scan.py`.

use serde_json::Value;

use super::*;

#[test]
fn holm_raises_the_smallest_most_and_never_reverses_the_order() {
    // Holm by hand for 0.01, 0.04, 0.03: 0.03, max(0.06, 0.04) = 0.06, 0.06.
    let factors = holm_factors(&[Some(0.01), Some(0.04), Some(0.03)]);
    let corrected: Vec<f64> = factors.iter().zip([0.01, 0.04, 0.03]).map(|(f, p)| f * p).collect();
    for (got, by_hand) in corrected.iter().zip([0.03, 0.06, 0.06]) {
        assert!((got - by_hand).abs() < 1e-12, "{got} {by_hand}");
    }
    assert_eq!(holm_factors(&[None, Some(0.002)]).get(1), Some(&2.0));
}

fn street(n: usize, weak: std::ops::Range<usize>, phones_per_cell: u32) -> (Vec<GridPoint>, Vec<ScanVote>) {
    let centres = (0..n).map(|i| GridPoint { east_m: 100.0 * i as f64, north_m: 0.0 }).collect();
    let votes = (0..n as u32).flat_map(|cell| {
        let weak = weak.clone();
        (0..phones_per_cell).map(move |k| ScanVote {
            cell,
            source: cell * phones_per_cell + k,
            technology: 1,
            fails: weak.contains(&(cell as usize)) || (cell + k) % 10 == 0,
        })
    });
    (centres, votes.collect())
}

fn scanned(centres: &[GridPoint], votes: &[ScanVote], threads: usize) -> Vec<Window> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let input = ScanInput { centres, votes, allowed: 0.5, max_radius_m: 1000.0, replicas: 199, seed: 1 };
    pool.install(|| scan(&input, &Feedback::default())).unwrap()
}

#[test]
fn a_weak_stretch_of_a_street_is_found_and_its_neighbours_are_not() {
    let (centres, votes) = street(60, 20..26, 5);
    let windows = scanned(&centres, &votes, 2);
    assert_eq!(windows.first().map(|w| w.cells.clone()), Some((20..26).collect()));
    assert_eq!(windows.first().map(Window::p), Some(2.0 / 200.0));
    assert!(windows.iter().skip(1).all(|w| w.p() > SIGNIFICANT_P));
}

#[test]
fn one_phone_measuring_everywhere_is_not_a_weak_place() {
    let (centres, mut votes) = street(60, 20..26, 5);
    for vote in votes.iter_mut().filter(|v| (20..26).contains(&v.cell)) {
        vote.source = u32::from(vote.source % 2 == 0) + 1_000_000;
    }
    assert!(scanned(&centres, &votes, 2).iter().all(|w| w.p() > SIGNIFICANT_P));
}

#[test]
fn threads_change_nothing() {
    let (centres, votes) = street(60, 10..15, 4);
    assert_eq!(scanned(&centres, &votes, 1), scanned(&centres, &votes, 3));
}

#[test]
fn blocks_of_windows_change_nothing() {
    let (centres, votes) = street(600, 300..306, 2);
    let input =
        ScanInput { centres: &centres, votes: &votes, allowed: 0.5, max_radius_m: 400.0, replicas: 99, seed: 1 };
    let whole = scan(&input, &Feedback::default()).unwrap();
    assert!(!whole.is_empty() && whole == scan_in_blocks(&input, 1, &Feedback::default()).unwrap());
}

#[test]
fn fewer_than_a_hundred_votes_are_not_scanned() {
    let (centres, votes) = street(19, 2..6, 5);
    assert_eq!(scanned(&centres, &votes, 1), []);
}

struct Ward {
    centres: Vec<GridPoint>,
    votes: Vec<ScanVote>,
    expected: Value,
}

impl Ward {
    fn input(&self) -> ScanInput<'_> {
        ScanInput {
            centres: &self.centres,
            votes: &self.votes,
            allowed: self.expected["allowed"].as_f64().unwrap(),
            max_radius_m: self.expected["max_radius_m"].as_f64().unwrap(),
            replicas: 999,
            seed: 1,
        }
    }
}

/// Written by `tests/reference/analysis/make_scan_vectors.py`.
fn wards() -> Vec<Ward> {
    let text = include_str!("../../../tests/reference/analysis/scan_vectors.json");
    let all: Value = serde_json::from_str(text).unwrap();
    let metres = |cell: &Value, i: usize| 100.0 * cell[i].as_f64().unwrap();
    let ward = |ward: &Value| Ward {
        centres: ward["cells"]
            .as_array()
            .unwrap()
            .iter()
            .map(|cell| GridPoint { east_m: metres(cell, 0), north_m: metres(cell, 1) })
            .collect(),
        votes: ward["votes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|vote| ScanVote {
                cell: vote[0].as_u64().unwrap() as u32,
                source: vote[1].as_u64().map_or(crate::model::NO_SOURCE, |source| source as u32),
                technology: vote[2].as_u64().unwrap() as u8,
                fails: vote[3].as_bool().unwrap(),
            })
            .collect(),
        expected: ward.clone(),
    };
    all["wards"].as_array().unwrap().iter().map(ward).collect()
}

#[test]
fn the_most_surprising_window_is_that_of_brute_force() {
    for ward in wards() {
        let found = scan(&ward.input(), &Feedback::default()).unwrap();
        let (window, expected) = (found.first().unwrap(), &ward.expected["relative"]);
        assert_eq!(serde_json::to_value(&window.cells).unwrap(), expected["cells"]);
        assert_eq!(u64::from(window.centre), expected["centre"].as_u64().unwrap());
        assert_eq!(
            (window.n_votes, window.n_failing),
            (expected["n"].as_u64().unwrap(), expected["c"].as_u64().unwrap())
        );
        assert!((window.llr_relative - expected["llr"].as_f64().unwrap()).abs() < 1e-9);
        assert!((window.radius_m - expected["radius"].as_f64().unwrap()).abs() < 1e-9);
    }
}

/// Another generator draws other replicas, so shares agree within four standard errors.
#[test]
fn replicas_reach_as_far_as_those_of_numpy() {
    for ward in wards() {
        let input = ward.input();
        let mut votes_in = vec![0u32; input.centres.len()];
        input.votes.iter().for_each(|vote| votes_in[vote.cell as usize] += 1);
        let feedback = Feedback::default();
        let windows = Windows::new(input.centres, &votes_in, input.max_radius_m, STEPS_IN_BLOCK, &feedback).unwrap();
        let n_windows: usize = (0..votes_in.len()).map(|centre| windows.steps(centre).len()).sum();
        assert_eq!(n_windows as u64, ward.expected["n_windows"].as_u64().unwrap());
        let correlation = intra_source_correlation(&Phones::new(input.votes).tallies());
        assert!((correlation - ward.expected["correlation"].as_f64().unwrap()).abs() < 1e-12);
        let failing = input.votes.iter().filter(|vote| vote.fails).count();
        let statistics = Statistics::new(input.votes.len(), failing, input.allowed);
        let narrow = replicate::<u16>(&input, &windows, &statistics, &feedback).unwrap();
        let wide = replicate::<u32>(&input, &windows, &statistics, &feedback).unwrap();
        assert_eq!((&narrow.relative, &narrow.absolute), (&wide.relative, &wide.absolute));
        for (name, sorted) in [("relative", &narrow.relative), ("absolute", &narrow.absolute)] {
            for level in ward.expected[name]["reached"].as_array().unwrap() {
                let (at, share) = (level[0].as_f64().unwrap(), level[1].as_f64().unwrap());
                let p = Maxima::p(sorted, at);
                let error = (share * (1.0 - share) * (1.0 / 999.0 + 1.0 / 3000.0)).sqrt() + 0.001;
                assert!((p - share).abs() < 4.0 * error, "{name} {at}: {p}, NumPy {share}");
            }
        }
    }
}
