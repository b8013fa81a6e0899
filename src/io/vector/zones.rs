//! Boundary files become zones.

use std::path::{Path, PathBuf};

use geo::MultiPolygon;
use rayon::prelude::*;

use crate::io::source::{Source, sha256_of};
use crate::job::Feedback;
use crate::model::{BoundaryFile, BoundaryNote, BoundaryReport, Error, Inhabited, LonLat, Result, Zones};
use crate::spatial::{Crs, Mended, RawZone, TooManyOverlaps, TooTangled, assemble_zones, gaps_between, mend};

use super::Feature;
use super::declared_area::AreaField;
use super::fields::{ChosenFields, check_exists, names_of};
use super::files::files_of;
use super::identities::{FilePart, Identified, Identity, identify};
use super::layer::{Layer, Wanted};
use super::place::place;
use super::read::read_layer;
use super::tiles::are_tiles;

/// What the user says of a boundary file.
#[derive(Debug, Clone, Default)]
pub struct ZoneOptions {
    pub id_field: Option<String>,
    pub name_field: Option<String>,
    pub weight_field: Option<String>,
    /// File with the outline of the study area, where the zones do not cover it.
    pub study_area: Option<PathBuf>,
    /// Where people are.
    pub inhabited: InhabitedSource,
    /// Layer or sheet of a file with several; absent, the one that holds most areas.
    pub layer: Option<String>,
    /// Layer that is read of the files that have it, unless `layer` is said.
    pub preferred_layer: Option<String>,
    /// CRS of files that state none.
    pub crs: Option<Crs>,
    /// Where the samples lie, to rank the systems that a file without one may be in.
    pub samples: Vec<LonLat>,
}

/// What the user says of where people are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum InhabitedSource {
    #[default]
    Everywhere,
    /// Where anyone ever measured.
    Measured,
    /// In the polygons of a file.
    File(PathBuf),
}

impl InhabitedSource {
    /// As it is said on the command line: `measured`, a file, or nothing.
    pub fn of_option(said: Option<&Path>) -> Self {
        match said {
            None => Self::Everywhere,
            Some(word) if word.as_os_str() == "measured" => Self::Measured,
            Some(path) => Self::File(path.to_path_buf()),
        }
    }
}

/// A boundary file or a folder of such, and what is said of it alone.
#[derive(Debug, Clone, Default)]
pub struct ZoneFile {
    pub path: PathBuf,
    /// CRS where it states none.
    pub crs: Option<Crs>,
    /// Layer or sheet of a file with several.
    pub layer: Option<String>,
}

impl From<&Path> for ZoneFile {
    fn from(path: &Path) -> Self {
        Self { path: path.to_owned(), ..Self::default() }
    }
}

/// Polygons in WGS84, and what is known of the files they came from.
#[derive(Debug, Default)]
pub(in crate::io) struct Boundaries {
    pub features: Vec<Feature>,
    /// Records of any kind.
    pub n_features: usize,
    pub files: Vec<BoundaryFile>,
    pub notes: Vec<BoundaryNote>,
    /// Names of all fields, in order of appearance.
    pub field_names: Vec<String>,
    /// Fields that identify and name the zones of the first file.
    pub chosen: ChosenFields,
    /// Id and name of each feature.
    pub identities: Vec<Identity>,
    /// How many features each file has.
    parts: Vec<FilePart>,
    /// Paths as sentences show them.
    pub shown: String,
}

/// Reads zones from a boundary file or a folder of such, and the outline of the study area where the options name one.
pub fn read_zones(path: &Path, options: &ZoneOptions, feedback: &Feedback) -> Result<Zones> {
    read_zone_files(&[path.into()], options, feedback)
}

/// Reads zones from several boundary files as one layer; without any there may still be an outline.
pub fn read_zones_of(paths: &[PathBuf], options: &ZoneOptions, feedback: &Feedback) -> Result<Zones> {
    let files: Vec<ZoneFile> = paths.iter().map(|path| path.as_path().into()).collect();
    read_zone_files(&files, options, feedback)
}

/// Reads zones from several boundary files as one layer, each file as is said of it.
pub fn read_zone_files(files: &[ZoneFile], options: &ZoneOptions, feedback: &Feedback) -> Result<Zones> {
    feedback.begin("stage-zones", 0)?;
    if files.is_empty() {
        let study_area = options.study_area.as_ref().map(|path| outline(path, options, feedback)).transpose()?;
        let inhabited = inhabited(options, feedback)?;
        return Ok(Zones { study_area, inhabited, ..Zones::default() });
    }
    let boundaries = read_boundaries(files, options, feedback)?;
    zones_of(boundaries, options, feedback)
}

