//! A ground that is parted into faces without gaps and overlaps: khu phố inside a ward, drawn by hand.
//!
//! Corners are whole millimetres of a projected CRS, and a corner is known by its position: neighbours share the corners
//! of their border, so a border cannot come apart. Every edit gives a new coverage or a reason why it cannot be; in each
//! coverage edges have only ends in common, and each edge inside is walked once in either direction, so the faces fill
//! the ground exactly. The ground itself changes only where its outline is unlocked, or where a new corner is rounded
//! onto it (by less than a millimetre).

mod cut;
mod edit;
mod found;
mod noding;
mod point;
mod trace;
mod vertex;

use std::collections::BTreeMap;

use geo::{Coord, LineString, MultiPolygon, Polygon};
use serde::{Deserialize, Serialize};

use super::Projection;
use crate::model::{GridPoint, LonLat};
pub use edit::{Edit, Refusal};
pub use found::Found;
pub use point::{Point, nearest_on_line};
use trace::{Edge, Piece, edges_of, pieces_of, rings_of, simple_rings};

/// Known as long as the drawing lasts, whatever becomes of the face's name and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FaceId(pub u32);

/// A part of the ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Face {
    /// May be empty.
    pub name: String,
    /// Unique and never empty.
    pub number: String,
    /// Outer rings counter-clockwise, holes clockwise: the face is at the left. No ring meets itself.
    rings: Vec<Vec<Point>>,
}

impl Face {
    pub fn rings(&self) -> &[Vec<Point>] {
        &self.rings
    }

    /// Twice the area in square millimetres.
    pub fn twice_area(&self) -> i128 {
        self.rings.iter().map(|ring| point::twice_area(ring)).sum()
    }

    fn edges(&self) -> impl Iterator<Item = Edge> + '_ {
        self.rings.iter().flat_map(|ring| edges_of(ring))
    }
}

/// The ground and its faces. Cheap enough to keep one for each step back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Code of the projected CRS of the corners.
    epsg: u32,
    faces: BTreeMap<FaceId, Face>,
    next: u32,
}

impl Coverage {
    /// Nothing yet: the outline is to be drawn.
    pub fn empty(epsg: u32) -> Self {
        Self { epsg, faces: BTreeMap::new(), next: 1 }
    }

    pub fn epsg(&self) -> u32 {
        self.epsg
    }

    /// In the order in which they came to be.
    pub fn faces(&self) -> impl Iterator<Item = (FaceId, &Face)> {
        self.faces.iter().map(|(id, face)| (*id, face))
    }

    pub fn face(&self, id: FaceId) -> Option<&Face> {
        self.faces.get(&id)
    }

    pub fn n_faces(&self) -> usize {
        self.faces.len()
    }

    /// Twice the area of the whole in square millimetres.
    pub fn twice_area(&self) -> i128 {
        self.faces.values().map(Face::twice_area).sum()
    }

    /// Every edge with the face at its left.
    fn edges(&self) -> BTreeMap<Edge, FaceId> {
        self.faces.iter().flat_map(|(id, face)| face.edges().map(|edge| (edge, *id))).collect()
    }

    /// Each border once: its ends, and whether it is part of the outline.
    pub fn borders(&self) -> Vec<(Point, Point, bool)> {
        let edges = self.edges();
        let once = edges.keys().filter_map(|(a, b)| {
            let is_outline = !edges.contains_key(&(*b, *a));
            (is_outline || a < b).then_some((*a, *b, is_outline))
        });
        once.collect()
    }

    /// Corners in order of position, and whether each lies on the outline.
    pub fn corners(&self) -> BTreeMap<Point, bool> {
        let mut corners = BTreeMap::new();
        for (a, b, is_outline) in self.borders() {
            for corner in [a, b] {
                *corners.entry(corner).or_insert(false) |= is_outline;
            }
        }
        corners
    }

