//! The analyzer: a report in, a document with syntax out.

use crate::dateline;
use crate::labels::{label, tag};
use crate::lemma::Lemmas;
use crate::model::Model;
use crate::noun_verbs;
use crate::parser::Parser;
use crate::retag;
use crate::sentence::sentence_ends;
use crate::tagger::Tagger;
use crate::token::tokenize;
use diurna_core::{Document, RegionKind, Report, Sentence, TextSpan, Token, TokenSpan};
use std::collections::HashSet;
use std::sync::Arc;

#[cfg(feature = "weights")]
static WEIGHTS: &[u8] = include_bytes!("../../../models/syntax.bin");

/// Cuts, tags, lemmatises and parses reports. Load once, use from any number of threads.
#[derive(Debug, Clone)]
pub struct Analyzer {
    model: Model,
    lemmas: Lemmas,
}

#[cfg(feature = "weights")]
impl Default for Analyzer {
    fn default() -> Self {
        Self::new()
    }
}

impl Analyzer {
    /// The analyzer with the weights that come with the crate.
    ///
    /// ```
    /// use diurna_text::{Analyzer, plain_report};
    /// let document = Analyzer::new().analyze(plain_report("Gunmen killed two soldiers."));
    /// assert_eq!(document.tokens[1].tag, "VBD");
    /// assert_eq!(document.tokens[1].dep, "root");
    /// assert_eq!((document.tokens[3].dep, document.tokens[3].head), ("obj", 1));
    /// ```
    #[cfg(feature = "weights")]
    #[must_use]
    pub fn new() -> Self {
        // The file is checked by a test of this crate; were it damaged, syntax would be missing.
        Self::with_model(Model::from_static(WEIGHTS).unwrap_or_else(|_| Model::empty()))
    }

    /// An analyzer with weights of one's own.
    #[must_use]
    pub fn with_model(model: Model) -> Self {
        Self { model, lemmas: Lemmas::new() }
    }

    /// Reads a report.
    #[must_use]
    pub fn analyze(&self, report: Arc<Report>) -> Document {
        let (sentences, mut tokens) = sentences_and_tokens(&report);
        let mut tagger = Tagger::new(&self.model.dictionary, &self.model.tagger);
        let mut parser = Parser::new(&self.model.parser);
        let mut words: Vec<&str> = Vec::new();
        let mut lemmas: Vec<Box<str>> = Vec::new();
        let mut families = HashSet::new();
        // What is not story is cut into tokens only: nothing is read in it.
        for sentence in sentences.iter().filter(|s| s.region != RegionKind::Boilerplate) {
            let first = sentence.tokens.start;
            let part = &mut tokens[sentence.tokens.range()];
            words.clear();
            words.extend(part.iter().map(|t| t.span.of(&report.text)));
            let mut tags = tagger.tag(&words).to_vec();
            retag::settle(&words, &mut tags, &mut families);
            noun_verbs::settle(&words, &mut tags);
            lemmas.clear();
            lemmas.extend(words.iter().zip(&tags).map(|(w, &t)| self.lemmas.lemma(w, tag(t))));
            let clause = dateline::end(&words, |i| tag(tags[i]).starts_with("VB"));
            let mut root = clause;
            // The clause first, since the dateline hangs from it.
            for range in [clause..words.len(), 0..clause] {
                let tree = parser.parse(&lemmas[range.clone()], &tags[range.clone()]);
                for (i, arc) in range.clone().zip(tree) {
                    part[i].dep = label(arc.label);
                    part[i].head = first + range.start as u32 + arc.head;
                    let is_root = part[i].head == first + i as u32;
                    if is_root && i >= clause {
                        root = i;
                    } else if is_root {
                        part[i].dep = "parataxis";
                        part[i].head = first + root as u32;
                    }
                }
            }
            for ((token, lemma), &t) in part.iter_mut().zip(lemmas.drain(..)).zip(&tags) {
                token.lemma = lemma;
                token.tag = tag(t);
            }
        }
        Document { report, sentences, tokens }
    }
}

/// Sentences and tokens without syntax: tag "X", relation "dep", every token its own head.
///
/// ```
/// use diurna_text::{plain_report, sentences_and_tokens};
/// let (sentences, tokens) = sentences_and_tokens(&plain_report("One line.\nAnother"));
/// assert_eq!((sentences.len(), tokens.len()), (2, 4));
/// assert_eq!(sentences[1].paragraph, 1);
/// assert_eq!(tokens[3].tag, "X");
/// ```
#[must_use]
pub fn sentences_and_tokens(report: &Report) -> (Vec<Sentence>, Vec<Token>) {
    let text: &str = &report.text;
    let mut sentences = Vec::new();
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let (mut spans, mut ends) = (Vec::new(), Vec::new());
    for_each_segment(report, |start, stop, region, paragraph| {
        spans.clear();
        ends.clear();
        tokenize(text, start, stop, &mut spans);
        sentence_ends(text, &spans, &mut ends);
        let mut from = 0;
        for &to in &ends {
            let first = tokens.len();
            tokens.extend(spans[from..to].iter().enumerate().map(|(i, &(a, b))| Token {
                span: TextSpan::new(a, b),
                lemma: Box::default(),
                tag: "X",
                dep: "dep",
                head: (first + i) as u32,
            }));
            sentences.push(Sentence {
                tokens: TokenSpan::new(first, tokens.len()),
                span: TextSpan::new(spans[from].0, spans[to - 1].1),
                region,
                paragraph,
            });
            from = to;
        }
    });
    (sentences, tokens)
}

fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Calls `f` with every part of the text that lies in one line and one region.
fn for_each_segment(report: &Report, mut f: impl FnMut(usize, usize, RegionKind, u32)) {
    let text: &str = &report.text;
    let mut paragraph = 0_u32;
    let mut part = |from: usize, to: usize, kind: RegionKind| {
        let mut start = from;
        for (i, c) in text[from..to].char_indices() {
            if matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
                if start < from + i {
                    f(start, from + i, kind, paragraph);
                }
                start = from + i + c.len_utf8();
                paragraph += u32::from(c == '\n');
            }
        }
        if start < to {
            f(start, to, kind, paragraph);
        }
    };
    let mut at = 0;
    for region in &report.regions {
        let start = floor_char(text, region.span.start as usize).max(at);
        let end = floor_char(text, region.span.end as usize).max(start);
        part(at, start, RegionKind::Body);
        part(start, end, region.kind);
        at = end;
    }
    part(at, text.len(), RegionKind::Body);
}

/// A report that is nothing but text, as tests and experiments want it.
///
/// ```
/// let report = diurna_text::plain_report("Nothing happened.");
/// assert!(report.regions.is_empty() && report.published.is_none());
/// ```
#[must_use]
pub fn plain_report(text: &str) -> Arc<Report> {
    Arc::new(Report::plain(text))
}
