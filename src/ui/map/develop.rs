//! Meshes drawn into a picture off the window's thread, pixel for pixel as a graphics card would draw them: a pixel belongs
//! to the triangle that its middle lies in, and where two meet to the one on the left of which or above which it lies.

use eframe::egui::epaint::Vertex;
use eframe::egui::{Color32, ColorImage, Mesh, TextureId};
use rayon::prelude::*;

use super::picture::{Picture, image_of};
use crate::job::{Cancelled, Feedback};
use crate::ui::theme;

/// Parts of a pixel that corners are rounded to, as on graphics cards.
const PARTS: i64 = 256;

/// Corners farther out than this are drawn at this distance, in parts of a pixel.
const FARTHEST: i64 = 1 << 29;

/// Draws meshes one upon the other. A mesh without a picture of its own has the colours of its corners, any other is
/// hatched in them. `times`: pixels each way that are averaged to one, for what is finer than pixels.
pub fn develop(meshes: &[Mesh], picture: &Picture, times: usize, feedback: &Feedback) -> Result<ColorImage, Cancelled> {
    let [width, height] = picture.size();
    let hatch = Hatch::new(&theme::hatch_image());
    let mut pixels = vec![Color32::TRANSPARENT; width * height];
    let rows = height.div_ceil(2 * rayon::current_num_threads()).max(1);
    pixels.par_chunks_mut(rows * width).enumerate().try_for_each(|(i, part)| {
        let first = i * rows;
        let n = part.len() / width;
        let band = |pixels| Band {
            width: (width * times) as i64,
            rows: (first * times) as i64..((first + n) * times) as i64,
            scale: picture.pixels_per_point * times as f32,
            left_top: picture.area.min,
            pixels,
        };
        if times == 1 {
            return band(part).draw_all(meshes, &hatch, feedback);
        }
        let mut finer = vec![Color32::TRANSPARENT; part.len() * times * times];
        band(&mut finer).draw_all(meshes, &hatch, feedback)?;
        part.iter_mut().enumerate().for_each(|(at, pixel)| *pixel = mean(&finer, width, at, times));
        Ok(())
    })?;
    Ok(image_of(picture, pixels))
}

/// The repeating picture of a hatch: how strong each of its pixels is.
struct Hatch {
    side: usize,
    strengths: Vec<f32>,
}

impl Hatch {
    fn new(image: &ColorImage) -> Self {
        let strength = |pixel: &Color32| f32::from(pixel.a()) / 255.0;
        Self { side: image.size[0].max(1), strengths: image.pixels.iter().map(strength).collect() }
    }

    /// Between the middles of four pixels; 1 is the side of the picture.
    fn at(&self, u: f32, v: f32) -> f32 {
        let (left, right, across) = self.between(u);
        let (top, bottom, down) = self.between(v);
        let pixel = |x: usize, y: usize| self.strengths.get(y * self.side + x).copied().unwrap_or(0.0);
        let row = |y: usize| pixel(left, y) * (1.0 - across) + pixel(right, y) * across;
        row(top) * (1.0 - down) + row(bottom) * down
    }

    /// The pixels on both sides of a place, and how far it is from the first to the second.
    fn between(&self, place: f32) -> (usize, usize, f32) {
        let at = (place - place.floor()) * self.side as f32 - 0.5;
        let first = at.floor();
        let wrapped = |pixel: f32| if pixel < 0.0 { self.side - 1 } else { pixel as usize };
        let second = wrapped(first + 1.0);
        (wrapped(first), if second == self.side { 0 } else { second }, at - first)
    }
}

/// A corner of a triangle: its place in parts of a pixel, then red, green, blue, opacity and its place on the hatch.
#[derive(Clone, Copy)]
struct Corner {
    x: i64,
    y: i64,
    values: [f32; 6],
}

/// One side of a triangle: positive to the inside, counted at the middles of pixels.
struct Side {
    first: i64,
    a_column: i64,
    a_row: i64,
    /// 1 where pixels on the line itself belong to the neighbour.
    kept_off: i64,
}

impl Side {
    fn new(from: Corner, to: Corner) -> Self {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let first = dx * (PARTS / 2 - from.y) - dy * (PARTS / 2 - from.x);
        let is_left_or_top = dy < 0 || (dy == 0 && dx > 0);
        Self { first, a_column: -dy * PARTS, a_row: dx * PARTS, kept_off: i64::from(!is_left_or_top) }
    }

    fn at(&self, column: i64, row: i64) -> i64 {
        self.first + self.a_column * column + self.a_row * row
    }

