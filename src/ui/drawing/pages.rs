//! Small pages around drawing: what to begin with, a drawing left over, giving up, and writing a file.

use eframe::egui::{Align2, Area, Context, Frame, Id, Order, RichText, Stroke, Ui, vec2};

use crate::app::{App, Ask, BoundaryFile, Command, DrawCommand, DrawFrom, Drawing};
use crate::cartography::label_text;
use crate::model::{Analysis, shared_ending};
use crate::ui::dialog::Dialog;
use crate::ui::theme::{self, tokens};
use crate::ui::widget::{edged_boxes, primary, secondary, subdued};
use crate::ui::wording;

/// Width of a page.
const WIDTH: f32 = 420.0;

/// What a drawing is to begin with.
pub fn choices(ctx: &Context, app: &App, commands: &mut Vec<Command>) {
    let Some(analysis) = app.analysis().filter(|_| app.session().draw_asked) else { return };
    let text = app.text();
    let close = Command::Draw(DrawCommand::Decline);
    let page = Dialog::new("draw-begin", text.get("draw-begin-title"), WIDTH, close);
    page.show(ctx, app, commands, |ui, commands| {
        for from in app.draw_choices() {
            let (name, about) = begin_words(app, analysis, from);
            if secondary(ui, &name).clicked() {
                commands.push(Command::Draw(DrawCommand::Begin(from)));
            }
            ui.label(subdued(ui, about).size(theme::LABEL));
            ui.add_space(theme::SPACE_2);
        }
    });
}

fn begin_words(app: &App, analysis: &Analysis, from: DrawFrom) -> (String, String) {
    let text = app.text();
    let n = text.count(analysis.zones.zones.len() as u64);
    match from {
        DrawFrom::Zones => (text.with("draw-begin-zones", &[("n", &n)]), text.get("draw-begin-zones-about")),
        DrawFrom::Zone(zone) => {
            let ending = shared_ending(&analysis.zones.zones);
            let name = analysis.zones.get(zone).map(|zone| wording::short_zone_name(zone, ending)).unwrap_or_default();
            (text.with("draw-begin-zone", &[("name", &label_text(&name))]), text.get("draw-begin-zone-about"))
        }
        DrawFrom::Ward => (text.get("draw-begin-ward"), text.get("draw-begin-ward-about")),
        DrawFrom::Nothing => (text.get("draw-begin-nothing"), text.get("draw-begin-nothing-about")),
    }
}

/// A drawing that a former window left over.
pub fn left_over(ctx: &Context, app: &App, commands: &mut Vec<Command>) {
    let Some((of, n_steps)) = app.left_over_drawing() else { return };
    let text = app.text();
    let area = Area::new(Id::unique("left-over-drawing")).order(Order::Foreground);
    area.anchor(Align2::CENTER_TOP, vec2(0.0, 60.0)).show(ctx, |ui| {
        let t = tokens(ui);
        let frame = Frame::new().fill(t.panel).stroke(Stroke::new(1.0, t.accent)).corner_radius(theme::RADIUS);
        frame.shadow(ui.visuals().popup_shadow).inner_margin(theme::SPACE_3).show(ui, |ui| {
            ui.label(RichText::new(text.get("draw-left-over")).font(theme::bold(theme::TEXT)));
            let when = text.date_time(of.begun_unix_s);
            let n = text.count(n_steps as u64);
            let facts = [("when", when.as_str()), ("n", &n), ("source", &of.source)];
            ui.label(subdued(ui, text.with("draw-left-over-about", &facts)));
            ui.horizontal(|ui| {
                if primary(ui, &text.get("draw-restore")).clicked() {
                    commands.push(Command::Draw(DrawCommand::Restore));
                }
                if secondary(ui, &text.get("draw-forget")).clicked() {
                    commands.push(Command::Draw(DrawCommand::Forget));
                }
            });
        });
    });
}

/// Asks whether a drawing is to be given up.
pub fn leaving(ctx: &Context, app: &App, drawing: &Drawing, commands: &mut Vec<Command>) {
    if !drawing.is_leaving() {
        return;
    }
    let text = app.text();
    let stay = || Command::Draw(DrawCommand::AskLeave(false));
    let page = Dialog::new("draw-leave", text.get("draw-leave-title"), WIDTH, stay());
    page.show_with_foot(
        ctx,
        app,
        commands,
        |ui, _| drop(ui.label(text.get("draw-leave-about"))),
        |ui, commands| {
            if primary(ui, &text.get("draw-leave-stay")).clicked() {
                commands.push(stay());
            }
            if secondary(ui, &text.get("draw-leave-yes")).clicked() {
                commands.push(Command::Draw(DrawCommand::Leave));
            }
        },
    );
}

/// How the boundaries in force are to be written.
pub fn boundary_file(ctx: &Context, app: &App, commands: &mut Vec<Command>) {
    let Some(chosen) = app.session().boundary_file else { return };
    let text = app.text();
    let mut file = chosen;
    let close = Command::ShowBoundaryFile(None);
    let page = Dialog::new("boundary-file", text.get("boundary-file-title"), WIDTH, close);
    let mut asked = Vec::new();
    page.show_with_foot(
        ctx,
        app,
        &mut asked,
        |ui, _| boundary_choices(ui, app, &mut file),
        |ui, commands| {
            if primary(ui, &text.get("boundary-file-save")).clicked() {
                commands.push(Command::Ask(Ask::BoundaryTarget(chosen)));
                commands.push(Command::ShowBoundaryFile(None));
            }
            if secondary(ui, &text.get("cancel")).clicked() {
                commands.push(Command::ShowBoundaryFile(None));
            }
        },
    );
    if asked.is_empty() && file != chosen {
        asked.push(Command::ShowBoundaryFile(Some(file)));
    }
    commands.append(&mut asked);
}

/// Format and reference system.
fn boundary_choices(ui: &mut Ui, app: &App, file: &mut BoundaryFile) {
    let text = app.text();
    edged_boxes(ui);
    ui.label(RichText::new(text.get("boundary-file-format")).font(theme::bold(theme::TEXT)));
    for format in BoundaryFile::FORMATS {
        ui.radio_value(&mut file.format, format, text.get(&format!("export-format-{}", format.code())));
    }
    ui.add_space(theme::SPACE_2);
    ui.label(RichText::new(text.get("boundary-file-crs")).font(theme::bold(theme::TEXT)));
    let takes = BoundaryFile::takes_crs(file.format);
    let local = app.vn2000_of_study();
    file.in_vn2000 &= takes && local.is_some();
    ui.radio_value(&mut file.in_vn2000, false, text.get("boundary-file-wgs84"));
    if let Some(epsg) = local {
        let words = text.with("boundary-file-vn2000", &[("epsg", &epsg.to_string())]);
        ui.add_enabled_ui(takes, |ui| ui.radio_value(&mut file.in_vn2000, true, words));
    }
    if !takes {
        ui.label(subdued(ui, text.get("boundary-file-kml")).size(theme::LABEL));
    }
}
