//! Coordinates with degree signs, minutes, seconds or a letter for the side of the globe.

/// Degrees of a cell such as `21°02'03,5"N`, `N21 02.05`, `106.77°E` or `106 46 12 Đ`; `None` when it is none.
///
/// The letters are English, and Vietnamese for north and south (Bắc, Nam), east and west (Đông, Tây). N is north.
pub(in crate::io) fn parse(cell: &[u8]) -> Option<f64> {
    const LONGEST: usize = 40;
    let text = std::str::from_utf8(cell).ok().filter(|text| text.len() <= LONGEST)?;
    let (mut negative, mut has_sign, mut has_letter) = (false, false, false);
    let mut parts: Vec<String> = Vec::new();
    let mut in_number = false;
    for c in text.trim().chars() {
        match c {
            '0'..='9' => {
                if !in_number {
                    parts.push(String::new());
                }
                parts.last_mut()?.push(c);
                in_number = true;
            }
            '.' | ',' if in_number && !parts.last()?.contains('.') => parts.last_mut()?.push('.'),
            '°' | 'º' | '˚' | '\'' | '′' | '’' | '"' | '″' | '”' | ' ' | '\u{a0}' | ':' => {
                has_sign |= !matches!(c, ' ' | '\u{a0}' | ':');
                in_number = false;
            }
            '-' | '−' if parts.is_empty() && !negative => negative = true,
            'N' | 'n' | 'E' | 'e' | 'B' | 'b' | 'Đ' | 'đ' | 'S' | 's' | 'W' | 'w' | 'T' | 't' if !has_letter => {
                has_letter = true;
                negative |= matches!(c, 'S' | 's' | 'W' | 'w' | 'T' | 't');
                in_number = false;
            }
            _ => return None,
        }
    }
    if !has_letter && !has_sign && parts.len() < 3 {
        return None;
    }
    let mut degrees = 0.0;
    let n = parts.len();
    for (i, (part, unit)) in parts.iter().zip([1.0, 60.0, 3600.0]).enumerate() {
        let value: f64 = part.trim_end_matches('.').parse().ok()?;
        let is_last = i + 1 == n;
        if (i > 0 && value >= 60.0) || (!is_last && part.trim_end_matches('.').contains('.')) {
            return None;
        }
        degrees += value / unit;
    }
    (1..=3).contains(&n).then_some(if negative { -degrees } else { degrees })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_read_in_all_their_forms() {
        // 21 + 2/60 + 3.6/3600 = 21.034 33…; worked out by hand.
        let expected = 21.0 + 2.0 / 60.0 + 3.6 / 3600.0;
        for text in [
            "21°02'03.6\"N",
            "21°02′03,6″ B",
            "N21 02 03.6",
            "21 2 3.6",
            "21:02:03.6",
            "21° 2.06'",
            "21.0343333333°N",
            "N 21,0343333333",
        ] {
            let value = parse(text.as_bytes()).unwrap_or(f64::NAN);
            assert!((value - expected).abs() < 1e-9, "{text}: {value}");
        }
        assert_eq!(parse("106°46'12\"Đ".as_bytes()), Some(106.0 + 46.0 / 60.0 + 12.0 / 3600.0));
        assert_eq!(parse("76.5 W".as_bytes()), Some(-76.5));
        for text in ["", "21", "21.034", "21,o34", "12 30", "21°75'00\"", "1 2 3 4", "Viettel", "N", "21.5 10 3"] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }
}
