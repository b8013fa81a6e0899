//! The window as a whole: one frame is state in, commands out, commands carried out.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{self, CentralPanel, Context, Frame, Margin, Panel, Ui};

use super::bench::{Bench, Settled};
use super::drawing::{self, DrawingView};
use super::import::MiniMap;
use super::map::{MapView, SideBySide, Swatches};
use super::meeting::MeetingView;
use super::palette::Palette;
use super::screenshot::Photographer;
use super::status_bar::StatusBar;
use super::table::Tables;
use super::widget::SIDE_BAR;
use super::{
    card, corrections, criteria, dialog, help, import, keys, left_panel, missing, names, notices, project, report,
    settings, stages, status_bar, table, theme, top_bar, tour,
};
use crate::app::{App, Command, ImportMemory, Preferences, Stage, TourStep};

/// Where preferences are kept.
const STORAGE_KEY: &str = "phusong-preferences";

/// Where it is kept how files were understood.
const MEMORY_KEY: &str = "phusong-imports";

/// How often a running job's progress is drawn.
const PROGRESS_EVERY: Duration = Duration::from_millis(120);

/// The window and the state of its views.
pub struct Window {
    app: App,
    map: MapView,
    side_by_side: SideBySide,
    meeting: MeetingView,
    drawing: DrawingView,
    palette: Palette,
    /// Resets of the layout that were carried out.
    layout_resets: u64,
    tables: Tables,
    status: StatusBar,
    swatches: Swatches,
    minimap: MiniMap,
    photographer: Option<Photographer>,
    bench: Option<Bench>,
    /// Preferences in force on screen.
    shown: Option<Preferences>,
}

impl std::fmt::Debug for Window {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Window").field("app", &self.app).finish_non_exhaustive()
    }
}

impl Window {
    /// Sets fonts and style up and takes the state over.
    pub fn new(ctx: &Context, app: App) -> Self {
        theme::install(ctx);
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        Self {
            app,
            map: MapView::default(),
            side_by_side: SideBySide::default(),
            meeting: MeetingView::default(),
            drawing: DrawingView::default(),
            palette: Palette::default(),
            layout_resets: 0,
            tables: Tables::default(),
            status: StatusBar::default(),
            swatches: Swatches::default(),
            minimap: MiniMap::default(),
            photographer: None,
            bench: None,
            shown: None,
        }
    }

    pub(super) fn with_photographer(mut self, photographer: Option<Photographer>) -> Self {
        self.photographer = photographer;
        self
    }

    pub(super) fn with_bench(mut self, bench: Option<Bench>) -> Self {
        self.bench = bench;
        self
    }

    /// Preferences as they were left, or the defaults.
    pub(super) fn stored_preferences(storage: Option<&dyn eframe::Storage>) -> Preferences {
        storage.and_then(|storage| eframe::get_value(storage, STORAGE_KEY)).unwrap_or_default()
    }

    /// What is remembered of earlier imports; nothing where it cannot be read.
    pub(super) fn stored_memory(storage: Option<&dyn eframe::Storage>) -> ImportMemory {
        let json = storage.and_then(|storage| storage.get_string(MEMORY_KEY)).unwrap_or_default();
        ImportMemory::from_json(&json)
    }

    pub fn app(&self) -> &App {
        &self.app
    }

    /// Carries out a command that comes from outside the views.
    pub fn update(&mut self, command: Command) {
        self.app.update(command);
    }

