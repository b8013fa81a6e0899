//! The command palette: any command, choice or place by a few letters, with or without accents.

use eframe::egui::{
    self, Align2, Area, Button, Context, Frame, Id, Key, KeyboardShortcut, Modifiers, Order, ScrollArea, Stroke,
    TextEdit, Ui, pos2, vec2,
};

use super::theme::{self, tokens};
use super::verb::Verb;
use super::widget::subdued;
use super::wording;
use crate::app::{App, Command, Edit, Layer, Selection, Tab};
use crate::cartography::Colouring;
use crate::model::{Analysis, Metric, Period, Profile, Technology, ZoneIndex, fold_text};

/// Width of the palette and height of its list.
const WIDTH: f32 = 560.0;
const HEIGHT: f32 = 364.0;

/// Hits shown at most.
const MOST: usize = 60;

/// One line of the palette.
struct Entry {
    name: String,
    /// What kind of thing it is.
    kind: String,
    keys: String,
    command: Command,
    /// Name and kind without accents, for finding.
    folded: String,
}

/// What has been typed so far.
#[derive(Debug, Default)]
pub struct Palette {
    query: String,
    chosen: usize,
    open: bool,
}

impl Palette {
    pub fn ui(&mut self, ctx: &Context, app: &App, commands: &mut Vec<Command>) {
        let opened = app.session().palette_open && !self.open;
        self.open = app.session().palette_open;
        if !self.open {
            return;
        }
        if opened {
            (self.query, self.chosen) = (String::new(), 0);
        }
        let pressed = |key| ctx.input_mut(|i| i.consume_shortcut(&KeyboardShortcut::new(Modifiers::NONE, key)));
        let (up, down) = (pressed(Key::ArrowUp), pressed(Key::ArrowDown));
        let (enter, escape) = (pressed(Key::Enter), pressed(Key::Escape));
        let hits = found(entries(app), &self.query);
        let last = hits.len().saturating_sub(1);
        self.chosen = match (up, down) {
            (true, _) => self.chosen.checked_sub(1).unwrap_or(last),
            (_, true) => {
                if self.chosen >= last {
                    0
                } else {
                    self.chosen + 1
                }
            }
            _ => self.chosen.min(last),
        };
        let mut done = if enter { hits.get(self.chosen).map(|hit| hit.command.clone()) } else { None };
        let area = Area::new(Id::unique("palette")).order(Order::Foreground);
        let shown = area.anchor(Align2::CENTER_TOP, vec2(0.0, 88.0)).show(ctx, |ui| {
            let t = tokens(ui);
            let frame = Frame::new().fill(t.panel).stroke(Stroke::new(1.0, t.line)).corner_radius(theme::RADIUS);
            frame.shadow(ui.visuals().window_shadow).inner_margin(theme::SPACE_2).show(ui, |ui| {
                ui.set_width(WIDTH);
                self.field(ui, app);
                ui.add_space(theme::SPACE_1);
                if hits.is_empty() {
                    ui.label(subdued(ui, app.text().get("palette-nothing")));
                }
                let list = ScrollArea::vertical().max_height(HEIGHT).auto_shrink([false, true]);
                list.show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for (i, hit) in hits.iter().enumerate() {
                        if line(ui, hit, i == self.chosen, up || down) {
                            done = Some(hit.command.clone());
                        }
                    }
                });
            });
        });
        let aside = ctx.input(|i| i.pointer.any_pressed())
            && ctx.pointer_interact_pos().is_some_and(|at| !shown.response.rect.contains(at));
        if done.is_some() || escape || aside && !opened {
            commands.push(Command::ShowPalette(false));
        }
        commands.extend(done);
    }

    fn field(&mut self, ui: &mut Ui, app: &App) {
        let name = app.text().get("palette-name");
        let field = TextEdit::singleline(&mut self.query).hint_text(&name).desired_width(f32::INFINITY);
        let field = field.font(egui::FontId::proportional(theme::VERDICT)).margin(vec2(8.0, 7.0));
        let response = ui.add(field);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &name));
        if response.changed() {
            self.chosen = 0;
        }
        response.request_focus();
    }
}

