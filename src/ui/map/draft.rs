//! The drawing on the map: parts, corners, the line being drawn, and what the pointer snaps to.

use std::sync::Arc;

use eframe::egui::{self, CursorIcon, Key, KeyboardShortcut, Modifiers, Painter, Pos2, Rect, Shape, Stroke, Ui, vec2};

use super::glance::Room;
use super::names::{self, Free, Type, Wanted};
use super::shapes::ZoneShape;
use super::view::{self, View};
use super::{Around, MapView, Pointed, Shown, bounds_of, meshes, paint};
use crate::app::{App, Command, DrawCommand, Drawing, Layers, Selection, Tool};
use crate::cartography::{NameWays, PlanePoint, plane_from_lonlat};
use crate::model::{Analysis, LonLat};
use crate::spatial::Projection;
use crate::spatial::coverage::{Coverage, Edit, FaceId, Point, lonlat_of, nearest_on_line, point_of};
use crate::ui::theme::{self, Tokens};

/// A corner or a border this near to the pointer is meant, in points on the screen.
const SNAP: f32 = 8.0;

/// Steps of a corner that is not dragged farther are a slip of the hand.
const SLIP: f32 = 3.0;

/// The shapes of one state of a drawing, and what the hand does.
#[derive(Default)]
pub struct DraftLayer {
    made_for: Option<Arc<Coverage>>,
    faces: Vec<(FaceId, ZoneShape)>,
    borders: Vec<Border>,
    corners: Vec<(Point, PlanePoint)>,
    dragged: Option<(Point, Pos2)>,
    /// The pointer is over a corner that could be moved.
    hot: bool,
    focus_done: u64,
}

struct Border {
    ends: (Point, Point),
    from: PlanePoint,
    to: PlanePoint,
    is_outline: bool,
}

/// What the pointer means.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Snap {
    Corner(Point),
    Border((Point, Point), Point),
    Free(Point),
}

impl Snap {
    fn at(self) -> Point {
        match self {
            Self::Corner(at) | Self::Border(_, at) | Self::Free(at) => at,
        }
    }
}

fn plane_of(point: Point, projection: &Projection) -> Option<PlanePoint> {
    lonlat_of(point, projection).map(plane_from_lonlat)
}

impl DraftLayer {
    fn prepare(&mut self, drawing: &Drawing) {
        let coverage = drawing.coverage();
        if self.made_for.as_ref().is_some_and(|of| Arc::ptr_eq(of, coverage)) {
            return;
        }
        let projection = drawing.projection();
        self.faces = coverage
            .faces()
            .filter_map(|(id, _)| Some((id, ZoneShape::named(&coverage.shape(id, projection)?, String::new()))))
            .collect();
        let border = |(a, b, is_outline): (Point, Point, bool)| {
            let (from, to) = (plane_of(a, projection)?, plane_of(b, projection)?);
            Some(Border { ends: (a, b), from, to, is_outline })
        };
        self.borders = coverage.borders().into_iter().filter_map(border).collect();
        let corner = |(at, _): (Point, bool)| Some((at, plane_of(at, projection)?));
        self.corners = coverage.corners().into_iter().filter_map(corner).collect();
        self.made_for = Some(Arc::clone(coverage));
        self.dragged = None;
    }

    /// What a place on the screen means; `except` is the corner in the hand.
    fn snap(&self, position: Pos2, view: View, drawing: &Drawing, except: Option<Point>) -> Option<Snap> {
        let own = drawing.line().iter().filter_map(|at| Some((*at, plane_of(*at, drawing.projection())?)));
        let near = |(at, place): (Point, PlanePoint)| (view.to_screen(place).distance(position), at);
        let corners = self.corners.iter().copied().chain(own).map(near);
        let nearest = corners
            .filter(|(distance, at)| *distance <= SNAP && Some(*at) != except)
            .min_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        if let Some((_, at)) = nearest {
            return Some(Snap::Corner(at));
        }
        let place = view::lonlat_from_plane(view.to_plane(position));
        let free = point_of(place, drawing.projection())?;
        let borders = self.borders.iter().filter(|border| !is_end(border, except)).map(|border| {
            let (a, b) = (view.to_screen(border.from), view.to_screen(border.to));
            (distance_to_line(position, a, b), border.ends)
        });
        let nearest = borders
            .filter(|(distance, _)| *distance <= SNAP)
            .min_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        Some(match nearest {
            Some((_, ends)) => Snap::Border(ends, nearest_on_line(free, ends.0, ends.1)),
            None => Snap::Free(free),
        })
    }
}