    fn follow_preferences(&mut self, ctx: &Context) {
        let wanted = self.app.preferences();
        if self.shown.as_ref() != Some(wanted) {
            theme::choose(ctx, wanted.theme);
            ctx.set_zoom_factor(wanted.scale);
            let title = self.app.text().get("program-name");
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title));
            self.shown = Some(wanted.clone());
        }
    }

    /// Whether the pictures have come that are made in the background for the maps on screen.
    fn settled(&self) -> Settled {
        let all = match &self.app {
            app if app.meeting().is_some() => self.meeting.is_settled(),
            app if app.session().side_by_side => self.side_by_side.is_settled(),
            _ => self.map.is_settled(),
        };
        Settled { density_took: self.map.density_took(), all }
    }

    fn draw(&mut self, ui: &mut Ui) -> Vec<Command> {
        let mut commands = keys::commands(ui.ctx(), &self.app);
        let app = &self.app;
        self.meeting.follow(ui.ctx(), app, self.photographer.is_none());
        if let Some(meeting) = app.meeting() {
            self.meeting.ui(ui, app, meeting, &mut commands);
            return commands;
        }
        let resets = app.session().layout_resets;
        if self.layout_resets != resets {
            self.layout_resets = resets;
            ["left", "right", "tables"].into_iter().for_each(|panel| forget_size(ui, panel));
        }
        match app.stage() {
            Stage::Welcome => stages::welcome(ui, app, &mut commands),
            Stage::Importing(page) => import::ui(ui, app, page, &mut self.minimap, &mut commands),
            Stage::Loading(progress) => stages::loading(ui, app, progress, &mut commands),
            Stage::Failed(error) => stages::failed(ui, app, error, &mut commands),
            Stage::Ready { analysis, .. } if app.drawing().is_some() => {
                let analysis = Arc::clone(analysis);
                if let Some(drawing) = app.drawing() {
                    let (map, status) = (&mut self.map, &mut self.status);
                    self.drawing.ui(ui, app, &analysis, drawing, map, status, &mut commands);
                }
            }
            Stage::Ready { analysis, updating } => {
                let analysis = Arc::clone(analysis);
                top_bar::ui(ui, app, &analysis, &mut commands);
                status_bar::ui(ui, app, &analysis, &mut self.status, self.map.pointer, updating, &mut commands);
                let preferences = app.preferences().clone();
                let sizes = PanelSizes::of(ui);
                let margin =
                    Margin { left: theme::SPACE_3 as i8, right: (theme::SPACE_3 - SIDE_BAR) as i8, top: 0, bottom: 0 };
                let side = Frame::side_top_panel(ui.style()).inner_margin(margin);
                if preferences.left_open {
                    Panel::left("left").default_size(sizes.left).size_range(170.0..=320.0).frame(side).show(ui, |ui| {
                        left_panel::ui(ui, app, &analysis, &mut self.swatches, &mut commands);
                    });
                }
                if preferences.right_open {
                    let card = Panel::right("right").default_size(sizes.right).size_range(260.0..=460.0).frame(side);
                    let shown = card.show(ui, |ui| card::ui(ui, app, &analysis, &mut commands));
                    tour::mark(ui, TourStep::Card, shown.response.rect);
                }
                let bottom = Frame::side_top_panel(ui.style()).inner_margin(Margin::ZERO);
                let panel = Panel::bottom("tables").frame(bottom);
                if preferences.bottom_open {
                    let panel = panel.default_size(sizes.bottom).size_range(120.0..=480.0).resizable(true);
                    let shown = panel.show(ui, |ui| table::ui(ui, app, &analysis, &mut self.tables, &mut commands));
                    for step in [TourStep::Spots, TourStep::Gaps, TourStep::Plan] {
                        tour::mark(ui, step, shown.response.rect);
                    }
                } else {
                    panel.exact_size(34.0).resizable(false).show(ui, |ui| {
                        table::tabs(ui, app, &analysis, &self.tables, &mut commands);
                    });
                }
                let edges = [("left", "view-left"), ("right", "view-right"), ("tables", "view-bottom")];
                edges.into_iter().for_each(|(panel, what)| name_edge(ui, app, panel, what));
                CentralPanel::default().frame(Frame::NONE).show(ui, |ui| {
                    missing::strip(ui, app, &analysis, &mut commands);
                    let area = ui.available_rect_before_wrap();
                    if app.session().side_by_side {
                        self.side_by_side.ui(ui, app, &analysis, &mut self.map, &mut commands);
                    } else {
                        self.map.ui(ui, app, &analysis, &mut commands);
                    }
                    missing::ui(ui, app, &analysis, area, &mut commands);
                    if updating {
                        stages::updating_badge(ui, app);
                    }
                });
            }
        }
        notices::ui(ui.ctx(), app, &mut commands);
        notices::drop_hint(ui.ctx(), app);
        report::ui(ui.ctx(), app, &mut commands);
        names::ui(ui.ctx(), app, &mut commands);
        criteria::ui(ui.ctx(), app, &mut commands);
        corrections::ui(ui.ctx(), app, &mut commands);
        project::imports_ui(ui.ctx(), app, &mut commands);
        project::losses_ui(ui.ctx(), app, &mut commands);
        drawing::choices(ui.ctx(), app, &mut commands);
        drawing::left_over(ui.ctx(), app, &mut commands);
        drawing::boundary_file(ui.ctx(), app, &mut commands);
        help::ui(ui.ctx(), app, &mut commands);
        settings::ui(ui.ctx(), app, &mut commands);
        dialog::after_pages(ui.ctx());
        tour::ui(ui.ctx(), app, &mut commands);
        self.palette.ui(ui.ctx(), app, &mut commands);
        commands
    }
}

/// What the panels take of the window before anyone has moved their edges: on a large screen more of it.
struct PanelSizes {
    left: f32,
    right: f32,
    bottom: f32,
}

