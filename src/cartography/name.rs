//! Ways to write a name so that it stays inside its shape: on one line, broken in two or three, shortened, or not at all.

use super::{LabelBox, PlanePoint, Rows};

/// Longest name that is not shortened, in characters.
const LONGEST: usize = 44;

/// Letters that a shortened name keeps at least: fewer say nothing.
const LEAST: usize = 8;

/// How far a name may reach over the outline of its shape at either end, in points.
const OVER: f32 = 2.0;

/// Part of a name that must have room in its own shape where it reaches into the shapes beside it.
const OWN: f64 = 0.6;

/// Heights that are tried for a name written one way, and how far they are apart at least, in heights of the name.
const PLACES: usize = 6;
const APART: f64 = 0.5;

/// A name broken into lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    pub lines: Vec<String>,
    /// Of the longest line, in points.
    pub width: f32,
}

/// All ways to write a name, as it is and shortened; each list from the fewest lines to the most.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NameWays {
    whole: Vec<Written>,
    short: Vec<Written>,
}

impl NameWays {
    /// `width_of`: width of a piece of text in points.
    pub fn new(name: &str, width_of: &mut impl FnMut(&str) -> f32) -> Self {
        let words: Vec<&str> = name.split_whitespace().collect();
        let letters: usize = words.iter().map(|word| word.chars().count() + 1).sum();
        let mut ways = Self::default();
        if letters <= LONGEST + 1 {
            ways.whole = broken(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>(), width_of);
        }
        for n in (2..words.len()).rev() {
            let kept = shortened(&words, n);
            let letters: usize = kept.iter().map(|word| word.chars().count() + 1).sum();
            if (LEAST..=LONGEST + 1).contains(&letters) {
                ways.short.extend(broken(&kept, width_of));
            }
        }
        ways
    }

    /// Ways and places for the name in its shape, the best first. `around`: the ground that no name may leave, where it may
    /// reach into the shapes beside its own; `scale`: points on the screen for each plane metre; `line`: height of a line.
    pub fn places(&self, own: &Rows, around: Option<&Rows>, scale: f64, line: f32) -> Vec<(&Written, PlanePoint)> {
        let over = f64::from(OVER) / scale;
        let size = |way: &Written| (f64::from(way.width) / scale, f64::from(line * way.lines.len() as f32) / scale);
        let inside = |(i, way): (usize, &Written)| {
            let (width, height) = size(way);
            let reach = |room: f64| ((room - width) / 2.0).max(0.0);
            let places = along_bands(own, (width - 2.0 * over, height), &[0.0, -1.0, 1.0], reach);
            places.into_iter().map(move |place| (i, place))
        };
        let partly_beside = |(i, way): (usize, &Written)| {
            let (width, height) = size(way);
            let reach = |room: f64| (room + width) / 2.0 - width * OWN;
            let places = along_bands(own, (width * OWN, height), &[0.0, -0.5, 0.5, -1.0, 1.0], reach);
            let fits = move |place: &PlanePoint| around.is_some_and(|all| all.holds(*place, (width, height), over));
            places.into_iter().filter(fits).map(move |place| (i, place))
        };
        let whole = || self.whole.iter().enumerate();
        let mut found: Vec<(usize, PlanePoint)> = whole().flat_map(inside).collect();
        // Where all of these are taken, as by the number of a weak spot, a part of the name may lie beside its shape.
        if around.is_some() {
            found.extend(whole().take(2).flat_map(partly_beside));
        }
        if !found.is_empty() {
            return with_ways(&self.whole, found);
        }
        // Further ways leave out more.
        let mut short = self.short.iter().enumerate().map(|way| inside(way).collect::<Vec<_>>());
        with_ways(&self.short, short.find(|places| !places.is_empty()).unwrap_or_default())
    }
}

