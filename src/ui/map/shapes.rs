//! Shapes of one analysis on the plane: computed once, drawn in every frame.

use std::sync::Arc;

use super::view::View;
use crate::app::App;
use crate::cartography::{
    CellIndex, CellShape, Colouring, Fill, PlanePoint, Rows, cell_shapes, class_of, difference_of, plane_from_lonlat,
    rings_of, row_shown, spot_outlines, window_outlines,
};
use crate::model::{Analysis, LonLat, OperatorId, Technology, Zone, shared_ending};
use crate::ui::wording;

/// A zone as drawn.
#[derive(Debug)]
pub struct ZoneShape {
    pub rings: Vec<Vec<PlanePoint>>,
    /// South-west and north-east corner.
    bounds: Option<(PlanePoint, PlanePoint)>,
    /// Its name on the map.
    pub name: String,
    /// Where its name has room; absent where it has none to show.
    pub rows: Option<Rows>,
}

/// Rows in which a zone has room for its name, and rows of the whole study area.
const ROWS: usize = 32;
const ROWS_OF_ALL: usize = 512;

impl ZoneShape {
    /// A zone with its name, without the ending that all names share.
    fn of_zone(zone: &Zone, ending: &str) -> Self {
        Self::named(&zone.shape, wording::short_zone_name(zone, ending))
    }

    /// A shape with room for a name.
    pub fn named(shape: &geo::MultiPolygon<f64>, name: String) -> Self {
        let shape = Self::new(shape);
        Self { name, rows: Rows::new(&shape.rings, ROWS), ..shape }
    }

    /// A shape without a name.
    pub fn new(shape: &geo::MultiPolygon<f64>) -> Self {
        let rings = rings_of(shape);
        Self { bounds: bounds_of(rings.iter().flatten().copied()), name: String::new(), rows: None, rings }
    }

    /// Whether all of it lies in a part of the plane.
    pub fn is_within(&self, (south_west, north_east): (PlanePoint, PlanePoint)) -> bool {
        self.bounds.is_some_and(|(low, high)| {
            low.x >= south_west.x && low.y >= south_west.y && high.x <= north_east.x && high.y <= north_east.y
        })
    }

    /// Whether a point of the plane lies inside (even–odd rule).
    pub fn contains(&self, point: PlanePoint) -> bool {
        let edges = self.rings.iter().flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)));
        let crossed = edges.filter(|(a, b)| (a.y > point.y) != (b.y > point.y));
        let east = crossed.filter(|(a, b)| a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x) > point.x);
        east.count() % 2 == 1
    }

    /// Width times height of its bounds: which shapes are the large ones.
    pub fn size(&self) -> f64 {
        self.bounds.map_or(0.0, |(low, high)| (high.x - low.x) * (high.y - low.y))
    }

    /// Whether its bounds meet a part of the plane.
    pub fn meets(&self, (south_west, north_east): (PlanePoint, PlanePoint)) -> bool {
        self.bounds.is_some_and(|(low, high)| {
            low.x <= north_east.x && high.x >= south_west.x && low.y <= north_east.y && high.y >= south_west.y
        })
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
    /// The northernmost point of each weak spot, of several the westernmost.
    pub spot_tops: Vec<Option<PlanePoint>>,
    /// Rings of the window behind each weak spot that the scan has tested.
    pub windows: Vec<Vec<Vec<PlanePoint>>>,
    pub index: CellIndex,
    /// The study area, which no name leaves.
    pub ground: Option<Rows>,
    /// South-west and north-east corner of the boundaries; without any, of all but the outermost samples.
    pub bounds: Option<(PlanePoint, PlanePoint)>,
}

