use std::collections::BTreeMap;

use super::*;

fn simulated(settings: &SimulationSettings) -> Simulation {
    simulate(settings, &Feedback::default()).expect("nobody cancels")
}

/// One outcome per phone, cell and technology: the votes that a clean simulation means.
fn testimonies(simulation: &Simulation) -> BTreeMap<u32, Vec<f64>> {
    let mut seen = BTreeMap::new();
    for test in &simulation.rows {
        let at = plane_cell(test);
        seen.entry((test.phone, at, test.technology.label())).or_insert(f64::from(u8::from(test.fails)));
    }
    let mut by_phone: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    for ((phone, _, _), fails) in seen {
        by_phone.entry(phone).or_default().push(fails);
    }
    by_phone
}

/// Cell of 100 m, by the degrees of the plane.
fn plane_cell(test: &SimulatedTest) -> (i64, i64) {
    let (lat, lon) = (test.lat.unwrap_or_default(), test.lon.unwrap_or_default());
    (((lon - 106.765) * 1039.49).floor() as i64, ((lat - 21.03) * 1107.18).floor() as i64)
}

/// The one-way ANOVA estimator of the intraclass correlation (Donner 1986), with unequal groups.
fn anova_correlation(groups: &BTreeMap<u32, Vec<f64>>) -> f64 {
    let total: f64 = groups.values().map(|g| g.len() as f64).sum();
    let count = groups.len() as f64;
    let grand = groups.values().flatten().sum::<f64>() / total;
    let mean = |g: &Vec<f64>| g.iter().sum::<f64>() / g.len() as f64;
    let between: f64 = groups.values().map(|g| g.len() as f64 * (mean(g) - grand).powi(2)).sum();
    let within: f64 = groups.values().map(|g| g.iter().map(|x| (x - mean(g)).powi(2)).sum::<f64>()).sum();
    let squares: f64 = groups.values().map(|g| (g.len() as f64).powi(2)).sum();
    let size = (total - squares / total) / (count - 1.0);
    let (msb, msw) = (between / (count - 1.0), within / (total - count));
    (msb - msw) / (msb + (size - 1.0) * msw)
}

#[test]
fn background_share_and_intraclass_correlation_are_those_of_the_settings() {
    for (seed, correlation) in [(11, 0.1), (12, 0.3)] {
        let settings = SimulationSettings {
            samples: 60_000,
            phones: 5_000,
            errand_share: 0.6,
            intraclass_correlation: correlation,
            ..SimulationSettings::clean(seed)
        };
        let groups = testimonies(&simulated(&settings));
        let n: f64 = groups.values().map(|g| g.len() as f64).sum();
        let share = groups.values().flatten().sum::<f64>() / n;
        assert!(n > 15_000.0);
        assert!((share - 0.12).abs() < 0.012, "share {share}");
        let estimate = anova_correlation(&groups);
        assert!((estimate - correlation).abs() < 0.03, "correlation {estimate} for {correlation}");
    }
}

#[test]
fn the_same_seed_gives_the_same_ward_on_any_number_of_threads() {
    let settings = SimulationSettings { samples: 1500, phones: 200, ..SimulationSettings::default() };
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| simulated(&settings))
    };
    let one = on(1);
    assert_eq!(one, on(4));
    assert_eq!(one.rows.len(), 1500);
    let other = simulated(&SimulationSettings { seed: 2, ..settings });
    assert_ne!(one.rows, other.rows);
}

#[test]
fn weak_places_hold_enough_phones_and_fail_far_more_than_the_rest() {
    for seed in 1..=3 {
        let simulation = simulated(&SimulationSettings { seed, ..SimulationSettings::default() });
        let all_day: Vec<&WeakPlace> = simulation.truth.iter().filter(|p| !p.evening_only).collect();
        assert_eq!(all_day.len(), 5);
        for place in all_day {
            assert!((12..=60).contains(&place.n_cells), "{} cells", place.n_cells);
            assert!(place.n_phones >= 15, "{}: {} phones", place.id, place.n_phones);
            // By phones: a desk phone in a weak place may outweigh all other tests there.
            let share = place.n_failing_phones as f64 / place.n_phones as f64;
            assert!(share > 0.65, "{}: {share}", place.id);
            assert_eq!(place.shape.0.len(), 1);
        }
        let outside: Vec<bool> = simulation.rows.iter().filter(|t| t.weak_place.is_none()).map(|t| t.fails).collect();
        let share = outside.iter().filter(|f| **f).count() as f64 / outside.len() as f64;
        assert!((share - 0.12).abs() < 0.05, "{share} outside");
    }
}