    /// First and last column of a row that lie inside.
    fn within(&self, row: i64, (low, high): (i64, i64)) -> (i64, i64) {
        let least = self.at(0, row) - self.kept_off;
        match self.a_column {
            0 if least < 0 => (1, 0),
            0 => (low, high),
            step if step > 0 => (low.max(-least.div_euclid(step)), high),
            step => (low, high.min(least.div_euclid(-step))),
        }
    }
}

/// Rows of a picture.
struct Band<'a> {
    width: i64,
    rows: std::ops::Range<i64>,
    /// Pixels for a point of the screen.
    scale: f32,
    left_top: eframe::egui::Pos2,
    pixels: &'a mut [Color32],
}

impl Band<'_> {
    fn draw_all(mut self, meshes: &[Mesh], hatch: &Hatch, feedback: &Feedback) -> Result<(), Cancelled> {
        for mesh in meshes {
            feedback.check()?;
            self.draw(mesh, hatch);
        }
        Ok(())
    }

    fn draw(&mut self, mesh: &Mesh, hatch: &Hatch) {
        let hatch = (mesh.texture_id != TextureId::default()).then_some(hatch);
        let (top, bottom) = (self.rows.start as f32 / self.scale, self.rows.end as f32 / self.scale);
        let (top, bottom) = (top + self.left_top.y - 1.0, bottom + self.left_top.y + 1.0);
        let vertex = |i: &u32| mesh.vertices.get(*i as usize);
        for corners in mesh.indices.chunks_exact(3) {
            let [Some(a), Some(b), Some(c)] = [vertex(&corners[0]), vertex(&corners[1]), vertex(&corners[2])] else {
                continue;
            };
            let ys = [a.pos.y, b.pos.y, c.pos.y];
            if ys.iter().any(|y| *y >= top) && ys.iter().any(|y| *y <= bottom) {
                self.triangle(self.corner(a), self.corner(b), self.corner(c), hatch);
            }
        }
    }

    fn corner(&self, vertex: &Vertex) -> Corner {
        let place = |at: f32, from: f32| {
            let parts = ((at - from) * self.scale * PARTS as f32).round() as i64;
            parts.clamp(-FARTHEST, FARTHEST)
        };
        let [red, green, blue, opacity] = vertex.color.to_array().map(f32::from);
        Corner {
            x: place(vertex.pos.x, self.left_top.x),
            y: place(vertex.pos.y, self.left_top.y),
            values: [red, green, blue, opacity, vertex.uv.x, vertex.uv.y],
        }
    }

    fn triangle(&mut self, a: Corner, b: Corner, c: Corner, hatch: Option<&Hatch>) {
        let doubled = |a: Corner, b: Corner, c: Corner| (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
        let (b, c) = if doubled(a, b, c) < 0 { (c, b) } else { (b, c) };
        let area = doubled(a, b, c);
        if area == 0 {
            return;
        }
        let sides = [Side::new(b, c), Side::new(c, a), Side::new(a, b)];
        let corners = [a, b, c];
        let ys = corners.map(|corner| corner.y);
        let (low, high) = ys.iter().fold((i64::MAX, i64::MIN), |(low, high), y| (low.min(*y), high.max(*y)));
        let first = (low - PARTS / 2).div_euclid(PARTS).max(self.rows.start);
        let last = (high - PARTS / 2).div_euclid(PARTS).min(self.rows.end - 1);
        if first > last {
            return;
        }
        let mixed = |part: [i64; 3], i: usize| {
            let sum: f64 = corners.iter().zip(part).map(|(c, part)| f64::from(c.values[i]) * part as f64).sum();
            (sum / area as f64) as f32
        };
        let is_even = corners.iter().all(|corner| corner.values[..4] == a.values[..4]);
        // What runs from corner to corner: colours, the place on the hatch.
        let runs = if is_even { 4 } else { 0 }..if hatch.is_some() { 6 } else { 4 };
        let mut steps = [0.0; 6];
        runs.clone().for_each(|i| steps[i] = mixed(sides.each_ref().map(|side| side.a_column), i));
        for row in first..=last {
            let (from, to) = sides.iter().fold((0, self.width - 1), |span, side| side.within(row, span));
            if from > to {
                continue;
            }
            let start = ((row - self.rows.start) * self.width + from) as usize;
            let Some(span) = self.pixels.get_mut(start..=start + (to - from) as usize) else { continue };
            let mut values = a.values;
            if runs.is_empty() {
                fill(span, &values);
                continue;
            }
            let parts = sides.each_ref().map(|side| side.at(from, row));
            runs.clone().for_each(|i| values[i] = mixed(parts, i));
            match hatch {
                Some(hatch) if is_even => hatch_over(span, &values, [steps[4], steps[5]], hatch),
                _ => shade_over(span, &values, &steps, hatch),
            }
        }
    }
}

