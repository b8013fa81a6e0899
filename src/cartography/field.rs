//! Samples on the drawing plane, sorted into buckets, so that a view reads only those that it meets.

use std::ops::Range;

use rayon::prelude::*;

use super::{PlanePoint, plane_from_lonlat};
use crate::model::{Analysis, LonLat, OperatorId, Technology};

/// Samples in a bucket, on average.
const PER_BUCKET: f64 = 64.0;

/// Buckets along a side at most.
const MOST_BUCKETS: f64 = 1024.0;

/// Steps that the side of a bucket is divided into: a centimetre or less within a province.
const STEPS: f64 = 32768.0;

/// Samples of one choice of operator and technology.
#[derive(Debug, Default)]
pub struct SampleField {
    corner: Option<PlanePoint>,
    /// Side of a bucket in plane metres.
    side: f64,
    columns: usize,
    rows: usize,
    /// Where each bucket begins, row by row from the south-west, and the end.
    starts: Vec<u32>,
    places: Vec<Place>,
}

/// Where in its bucket a sample lies, in steps from the south-west, and whether it fails: four bytes, as millions of them
/// are read for one picture.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    east: u16,
    /// The lowest bit tells whether the sample fails.
    north_and_fails: u16,
}

impl Place {
    /// `east` and `north` in buckets, between zero and one.
    fn new(east: f64, north: f64, fails: bool) -> Self {
        let steps = |part: f64| (part * STEPS).clamp(0.0, STEPS - 1.0) as u16;
        Self { east: steps(east), north_and_fails: steps(north) << 1 | u16::from(fails) }
    }

    fn east(self) -> u16 {
        self.east
    }

    fn north(self) -> u16 {
        self.north_and_fails >> 1
    }

    fn fails(self) -> bool {
        self.north_and_fails & 1 == 1
    }
}

/// The samples of a bucket.
#[derive(Debug, Clone, Copy)]
struct Bucket<'a> {
    south_west: PlanePoint,
    places: &'a [Place],
}

impl SampleField {
    /// The samples that are evidence, with whether each fails the first criterion.
    pub fn new(analysis: &Analysis, operator: Option<OperatorId>, technology: Option<Technology>) -> Self {
        let samples = &analysis.dataset.samples;
        let Some(criterion) = analysis.settings.profile.criteria.first() else { return Self::default() };
        let values = samples.metric(criterion.metric);
        let of_row = |(i, flags): (usize, &crate::model::Flags)| {
            if !flags.is_evidence() {
                return None;
            }
            let (of, class) = (*samples.operator.get(i)?, *samples.technology.get(i)?);
            let asked = operator.is_none_or(|o| o == of) && technology.is_none_or(|t| t == class);
            let fails = criterion.fails(class, values.get(i)?)?;
            let position = LonLat { lon: samples.lon.get(i)?, lat: samples.lat.get(i)? };
            asked.then(|| (plane_from_lonlat(position), fails))
        };
        let found: Vec<(PlanePoint, bool)> =
            analysis.judgement.flags.par_iter().enumerate().filter_map(of_row).collect();
        Self::of_places(&found)
    }

