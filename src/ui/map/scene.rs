//! What lies on the ground of a map: areas, lines, weak spots, names.

use eframe::egui::{self, Mesh, Painter, Stroke};

use super::moving::{Glance, Lines, Moving, Room, key_of};
use super::paint::{self, Lean, NameSizes};
use super::shapes::{Choice, Classes, Shapes, ZoneShape};
use super::view::View;
use crate::app::{Layers, Selection, SpotFilter, is_proven};
use crate::cartography::{Fill, LabelBox, PlanePoint};
use crate::ui::theme::{self, Tokens};

/// Everything a layer needs to draw itself.
pub struct Scene<'a> {
    pub painter: &'a Painter,
    pub view: View,
    pub glance: Glance,
    pub shapes: &'a Shapes,
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
    outlines: Option<Moving>,
    ground: Option<Moving>,
    classes: Option<Moving>,
    gaps: Option<Moving>,
    lines: Option<Moving>,
    spots: Option<Moving>,
    discs: Option<((u64, u64), Vec<KeptDisc>)>,
    names: NameSizes,
}

impl Kept {
    /// The colours have changed.
    pub fn forget_classes(&mut self) {
        self.classes = None;
    }
}

/// The disc of a weak spot that has room at a scale.
struct KeptDisc {
    top: PlanePoint,
    rank: String,
    chosen: bool,
    proven: bool,
}

