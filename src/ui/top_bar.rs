//! The bar at the top: whose data, which period, whose network, by which criterion.

use eframe::egui::{self, Align, Button, Frame, Layout, Margin, Panel, RichText, Ui};

use super::theme::{self, tokens};
use super::verb::Verb;
use super::widget::{chip, edged_boxes, icon_button, menu, menu_item, menu_item_with_key, menu_width};
use super::{icon, meeting, project, tour, wording};
use crate::app::{App, Ask, Command, CriteriaCommand, Edit, Export, ImportCommand, Panel as Fold, Theme, TourStep};
use crate::model::{Analysis, Metric, Period, Profile, Technology};
use crate::text::{Language, Text};

/// Months offered by themselves in the menu of periods.
const MONTHS_OFFERED: usize = 15;

/// Quick criteria beside the named profiles.
const QUICK: [(Metric, f64); 3] = [(Metric::Download, 20.0), (Metric::Upload, 10.0), (Metric::Latency, 50.0)];

pub fn ui(ui: &mut Ui, app: &App, analysis: &Analysis, commands: &mut Vec<Command>) {
    let margin = Margin { left: 12, right: 8, top: 8, bottom: 8 };
    let frame = Frame::side_top_panel(ui.style()).inner_margin(margin);
    Panel::top("top").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            name(ui, app, analysis, commands);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                view_buttons(ui, app, commands);
                export_menu(ui, app, commands);
                criterion_menu(ui, app, commands);
                technology_menu(ui, app, commands);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    period_menu(ui, app, analysis, commands);
                    let shown = ui.scope(|ui| chips(ui, app, analysis, commands));
                    tour::mark(ui, TourStep::Operators, shown.response.rect.expand(4.0));
                });
            });
        });
    });
}

/// Widest name of a place, as a share of the window.
const NAME_SHARE: f32 = 0.16;

/// Name of the place: the parent zone's, the only zone's, the sample ward's, the boundary file's, else the program's.
pub fn place_name(text: &Text, analysis: &Analysis, sample_ward: bool) -> String {
    let parent = analysis.zones.parents.first().map(|zone| zone.name.clone()).filter(|name| !name.is_empty());
    let only = match analysis.zones.zones.as_slice() {
        [zone] => Some(zone.name.clone()).filter(|name| !name.is_empty()),
        _ => None,
    };
    let file = std::path::Path::new(&analysis.zones.source).file_stem();
    let file = file.map(|stem| stem.to_string_lossy().replace('_', " ")).filter(|name| !name.is_empty());
    let invented = sample_ward.then(|| text.get("sample-ward"));
    parent.or(only).or(invented).or(file).unwrap_or_else(|| text.get("program-name"))
}

fn name(ui: &mut Ui, app: &App, analysis: &Analysis, commands: &mut Vec<Command>) {
    let place = project::shown_name(app).unwrap_or_else(|| place_name(app.text(), analysis, app.sources().sample_ward));
    let label = RichText::new(&place).font(theme::bold(theme::VERDICT));
    let button = Button::new(label).frame_when_inactive(false).truncate();
    let menu = egui::containers::menu::MenuButton::from_button(button);
    let room = ui.available_width() * NAME_SHARE;
    let inner = ui.scope(|ui| {
        ui.set_max_width(room);
        ui.spacing_mut().button_padding.x = 0.0;
        menu.ui(ui, |ui| name_menu(ui, app, commands))
    });
    let response = inner.inner.0.on_hover_text(&place);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &place));
}

fn name_menu(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let text = app.text();
    menu_width(ui);
    project::menu(ui, app, commands);
    verb_items(ui, app, &[Verb::Open, Verb::OpenFolder, Verb::OpenSample], commands);
    ui.separator();
    verb_items(ui, app, &[Verb::Undo, Verb::Redo], commands);
    ui.separator();
    if !app.sources().sample_ward && app.report().is_some() {
        if menu_item(ui, false, &text.get("notice-review")) {
            commands.push(Command::Import(ImportCommand::Review));
        }
        if menu_item(ui, false, &text.get("notice-report")) {
            commands.push(Command::ShowReport(true));
        }
    }
    verb_items(ui, app, &[Verb::DrawBoundaries, Verb::SaveBoundaries], commands);
    verb_items(ui, app, &[Verb::PlanTab, Verb::Names], commands);
    ui.separator();
    verb_items(ui, app, &[Verb::Palette, Verb::Settings, Verb::Help, Verb::Tour, Verb::Guide], commands);
    ui.separator();
    verb_items(ui, app, &[Verb::CloseData], commands);
}

/// Lines of a menu, each with its key; those that make no sense at present are left out.
fn verb_items(ui: &mut Ui, app: &App, verbs: &[Verb], commands: &mut Vec<Command>) {
    for verb in verbs {
        if let Some(command) = verb.command(app)
            && menu_item_with_key(ui, false, &verb.name(app), &verb.keys(app.text()))
        {
            commands.push(command);
        }
    }
}

