//! Areas and lines filled into a picture, with soft edges: for grounds that are drawn off the window's thread.

/// Lines of a pixel row that are looked at.
const LINES: usize = 4;

/// Corners of the disc at a bend of a wide line.
const BEND: usize = 8;

/// What is inside of rings that cross.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// A ring within another is a hole.
    EvenOdd,
    /// Whatever any ring goes around.
    NonZero,
}

/// How much of each pixel of a square picture is covered, 0 to 1, row by row from the top.
#[derive(Debug)]
pub struct Coverage {
    side: usize,
    row: Vec<f32>,
}

impl Coverage {
    pub fn new(side: usize) -> Self {
        Self { side, row: vec![0.0; side] }
    }

    /// Hands each covered pixel to `put`: its place in the picture, and how much of it is covered. Rings are in pixels.
    pub fn fill(&mut self, rings: &[Vec<[f32; 2]>], rule: Rule, mut put: impl FnMut(usize, f32)) {
        let edges = edges_of(rings);
        let ys = || edges.iter().flat_map(|edge| [edge.top[1], edge.bottom[1]]);
        let (low, high) = ys().fold((f32::INFINITY, f32::NEG_INFINITY), |(a, b), y| (a.min(y), b.max(y)));
        if low >= high {
            return;
        }
        let rows = low.floor().max(0.0) as usize..(high.ceil().max(0.0) as usize).min(self.side);
        let mut crossings: Vec<(f32, i32)> = Vec::new();
        let (mut waiting, mut active) = (edges.iter().peekable(), Vec::new());
        for y in rows {
            let bottom = (y + 1) as f32;
            while let Some(edge) = waiting.next_if(|edge| edge.top[1] < bottom) {
                active.push(edge);
            }
            active.retain(|edge| edge.bottom[1] > y as f32);
            for line in 0..LINES {
                let at = y as f32 + (line as f32 + 0.5) / LINES as f32;
                crossings.clear();
                let crossed = active.iter().filter(|edge| edge.top[1] <= at && at < edge.bottom[1]);
                crossings.extend(crossed.map(|edge| (edge.x_at(at), edge.direction)));
                crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
                let mut winding = 0;
                for (here, next) in crossings.iter().zip(crossings.iter().skip(1)) {
                    winding += here.1;
                    let inside = if rule == Rule::EvenOdd { winding % 2 != 0 } else { winding != 0 };
                    if inside {
                        self.cover(here.0, next.0);
                    }
                }
            }
            for (x, covered) in self.row.iter_mut().enumerate() {
                if *covered > 0.0 {
                    put(y * self.side + x, covered.min(1.0));
                    *covered = 0.0;
                }
            }
        }
    }

    /// A line of so many pixels width; its ends are round.
    pub fn stroke(&mut self, lines: &[Vec<[f32; 2]>], width: f32, put: impl FnMut(usize, f32)) {
        let half = width / 2.0;
        let mut rings = Vec::new();
        for line in lines {
            for ([ax, ay], [bx, by]) in line.iter().zip(line.iter().skip(1)) {
                let length = (bx - ax).hypot(by - ay);
                if length > 0.0 {
                    let (nx, ny) = (-(by - ay) / length * half, (bx - ax) / length * half);
                    rings.push(vec![[ax + nx, ay + ny], [bx + nx, by + ny], [bx - nx, by - ny], [ax - nx, ay - ny]]);
                }
            }
            if width > 2.0 {
                rings.extend(line.iter().map(|[x, y]| {
                    let corner = |i: usize| {
                        // The other way round than the pieces, which lie to the left of their line.
                        let angle = -(i as f32) / BEND as f32 * std::f32::consts::TAU;
                        [x + half * angle.cos(), y + half * angle.sin()]
                    };
                    (0..BEND).map(corner).collect()
                }));
            }
        }
        self.fill(&rings, Rule::NonZero, put);
    }

