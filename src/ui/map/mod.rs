//! The map: draws the analysis under the present choices and says what was pointed at.

mod context;
mod furniture;
mod paint;
mod pick;
mod plan;
mod samples;
mod shapes;
mod view;

use std::sync::Arc;

use eframe::egui::{self, Context, Mesh, Painter, Pos2, Rect, Response, Shape, Stroke, Ui, vec2};
use walkers::{Map, MapMemory, lon_lat};

use crate::app::{App, Command, Layers, PlanCommand, Selection, SpotFilter, is_proven};
use crate::cartography::{Colouring, Fill, LabelBox, PlanePoint};
use crate::model::{Analysis, LonLat};
use crate::ui::theme::{self, Tokens};
use crate::ui::wording;
use context::ContextLayers;
pub use context::color_of;
use furniture::MapButton;
use paint::{Hatch, Lean};
pub use plan::{DASH as PLAN_DASH, mark as team_mark};
use samples::SampleLayer;
use shapes::{Choice, Shapes, classes};
pub use shapes::{bounds_of, gaps_are_of_zones};
use view::View;

/// State of the map that outlives a frame.
#[derive(Default)]
pub struct MapView {
    memory: MapMemory,
    shapes: Option<Shapes>,
    classes: Option<(Choice, Vec<(u32, Fill)>)>,
    meshes: Option<(View, bool, Rect, [Arc<Mesh>; 2])>,
    hatch: Hatch,
    samples: SampleLayer,
    context: ContextLayers,
    focus_done: u64,
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
}

impl MapView {
    /// One step nearer or farther.
    pub fn zoom(&mut self, nearer: bool) {
        // At the end of the range there is nothing to do.
        let _ = if nearer { self.memory.zoom_in() } else { self.memory.zoom_out() };
    }

    /// Draws the map into the room that is left.
    pub fn ui(&mut self, ui: &mut Ui, app: &App, analysis: &Arc<Analysis>, commands: &mut Vec<Command>) {
        let choice = Choice {
            operator: app.operator(),
            technology: app.project().technology,
            colouring: app.project().colouring,
        };
        self.prepare(analysis, choice);
        let area = ui.available_rect_before_wrap();
        self.follow_focus(app, area);
        let Self { memory, shapes, classes, meshes, hatch, samples, context, pointer, .. } = self;
        let (Some(shapes), Some((_, classes))) = (shapes.as_ref(), classes.as_ref()) else { return };
        let tokens = theme::tokens(ui);
        let dark = ui.visuals().dark_mode;
        ui.painter().rect_filled(area, 0.0, tokens.page);
        let text = app.text();
        let layers = app.session().layers;
        // The starting place matters only until the first fit.
        let map = Map::new(None, memory, lon_lat(105.85, 21.03)).zoom_with_ctrl(false).double_click_to_zoom(false);
        let pressed = map.show(ui, |ui, response, projector, _| {
            let view = View::new(projector);
            let painter = ui.painter().with_clip_rect(area);
            let selection = &app.session().selection;
            let filter = app.spot_filter();
            let scene = Scene { painter: &painter, view, shapes, tokens, choice, selection, filter };
            let hatch = hatch.id(ui.ctx());
            scene.ground();
            context.paint(&painter, app, true, view, tokens, dark);
            if layers.cells {
                let fresh = meshes.as_ref().is_some_and(|m| (m.0, m.1, m.2) == (view, dark, area));
                if !fresh {
                    let made = paint::cell_meshes(shapes, classes, view, area, tokens, hatch);
                    *meshes = Some((view, dark, area, made));
                }
                painter.extend(meshes.iter().flat_map(|m| m.3.iter()).map(|mesh| Shape::Mesh(Arc::clone(mesh))));
            }
            if layers.gaps {
                scene.gaps(hatch);
            }
            scene.lines(layers);
            if layers.samples {
                samples.paint(&painter, analysis, choice, view, tokens, dark);
            }
            context.paint(&painter, app, false, view, tokens, dark);
            let discs = if layers.spots { scene.spots() } else { Vec::new() };
            let mut taken: Vec<LabelBox> = discs.iter().map(paint::Disc::room).collect();
            if layers.plan
                && let Some(plan) = app.plan()
            {
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
            furniture::north(&painter, text, area, tokens);
            let bar = furniture::scale_bar(&painter, text, view, area, tokens);
            let caption = wording::map_caption(text, analysis, app.project(), choice.operator);
            let caption = [caption.0.as_str(), caption.1.as_str()];
            furniture::caption(&painter, caption, area, bar.left(), tokens);
            *pointer = response.hover_pos().map(|p| view::lonlat_from_plane(view.to_plane(p)));
            let pressed = furniture::buttons(ui, text, area, tokens);
            let said = point(ui, response, app, &scene, layers, commands);
            let beside = response.hover_pos().and_then(|at| Some((at, context.sentence(app, view, at)?)));
            let said = match (said, beside) {
                (Some((at, first)), Some((_, second))) => Some((at, format!("{first}\n{second}"))),
                (said, beside) => said.or(beside),
            };
            if let Some((at, sentence)) = said {
                furniture::hover_plate(&painter, &sentence, at, area, tokens);
            }
            pressed
        });
        let name = text.get("map-name");
        pressed.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::GraphicsDocument, true, &name));
        match pressed.inner {
            Some(MapButton::In) => self.zoom(true),
            Some(MapButton::Out) => self.zoom(false),
            Some(MapButton::All) => commands.push(Command::ShowAll),
            None => {}
        }
    }

    fn prepare(&mut self, analysis: &Arc<Analysis>, choice: Choice) {
        if self.shapes.as_ref().is_none_or(|shapes| !Arc::ptr_eq(&shapes.analysis, analysis)) {
            self.shapes = Some(Shapes::new(analysis));
            self.classes = None;
        }
        if self.classes.as_ref().is_none_or(|(made_for, _)| *made_for != choice) {
            self.classes = Some((choice, classes(analysis, choice)));
            self.meshes = None;
        }
    }

    /// Brings the selection, or everything, into view when that was asked for since the last frame.
    fn follow_focus(&mut self, app: &App, area: Rect) {
        let asked = app.session().focus_asked;
        let Some(shapes) = &self.shapes else { return };
        if asked == self.focus_done || area.width() < 50.0 {
            return;
        }
        self.focus_done = asked;
        let whole = app.session().focus_on_all;
        let chosen = if whole { Vec::new() } else { pick::corners(shapes, &app.session().selection) };
        let around = if chosen.is_empty() { 1.0 } else { 2.2 };
        let Some((low, high)) = bounds_of(chosen.into_iter()).or(shapes.bounds) else { return };
        let (dx, dy) = ((high.x - low.x) * (around - 1.0) / 2.0, (high.y - low.y) * (around - 1.0) / 2.0);
        let low = PlanePoint { x: low.x - dx, y: low.y - dy };
        let high = PlanePoint { x: high.x + dx, y: high.y + dy };
        // Clear of what stands on the map: buttons at the left, caption and scale below, a plate above without zones.
        let above = if shapes.analysis.zones.bounds_study() { 28.0 } else { 68.0 };
        let room = Rect::from_min_max(area.min + vec2(56.0, above), area.max - vec2(56.0, 60.0));
        view::fit(&mut self.memory, low, high, area, room);
    }
}