    fn of_places(found: &[(PlanePoint, bool)]) -> Self {
        let corners = found.iter().fold(None, |corners: Option<[f64; 4]>, (p, _)| {
            let [w, s, e, n] = corners.unwrap_or([p.x, p.y, p.x, p.y]);
            Some([w.min(p.x), s.min(p.y), e.max(p.x), n.max(p.y)])
        });
        let Some([west, south, east, north]) = corners else { return Self::default() };
        let (width, height) = ((east - west).max(1.0), (north - south).max(1.0));
        let wanted = (width * height * PER_BUCKET / found.len() as f64).sqrt();
        let side = wanted.max(width / MOST_BUCKETS).max(height / MOST_BUCKETS);
        let (columns, rows) = ((width / side) as usize + 1, (height / side) as usize + 1);
        let corner = PlanePoint { x: west, y: south };
        let mut field = Self { corner: Some(corner), side, columns, rows, ..Self::default() };
        let mut starts = vec![0u32; columns * rows + 1];
        for (place, _) in found {
            if let Some(n) = starts.get_mut(field.bucket_of(corner, place).0 + 1) {
                *n += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        field.places = vec![Place::default(); found.len()];
        for (place, fails) in found {
            let (bucket, [east, north]) = field.bucket_of(corner, place);
            let Some(at) = next.get_mut(bucket) else { continue };
            if let Some(slot) = field.places.get_mut(*at as usize) {
                *slot = Place::new(east, north, *fails);
            }
            *at += 1;
        }
        Self { starts, ..field }
    }

    /// Number of the bucket that a place lies in, and where in it, in buckets.
    fn bucket_of(&self, corner: PlanePoint, place: &PlanePoint) -> (usize, [f64; 2]) {
        let along = |metres: f64, n: usize| {
            let at = metres / self.side;
            let bucket = (at as usize).min(n - 1);
            (bucket, at - bucket as f64)
        };
        let (column, east) = along(place.x - corner.x, self.columns);
        let (row, north) = along(place.y - corner.y, self.rows);
        (row * self.columns + column, [east, north])
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// How many samples lie in buckets that meet a box of the plane: some may lie a little outside of it.
    pub fn count(&self, south_west: PlanePoint, north_east: PlanePoint) -> usize {
        let (columns, rows) = self.meeting(south_west, north_east);
        let start = |row: usize, column: usize| self.starts.get(row * self.columns + column).copied().unwrap_or(0);
        rows.map(|row| (start(row, columns.end) - start(row, columns.start)) as usize).sum()
    }

    /// The samples of the buckets that meet a box of the plane: where, and whether it fails.
    pub fn samples(
        &self,
        south_west: PlanePoint,
        north_east: PlanePoint,
    ) -> impl Iterator<Item = (PlanePoint, bool)> + '_ {
        let step = self.side / STEPS;
        self.buckets(south_west, north_east).flat_map(move |Bucket { south_west: corner, places }| {
            places.iter().map(move |place| {
                let x = corner.x + f64::from(place.east()) * step;
                (PlanePoint { x, y: corner.y + f64::from(place.north()) * step }, place.fails())
            })
        })
    }

    fn buckets(&self, south_west: PlanePoint, north_east: PlanePoint) -> impl Iterator<Item = Bucket<'_>> {
        let (columns, rows) = self.meeting(south_west, north_east);
        let corner = self.corner.unwrap_or(PlanePoint { x: 0.0, y: 0.0 });
        let of_row = move |row: usize| columns.clone().map(move |column| (row, column));
        rows.flat_map(of_row).filter_map(move |(row, column)| {
            let bucket = row * self.columns + column;
            let range = *self.starts.get(bucket)? as usize..*self.starts.get(bucket + 1)? as usize;
            let places = self.places.get(range).filter(|places| !places.is_empty())?;
            let (x, y) = (corner.x + column as f64 * self.side, corner.y + row as f64 * self.side);
            Some(Bucket { south_west: PlanePoint { x, y }, places })
        })
    }

    /// Columns and rows of the buckets that meet a box of the plane.
    fn meeting(&self, south_west: PlanePoint, north_east: PlanePoint) -> (Range<usize>, Range<usize>) {
        let Some(corner) = self.corner else { return (0..0, 0..0) };
        let within = |low: f64, high: f64, n: usize| {
            let first = (low / self.side).floor().max(0.0) as usize;
            let last = (high / self.side).floor();
            if last < 0.0 { 0..0 } else { first.min(n)..(last as usize + 1).min(n) }
        };
        let columns = within(south_west.x - corner.x, north_east.x - corner.x, self.columns);
        (columns, within(south_west.y - corner.y, north_east.y - corner.y, self.rows))
    }
}

/// Pixels of a density picture, row by row from the top: samples, and how many of them fail. A sample covers two pixels
/// by two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Density {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<(u32, u32)>,
}

