//! A picture of the window as a PNG file, for documentation: taken once everything is loaded, then the program ends.

use std::io::Write;
use std::path::{Path, PathBuf};

use eframe::egui::{ColorImage, Context, ViewportCommand};

use crate::app::{App, Page, Stage};

/// Frames drawn after loading, so that layout and fonts have settled.
const FRAMES: u32 = 12;

/// Waits for the picture, takes it and closes the window.
#[derive(Debug)]
pub struct Photographer {
    path: PathBuf,
    page: Page,
    frames: u32,
    asked: bool,
}

impl Photographer {
    pub fn new(path: PathBuf, page: Page) -> Self {
        Self { path, page, frames: 0, asked: false }
    }

    /// Called at the end of each frame; `settled`: pictures that are made in the background are there.
    pub fn after_frame(&mut self, ctx: &Context, app: &App, settled: bool) {
        let waiting = match self.page {
            Page::Loading => !matches!(app.stage(), Stage::Loading(_)),
            Page::Updating => !matches!(app.stage(), Stage::Ready { updating: true, .. }),
            _ => app.is_working() || !settled || matches!(app.stage(), Stage::Loading(_)),
        };
        // What passes quickly is taken at once, and as it is where it has passed.
        let passes = matches!(self.page, Page::Loading | Page::Updating);
        let has_passed = passes && self.frames > 0;
        if waiting && !has_passed || self.asked {
            return;
        }
        self.frames += 1;
        ctx.request_repaint();
        if self.frames < if passes { FRAMES / 4 } else { FRAMES } {
            return;
        }
        self.asked = true;
        let (path, window) = (self.path.clone(), ctx.clone());
        ctx.request_screenshot(move |image| {
            if let Err(e) = write_png(&path, &image) {
                eprintln!("{}: {e}", path.display());
            }
            window.send_viewport_cmd(ViewportCommand::Close);
        });
    }
}

/// Writes an RGB PNG with stored (uncompressed) blocks: large, but without another dependency.
fn write_png(path: &Path, image: &ColorImage) -> std::io::Result<()> {
    let [width, height] = image.size;
    let mut rows = Vec::with_capacity((width * 3 + 1) * height);
    for row in image.pixels.chunks(width.max(1)) {
        rows.push(0);
        rows.extend(row.iter().flat_map(|pixel| [pixel.r(), pixel.g(), pixel.b()]));
    }
    let mut header = Vec::new();
    header.extend((width as u32).to_be_bytes());
    header.extend((height as u32).to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    file.write_all(b"\x89PNG\r\n\x1a\n")?;
    write_chunk(&mut file, *b"IHDR", &header)?;
    write_chunk(&mut file, *b"IDAT", &zlib_stored(&rows))?;
    write_chunk(&mut file, *b"IEND", &[])?;
    file.flush()
}

fn write_chunk(file: &mut impl Write, kind: [u8; 4], data: &[u8]) -> std::io::Result<()> {
    file.write_all(&(data.len() as u32).to_be_bytes())?;
    file.write_all(&kind)?;
    file.write_all(data)?;
    file.write_all(&crc32(kind.iter().chain(data)).to_be_bytes())
}

/// zlib stream (RFC 1950) of stored deflate blocks (RFC 1951 §3.2.4).
fn zlib_stored(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks = data.chunks(0xffff);
    let last = blocks.len().saturating_sub(1);
    for (i, block) in blocks.enumerate() {
        let length = block.len() as u16;
        out.push(u8::from(i == last));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    out.extend(adler32(data).to_be_bytes());
    out
}

fn adler32(data: &[u8]) -> u32 {
    let (a, b) = data.iter().fold((1u32, 0u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    b << 16 | a
}

fn crc32<'a>(data: impl Iterator<Item = &'a u8>) -> u32 {
    !data.fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_match_their_published_examples() {
        assert_eq!(crc32(b"123456789".iter()), 0xcbf4_3926);
        assert_eq!(adler32(b"Wikipedia"), 0x11e6_0398);
    }
}
