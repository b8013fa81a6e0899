//! The page of the plan: what the campaign can spend, and the stops of each team.

use eframe::egui::{self, Align, DragValue, Label, Layout, RichText, Sense, TextEdit, Ui, vec2};

use super::sheet::{
    Heading, RowEvent, Sheet, Sort, SortValue, Width, figure_cell, heading, place_cell, tab_separated, table, text_cell,
};
use crate::app::{App, Ask, Command, Export, ExportFormat, PlanCommand, PlanFormat, Selection, typed_start};
use crate::model::{Analysis, Plan, PlanRequest, PlanStop, Zone, shared_ending};
use crate::text::Text;
use crate::ui::icon;
use crate::ui::map::{gaps_are_of_zones, team_mark};
use crate::ui::theme::{self, tokens};
use crate::ui::widget::{self, menu_item, menu_width, primary_if, secondary, subdued};
use crate::ui::wording;

/// Formats of the bare list of stops, beside those that know its ways.
const LIST_FORMATS: [ExportFormat; 4] =
    [ExportFormat::Xlsx, ExportFormat::GeoJson, ExportFormat::GeoPackage, ExportFormat::Shapefile];

pub fn ui(ui: &mut Ui, app: &App, analysis: &Analysis, sort: &mut Sort, commands: &mut Vec<Command>) {
    ui.add_space(theme::SPACE_1);
    controls(ui, app, analysis, commands);
    ui.add_space(theme::SPACE_1);
    let text = app.text();
    match app.plan().filter(|plan| !plan.stops.is_empty()) {
        Some(plan) => stops(ui, app, analysis, plan, sort, commands),
        None if analysis.gaps.is_empty() => super::empty(ui, &text.get(Plan::why_nothing_open(analysis))),
        None => super::empty(ui, &text.get(app.plan().map_or("plan-what", |plan| plan.empty_key(analysis)))),
    }
}

/// Teams, stops, minutes and speed, and what can be done with them.
fn controls(ui: &mut Ui, app: &App, analysis: &Analysis, commands: &mut Vec<Command>) {
    let text = app.text();
    let mut request = app.plan_request().clone();
    let before = request.clone();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE_1;
        let (slowest, fastest) = PlanRequest::SPEEDS_KMH;
        let teams = DragValue::new(&mut request.teams).range(1..=PlanRequest::MAX_TEAMS);
        field(ui, text, ["plan-teams", "cli-help-teams"], teams);
        let stops = DragValue::new(&mut request.stops_per_team).range(1..=PlanRequest::MAX_STOPS);
        field(ui, text, ["plan-stops", "cli-help-stops"], stops);
        let minutes = DragValue::new(&mut request.minutes).range(10.0..=PlanRequest::MAX_MINUTES).max_decimals(0);
        field(ui, text, ["plan-minutes", "cli-help-minutes"], minutes);
        let speed = DragValue::new(&mut request.walking_speed_kmh).range(slowest..=fastest).speed(0.1);
        // A decimal comma where the language has one; either is understood.
        let speed = speed.custom_formatter(|value, _| wording::number_short(text, (value * 10.0).round() / 10.0));
        let speed = speed.custom_parser(|typed| typed.trim().replace(',', ".").parse().ok());
        field(ui, text, ["plan-speed", "cli-help-walking-speed"], speed);
        start(ui, app, commands);
        if app.is_planning() {
            if secondary(ui, &text.get("cancel")).clicked() {
                commands.push(Command::Cancel);
            }
        } else {
            let (possible, name) = (!analysis.gaps.is_empty(), text.get("plan-make"));
            if primary_if(ui, possible, &name, &name).clicked() {
                commands.push(Command::Plan(PlanCommand::Make));
            }
        }
        if app.plan().is_some_and(|plan| !plan.stops.is_empty()) {
            let button = egui::Button::new(format!("{}  {}", icon::EXPORT, text.get("export")));
            egui::containers::menu::MenuButton::from_button(button.min_size(vec2(0.0, theme::ROW))).ui(ui, |ui| {
                menu_width(ui);
                for format in PlanFormat::ALL {
                    if menu_item(ui, false, &text.get(format.key())) {
                        commands.push(Command::Ask(Ask::PlanTarget(format)));
                    }
                }
                for format in LIST_FORMATS {
                    if menu_item(ui, false, &text.get(&format!("export-format-{}", format.code()))) {
                        commands.push(Command::Ask(Ask::Target(Export::Plan, format)));
                    }
                }
            });
        }
        if let Some(plan) = app.plan() {
            // Where it does not fit beside the rest it takes a line of its own.
            let words = Label::new(subdued(ui, text.plan_summary(plan))).extend();
            ui.add(words).on_hover_text(text.plan_sentences(plan).join("\n"));
        }
        if let Some(words) = text.plan_without_name(analysis) {
            ui.add(Label::new(subdued(ui, words)).extend());
        }
    });
    if request != before {
        commands.push(Command::Plan(PlanCommand::Change(request)));
    }
}

