//! The evidence card: the verdict in a sentence, what holds and what fails, and the figures behind it.

mod opinions;
mod place_name;
mod proof;
mod robustness;
mod samples;
mod spot;

use eframe::egui::{self, Align, Layout, RichText, Ui};

use super::theme::{self, tokens};
use super::widget::{
    badge, figure, grade_chip, icon_button, link, middle_elided, secondary, section, side_list, subdued,
};
use super::{chart, icon, wording};
use crate::analysis::ROLLING_MONTHS;
use crate::app::{App, Card, Command, Edit, Part, Selection, Subject};
use crate::model::{Analysis, Grade, Metric, Robustness, WeakSpot};
use crate::text::Text;

/// Height of a line.
const LINE: f32 = 20.0;

pub fn ui(ui: &mut Ui, app: &App, analysis: &Analysis, commands: &mut Vec<Command>) {
    side_list(ui, |ui| {
        ui.spacing_mut().interact_size.y = LINE;
        match (app.card(), &app.session().selection) {
            (Some(card), _) => filled(ui, app, analysis, card, commands),
            (None, Selection::Nothing) => nothing_selected(ui, app, analysis, commands),
            (None, _) => no_evidence(ui, app, commands),
        }
        ui.add_space(theme::SPACE_4);
    });
}

/// Says what the card is for, and offers the first weak spot.
fn nothing_selected(ui: &mut Ui, app: &App, analysis: &Analysis, commands: &mut Vec<Command>) {
    let text = app.text();
    section(ui, &text.get("card-title"));
    ui.label(subdued(ui, text.get("card-empty")));
    ui.add_space(theme::SPACE_3);
    let spots = app.spots(analysis);
    if spots.n_proven == 0 {
        ui.label(RichText::new(text.get("card-none-proven")).font(theme::bold(theme::TEXT)));
        ui.add_space(theme::SPACE_1);
    }
    let key = if spots.n_proven == 0 { "card-first-suspected" } else { "card-first-spot" };
    if let Some(first) = spots.shown.first()
        && secondary(ui, &text.get(key)).clicked()
    {
        commands.push(Command::Focus(Selection::Spot(first.spot_id.clone())));
    }
    let metric = analysis.settings.profile.first_metric();
    let rows = app.operators().into_iter().filter_map(|met| {
        let row = analysis.zone_row(None, Some(met.id), app.project().technology, metric)?;
        let evidence = row.stats.evidence.as_ref()?;
        Some((met.id, evidence.n_votes, evidence.verdict.as_ref()?))
    });
    let mut rows = rows.peekable();
    if rows.peek().is_some() {
        section(ui, &text.get("card-whole-area"));
    }
    for (id, n_votes, verdict) in rows {
        let name = wording::operator(text, analysis, id);
        let figures = votes_words(text, verdict.n_failing_votes, n_votes);
        operator_row(ui, text, &name, Some(verdict.grade), &figures);
    }
}

fn no_evidence(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let text = app.text();
    section(ui, &text.get("card-title"));
    ui.label(subdued(ui, text.get("card-nothing-here")));
    ui.add_space(theme::SPACE_2);
    if secondary(ui, &text.get("card-all-operators")).clicked() {
        commands.push(Command::Edit(Edit::Operator(None)));
    }
}

fn filled(ui: &mut Ui, app: &App, analysis: &Analysis, card: &Card, commands: &mut Vec<Command>) {
    let text = app.text();
    let spot = match card.subject {
        Subject::Spot(index) => analysis.weak_spots.get(index),
        Subject::Cell(_) | Subject::Zone(_) => None,
    };
    heading(ui, app, analysis, card, spot, commands);
    if let Some(spot) = spot {
        place_name::ui(ui, app, spot, commands);
    }
    ui.label(RichText::new(wording::verdict(text, analysis, card)).font(theme::bold(theme::VERDICT)));
    ui.add_space(theme::SPACE_2);
    figures(ui, text, card);
    ui.add_space(theme::SPACE_2);
    conditions(ui, text, analysis, card);
    if let Some(spot) = spot {
        proof::ui(ui, app, spot, commands);
        robustness::ui(ui, app, spot, commands);
        ui.add_space(theme::SPACE_2);
        ui.label(spot::who(text, analysis, spot));
    }
    others(ui, app, analysis, card, commands);
    opinions::ui(ui, app, analysis, card, commands);
    histogram(ui, text, card);
    time(ui, text, analysis, card);
    if let Some(spot) = spot {
        spot::ui(ui, app, analysis, card, spot, commands);
    }
    place(ui, app, analysis, card, commands);
    ui.add_space(theme::SPACE_3);
    samples::ui(ui, app, card, commands);
    chain(ui, app, analysis, card, commands);
}

