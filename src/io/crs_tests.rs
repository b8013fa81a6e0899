use super::*;

fn code(text: &str) -> String {
    match resolve(&StatedCrs::WellKnownText(text.to_owned())) {
        ResolvedCrs::Certain(crs, notes) => format!("{}{}", crs.code(), if notes.is_empty() { "" } else { " noted" }),
        ResolvedCrs::Doubtful(among) => {
            format!("doubtful: {}", among.iter().map(Crs::code).collect::<Vec<_>>().join(", "))
        }
        ResolvedCrs::Unknown(name) => format!("unknown: {name}"),
    }
}

/// Text as ESRI's programs write it: no shift, no codes.
fn esri(name: &str, datum: &str, meridian: &str, scale: &str) -> String {
    format!(
        "PROJCS[\"{name}\",GEOGCS[\"GCS_{datum}\",DATUM[\"D_{datum}\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],\
         PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],\
         PARAMETER[\"False_Easting\",500000.0],PARAMETER[\"False_Northing\",0.0],\
         PARAMETER[\"Central_Meridian\",{meridian}],PARAMETER[\"Scale_Factor\",{scale}],\
         PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]"
    )
}

#[test]
fn texts_without_a_shift_are_recognised_by_their_datum() {
    assert_eq!(code(&esri("VN_2000_105do45", "Vietnam_2000", "105.75", "0.9999")), "EPSG:9210");
    assert_eq!(code(&esri("VN-2000 / TM-3 107-45", "VN_2000", "107.75", "0.9999")), "EPSG:5899");
    assert_eq!(code(&esri("VN_2000_UTM_Zone_48N", "Vietnam_2000", "105.0", "0.9996")), "EPSG:3405");
    assert_eq!(code(&esri("WGS_1984_UTM_Zone_48N", "WGS_1984", "105.0", "0.9996")), "EPSG:32648");
    assert_eq!(code(&esri("Dia_phuong", "Vietnam_2000", "105.333333", "0.9999")), "vn2000:105-20");
}

#[test]
fn a_cadastral_zone_on_the_wrong_datum_is_vn2000_only_when_its_name_says_so() {
    assert_eq!(code(&esri("VN2000_Quang_Ninh", "WGS_1984", "107.75", "0.9999")), "EPSG:5899 noted");
    assert_eq!(code(&esri("Transverse_Mercator", "WGS_1984", "107.75", "0.9999")), "doubtful: EPSG:5899, wgs84:107-45");
}

#[test]
fn every_system_in_question_can_be_chosen_by_its_code() {
    let odd = esri("Transverse_Mercator", "WGS_1984", "105.333333", "0.9999");
    for text in [odd.clone(), odd.replace("500000.0", "600000.0")] {
        let ResolvedCrs::Doubtful(among) = resolve(&StatedCrs::WellKnownText(text)) else { panic!("not doubtful") };
        assert_eq!(among.len(), 2);
        for crs in among {
            let chosen = Crs::parse(crs.code()).unwrap();
            let position = crs.position(500_000.0, 2_300_000.0).unwrap();
            assert_eq!((chosen.code(), chosen.position(500_000.0, 2_300_000.0)), (crs.code(), Some(position)));
        }
    }
}

#[test]
fn a_byte_order_mark_hides_nothing() {
    let text = esri("VN-2000 / TM-3 107-45", "VN_2000", "107.75", "0.9999");
    assert_eq!(code(&format!("\u{feff}{text}")), "EPSG:5899");
    // A letter of three bytes on the border where long texts are cut.
    for n in 0..3 {
        let long = format!("{text}{}", "ế".repeat(30_000));
        assert_eq!(code(&format!("{}{long}", " ".repeat(n))), "EPSG:5899", "{n}");
    }
}

#[test]
fn codes_in_the_text_of_gdal_and_qgis_are_used() {
    // pyproj: CRS.from_epsg(5899).to_wkt("WKT1_GDAL"), shortened.
    let gdal = "PROJCS[\"VN-2000 / TM-3 107-45\",GEOGCS[\"VN-2000\",DATUM[\"Vietnam_2000\",SPHEROID[\"WGS 84\",6378137,\
                298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6756\"]],PRIMEM[\"Greenwich\",0],\
                UNIT[\"degree\",0.0174532925199433],AUTHORITY[\"EPSG\",\"4756\"]],PROJECTION[\"Transverse_Mercator\"],\
                PARAMETER[\"central_meridian\",107.75],AUTHORITY[\"EPSG\",\"5899\"]]";
    assert_eq!(code(gdal), "EPSG:5899");
    assert_eq!(code(&gdal.replace("5899", "6959")), "EPSG:5899 noted");
    // The code of a part is not the code of the whole.
    assert_eq!(
        code(&gdal.replace(
            ",AUTHORITY[\"EPSG\",\"5899\"]]",
            ",PARAMETER[\"scale_factor\",0.9999],PARAMETER[\"false_easting\",500000]]"
        )),
        "EPSG:5899"
    );
    let iso = "PROJCRS[\"VN-2000 / TM-3 108-30\",BASEGEOGCRS[\"VN-2000\",DATUM[\"Vietnam 2000\",ELLIPSOID[\"WGS 84\",\
               6378137,298.257223563,LENGTHUNIT[\"metre\",1]]]],CONVERSION[\"TM\",METHOD[\"Transverse Mercator\"],\
               PARAMETER[\"Latitude of natural origin\",0,ANGLEUNIT[\"degree\",0.0174]],\
               PARAMETER[\"Longitude of natural origin\",108.5,ANGLEUNIT[\"degree\",0.0174]],\
               PARAMETER[\"Scale factor at natural origin\",0.9999],PARAMETER[\"False easting\",500000],\
               PARAMETER[\"False northing\",0]],CS[Cartesian,2],AXIS[\"(E)\",east],LENGTHUNIT[\"metre\",1]]";
    assert_eq!(code(iso), "EPSG:9218");
    assert_eq!(
        code("GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137,298.257223563]]]"),
        "EPSG:4326"
    );
    assert_eq!(
        code("GEOGCS[\"GCS_VN_2000\",DATUM[\"D_Vietnam_2000\",SPHEROID[\"WGS_1984\",6378137,298.257223563]]]"),
        "EPSG:4756"
    );
}

#[test]
fn maps_from_before_2000_are_noted() {
    let hanoi = "GEOGCS[\"Hanoi 1972\",DATUM[\"Hanoi_1972\",SPHEROID[\"Krassowsky 1940\",6378245,298.3]]]";
    assert_eq!(code(hanoi), "EPSG:4147 noted");
}

#[test]
fn names_of_geojson_hold_codes() {
    for (name, expected) in [
        ("urn:ogc:def:crs:EPSG::5899", Some(5899)),
        ("EPSG:3405", Some(3405)),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", Some(4326)),
        ("http://www.opengis.net/def/crs/EPSG/0/4756", Some(4756)),
        ("VN-2000", None),
    ] {
        assert_eq!(code_of_name(name), expected, "{name}");
    }
}

#[test]
fn what_is_no_crs_is_named_or_doubted() {
    assert_eq!(code(""), "doubtful: ");
    assert_eq!(code("chưa biết"), "unknown: chưa biết");
    let lambert = esri("Japan", "Tokyo", "136", "0.9999");
    assert_eq!(code(&lambert), "unknown: Japan");
    let deep = "A[".repeat(100_000);
    assert!(code(&deep).starts_with("unknown"));
}
