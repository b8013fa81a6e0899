//! `phusong analyze`: files in, the contract's tables out.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;

use super::arguments::{BoundaryArguments, ReadArguments};
use super::beside::say_beside;
use super::dates::{local_day, unix_time};
use super::earlier::{EarlierPeriod, month};
use super::opinions::{self, OpinionOptions};
use super::progress::Watched;
use super::project::keep_results;
use super::reading::{Analyzed, analyzed};
use super::{ROWS_LEFT_OUT, print};
use crate::analysis::{cell_statistics, grid_of};
use crate::io::export::{self, OutputFolder, SummaryInput, summary_json};
use crate::io::read_profile;
use crate::job::Feedback;
use crate::model::{
    Analysis, AnalysisSettings, Beside, Effect, Error, Flag, Grade, GridSpec, LocalDay, Metric, Operator, Period,
    Profile, Result,
};
use crate::text::{Text, printable};

#[derive(Debug, Args)]
pub struct AnalyzeOptions {
    #[arg(required = true, value_name = "SAMPLES")]
    pub samples: Vec<String>,
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    #[command(flatten)]
    pub boundaries: BoundaryArguments,
    #[arg(long, value_name = "FILE")]
    pub leave_out: Option<PathBuf>,
    #[command(flatten)]
    pub read: ReadArguments,
    #[arg(long, value_name = "PROFILE", default_value = "qd36", conflicts_with_all = ["metric", "threshold"])]
    pub criteria: String,
    #[arg(long, value_name = "METRIC", value_parser = ["download", "upload", "latency"], requires = "threshold")]
    pub metric: Option<String>,
    #[arg(long, value_name = "X")]
    pub threshold: Option<f64>,
    #[arg(long, value_name = "SPEC", default_value = "square:100")]
    pub grid: String,
    #[arg(long, value_name = "EPSG")]
    pub grid_crs: Option<u32>,
    #[arg(long, value_name = "DATE", conflicts_with = "period")]
    pub from: Option<String>,
    #[arg(long, value_name = "DATE", conflicts_with = "period")]
    pub to: Option<String>,
    #[arg(long, value_name = "PERIOD", default_value = "all")]
    pub period: String,
    #[arg(long, value_name = "PERIOD", conflicts_with = "only")]
    pub compare_with: Option<String>,
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    #[arg(long, value_name = "M", default_value_t = 1000.0)]
    pub max_radius: f64,
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    #[arg(long, value_name = "stats", value_parser = ["stats"])]
    pub only: Option<String>,
    #[command(flatten)]
    pub opinions: OpinionOptions,
    #[arg(long)]
    pub write_samples: bool,
    #[arg(long)]
    pub overwrite: bool,
    #[arg(long)]
    pub strict: bool,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub threads: Option<u16>,
    #[arg(long)]
    pub quiet: bool,
    #[arg(long)]
    pub json: bool,
}

pub fn run(options: &AnalyzeOptions, text: &Text) -> Result<ExitCode> {
    let settings = options.settings()?;
    let earlier =
        options.compare_with.as_deref().map(|text| EarlierPeriod::parse(text, settings.period)).transpose()?;
    let watched = Watched::start(options.quiet, text);
    let feedback = watched.feedback();
    let Analyzed { analysis, beside, folder, project } = analyzed(options, &settings, is_own, feedback, text)?;
    let analysis = options.opinions.test(analysis, feedback)?;
    opinions::write(&analysis, &folder, &options.opinions, feedback)?;
    let given = Given { settings: &options.given(), beside: &beside };
    if let Some(earlier) = earlier {
        earlier.write_changes(&analysis, &folder, feedback)?;
    }
    // By a thread of the pool: one more than there are processors would only take turns with them.
    let summary = rayon::scope(|_| write_all(&analysis, &folder, options.write_samples, &given, feedback))?;
    // A file that changed under the reader makes the tables worthless.
    analysis.dataset.files.iter().try_for_each(|file| file.sha256.hex().map(drop))?;
    feedback.check()?;
    folder.commit()?;
    if let Some(project) = project {
        keep_results(&project, &analysis, (options.quiet, text), feedback)?;
    }
    drop(watched);
    say(&analysis, &summary, &beside, options, text)?;

    let left_out = analysis.judgement.flags.iter().any(|f| f.iter().any(|f| f.effect() == Effect::Excluded));
    // The process is about to end: the system takes its memory back at once, and not piece by piece.
    std::mem::forget(analysis);
    Ok(if options.strict && left_out { ExitCode::from(ROWS_LEFT_OUT) } else { ExitCode::SUCCESS })
}

