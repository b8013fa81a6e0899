//! Names of areas on the map: broken into lines or shortened so that they stay inside, and none on another.

use eframe::egui::{Color32, FontId, Painter, Pos2, Rect, pos2, vec2};

use super::paint::text_with_halo;
use super::shapes::ZoneShape;
use super::view::View;
use crate::cartography::{LabelBox, NameWays, PlanePoint, Rows, Written};

/// Names on the screen at most, those of the largest shapes first: more could not be read.
const NAMES: usize = 400;

/// How names are written.
#[derive(Debug, Clone, PartialEq)]
pub struct Type {
    pub font: FontId,
    pub color: Color32,
    pub halo: Color32,
}

impl Type {
    /// Height of a line in points.
    fn line(&self) -> f32 {
        self.font.size * 1.25
    }

    /// The ways to write a name.
    pub fn ways(&self, painter: &Painter, name: &str) -> NameWays {
        let mut width = |piece: &str| painter.layout_no_wrap(piece.to_owned(), self.font.clone(), self.color).size().x;
        NameWays::new(name, &mut width)
    }
}

/// A name that may be written in several ways and places.
pub struct Wanted<'a> {
    /// Of larger shapes names come first.
    size: f64,
    places: Vec<(&'a Written, Pos2)>,
}

impl<'a> Wanted<'a> {
    /// What can be seen of the ways and places for the name of a shape; `None` where that is nothing.
    pub fn new(
        painter: &Painter,
        shape: &ZoneShape,
        places: impl Iterator<Item = (&'a Written, PlanePoint)>,
        view: View,
    ) -> Option<Self> {
        let seen = places.map(|(way, place)| (way, view.to_screen(place)));
        let places: Vec<(&Written, Pos2)> = seen.filter(|(_, at)| painter.clip_rect().contains(*at)).collect();
        (!places.is_empty()).then(|| Self { size: shape.size(), places })
    }
}

/// Draws names where they have room; returns the places that they take.
pub fn paint(painter: &Painter, mut wanted: Vec<Wanted<'_>>, taken: &[LabelBox], written: &Type) -> Vec<LabelBox> {
    let line = written.line();
    wanted.sort_by(|a, b| b.size.total_cmp(&a.size));
    wanted.truncate(NAMES);
    let n_taken = taken.len();
    let mut taken = taken.to_vec();
    for name in &wanted {
        // Most names stand at the first of their places: the others are not worked out.
        let mut rooms = name.places.iter().map(|(way, at)| (way.room((at.x, at.y), line), way, at));
        let free = rooms.find(|(room, ..)| taken.iter().all(|other| !room.overlaps(other)));
        let Some((room, way, at)) = free else { continue };
        taken.push(room);
        let top = at.y - line * (way.lines.len() as f32 - 1.0) / 2.0;
        for (i, words) in way.lines.iter().enumerate() {
            let centre = pos2(at.x, top + line * i as f32);
            text_with_halo(painter, centre, words, written.font.clone(), written.color, written.halo);
        }
    }
    taken.split_off(n_taken)
}

/// What the ways of names depend on, and what their places do besides.
type MadeFor = ((FontId, u32), u64);

/// Ways and places of the names of some shapes, worked out once for a size of type and a scale, when a shape comes into view.
#[derive(Default)]
pub struct KeptNames {
    made_for: Option<MadeFor>,
    ways: Vec<Option<NameWays>>,
    places: Vec<Option<Vec<(Written, PlanePoint)>>>,
}

impl KeptNames {
    /// Draws the names of the shapes in view; returns the places that they take. `around`: what no name leaves. Where a room
    /// of the screen is given, a shape that is not all there has its name in the part that is.
    pub fn paint(
        &mut self,
        painter: &Painter,
        (zones, around): (&[ZoneShape], Option<&Rows>),
        (view, room): (View, Option<Rect>),
        taken: &[LabelBox],
        written: &Type,
    ) -> Vec<LabelBox> {
        self.prepare(painter, zones.len(), view, written);
        let part = part_of(view, room.unwrap_or(painter.clip_rect()));
        let slots = self.ways.iter_mut().zip(&mut self.places);
        let in_view = zones.iter().zip(slots).filter(|(zone, _)| zone.meets(part) && !zone.name.is_empty());
        let wanted = in_view.filter_map(|(zone, (ways, places))| {
            let rows = zone.rows.as_ref()?;
            let ways = ways.get_or_insert_with(|| written.ways(painter, &zone.name));
            // A name stays where it is until it leaves the room.
            if room.is_some_and(|room| !serves(places.as_deref(), view, room, written)) {
                *places = None;
            }
            let places = places.get_or_insert_with(|| {
                let seen = room.filter(|_| !zone.is_within(part)).map(|_| rows.within(part));
                let rows = match &seen {
                    Some(None) => return Vec::new(),
                    Some(Some(seen)) => seen,
                    None => rows,
                };
                let found = ways.places(rows, around, view.scale, written.line());
                found.into_iter().map(|(way, place)| (way.clone(), place)).collect()
            });
            Wanted::new(painter, zone, places.iter().map(|(way, place)| (way, *place)), view)
        });
        paint(painter, wanted.collect(), taken, written)
    }

    fn prepare(&mut self, painter: &Painter, n: usize, view: View, written: &Type) {
        let of_type = (written.font.clone(), painter.ctx().pixels_per_point().to_bits());
        let made_for = (of_type, view.scale.to_bits());
        if self.made_for.as_ref() == Some(&made_for) && self.ways.len() == n {
            return;
        }
        if self.made_for.as_ref().is_none_or(|(known, _)| *known != made_for.0) || self.ways.len() != n {
            self.ways = vec![None; n];
        }
        self.places = vec![None; n];
        self.made_for = Some(made_for);
    }
}

/// The part of the plane that a part of the screen shows.
fn part_of(view: View, room: Rect) -> (PlanePoint, PlanePoint) {
    (view.to_plane(room.left_bottom()), view.to_plane(room.right_top()))
}

/// Whether the first place that was found for a name lies in a room of the screen.
fn serves(places: Option<&[(Written, PlanePoint)]>, view: View, room: Rect, written: &Type) -> bool {
    places.and_then(|places| places.first()).is_some_and(|(way, place)| {
        let at = view.to_screen(*place);
        let taken = way.room((at.x, at.y), written.line());
        room.contains_rect(Rect::from_center_size(at, vec2(taken.width, taken.height)))
    })
}

/// The name of a shape of which only a part may be seen, in the part that lies in a room of the screen.
pub fn of_parts<'a>(
    painter: &Painter,
    shape: &ZoneShape,
    ways: &'a NameWays,
    (view, room): (View, Rect),
    written: &Type,
) -> Option<Wanted<'a>> {
    let rows = shape.rows.as_ref()?;
    let part = part_of(view, room);
    let seen = if shape.is_within(part) { None } else { Some(rows.within(part)?) };
    let places = ways.places(seen.as_ref().unwrap_or(rows), None, view.scale, written.line());
    Wanted::new(painter, shape, places.into_iter(), view)
}
