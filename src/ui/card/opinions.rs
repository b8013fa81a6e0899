//! Second opinions on the place: what the neighbours of each cell make of it, beside what the scan says.

use eframe::egui::{self, Label, RichText, Ui};

use crate::app::{Agreement, App, Card, Command, FEW_CELLS, OpinionHere, Subject};
use crate::model::{Analysis, Metric};
use crate::text::Text;
use crate::ui::theme;
use crate::ui::widget::{secondary, section, subdued};

pub fn ui(ui: &mut Ui, app: &App, analysis: &Analysis, card: &Card, commands: &mut Vec<Command>) {
    let is_judged = analysis.settings.profile.criterion(Metric::Download).is_some();
    if matches!(card.subject, Subject::Zone(_)) || card.n_votes == 0 || !is_judged {
        return;
    }
    let text = app.text();
    section(ui, &text.get("opinions-title"));
    let was_running = egui::Id::unique("opinions-running");
    if app.is_asking_opinions() {
        ui.data_mut(|data| data.insert_temp(was_running, true));
        ui.label(subdued(ui, text.get("opinions-running")));
    } else if !app.has_opinions() {
        let button = secondary(ui, &text.get("opinions-ask"));
        if button.on_hover_text(text.get("opinions-ask-hint")).clicked() {
            commands.push(Command::AskOpinions);
        }
    } else if let Some(here) = app.opinion_here(analysis, card) {
        let answer = ui.scope(|ui| told(ui, text, &here));
        // What was waited for comes into view.
        if ui.data_mut(|data| data.remove_temp::<bool>(was_running)).is_some() {
            answer.response.scroll_to_me(None);
        }
    } else {
        ui.label(subdued(ui, text.get("opinions-nothing-here")));
    }
}

fn told(ui: &mut Ui, text: &Text, here: &OpinionHere) {
    let few = here.n_all < FEW_CELLS;
    let mut say = |words: String, strong: bool, meaning: &str| {
        let font = if strong { theme::bold(theme::TEXT) } else { egui::FontId::proportional(theme::TEXT) };
        let words = if few { subdued(ui, words) } else { RichText::new(words) };
        let said = ui.add(Label::new(words.font(font)).wrap());
        if !meaning.is_empty() {
            said.on_hover_text(text.get(meaning));
        }
    };
    let key = match here.agreement {
        Agreement::Both => "opinions-both",
        Agreement::ScanAlone => "opinions-scan-alone",
        Agreement::NeighboursAlone => "opinions-neighbours-alone",
        Agreement::Neither => "opinions-neither",
    };
    say(text.get(key), true, "");
    let cells = |n: u64| [("n", text.count(n)), ("cells", text.count(here.n_here))];
    say(text.with_facts("opinions-gi", &cells(here.n_gi)), false, "opinions-gi-what");
    say(text.with_facts("opinions-moran", &cells(here.n_moran)), false, "opinions-moran-what");
    let shares = [("raw", text.percent(here.share)), ("shrunken", text.percent(here.shrunken))];
    say(text.with_facts("opinions-shrunken", &shares), false, "opinions-shrunken-what");
    if few {
        let facts = [("n", text.count(here.n_all)), ("least", text.count(FEW_CELLS))];
        say(text.with_facts("opinions-few-cells", &facts), false, "");
    }
}
