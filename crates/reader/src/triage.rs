//! Triage: a first look that says whether a report may hold anything codable, at a small part of the cost of reading it.
//!
//! A linear model over hashed words, beginnings of words and pairs of words of a sentence. `train/triage/features.py` does
//! the very same; the tests of both hold the same values.

static WEIGHTS: &[u8] = include_bytes!("../../../models/triage.bin");

const MAGIC: &[u8] = b"DIURTRI1";
/// Bytes before the weights: the magic, bits, then scale, bias, low, high and part.
const HEADER: usize = 32;
const WORD: u32 = 0x1111_1111;
const START: u32 = 0x2222_2222;
const PAIR: u32 = 0x3333_3333;
/// Bytes of a word's beginning.
const START_BYTES: usize = 5;
const MIX: u32 = 0x9E37_79B1;
const FNV_START: u32 = 0x811C_9DC5;
const FNV_PRIME: u32 = 0x0100_0193;

/// Says whether a text may hold an event of the code book. Load once, use from any number of threads.
///
/// ```
/// use diurna_reader::Triage;
/// let triage = Triage::new();
/// assert!(triage.holds("Gunmen killed two soldiers near Gao on Monday, police said."));
/// assert!(!triage.holds("I really love the apple cake they make here."));
/// ```
#[derive(Debug, Clone)]
pub struct Triage {
    weights: &'static [u8],
    bits: u32,
    /// What a byte of weight is worth.
    scale: f32,
    bias: f32,
    /// From here a sentence may hold an event.
    low: f32,
    /// From here one sentence is enough.
    high: f32,
    /// The part of the sentences that must reach `low` where none reaches `high`.
    part: f32,
}

impl Default for Triage {
    fn default() -> Self {
        Self::new()
    }
}

impl Triage {
    /// Triage with the weights that come with the crate.
    #[must_use]
    pub fn new() -> Self {
        // The file is checked by a test of this crate; were it damaged, every report would be read.
        Self::from_static(WEIGHTS).unwrap_or(Self {
            weights: &[0],
            bits: 0,
            scale: 0.0,
            bias: 0.0,
            low: 0.0,
            high: 0.0,
            part: 0.0,
        })
    }

    /// Triage with a weights file that lives as long as the program; `None` where the bytes are none.
    #[must_use]
    pub fn from_static(bytes: &'static [u8]) -> Option<Self> {
        let word = |i: usize| bytes.get(8 + 4 * i..12 + 4 * i)?.try_into().ok().map(u32::from_le_bytes);
        let number = |i: usize| word(i).map(f32::from_bits).filter(|x| x.is_finite());
        let (bits, weights) = (word(0)?, bytes.get(HEADER..)?);
        if !bytes.starts_with(MAGIC) || !(1..32).contains(&bits) || weights.len() != 1_usize << bits {
            return None;
        }
        let (scale, bias) = (number(1)?, number(2)?);
        Some(Self { weights, bits, scale, bias, low: number(3)?, high: number(4)?, part: number(5)? })
    }

    /// Whether a report may hold anything codable: one sentence says so loudly, or a part of them, one at least, softly.
    #[must_use]
    pub fn holds(&self, text: &str) -> bool {
        let (mut all, mut soft) = (0_u32, 0_u32);
        for score in (Sentences { rest: text }).filter_map(|s| self.weigh(s)) {
            if score >= self.high {
                return true;
            }
            all += 1;
            soft += u32::from(score >= self.low);
        }
        soft > 0 && soft as f32 >= self.part * all as f32
    }

    /// How much a sentence speaks for an event, as a logit; compare it with [`Triage::threshold`].
    #[must_use]
    pub fn score_sentence(&self, sentence: &str) -> f32 {
        self.weigh(sentence).unwrap_or(self.bias)
    }

    /// The score from which a sentence may hold an event.
    #[must_use]
    pub fn threshold(&self) -> f32 {
        self.low
    }

    /// The score of a sentence; none where it has no word.
    fn weigh(&self, sentence: &str) -> Option<f32> {
        let (mut sum, mut n) = (0_i32, 0_u32);
        features(sentence, |feature| {
            sum += i32::from(self.weights.get(slot(feature, self.bits)).map_or(0, |&w| w as i8));
            n += 1;
        });
        (n > 0).then(|| sum as f32 * self.scale / (n as f32).sqrt() + self.bias)
    }
}

/// Where the weight of a feature lies.
fn slot(feature: u32, bits: u32) -> usize {
    (u64::from(feature.wrapping_mul(MIX)) >> (32 - bits)) as usize
}

/// One step of FNV-1a.
fn fnv(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(FNV_PRIME)
}

/// Hands out the features of a sentence: of each word its hash, that of its beginning, and that of it and the one before.
fn features(sentence: &str, mut each: impl FnMut(u32)) {
    let bytes = sentence.as_bytes();
    let (mut hash, mut start, mut length, mut before) = (FNV_START, 0, 0, 0_u32);
    let mut at = 0;
    while at <= bytes.len() {
        // Behind the last byte stands a space.
        let byte = bytes.get(at).copied().unwrap_or(b' ');
        let letter = match byte {
            b'0'..=b'9' => Some(b'0'),
            b'A'..=b'Z' | b'a'..=b'z' => Some(byte.to_ascii_lowercase()),
            // Spaces, quotation marks and dashes beyond ASCII: U+0080 to U+00BF, U+2000 to U+203F.
            0xC2 => {
                at += 1;
                None
            }
            0xE2 if bytes.get(at + 1) == Some(&0x80) => {
                at += 2;
                None
            }
            0x80.. => Some(byte),
            _ => None,
        };
        at += 1;
        if let Some(letter) = letter {
            hash = fnv(hash, letter);
            length += 1;
            if length == START_BYTES {
                start = hash;
            }
        } else if length > 0 {
            each(hash ^ WORD);
            if length > START_BYTES {
                each(start ^ START);
            }
            each(before.wrapping_mul(MIX) ^ hash ^ PAIR);
            (before, hash, length) = (hash, FNV_START, 0);
        }
    }
}

