//! What the officer says of one file.

use crate::io::{DateOrder, ReadOptions, SpeedUnit, TimeZoneChoice};
use crate::model::Meaning;

/// Answers and corrections for one file; everything else is as it was found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FileChoices {
    /// Meaning of a column by its header; `None`: the column is not used.
    pub meanings: Vec<(String, Option<Meaning>)>,
    pub units: Vec<(Meaning, SpeedUnit)>,
    /// Operator of a file without such a column; `unknown` where nobody knows.
    pub operator: Option<String>,
    /// IANA name or offset.
    pub timezone: Option<String>,
    pub date_order: Option<DateOrder>,
    /// Coordinate system of boundaries whose file states none: `5899`, `vn2000:105-20`.
    pub crs: Option<String>,
    /// Sheet of a workbook or layer of a file with several; absent, the one that fits best.
    pub sheet: Option<String>,
    /// Boundaries are only drawn: they lie around the zones.
    pub only_drawn: bool,
    pub left_out: bool,
}

impl FileChoices {
    /// How the file is to be read.
    pub fn options(&self) -> ReadOptions {
        let timezone = self.timezone.as_deref().and_then(TimeZoneChoice::parse).unwrap_or_default();
        ReadOptions {
            columns: self.meanings.iter().filter_map(|(header, m)| Some(((*m)?, header.clone()))).collect(),
            unused_columns: self.meanings.iter().filter(|(_, m)| m.is_none()).map(|(h, _)| h.clone()).collect(),
            units: self.units.clone(),
            operator: self.operator.clone(),
            timezone,
            date_order: self.date_order,
            sheet: self.sheet.clone(),
            ..ReadOptions::default()
        }
    }

    /// Gives a column its meaning; a meaning has one column.
    pub fn set_meaning(&mut self, header: &str, meaning: Option<Meaning>) {
        self.meanings.retain(|(other, m)| other != header && (meaning.is_none() || *m != meaning));
        self.meanings.push((header.to_owned(), meaning));
    }

    pub fn set_unit(&mut self, meaning: Meaning, unit: SpeedUnit) {
        self.units.retain(|(other, _)| *other != meaning);
        self.units.push((meaning, unit));
    }

    /// Whether the officer has said what this column means.
    pub fn says_of(&self, header: &str) -> bool {
        self.meanings.iter().any(|(known, _)| known == header)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meaning_moves_from_column_to_column() {
        let mut choices = FileChoices::default();
        choices.set_meaning("a", Some(Meaning::Download));
        choices.set_meaning("b", Some(Meaning::Download));
        choices.set_meaning("c", None);
        choices.set_meaning("d", None);
        let options = choices.options();
        assert_eq!(options.columns, [(Meaning::Download, "b".to_owned())]);
        assert_eq!(options.unused_columns, ["c", "d"]);
    }
}
