//! What a boundary file says of its coordinate reference system: a code, or well-known text.
//!
//! Programs write well-known text in three dialects (ESRI, OGC 2001, ISO 19162). All are nested `KEYWORD[…]`, and only
//! a handful of keywords matter here. ESRI leaves the shift to WGS84 out, so the datum is recognised by its name.

use crate::model::{BoundaryNote, fold_text};
use crate::spatial::{Crs, Datum, TransverseMercator};

/// What a file states.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum StatedCrs {
    /// Nothing, in a format where that says nothing.
    #[default]
    Nothing,
    /// WGS84 by the standard of the format.
    Wgs84,
    Epsg(u32),
    /// Name as in GeoJSON: `urn:ogc:def:crs:EPSG::5899`, `EPSG:5899`, `urn:ogc:def:crs:OGC:1.3:CRS84`.
    Name(String),
    WellKnownText(String),
}

/// What a statement comes to.
#[derive(Debug, Clone)]
pub(super) enum ResolvedCrs {
    Certain(Crs, Vec<BoundaryNote>),
    /// Not stated, or stated in a way that several systems fit; the fitting ones, all where empty.
    Doubtful(Vec<Crs>),
    /// Stated clearly, but the program cannot compute it; its name.
    Unknown(String),
}

/// Understands a statement.
pub(super) fn resolve(stated: &StatedCrs) -> ResolvedCrs {
    match stated {
        StatedCrs::Nothing => ResolvedCrs::Doubtful(Vec::new()),
        StatedCrs::Wgs84 => ResolvedCrs::Certain(Crs::wgs84(), Vec::new()),
        StatedCrs::Epsg(epsg) => of_code(*epsg),
        StatedCrs::Name(name) => match code_of_name(name) {
            Some(epsg) => of_code(epsg),
            None => of_well_known_text(name),
        },
        StatedCrs::WellKnownText(text) => of_well_known_text(text),
    }
}

fn of_code(epsg: u32) -> ResolvedCrs {
    match Crs::from_epsg(epsg) {
        Ok(crs) => {
            let mut notes = Vec::new();
            if (6956..=6959).contains(&epsg) {
                notes.push(BoundaryNote::DeprecatedCrs { stated: epsg, used: crs.epsg().unwrap_or(epsg) });
            }
            certain(crs, notes)
        }
        Err(_) => ResolvedCrs::Unknown(format!("EPSG:{epsg}")),
    }
}

fn certain(crs: Crs, mut notes: Vec<BoundaryNote>) -> ResolvedCrs {
    if crs.is_hanoi1972() {
        notes.push(BoundaryNote::Hanoi1972);
    }
    ResolvedCrs::Certain(crs, notes)
}

/// The EPSG code in the name of a CRS.
fn code_of_name(name: &str) -> Option<u32> {
    if name.ends_with("CRS84") || name.ends_with("CRS84h") {
        return Some(4326);
    }
    if name.contains('[') || !name.to_ascii_uppercase().contains("EPSG") {
        return None;
    }
    name.rsplit([':', '/', '#']).next()?.trim().parse().ok()
}

fn of_well_known_text(text: &str) -> ResolvedCrs {
    let Some(root) = Node::parse(text) else {
        return if text.trim().is_empty() {
            ResolvedCrs::Doubtful(Vec::new())
        } else {
            ResolvedCrs::Unknown(shortened(text))
        };
    };
    let root = match root.keyword.as_str() {
        // The horizontal part is the first of a compound, and the inner one of a bound system.
        "COMPD_CS" | "COMPOUNDCRS" => root.children.iter().find(|node| node.is_crs()).cloned().unwrap_or(root),
        "BOUNDCRS" => root.child(&["SOURCECRS"]).and_then(|source| source.children.first()).cloned().unwrap_or(root),
        _ => root,
    };
    if let Some(resolved) = root.code().map(of_code).filter(|r| matches!(r, ResolvedCrs::Certain(..))) {
        return resolved;
    }
    let unknown = || ResolvedCrs::Unknown(shortened(root.text.first().map_or(text, String::as_str)));
    let Some(datum) = datum_of(&root) else { return unknown() };
    match root.keyword.as_str() {
        "GEOGCS" | "GEOGCRS" | "GEOGRAPHICCRS" | "GEODCRS" | "GEODETICCRS" => {
            Crs::geographic(&datum).map_or_else(unknown, |crs| certain(crs, Vec::new()))
        }
        "PROJCS" | "PROJCRS" | "PROJECTEDCRS" => projected(&root, &datum).unwrap_or_else(unknown),
        _ => unknown(),
    }
}

