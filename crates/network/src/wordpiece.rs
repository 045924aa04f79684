//! WordPiece: words as pieces of the encoder's vocabulary, lower case and without accents.
//!
//! The same pieces as `train/reader/wordpiece.py`; both have tests with the same expected values.

use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest word in pieces; what is longer is cut.
const MOST: usize = 12;
const LONGEST: usize = 60;

/// How a word is written; an input of the network beside its pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Case carries no meaning here.
    None,
    Lower,
    Title,
    Upper,
    Mixed,
    /// No letter.
    Other,
}

impl Shape {
    /// The shape of a word.
    pub(crate) fn of(word: &str) -> Self {
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        let Some(first) = letters.next() else { return Self::Other };
        let (mut count, mut upper) = (1, usize::from(first.is_uppercase()));
        for c in letters {
            count += 1;
            upper += usize::from(c.is_uppercase());
        }
        match (upper, first.is_uppercase()) {
            (0, _) => Self::Lower,
            (1, true) => Self::Title,
            _ if upper == count => Self::Upper,
            _ => Self::Mixed,
        }
    }
}

/// The vocabulary.
#[derive(Debug)]
pub(crate) struct WordPiece {
    index: HashMap<&'static str, u32>,
    unknown: u32,
    pub(crate) opening: u32,
    pub(crate) closing: u32,
}

impl WordPiece {
    /// Pieces one a line, in the order of their indices.
    pub(crate) fn new(pieces: &'static str) -> Self {
        let index: HashMap<_, _> = pieces.lines().zip(0..).collect();
        let get = |piece: &str| index.get(piece).copied().unwrap_or(0);
        Self { unknown: get("[UNK]"), opening: get("[CLS]"), closing: get("[SEP]"), index }
    }

    /// Number of pieces.
    pub(crate) fn len(&self) -> usize {
        self.index.len()
    }

    /// Adds the pieces of a word to `out`, at least one; gives their number.
    pub(crate) fn pieces(&self, word: &str, out: &mut Vec<u32>) -> usize {
        let start = out.len();
        if word.is_ascii() {
            self.atoms(&word.to_ascii_lowercase(), out);
        } else {
            let plain: String = word.chars().map(plain).collect();
            let folded: String = plain.to_lowercase().nfd().filter(|&c| !is_combining_mark(c)).collect();
            self.atoms(&folded, out);
        }
        out.truncate(start + MOST);
        if out.len() == start {
            out.push(self.unknown);
        }
        out.len() - start
    }

    /// Cuts at punctuation and symbols: "anti-war" gives "anti", "-", "war".
    fn atoms(&self, word: &str, out: &mut Vec<u32>) {
        let mut run = 0;
        for (at, c) in word.char_indices() {
            if c.is_alphanumeric() {
                continue;
            }
            if run < at {
                self.atom(&word[run..at], out);
            }
            run = at + c.len_utf8();
            if !c.is_whitespace() && !c.is_control() && !is_format(c) {
                self.atom(&word[at..run], out);
            }
        }
        if run < word.len() {
            self.atom(&word[run..], out);
        }
    }

    fn atom(&self, atom: &str, out: &mut Vec<u32>) {
        let start = out.len();
        if atom.chars().count() > LONGEST {
            out.push(self.unknown);
            return;
        }
        let mut piece = String::with_capacity(atom.len() + 2);
        let mut at = 0;
        while at < atom.len() {
            let mut end = atom.len();
            let found = loop {
                piece.clear();
                if at > 0 {
                    piece.push_str("##");
                }
                piece.push_str(&atom[at..end]);
                if let Some(&index) = self.index.get(piece.as_str()) {
                    break Some(index);
                }
                match atom[at..end].char_indices().next_back() {
                    Some((last, _)) if last > 0 => end = at + last,
                    _ => break None,
                }
            };
            let Some(index) = found else {
                out.truncate(start);
                out.push(self.unknown);
                return;
            };
            out.push(index);
            at = end;
        }
    }
}

/// Quotation marks and dashes in the form that the vocabulary knows best.
fn plain(c: char) -> char {
    match c {
        '“' | '”' | '„' => '"',
        '‘' | '’' => '\'',
        '–' | '—' => '-',
        '…' => '.',
        c => c,
    }
}

/// Invisible characters of the Unicode category Cf that occur in text.
fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const VOCABULARY: &str = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nanti\n-\nwar\n##s\nqa\n##im\n\"\n.\n7";

    fn pieces(word: &str) -> Vec<u32> {
        let mut out = Vec::new();
        WordPiece::new(VOCABULARY).pieces(word, &mut out);
        out
    }

    #[test]
    fn words_fall_into_their_longest_pieces() {
        assert_eq!(pieces("Anti-war"), [4, 5, 6]);
        assert_eq!(pieces("wars"), [6, 7]);
        assert_eq!(pieces("Qa’im"), [8, 1, 1], "neither the apostrophe nor \"im\" alone is a piece");
        assert_eq!(pieces("Qáim"), [8, 9]);
        assert_eq!(pieces("“"), [10]);
        assert_eq!(pieces("7…"), [12, 11]);
        assert_eq!(pieces("peace"), [1]);
        assert_eq!(pieces("\u{200b}"), [1]);
    }

    #[test]
    fn shapes_tell_names_from_words() {
        let shape = |w| Shape::of(w);
        assert_eq!(shape("attack"), Shape::Lower);
        assert_eq!(shape("Attack"), Shape::Title);
        assert_eq!(shape("A"), Shape::Title);
        assert_eq!(shape("UN"), Shape::Upper);
        assert_eq!(shape("McRae"), Shape::Mixed);
        assert_eq!(shape("al-Shabab"), Shape::Mixed);
        assert_eq!(shape("2016"), Shape::Other);
    }
}
