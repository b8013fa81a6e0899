//! What fills the window while there is no picture: welcome, loading, error. And the mark of a picture being updated.

use eframe::egui::{self, Align, CentralPanel, Frame, Label, Layout, RichText, Sense, Stroke, Ui, vec2};

use super::theme::{self, tokens};
use super::widget::{link, primary, secondary, subdued, thin_bar};
use super::{icon, project, status_bar, top_bar};
use crate::app::{App, Ask, Command, TourCommand};
use crate::job::Progress;
use crate::model::Error;

/// Width of the column in the middle.
const COLUMN: f32 = 620.0;

/// A column in the middle of the window, about a third down.
fn column(ui: &mut Ui, height: f32, contents: impl FnOnce(&mut Ui)) {
    let page = tokens(ui).page;
    CentralPanel::default().frame(Frame::new().fill(page)).show(ui, |ui| {
        let room = ui.available_size();
        let width = COLUMN.min(room.x - 2.0 * theme::SPACE_4);
        ui.add_space(((room.y - height) * 0.4).max(theme::SPACE_4));
        ui.vertical_centered(|ui| {
            ui.allocate_ui_with_layout(vec2(width, height), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                contents(ui);
            });
        });
    });
}

/// Nothing is open yet.
pub fn welcome(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let text = app.text();
    column(ui, 420.0, |ui| {
        ui.label(RichText::new(text.get("program-name")).font(theme::bold(theme::TITLE)));
        ui.label(RichText::new(text.get("welcome-purpose")).size(theme::VERDICT).color(tokens(ui).subdued));
        ui.add_space(theme::SPACE_6);
        drop_area(ui, app, commands);
        ui.add_space(theme::SPACE_4);
        ui.horizontal(|ui| {
            let label = format!("{}  {}", icon::FLASK, text.get("welcome-sample"));
            let response = ui.add(quiet_button(ui, &label));
            let name = text.get("welcome-sample");
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
            if response.clicked() {
                commands.push(Command::OpenSampleWard);
            }
            if app.offers_tour() && ui.add(quiet_button(ui, &text.get("tour-offer"))).clicked() {
                commands.push(Command::Tour(TourCommand::Begin));
            }
        });
        ui.add(Label::new(subdued(ui, text.get("welcome-sample-note")).size(theme::LABEL)).wrap());
        project::start(ui, app, commands);
        let zones = app.zone_names();
        if !zones.is_empty() {
            ui.add_space(theme::SPACE_3);
            let name = zones.join("; ");
            ui.label(RichText::new(text.with("welcome-zones-ready", &[("file", &name)])).color(tokens(ui).good));
        }
        ui.add_space(theme::SPACE_6);
        ui.horizontal(|ui| {
            top_bar::language_button(ui, app, commands);
            top_bar::theme_button(ui, app, commands);
            if link(ui, &text.get("help-open")).clicked() {
                commands.push(Command::ShowHelp(true));
            }
        });
    });
}

/// A button of the second row, as high as the first is important.
fn quiet_button(ui: &Ui, label: &str) -> egui::Button<'static> {
    let (line, fill) = (Stroke::new(1.0, tokens(ui).line), tokens(ui).panel);
    egui::Button::new(label.to_owned()).stroke(line).fill(fill).min_size(vec2(0.0, 32.0))
}

/// The place that says what may be dropped, with the buttons for those who would rather choose.
fn drop_area(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let (text, t) = (app.text(), tokens(ui));
    let hovering = ui.ctx().input(|i| !i.raw.hovered_files.is_empty());
    let line = if hovering { t.accent } else { t.line };
    let fill = if hovering { t.selected } else { t.panel };
    let frame = Frame::new().fill(fill).stroke(Stroke::new(1.0, line)).corner_radius(theme::RADIUS);
    frame.inner_margin(theme::SPACE_6).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(RichText::new(text.get("welcome-drop")).font(theme::bold(theme::VERDICT)));
        ui.label(subdued(ui, text.get("welcome-drop-what")));
        ui.add_space(theme::SPACE_3);
        ui.horizontal(|ui| {
            if primary(ui, &text.get("welcome-open")).clicked() {
                commands.push(Command::Ask(Ask::Files));
            }
            if secondary(ui, &text.get("welcome-folder")).clicked() {
                commands.push(Command::Ask(Ask::Folder));
            }
            if app.is_asking() {
                ui.label(subdued(ui, text.get("dialog-waiting")).size(theme::LABEL));
            }
        });
    });
}

/// The first picture is being made.
pub fn loading(ui: &mut Ui, app: &App, progress: Progress, commands: &mut Vec<Command>) {
    let text = app.text();
    column(ui, 140.0, |ui| {
        let stage = status_bar::stage_words(text, progress);
        ui.label(RichText::new(stage).font(theme::bold(theme::VERDICT)));
        ui.add_space(theme::SPACE_2);
        let fraction = progress.fraction().unwrap_or(0.0) as f32;
        thin_bar(ui, fraction, ui.available_width(), &text.get("progress-name"));
        ui.add_space(theme::SPACE_3);
        ui.horizontal(|ui| {
            if secondary(ui, &text.get("cancel")).clicked() {
                commands.push(Command::Cancel);
            }
            ui.label(subdued(ui, text.get("loading-note")).size(theme::LABEL));
        });
    });
}

/// The first picture could not be made: what, where, what to do.
pub fn failed(ui: &mut Ui, app: &App, error: &Error, commands: &mut Vec<Command>) {
    let text = app.text();
    column(ui, 200.0, |ui| {
        ui.horizontal(|ui| {
            ui.label(RichText::new(icon::WARNING).size(theme::TITLE).color(tokens(ui).bad));
            ui.label(RichText::new(text.get("error-title")).font(theme::bold(theme::FIGURE)));
        });
        ui.add_space(theme::SPACE_2);
        ui.label(text.error(error));
        ui.add_space(theme::SPACE_4);
        ui.horizontal(|ui| {
            // Of a lost project only its files are left, and they need a new one.
            if matches!(error, Error::ProjectLost { .. }) && primary(ui, &text.get("error-new-project")).clicked() {
                commands.push(Command::Ask(Ask::NewProject));
            } else if !matches!(error, Error::ProjectLost { .. })
                && primary(ui, &text.get("error-choose-other")).clicked()
            {
                commands.push(Command::Ask(Ask::Files));
            }
            if secondary(ui, &text.get("error-retry")).clicked() {
                commands.push(Command::Retry);
            }
            if secondary(ui, &text.get("error-back")).clicked() {
                commands.push(Command::Close);
            }
        });
    });
}

/// The old picture stays, marked.
pub fn updating_badge(ui: &Ui, app: &App) {
    let t = tokens(ui);
    let area = ui.min_rect();
    let label = app.text().get("updating");
    let galley = ui.painter().layout_no_wrap(label.clone(), theme::bold(theme::LABEL), t.on_accent);
    let size = galley.size() + vec2(24.0, 12.0);
    let rect = egui::Rect::from_center_size(egui::pos2(area.center().x, area.top() + 26.0), size);
    ui.painter().rect_filled(rect, size.y / 2.0, t.accent_fill);
    ui.painter().galley(rect.min + vec2(12.0, 6.0), galley, t.on_accent);
    let response = ui.interact(rect, ui.scope_id().with("updating"), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &label));
}
