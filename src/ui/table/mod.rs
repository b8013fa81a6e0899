//! The tables at the bottom. Each can be sorted, copied and written to a file; its selection is the map's.

mod changes;
mod comparison;
mod flagged;
mod gaps;
mod gates;
mod left_out;
mod plan;
mod quality;
mod quota;
mod sheet;
mod spots;
mod zones;

use eframe::egui::{self, Align, Button, Frame, Label, Layout, Margin, RichText, Stroke, Ui, vec2};

use super::icon;
use super::theme::{self, tokens};
use super::widget::{icon_button, subdued};
use crate::app::{App, Command, Export, Panel, Tab};
use crate::model::{Analysis, Flag};
use sheet::Sort;

/// State of the tables that outlives a frame.
#[derive(Debug, Default)]
pub struct Tables {
    spots: Sort,
    gaps: Sort,
    zones: Sort,
    plan: Sort,
    comparison: Sort,
    changes: Sort,
    gates: Sort,
    quality: Sort,
    flagged: Sort,
    left_out: Sort,
    quota: Sort,
}

/// Tabs and the table that is chosen.
pub fn ui(ui: &mut Ui, app: &App, analysis: &Analysis, tables: &mut Tables, commands: &mut Vec<Command>) {
    tabs(ui, app, analysis, tables, commands);
    let frame = Frame::new().inner_margin(Margin { left: 8, right: 8, top: 0, bottom: 0 });
    frame.show(ui, |ui| match app.session().tab {
        Tab::Spots => spots::ui(ui, app, analysis, &mut tables.spots, commands),
        Tab::Gaps => gaps::ui(ui, app, analysis, &mut tables.gaps, commands),
        Tab::Zones => zones::ui(ui, app, analysis, &mut tables.zones, commands),
        Tab::Plan => plan::ui(ui, app, analysis, &mut tables.plan, commands),
        Tab::Comparison => comparison::ui(ui, app, analysis, &mut tables.comparison),
        Tab::Changes => changes::ui(ui, app, analysis, &mut tables.changes, commands),
        Tab::Gates => gates::ui(ui, app, analysis, &mut tables.gates),
        Tab::Quality => match app.flagged() {
            Some(rows) if rows.code == Flag::Manual.code() => {
                left_out::ui(ui, app, analysis, &mut tables.left_out, commands);
            }
            Some(rows) => flagged::ui(ui, app, analysis, rows, &mut tables.flagged, commands),
            None => quality::ui(ui, app, analysis, &mut tables.quality, commands),
        },
        Tab::Quota => quota::ui(ui, app, analysis, &mut tables.quota, commands),
    });
}

/// The row of tabs, with what can be done with the list at its right.
pub fn tabs(ui: &mut Ui, app: &App, analysis: &Analysis, tables: &Tables, commands: &mut Vec<Command>) {
    let text = app.text();
    let open = app.preferences().bottom_open;
    let across = ui.available_rect_before_wrap().x_range();
    // Below the line under the chosen tab, which would else be cut in two on a fine screen.
    let line_below = ui.painter().add(egui::Shape::Noop);
    let strip = Frame::new().inner_margin(Margin { left: 8, right: 8, top: 2, bottom: 0 });
    let strip = strip.show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let (icon, key) =
                    if open { (icon::CARET_DOWN, "tables-fold") } else { (icon::CARET_UP, "tables-unfold") };
                if icon_button(ui, icon, &text.get(key)).clicked() {
                    commands.push(Command::Toggle(Panel::Bottom));
                }
                list_buttons(ui, app, analysis, tables, commands);
                let tabs_at_left = Layout::left_to_right(Align::Center);
                ui.with_layout(tabs_at_left, |ui| tab_buttons(ui, app, analysis, commands));
            });
        });
    });
    let line = Stroke::new(1.0, tokens(ui).line);
    ui.painter().set(line_below, egui::Shape::hline(across, strip.response.rect.bottom(), line));
}

/// Short names, so that all tabs show on a small laptop; in a smaller window they scroll, not to lie under the buttons.
fn tab_buttons(ui: &mut Ui, app: &App, analysis: &Analysis, commands: &mut Vec<Command>) {
    let (text, open) = (app.text(), app.preferences().bottom_open);
    let scroll = egui::ScrollArea::horizontal().id_salt("tabs").auto_shrink([false, true]);
    scroll.scroll_bar_visibility(egui::scroll_area::ScrollBarVisibility::AlwaysHidden).show(ui, |ui| {
        ui.spacing_mut().button_padding.x = 6.0;
        let is_there = |tab: &Tab| match tab {
            Tab::Quota => !app.context().quotas().is_empty(),
            Tab::Gates => analysis.settings.profile.gates.is_some(),
            _ => true,
        };
        for tab in Tab::ALL.into_iter().filter(is_there) {
            let chosen = open && app.session().tab == tab;
            let name = text.get(tab.key());
            let short = text.get(&format!("{}-short", tab.key()));
            let label = match count(app, analysis, tab) {
                Some(n) => format!("{short}  {n}"),
                None => short,
            };
            if tab_button(ui, chosen, &label, &name) {
                commands.push(Command::ShowTab(tab));
            }
        }
    });
}

