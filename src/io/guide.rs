//! The user's guide that comes with the program, bound into it, so that it opens without a network.

use std::path::{Path, PathBuf};

use crate::model::{Error, Result};

macro_rules! guide_file {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../../docs/guide/", $name)).as_slice())
    };
}

const FILES: [(&str, &[u8]); 9] = [
    guide_file!("vi.html"),
    guide_file!("en.html"),
    guide_file!("style.css"),
    guide_file!("pictures/spot-vi.png"),
    guide_file!("pictures/spot-en.png"),
    guide_file!("pictures/import-vi.png"),
    guide_file!("pictures/import-en.png"),
    guide_file!("pictures/draw-vi.png"),
    guide_file!("pictures/draw-en.png"),
];

/// Lays the guide out in a folder of its own in the system's place for passing files, for a browser to read.
///
/// # Returns
/// The page in the language of the code (`vi`, `en`), Vietnamese where there is none.
pub fn unpack_guide(language: &str) -> Result<PathBuf> {
    let place = std::env::temp_dir();
    let failed = |reason: std::io::Error| Error::unwritable(place.display(), &reason);
    let folder = tempfile::Builder::new().prefix("phusong-guide-").tempdir_in(&place).map_err(failed)?.keep();
    std::fs::create_dir(folder.join("pictures")).map_err(failed)?;
    for (name, bytes) in FILES {
        std::fs::write(folder.join(name), bytes).map_err(failed)?;
    }
    let page = folder.join(format!("{language}.html"));
    Ok(if is_one_of_ours(&page) { page } else { folder.join("vi.html") })
}

fn is_one_of_ours(page: &Path) -> bool {
    page.file_name().is_some_and(|name| FILES.iter().any(|(ours, _)| name == *ours))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `attribute="…"` names in a page, one after another.
    fn named<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
        let start = format!("{attribute}=\"");
        page.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }

    #[test]
    fn every_page_finds_its_pictures_and_its_chapters() {
        for language in ["vi", "en"] {
            let path = unpack_guide(language).unwrap();
            let folder = path.parent().unwrap();
            let page = std::fs::read_to_string(&path).unwrap();
            assert!(page.contains(&format!("lang=\"{language}\"")));
            let pictures = named(&page, "src");
            assert!(pictures.len() >= 2, "{language}: {pictures:?}");
            for picture in pictures {
                assert!(folder.join(picture).is_file(), "{picture}");
            }
            let chapters = named(&page, "id");
            for link in named(&page, "href") {
                let found = match link.strip_prefix('#') {
                    Some(chapter) => chapters.contains(&chapter),
                    None => folder.join(link).is_file(),
                };
                assert!(found, "{language}: {link}");
            }
            std::fs::remove_dir_all(folder).unwrap();
        }
    }

    #[test]
    fn an_unknown_language_gets_the_vietnamese_page() {
        let path = unpack_guide("fr").unwrap();
        assert!(path.ends_with("vi.html"));
        std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }
}
