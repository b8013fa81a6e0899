//! Which columns hold the time: one with date and time of day, or one of each.

use crate::io::value::time::{DateOrder, leading_pair, shape};
use crate::model::Meaning;

use super::assign::{ColumnGuess, FirstRows, How, column_of, set};
use super::headers::{Header, meanings_of};

/// A column whose header speaks of time, and what its cells hold.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    column: usize,
    rank: usize,
    has_date: bool,
    has_time_of_day: bool,
}

pub(super) fn assign(headers: &[Header], first: FirstRows<'_>, guesses: &mut [ColumnGuess]) {
    let user_decided = [Meaning::Time, Meaning::Date].iter().any(|m| column_of(guesses, *m).is_some());
    if user_decided {
        return;
    }
    let mut candidates: Vec<Candidate> = Vec::new();
    for (column, header) in headers.iter().enumerate() {
        let rank = meanings_of(header)
            .iter()
            .filter(|(meaning, _)| matches!(meaning, Meaning::Time | Meaning::Date | Meaning::TimeOfDay))
            .map(|(meaning, rank)| if *meaning == Meaning::TimeOfDay { rank + 100 } else { *rank })
            .min();
        if let Some(rank) = rank
            && guesses.get(column).is_some_and(|g| g.meaning.is_none())
        {
            let (has_date, has_time_of_day) = contents(first, column);
            candidates.push(Candidate { column, rank, has_date, has_time_of_day });
        }
    }
    candidates.sort_by_key(|c| (c.rank, c.column));
    let complete = candidates.iter().find(|c| c.has_date && c.has_time_of_day);
    let date = candidates.iter().find(|c| c.has_date && !c.has_time_of_day);
    let time_of_day = candidates.iter().find(|c| !c.has_date && c.has_time_of_day);
    match (complete, date, time_of_day) {
        (Some(complete), ..) => set(guesses, complete.column, Meaning::Time, 1.0, How::Name),
        (None, Some(date), Some(time)) => {
            set(guesses, date.column, Meaning::Date, 1.0, How::Name);
            set(guesses, time.column, Meaning::TimeOfDay, 1.0, How::Name);
        }
        (None, Some(date), None) => set(guesses, date.column, Meaning::Time, 0.8, How::Name),
        (None, None, _) if candidates.is_empty() => by_content(first, guesses),
        // Nothing in the cells can be read as a time: the header alone decides, unless it means a time of day.
        (None, None, _) => {
            if let Some(c) = candidates.iter().find(|c| c.rank < 100) {
                set(guesses, c.column, Meaning::Time, 0.5, How::Name);
            }
        }
    }
}

/// Where no header speaks of time: the one column of moments, or one of dates and one of times of day.
fn by_content(first: FirstRows<'_>, guesses: &mut [ColumnGuess]) {
    const CONFIDENCE: f32 = 0.6;
    // Numbers that could be Unix time could be much else.
    let is_written = |column: &usize| first.texts(*column).take(100).all(|text| text.contains(['-', '/', ':', '.']));
    let free: Vec<(usize, (bool, bool))> = (0..guesses.len())
        .filter(|c| guesses.get(*c).is_some_and(|g| g.meaning.is_none()) && is_written(c))
        .map(|c| (c, contents(first, c)))
        .collect();
    let only = |wanted: (bool, bool)| {
        let mut fitting = free.iter().filter(|(_, found)| *found == wanted).map(|(column, _)| *column);
        fitting.next().filter(|_| fitting.next().is_none())
    };
    if let Some(moment) = only((true, true)) {
        set(guesses, moment, Meaning::Time, CONFIDENCE, How::Content);
    } else if let (Some(date), Some(time)) = (only((true, false)), only((false, true))) {
        set(guesses, date, Meaning::Date, CONFIDENCE, How::Content);
        set(guesses, time, Meaning::TimeOfDay, CONFIDENCE, How::Content);
    }
}