fn period_menu(ui: &mut Ui, app: &App, analysis: &Analysis, commands: &mut Vec<Command>) {
    let text = app.text();
    let chosen = app.project().period;
    let months = app.loaded().map(|l| l.months.as_slice()).unwrap_or_default();
    let latest = analysis.months.last().map(|(month, _)| *month).or(months.first().copied());
    let label = wording::period(text, chosen, latest);
    menu(ui, &label, &text.get("period-name"), |ui| {
        let general = [Period::LastMonths(12), Period::LastMonths(3), Period::All];
        let single = months.iter().take(MONTHS_OFFERED).map(|month| Period::Month(*month));
        for period in general.into_iter().chain(single) {
            if menu_item(ui, period == chosen, &wording::period(text, period, None)) {
                commands.push(Command::Edit(Edit::Period(period)));
            }
        }
    });
}

/// Operators as chips with their keys; those that do not fit are in a menu at the end.
fn chips(ui: &mut Ui, app: &App, analysis: &Analysis, commands: &mut Vec<Command>) {
    let text = app.text();
    let chosen = app.operator();
    let all = text.get("operator-all");
    if chip(ui, chosen.is_none(), &all, Some("0"), &all).clicked() {
        commands.push(Command::Edit(Edit::Operator(None)));
    }
    let mut rest = Vec::new();
    let operators = app.operators();
    let last = operators.len().saturating_sub(1);
    // Unknown spellings stay in the menu, unless there is nothing else.
    let any_known = operators.iter().any(|met| met.known);
    for (i, met) in operators.into_iter().enumerate() {
        let id = met.id;
        let name = wording::operator(text, analysis, id);
        let key = met.key.map(|key| key.to_string());
        let width = ui.painter().layout_no_wrap(name.clone(), theme::bold(theme::TEXT), tokens(ui).text).size().x;
        let brand = analysis.dataset.brand(id).to_owned();
        // Room for this chip and, unless it is the last, for the menu of those that do not fit.
        let menu_width = if i == last { 0.0 } else { 58.0 };
        let aside = any_known && !met.known;
        if aside || !rest.is_empty() || ui.available_width() < width + 37.0 + menu_width {
            rest.push((met, brand, name));
            continue;
        }
        let response = chip(ui, chosen == Some(id), &name, key.as_deref(), &name);
        let count = text.with("count-samples", &[("n", &text.count(met.n_samples))]);
        if response.on_hover_text(count).clicked() {
            commands.push(Command::Edit(Edit::Operator(Some(brand))));
        }
    }
    if rest.is_empty() {
        return;
    }
    let hidden = rest.iter().find(|(met, ..)| chosen == Some(met.id)).map(|(_, _, name)| name.clone());
    let label = hidden.unwrap_or_else(|| format!("+{}", rest.len()));
    menu(ui, &label, &text.get("operator-more"), |ui| {
        for (met, brand, name) in rest {
            let key = met.key.map(|key| key.to_string()).unwrap_or_default();
            let count = text.with("count-samples", &[("n", &text.count(met.n_samples))]);
            let mark = if met.known { String::new() } else { format!(" ({})", text.get("operator-misspelt")) };
            if menu_item_with_key(ui, chosen == Some(met.id), &format!("{name}{mark} · {count}"), &key) {
                commands.push(Command::Edit(Edit::Operator(Some(brand))));
            }
        }
    });
}

fn technology_menu(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let text = app.text();
    let chosen = app.project().technology;
    let short = chosen.map_or_else(|| text.get("technology-any"), |t| text.get(wording::technology_key(t)));
    menu(ui, &short, &text.get("technology-name"), |ui| {
        let classes = [Technology::FourG, Technology::FiveG, Technology::ThreeG, Technology::Unknown];
        for technology in std::iter::once(None).chain(classes.map(Some)) {
            if menu_item(ui, technology == chosen, &wording::technology(text, technology)) {
                commands.push(Command::Edit(Edit::Technology(technology)));
            }
        }
    });
}

fn criterion_menu(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let text = app.text();
    let chosen = &app.project().profile;
    menu(ui, &wording::profile(text, chosen), &text.get("criterion-name"), |ui| {
        for profile in Profile::BUILT_IN.into_iter().filter_map(Profile::built_in) {
            let rule = profile.criteria.first().map(|c| wording::criterion(text, c, None)).unwrap_or_default();
            let label = format!("{}\n{rule}", wording::profile(text, &profile));
            if menu_item(ui, profile.name == chosen.name, &label) {
                commands.push(Command::Edit(Edit::Profile(Box::new(profile))));
            }
        }
        for profile in &app.project().profiles {
            if menu_item(ui, profile == chosen, &wording::profile(text, profile)) {
                commands.push(Command::Edit(Edit::Profile(Box::new(profile.clone()))));
            }
        }
        ui.separator();
        for (metric, threshold) in QUICK {
            let profile = Profile::quick(metric, threshold);
            if menu_item(ui, profile == *chosen, &wording::profile(text, &profile)) {
                commands.push(Command::Edit(Edit::Profile(Box::new(profile))));
            }
        }
        ui.separator();
        if menu_item(ui, false, &text.get("criteria-open")) {
            commands.push(Command::Criteria(CriteriaCommand::Show(true)));
        }
    });
}

