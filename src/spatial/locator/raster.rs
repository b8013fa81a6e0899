//! A raster over the extent of all shapes: each square is outside, wholly within one shape, or has a list of candidates.

use geo::Coord;
use rayon::prelude::*;

use super::strips::Strips;

const OUTSIDE: u32 = 0;
const BOUNDARY: u32 = 1 << 31;
/// Marks the candidate that holds the whole square and ends its list.
const SURE: u32 = 1 << 31;
/// Marks the last candidate of a list that has no sure one.
const LAST: u32 = 1 << 30;

/// Larger rasters answer more points at once but no longer fit the processor's caches.
const MIN_SQUARES: usize = 1 << 16;
const MAX_SQUARES: usize = 1 << 22;
const SQUARES_PER_VERTEX: usize = 16;

/// What a square of the raster holds: [`OUTSIDE`], a shape's index + 1, or [`BOUNDARY`] and the start of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Square(pub(super) u32);

impl Square {
    /// The shape that holds all of the square, `u32::MAX` when there is none or several are in question.
    #[inline]
    pub(super) fn whole(self) -> u32 {
        if self.is_on_boundary() { u32::MAX } else { self.0.wrapping_sub(1) }
    }

    #[inline]
    pub(super) fn is_on_boundary(self) -> bool {
        self.0 & BOUNDARY != 0
    }

    /// The first candidate of a square on a boundary.
    #[inline]
    pub(super) fn list(self) -> u32 {
        self.0 & !BOUNDARY
    }
}

/// A shape that may contain a point.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Candidate(u32);

impl Candidate {
    #[inline]
    pub(super) fn shape(self) -> u32 {
        self.0 & !(SURE | LAST)
    }

    /// Whether the shape holds the whole square.
    #[inline]
    pub(super) fn is_sure(self) -> bool {
        self.0 & SURE != 0
    }

    #[inline]
    pub(super) fn is_last(self) -> bool {
        self.0 & (SURE | LAST) != 0
    }
}

#[derive(Debug)]
pub(super) struct Raster {
    frame: Frame,
    /// [`Square`]s row by row from the south-west.
    squares: Vec<u32>,
    lists: Vec<u32>,
}

impl Raster {
    pub(super) fn new(strips: &Strips) -> Self {
        let Some(frame) = Frame::new(strips) else {
            return Self { frame: Frame::EMPTY, squares: Vec::new(), lists: Vec::new() };
        };
        let n_shapes = strips.n_shapes() as u32;
        let traces: Vec<Trace> = (0..n_shapes).into_par_iter().map(|shape| frame.trace(strips, shape)).collect();
        let squares = first_within(frame.n_squares(), &traces);
        let mut raster = Self { frame, squares, lists: Vec::new() };
        raster.add_boundaries(&traces);
        raster
    }

    /// The [`Square`] a point lies in, as a number.
    #[inline]
    pub(super) fn square_at(&self, lon: f64, lat: f64) -> u32 {
        let frame = &self.frame;
        // NaN is in no range.
        if (frame.low.x..=frame.high.x).contains(&lon) && (frame.low.y..=frame.high.y).contains(&lat) {
            self.squares[frame.row(lat) * frame.columns + frame.column(lon)]
        } else {
            OUTSIDE
        }
    }

    /// An entry of a list: shapes that may contain a point of the square, in ascending order up to the last.
    #[inline]
    pub(super) fn candidate(&self, entry: u32) -> Candidate {
        Candidate(self.lists[entry as usize])
    }

    /// Gives every square on a boundary its list. `squares` holds the first shape around each whole square so far.
    fn add_boundaries(&mut self, traces: &[Trace]) {
        let pairs = Pairs::by_square(self.squares.len(), traces);
        let mut list = Vec::new();
        let columns = self.frame.columns;
        for square in 0..self.squares.len() {
            let sure = self.squares[square];
            list.clear();
            list.extend(pairs.of(square).iter().take_while(|shape| sure == OUTSIDE || **shape + 1 < sure));
            let Some(last) = list.last_mut() else { continue };
            if sure == OUTSIDE {
                *last |= LAST;
            } else {
                list.push((sure - 1) | SURE);
            }
            // Along a border the square to the west or to the south usually has the same list.
            let neighbours = [square.checked_sub(1), square.checked_sub(columns)];
            let same =
                neighbours.into_iter().flatten().map(|n| self.squares[n]).find(|entry| {
                    entry & BOUNDARY != 0 && self.lists[(entry & !BOUNDARY) as usize..].starts_with(&list)
                });
            self.squares[square] = same.unwrap_or_else(|| {
                let start = self.lists.len() as u32;
                self.lists.extend_from_slice(&list);
                BOUNDARY | start
            });
        }
        self.lists.shrink_to_fit();
    }
}

