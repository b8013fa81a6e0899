//! How the window starts, and what it remembers from one day to the next.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::TourStep;
use crate::text::Language;

/// Which drawing library the window tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RendererChoice {
    Glow,
    Wgpu,
}

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Page {
    /// The files as they were understood, before they are read.
    #[default]
    Import,
    /// What the import brought.
    Report,
    /// Names of operators that are not known.
    Names,
    Map,
    /// The plan of where to measure next.
    Plan,
    /// The table of operators side by side.
    Comparison,
    /// What has changed since an earlier period.
    Changes,
    /// The gates in FCC style.
    Gates,
    /// The page of criteria, with a copy that is being typed.
    Criteria,
    /// Something left out by hand, and the reason for another.
    Corrections,
    /// The card with second opinions.
    Opinions,
    /// Meeting mode, and with the operators' names hidden.
    Meeting,
    MeetingBlind,
    /// The command palette.
    Palette,
    Settings,
    /// Settings with the address of a server of map pictures being written.
    OnlineMap,
    Help,
    /// A step of the tour.
    Tour(TourStep),
    /// Tables of the window.
    Gaps,
    Zones,
    Quality,
    /// The start page, with the project that was open, and the history of its imports.
    Start,
    Imports,
    /// What a damaged project lost.
    Losses,
    /// A map for each operator.
    SideBySide,
    /// A way measured across the map.
    Measure,
    /// What became of the zones since the month before, on the map.
    MapChange,
    /// Clusters of cells on the map.
    MapClusters,
    /// Boundaries being drawn: ten parts with long names.
    Boundaries,
    /// While the first analysis runs, and while a newer one does.
    Loading,
    Updating,
}

/// A picture of the window to be written once everything is loaded; the program ends after it.
#[derive(Debug, Clone, PartialEq)]
pub struct Screenshot {
    /// PNG file.
    pub path: PathBuf,
    /// Width and height of the window in points.
    pub size: (u32, u32),
    /// Brand to choose first.
    pub operator: Option<String>,
    /// Rank of the weak spot to select first.
    pub spot: Option<u32>,
    pub theme: Theme,
    pub page: Page,
}

/// What the window opens with.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StartOptions {
    pub files: Vec<PathBuf>,
    /// Open the bundled sample ward.
    pub demo: bool,
    /// `None`: as last time, Vietnamese at first.
    pub language: Option<Language>,
    /// `None`: what suits the system, then the other.
    pub renderer: Option<RendererChoice>,
    pub screenshot: Option<Screenshot>,
    /// Tiles under the map; `None`: as last time.
    pub base_map: Option<PathBuf>,
    /// Boundaries that are only drawn.
    pub neighbours: Vec<PathBuf>,
    /// Move the map about, say what a frame costs, and end.
    pub bench: bool,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Theme {
    #[default]
    Light,
    Dark,
}

/// Projects that are remembered.
const RECENT: usize = 8;

/// What is kept between runs; of the data no more than where projects lie.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// BCP 47 code.
    pub language: String,
    pub theme: Theme,
    /// 1.0 is the designed size.
    pub scale: f32,
    pub left_open: bool,
    pub right_open: bool,
    pub bottom_open: bool,
    /// The tour was begun once.
    pub tour_seen: bool,
    /// Projects that were open, the last one first.
    pub recent_projects: Vec<PathBuf>,
    /// File or folder of tiles under the map.
    pub base_map: Option<PathBuf>,
    /// Instead of a file, pictures from a server. Never without the user's having switched it on.
    pub online_map: Option<OnlineMap>,
}

/// A server of pictures for the base map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnlineMap {
    /// With `{z}`, `{x}` and `{y}`.
    pub address: String,
    /// Whom the map has to name.
    pub attribution: String,
}

impl Default for OnlineMap {
    fn default() -> Self {
        Self {
            address: "https://tile.openstreetmap.org/{z}/{x}/{y}.png".to_owned(),
            attribution: "© OpenStreetMap contributors".to_owned(),
        }
    }
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            language: Language::Vi.code().to_owned(),
            theme: Theme::Light,
            scale: 1.0,
            left_open: true,
            right_open: true,
            bottom_open: true,
            tour_seen: false,
            recent_projects: Vec::new(),
            base_map: None,
            online_map: None,
        }
    }
}

impl Preferences {
    /// Smallest and largest size of the text.
    pub const SCALES: (f32, f32) = (0.8, 1.6);
    /// One press of + or −.
    pub const SCALE_STEP: f32 = 0.1;

    /// Puts a project first among those that were open.
    pub(super) fn remember_project(&mut self, path: &std::path::Path) {
        let path = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        self.recent_projects.retain(|known| *known != path);
        self.recent_projects.insert(0, path);
        self.recent_projects.truncate(RECENT);
    }

    pub fn language(&self) -> Language {
        Language::from_code(&self.language).unwrap_or_default()
    }
}
