//! Operators: brand and host network, resolved from what files call them.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Mobile country code of Viet Nam.
const VIET_NAM: u16 = 452;

/// Brand of samples whose operator is not named.
const UNNAMED: &str = "unknown";

/// Words of company names that tell no operator from another.
const COMPANY_WORDS: &[&str] = &[
    "tap",
    "doan",
    "tong",
    "cong",
    "ty",
    "co",
    "phan",
    "tnhh",
    "ctcp",
    "cp",
    "tct",
    "tcty",
    "jsc",
    "corp",
    "corporation",
    "group",
    "company",
    "ltd",
    "limited",
    "joint",
    "stock",
    "the",
];

/// Words that say only that it is a (mobile, Vietnamese) network.
const NETWORK_WORDS: &[&str] = &[
    "vn",
    "vietnam",
    "viet",
    "nam",
    "mobile",
    "telecom",
    "telecommunications",
    "network",
    "mang",
    "nha",
    "vien",
    "thong",
    "di",
    "dong",
    "dien",
    "thoai",
    "dich",
    "vu",
    "service",
    "services",
    "2g",
    "3g",
    "4g",
    "5g",
    "lte",
];

/// Words of which one makes a name that of a fixed line.
const FIXED_LINE_WORDS: &[&str] =
    &["fiber", "fibre", "ftth", "gpon", "adsl", "fibervnn", "megavnn", "co dinh", "cap quang"];

/// Index into [`super::Dataset::operators`], which is sorted by brand in byte order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperatorId(pub u16);

/// A brand and the network that carries it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Operator {
    /// Brand as shown: `Viettel`, `iTel`, … or the text of the file where no brand is known; `unknown` for an empty name.
    pub brand: String,
    /// Brand of the host network; empty where it is not known.
    pub host: String,
    /// Whether the program knows this brand.
    pub known: bool,
    /// A fixed-line provider: its rows are not mobile unless a connection column says so.
    pub fixed_line: bool,
}

impl Operator {
    /// Whether this stands for rows that name no operator.
    pub fn is_unnamed(&self) -> bool {
        self.brand == UNNAMED
    }
}

/// Mobile country code and network code of a network or SIM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MccMnc {
    mcc: u16,
    mnc: u16,
    /// 2 or 3: `313-10` and `313-010` are different networks.
    mnc_digits: u8,
}

impl MccMnc {
    /// Reads `45204`, `452-04`, `452 04` or `452.04`; one or two digits are the code of a Vietnamese network.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        match text.split_once(['-', ' ', '.', '/', '_', ':']) {
            Some((mcc, mnc)) => Self::from_parts(mcc, mnc),
            None if (5..=6).contains(&text.len()) && text.is_ascii() => {
                let (mcc, mnc) = text.split_at(3);
                Self::from_parts(mcc, mnc)
            }
            None if (1..=2).contains(&text.len()) => Self::vietnamese(text),
            None => None,
        }
    }

    /// From separate columns; a single digit of a network code is padded.
    pub fn from_parts(mcc: &str, mnc: &str) -> Option<Self> {
        let (mcc, mnc) = (mcc.trim(), mnc.trim());
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if mcc.len() != 3 || !(1..=3).contains(&mnc.len()) || !digits(mcc) || !digits(mnc) {
            return None;
        }
        let mcc = mcc.parse().ok().filter(|mcc| *mcc >= 200)?;
        Some(Self { mcc, mnc: mnc.parse().ok()?, mnc_digits: if mnc.len() == 3 { 3 } else { 2 } })
    }

    /// A network code alone, of a Vietnamese network.
    pub fn vietnamese(mnc: &str) -> Option<Self> {
        Self::from_parts("452", mnc)
    }

    /// `452-04`.
    fn text(self) -> String {
        format!("{:03}-{:0width$}", self.mcc, self.mnc, width = usize::from(self.mnc_digits))
    }
}

/// The operators the program knows, from `data/operators.csv`.
#[derive(Debug, Clone)]
pub struct OperatorCatalogue {
    operators: Vec<Operator>,
    by_mnc: HashMap<u16, usize>,
    by_name: HashMap<String, usize>,
    /// What the user says of names, by their folded text. Comes before the names of the catalogue.
    by_user: HashMap<String, Operator>,
}

impl Default for OperatorCatalogue {
    fn default() -> Self {
        static BUILT_IN: LazyLock<OperatorCatalogue> =
            LazyLock::new(|| OperatorCatalogue::from_csv(include_str!("../../data/operators.csv")));
        BUILT_IN.clone()
    }
}