/// The sentences of a text by a cheap rule: lines, cut after a stop before a capital.
struct Sentences<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Sentences<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        let bytes = self.rest.as_bytes();
        let end = (0..bytes.len()).find_map(|i| match bytes[i] {
            b'\n' | b'\r' => Some(i + 1),
            b'.' | b'!' | b'?' => end_at(self.rest, i),
            _ => None,
        });
        let (sentence, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        Some(sentence)
    }
}

/// Where the sentence ends whose stop may be at `stop`, if it does.
fn end_at(text: &str, stop: usize) -> Option<usize> {
    let after = text[stop + 1..].trim_start_matches(['"', '\'', '”', '’', ')', ']']);
    let next = after.trim_start_matches(|c: char| c.is_whitespace() && c != '\n' && c != '\r');
    let opened = next.trim_start_matches(['"', '\'', '“', '‘', '(', '[']);
    if next.len() == after.len() || !opened.starts_with(char::is_uppercase) {
        return None;
    }
    // "Gen. Diallo", "U.S. Army"
    let mut word = text[..stop].chars().rev().take_while(|c| c.is_alphanumeric()).take(4);
    let short = text[stop..].starts_with('.')
        && match (word.next(), word.next(), word.next(), word.next()) {
            (Some(c), None, ..) | (_, Some(c), None, _) | (_, _, Some(c), None) => c.is_uppercase(),
            _ => false,
        };
    (!short).then(|| text.len() - next.len())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn hash(bytes: &[u8]) -> u32 {
        bytes.iter().fold(FNV_START, |hash, &byte| fnv(hash, byte))
    }

    fn slots(sentence: &str) -> Vec<usize> {
        let mut out = Vec::new();
        features(sentence, |feature| out.push(slot(feature, 17)));
        out
    }

    // The values of this test and the next two stand in train/triage/tests/test_features.py, too.
    #[test]
    fn hashes_are_those_of_the_trainer() {
        assert_eq!((hash(b""), hash(b"a"), hash(b"foobar")), (0x811C_9DC5, 0xE40C_292C, 0xBF9C_F968));
        assert_eq!(slot(hash(b"a") ^ WORD, 17), 65_255_213 >> 15);
        assert_eq!(slots("Foobar a"), [50683, 69994, 130_937, 1991, 22654]);
    }

    #[test]
    fn words_are_those_of_the_trainer() {
        assert_eq!(slots("“Gunmen” didn’t fire—12 SHOTS."), slots("gunmen didn t fire 00 shots"));
        assert_eq!(slots("«Café» at\u{a0}Gao"), slots("café at gao"));
        assert_eq!(slots("café").len(), 2);
        assert!(slots(" … — ").is_empty() && slots("").is_empty());
    }

    #[test]
    fn sentences_are_those_of_the_trainer() {
        let text = "Gen. Diallo of the U.S. Army left. \"We stay,\" he said.  2 men ran.\nShells fell! (Nobody died.) End";
        let found: Vec<&str> = Sentences { rest: text }.map(str::trim).collect();
        let expected = [
            "Gen. Diallo of the U.S. Army left.",
            "\"We stay,\" he said.  2 men ran.",
            "Shells fell!",
            "(Nobody died.)",
            "End",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_embedded_weights_are_whole_and_damaged_ones_are_refused() {
        let triage = Triage::from_static(WEIGHTS).unwrap();
        assert!(triage.low < triage.high && triage.part > 0.0 && triage.scale > 0.0);
        for bytes in [&WEIGHTS[..31], &WEIGHTS[..100], b"DIURTRI2", b""] {
            assert!(Triage::from_static(bytes).is_none());
        }
    }

    #[test]
    fn a_soft_part_or_one_loud_sentence() {
        let mut file = MAGIC.to_vec();
        file.extend(17_u32.to_le_bytes());
        [1.0, -1.0, 0.0, 1.0, 0.6].iter().for_each(|x: &f32| file.extend(x.to_le_bytes()));
        file.resize(HEADER + (1 << 17), 0);
        // A word of up to five letters alone has two features: 2 / √2 - 1 is .41, 4 / √2 - 1 is 1.83.
        file[HEADER + slot(hash(b"soft") ^ WORD, 17)] = 2;
        file[HEADER + slot(hash(b"loud") ^ WORD, 17)] = 4;
        let triage = Triage::from_static(file.leak()).unwrap();
        assert!((triage.score_sentence("Soft!") - 0.4142).abs() < 1e-4);
        assert_eq!(triage.score_sentence("…"), -1.0);
        assert!(triage.holds("Soft.") && !triage.holds("Quiet.") && !triage.holds("") && !triage.holds("…"));
        // Two of three are more than .6; one of two is not, but a loud one is enough.
        assert!(triage.holds("Soft\nSoft\n—\nQuiet") && !triage.holds("Soft\nQuiet"));
        assert!(triage.holds("Quiet\nQuiet\nQuiet\nLoud\nQuiet"));
    }
}
