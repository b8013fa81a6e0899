//! The map: draws the analysis under the present choices and says what was pointed at.

mod context;
mod develop;
mod discs;
mod draft;
mod following;
mod furniture;
mod glance;
mod graticule;
mod ground;
mod lines;
mod measure;
mod meshes;
mod moving;
mod names;
mod neighbours;
mod paint;
mod pick;
mod picture;
mod plan;
mod samples;
mod scene;
mod shapes;
mod shown;
mod side_by_side;
mod swatches;
mod tiles;
mod view;

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{self, Rect, Response, Stroke, Ui};
use walkers::{Map, MapMemory, Tiles, lon_lat};

use crate::app::{App, Command, MeasureCommand, PlanCommand, Selection};
use crate::cartography::PlanePoint;
use crate::model::{Analysis, LonLat, Period};
use crate::ui::theme;
use context::ContextLayers;
pub use context::color_of;
pub use furniture::{BAR_HEIGHT, plate};
use glance::Glance;
use names::Free;
pub use neighbours::LINE as NEIGHBOUR_LINE;
use neighbours::Neighbours;
use paint::Hatch;
pub use plan::{DASH as PLAN_DASH, mark as team_mark};
use samples::SampleLayer;
use scene::{Kept, Scene};
pub use shapes::Choice;
use shapes::{Classes, Shapes, classes};
pub use shapes::{bounds_of, gaps_are_of_zones};
pub use shown::{Around, Dress, Pointed, Shown};
pub use side_by_side::SideBySide;
pub use swatches::{Swatches, legend_of};
use tiles::BaseMapTiles;
use view::View;

/// The choices, and the answers that colours depend on.
type Asked = (Choice, (bool, Option<Period>));

/// State of the map that outlives a frame.
#[derive(Default)]
pub struct MapView {
    memory: MapMemory,
    shapes: Option<Arc<Shapes>>,
    /// What is coloured, and what that depends on besides the analysis.
    classes: Option<(Asked, Arc<Classes>)>,
    kept: Kept,
    hatch: Hatch,
    samples: SampleLayer,
    context: ContextLayers,
    neighbours: Neighbours,
    tiles: Option<BaseMapTiles>,
    draft: draft::DraftLayer,
    /// Boundaries are being drawn: what lies below steps back.
    is_drawn_on: bool,
    /// Dragging moves something on the map, not the map.
    is_held: bool,
    /// The view of the last frame, and where something stood on the map in it.
    seen: Option<View>,
    covered: Vec<Rect>,
    focus_done: u64,
    zoom_done: i64,
    pan_done: (i64, i64),
    /// The position under the pointer, for the status bar.
    pub pointer: Option<LonLat>,
}

