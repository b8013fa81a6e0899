//! The inside of shapes cut into rows: where a name has room, and how much of one shape lies within others.

use super::PlanePoint;

/// Parts of a row nearer to each other than this are one, in plane metres: zones that share a border leave slivers.
const SEAM: f64 = 20.0;

/// Rows at most of a shape that is seen through a window.
const MOST_SEEN: f64 = 256.0;

/// Rows of equal height from south to north, each with the parts of its middle line that lie inside.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    south: f64,
    step: f64,
    /// Intervals of x from west to east.
    rows: Vec<Vec<(f64, f64)>>,
    /// Length of the longest of them.
    widest: f64,
}

impl Rows {
    /// The inside of some rings by the even–odd rule, in `n` rows; `None` for a shape without height.
    pub fn new(rings: &[Vec<PlanePoint>], n: usize) -> Option<Self> {
        let mut rows = Self::around(rings.iter().flatten(), n)?;
        for (row, inside) in rows.rows_of(rings) {
            if let Some(slot) = rows.rows.get_mut(row) {
                *slot = inside;
            }
        }
        Some(rows.measured())
    }

    /// The inside of several shapes together; what touches or overlaps is one.
    pub fn of_all(shapes: &[&[Vec<PlanePoint>]], n: usize) -> Option<Self> {
        let mut rows = Self::around(shapes.iter().copied().flatten().flatten(), n)?;
        for shape in shapes {
            for (row, inside) in rows.rows_of(shape) {
                if let Some(slot) = rows.rows.get_mut(row) {
                    slot.extend(inside);
                }
            }
        }
        rows.rows.iter_mut().for_each(join);
        Some(rows.measured())
    }

