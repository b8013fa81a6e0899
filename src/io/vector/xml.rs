//! Events of an XML file, with what an attacker could put into one left out: entities and depth without end.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::model::{LayerFault, LayerPlace};

use super::layer::Damage;

/// KML of real programs nests a dozen deep.
const MAX_DEPTH: usize = 200;

/// What a reader of a format hears.
pub(super) trait XmlReader {
    /// `attributes` are name and value; `path` ends with this element. Names come without their prefix.
    fn start(&mut self, path: &[String], attributes: &[(String, String)]);
    /// `text` is all text directly in the element.
    fn end(&mut self, path: &[String], text: &str);
}

/// Reads a whole file of any encoding that a browser knows.
pub(super) fn read_xml(bytes: &[u8], heard: &mut impl XmlReader) -> Result<(), Damage> {
    let text = decoded(bytes);
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = true;
    config.allow_dangling_amp = true;
    let mut path: Vec<String> = Vec::new();
    // Text of each open element.
    let mut texts: Vec<String> = Vec::new();
    loop {
        let place = |at: u64| place_of(&text, at);
        let event = reader.read_event().map_err(|_| {
            let at = reader.error_position();
            let is_end = at as usize >= text.trim_end().len();
            Damage { fault: if is_end { LayerFault::Truncated } else { LayerFault::Syntax }, place: place(at) }
        })?;
        match event {
            Event::Start(element) => {
                if path.len() >= MAX_DEPTH {
                    return Err(Damage { fault: LayerFault::TooDeep, place: place(reader.buffer_position()) });
                }
                path.push(String::from_utf8_lossy(element.local_name().as_ref()).into_owned());
                texts.push(String::new());
                let attributes: Vec<(String, String)> = element
                    .attributes()
                    // Comparing each attribute with all before it takes for ever where there are a million.
                    .with_checks(false)
                    .flatten()
                    .map(|attribute| {
                        let name = String::from_utf8_lossy(attribute.key.local_name().as_ref()).into_owned();
                        let raw = String::from_utf8_lossy(&attribute.value).into_owned();
                        (name, quick_xml::escape::unescape(&raw).map_or(raw.clone(), Cow::into_owned))
                    })
                    .collect();
                heard.start(&path, &attributes);
            }
            Event::End(_) => {
                heard.end(&path, texts.last().map(String::as_str).unwrap_or_default());
                path.pop();
                texts.pop();
            }
            Event::Text(part) => add(&mut texts, &String::from_utf8_lossy(&part)),
            Event::CData(part) => add(&mut texts, &String::from_utf8_lossy(&part)),
            Event::GeneralRef(name) => {
                let name = String::from_utf8_lossy(&name).into_owned();
                let meant = quick_xml::escape::unescape(&format!("&{name};")).map(Cow::into_owned);
                // What only a browser knows (&nbsp; and its like) is a blank.
                add(&mut texts, meant.as_deref().unwrap_or(" "));
            }
            Event::DocType(declared) => {
                let declared = String::from_utf8_lossy(&declared).to_ascii_uppercase();
                if declared.contains("ENTITY") || declared.contains("SYSTEM") || declared.contains("PUBLIC") {
                    return Err(Damage { fault: LayerFault::Entities, place: place(reader.buffer_position()) });
                }
            }
            Event::Eof if path.is_empty() => return Ok(()),
            Event::Eof => return Err(Damage { fault: LayerFault::Truncated, place: place(text.len() as u64) }),
            _ => {}
        }
    }
}

fn add(texts: &mut [String], part: &str) {
    if let Some(text) = texts.last_mut() {
        text.push_str(part);
    }
}

/// UTF-8 or UTF-16 by its mark, else what the declaration says, else UTF-8.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let declared = || {
        let head = bytes.get(..bytes.len().min(200)).unwrap_or_default();
        let head = String::from_utf8_lossy(head).to_ascii_lowercase();
        let label =
            head.split("encoding=").nth(1)?.trim_start_matches(['"', '\'']).split(['"', '\'']).next()?.to_owned();
        encoding_rs::Encoding::for_label(label.as_bytes())
    };
    let encoding = encoding_rs::Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(declared)
        .unwrap_or(encoding_rs::UTF_8);
    encoding.decode(bytes).0
}

fn place_of(text: &str, at: u64) -> LayerPlace {
    let before = usize::try_from(at).ok().and_then(|at| text.as_bytes().get(..at)).unwrap_or(text.as_bytes());
    let line = before.iter().filter(|b| **b == b'\n').count() as u64 + 1;
    let column = before.len() - before.iter().rposition(|b| *b == b'\n').map_or(0, |last| last + 1);
    LayerPlace::Line(line, column as u64 + 1)
}