impl MapView {
    /// Draws the window's map into the room that is left.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, analysis: &Arc<Analysis>, commands: &mut Vec<Command>) {
        self.follow_keys(app);
        let pointed = self.show(ui, app, &Shown::of_window(app, analysis));
        self.say(app, pointed, commands);
    }

    /// Moves and zooms as keys have asked since the last frame.
    fn follow_keys(&mut self, app: &App) {
        let asked = app.session().zoom_asked;
        while self.zoom_done != asked {
            // At the end of the range there is nothing to do.
            let _ = if asked > self.zoom_done { self.memory.zoom_in() } else { self.memory.zoom_out() };
            self.zoom_done += (asked - self.zoom_done).signum();
        }
        let pan = app.session().pan_asked;
        view::pan(&mut self.memory, pan.0 - self.pan_done.0, pan.1 - self.pan_done.1);
        self.pan_done = pan;
    }

    fn say(&self, app: &App, pointed: Option<Pointed>, commands: &mut Vec<Command>) {
        let picking_start = app.session().picking_start;
        commands.extend(pointed.map(|pointed| match (pointed, &app.session().measured) {
            (Pointed::Click(_, at) | Pointed::DoubleClick(_, at), _) if picking_start => {
                Command::Plan(PlanCommand::StartAt(Some(at)))
            }
            (Pointed::Click(_, at) | Pointed::DoubleClick(_, at), Some(_)) => Command::Measure(MeasureCommand::Add(at)),
            (Pointed::Click(what, _), None) => Command::Select(what),
            (Pointed::DoubleClick(Selection::Nothing, _), None) | (Pointed::All, _) => Command::ShowAll,
            (Pointed::DoubleClick(what, _), None) => Command::Focus(what),
            (Pointed::Zoom(nearer), _) => Command::Zoom { nearer },
            (Pointed::Measure, None) => Command::Measure(MeasureCommand::Begin),
            (Pointed::Measure, Some(_)) => Command::Measure(MeasureCommand::End),
        }));
    }

    /// Draws a map and says what was pointed at.
    pub fn show(&mut self, ui: &mut Ui, app: &App, shown: &Shown<'_>) -> Option<Pointed> {
        self.prepare(app, shown);
        let area = ui.available_rect_before_wrap();
        self.follow_focus(shown, area);
        BaseMapTiles::follow(&mut self.tiles, app, ui.ctx(), theme::tokens(ui));
        let places = self.tiles.as_ref().map(BaseMapTiles::places).unwrap_or_default();
        let (is_drawn_on, is_held) = (self.is_drawn_on, self.is_held);
        let Self { memory, shapes, classes, kept, hatch, samples, context, neighbours, tiles, .. } = self;
        let (pointer, seen, covered) = (&mut self.pointer, &mut self.seen, &mut self.covered);
        let (shapes, (_, classes)) = (shapes.as_ref()?, classes.as_ref()?);
        let tokens = theme::tokens(ui);
        let dark = ui.visuals().dark_mode;
        ui.painter().rect_filled(area, 0.0, tokens.page);
        let (text, layers, dress) = (app.text(), shown.layers, &shown.dress);
        // The starting place matters only until the first fit.
        let base_map = app.base_map().filter(|_| tiles.is_some());
        let tiles = tiles.as_mut().map(|tiles| tiles as &mut dyn Tiles);
        let map = Map::new(tiles, memory, lon_lat(105.85, 21.03)).zoom_with_ctrl(false).double_click_to_zoom(false);
        let map = map.panning(!is_held);
        let map = map.show(ui, |ui, response, projector, _| {
            let view = View::new(projector);
            *seen = Some(view);
            let painter = ui.painter().with_clip_rect(area);
            let (choice, selection, filter) = (shown.choice, shown.selection, shown.filter);
            let enlarged = dress.enlarged;
            let glance = Glance { view, area, dark, pixels_per_point: ui.ctx().pixels_per_point() };
            let scene = Scene { painter: &painter, view, glance, shapes, tokens, choice, selection, filter, enlarged };
            let hatch = hatch.id(ui.ctx());
            *pointer = response.hover_pos().map(|p| view::lonlat_from_plane(view.to_plane(p)));
            let credit = base_map.map_or("", |open| open.tiles.attribution.as_str());
            let mut furniture = dress.furniture(&painter, text, (view, area), tokens, credit);
            furniture.extend(shown.measured.map(|way| measure::said(&painter, text, way, *pointer, tokens)));
            *covered = dress.covered(&furniture, area);
            let around = dress.around.stroke(tokens);
            let mut named = Vec::new();
            if base_map.is_some() {
                // Figures come first: the base map steps back.
                painter.rect_filled(area, 0.0, tokens.veil);
                if let Some(stroke) = around {
                    neighbours.paint(&painter, app, shapes, glance, stroke);
                }
                scene.outlines(kept, Stroke::new(2.0, tokens.ward_line));
            } else {
                named = graticule::paint(&painter, text, view, dress.names_graticule().then_some(covered), tokens);
                if let Some(stroke) = around {
                    neighbours.paint(&painter, app, shapes, glance, stroke);
                }
                // The fills cover the inner half of these lines, and all of them where zones meet: that of the whole stays.
                scene.outlines(kept, Stroke::new(4.0, tokens.ward_line));
                scene.ground(kept);
            }
            if dress.context {
                context.paint(&painter, app, true, glance, tokens);
            }
            if layers.cells {
                scene.classes(kept, classes, hatch);
            }
            if layers.gaps {
                scene.gaps(kept, hatch);
            }
            kept.rest(layers);
            scene.lines(kept, layers);
            if layers.samples {
                samples.paint(&painter, shown.analysis, choice, glance, tokens);
            } else {
                samples.rest();
            }
            if is_drawn_on {
                painter.rect_filled(area, 0.0, tokens.drawn_on);
            }
            if dress.context {
                context.paint(&painter, app, false, glance, tokens);
            }
            let mut free = Free::of_map(view, area, covered);
            let discs = if layers.spots { scene.spots(kept) } else { Vec::new() };
            free.taken.extend(discs.iter().map(paint::Disc::room));
            if let Some(plan) = shown.plan {
                let marks = scene.plan(plan, &free.taken);
                free.taken.extend(marks);
            }
            if let Some(start) = app.plan_request().starts.first().filter(|_| layers.plan) {
                scene.start(*start);
            }
            discs.iter().for_each(|disc| disc.paint(&painter, tokens));
            scene.selected();
            if layers.zones {
                scene.names(kept, &mut free);
            }
            if dress.around == Around::Named {
                free.taken.extend(named);
                neighbours.names(&painter, &mut free, tokens, enlarged);
            }
            paint::place_names(&painter, &places, &free, tokens);
            if let Some(measured) = shown.measured {
                measure::paint(&painter, text, measured, *pointer, view, tokens);
            }
            furniture.into_iter().for_each(|piece| piece.paint(&painter));
            let pressed = dress.buttons(ui, text, area, tokens, shown.measured.is_some());
            let under = (dress.context.then_some(&*context), around.map(|_| &*neighbours));
            pressed.or_else(|| point(ui, response, app, &scene, shown, (&discs, under)))
        });
        let name = if dress.name.is_empty() { text.get("map-name") } else { dress.name.clone() };
        map.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::GraphicsDocument, true, &name));
        map.inner
    }

    /// How long the density of the samples in the present view was in the making; `None` while it is.
    pub fn density_took(&self) -> Option<Duration> {
        self.samples.density_took()
    }

    /// Whether all pictures are those of the present view, and every tile that was asked for has come.
    pub fn is_settled(&self) -> bool {
        let are_pictures_made = self.samples.is_settled()
            && self.kept.is_settled()
            && self.context.is_settled()
            && self.neighbours.is_settled();
        are_pictures_made && self.tiles.as_ref().is_none_or(BaseMapTiles::is_settled)
    }

    /// Takes over the shapes of another view; what was made of older ones goes.
    fn share_shapes(&mut self, of: Option<&Arc<Shapes>>) {
        let same = match (&self.shapes, of) {
            (Some(own), Some(other)) => Arc::ptr_eq(own, other),
            (_, None) => true,
            (None, Some(_)) => false,
        };
        if !same {
            self.shapes = of.cloned();
            (self.classes, self.kept) = (None, Kept::default());
        }
    }

    fn prepare(&mut self, app: &App, shown: &Shown<'_>) {
        if self.shapes.as_ref().is_none_or(|shapes| !Arc::ptr_eq(&shapes.analysis, shown.analysis)) {
            self.shapes = Some(Arc::new(Shapes::new(shown.analysis)));
            (self.classes, self.kept) = (None, Kept::default());
        }
        let asked = (shown.choice, app.answers_on_map());
        if self.classes.as_ref().is_none_or(|(made_for, _)| *made_for != asked) {
            self.classes = Some((asked, Arc::new(classes(app, shown.analysis, shown.choice))));
            self.kept.forget_classes();
        }
    }

    /// Brings the selection, or everything, into view when that was asked for since the last frame.
    fn follow_focus(&mut self, shown: &Shown<'_>, area: Rect) {
        let (asked, whole) = shown.focus;
        let Some(shapes) = &self.shapes else { return };
        if asked == self.focus_done || area.width() < 50.0 {
            return;
        }
        self.focus_done = asked;
        let chosen = if whole { Vec::new() } else { pick::corners(shapes, shown.selection) };
        let around = if chosen.is_empty() { 1.0 } else { 2.2 };
        let Some((low, high)) = bounds_of(chosen.into_iter()).or(shapes.bounds) else { return };
        let (dx, dy) = ((high.x - low.x) * (around - 1.0) / 2.0, (high.y - low.y) * (around - 1.0) / 2.0);
        let low = PlanePoint { x: low.x - dx, y: low.y - dy };
        let high = PlanePoint { x: high.x + dx, y: high.y + dy };
        let room = Rect::from_min_max(area.min + shown.dress.clear.0, area.max - shown.dress.clear.1);
        view::fit(&mut self.memory, low, high, area, room);
    }
}

