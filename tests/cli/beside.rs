//! Files that are no evidence: said what they are, put to use beside the samples, refused alone.

use std::fs;

use super::folder::Folder;

const TOWERS: &str = "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal\n\
                      LTE,452,4,1001,2564,0,106.77,21.03,1000,12,1,1459692342,1488347104,-90\n\
                      LTE,457,99,1001,2564,0,106.78,21.03,1000,12,1,1459692342,1488347104,-90\n";

fn with_others() -> Folder {
    let folder = Folder::with_ward();
    fs::write(folder.path("towers.csv"), TOWERS).unwrap();
    let quota = "Khu phố;Số mẫu;Trung vị tải xuống (Mbps)\nKP01;310;45,5\nNơi khác;120;20\nTổng cộng;430;\n";
    fs::write(folder.path("quota.csv"), quota).unwrap();
    folder
}

fn summary(folder: &Folder) -> serde_json::Value {
    serde_json::from_str(&folder.read("out/summary.json")).unwrap()
}

#[test]
fn towers_and_quota_tables_beside_samples_change_no_figure() {
    let folder = with_others();
    let call = ["analyze", "ward", "--zones", "zones.geojson", "--out", "out", "--overwrite", "--lang", "en"];
    assert_eq!(folder.run(&call).code, 0);
    let alone = folder.read("out/zone_stats.csv");
    let call =
        [&["analyze", "ward", "towers.csv", "quota.csv", "--operator-alias", "457-99=Viettel"], &call[2..]].concat();
    let done = folder.run(&call);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("towers.csv: cell towers (2)"), "{}", done.out);
    assert!(done.out.contains("Nơi khác"), "{}", done.out);
    assert_eq!(folder.read("out/zone_stats.csv"), alone);
    let summary = summary(&folder);
    let context = &summary["context"][0];
    assert_eq!((context["kind"].as_str(), context["records"].as_u64()), (Some("towers"), Some(2)));
    assert_eq!(context["operators"], serde_json::json!({ "Viettel": 2 }));
    let quota = &summary["quota"][0];
    assert_eq!(
        (quota["samples"].as_u64(), quota["rows"].as_u64(), quota["other_rows"].as_u64()),
        (Some(430), Some(2), Some(1))
    );
    let unmatched: Vec<&str> = quota["unmatched"].as_array().unwrap().iter().filter_map(|n| n.as_str()).collect();
    assert!(unmatched.contains(&"Nơi khác"), "{unmatched:?}");
    assert_eq!(quota["localities"].as_array().unwrap()[0]["missing"], 0);
    assert!(summary["inputs"].as_array().unwrap().iter().all(|input| input["file"] != "towers.csv"));
}

#[test]
fn alone_they_are_refused_with_the_reason() {
    let folder = with_others();
    let done = folder.run(&["analyze", "towers.csv", "quota.csv", "--out", "out", "--lang", "en"]);
    assert_eq!((done.code, folder.path("out").exists()), (1, false));
    assert!(done.err.contains("towers.csv"), "{}", done.err);
}

#[test]
fn a_folder_may_hold_them_too() {
    let folder = with_others();
    fs::rename(folder.path("towers.csv"), folder.path("ward/towers.csv")).unwrap();
    let done = folder.run(&["analyze", "ward", "--zones", "zones.geojson", "--out", "out", "--lang", "en"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(summary(&folder)["context"][0]["file"], "towers.csv");
}

#[test]
fn inspect_says_what_they_are_and_whose() {
    let folder = with_others();
    let done = folder.run(&["inspect", "towers.csv", "--json", "--operator-alias", "457-99=VNPT"]);
    let said: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(said[0]["content"]["towers"]["towers"], 2);
    assert_eq!(said[0]["content"]["towers"]["operators"], serde_json::json!({ "Viettel": 1, "VinaPhone": 1 }));
}

#[test]
fn inspect_is_done_with_them_and_begins_with_what_they_are() {
    let folder = with_others();
    let done = folder.run(&["inspect", "towers.csv", "quota.csv", "--lang", "en"]);
    assert_eq!(done.code, 0, "{}{}", done.out, done.err);
    assert!(done.out.lines().nth(1).is_some_and(|line| line.contains("tower")), "{}", done.out);
}

#[test]
fn samples_without_an_operator_among_others_and_a_sheet_that_no_file_has_are_told() {
    let folder = Folder::with_ward();
    let table = |operators: [&str; 3]| {
        let row =
            |(i, operator): (usize, &&str)| format!("2026-03-0{}T08:00:00,21.03,106.77,{operator},50,10,30\n", i + 1);
        let rows: String = operators.iter().enumerate().map(row).collect();
        format!("time,lat,lon,operator,download_mbps,upload_mbps,latency_ms\n{rows}")
    };
    fs::write(folder.path("merged.csv"), table(["Viettel", "", ""])).unwrap();
    fs::write(folder.path("named.csv"), table(["Viettel", "Viettel", "MobiFone"])).unwrap();
    let said = |input: &str, more: &[&str]| {
        let call = ["analyze", input, "--out", "out", "--overwrite", "--only", "stats", "--lang", "en"];
        let done = folder.run(&[&call[..], more].concat());
        assert_eq!(done.code, 0, "{}", done.err);
        (
            done.out.contains("2 of the samples that are used name no operator"),
            done.err.contains("--sheet had no effect"),
        )
    };
    assert_eq!(said("merged.csv", &[]), (true, false));
    assert_eq!(said("named.csv", &["--sheet", "Viettel"]), (false, true));
}
