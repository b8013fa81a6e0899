//! A column of decimal numbers that come back as they were written.

/// Powers of ten that a 64-bit integer holds.
const POWERS_OF_TEN: [i64; 19] = {
    let mut powers = [1i64; 19];
    let mut i = 1;
    while i < powers.len() {
        powers[i] = powers[i - 1] * 10;
        i += 1;
    }
    powers
};

/// Decimal numbers, four bytes each while every one is a whole multiple of 1/`scale`, else eight.
///
/// The value handed out is the 64-bit number nearest to the decimal in the file, either way.
#[derive(Debug, Clone, PartialEq)]
pub struct DecimalColumn {
    scale: f64,
    scale_digits: u8,
    values: Storage,
}

#[derive(Debug, Clone, PartialEq)]
enum Storage {
    /// `i32::MIN` is a missing value.
    Scaled(Vec<i32>),
    /// NaN is a missing value.
    Exact(Vec<f64>),
}

impl DecimalColumn {
    /// A column that keeps `digits` decimals in four bytes.
    pub fn with_digits(digits: u8) -> Self {
        Self { scale: 10f64.powi(i32::from(digits)), scale_digits: digits, values: Storage::Scaled(Vec::new()) }
    }

    /// A column of whole multiples of 10^−`digits`; `i32::MIN` is missing.
    pub fn of_scaled(values: Vec<i32>, digits: u8) -> Self {
        Self { values: Storage::Scaled(values), ..Self::with_digits(digits) }
    }

    /// A column of 64-bit numbers in which NaN is missing, beside others that keep `digits` decimals.
    pub fn of_exact(values: Vec<f64>, digits: u8) -> Self {
        Self { values: Storage::Exact(values), ..Self::with_digits(digits) }
    }

