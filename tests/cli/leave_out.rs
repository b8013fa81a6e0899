//! `--leave-out`: what is left out by hand is as if it had never been measured, and is told with its reason.

use crate::folder::Folder;

const HEADER: &str = "time,lat,lon,operator,technology,download,upload,latency,device\n";

/// Row 2 on; phones `p0` to `p6` at ten places 110 m apart, `p3` on one of them alone.
fn rows() -> Vec<String> {
    let row = |i: usize| {
        let (place, phone) = (i % 10, i % 7);
        let (operator, download) = if i.is_multiple_of(3) { ("Viettel", 8.5) } else { ("MobiFone", 60.0 + i as f64) };
        let (day, hour, lat) = (1 + i % 28, 6 + i % 15, 21.020 + place as f64 * 0.001);
        format!("2026-03-{day:02}T{hour:02}:10:00+07:00,{lat:.4},106.7800,{operator},4G,{download},5,30,p{phone}\n")
    };
    (0..120).map(row).collect()
}

fn table(rows: impl IntoIterator<Item = String>) -> String {
    std::iter::once(HEADER.to_owned()).chain(rows).collect()
}

const CALL: [&str; 6] = ["analyze", "--quiet", "--now", "2027-01-01", "--lang", "en"];

#[test]
fn what_is_left_out_is_as_if_it_had_never_been_measured() {
    let folder = Folder::new();
    folder.write("all.csv", table(rows()));
    let is_left_out = |(i, row): &(usize, String)| {
        let on_desk = row.contains(",21.0240,") && row.contains("Viettel");
        // The header is row 1.
        *i + 2 == 9 || row.contains(",p3\n") || on_desk
    };
    let kept = rows().into_iter().enumerate().filter(|row| !is_left_out(row)).map(|(_, row)| row);
    folder.write("kept.csv", table(kept));
    folder.write(
        "corrections.csv",
        "kind,file,row,device,lon,lat,reason,operator\n\
         sample,all.csv,9,,,,wrong place,\nphone,,,p3,,,engineers' phone,\ndesk,,,,106.78,21.024,on a desk,viettel\n",
    );
    let left_out = folder.run(&[&CALL[..], &["all.csv", "--leave-out", "corrections.csv", "--out", "a"]].concat());
    assert_eq!(left_out.code, 0, "{}", left_out.err);
    assert_eq!(folder.run(&[&CALL[..], &["kept.csv", "--out", "b"]].concat()).code, 0);
    for name in ["zone_stats.csv", "cell_stats.csv", "weak_spots.csv", "sampling_gaps.csv", "operators.csv"] {
        assert_eq!(folder.read(&format!("a/{name}")), folder.read(&format!("b/{name}")), "{name}");
    }
    let rejected = folder.table("a/rejected.csv");
    let expected = rows().into_iter().enumerate().filter(is_left_out).count();
    assert_eq!(rejected.rows_where(&[("flag", "manual"), ("effect", "excluded")]).len(), expected);
    let [row] = rejected.rows_where(&[("row", "9")])[..] else { panic!("{:?}", rejected.rows) };
    assert_eq!((rejected.cell(row, "value"), rejected.cell(row, "detail")), ("sample", "wrong place"));
    let summary: serde_json::Value = serde_json::from_str(&folder.read("a/summary.json")).unwrap();
    let told = summary["settings"]["left_out"].as_array().unwrap();
    let kinds: Vec<&str> = told.iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["sample", "phone", "desk"]);
    assert_eq!(told[1]["reason"], "engineers' phone");
    // The table of corrections holds the id of the phone; nothing that is written does.
    assert!(folder.files("a").values().all(|bytes| !String::from_utf8_lossy(bytes).contains("p3")));
}

#[test]
fn a_row_that_cannot_be_meant_stops_the_analysis_and_one_that_means_nothing_is_told() {
    let folder = Folder::new();
    folder.write("all.csv", table(rows()));
    folder.write("bad.csv", "kind,file,row,reason\nsample,all.csv,x,a\nsample,all.csv,3,\nsim,,,b\n");
    let bad = folder.run(&["analyze", "all.csv", "--leave-out", "bad.csv", "--out", "a", "--lang", "en"]);
    assert_eq!(bad.code, 1);
    assert!(["row 2", "row 3", "row 4", "reason"].iter().all(|words| bad.err.contains(words)), "{}", bad.err);
    assert!(!folder.path("a").exists());

    folder.write("none.csv", "kind,file,row,reason\nsample,other.csv,3,a\n");
    let none = folder.run(&["analyze", "all.csv", "--leave-out", "none.csv", "--out", "b", "--lang", "en"]);
    assert_eq!(none.code, 0);
    assert!(none.err.contains("Row 2") && none.err.contains("no sample"), "{}", none.err);
}
