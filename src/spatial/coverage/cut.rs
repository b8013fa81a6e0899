//! Cutting faces along lines: by a line across them, or by a ring.

use std::collections::{BTreeMap, BTreeSet};

use super::noding::{Line, node};
use super::point::{Point, passes, twice_area};
use super::trace::{Edge, Piece, edges_of, is_left_inside, pieces_of, rings_of};
use super::{Coverage, FaceId, Refusal};

/// A crossing this close to a corner of a border is put into the corner, in millimetres: slivers help nobody.
const TO_CORNER: i128 = 50;

/// Twice the area of the smallest piece that a cut may leave: a square metre.
const SMALLEST: i128 = 2_000_000;

/// What a line is while it is being cut.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// A border, with the faces at its left and right.
    Old(Option<FaceId>, Option<FaceId>),
    New,
}

/// Ground that a cut has made or left.
pub(super) struct CutPiece {
    /// The face it was; `None` for ground that had none.
    pub of: Option<FaceId>,
    pub piece: Piece,
    /// Whether a new border is part of its edge.
    pub is_cut: bool,
}

/// What a cut has come to.
pub(super) struct Pieces {
    pub all: Vec<CutPiece>,
    /// The lines that cut, in their direction, cut up like all others.
    pub lines: Vec<Edge>,
}

impl Coverage {
    /// Cuts the ground along directed lines. With a list only those faces, with `beyond` also ground without a face.
    pub(super) fn cut(&self, along: &[Edge], only: &[FaceId], beyond: bool) -> Result<Pieces, Refusal> {
        let edges = self.edges();
        let old = edges.iter().filter_map(|((a, b), left)| {
            let right = edges.get(&(*b, *a)).copied();
            (right.is_none() || a < b).then_some(Line { a: *a, b: *b, tag: Kind::Old(Some(*left), right) })
        });
        let mut lines: Vec<Line<Kind>> = old.collect();
        let n_clean = lines.len();
        lines.extend(along.iter().filter(|(a, b)| a != b).map(|(a, b)| Line { a: *a, b: *b, tag: Kind::New }));
        let noded = node(lines, n_clean, to_corner).ok_or(Refusal::Tangled)?;

        let mut labels: BTreeMap<Edge, Option<FaceId>> = BTreeMap::new();
        for line in &noded {
            if let Kind::Old(left, right) = line.tag {
                for (edge, face) in [((line.a, line.b), left), ((line.b, line.a), right)] {
                    if labels.insert(edge, face).is_some_and(|other| other != face) {
                        return Err(Refusal::Sliver);
                    }
                }
            }
        }
        let lines: Vec<Edge> =
            noded.iter().filter(|line| matches!(line.tag, Kind::New)).map(|line| (line.a, line.b)).collect();
        let old: Vec<(Edge, FaceId)> = labels.iter().filter_map(|(edge, face)| Some((*edge, (*face)?))).collect();
        let mut new: BTreeMap<Edge, Option<FaceId>> = BTreeMap::new();
        for (a, b) in &lines {
            if labels.contains_key(&(*a, *b)) {
                continue;
            }
            let face = face_of_middle(&old, (*a, *b));
            let wanted = face.map_or(beyond, |face| only.is_empty() || only.contains(&face));
            if wanted {
                new.insert((*a.min(b), *a.max(b)), face);
            }
        }
        prune(&mut new, &labels);
        if new.is_empty() {
            return Err(Refusal::CutsNothing);
        }
        let is_new: BTreeSet<Edge> = new.keys().flat_map(|(a, b)| [(*a, *b), (*b, *a)]).collect();
        for ((a, b), face) in new {
            labels.insert((a, b), face);
            labels.insert((b, a), face);
        }
        Ok(Pieces { all: pieces(&labels, &is_new)?, lines })
    }

    pub(super) fn split(&mut self, only: &[FaceId], line: &[Point]) -> Result<Option<FaceId>, Refusal> {
        let along = without_repeats(line);
        if along.len() < 2 {
            return Err(Refusal::TooShort);
        }
        let along: Vec<Edge> = along.windows(2).map(|pair| (pair[0], pair[1])).collect();
        if meets_itself(&along, false) {
            return Err(Refusal::CrossesItself);
        }
        let cut = self.cut(&along, only, false)?;
        let mut of_face: BTreeMap<FaceId, Vec<CutPiece>> = BTreeMap::new();
        for piece in cut.all {
            if let Some(face) = piece.of {
                of_face.entry(face).or_default().push(piece);
            }
        }
        let mut made = None;
        for (face, mut pieces) in of_face {
            let n_cut = pieces.iter().filter(|piece| piece.is_cut).count();
            pieces.sort_by_key(|piece| (!piece.is_cut, std::cmp::Reverse(piece.piece.twice_area())));
            if pieces.iter().any(|piece| piece.is_cut && piece.piece.twice_area() < SMALLEST) {
                return Err(Refusal::Sliver);
            }
            // The largest keeps name and number, and whatever of the face the line did not meet.
            let mut kept: Vec<Edge> = Vec::new();
            for (i, piece) in pieces.iter().enumerate() {
                if i == 0 || i >= n_cut {
                    kept.extend(piece.piece.edges());
                } else {
                    let id = self.new_id();
                    self.add(id, &piece.piece.edges().collect::<Vec<_>>());
                    made = Some(id);
                }
            }
            self.set_edges(face, &kept);
        }
        made.map(Some).ok_or(Refusal::CutsNothing)
    }

