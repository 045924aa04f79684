//! Words as the network takes them, and spans of words.

use diurna_core::{Document, Offsets, Sentence, TextSpan};
use diurna_pipeline::{plain_report, sentence_ends, sentences_and_tokens};
use std::collections::BTreeSet;
use std::ops::Range;

/// A text with its sentences and tokens, as the program cuts it.
pub(crate) fn document(text: &str) -> Document {
    let report = plain_report(text);
    let (sentences, tokens) = sentences_and_tokens(&report);
    Document { report, sentences, tokens }
}

/// The words of every sentence; those of all sentences together are the tokens of the document.
pub(crate) fn of(document: &Document) -> Vec<Vec<&str>> {
    of_sentences(document, document.sentences.iter())
}

/// The words of some sentences.
pub(crate) fn of_sentences<'d>(
    document: &'d Document,
    sentences: impl Iterator<Item = &'d Sentence>,
) -> Vec<Vec<&'d str>> {
    sentences.map(|s| s.tokens.range().map(|i| document.word(i)).collect()).collect()
}

/// Cuts a run of given words into sentences, as the program would.
pub(crate) fn cut<'w>(words: &[&'w str]) -> Vec<Vec<&'w str>> {
    let mut at = 0;
    let spans: Vec<(usize, usize)> = words
        .iter()
        .map(|w| {
            let start = at;
            at += w.len() + 1;
            (start, start + w.len())
        })
        .collect();
    let mut ends = Vec::new();
    sentence_ends(&words.join(" "), &spans, &mut ends);
    let mut start = 0;
    let sentence = |end| {
        let out = words[start..end].to_vec();
        start = end;
        out
    };
    ends.into_iter().map(sentence).collect()
}

/// The tokens that a range of code points touches.
pub(crate) fn tokens(document: &Document, offsets: &Offsets<'_>, points: &Range<usize>) -> Range<usize> {
    let span = TextSpan::new(offsets.byte(points.start), offsets.byte(points.end));
    document.tokens_in(span).range()
}

/// Whether two spans share a word.
pub(crate) fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// All words of some spans.
pub(crate) fn set(spans: &[Range<usize>]) -> BTreeSet<usize> {
    spans.iter().cloned().flatten().collect()
}

/// Words and marks behind which the head of an English noun phrase does not come, one a line.
const AFTER_HEAD: &str = include_str!("after_head.txt");

/// The head of a noun phrase, by its words alone: the last word before the first preposition, relative
/// pronoun, conjunction, comma or bracket, where one stands behind at least one word; else the last word.
pub(crate) fn head(words: &[&str], span: &Range<usize>) -> usize {
    let last = span.end.saturating_sub(1).max(span.start);
    let stops =
        |i: &usize| words.get(*i).is_some_and(|w| AFTER_HEAD.lines().any(|l| l.eq_ignore_ascii_case(w)));
    // What opens a phrase does not end it: "near the bridge".
    let Some(start) = span.clone().find(|i| !stops(i)) else { return last };
    (start + 1..span.end).find(stops).map_or(last, |end| end - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_stand_before_what_follows_them() {
        let words = "the head of the army , a general near the big bridge".split(' ').collect::<Vec<_>>();
        assert_eq!(head(&words, &(0..5)), 1);
        assert_eq!(head(&words, &(3..8)), 4);
        assert_eq!(head(&words, &(6..8)), 7);
        assert_eq!(head(&words, &(8..12)), 11);
        assert_eq!(head(&words, &(2..3)), 2);
    }

    #[test]
    fn given_words_are_cut_into_sentences() {
        let words = "Shells fell . Two died . “ Run , ” he said .".split(' ').collect::<Vec<_>>();
        assert_eq!(cut(&words).iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 7]);
        assert!(cut(&[]).is_empty());
    }

    #[test]
    fn code_points_become_tokens() {
        let document = document("“Él dijo” que no. Sí.");
        let offsets = Offsets::new(&document.report.text);
        // “Él dijo” without the marks.
        assert_eq!(tokens(&document, &offsets, &(1..8)), 1..3);
        assert_eq!(of(&document).len(), 2);
    }
}
