//! The house rules that a compiler does not know: which room may use which, and what has no place in a room.
//!
//! The table is that of the crate documentation. Tests inside a room are free to look around.

// A step of a test that fails is a failing test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Longest file, in lines without its tests.
const MAX_LINES: usize = 400;

/// Files beyond that, with the length they must not grow past. No file joins this list.
const LONGER: [(&str, usize); 2] = [("io/columns/headers.rs", 500), ("io/value/time.rs", 420)];

/// Rooms in the order in which data flows, with the rooms each may use beside itself.
const MAY_USE: [(&str, &[&str]); 12] = [
    ("model", &[]),
    ("spatial", &["model"]),
    ("job", &[]),
    ("io", &["model", "spatial", "job"]),
    ("analysis", &["model", "spatial", "job"]),
    ("cartography", &["model", "spatial", "analysis"]),
    ("text", &["model"]),
    ("report", &["model", "analysis", "cartography", "text"]),
    ("app", &["model", "spatial", "job", "io", "analysis", "cartography", "text", "report"]),
    ("cli", &["model", "spatial", "job", "io", "analysis", "cartography", "text", "report", "app"]),
    ("ui", &["model", "spatial", "job", "analysis", "cartography", "text", "app"]),
    ("main", &["cli", "app", "ui", "text", "model"]),
];

/// One file of `src`, without comments, texts and tests.
struct Source {
    /// Relative to `src`, with `/`.
    path: String,
    code: String,
}

impl Source {
    fn room(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// Number of modules above and including this one: 1 for `io/mod.rs`, 3 for `io/value/time.rs`.
    fn depth(&self) -> usize {
        let parts = self.path.split('/').count();
        match self.path.as_str() {
            "lib.rs" | "main.rs" => 0,
            path if path.ends_with("/mod.rs") => parts - 1,
            _ => parts,
        }
    }

    /// Rooms that the code names, whether in `use` lines or in paths.
    fn rooms_used(&self) -> BTreeSet<String> {
        let mut rooms = BTreeSet::new();
        for (start, _) in self.code.match_indices("crate::") {
            if !follows_a_name(&self.code, start) {
                rooms.extend(first_names(&self.code[start + "crate::".len()..]));
            }
        }
        for (start, _) in self.code.match_indices("phusong::") {
            if self.room() == "main" && !follows_a_name(&self.code, start) {
                rooms.extend(first_names(&self.code[start + "phusong::".len()..]));
            }
        }
        for (start, _) in self.code.match_indices("super::") {
            if follows_a_name(&self.code, start) || self.code[..start].ends_with("super::") {
                continue;
            }
            let mut rest = &self.code[start..];
            let mut ups = 0;
            while let Some(after) = rest.strip_prefix("super::") {
                rest = after;
                ups += 1;
            }
            if ups >= self.depth() {
                rooms.extend(first_names(rest));
            }
        }
        rooms.remove(self.room());
        rooms
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn follows_a_name(code: &str, at: usize) -> bool {
    code[..at].chars().next_back().is_some_and(|c| is_name(c) || c == '$')
}

/// First segments of a use tree: `a::b` gives a; `{a, b::{c, d}, e}` gives a, b, e.
fn first_names(tree: &str) -> Vec<String> {
    let name_of = |text: &str| text.trim_start().chars().take_while(|c| is_name(*c)).collect::<String>();
    let Some(inside) = tree.trim_start().strip_prefix('{') else { return vec![name_of(tree)] };
    let mut names = Vec::new();
    let mut depth = 0;
    let mut item = String::new();
    for c in inside.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name_of(&std::mem::take(&mut item))),
            _ => {}
        }
        if depth == 0 && c != ',' {
            item.push(c);
        }
    }
    names.push(name_of(&item));
    names.retain(|name| !name.is_empty());
    names
}

/// Replaces comments, and the insides of texts and characters, by blanks; lines stay lines.
fn without_comments_and_texts(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut i = 0;
    let blank = |c: char| if c == '\n' { '\n' } else { ' ' };
    while i < chars.len() {
        let rest = &chars[i..];
        if rest.starts_with(&['/', '/']) {
            while i < chars.len() && chars[i] != '\n' {
                i += 1;
            }
        } else if rest.starts_with(&['/', '*']) {
            let mut depth = 0;
            while i < chars.len() {
                if chars[i..].starts_with(&['/', '*']) {
                    depth += 1;
                    i += 2;
                } else if chars[i..].starts_with(&['*', '/']) {
                    depth -= 1;
                    i += 2;
                } else {
                    out.push(blank(chars[i]));
                    i += 1;
                }
                if depth == 0 {
                    break;
                }
            }
        } else if let Some(hashes) = raw_text_hashes(&chars, i) {
            i += hashes + 2;
            let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
            while i < chars.len() && !chars[i..].starts_with(&end) {
                out.push(blank(chars[i]));
                i += 1;
            }
            i += end.len();
        } else if chars[i] == '"' {
            i += 1;
            while i < chars.len() && chars[i] != '"' {
                out.push(blank(chars[i]));
                i += if chars[i] == '\\' { 2 } else { 1 };
            }
            i += 1;
        } else if chars[i] == '\'' && (rest.get(2) == Some(&'\'') || rest.get(1) == Some(&'\\')) {
            // A character, not a lifetime.
            i += if rest.get(1) == Some(&'\\') { 3 } else { 2 };
            while i < chars.len() && chars[i] != '\'' {
                i += 1;
            }
            i += 1;
        } else {
            out.push(chars[i]);
            i += 1;
        }
    }
    out
}