/// Hover, click and double click; says what lies under the pointer where the map is dressed to.
fn point(
    ui: &Ui,
    response: &Response,
    app: &App,
    scene: &Scene<'_>,
    shown: &Shown<'_>,
    (discs, (context, neighbours)): (&[paint::Disc], (Option<&ContextLayers>, Option<&Neighbours>)),
) -> Option<Pointed> {
    let position = response.hover_pos().or(response.interact_pointer_pos())?;
    let at = view::lonlat_from_plane(scene.view.to_plane(position));
    if response.dragged() {
        return None;
    }
    let hit = pick::hit(scene.shapes, scene.choice, scene.filter, shown.layers, discs, scene.view, position);
    if shown.measured.is_some() || app.session().picking_start {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair);
    } else if hit != Selection::Nothing {
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
    }
    if response.double_clicked() {
        return Some(Pointed::DoubleClick(hit, at));
    }
    if response.clicked() {
        return Some(Pointed::Click(hit, at));
    }
    if shown.dress.says && shown.measured.is_none() && response.hovered() {
        let said = pick::sentence(app, scene.shapes, scene.choice, &hit, scene.view, position);
        let beside = context.and_then(|context| context.sentence(app, scene.view, position));
        let around = neighbours.filter(|_| hit == Selection::Nothing);
        let beside = beside.or_else(|| around?.sentence(app, scene.view, position));
        let sentence = [said, beside].into_iter().flatten().collect::<Vec<_>>().join("\n");
        if !sentence.is_empty() {
            furniture::hover_plate(scene.painter, &sentence, position, scene.painter.clip_rect(), scene.tokens);
        }
    }
    None
}