fn is_end(border: &Border, corner: Option<Point>) -> bool {
    corner.is_some_and(|corner| border.ends.0 == corner || border.ends.1 == corner)
}

fn distance_to_line(p: Pos2, a: Pos2, b: Pos2) -> f32 {
    let along = b - a;
    let t = if along.length_sq() > 0.0 { ((p - a).dot(along) / along.length_sq()).clamp(0.0, 1.0) } else { 0.0 };
    p.distance(a + along * t)
}

impl MapView {
    /// Draws the map of a drawing, and says what is asked of it there.
    pub fn draw_ui(
        &mut self,
        ui: &mut Ui,
        app: &App,
        analysis: &Arc<Analysis>,
        drawing: &Drawing,
        commands: &mut Vec<Command>,
    ) {
        self.follow_keys(app);
        let area = ui.available_rect_before_wrap();
        self.draft.prepare(drawing);
        let nothing = Selection::Nothing;
        let mut shown = Shown::of_window(app, analysis);
        shown.layers = Layers { cells: false, spots: false, zones: false, gaps: false, plan: false, samples: true };
        (shown.selection, shown.plan, shown.measured) = (&nothing, None, None);
        shown.focus = (self.focus_done, true);
        shown.dress.caption = None;
        (shown.dress.context, shown.dress.says, shown.dress.ruler) = (false, false, false);
        shown.dress.around = Around::None;
        self.is_drawn_on = true;
        self.is_held = self.draft.dragged.is_some() || self.draft.hot;
        let pointed = self.show(ui, app, &shown);
        (self.is_drawn_on, self.is_held) = (false, false);
        let fallback = shown_bounds(self);
        self.follow_part(drawing, area, fallback);
        let Some(view) = self.seen else { return };
        let tokens = theme::tokens(ui);
        let painter = ui.painter().with_clip_rect(area);
        let pointer = ui.input(|input| input.pointer.hover_pos()).filter(|at| area.contains(*at));
        let hand = Hand { ui, area, view, pointer, covered: &self.covered };
        self.draft.paint(&painter, app, drawing, &hand, tokens);
        let draw = |command| Command::Draw(command);
        commands.extend(self.draft.hand(drawing, &hand).map(draw));
        let asked = match pointed {
            Some(Pointed::Zoom(nearer)) => Some(Command::Zoom { nearer }),
            Some(Pointed::All) => Some(draw(DrawCommand::Show(None))),
            Some(Pointed::Click(_, at)) => self.draft.click(drawing, view, at).map(draw),
            Some(Pointed::DoubleClick(_, at)) => self.draft.double_click(drawing, at).map(draw),
            Some(Pointed::Measure) | None => None,
        };
        commands.extend(asked);
    }

    /// Brings a part, or everything, into view when that was asked for.
    fn follow_part(&mut self, drawing: &Drawing, area: Rect, fallback: Option<(PlanePoint, PlanePoint)>) {
        let (asked, part) = drawing.focus();
        if asked == self.draft.focus_done || area.width() < 50.0 {
            return;
        }
        self.draft.focus_done = asked;
        let rows = drawing.rows().iter().filter(|row| part.is_none_or(|part| row.id == part));
        let corners = rows.filter_map(|row| row.bounds).flat_map(|(low, high)| [low, high]).map(plane_from_lonlat);
        let Some((low, high)) = bounds_of(corners).or(fallback) else { return };
        view::fit(&mut self.memory, low, high, area, area.shrink(48.0));
    }
}

fn shown_bounds(map: &MapView) -> Option<(PlanePoint, PlanePoint)> {
    map.shapes.as_ref().and_then(|shapes| shapes.bounds)
}

/// The pointer over the map in one frame.
struct Hand<'a> {
    ui: &'a Ui,
    area: Rect,
    view: View,
    pointer: Option<Pos2>,
    /// Where something stands on the map.
    covered: &'a [Rect],
}

impl Hand<'_> {
    fn pressed(&self, key: Key) -> bool {
        let is_free = self.ui.memory(|memory| memory.focused().is_none());
        let shortcut = KeyboardShortcut::new(Modifiers::NONE, key);
        is_free && self.ui.ctx().input_mut(|input| input.consume_shortcut(&shortcut))
    }
}

impl DraftLayer {
    fn click(&self, drawing: &Drawing, view: View, at: LonLat) -> Option<DrawCommand> {
        let snap = self.snap(view.to_screen(plane_from_lonlat(at)), view, drawing, None)?;
        Some(match (drawing.tool(), snap) {
            (Tool::Corners, Snap::Corner(corner)) => DrawCommand::Corner(Some(corner)),
            (Tool::Corners, Snap::Border(border, at)) => {
                DrawCommand::Edit(Edit::InsertVertex { border, at, outline: false })
            }
            (Tool::Choose | Tool::Merge, _) => DrawCommand::Place(point_of(at, drawing.projection())?),
            (_, snap) => DrawCommand::Place(snap.at()),
        })
    }

