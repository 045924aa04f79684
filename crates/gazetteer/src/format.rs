//! The file: a header of 16 words, then sections; all numbers little-endian.
//!
//! | part | content |
//! |---|---|
//! | header | magic (8), format (4), digest of the rest (8), number of places (4), of countries (4), offset and length of each section (4 + 4) |
//! | names | fst map from key to the rank of the key |
//! | name table | 3 bytes a key: one posting, or where its list starts |
//! | loose, loose table | the same for skeletons of the spelling rules |
//! | lists | postings, 3 bytes each; bit 23 marks the last of a list |
//! | records | 18 bytes a place |
//! | codes | 5 bytes a country: ISO alpha-2, alpha-3 |
//! | shared | 5 bytes each: place (3), country (2), for places in several countries; sorted |
//! | texts, text index | display names, front-coded in blocks of 16; 4 bytes a block |
//!
//! A posting is a place (20 bits) and a name kind (3 bits).

use crate::{Error, Feature};
use diurna_core::Precision;

pub(crate) const MAGIC: &[u8; 8] = b"DIURGAZ\n";
pub(crate) const FORMAT: u32 = 1;
pub(crate) const SECTIONS: usize = 10;
pub(crate) const HEADER_LEN: usize = 8 + 4 + 8 + 4 + 4 + SECTIONS * 8;
/// Start of what the digest covers: everything after the digest itself.
pub(crate) const DIGEST_END: usize = 20;
pub(crate) const RECORD_LEN: usize = 18;
pub(crate) const CODE_LEN: usize = 5;
pub(crate) const SHARED_LEN: usize = 5;
pub(crate) const BLOCK: usize = 16;
pub(crate) const NO_PARENT: u16 = u16::MAX;
/// Flag of the last posting of a list; in a table, of an offset into the lists.
pub(crate) const FLAG: u32 = 1 << 23;
pub(crate) const PLACE_BITS: u32 = 20;
pub(crate) const MAX_PLACES: usize = 1 << PLACE_BITS;
const DEGREE: f64 = 8_388_607.0 / 180.0;

pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let part = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([part[0], part[1]]))
}

pub(crate) fn u24_at(bytes: &[u8], at: usize) -> Option<u32> {
    let part = bytes.get(at..at.checked_add(3)?)?;
    Some(u32::from_le_bytes([part[0], part[1], part[2], 0]))
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let part = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([part[0], part[1], part[2], part[3]]))
}

pub(crate) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from(u32_at(bytes, at)?) | u64::from(u32_at(bytes, at.checked_add(4)?)?) << 32)
}

/// Feature in six bits, weight in seven, precision in the three that are left of two bytes.
pub(crate) fn encode_kind(feature: Feature, weight: u8, precision: Precision) -> [u8; 2] {
    let precision = precision as u8;
    [feature as u8 | (precision & 3) << 6, weight.min(100) | (precision >> 2) << 7]
}

pub(crate) fn decode_kind(bytes: [u8; 2]) -> Option<(Feature, u8, Precision)> {
    const PRECISIONS: [Precision; 5] =
        [Precision::Exact, Precision::Town, Precision::District, Precision::Province, Precision::Country];
    let precision = PRECISIONS.get(usize::from(bytes[0] >> 6 | (bytes[1] >> 7) << 2))?;
    Some((Feature::from_code(bytes[0] & 0x3f)?, bytes[1] & 0x7f, *precision))
}

/// Degrees as 24 bits, two's complement.
pub(crate) fn encode_degrees(degrees: f64) -> u32 {
    ((degrees * DEGREE).round() as i32 as u32) & 0x00ff_ffff
}

pub(crate) fn decode_degrees(bits: u32) -> f64 {
    let signed = ((bits << 8) as i32) >> 8;
    // Five decimals say more than the 24 bits hold.
    (f64::from(signed) / DEGREE * 1e5).round() / 1e5
}

/// Population in 16 bits: 11 of the number, 5 of how far it is shifted.
pub(crate) fn encode_population(population: u32) -> u16 {
    let mut shift = 0;
    let mut number = population;
    while number > 0x7ff {
        shift += 1;
        number = population >> shift;
    }
    (shift as u16) << 11 | number as u16
}

pub(crate) fn decode_population(bits: u16) -> u32 {
    let number = u64::from(bits & 0x7ff);
    u32::try_from(number << (bits >> 11)).unwrap_or(u32::MAX)
}

