//! What was decided in the window holds on the command line too.

use super::folder::Folder;
use super::{NOW, import, tables};

#[test]
fn a_sample_left_out_in_the_window_is_left_out_as_by_a_table() {
    let folder = Folder::with_ward();
    let files = folder.files("ward");
    let file = files.keys().next().unwrap();
    folder.write("out.csv", format!("kind,file,row,reason\nsample,{file},3,trial device\n"));
    let by_table = tables(&folder, &["ward", "--zones", "zones.geojson", "--now", NOW, "--leave-out", "out.csv"]);

    import(&folder, &["ward", "--zones", "zones.geojson"]);
    let choices = format!(r#"{{"corrections":[{{"kind":"sample","file":"{file}","row":3,"reason":"trial device"}}]}}"#);
    let database = rusqlite::Connection::open(folder.path("p.gpkg")).unwrap();
    let put = "INSERT OR REPLACE INTO settings VALUES ('window', ?1, '2026-12-01T00:00:00Z')";
    database.execute(put, [&choices]).unwrap();
    drop(database);
    let by_window = tables(&folder, &["p.gpkg", "--now", NOW]);

    let rejected = String::from_utf8_lossy(&by_window["rejected.csv"]);
    assert!(rejected.contains("trial device"), "{rejected}");
    for name in
        ["zone_stats.csv", "cell_stats.csv", "weak_spots.csv", "sampling_gaps.csv", "rejected.csv", "samples.csv"]
    {
        assert!(by_table[name] == by_window[name], "{name} differs");
    }
}
