//! A boundary file becomes zones.

use std::path::{Path, PathBuf};

use geo::MultiPolygon;

use crate::io::samples::{Opened, open};
use crate::job::Feedback;
use crate::model::{Error, LonLat, Result, Zones};
use crate::spatial::{Projection, RawZone, assemble_zones};

use super::fields::{ChosenFields, check_exists, choose, names_of};
use super::rings::first_not_lon_lat;
use super::{Feature, geojson};

/// EPSG code of WGS84 longitude and latitude.
const WGS84: u32 = 4326;

/// What the user says of a boundary file.
#[derive(Debug, Clone, Default)]
pub struct ZoneOptions {
    pub id_field: Option<String>,
    pub name_field: Option<String>,
    pub weight_field: Option<String>,
    /// File with the outline of the study area, where the zones do not cover it.
    pub study_area: Option<PathBuf>,
    /// EPSG code of the CRS of a file that states none.
    pub crs: Option<u32>,
}

/// Polygons of a file in WGS84, and what is known of it.
#[derive(Debug)]
pub(in crate::io) struct Boundaries {
    pub features: Vec<Feature>,
    /// Features of any geometry.
    pub n_features: usize,
    /// EPSG code of the coordinates in the file.
    pub epsg: u32,
    /// Names of all fields, in order of appearance.
    pub field_names: Vec<String>,
    pub chosen: ChosenFields,
}

/// Reads zones from a boundary file, and the outline of the study area where the options name one.
pub fn read_zones(path: &Path, options: &ZoneOptions, feedback: &Feedback) -> Result<Zones> {
    feedback.begin("stage-zones", 0)?;
    let shown = path.display().to_string();
    let boundaries = read_boundaries(path, options)?;
    feedback.check()?;
    if let Some(field) = &options.weight_field {
        check_exists(&shown, &boundaries.field_names, field)?;
    }
    let study_area = match &options.study_area {
        Some(path) => Some(outline(path, options.crs)?),
        None => None,
    };
    let Boundaries { features, chosen, .. } = boundaries;
    let weight_of = |feature: &Feature| {
        let text = feature.field(options.weight_field.as_deref()?)?;
        text.replace(',', ".").parse::<f64>().ok().filter(|weight| weight.is_finite() && *weight >= 0.0)
    };
    let raw = features
        .into_iter()
        .map(|feature| RawZone {
            id: id_of(&feature, &chosen),
            name: chosen.name.as_deref().and_then(|field| feature.field(field)).unwrap_or_default().to_owned(),
            weight: weight_of(&feature),
            shape: feature.shape,
        })
        .collect();
    feedback.check()?;
    Ok(assemble_zones(raw, shown, options.weight_field.clone().unwrap_or_default(), study_area))
}

fn id_of(feature: &Feature, chosen: &ChosenFields) -> Option<String> {
    let id = match &chosen.id {
        Some(field) => feature.field(field).map(str::to_owned),
        None => feature.id.clone(),
    };
    id.filter(|id| !id.is_empty())
}

/// All polygons of a file as one shape.
fn outline(path: &Path, crs: Option<u32>) -> Result<MultiPolygon<f64>> {
    let options = ZoneOptions { crs, ..ZoneOptions::default() };
    let features = read_boundaries(path, &options)?.features;
    Ok(MultiPolygon(features.into_iter().flat_map(|feature| feature.shape.0).collect()))
}

/// Reads the polygons of a file and chooses its fields.
pub(in crate::io) fn read_boundaries(path: &Path, options: &ZoneOptions) -> Result<Boundaries> {
    let Opened { shown, n_bytes, prefix: mut bytes, mut rest } = open(path)?;
    if bytes.trim_ascii().is_empty() {
        return Err(Error::EmptyFile { path: shown });
    }
    if !matches!(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes).trim_ascii_start().first(), Some(b'{' | b'[')) {
        return Err(Error::UnsupportedFormat { path: shown });
    }
    bytes.reserve_exact(usize::try_from(n_bytes).unwrap_or(0).saturating_sub(bytes.len()) + 1);
    rest.read_to_end(&mut bytes).map_err(|e| Error::Unreadable { path: shown.clone(), reason: e.to_string() })?;
    let content = geojson::parse(&bytes).map_err(|reason| Error::InvalidGeoJson { path: shown.clone(), reason })?;
    drop(bytes);
    let mut features = content.features;
    if features.is_empty() {
        return Err(Error::NoPolygons { path: shown });
    }
    let epsg = content.crs.as_deref().and_then(epsg_of_name).or(options.crs).unwrap_or(WGS84);
    if !matches!(epsg, WGS84 | 4979) {
        unproject(&shown, &mut features, epsg)?;
    }
    if let Some(first) = first_not_lon_lat(features.iter().flat_map(|f| &f.shape.0)) {
        return Err(Error::NotLonLat { path: shown, first: format!("{}, {}", first.x, first.y) });
    }
    let chosen = choose(&shown, &features, options)?;
    Ok(Boundaries { n_features: content.n_features, epsg, field_names: names_of(&features), chosen, features })
}

