//! Who measured stays unknown to every file the program writes.

use super::folder::Folder;
use super::{import, tables};

const IDS: [&str; 5] = ["353918051234567", "0912345678", "113.161.72.9", "MGT-UB-0042", "a4:5e:60:c1:9f:02"];

fn with_ids() -> Folder {
    let folder = Folder::new();
    let mut text =
        "id,time,lat,lon,operator,technology,download,upload,latency,device_id,model,ma_gioi_thieu,ip\n".to_owned();
    for i in 0..200 {
        let device = [IDS[0], IDS[1], IDS[4], ""][i % 4];
        text.push_str(&format!(
            "{}-{i},2026-03-{:02}T{:02}:15:00+07:00,{:.5},{:.5},{},4G,{}.5,4.2,30,{device},SM-A125F,{},{}\n",
            IDS[0],
            1 + i % 28,
            i % 24,
            21.03 + (i % 9) as f64 * 1e-3,
            106.77 + (i % 7) as f64 * 1e-3,
            ["Viettel", "VinaPhone"][i % 2],
            3 + i % 60,
            IDS[3],
            IDS[2],
        ));
    }
    folder.write("a.csv", text);
    folder
}

fn assert_without_ids(name: &str, bytes: &[u8]) {
    for id in IDS {
        assert!(memchr::memmem::find(bytes, id.as_bytes()).is_none(), "{id} stands in {name}");
    }
}

#[test]
fn raw_ids_reach_no_file() {
    let folder = with_ids();
    let said = folder.run(&["import", "p.gpkg", "a.csv", "--json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    std::fs::rename(folder.path("a.csv"), folder.path("gone")).unwrap();
    assert_without_ids("p.gpkg", &folder.bytes("p.gpkg"));
    assert_without_ids("what import says", said.out.as_bytes());
    assert_without_ids("what info says", folder.run(&["info", "p.gpkg", "--json"]).out.as_bytes());
    for (name, bytes) in tables(&folder, &["p.gpkg"]) {
        assert_without_ids(&name, &bytes);
    }
}

#[test]
fn two_projects_keep_the_same_phones_under_different_hashes() {
    let folder = with_ids();
    let hashes = |project: &str| -> Vec<i64> {
        assert_eq!(folder.run(&["import", project, "a.csv", "--quiet"]).code, 0);
        let database = rusqlite::Connection::open(folder.path(project)).unwrap();
        let mut query = database.prepare("SELECT keyed_hash FROM phones ORDER BY 1").unwrap();
        query.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let (one, other) = (hashes("p.gpkg"), hashes("q.gpkg"));
    // Three devices, and the pair of model and referral code of the rows without one.
    assert_eq!((one.len(), other.len()), (4, 4));
    assert!(one.iter().all(|hash| !other.contains(hash)));
}

#[test]
fn without_the_hashes_the_votes_stay_what_they_are() {
    let folder = with_ids();
    import(&folder, &["a.csv"]);
    let before = tables(&folder, &["p.gpkg"]);
    let done = folder.run(&["purge", "p.gpkg", "--device-hashes", "--lang", "en"]);
    assert!(done.out.contains("hashes of 4 phones"), "{}{}", done.out, done.err);
    super::assert_same(&before, &tables(&folder, &["p.gpkg"]));
    let database = rusqlite::Connection::open(folder.path("p.gpkg")).unwrap();
    let left: i64 =
        database.query_row("SELECT count(*) FROM phones WHERE keyed_hash IS NOT NULL", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 0);
}
