//! Bytes to Unicode code points and back.

use crate::span::TextSpan;

/// Turns byte offsets into code-point offsets and back, in constant time after one pass.
///
/// Keeps one code-point count for every 64 bytes, so that a megabyte of text costs 64 kB.
///
/// ```
/// use diurna_core::Offsets;
/// let text = "Ménaka 🕊 talks";
/// let o = Offsets::new(text);
/// let byte = text.find("talks").unwrap();
/// assert_eq!(o.code_point(byte), 9);
/// assert_eq!(o.byte(9), byte);
/// ```
#[derive(Debug, Clone)]
pub struct Offsets<'a> {
    text: &'a str,
    every: Vec<u32>,
}

const STEP: usize = 64;

impl<'a> Offsets<'a> {
    /// Indexes `text`.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut every = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for (i, b) in text.bytes().enumerate() {
            if i % STEP == 0 {
                every.push(count);
            }
            count += u32::from(is_start(b));
        }
        if text.len().is_multiple_of(STEP) {
            every.push(count);
        }
        Self { text, every }
    }

    /// Number of code points before the byte offset `byte` (past the end: all of them).
    #[must_use]
    pub fn code_point(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let block = byte / STEP;
        let rest = &self.text.as_bytes()[block * STEP..byte];
        self.every[block] as usize + rest.iter().filter(|b| is_start(**b)).count()
    }

    /// Byte offset of the code point `at` (past the end: the length of the text).
    #[must_use]
    pub fn byte(&self, at: usize) -> usize {
        let block = self.every.partition_point(|&n| (n as usize) <= at).saturating_sub(1);
        let mut left = at - self.every[block] as usize;
        for (i, b) in self.text.bytes().enumerate().skip(block * STEP) {
            if is_start(b) {
                if left == 0 {
                    return i;
                }
                left -= 1;
            }
        }
        self.text.len()
    }

    /// The span `start..end` of code points as bytes.
    #[must_use]
    pub fn text_span(&self, start: usize, end: usize) -> TextSpan {
        TextSpan::new(self.byte(start), self.byte(end))
    }
}

fn is_start(b: u8) -> bool {
    b & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_boundary_goes_there_and_back() {
        let text = "a é 🕊\r\n".repeat(40);
        let o = Offsets::new(&text);
        for (n, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(o.code_point(byte), n);
            assert_eq!(o.byte(n), byte);
        }
        assert_eq!(o.byte(usize::MAX >> 1), text.len());
        assert_eq!(Offsets::new("").code_point(3), 0);
    }
}
