//! How many visits each place gets.
//!
//! What visits promise has thresholds: five may settle nothing where six settle three operators. A greedy choice one
//! visit at a time would never begin such a place. So visits are given in blocks, the block with the highest gain for
//! each of its visits first, and gains are weighed anew after each block. (Greedy by ratio, as for a knapsack.)

/// Expected number of verdicts after 0, 1, 2 … visits.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Curve(pub Vec<f64>);

/// Gains below are none.
const NOTHING: f64 = 1e-9;

impl Curve {
    pub fn at(&self, visits: usize) -> Option<f64> {
        self.0.get(visits).or(self.0.last()).copied()
    }

    /// The block of at most `most` visits after the first `given` with the highest gain for each visit: the gain, the
    /// visits. The shorter of two that are alike.
    fn best_block(&self, given: usize, most: usize) -> Option<(f64, usize)> {
        let before = *self.0.get(given)?;
        let blocks = self.0.iter().enumerate().skip(given + 1).take(most);
        let gains = blocks.map(|(visits, after)| ((after - before) / (visits - given) as f64, visits - given));
        gains
            .filter(|(gain, _)| *gain > NOTHING)
            .reduce(|best, next| if next.0 > best.0 + NOTHING { next } else { best })
    }
}

/// Shares visits out among places with their weights: (place, visits), the most rewarding place first. Of places that
/// are alike the first comes first.
pub fn share_out(places: &[(&Curve, f64)], budget: u32) -> Vec<(usize, u32)> {
    let mut left = budget as usize;
    let mut given: Vec<usize> = vec![0; places.len()];
    let mut order: Vec<usize> = Vec::new();
    let best_of = |place: usize, given: &[usize], left: usize| {
        let (curve, weight) = places.get(place)?;
        let (gain, visits) = curve.best_block(given.get(place).copied()?, left)?;
        Some((gain * weight, visits)).filter(|(gain, _)| *gain > 0.0)
    };
    let mut best: Vec<Option<(f64, usize)>> = (0..places.len()).map(|place| best_of(place, &given, left)).collect();
    while left > 0 {
        let offers =
            best.iter().enumerate().filter_map(|(place, offer)| offer.map(|(gain, visits)| (place, gain, visits)));
        let chosen = offers.reduce(|a, b| if b.1 > a.1 { b } else { a });
        let Some((place, _, visits)) = chosen else { break };
        if !order.contains(&place) {
            order.push(place);
        }
        if let Some(given) = given.get_mut(place) {
            *given += visits;
        }
        left -= visits;
        for (other, offer) in best.iter_mut().enumerate() {
            if other == place || offer.is_some_and(|(_, visits)| visits > left) {
                *offer = best_of(other, &given, left);
            }
        }
    }
    order.into_iter().filter_map(|place| Some((place, u32::try_from(*given.get(place)?).ok()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_is_nearly_settled_comes_before_one_that_is_far_from_it() {
        let near = Curve(vec![0.0, 0.0, 1.0, 1.0, 1.0, 1.0]);
        let far = Curve(vec![0.0, 0.0, 0.0, 0.0, 0.0, 2.0]);
        assert_eq!(share_out(&[(&far, 1.0), (&near, 1.0)], 2), [(1, 2)]);
        assert_eq!(share_out(&[(&far, 1.0), (&near, 1.0)], 7), [(1, 2), (0, 5)]);
        // Six visits: after the nearer place four are left, which settle nothing of the farther one.
        assert_eq!(share_out(&[(&far, 1.0), (&near, 1.0)], 6), [(1, 2)]);
        // Three times the weight turns the order around: 2 · 3 / 5 > 1 / 2.
        assert_eq!(share_out(&[(&far, 3.0), (&near, 1.0)], 7), [(0, 5), (1, 2)]);
    }

    #[test]
    fn nothing_is_spent_where_nothing_is_gained() {
        assert_eq!(share_out(&[(&Curve(vec![0.0, 0.0]), 1.0)], 5), []);
        assert_eq!(share_out(&[(&Curve(vec![0.0, 1.0]), 0.0)], 5), []);
        assert_eq!(share_out(&[], 5), []);
    }
}
