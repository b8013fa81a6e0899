//! What is asked while drawing, carried out.

use super::{Drafts, DrawCommand, DrawFrom, Drawing, Tool};
use crate::app::session::NoticeKind;
use crate::app::{App, Stage, runs};
use crate::io::draft::{DraftFile, DraftOf, Step};
use crate::model::{Error, Result};
use crate::spatial::Projection;
use crate::spatial::coverage::{Coverage, Edit, Point};

impl App {
    /// Drawings are kept in this folder until they are in force.
    pub fn with_drafts(mut self, folder: std::path::PathBuf) -> Self {
        self.drafts = Drafts::in_folder(folder);
        self
    }

    /// The drawing, while one goes on.
    pub fn drawing(&self) -> Option<&Drawing> {
        self.drawing.as_ref()
    }

    /// The drawing that a former window left over: what of, when it was begun, and how many steps it has.
    pub fn left_over_drawing(&self) -> Option<(&DraftOf, usize)> {
        let is_ready = matches!(self.stage(), Stage::Ready { .. }) && self.drawing.is_none();
        let (draft, _) = self.drafts.left_over.as_ref().filter(|_| is_ready)?;
        Some((&draft.of, draft.steps.len()))
    }

    /// A drawing that was closed with the data is offered again with the next.
    pub(in crate::app) fn look_for_drawing(&mut self) {
        let Some(folder) = self.drafts.folder.as_ref().filter(|_| self.drawing.is_none()) else { return };
        if self.drafts.left_over.is_none() {
            self.drafts.left_over = DraftFile::left_over(folder);
        }
    }

    /// For a picture: ten parts with long names, and a line on its way.
    pub(in crate::app) fn draw_for_a_picture(&mut self) {
        self.begin_drawing(DrawFrom::Ward);
        let Some(drawing) = &self.drawing else { return };
        let corners: Vec<Point> = drawing.now.corners().into_keys().collect();
        let ends = |of: fn(&Point) -> i64| {
            let values = corners.iter().map(of);
            (values.clone().min().unwrap_or(0), values.max().unwrap_or(0))
        };
        let ((west, east), (south, north)) = (ends(|p| p.x), ends(|p| p.y));
        let at = |x: i64, y: i64| Point { x: west + (east - west) * x / 100, y: south + (north - south) * y / 100 };
        let lines = [
            vec![at(-5, 52), at(30, 46), at(62, 55), at(105, 49)],
            vec![at(22, -5), at(25, 30), at(20, 60), at(24, 105)],
            vec![at(46, -5), at(41, 40), at(45, 105)],
            vec![at(66, -5), at(69, 50), at(64, 105)],
            vec![at(84, -5), at(82, 60), at(86, 105)],
        ];
        for line in lines {
            self.edit_drawing(Edit::Split { faces: Vec::new(), line });
        }
        self.edit_drawing(Edit::NumberAll);
        let parts: Vec<_> = self.drawing.iter().flat_map(|drawing| &drawing.rows).map(|row| row.id).collect();
        for (n, face) in (1..).zip(parts) {
            let name = self.text.get(&format!("draw-example-{n}"));
            if self.text.has(&format!("draw-example-{n}")) {
                self.edit_drawing(Edit::Rename { face, name });
            }
        }
        if let Some(drawing) = &mut self.drawing {
            drawing.tool = Tool::Split;
            drawing.line = vec![at(5, 30), at(12, 36), at(17, 22)];
            drawing.chosen = drawing.rows.get(2).map(|row| row.id);
        }
        self.step_drawing(DrawCommand::Show(None));
    }

    /// What a drawing may begin with.
    pub fn draw_choices(&self) -> Vec<DrawFrom> {
        let Some(analysis) = &self.analysis else { return Vec::new() };
        let (zones, mut choices) = (&analysis.zones, Vec::new());
        if !zones.zones.is_empty() {
            choices.push(DrawFrom::Zones);
        }
        if let super::super::Selection::Zone(zone) = self.session.selection
            && zones.zones.len() > 1
            && zones.get(zone).is_some()
        {
            choices.push(DrawFrom::Zone(zone));
        }
        if !zones.parents.is_empty() || zones.study_area.is_some() || zones.zones.len() > 1 {
            choices.push(DrawFrom::Ward);
        }
        choices.push(DrawFrom::Nothing);
        choices
    }