fn heading(
    ui: &mut Ui,
    app: &App,
    analysis: &Analysis,
    card: &Card,
    spot: Option<&WeakSpot>,
    commands: &mut Vec<Command>,
) {
    let text = app.text();
    ui.add_space(theme::SPACE_2);
    ui.horizontal(|ui| {
        grade_chip(ui, text, card.grade, true);
        if spot.and_then(|spot| spot.robustness).is_some_and(Robustness::is_robust) {
            badge(ui, &text.get("robustness-robust")).on_hover_text(text.get("robustness-why-robust"));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            if icon_button(ui, icon::X, &text.get("card-close")).clicked() {
                commands.push(Command::Select(Selection::Nothing));
            }
            if icon_button(ui, icon::CROSSHAIR, &text.get("card-zoom")).clicked() {
                commands.push(Command::Focus(app.session().selection.clone()));
            }
        });
    });
    let kind = match (card.subject, spot) {
        (Subject::Spot(_), Some(spot)) => {
            let key = if spot.grade == Grade::C { "card-suspected" } else { "card-spot" };
            text.with(key, &[("rank", &text.count(u64::from(spot.rank)))])
        }
        (Subject::Cell(_), _) => text.get("card-cell"),
        _ => text.get("card-zone"),
    };
    let zone = card.zone.and_then(|z| analysis.zones.get(z)).map(|z| z.name.as_str()).unwrap_or_default();
    let words = if zone.is_empty() { kind } else { format!("{kind} · {zone}") };
    ui.add(egui::Label::new(RichText::new(words).size(theme::LABEL).color(tokens(ui).subdued)).truncate());
    ui.add_space(theme::SPACE_1);
}

fn figures(ui: &mut Ui, text: &Text, card: &Card) {
    let gap = theme::SPACE_2;
    let width = (ui.available_width() - 3.0 * gap) / 4.0;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = gap;
        let list = [
            (card.n_samples, "figure-samples"),
            (card.n_votes, "figure-votes"),
            (card.n_devices, "figure-devices"),
            (card.n_days, "figure-days"),
        ];
        for (n, key) in list {
            figure(ui, &text.count(n), &text.get(key), width);
        }
    });
}

fn conditions(ui: &mut Ui, text: &Text, analysis: &Analysis, card: &Card) {
    let t = tokens(ui);
    for condition in &card.conditions {
        let (mark, color, word) =
            if condition.holds { (icon::CHECK, t.good, "holds") } else { (icon::X, t.bad, "fails") };
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = theme::SPACE_1;
            let mark = ui.label(RichText::new(mark).color(color));
            let spoken = text.get(if word == "holds" { "condition-holds" } else { "condition-fails" });
            mark.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &spoken));
            let said = ui.add(egui::Label::new(wording::condition(text, condition)).wrap());
            if let Some(key) = condition.meaning_key() {
                said.on_hover_text(text.get(key));
            }
        });
    }
    ui.add_space(theme::SPACE_1);
    let needed = match (card.grade, card.votes_needed) {
        (Grade::A | Grade::E, _) | (_, 0) => None,
        (_, n) if n >= 385 => Some(text.get("votes-borderline")),
        (_, n) => Some(text.with("votes-needed", &[("n", &text.count(u64::from(n)))])),
    };
    if let Some(words) = needed {
        ui.label(RichText::new(words).color(t.accent));
    }
    if let Some(words) = proof::overturned(text, analysis, card) {
        ui.label(subdued(ui, words));
    }
    if card.patchy {
        ui.label(RichText::new(text.get("verdict-patchy")).color(t.warning));
    }
}

fn histogram(ui: &mut Ui, text: &Text, card: &Card) {
    if card.histogram.columns.is_empty() {
        return;
    }
    let metric = text.get(wording::metric_key(card.metric));
    let title = text.with("card-histogram", &[("metric", &metric), ("unit", card.metric.unit())]);
    section(ui, &title);
    chart::histogram(ui, text, &card.histogram, card.metric == Metric::Latency, &title);
    if let Some((class, median)) = card.median {
        let value = format!("{} {}", text.figure(median), card.metric.unit());
        let class = text.get(wording::technology_key(class));
        let words = text.with("hover-median", &[("technology", &class), ("value", &value)]);
        ui.label(subdued(ui, words).size(theme::LABEL));
    }
}

fn time(ui: &mut Ui, text: &Text, analysis: &Analysis, card: &Card) {
    if card.rolling.iter().filter(|window| window.share.is_some()).count() > 1 {
        let title = text.with("card-rolling", &[("n", &text.count(ROLLING_MONTHS as u64))]);
        section(ui, &title);
        let allowed = analysis.settings.profile.criteria.first().map(|c| c.allowed_failing_share);
        chart::rolling(ui, text, &card.rolling, allowed, &title);
    }
    if card.months.len() > 1 {
        let title = text.get("card-months");
        section(ui, &title);
        chart::months(ui, text, &card.months, &title);
    }
    if card.hours.iter().any(|(n, _)| *n > 0) {
        let title = text.get("card-hours");
        section(ui, &title);
        chart::hours(ui, text, &card.hours, &title);
    }
}

