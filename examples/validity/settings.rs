//! The wards that are drawn. What is promised of which is said in the report.

use phusong::analysis::simulate::{OperatorMix, SimulationSettings};

/// Brands, sorted as the analysis sorts them.
pub const BRANDS: [&str; 4] = ["MobiFone", "Vietnamobile", "Viettel", "VinaPhone"];

/// Background failing shares of wards without a weak place.
pub const BACKGROUNDS: [f64; 4] = [0.05, 0.15, 0.30, 0.45];

/// How much is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Density {
    /// Samples a month over 44 km², all operators together, one test a month from each phone.
    Monthly(usize),
    /// About five votes a cell for each of four operators of equal size, over 4 km².
    FiveVotes,
}

impl Density {
    pub const ALL: [Self; 3] = [Self::Monthly(300), Self::Monthly(1000), Self::FiveVotes];

    pub fn name(self) -> String {
        match self {
            Self::Monthly(n) => n.to_string(),
            Self::FiveVotes => "dense".to_owned(),
        }
    }
}

/// A kind of ward.
#[derive(Debug, Clone)]
pub struct Setting {
    pub name: String,
    pub density: Density,
    pub background: f64,
    pub inside: f64,
    /// Number of places of their own failing share and cells of 100 m in each, smallest and largest.
    pub places: usize,
    pub cells: (usize, usize),
    pub zones: usize,
    /// The simulation's cells are laid on those of the analysis; else they lie as they happen to.
    pub aligned: bool,
    /// Few phones that test much, and around their homes: the votes of one phone lie in neighbouring cells.
    pub near_home: bool,
    /// Whether the ward is also scanned with every vote a phone of its own.
    pub single_votes: bool,
}

impl Setting {
    fn clean(density: Density, background: f64) -> Self {
        Self {
            name: format!("clean-{}-{background:.2}", density.name()),
            density,
            background,
            inside: background,
            places: 0,
            cells: (1, 1),
            zones: if density == Density::FiveVotes { 4 } else { 12 },
            aligned: false,
            near_home: false,
            single_votes: false,
        }
    }

    /// A clean ward of people who test where they live.
    fn near_home(density: Density, background: f64) -> Self {
        Self {
            name: format!("home-{}-{background:.2}", density.name()),
            near_home: true,
            single_votes: true,
            ..Self::clean(density, background)
        }
    }

    fn place(density: Density, n_cells: usize) -> Self {
        Self {
            name: format!("place-{}-{n_cells}", density.name()),
            inside: 0.85,
            places: 1,
            cells: (n_cells, n_cells),
            ..Self::clean(density, 0.12)
        }
    }

    fn aligned(self) -> Self {
        Self { name: format!("{}-aligned", self.name), aligned: true, ..self }
    }

    fn patch(density: Density, n_cells: usize) -> Self {
        Self {
            name: format!("patch-{}-{n_cells}", density.name()),
            background: 0.10,
            inside: 0.40,
            ..Self::place(density, n_cells)
        }
    }

    /// Several places of all sizes, and khu phố small enough to be weak as a whole.
    fn mixed(density: Density, background: f64) -> Self {
        Self {
            name: format!("mixed-{}-{background:.2}", density.name()),
            background,
            places: if density == Density::FiveVotes { 2 } else { 5 },
            cells: (6, 50),
            zones: if density == Density::FiveVotes { 20 } else { 60 },
            ..Self::place(density, 0)
        }
    }

    /// The intraclass correlation of a ward: 0.1, 0.2, 0.3 by turns.
    pub fn correlation(seed: u64) -> f64 {
        (seed % 3 + 1) as f64 / 10.0
    }

    /// What the ward with this number is drawn from.
    pub fn simulation(&self, seed: u64) -> SimulationSettings {
        let (samples, phones, area_km2) = match self.density {
            Density::Monthly(n) => (12 * n, n, 44.0),
            Density::FiveVotes => (15_000, 1_250, 4.0),
        };
        let (phones, errand_share) = if self.near_home { (phones / 4, 0.6) } else { (phones, 0.25) };
        let turn = seed as usize / 3;
        let brands = BRANDS.iter().cycle().skip(turn % BRANDS.len());
        SimulationSettings {
            samples,
            phones,
            area_km2,
            zones: self.zones,
            weak_places: self.places,
            weak_operators: brands.take(BRANDS.len()).map(|brand| Some(*brand)).collect(),
            weak_cells: self.cells,
            // Where a place may lie: this many phones of its operator within 300 m of its middle.
            weak_phones: if self.density == Density::FiveVotes { 15 } else { 6 },
            weak_failing_share: self.inside,
            background_failing_share: self.background,
            intraclass_correlation: Self::correlation(seed),
            errand_share,
            operators: self.market(),
            ..SimulationSettings::clean(seed * 1000 + self.number())
        }
    }

    /// Different for each setting, so that no two of them share a ward.
    fn number(&self) -> u64 {
        self.name.bytes().fold(7u64, |sum, byte| (sum * 31 + u64::from(byte)) % 997)
    }

    fn market(&self) -> Vec<OperatorMix> {
        let shares = match self.density {
            Density::Monthly(_) => [0.20, 0.15, 0.40, 0.25],
            Density::FiveVotes => [0.25; 4],
        };
        BRANDS.into_iter().zip(shares).map(|(brand, share)| OperatorMix::alike(brand, share)).collect()
    }
}

pub fn all() -> Vec<Setting> {
    let clean = Density::ALL.into_iter().flat_map(|d| BACKGROUNDS.map(|share| Setting::clean(d, share)));
    let sparse = Density::Monthly(300);
    let near_home = [
        Setting::near_home(sparse, 0.15),
        Setting::near_home(sparse, 0.30),
        Setting::near_home(sparse, 0.45),
        Setting::near_home(Density::FiveVotes, 0.30),
        Setting::near_home(Density::FiveVotes, 0.45),
    ];
    let others = [
        Setting::patch(Density::FiveVotes, 12),
        Setting::patch(Density::Monthly(1000), 30),
        Setting::place(Density::FiveVotes, 6),
        Setting::place(Density::FiveVotes, 6).aligned(),
        Setting::place(Density::Monthly(1000), 20),
        Setting::place(sparse, 6),
        Setting::place(sparse, 20),
        Setting::place(sparse, 40),
        Setting::mixed(Density::FiveVotes, 0.12),
        Setting::mixed(Density::Monthly(1000), 0.12),
        Setting::mixed(sparse, 0.12),
    ];
    clean.chain(near_home).chain(others).collect()
}
