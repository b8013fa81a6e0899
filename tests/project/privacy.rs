//! Who measured stays unknown to every file the program writes.

use phusong::io::store::{Store, WINDOW_CHOICES};
use phusong::io::{ReadOptions, read_samples};
use phusong::job::Feedback;
use phusong::model::{Correction, LeftOut};

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

/// Every way in which a hash might stand in the file.
fn writings(hash: u64) -> Vec<Vec<u8>> {
    vec![
        hash.to_le_bytes().to_vec(),
        hash.to_be_bytes().to_vec(),
        hash.to_string().into_bytes(),
        (hash as i64).to_string().into_bytes(),
        format!("{hash:016x}").into_bytes(),
        format!("{hash:016X}").into_bytes(),
    ]
}

fn assert_without_hashes(folder: &Folder, hashes: &[u64]) {
    let bytes = folder.bytes("p.gpkg");
    for hash in hashes.iter().filter(|hash| **hash != 0) {
        for writing in writings(*hash) {
            assert!(memchr::memmem::find(&bytes, &writing).is_none(), "{hash:016x}");
        }
    }
}

/// Leaves two phones out by hand, as the window does: one of the project, and one that has no sample in it.
fn leave_phones_out(folder: &Folder, key: u64) {
    let mut store = Store::open_for_writing(&folder.path("p.gpkg"), "").unwrap();
    let correction = |key| Correction { what: LeftOut::Phone { key }, reason: "máy thử".to_owned() };
    let choices = serde_json::json!({"corrections": [correction(key), correction(0x1234_5678_9abc_def0)]});
    store.put_setting(WINDOW_CHOICES, &choices).unwrap();
}

#[test]
fn no_hash_stands_in_the_file_without_the_key_of_the_project() {
    let folder = with_ids();
    import(&folder, &["a.csv"]);
    let dataset = read_samples(&[folder.path("a.csv")], &ReadOptions::default(), &Feedback::default()).unwrap();
    let mut hashes = dataset.source_keys.clone();
    hashes.extend(dataset.samples.test_id.iter().flatten());
    assert!(hashes.len() > 200);
    leave_phones_out(&folder, dataset.source_keys[1]);
    hashes.push(0x1234_5678_9abc_def0);
    assert_without_hashes(&folder, &hashes);
    // An analysis writes its layers, and takes the phone out.
    let mut without = tables(&folder, &["p.gpkg"]);
    assert!(String::from_utf8_lossy(&without["rejected.csv"]).contains("máy thử"));
    assert_without_hashes(&folder, &hashes);
    assert_without_ids("p.gpkg", &folder.bytes("p.gpkg"));

    let done = folder.run(&["purge", "p.gpkg", "--device-hashes", "--lang", "en"]);
    assert!(done.out.contains("1 phones left out by hand stay out") || done.out.contains("stay out"), "{}", done.out);
    assert!(done.out.contains("have no sample here") || done.out.contains("no sample here"), "{}", done.out);
    // The summary counts decisions, of which one is gone.
    without.remove("summary.json");
    let assert_as_before = || {
        let mut now = tables(&folder, &["p.gpkg"]);
        now.remove("summary.json");
        super::assert_same(&without, &now);
    };
    assert_as_before();
    assert_without_hashes(&folder, &hashes);
    // A second time changes nothing more.
    assert_eq!(folder.run(&["purge", "p.gpkg", "--device-hashes"]).code, 0);
    assert_as_before();
}
