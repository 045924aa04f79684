//! Words as merging compares them: stems, hashes, sentences.

use diurna_core::fold::fold;
use std::collections::HashSet;
use std::sync::OnceLock;

/// Words that say nothing about which happening is told.
const COMMON: &str = include_str!("../../../data/incident/common.txt");

/// FNV-1a in 64 bits: sketches are stored, so the hash must be the same in every version and on every machine.
pub(crate) fn hash64(bytes: &[u8]) -> u64 {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    bytes.iter().fold(START, |h, b| (h ^ u64::from(*b)).wrapping_mul(PRIME))
}

/// The hash folded to 32 bits: enough within one bucket of candidates, and half the bytes.
pub(crate) fn hash32(text: &str) -> u32 {
    let h = hash64(text.as_bytes());
    (h ^ (h >> 32)) as u32
}

/// Lower case without diacritics, and without the endings of plural, past and progressive.
pub(crate) fn stem(word: &str) -> String {
    let mut w = fold(word);
    if w.chars().any(|c| c.is_ascii_digit()) {
        return w;
    }
    for (ending, least) in [("ings", 4), ("ing", 4), ("ies", 3), ("ed", 4), ("es", 4), ("s", 3), ("e", 4)] {
        if w.ends_with(ending) && w.len() >= ending.len() + least && !w.ends_with("ss") {
            w.truncate(w.len() - ending.len());
            break;
        }
    }
    w
}

/// Whether a stem is a word that most reports have.
pub(crate) fn is_common(stemmed: &str) -> bool {
    static STEMS: OnceLock<HashSet<String>> = OnceLock::new();
    STEMS.get_or_init(|| diurna_core::words::set(COMMON).into_iter().map(stem).collect()).contains(stemmed)
}

/// Words of a text: runs of letters, digits, inner hyphens and apostrophes.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    let cut = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'));
    text.split(cut).map(|w| w.trim_matches(['-', '\'', '’'])).filter(|w| !w.is_empty())
}

/// The stem of a word that tells something: at least three letters and not common.
pub(crate) fn telling(word: &str) -> Option<String> {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    let s = stem(word);
    (s.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !is_common(&s)).then_some(s)
}

/// Share of the telling words of the shorter of two texts that the other has too, 0-1; 1 where one has too few to say.
///
/// ```
/// let old = "Gunmen on motorcycles killed two farmers in an orchard near Tarvesh, the police said.";
/// let new = "Gunmen on motorcycles killed three farmers in an orchard near Tarvesh, doctors said.";
/// let other = "Dockers in Port Lume stopped work over unpaid wages, their union announced.";
/// assert!(diurna_incident::common_words(old, new) > 0.7);
/// assert!(diurna_incident::common_words(old, other) < 0.2);
/// ```
#[must_use]
pub fn common_words(a: &str, b: &str) -> f64 {
    let stems = |text: &str| words(text).filter_map(telling).collect::<std::collections::BTreeSet<_>>();
    let (a, b) = (stems(a), stems(b));
    let least = a.len().min(b.len());
    if least < FEW { 1.0 } else { a.intersection(&b).count() as f64 / least as f64 }
}

/// Telling words below which two texts cannot be compared.
const FEW: usize = 4;

/// Sentences as spans of characters: cut at line ends, and after ends of sentences before a capital or quotation mark.
pub(crate) fn sentences(text: &[char]) -> Vec<(usize, usize)> {
    let (mut out, mut start) = (Vec::new(), 0);
    let mut close = |from: usize, to: usize| {
        if text.get(from..to).is_some_and(|s| s.iter().any(|c| c.is_alphanumeric())) {
            out.push((from, to));
        }
    };
    for i in 0..text.len() {
        let end = match text[i] {
            '\n' => true,
            '.' | '!' | '?' => {
                let after = text[i + 1..].iter().position(|c| !matches!(c, '"' | '”' | '\'' | '’' | ')'));
                let next = after.map_or(text.len(), |n| i + 1 + n);
                let space = text.get(next).is_some_and(|c| c.is_whitespace());
                let begins =
                    text.get(next + 1).is_some_and(|c| c.is_uppercase() || matches!(c, '"' | '“' | '‘'));
                // An initial or a short title ("Gen.", "U.S.") ends nothing.
                let word =
                    text[start..i].iter().rev().take_while(|c| c.is_alphanumeric() || **c == '.').count();
                let capital = text.get(i - word.min(i)).is_some_and(|c| c.is_uppercase());
                space && begins && !(capital && word <= 3 && text[i] == '.')
            }
            _ => false,
        };
        if end {
            close(start, i + 1);
            start = i + 1;
        }
    }
    close(start, text.len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        // Test values of FNV-1a, 64 bits.
        assert_eq!(hash64(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash64(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(hash64(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn forms_of_one_word_have_one_stem() {
        assert_eq!(stem("Markets"), "market");
        assert_eq!(stem("raiding"), stem("raided"));
        assert_eq!(stem("Ménaka"), "menaka");
        assert_eq!(stem("press"), "press");
        assert_eq!(stem("T-72s"), "t-72s");
    }

    #[test]
    fn common_words_tell_nothing() {
        assert_eq!(telling("Officials"), None);
        assert_eq!(telling("of"), None);
        assert_eq!(telling("market's"), Some("market".into()));
        assert_eq!(telling("2017"), None);
    }

    #[test]
    fn sentences_end_before_capitals() {
        let text: Vec<char> =
            "Bomb in Orvel\n\nGen. Aro came. \"It was loud.\" He left at 5.30 p.m.".chars().collect();
        let cut: Vec<String> = sentences(&text)
            .into_iter()
            .map(|(a, b)| text[a..b].iter().collect::<String>().trim().to_string())
            .collect();
        assert_eq!(cut, ["Bomb in Orvel", "Gen. Aro came.", "\"It was loud.", "\" He left at 5.30 p.m."]);
    }
}
