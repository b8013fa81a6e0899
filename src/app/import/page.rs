//! The import page: all files that were dropped together.

use std::path::PathBuf;
use std::sync::Arc;

use geo::{BoundingRect, Distance, Haversine, Point, Rect, coord};

use super::{BoundaryLook, FileLook, ImportFile, Question};
use crate::app::Running;
use crate::job::Progress;
use crate::model::{Beside, Error, LonLat, Zones};

/// Positions drawn on the small map.
const POINTS: usize = 3000;

/// Where fewer of the positions lie around the zones, something is wrong with one of the two.
const ENOUGH_INSIDE: f64 = 0.1;

/// How samples and zones lie to each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearness {
    /// From the middle of the positions to the middle of the zones.
    pub distance_m: f64,
    /// Part of the positions within the box around the zones.
    pub share_inside: f64,
}

impl Nearness {
    /// Whether positions and zones can belong together.
    pub fn is_plausible(&self) -> bool {
        self.share_inside >= ENOUGH_INSIDE
    }
}

/// Files on their way into the window.
#[derive(Debug, Default)]
pub struct Import {
    pub files: Vec<ImportFile>,
    /// The file whose details are shown.
    pub chosen: usize,
    /// Positions of the samples, for the small map.
    pub points: Vec<LonLat>,
    pub nearness: Option<Nearness>,
    /// The officer has seen the page and decided something on it.
    pub(super) touched: bool,
    pub(super) listing: Option<Running<Vec<PathBuf>>>,
    /// Zones of the data that are open already.
    pub(super) open_zones: Option<Arc<Zones>>,
}

impl Import {
    pub fn is_busy(&self) -> bool {
        self.listing.is_some() || self.files.iter().any(ImportFile::is_busy)
    }

    /// Progress of the file that is being looked at.
    pub fn progress(&self) -> Option<Progress> {
        let looking = self.files.iter().find_map(|file| file.looking.as_ref());
        looking.map(Running::progress).or_else(|| self.listing.as_ref().map(Running::progress))
    }

    /// Everything the page has to ask or to say, by index of the file.
    pub fn questions(&self) -> Vec<(usize, Question)> {
        let of_files = self.files.iter().enumerate().flat_map(|(i, file)| {
            let of_file = if file.choices.left_out { Vec::new() } else { super::questions::of_file(file) };
            of_file.into_iter().map(move |question| (i, question))
        });
        let mut questions: Vec<(usize, Question)> = of_files.collect();
        questions.extend(super::questions::of_all(self));
        questions.sort_by_key(|(_, question)| !question.must_be_answered());
        questions
    }

    /// Whether everything that must be answered is, and something is there to be read.
    pub fn can_load(&self) -> bool {
        let something = self.files.iter().any(ImportFile::is_used);
        something && !self.is_busy() && !self.questions().iter().any(|(_, question)| question.must_be_answered())
    }

    /// Whether the files can be read without a word: all of them are read as they were before.
    pub(super) fn needs_no_word(&self) -> bool {
        let as_before = |file: &ImportFile| file.gives_zones() || (file.gives_samples() && file.remembered);
        let samples = self.files.iter().any(ImportFile::gives_samples);
        samples && self.files.iter().all(as_before) && self.can_load() && self.questions().is_empty()
    }

    /// The boundaries that would be read, as one layer.
    pub fn boundaries(&self) -> impl Iterator<Item = &BoundaryLook> {
        let files = self.files.iter().filter(|file| file.gives_zones());
        files.filter_map(|file| file.found_look()?.boundary.as_ref())
    }

    /// The boundaries that would only be drawn.
    pub fn neighbours(&self) -> impl Iterator<Item = (&ImportFile, &BoundaryLook)> {
        let files = self.files.iter().filter(|file| file.gives_neighbours());
        files.filter_map(|file| Some((file, file.found_look()?.boundary.as_ref()?)))
    }

    /// The zones the samples would lie in: those of the page, else those that are open.
    pub fn zones(&self) -> Vec<&Zones> {
        let of_page: Vec<&Zones> = self.boundaries().map(|boundary| boundary.zones.as_ref()).collect();
        let open = self.open_zones.as_deref().filter(|zones| of_page.is_empty() && zones.bounds_study());
        of_page.into_iter().chain(open).collect()
    }

