//! What KML and GPX share.

use std::io::{self, Write};

use crate::model::{LonLat, write_fixed};

/// A text as XML content; characters that XML has no place for are left out.
pub(super) fn escaped(text: &str) -> String {
    let is_allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..);
    let text: String = text.chars().filter(is_allowed).collect();
    quick_xml::escape::escape(text.as_str()).into_owned()
}

/// An element with a text in it.
pub(super) fn element(name: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<{name}>{}</{name}>", escaped(text))
}

/// Longitude and latitude with seven decimals.
pub(super) fn degrees(position: LonLat) -> (String, String) {
    degrees_with(position, 7)
}

pub(super) fn degrees_with(position: LonLat, decimals: usize) -> (String, String) {
    let written = |value: f64| {
        let mut out = Vec::new();
        write_fixed(value, decimals, &mut out);
        String::from_utf8(out).unwrap_or_default()
    };
    (written(position.lon), written(position.lat))
}
