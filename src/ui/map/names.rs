//! Names of areas on the map: broken into lines or shortened so that they stay inside, and none on another.

use eframe::egui::{Color32, FontId, Painter, Pos2, Rect, pos2, vec2};

use super::moving::key_of;
use super::paint::text_with_halo;
use super::shapes::ZoneShape;
use super::view::View;
use crate::cartography::{LabelBox, NameWays, PlanePoint, Rows, Written};

/// Names on the screen at most, those of the largest shapes first: more could not be read.
const NAMES: usize = 400;

/// Room between a name and the edge of the map or what stands on it, in points.
const GAP: f32 = 4.0;

/// Height of the rows in which the part of a shape that is seen has room for its name, in points.
const SEEN_ROW: f64 = 6.0;

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

/// Where names may stand.
pub struct Free<'a> {
    pub view: View,
    /// The room of the screen that they do not leave.
    pub room: Rect,
    /// What stands still on the map: names keep clear of it.
    pub furniture: &'a [Rect],
    /// What they do not lie on besides: marks and other names.
    pub taken: Vec<LabelBox>,
}

impl<'a> Free<'a> {
    /// All of a map but its edges and its furniture.
    pub fn of_map(view: View, area: Rect, furniture: &'a [Rect]) -> Self {
        let taken = furniture.iter().map(|rect| label_box(rect.expand(GAP))).collect();
        Self { view, room: area.shrink(GAP), furniture, taken }
    }

    /// Whether a name lies all in the room.
    pub fn reaches(&self, label: &LabelBox) -> bool {
        self.room.contains_rect(Rect::from_center_size(pos2(label.x, label.y), vec2(label.width, label.height)))
    }

    /// Whether a name may stand at a place.
    fn holds(&self, label: &LabelBox) -> bool {
        self.reaches(label) && self.taken.iter().all(|other| !label.overlaps(other))
    }

    /// Whether a name lies in the room and not below furniture, whatever marks are there.
    fn serves(&self, (way, place): &(Written, PlanePoint), line: f32) -> bool {
        let at = self.view.to_screen(*place);
        let label = way.room((at.x, at.y), line);
        let at = Rect::from_center_size(at, vec2(label.width, label.height));
        self.room.contains_rect(at) && !self.furniture.iter().any(|rect| rect.expand(GAP).intersects(at))
    }

    /// Whether nothing of a shape is hidden.
    fn shows_all_of(&self, shape: &ZoneShape) -> bool {
        let hides = |rect: &Rect| shape.meets(part_of(self.view, rect.expand(GAP)));
        shape.is_within(part_of(self.view, self.room)) && !self.furniture.iter().any(hides)
    }

    /// The part of a shape that is not hidden.
    fn seen(&self, rows: &Rows) -> Option<Rows> {
        let seen = rows.within(part_of(self.view, self.room), SEEN_ROW / self.view.scale)?;
        let hide = |rows: Rows, rect: &Rect| rows.without(part_of(self.view, rect.expand(GAP)));
        Some(self.furniture.iter().fold(seen, hide))
    }

    /// One number for the part of the plane that is free.
    fn key(&self) -> u64 {
        let corner = self.view.to_plane(self.room.min);
        let bits = |rect: &Rect| [rect.min.x, rect.min.y, rect.max.x, rect.max.y].map(f32::to_bits);
        let furniture: Vec<[u32; 4]> = self.furniture.iter().map(bits).collect();
        key_of((corner.x.to_bits(), corner.y.to_bits(), bits(&self.room), furniture))
    }
}

/// The room that something takes.
pub fn label_box(rect: Rect) -> LabelBox {
    LabelBox { x: rect.center().x, y: rect.center().y, width: rect.width(), height: rect.height() }
}

/// A name that may be written in several ways and places.
pub struct Wanted<'a> {
    /// Of larger shapes names come first.
    size: f64,
    places: Vec<(&'a Written, Pos2)>,
}

