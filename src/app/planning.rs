//! The plan of where to measure next: what is asked for, the work, and the weights that steer it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::session::NoticeKind;
use super::{App, Command, Running, Tab};
use crate::io::store::KeptLayer;
use crate::model::{LonLat, Plan, PlanRequest, Zones};

/// Format in which a plan is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanFormat {
    Csv,
    Gpx,
    Kml,
    /// Sheets to print, one after another.
    Html,
}

impl PlanFormat {
    pub const ALL: [Self; 4] = [Self::Html, Self::Csv, Self::Gpx, Self::Kml];

    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Gpx => "gpx",
            Self::Kml => "kml",
            Self::Html => "html",
        }
    }

    /// File name offered in the dialog.
    pub fn file_name(self) -> String {
        format!("plan.{}", self.extension())
    }

    /// Key of its name in the text catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::Csv => "plan-export-csv",
            Self::Gpx => "plan-export-gpx",
            Self::Kml => "plan-export-kml",
            Self::Html => "plan-export-html",
        }
    }
}

/// The plan that was taken off last and can be brought back.
#[derive(Debug)]
pub(super) enum RemovedPlan {
    /// It was on the map.
    Made(Arc<Plan>),
    /// It was of an earlier time, a layer of the open project alone.
    Kept(KeptLayer),
}

/// What may be asked of the page of the plan.
#[derive(Debug, Clone, PartialEq)]
pub enum PlanCommand {
    /// Teams, stops, minutes, speed.
    Change(PlanRequest),
    Make,
    /// Let a click on the map say where teams set out, or no longer.
    PickStart(bool),
    /// Teams set out here; `None`: at their first stop.
    StartAt(Option<LonLat>),
    Export(PlanFormat, PathBuf),
    /// Take the plan off the map and out of the open project.
    Remove,
    /// Bring back the one that was taken off last.
    Restore,
}

impl App {
    /// The plan on screen; none after a new analysis.
    pub fn plan(&self) -> Option<&Arc<Plan>> {
        self.plan.as_ref()
    }

    /// What a new plan would be asked for.
    pub fn plan_request(&self) -> &PlanRequest {
        &self.plan_request
    }

    pub fn is_planning(&self) -> bool {
        self.planning.is_some()
    }

    pub(super) fn step_plan(&mut self, command: PlanCommand) {
        match command {
            PlanCommand::Change(request) => self.plan_request = request,
            PlanCommand::Make => self.make_plan(),
            PlanCommand::PickStart(picking) => self.session.picking_start = picking,
            PlanCommand::StartAt(start) => {
                self.session.picking_start = false;
                self.plan_request.starts = start.into_iter().collect();
            }
            PlanCommand::Export(format, path) => self.export_plan(format, path),
            PlanCommand::Remove => self.remove_plan(),
            PlanCommand::Restore => match self.removed_plan.take() {
                Some(RemovedPlan::Made(plan)) => {
                    self.plan = Some(plan);
                    self.keep_results();
                }
                Some(RemovedPlan::Kept(layer)) => self.lay_back_kept_plan(layer),
                None => {}
            },
        }
    }

    /// Whether there is a plan to be taken off: on the map, or of an earlier time in the open project.
    pub fn has_plan(&self) -> bool {
        self.plan.is_some() || self.project_file.as_ref().is_some_and(|file| file.has_plan() && !file.is_read_only())
    }

    fn remove_plan(&mut self) {
        self.planning = None;
        let Some(plan) = self.plan.take() else { return self.take_out_kept_plan() };
        self.removed_plan = Some(RemovedPlan::Made(plan));
        self.drop_kept_plan();
        self.session.say(NoticeKind::PlanRemoved { kept: false });
    }

    /// Replacing the older job drops it, and dropping cancels it.
    fn make_plan(&mut self) {
        let Some(analysis) = self.analysis.clone() else { return };
        let (engine, request) = (Arc::clone(&self.engine), self.plan_request.clone());
        match Running::start("plan", &self.wake, move |feedback| engine.plan(&analysis, &request, feedback)) {
            Ok(job) => self.planning = Some(job),
            Err(error) => self.fail(error),
        }
    }

    pub(super) fn receive_plan(&mut self) -> bool {
        let Some(outcome) = self.planning.as_ref().and_then(Running::poll) else { return false };
        self.planning = None;
        match outcome {
            Ok(plan) => {
                self.plan = Some(Arc::new(plan));
                self.forget_removed_plan();
                self.keep_results();
            }
            Err(error) => self.fail(error),
        }
        true
    }

    /// A plan is about the analysis it was made from; that of an earlier time is about none on screen.
    pub(super) fn forget_plan(&mut self) {
        self.plan = None;
        self.planning = None;
        if matches!(self.removed_plan, Some(RemovedPlan::Made(_))) {
            self.forget_removed_plan();
        }
    }

    /// What cannot be brought back any more is not offered.
    fn forget_removed_plan(&mut self) {
        self.removed_plan = None;
        self.session.notices.retain(|notice| !matches!(notice.kind, NoticeKind::PlanRemoved { .. }));
    }

    /// For a picture: the page with a plan on it.
    pub(super) fn show_plan_page(&mut self) {
        self.session.report_open = false;
        self.update(Command::ShowTab(Tab::Plan));
        self.make_plan();
    }
}

/// A position as a person types it: longitude and latitude in either order, since in Viet Nam only one of them can be
/// the longitude; else longitude first.
pub fn typed_start(typed: &str) -> Option<LonLat> {
    let numbers: Vec<f64> = if typed.contains('.') || typed.matches(',').count() == 1 {
        parts(typed, &[',', ';', ' '])
    } else {
        // Decimal commas: the numbers are apart by a space or a semicolon.
        parts(&typed.replace(", ", ";").replace(',', "."), &[';', ' '])
    };
    let [a, b] = numbers.as_slice() else { return None };
    let is_longitude_here = |value: f64| (102.0..=118.0).contains(&value);
    let (lon, lat) = if is_longitude_here(*b) && !is_longitude_here(*a) { (*b, *a) } else { (*a, *b) };
    (lon.abs() <= 180.0 && lat.abs() <= 90.0).then_some(LonLat { lon, lat })
}

/// The numbers of a text; none where a part is no number.
fn parts(text: &str, apart: &[char]) -> Vec<f64> {
    let found = text.split(apart).filter(|part| !part.is_empty()).map(|part| part.parse::<f64>().ok());
    found.collect::<Option<Vec<f64>>>().filter(|list| list.iter().all(|v| v.is_finite())).unwrap_or_default()
}

/// Zones with the weights that were typed for them, by id.
pub(super) fn weighted(zones: &Arc<Zones>, weights: &BTreeMap<String, f64>) -> Arc<Zones> {
    if weights.is_empty() {
        return Arc::clone(zones);
    }
    let mut zones = Zones::clone(zones);
    zones.weigh(weights);
    Arc::new(zones)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_is_typed_in_either_order_and_with_either_decimal_sign() {
        let start = Some(LonLat { lon: 106.78, lat: 21.03 });
        for typed in ["106.78, 21.03", "21.03,106.78", "106.78 21.03", "21,03 106,78", "106,78; 21,03", "21,03, 106,78"]
        {
            assert_eq!(typed_start(typed), start, "{typed}");
        }
        assert_eq!(typed_start("-17.4, 14.7"), Some(LonLat { lon: -17.4, lat: 14.7 }));
        for typed in ["", "106.78", "a, b", "1 2 3", "200, 21"] {
            assert_eq!(typed_start(typed), None, "{typed}");
        }
    }
}
