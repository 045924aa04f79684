//! Windows: runs of consecutive sentences that the network looks at together.

use crate::encoder::Pieces;
use crate::manner::Scheme;
use crate::wordpiece::{Shape, WordPiece};

/// Words of a window as the program reads; a longer sentence has one of its own.
pub(crate) const WORDS: usize = 90;
/// Words and pieces of the longest window: a sentence beyond is cut.
pub(crate) const LONGEST: usize = 160;
const MOST_PIECES: usize = 250;

/// One window.
#[derive(Debug, Default)]
pub(crate) struct Window {
    /// Index of its first word in the report.
    pub(crate) start: usize,
    pub(crate) pieces: Pieces,
    /// Sentence of each word.
    pub(crate) sentence_of: Vec<usize>,
}

/// Packs the sentences of a report: as many whole sentences as fit, by words alone, so that only the report decides.
pub(crate) fn pack(
    sentences: &[Vec<&str>],
    words: usize,
    scheme: Scheme,
    wordpiece: &WordPiece,
) -> Vec<Window> {
    let mut windows: Vec<Window> = Vec::new();
    let mut word = 0;
    for (number, sentence) in sentences.iter().enumerate() {
        let cased = !capitals(sentence);
        for (part, chunk) in sentence.chunks(LONGEST).enumerate() {
            let open =
                windows.last().is_some_and(|w| part == 0 && w.sentence_of.len() + chunk.len() <= words);
            if !open {
                windows.push(begin(word, scheme, wordpiece));
            }
            for text in chunk {
                let Some(window) = windows.last_mut() else { break };
                let before = window.pieces.pieces.len();
                let got = wordpiece.pieces(text, &mut window.pieces.pieces);
                if before + got >= MOST_PIECES {
                    window.pieces.pieces.truncate(before);
                    let mut next = begin(word, scheme, wordpiece);
                    wordpiece.pieces(text, &mut next.pieces.pieces);
                    windows.push(next);
                }
                let Some(window) = windows.last_mut() else { break };
                let shape = if cased { Shape::of(text) } else { Shape::None };
                window.pieces.first.push(window.pieces.shapes.len());
                window.pieces.shapes.resize(window.pieces.pieces.len(), shape);
                window.sentence_of.push(number);
                word += 1;
            }
        }
    }
    for window in &mut windows {
        window.pieces.pieces.push(wordpiece.closing);
        window.pieces.shapes.push(Shape::None);
    }
    windows
}

fn begin(start: usize, scheme: Scheme, wordpiece: &WordPiece) -> Window {
    let mut window = Window { start, ..Window::default() };
    window.pieces.scheme = scheme;
    window.pieces.pieces.push(wordpiece.opening);
    window.pieces.shapes.push(Shape::None);
    window
}

/// A line in capitals throughout: its case says nothing about names.
fn capitals(sentence: &[&str]) -> bool {
    let letters = || sentence.iter().flat_map(|w| w.chars()).filter(|c| c.is_alphabetic());
    sentence.len() >= 4 && letters().count() >= 12 && letters().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VOCABULARY: &str = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nwar\n##s";

    #[test]
    fn sentences_share_a_window_until_it_is_full() {
        let wordpiece = WordPiece::new(VOCABULARY);
        let sentence = vec!["wars"; 40];
        let windows =
            pack(&[sentence.clone(), sentence.clone(), sentence], WORDS, Scheme::Diurna, &wordpiece);
        let sizes: Vec<_> = windows.iter().map(|w| (w.start, w.sentence_of.len())).collect();
        assert_eq!(sizes, [(0, 80), (80, 40)]);
        assert_eq!(windows[0].pieces.pieces.len(), 2 + 160);
        assert_eq!(windows[0].pieces.first[..3], [1, 3, 5]);
        assert_eq!(windows[0].pieces.shapes.len(), windows[0].pieces.pieces.len());
    }

    #[test]
    fn what_is_too_long_is_cut_and_loses_no_word() {
        let wordpiece = WordPiece::new(VOCABULARY);
        let windows = pack(&[vec!["wars"; 400]], WORDS, Scheme::Diurna, &wordpiece);
        assert_eq!(windows.iter().map(|w| w.sentence_of.len()).sum::<usize>(), 400);
        assert!(windows.iter().all(|w| w.pieces.pieces.len() <= MOST_PIECES + 1));
        assert!(windows.windows(2).all(|w| w[0].start + w[0].sentence_of.len() == w[1].start));
    }

    #[test]
    fn lines_in_capitals_have_no_case() {
        assert!(capitals(&["WAR", "CRIMES", "TRIAL", "OPENS"]));
        assert!(!capitals(&["UN", "chief", "in", "Mali"]) && !capitals(&["UN", "."]));
    }
}
