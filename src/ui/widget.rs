//! Small parts that several panels use.

use eframe::egui::{
    self, Align, Button, Color32, Layout, Response, RichText, Sense, Stroke, TextEdit, Ui, WidgetText, pos2, vec2,
};

use super::theme::{self, tokens};
use crate::model::Grade;
use crate::text::Text;

/// A quiet heading over a group.
pub fn section(ui: &mut Ui, title: &str) {
    ui.add_space(theme::SPACE_3);
    ui.label(RichText::new(title).font(theme::bold(theme::LABEL)).color(tokens(ui).subdued));
    ui.add_space(theme::SPACE_1);
}

/// Text that steps back.
pub fn subdued(ui: &Ui, text: impl Into<String>) -> RichText {
    RichText::new(text).color(tokens(ui).subdued)
}

/// Boxes to be ticked get an edge: without one they cannot be seen on a panel.
pub fn edged_boxes(ui: &mut Ui) {
    let (line, panel) = (Stroke::new(1.0, tokens(ui).subdued), tokens(ui).panel);
    let widgets = &mut ui.visuals_mut().widgets;
    (widgets.inactive.bg_stroke, widgets.hovered.bg_stroke) = (line, line);
    (widgets.inactive.bg_fill, widgets.hovered.bg_fill) = (panel, panel);
    let corner = egui::CornerRadius::same(3);
    (widgets.inactive.corner_radius, widgets.hovered.corner_radius) = (corner, corner);
}

/// Fields to type in get an edge like that of a drop-down: a grey ground alone looks as if it were switched off.
pub fn edged_fields(ui: &mut Ui) {
    let t = tokens(ui);
    let visuals = ui.visuals_mut();
    visuals.text_edit_bg_color = Some(t.panel);
    visuals.widgets.inactive.bg_stroke = Stroke::new(1.0, t.line);
    visuals.widgets.hovered.bg_stroke = Stroke::new(1.0, t.subdued);
}

/// A field to type in.
pub fn field(ui: &mut Ui, field: TextEdit<'_>) -> Response {
    ui.scope(|ui| {
        edged_fields(ui);
        ui.add(field)
    })
    .inner
}

/// A figure at the right of its column in a grid.
pub fn grid_figure(ui: &mut Ui, words: &str, width: f32) {
    at_the_right(ui, RichText::new(words).font(theme::figures(theme::TEXT)), width);
}

/// Words at the right of a column of this width in a grid, on the line of the words beside them.
pub fn at_the_right(ui: &mut Ui, words: RichText, width: f32) {
    let size = vec2(width, ui.text_style_height(&egui::TextStyle::Body));
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        ui.set_width(width);
        ui.label(words);
    });
}

/// A list that scrolls in a panel at the side. Its bar lies in the panel's margin, so that nothing moves aside when the
/// list grows longer than its room.
pub fn side_list(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.spacing_mut().scroll.floating_allocated_width = 0.0;
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(ui.available_width() - SIDE_BAR);
        add(ui);
        follow_keyboard(ui);
    });
}

/// At the end of what scrolls: where the keyboard has gone to something out of sight, it is brought into view.
pub fn follow_keyboard(ui: &Ui) {
    let focused = ui.memory(|memory| memory.focused());
    let id = ui.unique_id().with("keyboard");
    let before: Option<egui::Id> = ui.data(|data| data.get_temp(id)).flatten();
    if focused == before {
        return;
    }
    ui.data_mut(|data| data.insert_temp(id, focused));
    let place = focused.and_then(|id| ui.ctx().read_response(id)).filter(|there| there.layer_id == ui.layer_id());
    if let Some(place) = place.map(|there| there.rect).filter(|place| ui.min_rect().contains(place.center())) {
        ui.scroll_to_rect(place.expand(theme::SPACE_2), None);
    }
}

/// What the panel leaves to [`side_list`] of its margin.
pub const SIDE_BAR: f32 = theme::SPACE_2;

/// The one button that matters most on a view.
pub fn primary(ui: &mut Ui, text: &str) -> Response {
    let t = tokens(ui);
    let label = RichText::new(text).font(theme::bold(theme::TEXT)).color(t.on_accent);
    ui.add(Button::new(label).fill(t.accent_fill))
}