/// Where the teams set out: typed, or shown by a click on the map; empty, at their first stop.
fn start(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let text = app.text();
    let start = app.plan_request().starts.first().copied();
    let shown = start.map(|at| format!("{:.5}, {:.5}", at.lat, at.lon)).unwrap_or_default();
    let label = ui.label(subdued(ui, text.get("plan-start"))).on_hover_text(text.get("plan-start-what"));
    let id = ui.make_persistent_id("plan-start");
    let mut typed: String = ui.data(|data| data.get_temp(id)).unwrap_or_else(|| shown.clone());
    let field = TextEdit::singleline(&mut typed).id(id.with("field")).desired_width(128.0);
    let field = field.hint_text(text.get("plan-start-hint")).font(theme::figures(theme::TEXT));
    let field = widget::field(ui, field).labelled_by(label.id);
    if field.has_focus() {
        ui.data_mut(|data| data.insert_temp(id, typed.clone()));
    }
    if field.lost_focus() {
        ui.data_mut(|data| data.remove::<String>(id));
        let wanted = typed_start(&typed);
        if typed != shown && (wanted.is_some() || typed.trim().is_empty()) {
            commands.push(Command::Plan(PlanCommand::StartAt(wanted)));
        }
    }
    let picking = app.session().picking_start;
    let name = text.get("plan-start-pick");
    let button = egui::Button::selectable(picking, icon::CROSSHAIR);
    let button = ui.add(button).on_hover_text(&name);
    button.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, picking, &name));
    if button.clicked() {
        commands.push(Command::Plan(PlanCommand::PickStart(!picking)));
    }
    if picking {
        ui.label(RichText::new(text.get("plan-start-click")).color(tokens(ui).accent));
    }
    ui.add_space(theme::SPACE_2);
}

/// A number under its short name; the long one is said under the pointer.
fn field(ui: &mut Ui, text: &Text, [name, meaning]: [&str; 2], value: DragValue<'_>) {
    let label = ui.label(RichText::new(text.get(name)).color(tokens(ui).subdued)).on_hover_text(text.get(meaning));
    ui.add(value).labelled_by(label.id);
    ui.add_space(theme::SPACE_2);
}

fn headings(app: &App) -> Vec<Heading> {
    let text = app.text();
    vec![
        heading(text.get("plan-column-team"), Width::Fixed(70.0), false),
        heading(text.get("plan-column-slot"), Width::Fixed(96.0), false),
        heading(text.get("column-zone"), Width::Rest(120.0), false),
        heading(text.get("plan-column-operators"), Width::Rest(170.0), false),
        heading(text.get("plan-column-walk"), Width::Fixed(74.0), true),
        heading(text.get("plan-column-minutes"), Width::Fixed(54.0), true),
    ]
}

fn place_name(analysis: &Analysis, stop: &PlanStop) -> String {
    let place = analysis.gap_places.get(stop.zone);
    place.map_or("", Zone::shown_name).to_owned()
}

fn brands(app: &App, analysis: &Analysis, stop: &PlanStop) -> String {
    let names: Vec<String> = stop.operators.iter().map(|o| wording::operator(app.text(), analysis, *o)).collect();
    names.join(", ")
}

