//! What lies under the pointer, and the sentence about it.

use eframe::egui::Pos2;

use super::paint;
use super::shapes::{Choice, Shapes};
use super::view::{View, lonlat_from_plane};
use crate::app::{App, Layers, Selection, SpotFilter};
use crate::cartography::{Colouring, PlanePoint, hover_of_cell, hover_of_spot, hover_of_zone, row_shown};
use crate::ui::wording;

/// The topmost thing at a place: a weak spot's disc, of which `discs` are drawn, then its cells, then a cell with data, then
/// a zone.
pub fn hit(
    shapes: &Shapes,
    choice: Choice,
    filter: SpotFilter<'_>,
    layers: Layers,
    discs: &[paint::Disc],
    view: View,
    position: Pos2,
) -> Selection {
    let place = lonlat_from_plane(view.to_plane(position));
    let analysis = &shapes.analysis;
    // What was drawn later lies on top.
    let rank = discs.iter().rev().find(|disc| disc.holds(position)).map(|disc| disc.rank);
    if let Some(spot) = rank.and_then(|rank| analysis.weak_spots.iter().find(|spot| spot.rank == rank)) {
        return Selection::Spot(spot.spot_id.clone());
    }
    let cell = shapes.index.cell_at(place);
    if let Some(cell) = cell {
        if layers.spots
            && let Some(id) = analysis.cells.get(cell as usize).map(|cell| cell.id)
            && let Some(spot) =
                analysis.weak_spots.iter().find(|spot| filter.shows(spot) && spot.shape.binary_search(&id).is_ok())
        {
            return Selection::Spot(spot.spot_id.clone());
        }
        let shown = choice.colouring != Colouring::Change
            && row_shown(analysis, cell, choice.operator, choice.technology, choice.colouring).is_some();
        if layers.cells
            && shown
            && let Some(cell) = analysis.cells.get(cell as usize)
        {
            return Selection::Cell(cell.id);
        }
    }
    shapes.index.zone_at(analysis, place).map_or(Selection::Nothing, Selection::Zone)
}

/// The sentence under the pointer: of the weak spot there, else of the cell, else of the zone.
pub fn sentence(
    app: &App,
    shapes: &Shapes,
    choice: Choice,
    hit: &Selection,
    view: View,
    position: Pos2,
) -> Option<String> {
    let (text, analysis) = (app.text(), &shapes.analysis);
    let zone_name = |zone| analysis.zones.get(zone).map(|z| z.shown_name().to_owned());
    match hit {
        Selection::Nothing => None,
        Selection::Zone(zone) => {
            let facts = hover_of_zone(analysis, *zone, choice.operator, choice.technology);
            let words = facts.map(|f| wording::hover(text, analysis, &f, choice.operator));
            Some([zone_name(*zone), words].into_iter().flatten().collect::<Vec<_>>().join("\n"))
        }
        Selection::Cell(_) => {
            let cell = shapes.index.cell_at(lonlat_from_plane(view.to_plane(position)))?;
            let facts = hover_of_cell(analysis, cell, choice.operator, choice.technology, choice.colouring)?;
            let words = wording::hover(text, analysis, &facts, choice.operator);
            let place = facts.zone.and_then(zone_name);
            Some([place, Some(words)].into_iter().flatten().collect::<Vec<_>>().join("\n"))
        }
        Selection::Spot(id) => {
            let spot = analysis.weak_spots.iter().find(|spot| spot.spot_id == *id)?;
            let (rank, who) = (text.count(u64::from(spot.rank)), wording::operator(text, analysis, spot.operator));
            let title = text.with("hover-spot", &[("rank", &rank), ("operator", &who)]);
            let facts = hover_of_spot(analysis, spot);
            Some(format!("{title}\n{}", wording::hover(text, analysis, &facts, Some(spot.operator))))
        }
    }
}

/// Corners of what is selected.
pub fn corners(shapes: &Shapes, selection: &Selection) -> Vec<PlanePoint> {
    let analysis = &shapes.analysis;
    match selection {
        Selection::Nothing => Vec::new(),
        Selection::Spot(id) => {
            let index = analysis.weak_spots.iter().position(|spot| spot.spot_id == *id);
            index.and_then(|i| shapes.spots.get(i)).map(|rings| rings.concat()).unwrap_or_default()
        }
        Selection::Cell(id) => {
            let index = shapes.index.index_of(*id);
            index.and_then(|i| shapes.cells.get(i as usize)).map(|cell| cell.corners.clone()).unwrap_or_default()
        }
        Selection::Zone(zone) => shapes.zones.get(zone.0 as usize).map(|z| z.rings.concat()).unwrap_or_default(),
    }
}