fn shortened(text: &str) -> String {
    text.trim().chars().take(80).collect()
}

fn projected(root: &Node, datum: &Datum) -> Option<ResolvedCrs> {
    let method = match root.child(&["PROJECTION"]) {
        Some(projection) => projection.text.first()?,
        None => root.child(&["CONVERSION"])?.child(&["METHOD"])?.text.first()?,
    };
    let method = key(method);
    if method.contains("pseudomercator") || method.contains("auxiliarysphere") {
        return Some(ResolvedCrs::Certain(Crs::from_epsg(3857).ok()?, Vec::new()));
    }
    if !(method.contains("transversemercator") || method.contains("gausskruger")) || method.contains("oblique") {
        return None;
    }
    let unit_m = root.unit().unwrap_or(1.0);
    let conversion = root.child(&["CONVERSION"]).unwrap_or(root);
    let parameter = |names: &[&str]| -> Option<f64> {
        let named = |node: &&Node| node.text.first().is_some_and(|name| names.contains(&key(name).as_str()));
        conversion.children.iter().filter(|n| n.keyword == "PARAMETER").find(named)?.numbers.first().copied()
    };
    let mut projection = TransverseMercator {
        central_meridian: parameter(&["centralmeridian", "longitudeofnaturalorigin", "longitudeoforigin"])?,
        latitude_of_origin: parameter(&["latitudeoforigin", "latitudeofnaturalorigin"]).unwrap_or(0.0),
        scale: parameter(&["scalefactor", "scalefactoratnaturalorigin"]).unwrap_or(1.0),
        false_east_m: parameter(&["falseeasting"]).unwrap_or(0.0) * unit_m,
        false_north_m: parameter(&["falsenorthing"]).unwrap_or(0.0) * unit_m,
    };
    // Coordinates in feet would need more than their origin scaled.
    if (unit_m - 1.0).abs() > 1e-9 {
        return None;
    }
    // Software writes minutes of arc as decimals of its own length: 105.333333 is 105°20′.
    let seconds = projection.central_meridian * 3600.0;
    if (seconds - seconds.round()).abs() < 5e-3 {
        projection.central_meridian = seconds.round() / 3600.0;
    }
    let is_cadastral = (projection.scale - 0.9999).abs() < 1e-9;
    if *datum == Datum::Wgs84 && is_cadastral && (100.0..112.0).contains(&projection.central_meridian) {
        // WGS84 has no such zones; what survey programs mean is VN-2000, but only a name can prove it.
        let vn2000 = Crs::transverse_mercator(&Datum::Vn2000, projection)?;
        if root.text.first().is_some_and(|name| is_vn2000_name(name)) {
            let notes = vec![BoundaryNote::DatumByName { crs: vn2000.code().to_owned() }];
            return Some(ResolvedCrs::Certain(vn2000, notes));
        }
        return Some(ResolvedCrs::Doubtful(vec![vn2000, Crs::transverse_mercator(datum, projection)?]));
    }
    Some(certain(Crs::transverse_mercator(datum, projection)?, Vec::new()))
}

fn is_vn2000_name(name: &str) -> bool {
    let key = key(name);
    key.contains("vn2000") || key.contains("vietnam2000")
}