/// Number of `#` of a raw text that begins here.
fn raw_text_hashes(chars: &[char], at: usize) -> Option<usize> {
    if chars[at] != 'r' || at > 0 && is_name(chars[at - 1]) && chars[at - 1] != 'b' {
        return None;
    }
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    (chars.get(at + 1 + hashes) == Some(&'"')).then_some(hashes)
}

/// Takes out every item behind `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    let mut out = String::new();
    let mut rest = code;
    while let Some(start) = rest.find("#[cfg(test)]") {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let mut depth = 0;
        let end = rest.char_indices().find_map(|(i, c)| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            (depth == 0 && (c == ';' || c == '}')).then_some(i + 1)
        });
        rest = &rest[end.unwrap_or(rest.len())..];
    }
    out.push_str(rest);
    out
}

fn files_under(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            files_under(&entry, files);
        } else if entry.extension().is_some_and(|e| e == "rs") {
            files.push(entry);
        }
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    files_under(&root, &mut files);
    files.sort();
    let read = |file: &PathBuf| {
        let path = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let code = without_tests(&without_comments_and_texts(&fs::read_to_string(file).unwrap()));
        Source { path, code }
    };
    let is_test = |source: &Source| source.path.ends_with("tests.rs");
    files.iter().map(read).filter(|source| !is_test(source)).collect()
}

/// Where any of `words` stands in a file that `in_scope` accepts, as `path:line: word`.
fn found(in_scope: impl Fn(&Source) -> bool, words: &[&str]) -> Vec<String> {
    let mut places = Vec::new();
    for source in sources().iter().filter(|source| in_scope(source)) {
        for (number, line) in source.code.lines().enumerate() {
            for word in words {
                let starts: Vec<usize> = line.match_indices(word).map(|(at, _)| at).collect();
                if starts.into_iter().any(|at| !follows_a_name(line, at)) {
                    places.push(format!("{}:{}: {word}", source.path, number + 1));
                }
            }
        }
    }
    places
}

#[track_caller]
fn assert_none(what: &str, places: &[String]) {
    assert!(places.is_empty(), "{what}:\n  {}", places.join("\n  "));
}

#[test]
fn every_room_uses_only_the_rooms_below_it() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.room() != "lib") {
        let Some((_, allowed)) = MAY_USE.iter().find(|(room, _)| *room == source.room()) else {
            wrong.push(format!("{}: a room that the table does not know", source.path));
            continue;
        };
        let used = source.rooms_used();
        wrong.extend(
            used.iter().filter(|r| !allowed.contains(&r.as_str())).map(|r| format!("{} uses {r}", source.path)),
        );
    }
    assert_none("not allowed by the table of src/lib.rs", &wrong);
}

#[test]
fn rooms_do_not_use_each_other_in_circles() {
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources() {
        uses.entry(source.room().to_owned()).or_default().extend(source.rooms_used());
    }
    // Rooms that use nothing left standing may go; what remains goes round in circles.
    while let Some(free) =
        uses.iter().find(|(_, used)| !used.iter().any(|u| uses.contains_key(u))).map(|(r, _)| r.clone())
    {
        uses.remove(&free);
    }
    assert!(uses.is_empty(), "a circle: {uses:?}");
}

#[test]
fn the_table_of_the_crate_documentation_names_every_room() {
    let docs = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let rooms: BTreeSet<String> = sources().iter().map(|s| s.room().to_owned()).collect();
    for room in rooms.iter().filter(|room| !matches!(room.as_str(), "lib" | "main")) {
        assert!(docs.contains(&format!("[`{room}`]")), "src/lib.rs says nothing of {room}");
        assert!(docs.contains(&format!("pub mod {room};")), "{room} is no module of the crate");
    }
}

#[test]
fn files_are_short() {
    let lines = |source: &Source| source.code.trim_end().lines().count();
    let limit = |source: &Source| LONGER.iter().find(|(path, _)| *path == source.path).map_or(MAX_LINES, |(_, n)| *n);
    let sources = sources();
    let long = sources.iter().filter(|source| lines(source) > limit(source));
    let long: Vec<String> = long.map(|source| format!("{}: {}", source.path, lines(source))).collect();
    assert_none("longer than 400 lines without their tests", &long);
}