fn hours(text: &Text, stop: &PlanStop) -> String {
    let (from, to) = stop.slot.hours();
    text.with("plan-hours", &[("from", &from.to_string()), ("to", &to.to_string())])
}

/// The stops on screen, a team and its stop as `2-05`; nothing without a plan.
pub fn as_text(app: &App, analysis: &Analysis, sort: Sort) -> String {
    let text = app.text();
    let stops = app.plan().map(|plan| in_order(analysis, plan, sort)).unwrap_or_default();
    let rows = stops.into_iter().map(|stop| {
        vec![
            format!("{}-{:02}", stop.team, stop.stop),
            hours(text, stop),
            place_name(analysis, stop),
            brands(app, analysis, stop),
            text.number(stop.walk_m, 0),
            text.number(stop.minutes, 0),
        ]
    });
    tab_separated(&headings(app), rows)
}

/// The rows on screen.
fn in_order<'a>(analysis: &Analysis, plan: &'a Plan, sort: Sort) -> Vec<&'a PlanStop> {
    let mut stops: Vec<&PlanStop> = plan.stops.iter().collect();
    sort.apply(&mut stops, |stop, column| match column {
        0 => SortValue::Number(Some(f64::from(stop.team) * 1000.0 + f64::from(stop.stop))),
        1 => SortValue::Text(stop.slot.label().to_owned()),
        2 => SortValue::Text(place_name(analysis, stop)),
        3 => SortValue::Number(Some(stop.operators.len() as f64)),
        4 => SortValue::Number(Some(stop.walk_m)),
        _ => SortValue::Number(Some(stop.minutes)),
    });
    stops
}

fn stops(ui: &mut Ui, app: &App, analysis: &Analysis, plan: &Plan, sort: &mut Sort, commands: &mut Vec<Command>) {
    let text = app.text();
    let stops = in_order(analysis, plan, *sort);
    let selected = match app.session().selection {
        Selection::Cell(cell) => stops.iter().position(|stop| stop.cell == cell),
        _ => None,
    };
    let headings = headings(app);
    let ending = shared_ending(&analysis.gap_places.zones);
    let event = table(ui, &Sheet::new("plan", &headings, stops.len(), selected), sort, |row, index| {
        let Some(stop) = stops.get(index) else { return };
        row.col(|ui| {
            let (rect, response) = ui.allocate_exact_size(vec2(60.0, theme::ROW), Sense::hover());
            let at = rect.left_center() + vec2(16.0, 0.0);
            team_mark(ui.painter(), tokens(ui), at, stop.team, &stop.stop.to_string());
            let team = text.count(u64::from(stop.team));
            let label = rect.left_center() + vec2(34.0, 0.0);
            let font = theme::figures(theme::TEXT);
            ui.painter().text(label, egui::Align2::LEFT_CENTER, &team, font, tokens(ui).subdued);
            response.on_hover_text(text.with("plan-team", &[("team", &team)]));
        });
        let hours = hours(text, stop);
        row.col(|ui| {
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(hours).truncate()).on_hover_text(text.get(stop.slot.key()));
            });
        });
        place_cell(row, &place_name(analysis, stop), ending);
        text_cell(row, &brands(app, analysis, stop));
        figure_cell(row, &format!("{} m", text.number(stop.walk_m, 0)));
        figure_cell(row, &text.number(stop.minutes, 0));
    });
    let (index, near) = match event {
        Some(RowEvent::Clicked(index)) => (index, false),
        Some(RowEvent::DoubleClicked(index)) => (index, true),
        Some(RowEvent::Footer) | None => return,
    };
    let Some(stop) = stops.get(index) else { return };
    let has_cell = analysis.cells.iter().any(|cell| cell.id == stop.cell);
    let selection = match has_cell {
        true => Selection::Cell(stop.cell),
        false if gaps_are_of_zones(analysis) => Selection::Zone(stop.zone),
        false => return,
    };
    commands.push(if near { Command::Focus(selection) } else { Command::Select(selection) });
}
