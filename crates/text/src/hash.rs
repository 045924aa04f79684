//! Hashes of words and of features; the same on every machine.

const K: u64 = 0x9E37_79B9_7F4A_7C15;

/// Hash of a string, for use as an atom of features.
///
/// ```
/// use diurna_text::hash::text;
/// assert_eq!(text("siege"), text("siege"));
/// assert_ne!(text("siege"), text("sieges"));
/// ```
#[must_use]
pub fn text(s: &str) -> u32 {
    let mut h = K ^ s.len() as u64;
    for chunk in s.as_bytes().chunks(8) {
        let mut word = [0_u8; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        h = (h ^ u64::from_le_bytes(word)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        h ^= h >> 32;
    }
    // Never 0, which stands for "no word here".
    ((h ^ (h >> 29)) as u32).max(1)
}

/// Hash of a feature: the number of its template and up to three atoms.
///
/// ```
/// use diurna_text::hash::feature;
/// assert_ne!(feature(1, 7, 0, 0), feature(2, 7, 0, 0));
/// assert_ne!(feature(1, 7, 8, 0), feature(1, 8, 7, 0));
/// ```
#[must_use]
#[inline]
pub fn feature(template: u32, a: u32, b: u32, c: u32) -> u64 {
    let x = (u64::from(template) << 32 | u64::from(a)).wrapping_mul(K);
    let y = (u64::from(b) << 32 | u64::from(c)).wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
    let h = (x ^ (x >> 29)).wrapping_add(y ^ (y >> 31)).wrapping_mul(0x1656_67B1_9E37_79F9);
    h ^ (h >> 30)
}
