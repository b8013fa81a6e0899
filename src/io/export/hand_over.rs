//! Hand-over files: one list in one format, for people who use other programs than this one.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::boundaries::boundaries_list;
use super::cell_layer::cells_list;
use super::cells::cell_stats_list;
use super::changes::changes_list;
use super::destination::{write_one, write_several};
use super::format::geopackage::{self, Context};
use super::format::{Format, Placing, Written, csv, geojson, gpx, kml, shapefile, xlsx};
use super::gaps::gaps_list;
use super::list::List;
use super::operators::operators_list;
use super::plan::plan_list;
use super::rejected::rejected_list;
use super::samples::samples_list;
use super::spots::spots_list;
use super::zones::zones_list;
use crate::job::Feedback;
use crate::model::{Analysis, Change, Error, Plan, Result};
use crate::spatial::Grid;

/// The text catalogue: a sentence for a key.
pub type Words<'a> = &'a (dyn Fn(&str) -> String + Sync);

/// A list that can be handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    WeakSpots,
    Cells,
    Zones,
    Gaps,
    Plan,
    Samples,
    Operators,
    Rejected,
    Changes,
    /// The outlines of the zones, to be read again as a boundary file.
    Boundaries,
}

impl What {
    /// The lists that the command line hands over.
    pub const OF_COMMAND: [Self; 7] =
        [Self::WeakSpots, Self::Cells, Self::Zones, Self::Gaps, Self::Plan, Self::Samples, Self::Boundaries];

    /// As the command line names it.
    pub fn code(self) -> &'static str {
        match self {
            Self::WeakSpots => "weak-spots",
            Self::Cells => "cells",
            Self::Zones => "zones",
            Self::Gaps => "gaps",
            Self::Plan => "plan",
            Self::Samples => "samples",
            Self::Operators => "operators",
            Self::Rejected => "rejected",
            Self::Changes => "changes",
            Self::Boundaries => "boundaries",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::OF_COMMAND.into_iter().find(|what| what.code() == code)
    }

    /// Name of its file without the ending; that of the contract's table where there is one.
    pub fn stem(self, format: Format) -> &'static str {
        match self {
            Self::WeakSpots => "weak_spots",
            Self::Cells if format.is_map() => "cells",
            Self::Cells => "cell_stats",
            Self::Zones => "zone_stats",
            Self::Gaps => "sampling_gaps",
            Self::Plan => "plan",
            Self::Samples => "samples",
            Self::Operators => "operators",
            Self::Rejected => "rejected",
            Self::Changes => "changes",
            Self::Boundaries => "boundaries",
        }
    }

    /// Name of its file in a folder.
    pub fn file_name(self, format: Format) -> String {
        format!("{}.{}", self.stem(format), format.extension())
    }

    /// Whether its rows lie somewhere, so that it can go onto a map.
    pub fn has_places(self) -> bool {
        !matches!(self, Self::Operators | Self::Rejected | Self::Changes)
    }

    pub fn formats(self) -> impl Iterator<Item = Format> {
        Format::ALL.into_iter().filter(move |format| match self {
            Self::Boundaries => format.is_map() && *format != Format::Gpx,
            _ => self.has_places() || !format.is_map(),
        })
    }

    /// Whether it can be written in another reference system than WGS84.
    pub fn takes_crs(self, format: Format) -> bool {
        format.takes_crs() || (self == Self::Boundaries && format == Format::GeoJson)
    }
}

/// What is handed over, and in whose words.
#[derive(Clone, Copy)]
pub struct HandOver<'a> {
    pub analysis: &'a Analysis,
    pub grid: &'a Grid,
    /// Needed for [`What::Plan`] alone; without one that list has no rows.
    pub plan: Option<&'a Plan>,
    /// Needed for [`What::Changes`] alone.
    pub changes: &'a [Change],
    pub words: Words<'a>,
    pub placing: &'a Placing,
}

impl std::fmt::Debug for HandOver<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HandOver").field("placing", self.placing).finish_non_exhaustive()
    }
}

impl<'a> HandOver<'a> {
    /// Writes a list to `path`, completely or not at all. A Shapefile goes into an archive where `path` ends with
    /// `.zip`; else its parts lie beside one another, named like `path`.
    pub fn write(
        &self,
        what: What,
        format: Format,
        (path, overwrite): (&Path, bool),
        feedback: &Feedback,
    ) -> Result<Written> {
        let lists = self.lists(what, format)?;
        let Some(list) = lists.first() else { return Ok(Written::default()) };
        // A Shapefile is walked twice: its fields have one width.
        let n_walks = if format == Format::Shapefile { 2 } else { 1 };
        feedback.begin("stage-write", lists.iter().map(List::n_rows).sum::<u64>() * n_walks)?;
        let placing = Placing { is_fine: what == What::Boundaries, ..self.placing.clone() };
        let placing = &placing;
        let context = Context { words: self.words, placing, now: self.analysis.settings.now_unix_s };
        let streamed = |write: &dyn Fn(&mut dyn Write) -> io::Result<Written>| {
            write_one(path, overwrite, |draft| {
                let mut out = BufWriter::with_capacity(1 << 18, File::create(draft)?);
                let written = write(&mut out)?;
                out.flush()?;
                Ok(written)
            })
        };
        let written = match format {
            Format::Csv => streamed(&|out| csv::write(list, feedback, out)),
            Format::GeoJson => streamed(&|out| geojson::write(list, &of_geojson(what, placing), feedback, out)),
            Format::Kml => streamed(&|out| kml::write(list, (self.words, placing.is_fine), feedback, out)),
            Format::Gpx => streamed(&|out| gpx::write(list, feedback, out)),
            Format::Xlsx => write_one(path, overwrite, |draft| {
                let out = BufWriter::with_capacity(1 << 18, File::create(draft)?);
                xlsx::write(list, self.words, feedback, out)
            }),
            Format::GeoPackage => {
                write_one(path, overwrite, |draft| geopackage::write(&lists, context, feedback, draft))
            }
            Format::Shapefile if is_archive(path) => write_one(path, overwrite, |draft| {
                let parts = tempfile::tempdir()?;
                let written = shapefile::write(list, context, feedback, (parts.path(), list.name))?;
                pack(parts.path(), list.name, draft)?;
                Ok(written)
            }),
            Format::Shapefile => {
                let (folder, stem) = folder_and_stem(path);
                write_several((&folder, &stem), &shapefile::ENDINGS, overwrite, |draft| {
                    shapefile::write(list, context, feedback, (draft, &stem))
                })
            }
        };
        written.unwrap_or_else(|error| Err(reason_of(error, path, feedback)))
    }

