//! The page of settings: language, theme, size of the text, base map, panels.

use eframe::egui::{Align, Context, Grid, Label, Layout, RichText, TextEdit, Ui};

use super::dialog::Dialog;
use super::theme::{self, tokens};
use super::widget::{chip, edged_boxes, icon_button, primary, secondary, subdued};
use super::{icon, verb::Verb, widget};
use crate::app::{App, Ask, Command, OnlineMap, OpenBaseMap, Panel, Preferences, Theme};
use crate::text::Language;

/// Width of the page.
const WIDTH: f32 = 560.0;

pub fn ui(ctx: &Context, app: &App, commands: &mut Vec<Command>) {
    if !app.session().settings_open {
        return;
    }
    let text = app.text();
    let page = Dialog::new("settings", text.get("settings-title"), WIDTH, Command::ShowSettings(false));
    page.show(ctx, app, commands, |ui, commands| {
        Grid::new("settings").num_columns(2).spacing([theme::SPACE_6, theme::SPACE_3]).show(ui, |ui| {
            row(ui, &text.get("settings-language"), |ui| language(ui, app, commands));
            row(ui, &text.get("settings-theme"), |ui| theme_choice(ui, app, commands));
            row(ui, &text.get("settings-size"), |ui| size(ui, app, commands));
            row(ui, &text.get("settings-base-map"), |ui| base_map(ui, app, commands));
            row(ui, &text.get("settings-panels"), |ui| panels(ui, app, commands));
        });
        ui.add_space(theme::SPACE_3);
        ui.label(subdued(ui, text.get("settings-kept")).size(theme::LABEL));
    });
}

fn row(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui)) {
    ui.with_layout(Layout::top_down(Align::Min), |ui| {
        ui.add_space(theme::SPACE_1);
        let name = RichText::new(name).font(theme::bold(theme::TEXT)).color(tokens(ui).subdued);
        ui.add(Label::new(name).extend());
    });
    ui.vertical(contents);
    ui.end_row();
}

fn language(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        for (language, name) in [(Language::Vi, "Tiếng Việt"), (Language::En, "English")] {
            if chip(ui, app.text().language() == language, name, None, name).clicked() {
                commands.push(Command::SetLanguage(language));
            }
        }
    });
}

fn theme_choice(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        for (theme, key) in [(Theme::Light, "theme-light"), (Theme::Dark, "theme-dark")] {
            let name = app.text().get(key);
            if chip(ui, app.preferences().theme == theme, &name, None, &name).clicked() {
                commands.push(Command::SetTheme(theme));
            }
        }
    });
}

fn size(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let text = app.text();
    let scale = app.preferences().scale;
    ui.horizontal(|ui| {
        if icon_button(ui, icon::MINUS, &text.get("view-smaller")).clicked() {
            commands.push(Command::SetScale(scale - Preferences::SCALE_STEP));
        }
        ui.label(RichText::new(text.percent(f64::from(scale))).font(theme::figures(theme::TEXT)));
        if icon_button(ui, icon::PLUS, &text.get("view-larger")).clicked() {
            commands.push(Command::SetScale(scale + Preferences::SCALE_STEP));
        }
        ui.label(subdued(ui, text.get("settings-size-note")).size(theme::LABEL));
    });
}

fn base_map(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let text = app.text();
    let open = app.base_map();
    ui.label(open.map_or_else(|| text.get("base-map-none"), OpenBaseMap::name));
    ui.horizontal(|ui| {
        if secondary(ui, &text.get("base-map-file")).clicked() {
            commands.push(Command::Ask(Ask::BaseMap));
        }
        if secondary(ui, &text.get("base-map-folder")).clicked() {
            commands.push(Command::Ask(Ask::BaseMapFolder));
        }
    });
    ui.horizontal(|ui| {
        if secondary(ui, &text.get("base-map-online")).clicked() {
            let kept = app.preferences().online_map.clone();
            commands.push(Command::EditOnlineMap(Some(kept.unwrap_or_default())));
        }
        if open.is_some() && secondary(ui, &text.get("base-map-remove")).clicked() {
            commands.push(Command::SetBaseMap(None));
        }
    });
    match &app.session().online_map {
        Some(form) => online_map(ui, app, form, commands),
        None => drop(ui.label(subdued(ui, text.get("base-map-note")).size(theme::LABEL))),
    }
}

/// The address of a server, whom to name, and what switching it on means.
fn online_map(ui: &mut Ui, app: &App, form: &OnlineMap, commands: &mut Vec<Command>) {
    let text = app.text();
    let mut written = form.clone();
    ui.add_space(theme::SPACE_2);
    for (key, field) in
        [("base-map-online-address", &mut written.address), ("base-map-online-credit", &mut written.attribution)]
    {
        let name = ui.label(subdued(ui, text.get(key)).size(theme::LABEL));
        widget::field(ui, TextEdit::singleline(field).desired_width(f32::INFINITY)).labelled_by(name.id);
    }
    ui.label(subdued(ui, text.get("base-map-online-note")).size(theme::LABEL));
    if written != *form {
        commands.push(Command::EditOnlineMap(Some(written)));
    }
    ui.horizontal(|ui| {
        if primary(ui, &text.get("base-map-online-use")).clicked() {
            commands.push(Command::UseOnlineMap(form.clone()));
        }
        if secondary(ui, &text.get("cancel")).clicked() {
            commands.push(Command::EditOnlineMap(None));
        }
    });
}

fn panels(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let text = app.text();
    let preferences = app.preferences();
    let folds = [
        (Panel::Left, preferences.left_open, "view-left", Verb::FoldLeft),
        (Panel::Bottom, preferences.bottom_open, "view-bottom", Verb::FoldBottom),
        (Panel::Right, preferences.right_open, "view-right", Verb::FoldRight),
    ];
    ui.scope(|ui| {
        edged_boxes(ui);
        for (panel, open, key, verb) in folds {
            let mut on = open;
            let label = format!("{}  ({})", text.get(key), verb.keys(text));
            if ui.checkbox(&mut on, label).changed() {
                commands.push(Command::Toggle(panel));
            }
        }
    });
    if secondary(ui, &text.get("verb-reset-layout")).clicked() {
        commands.push(Command::ResetLayout);
    }
}
