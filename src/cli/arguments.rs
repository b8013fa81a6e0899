//! What may be written on the command line. The words of the help come from the text catalogue.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::analyze::AnalyzeOptions;
use super::bench_frame::BenchFrameOptions;
use super::demo::DemoOptions;
use super::export::ExportOptions;
use super::import::ImportOptions;
use super::info::InfoOptions;
use super::inspect::InspectOptions;
use super::plan::PlanOptions;
use super::purge::PurgeOptions;
use super::simulate::SimulateArgs;
use super::undo_import::UndoImportOptions;
use crate::io::{InhabitedSource, ReadOptions, SpeedUnit, TimeZoneChoice, ZoneOptions};
use crate::model::{Error, Meaning, Result};
use crate::spatial::Crs;

#[derive(Debug, Parser)]
#[command(name = "phusong", version, subcommand_precedence_over_arg = true, disable_help_subcommand = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub picture: PictureArguments,
    #[arg(long, global = true, value_name = "vi|en", value_parser = ["vi", "en"])]
    pub lang: Option<String>,
}

/// How the window is drawn, or a picture of it instead.
#[derive(Debug, Clone, Default, Args)]
pub struct PictureArguments {
    #[arg(long, value_name = "glow|wgpu", value_parser = ["glow", "wgpu"])]
    pub renderer: Option<String>,
    #[arg(long, value_name = "FILE|DIR")]
    pub base_map: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub neighbours: Vec<PathBuf>,
    #[arg(long, value_name = "PNG")]
    pub screenshot: Option<PathBuf>,
    #[arg(long, value_name = "WxH", default_value = "1366x768", requires = "screenshot")]
    pub size: String,
    #[arg(long, requires = "screenshot")]
    pub dark: bool,
    #[arg(long, value_name = "NAME", requires = "screenshot")]
    pub show_operator: Option<String>,
    #[arg(long, value_name = "RANK", requires = "screenshot")]
    pub show_spot: Option<u32>,
    #[arg(long, value_name = "PAGE", default_value = "import", requires = "screenshot",
          value_parser = ["import", "report", "names", "map", "comparison", "plan", "meeting", "meeting-blind", "palette",
                          "settings", "online-map", "help", "side-by-side", "measure", "map-change", "map-clusters", "loading",
                          "updating", "changes", "gates", "criteria", "corrections", "opinions", "boundaries", "gaps",
                          "zones", "quality", "start", "imports", "losses", "tour-1", "tour-2", "tour-3", "tour-4", "tour-5", "tour-6", "tour-7"])]
    pub show_page: String,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(hide = true)]
    BenchFrame(BenchFrameOptions),
    Demo(DemoOptions),
    Analyze(Box<AnalyzeOptions>),
    Export(Box<ExportOptions>),
    Inspect(InspectOptions),
    Plan(Box<PlanOptions>),
    Simulate(SimulateArgs),
    Import(Box<ImportOptions>),
    Info(InfoOptions),
    UndoImport(UndoImportOptions),
    Purge(PurgeOptions),
}

/// Which boundaries there are, and how they are to be read.
#[derive(Debug, Clone, Default, Args)]
pub struct BoundaryArguments {
    #[arg(long, value_name = "FILE")]
    pub zones: Vec<PathBuf>,
    #[arg(long, value_name = "FIELD")]
    pub zone_name: Option<String>,
    #[arg(long, value_name = "FIELD")]
    pub zone_id: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub study_area: Option<PathBuf>,
    #[arg(long, value_name = "FIELD")]
    pub weight: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub weight_table: Option<PathBuf>,
    #[arg(long, value_name = "FILE|measured")]
    pub inhabited: Option<PathBuf>,
}

impl BoundaryArguments {
    pub fn zone_options(&self, read_options: &ReadOptions) -> ZoneOptions {
        ZoneOptions {
            id_field: self.zone_id.clone(),
            name_field: self.zone_name.clone(),
            // Beside a table the option names the table's column.
            weight_field: self.weight.clone().filter(|_| self.weight_table.is_none()),
            inhabited: InhabitedSource::of_option(self.inhabited.as_deref()),
            study_area: self.study_area.clone(),
            crs: read_options.crs.clone(),
            preferred_layer: read_options.sheet.clone(),
            ..ZoneOptions::default()
        }
    }
}

/// How sample files are to be read, where the user knows better.
#[derive(Debug, Clone, Default, Args)]
pub struct ReadArguments {
    #[arg(long, value_name = "MEANING=HEADER,…", value_delimiter = ',')]
    pub columns: Vec<String>,
    #[arg(long, value_name = "UNIT", value_parser = ["mbps", "kbps", "bps", "bytes_s"])]
    pub unit: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub operator: Option<String>,
    #[arg(long, value_name = "ZONE")]
    pub timezone: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    #[arg(long, value_name = "EPSG")]
    pub crs: Option<String>,
    #[arg(long, value_name = "NAME=OPERATOR")]
    pub operator_alias: Vec<String>,
}

impl ReadArguments {
    pub fn read_options(&self) -> Result<ReadOptions> {
        let bad = |option: &str, value: &str| Error::BadOption { option: option.to_owned(), value: value.to_owned() };
        let columns = self.columns.iter().map(|pair| {
            let (meaning, header) = pair.split_once('=')?;
            Some((Meaning::from_code(meaning.trim())?, header.trim().to_owned()))
        });
        let columns = columns.zip(&self.columns).map(|(read, pair)| read.ok_or_else(|| bad("--columns", pair)));
        let aliases = self.operator_alias.iter().map(|pair| match pair.split_once('=') {
            Some((name, operator)) if !name.trim().is_empty() && !operator.trim().is_empty() => {
                Ok((name.trim().to_owned(), operator.trim().to_owned()))
            }
            _ => Err(bad("--operator-alias", pair)),
        });
        Ok(ReadOptions {
            operator_aliases: aliases.collect::<Result<_>>()?,
            columns: columns.collect::<Result<_>>()?,
            unit: self.unit.as_deref().and_then(|unit| match unit {
                "mbps" => Some(SpeedUnit::Mbps),
                "kbps" => Some(SpeedUnit::Kbps),
                "bps" => Some(SpeedUnit::Bps),
                "bytes_s" => Some(SpeedUnit::BytesPerSecond),
                _ => None,
            }),
            operator: self.operator.clone(),
            timezone: match &self.timezone {
                Some(zone) => TimeZoneChoice::parse(zone).ok_or_else(|| bad("--timezone", zone))?,
                None => TimeZoneChoice::default(),
            },
            sheet: self.sheet.clone(),
            crs: self.crs.as_deref().map(Crs::parse).transpose()?,
            ..ReadOptions::default()
        })
    }

    /// The options given, for the summary.
    pub fn given(&self) -> Vec<(&'static str, String)> {
        let columns = (!self.columns.is_empty()).then(|| self.columns.join(","));
        [
            ("columns", columns),
            ("unit", self.unit.clone()),
            ("operator", self.operator.clone()),
            ("sheet", self.sheet.clone()),
            ("zone_crs", self.crs.clone()),
            ("operator_alias", (!self.operator_alias.is_empty()).then(|| self.operator_alias.join(","))),
            ("timezone", Some(self.timezone.clone().unwrap_or_else(|| "Asia/Ho_Chi_Minh".to_owned()))),
        ]
        .into_iter()
        .filter_map(|(key, value)| Some((key, value?)))
        .collect()
    }
}