impl Shapes {
    pub fn new(analysis: &Arc<Analysis>) -> Self {
        let zones: Vec<ZoneShape> = {
            let ending = shared_ending(&analysis.zones.zones);
            analysis.zones.zones.iter().map(|zone| ZoneShape::of_zone(zone, ending)).collect()
        };
        let outlines = analysis.zones.parents.iter().map(|z| &z.shape).chain(&analysis.zones.study_area);
        let wards: Vec<ZoneShape> = outlines.map(ZoneShape::new).collect();
        let places = zones.iter().chain(&wards).flat_map(|z| z.rings.iter().flatten().copied());
        let mut corners: Vec<PlanePoint> = places.collect();
        if corners.is_empty() {
            corners.extend(bulk(&places_of_samples(analysis)).into_iter().flatten());
        }
        let bounds = bounds_of(corners.into_iter());
        let study_area = if wards.is_empty() { &zones } else { &wards };
        let study_area: Vec<&[Vec<PlanePoint>]> = study_area.iter().map(|shape| shape.rings.as_slice()).collect();
        let ground = Rows::of_all(&study_area, ROWS_OF_ALL);
        let spots = spot_outlines(analysis);
        Self {
            analysis: Arc::clone(analysis),
            zones,
            wards,
            cells: cell_shapes(analysis),
            hexagons: match gaps_are_of_zones(analysis) {
                true => Vec::new(),
                false => analysis.gap_places.zones.iter().map(|z| ZoneShape::new(&z.shape)).collect(),
            },
            spot_tops: spots.iter().map(|outline| top_of(outline)).collect(),
            spots,
            windows: window_outlines(analysis),
            index: CellIndex::new(analysis),
            ground,
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

    /// What the study area consists of: the wards, or the zones where no ward is given.
    pub fn study_area(&self) -> &[ZoneShape] {
        if self.wards.is_empty() { &self.zones } else { &self.wards }
    }

    /// Side of a cell on the screen in points, near enough; `None` without cells.
    pub fn cell_size(&self, view: View) -> Option<f32> {
        let cell = self.cells.first()?;
        let corner = cell.corners.first()?;
        Some((1.4 * (corner.x - cell.centre.x).hypot(corner.y - cell.centre.y) * view.scale) as f32)
    }
}

/// Part of the samples that may lie outside at each end of each axis, and how far the middle is widened, as a share of
/// its extent: one test far away does not shrink a ward to a dot.
const WILD_SHARE: f64 = 0.01;
const WIDENED: f64 = 0.25;

/// Where the samples lie that count; where none does, the corners of all.
fn places_of_samples(analysis: &Analysis) -> Vec<PlanePoint> {
    let samples = &analysis.dataset.samples;
    let flags = analysis.judgement.flags.iter().enumerate().filter(|(_, flags)| flags.is_evidence());
    let place = |i: usize| Some(plane_from_lonlat(LonLat { lon: samples.lon.get(i)?, lat: samples.lat.get(i)? }));
    let places: Vec<PlanePoint> = flags.filter_map(|(i, _)| place(i)).collect();
    if places.is_empty() {
        return analysis.bounds.iter().flat_map(|(a, b)| [*a, *b]).map(plane_from_lonlat).collect();
    }
    places
}

/// Corners around most of some points, within those around all.
fn bulk(places: &[PlanePoint]) -> Option<[PlanePoint; 2]> {
    let range = |of: fn(&PlanePoint) -> f64| {
        let mut values: Vec<f64> = places.iter().map(of).collect();
        values.sort_unstable_by(f64::total_cmp);
        let wild = ((values.len() as f64 * WILD_SHARE).ceil() as usize).min(values.len().saturating_sub(1) / 2);
        let (low, high) = (*values.get(wild)?, *values.get(values.len().checked_sub(wild + 1)?)?);
        let wider = (high - low) * WIDENED;
        Some(((low - wider).max(*values.first()?), (high + wider).min(*values.last()?)))
    };
    let (x, y) = (range(|p| p.x)?, range(|p| p.y)?);
    Some([PlanePoint { x: x.0, y: y.0 }, PlanePoint { x: x.1, y: y.1 }])
}

fn top_of(outline: &[Vec<PlanePoint>]) -> Option<PlanePoint> {
    outline.iter().flatten().copied().max_by(|a, b| a.y.total_cmp(&b.y).then(b.x.total_cmp(&a.x)))
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Choice {
    pub operator: Option<OperatorId>,
    pub technology: Option<Technology>,
    pub colouring: Colouring,
    /// The operator that the chosen one is compared with.
    pub rival: Option<OperatorId>,
}

/// Places with the look that they have, in their order.
#[derive(Debug, Clone, PartialEq)]
pub enum Classes {
    Cells(Vec<(u32, Fill)>),
    Zones(Vec<(u32, Fill)>),
}

/// The look of each place that has one.
pub fn classes(app: &App, analysis: &Analysis, choice: Choice) -> Classes {
    if choice.colouring == Colouring::Change {
        let fills = choice.operator.map(|operator| app.change_fills(operator)).unwrap_or_default();
        return Classes::Zones(fills.into_iter().map(|(zone, fill)| (zone.0, fill)).collect());
    }
    let metric = analysis.settings.profile.first_metric();
    let fill = |cell: u32| match choice.colouring {
        Colouring::Difference => {
            let row = |operator| analysis.cell_row(cell, Some(operator), choice.technology, metric);
            difference_of(row(choice.operator?)?, row(choice.rival?)?)
        }
        Colouring::Clusters => app.cluster_fill(cell, choice.operator),
        colouring => class_of(row_shown(analysis, cell, choice.operator, choice.technology, colouring)?, colouring),
    };
    let cells = (0..analysis.cells.len()).filter_map(|index| u32::try_from(index).ok());
    Classes::Cells(cells.filter_map(|cell| Some((cell, fill(cell)?))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_in_another_town_does_not_shrink_the_map() {
        let mut places: Vec<PlanePoint> =
            (0..200).map(|i| PlanePoint { x: f64::from(i), y: f64::from(i % 50) }).collect();
        places.push(PlanePoint { x: 1e6, y: -1e6 });
        let [low, high] = bulk(&places).unwrap();
        assert_eq!(low.x, 0.0);
        assert!(high.x < 260.0 && low.y > -20.0 && high.y == 49.0, "{low:?} {high:?}");
    }

    #[test]
    fn few_points_without_a_wild_one_are_all_seen() {
        let places = [(0.0, 0.0), (4.0, 1.0), (9.0, 5.0)].map(|(x, y)| PlanePoint { x, y });
        let one = bulk(&places[..1]).unwrap();
        assert_eq!((one[0], one[1]), (places[0], places[0]));
        let even: Vec<PlanePoint> = (0..10).map(|i| PlanePoint { x: f64::from(i), y: 0.0 }).collect();
        let [low, high] = bulk(&even).unwrap();
        assert_eq!((low.x, high.x), (0.0, 9.0));
        assert!(bulk(&[]).is_none());
    }
}
