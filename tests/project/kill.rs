//! Killed at any moment, a project has all of an import or none of it.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::folder::{Folder, clean_rows, phusong};
use super::{import, info, samples};

/// A project of 300 samples and a file of 900 more.
fn prepared() -> Folder {
    let folder = Folder::new();
    folder.write_clean("a.csv", 300);
    import(&folder, &["a.csv"]);
    std::fs::copy(folder.path("p.gpkg"), folder.path("before.gpkg")).unwrap();
    folder.write("b.csv", clean_rows(1200));
    folder
}

/// Kills so many imports at random moments and counts those that were done.
fn kill(runs: u32) -> (u32, u32) {
    let folder = prepared();
    let begun = Instant::now();
    import(&folder, &["b.csv"]);
    let whole = begun.elapsed();
    let (mut all, mut none) = (0, 0);
    let mut seed = 0x2545_F491_4F6C_DD1Du64;
    for run in 0..runs {
        std::fs::copy(folder.path("before.gpkg"), folder.path("p.gpkg")).unwrap();
        // Xorshift (Marsaglia 2003): moments spread over a little more than the whole run.
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let moment = whole.mul_f64(1.1 * (seed >> 11) as f64 / (1u64 << 53) as f64);
        let mut command = phusong(&folder.path("."));
        command.args(["import", "p.gpkg", "b.csv", "--quiet"]).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        std::thread::sleep(moment);
        // SIGKILL: nothing of the program runs after it.
        child.kill().unwrap();
        child.wait().unwrap();
        let said = info(&folder);
        assert_eq!(said["lost"], serde_json::json!([]), "run {run} after {moment:?}");
        match (said["standing"]["samples"].as_u64(), said["imports"].as_array().unwrap().len()) {
            (Some(300), 1) => none += 1,
            (Some(1200), 2) => all += 1,
            other => panic!("run {run} after {moment:?}: {other:?}"),
        }
        if run % 10 == 0 {
            // No lock is left over, and the import can be made good.
            import(&folder, &["b.csv"]);
            assert_eq!(samples(&folder), 1200);
        }
    }
    (all, none)
}

#[test]
fn a_killed_import_is_there_as_a_whole_or_not_at_all() {
    let (all, none) = kill(20);
    println!("{all} whole, {none} not at all");
    assert_eq!(all + none, 20);
}

#[test]
#[ignore = "takes minutes: run with --run-ignored"]
fn hundreds_of_killed_imports_are_there_as_a_whole_or_not_at_all() {
    let (all, none) = kill(400);
    println!("{all} whole, {none} not at all");
    assert!(all > 0 && none > 0);
}

#[test]
fn a_full_disk_leaves_the_project_as_it_was() {
    let folder = prepared();
    let before = folder.bytes("p.gpkg");
    let blocks = before.len() / 1024 + 40;
    let program = phusong(&folder.path(".")).get_program().to_owned();
    // The limit is on the size of each file; without the signal, writing fails as on a full disk.
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" import p.gpkg b.csv --lang en");
    let done = Command::new("bash").arg("-c").arg(script).arg(program).current_dir(folder.path(".")).output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(said.contains("p.gpkg") && !said.contains("panicked"), "{said}");
    assert_eq!(samples(&folder), 300);
    import(&folder, &["b.csv"]);
    assert_eq!(samples(&folder), 1200);
}

#[test]
fn one_writes_at_a_time_and_the_others_read() {
    let folder = prepared();
    let database = folder.path("p.gpkg.lock");
    let lock = std::fs::File::create(&database).unwrap();
    lock.lock().unwrap();
    std::fs::write(&database, "Lan").unwrap();
    let done = folder.run(&["import", "p.gpkg", "b.csv", "--lang", "en"]);
    assert_eq!((done.code, done.err.contains("open elsewhere (Lan)")), (1, true), "{}", done.err);
    assert_eq!(samples(&folder), 300);
    let call = ["analyze", "p.gpkg", "--only", "stats", "--out", "out", "--quiet"];
    assert_eq!(folder.run(&call).code, 0);
    drop(lock);
    import(&folder, &["b.csv"]);
    assert!(!database.exists());
    let left: Vec<String> = folder.files(".").into_keys().filter(|name| name.starts_with("p.gpkg")).collect();
    assert_eq!(left, ["p.gpkg"]);
    // A little later than the longest step.
    assert!(Instant::now().elapsed() < Duration::from_secs(1));
}
