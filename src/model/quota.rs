//! How many samples each locality has by a table of the portal, against the number it owes each month.

use std::collections::{BTreeMap, BTreeSet};

use super::{OperatorCatalogue, Zone, ZoneIndex, Zones, fold_text};

/// Samples a locality owes each month before it is rated (method.md §15).
pub const MONTHLY_QUOTA: u64 = 300;

/// Samples of one locality, and of one operator or month where the table parts them.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotaRow {
    /// Row in its file as a person counts.
    pub row: u32,
    /// Code of the locality; empty where the table has none.
    pub code: String,
    /// As written; empty where the table is not parted by wards.
    pub ward: String,
    /// As written; empty where the table is not parted by months.
    pub month: String,
    /// Brand; empty where the table is not parted by operators, or where the row is the sum of all.
    pub operator: String,
    pub n_samples: u64,
    /// The table's own average or median.
    pub download_mbps: Option<f64>,
    /// The table's own average or median.
    pub upload_mbps: Option<f64>,
}

/// A table of such rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct QuotaTable {
    /// Name of the file without its folder.
    pub name: String,
    pub path: String,
    /// Hex digits.
    pub sha256: String,
    pub rows: Vec<QuotaRow>,
    /// Rows without a readable number of samples, and sums: titles, notes, signatures.
    pub n_other_rows: u64,
}

/// One locality of a table, in one month.
#[derive(Debug, Clone, PartialEq)]
pub struct Locality {
    /// As written.
    pub name: String,
    pub month: String,
    /// The zone it is; `None` where no zone has its code or name, or several have.
    pub zone: Option<ZoneIndex>,
    pub n_samples: u64,
    /// Samples of each operator, sorted by brand; empty where the table does not part them.
    pub operators: Vec<(String, u64)>,
    /// The table's own figure, where it has one row for the locality.
    pub download_mbps: Option<f64>,
}

impl Locality {
    /// Samples still missing of those owed.
    pub fn n_missing(&self) -> u64 {
        MONTHLY_QUOTA.saturating_sub(self.n_samples)
    }
}

/// A table laid beside the zones.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct QuotaStanding {
    /// Sorted by month, then by name as written.
    pub localities: Vec<Locality>,
    /// Names that no zone has, or several have, sorted; empty where there are no zones.
    pub unmatched: Vec<String>,
    /// Zones that the table does not have.
    pub zones_without: Vec<ZoneIndex>,
}

impl QuotaTable {
    pub fn n_samples(&self) -> u64 {
        self.localities().values().map(Parts::n_samples).sum()
    }

    /// Distinct names of wards.
    pub fn n_wards(&self) -> usize {
        let names: BTreeSet<&str> = self.rows.iter().map(|row| row.ward.as_str()).filter(|w| !w.is_empty()).collect();
        names.len()
    }

    /// The same with the operators that the catalogue knows the names of.
    pub fn named(&self, catalogue: &OperatorCatalogue) -> Self {
        let mut quota = self.clone();
        for row in quota.rows.iter_mut().filter(|row| !row.operator.is_empty()) {
            row.operator = catalogue.resolve(None, &row.operator).brand;
        }
        quota
    }

