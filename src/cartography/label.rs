//! Names of zones: a place inside the shape where there is most room, and no two names on each other.

use super::{PlanePoint, Rows};

/// Heights tried between the south and the north of a shape.
const TRIES: usize = 24;

/// A point inside the shape in the middle of its roomiest band, and the width of that band in plane metres.
pub fn label_point(rings: &[Vec<PlanePoint>]) -> Option<(PlanePoint, f64)> {
    let rows = Rows::new(rings, TRIES)?;
    let height = rows.height() / TRIES as f64;
    // The name has a height: the band must also be inside a little above and below.
    [2.0 * height, 0.0].into_iter().find_map(|height| rows.bands(height).first().copied())
}

/// Longest name on a map in characters.
const LONGEST: usize = 25;

/// A name as a map shows it: one line, the middle left out with `…`, since names differ at their ends.
pub fn label_text(name: &str) -> String {
    let line = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    let letters: Vec<char> = line.chars().collect();
    let (head, tail) = (LONGEST / 2, LONGEST - 1 - LONGEST / 2);
    let begin: String = letters.iter().take(head).collect();
    let end: String = letters.iter().skip(letters.len() - tail).collect();
    format!("{}…{}", begin.trim_end(), end.trim_start())
}

/// A label wanted at a place on the screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LabelBox {
    /// Middle of the text in pixels.
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl LabelBox {
    pub fn overlaps(&self, other: &Self) -> bool {
        (self.x - other.x).abs() * 2.0 < self.width + other.width
            && (self.y - other.y).abs() * 2.0 < self.height + other.height
    }
}

/// Places labels in the order given, each at its place or a line above or below; one that fits nowhere is left out.
///
/// `taken` holds what is drawn already. The result has one entry per label.
pub fn place_labels(wanted: &[LabelBox], taken: &[LabelBox]) -> Vec<Option<LabelBox>> {
    let mut taken = taken.to_vec();
    let mut placed = Vec::with_capacity(wanted.len());
    for label in wanted {
        let line = label.height;
        let free = [0.0, -line, line, -2.0 * line, 2.0 * line]
            .into_iter()
            .map(|shift| LabelBox { y: label.y + shift, ..*label })
            .find(|candidate| taken.iter().all(|other| !candidate.overlaps(other)));
        taken.extend(free);
        placed.push(free);
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_label_lies_in_the_wide_part_of_an_l() {
        let ring = [(0.0, 0.0), (30.0, 0.0), (30.0, 10.0), (5.0, 10.0), (5.0, 30.0), (0.0, 30.0)]
            .map(|(x, y)| PlanePoint { x, y })
            .to_vec();
        let found = label_point(&[ring]);
        assert!(found.is_some_and(|(p, width)| p.x == 15.0 && p.y < 10.0 && width == 30.0), "{found:?}");
    }

    #[test]
    fn a_name_on_the_map_is_one_short_line() {
        assert_eq!(label_text(" Khu phố\r\n 3 "), "Khu phố 3");
        assert_eq!(label_text("Khu phố Hợp Thành Đông Trà"), "Khu phố Hợp…ành Đông Trà");
        assert_eq!(label_text("Khu phố Hợp Thành Đông Tr"), "Khu phố Hợp Thành Đông Tr");
    }

    #[test]
    fn a_second_label_at_the_same_place_moves_and_a_sixth_is_left_out() {
        let label = LabelBox { x: 0.0, y: 0.0, width: 50.0, height: 10.0 };
        let placed = place_labels(&[label; 6], &[]);
        let ys: Vec<_> = placed.iter().map(|p| p.map(|b| b.y)).collect();
        assert_eq!(ys, [Some(0.0), Some(-10.0), Some(10.0), Some(-20.0), Some(20.0), None]);
    }
}
