//! Sentences, tokens, tags, lemmas and dependencies of English news text.
//!
//! Everything runs on one thread of the CPU, in time linear in the text, and gives the same
//! result on every machine: scores are sums of small integers.
//!
//! ```
//! use diurna_text::Analyzer;
//! let report = diurna_text::plain_report("Rebels shelled the town. Two people died.");
//! let document = Analyzer::new().analyze(report);
//! assert_eq!(document.sentences.len(), 2);
//! assert_eq!(document.tokens[1].lemma.as_ref(), "shell");
//! assert_eq!(document.word(3), "town");
//! ```
//!
//! The parts: [`token`] cuts a line into tokens, [`sentence`] cuts the tokens into sentences,
//! [`tagger`] gives them Penn Treebank tags, [`mod@lemma`] their base forms and [`parser`] a tree of
//! Universal Dependencies with the reduced set of relations in [`labels`]. [`model`] is the
//! weights file that tagger and parser share.

mod abbrev;
pub mod analyzer;
mod dateline;
pub mod hash;
pub mod hints;
pub mod labels;
pub mod lemma;
mod lemma_rules;
pub mod model;
mod noun_verbs;
pub mod parser;
mod parser_features;
mod repair;
mod retag;
pub mod sentence;
pub mod tagger;
pub mod token;

pub use analyzer::{Analyzer, plain_report, sentences_and_tokens};
pub use lemma::lemma;
