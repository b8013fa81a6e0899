//! `phusong plan`: where to measure next, as a table, for phones, and as a sheet for each team.

use std::io::Write;
use std::process::ExitCode;

use clap::Args;

use super::analyze::AnalyzeOptions;
use super::print;
use super::progress::Watched;
use super::project::keep_plan;
use super::reading::{Analyzed, analyzed};
use crate::analysis::{grid_of, plan};
use crate::io::WeightTable;
use crate::io::export;
use crate::model::{Analysis, AnalysisSettings, Error, LonLat, Plan, PlanRequest, Result, Zones};
use crate::report::plan_sheets;
use crate::text::Text;

const SHEET: (&str, &str) = ("plan_team_", ".html");

#[derive(Debug, Args)]
pub struct PlanOptions {
    #[command(flatten)]
    pub campaign: CampaignOptions,
    #[command(flatten)]
    pub analyze: AnalyzeOptions,
}

/// What the campaign can spend.
#[derive(Debug, Args)]
pub struct CampaignOptions {
    #[arg(long, value_name = "N", default_value_t = PlanRequest::default().teams,
          value_parser = clap::value_parser!(u32).range(1..=i64::from(PlanRequest::MAX_TEAMS)))]
    pub teams: u32,
    #[arg(long, value_name = "N", default_value_t = PlanRequest::default().stops_per_team,
          value_parser = clap::value_parser!(u32).range(1..=i64::from(PlanRequest::MAX_STOPS)))]
    pub stops: u32,
    #[arg(long, value_name = "N", default_value_t = PlanRequest::default().minutes)]
    pub minutes: f64,
    #[arg(long, value_name = "KMH", default_value_t = PlanRequest::default().walking_speed_kmh)]
    pub walking_speed: f64,
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true)]
    pub start: Vec<String>,
}

impl CampaignOptions {
    pub fn request(&self) -> Result<PlanRequest> {
        let bad = |option: &str, value: &str| Error::BadOption { option: option.to_owned(), value: value.to_owned() };
        if !(self.minutes > 0.0 && self.minutes <= PlanRequest::MAX_MINUTES) {
            return Err(bad("--minutes", &self.minutes.to_string()));
        }
        let (slowest, fastest) = PlanRequest::SPEEDS_KMH;
        if !(slowest..=fastest).contains(&self.walking_speed) {
            return Err(bad("--walking-speed", &self.walking_speed.to_string()));
        }
        let starts = self.start.iter().map(|text| position(text).ok_or_else(|| bad_start(text)));
        if self.start.len() > self.teams as usize {
            return Err(Error::MoreStartsThanTeams { starts: self.start.len(), teams: self.teams });
        }
        Ok(PlanRequest {
            teams: self.teams,
            stops_per_team: self.stops,
            minutes: self.minutes,
            walking_speed_kmh: self.walking_speed,
            starts: starts.collect::<Result<_>>()?,
        })
    }
}

/// Reads `106.77,21.03`.
fn position(text: &str) -> Option<LonLat> {
    let (lon, lat) = text.split_once(',')?;
    let (lon, lat): (f64, f64) = (lon.trim().parse().ok()?, lat.trim().parse().ok()?);
    (lon.abs() <= 180.0 && lat.abs() <= 90.0).then_some(LonLat { lon, lat })
}

/// What a start should have been: where the two numbers of a place in Viet Nam are swapped, these in their order.
fn bad_start(value: &str) -> Error {
    let swapped = value.split_once(',').map(|(lat, lon)| format!("{},{}", lon.trim(), lat.trim()));
    let is_in_viet_nam = |p: LonLat| (102.0..=118.0).contains(&p.lon) && (6.0..=24.0).contains(&p.lat);
    let swapped = swapped.filter(|text| position(text).is_some_and(is_in_viet_nam));
    let example = swapped.unwrap_or_else(|| "106.78,21.02".to_owned());
    Error::BadStart { value: value.to_owned(), example }
}

