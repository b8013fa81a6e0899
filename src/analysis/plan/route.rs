//! The order in which stops are walked: nearest neighbour, then 2-opt (Croes 1958), on an open path.

use super::cells::distance_m;
use crate::model::GridPoint;

/// Gains below are rounding.
const NOTHING_M: f64 = 1e-6;

/// More stops than an outing can have are only walked from neighbour to neighbour.
const MOST_IMPROVED: usize = 150;

/// Of many stops only so many are tried as the first.
const FIRST_TRIED: usize = 24;

/// Indices of `points` in the order of walking. With a start the path begins there; without one it begins at the stop
/// that makes it shortest. Ties by the order of the points.
pub fn route(start: Option<GridPoint>, points: &[GridPoint]) -> Vec<usize> {
    if points.len() > MOST_IMPROVED {
        let begin = start.or(points.first().copied());
        return begin.map(|begin| nearest_neighbours(begin, (0..points.len()).collect(), points)).unwrap_or_default();
    }
    if let Some(start) = start {
        let order = nearest_neighbours(start, (0..points.len()).collect(), points);
        return two_opt(Some(start), order, points);
    }
    let from = |first: usize| {
        let rest = (0..points.len()).filter(|i| *i != first).collect();
        let begin = points.get(first).copied()?;
        let order = std::iter::once(first).chain(nearest_neighbours(begin, rest, points)).collect();
        Some(two_opt(None, order, points))
    };
    let length = |order: &Vec<usize>| length_m(None, order, points);
    let step = points.len().div_ceil(FIRST_TRIED).max(1);
    let orders = (0..points.len()).step_by(step).filter_map(from);
    orders.reduce(|a, b| if length(&b) < length(&a) - NOTHING_M { b } else { a }).unwrap_or_default()
}

/// An order that was good, with some stops left out, made shorter where it can be.
pub fn improved(start: Option<GridPoint>, order: Vec<usize>, points: &[GridPoint]) -> Vec<usize> {
    if order.len() > MOST_IMPROVED { order } else { two_opt(start, order, points) }
}

fn nearest_neighbours(start: GridPoint, mut left: Vec<usize>, points: &[GridPoint]) -> Vec<usize> {
    let mut at = start;
    let mut order = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let distance = |i: &usize| points.get(*i).map_or(f64::INFINITY, |p| distance_m(at, *p));
        let nearest = (0..left.len()).reduce(|a, b| {
            let of = |k: usize| left.get(k).map_or(f64::INFINITY, distance);
            if of(b) < of(a) { b } else { a }
        });
        let Some(next) = nearest.map(|k| left.remove(k)) else { break };
        at = points.get(next).copied().unwrap_or(at);
        order.push(next);
    }
    order
}

/// Turns pieces of the path around while that makes it shorter. The last stop is free, the first where there is no start.
fn two_opt(start: Option<GridPoint>, mut order: Vec<usize>, points: &[GridPoint]) -> Vec<usize> {
    let point = |order: &[usize], i: usize| order.get(i).and_then(|k| points.get(*k)).copied();
    let leg = |a: Option<GridPoint>, b: Option<GridPoint>| a.zip(b).map_or(0.0, |(a, b)| distance_m(a, b));
    loop {
        let mut improved = false;
        for i in 0..order.len() {
            for j in i + 1..order.len() {
                let before = if i == 0 { start } else { point(&order, i - 1) };
                let (first, last, after) = (point(&order, i), point(&order, j), point(&order, j + 1));
                let gain = leg(before, first) + leg(last, after) - leg(before, last) - leg(first, after);
                if gain > NOTHING_M
                    && let Some(piece) = order.get_mut(i..=j)
                {
                    piece.reverse();
                    improved = true;
                }
            }
        }
        if !improved {
            return order;
        }
    }
}

/// Metres of a path.
fn length_m(start: Option<GridPoint>, order: &[usize], points: &[GridPoint]) -> f64 {
    let stops = order.iter().filter_map(|i| points.get(*i)).copied();
    let path: Vec<GridPoint> = start.into_iter().chain(stops).collect();
    path.windows(2).map(|pair| if let [a, b] = pair { distance_m(*a, *b) } else { 0.0 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(coordinates: &[(f64, f64)]) -> Vec<GridPoint> {
        coordinates.iter().map(|(east_m, north_m)| GridPoint { east_m: *east_m, north_m: *north_m }).collect()
    }

    #[test]
    fn stops_on_a_line_are_walked_along_it() {
        let line = points(&[(300.0, 0.0), (100.0, 0.0), (400.0, 0.0), (200.0, 0.0)]);
        assert_eq!(route(Some(GridPoint { east_m: 0.0, north_m: 0.0 }), &line), [1, 3, 0, 2]);
        let free = route(None, &line);
        assert_eq!(length_m(None, &free, &line), 300.0);
    }

    #[test]
    fn crossing_paths_are_uncrossed() {
        // 2-opt ends where no turned piece helps, which need not be the best of all 120 orders.
        let spread = points(&[(0.0, 1.0), (0.0, -1.1), (1.0, 1.4), (3.0, -1.0), (3.0, 1.0)]);
        let start = GridPoint { east_m: -0.2, north_m: 0.0 };
        let found = length_m(Some(start), &route(Some(start), &spread), &spread);
        let best = permutations(5).into_iter().map(|order| length_m(Some(start), &order, &spread));
        let best = best.fold(f64::INFINITY, f64::min);
        assert!(found <= best * 1.1, "{found} against {best}");
    }

    #[test]
    fn no_stops_make_no_route() {
        assert!(route(None, &[]).is_empty());
        assert!(route(Some(GridPoint { east_m: 0.0, north_m: 0.0 }), &[]).is_empty());
    }

    fn permutations(n: usize) -> Vec<Vec<usize>> {
        if n == 0 {
            return vec![Vec::new()];
        }
        let shorter = permutations(n - 1);
        shorter.iter().flat_map(|p| (0..n).map(|at| [&p[..at], &[n - 1], &p[at..]].concat())).collect()
    }
}