/// Middles of boxes in the bands of a shape that have at least such a room and such a height: first in the middle of their
/// bands, then moved by each part of how far they `reach` in a band of some room.
fn along_bands(own: &Rows, (least, height): (f64, f64), parts: &[f64], reach: impl Fn(f64) -> f64) -> Vec<PlanePoint> {
    if !own.may_hold(least, height) {
        return Vec::new();
    }
    let mut bands: Vec<(PlanePoint, f64)> = Vec::new();
    for (middle, room) in own.bands(height).into_iter().take_while(|(_, room)| *room >= least) {
        if bands.len() < PLACES && bands.iter().all(|(other, _)| (other.y - middle.y).abs() >= height * APART) {
            bands.push((middle, room));
        }
    }
    let moved = |part: f64| bands.iter().map(move |(middle, room)| (middle, part, *room));
    let place =
        |(middle, part, room): (&PlanePoint, f64, f64)| PlanePoint { x: middle.x + part * reach(room), ..*middle };
    parts.iter().flat_map(|part| moved(*part).map(place)).collect()
}

fn with_ways(ways: &[Written], found: Vec<(usize, PlanePoint)>) -> Vec<(&Written, PlanePoint)> {
    found.into_iter().filter_map(|(i, place)| Some((ways.get(i)?, place))).collect()
}

/// The first and the last of some words, `n` in all: names differ at their ends more than at their beginnings.
fn shortened(words: &[&str], n: usize) -> Vec<String> {
    let head = (n / 3).max(1);
    let begin = words.iter().take(head).map(|word| (*word).to_owned());
    let end = words.iter().skip(words.len() - (n - head)).map(|word| (*word).to_owned());
    let mut kept: Vec<String> = begin.collect();
    if let Some(last) = kept.last_mut() {
        last.push('…');
    }
    kept.extend(end);
    kept
}

/// Words on one line, on two, on three, each so that its longest line is as short as can be.
fn broken(words: &[String], width_of: &mut impl FnMut(&str) -> f32) -> Vec<Written> {
    let mut ways: Vec<Written> = Vec::new();
    let mut line = |words: &[String]| {
        let line = words.join(" ");
        (width_of(&line), line)
    };
    let n = words.len();
    if n > 0 {
        let (width, whole) = line(words);
        ways.push(Written { lines: vec![whole], width });
    }
    let mut best: Option<Written> = None;
    let mut consider = |best: &mut Option<Written>, cuts: &[usize]| {
        let ends = cuts.iter().copied().chain([n]);
        let parts = std::iter::once(0).chain(cuts.iter().copied()).zip(ends);
        let (widths, lines): (Vec<f32>, Vec<String>) =
            parts.map(|(from, to)| line(words.get(from..to).unwrap_or_default())).unzip();
        let width = widths.into_iter().fold(0.0, f32::max);
        if best.as_ref().is_none_or(|known| width < known.width) {
            *best = Some(Written { lines, width });
        }
    };
    for cut in 1..n {
        consider(&mut best, &[cut]);
    }
    ways.extend(best.take());
    for first in 1..n {
        for second in first + 1..n {
            consider(&mut best, &[first, second]);
        }
    }
    // A further line is of use only where it makes the name narrower.
    ways.extend(best.take().filter(|three| ways.last().is_none_or(|two| three.width < two.width)));
    ways
}

