//! Mutations of any bytes.

use super::random::Random;

/// Mutants do not grow beyond this.
pub const MAX_BYTES: usize = 2 << 20;

/// Numbers at which sizes, counts and offsets go wrong.
const EDGES: &[u64] = &[
    0,
    1,
    2,
    3,
    0x0f,
    0x10,
    0x7e,
    0x7f,
    0x80,
    0xff,
    0x100,
    0x1000,
    0x7fff,
    0x8000,
    0xfffe,
    0xffff,
    0x1_0000,
    0x10_0000,
    0x00ff_ffff,
    0x1000_0000,
    0x3fff_ffff,
    0x4000_0000,
    0x7fff_fffe,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_fffe,
    0xffff_ffff,
    0x1_0000_0000,
    0x0fff_ffff_ffff_ffff,
    0x1fff_ffff_ffff_ffff,
    0x7fff_ffff_ffff_ffff,
    0x8000_0000_0000_0000,
    0xffff_ffff_ffff_fffe,
    0xffff_ffff_ffff_ffff,
];

const FLOATS: &[f64] =
    &[f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e308, -1e308, 5e-324, -0.0, 180.0, 90.000_001, 1e17, 9e15];

/// Changes bytes in one way; `other` lends a block for splicing.
pub fn mutate(bytes: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    match random.below(12) {
        0 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        1 => {
            let with = random.pick(&[0, 1, 0x20, 0x7f, 0x80, 0xfe, 0xff]).unwrap_or_default();
            if let Some(byte) = bytes.get_mut(at) {
                *byte = with;
            }
        }
        2..=4 => integer(bytes, at, random),
        5 => {
            let float = random.pick(FLOATS).unwrap_or_default();
            let float = if random.below(4) == 0 { float.to_be_bytes() } else { float.to_le_bytes() };
            overwrite(bytes, at, &float);
        }
        6 => bytes.truncate(at),
        7 => {
            let block = block(bytes, random);
            let times = 1 + random.length(2000).min((MAX_BYTES / 4) / block.len().max(1));
            insert(bytes, at, &block.repeat(times));
        }
        8 => {
            let any = random.next() as u8;
            let fill = random.pick(&[0, b' ', 0xff, any]).unwrap_or_default();
            let block = vec![fill; random.length(4096)];
            insert(bytes, at, &block);
        }
        9 => {
            let end = (at + random.length(bytes.len())).min(bytes.len());
            bytes.drain(at..end);
        }
        10 => {
            let block = block(other, random);
            match random.below(2) {
                0 => insert(bytes, at, &block),
                _ => overwrite(bytes, at, &block),
            }
        }
        _ => {
            let block = block(bytes, random);
            overwrite(bytes, at, &block);
        }
    }
}

/// Puts a boundary number of 1 to 8 bytes over what is there, or moves what is there a little.
fn integer(bytes: &mut [u8], at: usize, random: &mut Random) {
    let width = random.pick(&[1, 2, 4, 4, 8]).unwrap_or(4);
    let is_big = random.below(3) == 0;
    let Some(place) = bytes.get_mut(at..at + width) else { return };
    let read = |place: &[u8]| place.iter().rev().fold(0_u64, |n, b| n << 8 | u64::from(*b));
    let old = if is_big { read(&place.iter().rev().copied().collect::<Vec<_>>()) } else { read(place) };
    let new = match random.below(4) {
        0 => old.wrapping_add(random.below(9) as u64).wrapping_sub(4),
        1 => old.wrapping_mul(random.pick(&[2, 16, 256, 65_536]).unwrap_or(2)),
        _ => random.pick(EDGES).unwrap_or_default(),
    };
    let new = new.to_le_bytes();
    for (i, byte) in new.iter().take(width).enumerate() {
        let i = if is_big { width - 1 - i } else { i };
        if let Some(place) = place.get_mut(i) {
            *place = *byte;
        }
    }
}

fn block(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let start = random.below(bytes.len());
    let len = random.length(bytes.len() - start);
    bytes.get(start..start + len).unwrap_or_default().to_vec()
}

pub fn insert(bytes: &mut Vec<u8>, at: usize, block: &[u8]) {
    if bytes.len() + block.len() <= MAX_BYTES && at <= bytes.len() {
        bytes.splice(at..at, block.iter().copied());
    }
}

fn overwrite(bytes: &mut [u8], at: usize, block: &[u8]) {
    for (place, byte) in bytes.iter_mut().skip(at).zip(block) {
        *place = *byte;
    }
}
