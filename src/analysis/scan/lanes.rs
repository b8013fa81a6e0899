//! Many replicas at once: the list of joining cells is walked once for all of them, and their counts are added side by
//! side.

use std::ops::Add;

use super::windows::{Block, Step};

/// Worlds counted side by side.
pub const LANES: usize = 16;

/// A number of failing votes, as narrow as half of all votes allows: twice as many fit a register.
pub trait Count: Copy + Ord + Default + Add<Output = Self> + Into<u32> + Send {
    /// Counts beyond the type's reach become its largest. A cell that holds so many is in no window.
    fn of(number: u32) -> Self;
}

impl Count for u16 {
    fn of(number: u32) -> Self {
        Self::try_from(number).unwrap_or(Self::MAX)
    }
}

impl Count for u32 {
    fn of(number: u32) -> Self {
        number
    }
}

/// Failing votes of each cell in [`LANES`] worlds, and the most of them met for each number of votes.
#[derive(Debug)]
pub struct Lanes<T> {
    failing: Vec<[T; LANES]>,
    most: Vec<[T; LANES]>,
}

impl<T: Count> Lanes<T> {
    /// For windows of up to `max_votes` votes.
    pub fn new(n_cells: usize, max_votes: u32) -> Self {
        Self {
            failing: vec![[T::default(); LANES]; n_cells],
            most: vec![[T::default(); LANES]; max_votes as usize + 1],
        }
    }

    /// Puts one world into a lane.
    pub fn set(&mut self, lane: usize, failing: &[u32]) {
        for (cell, number) in self.failing.iter_mut().zip(failing) {
            if let Some(slot) = cell.get_mut(lane) {
                *slot = T::of(*number);
            }
        }
    }

    /// Walks the windows of a block. Only the most failing votes for each number of votes are kept: both statistics grow
    /// with them.
    pub fn walk(&mut self, block: &Block) {
        self.most.fill([T::default(); LANES]);
        for centre in block.centres() {
            join(&self.failing, &mut self.most, block.steps(centre));
        }
    }

    /// The largest statistic of (failing votes, votes) over the walked windows in one world, at least 0. It must grow with
    /// the failing votes and fall with the votes, as both do on the high side.
    pub fn largest(&self, lane: usize, statistic: impl Fn(u32, u32) -> f64) -> f64 {
        let counts = self.most.iter().zip(0u32..).filter_map(|(most, n)| Some(((*most.get(lane)?).into(), n)));
        // A window with more votes than another and no more failing ones cannot be the largest.
        let mut most_failing = 0;
        let records = counts.filter(|(c, _): &(u32, u32)| {
            let is_record = *c > most_failing;
            most_failing = most_failing.max(*c);
            is_record
        });
        records.map(|(c, n)| statistic(c, n)).fold(0.0, f64::max)
    }
}

/// Joins the cells around one centre. Additions and maxima stand in loops of their own: only so are they compiled to
/// instructions on eight lanes.
fn join<T: Count>(failing: &[[T; LANES]], most: &mut [[T; LANES]], steps: &[Step]) {
    let mut inside = [T::default(); LANES];
    for step in steps {
        let (Some(cell), Some(most)) = (failing.get(step.cell as usize), most.get_mut(step.votes as usize)) else {
            continue;
        };
        for (sum, joining) in inside.iter_mut().zip(cell) {
            *sum = *sum + *joining;
        }
        for (most, sum) in most.iter_mut().zip(&inside) {
            *most = (*most).max(*sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::windows::{STEPS_IN_BLOCK, Windows};
    use super::*;
    use crate::job::Feedback;
    use crate::model::GridPoint;

    #[test]
    fn the_largest_is_that_of_all_windows_in_each_lane_and_width() {
        let centres: Vec<GridPoint> =
            (0..9).map(|i| GridPoint { east_m: 100.0 * f64::from(i), north_m: 0.0 }).collect();
        let windows = Windows::new(&centres, &[2; 9], 200.0, STEPS_IN_BLOCK, &Feedback::default()).unwrap();
        let worlds = [[0, 1, 0, 2, 2, 1, 0, 0, 0], [2, 0, 0, 0, 0, 0, 0, 0, 1]];
        let statistic = |c: u32, n: u32| f64::from(c) / f64::from(n) + f64::from(c);
        let mut narrow = Lanes::<u16>::new(9, windows.max_votes());
        let mut wide = Lanes::<u32>::new(9, windows.max_votes());
        for (lane, world) in worlds.iter().enumerate() {
            narrow.set(lane, world);
            wide.set(lane, world);
        }
        let walked = windows.visit_blocks(&Feedback::default(), |block| {
            narrow.walk(block);
            wide.walk(block);
            Ok(())
        });
        assert!(walked.is_ok());
        // By hand: at most 4 cells (9 of 18 votes), nearest first. Cells 3, 4 and then 2 or 5: 5 of 6 fail; with both
        // 5 of 8. In the other world cell 0 alone.
        for (lane, by_hand) in [(0, 5.0 / 6.0 + 5.0), (1, 3.0)] {
            assert_eq!(narrow.largest(lane, statistic), by_hand);
            assert_eq!(wide.largest(lane, statistic), by_hand);
        }
    }
}
