//! What is asked at the top of the page, each with a button for every answer.

use eframe::egui::{RichText, Stroke, Ui};

use super::words;
use crate::app::import::{DateOrder, ImportFile, Question, SpeedUnit};
use crate::app::{App, Command, Import, ImportCommand};
use crate::model::{Meaning, OperatorCatalogue};
use crate::text::Text;
use crate::ui::icon;
use crate::ui::theme::{self, tokens};
use crate::ui::widget::{menu, menu_item, secondary};

/// Operators offered by themselves for a file that names none.
const LARGE: [&str; 4] = ["Viettel", "VinaPhone", "MobiFone", "Vietnamobile"];

/// Operator of a file where nobody knows it.
pub const UNKNOWN: &str = "unknown";

/// Files that have a button each; more are listed in a menu.
const BUTTONS: usize = 4;

/// Coordinate systems offered for boundaries that state none.
const SYSTEMS: usize = 4;

pub const UNITS: [SpeedUnit; 4] = [SpeedUnit::Mbps, SpeedUnit::Kbps, SpeedUnit::Bps, SpeedUnit::BytesPerSecond];

pub fn ui(ui: &mut Ui, app: &App, import: &Import, asked: &[(usize, Question)], commands: &mut Vec<Command>) {
    for (place, (i, question)) in asked.iter().enumerate() {
        let Some(file) = import.files.get(*i) else { continue };
        if place > 0 {
            let line = Stroke::new(1.0, tokens(ui).line);
            let y = ui.cursor().top();
            ui.painter().hline(ui.available_rect_before_wrap().x_range(), y, line);
            ui.add_space(theme::SPACE_1);
        }
        ui.push_id((*i, place), |ui| one(ui, app, import, *i, file, question, commands));
        ui.add_space(theme::SPACE_1);
    }
}

fn one(
    ui: &mut Ui,
    app: &App,
    import: &Import,
    i: usize,
    file: &ImportFile,
    question: &Question,
    commands: &mut Vec<Command>,
) {
    let (text, t) = (app.text(), tokens(ui));
    let must = question.must_be_answered();
    ui.horizontal_wrapped(|ui| {
        let (mark, color) = if must { (icon::QUESTION, t.warning) } else { (icon::WARNING, t.subdued) };
        ui.label(RichText::new(mark).size(theme::VERDICT).color(color));
        if import.files.len() > 1 && !matches!(question, Question::OneLayer | Question::Names { .. }) {
            ui.label(RichText::new(format!("{}:", file.name())).font(theme::bold(theme::TEXT)));
        }
        ui.label(words::question(text, file, question));
        answers(ui, app, import, i, question, commands);
        if must && secondary(ui, &text.get("import-leave-out")).clicked() {
            commands.push(Command::Import(ImportCommand::LeaveOut(i, true)));
        }
    });
}