/// Whether a file in an output folder is one of the tables.
pub fn is_own(name: &str) -> bool {
    export::OWN_FILES.contains(&name)
}

/// A scan window larger than this is no place.
const MAX_RADIUS_M: f64 = 50_000.0;

impl AnalyzeOptions {
    /// Options that the summary prints besides the settings of the analysis.
    fn given(&self) -> Vec<(&'static str, String)> {
        let shown = |path: &PathBuf| path.display().to_string();
        let zones = [
            ("zone_id", self.boundaries.zone_id.clone()),
            ("zone_name", self.boundaries.zone_name.clone()),
            ("study_area", self.boundaries.study_area.as_ref().map(shown)),
            ("weight_table", self.boundaries.weight_table.as_ref().map(shown)),
            ("inhabited", self.boundaries.inhabited.as_ref().map(shown)),
            ("leave_out", self.leave_out.as_ref().map(shown)),
            ("compare_with", self.compare_with.clone()),
        ];
        let zones = zones.into_iter().filter_map(|(key, value)| Some((key, value?)));
        self.read.given().into_iter().chain(zones).chain(self.opinions.given()).collect()
    }

    pub fn settings(&self) -> Result<AnalysisSettings> {
        let now = match &self.now {
            Some(text) => unix_time(text).ok_or_else(|| bad("--now", text))?,
            None => now_unix_s(),
        };
        let grid = GridSpec::parse(&self.grid).ok_or_else(|| bad("--grid", &self.grid))?;
        if !(self.max_radius > 0.0 && self.max_radius <= MAX_RADIUS_M) {
            return Err(bad("--max-radius", &self.max_radius.to_string()));
        }
        Ok(AnalysisSettings {
            grid,
            grid_crs: self.grid_crs,
            period: self.period()?,
            seed: self.seed,
            max_radius_m: self.max_radius,
            only_stats: self.only.is_some(),
            ..AnalysisSettings::new(self.profile()?, now)
        })
    }

    fn profile(&self) -> Result<Profile> {
        let Some(threshold) = self.threshold else { return read_profile(&self.criteria) };
        if !(threshold > 0.0 && threshold.is_finite()) {
            return Err(bad("--threshold", &threshold.to_string()));
        }
        let metric = self.metric.as_deref().and_then(Metric::from_label).unwrap_or(Metric::Download);
        Ok(Profile::quick(metric, threshold))
    }

    fn period(&self) -> Result<Period> {
        let day = |option: &str, text: &Option<String>| -> Result<Option<LocalDay>> {
            text.as_ref().map(|text| local_day(text).ok_or_else(|| bad(option, text))).transpose()
        };
        let (from, to) = (day("--from", &self.from)?, day("--to", &self.to)?);
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            return Err(bad("--from … --to", &format!("{from} … {to}")));
        }
        if from.is_some() || to.is_some() {
            return Ok(Period::Days { from, to });
        }
        match self.period.as_str() {
            "all" => Ok(Period::All),
            "12m" => Ok(Period::LastMonths(12)),
            "3m" => Ok(Period::LastMonths(3)),
            text => month(text).map(Period::Month).ok_or_else(|| bad("--period", text)),
        }
    }
}

pub(super) fn bad(option: &str, value: &str) -> Error {
    Error::BadOption { option: option.to_owned(), value: value.to_owned() }
}

/// The clock, read at the door: the rooms behind it have none.
pub fn now_unix_s() -> i64 {
    jiff::Timestamp::now().as_second()
}

/// What was given beside the samples.
#[derive(Debug, Clone, Copy, Default)]
pub struct Given<'a> {
    /// Further settings for the summary.
    pub settings: &'a [(&'a str, String)],
    /// Files that lie beside the evidence.
    pub beside: &'a [Beside],
}

