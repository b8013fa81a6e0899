//! The only writer: carries out commands and takes in the results of background work.

use std::sync::Arc;

use super::base_map::is_base_map;
use super::runs::now_unix_s;
use super::session::{NoticeKind, Selection};
use super::work;
use super::{App, Card, Command, Edit, FlaggedRows, Panel, Part, Preferences, Sources};
use crate::io::unpack_guide;
use crate::text::Text;

impl App {
    /// Carries out one command.
    pub fn update(&mut self, command: Command) {
        match command {
            Command::Edit(edit) => self.edit(edit),
            Command::Undo => self.walk(true),
            Command::Redo => self.walk(false),
            Command::Open(paths) => self.open(paths),
            Command::Import(command) => self.step_import(command),
            Command::OpenSampleWard => self.load(Sources { sample_ward: true, ..Sources::default() }),
            Command::Retry => self.retry(),
            Command::Close => self.close(),
            Command::Ask(question) => self.ask(question),
            Command::Export(what, format, path) => self.export(what, format, path),
            Command::Plan(command) => self.step_plan(command),
            Command::Project(command) => self.step_project(command),
            Command::Select(selection) => self.session.selection = selection,
            Command::Focus(selection) => {
                self.session.selection = selection;
                self.session.focus(false);
            }
            Command::ShowAll => self.session.focus(true),
            Command::ShowSelection => self.session.focus(false),
            Command::WalkSpots { back } => self.walk_spots(back),
            Command::Pan { east, north } => {
                let (x, y) = self.session.pan_asked;
                self.session.pan_asked = (x + east, y + north);
            }
            Command::Zoom { nearer } => self.session.zoom_asked += if nearer { 1 } else { -1 },
            Command::ShowSideBySide(open) => self.session.side_by_side = open,
            Command::Measure(command) => self.step_measure(command),
            Command::Meeting(command) => self.step_meeting(command, now_unix_s()),
            Command::Draw(command) => self.step_drawing(command),
            Command::ShowBoundaryFile(file) => self.session.boundary_file = file,
            Command::SaveBoundaries(file, path) => self.export_boundaries(file, path),
            Command::Tour(command) => self.step_tour(command),
            Command::ShowLayer(layer, on) => self.session.layers.set(layer, on),
            Command::Context(command) => self.step_context(&command),
            Command::Criteria(command) => self.step_criteria(command),
            Command::Correct(command) => self.step_correction(command),
            Command::ShowTab(tab) => {
                self.session.tab = tab;
                self.preferences.bottom_open = true;
            }
            Command::Toggle(panel) => self.toggle(panel),
            Command::Unfold(part) => self.unfold(part),
            Command::ShowFlagged(code) => self.session.flag_open = code,
            Command::SetFixMonth(month) => self.session.fix_month = month,
            Command::ShowHelp(open) => self.session.help_open = open,
            Command::ShowPalette(open) => self.session.palette_open = open,
            Command::ShowSettings(open) => {
                self.session.settings_open = open;
                self.session.online_map = None;
            }
            Command::ResetLayout => {
                let designed = Preferences::default();
                self.preferences.left_open = designed.left_open;
                self.preferences.right_open = designed.right_open;
                self.preferences.bottom_open = designed.bottom_open;
                self.session.layout_resets += 1;
            }
            Command::ShowReport(open) => self.session.report_open = open && self.report.is_some(),
            Command::ShowNames(open) => {
                self.session.names_open = open.then(|| self.project.names.clone());
                self.session.report_open &= !open;
            }
            Command::DecideName(name, meant) => self.decide_name(name, meant),
            Command::ApplyNames => self.apply_names(),
            Command::TestRobustness => self.start_testing(),
            Command::AskOpinions => self.ask_opinions(),
            Command::ShowChanges => self.show_changes(),
            Command::CompareWith(earlier) => self.compare_with(earlier),
            Command::Cancel => self.cancel(),
            Command::Dismiss(id) => self.session.notices.retain(|notice| notice.id != id),
            Command::Copied => self.session.say(NoticeKind::Copied),
            Command::OpenFolder(folder) => self.show_outside(&folder),
            Command::OpenGuide => self.open_guide(),
            Command::SetLanguage(language) => {
                language.code().clone_into(&mut self.preferences.language);
                self.text = Text::new(language);
            }
            Command::SetBaseMap(path) => self.set_base_map(path),
            Command::EditOnlineMap(form) => self.session.online_map = form,
            Command::UseOnlineMap(map) => self.use_online_map(map),
            Command::SetTheme(theme) => self.preferences.theme = theme,
            Command::SetScale(scale) => {
                let (low, high) = Preferences::SCALES;
                self.preferences.scale = ((scale * 10.0).round() / 10.0).clamp(low, high);
            }
        }
        self.refresh_views();
    }

