//! What lies on the ground of a map: areas, lines, weak spots, names.

use std::sync::Arc;

use eframe::egui::epaint::TessellationOptions;
use eframe::egui::{self, Painter, Stroke};

use super::discs::{KeptDisc, Placed};
use super::glance::Glance;
use super::lines::CORNERS_A_POINT;
use super::meshes::{self, SpotLine};
use super::moving::{Moving, Order, key_of};
use super::names::{Free, KeptNames, Type};
use super::paint;
use super::shapes::{Choice, Classes, Shapes};
use super::view::View;
use crate::app::{Layers, Selection, SpotFilter, is_proven};
use crate::model::WeakSpot;
use crate::ui::theme::{self, Tokens};

/// Up to so many proven spots all have a disc where there is any room beside each other.
const ALL_SEEN: usize = 40;

/// Everything a layer needs to draw itself.
pub struct Scene<'a> {
    pub painter: &'a Painter,
    pub view: View,
    pub glance: Glance,
    pub shapes: &'a Arc<Shapes>,
    pub tokens: &'static Tokens,
    pub choice: Choice,
    pub selection: &'a Selection,
    pub filter: SpotFilter<'a>,
    /// Times the designed size of type.
    pub enlarged: f32,
}

/// What is kept of a map's drawing from frame to frame.
#[derive(Default)]
pub struct Kept {
    outlines: Moving,
    ground: Moving,
    classes: Moving,
    /// Counts up when the colours change that a choice stands for.
    colours: u64,
    gaps: Moving,
    lines: Moving,
    spots: Moving,
    discs: Option<((u64, u64), Vec<KeptDisc>)>,
    names: KeptNames,
}

impl Kept {
    /// The colours have changed.
    pub fn forget_classes(&mut self) {
        self.colours += 1;
    }

    /// Nothing is made any more for layers that are not shown.
    pub fn rest(&mut self, shown: Layers) {
        let Self { classes, gaps, spots, .. } = self;
        for (layer, is_shown) in [(classes, shown.cells), (gaps, shown.gaps), (spots, shown.spots)] {
            if !is_shown {
                layer.rest();
            }
        }
    }

    /// Whether no picture is on its way.
    pub fn is_settled(&self) -> bool {
        let Self { outlines, ground, classes, gaps, lines, spots, .. } = self;
        [outlines, ground, classes, gaps, lines, spots].into_iter().all(Moving::is_settled)
    }
}

