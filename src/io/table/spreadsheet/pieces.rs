//! Tags and texts of a long XML stream one after the other, each within one buffer that does not grow without end.
//!
//! A spreadsheet of ten megabytes unpacks to millions of tags. They are told apart by their brackets alone; what is
//! in them is looked at by whoever wants to know.

use std::borrow::Cow;
use std::io::{ErrorKind, Read};

use memchr::{memchr, memchr_iter, memchr3, memmem};

/// Longest text or tag: a cell holds at most 32,767 characters.
const LONGEST_PIECE: usize = 4 << 20;
const BLOCK: usize = 256 << 10;

/// Why there are no more pieces, although the stream has not ended as it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Broken,
    TooMuch,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'b> {
    /// `<prefix:name …>`, or `<prefix:name …/>`, which is its own end.
    Start {
        name: &'b [u8],
        attributes: Attributes<'b>,
        is_end: bool,
    },
    End {
        name: &'b [u8],
    },
    /// As it is written: references are not resolved.
    Text(&'b [u8]),
    /// What stands in `<![CDATA[ … ]]>`.
    Literal(&'b [u8]),
}

/// A stream in pieces.
pub(super) struct Pieces<R> {
    source: R,
    buffer: Vec<u8>,
    at: usize,
    /// Bytes that may still come.
    left: u64,
    has_ended: bool,
}

impl<R: Read> Pieces<R> {
    /// `limit`: bytes of the whole stream beyond which it is too much.
    pub fn new(source: R, limit: u64) -> Self {
        Self { source, buffer: Vec::new(), at: 0, left: limit, has_ended: false }
    }

    /// The next piece; `None` at the end of the stream. Comments and instructions are passed over.
    pub fn next(&mut self) -> Result<Option<Piece<'_>>, Fault> {
        loop {
            let Some(first) = self.byte(0)? else { return Ok(None) };
            if first != b'<' {
                let end = self.find(0, |rest| memchr(b'<', rest))?;
                return Ok(Some(Piece::Text(self.pass(end, 0))));
            }
            match self.byte(1)? {
                Some(b'?') => {
                    let end = self.find_end(b"?>")?;
                    self.pass(end, 2);
                }
                Some(b'!') if self.begins_with(b"<!--")? => {
                    let end = self.find_end(b"-->")?;
                    self.pass(end, 3);
                }
                Some(b'!') if self.begins_with(b"<![CDATA[")? => {
                    let end = self.find_end(b"]]>")?;
                    let literal = self.pass(end, 3);
                    return Ok(Some(Piece::Literal(literal.get(b"<![CDATA[".len()..).unwrap_or_default())));
                }
                // A document type: no spreadsheet has one, and entities are declared there.
                Some(b'!') | None => return Err(Fault::Broken),
                Some(_) => {
                    let end = self.find_tag_end()?;
                    return Ok(Some(tag(self.pass(end, 1))));
                }
            }
        }
    }

    /// The bytes up to `end`, which are passed with so many more.
    fn pass(&mut self, end: usize, more: usize) -> &[u8] {
        let from = self.at;
        self.at = (from + end + more).min(self.buffer.len());
        self.buffer.get(from..from + end).unwrap_or_default()
    }

    fn byte(&mut self, i: usize) -> Result<Option<u8>, Fault> {
        while self.at + i >= self.buffer.len() {
            if !self.fill()? {
                return Ok(None);
            }
        }
        Ok(self.buffer.get(self.at + i).copied())
    }

    fn begins_with(&mut self, mark: &[u8]) -> Result<bool, Fault> {
        let last = self.byte(mark.len() - 1)?;
        Ok(last.is_some() && self.rest().starts_with(mark))
    }

    fn rest(&self) -> &[u8] {
        self.buffer.get(self.at..).unwrap_or_default()
    }

    /// Where `found` finds something behind the first `from` bytes; the end of the stream is the end of a text.
    fn find(&mut self, from: usize, found: impl Fn(&[u8]) -> Option<usize>) -> Result<usize, Fault> {
        let mut from = from;
        loop {
            let rest = self.rest();
            if let Some(place) = found(rest.get(from..).unwrap_or_default()) {
                return Ok(from + place);
            }
            from = rest.len();
            if !self.fill()? {
                return Ok(from);
            }
        }
    }

    fn find_end(&mut self, mark: &[u8]) -> Result<usize, Fault> {
        let mut from = 0;
        loop {
            let rest = self.rest();
            if let Some(place) = memmem::find(rest.get(from..).unwrap_or_default(), mark) {
                return Ok(from + place);
            }
            from = rest.len().saturating_sub(mark.len());
            if !self.fill()? {
                return Err(Fault::Broken);
            }
        }
    }

    /// Place of the `>` that ends a tag: one between quotes is part of a value.
    fn find_tag_end(&mut self) -> Result<usize, Fault> {
        loop {
            if let Some(end) = tag_end(self.rest()) {
                return Ok(end);
            }
            if !self.fill()? {
                return Err(Fault::Broken);
            }
        }
    }

    /// Reads on; `false` at the end.
    fn fill(&mut self) -> Result<bool, Fault> {
        if self.has_ended {
            return Ok(false);
        }
        self.buffer.drain(..self.at);
        self.at = 0;
        let len = self.buffer.len();
        if len > LONGEST_PIECE {
            return Err(Fault::TooMuch);
        }
        // A piece that is longer than a block is read in steps of its own length, so that it is not searched too often.
        self.buffer.resize(len + BLOCK.max(len), 0);
        let n = loop {
            match self.source.read(self.buffer.get_mut(len..).unwrap_or_default()) {
                Ok(n) => break n,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return Err(Fault::Broken),
            }
        };
        self.buffer.truncate(len + n);
        self.left = self.left.checked_sub(n as u64).ok_or(Fault::TooMuch)?;
        self.has_ended = n == 0;
        Ok(n > 0)
    }
}

