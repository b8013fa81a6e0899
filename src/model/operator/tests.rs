use super::*;

fn brand(name: &str) -> String {
    OperatorCatalogue::default().resolve(None, name).brand
}

#[test]
fn names_in_use_fold_to_their_brand() {
    for (name, expected) in [
        ("VIETTEL ", "Viettel"),
        ("Viettel Mobile", "Viettel"),
        ("Viettel 4G", "Viettel"),
        ("Tập đoàn Công nghiệp – Viễn thông Quân đội", "Viettel"),
        ("vnpt", "VinaPhone"),
        ("VN VINAPHONE", "VinaPhone"),
        ("VNPT-Vinaphone", "VinaPhone"),
        ("Mobifone", "MobiFone"),
        ("Tổng công ty Viễn thông MobiFone", "MobiFone"),
        ("VIETNAMOBILE", "Vietnamobile"),
        ("Gtel Mobile", "Gmobile"),
        ("Reddi", "Wintel"),
        ("itelecom", "iTel"),
        ("FPT", "FPT"),
        ("FPT Telecom", "FPT Telecom"),
        ("Công ty Cổ phần Viễn thông FPT", "FPT Telecom"),
        ("45204", "Viettel"),
    ] {
        assert_eq!(brand(name), expected, "{name}");
    }
}

#[test]
fn decomposed_and_composed_vietnamese_are_the_same_name() {
    let decomposed: String = "Tập đoàn Công nghiệp Viễn thông Quân đội".nfd().collect();
    assert_eq!(brand(&decomposed), "Viettel");
    assert_eq!(fold_text("  Tốc độ\u{a0}tải xuống – (Mbps)"), "toc do tai xuong mbps");
}

#[test]
fn the_network_code_comes_before_the_name() {
    let catalogue = OperatorCatalogue::default();
    for code in ["452-04", "45204", "452 04", "452-4"] {
        assert_eq!(catalogue.resolve(MccMnc::parse(code), "Mobifone").brand, "Viettel", "{code}");
    }
    assert_eq!(catalogue.resolve(MccMnc::from_parts("452", "2"), "").brand, "VinaPhone");
    assert_eq!(catalogue.resolve(MccMnc::parse("608-01"), "Orange").brand, "Orange");
    assert_eq!(catalogue.resolve(MccMnc::parse("60801"), "").brand, "608-01");
    assert_eq!(MccMnc::parse("65535-65535"), None);
}

#[test]
fn virtual_operators_name_their_host() {
    let catalogue = OperatorCatalogue::default();
    let host = |name: &str| catalogue.resolve(None, name).host;
    assert_eq!((host("iTel"), host("Wintel")), ("VinaPhone".into(), "VinaPhone".into()));
    assert_eq!((host("Local"), host("VNSKY")), ("MobiFone".into(), "MobiFone".into()));
    assert_eq!(host("Viettel"), "Viettel");
}

#[test]
fn an_unknown_name_keeps_its_text_and_an_empty_one_is_unknown() {
    let operator = OperatorCatalogue::default().resolve(None, "  Mạng   Lạ ");
    assert_eq!((operator.brand.as_str(), operator.host.as_str(), operator.known), ("Mạng Lạ", "", false));
    assert_eq!((brand(""), brand("Unknown")), ("unknown".to_owned(), "unknown".to_owned()));
}

#[test]
fn what_the_user_says_of_a_name_comes_first() {
    let said = |name: &str, operator: &str| (name.to_owned(), operator.to_owned());
    let aliases =
        [said("Mạng A", "viettel"), said("Mạng B", "Mạng B"), said("xyz", "unknown"), said("608-01", "Orange")];
    let catalogue = OperatorCatalogue::default().with_aliases(&aliases);
    let found = |name: &str| catalogue.resolve(None, name);
    assert_eq!((found("MANG  A").brand.as_str(), found("mạng a").known), ("Viettel", true));
    assert_eq!((found("mạng b").brand.as_str(), found("mạng b").known), ("Mạng B", true));
    assert_eq!((found("XYZ").brand.as_str(), found("XYZ").known), ("unknown", false));
    assert_eq!(catalogue.resolve(MccMnc::parse("60801"), "").brand, "Orange");
    // The code of the network still comes before any name.
    assert_eq!(catalogue.resolve(MccMnc::parse("45201"), "Mạng A").brand, "MobiFone");
    assert!(!found("Mạng C").known);
}

#[test]
fn a_misspelt_name_is_near_its_brand() {
    let catalogue = OperatorCatalogue::default();
    assert_eq!(catalogue.nearest("Vittel", 1), ["Viettel"]);
    assert_eq!(catalogue.nearest("Mobifonee", 1), ["MobiFone"]);
    assert_eq!(catalogue.nearest("Vinaphone trả sau", 1), ["VinaPhone"]);
    assert!(catalogue.nearest("Orange Botswana", 3).is_empty());
}

#[test]
fn the_distance_of_two_words_is_that_of_the_textbook() {
    assert_eq!(edit_distance("kitten", "sitting"), 3);
    assert_eq!(edit_distance("", "abc"), 3);
    assert_eq!(edit_distance("viettel", "viettel"), 0);
}

#[test]
fn fixed_line_providers_are_told_from_mobile_ones() {
    let catalogue = OperatorCatalogue::default();
    for name in ["FPT Telecom", "CMC", "SCTV", "NetNam", "VNPT FiberVNN", "Viettel cáp quang"] {
        assert!(catalogue.resolve(None, name).fixed_line, "{name}");
    }
    assert!(!catalogue.resolve(None, "VNPT").fixed_line);
}
