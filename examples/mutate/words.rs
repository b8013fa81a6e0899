//! Mutations of texts: numbers, signs, words and depth.

use super::bytes::{MAX_BYTES, insert};
use super::random::Random;

const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "-1",
    "1e308",
    "-1e308",
    "1e309",
    "NaN",
    "nan",
    "inf",
    "-Infinity",
    "1e-320",
    "4294967295",
    "4294967296",
    "2147483648",
    "-2147483649",
    "9223372036854775808",
    "18446744073709551616",
    "99999999999999999999999999999999",
    "180.0001",
    "1048577",
    "16385",
    "1000000000",
    "1.2.3",
    "1,234,567",
    "0x7f",
    "1e",
    "é",
    "",
    "8388608e30",
    "0.00000000000000000000000000000000000000000000000000000001",
];

const WORDS: &[&str] = &[
    "\"",
    "\"\"",
    "'",
    ";",
    ",",
    "\t",
    "|",
    "\r",
    "\n",
    "\r\n",
    "\0",
    "\u{feff}",
    "\u{fffd}",
    "\u{202e}",
    "Ư",
    "a\u{301}",
    "{",
    "}",
    "[",
    "]",
    "[]",
    "{}",
    "null",
    "true",
    ":",
    "\\",
    "\\ud800",
    "\\u0000",
    "<",
    ">",
    "/>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<!DOCTYPE a [<!ENTITY b \"cccccccccc\">]>",
    "&b;",
    "&#0;",
    "&#x110000;",
    "&#xD800;",
    "&amp",
    "POLYGON((",
    "MULTIPOLYGON(((",
    "EMPTY",
    "))",
    "SRID=5899;",
    "POINT Z(",
    "xmlns:a=\"b\"",
    " r=\"XFD1048576\"",
    " r=\"A4294967296\"",
    " ref=\"A1:XFD1048576\"",
    " t=\"s\"",
    " s=\"4294967295\"",
    " table:number-columns-repeated=\"2147483647\"",
    " table:number-rows-repeated=\"1048576\"",
    "uniqueCount=\"4000000000\"",
    "EPSG:4326",
    "urn:ogc:def:crs:EPSG::5899",
    "urn:ogc:def:crs:EPSG::99999999999",
    "sep=;\n",
    "# ",
    "time",
    "lat",
    "lon",
    "Vĩ độ",
    "quadkey",
    "0231",
    "2025-13-45T99:99:99Z",
    "9999-12-31 23:59:60+99:99",
    "1e308,1e308,1e308",
];

/// What deepens when it is repeated.
const DEPTHS: &[&str] = &[
    "[",
    "{\"a\":",
    "[{\"geometries\":",
    "<a>",
    "<Folder>",
    "(",
    "\"",
    "((",
    "GEOMETRYCOLLECTION(",
    "-",
    "\r",
    ",",
    "&",
];

/// Changes a text in one way.
pub fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    match random.below(9) {
        0..=2 => number(bytes, random),
        3 | 4 => {
            let word = random.pick(WORDS).unwrap_or_default();
            let at = boundary(bytes, random);
            insert(bytes, at, word.as_bytes());
        }
        5 => {
            let sign = random.pick(DEPTHS).unwrap_or_default();
            let times = random.pick(&[10, 100, 1000, 5000, 100_000]).unwrap_or(1000).min(MAX_BYTES / 8 / sign.len());
            let at = boundary(bytes, random);
            insert(bytes, at, sign.repeat(times).as_bytes());
        }
        6 => swap_signs(bytes, random),
        7 => lines(bytes, random),
        _ => remove_word(bytes, random),
    }
}

/// A place beside a sign, or any place.
fn boundary(bytes: &[u8], random: &mut Random) -> usize {
    let start = random.below(bytes.len() + 1);
    if random.below(4) == 0 {
        return start;
    }
    let rest = bytes.get(start..).unwrap_or_default();
    start + rest.iter().position(|b| !b.is_ascii_alphanumeric() && *b < 0x80).unwrap_or(rest.len())
}

/// Puts another number in the place of one.
fn number(bytes: &mut Vec<u8>, random: &mut Random) {
    let start = random.below(bytes.len() + 1);
    let Some(first) = bytes.iter().skip(start).position(u8::is_ascii_digit).map(|n| n + start) else { return };
    let is_part = |b: &&u8| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'e' | b'E' | b'+');
    let len = bytes.get(first..).unwrap_or_default().iter().take_while(is_part).count();
    let with = random.pick(NUMBERS).unwrap_or_default();
    bytes.splice(first..first + len, with.bytes());
}

/// One sign takes the place of another everywhere, or only in part of the text.
fn swap_signs(bytes: &mut [u8], random: &mut Random) {
    let signs = b",;\t|\"'\n\r .:-<>{}[]()/=\0";
    let (old, new) = (random.pick(signs).unwrap_or_default(), random.pick(signs).unwrap_or_default());
    let start = if random.below(2) == 0 { 0 } else { random.below(bytes.len()) };
    for byte in bytes.iter_mut().skip(start).filter(|byte| **byte == old) {
        *byte = new;
    }
}

/// Repeats, joins or leaves out lines.
fn lines(bytes: &mut Vec<u8>, random: &mut Random) {
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|b| *b == b'\n').collect();
    let at = random.below(lines.len());
    let Some(line) = lines.get(at).copied() else { return };
    match random.below(3) {
        0 => {
            let times = random.length(3000).min(MAX_BYTES / 4 / line.len().max(1));
            lines.splice(at..at, std::iter::repeat_n(line, times));
        }
        1 => drop(lines.remove(at)),
        _ => {
            let other = random.below(lines.len());
            lines.swap(at, other);
        }
    }
    *bytes = lines.concat();
}

fn remove_word(bytes: &mut Vec<u8>, random: &mut Random) {
    let start = random.below(bytes.len() + 1);
    let rest = bytes.get(start..).unwrap_or_default();
    let len = 1 + rest.iter().skip(1).take_while(|b| b.is_ascii_alphanumeric()).count();
    bytes.drain(start..(start + len).min(bytes.len()));
}
