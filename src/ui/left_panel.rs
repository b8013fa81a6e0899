//! The panel at the left: where the data come from, how the month stands, what the map shows.

use eframe::egui::{self, Align, Layout, RichText, Sense, Shape, Stroke, Ui, vec2};

use super::context_layers;
use super::map::{PLAN_DASH, Swatches, legend_of, team_mark};
use super::theme::{self, tokens};
use super::widget::{
    edged_boxes, icon_button, link, menu, menu_item, middle_elided, section, side_list, subdued, thin_bar,
};
use super::{icon, tour, wording};
use crate::app::{App, Ask, Command, Edit, FEW_CELLS, Layer, PlanCommand, TourStep};
use crate::cartography::Colouring;
use crate::model::{Analysis, GridSpec, MONTHLY_QUOTA, Plan};
use crate::text::Text;

/// Height of a line.
const LINE: f32 = 21.0;

/// Files listed before the rest is summed up: as many as leave all layers in sight, but some.
const FILES_SHOWN: std::ops::RangeInclusive<usize> = 3..=12;

/// Height of everything but the files, and of the legend of a plan.
const REST: f32 = 570.0;
const PLAN_LEGEND: f32 = 52.0;

/// Of the rest, names said under the pointer.
const NAMES_SHOWN: usize = 20;

pub const GRIDS: [GridSpec; 8] = [
    GridSpec::SquareAuto,
    GridSpec::Square(100.0),
    GridSpec::Square(150.0),
    GridSpec::Square(200.0),
    GridSpec::Square(300.0),
    GridSpec::Hex(100.0),
    GridSpec::Hex(200.0),
    GridSpec::H3(9),
];

pub fn ui(ui: &mut Ui, app: &App, analysis: &Analysis, swatches: &mut Swatches, commands: &mut Vec<Command>) {
    let has_legend = app.plan().is_some_and(|plan| !plan.stops.is_empty());
    let rest = if has_legend { REST + PLAN_LEGEND } else { REST };
    let room = (ui.available_height() - rest) / (LINE + ui.spacing().item_spacing.y);
    let n_files = (room.max(0.0) as usize).clamp(*FILES_SHOWN.start(), *FILES_SHOWN.end());
    side_list(ui, |ui| {
        ui.spacing_mut().interact_size.y = LINE;
        edged_boxes(ui);
        sources(ui, app, analysis, n_files, commands);
        month(ui, app, analysis);
        section(ui, &app.text().get("left-layers"));
        layers(ui, app, analysis, swatches, commands);
        context_layers::ui(ui, app, commands);
        ui.add_space(theme::SPACE_3);
    });
}

/// Name at the left, figure at the right; a long name loses its middle and says itself in full under the pointer.
fn row(ui: &mut Ui, name: &str, figure: &str, full: &str) {
    let color = tokens(ui).subdued;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(RichText::new(figure).font(theme::figures(theme::TEXT)).color(color));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let shown = middle_elided(ui, name, ui.available_width() - 2.0);
                ui.add(egui::Label::new(shown).truncate().show_tooltip_when_elided(false)).on_hover_text(full);
            });
        });
    });
}

fn sources(ui: &mut Ui, app: &App, analysis: &Analysis, n_files: usize, commands: &mut Vec<Command>) {
    let text = app.text();
    section(ui, &text.get("left-sources"));
    // The latest import first.
    let files: Vec<_> = analysis.dataset.files.iter().zip(&analysis.judgement.kept).rev().collect();
    for (file, kept) in files.iter().take(n_files) {
        row(ui, wording::file_name(&file.name), &text.count(**kept), &file.path);
    }
    let rest = files.get(n_files..).unwrap_or_default();
    if !rest.is_empty() {
        let kept: u64 = rest.iter().map(|(_, kept)| **kept).sum();
        let names: Vec<&str> = rest.iter().take(NAMES_SHOWN).map(|(file, _)| file.name.as_str()).collect();
        let words = text.with("left-other-files", &[("n", &text.count(rest.len() as u64))]);
        row(ui, &words, &text.count(kept), &names.join("\n"));
    }
    let zones = analysis.zones.zones.len();
    if zones > 0 {
        row(ui, &text.get("left-zones"), &text.count(zones as u64), &analysis.zones.source);
    }
    if link(ui, &text.get("left-add")).clicked() {
        commands.push(Command::Ask(Ask::Files));
    }
}

