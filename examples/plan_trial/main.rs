//! Does the plan settle more than even visits (method §14)? Draws wards, plans, lets teams measure, and judges again.
//!
//! ```text
//! cargo run --release --example plan_trial -- [--wards N] [--only SETTING]
//! ```
//!
//! Prints, for each setting, the verdicts settled by each rule and the ratio of the plan to even visits, with a 95 %
//! interval over wards (jackknife of the ratio of sums).

mod trial;

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;
use phusong::model::PlanRequest;
use rayon::prelude::*;

use trial::{Outcome, Rule, Setting, run};

#[derive(Parser)]
struct Arguments {
    /// Wards of each setting.
    #[arg(long, default_value_t = 40)]
    wards: u64,
    /// Settings whose name begins so.
    #[arg(long, default_value = "")]
    only: String,
}

fn settings() -> Vec<Setting> {
    // By motorbike: what is measured is the choice of places, not the length of the ways.
    let request = |teams, stops| PlanRequest {
        teams,
        stops_per_team: stops,
        minutes: 480.0,
        walking_speed_kmh: 20.0,
        starts: Vec::new(),
    };
    let setting = |name, samples_per_month, months, request, equal_weights| Setting {
        name,
        samples_per_month,
        months,
        zones: 12,
        request,
        equal_weights,
    };
    vec![
        setting("first-month", 300, 1, request(4, 12), false),
        setting("first-month-equal", 300, 1, request(4, 12), true),
        setting("three-months", 300, 3, request(4, 10), false),
        setting("year", 300, 12, request(4, 10), false),
        setting("year-small", 300, 12, request(3, 6), false),
    ]
}

fn main() -> ExitCode {
    match report(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn report(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    println!("setting | wards | open | visits | plan (expected) | even | drop in votes needed | plan / even (95 %)");
    for setting in settings().iter().filter(|setting| setting.name.starts_with(&arguments.only)) {
        let outcomes: Result<Vec<Outcome>, _> =
            (1..=arguments.wards).into_par_iter().map(|seed| run(setting, seed)).collect();
        let outcomes = outcomes.map_err(|e| format!("{}: {e:?}", setting.name))?;
        let mean = |of: &dyn Fn(&Outcome) -> f64| outcomes.iter().map(of).sum::<f64>() / outcomes.len().max(1) as f64;
        let settled = |outcome: &Outcome, rule: Rule| outcome.settled.get(&rule).copied().unwrap_or(0.0);
        let (ratio, error) = ratio(&outcomes, settled);
        println!(
            "{} | {} | {:.1} | {:.1} | {:.2} ({:.2}) | {:.2} | {:.2} | {:.2} ({:.2}–{:.2})",
            setting.name,
            outcomes.len(),
            mean(&|o| o.open as f64),
            mean(&|o| o.visits as f64),
            mean(&|o| settled(o, Rule::Plan)),
            mean(&|o| o.expected),
            mean(&|o| settled(o, Rule::Even)),
            mean(&|o| settled(o, Rule::DropInVotesNeeded)),
            ratio,
            ratio - 1.96 * error,
            ratio + 1.96 * error,
        );
    }
    Ok(())
}

/// Ratio of the sums, and its standard error by leaving out one ward at a time.
fn ratio(outcomes: &[Outcome], settled: impl Fn(&Outcome, Rule) -> f64) -> (f64, f64) {
    let sum = |rule| outcomes.iter().map(|o| settled(o, rule)).sum::<f64>();
    let (plan, even) = (sum(Rule::Plan), sum(Rule::Even));
    let without: Vec<f64> =
        outcomes.iter().map(|o| (plan - settled(o, Rule::Plan)) / (even - settled(o, Rule::Even))).collect();
    let n = without.len() as f64;
    let mean = without.iter().sum::<f64>() / n;
    let squares: f64 = without.iter().map(|r| (r - mean) * (r - mean)).sum();
    (plan / even, ((n - 1.0) / n * squares).sqrt())
}
