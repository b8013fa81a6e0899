//! The map: draws the analysis under the present choices and says what was pointed at.

mod context;
mod draft;
mod furniture;
mod graticule;
mod measure;
mod paint;
mod pick;
mod plan;
mod samples;
mod shapes;
mod shown;
mod side_by_side;
mod swatches;
mod tiles;
mod view;

use std::sync::Arc;

use eframe::egui::{self, Painter, Rect, Response, Stroke, Ui};
use walkers::{Map, MapMemory, Tiles, lon_lat};

use crate::app::{App, Command, Layers, MeasureCommand, PlanCommand, Selection, SpotFilter, is_proven};
use crate::cartography::{Fill, LabelBox, PlanePoint};
use crate::model::{Analysis, LonLat, shared_ending};
use crate::ui::theme::{self, Tokens};
use crate::ui::wording;
use context::ContextLayers;
pub use context::color_of;
pub use furniture::plate;
use paint::{Hatch, Lean};
pub use plan::{DASH as PLAN_DASH, mark as team_mark};
use samples::SampleLayer;
pub use shapes::Choice;
use shapes::{Shapes, classes};
pub use shapes::{bounds_of, gaps_are_of_zones};
pub use shown::{Dress, Pointed, Shown};
pub use side_by_side::SideBySide;
pub use swatches::{Swatches, legend_of};
use tiles::BaseMapTiles;
use view::View;

/// State of the map that outlives a frame.
#[derive(Default)]
pub struct MapView {
    memory: MapMemory,
    shapes: Option<Arc<Shapes>>,
    classes: Option<(Choice, Vec<(u32, Fill)>)>,
    ground: Option<paint::Moving>,
    meshes: Option<paint::Moving>,
    hatch: Hatch,
    samples: SampleLayer,
    context: ContextLayers,
    tiles: Option<BaseMapTiles>,
    draft: draft::DraftLayer,
    /// Boundaries are being drawn: what lies below steps back.
    is_drawn_on: bool,
    /// Dragging moves something on the map, not the map.
    is_held: bool,
    /// The view of the last frame.
    seen: Option<View>,
    focus_done: u64,
    zoom_done: i64,
    pan_done: (i64, i64),
    /// The position under the pointer, for the status bar.
    pub pointer: Option<LonLat>,
}

