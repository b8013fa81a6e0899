//! Lines that cross become lines that meet in corners.
//!
//! Crossings are rounded to whole millimetres, which moves a line by less than one, so that it may meet another line;
//! what has moved is looked at again until nothing crosses (iterated snap rounding, after Hobby 1999).

use std::collections::{HashMap, HashSet, VecDeque};

use rustc_hash::FxBuildHasher;

use super::point::{Point, cross_properly, crossing, is_inside_line};

/// A line and what it stands for.
#[derive(Debug, Clone, Copy)]
pub struct Line<T> {
    pub a: Point,
    pub b: Point,
    pub tag: T,
}

/// Lines looked at; beyond, a drawing is no map.
const MAX_STEPS: usize = 2_000_000;

/// Cells along the longer side of all lines.
const CELLS: i64 = 64;

/// Lines by the squares that they may touch.
pub struct Buckets {
    size: i64,
    cells: HashMap<(i64, i64), Vec<u32>, FxBuildHasher>,
}

impl Buckets {
    pub fn new<'a>(points: impl Iterator<Item = &'a Point>) -> Self {
        let (mut low, mut high) = ((i64::MAX, i64::MAX), (i64::MIN, i64::MIN));
        for p in points {
            low = (low.0.min(p.x), low.1.min(p.y));
            high = (high.0.max(p.x), high.1.max(p.y));
        }
        let side = high.0.saturating_sub(low.0).max(high.1.saturating_sub(low.1)).max(0);
        Self { size: side / CELLS + 1, cells: HashMap::default() }
    }

    fn around(&self, a: Point, b: Point) -> impl Iterator<Item = (i64, i64)> + use<> {
        let cell = |v: i64| v.div_euclid(self.size);
        let (x, y) = ((cell(a.x.min(b.x)), cell(a.x.max(b.x))), (cell(a.y.min(b.y)), cell(a.y.max(b.y))));
        (x.0..=x.1).flat_map(move |x| (y.0..=y.1).map(move |y| (x, y)))
    }

    pub fn add(&mut self, index: u32, a: Point, b: Point) {
        for cell in self.around(a, b) {
            self.cells.entry(cell).or_default().push(index);
        }
    }

    /// Lines whose boxes may meet that of a line, each once, in the order in which they were added.
    pub fn near(&self, a: Point, b: Point) -> Vec<u32> {
        let mut near: Vec<u32> =
            self.around(a, b).filter_map(|cell| self.cells.get(&cell)).flatten().copied().collect();
        near.sort_unstable();
        near.dedup();
        near
    }
}

/// Cuts lines where they cross or touch, until they have only ends in common. The first `n_clean` have so already.
/// `snaps` says whether a crossing close to an end of the second line may be moved there. `None` for a tangle.
pub fn node<T: Copy>(
    lines: Vec<Line<T>>,
    n_clean: usize,
    snaps: impl Fn(&Line<T>, &Line<T>, Point) -> Option<Point>,
) -> Option<Vec<Line<T>>> {
    let mut buckets = Buckets::new(lines.iter().flat_map(|line| [&line.a, &line.b]));
    let mut is_live = vec![true; lines.len()];
    let mut queue: VecDeque<usize> = (n_clean..lines.len()).collect();
    let mut lines = lines;
    for (i, line) in lines.iter().enumerate() {
        buckets.add(u32::try_from(i).ok()?, line.a, line.b);
    }
    let mut steps = 0;
    while let Some(i) = queue.pop_front() {
        if is_live.get(i) != Some(&true) {
            continue;
        }
        let Some(line) = lines.get(i).copied() else { continue };
        for j in buckets.near(line.a, line.b) {
            let j = j as usize;
            steps += 1;
            if steps > MAX_STEPS {
                return None;
            }
            if i == j || is_live.get(j) != Some(&true) {
                continue;
            }
            let Some(other) = lines.get(j).copied() else { continue };
            let (cuts, others) = cuts(&line, &other, &snaps);
            for (k, line, cuts) in [(j, other, others), (i, line, cuts)] {
                if cuts.is_empty() {
                    continue;
                }
                is_live[k] = false;
                for part in parts(&line, cuts) {
                    let index = lines.len();
                    buckets.add(u32::try_from(index).ok()?, part.a, part.b);
                    lines.push(part);
                    is_live.push(true);
                    queue.push_back(index);
                }
            }
            if !is_live[i] {
                break;
            }
        }
    }
    Some(lines.into_iter().zip(is_live).filter_map(|(line, live)| live.then_some(line)).collect())
}