impl Density {
    /// Samples of the busiest pixel.
    pub fn most(&self) -> u32 {
        self.pixels.par_iter().map(|pixel| pixel.0).max().unwrap_or(0)
    }
}

/// Bands that a picture is counted in: a few for each thread, as samples lie closer in some than in others.
const BANDS: usize = 12;

/// A sample in a pixel's count, and a sample that fails.
const ONE: u64 = 1;
const ONE_FAILING: u64 = 1 << 32;

/// A part of a pixel: places in a picture are counted in these.
const PIXEL: f64 = (1u64 << 32) as f64;

impl SampleField {
    /// Counts samples by pixel: `north_west` is the corner of the picture on the plane, `per_metre` pixels per metre.
    pub fn density(&self, north_west: PlanePoint, per_metre: f64, width: usize, height: usize) -> Density {
        let mut pixels = vec![(0u32, 0u32); width * height];
        let rows = height.div_ceil(BANDS).max(1);
        pixels.par_chunks_mut((rows * width).max(1)).enumerate().for_each(|(band, pixels)| {
            // A row above and a column to the left: what lies in them covers the first of the band too.
            let top = (band * rows) as f64 - 1.0;
            let corner = PlanePoint { x: north_west.x - 1.0 / per_metre, y: north_west.y - top / per_metre };
            let counts = self.counts(corner, per_metre, width + 1, pixels.len() / width + 1);
            widen(&counts, width, pixels);
        });
        Density { width, height, pixels }
    }

    /// Samples in each pixel, in the lower half of a number, and in the upper how many of them fail.
    fn counts(&self, north_west: PlanePoint, per_metre: f64, width: usize, height: usize) -> Vec<u64> {
        let mut counts = vec![0; width * height];
        let south_west = PlanePoint { x: north_west.x, y: north_west.y - height as f64 / per_metre };
        let north_east = PlanePoint { x: north_west.x + width as f64 / per_metre, y: north_west.y };
        let step = (self.side / STEPS * per_metre * PIXEL) as i64;
        for bucket in self.buckets(south_west, north_east) {
            let left = ((bucket.south_west.x - north_west.x) * per_metre * PIXEL) as i64;
            let bottom = ((north_west.y - bucket.south_west.y) * per_metre * PIXEL) as i64;
            for place in bucket.places {
                // What lies beyond the left or above becomes a very large number.
                let x = ((left + step * i64::from(place.east())) >> 32) as usize;
                let y = ((bottom - step * i64::from(place.north())) >> 32) as usize;
                if x < width
                    && y < height
                    && let Some(count) = counts.get_mut(y * width + x)
                {
                    *count += ONE + u64::from(place.fails()) * ONE_FAILING;
                }
            }
        }
        counts
    }
}