    /// Names of operators that are not known, each with its rows.
    pub fn unresolved(&self) -> Vec<(String, u64)> {
        let catalogue = OperatorCatalogue::default();
        let mut names: BTreeMap<&str, u64> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| !row.operator.is_empty()) {
            *names.entry(&row.operator).or_default() += 1;
        }
        names.retain(|name, _| !catalogue.resolve(None, name).known);
        names.into_iter().map(|(name, n)| (name.to_owned(), n)).collect()
    }

    fn localities(&self) -> BTreeMap<(&str, &str, &str), Parts<'_>> {
        let mut localities: BTreeMap<_, Parts<'_>> = BTreeMap::new();
        for row in &self.rows {
            let key = (row.month.as_str(), row.ward.as_str(), row.code.as_str());
            localities.entry(key).or_default().rows.push(row);
        }
        localities
    }

    /// The localities of the table with the zones they are: by code, then by name, then by name without what kind of
    /// place it is. A name that several zones have is nobody's.
    pub fn standing(&self, zones: &Zones) -> QuotaStanding {
        let names = ZoneNames::new(zones);
        let (mut standing, mut found) = (QuotaStanding::default(), BTreeSet::new());
        let mut unmatched = BTreeSet::new();
        for ((month, name, code), parts) in self.localities() {
            let zone = names.find(zones, code, name);
            match zone {
                Some(zone) => {
                    found.insert(zone);
                }
                None if !zones.zones.is_empty() => {
                    unmatched.insert(if name.is_empty() { code } else { name });
                }
                None => {}
            }
            standing.localities.push(Locality {
                name: if name.is_empty() { code.to_owned() } else { name.to_owned() },
                month: month.to_owned(),
                zone,
                n_samples: parts.n_samples(),
                operators: parts.operators(),
                download_mbps: parts.download_mbps(),
            });
        }
        unmatched.remove("");
        standing.unmatched = unmatched.into_iter().map(str::to_owned).collect();
        let all = (0..zones.zones.len()).filter_map(|i| u32::try_from(i).ok()).map(ZoneIndex);
        standing.zones_without = all.filter(|zone| !found.contains(zone)).collect();
        standing
    }
}

/// Rows of one locality in one month.
#[derive(Default)]
struct Parts<'a> {
    rows: Vec<&'a QuotaRow>,
}

impl Parts<'_> {
    /// The sum over the operators, or the rows that are such sums themselves where there are any.
    fn n_samples(&self) -> u64 {
        let whole: u64 = self.rows.iter().filter(|row| row.operator.is_empty()).map(|row| row.n_samples).sum();
        let has_whole = self.rows.iter().any(|row| row.operator.is_empty());
        if has_whole { whole } else { self.rows.iter().map(|row| row.n_samples).sum() }
    }

    fn operators(&self) -> Vec<(String, u64)> {
        let mut of: BTreeMap<&str, u64> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| !row.operator.is_empty()) {
            *of.entry(&row.operator).or_default() += row.n_samples;
        }
        of.into_iter().map(|(brand, n)| (brand.to_owned(), n)).collect()
    }

    fn download_mbps(&self) -> Option<f64> {
        let mut whole = self.rows.iter().filter(|row| row.operator.is_empty());
        match (whole.next(), whole.next(), self.rows.as_slice()) {
            (Some(row), None, _) | (None, _, [row]) => row.download_mbps,
            _ => None,
        }
    }
}

/// Words before a name that say what kind of place it is.
const KINDS_OF_PLACE: &[&str] = &[
    "phuong",
    "xa",
    "thi tran",
    "dac khu",
    "khu pho",
    "khu dan cu",
    "to dan pho",
    "khu",
    "thon",
    "ap",
    "ban",
    "p",
    "x",
    "tt",
    "kp",
    "kdc",
    "tdp",
    "ward",
    "commune",
];

