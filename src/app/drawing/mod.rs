//! Boundaries drawn by hand: what the officer is drawing, its steps, and how it comes into force.

mod counts;
mod force;
mod steps;

use std::path::PathBuf;
use std::sync::Arc;

pub use counts::PartCounts;
pub use force::{BoundaryFile, DrawnZones};

use crate::io::draft::{Draft, DraftFile, DraftOf, Step};
use crate::model::{LonLat, ZoneIndex};
use crate::spatial::coverage::{Coverage, Edit, FaceId, Point, Refusal};
use crate::spatial::{Projection, geodesic_area_m2};

/// What a click on the map does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tool {
    /// Chooses a part.
    Choose,
    /// Draws a line that cuts.
    #[default]
    Split,
    /// Draws a ring that becomes a part.
    Ring,
    /// Moves corners, puts them in, takes them out.
    Corners,
    /// Joins two parts.
    Merge,
}

impl Tool {
    pub const ALL: [Self; 5] = [Self::Choose, Self::Split, Self::Ring, Self::Corners, Self::Merge];

    /// Key of its name in the text catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::Choose => "draw-tool-choose",
            Self::Split => "draw-tool-split",
            Self::Ring => "draw-tool-ring",
            Self::Corners => "draw-tool-corners",
            Self::Merge => "draw-tool-merge",
        }
    }

    /// Whether a line is drawn with it.
    pub fn draws(self) -> bool {
        matches!(self, Self::Split | Self::Ring)
    }
}

/// What a drawing begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrawFrom {
    /// All zones in force.
    Zones,
    /// One of them.
    Zone(ZoneIndex),
    /// The outline around the zones, without them.
    Ward,
    /// Nothing: the outline is drawn around the samples.
    Nothing,
}

/// What may be asked while drawing.
#[derive(Debug, Clone, PartialEq)]
pub enum DrawCommand {
    /// Ask what to begin with, or begin where there is no question.
    Open,
    Begin(DrawFrom),
    /// Do not begin after all.
    Decline,
    /// Go on with the drawing that was left over, or give it up.
    Restore,
    Forget,
    Tool(Tool),
    /// A place was clicked, or chosen by key.
    Place(Point),
    /// Take the last point of the line back.
    Back,
    /// The line is complete.
    Finish,
    /// Give the line up.
    DropLine,
    Choose(Option<FaceId>),
    /// Move a corner, or another step that is complete by itself.
    Edit(Edit),
    /// The corner that is worked on.
    Corner(Option<Point>),
    Undo,
    Redo,
    UnlockOutline(bool),
    /// Bring a part into view, or everything.
    Show(Option<FaceId>),
    /// Put the parts in force.
    Done,
    /// Ask whether to give the drawing up; then do.
    AskLeave(bool),
    Leave,
}

/// A part as the list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct PartRow {
    pub id: FaceId,
    pub number: String,
    pub name: String,
    pub area_m2: f64,
    /// South-west and north-east corner.
    pub bounds: Option<(LonLat, LonLat)>,
}

/// Steps that can be taken back.
const LIMIT: usize = 300;