/// Writes every table of the contract.
pub fn write_all(
    analysis: &Analysis,
    folder: &OutputFolder,
    with_samples: bool,
    given: &Given<'_>,
    feedback: &Feedback,
) -> Result<serde_json::Value> {
    feedback.begin("stage-write", 0)?;
    let grid = grid_of(analysis)?;
    folder.write("zone_stats.csv", |out| export::write_zone_stats(analysis, out))?;
    write_cells(analysis, folder, &grid)?;
    folder.write("rejected.csv", |out| export::write_rejected(analysis, out))?;
    feedback.check()?;
    if with_samples {
        folder.write("samples.csv", |out| export::write_samples(analysis, &grid, out))?;
    }
    if !analysis.settings.only_stats {
        folder.write("cells.geojson", |out| export::write_cell_layer(analysis, &grid, out))?;
        folder.write("operators.csv", |out| export::write_operators(analysis, out))?;
        folder.write("sampling_gaps.csv", |out| export::write_gaps(analysis, out))?;
        folder.write("sampling_gaps.geojson", |out| export::write_gap_layer(analysis, out))?;
        folder.write("weak_spots.csv", |out| export::write_spots(analysis, &grid, out))?;
        folder.write("weak_spots.geojson", |out| export::write_spot_layer(analysis, &grid, out))?;
    }
    let timings: Vec<(&'static str, Duration)> = feedback.finish();
    let summary =
        summary_json(&SummaryInput { analysis, timings: &timings, settings: given.settings, beside: given.beside });
    folder.write("summary.json", |out| {
        serde_json::to_writer_pretty(&mut *out, &summary)?;
        out.write_all(b"\n")
    })?;
    Ok(summary)
}

/// With statistics only, the rows are made wave by wave while they are written.
fn write_cells(analysis: &Analysis, folder: &OutputFolder, grid: &crate::spatial::Grid) -> Result<()> {
    folder.write("cell_stats.csv", |out| {
        if !analysis.settings.only_stats {
            return export::write_cell_stats(analysis, grid, out);
        }
        let mut table = export::CellTable::begin(analysis, grid, out)?;
        let statistics = cell_statistics(analysis);
        statistics.waves().try_for_each(|wave| {
            table.add(wave.n_parts(), |part, take| wave.each_row(part, &mut |row, others| take(&row, others)))
        })
    })
}

/// What a person wants to know at once, on standard output.
fn say(
    analysis: &Analysis,
    summary: &serde_json::Value,
    beside: &[Beside],
    options: &AnalyzeOptions,
    text: &Text,
) -> Result<()> {
    let mut said = Vec::new();
    if options.json {
        said = format!("{summary:#}\n").into_bytes();
    } else if !options.quiet {
        // Writing into memory does not fail.
        let _ = say_beside(beside, &analysis.zones, text, &mut said);
        let _ = say_in_words(analysis, &options.out, text, &mut said);
    }
    print(&said)
}

/// Names listed before the rest is counted.
const NAMES: usize = 5;

/// Names of operators that the program does not know.
fn say_unknown_operators(analysis: &Analysis, text: &Text, out: &mut dyn Write) -> std::io::Result<()> {
    let dataset = &analysis.dataset;
    let unknown = |id| dataset.operator(id).is_some_and(|operator| !operator.known && operator.brand != "unknown");
    let met: Vec<_> = analysis.operators_met.iter().filter(|(id, _)| unknown(*id)).collect();
    if met.is_empty() {
        return Ok(());
    }
    let named = met.iter().take(NAMES).map(|(id, n)| format!("{} ({})", dataset.brand(*id), text.count(*n)));
    let mut names = named.collect::<Vec<_>>().join("; ");
    if met.len() > NAMES {
        names.push_str(" …");
    }
    let n = text.count(met.len() as u64);
    let sentence = text.with("cli-said-unknown-operators", &[("n", &n), ("names", &names)]);
    writeln!(out, "{}", printable(&sentence))
}

/// Samples that name no operator, among others that do: often cells that a workbook has merged downwards.
fn say_nameless(analysis: &Analysis, text: &Text, out: &mut dyn Write) -> std::io::Result<()> {
    let is_nameless = |id| analysis.dataset.operator(id).is_some_and(Operator::is_unnamed);
    let n: u64 = analysis.operators_met.iter().filter(|(id, _)| is_nameless(*id)).map(|(_, n)| *n).sum();
    if n == 0 || analysis.operators_met.len() < 2 {
        return Ok(());
    }
    writeln!(out, "{}", text.with("cli-said-nameless", &[("n", &text.count(n))]))
}

/// Why no row was used: the flag that most rows have.
fn say_why_nothing(analysis: &Analysis, text: &Text, out: &mut dyn Write) -> std::io::Result<()> {
    let counts = analysis.judgement.total();
    let excluding = Flag::ALL.iter().filter(|flag| flag.effect() != Effect::Warning);
    let most = excluding.map(|flag| (counts.of(*flag), flag)).filter(|(n, _)| *n > 0).max_by_key(|(n, _)| *n);
    let Some((n, flag)) = most else { return writeln!(out, "{}", text.get("cli-said-no-rows")) };
    let hint = match flag {
        Flag::Outside => "cli-hint-outside",
        Flag::OutOfPeriod => "cli-hint-period",
        Flag::NoTime | Flag::FutureTime => "cli-hint-time",
        Flag::NoPosition | Flag::NullIsland => "cli-hint-position",
        _ => "cli-hint-rejected",
    };
    let reason = text.get(&format!("flag-{}", flag.code()));
    let facts = [("reason", reason.as_str()), ("n", &text.count(n)), ("hint", &text.get(hint))];
    writeln!(out, "{}", text.with("cli-said-nothing-used", &facts))
}

/// A few lines on what was read, left out and found.
pub fn say_in_words(analysis: &Analysis, folder: &Path, text: &Text, out: &mut dyn Write) -> std::io::Result<()> {
    let rows = analysis.dataset.samples.len() as u64;
    let kept: u64 = analysis.judgement.kept.iter().sum();
    let counts = analysis.judgement.total();
    writeln!(out, "{}", text.with("cli-said-samples", &[("rows", &text.count(rows)), ("kept", &text.count(kept))]))?;
    let left_out = |code: &str| Flag::ALL.iter().any(|f| f.code() == code && f.effect() != Effect::Warning);
    for (code, n) in counts.by_code().into_iter().filter(|(code, _)| left_out(code)) {
        let reason = text.get(&format!("flag-{code}"));
        writeln!(out, "  {}", text.with("cli-said-flag", &[("n", &text.count(n)), ("reason", &reason)]))?;
    }
    if kept == 0 {
        say_why_nothing(analysis, text, out)?;
    }
    for file in analysis.dataset.files.iter().filter(|file| !file.form.other_sheets.is_empty()) {
        let facts = [
            ("file", file.name.as_str()),
            ("sheet", file.form.sheet.as_deref().unwrap_or_default()),
            ("others", &file.form.other_sheets.join("; ")),
        ];
        writeln!(out, "{}", text.with("cli-said-sheet", &facts))?;
    }
    say_unknown_operators(analysis, text, out)?;
    say_nameless(analysis, text, out)?;
    for note in &analysis.zones.report.notes {
        writeln!(out, "{}", text.with_facts(note.key(), &note.facts()))?;
    }
    if !analysis.zones.bounds_study() {
        writeln!(out, "{}", text.get("cli-said-no-zones"))?;
    }
    if !analysis.settings.only_stats {
        let of_grade = |grade: Grade| analysis.weak_spots.iter().filter(|s| s.grade == grade).count() as u64;
        let found = [
            ("confirmed", text.count(of_grade(Grade::A))),
            ("likely", text.count(of_grade(Grade::B))),
            ("suspected", text.count(of_grade(Grade::C))),
            ("gaps", text.count(analysis.gaps.len() as u64)),
        ];
        let found: Vec<(&str, &str)> = found.iter().map(|(key, value)| (*key, value.as_str())).collect();
        writeln!(out, "{}", text.with("cli-said-found", &found))?;
    }
    writeln!(out, "{}", text.with("cli-said-folder", &[("folder", &folder.display().to_string())]))
}
