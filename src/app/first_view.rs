//! What the command line asks to see first, once there is something to see.

use super::session::Selection;
use super::{App, Page, Tab};

impl App {
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

    /// Opens what a picture is to show.
    pub(super) fn show_first_page(&mut self) {
        match self.first_page.take() {
            Some(Page::Report) => self.session.report_open = true,
            Some(Page::Names) => {
                self.session.report_open = false;
                self.session.names_open = Some(self.project.names.clone());
            }
            Some(Page::Comparison) => self.session.tab = Tab::Comparison,
            Some(Page::Map) => self.session.report_open = false,
            Some(Page::Plan) => self.show_plan_page(),
            Some(Page::Import) | None => {}
        }
    }
}