/// Everything a layer needs to draw itself.
struct Scene<'a> {
    painter: &'a Painter,
    view: View,
    shapes: &'a Shapes,
    tokens: &'static Tokens,
    choice: Choice,
    selection: &'a Selection,
    filter: SpotFilter<'a>,
    /// Times the designed size of type.
    enlarged: f32,
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
        self.prepare(shown);
        let area = ui.available_rect_before_wrap();
        self.follow_focus(shown, area);
        BaseMapTiles::follow(&mut self.tiles, app, ui.ctx());
        let (is_drawn_on, is_held) = (self.is_drawn_on, self.is_held);
        let Self { memory, shapes, classes, ground, meshes, hatch, samples, context, tiles, pointer, seen, .. } = self;
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
            let scene = Scene { painter: &painter, view, shapes, tokens, choice, selection, filter, enlarged };
            let hatch = hatch.id(ui.ctx());
            if base_map.is_some() {
                // Figures come first: the base map steps back.
                painter.rect_filled(area, 0.0, tokens.veil);
                scene.outlines(Stroke::new(2.0, tokens.ward_line));
            } else {
                graticule::paint(&painter, text, view, dress.graticule_names(), tokens);
                // The fills cover the inner half of these lines, and all of them where zones meet: that of the whole stays.
                scene.outlines(Stroke::new(4.0, tokens.ward_line));
                let fresh = ground.take().and_then(|made| made.moved_to(view, area, dark));
                let made =
                    fresh.unwrap_or_else(|| paint::Moving::ground(shapes.ground_pieces(), view, tokens.ground, dark));
                painter.extend(made.shapes());
                *ground = Some(made);
            }
            if dress.context {
                context.paint(&painter, app, true, view, tokens, dark);
            }
            if layers.cells {
                let fresh = meshes.take().and_then(|made| made.moved_to(view, area, dark));
                let made =
                    fresh.unwrap_or_else(|| paint::Moving::cells(shapes, classes, view, area, (tokens, dark), hatch));
                painter.extend(made.shapes());
                *meshes = Some(made);
            }
            if layers.gaps {
                scene.gaps(hatch);
            }
            scene.lines(layers);
            if layers.samples {
                samples.paint(&painter, shown.analysis, choice, view, tokens, dark);
            }
            if is_drawn_on {
                painter.rect_filled(area, 0.0, tokens.veil);
            }
            if dress.context {
                context.paint(&painter, app, false, view, tokens, dark);
            }
            let discs = if layers.spots { scene.spots() } else { Vec::new() };
            let mut taken: Vec<LabelBox> = discs.iter().map(paint::Disc::room).collect();
            if let Some(plan) = shown.plan {
                taken.extend(scene.plan(plan, &taken));
            }
            if let Some(start) = app.plan_request().starts.first().filter(|_| layers.plan) {
                scene.start(*start);
            }
            discs.iter().for_each(|disc| disc.paint(&painter, tokens));
            scene.selected();
            if layers.zones {
                scene.names(&taken);
            }
            *pointer = response.hover_pos().map(|p| view::lonlat_from_plane(view.to_plane(p)));
            if let Some(measured) = shown.measured {
                measure::paint(&painter, text, measured, *pointer, view, tokens);
            }
            let credit = base_map.map_or("", |open| open.tiles.attribution.as_str());
            let pressed = dress.furniture(ui, text, (view, area), tokens, shown.measured.is_some(), credit);
            let under = dress.context.then_some(&*context);
            pressed.or_else(|| point(ui, response, app, &scene, shown, under))
        });
        let name = if dress.name.is_empty() { text.get("map-name") } else { dress.name.clone() };
        map.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::GraphicsDocument, true, &name));
        map.inner
    }

    /// Whether the picture of the samples is that of the present view.
    pub fn is_settled(&self) -> bool {
        self.samples.is_settled()
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
            (self.classes, self.ground) = (None, None);
        }
    }

    fn prepare(&mut self, shown: &Shown<'_>) {
        if self.shapes.as_ref().is_none_or(|shapes| !Arc::ptr_eq(&shapes.analysis, shown.analysis)) {
            self.shapes = Some(Arc::new(Shapes::new(shown.analysis)));
            (self.classes, self.ground) = (None, None);
        }
        if self.classes.as_ref().is_none_or(|(made_for, _)| *made_for != shown.choice) {
            self.classes = Some((shown.choice, classes(shown.analysis, shown.choice)));
            self.meshes = None;
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
    context: Option<&ContextLayers>,
) -> Option<Pointed> {
    let position = response.hover_pos().or(response.interact_pointer_pos())?;
    let at = view::lonlat_from_plane(scene.view.to_plane(position));
    let hit = pick::hit(scene.shapes, scene.choice, scene.filter, shown.layers, scene.view, position);
    if shown.measured.is_some() || app.session().picking_start {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair);
    } else if hit != Selection::Nothing && !response.dragged() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
    }
    if response.double_clicked() {
        return Some(Pointed::DoubleClick(hit, at));
    }
    if response.clicked() {
        return Some(Pointed::Click(hit, at));
    }
    if shown.dress.says && shown.measured.is_none() && !response.dragged() && response.hovered() {
        let said = pick::sentence(app, scene.shapes, scene.choice, &hit, scene.view, position);
        let beside = context.and_then(|context| context.sentence(app, scene.view, position));
        let sentence = [said, beside].into_iter().flatten().collect::<Vec<_>>().join("\n");
        if !sentence.is_empty() {
            furniture::hover_plate(scene.painter, &sentence, position, scene.painter.clip_rect(), scene.tokens);
        }
    }
    None
}

