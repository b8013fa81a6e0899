//! Rings as files have them into rings that bound an area.

use geo::{Coord, LineString, Polygon};

use crate::model::RepairKind;

/// What was mended in the rings of a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::io) struct RingFaults {
    pub unclosed: u32,
    pub duplicates: u32,
    pub collapsed: u32,
    pub misplaced: u32,
}

impl RingFaults {
    pub fn by_kind(self) -> impl Iterator<Item = (RepairKind, u32)> {
        [
            (RepairKind::Unclosed, self.unclosed),
            (RepairKind::DuplicateVertices, self.duplicates),
            (RepairKind::Collapsed, self.collapsed),
            (RepairKind::RingOrder, self.misplaced),
        ]
        .into_iter()
        .filter(|(_, n)| *n > 0)
    }
}

/// A polygon of an outer ring and holes; `None` when the outer ring bounds nothing.
pub(super) fn polygon_of(rings: Vec<Vec<Coord<f64>>>, faults: &mut RingFaults) -> Option<Polygon<f64>> {
    let mut rings = rings.into_iter().map(|ring| ring_of(ring, faults));
    let outer = rings.next()?;
    let holes: Vec<LineString<f64>> = rings.flatten().collect();
    Some(Polygon::new(outer?, holes))
}

/// A closed ring without repeated vertices; `None` with fewer than three distinct points.
pub(super) fn ring_of(mut points: Vec<Coord<f64>>, faults: &mut RingFaults) -> Option<LineString<f64>> {
    let n = points.len();
    if n == 0 {
        return None;
    }
    points.dedup();
    let duplicates = n - points.len();
    let is_closed = n > 1 && points.first() == points.last();
    while points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    let second = points.iter().find(|p| Some(*p) != points.first()).copied();
    let third = points.iter().find(|p| Some(*p) != points.first() && Some(**p) != second);
    let (Some(first), Some(_)) = (points.first().copied(), third) else {
        faults.collapsed += 1;
        return None;
    };
    if !is_closed {
        faults.unclosed += 1;
    }
    faults.duplicates = faults.duplicates.saturating_add(u32::try_from(duplicates).unwrap_or(u32::MAX));
    points.push(first);
    points.shrink_to_fit();
    Some(LineString(points))
}

/// Whether a file can mean a coordinate: a number, and no farther than any projection goes.
pub(super) fn is_coordinate(c: Coord<f64>) -> bool {
    const FARTHEST_M: f64 = 1e8;
    c.x.abs() <= FARTHEST_M && c.y.abs() <= FARTHEST_M
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(list: &[(f64, f64)]) -> Vec<Coord<f64>> {
        list.iter().map(|(x, y)| Coord { x: *x, y: *y }).collect()
    }

    #[test]
    fn rings_are_closed_and_cleaned() {
        let mut faults = RingFaults::default();
        let list = points(&[(0.0, 0.0), (0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (1.0, 1.0)]);
        let open = polygon_of(vec![list], &mut faults).unwrap();
        assert_eq!(open.exterior().0, points(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)]));
        assert_eq!(faults, RingFaults { unclosed: 1, duplicates: 2, ..RingFaults::default() });
        let line = points(&[(0.0, 0.0), (1.0, 0.0), (0.0, 0.0), (1.0, 0.0)]);
        let mut faults = RingFaults::default();
        assert!(polygon_of(vec![line.clone()], &mut faults).is_none());
        let triangle = points(&[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 0.0)]);
        let with_hole_of_nothing = polygon_of(vec![triangle, line], &mut faults).unwrap();
        assert!(with_hole_of_nothing.interiors().is_empty());
        assert_eq!(faults, RingFaults { collapsed: 2, ..RingFaults::default() });
        assert!(polygon_of(Vec::new(), &mut faults).is_none());
    }
}
