//! Short messages at the lower edge; never modal, closed by a click.

use std::path::Path;

use eframe::egui::{
    Align, Align2, Area, Context, Frame, Id, Layout, Order, Response, RichText, Stroke, TextStyle, TextWrapMode, Ui,
    WidgetText, vec2,
};

use super::icon;
use super::project;
use super::theme::{self, tokens};
use super::widget::{icon_button, link};
use crate::app::{App, BoundaryFile, Command, ImportCommand, Notice, NoticeKind, PlanCommand, Stage};
use crate::text::Text;

/// Width of a line of words.
const WORDS: f32 = 560.0;

pub fn ui(ctx: &Context, app: &App, commands: &mut Vec<Command>) {
    let notices = &app.session().notices;
    if notices.is_empty() {
        return;
    }
    let area = Area::new(Id::unique("notices")).order(Order::Foreground);
    area.anchor(Align2::CENTER_BOTTOM, vec2(0.0, -40.0)).show(ctx, |ui| {
        for notice in notices {
            let t = tokens(ui);
            let frame = Frame::new().fill(t.panel).stroke(Stroke::new(1.0, t.line)).corner_radius(theme::RADIUS);
            frame.shadow(ui.visuals().popup_shadow).inner_margin(theme::SPACE_2).show(ui, |ui| {
                ui.horizontal(|ui| {
                    let (mark, color) = match notice.kind {
                        NoticeKind::Failed(_) => (icon::WARNING, t.bad),
                        NoticeKind::Noted(_) => (icon::WARNING, t.warning),
                        _ => (icon::CHECK, t.good),
                    };
                    ui.label(RichText::new(mark).size(theme::VERDICT).color(color));
                    let said = say(ui, words(app.text(), notice));
                    if let NoticeKind::Exported(path) | NoticeKind::Migrated(path) | NoticeKind::Rescued(path) =
                        &notice.kind
                    {
                        said.on_hover_text(path);
                    }
                    if let NoticeKind::Exported(path) = &notice.kind
                        && let Some(folder) = Path::new(path).parent()
                        && link(ui, &app.text().get("notice-open-folder")).clicked()
                    {
                        commands.push(Command::OpenFolder(folder.to_owned()));
                    }
                    if matches!(notice.kind, NoticeKind::Migrated(_)) {
                        project::delete_copies(ui, app, commands);
                    }
                    if matches!(notice.kind, NoticeKind::Drawn { .. })
                        && link(ui, &app.text().get("verb-save-boundaries")).clicked()
                    {
                        commands.push(Command::ShowBoundaryFile(Some(BoundaryFile::default())));
                        commands.push(Command::Dismiss(notice.id));
                    }
                    if matches!(notice.kind, NoticeKind::PlanRemoved { .. })
                        && link(ui, &app.text().get("plan-restore")).clicked()
                    {
                        commands.push(Command::Plan(PlanCommand::Restore));
                        commands.push(Command::Dismiss(notice.id));
                    }
                    if notice.kind == NoticeKind::ReadAsRemembered {
                        if link(ui, &app.text().get("notice-review")).clicked() {
                            commands.push(Command::Import(ImportCommand::Review));
                            commands.push(Command::Dismiss(notice.id));
                        }
                        if link(ui, &app.text().get("notice-report")).clicked() {
                            commands.push(Command::ShowReport(true));
                            commands.push(Command::Dismiss(notice.id));
                        }
                    }
                    if matches!(notice.kind, NoticeKind::Imported { added: 1.., .. })
                        && link(ui, &app.text().get("notice-changes")).clicked()
                    {
                        commands.push(Command::ShowChanges);
                        commands.push(Command::Dismiss(notice.id));
                    }
                    if icon_button(ui, icon::X, &app.text().get("notice-close")).clicked() {
                        commands.push(Command::Dismiss(notice.id));
                    }
                });
            });
            ui.add_space(theme::SPACE_1);
        }
    });
}

