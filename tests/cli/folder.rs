//! A folder with an invented ward in it, and the program running there.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

pub struct Folder {
    root: TempDir,
}

/// What a run left behind.
pub struct Done {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl From<Output> for Done {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

pub struct Table {
    pub header: String,
    pub rows: Vec<csv::StringRecord>,
    columns: Vec<String>,
}

impl Table {
    pub fn cell<'a>(&self, row: &'a csv::StringRecord, column: &str) -> &'a str {
        let place = self.columns.iter().position(|c| c == column);
        &row[place.unwrap_or_else(|| panic!("no column {column}"))]
    }

    pub fn count(&self, row: &csv::StringRecord, column: &str) -> u64 {
        self.cell(row, column).parse().unwrap_or_else(|e| panic!("{column}: {e}"))
    }

    pub fn rows_where(&self, conditions: &[(&str, &str)]) -> Vec<&csv::StringRecord> {
        let fits = |row: &&csv::StringRecord| conditions.iter().all(|(c, value)| self.cell(row, c) == *value);
        self.rows.iter().filter(fits).collect()
    }

    /// Sum of a column of counts over the rows that fit.
    pub fn sum(&self, column: &str, conditions: &[(&str, &str)]) -> u64 {
        self.rows_where(conditions).into_iter().map(|row| self.count(row, column)).sum()
    }
}

pub fn phusong(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_phusong"));
    command.current_dir(folder);
    for variable in ["PHUSONG_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
        command.env_remove(variable);
    }
    command
}

impl Folder {
    pub fn new() -> Self {
        Self { root: tempfile::tempdir().unwrap() }
    }

    /// With `ward/` (twelve monthly files of an invented ward, dirty rows among them) and `zones.geojson`.
    pub fn with_ward() -> Self {
        static WARD: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
        let files = WARD.get_or_init(|| {
            let folder = Self::new();
            let done = folder.run(&["simulate", "--out", "w", "--samples", "1200", "--zones", "6", "--weak", "3"]);
            assert_eq!(done.code, 0, "{}", done.err);
            folder.files("w")
        });
        let folder = Self::new();
        for (name, bytes) in files {
            if name.ends_with(".csv") && name != "truth.csv" {
                folder.write(&format!("ward/{name}"), bytes);
            }
        }
        folder.write("zones.geojson", &files["khu_pho_gia_dinh.geojson"]);
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// A table in which nothing is wrong, `n` rows long, near the middle of the ward.
    pub fn write_clean(&self, name: &str, n: usize) {
        self.write(name, clean_rows(n));
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    pub fn read(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).unwrap()
    }

    /// Files directly in a folder, by name, with what they hold.
    pub fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let entries = fs::read_dir(self.path(folder)).unwrap().map(|entry| entry.unwrap().path());
        let files = entries.filter(|path| path.is_file());
        files.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap())).collect()
    }

    /// Unfinished output folders that were left behind.
    pub fn drafts(&self) -> Vec<String> {
        let entries = fs::read_dir(self.root.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        names.filter(|name| name.starts_with(".phusong-")).collect()
    }

    pub fn table(&self, name: &str) -> Table {
        let text = self.read(name);
        let text = text.strip_prefix('\u{feff}').unwrap_or_else(|| panic!("{name} has no byte order mark"));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.unwrap_or_else(|e| panic!("{name}: {e}"))).collect();
        Table { header: text.lines().next().unwrap().to_owned(), rows, columns }
    }

    pub fn run(&self, args: &[&str]) -> Done {
        phusong(self.root.path()).args(args).stdin(Stdio::null()).output().unwrap().into()
    }

    pub fn pipe(&self, args: &[&str], input: &[u8]) -> Done {
        let mut command = phusong(self.root.path());
        let piped = command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        child.wait_with_output().unwrap().into()
    }
}

pub const HEADER: &str =
    "test_id,timestamp,latitude,longitude,operator,technology,download_mbps,upload_mbps,latency_ms\n";

pub fn clean_rows(n: usize) -> String {
    let mut text = HEADER.to_owned();
    for i in 0..n {
        let (day, hour, minute) = (1 + i / 1440 % 28, i / 60 % 24, i % 60);
        let (lat, lon) = (21.03 + (i * 7 % 100) as f64 * 1e-5, 106.77 + (i * 13 % 100) as f64 * 1e-5);
        let operator = ["Viettel", "VinaPhone", "MobiFone"][i % 3];
        let download = 5.0 + (i * 37 % 900) as f64 / 10.0;
        text.push_str(&format!(
            "t{i},2026-03-{day:02}T{hour:02}:{minute:02}:00+07:00,{lat:.6},{lon:.6},{operator},4G,{download:.1},10.5,33\n"
        ));
    }
    text
}
