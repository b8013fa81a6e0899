//! Corners: moved, put in, taken out.

use std::collections::{BTreeMap, BTreeSet};

use super::point::{Point, cross, is_at_line};
use super::trace::Edge;
use super::{Coverage, FaceId, Refusal};

impl Coverage {
    /// Corners at the other ends of the borders of one.
    fn neighbours(&self, corner: Point) -> BTreeMap<Point, bool> {
        let ends = self.borders().into_iter().filter_map(|(a, b, outline)| {
            let other = if a == corner { b } else { a };
            (a == corner || b == corner).then_some((other, outline))
        });
        ends.collect()
    }

    /// Whether a corner can go straight from one place to another: none lies in the triangles that its borders sweep.
    fn is_free(&self, neighbours: &BTreeMap<Point, bool>, from: Point, to: Point) -> bool {
        let corners = self.corners();
        neighbours.keys().all(|end| {
            let lies_in = |p: &Point| *p != *end && *p != from && *p != to && in_triangle(*p, from, to, *end);
            !corners.keys().any(lies_in)
        })
    }

    pub(super) fn move_corner(&mut self, corner: Point, to: Point, outline: bool) -> Result<(), Refusal> {
        let neighbours = self.neighbours(corner);
        if neighbours.is_empty() {
            return Err(Refusal::Gone);
        }
        if corner == to {
            return Ok(());
        }
        if neighbours.values().any(|is_outline| *is_outline) && !outline {
            return self.slide(corner, to);
        }
        self.join_border(to, corner)?;
        if !self.is_free(&neighbours, corner, to) {
            return Err(Refusal::Folds);
        }
        let n_before = self.n_faces();
        let moved = |p: Point| if p == corner { to } else { p };
        let edges: Vec<(Edge, FaceId)> =
            self.edges().into_iter().map(|((a, b), face)| ((moved(a), moved(b)), face)).collect();
        let mut of_face: BTreeMap<FaceId, Vec<Edge>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for ((a, b), face) in edges.into_iter().filter(|((a, b), _)| a != b) {
            // Two faces at one side of a border: the corner was led over something.
            if !seen.insert(((a, b), face)) {
                return Err(Refusal::Folds);
            }
            of_face.entry(face).or_default().push((a, b));
        }
        for (face, edges) in of_face {
            self.set_edges(face, &edges);
        }
        let all_left = self.n_faces() == n_before && self.faces.values().all(|face| face.twice_area() > 0);
        if all_left && self.is_sound() { Ok(()) } else { Err(Refusal::Folds) }
    }

    /// Makes a place on a border a corner of it, unless the border ends in the corner that is being moved.
    fn join_border(&mut self, at: Point, corner: Point) -> Result<(), Refusal> {
        let near = self.borders().into_iter().find(|(a, b, _)| is_at_line(at, *a, *b));
        match near {
            Some((a, b, _)) if a != corner && b != corner => self.insert((a, b), at, false),
            _ => Ok(()),
        }
    }

    /// Leads the borders that end in a corner of the outline to another place on it.
    fn slide(&mut self, corner: Point, to: Point) -> Result<(), Refusal> {
        let neighbours = self.neighbours(corner);
        let inner: Vec<Point> = neighbours.iter().filter(|(_, outline)| !**outline).map(|(end, _)| *end).collect();
        if !self.corners().contains_key(&to) {
            let near = self.borders().into_iter().find(|(a, b, outline)| *outline && is_at_line(to, *a, *b));
            let (a, b, _) = near.filter(|_| !inner.is_empty()).ok_or(Refusal::OutlineLocked)?;
            self.insert((a, b), to, false)?;
        }
        let on_outline = self.corners().get(&to) == Some(&true);
        let (&[end], true) = (inner.as_slice(), on_outline) else { return Err(Refusal::OutlineLocked) };
        let edges = self.edges();
        let (Some(left), Some(right)) = (edges.get(&(corner, end)), edges.get(&(end, corner))) else {
            return Err(Refusal::Gone);
        };
        let (left, right) = (*left, *right);
        // Both faces become one, which is parted anew along their border with its new end.
        let border: Vec<Edge> = edges
            .iter()
            .filter(|((a, b), face)| **face == left && edges.get(&(*b, *a)) == Some(&right))
            .map(|((a, b), _)| if (*a, *b) == (corner, end) { (to, end) } else { (*a, *b) })
            .collect();
        let before: [BTreeSet<Edge>; 2] =
            [left, right].map(|id| self.face(id).into_iter().flat_map(super::Face::edges).collect());
        let words = [left, right].map(|id| self.face(id).map(|face| (face.name.clone(), face.number.clone())));
        self.merge_for(left, right);
        let cut = self.cut(&border, &[left], false).map_err(|_| Refusal::Folds)?;
        let mut parts: [Vec<Edge>; 2] = [Vec::new(), Vec::new()];
        for piece in cut.all.iter().filter(|piece| piece.of == Some(left)) {
            let length = |of: &BTreeSet<Edge>| {
                let shared = piece.piece.edges().filter(|edge| of.contains(edge));
                shared.map(|(a, b)| (a.distance2(b) as f64).sqrt()).sum::<f64>()
            };
            let is_left = length(&before[0]) >= length(&before[1]);
            parts[usize::from(!is_left)].extend(piece.piece.edges());
        }
        let [of_left, of_right] = parts;
        if of_left.is_empty() || of_right.is_empty() {
            return Err(Refusal::Folds);
        }
        self.add(right, &of_right);
        self.set_edges(left, &of_left);
        for (id, words) in [left, right].into_iter().zip(words) {
            if let (Some(face), Some((name, number))) = (self.faces.get_mut(&id), words) {
                (face.name, face.number) = (name, number);
            }
        }
        Ok(())
    }