/// One hit; says whether it was clicked.
fn line(ui: &mut Ui, hit: &Entry, chosen: bool, moved: bool) -> bool {
    let t = tokens(ui);
    let size = vec2(ui.available_width(), theme::ROW + 2.0);
    let fill = if chosen { t.selected } else { t.panel };
    let response = ui.add(Button::new("").fill(fill).min_size(size));
    let font = if chosen { theme::bold(theme::TEXT) } else { egui::FontId::proportional(theme::TEXT) };
    let inside = response.rect.shrink2(vec2(10.0, 0.0));
    let small = egui::FontId::proportional(theme::LABEL);
    let keys = ui.painter().text(inside.right_center(), Align2::RIGHT_CENTER, &hit.keys, small.clone(), t.subdued);
    let gap = if hit.keys.is_empty() { 0.0 } else { theme::SPACE_3 };
    let place = pos2(keys.left().min(inside.right()) - gap, inside.center().y);
    let kind = ui.painter().text(place, Align2::RIGHT_CENTER, &hit.kind, small, t.subdued);
    let room = kind.left().min(inside.right()) - inside.left() - theme::SPACE_3;
    let mut job = egui::text::LayoutJob::simple(hit.name.clone(), font, t.text, room);
    job.wrap = egui::text::TextWrapping::truncate_at_width(room);
    let name = ui.painter().layout_job(job);
    let corner = pos2(inside.left(), inside.center().y - name.size().y / 2.0);
    ui.painter().galley(corner, name, t.text);
    if chosen && moved {
        response.scroll_to_me(None);
    }
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::MenuItem, true, chosen, &hit.name));
    response.clicked()
}

/// Entries whose name holds every word of the query, those that begin with it first; all where nothing is typed.
fn found(entries: Vec<Entry>, query: &str) -> Vec<Entry> {
    let asked = fold_text(query);
    let words: Vec<&str> = asked.split_whitespace().collect();
    let rank = |entry: &Entry| {
        let begins = |word: &&str| entry.folded.starts_with(*word) || entry.folded.contains(&format!(" {word}"));
        if entry.folded.starts_with(&asked) {
            Some(0)
        } else if words.iter().all(begins) {
            Some(1)
        } else {
            words.iter().all(|word| entry.folded.contains(word)).then_some(2)
        }
    };
    let mut hits: Vec<(i32, Entry)> = entries.into_iter().filter_map(|entry| Some((rank(&entry)?, entry))).collect();
    hits.sort_by_key(|(rank, _)| *rank);
    hits.into_iter().take(MOST).map(|(_, entry)| entry).collect()
}

/// Everything that can be asked for at present.
fn entries(app: &App) -> Vec<Entry> {
    let text = app.text();
    let mut list = Vec::new();
    let mut add = |kind: &str, name: String, keys: String, command: Command| {
        let kind = if kind.is_empty() { String::new() } else { text.get(kind) };
        list.push(Entry { folded: fold_text(&format!("{name} {kind}")), name, kind, keys, command });
    };
    for verb in Verb::ALL.into_iter().filter(|verb| *verb != Verb::Palette) {
        if let Some(command) = verb.command(app) {
            add("", verb.name(app), verb.keys(text), command);
        }
    }
    let Some(analysis) = app.analysis().filter(|_| app.import().is_none()) else { return list };
    for tab in Tab::ALL.into_iter().filter(|tab| *tab != Tab::Quota || !app.context().quotas().is_empty()) {
        add("palette-table", text.get(tab.key()), String::new(), Command::ShowTab(tab));
    }
    for (name, keys, edit) in operators(app, analysis) {
        add("palette-operator", name, keys, Command::Edit(edit));
    }
    for (kind, name, edit) in choices(app) {
        add(kind, name, String::new(), Command::Edit(edit));
    }
    for layer in Layer::ALL {
        let on = app.session().layers.is_on(layer);
        let key = if on { "palette-hide" } else { "palette-show" };
        let name = text.with(key, &[("layer", &text.get(layer.key()))]);
        add("palette-layer", name, String::new(), Command::ShowLayer(layer, !on));
    }
    for spot in app.spots(analysis).shown {
        let zone = spot.zone.and_then(|zone| analysis.zones.get(zone)).map(|zone| zone.shown_name().to_owned());
        let who = wording::operator(text, analysis, spot.operator);
        let name = text.with("hover-spot", &[("rank", &text.count(u64::from(spot.rank))), ("operator", &who)]);
        let name = zone.map_or_else(|| name.clone(), |zone| format!("{name} · {zone}"));
        add("palette-spot", name, String::new(), Command::Focus(Selection::Spot(spot.spot_id.clone())));
    }
    for (zone, index) in analysis.zones.zones.iter().zip(0..) {
        let command = Command::Focus(Selection::Zone(ZoneIndex(index)));
        add("palette-zone", zone.shown_name().to_owned(), String::new(), command);
    }
    list
}