    fn around<'a>(points: impl Iterator<Item = &'a PlanePoint> + Clone, n: usize) -> Option<Self> {
        let south = points.clone().map(|p| p.y).min_by(f64::total_cmp)?;
        let north = points.map(|p| p.y).max_by(f64::total_cmp)?;
        let step = (north - south) / n as f64;
        (north > south && n > 0).then(|| Self { south, step, rows: vec![Vec::new(); n], widest: 0.0 })
    }

    fn measured(self) -> Self {
        let widest = self.rows.iter().flatten().map(|(west, east)| east - west).fold(0.0, f64::max);
        Self { widest, ..self }
    }

    /// Whether a box may have room inside: only then it is worth a search.
    pub fn may_hold(&self, width: f64, height: f64) -> bool {
        width <= self.widest && height <= self.height()
    }

    /// The middle line of a row.
    fn y_of(&self, row: usize) -> f64 {
        self.south + (row as f64 + 0.5) * self.step
    }

    fn north(&self) -> f64 {
        self.south + self.step * self.rows.len() as f64
    }

    /// From south to north in plane metres.
    pub fn height(&self) -> f64 {
        self.north() - self.south
    }

    /// The rows that meet some rings, each with what lies inside.
    fn rows_of(&self, rings: &[Vec<PlanePoint>]) -> Vec<(usize, Vec<(f64, f64)>)> {
        let mut crossings: Vec<Vec<f64>> = vec![Vec::new(); self.rows.len()];
        let edges = rings.iter().flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)));
        for (a, b) in edges.filter(|(a, b)| a.y != b.y) {
            let (low, high) = if a.y < b.y { (a, b) } else { (b, a) };
            let first = ((low.y - self.south) / self.step - 0.5).ceil().max(0.0) as usize;
            for (row, crossed) in crossings.iter_mut().enumerate().skip(first) {
                let y = self.y_of(row);
                if y >= high.y {
                    break;
                }
                // By rounding the first row may lie a hair below.
                if y >= low.y {
                    crossed.push(low.x + (y - low.y) / (high.y - low.y) * (high.x - low.x));
                }
            }
        }
        let inside = crossings.into_iter().enumerate().filter(|(_, crossed)| crossed.len() > 1);
        inside
            .map(|(row, mut crossed)| {
                crossed.sort_by(f64::total_cmp);
                (row, crossed.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect())
            })
            .collect()
    }

    /// Where a band between two heights is inside all along; nothing where it reaches beyond the south or the north.
    pub fn stretches(&self, low: f64, high: f64) -> Vec<(f64, f64)> {
        if low < self.south || high > self.north() {
            return Vec::new();
        }
        let first = ((low - self.south) / self.step - 0.5).floor().max(0.0) as usize;
        let last = ((high - self.south) / self.step - 0.5).ceil().max(0.0) as usize;
        let last = last.min(self.rows.len().saturating_sub(1));
        let mut rows = self.rows.get(first.min(last)..=last).unwrap_or_default().iter();
        let mut free = rows.next().cloned().unwrap_or_default();
        for row in rows {
            free = common(&free, row);
        }
        free
    }

    /// Middles of rows at which a band of some height has room inside, with the widest part there: the widest first, of
    /// equal ones that nearest to the middle of the shape.
    pub fn bands(&self, height: f64) -> Vec<(PlanePoint, f64)> {
        let middle = (self.south + self.north()) / 2.0;
        let band = |row: usize| {
            let y = self.y_of(row);
            let free = self.stretches(y - height / 2.0, y + height / 2.0);
            let (west, east) = free.into_iter().max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))?;
            (east > west).then_some((PlanePoint { x: (west + east) / 2.0, y }, east - west))
        };
        let mut bands: Vec<(PlanePoint, f64)> = (0..self.rows.len()).filter_map(band).collect();
        let away = |place: &PlanePoint| (place.y - middle).abs();
        bands.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| away(&a.0).total_cmp(&away(&b.0))));
        bands
    }

    /// Whether a box lies inside, but for so much at each end.
    pub fn holds(&self, centre: PlanePoint, (width, height): (f64, f64), over: f64) -> bool {
        let half = (width / 2.0 - over).max(0.0);
        let free = self.stretches(centre.y - height / 2.0, centre.y + height / 2.0);
        free.iter().any(|(west, east)| *west <= centre.x - half && *east >= centre.x + half)
    }

    /// The same shape seen through a window, from its south-west to its north-east corner, in rows of some height.
    pub fn within(&self, (low, high): (PlanePoint, PlanePoint), step: f64) -> Option<Self> {
        let (south, north) = (self.south.max(low.y), self.north().min(high.y));
        if self.rows.is_empty() || north <= south {
            return None;
        }
        let n = ((north - south) / step).ceil().clamp(1.0, MOST_SEEN) as usize;
        let step = (north - south) / n as f64;
        let seen = |row: usize| {
            let y = south + (row as f64 + 0.5) * step;
            let parts = self.stretches(y, y).into_iter().map(|(west, east)| (west.max(low.x), east.min(high.x)));
            parts.filter(|(west, east)| east > west).collect()
        };
        Some(Self { south, step, rows: (0..n).map(seen).collect(), widest: 0.0 }.measured())
    }

    /// The same shape without a box, given by its south-west and its north-east corner.
    pub fn without(mut self, (low, high): (PlanePoint, PlanePoint)) -> Self {
        let (south, step) = (self.south, self.step);
        for (row, parts) in self.rows.iter_mut().enumerate() {
            let y = south + (row as f64 + 0.5) * step;
            if (low.y..=high.y).contains(&y) {
                let beside = |(west, east): &(f64, f64)| [(*west, east.min(low.x)), (west.max(high.x), *east)];
                *parts = parts.iter().flat_map(beside).filter(|(west, east)| east > west).collect();
            }
        }
        self.measured()
    }

    /// Which share of this shape lies inside another.
    pub fn share_inside(&self, other: &Self) -> f64 {
        let length = |parts: &[(f64, f64)]| parts.iter().map(|(west, east)| east - west).sum::<f64>();
        let (mut all, mut inside) = (0.0, 0.0);
        for (row, parts) in self.rows.iter().enumerate() {
            let y = self.y_of(row);
            all += length(parts);
            inside += length(&common(parts, &other.stretches(y, y)));
        }
        if all > 0.0 { inside / all } else { 0.0 }
    }
}

/// What two lists of intervals have in common; both from west to east and apart.
fn common(a: &[(f64, f64)], b: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut shared = Vec::new();
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        let (west, east) = (x.0.max(y.0), x.1.min(y.1));
        if east > west {
            shared.push((west, east));
        }
        if x.1 < y.1 { i += 1 } else { j += 1 }
    }
    shared
}