    pub(in crate::app) fn step_drawing(&mut self, command: DrawCommand) {
        match command {
            DrawCommand::Open => {
                let is_ward_alone = self.analysis.as_ref().is_some_and(|analysis| analysis.zones.zones.len() == 1);
                match self.draw_choices().as_slice() {
                    [] => {}
                    [first @ DrawFrom::Zones, ..] if is_ward_alone => self.begin_drawing(*first),
                    [only] => self.begin_drawing(*only),
                    _ => self.session.draw_asked = true,
                }
            }
            DrawCommand::Begin(from) => self.begin_drawing(from),
            DrawCommand::Decline => self.session.draw_asked = false,
            DrawCommand::Restore => self.restore_drawing(),
            DrawCommand::Forget => {
                if let Some((_, file)) = self.drafts.left_over.take() {
                    file.remove();
                }
            }
            DrawCommand::Done => self.put_drawing_in_force(),
            DrawCommand::Leave => {
                if let Some(file) = self.drawing.take().and_then(|drawing| drawing.file) {
                    file.remove();
                }
            }
            command => self.draw(command),
        }
        if let (Some(drawing), Some(analysis)) = (&mut self.drawing, &self.analysis) {
            drawing.count(analysis, &self.wake);
        }
    }

    fn begin_drawing(&mut self, from: DrawFrom) {
        self.session.draw_asked = false;
        if self.drawing.is_some() {
            return;
        }
        match self.drawing_from(from) {
            Ok(drawing) => self.show_drawing(drawing),
            Err(error) => self.session.say(NoticeKind::Failed(error)),
        }
    }

    fn show_drawing(&mut self, drawing: Drawing) {
        self.session.measured = None;
        self.session.side_by_side = false;
        self.session.picking_start = false;
        self.drawing = Some(drawing);
    }

    fn drawing_from(&mut self, from: DrawFrom) -> Result<Drawing> {
        let Some(analysis) = &self.analysis else { return Err(Error::NoGridCrs) };
        let projection = Projection::from_epsg(analysis.grid_crs)?;
        let zones = &analysis.zones;
        let whole: Vec<&geo::MultiPolygon<f64>> = match (zones.parents.is_empty(), &zones.study_area) {
            (false, _) => zones.parents.iter().map(|zone| &zone.shape).collect(),
            (true, Some(outline)) => vec![outline],
            (true, None) => zones.zones.iter().map(|zone| &zone.shape).collect(),
        };
        // A single outline is to be split: its name is that of the ward, not of a part.
        let polygons: Vec<(&str, &str, &geo::MultiPolygon<f64>)> = match from {
            DrawFrom::Nothing => Vec::new(),
            DrawFrom::Zones if zones.zones.len() > 1 => {
                zones.zones.iter().map(|zone| (zone.id.as_str(), zone.name.as_str(), &zone.shape)).collect()
            }
            DrawFrom::Zones => zones.zones.iter().map(|zone| ("1", "", &zone.shape)).collect(),
            DrawFrom::Zone(index) => zones.get(index).map(|zone| ("1", "", &zone.shape)).into_iter().collect(),
            DrawFrom::Ward => whole.into_iter().map(|shape| ("1", "", shape)).collect(),
        };
        let (base, mended) = if polygons.is_empty() {
            (Coverage::empty(projection.epsg()), (0, 0))
        } else {
            let found = Coverage::found(&polygons, &projection).ok_or(Error::BoundariesNotDrawable)?;
            let base = if from == DrawFrom::Ward { found.coverage.as_one() } else { found.coverage };
            (base, (found.n_overlaps, found.n_gaps))
        };
        let source = self.project_file().map_or_else(|| zones.source.clone(), super::super::ProjectFile::name);
        let of = DraftOf { source, begun_unix_s: runs::now_unix_s() };
        let mut drawing = Drawing::new(of, base, projection);
        drawing.mended = mended;
        Ok(drawing)
    }

    fn restore_drawing(&mut self) {
        let Some((draft, file)) = self.drafts.left_over.take() else { return };
        if let Some(drawing) = Drawing::restored(&draft, file) {
            self.show_drawing(drawing);
        }
    }

