//! Zones against operators: the grade of each pair, with its votes.

use eframe::egui::{self, Align2, Label, RichText, Sense, TextEdit, Ui};

use super::sheet::{Heading, RowEvent, Sheet, Sort, SortValue, Width, heading, place_cell, tab_separated, table};
use crate::app::{App, Command, Edit, Selection};
use crate::model::{Analysis, Grade, OperatorId, Zone, ZoneIndex, shared_ending};
use crate::text::{Language, Text};
use crate::ui::chart;
use crate::ui::theme::{self, tokens};
use crate::ui::widget::grade_chip;
use crate::ui::wording;

/// Grade and failing and all votes of a zone and operator.
fn standing(app: &App, analysis: &Analysis, zone: ZoneIndex, operator: OperatorId) -> Option<(Grade, u64, u64)> {
    let metric = analysis.settings.profile.first_metric();
    let row = analysis.zone_row(Some(zone), Some(operator), app.project().technology, metric)?;
    let evidence = row.stats.evidence.as_ref()?;
    let verdict = evidence.verdict.as_ref()?;
    Some((verdict.grade, verdict.n_failing_votes, evidence.n_votes))
}

fn name_of(analysis: &Analysis, zone: ZoneIndex) -> String {
    analysis.zones.get(zone).map(name_of_zone).unwrap_or_default()
}

fn headings(app: &App, analysis: &Analysis, operators: &[OperatorId]) -> Vec<Heading> {
    let text = app.text();
    let first = heading(text.get("column-zone"), Width::Rest(170.0), false);
    let others = operators.iter().map(|o| heading(wording::operator(text, analysis, *o), Width::Fixed(108.0), false));
    let weight = heading(text.get("column-weight"), Width::Fixed(80.0), true);
    [first, weight].into_iter().chain(others).collect()
}

fn operators(app: &App) -> Vec<OperatorId> {
    app.operators().into_iter().map(|met| met.id).collect()
}

fn zones(analysis: &Analysis) -> Vec<ZoneIndex> {
    (0..analysis.zones.zones.len()).filter_map(|i| u32::try_from(i).ok()).map(ZoneIndex).collect()
}

pub fn ui(ui: &mut Ui, app: &App, analysis: &Analysis, sort: &mut Sort, commands: &mut Vec<Command>) {
    let text = app.text();
    let operators = operators(app);
    let zones = in_order(app, analysis, &operators, *sort);
    if zones.is_empty() {
        return super::empty(ui, &text.get("zones-empty"));
    }
    let selected = match app.session().selection {
        Selection::Zone(zone) => zones.iter().position(|z| *z == zone),
        _ => None,
    };
    let mut pressed = None;
    let headings = headings(app, analysis, &operators);
    let ending = shared_ending(&analysis.zones.zones);
    let event = table(ui, &Sheet::new("zones", &headings, zones.len(), selected), sort, |row, index| {
        let Some(zone) = zones.get(index) else { return };
        place_cell(row, &name_of(analysis, *zone), ending);
        row.col(|ui| weight_field(ui, app, analysis, *zone, commands));
        for operator in &operators {
            row.col(|ui| {
                let Some((grade, failing, votes)) = standing(app, analysis, *zone, *operator) else { return };
                grade_chip(ui, text, grade, false);
                if votes > 0 {
                    let words = format!("{} / {}", text.count(failing), text.count(votes));
                    let label = RichText::new(words).font(theme::figures(theme::LABEL)).color(tokens(ui).subdued);
                    let label = ui.add(Label::new(label).sense(Sense::click()));
                    chart::share_under(ui, label.rect, failing as f32 / votes as f32);
                    if label.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                        pressed = Some((*zone, *operator));
                    }
                }
            });
        }
    });
    if let Some((zone, operator)) = pressed {
        let brand = analysis.dataset.brand(operator).to_owned();
        commands.push(Command::Edit(Edit::Operator(Some(brand))));
        commands.push(Command::Select(Selection::Zone(zone)));
    }
    match event {
        Some(RowEvent::Clicked(index)) => {
            commands.extend(zones.get(index).map(|z| Command::Select(Selection::Zone(*z))));
        }
        Some(RowEvent::DoubleClicked(index)) => {
            commands.extend(zones.get(index).map(|z| Command::Focus(Selection::Zone(*z))));
        }
        Some(RowEvent::Footer) | None => {}
    }
}

