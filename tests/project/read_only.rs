//! A project that may be read but not written: its folder, its file, or both. The program runs as a user without rights.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use super::folder::{Done, Folder, phusong};
use super::{import, samples};

/// Runs the program as nobody where the test runs as root; `None` where that cannot be done.
fn as_nobody(folder: &Folder, arguments: &[&str]) -> Option<Done> {
    let program = phusong(&folder.path(".")).get_program().to_owned();
    let is_root = Command::new("id").arg("-u").output().ok()?.stdout == b"0\n";
    let mut command = match is_root {
        true => {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program);
            command
        }
        false => Command::new(program),
    };
    let output = command.args(arguments).env_remove("PHUSONG_LANG").current_dir(folder.path(".")).output().ok()?;
    Some(output.into())
}

fn set(folder: &Folder, name: &str, mode: u32) {
    std::fs::set_permissions(folder.path(name), std::fs::Permissions::from_mode(mode)).unwrap();
}

/// A project in the folder `ro`, a further file, and a folder `out` that anyone may write.
fn prepared() -> Option<Folder> {
    let folder = Folder::new();
    folder.write_clean("a.csv", 300);
    import(&folder, &["a.csv"]);
    folder.write_clean("b.csv", 400);
    std::fs::create_dir(folder.path("ro")).unwrap();
    std::fs::create_dir(folder.path("out")).unwrap();
    std::fs::rename(folder.path("p.gpkg"), folder.path("ro/p.gpkg")).unwrap();
    set(&folder, ".", 0o755);
    set(&folder, "out", 0o777);
    match as_nobody(&folder, &["--version"]) {
        Some(done) if done.code == 0 => Some(folder),
        _ => {
            println!("skipped: the program cannot be run as another user here");
            None
        }
    }
}

/// Reads in every way, is refused every change, and leaves everything as it is.
fn look(folder: &Folder) {
    let before = folder.bytes("ro/p.gpkg");
    let names: Vec<String> = folder.files("ro").into_keys().collect();
    for call in [
        &["import", "ro/p.gpkg", "b.csv"] as &[&str],
        &["undo-import", "ro/p.gpkg"],
        &["purge", "ro/p.gpkg", "--device-hashes"],
    ] {
        let done = as_nobody(folder, &[call, &["--lang", "en"]].concat()).unwrap();
        assert_eq!((done.code, done.err.contains("may be read but not written")), (1, true), "{call:?}: {}", done.err);
    }
    let done = as_nobody(folder, &["info", "ro/p.gpkg", "--lang", "en"]).unwrap();
    assert!(done.out.contains("300 samples"), "{}{}", done.out, done.err);
    let call = ["analyze", "ro/p.gpkg", "--out", "out/t", "--overwrite", "--lang", "en"];
    let done = as_nobody(folder, &call).unwrap();
    assert_eq!((done.code, done.err.contains("results are not kept")), (0, true), "{}", done.err);
    let call = ["export", "ro/p.gpkg", "--what", "samples", "--format", "csv", "--out", "out/s.csv", "--overwrite"];
    assert_eq!(as_nobody(folder, &call).unwrap().code, 0);
    assert!(folder.bytes("ro/p.gpkg") == before);
    assert_eq!(folder.files("ro").into_keys().collect::<Vec<_>>(), names);
}

#[test]
fn a_folder_that_may_not_be_written_is_said_and_read() {
    let Some(folder) = prepared() else { return };
    set(&folder, "ro", 0o555);
    look(&folder);
    set(&folder, "ro", 0o755);
}

#[test]
fn a_file_that_may_not_be_written_is_said_and_read() {
    let Some(folder) = prepared() else { return };
    set(&folder, "ro", 0o777);
    set(&folder, "ro/p.gpkg", 0o444);
    look(&folder);
}

#[test]
fn where_there_is_no_right_to_write_no_project_is_begun() {
    let Some(folder) = prepared() else { return };
    set(&folder, "ro", 0o555);
    let done = as_nobody(&folder, &["import", "ro/new.gpkg", "b.csv", "--lang", "en"]).unwrap();
    assert_eq!(done.code, 1, "{}", done.err);
    assert!(!folder.path("ro/new.gpkg").exists() && !done.err.contains("panicked"), "{}", done.err);
    let call = ["export", "ro/p.gpkg", "--what", "samples", "--format", "csv", "--out", "ro/s.csv", "--lang", "en"];
    let done = as_nobody(&folder, &call).unwrap();
    assert_eq!((done.code, folder.path("ro/s.csv").exists()), (1, false), "{}", done.err);
    set(&folder, "ro", 0o755);
    std::fs::rename(folder.path("ro/p.gpkg"), folder.path("p.gpkg")).unwrap();
    assert_eq!(samples(&folder), 300);
}
