//! A document: the report's text cut into sentences and tokens, each with its syntax.

use crate::report::{RegionKind, Report};
use crate::span::{TextSpan, TokenSpan};
use std::sync::Arc;

/// A report with its sentences and tokens: flat arrays, everything else is a view of them.
#[derive(Debug, Clone)]
pub struct Document {
    /// The report that was read.
    pub report: Arc<Report>,
    /// Sentences in text order.
    pub sentences: Vec<Sentence>,
    /// All tokens in text order.
    pub tokens: Vec<Token>,
}

/// A sentence, which never crosses a line or a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: TokenSpan,
    /// Its text, without surrounding white space.
    pub span: TextSpan,
    /// The region it stands in.
    pub region: RegionKind,
    /// Number of its paragraph (line of text), counted from 0.
    pub paragraph: u32,
}

/// A token with its part of speech, lemma and place in the dependency tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: TextSpan,
    /// Lower-case base form ("airstrikes" → "airstrike"), straight apostrophes.
    pub lemma: Box<str>,
    /// Penn Treebank tag ("VBD", "NNP", …).
    pub tag: &'static str,
    /// Universal Dependencies relation to the head ("nsubj", "obj", "root", …).
    pub dep: &'static str,
    /// Index of the head token in the document; the token itself for a root.
    pub head: u32,
}

impl Document {
    /// A document of plain text without sentences or tokens, for stages that need none.
    ///
    /// ```
    /// let document = diurna_core::Document::plain("Nothing happened.");
    /// assert!(document.sentences.is_empty() && document.tokens.is_empty());
    /// ```
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self { report: Arc::new(Report::plain(text)), sentences: Vec::new(), tokens: Vec::new() }
    }

    /// The words of a token.
    #[must_use]
    pub fn word(&self, token: usize) -> &str {
        self.tokens.get(token).map_or("", |t| t.span.of(&self.report.text))
    }

    /// The text span from the first to the last token of `span`.
    ///
    /// An empty token span gives an empty text span.
    #[must_use]
    pub fn text_span(&self, span: TokenSpan) -> TextSpan {
        match self.tokens.get(span.range()) {
            Some([first, .., last]) => first.span.join(last.span),
            Some([only]) => only.span,
            _ => TextSpan::new(0, 0),
        }
    }

    /// Index of the sentence that holds `token`.
    #[must_use]
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|s| s.tokens.end as usize <= token)
    }

    /// The tokens that overlap a text span.
    #[must_use]
    pub fn tokens_in(&self, span: TextSpan) -> TokenSpan {
        let start = self.tokens.partition_point(|t| t.span.end <= span.start);
        let end = self.tokens.partition_point(|t| t.span.start < span.end);
        TokenSpan::new(start, end)
    }

    /// The direct dependents of `token`, in text order.
    pub fn children(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        let range = self.sentences.get(self.sentence_of(token)).map_or(0..0, |s| s.tokens.range());
        range.filter(move |&i| i != token && self.tokens[i].head as usize == token)
    }
}