/// The weight of a zone, to be typed over; emptied, it is again what the boundary file says, else the area.
fn weight_field(ui: &mut Ui, app: &App, analysis: &Analysis, zone: ZoneIndex, commands: &mut Vec<Command>) {
    let Some(zone) = analysis.zones.get(zone) else { return };
    let text = app.text();
    let shown = zone.weight.map_or_else(String::new, |weight| wording::number_short(text, weight));
    let id = ui.make_persistent_id(("weight", &zone.id));
    let mut typed: String = ui.data(|data| data.get_temp(id)).unwrap_or_else(|| shown.clone());
    let field = TextEdit::singleline(&mut typed).id(id.with("field")).desired_width(f32::INFINITY);
    let field = field.align(Align2::RIGHT_CENTER).hint_text(text.get("weight-area")).font(theme::figures(theme::TEXT));
    let field = field.margin(egui::vec2(0.0, theme::SPACE_1)).background_color(egui::Color32::TRANSPARENT);
    let response = ui.add(field);
    let name = text.with("weight-of-zone", &[("zone", &name_of_zone(zone))]);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &name));
    if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(id, typed.clone()));
    }
    if response.lost_focus() {
        ui.data_mut(|data| data.remove::<String>(id));
        if typed != shown
            && let Some(weight) = weight_typed(text, &typed)
        {
            commands.push(Command::Edit(Edit::Weight(zone.id.clone(), weight)));
        }
    }
}

/// A number as the language writes it, or nothing; `None` where it is neither.
fn weight_typed(text: &Text, typed: &str) -> Option<Option<f64>> {
    let thousands = match text.language() {
        Language::Vi => '.',
        Language::En => ',',
    };
    let plain: String = typed.chars().filter(|c| !c.is_whitespace() && *c != thousands).collect();
    if plain.is_empty() {
        return Some(None);
    }
    plain.replace(',', ".").parse().ok().filter(|weight: &f64| weight.is_finite() && *weight >= 0.0).map(Some)
}

fn name_of_zone(zone: &Zone) -> String {
    zone.shown_name().to_owned()
}

/// The rows on screen.
fn in_order(app: &App, analysis: &Analysis, operators: &[OperatorId], sort: Sort) -> Vec<ZoneIndex> {
    let mut zones = zones(analysis);
    sort.apply(&mut zones, |zone, column| match column.checked_sub(2).and_then(|i| operators.get(i)) {
        None if column == 1 => SortValue::Number(analysis.zones.get(*zone).and_then(|zone| zone.weight)),
        None => SortValue::Text(name_of(analysis, *zone)),
        Some(operator) => {
            let key = standing(app, analysis, *zone, *operator);
            SortValue::Text(key.map_or_else(|| "z".to_owned(), |(grade, ..)| grade.code().to_owned()))
        }
    });
    zones
}

pub fn as_text(app: &App, analysis: &Analysis, sort: Sort) -> String {
    let operators = operators(app);
    let rows = in_order(app, analysis, &operators, sort).into_iter().map(|zone| {
        let cells = operators.iter().map(|operator| match standing(app, analysis, zone, *operator) {
            Some((grade, failing, votes)) if votes > 0 => format!("{} {failing}/{votes}", grade.code()),
            _ => wording::grade_letter(Grade::None).to_owned(),
        });
        let weight = analysis.zones.get(zone).and_then(|zone| zone.weight);
        let weight = weight.map(|weight| wording::number_short(app.text(), weight)).unwrap_or_default();
        [name_of(analysis, zone), weight].into_iter().chain(cells).collect()
    });
    tab_separated(&headings(app, analysis, &operators), rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_typed_as_the_language_writes_numbers() {
        let (vi, en) = (Text::new(Language::Vi), Text::new(Language::En));
        assert_eq!(weight_typed(&vi, "1.250"), Some(Some(1250.0)));
        assert_eq!(weight_typed(&vi, "12,5"), Some(Some(12.5)));
        assert_eq!(weight_typed(&en, "1,250.5"), Some(Some(1250.5)));
        assert_eq!(weight_typed(&vi, " "), Some(None));
        for typed in ["x", "-5", "1e999", "∞"] {
            assert_eq!(weight_typed(&vi, typed), None, "{typed}");
        }
    }
}
