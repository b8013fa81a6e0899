//! Which files a command means: files, folders, patterns with `*` and `?`, and `-` for standard input.

use std::path::{Path, PathBuf};

use crate::model::{Error, Result};

/// Endings of files that may be tables of samples.
const TABLE_ENDINGS: &[&str] = &["csv", "txt", "tsv"];

/// The files behind `patterns`, in the order given; those of a folder or a pattern sorted by name.
///
/// A path that exists is taken as it is, even if it contains `*`.
pub fn expand_inputs(patterns: &[String]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for pattern in patterns {
        let path = Path::new(pattern);
        let before = files.len();
        if pattern == "-" || path.is_file() {
            files.push(path.to_path_buf());
        } else if path.is_dir() {
            tables_within(path, &mut files)?;
        } else if pattern.contains(['*', '?']) {
            files.extend(matches_of(path).into_iter().filter(|file| file.is_file()));
        } else if path.exists() {
            files.push(path.to_path_buf());
        } else {
            return Err(Error::NotFound { path: pattern.clone() });
        }
        if files.len() == before {
            return Err(Error::NoInput { pattern: pattern.clone() });
        }
    }
    Ok(files)
}

/// Sorted entries of a folder.
fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut list =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<std::io::Result<Vec<_>>>()?;
    list.sort();
    Ok(list)
}

fn tables_within(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let unreadable =
        |error: std::io::Error| Error::Unreadable { path: folder.display().to_string(), reason: error.to_string() };
    for entry in entries(folder).map_err(unreadable)? {
        let ending = entry.extension().map(|e| e.to_string_lossy().to_lowercase());
        if entry.is_file() && ending.is_some_and(|e| TABLE_ENDINGS.contains(&e.as_str())) {
            files.push(entry);
        } else if entry.is_dir() && !entry.is_symlink() {
            tables_within(&entry, files)?;
        }
    }
    Ok(())
}

/// Existing paths that match, component by component.
fn matches_of(pattern: &Path) -> Vec<PathBuf> {
    let mut found = vec![PathBuf::new()];
    for component in pattern.components() {
        let name = component.as_os_str().to_string_lossy();
        if !name.contains(['*', '?']) {
            found.iter_mut().for_each(|path| path.push(component));
            continue;
        }
        found = found
            .into_iter()
            .flat_map(|folder| {
                let look_in = if folder.as_os_str().is_empty() { Path::new(".") } else { folder.as_path() };
                let names = entries(look_in).unwrap_or_default();
                let matching = names.into_iter().filter_map(|path| path.file_name().map(std::ffi::OsStr::to_owned));
                let is_match = |entry: &std::ffi::OsString| matches(&name, &entry.to_string_lossy());
                matching.filter(is_match).map(|entry| folder.join(entry)).collect::<Vec<_>>()
            })
            .collect();
    }
    found
}

/// `*` stands for any characters, `?` for one. Names that begin with a point need a point in the pattern.
fn matches(pattern: &str, name: &str) -> bool {
    if name.starts_with('.') && !pattern.starts_with('.') {
        return false;
    }
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut p, mut n) = (0, 0);
    // Where the last `*` stood, and how much of the name it has taken.
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(c) if *c == '?' || name.get(n) == Some(c) => {
                p += 1;
                n += 1;
            }
            _ => match star {
                Some((at, taken)) => {
                    star = Some((at, taken + 1));
                    p = at + 1;
                    n = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(p).all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_in_a_shell() {
        for (pattern, name, expected) in [
            ("*.csv", "a.csv", true),
            ("*.csv", ".csv", false),
            ("t?_*.csv", "t1_a.b.csv", true),
            ("*a*b", "xaybzb", true),
            ("*a*b", "xaybz", false),
            ("tháng ??.csv", "tháng 10.csv", true),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn folders_and_patterns_give_sorted_files() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.csv", "a.csv", "note.md", "sub/c.TXT"] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        let names = |pattern: String| -> Vec<String> {
            let files = expand_inputs(&[pattern]).unwrap();
            files.iter().map(|f| f.file_name().unwrap().to_string_lossy().into_owned()).collect()
        };
        let root = folder.path().display();
        assert_eq!(names(format!("{root}")), ["a.csv", "b.csv", "c.TXT"]);
        assert_eq!(names(format!("{root}/*.csv")), ["a.csv", "b.csv"]);
        assert_eq!(names(format!("{root}/*/c.*")), ["c.TXT"]);
        assert!(matches!(expand_inputs(&[format!("{root}/*.xls")]), Err(Error::NoInput { .. })));
        assert!(matches!(expand_inputs(&[format!("{root}/none.csv")]), Err(Error::NotFound { .. })));
    }
}