/// For each square the index + 1 of the first shape that holds all of it, or [`OUTSIDE`].
fn first_within(n_squares: usize, traces: &[Trace]) -> Vec<u32> {
    let mut squares = vec![OUTSIDE; n_squares];
    // The next square that is still free, so that shapes on top of each other cost no more than one.
    let mut next_free: Vec<u32> = (0..=n_squares as u32).collect();
    for (shape, trace) in (1..).zip(traces) {
        for &(from, to) in &trace.within {
            let mut square = find(&mut next_free, from);
            while square < to {
                squares[square as usize] = shape;
                next_free[square as usize] = square + 1;
                square = find(&mut next_free, square + 1);
            }
        }
    }
    squares
}

/// Root of a disjoint-set forest, halving the path on the way.
fn find(next: &mut [u32], mut square: u32) -> u32 {
    while next[square as usize] != square {
        let after = next[next[square as usize] as usize];
        next[square as usize] = after;
        square = after;
    }
    square
}

/// Shapes with a boundary in each square, sorted.
struct Pairs {
    starts: Vec<u32>,
    shapes: Vec<u32>,
}

impl Pairs {
    fn by_square(n_squares: usize, traces: &[Trace]) -> Self {
        let mut starts = vec![0_u32; n_squares + 1];
        for square in traces.iter().flat_map(|t| &t.boundary) {
            starts[*square as usize + 1] += 1;
        }
        for i in 0..n_squares {
            starts[i + 1] += starts[i];
        }
        let mut shapes = vec![0; starts.last().map_or(0, |n| *n as usize)];
        // Each start moves to the end of its own range while that is filled ...
        for (shape, trace) in (0..).zip(traces) {
            for square in &trace.boundary {
                let slot = &mut starts[*square as usize];
                shapes[*slot as usize] = shape;
                *slot += 1;
            }
        }
        // ... and so to the start of the next.
        starts.rotate_right(1);
        starts[0] = 0;
        Self { starts, shapes }
    }

    fn of(&self, square: usize) -> &[u32] {
        // After the rotation, `starts[i]..starts[i + 1]` is the range of square i.
        &self.shapes[self.starts[square] as usize..self.starts[square + 1] as usize]
    }
}

/// Where one shape lies in the raster.
struct Trace {
    /// Squares that an edge may touch, sorted.
    boundary: Vec<u32>,
    /// Ranges of other squares within the shape, sorted.
    within: Vec<(u32, u32)>,
}

/// Place and size of the raster.
#[derive(Debug, Clone, Copy)]
struct Frame {
    low: Coord<f64>,
    high: Coord<f64>,
    columns: usize,
    rows: usize,
    columns_per_deg: f64,
    rows_per_deg: f64,
}

impl Frame {
    const EMPTY: Self = Self {
        low: Coord { x: f64::INFINITY, y: f64::INFINITY },
        high: Coord { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY },
        columns: 0,
        rows: 0,
        columns_per_deg: 0.0,
        rows_per_deg: 0.0,
    };

    fn new(strips: &Strips) -> Option<Self> {
        let (low, high) = strips.extent()?;
        let n_vertices = strips.n_vertices();
        let mut n_squares = (SQUARES_PER_VERTEX * n_vertices).clamp(MIN_SQUARES, MAX_SQUARES);
        loop {
            let frame = Self::with_squares(low, high, n_squares);
            // Long edges of many shapes on top of each other would fill any fine raster with lists.
            if n_squares <= 64 || frame.count_touched(strips) <= (4 * n_vertices).max(MAX_SQUARES) {
                return Some(frame);
            }
            n_squares /= 4;
        }
    }