    /// Files that would lie beside the evidence, each with its name and what it is.
    pub fn beside(&self) -> impl Iterator<Item = (String, &FileLook, &Arc<Beside>)> {
        let files = self.files.iter().filter(|file| file.gives_context());
        files.filter_map(|file| {
            let look = file.found_look()?;
            Some((file.name(), look, look.beside.as_ref()?))
        })
    }

    pub fn chosen_file(&self) -> Option<&ImportFile> {
        self.files.get(self.chosen)
    }

    /// Rows that would be read.
    pub fn n_rows(&self) -> u64 {
        let summaries =
            self.files.iter().filter(|file| file.gives_samples()).filter_map(|f| f.table()?.samples.as_ref());
        summaries.map(|samples| samples.n_rows).sum()
    }

    /// Looks again at boundaries whose coordinate system is not clear, once the samples are there to rank the candidates.
    pub(super) fn rank_boundaries(&mut self) {
        if self.is_busy() || self.points.is_empty() {
            return;
        }
        let unclear = self.files.iter_mut().filter(|file| matches!(file.refusal(), Some(Error::UnclearCrs { .. })));
        for file in unclear.filter(|file| !file.ranked) {
            file.ranked = true;
            file.look_again();
        }
    }

    /// Gathers anew what depends on all files.
    pub(super) fn refresh(&mut self) {
        let used = self.files.iter().filter(|file| file.gives_samples());
        let points: Vec<LonLat> =
            used.filter_map(|file| file.table()?.samples.as_ref()).flat_map(|s| s.points.iter().copied()).collect();
        let step = points.len().div_ceil(POINTS).max(1);
        self.points = points.into_iter().step_by(step).collect();
        self.nearness = nearness(&self.points, &self.zones());
    }
}

fn nearness(points: &[LonLat], zones: &[&Zones]) -> Option<Nearness> {
    let shapes =
        zones.iter().flat_map(|z| z.zones.iter().chain(&z.parents).map(|zone| &zone.shape).chain(&z.study_area));
    let around = shapes.filter_map(BoundingRect::bounding_rect).reduce(|a, b| {
        let (low, high) = (a.min(), a.max());
        Rect::new(
            coord! { x: low.x.min(b.min().x), y: low.y.min(b.min().y) },
            coord! { x: high.x.max(b.max().x), y: high.y.max(b.max().y) },
        )
    })?;
    // The median does not mind a few rows at 0, 0.
    let middle = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    };
    let lon = middle(points.iter().map(|p| p.lon).collect())?;
    let lat = middle(points.iter().map(|p| p.lat).collect())?;
    let within = |p: &&LonLat| {
        (around.min().x..=around.max().x).contains(&p.lon) && (around.min().y..=around.max().y).contains(&p.lat)
    };
    Some(Nearness {
        distance_m: Haversine.distance(Point::new(lon, lat), Point::from(around.center())),
        share_inside: points.iter().filter(within).count() as f64 / points.len() as f64,
    })
}

#[cfg(test)]
mod tests {
    use geo::{MultiPolygon, polygon};

    use super::*;
    use crate::model::Zone;

    #[test]
    fn the_distance_of_samples_and_zones_is_that_of_their_middles() {
        let shape = polygon![(x: 106.7, y: 21.0), (x: 106.8, y: 21.0), (x: 106.8, y: 21.1), (x: 106.7, y: 21.1)];
        let zone =
            Zone { id: "a".into(), name: String::new(), shape: MultiPolygon(vec![shape]), area_m2: 1.0, weight: None };
        let zones = Zones { zones: vec![zone], ..Zones::default() };
        let at = |lat: f64| nearness(&[LonLat { lon: 106.75, lat }; 3], &[&zones]).unwrap();
        assert!(at(21.05).distance_m < 1.0 && at(21.05).is_plausible());
        // One degree of latitude on the sphere of 6 371 008.8 m is 111 195 m.
        assert!((at(22.05).distance_m - 111_195.0).abs() < 1.0 && !at(22.05).is_plausible());
        assert_eq!(nearness(&[], &[&zones]), None);
    }
}
