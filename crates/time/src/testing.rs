//! Helpers for the tests of the rules.

use crate::lex::{self, Text};
use crate::{Anchor, find};
use diurna_core::Document;
use jiff::civil::date;

/// Runs `f` on the lexemes of `text`.
pub(crate) fn lexed<R>(text: &str, f: impl FnOnce(&Text<'_>) -> R) -> R {
    let mut out = Vec::new();
    lex::scan(text, 0, text.len(), &mut out);
    f(&Text { text, lex: &out })
}

/// Expressions and values of a text published on Friday, 26 February 2021.
pub(crate) fn spans(text: &str) -> Vec<Pair> {
    let anchor = Anchor { published: Some(date(2021, 2, 26)), day_first: None };
    find(&Document::plain(text), &anchor)
        .into_iter()
        .map(|m| Pair(m.span.of(text).to_owned(), m.value))
        .collect()
}

/// An expression and its value, comparable with string slices.
#[derive(Debug)]
pub(crate) struct Pair(String, String);

impl PartialEq<(&str, &str)> for Pair {
    fn eq(&self, other: &(&str, &str)) -> bool {
        self.0 == other.0 && self.1 == other.1
    }
}