impl Scene<'_> {
    fn options(&self) -> TessellationOptions {
        self.painter.ctx().options(|options| options.tessellation_options)
    }

    /// Outlines of the zones, where no ward goes around them.
    pub fn outlines(&self, kept: &mut Kept, stroke: Stroke) {
        if self.shapes.wards.is_empty() {
            kept.outlines.draw(self.painter, self.glance, key_of(stroke.width.to_bits()), |room| {
                let (shapes, options) = (Arc::clone(self.shapes), self.options());
                let corners = CORNERS_A_POINT * meshes::points_of_zones(shapes.zones.iter(), room);
                Order::new(corners, move |room| vec![meshes::borders(&[(&shapes.zones, stroke)], room, options)])
            });
        }
    }

    /// The inside of the study area.
    pub fn ground(&self, kept: &mut Kept) {
        kept.ground.draw(self.painter, self.glance, 0, |room| {
            let (shapes, color) = (Arc::clone(self.shapes), self.tokens.ground);
            let corners = CORNERS_A_POINT * meshes::points_of_zones(shapes.study_area().iter(), room);
            Order::new(corners, move |room| vec![meshes::area_mesh(shapes.study_area().iter(), room, color, None)])
        });
    }

    /// The coloured cells or zones.
    pub fn classes(&self, kept: &mut Kept, classes: &Arc<Classes>, hatch: egui::TextureId) {
        let key = key_of((self.choice, kept.colours));
        kept.classes.draw(self.painter, self.glance, key, |room| {
            let (shapes, classes, tokens) = (Arc::clone(self.shapes), Arc::clone(classes), self.tokens);
            let (corners, finest) = match classes.as_ref() {
                Classes::Cells(cells) => {
                    (meshes::corners_of_cells(&shapes, cells, room, tokens), shapes.cell_size(self.view))
                }
                Classes::Zones(zones) => {
                    let zones = zones.iter().filter_map(|(zone, _)| shapes.zones.get(*zone as usize));
                    (2 * CORNERS_A_POINT * meshes::points_of_zones(zones, room), None)
                }
            };
            let make = move |room| match classes.as_ref() {
                Classes::Cells(cells) => meshes::cells(&shapes, cells, room, tokens, hatch),
                Classes::Zones(zones) => meshes::zone_fills(&shapes, zones, room, tokens, hatch),
            };
            Order { finest, ..Order::new(corners, make) }
        });
    }

    pub fn gaps(&self, kept: &mut Kept, hatch: egui::TextureId) {
        kept.gaps.draw(self.painter, self.glance, key_of(self.choice.operator), |room| {
            let (shapes, tokens) = (Arc::clone(self.shapes), self.tokens);
            let gaps = shapes.analysis.gaps.iter();
            let asked = gaps.filter(|gap| self.choice.operator.is_none_or(|o| o == gap.operator));
            let mut places: Vec<u32> = asked.map(|gap| gap.zone.0).collect();
            places.sort_unstable();
            places.dedup();
            let shown = places.iter().filter_map(|zone| shapes.gap_places().get(*zone as usize));
            let corners = CORNERS_A_POINT * meshes::points_of_zones(shown, room);
            Order::new(corners, move |room| vec![meshes::gaps(&shapes, &places, room, tokens, hatch)])
        });
    }

    /// Borders of zones and wards.
    pub fn lines(&self, kept: &mut Kept, layers: Layers) {
        kept.lines.draw(self.painter, self.glance, key_of(layers.zones), |room| {
            let (shapes, options) = (Arc::clone(self.shapes), self.options());
            let of_zones = Stroke::new(1.0, self.tokens.zone_line);
            let of_wards = Stroke::new(2.0, self.tokens.ward_line);
            let zones = if layers.zones { shapes.zones.as_slice() } else { &[] };
            let corners = CORNERS_A_POINT * meshes::points_of_zones(zones.iter().chain(&shapes.wards), room);
            Order::new(corners, move |room| {
                let zones = if layers.zones { shapes.zones.as_slice() } else { &[] };
                vec![meshes::borders(&[(zones, of_zones), (&shapes.wards, of_wards)], room, options)]
            })
        });
    }

    /// Outlines of weak spots; returns their discs. A disc that would lie on one of a better rank is left out.
    pub fn spots(&self, kept: &mut Kept) -> Vec<paint::Disc> {
        let key = key_of((self.filter, self.enlarged.to_bits()));
        kept.spots.draw(self.painter, self.glance, key, |room| {
            let (shapes, tokens) = (Arc::clone(self.shapes), self.tokens);
            let how = (self.enlarged, self.options());
            let line = |(place, spot): (usize, &WeakSpot)| SpotLine {
                spot: place,
                chosen: self.is_chosen(spot),
                proven: is_proven(spot),
            };
            let spots: Vec<SpotLine> = self.in_order().into_iter().map(line).collect();
            let corners = meshes::corners_of_spots(&shapes, &spots, room);
            Order::new(corners, move |room| vec![meshes::outlines_of_spots(&shapes, &spots, room, tokens, how)])
        });
        let made_for = (key, self.view.scale.to_bits());
        if kept.discs.as_ref().is_none_or(|(known, _)| *known != made_for) {
            kept.discs = Some((made_for, self.discs()));
        }
        let around = self.painter.clip_rect().expand(4.0 * paint::DISC_RADIUS * self.enlarged);
        let discs = kept.discs.iter().flat_map(|(_, discs)| discs).filter_map(|disc| {
            let at = paint::disc_position(disc.top, self.view, self.enlarged);
            let KeptDisc { rank, chosen, proven, .. } = disc;
            let disc = || paint::Disc { at, rank: *rank, chosen: *chosen, proven: *proven, enlarged: self.enlarged };
            around.contains(at).then(disc)
        });
        discs.collect()
    }

    fn is_chosen(&self, spot: &WeakSpot) -> bool {
        matches!(self.selection, Selection::Spot(id) if *id == spot.spot_id)
    }

    /// The weak spots that are shown, each with its place in the list. Proven spots come first: they keep their discs where
    /// a suspected one of a better rank would lie on them.
    fn in_order(&self) -> Vec<(usize, &WeakSpot)> {
        let spots = self.shapes.analysis.weak_spots.iter().enumerate();
        let mut shown: Vec<_> = spots.filter(|(_, spot)| self.filter.shows(spot)).collect();
        shown.sort_by_key(|(_, spot)| (!is_proven(spot), spot.rank));
        shown
    }

    /// The discs that have room at the present scale.
    fn discs(&self) -> Vec<KeptDisc> {
        let of_plane = |points: f32| f64::from(points * self.enlarged) / self.view.scale;
        let lowest = self.shapes.analysis.weak_spots.iter().map(|spot| spot.rank).max().unwrap_or(0);
        let widest = of_plane(paint::wider_than_round(lowest));
        let spots = self.in_order();
        let n_proven = spots.iter().filter(|(_, spot)| is_proven(spot)).count();
        let mut placed = Placed::new(of_plane(2.0 * paint::DISC_RADIUS), widest, n_proven <= ALL_SEEN);
        for (place, spot) in spots {
            let Some(top) = self.shapes.spot_tops.get(place).copied().flatten() else { continue };
            let (chosen, proven) = (self.is_chosen(spot), is_proven(spot));
            let wider = of_plane(paint::wider_than_round(spot.rank));
            placed.put(KeptDisc { top, rank: spot.rank, wider, chosen, proven });
        }
        placed.into_discs()
    }

    pub fn selected(&self) {
        let stroke = Stroke::new(2.5, self.tokens.accent);
        match self.selection {
            Selection::Cell(id) => {
                let index = self.shapes.index.index_of(*id);
                if let Some(shape) = index.and_then(|i| self.shapes.cells.get(i as usize)) {
                    paint::rings(self.painter, std::slice::from_ref(&shape.corners), self.view, stroke);
                }
            }
            Selection::Zone(zone) => {
                if let Some(shape) = self.shapes.zones.get(zone.0 as usize) {
                    paint::rings(self.painter, &shape.rings, self.view, stroke);
                }
            }
            Selection::Spot(id) => {
                let spots = self.shapes.analysis.weak_spots.iter().zip(&self.shapes.windows);
                for (_, window) in spots.filter(|(spot, _)| spot.spot_id == *id) {
                    paint::dashed_rings(self.painter, window, self.view, Stroke::new(1.2, self.tokens.accent));
                }
            }
            Selection::Nothing => {}
        }
    }

    /// Names of zones where they have room.
    pub fn names(&self, kept: &mut Kept, free: &mut Free<'_>) {
        let font = theme::bold(theme::LABEL * self.enlarged);
        let written = Type { font, color: self.tokens.zone_name, halo: self.tokens.halo };
        let zones = (self.shapes.zones.as_slice(), self.shapes.ground.as_ref());
        kept.names.paint(self.painter, zones, free, &written);
    }
}
