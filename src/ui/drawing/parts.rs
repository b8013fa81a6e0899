//! The parts of a drawing as a list: names to be typed, numbers, areas, samples.

use eframe::egui::{Align, Button, Key, Layout, RichText, ScrollArea, TextEdit, Ui, vec2};

use crate::app::{App, Command, DrawCommand, Drawing, PartRow};
use crate::spatial::coverage::{Edit, FaceId};
use crate::text::Text;
use crate::ui::icon;
use crate::ui::theme::{self, tokens};
use crate::ui::widget::{self, follow_keyboard, icon_button, link, section, subdued};

/// Square metres in a hectare.
const HECTARE: f64 = 10_000.0;

/// Width of the button that chooses a part.
const CHIP: f32 = 70.0;

/// What is being typed.
#[derive(Debug, Clone, PartialEq)]
struct Typing {
    part: FaceId,
    is_name: bool,
    words: String,
}

/// The list, and what is being typed in it.
#[derive(Debug, Default)]
pub struct Parts(Option<Typing>);

impl Parts {
    pub fn ui(&mut self, ui: &mut Ui, app: &App, drawing: &Drawing, commands: &mut Vec<Command>) {
        let text = app.text();
        let n = text.count(drawing.rows().len() as u64);
        section(ui, &text.with("draw-parts", &[("n", &n)]));
        if drawing.rows().is_empty() {
            ui.label(subdued(ui, text.get("draw-parts-none")));
            return;
        }
        let (overlaps, gaps) = drawing.mended();
        if overlaps + gaps > 0 && drawing.undo_key().is_none() {
            let facts = [("overlaps", &*text.count(overlaps as u64)), ("gaps", &text.count(gaps as u64))];
            ui.label(subdued(ui, text.with("draw-mended", &facts)).size(theme::LABEL));
        }
        let commands = &mut |command: DrawCommand| commands.push(Command::Draw(command));
        ui.horizontal(|ui| {
            if link(ui, &text.get("draw-number-all")).clicked() {
                commands(DrawCommand::Edit(Edit::NumberAll));
            }
            let whole: f64 = drawing.rows().iter().map(|row| row.area_m2).sum();
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.label(subdued(ui, hectares(text, whole)).size(theme::LABEL));
            });
        });
        ui.add_space(theme::SPACE_1);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            for row in drawing.rows() {
                self.row(ui, text, drawing, row, commands);
            }
            follow_keyboard(ui);
        });
    }

    fn row(
        &mut self,
        ui: &mut Ui,
        text: &Text,
        drawing: &Drawing,
        row: &PartRow,
        commands: &mut impl FnMut(DrawCommand),
    ) {
        let is_chosen = drawing.chosen() == Some(row.id);
        let words = text.with("draw-part", &[("number", &row.number)]);
        ui.horizontal(|ui| {
            let label =
                if is_chosen { RichText::new(&words).font(theme::bold(theme::TEXT)) } else { RichText::new(&words) };
            // One width for all, so that the names beside them stand in a column.
            let label = ui.add(Button::selectable(is_chosen, label).min_size(vec2(CHIP, theme::ROW)));
            if label.clicked() {
                commands(DrawCommand::Choose((!is_chosen).then_some(row.id)));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let zoom = text.with("draw-zoom", &[("name", &super::part_name(text, row))]);
                if icon_button(ui, icon::CROSSHAIR, &zoom).clicked() {
                    commands(DrawCommand::Show(Some(row.id)));
                }
                let typed = self.field(ui, row, true, &text.get("draw-name-hint"), f32::INFINITY, label.id);
                if let Some(name) = typed {
                    commands(DrawCommand::Edit(Edit::Rename { face: row.id, name }));
                }
            });
        });
        ui.horizontal(|ui| {
            ui.add_space(theme::SPACE_1);
            let n = drawing.n_samples(row.id).map_or_else(|| "…".to_owned(), |n| text.count(n));
            let about = text.with("draw-part-about", &[("area", &*hectares(text, row.area_m2)), ("n", &n)]);
            ui.label(subdued(ui, about).size(theme::LABEL));
            if is_chosen {
                let label = ui.label(subdued(ui, text.get("draw-number")).size(theme::LABEL));
                if let Some(number) = self.field(ui, row, false, "", 60.0, label.id) {
                    commands(DrawCommand::Edit(Edit::Renumber { face: row.id, number }));
                }
            }
        });
        ui.add_space(theme::SPACE_1);
        let line = tokens(ui).line;
        ui.painter().hline(ui.max_rect().x_range(), ui.cursor().top() - 2.0, (1.0, line));
    }

    /// A field; what was typed, once it is complete.
    fn field(
        &mut self,
        ui: &mut Ui,
        row: &PartRow,
        is_name: bool,
        hint: &str,
        width: f32,
        label: eframe::egui::Id,
    ) -> Option<String> {
        let known = if is_name { &row.name } else { &row.number };
        let typing = self.0.as_ref().filter(|typing| typing.part == row.id && typing.is_name == is_name);
        let mut words = typing.map_or_else(|| known.clone(), |typing| typing.words.clone());
        let field = TextEdit::singleline(&mut words).id_salt((row.id.0, is_name)).hint_text(hint).desired_width(width);
        let response = widget::field(ui, field).labelled_by(label);
        if response.changed() {
            self.0 = Some(Typing { part: row.id, is_name, words: words.clone() });
        }
        if !response.lost_focus() {
            return None;
        }
        let is_given_up = ui.input(|input| input.key_pressed(Key::Escape));
        let typed = self.0.take().filter(|typing| typing.part == row.id && typing.is_name == is_name)?;
        (!is_given_up && typed.words != *known).then_some(typed.words)
    }
}

fn hectares(text: &Text, area_m2: f64) -> String {
    let hectares = area_m2 / HECTARE;
    let decimals = if hectares < 10.0 { 2 } else { 1 };
    text.with("draw-hectares", &[("n", &text.number(hectares, decimals))])
}