/// Joins what touches, overlaps or nearly does.
fn join(parts: &mut Vec<(f64, f64)>) {
    parts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut joined: Vec<(f64, f64)> = Vec::with_capacity(parts.len());
    for (west, east) in parts.drain(..) {
        match joined.last_mut() {
            Some(last) if west <= last.1 + SEAM => last.1 = last.1.max(east),
            _ => joined.push((west, east)),
        }
    }
    *parts = joined;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(f64, f64)]) -> Vec<PlanePoint> {
        points.iter().map(|(x, y)| PlanePoint { x: *x, y: *y }).collect()
    }

    fn square(west: f64, south: f64, side: f64) -> Vec<Vec<PlanePoint>> {
        vec![ring(&[(west, south), (west + side, south), (west + side, south + side), (west, south + side)])]
    }

    #[test]
    fn a_band_in_an_l_is_as_wide_as_the_leg_that_holds_it() {
        let l = vec![ring(&[(0.0, 0.0), (300.0, 0.0), (300.0, 100.0), (50.0, 100.0), (50.0, 300.0), (0.0, 300.0)])];
        let rows = Rows::new(&l, 30).unwrap();
        assert_eq!(rows.stretches(20.0, 60.0), [(0.0, 300.0)]);
        assert_eq!(rows.stretches(60.0, 160.0), [(0.0, 50.0)]);
        assert!(rows.stretches(-1.0, 20.0).is_empty() && rows.stretches(290.0, 301.0).is_empty());
        let (place, width) = rows.bands(40.0)[0];
        assert!(width == 300.0 && place.x == 150.0 && place.y < 80.0, "{place:?}");
    }

    #[test]
    fn zones_side_by_side_are_one_ground_and_a_box_over_their_border_lies_in_it() {
        let (a, b) = (square(0.0, 0.0, 1000.0), square(1010.0, 0.0, 1000.0));
        let rows = Rows::of_all(&[&a, &b], 50).unwrap();
        let at = |x: f64| PlanePoint { x, y: 500.0 };
        assert!(rows.holds(at(1000.0), (600.0, 100.0), 0.0));
        assert!(!rows.holds(at(1900.0), (600.0, 100.0), 50.0));
        assert!(rows.holds(at(1900.0), (600.0, 100.0), 200.0));
        assert!(!rows.holds(PlanePoint { x: 1000.0, y: 990.0 }, (600.0, 100.0), 0.0));
    }

    #[test]
    fn the_share_inside_agrees_with_shapely() {
        // shapely 2.1: Polygon(c).intersection(Polygon(s)).area / Polygon(c).area, see tests/reference/neighbours.py.
        let shape = vec![ring(&[(0.0, 0.0), (900.0, 100.0), (700.0, 800.0), (300.0, 500.0), (100.0, 900.0)])];
        let rows = Rows::new(&shape, 512).unwrap();
        for (other, share) in [(square(200.0, 200.0, 400.0), 0.307_823), (square(-100.0, -100.0, 1200.0), 1.0)] {
            let other = Rows::of_all(&[&other], 512).unwrap();
            assert!((rows.share_inside(&other) - share).abs() < 0.002, "{}", rows.share_inside(&other));
        }
        assert_eq!(rows.share_inside(&Rows::of_all(&[&square(2000.0, 0.0, 10.0)], 512).unwrap()), 0.0);
    }

    #[test]
    fn through_a_window_only_what_is_seen_has_room() {
        let rows = Rows::new(&square(0.0, 0.0, 1000.0), 32).unwrap();
        let window = (PlanePoint { x: 600.0, y: -500.0 }, PlanePoint { x: 2000.0, y: 300.0 });
        let seen = rows.within(window, 10.0).unwrap();
        let (place, width) = seen.bands(50.0)[0];
        assert!((place.x - 800.0).abs() < 1e-9 && width == 400.0 && place.y < 300.0, "{place:?} {width}");
        assert!(rows.within((PlanePoint { x: 0.0, y: 1001.0 }, PlanePoint { x: 1.0, y: 1002.0 }), 10.0).is_none());
    }

    #[test]
    fn beside_a_box_the_rest_of_the_shape_has_room() {
        let rows = Rows::new(&square(0.0, 0.0, 1000.0), 100).unwrap();
        let taken = (PlanePoint { x: -50.0, y: 100.0 }, PlanePoint { x: 700.0, y: 500.0 });
        let rest = rows.clone().without(taken);
        assert_eq!(rest.stretches(200.0, 400.0), [(700.0, 1000.0)]);
        assert_eq!(rest.stretches(600.0, 900.0), [(0.0, 1000.0)]);
        assert_eq!(rest.bands(450.0)[0].1, 1000.0);
        assert_eq!(rest.bands(600.0)[0].1, 300.0);
        let across = (PlanePoint { x: 300.0, y: 0.0 }, PlanePoint { x: 400.0, y: 1000.0 });
        assert_eq!(rows.without(across).stretches(10.0, 990.0), [(0.0, 300.0), (400.0, 1000.0)]);
    }
}