impl<'a> Wanted<'a> {
    /// The ways and places for the name of a shape; `None` where there are none.
    fn new(shape: &ZoneShape, places: impl Iterator<Item = (&'a Written, PlanePoint)>, view: View) -> Option<Self> {
        let places: Vec<(&Written, Pos2)> = places.map(|(way, place)| (way, view.to_screen(place))).collect();
        (!places.is_empty()).then(|| Self { size: shape.size(), places })
    }
}

/// Draws names where they have room, and takes their places.
pub fn paint(painter: &Painter, mut wanted: Vec<Wanted<'_>>, free: &mut Free<'_>, written: &Type) {
    let line = written.line();
    wanted.sort_by(|a, b| b.size.total_cmp(&a.size));
    wanted.truncate(NAMES);
    for name in &wanted {
        // Most names stand at the first of their places: the others are not worked out.
        let mut rooms = name.places.iter().map(|(way, at)| (way.room((at.x, at.y), line), way, at));
        let Some((room, way, at)) = rooms.find(|(room, ..)| free.holds(room)) else { continue };
        free.taken.push(room);
        let top = at.y - line * (way.lines.len() as f32 - 1.0) / 2.0;
        for (i, words) in way.lines.iter().enumerate() {
            let centre = pos2(at.x, top + line * i as f32);
            text_with_halo(painter, centre, words, written.font.clone(), written.color, written.halo);
        }
    }
}

/// What the ways of names depend on, and what their places do besides.
type MadeFor = ((FontId, u32), u64);

/// Ways and places for a name, the best first.
type Places = Vec<(Written, PlanePoint)>;

/// Ways and places of the name of a shape.
#[derive(Default, Clone)]
struct KeptName {
    ways: Option<NameWays>,
    /// Places in the whole shape.
    whole: Option<Places>,
    /// Places in what was seen of it when the whole was not, and by which free part of the plane.
    seen: Option<(u64, Places)>,
}

/// Ways and places of the names of some shapes, worked out once for a size of type and a scale, when a shape comes into view.
#[derive(Default)]
pub struct KeptNames {
    made_for: Option<MadeFor>,
    names: Vec<KeptName>,
}

impl KeptNames {
    /// Draws the names of the shapes in view, and takes their places. `around`: what no name leaves. A shape of which
    /// something is hidden has its name in the part that is seen.
    pub fn paint(
        &mut self,
        painter: &Painter,
        (zones, around): (&[ZoneShape], Option<&Rows>),
        free: &mut Free<'_>,
        written: &Type,
    ) {
        self.prepare(painter, zones.len(), free.view, written);
        let (part, key) = (part_of(free.view, free.room), free.key());
        let in_view = zones.iter().zip(&mut self.names);
        let in_view = in_view.filter(|(zone, _)| zone.meets(part) && !zone.name.is_empty());
        let wanted = in_view.filter_map(|(zone, kept)| {
            let ways = kept.ways.get_or_insert_with(|| written.ways(painter, &zone.name));
            let places = |rows: &Rows| -> Places {
                let found = ways.places(rows, around, free.view.scale, written.line());
                found.into_iter().map(|(way, place)| (way.clone(), place)).collect()
            };
            let rows = zone.rows.as_ref()?;
            let whole = kept.whole.get_or_insert_with(|| places(rows));
            let serves = |places: &Places| places.first().is_some_and(|first| free.serves(first, written.line()));
            let places = if whole.is_empty() || serves(whole) || free.shows_all_of(zone) {
                whole
            } else {
                // A name stays where it is until it is hidden.
                let known = kept.seen.take().filter(|(made_for, places)| *made_for == key || serves(places));
                let seen = || (key, free.seen(rows).map(|seen| places(&seen)).unwrap_or_default());
                &mut kept.seen.insert(known.unwrap_or_else(seen)).1
            };
            Wanted::new(zone, places.iter().map(|(way, place)| (way, *place)), free.view)
        });
        let wanted: Vec<Wanted<'_>> = wanted.collect();
        paint(painter, wanted, free, written);
    }

