//! Local Moran: is a cell like its neighbours, high among high or low among low?
//!
//! Source: L. Anselin, "Local indicators of spatial association", Geographical Analysis 27 (1995); row-standardised
//! weights and the p-value of conditional permutations as in PySAL's `esda.Moran_Local`.

use rand::SeedableRng;
use rand::seq::index;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::are_all_equal;
use super::neighbours::Neighbours;
use crate::job::{Cancelled, Feedback};
use crate::model::Quadrant;

/// Sums of a few shares that differ by less are equal: they were added in another order.
const TOLERANCE: f64 = 1e-12;

/// I and quadrant of each place; `None` where all values are equal or nothing is beside.
pub fn local_moran(values: &[f64], neighbours: &Neighbours) -> Vec<Option<(f64, Quadrant)>> {
    if are_all_equal(values) {
        return vec![None; values.len()];
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let deviations: Vec<f64> = values.iter().map(|y| y - mean).collect();
    let squares: f64 = deviations.iter().map(|z| z * z).sum();
    let one = |(place, (z, beside)): (usize, (&f64, f64))| {
        let n_beside = neighbours.of(place).len();
        if n_beside == 0 {
            return None;
        }
        let lag = beside / n_beside as f64;
        Some(((n - 1.0) * z * lag / squares, Quadrant::new(*z > 0.0, lag > 0.0)))
    };
    deviations.iter().zip(neighbours.sums(&deviations)).enumerate().map(one).collect()
}

/// p of each place from `replicas` conditional permutations: the place keeps its value, the others change places.
///
/// p = (1 + min(larger, R − larger))/(R + 1), where `larger` permutations reach the I observed. A place that lies
/// exactly at the mean has I = 0 in every permutation, which proves nothing: p = 1.
///
/// One list of places drawn at random per replica serves all: without the place itself it is a random draw from the
/// others. So the sums over its first k entries are computed once for each k, and only the places that occur in the list
/// need sums of their own: the cost hardly depends on the number of places.
pub fn conditional_p(
    values: &[f64],
    neighbours: &Neighbours,
    replicas: usize,
    seed: u64,
    feedback: &Feedback,
) -> Result<Vec<f64>, Cancelled> {
    let draws = Draws::new(values, neighbours, replicas, seed, feedback)?;
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let observed = neighbours.sums(values);
    let p = |(place, (value, observed)): (usize, (&f64, &f64))| {
        let deviation = value - mean;
        if deviation.abs() <= TOLERANCE {
            return 1.0;
        }
        let larger = draws.count_reaching(place, *value, neighbours.of(place).len(), *observed, deviation > 0.0);
        (1 + larger.min(replicas - larger)) as f64 / (replicas + 1) as f64
    };
    let ps = values.par_iter().zip(&observed).enumerate().with_min_len(1 << 10).map(p).collect();
    feedback.check()?;
    Ok(ps)
}

/// Places drawn in each replica and the sums over their values.
struct Draws {
    /// `by_length[k]`: sum of the first k values drawn in each replica.
    by_length: Vec<Vec<f64>>,
    /// The same, sorted.
    sorted: Vec<Vec<f64>>,
    /// (place, replica, position in its list), sorted.
    drawn: Vec<(u32, u32, u32)>,
}

impl Draws {
    fn new(
        values: &[f64],
        neighbours: &Neighbours,
        replicas: usize,
        seed: u64,
        feedback: &Feedback,
    ) -> Result<Self, Cancelled> {
        let longest = (0..neighbours.n_places()).map(|place| neighbours.of(place).len()).max().unwrap_or(0);
        // One more than is needed, for when the place itself is among them.
        let length = (longest + 1).min(values.len());
        let mut by_length = vec![Vec::with_capacity(replicas); length + 1];
        let mut drawn = Vec::with_capacity(replicas * length);
        for replica in 0..replicas {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            rng.set_stream(replica as u64);
            let mut sum = 0.0;
            let list = index::sample(&mut rng, values.len(), length);
            for (position, (place, sums)) in list.into_iter().zip(&mut by_length).enumerate() {
                sums.push(sum);
                sum += values.get(place).copied().unwrap_or(0.0);
                drawn.push((place as u32, replica as u32, position as u32));
            }
            if let Some(sums) = by_length.last_mut() {
                sums.push(sum);
            }
            feedback.check()?;
        }
        drawn.sort_unstable();
        let sorted = by_length.clone().into_iter().map(|mut sums| {
            sums.sort_unstable_by(f64::total_cmp);
            sums
        });
        Ok(Self { sorted: sorted.collect(), by_length, drawn })
    }

    /// Permutations whose sum over `n_beside` others is at least `observed`, or at most where `upwards` is false.
    fn count_reaching(&self, place: usize, value: f64, n_beside: usize, observed: f64, upwards: bool) -> usize {
        let reaches = |sum: f64| if upwards { sum >= observed - TOLERANCE } else { sum <= observed + TOLERANCE };
        let Some(sums) = self.sorted.get(n_beside) else { return 0 };
        let mut count = if upwards {
            sums.len() - sums.partition_point(|sum| !reaches(*sum))
        } else {
            sums.partition_point(|sum| reaches(*sum))
        };
        let sum = |length: usize, replica: u32| self.by_length.get(length)?.get(replica as usize).copied();
        let first = self.drawn.partition_point(|(drawn, _, _)| (*drawn as usize) < place);
        let of_place = self.drawn.iter().skip(first).take_while(|(drawn, _, _)| *drawn as usize == place);
        for (_, replica, _) in of_place.filter(|(_, _, position)| (*position as usize) < n_beside) {
            if let (Some(with_place), Some(one_more)) = (sum(n_beside, *replica), sum(n_beside + 1, *replica)) {
                count += usize::from(reaches(one_more - value));
                count -= usize::from(reaches(with_place));
            }
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ring of places, each beside the next `reach` on both sides.
    fn ring(n: u32, reach: u32) -> Neighbours {
        Neighbours::from_lists((0..n).map(|i| (1..=reach).flat_map(move |d| [(i + d) % n, (i + n - d) % n])))
    }

    #[test]
    fn shared_draws_count_as_permutations_of_the_others_would() {
        let values: Vec<f64> = (0..14).map(|i| f64::from(i * i % 11) / 10.0).collect();
        let neighbours = ring(14, 2);
        let draws = Draws::new(&values, &neighbours, 400, 9, &Feedback::default()).unwrap();
        for (place, value) in values.iter().enumerate() {
            let mut of_others = 0;
            for replica in 0..400 {
                let mut list: Vec<_> = draws.drawn.iter().filter(|d| d.1 == replica).collect();
                list.sort_by_key(|d| d.2);
                let others = list.iter().filter(|d| d.0 as usize != place).take(4);
                let sum: f64 = others.map(|d| values[d.0 as usize]).sum();
                of_others += usize::from(sum >= 1.7 - 1e-9);
            }
            assert_eq!(draws.count_reaching(place, *value, 4, 1.7, true), of_others, "{place}");
        }
    }

    #[test]
    fn p_is_near_that_of_all_permutations() {
        // Eight places on a ring, two neighbours each: all 21 pairs of the other seven, by hand.
        let values = [0.9, 0.8, 0.7, 0.1, 0.0, 0.2, 0.15, 0.3];
        let neighbours = ring(8, 1);
        let replicas = 20_000;
        let ps = conditional_p(&values, &neighbours, replicas, 1, &Feedback::default()).unwrap();
        let mean = values.iter().sum::<f64>() / 8.0;
        for place in 0..8 {
            let others: Vec<f64> = (0..8).filter(|j| *j != place).map(|j| values[j]).collect();
            let observed: f64 = neighbours.of(place).iter().map(|j| values[*j as usize]).sum();
            let pairs = (0..7).flat_map(|a| (a + 1..7).map(move |b| (a, b)));
            let reaching = pairs.filter(|(a, b)| {
                let sum = others[*a] + others[*b];
                if values[place] > mean { sum >= observed - 1e-12 } else { sum <= observed + 1e-12 }
            });
            let share = reaching.count() as f64 / 21.0;
            let exact = share.min(1.0 - share);
            assert!((ps[place] - exact).abs() < 0.015, "{place}: {} {exact}", ps[place]);
        }
    }

    #[test]
    fn a_place_at_the_mean_proves_nothing() {
        let values = [0.0, 0.5, 1.0, 1.0, 0.5, 0.0];
        let ps = conditional_p(&values, &ring(6, 1), 99, 1, &Feedback::default()).unwrap();
        assert_eq!((ps[1], ps[4]), (1.0, 1.0));
    }

    #[test]
    fn a_hundred_thousand_cells_take_no_time() {
        let neighbours = ring(100_000, 4);
        let values: Vec<f64> = (0..100_000u64).map(|i| (i * 7919 % 1009) as f64 / 1009.0).collect();
        let started = std::time::Instant::now();
        conditional_p(&values, &neighbours, 999, 1, &Feedback::default()).unwrap();
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}