/// Hover, click and double click; returns what is to be said about the place under the pointer.
fn point(
    ui: &Ui,
    response: &Response,
    app: &App,
    scene: &Scene<'_>,
    layers: Layers,
    commands: &mut Vec<Command>,
) -> Option<(Pos2, String)> {
    let position = response.hover_pos().or(response.interact_pointer_pos())?;
    if app.session().picking_start {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair);
        if response.clicked() {
            let start = view::lonlat_from_plane(scene.view.to_plane(position));
            commands.push(Command::Plan(PlanCommand::StartAt(Some(start))));
        }
        return Some((position, app.text().get("plan-start-click")));
    }
    let hit = pick::hit(scene.shapes, scene.choice, scene.filter, layers, scene.view, position);
    let something = hit != Selection::Nothing;
    if something && !response.dragged() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
    }
    if response.double_clicked() {
        commands.push(if something { Command::Focus(hit) } else { Command::ShowAll });
    } else if response.clicked() {
        commands.push(Command::Select(hit));
    } else if !response.dragged() && response.hovered() {
        let sentence = pick::sentence(app, scene.shapes, scene.choice, &hit, scene.view, position)?;
        return Some((position, sentence));
    }
    None
}

impl Scene<'_> {
    fn ground(&self) {
        // The fills cover the inner half of these lines, and all of them where zones meet: the outline of the whole stays.
        if self.shapes.wards.is_empty() {
            for zone in &self.shapes.zones {
                paint::rings(self.painter, &zone.rings, self.view, Stroke::new(4.0, self.tokens.ward_line));
            }
        }
        let zones = if self.shapes.wards.is_empty() { &self.shapes.zones } else { &self.shapes.wards };
        let pieces = zones.iter().flat_map(|zone| &zone.pieces);
        self.painter.add(paint::area_mesh(pieces, self.view, self.tokens.ground, None));
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
        let thin = self.shapes.cell_size(self.view).map_or(1.0, |size| (size / 9.0).clamp(0.5, 1.0));
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
            let Some(at) = paint::disc_position(outline, self.view) else { continue };
            let disc = paint::Disc { at, rank: spot.rank.to_string(), chosen, proven };
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
        let named = zones.map(|(shape, zone)| (shape, wording::short_zone_name(zone)));
        paint::zone_names(self.painter, named, self.view, discs, self.tokens);
    }
}

/// Small pictures for the legend.
#[derive(Default)]
pub struct Swatches(Hatch);

impl Swatches {
    /// A sample of a class, as it looks on the map.
    pub fn paint(&mut self, ctx: &Context, painter: &Painter, rect: Rect, fill: Option<Fill>, tokens: &Tokens) {
        let Some(fill) = fill else {
            painter.rect(rect, 2.0, tokens.ground, Stroke::new(1.0, tokens.line), egui::StrokeKind::Inside);
            return;
        };
        let (ground, line) = tokens.fill(fill);
        painter.rect_filled(rect, 2.0, ground);
        if let Some(line) = line {
            painter.add(paint::hatched_rect(rect, line, self.0.id(ctx), Lean::Right));
            painter.rect_stroke(rect, 2.0, Stroke::new(1.0, tokens.line), egui::StrokeKind::Inside);
        }
    }

    /// The hatch of sampling gaps.
    pub fn paint_gap(&mut self, ctx: &Context, painter: &Painter, rect: Rect, tokens: &Tokens) {
        painter.add(paint::hatched_rect(rect, tokens.gap_hatch, self.0.id(ctx), Lean::Left));
        painter.rect_stroke(rect, 2.0, Stroke::new(1.0, tokens.line), egui::StrokeKind::Inside);
    }
}

/// The colouring that the legend explains.
pub fn legend_of(app: &App, analysis: &Analysis) -> Vec<crate::cartography::LegendEntry> {
    let colouring: Colouring = app.project().colouring;
    let criterion = analysis.settings.profile.criteria.first();
    criterion.map(|c| crate::cartography::legend(colouring, c, app.project().technology)).unwrap_or_default()
}
