//! Reference systems as files state them: well-known text in ESRI's words for `.prj`, in OGC's for databases.

use crate::model::{Error, Result};
use crate::spatial::Projection;

use super::placed::WGS84;

const DEGREE: &str = "0.0174532925199433";

/// VN-2000 to WGS84 as EPSG's "VN-2000 to WGS 84 (2)", with the rotations in the position-vector sense.
const TO_WGS84: &str = "-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278";

/// Words of the two dialects of well-known text.
struct Dialect {
    is_esri: bool,
}

/// The projection that a hand-over file can be written in: VN-2000 TM-3 and UTM, and UTM north of the equator. `None`
/// for degrees on WGS84.
pub fn offered_projection(epsg: u32) -> Result<Option<Projection>> {
    if epsg == WGS84 {
        return Ok(None);
    }
    let projection = Projection::from_epsg(epsg)?;
    let is_utm = (32601..=32660).contains(&projection.epsg());
    if projection.is_vn2000() || is_utm { Ok(Some(projection)) } else { Err(Error::UnknownCrs { epsg }) }
}

/// Text of a `.prj` file.
pub(super) fn esri_text(projection: Option<&Projection>) -> String {
    Dialect { is_esri: true }.text(projection)
}

/// Text of a definition in a GeoPackage.
pub(super) fn ogc_text(projection: Option<&Projection>) -> String {
    Dialect { is_esri: false }.text(projection)
}

/// Name of a reference system, as EPSG has it.
pub(super) fn name_of(projection: Option<&Projection>) -> String {
    let Some(projection) = projection else { return "WGS 84".to_owned() };
    let meridian = projection.central_meridian().unwrap_or_default();
    if is_utm(projection) {
        let datum = if projection.is_vn2000() { "VN-2000" } else { "WGS 84" };
        return format!("{datum} / UTM zone {:.0}N", (meridian + 183.0) / 6.0);
    }
    format!("VN-2000 / TM-3 {:.0}-{:02.0}", meridian.floor(), meridian.fract() * 60.0)
}

fn is_utm(projection: &Projection) -> bool {
    !projection.is_vn2000() || matches!(projection.epsg(), 3405 | 3406)
}

impl Dialect {
    fn text(&self, projection: Option<&Projection>) -> String {
        let Some(projection) = projection else { return self.degrees(false) };
        let name = name_of(Some(projection));
        let meridian = projection.central_meridian().unwrap_or_default();
        let scale = if is_utm(projection) { "0.9996" } else { "0.9999" };
        let degrees = self.degrees(projection.is_vn2000());
        if self.is_esri {
            let name = name.replace(" / ", "_").replace([' ', '-'], "_").replace("TM_3", "TM-3");
            return format!(
                "PROJCS[\"{name}\",{degrees},PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"False_Easting\",500000.0],\
                 PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",{meridian:?}],\
                 PARAMETER[\"Scale_Factor\",{scale}],PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]"
            );
        }
        format!(
            "PROJCS[\"{name}\",{degrees},PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"latitude_of_origin\",0],\
             PARAMETER[\"central_meridian\",{meridian}],PARAMETER[\"scale_factor\",{scale}],\
             PARAMETER[\"false_easting\",500000],PARAMETER[\"false_northing\",0],\
             UNIT[\"metre\",1,AUTHORITY[\"EPSG\",\"9001\"]],AUTHORITY[\"EPSG\",\"{}\"]]",
            projection.epsg()
        )
    }

    fn degrees(&self, is_vn2000: bool) -> String {
        if self.is_esri {
            let (system, datum) =
                if is_vn2000 { ("GCS_VN_2000", "D_Vietnam_2000") } else { ("GCS_WGS_1984", "D_WGS_1984") };
            return format!(
                "GEOGCS[\"{system}\",DATUM[\"{datum}\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],\
                 PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",{DEGREE}]]"
            );
        }
        let (system, datum, shift, datum_code, code) = if is_vn2000 {
            ("VN-2000", "Vietnam_2000", format!(",TOWGS84[{TO_WGS84}]"), 6756, 4756)
        } else {
            ("WGS 84", "WGS_1984", String::new(), 6326, WGS84)
        };
        format!(
            "GEOGCS[\"{system}\",DATUM[\"{datum}\",SPHEROID[\"WGS 84\",6378137,298.257223563,\
             AUTHORITY[\"EPSG\",\"7030\"]]{shift},AUTHORITY[\"EPSG\",\"{datum_code}\"]],PRIMEM[\"Greenwich\",0,\
             AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",{DEGREE},AUTHORITY[\"EPSG\",\"9122\"]],\
             AUTHORITY[\"EPSG\",\"{code}\"]]"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_named_as_epsg_names_them() {
        let name = |epsg| name_of(offered_projection(epsg).unwrap().as_ref());
        assert_eq!(name(5899), "VN-2000 / TM-3 107-45");
        assert_eq!(name(5897), "VN-2000 / TM-3 105-00");
        assert_eq!(name(3405), "VN-2000 / UTM zone 48N");
        assert_eq!(name(32648), "WGS 84 / UTM zone 48N");
        assert_eq!(name(4326), "WGS 84");
        assert!(offered_projection(3857).is_err());
    }
}
