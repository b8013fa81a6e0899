//! Replicas of the world without a weak place. What changes places is whole phones.

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Beta, Distribution};

use super::ScanVote;
use crate::model::NO_SOURCE;

/// Below this correlation the votes of a phone are drawn independently.
const NO_CORRELATION: f64 = 0.001;

/// Room for two orders of a class, used again for each replica.
#[derive(Debug, Default)]
pub struct Order {
    givers: Vec<(u32, u32)>,
    takers: Vec<(u32, u32)>,
}

/// Sources with their votes, grouped by size class.
#[derive(Debug)]
pub struct Phones {
    /// Cell and outcome of each vote, source by source.
    places: Vec<u32>,
    outcomes: Vec<bool>,
    /// Votes of each source: from, to.
    sources: Vec<(u32, u32)>,
    /// Sources of each size class: from, to.
    classes: Vec<(u32, u32)>,
}

impl Phones {
    pub fn new(votes: &[ScanVote]) -> Self {
        let mut sorted: Vec<ScanVote> = votes.to_vec();
        sorted.sort_unstable_by_key(|v| (v.source, v.technology, v.cell, v.fails));
        let mut runs: Vec<&[ScanVote]> = Vec::new();
        for run in sorted.chunk_by(|a, b| a.source == b.source) {
            if run.first().is_some_and(|v| v.source == NO_SOURCE) {
                runs.extend(run.chunks(1));
            } else {
                runs.push(run);
            }
        }
        // Stable: within a class the sources keep their order.
        runs.sort_by_key(|run| size_class(run.len()));
        let mut phones = Self { places: Vec::new(), outcomes: Vec::new(), sources: Vec::new(), classes: Vec::new() };
        let mut class_start = 0;
        for class in runs.chunk_by(|a, b| size_class(a.len()) == size_class(b.len())) {
            for run in class {
                let from = phones.places.len() as u32;
                phones.places.extend(run.iter().map(|v| v.cell));
                phones.outcomes.extend(run.iter().map(|v| v.fails));
                phones.sources.push((from, phones.places.len() as u32));
            }
            let class_end = class_start + class.len() as u32;
            phones.classes.push((class_start, class_end));
            class_start = class_end;
        }
        phones
    }

    /// (votes, failing votes) of each source.
    pub fn tallies(&self) -> Vec<(u32, u32)> {
        let failing = |from: u32, to: u32| {
            let outcomes = self.outcomes.get(from as usize..to as usize).unwrap_or(&[]);
            outcomes.iter().filter(|fails| **fails).count() as u32
        };
        self.sources.iter().map(|(from, to)| (to - from, failing(*from, *to))).collect()
    }

    /// Within each class lays the outcome sequences, in one random order of sources, onto the places in another: the
    /// number of failing votes stays. Fills `failing` per cell.
    pub fn permute(&self, rng: &mut ChaCha8Rng, order: &mut Order, failing: &mut [u32]) {
        failing.fill(0);
        let Order { givers, takers } = order;
        for (from, to) in &self.classes {
            let Some(class) = self.sources.get(*from as usize..*to as usize) else { continue };
            class.clone_into(givers);
            class.clone_into(takers);
            givers.shuffle(rng);
            takers.shuffle(rng);
            let outcomes = givers.iter().flat_map(|s| self.outcomes.get(s.0 as usize..s.1 as usize).unwrap_or(&[]));
            let places = takers.iter().flat_map(|s| self.places.get(s.0 as usize..s.1 as usize).unwrap_or(&[]));
            for (fails, cell) in outcomes.zip(places) {
                if let Some(slot) = failing.get_mut(*cell as usize) {
                    *slot += u32::from(*fails);
                }
            }
        }
    }

    /// Draws for each source its own failing share around `allowed`, and each of its votes with it. Fills `failing` per
    /// cell.
    pub fn draw(&self, rng: &mut ChaCha8Rng, allowed: f64, correlation: f64, failing: &mut [u32]) {
        failing.fill(0);
        let spread = (1.0 - correlation) / correlation.max(NO_CORRELATION);
        let shares = (correlation >= NO_CORRELATION)
            .then(|| Beta::new(allowed * spread, (1.0 - allowed) * spread).ok())
            .flatten();
        for (from, to) in &self.sources {
            let share = shares.as_ref().map_or(allowed, |beta| beta.sample(rng));
            for cell in self.places.get(*from as usize..*to as usize).unwrap_or(&[]) {
                if let Some(slot) = failing.get_mut(*cell as usize) {
                    *slot += u32::from(rng.random::<f64>() < share);
                }
            }
        }
    }
}

/// 1, 2, 3, 4, then a class for every factor of √2.
fn size_class(n_votes: usize) -> u32 {
    if n_votes <= 4 { n_votes as u32 } else { 4 + (2.0 * (n_votes as f64 / 4.0).log2()).ceil() as u32 }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    fn votes(outcomes: &[(u32, u32, bool)]) -> Vec<ScanVote> {
        outcomes
            .iter()
            .map(|(source, cell, fails)| ScanVote { cell: *cell, source: *source, technology: 1, fails: *fails })
            .collect()
    }

    #[test]
    fn size_classes_are_those_of_the_method() {
        let classes: Vec<u32> = [1, 2, 3, 4, 5, 6, 8, 11, 12, 16, 17].iter().map(|n| size_class(*n)).collect();
        // 4 + ⌈2 log2(s/4)⌉: 5 → 0.64, 6 → 1.17, 8 → 2, 11 → 2.92, 12 → 3.17, 16 → 4, 17 → 4.17.
        assert_eq!(classes, [1, 2, 3, 4, 5, 6, 6, 7, 8, 8, 9]);
    }

    #[test]
    fn phones_move_whole_and_the_number_of_failures_stays() {
        let votes = votes(&[(1, 0, true), (1, 1, true), (2, 2, false), (2, 3, false), (NO_SOURCE, 4, true)]);
        let phones = Phones::new(&votes);
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let (mut order, mut failing) = (Order::default(), [0; 5]);
        let mut moved = 0;
        for _ in 0..100 {
            phones.permute(&mut rng, &mut order, &mut failing);
            assert_eq!(failing.iter().sum::<u32>(), 3);
            assert_eq!(failing[4], 1);
            // Both votes of phone 1 stay together: either in its own cells or in those of phone 2.
            assert!(failing == [1, 1, 0, 0, 1] || failing == [0, 0, 1, 1, 1], "{failing:?}");
            moved += failing[2];
        }
        assert!((30..70).contains(&moved));
    }

    #[test]
    fn drawn_outcomes_have_the_allowed_share_and_the_correlation() {
        let list: Vec<(u32, u32, bool)> = (0..4000).flat_map(|s| (0..4).map(move |i| (s, s * 4 + i, false))).collect();
        let phones = Phones::new(&votes(&list));
        let mut failing = vec![0; 16_000];
        phones.draw(&mut ChaCha8Rng::seed_from_u64(1), 0.4, 0.2, &mut failing);
        let tallies: Vec<(u32, u32)> = failing.chunks(4).map(|c| (4, c.iter().sum())).collect();
        let share = failing.iter().sum::<u32>() as f64 / 16_000.0;
        // Standard errors: 0.005 and about 0.01.
        assert!((share - 0.4).abs() < 0.02, "{share}");
        let correlation = super::super::intra_source_correlation(&tallies);
        assert!((correlation - 0.2).abs() < 0.04, "{correlation}");
    }
}