/// Makes zones of boundaries: mends their shapes, finds parents, overlaps and gaps.
pub(in crate::io) fn zones_of(boundaries: Boundaries, options: &ZoneOptions, feedback: &Feedback) -> Result<Zones> {
    let Boundaries { features, identities, files, mut notes, field_names, shown, .. } = boundaries;
    if let Some(field) = &options.weight_field {
        check_exists(&shown, &field_names, field)?;
    }
    let study_area = match &options.study_area {
        Some(path) => Some(outline(path, options, feedback)?),
        None => None,
    };
    let area_field = AreaField::among(&field_names, &features);
    let is_cancelled = || feedback.is_cancelled();
    let raw: Result<Vec<RawZone>> = features
        .into_par_iter()
        .zip(identities)
        .enumerate()
        .map(|(i, (mut feature, identity))| {
            let mut mended: Mended = feature.faults.by_kind().collect();
            let more = mend(&mut feature.shape, &is_cancelled).map_err(|TooTangled { limit }| Error::Tangled {
                path: shown.clone(),
                feature: i as u64 + 1,
                limit,
            })?;
            feedback.check()?;
            for (kind, n) in more {
                match mended.iter_mut().find(|(known, _)| *known == kind) {
                    Some((_, count)) => *count += n,
                    None => mended.push((kind, n)),
                }
            }
            mended.sort();
            Ok(raw_zone(feature, identity, options, area_field.as_ref(), mended))
        })
        .collect();
    let weight_source = options.weight_field.clone().unwrap_or_default();
    let mut zones = assemble_zones(raw?, shown.clone(), weight_source, study_area)
        .map_err(|TooManyOverlaps { limit }| Error::HeapOfZones { path: shown, limit: limit as u64 })?;
    feedback.check()?;
    let are_apart = zones.overlaps.is_empty();
    let gaps = gaps_between(zones.zones.iter().map(|zone| &zone.shape), are_apart, &is_cancelled);
    feedback.check()?;
    if gaps.is_none() {
        notes.push(BoundaryNote::GapsNotSought);
    }
    let report = std::mem::take(&mut zones.report);
    zones.inhabited = inhabited(options, feedback)?;
    zones.report = BoundaryReport { files, notes, gaps: gaps.unwrap_or_default(), ..report };
    Ok(zones)
}

fn raw_zone(
    feature: Feature,
    identity: Identity,
    options: &ZoneOptions,
    area_field: Option<&AreaField>,
    mended: Mended,
) -> RawZone {
    let weight = || {
        let text = feature.field(options.weight_field.as_deref()?)?;
        text.replace(',', ".").parse::<f64>().ok().filter(|weight| weight.is_finite() && *weight >= 0.0)
    };
    RawZone {
        id: identity.id,
        name: identity.name,
        weight: weight(),
        mended,
        declared_m2: area_field.and_then(|field| Some((field.name.clone(), field.declared_m2(&feature)?))),
        shape: feature.shape,
    }
}

fn inhabited(options: &ZoneOptions, feedback: &Feedback) -> Result<Inhabited> {
    Ok(match &options.inhabited {
        InhabitedSource::Everywhere => Inhabited::Everywhere,
        InhabitedSource::Measured => Inhabited::Measured,
        InhabitedSource::File(path) => Inhabited::Layer(outline(path, options, feedback)?),
    })
}

/// All polygons of a file as one shape.
fn outline(path: &Path, options: &ZoneOptions, feedback: &Feedback) -> Result<MultiPolygon<f64>> {
    let options = ZoneOptions { crs: options.crs.clone(), samples: options.samples.clone(), ..ZoneOptions::default() };
    let features = read_boundaries(&[path.into()], &options, feedback)?.features;
    Ok(MultiPolygon(features.into_iter().flat_map(|feature| feature.shape.0).collect()))
}

/// Reads the polygons of files and folders as one layer, and chooses its fields.
fn read_boundaries(paths: &[ZoneFile], options: &ZoneOptions, feedback: &Feedback) -> Result<Boundaries> {
    let mut sources = Vec::new();
    let mut is_collection = false;
    for ZoneFile { path, crs, layer } in paths {
        let files = files_of(path, feedback)?;
        let of_file = ZoneOptions {
            crs: crs.clone().or_else(|| options.crs.clone()),
            layer: layer.clone().or_else(|| options.layer.clone()),
            ..options.clone()
        };
        sources.extend(files.files.into_iter().map(|source| (source, of_file.clone())));
        is_collection |= files.is_collection;
    }
    let shown = paths.iter().map(|file| file.path.display().to_string()).collect::<Vec<_>>().join("; ");
    read(&sources, &shown, is_collection, options, feedback)
}