impl Scene<'_> {
    /// Outlines of the zones, where no ward goes around them.
    pub fn outlines(&self, kept: &mut Kept, stroke: Stroke) {
        if self.shapes.wards.is_empty() {
            let mesh = |room| vec![self.lines_around(room, &[(&self.shapes.zones, stroke)])];
            Moving::draw(&mut kept.outlines, self.painter, self.glance, key_of(stroke.width.to_bits()), mesh);
        }
    }

    /// The inside of the study area.
    pub fn ground(&self, kept: &mut Kept) {
        let mesh = |room| vec![paint::area_mesh(self.shapes.study_area().iter(), room, self.tokens.ground, None)];
        Moving::draw(&mut kept.ground, self.painter, self.glance, 0, mesh);
    }

    /// The coloured cells or zones.
    pub fn classes(&self, kept: &mut Kept, classes: &Classes, hatch: egui::TextureId) {
        let mesh = |room| match classes {
            Classes::Cells(cells) => paint::cells(self.shapes, cells, room, self.tokens, hatch),
            Classes::Zones(zones) => self.zone_fills(zones, room, hatch),
        };
        Moving::draw(&mut kept.classes, self.painter, self.glance, key_of(self.choice), mesh);
    }

    fn zone_fills(&self, zones: &[(u32, Fill)], room: Room, hatch: egui::TextureId) -> Vec<Mesh> {
        let origin = paint::ground_origin(self.shapes, room.glance.view);
        let (mut grounds, mut lines) = (Mesh::default(), Mesh::with_texture(hatch));
        for (zone, fill) in zones {
            let (ground, line) = self.tokens.fill(*fill);
            let shape = || self.shapes.zones.get(*zone as usize).into_iter();
            grounds.append(paint::area_mesh(shape(), room, ground, None));
            if let Some(line) = line {
                lines.append(paint::area_mesh(shape(), room, line, Some((hatch, Lean::Right, origin))));
            }
        }
        vec![grounds, lines]
    }

    pub fn gaps(&self, kept: &mut Kept, hatch: egui::TextureId) {
        let analysis = &self.shapes.analysis;
        let mesh = |room: Room| {
            let asked = analysis.gaps.iter().filter(|gap| self.choice.operator.is_none_or(|o| o == gap.operator));
            let mut zones: Vec<u32> = asked.map(|gap| gap.zone.0).collect();
            zones.sort_unstable();
            zones.dedup();
            let places = zones.iter().filter_map(|zone| self.shapes.gap_places().get(*zone as usize));
            let origin = paint::ground_origin(self.shapes, room.glance.view);
            vec![paint::area_mesh(places, room, self.tokens.gap_hatch, Some((hatch, Lean::Left, origin)))]
        };
        Moving::draw(&mut kept.gaps, self.painter, self.glance, key_of(self.choice.operator), mesh);
    }

    /// Borders of zones and wards.
    pub fn lines(&self, kept: &mut Kept, layers: Layers) {
        let of_zones = (self.shapes.zones.as_slice(), Stroke::new(1.0, self.tokens.zone_line));
        let of_wards = (self.shapes.wards.as_slice(), Stroke::new(2.0, self.tokens.ward_line));
        let asked: &[_] = if layers.zones { &[of_zones, of_wards] } else { &[of_wards] };
        let mesh = |room| vec![self.lines_around(room, asked)];
        Moving::draw(&mut kept.lines, self.painter, self.glance, key_of(layers.zones), mesh);
    }

    fn lines_around(&self, room: Room, asked: &[(impl AsRef<[ZoneShape]>, Stroke)]) -> Mesh {
        let mut lines = Lines::new(room, self.painter);
        let part = room.glance.plane_of(room.covered);
        for (zones, stroke) in asked {
            for zone in zones.as_ref().iter().filter(|zone| zone.meets(part)) {
                lines.rings(&zone.rings, *stroke);
            }
        }
        lines.into_mesh()
    }

    /// Outlines of weak spots; returns their discs. A disc that would lie on one of a better rank is left out.
    pub fn spots(&self, kept: &mut Kept) -> Vec<paint::Disc> {
        let key = key_of((self.filter, self.enlarged.to_bits()));
        Moving::draw(&mut kept.spots, self.painter, self.glance, key, |room| vec![self.outlines_of_spots(room)]);
        let made_for = (key, self.view.scale.to_bits());
        if kept.discs.as_ref().is_none_or(|(known, _)| *known != made_for) {
            kept.discs = Some((made_for, self.discs()));
        }
        let around = self.painter.clip_rect().expand(4.0 * paint::DISC_RADIUS * self.enlarged);
        let discs = kept.discs.iter().flat_map(|(_, discs)| discs).filter_map(|disc| {
            let at = paint::disc_position(disc.top, self.view, self.enlarged);
            let KeptDisc { rank, chosen, proven, .. } = disc;
            let disc =
                || paint::Disc { at, rank: rank.clone(), chosen: *chosen, proven: *proven, enlarged: self.enlarged };
            around.contains(at).then(disc)
        });
        discs.collect()
    }

    fn is_chosen(&self, spot: &crate::model::WeakSpot) -> bool {
        matches!(self.selection, Selection::Spot(id) if *id == spot.spot_id)
    }

    fn outlines_of_spots(&self, room: Room) -> Mesh {
        // Seen from afar, a full line would hide the cells that it goes around.
        let thin =
            self.enlarged.sqrt() * self.shapes.cell_size(self.view).map_or(1.0, |size| (size / 9.0).clamp(0.5, 1.0));
        let mut lines = Lines::new(room, self.painter);
        for (spot, outline) in self.in_order(&self.shapes.spots) {
            let (chosen, proven) = (self.is_chosen(spot), is_proven(spot));
            let width = thin * if proven || chosen { theme::SPOT_LINE } else { theme::SUSPECTED_LINE };
            if chosen {
                lines.rings(outline, Stroke::new(width + 5.0 * thin, self.tokens.accent));
            }
            lines.rings(outline, Stroke::new(width + 2.0 * thin, self.tokens.halo));
            lines.rings(outline, Stroke::new(width, self.tokens.spot_line));
        }
        lines.into_mesh()
    }

    /// The weak spots that are shown, each with what belongs to it. Proven spots come first: they keep their discs where
    /// a suspected one of a better rank would lie on them.
    fn in_order<'b, T>(&'b self, what: &'b [T]) -> Vec<(&'b crate::model::WeakSpot, &'b T)> {
        let spots = self.shapes.analysis.weak_spots.iter().zip(what);
        let mut shown: Vec<_> = spots.filter(|(spot, _)| self.filter.shows(spot)).collect();
        shown.sort_by_key(|(spot, _)| (!is_proven(spot), spot.rank));
        shown
    }

    /// The discs that have room at the present scale.
    fn discs(&self) -> Vec<KeptDisc> {
        let least = 2.0 * paint::DISC_RADIUS * self.enlarged;
        let far = |a: &KeptDisc, b: &KeptDisc| {
            let away = (a.top.x - b.top.x).hypot(a.top.y - b.top.y) * self.view.scale;
            away >= f64::from(least)
        };
        let mut discs: Vec<KeptDisc> = Vec::new();
        for (spot, top) in self.in_order(&self.shapes.spot_tops) {
            let Some(top) = *top else { continue };
            let (chosen, proven) = (self.is_chosen(spot), is_proven(spot));
            let disc = KeptDisc { top, rank: spot.rank.to_string(), chosen, proven };
            if chosen {
                discs.retain(|other| far(other, &disc));
            }
            if discs.iter().all(|other| far(other, &disc)) {
                discs.push(disc);
            }
        }
        discs
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

    /// Names of zones; returns the places that they take.
    pub fn names(&self, kept: &mut Kept, taken: &[LabelBox]) -> Vec<LabelBox> {
        let size = theme::LABEL * self.enlarged;
        let names = kept.names.of(self.painter, &self.shapes.zones, size);
        paint::zone_names(self.painter, names, self.view, taken, self.tokens, size)
    }
}
