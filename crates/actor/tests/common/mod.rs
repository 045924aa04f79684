//! Reading a text, and asking who was found in it.

#![allow(dead_code, clippy::unwrap_used)]

use diurna_actor::{Actors, Lexicon};
use diurna_core::{Actor, ActorMention};
use diurna_text::{Analyzer, plain_report};
use std::sync::LazyLock;

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::new);
static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);

/// A text with the actors found in it.
pub(crate) struct Seen {
    pub(crate) text: String,
    pub(crate) found: Actors,
}

/// Finds the actors of a text with the data files alone.
pub(crate) fn read(text: &str) -> Seen {
    read_with(text, &LEXICON)
}

/// Finds the actors of a text.
pub(crate) fn read_with(text: &str, lexicon: &Lexicon) -> Seen {
    let document = ANALYZER.analyze(plain_report(text));
    Seen { text: text.to_string(), found: diurna_actor::find(&document, lexicon) }
}

impl Seen {
    /// The words of every mention with the name of its actor.
    pub(crate) fn pairs(&self) -> Vec<(&str, &str)> {
        let name = |m: &ActorMention| self.found.actors[m.actor].name.as_str();
        self.found.mentions.iter().map(|m| (m.span.of(&self.text), name(m))).collect()
    }

    /// The words that mention the actor of that name.
    pub(crate) fn named(&self, name: &str) -> Vec<&str> {
        self.pairs().into_iter().filter(|(_, n)| *n == name).map(|(words, _)| words).collect()
    }

    /// The mention with exactly these words.
    pub(crate) fn mention(&self, words: &str) -> ActorMention {
        let found = self.found.mentions.iter().find(|m| m.span.of(&self.text) == words);
        *found.unwrap_or_else(|| panic!("no mention `{words}` in {:?}", self.pairs()))
    }

    /// Who is mentioned with exactly these words.
    pub(crate) fn actor(&self, words: &str) -> &Actor {
        &self.found.actors[self.mention(words).actor]
    }
}
