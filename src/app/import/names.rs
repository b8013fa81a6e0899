//! Names of operators that the program does not know, and what the officer decides about them.

use std::collections::BTreeMap;

use crate::app::App;
use crate::model::OperatorCatalogue;

/// Known operators offered for a name.
const OFFERED: usize = 2;

/// What names stand for: a brand of the catalogue, a name of its own, or `unknown`.
pub type NameDecisions = BTreeMap<String, String>;

/// One name with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameCase {
    pub name: String,
    /// Rows that have it; 0 where it has been decided and read.
    pub n_rows: u64,
    /// A file and a row in which it stands; row 0 where the rows are not told apart.
    pub example: Option<(String, u32)>,
    /// Brands written most alike, the best first.
    pub nearest: Vec<String>,
}

impl App {
    /// Names that could not be resolved in what is on the import page, else in what is open, and those decided before.
    pub(in crate::app) fn name_cases(&self) -> Vec<NameCase> {
        let mut cases: BTreeMap<String, NameCase> = BTreeMap::new();
        let mut add = |name: &str, n_rows: u64, example: Option<(String, u32)>| {
            let case = cases.entry(name.to_owned()).or_insert_with(|| NameCase {
                name: name.to_owned(),
                n_rows: 0,
                example: None,
                nearest: Vec::new(),
            });
            case.n_rows += n_rows;
            case.example = case.example.take().or(example);
        };
        match &self.import {
            Some(import) => {
                for file in import.files.iter().filter(|file| file.gives_context()) {
                    let beside = file.found_look().and_then(|look| look.beside.as_ref());
                    for (name, n) in beside.map(|beside| beside.unresolved()).unwrap_or_default() {
                        add(&name, n, Some((file.name(), 0)));
                    }
                }
                for file in import.files.iter().filter(|file| file.gives_samples()) {
                    let found = file.table().and_then(|table| table.samples.as_ref());
                    for name in found.iter().flat_map(|samples| &samples.unresolved) {
                        add(&name.name, name.n_rows, Some((file.name(), name.first_row)));
                    }
                }
            }
            None => {
                self.names_of_open_data(&mut add);
                for beside in self.context.read() {
                    for (name, n) in beside.unresolved() {
                        add(&name, n, Some((beside.name().to_owned(), 0)));
                    }
                }
            }
        }
        for name in self.project.names.keys() {
            add(name, 0, None);
        }
        let catalogue = OperatorCatalogue::default();
        let mut cases: Vec<NameCase> = cases.into_values().collect();
        for case in &mut cases {
            case.nearest = catalogue.nearest(&case.name, OFFERED).into_iter().map(str::to_owned).collect();
        }
        cases.sort_by(|a, b| b.n_rows.cmp(&a.n_rows).then_with(|| a.name.cmp(&b.name)));
        cases
    }

    fn names_of_open_data(&self, add: &mut impl FnMut(&str, u64, Option<(String, u32)>)) {
        let Some(loaded) = &self.loaded else { return };
        let dataset = &loaded.dataset;
        let mut counts = vec![(0u64, None); dataset.operators.len()];
        for (sample, id) in dataset.samples.operator.iter().enumerate() {
            if let Some((n, first)) = counts.get_mut(usize::from(id.0)) {
                *n += 1;
                first.get_or_insert(sample);
            }
        }
        for (operator, (n, first)) in dataset.operators.iter().zip(counts) {
            if operator.known || operator.is_unnamed() || n == 0 {
                continue;
            }
            let example = first.and_then(|sample| {
                let file = dataset.files.get(dataset.file_of(sample)?)?;
                Some((file.name.clone(), *dataset.samples.row.get(sample)?))
            });
            add(&operator.brand, n, example);
        }
    }
}
