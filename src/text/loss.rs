//! What a damaged project lost, and what to do about it.

use super::{Text, printable};
use crate::model::{Loss, LostRows, local_day};

impl Text {
    /// What was lost of one table.
    pub fn loss(&self, loss: &Loss) -> String {
        match &loss.samples {
            Some(lost) => self.lost_rows(lost),
            None => {
                let key = format!("lost-table-{}", loss.table.replace('_', "-"));
                if self.has(&key) { self.get(&key) } else { self.with("lost-table", &[("table", &loss.table)]) }
            }
        }
    }

    fn lost_rows(&self, lost: &LostRows) -> String {
        let unknown = || "–".to_owned();
        let day = |time| self.date(local_day(time));
        let facts = [
            ("file", printable(&lost.file)),
            ("import", lost.import.to_string()),
            ("first", lost.file_rows.map_or_else(unknown, |(first, _)| self.count(u64::from(first)))),
            ("last", lost.file_rows.map_or_else(unknown, |(_, last)| self.count(u64::from(last)))),
            ("from", lost.times.map_or_else(unknown, |(first, _)| day(first))),
            ("to", lost.times.map_or_else(unknown, |(_, last)| day(last))),
            ("recovered", self.count(lost.recovered)),
            ("lost", self.count(lost.lost)),
        ];
        let mut said = self.with_facts("lost-page", &facts);
        for (key, n) in [("lost-recovered", lost.recovered), ("lost-rows", lost.lost)] {
            if n > 0 {
                said.push(' ');
                said.push_str(&self.with_facts(key, &facts));
            }
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::super::Language;
    use super::*;

    #[test]
    fn what_is_lost_is_said_without_names_of_tables_where_there_are_words() {
        let text = Text::new(Language::Vi);
        for table in ["zones", "settings", "operators", "context", "phusong_project"] {
            let said = text.loss(&Loss::of_table(table));
            assert!(!said.contains(table) && !said.contains("lost"), "{said}");
        }
        assert!(text.loss(&Loss::of_table("place_names")).contains("place_names"));
    }

    #[test]
    fn rows_are_told_by_file_rows_and_days() {
        let text = Text::new(Language::En);
        // 2026-03-02 17:30 and 2026-03-06 03:00 in UTC: half past midnight and ten o'clock in Viet Nam.
        let times = Some((1_772_472_600, 1_772_766_000));
        let lost = LostRows {
            file: "a.csv".to_owned(),
            import: 2,
            lost: 4096,
            recovered: 0,
            file_rows: Some((2, 4097)),
            times,
        };
        let said = text.loss(&Loss::of_samples(lost));
        assert!(said.contains("a.csv (import 2): rows 2 to 4,097"), "{said}");
        assert!(said.contains("03/03/2026 to 06/03/2026") && said.contains("4,096 are lost"), "{said}");
    }
}