fn month(ui: &mut Ui, app: &App, analysis: &Analysis) {
    let text = app.text();
    let Some((month, n)) = analysis.months.last() else { return };
    let words = text.with(
        "left-month",
        &[("month", &text.month(*month)), ("n", &text.count(*n)), ("quota", &text.count(MONTHLY_QUOTA))],
    );
    section(ui, &words);
    let fraction = *n as f32 / MONTHLY_QUOTA as f32;
    thin_bar(ui, fraction, ui.available_width(), &words);
    if *n < MONTHLY_QUOTA {
        let missing = text.count(MONTHLY_QUOTA - n);
        ui.label(subdued(ui, text.with("left-month-missing", &[("n", &missing)])).size(theme::LABEL));
    } else {
        ui.label(RichText::new(text.get("left-month-reached")).size(theme::LABEL).color(tokens(ui).good));
    }
}

fn layers(ui: &mut Ui, app: &App, analysis: &Analysis, swatches: &mut Swatches, commands: &mut Vec<Command>) {
    let text = app.text();
    let operator = app.operator();
    let spots = app.spots(analysis).shown.len();
    let gaps = analysis.gaps.iter().filter(|g| operator.is_none_or(|o| o == g.operator)).count();
    for layer in Layer::ALL {
        let count = match layer {
            Layer::Cells => None,
            Layer::Spots => Some(spots as u64),
            Layer::Zones => Some(analysis.zones.zones.len() as u64),
            Layer::Gaps => Some(gaps as u64),
            Layer::Plan => Some(app.plan().map_or(0, |plan| plan.stops.len() as u64)),
            Layer::Samples => Some(analysis.judgement.kept.iter().sum()),
        };
        let name = text.get(layer.key());
        let label = count.map_or_else(|| name.clone(), |n| format!("{name} ({})", text.count(n)));
        let mut on = app.session().layers.is_on(layer);
        let label = if count == Some(0) { subdued(ui, label) } else { RichText::new(label) };
        ui.horizontal(|ui| {
            if ui.checkbox(&mut on, label).changed() {
                commands.push(Command::ShowLayer(layer, on));
            }
            if layer == Layer::Plan && app.has_plan() && icon_button(ui, icon::X, &text.get("plan-remove")).clicked() {
                commands.push(Command::Plan(PlanCommand::Remove));
            }
            if layer == Layer::Gaps && on {
                let (rect, _) = ui.allocate_exact_size(vec2(20.0, 13.0), Sense::hover());
                swatches.paint_gap(ui.ctx(), ui.painter(), rect, tokens(ui));
            }
        });
        if let Some(plan) = app.plan().filter(|plan| layer == Layer::Plan && on && !plan.stops.is_empty()) {
            plan_legend(ui, text, plan);
        }
        if layer == Layer::Cells && on {
            let shown = ui.scope(|ui| cells(ui, app, analysis, swatches, commands));
            tour::mark(ui, TourStep::Colours, shown.response.rect.expand(2.0));
            tour::scroll_to(ui, app, TourStep::Colours, shown.response.rect);
        }
    }
}

/// What the marks and ways of a plan mean.
fn plan_legend(ui: &mut Ui, text: &Text, plan: &Plan) {
    const STEP: f32 = 17.0;
    let t = tokens(ui);
    ui.horizontal(|ui| {
        ui.add_space(theme::SPACE_1);
        let teams: Vec<u32> = plan.teams().take(3).collect();
        let (rect, _) = ui.allocate_exact_size(vec2(STEP * teams.len() as f32, LINE), Sense::hover());
        for (i, team) in teams.into_iter().enumerate() {
            team_mark(ui.painter(), t, rect.left_center() + vec2(STEP * (i as f32 + 0.5), 0.0), team, "");
        }
        ui.add(egui::Label::new(text.get("plan-legend-team")).truncate());
    });
    ui.horizontal(|ui| {
        ui.add_space(theme::SPACE_1);
        let (rect, _) = ui.allocate_exact_size(vec2(2.0 * STEP, LINE), Sense::hover());
        let ends = [rect.left_center(), rect.right_center()];
        let line = Shape::dashed_line(&ends, Stroke::new(1.6, t.text), PLAN_DASH.0, PLAN_DASH.1);
        ui.painter().extend(line);
        ui.add(egui::Label::new(text.get("plan-legend-evening")).truncate());
    });
}