/// A drawing.
#[derive(Debug)]
pub struct Drawing {
    of: DraftOf,
    projection: Projection,
    now: Arc<Coverage>,
    done: Vec<(&'static str, Arc<Coverage>)>,
    undone: Vec<(&'static str, Arc<Coverage>)>,
    tool: Tool,
    line: Vec<Point>,
    chosen: Option<FaceId>,
    corner: Option<Point>,
    outline_unlocked: bool,
    refused: Option<Refusal>,
    leaving: bool,
    rows: Vec<PartRow>,
    counts: PartCounts,
    /// Where the map is asked to go; counts up.
    focus: (u64, Option<FaceId>),
    file: Option<DraftFile>,
    /// Overlaps and gaps of the file that were closed at the beginning.
    mended: (usize, usize),
}

impl Drawing {
    fn new(of: DraftOf, base: Coverage, projection: Projection) -> Self {
        // A single part is the ward to be split; several were drawn before; none is to be drawn.
        let tool = match base.n_faces() {
            0 => Tool::Ring,
            1 => Tool::Split,
            _ => Tool::Choose,
        };
        let mut drawing = Self {
            of,
            projection,
            now: Arc::new(base),
            done: Vec::new(),
            undone: Vec::new(),
            tool,
            line: Vec::new(),
            chosen: None,
            corner: None,
            outline_unlocked: false,
            refused: None,
            leaving: false,
            rows: Vec::new(),
            counts: PartCounts::default(),
            focus: (1, None),
            file: None,
            mended: (0, 0),
        };
        drawing.refresh();
        drawing
    }

    /// As a file tells it, with all its steps to be taken back.
    fn restored(draft: &Draft, file: DraftFile) -> Option<Self> {
        let projection = Projection::from_epsg(draft.base.epsg()).ok()?;
        let mut drawing = Self::new(draft.of.clone(), draft.base.clone(), projection);
        for step in &draft.steps {
            match step {
                Step::Edit(edit) => drop(drawing.apply(edit)),
                Step::Undo => drop(drawing.walk(true)),
                Step::Redo => drop(drawing.walk(false)),
            }
        }
        drawing.file = Some(file);
        drawing.refresh();
        Some(drawing)
    }

    pub fn coverage(&self) -> &Arc<Coverage> {
        &self.now
    }

    pub fn projection(&self) -> &Projection {
        &self.projection
    }

    pub fn of(&self) -> &DraftOf {
        &self.of
    }

    pub fn tool(&self) -> Tool {
        self.tool
    }

    /// Points of the line that is being drawn.
    pub fn line(&self) -> &[Point] {
        &self.line
    }

    pub fn chosen(&self) -> Option<FaceId> {
        self.chosen
    }

    pub fn corner(&self) -> Option<Point> {
        self.corner
    }

    pub fn is_outline_unlocked(&self) -> bool {
        self.outline_unlocked
    }

    /// Why the last step could not be done.
    pub fn refused(&self) -> Option<Refusal> {
        self.refused
    }

    pub fn is_leaving(&self) -> bool {
        self.leaving
    }

    pub fn rows(&self) -> &[PartRow] {
        &self.rows
    }

    /// Samples in each part; `None` while they are being counted.
    pub fn n_samples(&self, id: FaceId) -> Option<u64> {
        self.counts.of(&self.now, id)
    }

    pub fn focus(&self) -> (u64, Option<FaceId>) {
        self.focus
    }

    /// Overlaps and gaps of the file that were closed at the beginning.
    pub fn mended(&self) -> (usize, usize) {
        self.mended
    }

    pub fn undo_key(&self) -> Option<&'static str> {
        self.done.last().map(|(key, _)| *key)
    }

    pub fn redo_key(&self) -> Option<&'static str> {
        self.undone.last().map(|(key, _)| *key)
    }

    fn apply(&mut self, edit: &Edit) -> Result<Option<FaceId>, Refusal> {
        let (next, subject) = self.now.after(edit)?;
        if next != *self.now {
            let before = std::mem::replace(&mut self.now, Arc::new(next));
            self.done.push((edit.key(), before));
            if self.done.len() > LIMIT {
                self.done.remove(0);
            }
            self.undone.clear();
        }
        Ok(subject)
    }

    fn walk(&mut self, back: bool) -> Option<&'static str> {
        let (from, to) = if back { (&mut self.done, &mut self.undone) } else { (&mut self.undone, &mut self.done) };
        let (key, other) = from.pop()?;
        to.push((key, std::mem::replace(&mut self.now, other)));
        Some(key)
    }

    fn refresh(&mut self) {
        let (coverage, projection) = (&self.now, &self.projection);
        let row = |(id, face): (FaceId, &crate::spatial::coverage::Face)| {
            let shape = coverage.shape(id, projection);
            PartRow {
                id,
                number: face.number.clone(),
                name: face.name.clone(),
                area_m2: shape.as_ref().map_or(0.0, geodesic_area_m2),
                bounds: shape.as_ref().and_then(crate::spatial::bounds),
            }
        };
        self.rows = coverage.faces().map(row).collect();
        // Numbers before words, as a person counts.
        self.rows.sort_by_key(|row| (row.number.parse::<u32>().unwrap_or(u32::MAX), row.number.clone(), row.id));
        self.chosen = self.chosen.filter(|id| coverage.face(*id).is_some());
        self.corner = self.corner.filter(|corner| coverage.corners().contains_key(corner));
    }
}

/// Drawings that are kept on the disk.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    /// Where; `None`: nowhere.
    folder: Option<PathBuf>,
    left_over: Option<(Draft, DraftFile)>,
    /// In force, but in no project or file yet.
    unsaved: Option<DraftFile>,
}

impl Drafts {
    pub(super) fn in_folder(folder: PathBuf) -> Self {
        let left_over = DraftFile::left_over(&folder);
        Self { folder: Some(folder), left_over, unsaved: None }
    }
}
