//! Rings as files have them into rings that bound an area.

use geo::{Coord, LineString, Polygon};

use crate::io::columns::assign::{VIET_NAM_LATITUDES, VIET_NAM_LONGITUDES};

/// A polygon of an outer ring and holes; `None` when the outer ring bounds nothing.
pub(super) fn polygon_of(rings: Vec<Vec<Coord<f64>>>) -> Option<Polygon<f64>> {
    let mut rings = rings.into_iter().map(ring_of);
    let outer = rings.next()??;
    Some(Polygon::new(outer, rings.flatten().collect()))
}

/// A closed ring without repeated vertices; `None` with fewer than three distinct points.
fn ring_of(mut points: Vec<Coord<f64>>) -> Option<LineString<f64>> {
    points.dedup();
    while points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    let first = *points.first()?;
    let second = *points.iter().find(|p| **p != first)?;
    points.iter().find(|p| **p != first && **p != second)?;
    points.push(first);
    points.shrink_to_fit();
    Some(LineString(points))
}

/// First position that cannot be longitude and latitude, among the vertices of all polygons.
///
/// Both numbers in the range of Viet Nam, but in the other order, are taken for swapped axes.
pub(super) fn first_not_lon_lat<'a>(polygons: impl Iterator<Item = &'a Polygon<f64>>) -> Option<Coord<f64>> {
    let is_in = |value: f64, (low, high): (f64, f64)| (low..=high).contains(&value);
    let mut first = None;
    let mut all_swapped = true;
    for polygon in polygons {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            for position in &ring.0 {
                if !is_in(position.x, (-180.0, 180.0)) || !is_in(position.y, (-90.0, 90.0)) {
                    let is_swapped = is_in(position.x, VIET_NAM_LATITUDES) && is_in(position.y, VIET_NAM_LONGITUDES);
                    if !is_swapped || first.is_none() {
                        return Some(*position);
                    }
                }
                first = first.or(Some(*position));
                all_swapped &= is_in(position.x, VIET_NAM_LATITUDES) && is_in(position.y, VIET_NAM_LONGITUDES);
            }
        }
    }
    first.filter(|_| all_swapped)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(list: &[(f64, f64)]) -> Vec<Coord<f64>> {
        list.iter().map(|(x, y)| Coord { x: *x, y: *y }).collect()
    }

    #[test]
    fn rings_are_closed_and_cleaned() {
        let open = polygon_of(vec![points(&[(0.0, 0.0), (0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (1.0, 1.0)])]).unwrap();
        assert_eq!(open.exterior().0, points(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)]));
        let line = points(&[(0.0, 0.0), (1.0, 0.0), (0.0, 0.0), (1.0, 0.0)]);
        assert!(polygon_of(vec![line.clone()]).is_none());
        let with_hole_of_nothing = polygon_of(vec![points(&[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0)]), line]).unwrap();
        assert!(with_hole_of_nothing.interiors().is_empty());
        assert!(polygon_of(Vec::new()).is_none());
    }

    #[test]
    fn metres_and_swapped_axes_are_noticed() {
        let polygon = |list: &[(f64, f64)]| polygon_of(vec![points(list)]).unwrap();
        let wrong = |list: &[(f64, f64)]| first_not_lon_lat(std::iter::once(&polygon(list))).map(|p| (p.x, p.y));
        assert_eq!(wrong(&[(106.7, 21.0), (106.8, 21.0), (106.8, 21.1)]), None);
        assert_eq!(
            wrong(&[(397515.0, 2327035.0), (397516.0, 2327035.0), (397516.0, 2327036.0)]),
            Some((397515.0, 2327035.0))
        );
        assert_eq!(wrong(&[(21.0, 106.7), (21.0, 106.8), (21.1, 106.8)]), Some((21.0, 106.7)));
        assert_eq!(wrong(&[(21.0, 50.7), (21.0, 50.8), (21.1, 50.8)]), None);
    }
}