fn operators(app: &App, analysis: &Analysis) -> Vec<(String, String, Edit)> {
    let text = app.text();
    let all = std::iter::once((text.get("operator-every"), "0".to_owned(), Edit::Operator(None)));
    let met = app.operators().into_iter().map(|met| {
        let key = met.key.map(|key| key.to_string()).unwrap_or_default();
        let edit = Edit::Operator(Some(analysis.dataset.brand(met.id).to_owned()));
        (wording::operator(text, analysis, met.id), key, edit)
    });
    all.chain(met).collect()
}

/// Periods, technologies, criteria, grids and colourings.
fn choices(app: &App) -> Vec<(&'static str, String, Edit)> {
    let text = app.text();
    let months = app.loaded().map(|loaded| loaded.months.as_slice()).unwrap_or_default();
    let periods = [Period::LastMonths(12), Period::LastMonths(3), Period::All].into_iter();
    let periods = periods.chain(months.iter().map(|month| Period::Month(*month)));
    let periods = periods.map(|p| ("period-name", wording::period(text, p, None), Edit::Period(p)));
    let classes = [None, Some(Technology::FourG), Some(Technology::FiveG), Some(Technology::ThreeG)];
    let classes = classes.into_iter().map(|t| ("technology-name", wording::technology(text, t), Edit::Technology(t)));
    let profiles = Profile::BUILT_IN.into_iter().filter_map(Profile::built_in);
    let quick = [(Metric::Download, 20.0), (Metric::Upload, 10.0), (Metric::Latency, 50.0)];
    let profiles = profiles.chain(quick.map(|(metric, threshold)| Profile::quick(metric, threshold)));
    let profiles = profiles.map(|p| ("criterion-name", wording::profile(text, &p), Edit::Profile(Box::new(p))));
    let colourings = Colouring::ALL.into_iter();
    let colourings = colourings.map(|c| ("colouring-name", text.get(c.key()), Edit::Colouring(c)));
    let grids = super::left_panel::GRIDS.into_iter().map(|g| ("grid-name", wording::grid(text, g), Edit::Grid(g)));
    periods.chain(classes).chain(profiles).chain(colourings).chain(grids).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str) -> Entry {
        Entry {
            name: name.to_owned(),
            kind: String::new(),
            keys: String::new(),
            command: Command::Undo,
            folded: fold_text(name),
        }
    }

    #[test]
    fn anything_is_found_without_accents() {
        let names = ["Mở báo cáo nhập dữ liệu", "Điểm yếu", "Báo cáo tháng", "Đo khoảng cách"];
        let hits = |query: &str| -> Vec<String> {
            found(names.map(entry).into(), query).into_iter().map(|hit| hit.name).collect()
        };
        assert_eq!(hits("bao cao"), ["Báo cáo tháng", "Mở báo cáo nhập dữ liệu"]);
        assert_eq!(hits("báo CÁO"), ["Báo cáo tháng", "Mở báo cáo nhập dữ liệu"]);
        assert_eq!(hits("do khoang"), ["Đo khoảng cách"]);
        assert_eq!(hits("diem"), ["Điểm yếu"]);
        assert_eq!(hits("").len(), 4);
        assert!(hits("xyz").is_empty());
    }
}