    /// Commands that are about the drawing alone.
    fn draw(&mut self, command: DrawCommand) {
        let Some(drawing) = &mut self.drawing else { return };
        drawing.refused = None;
        match command {
            DrawCommand::Tool(tool) => {
                drawing.tool = tool;
                drawing.line.clear();
                drawing.corner = None;
            }
            DrawCommand::Back => drop(drawing.line.pop()),
            DrawCommand::DropLine if drawing.line.is_empty() => {
                (drawing.chosen, drawing.corner) = (None, None);
            }
            DrawCommand::DropLine => drawing.line.clear(),
            DrawCommand::Choose(part) => drawing.chosen = part,
            DrawCommand::Corner(corner) => drawing.corner = corner,
            DrawCommand::UnlockOutline(unlocked) => drawing.outline_unlocked = unlocked,
            DrawCommand::AskLeave(asked) => drawing.leaving = asked,
            DrawCommand::Show(part) => drawing.focus = (drawing.focus.0 + 1, part),
            DrawCommand::Place(at) => self.place(at),
            DrawCommand::Finish => self.finish_line(),
            DrawCommand::Edit(edit) => self.edit_drawing(edit),
            DrawCommand::Undo => self.walk_drawing(true),
            DrawCommand::Redo => self.walk_drawing(false),
            _ => {}
        }
    }

    fn place(&mut self, at: Point) {
        let Some(drawing) = &mut self.drawing else { return };
        let part = drawing.now.face_at(at);
        match (drawing.tool, drawing.chosen, part) {
            (Tool::Ring, ..) if drawing.line.len() > 2 && drawing.line.first() == Some(&at) => self.finish_line(),
            (Tool::Split | Tool::Ring, ..) => drawing.line.push(at),
            (Tool::Merge, Some(into), Some(from)) if into != from => self.edit_drawing(Edit::Merge { into, from }),
            (Tool::Choose | Tool::Merge, ..) => drawing.chosen = part,
            (Tool::Corners, ..) => {
                drawing.corner = None;
                drawing.chosen = part;
            }
        }
    }

    fn finish_line(&mut self) {
        let Some(drawing) = &mut self.drawing else { return };
        let beyond = drawing.outline_unlocked || drawing.now.n_faces() == 0;
        let line = drawing.line.clone();
        let edit = match drawing.tool {
            Tool::Split => Edit::Split { faces: drawing.chosen.into_iter().collect(), line },
            Tool::Ring => Edit::Draw { ring: line, beyond },
            _ => return,
        };
        self.edit_drawing(edit);
    }

    fn edit_drawing(&mut self, edit: Edit) {
        let Some(drawing) = &mut self.drawing else { return };
        let is_line = matches!(edit, Edit::Split { .. } | Edit::Draw { .. });
        match drawing.apply(&edit) {
            Ok(subject) => {
                if is_line {
                    drawing.line.clear();
                    // What is cut next is most likely another part.
                    drawing.chosen = None;
                }
                if let Edit::Move { to, .. } = edit {
                    drawing.corner = Some(to);
                }
                if matches!(edit, Edit::Draw { .. } | Edit::Merge { .. }) {
                    drawing.chosen = subject;
                }
                self.write_down(&Step::Edit(edit));
            }
            Err(refusal) => drawing.refused = Some(refusal),
        }
    }

    fn walk_drawing(&mut self, back: bool) {
        let Some(drawing) = &mut self.drawing else { return };
        drawing.line.clear();
        if let Some(key) = drawing.walk(back) {
            self.session.say(if back { NoticeKind::Undone(key) } else { NoticeKind::Redone(key) });
            self.write_down(if back { &Step::Undo } else { &Step::Redo });
        }
    }

    /// Writes a step down; the first one begins the file, so that a drawing without a step leaves none.
    fn write_down(&mut self, step: &Step) {
        let Some(drawing) = &mut self.drawing else { return };
        drawing.refresh();
        let Some(folder) = &self.drafts.folder else { return };
        let written = match &mut drawing.file {
            Some(file) => file.add(step),
            None => {
                let base = drawing.done.first().map_or(&drawing.now, |(_, base)| base);
                DraftFile::begin(folder, drawing.of.clone(), base.as_ref().clone()).and_then(|mut file| {
                    file.add(step)?;
                    drawing.file = Some(file);
                    Ok(())
                })
            }
        };
        if let Err(error) = written {
            self.session.say(NoticeKind::Failed(error));
        }
    }
}
