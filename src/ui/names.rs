//! Names of operators that are not known: each once, with the operator it may stand for.

use eframe::egui::{Context, Grid, Label, RichText, Ui};

use super::dialog::Dialog;
use super::theme::{self, tokens};
use super::widget::{chip, menu, menu_item, primary, secondary, subdued};
use crate::app::import::NameCase;
use crate::app::{App, Command};
use crate::model::OperatorCatalogue;

/// Width of the page.
const WIDTH: f32 = 960.0;

/// Widest a name may be.
const NAME_WIDTH: f32 = 320.0;

pub fn ui(ctx: &Context, app: &App, commands: &mut Vec<Command>) {
    let Some(decided) = &app.session().names_open else { return };
    let text = app.text();
    let page = Dialog::new("names", text.get("names-title"), WIDTH, Command::ShowNames(false));
    page.show_with_foot(
        ctx,
        app,
        commands,
        |ui, commands| {
            if app.names().is_empty() {
                ui.label(text.get("names-none"));
            } else {
                ui.label(subdued(ui, text.get("names-what")));
                ui.add_space(theme::SPACE_2);
            }
            Grid::new("names").num_columns(3).spacing([theme::SPACE_4, theme::SPACE_3]).show(ui, |ui| {
                for case in app.names() {
                    name(ui, app, case);
                    decisions(ui, app, case, decided.get(&case.name).map(String::as_str), commands);
                    ui.end_row();
                }
            });
        },
        |ui, commands| {
            if primary(ui, &text.get("names-apply")).clicked() {
                commands.push(Command::ApplyNames);
            }
            if secondary(ui, &text.get("cancel")).clicked() {
                commands.push(Command::ShowNames(false));
            }
            ui.label(subdued(ui, text.get("names-note")).size(theme::LABEL));
        },
    );
}

fn name(ui: &mut Ui, app: &App, case: &NameCase) {
    let text = app.text();
    ui.vertical(|ui| {
        ui.set_width(NAME_WIDTH);
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add(Label::new(RichText::new(&case.name).font(theme::bold(theme::TEXT))).truncate());
        let rows = text.with("count-rows", &[("n", &text.count(case.n_rows))]);
        let words = match &case.example {
            Some((file, 0)) => text.with("names-in-layer", &[("rows", &rows), ("file", file)]),
            Some((file, row)) => {
                text.with("names-example", &[("rows", &rows), ("file", file), ("row", &row.to_string())])
            }
            None => text.get("names-decided-before"),
        };
        ui.add(Label::new(subdued(ui, words).size(theme::LABEL)).truncate());
    });
}

fn decisions(ui: &mut Ui, app: &App, case: &NameCase, decided: Option<&str>, commands: &mut Vec<Command>) {
    let text = app.text();
    let mut decide = |meant: Option<&str>| {
        commands.push(Command::DecideName(case.name.clone(), meant.map(str::to_owned)));
    };
    let own = decided == Some(case.name.as_str());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE_1;
        for brand in &case.nearest {
            let spoken = format!("{} = {brand}", case.name);
            if chip(ui, decided == Some(brand), brand, None, &spoken).clicked() {
                decide(Some(brand));
            }
        }
        let other = decided.filter(|meant| !own && *meant != "unknown" && !case.nearest.iter().any(|b| b == meant));
        let label = other.map_or_else(|| text.get("import-other-operator"), str::to_owned);
        menu(ui, &label, &case.name, |ui| {
            for brand in OperatorCatalogue::default().brands() {
                if menu_item(ui, decided == Some(brand), brand) {
                    decide(Some(brand));
                }
            }
        });
        if chip(ui, own, &text.get("names-own"), None, &text.with("names-own-spoken", &[("name", &case.name)]))
            .clicked()
        {
            decide(Some(&case.name));
        }
        let unknown = decided == Some("unknown");
        let spoken = text.with("names-unknown-spoken", &[("name", &case.name)]);
        if chip(ui, unknown, &text.get("names-unknown"), None, &spoken).clicked() {
            decide(Some("unknown"));
        }
        if decided.is_some() && super::widget::link(ui, &text.get("names-undecide")).clicked() {
            decide(None);
        }
    });
    let color = tokens(ui).warning;
    if decided.is_none() {
        ui.label(RichText::new(text.get("names-undecided")).size(theme::LABEL).color(color));
    } else {
        ui.label("");
    }
}
