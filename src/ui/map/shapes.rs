//! Shapes of one analysis on the plane: computed once, drawn in every frame.

use std::sync::Arc;

use super::view::View;
use crate::cartography::{
    CellIndex, CellShape, Colouring, Fill, PlanePoint, Trapezoid, cell_shapes, class_of, label_point,
    plane_from_lonlat, rings_of, row_shown, spot_outlines, trapezoids,
};
use crate::model::{Analysis, OperatorId, Technology};

/// A zone as drawn.
#[derive(Debug)]
pub struct ZoneShape {
    pub rings: Vec<Vec<PlanePoint>>,
    pub pieces: Vec<Trapezoid>,
    /// Where its name goes, and the room there in plane metres.
    pub label: Option<(PlanePoint, f64)>,
}

impl ZoneShape {
    fn new(shape: &geo::MultiPolygon<f64>) -> Self {
        let rings = rings_of(shape);
        Self { pieces: trapezoids(&rings), label: label_point(&rings), rings }
    }
}

/// Everything that depends on the analysis alone.
#[derive(Debug)]
pub struct Shapes {
    pub analysis: Arc<Analysis>,
    pub zones: Vec<ZoneShape>,
    /// Outlines of the study area: parents, or the outline the user gave.
    pub wards: Vec<ZoneShape>,
    pub cells: Vec<CellShape>,
    /// Places of sampling gaps, where they are no zones.
    hexagons: Vec<ZoneShape>,
    /// Rings of each weak spot.
    pub spots: Vec<Vec<Vec<PlanePoint>>>,
    pub index: CellIndex,
    /// South-west and north-east corner of everything.
    pub bounds: Option<(PlanePoint, PlanePoint)>,
}

impl Shapes {
    pub fn new(analysis: &Arc<Analysis>) -> Self {
        let zones: Vec<ZoneShape> = analysis.zones.zones.iter().map(|z| ZoneShape::new(&z.shape)).collect();
        let outlines = analysis.zones.parents.iter().map(|z| &z.shape).chain(&analysis.zones.study_area);
        let wards: Vec<ZoneShape> = outlines.map(ZoneShape::new).collect();
        let places = zones.iter().chain(&wards).flat_map(|z| z.rings.iter().flatten().copied());
        let mut corners: Vec<PlanePoint> = places.collect();
        if corners.is_empty() {
            corners.extend(analysis.bounds.iter().flat_map(|(a, b)| [plane_from_lonlat(*a), plane_from_lonlat(*b)]));
        }
        let bounds = bounds_of(corners.into_iter());
        Self {
            analysis: Arc::clone(analysis),
            zones,
            wards,
            cells: cell_shapes(analysis),
            hexagons: match gaps_are_of_zones(analysis) {
                true => Vec::new(),
                false => analysis.gap_places.zones.iter().map(|z| ZoneShape::new(&z.shape)).collect(),
            },
            spots: spot_outlines(analysis),
            index: CellIndex::new(analysis),
            bounds,
        }
    }
}

/// Whether sampling gaps are about zones, so that one may stand for the other.
pub fn gaps_are_of_zones(analysis: &Analysis) -> bool {
    Arc::ptr_eq(&analysis.gap_places, &analysis.zones)
}

impl Shapes {
    /// Places that sampling gaps are about, in their order.
    pub fn gap_places(&self) -> &[ZoneShape] {
        if gaps_are_of_zones(&self.analysis) { &self.zones } else { &self.hexagons }
    }

    /// Side of a cell on the screen in points, near enough; `None` without cells.
    pub fn cell_size(&self, view: View) -> Option<f32> {
        let cell = self.cells.first()?;
        let corner = cell.corners.first()?;
        Some((1.4 * (corner.x - cell.centre.x).hypot(corner.y - cell.centre.y) * view.scale) as f32)
    }
}

/// South-west and north-east corner.
pub fn bounds_of(points: impl Iterator<Item = PlanePoint>) -> Option<(PlanePoint, PlanePoint)> {
    points.fold(None, |bounds, p| {
        let (low, high) = bounds.unwrap_or((p, p));
        Some((
            PlanePoint { x: low.x.min(p.x), y: low.y.min(p.y) },
            PlanePoint { x: high.x.max(p.x), y: high.y.max(p.y) },
        ))
    })
}

/// What the colours of the cells depend on besides the analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    pub operator: Option<OperatorId>,
    pub technology: Option<Technology>,
    pub colouring: Colouring,
}

/// Class of each cell that has one, in order of the cells.
pub fn classes(analysis: &Analysis, choice: Choice) -> Vec<(u32, Fill)> {
    (0..analysis.cells.len())
        .filter_map(|index| {
            let cell = u32::try_from(index).ok()?;
            let row = row_shown(analysis, cell, choice.operator, choice.technology, choice.colouring)?;
            Some((cell, class_of(row, choice.colouring)?))
        })
        .collect()
}
