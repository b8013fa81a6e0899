//! `phusong demo` and `phusong FILES`: the window; where there is no display, the analysis as files.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use super::analyze::{Given, is_own, now_unix_s, say_in_words, write_all};
use super::arguments::{Arguments, PictureArguments};
use super::progress::Watched;
use super::{FAILED, OpenWindow};
use crate::analysis::analyze;
use crate::app::{Page, RendererChoice, Screenshot, StartOptions, Theme, TourStep};
use crate::io::export::OutputFolder;
use crate::io::read_sample_ward;
use crate::model::{AnalysisSettings, Metric, Profile, Result};
use crate::text::{Language, Text};

#[derive(Debug, Args)]
pub struct DemoOptions {
    #[arg(long, value_name = "DIR", default_value = "phusong-demo")]
    pub out: PathBuf,
    #[arg(long)]
    pub overwrite: bool,
    #[command(flatten)]
    pub picture: PictureArguments,
}

/// Opens the window on files, or on the welcome screen when there are none.
pub fn open_files(arguments: &Arguments, language: Option<Language>, open: OpenWindow, text: &Text) -> ExitCode {
    let start = StartOptions {
        files: arguments.files.clone(),
        language,
        screenshot: arguments.picture.screenshot(),
        renderer: arguments.picture.renderer(),
        base_map: arguments.picture.base_map.clone(),
        neighbours: arguments.picture.neighbours.clone(),
        ..StartOptions::default()
    };
    match open(&start, text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            // Standard error may be closed; there is nobody left to tell.
            let _ = writeln!(std::io::stderr(), "phusong: {reason}");
            ExitCode::from(FAILED)
        }
    }
}

/// Opens the window on the sample ward; where that is not possible, says so and writes the tables instead.
pub fn run(options: &DemoOptions, language: Option<Language>, open: OpenWindow, text: &Text) -> Result<ExitCode> {
    let screenshot = options.picture.screenshot();
    let renderer = options.picture.renderer();
    let (base_map, neighbours) = (options.picture.base_map.clone(), options.picture.neighbours.clone());
    let start =
        StartOptions { demo: true, language, screenshot, renderer, base_map, neighbours, ..StartOptions::default() };
    let Err(reason) = open(&start, text) else { return Ok(ExitCode::SUCCESS) };
    // A closed pipe is the reader's choice, here and below.
    let _ = writeln!(std::io::stdout(), "{reason} {}", text.get("cli-said-demo-as-files"));
    let folder = OutputFolder::prepare(&options.out, options.overwrite, is_own)?;
    let watched = Watched::start(false, text);
    let feedback = watched.feedback();
    let (dataset, zones) = read_sample_ward(feedback)?;
    let profile = Profile::built_in("qd36").unwrap_or_else(|| Profile::quick(Metric::Download, 40.0));
    let settings = AnalysisSettings::new(profile, now_unix_s());
    let analysis = analyze(Arc::new(dataset), Arc::new(zones), &settings, feedback)?;
    write_all(&analysis, &folder, false, &Given::default(), feedback)?;
    folder.commit()?;
    drop(watched);
    let _ = say_in_words(&analysis, &options.out, text, &mut std::io::stdout().lock());
    Ok(ExitCode::SUCCESS)
}

impl PictureArguments {
    fn renderer(&self) -> Option<RendererChoice> {
        self.renderer.as_deref().map(|name| if name == "wgpu" { RendererChoice::Wgpu } else { RendererChoice::Glow })
    }

    fn screenshot(&self) -> Option<Screenshot> {
        let path = self.screenshot.clone()?;
        let size = self.size.split_once('x').and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
        Some(Screenshot {
            path,
            size: size.unwrap_or((1366, 768)),
            operator: self.show_operator.clone(),
            spot: self.show_spot,
            theme: if self.dark { Theme::Dark } else { Theme::Light },
            page: match self.show_page.as_str() {
                "report" => Page::Report,
                "names" => Page::Names,
                "comparison" => Page::Comparison,
                "map" => Page::Map,
                "plan" => Page::Plan,
                "changes" => Page::Changes,
                "gates" => Page::Gates,
                "criteria" => Page::Criteria,
                "corrections" => Page::Corrections,
                "opinions" => Page::Opinions,
                "meeting" => Page::Meeting,
                "meeting-blind" => Page::MeetingBlind,
                "palette" => Page::Palette,
                "settings" => Page::Settings,
                "online-map" => Page::OnlineMap,
                "help" => Page::Help,
                "side-by-side" => Page::SideBySide,
                "measure" => Page::Measure,
                "map-change" => Page::MapChange,
                "map-clusters" => Page::MapClusters,
                "boundaries" => Page::Boundaries,
                "loading" => Page::Loading,
                "updating" => Page::Updating,
                "gaps" => Page::Gaps,
                "zones" => Page::Zones,
                "quality" => Page::Quality,
                "start" => Page::Start,
                "imports" => Page::Imports,
                "losses" => Page::Losses,
                page if page.starts_with("tour-") => Page::Tour(tour_step(page)),
                _ => Page::Import,
            },
        })
    }
}

/// `tour-1` and so on: a step of the tour.
fn tour_step(page: &str) -> TourStep {
    let number = page.trim_start_matches("tour-").parse::<usize>().unwrap_or(1);
    TourStep::ALL.get(number.saturating_sub(1)).copied().unwrap_or(TourStep::Operators)
}
