//! Carries out what is asked for on the import page, and takes in what was found in the files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::report::ReportDue;
use super::{
    BesideReport, BoundaryPlace, DateOrder, FileChoices, FileKind, Import, ImportFile, ImportReport, SpeedUnit,
    ZoneReport,
};
use crate::app::session::NoticeKind;
use crate::app::{App, Page, Running, SampleSource, Sources, ZoneSource};
use crate::io::{input_name, neighbours_of};
use crate::model::{Beside, Meaning, Zones};

/// What may be asked on the import page. Files are named by their place in the list.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportCommand {
    /// Show the details of a file.
    Choose(usize),
    SetMeaning(usize, String, Option<Meaning>),
    /// Unit of one speed column, or of all.
    SetUnit(usize, Option<Meaning>, SpeedUnit),
    SetOperator(usize, String),
    SetTimezone(usize, String),
    SetDateOrder(usize, DateOrder),
    /// Coordinate system as it is written: `5899`, `vn2000:105-20`.
    SetCrs(usize, String),
    LeaveOut(usize, bool),
    /// Sheet of a workbook or layer of a file; `None`: the one that fits best.
    SetSheet(usize, Option<String>),
    /// Of all boundaries use these.
    UseBoundary(usize),
    /// Of all boundaries these are zones; the others are only drawn.
    DrawOthers(usize),
    /// Boundaries are only drawn, or are zones.
    OnlyDraw(usize, bool),
    /// Forget how files with these headers were understood.
    Forget(usize),
    /// Read the files as they are understood.
    Accept,
    /// Leave the page and read nothing.
    Close,
    /// Show the last import again.
    Review,
}

impl App {
    /// The files that are on their way in.
    pub fn import(&self) -> Option<&Import> {
        self.import.as_ref()
    }

    /// Names of the files of boundaries that are in use.
    pub fn zone_names(&self) -> Vec<String> {
        self.sources.zones.iter().map(|source| input_name(&source.path)).collect()
    }

    /// What the last import brought.
    pub fn report(&self) -> Option<&ImportReport> {
        self.report.as_ref()
    }

    /// Looks at files before anything of them is read.
    pub(in crate::app) fn start_import(&mut self, paths: Vec<PathBuf>) {
        self.session.report_open = false;
        let engine = Arc::clone(&self.engine);
        let job = Running::start("list", &self.wake, move |feedback| engine.files_of(&paths, feedback));
        let open_zones = self.loaded.as_ref().filter(|_| !self.sources.sample_ward).map(|l| self.zones_in_force(l));
        let import = self.import.get_or_insert_with(|| Import { open_zones, ..Import::default() });
        match job {
            Ok(job) => import.listing = Some(job),
            Err(error) => self.fail(error),
        }
    }

    pub(in crate::app) fn step_import(&mut self, command: ImportCommand) {
        if command == ImportCommand::Review {
            self.session.report_open = false;
            if self.import.is_none() {
                self.import = self.last_import.take();
            }
            return;
        }
        if let Some(import) = &mut self.import {
            import.touched = true;
        }
        match command {
            ImportCommand::Choose(i) => {
                if let Some(import) = &mut self.import {
                    import.chosen = i;
                }
            }
            ImportCommand::SetMeaning(i, header, meaning) => self.choose(i, |c| c.set_meaning(&header, meaning)),
            ImportCommand::SetUnit(i, Some(meaning), unit) => self.choose(i, |c| c.set_unit(meaning, unit)),
            ImportCommand::SetUnit(i, None, unit) => self.choose(i, |c| {
                c.set_unit(Meaning::Download, unit);
                c.set_unit(Meaning::Upload, unit);
            }),
            ImportCommand::SetOperator(i, operator) => self.choose(i, |c| c.operator = Some(operator)),
            ImportCommand::SetTimezone(i, zone) => self.choose(i, |c| c.timezone = Some(zone)),
            ImportCommand::SetDateOrder(i, order) => self.choose(i, |c| c.date_order = Some(order)),
            ImportCommand::SetCrs(i, code) => self.choose(i, |c| c.crs = Some(code)),
            ImportCommand::LeaveOut(i, out) => {
                self.change_file(i, |file| file.choices.left_out = out);
            }
            ImportCommand::SetSheet(i, sheet) => self.set_sheet(i, sheet),
            ImportCommand::UseBoundary(i) => self.use_boundary(i, |choices| choices.left_out = true),
            ImportCommand::DrawOthers(i) => self.use_boundary(i, |choices| choices.only_drawn = true),
            ImportCommand::OnlyDraw(i, only) => self.change_file(i, |file| file.choices.only_drawn = only),
            ImportCommand::Forget(i) => self.forget(i),
            ImportCommand::Accept => self.accept_import(false),
            ImportCommand::Close => self.import = None,
            ImportCommand::Review => {}
        }
        self.look_at_next();
    }