/// One colour over a span of pixels.
fn fill(span: &mut [Color32], color: &[f32; 6]) {
    if color[3] == 255.0 {
        span.fill(over(Color32::TRANSPARENT, color, 1.0));
    } else {
        span.iter_mut().for_each(|pixel| *pixel = over(*pixel, color, 1.0));
    }
}

/// One hatched colour over a span; `steps`: how far its place on the hatch moves from pixel to pixel.
fn hatch_over(span: &mut [Color32], values: &[f32; 6], steps: [f32; 2], hatch: &Hatch) {
    for (n, pixel) in span.iter_mut().enumerate() {
        let strength = hatch.at(values[4] + steps[0] * n as f32, values[5] + steps[1] * n as f32);
        // Most of a hatch is the ground between its lines.
        if strength > 0.0 {
            *pixel = over(*pixel, values, strength);
        }
    }
}

/// A colour that changes by `steps` from pixel to pixel over a span.
fn shade_over(span: &mut [Color32], values: &[f32; 6], steps: &[f32; 6], hatch: Option<&Hatch>) {
    for (n, pixel) in span.iter_mut().enumerate() {
        let here: [f32; 6] = std::array::from_fn(|i| values[i] + steps[i] * n as f32);
        let strength = hatch.map_or(1.0, |hatch| hatch.at(here[4], here[5]));
        *pixel = over(*pixel, &here, strength);
    }
}

/// The mean of the finer pixels, `times` each way, that one pixel of a band `width` pixels wide stands for.
fn mean(finer: &[Color32], width: usize, at: usize, times: usize) -> Color32 {
    let (column, row) = (at % width, at / width);
    let mut sums = [0u32; 4];
    for y in row * times..(row + 1) * times {
        let from = y * width * times + column * times;
        for pixel in finer.get(from..from + times).unwrap_or_default() {
            sums.iter_mut().zip(pixel.to_array()).for_each(|(sum, value)| *sum += u32::from(value));
        }
    }
    let n = (times * times) as u32;
    let mut mean = Color32::TRANSPARENT;
    (0..4).for_each(|i| mean[i] = ((sums[i] + n / 2) / n) as u8);
    mean
}