pub fn run(options: &PlanOptions, text: &Text) -> Result<ExitCode> {
    let request = options.campaign.request()?;
    refuse_useless(&options.analyze, false)?;
    // A plan asks for open verdicts; what the scan could prove beside them is of no matter.
    let settings = AnalysisSettings { replicas: 0, ..options.analyze.settings()? };
    let watched = Watched::start(options.analyze.quiet, text);
    let feedback = watched.feedback();
    let Analyzed { analysis, folder, project, .. } = analyzed(&options.analyze, &settings, is_own, feedback, text)?;
    let grid = grid_of(&analysis)?;
    let plan = plan(&analysis, &grid, &request, feedback)?;
    folder.write("plan.csv", |out| export::write_plan(&analysis, &plan, &grid, out))?;
    folder.write("plan.gpx", |out| export::write_plan_gpx(&analysis, &plan, out))?;
    folder.write("plan.kml", |out| export::write_plan_kml(&analysis, &plan, out))?;
    for team in plan.teams() {
        let sheet = plan_sheets(&analysis, &plan, &[team], text);
        folder.write(&format!("{}{team}{}", SHEET.0, SHEET.1), |out| out.write_all(sheet.as_bytes()))?;
    }
    analysis.dataset.files.iter().try_for_each(|file| file.sha256.hex().map(drop))?;
    feedback.check()?;
    folder.commit()?;
    if let Some(project) = project {
        keep_plan(&project, (&analysis, &plan), (options.analyze.quiet, text), feedback)?;
    }
    drop(watched);
    if options.analyze.quiet {
        return Ok(ExitCode::SUCCESS);
    }
    print(format!("{}\n", in_words(options, &analysis, &plan, text).join("\n")).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// Options of `analyze` that neither a plan nor a hand-over file has a use for; the test of robustness only where
/// weak spots are asked for.
pub fn refuse_useless(options: &AnalyzeOptions, tests_spots: bool) -> Result<()> {
    let given = [
        ("--only", options.only.is_some()),
        ("--json", options.json),
        ("--strict", options.strict),
        ("--write-samples", options.write_samples),
        ("--compare-with", options.compare_with.is_some()),
        ("--local-statistics", options.opinions.local_statistics),
        ("--sensitivity", options.opinions.sensitivity && !tests_spots),
    ];
    match given.into_iter().find(|(_, given)| *given) {
        Some((option, _)) => Err(Error::UselessOption { option: option.to_owned() }),
        None => Ok(()),
    }
}

/// Whether a file in an output folder is one of this command's.
fn is_own(name: &str) -> bool {
    let number = name.strip_prefix(SHEET.0).and_then(|rest| rest.strip_suffix(SHEET.1));
    ["plan.csv", "plan.gpx", "plan.kml"].contains(&name) || number.is_some_and(|n| n.parse::<u32>().is_ok())
}

fn in_words(options: &PlanOptions, analysis: &Analysis, plan: &Plan, text: &Text) -> Vec<String> {
    let folder = options.analyze.out.display().to_string();
    if plan.stops.is_empty() {
        return vec![text.get(plan.empty_key(analysis)), text.with("cli-said-folder", &[("folder", &folder)])];
    }
    let mut lines = text.plan_sentences(plan);
    lines.extend(text.plan_without_name(analysis));
    lines.push(text.with("cli-said-folder", &[("folder", &folder)]));
    lines
}

/// Says on standard error which names of a table of weights are no zone, and which zones have no weight, be it of the
/// table or of the boundaries' own field.
pub fn say_weights(table: Option<&WeightTable>, zones: &Zones, text: &Text) {
    let without: Vec<String> = zones.zones.iter().filter(|z| z.weight.is_none()).map(|z| z.id.clone()).collect();
    let of_table = |list: fn(&WeightTable) -> &Vec<String>| table.map(list).cloned().unwrap_or_default();
    let lists = [
        ("weights-unmatched", of_table(|table| &table.unmatched)),
        ("weights-unreadable", of_table(|table| &table.unreadable)),
        ("weights-without", without),
    ];
    for (key, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        let facts =
            [("n", text.count(list.len() as u64)), ("list", shortened(&list)), ("column", zones.weight_source.clone())];
        let facts: Vec<(&str, &str)> = facts.iter().map(|(key, value)| (*key, value.as_str())).collect();
        // Standard error may be closed; there is nobody left to tell.
        let _ = writeln!(std::io::stderr(), "{}", text.with(key, &facts));
    }
}

/// The first few names of a list.
fn shortened(list: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown = list.iter().take(SHOWN).map(|name| crate::text::printable(name)).collect::<Vec<_>>().join("; ");
    if list.len() > SHOWN { format!("{shown}; …") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_is_a_longitude_and_a_latitude() {
        assert_eq!(position("106.77, 21.03"), Some(LonLat { lon: 106.77, lat: 21.03 }));
        assert_eq!(position("-17.4,14.7"), Some(LonLat { lon: -17.4, lat: 14.7 }));
        for text in ["106.77", "106.77;21.03", "21.03,106.77", "a,b", ""] {
            assert_eq!(position(text), None, "{text}");
        }
    }

    #[test]
    fn a_swapped_start_is_shown_in_its_order() {
        let example = |text: &str| match bad_start(text) {
            Error::BadStart { example, .. } => example,
            other => panic!("{other}"),
        };
        assert_eq!(example("21.02, 106.5"), "106.5,21.02");
        assert_eq!(example("abc"), "106.78,21.02");
    }

    #[test]
    fn only_the_commands_own_files_are_replaced() {
        assert!(is_own("plan.csv") && is_own("plan_team_12.html"));
        assert!(!is_own("plan_team_.html") && !is_own("plan_team_a.html") && !is_own("plan.xlsx"));
    }
}