type Cuts = Vec<Point>;

/// Where each of two lines is to be cut.
fn cuts<T>(
    line: &Line<T>,
    other: &Line<T>,
    snaps: &impl Fn(&Line<T>, &Line<T>, Point) -> Option<Point>,
) -> (Cuts, Cuts) {
    let (a, b, c, d) = (line.a, line.b, other.a, other.b);
    if cross_properly(a, b, c, d) {
        let p = crossing(a, b, c, d);
        let p = snaps(line, other, p).or_else(|| snaps(other, line, p)).unwrap_or(p);
        let unless = |ends: [Point; 2]| if ends.contains(&p) { Vec::new() } else { vec![p] };
        return (unless([a, b]), unless([c, d]));
    }
    let within = |points: [Point; 2], a, b| points.into_iter().filter(|p| is_inside_line(*p, a, b)).collect();
    (within([c, d], a, b), within([a, b], c, d))
}

fn parts<T: Copy>(line: &Line<T>, mut cuts: Cuts) -> Vec<Line<T>> {
    cuts.sort_by_key(|p| line.a.distance2(*p));
    cuts.push(line.b);
    let mut from = line.a;
    let mut parts = Vec::with_capacity(cuts.len());
    for to in cuts {
        if to != from {
            parts.push(Line { a: from, b: to, tag: line.tag });
        }
        from = to;
    }
    parts
}

/// Whether any two lines have more in common than ends.
pub fn any_disturbs(lines: &[(Point, Point)]) -> bool {
    let mut buckets = Buckets::new(lines.iter().flat_map(|(a, b)| [a, b]));
    let mut seen = HashSet::with_hasher(FxBuildHasher);
    for (i, (a, b)) in lines.iter().enumerate() {
        if a == b || !seen.insert(if a < b { (*a, *b) } else { (*b, *a) }) {
            return true;
        }
        let others = buckets.near(*a, *b).into_iter().filter_map(|j| lines.get(j as usize));
        if others.into_iter().any(|(c, d)| super::point::disturb(*a, *b, *c, *d)) {
            return true;
        }
        let Ok(i) = u32::try_from(i) else { return true };
        buckets.add(i, *a, *b);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(a: (i64, i64), b: (i64, i64)) -> Line<u8> {
        Line { a: a.into(), b: b.into(), tag: 0 }
    }

    #[test]
    fn lines_that_cross_touch_and_lie_on_each_other_meet_in_corners() {
        let lines = vec![line((0, 0), (10, 10)), line((0, 10), (10, 0)), line((5, 5), (20, 5)), line((8, 5), (30, 5))];
        let noded = node(lines, 0, |_, _, _| None).unwrap();
        let mut edges: Vec<(Point, Point)> = noded.iter().map(|l| (l.a.min(l.b), l.a.max(l.b))).collect();
        edges.sort_unstable();
        edges.dedup();
        assert!(!any_disturbs(&edges));
        assert_eq!(edges.len(), 4 + 3);
    }

    #[test]
    fn a_bundle_of_lines_through_almost_one_point_comes_to_rest() {
        let fan: Vec<Line<u8>> = (0..40).map(|i| line((-1000, i * 7 - 140), (1000, 141 - i * 7))).collect();
        let noded = node(fan, 0, |_, _, _| None).unwrap();
        let mut edges: Vec<(Point, Point)> = noded.iter().map(|l| (l.a.min(l.b), l.a.max(l.b))).collect();
        edges.sort_unstable();
        edges.dedup();
        assert!(!any_disturbs(&edges));
    }
}