/// `urn:ogc:def:crs:EPSG::5899`, `EPSG:5899` or `urn:ogc:def:crs:OGC:1.3:CRS84`.
fn epsg_of_name(name: &str) -> Option<u32> {
    if name.ends_with("CRS84") {
        return Some(WGS84);
    }
    name.contains("EPSG").then(|| name.rsplit(':').next()?.parse().ok())?
}

/// Metres into degrees.
fn unproject(path: &str, features: &mut [Feature], epsg: u32) -> Result<()> {
    let projection = Projection::from_epsg(epsg)?;
    for ring in features.iter_mut().flat_map(|f| &mut f.shape.0) {
        let mut failed = None;
        let mut convert = |line: &mut geo::LineString<f64>| {
            for position in &mut line.0 {
                match projection.inverse(crate::model::GridPoint { east_m: position.x, north_m: position.y }) {
                    Some(LonLat { lon, lat }) => (position.x, position.y) = (lon, lat),
                    None => failed = failed.or(Some(*position)),
                }
            }
        };
        ring.exterior_mut(&mut convert);
        ring.interiors_mut(|lines| lines.iter_mut().for_each(&mut convert));
        if let Some(first) = failed {
            return Err(Error::NotLonLat { path: path.to_owned(), first: format!("{}, {}", first.x, first.y) });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, options: &ZoneOptions) -> Result<Zones> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        read_zones(file.path(), options, &Feedback::default())
    }

    fn square(properties: &str, x: f64, y: f64, side: f64) -> String {
        let (a, b) = (x + side, y + side);
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{{properties}}},\"geometry\":{{\"type\":\"Polygon\",\
             \"coordinates\":[[[{x},{y}],[{a},{y}],[{a},{b}],[{x},{b}]]]}}}}"
        )
    }

    fn collection(features: &[String], more: &str) -> String {
        format!("{{\"type\":\"FeatureCollection\",{more}\"features\":[{}]}}", features.join(","))
    }

    #[test]
    fn zones_carry_id_name_and_weight() {
        let text = collection(
            &[
                square("\"zone_id\":2,\"name\":\"Khu 2\",\"ho\":120", 106.8, 21.0, 0.01),
                square("\"zone_id\":1,\"name\":\"Khu 1\",\"ho\":\"80,5\"", 106.7, 21.0, 0.01),
            ],
            "",
        );
        let options = ZoneOptions { weight_field: Some("ho".into()), ..ZoneOptions::default() };
        let zones = read(&text, &options).unwrap();
        let rows: Vec<_> = zones.zones.iter().map(|z| (z.id.as_str(), z.name.as_str(), z.weight)).collect();
        assert_eq!(rows, [("1", "Khu 1", Some(80.5)), ("2", "Khu 2", Some(120.0))]);
        assert_eq!(zones.weight_source, "ho");
        let unknown = ZoneOptions { weight_field: Some("dân".into()), ..ZoneOptions::default() };
        assert!(matches!(read(&text, &unknown), Err(Error::UnknownField { .. })));
    }

    #[test]
    fn metres_are_refused_unless_their_crs_is_known() {
        let square = square("\"id\":\"a\"", 397_515.57, 2_327_035.82, 100.0);
        let plain = collection(std::slice::from_ref(&square), "");
        assert!(matches!(read(&plain, &ZoneOptions::default()), Err(Error::NotLonLat { .. })));
        let named = collection(
            &[square],
            "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::5899\"}},",
        );
        for zones in [
            read(&plain, &ZoneOptions { crs: Some(5899), ..ZoneOptions::default() }).unwrap(),
            read(&named, &ZoneOptions::default()).unwrap(),
        ] {
            // PROJ: VN-2000 / TM-3 107-45 E 397515.57 N 2327035.82 is WGS84 106.76588026, 21.03400387.
            let corner = zones.zones[0].shape.0[0].exterior().0[0];
            assert!((corner.x - 106.765_880_26).abs() < 2e-7 && (corner.y - 21.034_003_87).abs() < 2e-7, "{corner:?}");
        }
    }

    #[test]
    fn files_without_polygons_are_refused() {
        let point = "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}}";
        assert!(matches!(
            read(&collection(&[point.into()], ""), &ZoneOptions::default()),
            Err(Error::NoPolygons { .. })
        ));
        assert!(matches!(read("", &ZoneOptions::default()), Err(Error::EmptyFile { .. })));
        assert!(matches!(read("{\"type\":", &ZoneOptions::default()), Err(Error::InvalidGeoJson { .. })));
        assert!(matches!(read("PK\u{3}\u{4}", &ZoneOptions::default()), Err(Error::UnsupportedFormat { .. })));
    }
}