    pub fn len(&self) -> usize {
        match &self.values {
            Storage::Scaled(v) => v.len(),
            Storage::Exact(v) => v.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The values as whole multiples of 1/scale with the scale, where the column is held so; `i32::MIN` is missing.
    pub fn scaled(&self) -> Option<(&[i32], f64)> {
        match &self.values {
            Storage::Scaled(v) => Some((v, self.scale)),
            Storage::Exact(_) => None,
        }
    }

    pub fn reserve(&mut self, additional: usize) {
        match &mut self.values {
            Storage::Scaled(v) => v.reserve(additional),
            Storage::Exact(v) => v.reserve(additional),
        }
    }

    /// Forgets all values and keeps the memory of a column in four bytes.
    pub fn clear(&mut self) {
        match &mut self.values {
            Storage::Scaled(v) => v.clear(),
            Storage::Exact(_) => self.values = Storage::Scaled(Vec::new()),
        }
    }

    /// The value at `index`; `None` when it is missing or `index` is past the end.
    #[inline]
    pub fn get(&self, index: usize) -> Option<f64> {
        match &self.values {
            Storage::Scaled(v) => v.get(index).filter(|s| **s != i32::MIN).map(|s| f64::from(*s) / self.scale),
            Storage::Exact(v) => v.get(index).copied().filter(|x| !x.is_nan()),
        }
    }

    /// Smallest and largest value of those rows from `first` on that count; `None` when none of them has a value.
    pub fn range(&self, first: usize, counts: &[bool]) -> Option<(f64, f64)> {
        match &self.values {
            // Whole numbers are compared and two of them divided, instead of dividing all.
            Storage::Scaled(v) => {
                let values = v.get(first..).unwrap_or_default();
                let values = values.get(..counts.len()).unwrap_or(values);
                // A missing value is the smallest, and one less than it the largest.
                let widest = |(low, high): (i32, i32), value: i32| (low.min(value.wrapping_sub(1)), high.max(value));
                let (low, high) = if counts.contains(&false) {
                    let counted = values.iter().zip(counts).map(|(v, counts)| if *counts { *v } else { i32::MIN });
                    counted.fold((i32::MAX, i32::MIN), widest)
                } else {
                    // Nearly always; several values are compared at once.
                    values.iter().copied().fold((i32::MAX, i32::MIN), widest)
                };
                let low = low.wrapping_add(1);
                (high > i32::MIN).then(|| (f64::from(low) / self.scale, f64::from(high) / self.scale))
            }
            Storage::Exact(v) => {
                let rows = v.get(first..).unwrap_or_default().iter().zip(counts);
                let present = rows.filter(|(value, counts)| **counts && !value.is_nan());
                present.map(|(value, _)| (*value, *value)).reduce(|(a, b), (value, _)| (a.min(value), b.max(value)))
            }
        }
    }

    /// The values from `first` on into `out`, NaN where one is missing; NaN also past the end.
    pub fn read_into(&self, first: usize, out: &mut [f64]) {
        match &self.values {
            Storage::Scaled(v) => {
                let values = v.get(first..).unwrap_or_default();
                for (out, value) in out.iter_mut().zip(values) {
                    *out = if *value == i32::MIN { f64::NAN } else { f64::from(*value) / self.scale };
                }
                out.iter_mut().skip(values.len()).for_each(|out| *out = f64::NAN);
            }
            Storage::Exact(v) => {
                let values = v.get(first..).unwrap_or_default();
                out.iter_mut().zip(values).for_each(|(out, value)| *out = *value);
                out.iter_mut().skip(values.len()).for_each(|out| *out = f64::NAN);
            }
        }
    }

    /// Adds `bit` to the marks of those rows from `first` on that have a value.
    pub fn mark_present(&self, first: usize, marks: &mut [u8], bit: u8) {
        match &self.values {
            Storage::Scaled(v) => {
                let values = v.get(first..).unwrap_or_default();
                marks.iter_mut().zip(values).for_each(|(mark, s)| *mark |= if *s == i32::MIN { 0 } else { bit });
            }
            Storage::Exact(v) => {
                let values = v.get(first..).unwrap_or_default();
                marks.iter_mut().zip(values).for_each(|(mark, x)| *mark |= if x.is_nan() { 0 } else { bit });
            }
        }
    }

    /// Adds mantissa × 10^−decimals.
    #[inline]
    pub fn push_decimal(&mut self, mantissa: i64, decimals: u8) {
        if let Storage::Scaled(v) = &mut self.values
            && decimals <= self.scale_digits
            && let Some(factor) = POWERS_OF_TEN.get(usize::from(self.scale_digits - decimals))
            && let Some(scaled) = mantissa.checked_mul(*factor)
            && let Ok(scaled) = i32::try_from(scaled)
            && scaled != i32::MIN
        {
            v.push(scaled);
            return;
        }
        // Division of two exactly held integers rounds once, so this is the nearest number.
        if mantissa.unsigned_abs() < 1 << 53 && decimals <= 22 {
            self.push(mantissa as f64 / 10f64.powi(i32::from(decimals)));
        } else {
            self.push(format!("{mantissa}e-{decimals}").parse().unwrap_or(f64::NAN));
        }
    }

    /// Adds each of `scaled` / scale, for a column that keeps as many digits; `i32::MIN` would be a missing value.
    pub fn extend_scaled(&mut self, scaled: &[i32]) {
        match &mut self.values {
            Storage::Scaled(v) => v.extend_from_slice(scaled),
            Storage::Exact(v) => v.extend(scaled.iter().map(|scaled| f64::from(*scaled) / self.scale)),
        }
    }

    /// Adds a value; NaN counts as missing.
    pub fn push(&mut self, value: f64) {
        if value.is_nan() {
            return self.push_missing();
        }
        if let Storage::Scaled(v) = &mut self.values {
            let scaled = (value * self.scale).round();
            if scaled.abs() < f64::from(i32::MAX) && scaled / self.scale == value {
                v.push(scaled as i32);
                return;
            }
        }
        self.widen().push(value);
    }

    pub fn push_missing(&mut self) {
        match &mut self.values {
            Storage::Scaled(v) => v.push(i32::MIN),
            Storage::Exact(v) => v.push(f64::NAN),
        }
    }

    /// The values of some rows; rows past the end are left out.
    pub fn slice(&self, rows: std::ops::Range<usize>) -> Self {
        let rows = rows.start.min(self.len())..rows.end.min(self.len());
        let values = match &self.values {
            Storage::Scaled(v) => Storage::Scaled(v.get(rows).unwrap_or_default().to_vec()),
            Storage::Exact(v) => Storage::Exact(v.get(rows).unwrap_or_default().to_vec()),
        };
        Self { values, ..*self }
    }

    /// The values of single rows; rows past the end are left out.
    pub fn pick(&self, rows: &[usize]) -> Self {
        let values = match &self.values {
            Storage::Scaled(v) => Storage::Scaled(rows.iter().filter_map(|row| v.get(*row).copied()).collect()),
            Storage::Exact(v) => Storage::Exact(rows.iter().filter_map(|row| v.get(*row).copied()).collect()),
        };
        Self { values, ..*self }
    }

    /// Adds all of `other`, which must keep as many digits.
    pub fn append(&mut self, other: &Self) {
        match (&mut self.values, &other.values) {
            (Storage::Scaled(mine), Storage::Scaled(theirs)) if self.scale_digits == other.scale_digits => {
                mine.extend_from_slice(theirs);
            }
            _ => {
                let mine = self.widen();
                mine.reserve(other.len());
                mine.extend((0..other.len()).map(|i| other.get(i).unwrap_or(f64::NAN)));
            }
        }
    }

    fn widen(&mut self) -> &mut Vec<f64> {
        if let Storage::Scaled(v) = &self.values {
            let scale = self.scale;
            let wide = v.iter().map(|s| if *s == i32::MIN { f64::NAN } else { f64::from(*s) / scale }).collect();
            self.values = Storage::Exact(wide);
        }
        match &mut self.values {
            Storage::Exact(v) => v,
            Storage::Scaled(_) => unreachable!("widened above"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_come_back_as_the_nearest_number() {
        let mut column = DecimalColumn::with_digits(4);
        for text in ["12.34", "0.1", "0", "9999.9999", "-1", "214748.3647"] {
            let (mantissa, decimals) = split(text);
            column.push_decimal(mantissa, decimals);
            assert_eq!(column.get(column.len() - 1), text.parse().ok(), "{text}");
        }
        assert!(matches!(column.values, Storage::Scaled(_)));
        for text in ["0.12345", "300000", "12345678901234567.8"] {
            let (mantissa, decimals) = split(text);
            column.push_decimal(mantissa, decimals);
            assert_eq!(column.get(column.len() - 1), text.parse().ok(), "{text}");
        }
        assert!(matches!(column.values, Storage::Exact(_)));
        assert_eq!(column.get(1), Some(0.1));
    }

    #[test]
    fn ranges_hold_what_counts_to_the_ends_of_the_numbers() {
        let column = DecimalColumn::of_scaled(vec![i32::MIN, i32::MIN + 1, 5, i32::MAX, i32::MIN, 7], 0);
        let range = |first: usize, counts: &[bool]| column.range(first, counts);
        assert_eq!(range(0, &[true; 6]), Some((f64::from(i32::MIN + 1), f64::from(i32::MAX))));
        assert_eq!(range(0, &[true, false, true, false, true, true]), Some((5.0, 7.0)));
        assert_eq!(range(3, &[true]), Some((f64::from(i32::MAX), f64::from(i32::MAX))));
        for (first, counts) in [(0, &[true][..]), (4, &[true]), (0, &[false; 6]), (6, &[true]), (2, &[])] {
            assert_eq!(range(first, counts), None);
        }
    }

    #[test]
    fn values_read_together_are_those_read_one_by_one() {
        let mut column = DecimalColumn::with_digits(2);
        [Some(1.25), None, Some(-7.5)].into_iter().for_each(|v| column.push(v.unwrap_or(f64::NAN)));
        for _ in 0..2 {
            for first in 0..5 {
                let mut values = [0.0; 3];
                column.read_into(first, &mut values);
                let mut marks = [1; 3];
                column.mark_present(first, &mut marks, 4);
                for (i, (value, mark)) in values.into_iter().zip(marks).enumerate() {
                    assert_eq!((!value.is_nan()).then_some(value), column.get(first + i));
                    assert_eq!(mark == 5, !value.is_nan());
                }
            }
            // From here on in eight bytes each.
            column.push(0.001);
        }
    }

    #[test]
    fn missing_stays_missing_when_the_column_widens() {
        let mut column = DecimalColumn::with_digits(2);
        column.push_missing();
        column.push(1.25);
        column.push(0.001);
        assert_eq!((column.get(0), column.get(1), column.get(2), column.get(3)), (None, Some(1.25), Some(0.001), None));
    }

    fn split(text: &str) -> (i64, u8) {
        let decimals = text.split_once('.').map_or(0, |(_, f)| f.len() as u8);
        (text.replace('.', "").parse().unwrap_or(0), decimals)
    }
}