    /// Adds what one line of a row covers between two places.
    fn cover(&mut self, from: f32, to: f32) {
        let (from, to) = (from.max(0.0), to.min(self.side as f32));
        if from >= to {
            return;
        }
        let share = 1.0 / LINES as f32;
        let (first, last) = (from as usize, to as usize);
        for (x, covered) in self.row.iter_mut().enumerate().take(last + 1).skip(first) {
            *covered += share * (to.min((x + 1) as f32) - from.max(x as f32)).max(0.0);
        }
    }
}

struct Edge {
    top: [f32; 2],
    bottom: [f32; 2],
    /// 1 where the ring goes down, −1 where it goes up.
    direction: i32,
}

impl Edge {
    fn x_at(&self, y: f32) -> f32 {
        let t = (y - self.top[1]) / (self.bottom[1] - self.top[1]);
        self.top[0] + t * (self.bottom[0] - self.top[0])
    }
}

/// Edges from the top, without those that lie level.
fn edges_of(rings: &[Vec<[f32; 2]>]) -> Vec<Edge> {
    let pairs = rings.iter().flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)));
    let mut edges: Vec<Edge> = pairs
        .filter(|(a, b)| a[1] != b[1])
        .map(|(a, b)| match a[1] < b[1] {
            true => Edge { top: *a, bottom: *b, direction: 1 },
            false => Edge { top: *b, bottom: *a, direction: -1 },
        })
        .collect();
    edges.sort_by(|a, b| a.top[1].total_cmp(&b.top[1]));
    edges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(side: usize, draw: impl FnOnce(&mut Coverage, &mut dyn FnMut(usize, f32))) -> Vec<f32> {
        let mut pixels = vec![0.0; side * side];
        draw(&mut Coverage::new(side), &mut |at, covered| pixels[at] += covered);
        pixels
    }

    fn square(low: f32, high: f32) -> Vec<[f32; 2]> {
        vec![[low, low], [high, low], [high, high], [low, high]]
    }

    #[test]
    fn half_covered_pixels_are_half_as_strong() {
        let pixels = picture(4, |coverage, put| coverage.fill(&[square(0.5, 2.5)], Rule::EvenOdd, put));
        let expected = [0.25, 0.5, 0.25, 0.0, 0.5, 1.0, 0.5, 0.0, 0.25, 0.5, 0.25, 0.0, 0.0, 0.0, 0.0, 0.0];
        assert_eq!(pixels, expected);
    }

    #[test]
    fn a_ring_within_another_is_a_hole_or_not() {
        let rings = [square(0.0, 8.0), square(2.0, 4.0)];
        let area = |rule| picture(8, |coverage, put| coverage.fill(&rings, rule, put)).iter().sum::<f32>();
        assert_eq!(area(Rule::EvenOdd), 60.0);
        assert_eq!(area(Rule::NonZero), 64.0);
    }

    #[test]
    fn a_line_has_its_width_and_its_pieces_count_once() {
        let bend = vec![[4.0, 10.0], [16.0, 10.0], [16.0, 24.0]];
        let pixels = picture(32, |coverage, put| coverage.stroke(&[bend], 4.0, put));
        assert!(pixels.iter().all(|covered| *covered <= 1.0));
        // Two rectangles of 12 × 4 and 14 × 4 that share 2 × 2, half an octagon at each end and a quarter at the bend:
        // an octagon in a circle of radius 2 has 8√2.
        let octagon = 8.0 * std::f32::consts::SQRT_2;
        let expected = 48.0 + 56.0 - 4.0 + octagon + octagon / 4.0;
        let area: f32 = pixels.iter().sum();
        assert!((area - expected).abs() < 1.0, "{area} {expected}");
    }

    #[test]
    fn what_lies_beside_the_picture_is_not_drawn() {
        let pixels =
            picture(4, |coverage, put| coverage.fill(&[square(-10.0, -1.0), square(5.0, 9.0)], Rule::EvenOdd, put));
        assert_eq!(pixels.iter().sum::<f32>(), 0.0);
        let pixels = picture(4, |coverage, put| coverage.fill(&[square(-9.0, 99.0)], Rule::EvenOdd, put));
        assert_eq!(pixels, [1.0; 16]);
    }
}