#[test]
fn evening_places_touch_only_tests_of_the_peak() {
    let simulation = simulated(&SimulationSettings::default());
    let touched = simulation.rows.iter().filter(|t| t.dirt.is_none());
    let hours: Vec<u8> = touched
        .filter(|t| t.weak_place.and_then(|k| simulation.truth.get(k)).is_some_and(|p| p.evening_only))
        .filter_map(|t| t.time.map(crate::model::local_hour))
        .collect();
    assert!(!hours.is_empty());
    assert!(hours.iter().all(|h| EVENING_PEAK.contains(h)));
}

#[test]
fn guests_on_a_network_meet_its_weak_places() {
    let settings = SimulationSettings { weak_operators: vec![Some("VinaPhone")], ..SimulationSettings::default() };
    let simulation = simulated(&settings);
    let mut brands: Vec<&str> = simulation.rows.iter().filter(|t| t.weak_place.is_some()).map(|t| t.brand).collect();
    brands.sort_unstable();
    brands.dedup();
    assert!(brands.contains(&"VinaPhone"));
    assert!(brands.iter().all(|b| ["VinaPhone", "iTel", "Wintel"].contains(b)), "{brands:?}");
}

#[test]
fn every_fault_occurs_and_a_clean_ward_has_none() {
    let simulation = simulated(&SimulationSettings::default());
    let mut faults: Vec<Dirt> = simulation.rows.iter().filter_map(|t| t.dirt).collect();
    let share = faults.len() as f64 / simulation.rows.len() as f64;
    assert!((share - 0.06).abs() < 0.005, "{share}");
    faults.sort_unstable();
    faults.dedup();
    assert_eq!(faults.len(), 14);
    let clean = simulated(&SimulationSettings { samples: 800, ..SimulationSettings::clean(4) });
    assert!(clean.truth.is_empty() && clean.rows.iter().all(|t| t.dirt.is_none()));
    assert_eq!(clean.rows.len(), 800);
}

#[test]
fn one_phone_says_one_thing_in_one_cell_of_a_clean_ward() {
    let simulation = simulated(&SimulationSettings { samples: 4000, ..SimulationSettings::clean(9) });
    let mut seen: BTreeMap<_, bool> = BTreeMap::new();
    for test in &simulation.rows {
        let key = (test.phone, plane_cell(test), test.technology.label());
        assert_eq!(*seen.entry(key).or_insert(test.fails), test.fails, "{key:?}");
    }
    assert!(seen.len() < 4000);
}

#[test]
fn odd_settings_neither_panic_nor_hang() {
    let odd = [
        SimulationSettings { samples: 0, phones: 0, zones: 0, months: 0, ..SimulationSettings::default() },
        SimulationSettings { samples: 50, phones: 1, desk_phones: 9, ..SimulationSettings::default() },
        SimulationSettings {
            samples: 200,
            zones: 1000,
            area_km2: 0.0,
            weak_places: 60,
            ..SimulationSettings::default()
        },
        SimulationSettings {
            samples: 100,
            operators: Vec::new(),
            weak_operators: Vec::new(),
            ..SimulationSettings::default()
        },
        SimulationSettings {
            samples: 100,
            intraclass_correlation: 1.0,
            quiet_zones: 1.0,
            ..SimulationSettings::default()
        },
        SimulationSettings {
            samples: 100,
            background_failing_share: f64::NAN,
            dirt_share: 5.0,
            ..SimulationSettings::default()
        },
    ];
    for settings in odd {
        let simulation = simulated(&settings);
        assert!(!simulation.zones.is_empty());
    }
}

#[test]
fn a_cancelled_simulation_stops() {
    let feedback = Feedback::default();
    feedback.cancel();
    assert_eq!(simulate(&SimulationSettings::default(), &feedback), Err(Cancelled));
}