/// Which operator the chosen one is compared with; without a chosen one there is nothing to compare.
fn rival(ui: &mut Ui, app: &App, analysis: &Analysis, commands: &mut Vec<Command>) {
    let text = app.text();
    let Some((chosen, rival)) = app.operator().zip(app.rival()) else {
        ui.label(RichText::new(text.get("difference-choose")).color(tokens(ui).warning));
        return;
    };
    let label = text.with("difference-with", &[("operator", &wording::operator(text, analysis, rival))]);
    menu(ui, &label, &text.get("difference-name"), |ui| {
        for met in app.operators().into_iter().filter(|met| met.known && met.id != chosen) {
            if menu_item(ui, met.id == rival, &wording::operator(text, analysis, met.id)) {
                commands.push(Command::Edit(Edit::Rival(analysis.dataset.brand(met.id).to_owned())));
            }
        }
    });
    let note = text.with("difference-note", &[("operator", &wording::operator(text, analysis, chosen))]);
    ui.label(subdued(ui, note).size(theme::LABEL));
}

/// Since when the change is, and what may be said of it.
fn since(ui: &mut Ui, app: &App, analysis: &Analysis, commands: &mut Vec<Command>) {
    let text = app.text();
    let periods = app.earlier_periods(analysis);
    let warning = |ui: &mut Ui, key: &str| drop(ui.label(RichText::new(text.get(key)).color(tokens(ui).warning)));
    if periods.is_empty() {
        return warning(ui, "map-change-no-earlier");
    }
    if let Some(since) = app.changes() {
        let label = text.with("map-change-since", &[("period", &wording::period(text, since.earlier, None))]);
        menu(ui, &label, &text.get("map-change-name"), |ui| {
            for period in &periods {
                if menu_item(ui, *period == since.earlier, &wording::period(text, *period, None)) {
                    commands.push(Command::CompareWith(Some(*period)));
                }
            }
        });
    } else if app.is_comparing_periods() {
        ui.label(subdued(ui, text.get("map-answer-coming")));
    }
    if app.operator().is_none() {
        warning(ui, "difference-choose");
    }
    ui.label(subdued(ui, text.get("map-change-note")).size(theme::LABEL));
}

/// What clusters of cells are, and how far they can be trusted.
fn clusters(ui: &mut Ui, app: &App) {
    let text = app.text();
    match app.cells_with_opinion(app.operator()) {
        Some(n) if n < FEW_CELLS => {
            let words = text.with("map-clusters-few", &[("n", &text.count(n)), ("least", &text.count(FEW_CELLS))]);
            ui.label(RichText::new(words).color(tokens(ui).warning));
        }
        None if app.is_asking_opinions() => drop(ui.label(subdued(ui, text.get("map-answer-coming")))),
        _ => {}
    }
    ui.label(subdued(ui, text.get("map-clusters-note")).size(theme::LABEL));
}

/// Grid, colouring and legend of the cells.
fn cells(ui: &mut Ui, app: &App, analysis: &Analysis, swatches: &mut Swatches, commands: &mut Vec<Command>) {
    let text = app.text();
    let project = app.project();
    ui.horizontal_wrapped(|ui| {
        menu(ui, &wording::grid_in_short(text, project.grid), &text.get("grid-name"), |ui| {
            for grid in GRIDS {
                if menu_item(ui, grid == project.grid, &wording::grid(text, grid)) {
                    commands.push(Command::Edit(Edit::Grid(grid)));
                }
            }
        });
        menu(ui, &text.get(project.colouring.key()), &text.get("colouring-name"), |ui| {
            for colouring in Colouring::ALL {
                if menu_item(ui, colouring == project.colouring, &text.get(colouring.key())) {
                    commands.push(Command::Edit(Edit::Colouring(colouring)));
                }
            }
        });
    });
    match project.colouring {
        Colouring::Difference => rival(ui, app, analysis, commands),
        Colouring::Change => since(ui, app, analysis, commands),
        Colouring::Clusters => clusters(ui, app),
        Colouring::Grade | Colouring::ShareFailing | Colouring::Median | Colouring::Samples => {}
    }
    if project.colouring == Colouring::Median
        && let Some(criterion) = analysis.settings.profile.criteria.first()
    {
        let unit = text.with("legend-unit", &[("unit", criterion.metric.unit())]);
        ui.label(subdued(ui, unit).size(theme::LABEL));
    }
    for entry in legend_of(app, analysis) {
        ui.horizontal(|ui| {
            ui.add_space(theme::SPACE_1);
            let (rect, _) = ui.allocate_exact_size(vec2(20.0, 13.0), Sense::hover());
            swatches.paint(ui.ctx(), ui.painter(), rect, entry.fill, tokens(ui));
            ui.label(wording::bound(text, entry.bound));
        });
    }
    ui.add_space(theme::SPACE_1);
}
