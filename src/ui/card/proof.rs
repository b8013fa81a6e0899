//! The proof of a weak spot in words, and what would overturn a verdict.

use eframe::egui::{Label, Ui};

use super::fold;
use crate::app::{App, Card, Command, Part};
use crate::model::{Analysis, Grade, WeakSpot};
use crate::text::Text;
use crate::ui::widget::subdued;
use crate::ui::wording;

/// What each p-value of the scan says, for who does not live by p-values.
pub fn ui(ui: &mut Ui, app: &App, spot: &WeakSpot, commands: &mut Vec<Command>) {
    let Some(proof) = &spot.proof else { return };
    let (text, open) = (app.text(), app.session().proof_open);
    if fold(ui, open, &text.get("proof-title")) {
        commands.push(Command::Unfold(Part::Proof));
    }
    if !open {
        return;
    }
    let once = |p: f64| text.count((1.0 / p.max(1e-6)).floor() as u64);
    let lines = [
        text.with(
            "proof-window",
            &[
                ("k", &text.count(proof.window_failing_votes)),
                ("n", &text.count(proof.window_votes)),
                ("radius", &text.number(proof.window_radius_m, 0)),
            ],
        ),
        text.with(
            "proof-relative",
            &[("once", &once(proof.p_relative)), ("p", &wording::probability(text, proof.p_relative))],
        ),
        text.with(
            "proof-absolute",
            &[("once", &once(proof.p_absolute)), ("p", &wording::probability(text, proof.p_absolute))],
        ),
        text.with("proof-corrected", &[("p", &wording::probability(text, proof.p_corrected))]),
    ];
    for line in lines {
        ui.add(Label::new(subdued(ui, line)).wrap());
    }
}

/// How many votes of the other kind would overturn the verdict.
pub fn overturned(text: &Text, analysis: &Analysis, card: &Card) -> Option<String> {
    let allowed = analysis.settings.profile.criteria.first()?.allowed_failing_share;
    let key = match card.grade {
        Grade::A => "overturned-a",
        Grade::B => "overturned-b",
        Grade::E => "overturned-e",
        Grade::C | Grade::D | Grade::None => return None,
    };
    let n = text.count(card.overturned_by?);
    Some(text.with(key, &[("n", &n), ("allowed", &text.percent(allowed))]))
}
