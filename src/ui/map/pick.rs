//! What lies under the pointer, and the sentence about it.

use eframe::egui::{Pos2, Vec2};

use super::paint;
use super::shapes::{Choice, Shapes};
use super::view::{View, lonlat_from_plane};
use crate::app::{App, Layers, Selection, SpotFilter};
use crate::cartography::{Colouring, PlanePoint, hover_of_cell, hover_of_spot, hover_of_zone, row_shown};
use crate::model::WeakSpot;
use crate::ui::wording;

fn spots_shown<'a>(
    shapes: &'a Shapes,
    filter: SpotFilter<'a>,
) -> impl Iterator<Item = (&'a WeakSpot, Option<PlanePoint>)> {
    let spots = shapes.analysis.weak_spots.iter().zip(shapes.spot_tops.iter().copied());
    spots.filter(move |(spot, _)| filter.shows(spot))
}

/// The topmost thing at a place: a weak spot's disc, then its cells, then a cell with data, then a zone.
pub fn hit(
    shapes: &Shapes,
    choice: Choice,
    filter: SpotFilter<'_>,
    layers: Layers,
    (view, enlarged): (View, f32),
    position: Pos2,
) -> Selection {
    let place = lonlat_from_plane(view.to_plane(position));
    let analysis = &shapes.analysis;
    if layers.spots {
        let is_on_disc = |(spot, top): &(&WeakSpot, Option<PlanePoint>)| {
            let away = top.map(|top| paint::disc_position(top, view, enlarged) - position);
            let across = |away: Vec2| (away.x.abs() - enlarged * paint::wider_than_round(spot.rank) / 2.0).max(0.0);
            away.is_some_and(|away| across(away).hypot(away.y) <= enlarged * (paint::DISC_RADIUS + 2.0))
        };
        if let Some((spot, _)) = spots_shown(shapes, filter).find(is_on_disc) {
            return Selection::Spot(spot.spot_id.clone());
        }
    }
    let cell = shapes.index.cell_at(place);
    if let Some(cell) = cell {
        if layers.spots
            && let Some(id) = analysis.cells.get(cell as usize).map(|cell| cell.id)
            && let Some((spot, _)) = spots_shown(shapes, filter).find(|(spot, _)| spot.shape.binary_search(&id).is_ok())
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