    fn with_squares(low: Coord<f64>, high: Coord<f64>, n_squares: usize) -> Self {
        let (width, height) = (high.x - low.x, high.y - low.y);
        let ratio = if width > 0.0 && height > 0.0 { width / height } else { 1.0 };
        let columns = (n_squares as f64 * ratio).sqrt().clamp(1.0, n_squares as f64).floor();
        let rows = (n_squares as f64 / columns).floor().max(1.0);
        let per_deg = |count: f64, size: f64| if size > 0.0 { count / size } else { 0.0 };
        Self {
            low,
            high,
            columns: columns as usize,
            rows: rows as usize,
            columns_per_deg: per_deg(columns, width),
            rows_per_deg: per_deg(rows, height),
        }
    }

    fn n_squares(&self) -> usize {
        self.columns * self.rows
    }

    /// Grows with longitude (so does each of its roundings), hence right also for the squares between two others.
    #[inline]
    fn column(&self, lon: f64) -> usize {
        (((lon - self.low.x) * self.columns_per_deg) as usize).min(self.columns - 1)
    }

    #[inline]
    fn row(&self, lat: f64) -> usize {
        (((lat - self.low.y) * self.rows_per_deg) as usize).min(self.rows - 1)
    }

    /// An upper bound of the squares that edges touch, counted once per edge.
    fn count_touched(&self, strips: &Strips) -> usize {
        let touched = |(a, b): (Coord<f64>, Coord<f64>)| {
            1 + self.column(a.x).abs_diff(self.column(b.x)) + self.row(a.y).abs_diff(self.row(b.y))
        };
        (0..strips.n_shapes() as u32)
            .into_par_iter()
            .map(|shape| strips.edges_of(shape).map(touched).sum::<usize>())
            .sum()
    }

    fn trace(&self, strips: &Strips, shape: u32) -> Trace {
        let mut boundary = Vec::new();
        for (a, b) in strips.edges_of(shape) {
            self.add_touched(a, b, &mut boundary);
        }
        boundary.sort_unstable();
        boundary.dedup();
        let columns = self.columns as u32;
        // Between two boundary squares of a row no edge passes: one point answers for all.
        let gaps = boundary.windows(2).filter_map(|pair| match pair {
            [west, east] if west / columns == east / columns && west + 1 < *east => Some((west + 1, *east)),
            _ => None,
        });
        let within = gaps.filter(|(from, _)| self.centre_is_in(strips, shape, *from)).collect();
        Trace { boundary, within }
    }

    fn centre_is_in(&self, strips: &Strips, shape: u32, square: u32) -> bool {
        let (row, column) = (square as usize / self.columns, square as usize % self.columns);
        let lon = self.low.x + (column as f64 + 0.5) / self.columns_per_deg;
        let lat = self.low.y + (row as f64 + 0.5) / self.rows_per_deg;
        strips.contains(shape, lon, lat)
    }

    /// Adds every square the edge may touch, allowing for rounding.
    fn add_touched(&self, a: Coord<f64>, b: Coord<f64>, squares: &mut Vec<u32>) {
        let (low, high) = if a.y < b.y { (a, b) } else { (b, a) };
        let (west, east) = (low.x.min(high.x), low.x.max(high.x));
        let slope = (high.x - low.x) / (high.y - low.y);
        let width = (self.high.x - self.low.x) / self.columns as f64;
        let slack_x = 1e-6 * width + 1e-14 * (west.abs() + east.abs());
        let slack_y = 1e-6 / self.rows_per_deg + 1e-14 * (low.y.abs() + high.y.abs());
        for row in self.row(low.y - slack_y)..=self.row(high.y + slack_y) {
            let south = (self.low.y + row as f64 / self.rows_per_deg - slack_y).max(low.y);
            let north = (self.low.y + (row + 1) as f64 / self.rows_per_deg + slack_y).min(high.y);
            let (x1, x2) = (low.x + (south - low.y) * slope, low.x + (north - low.y) * slope);
            // Rounding may carry a steep slope past the edge's ends, and a flat edge's slope may be infinite.
            let x1 = if x1.is_finite() { x1.clamp(west, east) } else { west };
            let x2 = if x2.is_finite() { x2.clamp(west, east) } else { east };
            let (from, to) = (self.column(x1.min(x2) - slack_x), self.column(x1.max(x2) + slack_x));
            let start = row * self.columns;
            squares.extend((start + from..=start + to).map(|square| square as u32));
        }
    }
}