impl OperatorCatalogue {
    fn from_csv(table: &str) -> Self {
        let mut catalogue =
            Self { operators: Vec::new(), by_mnc: HashMap::new(), by_name: HashMap::new(), by_user: HashMap::new() };
        let mut shortened = Vec::new();
        for line in table.lines().skip(1) {
            let mut cells = line.split(',');
            let mut cell = || cells.next().unwrap_or_default().trim();
            let (brand, host, mnc, kind, aliases) = (cell(), cell(), cell(), cell(), cell());
            if brand.is_empty() {
                continue;
            }
            let index = catalogue.operators.len();
            catalogue.operators.push(Operator {
                brand: brand.to_owned(),
                host: host.to_owned(),
                // A name or code withdrawn years ago is an error of the data: it stays visible as a warning.
                known: kind != "withdrawn",
                fixed_line: kind == "fixed",
            });
            if let Ok(mnc) = mnc.parse() {
                catalogue.by_mnc.insert(mnc, index);
            }
            for alias in std::iter::once(brand).chain(aliases.split('|')) {
                let name = fold_text(alias);
                shortened.push((without(&without(&name, COMPANY_WORDS), NETWORK_WORDS), index));
                catalogue.by_name.insert(name, index);
            }
        }
        // Full names take precedence over what is left of another's when the common words are gone.
        for (name, index) in shortened {
            if !name.is_empty() {
                catalogue.by_name.entry(name).or_insert(index);
            }
        }
        catalogue
    }

    /// The same, knowing what the user says of names: each with the operator that is meant.
    ///
    /// The operator may be one of the catalogue, `unknown`, or a name that the catalogue does not have: then it is an
    /// operator of its own from now on.
    pub fn with_aliases(mut self, aliases: &[(String, String)]) -> Self {
        for (name, operator) in aliases {
            let mut meant = self.resolve(None, operator);
            meant.known |= !meant.is_unnamed();
            self.by_user.insert(fold_text(name), meant);
        }
        self
    }

    /// Brands of mobile operators in use, in the order of the catalogue.
    pub fn brands(&self) -> impl Iterator<Item = &str> {
        self.operators.iter().filter(|operator| operator.known && !operator.fixed_line).map(|o| o.brand.as_str())
    }

    /// Brands whose name or one of whose other names is written most alike, the best first; none that is far off.
    pub fn nearest(&self, name: &str, most: usize) -> Vec<&str> {
        let folded = fold_text(name);
        let limit = folded.chars().count().div_ceil(3).max(2);
        let mut near: Vec<(usize, &str)> = Vec::new();
        for (alias, index) in &self.by_name {
            let Some(operator) = self.operators.get(*index).filter(|o| o.known && !o.fixed_line) else { continue };
            let distance = if alias.chars().count() > 3 && format!(" {folded} ").contains(&format!(" {alias} ")) {
                1
            } else {
                edit_distance(&folded, alias)
            };
            match near.iter_mut().find(|(_, brand)| *brand == operator.brand) {
                _ if distance > limit => {}
                Some(known) => known.0 = known.0.min(distance),
                None => near.push((distance, &operator.brand)),
            }
        }
        near.sort_unstable();
        near.into_iter().take(most).map(|(_, brand)| brand).collect()
    }

    /// Operator of a row: by network code first, then by name.
    ///
    /// A name that is not known keeps its own text as an operator of its own.
    pub fn resolve(&self, code: Option<MccMnc>, name: &str) -> Operator {
        let code = code.or_else(|| MccMnc::parse(name).filter(|code| code.mcc == VIET_NAM));
        if let Some(code) = code.filter(|code| code.mcc == VIET_NAM)
            && let Some(operator) = self.by_mnc.get(&code.mnc).and_then(|i| self.operators.get(*i))
        {
            return operator.clone();
        }
        let folded = fold_text(name);
        if let Some(operator) = self.by_user.get(&folded).or_else(|| self.by_folded_name(&folded)) {
            return operator.clone();
        }
        let text = collapse_spaces(name);
        let brand = match code {
            _ if !text.is_empty() && text.to_lowercase() != UNNAMED => text,
            Some(code) => code.text(),
            None => UNNAMED.to_owned(),
        };
        // A network without a name is shown by its code, and the user may have said whose it is.
        if let Some(operator) = self.by_user.get(&fold_text(&brand)) {
            return operator.clone();
        }
        let padded = format!(" {folded} ");
        let fixed_line = FIXED_LINE_WORDS.iter().any(|word| padded.contains(&format!(" {word} ")));
        Operator { brand, host: String::new(), known: false, fixed_line }
    }

    fn by_folded_name(&self, name: &str) -> Option<&Operator> {
        let company = without(name, COMPANY_WORDS);
        let network = without(&company, NETWORK_WORDS);
        [name, company.as_str(), network.as_str()]
            .into_iter()
            .filter(|name| !name.is_empty())
            .find_map(|name| self.by_name.get(name))
            .and_then(|i| self.operators.get(*i))
    }
}

/// Letters to insert, delete or replace to make one text the other (Levenshtein 1966).
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut left = i + 1;
        let mut diagonal = i;
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let above = *cell;
            *cell = (diagonal + usize::from(x != *y)).min(above + 1).min(left + 1);
            (diagonal, left) = (above, *cell);
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// Text for comparing names: lower case, without diacritics, đ as d, all else than letters and digits as one space.
pub fn fold_text(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'đ' | 'Đ' => folded.push('d'),
            c if c.is_alphanumeric() => folded.extend(c.to_lowercase()),
            _ if folded.ends_with(' ') || folded.is_empty() => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// NFC, trimmed, runs of white space as one space.
fn collapse_spaces(text: &str) -> String {
    let text: String = text.nfc().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without(name: &str, words: &[&str]) -> String {
    name.split(' ').filter(|word| !words.contains(word)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
