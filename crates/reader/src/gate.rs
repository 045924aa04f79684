//! What a report is about, so that words with two meanings are read rightly.

use crate::lexicon::{Domain, Lexicon};
use diurna_core::Document;
use std::collections::HashSet;

/// How a report's words lie between conflict, politics and the rest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Gate {
    /// Words of conflict per hundred words, repeated words counted up to three times.
    pub(crate) conflict: f32,
    /// Words of politics.
    pub(crate) politics: f32,
    /// Words of sport, culture, business and science.
    pub(crate) other: f32,
    /// Distinct words of conflict.
    pub(crate) kinds: usize,
}

impl Gate {
    /// Weighs the words of a document.
    pub(crate) fn of(d: &Document, lexicon: &Lexicon) -> Self {
        let mut counts = std::collections::HashMap::<String, u32>::new();
        let mut words = 0u32;
        for s in d.sentences.iter().filter(|s| s.region.is_story()) {
            for t in s.tokens.range() {
                let word = d.word(t);
                if !word.chars().next().is_some_and(char::is_alphabetic) {
                    continue;
                }
                words += 1;
                let word = word.to_lowercase();
                if !lexicon.domains(&word).is_empty() {
                    *counts.entry(word).or_default() += 1;
                }
            }
        }
        let (mut conflict, mut politics, mut other) = (0.0, 0.0, 0.0);
        let mut kinds = HashSet::new();
        for (word, n) in &counts {
            let n = (*n).min(3) as f32;
            for domain in lexicon.domains(word) {
                match domain {
                    Domain::Conflict => {
                        conflict += n;
                        kinds.insert(word.as_str());
                    }
                    Domain::Politics => politics += n,
                    Domain::Other => other += n,
                }
            }
        }
        let per = 100.0 / (words.max(60) as f32);
        Self { conflict: conflict * per, politics: politics * per, other: other * per, kinds: kinds.len() }
    }

    /// The report may tell of violence, protest or coercion.
    pub(crate) fn is_conflict(&self) -> bool {
        self.kinds >= 2 && self.conflict + 0.5 * self.politics >= 0.8 * self.other && self.conflict + 0.25 * self.politics >= 0.7
    }

    /// The report may tell of politics.
    pub(crate) fn is_public(&self) -> bool {
        self.is_conflict() || self.politics + self.conflict >= self.other
    }
}
