//! Ctrl+C at any moment: no folder, no draft, and a sentence.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::folder::{Folder, clean_rows, phusong};

#[test]
fn an_interrupted_run_leaves_nothing_behind() {
    let folder = Folder::new();
    folder.write("many.csv", clean_rows(400_000));
    // At once, and well into the work.
    for delay_ms in [0, 120] {
        let mut command = phusong(&folder.path("."));
        command.args(["analyze", "many.csv", "--out", "out", "--threads", "1", "--lang", "en"]);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let begun = Instant::now();
        while folder.drafts().is_empty() {
            assert!(begun.elapsed() < Duration::from_secs(20), "the work does not begin");
            std::thread::sleep(Duration::from_millis(2));
        }
        std::thread::sleep(Duration::from_millis(delay_ms));
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        let done = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(!done.status.success(), "it ended before the signal came: {said}");
        assert!(!folder.path("out").exists(), "after {delay_ms} ms");
        assert_eq!(folder.drafts(), [""; 0], "after {delay_ms} ms");
        assert!(!said.contains("panicked"), "{said}");
        assert_eq!(done.status.code(), Some(1), "{said}");
        assert!(said.contains("Cancelled"), "{said}");
    }
}

#[test]
fn an_interrupted_run_keeps_the_results_of_the_one_before() {
    let folder = Folder::new();
    folder.write("few.csv", clean_rows(50));
    folder.write("many.csv", clean_rows(400_000));
    assert_eq!(folder.run(&["analyze", "few.csv", "--out", "out", "--quiet"]).code, 0);
    let before = folder.files("out");
    let mut command = phusong(&folder.path("."));
    command.args(["analyze", "many.csv", "--out", "out", "--threads", "1", "--overwrite"]);
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    // The draft lies inside a folder that is there already.
    let has_draft = || {
        let names = std::fs::read_dir(folder.path("out")).unwrap().map(|entry| entry.unwrap().file_name());
        names.into_iter().any(|name| name.to_string_lossy().starts_with(".phusong-"))
    };
    while !has_draft() {
        assert!(begun.elapsed() < Duration::from_secs(20), "the work does not begin");
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert!(!child.wait_with_output().unwrap().status.success());
    assert_eq!(folder.files("out"), before);
    assert_eq!(folder.drafts(), [""; 0]);
}

#[test]
fn waiting_for_a_pipe_can_be_interrupted() {
    let folder = Folder::new();
    assert!(Command::new("mkfifo").arg(folder.path("pipe.csv")).status().unwrap().success());
    for input in ["pipe.csv", "-"] {
        let mut command = phusong(&folder.path("."));
        command.args(["analyze", input, "--out", "out", "--lang", "en"]).stdin(Stdio::piped());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // Held open and silent.
        let silent = child.stdin.take();
        let begun = Instant::now();
        while folder.drafts().is_empty() {
            assert!(begun.elapsed() < Duration::from_secs(20), "the work does not begin");
            std::thread::sleep(Duration::from_millis(2));
        }
        std::thread::sleep(Duration::from_millis(100));
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        let begun = Instant::now();
        while child.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < Duration::from_secs(10), "{input}: it does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
        drop(silent);
        let done = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(1), "{input}: {said}");
        assert!(said.contains("Cancelled"), "{input}: {said}");
        assert_eq!(folder.drafts(), [""; 0], "{input}");
    }
}