/// The same, which may not be possible at present; `name` is what it does.
pub fn primary_if(ui: &mut Ui, possible: bool, text: &str, name: &str) -> Response {
    let t = tokens(ui);
    let (fill, color) = if possible { (t.accent_fill, t.on_accent) } else { (t.control, t.subdued) };
    let label = RichText::new(text).font(theme::bold(theme::TEXT)).color(color);
    let response = ui.add_enabled(possible, Button::new(label).fill(fill));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, possible, name));
    response
}

/// Another button beside it, with an edge so that it stands off from the page.
pub fn secondary(ui: &mut Ui, text: &str) -> Response {
    let t = tokens(ui);
    ui.add(Button::new(text).fill(t.panel).stroke(Stroke::new(1.0, t.line)))
}

/// A button that is an icon; its name is what it does.
pub fn icon_button(ui: &mut Ui, icon: &str, name: &str) -> Response {
    let button = Button::new(RichText::new(icon).size(theme::VERDICT)).frame_when_inactive(false);
    let response = ui.add(button.min_size(vec2(theme::ROW, theme::ROW))).on_hover_text(name);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
    response
}

/// A text that can be clicked.
pub fn link(ui: &mut Ui, text: &str) -> Response {
    let label = RichText::new(text).color(tokens(ui).accent);
    let response = ui.add(Button::new(label).frame(false));
    if response.has_focus() {
        let ring = Stroke::new(2.0, tokens(ui).text);
        ui.painter().rect_stroke(response.rect.expand(2.0), f32::from(theme::RADIUS), ring, egui::StrokeKind::Inside);
    }
    response
}

/// A choice among few that shows which one holds.
pub fn chip(ui: &mut Ui, chosen: bool, text: &str, key: Option<&str>, name: &str) -> Response {
    let t = tokens(ui);
    let (fill, color, hint) =
        if chosen { (t.accent_fill, t.on_accent, t.on_accent) } else { (t.control, t.text, t.subdued) };
    let font = if chosen { theme::bold(theme::TEXT) } else { egui::FontId::proportional(theme::TEXT) };
    let mut job = egui::text::LayoutJob::default();
    job.append(text, 0.0, egui::TextFormat::simple(font, color));
    if let Some(key) = key {
        job.append(key, 5.0, egui::TextFormat::simple(egui::FontId::proportional(10.5), hint));
    }
    let response = ui.add(Button::new(WidgetText::from(job)).fill(fill).min_size(vec2(0.0, theme::ROW)));
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::RadioButton, true, chosen, name));
    response
}

/// A drop-down that says what is chosen.
pub fn menu<R>(ui: &mut Ui, text: &str, name: &str, contents: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    menu_of_width(ui, text, name, 0.0, contents)
}

/// The same, at least so wide: below one another they are of one width.
pub fn menu_of_width<R>(
    ui: &mut Ui,
    text: &str,
    name: &str,
    width: f32,
    contents: impl FnOnce(&mut Ui) -> R,
) -> Option<R> {
    let t = tokens(ui);
    let words = RichText::new(text).color(t.text);
    let caret = RichText::new(super::icon::CARET_DOWN).size(10.0).color(t.subdued);
    let button =
        if width > 0.0 { Button::new((words, egui::Atom::grow(), caret)) } else { Button::new((words, caret)) };
    let button = button.fill(t.panel).stroke(Stroke::new(1.0, t.line)).min_size(vec2(width, theme::ROW));
    let (response, inner) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        menu_width(ui);
        contents(ui)
    });
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, format!("{name}: {text}")));
    inner.map(|inner| inner.inner)
}

/// Keeps a menu as narrow as its words: left alone it would be as wide as any area may be.
pub fn menu_width(ui: &mut Ui) {
    ui.set_min_width(180.0);
    ui.set_max_width(270.0);
}

/// One line of a menu; the chosen one is marked.
pub fn menu_item(ui: &mut Ui, chosen: bool, text: &str) -> bool {
    menu_item_with_key(ui, chosen, text, "")
}

