//! Meeting mode: the whole screen for one operator at a time, to be read from the far end of a table.

mod legend;
mod plate;
mod words;

use eframe::egui::{
    self, Align, Align2, Button, CentralPanel, Context, FontId, Frame, Layout, Margin, Panel, Rect, Sense, Ui, Vec2,
    ViewportCommand, vec2,
};

use super::icon;
use super::map::{Around, Choice, Dress, MapView, Pointed, Shown, Swatches};
use super::theme::{self, tokens};
use crate::app::{App, Command, Meeting, MeetingCommand, Selection};
use crate::cartography::Colouring;
use legend::Legend;
use words::Words;

/// Size of the window for which the sizes here are designed; larger screens enlarge everything.
const DESIGNED: (f32, f32) = (1366.0, 768.0);

/// Largest and smallest enlargement.
const ENLARGED: (f32, f32) = (0.75, 3.0);

/// Sizes of type.
const BODY: f32 = 15.0;
const FIGURE: f32 = 18.0;
const TITLE: f32 = 26.0;
const HEADLINE: f32 = 30.0;

/// Times the map's designed size of type.
const OF_MAP: f32 = 1.3;

/// From the edges of the map to what stands on it.
const MARGIN: Vec2 = vec2(theme::SPACE_6, theme::SPACE_4);

const HEADER: f32 = 84.0;
const FOOTER: f32 = 46.0;

/// What the views of a meeting remember.
#[derive(Default)]
pub struct MeetingView {
    map: MapView,
    swatches: Swatches,
    /// Where the evidence stood on the map when it was last drawn.
    plate: Option<Rect>,
    /// Whether the window filled the screen before; `None` while there is no meeting.
    was_full_screen: Option<bool>,
}

impl MeetingView {
    /// Fills the screen for a meeting, and gives it back after one. A picture keeps its size.
    pub fn follow(&mut self, ctx: &Context, app: &App, may_resize: bool) {
        match (app.meeting().is_some(), self.was_full_screen) {
            (true, None) => {
                self.map = MapView::default();
                self.was_full_screen = Some(ctx.input(|i| i.viewport().fullscreen.unwrap_or(false)));
                if may_resize {
                    ctx.send_viewport_cmd(ViewportCommand::Fullscreen(true));
                }
            }
            (false, Some(before)) => {
                self.was_full_screen = None;
                if may_resize {
                    ctx.send_viewport_cmd(ViewportCommand::Fullscreen(before));
                }
            }
            _ => {}
        }
    }

    /// Whether all pictures on its map are those of the present view.
    pub fn is_settled(&self) -> bool {
        self.map.is_settled()
    }

    pub fn ui(&mut self, ui: &mut Ui, app: &App, meeting: &Meeting, commands: &mut Vec<Command>) {
        let screen = ui.ctx().content_rect().size();
        let enlarged = (screen.x / DESIGNED.0).min(screen.y / DESIGNED.1).clamp(ENLARGED.0, ENLARGED.1);
        let words = Words { text: app.text(), meeting };
        let mut asked = Vec::new();
        header(ui, &words, enlarged);
        footer(ui, &words, enlarged, &mut asked);
        CentralPanel::default().frame(Frame::NONE).show(ui, |ui| {
            let area = ui.available_rect_before_wrap();
            let legend = Legend::new(ui, words.text, area, enlarged);
            let covered = self.plate.into_iter().chain([legend.rect]).collect();
            asked.extend(self.map(ui, app, meeting, covered, enlarged));
            legend.paint(ui, &mut self.swatches, enlarged);
            let plate = plate::ui(ui, &words, area, enlarged, &mut asked);
            // How high the evidence stands is known once it is drawn: then names keep clear of it.
            if self.plate != plate {
                self.plate = plate;
                ui.ctx().request_repaint();
            }
        });
        commands.extend(asked.into_iter().map(Command::Meeting));
    }

    fn map(
        &mut self,
        ui: &mut Ui,
        app: &App,
        meeting: &Meeting,
        covered: Vec<Rect>,
        enlarged: f32,
    ) -> Option<MeetingCommand> {
        let margin = theme::SPACE_6 * enlarged;
        let plate = if *meeting.selection() == Selection::Nothing { 0.0 } else { plate::WIDTH * enlarged };
        let shown = Shown {
            analysis: meeting.analysis(),
            choice: Choice {
                operator: meeting.operator(),
                technology: meeting.project().technology,
                colouring: Colouring::Grade,
                rival: None,
            },
            layers: meeting.layers(),
            selection: meeting.selection(),
            filter: meeting.filter(),
            plan: None,
            measured: None,
            focus: meeting.focus(),
            dress: Dress {
                name: String::new(),
                caption: None,
                title: None,
                buttons: false,
                ruler: false,
                north: false,
                scale_bar: true,
                margin: MARGIN * enlarged,
                context: false,
                around: Around::Named,
                says: false,
                enlarged: OF_MAP * enlarged,
                clear: (vec2(margin, margin), vec2(margin + plate, margin + 50.0 * enlarged)),
                covered,
            },
        };
        self.map.show(ui, app, &shown).and_then(|pointed| match pointed {
            Pointed::Click(what, _) => Some(MeetingCommand::Select(what)),
            Pointed::DoubleClick(what, _) => Some(MeetingCommand::Zoom { on_all: what == Selection::Nothing }),
            Pointed::Zoom(_) | Pointed::All | Pointed::Measure => None,
        })
    }
}

