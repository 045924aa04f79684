//! Quotations: where they open and close, even where the marks don't match.

use diurna_core::{Document, TokenSpan};

/// A quotation within one paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quote {
    /// What is quoted, without the marks; one that no mark closes ends with its paragraph.
    pub(crate) inside: TokenSpan,
    /// The same with its marks.
    pub(crate) outside: TokenSpan,
    /// Number of the paragraph.
    pub(crate) paragraph: u32,
}

/// Finds the quotations of a document, in text order.
pub(crate) fn find(document: &Document) -> Vec<Quote> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < document.sentences.len() {
        let paragraph = document.sentences[i].paragraph;
        let mut j = i;
        while j + 1 < document.sentences.len() && document.sentences[j + 1].paragraph == paragraph {
            j += 1;
        }
        let tokens = TokenSpan::new(
            document.sentences[i].tokens.start as usize,
            document.sentences[j].tokens.end as usize,
        );
        paragraph_quotes(document, tokens, paragraph, &mut out);
        i = j + 1;
    }
    out
}

fn paragraph_quotes(document: &Document, tokens: TokenSpan, paragraph: u32, out: &mut Vec<Quote>) {
    let end = tokens.end as usize;
    let mut at = tokens.start as usize;
    while at < end {
        if !opens(document, at) {
            at += 1;
            continue;
        }
        let close = closing(document, at, end);
        let inner_end = close.unwrap_or(end);
        let outer_end = close.map_or(end, |c| c + 1);
        if inner_end > at + 1 {
            out.push(Quote {
                inside: TokenSpan::new(at + 1, inner_end),
                outside: TokenSpan::new(at, outer_end),
                paragraph,
            });
        }
        at = outer_end;
    }
}

fn opens(document: &Document, token: usize) -> bool {
    match document.word(token) {
        "“" | "\"" | "``" | "''" | "«" | "„" => true,
        // A closing mark where none is open is a typing slip for an opening one if words follow it directly.
        "”" => touches_next(document, token) && !touches_previous(document, token),
        _ => false,
    }
}

fn closing(document: &Document, open: usize, end: usize) -> Option<usize> {
    let straight = matches!(document.word(open), "\"" | "''" | "``");
    let mut fallback = None;
    for i in open + 1..end {
        match document.word(i) {
            "”" | "»" => return Some(i),
            "\"" | "''" if straight || touches_previous(document, i) => return Some(i),
            "“" if !straight => {
                // A second opening mark before any closing one: the first was closed by a single mark, or never.
                return fallback.or_else(|| touches_previous(document, i).then_some(i));
            }
            "’" | "'"
                if fallback.is_none()
                    && touches_previous(document, i)
                    && !touches_next(document, i)
                    && matches!(document.word(i - 1), "," | "." | "!" | "?") =>
            {
                fallback = Some(i);
            }
            _ => {}
        }
    }
    fallback
}

fn touches_previous(document: &Document, token: usize) -> bool {
    token > 0 && document.tokens[token - 1].span.end == document.tokens[token].span.start
}

fn touches_next(document: &Document, token: usize) -> bool {
    document.tokens.get(token + 1).is_some_and(|n| n.span.start == document.tokens[token].span.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use diurna_text::{Analyzer, plain_report};
    use std::sync::LazyLock;

    static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::new);

    /// What is quoted in a text, and whether a mark closes it.
    fn quoted(text: &str) -> Vec<(String, bool)> {
        let d = ANALYZER.analyze(plain_report(text));
        // An open one ends with its paragraph, without a mark of its own.
        let of = |q: Quote| (d.text_span(q.inside).of(text).to_string(), q.outside.end > q.inside.end);
        find(&d).into_iter().map(of).collect()
    }

    fn is(text: &str, expected: &[(&str, bool)]) {
        let found = quoted(text);
        let found: Vec<(&str, bool)> =
            found.iter().map(|(words, closed)| (words.as_str(), *closed)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn no_marks_no_quotations() {
        is("", &[]);
        is("It’s the soldiers’ mess, and they don’t care.", &[]);
    }

    #[test]
    fn curly_and_straight_marks() {
        is("“We are late,” she said.", &[("We are late,", true)]);
        is("\"We are late,\" she said.", &[("We are late,", true)]);
        is("She said: «We are late», and left.", &[("We are late", true)]);
    }

    #[test]
    fn two_quotations_in_one_sentence() {
        is("“We are late,” she said, “but safe.”", &[("We are late,", true), ("but safe.", true)]);
        is("\"We are late,\" she said, \"but safe.\"", &[("We are late,", true), ("but safe.", true)]);
    }

    #[test]
    fn a_quotation_may_hold_sentences() {
        is("“We are late. We must run,” she said.", &[("We are late. We must run,", true)]);
    }

    #[test]
    fn an_open_quotation_ends_with_its_paragraph() {
        is("“We are late.\n“We must run,” she said.", &[("We are late.", false), ("We must run,", true)]);
        is("She said: \"We are late.\nThey ran.", &[("We are late.", false)]);
    }

    #[test]
    fn a_single_mark_may_close_a_quotation() {
        is("“We are late,’ she said. “We must run.”", &[("We are late,", true), ("We must run.", true)]);
    }

    #[test]
    fn apostrophes_close_nothing() {
        is("“It’s the soldiers’ mess,” she said.", &[("It’s the soldiers’ mess,", true)]);
    }

    #[test]
    fn a_closing_mark_may_stand_for_an_opening_one() {
        is("She said ”we are late” and left.", &[("we are late", true)]);
    }

    #[test]
    fn quotations_know_their_paragraph() {
        let text = "They ran.\n“We are late,” she said.";
        let d = ANALYZER.analyze(plain_report(text));
        let found = find(&d);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].paragraph, 1);
        assert_eq!(d.text_span(found[0].outside).of(text), "“We are late,”");
    }
}