/// The same with the key that does it.
pub fn menu_item_with_key(ui: &mut Ui, chosen: bool, text: &str, key: &str) -> bool {
    let label = if chosen { RichText::new(text).font(theme::bold(theme::TEXT)) } else { RichText::new(text) };
    let button = Button::selectable(chosen, label).min_size(vec2(ui.available_width(), theme::ROW));
    let button = if key.is_empty() { button } else { button.shortcut_text(key) };
    let clicked = ui.add(button).clicked();
    if clicked {
        ui.close();
    }
    clicked
}

/// A grade as a small rounded plate: its letter, or letter and name.
pub fn grade_chip(ui: &mut Ui, text: &Text, grade: Grade, with_name: bool) -> Response {
    let t = tokens(ui);
    let name = text.get(super::wording::grade_key(grade));
    let letter = super::wording::grade_letter(grade);
    let label = if with_name { format!("{letter}  {name}").trim().to_owned() } else { letter.to_owned() };
    let (fill, color) = t.chip(grade);
    let galley = ui.painter().layout_no_wrap(label, theme::bold(theme::LABEL), color);
    let size = vec2((galley.size().x + 14.0).max(26.0), galley.size().y + 4.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let outline = match grade {
        Grade::C => t.grade_c_hatch,
        Grade::D => t.grade_d_hatch,
        Grade::None => t.line,
        Grade::A | Grade::B | Grade::E => Color32::TRANSPARENT,
    };
    ui.painter().rect(rect, rect.height() / 2.0, fill, Stroke::new(1.0, outline), egui::StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, color);
    let spoken = format!("{letter} {name}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, spoken.trim()));
    response.on_hover_text(name)
}

/// A word in an outline, for what adds to a grade.
pub fn badge(ui: &mut Ui, word: &str) -> Response {
    let t = tokens(ui);
    let galley = ui.painter().layout_no_wrap(word.to_owned(), theme::bold(theme::LABEL), t.good);
    let size = vec2(galley.size().x + 14.0, galley.size().y + 4.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let outline = Stroke::new(1.0, t.good);
    ui.painter().rect(rect, rect.height() / 2.0, Color32::TRANSPARENT, outline, egui::StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, t.good);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, word));
    response
}

/// A name without its middle where it is wider than the room: the ends tell names apart, the later end best.
pub fn middle_elided(ui: &Ui, name: &str, width: f32) -> String {
    middle_elided_in(ui, name, width, &egui::FontId::proportional(theme::TEXT))
}

/// The same in another type.
pub fn middle_elided_in(ui: &Ui, name: &str, width: f32, font: &egui::FontId) -> String {
    let fits =
        |words: &str| ui.painter().layout_no_wrap(words.to_owned(), font.clone(), tokens(ui).text).size().x <= width;
    if fits(name) {
        return name.to_owned();
    }
    let letters: Vec<char> = name.chars().collect();
    let shortened = |kept: usize| {
        let head = kept * 2 / 5;
        let tail = letters.len() - (kept - head);
        let end = letters.get(tail..).unwrap_or_default();
        letters.iter().take(head).chain(std::iter::once(&'…')).chain(end).collect::<String>()
    };
    let most = (4..letters.len()).rev().map(shortened).find(|words| fits(words));
    most.unwrap_or_else(|| shortened(letters.len().min(4)))
}

/// A thin bar of 0..=1; the part beyond `fraction` is the track.
pub fn thin_bar(ui: &mut Ui, fraction: f32, width: f32, name: &str) {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, 6.0), Sense::hover());
    ui.painter().rect_filled(rect, 3.0, t.control_hover);
    let end = rect.left() + rect.width() * fraction.clamp(0.0, 1.0);
    let done = egui::Rect::from_min_max(rect.min, pos2(end, rect.bottom()));
    ui.painter().rect_filled(done, 3.0, t.accent_fill);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ProgressIndicator, true, name));
}

/// A number with its name under it.
pub fn figure(ui: &mut Ui, value: &str, name: &str, width: f32) {
    let t = tokens(ui);
    let frame = egui::Frame::new().fill(t.page).corner_radius(theme::RADIUS).inner_margin(theme::SPACE_2);
    frame.show(ui, |ui| {
        ui.set_width(width - 2.0 * theme::SPACE_2);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.label(RichText::new(value).font(theme::bold(theme::FIGURE)));
            ui.label(RichText::new(name).size(theme::LABEL).color(t.subdued));
        });
    });
}