fn tag_end(bytes: &[u8]) -> Option<usize> {
    let end = memchr(b'>', bytes)?;
    let tag = bytes.get(..end)?;
    if memchr_iter(b'"', tag).count().is_multiple_of(2) && memchr(b'\'', tag).is_none() {
        return Some(end);
    }
    let mut at = 0;
    loop {
        at += memchr3(b'>', b'"', b'\'', bytes.get(at..)?)?;
        let sign = *bytes.get(at)?;
        if sign == b'>' {
            return Some(at);
        }
        at += memchr(sign, bytes.get(at + 1..)?)? + 2;
    }
}

/// A tag from its `<` up to its `>`.
fn tag(bytes: &[u8]) -> Piece<'_> {
    let inside = bytes.get(1..).unwrap_or_default();
    let is_space = |b: &u8| b.is_ascii_whitespace();
    if let Some(name) = inside.strip_prefix(b"/") {
        return Piece::End { name: local(name.trim_ascii_end()) };
    }
    let (inside, is_end) = inside.strip_suffix(b"/").map_or((inside, false), |inside| (inside, true));
    let end = inside.iter().position(is_space).unwrap_or(inside.len());
    let (name, rest) = inside.split_at_checked(end).unwrap_or((inside, &[]));
    Piece::Start { name: local(name), attributes: Attributes(rest), is_end }
}

/// The name without its prefix.
fn local(name: &[u8]) -> &[u8] {
    memchr(b':', name).map_or(name, |colon| name.get(colon + 1..).unwrap_or_default())
}

/// The attributes of a tag: names with their prefixes, values as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Attributes<'b>(&'b [u8]);

