//! Windows: around each cell, its nearest cells joined one at a time (method §9.1).
//!
//! The joining cells of all centres are held in blocks of bounded size, because on a fine grid every window may hold half
//! of all cells: tens of thousands of cells then make hundreds of millions of windows.

use rayon::prelude::*;
use rstar::primitives::GeomWithData;
use rstar::{AABB, RTree};

use crate::job::{Cancelled, Feedback};
use crate::model::GridPoint;

/// Joining cells in one block: 192 MB. A ward of 100,000 cells of 100 m makes two blocks.
pub const STEPS_IN_BLOCK: usize = 24_000_000;

/// Centres whose windows are found side by side.
const CENTRES_AT_ONCE: usize = 256;

/// Cells around a centre that memory is asked for at once: a disc of 500 m holds 81 squares of 100 m.
const CELLS_AROUND: usize = 96;

/// A cell joining a window, and the votes in the window once it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub cell: u32,
    pub votes: u32,
}

/// The windows around consecutive centres: the n-th window of a centre is the first n of its joining cells.
#[derive(Debug, Default)]
pub struct Block {
    first: usize,
    starts: Vec<usize>,
    steps: Vec<Step>,
}

impl Block {
    /// Number of centres.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Centres in this block.
    pub fn centres(&self) -> std::ops::Range<usize> {
        self.first..self.first + self.len()
    }

    /// Joining cells around a centre, none for one of another block.
    pub fn steps(&self, centre: usize) -> &[Step] {
        let place = centre.wrapping_sub(self.first);
        match (self.starts.get(place), self.starts.get(place.wrapping_add(1))) {
            (Some(from), Some(to)) => self.steps.get(*from..*to).unwrap_or(&[]),
            _ => &[],
        }
    }
}

/// All windows of an operator.
#[derive(Debug)]
pub struct Windows<'a> {
    centres: &'a [GridPoint],
    votes_in: &'a [u32],
    tree: RTree<GeomWithData<[f64; 2], u32>>,
    max_radius_m: f64,
    max_votes: u32,
    steps_in_block: usize,
    /// Kept, since mostly there is no other.
    first_block: Block,
}

impl<'a> Windows<'a> {
    /// `votes_in` counts the votes of each cell. A window stops before the first cell that would pass `max_radius_m` or
    /// half of all votes; both limits are included. Blocks hold about `steps_in_block` joining cells.
    pub fn new(
        centres: &'a [GridPoint],
        votes_in: &'a [u32],
        max_radius_m: f64,
        steps_in_block: usize,
        feedback: &Feedback,
    ) -> Result<Self, Cancelled> {
        let points = centres.iter().enumerate().map(|(i, p)| GeomWithData::new([p.east_m, p.north_m], i as u32));
        let half = votes_in.iter().map(|n| u64::from(*n)).sum::<u64>() / 2;
        let mut windows = Self {
            centres,
            votes_in,
            tree: RTree::bulk_load(points.collect()),
            max_radius_m,
            max_votes: u32::try_from(half).unwrap_or(u32::MAX),
            steps_in_block,
            first_block: Block::default(),
        };
        windows.first_block = windows.block(0, feedback)?;
        Ok(windows)
    }

    /// Half of all votes: no window holds more.
    pub fn max_votes(&self) -> u32 {
        self.max_votes
    }

    pub fn n_centres(&self) -> usize {
        self.centres.len()
    }

    /// Visits the windows block by block. Blocks after the first are made anew each time.
    pub fn visit_blocks(
        &self,
        feedback: &Feedback,
        mut visit: impl FnMut(&Block) -> Result<(), Cancelled>,
    ) -> Result<(), Cancelled> {
        visit(&self.first_block)?;
        let mut next = self.first_block.centres().end;
        while next < self.centres.len() {
            let block = self.block(next, feedback)?;
            visit(&block)?;
            next = block.centres().end;
        }
        Ok(())
    }

    fn block(&self, first: usize, feedback: &Feedback) -> Result<Block, Cancelled> {
        let mut block = Block { first, starts: Vec::new(), steps: Vec::new() };
        let mut next = first;
        while next < self.centres.len() && block.steps.len() < self.steps_in_block {
            feedback.check()?;
            let end = (next + CENTRES_AT_ONCE).min(self.centres.len());
            let lists: Vec<Vec<Step>> = (next..end).into_par_iter().map(|centre| self.steps_around(centre)).collect();
            for list in lists {
                block.starts.push(block.steps.len());
                block.steps.extend(list);
            }
            next = end;
        }
        block.starts.push(block.steps.len());
        Ok(block)
    }