/// Words on one line, or on several where they are long.
fn say(ui: &mut Ui, words: String) -> Response {
    let words = WidgetText::from(words);
    let width = words.clone().into_galley(ui, Some(TextWrapMode::Extend), f32::INFINITY, TextStyle::Body).size().x;
    if width <= WORDS {
        return ui.label(words);
    }
    ui.allocate_ui_with_layout(vec2(WORDS, 0.0), Layout::top_down(Align::Min), |ui| ui.label(words)).inner
}

/// While files are held over the window: where they may be let go, which is anywhere.
pub fn drop_hint(ctx: &Context, app: &App) {
    let n = ctx.input(|i| i.raw.hovered_files.len());
    if n == 0 || matches!(app.stage(), Stage::Welcome) {
        return;
    }
    let area = Area::new(Id::unique("drop-hint")).order(Order::Foreground).interactable(false);
    area.anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0)).show(ctx, |ui| {
        let t = tokens(ui);
        let frame = Frame::new().fill(t.selected).stroke(Stroke::new(2.0, t.accent)).corner_radius(theme::RADIUS);
        frame.shadow(ui.visuals().popup_shadow).inner_margin(theme::SPACE_6).show(ui, |ui| {
            let words = app.text().with("drop-hint", &[("n", &app.text().count(n as u64))]);
            ui.label(RichText::new(words).font(theme::bold(theme::VERDICT)).color(t.text));
        });
    });
}

fn words(text: &Text, notice: &Notice) -> String {
    match &notice.kind {
        NoticeKind::Undone(key) => text.with("notice-undone", &[("step", &text.get(key))]),
        NoticeKind::Redone(key) => text.with("notice-redone", &[("step", &text.get(key))]),
        NoticeKind::Exported(path) => {
            let name = Path::new(path).file_name().map_or_else(|| path.into(), |name| name.to_string_lossy());
            text.with("notice-exported", &[("path", &name)])
        }
        NoticeKind::ReadAsRemembered => text.get("notice-remembered"),
        NoticeKind::Noted(note) => text.with_facts(note.key(), &note.facts()),
        NoticeKind::ContextKept => text.get("notice-context-kept"),
        NoticeKind::Copied => text.get("notice-copied"),
        NoticeKind::Tested { robust, tested } => {
            text.with("notice-tested", &[("robust", &text.count(*robust)), ("tested", &text.count(*tested))])
        }
        NoticeKind::Imported { added, repeats, known, changed } => {
            let facts =
                [("added", &*text.count(*added)), ("repeats", &text.count(*repeats)), ("known", &text.count(*known))];
            let key = match (*known > 0 && *added == 0 && *repeats == 0, changed) {
                (true, _) => "notice-import-known",
                (_, true) => "notice-imported-changed",
                _ => "notice-imported",
            };
            text.with(key, &facts)
        }
        NoticeKind::Drawn { n, kept } => {
            text.with(if *kept { "notice-drawn-kept" } else { "notice-drawn" }, &[("n", &text.count(*n))])
        }
        NoticeKind::CopiesDeleted(n) => text.with("notice-copies-deleted", &[("n", &text.count(*n))]),
        NoticeKind::Rescued(path) => {
            let name = Path::new(path).file_name().map_or_else(|| path.into(), |name| name.to_string_lossy());
            text.with("notice-rescued", &[("path", &name)])
        }
        NoticeKind::PlanRemoved { kept } => {
            text.get(if *kept { "notice-kept-plan-removed" } else { "notice-plan-removed" })
        }
        NoticeKind::PlanLaidBack => text.get("notice-kept-plan-back"),
        NoticeKind::ImportUndone => text.get("notice-import-undone"),
        NoticeKind::Migrated(path) => {
            let name = Path::new(path).file_name().map_or_else(|| path.into(), |name| name.to_string_lossy());
            text.with("notice-migrated", &[("copy", &name)])
        }
        NoticeKind::Failed(error) => text.error(error),
    }
}