    fn change_file(&mut self, index: usize, change: impl FnOnce(&mut ImportFile)) {
        let Some(import) = &mut self.import else { return };
        if let Some(file) = import.files.get_mut(index) {
            change(file);
        }
        import.refresh();
    }

    /// Changes a choice about how a file is read, and looks at it anew.
    fn choose(&mut self, index: usize, change: impl FnOnce(&mut FileChoices)) {
        self.change_file(index, |file| {
            let before = file.choices.clone();
            change(&mut file.choices);
            if file.choices != before {
                file.look_again();
            }
        });
    }

    /// Another sheet has other columns: what was said of them, and what was found, is of no use.
    fn set_sheet(&mut self, index: usize, sheet: Option<String>) {
        self.change_file(index, |file| {
            if file.choices.sheet != sheet {
                let crs = file.choices.crs.take();
                *file = ImportFile::new(file.path.clone());
                file.choices = FileChoices { sheet, crs, ..FileChoices::default() };
                file.sheet_is_chosen = true;
            }
        });
    }

    /// The polygons of one file are the zones; `others` says what becomes of the rest.
    fn use_boundary(&mut self, index: usize, others: impl Fn(&mut FileChoices)) {
        let Some(import) = &mut self.import else { return };
        for (i, file) in import.files.iter_mut().enumerate() {
            if i == index {
                (file.choices.left_out, file.choices.only_drawn) = (false, false);
            } else if file.gives_zones() {
                others(&mut file.choices);
            }
        }
        import.refresh();
    }

    fn forget(&mut self, index: usize) {
        let Some(file) = self.import.as_mut().and_then(|import| import.files.get_mut(index)) else { return };
        if let Some(fingerprint) = file.fingerprint() {
            self.memory.forget(&fingerprint);
        }
        *file = ImportFile::new(file.path.clone());
    }

    /// Looks again at every table: names of operators are read differently now.
    pub(in crate::app) fn look_at_all_again(&mut self) {
        for file in self.import.iter_mut().flat_map(|import| &mut import.files) {
            if file.table().is_some() {
                file.look_again();
            }
        }
        self.look_at_next();
    }

    /// Starts on the next file that waits; one at a time, since each uses all processors.
    fn look_at_next(&mut self) {
        let names = self.name_pairs();
        let Some(import) = &mut self.import else { return };
        if import.files.iter().any(|file| file.looking.is_some()) {
            return;
        }
        let Some(file) = import.files.iter_mut().find(|file| file.waiting) else { return };
        let (engine, path) = (Arc::clone(&self.engine), file.path.clone());
        let mut options = file.choices.options();
        options.operator_aliases = names;
        let place = BoundaryPlace { crs: file.choices.crs.clone(), near: import.points.clone() };
        file.waiting = false;
        match Running::start("look", &self.wake, move |feedback| engine.look(&path, &options, &place, feedback)) {
            Ok(job) => file.looking = Some(job),
            Err(error) => file.look = Some(Err(error)),
        }
    }

    /// Decisions about names as the reader takes them.
    pub(in crate::app) fn name_pairs(&self) -> Vec<(String, String)> {
        self.project.names.iter().map(|(name, meant)| (name.clone(), meant.clone())).collect()
    }

