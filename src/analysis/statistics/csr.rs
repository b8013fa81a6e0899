//! Samples grouped by a small integer: group starts and rows behind them (compressed sparse rows).

/// Rows of each group, ascending.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Groups {
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Groups {
    /// Groups rows 0..`n_rows`; `group_of` gives `None` for rows to leave out and numbers below `n_groups` otherwise.
    pub fn new(n_rows: usize, n_groups: usize, group_of: impl Fn(usize) -> Option<u32>) -> Self {
        let mut starts = vec![0u32; n_groups + 1];
        for group in (0..n_rows).filter_map(&group_of) {
            if let Some(count) = starts.get_mut(group as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut rows = vec![0u32; sum as usize];
        for row in 0..n_rows {
            if let Some(group) = group_of(row)
                && let Some(place) = next.get_mut(group as usize)
            {
                if let Some(slot) = rows.get_mut(*place as usize) {
                    *slot = row as u32;
                }
                *place += 1;
            }
        }
        Self { starts, rows }
    }

    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Rows of a group; empty past the last.
    pub fn rows(&self, group: u32) -> &[u32] {
        let range = self.starts.get(group as usize).zip(self.starts.get(group as usize + 1));
        range.and_then(|(from, to)| self.rows.get(*from as usize..*to as usize)).unwrap_or(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_with_their_group_in_order() {
        let of = [Some(2), None, Some(0), Some(2), Some(9)];
        let groups = Groups::new(of.len(), 3, |row| of[row].filter(|g| *g < 3));
        assert_eq!(groups.rows(0), [2]);
        assert_eq!(groups.rows(1), [] as [u32; 0]);
        assert_eq!(groups.rows(2), [0, 3]);
        assert_eq!(groups.len(), 3);
    }
}
