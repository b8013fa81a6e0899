//! Windows: around each cell, its nearest cells joined one at a time.

use rayon::prelude::*;
use rstar::primitives::GeomWithData;
use rstar::{AABB, RTree};

use crate::model::GridPoint;

/// A cell joining a window, and the votes in the window once it has.
#[derive(Debug, Clone, Copy)]
struct Step {
    cell: u32,
    votes: u32,
}

/// All windows, as one list of joining cells per centre.
#[derive(Debug)]
pub struct Windows {
    starts: Vec<usize>,
    steps: Vec<Step>,
    centres: Vec<GridPoint>,
    max_votes: usize,
}

impl Windows {
    /// `votes_in` counts the votes of each cell. A window stops before the first cell that would pass `max_radius_m` or
    /// half of all votes; both limits are included.
    pub fn new(centres: &[GridPoint], votes_in: &[u32], max_radius_m: f64) -> Self {
        let half = votes_in.iter().map(|n| u64::from(*n)).sum::<u64>() / 2;
        let points = centres.iter().enumerate().map(|(i, p)| GeomWithData::new([p.east_m, p.north_m], i as u32));
        let tree = RTree::bulk_load(points.collect());
        let lists: Vec<Vec<Step>> =
            centres.par_iter().map(|centre| steps_around(*centre, &tree, votes_in, max_radius_m, half)).collect();
        let mut starts = Vec::with_capacity(lists.len() + 1);
        let mut steps = Vec::with_capacity(lists.iter().map(Vec::len).sum());
        for list in lists {
            starts.push(steps.len());
            steps.extend(list);
        }
        starts.push(steps.len());
        Self { starts, steps, centres: centres.to_vec(), max_votes: half as usize }
    }

    /// Half of all votes: no window holds more.
    pub fn max_votes(&self) -> usize {
        self.max_votes
    }

    fn steps(&self, centre: usize) -> &[Step] {
        match (self.starts.get(centre), self.starts.get(centre + 1)) {
            (Some(from), Some(to)) => self.steps.get(*from..*to).unwrap_or(&[]),
            _ => &[],
        }
    }

    /// The largest statistic over all windows. `most` is scratch: the most failing votes met for each number of votes,
    /// which is all that counts, because the statistic grows with them.
    pub fn max_by_votes(&self, failing: &[u32], most: &mut [u32], statistic: impl Fn(u32, u32) -> f64) -> f64 {
        most.fill(0);
        for centre in 0..self.centres.len() {
            let mut c = 0;
            for step in self.steps(centre) {
                c += failing.get(step.cell as usize).copied().unwrap_or(0);
                if let Some(slot) = most.get_mut(step.votes as usize)
                    && c > *slot
                {
                    *slot = c;
                }
            }
        }
        let with_failing = most.iter().enumerate().filter(|(_, c)| **c > 0);
        with_failing.map(|(n, c)| statistic(*c, n as u32)).fold(0.0, f64::max)
    }

    /// Visits every window: centre, number of cells, failing votes, votes.
    pub fn visit(&self, failing: &[u32], mut visit: impl FnMut(u32, usize, u32, u32)) {
        for centre in 0..self.centres.len() {
            let mut c = 0;
            for (joined, step) in self.steps(centre).iter().enumerate() {
                c += failing.get(step.cell as usize).copied().unwrap_or(0);
                visit(centre as u32, joined + 1, c, step.votes);
            }
        }
    }

    /// Cells of a window in the order they joined, and its radius in metres.
    pub fn cells(&self, centre: u32, n_cells: usize) -> (Vec<u32>, f64) {
        let steps = self.steps(centre as usize);
        let cells: Vec<u32> = steps.iter().take(n_cells).map(|step| step.cell).collect();
        let point = |cell: u32| self.centres.get(cell as usize);
        let farthest = cells.last().and_then(|cell| Some(point(*cell)?.distance_m(*point(centre)?)));
        (cells, farthest.unwrap_or(0.0))
    }

    /// Votes in a window.
    pub fn votes(&self, centre: u32, n_cells: usize) -> u32 {
        n_cells.checked_sub(1).and_then(|i| self.steps(centre as usize).get(i)).map_or(0, |step| step.votes)
    }
}

fn steps_around(
    centre: GridPoint,
    tree: &RTree<GeomWithData<[f64; 2], u32>>,
    votes_in: &[u32],
    max_radius_m: f64,
    half: u64,
) -> Vec<Step> {
    // Distances are compared in whole micrometres: equal ones on the grid must not be told apart by rounding.
    let limit_um = to_um(max_radius_m);
    let reach = max_radius_m + 1e-5;
    let square = AABB::from_corners(
        [centre.east_m - reach, centre.north_m - reach],
        [centre.east_m + reach, centre.north_m + reach],
    );
    let mut near: Vec<(u64, u32)> = tree
        .locate_in_envelope(square)
        .map(|point| {
            let [east_m, north_m] = *point.geom();
            (to_um(centre.distance_m(GridPoint { east_m, north_m })), point.data)
        })
        .filter(|(distance_um, _)| *distance_um <= limit_um)
        .collect();
    near.sort_unstable();
    let mut votes = 0u64;
    near.into_iter()
        .map_while(|(_, cell)| {
            votes += u64::from(votes_in.get(cell as usize).copied().unwrap_or(0));
            (votes <= half).then_some(Step { cell, votes: votes as u32 })
        })
        .collect()
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

    #[test]
    fn cells_join_by_distance_then_by_id_up_to_the_radius() {
        let windows = Windows::new(&row(9), &[1; 9], 200.0);
        assert_eq!(windows.cells(4, 9), (vec![4, 3, 5, 2], 200.0));
    }

    #[test]
    fn a_window_never_holds_more_than_half_of_the_votes() {
        // 9 votes: at most 4 in a window; the radius would allow 5.
        let windows = Windows::new(&row(9), &[1; 9], 200.0);
        assert_eq!(windows.max_votes(), 4);
        assert_eq!(windows.votes(4, 4), 4);
        let heavy = Windows::new(&row(3), &[1, 8, 1], 500.0);
        assert!(heavy.cells(1, 3).0.is_empty());
    }

    #[test]
    fn the_maximum_is_that_of_all_windows() {
        let windows = Windows::new(&row(9), &[2; 9], 200.0);
        let failing = [0, 1, 0, 2, 2, 1, 0, 0, 0];
        let mut brute = 0.0f64;
        windows.visit(&failing, |_, _, c, n| brute = brute.max(f64::from(c) / f64::from(n) + f64::from(c)));
        let mut most = vec![0; windows.max_votes() + 1];
        let fast = windows.max_by_votes(&failing, &mut most, |c, n| f64::from(c) / f64::from(n) + f64::from(c));
        assert_eq!(fast, brute);
    }
}