/// Of whom, by which criterion, when frozen; and the one figure that matters.
fn header(ui: &mut Ui, words: &Words<'_>, enlarged: f32) {
    let margin = Margin::symmetric((28.0 * enlarged).min(120.0) as i8, 0);
    let frame = Frame::side_top_panel(ui.style()).inner_margin(margin);
    Panel::top("meeting-header").exact_size(HEADER * enlarged).frame(frame).show(ui, |ui| {
        let t = tokens(ui);
        let area = ui.available_rect_before_wrap();
        let painter = ui.painter();
        let (headline, color) = words.headline(t);
        let lines = [
            (headline, theme::bold(HEADLINE * enlarged), color),
            (words.headline_note(), FontId::proportional(BODY * enlarged), t.subdued),
        ];
        let mut taken: f32 = 0.0;
        for ((said, font, color), y) in lines.iter().zip([0.40, 0.75]) {
            let place = egui::pos2(area.right(), area.top() + area.height() * y);
            let rect = painter.text(place, Align2::RIGHT_CENTER, said, font.clone(), *color);
            taken = taken.max(rect.width());
        }
        let room = (area.width() - taken - theme::SPACE_6).max(100.0);
        let titles = [
            (words.title(), theme::bold(TITLE * enlarged), t.text),
            (words.subtitle(), FontId::proportional(BODY * enlarged), t.subdued),
        ];
        for ((said, font, color), y) in titles.iter().zip([0.40, 0.75]) {
            let mut job = egui::text::LayoutJob::simple(said.clone(), font.clone(), *color, room);
            job.wrap = egui::text::TextWrapping::truncate_at_width(room);
            let galley = painter.layout_job(job);
            let top = area.top() + area.height() * y - galley.size().y / 2.0;
            painter.galley(egui::pos2(area.left(), top), galley, *color);
        }
        let response = ui.allocate_rect(area, Sense::hover());
        let spoken = [&titles[0].0, &titles[1].0, &lines[0].0, &lines[1].0].map(String::as_str).join(". ");
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &spoken));
    });
}

/// Operators by key at the left; the walk, the names and the way out at the right.
fn footer(ui: &mut Ui, words: &Words<'_>, enlarged: f32, asked: &mut Vec<MeetingCommand>) {
    let margin = Margin::symmetric((20.0 * enlarged).min(120.0) as i8, 0);
    let frame = Frame::side_top_panel(ui.style()).inner_margin(margin);
    Panel::bottom("meeting-footer").exact_size(FOOTER * enlarged).frame(frame).show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE_1 * enlarged;
        ui.spacing_mut().button_padding = vec2(8.0, 4.0) * enlarged;
        let (text, meeting) = (words.text, words.meeting);
        ui.horizontal_centered(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let blind = meeting.is_blind();
                let names = if blind { "meeting-reveal" } else { "meeting-blind" };
                let ends = [
                    ("Esc".to_owned(), text.get("meeting-end"), false, MeetingCommand::End),
                    ("A".to_owned(), text.get(names), blind, MeetingCommand::Blind(!blind)),
                    (text.get("key-space"), text.get("meeting-next"), false, MeetingCommand::Walk { back: false }),
                ];
                for (key, name, on, command) in ends {
                    if key_button(ui, &key, &name, on, enlarged) {
                        asked.push(command);
                    }
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let all = text.get("operator-every");
                    if key_button(ui, "0", &all, meeting.operator().is_none(), enlarged) {
                        asked.push(MeetingCommand::Operator(None));
                    }
                    for (key, id) in meeting.keys() {
                        let chosen = meeting.operator() == Some(id);
                        if key_button(ui, &key.to_string(), &words.operator(id), chosen, enlarged) {
                            asked.push(MeetingCommand::Operator(Some(id)));
                        }
                    }
                });
            });
        });
    });
}

/// A key and what it does, to be clicked too.
fn key_button(ui: &mut Ui, key: &str, name: &str, chosen: bool, enlarged: f32) -> bool {
    let t = tokens(ui);
    let (font, color) = if chosen {
        (theme::bold(BODY * enlarged), t.accent)
    } else {
        (FontId::proportional(BODY * enlarged), t.subdued)
    };
    let mut job = egui::text::LayoutJob::default();
    job.append(
        key,
        0.0,
        egui::TextFormat::simple(theme::bold(BODY * enlarged), if chosen { t.accent } else { t.text }),
    );
    job.append(name, 8.0 * enlarged, egui::TextFormat::simple(font, color));
    let response = ui.add(Button::new(egui::WidgetText::from(job)).frame_when_inactive(false));
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, chosen, name));
    response.clicked()
}

/// The button of the top bar that begins a meeting.
pub fn begin_button(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let name = app.text().with("meeting-begin-key", &[("key", "F5")]);
    if super::widget::icon_button(ui, icon::PRESENTATION, &name).clicked() {
        commands.push(Command::Meeting(MeetingCommand::Begin));
    }
}
