//! The samples of a place themselves: who measured what, when, without any id.

use std::collections::BTreeMap;

use crate::model::{Analysis, Criterion, NO_SOURCE, OperatorId, Technology};

/// Samples listed on a card.
const LISTED: usize = 400;

/// One accepted sample, as a card lists it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampleLine {
    /// Index into the columns of the data set.
    pub sample: u32,
    /// Unix time in seconds.
    pub time: i64,
    pub operator: OperatorId,
    pub technology: Technology,
    /// Mbps, Mbps and ms.
    pub download: Option<f64>,
    pub upload: Option<f64>,
    pub latency: Option<f64>,
    /// Phones of the place, numbered from 1 in the order in which they first measured here.
    pub phone: Option<u32>,
    /// Whether it fails the first criterion.
    pub fails: Option<bool>,
}

/// Accepted samples of a place, latest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SamplesHere {
    pub lines: Vec<SampleLine>,
    /// All of them, listed or not.
    pub total: u64,
}

impl SamplesHere {
    /// Of the samples with these indices.
    pub(super) fn new(analysis: &Analysis, criterion: &Criterion, mut accepted: Vec<u32>) -> Self {
        let samples = &analysis.dataset.samples;
        let total = accepted.len() as u64;
        accepted.sort_by_key(|index| (samples.time.get(*index as usize).copied(), *index));
        let mut phones = BTreeMap::new();
        for index in &accepted {
            let next = phones.len() as u32 + 1;
            phones.entry(samples.source(*index as usize)).or_insert(next);
        }
        phones.remove(&NO_SOURCE);
        let line = |sample: &u32| {
            let index = *sample as usize;
            let technology = samples.technology.get(index).copied()?;
            let value = samples.metric(criterion.metric).get(index);
            Some(SampleLine {
                sample: *sample,
                time: samples.time.get(index).copied()?,
                operator: samples.operator.get(index).copied()?,
                technology,
                download: samples.download.get(index),
                upload: samples.upload.get(index),
                latency: samples.latency.get(index),
                phone: phones.get(&samples.source(index)).copied(),
                fails: value.and_then(|value| criterion.fails(technology, value)),
            })
        };
        Self { lines: accepted.iter().rev().take(LISTED).filter_map(line).collect(), total }
    }
}
