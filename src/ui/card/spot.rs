//! What only a weak spot can say: who else is weak here, when, since when, whether a fix has helped, why this rank.

use eframe::egui::{RichText, Ui};

use crate::app::{App, Card, Command};
use crate::model::{
    Analysis, BeforeAfter, FixAnswer, HoursSuggestion, Month, OperatorId, VoteCount, WeakSpot, WhoIsWeak,
};
use crate::text::Text;
use crate::ui::theme::{self, tokens};
use crate::ui::widget::{menu, menu_item, section, subdued};
use crate::ui::wording;

pub fn ui(ui: &mut Ui, app: &App, analysis: &Analysis, card: &Card, spot: &WeakSpot, commands: &mut Vec<Command>) {
    let text = app.text();
    ui.add_space(theme::SPACE_2);
    if let Some(words) = hours(text, card) {
        ui.label(words);
    }
    months(ui, text, analysis, card, spot);
    fix(ui, text, card, commands);
    ui.add_space(theme::SPACE_2);
    rank(ui, text, spot);
}

/// Whether the operator is alone in being weak here: the first question a carrier asks.
pub fn who(text: &Text, analysis: &Analysis, spot: &WeakSpot) -> String {
    let names = |operators: &[OperatorId]| {
        operators.iter().map(|o| wording::operator(text, analysis, *o)).collect::<Vec<_>>().join(", ")
    };
    let key = match spot.who_is_weak() {
        WhoIsWeak::OnlyThis => "who-only-this",
        WhoIsWeak::Several => "who-several",
        WhoIsWeak::All => "who-all",
        WhoIsWeak::OthersNotKnown => "who-not-known",
    };
    let operator = wording::operator(text, analysis, spot.operator);
    let (fine, weak) = (names(&spot.others_ok), names(&spot.others_weak));
    text.with(key, &[("operator", &operator), ("fine", &fine), ("weak", &weak)])
}

fn hours(text: &Text, card: &Card) -> Option<String> {
    let view = card.hours_view?;
    let key = match view.suggestion {
        HoursSuggestion::Capacity => "hours-capacity",
        HoursSuggestion::Coverage => "hours-coverage",
        HoursSuggestion::PeakNotMeasured => "hours-peak-not-measured",
        HoursSuggestion::RestNotMeasured => "hours-rest-not-measured",
        HoursSuggestion::Unclear => "hours-unclear",
    };
    let (peak, rest) = (votes(text, view.peak), votes(text, view.rest));
    Some(text.with(key, &[("peak", &peak), ("rest", &rest)]))
}

fn votes(text: &Text, count: VoteCount) -> String {
    format!("{}\u{a0}/\u{a0}{}", text.count(count.failing), text.count(count.votes))
}

fn months(ui: &mut Ui, text: &Text, analysis: &Analysis, card: &Card, spot: &WeakSpot) {
    let (weak, measured) = (text.count(u64::from(spot.months_weak)), text.count(u64::from(spot.months_measured)));
    ui.label(subdued(ui, text.with("spot-months", &[("weak", &weak), ("measured", &measured)])));
    let last_here = card.months.last().map(|(month, ..)| *month);
    let last = analysis.months.last().map(|(month, _)| *month);
    if let Some(month) = last_here.filter(|month| last.is_some_and(|last| *month < last)) {
        let words = text.with("spot-not-measured-since", &[("month", &text.month(month))]);
        ui.label(RichText::new(words).color(tokens(ui).warning));
    }
}

/// Choice of the month of a fix, and what the votes before and since say.
fn fix(ui: &mut Ui, text: &Text, card: &Card, commands: &mut Vec<Command>) {
    // The first month has nothing before it.
    let months: Vec<Month> = card.months.iter().skip(1).rev().map(|(month, ..)| *month).collect();
    if months.is_empty() {
        return;
    }
    section(ui, &text.get("fix-title"));
    let chosen = card.fix.map(|(month, _)| month);
    let label = chosen.map_or_else(|| text.get("fix-choose"), |month| month_words(text, month));
    menu(ui, &label, &text.get("fix-title"), |ui| {
        if menu_item(ui, chosen.is_none(), &text.get("fix-none")) {
            commands.push(Command::SetFixMonth(None));
        }
        for month in months {
            if menu_item(ui, chosen == Some(month), &month_words(text, month)) {
                commands.push(Command::SetFixMonth(Some(month)));
            }
        }
    });
    if let Some((_, found)) = &card.fix {
        ui.add_space(theme::SPACE_1);
        ui.label(RichText::new(answer(text, found)).font(theme::bold(theme::TEXT)));
        let n_cells = text.count(found.n_cells);
        let (before, after) = (votes(text, found.before), votes(text, found.after));
        let words = text.with("fix-votes", &[("before", &before), ("after", &after), ("cells", &n_cells)]);
        ui.label(subdued(ui, words));
    }
}

fn month_words(text: &Text, month: Month) -> String {
    text.with("fix-from", &[("month", &text.month(month))])
}

fn answer(text: &Text, found: &BeforeAfter) -> String {
    let p = found.p.map_or_else(|| "–".to_owned(), |p| wording::probability(text, p));
    match found.answer {
        FixAnswer::Better => text.with("fix-better", &[("p", &p)]),
        FixAnswer::Worse => text.with("fix-worse", &[("p", &p)]),
        FixAnswer::NoEvidence => text.with("fix-no-evidence", &[("p", &p)]),
        FixAnswer::MoreCells(n) => text.with("fix-more-cells", &[("n", &text.count(n))]),
        FixAnswer::TooFewBefore => text.get("fix-too-few-before"),
    }
}

fn rank(ui: &mut Ui, text: &Text, spot: &WeakSpot) {
    let parts = spot.priority_parts;
    let number = |v: f64| text.number(v, 2);
    let facts = [
        ("priority", number(spot.priority)),
        ("severity", number(parts.severity)),
        ("evidence", number(parts.evidence)),
        ("persistence", number(parts.persistence)),
        ("reach", text.number(parts.reach, 0)),
    ];
    let words = subdued(ui, text.with_facts("spot-priority", &facts)).size(theme::LABEL);
    ui.label(words).on_hover_text(text.with_facts("spot-priority-how", &facts));
}