/// Reads the polygons of files as one layer, and chooses its fields.
pub(in crate::io) fn read_boundaries_of(
    source: &Source,
    options: &ZoneOptions,
    feedback: &Feedback,
) -> Result<Boundaries> {
    read(&[(source.clone(), options.clone())], &source.shown, false, options, feedback)
}

/// `sources`: each with what is said of it.
fn read(
    sources: &[(Source, ZoneOptions)],
    shown: &str,
    is_collection: bool,
    options: &ZoneOptions,
    feedback: &Feedback,
) -> Result<Boundaries> {
    let mut boundaries = Boundaries { shown: shown.to_owned(), ..Boundaries::default() };
    let mut passed_over = None;
    for (source, of_file) in sources {
        feedback.check()?;
        match read_file(source, of_file, &mut boundaries, feedback) {
            // A folder holds points and tables too.
            Err(
                error @ (Error::NoPolygons { .. }
                | Error::TileTable { .. }
                | Error::UnsupportedFormat { .. }
                | Error::OtherDocument { .. }),
            ) if is_collection => {
                passed_over.get_or_insert(error);
            }
            outcome => outcome?,
        }
    }
    if boundaries.features.is_empty() {
        return Err(passed_over.unwrap_or_else(|| Error::NoPolygons { path: shown.to_owned() }));
    }
    let names = names_of(boundaries.features.iter().map(|feature| &feature.fields));
    boundaries.field_names = names.into_iter().map(str::to_owned).collect();
    let Identified { chosen, identities, notes } = identify(shown, &boundaries.features, &boundaries.parts, options)?;
    (boundaries.chosen, boundaries.identities) = (chosen, identities);
    boundaries.notes.extend(notes);
    Ok(boundaries)
}

fn read_file(source: &Source, options: &ZoneOptions, boundaries: &mut Boundaries, feedback: &Feedback) -> Result<()> {
    let shown = source.shown.clone();
    let named = options.layer.as_ref().or(options.preferred_layer.as_ref()).map(String::as_str);
    let mut layer = match read_layer(source, Wanted::Areas, named, feedback) {
        // The name may be that of a sheet of the samples.
        Err(Error::NoSuchSheet { .. }) if options.layer.is_none() => read_layer(source, Wanted::Areas, None, feedback)?,
        read => read?,
    };
    if are_tiles(&layer) {
        return Err(Error::TileTable { path: shown });
    }
    let n_records = layer.n_records;
    let mut features = polygons_of(&mut layer);
    if features.is_empty() {
        return Err(Error::NoPolygons { path: shown });
    }
    let n_without = n_records.saturating_sub(features.len() as u64 + layer.n_damaged);
    let sha256 = sha256_of(source, feedback)?;
    if let Some(same) = boundaries.files.iter().find(|file| file.sha256 == sha256 && file.layer == layer.name) {
        let note = BoundaryNote::SameFile { file: source.name.clone(), first: same.name.clone() };
        boundaries.notes.push(note);
        return Ok(());
    }
    let placed = place(&shown, &layer, &mut features, options.crs.as_ref(), &options.samples)?;
    boundaries.notes.append(&mut layer.notes);
    boundaries.notes.extend(placed.notes);
    if let Some(read) = layer.name.clone().filter(|_| !layer.others.is_empty()) {
        let (file, others) = (source.name.clone(), layer.others.join("; "));
        boundaries.notes.push(BoundaryNote::OneOfLayers { file, layer: read, others });
    }
    if n_without > 0 {
        boundaries.notes.push(BoundaryNote::NoArea { n: n_without });
    }
    boundaries.n_features += usize::try_from(n_records).unwrap_or(usize::MAX);
    boundaries.files.push(BoundaryFile {
        sha256,
        name: source.name.clone(),
        format: layer.format.into(),
        encoding: layer.encoding,
        layer: layer.name,
        other_layers: layer.others,
        crs: match placed.crs.code() == placed.crs.name() {
            true => placed.crs.name().to_owned(),
            false => format!("{} ({})", placed.crs.code(), placed.crs.name()),
        },
    });
    boundaries.parts.push(FilePart { name: source.name.clone(), n_features: features.len() });
    boundaries.features.append(&mut features);
    Ok(())
}

/// Takes the features with an area out of a layer.
fn polygons_of(layer: &mut Layer) -> Vec<Feature> {
    let features = std::mem::take(&mut layer.features).into_iter().map(|mut feature| {
        let (id, fields, faults) = (feature.id.take(), std::mem::take(&mut feature.fields), feature.faults);
        Feature { id, fields, shape: feature.into_polygons(), faults }
    });
    features.filter(|feature| !feature.shape.0.is_empty()).collect()
}

#[cfg(test)]
mod tests;