/// Lower-case letters and digits of a name.
fn key(name: &str) -> String {
    fold_text(name).chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The datum by its name, else by the shift the text states.
fn datum_of(root: &Node) -> Option<Datum> {
    let geographic = root.child(&["GEOGCS", "BASEGEOGCRS", "BASEGEODCRS"]).unwrap_or(root);
    let datum = geographic.child(&["DATUM", "GEODETICDATUM", "TRF", "ENSEMBLE"])?;
    let name = datum.text.first()?;
    let folded = key(name);
    let ellipsoid = datum.child(&["SPHEROID", "ELLIPSOID"]);
    let axis_m = ellipsoid.and_then(|e| e.numbers.first()).copied();
    let is_size_of_wgs84 = axis_m.is_none_or(|axis| (axis - 6_378_137.0).abs() < 0.01);
    if is_vn2000_name(name) || geographic.text.first().is_some_and(|name| is_vn2000_name(name)) {
        return Some(Datum::Vn2000);
    }
    if folded.contains("hanoi1972") || folded.contains("hanoi72") || folded == "dhanoi1972" {
        return Some(Datum::Hanoi1972);
    }
    let is_wgs84 =
        ["wgs1984", "wgs84", "worldgeodeticsystem1984", "etrs1989", "itrf"].iter().any(|n| folded.contains(n));
    let shift = datum.child(&["TOWGS84"]).map(|node| node.numbers.as_slice());
    match shift {
        Some(&[x, y, z, ..]) if x != 0.0 || y != 0.0 || z != 0.0 => {
            let rest = |i: usize| shift.and_then(|s| s.get(i)).copied().unwrap_or(0.0);
            let ellipsoid = ellipsoid?;
            let number = |i: usize| ellipsoid.numbers.get(i).copied().filter(|v: &f64| v.is_finite());
            Some(Datum::Other {
                axis_m: number(0).filter(|axis| (6.3e6..6.5e6).contains(axis))?,
                inverse_flattening: number(1)?,
                to_wgs84: [x, y, z, rest(3), rest(4), rest(5), rest(6)],
            })
        }
        _ if is_wgs84 && is_size_of_wgs84 => Some(Datum::Wgs84),
        _ => None,
    }
}

/// `KEYWORD["text", 1.5, CHILD[…], …]`.
#[derive(Debug, Clone, Default)]
struct Node {
    keyword: String,
    text: Vec<String>,
    numbers: Vec<f64>,
    children: Vec<Node>,
}

/// A coordinate system nests six deep or so.
const MAX_DEPTH: usize = 24;

impl Node {
    fn parse(text: &str) -> Option<Self> {
        // The text of a coordinate system has a few hundred characters, rarely some thousand.
        let text = text.trim_start_matches('\u{feff}').trim();
        let mut rest = text.get(..text.floor_char_boundary(64 << 10)).unwrap_or(text);
        let node = Self::read(&mut rest, 0)?;
        (!node.keyword.is_empty()).then_some(node)
    }

    fn read(rest: &mut &str, depth: usize) -> Option<Self> {
        let open = rest.find(['[', '('])?;
        let mut node = Self { keyword: rest.get(..open)?.trim().to_ascii_uppercase(), ..Self::default() };
        *rest = rest.get(open + 1..)?;
        loop {
            *rest = rest.trim_start().trim_start_matches(',').trim_start();
            let first = rest.chars().next()?;
            if matches!(first, ']' | ')') {
                *rest = rest.get(1..)?;
                return Some(node);
            }
            if first == '"' {
                let inside = rest.get(1..)?;
                let end = inside.find('"')?;
                node.text.push(inside.get(..end)?.to_owned());
                *rest = inside.get(end + 1..)?;
                continue;
            }
            let end = rest.find([',', ']', ')', '[', '('])?;
            if matches!(rest.as_bytes().get(end), Some(b'[' | b'(')) {
                if depth >= MAX_DEPTH {
                    return None;
                }
                node.children.push(Self::read(rest, depth + 1)?);
            } else {
                let word = rest.get(..end)?.trim();
                if let Ok(number) = word.parse() {
                    node.numbers.push(number);
                } else if !word.is_empty() {
                    node.text.push(word.to_owned());
                }
                *rest = rest.get(end..)?;
            }
        }
    }

    fn is_crs(&self) -> bool {
        self.keyword.ends_with("CRS") || matches!(self.keyword.as_str(), "PROJCS" | "GEOGCS")
    }

    fn child(&self, keywords: &[&str]) -> Option<&Self> {
        self.children.iter().find(|node| keywords.contains(&node.keyword.as_str()))
    }

    /// EPSG code of this system itself.
    fn code(&self) -> Option<u32> {
        let authority = self.child(&["AUTHORITY", "ID"])?;
        if !authority.text.first()?.eq_ignore_ascii_case("EPSG") {
            return None;
        }
        match authority.numbers.first() {
            Some(number) if number.fract() == 0.0 && (1.0..1e7).contains(number) => Some(*number as u32),
            Some(_) => None,
            None => authority.text.get(1)?.parse().ok(),
        }
    }

    /// Metres of the unit of projected coordinates.
    fn unit(&self) -> Option<f64> {
        let of = |node: &Self| node.child(&["UNIT", "LENGTHUNIT"])?.numbers.first().copied();
        of(self).or_else(|| of(self.child(&["CS"])?)).or_else(|| of(self.child(&["AXIS"])?))
    }
}

#[cfg(test)]
#[path = "crs_tests.rs"]
mod tests;
