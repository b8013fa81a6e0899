//! What the officer has chosen: small, cloneable, comparable, and therefore undoable.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::DrawnZones;
use super::import::NameDecisions;
use crate::cartography::Colouring;
use crate::model::{AnalysisSettings, Correction, GridSpec, Period, Profile, Technology};

/// Choices that undo and redo walk through.
///
/// Kept in the project file as JSON; what a later version does not find there is as in a new project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Project {
    pub period: Period,
    pub profile: Profile,
    pub grid: GridSpec,
    /// Brand; `None`: all operators together.
    pub operator: Option<String>,
    /// `None`: all classes.
    pub technology: Option<Technology>,
    pub colouring: Colouring,
    /// Brand that the chosen operator is compared with; `None`: the one with the most samples.
    pub rival: Option<String>,
    /// What names of operators in the files stand for.
    pub names: NameDecisions,
    /// Weights typed for zones, by zone id.
    pub weights: BTreeMap<String, f64>,
    /// Criteria of the officer's own.
    pub profiles: Vec<Profile>,
    /// What is left out by hand.
    pub corrections: Vec<Correction>,
    /// Names that the officer gave to places, by the id of the weak spot.
    pub place_names: BTreeMap<String, String>,
    /// Zones that were drawn; an open project has them in its layer of zones.
    #[serde(skip)]
    pub drawn: Option<DrawnZones>,
}

/// QĐ 36/QĐ-TTg.
fn usual_profile() -> Profile {
    Profile::built_in("qd36").unwrap_or_else(|| Profile::quick(crate::model::Metric::Download, 40.0))
}

impl Default for Project {
    /// The documented defaults of the window: twelve months, QĐ 36/QĐ-TTg, squares of 100 m.
    fn default() -> Self {
        Self {
            period: Period::LastMonths(12),
            profile: usual_profile(),
            grid: GridSpec::Square(100.0),
            operator: None,
            technology: None,
            colouring: Colouring::Grade,
            rival: None,
            names: NameDecisions::new(),
            weights: BTreeMap::new(),
            profiles: Vec::new(),
            corrections: Vec::new(),
            place_names: BTreeMap::new(),
            drawn: None,
        }
    }
}

impl Project {
    /// The settings of an analysis of these choices; `now` is the caller's clock.
    pub fn settings(&self, now_unix_s: i64) -> AnalysisSettings {
        AnalysisSettings {
            grid: self.grid,
            period: self.period,
            corrections: self.corrections.clone(),
            ..AnalysisSettings::new(self.profile.clone(), now_unix_s)
        }
    }

    /// Whether both ask for the same analysis: operator, technology and colouring only choose among its rows.
    pub fn same_analysis(&self, other: &Self) -> bool {
        self.period == other.period
            && self.profile == other.profile
            && self.grid == other.grid
            && self.weights == other.weights
            && self.corrections == other.corrections
            && self.drawn == other.drawn
    }
}

/// One change of a choice.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    Period(Period),
    Profile(Box<Profile>),
    Grid(GridSpec),
    Operator(Option<String>),
    Technology(Option<Technology>),
    Colouring(Colouring),
    /// Brand that the chosen operator is compared with.
    Rival(String),
    Names(NameDecisions),
    /// Weight of the zone with this id; `None`: as the boundary file has it.
    Weight(String, Option<f64>),
    /// Keep a profile of one's own in the place of the one with this name, and judge by it.
    OwnProfile(Box<Profile>, Option<String>),
    /// Forget the profile of one's own with this name.
    ForgetProfile(String),
    LeaveOut(Correction),
    /// Take back what was left out.
    TakeBack(Correction),
    /// Name of the weak spot with this id; empty: none.
    PlaceName(String, String),
    /// Zones that were drawn; `None`: as they were read.
    Zones(Option<DrawnZones>),
}

impl Edit {
    /// Key of the step's name in the text catalogue.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Period(_) => "edit-period",
            Self::Profile(_) => "edit-criterion",
            Self::Grid(_) => "edit-grid",
            Self::Operator(_) => "edit-operator",
            Self::Technology(_) => "edit-technology",
            Self::Colouring(_) | Self::Rival(_) => "edit-colouring",
            Self::Names(_) => "edit-names",
            Self::Weight(..) => "edit-weight",
            Self::OwnProfile(..) | Self::ForgetProfile(_) => "edit-own-profile",
            Self::LeaveOut(_) => "edit-leave-out",
            Self::TakeBack(_) => "edit-take-back",
            Self::PlaceName(..) => "edit-place-name",
            Self::Zones(_) => "edit-zones",
        }
    }

    pub fn apply(self, project: &mut Project) {
        match self {
            Self::Period(period) => project.period = period,
            Self::Profile(profile) => project.profile = *profile,
            Self::Grid(grid) => project.grid = grid,
            Self::Operator(operator) => project.operator = operator,
            Self::Technology(technology) => project.technology = technology,
            Self::Colouring(colouring) => project.colouring = colouring,
            Self::Rival(brand) => project.rival = Some(brand),
            Self::Names(names) => project.names = names,
            Self::Weight(zone, Some(weight)) => drop(project.weights.insert(zone, weight)),
            Self::Weight(zone, None) => drop(project.weights.remove(&zone)),
            Self::OwnProfile(profile, replaces) => {
                let place = replaces.and_then(|name| project.profiles.iter().position(|known| known.name == name));
                project.profile = Profile::clone(&profile);
                match place.and_then(|place| project.profiles.get_mut(place)) {
                    Some(known) => *known = *profile,
                    None => project.profiles.push(*profile),
                }
            }
            Self::ForgetProfile(name) => {
                project.profiles.retain(|known| known.name != name);
                if project.profile.name == name {
                    project.profile = usual_profile();
                }
            }
            Self::LeaveOut(correction) => {
                project.corrections.retain(|known| known.what != correction.what);
                project.corrections.push(correction);
            }
            Self::TakeBack(correction) => project.corrections.retain(|known| *known != correction),
            Self::PlaceName(spot, name) if name.is_empty() => drop(project.place_names.remove(&spot)),
            Self::PlaceName(spot, name) => drop(project.place_names.insert(spot, name)),
            Self::Zones(drawn) => project.drawn = drawn,
        }
    }
}