    fn double_click(&self, drawing: &Drawing, at: LonLat) -> Option<DrawCommand> {
        if drawing.tool().draws() {
            return Some(DrawCommand::Finish);
        }
        let part = drawing.coverage().face_at(point_of(at, drawing.projection())?);
        (drawing.tool() == Tool::Choose).then_some(DrawCommand::Show(part))
    }

    /// Corners that are dragged, and what the keys do at the pointer or, without one, in the middle of the map.
    fn hand(&mut self, drawing: &Drawing, hand: &Hand<'_>) -> Option<DrawCommand> {
        if drawing.tool().draws() {
            hand.pointer.iter().for_each(|_| hand.ui.ctx().set_cursor_icon(CursorIcon::Crosshair));
        }
        if drawing.tool() != Tool::Corners {
            (self.hot, self.dragged) = (false, None);
            let at = hand.pointer.unwrap_or(hand.area.center());
            let snap = self.snap(at, hand.view, drawing, None)?;
            return hand.pressed(Key::Space).then(|| DrawCommand::Place(snap.at()));
        }
        if let Some(corner) = drawing.corner()
            && (hand.pressed(Key::Delete) || hand.pressed(Key::Backspace))
        {
            return Some(DrawCommand::Edit(Edit::RemoveVertex { corner, outline: drawing.is_outline_unlocked() }));
        }
        let (pressed, down) = hand.ui.input(|input| (input.pointer.primary_pressed(), input.pointer.primary_down()));
        let over = hand.pointer.and_then(|at| self.snap(at, hand.view, drawing, None));
        self.hot = matches!(over, Some(Snap::Corner(_)));
        if self.hot || self.dragged.is_some() {
            let icon = if self.dragged.is_some() { CursorIcon::Grabbing } else { CursorIcon::Grab };
            hand.ui.ctx().set_cursor_icon(icon);
        }
        match (self.dragged, over, hand.pointer) {
            (None, Some(Snap::Corner(corner)), Some(at)) if pressed => self.dragged = Some((corner, at)),
            (Some(_), ..) if down => {}
            (Some((corner, from)), _, Some(at)) => {
                self.dragged = None;
                let to = self.snap(at, hand.view, drawing, Some(corner))?.at();
                let edit = Edit::Move { corner, to, outline: drawing.is_outline_unlocked() };
                return (from.distance(at) > SLIP).then_some(DrawCommand::Edit(edit));
            }
            (Some(_), _, None) => self.dragged = None,
            (None, ..) => {}
        }
        None
    }

    fn paint(&self, painter: &Painter, app: &App, drawing: &Drawing, hand: &Hand<'_>, tokens: &'static Tokens) {
        let view = hand.view;
        for (id, shape) in &self.faces {
            if Some(*id) == drawing.chosen() {
                let (room, color) = (Room::of_frame(view, painter), tokens.selected.gamma_multiply(0.8));
                painter.add(meshes::area_mesh(std::iter::once(shape), room, color, None));
            }
        }
        // All rims first: one must not lie over the line beside it.
        for (wider, color) in [(2.4, tokens.halo), (0.0, tokens.ward_line)] {
            for border in &self.borders {
                let width = wider + if border.is_outline { 2.4 } else { 1.8 };
                let ends = [view.to_screen(border.from), view.to_screen(border.to)];
                painter.line_segment(ends, Stroke::new(width, color));
            }
        }
        if let Some((_, shape)) = self.faces.iter().find(|(id, _)| Some(*id) == drawing.chosen()) {
            paint::rings(painter, &shape.rings, view, Stroke::new(2.6, tokens.accent));
        }
        let written = Type { font: theme::bold(theme::LABEL), color: tokens.zone_name, halo: tokens.halo };
        let mut free = Free::of_map(view, hand.area, hand.covered);
        let named = self.faces.iter().filter_map(|(id, shape)| {
            let row = drawing.rows().iter().find(|row| row.id == *id)?;
            let name = crate::ui::drawing::part_name(app.text(), row);
            // Where a name has no room its number may have.
            Some((shape, [written.ways(painter, &name), written.ways(painter, &row.number)]))
        });
        let named: Vec<(&ZoneShape, [NameWays; 2])> = named.collect();
        let wanted = named.iter().filter_map(|(shape, [name, number])| {
            let of = |ways| names::of_parts(shape, ways, &free, &written);
            of(name).or_else(|| of(number))
        });
        let wanted: Vec<Wanted<'_>> = wanted.collect();
        names::paint(painter, wanted, &mut free, &written);
        if drawing.tool() == Tool::Corners {
            self.paint_corners(painter, drawing, hand, tokens);
        }
        self.paint_line(painter, drawing, hand, tokens);
        self.paint_snap(painter, drawing, hand, tokens);
    }

