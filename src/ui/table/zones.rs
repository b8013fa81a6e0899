//! Zones against operators: the grade of each pair, with its votes.

use eframe::egui::{self, Label, RichText, Sense, Ui};

use super::sheet::{Heading, RowEvent, Sheet, Sort, SortValue, Width, heading, tab_separated, table, text_cell};
use crate::app::{App, Command, Edit, Selection};
use crate::model::{Analysis, Grade, OperatorId, ZoneIndex};
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
    let zone = analysis.zones.get(zone);
    zone.map(|z| if z.name.is_empty() { z.id.clone() } else { z.name.clone() }).unwrap_or_default()
}

fn headings(app: &App, analysis: &Analysis, operators: &[OperatorId]) -> Vec<Heading> {
    let text = app.text();
    let first = heading(text.get("column-zone"), Width::Rest(170.0), false);
    let others = operators.iter().map(|o| heading(wording::operator(text, analysis, *o), Width::Fixed(108.0), false));
    std::iter::once(first).chain(others).collect()
}

fn operators(app: &App) -> Vec<OperatorId> {
    app.operators().into_iter().map(|met| met.id).collect()
}

fn zones(analysis: &Analysis) -> Vec<ZoneIndex> {
    (0..analysis.zones.zones.len()).filter_map(|i| u32::try_from(i).ok()).map(ZoneIndex).collect()
}

pub fn ui(ui: &mut Ui, app: &App, analysis: &Analysis, sort: &mut Sort, commands: &mut Vec<Command>) {
    let text = app.text();
    let mut zones = zones(analysis);
    if zones.is_empty() {
        return super::empty(ui, &text.get("zones-empty"));
    }
    let operators = operators(app);
    sort.apply(&mut zones, |zone, column| match column.checked_sub(1).and_then(|i| operators.get(i)) {
        None => SortValue::Text(name_of(analysis, *zone)),
        Some(operator) => {
            let key = standing(app, analysis, *zone, *operator);
            SortValue::Text(key.map_or_else(|| "z".to_owned(), |(grade, ..)| grade.code().to_owned()))
        }
    });
    let selected = match app.session().selection {
        Selection::Zone(zone) => zones.iter().position(|z| *z == zone),
        _ => None,
    };
    let mut pressed = None;
    let headings = headings(app, analysis, &operators);
    let event = table(ui, &Sheet::new("zones", &headings, zones.len(), selected), sort, |row, index| {
        let Some(zone) = zones.get(index) else { return };
        text_cell(row, &name_of(analysis, *zone));
        for operator in &operators {
            row.col(|ui| {
                let Some((grade, failing, votes)) = standing(app, analysis, *zone, *operator) else { return };
                grade_chip(ui, text, grade, false);
                if votes > 0 {
                    let words = format!("{} / {}", text.count(failing), text.count(votes));
                    let label = RichText::new(words).font(theme::figures(theme::LABEL)).color(tokens(ui).subdued);
                    let label = ui.add(Label::new(label).sense(Sense::click()));
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

pub fn as_text(app: &App, analysis: &Analysis) -> String {
    let operators = operators(app);
    let rows = zones(analysis).into_iter().map(|zone| {
        let cells = operators.iter().map(|operator| match standing(app, analysis, zone, *operator) {
            Some((grade, failing, votes)) if votes > 0 => format!("{} {failing}/{votes}", grade.code()),
            _ => wording::grade_letter(Grade::None).to_owned(),
        });
        std::iter::once(name_of(analysis, zone)).chain(cells).collect()
    });
    tab_separated(&headings(app, analysis, &operators), rows)
}