/// A folded name without what kind of place it is; numbers without zeros before them.
fn bare(folded: &str) -> String {
    let kind = KINDS_OF_PLACE.iter().filter_map(|kind| folded.strip_prefix(kind)?.strip_prefix(' '));
    let rest = kind.min_by_key(|rest| rest.len()).unwrap_or(folded);
    let words = rest.split(' ').map(|word| match word.trim_start_matches('0') {
        "" => word,
        shorter if word.bytes().all(|b| b.is_ascii_digit()) => shorter,
        _ => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Zones by what they may be called; `None` where several are.
struct ZoneNames {
    by_name: BTreeMap<String, Option<ZoneIndex>>,
    by_bare_name: BTreeMap<String, Option<ZoneIndex>>,
}

impl ZoneNames {
    fn new(zones: &Zones) -> Self {
        let indexed = || (0..).map(ZoneIndex).zip(&zones.zones);
        let named = |name: &dyn Fn(&Zone) -> String| {
            let mut of: BTreeMap<String, Option<ZoneIndex>> = BTreeMap::new();
            for (index, zone) in indexed() {
                of.entry(name(zone)).and_modify(|known| *known = None).or_insert(Some(index));
            }
            of.remove("");
            of
        };
        Self {
            by_name: named(&|zone| fold_text(&zone.name)),
            by_bare_name: named(&|zone| bare(&fold_text(&zone.name))),
        }
    }

    fn find(&self, zones: &Zones, code: &str, name: &str) -> Option<ZoneIndex> {
        let folded = fold_text(name);
        let by_id = [code, name].into_iter().filter(|id| !id.is_empty()).find_map(|id| zones.by_id(id));
        by_id.or_else(|| self.by_name.get(&folded).copied().flatten()).or_else(|| {
            // A full name that two zones have is not told apart by less of it.
            let is_known = self.by_name.contains_key(&folded);
            self.by_bare_name.get(&bare(&folded)).copied().flatten().filter(|_| !is_known)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zones(named: &[(&str, &str)]) -> Zones {
        let zone = |(id, name): &(&str, &str)| Zone {
            id: (*id).to_owned(),
            name: (*name).to_owned(),
            shape: geo::MultiPolygon(Vec::new()),
            area_m2: 1.0,
            weight: None,
        };
        Zones { zones: named.iter().map(zone).collect(), ..Zones::default() }
    }

    fn row(code: &str, ward: &str, operator: &str, n_samples: u64) -> QuotaRow {
        QuotaRow {
            row: 0,
            code: code.to_owned(),
            ward: ward.to_owned(),
            month: String::new(),
            operator: operator.to_owned(),
            n_samples,
            download_mbps: None,
            upload_mbps: None,
        }
    }

    #[test]
    fn localities_find_their_zones_by_code_name_and_name_without_its_kind() {
        let zones = zones(&[("06811", "Phường Uông Bí"), ("06820", "Vàng Danh"), ("1", "Khu phố 3"), ("2", "KP 10")]);
        let rows = vec![
            row("06820", "Tên khác", "", 10),
            row("", "P. Uông Bí", "", 20),
            row("", "Khu 03", "", 30),
            row("", "Khu phố 1", "", 40),
            row("", "UÔNG BÍ", "", 50),
        ];
        let standing = QuotaTable { rows, ..QuotaTable::default() }.standing(&zones);
        let found: Vec<_> = standing.localities.iter().map(|l| (l.name.as_str(), l.zone.map(|z| z.0))).collect();
        let expected = [
            ("Khu 03", Some(2)),
            ("Khu phố 1", None),
            ("P. Uông Bí", Some(0)),
            ("Tên khác", Some(1)),
            ("UÔNG BÍ", Some(0)),
        ];
        assert_eq!(found, expected);
        assert_eq!(standing.unmatched, ["Khu phố 1"]);
        assert_eq!(standing.zones_without, [ZoneIndex(3)]);
    }

    #[test]
    fn a_name_that_several_zones_have_is_nobodys() {
        let zones = zones(&[("a", "Khu 1"), ("b", "Khu 1"), ("c", "Tổ 2"), ("d", "Thôn Tổ 2")]);
        let rows = vec![row("", "Khu 1", "", 10), row("", "b", "", 5), row("", "Tổ 2", "", 7)];
        let standing = QuotaTable { rows, ..QuotaTable::default() }.standing(&zones);
        let found: Vec<_> = standing.localities.iter().map(|l| (l.name.as_str(), l.zone.map(|z| z.0))).collect();
        assert_eq!(found, [("Khu 1", None), ("Tổ 2", Some(2)), ("b", Some(1))]);
    }

    #[test]
    fn a_row_for_all_operators_is_not_added_to_theirs() {
        let rows = vec![row("", "A", "Viettel", 100), row("", "A", "VinaPhone", 80), row("", "A", "", 190)];
        let mut table = QuotaTable { rows, ..QuotaTable::default() };
        assert_eq!((table.n_samples(), table.standing(&Zones::default()).localities[0].n_missing()), (190, 110));
        table.rows.pop();
        let standing = table.standing(&Zones::default());
        assert_eq!(standing.localities[0].n_samples, 180);
        assert_eq!(standing.localities[0].operators, [("Viettel".to_owned(), 100), ("VinaPhone".to_owned(), 80)]);
        assert!(standing.unmatched.is_empty());
    }
}