    /// Takes in what was found. Returns whether anything changed.
    pub(in crate::app) fn receive_import(&mut self) -> bool {
        let Some(import) = &mut self.import else { return false };
        let mut changed = false;
        if let Some(listed) = import.listing.as_ref().and_then(Running::poll) {
            import.listing = None;
            changed = true;
            match listed {
                Ok(paths) => {
                    for path in paths {
                        if !import.files.iter().any(|file| file.path == path) {
                            import.files.push(ImportFile::new(path));
                        }
                    }
                }
                Err(error) => {
                    if import.files.is_empty() {
                        self.import = None;
                    }
                    self.fail(error);
                    return true;
                }
            }
        }
        for file in &mut import.files {
            if let Some(outcome) = file.looking.as_ref().and_then(Running::poll) {
                file.receive(outcome, &self.memory);
                changed = true;
            }
        }
        if changed {
            import.refresh();
            import.rank_boundaries();
            self.look_at_next();
            self.go_on_by_itself();
        }
        changed
    }

    /// Once every file was looked at: shows the file that needs a word, or reads all where none does.
    fn go_on_by_itself(&mut self) {
        let Some(import) = &mut self.import else { return };
        if import.is_busy() || import.touched {
            return;
        }
        let at_once = import.needs_no_word();
        if at_once || (self.first_page.is_some_and(|page| page != Page::Import) && import.can_load()) {
            return self.accept_import(at_once);
        }
        import.touched = true;
        let asked = import.questions().first().map(|(i, _)| *i);
        let useful = import.files.iter().position(|file| file.is_used());
        import.chosen = asked.or(useful).unwrap_or(0);
    }

    fn accept_import(&mut self, at_once: bool) {
        let Some(import) = self.import.take_if(|import| import.can_load()) else { return };
        let mut sources = if self.sources.sample_ward { Sources::default() } else { self.sources.clone() };
        let mut due = ReportDue { at_once, ..ReportDue::default() };
        let beside = import.files.iter().filter(|file| file.gives_context()).filter_map(|file| {
            let look = file.found_look()?;
            Some(BesideReport { name: file.name(), kind: look.kind, beside: look.beside.clone()? })
        });
        due.beside = beside.chain(neighbours(&import)).collect();
        self.add_context(due.beside.iter().map(|report| Arc::clone(&report.beside)).collect());
        for file in &import.files {
            if file.gives_zones() {
                if due.zones.is_empty() {
                    sources.zones.clear();
                }
                let (crs, layer) = (file.choices.crs.clone(), file.choices.sheet.clone());
                sources.zones.push(ZoneSource { path: file.path.clone(), crs, layer });
                let look = file.found_look().and_then(|look| look.boundary.as_ref());
                due.zones.extend(look.map(|look| ZoneReport::new(file.name(), look)));
            }
            if file.gives_samples() {
                sources.add(SampleSource { path: file.path.clone(), options: file.choices.options() });
                due.files.push(file.path.clone());
                if let Some(entry) = file.to_remember() {
                    self.memory.keep(entry);
                }
                if let Some(sheets) = file.sheet_names().filter(|_| file.sheet_is_chosen) {
                    self.memory.keep_sheet(sheets, file.choices.sheet.clone());
                }
            }
        }
        let brings_evidence = import.files.iter().any(|file| file.gives_samples() || file.gives_zones());
        self.last_import = Some(Import { touched: true, ..import });
        if brings_evidence {
            self.report_due = Some(due);
            return self.load(sources);
        }
        if self.project_file.is_some() {
            self.load(Sources::default());
        }
        if self.analysis.is_none() {
            self.session.say(NoticeKind::ContextKept);
        } else {
            self.report = Some(ImportReport { beside: due.beside, ..ImportReport::default() });
            self.session.report_open = true;
        }
    }

    /// After the analysis that follows an import: says what it brought.
    pub(in crate::app) fn report_import(&mut self) {
        let (Some(analysis), Some(due)) = (self.analysis.clone(), self.report_due.take()) else { return };
        let at_once = due.at_once;
        self.report = Some(ImportReport::new(&analysis, due));
        if at_once {
            self.session.say(NoticeKind::ReadAsRemembered);
        } else {
            self.session.report_open = true;
        }
    }
}

/// The boundaries that are only drawn, as one layer.
fn neighbours(import: &Import) -> Option<BesideReport> {
    let (paths, zones): (Vec<&Path>, Vec<&Zones>) =
        import.neighbours().map(|(file, look)| (file.path.as_path(), look.zones.as_ref())).unzip();
    let layer = (!paths.is_empty()).then(|| neighbours_of(&paths, &zones))?;
    let name = layer.name.clone();
    Some(BesideReport { name, kind: FileKind::Neighbours, beside: Arc::new(Beside::Layer(layer)) })
}
