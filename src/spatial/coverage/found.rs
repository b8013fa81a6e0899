//! A drawing begun from polygons of a file, whose neighbours may not share their corners.

use std::collections::BTreeMap;

use geo::MultiPolygon;

use super::noding::{Line, node};
use super::point::Point;
use super::trace::{Edge, is_left_inside, pieces_of, rings_of};
use super::{Coverage, FaceId, point_of};
use crate::model::LonLat;
use crate::spatial::Projection;
use crate::spatial::locator::rings;

/// Corners this close become one, in millimetres: programs that write seven decimals of a degree round by a centimetre.
const SAME_CORNER: i64 = 20;

/// Ground between polygons narrower than this is given to a neighbour: twice its area in square units for each unit of
/// its border.
const NARROW: f64 = 500.0;

/// A drawing, and what was changed so that its faces fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub coverage: Coverage,
    /// Pieces that lay in two polygons, and were given to the first of them.
    pub n_overlaps: usize,
    /// Narrow gaps that were given to a neighbour.
    pub n_gaps: usize,
}

impl Coverage {
    /// A drawing of polygons in WGS84 degrees, each with its number and name. `None` where they cannot be drawn: no
    /// ground, beyond the projection, or a tangle.
    pub fn found(polygons: &[(&str, &str, &MultiPolygon<f64>)], projection: &Projection) -> Option<Found> {
        let mut known = Known::default();
        let mut lines: Vec<Line<usize>> = Vec::new();
        for (i, (_, _, shape)) in polygons.iter().enumerate() {
            for ring in rings(shape) {
                let place = |c: &geo::Coord<f64>| point_of(LonLat { lon: c.x, lat: c.y }, projection);
                let points: Vec<Point> = ring.coords().map(place).collect::<Option<_>>()?;
                let points: Vec<Point> = points.into_iter().map(|p| known.same(p)).collect();
                let pairs = points.windows(2).filter(|pair| pair[0] != pair[1]);
                lines.extend(pairs.map(|pair| Line { a: pair[0], b: pair[1], tag: i }));
            }
        }
        let noded = node(lines, 0, |_, _, _| None)?;
        let mut of_polygon: Vec<BTreeMap<Edge, usize>> = vec![BTreeMap::new(); polygons.len()];
        for line in &noded {
            let edge = (line.a.min(line.b), line.a.max(line.b));
            *of_polygon.get_mut(line.tag)?.entry(edge).or_default() += 1;
        }
        // What a ring walks twice bounds nothing.
        let of_polygon: Vec<Vec<Edge>> = of_polygon
            .into_iter()
            .map(|edges| edges.into_iter().filter(|(_, n)| n % 2 == 1).map(|(e, _)| e).collect())
            .collect();
        let mut both: Vec<Edge> = of_polygon.iter().flatten().flat_map(|(a, b)| [(*a, *b), (*b, *a)]).collect();
        both.sort_unstable();
        both.dedup();

        let mut found = Sorted::default();
        let all = rings_of(&both);
        let owners: Vec<Vec<usize>> = all
            .iter()
            .map(|ring| {
                let Some(edge) = super::edges_of(ring).next() else { return Vec::new() };
                (0..polygons.len())
                    .filter(|i| of_polygon.get(*i).is_some_and(|edges| is_left_inside(edge, edges.iter().copied())))
                    .collect()
            })
            .collect();
        for (ring, owners) in all.iter().zip(&owners) {
            found.take(ring, owners);
        }
        found.fill_gaps();
        let mut coverage = Self::empty(projection.epsg());
        for (i, (number, name, _)) in polygons.iter().enumerate() {
            let Some(edges) = found.edges.get(&i) else { continue };
            let id = coverage.new_id();
            coverage.add(id, edges);
            coverage.name_found(id, number, name);
        }
        coverage.faces.retain(|_, face| face.twice_area() > 0);
        let (n_overlaps, n_gaps) = (found.n_overlaps, found.n_gaps);
        (coverage.n_faces() > 0 && coverage.is_sound()).then_some(Found { coverage, n_overlaps, n_gaps })
    }

    fn name_found(&mut self, id: FaceId, number: &str, name: &str) {
        let is_free = self.faces.values().all(|face| face.number != number);
        if let Some(face) = self.faces.get_mut(&id) {
            name.trim().clone_into(&mut face.name);
            if is_free && !number.is_empty() {
                number.clone_into(&mut face.number);
            }
        }
    }
}

/// Rings sorted to the polygons that get them.
#[derive(Default)]
struct Sorted {
    edges: BTreeMap<usize, Vec<Edge>>,
    gaps: Vec<Vec<Edge>>,
    n_overlaps: usize,
    n_gaps: usize,
}

impl Sorted {
    fn take(&mut self, ring: &[Point], owners: &[usize]) {
        let edges = super::edges_of(ring);
        match owners.first() {
            Some(owner) => self.edges.entry(*owner).or_default().extend(edges),
            None if super::point::twice_area(ring) > 0 => self.gaps.push(edges.collect()),
            None => {}
        }
        if owners.len() > 1 && super::point::twice_area(ring) > 0 {
            self.n_overlaps += 1;
        }
    }

    /// A narrow gap goes to the neighbour with the longest border to it.
    fn fill_gaps(&mut self) {
        for gap in std::mem::take(&mut self.gaps) {
            let length = |edges: &mut dyn Iterator<Item = &Edge>| {
                edges.map(|(a, b)| (a.distance2(*b) as f64).sqrt()).sum::<f64>()
            };
            let area = pieces_of(rings_of(&gap)).iter().map(super::Piece::twice_area).sum::<i128>() as f64;
            if area > NARROW * length(&mut gap.iter()) {
                continue;
            }
            let beside = self.edges.iter().map(|(owner, edges)| {
                let edges: std::collections::BTreeSet<&Edge> = edges.iter().collect();
                (length(&mut gap.iter().filter(|(a, b)| edges.contains(&(*b, *a)))), *owner)
            });
            let longest = beside.fold(
                (0.0, None),
                |best, (length, owner)| {
                    if length > best.0 { (length, Some(owner)) } else { best }
                },
            );
            if let Some(edges) = longest.1.and_then(|owner| self.edges.get_mut(&owner)) {
                edges.extend(gap);
                self.n_gaps += 1;
            }
        }
    }
}

/// Corners that were met, by squares of the size within which they are the same.
#[derive(Default)]
struct Known(BTreeMap<(i64, i64), Vec<Point>>);

impl Known {
    fn same(&mut self, p: Point) -> Point {
        let cell = |p: Point| (p.x.div_euclid(SAME_CORNER), p.y.div_euclid(SAME_CORNER));
        let (x, y) = cell(p);
        let around = (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y)));
        let limit = i128::from(SAME_CORNER) * i128::from(SAME_CORNER);
        let near = around.filter_map(|cell| self.0.get(&cell)).flatten().filter(|known| known.distance2(p) <= limit);
        if let Some(known) = near.min_by_key(|known| (known.distance2(p), **known)) {
            return *known;
        }
        self.0.entry((x, y)).or_default().push(p);
        p
    }
}