    /// Puts the results into an open project, in the place of those there; the transaction is the caller's. Without a
    /// plan, an earlier one stays.
    pub(in crate::io) fn put_results(&self, database: &rusqlite::Connection, feedback: &Feedback) -> io::Result<()> {
        let (analysis, grid) = (self.analysis, self.grid);
        let mut lists =
            vec![spots_list(analysis, grid), gaps_list(analysis), cells_list(analysis, grid), zones_list(analysis)];
        lists.extend(self.plan_list());
        self.put(&lists, database, feedback)
    }

    /// Puts the plan alone into an open project.
    pub(in crate::io) fn put_plan(&self, database: &rusqlite::Connection, feedback: &Feedback) -> io::Result<()> {
        self.put(&self.plan_list().into_iter().collect::<Vec<_>>(), database, feedback)
    }

    fn put(&self, lists: &[List<'_>], database: &rusqlite::Connection, feedback: &Feedback) -> io::Result<()> {
        feedback.begin("stage-store", lists.iter().map(List::n_rows).sum()).map_err(|_| stopped())?;
        let now = self.analysis.settings.now_unix_s;
        let context = Context { words: self.words, placing: self.placing, now };
        geopackage::put(lists, context, feedback, database)
    }

    fn plan_list(&self) -> Option<List<'a>> {
        self.plan.map(|plan| plan_list(self.analysis, plan, self.grid))
    }

    /// The list, and what comes along with it where the format takes several.
    fn lists(&self, what: What, format: Format) -> Result<Vec<List<'a>>> {
        let (analysis, grid) = (self.analysis, self.grid);
        let no_places = |key: &str| {
            let (list, format) = (what.code().to_owned(), format.code().to_owned());
            Err(Error::NoPlaces { list, format, reason: key.to_owned() })
        };
        if format.is_map() && !what.has_places() {
            return no_places("list");
        }
        let has_no_outline = matches!(what, What::Zones | What::Boundaries) && analysis.zones.zones.is_empty();
        if (format.is_map() || what == What::Boundaries) && has_no_outline {
            return no_places("zones");
        }
        Ok(match what {
            What::WeakSpots => vec![spots_list(analysis, grid)],
            What::Cells if format == Format::GeoPackage => {
                vec![cells_list(analysis, grid), cell_stats_list(analysis, grid)]
            }
            What::Cells if format.is_map() => vec![cells_list(analysis, grid)],
            What::Cells => vec![cell_stats_list(analysis, grid)],
            What::Zones => vec![zones_list(analysis)],
            What::Gaps => vec![gaps_list(analysis)],
            What::Plan => self.plan_list().into_iter().collect(),
            What::Samples => vec![samples_list(analysis, grid)],
            What::Operators => vec![operators_list(analysis)],
            What::Rejected => vec![rejected_list(analysis)],
            What::Changes => vec![changes_list(analysis, self.changes)],
            What::Boundaries => vec![boundaries_list(&analysis.zones)],
        })
    }
}

/// What the standard of 2016 wants in WGS84 stays there; borders may be written in metres.
fn of_geojson(what: What, placing: &Placing) -> Placing {
    if what == What::Boundaries { placing.clone() } else { Placing::default() }
}

fn stopped() -> io::Error {
    io::Error::other(Error::Cancelled)
}

fn is_archive(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

fn folder_and_stem(path: &Path) -> (PathBuf, String) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    (folder.to_owned(), path.file_stem().unwrap_or_default().to_string_lossy().into_owned())
}

/// The files of a Shapefile in one archive.
fn pack(folder: &Path, stem: &str, archive: &Path) -> io::Result<()> {
    let mut archive = ZipWriter::new(BufWriter::new(File::create(archive)?));
    for ending in shapefile::ENDINGS {
        let name = format!("{stem}.{ending}");
        archive.start_file(name.as_str(), SimpleFileOptions::default())?;
        io::copy(&mut File::open(folder.join(name))?, &mut archive)?;
    }
    archive.finish()?.flush()
}

/// Why a file was not written: the job was stopped, the format has a limit, or the disk has.
fn reason_of(error: io::Error, path: &Path, feedback: &Feedback) -> Error {
    if feedback.is_cancelled() {
        return Error::Cancelled;
    }
    match error.downcast::<Error>() {
        Ok(error) => error,
        Err(error) => Error::unwritable(path.display(), &error),
    }
}