fn export_menu(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let text = app.text();
    let t = tokens(ui);
    let label = RichText::new(text.get("export")).font(theme::bold(theme::TEXT)).color(t.on_accent);
    let button = Button::new(label).fill(t.accent_fill).min_size(egui::vec2(0.0, theme::ROW));
    let menu = egui::containers::menu::MenuButton::from_button(button);
    let (response, _) = menu.ui(ui, |ui| {
        menu_width(ui);
        for (what, key) in LISTS {
            ui.menu_button(text.get(key), |ui| {
                menu_width(ui);
                format_items(ui, text, what, commands);
            });
        }
    });
    tour::mark(ui, TourStep::Export, response.rect.expand(4.0));
}

/// Every list of the window, as the catalogue calls it.
const LISTS: [(Export, &str); 7] = [
    (Export::WeakSpots, "list-weak-spots"),
    (Export::Gaps, "list-sampling-gaps"),
    (Export::Zones, "list-zone-stats"),
    (Export::Cells, "list-cells"),
    (Export::Samples, "list-samples"),
    (Export::Operators, "list-operators"),
    (Export::Rejected, "list-rejected"),
];

/// The formats that a list can be written in.
pub fn format_items(ui: &mut Ui, text: &Text, what: Export, commands: &mut Vec<Command>) {
    for format in what.formats() {
        if menu_item(ui, false, &text.get(&format!("export-format-{}", format.code()))) {
            commands.push(Command::Ask(Ask::Target(what, format)));
        }
    }
}

/// Folding, language, theme and help at the far right.
fn view_buttons(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let text = app.text();
    ui.spacing_mut().item_spacing.x = 2.0;
    if icon_button(ui, icon::QUESTION, &text.get("help-open")).clicked() {
        commands.push(Command::ShowHelp(true));
    }
    language_button(ui, app, commands);
    view_menu(ui, app, commands);
    let palette = format!("{} ({})", text.get("verb-palette"), Verb::Palette.keys(text));
    if icon_button(ui, icon::MAGNIFIER, &palette).clicked() {
        commands.push(Command::ShowPalette(true));
    }
    meeting::begin_button(ui, app, commands);
    ui.spacing_mut().item_spacing.x = 6.0;
    ui.add_space(theme::SPACE_1);
}

fn view_menu(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let text = app.text();
    let name = text.get("view-menu");
    let button = Button::new(RichText::new(icon::SIDEBAR).size(theme::VERDICT)).frame_when_inactive(false);
    let inner = egui::containers::menu::MenuButton::from_button(button.min_size(egui::vec2(theme::ROW, theme::ROW)))
        .ui(ui, |ui| {
            menu_width(ui);
            let preferences = app.preferences();
            let folds = [
                (Fold::Left, preferences.left_open, "view-left"),
                (Fold::Right, preferences.right_open, "view-right"),
                (Fold::Bottom, preferences.bottom_open, "view-bottom"),
            ];
            ui.scope(|ui| {
                edged_boxes(ui);
                for (fold, open, key) in folds {
                    let mut on = open;
                    if ui.checkbox(&mut on, text.get(key)).changed() {
                        commands.push(Command::Toggle(fold));
                    }
                }
            });
            verb_items(ui, app, &[Verb::ResetLayout], commands);
            ui.separator();
            verb_items(ui, app, &[Verb::SideBySide, Verb::Measure, Verb::ShowAll, Verb::ShowSelection], commands);
            ui.separator();
            verb_items(ui, app, &[Verb::OtherTheme, Verb::Settings], commands);
            ui.separator();
            ui.horizontal(|ui| {
                ui.label(text.get("view-scale"));
                let scale = preferences.scale;
                if icon_button(ui, icon::MINUS, &text.get("view-smaller")).clicked() {
                    commands.push(Command::SetScale(scale - crate::app::Preferences::SCALE_STEP));
                }
                ui.label(text.percent(f64::from(scale)));
                if icon_button(ui, icon::PLUS, &text.get("view-larger")).clicked() {
                    commands.push(Command::SetScale(scale + crate::app::Preferences::SCALE_STEP));
                }
            });
        });
    inner.0.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
}

/// Shows the other language's name, since it is for those who cannot read this one.
pub fn language_button(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let other = match app.text().language() {
        Language::Vi => Language::En,
        Language::En => Language::Vi,
    };
    let name = match other {
        Language::Vi => "Tiếng Việt",
        Language::En => "English",
    };
    let code = RichText::new(other.code().to_uppercase()).font(theme::bold(theme::LABEL));
    let button = Button::new(code).frame_when_inactive(false).min_size(egui::vec2(theme::ROW, theme::ROW));
    let response = ui.add(button).on_hover_text(name);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
    if response.clicked() {
        commands.push(Command::SetLanguage(other));
    }
}

pub fn theme_button(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let (icon, key, other) = match app.preferences().theme {
        Theme::Light => (icon::MOON, "theme-dark", Theme::Dark),
        Theme::Dark => (icon::SUN, "theme-light", Theme::Light),
    };
    if icon_button(ui, icon, &app.text().get(key)).clicked() {
        commands.push(Command::SetTheme(other));
    }
}