fn tab_button(ui: &mut Ui, chosen: bool, label: &str, name: &str) -> bool {
    let t = tokens(ui);
    let (font, color) = if chosen {
        (theme::bold(theme::TEXT), t.accent)
    } else {
        (egui::FontId::proportional(theme::TEXT), t.subdued)
    };
    let button = Button::new(RichText::new(label).font(font).color(color)).frame_when_inactive(false);
    let response = ui.add(button.min_size(vec2(0.0, 30.0)));
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Tab, true, chosen, name));
    if chosen {
        let rect = response.rect;
        ui.painter().hline(rect.shrink2(vec2(6.0, 0.0)).x_range(), rect.bottom(), Stroke::new(2.0, t.accent));
    }
    response.on_hover_text(name).clicked()
}

fn count(app: &App, analysis: &Analysis, tab: Tab) -> Option<String> {
    let text = app.text();
    match tab {
        Tab::Spots => {
            let list = app.spots(analysis);
            let (proven, suspected) = (text.count(list.n_proven as u64), text.count(list.n_suspected as u64));
            let both = || text.with("tab-spots-count", &[("proven", &proven), ("suspected", &suspected)]);
            Some(if list.n_suspected == 0 { proven.clone() } else { both() })
        }
        Tab::Gaps => Some(text.count(gaps::shown(analysis, app.operator()).count() as u64)),
        Tab::Plan => app.plan().map(|plan| text.count(plan.stops.len() as u64)),
        Tab::Changes => app.changes().map(|since| text.count(since.list.len() as u64)),
        Tab::Gates => app.gates().map(|gates| text.count(gates.iter().filter(|row| row.passed()).count() as u64)),
        Tab::Zones | Tab::Comparison | Tab::Quality | Tab::Quota => None,
    }
}

/// Copy and write the list that is open.
fn list_buttons(ui: &mut Ui, app: &App, analysis: &Analysis, tables: &Tables, commands: &mut Vec<Command>) {
    let text = app.text();
    let tab = app.session().tab;
    let what = match tab {
        Tab::Spots => Export::WeakSpots,
        // What a plan can be written to is offered on its page.
        Tab::Plan => return copy_button(ui, app, analysis, tables, commands),
        Tab::Gaps => Export::Gaps,
        Tab::Zones => Export::Zones,
        Tab::Comparison => Export::Operators,
        Tab::Quality => Export::Rejected,
        Tab::Changes if app.changes().is_some() => Export::Changes,
        // Worked out on the page, or come as a file: they can be copied.
        Tab::Changes | Tab::Gates | Tab::Quota => return copy_button(ui, app, analysis, tables, commands),
    };
    let name = text.get("tables-export");
    let button = Button::new(RichText::new(icon::EXPORT).size(theme::VERDICT)).frame_when_inactive(false);
    let inner =
        egui::containers::menu::MenuButton::from_button(button.min_size(vec2(theme::ROW, theme::ROW))).ui(ui, |ui| {
            super::widget::menu_width(ui);
            super::top_bar::format_items(ui, text, what, commands);
        });
    inner.0.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    copy_button(ui, app, analysis, tables, commands);
}

/// The button, and the keys that copy wherever nothing else is marked.
fn copy_button(ui: &mut Ui, app: &App, analysis: &Analysis, tables: &Tables, commands: &mut Vec<Command>) {
    let is_pressed = icon_button(ui, icon::COPY, &app.text().get("tables-copy")).clicked();
    if is_pressed || is_copy_meant(ui, app) {
        ui.ctx().copy_text(as_text(app, analysis, tables));
        commands.push(Command::Copied);
    }
}

/// Ctrl+C means the table that is open, unless a field or a marked text has it.
fn is_copy_meant(ui: &Ui, app: &App) -> bool {
    let asked = ui.input(|input| input.events.iter().any(|event| matches!(event, egui::Event::Copy)));
    let marked = || {
        let selection = ui.ctx().plugin::<egui::text_selection::LabelSelectionState>();
        selection.lock().has_selection()
    };
    asked && app.preferences().bottom_open && !ui.ctx().text_edit_focused() && !marked()
}

/// The rows of the open table as they are on screen: sorted, filtered, columns apart by tabs.
fn as_text(app: &App, analysis: &Analysis, tables: &Tables) -> String {
    match app.session().tab {
        Tab::Spots => spots::as_text(app, analysis, tables.spots),
        Tab::Gaps => gaps::as_text(app, analysis, tables.gaps),
        Tab::Zones => zones::as_text(app, analysis, tables.zones),
        Tab::Plan => plan::as_text(app, analysis, tables.plan),
        Tab::Comparison => comparison::as_text(app, analysis, tables.comparison),
        Tab::Changes => changes::as_text(app, analysis),
        Tab::Gates => gates::as_text(app, analysis),
        Tab::Quality => match app.flagged() {
            Some(rows) if rows.code == Flag::Manual.code() => left_out::as_text(app, analysis),
            Some(rows) => flagged::as_text(app, analysis, rows, tables.flagged),
            None => quality::as_text(app, analysis, tables.quality),
        },
        Tab::Quota => quota::as_text(app, analysis, tables.quota),
    }
}

/// A table without rows says why, in place of the table.
fn empty(ui: &mut Ui, words: &str) {
    ui.add_space(theme::SPACE_4);
    let margin = Margin::symmetric(theme::SPACE_1 as i8, 0);
    Frame::new().inner_margin(margin).show(ui, |ui| ui.add(Label::new(subdued(ui, words)).wrap()));
    // The panel keeps its height, and the map its view.
    ui.allocate_space(ui.available_size());
}
