//! A file that was cut short or written over: what can be read is read, what is lost is said, and nothing gets worse.

use super::folder::{Folder, clean_rows};
use super::import;

fn damaged(change: impl FnOnce(&mut Vec<u8>)) -> (Folder, Vec<u8>) {
    let folder = Folder::with_ward();
    folder.write("a.csv", clean_rows(3000));
    import(&folder, &["ward", "--zones", "zones.geojson"]);
    import(&folder, &["a.csv"]);
    let mut bytes = folder.bytes("p.gpkg");
    change(&mut bytes);
    folder.write("p.gpkg", &bytes);
    (folder, bytes)
}

/// Reads a damaged project in every way and sees to it that it stays as it is.
fn look(folder: &Folder, bytes: &[u8]) -> (i32, String) {
    let call = ["analyze", "p.gpkg", "--only", "stats", "--out", "out", "--overwrite", "--lang", "en"];
    let done = folder.run(&call);
    assert!(!done.err.contains("panicked") && [0, 1].contains(&done.code), "{}", done.err);
    if done.code == 1 {
        assert!(done.err.contains("damaged") || done.err.contains("no samples"), "{}", done.err);
    }
    let info = folder.run(&["info", "p.gpkg", "--lang", "en"]);
    assert!(!info.err.contains("panicked"), "{}", info.err);
    let writing = folder.run(&["import", "p.gpkg", "a.csv", "--lang", "en"]);
    assert!(!writing.err.contains("panicked"), "{}", writing.err);
    if writing.code == 1 {
        assert!(folder.bytes("p.gpkg") == bytes, "a damaged file was written");
    }
    (done.code, done.err)
}

#[test]
fn a_file_cut_short_gives_what_is_left() {
    for share in [0.98, 0.7, 0.4, 0.1, 0.001] {
        let (folder, bytes) = damaged(|bytes| bytes.truncate((bytes.len() as f64 * share) as usize));
        let (code, said) = look(&folder, &bytes);
        assert!(code == 1 || said.contains("is damaged"), "{share}: {said}");
        assert!(folder.bytes("p.gpkg") == bytes, "{share}");
    }
}

#[test]
fn a_page_of_noise_costs_no_more_than_what_stood_there() {
    let (folder, bytes) = damaged(|bytes| {
        // A page begins with its mark and the number of its rows; noise goes into its columns.
        let beginning = [b"PSp1".as_slice(), &3000u32.to_le_bytes()].concat();
        let place = memchr::memmem::find(bytes, &beginning).unwrap() + 100;
        bytes[place..place + 64].fill(0xa5);
    });
    let (code, said) = look(&folder, &bytes);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("is damaged") && said.contains("3,000 rows of a.csv are lost"), "{said}");
    // The rest goes into a new file that is sound.
    let done = folder.run(&["info", "p.gpkg", "--rescue", "q.gpkg", "--lang", "en"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(folder.bytes("p.gpkg") == bytes);
    // Its samples, boundaries and history are those that were not hit; the lost file can come again.
    std::fs::rename(folder.path("q.gpkg"), folder.path("p.gpkg")).unwrap();
    assert!((1150..=1200).contains(&super::samples(&folder)), "{}", super::samples(&folder));
    assert_eq!(super::info(&folder)["lost"], serde_json::json!([]));
    assert_eq!(folder.run(&["undo-import", "p.gpkg", "2"]).code, 0);
    import(&folder, &["a.csv"]);
    assert!(super::samples(&folder) > 4100, "{}", super::samples(&folder));
}

#[test]
fn noise_anywhere_never_crashes_the_program() {
    let (_, sound) = damaged(|_| {});
    for place in (0..12).map(|i| i * (sound.len() - 600) / 11) {
        let (folder, bytes) = damaged(|bytes| {
            let noise = (0..512u64).map(|i| (i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8);
            bytes[place..place + 512].copy_from_slice(&noise.collect::<Vec<u8>>());
        });
        look(&folder, &bytes);
    }
}