    /// Takes in whatever background work has finished. Returns whether anything changed.
    pub fn receive(&mut self) -> bool {
        let loaded = self.receive_loaded();
        let analyzed = self.receive_analysis();
        let tested = self.receive_tested();
        let exported = self.receive_export();
        let answered = self.receive_answer();
        let looked = self.receive_import();
        let planned = self.receive_plan();
        let answered_besides = self.receive_on_request();
        let filed = self.receive_filed();
        let grounded = self.receive_base_map();
        let surrounded = self.receive_neighbours();
        let counted = self.drawing.as_mut().is_some_and(super::Drawing::receive_counts);
        let in_the_background = loaded || analyzed || tested || exported || planned || answered_besides || filed;
        let changed = in_the_background || answered || looked || grounded || surrounded || counted;
        if changed {
            self.refresh_views();
        }
        changed
    }

    /// A base map among the files is one; the rest is looked at as data.
    fn open(&mut self, paths: Vec<std::path::PathBuf>) {
        let (maps, files): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| is_base_map(path));
        if let Some(map) = maps.into_iter().next_back() {
            self.set_base_map(Some(map));
        }
        if !files.is_empty() {
            self.open_paths(files);
        }
    }

    pub(super) fn edit(&mut self, edit: Edit) {
        let before = self.project.clone();
        let key = edit.key();
        edit.apply(&mut self.project);
        if self.project != before {
            self.history.note(key, before.clone());
            self.after_change(&before);
        }
    }

    fn walk(&mut self, back: bool) {
        let before = self.project.clone();
        let key = if back { self.history.undo(&mut self.project) } else { self.history.redo(&mut self.project) };
        if let Some(key) = key {
            self.session.say(if back { NoticeKind::Undone(key) } else { NoticeKind::Redone(key) });
            self.after_change(&before);
        }
    }

    /// Period, criterion and grid ask for a new analysis, names of operators for a new reading; the rest chooses among
    /// the rows of the analysis.
    fn after_change(&mut self, before: &super::Project) {
        self.zones_changed |= self.project.drawn != before.drawn;
        self.save_choices();
        if self.project.names != before.names {
            self.memory.names = self.project.names.clone();
            self.context.name(&self.name_pairs());
            self.look_at_all_again();
            self.load(self.sources.clone());
        } else if !self.project.same_analysis(before) {
            self.analyze();
        } else if self.project.place_names != before.place_names
            && let Some(analysis) = self.analysis.take()
        {
            self.analysis = Some(self.named(Arc::unwrap_or_clone(analysis)));
        }
        self.ask_for_colouring();
    }

    fn decide_name(&mut self, name: String, meant: Option<String>) {
        let Some(decisions) = &mut self.session.names_open else { return };
        match meant {
            Some(meant) => decisions.insert(name, meant),
            None => decisions.remove(&name),
        };
    }

    fn apply_names(&mut self) {
        if let Some(decisions) = self.session.names_open.take() {
            self.edit(Edit::Names(decisions));
        }
    }

    pub(super) fn drop_lost_selection(&mut self) {
        let Some(analysis) = &self.analysis else { return };
        let kept = match &self.session.selection {
            Selection::Nothing => true,
            Selection::Spot(id) => analysis.weak_spots.iter().any(|spot| spot.spot_id == *id),
            Selection::Cell(id) => analysis.cells.iter().any(|cell| cell.id == *id),
            Selection::Zone(zone) => analysis.zones.get(*zone).is_some(),
        };
        if !kept {
            self.session.selection = Selection::Nothing;
        }
    }

    fn toggle(&mut self, panel: Panel) {
        let open = match panel {
            Panel::Left => &mut self.preferences.left_open,
            Panel::Right => &mut self.preferences.right_open,
            Panel::Bottom => &mut self.preferences.bottom_open,
        };
        *open = !*open;
    }

    fn unfold(&mut self, part: Part) {
        let open = match part {
            Part::Chain => &mut self.session.chain_open,
            Part::Proof => &mut self.session.proof_open,
            Part::Samples => &mut self.session.samples_open,
            Part::FewVotes => &mut self.session.few_votes_open,
        };
        *open = !*open;
    }

    fn show_outside(&mut self, path: &std::path::Path) {
        if let Err(error) = work::show_outside(path) {
            self.session.say(NoticeKind::Failed(error));
        }
    }

    fn open_guide(&mut self) {
        match unpack_guide(self.text.language().code()) {
            Ok(page) => self.show_outside(&page),
            Err(error) => self.session.say(NoticeKind::Failed(error)),
        }
    }

    /// Gathers anew what is shown of the analysis, where the question has changed.
    fn refresh_views(&mut self) {
        self.context.lay_beside(self.analysis.as_ref().map(|analysis| &analysis.zones));
        self.flagged = match (&self.analysis, self.session.flag_open) {
            (Some(analysis), Some(code)) => match self.flagged.take() {
                Some(rows) if rows.is_of(analysis, code) => Some(rows),
                _ => Some(FlaggedRows::new(analysis, code)),
            },
            _ => None,
        };
        self.names = if self.session.names_open.is_some() { self.name_cases() } else { Vec::new() };
        self.card = match &self.analysis {
            Some(analysis) => {
                let (selection, fix_month) = (&self.session.selection, self.session.fix_month);
                let asked = Card::key(analysis, selection, self.operator(), self.project.technology, fix_month);
                match self.card.take() {
                    Some(card) if card.key == asked => Some(card),
                    _ => Card::new(analysis, asked),
                }
            }
            None => None,
        };
    }
}
