//! `phusong plan`: its table is a contract, and what it writes is read back by the program itself.

use super::folder::Folder;

const PLAN: &str = "team,stop,time_slot,lon,lat,vn2000_x,vn2000_y,cell_id,zone_id,zone_name,operators_needed,votes_needed,walk_m,minutes";

fn planned(options: &[&str]) -> Folder {
    let folder = Folder::with_ward();
    let call = ["plan", "ward", "--zones", "zones.geojson", "--out", "out", "--lang", "en", "--minutes", "400"];
    let done = folder.run(&[call.as_slice(), options].concat());
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("Results are in out"), "{}", done.out);
    folder
}

#[test]
fn a_plan_has_the_columns_of_the_contract_and_a_sheet_for_each_team() {
    let folder = planned(&["--teams", "3", "--stops", "4", "--walking-speed", "15"]);
    let text = std::fs::read_to_string(folder.path("out/plan.csv")).unwrap();
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    assert_eq!(lines.next(), Some(PLAN));
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    assert!(!rows.is_empty() && rows.len() <= 12, "{}", rows.len());
    let mut cells: Vec<&str> = rows.iter().map(|row| row[7]).collect();
    cells.sort_unstable();
    cells.dedup();
    assert_eq!(cells.len(), rows.len(), "two teams are sent to one cell");
    for row in &rows {
        assert!(["08:00-15:00", "19:00-22:00"].contains(&row[2]) && !row[10].is_empty(), "{row:?}");
        let sheet = std::fs::read_to_string(folder.path(&format!("out/plan_team_{}.html", row[0]))).unwrap();
        assert!(sheet.ends_with("</html>\n") && !sheet.contains("http"), "a sheet needs nothing from outside");
    }
    assert_eq!(folder.drafts(), [""; 0]);
}

#[test]
fn stops_come_back_from_gpx_and_kml() {
    let folder = planned(&["--teams", "2", "--stops", "5", "--walking-speed", "15"]);
    let plan = std::fs::read_to_string(folder.path("out/plan.csv")).unwrap();
    let stops = plan.lines().count() - 1;
    let first: Vec<&str> = plan.lines().nth(1).unwrap().split(',').collect();
    for (name, mark) in [("out/plan.gpx", "<wpt "), ("out/plan.kml", "<Point>")] {
        let written = std::fs::read_to_string(folder.path(name)).unwrap();
        assert_eq!(written.matches(mark).count(), stops, "{name}");
        let done = folder.run(&["inspect", name, "--json"]);
        let degrees = |text: &str| text.trim_end_matches('0').to_owned();
        let position = [first[3], first[4]].map(degrees);
        assert!(done.out.contains("\"1-01\"") && position.iter().all(|p| done.out.contains(p)), "{name}: {}", done.out);
    }
}

#[test]
fn the_same_call_gives_the_same_plan_whatever_the_threads() {
    let one = planned(&["--threads", "1"]);
    let two = planned(&["--threads", "2"]);
    for name in ["out/plan.csv", "out/plan.gpx", "out/plan.kml", "out/plan_team_1.html"] {
        assert_eq!(std::fs::read(one.path(name)).unwrap(), std::fs::read(two.path(name)).unwrap(), "{name}");
    }
}

#[test]
fn wrong_options_are_refused_before_anything_is_read() {
    let folder = Folder::with_ward();
    let good = ["plan", "ward", "--zones", "zones.geojson", "--out", "out"];
    for wrong in [
        ["--teams", "0"],
        ["--minutes", "0"],
        ["--walking-speed", "900"],
        ["--start", "21.03,106.77"],
        ["--only", "stats"],
    ] {
        let done = folder.run(&[good.as_slice(), &wrong].concat());
        assert_eq!(done.code, 2, "{wrong:?}: {}", done.err);
        assert!(!folder.path("out").exists(), "{wrong:?}");
    }
    for useless in ["--json", "--strict", "--write-samples", "--sensitivity", "--local-statistics"] {
        let done = folder.run(&[good.as_slice(), &[useless]].concat());
        assert!(done.code == 2 && done.err.contains(useless), "{useless}: {}", done.err);
    }
}

#[test]
fn weights_of_a_table_are_told_apart_from_areas() {
    let folder = Folder::with_ward();
    let zones = std::fs::read_to_string(folder.path("zones.geojson")).unwrap();
    let zones: serde_json::Value = serde_json::from_str(&zones).unwrap();
    let id = zones["features"][0]["properties"]["zone_id"].as_str().unwrap_or("KP01").to_owned();
    std::fs::write(folder.path("ho.csv"), format!("Mã;Số hộ\n{id};1.250\nLạ;7\n")).unwrap();
    let call =
        ["analyze", "ward", "--zones", "zones.geojson", "--out", "out", "--weight-table", "ho.csv", "--lang", "en"];
    let done = folder.run(&call);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.err.contains("Lạ"), "{}", done.err);
    let gaps = std::fs::read_to_string(folder.path("out/sampling_gaps.csv")).unwrap();
    for line in gaps.lines().skip(1) {
        let is_weighted = line.split(',').nth(1) == Some(&id);
        assert_eq!(line.contains(",1250,Số hộ,"), is_weighted, "{line}");
        assert_eq!(line.contains(",area,"), !is_weighted, "{line}");
    }
}

#[test]
fn where_nothing_is_known_a_plan_does_not_say_that_all_is_settled() {
    let folder = Folder::with_ward();
    let without_places = folder.run(&["plan", "ward", "--out", "a", "--lang", "en"]);
    assert!(without_places.out.contains("There is no boundary"), "{}", without_places.out);
    let zones = ["--zones", "zones.geojson", "--period", "2035-01", "--lang", "en"];
    let without_samples = folder.run(&[&["plan", "ward", "--out", "b"], zones.as_slice()].concat());
    assert!(without_samples.out.contains("No sample of this period"), "{}", without_samples.out);
}

#[test]
fn a_study_area_without_zones_has_gaps_by_hexagon_in_every_month() {
    let folder = Folder::with_ward();
    let done = folder.run(&["analyze", "ward", "--study-area", "zones.geojson", "--out", "out"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let gaps = std::fs::read_to_string(folder.path("out/sampling_gaps.csv")).unwrap();
    assert!(gaps.lines().skip(1).count() > 0 && gaps.lines().skip(1).all(|row| row.contains(",hx500:")), "{gaps}");
}