impl Scene<'_> {
    /// Outlines of the zones, where no ward goes around them.
    fn outlines(&self, stroke: Stroke) {
        if self.shapes.wards.is_empty() {
            for zone in &self.shapes.zones {
                paint::rings(self.painter, &zone.rings, self.view, stroke);
            }
        }
    }

    fn gaps(&self, hatch: egui::TextureId) {
        let analysis = &self.shapes.analysis;
        let asked = analysis.gaps.iter().filter(|gap| self.choice.operator.is_none_or(|o| o == gap.operator));
        let mut zones: Vec<u32> = asked.map(|gap| gap.zone.0).collect();
        zones.sort_unstable();
        zones.dedup();
        let pieces =
            zones.iter().filter_map(|z| self.shapes.gap_places().get(*z as usize)).flat_map(|zone| &zone.pieces);
        let mesh = paint::area_mesh(pieces, self.view, self.tokens.gap_hatch, Some((hatch, Lean::Left)));
        self.painter.add(mesh);
    }

    fn lines(&self, layers: Layers) {
        if layers.zones {
            let stroke = Stroke::new(1.0, self.tokens.zone_line);
            for zone in &self.shapes.zones {
                paint::rings(self.painter, &zone.rings, self.view, stroke);
            }
        }
        for ward in &self.shapes.wards {
            paint::rings(self.painter, &ward.rings, self.view, Stroke::new(2.0, self.tokens.ward_line));
        }
    }

    /// Outlines of weak spots; returns their discs. A disc that would lie on one of a better rank is left out.
    fn spots(&self) -> Vec<paint::Disc> {
        let analysis = &self.shapes.analysis;
        let mut shown: Vec<_> = analysis.weak_spots.iter().zip(&self.shapes.spots).collect();
        shown.retain(|(spot, _)| self.filter.shows(spot));
        // Proven spots keep their discs where a suspected one of a better rank would lie on them.
        shown.sort_by_key(|(spot, _)| (!is_proven(spot), spot.rank));
        // Seen from afar, a full line would hide the cells that it goes around.
        let thin =
            self.enlarged.sqrt() * self.shapes.cell_size(self.view).map_or(1.0, |size| (size / 9.0).clamp(0.5, 1.0));
        let mut discs: Vec<paint::Disc> = Vec::new();
        for (spot, outline) in shown {
            let chosen = matches!(self.selection, Selection::Spot(id) if *id == spot.spot_id);
            let proven = is_proven(spot);
            let width = thin * if proven || chosen { theme::SPOT_LINE } else { theme::SUSPECTED_LINE };
            if chosen {
                paint::rings(self.painter, outline, self.view, Stroke::new(width + 5.0 * thin, self.tokens.accent));
            }
            paint::rings(self.painter, outline, self.view, Stroke::new(width + 2.0 * thin, self.tokens.halo));
            paint::rings(self.painter, outline, self.view, Stroke::new(width, self.tokens.spot_line));
            let Some(at) = paint::disc_position(outline, self.view, self.enlarged) else { continue };
            let disc = paint::Disc { at, rank: spot.rank.to_string(), chosen, proven, enlarged: self.enlarged };
            if chosen {
                discs.retain(|other| !other.overlaps(&disc));
            }
            if discs.iter().all(|other| !other.overlaps(&disc)) {
                discs.push(disc);
            }
        }
        discs
    }

    fn selected(&self) {
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

    fn names(&self, discs: &[LabelBox]) {
        let zones = self.shapes.zones.iter().zip(&self.shapes.analysis.zones.zones);
        let ending = shared_ending(&self.shapes.analysis.zones.zones);
        let named = zones.map(|(shape, zone)| (shape, wording::short_zone_name(zone, ending)));
        paint::zone_names(self.painter, named, self.view, discs, self.tokens, theme::LABEL * self.enlarged);
    }
}