fn answers(ui: &mut Ui, app: &App, import: &Import, i: usize, question: &Question, commands: &mut Vec<Command>) {
    let text = app.text();
    let mut answer = |ui: &mut Ui, words: &str, command: ImportCommand| {
        if secondary(ui, words).clicked() {
            commands.push(Command::Import(command));
        }
    };
    match question {
        Question::Unit { first, .. } => {
            for unit in UNITS {
                let words = unit_answer(text, unit, first);
                answer(ui, &words, ImportCommand::SetUnit(i, None, unit));
            }
        }
        Question::DateOrder { .. } => {
            for order in [DateOrder::DayMonth, DateOrder::MonthDay] {
                answer(ui, &words::date_order(text, order), ImportCommand::SetDateOrder(i, order));
            }
        }
        Question::Swapped { latitude, longitude } => {
            if secondary(ui, &text.get("import-swap")).clicked() {
                let swap = |header: &str, meaning| ImportCommand::SetMeaning(i, header.to_owned(), Some(meaning));
                commands.push(Command::Import(swap(latitude, Meaning::Longitude)));
                commands.push(Command::Import(swap(longitude, Meaning::Latitude)));
            }
            if secondary(ui, &text.get("import-do-not-swap")).clicked() {
                let keep = |header: &str, meaning| ImportCommand::SetMeaning(i, header.to_owned(), Some(meaning));
                commands.push(Command::Import(keep(latitude, Meaning::Latitude)));
                commands.push(Command::Import(keep(longitude, Meaning::Longitude)));
            }
        }
        Question::Rivals { meaning, columns } => {
            for column in columns {
                answer(ui, column, ImportCommand::SetMeaning(i, column.clone(), Some(*meaning)));
            }
        }
        Question::Crs { candidates } => {
            for candidate in candidates.iter().take(SYSTEMS) {
                answer(ui, &text.crs_candidate(candidate), ImportCommand::SetCrs(i, candidate.code.clone()));
            }
        }
        Question::Meaning { column, meaning } => {
            let yes = text.with("import-yes-meaning", &[("meaning", &words::meaning(text, Some(*meaning)))]);
            answer(ui, &yes, ImportCommand::SetMeaning(i, column.clone(), Some(*meaning)));
            answer(ui, &text.get("import-not-used"), ImportCommand::SetMeaning(i, column.clone(), None));
        }
        Question::Operator { before } => {
            if let Some(brand) = before {
                let shown = if brand == UNKNOWN { text.get("import-operator-unknown") } else { brand.clone() };
                let words = text.with("import-as-before", &[("what", &shown)]);
                answer(ui, &words, ImportCommand::SetOperator(i, brand.clone()));
            }
            for brand in LARGE.into_iter().filter(|brand| before.as_deref() != Some(*brand)) {
                answer(ui, brand, ImportCommand::SetOperator(i, brand.to_owned()));
            }
            let chosen = other_operator(ui, app);
            commands.extend(chosen.map(|brand| Command::Import(ImportCommand::SetOperator(i, brand))));
        }
        Question::MeaningChanged { column, before, now } => {
            for (key, meaning) in [("import-as-now", now), ("import-as-before", before)] {
                let words = text.with(key, &[("what", &words::meaning(text, *meaning))]);
                answer(ui, &words, ImportCommand::SetMeaning(i, column.clone(), *meaning));
            }
        }
        Question::UnitChanged { meaning, before, now } => {
            for (key, unit) in [("import-as-now", now), ("import-as-before", before)] {
                let words = text.with(key, &[("what", words::unit(*unit))]);
                answer(ui, &words, ImportCommand::SetUnit(i, Some(*meaning), *unit));
            }
        }
        Question::OneLayer => {
            let files = || import.files.iter().enumerate().filter(|(_, file)| file.gives_zones());
            if files().count() <= BUTTONS {
                for (place, file) in files() {
                    let words = text.with("import-only-file", &[("file", &file.name())]);
                    answer(ui, &words, ImportCommand::UseBoundary(place));
                }
            } else if let Some(place) = the_zones(ui, text, import, "import-only-one") {
                commands.push(Command::Import(ImportCommand::UseBoundary(place)));
            }
            if let Some(place) = the_zones(ui, text, import, "import-draw-others") {
                commands.push(Command::Import(ImportCommand::DrawOthers(place)));
            }
        }
        Question::Names { .. } => {
            if secondary(ui, &text.get("import-show-names")).clicked() {
                commands.push(Command::ShowNames(true));
            }
        }
        Question::FarApart => answer(ui, &text.get("import-leave-out"), ImportCommand::LeaveOut(i, true)),
        Question::Said(_) | Question::NoDownload => {}
    }
}

/// `Kbps: 45200 → 45,2 Mbps`.
fn unit_answer(text: &Text, unit: SpeedUnit, first: &[f64]) -> String {
    match first.first() {
        Some(value) => {
            let mbps = words::figure(text, (value * words::mbps_per(unit) * 1000.0).round() / 1000.0);
            text.with("import-unit-proof", &[("unit", words::unit(unit)), ("mbps", &mbps)])
        }
        None => words::unit(unit).to_owned(),
    }
}

/// Other operators in a menu; the last says that nobody knows.
pub fn other_operator(ui: &mut Ui, app: &App) -> Option<String> {
    let text = app.text();
    menu(ui, &text.get("import-other-operator"), &text.get("inspect-meaning-operator"), |ui| {
        let mut chosen = None;
        for brand in OperatorCatalogue::default().brands() {
            if !LARGE.contains(&brand) && menu_item(ui, false, brand) {
                chosen = Some(brand.to_owned());
            }
        }
        if menu_item(ui, false, &text.get("import-operator-unknown")) {
            chosen = Some(UNKNOWN.to_owned());
        }
        chosen
    })
    .flatten()
}

/// Of several files of boundaries the one whose areas are the zones, in a menu.
fn the_zones(ui: &mut Ui, text: &Text, import: &Import, key: &str) -> Option<usize> {
    let name = text.get(key);
    menu(ui, &name, &name, |ui| {
        let mut chosen = None;
        for (place, file) in import.files.iter().enumerate().filter(|(_, file)| file.gives_zones()) {
            if menu_item(ui, false, &file.name()) {
                chosen = Some(place);
            }
        }
        chosen
    })
    .flatten()
}

/// Meanings in a menu, those that decide about the result first.
pub fn meanings() -> Vec<Meaning> {
    let first = [
        Meaning::Time,
        Meaning::Latitude,
        Meaning::Longitude,
        Meaning::Operator,
        Meaning::Technology,
        Meaning::Download,
        Meaning::Upload,
        Meaning::Latency,
        Meaning::Connection,
        Meaning::Device,
        Meaning::Accuracy,
        Meaning::TestId,
    ];
    let rest = Meaning::ALL.iter().copied().filter(|meaning| !first.contains(meaning));
    first.into_iter().chain(rest).collect()
}
