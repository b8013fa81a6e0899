//! What the command line asks the window to open and to show first.

use std::path::PathBuf;

use super::session::Selection;
use super::{
    App, Command, CorrectionCommand, CriteriaCommand, Edit, Layer, Measured, MeetingCommand, OnlineMap, Page,
    ProjectCommand, Sources, StartOptions, Tab, TourCommand, TourStep,
};
use crate::cartography::Colouring;
use crate::io::store::is_project;
use crate::model::{Correction, Flag, Period, Profile};

impl App {
    /// Opens what the command line asks for.
    pub fn open_at_start(&mut self, options: &StartOptions) {
        if options.base_map.is_some() {
            self.preferences.base_map.clone_from(&options.base_map);
        }
        self.open_base_map_at_start();
        if let Some(screenshot) = &options.screenshot {
            self.first_operator.clone_from(&screenshot.operator);
            self.first_spot = screenshot.spot;
            self.first_page = Some(screenshot.page);
        }
        if options.bench {
            self.first_page = Some(Page::Map);
            self.proves_nothing = true;
        }
        self.read_neighbours_at_start(&options.neighbours);
        if options.demo {
            self.load(Sources { sample_ward: true, ..Sources::default() });
        } else if !options.files.is_empty() {
            self.open_paths(options.files.clone());
        }
    }

    /// Opens a project; looks at any other files, to add them to what is open.
    pub(super) fn open_paths(&mut self, paths: Vec<PathBuf>) {
        match paths.as_slice() {
            [path] if is_project(path) => self.open_project(path.clone()),
            _ => self.start_import(paths),
        }
    }

    pub(super) fn choose_at_start(&mut self) {
        if let Some(brand) = self.first_operator.take() {
            self.project.operator = Some(brand);
        }
        let rank = self.first_spot.take();
        let spots = self.analysis.iter().flat_map(|a| &a.weak_spots);
        if let Some(spot) = rank.and_then(|rank| spots.into_iter().find(|spot| spot.rank == rank)) {
            self.session.selection = Selection::Spot(spot.spot_id.clone());
        }
    }

    fn latest_month(&self) -> Period {
        let latest = self.analysis.iter().flat_map(|analysis| &analysis.months).next_back();
        latest.map(|(month, _)| Period::Month(*month)).unwrap_or_default()
    }

    /// For a picture: a page with something on it.
    fn show_proof_page(&mut self, page: Page) {
        match page {
            Page::Changes => self.show_changes(),
            Page::Gates => {
                self.session.tab = Tab::Gates;
                if let Some(profile) = Profile::built_in("fcc-style") {
                    self.edit(Edit::Profile(Box::new(profile)));
                }
            }
            Page::Criteria => {
                self.step_criteria(CriteriaCommand::Show(true));
                self.step_criteria(CriteriaCommand::Copy(Box::new(self.project.profile.clone())));
            }
            Page::Corrections => {
                self.session.tab = Tab::Quality;
                self.session.flag_open = Some(Flag::Manual.code());
                let offered = self.corrections_at(0);
                for what in offered.iter().skip(1).cloned() {
                    let reason = self.text.get("leave-out-reason-hint");
                    self.edit(Edit::LeaveOut(Correction { what, reason }));
                }
                offered.into_iter().take(1).for_each(|what| self.step_correction(CorrectionCommand::Begin(what)));
            }
            Page::Opinions => self.ask_opinions(),
            Page::MapClusters => self.edit(Edit::Colouring(Colouring::Clusters)),
            Page::MapChange => {
                let month = self.latest_month();
                if self.project.period == month {
                    self.edit(Edit::Colouring(Colouring::Change));
                } else {
                    self.first_page = Some(page);
                    self.edit(Edit::Period(month));
                }
            }
            _ => {}
        }
    }

    /// Opens what a picture is to show.
    pub(super) fn show_first_page(&mut self) {
        match self.first_page.take() {
            Some(Page::Report) => self.session.report_open = true,
            Some(Page::Names) => {
                self.session.report_open = false;
                self.session.names_open = Some(self.project.names.clone());
            }
            Some(Page::Comparison) => {
                self.session.report_open = false;
                self.session.tab = Tab::Comparison;
            }
            Some(Page::Map) => self.session.report_open = false,
            Some(Page::Plan) => self.show_plan_page(),
            Some(Page::Import) | None => {}
            Some(page) => self.show_front(page),
        }
    }

    fn show_front(&mut self, page: Page) {
        self.session.report_open = false;
        match page {
            Page::Meeting | Page::MeetingBlind => {
                self.update(Command::Meeting(MeetingCommand::Begin));
                self.update(Command::Meeting(MeetingCommand::Blind(page == Page::MeetingBlind)));
            }
            Page::Palette => self.session.palette_open = true,
            Page::Settings => self.session.settings_open = true,
            Page::OnlineMap => {
                self.session.settings_open = true;
                self.session.online_map = Some(OnlineMap::default());
            }
            Page::Help => self.session.help_open = true,
            Page::SideBySide => self.session.side_by_side = true,
            Page::Measure => {
                let corners = self.analysis.as_ref().and_then(|analysis| analysis.bounds);
                let points = corners.into_iter().flat_map(|(low, high)| [low, high]).collect();
                self.session.measured = Some(Measured { points });
            }
            Page::Boundaries => self.draw_for_a_picture(),
            Page::Tour(step) => {
                self.update(Command::Tour(TourCommand::Begin));
                let steps = TourStep::ALL.into_iter().take(step.index() + 1);
                steps.for_each(|step| self.show_tour_step(step));
            }
            Page::Gaps => {
                self.session.tab = Tab::Gaps;
                self.session.layers.set(Layer::Gaps, true);
            }
            Page::Zones => self.session.tab = Tab::Zones,
            Page::Quality => self.session.tab = Tab::Quality,
            Page::Start => self.close(),
            Page::Imports => self.update(Command::Project(ProjectCommand::ShowHistory(true))),
            Page::Losses => self.update(Command::Project(ProjectCommand::ShowLosses(true))),
            Page::Updating => self.update(Command::Edit(Edit::Period(Period::All))),
            page => self.show_proof_page(page),
        }
    }
}