    pub(super) fn draw(&mut self, ring: &[Point], beyond: bool) -> Result<FaceId, Refusal> {
        let mut ring = without_repeats(ring);
        if ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        if ring.len() < 3 {
            return Err(Refusal::TooShort);
        }
        if meets_itself(&edges_of(&ring).collect::<Vec<_>>(), true) {
            return Err(Refusal::CrossesItself);
        }
        if twice_area(&ring) < 0 {
            ring.reverse();
        }
        if twice_area(&ring) < SMALLEST {
            return Err(Refusal::Sliver);
        }
        let along: Vec<Edge> = edges_of(&ring).collect();
        let id = self.new_id();
        if self.faces.is_empty() {
            self.add(id, &along);
            return Ok(id);
        }
        let cut = match self.cut(&along, &[], beyond) {
            Err(Refusal::CutsNothing) => return Err(Refusal::Outside),
            cut => cut?,
        };
        let mut taken: Vec<Edge> = Vec::new();
        let mut left: BTreeMap<FaceId, Vec<Edge>> = BTreeMap::new();
        for CutPiece { of, piece, is_cut } in &cut.all {
            let Some(first) = piece.edges().next() else { continue };
            let is_inside = is_left_inside(first, cut.lines.iter().copied());
            // A piece of a ring that was not cut has no part of the drawn line, but may lie in it.
            if *is_cut && piece.twice_area() < SMALLEST {
                return Err(Refusal::Sliver);
            }
            match of {
                _ if is_inside && (of.is_some() || beyond) => taken.extend(piece.edges()),
                Some(face) => left.entry(*face).or_default().extend(piece.edges()),
                None => {}
            }
        }
        if taken.is_empty() {
            return Err(Refusal::Outside);
        }
        self.faces.retain(|face, _| left.contains_key(face));
        for (face, edges) in left {
            self.set_edges(face, &edges);
        }
        self.add(id, &taken);
        Ok(id)
    }
}

/// A crossing close to a corner of a border goes there; never the border to the line.
fn to_corner(line: &Line<Kind>, border: &Line<Kind>, at: Point) -> Option<Point> {
    if !matches!((line.tag, border.tag), (Kind::New, Kind::Old(..))) {
        return None;
    }
    let near = |corner: &Point| corner.distance2(at) <= TO_CORNER * TO_CORNER;
    [border.a, border.b].into_iter().filter(near).min_by_key(|corner| (corner.distance2(at), *corner))
}

/// The face that the middle of a line lies in.
fn face_of_middle(old: &[(Edge, FaceId)], line: Edge) -> Option<FaceId> {
    let mut inside = BTreeSet::new();
    for (edge, face) in old {
        if passes(*edge, line) && !inside.remove(face) {
            inside.insert(*face);
        }
    }
    inside.first().copied()
}

/// Takes away new lines that part nothing: ends that lead nowhere, and bridges between what hangs together anyhow.
fn prune(new: &mut BTreeMap<Edge, Option<FaceId>>, old: &BTreeMap<Edge, Option<FaceId>>) {
    loop {
        let mut degree: BTreeMap<Point, usize> = BTreeMap::new();
        for (a, b) in new.keys() {
            *degree.entry(*a).or_default() += 1;
            *degree.entry(*b).or_default() += 1;
        }
        for (a, _) in old.keys() {
            *degree.entry(*a).or_default() += 1;
        }
        let before = new.len();
        new.retain(|(a, b), _| [a, b].iter().all(|end| degree.get(end).is_some_and(|n| *n > 1)));
        if new.len() < before {
            continue;
        }
        let both = |(a, b): &Edge| [(*a, *b), (*b, *a)];
        let edges: Vec<Edge> = old.keys().copied().chain(new.keys().flat_map(both)).collect();
        let mut ring_of: BTreeMap<Edge, usize> = BTreeMap::new();
        for (i, ring) in rings_of(&edges).iter().enumerate() {
            ring_of.extend(edges_of(ring).map(|edge| (edge, i)));
        }
        new.retain(|(a, b), _| ring_of.get(&(*a, *b)) != ring_of.get(&(*b, *a)));
        if new.len() == before {
            return;
        }
    }
}

fn pieces(labels: &BTreeMap<Edge, Option<FaceId>>, new: &BTreeSet<Edge>) -> Result<Vec<CutPiece>, Refusal> {
    let edges: Vec<Edge> = labels.keys().copied().collect();
    let mut of_face: BTreeMap<Option<FaceId>, Vec<Vec<Point>>> = BTreeMap::new();
    for ring in rings_of(&edges) {
        let faces: BTreeSet<Option<FaceId>> = edges_of(&ring).filter_map(|edge| labels.get(&edge).copied()).collect();
        let Some(face) = faces.first().copied() else { continue };
        if faces.len() > 1 {
            return Err(Refusal::Tangled);
        }
        of_face.entry(face).or_default().push(ring);
    }
    let mut all = Vec::new();
    for (of, rings) in of_face {
        for piece in pieces_of(rings) {
            let is_cut = piece.edges().any(|edge| new.contains(&edge));
            all.push(CutPiece { of, piece, is_cut });
        }
    }
    Ok(all)
}

fn without_repeats(line: &[Point]) -> Vec<Point> {
    let mut line = line.to_vec();
    line.dedup();
    line
}

/// Whether a line has more in common with itself than the corners between its parts. The two ends of an open line may
/// meet.
fn meets_itself(along: &[Edge], is_ring: bool) -> bool {
    let mut starts = BTreeSet::new();
    let inner = if is_ring { along } else { along.get(1..).unwrap_or_default() };
    let repeats = !inner.iter().all(|(a, _)| starts.insert(*a));
    let last = along.last().filter(|_| !is_ring).is_some_and(|(_, b)| starts.contains(b));
    repeats || last || super::noding::any_disturbs(along)
}
