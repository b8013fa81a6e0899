//! Samples on the drawing plane, sorted into buckets, so that a view reads only those that it meets.

use rayon::prelude::*;

use super::{PlanePoint, plane_from_lonlat};
use crate::model::{Analysis, LonLat, OperatorId, Technology};

/// Samples in a bucket, on average.
const PER_BUCKET: f64 = 64.0;

/// Buckets along a side at most.
const MOST_BUCKETS: f64 = 1024.0;

/// Samples of one choice of operator and technology. Places are metres from the south-west corner as `f32`: exact to a
/// centimetre within a province.
#[derive(Debug, Default)]
pub struct SampleField {
    corner: Option<PlanePoint>,
    /// Side of a bucket in plane metres.
    side: f64,
    columns: usize,
    rows: usize,
    /// Where each bucket begins, row by row from the south-west, and the end.
    starts: Vec<u32>,
    places: Vec<[f32; 2]>,
    fails: Vec<bool>,
}

/// Samples that lie beside each other in memory.
#[derive(Debug, Clone, Copy)]
pub struct FieldRun<'a> {
    pub places: &'a [[f32; 2]],
    pub fails: &'a [bool],
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
        let bucket = |p: &PlanePoint| {
            let column = (((p.x - west) / side) as usize).min(columns - 1);
            (((p.y - south) / side) as usize).min(rows - 1) * columns + column
        };
        let mut starts = vec![0u32; columns * rows + 1];
        for (place, _) in found {
            if let Some(n) = starts.get_mut(bucket(place) + 1) {
                *n += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut places = vec![[0f32; 2]; found.len()];
        let mut fails = vec![false; found.len()];
        for (place, failing) in found {
            let Some(at) = next.get_mut(bucket(place)) else { continue };
            let to = *at as usize;
            *at += 1;
            if let (Some(slot), Some(fail)) = (places.get_mut(to), fails.get_mut(to)) {
                (*slot, *fail) = ([(place.x - west) as f32, (place.y - south) as f32], *failing);
            }
        }
        Self { corner: Some(PlanePoint { x: west, y: south }), side, columns, rows, starts, places, fails }
    }

    /// South-west corner, from which places are counted; `None` without samples.
    pub fn corner(&self) -> Option<PlanePoint> {
        self.corner
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Runs of samples whose buckets meet a box of the plane; some samples may lie a little outside of it.
    pub fn runs(&self, south_west: PlanePoint, north_east: PlanePoint) -> Vec<FieldRun<'_>> {
        let Some(corner) = self.corner else { return Vec::new() };
        let within = |low: f64, high: f64, n: usize| {
            let first = (low / self.side).floor().max(0.0) as usize;
            let last = (high / self.side).floor();
            if last < 0.0 { 0..0 } else { first.min(n)..(last as usize + 1).min(n) }
        };
        let columns = within(south_west.x - corner.x, north_east.x - corner.x, self.columns);
        let rows = within(south_west.y - corner.y, north_east.y - corner.y, self.rows);
        if columns.is_empty() {
            return Vec::new();
        }
        let start = |bucket: usize| self.starts.get(bucket).map(|start| *start as usize);
        rows.filter_map(|row| {
            let first = start(row * self.columns + columns.start)?;
            let end = start(row * self.columns + columns.end)?;
            Some(FieldRun { places: self.places.get(first..end)?, fails: self.fails.get(first..end)? })
        })
        .filter(|run| !run.places.is_empty())
        .collect()
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

/// Runs that one thread counts.
const RUNS_A_TASK: usize = 32;

impl SampleField {
    /// Counts samples by pixel: `north_west` is the corner of the picture on the plane, `per_metre` pixels per metre.
    pub fn density(&self, north_west: PlanePoint, per_metre: f64, width: usize, height: usize) -> Density {
        let empty = || vec![(0u32, 0u32); width * height];
        let Some(corner) = self.corner else { return Density { width, height, pixels: empty() } };
        let margin = 2.0 / per_metre;
        let low = PlanePoint { x: north_west.x - margin, y: north_west.y - height as f64 / per_metre - margin };
        let high = PlanePoint { x: north_west.x + width as f64 / per_metre + margin, y: north_west.y + margin };
        let runs = self.runs(low, high);
        let (left, top) = ((corner.x - north_west.x) * per_metre, (north_west.y - corner.y) * per_metre);
        let (left, top, scale) = (left as f32, top as f32, per_metre as f32);
        let count = |mut pixels: Vec<(u32, u32)>, runs: &[FieldRun<'_>]| {
            for run in runs {
                for ([east, north], fails) in run.places.iter().zip(run.fails) {
                    // Shifted by one, so that what lies just left of or above the picture still covers its edge.
                    let (x, y) = (left + east * scale + 1.0, top - north * scale + 1.0);
                    if x < 1.0 || y < 1.0 {
                        continue;
                    }
                    let (x, y) = (x as usize - 1, y as usize - 1);
                    if x < width
                        && y < height
                        && let Some(pixel) = pixels.get_mut(y * width + x)
                    {
                        pixel.0 += 1;
                        pixel.1 += u32::from(*fails);
                    }
                }
            }
            pixels
        };
        let tasks = runs.par_chunks(RUNS_A_TASK.max(runs.len().div_ceil(rayon::current_num_threads().min(4))));
        let counted = tasks.map(|runs| count(empty(), runs)).reduce_with(|mut a, b| {
            a.iter_mut().zip(b).for_each(|(a, b)| (a.0, a.1) = (a.0 + b.0, a.1 + b.1));
            a
        });
        Density { width, height, pixels: widened(&counted.unwrap_or_else(empty), width) }
    }
}

/// Each pixel with its neighbours to the left and above.
fn widened(counts: &[(u32, u32)], width: usize) -> Vec<(u32, u32)> {
    let mut pixels = Vec::with_capacity(counts.len());
    let nothing = vec![(0, 0); width];
    let mut above: &[(u32, u32)] = &nothing;
    for row in counts.chunks_exact(width.max(1)) {
        let mut left = (0, 0);
        for (a, b) in above.iter().zip(row) {
            let column = (a.0 + b.0, a.1 + b.1);
            pixels.push((left.0 + column.0, left.1 + column.1));
            left = column;
        }
        above = row;
    }
    pixels
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
        let corner = field.corner().unwrap();
        let inside = |p: &PlanePoint| p.x > low.x && p.x < high.x && p.y > low.y && p.y < high.y;
        let expected = places.iter().filter(|(p, _)| inside(p)).count();
        let runs = field.runs(low, high);
        let read = runs.iter().flat_map(|run| run.places);
        let at = |p: &[f32; 2]| PlanePoint { x: corner.x + f64::from(p[0]), y: corner.y + f64::from(p[1]) };
        let read: Vec<PlanePoint> = read.map(at).collect();
        assert_eq!(read.iter().filter(|p| inside(p)).count(), expected);
        assert!(read.len() < 2 * expected, "{} read for {expected}", read.len());
    }

    #[test]
    fn nothing_is_read_beside_the_samples() {
        let (_, field) = field(500);
        let far = PlanePoint { x: 1.3e7, y: 2.4e6 };
        assert!(field.runs(far, PlanePoint { x: 1.31e7, y: 2.5e6 }).is_empty());
        assert!(SampleField::of_places(&[]).runs(far, far).is_empty());
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