    /// Joining cells around a centre.
    pub fn steps(&self, centre: usize) -> Vec<Step> {
        if self.first_block.centres().contains(&centre) {
            return self.first_block.steps(centre).to_vec();
        }
        self.steps_around(centre)
    }

    fn steps_around(&self, centre: usize) -> Vec<Step> {
        let Some(middle) = self.centres.get(centre) else { return Vec::new() };
        // Distances are compared in whole micrometres: equal ones on the grid must not be told apart by rounding.
        let limit_um = to_um(self.max_radius_m);
        let reach = self.max_radius_m + 1e-5;
        let square = AABB::from_corners(
            [middle.east_m - reach, middle.north_m - reach],
            [middle.east_m + reach, middle.north_m + reach],
        );
        let mut near: Vec<(u64, u32)> = Vec::with_capacity(CELLS_AROUND);
        let distances = self
            .tree
            .locate_in_envelope(square)
            .map(|point| {
                let [east_m, north_m] = *point.geom();
                // Squares of metres within a ward are far from what a number holds: no need of the careful hypotenuse.
                let (dx, dy) = (east_m - middle.east_m, north_m - middle.north_m);
                (to_um((dx * dx + dy * dy).sqrt()), point.data)
            })
            .filter(|(distance_um, _)| *distance_um <= limit_um);
        near.extend(distances);
        near.sort_unstable();
        let mut votes = 0u32;
        let mut steps = Vec::with_capacity(near.len());
        steps.extend(near.into_iter().map_while(|(_, cell)| {
            votes = votes.saturating_add(self.votes_in.get(cell as usize).copied().unwrap_or(0));
            (votes <= self.max_votes).then_some(Step { cell, votes })
        }));
        steps
    }

    /// From a centre to the centre of a cell, in metres.
    pub fn distance_m(&self, centre: usize, cell: u32) -> f64 {
        let ends = self.centres.get(centre).zip(self.centres.get(cell as usize));
        ends.map_or(0.0, |(from, to)| to.distance_m(*from))
    }
}

fn to_um(metres: f64) -> u64 {
    (metres * 1e6).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(n: usize) -> Vec<GridPoint> {
        (0..n).map(|i| GridPoint { east_m: 100.0 * i as f64, north_m: 0.0 }).collect()
    }

    fn windows<'a>(centres: &'a [GridPoint], votes_in: &'a [u32], max_radius_m: f64) -> Windows<'a> {
        Windows::new(centres, votes_in, max_radius_m, STEPS_IN_BLOCK, &Feedback::default()).unwrap()
    }

    fn joined(steps: &[Step]) -> Vec<u32> {
        steps.iter().map(|step| step.cell).collect()
    }

    #[test]
    fn cells_join_by_distance_then_by_id_up_to_the_radius() {
        let centres = row(9);
        let windows = windows(&centres, &[1; 9], 200.0);
        assert_eq!(joined(&windows.steps(4)), [4, 3, 5, 2]);
        assert_eq!(windows.distance_m(4, 2), 200.0);
    }

    #[test]
    fn a_window_never_holds_more_than_half_of_the_votes() {
        // 9 votes: at most 4 in a window; the radius would allow 5.
        let (nine, three) = (row(9), row(3));
        let around_each = windows(&nine, &[1; 9], 200.0);
        assert_eq!(around_each.max_votes(), 4);
        assert_eq!(around_each.steps(4).last().map(|step| step.votes), Some(4));
        assert!(windows(&three, &[1, 8, 1], 500.0).steps(1).is_empty());
    }

    #[test]
    fn blocks_hold_all_centres_once() {
        let centres = row(700);
        let votes = vec![2; 700];
        let whole = windows(&centres, &votes, 300.0);
        let cut = Windows::new(&centres, &votes, 300.0, 1000, &Feedback::default()).unwrap();
        let mut seen = Vec::new();
        let visited = cut.visit_blocks(&Feedback::default(), |block| {
            seen.extend(block.centres().map(|centre| (centre, block.steps(centre).to_vec())));
            Ok(())
        });
        assert!(visited.is_ok() && cut.first_block.len() == 256);
        assert_eq!(seen.len(), 700);
        assert!(seen.iter().zip(0..).all(|((centre, steps), i)| *centre == i && *steps == whole.steps(i)));
        assert!(cut.first_block.steps(256).is_empty());
    }
}