    fn prepare(&mut self, painter: &Painter, n: usize, view: View, written: &Type) {
        let of_type = (written.font.clone(), painter.ctx().pixels_per_point().to_bits());
        let made_for = (of_type, view.scale.to_bits());
        if self.made_for.as_ref() == Some(&made_for) && self.names.len() == n {
            return;
        }
        if self.made_for.as_ref().is_none_or(|(known, _)| *known != made_for.0) || self.names.len() != n {
            self.names = vec![KeptName::default(); n];
        }
        for name in &mut self.names {
            (name.whole, name.seen) = (None, None);
        }
        self.made_for = Some(made_for);
    }
}

/// The part of the plane that a part of the screen shows.
fn part_of(view: View, room: Rect) -> (PlanePoint, PlanePoint) {
    (view.to_plane(room.left_bottom()), view.to_plane(room.right_top()))
}

/// The name of a shape in the part of it that is seen.
pub fn of_parts<'a>(shape: &ZoneShape, ways: &'a NameWays, free: &Free<'_>, written: &Type) -> Option<Wanted<'a>> {
    let rows = shape.rows.as_ref()?;
    let seen = if free.shows_all_of(shape) { None } else { Some(free.seen(rows)?) };
    let places = ways.places(seen.as_ref().unwrap_or(rows), None, free.view.scale, written.line());
    Wanted::new(shape, places.into_iter(), free.view)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::map::view::lonlat_from_plane;
    use crate::ui::theme;

    const AREA: Rect = Rect { min: pos2(0.0, 0.0), max: pos2(800.0, 400.0) };
    const EVERYWHERE: Rect = Rect { min: pos2(-900.0, -900.0), max: pos2(1800.0, 1400.0) };

    fn view() -> View {
        View::at(PlanePoint { x: 1.2e7, y: 2.4e6 }, AREA.center(), 0.05)
    }

    /// A shape that covers a part of the screen.
    fn shape(of: Rect) -> ZoneShape {
        let corners = [of.left_top(), of.right_top(), of.right_bottom(), of.left_bottom()];
        let degrees = |at: Pos2| {
            let place = lonlat_from_plane(view().to_plane(at));
            (place.lon, place.lat)
        };
        let ring: Vec<(f64, f64)> = corners.into_iter().map(degrees).collect();
        let polygon = geo::Polygon::new(geo::LineString::from(ring), Vec::new());
        ZoneShape::named(&geo::MultiPolygon(vec![polygon]), "Phường Bến Lau".to_owned())
    }

    fn written() -> Type {
        Type { font: FontId::proportional(11.0), color: theme::NO_TINT, halo: theme::NO_TINT }
    }

    /// Where the name of a shape comes first, with letters of 6 points.
    fn first(shape: &ZoneShape, free: &Free<'_>) -> Option<Rect> {
        let ways = NameWays::new("Phường Bến Lau", &mut |text| text.chars().count() as f32 * 6.0);
        let wanted = of_parts(shape, &ways, free, &written())?;
        let (way, at) = wanted.places.first()?;
        let label = way.room((at.x, at.y), written().line());
        Some(Rect::from_center_size(*at, vec2(label.width, label.height)))
    }

    #[test]
    fn the_name_of_a_shape_that_is_cut_by_the_edge_stands_in_what_is_seen() {
        let free = Free::of_map(view(), AREA, &[]);
        for of in [
            Rect::from_min_max(pos2(-500.0, 100.0), pos2(130.0, 300.0)),
            Rect::from_min_max(pos2(700.0, -300.0), pos2(900.0, 90.0)),
            EVERYWHERE,
        ] {
            let name = first(&shape(of), &free).unwrap();
            assert!(AREA.contains_rect(name) && of.contains_rect(name), "{name:?} of {of:?}");
        }
        let sliver = Rect::from_min_max(pos2(-500.0, 100.0), pos2(30.0, 300.0));
        assert!(first(&shape(sliver), &free).is_none());
    }

    #[test]
    fn a_name_stands_beside_the_furniture() {
        let caption = Rect::from_min_max(pos2(12.0, 350.0), pos2(700.0, 388.0));
        let card = Rect::from_min_max(pos2(420.0, 12.0), pos2(788.0, 330.0));
        let furniture = [caption, card];
        let free = Free::of_map(view(), AREA, &furniture);
        for of in [
            EVERYWHERE,
            Rect::from_min_max(pos2(300.0, 50.0), pos2(700.0, 380.0)),
            Rect::from_min_max(pos2(250.0, -50.0), pos2(560.0, 200.0)),
            Rect::from_min_max(pos2(20.0, 300.0), pos2(300.0, 600.0)),
        ] {
            let name = first(&shape(of), &free).unwrap();
            assert!(free.room.contains_rect(name), "{name:?} of {of:?}");
            assert!(!furniture.iter().any(|rect| rect.intersects(name)), "{name:?} of {of:?}");
        }
        // All that is seen of it lies below the card.
        assert!(first(&shape(Rect::from_min_max(pos2(450.0, 50.0), pos2(700.0, 200.0))), &free).is_none());
    }

    #[test]
    fn a_label_that_leaves_the_room_is_not_reached() {
        let free = Free::of_map(view(), AREA, &[]);
        let label = |x: f32| LabelBox { x, y: 200.0, width: 60.0, height: 14.0 };
        assert!(free.reaches(&label(40.0)) && !free.reaches(&label(30.0)) && !free.reaches(&label(780.0)));
    }
}
