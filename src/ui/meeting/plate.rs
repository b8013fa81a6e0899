//! The evidence about what is selected, in large type, at the top right of the map.

use eframe::egui::{
    self, Align, Color32, CornerRadius, FontId, Frame, Layout, Rect, RichText, Sense, Stroke, Ui, UiBuilder, vec2,
};

use super::words::Words;
use super::{BODY, FIGURE, MARGIN};
use crate::app::{MeetingCommand, Selection, Subject};
use crate::model::Grade;
use crate::ui::theme::{self, tokens};
use crate::ui::wording;

/// Width at the designed size.
pub const WIDTH: f32 = 372.0;

/// Draws it, where something is selected; returns where it stands.
pub fn ui(ui: &mut Ui, words: &Words<'_>, area: Rect, enlarged: f32, asked: &mut Vec<MeetingCommand>) -> Option<Rect> {
    let meeting = words.meeting;
    if *meeting.selection() == Selection::Nothing {
        return None;
    }
    let t = tokens(ui);
    let width = (WIDTH * enlarged).min(area.width() * 0.5);
    let corner = area.right_top() + vec2(-MARGIN.x * enlarged - width, MARGIN.y * enlarged);
    let room = Rect::from_min_size(corner, vec2(width, area.height() - 2.0 * MARGIN.y * enlarged));
    let mut child = ui.new_child(UiBuilder::new().max_rect(room).layout(Layout::top_down(Align::Min)));
    let radius = CornerRadius::same(theme::RADIUS);
    let frame = Frame::new().fill(t.panel).stroke(Stroke::new(1.0, t.line)).corner_radius(radius);
    let frame = frame.shadow(child.visuals().popup_shadow).inner_margin(theme::SPACE_4 * enlarged);
    let shown = frame.show(&mut child, |ui| {
        ui.spacing_mut().item_spacing.y = theme::SPACE_2 * enlarged;
        ui.set_width(ui.available_width());
        let body = |words: String, color: Color32| {
            egui::Label::new(RichText::new(words).font(FontId::proportional(BODY * enlarged)).color(color)).wrap()
        };
        let Some(card) = meeting.card() else {
            ui.add(body(words.text.get("card-nothing-here"), t.text));
            return;
        };
        let spot = match card.subject {
            Subject::Spot(index) => meeting.analysis().weak_spots.get(index),
            Subject::Cell(_) | Subject::Zone(_) => None,
        };
        if let Some(spot) = spot {
            let rank = words.text.count(u64::from(spot.rank));
            let who = words.operator(spot.operator);
            let title = words.text.with("hover-spot", &[("rank", &rank), ("operator", &who)]);
            ui.add(body(title, t.subdued));
        }
        let place = words.place(card);
        if !place.is_empty() {
            ui.add(egui::Label::new(RichText::new(place).font(theme::bold(FIGURE * enlarged))).wrap());
        }
        grade(ui, words, card.grade, enlarged);
        let votes = RichText::new(words.votes(card)).font(theme::bold(FIGURE * enlarged)).color(t.text);
        ui.add(egui::Label::new(votes).wrap());
        ui.add(body(words.figures(card, spot), t.text));
        if let Some((said, good)) = spot.and_then(|spot| words.others(spot)) {
            ui.add(body(said, if good { t.good } else { t.text }));
        }
        if let (Some(step), n) = (meeting.step(), meeting.spots().shown.len()) {
            steps(ui, words, (step, n), enlarged, asked);
        }
    });
    Some(shown.response.rect)
}

/// The grade as a plate of its colour.
fn grade(ui: &mut Ui, words: &Words<'_>, grade: Grade, enlarged: f32) {
    let t = tokens(ui);
    let (fill, color) = t.chip(grade);
    let name = words.text.get(wording::grade_key(grade));
    let said = format!("{}  {name}", wording::grade_letter(grade));
    let galley = ui.painter().layout_no_wrap(said.clone(), theme::bold(BODY * enlarged), color);
    let size = galley.size() + vec2(20.0, 6.0) * enlarged;
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let line = Stroke::new(1.0, if grade == Grade::C { t.grade_c_hatch } else { t.line });
    ui.painter().rect(rect, rect.height() / 2.0, fill, line, egui::StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, color);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &said));
}

/// Which step of the walk this is, with the way back and forth.
fn steps(ui: &mut Ui, words: &Words<'_>, (step, n): (usize, usize), enlarged: f32, asked: &mut Vec<MeetingCommand>) {
    let t = tokens(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().button_padding = vec2(10.0, 4.0) * enlarged;
        let arrows = [("‹", "meeting-previous", true), ("›", "meeting-next", false)];
        for (arrow, key, back) in arrows {
            let name = words.text.get(key);
            let button = egui::Button::new(RichText::new(arrow).font(theme::bold(FIGURE * enlarged)));
            let response = ui.add(button);
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
            if response.clicked() {
                asked.push(MeetingCommand::Walk { back });
            }
        }
        let (step, n) = (words.text.count(step as u64), words.text.count(n as u64));
        let said = words.text.with("meeting-step", &[("step", &step), ("n", &n)]);
        ui.label(RichText::new(said).font(FontId::proportional(BODY * enlarged)).color(t.subdued));
    });
}