/// Digest of the file: 64 bits, eight bytes at a time. It finds damage, not malice.
pub(crate) fn digest(bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut lanes = [PRIME, PRIME.rotate_left(17), PRIME.rotate_left(31), PRIME.rotate_left(47)];
    let mut chunks = bytes.chunks_exact(32);
    for chunk in &mut chunks {
        for (lane, word) in lanes.iter_mut().zip(chunk.chunks_exact(8)) {
            let word = u64_at(word, 0).unwrap_or(0);
            *lane = (*lane ^ word).wrapping_mul(PRIME).rotate_left(29);
        }
    }
    let mut sum = bytes.len() as u64;
    for lane in lanes {
        sum = (sum ^ lane).wrapping_mul(PRIME).rotate_left(29);
    }
    for byte in chunks.remainder() {
        sum = (sum ^ u64::from(*byte)).wrapping_mul(PRIME).rotate_left(29);
    }
    sum ^ (sum >> 32)
}

/// The parts of a file whose header is right.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    pub(crate) digest: u64,
    pub(crate) places: usize,
    pub(crate) countries: usize,
    pub(crate) sections: [&'static [u8]; SECTIONS],
}

pub(crate) fn layout(bytes: &'static [u8]) -> Result<Layout, Error> {
    if bytes.get(..8) != Some(MAGIC) {
        return Err(Error::Magic);
    }
    let header = Error::Damaged("header");
    let format = u32_at(bytes, 8).ok_or_else(|| header.clone())?;
    if format != FORMAT {
        return Err(Error::Format(format));
    }
    let digest = u64_at(bytes, 12).ok_or_else(|| header.clone())?;
    let places = u32_at(bytes, 20).ok_or_else(|| header.clone())? as usize;
    let countries = u32_at(bytes, 24).ok_or_else(|| header.clone())? as usize;
    let mut sections: [&'static [u8]; SECTIONS] = [&[]; SECTIONS];
    for (index, section) in sections.iter_mut().enumerate() {
        let start = u32_at(bytes, 28 + index * 8).ok_or_else(|| header.clone())? as usize;
        let length = u32_at(bytes, 32 + index * 8).ok_or_else(|| header.clone())? as usize;
        let end = start.checked_add(length).ok_or_else(|| header.clone())?;
        *section = bytes.get(start..end).ok_or(Error::Damaged("section outside the file"))?;
    }
    Ok(Layout { digest, places, countries, sections })
}

/// Reads text `index` from front-coded blocks: each entry is the length shared with the entry
/// before, the length of the rest (one byte each), and the rest.
pub(crate) fn text_at(texts: &[u8], index: &[u8], number: usize) -> Option<String> {
    let mut at = u32_at(index, number / BLOCK * 4)? as usize;
    let mut text = Vec::new();
    for _ in 0..=number % BLOCK {
        let shared = usize::from(*texts.get(at)?);
        let length = usize::from(*texts.get(at + 1)?);
        let rest = texts.get(at + 2..at + 2 + length)?;
        text.truncate(shared);
        text.extend_from_slice(rest);
        at += 2 + length;
    }
    String::from_utf8(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_return_within_three_metres() {
        for degrees in [0.0, 33.33125, -77.04167, 180.0, -180.0, 89.99999, 0.00001] {
            assert!((decode_degrees(encode_degrees(degrees)) - degrees).abs() < 2.5e-5, "{degrees}");
        }
    }

    #[test]
    fn population_returns_within_a_thousandth() {
        for population in [0, 1, 2047, 2048, 4095, 86_353, 8_804_190, 1_411_778_724, u32::MAX] {
            let back = decode_population(encode_population(population));
            assert!(back <= population && f64::from(population - back) <= f64::from(population) / 1000.0);
        }
        assert_eq!(decode_population(encode_population(2049)), 2048);
    }

    #[test]
    fn kind_returns() {
        for kind in [
            (Feature::Continent, 0, Precision::Exact),
            (Feature::River, 77, Precision::Province),
            (Feature::Building, 100, Precision::Country),
        ] {
            assert_eq!(decode_kind(encode_kind(kind.0, kind.1, kind.2)), Some(kind));
        }
        assert_eq!(decode_kind([0x3f, 0]), None);
        assert_eq!(decode_kind([0xc0, 0x80]), None);
        assert!(Feature::ALL.len() < 0x3f);
    }

    #[test]
    fn digest_sees_one_bit() {
        let mut bytes = vec![7_u8; 100];
        let whole = digest(&bytes);
        for at in [0, 31, 32, 95, 96, 99] {
            bytes[at] ^= 1;
            assert_ne!(digest(&bytes), whole, "{at}");
            bytes[at] ^= 1;
        }
        assert_eq!(digest(&bytes), whole);
    }
}
