//! A drawing comes into force: its parts are the zones of the analysis, and can be written to a file.

use std::path::PathBuf;
use std::sync::Arc;

use super::Drawing;
use crate::app::session::NoticeKind;
use crate::app::{App, Edit, ExportFormat, Loaded};
use crate::model::{Error, Zones};
use crate::spatial::{RawZone, assemble_zones};

/// Zones that were drawn; the same as long as nothing is drawn anew.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnZones(Arc<Zones>);

impl DrawnZones {
    pub fn zones(&self) -> &Arc<Zones> {
        &self.0
    }
}

/// How the boundaries in force are written to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoundaryFile {
    pub format: ExportFormat,
    /// In VN-2000 of the province instead of WGS84.
    pub in_vn2000: bool,
}

impl BoundaryFile {
    pub const FORMATS: [ExportFormat; 4] =
        [ExportFormat::GeoJson, ExportFormat::Shapefile, ExportFormat::Kml, ExportFormat::GeoPackage];

    /// Whether the format leaves the choice.
    pub fn takes_crs(format: ExportFormat) -> bool {
        format != ExportFormat::Kml
    }
}

impl Default for BoundaryFile {
    fn default() -> Self {
        Self { format: ExportFormat::GeoJson, in_vn2000: false }
    }
}

impl Drawing {
    /// The parts as zones of a file would be.
    fn zones(&self, source: String) -> Option<Zones> {
        let raw = self.rows.iter().map(|row| {
            Some(RawZone {
                id: Some(row.number.clone()),
                name: row.name.clone(),
                shape: self.now.shape(row.id, &self.projection)?,
                weight: None,
                mended: Default::default(),
                declared_m2: None,
            })
        });
        assemble_zones(raw.collect::<Option<Vec<_>>>()?, source, String::new(), None).ok()
    }
}

impl App {
    /// The zones of the next analysis: those that were drawn, else those that were read.
    pub(in crate::app) fn zones_in_force(&self, loaded: &Loaded) -> Arc<Zones> {
        match (&self.project.drawn, &self.zones_before_drawing) {
            (Some(drawn), _) => Arc::clone(drawn.zones()),
            (None, Some(before)) => Arc::clone(before),
            (None, None) => Arc::clone(&loaded.zones),
        }
    }

    pub(in crate::app) fn put_drawing_in_force(&mut self) {
        let source = self.text.get("draw-source");
        let Some(mut drawing) = self.drawing.take() else { return };
        let Some(mut zones) = drawing.zones(source).filter(|zones| !zones.zones.is_empty()) else {
            self.drawing = Some(drawing);
            return self.session.say(NoticeKind::Failed(Error::BoundariesNotDrawable));
        };
        if let Some(loaded) = &self.loaded {
            let read = self.zones_in_force(loaded);
            zones.inhabited = read.inhabited.clone();
            if self.zones_before_drawing.is_none() {
                self.zones_before_drawing = Some(read);
            }
        }
        let n = zones.zones.len() as u64;
        let file = drawing.file.take();
        self.edit(Edit::Zones(Some(DrawnZones(Arc::new(zones)))));
        let is_kept = self.project_file().is_some_and(|project| !project.is_read_only());
        match file {
            Some(file) if is_kept => file.remove(),
            // In no project or file yet: a crash must not lose it.
            file => self.drafts.unsaved = file.or(self.drafts.unsaved.take()),
        }
        self.session.selection = super::super::Selection::Nothing;
        self.session.tab = super::super::Tab::Zones;
        self.session.focus(true);
        self.session.say(NoticeKind::Drawn { n, kept: is_kept });
    }

    /// The boundaries stand in a file or a project: the draft has served.
    pub(in crate::app) fn forget_unsaved_drawing(&mut self) {
        if let Some(file) = self.drafts.unsaved.take() {
            file.remove();
        }
    }

    /// New boundaries were read in the place of those that were drawn.
    pub(in crate::app) fn forget_drawn_zones(&mut self) {
        self.project.drawn = None;
        self.zones_before_drawing = None;
    }

    pub(in crate::app) fn export_boundaries(&mut self, file: BoundaryFile, path: PathBuf) {
        let epsg = self.boundary_crs(file);
        self.export_in(super::super::Export::Boundaries, file.format, epsg, path);
    }

    /// Code of the reference system of such a file; `None`: WGS84.
    pub fn boundary_crs(&self, file: BoundaryFile) -> Option<u32> {
        let asked = file.in_vn2000 && BoundaryFile::takes_crs(file.format);
        self.vn2000_of_study().filter(|_| asked)
    }

    /// VN-2000 of the province that the study lies in; `None` beyond Viet Nam.
    pub fn vn2000_of_study(&self) -> Option<u32> {
        let (low, high) = self.analysis.as_ref()?.bounds?;
        let middle = crate::model::LonLat { lon: (low.lon + high.lon) / 2.0, lat: (low.lat + high.lat) / 2.0 };
        let epsg = crate::spatial::grid_crs_for(middle).ok()?;
        crate::spatial::Projection::from_epsg(epsg).ok().filter(crate::spatial::Projection::is_vn2000).map(|p| p.epsg())
    }
}
