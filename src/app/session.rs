//! What is selected, shown and said at the moment. Nothing of it is saved or undone.

use super::OnlineMap;
use super::import::NameDecisions;
use crate::model::{BoundaryNote, CellId, Error, Month, ZoneIndex};

/// The one thing that map, table and card are about. Names outlive an analysis, so a selection survives an update.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub enum Selection {
    #[default]
    Nothing,
    /// By [`crate::model::WeakSpot::spot_id`].
    Spot(String),
    Cell(CellId),
    Zone(ZoneIndex),
}

/// A layer of the map that can be switched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layer {
    Cells,
    Spots,
    Zones,
    Gaps,
    Plan,
    Samples,
}

impl Layer {
    pub const ALL: [Self; 6] = [Self::Cells, Self::Spots, Self::Zones, Self::Gaps, Self::Plan, Self::Samples];

    /// Key of its name in the text catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::Cells => "layer-cells",
            Self::Spots => "layer-spots",
            Self::Zones => "layer-zones",
            Self::Gaps => "layer-gaps",
            Self::Plan => "layer-plan",
            Self::Samples => "layer-samples",
        }
    }
}

/// Which layers are on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layers {
    pub cells: bool,
    pub spots: bool,
    pub zones: bool,
    pub gaps: bool,
    pub plan: bool,
    pub samples: bool,
}

impl Default for Layers {
    fn default() -> Self {
        Self { cells: true, spots: true, zones: true, gaps: false, plan: true, samples: false }
    }
}

impl Layers {
    pub fn is_on(&self, layer: Layer) -> bool {
        match layer {
            Layer::Cells => self.cells,
            Layer::Spots => self.spots,
            Layer::Zones => self.zones,
            Layer::Gaps => self.gaps,
            Layer::Plan => self.plan,
            Layer::Samples => self.samples,
        }
    }

    pub fn set(&mut self, layer: Layer, on: bool) {
        let flag = match layer {
            Layer::Cells => &mut self.cells,
            Layer::Spots => &mut self.spots,
            Layer::Zones => &mut self.zones,
            Layer::Gaps => &mut self.gaps,
            Layer::Plan => &mut self.plan,
            Layer::Samples => &mut self.samples,
        };
        *flag = on;
    }
}

/// Something said at the edge of the window; never modal.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// Counts up; closes the right one.
    pub id: u64,
    pub kind: NoticeKind,
}

/// What a notice says.
#[derive(Debug, Clone, PartialEq)]
pub enum NoticeKind {
    /// The step with this key was taken back.
    Undone(&'static str),
    Redone(&'static str),
    /// A list was written to this file.
    Exported(String),
    Copied,
    /// Of so many weak spots so many are robust.
    Tested {
        robust: u64,
        tested: u64,
    },
    /// Files were read as files with the same headers were before.
    ReadAsRemembered,
    /// Files that lie beside the evidence wait for samples.
    ContextKept,
    /// Files were taken into the project: rows that are new and that repeat others, and files that were there before.
    Imported {
        added: u64,
        repeats: u64,
        known: u64,
        /// A column means something else than in an earlier file.
        changed: bool,
    },
    /// An import was taken back.
    ImportUndone,
    /// A project of an older version was brought to this one; it is kept as it was in this file.
    Migrated(String),
    /// So many copies of projects of older versions were deleted.
    CopiesDeleted(u64),
    /// What could be read of a damaged project was written into this file, which is open now.
    Rescued(String),
    /// Boundaries that were drawn are in force; whether an open project keeps them.
    Drawn {
        n: u64,
        kept: bool,
    },
    /// A plan was taken off the map, or (`kept`) that of an earlier time out of the project; it can be brought back.
    PlanRemoved {
        kept: bool,
    },
    /// The plan of an earlier time is in the project again.
    PlanLaidBack,
    /// What was noticed of a file of boundaries that was read.
    Noted(BoundaryNote),
    /// Something failed and nothing was changed.
    Failed(Error),
}

/// State of the moment.
#[derive(Debug, Clone, Default)]
pub struct Session {
    pub selection: Selection,
    pub layers: Layers,
    pub tab: super::Tab,
    pub notices: Vec<Notice>,
    pub help_open: bool,
    pub palette_open: bool,
    pub settings_open: bool,
    /// The server of pictures that is being written down.
    pub online_map: Option<OnlineMap>,
    /// The same map for each operator side by side.
    pub side_by_side: bool,
    /// A way that is being measured on the map.
    pub measured: Option<super::Measured>,
    /// Steps that the map was asked to move to the east and to the north.
    pub pan_asked: (i64, i64),
    /// Steps that the map was asked to come nearer, less those away.
    pub zoom_asked: i64,
    /// Counts up when the panels should have their designed widths.
    pub layout_resets: u64,
    /// What the last import brought is shown.
    pub report_open: bool,
    /// The page of names of operators is shown, with what is chosen on it.
    pub names_open: Option<NameDecisions>,
    /// What is about to be left out by hand.
    pub correcting: Option<super::CorrectionDraft>,
    /// The page of criteria is shown.
    pub criteria: Option<super::CriteriaPage>,
    /// It is asked what a drawing is to begin with.
    pub draw_asked: bool,
    /// The page of how to write the boundaries in force.
    pub boundary_file: Option<super::BoundaryFile>,
    /// The list that is being written are the boundaries.
    pub(super) saving_boundaries: bool,
    /// The history of imports of the project is shown.
    pub imports_open: bool,
    /// The import that is about to be taken back.
    pub undo_asked: Option<i64>,
    /// What a damaged project lost is shown.
    pub losses_open: bool,
    /// Copies of earlier versions are about to be deleted.
    pub delete_copies_asked: bool,
    /// The chain behind a verdict is unfolded.
    pub chain_open: bool,
    /// What the scan says is unfolded.
    pub proof_open: bool,
    /// The samples of the place are unfolded.
    pub samples_open: bool,
    /// Suspected spots that rest on a vote or two are listed and drawn.
    pub few_votes_open: bool,
    /// Code of the flag whose rows are listed.
    pub flag_open: Option<&'static str>,
    /// A click on the map says where teams set out.
    pub picking_start: bool,
    /// Month from which on a fix is said to work.
    pub fix_month: Option<Month>,
    /// Counts up when the map should move.
    pub focus_asked: u64,
    /// Then it shows everything, not the selection.
    pub focus_on_all: bool,
    next_notice: u64,
}

/// Notices shown at a time.
const NOTICES: usize = 3;

impl Session {
    /// Asks the map to show the selection, or everything.
    pub(super) fn focus(&mut self, on_all: bool) {
        self.focus_on_all = on_all;
        self.focus_asked += 1;
    }

    pub(super) fn say(&mut self, kind: NoticeKind) {
        self.next_notice += 1;
        self.notices.push(Notice { id: self.next_notice, kind });
        let surplus = self.notices.len().saturating_sub(NOTICES);
        self.notices.drain(..surplus);
    }
}