    fn paint_corners(&self, painter: &Painter, drawing: &Drawing, hand: &Hand<'_>, tokens: &Tokens) {
        let area = hand.area.expand(8.0);
        for (corner, place) in &self.corners {
            let at = hand.view.to_screen(*place);
            if area.contains(at) {
                let is_chosen = drawing.corner() == Some(*corner);
                let (fill, radius) = if is_chosen { (tokens.accent, 5.0) } else { (tokens.panel, 3.2) };
                painter.circle(at, radius, fill, Stroke::new(1.4, tokens.accent));
            }
        }
        let Some(((corner, _), pointer)) = self.dragged.zip(hand.pointer) else { return };
        let to = self.snap(pointer, hand.view, drawing, Some(corner));
        let to = to.and_then(|snap| plane_of(snap.at(), drawing.projection()));
        let to = to.map_or(pointer, |place| hand.view.to_screen(place));
        for border in self.borders.iter().filter(|border| is_end(border, Some(corner))) {
            let other = if border.ends.0 == corner { border.to } else { border.from };
            let ends = [hand.view.to_screen(other), to];
            painter.extend(Shape::dashed_line(&ends, Stroke::new(2.2, tokens.accent), 6.0, 4.0));
        }
        painter.circle(to, 5.0, tokens.panel, Stroke::new(2.2, tokens.accent));
    }

    fn paint_line(&self, painter: &Painter, drawing: &Drawing, hand: &Hand<'_>, tokens: &Tokens) {
        let place = |point: &Point| Some(hand.view.to_screen(plane_of(*point, drawing.projection())?));
        let way: Vec<Pos2> = drawing.line().iter().filter_map(place).collect();
        let stroke = Stroke::new(2.4, tokens.accent);
        painter.add(Shape::line(way.clone(), Stroke::new(5.0, tokens.halo)));
        painter.add(Shape::line(way.clone(), stroke));
        let next =
            hand.pointer.and_then(|at| self.snap(at, hand.view, drawing, None)).and_then(|snap| place(&snap.at()));
        if let (Some(last), Some(next)) = (way.last(), next) {
            painter.extend(Shape::dashed_line(&[*last, next], stroke, 6.0, 4.0));
            if let (Some(first), Tool::Ring) = (way.first().filter(|_| way.len() > 1), drawing.tool()) {
                painter.extend(Shape::dashed_line(&[next, *first], Stroke::new(1.2, tokens.accent), 3.0, 5.0));
            }
        }
        for at in &way {
            painter.circle(*at, 4.0, tokens.panel, stroke);
        }
    }

    fn paint_snap(&self, painter: &Painter, drawing: &Drawing, hand: &Hand<'_>, tokens: &Tokens) {
        let tool = drawing.tool();
        if !tool.draws() && tool != Tool::Corners {
            return;
        }
        let is_by_keys = hand.pointer.is_none() && tool.draws();
        let at = match hand.pointer {
            Some(at) => at,
            None if is_by_keys => hand.area.center(),
            None => return,
        };
        if is_by_keys {
            let stroke = Stroke::new(1.2, tokens.accent);
            painter.line_segment([at - vec2(9.0, 0.0), at + vec2(9.0, 0.0)], stroke);
            painter.line_segment([at - vec2(0.0, 9.0), at + vec2(0.0, 9.0)], stroke);
        }
        let except = self.dragged.map(|(corner, _)| corner);
        let Some(snap) = self.snap(at, hand.view, drawing, except) else { return };
        let Some(place) = plane_of(snap.at(), drawing.projection()).map(|place| hand.view.to_screen(place)) else {
            return;
        };
        let stroke = Stroke::new(2.0, tokens.warning);
        match snap {
            Snap::Corner(_) => drop(painter.circle_stroke(place, 7.0, stroke)),
            Snap::Border(..) => {
                let square = Rect::from_center_size(place, vec2(10.0, 10.0));
                painter.rect_stroke(square, 1.0, stroke, egui::StrokeKind::Middle);
            }
            Snap::Free(_) => {}
        }
    }
}
