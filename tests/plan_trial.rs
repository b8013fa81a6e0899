//! The plan against even visits on invented wards: a small version of `examples/plan_trial`.

// A step of a test that fails is a failing test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../examples/plan_trial/trial.rs"]
mod trial;

use phusong::model::PlanRequest;
use trial::{Outcome, Rule, Setting, run};

#[test]
fn the_plan_settles_half_as_much_again_as_even_visits() {
    let setting = Setting {
        name: "first-month",
        samples_per_month: 300,
        months: 1,
        zones: 12,
        request: PlanRequest {
            teams: 4,
            stops_per_team: 12,
            minutes: 480.0,
            walking_speed_kmh: 20.0,
            starts: Vec::new(),
        },
        equal_weights: false,
    };
    let outcomes: Vec<Outcome> = (1..=3).map(|seed| run(&setting, seed).unwrap()).collect();
    let settled = |rule: Rule| outcomes.iter().map(|o| o.settled[&rule]).sum::<f64>();
    let (planned, even) = (settled(Rule::Plan), settled(Rule::Even));
    assert!(planned >= 1.5 * even, "{planned} against {even}, {outcomes:?}");
    // Visits one by one to where votes needed drop most begin much and finish little.
    assert!(planned >= 1.5 * settled(Rule::DropInVotesNeeded), "{outcomes:?}");
    // What the plan says of itself is not far from what comes out, and every visit is made.
    let expected: f64 = outcomes.iter().map(|o| o.expected).sum();
    assert!((0.6..=1.4).contains(&(planned / expected)), "{planned}, expected {expected}");
    assert!(outcomes.iter().all(|o| o.visits == 48 && o.open > 20 && setting.name == "first-month"), "{outcomes:?}");
}