    fn merge_for(&mut self, into: FaceId, from: FaceId) {
        let edges: Vec<Edge> =
            [into, from].iter().filter_map(|id| self.face(*id)).flat_map(super::Face::edges).collect();
        self.faces.remove(&from);
        self.set_edges(into, &edges);
    }

    pub(super) fn insert(&mut self, (a, b): Edge, at: Point, outline: bool) -> Result<(), Refusal> {
        let border = self.borders().into_iter().find(|(c, d, _)| (*c, *d) == (a, b) || (*d, *c) == (a, b));
        let (a, b, is_outline) = border.ok_or(Refusal::Gone)?;
        if is_outline && !outline && !is_at_line(at, a, b) {
            return Err(Refusal::OutlineLocked);
        }
        let corners = self.corners();
        let in_the_way = |p: &Point| *p != a && *p != b && in_triangle(*p, a, b, at);
        if at == a || at == b || corners.keys().any(in_the_way) {
            return Err(Refusal::Folds);
        }
        for face in self.faces.values_mut() {
            for ring in &mut face.rings {
                let n = ring.len();
                let place =
                    (0..n).find(|i| matches!((ring[*i], ring[(i + 1) % n]), pair if pair == (a, b) || pair == (b, a)));
                if let Some(place) = place {
                    ring.insert(place + 1, at);
                }
            }
        }
        if self.is_sound() { Ok(()) } else { Err(Refusal::Folds) }
    }

    pub(super) fn remove(&mut self, corner: Point, outline: bool) -> Result<(), Refusal> {
        let neighbours = self.neighbours(corner);
        let ends: Vec<Point> = neighbours.keys().copied().collect();
        let &[a, b] = ends.as_slice() else {
            return Err(if ends.is_empty() { Refusal::Gone } else { Refusal::Junction });
        };
        if neighbours.values().any(|is_outline| *is_outline) && !outline && !is_at_line(corner, a, b) {
            return Err(Refusal::OutlineLocked);
        }
        let is_small = |ring: &Vec<Point>| ring.contains(&corner) && ring.len() < 4;
        if self.faces.values().any(|face| face.rings.iter().any(is_small)) {
            return Err(Refusal::LastCorners);
        }
        let in_the_way = |p: &Point| ![a, b, corner].contains(p) && in_triangle(*p, a, b, corner);
        if self.corners().keys().any(in_the_way) {
            return Err(Refusal::Folds);
        }
        for face in self.faces.values_mut() {
            face.rings.iter_mut().for_each(|ring| ring.retain(|p| *p != corner));
        }
        if self.is_sound() { Ok(()) } else { Err(Refusal::Folds) }
    }
}

/// Whether a point lies in a triangle or on its edge, whichever way the triangle is walked.
fn in_triangle(p: Point, a: Point, b: Point, c: Point) -> bool {
    let sides = [cross(a, b, p).signum(), cross(b, c, p).signum(), cross(c, a, p).signum()];
    let flat = cross(a, b, c) == 0;
    if flat {
        return super::point::is_inside_line(p, a, b)
            || super::point::is_inside_line(p, b, c)
            || super::point::is_inside_line(p, c, a);
    }
    sides.iter().all(|side| *side >= 0) || sides.iter().all(|side| *side <= 0)
}