#[test]
fn no_file_is_named_after_nothing() {
    let vague = ["util", "utils", "helper", "helpers", "common", "manager", "misc"];
    let named = |source: &Source| {
        let mut parts = source.path.split(['/', '.']);
        parts.any(|part| vague.contains(&part) || part.ends_with("_utils") || part.ends_with("_manager"))
    };
    let places: Vec<String> = sources().iter().filter(|s| named(s)).map(|s| s.path.clone()).collect();
    assert_none("names that say nothing", &places);
}

#[test]
fn colours_come_from_the_theme() {
    // `TRANSPARENT` and `PLACEHOLDER` are no colours.
    let words = [
        "Color32::from_",
        "Rgba::from_",
        "Hsva::new",
        "hex_color!",
        "Color32::WHITE",
        "Color32::BLACK",
        "Color32::GRAY",
        "Color32::RED",
        "Color32::GREEN",
        "Color32::BLUE",
        "Color32::YELLOW",
        "Color32::ORANGE",
        "Color32::DARK_",
        "Color32::LIGHT_",
        "Color32::GOLD",
        "Color32::BROWN",
        "Color32::KHAKI",
        "Color32::PURPLE",
        "Color32::CYAN",
        "Color32::MAGENTA",
    ];
    assert_none("colours outside src/ui/theme", &found(|s| !s.path.starts_with("ui/theme/"), &words));
}

const CLOCKS: [&str; 4] = ["SystemTime", "Instant::now", "Timestamp::now", "Zoned::now"];

#[test]
fn analysis_depends_on_its_input_alone() {
    let in_analysis = |s: &Source| s.room() == "analysis";
    assert_none("a clock in analysis", &found(in_analysis, &CLOCKS));
    let unseeded = ["thread_rng", "rand::rng", "from_os_rng", "from_entropy", "OsRng", "rand::random"];
    assert_none("randomness without a seed in analysis", &found(in_analysis, &unseeded));
    assert_none("files in analysis", &found(in_analysis, &["std::fs", "File::", "std::env"]));
}

#[test]
fn the_model_has_no_files_no_threads_and_no_clock() {
    let in_model = |s: &Source| s.room() == "model";
    let words = ["std::thread", "rayon", "std::sync::mpsc", "crossbeam_channel", "std::fs", "std::env", "std::net"];
    assert_none("in model", &found(in_model, &[words.as_slice(), &CLOCKS].concat()));
}

#[test]
fn only_the_window_knows_the_window_library() {
    let words = ["egui", "eframe", "walkers", "egui_plot", "egui_extras", "winit"];
    assert_none("a window library outside ui", &found(|s| s.room() != "ui", &words));
}

#[test]
fn the_window_reads_no_files() {
    // Its own picture it may write; data comes through app.
    let words = ["File::open", "fs::read", "read_to_string"];
    assert_none("files in ui", &found(|s| s.room() == "ui", &words));
}

/// The rooms that the crate of the fuzz targets takes in as they are.
const FUZZED: [&str; 4] = ["io", "job", "model", "spatial"];

#[test]
fn the_fuzz_targets_depend_on_what_their_rooms_use() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lines = |manifest: &str| -> BTreeSet<String> {
        let text = fs::read_to_string(root.join(manifest)).unwrap();
        let dependencies = text.split("[dependencies]").nth(1).unwrap();
        dependencies.lines().take_while(|line| !line.starts_with('[')).map(str::to_owned).collect()
    };
    let fuzz = lines("fuzz/Cargo.toml");
    let sources = sources();
    let is_used = |path: &str| {
        let begins = |code: &str, at: usize| !follows_a_name(code, at) && !code[..at].ends_with("::");
        let names = |source: &Source| source.code.match_indices(path).any(|(at, _)| begins(&source.code, at));
        sources.iter().filter(|source| FUZZED.contains(&source.room())).any(names)
    };
    let is_missing = |line: &String| {
        let name = line.split(" =").next().unwrap_or_default().replace('-', "_");
        !name.is_empty() && is_used(&format!("{name}::")) && !fuzz.contains(line)
    };
    let missing: Vec<String> = lines("Cargo.toml").into_iter().filter(is_missing).collect();
    assert_none("dependencies that fuzz/Cargo.toml has not, or not in the same words", &missing);
}

#[test]
fn only_a_reader_of_this_file_is_fooled_by_texts_and_comments() {
    let source = r##"
        use crate::{model::{A, B}, spatial::grid};  // crate::io
        /* crate::ui */ fn f() -> &'static str { "crate::cli" }
        const Q: char = '"'; const T: &str = r#"crate::app"#; const E: char = '\'';
        pub(in crate::analysis) fn g() { crate::job::run(); $crate::text::x(); }
        #[cfg(test)]
        mod tests { use crate::io::x; fn h() { { } } }
        fn k() { super::super::cartography::x(); }
        #[cfg(test)]
        mod more;
    "##;
    let code = without_tests(&without_comments_and_texts(source));
    let source = Source { path: "analysis/quantile.rs".to_owned(), code };
    let rooms: Vec<String> = source.rooms_used().into_iter().collect();
    assert_eq!(rooms, ["cartography", "job", "model", "spatial"]);
}
