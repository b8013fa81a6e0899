//! What can be done to a drawing, and why something cannot be.

use serde::{Deserialize, Serialize};

use super::point::Point;
use super::{Coverage, FaceId};

/// One step of drawing. Values: they can be written down, done again and taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Edit {
    /// Cut the faces that the line crosses; with a list only those on it. Ends that lead nowhere fall away.
    Split {
        faces: Vec<FaceId>,
        line: Vec<Point>,
    },
    /// Make a face of the ground in a ring, taken from the faces there; with `beyond` also of ground that had no face.
    Draw {
        ring: Vec<Point>,
        beyond: bool,
    },
    /// Move a corner; onto another corner or a border it joins it. Corners of the outline need `outline`; without it
    /// the borders that end there slide along the outline.
    Move {
        corner: Point,
        to: Point,
        outline: bool,
    },
    /// Put a corner on a border, and from there to a place beside it.
    InsertVertex {
        border: (Point, Point),
        at: Point,
        outline: bool,
    },
    /// Take a corner out of a border.
    RemoveVertex {
        corner: Point,
        outline: bool,
    },
    /// Give the ground of one face to another that it touches.
    Merge {
        into: FaceId,
        from: FaceId,
    },
    Rename {
        face: FaceId,
        name: String,
    },
    Renumber {
        face: FaceId,
        number: String,
    },
    /// Number all faces from 1, from north to south and from west to east.
    NumberAll,
}

impl Edit {
    /// Key of the step's name in the text catalogue.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Split { .. } => "draw-step-split",
            Self::Draw { .. } => "draw-step-draw",
            Self::Move { .. } => "draw-step-move",
            Self::InsertVertex { .. } => "draw-step-insert",
            Self::RemoveVertex { .. } => "draw-step-remove",
            Self::Merge { .. } => "draw-step-merge",
            Self::Rename { .. } => "draw-step-rename",
            Self::Renumber { .. } | Self::NumberAll => "draw-step-number",
        }
    }
}

/// Why a step cannot be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// A line of fewer than two points, a ring of fewer than three.
    TooShort,
    /// The line or ring would cross or touch itself.
    CrossesItself,
    /// The line cuts no face into two.
    CutsNothing,
    /// The ring holds no ground of any face.
    Outside,
    /// It would leave a piece of less than a square metre.
    Sliver,
    /// The move would lead a border over another corner or border.
    Folds,
    /// A corner of the outline, which is locked.
    OutlineLocked,
    /// More than two borders meet in this corner.
    Junction,
    /// Without this corner a ring would have no ground.
    LastCorners,
    /// The faces have no border in common.
    Apart,
    /// Another face has this number.
    NumberTaken,
    NumberEmpty,
    /// The face, border or corner is not there any more.
    Gone,
    /// Too many lines at one place.
    Tangled,
}

impl Refusal {
    /// Key of the sentence in the text catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::TooShort => "draw-refused-too-short",
            Self::CrossesItself => "draw-refused-crosses-itself",
            Self::CutsNothing => "draw-refused-cuts-nothing",
            Self::Outside => "draw-refused-outside",
            Self::Sliver => "draw-refused-sliver",
            Self::Folds => "draw-refused-folds",
            Self::OutlineLocked => "draw-refused-outline-locked",
            Self::Junction => "draw-refused-junction",
            Self::LastCorners => "draw-refused-last-corners",
            Self::Apart => "draw-refused-apart",
            Self::NumberTaken => "draw-refused-number-taken",
            Self::NumberEmpty => "draw-refused-number-empty",
            Self::Gone => "draw-refused-gone",
            Self::Tangled => "draw-refused-tangled",
        }
    }
}

impl Coverage {
    /// The drawing after a step, and the face that the step is about; or why it cannot be done.
    pub fn after(&self, edit: &Edit) -> Result<(Self, Option<FaceId>), Refusal> {
        let mut next = self.clone();
        let subject = match edit {
            Edit::Split { faces, line } => next.split(faces, line)?,
            Edit::Draw { ring, beyond } => Some(next.draw(ring, *beyond)?),
            Edit::Move { corner, to, outline } => next.move_corner(*corner, *to, *outline).map(|()| None)?,
            Edit::InsertVertex { border, at, outline } => next.insert(*border, *at, *outline).map(|()| None)?,
            Edit::RemoveVertex { corner, outline } => next.remove(*corner, *outline).map(|()| None)?,
            Edit::Merge { into, from } => Some(next.merge(*into, *from)?),
            Edit::Rename { face, name } => {
                next.faces.get_mut(face).ok_or(Refusal::Gone)?.name = name.trim().to_owned();
                Some(*face)
            }
            Edit::Renumber { face, number } => Some(next.renumber(*face, number.trim())?),
            Edit::NumberAll => {
                next.number_all();
                None
            }
        };
        let is_about_words = matches!(edit, Edit::Rename { .. } | Edit::Renumber { .. } | Edit::NumberAll);
        // Each step keeps the drawing sound by itself; a slip in one of them must not reach a map.
        if is_about_words || next.is_sound() { Ok((next, subject)) } else { Err(Refusal::Tangled) }
    }

    fn merge(&mut self, into: FaceId, from: FaceId) -> Result<FaceId, Refusal> {
        let (kept, given) = (self.face(into).ok_or(Refusal::Gone)?, self.face(from).ok_or(Refusal::Gone)?);
        let mut edges: Vec<_> = kept.edges().collect();
        let shared = given.edges().any(|(a, b)| edges.contains(&(b, a)));
        if into == from || !shared {
            return Err(Refusal::Apart);
        }
        edges.extend(given.edges());
        self.faces.remove(&from);
        self.set_edges(into, &edges);
        Ok(into)
    }

    fn renumber(&mut self, id: FaceId, number: &str) -> Result<FaceId, Refusal> {
        if number.is_empty() {
            return Err(Refusal::NumberEmpty);
        }
        if self.faces.iter().any(|(other, face)| *other != id && face.number == number) {
            return Err(Refusal::NumberTaken);
        }
        number.clone_into(&mut self.faces.get_mut(&id).ok_or(Refusal::Gone)?.number);
        Ok(id)
    }

    fn number_all(&mut self) {
        let corner = |face: &super::Face| {
            let points = face.rings.iter().flatten();
            let (west, north) = (points.clone().map(|p| p.x).min(), points.map(|p| p.y).max());
            (std::cmp::Reverse(north), west)
        };
        let mut order: Vec<FaceId> = self.faces.keys().copied().collect();
        order.sort_by_key(|id| (self.faces.get(id).map(corner), *id));
        for (number, id) in (1_usize..).zip(order) {
            if let Some(face) = self.faces.get_mut(&id) {
                face.number = number.to_string();
            }
        }
    }
}