impl<'b> Iterator for Attributes<'b> {
    type Item = (&'b [u8], &'b [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let equals = memchr(b'=', self.0)?;
        let name = self.0.get(..equals)?.trim_ascii();
        let rest = self.0.get(equals + 1..)?.trim_ascii_start();
        let (quote, rest) = rest.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
        let end = memchr(*quote, rest)?;
        self.0 = rest.get(end + 1..)?;
        Some((name, rest.get(..end)?))
    }
}

/// A text or the value of an attribute with its references resolved; one that stands for nothing known is left out.
pub(super) fn resolved(written: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(written);
    if !text.contains('&') {
        return text;
    }
    let mut whole = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some((before, after)) = rest.split_once('&') {
        whole.push_str(before);
        match after.split_once(';') {
            Some((reference, behind)) => {
                whole.push_str(&meant(reference));
                rest = behind;
            }
            None => {
                whole.push('&');
                rest = after;
            }
        }
    }
    whole.push_str(rest);
    Cow::Owned(whole)
}

fn meant(reference: &str) -> String {
    if let Some(number) = reference.strip_prefix('#') {
        let code = match number.strip_prefix('x') {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32).map(String::from).unwrap_or_default();
    }
    quick_xml::escape::resolve_predefined_entity(reference).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out a few bytes at a time.
    struct Drops<'a>(&'a [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let n = self.1.min(buffer.len()).min(self.0.len());
            buffer[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn pieces(text: &str) -> Result<Vec<String>, Fault> {
        let mut first = None;
        for drop in [1, 2, 5, 1 << 20] {
            let mut pieces = Pieces::new(Drops(text.as_bytes(), drop), 1 << 30);
            let mut all = Vec::new();
            let outcome = loop {
                match pieces.next() {
                    Ok(Some(piece)) => all.push(shown(piece)),
                    Ok(None) => break Ok(all),
                    Err(fault) => break Err(fault),
                }
            };
            assert_eq!(*first.get_or_insert_with(|| outcome.clone()), outcome, "{drop} bytes at a time");
        }
        first.unwrap()
    }

    fn shown(piece: Piece<'_>) -> String {
        match piece {
            Piece::Start { name, attributes, is_end } => {
                let attributes =
                    attributes.map(|(name, value)| format!(" {}={}", String::from_utf8_lossy(name), resolved(value)));
                let attributes: String = attributes.collect();
                format!("<{}{attributes}{}", String::from_utf8_lossy(name), if is_end { "/" } else { "" })
            }
            Piece::End { name } => format!("</{}", String::from_utf8_lossy(name)),
            Piece::Text(text) => resolved(text).into_owned(),
            Piece::Literal(text) => format!("[{}]", String::from_utf8_lossy(text)),
        }
    }

    #[test]
    fn tags_texts_and_attributes_are_told_apart() {
        let text = "<?xml version='1.0'?><a:b c:d=\"1>2\" e = '\"&amp;&#x1EA1;'>Vĩ &lt; độ<!-- <x> --><f/><![CDATA[&<]]></a:b >";
        let expected = ["<b c:d=1>2 e=\"&ạ", "Vĩ < độ", "<f/", "[&<]", "</b"];
        assert_eq!(pieces(text).unwrap(), expected);
        assert_eq!(pieces("").unwrap(), [""; 0]);
    }

    #[test]
    fn what_does_not_end_or_grows_without_end_is_a_fault() {
        for text in ["<a", "<a b=\"", "<!-- ", "<![CDATA[x]]", "<?x", "<!DOCTYPE a [<!ENTITY b \"c\">]><a/>", "<"] {
            assert_eq!(pieces(text), Err(Fault::Broken), "{text}");
        }
        let long = format!("<a>{}</a>", "x".repeat(9 << 20));
        let mut all = Pieces::new(long.as_bytes(), 1 << 30);
        assert!(all.next().is_ok());
        assert_eq!(all.next().err(), Some(Fault::TooMuch));
        let mut many = Pieces::new(std::io::repeat(b'<'), 1 << 20);
        assert_eq!(many.next().err(), Some(Fault::TooMuch));
    }

    #[test]
    fn references_that_stand_for_nothing_are_left_out() {
        assert_eq!(resolved(b"a&nbsp;b&#0;&#xD800;&quot;c&d"), "ab\0\"c&d");
    }
}