/// A colour of so much strength over another; colours are multiplied by their opacity, as everywhere in the window.
fn over(mut under: Color32, values: &[f32; 6], strength: f32) -> Color32 {
    let left = 1.0 - values[3] * strength / 255.0;
    (0..4).for_each(|i| under[i] = (values[i] * strength + f32::from(under[i]) * left + 0.5) as u8);
    under
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Pos2, Rect, pos2, vec2};

    use super::*;
    use crate::cartography::PlanePoint;
    use crate::ui::map::glance::Glance;
    use crate::ui::map::view::View;

    /// A picture of 38 by 19 pixels, two to a point.
    fn picture() -> Picture {
        let area = Rect::from_min_size(pos2(9.0, 4.6), vec2(18.0, 9.0));
        let view = View::at(PlanePoint { x: 0.0, y: 0.0 }, Pos2::ZERO, 1.0);
        let picture = Picture::around(Glance { view, area, dark: false, pixels_per_point: 2.0 }, 40);
        assert_eq!((picture.size(), picture.area.min), ([38, 19], pos2(8.5, 4.5)));
        picture
    }

    fn vertex(picture: &Picture, [x, y]: [f32; 2], color: Color32) -> Vertex {
        let pos = picture.area.min + vec2(x, y) / picture.pixels_per_point;
        Vertex { pos, uv: pos2(x / 16.0, y / 16.0), color }
    }

    fn drawn(triangles: &[[[f32; 2]; 3]], color: Color32, texture: TextureId, times: usize) -> ColorImage {
        let picture = picture();
        let mut mesh = Mesh::with_texture(texture);
        for corner in triangles.iter().flatten() {
            mesh.indices.push(mesh.vertices.len() as u32);
            mesh.vertices.push(vertex(&picture, *corner, color));
        }
        develop(&[mesh], &picture, times, &Feedback::default()).unwrap()
    }

    fn covered(image: &ColorImage) -> Vec<(usize, usize)> {
        let places = image.pixels.iter().enumerate().filter(|(_, pixel)| pixel.a() > 0);
        places.map(|(i, _)| (i % image.size[0], i / image.size[0])).collect()
    }

    #[test]
    fn pixels_whose_middle_lies_inside_are_drawn() {
        // shapely 2.1: points (i + .5, j + .5) within Polygon([(1.3, 2.1), (17.8, 5.6), (6.2, 14.9)]), rows 2 to 14.
        let expected = [2, 6, 11, 14, 14, 12, 10, 9, 7, 5, 4, 2, 1];
        let triangle = [[1.3, 2.1], [17.8, 5.6], [6.2, 14.9]];
        let [a, b, c] = triangle;
        for turned in [[a, b, c], [c, b, a], [b, c, a]] {
            let places = covered(&drawn(&[turned], theme::NO_TINT, TextureId::default(), 1));
            let rows: Vec<usize> = (2..15).map(|row| places.iter().filter(|(_, y)| *y == row).count()).collect();
            assert_eq!(rows, expected);
            assert_eq!(places.len(), expected.iter().sum::<usize>());
        }
    }

    #[test]
    fn where_triangles_meet_no_pixel_is_drawn_twice_or_left_out() {
        // A fan whose sides and middle lie on middles of pixels.
        let middle = [10.5, 10.5];
        let rim = [[2.5, 2.5], [10.5, 2.5], [18.5, 2.5], [18.5, 10.5], [18.5, 18.5], [2.5, 18.5], [2.5, 10.5]];
        let fan: Vec<_> = (0..rim.len()).map(|i| [middle, rim[i], rim[(i + 1) % rim.len()]]).collect();
        let half = theme::NO_TINT.gamma_multiply(0.5);
        let image = drawn(&fan, half, TextureId::default(), 1);
        assert_eq!(covered(&image).len(), 16 * 16);
        assert!(image.pixels.iter().all(|pixel| *pixel == half || pixel.a() == 0));
        assert_eq!(covered(&image)[0], (2, 2), "what lies on the left and on the upper side is inside");
    }

    #[test]
    fn colours_run_evenly_from_corner_to_corner() {
        let picture = picture();
        let mut mesh = Mesh::default();
        let strong = theme::NO_TINT;
        for (place, color) in [
            ([0.0, 0.0], Color32::TRANSPARENT),
            ([10.0, 0.0], strong),
            ([10.0, 4.0], strong),
            ([0.0, 4.0], Color32::TRANSPARENT),
        ] {
            mesh.vertices.push(vertex(&picture, place, color));
        }
        mesh.indices = vec![0, 1, 2, 0, 2, 3];
        let image = develop(&[mesh], &picture, 1, &Feedback::default()).unwrap();
        let row: Vec<u8> = image.pixels[38..48].iter().map(Color32::a).collect();
        // 255 · (i + ½) / 10, rounded.
        assert_eq!(row, [13, 38, 64, 89, 115, 140, 166, 191, 217, 242]);
    }

    #[test]
    fn a_hatch_is_read_between_its_pixels_and_repeats() {
        let image = drawn(&[[[0.0, 0.0], [38.0, 0.0], [0.0, 38.0]]], theme::NO_TINT, TextureId::User(7), 1);
        let hatch = Hatch::new(&theme::hatch_image());
        // A side of 8 pixels on 16: the middle of pixel 1 is at ¾ of the first, that of pixel 3 at 1¾.
        let strength = |i: usize| hatch.strengths[i];
        let between = |a: usize, b: usize| strength(a) * 0.75 + strength(b) * 0.25;
        let expected = between(0, 1) * 0.75 + between(8, 9) * 0.25;
        let found = |x: usize, y: usize| f32::from(image.pixels[y * 38 + x].a()) / 255.0;
        assert!((found(1, 1) - expected).abs() < 0.005, "{} {expected}", found(1, 1));
        assert_eq!(image.pixels[38 + 1], image.pixels[38 + 17]);
    }

    #[test]
    fn what_is_finer_than_pixels_is_averaged() {
        // A quarter of one pixel, and half of another.
        let square = |x: f32, y: f32, width: f32, height: f32| {
            [[[x, y], [x + width, y], [x, y + height]], [[x + width, y + height], [x + width, y], [x, y + height]]]
        };
        let pieces: Vec<_> = [square(4.0, 4.0, 0.5, 0.5), square(8.0, 8.5, 1.0, 0.5)].concat();
        let image = drawn(&pieces, theme::NO_TINT, TextureId::default(), 2);
        assert_eq!(image.pixels[4 * 38 + 4].a(), 64);
        assert_eq!(image.pixels[8 * 38 + 8].a(), 128);
        assert_eq!(covered(&image).len(), 2);
    }
}