impl PanelSizes {
    fn of(ui: &Ui) -> Self {
        let window = ui.ctx().content_rect().size();
        // Six rows of a table at the least, two more for every 150 points.
        let rows = 6.0 + ((window.y - 768.0).max(0.0) / 75.0).floor();
        Self {
            left: (window.x * 0.14).clamp(212.0, 264.0),
            right: (window.x * 0.2).clamp(316.0, 384.0),
            bottom: (63.0 + rows * theme::ROW).min(480.0),
        }
    }
}

/// What a screen reader calls the edge by which a panel is made wider or higher.
fn name_edge(ui: &Ui, app: &App, panel: &str, what: &str) {
    let edge = ui.scope_id().with_salt(egui::IdSalt::new(panel)).with("__resize");
    if ui.ctx().has_accesskit_node(edge) {
        let name = app.text().with("panel-resize", &[("panel", &app.text().get(what))]);
        ui.ctx().accesskit_node_builder(edge, |node| node.set_label(name));
    }
    if ui.memory(|memory| memory.has_focus(edge))
        && let Some(edge) = ui.ctx().read_response(edge)
    {
        ui.painter().rect_filled(edge.rect, 0.0, theme::tokens(ui).accent);
    }
}

/// A panel has its designed size again.
fn forget_size(ui: &Ui, panel: &str) {
    let id = ui.scope_id().with_salt(egui::IdSalt::new(panel));
    ui.ctx().data_mut(|data| data.remove::<egui::containers::panel::PanelState>(id));
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        if self.app.receive() {
            ctx.request_repaint();
        }
        if self.app.is_working() {
            ctx.request_repaint_after(PROGRESS_EVERY);
        }
    }

    /// In a picture for documentation nothing is pointed at, wherever the pointer happens to be.
    fn raw_input_hook(&mut self, _ctx: &Context, raw_input: &mut egui::RawInput) {
        if self.photographer.is_some() {
            raw_input
                .events
                .retain(|event| !matches!(event, egui::Event::PointerMoved(_) | egui::Event::MouseMoved(_)));
        }
        if let Some(bench) = &mut self.bench {
            bench.move_pointer(raw_input);
        }
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        self.follow_preferences(ui.ctx());
        let commands = self.draw(ui);
        if !commands.is_empty() {
            ui.ctx().request_repaint();
        }
        for command in commands {
            self.app.update(command);
        }
        let settled = self.settled();
        if let Some(photographer) = &mut self.photographer {
            photographer.after_frame(ui.ctx(), &self.app, settled.all);
        }
        if let Some(bench) = &mut self.bench {
            let cpu_s = frame.info().cpu_usage;
            let commands = bench.after_frame(ui.ctx(), &self.app, cpu_s, settled);
            commands.into_iter().for_each(|command| self.app.update(command));
        }
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        if self.photographer.is_none() && self.bench.is_none() {
            eframe::set_value(storage, STORAGE_KEY, self.app.preferences());
            storage.set_string(MEMORY_KEY, self.app.memory().to_json());
        }
    }

    fn persist_egui_memory(&self) -> bool {
        self.photographer.is_none()
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use eframe::{App as _, Storage};

    use super::*;
    use crate::app::{LiveEngine, Wake};

    #[derive(Default)]
    struct Kept(BTreeMap<String, String>);

    impl Storage for Kept {
        fn get_string(&self, key: &str) -> Option<String> {
            self.0.get(key).cloned()
        }

        fn set_string(&mut self, key: &str, value: String) {
            self.0.insert(key.to_owned(), value);
        }

        fn remove_string(&mut self, key: &str) {
            self.0.remove(key);
        }

        fn flush(&mut self) {}
    }

    #[test]
    fn how_files_were_understood_outlives_the_window() {
        let mut memory = ImportMemory::default();
        memory.keep_sheet(vec!["Bìa".to_owned(), "Đo".to_owned()], Some("Đo".to_owned()));
        memory.names.insert("Mạng A".to_owned(), "Viettel".to_owned());
        let app = App::new(Arc::new(LiveEngine), Wake::new(|| {}), Preferences::default()).with_memory(memory.clone());
        let mut kept = Kept::default();
        Window::new(&Context::default(), app).save(&mut kept);
        assert_eq!(Window::stored_memory(Some(&kept)), memory);
        kept.set_string(MEMORY_KEY, "{".to_owned());
        assert_eq!(Window::stored_memory(Some(&kept)), ImportMemory::default());
        assert_eq!(Window::stored_memory(None), ImportMemory::default());
    }
}
