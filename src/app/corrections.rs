//! The officer's corrections: what is left out by hand, with a reason, and the names of places.

use std::sync::Arc;

use super::{App, Edit};
use crate::analysis::left_out;
use crate::job::Feedback;
use crate::model::{Analysis, Correction, Flag, LeftOut, LonLat, MISSING_TIME, NO_SOURCE};
use crate::spatial::{Projection, spot_of};

/// What is about to be left out, while its reason is being written.
#[derive(Debug, Clone, PartialEq)]
pub struct CorrectionDraft {
    pub what: LeftOut,
    /// Samples that it means.
    pub n_samples: u64,
    pub reason: String,
}

/// What may be asked about corrections.
#[derive(Debug, Clone, PartialEq)]
pub enum CorrectionCommand {
    /// Ask for the reason to leave this out.
    Begin(LeftOut),
    /// The reason as it is being written.
    Write(String),
    /// Leave it out.
    Apply,
    /// Leave nothing out.
    Drop,
}

impl App {
    /// What is about to be left out.
    pub fn correction_draft(&self) -> Option<&CorrectionDraft> {
        self.session.correcting.as_ref()
    }

    pub(super) fn step_correction(&mut self, command: CorrectionCommand) {
        match command {
            CorrectionCommand::Begin(what) => self.begin_correction(what),
            CorrectionCommand::Write(reason) => {
                self.session.correcting.iter_mut().for_each(|draft| draft.reason.clone_from(&reason));
            }
            CorrectionCommand::Apply => self.apply_correction(),
            CorrectionCommand::Drop => self.session.correcting = None,
        }
    }

    /// What can be left out where a sample was taken: the sample, its phone, its desk.
    pub fn corrections_at(&self, sample: u32) -> Vec<LeftOut> {
        self.analysis.as_ref().map_or_else(Vec::new, |analysis| choices(analysis, sample))
    }

    fn begin_correction(&mut self, what: LeftOut) {
        let Some(analysis) = &self.analysis else { return };
        let asked = [Correction { what: what.clone(), reason: String::new() }];
        // One entry is found before a frame is over: there is nothing to cancel.
        let found = left_out(&analysis.dataset, &asked, &Feedback::default());
        let n_samples = found.map_or(0, |found| found.first.len() as u64);
        self.session.correcting = Some(CorrectionDraft { what, n_samples, reason: String::new() });
    }

    fn apply_correction(&mut self) {
        let Some(draft) = self.session.correcting.take() else { return };
        let reason = draft.reason.trim();
        if reason.is_empty() {
            self.session.correcting = Some(draft);
            return;
        }
        let correction = Correction { what: draft.what, reason: reason.to_owned() };
        self.edit(Edit::LeaveOut(correction));
    }

    /// A new analysis knows the names that the officer gave to its spots.
    pub(super) fn named(&self, mut analysis: Analysis) -> Arc<Analysis> {
        for spot in &mut analysis.weak_spots {
            spot.place_name = self.project.place_names.get(&spot.spot_id).cloned().unwrap_or_default();
        }
        Arc::new(analysis)
    }
}

fn choices(analysis: &Analysis, sample: u32) -> Vec<LeftOut> {
    let (dataset, index) = (&analysis.dataset, sample as usize);
    let samples = &dataset.samples;
    let file = dataset.file_of(index).and_then(|file| dataset.files.get(file));
    let row = file.zip(samples.row.get(index)).map(|(file, row)| LeftOut::Sample {
        file: file.name.clone(),
        row: *row,
        time: samples.time.get(index).copied().filter(|time| *time != MISSING_TIME),
    });
    let source = samples.source(index);
    let phone = dataset.source_keys.get(source as usize).filter(|_| source != NO_SOURCE);
    let phone = phone.map(|key| LeftOut::Phone { key: *key });
    row.into_iter().chain(phone).chain(desk(analysis, index)).collect()
}

fn desk(analysis: &Analysis, sample: usize) -> Option<LeftOut> {
    let (dataset, samples) = (&analysis.dataset, &analysis.dataset.samples);
    if samples.flags.get(sample)?.has(Flag::NoPosition) {
        return None;
    }
    let position = LonLat { lon: samples.lon.get(sample)?, lat: samples.lat.get(sample)? };
    let square = spot_of(&Projection::from_epsg(analysis.grid_crs).ok()?, position)?;
    let operator = dataset.brand(*samples.operator.get(sample)?).to_owned();
    Some(LeftOut::Desk { crs: analysis.grid_crs, square, operator: Some(operator) })
}