    /// The face that a point lies in; on a border any of those beside it, or none.
    pub fn face_at(&self, at: Point) -> Option<FaceId> {
        // The middle of a pair one unit apart on either side is the point itself.
        let pair = (Point { x: at.x, y: at.y - 1 }, Point { x: at.x, y: at.y + 1 });
        let holds = |face: &Face| face.edges().filter(|edge| point::passes(*edge, pair)).count() % 2 == 1;
        self.faces.iter().find(|(_, face)| holds(face)).map(|(id, _)| *id)
    }

    /// The shape of a face in WGS84 degrees; `None` where the projection does not reach.
    pub fn shape(&self, id: FaceId, projection: &Projection) -> Option<MultiPolygon<f64>> {
        let ring = |ring: &[Point]| -> Option<LineString<f64>> {
            let place = |p: &Point| {
                let position = lonlat_of(*p, projection)?;
                Some(Coord { x: position.lon, y: position.lat })
            };
            let mut coords: Vec<_> = ring.iter().map(place).collect::<Option<_>>()?;
            coords.push(*coords.first()?);
            Some(LineString(coords))
        };
        let pieces = pieces_of(self.face(id)?.rings.clone());
        let polygon = |piece: &Piece| {
            let holes: Option<Vec<_>> = piece.holes.iter().map(|hole| ring(hole)).collect();
            Some(Polygon::new(ring(&piece.outer)?, holes?))
        };
        pieces.iter().map(polygon).collect::<Option<Vec<_>>>().map(MultiPolygon)
    }

    /// The same ground as one face.
    pub fn as_one(&self) -> Self {
        let mut one = Self::empty(self.epsg);
        let id = one.new_id();
        one.add(id, &self.edges().into_keys().collect::<Vec<_>>());
        one
    }

    /// The smallest number that no face has.
    fn free_number(&self) -> String {
        let is_free = |number: &String| self.faces.values().all(|face| face.number != *number);
        (1_u32..).map(|n| n.to_string()).find(is_free).unwrap_or_default()
    }

    fn new_id(&mut self) -> FaceId {
        let id = FaceId(self.next);
        self.next += 1;
        id
    }

    fn add(&mut self, id: FaceId, edges: &[Edge]) {
        let face = Face { name: String::new(), number: self.free_number(), rings: Vec::new() };
        self.faces.insert(id, face);
        self.set_edges(id, edges);
    }

    /// Gives a face the ground at the left of these edges. Pairs that run both ways cancel. Edges that cross have no
    /// rings: then the face has no ground, and the coverage is not sound.
    fn set_edges(&mut self, id: FaceId, edges: &[Edge]) {
        let all: std::collections::BTreeSet<Edge> = edges.iter().copied().collect();
        let kept: Vec<Edge> = all.iter().copied().filter(|(a, b)| !all.contains(&(*b, *a))).collect();
        let mut rings: Vec<Vec<Point>> = rings_of(&kept).iter().flat_map(|ring| simple_rings(ring)).collect();
        rings.sort_unstable();
        if rings.iter().map(Vec::len).sum::<usize>() != kept.len() {
            rings.clear();
        }
        if let Some(face) = self.faces.get_mut(&id) {
            face.rings = rings;
        }
    }

    /// Whether edges have only ends in common, each has one face at either side, and every face has ground.
    pub fn is_sound(&self) -> bool {
        let n_edges: usize = self.faces.values().map(|face| face.edges().count()).sum();
        let borders: Vec<Edge> = self.borders().into_iter().map(|(a, b, _)| (a, b)).collect();
        let has_ground = |face: &Face| face.twice_area() > 0 && !face.rings.is_empty();
        n_edges == self.edges().len() && self.faces.values().all(has_ground) && !noding::any_disturbs(&borders)
    }
}

/// Position of a corner.
pub fn lonlat_of(point: Point, projection: &Projection) -> Option<LonLat> {
    let (east_m, north_m) = point.metres();
    projection.inverse(GridPoint { east_m, north_m })
}

/// The corner nearest to a position.
pub fn point_of(position: LonLat, projection: &Projection) -> Option<Point> {
    let point = projection.forward(position)?;
    Point::from_metres(point.east_m, point.north_m)
}

#[cfg(test)]
mod tests;