impl Written {
    /// The room of the name around a place of the screen.
    pub fn room(&self, (x, y): (f32, f32), line: f32) -> LabelBox {
        LabelBox { x, y, width: self.width + 6.0, height: line * self.lines.len() as f32 + 1.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every character is six points wide.
    fn ways(name: &str) -> NameWays {
        NameWays::new(name, &mut |text| text.chars().count() as f32 * 6.0)
    }

    fn rectangle(west: f64, width: f64, height: f64) -> Vec<Vec<PlanePoint>> {
        let corners = [(west, 0.0), (west + width, 0.0), (west + width, height), (west, height)];
        vec![corners.map(|(x, y)| PlanePoint { x, y }).to_vec()]
    }

    fn lines(name: &str, width: f64, height: f64, around: Option<&Rows>) -> Option<Vec<String>> {
        let own = Rows::new(&rectangle(0.0, width, height), 32).unwrap();
        ways(name).places(&own, around, 1.0, 12.0).first().map(|(way, _)| way.lines.clone())
    }

    #[test]
    fn a_name_is_broken_where_it_does_not_fit_on_a_line() {
        let name = "Hợp Thành Đông Trà";
        assert_eq!(lines(name, 110.0, 60.0, None).unwrap(), [name]);
        assert_eq!(lines(name, 60.0, 60.0, None).unwrap(), ["Hợp Thành", "Đông Trà"]);
        assert_eq!(lines(name, 52.0, 60.0, None).unwrap(), ["Hợp Thành", "Đông Trà"]);
        assert_eq!(lines("Tổ dân phố Trưng Vương", 25.0, 60.0, None), None);
        assert_eq!(lines("Đường Trường Khánh", 45.0, 60.0, None).unwrap(), ["Đường", "Trường", "Khánh"]);
    }

    #[test]
    fn a_name_that_fits_in_no_way_is_shortened_and_then_left_out() {
        let name = "Khu dân cư tái định cư số 12 giáp ranh khu công nghiệp Đông Trà 7";
        assert_eq!(lines(name, 70.0, 40.0, None).unwrap(), ["Khu dân… khu", "công nghiệp", "Đông Trà 7"]);
        assert_eq!(lines(name, 70.0, 15.0, None).unwrap(), ["Khu… Trà 7"]);
        assert_eq!(lines(name, 40.0, 15.0, None), None);
        assert_eq!(lines("Khu 7 B", 10.0, 40.0, None), None);
    }

    #[test]
    fn a_name_reaches_into_the_zone_beside_it_but_not_over_the_outline_of_the_ward() {
        let beside = rectangle(80.0, 100.0, 15.0);
        let own = rectangle(0.0, 80.0, 15.0);
        let ward = Rows::of_all(&[&own, &beside, &rectangle(-100.0, 100.0, 15.0)], 64).unwrap();
        assert_eq!(lines("Yên Thanh Đông 2", 80.0, 15.0, Some(&ward)).unwrap(), ["Yên Thanh Đông 2"]);
        // At the west the ward ends: the name moves away from there.
        let at_the_edge = Rows::of_all(&[&own, &beside], 64).unwrap();
        let ways = ways("Yên Thanh Đông 2");
        let zone = Rows::new(&own, 64).unwrap();
        let (way, place) = ways.places(&zone, Some(&at_the_edge), 1.0, 12.0)[0];
        let half = f64::from(way.width) / 2.0;
        assert!(way.lines.len() == 1 && place.x - half >= -f64::from(OVER), "{way:?} {place:?}");
        assert!(80.0 - (place.x - half) >= OWN * 2.0 * half, "most of it stays in its own zone: {place:?}");
        let alone = Rows::of_all(&[&own], 64).unwrap();
        assert_eq!(lines("Yên Thanh Đông 2", 80.0, 15.0, Some(&alone)).unwrap(), ["Yên… Đông 2"]);
        assert_eq!(lines("Yên Thanh Đông 2", 80.0, 15.0, None).unwrap(), ["Yên… Đông 2"]);
    }

    #[test]
    fn whatever_the_scale_no_name_leaves_its_shape_by_more_than_its_margin() {
        // A ward with an inlet from the east.
        let ring =
            [(0.0, 0.0), (900.0, 0.0), (900.0, 400.0), (350.0, 470.0), (900.0, 540.0), (900.0, 900.0), (0.0, 900.0)];
        let ring: Vec<PlanePoint> = ring.iter().map(|(x, y)| PlanePoint { x: *x, y: *y }).collect();
        let own = Rows::new(std::slice::from_ref(&ring), 64).unwrap();
        let edges = || ring.iter().zip(ring.iter().cycle().skip(1));
        let ways = ways("Khu phố Hợp Thành Đông Trà");
        for scale in [0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0, 3.0] {
            for (way, place) in ways.places(&own, Some(&own), scale, 12.0) {
                let half = (f64::from(way.width) / 2.0 - f64::from(OVER)) / scale;
                let tall = 6.0 * way.lines.len() as f64 / scale;
                let (west, east) = (place.x - half, place.x + half);
                for (a, b) in edges() {
                    // Corners of the outline within the box: none.
                    let within = |p: &PlanePoint| (west..east).contains(&p.x) && (p.y - place.y).abs() < tall;
                    assert!(!within(a) && !within(b), "{scale} {:?} {place:?}", way.lines);
                }
            }
        }
        assert!(ways.places(&own, None, 0.02, 12.0).is_empty() && !ways.places(&own, None, 0.3, 12.0).is_empty());
    }
}