/// Whether most cells hold a date, and whether most hold a time of day.
fn contents(first: FirstRows<'_>, column: usize) -> (bool, bool) {
    let (mut dates, mut times, mut all) = (0, 0, 0);
    for text in first.texts(column).take(100) {
        let (has_date, has_time) = shape(text.as_bytes());
        all += 1;
        dates += usize::from(has_date);
        times += usize::from(has_time);
    }
    (dates * 2 > all, times * 2 > all)
}

/// What a column proves of the order of day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OrderProof {
    Proved(DateOrder),
    /// No number is above 12; the day comes first, as in Viet Nam.
    Assumed,
    /// Dates of both orders.
    Contradiction,
    /// The year comes first, or there are no dates.
    #[default]
    NotNeeded,
}

/// Order of day and month; a few dates in the other order are mistakes, more of them a contradiction.
pub(in crate::io) fn date_order(first: FirstRows<'_>, column: usize) -> OrderProof {
    let (mut day_first, mut month_first, mut both_ways) = (0usize, 0usize, 0usize);
    for (a, b) in first.texts(column).filter_map(|text| leading_pair(text.as_bytes())) {
        match (a > 12, b > 12) {
            (true, false) => day_first += 1,
            (false, true) => month_first += 1,
            (false, false) => both_ways += usize::from(a != b),
            (true, true) => {}
        }
    }
    let (less, more) = (day_first.min(month_first), day_first.max(month_first));
    if less * 20 > more {
        OrderProof::Contradiction
    } else if month_first > day_first {
        OrderProof::Proved(DateOrder::MonthDay)
    } else if day_first > 0 {
        OrderProof::Proved(DateOrder::DayMonth)
    } else if both_ways > 0 {
        OrderProof::Assumed
    } else {
        OrderProof::NotNeeded
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::columns::assign;

    fn meanings(header: &str, row: &str) -> Vec<Option<Meaning>> {
        let headers: Vec<Header> = header.split(';').map(Header::new).collect();
        let rows = vec![row.split(';').map(str::to_owned).collect::<Vec<_>>()];
        let first = FirstRows { rows: &rows, decimal_comma: true };
        assign::assign(&headers, first, &[]).into_iter().map(|g| g.meaning).collect()
    }

    #[test]
    fn the_cells_tell_a_date_from_a_moment() {
        let (time, date, time_of_day) = (Some(Meaning::Time), Some(Meaning::Date), Some(Meaning::TimeOfDay));
        assert_eq!(meanings("Ngày;Giờ", "05/10/2025;08:02:03"), [date, time_of_day]);
        assert_eq!(meanings("Ngày đo;Thời gian", "05/10/2025;08:02"), [date, time_of_day]);
        assert_eq!(meanings("Ngày;Giờ", "05/10/2025 08:02;8"), [time, None]);
        assert_eq!(meanings("Date;Lat", "2013-04-27 10:47;21.0"), [time, Some(Meaning::Latitude)]);
        assert_eq!(meanings("Ngày", "05/10/2025"), [time]);
        assert_eq!(meanings("1;2;3", "05/10/2025 08:02;Viettel;1759626123"), [time, Some(Meaning::Operator), None]);
    }

    #[test]
    fn a_month_cannot_be_thirteen() {
        let order = |cells: &[&str]| {
            let rows: Vec<Vec<String>> = cells.iter().map(|c| vec![(*c).to_owned()]).collect();
            date_order(FirstRows { rows: &rows, decimal_comma: false }, 0)
        };
        assert_eq!(order(&["01/02/2025", "03/04/2025"]), OrderProof::Assumed);
        assert_eq!(order(&["01/02/2025", "03/14/2025"]), OrderProof::Proved(DateOrder::MonthDay));
        assert_eq!(order(&["21/02/2025", "03/04/2025"]), OrderProof::Proved(DateOrder::DayMonth));
        assert_eq!(order(&["21/02/2025", "03/14/2025"]), OrderProof::Contradiction);
        assert_eq!(order(&["2025-02-03", "02/02/2025"]), OrderProof::NotNeeded);
    }
}
