//! `phusong export`: one list as a file for people who use other programs.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::analyze::{AnalyzeOptions, bad};
use super::plan::{CampaignOptions, refuse_useless};
use super::print;
use super::progress::Watched;
use super::reading::{Analyzed, analyzed_into};
use crate::analysis::{grid_of, plan, with_first_votes};
use crate::io::export::{Format, HandOver, Placing, ROWS_OF_SHEET, What, Written, offered_projection};
use crate::job::Feedback;
use crate::model::{Analysis, AnalysisSettings, Error, Result};
use crate::text::Text;

#[derive(Debug, Args)]
pub struct ExportOptions {
    #[arg(long, value_name = "LIST", required = true, value_parser = What::OF_COMMAND.map(What::code))]
    pub what: String,
    #[arg(long, value_name = "FORMAT", required = true, value_parser = Format::ALL.map(Format::code))]
    pub format: String,
    #[arg(long, value_name = "EPSG")]
    pub out_crs: Option<String>,
    #[command(flatten)]
    pub campaign: CampaignOptions,
    #[command(flatten)]
    pub analyze: AnalyzeOptions,
}

pub fn run(options: &ExportOptions, text: &Text) -> Result<ExitCode> {
    let (what, format) = options.choice()?;
    let placing = options.placing(what, format)?;
    refuse_useless(&options.analyze, what == What::WeakSpots)?;
    let request = options.campaign.request()?;
    let path = target(&options.analyze.out, what, format)?;
    let mut settings = options.analyze.settings()?;
    if what != What::WeakSpots {
        // Nothing else tells of what the scan can prove.
        settings = AnalysisSettings { replicas: 0, ..settings };
    }
    // A list of samples says nothing of verdicts, and outlines need no figures: both go without what those cost.
    settings.only_stats = matches!(what, What::Samples | What::Boundaries);
    let watched = Watched::start(options.analyze.quiet, text);
    let feedback = watched.feedback();
    let Analyzed { mut analysis, .. } = analyzed_into(&options.analyze, &settings, feedback, text, |inputs| {
        refuse_to_replace(&path, inputs, options.analyze.overwrite)
    })?;
    if what == What::WeakSpots {
        analysis = options.analyze.opinions.test(analysis, feedback)?;
    }
    if what == What::Samples {
        analysis = with_first_votes(analysis, feedback)?;
    }
    // A file that changed under the reader makes the list worthless.
    analysis.dataset.files.iter().try_for_each(|file| file.sha256.hex().map(drop))?;
    let written = options.write(&analysis, (what, format, &placing), &request, &path, feedback, text)?;
    drop(watched);
    if !options.analyze.quiet {
        print(said(&written, &path, text).as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

impl ExportOptions {
    fn choice(&self) -> Result<(What, Format)> {
        let what = What::from_code(&self.what).ok_or_else(|| bad("--what", &self.what))?;
        let format = Format::from_code(&self.format).ok_or_else(|| bad("--format", &self.format))?;
        Ok((what, format))
    }

    /// The reference system of the file; degrees on WGS84 unless the format takes another.
    fn placing(&self, what: What, format: Format) -> Result<Placing> {
        let Some(text) = &self.out_crs else { return Ok(Placing::default()) };
        let code = text.strip_prefix("EPSG:").or(text.strip_prefix("epsg:")).unwrap_or(text);
        let epsg: u32 = code.trim().parse().map_err(|_| bad("--out-crs", text))?;
        let projection = offered_projection(epsg)?;
        if projection.is_some() && !what.takes_crs(format) {
            return Err(Error::OnlyWgs84 { format: format.code().to_owned() });
        }
        Ok(Placing { projection, ..Placing::default() })
    }

    fn write(
        &self,
        analysis: &Analysis,
        (what, format, placing): (What, Format, &Placing),
        request: &crate::model::PlanRequest,
        path: &Path,
        feedback: &Feedback,
        text: &Text,
    ) -> Result<Written> {
        let grid = grid_of(analysis)?;
        let stops = (what == What::Plan).then(|| plan(analysis, &grid, request, feedback)).transpose()?;
        let words = |key: &str| text.get(key);
        let hand_over = HandOver { analysis, grid: &grid, plan: stops.as_ref(), changes: &[], words: &words, placing };
        hand_over.write(what, format, (path, self.analyze.overwrite), feedback)
    }
}

/// The file to write: `out`, or in the folder `out` the file that is named like the contract's table.
fn target(out: &Path, what: What, format: Format) -> Result<PathBuf> {
    let shown = out.display().to_string();
    let in_folder = || match format {
        // In a folder the parts lie open.
        Format::Shapefile => out.join(format!("{}.shp", what.stem(format))),
        _ => out.join(what.file_name(format)),
    };
    if out.is_dir() || shown.ends_with(['/', '\\']) {
        return Ok(in_folder());
    }
    let Some(ending) = out.extension() else { return Ok(in_folder()) };
    let is = |known: &str| ending.eq_ignore_ascii_case(known);
    // A wrong ending would have another program read the file as what it is not.
    if is(format.extension()) || is(format.code()) { Ok(out.to_owned()) } else { Err(bad("--out", &shown)) }
}

/// A file must not be written over one that is being read.
fn refuse_to_replace(path: &Path, inputs: &[&PathBuf], overwrite: bool) -> Result<()> {
    let real = |path: &Path| path.canonicalize().ok();
    let is_read = real(path).is_some_and(|target| inputs.iter().any(|input| real(input).as_ref() == Some(&target)));
    if is_read || (path.exists() && !overwrite) {
        return Err(Error::OutputExists { path: path.display().to_string() });
    }
    Ok(())
}

/// What was written, and what of it the format could not hold.
fn said(written: &Written, path: &Path, text: &Text) -> String {
    let path = path.display().to_string();
    let n = text.count(written.n_rows);
    let mut lines = vec![text.with("cli-said-exported", &[("n", &n), ("path", &path)])];
    if written.n_sheets > 1 {
        let (n, rows) = (text.count(u64::from(written.n_sheets)), text.count(u64::from(ROWS_OF_SHEET)));
        lines.push(text.with("cli-said-sheets", &[("n", &n), ("rows", &rows)]));
    }
    for (key, n) in [("cli-said-without-place", written.n_left_out), ("cli-said-cut", written.n_cut)] {
        if n > 0 {
            lines.push(text.with(key, &[("n", &text.count(n))]));
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_file_of_the_format_or_a_folder() {
        let target = |out: &str, format| target(Path::new(out), What::Cells, format).map(|p| p.display().to_string());
        assert_eq!(target("x/a.csv", Format::Csv).unwrap(), "x/a.csv");
        assert_eq!(target("x/a.SHP", Format::Shapefile).unwrap(), "x/a.SHP");
        assert_eq!(target("x/a.zip", Format::Shapefile).unwrap(), "x/a.zip");
        assert_eq!(target("no-such/", Format::Xlsx).unwrap(), "no-such/cell_stats.xlsx");
        assert_eq!(target("no-such", Format::GeoJson).unwrap(), "no-such/cells.geojson");
        assert_eq!(target("no-such", Format::Shapefile).unwrap(), "no-such/cells.shp");
        assert!(target("x/a.xlsx", Format::Csv).is_err());
    }
}
