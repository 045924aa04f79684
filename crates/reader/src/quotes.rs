//! Quotations: where they open and close, even where the marks don't match.

use diurna_core::{Document, TokenSpan};

/// A quotation within one paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quote {
    /// What is quoted, without the marks.
    pub(crate) inside: TokenSpan,
    /// The same with its marks.
    pub(crate) outside: TokenSpan,
    /// Number of the paragraph.
    pub(crate) paragraph: u32,
    /// It is closed by a mark; an open one ends with its paragraph.
    pub(crate) closed: bool,
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
                closed: close.is_some(),
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