fn votes_words(text: &Text, failing: u64, votes: u64) -> String {
    if votes == 0 { "–".to_owned() } else { format!("{} / {}", text.count(failing), text.count(votes)) }
}

/// An operator with its figures at the right; returns the name's response.
fn operator_row(ui: &mut Ui, text: &Text, name: &str, grade: Option<Grade>, figures: &str) -> egui::Response {
    let inner = ui.horizontal(|ui| {
        let inner = ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            match grade {
                Some(grade) => drop(grade_chip(ui, text, grade, false)),
                None => ui.add_space(26.0 + ui.spacing().item_spacing.x),
            }
            ui.label(RichText::new(figures).font(theme::figures(theme::TEXT)).color(tokens(ui).subdued));
            let name_at_left = Layout::left_to_right(Align::Center);
            ui.with_layout(name_at_left, |ui| {
                let shown = middle_elided(ui, name, ui.available_width() - 2.0);
                let response = link(ui, &shown);
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
                if shown == name { response } else { response.on_hover_text(name) }
            })
        });
        inner.inner.inner
    });
    inner.inner
}

fn others(ui: &mut Ui, app: &App, analysis: &Analysis, card: &Card, commands: &mut Vec<Command>) {
    let text = app.text();
    let mut measured: Vec<_> = card.others.iter().filter(|other| other.n_votes > 0).collect();
    let order = app.operators();
    measured.sort_by_key(|other| order.iter().position(|met| met.id == other.operator));
    if measured.is_empty() {
        return;
    }
    let key = if card.operator.is_some() { "card-others" } else { "card-operators" };
    section(ui, &text.get(key));
    for other in measured {
        let name = wording::operator(text, analysis, other.operator);
        let figures = votes_words(text, other.n_failing_votes, other.n_votes);
        if operator_row(ui, text, &name, other.grade, &figures).clicked() {
            let brand = analysis.dataset.brand(other.operator).to_owned();
            commands.push(Command::Edit(Edit::Operator(Some(brand))));
        }
    }
}

fn place(ui: &mut Ui, app: &App, analysis: &Analysis, card: &Card, commands: &mut Vec<Command>) {
    let text = app.text();
    let Some(point) = card.point else { return };
    section(ui, &text.get("card-place"));
    let wgs84 = wording::position(text, point);
    let projected = app.engine().project(analysis.grid_crs, point);
    let vn2000 = projected.map(|p| wording::position_vn2000(text, p));
    ui.horizontal(|ui| {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.label(RichText::new(&wgs84).font(theme::figures(theme::TEXT)));
            if let Some(vn2000) = &vn2000 {
                ui.label(RichText::new(vn2000).font(theme::figures(theme::TEXT)));
            }
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button(ui, icon::COPY, &text.get("card-copy")).clicked() {
                let mut copied = format!("{:.7}, {:.7}", point.lat, point.lon);
                if let Some(p) = projected {
                    let epsg = analysis.grid_crs;
                    copied += &format!("\nX {:.2} Y {:.2} (EPSG:{epsg})", p.north_m, p.east_m);
                }
                ui.ctx().copy_text(copied);
                commands.push(Command::Copied);
            }
        });
    });
}

/// "Vì sao ô này màu này?": rows, flags, votes, interval, grade.
fn chain(ui: &mut Ui, app: &App, analysis: &Analysis, card: &Card, commands: &mut Vec<Command>) {
    let text = app.text();
    let open = app.session().chain_open;
    if fold(ui, open, &text.get("chain-title")) {
        commands.push(Command::Unfold(Part::Chain));
    }
    if !open {
        return;
    }
    for (i, step) in card.chain.iter().enumerate() {
        chain_line(ui, &text.get(step.key), &text.count(step.count));
        if i == 0 {
            for (code, n) in &card.flags {
                let name = format!("– {}", text.get(&format!("flag-{code}")));
                chain_line(ui, &name, &text.count(*n));
            }
        }
    }
    if let Some(share) = card.share {
        chain_line(ui, &text.get("chain-share"), &text.percent(share.value));
        chain_line(ui, &text.get("chain-interval"), &text.percent_range(share.low, share.high));
    }
    if let Some(criterion) = analysis.settings.profile.criteria.first() {
        chain_line(ui, &text.get("chain-allowed"), &text.percent(criterion.allowed_failing_share));
    }
    chain_line(ui, &text.get("chain-grade"), &text.get(wording::grade_key(card.grade)));
}

/// The line that unfolds a part of the card; returns whether it was pressed.
fn fold(ui: &mut Ui, open: bool, title: &str) -> bool {
    let mark = if open { icon::CARET_DOWN } else { icon::CARET_RIGHT };
    let response = link(ui, &format!("{mark} {title}"));
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::DisclosureTriangle, true, open, title));
    response.clicked()
}

fn chain_line(ui: &mut Ui, name: &str, value: &str) {
    ui.horizontal(|ui| {
        ui.label(subdued(ui, name));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(RichText::new(value).font(theme::figures(theme::TEXT)));
        });
    });
}
