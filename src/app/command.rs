//! What may be asked of the window.

use std::path::PathBuf;

use super::import::ImportCommand;
use super::{
    BoundaryFile, ContextCommand, CorrectionCommand, CriteriaCommand, DrawCommand, Edit, Export, ExportFormat, Layer,
    MeasureCommand, MeetingCommand, OnlineMap, PlanCommand, PlanFormat, ProjectCommand, Selection, Theme, TourCommand,
};
use crate::model::{Month, Period, Profile};
use crate::text::Language;

/// A part of the window that can be folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Panel {
    Left,
    Right,
    Bottom,
}

/// What can be unfolded within a panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The steps behind a verdict.
    Chain,
    /// What the scan says, in words.
    Proof,
    /// The samples of the place.
    Samples,
    /// Suspected spots that rest on a vote or two.
    FewVotes,
}

/// A table at the bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Tab {
    #[default]
    Spots,
    Gaps,
    Zones,
    Plan,
    Comparison,
    Changes,
    /// Gates in FCC style; there only while the criteria have them.
    Gates,
    Quality,
    /// Numbers of samples by a table of the portal; there only while such a table is open.
    Quota,
}

impl Tab {
    pub const ALL: [Self; 9] = [
        Self::Spots,
        Self::Gaps,
        Self::Plan,
        Self::Zones,
        Self::Comparison,
        Self::Changes,
        Self::Gates,
        Self::Quality,
        Self::Quota,
    ];

    /// Key of its name in the text catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::Spots => "tab-spots",
            Self::Gaps => "tab-gaps",
            Self::Zones => "tab-zones",
            Self::Plan => "tab-plan",
            Self::Comparison => "tab-comparison",
            Self::Changes => "tab-changes",
            Self::Gates => "tab-gates",
            Self::Quality => "tab-quality",
            Self::Quota => "tab-quota",
        }
    }
}

/// A question put in a dialog of the system.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    Files,
    Folder,
    /// A file of tiles, or a folder of them.
    BaseMap,
    BaseMapFolder,
    Target(Export, ExportFormat),
    PlanTarget(PlanFormat),
    /// Where to write the boundaries in force.
    BoundaryTarget(BoundaryFile),
    /// A file of criteria to read.
    ProfileFile,
    /// A file of criteria to write this profile to.
    ProfileTarget(Box<Profile>),
    /// Which project to open.
    Project,
    /// Where to create one.
    NewProject,
    /// Where to copy the open one to.
    ProjectCopy,
}

/// One request. Views return them; [`super::App::update`] carries them out.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    Edit(Edit),
    Undo,
    Redo,
    /// Look at these files, to add them to what is open.
    Open(Vec<PathBuf>),
    Import(ImportCommand),
    OpenSampleWard,
    /// Read the files again after an error.
    Retry,
    /// Back to the welcome screen.
    Close,
    Ask(Ask),
    Export(Export, ExportFormat, PathBuf),
    Plan(PlanCommand),
    Project(ProjectCommand),
    Select(Selection),
    /// Select, and bring it into view.
    Focus(Selection),
    /// Bring everything into view.
    ShowAll,
    /// Bring the selection into view.
    ShowSelection,
    /// Select the next weak spot by rank, or the one before.
    WalkSpots {
        back: bool,
    },
    /// Move the map so many steps to the east and to the north.
    Pan {
        east: i64,
        north: i64,
    },
    /// Draw the map one step nearer or farther.
    Zoom {
        nearer: bool,
    },
    /// The same map for each operator side by side, or one map.
    ShowSideBySide(bool),
    Measure(MeasureCommand),
    Meeting(MeetingCommand),
    /// Draw boundaries by hand.
    Draw(DrawCommand),
    /// The page of how to write the boundaries in force; `None`: away with it.
    ShowBoundaryFile(Option<BoundaryFile>),
    SaveBoundaries(BoundaryFile, PathBuf),
    Tour(TourCommand),
    ShowLayer(Layer, bool),
    Context(ContextCommand),
    Criteria(CriteriaCommand),
    /// Leave something out by hand.
    Correct(CorrectionCommand),
    ShowTab(Tab),
    /// Fold or unfold.
    Toggle(Panel),
    Unfold(Part),
    /// List the rows that carry the flag with this code; `None`: back to the flags.
    ShowFlagged(Option<&'static str>),
    /// Compare the selected place before and from the first day of this month on; `None`: no comparison.
    SetFixMonth(Option<Month>),
    ShowHelp(bool),
    ShowPalette(bool),
    ShowSettings(bool),
    /// Panels as they are designed: all open, each of its own width.
    ResetLayout,
    ShowReport(bool),
    /// Open or close the page of names of operators.
    ShowNames(bool),
    /// Choose on that page what a name stands for; `None`: not decided.
    DecideName(String, Option<String>),
    /// Carry out what was chosen there.
    ApplyNames,
    /// See which weak spots stay under other thresholds and grids.
    TestRobustness,
    /// Hear second opinions on the cells.
    AskOpinions,
    /// See what has changed in the latest month since the one before.
    ShowChanges,
    /// See what has changed since an earlier period; `None`: no comparison.
    CompareWith(Option<Period>),
    /// Stop the running work.
    Cancel,
    Dismiss(u64),
    /// A text was put on the clipboard.
    Copied,
    OpenFolder(PathBuf),
    /// Shows the user's guide, in the browser of the system.
    OpenGuide,
    SetLanguage(Language),
    SetTheme(Theme),
    SetScale(f32),
    /// A file or folder of tiles under the map; `None`: none.
    SetBaseMap(Option<PathBuf>),
    /// The server of pictures that is being written down; `None`: written down no more.
    EditOnlineMap(Option<OnlineMap>),
    /// Pictures from a server under the map.
    UseOnlineMap(OnlineMap),
}
