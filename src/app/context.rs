//! What lies beside the evidence: layers of the map that can be switched, and tables of numbers of samples.

use std::path::PathBuf;
use std::sync::Arc;

use super::session::NoticeKind;
use super::{App, Running, Tab};
use crate::io::{ZoneOptions, read_neighbours};
use crate::model::{Beside, BoundaryNote, ContextLayer, LonLat, OperatorCatalogue, QuotaStanding, QuotaTable, Zones};

/// One layer of the map.
#[derive(Debug, Clone)]
pub struct ContextOnMap {
    pub layer: Arc<ContextLayer>,
    /// South-west and north-east corner.
    pub bounds: Option<(LonLat, LonLat)>,
    /// Records of each operator, the most first.
    pub operators: Vec<(String, u64)>,
    pub on: bool,
}

impl ContextOnMap {
    fn new(layer: ContextLayer, on: bool) -> Self {
        let mut operators: Vec<(String, u64)> =
            layer.n_by_operator().into_iter().map(|(brand, n)| (brand.to_owned(), n)).collect();
        operators.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Self { bounds: layer.bounds(), operators, layer: Arc::new(layer), on }
    }
}

/// A table of numbers of samples, laid beside the zones that are open.
#[derive(Debug, Clone)]
pub struct QuotaOpen {
    pub table: Arc<QuotaTable>,
    pub standing: QuotaStanding,
}

/// What may be asked of layers and tables; layers are named by their place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContextCommand {
    Show(usize, bool),
    /// Take a layer off the list.
    Remove(usize),
}

/// All of it.
#[derive(Debug, Default)]
pub struct Context {
    /// As read, with the names of operators that the files write.
    read: Vec<Arc<Beside>>,
    /// What those names stand for.
    names: Vec<(String, String)>,
    layers: Vec<ContextOnMap>,
    quotas: Vec<QuotaOpen>,
    /// Zones that the tables were laid beside.
    zones: Option<Arc<Zones>>,
}

impl Context {
    pub fn read(&self) -> &[Arc<Beside>] {
        &self.read
    }

    pub fn layers(&self) -> &[ContextOnMap] {
        &self.layers
    }

    pub fn quotas(&self) -> &[QuotaOpen] {
        &self.quotas
    }

    fn path(beside: &Beside) -> &str {
        match beside {
            Beside::Layer(layer) => &layer.path,
            Beside::Quota(quota) => &quota.path,
        }
    }

    /// Adds what was read; a file that is there already is replaced.
    fn add(&mut self, beside: Vec<Arc<Beside>>) {
        for one in beside {
            match self.read.iter_mut().find(|known| Self::path(known) == Self::path(&one)) {
                Some(known) => *known = one,
                None => self.read.push(one),
            }
        }
        self.refresh();
    }

    /// What an open project holds takes the place of what is there.
    pub(super) fn replace(&mut self, beside: Vec<Arc<Beside>>, names: &[(String, String)]) {
        (self.read, self.names) = (Vec::new(), names.to_vec());
        self.add(beside);
    }

    /// Takes names of operators for what the officer says they stand for.
    pub(super) fn name(&mut self, names: &[(String, String)]) {
        if self.names != names {
            self.names = names.to_vec();
            self.refresh();
        }
    }

    /// Makes layers and tables anew; a layer that was off stays so.
    fn refresh(&mut self) {
        let catalogue = OperatorCatalogue::default().with_aliases(&self.names);
        let off: Vec<String> = self.layers.iter().filter(|l| !l.on).map(|l| l.layer.path.clone()).collect();
        (self.layers, self.quotas) = (Vec::new(), Vec::new());
        for one in &self.read {
            match one.named(&catalogue) {
                Beside::Layer(layer) => {
                    let on = !off.contains(&layer.path);
                    self.layers.push(ContextOnMap::new(layer, on));
                }
                Beside::Quota(table) => {
                    let standing = table.standing(self.zones.as_deref().unwrap_or(&Zones::default()));
                    self.quotas.push(QuotaOpen { table: Arc::new(table), standing });
                }
            }
        }
    }

    /// Lays the tables beside the zones that are open now.
    pub(super) fn lay_beside(&mut self, zones: Option<&Arc<Zones>>) {
        let same = match (&self.zones, zones) {
            (Some(known), Some(now)) => Arc::ptr_eq(known, now),
            (None, None) => true,
            _ => false,
        };
        if !same {
            self.zones = zones.cloned();
            for quota in &mut self.quotas {
                quota.standing = quota.table.standing(zones.map_or(&Zones::default(), Arc::as_ref));
            }
        }
    }
}

impl App {
    /// Puts files that are no evidence to use.
    pub(super) fn add_context(&mut self, beside: Vec<Arc<Beside>>) {
        if beside.iter().any(|one| matches!(**one, Beside::Quota(_))) {
            self.session.tab = Tab::Quota;
            self.preferences.bottom_open = true;
        }
        if !beside.is_empty() {
            self.context.names = self.name_pairs();
            self.context.add(beside);
        }
    }

    /// Reads boundaries that are only drawn.
    pub(super) fn read_neighbours_at_start(&mut self, paths: &[PathBuf]) {
        if paths.is_empty() {
            return;
        }
        let paths = paths.to_vec();
        let read = Running::start("neighbours", &self.wake, move |feedback| {
            read_neighbours(&paths, &ZoneOptions::default(), feedback)
        });
        match read {
            Ok(job) => self.neighbours = Some(job),
            Err(error) => self.session.say(NoticeKind::Failed(error)),
        }
    }

    /// Takes them in once what is opened at the same time is there: a project brings layers of its own.
    pub(super) fn receive_neighbours(&mut self) -> bool {
        if self.loading.is_some() || self.filing.is_some() {
            return false;
        }
        let Some(outcome) = self.neighbours.as_ref().and_then(Running::poll) else { return false };
        self.neighbours = None;
        match outcome {
            Ok((layer, notes)) => {
                self.add_context(vec![Arc::new(Beside::Layer(layer))]);
                // Of the others nothing has to be done, and few notices have room.
                let passed_over = notes.into_iter().find(|note| matches!(note, BoundaryNote::OneOfLayers { .. }));
                passed_over.into_iter().for_each(|note| self.session.say(NoticeKind::Noted(note)));
            }
            Err(error) => self.session.say(NoticeKind::Failed(error)),
        }
        true
    }

    pub(super) fn step_context(&mut self, command: &ContextCommand) {
        match *command {
            ContextCommand::Show(index, on) => {
                if let Some(layer) = self.context.layers.get_mut(index) {
                    layer.on = on;
                }
            }
            ContextCommand::Remove(index) => {
                let path = self.context.layers.get(index).map(|on_map| on_map.layer.path.clone());
                self.context.read.retain(|one| Some(Context::path(one)) != path.as_deref());
                self.context.refresh();
            }
        }
    }
}
