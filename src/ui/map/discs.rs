//! Which weak spots have a disc with their rank at a scale: one that would lie on another of a better rank has none, or
//! stands beside it where the proven ones are few.

use rustc_hash::FxHashMap;

use crate::cartography::PlanePoint;

/// The disc of a weak spot that has room at a scale.
pub struct KeptDisc {
    pub top: PlanePoint,
    pub rank: u32,
    /// By so much of the plane it is wider than round, both sides together.
    pub wider: f64,
    pub chosen: bool,
    pub proven: bool,
}

/// Discs that have found room, by squares as wide as the distance that they keep.
pub struct Placed {
    /// Plane metres between two round ones at least, and how much wider than round they are at most.
    least: f64,
    widest: f64,
    /// Whether the proven ones make room for each other rather than give way.
    all_proven: bool,
    /// `None`: one that had to give way.
    discs: Vec<Option<KeptDisc>>,
    by_square: FxHashMap<(i64, i64), Vec<usize>>,
}

impl Placed {
    pub fn new(least: f64, widest: f64, all_proven: bool) -> Self {
        Self { least, widest, all_proven, discs: Vec::new(), by_square: FxHashMap::default() }
    }

    /// Those that have found room, in the order in which they came.
    pub fn into_discs(self) -> Vec<KeptDisc> {
        self.discs.into_iter().flatten().collect()
    }

    /// Gives a disc its room where there is some; for a chosen one others make room.
    pub fn put(&mut self, disc: KeptDisc) {
        let near = self.near(&disc);
        if disc.chosen {
            for place in near {
                if let Some(slot) = self.discs.get_mut(place) {
                    *slot = None;
                }
            }
            return self.keep(disc);
        }
        if near.is_empty() {
            self.keep(disc);
        } else if self.all_proven
            && disc.proven
            && let Some(top) = self.room_beside(&near, &disc)
        {
            self.keep(KeptDisc { top, ..disc });
        }
    }

    fn square(&self, top: PlanePoint) -> (i64, i64) {
        let square = |at: f64| (at / (self.least + self.widest)).floor() as i64;
        (square(top.x), square(top.y))
    }

    fn keep(&mut self, disc: KeptDisc) {
        self.by_square.entry(self.square(disc.top)).or_default().push(self.discs.len());
        self.discs.push(Some(disc));
    }

    /// Those that a disc would touch.
    fn near(&self, disc: &KeptDisc) -> Vec<usize> {
        let (column, row) = self.square(disc.top);
        let around = (column - 1..=column + 1).flat_map(|x| (row - 1..=row + 1).map(move |y| (x, y)));
        let beside = around.filter_map(|square| self.by_square.get(&square)).flatten().copied();
        let is_near = |place: &usize| {
            let other = self.discs.get(*place).and_then(Option::as_ref);
            other.is_some_and(|other| {
                let across = (other.top.x - disc.top.x).abs() - (other.wider + disc.wider) / 2.0;
                across.max(0.0).hypot(other.top.y - disc.top.y) < self.least
            })
        };
        beside.filter(is_near).collect()
    }

    /// Where a disc can stand right, left or above of the nearest that is in its way; first on the side where it lies.
    fn room_beside(&self, near: &[usize], disc: &KeptDisc) -> Option<PlanePoint> {
        let far = |other: &&KeptDisc| (other.top.x - disc.top.x).hypot(other.top.y - disc.top.y);
        let near = near.iter().filter_map(|place| self.discs.get(*place)?.as_ref());
        let other = near.min_by(|a, b| far(a).total_cmp(&far(b)))?;
        // A little more than touching, so that rounding does not make it less.
        let across = (self.least + (other.wider + disc.wider) / 2.0) * 1.02;
        let towards = if disc.top.x < other.top.x { -across } else { across };
        let beside = [(towards, 0.0), (-towards, 0.0), (0.0, self.least * 1.02)];
        let tops = beside.map(|(east, north)| PlanePoint { x: other.top.x + east, y: other.top.y + north });
        tops.into_iter().find(|top| self.near(&KeptDisc { top: *top, ..*disc }).is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disc(x: f64, y: f64, rank: u32, chosen: bool) -> KeptDisc {
        KeptDisc { top: PlanePoint { x, y }, rank, wider: 0.0, chosen, proven: true }
    }

    fn ranks(placed: Placed) -> Vec<u32> {
        placed.into_discs().into_iter().map(|disc| disc.rank).collect()
    }

    #[test]
    fn the_better_rank_keeps_its_disc_but_for_a_chosen_one() {
        let mut placed = Placed::new(10.0, 0.0, false);
        for (rank, x) in (1..).zip([0.0, 9.9, 10.0, -9.9, 25.0, 31.0]) {
            placed.put(disc(x, -1e6, rank, false));
        }
        placed.put(disc(26.0, -1e6, 7, true));
        assert_eq!(ranks(placed), [1, 3, 7]);
    }

    #[test]
    fn marks_of_three_digits_are_wider_and_lie_on_no_other() {
        let mut placed = Placed::new(10.0, 4.0, false);
        let wide = |x: f64, y: f64, rank: u32| KeptDisc { wider: 4.0, ..disc(x, y, rank, false) };
        placed.put(disc(0.0, 0.0, 99, false));
        for (rank, (x, y)) in (100..).zip([(11.9, 0.0), (-12.0, 0.0), (1.0, 9.9), (1.0, 10.0), (-12.0, 10.0)]) {
            placed.put(wide(x, y, rank));
        }
        assert_eq!(ranks(placed), [99, 101, 103]);
    }

    #[test]
    fn few_proven_ones_stand_beside_each_other() {
        let mut placed = Placed::new(10.0, 0.0, true);
        for (rank, x) in [(1, 0.0), (2, 3.0), (3, 0.0), (4, -1.0), (5, 2.0)] {
            placed.put(disc(x, 0.0, rank, false));
        }
        placed.put(KeptDisc { proven: false, ..disc(-3.0, 0.0, 6, false) });
        let tops: Vec<_> = placed.into_discs().iter().map(|disc| (disc.rank, disc.top.x, disc.top.y)).collect();
        // The fifth finds all three places taken, and one that is only suspected looks for none.
        assert_eq!(tops, [(1, 0.0, 0.0), (2, 10.2, 0.0), (3, -10.2, 0.0), (4, 0.0, 10.2)]);
    }

    #[test]
    fn a_disc_looks_only_at_its_neighbours_and_sees_all_of_them() {
        let place = |i: u32| (f64::from(i * 7919 % 1000) / 7.0, f64::from(i * 104_729 % 700) / 7.0);
        let mut placed = Placed::new(4.0, 0.0, false);
        let mut expected: Vec<(f64, f64)> = Vec::new();
        for (x, y) in (0..2000).map(place) {
            placed.put(disc(x, y, 1, false));
            if expected.iter().all(|(a, b)| (a - x).hypot(b - y) >= 4.0) {
                expected.push((x, y));
            }
        }
        let found: Vec<(f64, f64)> = placed.into_discs().iter().map(|disc| (disc.top.x, disc.top.y)).collect();
        assert_eq!(found, expected);
    }
}
