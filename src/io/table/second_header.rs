//! Rows below the header that name the columns again: that of the next page, or of a table put below the first.

use super::style::Style;

/// Fewer names are no header: a remark may hold one or two.
const MIN_NAMES: usize = 3;

/// The names above the data, as they stand.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::io) struct Names {
    names: Vec<Vec<u8>>,
    /// Rows up to and including the header.
    header_row: u64,
}

/// What a row says of the columns.
#[derive(Debug, PartialEq)]
pub(in crate::io) enum Naming {
    /// Nothing: it is no header.
    Nothing,
    /// The same as the header.
    Again,
    /// For each column of the header, where its cells stand in the rows below.
    Otherwise(Vec<Option<usize>>),
}

impl Names {
    pub fn new(names: Vec<Vec<u8>>, header_row: usize) -> Self {
        Self { names, header_row: header_row as u64 }
    }

    /// What the cells of a row say; rows are counted from 1.
    pub fn read(&self, cells: &[Vec<u8>], row: u64) -> Naming {
        let is_name = |cell: &Vec<u8>| self.names.contains(cell);
        let mut named = cells.iter().filter(|cell| !cell.is_empty());
        if row <= self.header_row || named.clone().nth(MIN_NAMES - 1).is_none() || !named.all(is_name) {
            return Naming::Nothing;
        }
        if filled(cells) == filled(&self.names) {
            return Naming::Again;
        }
        // Of a name that occurs twice, the second is the second; below a header of two rows nothing is certain.
        let mut places: Vec<Option<usize>> = cells.iter().map(|_| None).collect();
        let mut order = Vec::with_capacity(self.names.len());
        for name in filled(&self.names) {
            let place = (0..cells.len()).find(|i| cells.get(*i) == Some(name) && places.get(*i) == Some(&None));
            if let Some(taken) = place.and_then(|i| places.get_mut(i)) {
                *taken = Some(order.len());
            }
            order.push(place.filter(|_| !name.is_empty()));
        }
        let are_all_taken = cells.iter().zip(&places).all(|(cell, place)| cell.is_empty() || place.is_some());
        let has_nameless = filled(&self.names).iter().any(Vec::is_empty);
        if are_all_taken && !has_nameless { Naming::Otherwise(order) } else { Naming::Nothing }
    }

    /// Whether a line names the columns otherwise than the header.
    pub fn are_otherwise_in(&self, line: &[u8], style: &Style) -> bool {
        self.may_begin(line)
            && style
                .record(line, true)
                .is_some_and(|record| matches!(self.read(&record.cells, u64::MAX), Naming::Otherwise(_)))
    }

    pub fn has(&self, cell: &[u8]) -> bool {
        self.names.iter().any(|name| name == cell)
    }

    /// Whether a line begins like one of the names.
    pub fn may_begin(&self, line: &[u8]) -> bool {
        let first = line.iter().find(|byte| !matches!(byte, b'"' | b'\'' | b' ')).copied();
        first.is_some_and(|first| self.names.iter().any(|name| name.first() == Some(&first)))
    }
}

/// Cells up to the last that holds something.
fn filled(cells: &[Vec<u8>]) -> &[Vec<u8>] {
    let n = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    cells.get(..n).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(line: &str) -> Vec<Vec<u8>> {
        line.split(',').map(|cell| cell.as_bytes().to_vec()).collect()
    }

    #[test]
    fn a_header_further_down_says_where_the_cells_stand() {
        let names = Names::new(cells("time,lat,lon,ping"), 1);
        let read = |line: &str| names.read(&cells(line), 9);
        assert_eq!(names.read(&cells("time,lat,lon,ping"), 1), Naming::Nothing, "the header itself");
        assert_eq!(read("time,lat,lon,ping"), Naming::Again);
        assert_eq!(read("time,lat,lon,ping,,"), Naming::Again);
        assert_eq!(read("time,lon,lat"), Naming::Otherwise(vec![Some(0), Some(2), Some(1), None]));
        for line in ["time,lat", "time,lat,lon,note", "2025,21,106,5", "time,time,lat,lon", ""] {
            assert_eq!(read(line), Naming::Nothing, "{line}");
        }
        let twice = Names::new(cells("time,lat,lon,ping,ping"), 1);
        let order = twice.read(&cells("lat,lon,ping,ping,time"), 9);
        assert_eq!(order, Naming::Otherwise(vec![Some(4), Some(0), Some(1), Some(2), Some(3)]));
        let grouped = Names::new(cells(",lat,lon,ping"), 2);
        assert_eq!(grouped.read(&cells("lat,lon,ping"), 9), Naming::Nothing, "the first column has its name above");
    }
}