/// Each pixel with its neighbours to the left and above: `counts` has one column and one row more.
fn widen(counts: &[u64], width: usize, pixels: &mut [(u32, u32)]) {
    let rows = counts.chunks_exact(width + 1);
    for ((above, row), pixels) in rows.clone().zip(rows.skip(1)).zip(pixels.chunks_exact_mut(width)) {
        let mut columns = above.iter().zip(row).map(|(a, b)| a + b);
        let mut left = columns.next().unwrap_or(0);
        for (pixel, column) in pixels.iter_mut().zip(columns) {
            let sum = left + column;
            *pixel = (sum as u32, (sum >> 32) as u32);
            left = column;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(n: u32) -> (Vec<(PlanePoint, bool)>, SampleField) {
        let place = |i: u32| {
            let (a, b) = (f64::from(i * 7919 % 1000), f64::from(i * 104_729 % 700));
            (PlanePoint { x: 1.2e7 + a, y: 2.4e6 + b }, i.is_multiple_of(3))
        };
        let places: Vec<_> = (0..n).map(place).collect();
        let field = SampleField::of_places(&places);
        (places, field)
    }

    #[test]
    fn a_view_reads_every_sample_in_it() {
        let (places, field) = field(5000);
        assert_eq!(field.len(), 5000);
        let (low, high) =
            (PlanePoint { x: 1.2e7 + 200.5, y: 2.4e6 + 100.5 }, PlanePoint { x: 1.2e7 + 413.5, y: 2.4e6 + 350.5 });
        let inside = |p: &PlanePoint| p.x > low.x && p.x < high.x && p.y > low.y && p.y < high.y;
        let expected = places.iter().filter(|(p, _)| inside(p)).count();
        let read: Vec<PlanePoint> = field.samples(low, high).map(|(place, _)| place).collect();
        assert_eq!(field.count(low, high), read.len());
        assert_eq!(read.iter().filter(|p| inside(p)).count(), expected);
        assert!(read.len() < 2 * expected, "{} read for {expected}", read.len());
    }

    #[test]
    fn nothing_is_read_beside_the_samples() {
        let (_, field) = field(500);
        let far = PlanePoint { x: 1.3e7, y: 2.4e6 };
        assert_eq!(field.count(far, PlanePoint { x: 1.31e7, y: 2.5e6 }), 0);
        assert_eq!(SampleField::of_places(&[]).samples(far, far).count(), 0);
    }

    #[test]
    fn a_sample_covers_two_pixels_by_two() {
        let places = [(PlanePoint { x: 10.0, y: 10.0 }, true), (PlanePoint { x: 10.2, y: 9.8 }, false)];
        let field = SampleField::of_places(&places);
        let density = field.density(PlanePoint { x: 7.5, y: 12.5 }, 1.0, 6, 6);
        let rows: Vec<Vec<u32>> = density.pixels.chunks(6).map(|row| row.iter().map(|p| p.0).collect()).collect();
        assert_eq!(rows[1], [0, 0, 0, 0, 0, 0]);
        assert_eq!(rows[2], [0, 0, 2, 2, 0, 0]);
        assert_eq!(rows[3], [0, 0, 2, 2, 0, 0]);
        assert_eq!(density.pixels.iter().map(|p| p.1).sum::<u32>(), 4);
    }

    #[test]
    fn every_sample_covers_the_pixels_right_and_below() {
        let (places, field) = field(20_000);
        let (north_west, per_metre) = (PlanePoint { x: 1.2e7 + 130.25, y: 2.4e6 + 600.125 }, 0.37);
        let (width, height) = (201, 177);
        let mut expected = vec![(0, 0); width * height];
        for (place, fails) in &places {
            let x = ((place.x - north_west.x) * per_metre).floor() as i64;
            let y = ((north_west.y - place.y) * per_metre).floor() as i64;
            for (x, y) in [(x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)] {
                if (0..width as i64).contains(&x) && (0..height as i64).contains(&y) {
                    let pixel: &mut (u32, u32) = &mut expected[y as usize * width + x as usize];
                    *pixel = (pixel.0 + 1, pixel.1 + u32::from(*fails));
                }
            }
        }
        assert!(expected.iter().filter(|pixel| pixel.0 > 0).count() > 5000);
        let density = field.density(north_west, per_metre, width, height);
        let different = density.pixels.iter().zip(&expected).filter(|(a, b)| a != b).count();
        // A place is known to a part of a millimetre here: hardly any falls on the other side of a pixel's edge.
        assert!(different <= 8, "{different} of {} pixels", expected.len());
    }

    #[test]
    fn the_picture_does_not_depend_on_the_number_of_threads() {
        let (_, field) = field(20_000);
        let draw = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| field.density(PlanePoint { x: 1.2e7 - 5.0, y: 2.4e6 + 705.0 }, 0.5, 510, 360))
        };
        let one = draw(1);
        assert_eq!(one, draw(3));
        assert_eq!(one.pixels.iter().map(|p| u64::from(p.0)).sum::<u64>(), 80_000);
    }
}
